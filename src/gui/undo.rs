//! What the settings have been: a step back for each thing the user has done.
//!
//! A drag, a turn of the wheel, a play of h and a run of typing are one step each. From where something is looked at is no
//! step: the view of the h lab, its probe and its camera, and the grid's place while it follows the canvas. Nor are
//! sliders that come and go with a name, as long as nobody has touched them.
//!
//! Whoever steps back to before a file was opened is back in the file of before: each settings go with the document, by its
//! number, that they are of, and with the example whose lesson was followed.

use std::collections::VecDeque;

use super::settings::{GridSettings, LabSettings, Settings};
use crate::examples::Example;

/// The most steps that are kept.
const MOST: usize = 200;
/// What is typed after a longer pause is a step of its own, in seconds.
const PAUSE: f64 = 1.0;

/// The settings that were, and those that were taken back.
#[derive(Debug)]
pub struct History {
    past: VecDeque<Snapshot>,
    /// Since the last step; what has changed since is a step that is not finished.
    current: Snapshot,
    future: Vec<Snapshot>,
    /// The document that is worked on now.
    document: usize,
    /// The example whose lesson is followed now.
    lesson: Option<&'static Example>,
    /// As last seen, and when they became so, in seconds.
    seen: Settings,
    since: f64,
    /// Whether a text field has taken back or done again what is not finished.
    by_field: Option<Way>,
}

/// Settings, the document they are of, and the example whose lesson was followed.
#[derive(Clone, Debug)]
struct Snapshot {
    settings: Settings,
    document: usize,
    lesson: Option<&'static Example>,
}

/// From one step to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Take a step back.
    Undo,
    /// Do it again.
    Redo,
}

/// What the user is doing in a frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment {
    /// The time, in seconds.
    pub now: f64,
    /// Whether a gesture goes on: a button or key is down, the wheel turns, something plays.
    pub gesture: bool,
    /// Whether a text is typed, as against all else that changes at once.
    pub typing: bool,
    /// Whether it has an undo of its own, and was asked for it.
    pub by_field: Option<Way>,
}

impl History {
    /// A history that begins here, in document 0.
    pub fn new(settings: &Settings) -> Self {
        Self {
            past: VecDeque::new(),
            current: Snapshot { settings: settings.clone(), document: 0, lesson: None },
            future: vec![],
            document: 0,
            lesson: None,
            seen: settings.clone(),
            since: 0.0,
            by_field: None,
        }
    }

    /// Take note of the example whose lesson is followed now.
    pub fn follow(&mut self, lesson: Option<&'static Example>) {
        self.lesson = lesson;
    }

    /// The example whose lesson was followed where a step has led.
    pub fn lesson(&self) -> Option<&'static Example> {
        self.lesson
    }

    /// The lesson that is followed has been understood: no step brings it back.
    pub fn end_lesson(&mut self) {
        let Some(lesson) = self.lesson.take() else { return };
        let Self { past, current, future, .. } = self;
        for step in past.iter_mut().chain([current]).chain(future) {
            step.lesson = step.lesson.filter(|of| *of != lesson);
        }
    }

    /// Take note of the settings as they are. Where a step waits for a pause, how long that will take, in seconds.
    pub fn note(&mut self, settings: &Settings, moment: Moment) -> Option<f64> {
        self.by_field = moment.by_field.or(self.by_field);
        if *settings != self.seen {
            self.seen.clone_from(settings);
            self.since = moment.now;
        }
        if *settings == self.current.settings {
            self.current.lesson = self.lesson;
            return None;
        }
        if moment.gesture {
            return None;
        }
        let rest = self.since + PAUSE - moment.now;
        if moment.typing && rest > 0.0 {
            return Some(rest);
        }
        self.finish(settings);
        None
    }

    /// What has changed until now is a step, whatever goes on: another thing comes at once.
    pub fn cut(&mut self, settings: &Settings) {
        self.finish(settings);
    }

    /// The settings to come are those of another document: to be said after [`Self::cut`].
    pub fn begin(&mut self, document: usize) {
        self.document = document;
    }

    /// The document that is worked on.
    pub fn document(&self) -> usize {
        self.document
    }

    /// Whether there is a step in that way.
    pub fn has(&self, way: Way, settings: &Settings) -> bool {
        let has_changed = || differ(settings, &self.current.settings);
        match way {
            Way::Undo => !self.past.is_empty() || has_changed(),
            Way::Redo => !self.future.is_empty() && !has_changed(),
        }
    }

    /// Go a step from the settings as they are to others, if there is one.
    pub fn go(&mut self, way: Way, settings: &Settings) -> Option<Settings> {
        self.finish(settings);
        let to = match way {
            Way::Undo => self.past.pop_back(),
            Way::Redo => self.future.pop(),
        }?;
        (self.document, self.lesson) = (to.document, to.lesson);
        self.arrive(way, to);
        let now = &mut self.current.settings;
        let LabSettings { open, probe, curves_of: _, far: _, schemes: _, tab, claim: _, camera } =
            &settings.lab;
        let lab = &mut now.lab;
        (lab.open, lab.probe, lab.tab, lab.camera) = (*open, *probe, *tab, *camera);
        // Where the grid goes by itself it stays.
        if settings.grid.follow && now.grid.follow {
            let GridSettings { x0, x1, step, linked, .. } = settings.grid;
            let grid = &mut now.grid;
            (grid.x0, grid.x1, grid.step, grid.linked) = (x0, x1, step, linked);
        }
        self.seen.clone_from(now);
        Some(now.clone())
    }

    /// These are the settings now, and where they come from is one step in the other way.
    fn arrive(&mut self, way: Way, at: Snapshot) {
        let left = std::mem::replace(&mut self.current, at);
        match way {
            Way::Undo => self.future.push(left),
            Way::Redo => self.past.push_back(left),
        }
    }

    /// What has changed is a step.
    fn finish(&mut self, settings: &Settings) {
        let by_field = self.by_field.take();
        let (document, lesson) = (self.document, self.lesson);
        if *settings == self.current.settings {
            (self.current.document, self.current.lesson) = (document, lesson);
            return;
        }
        let now = core(settings);
        let is_there = |there: Option<&Snapshot>| there.is_some_and(|there| core(&there.settings) == now);
        let at = Snapshot { settings: settings.clone(), document, lesson };
        if now == core(&self.current.settings) {
            self.current = at;
        } else if by_field == Some(Way::Undo) && is_there(self.past.back()) {
            self.past.pop_back();
            self.arrive(Way::Undo, at);
        } else if by_field == Some(Way::Redo) && is_there(self.future.last()) {
            self.future.pop();
            self.arrive(Way::Redo, at);
        } else {
            self.future.clear();
            self.arrive(Way::Redo, at);
            if self.past.len() > MOST {
                self.past.pop_front();
            }
        }
    }
}

/// Whether there is a step from some settings to others.
pub fn differ(a: &Settings, b: &Settings) -> bool {
    a != b && core(a) != core(b)
}

/// The settings without what is no step.
fn core(settings: &Settings) -> Settings {
    let mut core = settings.clone();
    let usual = LabSettings::default();
    (core.lab.open, core.lab.probe, core.lab.tab, core.lab.camera) =
        (usual.open, usual.probe, usual.tab, usual.camera);
    core.parameters.retain(|parameter| !parameter.is_untouched());
    if core.grid.follow {
        let usual = GridSettings::default();
        (core.grid.x0, core.grid.x1, core.grid.step) = (usual.x0, usual.x1, usual.step);
        core.grid.linked = usual.linked;
    }
    core
}
