//! How far rounding can take a program's value from the exact one: a running error bound, which is a program too.
//!
//! N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed. (2002), section 3.3, after J. H. Wilkinson.
//! Each node's value is off by what its operands' errors become on the way through, and by its own rounding, at most
//! `u |v|` for the unit roundoff u of the arithmetic and the computed value v. [`error_bound`] adds these up, in units
//! of u.

use std::f64::consts;

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
///   comparison, the condition of `where`, a gate and the whole quotient of `%` and `mod` have no error away from their jumps, at the jump of `atan2` none is seen, and the exponent of a
///   negative number is taken for exact.
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

    /// What an operand's error becomes in `v = op(a)`: times the slope, or a simpler bound on it that cannot overflow.
    fn through(&mut self, op: Unary, v: NodeId, a: NodeId, error: NodeId) -> NodeId {
        let one = self.constant(1.0);
        match op {
            Unary::Sqrt => {
                let error = self.over(error, v);
                self.times_number(error, 0.5)
            }
            Unary::Exp => self.times(v, error),
            Unary::Ln => {
                let size = self.size(a);
                self.over(error, size)
            }
            Unary::Expm1 => self.times_size_of(Unary::Exp, a, error),
            Unary::Exp2 => {
                let error = self.times_number(error, consts::LN_2);
                self.times(v, error)
            }
            Unary::Log1p => {
                let sum = self.two(Binary::Add, one, a);
                let size = self.size(sum);
                self.over(error, size)
            }
            Unary::Log2 | Unary::Log10 => {
                let size = self.size(a);
                let rate = if op == Unary::Log2 { consts::LOG2_E } else { consts::LOG10_E };
                let error = self.times_number(error, rate);
                self.over(error, size)
            }
            Unary::Cbrt => {
                let square = self.two(Binary::Multiply, v, v);
                let error = self.times_number(error, 1.0 / 3.0);
                self.over(error, square)
            }
            Unary::Erf => {
                // An infinite square is no more than a slope of 0.
                let square = self.two(Binary::Multiply, a, a);
                let minus_square = self.one(Unary::Negate, square);
                let power = self.one(Unary::Exp, minus_square);
                let error = self.times(power, error);
                self.times_number(error, consts::FRAC_2_SQRT_PI)
            }
            Unary::Sin => self.times_size_of(Unary::Cos, a, error),
            Unary::Cos => self.times_size_of(Unary::Sin, a, error),
            Unary::Sinh => self.times_size_of(Unary::Cosh, a, error),
            Unary::Cosh => self.times_size_of(Unary::Sinh, a, error),
            Unary::Tan => {
                let square = self.two(Binary::Multiply, v, v);
                let slope = self.two(Binary::Add, one, square);
                self.times(slope, error)
            }
            Unary::Asin | Unary::Acos | Unary::Atanh => {
                let (less, more) = (self.two(Binary::Subtract, one, a), self.two(Binary::Add, one, a));
                let square = self.two(Binary::Multiply, less, more);
                let below = if op == Unary::Atanh { square } else { self.one(Unary::Sqrt, square) };
                self.over(error, below)
            }
            Unary::Acosh => {
                let (less, more) = (self.two(Binary::Subtract, a, one), self.two(Binary::Add, a, one));
                let [less, more] = [less, more].map(|n| self.one(Unary::Sqrt, n));
                let below = self.two(Binary::Multiply, less, more);
                self.over(error, below)
            }
            // 1/sqrt(1 + a^2) is below 1 and below 1/|a|.
            Unary::Asinh | Unary::Atan => {
                let size = self.size(a);
                let below = self.two(Binary::Maximum, size, one);
                let error = self.finite(error);
                let error = self.two(Binary::Divide, error, below);
                if op == Unary::Asinh { error } else { self.two(Binary::Divide, error, below) }
            }
            Unary::Tanh => {
                let (error, below) = (self.finite(error), self.one(Unary::Cosh, a));
                let error = self.two(Binary::Divide, error, below);
                self.two(Binary::Divide, error, below)
            }
            Unary::Negate
            | Unary::Abs
            | Unary::Floor
            | Unary::Ceil
            | Unary::Round
            | Unary::RoundEven
            | Unary::Signum
            | Unary::Sign => error,
        }
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

    /// `|b| e_a + |a| e_b + u e_a e_b`
    fn product(&mut self, [a, b]: [NodeId; 2], [of_a, of_b]: [Option<NodeId>; 2]) -> Option<NodeId> {
        let second_order = of_b.filter(|_| of_a.is_some()).map(|error| {
            let error = self.finite(error);
            self.times_number(error, UNIT_ROUNDOFF)
        });
        let through_a = of_a.map(|error| {
            let mut weight = self.size(b);
            if let Some(second_order) = second_order {
                weight = self.two(Binary::Add, weight, second_order);
            }
            self.times(weight, error)
        });
        let through_b = of_b.map(|error| {
            let weight = self.size(a);
            self.times(weight, error)
        });
        self.sum([through_a, through_b])
    }

    /// `(e_a + |v| e_b)/(|b| - u e_b)`
    fn quotient(&mut self, v: NodeId, b: NodeId, [of_a, of_b]: [Option<NodeId>; 2]) -> Option<NodeId> {
        let mut below = self.size(b);
        let through_b = of_b.map(|error| {
            let error = self.finite(error);
            let largest_error = self.times_number(error, UNIT_ROUNDOFF);
            below = self.two(Binary::Subtract, below, largest_error);
            let size = self.size(v);
            let size = self.finite(size);
            self.two(Binary::Multiply, size, error)
        });
        self.sum([of_a, through_b]).map(|error| self.over(error, below))
    }

    /// `e_a + |q| e_b` for the whole quotient q = (a - v)/b
    fn remainder(
        &mut self,
        v: NodeId,
        [a, b]: [NodeId; 2],
        [of_a, of_b]: [Option<NodeId>; 2],
    ) -> Option<NodeId> {
        let through_b = of_b.map(|error| {
            let whole = self.two(Binary::Subtract, a, v);
            let quotient = self.two(Binary::Divide, whole, b);
            let quotient = self.size(quotient);
            self.times(quotient, error)
        });
        self.sum([of_a, through_b])
    }

    /// `|b v/a| e_a + |ln|a| v| e_b`
    fn power(&mut self, v: NodeId, [a, b]: [NodeId; 2], [of_a, of_b]: [Option<NodeId>; 2]) -> Option<NodeId> {
        let size = self.size(v);
        let through_a = of_a.map(|error| {
            let size_b = self.size(b);
            let size_b = self.finite(size_b);
            let error = match self.builder.node(b) {
                // The slope is infinite at 0, where the power is not.
                Node::Constant(n) if 0.0 < n && n < 1.0 => {
                    let lower = self.constant(n - 1.0);
                    let slope = self.two(Binary::Power, a, lower);
                    let slope = self.finite(slope);
                    self.times(slope, error)
                }
                _ => {
                    let size_a = self.size(a);
                    let relative = self.over(error, size_a);
                    self.times(size, relative)
                }
            };
            self.times(size_b, error)
        });
        let through_b = of_b.map(|error| {
            let size_a = self.size(a);
            let size_a = self.at_least_smallest(size_a);
            let logarithm = self.one(Unary::Ln, size_a);
            let logarithm = self.size(logarithm);
            let error = self.times(size, error);
            self.times(logarithm, error)
        });
        self.sum([through_a, through_b])
    }

    /// `(|a|/v) e_a + (|b|/v) e_b`
    fn length(&mut self, v: NodeId, operands: [NodeId; 2], errors: [Option<NodeId>; 2]) -> Option<NodeId> {
        let [of_a, of_b] = [0, 1].map(|i| {
            errors[i].map(|error| {
                // At the kink the length moves as far as the operand.
                let [size, length] = [operands[i], v].map(|n| {
                    let size = self.size(n);
                    let size = self.at_least_smallest(size);
                    self.finite(size)
                });
                let weight = self.two(Binary::Divide, size, length);
                self.times(weight, error)
            })
        });
        self.sum([of_a, of_b])
    }

    /// `(|b| e_a + |a| e_b)/m^2`, where m is the larger of |a| and |b|, and at least half of a^2 + b^2 is m^2
    fn angle(&mut self, operands: [NodeId; 2], [of_a, of_b]: [Option<NodeId>; 2]) -> Option<NodeId> {
        let [size_a, size_b] = operands.map(|n| {
            let size = self.size(n);
            self.finite(size)
        });
        let larger = self.two(Binary::Maximum, size_a, size_b);
        let larger = self.at_least_smallest(larger);
        let [through_a, through_b] = [(of_a, size_b), (of_b, size_a)].map(|(error, size)| {
            error.map(|error| {
                let weight = self.two(Binary::Divide, size, larger);
                self.times(weight, error)
            })
        });
        self.sum([through_a, through_b]).map(|error| self.two(Binary::Divide, error, larger))
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
