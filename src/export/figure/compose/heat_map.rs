//! The heat map: a node fills a cell a step wide around itself, of one colour. Where a pixel would have several nodes, it
//! has the colour of the mean of their places in the colour map, as on the canvas.

use std::f64::consts::TAU;
use std::ops::Range;

use super::Composer;
use crate::colormap::{ColorScale, Colormap};
use crate::export::figure::shapes::{Image, Rect, Shape};
use crate::expr::Axis;
use crate::figure::Rgba;
use crate::heat_map::{Quantity, Values};

/// Texels a point, of which there are at least so many: whoever makes a picture larger smooths it by half a texel.
const DENSITY: f64 = 2.0;
/// A node's cell is never more than so many texels wide and high ...
const MOST_TEXELS_A_CELL: usize = 8;
/// ... and a picture no more than so many: the largest square grid still has a texel a node, and a square of so many
/// takes 64 MB.
const MOST_TEXELS: usize = 4096;

/// The columns or rows of a picture.
struct Side {
    /// The nodes of each texel, from those of the least values on.
    texels: Vec<Range<usize>>,
    /// Where it begins and ends on the canvas, in points.
    ends: [f64; 2],
}

impl Side {
    /// Whole cells: each node has several texels, or several nodes share one.
    fn of_cells(nodes: Range<usize>, ends: [f64; 2]) -> Self {
        let count = nodes.len();
        let wanted = (DENSITY * (ends[1] - ends[0]).abs()).clamp(1.0, MOST_TEXELS as f64);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most a count of nodes"
        )]
        let fewest = (count as f64 / wanted).floor() as usize;
        let nodes_a_texel = fewest.max(count.div_ceil(MOST_TEXELS)).max(1);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most MOST_TEXELS")]
        let several = (wanted / count as f64).ceil() as usize;
        let texels_a_node = several.min(MOST_TEXELS / count.min(MOST_TEXELS)).clamp(1, MOST_TEXELS_A_CELL);
        let shares = nodes.clone().step_by(nodes_a_texel);
        let shares = shares.map(|first| first..(first + nodes_a_texel).min(nodes.end));
        let texels: Vec<_> = shares.flat_map(|share| std::iter::repeat_n(share, texels_a_node)).collect();
        // The last texel may have fewer nodes and is as wide as the others.
        let whole = count.div_ceil(nodes_a_texel) * nodes_a_texel;
        let end = ends[0] + (ends[1] - ends[0]) * (whole as f64 / count as f64);
        Self { texels, ends: [ends[0], end] }
    }

    /// What is seen, from 0 to `size`, of cells that are larger: a texel has the node in whose cell its middle lies.
    /// `edges` are the ends of all cells but the last.
    fn of_sight(nodes: Range<usize>, ends: [f64; 2], edges: &[f64], size: f64) -> Self {
        let ends = ends.map(|end| end.clamp(0.0, size));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most MOST_TEXELS")]
        let count = (DENSITY * (ends[1] - ends[0]).abs()).ceil().clamp(1.0, MOST_TEXELS as f64) as usize;
        let is_rising = ends[0] <= ends[1];
        let node = |texel: usize| {
            let middle = ends[0] + (ends[1] - ends[0]) * ((texel as f64 + 0.5) / count as f64);
            let passed = edges.iter().filter(|&&edge| (edge <= middle) == is_rising);
            let node = nodes.start + passed.count();
            node..node + 1
        };
        Self { texels: (0..count).map(node).collect(), ends }
    }
}

