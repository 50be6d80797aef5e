//! Where the gradient is zero: minima, maxima, saddles, degenerate points, and lines and areas of them.
//!
//! The exact gradient is sampled on the grid, and every cell in which both components may vanish is a seed (`seeds`). From
//! each seed Newton's method goes to where the gradient is zero (`newton`). What has been found more than once is merged, and
//! where a curvature changes much within a cell more points are looked for nearby (`clusters`). Each is then followed in
//! double-double arithmetic, so that its coordinates are the `f64` nearest to the true ones, and its Hessian says what it is
//! (`classify`); degenerate points that hang together are one entry (`valleys`).
//!
//! # What counts as found
//! A point within the closed range of the grid, its right ends included whether or not they are nodes, where f and both
//! exact derivatives are finite, and the latter are zero to within the rounding of their own computation in `f64`; or, of a
//! multiple zero, to within [`SAME`] cells. A point at which the chain rule gives no derivative, such as the kink of
//! `abs(x0)` or the tip of a cone, is none, and neither is one on the edge of where f is defined.
//!
//! # What may be missed
//! A point whose surroundings do not show on the grid: where f bends several times within a cell, away from all other points.
//! Points beside a degenerate one in the same cell: a fold or a pitchfork so little open that a curvature is below
//! [`DEGENERATE`] is one degenerate point, with or without what has split off it. Two points closer than [`SAME`] cells are
//! one. There is no proof that all were found, as there is with interval arithmetic.
//!
//! # Flat areas
//! Where f is constant, as a neuron that is off makes it, every point is critical, and the area is one entry. So it is where
//! f is saturated: its true gradient is not zero, but less than the rounding of the terms that it is the sum of, or than the
//! smallest normal `f64`, as that of tanh(x0) is beyond 356; a descent comes to rest there all the same. The two are not
//! told apart. Where one neuron is saturated and another right is a valley: across it f does rise.
//!
//! All lengths are measured in cells, the steps of the two axes: so a point's kind, and whether it is found, does not depend
//! on the units of x0 and x1.

mod classify;
mod clusters;
mod newton;
mod search;
mod seeds;
mod sentence;
mod valleys;

use rayon::prelude::*;

use crate::eval::scalar;
use crate::expr::Dependence;
use crate::field::{CancelToken, Cancelled, FieldRequest, Progress};
use newton::Polisher;
use search::Search;
use seeds::Seeds;

/// Points are one where they are no farther apart than this part of a cell along both axes, and 8 units in the last place:
/// the square root of the unit roundoff of `f64`. A formula whose numbers are rounded has a double zero only to within that.
pub const SAME: f64 = 1.0 / (1_u64 << 26) as f64;

/// An eigenvalue of no more than this part of the larger one is zero, of the Hessian in units of cells: the square root of
/// the unit roundoff, as the rounding of a formula's numbers moves the eigenvalue at a double zero by as much.
pub const DEGENERATE: f64 = 1.0 / (1_u64 << 26) as f64;

/// The most places to begin at, once for cells and once more for points that may have neighbours within their cell. A
/// function that bends within a few cells everywhere has some in every cell.
pub const MOST_SEEDS: usize = 1 << 15;

/// What a critical point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CriticalKind {
    /// f rises from here along every direction: both eigenvalues are positive.
    Minimum,
    /// f falls along every direction: both are negative.
    Maximum,
    /// f rises along one direction and falls along another: their signs differ.
    Saddle,
    /// The Hessian does not tell: an eigenvalue is zero, that is at most [`DEGENERATE`] times the larger one or within the
    /// gradient's own rounding over a cell; or it is not finite.
    Degenerate,
}

impl CriticalKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Minimum, Self::Maximum, Self::Saddle, Self::Degenerate];

    /// The word for one.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Saddle => "saddle",
            Self::Degenerate => "degenerate point",
        }
    }
}

/// What a connected set of critical points is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CriticalSet {
    /// A line from which f rises on both sides, as far as a quarter of a cell beside its points tells.
    Valley,
    /// A line from which f falls on both sides.
    Ridge,
    /// A line beside which f does neither, or not everywhere the same, such as that of a terrace.
    Line,
    /// It covers a cell at least, at whose corners and at a point within which the gradient is 0 to within its own rounding:
    /// f is constant there, or so close to a limit, as a saturated `tanh` is, that `f64` cannot tell. Lines may lead into it.
    Area,
}

impl CriticalSet {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Valley, Self::Ridge, Self::Line, Self::Area];

    /// The words for one.
    pub fn name(self) -> &'static str {
        match self {
            Self::Valley => "valley floor",
            Self::Ridge => "ridge",
            Self::Line => "critical line",
            Self::Area => "flat area",
        }
    }
}

/// How much of the plane is critical around a point.
#[derive(Clone, Debug, PartialEq)]
pub enum Extent {
    /// Nothing else.
    Point,
    /// A connected set of points, of which this is one: in each of the grid's cells in which it was found one point of it,
    /// by rows from below. A cell includes its lower and left edges.
    Connected(CriticalSet, Vec<[f64; 2]>),
}

