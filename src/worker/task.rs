//! Any computation as a job.

use std::fmt;
use std::sync::Arc;

use super::{Job, JobContext};
use crate::field::Cancelled;

/// A computation that is its own description, on a worker that has only such. A later one takes the place of an earlier.
#[derive(Clone)]
pub struct Task<T>(Arc<Computation<T>>);

type Computation<T> = dyn Fn(&JobContext<'_, T>) -> Result<T, Cancelled> + Send + Sync;

impl<T> Task<T> {
    /// What is to be computed; see [`Job::run`].
    pub fn new(run: impl Fn(&JobContext<'_, T>) -> Result<T, Cancelled> + Send + Sync + 'static) -> Self {
        Self(Arc::new(run))
    }
}

impl<T: Send + 'static> Job for Task<T> {
    type Kind = ();
    type Output = T;

    fn kind(&self) {}

    fn run(&self, context: &JobContext<'_, T>) -> Result<T, Cancelled> {
        (self.0)(context)
    }
}

impl<T> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task").finish_non_exhaustive()
    }
}
