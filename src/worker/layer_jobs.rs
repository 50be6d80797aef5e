//! The jobs of the layers: contour lines, streamlines, critical points.

use std::sync::Arc;

use crate::analysis::{self, ContourOrder, Contours, CriticalPoints, StreamlineOrder, Streamlines};
use crate::field::{CancelToken, Cancelled, FieldRequest, GradientField, Progress};

/// Draw the contour lines of a field's function.
#[derive(Clone, Debug)]
pub struct ContoursJob {
    /// The field.
    pub field: Arc<GradientField>,
    /// Which lines are wanted.
    pub order: ContourOrder,
}

/// Equal fields have equal lines.
impl PartialEq for ContoursJob {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
            && (Arc::ptr_eq(&self.field, &other.field) || self.field.request == other.field.request)
    }
}

/// Draw the streamlines of a field.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamlinesJob {
    /// The field.
    pub request: FieldRequest,
    /// Which lines are wanted.
    pub order: StreamlineOrder,
}

/// Find the critical points of a field's function on its grid.
#[derive(Clone, Debug, PartialEq)]
pub struct CriticalPointsJob {
    /// The field, whose method and h mean nothing.
    pub request: FieldRequest,
}

impl ContoursJob {
    pub(super) fn run(&self, cancel: &CancelToken, progress: &Progress) -> Result<Arc<Contours>, Cancelled> {
        analysis::contours(&self.field, &self.order, cancel, progress).map(Arc::new)
    }
}

impl StreamlinesJob {
    pub(super) fn run(
        &self,
        cancel: &CancelToken,
        progress: &Progress,
    ) -> Result<Arc<Streamlines>, Cancelled> {
        analysis::streamlines(&self.request, &self.order, cancel, progress).map(Arc::new)
    }
}

impl CriticalPointsJob {
    pub(super) fn run(
        &self,
        cancel: &CancelToken,
        progress: &Progress,
    ) -> Result<Arc<CriticalPoints>, Cancelled> {
        analysis::critical_points(&self.request, cancel, progress).map(Arc::new)
    }
}
