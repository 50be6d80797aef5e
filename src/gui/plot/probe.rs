//! The node that is looked at: how it is shown, and how clicks and keys choose it.

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Color32, Event, EventFilter, Key, Modifiers, Pos2, Response, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};
use egui_plot::{PlotPoint, PlotTransform};

use super::read_out::pointed_at;
use crate::field::GradientField;
use crate::gui::command::Command;
use crate::gui::plot::arrows::build::Built;
use crate::number_text::format_number;

/// The radius of the ring in points, and where the lines beside it end.
const RADIUS: f32 = 9.0;
const REACH: f32 = 16.0;
/// The light line and the dark one around it: one of both stands out from whatever lies behind.
const LINES: [(f32, Color32); 2] = [(4.5, Color32::from_black_alpha(200)), (2.0, Color32::WHITE)];
/// The nodes that an arrow key with Shift moves the probe by.
const FAR: isize = 10;

/// Draw the probe around its node.
pub(super) fn paint(ui: &Ui, transform: &PlotTransform, field: &GradientField, index: usize) {
    let place = place_of(transform, field, index);
    let painter = ui.painter().with_clip_rect(*transform.frame());
    for (width, color) in LINES {
        let stroke = Stroke::new(width, color);
        painter.circle_stroke(place, RADIUS, stroke);
        for direction in [vec2(1.0, 0.0), vec2(0.0, 1.0), vec2(-1.0, 0.0), vec2(0.0, -1.0)] {
            // The dark line ends as far beyond the light one as it is wider.
            let reach = REACH + 0.5 * (width - LINES[1].0);
            painter.line_segment([place + RADIUS * direction, place + reach * direction], stroke);
        }
    }
}

/// Where on the screen a node is.
pub(super) fn place_of(transform: &PlotTransform, field: &GradientField, index: usize) -> Pos2 {
    let [x0, x1] = field.grid.point(index);
    transform.position_from_point(&PlotPoint::new(x0, x1))
}

/// What clicks have done to the probe.
#[derive(Default)]
pub(super) struct Clicks {
    /// The probe before the last click: the first half of a double click has moved it, and the second means something
    /// else.
    before: Option<usize>,
}

impl Clicks {
    /// What a click asks for.
    pub(super) fn command(
        &mut self,
        response: &Response,
        transform: &PlotTransform,
        field: &GradientField,
        built: Option<&Built>,
        probe: Option<usize>,
    ) -> Command {
        if response.double_clicked() {
            return self
                .before
                .take()
                .filter(|&index| index < field.len())
                .map_or(Command::None, Command::Probe);
        }
        // A click by key or by a screen reader has no place.
        let Some(pointer) = response.interact_pointer_pos().filter(|_| response.clicked()) else {
            return Command::None;
        };
        response.request_focus();
        self.before = probe;
        pointed_at(field, transform, built, pointer).map_or(Command::None, Command::Probe)
    }
}

/// What the keys ask for while the canvas has the keyboard focus.
pub(super) fn keys(ui: &Ui, response: &Response) -> Command {
    if !response.has_focus() {
        return Command::None;
    }
    // The arrow keys are for the probe, not for the way to another control.
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let moves = ui.input(|input| {
        input.events.iter().filter_map(step_of).fold([0, 0], |[x, y], [dx, dy]| [x + dx, y + dy])
    });
    if moves == [0, 0] { Command::None } else { Command::MoveProbe(moves) }
}

/// Columns and rows that an event moves the probe by.
fn step_of(event: &Event) -> Option<[isize; 2]> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    // Alt with an arrow key belongs to the system, Ctrl to nobody yet.
    if !matches!(*modifiers, Modifiers::NONE | Modifiers::SHIFT) {
        return None;
    }
    let by = if modifiers.shift { FAR } else { 1 };
    match key {
        Key::ArrowLeft => Some([-by, 0]),
        Key::ArrowRight => Some([by, 0]),
        Key::ArrowDown => Some([0, -by]),
        Key::ArrowUp => Some([0, by]),
        _ => None,
    }
}

/// What the canvas is, for whoever does not see it, and the ring that shows that keys go there.
pub(super) fn describe(
    ui: &Ui,
    response: &Response,
    transform: &PlotTransform,
    field: &GradientField,
    probe: Option<usize>,
) {
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, ui.is_enabled(), "gradient field"));
    let place = probe.map(|index| field.grid.point(index).map(format_number));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        if let Some([x0, x1]) = place {
            node.set_value(format!("probe at x0 = {x0}, x1 = {x1}"));
        }
        node.set_description(
            "Click a point or move with the arrow keys to look at it; Shift moves 10 points.",
        );
    });
    if response.has_focus() {
        let color = ui.visuals().selection.stroke.color;
        ui.painter().rect_stroke(*transform.frame(), 2.0, Stroke::new(2.0, color), StrokeKind::Outside);
    }
}
