//! Complex numbers for the complex-step derivative `Im f(x + i h) / h`.
//!
//! The step takes no difference, so that h may be 1e-200 and the derivative is right to the last digits, if every
//! operation keeps the imaginary part right to the last digits, however small it is. Formulas that are right in modulus
//! only do not do: num-complex has i times the inverse sine as ln(sqrt(1 - z^2) + i z), the logarithm of a modulus that
//! such a step does not change, and so a derivative of 0.
//!
//! W. Squire and G. Trapp, *Using complex variables to estimate derivatives of real functions*, SIAM Review 40 (1998).
//!
//! # What a function is
//! A function here is the continuation of the *real* function of [`crate::expr`] to where the imaginary part is not 0.
//! It is the principal branch of it for every real part in the domain of the real function, to which the ends belong.
//! Where the real function of the real part is NaN, both parts are NaN, whatever the imaginary part is: the complex
//! logarithm of -1 exists, but a gradient field of a function that does not is none. An imaginary part of 0 (of either
//! sign) says that the number does not depend on the step: the result is the real function's value and 0, even where
//! that is infinite.
//!
//! Functions with no continuation (absolute value, whole parts, signs, remainders, maximum, minimum, gate) give
//! NaN, and [`breaks_complex_step`] finds them in a program beforehand.
//!
//! # Errors
//! Steps are of *first order* where the second order vanishes in rounding: below some 2^-27 of the distance to the
//! nearest singularity. There the real part has the very bits of the real function, and the imaginary part is the
//! operand's times the derivative, rounded once from a derivative that is right to some 60 bits at least, or, of `exp`,
//! `sin`, `cos`, `sinh` and `cosh`, twice with a derivative that is correctly rounded. The quotient by h, another
//! rounding, is off by at most 1.5 ulp after a single function, unless a part is subnormal.
//!
//! Larger steps give the complex function with an error below 8 times 2^-53 of the modulus, but for powers whose angle
//! is some thousand turns. Where the imaginary part is the smaller one, its error is below as much of itself, so nothing
//! is lost between h = 1e-8 and 1 either. (Against 500 bit arithmetic at 40,000 arguments of each function the largest
//! were 5.3 and 6.0; of `erf`, against 220 bits and next to its zeros too, 3.9 and 2.0.)
//!
//! Inside a function fused multiply-add is a tool, as in the fast paths of the block evaluator, whose formulas for
//! sums of two `f64` some functions share.

#![expect(
    clippy::inline_always,
    reason = "a fused multiply-add must be compiled for the instruction set of the function it is in"
)]

mod arithmetic;
mod circular;
mod double_double;
mod error_function;
mod exponential;
mod inverse;
mod reduction;
mod root;

use super::Number;
use crate::expr::{Binary, Dependence, Node, Program, Unary, is_true};

/// The number `re + i im`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Complex {
    /// The real part.
    pub re: f64,
    /// The imaginary part.
    pub im: f64,
}

/// 2^-27: steps below this fraction of the distance to a singularity are of first order, as the square of it is half an
/// ulp.
const FIRST_ORDER: f64 = 1.0 / (1_u64 << 27) as f64;

impl Complex {
    /// Where a function is not defined.
    const UNDEFINED: Self = Self { re: f64::NAN, im: f64::NAN };

    /// A number that does not depend on the step; both parts are NaN if it is.
    fn real(re: f64) -> Self {
        if re.is_nan() { Self::UNDEFINED } else { Self { re, im: 0.0 } }
    }

    fn is_real(self) -> bool {
        self.im == 0.0
    }

    /// The greater of both parts without their signs.
    fn largest_part(self) -> f64 {
        self.re.abs().max(self.im.abs())
    }

    /// `i self`.
    fn times_i(self) -> Self {
        Self { re: -self.im, im: self.re }
    }
}

impl std::ops::Neg for Complex {
    type Output = Self;

    fn neg(self) -> Self {
        Self { re: -self.re, im: -self.im }
    }
}

impl Number for Complex {
    fn constant(value: f64) -> Self {
        Self::real(value)
    }

