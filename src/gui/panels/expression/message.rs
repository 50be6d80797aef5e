//! The line under the field: how the text was understood, or what is wrong with it. Below it the lesson of an example.

use eframe::egui::text::LayoutJob;
use eframe::egui::{Align, Button, Color32, FontSelection, Label, Layout, RichText, TextStyle, Ui, vec2};

use super::Entry;
use crate::gui::command::Command;

/// Between how a text was understood and what else it may have meant, in points.
const GAP: f32 = 16.0;
/// What is left at least of how a text was understood, in points.
const LEAST_UNDERSTOOD: f32 = 120.0;

/// What there is to say.
enum Message<'a> {
    /// Of a text that is no function yet.
    Waiting(String),
    Wrong(String),
    /// How a function was understood, and what may have been meant otherwise.
    Understood(String, Option<&'a str>),
}

/// `problem` is what keeps a well-formed function from having a field.
pub(super) fn message_ui(ui: &mut Ui, entry: &Entry, problem: Option<&str>) -> Command {
    // As high with a button as without: the canvas below must not jump while the user types.
    let row = vec2(ui.available_width(), ui.text_style_height(&TextStyle::Body));
    let row = ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::TOP), |ui| {
        match message(entry, problem) {
            Message::Waiting(text) => {
                ui.add(Label::new(RichText::new(text).weak()).truncate());
            }
            Message::Understood(text, remark) => understood_ui(ui, text, remark),
            Message::Wrong(text) => return wrong_ui(ui, entry, text),
        }
        Command::None
    });
    row.inner
}

fn message<'a>(entry: &'a Entry, problem: Option<&str>) -> Message<'a> {
    if let Some(notice) = &entry.notice {
        return Message::Wrong(notice.text.clone());
    }
    match &entry.parsed {
        // An unfinished text is not shouted at. What is said of the last one is true of the field alone.
        Err(_) if entry.is_quiet() => {
            let last = entry.last_good.as_deref();
            Message::Waiting(
                last.map_or_else(|| " ".to_owned(), |program| format!("still showing {}", program.text())),
            )
        }
        Err(error) => Message::Wrong(error.to_string()),
        Ok(program) => problem.map_or_else(
            || Message::Understood(format!("= {}", program.text()), entry.remark.as_deref()),
            |problem| Message::Wrong(problem.to_owned()),
        ),
    }
}

/// What is wrong, to its end, as that says what to do; before it, a way out if there is one.
fn wrong_ui(ui: &mut Ui, entry: &Entry, text: String) -> Command {
    let mut command = Command::None;
    // A notice is about something else.
    if let Some(name) = entry.may_make_parameter().filter(|_| entry.notice.is_none()) {
        let tooltip =
            "Gives this name a value, and a slider to change it. If it is only misspelt, correct it instead.";
        let button = Button::new("Make it a parameter").small();
        if ui.add(button).on_hover_text(tooltip).clicked() {
            command = Command::MakeParameter(name.to_owned());
        }
    }
    ui.add(Label::new(RichText::new(text).color(ui.visuals().error_fg_color)).wrap());
    command
}

/// A long function is cut off; what is remarked on it is not, as the function itself stands above.
fn understood_ui(ui: &mut Ui, text: String, remark: Option<&str>) {
    let text = Label::new(RichText::new(text).weak()).truncate();
    let Some(remark) = remark else {
        ui.add(text);
        return;
    };
    ui.spacing_mut().item_spacing.x = GAP;
    let font = TextStyle::Body.resolve(ui.style());
    let needed = ui.painter().layout_no_wrap(remark.to_owned(), font, Color32::PLACEHOLDER).size().x;
    let rest = (ui.available_width() - GAP - needed - 1.0).max(LEAST_UNDERSTOOD);
    ui.scope(|ui| {
        ui.set_max_width(rest);
        ui.add(text);
    });
    ui.add(Label::new(RichText::new(remark).color(ui.visuals().warn_fg_color)).wrap());
}

/// What there is to see in an example and what to try, as long as it is being followed.
pub(super) fn lesson_ui(ui: &mut Ui, entry: &Entry) -> Command {
    let Some(example) = entry.lesson else { return Command::None };
    let mut text = LayoutJob::default();
    for part in [RichText::new(format!("{}:  ", example.name)).strong(), RichText::new(&example.lesson)] {
        part.append_to(&mut text, ui.style(), FontSelection::Default, Align::TOP);
    }
    let row = vec2(ui.available_width(), ui.text_style_height(&TextStyle::Body));
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::TOP), |ui| {
        let close = ui.add(Button::new("Got it").small()).on_hover_text("Takes this lesson away.");
        ui.with_layout(Layout::left_to_right(Align::TOP), |ui| ui.add(Label::new(text).wrap()));
        if close.clicked() { Command::EndLesson } else { Command::None }
    })
    .inner
}
