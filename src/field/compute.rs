//! From a request to its field: row bands on all cores, all nodes of the stencil in one sweep over each block.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::summary::Summary;
use super::{CancelToken, Cancelled, FieldRequest, GradientField, Grid, Progress, Tally};
use crate::differentiate::Stencil;
use crate::eval::block::{BLOCK, GridProgram, Hoisted, Scratch};
use crate::expr::Axis;

/// Rows of a band: the unit of parallel work and of progress.
const BAND_ROWS: usize = 16;
/// Columns whose hoisted values are kept at a time: they stay small beside the field, and preparing them takes no longer
/// than a band does, between two looks at the token.
const TILE_COLUMNS: usize = 1 << 13;
/// Points times operations below which waking other threads costs more than they save.
const SERIAL_WORK: usize = 1 << 16;

/// Compute a field. `Err` only when cancelled, which is looked at before each block of a row.
///
/// Every grid point takes f at the point and at the stencil's nodes displaced by `h` along x0 and along x1, each
/// evaluated exactly as [`crate::eval::scalar`] would; the result does not depend on the number of threads.
///
/// # Panics
/// Never for want of a grid: a request's was checked when it was made.
pub fn compute(
    request: &FieldRequest,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<GradientField, Cancelled> {
    compute_reusing(None, request, cancel, progress)
}

/// [`compute`] in the memory of a field that is no longer needed: fresh pages of memory cost several times what a cheap
/// function does.
///
/// # Panics
/// Never for want of a grid: a request's was checked when it was made.
pub fn compute_reusing(
    spare: Option<GradientField>,
    request: &FieldRequest,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<GradientField, Cancelled> {
    let grid = Grid::new(request.grid()).expect("a request's grid was checked when it was made");
    let points = grid.len();
    progress.start(points);
    let [f, g0, g1, norm] =
        spare.map_or_else(Default::default, |old| [old.f, old.g0, old.g1, old.norm]).map(|array| {
            // What is left in it is overwritten. A length of its own is zeroed by the system as the pages are touched.
            if array.len() == points { array } else { vec![0.0; points] }
        });
    let mut field = GradientField {
        request: request.clone(),
        f,
        g0,
        g1,
        norm,
        norm_range: None,
        f_range: None,
        tally: Tally::default(),
        mean_norm: OnceLock::new(),
        grid,
    };
    let sweep = Sweep::new(request);
    let mut summary = Summary::default();
    for first in (0..field.grid.columns()).step_by(TILE_COLUMNS) {
        let columns = first..field.grid.columns().min(first + TILE_COLUMNS);
        summary = summary.join(sweep.tile(&mut field, columns, cancel, progress)?);
    }
    field.norm_range = summary.norm;
    field.f_range = summary.f;
    field.tally = summary.tally;
    Ok(field)
}

/// What all bands share.
struct Sweep {
    program: GridProgram,
    stencil: Stencil,
    h: f64,
    operations: usize,
}

/// The arrays of one row band.
struct Band<'a> {
    f: &'a mut [f64],
    g: [&'a mut [f64]; 2],
    norm: &'a mut [f64],
}

impl Sweep {
    fn new(request: &FieldRequest) -> Self {
        Self {
            program: GridProgram::new(request.program()),
            stencil: request.scheme().stencil(),
            h: request.h(),
            operations: request.program().nodes().len(),
        }
    }

    /// All rows of some columns.
    fn tile(
        &self,
        field: &mut GradientField,
        columns: std::ops::Range<usize>,
        cancel: &CancelToken,
        progress: &Progress,
    ) -> Result<Summary, Cancelled> {
        let GradientField { grid, f, g0, g1, norm, .. } = field;
        let width = grid.columns();
        let along = Axis::ALL.map(|axis| match axis {
            Axis::X0 => &grid.axis(axis)[columns.clone()],
            Axis::X1 => grid.axis(axis),
        });
        let shifted = self.shifted(along[0], Axis::X0);
        let band = |(index, ((f, g0), (g1, norm))): (usize, ((_, _), (_, _)))| {
            let arrays = Band { f, g: [g0, g1], norm };
            let first = index * BAND_ROWS;
            let rows = first..along[1].len().min(first + BAND_ROWS);
            let summary = self.band(arrays, width, &columns, &shifted, &along[1][rows.clone()], cancel)?;
            progress.advance(rows.len() * columns.len());
            Ok(summary)
        };
        let join = |a: Summary, b: Summary| Ok(a.join(b));
        let size = width * BAND_ROWS;
        if columns.len() * along[1].len() * self.operations <= SERIAL_WORK {
            f.chunks_mut(size)
                .zip(g0.chunks_mut(size))
                .zip(g1.chunks_mut(size).zip(norm.chunks_mut(size)))
                .enumerate()
                .map(band)
                .try_fold(Summary::default(), |sum, next| Ok(sum.join(next?)))
        } else {
            f.par_chunks_mut(size)
                .zip(g0.par_chunks_mut(size))
                .zip(g1.par_chunks_mut(size).zip(norm.par_chunks_mut(size)))
                .enumerate()
                .map(band)
                .try_reduce(Summary::default, join)
        }
    }

    /// The hoisted values at the coordinates themselves, then at each node of the stencil.
    fn shifted(&self, coordinates: &[f64], axis: Axis) -> Shifted {
        let mut scratch = Scratch::default();
        let base = self.program.hoist(axis, coordinates, &mut scratch);
        let nodes = self.stencil.nodes.iter().map(|&node| {
            // `node * h` is exact for the nodes 1 and -1, so this is x + h and x - h.
            let displaced: Vec<f64> = coordinates.iter().map(|x| x + node * self.h).collect();
            (node != 0.0).then(|| self.program.hoist(axis, &displaced, &mut scratch))
        });
        let nodes = nodes.collect();
        Shifted { base, nodes }
    }

    /// Some rows of some columns.
    fn band(
        &self,
        mut arrays: Band<'_>,
        width: usize,
        columns: &std::ops::Range<usize>,
        x0: &Shifted,
        x1: &[f64],
        cancel: &CancelToken,
    ) -> Result<Summary, Cancelled> {
        let x1 = self.shifted(x1, Axis::X1);
        let mut scratch = Scratch::default();
        let mut summary = Summary::default();
        for row in 0..x1.base.len() {
            for start in (0..columns.len()).step_by(BLOCK) {
                cancel.check()?;
                let lanes = BLOCK.min(columns.len() - start);
                let place = row * width + columns.start + start;
                let mut block = arrays.block(place..place + lanes);
                self.block(&mut block, x0, start, &x1, row, &mut scratch);
                let [g0, g1] = &block.g;
                summary = summary.join(Summary::of(block.f, g0, g1, block.norm));
            }
        }
        Ok(summary)
    }

    /// One block: f, then the difference quotient along each axis, then the norm.
    #[expect(clippy::float_cmp, reason = "the coefficient 1 is exact")]
    fn block(
        &self,
        out: &mut Band<'_>,
        x0: &Shifted,
        start: usize,
        x1: &Shifted,
        row: usize,
        scratch: &mut Scratch,
    ) {
        self.program.evaluate(&x0.base, start, &x1.base, row, scratch, out.f);
        let mut sample = [0.0; BLOCK];
        let sample = &mut sample[..out.f.len()];
        for axis in Axis::ALL {
            let g = &mut out.g[axis.index()];
            for (k, &coefficient) in self.stencil.coefficients.iter().enumerate() {
                let (columns, rows) = match axis {
                    Axis::X0 => (x0.node(k), Some(&x1.base)),
                    Axis::X1 => (Some(&x0.base), x1.node(k)),
                };
                match (columns, rows) {
                    (Some(columns), Some(rows)) if k == 0 && coefficient == 1.0 => {
                        self.program.evaluate(columns, start, rows, row, scratch, g);
                    }
                    (Some(columns), Some(rows)) => {
                        self.program.evaluate(columns, start, rows, row, scratch, sample);
                        accumulate(g, sample, coefficient, k == 0);
                    }
                    // The node is the point itself.
                    _ => accumulate(g, out.f, coefficient, k == 0),
                }
            }
        }
        finish(out, self.stencil.divisor * self.h);
    }
}

/// Hoisted values at the coordinates and at the stencil's nodes; `None` for a node that is the coordinate itself.
struct Shifted {
    base: Hoisted,
    nodes: Vec<Option<Hoisted>>,
}

impl Shifted {
    fn node(&self, k: usize) -> Option<&Hoisted> {
        self.nodes[k].as_ref()
    }
}

impl Band<'_> {
    fn block(&mut self, place: std::ops::Range<usize>) -> Band<'_> {
        let [g0, g1] = &mut self.g;
        Band {
            f: &mut self.f[place.clone()],
            g: [&mut g0[place.clone()], &mut g1[place.clone()]],
            norm: &mut self.norm[place],
        }
    }
}

