//! The logarithm and the inverse hyperbolic functions.

use super::DoubleDouble;
use super::exponential::LN_2;
use super::extended::Extended;
use super::fixed::{self, multiply};
use super::power::snapped;
use crate::expr::Unary;

impl DoubleDouble {
    pub(super) fn ln(self) -> Self {
        let is_special = !self.is_ordinary() || self.hi < 0.0;
        if is_special { self.special(Unary::Ln) } else { ln_of(self).into() }
    }

    pub(super) fn log1p(self) -> Self {
        if self < (-1.0).into() {
            return f64::NAN.into();
        }
        if !self.is_ordinary() || self == (-1.0).into() {
            return self.special(Unary::Log1p);
        }
        // Near -1 the sum is exact, though the parts may be far apart.
        if self.hi < -0.25 { ln(-Extended::minus_one(-self)).into() } else { ln_1_plus(self.into()).into() }
    }

    /// Exactly for a power of 2.
    pub(super) fn log2(self) -> Self {
        if !self.is_ordinary() || self.hi < 0.0 {
            return self.special(Unary::Log2);
        }
        let (k, of_rest) = parts_of_ln(self);
        (Extended::from(f64::from(k)) + of_rest / Extended::from_fixed(LN_2).scaled(-1)).into()
    }

    /// Exactly for a power of 10.
    pub(super) fn log10(self) -> Self {
        if !self.is_ordinary() || self.hi < 0.0 {
            return self.special(Unary::Log10);
        }
        let ln_10 = ln(Extended::from(10.0));
        snapped(ln_of(self) / ln_10).into()
    }

    pub(super) fn asinh(self) -> Self {
        if !self.is_ordinary() {
            return self.special(Unary::Asinh);
        }
        let x = Extended::from(self).abs();
        let square = x * x;
        // sqrt(1 + x^2) - 1 without cancellation.
        let rest = square / (Extended::ONE + (Extended::ONE + square).sqrt());
        ln_1_plus(x + rest).with_sign_of(self.hi).into()
    }

    pub(super) fn acosh(self) -> Self {
        if self < 1.0.into() {
            return f64::NAN.into();
        }
        if !self.is_ordinary() || self == 1.0.into() {
            return self.special(Unary::Acosh);
        }
        let t = Extended::minus_one(self);
        ln_1_plus(t + (t * (t + TWO)).sqrt()).into()
    }

    pub(super) fn atanh(self) -> Self {
        let magnitude = self.abs();
        if magnitude > 1.0.into() {
            return f64::NAN.into();
        }
        if !self.is_ordinary() || magnitude == 1.0.into() {
            return self.special(Unary::Atanh);
        }
        let x = Extended::from(magnitude);
        let value = if x.exponent < -3 {
            artanh(x)
        } else {
            ln_1_plus(x.scaled(1) / -Extended::minus_one(magnitude)).scaled(-1)
        };
        value.with_sign_of(self.hi).into()
    }
}

/// 2.
const TWO: Extended = Extended { exponent: 1, ..Extended::ONE };

/// The logarithm of a positive number, right relative to its value near 1 too; relative error 2^-121.
pub(super) fn ln_of(x: DoubleDouble) -> Extended {
    let (k, of_rest) = parts_of_ln(x);
    times_ln_2(k) + of_rest
}

/// `ln x` of a positive number as k and `ln x - k ln 2`, which is right relative to its value near 1 too.
fn parts_of_ln(x: DoubleDouble) -> (i32, Extended) {
    if (0.75..1.25).contains(&x.hi) { (0, ln_1_plus(Extended::minus_one(x))) } else { parts(x.into()) }
}

/// The logarithm of a positive number.
fn ln(x: Extended) -> Extended {
    let (k, of_rest) = parts(x);
    times_ln_2(k) + of_rest
}

/// `k ln 2`; relative error 2^-126.
fn times_ln_2(k: i32) -> Extended {
    Extended::from_fixed(LN_2).scaled(-1) * f64::from(k).into()
}

/// k and `ln x - k ln 2`, which is at most ln(2)/2 in size.
fn parts(x: Extended) -> (i32, Extended) {
    /// The square root of 2 as a multiple of 2^-127.
    const SQRT_2: u128 = 0xb504_f333_f9de_6484_597d_89b3_754a_be9f;
    // x = 2^k (1 + t), 1 + t in [1/sqrt(2), sqrt(2)).
    let (k, t) = if x.significand < SQRT_2 {
        (x.exponent, Extended::from_fixed(x.significand - fixed::ONE))
    } else {
        (x.exponent + 1, -Extended::from_fixed(x.significand.wrapping_neg()).scaled(-1))
    };
    (k, ln_near_one(t))
}

/// `ln(1 + t)` for t > -1, right relative to its value.
fn ln_1_plus(t: Extended) -> Extended {
    // |t| < 1/4.
    if t.exponent < -2 { ln_near_one(t) } else { ln(Extended::ONE + t) }
}

/// `ln(1 + t) = 2 artanh(t / (2 + t))` for 1 + t in [1/sqrt(2), sqrt(2)].
fn ln_near_one(t: Extended) -> Extended {
    artanh(t / (TWO + t)).scaled(1)
}

/// The inverse hyperbolic tangent of a number up to (sqrt(2) - 1)^2 = 0.17.
fn artanh(x: Extended) -> Extended {
    let x_fixed = x.fixed(128);
    x * Extended::from_fixed(fixed::artanh(multiply(x_fixed, x_fixed)))
}
