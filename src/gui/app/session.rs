//! From one start to the next, from one step back to another, and files.

use std::path::PathBuf;
use std::time::Duration;

use eframe::egui::{self, Context, Event, Id, Memory, Rect, Vec2, ViewportCommand};

use super::App;
use super::document::{Document, PROGRAM};
use crate::cli::Opening;
use crate::gui::command::Command;
use crate::gui::layout::Strips;
use crate::gui::panels::expression;
use crate::gui::settings::{Settings, Shell};
use crate::gui::store::{Habits, Keeper, Remembered, Store};
use crate::gui::toasts::Tone;
use crate::gui::undo::{History, Moment, Way};

/// How long after a change it is written, in seconds.
const PATIENCE: f64 = 2.0;
/// How long a change of a text may come after what was typed, in seconds.
const TYPING_REST: f64 = 1.0;
/// How long the wheel may rest within a turn, in seconds.
const WHEEL_REST: f64 = 0.3;
/// A key that was not repeated for so long is no longer held, in seconds: keyboards wait less before they begin to.
const KEY_REST: f64 = 0.8;

/// What the window remembers.
pub(super) struct Session {
    keeper: Option<Keeper>,
    /// All that has been worked on, by the numbers that the history has for them.
    pub(super) documents: Vec<Document>,
    /// What the window is called.
    pub(super) title: String,
    pub(super) habits: Habits,
    /// Whether the window is still to become as large as the screen.
    to_maximize: bool,
    /// What was last written or is to be, and since when it waits, in seconds.
    kept: (Settings, Habits),
    waits_since: Option<f64>,
    pub(super) history: History,
    /// When the wheel last turned and when a text was last typed, in seconds.
    wheeled_at: f64,
    typed_at: f64,
    /// When a key was last pressed or repeated itself, in seconds.
    pressed_at: f64,
    /// The field that it was typed in, until that is left.
    typed_in: Option<Id>,
    /// Whether the expression was asked for its own undo in this frame.
    pub(super) by_field: Option<Way>,
    /// What is to be said in the first frame.
    notices: Vec<(Tone, String)>,
}

impl Session {
    /// One that is forgotten when the window is closed.
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            keeper: None,
            documents: vec![Document::default()],
            title: PROGRAM.to_owned(),
            to_maximize: false,
            habits: Habits::default(),
            kept: (settings.clone(), Habits::default()),
            waits_since: None,
            history: History::new(settings),
            wheeled_at: f64::NEG_INFINITY,
            typed_at: f64::NEG_INFINITY,
            pressed_at: f64::NEG_INFINITY,
            typed_in: None,
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

/// What the window begins with.
struct Begun {
    settings: Settings,
    /// The file that they are of, whether they are not all as it has them, and whether it has more.
    file: Option<(PathBuf, bool, bool)>,
}

impl Begun {
    /// On what was asked for.
    fn on(opening: Opening, habits: &mut Habits, notices: &mut Vec<String>) -> Self {
        let Opening { settings, file, is_changed, notices: said } = opening;
        if let Some(file) = &file {
            habits.remember(file);
        }
        let has_more = !said.is_empty();
        notices.extend(said);
        Self { settings, file: file.map(|file| (file, is_changed, has_more)) }
    }

    /// On what was left, if something was.
    fn again(settings: Option<Settings>, habits: &Habits) -> Self {
        let file = habits.file.as_ref().filter(|_| settings.is_some());
        let file = file.map(|file| (file.into(), habits.unsaved, false));
        Self { settings: settings.unwrap_or_default(), file }
    }
}

impl App {
    /// The window's content as it was left, unless it is opened on something else, and remembered from now on. Whatever is
    /// opened comes with all its looks: a link shows what it has been made of.
    ///
    /// Without a store all is forgotten when the window is closed, which is said.
    ///
    /// Fails where the system has no thread to give.
    pub fn restored(
        creation: &eframe::CreationContext<'_>,
        store: Option<Store>,
        remembered: Remembered,
        opening: Option<Opening>,
    ) -> std::io::Result<Self> {
        let Remembered { settings, mut habits, mut notices } = remembered;
        let is_news = opening.is_some() || !notices.is_empty();
        // Whatever else is opened is shown whole.
        let view = habits.view.filter(|_| opening.is_none() && settings.is_some());
        let begun = match opening {
            Some(opening) => Begun::on(opening, &mut habits, &mut notices),
            None => Begun::again(settings, &habits),
        };
        let mut app = Self::new(creation, begun.settings)?;
        if !notices.is_empty() {
            app.session.notices.push((Tone::Trouble, notices.join(" ")));
        }
        if let Some((file, is_changed, has_more)) = begun.file {
            let saved = (!is_changed).then(|| app.settings.clone());
            app.session.documents = vec![Document::of_file(&file, saved, has_more)];
        }
        let context = creation.egui_ctx.clone();
        context.set_theme(habits.theme);
        context.set_zoom_factor(habits.zoom);
        if let Some(store) = store {
            let keeper = Keeper::new(store, &habits, move || context.request_repaint())?;
            app.session.keeper = Some(keeper);
        } else {
            app.session.notices.push((Tone::Notice, forgetful("This system names no folder for it.")));
        }
        app.session.kept = (app.settings.clone(), habits.clone());
        // What was opened, or was left of what was damaged, is to be remembered even if nothing changes any more.
        app.session.waits_since = is_news.then_some(0.0);
        app.set_tour_seen(habits.tour_seen);
        app.session.to_maximize = habits.maximized;
        if let Some(height) = habits.lab_height {
            app.strips.set_lab_height(height);
        }
        if let Some(view) = view {
            app.canvas.look_over(view);
        }
        app.session.habits = habits;
        app.offer_tour();
        Ok(app)
    }

