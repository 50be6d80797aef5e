//! How the arrows look.

use eframe::egui::{Grid, Slider, Ui};

use super::widgets::{choice, colormap_row};
use crate::colormap::Scale;
use crate::gui::command::Command;
use crate::gui::settings::{Anchor, ArrowSettings, Direction, Length};

/// The Arrows section.
pub fn arrows_ui(ui: &mut Ui, settings: &mut ArrowSettings) -> Command {
    let ArrowSettings { direction, length, anchor, scale, colormap, color_scale, lock_limits, thin } =
        settings;
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
        colormap_row(ui, "colour map", "The colours, from the smallest |g| to the largest.", colormap);
        choice(
            ui,
            "colours",
            "How |g| becomes a colour.",
            color_scale,
            &[
                (Scale::Linear, "linear", "Equal differences of |g| look equal."),
                (
                    Scale::Logarithmic,
                    "log",
                    "Equal ratios of |g| look equal: for fields with both tiny and huge gradients.",
                ),
            ],
        );
    });
    ui.checkbox(lock_limits, "lock colour limits").on_hover_text(
        "Keeps what each colour means while you change h or the range, so that fields can be compared.",
    );
    ui.checkbox(thin, "thin out crowded arrows")
        .on_hover_text("Leaves arrows out where they would lie closer than about 10 pixels.");
    Command::None
}
