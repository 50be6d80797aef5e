//! e to the a.
//!
//! With k the integer nearest a / ln 2 and z = (a - k ln 2) / 32, e^a = 2^k (e^z)^32 and |z| <= ln 2 / 64. The argument
//! reduction is Cody and Waite's (*Software Manual for the Elementary Functions*, 1980) with fused multiply-add;
//! e^z = 1 + z + z^2/2 + z^3 t(z), where the first three terms are summed in double-double and t is a polynomial in
//! plain `f64`. Five squarings in double-double give the 32nd power.
//!
//! Error: z^3 t(z) < 2^-22.1 passes through six roundings, and t itself makes e^z off by 2^-76.1; together that is
//! 2^-72.4 of e^z, and 32 times as much, 2^-67.4, of its 32nd power. The power is below 1.415, so the absolute error
//! before the scaling by 2^k, which is exact, is below 2^-66.9.

use super::double_double::DoubleDouble;
use super::{Formula, Rounded};

/// The exponential function.
pub(super) struct Exp;

/// 1.5 * 2^52: adding it rounds to an integer, which is then in the low bits.
const SHIFT: f64 = 6_755_399_441_055_744.0;
const LOG2_E: f64 = std::f64::consts::LOG2_E;
/// ln 2 / 32 as the sum of two, to 2^-115.
const LN_2_32: [f64; 2] = [std::f64::consts::LN_2 / 32.0, 7.247_021_293_269_686e-19];
/// t(z) = (e^z - 1 - z - z^2/2) / z^3, lowest power first.
const T: [f64; 6] = [
    0.166_666_666_666_666_66,
    0.041_666_666_666_666_664,
    0.008_333_333_333_312_007,
    0.001_388_888_888_886_756,
    0.000_198_413_183_276_455_17,
    2.480_163_578_795_328_2e-5,
];
/// Of (e^z)^32; see the module's documentation.
pub(super) const ERROR: f64 = 1.25 / (1_u128 << 67) as f64;
/// Up to here the value is a normal number.
const NORMAL: f64 = 708.0;
/// From here on the value is infinity or 0: half the smallest subnormal number is e^-745.14.
const SATURATED: f64 = 745.2;

impl Formula for Exp {
    fn scalar(&self, a: f64, _: f64) -> f64 {
        core_math::exp(a)
    }

    #[inline(always)]
    fn fast(&self, a: f64, _: f64) -> Rounded {
        exp(DoubleDouble { hi: a, lo: 0.0 }, ERROR)
    }

    #[inline(always)]
    fn is_nan(&self, a: f64, _: f64) -> bool {
        a.is_nan()
    }
}

/// e^a for `lo` up to 2^-43 of `hi`; undecided for NaN. `error` is [`ERROR`] and 1.415 times the error of `a`.
#[inline(always)]
pub(super) fn exp(a: DoubleDouble, error: f64) -> Rounded {
    let (power, shifted) = power(a);
    let Rounded { value, decided } = power.round(error);
    let scaled = f64::from_bits(value.to_bits().wrapping_add(shifted.to_bits() << 52));
    let saturated = a.hi.abs() > SATURATED;
    let limit = if a.hi > 0.0 { f64::INFINITY } else { 0.0 };
    Rounded {
        value: if saturated { limit } else { scaled },
        decided: decided && a.hi.abs() <= NORMAL || saturated,
    }
}

/// e^a as `2^k power`, k being the second value without [`SHIFT`]; for |a| up to 2^12.
#[inline(always)]
fn power(a: DoubleDouble) -> (DoubleDouble, f64) {
    let shifted = a.hi.mul_add(LOG2_E, SHIFT);
    (reduced(a, shifted - SHIFT).square().square().square().square().square(), shifted)
}

/// e^a as a power and the k of `2^k power`, for |a| up to 2^12; the error of the power is [`ERROR`].
#[inline(always)]
pub(in crate::eval) fn unscaled(a: DoubleDouble) -> (DoubleDouble, i32) {
    let (power, shifted) = power(a);
    #[expect(clippy::cast_possible_truncation, reason = "an integer below 2^13")]
    (power, (shifted - SHIFT) as i32)
}

/// e^((a - k ln 2) / 32).
#[inline(always)]
fn reduced(a: DoubleDouble, k: f64) -> DoubleDouble {
    // Exact: below 2^53 times a bit that divides both.
    let near = (-k).mul_add(LN_2_32[0], a.hi * (1.0 / 32.0));
    let rest = (-k).mul_add(LN_2_32[1], a.lo * (1.0 / 32.0));
    // Where `rest` is the larger, both are below 2^-38, and what the sum loses is below 2^-89.
    let DoubleDouble { hi: z, lo: z_lo } = DoubleDouble::sum(near, rest);
    let first = DoubleDouble::sum(1.0, z);
    let half = 0.5 * z;
    let hi = half.mul_add(z, first.hi);
    let square_lo = half.mul_add(z, first.hi - hi);
    let z2 = z * z;
    let low = z.mul_add(T[1], T[0]);
    let middle = z.mul_add(T[3], T[2]);
    let high = z.mul_add(T[5], T[4]);
    let t = z2.mul_add(z2.mul_add(high, middle), low);
    let rest = (z2 * z).mul_add(t, z_lo * hi);
    DoubleDouble::sum(hi, rest + (first.lo + square_lo))
}
