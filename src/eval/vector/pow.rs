//! a to the b.
//!
//! In general |a|^b = e^(b ln |a|): the logarithm of [`ln`] as a sum of two, the product in double-double, the
//! exponential of [`exp`]. A negative a gives the sign for odd b, and NaN for a b that is no integer.
//!
//! Error: an absolute error of b ln |a| is a relative error of the value. The logarithm's, 2^-74.6, makes
//! |b ln |a|| 2^-74.6; where the product and the argument reduction round, some 2^-90 are lost. The value before the
//! scaling by 2^k is below 1.415, so its absolute error is below 2^-66.9, that of the exponential, and
//! 1.415 |b ln |a|| 2^-74.6.
//!
//! # Chains
//! Where b is the same for all lanes and 2 b an integer, a^|b| is a product of n = |b| factors a or n = |2 b| factors
//! sqrt(a), found in double-double by repeated squaring, n being up to 1,024; a negative b takes the reciprocal.
//!
//! Error, where the value is the sum hi + lo for n factors: |lo| <= (2 n - 1) u |hi| holds for one factor (a itself has
//! no lo, its square root a lo up to u) and remains true in a product of n and m factors, which adds u: its hi is
//! rounded. The relative error is at most 4 n^2 u^2: for one factor it is 0, or 1.5 u^2 for a root, that of one Newton
//! step and a rounding. A product of n and m factors has both errors, those of two roundings of lo, (2 n - 1) u^2 and
//! 2 (2 m - 1) u^2 + 2 u^2, and lacks the product of both lo, (2 n - 1)(2 m - 1) u^2; together that is
//! (4 n^2 + 4 m^2 + 4 n m + 2 m) u^2, below 4 (n + m)^2 u^2 by more than terms of u^3. The reciprocal 1 / hi is off by
//! 2 n u; one Newton step leaves (2 n u)^2 and two roundings, 4 n u^2. With all, 12 n^2 u^2 is below 2^-82.4.
//!
//! That takes every product of two hi to have an error that is a number: from 2^-900 to 2^900 it has. All intermediate
//! powers are between 1 and the last, or the first.

use super::double_double::DoubleDouble;
use super::{CHUNK, Formula, Function, Rounded, exp, ln};

/// a to the b.
pub(super) struct Pow;

/// a to an exponent.
pub(super) struct PowTo(pub(super) f64);

/// A base to the a.
pub(super) struct PowOf(pub(super) f64);

/// a to an exponent that is a small integer or half of one, by multiplications.
pub(super) struct Chain {
    exponent: f64,
    /// Of a, or of its square root.
    factors: u32,
    /// Whether they are.
    is_root: bool,
}

/// Of b ln a; 1.415 times the error of ln.
const RELATIVE_ERROR: f64 = 1.5 * ln::RELATIVE_ERROR;
/// The most factors of a chain.
const MOST_FACTORS: f64 = 1024.0;
/// Of the value of a chain.
const CHAIN_ERROR: f64 = 1.0 / (1_u128 << 80) as f64;
/// 2^-900: from here on the errors of products are exact numbers.
const SMALLEST: f64 = 1.0 / LARGEST;
/// 2^900.
const LARGEST: f64 = f64::from_bits((900 + 1023) << 52);
const SIGN: u64 = 1 << 63;

impl Formula for Pow {
    fn scalar(&self, a: f64, b: f64) -> f64 {
        core_math::pow(a, b)
    }

    #[inline(always)]
    fn fast(&self, a: f64, b: f64) -> Rounded {
        let ln = ln::ln(a.abs());
        let hi = b * ln.hi;
        let product = DoubleDouble { hi, lo: b.mul_add(ln.lo, b.mul_add(ln.hi, -hi)) };
        let error = product.hi.abs().mul_add(RELATIVE_ERROR, exp::ERROR);
        let Rounded { value, decided } = exp::exp(product, error);
        let sign = if is_odd(b) { a.to_bits() & SIGN } else { 0 };
        Rounded {
            value: f64::from_bits(value.to_bits() | sign),
            decided: decided & is_usable(a, b) & ((a > 0.0) | is_integer(b)),
        }
    }

    #[inline(always)]
    fn is_nan(&self, a: f64, b: f64) -> bool {
        a.is_nan() & (b != 0.0) | b.is_nan() & (a != 1.0) | (a < 0.0) & is_usable(a, b) & !is_integer(b)
    }
}

/// Whether the formula is made for these, but for the sign of a.
#[inline(always)]
fn is_usable(a: f64, b: f64) -> bool {
    ln::is_normal(a.abs()) && b.abs() < f64::INFINITY
}

