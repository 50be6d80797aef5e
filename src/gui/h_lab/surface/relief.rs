//! A field as a height field: what is kept of it as long as neither it nor its colours change.

use eframe::egui::Color32;

use super::camera::{FLOOR, Point, TOP};
use super::range::Range;
use crate::colormap::{ColorScale, Colormap, Scale};
use crate::expr::Axis;
use crate::field::{ArrowState, GradientField};
use crate::gui::settings::{Anchor, Direction};
use crate::heat_map::{Quantity, Source};

/// The most cells along an axis.
pub const MOST_CELLS: usize = 128;
/// The most arrows along an axis.
pub const MOST_ARROWS: usize = 20;
/// The length of an arrow, in distances of two.
const ARROW: f32 = 0.75;
/// The cells along the side of a block: some dozen blocks are passed from side to side, and some dozen cells in one.
const BLOCK: usize = 8;
/// A value without a colour.
const UNCOLORED: Color32 = Color32::from_gray(128);

/// What the colours mean and how the arrows lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// What the colours of the surface show, if not f from blue to yellow.
    pub surface: Option<(Quantity, ColorScale)>,
    /// What the colours of the arrows show.
    pub arrows: (Quantity, ColorScale),
    /// Which way the arrows point.
    pub direction: Direction,
    /// Which part of an arrow lies on its node.
    pub anchor: Anchor,
}

/// A height field over picked nodes of a grid.
#[derive(Clone, Debug)]
pub struct Relief {
    /// Where the columns and rows are in the box, ascending.
    places: [Vec<f32>; 2],
    /// The first and the last value of x0 and x1.
    ends: [[f64; 2]; 2],
    range: Option<Range>,
    heights: Vec<f32>,
    normals: Vec<Point>,
    colors: Vec<Color32>,
    whole: Vec<bool>,
    bounds: Vec<[f32; 2]>,
    /// Those of squares of [`BLOCK`] cells.
    blocks: Vec<[f32; 2]>,
    arrows: Vec<FloorArrow>,
}

/// A part of the surface.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// Its least and its largest height; the other way round where there is no surface.
    pub heights: [f32; 2],
    /// Where it begins and ends along x0 and x1.
    pub ends: [[f32; 2]; 2],
}

/// An arrow of the field on the floor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FloorArrow {
    /// Where it begins.
    pub tail: [f32; 2],
    /// Where it ends.
    pub tip: [f32; 2],
    /// Its colour.
    pub color: Color32,
}

impl FloorArrow {
    /// A place on the floor: so far along the arrow, and so far to its left, in its length.
    pub fn at(&self, along: f32, left: f32) -> Point {
        let [dx, dy] = [self.tip[0] - self.tail[0], self.tip[1] - self.tail[1]];
        [self.tail[0] + along * dx - left * dy, self.tail[1] + along * dy + left * dx, FLOOR]
    }
}

impl Relief {
    /// The height field of f; at most [`MOST_CELLS`] along an axis, between nodes that are picked, not averaged.
    ///
    /// Nodes at which f is not finite have no height, and a cell with such a corner is left out.
    pub fn new(source: Source<'_>, look: &Look) -> Self {
        let field = source.field();
        let picked = [Axis::X0, Axis::X1].map(|axis| picks(field.grid.axis(axis).len(), MOST_CELLS + 1));
        let nodes: Vec<usize> = nodes(field, &picked).collect();
        let values: Vec<f64> = nodes.iter().map(|&node| field.f[node]).collect();
        let range = Range::of(&values);
        let heights = values.iter().map(|&f| range.map_or(f32::NAN, |range| range.height(f))).collect();
        let ends = [Axis::X0, Axis::X1].map(|axis| ends(field.grid.axis(axis)));
        let places = [Axis::X0, Axis::X1].map(|axis| {
            let (values, i) = (field.grid.axis(axis), axis.index());
            picked[i].iter().map(|&index| place(values[index], ends[i])).collect()
        });
        let mut relief = Self {
            places,
            ends,
            range,
            heights,
            normals: vec![],
            colors: colors(source, look, range, &nodes),
            whole: vec![],
            bounds: vec![],
            blocks: vec![],
            arrows: arrows(source, look, ends),
        };
        let [columns, rows] = relief.cells();
        relief.whole = (0..rows * columns)
            .map(|cell| relief.corners([cell % columns, cell / columns]).iter().all(|h| !h.is_nan()))
            .collect();
        relief.bounds = bounds(&relief.heights, relief.places.each_ref().map(Vec::len));
        relief.blocks = blocks(&relief.bounds, [columns, rows]);
        relief.normals = (0..relief.heights.len()).map(|node| relief.normal(node)).collect();
        relief
    }

