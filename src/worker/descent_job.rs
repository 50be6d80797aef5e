//! The job of the optimisers.

use std::sync::Arc;

use crate::analysis::descent::{Descent, Twins};
use crate::field::{CancelToken, Cancelled};

/// Go down with several optimisers, and with the twin of each.
#[derive(Clone, Debug, PartialEq)]
pub struct DescentJob {
    /// The descents, whose method must go through their function: one that does not is left out.
    pub descents: Vec<Descent>,
}

impl DescentJob {
    pub(super) fn run(&self, cancel: &CancelToken) -> Result<Arc<Vec<Twins>>, Cancelled> {
        let mut made = Vec::with_capacity(self.descents.len());
        for descent in &self.descents {
            made.extend(descent.twins_unless(cancel)?);
        }
        Ok(Arc::new(made))
    }
}
