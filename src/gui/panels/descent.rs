//! Optimisers on their way down: a row each, with its switch and its rate, and the other numbers folded away.

use eframe::egui::accesskit::Role;
use eframe::egui::{Button, Grid, Id, RichText, Ui, WidgetInfo};

use super::widgets::{NumberBox, NumberSlider};
use crate::analysis::descent::{Knob, Optimizer};
use crate::gui::command::Command;
use crate::gui::palette::optimizer_color;
use crate::gui::settings::DescentSettings;

/// The room for an optimiser's switch and name and the length of a rate's rail, in points.
const NAME_WIDTH: f32 = 106.0;
const RAIL: f32 = 60.0;

/// The Optimisers section.
pub fn descent_ui(ui: &mut Ui, settings: &mut DescentSettings) -> Command {
    let DescentSettings { show, start, steps, twins, optimizers } = settings;
    ui.checkbox(show, "show descents").on_hover_text(
        "Draws how optimisers go down from a start, step by step, on the numerical gradient. Drag the start, or put it \
         with Shift and a click.",
    );
    if !*show {
        return Command::None;
    }
    let mut command = ui.horizontal(|ui| start_ui(ui, start)).inner;
    Grid::new("descent settings").num_columns(2).show(ui, |ui| {
        let mut count = *steps as f64;
        let range = 1.0..=DescentSettings::MOST_STEPS as f64;
        let tooltip = "How many steps each optimiser makes, if nothing stops it.";
        let slider = NumberSlider { label: "steps", tooltip, range, logarithmic: true };
        command = std::mem::take(&mut command).or(slider.row(ui, &mut count));
        *steps = whole(count);
    });
    ui.checkbox(twins, "exact twins, dashed").on_hover_text(
        "Beside each goes the same optimiser on the exact gradient. Where the two part, the numerical gradient is to \
         blame.",
    );
    for (optimizer, goes) in optimizers {
        let asked = optimizer_ui(ui, optimizer, goes);
        command = command.or(asked);
    }
    command
}

/// Both coordinates of the start in a row.
fn start_ui(ui: &mut Ui, start: &mut [f64; 2]) -> Command {
    let tooltip = "Where all descents begin. On the canvas it can be dragged.";
    let coordinate = |(label, x): (&str, &mut f64)| {
        let id = ui.label(label).on_hover_text(tooltip).id;
        let number = NumberSlider { label, tooltip, range: -10.0..=10.0, logarithmic: false };
        number.number(ui, x, id, NumberBox::SHORT).1
    };
    ["start x0", "start x1"].into_iter().zip(start).map(coordinate).fold(Command::None, Command::or)
}

/// A number of steps near a number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within a small range")]
fn whole(count: f64) -> usize {
    count.round().clamp(1.0, crate::analysis::descent::MOST_STEPS as f64) as usize
}

/// An optimiser's row, and the rows of its other numbers where they are unfolded.
fn optimizer_ui(ui: &mut Ui, optimizer: &mut Optimizer, goes: &mut bool) -> Command {
    let rule = optimizer.rule();
    let row = |ui: &mut Ui| {
        let left = ui.cursor().left();
        let color = optimizer_color(rule, ui.visuals().dark_mode);
        let name = RichText::new(rule.title()).color(color).strong();
        let name = ui.checkbox(goes, name).on_hover_text(rule.description());
        if !*goes {
            return (Command::None, false);
        }
        ui.add_space((left + NAME_WIDTH - ui.cursor().left()).max(0.0));
        let command = rate_ui(ui, optimizer, name.id);
        let has_more = rule.knobs().len() > 1;
        (command, has_more && more_ui(ui, rule.title()))
    };
    let (command, is_unfolded) = ui.horizontal(row).inner;
    if !is_unfolded {
        return command;
    }
    let knobs = ui.indent((rule, "more"), |ui| {
        let grid = Grid::new((rule, "more knobs")).num_columns(2);
        let rest = &rule.knobs()[1..];
        grid.show(ui, |ui| {
            rest.iter().map(|knob| knob_row(ui, optimizer, *knob)).fold(Command::None, Command::or)
        })
    });
    command.or(knobs.inner.inner)
}

/// The learning rate in what is left of a row, named by the optimiser's name.
fn rate_ui(ui: &mut Ui, optimizer: &mut Optimizer, name: Id) -> Command {
    ui.spacing_mut().slider_width = RAIL;
    let mut value = optimizer.get(Knob::Rate);
    let complaint = slider(Knob::Rate).ui_with(ui, &mut value, name, NumberBox::SHORT);
    set(optimizer, Knob::Rate, value).or(complaint)
}

/// The button that unfolds the rest, and whether it is unfolded.
fn more_ui(ui: &mut Ui, name: &str) -> bool {
    let id = ui.make_persistent_id(("more of", name));
    let mut is_unfolded = ui.data(|data| data.get_temp(id).unwrap_or(false));
    let text = format!("more of {name}");
    let button = ui.add(Button::selectable(is_unfolded, "...")).on_hover_text("Its other numbers.");
    if button.clicked() {
        is_unfolded = !is_unfolded;
        ui.data_mut(|data| data.insert_temp(id, is_unfolded));
    }
    button.widget_info(|| WidgetInfo::selected(Role::Button, true, is_unfolded, text.as_str()));
    is_unfolded
}

fn slider(knob: Knob) -> NumberSlider<'static> {
    let (label, tooltip, range, logarithmic) = match knob {
        Knob::Rate => {
            ("rate", "The learning rate: how long a step is for a gradient of 1.", 1e-5..=10.0, true)
        }
        Knob::Momentum => ("momentum", "The share of the last step that goes on.", 0.0..=0.999, false),
        Knob::Decay => ("decay", "The share of the old squared gradients that stays.", 0.0..=0.999, false),
        Knob::Beta1 => ("beta 1", "The share of the old mean gradient that stays.", 0.0..=0.999, false),
        Knob::Beta2 => ("beta 2", "The share of the old squared gradients that stays.", 0.0..=0.9999, false),
        Knob::Epsilon => ("epsilon", "Keeps what is divided by from being 0.", 1e-12..=1.0, true),
        Knob::Decrease => {
            ("decrease", "The share of the fall that the slope promises which is enough.", 0.0..=0.9, false)
        }
    };
    NumberSlider { label, tooltip, range, logarithmic }
}

fn knob_row(ui: &mut Ui, optimizer: &mut Optimizer, knob: Knob) -> Command {
    let mut value = optimizer.get(knob);
    let complaint = slider(knob).row(ui, &mut value);
    set(optimizer, knob, value).or(complaint)
}

/// Set a number of an optimiser; one that cannot be is not taken.
fn set(optimizer: &mut Optimizer, knob: Knob, value: f64) -> Command {
    if !knob.takes(value) {
        return Command::Complain(format!("The {} must be {}.", slider(knob).label, knob.range()));
    }
    *optimizer.knob(knob) = value;
    Command::None
}
