//! Every arrow's cause.

mod quick;
mod tiles;

use std::sync::Arc;

use tiles::Arrays;

use crate::eval::AlignedVec;
use crate::field::{CancelToken, Cancelled, GradientField, Progress};

/// Why an arrow is as it is: the first of these that holds. Those from `Absorbed` on are of the worse axis, that whose
/// component is farther off, along x0 if none is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// f at a node of the stencil, a node, a quotient or an exact component is not finite.
    Undefined,
    /// The exact gradient is zero, to within its own rounding: rightly no arrow.
    Stationary,
    /// The relative error is at most 1e-3.
    Good,
    /// The exact component is not zero, and every displaced node is x itself, as stored in the precision of the method.
    Absorbed,
    /// The same of some displaced nodes.
    HalfAbsorbed,
    /// The nodes differ from x, but the weighted sum of f is 0, and that is rounding's doing: far out a bounded function
    /// may be the same at both ends of a step as well, which is truncation.
    Cancelled,
    /// Finite and wrong, by rounding more than by truncation.
    Rounding,
    /// Finite and wrong, by truncation as much as by rounding or more.
    Truncation,
}

impl Cause {
    /// All, in the order in which they are asked.
    pub const ALL: [Self; 8] = [
        Self::Undefined,
        Self::Stationary,
        Self::Good,
        Self::Absorbed,
        Self::HalfAbsorbed,
        Self::Cancelled,
        Self::Rounding,
        Self::Truncation,
    ];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Undefined => "undefined",
            Self::Stationary => "stationary",
            Self::Good => "good",
            Self::Absorbed => "absorbed",
            Self::HalfAbsorbed => "half-absorbed",
            Self::Cancelled => "cancelled",
            Self::Rounding => "rounding",
            Self::Truncation => "truncation",
        }
    }

    /// What it means, for a learner.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Undefined => "f or a difference is not a finite number here, or f has no derivative.",
            Self::Stationary => {
                "The gradient is zero: there is no direction and rightly no arrow, or one that is nothing but error."
            }
            Self::Good => "Right to three digits or more.",
            Self::Absorbed => "h is too small: x + h is x itself, so f does not change.",
            Self::HalfAbsorbed => "h is too small: of the points at which f is sampled some are x itself.",
            Self::Cancelled => "h is too small: x + h differs from x, but f comes out the same at both ends.",
            Self::Rounding => {
                "Rounding has taken it off: mostly h is small, and few digits of f survive the subtraction."
            }
            Self::Truncation => "h is too large: f bends within the step.",
        }
    }
}

/// The exact gradient at every node of a field, and what is wrong with the field's own.
///
/// Up to [`ALL_PRECISE`] nodes everything is what a [`super::Judge`] says of each, bit for bit. In larger fields only
/// those nodes are computed in double-double arithmetic that `f64` leaves in doubt, and the numbers of the others are
/// less sharp; all causes are the same as there.
#[derive(Clone, Debug)]
pub struct Census {
    /// The exact gradient on the same grid, as a field to be drawn; a component that is zero to within the rounding of
    /// its own computation is 0.
    ///
    /// Up to [`ALL_PRECISE`] nodes each number is right to within 1 unit in the last place. In larger fields a gradient may
    /// be off by 1e-9 of its length, and by a twentieth of its difference from the field's own.
    pub exact: Arc<GradientField>,
    /// |g - e| / |e|, one entry a node, x0 running fastest; NaN where e is zero, and where either is not finite. In fields
    /// of more than [`ALL_PRECISE`] nodes it may be off by a tenth of itself.
    pub relative_error: AlignedVec,
    /// Degrees between g and e, 0 to 180; NaN where either is zero or not finite. It may be off like the relative error.
    pub angle_error: AlignedVec,
    /// Why each arrow is as it is.
    pub causes: Vec<Cause>,
    /// How many arrows have each cause, in the order of [`Cause::ALL`].
    pub counts: [usize; 8],
}

/// The most nodes of a field whose exact gradient is computed in double-double arithmetic throughout.
pub const ALL_PRECISE: usize = 1 << 16;

impl Census {
    /// How many arrows have a cause.
    pub fn count(&self, cause: Cause) -> usize {
        self.counts[cause as usize]
    }
}

/// Take the census of a field. `Err` only when cancelled, which is looked at between small pieces of work.
///
/// The result does not depend on the number of threads.
pub fn census(field: &GradientField, cancel: &CancelToken, progress: &Progress) -> Result<Census, Cancelled> {
    take(field, field.len() <= ALL_PRECISE, cancel, progress)
}

/// The census of a field of any size with each number right to within 1 unit in the last place, as [`census`] has those of
/// small ones: some ten times slower for large ones.
pub fn precise_census(
    field: &GradientField,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<Census, Cancelled> {
    take(field, true, cancel, progress)
}

fn take(
    field: &GradientField,
    is_precise: bool,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<Census, Cancelled> {
    progress.start(field.len());
    let Arrays { exact, relative_error, angle_error, causes, counts } =
        tiles::arrays(field, is_precise, cancel, progress)?;
    let exact = GradientField::try_of_values(field.request.exact(), field.grid.clone(), exact, cancel)?;
    Ok(Census { exact: Arc::new(exact), relative_error, angle_error, causes, counts })
}
