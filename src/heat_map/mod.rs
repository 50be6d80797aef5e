//! A field as colours: one texel a node.
//!
//! A texel is not a colour but the entry of the colour map, so that another map needs no work here, and a mean of texels
//! is the mean of what they stand for: where several nodes share a pixel, it has the colour of their mean on the scale
//! that is shown (of the values on a linear scale, of their logarithms on a logarithmic one), never one that the map
//! does not have. Directions go round: their mean is the direction of the sum of unit vectors.
//!
//! | file | what it knows |
//! |---|---|
//! | [`quantity`] | what colours can show, and its value at a node |
//! | `entries` | many values to entries, as [`ColorScale`] has them, in a few nanoseconds each |
//! | [`tile`] | rows of a field as texels with their coarser levels |

mod entries;
pub mod quantity;
pub mod tile;

use std::ops::Range;

pub use quantity::{LEAST_ANGLE, Quantity, Source, Values};
pub use tile::{Level, Texel, Tile, Uncolored};

use crate::colormap::{ColorScale, Colormap, Scale};
use crate::expr::Axis;
use crate::field::{FieldRequest, GradientField, Grid};
use entries::Entries;
use tile::Mean;

/// Numbers are taken for equal only if they are so to this share of the largest.
const SAME_COLOR: f64 = 1e-6;

/// The |g| of the first and the last colour: one and the same where all are equal to within rounding, whose noise
/// would otherwise be painted in all colours. `None` where no arrow is live.
pub fn norm_limits(field: &GradientField) -> Option<[f64; 2]> {
    let [low, high] = field.norm_range?;
    // Each sample of f is off by some ulps, and the difference of two is divided by h. Where that is most of |g| itself,
    // the noise is what there is to see.
    let noise = (rounding(field) / field.request.h()).min(SAME_COLOR * high);
    Some(unless_equal([low, high], noise))
}

/// How far off a value of f may be by rounding.
fn rounding(field: &GradientField) -> f64 {
    field.f_range.map_or(0.0, |[min, max]| 4.0 * f64::EPSILON * min.abs().max(max.abs()))
}

/// The limits, or their middle twice where they differ by no more than noise.
fn unless_equal([low, high]: [f64; 2], noise: f64) -> [f64; 2] {
    if high - low <= noise { [f64::midpoint(low, high); 2] } else { [low, high] }
}

/// What a heat map is to show; its colour map and opacity are chosen when it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatMapOrder {
    /// What the colours mean.
    pub quantity: Quantity,
    /// Linear or logarithmic.
    pub scale: Scale,
    /// The values of the first and the last colour, above 0 on a logarithmic scale; the field's own where `None`.
    pub limits: Option<[f64; 2]>,
}

impl HeatMapOrder {
    /// The scale of a field's colours, whose map means nothing yet.
    ///
    /// The field's own limits are those of its finite values, and on a logarithmic scale of those above 0, but that a
    /// few of f far below all others may lie below the first colour; one and the same where all are equal to within
    /// rounding, as where every |g| is 0. |g| of 0 does not count among others, it has the first colour. Quantities
    /// with [limits that are fixed](Quantity::fixed_limits) have no others. `None` where no value has a colour, or where
    /// none is known before the census is.
    pub fn colors<'a>(&self, source: impl Into<Source<'a>>) -> Option<ColorScale> {
        let source = source.into();
        let scale = self.quantity.scale(self.scale);
        let [min, max] = match self.quantity.fixed_limits(scale) {
            Some(fixed) => self.quantity.values(source)?.any_finite().then_some(fixed)?,
            None => self.limits.or_else(|| self.own_limits(source.field()))?,
        };
        Some(ColorScale { map: Colormap::default(), scale, min, max })
    }

    /// The limits of a field, for a quantity that has none that are fixed.
    fn own_limits(&self, field: &GradientField) -> Option<[f64; 2]> {
        if self.quantity == Quantity::GradientNorm {
            return norm_limits(field).or((field.tally.zero > 0).then_some([0.0; 2]));
        }
        let [low, high] = field.f_range?;
        let low = if self.scale == Scale::Logarithmic { low_on_logarithmic(&field.f)? } else { low };
        Some(unless_equal([low, high], rounding(field)))
    }

    /// Whether a heat map of the same field is what a new one would be; never if that one was made before the census
    /// that it needs.
    pub fn is_met_by<T>(&self, map: &HeatMap<T>) -> bool {
        let HeatMapOrder { quantity, scale, limits } = map.order;
        let drawn = map.colors.map(|colors| [colors.min, colors.max]);
        !map.lacks_census
            && (self.quantity, self.scale) == (quantity, scale)
            && (self.limits == limits || self.limits.is_some() && self.limits == drawn)
    }
}

