//! Numbers as unevaluated sums of two `f64`, some 107 bits: the reference for what `f64` makes of a program.
//!
//! Run on these numbers and rounded once to `f64`, a derivative's program is the exact gradient, and a difference scheme
//! shows its truncation error free of rounding noise.
//!
//! `+ - * /` and the root are the well-known algorithms on pairs (`arithmetic`). Every other function is computed in
//! integers with 128 bits (`extended`, `fixed`) and rounded to a pair at its end. Values depend neither on the machine
//! nor on whether it has a fused multiply-add.
//!
//! The code is our own because the functions of the crate `twofloat` 0.8 are, as its documentation warns, not right to
//! the full precision: its exponential is off by up to 2^-35, its sine of 1e22 is 1.8e68, and its products overflow to
//! NaN.
//!
//! # Accuracy
//! The greatest relative error of 30000 random operands of each operation, most of them where it is hard, and the bound
//! that tests assert; u = 2^-53. Errors keep to it near the zeros of a function too, and for arguments of any
//! size. Only values below 2^-967 have fewer bits, where `lo` would be subnormal, down to those of `f64`.
//!
//! Of expm1, exp2, log1p, log2, log10, cbrt, hypot and mod the operands are those that the tests compare with mpmath.
//!
//! | | measured | bound |
//! |---|---|---|
//! | `a + b`, `a - b` | 2^-105.5 | 3 u^2 = 2^-104.4 |
//! | `a * b`, `a^2` | 2^-104.2 | 5 u^2 = 2^-103.7 |
//! | `a / b` | 2^-103.3 | 15 u^2 = 2^-102.1 |
//! | sqrt | 2^-104.7 | 25/8 u^2 = 2^-104.4 |
//! | exp, expm1, exp2, sinh, cosh, tanh | 2^-107.0 | 2^-107 + 2^-110 |
//! | ln, log1p, log2, log10, asinh, acosh, atanh | 2^-107.0 | 2^-107 + 2^-110 |
//! | sin, cos, tan | 2^-107.0 | 2^-107 + 2^-110 |
//! | asin, acos, atan, atan2 | 2^-107.0 | 2^-107 + 2^-110 |
//! | `a^b` | 2^-107.0 | 2^-107 + 2^-110 |
//! | cbrt, hypot | 2^-107.1 | 2^-107 + 2^-110 |
//! | erf | 2^-107.0 | 2^-107 + 2^-110 |
//! | mod | that of `a + b` | 3 u^2 = 2^-104.4 |
//! | `a % b` | 2^-107.0 | 2^-107 |
//! | floor, ceil, round, rint, abs, signum, sign, max, min, comparisons, where, gate | 0 | 0 |
//!
//! 2^-107 is the error of rounding to a pair, and the rest what the integers may lack: a large exponent does not show in
//! a power, whose logarithm has 2^-121.

mod arithmetic;
mod error_function;
mod exponential;
mod extended;
mod fixed;
mod integer;
mod inverse;
mod logarithm;
mod power;
mod remainder;
mod root;
mod trigonometric;

use std::cmp::Ordering;

use super::{Number, Real};
use crate::expr::{Binary, Unary, is_true};

/// The number `hi + lo`, where `hi` is the `f64` nearest to the sum, ties to even.
///
/// `lo` is 0 where `hi` is 0, infinite or NaN. The two are unique, so numbers are equal if both parts are; as in `f64`,
/// -0 equals +0 and NaN nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoubleDouble {
    hi: f64,
    lo: f64,
}

impl DoubleDouble {
    /// `a + b`, exactly, but for a sum that is infinite.
    #[inline]
    pub fn sum(a: f64, b: f64) -> Self {
        let (hi, lo) = arithmetic::two_sum(a, b);
        if hi == 0.0 || !lo.is_finite() { hi.into() } else { Self { hi, lo } }
    }

    /// The nearest `f64`.
    #[inline]
    pub fn hi(self) -> f64 {
        self.hi
    }

    /// What `hi` lacks, at most half of its ulp.
    #[inline]
    pub fn lo(self) -> f64 {
        self.lo
    }

