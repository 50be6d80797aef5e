//! How far rounding can take a program's value from the exact one: a running error bound, which is a program too.
//!
//! N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed. (2002), section 3.3, after J. H. Wilkinson.
//! Each node's value is off by what its operands' errors become on the way through, and by its own rounding, at most
//! `u |v|` for the unit roundoff u of the arithmetic and the computed value v. [`error_bound`] adds these up, in units
//! of u.

mod through;

use super::operation::{Binary, Unary};
use super::program::{Node, NodeId, Program, ProgramBuilder};

/// The unit roundoff of `f64`: the part of a bound that is of second order is taken for this arithmetic, and is an upper
/// bound for any that has more digits.
const UNIT_ROUNDOFF: f64 = f64::EPSILON / 2.0;

/// The smallest positive number: what is divided by is no less, so that 0/0 is 0 and e/0 infinite.
const SMALLEST: f64 = f64::from_bits(1);

/// The program E of a bound on a program's rounding error: `|computed - exact| <= u E (1 + small)`.
///
/// *exact* is the value for the coordinates and numbers as they are. u is the unit roundoff of the arithmetic, 2^-53 for
/// `f64`, or less. E is to be evaluated in `f64`, by any engine; it is [folded](Program::folded).
///
/// - Every operation counts one rounding but those that are exact: changes of sign, `abs`, `max`, `min`, whole parts,
///   and products and quotients by powers of two.
/// - Through `+ - * /` the bound is rigorous, but for its own rounding. Through the other functions an operand's error
///   is taken times the slope at the computed operand, which is the first order of a Taylor series: good as long as the
///   operand's error is small beside the distance over which the slope changes.
/// - Where the slope is infinite (`sqrt` and a power below 1 at 0, `asin` at 1), and where the divisor's error may be
///   all of it, E is infinite or near the largest number if the operand has an error, and does not count that if it has
///   none.
/// - It holds while the exact value takes the same branch: `floor`, `ceil`, `round`, `rint`, `signum`, `sign`, a
///   comparison, the condition of `where`, a gate and the whole quotient of `%` and `mod` have no error away from their
///   jumps, at the jump of `atan2` none is seen, and the exponent of a negative number is taken for exact.
/// - Like the standard model of rounding it counts neither underflow nor overflow.
///
/// E is NaN only where the function or a value on the way to it is, or where the error of such a value exceeds the range
/// of `f64` and is multiplied with 0 afterwards. Its text is `rounding error of ...`, which cannot be read again.
pub fn error_bound(program: &Program) -> Program {
    bound(program, Source::Operations, "rounding error")
}

/// The program N of a bound on what the numbers in a program's formula contribute: where each is off by at most a part d
/// of itself, the value is off by at most `d N (1 + small)`.
///
/// Numbers of few bits, multiples of 2^-20 such as 2, 100 and 0.25, are taken to be what was meant. All others, such as
/// 0.1, pi or 1/3, were rounded when they were read or folded. The rest is as with [`error_bound`].
pub fn number_bound(program: &Program) -> Program {
    bound(program, Source::Numbers, "error by the numbers")
}

/// What makes an error.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Every operation that is rounded.
    Operations,
    /// Every number that was rounded.
    Numbers,
}

/// Whether a number has so few bits that it is what was meant.
fn is_short(number: f64) -> bool {
    const UNITS: f64 = (1 << 20) as f64;
    number.abs() < 1.0 / f64::EPSILON && (number * UNITS).fract() == 0.0
}

fn bound(program: &Program, source: Source, name: &str) -> Program {
    let mut bounds = Bounds { builder: ProgramBuilder::continuing(program), errors: Vec::new(), source };
    for (id, node) in (0..).zip(program.nodes()) {
        let error = match *node {
            Node::Constant(number) if source == Source::Numbers && !is_short(number) => {
                Some(bounds.constant(number.abs()))
            }
            Node::Constant(_) | Node::Variable(_) => None,
            Node::Unary(op, a) => bounds.unary(op, id, a),
            Node::Binary(op, a, b) => bounds.binary(op, id, [a, b]),
        };
        bounds.errors.push(error);
    }
    let root = bounds.errors.last().copied().flatten().unwrap_or_else(|| bounds.constant(0.0));
    bounds.builder.finish(root, format!("{name} of {}", program.text())).folded()
}

/// The error of each node so far in units of u, or none if it is exact, and the program that grows by them.
struct Bounds {
    builder: ProgramBuilder,
    errors: Vec<Option<NodeId>>,
    source: Source,
}

impl Bounds {
    /// The error of `v = op(a)`.
    fn unary(&mut self, op: Unary, v: NodeId, a: NodeId) -> Option<NodeId> {
        let error = self.errors[a as usize];
        match op {
            Unary::Negate | Unary::Abs => return error,
            Unary::Floor | Unary::Ceil | Unary::Round | Unary::RoundEven | Unary::Signum | Unary::Sign => {
                return None;
            }
            _ => {}
        }
        let passed_on = error.map(|error| self.through(op, v, a, error));
        self.with_own(passed_on, v)
    }

