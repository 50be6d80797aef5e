//! f(x0, x1) = the expression, and under it how it was understood or what is wrong with it.

mod completion;
mod field;
mod history;
mod keys;
mod menus;
mod message;
mod popup;

pub use field::{has_focus, has_own_step};

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::text::{CCursor, CCursorRange, CharIndex};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Align, Context, Event, Layout, MenuBar, Rect, RichText, Ui, vec2};

use crate::examples::Example;
use crate::expr::{self, ExpressionError, Parameters, Program, SyntaxKind};
use crate::gui::command::Command;
use crate::gui::glyphs::expression_id;
use crate::gui::settings::Settings;
use crate::gui::undo::differ;

/// The height of the row with the expression, in points.
const ROW_HEIGHT: f32 = 34.0;

/// How long nothing is typed before an error is shown, in seconds.
const PATIENCE: f64 = 0.5;
/// How long a function stands before the history keeps it, in seconds.
const STANDING: f64 = 1.0;

/// The expression field: the text and the values of its names as last read, and what came of them.
pub struct Entry {
    text: String,
    /// The names in the text that may be parameters.
    free: Vec<String>,
    /// Those of them that the settings do not know yet.
    new_names: Vec<String>,
    /// The names that have sliders.
    sliders: Vec<String>,
    values: Parameters,
    parsed: Result<Arc<Program>, ExpressionError>,
    /// The last function that a text was.
    last_good: Option<Arc<Program>>,
    /// What may have been meant otherwise.
    remark: Option<String>,
    notice: Option<Notice>,
    /// The example whose lesson is being followed.
    lesson: Option<&'static Example>,
    focus: bool,
    /// The time of the frame, and when the text became what it is, in seconds.
    now: f64,
    since: f64,
    /// Whether the text was typed and the field has not been left since.
    being_typed: bool,
    /// Whether the caret has not been put behind a text that was loaded.
    is_new: bool,
    /// What the next other text comes from.
    coming: Change,
    history: history::History,
    /// Events of the keyboard that wait for the next frame.
    waiting: Vec<Event>,
    /// The caret, in characters, while the field has the focus; and where it has been since something was last typed.
    caret: Option<usize>,
    typed_at: Option<usize>,
    /// Where the field was in the last frame.
    rect: Rect,
    popup: popup::Popup,
    /// Whether there is a step back, and one that can be done again.
    steps: [bool; 2],
}

/// Where a text comes from.
#[derive(Clone, Copy, Default, PartialEq)]
enum Change {
    /// An example, or whatever else sets the settings.
    #[default]
    Loaded,
    Typed,
    /// The history.
    Recalled,
    /// A step of the settings, back or forth.
    Stepped,
}

/// Something that is said of certain settings.
struct Notice {
    text: String,
    /// Those at the end of the frame in which it was made; `None` until then.
    of: Option<Box<Settings>>,
}

impl Notice {
    fn new(text: String) -> Self {
        Self { text, of: None }
    }
}

impl Entry {
    /// An entry that takes the focus when it is first shown.
    pub fn new(settings: &mut Settings) -> Self {
        let mut entry = Self {
            text: String::new(),
            free: Vec::new(),
            new_names: Vec::new(),
            sliders: Vec::new(),
            values: Parameters::new(),
            parsed: expr::parse("").map(Arc::new),
            last_good: None,
            remark: None,
            notice: None,
            lesson: None,
            focus: true,
            now: 0.0,
            since: 0.0,
            being_typed: false,
            is_new: true,
            coming: Change::Loaded,
            history: history::History::default(),
            waiting: Vec::new(),
            caret: None,
            typed_at: None,
            rect: Rect::NOTHING,
            popup: popup::Popup::default(),
            steps: [false; 2],
        };
        entry.read(settings);
        entry
    }

    /// The function, or what is wrong with the text.
    pub fn parsed(&self) -> &Result<Arc<Program>, ExpressionError> {
        &self.parsed
    }

    /// Whether the text is wrong and the user has been told so: not yet while it is being typed.
    pub fn has_shown_error(&self) -> bool {
        self.parsed.is_err() && !self.is_quiet()
    }

