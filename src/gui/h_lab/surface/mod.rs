//! f over the plane in three dimensions.
//!
//! ```text
//! GradientField + Look -> Relief, kept while neither changes     Relief + Camera -> triangles from back to front, in every frame
//! ```
//! | file | what it knows |
//! |---|---|
//! | [`range`] | which values of f the height shows |
//! | [`relief`] | a field to heights, colours and arrows on the floor |
//! | [`camera`] | where a point is on the screen, and what lies behind what |
//! | [`mesh`] | heights and light to triangles |
//! | [`sight`] | what is seen and what lies behind a hill |
//! | `frame` | the box with its numbers |
//! | `marks` | the ways of the optimisers, the probe and the arrows |
//! | `legend` | which way is whose |

pub mod camera;
mod frame;
mod legend;
mod marks;
pub mod mesh;
pub mod range;
pub mod relief;
pub mod sight;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    CursorIcon, Event, EventFilter, Key, Label, Modifiers, PointerButton, Rect, Response, RichText, Sense,
    Shape, Ui, UiBuilder, Vec2, WidgetInfo,
};

pub use camera::Camera;
pub use range::Range;
pub use relief::{Look, Relief};

use super::notes::{NOTE_SIZE, empty_note};
use super::{LabView, paint_focus};
use crate::number_text::{format_number, round_to_digits};

/// The degrees that dragging by a point turns the box.
const TURN: f64 = 0.5;
/// The degrees of an arrow key, how far it moves everything with Shift, in units of the box, and the factor of + and -.
const KEY_TURN: f64 = 5.0;
const KEY_PAN: f64 = 0.1;
const KEY_ZOOM: f64 = 1.15;
/// The points of the wheel's travel that make everything e times as large.
const ZOOM_TRAVEL: f64 = 400.0;
/// Significant digits of f in words.
const DIGITS: usize = 3;

/// The tab.
pub(super) fn surface_ui(ui: &mut Ui, camera: &mut Camera, view: &LabView<'_>) {
    let Some(relief) = view.relief else {
        ui.label("There is no field yet, and so no surface.");
        return;
    };
    let room = ui.available_rect_before_wrap();
    if let Some(reason) = relief.is_empty_because() {
        empty_note(ui, room, reason);
        return;
    }
    let response = ui.interact(room, ui.make_persistent_id("surface"), Sense::click_and_drag());
    control(ui, &response, camera);
    paint(ui, room, relief, *camera, view);
    paint_focus(ui, &response);
    describe(ui, &response, relief, *camera);
    if let Some(descent) = &view.descent {
        legend::legend(ui, room, descent);
    }
    words(ui, room, relief, camera);
    response.on_hover_and_drag_cursor(CursorIcon::Grab);
}

fn paint(ui: &Ui, room: Rect, relief: &Relief, camera: Camera, lab: &LabView<'_>) {
    let painter = ui.painter().with_clip_rect(room.intersect(ui.clip_rect()));
    let view = camera.view(room);
    frame::paint(ui, &painter, relief, &view);
    if view.is_from_above() {
        marks::arrows(&painter, relief, &view);
    }
    painter.add(Shape::mesh(mesh::mesh(relief, &view)));
    if !view.is_from_above() {
        marks::arrows(&painter, relief, &view);
    }
    if let Some(descent) = &lab.descent {
        marks::paths(ui, &painter, relief, &view, descent);
    }
    if let Some(autopsy) = lab.autopsy {
        marks::probe(ui, &painter, relief, &view, autopsy.x);
    }
}

