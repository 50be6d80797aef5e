//! From a field to instances: one record an arrow or mark, in points on the screen.

use super::layout::{Layout, View};
use super::marks::{Kind, LARGEST_MARK, Mark, MarkTable};
use super::style::{Anchor, ArrowStyle, Direction, Length};
use crate::colormap::Colormap;
use crate::expr::Axis;
use crate::field::{ArrowState, GradientField};
use crate::figure::Rgba;
use crate::heat_map::{Quantity, Source, Values};

/// matplotlib's arrow head, in shaft widths.
const HEAD_WIDTH: f64 = 3.0;
/// An arrow shorter than its shaft is wide is drawn as a dot, as matplotlib's `minlength` has it.
const DOT_BELOW: f64 = 1.0;

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
    /// A [`Kind`], with [`FILLED`](super::marks::FILLED) added for a mark that is not hollow.
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
    /// Which part of an arrow's length lies before its node.
    pub before: f32,
}

/// An arrow is found within this many points, or within its head's width if that is more.
const NEAR: f32 = 3.0;
/// Among more instances there is no telling arrows apart.
const MOST_FOUND: usize = 1 << 15;

impl Built {
    /// The node, in points from the plot's corner, of the arrow that is drawn nearest to a place there, if one is near.
    pub fn node_of_arrow_at(&self, place: [f32; 2]) -> Option<[f32; 2]> {
        if self.instances.len() > MOST_FOUND {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
        let near = NEAR.max(self.layout.map_or(0.0, |layout| HEAD_WIDTH / 2.0 * layout.shaft) as f32);
        let arrows = self.instances.iter().filter(|instance| instance.kind == Kind::Arrow as u32);
        let distances = arrows.map(|arrow| (arrow, distance_to(arrow, place)));
        let (arrow, _) = distances.filter(|(_, d)| *d <= near).min_by(|(_, a), (_, b)| a.total_cmp(b))?;
        let along = self.before * arrow.length;
        Some([0, 1].map(|axis| arrow.position[axis] + along * arrow.direction[axis]))
    }
}

/// From an arrow's axis to a place.
fn distance_to(arrow: &Instance, place: [f32; 2]) -> f32 {
    let [x, y] = [0, 1].map(|axis| place[axis] - arrow.position[axis]);
    let [dx, dy] = arrow.direction;
    let along = (x * dx + y * dy).clamp(0.0, arrow.length);
    (x - along * dx).hypot(y - along * dy)
}

/// The largest mark on an arrow of usual length, so that enough of the arrow is left to be seen.
const MARK_IN_LENGTHS: f64 = 0.7;

/// What lengths by |g| are measured by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// This |g| ...
    pub norm: f64,
    /// ... is so many points long; as long as arrows of equal length where `None`.
    pub length: Option<f64>,
}

impl Measure {
    /// That of a field's arrows in a view, or of those of another whose lengths they are compared with.
    pub fn of(
        field: &GradientField,
        measured_by: Option<&GradientField>,
        view: &View,
        style: &ArrowStyle,
    ) -> Self {
        let own = || Self { norm: field.mean_norm(), length: None };
        match (style.length, measured_by) {
            // Nobody asks.
            (Length::Equal, _) => Self { norm: 1.0, length: None },
            (Length::Magnitude, None) => own(),
            (Length::Magnitude, Some(other)) => {
                let length = Layout::new(&other.grid, view, style).map(|layout| layout.length);
                // Of a field without a live arrow there is no length to compare with.
                if other.tally.live > 0 { Self { norm: other.mean_norm(), length } } else { own() }
            }
        }
    }
}

/// The arrows and marks of a field in a view; only [`Length::Magnitude`] looks at the measure, usually that of
/// [`GradientField::mean_norm`].
pub fn build(source: Source<'_>, measure: Measure, view: &View, style: &ArrowStyle) -> Built {
    let field = source.field();
    let Some(layout) = Layout::new(&field.grid, view, style) else { return Built::default() };
    let builder = Builder::new(source, measure, view, style, layout);
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
            let is_shown = usize::from(columns.shows(x) && rows.shows(y));
            let mark = match field.state(index) {
                ArrowState::Live => {
                    let arrow = builder.arrow(index, [x, y]);
                    if builder.is_visible(&arrow) {
                        instances.push(arrow);
                    }
                    drawn.arrows += is_shown;
                    builder.mark_on_arrow(index, [x, y])
                }
                state => {
                    drawn.marks += is_shown;
                    builder.mark_alone(state, index, [x, y])
                }
            };
            if let Some(mark) = mark.filter(|mark| builder.is_visible(mark)) {
                instances.push(mark);
            }
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "0, a half or 1")]
    let before = builder.before as f32;
    Built { instances, layout: Some(layout), drawn, before }
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
    colors: Colors<'a>,
    marks: MarkTable<'a>,
    /// A |g| and the length of its arrow, if lengths go by |g|.
    measure: Option<(f64, f64)>,
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

