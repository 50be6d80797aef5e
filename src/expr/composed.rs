//! Functions that are several operations, each of them rounded.

use std::f64::consts::PI;

use super::operation::{Binary, Comparison, Unary};
use super::program::{NodeId, ProgramBuilder};

/// `where(condition, a, b)`: one of the two is -0, which adding does not change.
pub(super) fn choose(program: &mut ProgramBuilder, condition: NodeId, a: NodeId, b: NodeId) -> NodeId {
    let a = program.binary(Binary::When, condition, a);
    let b = program.binary(Binary::Unless, condition, b);
    program.binary(Binary::Add, a, b)
}

/// `ln(1 + exp(a))`, and `a + ln(1 + exp(-a))` where exp(a) could overflow.
pub(super) fn softplus(program: &mut ProgramBuilder, a: NodeId) -> NodeId {
    /// Either formula is good around 1; at this very number, which nobody types, the derivative says NaN.
    const LARGE: f64 = 1.234_567_891_011;

    let minus = program.unary(Unary::Negate, a);
    let [small, large] = [a, minus].map(|a| {
        let power = program.unary(Unary::Exp, a);
        program.unary(Unary::Log1p, power)
    });
    let large = program.binary(Binary::Add, a, large);
    let limit = program.constant(LARGE);
    let is_small = program.binary(Binary::Compare(Comparison::Less), a, limit);
    choose(program, is_small, small, large)
}

/// `sin(y)/y` for `y = pi*a`, and the power series near 0, where the quotient's derivatives would have no digits.
pub(super) fn sinc(program: &mut ProgramBuilder, a: NodeId) -> NodeId {
    /// y below which the series is used: near pi/4, but no number that anybody types.
    const NEAR: f64 = 0.787_402_165_31;
    /// With so many terms the first that is left out is below 2^-107 of the sum, so that it does in double-double.
    const TERMS: u32 = 13;

    let pi = program.constant(PI);
    let y = program.binary(Binary::Multiply, a, pi);
    let square = program.binary(Binary::Multiply, y, y);
    let sine = program.unary(Unary::Sin, y);
    let quotient = program.binary(Binary::Divide, sine, y);
    // 1 - y^2/(2*3)*(1 - y^2/(4*5)*(1 - ...)): no coefficient is rounded.
    let one = program.constant(1.0);
    let mut series = one;
    for k in (1..=TERMS).rev() {
        let divisor = program.constant(f64::from(2 * k * (2 * k + 1)));
        let product = program.binary(Binary::Multiply, square, series);
        let term = program.binary(Binary::Divide, product, divisor);
        series = program.binary(Binary::Subtract, one, term);
    }
    let limit = program.constant(NEAR * NEAR);
    let is_near = program.binary(Binary::Compare(Comparison::Less), square, limit);
    choose(program, is_near, series, quotient)
}

/// 0 below 0, 1 above, `at_zero` at 0, NaN for NaN.
pub(super) fn heaviside(program: &mut ProgramBuilder, a: NodeId, at_zero: NodeId) -> NodeId {
    let (zero, one, half) = (program.constant(0.0), program.constant(1.0), program.constant(0.5));
    let is_zero = program.binary(Binary::Compare(Comparison::Equal), a, zero);
    let sign = program.unary(Unary::Sign, a);
    let sum = program.binary(Binary::Add, sign, one);
    let step = program.binary(Binary::Multiply, sum, half);
    choose(program, is_zero, at_zero, step)
}

/// `a/2*(1 + erf(a/sqrt(2)))`
pub(super) fn gelu(program: &mut ProgramBuilder, a: NodeId) -> NodeId {
    let (one, two) = (program.constant(1.0), program.constant(2.0));
    let half = program.binary(Binary::Divide, a, two);
    let root = program.unary(Unary::Sqrt, two);
    let scaled = program.binary(Binary::Divide, a, root);
    let inside = program.unary(Unary::Erf, scaled);
    let twice = program.binary(Binary::Add, one, inside);
    program.binary(Binary::Multiply, half, twice)
}