impl Composer<'_> {
    /// The picture behind the arrows, if there is one and any of it is seen.
    pub(super) fn heat_map(&self) -> Option<Shape> {
        let (quantity, colors) = self.heat_map?;
        let colors = ColorScale { map: self.settings.heat_map.map(quantity), ..colors };
        let [columns, rows] = Axis::ALL.map(|axis| self.side(axis));
        let (columns, rows) = (columns?, rows?);
        let values = quantity.values(self.content.source())?;
        let size = [&columns, &rows].map(|side| side.texels.len());
        let width = self.content.field.grid.columns();
        let places = Places { values, colors, is_direction: quantity == Quantity::Direction, width };
        let mut pixels = Vec::with_capacity(size[0] * size[1]);
        let mut row_of = None;
        // The first row of a picture is the uppermost.
        for nodes in rows.texels.iter().rev() {
            if row_of == Some(nodes) {
                let last = pixels.len() - size[0];
                pixels.extend_from_within(last..);
                continue;
            }
            let mut column_of = None;
            for across in &columns.texels {
                let same = (column_of == Some(across)).then(|| pixels.last().copied()).flatten();
                pixels.push(same.unwrap_or_else(|| places.color(across.clone(), nodes.clone())));
                column_of = Some(across);
            }
            row_of = Some(nodes);
        }
        let frame = self.frame();
        let rect = Rect {
            min: [frame.min[0] + columns.ends[0], frame.min[1] + rows.ends[1]],
            max: [frame.min[0] + columns.ends[1], frame.min[1] + rows.ends[0]],
        };
        let opacity = f64::from(self.settings.heat_map.opacity.clamp(0.0, 1.0));
        Some(Shape::Image(Image { rect, size, colors: pixels.into(), opacity }))
    }

    /// The nodes along an axis whose cells are seen.
    fn side(&self, axis: Axis) -> Option<Side> {
        let index = axis.index();
        let values = self.content.field.grid.axis(axis);
        let half = self.content.field.request.grid().axes[index].step / 2.0;
        let [from, to] = self.layout.bounds[index];
        let first = values.partition_point(|value| value + half < from);
        let last = values.partition_point(|value| value - half <= to);
        let (bottom, top) = (*values.get(first)?, *values.get(last.checked_sub(1)?)?);
        let count = last.checked_sub(first).filter(|&count| count > 0)?;
        let place = |value: f64| self.view.offset(index, value);
        let ends = [place(bottom - half), place(top + half)];
        if ends.iter().any(|end| end.is_nan()) {
            return None;
        }
        let (nodes, size) = (first..last, self.view.size()[index]);
        if (ends[1] - ends[0]).abs() / count as f64 <= size {
            return Some(Side::of_cells(nodes, ends));
        }
        let edges = values[first..last - 1].iter().map(|value| place(value + half));
        Some(Side::of_sight(nodes, ends, &edges.collect::<Vec<_>>(), size))
    }
}

/// Where nodes are in the colour map.
struct Places<'a> {
    values: Values<'a>,
    colors: ColorScale,
    is_direction: bool,
    width: usize,
}

impl Places<'_> {
    /// The colour of some nodes, the less opaque the fewer of them have one.
    fn color(&self, columns: Range<usize>, rows: Range<usize>) -> Rgba {
        let count = (columns.len() * rows.len()) as f64;
        let nodes = rows.flat_map(|row| columns.clone().map(move |column| row * self.width + column));
        let places = nodes.filter_map(|node| self.place(node));
        let (place, share) =
            if self.is_direction { mean_direction(places, count) } else { mean(places, count) };
        let [r, g, b] = self.colors.map.entry(Colormap::index(place));
        Rgba::rgb(r, g, b).faded(share)
    }

    /// Where a node is in the colour map, from 0 to 1; `None` where it has no colour.
    fn place(&self, node: usize) -> Option<f64> {
        let value = self.values.at(node);
        let place = self.colors.position(value);
        (value.is_finite() && !place.is_nan()).then(|| place.clamp(0.0, 1.0))
    }
}

/// The mean of places, and the share of all that have one.
#[expect(clippy::cast_possible_truncation, reason = "a share")]
fn mean(places: impl Iterator<Item = f64>, count: f64) -> (f64, f32) {
    let (sum, known) = places.fold((0.0, 0.0), |(sum, known), place| (sum + place, known + 1.0));
    (sum / known, (known / count) as f32)
}

/// The direction of the sum of unit vectors, as a place, and its length as a share.
#[expect(clippy::cast_possible_truncation, reason = "a share")]
fn mean_direction(places: impl Iterator<Item = f64>, count: f64) -> (f64, f32) {
    let sum = places.fold([0.0, 0.0], |[x, y], place| {
        let (sin, cos) = (TAU * place).sin_cos();
        [x + cos, y + sin]
    });
    let place = (sum[1].atan2(sum[0]) / TAU).rem_euclid(1.0);
    (place, (sum[0].hypot(sum[1]) / count).min(1.0) as f32)
}
