//! The nodes of a field, tile by tile on all cores.

use rayon::prelude::*;

use super::super::Exact;
use super::super::comparison::Comparison;
use super::super::exact::{Derivatives, Precise, size_of_terms};
use super::super::joint::Walk;
use super::super::judge::{self, At, Judging, Nodes};
use super::super::split::{Component, Samples};
use super::Cause;
use super::quick::{Node, Verdict};
use crate::differentiate::Precision;
use crate::eval::block::{self, BLOCK, GridProgram, Hoist, Hoisted, Scratch};
use crate::eval::{AlignedVec, DoubleDouble};
use crate::expr::{Axis, Program};
use crate::field::{CancelToken, Cancelled, GradientField, Progress};

/// Rows of a tile: so many that what is computed once a column costs little.
const ROWS: usize = 32;

/// What a census has of every node.
pub(super) struct Arrays {
    /// f and the exact derivatives.
    pub(super) exact: [AlignedVec; 3],
    pub(super) relative_error: AlignedVec,
    pub(super) angle_error: AlignedVec,
    pub(super) causes: Vec<Cause>,
    pub(super) counts: [usize; 8],
}

/// Fill the arrays for a field.
pub(super) fn arrays(
    field: &GradientField,
    is_precise: bool,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<Arrays, Cancelled> {
    let points = field.len();
    let [f, e0, e1, mut relative_error, mut angle_error] = [(); 5].map(|()| AlignedVec::zeros(points));
    let mut exact = [f, e0, e1];
    let mut causes = vec![Cause::Undefined; points];
    let job = Job::new(field, is_precise);
    let [f, e0, e1] = exact.each_mut().map(|array| &mut array[..]);
    let all = Rows {
        exact: [f, e0, e1],
        relative_error: &mut relative_error,
        angle_error: &mut angle_error,
        causes: &mut causes,
    };
    let tiles = all.tiles(job.axes[0].len());
    let run = |memory: &mut Memory, tile: Tile<'_>| job.tile(tile, memory, cancel, progress);
    let add = |a: [usize; 8], b: [usize; 8]| std::array::from_fn(|i| a[i] + b[i]);
    let counts = if tiles.len() == 1 {
        // Waking another thread would cost more than it saves.
        let mut memory = Memory::default();
        tiles.into_iter().try_fold([0; 8], |sum, tile| Ok(add(sum, run(&mut memory, tile)?)))
    } else {
        tiles.into_par_iter().map_init(Memory::default, run).try_reduce(|| [0; 8], |a, b| Ok(add(a, b)))
    };
    Ok(Arrays { exact, relative_error, angle_error, causes, counts: counts? })
}

/// Some lanes of the arrays.
struct Rows<'a> {
    exact: [&'a mut [f64]; 3],
    relative_error: &'a mut [f64],
    angle_error: &'a mut [f64],
    causes: &'a mut [Cause],
}

/// Some columns of some rows.
struct Tile<'a> {
    first_row: usize,
    first_column: usize,
    rows: Vec<Rows<'a>>,
}

impl Tile<'_> {
    fn width(&self) -> usize {
        self.rows[0].causes.len()
    }
}

impl<'a> Rows<'a> {
    /// The first lanes, which are no longer here.
    fn take_first(&mut self, lanes: usize) -> Self {
        const ENOUGH: &str = "there are as many lanes as the rows have";
        Self {
            exact: self.exact.each_mut().map(|array| array.split_off_mut(..lanes).expect(ENOUGH)),
            relative_error: self.relative_error.split_off_mut(..lanes).expect(ENOUGH),
            angle_error: self.angle_error.split_off_mut(..lanes).expect(ENOUGH),
            causes: self.causes.split_off_mut(..lanes).expect(ENOUGH),
        }
    }

    /// All rows of so many columns, cut into tiles.
    fn tiles(mut self, width: usize) -> Vec<Tile<'a>> {
        let abreast = width.div_ceil(BLOCK);
        let mut tiles: Vec<Tile<'a>> = Vec::new();
        for row in 0..self.causes.len() / width {
            if row % ROWS == 0 {
                let first = |n: usize| Tile { first_row: row, first_column: n * BLOCK, rows: Vec::new() };
                tiles.extend((0..abreast).map(first));
            }
            let band = tiles.len() - abreast;
            for tile in &mut tiles[band..] {
                tile.rows.push(self.take_first(BLOCK.min(width - tile.first_column)));
            }
        }
        tiles
    }
}

