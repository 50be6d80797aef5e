//! The cosine to more than `f64`, for arguments of any size, and so near to the poles of the tangent.
//!
//! M. Payne and R. Hanek, *Radian reduction for trigonometric functions*, SIGNUM Newsletter 18 (1983): of the product
//! of x and 2 / pi only the bits are computed that matter, with integers. The cosine is then the sine of the angle from
//! the nearest odd multiple of pi / 2, whose error is 2^-100 relative to itself, as no `f64` is nearer to such a
//! multiple than 2^-62.

use super::double_double::{DoubleDouble, power_of_2};
use crate::eval::two_over_pi::TWO_OVER_PI;
use crate::eval::vector::unrounded;

/// Below here the cosine is 1 to 2^-60.
const TINY: f64 = 1.0 / (1_u64 << 30) as f64;

/// Bits of 0 before those of 2 / pi.
const ZEROS: usize = 128;

/// 2 / pi: 128 bits before the binary point and 1280 after it.
const PADDED: [u64; 22] = {
    let mut padded = [0; 22];
    let mut i = ZEROS / 64;
    while i < padded.len() {
        padded[i] = TWO_OVER_PI[i - ZEROS / 64];
        i += 1;
    }
    padded
};

/// The absolute value of the cosine of a finite number, off by 2^-67 of it.
#[multiversion::multiversion(targets("x86_64+avx2+fma"))]
pub(super) fn cosine(x: f64) -> DoubleDouble {
    if x.abs() < TINY {
        return DoubleDouble { hi: 1.0, lo: -0.5 * x * x };
    }
    unrounded::sine(from_odd_quarter_turn(x.abs()))
}

/// The distance of `x >= TINY` from the nearest odd multiple of pi / 2.
#[inline(always)]
fn from_odd_quarter_turn(x: f64) -> DoubleDouble {
    // In units of 2^-255 and modulo 2, which is modulo 2^256. The difference from 1 is the highest bit's complement.
    let [mut high, mut low] = times_two_over_pi(x);
    high ^= 1 << 127;
    if high >> 127 == 1 {
        // A two's complement.
        let carry;
        (low, carry) = (!low).overflowing_add(1);
        high = (!high).wrapping_add(carry.into());
    }
    let zeros = high.leading_zeros();
    let bits = high << zeros | low.checked_shr(128 - zeros).unwrap_or(0);
    // The highest bit is now worth 2^-zeros, or 1 as the largest distance.
    let first = bits >> 75;
    let second = bits >> 22 & ((1 << 53) - 1);
    let unit = power_of_2(-52 - zeros.cast_signed());
    #[expect(clippy::cast_precision_loss, reason = "53 bits each")]
    let turns = DoubleDouble { hi: first as f64 * unit, lo: second as f64 * unit * power_of_2(-53) };
    turns.times(DoubleDouble::HALF_PI)
}

/// `x * 2 / pi` modulo 2, in units of 2^-255: the high and the low half. It is too small by up to 2^53 of the units.
#[inline(always)]
fn times_two_over_pi(x: f64) -> [u128; 2] {
    let mantissa = x.to_bits() & ((1 << 52) - 1) | 1 << 52;
    let exponent = x.to_bits() >> 52;
    // x is `mantissa * 2^(exponent - 1075)`, so the bits of 2 / pi before this one give multiples of 2.
    let first = ZEROS - 1 + usize::try_from(exponent).expect("11 bits") - 1075;
    let (word, shift) = (first / 64, first % 64);
    let window = |i: usize| {
        let two = u128::from(PADDED[word + i]) << 64 | u128::from(PADDED[word + i + 1]);
        (two << shift >> 64) as u64
    };
    let mut product = [0; 4];
    let mut carry = 0;
    for i in (0..4).rev() {
        let sum = u128::from(window(i)) * u128::from(mantissa) + carry;
        #[expect(clippy::cast_possible_truncation, reason = "the low word")]
        let low = sum as u64;
        product[i] = low;
        carry = sum >> 64;
    }
    let [a, b, c, d] = product.map(u128::from);
    [a << 64 | b, c << 64 | d]
}
