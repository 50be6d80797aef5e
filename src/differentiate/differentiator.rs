//! The gradient at single points.

use std::sync::Arc;

use super::quotient::{extrapolated, quotient};
use super::{InPrecision, Method, MethodError, Rule};
use crate::eval::scalar::Registers;
use crate::eval::{Complex, Number, Real};
use crate::expr::{self, Axis, Program};

/// A gradient at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gradient {
    /// f at the point.
    pub f: f64,
    /// Its derivatives along x0 and x1, as the method has them.
    pub g: [f64; 2],
}

/// Applies a method to a function, point by point and step by step.
pub struct Differentiator {
    sampler: Box<dyn Sampler>,
}

impl Differentiator {
    /// For a function, unless the method does not go through it.
    pub fn new(program: &Arc<Program>, method: Method) -> Result<Self, MethodError> {
        method.check(program)?;
        let program = Arc::clone(program);
        let sampler = match method.scheme.rule() {
            Rule::ComplexStep => Box::new(ComplexStep { program, registers: Registers::default() }),
            _ => method.precision.run(Build { program, method }),
        };
        Ok(Self { sampler })
    }

    /// The gradient at a point with a step, which must be above 0.
    #[inline]
    pub fn at(&mut self, x: [f64; 2], h: f64) -> Gradient {
        self.sampler.at(x, h)
    }
}

trait Sampler: Send {
    fn at(&mut self, x: [f64; 2], h: f64) -> Gradient;
}

/// Makes the sampler of a precision.
struct Build {
    program: Arc<Program>,
    method: Method,
}

impl InPrecision for Build {
    type Output = Box<dyn Sampler>;

    fn run<N: Real + Send + 'static>(self) -> Box<dyn Sampler> {
        let Self { program, method } = self;
        let registers = Registers::<N>::default();
        match method.scheme.rule() {
            Rule::Exact => {
                let derivatives = expr::gradient(&program).map(|derivative| derivative.folded());
                Box::new(Exact { program, derivatives, registers })
            }
            _ => Box::new(Differences { program, method, registers }),
        }
    }
}

/// Differences of f in the arithmetic of N.
struct Differences<N> {
    program: Arc<Program>,
    method: Method,
    registers: Registers<N>,
}

impl<N: Real + Send> Sampler for Differences<N> {
    fn at(&mut self, x: [f64; 2], h: f64) -> Gradient {
        let Self { program, method, registers } = self;
        let (point, h) = (x.map(N::constant), N::constant(h));
        let f = registers.evaluate(program, point).to_f64();
        let g = Axis::ALL.map(|axis| {
            let x = point[axis.index()];
            let along = |node: N| {
                let mut place = point;
                place[axis.index()] = node;
                registers.evaluate(program, place)
            };
            let value = match method.scheme.rule() {
                Rule::Difference(stencil) => quotient(&stencil, method.divisor, x, h, along).value,
                Rule::Richardson(stencil) => extrapolated(&stencil, method.divisor, x, h, along).0,
                Rule::ComplexStep | Rule::Exact => unreachable!("they have samplers of their own"),
            };
            value.to_f64()
        });
        Gradient { f, g }
    }
}

/// The derivative programs in the arithmetic of N.
struct Exact<N> {
    program: Arc<Program>,
    derivatives: [Program; 2],
    registers: Registers<N>,
}

impl<N: Real + Send> Sampler for Exact<N> {
    fn at(&mut self, x: [f64; 2], _h: f64) -> Gradient {
        let Self { program, derivatives, registers } = self;
        let point = x.map(N::constant);
        let f = registers.evaluate(program, point).to_f64();
        // A formula for the derivative may have a value where f has none, as 1/x has left of 0 for the logarithm.
        let g = derivatives.each_ref().map(|derivative| {
            if f.is_finite() { registers.evaluate(derivative, point).to_f64() } else { f64::NAN }
        });
        Gradient { f, g }
    }
}

/// f at a point displaced along the imaginary axis.
struct ComplexStep {
    program: Arc<Program>,
    registers: Registers<Complex>,
}

impl Sampler for ComplexStep {
    fn at(&mut self, x: [f64; 2], h: f64) -> Gradient {
        let Self { program, registers } = self;
        let point = x.map(Complex::constant);
        let f = registers.evaluate(program, point).re;
        let g = Axis::ALL.map(|axis| {
            let mut place = point;
            place[axis.index()].im = h;
            registers.evaluate(program, place).im / h
        });
        Gradient { f, g }
    }
}
