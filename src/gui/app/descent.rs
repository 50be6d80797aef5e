//! The optimisers on their way down: what is ordered, and how much of it is shown.

use std::sync::Arc;

use super::App;
use super::lab_state::Ordered;
use crate::analysis::descent::Twins;
use crate::gui::command::Walk;
use crate::gui::h_lab::DescentView;
use crate::gui::plot::canvas::Paths;
use crate::gui::settings::DescentSettings;
use crate::worker::{DescentJob, Generation, JobKind, WindowJob};

/// Steps a second while they play.
const SPEED: f64 = 8.0;

/// The descents and how far they are shown.
#[derive(Default)]
pub(super) struct Descents {
    ordered: Ordered<DescentJob, Arc<Vec<Twins>>>,
    /// The steps that are shown, if not all.
    shown: Option<f64>,
    playing: bool,
}

impl Descents {
    /// The ways as far as they are known.
    pub(super) fn twins(&self) -> &[Twins] {
        self.ordered.result.as_deref().map_or(&[], Vec::as_slice)
    }

    /// The most steps that any has made.
    fn made(&self) -> usize {
        let paths = self.twins().iter().flat_map(|twins| [&twins.numerical, &twins.exact]);
        paths.map(|path| path.visits.len() - 1).max().unwrap_or(0)
    }

    /// How many steps are shown.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at least 0, and saturating")]
    fn steps(&self) -> usize {
        self.shown.map_or(usize::MAX, |shown| shown as usize)
    }

    /// What the canvas shows of them.
    pub(super) fn paths(&self, settings: &DescentSettings, opacity: f32) -> Option<Paths<'_>> {
        settings.show.then(|| Paths {
            twins: self.twins(),
            exact: settings.twins,
            start: settings.start,
            steps: self.steps(),
            opacity,
        })
    }

    /// What the lab shows of them.
    pub(super) fn view(&self, settings: &DescentSettings) -> Option<DescentView<'_>> {
        settings.show.then(|| DescentView {
            twins: self.twins(),
            exact: settings.twins,
            steps: self.steps(),
            made: self.made(),
            playing: self.playing,
            pending: self.ordered.result.is_none(),
        })
    }

    /// Go on by so many seconds; whether anything moves.
    pub(super) fn advance(&mut self, seconds: f64) -> bool {
        // Before there is a way its end is not reached either. The window hears of it when it comes.
        if !self.playing || self.ordered.result.is_none() {
            return false;
        }
        let shown = self.shown.unwrap_or(0.0) + SPEED * seconds;
        self.playing = shown < self.made() as f64;
        self.shown = self.playing.then_some(shown);
        true
    }

    /// Show more or less.
    pub(super) fn walk(&mut self, walk: Walk) {
        let steps = self.steps().min(self.made()) as f64;
        match walk {
            Walk::Play if self.playing => (self.playing, self.shown) = (false, Some(steps)),
            Walk::Play => (self.playing, self.shown) = (true, self.shown.or(Some(0.0))),
            Walk::Step => {
                (self.playing, self.shown) =
                    (false, Some(if self.shown.is_none() { 1.0 } else { steps + 1.0 }));
            }
            Walk::Reset => (self.playing, self.shown) = (false, Some(0.0)),
            Walk::All => (self.playing, self.shown) = (false, None),
        }
    }
}

impl App {
    /// The ways of the optimisers that are shown.
    pub fn descents(&self) -> &[Twins] {
        if self.settings.descent.show { self.descents.twins() } else { &[] }
    }

    /// How many steps of them are shown.
    pub fn descent_steps(&self) -> usize {
        self.descents.steps().min(self.descents.made())
    }

    /// Have them go, if they are wanted and have not gone so.
    pub(super) fn order_descents(&mut self) {
        let settings = &self.settings.descent;
        let Some(request) = self.submitted.as_ref().filter(|_| settings.show) else {
            if self.descents.ordered.forget() {
                self.worker.cancel(JobKind::Descent);
            }
            return;
        };
        let job = DescentJob { descents: settings.descents(request) };
        let Self { descents, worker, .. } = self;
        descents.ordered.order(job, |job| worker.submit(WindowJob::Descent(job.clone())));
    }

    /// Whether the ways are waited for that come of a job.
    pub(super) fn awaits_descents(&self, generation: Generation) -> bool {
        self.descents.ordered.is_of(generation)
    }

    /// Take over ways that have been gone.
    pub(super) fn take_descents(&mut self, generation: Generation, twins: Arc<Vec<Twins>>) {
        self.descents.ordered.take(generation, twins);
    }
}
