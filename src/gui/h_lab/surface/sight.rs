//! Which points on the surface are seen, and which lie behind a hill.

use super::camera::{Point, View};
use super::relief::{Block, HEIGHTS, Relief};

/// How far the surface must rise above a line of sight to count: less is the rounding of a line that runs along it.
const SLACK: f32 = 0.004;
/// The most steps of a line that is divided by the cells that it crosses.
const MOST_STEPS: f32 = 64.0;
/// The least level part of a line of sight: one that is steeper hits nothing on its way.
const LEAST_LEVEL: f32 = 1e-3;

/// Whether the surface does not hide a point on it.
pub fn is_seen(relief: &Relief, view: &View, [mut x, mut y, mut z]: Point) -> bool {
    let [dx, dy, dz] = view.toward();
    let level = dx.hypot(dy);
    if level < LEAST_LEVEL {
        return true;
    }
    // The sight goes a cell at a time; the first half of one still belongs to the point's own slope.
    let step = cell_size(relief) / level;
    let (side, bound) = if view.is_from_above() { (1.0, 1) } else { (-1.0, 0) };
    let rises = |height: f32, z: f32| side * (height - z) > SLACK;
    (x, y, z) = (x + 0.5 * step * dx, y + 0.5 * step * dy, z + 0.5 * step * dz);
    while x.abs() <= 1.0 && y.abs() <= 1.0 && (HEIGHTS[0]..=HEIGHTS[1]).contains(&z) {
        // Most of the way nothing near is high enough, nor is it farther on: the sight only goes away from the floor.
        let block = relief.block_near([x, y]);
        if !rises(block.heights[bound], z) {
            let steps = steps_to_leave(block, [x, y], [step * dx, step * dy]);
            (x, y, z) = (x + steps * step * dx, y + steps * step * dy, z + steps * step * dz);
            continue;
        }
        if rises(relief.bounds_near([x, y])[bound], z)
            && relief.height_at([x, y]).is_some_and(|height| rises(height, z))
        {
            return false;
        }
        (x, y, z) = (x + step * dx, y + step * dy, z + step * dz);
    }
    true
}

/// How many steps, one at least, lead out of a block.
fn steps_to_leave(block: Block, place: [f32; 2], step: [f32; 2]) -> f32 {
    let along = |i: usize| {
        let [first, last] = block.ends[i];
        let end = if step[i] >= 0.0 { last } else { first };
        // Along an axis on which it does not move it never leaves.
        if step[i] == 0.0 { f32::INFINITY } else { (end - place[i]) / step[i] }
    };
    along(0).min(along(1)).ceil().max(1.0)
}

/// A line of the plane laid on the surface, a piece a cell: without a point where there is no surface.
pub fn laid(relief: &Relief, from: [f32; 2], to: [f32; 2]) -> impl Iterator<Item = Option<Point>> {
    let length = (to[0] - from[0]).hypot(to[1] - from[1]);
    let pieces = (length / cell_size(relief)).ceil().clamp(1.0, MOST_STEPS);
    let shares = (1_u16..).map(f32::from).take_while(move |i| *i <= pieces).map(move |i| i / pieces);
    shares.map(move |share| {
        let at = [0, 1].map(|i| from[i] + share * (to[i] - from[i]));
        on_surface(relief, at)
    })
}

/// The point of the surface over a place of the plane.
pub fn on_surface(relief: &Relief, [x, y]: [f32; 2]) -> Option<Point> {
    relief.height_at([x, y]).map(|height| [x, y, height])
}

fn cell_size(relief: &Relief) -> f32 {
    let cells = relief.cells();
    2.0 / cells[0].max(cells[1]).max(1) as f32
}
