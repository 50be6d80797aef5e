//! Sine, cosine and tangent of radians, of arguments of any size.

use super::DoubleDouble;
use super::extended::Extended;
use super::fixed::{self, multiply};
use crate::eval::two_over_pi::TWO_OVER_PI;
use crate::expr::Unary;

/// pi / 2 as a multiple of 2^-127.
const FRAC_PI_2: u128 = 0xc90f_daa2_2168_c234_c4c6_628b_80dc_1cd1;

impl DoubleDouble {
    pub(super) fn sin(self) -> Self {
        if !self.is_ordinary() {
            return self.special(Unary::Sin);
        }
        let [sin, _] = sin_cos(self);
        sin.into()
    }

    pub(super) fn cos(self) -> Self {
        if !self.hi.is_finite() {
            return self.special(Unary::Cos);
        }
        let [_, cos] = sin_cos(self);
        cos.into()
    }

    pub(super) fn tan(self) -> Self {
        if !self.is_ordinary() {
            return self.special(Unary::Tan);
        }
        let [sin, cos] = sin_cos(self);
        (sin / cos).into()
    }
}

/// `[sin(x), cos(x)]` of a finite number, both right relative to their values; relative error 2^-123.
pub(super) fn sin_cos(x: DoubleDouble) -> [Extended; 2] {
    let (quadrant, rest) = reduce(x);
    let fixed = rest.fixed(128);
    let [odd, even] = fixed::circular(multiply(fixed, fixed));
    let (sin, cos) = (rest * Extended::from_fixed(odd), Extended::from_fixed(even));
    match quadrant {
        0 => [sin, cos],
        1 => [cos, -sin],
        2 => [-sin, -cos],
        _ => [-cos, sin],
    }
}

/// The number of right angles in x modulo 4, and the rest, from -pi/4 to pi/4.
fn reduce(x: DoubleDouble) -> (u64, Extended) {
    if x.hi.abs() < std::f64::consts::FRAC_PI_4 {
        return (0, x.into());
    }
    let mut turns = right_angles(x.hi);
    add(&mut turns, &right_angles(x.lo));
    // To the nearest.
    let quadrant = (turns[4] >> 62) + (turns[4] >> 61 & 1);
    // The fraction, the rounding bit being its sign: a multiple of 2^-320.
    let is_negative = turns[4] >> 61 & 1 == 1;
    let mut fraction = turns;
    for i in (1..5).rev() {
        fraction[i] = turns[i] << 2 | turns[i - 1] >> 62;
    }
    fraction[0] = turns[0] << 2;
    if is_negative {
        negate(&mut fraction);
    }
    (quadrant & 3, leading(is_negative, fraction) * Extended::from_fixed(FRAC_PI_2))
}

/// An integer of 320 bits, the low limbs first; sums and products are modulo 2^320.
type Limbs = [u64; 5];

/// `x 2/pi` modulo 4 as a multiple of 2^-318; the error is 2^-265.
///
/// M. H. Payne, R. N. Hanek, *Radian reduction for trigonometric functions* (1983): those bits of 2/pi that give
/// multiples of 4 are skipped, and so are those that are too small to matter. How much has to be kept: of the 2^127
/// pairs no one is expected nearer than 2^-127 to a multiple of pi/2, relative to which the error is 2^-138.
fn right_angles(x: f64) -> Limbs {
    let Extended { is_negative, exponent, significand } = x.into();
    let significand = significand >> 75;
    // x is the significand times 2^(exponent - 52). The bit of 2/pi of weight 2^1 / that power is the first to matter.
    let first = exponent - 52 - 2;
    let mut limbs = [0; 5];
    let mut carry = 0;
    for (limb, place) in limbs.iter_mut().zip((0..5).rev()) {
        let product = u128::from(bits_of_two_over_pi(first + 64 * place)) * significand + carry;
        *limb = fixed::low(product);
        carry = product >> 64;
    }
    if is_negative {
        negate(&mut limbs);
    }
    limbs
}

/// 64 bits of 2/pi from a place behind the point, the first bit there being bit 0; bits before that are 0.
fn bits_of_two_over_pi(first: i32) -> u64 {
    let word = |i: i32| usize::try_from(i).ok().and_then(|i| TWO_OVER_PI.get(i)).copied().unwrap_or(0);
    let (index, shift) = (first >> 6, first & 63);
    // In two steps, as the shift may be by all 64.
    word(index) << shift | word(index + 1) >> 1 >> (63 - shift)
}

fn add(sum: &mut Limbs, other: &Limbs) {
    let mut carry = false;
    for (a, &b) in sum.iter_mut().zip(other) {
        (*a, carry) = a.carrying_add(b, carry);
    }
}

fn negate(limbs: &mut Limbs) {
    let mut carry = true;
    for limb in limbs {
        (*limb, carry) = (!*limb).carrying_add(0, carry);
    }
}

/// The number that is limbs times 2^-320.
fn leading(is_negative: bool, mut limbs: Limbs) -> Extended {
    let mut exponent = -1;
    while limbs[4] == 0 && exponent > -320 {
        limbs.rotate_right(1);
        exponent -= 64;
    }
    let zeros = limbs[4].leading_zeros();
    let upper = u128::from(limbs[4]) << 64 | u128::from(limbs[3]);
    let lower = u128::from(limbs[2]) << 64;
    let significand = upper << zeros | (lower >> 1 >> (127 - zeros));
    Extended::normalized(is_negative, exponent - zeros.cast_signed(), significand)
}
