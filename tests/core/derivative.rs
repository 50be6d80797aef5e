//! Programs of derivatives and of error bounds.

mod bounded;
mod dual;
mod exact;
mod functions;
mod pieces;
mod rounding;
mod size;
mod table;

use gradfield::eval::scalar;
use gradfield::expr::{Binary, Node, Program, Unary, error_bound};

use bounded::{Bounded, UNIT_ROUNDOFF};

/// What the running error bound leaves out: its own rounding, and errors of second order through functions.
const SECOND_ORDER: f64 = 1.0 + 1e-6;

/// A program to be evaluated in `f64` with its own error bound.
struct WithBound<'a> {
    program: &'a Program,
    folded: Program,
    bound: Program,
}

impl<'a> WithBound<'a> {
    fn new(program: &'a Program) -> Self {
        Self { program, folded: program.folded(), bound: error_bound(program) }
    }

    /// The value at a point; the bound is infinite where it does not count, as numbers leave the range.
    fn at(&self, x: [f64; 2]) -> Bounded {
        let error = UNIT_ROUNDOFF * scalar::evaluate(&self.bound, x) * SECOND_ORDER;
        let value = scalar::evaluate(&self.folded, x);
        Bounded { value, error: if leaves_range(self.program, x) { f64::INFINITY } else { error } }
    }
}

/// Whether an operation overflows or loses digits to underflow.
fn leaves_range(program: &Program, x: [f64; 2]) -> bool {
    let mut values: Vec<f64> = vec![];
    for node in program.nodes() {
        let (value, operands) = match *node {
            Node::Constant(value) => (value, vec![]),
            Node::Variable(axis) => (x[axis.index()], vec![]),
            Node::Unary(op, a) => (op.apply(values[a as usize]), vec![values[a as usize]]),
            Node::Binary(op, a, b) => {
                let operands = [values[a as usize], values[b as usize]];
                (op.apply(operands[0], operands[1]), operands.to_vec())
            }
        };
        // These are 0 without a rounding, as others are of an operand that is 0.
        let can_be_zero = match node {
            Node::Unary(op, _) => matches!(op, Unary::Floor | Unary::Ceil | Unary::Round | Unary::RoundEven),
            Node::Binary(op, ..) => !matches!(op, Binary::Multiply | Binary::Divide | Binary::Power),
            Node::Constant(_) | Node::Variable(_) => true,
        };
        let is_lost = value == 0.0 && !can_be_zero && operands.iter().all(|&operand| operand != 0.0);
        // Below, a product of two halves of a number is not a number of full length.
        if value.is_infinite() || is_lost || value != 0.0 && value.abs() < 1e-290 {
            return true;
        }
        values.push(value);
    }
    false
}

/// Whether two values are further apart than their bounds allow, or one is NaN.
fn differs(a: Bounded, b: Bounded) -> bool {
    let apart = (a.value - b.value).abs();
    apart.is_nan() || apart > a.error + b.error
}

/// Of a quotient by nearly the same, the textbook's `(b a' - a b')/b^2` keeps all digits and `(a' - v b')/b` loses them; ours has two
/// quotients and a product, each within half an ulp, beside the rounding of 1 + x0.
#[test]
fn a_quotient_by_nearly_the_same_keeps_its_digits() {
    let squared = |x: f64| x * x;
    for (text, x0, expected) in [
        ("x0/(1 + x0)", 1e10, 1.0 / squared(1.0 + 1e10)),
        ("x0/(x0 + x1)", 1e10, 2.0 / squared(2.0 + 1e10)),
        ("x0/(x0 - x1)", 1e10, -2.0 / squared(1e10 - 2.0)),
        ("x0/(x1 - x0)", 1e10, 2.0 / squared(2.0 - 1e10)),
        ("x0^2/(3 + x0^2)", 1e6, 6e6 / squared(3.0 + 1e12)),
        ("exp(x0)/(1 + exp(x0))", 30.0, 30_f64.exp() / squared(1.0 + 30_f64.exp())),
    ] {
        let [g0, _] = gradfield::expr::gradient(&gradfield::expr::parse(text).unwrap());
        let found = scalar::evaluate(&g0, [x0, 2.0]);
        // Six roundings of ours and as many of what is expected.
        assert!(
            (found / expected - 1.0).abs() <= 12.0 * UNIT_ROUNDOFF,
            "{text}: {found:e}, not {expected:e}"
        );
    }
}
