//! The ways of optimisers in the legends of all that shows them.

use eframe::egui::{Pos2, Shape, Stroke, Ui, vec2};

use super::palette::optimizer_color;
use crate::analysis::descent::{Twins, UpdateRule};

/// A row of a legend.
pub(super) struct Way {
    /// Whose way it is; `None` for all on the exact gradient together.
    pub(super) rule: Option<UpdateRule>,
    /// The word for it.
    pub(super) name: &'static str,
    /// What it means, in a sentence.
    pub(super) explanation: &'static str,
}

/// The rows for some ways, and one for those on the exact gradient where they are drawn.
pub(super) fn ways(twins: &[Twins], exact: bool) -> Vec<Way> {
    let own = twins.iter().map(|Twins { rule, .. }| Way {
        rule: Some(*rule),
        name: rule.title(),
        explanation: rule.description(),
    });
    let twin = (exact && !twins.is_empty()).then_some(Way {
        rule: None,
        name: "exact twin",
        explanation: "The same optimiser on the exact gradient. Where it parts from the other, the numerical gradient is to blame.",
    });
    own.chain(twin).collect()
}

/// A short piece of a way.
pub(super) fn paint_sample(ui: &Ui, center: Pos2, rule: Option<UpdateRule>) {
    let ends = [center - vec2(7.0, 0.0), center + vec2(7.0, 0.0)];
    if let Some(rule) = rule {
        let color = optimizer_color(rule, ui.visuals().dark_mode);
        ui.painter().line_segment(ends, Stroke::new(2.0, color));
        ui.painter().circle_filled(center, 2.6, color);
    } else {
        let stroke = Stroke::new(1.6, ui.visuals().text_color());
        ui.painter().extend(Shape::dashed_line(&ends, stroke, 4.0, 3.0));
    }
}
