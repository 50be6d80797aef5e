//! From a request to its field.

use std::ops::Range;
use std::sync::OnceLock;

use super::general::{self, General};
use super::summary::Summary;
use super::sweep::Sweep;
use super::{CancelToken, Cancelled, Engine, FieldRequest, GradientField, Grid, Progress, Tally};
use crate::eval::AlignedVec;

/// Compute a field. `Err` only when cancelled, which is looked at between small pieces of work.
///
/// Every grid point takes f at the point and at the stencil's nodes displaced by `h` along x0 and along x1, each
/// evaluated exactly as [`crate::eval::scalar`] would; the result does not depend on the number of threads.
///
/// # Panics
/// For a request of more than [`super::MAX_POINTS`], which only [`FieldRequest::streamed`] makes; so do the other functions that
/// compute whole fields.
pub fn compute(
    request: &FieldRequest,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<GradientField, Cancelled> {
    compute_reusing(&mut None, request, cancel, progress)
}

/// [`compute`] in the memory of a field that is no longer needed: fresh pages of memory cost several times what a cheap
/// function does.
///
/// When cancelled, the memory is left in `spare`, and the numbers in it mean nothing.
pub fn compute_reusing(
    spare: &mut Option<GradientField>,
    request: &FieldRequest,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<GradientField, Cancelled> {
    compute_with(Engine::default(), spare, request, cancel, progress)
}

/// [`compute_reusing`] by a certain engine; all give the same bits.
pub fn compute_with(
    engine: Engine,
    spare: &mut Option<GradientField>,
    request: &FieldRequest,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<GradientField, Cancelled> {
    compute_grid(whole_grid(request), engine, spare, request, cancel, progress)
}

/// [`compute_reusing`], row band after row band: `finished` is told the field so far and the rows that are new in it.
///
/// Below those rows the field is complete; above them it holds what the memory held before. Its ranges and its tally are
/// those of the complete rows.
pub fn compute_in_bands(
    spare: &mut Option<GradientField>,
    request: &FieldRequest,
    cancel: &CancelToken,
    progress: &Progress,
    mut finished: impl FnMut(&GradientField, Range<usize>),
) -> Result<GradientField, Cancelled> {
    in_field(whole_grid(request), spare, request, progress, |field| {
        let way = Way::new(request, &field.grid, Engine::default());
        let (rows, step) = (field.grid.rows(), way.band_rows(field.grid.columns()));
        for first in (0..rows).step_by(step) {
            let band = first..rows.min(first + step);
            way.rows(field, band.clone(), cancel, progress)?;
            finished(field, band);
        }
        Ok(())
    })
}

/// Some rows of a field, for one that is larger than memory: `rows` of the request's grid, which are the whole grid of
/// the result.
///
/// # Panics
/// If the grid has no such rows.
pub fn compute_rows(
    spare: &mut Option<GradientField>,
    request: &FieldRequest,
    rows: Range<usize>,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<GradientField, Cancelled> {
    let grid = Grid::of_rows(request.grid(), rows).expect(CHECKED);
    compute_grid(grid, Engine::default(), spare, request, cancel, progress)
}

/// All of a grid at once.
fn compute_grid(
    grid: Grid,
    engine: Engine,
    spare: &mut Option<GradientField>,
    request: &FieldRequest,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<GradientField, Cancelled> {
    in_field(grid, spare, request, progress, |field| {
        let rows = field.grid.rows();
        Way::new(request, &field.grid, engine).rows(field, 0..rows, cancel, progress)
    })
}

/// A field on a grid after it has been filled, or its memory in `spare`.
fn in_field(
    grid: Grid,
    spare: &mut Option<GradientField>,
    request: &FieldRequest,
    progress: &Progress,
    fill: impl FnOnce(&mut GradientField) -> Result<(), Cancelled>,
) -> Result<GradientField, Cancelled> {
    let mut field = GradientField::blank(spare.take(), request, grid);
    progress.start(field.len());
    match fill(&mut field) {
        Ok(()) => Ok(field),
        Err(cancelled) => {
            *spare = Some(field);
            Err(cancelled)
        }
    }
}

/// How a request is computed.
enum Way {
    /// The difference of two samples in `f64`.
    Sweep(Sweep),
    /// Anything else.
    General(General),
}

impl Way {
    fn new(request: &FieldRequest, grid: &Grid, engine: Engine) -> Self {
        Sweep::new(request, grid, engine)
            .map_or_else(|| Self::General(General::new(request, grid.lanes())), Self::Sweep)
    }

    fn band_rows(&self, columns: usize) -> usize {
        match self {
            Self::Sweep(sweep) => sweep.band_rows(columns),
            Self::General(_) => general::band_rows(columns),
        }
    }

    fn rows(
        &self,
        field: &mut GradientField,
        rows: Range<usize>,
        cancel: &CancelToken,
        progress: &Progress,
    ) -> Result<(), Cancelled> {
        match self {
            Self::Sweep(sweep) => sweep.rows(field, rows, cancel, progress),
            Self::General(general) => general.rows(field, rows, cancel, progress),
        }
    }
}

/// Why a request has a grid.
const CHECKED: &str = "a request's grid was checked when it was made";

/// The grid of a field that is to be in memory as a whole.
fn whole_grid(request: &FieldRequest) -> Grid {
    request.grid().counts().expect("what is too large to be whole is computed a few rows at a time");
    Grid::new(request.grid()).expect(CHECKED)
}

impl GradientField {
    /// A field of which nothing is computed yet, in the memory of another.
    fn blank(spare: Option<Self>, request: &FieldRequest, grid: Grid) -> Self {
        let points = grid.len();
        let [f, g0, g1, norm] =
            spare.map_or_else(Default::default, |old| [old.f, old.g0, old.g1, old.norm]).map(|array| {
                // What is left in it is overwritten. A length of its own is zeroed by the system as the pages are touched.
                if array.len() == points { array } else { AlignedVec::zeros(points) }
            });
        Self {
            request: request.clone(),
            f,
            g0,
            g1,
            norm,
            norm_range: None,
            f_range: None,
            tally: Tally::default(),
            engine: Engine::Interpreter,
            mean_norm: OnceLock::new(),
            grid,
        }
    }

    /// Take over what there is to say of more rows, and what has computed them.
    pub(super) fn add(&mut self, engine: Engine, rows: Summary) {
        let so_far = Summary { norm: self.norm_range, f: self.f_range, tally: self.tally };
        let Summary { norm, f, tally } = so_far.join(rows);
        (self.engine, self.norm_range, self.f_range, self.tally) = (engine, norm, f, tally);
    }
}