    /// The files that were opened or saved lately, the latest first.
    pub fn recent(&self) -> &[String] {
        self.session.recent()
    }

    /// The command line that opens the window on these very settings.
    pub fn link(&self) -> String {
        self.settings.command_line(Shell::USUAL)
    }

    /// Whether there is a step back, or one that can be done again; not during the tour, whose end takes everything back.
    pub fn has_step(&self, way: Way) -> bool {
        !self.is_on_tour() && self.session.history.has(way, &self.settings)
    }

    /// What files dropped onto the window ask for.
    pub(super) fn begin_session(&mut self, ui: &egui::Ui) -> Command {
        for (tone, text) in std::mem::take(&mut self.session.notices) {
            self.files.toasts.push(tone, text);
        }
        if let Some(trouble) = self.session.keeper.as_ref().and_then(Keeper::trouble) {
            self.files.toasts.push(Tone::Notice, forgetful(&trouble));
        }
        self.dropped(ui)
    }

    /// Whether what is typed in takes a step back itself, or does it again: the expression what was typed since it was loaded, a
    /// piece at a time, before it steps as everything else; any other text whatever there is.
    pub(super) fn own_steps(&self, ui: &egui::Ui) -> [bool; 2] {
        let types = ui.ctx().text_edit_focused();
        [Way::Undo, Way::Redo].map(|way| {
            if expression::has_focus(ui) {
                expression::has_own_step(ui, &self.settings.expression, way == Way::Redo)
            } else {
                types
            }
        })
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
        self.entry.step();
        self.entry.follow(self.session.history.lesson());
    }

    /// Whether something changes the settings by itself.
    pub(super) fn plays(&self) -> bool {
        self.lab.play.is_some() || self.playing.is_any()
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
        let field = context.memory(Memory::focused).filter(|_| context.text_edit_focused());
        if self.session.typed_in.is_some_and(|id| field != Some(id)) {
            self.session.typed_in = None;
            if !self.is_on_tour() {
                // What is done next is no part of what was typed, however soon.
                self.session.history.cut(&self.settings);
            }
        }
        if field.is_some() && context.input(|input| input.events.iter().any(is_typing)) {
            self.session.typed_at = now;
            self.session.typed_in = field;
        }
        if context.input(|input| input.events.iter().any(is_key_press)) {
            self.session.pressed_at = now;
        }
        let (is_pointed, is_held) =
            context.input(|input| (input.pointer.any_down(), !input.keys_down.is_empty()));
        // A key that is held repeats itself: one that does not is down no more, even if its release was not heard, as that of a + whose
        // Shift went first.
        let key_rest = if is_held { self.session.pressed_at + KEY_REST - now } else { 0.0 };
        let rest = (self.session.wheeled_at + WHEEL_REST - now).max(key_rest);
        let moment = Moment {
            now,
            gesture: is_pointed || rest > 0.0 || self.plays(),
            typing: self.session.typed_in.is_some() && now - self.session.typed_at < TYPING_REST,
            by_field: self.session.by_field.take(),
        };
        // The tour's own steps are none of the user's.
        let waits = if self.is_on_tour() {
            None
        } else {
            self.session.history.follow(self.entry.lesson());
            self.session.history.note(&self.settings, moment)
        };
        let waits = if rest > 0.0 && self.has_step(Way::Undo) { Some(rest) } else { waits };
        let steps = [Way::Undo, Way::Redo].map(|way| self.has_step(way));
        if self.entry.offer_steps(steps) {
            context.request_repaint();
        }
        if let Some(waits) = waits {
            context.request_repaint_after(Duration::from_secs_f64(waits));
        }
        self.show_title(context);
        self.maximize(context);
        self.keep(context, now);
    }

    /// Make the window as large as the screen where it was so. X11's window managers do not hear of it before the window is
    /// seen, which is after its first frame.
    fn maximize(&mut self, context: &Context) {
        if !self.session.to_maximize || context.cumulative_frame_nr() == 0 {
            return;
        }
        self.session.to_maximize = false;
        if context.input(|input| input.viewport().maximized) != Some(true) {
            context.send_viewport_cmd(ViewportCommand::Maximized(true));
        }
    }

    /// Have written what has changed, some seconds after.
    fn keep(&mut self, context: &Context, now: f64) {
        self.session.habits.tour_seen |= self.tour_seen();
        // One that must not be saved to without asking is not known any more by the next window, which would not ask.
        self.session.habits.file = self.file_to_save().and_then(|file| file.to_str().map(str::to_owned));
        self.session.habits.unsaved = self.is_unsaved();
        let height = self.strips.lab_height();
        let is_usual = (height - Strips::default().lab_height()).abs() < 0.5;
        self.session.habits.lab_height = (!is_usual).then_some(height.round());
        // The tour looks elsewhere, and comes back.
        if !self.is_on_tour() {
            self.session.habits.view = self.canvas.view(context);
        }
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

/// What is said where nothing can be remembered.
fn forgetful(why: &str) -> String {
    format!("{why} So what is set here is forgotten when the window is closed; Save keeps it in a file.")
}

fn is_key_press(event: &Event) -> bool {
    matches!(event, Event::Key { pressed: true, .. })
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
