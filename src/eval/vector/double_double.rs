//! Numbers as unevaluated sums of two `f64`, about 106 bits, with fused multiply-add.
//!
//! Sources: T. J. Dekker, *A floating-point technique for extending the available precision* (1971), for the sum;
//! J.-M. Muller et al., *Handbook of Floating-Point Arithmetic* (2nd edition, 2018), for the products.

use super::Rounded;

/// The number `hi + lo`, `lo` a small fraction of `hi`.
#[derive(Clone, Copy)]
pub(in crate::eval) struct DoubleDouble {
    pub(in crate::eval) hi: f64,
    pub(in crate::eval) lo: f64,
}

impl DoubleDouble {
    /// `a + b` exactly, if `|a| >= |b|` or a = 0.
    #[inline(always)]
    pub(in crate::eval) fn sum(a: f64, b: f64) -> Self {
        let hi = a + b;
        Self { hi, lo: b - (hi - a) }
    }

    /// `self * self`, without the square of `lo`.
    #[inline(always)]
    pub(in crate::eval) fn square(self) -> Self {
        let hi = self.hi * self.hi;
        let error = self.hi.mul_add(self.hi, -hi);
        Self { hi, lo: (self.hi + self.hi).mul_add(self.lo, error) }
    }

    /// `self * other`, without the product of both `lo`.
    #[inline(always)]
    pub(in crate::eval) fn times(self, other: Self) -> Self {
        let hi = self.hi * other.hi;
        let error = self.hi.mul_add(other.hi, -hi);
        Self { hi, lo: self.lo.mul_add(other.hi, self.hi.mul_add(other.lo, error)) }
    }

    /// `self * other` + a constant, a step of Horner's scheme.
    ///
    /// The product must be between -1/2 and 1 times the constant.
    #[inline(always)]
    pub(super) fn times_plus(self, other: Self, (hi, lo): (f64, f64)) -> Self {
        let sum = self.hi.mul_add(other.hi, hi);
        // The difference is exact (Sterbenz), so this is what the sum lost.
        let error = self.hi.mul_add(other.hi, hi - sum);
        let small = self.hi.mul_add(other.lo, self.lo.mul_add(other.hi, lo));
        Self { hi: sum, lo: error + small }
    }

    /// `self * factor` + a constant, under the same condition.
    #[inline(always)]
    pub(super) fn scaled_plus(self, factor: f64, (hi, lo): (f64, f64)) -> Self {
        let sum = self.hi.mul_add(factor, hi);
        let error = self.hi.mul_add(factor, hi - sum);
        Self { hi: sum, lo: error + self.lo.mul_add(factor, lo) }
    }

    /// The number nearest to `self`, decided if it is also nearest to everything within `error` of `self`.
    ///
    /// A. Ziv, *Fast evaluation of elementary mathematical functions with correctly rounded last bit*, ACM TOMS 17
    /// (1991).
    #[inline(always)]
    pub(super) fn round(self, error: f64) -> Rounded {
        let value = self.hi + (self.lo + error);
        let other = self.hi + (self.lo - error);
        #[expect(clippy::float_cmp, reason = "the rounding test")]
        let decided = value == other;
        Rounded { value, decided }
    }
}
