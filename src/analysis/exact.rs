//! *The* exact gradient: the derivative programs run in double-double arithmetic and rounded once.
//!
//! A double-double has some 106 bits, so a component is the `f64` nearest to the true one, or the next, unless more than
//! half of those bits cancel on the way. How many may have cancelled is known from the programs'
//! [error bounds](crate::expr::error_bound): a component within that bound of zero cannot be told from zero. It is taken for
//! it where the bound is little beside the terms that the component is the sum of; elsewhere no digit is known, and it is
//! NaN.

use std::sync::Arc;

use super::joint::{Joint, Values};
use crate::eval::DoubleDouble;
use crate::expr::{self, Axis, Binary, Node, Program, Unary, is_true};

/// The exact gradient of a function, point by point.
#[derive(Clone, Debug)]
pub struct ExactGradient {
    derivatives: Arc<Derivatives>,
    memory: Memory,
}

/// An exact gradient at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exact {
    /// f, rounded once.
    pub f: f64,
    /// The components, rounded once. 0 where they are zero to within the rounding of their computation; NaN where f is
    /// not finite or has no derivative, or no digit of it is known; infinite where a slope is, or exceeds the largest number.
    pub g: [f64; 2],
    /// Whether each component is zero to within the rounding of its own computation (far below that of `f64`).
    pub is_zero: [bool; 2],
}

impl ExactGradient {
    /// Of a function.
    pub fn new(program: &Arc<Program>) -> Self {
        Self::of(&Arc::new(Derivatives::new(program, Axis::X0)))
    }

    /// By programs that are there already.
    pub(super) fn of(derivatives: &Arc<Derivatives>) -> Self {
        Self { derivatives: Arc::clone(derivatives), memory: Memory::default() }
    }

    /// Its function.
    pub fn program(&self) -> &Arc<Program> {
        &self.derivatives.program
    }

    /// Its components as programs, of which no number is rounded.
    pub fn derivatives(&self) -> &[Program; 2] {
        &self.derivatives.gradient
    }

    /// At a point.
    pub fn at(&mut self, x: [f64; 2]) -> Exact {
        self.precise(x).rounded()
    }

    /// At a point, with all its digits.
    pub(super) fn precise(&mut self, x: [f64; 2]) -> Precise {
        let Self { derivatives, memory } = self;
        let values = memory.values.at(&derivatives.values, x.map(DoubleDouble::from));
        let errors = || memory.bounds.at(&derivatives.bounds, x);
        Precise::new(values, errors, |i| size_of_terms(&derivatives.gradient[i], x))
    }
}

/// What one evaluation leaves to the next.
#[derive(Clone, Debug, Default)]
struct Memory {
    values: Values<DoubleDouble>,
    bounds: Values<f64>,
}

/// A function with its derivatives, and how far rounding takes them.
#[derive(Debug)]
pub(super) struct Derivatives {
    pub(super) program: Arc<Program>,
    /// Along x0 and along x1, not rounded anywhere.
    pub(super) gradient: [Program; 2],
    /// The error bounds of the derivatives.
    pub(super) errors: [Program; 2],
    /// f and its derivatives.
    pub(super) values: Joint,
    /// The errors.
    pub(super) bounds: Joint,
}

impl Derivatives {
    /// For points whose neighbours in memory follow one another along an axis.
    pub(super) fn new(program: &Arc<Program>, lanes: Axis) -> Self {
        let gradient = expr::gradient(program);
        let errors = gradient.each_ref().map(expr::error_bound);
        let [g0, g1] = &gradient;
        let values = Joint::new(&[program, g0, g1], lanes);
        let bounds = Joint::new(&errors.each_ref(), lanes);
        Self { program: Arc::clone(program), gradient, errors, values, bounds }
    }
}

/// The most that an operation in double-double arithmetic is off by, relative to its value.
pub(super) const UNIT_ROUNDOFF: f64 = 1.0 / (1_u128 << 102) as f64;

/// How many times the error that is to be expected at most a component may be, to be taken for zero: the bound is of
/// first order, and has rounding errors of its own.
const SAFETY: f64 = 4.0;

/// An [`Exact`] that is not yet rounded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Precise {
    pub(super) f: DoubleDouble,
    pub(super) g: [DoubleDouble; 2],
    pub(super) is_zero: [bool; 2],
}

impl Precise {
    /// From the values of the function and of its derivatives, and the error bounds of the latter.
    ///
    /// A component that is less than its own rounding is zero, as long as that is little beside the terms that it is the sum
    /// of; where it is not, no digit is known, and it is NaN.
    pub(super) fn new(
        [f, g0, g1]: [DoubleDouble; 3],
        errors: impl FnOnce() -> [f64; 2],
        terms: impl Fn(usize) -> f64,
    ) -> Self {
        if !f.hi().is_finite() {
            return Self { f, g: [f64::NAN.into(); 2], is_zero: [false; 2] };
        }
        let mut g = [g0, g1];
        let errors = errors();
        let is_zero = [0, 1].map(|i| {
            let size = g[i].hi().abs();
            let rounding = SAFETY * UNIT_ROUNDOFF * errors[i];
            // An infinite bound tells nothing.
            let is_below = rounding.is_finite() && size <= rounding;
            if size == 0.0 || !is_below {
                return size == 0.0;
            }
            let is_zero = rounding <= f64::EPSILON * terms(i);
            g[i] = if is_zero { 0.0 } else { f64::NAN }.into();
            is_zero
        });
        Self { f, g, is_zero }
    }

    /// Whether both components are finite.
    pub(super) fn is_finite(&self) -> bool {
        self.g.iter().all(|g| g.hi().is_finite())
    }

    pub(super) fn rounded(&self) -> Exact {
        Exact { f: self.f.hi(), g: self.g.map(DoubleDouble::hi), is_zero: self.is_zero }
    }
}

/// The size of the largest of the terms whose sum a program is, as far as sums, products and quotients go.
pub(super) fn size_of_terms(program: &Program, x: [f64; 2]) -> f64 {
    let mut nodes: Vec<(f64, f64)> = Vec::with_capacity(program.nodes().len());
    for node in program.nodes() {
        let (value, size) = match *node {
            Node::Constant(value) => (value, value.abs()),
            Node::Variable(axis) => (x[axis.index()], x[axis.index()].abs()),
            Node::Unary(op, a) => {
                let (a, size) = nodes[a as usize];
                let value = op.apply(a);
                (value, if matches!(op, Unary::Negate | Unary::Abs) { size } else { value.abs() })
            }
            Node::Binary(op, a, b) => {
                let ((a, size_of_a), (b, size_of_b)) = (nodes[a as usize], nodes[b as usize]);
                let value = op.apply(a, b);
                let size = match op {
                    Binary::Add | Binary::Subtract => size_of_a.max(size_of_b),
                    Binary::Multiply => size_of_a * size_of_b,
                    Binary::Divide => size_of_a / b.abs(),
                    Binary::Gate if a > 0.0 => size_of_b,
                    Binary::When | Binary::Unless if is_true(a) == (op == Binary::When) => size_of_b,
                    _ => value.abs(),
                };
                (value, size)
            }
        };
        nodes.push((value, size));
    }
    nodes.last().map_or(0.0, |(_, size)| *size)
}
