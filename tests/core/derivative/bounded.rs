//! Numbers that know how far rounding has taken them, to run other people's formulas for derivatives on.
//!
//! N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed. (2002), section 3.3, with every term of
//! second order, so each claim is rigorous. An error that is infinite or NaN says that nothing is known.

mod traits;

use std::ops::{Add, Div, Mul, Neg, Rem, Sub};

use gradfield::expr::{Binary, Unary};

/// The unit roundoff of `f64`.
pub(super) const UNIT_ROUNDOFF: f64 = f64::EPSILON / 2.0;

/// An error is found in some ten operations, each rounded.
const SLACK: f64 = 1.0 + 32.0 * UNIT_ROUNDOFF;

/// A value and a bound on its distance from the exact one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounded {
    pub(super) value: f64,
    pub(super) error: f64,
}

impl Bounded {
    pub(super) fn exact(value: f64) -> Self {
        Self { value, error: 0.0 }
    }

    /// A number in somebody's formula: exact if it has few digits, otherwise a few roundings from what was meant.
    fn written(value: f64) -> Self {
        let is_short = (value * 1024.0).fract() == 0.0;
        Self { value, error: if is_short { 0.0 } else { 4.0 * UNIT_ROUNDOFF * value.abs() } }
    }

    /// Whether anything is known about the exact value.
    pub(super) fn is_known(self) -> bool {
        self.value.is_finite() && self.error.is_finite()
    }

    fn unknown(value: f64) -> Self {
        Self { value, error: f64::INFINITY }
    }

    /// A rounded value whose operands' errors move it by at most `spread`.
    fn rounded(value: f64, spread: f64) -> Self {
        // The smallest number covers underflow.
        let own = UNIT_ROUNDOFF * value.abs() + f64::from_bits(1);
        Self { value, error: (spread + own) * SLACK }
    }

    /// Where the exact value lies, rounded outwards.
    fn ends(self) -> [f64; 2] {
        if self.error > 0.0 {
            [(self.value - self.error).next_down(), (self.value + self.error).next_up()]
        } else {
            [self.value; 2]
        }
    }

    /// A function that ascends or descends from one end to the other.
    fn monotone(self, f: impl Fn(f64) -> f64) -> Self {
        let value = f(self.value);
        if self.error <= 0.0 {
            return Self::rounded(value, 0.0);
        }
        let ends = self.ends().map(&f);
        if ends.iter().any(|end| end.is_nan()) {
            return Self::unknown(value);
        }
        let [low, high] = ends.map(|end| (end - value).abs() + 2.0 * UNIT_ROUNDOFF * end.abs());
        Self::rounded(value, low.max(high))
    }

    fn function(self, op: Unary) -> Self {
        self.monotone(|a| op.apply(a))
    }

    /// Sine or cosine.
    fn wave(self, op: Unary) -> Self {
        Self::rounded(op.apply(self.value), self.error.min(2.0))
    }

    fn hyperbolic_cosine(self) -> Self {
        let [low, high] = self.ends();
        if low < 0.0 && high > 0.0 {
            let highest = Unary::Cosh.apply(low).max(Unary::Cosh.apply(high));
            return Self::rounded(Unary::Cosh.apply(self.value), highest * (1.0 + UNIT_ROUNDOFF) - 1.0);
        }
        self.function(Unary::Cosh)
    }

    fn integer_power(self, n: i32) -> Self {
        let power = |a: f64| Binary::Power.apply(a, f64::from(n));
        let [low, high] = self.ends();
        if low < 0.0 && high > 0.0 {
            let highest = power(low).abs().max(power(high).abs());
            return if n < 0 {
                Self::unknown(power(self.value))
            } else {
                Self::rounded(power(self.value), 2.0 * highest)
            };
        }
        self.monotone(power)
    }

    /// A power whose exponent may have been rounded a few times itself.
    fn power(self, n: f64) -> Self {
        let Self { value, error } = self.monotone(|a| Binary::Power.apply(a, n));
        let of_exponent = 4.0 * UNIT_ROUNDOFF * n.abs().max(1.0) * self.ends().map(|a| a.ln().abs())[0];
        Self { value, error: error + of_exponent * (value.abs() + error) }
    }
}

impl Add for Bounded {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::rounded(self.value + other.value, self.error + other.error)
    }
}

impl Sub for Bounded {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::rounded(self.value - other.value, self.error + other.error)
    }
}

impl Mul for Bounded {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let (a, b) = (self, other);
        let spread = a.value.abs() * b.error + b.value.abs() * a.error + a.error * b.error;
        Self::rounded(a.value * b.value, spread)
    }
}

impl Div for Bounded {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let value = self.value / other.value;
        let below = other.value.abs() - other.error;
        if below > 0.0 {
            Self::rounded(value, (self.error + value.abs() * other.error) / below)
        } else {
            Self::unknown(value)
        }
    }
}

impl Rem for Bounded {
    type Output = Self;
    fn rem(self, other: Self) -> Self {
        Self::unknown(self.value % other.value)
    }
}

impl Neg for Bounded {
    type Output = Self;
    fn neg(self) -> Self {
        Self { value: -self.value, ..self }
    }
}
