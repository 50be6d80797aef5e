//! The plot as the h slider: a vertical line with its handle on the axis, and the h under the pointer.

use std::ops::RangeInclusive;

use eframe::egui::accesskit::{Action, ActionData};
use eframe::egui::{
    Color32, CursorIcon, EventFilter, FontId, Id, Key, Rect, Response, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};
use egui_plot::{PlotMemory, PlotPoint, PlotTransform};

use super::axes::X_AXIS_HEIGHT;
use super::lines::{self, Line};
use super::{LabView, paint_focus, presses, rounded};
use crate::gui::command::Command;
use crate::gui::palette::scheme_color;
use crate::gui::settings::{CurvesOf, LabSettings};
use crate::number_text::format_number;

/// How far above the bottom edge an error of 0 is marked, in points.
pub(super) const EDGE: f32 = 5.0;
/// So near to the line of h, in points, the pointer is on it.
const AT_THE_LINE: f32 = 5.0;
/// How far from h the handle and half a tick label reach, in points.
const HANDLE_REACH: f32 = 54.0;
/// How far a handle at the left end reaches beyond it, in points.
const OVERHANG: f32 = 30.0;
/// How far an arrow key moves h, in decades.
const KEY_STEP: f64 = 0.1;

/// What came of a frame of the plot.
pub(super) struct Shown {
    pub(super) command: Command,
    /// The h under the pointer.
    pub(super) looked_at: Option<f64>,
}

/// What the handle and the h under the pointer cover of the axis of the plot with this id, if it has been shown before: where
/// it was in the last frame it is in this one.
pub(super) fn covered(ui: &Ui, plot: Id, h: f64) -> Vec<RangeInclusive<f64>> {
    let Some(memory) = PlotMemory::load(ui.ctx(), plot) else { return vec![] };
    let transform = memory.transform();
    let pointer = ui.input(|input| input.pointer.hover_pos());
    let looked_at = pointer
        .filter(|pointer| area(transform.frame()).contains(*pointer))
        .map(|pointer| transform.value_from_position(pointer).x);
    let present = h.log10().clamp(transform.bounds().min()[0], transform.bounds().max()[0]);
    let reach = f64::from(HANDLE_REACH) * transform.dvalue_dpos()[0];
    let places = [Some(present), looked_at].into_iter().flatten().filter(|place| place.is_finite());
    places.map(|place| place - reach..=place + reach).collect()
}

/// Where the pointer finds the line: the plot and the axis below it.
fn area(frame: &Rect) -> Rect {
    frame.with_max_y(frame.bottom() + X_AXIS_HEIGHT)
}

/// The vertical line at h with its handle on the axis, and what the pointer does with it.
pub(super) fn slider(
    ui: &mut Ui,
    settings: &LabSettings,
    view: &LabView<'_>,
    lines: &[Line],
    transform: &PlotTransform,
) -> Shown {
    let frame = *transform.frame();
    let response = ui.interact(area(&frame), ui.make_persistent_id("h on the error plot"), Sense::drag());
    let has_step = view.method.scheme.has_step();
    let exponent = wanted(ui, &response, view.h.log10(), transform);
    let command = match exponent.map(|exponent| rounded(10_f64.powf(exponent))) {
        Some(h) if h.to_bits() != view.h.to_bits() => Command::UseH(h),
        _ => Command::None,
    };
    response.widget_info(|| WidgetInfo::slider(true, view.h, "h on the error plot"));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
        node.add_action(Action::SetValue);
    });
    paint_focus(ui, &response);
    let cursor = if response.dragged() { CursorIcon::ResizeHorizontal } else { CursorIcon::Crosshair };
    let response = response.on_hover_and_drag_cursor(cursor);
    here(ui, settings.curves_of, view, lines, transform);
    let shown_h = if let Command::UseH(h) = command { h } else { view.h };
    handle(ui, transform, shown_h, has_step);
    let looked_at = look(ui, &response, view, lines, transform);
    if response.hover_pos().is_some_and(|pointer| pointer.y > frame.bottom()) && !response.dragged() {
        response.on_hover_text("h: drag it, click anywhere in the plot, or use the left and right arrow keys. It is the same h as in the panel.");
    }
    Shown { command, looked_at }
}

/// The exponent of h that the pointer, the keyboard or a screen reader asks for.
fn wanted(ui: &Ui, response: &Response, present: f64, transform: &PlotTransform) -> Option<f64> {
    let [left, right] = [transform.bounds().min()[0], transform.bounds().max()[0]];
    if let Some(pointer) = response.interact_pointer_pos() {
        return Some(transform.value_from_position(pointer).x.clamp(left, right));
    }
    let set = ui.input(|input| {
        let requests = input.accesskit_action_requests(response.id, Action::SetValue);
        requests.last().and_then(|request| match request.data {
            Some(ActionData::NumericValue(h)) if h > 0.0 => Some(h.log10()),
            _ => None,
        })
    });
    if let Some(exponent) = set {
        return Some(exponent.clamp(left, right));
    }
    let mut steps = 0.0;
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        steps += presses(ui, Key::ArrowRight) as f64 - presses(ui, Key::ArrowLeft) as f64;
    }
    steps += ui.input(|input| {
        let requests = |action| input.num_accesskit_action_requests(response.id, action) as f64;
        requests(Action::Increment) - requests(Action::Decrement)
    });
    let present = if present.is_finite() { present } else { right };
    // From beyond the plot it comes nearer, and does not jump.
    let next = (present + KEY_STEP * steps).clamp(left.min(present), right.max(present));
    (steps != 0.0).then_some(next)
}

