//! An error in two parts: what the scheme leaves out, and what rounding adds.
//!
//! The truncation error is measured: the same scheme is run in double-double arithmetic, where rounding disturbs it some
//! 10^16 times less. That is still too much where h is very small, as the disturbance grows with 1/h while the
//! truncation error falls with h^order. There it is measured with a larger step, the first of a sequence with which it
//! stands out clearly, and scaled by (h/step)^order, as its leading term falls.

use super::exact::{Precise, UNIT_ROUNDOFF};
use crate::differentiate::{Divisor, Rule, Scheme, extrapolated, quotient};
use crate::eval::DoubleDouble;
use crate::expr::Axis;

/// The error of one component, in two parts that add up to it.
///
/// For a difference quotient the truncation error is that of the scheme in exact arithmetic, measured in double-double
/// arithmetic to three digits or more, however small h is; 0 where there is none that could be told from its noise.
/// Where the step of the exact scheme leaves the domain of f and that of the rounded one does not, all is truncation.
/// The exact derivative has none.
///
/// The complex step has no form in double-double arithmetic. Its error is truncation if it, or the leading term of the
/// theory, `-h^2 f'''/6`, is larger than rounding can make it, which is a few units in the last place as it subtracts
/// nothing; otherwise the truncation error is that leading term.
///
/// Both are NaN where the gradient or the exact one is not finite.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Split {
    /// What the scheme in exact arithmetic would be off by (its numbers taken as they are: x and h in `f64`).
    pub truncation: f64,
    /// The rest: what rounding added, that of x, h and x + h included.
    pub rounding: f64,
}

/// What is to be split: a component at a point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Component {
    pub(super) scheme: Scheme,
    pub(super) axis: Axis,
    pub(super) x: [f64; 2],
    pub(super) h: f64,
    pub(super) exact: DoubleDouble,
    /// The component less the exact one.
    pub(super) error: DoubleDouble,
}

/// f around a point, in double-double arithmetic.
pub(super) trait Samples {
    /// At the n-th node that the scheme asks for along an axis, with the h of the component.
    fn at_node(&mut self, axis: Axis, n: usize, x: [DoubleDouble; 2]) -> DoubleDouble;
    /// Anywhere.
    fn at(&mut self, x: [DoubleDouble; 2]) -> DoubleDouble;
    /// The error bound of f at the point itself, in units of the unit roundoff.
    fn error_bound(&mut self) -> f64;
}

/// A truncation error and how far off it may be.
#[derive(Clone, Copy, Debug)]
struct Measured {
    truncation: DoubleDouble,
    noise: f64,
}

impl Measured {
    /// Whether there are three digits in it.
    fn is_clear(self) -> bool {
        self.noise <= size(self.truncation) / 1024.0
    }
}

/// Steps to measure with grow by this factor.
const GROWTH: f64 = 8.0;
/// The first of them, relative to the coordinate: no function of `f64` bends within it.
const FIRST_STEP: f64 = half_to_the(70);
/// What stands for a coordinate of 0.
const NO_COORDINATE: f64 = half_to_the(30);
/// The last, relative to the coordinate or to 1: beyond it the leading term is no longer most of the error.
const LAST_STEP: f64 = half_to_the(4);
/// How far the noise may exceed what the error bound says, which is of first order.
const SAFETY: f64 = 8.0;

/// `2^-n`, for n up to 126.
const fn half_to_the(n: u32) -> f64 {
    1.0 / (1_u128 << n) as f64
}

fn size(value: DoubleDouble) -> f64 {
    value.hi().abs()
}

impl Component {
    /// Of a gradient at a point.
    pub(super) fn new(scheme: Scheme, axis: Axis, x: [f64; 2], h: f64, g: f64, exact: &Precise) -> Self {
        let exact = exact.g[axis.index()];
        Self { scheme, axis, x, h, exact, error: DoubleDouble::from(g) - exact }
    }

    fn coordinate(&self) -> f64 {
        self.x[self.axis.index()].abs()
    }

    /// The two parts, given the truncation error.
    pub(super) fn parts(&self, truncation: DoubleDouble) -> Split {
        Split { truncation: truncation.hi(), rounding: (self.error - truncation).hi() }
    }

