//! What each operation makes of the derivatives of its operands.
//!
//! Of several formulas for one derivative these lose the fewest digits: where a difference of rounded numbers can be
//! avoided it is, and quotients are taken one after another rather than over a square that could overflow.

mod pieces;
mod quotient;

use super::term::{Term, Terms};
use crate::expr::operation::{Axis, Binary, Unary};
use crate::expr::program::{Node, NodeId, Program, ProgramBuilder};

/// The derivatives of a program's nodes so far, and the program that grows by them.
pub(super) struct Rules {
    axis: Axis,
    terms: Terms,
    derivatives: Vec<Option<Term>>,
}

impl Rules {
    pub(super) fn new(program: &Program, axis: Axis) -> Self {
        let terms = Terms::new(ProgramBuilder::continuing(program));
        Self { axis, terms, derivatives: Vec::with_capacity(program.nodes().len()) }
    }

    /// Take the next node.
    pub(super) fn take(&mut self, v: NodeId, node: Node) {
        let derivative = match node {
            Node::Constant(_) => None,
            Node::Variable(axis) => (axis == self.axis).then_some(Term::ONE),
            Node::Unary(op, a) => {
                let da = self.derivative(a);
                if self.is_constant_in_pieces([da]) { da } else { self.unary(op, v, a, da) }
            }
            Node::Binary(op, a, b) => {
                let operands = [a, b].map(|operand| self.derivative(operand));
                if operands.iter().all(Option::is_none) { None } else { self.binary(op, v, [a, b], operands) }
            }
        };
        self.derivatives.push(derivative);
    }

    /// The program of the last node's derivative.
    pub(super) fn finish(mut self) -> Program {
        let root = match self.derivatives.last() {
            Some(&Some(derivative)) => self.terms.node(derivative),
            _ => self.constant(0.0),
        };
        self.terms.builder.finish(root, String::new())
    }

    fn derivative(&self, n: NodeId) -> Option<Term> {
        self.derivatives[n as usize]
    }

    /// The derivative of `v = op(a)`, given that of a.
    fn unary(&mut self, op: Unary, v: NodeId, a: NodeId, da: Option<Term>) -> Option<Term> {
        match op {
            Unary::Negate => da.map(Term::negated),
            Unary::Abs => {
                let minus_a = self.one(Unary::Negate, a);
                let (right, left) = (self.gate(a, da), self.gate(minus_a, da));
                self.terms.difference(Some(right), Some(left))
            }
            Unary::Sqrt => {
                let half = self.terms.scaled(da, 0.5);
                self.terms.over(half, v)
            }
            Unary::Exp => self.terms.times(da, v),
            Unary::Ln => self.terms.over(da, a),
            Unary::Expm1 => self.times_function(da, Unary::Exp, a),
            Unary::Exp2 => {
                let slope = self.terms.times(da, v);
                let rate = self.logarithm_of(2.0);
                self.terms.times(slope, rate)
            }
            Unary::Log1p => {
                let one = self.constant(1.0);
                let below = self.two(Binary::Add, one, a);
                self.terms.over(da, below)
            }
            Unary::Log2 | Unary::Log10 => {
                let slope = self.terms.over(da, a);
                let rate = self.logarithm_of(if op == Unary::Log2 { 2.0 } else { 10.0 });
                self.terms.over(slope, rate)
            }
            // The square of a root neither overflows nor underflows.
            Unary::Cbrt => {
                let (three, square) = (self.constant(3.0), self.two(Binary::Multiply, v, v));
                let below = self.two(Binary::Multiply, three, square);
                self.terms.over(da, below)
            }
            // 2/sqrt(pi) e^(-a^2)
            Unary::Erf => {
                let square = self.two(Binary::Multiply, a, a);
                let minus_square = self.one(Unary::Negate, square);
                let twice = self.terms.scaled(da, 2.0);
                let slope = self.times_function(twice, Unary::Exp, minus_square);
                let root = self.root_of_pi();
                self.terms.over(slope, root)
            }
            Unary::Sin => self.times_function(da, Unary::Cos, a),
            Unary::Cos => self.times_function(da, Unary::Sin, a).map(Term::negated),
            Unary::Sinh => self.times_function(da, Unary::Cosh, a),
            Unary::Cosh => self.times_function(da, Unary::Sinh, a),
            Unary::Tan => self.over_square_of(da, Unary::Cos, a),
            Unary::Tanh => self.over_square_of(da, Unary::Cosh, a),
            Unary::Asin | Unary::Acos => {
                let square = self.one_minus_square(a);
                let derivative = self.over_root_of(da, square);
                if op == Unary::Asin { derivative } else { derivative.map(Term::negated) }
            }
            Unary::Asinh => {
                let square = self.one_plus_square(a);
                self.over_root_of(da, square)
            }
            Unary::Acosh => {
                let square = self.square_minus_one(a);
                self.over_root_of(da, square)
            }
            Unary::Atan => {
                let below = self.one_plus_square(a);
                self.terms.over(da, below)
            }
            Unary::Atanh => {
                let below = self.one_minus_square(a);
                self.terms.over(da, below)
            }
            Unary::Floor | Unary::Ceil | Unary::Round | Unary::RoundEven | Unary::Signum | Unary::Sign => {
                let distance = self.distance_to_jump(op, v, a);
                Some(self.gate(distance, None))
            }
        }
    }

