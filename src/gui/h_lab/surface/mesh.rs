//! The surface as triangles from the back to the front: each covers what lies behind it, and no depth need be compared.

use eframe::egui::epaint::{Vertex, WHITE_UV};
use eframe::egui::{Color32, Mesh, Pos2, Vec2};

use super::camera::{Order, View, dot};
use super::relief::Relief;

/// The light comes from the eye's left, from above it and from behind it, as an arrow to the right, up and out of the screen.
const LIGHT: [f32; 3] = [-0.40, 0.55, 0.73];
/// The brightness of what the light does not reach, where what it falls on is 1.
const SHADE: f32 = 0.55;
/// Up to so many cells along an axis each has its edge drawn; where there are more, about as many lines as this half.
const EDGED_CELLS: usize = 32;
/// How far these lines fade to either side, in points, and the colour of their middle: it darkens any other.
const FADE: f32 = 1.0;
const LINE_COLOR: Color32 = Color32::from_black_alpha(90);

/// The triangles of the surface and of the lines on it.
pub fn mesh(relief: &Relief, view: &View) -> Mesh {
    let order = view.order();
    let mut mesh = Mesh { vertices: vertices(relief, view), ..Mesh::default() };
    let strides = relief.cells().map(stride);
    mesh.indices.reserve(relief.cells().iter().product::<usize>() * 9);
    for cell in order.cells(relief.cells()).filter(|cell| relief.is_whole(*cell)) {
        add_cell(&mut mesh.indices, relief, order, cell);
        add_edges(&mut mesh, relief, order, cell, strides);
    }
    mesh
}

fn vertices(relief: &Relief, view: &View) -> Vec<Vertex> {
    let light = view.direction(LIGHT);
    // From below, the other side of the surface is seen.
    let side = if view.is_from_above() { 1.0 } else { -1.0 };
    let nodes = relief.points().zip(relief.normals()).zip(relief.colors());
    nodes
        .map(|((point, normal), color)| {
            let brightness = SHADE + (1.0 - SHADE) * (side * dot(*normal, light)).max(0.0);
            // No triangle has a node without a height.
            let pos = if point[2].is_nan() { Pos2::ZERO } else { view.place(point) };
            Vertex { pos, uv: WHITE_UV, color: darkened(*color, brightness) }
        })
        .collect()
}

fn darkened(color: Color32, brightness: f32) -> Color32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a byte times at most 1")]
    let [r, g, b] = [color.r(), color.g(), color.b()].map(|channel| (f32::from(channel) * brightness) as u8);
    Color32::from_rgb(r, g, b)
}

fn add_cell(indices: &mut Vec<u32>, relief: &Relief, order: Order, [column, row]: [usize; 2]) {
    let low = index(relief.node([column, row]));
    let above = index(relief.node([column, row + 1]));
    let lower = [low, low + 1, above + 1];
    let upper = [low, above + 1, above];
    let [first, second] = if order.upper_first { [upper, lower] } else { [lower, upper] };
    indices.extend_from_slice(&first);
    indices.extend_from_slice(&second);
}

fn index(node: usize) -> u32 {
    u32::try_from(node).expect("a surface has some 50,000 vertices at most")
}

/// Every how manieth line of the grid is drawn.
fn stride(cells: usize) -> usize {
    if cells <= EDGED_CELLS { 1 } else { cells.div_ceil(EDGED_CELLS / 2) }
}

/// The edges of a cell that no later cell has in common with it, or that it is the later one to have.
fn add_edges(mesh: &mut Mesh, relief: &Relief, order: Order, cell: [usize; 2], strides: [usize; 2]) {
    let cells = relief.cells();
    for axis in [0, 1] {
        let is_ascending = order.ascending[axis];
        for is_near in [false, true] {
            let is_upper = is_near == is_ascending;
            let line = cell[axis] + usize::from(is_upper);
            let is_border = line == 0 || line == cells[axis];
            if !(is_border || line.is_multiple_of(strides[axis])) {
                continue;
            }
            if is_near && !is_border {
                let mut next = cell;
                next[axis] = if is_ascending { cell[axis] + 1 } else { cell[axis] - 1 };
                if relief.is_whole(next) {
                    continue;
                }
            }
            let mut ends = [cell; 2];
            for end in &mut ends {
                end[axis] = line;
            }
            ends[1][1 - axis] += 1;
            let [from, to] = ends.map(|end| mesh.vertices[relief.node(end)].pos);
            add_line(mesh, from, to);
        }
    }
}

/// A line that is darkest in its middle: a pixel has the share of it that it covers, and none is missed.
fn add_line(mesh: &mut Mesh, from: Pos2, to: Pos2) {
    let aside = (to - from).normalized().rot90() * FADE;
    let first = index(mesh.vertices.len());
    for (shift, color) in
        [(-aside, Color32::TRANSPARENT), (Vec2::ZERO, LINE_COLOR), (aside, Color32::TRANSPARENT)]
    {
        for end in [from, to] {
            mesh.vertices.push(Vertex { pos: end + shift, uv: WHITE_UV, color });
        }
    }
    mesh.indices.extend([0, 1, 2, 1, 2, 3, 2, 3, 4, 3, 4, 5].map(|corner| first + corner));
}
