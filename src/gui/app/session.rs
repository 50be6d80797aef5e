//! From one start to the next, from one step back to another, and files.

use std::path::{Path, PathBuf};
use std::time::Duration;

use eframe::egui::{self, Context, Event, Key, Modifiers, Rect, Vec2};

use super::App;
use crate::cli::Opening;
use crate::export::{FileError, OpenError, open_settings, save_settings};
use crate::gui::command::Command;
use crate::gui::panels::expression;
use crate::gui::settings::{EXTENSION, Settings, is_file_name};
use crate::gui::store::{Habits, Keeper, Remembered, Store};
use crate::gui::toasts::Tone;
use crate::gui::undo::{History, Moment, Way};

/// How long after a change it is written, in seconds.
const PATIENCE: f64 = 2.0;
/// How long a change of a text may come after what was typed, in seconds.
const TYPING_REST: f64 = 1.0;
/// How long the wheel may rest within a turn, in seconds.
const WHEEL_REST: f64 = 0.3;

/// What the window remembers.
pub(super) struct Session {
    keeper: Option<Keeper>,
    /// The file that was opened or saved last.
    file: Option<PathBuf>,
    habits: Habits,
    /// What was last written or is to be, and since when it waits, in seconds.
    kept: (Settings, Habits),
    waits_since: Option<f64>,
    pub(super) history: History,
    /// When the wheel last turned and when a text was last typed, in seconds.
    wheeled_at: f64,
    typed_at: f64,
    /// Whether a text field was asked for its own undo in this frame.
    by_field: Option<Way>,
    /// What is to be said in the first frame.
    notices: Vec<String>,
}

impl Session {
    /// One that is forgotten when the window is closed.
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            keeper: None,
            file: None,
            habits: Habits::default(),
            kept: (settings.clone(), Habits::default()),
            waits_since: None,
            history: History::new(settings),
            wheeled_at: f64::NEG_INFINITY,
            typed_at: f64::NEG_INFINITY,
            by_field: None,
            notices: vec![],
        }
    }

    pub(super) fn recent(&self) -> &[String] {
        &self.habits.recent
    }
}

impl Drop for Session {
    /// What still waits is written now.
    fn drop(&mut self) {
        if let Some(keeper) = self.keeper.as_ref().filter(|_| self.waits_since.is_some()) {
            let (settings, habits) = self.kept.clone();
            keeper.keep(settings, habits);
        }
    }
}

impl App {
    /// The window's content as it was left, unless it is opened on something else, and remembered from now on. Whatever is
    /// opened comes with all its looks: a link shows what it has been made of.
    ///
    /// Fails where the system has no thread to give.
    pub fn restored(
        creation: &eframe::CreationContext<'_>,
        store: Store,
        remembered: Remembered,
        opening: Option<Opening>,
    ) -> std::io::Result<Self> {
        let Remembered { settings: left, habits, mut notices } = remembered;
        let is_news = opening.is_some() || !notices.is_empty();
        let (settings, file) = match opening {
            Some(Opening { settings, file, notices: more }) => {
                notices.extend(more);
                (settings, file)
            }
            None => (left.unwrap_or_default(), None),
        };
        let mut app = Self::new(creation, settings)?;
        creation.egui_ctx.set_theme(habits.theme);
        creation.egui_ctx.set_zoom_factor(habits.zoom);
        app.session.keeper = Some(Keeper::new(store)?);
        app.session.kept = (app.settings.clone(), habits.clone());
        // What was opened, or was left of what was damaged, is to be remembered even if nothing changes any more.
        app.session.waits_since = is_news.then_some(0.0);
        app.set_tour_seen(habits.tour_seen);
        app.session.habits = habits;
        app.offer_tour();
        app.session.notices = notices;
        if let Some(file) = file {
            app.settle_on(&file);
        }
        Ok(app)
    }

