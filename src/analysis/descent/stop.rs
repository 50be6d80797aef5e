//! Why a descent has ended.

use std::fmt;

/// Why a descent has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stop {
    /// |g| is at most the tolerance, and the exact gradient is not farther from it than by half of its own length.
    Converged,
    /// All steps are made.
    StepLimit,
    /// The last point lies beyond the region.
    LeftRegion,
    /// After a step coordinates are infinite, or f is, above.
    Diverged,
    /// After a step f is minus infinity.
    Unbounded,
    /// f is NaN at the last point; or it or a coordinate is infinite at the start, as rounding to the precision may make it.
    Undefined,
    /// f is finite at the last point, and its gradient by the method is not.
    NoGradient,
    /// The gradient is not finite ahead of the last point, where Nesterov takes it.
    NoGradientAhead,
    /// The squares that a rule keeps of the gradient are beyond the largest `f64` along an axis, and so the step along it is 0.
    Overflow,
    /// The numerical gradient is 0, to within the tolerance, where the exact one is not, and is far from it.
    Vanished,
    /// The same where the chain rule gives no gradient.
    Kink,
    /// The step is lost when it is added to the coordinates, and so would be all that follow.
    Stalled,
    /// Backtracking finds no point that is low enough, however small the step.
    NoDecrease,
}

impl Stop {
    /// A sentence for people.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Converged => "Converged: the gradient is zero to within the tolerance.",
            Self::StepLimit => "All steps are made.",
            Self::LeftRegion => "It has left the region that is shown.",
            Self::Diverged => "It has diverged: the numbers have become infinite.",
            Self::Unbounded => {
                "f has become minus infinity: as far as numbers go it has no lower bound along this way."
            }
            Self::Undefined => "f or a coordinate is not a finite number there.",
            Self::NoGradient => "f has a value there, but the gradient does not come out as a finite number.",
            Self::NoGradientAhead => {
                "The gradient does not come out as a finite number ahead of this point, where Nesterov takes it."
            }
            Self::Overflow => {
                "The gradient is so large that its square is infinite, and along that axis the step comes out as 0. Scale f down."
            }
            Self::Vanished => {
                "The numerical gradient is zero to within the tolerance although the exact one is not: h or the precision is to blame."
            }
            Self::Kink => {
                "The numerical gradient is zero to within the tolerance, but the chain rule gives none there: f or a part of it has \
                 no slope."
            }
            Self::Stalled => {
                "The step is lost in rounding: it is no more than half a unit in the last place of x."
            }
            Self::NoDecrease => {
                "However small the step, f does not fall by enough of what this gradient promises: it is wrong or too long, or the fall \
                 is lost in rounding."
            }
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}
