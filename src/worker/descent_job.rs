//! The job of the optimisers.

use std::sync::Arc;

use crate::analysis::descent::{Descent, Twins, twins_of_all};
use crate::field::{CancelToken, Cancelled};

/// Go down with several optimisers, and with the twin of each.
#[derive(Clone, Debug, PartialEq)]
pub struct DescentJob {
    /// The descents, whose method must go through their function: one that does not is left out.
    pub descents: Vec<Descent>,
}

impl DescentJob {
    pub(super) fn run(&self, cancel: &CancelToken) -> Result<Arc<Vec<Twins>>, Cancelled> {
        twins_of_all(&self.descents, cancel).map(Arc::new)
    }
}
