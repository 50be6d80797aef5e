//! A claim beside the exact gradient at one node.

use std::sync::Arc;

use super::Claim;
use crate::analysis::ExactGradient;
use crate::analysis::comparison::ratio;
use crate::analysis::exact::{Derivatives, Precise, UNIT_ROUNDOFF, size_of_terms};
use crate::analysis::joint::{Joint, Values};
use crate::eval::DoubleDouble;
use crate::expr::{self, Axis, Program};

/// How far the error bounds, which are of first order, may be exceeded.
const SAFETY: f64 = 4.0;
/// How many roundings the numbers of a formula may have: one each when it is read, and some more where it was folded with
/// others.
const NUMBER_ROUNDINGS: f64 = 8.0;
/// The most that those may make of a component, in roundings of the component itself: where numbers cancel, more would be an
/// excuse for anything.
const MOST_ROUNDINGS: f64 = 64.0;
/// The unit roundoff of the numbers as stored.
const EPS: f64 = f64::EPSILON / 2.0;

/// Everything that is to be evaluated.
pub(super) struct Programs {
    derivatives: Arc<Derivatives>,
    claimed: [Arc<Program>; 2],
    claim: Joint,
    /// The claim's error bounds, the exact ones, and in the same order the number bounds.
    bounds: Joint,
}

impl Programs {
    pub(super) fn new(program: &Arc<Program>, claim: &Claim) -> Self {
        let derivatives = Arc::new(Derivatives::new(program, Axis::X0));
        let claimed = claim.g.each_ref().map(|g| &**g);
        let of_claim = claimed.map(expr::error_bound);
        let numbers = [claimed, derivatives.gradient.each_ref()].map(|both| both.map(expr::number_bound));
        let errors = of_claim.iter().chain(&derivatives.errors);
        let bounds: Vec<&Program> = errors.chain(numbers.iter().flatten()).collect();
        let bounds = Joint::new(&bounds, Axis::X0);
        Self { claimed: claim.g.clone(), claim: Joint::new(&claimed, Axis::X0), bounds, derivatives }
    }
}

/// Compares at one node after the other.
#[derive(Clone)]
pub(super) struct Comparer<'a> {
    programs: &'a Programs,
    exact: ExactGradient,
    claim: Values<DoubleDouble>,
    in_f64: Values<f64>,
    bounds: Values<f64>,
}

impl<'a> Comparer<'a> {
    pub(super) fn new(programs: &'a Programs) -> Self {
        Self {
            programs,
            exact: ExactGradient::of(&programs.derivatives),
            claim: Values::default(),
            in_f64: Values::default(),
            bounds: Values::default(),
        }
    }

    /// The claimed gradient in `f64`.
    pub(super) fn claimed(&mut self, x: [f64; 2]) -> [f64; 2] {
        self.in_f64.at(&self.programs.claim, x)
    }

    /// How the claim and the exact gradient compare at a node.
    pub(super) fn at(&mut self, x: [f64; 2]) -> Deviation {
        let exact = self.exact.precise(x);
        let claimed = self.claim.at(&self.programs.claim, x.map(DoubleDouble::from));
        let [e0, e1, e2, e3, n0, n1, n2, n3] = self.bounds.at(&self.programs.bounds, x);
        let errors = [[e0, e1], [e2, e3]].map(|pair| pair.map(|error| SAFETY * UNIT_ROUNDOFF * error));
        let numbers = [[n0, n1], [n2, n3]].map(|pair| pair.map(|number| NUMBER_ROUNDINGS * EPS * number));
        // By the rule by which a component of the exact gradient is taken for zero.
        let is_zero = [0, 1].map(|k| {
            let (size, rounding) = (size(claimed[k]), errors[0][k]);
            let is_below = || rounding <= f64::EPSILON * size_of_terms(&self.programs.claimed[k], x);
            size == 0.0 || size <= rounding && is_below()
        });
        Deviation { exact, claimed, is_zero, errors, numbers }
    }
}

/// A claim beside the exact gradient.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deviation {
    exact: Precise,
    claimed: [DoubleDouble; 2],
    /// Whether each claimed component is zero to within the rounding of its own computation.
    is_zero: [bool; 2],
    /// How far each claimed and each exact component may be off by its own rounding; infinite or NaN where it says nothing.
    errors: [[f64; 2]; 2],
    /// The same by that of the numbers in its formula.
    numbers: [[f64; 2]; 2],
}

