//! Powers.

use std::cmp::Ordering;

use super::DoubleDouble;
use super::exponential::exp;
use super::extended::Extended;
use super::fixed;
use super::logarithm::ln_of;
use crate::expr::Binary;

/// The largest integer exponent for which products are taken; beyond, every power of 2 but 1 is out of range.
const PRODUCTS: f64 = 1100.0;

impl DoubleDouble {
    /// Self to the exponent, with the special values of C99's `pow`.
    pub(super) fn power(self, exponent: Self) -> Self {
        if exponent == 2.0.into() {
            return self * self;
        }
        if self == 1.0.into() || exponent.hi == 0.0 {
            return 1.0.into();
        }
        let parity = Parity::of(exponent);
        if !self.is_ordinary() || !exponent.is_ordinary() {
            return special(self, exponent, parity).into();
        }
        if self.hi < 0.0 && parity == Parity::Fraction {
            return f64::NAN.into();
        }
        let is_negative = self.hi < 0.0 && parity == Parity::Odd;
        let value = if parity != Parity::Fraction && exponent.hi.abs() <= PRODUCTS {
            integer_power(self.abs().into(), exponent.hi)
        } else {
            exp_of(Extended::from(exponent) * ln_of(self.abs()))
        };
        Extended { is_negative, ..snapped(value) }.into()
    }
}

/// What an exponent is to a negative base.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Parity {
    Even,
    Odd,
    Fraction,
}

impl Parity {
    /// Of a number that is finite.
    fn of(x: DoubleDouble) -> Self {
        match (x.hi % 2.0, x.lo % 2.0) {
            (hi, lo) if hi.fract() != 0.0 || lo.fract() != 0.0 => Self::Fraction,
            (hi, lo) if (hi + lo) % 2.0 == 0.0 => Self::Even,
            _ => Self::Odd,
        }
    }
}

/// The power where base or exponent is 0, infinite or NaN, but for those powers that are 1 always.
fn special(base: DoubleDouble, exponent: DoubleDouble, parity: Parity) -> f64 {
    if exponent.hi.is_finite() {
        // An exponent of the same sign and kind, which the nearest `f64` may not have.
        let same = match parity {
            Parity::Even => 2.0_f64,
            Parity::Odd => 1.0,
            Parity::Fraction => 0.5,
        };
        return Binary::Power.apply(base.hi, same.copysign(exponent.hi));
    }
    // A base on the same side of 1, where the nearest `f64` may be 1.
    let same = match base.abs().partial_cmp(&1.0.into()) {
        Some(Ordering::Less) => 0.5,
        Some(Ordering::Equal) => 1.0,
        Some(Ordering::Greater) => 2.0,
        None => f64::NAN,
    };
    Binary::Power.apply(same, exponent.hi)
}

/// A power of a number that is not 0, by products; relative error 2^-115.
fn integer_power(base: Extended, exponent: f64) -> Extended {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an integer, not above PRODUCTS"
    )]
    let mut left = exponent.abs() as u32;
    let mut power = Extended::ONE;
    let mut square = base;
    while left != 0 {
        if left & 1 == 1 {
            power = power * square;
        }
        square = square * square;
        left >>= 1;
    }
    if exponent < 0.0 { Extended::ONE / power } else { power }
}

/// e to the x for any x.
fn exp_of(x: Extended) -> Extended {
    match x.exponent {
        // Beyond the range of results.
        10.. => Extended::ONE.scaled(if x.is_negative { -5000 } else { 5000 }),
        _ => exp(x),
    }
}

/// The number of at most 100 bits that is within the error of a power (or of a logarithm or a root, whose errors are
/// smaller), if there is one: what is exact comes out exact.
///
/// The error, that of [`exp`] and 745 times that of [`ln_of`], is 2^-111.
pub(super) fn snapped(power: Extended) -> Extended {
    const BITS: u32 = 28;
    const ERROR: u128 = 1 << (127 - 111);
    let unit = 1_u128 << BITS;
    let below = power.significand % unit;
    if below <= ERROR {
        return Extended { significand: power.significand - below, ..power };
    }
    if unit - below <= ERROR {
        return match power.significand.checked_add(unit - below) {
            Some(significand) => Extended { significand, ..power },
            None => Extended { significand: fixed::ONE, exponent: power.exponent + 1, ..power },
        };
    }
    power
}