/// What the pointer and the keys do.
fn control(ui: &Ui, response: &Response, camera: &mut Camera) {
    *camera = camera.sound();
    if response.clicked() || response.drag_started() {
        response.request_focus();
    }
    let drag = response.drag_delta();
    if drag != Vec2::ZERO {
        let with_shift = ui.input(|input| input.modifiers.shift);
        if with_shift || !response.dragged_by(PointerButton::Primary) {
            let Vec2 { x, y } = drag / camera.view(response.rect).scale();
            camera.pan_by(f64::from(x), f64::from(-y));
        } else {
            // What is in front goes where the pointer goes.
            camera.turn(-TURN * f64::from(drag.x), TURN * f64::from(drag.y));
        }
    }
    if response.contains_pointer() {
        let (travel, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        camera.zoom_by((f64::from(travel) / ZOOM_TRAVEL).exp() * f64::from(pinch));
    }
    if response.has_focus() {
        keys(ui, response, camera);
    }
    if response.double_clicked() {
        *camera = Camera::default();
    }
}

fn keys(ui: &Ui, response: &Response, camera: &mut Camera) {
    // The arrow keys are for the camera, not for the way to another control.
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let presses: Vec<_> = ui.input(|input| input.events.iter().filter_map(pressed).collect());
    for (key, with_shift) in presses {
        let mut go = |right: f64, up: f64| {
            if with_shift {
                camera.pan_by(KEY_PAN * right, KEY_PAN * up);
            } else {
                camera.turn(KEY_TURN * right, KEY_TURN * up);
            }
        };
        match key {
            Key::ArrowLeft => go(-1.0, 0.0),
            Key::ArrowRight => go(1.0, 0.0),
            Key::ArrowDown => go(0.0, -1.0),
            Key::ArrowUp => go(0.0, 1.0),
            Key::Plus | Key::Equals => camera.zoom_by(KEY_ZOOM),
            Key::Minus => camera.zoom_by(1.0 / KEY_ZOOM),
            Key::Home => *camera = Camera::default(),
            _ => {}
        }
    }
}

/// The key of an event and whether it is pressed with Shift, which is the only modifier: + needs it on many keyboards, and other modifiers make it the system's.
fn pressed(event: &Event) -> Option<(Key, bool)> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    matches!(*modifiers, Modifiers::NONE | Modifiers::SHIFT).then_some((*key, modifiers.shift))
}

/// What there is, for whoever does not see it.
fn describe(ui: &Ui, response: &Response, relief: &Relief, camera: Camera) {
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, ui.is_enabled(), "surface of f"));
    let heights = relief.range().map_or_else(String::new, |range| {
        let [min, max] = range.limits.map(number);
        if range.is_flat() { format!("f is {min} everywhere") } else { format!("f from {min} to {max}") }
    });
    let cuts: Vec<_> = [String::new()].into_iter().chain(cuts(relief)).collect();
    let cuts = cuts.join(" ");
    let Camera { yaw, pitch, zoom, pan: [right, up] } = camera;
    let moved = if right.abs() + up.abs() <= 0.0 {
        String::new()
    } else {
        format!(", moved by {right:.1} to the right and {up:.1} up")
    };
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(format!(
            "{heights}, seen from {yaw:.0} degrees around and {pitch:.0} degrees above, {zoom:.1} times as large{moved}.{cuts}"
        ));
        node.set_description(
            "Drag or use the arrow keys to turn, with Shift or the right button to move; the wheel or + and - zoom; a double \
             click or Home goes back.",
        );
    });
}

/// That f is cut off at the top or at the bottom, in words.
fn cuts(relief: &Relief) -> Vec<String> {
    let Some(range) = relief.range() else { return vec![] };
    let [below, above] = range.is_cut();
    let ([bottom, top], [min, max]) = (range.limits.map(number), range.extremes.map(number));
    let above = above.then(|| format!("Cut at {top}, the 98th percentile; the highest f is {max}."));
    let below = below.then(|| format!("Cut at {bottom}, the 2nd percentile; the lowest f is {min}."));
    above.into_iter().chain(below).collect()
}

fn number(value: f64) -> String {
    format_number(round_to_digits(value, DIGITS))
}

/// Remarks and the way back, in the corners.
fn words(ui: &mut Ui, room: Rect, relief: &Relief, camera: &mut Camera) {
    let mut remarks = cuts(relief);
    if relief.range().is_some_and(|range| range.is_flat()) {
        remarks.push("f is the same everywhere.".to_owned());
    }
    let corner = UiBuilder::new().max_rect(room.shrink(4.0));
    ui.scope_builder(corner, |ui| {
        ui.horizontal(|ui| {
            if *camera != Camera::default() {
                let tooltip = "As it was at first; a double click on the surface does the same.";
                if ui.small_button("Reset view").on_hover_text(tooltip).clicked() {
                    *camera = Camera::default();
                }
            }
            for remark in remarks {
                ui.add(Label::new(RichText::new(remark).size(NOTE_SIZE).weak()).selectable(false));
            }
        });
    });
}
