//! How large a learning rate may be where f bends as it does.
//!
//! On a parabola of curvature L the rules that are linear in the gradient are linear recurrences, and their steps shrink for just
//! those rates for which all roots of the recurrence lie within the unit circle (E. I. Jury's conditions):
//!
//! | rule | stable below |
//! |---|---|
//! | SGD | 2/L |
//! | Momentum | 2(1 + m)/L |
//! | Nesterov | 2(1 + m)/((1 + 2m)L) |
//!
//! The others divide by the size of the gradient or look whether f falls, and no rate makes their steps grow without end.

use std::fmt;

use super::{Knob, Optimizer, UpdateRule};
use crate::analysis::eigen::Eigen;
use crate::eval::scalar::Registers;
use crate::expr::{self, Program};
use crate::number_text::{format_number, round_to_digits};

/// The rates at which an optimiser is stable where f bends as strongly as at some point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StableRates {
    /// At this rate and above, steps grow; above 0.
    pub below: f64,
    /// L, the largest curvature there: the larger eigenvalue of the matrix of second derivatives; above 0.
    pub curvature: f64,
}

impl StableRates {
    /// Those of an optimiser at a point.
    ///
    /// There are none for a rule that adapts its steps, nor where f bends upward in no direction or has no second derivatives.
    pub fn at(x: [f64; 2], program: &Program, optimizer: &Optimizer) -> Option<Self> {
        let momentum = optimizer.get(Knob::Momentum);
        let factor = match optimizer.rule() {
            UpdateRule::Sgd => 2.0,
            UpdateRule::Momentum => 2.0 * (1.0 + momentum),
            UpdateRule::Nesterov => 2.0 * (1.0 + momentum) / (1.0 + 2.0 * momentum),
            UpdateRule::AdaGrad | UpdateRule::RmsProp | UpdateRule::Adam | UpdateRule::Backtracking => {
                return None;
            }
        };
        let mut registers = Registers::default();
        let matrix = expr::hessian(program).map(|derivative| registers.evaluate(&derivative, x));
        let [_, curvature] = Eigen::new(matrix).ascending().values;
        let below = factor / curvature;
        (curvature > 0.0 && below.is_normal()).then_some(Self { below, curvature })
    }

    /// A rate that is well below: 1/L or somewhat less, in two digits.
    pub fn suggested(&self) -> f64 {
        let rate = 1.0 / self.curvature;
        let rounded = round_to_digits(rate, 2);
        // Rounding up by up to a twentieth stays below, for the narrowest bound is 4/3 of 1/L.
        if rounded > 0.0 && rounded < self.below { rounded } else { rate }
    }
}

impl fmt::Display for StableRates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let below = format_number(round_to_digits(self.below, 2));
        write!(f, "A rate of {below} or more makes steps grow.")
    }
}
