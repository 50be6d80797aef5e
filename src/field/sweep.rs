//! All nodes of the stencil in one sweep over each row, tile by tile on all cores.

use std::iter;
use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

#[cfg(target_arch = "x86_64")]
use super::generated::Generated;
use super::interpreter::Interpreter;
use super::kernel::{Arrays, Kernel, Layout, Tile};
use super::summary::Summary;
use super::{CancelToken, Cancelled, Engine, FieldRequest, GradientField, Grid, Progress, Vectors};
use crate::differentiate::{Divisor, Method, Precision, Rule, Stencil};
use crate::eval::aligned::LINE;
use crate::eval::block::{GridProgram, Hoist, Hoisted, Scratch};
use crate::expr::{Axis, Program};

/// The least rows of a tile, the unit of parallel work and of progress ...
const TILE_ROWS: usize = 16;
/// ... which has about so many points where its rows are short.
const TILE_POINTS: usize = 1 << 14;
/// Columns of a tile: their hoisted values, a few numbers each, stay within a level 2 cache.
const TILE_COLUMNS: usize = 1 << 11;
/// Tiles side by side that are worked on together: enough for all cores where a grid has but a few rows ...
const TILES_ABREAST: usize = 64;
/// ... but no more than so many hoisted values (32 MiB) at a time.
const MOST_HOISTED: usize = 1 << 22;
/// Points of a band, after which a field in progress is shown: at least so many ...
const BAND_POINTS: usize = 1 << 18;
/// ... and at least so many tiles for each core.
const TILES_A_CORE: usize = 4;
/// Points of a field from which on a kernel of machine code saves more time than it takes to make, some 10 us.
const GENERATE_FROM: usize = 1 << 12;
/// Points of a field (32 MiB) above which generated code writes past the caches, which would not hold it.
const STREAM_ABOVE: usize = 1 << 20;
/// Points of a field (16 MiB) above which the interpreter has memory brought into the cache ahead of time.
const PREFETCH_ABOVE: usize = 1 << 19;
/// Points times operations below which waking other threads costs more than they save.
pub(super) const SERIAL_WORK: usize = 1 << 16;

/// What all tiles share.
pub(super) struct Sweep {
    /// Along which lanes follow one another: x0, but for a grid of a single column, which is one row of x1 in memory.
    lanes: Axis,
    kernel: Box<dyn Kernel>,
    /// The displacements along an axis: none, then those of the samples that are subtracted from each other.
    displacements: Vec<f64>,
    /// The most columns of a tile.
    tile_columns: usize,
    /// Tiles side by side that are worked on together.
    abreast: usize,
    /// Numbers from one hoisted node's values to the next's, along each axis.
    strides: [usize; 2],
    operations: usize,
}

/// A tile that is still to be filled.
pub(super) struct Task<'a> {
    /// Which of those abreast.
    pub(super) abreast: usize,
    pub(super) first_row: usize,
    pub(super) rows: Vec<Arrays<'a>>,
}