    /// Open a file of settings.
    pub fn open_file(&mut self, path: &Path) -> Result<(), OpenError> {
        let reading = open_settings(path)?;
        self.forget_tour();
        self.load(reading.settings);
        if !reading.notices.is_empty() {
            self.files.toasts.push(Tone::Trouble, reading.notices.join(" "));
        }
        self.settle_on(path);
        Ok(())
    }

    /// Save the settings in a file.
    pub fn save_file(&mut self, path: &Path) -> Result<(), FileError> {
        save_settings(self.own_settings(), path)?;
        self.settle_on(path);
        Ok(())
    }

    /// The file that was opened or saved last.
    pub fn file(&self) -> Option<&Path> {
        self.session.file.as_deref()
    }

    /// The files that were opened or saved lately, the latest first.
    pub fn recent(&self) -> &[String] {
        self.session.recent()
    }

    /// The command line that opens the window on these very settings.
    pub fn link(&self) -> String {
        self.settings.command_line()
    }

    /// Whether there is a step back, or one that can be done again; not during the tour, whose end takes everything back.
    pub fn has_step(&self, way: Way) -> bool {
        !self.is_on_tour() && self.session.history.has(way, &self.settings)
    }

    fn settle_on(&mut self, path: &Path) {
        self.session.habits.remember(path);
        self.session.file = Some(path.to_owned());
    }

    /// What the keyboard and files dropped onto the window ask for, before anything else sees them.
    pub(super) fn begin_session(&mut self, ui: &egui::Ui) -> Command {
        let notices = std::mem::take(&mut self.session.notices);
        if !notices.is_empty() {
            self.files.toasts.push(Tone::Trouble, notices.join(" "));
        }
        let dropped: Vec<_> =
            ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        let is_ours = |path: &&PathBuf| path.to_str().is_some_and(is_file_name);
        if let Some(path) = dropped.iter().find(is_ours) {
            return Command::Open(path.clone());
        }
        if let Some(other) = dropped.first() {
            let text = format!("{} is not opened: its name does not end in .{EXTENSION}.", other.display());
            self.files.toasts.push(Tone::Trouble, text);
        }
        self.step_keys(ui)
    }

    /// Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y. In the expression they take back what was typed since it was loaded, a piece at a time, and
    /// then steps as everywhere else; while a number or another text is typed, they are that field's.
    fn step_keys(&mut self, ui: &egui::Ui) -> Command {
        self.session.by_field = None;
        let keys = [
            (Modifiers::COMMAND | Modifiers::SHIFT, Key::Z, Way::Redo),
            (Modifiers::COMMAND, Key::Y, Way::Redo),
            (Modifiers::COMMAND, Key::Z, Way::Undo),
        ];
        for (modifiers, key, way) in keys {
            if !ui.input(|input| input.events.iter().any(|event| is_press(event, modifiers, key))) {
                continue;
            }
            if expression::has_own_step(ui, &self.settings.expression, way == Way::Redo) {
                self.session.by_field = Some(way);
                return Command::None;
            }
            if ui.ctx().text_edit_focused() && !expression::has_focus(ui) {
                return Command::None;
            }
            ui.input_mut(|input| input.consume_key(modifiers, key));
            return Command::Step(way);
        }
        Command::None
    }

    /// Go a step back or forth.
    pub(super) fn step(&mut self, way: Way) {
        if !self.has_step(way) {
            return;
        }
        let Some(settings) = self.session.history.go(way, &self.settings) else { return };
        self.lab.play = None;
        self.lab.wants_best = false;
        self.playing = crate::gui::panels::parameters::Playing::default();
        if settings.grid.spec() != self.settings.grid.spec() {
            self.canvas.fit();
        }
        self.settings = settings;
        self.entry.forget_notice();
        self.entry.forget_steps();
    }

    /// Open a file that was dropped, or say why not.
    pub(super) fn open_or_complain(&mut self, path: &Path) {
        if let Err(error) = self.open_file(path) {
            self.files.toasts.push(Tone::Trouble, error.to_string());
        }
    }

