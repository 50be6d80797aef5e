//! The layers: what is ordered for them, and what there is.

use std::sync::Arc;

use super::App;
use super::lab_state::Ordered;
use crate::analysis::{Contours, CriticalPoints, Streamlines};
use crate::gui::panels::layers::Shown;
use crate::gui::plot::canvas::Layers as Drawn;
use crate::gui::settings::LayerSettings;
use crate::worker::{ContoursJob, CriticalPointsJob, Generation, JobKind, StreamlinesJob, WindowJob};

/// The layers as far as they have come.
#[derive(Default)]
pub(super) struct Layers {
    contours: Ordered<ContoursJob, Arc<Contours>>,
    streamlines: Ordered<StreamlinesJob, Arc<Streamlines>>,
    critical_points: Ordered<CriticalPointsJob, Arc<CriticalPoints>>,
}

impl Layers {
    /// What the canvas draws of them.
    pub(super) fn drawn(&self, settings: &LayerSettings, opacity: f32) -> Drawn<'_> {
        let LayerSettings { contours, streamlines, .. } = settings;
        Drawn {
            contours: self.contours.result.as_ref().map(|c| (c, contours.labels, contours.opacity * opacity)),
            streamlines: self.streamlines.result.as_ref().map(|lines| (lines, streamlines.opacity * opacity)),
            critical_points: self.critical_points.result.as_deref(),
        }
    }

    /// What the panel says of them.
    pub(super) fn shown(&self) -> Shown<'_> {
        Shown {
            contours: self.contours.result.as_deref(),
            streamlines: self.streamlines.result.as_deref(),
            critical_points: self.critical_points.result.as_deref(),
        }
    }

    pub(super) fn take_contours(&mut self, generation: Generation, contours: Arc<Contours>) {
        self.contours.take(generation, contours);
    }

    pub(super) fn take_streamlines(&mut self, generation: Generation, streamlines: Arc<Streamlines>) {
        self.streamlines.take(generation, streamlines);
    }

    pub(super) fn take_critical_points(&mut self, generation: Generation, points: Arc<CriticalPoints>) {
        self.critical_points.take(generation, points);
    }
}

impl App {
    /// The contour lines on the canvas.
    pub fn contours(&self) -> Option<&Arc<Contours>> {
        self.layers.contours.result.as_ref()
    }

    /// The streamlines on the canvas.
    pub fn streamlines(&self) -> Option<&Arc<Streamlines>> {
        self.layers.streamlines.result.as_ref()
    }

    /// The critical points on the canvas.
    pub fn critical_points(&self) -> Option<&Arc<CriticalPoints>> {
        self.layers.critical_points.result.as_ref()
    }

    /// Have made what is wanted and not there; forget what is not wanted.
    pub(super) fn order_layers(&mut self) {
        let settings = self.settings.layers;
        let direction = self.settings.arrows.direction;
        let Self { layers, worker, shown, shown_is_preview, submitted, .. } = self;
        // Of the whole field, not of the coarse one before it.
        let field = shown.as_ref().map(|shown| &shown.field).filter(|_| !*shown_is_preview);
        if !settings.contours.show {
            if layers.contours.forget() {
                worker.cancel(JobKind::Contours);
            }
        } else if let Some(field) = field
            && let Some(order) = settings.contour_order()
        {
            let job = ContoursJob { field: Arc::clone(field), order };
            layers.contours.order(job, |job| worker.submit(WindowJob::Contours(job.clone())));
        }
        if !settings.streamlines.show {
            if layers.streamlines.forget() {
                worker.cancel(JobKind::Streamlines);
            }
        } else if let Some(request) = submitted
            && let Some(order) = settings.streamline_order(request, direction)
        {
            let job = StreamlinesJob { request: request.clone(), order };
            layers.streamlines.order(job, |job| worker.submit(WindowJob::Streamlines(job.clone())));
        }
        if !settings.critical_points {
            if layers.critical_points.forget() {
                worker.cancel(JobKind::CriticalPoints);
            }
        } else if let Some(request) = submitted {
            // Neither scheme nor h matters.
            layers.critical_points.forget_unless(|job| {
                (job.request.program(), job.request.grid()) == (request.program(), request.grid())
            });
            if layers.critical_points.job.is_none() {
                let job = CriticalPointsJob { request: request.clone() };
                layers
                    .critical_points
                    .order(job, |job| worker.submit(WindowJob::CriticalPoints(job.clone())));
            }
        }
    }
}
