//! Contour lines of f.
//!
//! By marching squares (W. E. Lorensen and H. E. Cline's cubes in the plane): on every edge of the grid along which f
//! passes the level a vertex is interpolated linearly, and each cell joins those on its edges. Where f is above at
//! two opposite corners and below at the others, the mean of the corners decides what is joined.
//!
//! Nothing is drawn in a cell with a corner at which f is not finite, nor in one across which f runs off to one
//! infinity and comes back from the other, as 1/x0 does at 0; lines end there as they do at the grid's edge. That is
//! why this is not the crate `contour`: to it NaN is below every level, and its lines are rings, closed along the
//! edges of the data.

mod label;
mod levels;
mod squares;

use std::fmt;

use rayon::prelude::*;

use super::polyline::{Anchor, Polyline};
use crate::differentiate::Precision;
use crate::field::{CancelToken, Cancelled, GradientField, Progress};
use crate::number_text::{format_count, format_number};
use levels::Statistics;
use squares::{Allowance, Cells, NotAll};

/// The most levels that can be asked for.
pub const MOST_LEVELS: usize = 100;

/// The most cells that the lines of all levels may cross together: their vertices take 128 MiB, and are more than a
/// screen has pixels.
pub const MOST_CROSSED: usize = 1 << 23;

/// Which contour lines are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContourOrder {
    /// How the levels follow one another.
    pub spacing: LevelSpacing,
    /// About how many levels, from 1 to [`MOST_LEVELS`]: round numbers come before the count.
    pub count: usize,
}

impl Default for ContourOrder {
    fn default() -> Self {
        Self { spacing: LevelSpacing::Linear, count: 12 }
    }
}

/// How the levels follow one another. All lie strictly between the least and the largest f, and are numbers with few
/// digits unless these two differ in their last ones only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LevelSpacing {
    /// The multiples of 1, 2 or 5 times a power of ten, as on an axis.
    ///
    /// From the least to the largest f, unless that is at a pole, which would take all levels: then no farther beyond
    /// the 10th or the 90th percentile than these two are apart.
    #[default]
    Linear,
    /// Such as 1, 2, 5, 10, 20, 50 and, where f is negative, -1, -2, -5; 0 too where f has both signs.
    ///
    /// Of f itself, with its sign, not of f less its minimum: so every label is a round number and means what the
    /// colour bar means, and no level moves with the grid, whose least value is not the minimum of f. It is the same
    /// for the functions that are 0 at their minimum. Where f spans too little for half as many as are asked for, or
    /// ten, they are linear.
    Logarithmic,
    /// As many nodes between any two neighbours. Where most of f is one number, the levels are linear.
    Quantile,
}

impl LevelSpacing {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Linear, Self::Logarithmic, Self::Quantile];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Logarithmic => "logarithmic",
            Self::Quantile => "quantile",
        }
    }
}

/// The contour lines of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Contours {
    /// One a level, ascending, at least one.
    Levels(Vec<Contour>),
    /// There is no level.
    NoLevels(NoLevels),
}

/// The lines of one level.
#[derive(Clone, Debug, PartialEq)]
pub struct Contour {
    /// f along the lines, to within linear interpolation on the edges of the grid.
    pub level: f64,
    /// With larger f on their left; none where f passes the level in masked cells only.
    pub lines: Vec<Polyline>,
    /// Where the level can be written, on its longest line where that is straightest, to be read from left to right;
    /// `None` without a line.
    pub label: Option<Anchor>,
}

/// Why there is no level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoLevels {
    /// f is finite at no node.
    Undefined,
    /// f is one number at every node at which it is finite, to within the rounding of a precision.
    Flat {
        /// The least and the largest f.
        range: [f64; 2],
        /// In which f was computed.
        precision: Precision,
    },
    /// The grid has a single row or column, and so no cells.
    NoCells,
    /// The lines would cross more cells than [`MOST_CROSSED`], as on a fine grid where f is noise.
    TooMany,
}

impl fmt::Display for NoLevels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undefined => f.write_str("No contour lines: f is not a finite number at any grid point."),
            Self::Flat { range: [low, high], .. } if low >= high => {
                write!(f, "No contour lines: f is {} wherever it is defined.", format_number(*low))
            }
            Self::Flat { range: [low, high], precision } => write!(
                f,
                "No contour lines: f is between {} and {}, which is one number to within the rounding of {precision}.",
                format_number(*low),
                format_number(*high)
            ),
            Self::NoCells => f.write_str(
                "No contour lines: the grid has a single row or column; make the step smaller or the range wider.",
            ),
            Self::TooMany => write!(
                f,
                "No contour lines: f goes up and down so often that they would cross more than {} cells of the grid; ask for fewer levels or make the step larger.",
                format_count(MOST_CROSSED)
            ),
        }
    }
}

impl Contours {
    /// The levels with their lines; none where there is no level.
    pub fn levels(&self) -> &[Contour] {
        match self {
            Self::Levels(levels) => levels,
            Self::NoLevels(_) => &[],
        }
    }
}

impl Contour {
    /// The level as it is written on the line.
    pub fn text(&self) -> String {
        format_number(self.level)
    }
}

/// Draw the contour lines of f over a field's grid. `Err` only when cancelled, which is looked at between rows of
/// cells and on the way along long lines.
///
/// It depends on f and the grid alone, not on the gradient, and not on the number of threads.
pub fn contours(
    field: &GradientField,
    order: &ContourOrder,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<Contours, Cancelled> {
    let ContourOrder { spacing, count } = *order;
    let range = match range(field) {
        Ok(range) => range,
        Err(none) => return Ok(Contours::NoLevels(none)),
    };
    let statistics = Statistics::new(field, range, cancel)?;
    let limits = statistics.limits();
    let levels = levels::levels(&statistics, &limits, spacing, count.clamp(1, MOST_LEVELS));
    if levels.is_empty() {
        // No number lies strictly between two neighbours.
        return Ok(Contours::NoLevels(flat(field, statistics.range())));
    }
    let cells = Cells::new(field, limits.pole_jump(), cancel)?;
    progress.start(levels.len() * cells.rows());
    let allowance = Allowance::new(MOST_CROSSED);
    let levels = levels.into_par_iter().map(|level| {
        let lines = cells.lines(level, &allowance, cancel, progress)?;
        let label = label::place(&lines, cells.extent());
        Ok(Contour { level, lines, label })
    });
    match levels.collect() {
        Ok(levels) => Ok(Contours::Levels(levels)),
        Err(NotAll::Cancelled) => Err(Cancelled),
        Err(NotAll::TooMany) => Ok(Contours::NoLevels(NoLevels::TooMany)),
    }
}

fn flat(field: &GradientField, range: [f64; 2]) -> NoLevels {
    NoLevels::Flat { range, precision: field.request.method().precision }
}

/// The least and the largest f, or why there are no levels between them.
fn range(field: &GradientField) -> Result<[f64; 2], NoLevels> {
    let range = field.f_range.ok_or(NoLevels::Undefined)?;
    let [low, high] = range;
    // Each value is off by some units in the last place of the precision in which it was computed.
    let rounding = 4.0 * field.request.method().precision.unit_roundoff() * low.abs().max(high.abs());
    if high / 2.0 - low / 2.0 <= rounding / 2.0 {
        return Err(flat(field, range));
    }
    if field.grid.columns() < 2 || field.grid.rows() < 2 {
        return Err(NoLevels::NoCells);
    }
    Ok(range)
}
