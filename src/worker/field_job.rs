//! The window's jobs.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{Job, JobContext};
use crate::analysis::{Diagnosis, diagnose};
use crate::field::{self, Cancelled, FieldRequest, GradientField, Progress};

/// A field of more points, 512 x 512, is preceded by a coarse one, which has a quarter of them at most.
const COARSE_FIRST_ABOVE: usize = 1 << 18;

/// The most values a coarse field has along an axis: one in 4 pixels of a canvas 1000 pixels wide.
const COARSE_VALUES: usize = 256;

/// The largest field kept for its memory, in points (128 MiB): larger ones are rarely computed one after the other, and
/// would hold memory that other programs may want.
const LARGEST_SPARE: usize = 1 << 22;

/// The kinds of job, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobKind {
    /// The gradient field on the canvas.
    Field,
}

/// Compute a field; a large one comes coarse first.
#[derive(Clone, Debug)]
pub struct FieldJob {
    /// What to compute.
    pub request: FieldRequest,
    /// Where to find memory for it.
    pub spare: SpareField,
}

/// A field that nobody looks at any more, for the next job to compute in its memory; clones share it.
#[derive(Clone, Debug, Default)]
pub struct SpareField(Arc<Mutex<Option<Arc<GradientField>>>>);

impl SpareField {
    /// Leave a field. One of more than 4,194,304 points (128 MiB) is let go at once, and of two the smaller: the window
    /// gives the coarse field before a large one back as well.
    pub fn give(&self, mut field: Arc<GradientField>) {
        if field.len() <= LARGEST_SPARE {
            let mut kept = self.lock();
            match &mut *kept {
                Some(kept) if kept.len() < field.len() => std::mem::swap(kept, &mut field),
                Some(_) => {}
                none => {
                    *none = Some(field);
                    return;
                }
            }
        }
        // Freeing a field takes a while; the lock is not held for it.
        drop(field);
    }

    /// Take the field, unless somebody looks at it after all.
    fn take(&self) -> Option<GradientField> {
        let field = self.lock().take()?;
        Arc::try_unwrap(field).ok()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<GradientField>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A field and what it cost.
#[derive(Clone, Debug)]
pub struct ComputedField {
    /// The field. That of a partial result is coarse: its own request has a larger grid step than the job's.
    pub field: Arc<GradientField>,
    /// The time its computation took, without the wait before it.
    pub elapsed: Duration,
    /// What there is to say about its missing arrows.
    pub diagnosis: Diagnosis,
}

impl Job for FieldJob {
    type Kind = JobKind;
    type Output = ComputedField;

    fn kind(&self) -> JobKind {
        JobKind::Field
    }

    fn run(&self, context: &JobContext<'_, ComputedField>) -> Result<ComputedField, Cancelled> {
        if let Some(coarse) = coarse(&self.request) {
            // Not in the spare memory, which the whole field wants, and with a progress of its own: else the bar would
            // fill, fall back and fill again.
            context.publish(compute(None, &coarse, context, &Progress::new())?);
        }
        compute(self.spare.take(), &self.request, context, context.progress)
    }
}

fn compute(
    spare: Option<GradientField>,
    request: &FieldRequest,
    context: &JobContext<'_, ComputedField>,
    progress: &Progress,
) -> Result<ComputedField, Cancelled> {
    let start = Instant::now();
    let field = field::compute_reusing(spare, request, context.cancel, progress)?;
    let elapsed = start.elapsed();
    // Walked through here, so that the window need not when it wants lengths by |g|.
    field.mean_norm();
    Ok(ComputedField { elapsed, diagnosis: diagnose(&field), field: Arc::new(field) })
}

/// The same field with at most [`COARSE_VALUES`] values an axis, if it is large enough to be worth it.
fn coarse(request: &FieldRequest) -> Option<FieldRequest> {
    let mut grid = *request.grid();
    let counts = grid.counts().ok()?;
    if counts.iter().product::<usize>() <= COARSE_FIRST_ABOVE {
        return None;
    }
    for (axis, count) in grid.axes.iter_mut().zip(counts) {
        axis.step *= count.div_ceil(COARSE_VALUES) as f64;
    }
    FieldRequest::new(Arc::clone(request.program()), grid, request.scheme(), request.h()).ok()
}
