//! What the errors of its operands become in an operation.

use std::f64::consts;

use super::{Bounds, UNIT_ROUNDOFF};
use crate::expr::operation::{Binary, Unary};
use crate::expr::program::{Node, NodeId};

impl Bounds {
    /// What an operand's error becomes in `v = op(a)`: times the slope, or a simpler bound on it that cannot overflow.
    pub(super) fn through(&mut self, op: Unary, v: NodeId, a: NodeId, error: NodeId) -> NodeId {
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

    /// `|b| e_a + |a| e_b + u e_a e_b`
    pub(super) fn product(
        &mut self,
        [a, b]: [NodeId; 2],
        [of_a, of_b]: [Option<NodeId>; 2],
    ) -> Option<NodeId> {
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
    pub(super) fn quotient(
        &mut self,
        v: NodeId,
        b: NodeId,
        [of_a, of_b]: [Option<NodeId>; 2],
    ) -> Option<NodeId> {
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
    pub(super) fn remainder(
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
    pub(super) fn power(
        &mut self,
        v: NodeId,
        [a, b]: [NodeId; 2],
        [of_a, of_b]: [Option<NodeId>; 2],
    ) -> Option<NodeId> {
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
    pub(super) fn length(
        &mut self,
        v: NodeId,
        operands: [NodeId; 2],
        errors: [Option<NodeId>; 2],
    ) -> Option<NodeId> {
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
    pub(super) fn angle(
        &mut self,
        operands: [NodeId; 2],
        [of_a, of_b]: [Option<NodeId>; 2],
    ) -> Option<NodeId> {
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
}
