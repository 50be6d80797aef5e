//! The 16-bit formats: IEEE 754 `binary16` (11 binary digits, up to 65,504) and `bfloat16` (8 digits, the range of
//! `f32`).
//!
//! Every operation is the one of [`crate::expr`] on the operands as `f64`, rounded *once* to the format: to the nearest
//! number, ties to even, with subnormal numbers, infinite beyond the largest. Special values are those of `f64`.
//!
//! Rounded to `f64` first, a value can end in the middle of two 16-bit numbers without being there, and then be rounded
//! to the wrong one. With + - * / and the square root that does not happen, as `f64` has more than twice the digits and
//! two (S. A. Figueroa, *When is double rounding innocuous?*, SIGNUM Newsletter 30, 1995). Remainders, and what rounds to
//! integers, are exact, and the sum in a `mod` is exact or rounds alike. No function of one number has such a value (tests
//! go through all arguments), and neither have powers (of all pairs of operands), lengths (the squares of numbers of so
//! few bits are exact) and angles (of all ratios), but for those of [`below_quotient`].

pub use half::{bf16, f16};

use super::{Number, Real};
use crate::expr::{Binary, Unary};

/// `value` rounded to `fraction` binary digits after the first one, but none below those of 2^`least`; without an upper
/// limit.
///
/// The conversions of the crate `half` do not do: from `f64` they round twice or ignore the last 32 bits, depending on
/// the machine.
#[inline]
fn round(value: f64, fraction: i32, least: i32) -> f64 {
    /// The largest exponent of both formats; beyond, all numbers are infinite.
    const MOST: i32 = 127;

    let exponent = (value.to_bits() >> 52 & 0x7ff) as i32 - 1023;
    // The last digit of 1.5 * 2^52 units, to which the sum is rounded, is the unit of the format.
    let unit = exponent.clamp(least, MOST) - fraction;
    #[expect(clippy::cast_sign_loss, reason = "the exponent of a normal number")]
    let shift = 1.5 * f64::from_bits(((unit + 52 + 1023) as u64) << 52);
    // A zero has lost its sign in the sum.
    ((value + shift) - shift).copysign(value)
}

/// The number nearest to atan2(a, b), or a neighbour on the same side of all middles of 16-bit numbers.
///
/// A tiny angle is a quotient a / b that is less by a fraction of (a / b)^2 / 3. Where that does not show in 53 digits,
/// the quotient may be the middle of two subnormal numbers, but the angle is below it. A quotient of two 16-bit numbers
/// that is no such middle is no nearer to one than 2^-22 of itself, so the last digit of it does not matter otherwise.
#[inline]
fn below_quotient(angle: f64) -> f64 {
    const TINY: f64 = 1.0 / (1_u64 << 30) as f64;

    if angle != 0.0 && angle.abs() < TINY { f64::from_bits(angle.to_bits() - 1) } else { angle }
}

/// The traits of a format, with its `fraction` and `least` of [`round`].
macro_rules! implement {
    ($format:ty, $fraction:literal, $least:literal) => {
        /// Every operation correctly rounded to the format, with the special values of `f64`.
        impl Number for $format {
            #[inline]
            fn constant(value: f64) -> Self {
                Self::from_f64(round(value, $fraction, $least))
            }

            #[inline]
            fn unary(op: Unary, a: Self) -> Self {
                Self::constant(op.apply(a.into()))
            }

            #[inline]
            fn binary(op: Binary, a: Self, b: Self) -> Self {
                let value = op.apply(a.into(), b.into());
                Self::constant(if op == Binary::Atan2 { below_quotient(value) } else { value })
            }
        }

        impl Real for $format {
            fn to_f64(self) -> f64 {
                self.into()
            }
        }
    };
}

implement!(f16, 10, -14);
implement!(bf16, 7, -126);
