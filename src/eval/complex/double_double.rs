//! What the complex functions do with sums of two `f64`, beyond what the fast paths of the block evaluator need.
//!
//! Relative errors are a few units of 2^-104, as long as no intermediate value is below 2^-969, where the error of a
//! product is no longer a number, or infinite. Sources: D. E. Knuth, *The Art of Computer Programming*, volume 2, for
//! the sum; J.-M. Muller et al., *Handbook of Floating-Point Arithmetic* (2nd edition, 2018), for the rest.

pub(super) use crate::eval::vector::unrounded::DoubleDouble;

impl From<f64> for DoubleDouble {
    #[inline(always)]
    fn from(a: f64) -> Self {
        Self { hi: a, lo: 0.0 }
    }
}

impl DoubleDouble {
    pub(super) const ZERO: Self = Self { hi: 0.0, lo: 0.0 };
    pub(super) const ONE: Self = Self { hi: 1.0, lo: 0.0 };
    /// pi / 2.
    pub(super) const HALF_PI: Self = Self { hi: std::f64::consts::FRAC_PI_2, lo: 6.123_233_995_736_766e-17 };
    /// ln 2.
    pub(super) const LN_2: Self = Self { hi: std::f64::consts::LN_2, lo: 2.319_046_813_846_299_6e-17 };

    /// `a + b` exactly.
    #[inline(always)]
    pub(super) fn two_sum(a: f64, b: f64) -> Self {
        let hi = a + b;
        let from_b = hi - a;
        Self { hi, lo: (a - (hi - from_b)) + (b - from_b) }
    }

    /// `a * b` exactly.
    #[inline(always)]
    pub(super) fn product(a: f64, b: f64) -> Self {
        let hi = a * b;
        Self { hi, lo: a.mul_add(b, -hi) }
    }

    /// `self + other`, with cancellation too.
    #[inline(always)]
    pub(super) fn plus(self, other: Self) -> Self {
        let high = Self::two_sum(self.hi, other.hi);
        let low = Self::two_sum(self.lo, other.lo);
        let sum = Self::sum(high.hi, high.lo + low.hi);
        Self::sum(sum.hi, sum.lo + low.lo)
    }

    /// `-self`.
    #[inline(always)]
    pub(super) fn negated(self) -> Self {
        Self { hi: -self.hi, lo: -self.lo }
    }

    /// `self * factor`, which is exact if `factor` is a power of 2 and nothing is subnormal.
    #[inline(always)]
    pub(super) fn scaled(self, factor: f64) -> Self {
        Self { hi: self.hi * factor, lo: self.lo * factor }
    }

    /// `self * factor`.
    #[inline(always)]
    pub(super) fn times_number(self, factor: f64) -> Self {
        let hi = self.hi * factor;
        Self { hi, lo: self.lo.mul_add(factor, self.hi.mul_add(factor, -hi)) }
    }

    /// The square root of a positive number above 2^-900.
    #[inline(always)]
    pub(super) fn sqrt(self) -> Self {
        let hi = self.hi.sqrt();
        let rest = (-hi).mul_add(hi, self.hi) + self.lo;
        Self { hi, lo: 0.5 * rest / hi }
    }

    /// `self / divisor`.
    #[inline(always)]
    pub(super) fn over_number_exactly(self, divisor: f64) -> Self {
        let hi = self.hi / divisor;
        let rest = (-hi).mul_add(divisor, self.hi) + self.lo;
        Self { hi, lo: rest / divisor }
    }

    /// `self / divisor`, rounded once.
    #[inline(always)]
    pub(super) fn over_number(self, divisor: f64) -> f64 {
        self.over_number_exactly(divisor).rounded()
    }

    /// `numerator / self`, rounded once.
    #[inline(always)]
    pub(super) fn divides(self, numerator: f64) -> f64 {
        let quotient = numerator / self.hi;
        let rest = (-quotient).mul_add(self.hi, numerator) - quotient * self.lo;
        // The remainder of an infinite quotient is not a number.
        if quotient.is_finite() { quotient + rest / self.hi } else { quotient }
    }

    /// `self / divisor`, rounded once.
    #[inline(always)]
    pub(super) fn over(self, divisor: Self) -> f64 {
        let quotient = self.hi / divisor.hi;
        let rest = (-quotient).mul_add(divisor.hi, self.hi) + (self.lo - quotient * divisor.lo);
        quotient + rest / divisor.hi
    }

    /// `self / divisor`.
    #[inline(always)]
    pub(super) fn over_exactly(self, divisor: Self) -> Self {
        let hi = self.hi / divisor.hi;
        let rest = (-hi).mul_add(divisor.hi, self.hi) + (self.lo - hi * divisor.lo);
        Self { hi, lo: rest / divisor.hi }
    }

    /// The nearest number.
    #[inline(always)]
    pub(super) fn rounded(self) -> f64 {
        self.hi + self.lo
    }
}

/// A number `value * 2^power`, which is neither infinite nor subnormal as long as `value` is not.
#[derive(Clone, Copy)]
pub(super) struct Scaled<T> {
    pub(super) value: T,
    pub(super) power: i32,
}

impl Scaled<f64> {
    /// The number `a`, its value between 1 and 4 if `a` is normal.
    #[inline(always)]
    pub(super) fn new(a: f64) -> Self {
        let power = exponent(a);
        Self { value: a * power_of_2(-power), power }
    }
}

impl Scaled<DoubleDouble> {
    /// `self + other`.
    #[inline(always)]
    pub(super) fn plus(self, other: Self) -> Self {
        if self.value.hi == 0.0 {
            return other;
        }
        if other.value.hi == 0.0 {
            return self;
        }
        let power = self.power.max(other.power);
        let [a, b] = [self, other].map(|number| {
            // A number so small that it does not matter stays a number.
            number.value.scaled(power_of_2((number.power - power).max(-500)))
        });
        Self { value: a.plus(b), power }
    }
}

/// The exponent of the power of 2 at or below `a`, from -1022 to 1022, so that its opposite is one too: that of the
/// smallest normal number also for subnormal ones and 0, and one less than it is for the largest.
#[inline(always)]
pub(super) fn exponent(a: f64) -> i32 {
    let biased = (a.to_bits() >> 52 & 0x7ff) as i32;
    biased.clamp(1, 2045) - 1023
}

/// `a * 2^power`.
#[inline(always)]
pub(super) fn scale(a: f64, power: i32) -> f64 {
    if power.abs() <= 1022 {
        return a * power_of_2(power);
    }
    // Beyond 2100 the result is infinite or 0 for every number.
    let power = power.clamp(-2100, 2100);
    let step = power / 3;
    a * power_of_2(step) * power_of_2(step) * power_of_2(power - 2 * step)
}

/// 2^power for a power from -1022 to 1023.
#[inline(always)]
pub(super) fn power_of_2(power: i32) -> f64 {
    debug_assert!((-1022..=1023).contains(&power), "a normal number");
    #[expect(clippy::cast_sign_loss, reason = "at least 1")]
    let biased = (power + 1023) as u64;
    f64::from_bits(biased << 52)
}
