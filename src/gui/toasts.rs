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
/// More notes than this would hide the window: the oldest go.
const MOST: usize = 5;

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

/// The notes that are shown, the oldest first.
#[derive(Debug, Default)]
pub struct Toasts {
    shown: Vec<Toast>,
    made: u64,
}

impl Toasts {
    /// Show a note. What is said already is not said twice.
    pub fn push(&mut self, tone: Tone, text: impl Into<String>) {
        let text = text.into();
        self.shown.retain(|toast| (toast.tone, &toast.text) != (tone, &text));
        self.made += 1;
        self.shown.push(Toast { tone, text, since: None, number: self.made });
        let excess = self.shown.len().saturating_sub(MOST);
        // What was done is sooner forgotten than what went wrong.
        for _ in 0..excess {
            let oldest = self.shown.iter().position(|toast| toast.tone == Tone::Done).unwrap_or(0);
            self.shown.remove(oldest);
        }
    }

    /// The notes, the oldest first.
    pub fn shown(&self) -> &[Toast] {
        &self.shown
    }

    /// Draw them, one above the other, the newest at the bottom, below them what is being done; whether that is to stop.
    pub fn ui(&mut self, context: &Context, running: Option<&Doing>) -> bool {
        let now = context.input(|input| input.time);
        for toast in &mut self.shown {
            toast.since.get_or_insert(now);
        }
        self.shown.retain(|toast| toast.left(now).is_none_or(|left| left > 0.0));
        let soonest = self.shown.iter().filter_map(|toast| toast.left(now)).reduce(f64::min);
        if let Some(left) = soonest.and_then(|left| Duration::try_from_secs_f64(left).ok()) {
            context.request_repaint_after(left);
        }
        let mut bottom = DISTANCE[1];
        let mut is_cancelled = false;
        if let Some(doing) = running {
            let shown = note("running", "What is being done", bottom)
                .show(context, |ui| Frame::popup(ui.style()).show(ui, |ui| running_ui(ui, doing)).inner);
            bottom += shown.response.rect.height() + GAP;
            is_cancelled = shown.inner;
        }
        let mut dismissed = None;
        for toast in self.shown.iter().rev() {
            let shown = note(toast.number, toast.tone.name(), bottom)
                .show(context, |ui| Frame::popup(ui.style()).show(ui, |ui| toast.ui(ui)).inner);
            bottom += shown.response.rect.height() + GAP;
            if shown.inner {
                dismissed = Some(toast.number);
            }
        }
        if dismissed.is_some() {
            self.shown.retain(|toast| Some(toast.number) != dismissed);
            context.request_repaint();
        }
        is_cancelled
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