/// `g = c * values` for the first node, `g + c * values` for the others.
///
/// Multiplying by 1 or -1 is exact and `g + (-v)` is `g - v`, so the plain difference needs no product.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2", "aarch64+neon"))]
#[expect(clippy::float_cmp, reason = "the coefficients 1 and -1 are exact")]
fn accumulate(g: &mut [f64], values: &[f64], coefficient: f64, first: bool) {
    // Loops, not `for_each`: that would be a function of its own, compiled for the oldest instruction set.
    if first && coefficient == 1.0 {
        g.copy_from_slice(values);
    } else if first {
        for (g, v) in g.iter_mut().zip(values) {
            *g = coefficient * v;
        }
    } else if coefficient == -1.0 {
        for (g, v) in g.iter_mut().zip(values) {
            *g -= v;
        }
    } else {
        for (g, v) in g.iter_mut().zip(values) {
            *g += coefficient * v;
        }
    }
}

/// Sums of squares from here up have lost nothing to underflow: a square below the normal numbers is off by at most
/// 2^-1075, less than 2^-105 of such a sum.
const NO_UNDERFLOW: f64 = f64::from_bits(((1023 - 969) as u64) << 52);

/// Divide both components by the divisor and take the norm.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2", "aarch64+neon"))]
fn finish(out: &mut Band<'_>, divisor: f64) {
    let Band { g: [g0, g1], norm, .. } = out;
    let mut extreme = false;
    for ((g0, g1), norm) in g0.iter_mut().zip(g1.iter_mut()).zip(norm.iter_mut()) {
        *g0 /= divisor;
        *g1 /= divisor;
        let squares = *g0 * *g0 + *g1 * *g1;
        *norm = squares.sqrt();
        extreme |= !(NO_UNDERFLOW..=f64::MAX).contains(&squares);
    }
    if extreme {
        careful_norms(g0, g1, norm);
    }
}

/// Norms where a square or the sum of squares left the range of normal numbers.
#[cold]
fn careful_norms(g0: &[f64], g1: &[f64], norm: &mut [f64]) {
    for ((&g0, &g1), norm) in g0.iter().zip(g1).zip(norm) {
        let squares = g0 * g0 + g1 * g1;
        if !(NO_UNDERFLOW..=f64::MAX).contains(&squares) && !squares.is_nan() && (g0 != 0.0 || g1 != 0.0) {
            *norm = core_math::hypot(g0, g1);
        }
    }
}
