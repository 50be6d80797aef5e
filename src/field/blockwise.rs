//! Block by block, for any stencil and for derivative programs, in `f64`.

use super::filler::{Filler, Plane};
use super::kernel::Arrays;
use super::{CancelToken, Cancelled, FieldRequest};
use crate::differentiate::{Divisor, Rule, Stencil, step_taken};
use crate::eval::block::{BLOCK, GridProgram, Hoist, Hoisted, Place, Scratch};
use crate::expr::{self, Axis, Program};

/// The least rows of a tile, whose columns are worked on ahead ...
const TILE_ROWS: usize = 16;
/// ... which has about so many points where its rows are short.
const TILE_POINTS: usize = 1 << 12;

/// The kernel for a request in `f64` that is no complex step.
pub(super) struct Blockwise {
    /// f, and where they are asked for its derivatives.
    programs: Vec<GridProgram>,
    /// By how much coordinates are displaced, none first.
    displacements: Vec<f64>,
    /// The quotients along each axis; none for the derivatives themselves.
    levels: Vec<Level>,
}

/// A difference quotient with a step of its own.
struct Level {
    stencil: Stencil,
    h: f64,
    divisor: Divisor,
    /// The displacement of each node.
    nodes: Vec<usize>,
}

/// What a thread keeps between tiles.
#[derive(Default)]
pub(super) struct Memory {
    scratch: Scratch,
    sample: Vec<f64>,
    quotients: [Vec<f64>; 2],
}

impl Blockwise {
    pub(super) fn new(request: &FieldRequest, lanes: Axis) -> Self {
        let split = |program: &Program| GridProgram::along(program, lanes, Hoist::All);
        let (method, h) = (request.method(), request.h());
        let mut programs = vec![split(request.program())];
        let mut displacements = vec![0.0];
        let mut level = |stencil: Stencil, h: f64| {
            let mut index = |node: &f64| {
                if *node == 0.0 {
                    return 0;
                }
                // Exact for nodes of a power of two.
                displacements.push(node * h);
                displacements.len() - 1
            };
            let nodes = stencil.nodes.iter().map(&mut index).collect();
            Level { stencil, h, divisor: method.divisor, nodes }
        };
        let levels = match method.scheme.rule() {
            Rule::Difference(stencil) => vec![level(stencil, h)],
            Rule::Richardson(stencil) => vec![level(stencil, 0.5 * h), level(stencil, h)],
            Rule::Exact => {
                programs
                    .extend(expr::gradient(request.program()).iter().map(|program| split(&program.folded())));
                vec![]
            }
            Rule::ComplexStep => unreachable!("complex numbers are computed point by point"),
        };
        Self { programs, displacements, levels }
    }

    /// The values of a program's column or row part at all displacements.
    fn hoist(
        &self,
        program: &GridProgram,
        axis: Axis,
        coordinates: &[f64],
        scratch: &mut Scratch,
        cancel: &CancelToken,
    ) -> Result<Hoisted, Cancelled> {
        let displaced: Vec<Vec<f64>> = self
            .displacements
            .iter()
            // The coordinate itself is not added to, so that -0 stays.
            .map(|&by| coordinates.iter().map(|x| if by == 0.0 { *x } else { x + by }).collect())
            .collect();
        program.try_hoist(axis, &displaced, coordinates.len(), scratch, &|| cancel.check())
    }
}

impl Filler for Blockwise {
    type Memory = Memory;

    fn tile_rows(columns: usize) -> usize {
        (TILE_POINTS / columns).max(TILE_ROWS)
    }

    fn fill(
        &self,
        plane: &Plane<'_>,
        rows: &mut [Arrays<'_>],
        memory: &mut Memory,
        cancel: &CancelToken,
    ) -> Result<(), Cancelled> {
        let mut hoisted = Vec::with_capacity(self.programs.len());
        for program in &self.programs {
            let columns = self.hoist(program, plane.lanes, plane.along, &mut memory.scratch, cancel)?;
            let rows = self.hoist(program, plane.lanes.other(), plane.across, &mut memory.scratch, cancel)?;
            hoisted.push([columns, rows]);
        }
        for (row, out) in rows.iter_mut().enumerate() {
            for start in (0..plane.along.len()).step_by(BLOCK) {
                let end = plane.along.len().min(start + BLOCK);
                let mut out = out.lanes(start..end);
                Block { kernel: self, hoisted: &hoisted, plane, row, start, cancel }
                    .fill(&mut out, memory)?;
            }
        }
        Ok(())
    }
}

/// Some lanes of a row.
struct Block<'a> {
    kernel: &'a Blockwise,
    /// Of each program, along the lanes and across them.
    hoisted: &'a [[Hoisted; 2]],
    plane: &'a Plane<'a>,
    row: usize,
    start: usize,
    cancel: &'a CancelToken,
}