/// Where the colours of arrows come from.
enum Colors<'a> {
    /// All have this one.
    Plain([u8; 3]),
    /// The usual case, in which the number is at hand and never NaN.
    OfNorms,
    /// These values, and the colour of NaN.
    Of(Values<'a>, [u8; 3]),
}

impl<'a> Colors<'a> {
    fn new(source: Source<'a>, style: &ArrowStyle) -> Self {
        let opaque = |color: Rgba| {
            let [r, g, b, _] = color.to_array();
            [r, g, b]
        };
        let missing = opaque(style.zero_color);
        match (style.plain, style.quantity, style.quantity.values(source)) {
            (Some(plain), ..) => Self::Plain(opaque(plain)),
            (None, Quantity::GradientNorm, _) => Self::OfNorms,
            (None, _, Some(values)) => Self::Of(values, missing),
            (None, _, None) => Self::Plain(missing),
        }
    }
}

impl<'a> Builder<'a> {
    #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
    fn new(
        source: Source<'a>,
        Measure { norm, length }: Measure,
        view: &View,
        style: &'a ArrowStyle,
        layout: Layout,
    ) -> Self {
        let sign = match style.direction {
            Direction::Descent => -1.0,
            Direction::Ascent => 1.0,
        };
        let [width, height] = view.size();
        let is_measured = style.length == Length::Magnitude && norm > 0.0;
        Self {
            field: source.field(),
            style,
            layout,
            colors: Colors::new(source, style),
            marks: MarkTable::new(source.census(), style),
            measure: is_measured.then(|| (norm, length.unwrap_or(layout.length))),
            longest: width.hypot(height),
            factors: view.direction_factors().map(|factor| sign * factor),
            before: match style.anchor {
                Anchor::Tail => 0.0,
                Anchor::Middle => 0.5,
                Anchor::Tip => 1.0,
            },
            palette: std::array::from_fn(|entry| style.colors.map.entry(entry as u8)),
            // The halo, which is not known here, is at most `max_halo`, and the smooth edge ends within a point.
            margin: ((HEAD_WIDTH / 2.0 * layout.shaft).max(LARGEST_MARK * layout.mark / 2.0)
                + layout.max_halo
                + 1.0) as f32,
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
        self.measure.map_or(self.layout.length, |(one, length)| norm / one * length).min(self.longest)
    }

    /// The mark at a node that has an arrow.
    fn mark_on_arrow(&self, index: usize, node: [f64; 2]) -> Option<Instance> {
        let ring = self.layout.mark.min(MARK_IN_LENGTHS * self.layout.length);
        self.marks.on_arrow(index).map(|mark| marked(mark, ring, node))
    }

    /// The mark at a node that has none.
    fn mark_alone(&self, state: ArrowState, index: usize, node: [f64; 2]) -> Option<Instance> {
        self.marks.alone(state, index).map(|mark| marked(mark, self.layout.mark, node))
    }

    #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
    fn arrow(&self, index: usize, node: [f64; 2]) -> Instance {
        let gradient = [self.field.g0[index], self.field.g1[index]];
        let direction = unit([gradient[0] * self.factors[0], gradient[1] * self.factors[1]])
            .unwrap_or_else(|| scaled_unit(gradient, self.factors));
        let norm = self.field.norm[index];
        let length = self.length(norm);
        let [r, g, b] = match self.colors {
            Colors::Plain(color) => color,
            Colors::OfNorms => self.color(norm),
            Colors::Of(values, missing) => {
                let value = values.at(index);
                if value.is_nan() { missing } else { self.color(value) }
            }
        };
        let color = [r, g, b, 255];
        if length < DOT_BELOW * self.layout.shaft {
            return Instance { length: length as f32, ..centered(Kind::Dot as u32, node, color) };
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

    /// `style.colors.color(value)`, from the palette.
    fn color(&self, value: f64) -> [u8; 3] {
        self.palette[usize::from(Colormap::index(self.style.colors.position(value)))]
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

/// A mark about a node, where a ring would have this diameter.
#[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
fn marked(mark: &Mark, ring: f64, node: [f64; 2]) -> Instance {
    let length = (mark.size * ring) as f32;
    Instance { length, ..centered(mark.kind(), node, mark.color.to_array()) }
}

/// Something about a node.
#[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
fn centered(kind: u32, node: [f64; 2], color: [u8; 4]) -> Instance {
    let position = node.map(|offset| offset as f32);
    Instance { position, direction: [1.0, 0.0], length: 0.0, color, kind }
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
