//! From a field to instances: one record an arrow or mark, in points on the screen.

use eframe::egui::Color32;

use super::layout::{Layout, View};
use super::style::{Anchor, ArrowStyle, Direction, Length};
use crate::colormap::Colormap;
use crate::expr::Axis;
use crate::field::{ArrowState, GradientField};

/// matplotlib's arrow head, in shaft widths.
const HEAD_WIDTH: f64 = 3.0;
/// An arrow shorter than its shaft is wide is drawn as a dot, as matplotlib's `minlength` has it.
const DOT_BELOW: f64 = 1.0;

/// What an instance is drawn as; the shader knows them by these numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Kind {
    /// An arrow.
    Arrow = 0,
    /// A hexagon one shaft width across: an arrow too short to have a shape.
    Dot = 1,
    /// A ring: the gradient is exactly zero.
    Ring = 2,
    /// A hollow diamond: the gradient is not finite.
    Diamond = 3,
}

/// One arrow or mark as the graphics card reads it.
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Instance {
    /// The tail of an arrow, the centre of anything else; points right and down from the plot's corner.
    pub position: [f32; 2],
    /// Unit vector from tail to tip on the screen.
    pub direction: [f32; 2],
    /// Length of an arrow, outer diameter of a mark, in points.
    pub length: f32,
    /// sRGB and opacity.
    pub color: [u8; 4],
    /// A [`Kind`].
    pub kind: u32,
}

/// How many nodes in the visible part of the plot are drawn as what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// As an arrow.
    pub arrows: usize,
    /// As a mark, since they have no direction.
    pub marks: usize,
    /// Not at all, since the arrows would overlap.
    pub hidden: usize,
}

/// All that is drawn of a field.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// Arrows and marks; what lies beside the plot is left out.
    pub instances: Vec<Instance>,
    /// Their common measures; `None` where nothing can be drawn.
    pub layout: Option<Layout>,
    /// Their count.
    pub drawn: Drawn,
}

/// The arrows and marks of a field in a view. `mean_norm` is [`GradientField::mean_norm`]; only [`Length::Magnitude`]
/// looks at it.
pub fn build(field: &GradientField, mean_norm: f64, view: &View, style: &ArrowStyle) -> Built {
    let Some(layout) = Layout::new(&field.grid, view, style) else { return Built::default() };
    let builder = Builder::new(field, mean_norm, view, style, layout);
    let reach = builder.reach(field.norm_range);
    let columns = Kept::new(field.grid.axis(Axis::X0), 0, view, layout.stride[0], reach);
    let rows = Kept::new(field.grid.axis(Axis::X1), 1, view, layout.stride[1], reach);

    let mut instances = Vec::with_capacity(columns.nodes.len() * rows.nodes.len());
    let mut drawn =
        Drawn { hidden: columns.visible * rows.visible - columns.shown * rows.shown, ..Drawn::default() };
    for &(row, y) in &rows.nodes {
        let start = row * field.grid.columns();
        for &(column, x) in &columns.nodes {
            let index = start + column;
            let state = field.state(index);
            let instance = builder.instance(state, index, [x, y]);
            if builder.is_visible(&instance) {
                instances.push(instance);
            }
            if columns.shows(x) && rows.shows(y) {
                match state {
                    ArrowState::Live => drawn.arrows += 1,
                    ArrowState::Zero | ArrowState::NotFinite => drawn.marks += 1,
                }
            }
        }
    }
    Built { instances, layout: Some(layout), drawn }
}

/// The columns or rows that are drawn.
struct Kept {
    /// Index and offset in points of each.
    nodes: Vec<(usize, f64)>,
    /// The plot's extent in points.
    size: f64,
    /// How many nodes of the axis lie within the plot.
    visible: usize,
    /// How many of these are in `nodes`.
    shown: usize,
}

impl Kept {
    /// Every `stride`th value of an axis, counted from its first, that lies within `reach` points of the plot.
    fn new(values: &[f64], axis: usize, view: &View, stride: usize, reach: f64) -> Self {
        let size = view.size()[axis];
        let within = |margin: f64| {
            // Offsets ascend or descend with the values, and those of a view without a place are NaN throughout.
            let offset = |value: &f64| view.offset(axis, *value);
            let ascending = values.first().map(offset) <= values.last().map(offset);
            let beyond = |value: &f64, low: bool| {
                let offset = offset(value);
                if ascending == low { offset < -margin } else { offset > size + margin }
            };
            let start = values.partition_point(|value| beyond(value, true));
            let end = start + values[start..].partition_point(|value| !beyond(value, false));
            start..end
        };
        let (reached, visible) = (within(reach), within(0.0));
        let nodes = (reached.start.div_ceil(stride)..reached.end.div_ceil(stride))
            .map(|multiple| multiple * stride)
            .map(|index| (index, view.offset(axis, values[index])))
            .filter(|(_, offset)| offset.is_finite())
            .collect();
        let shown = visible.end.div_ceil(stride) - visible.start.div_ceil(stride);
        Self { nodes, size, visible: visible.len(), shown }
    }

    /// Whether an offset lies within the plot.
    fn shows(&self, offset: f64) -> bool {
        (0.0..=self.size).contains(&offset)
    }
}

