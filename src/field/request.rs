//! The whole job as a value.

use std::fmt;
use std::sync::Arc;

use super::grid::{GridError, GridSpec};
use crate::differentiate::{Method, MethodError, Precision, Rule, Scheme};
use crate::expr::Program;
use crate::number_text::format_number;

/// Everything that decides a gradient field. Two equal requests have the same field, so one is computed exactly when
/// it differs from the last.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRequest {
    program: Arc<Program>,
    grid: GridSpec,
    method: Method,
    h: f64,
}

/// Why there can be no such field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RequestError {
    /// The grid cannot be.
    Grid(GridError),
    /// The method does not go through the function.
    Method(MethodError),
    /// h is 0, negative, NaN or infinite.
    StepNotPositive(f64),
    /// h is so large that the divisor of the quotient is infinite in this precision.
    StepTooLarge(f64, Precision),
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Grid(error) => error.fmt(f),
            Self::Method(error) => error.fmt(f),
            Self::StepNotPositive(h) => {
                write!(f, "h must be a finite number above 0, not {}.", format_number(*h))
            }
            Self::StepTooLarge(h, precision) => {
                write!(f, "h = {} is too large: the divisor overflows", format_number(*h))?;
                if *precision == Precision::F64 { f.write_str(".") } else { write!(f, " in {precision}.") }
            }
        }
    }
}

impl std::error::Error for RequestError {}

impl From<GridError> for RequestError {
    fn from(error: GridError) -> Self {
        Self::Grid(error)
    }
}

impl From<MethodError> for RequestError {
    fn from(error: MethodError) -> Self {
        Self::Method(error)
    }
}

impl FieldRequest {
    /// A field to compute, refused here if it cannot be, so that the computation itself has nothing to refuse.
    pub fn new(
        program: Arc<Program>,
        grid: GridSpec,
        method: impl Into<Method>,
        h: f64,
    ) -> Result<Self, RequestError> {
        grid.counts()?;
        Self::streamed(program, grid, method, h)
    }

    /// A field to compute a few rows at a time, by [`super::compute_rows`] alone: it may be larger than memory, up to
    /// [`super::MAX_STREAMED_POINTS`].
    pub fn streamed(
        program: Arc<Program>,
        grid: GridSpec,
        method: impl Into<Method>,
        h: f64,
    ) -> Result<Self, RequestError> {
        let method = method.into();
        grid.streamed_counts()?;
        method.check(&program)?;
        if !(h > 0.0 && h.is_finite()) {
            return Err(RequestError::StepNotPositive(h));
        }
        if let Rule::Difference(stencil) | Rule::Richardson(stencil) = method.scheme.rule()
            && method.precision.round(stencil.divisor * method.precision.round(h)).is_infinite()
        {
            return Err(RequestError::StepTooLarge(h, method.precision));
        }
        Ok(Self { program, grid, method, h })
    }

    /// The same request by the exact derivative, which goes through every function.
    #[must_use]
    pub fn exact(&self) -> Self {
        Self { method: Scheme::Exact.into(), ..self.clone() }
    }

    /// The function.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// Where it is sampled.
    pub fn grid(&self) -> &GridSpec {
        &self.grid
    }

    /// How its derivatives are approximated.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The method's scheme.
    pub fn scheme(&self) -> Scheme {
        self.method.scheme
    }

    /// The difference step.
    pub fn h(&self) -> f64 {
        self.h
    }
}
