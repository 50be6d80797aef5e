//! The exponential and the hyperbolic functions.

use super::DoubleDouble;
use super::extended::Extended;
use super::fixed::{self, multiply};
use crate::expr::Unary;

/// ln 2 as a multiple of 2^-128.
pub(super) const LN_2: u128 = 0xb172_17f7_d1cf_79ab_c9e3_b398_03f2_f6af;

impl DoubleDouble {
    pub(super) fn exp(self) -> Self {
        if !self.is_ordinary() || self.is_far() {
            return self.special(Unary::Exp);
        }
        exp(self.into()).into()
    }

    pub(super) fn expm1(self) -> Self {
        if !self.is_ordinary() || self.is_far() {
            return self.special(Unary::Expm1);
        }
        let x = Extended::from(self);
        if is_small(x) {
            // 2 sinh(x/2) exp(x/2), in which nothing cancels.
            let [odd, even] = hyperbolic(x.scaled(-1));
            return (odd * (odd + even)).scaled(1).into();
        }
        (exp(x) - Extended::ONE).into()
    }

    /// 2 to the self; exactly for an integer.
    pub(super) fn exp2(self) -> Self {
        if !self.is_ordinary() || self.hi.abs() > 1100.0 {
            return self.special(Unary::Exp2);
        }
        let whole = self.hi.round();
        let rest = Self::sum(self.hi - whole, self.lo);
        let power = exp(Extended::from(rest) * Extended::from_fixed(LN_2).scaled(-1));
        #[expect(clippy::cast_possible_truncation, reason = "an integer up to 1100")]
        let whole = whole as i32;
        power.scaled(whole).into()
    }

    pub(super) fn sinh(self) -> Self {
        if !self.is_ordinary() || self.is_far() {
            return self.special(Unary::Sinh);
        }
        let x = Extended::from(self);
        if is_small(x) {
            let [odd, _] = hyperbolic(x);
            return odd.into();
        }
        let [up, down] = exponentials(x);
        (up - down).scaled(-1).into()
    }

    pub(super) fn cosh(self) -> Self {
        if !self.is_ordinary() || self.is_far() {
            return self.special(Unary::Cosh);
        }
        let [up, down] = exponentials(self.into());
        (up + down).scaled(-1).into()
    }

    pub(super) fn tanh(self) -> Self {
        if !self.is_ordinary() || self.is_far() {
            return self.special(Unary::Tanh);
        }
        let x = Extended::from(self);
        if is_small(x) {
            let [odd, even] = hyperbolic(x);
            return (odd / even).into();
        }
        let [up, down] = exponentials(x);
        ((up - down) / (up + down)).into()
    }

    /// Whether every function here overflows, underflows or is 1.
    fn is_far(self) -> bool {
        self.hi.abs() > 1000.0
    }
}

/// Below 1/4, where the difference of two exponentials would lose bits.
fn is_small(x: Extended) -> bool {
    x.exponent < -2
}

/// `[sinh(x), cosh(x)]`, by series; x must be small.
fn hyperbolic(x: Extended) -> [Extended; 2] {
    let x_fixed = x.fixed(128);
    let [odd, even] = fixed::hyperbolic(multiply(x_fixed, x_fixed));
    [x * Extended::from_fixed(odd), Extended::from_fixed(even)]
}

/// e to the x, for x in (-1024, 1024).
///
/// The relative error is 2^-115, that of x as a multiple of 2^-117.
pub(super) fn exp(x: Extended) -> Extended {
    let [value, _] = exponentials(x);
    value
}

/// `[exp(x), exp(-x)]`, for x in (-1024, 1024): with `|x| = k ln 2 + r`, `2^(+-k) (cosh(r) +- sinh(r))`.
///
/// 10 bits before the point, 117 behind it and a sign are 128.
fn exponentials(x: Extended) -> [Extended; 2] {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an integer from 0 to 1478")]
    let k = (x.approximate().abs() * std::f64::consts::LOG2_E).round() as u32;
    let r = x.fixed(117).cast_signed() - times_ln_2(k).cast_signed();
    let r_fixed = r.unsigned_abs() << 11; // a multiple of 2^-128, up to ln(2) / 2
    let [odd, even] = fixed::hyperbolic(multiply(r_fixed, r_fixed));
    let sinh = multiply(r_fixed, odd);
    let (up, down) = if r < 0 { (even - sinh, even + sinh) } else { (even + sinh, even - sinh) };
    let k = k.cast_signed();
    let up = Extended::from_fixed(up).scaled(k);
    let down = Extended::from_fixed(down).scaled(-k);
    if x.is_negative { [down, up] } else { [up, down] }
}

/// `k ln 2` as a multiple of 2^-117, for k up to 2^11.
fn times_ln_2(k: u32) -> u128 {
    let k = u128::from(k);
    (((LN_2 >> 64) * k) << 53) + (((LN_2 & u128::from(u64::MAX)) * k) >> 11)
}
