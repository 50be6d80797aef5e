//! From a request to a gradient field on a grid.
//!
//! A request is [computed](compute()) tile by tile on all cores. What depends on one coordinate alone is prepared once for
//! a tile's columns and once for its rows. The rest is run at every point, at all displacements of the difference scheme
//! in one sweep, by a kernel: machine code made for the program, where it is arithmetic and the field is large, or the
//! interpreter of [`crate::eval::block`]. That is for the difference of two samples in `f64`; longer stencils and derivative
//! programs are computed block by block, other precisions and the complex step point by point. All give the bits of
//! [`crate::eval::scalar`].

mod blockwise;
mod cancel;
mod compute;
mod engine;
mod filler;
mod general;
#[cfg(target_arch = "x86_64")]
mod generated;
mod grid;
mod interpreter;
mod kernel;
mod pointwise;
mod prefetch;
mod quotient;
mod request;
mod seed;
mod summary;
mod sweep;

use std::sync::OnceLock;

pub use cancel::{CancelToken, Cancelled, Progress};
pub use compute::{compute, compute_in_bands, compute_reusing, compute_rows, compute_with};
pub use engine::{Engine, Vectors};
pub use grid::{AxisSpec, Grid, GridError, GridSpec, MAX_AXIS, MAX_POINTS, MAX_STREAMED_POINTS};
pub use request::{FieldRequest, RequestError};
pub use seed::{FieldSeed, SeedError, USUAL_H};

use crate::eval::AlignedVec;
use crate::eval::aligned::LINE;

/// A gradient field: one entry a grid point in each array, x0 running fastest.
///
/// Entries are NaN or infinite where f is not finite at a node of the stencil or a quotient overflows.
#[derive(Clone, Debug)]
pub struct GradientField {
    /// What was computed.
    pub request: FieldRequest,
    /// Where.
    pub grid: Grid,
    /// f at the grid point.
    pub f: AlignedVec,
    /// The difference quotient along x0.
    pub g0: AlignedVec,
    /// The difference quotient along x1.
    pub g1: AlignedVec,
    /// `sqrt(g0^2 + g1^2)`; scaled where the squares would over- or underflow.
    pub norm: AlignedVec,
    /// Smallest and largest norm over the live arrows, at most the largest number; `None` without any.
    pub norm_range: Option<[f64; 2]>,
    /// Smallest and largest finite f; `None` without any.
    pub f_range: Option<[f64; 2]>,
    /// How many arrows there are of each state.
    pub tally: Tally,
    /// What computed it: the interpreter, or generated code with these vectors.
    pub engine: Engine,
    mean_norm: OnceLock<f64>,
}

/// Whether an arrow can be drawn at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrowState {
    /// The gradient is finite and not zero.
    Live,
    /// Both components are exactly zero: there is no direction.
    Zero,
    /// A component is NaN or infinite.
    NotFinite,
}

/// How many arrows there are of each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Arrows that can be drawn.
    pub live: usize,
    /// Gradients that are exactly zero.
    pub zero: usize,
    /// Gradients that are not finite.
    pub not_finite: usize,
}

impl GradientField {
    /// A field whose values were computed elsewhere: `f`, `g0` and `g1` have one entry a grid point.
    ///
    /// # Panics
    /// If one of them has not.
    pub fn of_values(
        request: FieldRequest,
        grid: Grid,
        f: AlignedVec,
        g0: AlignedVec,
        g1: AlignedVec,
    ) -> Self {
        let field = Self::try_of_values(request, grid, [f, g0, g1], &CancelToken::new());
        field.expect("nobody cancels")
    }

    /// [`Self::of_values`] of f, g0 and g1, unless cancelled meanwhile.
    pub(crate) fn try_of_values(
        request: FieldRequest,
        grid: Grid,
        mut values: [AlignedVec; 3],
        cancel: &CancelToken,
    ) -> Result<Self, Cancelled> {
        let points = grid.len();
        assert!(values.iter().all(|array| array.len() == points), "one value a grid point");
        let mut norm = AlignedVec::zeros(points);
        let [f, g0, g1] = values.each_mut().map(|array| &mut array[..]);
        let summary = general::finish_all([f, g0, g1, &mut norm], cancel)?;
        let [f, g0, g1] = values;
        Ok(Self {
            request,
            grid,
            f,
            g0,
            g1,
            norm,
            norm_range: summary.norm,
            f_range: summary.f,
            tally: summary.tally,
            engine: Engine::Interpreter,
            mean_norm: OnceLock::new(),
        })
    }

    /// The number of points.
    pub fn len(&self) -> usize {
        self.f.len()
    }

    /// Whether there is no point; a grid that could be built has at least one.
    pub fn is_empty(&self) -> bool {
        self.f.is_empty()
    }

    /// The mean norm over the live arrows, 0 without any; finite even where the sum, or a norm, is not.
    ///
    /// The first call walks over the whole field.
    pub fn mean_norm(&self) -> f64 {
        *self.mean_norm.get_or_init(|| {
            let Some([_, largest]) = self.norm_range else { return 0.0 };
            let (chunks, rest) = self.norm.as_chunks::<LINE>();
            // In as many sums side by side as a vector has lanes, in an order that depends on nothing. A zero norm adds
            // nothing, and one that is not finite is another matter.
            let mut sums = [0.0; LINE];
            let mut usual = true;
            for chunk in chunks {
                for (sum, norm) in sums.iter_mut().zip(chunk) {
                    usual &= norm.is_finite();
                    *sum += norm / largest;
                }
            }
            let rest = rest.iter().inspect(|norm| usual &= norm.is_finite()).map(|norm| norm / largest);
            let sum = rest.sum::<f64>() + sums.iter().sum::<f64>();
            let sum = if usual { sum } else { self.careful_norm_sum(largest) };
            (sum / self.tally.live as f64 * largest).min(f64::MAX)
        })
    }

    /// The sum of the live arrows' norms in units of the largest.
    #[cold]
    fn careful_norm_sum(&self, largest: f64) -> f64 {
        let (g0, g1, norm) = (&self.g0[..], &self.g1[..], &self.norm[..]);
        let live = (0..self.len()).filter(|&i| state(g0[i], g1[i]) == ArrowState::Live);
        live.map(|i| norm[i].min(f64::MAX) / largest).sum()
    }

    /// The state of the arrow at an index below [`Self::len`].
    pub fn state(&self, index: usize) -> ArrowState {
        state(self.g0[index], self.g1[index])
    }
}

fn state(g0: f64, g1: f64) -> ArrowState {
    if !(g0.is_finite() && g1.is_finite()) {
        ArrowState::NotFinite
    } else if g0 == 0.0 && g1 == 0.0 {
        ArrowState::Zero
    } else {
        ArrowState::Live
    }
}
