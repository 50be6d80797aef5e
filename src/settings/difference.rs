//! How the derivative is approximated.

use super::Settings;
use crate::differentiate::{Divisor, Method, Precision, Scheme, nearest_power_of_two};
use crate::field::USUAL_H;

/// The h the article calls too small.
pub const H_TOO_SMALL: f64 = 10e-50;
/// The h the article calls good.
pub const H_GOOD: f64 = USUAL_H;

/// How the derivative is approximated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DifferenceSettings {
    /// The formula.
    pub scheme: Scheme,
    /// The difference step.
    pub h: f64,
    /// The format of all numbers in it.
    pub precision: Precision,
    /// What differences are divided by.
    pub divisor: Divisor,
    /// Whether the power of two nearest to h is taken in its place.
    pub power_of_two: bool,
}

impl DifferenceSettings {
    /// How derivatives are approximated.
    pub fn method(&self) -> Method {
        Method { scheme: self.scheme, precision: self.precision, divisor: self.divisor }
    }

    /// The h that is used.
    pub fn step(&self) -> f64 {
        if self.power_of_two { nearest_power_of_two(self.h) } else { self.h }
    }
}

impl Default for DifferenceSettings {
    fn default() -> Self {
        Settings::default().difference
    }
}
