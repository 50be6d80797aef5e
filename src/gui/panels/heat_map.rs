//! What lies behind the arrows.

use eframe::egui::{Grid, Slider, Ui};

use super::widgets::{choice, choice_in_rows, colormap_row};
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
    /// Whether it has none only because the exact gradient is still being computed.
    pub lacks_census: bool,
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
        quantity_rows(ui, quantity);
        if quantity.has_colormap() {
            let tooltip = "The colours, from the smallest value to the largest.";
            colormap_row(ui, "its colour map", tooltip, colormap);
        }
        if quantity.has_scale() {
            scale_row(ui, color_scale);
        }
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

/// What the colours mean: of the field, then of its errors.
fn quantity_rows(ui: &mut Ui, quantity: &mut Quantity) {
    let of_the_field = [
        (Quantity::Function, "f", "The function itself: the hills and valleys the arrows lead down."),
        (
            Quantity::GradientNorm,
            "|g|",
            "How steep f is at every grid point. Arrows that would have the same colours are drawn in one.",
        ),
        (
            Quantity::Direction,
            "direction",
            "The angle of the gradient in degrees, anticlockwise from the x0 axis.",
        ),
    ];
    let of_its_errors = [
        (
            Quantity::Digits,
            "digits",
            "How many significant digits of the numerical gradient agree with the exact one, 0 to 16.",
        ),
        (
            Quantity::AngleError,
            "angle error",
            "How many degrees the numerical gradient points away from the exact one.",
        ),
    ];
    let tooltip = "What the colours behind the arrows mean.";
    choice_in_rows(ui, "heat map of", tooltip, quantity, &[&of_the_field, &of_its_errors]);
}

/// Linear or logarithmic.
fn scale_row(ui: &mut Ui, color_scale: &mut Scale) {
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
}

/// Which nodes have no colour, and why.
fn remark(shown: Shown) -> Option<String> {
    let Shown { quantity, has_colors, lacks_census, uncolored: Uncolored { not_finite, negative } } = shown;
    let name = quantity.name();
    if lacks_census {
        return Some("The exact gradient is being computed.".to_owned());
    }
    if !has_colors {
        return Some(format!("No heat map: {name} has no value that this scale could show."));
    }
    let missing = match quantity {
        Quantity::Function | Quantity::GradientNorm => None,
        Quantity::Direction => Some("direction"),
        Quantity::Digits => Some("relative error"),
        Quantity::AngleError => Some("angle between gradients"),
    };
    if let Some(missing) = missing {
        let points = format_count(not_finite);
        return (not_finite > 0).then(|| format!("Striped: there is no {missing} at {points} points."));
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