/// What is the same for all instances of a field.
struct Builder<'a> {
    field: &'a GradientField,
    style: &'a ArrowStyle,
    layout: Layout,
    /// The |g| of an arrow of usual length, if lengths go by |g|.
    mean_norm: Option<f64>,
    /// No arrow is drawn longer: its end would be out of the plot from everywhere within.
    longest: f64,
    /// Direction on the screen of the gradient's components, the sign of descent included.
    factors: [f64; 2],
    /// Which part of an arrow's length lies before its node.
    before: f64,
    /// The colour map's entries, looked up once.
    palette: [[u8; 3]; 256],
    /// What an instance's outline may exceed its axis by, and the plot's size.
    margin: f32,
    size: [f32; 2],
}

impl<'a> Builder<'a> {
    #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
    fn new(
        field: &'a GradientField,
        mean_norm: f64,
        view: &View,
        style: &'a ArrowStyle,
        layout: Layout,
    ) -> Self {
        let sign = match style.direction {
            Direction::Descent => -1.0,
            Direction::Ascent => 1.0,
        };
        let [width, height] = view.size();
        Self {
            field,
            style,
            layout,
            mean_norm: Some(mean_norm).filter(|&mean| style.length == Length::Magnitude && mean > 0.0),
            longest: width.hypot(height),
            factors: view.direction_factors().map(|factor| sign * factor),
            before: match style.anchor {
                Anchor::Tail => 0.0,
                Anchor::Middle => 0.5,
                Anchor::Tip => 1.0,
            },
            palette: std::array::from_fn(|entry| style.colors.map.entry(entry as u8)),
            // The halo, which is not known here, is at most `max_halo`, and the smooth edge ends within a point.
            margin: ((HEAD_WIDTH / 2.0 * layout.shaft).max(layout.mark / 2.0) + layout.max_halo + 1.0) as f32,
            size: [width as f32, height as f32],
        }
    }

    /// How far from its node, in points, an instance may draw.
    fn reach(&self, norm_range: Option<[f64; 2]>) -> f64 {
        let longest_arrow = norm_range.map_or(0.0, |[_, largest]| self.length(largest));
        longest_arrow + f64::from(self.margin)
    }

    /// The length in points of an arrow of norm |g|.
    fn length(&self, norm: f64) -> f64 {
        let length = self.layout.length;
        self.mean_norm.map_or(length, |mean_norm| norm / mean_norm * length).min(self.longest)
    }

    fn instance(&self, state: ArrowState, index: usize, node: [f64; 2]) -> Instance {
        match state {
            ArrowState::Live => {
                let gradient = [self.field.g0[index], self.field.g1[index]];
                self.arrow(gradient, self.field.norm[index], node)
            }
            ArrowState::Zero => self.mark(Kind::Ring, self.style.zero_color, node),
            ArrowState::NotFinite => self.mark(Kind::Diamond, self.style.not_finite_color, node),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
    fn arrow(&self, gradient: [f64; 2], norm: f64, node: [f64; 2]) -> Instance {
        let direction = unit([gradient[0] * self.factors[0], gradient[1] * self.factors[1]])
            .unwrap_or_else(|| scaled_unit(gradient, self.factors));
        let length = self.length(norm);
        let [r, g, b] = self.color(norm);
        let color = [r, g, b, 255];
        if length < DOT_BELOW * self.layout.shaft {
            return Instance { length: length as f32, ..mark(Kind::Dot, node, color) };
        }
        let before = self.before * length;
        Instance {
            position: [(node[0] - before * direction[0]) as f32, (node[1] - before * direction[1]) as f32],
            direction: direction.map(|component| component as f32),
            length: length as f32,
            color,
            kind: Kind::Arrow as u32,
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
    fn mark(&self, kind: Kind, color: Color32, node: [f64; 2]) -> Instance {
        Instance { length: self.layout.mark as f32, ..mark(kind, node, color.to_array()) }
    }

    /// `style.colors.color(norm)`, from the palette, unless all are plain.
    fn color(&self, norm: f64) -> [u8; 3] {
        if let Some(plain) = self.style.plain {
            return [plain.r(), plain.g(), plain.b()];
        }
        let entry = Colormap::index(self.style.colors.position(norm));
        self.palette[usize::from(entry)]
    }

    /// Whether any of an instance can lie within the plot.
    fn is_visible(&self, instance: &Instance) -> bool {
        let along = if instance.kind == Kind::Arrow as u32 { instance.length } else { 0.0 };
        (0..2).all(|axis| {
            let tail = instance.position[axis];
            let tip = tail + along * instance.direction[axis];
            tail.max(tip) > -self.margin && tail.min(tip) < self.size[axis] + self.margin
        })
    }
}

/// Something round about a node.
#[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
fn mark(kind: Kind, node: [f64; 2], color: [u8; 4]) -> Instance {
    let position = node.map(|offset| offset as f32);
    Instance { position, direction: [1.0, 0.0], length: 0.0, color, kind: kind as u32 }
}

/// The vector divided by its length; `None` where the squares could over- or underflow.
fn unit([x, y]: [f64; 2]) -> Option<[f64; 2]> {
    let square = x * x + y * y;
    (1e-280..1e280).contains(&square).then(|| {
        let inverse = 1.0 / square.sqrt();
        [x * inverse, y * inverse]
    })
}

/// The direction of a gradient whose components, finite and not both 0, lie anywhere in the range of `f64`.
fn scaled_unit(gradient: [f64; 2], factors: [f64; 2]) -> [f64; 2] {
    let by_larger = |[x, y]: [f64; 2]| {
        let larger = x.abs().max(y.abs());
        [x / larger, y / larger]
    };
    let [x, y] = by_larger(gradient);
    let [x, y] = by_larger([x * factors[0], y * factors[1]]);
    let length = x.hypot(y);
    [x / length, y / length]
}