#[inline(always)]
#[expect(clippy::float_cmp, reason = "an integer is its floor exactly")]
fn is_integer(a: f64) -> bool {
    a.floor() == a
}

#[inline(always)]
fn is_odd(a: f64) -> bool {
    is_integer(a) & !is_integer(0.5 * a)
}

impl Formula for PowTo {
    fn scalar(&self, a: f64, _: f64) -> f64 {
        core_math::pow(a, self.0)
    }

    #[inline(always)]
    fn fast(&self, a: f64, _: f64) -> Rounded {
        Formula::fast(&Pow, a, self.0)
    }

    #[inline(always)]
    fn is_nan(&self, a: f64, _: f64) -> bool {
        Pow.is_nan(a, self.0)
    }
}

impl Formula for PowOf {
    fn scalar(&self, a: f64, _: f64) -> f64 {
        core_math::pow(self.0, a)
    }

    #[inline(always)]
    fn fast(&self, a: f64, _: f64) -> Rounded {
        Formula::fast(&Pow, self.0, a)
    }

    #[inline(always)]
    fn is_nan(&self, a: f64, _: f64) -> bool {
        Pow.is_nan(self.0, a)
    }
}

impl Chain {
    /// The chain of an exponent, if it has one.
    pub(super) fn new(exponent: f64) -> Option<Self> {
        let is_root = exponent.fract() != 0.0;
        let factors = if is_root { 2.0 * exponent.abs() } else { exponent.abs() };
        let has_chain = factors.fract() == 0.0 && (1.0..=MOST_FACTORS).contains(&factors);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an integer up to MOST_FACTORS"
        )]
        has_chain.then_some(Self { exponent, factors: factors as u32, is_root })
    }
}

impl Function for Chain {
    fn scalar(&self, a: f64, _: f64) -> f64 {
        core_math::pow(a, self.exponent)
    }

    #[inline(always)]
    fn fast(&self, out: &mut [f64; CHUNK], a: &[f64; CHUNK], _: &[f64; CHUNK]) -> bool {
        let mut base = Lanes { hi: *a, lo: [0.0; CHUNK] };
        if self.is_root {
            for (i, &a) in a.iter().enumerate() {
                base.set(i, sqrt(a));
            }
        }
        let mut power = base;
        for bit in (0..self.factors.ilog2()).rev() {
            for i in 0..CHUNK {
                power.set(i, power.get(i).square());
            }
            if self.factors >> bit & 1 == 1 {
                for i in 0..CHUNK {
                    power.set(i, power.get(i).times(base.get(i)));
                }
            }
        }
        if self.exponent < 0.0 {
            for i in 0..CHUNK {
                power.set(i, inverse(power.get(i)));
            }
        }
        let mut all_decided = true;
        for (i, (out, &a)) in out.iter_mut().zip(a).enumerate() {
            let power = power.get(i);
            let Rounded { value, decided } = power.round(power.hi.abs() * CHAIN_ERROR);
            let decided = decided & is_in_range(a) & is_in_range(power.hi);
            let is_nan = a.is_nan() | self.is_root & (a < 0.0) & (a > f64::NEG_INFINITY);
            *out = if decided { value } else { f64::NAN };
            all_decided &= decided | is_nan;
        }
        all_decided
    }
}

/// A chunk of sums, so arranged that they are vectors.
#[derive(Clone, Copy)]
struct Lanes {
    hi: [f64; CHUNK],
    lo: [f64; CHUNK],
}

impl Lanes {
    #[inline(always)]
    fn get(&self, i: usize) -> DoubleDouble {
        DoubleDouble { hi: self.hi[i], lo: self.lo[i] }
    }

    #[inline(always)]
    fn set(&mut self, i: usize, DoubleDouble { hi, lo }: DoubleDouble) {
        self.hi[i] = hi;
        self.lo[i] = lo;
    }
}

#[inline(always)]
fn is_in_range(a: f64) -> bool {
    (SMALLEST..=LARGEST).contains(&a.abs())
}

/// The square root of a positive number.
#[inline(always)]
fn sqrt(a: f64) -> DoubleDouble {
    let hi = a.sqrt();
    DoubleDouble { hi, lo: 0.5 * (-hi).mul_add(hi, a) / hi }
}

/// 1 / a.
#[inline(always)]
fn inverse(a: DoubleDouble) -> DoubleDouble {
    let hi = 1.0 / a.hi;
    let rest = (-hi).mul_add(a.lo, (-hi).mul_add(a.hi, 1.0));
    DoubleDouble { hi, lo: hi * rest }
}
