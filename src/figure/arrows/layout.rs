//! From plot coordinates to points on the screen, and how dense, long and wide arrows are there.
//!
//! # The rule
//! matplotlib's `quiver` goes by the width W of the axes and the number N of arrows: shaft width
//! 0.06 W / clip(sqrt N, 8, 25), length W / (1.8 max(10, sqrt N)). On a square grid that fills its axes, W / sqrt N is the
//! distance of two arrows. Here that distance on the screen is the measure, so that the arrows keep their relation to
//! the grid at every zoom; where matplotlib's numbers hold, they are the same.
//!
//! With d0, d1 the distances in points between the *drawn* columns and rows:
//! - cell c = sqrt(d0 d1), as N arrows share the area;
//! - length = c / 1.8, but at most 0.9 min(d0, d1), so that no arrow reaches the next node;
//! - shaft width = 0.06 c, kept within 1.2 and 6 points;
//! - equal arrows of less than 2 points, which unthinned grids have, show no direction: they become dots that nearly
//!   touch, and the field a picture of |g|.

use super::style::{ArrowStyle, Length};
use crate::expr::Axis;
use crate::field::Grid;

/// Arrows keep at least about this distance, in points, when thinned.
pub const MIN_DISTANCE: f64 = 10.0;
/// And this distance when not: a point shows no more than one colour.
const MIN_DISTANCE_UNTHINNED: f64 = 1.0;
/// Shaft widths in points: thinner is not readable, wider hides what is behind.
const SHAFT_WIDTHS: [f64; 2] = [1.2, 6.0];
/// In less than this many points no direction can be seen.
const SHORTEST_ARROW: f64 = 2.0;
/// Shaft width in cells, matplotlib's 0.06.
const SHAFT_IN_CELLS: f64 = 0.06;
/// Cells in the length of an arrow, matplotlib's 1 / 1.8.
const LENGTH_IN_CELLS: f64 = 1.0 / 1.8;
/// A larger distance is beyond every screen, and would be beyond `f32`.
const MAX_DISTANCE: f64 = 1e9;
/// Halos are never wider than this many points, however far apart the arrows are.
const WIDEST_HALO: f64 = 8.0;
/// The distance in points assumed along an axis with a single node.
const LONE_DISTANCE: f64 = 40.0;

/// The visible part of the plot: `f64`, and safe up to the largest numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Width and height of the plot's rectangle in points.
    size: [f64; 2],
    /// The values at the left and bottom edge.
    min: [f64; 2],
    /// Half the distance to the opposite edge; the whole may exceed the largest number.
    half: [f64; 2],
    /// Whether values fall along the screen's right and down.
    against_screen: [bool; 2],
}

impl View {
    /// The view of a plot of so many points to the right and down, of the values from `min` to `max`, which may fall along
    /// either.
    pub fn new(size: [f64; 2], min: [f64; 2], max: [f64; 2], against_screen: [bool; 2]) -> Self {
        let half = std::array::from_fn(|axis| max[axis] / 2.0 - min[axis] / 2.0);
        Self { size, min, half, against_screen }
    }

    /// Width and height of the plot's rectangle in points.
    pub fn size(&self) -> [f64; 2] {
        self.size
    }

    /// The points from the left (axis 0) or top (axis 1) edge of the plot to a value; not finite without a place.
    pub fn offset(&self, axis: usize, value: f64) -> f64 {
        let t = (value / 2.0 - self.min[axis] / 2.0) / self.half[axis];
        self.size[axis] * if self.against_screen[axis] { 1.0 - t } else { t }
    }

    /// Factors that turn a vector of plot coordinates into its direction on the screen (x right, y down).
    ///
    /// The larger is 1 or -1. The other is held above 1e-150, where the direction is that of the larger anyway.
    pub fn direction_factors(&self) -> [f64; 2] {
        let ratio = (self.size[0] / self.size[1]) * (self.half[1] / self.half[0]);
        let ratio = ratio.clamp(1e-150, 1e150);
        let sign = self.against_screen.map(|against| if against { -1.0 } else { 1.0 });
        [sign[0] * ratio.min(1.0), sign[1] * (1.0 / ratio).min(1.0)]
    }
}