/// One in so many values may lie below the first colour of a logarithmic scale, if it is far below the others. Next to a
/// minimum at which f is 0, a point or two come out as the rounding of some 1e-30, and would leave one colour to all the
/// rest.
const BELOW_THE_FIRST: usize = 200;
/// How far, in powers of two: six decades with nothing in them.
const GAP: usize = 20;

/// The first colour's value on a logarithmic scale: the smallest that is finite and above 0, but for a few far below all
/// others.
fn low_on_logarithmic(values: &[f64]) -> Option<f64> {
    const MANTISSA_BITS: u32 = f64::MANTISSA_DIGITS - 1;
    // How many there are of each exponent. With the sign bit set it would be beyond those of numbers above 0.
    let mut counts = vec![0_usize; 1 << 12];
    for &value in values {
        counts[(value.to_bits() >> MANTISSA_BITS) as usize] += usize::from(value > 0.0);
    }
    let finite = &counts[..(f64::INFINITY.to_bits() >> MANTISSA_BITS) as usize];
    let spare = finite.iter().sum::<usize>() / BELOW_THE_FIRST;
    let (mut below, mut last, mut first) = (0, None, 0);
    for (exponent, count) in finite.iter().enumerate().filter(|(_, count)| **count > 0) {
        if below <= spare && last.is_some_and(|last| exponent - last > GAP) {
            first = exponent;
        }
        below += count;
        last = Some(exponent);
    }
    let from = f64::from_bits((first as u64) << MANTISSA_BITS);
    let least =
        |least: f64, &value: &f64| if value > 0.0 && value >= from { least.min(value) } else { least };
    Some(values.iter().fold(f64::INFINITY, least)).filter(|least| least.is_finite())
}

/// A heat map whose texels have become images of type T, such as textures of a graphics card.
#[derive(Clone, Debug)]
pub struct HeatMap<T> {
    /// What it was to show.
    pub order: HeatMapOrder,
    /// What its entries mean; `None` where no value has a colour, and there is no layer then.
    pub colors: Option<ColorScale>,
    /// Whether it has no colour only because its field's census was not there.
    pub lacks_census: bool,
    /// What is drawn side by side: the field's rows and, while there are more to come, a coarser field above them.
    pub layers: Vec<Layer<T>>,
}

impl<T> HeatMap<T> {
    /// Let a coarse field fill the extent of the whole one: its outer cells are wider than those.
    pub fn fill(&mut self, whole: &FieldRequest) {
        let Ok(grid) = Grid::new(whole.grid()) else { return };
        let extent = nodes(&grid, whole).map(|nodes| nodes.extent());
        self.layers.iter_mut().for_each(|layer| layer.extent = extent);
    }

    /// How many of its nodes have no colour.
    pub fn uncolored(&self) -> Uncolored {
        let images = self.layers.iter().flat_map(|layer| &layer.images);
        images.fold(Uncolored::default(), |sum, image| sum + image.uncolored)
    }
}

/// A field, or its first rows, as images.
#[derive(Clone, Debug)]
pub struct Layer<T> {
    /// Where its nodes are.
    pub nodes: [Nodes; 2],
    /// What it fills of the plane, from and to along each axis; its outer nodes reach as far as that.
    pub extent: [[f64; 2]; 2],
    /// Its images.
    pub images: Vec<Image<T>>,
}

/// Some rows and columns of a layer.
#[derive(Clone, Debug)]
pub struct Image<T> {
    /// Which columns and rows.
    pub range: [Range<usize>; 2],
    /// Their texels.
    pub image: T,
    /// How many of them have no colour.
    pub uncolored: Uncolored,
}

