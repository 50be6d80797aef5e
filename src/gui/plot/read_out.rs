//! What stands under the pointer, in numbers.

use eframe::egui::{self, Align2, Frame, Id, Order, Pos2, Rect, Response, Stroke, Ui, vec2};
use egui_plot::{PlotPoint, PlotTransform};

use super::arrows::build::Built;
use super::probe::place_of;
use crate::analysis::Cause;
use crate::expr::Axis;
use crate::field::{ArrowState, GradientField};
use crate::heat_map::{Quantity, Source};
use crate::number_text::format_number;

/// How far outside the grid, in grid steps, the pointer still finds the nearest node.
const REACH_IN_STEPS: f64 = 0.75;

/// The corners of a rectangle.
pub(super) const CORNERS: [Align2; 4] =
    [Align2::RIGHT_TOP, Align2::LEFT_TOP, Align2::RIGHT_BOTTOM, Align2::LEFT_BOTTOM];

/// The node that the pointer means, with all its numbers; not in the corner that is taken.
pub(super) fn read_out(
    ui: &Ui,
    response: &Response,
    transform: &PlotTransform,
    source: Source<'_>,
    built: Option<&Built>,
    taken: Option<Align2>,
) {
    let Some(pointer) = response.hover_pos() else { return };
    if response.dragged() {
        return;
    }
    let field = source.field();
    let Some(index) = pointed_at(field, transform, built, pointer) else { return };
    let painter = ui.painter().with_clip_rect(*transform.frame());
    let place = place_of(transform, field, index);
    painter.circle_stroke(place, 6.0, Stroke::new(1.5, ui.visuals().strong_text_color()));
    // In the corner of the plot farthest from the pointer, where it hides least of what is looked at.
    let frame = transform.frame().shrink(8.0);
    let corner = farthest(&frame, pointer, taken);
    let area = egui::Area::new(Id::unique("read-out")).order(Order::Tooltip).interactable(false);
    area.pivot(corner).fixed_pos(corner.pos_in_rect(&frame)).show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| table(ui, source, index));
    });
}

fn farthest(frame: &Rect, from: Pos2, taken: Option<Align2>) -> Align2 {
    let free = CORNERS.into_iter().filter(|corner| Some(*corner) != taken);
    let distance = |corner: &Align2| {
        let away = corner.pos_in_rect(frame) - from;
        // In a flat plot the farther side counts as much as the farther end.
        (away.x / frame.width()).abs() + (away.y / frame.height()).abs()
    };
    free.max_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(Align2::RIGHT_TOP)
}

fn table(ui: &mut Ui, source: Source<'_>, index: usize) {
    let field = source.field();
    egui::Grid::new("node").num_columns(2).spacing(vec2(10.0, 1.0)).show(ui, |ui| {
        for (name, value) in node_lines(field, index) {
            ui.monospace(name);
            ui.monospace(value);
            ui.end_row();
        }
        let digits = Quantity::Digits.values(source).map(|values| values.at(index));
        if let Some(digits) = digits.filter(|digits| !digits.is_nan()) {
            ui.monospace("digits");
            ui.monospace(format!("{digits:.1}"));
            ui.end_row();
        }
    });
    let cause = source.census().map(|census| census.causes[index]);
    match (cause, field.state(index)) {
        (Some(Cause::Good), _) | (None, ArrowState::Live) => {}
        (Some(cause), _) => {
            ui.set_max_width(230.0);
            ui.label(format!("{}: {}", cause.name(), cause.explanation()));
        }
        (None, ArrowState::Zero) => _ = ui.label("Both differences are exactly 0."),
        (None, ArrowState::NotFinite) => _ = ui.label("f or a difference is not finite here."),
    }
}

/// Name and value of all numbers at a node, to full precision.
pub fn node_lines(field: &GradientField, index: usize) -> [(&'static str, String); 6] {
    let [x0, x1] = field.grid.point(index);
    [
        ("x0", x0),
        ("x1", x1),
        ("f", field.f[index]),
        ("g0", field.g0[index]),
        ("g1", field.g1[index]),
        ("|g|", field.norm[index]),
    ]
    .map(|(name, value)| (name, format_number(value)))
}

/// The node that a place on the screen means: that of the arrow which is drawn there, else the nearest.
pub fn pointed_at(
    field: &GradientField,
    transform: &PlotTransform,
    built: Option<&Built>,
    place: Pos2,
) -> Option<usize> {
    let corner = transform.frame().min;
    let node = built.and_then(|built| built.node_of_arrow_at((place - corner).into()));
    let place = node.map_or(place, |node| corner + vec2(node[0], node[1]));
    nearest_node(field, transform.value_from_position(place))
}

/// The node nearest to a point of the plane, unless that lies well outside the grid.
pub fn nearest_node(field: &GradientField, point: PlotPoint) -> Option<usize> {
    let [column, row] = [(Axis::X0, point.x), (Axis::X1, point.y)].map(|(axis, value)| {
        let values = field.grid.axis(axis);
        let reach = REACH_IN_STEPS * field.request.grid().axes[axis.index()].step;
        let nearest = field.grid.nearest(axis, value);
        ((values[nearest] - value).abs() <= reach).then_some(nearest)
    });
    Some(row? * field.grid.columns() + column?)
}
