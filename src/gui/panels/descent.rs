//! Optimisers on their way down.

use eframe::egui::{CollapsingHeader, Grid, RichText, Ui};

use super::widgets::NumberSlider;
use crate::analysis::descent::{Knob, Optimizer};
use crate::gui::command::Command;
use crate::gui::palette::optimizer_color;
use crate::gui::settings::DescentSettings;

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
    let mut command = Command::None;
    Grid::new("descent settings").num_columns(2).show(ui, |ui| {
        for (label, x) in ["start x0", "start x1"].into_iter().zip(start) {
            let tooltip = "Where all descents begin. On the canvas it can be dragged.";
            let slider = NumberSlider { label, tooltip, range: -10.0..=10.0, logarithmic: false };
            command = std::mem::take(&mut command).or(slider.row(ui, x));
        }
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
        optimizer_ui(ui, optimizer, goes, &mut command);
    }
    command
}

/// A number of steps near a number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within a small range")]
fn whole(count: f64) -> usize {
    count.round().clamp(1.0, crate::analysis::descent::MOST_STEPS as f64) as usize
}

fn optimizer_ui(ui: &mut Ui, optimizer: &mut Optimizer, goes: &mut bool, command: &mut Command) {
    let rule = optimizer.rule();
    let color = optimizer_color(rule, ui.visuals().dark_mode);
    let title = RichText::new(rule.title()).color(color).strong();
    ui.checkbox(goes, title).on_hover_text(rule.description());
    if !*goes {
        return;
    }
    Grid::new((rule, "knobs")).num_columns(2).show(ui, |ui| knob_row(ui, optimizer, Knob::Rate, command));
    let rest = &rule.knobs()[1..];
    if rest.is_empty() {
        return;
    }
    let title = RichText::new(format!("more of {}", rule.title())).small();
    ui.push_id((rule, "more"), |ui| {
        CollapsingHeader::new(title).show_unindented(ui, |ui| {
            Grid::new((rule, "more knobs")).num_columns(2).show(ui, |ui| {
                for &knob in rest {
                    knob_row(ui, optimizer, knob, command);
                }
            });
        });
    });
}

/// A number of an optimiser; one that cannot be is not taken.
fn knob_row(ui: &mut Ui, optimizer: &mut Optimizer, knob: Knob, command: &mut Command) {
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
    let mut value = optimizer.get(knob);
    let asked = NumberSlider { label, tooltip, range, logarithmic }.row(ui, &mut value);
    let complaint = if knob.takes(value) {
        *optimizer.knob(knob) = value;
        Command::None
    } else {
        Command::Complain(format!("The {label} must be {}.", knob.range()))
    };
    *command = std::mem::take(command).or(asked).or(complaint);
}
