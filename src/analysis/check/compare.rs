//! A claim beside the exact gradient at one node.

use std::sync::Arc;

use super::Claim;
use crate::analysis::ExactGradient;
use crate::analysis::exact::{Derivatives, Precise, UNIT_ROUNDOFF};
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
        Self { claim: Joint::new(&claimed, Axis::X0), bounds, derivatives }
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
        Deviation { exact, claimed, errors, numbers }
    }
}

/// A claim beside the exact gradient.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deviation {
    exact: Precise,
    claimed: [DoubleDouble; 2],
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
    /// The exact gradient is not defined, or rounding leaves nothing to compare.
    Unknown,
}

impl Deviation {
    /// The exact gradient, rounded.
    pub(super) fn exact(&self) -> [f64; 2] {
        self.exact.g.map(DoubleDouble::hi)
    }

    /// The exact gradient in all digits, where it is defined.
    pub(super) fn defined(&self) -> Option<[DoubleDouble; 2]> {
        self.exact.is_finite().then_some(self.exact.g)
    }

    pub(super) fn claimed(&self) -> [DoubleDouble; 2] {
        self.claimed
    }

    /// How far rounding may take a claimed component and an exact one apart.
    pub(super) fn allowed(&self, claimed: usize, exact: usize) -> f64 {
        let size = size(self.claimed[claimed]).max(size(self.exact.g[exact]));
        let numbers = (self.numbers[0][claimed] + self.numbers[1][exact]).min(MOST_ROUNDINGS * EPS * size);
        // Below the normal numbers a double-double has no more digits than an f64.
        self.errors[0][claimed] + self.errors[1][exact] + numbers + f64::MIN_POSITIVE
    }

    /// Whether a claimed component is an exact one.
    pub(super) fn agreement(&self, claimed: usize, exact: usize) -> Agreement {
        let allowed = self.allowed(claimed, exact);
        let difference = size(self.claimed[claimed] - self.exact.g[exact]);
        if !self.exact.g[exact].hi().is_finite() {
            Agreement::Unknown
        } else if !self.claimed[claimed].hi().is_finite() {
            Agreement::NotFinite
        } else if !allowed.is_finite() {
            Agreement::Unknown
        } else if difference <= allowed {
            Agreement::Right
        } else {
            Agreement::Wrong
        }
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
        if agreements.contains(&Agreement::Unknown) {
            return f64::NAN;
        }
        let off = [0, 1].map(|k| match agreements[k] {
            Agreement::Wrong => size(self.claimed[k] - self.exact.g[k]),
            _ => 0.0,
        });
        if !agreements.contains(&Agreement::Wrong) {
            return 0.0;
        }
        off[0].hypot(off[1]) / size(self.exact.g[0]).hypot(size(self.exact.g[1]))
    }
}

fn size(value: DoubleDouble) -> f64 {
    value.hi().abs()
}
