//! Derivatives by the chain rule: from a program to the program of its exact partial derivative.
//!
//! The operations of the function come first, as they are, and each passes its derivative on to those that read it
//! (forward accumulation; A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed. (2008), chapter 3). Derivatives
//! that are zero by structure are left out, equal operations are one node, and nothing is rounded on the way: a number
//! such as the exponent 0.3 - 1 or the factor ln(2) stays an operation. So the program is the exact derivative in any
//! arithmetic, and takes a few operations for each of the function's.
//!
//! # Where there is no derivative
//! A derivative program says NaN where a derivative does not exist, with these words on each function:
//!
//! | function | derivative | |
//! |---|---|---|
//! | `abs(a)` | sign of a | NaN at a = 0, a kink |
//! | `max(a, b)`, `min(a, b)` | that of the operand taken | NaN at a = b, a kink |
//! | `floor`, `ceil`, `round`, `rint`, `sign`, `signum` | 0 | NaN at each jump |
//! | `a < b` and the other comparisons | 0 | NaN at a = b |
//! | `where(c, a, b)` | that of the value taken | NaN where the comparison in c changes, or where c is 0 if it is none, unless a and b have there the same value and derivative |
//! | `a % b` | `a' - trunc(a/b) b'` | NaN at a = k b for whole k except 0, where it jumps |
//! | `mod(a, b)` | `a' - floor(a/b) b'` | NaN at a = k b for whole k, 0 as well |
//! | `hypot(a, b)` | `(a a' + b b')/hypot(a, b)` | NaN at the origin, where it has a tip |
//! | `cbrt(a)` | `a'/(3 cbrt(a)^2)` | infinite at a = 0; NaN there if a' = 0 as well |
//! | `atan2(a, b)` | `(b a' - a b')/(a^2 + b^2)` | NaN at the origin, and if a varies on its cut, a = 0 and b < 0 |
//! | `sqrt(a)` | `a'/(2 sqrt(a))` | infinite at a = 0, from the right; NaN there if a' = 0 as well |
//! | `asin(a)`, `acos(a)` | `+-a'/sqrt((1 - a)(1 + a))` | infinite at a = 1 and -1, one-sided |
//! | `acosh(a)` | `a'/sqrt((a - 1)(a + 1))` | infinite at a = 1, from the right |
//! | `a^b`, b constant along the axis | `b a^(b - 1) a'` | at a = 0: 0 for b > 1, NaN for b = 0, infinite for other b < 1; one-sided unless b is whole |
//! | `a^b`, b varying | `ln(a) a^b b' + b a^(b - 1) a'` | NaN for a <= 0; at a = 0 too, where a limit may exist |
//!
//! What is made of functions that are constant in pieces is so itself: `max(x0 > 0, x1 > 0)` and `floor(x0)%2` jump where
//! their operands do, and have the derivative 0 elsewhere, also where those are equal or 0. A jump does not count
//! where it is multiplied with a 0 that does not depend on the axis, and where another comparison decides: along x0,
//! `(x0 > 0)*(x1 > 0)` has none for x1 <= 0.
//!
//! Otherwise each rule sees one operation, so a NaN or an infinity of an inner function remains although the whole may have
//! a derivative: `abs(x0)*x0` and `sqrt(x0)^4` at 0 are NaN (0 would be right), `floor(x0^2)` is NaN at 0. So is `relu(relu(x0))` below 0, where both operands of the outer maximum are 0.
//! A kink that comes from an infinite slope, as of `sqrt(x0^2)`, is NaN too (0/0).
//!
//! On the other hand a derivative may have a value where the function has none, such as 1/x0 for `ln(x0)` below 0: whoever
//! shows one has to look at the function first.
//!
//! # Range
//! `atan`, `asinh`, `acosh` and `atan2` have squares in a denominator. Where the operand exceeds 1e154 they overflow, and
//! the derivative comes out as 0; below 1e-154 those of `atan2` are 0, and it has none.
//! Quotients by `exp(u)`, `k + m exp(u)` (as in `sigmoid`), `cosh(u)` and their squares have derivatives where the divisor
//! overflows. Those of lengths, as in `hypot(x0, x1)`, keep their digits however different the coordinates are.

mod rules;
mod term;

use super::formula;
use super::operation::Axis;
use super::program::Program;
use rules::Rules;

/// Longer formulas help nobody, and grow exponentially where nodes are shared; one of 1000 bytes has no more than the
/// 1000 numbers, names and signs that can be read again.
const MOST_TEXT: usize = 1000;

/// The partial derivative along an axis.
///
/// Its text is the formula, which can be read again with the same value (in `f64`, bit for bit that of
/// [`Program::folded`]) unless it has a `gate` in it; or, where it would have more than 1000 bytes, `d/dx0 (...)` with the
/// text of the function. Time and size are proportional to the function's size.
///
/// ```
/// use gradfield::expr::{Axis, derivative, parse};
///
/// let valley = parse("(1 - x0)^2 + 100*(x1 - x0^2)^2")?;
/// assert_eq!(derivative(&valley, Axis::X0).text(), "-2*(1 - x0) - 400*x0*(x1 - x0^2)");
/// assert_eq!(derivative(&valley, Axis::X1).text(), "200*(x1 - x0^2)");
/// # Ok::<(), gradfield::expr::ExpressionError>(())
/// ```
pub fn derivative(program: &Program, axis: Axis) -> Program {
    let mut rules = Rules::new(program, axis);
    for (id, node) in (0..).zip(program.nodes()) {
        rules.take(id, *node);
    }
    let derivative = rules.finish();
    let formula = formula::of(&derivative, MOST_TEXT);
    let text = formula.unwrap_or_else(|| format!("d/d{} ({})", axis.name(), program.text()));
    derivative.with_text(text)
}

/// The partial derivatives along x0 and x1.
pub fn gradient(program: &Program) -> [Program; 2] {
    Axis::ALL.map(|axis| derivative(program, axis))
}

/// The second partial derivatives: twice along x0, along x0 and x1, and twice along x1.
pub fn hessian(program: &Program) -> [Program; 3] {
    let [g0, g1] = gradient(program);
    [derivative(&g0, Axis::X0), derivative(&g0, Axis::X1), derivative(&g1, Axis::X1)]
}

/// The derivative of some order along one axis; the function itself for order 0.
///
/// For usual functions it grows by less than twofold with each order: what derivatives have in common is one node.
pub fn repeated_derivative(program: &Program, axis: Axis, order: usize) -> Program {
    (0..order).fold(program.clone(), |program, _| derivative(&program, axis))
}
