//! What the app has computed, and what comes of it.

use std::sync::Arc;
use std::time::Duration;

use super::App;
use super::studio::Studio;
use crate::field::FieldRequest;
use crate::gui::toasts::Tone;
use crate::worker::{
    CensusJob, ComputedField, FieldJob, Generation, HeatMapJob, JobError, JobKind, Outcome, Report,
    TakenCensus, WindowJob, WindowOutput,
};

/// From this age of a computation on a heat map is seen to fill.
const FILL_AFTER: Duration = Duration::from_millis(100);

impl App {
    /// Take over what the worker has finished.
    pub(super) fn poll(&mut self) {
        for Report { kind, generation, outcome } in self.worker.poll() {
            match outcome {
                Outcome::Partial(output) => self.take(generation, output, true),
                Outcome::Finished(output) => self.take(generation, output, false),
                // Of others nobody waits any more for what failed there.
                Outcome::Failed(error) if self.awaits(kind, generation) => self.take_failure(kind, &error),
                Outcome::Failed(_) => {}
            }
        }
    }

    /// Take over a result, or the part of it that there is.
    fn take(&mut self, generation: Generation, output: WindowOutput<Studio>, is_partial: bool) {
        match output {
            WindowOutput::Field(computed) => {
                self.shown_is_preview = is_partial;
                self.ordered = None;
                self.census_ordered = None;
                self.show(computed);
            }
            WindowOutput::HeatMap(map) => {
                // Another field may have come since it was ordered.
                let is_awaited = self.awaits(JobKind::HeatMap, generation);
                if let Some(shown) = self.shown.as_mut().filter(|_| is_awaited) {
                    shown.heat_map = Some(map);
                }
            }
            WindowOutput::Descent(twins) => self.take_descents(generation, twins),
            WindowOutput::Contours(contours) => self.layers.take_contours(generation, contours),
            WindowOutput::Streamlines(lines) => self.layers.take_streamlines(generation, lines),
            WindowOutput::CriticalPoints(points) => self.layers.take_critical_points(generation, points),
            WindowOutput::Census(taken) => self.take_census(generation, taken),
            WindowOutput::Curves(curves) => self.take_curves(generation, curves, !is_partial),
            WindowOutput::Check(check) => self.take_check(generation, check),
        }
    }

    /// Whether a job is the last of its kind that was ordered.
    fn awaits(&self, kind: JobKind, generation: Generation) -> bool {
        match kind {
            JobKind::Field => self.generation == Some(generation),
            JobKind::HeatMap => self.ordered.is_some_and(|(_, ordered)| ordered == generation),
            JobKind::Descent => self.awaits_descents(generation),
            JobKind::Contours | JobKind::Streamlines | JobKind::CriticalPoints => {
                self.layers.awaits(generation)
            }
            JobKind::Census => self.census_ordered == Some(generation),
            JobKind::Curves => self.lab.field_curves.is_of(generation),
            JobKind::Check => self.lab.check.is_of(generation),
        }
    }

    /// Say that nothing has come of a job that was waited for. Only without its own field the one on the canvas is not up to
    /// date.
    pub fn take_failure(&mut self, kind: JobKind, error: &JobError) {
        let what = match kind {
            JobKind::Field => {
                self.failure = Some(error.to_string());
                return;
            }
            JobKind::Descent => "The ways of the optimisers are",
            JobKind::HeatMap => "The heat map is",
            JobKind::Contours => "The contour lines are",
            JobKind::Streamlines => "The streamlines are",
            JobKind::CriticalPoints => "The critical points are",
            JobKind::Census => "The causes of wrong arrows are",
            JobKind::Curves => {
                // Whoever waits for the best h waits no longer.
                self.lab.field_curves.settle();
                "The field's curves of error are"
            }
            JobKind::Check => "The check of your gradient is",
        };
        self.files.toasts.push(Tone::Trouble, format!("{what} not shown. {error}"));
    }

