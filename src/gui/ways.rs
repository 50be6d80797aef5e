//! How the ways of optimisers are drawn in the legends of all that shows them.

use eframe::egui::{Pos2, Shape, Stroke, Ui, vec2};

use super::palette::optimizer_color;
use crate::figure::legend::Sample;

/// A short piece of a way.
pub(super) fn paint_sample(ui: &Ui, center: Pos2, sample: Sample) {
    let ends = [center - vec2(7.0, 0.0), center + vec2(7.0, 0.0)];
    if let Sample::Path(rule) = sample {
        let color = optimizer_color(rule, ui.visuals().dark_mode);
        ui.painter().line_segment(ends, Stroke::new(2.0, color));
        ui.painter().circle_filled(center, 2.6, color);
    } else {
        let stroke = Stroke::new(1.6, ui.visuals().text_color());
        ui.painter().extend(Shape::dashed_line(&ends, stroke, 4.0, 3.0));
    }
}
