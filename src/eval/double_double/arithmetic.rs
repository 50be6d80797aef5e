//! `+ - * /` and the square root.
//!
//! Sources, by the names they give the algorithms: M. Joldes, J.-M. Muller, V. Popescu, *Tight and rigorous error
//! bounds for basic building blocks of double-word arithmetic*, ACM TOMS 44 (2017), with the bounds of J.-M. Muller,
//! L. Rideau, *Formalization of double-word arithmetic*, ACM TOMS 48 (2022); for the root V. Lefevre, N. Louvet,
//! J.-M. Muller, J. Picot, L. Rideau, *Accurate calculation of Euclidean norms using double-word arithmetic*, ACM TOMS
//! 49 (2023). u = 2^-53.
//!
//! Their algorithms are right while no intermediate result overflows or underflows. Where one could, the operands are
//! brought near 1, or the operation is that of [`Extended`], which has room for every exponent.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::DoubleDouble;
use super::extended::{Extended, power_of_two};

/// `a + b` exactly, if `|a| >= |b|` or a = 0 (`Fast2Sum`).
#[inline]
pub(super) fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// `a + b` exactly (`2Sum`).
#[inline]
pub(super) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let of_b = sum - a;
    let of_a = sum - of_b;
    (sum, (a - of_a) + (b - of_b))
}

/// `a * b` exactly (`2Prod`).
///
/// Where a fused multiply-add is an instruction it is used; elsewhere it would be a call, which takes longer than
/// T. J. Dekker's product of halves (1971). Both give the same numbers, if the operands and the product are
/// [safe](is_safe).
#[inline]
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    if cfg!(any(target_feature = "fma", target_arch = "aarch64")) {
        return (product, a.mul_add(b, -product));
    }
    let (a_high, a_low) = halves(a);
    let (b_high, b_low) = halves(b);
    let error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    (product, error)
}

/// A number as the sum of two of 26 bits, the sign of the second being one of them (G. W. Veltkamp).
#[inline]
fn halves(a: f64) -> (f64, f64) {
    const SPLITTER: f64 = 134_217_729.0; // 2^27 + 1
    let scaled = SPLITTER * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}

/// Whether a number's exponent is such that nothing comes near the ends of the range of `f64`: from 2^-900, where an
/// error of [`two_product`] is a normal number still, to 2^990, where a number can be halved.
#[inline]
fn is_safe(a: f64) -> bool {
    const BIAS: u64 = 1023;
    let biased = (a.to_bits() >> 52) & 0x7ff;
    (BIAS - 900..BIAS + 990).contains(&biased)
}

impl DoubleDouble {
    /// The square root, -0 for -0 and NaN below; relative error 25/8 u^2 (`SQRTDWtoDW`).
    #[inline]
    pub(super) fn sqrt(self) -> Self {
        let root = self.hi.sqrt();
        let (square, error) = two_product(root, root);
        // The difference is exact.
        let rest = ((self.hi - square) - error) + self.lo;
        let (hi, lo) = fast_two_sum(root, rest / (root + root));
        if !is_safe(self.hi) || root.is_nan() { self.unsafe_sqrt(root) } else { Self { hi, lo } }
    }

    #[cold]
    fn unsafe_sqrt(self, of_hi: f64) -> Self {
        if !self.is_ordinary() || self.hi < 0.0 {
            return of_hi.into();
        }
        let (near, power) = self.near_one();
        let odd = power & 1;
        let radicand = near * power_of_two(odd).into();
        Extended::from(radicand.sqrt()).scaled((power - odd) / 2).into()
    }

    #[cold]
    fn unsafe_product(self, other: Self, of_hi: f64) -> Self {
        let is_ordinary = self.is_ordinary() && other.is_ordinary();
        if is_ordinary { (Extended::from(self) * other.into()).into() } else { of_hi.into() }
    }

    #[cold]
    fn unsafe_quotient(self, other: Self, of_hi: f64) -> Self {
        if !self.is_ordinary() || !other.is_ordinary() {
            return of_hi.into();
        }
        // What is exact stays exact in pairs.
        let ((a, power_of_a), (b, power_of_b)) = (self.near_one(), other.near_one());
        Extended::from(a / b).scaled(power_of_a - power_of_b).into()
    }

    /// A number from 1 up to 2 in size and the exponent of the power of 2 that it lacks, neither zero nor infinite.
    fn near_one(self) -> (Self, i32) {
        let Extended { exponent, .. } = self.hi.into();
        // In two steps, as the power may be out of range.
        let first = exponent / 2;
        let scaled = |part: f64| part * power_of_two(-first) * power_of_two(first - exponent);
        (Self { hi: scaled(self.hi), lo: scaled(self.lo) }, exponent)
    }

    /// A sum that is zero or not finite: that of the `hi`, but where the `lo` cancelled it.
    #[cold]
    fn special_sum(sum: f64, of_hi: f64) -> Self {
        let is_cancelled = sum == 0.0 && of_hi != 0.0;
        if is_cancelled { 0.0.into() } else { of_hi.into() }
    }
}

impl Neg for DoubleDouble {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        Self { hi: -self.hi, lo: -self.lo }
    }
}

/// Relative error 3 u^2 + 13 u^3, whatever cancels (`AccurateDWPlusDW`).
impl Add for DoubleDouble {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        let (high, high_error) = two_sum(self.hi, other.hi);
        let (low, low_error) = two_sum(self.lo, other.lo);
        let (sum, error) = fast_two_sum(high, high_error + low);
        let (hi, lo) = fast_two_sum(sum, error + low_error);
        if hi == 0.0 || !lo.is_finite() {
            return Self::special_sum(hi, self.hi + other.hi);
        }
        Self { hi, lo }
    }
}

impl Sub for DoubleDouble {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

/// Relative error 5 u^2 (`DWTimesDW1`, which needs no fused operation between the products).
impl Mul for DoubleDouble {
    type Output = Self;

    #[inline]
    fn mul(self, other: Self) -> Self {
        let (product, error) = two_product(self.hi, other.hi);
        let cross = self.hi * other.lo + self.lo * other.hi;
        let (hi, lo) = fast_two_sum(product, error + cross);
        if !is_safe(self.hi) || !is_safe(other.hi) || !is_safe(product) {
            return self.unsafe_product(other, product);
        }
        Self { hi, lo }
    }
}

/// Relative error 15 u^2 (`DWDivDW2`).
impl Div for DoubleDouble {
    type Output = Self;

    #[inline]
    fn div(self, other: Self) -> Self {
        let quotient = self.hi / other.hi;
        let (product, error) = two_product(quotient, other.hi);
        // `DWTimesFP1` of the quotient and the divisor.
        let (high, low) = fast_two_sum(product, error + other.lo * quotient);
        let rest = (self.hi - high) + (self.lo - low);
        let (hi, lo) = fast_two_sum(quotient, rest / other.hi);
        if !is_safe(self.hi) || !is_safe(other.hi) || !is_safe(quotient) {
            return self.unsafe_quotient(other, quotient);
        }
        Self { hi, lo }
    }
}
