//! The page of the keys, made from the table of shortcuts; beside them what the mouse does, and single controls.

use eframe::egui::{Label, Ui};

use super::{cell, code, heading};
use crate::gui::shortcuts::{self, Group, Row};

/// The width of the column with the keys, in points, and of one that also says where they act.
const KEYS_WIDTH: f32 = 130.0;
const PLACES_WIDTH: f32 = 240.0;

/// Keys that act while something in particular has the focus, or nothing.
const OF_CONTROLS: [(&str, &str); 9] = [
    ("Tab, Shift+Tab", "The next control, or the one before, in the order in which one reads."),
    ("Space, Enter", "Presses the button that has the focus."),
    ("Up, Down in the expression", "Earlier functions and later ones; in a list of names, the choice."),
    (
        "Tab, Enter in the expression",
        "Tab takes the name that is offered; so does Enter, unless the text is a function already.",
    ),
    ("Esc", "Leaves a field, and closes what lies over the window."),
    (
        "arrow keys",
        "While nothing or the canvas has the focus: the probe from arrow to arrow; with Shift on the canvas, by ten.",
    ),
    (
        "arrow keys, + and -, Home on the surface",
        "Turn it, or move it with Shift; zoom; go back to where it was at first.",
    ),
    ("Left, Right on a slider", "Move it; on the plot of errors they move h by a tenth of a decade."),
    ("Up, Down on the lab's edge", "Give the h lab more room or less."),
];

/// What the mouse does.
const OF_MOUSE: [(&str, &str); 9] = [
    ("click on the canvas", "Looks at the nearest arrow."),
    ("drag on the canvas", "Moves the plane."),
    ("wheel on the canvas", "Zooms around the pointer."),
    ("right button on the canvas", "Drags a box to zoom into."),
    ("double click on the canvas", "Shows the whole grid."),
    ("Shift and click on the canvas", "Puts the start of the optimisers there, while they are shown."),
    ("drag the optimisers' start", "Moves it."),
    ("drag in the plot of errors", "Moves h."),
    ("drag on the surface", "Turns it, or moves it with the right button or with Shift; the wheel zooms."),
];

/// The page.
pub(super) fn keys_ui(ui: &mut Ui) {
    for group in Group::ALL {
        let rows: Vec<_> = shortcuts::rows().filter(|row| row.group == group).collect();
        if rows.is_empty() {
            continue;
        }
        heading(ui, group.title());
        table(ui, KEYS_WIDTH, rows.into_iter().map(|row| (keys(row), row.sentence)));
    }
    ui.add_space(2.0);
    ui.weak("Letters and signs act while nothing is being typed: Esc leaves a field.");
    heading(ui, "By what has the focus");
    table(ui, PLACES_WIDTH, OF_CONTROLS.into_iter().map(|(keys, what)| (keys.to_owned(), what)));
    heading(ui, "The mouse");
    table(ui, PLACES_WIDTH, OF_MOUSE.into_iter().map(|(keys, what)| (keys.to_owned(), what)));
}

/// The keys of an action, each once.
fn keys(row: &Row) -> String {
    let mut texts: Vec<String> = Vec::new();
    for key in &row.keys {
        let text = shortcuts::written(key);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join(", ")
}

fn table(ui: &mut Ui, width: f32, rows: impl Iterator<Item = (String, &'static str)>) {
    for (keys, what) in rows {
        ui.horizontal_top(|ui| {
            cell(ui, width, |ui| code(ui, &keys));
            ui.add(Label::new(what).wrap());
        });
    }
}
