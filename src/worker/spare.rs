//! Memory of fields that nobody looks at any more.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::field::{FieldRequest, GradientField};

/// The largest field kept for its memory, in points (128 MiB): larger ones are rarely computed one after the other, and
/// would hold memory that other programs may want.
const LARGEST_SPARE: usize = 1 << 22;

/// The smallest field, in points (512 KiB), that takes longer to free than a thread takes to start.
const SLOW_TO_FREE: usize = 1 << 14;

/// How many fields are kept: a large one and the coarse one before it.
const MOST_SPARE: usize = 2;

/// Fields for the next jobs to compute in the memory of; clones share them.
#[derive(Clone, Debug, Default)]
pub struct SpareField(Arc<Mutex<Vec<Arc<GradientField>>>>);

impl SpareField {
    /// Leave a field. Two are kept, the latest of each number of points; none of more than 4,194,304 points (128 MiB).
    ///
    /// Never takes long, whatever becomes of the field: what is not kept is freed on a thread of its own.
    pub fn give(&self, field: Arc<GradientField>) {
        if field.len() > LARGEST_SPARE {
            free(field);
            return;
        }
        let surplus = {
            let mut kept = self.lock();
            let same = kept.iter().position(|kept| kept.len() == field.len());
            let surplus =
                same.or_else(|| (kept.len() == MOST_SPARE).then_some(0)).map(|place| kept.remove(place));
            kept.push(field);
            surplus
        };
        surplus.into_iter().for_each(free);
    }

    /// Keep only what has as many points as one of these requests; called by the worker, which may take its time.
    pub(super) fn keep_for(&self, requests: &[&FieldRequest]) {
        let wanted: Vec<_> = requests.iter().map(|request| points(request)).collect();
        let others: Vec<_> =
            self.lock().extract_if(.., |field| !wanted.contains(&Some(field.len()))).collect();
        // Freed here, while the lock is not held.
        drop(others);
    }

    /// Take the field that has the memory for a request, unless somebody looks at it after all.
    pub(super) fn take(&self, request: &FieldRequest) -> Option<GradientField> {
        let points = points(request)?;
        let field = {
            let mut kept = self.lock();
            let place = kept.iter().position(|kept| kept.len() == points)?;
            kept.remove(place)
        };
        Arc::try_unwrap(field).ok()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<GradientField>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The number of points of a request's grid.
fn points(request: &FieldRequest) -> Option<usize> {
    request.grid().counts().ok().map(|counts| counts.into_iter().product())
}

/// Free a field without waiting for it: the system takes its time to take back hundreds of MiB.
fn free(field: Arc<GradientField>) {
    if field.len() < SLOW_TO_FREE {
        drop(field);
        return;
    }
    free_elsewhere(field);
}

/// Free something on a thread of its own.
pub(super) fn free_elsewhere(garbage: impl Send + 'static) {
    let thread = thread::Builder::new().name("gradfield free".into());
    // Where there is no thread to be had it is freed here, with the closure.
    drop(thread.spawn(move || drop(garbage)));
}
