//! A field as a person asks for it, before anything is checked.

use std::fmt;
use std::sync::Arc;

use super::{AxisSpec, FieldRequest, GridSpec, RequestError};
use crate::differentiate::Method;
use crate::expr::{self, ExpressionError, Parameters, Program, Reading};

/// A difference step that serves most functions: the article's good example.
pub const USUAL_H: f64 = 1e-4;

/// What decides a field, as typed: the command line fills it in, and the window begins with it.
///
/// The default is the bowl x0^2 + x1^2 on `np.arange(-2, 2, 0.25)` with h = 1e-4.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldSeed {
    /// The function, as typed.
    pub expression: String,
    /// The values of the names in it that are neither coordinates nor known.
    pub parameters: Parameters,
    /// Where it is sampled.
    pub grid: GridSpec,
    /// How its derivatives are approximated.
    pub method: Method,
    /// The difference step.
    pub h: f64,
}

impl Default for FieldSeed {
    fn default() -> Self {
        let axis = AxisSpec { min: -2.0, max: 2.0, step: 0.25 };
        Self {
            expression: "x0^2 + x1^2".to_owned(),
            parameters: Parameters::new(),
            grid: GridSpec { axes: [axis, axis], closed: false },
            method: Method::default(),
            h: USUAL_H,
        }
    }
}

impl FieldSeed {
    /// The field to compute as a whole, if there can be one.
    pub fn request(&self) -> Result<FieldRequest, SeedError> {
        self.build(FieldRequest::new)
    }

    /// The field to compute a few rows at a time, if there can be one: see [`FieldRequest::streamed`].
    pub fn streamed_request(&self) -> Result<FieldRequest, SeedError> {
        self.build(FieldRequest::streamed)
    }

    /// The function alone.
    pub fn read(&self) -> Result<Reading, ExpressionError> {
        expr::read(&self.expression, &self.parameters)
    }

    fn build(
        &self,
        request: fn(Arc<Program>, GridSpec, Method, f64) -> Result<FieldRequest, RequestError>,
    ) -> Result<FieldRequest, SeedError> {
        let Reading { program, .. } = self.read().map_err(SeedError::Expression)?;
        request(Arc::new(program), self.grid, self.method, self.h).map_err(SeedError::Request)
    }
}

/// Why there can be no such field.
#[derive(Clone, Debug, PartialEq)]
pub enum SeedError {
    /// The text is not a function of x0 and x1.
    Expression(ExpressionError),
    /// The grid or h cannot be.
    Request(RequestError),
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expression(error) => error.fmt(f),
            Self::Request(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SeedError {}
