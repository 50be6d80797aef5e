//! What lies behind the arrows.

use eframe::egui::{Grid, Slider, Ui};

use super::widgets::{choice, colormap_row};
use crate::colormap::Scale;
use crate::gui::command::Command;
use crate::gui::settings::{HeatMapSettings, Quantity};
use crate::heat_map::Uncolored;
use crate::number_text::format_count;

/// What there is to say about the heat map on the canvas.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// What it shows.
    pub quantity: Quantity,
    /// Whether any of its nodes has a colour.
    pub has_colors: bool,
    /// The nodes that have none, if others do.
    pub uncolored: Uncolored,
}

/// The Heat map section.
pub fn heat_map_ui(ui: &mut Ui, settings: &mut HeatMapSettings, shown: Option<Shown>) -> Command {
    let HeatMapSettings { show, quantity, colormap, color_scale, opacity } = settings;
    ui.checkbox(show, "show a heat map").on_hover_text(
        "Colours the plane behind the arrows: every grid point fills its cell, also where arrows are left out for room.",
    );
    if !*show {
        return Command::None;
    }
    Grid::new("heat map settings").num_columns(2).show(ui, |ui| {
        choice(
            ui,
            "heat map of",
            "What the colours behind the arrows mean.",
            quantity,
            &[
                (Quantity::Function, "f", "The function itself: the hills and valleys the arrows lead down."),
                (
                    Quantity::GradientNorm,
                    "|g|",
                    "How steep f is at every grid point. The arrows are then drawn in one colour.",
                ),
            ],
        );
        colormap_row(ui, "its colour map", "The colours, from the smallest value to the largest.", colormap);
        choice(
            ui,
            "its colours",
            "How a value becomes a colour.",
            color_scale,
            &[
                (Scale::Linear, "linear", "Equal differences look equal."),
                (
                    Scale::Logarithmic,
                    "log",
                    "Equal ratios look equal. Values below 0 have no logarithm and no colour; a few far below all others share the first one.",
                ),
            ],
        );
        let tooltip = "How much of the canvas shows through the heat map.";
        let label = ui.label("opacity").on_hover_text(tooltip);
        ui.add(Slider::new(opacity, 0.1..=1.0).max_decimals(2)).labelled_by(label.id).on_hover_text(tooltip);
        ui.end_row();
    });
    if let Some(remark) = shown.and_then(remark) {
        ui.weak(remark);
    }
    Command::None
}

/// Which nodes have no colour, and why.
fn remark(shown: Shown) -> Option<String> {
    let Shown { quantity, has_colors, uncolored: Uncolored { not_finite, negative } } = shown;
    let name = quantity.name();
    if !has_colors {
        return Some(format!("No heat map: {name} has no value that this scale could show."));
    }
    let infinite = format!("not finite at {} points", format_count(not_finite));
    let below = format!("below 0, without a logarithm, at {}", format_count(negative));
    match (not_finite, negative) {
        (0, 0) => None,
        (_, 0) => Some(format!("Striped: {name} is {infinite}.")),
        (0, _) => Some(format!("Striped: {name} is {below} points.")),
        _ => Some(format!("Striped: {name} is {infinite} and {below}.")),
    }
}
