//! The error function.

use super::DoubleDouble;
use super::exponential::exp;
use super::extended::Extended;
use super::fixed;
use crate::expr::Unary;

/// 2 / sqrt(pi) as a multiple of 2^-127.
const TWO_OVER_ROOT_PI: u128 = 0x906e_ba82_14db_688d_71d4_8a7f_6bfe_c344;

/// From here on the distance from 1 is below 2^-55, so that it is `lo`.
const FAR: f64 = 6.0;

/// More than a series takes: at 6, after 142 terms, the next is 2^-122 of the sum.
const TERMS: usize = 160;

/// `1 / (2n + 1)`.
const ODD_RECIPROCALS: [Extended; TERMS] = {
    let mut reciprocals = [Extended::ONE; TERMS];
    let mut n = 1;
    while n < TERMS {
        let odd = 2 * n as u128 + 1;
        // The power of 2 above it, times which the reciprocal is from 1 up to 2.
        let power = odd.ilog2() + 1;
        let (quotient, rest) = (fixed::ONE / odd, fixed::ONE % odd);
        reciprocals[n] = Extended {
            is_negative: false,
            exponent: -power.cast_signed(),
            significand: (quotient << power) + (rest << power) / odd,
        };
        n += 1;
    }
    reciprocals
};

impl DoubleDouble {
    /// Far from 0 the distance from 1 or -1 is right to 53 bits, so that there are digits in `1 + erf(x)` as well.
    pub(super) fn erf(self) -> Self {
        if !self.is_ordinary() {
            return self.special(Unary::Erf);
        }
        let magnitude = self.abs();
        let value = if magnitude.hi < FAR {
            series(magnitude.into()).into()
        } else {
            Self::sum(1.0, -magnitude.distance_from_one())
        };
        if self.hi < 0.0 { -value } else { value }
    }

    /// `1 - erf(x)` for x from 6 on; relative error some 2^-52.
    fn distance_from_one(self) -> f64 {
        let of_hi = core_math::erfc(self.hi);
        if of_hi == 0.0 {
            return 0.0;
        }
        // The logarithm's slope is -2 x (1 + 1 / (2 x^2) ...), and `lo` is below 2^-48 here.
        of_hi - of_hi * (2.0 * self.hi * self.lo)
    }
}

/// `2 / sqrt(pi) e^(-x^2) x (1 + 2 x^2 / 3 + (2 x^2)^2 / (3 * 5) + ...)` for x up to 6: nothing cancels.
///
/// M. Abramowitz and I. A. Stegun, *Handbook of Mathematical Functions* (1964), 7.1.6. The relative error is 2^-114, most
/// of it that of the exponential.
fn series(x: Extended) -> Extended {
    /// A term that is less by so many bits, and all after it, do not matter.
    const NEGLIGIBLE: i32 = 121;

    let square = x * x;
    let twice = square.scaled(1);
    let (mut sum, mut term) = (Extended::ONE, Extended::ONE);
    for reciprocal in &ODD_RECIPROCALS[1..] {
        term = term * (twice * *reciprocal);
        if term.exponent < sum.exponent - NEGLIGIBLE {
            break;
        }
        sum = sum + term;
    }
    x * exp(-square) * sum * Extended::from_fixed(TWO_OVER_ROOT_PI)
}