/// A point where the gradient is zero.
#[derive(Clone, Debug, PartialEq)]
pub struct CriticalPoint {
    /// Where: the `f64` nearest to the true coordinates, or the next. A multiple zero is known less well, to some
    /// [`SAME`] cells at worst.
    pub x: [f64; 2],
    /// f there, rounded once.
    pub f: f64,
    /// What is left of |g| there, as x is rounded; computed in double-double arithmetic.
    pub residual: f64,
    /// What it is.
    pub kind: CriticalKind,
    /// Those of the Hessian, the smaller one first; NaN where that is not finite.
    pub eigenvalues: [f64; 2],
    /// The unit vectors along which f has these curvatures.
    pub eigenvectors: [[f64; 2]; 2],
    /// Whether it is alone. Only degenerate points are not.
    pub extent: Extent,
}

/// What there is besides the points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A gradient that is not zero in most places.
    Sloping,
    /// The gradient is zero all over the grid, to within rounding: every point is critical, and none is listed.
    Flat,
    /// At no node is there a gradient.
    Undefined,
}

/// The critical points of a function within the range of a grid.
#[derive(Clone, Debug, PartialEq)]
pub struct CriticalPoints {
    /// By rising f, then by x0 and x1. Each connected set is one entry.
    pub points: Vec<CriticalPoint>,
    /// What there is besides.
    pub ground: Ground,
    /// At how many places the search might have begun and did not, as there were more than [`MOST_SEEDS`]: nodes, and up to five in
    /// a cell; and around how many points others may be that were not looked for, for the same reason.
    pub skipped: usize,
}

impl CriticalPoint {
    /// How many cells it covers: 1 for a point that is alone.
    pub fn cells(&self) -> usize {
        match &self.extent {
            Extent::Point => 1,
            Extent::Connected(_, found) => found.len(),
        }
    }

    /// The connected set of critical points that it is one of.
    pub fn set(&self) -> Option<CriticalSet> {
        match self.extent {
            Extent::Point => None,
            Extent::Connected(set, _) => Some(set),
        }
    }

    /// The words for what it is, alone or with others.
    pub fn name(&self) -> &'static str {
        self.set().map_or(self.kind.name(), CriticalSet::name)
    }
}

impl CriticalPoints {
    /// How many entries there are of a kind.
    pub fn count(&self, kind: CriticalKind) -> usize {
        self.points.iter().filter(|point| point.kind == kind).count()
    }

    fn none(ground: Ground) -> Self {
        Self { points: Vec::new(), ground, skipped: 0 }
    }
}

/// Find the critical points of a request's function on its grid; its method and h mean nothing.
///
/// `Err` only when cancelled, which is looked at between small pieces of work. The result does not depend on the number of
/// threads.
pub fn critical_points(
    request: &FieldRequest,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<CriticalPoints, Cancelled> {
    let program = request.program();
    if program.dependence(program.root()) == Dependence::Nothing {
        cancel.check()?;
        let is_defined = scalar::evaluate(program, [0.0_f64; 2]).is_finite();
        return Ok(CriticalPoints::none(if is_defined { Ground::Flat } else { Ground::Undefined }));
    }
    let search = Search::new(request);
    // The nodes, and once more for what is made of them.
    progress.start(2 * search.nodes());
    let seeds = Seeds::find(&search, cancel, progress)?;
    let found = look_into(&search, &seeds, cancel, progress)?;
    let (done, all) = progress.get();
    progress.advance(all.saturating_sub(done));
    Ok(found)
}

/// From seeds to points.
fn look_into(
    search: &Search,
    seeds: &Seeds,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<CriticalPoints, Cancelled> {
    if seeds.undefined == search.cells() {
        return Ok(CriticalPoints::none(Ground::Undefined));
    }
    if seeds.flat.len() == search.cells() {
        return Ok(CriticalPoints::none(Ground::Flat));
    }
    let (starts, skipped) = seeds.starts(search);
    let share = search.nodes() / starts.len().max(1);
    let zeros: Vec<_> = starts
        .par_iter()
        .map_init(
            || Polisher::<f64>::new(search),
            |polisher, start| {
                cancel.check()?;
                progress.advance(share);
                Ok(start.iter().find_map(|&start| polisher.polish(start)))
            },
        )
        .collect::<Result<_, _>>()?;
    let zeros = search.distinct(zeros.into_iter().flatten().collect(), |zero| zero.x, |zero| zero.size);
    let (zeros, alone) = clusters::completed(search, zeros, cancel)?;
    let mut points = classify::points(search, &zeros, &seeds.flat, cancel)?;
    points.sort_by(|p, q| {
        let order = p.f.total_cmp(&q.f);
        order.then(p.x[0].total_cmp(&q.x[0])).then(p.x[1].total_cmp(&q.x[1]))
    });
    Ok(CriticalPoints { points, ground: Ground::Sloping, skipped: skipped + alone })
}
