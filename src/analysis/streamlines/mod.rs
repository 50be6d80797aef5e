//! Streamlines of the descent field: lines that run along -g everywhere, evenly spaced.
//!
//! Placed after B. Jobard and W. Lefer, *Creating evenly-spaced streamlines of arbitrary density*, Visualization in
//! Scientific Computing 1997: each line offers seeds on both its sides, a separation away, and a line ends where it
//! comes nearer than half a separation to another. When no seed is left, those of a lattice are tried, so that no
//! part of the plane is left out that the lines do not lead to.
//!
//! Integrated by the embedded Runge-Kutta pair of J. R. Dormand and P. J. Prince, *A family of embedded Runge-Kutta
//! formulae* (1980), of orders 5 and 4, whose step is chosen so that the two differ by at most a thousandth of a
//! separation, and so that the line does not turn within it by more than 45 degrees, as it would beside a saddle. Where
//! the directions are noise, because h is so small, they may differ by what that makes of them. The gradient is computed
//! where it is needed, by the request's own scheme and h: interpolated from a grid it would be that of another field,
//! and near a valley or a minimum not even alike. A line takes some 25 gradients a separation.
//!
//! Of the field it says nothing but the direction, whatever f does: with an h that is too large lines may well lead
//! uphill.

mod integrate;
mod neighbours;
mod place;

use std::fmt;

use super::polyline::{Anchor, Polyline};
use crate::field::{CancelToken, Cancelled, FieldRequest, GridSpec, Progress};
use crate::number_text::format_number;
use place::Placement;

/// The most separations that a side of the grid can have.
pub const MOST_ACROSS: u32 = 256;
/// How many separations the larger side of a grid has as a rule.
const USUALLY_ACROSS: f64 = 32.0;

/// Which streamlines are wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StreamlineOrder {
    /// The distance of neighbouring lines along x0 and along x1, in plane coordinates: two numbers, so that lines can
    /// be as far apart to the eye along both where the axes differ in scale.
    ///
    /// What is below a 256th of the grid's side is taken for that, and what is more than half of it, for half of it.
    pub separation: [f64; 2],
    /// Whether they lead along -g or along g.
    pub heading: Heading,
}

/// Where streamlines lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Heading {
    /// Along -g, where f falls fastest.
    #[default]
    Descent,
    /// Along g, where it rises fastest.
    Ascent,
}

impl StreamlineOrder {
    /// Lines of descent, a 32nd of a grid's larger side apart.
    pub fn usual(grid: &GridSpec) -> Self {
        let [width, height] = grid.axes.map(|axis| axis.max - axis.min);
        Self { separation: [width.max(height) / USUALLY_ACROSS; 2], heading: Heading::default() }
    }
}

/// The streamlines of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Streamlines {
    /// At least one.
    Lines(Vec<Streamline>),
    /// There is none.
    NoLines(NoLines),
}

/// A line along the gradient.
#[derive(Clone, Debug, PartialEq)]
pub struct Streamline {
    /// The line, in the direction of the heading; never closed.
    pub line: Polyline,
    /// Why it begins and why it ends where it does.
    pub ends: [StreamlineEnd; 2],
    /// Where arrowheads can be drawn: one at its middle, or several along a long one.
    pub arrows: Vec<Anchor>,
}

/// Why a streamline goes no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamlineEnd {
    /// It is at the edge of the grid.
    Edge,
    /// The gradient is zero, or turns round within a thousandth of a separation, as at an extremum or a kink.
    Stationary,
    /// f or its gradient is not finite beyond.
    Undefined,
    /// Beyond f comes back from the other infinity.
    Pole,
    /// Another line is within half a separation.
    Neighbour,
    /// It comes near itself.
    Loop,
    /// It is as long as is allowed, four times round the grid.
    Length,
}

/// Why there is no streamline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoLines {
    /// The gradient is 0 wherever a line could start and it is finite; with this h, for a scheme that has one.
    Zero(Option<f64>),
    /// f or its gradient is finite nowhere a line could start.
    Undefined,
    /// What could be drawn is shorter than a separation at every place where one could start, or the grid has a single row or
    /// column.
    NoRoom,
}

impl fmt::Display for NoLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zero(Some(h)) => write!(
                f,
                "No streamlines: with h = {} the gradient comes out as 0 wherever it is finite and one could start, so there is no direction to follow.",
                format_number(*h)
            ),
            Self::Zero(None) => f.write_str(
                "No streamlines: the gradient comes out as 0 wherever it is finite and one could start, so there is no direction to follow.",
            ),
            Self::Undefined => {
                f.write_str("No streamlines: f or its gradient is not finite wherever one could start.")
            }
            Self::NoRoom => f.write_str(
                "No streamlines: they would be shorter than their distance; draw them closer together or choose a wider range.",
            ),
        }
    }
}

impl Streamlines {
    /// The lines, in the order in which they were found.
    pub fn lines(&self) -> &[Streamline] {
        match self {
            Self::Lines(lines) => lines,
            Self::NoLines(_) => &[],
        }
    }
}

/// Draw the streamlines of a request's gradient between its first and last grid points. `Err` only when cancelled,
/// which is looked at at every step.
///
/// The same request and order always have the same lines.
pub fn streamlines(
    request: &FieldRequest,
    order: &StreamlineOrder,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<Streamlines, Cancelled> {
    match Placement::new(request, order, cancel, progress) {
        Some(placement) => placement.run(),
        None => Ok(Streamlines::NoLines(NoLines::NoRoom)),
    }
}
