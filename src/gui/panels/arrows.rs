//! How the arrows look.

use eframe::egui::{ComboBox, Grid, Slider, Ui};

use super::widgets::{choice, colormap_row};
use crate::colormap::Scale;
use crate::gui::command::Command;
use crate::gui::settings::{Anchor, ArrowSettings, Direction, Length, Quantity};

/// What colours can tell of an arrow: each with its name and its explanation.
const COLOR_BY: [(Quantity, &str, &str); 4] = [
    (Quantity::GradientNorm, "magnitude |g|", "How steep f is."),
    (
        Quantity::Direction,
        "direction of g",
        "The angle of the gradient, anticlockwise from the x0 axis: the same colour, the same way uphill.",
    ),
    (
        Quantity::Digits,
        "correct digits",
        "How many significant digits of the arrow agree with the exact gradient: 16 is all there are, 0 is none.",
    ),
    (
        Quantity::AngleError,
        "angle error",
        "How many degrees the arrow points away from where it should: 0 is right, 180 is the opposite way.",
    ),
];

/// The Arrows section.
pub fn arrows_ui(ui: &mut Ui, settings: &mut ArrowSettings) -> Command {
    let ArrowSettings {
        direction,
        length,
        anchor,
        scale,
        colormap,
        color_scale,
        lock_limits,
        thin,
        color_by,
        ghosts,
        mark_causes,
    } = settings;
    Grid::new("arrow settings").num_columns(2).show(ui, |ui| {
        choice(
            ui,
            "direction",
            "Which way arrows point.",
            direction,
            &[
                (Direction::Descent, "-g descent", "Where f falls fastest: the way gradient descent goes."),
                (Direction::Ascent, "+g ascent", "Where f rises fastest: the gradient itself."),
            ],
        );
        choice(
            ui,
            "length",
            "What an arrow's length means.",
            length,
            &[
                (Length::Equal, "equal", "All arrows are as long; only the colour tells |g|."),
                (Length::Magnitude, "by |g|", "The longer, the steeper."),
            ],
        );
        choice(
            ui,
            "anchor",
            "Which part of the arrow sits on its grid point.",
            anchor,
            &[
                (Anchor::Tail, "tail", "The arrow starts at its grid point."),
                (Anchor::Middle, "middle", "The arrow is centred on its grid point."),
                (Anchor::Tip, "tip", "The arrow ends at its grid point."),
            ],
        );
        let tooltip = "Makes all arrows longer or shorter.";
        let label = ui.label("size").on_hover_text(tooltip);
        ui.add(Slider::new(scale, 0.2..=5.0).logarithmic(true).max_decimals(2))
            .labelled_by(label.id)
            .on_hover_text(tooltip);
        ui.end_row();
        color_by_row(ui, color_by);
        if color_by.has_colormap() {
            colormap_row(ui, "colour map", "The colours, from the smallest value to the largest.", colormap);
        }
        if color_by.has_scale() {
            choice(
                ui,
                "colours",
                "How a value becomes a colour.",
                color_scale,
                &[
                    (Scale::Linear, "linear", "Equal differences look equal."),
                    (
                        Scale::Logarithmic,
                        "log",
                        "Equal ratios look equal: for fields with both tiny and huge gradients.",
                    ),
                ],
            );
        }
    });
    ui.checkbox(ghosts, "exact ghost arrows").on_hover_text(
        "Draws the exact gradient in grey behind the arrows: grey that shows is error of the arrow in front of it.",
    );
    ui.checkbox(mark_causes, "mark wrong arrows").on_hover_text(
        "Marks each arrow that is missing or wrong by the cause: the legend on the canvas says which mark means what.",
    );
    ui.checkbox(lock_limits, "lock colour limits").on_hover_text(
        "Keeps what each colour means while you change h or the range, so that fields can be compared.",
    );
    ui.checkbox(thin, "thin out crowded arrows")
        .on_hover_text("Leaves arrows out where they would lie closer than about 10 pixels.");
    Command::None
}

/// What the colours mean.
fn color_by_row(ui: &mut Ui, color_by: &mut Quantity) {
    let tooltip = "What the colour of an arrow tells.";
    let label = ui.label("colour by").on_hover_text(tooltip);
    let name = COLOR_BY
        .iter()
        .find(|(quantity, ..)| quantity == color_by)
        .map_or("magnitude |g|", |(_, name, _)| name);
    ComboBox::from_id_salt(label.id)
        .selected_text(name)
        .width(120.0)
        .show_ui(ui, |ui| {
            for (quantity, name, explanation) in COLOR_BY {
                ui.selectable_value(color_by, quantity, name).on_hover_text(explanation);
            }
        })
        .response
        .labelled_by(label.id)
        .on_hover_text(tooltip);
    ui.end_row();
}
