//! From a heat map to rectangles on the screen, in points.

use crate::gui::plot::arrows::View;
use crate::heat_map::{HeatMap, Image, Layer, Nodes};

/// Nodes are counted from a multiple of this, which a texel of any level divides, so that numbers stay small.
const START_MULTIPLE: f64 = 64.0;

/// The visible part of a tile as the graphics card reads it.
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Quad {
    /// Left, top, right and bottom, in points right and down from the plot's corner.
    pub place: [f32; 4],
    /// The column and row at the left top, and those at the right bottom, counted from `start`; column and row i fill
    /// i to i + 1.
    pub nodes: [f32; 4],
    /// A column and row of the tile.
    pub start: [i32; 2],
    /// The tile's columns and rows.
    pub count: [i32; 2],
    /// The number of the tile's levels.
    pub levels: i32,
}

/// The quads of a heat map in a view, with what each shows; what lies beside the plot is left out.
pub fn quads<T: Clone + Leveled>(map: &HeatMap<T>, view: &View) -> Vec<(Quad, T)> {
    map.layers
        .iter()
        .flat_map(|layer| layer.images.iter().filter_map(|image| quad(layer, image, view)))
        .collect()
}

/// Something that has levels of coarser texels.
pub trait Leveled {
    /// How many, the finest included; 0 where there is nothing to draw.
    fn levels(&self) -> usize;
}

fn quad<T: Clone + Leveled>(layer: &Layer<T>, image: &Image<T>, view: &View) -> Option<(Quad, T)> {
    let levels = i32::try_from(image.image.levels()).ok().filter(|&levels| levels > 0)?;
    let side =
        |axis: usize| Side::new(&layer.nodes[axis], layer.extent[axis], &image.range[axis], view, axis);
    let [x, y] = [side(0)?, side(1)?];
    let quad = Quad {
        place: [x.place[0], y.place[0], x.place[1], y.place[1]],
        nodes: [x.nodes[0], y.nodes[0], x.nodes[1], y.nodes[1]],
        start: [x.start, y.start],
        count: [x.count, y.count],
        levels,
    };
    Some((quad, image.image.clone()))
}

/// A quad along one axis of the screen, from left to right or from top to bottom.
struct Side {
    place: [f32; 2],
    nodes: [f32; 2],
    start: i32,
    count: i32,
}

impl Side {
    fn new(
        nodes: &Nodes,
        extent: [f64; 2],
        range: &std::ops::Range<usize>,
        view: &View,
        axis: usize,
    ) -> Option<Self> {
        let offset = |value: f64| view.offset(axis, value);
        let first = offset(nodes.first);
        // Points on the screen from a node to the next.
        let step = match nodes.count {
            1 => offset(nodes.first + nodes.step) - first,
            count => (offset(nodes.last) - first) / (count - 1) as f64,
        };
        // The outer cells reach as far as the layer does.
        let begin = if range.start == 0 { extent[0] } else { f64::NAN };
        let end = if range.end == nodes.count { extent[1] } else { f64::NAN };
        let edge = |node: usize| first + (node as f64 - 0.5) * step;
        let ends = [(begin, range.start), (end, range.end)]
            .map(|(outer, node)| if outer.is_nan() { edge(node) } else { offset(outer) });
        let bounds = extent.map(offset);
        let ordered = |[a, b]: [f64; 2]| if a <= b { [a, b] } else { [b, a] };
        let ([low, high], [least, most]) = (ordered(ends), ordered(bounds));
        let low = low.max(least).max(0.0);
        let high = high.min(most).min(view.size()[axis]);
        // Not so where there is no place for it.
        if !(low < high && step.is_finite() && step != 0.0) {
            return None;
        }
        let node = |place: f64| (place - first) / step + 0.5 - range.start as f64;
        let start = node(low).min(node(high)).max(0.0) / START_MULTIPLE;
        let start = start.floor() * START_MULTIPLE;
        #[expect(clippy::cast_possible_truncation, reason = "points on the screen; a tile has few nodes")]
        let side = Self {
            place: [low as f32, high as f32],
            nodes: [low, high].map(|place| (node(place) - start) as f32),
            start: start as i32,
            count: i32::try_from(range.len()).ok()?,
        };
        side.nodes.iter().all(|node| node.is_finite()).then_some(side)
    }
}