    /// The numbers of columns and rows of cells.
    pub fn cells(&self) -> [usize; 2] {
        self.places.each_ref().map(|places| places.len() - 1)
    }

    /// Whether f is known at all corners of a cell.
    pub fn is_whole(&self, [column, row]: [usize; 2]) -> bool {
        self.whole[row * self.cells()[0] + column]
    }

    /// The number of a node.
    pub fn node(&self, [column, row]: [usize; 2]) -> usize {
        row * self.places[0].len() + column
    }

    /// The nodes in the box, rows of x0 one after the other; the height is NaN where f is not finite.
    pub fn points(&self) -> impl Iterator<Item = Point> {
        let [x, y] = &self.places;
        let places = y.iter().flat_map(move |&y| x.iter().map(move |&x| [x, y]));
        places.zip(&self.heights).map(|([x, y], &height)| [x, y, height])
    }

    /// The direction away from the surface at each node, upwards and of length 1.
    pub fn normals(&self) -> &[Point] {
        &self.normals
    }

    /// The colour of each node, without any light.
    pub fn colors(&self) -> &[Color32] {
        &self.colors
    }

    /// The arrows on the floor.
    pub fn arrows(&self) -> &[FloorArrow] {
        &self.arrows
    }

    /// The first and the last value of x0 and x1.
    pub fn ends(&self) -> [[f64; 2]; 2] {
        self.ends
    }

    /// The values of f that are shown; `None` where f is finite nowhere.
    pub fn range(&self) -> Option<Range> {
        self.range
    }

    /// Why there is nothing to be seen, if so.
    pub fn is_empty_because(&self) -> Option<&'static str> {
        if self.range.is_none() {
            return Some("f is undefined or infinite at every node of this grid: there is no surface.");
        }
        if self.cells().contains(&0) {
            return Some("A surface needs two columns and two rows at least: make the grid step smaller.");
        }
        let has_cell = self.whole.contains(&true);
        (!has_cell).then_some(
            "No cell of this grid has a finite f at all its corners: a smaller grid step may show the surface.",
        )
    }

    /// Where a point of the plane is in the box: within -1 and 1 on the grid.
    pub fn place(&self, x: [f64; 2]) -> [f32; 2] {
        [0, 1].map(|i| place(x[i], self.ends[i]))
    }

    /// The height of the surface as it is drawn, triangle by triangle; `None` where there is none.
    pub fn height_at(&self, place: [f32; 2]) -> Option<f32> {
        let [(column, u), (row, v)] = [cell(&self.places[0], place[0])?, cell(&self.places[1], place[1])?];
        if !self.is_whole([column, row]) {
            return None;
        }
        let [low, right, above, high] = self.corners([column, row]);
        Some(if u >= v {
            low + u * (right - low) + v * (high - right)
        } else {
            low + v * (above - low) + u * (high - above)
        })
    }

    /// The least and the largest height anywhere near a place on the grid, where that costs less than the height itself:
    /// [`Self::height_at`] is never beyond them. The other way round where there is no surface.
    pub fn bounds_near(&self, place: [f32; 2]) -> [f32; 2] {
        let cells = self.cells();
        let [column, row] = [0, 1].map(|i| guess(place[i], cells[i]));
        self.bounds.get(row * cells[0] + column).copied().unwrap_or(NOTHING)
    }

    /// The least and the largest of [`Self::bounds_near`] in a part of the grid around a place, and where that begins and ends
    /// in the box.
    pub fn block_near(&self, place: [f32; 2]) -> Block {
        let cells = self.cells();
        let [column, row] = [0, 1].map(|i| guess(place[i], cells[i]) / BLOCK);
        let block = row * cells[0].div_ceil(BLOCK) + column;
        let edge =
            |number: usize, axis: usize| (number * BLOCK) as f32 / cells[axis].max(1) as f32 * 2.0 - 1.0;
        Block {
            heights: self.blocks.get(block).copied().unwrap_or(NOTHING),
            ends: [[edge(column, 0), edge(column + 1, 0)], [edge(row, 1), edge(row + 1, 1)]],
        }
    }

    /// The heights of a cell's corners, those of its lower row first.
    fn corners(&self, [column, row]: [usize; 2]) -> [f32; 4] {
        [[0, 0], [1, 0], [0, 1], [1, 1]].map(|[dx, dy]| self.heights[self.node([column + dx, row + dy])])
    }

    /// Away from the surface, by the differences to the neighbours that have a height.
    fn normal(&self, node: usize) -> Point {
        let columns = self.places[0].len();
        let at = [node % columns, node / columns];
        let slope = |axis: usize| {
            let places = &self.places[axis];
            let height = |index: usize| {
                let mut at = at;
                at[axis] = index;
                self.heights[self.node(at)]
            };
            let neighbours = at[axis].saturating_sub(1)..=(at[axis] + 1).min(places.len() - 1);
            let mut known = neighbours.filter(|&index| !height(index).is_nan());
            let Some((first, last)) = known.next().map(|first| (first, known.next_back().unwrap_or(first)))
            else {
                return 0.0;
            };
            if first == last { 0.0 } else { (height(last) - height(first)) / (places[last] - places[first]) }
        };
        let [dx, dy] = [slope(0), slope(1)];
        let length = (dx * dx + dy * dy + 1.0).sqrt();
        [-dx / length, -dy / length, 1.0 / length]
    }
}