impl Block<'_> {
    fn fill(&self, out: &mut Arrays<'_>, memory: &mut Memory) -> Result<(), Cancelled> {
        let Arrays { f, g0, g1, .. } = out;
        self.evaluate(0, [0, 0], &mut memory.scratch, f)?;
        for (axis, g) in Axis::ALL.into_iter().zip([g0, g1]) {
            if self.kernel.levels.is_empty() {
                self.evaluate(1 + axis.index(), [0, 0], &mut memory.scratch, g)?;
                // A formula for the derivative may have a value where f has none.
                for (g, f) in g.iter_mut().zip(&**f) {
                    *g = if f.is_finite() { *g } else { f64::NAN };
                }
            } else {
                self.differentiate(axis, f, g, memory)?;
            }
        }
        Ok(())
    }

    /// A program's values at one displacement along the lanes and one across them.
    fn evaluate(
        &self,
        program: usize,
        displacements: [usize; 2],
        scratch: &mut Scratch,
        out: &mut [f64],
    ) -> Result<(), Cancelled> {
        let [columns, rows] = &self.hoisted[program];
        let place = Place { columns, start: self.start, rows, row: self.row, displacements };
        self.kernel.programs[program].evaluate_at(&place, scratch, out, &|| self.cancel.check())
    }

    /// The derivative along an axis from f's samples.
    fn differentiate(
        &self,
        axis: Axis,
        f: &[f64],
        g: &mut [f64],
        memory: &mut Memory,
    ) -> Result<(), Cancelled> {
        let Memory { scratch, sample, quotients } = memory;
        let is_along = axis == self.plane.lanes;
        let x = if is_along {
            &self.plane.along[self.start..][..f.len()]
        } else {
            &self.plane.across[self.row..=self.row]
        };
        sample.resize(f.len(), 0.0);
        for (level, quotient) in self.kernel.levels.iter().zip(&mut *quotients) {
            quotient.resize(f.len(), 0.0);
            let terms = level.nodes.iter().zip(level.stencil.coefficients);
            for (term, (&displacement, &coefficient)) in terms.enumerate() {
                let samples = if displacement == 0 {
                    f
                } else {
                    let displacements = if is_along { [displacement, 0] } else { [0, displacement] };
                    self.evaluate(0, displacements, scratch, sample)?;
                    &*sample
                };
                add(quotient, coefficient, samples, term == 0);
            }
            level.divide(quotient, x);
        }
        self.kernel.combine(g, quotients);
        Ok(())
    }
}

impl Blockwise {
    /// From the quotients of all levels to the derivative.
    fn combine(&self, g: &mut [f64], [fine, coarse]: &[Vec<f64>; 2]) {
        if self.levels.len() == 1 {
            g.copy_from_slice(fine);
        } else {
            for ((g, fine), coarse) in g.iter_mut().zip(fine).zip(coarse) {
                *g = (4.0 * fine - coarse) / 3.0;
            }
        }
    }
}

impl Level {
    /// Divide sums by this level's step; x is one coordinate a lane, or one for all.
    fn divide(&self, sums: &mut [f64], x: &[f64]) {
        let divisor = |x: f64| {
            let step = match self.divisor {
                Divisor::Nominal => self.h,
                Divisor::Taken => step_taken(&self.stencil, x, self.h),
            };
            self.stencil.divisor * step
        };
        if self.divisor == Divisor::Taken && x.len() == sums.len() {
            for (sum, &x) in sums.iter_mut().zip(x) {
                *sum /= divisor(x);
            }
        } else {
            let divisor = divisor(x[0]);
            for sum in sums {
                *sum /= divisor;
            }
        }
    }
}

/// `sums + coefficient samples`, or the products alone for the first.
fn add(sums: &mut [f64], coefficient: f64, samples: &[f64], is_first: bool) {
    // A product by 1 or -1 is exact.
    if is_first {
        for (sum, sample) in sums.iter_mut().zip(samples) {
            *sum = coefficient * sample;
        }
    } else {
        for (sum, sample) in sums.iter_mut().zip(samples) {
            *sum += coefficient * sample;
        }
    }
}