    fn unary(op: Unary, a: Self) -> Self {
        if a.is_real() && is_continued(op) {
            return Self::real(op.apply(a.re));
        }
        match op {
            Unary::Negate => -a,
            Unary::Sqrt => arithmetic::sqrt(a),
            Unary::Exp => exponential::exp(a),
            Unary::Ln => exponential::ln(a),
            Unary::Expm1 => exponential::expm1(a),
            Unary::Exp2 => exponential::power(Self::real(2.0), a),
            Unary::Log1p => exponential::log1p(a),
            Unary::Log2 => exponential::log(exponential::Base::Two, a),
            Unary::Log10 => exponential::log(exponential::Base::Ten, a),
            Unary::Cbrt => root::cbrt(a),
            Unary::Erf => error_function::erf(a),
            Unary::Sin => circular::sin(a),
            Unary::Cos => circular::cos(a),
            Unary::Tan => circular::tan(a),
            Unary::Asin => inverse::asin(a),
            Unary::Acos => inverse::acos(a),
            Unary::Atan => inverse::atan(a),
            Unary::Sinh => circular::sinh(a),
            Unary::Cosh => circular::cosh(a),
            Unary::Tanh => circular::tanh(a),
            Unary::Asinh => inverse::asinh(a),
            Unary::Acosh => inverse::acosh(a),
            Unary::Atanh => inverse::atanh(a),
            Unary::Abs
            | Unary::Floor
            | Unary::Ceil
            | Unary::Round
            | Unary::RoundEven
            | Unary::Signum
            | Unary::Sign => Self::UNDEFINED,
        }
    }

    fn binary(op: Binary, a: Self, b: Self) -> Self {
        if a.is_real() && b.is_real() && are_continued(op) {
            return Self::real(op.apply(a.re, b.re));
        }
        match op {
            Binary::Add => Self { re: a.re + b.re, im: a.im + b.im },
            Binary::Subtract => Self { re: a.re - b.re, im: a.im - b.im },
            Binary::Multiply => arithmetic::multiply(a, b),
            Binary::Divide => arithmetic::divide(a, b),
            Binary::Power => exponential::power(a, b),
            Binary::Hypot => root::hypot(a, b),
            Binary::Atan2 => inverse::atan2(a, b),
            Binary::When | Binary::Unless if a.is_real() => {
                if is_true(a.re) == (op == Binary::When) {
                    b
                } else {
                    Self::real(-0.0)
                }
            }
            Binary::Remainder
            | Binary::FloorMod
            | Binary::Maximum
            | Binary::Minimum
            | Binary::Compare(_)
            | Binary::When
            | Binary::Unless
            | Binary::Gate => Self::UNDEFINED,
        }
    }
}

/// The name of the first function in a program that the complex step cannot go through, if there is one.
///
/// A function of constants alone is a constant and harmless.
pub fn breaks_complex_step(program: &Program) -> Option<&'static str> {
    program.nodes().iter().zip(0..).find_map(|(node, id)| match *node {
        _ if program.dependence(id) == Dependence::Nothing => None,
        Node::Unary(op, _) if !is_continued(op) => Some(op.name()),
        Node::Binary(Binary::Compare(_), ..) => Some("a comparison (as in where, sinc and softplus)"),
        Node::Binary(op @ (Binary::When | Binary::Unless), c, _) => {
            (program.dependence(c) != Dependence::Nothing).then(|| op.name())
        }
        Node::Binary(op, ..) if !are_continued(op) => Some(op.name()),
        _ => None,
    })
}

/// Whether a function has a complex continuation.
fn is_continued(op: Unary) -> bool {
    !matches!(
        op,
        Unary::Abs
            | Unary::Floor
            | Unary::Ceil
            | Unary::Round
            | Unary::RoundEven
            | Unary::Signum
            | Unary::Sign
    )
}

/// Whether an operation of two numbers has a complex continuation.
fn are_continued(op: Binary) -> bool {
    !matches!(
        op,
        Binary::Remainder
            | Binary::FloorMod
            | Binary::Maximum
            | Binary::Minimum
            | Binary::Compare(_)
            | Binary::Gate
    )
}