/// At most so many of a number of indices, evenly spread, the first and the last among them.
pub fn picks(count: usize, most: usize) -> Vec<usize> {
    let gaps = count.min(most).saturating_sub(1);
    if gaps == 0 {
        return (0..count.min(1)).collect();
    }
    (0..=gaps).map(|k| (k * (count - 1) + gaps / 2) / gaps).collect()
}

fn nodes<'a>(field: &'a GradientField, picked: &'a [Vec<usize>; 2]) -> impl Iterator<Item = usize> + 'a {
    let [columns, rows] = picked;
    let length = field.grid.columns();
    rows.iter().flat_map(move |row| columns.iter().map(move |column| row * length + column))
}

fn ends(values: &[f64]) -> [f64; 2] {
    [values.first(), values.last()].map(|end| end.copied().unwrap_or(f64::NAN))
}

/// From -1 at the first end to 1 at the last; 0 where they are one.
#[expect(clippy::cast_possible_truncation, reason = "a picture needs no more digits")]
fn place(x: f64, [first, last]: [f64; 2]) -> f32 {
    // Halved, as the distance of the ends may overflow.
    let half = last / 2.0 - first / 2.0;
    if half > 0.0 { ((x / 2.0 - first / 2.0) / half * 2.0 - 1.0) as f32 } else { 0.0 }
}

/// Between which two columns or rows a place is, and how far from the one to the other.
fn cell(places: &[f32], place: f32) -> Option<(usize, f32)> {
    let cells = places.len() - 1;
    if cells == 0 || !(-1.0..=1.0).contains(&place) {
        return None;
    }
    let mut index = guess(place, cells);
    while index > 0 && places[index] > place {
        index -= 1;
    }
    while index + 1 < cells && places[index + 1] < place {
        index += 1;
    }
    let (from, to) = (places[index], places[index + 1]);
    Some((index, ((place - from) / (to - from)).clamp(0.0, 1.0)))
}

/// In which of the cells a place would be were they all alike: picked nodes are only nearly evenly spread, and it may be a
/// neighbour's.
fn guess(place: f32, cells: usize) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates; NaN becomes 0")]
    let cell = (f32::midpoint(place, 1.0) * cells as f32) as usize;
    cell.min(cells.saturating_sub(1))
}

/// The bounds of no height.
const NOTHING: [f32; 2] = [f32::INFINITY, f32::NEG_INFINITY];

/// For every cell the least and the largest height of its corners and its neighbours'.
fn bounds(heights: &[f32], [columns, rows]: [usize; 2]) -> Vec<[f32; 2]> {
    let cells = columns - 1;
    // NaN counts for nothing in either.
    let join = |a: [f32; 2], b: [f32; 2]| [a[0].min(b[0]), a[1].max(b[1])];
    let around = |cell: usize, nodes: usize| cell.saturating_sub(1)..nodes.min(cell + 3);
    let in_row = |(row, column): (usize, usize)| {
        let near = around(column, columns).map(|column| [heights[row * columns + column]; 2]);
        near.fold(NOTHING, join)
    };
    let along: Vec<_> =
        (0..rows).flat_map(|row| (0..cells).map(move |column| (row, column))).map(in_row).collect();
    let of_cell = |(row, column): (usize, usize)| {
        around(row, rows).map(|row| along[row * cells + column]).fold(NOTHING, join)
    };
    (0..rows - 1).flat_map(|row| (0..cells).map(move |column| (row, column))).map(of_cell).collect()
}