    /// The derivative of `v = op(a, b)`, given those of a and b, of which one may be none.
    fn binary(
        &mut self,
        op: Binary,
        v: NodeId,
        [a, b]: [NodeId; 2],
        [da, db]: [Option<Term>; 2],
    ) -> Option<Term> {
        // The others take what is constant in pieces as it is.
        let has_pieces =
            !matches!(op, Binary::Add | Binary::Multiply | Binary::When | Binary::Unless | Binary::Gate);
        if has_pieces && self.is_constant_in_pieces([da, db]) {
            return self.jumps(op, [a, b], [da, db]);
        }
        match op {
            Binary::Add => match self.terms.builder.choice(v) {
                Some([c, a, b]) => self.choice(c, [a, b].map(Some)),
                None => self.terms.sum(da, db),
            },
            Binary::Subtract => self.terms.difference(da, db),
            Binary::Multiply => self.product([a, b], [da, db]),
            Binary::Divide => self.quotient(v, [a, b], [da, db]),
            Binary::Remainder => Some(self.remainder(v, [a, b], [da, db])),
            Binary::FloorMod => Some(self.floor_mod(v, [a, b], [da, db])),
            Binary::Power => self.power(v, [a, b], [da, db]),
            Binary::Atan2 => self.angle([a, b], [da, db]),
            Binary::Hypot => self.length(v, [a, b], [da, db]),
            Binary::Maximum => self.taken([a, b], [da, db]),
            Binary::Minimum => self.taken([b, a], [da, db]),
            Binary::Compare(_) => self.switch([a, b]),
            // What is 0 but for its jumps is so on both sides of where the condition changes.
            Binary::When | Binary::Unless if self.terms.is_zero_off_jumps(Term::of(b)) => {
                db.and_then(|jump| self.seen_where(op, a, jump))
            }
            Binary::When => self.choice(a, [Some(b), None]),
            Binary::Unless => self.choice(a, [None, Some(b)]),
            Binary::Gate => Some(self.gate(a, db)),
        }
    }

    /// `a' b + a b'`; `2 a a'` for a square.
    fn product(&mut self, [a, b]: [NodeId; 2], [da, db]: [Option<Term>; 2]) -> Option<Term> {
        if a == b {
            let twice = self.terms.scaled(da, 2.0);
            return self.terms.times(twice, a);
        }
        if let Some([p, q]) = self.difference_of_squares([a, b]) {
            let (of_p, of_q) = (
                self.product([p, p], [self.derivative(p); 2]),
                self.product([q, q], [self.derivative(q); 2]),
            );
            return self.terms.difference(of_p, of_q);
        }
        let of_a = if db.is_none() { self.times_constant(da, b) } else { self.terms.times(da, b) };
        let of_b = if da.is_none() { self.times_constant(db, a) } else { self.terms.times(db, a) };
        self.terms.sum(of_a, of_b)
    }

    /// p and q of `(p - q)*(p + q)`, whose product rule would subtract `p - q` from `p + q`: for a small p or q, as in the
    /// second derivatives of asin and atanh, little would be left.
    fn difference_of_squares(&self, [a, b]: [NodeId; 2]) -> Option<[NodeId; 2]> {
        let node = |n| self.terms.builder.node(n);
        let of = |difference, sum| match (node(difference), node(sum)) {
            (Node::Binary(Binary::Subtract, p, q), Node::Binary(Binary::Add, r, s))
                if [p, q] == [r, s] || [q, p] == [r, s] =>
            {
                Some([p, q])
            }
            _ => None,
        };
        of(a, b).or_else(|| of(b, a))
    }

