//! The box around the surface: its edges and walls behind everything, its numbers outside.

use eframe::egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Stroke, Ui, Vec2};

use super::camera::{FLOOR, Point, TOP, View};
use super::relief::Relief;
use crate::figure::ticks::Ticks;

/// Of the numbers.
const FONT_SIZE: f32 = 10.5;
/// The room of a number, in points: along a line of the screen that is level, and along one that is not.
const SPACING: Vec2 = Vec2::new(38.0, 16.0);
/// An axis that is seen from its end has no numbers.
const SHORTEST: f32 = 24.0;
/// The lengths of a tick and of the gap behind it, in points.
const TICK: f32 = 4.0;
const GAP: f32 = 3.0;

/// An axis of the box as it lies on the screen.
struct Scale {
    name: &'static str,
    /// Where its first and last value are.
    ends: [Point; 2],
    /// The values there.
    values: [f64; 2],
    /// Which way on the screen its numbers lie, of length 1.
    outward: Vec2,
    /// Whether its name stands at the last value rather than the first.
    name_at_last: bool,
}

/// The box behind the surface, with lines at the ticks.
pub(super) fn paint(ui: &Ui, painter: &Painter, relief: &Relief, view: &View) {
    let visuals = ui.visuals();
    let edge = Stroke::new(1.0, visuals.weak_text_color());
    let faint = Stroke::new(1.0, visuals.weak_text_color().gamma_multiply(0.3));
    let line = |ends: [Point; 2], stroke: Stroke| {
        painter.line_segment(ends.map(|point| view.place(point)), stroke);
    };
    let [back_x, back_y] = back(view);
    let axes = axes(relief, view);
    for Scale { values, ends, .. } in &axes {
        for tick in ticks(*values, *ends, view).values {
            match along(*ends, *values, tick) {
                [x, _, z] if ends[0][0] < ends[1][0] => {
                    line([[x, -1.0, z], [x, 1.0, z]], faint);
                    line([[x, back_y, FLOOR], [x, back_y, TOP]], faint);
                }
                [_, y, z] if ends[0][1] < ends[1][1] => {
                    line([[-1.0, y, z], [1.0, y, z]], faint);
                    line([[back_x, y, FLOOR], [back_x, y, TOP]], faint);
                }
                [_, _, z] => {
                    line([[back_x, -1.0, z], [back_x, 1.0, z]], faint);
                    line([[-1.0, back_y, z], [1.0, back_y, z]], faint);
                }
            }
        }
    }
    for z in [FLOOR, TOP] {
        line([[back_x, -1.0, z], [back_x, 1.0, z]], edge);
        line([[-1.0, back_y, z], [1.0, back_y, z]], edge);
    }
    line([[-back_x, -1.0, FLOOR], [-back_x, 1.0, FLOOR]], edge);
    line([[-1.0, -back_y, FLOOR], [1.0, -back_y, FLOOR]], edge);
    for [x, y] in [[back_x, back_y], [-back_x, back_y], [back_x, -back_y]] {
        line([[x, y, FLOOR], [x, y, TOP]], edge);
    }
    for scale in &axes {
        numbers(painter, scale, view, visuals.text_color());
    }
}

/// Where the walls are that lie behind the surface.
fn back(view: &View) -> [f32; 2] {
    let [x, y, _] = view.toward();
    [x, y].map(|toward| if toward >= 0.0 { -1.0 } else { 1.0 })
}

