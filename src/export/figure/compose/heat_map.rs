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
/// A node's cell is never more than so many texels wide and high.
const MOST_TEXELS_A_CELL: usize = 8;

/// The columns or rows of a picture.
struct Side {
    /// The nodes it is of.
    nodes: Range<usize>,
    /// How many nodes share a texel, and how many texels a node has: one of both is 1.
    nodes_a_texel: usize,
    texels_a_node: usize,
    /// Where it begins and ends on the canvas, in points.
    ends: [f64; 2],
}

impl Side {
    fn texels(&self) -> usize {
        self.nodes.len().div_ceil(self.nodes_a_texel) * self.texels_a_node
    }

    /// The nodes of a texel.
    fn of(&self, texel: usize) -> Range<usize> {
        let first = self.nodes.start + texel / self.texels_a_node * self.nodes_a_texel;
        first..(first + self.nodes_a_texel).min(self.nodes.end)
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
        let size = [columns.texels(), rows.texels()];
        let width = self.content.field.grid.columns();
        let places = Places { values, colors, is_direction: quantity == Quantity::Direction, width };
        let mut pixels = Vec::with_capacity(size[0] * size[1]);
        let mut row_of = None;
        // The first row of a picture is the uppermost.
        for row in (0..size[1]).rev() {
            let nodes = rows.of(row);
            if row_of == Some(nodes.clone()) {
                let last = pixels.len() - size[0];
                pixels.extend_from_within(last..);
                continue;
            }
            let mut column_of = None;
            for column in 0..size[0] {
                let across = columns.of(column);
                let same = (column_of == Some(across.clone())).then(|| pixels.last().copied()).flatten();
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
        let texels = DENSITY * (ends[1] - ends[0]).abs();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "of a sheet; NaN becomes 0"
        )]
        let (shared, several) =
            ((count as f64 / texels).floor() as usize, (texels / count as f64).ceil() as usize);
        let nodes_a_texel = shared.max(1);
        let texels_a_node = if nodes_a_texel > 1 { 1 } else { several.clamp(1, MOST_TEXELS_A_CELL) };
        // The last texel may have fewer nodes and is as wide as the others.
        let whole = count.div_ceil(nodes_a_texel) * nodes_a_texel;
        let end = ends[0] + (ends[1] - ends[0]) * (whole as f64 / count as f64);
        let is_sound = ends.iter().chain([&end]).all(|end| end.is_finite());
        is_sound.then_some(Side { nodes: first..last, nodes_a_texel, texels_a_node, ends: [ends[0], end] })
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
