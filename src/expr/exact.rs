//! Which operations on numbers give the very number that they are folded to.
//!
//! A derivative is run in more digits than `f64` has, so folding in `f64` must not round: the exponent 0.3 - 1 and the
//! factor ln(2) stay operations, 3 - 1 becomes 2.

#![expect(clippy::float_cmp, reason = "exactness is what is decided")]

use super::operation::{Binary, Unary};

/// From here on the residual of a rounded product, at least 2^-106 of it, is not lost below the smallest number.
const LEAST_PRODUCT: f64 = f64::MIN_POSITIVE * (1_u128 << 110) as f64;

/// 3^33 is the last exact power of 3, and those of larger odd numbers end before; powers of 2 are worth no more.
const MOST_FACTORS: f64 = 64.0;

impl Unary {
    /// The value for a number, if it is exact: no rounding, overflow or underflow.
    ///
    /// By the theorem of Lindemann and Weierstrass the elementary functions have no other exact values than those at 0
    /// and 1; NaN and the values at poles and at infinity are the same in every arithmetic. Of the error function, no
    /// elementary one, that at 0 is taken and those at infinity.
    pub(super) fn apply_exactly(self, a: f64) -> Option<f64> {
        let value = self.apply(a);
        let is_exact = match self {
            Self::Negate
            | Self::Abs
            | Self::Floor
            | Self::Ceil
            | Self::Round
            | Self::RoundEven
            | Self::Signum
            | Self::Sign => true,
            Self::Sqrt => !value.is_finite() || is_product(value, value, a),
            // To base 2 the exponents of powers are integers.
            Self::Exp2 if a.is_finite() => a.fract() == 0.0 && value.is_normal(),
            Self::Log2 if value.is_finite() => value.fract() == 0.0 && Self::Exp2.apply(value) == a,
            _ => value.is_nan() || is_plain(a) && is_plain(value),
        };
        is_exact.then_some(value)
    }
}

impl Binary {
    /// The value for two numbers, if it is exact: no rounding, overflow or underflow.
    ///
    /// Not every exact power is found, only those that products show to be exact.
    pub(super) fn apply_exactly(self, a: f64, b: f64) -> Option<f64> {
        let value = self.apply(a, b);
        let is_exact = !a.is_finite()
            || !b.is_finite()
            || match self {
                Self::Add => is_sum(a, b, value),
                Self::Subtract => is_sum(a, -b, value),
                Self::Multiply => is_product(a, b, value),
                Self::Divide => b == 0.0 || value.is_finite() && is_product(value, b, a),
                Self::Remainder
                | Self::Maximum
                | Self::Minimum
                | Self::Compare(_)
                | Self::When
                | Self::Unless
                | Self::Gate => true,
                Self::FloorMod => is_floor_mod(a, b, value),
                Self::Power => is_power(a, b, value),
                Self::Hypot => a == 0.0 || b == 0.0,
                Self::Atan2 => a == 0.0 && value == 0.0,
            };
        // Infinity has an angle that is not a number of ours.
        let is_exact = is_exact && (self != Self::Atan2 || is_plain(value) || value.is_nan());
        is_exact.then_some(value)
    }
}

/// Whether a number is 0, 1, -1 or infinite.
fn is_plain(a: f64) -> bool {
    a == 0.0 || a.abs() == 1.0 || a.is_infinite()
}

/// Whether nothing was rounded in [`Binary::FloorMod`] of two finite numbers.
fn is_floor_mod(a: f64, b: f64, value: f64) -> bool {
    let rest = a % b;
    rest.is_nan() || value == rest || is_sum(rest, b, value)
}

/// Whether `sum` is the sum of two finite numbers: the residual of D. E. Knuth's two-sum is the error of the addition.
fn is_sum(a: f64, b: f64, sum: f64) -> bool {
    let of_b = sum - a;
    let residual = (a - (sum - of_b)) + (b - of_b);
    sum.is_finite() && residual == 0.0
}

/// Whether `product` is the product of two finite numbers; not told for the smallest products.
fn is_product(a: f64, b: f64, product: f64) -> bool {
    if product == 0.0 {
        return a == 0.0 || b == 0.0;
    }
    let is_seen = product.is_finite() && product.abs() >= LEAST_PRODUCT && a.mul_add(b, -product) == 0.0;
    is_seen || a.abs() == 1.0 || b.abs() == 1.0
}

/// Whether `power` is a power of two finite numbers, found by products.
fn is_power(a: f64, b: f64, power: f64) -> bool {
    if power.is_nan() || a == 0.0 || a == 1.0 || b == 0.0 {
        return true;
    }
    if b.fract() != 0.0 || b.abs() > MOST_FACTORS {
        return false;
    }
    let mut product = 1.0;
    let mut count = b.abs();
    while count > 0.0 {
        let Some(next) = Binary::Multiply.apply_exactly(product, a) else { return false };
        product = next;
        count -= 1.0;
    }
    let exact = if b < 0.0 { Binary::Divide.apply_exactly(1.0, product) } else { Some(product) };
    exact == Some(power)
}