/// What all tiles share.
struct Job<'a> {
    field: &'a GradientField,
    judging: Judging,
    /// Along which lanes follow one another; a field of a single column is one row of x1 in memory.
    lanes: Axis,
    /// The coordinates along the lanes and from one row to the next.
    axes: [&'a [f64]; 2],
    /// What is computed block by block: the error bounds of the derivatives, for large fields these themselves, and f if
    /// the field has it in another precision.
    programs: Vec<GridProgram>,
    /// Whether `f64` is to decide what it can.
    is_large: bool,
}

/// What a thread keeps between tiles.
#[derive(Default)]
struct Memory {
    scratch: Scratch,
    /// Where the nodes of the stencil lie along the axes of the tile.
    nodes: [Vec<Nodes>; 2],
    /// The values of the programs in a row of a tile.
    lanes: Vec<Vec<f64>>,
    exact: Walk<DoubleDouble>,
    samples: SampleMemory,
}

/// A node: its column and row in its tile, its index in the field, the node itself, and where its stencil lies.
#[derive(Clone, Copy)]
struct Place {
    in_tile: [usize; 2],
    index: usize,
    x: [f64; 2],
    nodes: [Nodes; 2],
}

impl<'a> Job<'a> {
    fn new(field: &'a GradientField, is_precise: bool) -> Self {
        let lanes = field.grid.lanes();
        let request = &field.request;
        let judging = Judging::new(request.program(), request.method(), lanes);
        let axes = [lanes, lanes.other()].map(|axis| field.grid.axis(axis));
        let split = |program: &Program| GridProgram::along(program, lanes, Hoist::All);
        let Derivatives { errors, gradient, .. } = &*judging.derivatives;
        let mut programs: Vec<_> = errors.iter().map(split).collect();
        let is_large = !is_precise;
        if is_large {
            programs.extend(gradient.iter().map(|program| split(&program.folded())));
            if request.method().precision != Precision::F64 {
                programs.push(split(request.program()));
            }
        }
        Self { field, judging, lanes, axes, programs, is_large }
    }

    /// One tile; how many of its nodes have each cause.
    fn tile(
        &self,
        tile: Tile<'_>,
        memory: &mut Memory,
        cancel: &CancelToken,
        progress: &Progress,
    ) -> Result<[usize; 8], Cancelled> {
        let mut counts = [0; 8];
        let width = tile.width();
        let axes =
            [&self.axes[0][tile.first_column..][..width], &self.axes[1][tile.first_row..][..tile.rows.len()]];
        let hoisted = self.hoist(axes, &mut memory.scratch, cancel)?;
        for (nodes, axis) in memory.nodes.iter_mut().zip(axes) {
            nodes.clear();
            nodes.extend(axis.iter().map(|&x| self.judging.nodes(x, self.field.request.h())));
        }
        memory.exact.start(width);
        memory.samples.start(width);
        for (row, mut out) in tile.rows.into_iter().enumerate() {
            self.evaluate(&hoisted, row, width, memory, cancel)?;
            for column in 0..width {
                let place = Place {
                    in_tile: [column, row],
                    index: (tile.first_row + row) * self.axes[0].len() + tile.first_column + column,
                    x: self.in_order([axes[0][column], axes[1][row]]),
                    nodes: self.in_order([memory.nodes[0][column], memory.nodes[1][row]]),
                };
                let certain = if self.is_large { self.quick(&place, &memory.lanes) } else { None };
                let (exact, verdict) = if let Some(certain) = certain {
                    certain
                } else {
                    cancel.check()?;
                    self.precise(&place, memory)
                };
                for (out, exact) in out.exact.iter_mut().zip(exact) {
                    out[column] = exact;
                }
                out.relative_error[column] = verdict.relative_error;
                out.angle_error[column] = verdict.angle_error;
                out.causes[column] = verdict.cause;
                counts[verdict.cause as usize] += 1;
            }
            progress.advance(width);
        }
        Ok(counts)
    }

    /// The values of the programs' parts of one coordinate, along the lanes and across.
    fn hoist(
        &self,
        [along, across]: [&[f64]; 2],
        scratch: &mut Scratch,
        cancel: &CancelToken,
    ) -> Result<Vec<[Hoisted; 2]>, Cancelled> {
        let part = |program: &GridProgram, axis: Axis, coordinates: &[f64], scratch: &mut Scratch| {
            program.try_hoist(axis, &[coordinates], coordinates.len(), scratch, &|| cancel.check())
        };
        let parts = |program| {
            let along = part(program, self.lanes, along, scratch)?;
            Ok([along, part(program, self.lanes.other(), across, scratch)?])
        };
        self.programs.iter().map(parts).collect()
    }

