//! The remainder of a division, exactly.

use super::DoubleDouble;
use super::extended::Extended;
use super::fixed::low;

/// Enough for the largest number as a multiple of the smallest, 2098 bits, and one limb more.
const LIMBS: usize = 34;

/// An integer, the low limbs first.
type Limbs = [u64; LIMBS];

impl DoubleDouble {
    /// The remainder of the truncated quotient, with the sign of the dividend: rounded from the
    /// exact one, of however many bits that is.
    pub(super) fn remainder(self, divisor: Self) -> Self {
        if self.lo == 0.0 && divisor.lo == 0.0 {
            return (self.hi % divisor.hi).into();
        }
        let (dividend, divisor) = (self.abs(), divisor.abs());
        if dividend < divisor {
            return self;
        }
        if !self.is_ordinary() || !divisor.is_ordinary() {
            return (self.hi % divisor.hi).into();
        }
        let (rest, _, unit) = exact_rest(dividend, divisor);
        let magnitude = Self::from(leading(&rest, unit));
        if self.hi < 0.0 { -magnitude } else { magnitude }
    }

    /// The remainder of the quotient rounded down, with the sign of the divisor; relative error 3 u^2, of the sum where
    /// the dividend is the smaller and has the other sign.
    pub(super) fn floor_mod(self, divisor: Self) -> Self {
        let is_opposite = (self.hi < 0.0) != (divisor.hi < 0.0);
        let is_long = self.lo != 0.0 || divisor.lo != 0.0;
        let is_ordinary = self.is_ordinary() && divisor.is_ordinary();
        if is_opposite && is_long && is_ordinary && self.abs() >= divisor.abs() {
            let (rest, whole, unit) = exact_rest(self.abs(), divisor.abs());
            let is_multiple = length(&rest) == 0;
            // Rounded only after the difference, which may cancel.
            let rest = if is_multiple { rest } else { difference(&whole, &rest) };
            let magnitude = Self::from(leading(&rest, unit));
            return if divisor.hi < 0.0 { -magnitude } else { magnitude };
        }
        let rest = self.remainder(divisor);
        if rest.hi == 0.0 {
            0.0_f64.copysign(divisor.hi).into()
        } else if (rest.hi < 0.0) == (divisor.hi < 0.0) {
            rest
        } else {
            rest + divisor
        }
    }
}

/// The remainder of two positive numbers, the divisor, and the exponent of the unit of both; the dividend must not be
/// less than the divisor.
fn exact_rest(dividend: DoubleDouble, divisor: DoubleDouble) -> (Limbs, Limbs, i32) {
    let parts = [dividend.hi, dividend.lo, divisor.hi, divisor.lo];
    let unit = parts.into_iter().filter(|part| *part != 0.0).map(last_bit).min().unwrap_or(0);
    let divisor = integer(divisor, unit);
    (remainder(&integer(dividend, unit), &divisor), divisor, unit)
}

/// `a - b`, which must not be negative.
fn difference(a: &Limbs, b: &Limbs) -> Limbs {
    let mut borrow = false;
    std::array::from_fn(|i| {
        let limb;
        (limb, borrow) = a[i].borrowing_sub(b[i], borrow);
        limb
    })
}

/// The exponent of the last bit that is set.
fn last_bit(x: f64) -> i32 {
    let Extended { exponent, significand, .. } = x.into();
    exponent - 127 + significand.trailing_zeros().cast_signed()
}

/// A positive number as a multiple of 2^unit.
fn integer(x: DoubleDouble, unit: i32) -> Limbs {
    let mut limbs: Limbs = [0; LIMBS];
    for part in [x.hi, x.lo] {
        if part == 0.0 {
            continue;
        }
        let Extended { is_negative, significand, .. } = part.into();
        let shift = (last_bit(part) - unit).cast_unsigned();
        // At most 53 bits and 63.
        let bits = (significand >> significand.trailing_zeros()) << (shift % 64);
        let pair = [low(bits), low(bits >> 64)];
        let mut carry = false;
        for (i, limb) in limbs[(shift / 64) as usize..].iter_mut().enumerate() {
            let other = pair.get(i).copied().unwrap_or(0);
            (*limb, carry) =
                if is_negative { limb.borrowing_sub(other, carry) } else { limb.carrying_add(other, carry) };
        }
    }
    limbs
}

/// How many bits there are up to the leading one.
fn length(limbs: &Limbs) -> u32 {
    let leading = (0..).zip(limbs).filter(|(_, limb)| **limb != 0).last();
    leading.map_or(0, |(place, limb)| 64 * place + u64::BITS - limb.leading_zeros())
}

/// Without the lowest bits.
fn shifted_right(limbs: &Limbs, bits: u32) -> Limbs {
    let (place, shift) = ((bits / 64) as usize, bits % 64);
    let limb = |i: usize| limbs.get(i).copied().unwrap_or(0);
    // In two steps, as the shift may be by all 64.
    std::array::from_fn(|i| (limb(place + i) >> shift) | (limb(place + i + 1) << 1 << (63 - shift)))
}

/// Long division, bit by bit; the dividend must not be less than the divisor.
fn remainder(dividend: &Limbs, divisor: &Limbs) -> Limbs {
    let left = length(dividend) - length(divisor) + 1;
    let mut rest = shifted_right(dividend, left);
    // Twice a rest that is less than the divisor.
    let limbs = (length(divisor) / 64 + 1) as usize;
    for bit in (0..left).rev() {
        let mut carry = (dividend[(bit / 64) as usize] >> (bit % 64)) & 1;
        for limb in &mut rest[..limbs] {
            (*limb, carry) = ((*limb << 1) | carry, *limb >> 63);
        }
        if rest[..limbs].iter().rev().ge(divisor[..limbs].iter().rev()) {
            let mut borrow = false;
            for (limb, other) in rest[..limbs].iter_mut().zip(divisor) {
                (*limb, borrow) = limb.borrowing_sub(*other, borrow);
            }
        }
    }
    rest
}

/// The leading 128 bits of an integer times 2^unit.
fn leading(limbs: &Limbs, unit: i32) -> Extended {
    let dropped = length(limbs).saturating_sub(128);
    let [first, second, ..] = shifted_right(limbs, dropped);
    let value = (u128::from(second) << 64) | u128::from(first);
    Extended::normalized(false, unit + dropped.cast_signed() + 127, value)
}