/// The axes with their numbers outside the box: x0 and x1 along the edges of the floor that are lower on the screen, f at
/// its outermost edge on the left.
fn axes(relief: &Relief, view: &View) -> Vec<Scale> {
    let lower = |a: Point, b: Point| view.place(a).y >= view.place(b).y;
    let x1_of_x0 = if lower([0.0, -1.0, FLOOR], [0.0, 1.0, FLOOR]) { -1.0 } else { 1.0 };
    let x0_of_x1 = if lower([1.0, 0.0, FLOOR], [-1.0, 0.0, FLOOR]) { 1.0 } else { -1.0 };
    let outward = |from: Point, to: Point| (view.place(to) - view.place(from)).normalized();
    let corners = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]];
    let on_screen = |[x, y]: [f32; 2]| view.place([x, y, FLOOR]).x;
    let leftmost = corners.into_iter().min_by(|a, b| on_screen(*a).total_cmp(&on_screen(*b)));
    let [values0, values1] = relief.ends();
    let mut axes = vec![
        Scale {
            name: "x0",
            ends: [[-1.0, x1_of_x0, FLOOR], [1.0, x1_of_x0, FLOOR]],
            values: values0,
            outward: outward([0.0, 0.0, FLOOR], [0.0, x1_of_x0, FLOOR]),
            // Not at the corner where the two meet.
            name_at_last: x0_of_x1 < 0.0,
        },
        Scale {
            name: "x1",
            ends: [[x0_of_x1, -1.0, FLOOR], [x0_of_x1, 1.0, FLOOR]],
            values: values1,
            outward: outward([0.0, 0.0, FLOOR], [x0_of_x1, 0.0, FLOOR]),
            name_at_last: x1_of_x0 < 0.0,
        },
    ];
    let heights = relief.range().zip(leftmost).map(|(range, [x, y])| Scale {
        name: "f",
        ends: [[x, y, 0.0], [x, y, TOP]],
        values: range.limits,
        outward: Vec2::LEFT,
        name_at_last: true,
    });
    axes.extend(heights);
    axes
}

/// The point of an axis at a value.
fn along(ends: [Point; 2], [first, last]: [f64; 2], value: f64) -> Point {
    // Halved, as the distance of the values may overflow.
    let width = last / 2.0 - first / 2.0;
    #[expect(clippy::cast_possible_truncation, reason = "a picture needs no more digits")]
    let share = if width > 0.0 { ((value / 2.0 - first / 2.0) / width) as f32 } else { 0.5 };
    std::array::from_fn(|i| ends[0][i] + share * (ends[1][i] - ends[0][i]))
}

/// The numbers of an axis, as many as its length on the screen has room for.
fn ticks([first, last]: [f64; 2], ends: [Point; 2], view: &View) -> Ticks {
    let length = view.place(ends[1]) - view.place(ends[0]);
    if length.length() < SHORTEST {
        return Ticks { values: vec![], step: 0.0 };
    }
    if first.to_bits() == last.to_bits() {
        // A number that stands alone.
        return Ticks { values: vec![first], step: 0.0 };
    }
    let direction = length.normalized().abs();
    let spacing = direction.x * SPACING.x + direction.y * SPACING.y;
    Ticks::linear(first, last, f64::from(length.length() / spacing).max(1.0))
}

fn numbers(painter: &Painter, scale: &Scale, view: &View, color: Color32) {
    let Scale { name, ends, values, outward, name_at_last } = *scale;
    let ticks = ticks(values, ends, view);
    for &value in &ticks.values {
        let place = view.place(along(ends, values, value));
        painter.line_segment([place, place + TICK * outward], Stroke::new(1.0, color));
        word(painter, place, outward, ticks.label(value), color);
    }
    let [first, last] = ends.map(|point| view.place(point));
    let length = last - first;
    // Seen from its end it has no direction, and no name.
    if length.length() >= SHORTEST {
        let (end, away) = if name_at_last { (last, length) } else { (first, -length) };
        let away = away.normalized();
        word(painter, end + 2.0 * GAP * away, away, name.to_owned(), color);
    }
}

/// A word beside a place, on the side that the direction tells.
fn word(painter: &Painter, place: Pos2, outward: Vec2, text: String, color: Color32) -> Rect {
    let galley = painter.layout_no_wrap(text, FontId::proportional(FONT_SIZE), color);
    let half = 0.5 * galley.size();
    let center = place + (TICK + GAP) * outward + outward * half;
    let rect = Align2::CENTER_CENTER.anchor_size(center, galley.size());
    painter.galley(rect.min, galley, color);
    rect
}