    /// The names that have sliders: those in the text that have a value, in their order.
    pub fn parameters(&self) -> &[String] {
        &self.sliders
    }

    /// The values of the names in the text.
    pub fn values(&self) -> &Parameters {
        &self.values
    }

    /// Read the text and the values of its names if they have changed. Names that are new to the text get a value, unless
    /// they look like slips.
    pub fn read(&mut self, settings: &mut Settings) {
        let change = std::mem::take(&mut self.coming);
        if settings.expression.contains(['\n', '\r']) {
            settings.expression = expr::one_line(&settings.expression);
        }
        let is_other = self.text != settings.expression;
        if is_other {
            self.take(change, &settings.expression);
            self.free = expr::free_names(&self.text);
            self.new_names.clone_from(&self.free);
        }
        self.adopt_new_names(settings);
        let values = settings.values(&self.free);
        if is_other || values != self.values {
            self.values = values;
            self.parse();
            self.find_sliders(settings);
            if self.parsed.is_ok() {
                settings.forget_untouched(&self.free);
            }
        }
        self.sliders.retain(|name| settings.is_parameter(name));
    }

    /// Give values to the names that are new to the text. The one that is being typed is none yet: np is not before its
    /// point, nor sum before its bracket.
    fn adopt_new_names(&mut self, settings: &mut Settings) {
        if self.new_names.is_empty() {
            return;
        }
        let is_being_typed = self.is_being_typed() || self.popup.is_open();
        let at_caret = self.caret.filter(|_| is_being_typed).map(|at| completion::name_at(&self.text, at));
        let at_caret = at_caret.map(expr::plain_name);
        let is_at_caret = |name: &String| at_caret.as_deref() == Some(name.as_str());
        let (rest, whole): (Vec<_>, Vec<_>) = self.new_names.drain(..).partition(is_at_caret);
        settings.adopt(&whole);
        self.new_names = rest;
    }

    fn parse(&mut self) {
        self.remark = None;
        self.parsed = expr::read(&self.text, &self.values).map(|reading| {
            self.remark = reading.remarks.into_iter().next().map(|remark| remark.message);
            Arc::new(reading.program)
        });
        if let Ok(program) = &self.parsed {
            self.last_good = Some(Arc::clone(program));
        }
    }

    /// The names that have sliders now. Those that the text still has keep theirs where it cannot be taken apart: they
    /// must not come and go while a bracket is open.
    fn find_sliders(&mut self, settings: &Settings) {
        let mut names = self.free.clone();
        if self.parsed.is_err() {
            let pieces = expr::syntax(&self.text).into_iter();
            let written = pieces
                .filter(|(_, kind)| *kind == SyntaxKind::Name)
                .map(|(span, _)| expr::plain_name(&self.text[span]).into_owned());
            names.extend(written.filter(|name| self.sliders.contains(name)));
        }
        let values = settings.values(&names);
        let mut sliders: Vec<String> = Vec::new();
        for name in names {
            if values.get(&name).is_some() && !sliders.contains(&name) {
                sliders.push(name);
            }
        }
        self.sliders = sliders;
    }

    /// Another text comes in the place of the last.
    fn take(&mut self, change: Change, text: &str) {
        if change != Change::Recalled {
            if self.is_worth_keeping() {
                self.history.record(&self.text, self.lesson);
            }
            self.history.leave();
        }
        text.clone_into(&mut self.text);
        self.since = self.now;
        self.being_typed = change == Change::Typed;
        self.is_new |= change == Change::Loaded;
        self.forget_notice();
        if change == Change::Loaded {
            self.follow(None);
        }
    }

    /// Whether what the text is wrong about could be a parameter's name.
    fn may_make_parameter(&self) -> Option<&str> {
        let error = self.parsed.as_ref().err().filter(|_| !self.is_quiet())?;
        let name = self.text.get(error.span.clone())?;
        self.free.iter().any(|free| free == name).then_some(name)
    }

    /// The field is left: the text is as the user wants it.
    fn leave(&mut self) {
        self.being_typed = false;
        self.history.leave();
        if self.parsed.is_ok() {
            self.history.record(&self.text, self.lesson);
        }
    }

