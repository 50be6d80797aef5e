//! Numbers with a significand of 128 bits, in which the elementary functions are computed.
//!
//! That is 21 bits more than a double-double has, so an error of some of the last ones is nothing beside the one
//! rounding at the end; and the exponent has no limits, so nothing overflows on the way. CORE-MATH decides its hardest
//! cases in the same format.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::DoubleDouble;
use super::arithmetic::fast_two_sum;
use super::fixed::{self, low, multiply, multiply_wide};

/// `significand * 2^(exponent - 127)`, negative or not; the leading bit of the significand is set, or it is 0.
///
/// It is finite always, and zero has no sign: the functions deal with infinity, NaN and zeros themselves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extended {
    pub(super) is_negative: bool,
    /// Of the leading bit.
    pub(super) exponent: i32,
    pub(super) significand: u128,
}

impl Extended {
    /// Its exponent is below that of whatever it is added to.
    pub(super) const ZERO: Self = Self { is_negative: false, exponent: i32::MIN / 4, significand: 0 };
    pub(super) const ONE: Self = Self { is_negative: false, exponent: 0, significand: fixed::ONE };

    /// `value * 2^(exponent - 127)`, whichever bit is the leading one.
    #[inline]
    pub(super) fn normalized(is_negative: bool, exponent: i32, value: u128) -> Self {
        if value == 0 {
            return Self::ZERO;
        }
        let zeros = value.leading_zeros();
        Self { is_negative, exponent: exponent - zeros.cast_signed(), significand: value << zeros }
    }

    /// The magnitude as a multiple of 2^-bits, towards zero; it must be below 2^(128 - bits).
    #[inline]
    pub(super) fn fixed(self, bits: i32) -> u128 {
        let shift = 127 - bits - self.exponent;
        debug_assert!(shift >= 0, "{self:?} with {bits} bits");
        self.significand.checked_shr(shift.cast_unsigned()).unwrap_or(0)
    }

    pub(super) fn is_zero(self) -> bool {
        self.significand == 0
    }

    /// A multiple of 2^-127.
    #[inline]
    pub(super) fn from_fixed(value: u128) -> Self {
        Self::normalized(false, 0, value)
    }

    /// `x - 1` of a finite number: exact where something cancels, though the pair's parts may be far apart.
    pub(super) fn minus_one(x: DoubleDouble) -> Self {
        let is_near_one = (0.5..=2.0).contains(&x.hi);
        if is_near_one { DoubleDouble::sum(x.hi - 1.0, x.lo).into() } else { Self::from(x) - Self::ONE }
    }

    pub(super) fn abs(self) -> Self {
        Self { is_negative: false, ..self }
    }

    /// The magnitude with the sign of another number.
    pub(super) fn with_sign_of(self, sign: f64) -> Self {
        Self { is_negative: sign.is_sign_negative(), ..self }
    }

    /// Times 2 to a power.
    #[inline]
    pub(super) fn scaled(self, power: i32) -> Self {
        Self { exponent: self.exponent + power, ..self }
    }

    /// The leading bits of the significand as a number in [1, 2).
    #[inline]
    fn leading(self) -> f64 {
        let bits = (self.significand >> 75) as u64;
        f64::from_bits((bits ^ (1 << 52)) | (1023 << 52))
    }

    /// A near number of `f64`, exponents beyond its range becoming 0 or infinity.
    pub(super) fn approximate(self) -> f64 {
        let hi = match self.exponent {
            -1022..=1023 => self.leading() * power_of_two(self.exponent),
            1024.. => f64::INFINITY,
            _ => 0.0,
        };
        if self.is_negative { -hi } else { hi }
    }

    /// The square root of a number that is not negative; relative error 2^-124.
    pub(super) fn sqrt(self) -> Self {
        if self.is_zero() {
            return self;
        }
        let odd = self.exponent & 1;
        // In [1, 4), a multiple of 2^-126.
        let radicand = self.significand >> (1 - odd);
        // In [1, 2), from below, so that no difference is negative.
        let near = (self.leading() * f64::from(1 + odd)).sqrt() * BELOW_ONE;
        let mut root = from_unit(near / 2.0); // a multiple of 2^-127
        let divisor = from_unit(0.5 / near * BELOW_ONE * BELOW_ONE); // below 1 / (2 sqrt), a multiple of 2^-128
        // Newton's method, with the first divisor again and again: each step adds 51 bits.
        for _ in 0..2 {
            let rest = radicand.saturating_sub(multiply(root, root));
            root = root.saturating_add(multiply(rest, divisor) << 1);
        }
        Self::normalized(false, self.exponent >> 1, root)
    }
}

/// A number in [1/2, 1) as a multiple of 2^-128.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number below 2^64, towards zero"
)]
fn from_unit(value: f64) -> u128 {
    const TWO_TO_64: f64 = 18_446_744_073_709_551_616.0;
    u128::from((value * TWO_TO_64) as u64) << 64
}

/// By so much is an approximation made smaller that has to be below the exact value: its error is less than an ulp.
const BELOW_ONE: f64 = 1.0 - 2.0 * f64::EPSILON;

/// 2 to a power that is a normal number.
#[inline]
pub(super) fn power_of_two(exponent: i32) -> f64 {
    debug_assert!((-1022..=1023).contains(&exponent), "2^{exponent}");
    f64::from_bits(u64::from((exponent + 1023).cast_unsigned()) << 52)
}

