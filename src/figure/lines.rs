//! Lines, levels and critical points: how wide, how large, and where a level can be written.

use super::clip::{self, Frame};
use crate::analysis::{Anchor, Contours, CriticalKind};

/// The widths of lines and of what keeps them apart from a heat map, in points.
pub const WIDTH: f32 = 1.2;
/// See [`WIDTH`].
pub const HALO: f32 = 2.8;
/// The length of an arrowhead, and half its width.
pub const HEAD: [f32; 2] = [7.0, 3.2];
/// How far labels stay from each other, in points: nearer, two read as one.
const APART: f32 = 6.0;
/// The size of a label's letters.
pub const LABEL: f32 = 10.5;
/// Vertices nearer than this on the screen are one.
const LEAST: f64 = 0.75;
/// From so many points beyond the canvas on nothing of a line is seen: more than half of the widest, with what is around it
/// and its round corners.
pub const BEYOND: f64 = 16.0;
/// The radius of the mark of a critical point.
pub const RADIUS: f32 = 6.5;
/// The radius of the dots along a valley of them.
pub const VALLEY_RADIUS: f32 = 1.8;
/// How opaque the line is that keeps lines apart from a heat map.
pub const HALO_OPACITY: f32 = 0.7;

/// A line as it is drawn, from its places and the canvas they are on: vertices that cannot be told apart are one, and what
/// is out of sight is cut off. See [`clip::pieces`] for what comes back to its beginning.
pub fn drawn(
    places: impl IntoIterator<Item = [f64; 2]>,
    is_closed: bool,
    canvas: Frame,
) -> Vec<Vec<[f64; 2]>> {
    let mut places = places.into_iter().peekable();
    let mut kept: Vec<[f64; 2]> = Vec::new();
    while let Some(place) = places.next() {
        let is_near = kept.last().is_some_and(|last| distance(*last, place) < LEAST);
        if !is_near || places.peek().is_none() {
            kept.push(place);
        }
    }
    clip::pieces(&kept, is_closed, clip::grown(canvas, BEYOND))
}

/// How far two places are from each other.
pub fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// A level where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedLabel {
    /// The level.
    pub text: String,
    /// The middle of the text.
    pub center: [f32; 2],
    /// The unit vector along which it is read, to the right.
    pub along: [f32; 2],
    /// Width and height of the text.
    pub size: [f32; 2],
}

/// Where levels are written: on their lines, within a frame (from corner to corner), none over another. `on_screen` gives
/// an anchor's place and direction, `measure` the size of a text.
pub fn place_labels(
    contours: &Contours,
    frame: [[f32; 2]; 2],
    on_screen: impl Fn(Anchor) -> [[f32; 2]; 2],
    measure: impl Fn(&str) -> [f32; 2],
) -> Vec<PlacedLabel> {
    let mut taken: Vec<[[f32; 2]; 2]> = Vec::new();
    let mut placed = Vec::new();
    for contour in contours.levels() {
        let Some(anchor) = contour.label else { continue };
        let text = contour.text();
        let size = measure(&text);
        let [center, along] = on_screen(anchor);
        let along = if along[0] < 0.0 { along.map(|d| -d) } else { along };
        let around = around(center, along, [size[0] / 2.0 + 2.0, size[1] / 2.0 - 1.0]);
        let is_inside = (0..2).all(|i| frame[0][i] <= around[0][i] && around[1][i] <= frame[1][i]);
        let meets = |other: &[[f32; 2]; 2]| {
            (0..2).all(|i| other[0][i] <= around[1][i] && around[0][i] <= other[1][i])
        };
        if !is_inside || taken.iter().any(meets) {
            continue;
        }
        let [low, high] = around;
        taken.push([low.map(|edge| edge - APART), high.map(|edge| edge + APART)]);
        placed.push(PlacedLabel { text, center, along, size });
    }
    placed
}

/// The upright box around a turned one, given by its middle, direction, and half its width and height.
fn around(center: [f32; 2], [dx, dy]: [f32; 2], [half, high]: [f32; 2]) -> [[f32; 2]; 2] {
    let reach = [half * dx.abs() + high * dy.abs(), half * dy.abs() + high * dx.abs()];
    [[0, 1].map(|i| center[i] - reach[i]), [0, 1].map(|i| center[i] + reach[i])]
}

/// The lines around the mark of a critical point, the outer one first: width and whether it is dark or light.
pub const MARK_OUTLINES: [(f32, bool); 2] = [(4.0, true), (1.6, false)];
/// The strokes of a saddle's cross: these widths, the last in its own colour.
pub const CROSS_STROKES: [f32; 3] = [6.0, 4.4, 2.6];

/// The corners of a critical point's mark, relative to its radius, x right and y down: a triangle that points down for a
/// minimum, up for a maximum, a square for what cannot be told; a saddle has a cross, from the first to the second and from
/// the third to the last.
pub fn mark_corners(kind: CriticalKind) -> &'static [[f32; 2]] {
    match kind {
        CriticalKind::Minimum => &[[0.0, 1.0], [-0.95, -0.7], [0.95, -0.7]],
        CriticalKind::Maximum => &[[0.0, -1.0], [0.95, 0.7], [-0.95, 0.7]],
        CriticalKind::Degenerate => &[[-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]],
        CriticalKind::Saddle => &[[-0.8, -0.8], [0.8, 0.8], [-0.8, 0.8], [0.8, -0.8]],
    }
}
