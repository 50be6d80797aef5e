//! The line under the field: how the text was understood, or what is wrong with it.

use eframe::egui::{Align, Button, Color32, Label, Layout, RichText, Ui, vec2};

use super::Entry;
use crate::expr::Program;
use crate::gui::command::Command;

/// `problem` is what keeps a well-formed function from having a field.
pub(super) fn message_ui(ui: &mut Ui, entry: &Entry, problem: Option<&str>) -> Command {
    let (text, color) = message(ui, entry, problem);
    let text = RichText::new(text);
    let text = match color {
        Some(color) => text.color(color),
        None => text.weak(),
    };
    // Cut rather than wrapped, and as high with a button as without: the canvas below must not jump while the user types.
    let label = Label::new(text).truncate();
    let Some(name) = entry.may_make_parameter() else {
        ui.add(label);
        return Command::None;
    };
    let row = vec2(ui.available_width(), ui.text_style_height(&eframe::egui::TextStyle::Body));
    let row = ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        let tooltip = "If it is no slip: gives the name a value, with a slider to change it.";
        let button = Button::new("Make it a parameter").small();
        let is_wanted = ui.add(button).on_hover_text(tooltip).clicked();
        ui.add(label);
        if is_wanted { Command::MakeParameter(name.to_owned()) } else { Command::None }
    });
    row.inner
}

/// What there is to say, and its colour where it is not just how the text was understood.
fn message(ui: &Ui, entry: &Entry, problem: Option<&str>) -> (String, Option<Color32>) {
    let understood = |program: &Program| format!("= {}", program.text());
    let red = Some(ui.visuals().error_fg_color);
    match (&entry.notice, &entry.parsed, problem) {
        (Some(notice), _, _) => (notice.clone(), red),
        // An unfinished text is not shouted at. What is said of the last one is true of the field alone.
        (None, Err(_), _) if entry.is_quiet() => {
            let shown = |program: &Program| format!("still showing {}", program.text());
            (entry.last_good.as_deref().map_or_else(|| " ".to_owned(), shown), None)
        }
        (None, Err(error), _) => (error.to_string(), red),
        (None, Ok(_), Some(problem)) => (problem.to_owned(), red),
        (None, Ok(program), None) => match (entry.lesson, &entry.remark) {
            (Some(lesson), _) => (format!("{}    {lesson}", understood(program)), None),
            (None, Some(remark)) => {
                (format!("{}    {remark}", understood(program)), Some(ui.visuals().warn_fg_color))
            }
            (None, None) => (understood(program), None),
        },
    }
}