/// Evenly spaced nodes along an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nodes {
    /// The value of the first.
    pub first: f64,
    /// The value of the last.
    pub last: f64,
    /// Their number, at least 1.
    pub count: usize,
    /// Their distance, which the first and the last do not tell where they are one.
    pub step: f64,
}

impl Nodes {
    /// Where the cells, a step wide, begin and end.
    fn extent(&self) -> [f64; 2] {
        [self.first - 0.5 * self.step, self.last + 0.5 * self.step]
    }

    /// Where the cells of the first so many end.
    fn edge(&self, count: usize) -> f64 {
        let [begin, end] = self.extent();
        let share = count as f64 / self.count as f64;
        // Weighted one by one, as the distance of the ends may overflow.
        begin * (1.0 - share) + end * share
    }
}

/// Draws the heat map of a field as its rows become known.
pub struct Painter {
    order: HeatMapOrder,
    colors: Option<ColorScale>,
    lacks_census: bool,
    entries: Option<Entries>,
}

impl Painter {
    /// For an order whose limits, where it leaves them open, are those of a field: the one to draw or, as long as it
    /// is not known, a coarser one.
    ///
    /// `values` is about how many will be drawn: it decides what is worth preparing.
    pub fn new<'a>(order: HeatMapOrder, source: impl Into<Source<'a>>, values: usize) -> Self {
        let source = source.into();
        let colors = order.colors(source);
        let lacks_census = order.quantity.needs_census() && source.census().is_none();
        let entries = colors.map(|colors| Entries::new(&colors, values));
        Self { order, colors, lacks_census, entries }
    }

    /// What is to be shown.
    pub fn order(&self) -> HeatMapOrder {
        self.order
    }

    /// What the entries mean; `None` where no value has a colour.
    pub fn colors(&self) -> Option<ColorScale> {
        self.colors
    }

    /// Rows of a field as tiles, from the first row and column on; none where no value has a colour.
    pub fn tiles<'a>(
        &'a self,
        source: impl Into<Source<'a>>,
        rows: Range<usize>,
    ) -> impl Iterator<Item = Tile> + 'a {
        let source = source.into();
        let quantity = self.order.quantity;
        let columns = source.field().grid.columns();
        let mean = if quantity == Quantity::Direction { Mean::OfDirections } else { Mean::OfEntries };
        let known = self.entries.iter().zip(quantity.values(source));
        known.flat_map(move |(entries, values)| tile::tiles(entries, values, columns, rows.clone(), mean))
    }

    /// The heat map of a whole field.
    pub fn whole<T>(&self, field: &GradientField, images: Vec<Image<T>>) -> HeatMap<T> {
        let nodes = nodes(&field.grid, &field.request);
        let layer = Layer { nodes, extent: nodes.map(|nodes| nodes.extent()), images };
        HeatMap {
            order: self.order,
            colors: self.colors,
            lacks_census: self.lacks_census,
            layers: self.colors.map(|_| layer).into_iter().collect(),
        }
    }

    /// The heat map of a field's first rows, and of a coarser one from there to where the last row will be.
    pub fn partial<T: Clone>(
        &self,
        field: &GradientField,
        images: Vec<Image<T>>,
        coarse: &HeatMap<T>,
    ) -> HeatMap<T> {
        let rows = images.iter().map(|image| image.range[1].end).max().unwrap_or(0);
        let mut map = self.whole(field, images);
        if let Some(layer) = map.layers.first_mut() {
            let [columns, [bottom, top]] = layer.extent;
            let edge = layer.nodes[1].edge(rows);
            layer.extent = [columns, [bottom, edge]];
            let above = |layer: &Layer<T>| Layer { extent: [columns, [edge, top]], ..layer.clone() };
            map.layers.extend(coarse.layers.iter().map(above));
        }
        map
    }
}

/// The nodes of a request's grid along each axis.
fn nodes(grid: &Grid, request: &FieldRequest) -> [Nodes; 2] {
    Axis::ALL.map(|axis| {
        let values = grid.axis(axis);
        let end = |value: Option<&f64>| value.copied().unwrap_or(f64::NAN);
        let step = request.grid().axes[axis.index()].step;
        Nodes { first: end(values.first()), last: end(values.last()), count: values.len(), step }
    })
}