impl Sweep {
    /// A sweep over some rows of a grid; `None` unless the method is the difference of two samples in `f64`, divided by
    /// one number.
    pub(super) fn new(request: &FieldRequest, grid: &Grid, engine: Engine) -> Option<Self> {
        let Method { scheme, precision: Precision::F64, divisor: Divisor::Nominal } = request.method() else {
            return None;
        };
        let Rule::Difference(Stencil { nodes: &[n0, n1], coefficients: &[1.0, -1.0], divisor, .. }) =
            scheme.rule()
        else {
            return None;
        };
        let divisor = divisor * request.h();
        let lanes = grid.lanes();
        let columns = grid.axis(lanes).len();
        // A node that is the point itself has the sample of the point.
        let mut displacements = vec![0.0];
        let mut index = |node: f64| {
            if node == 0.0 {
                return 0;
            }
            // `node * h` is exact for the nodes 1 and -1, so displaced coordinates are x + h and x - h.
            displacements.push(node * request.h());
            displacements.len() - 1
        };
        let samples = [index(n0), index(n1)];
        // All of about the same width: a tile of the one column that is left over would be run lane by lane.
        let tile_columns = columns.div_ceil(columns.div_ceil(TILE_COLUMNS)).next_multiple_of(LINE);
        let strides = [tile_columns, tile_rows(columns).next_multiple_of(LINE)];
        let points = grid.len();
        let streams = points > STREAM_ABOVE && lanes == Axis::X0 && columns.is_multiple_of(LINE);
        let layout = Layout { strides, samples, displacements: displacements.clone(), divisor, streams };
        let vectors = match engine {
            Engine::Automatic if points >= GENERATE_FROM => Vectors::widest(),
            Engine::Automatic | Engine::Interpreter => None,
            Engine::Generated(vectors) => Some(vectors),
        };
        let interpreter = |hoist| {
            let program = GridProgram::along(request.program(), lanes, hoist);
            Interpreter::new(program, samples, divisor, points > PREFETCH_ABOVE)
        };
        let kernel = vectors
            .filter(|_| columns >= LINE)
            .and_then(|vectors| generated(vectors, request.program(), &layout, interpreter(Hoist::Costly)))
            .unwrap_or_else(|| Box::new(interpreter(Hoist::All)));
        let hoisted = kernel.program().hoisted_nodes()[0] * displacements.len() * tile_columns;
        let abreast = (MOST_HOISTED / hoisted.max(1)).clamp(1, TILES_ABREAST);
        let operations = request.program().nodes().len();
        Some(Self { lanes, kernel, displacements, tile_columns, abreast, strides, operations })
    }

    /// How many rows make a band of the field.
    pub(super) fn band_rows(&self, columns: usize) -> usize {
        band_rows(columns, self.tile_columns)
    }

    /// Some rows of a field.
    pub(super) fn rows(
        &self,
        field: &mut GradientField,
        rows: Range<usize>,
        cancel: &CancelToken,
        progress: &Progress,
    ) -> Result<(), Cancelled> {
        let mut summary = Summary::default();
        let GradientField { grid, f, g0, g1, norm, .. } = field;
        let width = grid.columns();
        let in_rows = rows.start * width..rows.end * width;
        let [f, g0, g1, norm] = [f, g0, g1, norm].map(|array| &mut array[in_rows.clone()]);
        let [x0, x1] = [grid.axis(Axis::X0), &grid.axis(Axis::X1)[rows]];
        // What is along the lanes comes first.
        let (axes, mut arrays) = match self.lanes {
            Axis::X0 => ([x0, x1], [f, g0, g1, norm]),
            Axis::X1 => ([x1, x0], [f, g1, g0, norm]),
        };
        let width = axes[0].len();
        let step = self.tile_columns * self.abreast;
        for first in (0..width).step_by(step) {
            let columns = first..width.min(first + step);
            let arrays = arrays.each_mut().map(|array| &mut **array);
            summary = summary.join(self.tiles(arrays, axes, columns, cancel, progress)?);
        }
        field.add(self.kernel.engine(), summary);
        Ok(())
    }

    /// All rows of some columns, tile by tile.
    fn tiles(
        &self,
        arrays: [&mut [f64]; 4],
        [along, across]: [&[f64]; 2],
        columns: Range<usize>,
        cancel: &CancelToken,
        progress: &Progress,
    ) -> Result<Summary, Cancelled> {
        let tasks = tasks(arrays, along.len(), &columns, self.tile_columns, tile_rows(along.len()));
        let work = (across.len() * columns.len()).saturating_mul(self.operations);
        let along: Vec<&[f64]> = along[columns].chunks(self.tile_columns).collect();
        let hoisted: Vec<OnceLock<_>> = along.iter().map(|_| OnceLock::new()).collect();
        let run = |scratch: &mut [Scratch; 5], task: Task<'_>| {
            let columns = hoisted[task.abreast]
                .get_or_init(|| self.hoist(along[task.abreast], self.lanes, &mut scratch[0], cancel));
            let columns = columns.as_ref().map_err(|&cancelled| cancelled)?;
            self.tile(task, columns, across, scratch, cancel, progress)
        };
        let join = |a: Summary, b: Summary| Ok(a.join(b));
        if work <= SERIAL_WORK {
            let mut scratch = Default::default();
            tasks.into_iter().try_fold(Summary::default(), |sum, task| join(sum, run(&mut scratch, task)?))
        } else {
            tasks.into_par_iter().map_init(Default::default, run).try_reduce(Summary::default, join)
        }
    }

    /// The hoisted values at all displacements.
    fn hoist(
        &self,
        coordinates: &[f64],
        axis: Axis,
        scratch: &mut Scratch,
        cancel: &CancelToken,
    ) -> Result<Hoisted, Cancelled> {
        let displaced = self.displacements.iter().map(|&displacement| {
            // The coordinate itself is not added to, so that -0 stays.
            coordinates.iter().map(|x| if displacement == 0.0 { *x } else { x + displacement }).collect()
        });
        let displaced: Vec<Vec<f64>> = displaced.collect();
        self.kernel.program().try_hoist(
            axis,
            &displaced,
            self.strides[usize::from(axis != self.lanes)],
            scratch,
            &|| cancel.check(),
        )
    }

    /// One tile.
    fn tile(
        &self,
        task: Task<'_>,
        columns: &Hoisted,
        across: &[f64],
        scratch: &mut [Scratch; 5],
        cancel: &CancelToken,
        progress: &Progress,
    ) -> Result<Summary, Cancelled> {
        let rows = task.first_row..task.first_row + task.rows.len();
        let points = rows.len() * columns.len();
        let rows = self.hoist(&across[rows], self.lanes.other(), &mut scratch[0], cancel)?;
        let tile = Tile { columns, rows: &rows, out: task.rows };
        let summary = self.kernel.fill(tile, scratch, cancel)?;
        progress.advance(points);
        Ok(summary)
    }
}