    /// Take note of what has become of the settings in this frame.
    pub(super) fn end_session(&mut self, context: &Context) {
        let now = context.input(|input| input.time);
        let is_wheeled = context.input(|input| {
            input.smooth_scroll_delta() != Vec2::ZERO || (input.zoom_delta() - 1.0).abs() > 0.0
        });
        if is_wheeled {
            self.session.wheeled_at = now;
        }
        if context.text_edit_focused() && context.input(|input| input.events.iter().any(is_typing)) {
            self.session.typed_at = now;
        }
        let is_down = context.input(|input| input.pointer.any_down() || !input.keys_down.is_empty());
        let rest = self.session.wheeled_at + WHEEL_REST - now;
        let moment = Moment {
            now,
            gesture: is_down || rest > 0.0 || self.lab.play.is_some() || self.playing.is_any(),
            typing: now - self.session.typed_at < TYPING_REST,
            by_field: self.session.by_field.take(),
        };
        // The tour's own steps are none of the user's.
        let waits = if self.is_on_tour() { None } else { self.session.history.note(&self.settings, moment) };
        let waits = if rest > 0.0 && self.has_step(Way::Undo) { Some(rest) } else { waits };
        let steps = [Way::Undo, Way::Redo].map(|way| self.has_step(way));
        if self.entry.offer_steps(steps) {
            context.request_repaint();
        }
        if let Some(waits) = waits {
            context.request_repaint_after(Duration::from_secs_f64(waits));
        }
        self.keep(context, now);
    }

    /// Have written what has changed, some seconds after.
    fn keep(&mut self, context: &Context, now: f64) {
        self.session.habits.tour_seen |= self.tour_seen();
        let own = (*self.own_settings() != self.session.kept.0).then(|| self.own_settings().clone());
        let session = &mut self.session;
        let Some(keeper) = &session.keeper else { return };
        note_window(context, &mut session.habits);
        if own.is_some() || session.kept.1 != session.habits {
            session.kept = (own.unwrap_or_else(|| session.kept.0.clone()), session.habits.clone());
            session.waits_since.get_or_insert(now);
        }
        let Some(since) = session.waits_since else { return };
        let rest = since + PATIENCE - now;
        if rest > 0.0 {
            context.request_repaint_after(Duration::from_secs_f64(rest));
            return;
        }
        keeper.keep(session.kept.0.clone(), session.kept.1.clone());
        session.waits_since = None;
    }
}

/// Whether an event is the press of a key; with more modifiers it is still one.
fn is_press(event: &Event, modifiers: Modifiers, of: Key) -> bool {
    matches!(event, Event::Key { key, pressed: true, modifiers: held, .. }
        if *key == of && held.matches_logically(modifiers))
}

/// Whether an event changes a text: a press of a key may.
fn is_typing(event: &Event) -> bool {
    let is_press = matches!(event, Event::Key { pressed: true, .. });
    is_press || matches!(event, Event::Text(_) | Event::Paste(_) | Event::Cut | Event::Ime(_))
}

/// Take note of the window's looks, size and place.
fn note_window(context: &Context, habits: &mut Habits) {
    habits.theme = context.options(|options| options.theme_preference).into();
    habits.zoom = context.zoom_factor();
    let (inner, outer, is_maximized, is_whole) = context.input(|input| {
        let viewport = input.viewport();
        let is = |flag: Option<bool>| flag == Some(true);
        let is_whole = is(viewport.fullscreen) || is(viewport.minimized);
        (viewport.inner_rect, viewport.outer_rect, is(viewport.maximized), is_whole)
    });
    if is_whole {
        return;
    }
    habits.maximized = is_maximized;
    // Whole points, so that nothing changes by rounding; of the screen, which are larger by the zoom.
    let zoom = context.zoom_factor();
    let on_screen = |x: f32, y: f32| Some([x, y].map(|at| (at * zoom).round()));
    if let Some(Rect { min, max }) = inner.filter(|_| !is_maximized) {
        habits.size = on_screen(max.x - min.x, max.y - min.y);
    }
    if let Some(Rect { min, .. }) = outer.filter(|_| !is_maximized) {
        habits.place = on_screen(min.x, min.y);
    }
}