    /// Whether truncation is the larger part, or as large, of the error of a difference quotient: what both
    /// [parts](Self::parts) say, mostly for less.
    pub(super) fn is_truncated(&self, samples: &mut impl Samples) -> bool {
        if self.h >= self.first_step() {
            let bound = samples.error_bound();
            let Measured { truncation, noise } = self.measured_at_h(bound, samples);
            let excess = size(truncation) - size(self.error - truncation);
            // The longer way may come out elsewhere within the noise.
            if excess.abs() > 2.0 * noise {
                return excess > 0.0;
            }
        }
        let truncation = self.truncation(samples);
        size(truncation) >= size(self.error - truncation)
    }

    /// The truncation error of a difference quotient.
    pub(super) fn truncation(&self, samples: &mut impl Samples) -> DoubleDouble {
        let bound = samples.error_bound();
        let mut step = self.first_step();
        let measured = (self.h >= step).then(|| self.measured_at_h(bound, samples));
        if let Some(measured) = measured {
            if !measured.truncation.hi().is_finite() {
                // Without rounding the step reaches where f has no finite value.
                return self.error;
            }
            if measured.is_clear() {
                return measured.truncation;
            }
            step = self.h * GROWTH;
        }
        let scaled = self.leading_term(step, bound, samples);
        match measured {
            // The scaling must not contradict the measurement.
            Some(Measured { truncation, noise }) => {
                let noise = DoubleDouble::from(noise);
                let (low, high) = (truncation - noise, truncation + noise);
                if scaled < low {
                    low
                } else if scaled > high {
                    high
                } else {
                    scaled
                }
            }
            None => scaled,
        }
    }

    /// The leading term of the truncation error, by the first step from here on with which that stands out; 0 where it
    /// does with none.
    fn leading_term(&self, mut step: f64, bound: f64, samples: &mut impl Samples) -> DoubleDouble {
        let last = LAST_STEP * self.coordinate().max(1.0);
        while step <= last {
            let Measured { truncation, noise } = self.measured(step, bound, |_, x| samples.at(x));
            if !truncation.hi().is_finite() {
                break;
            }
            if (Measured { truncation, noise }).is_clear() {
                let ratio = self.h / step;
                let fallen = (0..self.scheme.order().unwrap_or(0)).fold(1.0, |power, _| power * ratio);
                return truncation * fallen.into();
            }
            step *= GROWTH;
        }
        0.0.into()
    }

    /// The least step to measure with.
    fn first_step(&self) -> f64 {
        let coordinate = self.coordinate();
        FIRST_STEP * if coordinate == 0.0 { NO_COORDINATE } else { coordinate }
    }

    fn measured_at_h(&self, bound: f64, samples: &mut impl Samples) -> Measured {
        self.measured(self.h, bound, |n, x| samples.at_node(self.axis, n, x))
    }

    /// The truncation error with some step. Its noise is the rounding error of the samples, of the nodes and of the
    /// quotient.
    fn measured(
        &self,
        step: f64,
        bound: f64,
        mut f: impl FnMut(usize, [DoubleDouble; 2]) -> DoubleDouble,
    ) -> Measured {
        let mut n = 0;
        let along = |node: DoubleDouble| {
            let mut x = self.x.map(DoubleDouble::from);
            x[self.axis.index()] = node;
            n += 1;
            f(n - 1, x)
        };
        let x = self.x[self.axis.index()].into();
        let divisor = Divisor::Nominal;
        let (value, weight) = match self.scheme.rule() {
            Rule::Difference(stencil) => {
                (quotient(&stencil, divisor, x, step.into(), along).value, stencil.rounding())
            }
            Rule::Richardson(stencil) => {
                // (4 D(h/2) - D(h)) / 3, and D(h/2) has twice the weight of D(h).
                (extrapolated(&stencil, divisor, x, step.into(), along).0, 3.0 * stencil.rounding())
            }
            Rule::ComplexStep | Rule::Exact => unreachable!("they are no differences"),
        };
        let derivative = size(self.exact);
        let of_node = derivative * self.coordinate();
        // An infinite bound tells nothing.
        let of_sample = if bound.is_finite() { bound } else { of_node };
        let noise = weight * (of_sample + of_node) / step + derivative;
        Measured { truncation: value - self.exact, noise: SAFETY * UNIT_ROUNDOFF * noise }
    }
}