/// How many rows of so many columns make a band that is worth showing, and keeps all cores busy.
pub(super) fn band_rows(columns: usize, tile_columns: usize) -> usize {
    let tiles = TILES_A_CORE * rayon::current_num_threads();
    let tile = tile_columns.min(columns) * tile_rows(columns);
    (BAND_POINTS.max(tiles * tile) / columns).max(1)
}

/// The rows of a tile of a grid with so many columns.
fn tile_rows(columns: usize) -> usize {
    TILE_ROWS.max(TILE_POINTS / columns.min(TILE_COLUMNS))
}

/// The kernel of machine code, if there can be one.
#[cfg(target_arch = "x86_64")]
fn generated(
    vectors: Vectors,
    program: &Program,
    layout: &Layout,
    fallback: Interpreter,
) -> Option<Box<dyn Kernel>> {
    Generated::new(vectors, program, layout, fallback).map(|kernel| -> Box<dyn Kernel> { Box::new(kernel) })
}

/// None: machine code is made for no other machine yet.
#[cfg(not(target_arch = "x86_64"))]
fn generated(_: Vectors, _: &Program, _: &Layout, _: Interpreter) -> Option<Box<dyn Kernel>> {
    None
}

/// Cut some columns of rows that lie one after the other in memory into tasks.
pub(super) fn tasks<'a>(
    arrays: [&'a mut [f64]; 4],
    width: usize,
    columns: &Range<usize>,
    tile_columns: usize,
    tile_rows: usize,
) -> Vec<Task<'a>> {
    let [f, g0, g1, norm] = arrays.map(|array| array.chunks_mut(width * tile_rows));
    let abreast = columns.len().div_ceil(tile_columns);
    let mut tasks = Vec::new();
    for (band, ((f, g0), (g1, norm))) in f.zip(g0).zip(g1.zip(norm)).enumerate() {
        let first = tasks.len();
        let first_row = band * tile_rows;
        let rows = f.len() / width;
        tasks.extend((0..abreast).map(|abreast| Task { abreast, first_row, rows: Vec::with_capacity(rows) }));
        let rows = [f, g0, g1, norm].map(|array| array.chunks_mut(width));
        for arrays in transpose(rows) {
            let parts = arrays.map(|row| row[columns.clone()].chunks_mut(tile_columns));
            for (task, [f, g0, g1, norm]) in tasks[first..].iter_mut().zip(transpose(parts)) {
                task.rows.push(Arrays { f, g0, g1, norm });
            }
        }
    }
    tasks
}

/// The next of each, as long as all have one.
fn transpose<I: Iterator>([mut a, mut b, mut c, mut d]: [I; 4]) -> impl Iterator<Item = [I::Item; 4]> {
    iter::from_fn(move || Some([a.next()?, b.next()?, c.next()?, d.next()?]))
}
