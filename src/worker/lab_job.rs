//! The jobs of the h lab.

use std::sync::Arc;

use super::{JobContext, Studio};
use crate::analysis::{
    self, Census, Check, Claim, Diagnosis, FieldCurve, Steps, further_field_curve, nodes_of,
};
use crate::field::{CancelToken, Cancelled, FieldRequest, GradientField, Progress};

/// Find out what is wrong with each arrow of a field.
#[derive(Clone, Debug)]
pub struct CensusJob<S: Studio = ()> {
    /// The field.
    pub field: Arc<GradientField>,
    /// Who prepares what is drawn.
    pub studio: S,
}

/// What is wrong with each arrow of a field.
#[derive(Clone, Debug)]
pub struct TakenCensus<S: Studio = ()> {
    /// The census.
    pub census: Arc<Census>,
    /// What there is to say about the field's arrows now that it is known.
    pub diagnosis: Diagnosis,
    /// What the studio made of the field now that it is known.
    pub sketch: S::Sketch,
}

/// Compute the error of fields against h, one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct CurvesJob {
    /// The fields, whose own h means nothing.
    pub requests: Vec<FieldRequest>,
    /// The steps.
    pub steps: Steps,
}

/// Find out whether a gradient is that of a field's function.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckJob {
    /// The function, where, and the plain numerical check to compare with.
    pub request: FieldRequest,
    /// The gradient.
    pub claim: Claim,
}

impl<S: Studio> CensusJob<S> {
    pub(super) fn run(&self, cancel: &CancelToken, progress: &Progress) -> Result<TakenCensus<S>, Cancelled> {
        let census = Arc::new(analysis::census(&self.field, cancel, progress)?);
        let sketch = self.studio.sketch(&self.field, Some(&census));
        let diagnosis = analysis::diagnose(&self.field, Some(&census));
        Ok(TakenCensus { census, diagnosis, sketch })
    }
}

impl CurvesJob {
    /// Each curve is shown as soon as it is there.
    pub(super) fn run(
        &self,
        context: &JobContext<'_, Arc<Vec<FieldCurve>>>,
    ) -> Result<Arc<Vec<FieldCurve>>, Cancelled> {
        let mut curves = Vec::new();
        // One progress of all: that of each would fill, fall back and fill again.
        context.progress.start(self.requests.iter().map(nodes_of).sum());
        for request in &self.requests {
            curves.push(further_field_curve(request, &self.steps, context.cancel, context.progress)?);
            if curves.len() < self.requests.len() {
                context.publish(Arc::new(curves.clone()));
            }
        }
        Ok(Arc::new(curves))
    }
}

impl CheckJob {
    pub(super) fn run(&self, cancel: &CancelToken, progress: &Progress) -> Result<Arc<Check>, Cancelled> {
        analysis::check(&self.request, &self.claim, cancel, progress).map(Arc::new)
    }
}