impl From<f64> for Extended {
    /// Exactly; the number must be finite.
    #[inline]
    fn from(value: f64) -> Self {
        let bits = value.to_bits();
        let is_negative = value.is_sign_negative();
        let fraction = u128::from(bits & ((1 << 52) - 1));
        match (bits >> 52 & 0x7ff) as i32 {
            0 => Self::normalized(is_negative, -1022, fraction << 75),
            biased => Self { is_negative, exponent: biased - 1023, significand: (fraction | 1 << 52) << 75 },
        }
    }
}

impl From<DoubleDouble> for Extended {
    /// Exactly, but for bits of `lo` that are below 2^-127 of `hi`; the number must be finite.
    #[inline]
    fn from(value: DoubleDouble) -> Self {
        Self::from(value.hi) + Self::from(value.lo)
    }
}

impl From<Extended> for DoubleDouble {
    /// Relative error 2^-107; `hi` is rounded once, wherever it is.
    #[inline]
    fn from(value: Extended) -> Self {
        let Extended { is_negative, exponent, significand } = value;
        if !(-900..=1000).contains(&exponent) {
            return far(value);
        }
        let ulp = power_of_two(exponent - 52);
        let ulp = if is_negative { -ulp } else { ulp };
        // The 75 bits below those of `hi`, as a signed number; from one half up the next number is nearer.
        let below = (significand << 53).cast_signed();
        let hi = (significand >> 75) as u64 + u64::from(below < 0);
        let lo = (below >> 64) as i64;
        // The last step rounds ties to even.
        let (hi, lo) = fast_two_sum(hi as f64 * ulp, lo as f64 * (ulp * power_of_two(-64)));
        Self { hi, lo }
    }
}

/// A number near the ends of the range of `f64`, or beyond them.
#[cold]
fn far(value: Extended) -> DoubleDouble {
    let sign = if value.is_negative { -1.0 } else { 1.0 };
    match value.exponent {
        1024.. => (sign * f64::INFINITY).into(),
        -1022.. => {
            let near = DoubleDouble::from(value.scaled(-value.exponent));
            let scale = power_of_two(value.exponent);
            let (hi, lo) = (near.hi * scale, near.lo * scale);
            // Not so where `hi` is infinite, or `lo` rounded to half an ulp.
            let is_pair = (hi + lo) - hi == 0.0;
            DoubleDouble { hi, lo: if is_pair { lo } else { 0.0 } }
        }
        // Subnormal: a multiple of the smallest number, ties to even.
        exponent => {
            let shift = (75 - 1022 - exponent).cast_unsigned();
            let kept = value.significand.checked_shr(shift).unwrap_or(0);
            let half = 1_u128.checked_shl(shift - 1).unwrap_or(0);
            let rest = value.significand - kept.checked_shl(shift).unwrap_or(0);
            let is_up = half != 0 && (rest > half || rest == half && kept & 1 == 1);
            (sign * f64::from_bits(low(kept) + u64::from(is_up))).into()
        }
    }
}

impl Neg for Extended {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        Self { is_negative: !self.is_negative, ..self }
    }
}

/// The error is at most a unit of the larger operand's last place.
impl Add for Extended {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        let (large, small) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        let Self { is_negative, exponent, significand } = large;
        let shift = (exponent - small.exponent).cast_unsigned();
        let aligned = small.significand.checked_shr(shift).unwrap_or(0);
        if is_negative == small.is_negative {
            let (sum, is_carried) = significand.overflowing_add(aligned);
            if is_carried {
                return Self { is_negative, exponent: exponent + 1, significand: sum >> 1 | fixed::ONE };
            }
            return Self { is_negative, exponent, significand: sum };
        }
        match significand.checked_sub(aligned) {
            Some(difference) => Self::normalized(is_negative, exponent, difference),
            // Of the same exponent.
            None => Self::normalized(!is_negative, exponent, aligned - significand),
        }
    }
}

impl Sub for Extended {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

/// Towards zero: exact where the product has 128 bits.
impl Mul for Extended {
    type Output = Self;

    #[inline]
    fn mul(self, other: Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return Self::ZERO;
        }
        let is_negative = self.is_negative != other.is_negative;
        let exponent = self.exponent + other.exponent;
        let [high, low] = multiply_wide(self.significand, other.significand);
        if high >= fixed::ONE {
            return Self { is_negative, exponent: exponent + 1, significand: high };
        }
        Self { is_negative, exponent, significand: high << 1 | low >> 127 }
    }
}

/// Relative error 2^-122; the divisor must not be zero.
impl Div for Extended {
    type Output = Self;

    #[inline]
    fn div(self, other: Self) -> Self {
        if self.is_zero() {
            return self;
        }
        let is_negative = self.is_negative != other.is_negative;
        let divisor = other.significand; // a multiple of 2^-127
        // Halved, so that the quotient is in [1/4, 1); a multiple of 2^-127.
        let dividend = self.significand >> 1;
        let inverse = from_unit(BELOW_ONE / other.leading()); // from below, a multiple of 2^-128
        // Newton's method: each step adds 50 bits, from below.
        let mut quotient = multiply(dividend, inverse);
        for _ in 0..2 {
            let [high, low] = multiply_wide(quotient, divisor);
            let rest = dividend.saturating_sub((high << 1) | (low >> 127)); // a multiple of 2^-127
            quotient += multiply(rest, inverse);
        }
        Self::normalized(is_negative, self.exponent - other.exponent + 1, quotient)
    }
}
