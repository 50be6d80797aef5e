//! Fields of methods that are not the difference of two samples in `f64`, tile by tile on all cores.
//!
//! Such a difference has a sweep of its own. Everything else is computed [block by block](super::blockwise) where the
//! numbers are `f64`, and [point by point](super::pointwise) in other precisions and for the complex step.

use std::ops::Range;

use rayon::prelude::*;

use super::blockwise::Blockwise;
use super::filler::{Filler, Plane};
use super::kernel::Arrays;
use super::pointwise::Pointwise;
use super::quotient::careful_summary;
use super::summary::Summary;
use super::sweep::{self, SERIAL_WORK, Task, tasks};
use super::{CancelToken, Cancelled, Engine, FieldRequest, GradientField, Progress};
use crate::differentiate::{Precision, Rule};
use crate::expr::Axis;

/// Columns of a tile.
const TILE_COLUMNS: usize = 1 << 10;

/// Points whose norms are computed between two looks at the token.
const POINTS_AT_ONCE: usize = 1 << 15;

/// How many rows of so many columns make a band of the field.
pub(super) fn band_rows(columns: usize) -> usize {
    sweep::band_rows(columns, TILE_COLUMNS)
}

/// Whatever computes the fields of a request.
pub(super) enum General {
    Blockwise(Blockwise),
    Pointwise(Pointwise),
}

impl General {
    /// For a request.
    pub(super) fn new(request: &FieldRequest, lanes: Axis) -> Self {
        let method = request.method();
        if method.precision == Precision::F64 && method.scheme.rule() != Rule::ComplexStep {
            Self::Blockwise(Blockwise::new(request, lanes))
        } else {
            Self::Pointwise(Pointwise::new(request))
        }
    }

    /// Some rows of a field.
    pub(super) fn rows(
        &self,
        field: &mut GradientField,
        rows: Range<usize>,
        cancel: &CancelToken,
        progress: &Progress,
    ) -> Result<(), Cancelled> {
        let summary = match self {
            Self::Blockwise(filler) => fill(filler, field, rows, cancel, progress)?,
            Self::Pointwise(filler) => fill(filler, field, rows, cancel, progress)?,
        };
        field.add(Engine::Interpreter, summary);
        Ok(())
    }
}

/// Some rows of a field.
fn fill<F: Filler>(
    filler: &F,
    field: &mut GradientField,
    rows: Range<usize>,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<Summary, Cancelled> {
    let GradientField { request, grid, f, g0, g1, norm, .. } = field;
    let operations = request.program().nodes().len();
    let lanes = grid.lanes();
    let width = grid.columns();
    let in_rows = rows.start * width..rows.end * width;
    let arrays = [f, g0, g1, norm].map(|array| &mut array[in_rows.clone()]);
    let [x0, x1] = [grid.axis(Axis::X0), &grid.axis(Axis::X1)[rows]];
    // A grid of a single column is one row of x1 in memory.
    let (along, across) = match lanes {
        Axis::X0 => (x0, x1),
        Axis::X1 => (x1, x0),
    };
    let width = along.len();
    let tile = |memory: &mut F::Memory, mut task: Task<'_>| {
        let first = task.abreast * TILE_COLUMNS;
        let plane = Plane {
            lanes,
            along: &along[first..width.min(first + TILE_COLUMNS)],
            across: &across[task.first_row..task.first_row + task.rows.len()],
        };
        filler.fill(&plane, &mut task.rows, memory, cancel)?;
        progress.advance(plane.along.len() * plane.across.len());
        Ok(task.rows.iter_mut().map(finish).fold(Summary::default(), Summary::join))
    };
    let tile_rows = F::tile_rows(width.min(TILE_COLUMNS));
    let work = (along.len() * across.len()).saturating_mul(operations);
    let tasks = tasks(arrays, width, &(0..width), TILE_COLUMNS, tile_rows);
    if work <= SERIAL_WORK {
        let mut memory = F::Memory::default();
        return tasks
            .into_iter()
            .try_fold(Summary::default(), |sum, task| Ok(sum.join(tile(&mut memory, task)?)));
    }
    tasks
        .into_par_iter()
        .map_init(F::Memory::default, tile)
        .try_reduce(Summary::default, |a, b| Ok(a.join(b)))
}

/// The norms of arrays whose derivatives are there, and what there is to say of all. `Err` only when cancelled.
pub(super) fn finish_all(arrays: [&mut [f64]; 4], cancel: &CancelToken) -> Result<Summary, Cancelled> {
    let [f, g0, g1, norm] = arrays.map(|array| array.par_chunks_mut(POINTS_AT_ONCE));
    (f.zip(g0).zip(g1.zip(norm)))
        .map(|((f, g0), (g1, norm))| cancel.check().map(|()| finish(&mut Arrays { f, g0, g1, norm })))
        .try_reduce(Summary::default, |a, b| Ok(a.join(b)))
}

/// The norms of a row whose derivatives are there.
fn finish(out: &mut Arrays<'_>) -> Summary {
    for ((norm, g0), g1) in out.norm.iter_mut().zip(&*out.g0).zip(&*out.g1) {
        *norm = (g0 * g0 + g1 * g1).sqrt();
    }
    careful_summary(out)
}
