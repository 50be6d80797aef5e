//! The page of the functions: what can be called, to be searched by name and by meaning.

use eframe::egui::{Label, RichText, TextEdit, Ui};

use super::{cell, code, heading};
use crate::expr::{CONSTANTS, FUNCTIONS, Function};

/// The widths of the columns with the call and with the example, in points.
const CALL_WIDTH: f32 = 190.0;
const EXAMPLE_WIDTH: f32 = 190.0;

/// Where one types what is looked for.
pub(super) fn filter_ui(ui: &mut Ui, filter: &mut String) {
    ui.horizontal(|ui| {
        let label = ui.label("search");
        let field =
            TextEdit::singleline(filter).hint_text("a name or a word, such as log").desired_width(220.0);
        ui.add(field)
            .labelled_by(label.id)
            .on_hover_text("Shows only what has this in its names or meaning.");
        let clear = ui.button("Clear").on_hover_text("Shows all functions again.");
        if clear.clicked() {
            filter.clear();
        }
    });
}

/// Whether a function is meant by what was typed.
fn is_meant(function: &Function, filter: &str) -> bool {
    let is_in = |text: &str| text.to_lowercase().contains(filter);
    is_in(function.signature) || is_in(function.help) || function.aliases.iter().any(|alias| is_in(alias))
}

/// The page.
pub(super) fn functions_ui(ui: &mut Ui, filter: &str) {
    let filter = filter.trim().to_lowercase();
    let found: Vec<_> = FUNCTIONS.iter().filter(|function| is_meant(function, &filter)).collect();
    if found.is_empty() {
        ui.label(format!("No function has \"{filter}\" in its names or meaning."));
    } else if filter.is_empty() {
        ui.weak(format!("{} functions; each can be called by its other names as well.", found.len()));
    } else {
        ui.weak(format!("{} of {} functions", found.len(), FUNCTIONS.len()));
    }
    for (place, function) in found.into_iter().enumerate() {
        ui.push_id(place, |ui| function_ui(ui, function));
    }
    let constants: Vec<_> = CONSTANTS
        .iter()
        .filter(|constant| {
            constant.name.to_lowercase().contains(&filter) || constant.help.to_lowercase().contains(&filter)
        })
        .collect();
    if !constants.is_empty() {
        heading(ui, "Constants");
    }
    for constant in constants {
        columns(ui, |ui| code(ui, constant.name), |_| {}, constant.help);
    }
}

fn function_ui(ui: &mut Ui, function: &Function) {
    let example = function.example();
    let help = match function.aliases {
        [] => function.help.to_owned(),
        aliases => format!("{} Also {}.", function.help, aliases.join(", ")),
    };
    columns(
        ui,
        |ui| {
            ui.add(Label::new(RichText::new(function.signature).monospace().strong()).wrap());
        },
        |ui| code(ui, &example),
        &help,
    );
}

/// A row: the call, an example, and what it means in all the room that is left.
fn columns(ui: &mut Ui, call: impl FnOnce(&mut Ui), example: impl FnOnce(&mut Ui), help: &str) {
    // A narrow sheet has the meaning below.
    let is_wide = ui.available_width() > CALL_WIDTH + EXAMPLE_WIDTH + 200.0;
    ui.horizontal_top(|ui| {
        cell(ui, CALL_WIDTH, call);
        cell(ui, EXAMPLE_WIDTH, example);
        if is_wide {
            ui.add(Label::new(help).wrap());
        }
    });
    if !is_wide {
        ui.indent("meaning", |ui| ui.add(Label::new(help).wrap()));
    }
}