/// The error at the step in use: a dot on the line.
fn here(ui: &Ui, of: CurvesOf, view: &LabView<'_>, lines: &[Line], transform: &PlotTransform) {
    let median = || lines.iter().find(|line| line.scheme == view.method.scheme && !line.is_worst);
    let point = match of {
        CurvesOf::Probe => lines::arrow_error(view),
        CurvesOf::Field => median().and_then(|line| line.near(view.step)),
    };
    let Some([h, error]) = point.filter(|point| point[1] >= 0.0 && view.method.scheme.has_step()) else {
        return;
    };
    let mut place = transform.position_from_point(&PlotPoint::new(h.log10(), error.log10()));
    if error == 0.0 {
        place.y = transform.frame().bottom() - EDGE;
    }
    let painter = ui.painter().with_clip_rect(*transform.frame());
    let color = scheme_color(view.method.scheme, ui.visuals());
    painter.circle(place, 4.5, color, Stroke::new(1.5, ui.visuals().strong_text_color()));
}

/// The line at h and the handle below it.
fn handle(ui: &Ui, transform: &PlotTransform, h: f64, has_step: bool) {
    let frame = transform.frame();
    let exponent = h.log10();
    if exponent.is_nan() {
        return;
    }
    let x = transform.position_from_point_x(exponent.clamp(-1e3, 1e3));
    let inside = x.clamp(frame.left(), frame.right());
    let selection = ui.visuals().selection;
    let color = if has_step { ui.visuals().strong_text_color() } else { ui.visuals().weak_text_color() };
    if (x - inside).abs() < 0.5 {
        ui.painter().vline(inside, frame.y_range(), Stroke::new(1.5, color));
    }
    // Beyond the plot an arrow tells on which side it is.
    let number = format_number(rounded(h));
    let text = match x - inside {
        ..-0.5 => format!("← h = {number}"),
        0.5.. => format!("h = {number} →"),
        _ => format!("h = {number}"),
    };
    pill(ui, transform, inside, text, [selection.bg_fill, color, selection.stroke.color]);
}

/// Words on the axis at a place, in the colours of the ground, the edge and the words.
fn pill(ui: &Ui, transform: &PlotTransform, x: f32, text: String, [fill, edge, color]: [Color32; 3]) {
    let frame = transform.frame();
    let galley = ui.painter().layout_no_wrap(text, FontId::monospace(10.5), color);
    let size = vec2(galley.size().x + 12.0, X_AXIS_HEIGHT);
    // It may reach to below the labels of the other axis, but not beyond the right end.
    let (least, most) = (frame.left() + size.x / 2.0 - OVERHANG, frame.right() - size.x / 2.0);
    let center = pos2(x.clamp(least.min(most), most), frame.bottom() + X_AXIS_HEIGHT / 2.0);
    let rect = Rect::from_center_size(center, size);
    ui.painter().rect(rect, X_AXIS_HEIGHT / 2.0, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, color);
}

/// The h under the pointer, moved to the nearest one that was measured, and the points there.
fn look(
    ui: &Ui,
    response: &Response,
    view: &LabView<'_>,
    lines: &[Line],
    transform: &PlotTransform,
) -> Option<f64> {
    let pointer = response.hover_pos().filter(|_| !response.dragged())?;
    // At the line itself its own h is read, which need not be one that was measured.
    if (pointer.x - transform.position_from_point_x(view.h.log10())).abs() <= AT_THE_LINE {
        return None;
    }
    let h = 10_f64.powf(transform.value_from_position(pointer).x);
    let measured = lines.first()?.near(h)?[0];
    let x = transform.position_from_point_x(measured.log10());
    let frame = transform.frame();
    let painter = ui.painter().with_clip_rect(*frame);
    let weak = ui.visuals().weak_text_color();
    painter.vline(x, frame.y_range(), Stroke::new(1.0, weak));
    for line in lines {
        if let Some([_, error]) = line.near(measured).filter(|point| point[1] > 0.0 && point[1].is_finite()) {
            let place = transform.position_from_point(&PlotPoint::new(measured.log10(), error.log10()));
            let radius = if line.scheme == view.method.scheme { 4.0 } else { 3.0 };
            painter.circle_filled(place, radius, scheme_color(line.scheme, ui.visuals()));
        }
    }
    let text = format!("h = {}", format_number(rounded(measured)));
    pill(ui, transform, x, text, [ui.visuals().panel_fill, weak, ui.visuals().text_color()]);
    Some(measured)
}