/// How dense, long and wide arrows are on the screen; see the module.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Every how manieth column and row is drawn, counted from the grid's first.
    pub stride: [usize; 2],
    /// Distance in points of two drawn columns and rows.
    pub distance: [f64; 2],
    /// Length in points of an arrow of usual length, the user's factor included.
    pub length: f64,
    /// Width of every shaft in points, except where the whole arrow shrinks.
    pub shaft: f64,
    /// Outer diameter of a mark in points.
    pub mark: f64,
    /// Line width of a mark in points.
    pub stroke: f64,
    /// Halos are at most this many points wide, so that they never cover a neighbour.
    pub max_halo: f64,
}

impl Layout {
    /// The layout of a grid in a view; `None` where nothing can be drawn.
    pub fn new(grid: &Grid, view: &View, style: &ArrowStyle) -> Option<Self> {
        if !view.size.iter().all(|&size| size > 0.0) {
            return None;
        }
        let min_distance = if style.thin { MIN_DISTANCE } else { MIN_DISTANCE_UNTHINNED };
        let lone = LONE_DISTANCE.max(min_distance);
        let every = [Axis::X0, Axis::X1].map(|axis| distance(grid.axis(axis), axis.index(), view));
        let every = match every {
            [Some(d0), Some(d1)] => [d0, d1],
            [Some(d), None] | [None, Some(d)] => [d, d],
            [None, None] => [lone, lone],
        };
        let stride = every.map(|distance| stride(distance, min_distance));
        let distance: [f64; 2] =
            std::array::from_fn(|axis| (every[axis] * stride[axis] as f64).clamp(min_distance, MAX_DISTANCE));
        let cell = distance[0].sqrt() * distance[1].sqrt();
        let smaller = distance[0].min(distance[1]);
        let scale = if style.scale.is_finite() { f64::from(style.scale.max(0.0)) } else { 1.0 };
        let usual = (LENGTH_IN_CELLS * cell).min(0.9 * smaller);
        let length = scale * usual;
        let shaft = (SHAFT_IN_CELLS * cell).clamp(SHAFT_WIDTHS[0], SHAFT_WIDTHS[1]);
        let dots = style.length == Length::Equal && usual.max(length) < SHORTEST_ARROW;
        Some(Self {
            stride,
            distance,
            length,
            // What is shorter than its shaft is wide is a dot.
            shaft: if dots { 1.01 * length.max(0.9 * smaller) } else { shaft },
            mark: (3.2 * shaft).clamp(6.0, 10.0).min(0.8 * smaller),
            stroke: (0.5 * shaft).clamp(1.2, 1.8).min(0.2 * smaller),
            max_halo: (SHAFT_IN_CELLS * smaller).min(WIDEST_HALO),
        })
    }
}

/// The mean distance in points of two neighbours on an axis; `None` with a single value.
fn distance(values: &[f64], axis: usize, view: &View) -> Option<f64> {
    let (first, last) = (*values.first()?, *values.last()?);
    let intervals = values.len().checked_sub(1).filter(|&n| n > 0)?;
    let distance = (view.offset(axis, last) - view.offset(axis, first)).abs() / intervals as f64;
    // Without a place for one of the two the view is far smaller than the grid's step.
    Some(if distance.is_finite() { distance } else { MAX_DISTANCE })
}

/// The smallest stride that keeps the least distance.
fn stride(distance: f64, min_distance: f64) -> usize {
    // Panning changes the distance by rounding; the slack keeps the stride from flickering at whole ratios.
    let stride = (min_distance / distance - 1e-6).ceil();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates; NaN becomes 1")]
    let stride = stride.max(1.0) as usize;
    stride
}
