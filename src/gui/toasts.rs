//! Notes above the status bar: what was done goes by itself, what went wrong or must be known stays until it is read.

use std::hash::Hash;
use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align2, Area, Button, Context, Frame, Id, Label, Order, RichText, TextWrapMode, Ui, WidgetInfo, vec2,
};

/// The width of a note's text, in points.
const WIDTH: f32 = 380.0;
/// From the window's corner to the nearest note, in points; the status bar lies below.
const DISTANCE: [f32; 2] = [12.0, 34.0];
/// Between two notes.
const GAP: f32 = 6.0;
/// How long what was done is told, in seconds.
const DONE_SECONDS: f64 = 6.0;
/// More notes than this would hide the window. Of what was done the oldest go, but for the last; of what went wrong they wait.
const MOST: usize = 5;
const MOST_TROUBLE: usize = MOST - 1;

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something is done. The note goes after some seconds.
    Done,
    /// Something to know, though nothing went wrong. The note stays until it is dismissed.
    Notice,
    /// Something went wrong. The note stays until it is dismissed.
    Trouble,
}

/// A note.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// What it is about.
    pub tone: Tone,
    /// What it says: whole sentences.
    pub text: String,
    /// Since when it is shown, in seconds of the context's time.
    since: Option<f64>,
    /// Tells it from others of the same text.
    number: u64,
}

/// What is being done, below the notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doing {
    /// What it is.
    pub text: String,
    /// Whether it can still be asked to stop.
    pub can_cancel: bool,
}

/// The notes, the oldest first.
#[derive(Debug, Default)]
pub struct Toasts {
    kept: Vec<Toast>,
    made: u64,
    /// How far the notes of the last frame reach from the bottom of the window, in points.
    height: f32,
}

impl Toasts {
    /// Show a note. What is said already is not said twice.
    pub fn push(&mut self, tone: Tone, text: impl Into<String>) {
        let text = text.into();
        self.kept.retain(|toast| (toast.tone, &toast.text) != (tone, &text));
        self.made += 1;
        self.kept.push(Toast { tone, text, since: None, number: self.made });
        let count = |tone| self.kept.iter().filter(|toast| toast.tone == tone).count();
        let excess = count(Tone::Done).saturating_sub(MOST - count(Tone::Trouble).min(MOST_TROUBLE));
        for _ in 0..excess {
            if let Some(oldest) = self.kept.iter().position(|toast| toast.tone == Tone::Done) {
                self.kept.remove(oldest);
            }
        }
    }

    /// The notes, the oldest first; of many that went wrong the oldest are not drawn before others are read.
    pub fn shown(&self) -> &[Toast] {
        &self.kept
    }

    /// How far the notes of the last frame reach from the bottom of the window, in points; 0 where there are none.
    pub fn height(&self) -> f32 {
        self.height
    }

    /// Draw them, one above the other, the newest at the bottom, below them what is being done; whether that is to stop.
    pub fn ui(&mut self, context: &Context, running: Option<&Doing>) -> bool {
        let now = context.input(|input| input.time);
        for toast in &mut self.kept {
            toast.since.get_or_insert(now);
        }
        self.kept.retain(|toast| toast.left(now).is_none_or(|left| left > 0.0));
        let soonest = self.kept.iter().filter_map(|toast| toast.left(now)).reduce(f64::min);
        if let Some(left) = soonest.and_then(|left| Duration::try_from_secs_f64(left).ok()) {
            context.request_repaint_after(left);
        }
        let mut stack = Stack { context, bottom: DISTANCE[1] };
        let is_cancelled = running
            .is_some_and(|doing| stack.add("running", "What is being done", |ui| running_ui(ui, doing)));
        let is_trouble = |toast: &Toast| toast.tone == Tone::Trouble;
        let waiting = self.kept.iter().filter(|toast| is_trouble(toast)).count().saturating_sub(MOST_TROUBLE);
        let mut to_pass = waiting;
        let seen = self.kept.iter().filter(|toast| {
            let waits = is_trouble(toast) && to_pass > 0;
            to_pass -= usize::from(waits);
            !waits
        });
        let seen: Vec<_> = seen.collect();
        let mut read = Vec::new();
        for toast in seen.into_iter().rev() {
            if stack.add(toast.number, toast.tone.name(), |ui| toast.ui(ui)) {
                read.push(toast.number);
            }
        }
        if waiting > 0 && stack.add("waiting", Tone::Trouble.name(), |ui| waiting_ui(ui, waiting)) {
            read.extend(self.kept.iter().filter(|toast| is_trouble(toast)).map(|toast| toast.number));
        }
        let height = if stack.bottom > DISTANCE[1] { stack.bottom } else { 0.0 };
        if (height - self.height).abs() > 0.5 || !read.is_empty() {
            context.request_repaint();
        }
        self.height = height;
        self.kept.retain(|toast| !read.contains(&toast.number));
        is_cancelled
    }
}