    /// The error of `v = op(a, b)`.
    fn binary(&mut self, op: Binary, v: NodeId, [a, b]: [NodeId; 2]) -> Option<NodeId> {
        let errors = [a, b].map(|operand| self.errors[operand as usize]);
        let (passed_on, is_exact) = match op {
            Binary::Add => (self.sum(errors), self.builder.choice(v).is_some()),
            Binary::Subtract => (self.sum(errors), false),
            Binary::Multiply => {
                (self.product([a, b], errors), self.is_power_of_two(a) || self.is_power_of_two(b))
            }
            Binary::Divide => (self.quotient(v, b, errors), self.is_power_of_two(b)),
            // fmod is exact in binary64; in a wider format its value may be rounded.
            Binary::Remainder | Binary::FloorMod => (self.remainder(v, [a, b], errors), false),
            Binary::Power => (self.power(v, [a, b], errors), false),
            Binary::Atan2 => (self.angle([a, b], errors), false),
            Binary::Hypot => (self.length(v, [a, b], errors), false),
            Binary::Maximum | Binary::Minimum => (self.larger(errors), true),
            Binary::Compare(_) => return None,
            Binary::When | Binary::Unless => (errors[1].map(|error| self.two(op, a, error)), true),
            Binary::Gate => (errors[1].map(|error| self.two(Binary::Gate, a, error)), true),
        };
        if is_exact {
            return passed_on;
        }
        self.with_own(passed_on, v)
    }

    /// Neither the larger nor the smaller of two numbers moves by more than the numbers.
    fn larger(&mut self, [of_a, of_b]: [Option<NodeId>; 2]) -> Option<NodeId> {
        match (of_a, of_b) {
            (Some(a), Some(b)) => Some(self.two(Binary::Maximum, a, b)),
            (a, b) => a.or(b),
        }
    }

    fn sum(&mut self, errors: [Option<NodeId>; 2]) -> Option<NodeId> {
        match errors {
            [Some(a), Some(b)] => Some(self.two(Binary::Add, a, b)),
            [a, b] => a.or(b),
        }
    }

    /// What is passed on, and the rounding of v itself.
    fn with_own(&mut self, passed_on: Option<NodeId>, v: NodeId) -> Option<NodeId> {
        if self.source == Source::Numbers {
            return passed_on;
        }
        let own = self.size(v);
        Some(match passed_on {
            Some(error) => self.two(Binary::Add, error, own),
            None => own,
        })
    }

    /// `weight * error`, which is 0 for a weight of 0 however large the error.
    fn times(&mut self, weight: NodeId, error: NodeId) -> NodeId {
        let error = self.finite(error);
        self.two(Binary::Multiply, weight, error)
    }

    fn times_number(&mut self, error: NodeId, number: f64) -> NodeId {
        let number = self.constant(number);
        self.two(Binary::Multiply, number, error)
    }

    fn times_size_of(&mut self, slope: Unary, a: NodeId, error: NodeId) -> NodeId {
        let slope = self.one(slope, a);
        let slope = self.size(slope);
        self.times(slope, error)
    }

    /// `error / size`, which is 0 for no error whatever the size, and infinite for a size of 0 or less.
    fn over(&mut self, error: NodeId, size: NodeId) -> NodeId {
        let size = self.at_least_smallest(size);
        self.two(Binary::Divide, error, size)
    }

    /// The number itself, or the largest if it is infinite.
    fn finite(&mut self, n: NodeId) -> NodeId {
        let largest = self.constant(f64::MAX);
        self.two(Binary::Minimum, n, largest)
    }

    fn at_least_smallest(&mut self, n: NodeId) -> NodeId {
        let smallest = self.constant(SMALLEST);
        self.two(Binary::Maximum, n, smallest)
    }

    /// `|n|`
    fn size(&mut self, n: NodeId) -> NodeId {
        match self.builder.node(n) {
            Node::Unary(
                Unary::Abs
                | Unary::Exp
                | Unary::Exp2
                | Unary::Sqrt
                | Unary::Cosh
                | Unary::Acos
                | Unary::Acosh,
                _,
            ) => n,
            Node::Unary(Unary::Negate, a) => self.size(a),
            Node::Binary(Binary::Multiply, a, b) if a == b => n,
            _ => self.one(Unary::Abs, n),
        }
    }

    /// Whether products with a node are exact: it is a power of two, or 0.
    fn is_power_of_two(&self, n: NodeId) -> bool {
        const SIGNIFICAND: u64 = (1 << (f64::MANTISSA_DIGITS - 1)) - 1;
        match self.builder.node(n) {
            Node::Constant(number) => {
                number.abs() <= 0.0 || number.is_normal() && number.to_bits() & SIGNIFICAND == 0
            }
            _ => false,
        }
    }

    fn constant(&mut self, value: f64) -> NodeId {
        self.builder.constant(value)
    }

    fn one(&mut self, op: Unary, a: NodeId) -> NodeId {
        self.builder.unary(op, a)
    }

    fn two(&mut self, op: Binary, a: NodeId, b: NodeId) -> NodeId {
        self.builder.binary(op, a, b)
    }
}
