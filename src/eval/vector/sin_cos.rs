//! Sine and cosine of radians.
//!
//! r = a - j pi/2 with |r| <= pi/2, j even for the sine and odd for the cosine: either is sin(r) or -sin(r), and so is
//! small where r is. The argument reduction is Cody and Waite's (*Software Manual for the Elementary Functions*, 1980)
//! with fused multiply-add. sin(r) = r (1 + z p(z)) with z = r^2, a polynomial of degree 21 whose terms up to r^9 are
//! summed in double-double.
//!
//! Error: the terms from r^11 on, computed in plain `f64`, are below 2^-18.0 of sin(r); three roundings and the error
//! of the polynomial, 2^-75.0, make that 2^-69.4 of the value. Where the reduction cancels, r is off by |j| 2^-106.5 at
//! most: half an ulp of |j| 2^-53.8, what the second part of pi/2 takes away, and |j| 2^-109.0, what both parts lack.

use super::double_double::DoubleDouble;
use super::{Formula, Rounded};

/// The sine.
pub(super) struct Sin;

/// The cosine.
pub(super) struct Cos;

/// 1.5 * 2^52: adding it rounds to an integer, which is then in the low bits.
const SHIFT: f64 = 6_755_399_441_055_744.0;
/// pi / 2 as the sum of two, to 2^-109.
const HALF_PI: [f64; 2] = [std::f64::consts::FRAC_PI_2, 6.123_233_995_736_766e-17];
/// (sin(r) - r) / r^3 as a polynomial in r^2, lowest power first: the first four coefficients as pairs.
const LEADING: [(f64, f64); 4] = [
    (-0.166_666_666_666_666_66, -9.251_857_934_023_81e-18),
    (0.008_333_333_333_333_333, 1.155_992_303_372_400_8e-19),
    (-0.000_198_412_698_412_698_4, 4.833_356_319_492_637e-22),
    (2.755_731_922_398_586e-6, -1.985_159_577_748_266e-22),
];
/// The other coefficients.
const TAIL: [f64; 6] = [
    -2.505_210_838_543_275_7e-8,
    1.605_904_383_546_501_6e-10,
    -7.647_163_606_774_873e-13,
    2.811_450_117_939_606e-15,
    -8.218_172_090_943_019e-18,
    1.910_132_304_704_899_7e-20,
];
/// Times the value; see the module's documentation.
const RELATIVE_ERROR: f64 = 1.0 / (1_u128 << 68) as f64;
/// Times |j|.
const REDUCTION_ERROR: f64 = 1.0 / (1_u128 << 105) as f64;
/// 2^30: up to here r is within pi/2 (and 2^-22) and the error of the reduction is small.
const REDUCIBLE: f64 = 1_073_741_824.0;
const SIGN: u64 = 1 << 63;

impl Formula for Sin {
    fn scalar(&self, a: f64, _: f64) -> f64 {
        core_math::sin(a)
    }

    #[inline(always)]
    fn fast(&self, a: f64, _: f64) -> Rounded {
        let shifted = a.mul_add(std::f64::consts::FRAC_1_PI, SHIFT);
        let half_turns = shifted - SHIFT;
        shifted_sine(a, half_turns + half_turns, shifted.to_bits() << 63)
    }

    #[inline(always)]
    fn is_nan(&self, a: f64, _: f64) -> bool {
        a.is_nan()
    }
}

impl Formula for Cos {
    fn scalar(&self, a: f64, _: f64) -> f64 {
        core_math::cos(a)
    }

    #[inline(always)]
    fn fast(&self, a: f64, _: f64) -> Rounded {
        let shifted = a.mul_add(std::f64::consts::FRAC_1_PI, -0.5) + SHIFT;
        let half_turns = shifted - SHIFT;
        shifted_sine(a, half_turns + half_turns + 1.0, (shifted.to_bits() << 63) ^ SIGN)
    }

    #[inline(always)]
    fn is_nan(&self, a: f64, _: f64) -> bool {
        a.is_nan()
    }
}

/// sin(a - j pi/2), negated if `sign` is [`SIGN`].
#[inline(always)]
fn shifted_sine(a: f64, j: f64, sign: u64) -> Rounded {
    let sine = sine(reduced(a, j));
    let error = j.abs().mul_add(REDUCTION_ERROR, sine.hi.abs() * RELATIVE_ERROR);
    let Rounded { value, decided } = sine.round(error);
    // A zero has lost its sign in the sum.
    let value = f64::from_bits(value.copysign(sine.hi).to_bits() ^ sign);
    Rounded { value, decided: decided && a.abs() <= REDUCIBLE }
}

/// a - j pi/2.
#[inline(always)]
fn reduced(a: f64, j: f64) -> DoubleDouble {
    let near = (-j).mul_add(HALF_PI[0], a);
    // 0 but for |j| = 1 and small a: all others are multiples of the last bit of pi/2, or of pi, so `near` is exact.
    let near_lo = (-j).mul_add(HALF_PI[0], -near) + a;
    let hi = (-j).mul_add(HALF_PI[1], near);
    let lo = (-j).mul_add(HALF_PI[1], near - hi);
    DoubleDouble { hi, lo: lo + near_lo }
}

/// The sine of |r| <= pi/2.
#[inline(always)]
pub(in crate::eval) fn sine(r: DoubleDouble) -> DoubleDouble {
    let z = r.square();
    let z2 = z.hi * z.hi;
    let low = z.hi.mul_add(TAIL[1], TAIL[0]);
    let middle = z.hi.mul_add(TAIL[3], TAIL[2]);
    let high = z.hi.mul_add(TAIL[5], TAIL[4]);
    let tail = z2.mul_add(z2.mul_add(high, middle), low);
    let p = z
        .scaled_plus(tail, LEADING[3])
        .times_plus(z, LEADING[2])
        .times_plus(z, LEADING[1])
        .times_plus(z, LEADING[0])
        .times_plus(z, (1.0, 0.0));
    p.times(r)
}
