//! All that decides how a derivative comes out, besides f, the point and h.

use std::fmt;

use super::{Precision, Rule, Scheme};
use crate::eval::breaks_complex_step;
use crate::expr::Program;

/// What a difference is divided by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Divisor {
    /// The h that was asked for, as textbooks code it.
    #[default]
    Nominal,
    /// The distance of the nodes as they came out in floating-point numbers, such as `(x + h) - x`. Where that is 0, there
    /// is nothing to divide by, and it is the nominal one.
    Taken,
}

/// A scheme, the precision of its arithmetic, and what it divides by.
///
/// The complex step and the exact derivative subtract nothing, so the divisor means nothing to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Method {
    /// The formula.
    pub scheme: Scheme,
    /// The format of all numbers in it.
    pub precision: Precision,
    /// What differences are divided by.
    pub divisor: Divisor,
}

impl From<Scheme> for Method {
    /// In `f64`, divided by the nominal step.
    fn from(scheme: Scheme) -> Self {
        Self { scheme, ..Self::default() }
    }
}

/// Why a function cannot be differentiated by a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodError {
    /// The complex step does not go through this function, which is not analytic.
    NotAnalytic(&'static str),
    /// Complex numbers are there in `f64` alone.
    ComplexPrecision(Precision),
}

impl fmt::Display for MethodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnalytic(name) => write!(
                f,
                "The complex step cannot go through {name}: it is not an analytic function. Choose another scheme."
            ),
            Self::ComplexPrecision(precision) => write!(
                f,
                "The complex step is computed in f64 only, not in {precision}. Choose f64 or another scheme."
            ),
        }
    }
}

impl std::error::Error for MethodError {}

impl Method {
    /// Whether it goes for a function.
    pub fn check(self, program: &Program) -> Result<(), MethodError> {
        if self.scheme.rule() != Rule::ComplexStep {
            return Ok(());
        }
        if self.precision != Precision::F64 {
            return Err(MethodError::ComplexPrecision(self.precision));
        }
        breaks_complex_step(program).map_or(Ok(()), |name| Err(MethodError::NotAnalytic(name)))
    }
}