    /// The programs' values in a row of a tile.
    fn evaluate(
        &self,
        hoisted: &[[Hoisted; 2]],
        row: usize,
        width: usize,
        memory: &mut Memory,
        cancel: &CancelToken,
    ) -> Result<(), Cancelled> {
        memory.lanes.resize(self.programs.len(), Vec::new());
        for ((program, [columns, rows]), out) in self.programs.iter().zip(hoisted).zip(&mut memory.lanes) {
            out.resize(width, 0.0);
            let place = block::Place { columns, start: 0, rows, row, displacements: [0, 0] };
            program.evaluate_at(&place, &mut memory.scratch, out, &|| cancel.check())?;
        }
        Ok(())
    }

    /// What is along the lanes and what is across them, in the order of the axes.
    fn in_order<T>(&self, [along, across]: [T; 2]) -> [T; 2] {
        match self.lanes {
            Axis::X0 => [along, across],
            Axis::X1 => [across, along],
        }
    }

    /// What `f64` alone can tell of a node: f and the derivatives, and the verdict.
    fn quick(&self, place: &Place, lanes: &[Vec<f64>]) -> Option<([f64; 3], Verdict)> {
        let &Place { in_tile: [column, _], index, nodes, .. } = place;
        let value = |program: usize| lanes[program][column];
        let GradientField { f, g0, g1, .. } = self.field;
        let (f, exact) = (f[index], [value(2), value(3)]);
        let node = Node { f, g: [g0[index], g1[index]], exact, errors: [value(0), value(1)], nodes };
        let f_in_f64 = lanes.get(4).map_or(f, |lanes| lanes[column]);
        // Where f is defined in the method's precision alone, there is no exact gradient to judge by.
        if f.is_finite() && !f_in_f64.is_finite() {
            return None;
        }
        let verdict = node.verdict()?;
        // A derivative may go on where the function does not; and no zero has a sign.
        let [e0, e1] = if f_in_f64.is_finite() { exact.map(|e| e + 0.0) } else { [f64::NAN; 2] };
        Some(([f_in_f64, e0, e1], verdict))
    }

    /// The same in double-double arithmetic, as a [`super::super::Judge`] has it.
    fn precise(&self, place: &Place, memory: &mut Memory) -> ([f64; 3], Verdict) {
        let &Place { in_tile, index, x, nodes } = place;
        let judging = &self.judging;
        let values = memory.exact.at(&judging.derivatives.values, in_tile, x.map(DoubleDouble::from));
        let exact = Precise::new(
            values,
            || [0, 1].map(|program| memory.lanes[program][in_tile[0]]),
            |i| size_of_terms(&self.judging.derivatives.gradient[i], x),
        );
        let g = [self.field.g0[index], self.field.g1[index]];
        let comparison = Comparison::new(g, &exact);
        let cause = judging.cause(self.field.f[index], g, &exact, &comparison, nodes, |axis| {
            let (scheme, h) = (self.field.request.scheme(), self.field.request.h());
            let component = Component::new(scheme, axis, x, h, g[axis.index()], &exact);
            judging.is_truncated(&component, &mut AtNode { judging, in_tile, x, memory: &mut memory.samples })
        });
        let Exact { f, g: [e0, e1], .. } = exact.rounded();
        ([f, e0, e1], Verdict::new(&comparison, cause))
    }
}

/// What a thread keeps of the samples of f in a tile.
#[derive(Default)]
struct SampleMemory {
    columns: usize,
    /// f at each of the scheme's nodes along each axis.
    displaced: [Vec<Walk<DoubleDouble>>; 2],
    bound: Walk<f64>,
    elsewhere: judge::Memory,
}

impl SampleMemory {
    /// Forget everything, for a tile of so many columns.
    fn start(&mut self, columns: usize) {
        self.columns = columns;
        self.displaced.iter_mut().flatten().for_each(|walk| walk.start(columns));
        self.bound.start(columns);
    }
}

/// f around a node of a tile.
struct AtNode<'a> {
    judging: &'a Judging,
    in_tile: [usize; 2],
    x: [f64; 2],
    memory: &'a mut SampleMemory,
}

impl Samples for AtNode<'_> {
    fn at_node(&mut self, axis: Axis, n: usize, x: [DoubleDouble; 2]) -> DoubleDouble {
        let walks = &mut self.memory.displaced[axis.index()];
        while walks.len() <= n {
            let mut walk = Walk::default();
            walk.start(self.memory.columns);
            walks.push(walk);
        }
        let [f] = walks[n].at(&self.judging.function, self.in_tile, x);
        f
    }

    fn at(&mut self, x: [DoubleDouble; 2]) -> DoubleDouble {
        let Self { judging, x: point, memory, .. } = self;
        At { judging, x: *point, memory: &mut memory.elsewhere }.at(x)
    }

    fn error_bound(&mut self) -> f64 {
        let [bound] = self.memory.bound.at(&self.judging.bound, self.in_tile, self.x);
        bound
    }
}
