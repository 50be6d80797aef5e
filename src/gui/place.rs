//! Where the window comes back: on a monitor that there is. The one that it was on may have been unplugged.

use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};

/// So much of the window's upper edge must be on a monitor, in pixels: enough to take hold of.
const GRIP: Vec2 = vec2(120.0, 24.0);

/// Where a window, with its frame, is to go so that it can be taken hold of; `None` where it can be already, or nothing is
/// known of any monitor.
///
/// It goes to the nearest monitor, no farther than it must, and with its upper left corner in sight where it is larger.
pub fn brought_back(window: Rect, monitors: &[Rect]) -> Option<Pos2> {
    let edge = Rect::from_min_size(window.min, vec2(window.width(), GRIP.y.min(window.height())));
    let grip = GRIP.min(edge.size());
    let is_on = |monitor: &Rect| {
        let seen = edge.intersect(*monitor);
        seen.width() >= grip.x && seen.height() >= grip.y
    };
    if monitors.iter().any(is_on) {
        return None;
    }
    let moved = |monitor: &Rect| {
        let most = (monitor.max - window.size()).max(monitor.min);
        pos2(window.min.x.clamp(monitor.min.x, most.x), window.min.y.clamp(monitor.min.y, most.y))
    };
    let usable = monitors.iter().filter(|monitor| monitor.is_positive());
    usable.map(moved).min_by(|a, b| a.distance_sq(window.min).total_cmp(&b.distance_sq(window.min)))
}

/// Bring a window that was put where it was last onto a monitor, before it is seen. Where windows have no places, as on
/// Wayland, this does nothing.
pub(super) fn bring_back(creation: &eframe::CreationContext<'_>) {
    let Some(window) = creation.winit_window() else { return };
    let Ok(mut at) = window.outer_position() else { return };
    let size = window.outer_size();
    let rect = |x: i32, y: i32, width: u32, height: u32| {
        Rect::from_min_size(pos2(x as f32, y as f32), vec2(width as f32, height as f32))
    };
    let monitors: Vec<_> = window
        .available_monitors()
        .map(|monitor| {
            let (at, size) = (monitor.position(), monitor.size());
            rect(at.x, at.y, size.width, size.height)
        })
        .collect();
    if let Some(place) = brought_back(rect(at.x, at.y, size.width, size.height), &monitors) {
        #[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
        let pixels = [place.x, place.y].map(|pixels| pixels.round() as i32);
        [at.x, at.y] = pixels;
        window.set_outer_position(at);
    }
}