    /// `b a^(b - 1) a' + ln(a) v b'`
    fn power(&mut self, v: NodeId, [a, b]: [NodeId; 2], [da, db]: [Option<Term>; 2]) -> Option<Term> {
        let of_a = da.and_then(|_| {
            let one = self.constant(1.0);
            let lower = self.two(Binary::Subtract, b, one);
            let power = self.two(Binary::Power, a, lower);
            let slope = self.terms.times(da, power);
            self.terms.times(slope, b)
        });
        let of_b = db.and_then(|_| {
            let slope = self.terms.times(db, v);
            let logarithm = self.one(Unary::Ln, a);
            self.terms.times(slope, logarithm)
        });
        self.terms.sum(of_a, of_b)
    }

    /// `(a/v) a' + (b/v) b'`: neither quotient is above 1, and both are NaN at the kink.
    fn length(&mut self, v: NodeId, operands: [NodeId; 2], derivatives: [Option<Term>; 2]) -> Option<Term> {
        let [of_a, of_b] = [0, 1].map(|i| {
            derivatives[i].and_then(|_| {
                let cosine = self.two(Binary::Divide, operands[i], v);
                self.terms.times(derivatives[i], cosine)
            })
        });
        self.terms.sum(of_a, of_b)
    }

    /// `(b a' - a b')/(a^2 + b^2)`; NaN on the cut, unless the point moves along it.
    fn angle(&mut self, [a, b]: [NodeId; 2], [da, db]: [Option<Term>; 2]) -> Option<Term> {
        let (of_a, of_b) = (self.terms.times(da, b), self.terms.times(db, a));
        let above = self.terms.difference(of_a, of_b);
        let [square_a, square_b] = [a, b].map(|n| self.two(Binary::Multiply, n, n));
        let below = self.two(Binary::Add, square_a, square_b);
        let slope = self.terms.over(above, below);
        if da.is_none() {
            return slope;
        }
        let size = self.one(Unary::Abs, a);
        let distance = self.two(Binary::Maximum, size, b);
        Some(self.gate(distance, slope))
    }

    /// The logarithm of a number as an operation, so that it has the digits of the arithmetic that it is run in.
    fn logarithm_of(&mut self, number: f64) -> NodeId {
        let number = self.constant(number);
        self.one(Unary::Ln, number)
    }

    /// The square root of pi as operations, for the same reason.
    fn root_of_pi(&mut self) -> NodeId {
        let minus_one = self.constant(-1.0);
        let pi = self.one(Unary::Acos, minus_one);
        self.one(Unary::Sqrt, pi)
    }

    fn times_function(&mut self, da: Option<Term>, function: Unary, a: NodeId) -> Option<Term> {
        let slope = self.one(function, a);
        self.terms.times(da, slope)
    }

    fn over_square_of(&mut self, da: Option<Term>, function: Unary, a: NodeId) -> Option<Term> {
        let root = self.one(function, a);
        let square = self.two(Binary::Multiply, root, root);
        self.terms.over(da, square)
    }

    fn over_root_of(&mut self, da: Option<Term>, square: NodeId) -> Option<Term> {
        let root = self.one(Unary::Sqrt, square);
        self.terms.over(da, root)
    }

    /// `1 + a^2`
    fn one_plus_square(&mut self, a: NodeId) -> NodeId {
        let (one, square) = (self.constant(1.0), self.two(Binary::Multiply, a, a));
        self.two(Binary::Add, one, square)
    }

    /// `(1 - a)*(1 + a)`: near 1 and -1, where `1 - a^2` would be what the rounding of the square leaves, one of the
    /// two is exact.
    fn one_minus_square(&mut self, a: NodeId) -> NodeId {
        let one = self.constant(1.0);
        let (less, more) = (self.two(Binary::Subtract, one, a), self.two(Binary::Add, one, a));
        self.two(Binary::Multiply, less, more)
    }

    /// `(a - 1)*(a + 1)`, for the same reason.
    fn square_minus_one(&mut self, a: NodeId) -> NodeId {
        let one = self.constant(1.0);
        let (less, more) = (self.two(Binary::Subtract, a, one), self.two(Binary::Add, a, one));
        self.two(Binary::Multiply, less, more)
    }

    fn constant(&mut self, value: f64) -> NodeId {
        self.terms.builder.constant(value)
    }

    fn one(&mut self, op: Unary, a: NodeId) -> NodeId {
        self.terms.builder.unary(op, a)
    }

    fn two(&mut self, op: Binary, a: NodeId, b: NodeId) -> NodeId {
        self.terms.builder.binary(op, a, b)
    }
}
