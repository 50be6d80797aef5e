//! Rounding to integers.

use super::DoubleDouble;

impl DoubleDouble {
    /// The largest integer not above; -0 for -0.
    pub(super) fn floor(self) -> Self {
        // `lo` matters only where `hi` is an integer: other numbers are further from the next one than half an ulp.
        let is_decided_by_lo = self.lo != 0.0 && self.hi.fract() == 0.0;
        if is_decided_by_lo { Self::sum(self.hi, self.lo.floor()) } else { self.hi.floor().into() }
    }

    /// The nearest integer, halves away from zero; zeros keep the sign.
    pub(super) fn round(self) -> Self {
        if self.lo == 0.0 {
            return self.hi.round().into();
        }
        // Away from zero is where `hi` points, so a half is left out if `lo` points to zero.
        let points_to_zero = self.lo.is_sign_negative() != self.hi.is_sign_negative();
        let round = |part: f64| if points_to_zero && is_half(part) { part.trunc() } else { part.round() };
        if self.hi.fract() == 0.0 { Self::sum(self.hi, round(self.lo)) } else { round(self.hi).into() }
    }

    /// The nearest integer, halves to even; zeros keep the sign.
    pub(super) fn round_even(self) -> Self {
        if self.lo == 0.0 || !self.hi.is_finite() {
            return self.hi.round_ties_even().into();
        }
        if self.hi.fract() == 0.0 {
            // Where `lo` is a half or more, `hi` is even: it was rounded to even, or is beyond 2^53.
            return Self::sum(self.hi, self.lo.round_ties_even());
        }
        // No half: `lo` says to which side of it the number is.
        if is_half(self.hi) {
            let nearest = if self.lo > 0.0 { self.hi.ceil() } else { self.hi.floor() };
            return nearest.into();
        }
        self.hi.round().into()
    }
}

/// Whether in the middle of two integers.
fn is_half(x: f64) -> bool {
    (2.0 * x).fract() == 0.0 && x.fract() != 0.0
}
