//! The cube root and the length of a vector.

use super::DoubleDouble;
use super::extended::Extended;
use super::power::snapped;
use crate::expr::{Binary, Unary};

impl DoubleDouble {
    pub(super) fn cbrt(self) -> Self {
        if !self.is_ordinary() {
            return self.special(Unary::Cbrt);
        }
        // E. Halley's iteration, from the root in `f64` of the number brought near 1: the error is cubed.
        let x = Extended::from(self);
        let third = x.exponent.div_euclid(3);
        let near_one = x.scaled(-3 * third);
        let root = Extended::from(Unary::Cbrt.apply(near_one.approximate()));
        let cube = root * root * root;
        let lacking = root * (near_one - cube) / (cube + cube + near_one);
        (root + lacking).scaled(third).into()
    }

    /// The square root of the sum of squares, with the special values of C99's `hypot`; exactly where that has at most
    /// 100 bits.
    pub(super) fn hypot(self, other: Self) -> Self {
        match [self, other].map(Self::is_ordinary) {
            [true, true] => {
                let [a, b] = [self, other].map(Extended::from);
                snapped((a * a + b * b).sqrt()).into()
            }
            // Beside a zero; infinity and NaN stay what they are.
            [true, false] if other.hi == 0.0 => self.abs(),
            [false, true] if self.hi == 0.0 => other.abs(),
            _ => Binary::Hypot.apply(self.hi, other.hi).into(),
        }
    }
}