/// The least and the largest of some bounds in each block of cells.
fn blocks(bounds: &[[f32; 2]], [columns, rows]: [usize; 2]) -> Vec<[f32; 2]> {
    let across = columns.div_ceil(BLOCK);
    let mut blocks = vec![NOTHING; across * rows.div_ceil(BLOCK)];
    for (cell, [least, largest]) in bounds.iter().enumerate() {
        let block = &mut blocks[cell / columns / BLOCK * across + cell % columns / BLOCK];
        *block = [block[0].min(*least), block[1].max(*largest)];
    }
    blocks
}

fn colors(source: Source<'_>, look: &Look, range: Option<Range>, nodes: &[usize]) -> Vec<Color32> {
    let by_f = range.map(|Range { limits: [min, max], .. }| {
        (Quantity::Function, ColorScale { map: Colormap::Viridis, scale: Scale::Linear, min, max })
    });
    let known = |(quantity, colors): (Quantity, ColorScale)| Some((quantity.values(source)?, colors));
    let Some((values, colors)) = look.surface.and_then(known).or(by_f.and_then(known)) else {
        return vec![UNCOLORED; nodes.len()];
    };
    nodes.iter().map(|&node| color(values.at(node), &colors)).collect()
}

fn color(value: f64, colors: &ColorScale) -> Color32 {
    let position = colors.position(value);
    if !value.is_finite() || position.is_nan() {
        return UNCOLORED;
    }
    let [r, g, b] = colors.map.color(position);
    Color32::from_rgb(r, g, b)
}

fn arrows(source: Source<'_>, look: &Look, ends: [[f64; 2]; 2]) -> Vec<FloorArrow> {
    let field = source.field();
    let picked = [Axis::X0, Axis::X1].map(|axis| picks(field.grid.axis(axis).len(), MOST_ARROWS));
    let most = picked.iter().map(Vec::len).max().unwrap_or(1);
    let length = ARROW * 2.0 / (most.max(2) - 1) as f32;
    let sign = if look.direction == Direction::Descent { -1.0 } else { 1.0 };
    let before = match look.anchor {
        Anchor::Tail => 0.0,
        Anchor::Middle => 0.5,
        Anchor::Tip => 1.0,
    };
    let (quantity, colors) = look.arrows;
    let values = quantity.values(source);
    nodes(field, &picked)
        .filter(|&node| field.state(node) == ArrowState::Live)
        .filter_map(|node| {
            let [dx, dy] =
                direction([field.g0[node], field.g1[node]], ends)?.map(|part| sign * length * part);
            let x = field.grid.point(node);
            let [x, y] = [0, 1].map(|i| place(x[i], ends[i]));
            let tail = [x - before * dx, y - before * dy];
            let color = values.map_or(UNCOLORED, |values| color(values.at(node), &colors));
            Some(FloorArrow { tail, tip: [tail[0] + dx, tail[1] + dy], color })
        })
        .collect()
}

/// The direction of a vector of the plane in the box, of length 1; `None` where it has none there.
#[expect(clippy::cast_possible_truncation, reason = "a picture needs no more digits")]
fn direction(g: [f64; 2], ends: [[f64; 2]; 2]) -> Option<[f32; 2]> {
    // Neither squares nor quotients of what is at most 1 overflow unless the sides are 1e300 times as long as each other.
    let largest = g[0].abs().max(g[1].abs());
    let half = ends.map(|[first, last]| last / 2.0 - first / 2.0);
    let shorter = half[0].min(half[1]);
    let [dx, dy] = [0, 1].map(|i| if half[i] > 0.0 { g[i] / largest * (shorter / half[i]) } else { 0.0 });
    let size = dx.hypot(dy);
    (size > 0.0).then(|| [(dx / size) as f32, (dy / size) as f32])
}

/// Heights lie within these.
pub const HEIGHTS: [f32; 2] = [0.0, TOP];