/// Notes one above the other.
struct Stack<'c> {
    context: &'c Context,
    /// From the bottom of the window to the next note, in points.
    bottom: f32,
}

impl Stack<'_> {
    /// A note above the others, and whether its button was clicked.
    fn add(
        &mut self,
        id: impl Hash + std::fmt::Debug,
        name: &'static str,
        content: impl FnOnce(&mut Ui) -> bool,
    ) -> bool {
        let shown = note(id, name, self.bottom)
            .show(self.context, |ui| Frame::popup(ui.style()).show(ui, content).inner);
        self.bottom += shown.response.rect.height() + GAP;
        shown.inner
    }
}

/// Where a note is, by the height of what is below it.
fn note(id: impl Hash + std::fmt::Debug, name: &'static str, bottom: f32) -> Area {
    Area::new(Id::unique(("toast", id)))
        .order(Order::Foreground)
        .anchor(Align2::RIGHT_BOTTOM, vec2(-DISTANCE[0], -bottom))
        .accessible_name(name)
}

/// What is being done, and whether it is to stop.
fn running_ui(ui: &mut Ui, doing: &Doing) -> bool {
    ui.horizontal(|ui| {
        ui.spinner();
        ui.label(&doing.text);
        ui.add_enabled(doing.can_cancel, Button::new("Cancel"))
            .on_hover_text("Stop, and leave no file.")
            .clicked()
    })
    .inner
}

/// How many errors wait to be read, and whether all are to go.
fn waiting_ui(ui: &mut Ui, count: usize) -> bool {
    ui.horizontal(|ui| {
        ui.label(format!("and {count} more"));
        ui.button("Dismiss all").on_hover_text("Close the notes of all that went wrong.").clicked()
    })
    .inner
}

impl Toast {
    /// The note, and whether it was read.
    fn ui(&self, ui: &mut Ui) -> bool {
        let color = match self.tone {
            Tone::Done | Tone::Notice => ui.visuals().text_color(),
            Tone::Trouble => ui.visuals().error_fg_color,
        };
        ui.set_max_width(WIDTH);
        let text = RichText::new(&self.text).color(color);
        let said = ui.add(Label::new(text).wrap_mode(TextWrapMode::Wrap));
        // Read aloud as it comes.
        said.widget_info(|| WidgetInfo::labeled(Role::Status, true, &self.text));
        ui.button("Dismiss").on_hover_text("Close this note.").clicked()
    }

    /// For how many seconds it will still be shown; `None` for as long as it takes.
    fn left(&self, now: f64) -> Option<f64> {
        let since = self.since.filter(|_| self.tone == Tone::Done)?;
        Some(since + DONE_SECONDS - now)
    }
}

impl Tone {
    fn name(self) -> &'static str {
        match self {
            Self::Done | Self::Notice => "Note",
            Self::Trouble => "Something went wrong",
        }
    }
}
