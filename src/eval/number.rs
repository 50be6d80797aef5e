//! The numbers a program can be run on.
//!
//! An operation means the same for every kind of number; for floating-point numbers it is the number nearest to the
//! exact value for the operands as they are (ties to even), whatever a wider format would have kept.

use crate::expr::{Binary, Unary};

/// A kind of number with the operations of a program.
pub trait Number: Copy {
    /// The number nearest to a constant of the program.
    fn constant(value: f64) -> Self;
    /// An operation of one operand.
    fn unary(op: Unary, a: Self) -> Self;
    /// An operation of two operands.
    fn binary(op: Binary, a: Self, b: Self) -> Self;
}

/// A kind of number on the real line.
pub trait Real: Number + PartialEq {
    /// The nearest `f64`.
    fn to_f64(self) -> f64;
}

impl Real for f64 {
    fn to_f64(self) -> f64 {
        self
    }
}

impl Real for f32 {
    fn to_f64(self) -> f64 {
        Self::into(self)
    }
}

impl Number for f64 {
    #[inline]
    fn constant(value: f64) -> Self {
        value
    }

    #[inline]
    fn unary(op: Unary, a: Self) -> Self {
        op.apply(a)
    }

    #[inline]
    fn binary(op: Binary, a: Self, b: Self) -> Self {
        op.apply(a, b)
    }
}

/// Single precision: every operation correctly rounded to `f32` (CORE-MATH), with the special values of `f64`.
impl Number for f32 {
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "rounded, with ties to even; infinite beyond the largest"
    )]
    fn constant(value: f64) -> Self {
        value as Self
    }

    #[inline]
    fn unary(op: Unary, a: Self) -> Self {
        match op {
            Unary::Negate => -a,
            Unary::Abs => a.abs(),
            Unary::Sqrt => a.sqrt(),
            Unary::Exp => core_math::expf(a),
            Unary::Ln => core_math::logf(a),
            Unary::Expm1 => core_math::expm1f(a),
            Unary::Exp2 => core_math::exp2f(a),
            Unary::Log1p => core_math::log1pf(a),
            Unary::Log2 => core_math::log2f(a),
            Unary::Log10 => core_math::log10f(a),
            Unary::Cbrt => core_math::cbrtf(a),
            Unary::Erf => core_math::erff(a),
            Unary::Sin => core_math::sinf(a),
            Unary::Cos => core_math::cosf(a),
            Unary::Tan => core_math::tanf(a),
            Unary::Asin => core_math::asinf(a),
            Unary::Acos => core_math::acosf(a),
            Unary::Atan => core_math::atanf(a),
            Unary::Sinh => core_math::sinhf(a),
            Unary::Cosh => core_math::coshf(a),
            Unary::Tanh => core_math::tanhf(a),
            Unary::Asinh => core_math::asinhf(a),
            Unary::Acosh => core_math::acoshf(a),
            Unary::Atanh => core_math::atanhf(a),
            Unary::Floor => a.floor(),
            Unary::Ceil => a.ceil(),
            Unary::Round => a.round(),
            Unary::RoundEven => a.round_ties_even(),
            Unary::Signum => a.signum(),
            Unary::Sign => Self::constant(op.apply(f64::from(a))),
        }
    }

    #[inline]
    fn binary(op: Binary, a: Self, b: Self) -> Self {
        match op {
            Binary::Add => a + b,
            Binary::Subtract => a - b,
            Binary::Multiply => a * b,
            Binary::Divide => a / b,
            Binary::Remainder => a % b,
            Binary::FloorMod => floor_mod(a, b),
            Binary::Power => core_math::powf(a, b),
            Binary::Atan2 => core_math::atan2f(a, b),
            Binary::Hypot => core_math::hypotf(a, b),
            // The value is one of the operands, 0, 1 or NaN, so nothing is rounded on the way back.
            Binary::Maximum
            | Binary::Minimum
            | Binary::Compare(_)
            | Binary::When
            | Binary::Unless
            | Binary::Gate => Self::constant(op.apply(f64::from(a), f64::from(b))),
        }
    }
}

/// [`Binary::FloorMod`], whose sum is rounded to `f32`.
#[inline]
fn floor_mod(a: f32, b: f32) -> f32 {
    let rest = a % b;
    if rest == 0.0 {
        0.0_f32.copysign(b)
    } else if (rest < 0.0) == (b < 0.0) {
        rest
    } else {
        rest + b
    }
}
