//! The layers: what is ordered for them, and what there is.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::Context;

use super::App;
use super::lab::place;
use super::lab_state::Ordered;
use crate::analysis::{Contours, CriticalPoints, Streamlines};
use crate::field::FieldRequest;
use crate::gui::panels::layers::Shown;
use crate::gui::plot::canvas::Layers as Drawn;
use crate::gui::settings::LayerSettings;
use crate::worker::{ContoursJob, CriticalPointsJob, Generation, JobKind, StreamlinesJob, WindowJob};

/// How long lines may stay on the canvas after their field has gone: until those of the next are there, as a rule, so that
/// they do not flicker while something is dragged.
const GRACE: Duration = Duration::from_millis(150);

/// The layers as far as they have come.
#[derive(Default)]
pub(super) struct Layers {
    contours: Lines<ContoursJob, Arc<Contours>>,
    streamlines: Lines<StreamlinesJob, Arc<Streamlines>>,
    critical_points: Ordered<CriticalPointsJob, Arc<CriticalPoints>>,
}

/// Lines of a field.
struct Lines<J, T> {
    ordered: Ordered<J, T>,
    /// The field that the lines are of, if there are any.
    of: Option<FieldRequest>,
    /// Since when another is shown, in seconds of egui's clock.
    outlived: Option<f64>,
}

impl<J, T> Default for Lines<J, T> {
    fn default() -> Self {
        Self { ordered: Ordered::default(), of: None, outlived: None }
    }
}

/// A job that is done for a field.
trait OfField: PartialEq {
    fn field(&self) -> &FieldRequest;
}

impl OfField for ContoursJob {
    fn field(&self) -> &FieldRequest {
        &self.field.request
    }
}

impl OfField for StreamlinesJob {
    fn field(&self) -> &FieldRequest {
        &self.request
    }
}

impl<J: OfField, T> Lines<J, T> {
    fn take(&mut self, generation: Generation, lines: T) {
        if let Some((job, _)) = self.ordered.job.as_ref().filter(|_| self.ordered.is_of(generation)) {
            self.of = Some(job.field().clone());
            self.outlived = None;
        }
        self.ordered.take(generation, lines);
    }

    /// Forget the lines if they are not of the field that is shown: at once, or after a moment if they may stay that long.
    /// Whether they do.
    fn keep_up(&mut self, is_shown: impl Fn(&FieldRequest) -> bool, may_stay: bool, now: f64) -> bool {
        if self.of.as_ref().is_none_or(&is_shown) {
            self.outlived = None;
            return false;
        }
        let since = *self.outlived.get_or_insert(now);
        if may_stay && now - since < GRACE.as_secs_f64() {
            return true;
        }
        // Those of the field that is shown are on their way; any others would have to be ordered anew.
        let ordered = std::mem::take(self).ordered;
        self.ordered.job = ordered.job.filter(|(job, _)| is_shown(job.field()));
        false
    }

    /// Forget everything; whether there was anything.
    fn forget(&mut self) -> bool {
        std::mem::take(self).ordered.forget()
    }
}

impl Layers {
    /// What the canvas draws of them.
    pub(super) fn drawn(&self, settings: &LayerSettings, opacity: f32) -> Drawn<'_> {
        let LayerSettings { contours, streamlines, .. } = settings;
        Drawn {
            contours: self
                .contours
                .ordered
                .result
                .as_ref()
                .map(|c| (c, contours.labels, contours.opacity * opacity)),
            streamlines: self
                .streamlines
                .ordered
                .result
                .as_ref()
                .map(|lines| (lines, streamlines.opacity * opacity)),
            critical_points: self.critical_points.result.as_deref(),
        }
    }

    /// What the panel says of them.
    pub(super) fn shown(&self) -> Shown<'_> {
        Shown {
            contours: self.contours.ordered.result.as_deref(),
            streamlines: self.streamlines.ordered.result.as_deref(),
            critical_points: self.critical_points.result.as_deref(),
        }
    }

    pub(super) fn take_contours(&mut self, generation: Generation, contours: Arc<Contours>) {
        self.contours.take(generation, contours);
    }

    pub(super) fn take_streamlines(&mut self, generation: Generation, streamlines: Arc<Streamlines>) {
        self.streamlines.take(generation, streamlines);
    }

    /// Whether lines or points are waited for that come of a job.
    pub(super) fn awaits(&self, generation: Generation) -> bool {
        self.contours.ordered.is_of(generation)
            || self.streamlines.ordered.is_of(generation)
            || self.critical_points.is_of(generation)
    }

    pub(super) fn take_critical_points(&mut self, generation: Generation, points: Arc<CriticalPoints>) {
        self.critical_points.take(generation, points);
    }
}

impl App {
    /// The contour lines on the canvas.
    pub fn contours(&self) -> Option<&Arc<Contours>> {
        self.layers.contours.ordered.result.as_ref()
    }

    /// The streamlines on the canvas.
    pub fn streamlines(&self) -> Option<&Arc<Streamlines>> {
        self.layers.streamlines.ordered.result.as_ref()
    }

    /// The critical points on the canvas.
    pub fn critical_points(&self) -> Option<&Arc<CriticalPoints>> {
        self.layers.critical_points.result.as_ref()
    }

    /// Forget lines that are of another field than the one on the canvas, before they are drawn over it.
    pub(super) fn keep_layers_up(&mut self, context: &Context) {
        let Self { layers, shown, shown_is_preview, submitted, .. } = self;
        // A coarse field stands for the whole one, whose lines come after it.
        let is_preview = *shown_is_preview;
        let whole = if is_preview { submitted.as_ref() } else { shown.as_ref().map(|s| &s.field.request) };
        let Some(whole) = whole else { return };
        let now = context.input(|input| input.time);
        // Neither scheme nor h matters for f, but how it is rounded does.
        let has_same_f = |of: &FieldRequest| {
            place(of) == place(whole) && of.method().precision == whole.method().precision
        };
        let contours_stay = layers.contours.keep_up(has_same_f, !is_preview, now);
        let streamlines_stay = layers.streamlines.keep_up(|of| of == whole, !is_preview, now);
        if contours_stay || streamlines_stay {
            context.request_repaint_after(GRACE);
        }
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
            layers.contours.ordered.order(job, |job| worker.submit(WindowJob::Contours(job.clone())));
        }
        if !settings.streamlines.show {
            if layers.streamlines.forget() {
                worker.cancel(JobKind::Streamlines);
            }
        } else if let Some(request) = submitted
            && let Some(order) = settings.streamline_order(request, direction)
        {
            let job = StreamlinesJob { request: request.clone(), order };
            layers.streamlines.ordered.order(job, |job| worker.submit(WindowJob::Streamlines(job.clone())));
        }
        if !settings.critical_points {
            if layers.critical_points.forget() {
                worker.cancel(JobKind::CriticalPoints);
            }
        } else if let Some(request) = submitted {
            // Neither scheme nor h matters.
            layers.critical_points.forget_unless(|job| place(&job.request) == place(request));
            if layers.critical_points.job.is_none() {
                let job = CriticalPointsJob { request: request.clone() };
                layers
                    .critical_points
                    .order(job, |job| worker.submit(WindowJob::CriticalPoints(job.clone())));
            }
        }
    }
}