    /// Whether neither zero, infinite nor NaN.
    #[inline]
    fn is_ordinary(self) -> bool {
        self.hi.is_finite() && self.hi != 0.0
    }

    /// The function of `f64` where its value for `hi` is that for the number: at 0, infinity and NaN, and far beyond
    /// the ends of the range.
    fn special(self, op: Unary) -> Self {
        op.apply(self.hi).into()
    }

    fn abs(self) -> Self {
        if self.hi.is_sign_negative() { -self } else { self }
    }
}

impl From<f64> for DoubleDouble {
    #[inline]
    fn from(value: f64) -> Self {
        Self { hi: value, lo: 0.0 }
    }
}

impl PartialOrd for DoubleDouble {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match self.hi.partial_cmp(&other.hi)? {
            Ordering::Equal => self.lo.partial_cmp(&other.lo),
            order => Some(order),
        }
    }
}

impl Real for DoubleDouble {
    /// `hi`: the sum rounded once.
    #[inline]
    fn to_f64(self) -> f64 {
        self.hi
    }
}

/// Every operation with the special values of `f64`.
impl Number for DoubleDouble {
    #[inline]
    fn constant(value: f64) -> Self {
        value.into()
    }

    #[inline]
    fn unary(op: Unary, a: Self) -> Self {
        match op {
            Unary::Negate => -a,
            Unary::Abs => a.abs(),
            Unary::Sqrt => a.sqrt(),
            Unary::Exp => a.exp(),
            Unary::Ln => a.ln(),
            Unary::Expm1 => a.expm1(),
            Unary::Exp2 => a.exp2(),
            Unary::Log1p => a.log1p(),
            Unary::Log2 => a.log2(),
            Unary::Log10 => a.log10(),
            Unary::Cbrt => a.cbrt(),
            Unary::Erf => a.erf(),
            Unary::Sin => a.sin(),
            Unary::Cos => a.cos(),
            Unary::Tan => a.tan(),
            Unary::Asin => a.asin(),
            Unary::Acos => a.acos(),
            Unary::Atan => a.atan(),
            Unary::Sinh => a.sinh(),
            Unary::Cosh => a.cosh(),
            Unary::Tanh => a.tanh(),
            Unary::Asinh => a.asinh(),
            Unary::Acosh => a.acosh(),
            Unary::Atanh => a.atanh(),
            Unary::Floor => a.floor(),
            Unary::Ceil => -(-a).floor(),
            Unary::Round => a.round(),
            Unary::RoundEven => a.round_even(),
            // The sign is that of `hi`.
            Unary::Signum | Unary::Sign => a.special(op),
        }
    }

    #[inline]
    fn binary(op: Binary, a: Self, b: Self) -> Self {
        match op {
            Binary::Add => a + b,
            Binary::Subtract => a - b,
            Binary::Multiply => a * b,
            Binary::Divide => a / b,
            Binary::Remainder => a.remainder(b),
            Binary::FloorMod => a.floor_mod(b),
            Binary::Power => a.power(b),
            Binary::Atan2 => a.atan2(b),
            Binary::Hypot => a.hypot(b),
            Binary::Maximum => a.maximum(b),
            Binary::Minimum => -(-a).maximum(-b),
            Binary::Compare(comparison) => f64::from(comparison.holds(&a, &b)).into(),
            Binary::When => {
                if is_true(a.hi) {
                    b
                } else {
                    (-0.0).into()
                }
            }
            Binary::Unless => {
                if is_true(a.hi) {
                    (-0.0).into()
                } else {
                    b
                }
            }
            Binary::Gate => a.gate(b),
        }
    }
}

impl DoubleDouble {
    fn maximum(self, other: Self) -> Self {
        match self.partial_cmp(&other) {
            Some(Ordering::Greater) => self,
            Some(Ordering::Less) => other,
            // Equal, which may be zeros of different signs, or NaN.
            Some(Ordering::Equal) => Self { hi: Binary::Maximum.apply(self.hi, other.hi), ..self },
            None => f64::NAN.into(),
        }
    }

    fn gate(self, value: Self) -> Self {
        if self.hi > 0.0 {
            value
        } else {
            // 0 or NaN.
            Binary::Gate.apply(self.hi, value.hi).into()
        }
    }
}