/// What there is to say about a component of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// To within rounding.
    Right,
    Wrong,
    /// The claim is NaN or infinite, the exact component is not.
    NotFinite,
    /// The exact component is not defined.
    NoDerivative,
    /// Rounding may make so much of one of the two that it would excuse anything.
    Hidden,
}

impl Agreement {
    /// Whether it is known.
    pub(super) fn is_told(self) -> bool {
        !matches!(self, Self::NoDerivative | Self::Hidden)
    }

    /// Whether the claim is not what it should be.
    pub(super) fn is_off(self) -> bool {
        matches!(self, Self::Wrong | Self::NotFinite)
    }
}

impl Deviation {
    /// The exact gradient, rounded.
    pub(super) fn exact(&self) -> [f64; 2] {
        self.exact.g.map(DoubleDouble::hi)
    }

    /// The exact gradient in all digits; NaN where it is not defined.
    pub(super) fn precise(&self) -> [DoubleDouble; 2] {
        self.exact.g
    }

    pub(super) fn claimed(&self) -> [DoubleDouble; 2] {
        self.claimed
    }

    /// How far rounding may take a claimed component and an exact one apart.
    pub(super) fn allowed(&self, claimed: usize, exact: usize) -> f64 {
        self.errors(claimed, exact) + self.numbers(claimed, exact)
    }

    /// By the operations of both.
    fn errors(&self, claimed: usize, exact: usize) -> f64 {
        self.errors[0][claimed] + self.errors[1][exact]
    }

    /// By the numbers in both, and by what even the largest of the two has no digits for.
    fn numbers(&self, claimed: usize, exact: usize) -> f64 {
        let numbers = self.numbers[0][claimed] + self.numbers[1][exact];
        // Below the normal numbers a double-double has no more digits than an f64.
        numbers.min(MOST_ROUNDINGS * EPS * self.size(claimed, exact)) + f64::MIN_POSITIVE
    }

    /// The larger of a claimed component and an exact one.
    fn size(&self, claimed: usize, exact: usize) -> f64 {
        size(self.claimed[claimed]).max(size(self.exact.g[exact]))
    }

    /// Whether a claimed component is an exact one.
    pub(super) fn agreement(&self, claimed: usize, exact: usize) -> Agreement {
        let allowed = self.allowed(claimed, exact);
        let difference = size(self.claimed[claimed] - self.exact.g[exact]);
        if !self.exact.g[exact].hi().is_finite() {
            Agreement::NoDerivative
        } else if !self.claimed[claimed].hi().is_finite() {
            Agreement::NotFinite
        } else if !allowed.is_finite() {
            Agreement::Hidden
        } else if difference > allowed {
            Agreement::Wrong
        } else if self.is_known(claimed, exact, difference) {
            Agreement::Right
        } else {
            Agreement::Hidden
        }
    }

    /// Whether a difference that rounding allows for is little, and not only little beside the rounding.
    fn is_known(&self, claimed: usize, exact: usize, difference: f64) -> bool {
        let unit = f64::EPSILON * self.size(claimed, exact);
        let are_zero = self.is_zero[claimed] && self.exact.is_zero[exact];
        are_zero || self.errors(claimed, exact) <= unit || difference <= unit + self.numbers(claimed, exact)
    }

    /// Of both components, each with its own.
    pub(super) fn agreements(&self) -> [Agreement; 2] {
        [self.agreement(0, 0), self.agreement(1, 1)]
    }

    /// |claimed - exact| / |exact|; see [`super::Check::error`].
    pub(super) fn relative_error(&self) -> f64 {
        let agreements = self.agreements();
        if agreements.contains(&Agreement::NotFinite) {
            return f64::INFINITY;
        }
        if !agreements.contains(&Agreement::Wrong) {
            return if agreements == [Agreement::Right; 2] { 0.0 } else { f64::NAN };
        }
        let off = [0, 1].map(|k| match agreements[k] {
            Agreement::Wrong => size(self.claimed[k] - self.exact.g[k]),
            _ => 0.0,
        });
        let length = [0, 1].map(|k| match agreements[k] {
            Agreement::NoDerivative => 0.0,
            _ => size(self.exact.g[k]),
        });
        ratio(off, length)
    }
}

fn size(value: DoubleDouble) -> f64 {
    value.hi().abs()
}