    /// Whether something was typed a moment ago.
    fn is_being_typed(&self) -> bool {
        self.being_typed && self.now - self.since < PATIENCE
    }

    /// Whether an error still waits for the user to stop typing.
    fn waits(&self) -> bool {
        self.parsed.is_err() && self.is_being_typed()
    }

    /// Whether nothing is said of an error yet: neither while the user types, nor while a name is offered for completion.
    fn is_quiet(&self) -> bool {
        self.parsed.is_err() && (self.is_being_typed() || self.popup.is_open())
    }

    /// Whether the text is a function that has stood long enough to be looked at.
    fn is_worth_keeping(&self) -> bool {
        self.parsed.is_ok() && self.now - self.since >= STANDING
    }

    /// Offer a step back, and one that can be done again, where there are such; whether that is news.
    pub fn offer_steps(&mut self, steps: [bool; 2]) -> bool {
        std::mem::replace(&mut self.steps, steps) != steps
    }

    /// The settings go a step back or forth: what the field could take back or do again does not belong to their text.
    pub fn step(&mut self) {
        self.coming = Change::Stepped;
        self.is_new = true;
    }

    /// Say something that stays until the settings change.
    pub fn complain(&mut self, notice: String) {
        self.notice = Some(Notice::new(notice));
    }

    /// End a frame with these settings: what was said of others is no longer true, unless they change by themselves while
    /// something `plays`. Whether something was.
    pub fn forget_old_notice(&mut self, settings: &Settings, plays: bool) -> bool {
        let Some(notice) = &mut self.notice else { return false };
        let of = notice.of.take_if(|_| !plays).unwrap_or_else(|| Box::new(settings.clone()));
        let is_old = differ(&of, settings);
        notice.of = Some(of);
        if is_old {
            self.notice = None;
        }
        is_old
    }

    /// Say what there is to see in an example and what to try, until the user has understood, or something else is loaded;
    /// or say nothing of that kind.
    pub fn follow(&mut self, lesson: Option<&'static Example>) {
        self.lesson = lesson;
    }

    /// The example whose lesson is being followed.
    pub fn lesson(&self) -> Option<&'static Example> {
        self.lesson
    }

    /// What was complained of belongs to earlier settings.
    pub fn forget_notice(&mut self) {
        self.notice = None;
    }
}

/// The top bar: the expression, and the menus beside it. `problem` is what keeps a well-formed function from having a
/// field, such as an empty range; `recent` are the files opened or saved lately.
pub fn expression_ui(
    ui: &mut Ui,
    settings: &mut Settings,
    entry: &mut Entry,
    problem: Option<&str>,
    recent: &[String],
) -> Command {
    entry.now = ui.input(|input| input.time);
    let mut left = false;
    // A height of its own, so that label, field and menus share one middle line.
    let row = vec2(ui.available_width(), ROW_HEIGHT);
    let command = ui
        .allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            let label = ui.label(RichText::new("f(x0, x1) =").monospace().size(16.0));
            let menus = 276.0;
            let width = (ui.available_width() - menus).max(120.0);
            left = field::field_ui(ui, &mut settings.expression, entry, width, label.id);
            MenuBar::new().ui(ui, |ui| menus::menus_ui(ui, entry.steps, recent)).inner
        })
        .inner;
    entry.read(settings);
    if left {
        entry.leave();
    }
    if entry.waits() {
        let rest = entry.since + PATIENCE - entry.now;
        ui.ctx().request_repaint_after(Duration::from_secs_f64(rest));
    }
    let command = command.or(message::message_ui(ui, entry, problem));
    entry.popup.show(ui);
    command.or(message::lesson_ui(ui, entry))
}

/// Give the focus to the field, with all of its text selected.
pub fn focus_expression(context: &Context, text: &str) {
    let id = expression_id();
    let [start, end] = [0, text.chars().count()].map(|at| CCursor::new(CharIndex(at)));
    let mut state = TextEditState::load(context, id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(start, end)));
    state.store(context, id);
    context.memory_mut(|memory| memory.request_focus(id));
}
