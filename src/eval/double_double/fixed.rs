//! Fractions of 128 bits: products, and the series of the elementary functions.
//!
//! A `u128` stands for a multiple of 2^-128 or of 2^-127, which each function says. Errors are some units of 2^-127, with
//! no cancellation: every series is summed from its small terms to its first, which is 1.

/// The upper half of a product, at most 3 units too small.
#[inline]
pub(super) fn multiply(a: u128, b: u128) -> u128 {
    let [a1, a0] = halves(a);
    let [b1, b0] = halves(b);
    a1 * b1 + ((a1 * b0) >> 64) + ((a0 * b1) >> 64)
}

/// Both halves of a product, the upper first.
#[inline]
pub(super) fn multiply_wide(a: u128, b: u128) -> [u128; 2] {
    let [a1, a0] = halves(a);
    let [b1, b0] = halves(b);
    let low = a0 * b0;
    // Neither sum is more than (2^64 - 1)^2 + 2 (2^64 - 1) = 2^128 - 1.
    let middle = a1 * b0 + (low >> 64);
    let other = a0 * b1 + halves(middle)[1];
    [a1 * b1 + (middle >> 64) + (other >> 64), other << 64 | halves(low)[1]]
}

#[inline]
fn halves(a: u128) -> [u128; 2] {
    [a >> 64, u128::from(low(a))]
}

/// The lower 64 bits.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the upper ones are dropped")]
pub(super) fn low(a: u128) -> u64 {
    a as u64
}

/// 1 as a multiple of 2^-127.
pub(super) const ONE: u128 = 1 << 127;

/// `1 / n!`, multiples of 2^-127.
const INVERSE_FACTORIALS: [u128; 32] = {
    let mut inverse = [ONE; 32];
    let mut n = 1;
    while n < inverse.len() {
        inverse[n] = inverse[n - 1] / n as u128;
        n += 1;
    }
    inverse
};

/// `1 / (2n + 1)`, multiples of 2^-127.
const ODD_RECIPROCALS: [u128; 24] = {
    let mut reciprocals = [ONE; 24];
    let mut n = 1;
    while n < reciprocals.len() {
        reciprocals[n] = ONE / (2 * n as u128 + 1);
        n += 1;
    }
    reciprocals
};

/// `[sinh(x) / x, cosh(x)]` as multiples of 2^-127, for `x^2` up to 0.121 as a multiple of 2^-128.
#[inline]
pub(super) fn hyperbolic(square: u128) -> [u128; 2] {
    // 0.121^13 / 26! is 2^-128.
    const TERMS: usize = 13;
    let [mut odd, mut even] = [0; 2];
    for n in (0..TERMS).rev() {
        odd = INVERSE_FACTORIALS[2 * n + 1] + multiply(square, odd);
        even = INVERSE_FACTORIALS[2 * n] + multiply(square, even);
    }
    [odd, even]
}

/// `[sin(x) / x, cos(x)]` as multiples of 2^-127, for `x^2` up to 0.617, that is x up to pi/4, as a multiple of 2^-128.
#[inline]
pub(super) fn circular(square: u128) -> [u128; 2] {
    // 0.617^16 / 32! is 2^-128.
    const TERMS: usize = 16;
    let [mut odd, mut even] = [0; 2];
    for n in (0..TERMS).rev() {
        odd = INVERSE_FACTORIALS[2 * n + 1] - multiply(square, odd);
        even = INVERSE_FACTORIALS[2 * n] - multiply(square, even);
    }
    [odd, even]
}

/// `artanh(x) / x` as a multiple of 2^-127, for `x^2` up to 0.0295, that is x up to (sqrt(2) - 1)^2, as a multiple of
/// 2^-128.
#[inline]
pub(super) fn artanh(square: u128) -> u128 {
    // 0.0295^24 / 49 is 2^-127.
    ODD_RECIPROCALS.iter().rev().fold(0, |sum, reciprocal| reciprocal + multiply(square, sum))
}
