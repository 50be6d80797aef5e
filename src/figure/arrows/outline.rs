//! Instances to outlines: what the shader draws by distances, as closed lines.

use std::f64::consts::FRAC_PI_4;

use super::Instance;
use super::layout::Layout;
use super::marks::{FILLED, Kind};

/// matplotlib's arrow, in shaft widths: half the width of the head, its length at the barbs and on the axis.
const HEAD_HALF_WIDTH: f64 = 1.5;
const HEAD_LENGTH: f64 = 5.0;
const HEAD_AXIS_LENGTH: f64 = 4.5;
/// Half the side of a square relative to the radius of its mark.
const SQUARE: f64 = 0.85;
/// The width of a half-filled square's thin line, and half that of a cross' strokes, relative to the line width of marks.
const THIN: f64 = 0.6;
const CROSS: f64 = 0.65;

/// A closed line, in points right and down from the plot's corner.
#[derive(Clone, Debug, PartialEq)]
pub enum Outline {
    /// From corner to corner and back to the first.
    Polygon(Vec<[f64; 2]>),
    /// Around a place.
    Circle {
        /// The place.
        center: [f64; 2],
        /// Its distance.
        radius: f64,
    },
}

/// The body of an instance: what lies within the outer lines and not within the hole.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Its outside; several where these overlap.
    pub outer: Vec<Outline>,
    /// What is left open.
    pub hole: Option<Outline>,
}

/// What is drawn of an instance, without its halo.
pub fn body(instance: &Instance, layout: &Layout) -> Body {
    let center = instance.position.map(f64::from);
    let radius = f64::from(instance.length) / 2.0;
    let stroke = layout.stroke;
    let solid = |outer: Outline| Body { outer: vec![outer], hole: None };
    if instance.kind == Kind::Arrow as u32 {
        return solid(Outline::Polygon(arrow(instance, layout.shaft)));
    }
    if instance.kind == Kind::Dot as u32 {
        return solid(Outline::Polygon(hexagon(center, 0.5 * layout.shaft)));
    }
    let shape = instance.kind & !FILLED;
    if shape == Kind::Cross as u32 {
        let half_width = CROSS * stroke;
        return Body { outer: cross(center, SQUARE * radius, half_width).to_vec(), hole: None };
    }
    if shape == Kind::HalfSquare as u32 {
        let (half, inner) = (SQUARE * radius, SQUARE * radius - THIN * stroke);
        let right = rectangle(center, [0.0, -inner], [inner, inner]);
        return Body { outer: vec![rectangle(center, [-half; 2], [half; 2])], hole: Some(right) };
    }
    let outer = mark(shape, center, radius);
    // A line of equal width inside has its corners farther in than its edges.
    let corner_in = if shape == Kind::Ring as u32 {
        stroke
    } else if shape == Kind::Diamond as u32 {
        stroke * std::f64::consts::SQRT_2
    } else if shape == Kind::Square as u32 {
        stroke / SQUARE
    } else {
        2.0 * stroke
    };
    let is_hollow = instance.kind & FILLED == 0 && corner_in < radius;
    Body { outer: vec![outer], hole: is_hollow.then(|| mark(shape, center, radius - corner_in)) }
}

/// How wide the line around an instance is, of a halo of so many points.
pub fn halo(instance: &Instance, layout: &Layout, width: f64) -> f64 {
    let shrink = if instance.kind == Kind::Arrow as u32 { shrink(instance, layout.shaft) } else { 1.0 };
    shrink * width.min(layout.max_halo)
}

/// An arrow that is shorter than its head would be is smaller as a whole.
fn shrink(instance: &Instance, shaft: f64) -> f64 {
    (f64::from(instance.length) / (HEAD_LENGTH * shaft)).min(1.0)
}

/// From the tail's corner round by the tip.
fn arrow(instance: &Instance, shaft: f64) -> Vec<[f64; 2]> {
    let unit = shrink(instance, shaft) * shaft;
    let length = f64::from(instance.length) / unit;
    let [x, y] = instance.position.map(f64::from);
    let [dx, dy] = instance.direction.map(f64::from);
    [
        (0.0, 0.5),
        (length - HEAD_AXIS_LENGTH, 0.5),
        (length - HEAD_LENGTH, HEAD_HALF_WIDTH),
        (length, 0.0),
        (length - HEAD_LENGTH, -HEAD_HALF_WIDTH),
        (length - HEAD_AXIS_LENGTH, -0.5),
        (0.0, -0.5),
    ]
    .map(|(along, aside)| [x + unit * (along * dx - aside * dy), y + unit * (along * dy + aside * dx)])
    .to_vec()
}

fn hexagon([x, y]: [f64; 2], radius: f64) -> Vec<[f64; 2]> {
    let (half, high) = (0.5 * radius, 0.75_f64.sqrt() * radius);
    [(radius, 0.0), (half, high), (-half, high), (-radius, 0.0), (-half, -high), (half, -high)]
        .map(|(dx, dy)| [x + dx, y + dy])
        .to_vec()
}

fn rectangle([x, y]: [f64; 2], [left, top]: [f64; 2], [right, bottom]: [f64; 2]) -> Outline {
    Outline::Polygon(
        [(left, top), (right, top), (right, bottom), (left, bottom)]
            .map(|(dx, dy)| [x + dx, y + dy])
            .to_vec(),
    )
}

/// Two strokes with round ends within a square of so many points to each side.
fn cross([x, y]: [f64; 2], half: f64, half_width: f64) -> [Outline; 2] {
    let end = half - half_width;
    [1.0, -1.0].map(|sign| {
        // Round ends as five corners each: the strokes are a point or two wide.
        let corners = [1.0, -1.0].into_iter().flat_map(|side| {
            (-2..=2).map(move |eighth| {
                let angle = f64::from(eighth) * FRAC_PI_4 + sign * FRAC_PI_4;
                [
                    x + side * (end + half_width * angle.cos()),
                    y + side * (sign * end + half_width * angle.sin()),
                ]
            })
        });
        Outline::Polygon(corners.collect())
    })
}

/// The outline of a mark of this radius that is neither a cross nor half filled.
fn mark(shape: u32, center: [f64; 2], radius: f64) -> Outline {
    let [x, y] = center;
    let around = |corners: &[(f64, f64)]| {
        Outline::Polygon(corners.iter().map(|(dx, dy)| [x + radius * dx, y + radius * dy]).collect())
    };
    let wide = 0.75_f64.sqrt();
    match shape {
        shape if shape == Kind::Ring as u32 => Outline::Circle { center, radius },
        shape if shape == Kind::Diamond as u32 => around(&[(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)]),
        shape if shape == Kind::Square as u32 => {
            around(&[(SQUARE, SQUARE), (-SQUARE, SQUARE), (-SQUARE, -SQUARE), (SQUARE, -SQUARE)])
        }
        shape if shape == Kind::Down as u32 => around(&[(0.0, 1.0), (-wide, -0.5), (wide, -0.5)]),
        _ => around(&[(0.0, -1.0), (wide, 0.5), (-wide, 0.5)]),
    }
}
