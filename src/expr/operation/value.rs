//! What each operation means for one `f64`.
//!
//! `+ - * /` and the square root are IEEE 754 operations. Every elementary function is *correctly rounded*
//! (CORE-MATH), so a value does not depend on the machine's libm and each operation is off by at most half an ulp.

use super::{Binary, Unary, is_true};

impl Unary {
    /// The value for one number.
    #[expect(
        clippy::inline_always,
        reason = "for an operation that the caller knows it is one instruction, in a loop"
    )]
    #[inline(always)]
    pub fn apply(self, a: f64) -> f64 {
        match self {
            Self::Negate => -a,
            Self::Abs => a.abs(),
            Self::Sqrt => a.sqrt(),
            Self::Exp => core_math::exp(a),
            Self::Ln => core_math::log(a),
            Self::Expm1 => core_math::expm1(a),
            Self::Exp2 => core_math::exp2(a),
            Self::Log1p => core_math::log1p(a),
            Self::Log2 => core_math::log2(a),
            Self::Log10 => core_math::log10(a),
            Self::Cbrt => core_math::cbrt(a),
            Self::Erf => core_math::erf(a),
            Self::Sin => core_math::sin(a),
            Self::Cos => core_math::cos(a),
            Self::Tan => core_math::tan(a),
            Self::Asin => core_math::asin(a),
            Self::Acos => core_math::acos(a),
            Self::Atan => core_math::atan(a),
            Self::Sinh => core_math::sinh(a),
            Self::Cosh => core_math::cosh(a),
            Self::Tanh => core_math::tanh(a),
            Self::Asinh => core_math::asinh(a),
            Self::Acosh => core_math::acosh(a),
            Self::Atanh => core_math::atanh(a),
            Self::Floor => a.floor(),
            Self::Ceil => a.ceil(),
            Self::Round => a.round(),
            Self::RoundEven => a.round_ties_even(),
            Self::Signum => a.signum(),
            Self::Sign => sign(a),
        }
    }
}

impl Binary {
    /// The value for two numbers.
    #[expect(
        clippy::inline_always,
        reason = "for an operation that the caller knows it is one instruction, in a loop"
    )]
    #[inline(always)]
    pub fn apply(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Add => a + b,
            Self::Subtract => a - b,
            Self::Multiply => a * b,
            Self::Divide => a / b,
            Self::Remainder => a % b,
            Self::FloorMod => floor_mod(a, b),
            Self::Power => core_math::pow(a, b),
            Self::Atan2 => core_math::atan2(a, b),
            Self::Hypot => core_math::hypot(a, b),
            Self::Maximum => maximum(a, b),
            Self::Minimum => -maximum(-a, -b),
            Self::Compare(comparison) => f64::from(comparison.holds(&a, &b)),
            Self::When => {
                if is_true(a) {
                    b
                } else {
                    -0.0
                }
            }
            Self::Unless => {
                if is_true(a) {
                    -0.0
                } else {
                    b
                }
            }
            Self::Gate => gate(a, b),
        }
    }
}

/// [`Unary::Sign`].
#[inline]
fn sign(a: f64) -> f64 {
    if a > 0.0 {
        1.0
    } else if a < 0.0 {
        -1.0
    } else if a.is_nan() {
        a
    } else {
        0.0
    }
}

/// [`Binary::FloorMod`], as NumPy's `npy_divmod` has it.
#[inline]
fn floor_mod(a: f64, b: f64) -> f64 {
    let rest = a % b;
    if rest == 0.0 {
        0.0_f64.copysign(b)
    } else if (rest < 0.0) == (b < 0.0) {
        rest
    } else {
        rest + b
    }
}

/// IEEE 754-2019 `maximum`: NaN wins, +0 is above -0.
#[inline]
fn maximum(a: f64, b: f64) -> f64 {
    if a > b {
        a
    } else if b > a {
        b
    } else if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a.is_sign_positive() {
        // Equal: only the zeros differ, and +0 is the larger.
        a
    } else {
        b
    }
}

/// [`Binary::Gate`].
#[inline]
fn gate(a: f64, b: f64) -> f64 {
    if a > 0.0 {
        b
    } else if a < 0.0 {
        0.0
    } else {
        f64::NAN
    }
}
