//! Natural logarithm.
//!
//! a = 2^k m with m between sqrt(1/2) and sqrt(2), and ln(a) = k ln 2 + ln(m). With s = (m - 1) / (m + 1), ln(m) is
//! 2 atanh(s) = 2 s (1 + z p(z)) with z = s^2 (J.-M. Muller, *Elementary Functions*, 3rd edition, 2016), a polynomial
//! of degree 21 whose terms up to s^7 are summed in double-double, as s itself is.
//!
//! Error: the terms from s^9 on, computed in plain `f64`, are below 2^-23.4 of ln(m). They pass through three roundings
//! (and others that together are less than a tenth of one); with the error of the polynomial, 2^-77.9, that is 2^-74.6
//! of ln(m), which is never more than ln(a). The logarithm alone could do with less; a power could not.

use super::double_double::DoubleDouble;
use super::{Formula, Rounded};

/// The natural logarithm.
pub(super) struct Ln;

/// ln 2 as the sum of two, to 2^-102; the first has 42 bits, so that k times it is exact.
const LN_2: [f64; 2] = [0.693_147_180_559_890_3, 5.497_923_018_708_371e-14];
/// (atanh(s) - s) / s^3 as a polynomial in s^2, lowest power first: the first three coefficients as pairs.
const LEADING: [(f64, f64); 3] = [
    (0.333_333_333_333_333_3, 1.850_367_061_270_484_5e-17),
    (0.2, -1.078_658_879_644_435_2e-17),
    (0.142_857_142_857_142_52, -1.260_332_872_093_416_8e-17),
];
/// The other coefficients.
const TAIL: [f64; 7] = [
    0.111_111_111_111_264_66,
    0.090_909_090_875_254_27,
    0.076_923_081_201_132_9,
    0.066_666_337_909_476_89,
    0.058_839_123_861_476_84,
    0.052_186_906_878_204_32,
    0.054_547_789_848_928_815,
];
/// Times the value; see the module's documentation.
pub(super) const RELATIVE_ERROR: f64 = 1.5 / (1_u128 << 75) as f64;
const MANTISSA_BITS: u32 = f64::MANTISSA_DIGITS - 1;
/// The bits of 2^52, whose lowest bit is worth 1.
const UNITS: u64 = 0x4330_0000_0000_0000;
/// Keeps exponents positive.
const BIAS: u64 = 1024;

impl Formula for Ln {
    fn scalar(&self, a: f64, _: f64) -> f64 {
        core_math::log(a)
    }

    #[inline(always)]
    fn fast(&self, a: f64, _: f64) -> Rounded {
        let ln = ln(a);
        let Rounded { value, decided } = ln.round(ln.hi.abs() * RELATIVE_ERROR);
        Rounded { value, decided: decided && is_normal(a) }
    }

    #[inline(always)]
    fn is_nan(&self, a: f64, _: f64) -> bool {
        a.is_nan() || a < 0.0
    }
}

/// Whether `a` is one of the positive normal numbers, for which [`ln`] is made.
#[inline(always)]
pub(in crate::eval) fn is_normal(a: f64) -> bool {
    (f64::MIN_POSITIVE..f64::INFINITY).contains(&a)
}

/// ln(a) for a positive normal number; `lo` is up to 2^-43 of `hi`.
#[inline(always)]
pub(in crate::eval) fn ln(a: f64) -> DoubleDouble {
    let biased = a
        .to_bits()
        .wrapping_sub(std::f64::consts::FRAC_1_SQRT_2.to_bits())
        .wrapping_add(BIAS << MANTISSA_BITS)
        >> MANTISSA_BITS;
    let k = f64::from_bits(biased | UNITS) - f64::from_bits(BIAS | UNITS);
    let m = f64::from_bits(a.to_bits().wrapping_sub(biased.wrapping_sub(BIAS) << MANTISSA_BITS));
    let ln_m = ln_near_1(m);
    let sum = DoubleDouble::sum(k * LN_2[0], ln_m.hi);
    DoubleDouble { hi: sum.hi, lo: sum.lo + k.mul_add(LN_2[1], ln_m.lo) }
}

/// ln(m) for m between sqrt(1/2) and sqrt(2).
#[inline(always)]
fn ln_near_1(m: f64) -> DoubleDouble {
    let s = ratio(m - 1.0);
    let z = s.square();
    let z2 = z.hi * z.hi;
    let z4 = z2 * z2;
    let low = z2.mul_add(z.hi.mul_add(TAIL[3], TAIL[2]), z.hi.mul_add(TAIL[1], TAIL[0]));
    let high = z2.mul_add(TAIL[6], z.hi.mul_add(TAIL[5], TAIL[4]));
    let tail = z4.mul_add(high, low);
    let p = z
        .scaled_plus(tail, LEADING[2])
        .times_plus(z, LEADING[1])
        .times_plus(z, LEADING[0])
        .times_plus(z, (1.0, 0.0));
    p.times(DoubleDouble { hi: s.hi + s.hi, lo: s.lo + s.lo })
}

/// f / (2 + f).
#[inline(always)]
fn ratio(f: f64) -> DoubleDouble {
    let divisor = DoubleDouble::sum(2.0, f);
    let inverse = 1.0 / divisor.hi;
    let hi = f * inverse;
    let rest = (-hi).mul_add(divisor.lo, (-hi).mul_add(divisor.hi, f));
    DoubleDouble { hi, lo: rest * inverse }
}