    /// Put a field on the canvas.
    fn show(&mut self, computed: ComputedField<Studio>) {
        let is_new = self.field().is_none_or(|field| !Arc::ptr_eq(field, &computed.field));
        if computed.heat_map.is_some() {
            // What it was to be coloured by it has been ordered with.
            self.learning.forget_heat_map();
        }
        if let Some(sketch) = computed.sketch.as_ref().filter(|_| is_new) {
            self.canvas.take(sketch);
        }
        let Some(old) = self.shown.replace(computed) else { return };
        // Another part of the same heat map has the same field.
        if is_new {
            self.spare.give(old.field);
        }
    }

    /// Have the settings' field computed, if there is one and it is not the last submitted.
    pub(super) fn submit(&mut self) {
        let grid = self.settings.grid;
        self.problem = None;
        // An error in the text stands under it; the last good field stays.
        let Ok(program) = self.entry.parsed() else { return };
        match self.settings.request(program) {
            Ok(request) if self.submitted.as_ref() == Some(&request) => {}
            Ok(request) => {
                let ranges = |request: &FieldRequest| request.grid().axes.map(|axis| [axis.min, axis.max]);
                let has_moved = self.submitted.as_ref().is_some_and(|last| ranges(last) != ranges(&request));
                if has_moved && !grid.follow {
                    self.canvas.fit();
                }
                self.failure = None;
                self.submitted = Some(request.clone());
                // The field will come with its own.
                self.worker.cancel(JobKind::HeatMap);
                self.worker.cancel(JobKind::Census);
                let studio = self.studio.with_locked_limits(self.settings.arrows.lock_limits);
                let (spare, heat_map) = (self.spare.clone(), self.heat_map_order());
                let job = FieldJob { request, spare, census: true, heat_map, fill_after: FILL_AFTER, studio };
                self.generation = Some(self.worker.submit(WindowJob::Field(job)));
            }
            Err(error) => self.problem = Some(error.to_string()),
        }
    }

    /// Have the heat map drawn that the settings ask for, if the field on the canvas has another.
    pub(super) fn order(&mut self) {
        let Some(order) = self.heat_map_order() else { return };
        // A field that is about to come replaces this one and is looked at then.
        let is_busy = self.worker.progress(JobKind::Field).is_some();
        let is_ordered = self.ordered.is_some_and(|(ordered, _)| ordered == order);
        if is_busy || is_ordered || self.has_heat_map(&order) {
            return;
        }
        if let Some(shown) = &self.shown {
            let (field, census) = (Arc::clone(&shown.field), shown.census.clone());
            let job = HeatMapJob { field, census, order, studio: self.studio.clone() };
            self.ordered = Some((order, self.worker.submit(WindowJob::HeatMap(job))));
        }
    }

    /// Have the census taken of a field that came without.
    pub(super) fn order_census(&mut self) {
        let is_busy = self.worker.progress(JobKind::Field).is_some();
        let Some(shown) = self.shown.as_ref().filter(|shown| shown.census.is_none()) else { return };
        if is_busy || self.shown_is_preview || self.census_ordered.is_some() {
            return;
        }
        let job = CensusJob { field: Arc::clone(&shown.field), studio: self.studio.clone() };
        self.census_ordered = Some(self.worker.submit(WindowJob::Census(job)));
    }

    /// Whether the causes of the field on the canvas are not known yet, but will be.
    pub(super) fn census_is_pending(&self) -> bool {
        let runs = |kind| self.worker.progress(kind).is_some();
        let is_next = !self.shown_is_preview && self.census_ordered.is_none();
        self.census().is_none() && (is_next || runs(JobKind::Field) || runs(JobKind::Census))
    }

    /// Take over a census if it is that of the field on the canvas.
    fn take_census(&mut self, generation: Generation, taken: TakenCensus<Studio>) {
        if self.census_ordered != Some(generation) {
            return;
        }
        let Some(shown) = &mut self.shown else { return };
        shown.diagnosis = taken.diagnosis;
        shown.census = Some(taken.census);
        if let Some(sketch) = &taken.sketch {
            self.canvas.take(sketch);
        }
    }
}
