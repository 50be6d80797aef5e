//! The logarithm and the inverse hyperbolic functions.

use super::DoubleDouble;
use super::exponential::LN_2;
use super::extended::Extended;
use super::fixed::{self, multiply};
use crate::expr::Unary;

impl DoubleDouble {
    pub(super) fn ln(self) -> Self {
        let is_special = !self.is_ordinary() || self.hi < 0.0;
        if is_special { self.special(Unary::Ln) } else { ln_of(self).into() }
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
    if (0.75..1.25).contains(&x.hi) {
        return ln_1_plus(Extended::minus_one(x));
    }
    ln(x.into())
}

/// The logarithm of a positive number.
fn ln(x: Extended) -> Extended {
    /// The square root of 2 as a multiple of 2^-127.
    const SQRT_2: u128 = 0xb504_f333_f9de_6484_597d_89b3_754a_be9f;
    // x = 2^k (1 + t), 1 + t in [1/sqrt(2), sqrt(2)).
    let (k, t) = if x.significand < SQRT_2 {
        (x.exponent, Extended::from_fixed(x.significand - fixed::ONE))
    } else {
        (x.exponent + 1, -Extended::from_fixed(x.significand.wrapping_neg()).scaled(-1))
    };
    let of_power = Extended::from_fixed(LN_2).scaled(-1) * f64::from(k).into();
    of_power + ln_near_one(t)
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
