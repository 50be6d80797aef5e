//! f(x0, x1) = the expression, and under it how it was understood or what is wrong with it.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    Align, Color32, Event, FontId, Id, Layout, MenuBar, RichText, Stroke, TextEdit, ThemePreference, Ui, vec2,
};

use crate::expr::{self, ExpressionError, MOST_BYTES, Program};
use crate::gui::command::Command;
use crate::gui::examples::EXAMPLES;
use crate::gui::settings::Settings;

/// The height of the row with the expression, in points.
const ROW_HEIGHT: f32 = 34.0;

/// The expression field: the text as last read, and what came of it.
pub struct Entry {
    text: String,
    parsed: Result<Arc<Program>, ExpressionError>,
    notice: Option<String>,
    lesson: Option<&'static str>,
    focus: bool,
}

impl Entry {
    /// An entry that takes the focus when it is first shown.
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            parsed: expr::parse(text).map(Arc::new),
            notice: None,
            lesson: None,
            focus: true,
        }
    }

    /// The function, or what is wrong with the text.
    pub fn parsed(&self) -> &Result<Arc<Program>, ExpressionError> {
        &self.parsed
    }

    /// Read the text if it has changed.
    pub fn read(&mut self, text: &str) {
        if self.text != text {
            text.clone_into(&mut self.text);
            self.parsed = expr::parse(text).map(Arc::new);
            self.forget_remarks();
        }
    }

    /// Say something that stays until the settings change.
    pub fn complain(&mut self, notice: String) {
        self.notice = Some(notice);
    }

    /// Say what there is to see until the settings change.
    pub fn teach(&mut self, lesson: &'static str) {
        self.lesson = Some(lesson);
    }

    /// What was said belongs to earlier settings.
    pub fn forget_remarks(&mut self) {
        self.notice = None;
        self.lesson = None;
    }
}

/// The top bar: the expression, and the menus beside it. `problem` is what keeps a well-formed function from having a
/// field, such as an empty range.
pub fn expression_ui(
    ui: &mut Ui,
    settings: &mut Settings,
    entry: &mut Entry,
    problem: Option<&str>,
) -> Command {
    // A height of its own, so that label, field and menus share one middle line.
    let row = vec2(ui.available_width(), ROW_HEIGHT);
    let command = ui
        .allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            let label = ui.label(RichText::new("f(x0, x1) =").monospace().size(16.0));
            let menus = 150.0;
            let width = (ui.available_width() - menus).max(120.0);
            field_ui(ui, &mut settings.expression, entry, width, label.id);
            MenuBar::new().ui(ui, |ui| menus_ui(ui, settings)).inner
        })
        .inner;
    entry.read(&settings.expression);
    message_ui(ui, entry, problem);
    command
}

/// The text field, with the offending part of a wrong text marked.
fn field_ui(ui: &mut Ui, text: &mut String, entry: &mut Entry, width: f32, label: Id) {
    let id = Id::unique("expression");
    if ui.memory(|memory| memory.has_focus(id)) {
        refuse_long_pastes(ui, entry);
    }
    let font = FontId::monospace(16.0);
    let parsed = &entry.parsed;
    let mut layouter = |ui: &Ui, buffer: &dyn eframe::egui::TextBuffer, _wrap: f32| {
        // The marked span belongs to the text as last read, which may be one keystroke old.
        let error = parsed.as_ref().err().filter(|_| buffer.as_str() == entry.text);
        let job = layout(ui, buffer.as_str(), error, &font);
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let output = TextEdit::singleline(text)
        .id(id)
        .font(font.clone())
        .desired_width(width)
        .margin(eframe::egui::Margin::symmetric(6, 5))
        .hint_text("a function of x0 and x1, such as x0^2 + x1^2")
        .layouter(&mut layouter)
        .show(ui);
    let response = output.response.response.labelled_by(label);
    if std::mem::take(&mut entry.focus) {
        response.request_focus();
    }
}

/// A paste too long for a function is not let into the field, where it would push out what stands there.
fn refuse_long_pastes(ui: &Ui, entry: &mut Entry) {
    let mut refused = None;
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Paste(text) | Event::Text(text) if text.len() > MOST_BYTES => {
                refused = Some(text.len());
                false
            }
            _ => true,
        });
    });
    if let Some(bytes) = refused {
        entry.notice = Some(format!(
            "That text has {bytes} bytes and was not pasted; a function has at most {MOST_BYTES}."
        ));
    }
}

/// The text with the offending part underlined.
fn layout(ui: &Ui, text: &str, error: Option<&ExpressionError>, font: &FontId) -> LayoutJob {
    let color = ui.visuals().widgets.inactive.text_color();
    let plain = TextFormat::simple(font.clone(), color);
    let mut job = LayoutJob::default();
    let Some(error) = error else {
        job.append(text, 0.0, plain);
        return job;
    };
    let red = ui.visuals().error_fg_color;
    let marked = TextFormat {
        color: red,
        underline: Stroke::new(2.0, red),
        background: Color32::from_rgba_unmultiplied(red.r(), red.g(), red.b(), 40),
        ..plain.clone()
    };
    let (before, rest) = text.split_at(error.span.start.min(text.len()));
    let (wrong, after) = rest.split_at((error.span.end - error.span.start).min(rest.len()));
    job.append(before, 0.0, plain.clone());
    job.append(wrong, 0.0, marked);
    job.append(after, 0.0, plain);
    job
}

/// The line under the field.
fn message_ui(ui: &mut Ui, entry: &Entry, problem: Option<&str>) {
    let (text, wrong) = match (&entry.notice, &entry.parsed, problem) {
        (Some(notice), _, _) => (notice.clone(), true),
        (None, Err(error), _) => (error.to_string(), true),
        (None, Ok(_), Some(problem)) => (problem.to_owned(), true),
        (None, Ok(program), None) => match entry.lesson {
            Some(lesson) => (format!("= {}    {lesson}", program.text()), false),
            None => (format!("= {}", program.text()), false),
        },
    };
    let text = RichText::new(text);
    let text = if wrong { text.color(ui.visuals().error_fg_color) } else { text.weak() };
    // Cut rather than wrapped: the canvas below must not jump while the user types.
    ui.add(eframe::egui::Label::new(text).truncate());
}

fn menus_ui(ui: &mut Ui, settings: &Settings) -> Command {
    let mut command = Command::None;
    ui.menu_button("Examples", |ui| {
        for example in &EXAMPLES {
            if ui.button(example.name).on_hover_text(example.lesson).clicked() {
                command = Command::Load(Box::new(example.settings(settings)), example.lesson);
                ui.close();
            }
        }
    })
    .response
    .on_hover_text("Functions worth looking at, each with a grid and an h that show why.");
    theme_menu(ui);
    command
}

/// Light, dark, or as the desktop has it.
fn theme_menu(ui: &mut Ui) {
    let mut preference = ui.options(|options| options.theme_preference);
    let menu = ui.menu_button("Theme", |ui| {
        for (option, name) in [
            (ThemePreference::System, "as the desktop"),
            (ThemePreference::Light, "light"),
            (ThemePreference::Dark, "dark"),
        ] {
            if ui.radio_value(&mut preference, option, name).clicked() {
                ui.close();
            }
        }
    });
    menu.response.on_hover_text("Light or dark, or as the desktop has it.");
    ui.ctx().set_theme(preference);
}
