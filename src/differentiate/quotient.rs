//! A difference quotient along one axis, in any arithmetic.

use super::{Divisor, Stencil};
use crate::eval::Number;
use crate::expr::Binary;

/// A difference quotient and what it was made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quotient<N> {
    /// The weighted sum of f.
    pub numerator: N,
    /// What it was divided by.
    pub divisor: N,
    /// The quotient.
    pub value: N,
}

/// `(c[0] f(x + n[0] h) + c[1] f(x + n[1] h) + ...) / divisor`, every operation rounded to N.
///
/// A node of 0 is x itself, to which nothing is added, so that -0 stays.
#[inline]
pub fn quotient<N: Number + PartialEq>(
    stencil: &Stencil,
    divisor: Divisor,
    x: N,
    h: N,
    mut f: impl FnMut(N) -> N,
) -> Quotient<N> {
    let mut numerator = None;
    for (&node, &coefficient) in stencil.nodes.iter().zip(stencil.coefficients) {
        let term = times(coefficient, f(displaced(x, node, h)));
        numerator = Some(numerator.map_or(term, |sum| N::binary(Binary::Add, sum, term)));
    }
    let numerator = numerator.unwrap_or(N::constant(0.0));
    let step = match divisor {
        Divisor::Nominal => h,
        Divisor::Taken => step_taken(stencil, x, h),
    };
    let divisor = times(stencil.divisor, step);
    Quotient { numerator, divisor, value: N::binary(Binary::Divide, numerator, divisor) }
}

/// `(4 D(h/2) - D(h)) / 3`, with the D of both steps, the smaller first.
#[inline]
pub fn extrapolated<N: Number + PartialEq>(
    stencil: &Stencil,
    divisor: Divisor,
    x: N,
    h: N,
    mut f: impl FnMut(N) -> N,
) -> (N, [Quotient<N>; 2]) {
    let fine = quotient(stencil, divisor, x, times(0.5, h), &mut f);
    let coarse = quotient(stencil, divisor, x, h, f);
    let difference = N::binary(Binary::Subtract, times(4.0, fine.value), coarse.value);
    (N::binary(Binary::Divide, difference, N::constant(3.0)), [fine, coarse])
}

/// The distance of the stencil's reach as it comes out, in place of h; the nominal h where that is 0.
#[inline]
pub fn step_taken<N: Number + PartialEq>(stencil: &Stencil, x: N, h: N) -> N {
    let [high, low] = stencil.reach;
    let distance = N::binary(Binary::Subtract, displaced(x, high, h), displaced(x, low, h));
    if distance == N::constant(0.0) { h } else { times(1.0 / (high - low), distance) }
}

/// `x + node h`
#[inline]
pub fn displaced<N: Number>(x: N, node: f64, h: N) -> N {
    if node == 0.0 { x } else { N::binary(Binary::Add, x, times(node, h)) }
}

/// A product; by 1 and -1 without one, so that NaN, infinities and what is below the normal numbers stay as they are.
#[inline]
#[expect(clippy::float_cmp, reason = "the very numbers")]
fn times<N: Number>(factor: f64, value: N) -> N {
    if factor == 1.0 {
        value
    } else if factor == -1.0 {
        N::unary(crate::expr::Unary::Negate, value)
    } else {
        N::binary(Binary::Multiply, N::constant(factor), value)
    }
}
