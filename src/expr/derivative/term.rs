//! Derivatives on their way: a number times a node, with the number kept apart until the node is made.
//!
//! So `2 * (-(2 * x0))` is one product and signs become differences. Numbers are joined only where `f64` does not round,
//! so a term is the exact derivative whatever it went through.

use crate::expr::operation::{Binary, Unary};
use crate::expr::program::{Node, NodeId, ProgramBuilder, index};

/// How deep into a product or quotient its number is sought or put; beyond, one more product does no harm.
const DEPTH: u32 = 6;

/// `scale * factor`, or `scale` alone.
///
/// A derivative that is zero by structure is no term, but `Option::None`. The factor may be `gate(s, 0)`: zero, but NaN
/// at a jump.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    pub(super) scale: f64,
    pub(super) factor: Option<NodeId>,
}

impl Term {
    /// The derivative of a coordinate.
    pub(super) const ONE: Self = Self { scale: 1.0, factor: None };

    pub(super) fn of(factor: NodeId) -> Self {
        Self { scale: 1.0, factor: Some(factor) }
    }

    pub(super) fn negated(self) -> Self {
        Self { scale: -self.scale, ..self }
    }

    /// This, or nothing where it is the number 0.
    fn unless_zero(self) -> Option<Self> {
        let is_zero = self.factor.is_none() && self.scale.abs() <= 0.0;
        (!is_zero).then_some(self)
    }
}

/// Terms and the program that they are about.
pub(super) struct Terms {
    pub(super) builder: ProgramBuilder,
    /// The first node that is not the function's.
    first_new: NodeId,
    /// Of each node that has been asked about, whether it is zero but for jumps.
    only_jumps: Vec<bool>,
}

impl Terms {
    pub(super) fn new(builder: ProgramBuilder) -> Self {
        let first_new = builder.next();
        Self { builder, first_new, only_jumps: Vec::new() }
    }

    /// The sum of two derivatives.
    pub(super) fn sum(&mut self, a: Option<Term>, b: Option<Term>) -> Option<Term> {
        let (Some(a), Some(b)) = (a, b) else { return a.or(b) };
        if a.factor == b.factor
            && let Some(scale) = Binary::Add.apply_exactly(a.scale, b.scale)
        {
            return Term { scale, factor: a.factor }.unless_zero();
        }
        let size = |term: Term| Term { scale: term.scale.abs(), ..term };
        let (sign, op, a, b) = match (a.scale < 0.0, b.scale < 0.0) {
            (false, false) => (1.0, Binary::Add, a, b),
            (false, true) => (1.0, Binary::Subtract, a, b),
            (true, false) => (1.0, Binary::Subtract, b, a),
            (true, true) => (-1.0, Binary::Add, a, b),
        };
        let (a, b) = (self.node(size(a)), self.node(size(b)));
        Some(Term { scale: sign, factor: Some(self.builder.binary(op, a, b)) })
    }

    /// `a - b`
    pub(super) fn difference(&mut self, a: Option<Term>, b: Option<Term>) -> Option<Term> {
        self.sum(a, b.map(Term::negated))
    }

    /// `a * n`
    pub(super) fn times(&mut self, a: Option<Term>, n: NodeId) -> Option<Term> {
        let a = a?;
        if self.is_zero_off_jumps(a) {
            return Some(a);
        }
        let joined = self.joined(a.scale, n);
        let factor = match (a.factor, joined.factor) {
            (Some(a), Some(n)) => Some(self.builder.binary(Binary::Multiply, a, n)),
            (a, n) => a.or(n),
        };
        Term { factor, ..joined }.unless_zero()
    }

    /// `a * number`, for a number such as 2 or 0.5.
    pub(super) fn scaled(&mut self, a: Option<Term>, number: f64) -> Option<Term> {
        let number = self.builder.constant(number);
        self.times(a, number)
    }

    /// `a / n`
    pub(super) fn over(&mut self, a: Option<Term>, n: NodeId) -> Option<Term> {
        let a = a?;
        if self.is_zero_off_jumps(a) {
            return Some(a);
        }
        let (sign, n) = match self.builder.node(n) {
            Node::Constant(number) => {
                if let Some(scale) = Binary::Divide.apply_exactly(a.scale, number) {
                    return Some(Term { scale, ..a });
                }
                (1.0_f64.copysign(a.scale), n)
            }
            Node::Unary(Unary::Negate, n) => (-1.0_f64.copysign(a.scale), n),
            _ => (1.0_f64.copysign(a.scale), n),
        };
        let numerator = self.node(Term { scale: a.scale.abs(), ..a });
        let quotient = self.builder.binary(Binary::Divide, numerator, n);
        Some(self.joined(sign, quotient))
    }

    /// The node of a term.
    pub(super) fn node(&mut self, term: Term) -> NodeId {
        match term.factor {
            None => self.builder.constant(term.scale),
            Some(factor) if self.is_zero_off_jumps(term) => factor,
            Some(factor) => self.multiple(term.scale, factor, DEPTH),
        }
    }

    /// `scale * n`, with the number at the front of what is new.
    ///
    /// What the function has computed already is taken as it is.
    fn multiple(&mut self, scale: f64, n: NodeId, depth: u32) -> NodeId {
        if is(scale, 1.0) {
            return n;
        }
        let joined = self.joined(scale, n);
        if joined.factor != Some(n) {
            return match joined.factor {
                None => self.builder.constant(joined.scale),
                Some(factor) => self.multiple(joined.scale, factor, depth),
            };
        }
        match self.builder.node(n) {
            Node::Binary(op, a, b) if depth > 0 && n >= self.first_new && a != b => {
                self.multiple_of_new(scale, n, (op, a, b), depth - 1)
            }
            Node::Binary(Binary::Divide, a, b) if self.has_number(a, 0) => self.quotient(scale, a, b, 0),
            _ => self.plain_multiple(scale, n),
        }
    }

    /// `scale * n`, where nothing but the derivative needs `n = op(a, b)`: with the number inside.
    fn multiple_of_new(
        &mut self,
        scale: f64,
        n: NodeId,
        (op, a, b): (Binary, NodeId, NodeId),
        depth: u32,
    ) -> NodeId {
        match op {
            Binary::Multiply => {
                let (front, other) = if self.is_product(b) && !self.is_product(a) { (b, a) } else { (a, b) };
                let front = self.multiple(scale, front, depth);
                self.builder.binary(Binary::Multiply, front, other)
            }
            Binary::Divide => self.quotient(scale, a, b, depth),
            Binary::Subtract if scale < 0.0 => {
                let n = self.builder.binary(Binary::Subtract, b, a);
                self.multiple(-scale, n, 0)
            }
            Binary::Add if is(scale, -1.0) && (self.has_number(a, depth) || self.has_number(b, depth)) => {
                let (front, other) = if self.has_number(a, depth) { (a, b) } else { (b, a) };
                let front = self.multiple(scale, front, depth);
                self.builder.binary(Binary::Subtract, front, other)
            }
            _ => self.plain_multiple(scale, n),
        }
    }

    /// `scale * a / b`
    fn quotient(&mut self, scale: f64, a: NodeId, b: NodeId, depth: u32) -> NodeId {
        let a = self.multiple(scale, a, depth);
        self.builder.binary(Binary::Divide, a, b)
    }

    fn plain_multiple(&mut self, scale: f64, n: NodeId) -> NodeId {
        if is(scale, -1.0) {
            return self.builder.unary(Unary::Negate, n);
        }
        let scale = self.builder.constant(scale);
        self.builder.binary(Binary::Multiply, scale, n)
    }

    /// `scale * n`, where n is a number, or has one or a sign in front, with that joined to the scale if nothing is
    /// rounded.
    fn joined(&mut self, scale: f64, n: NodeId) -> Term {
        if let Some(Term { scale: number, factor }) = self.without_number(n, DEPTH)
            && let Some(scale) = Binary::Multiply.apply_exactly(scale, number)
        {
            return Term { scale, factor };
        }
        match self.without_sign(n, DEPTH) {
            Some(n) => Term { scale: -scale, factor: Some(n) },
            None => Term { scale, factor: Some(n) },
        }
    }

    /// A node that is a number, or begins with one, as a term.
    fn without_number(&mut self, n: NodeId, depth: u32) -> Option<Term> {
        match self.builder.node(n) {
            Node::Constant(scale) => Some(Term { scale, factor: None }),
            Node::Binary(Binary::Multiply, a, b) => match (self.builder.node(a), self.builder.node(b)) {
                (Node::Constant(scale), _) => Some(Term { scale, factor: Some(b) }),
                (_, Node::Constant(scale)) => Some(Term { scale, factor: Some(a) }),
                _ => None,
            },
            // Only of a number divided once or more: elsewhere there would be two of most quotients, with and without it.
            Node::Binary(Binary::Divide, a, b)
                if depth > 0 && !matches!(self.builder.node(a), Node::Binary(Binary::Multiply, ..)) =>
            {
                let Term { scale, factor } = self.without_number(a, depth - 1)?;
                if is(scale, 1.0) {
                    return None;
                }
                let above = factor.unwrap_or_else(|| self.builder.constant(1.0));
                Some(Term { scale, factor: Some(self.builder.binary(Binary::Divide, above, b)) })
            }
            _ => None,
        }
    }

    /// `-n`, if n has a sign at the front that can be left out.
    fn without_sign(&mut self, n: NodeId, depth: u32) -> Option<NodeId> {
        match self.builder.node(n) {
            Node::Constant(number) if number < 0.0 => Some(self.builder.constant(-number)),
            Node::Unary(Unary::Negate, a) => Some(a),
            Node::Binary(op @ (Binary::Multiply | Binary::Divide), a, b) if depth > 0 && a != b => {
                if let Some(a) = self.without_sign(a, depth - 1) {
                    return Some(self.builder.binary(op, a, b));
                }
                let b = self.without_sign(b, depth - 1).filter(|_| op == Binary::Multiply)?;
                Some(self.builder.binary(op, a, b))
            }
            _ => None,
        }
    }

    /// Whether n begins with a number, which can take up another.
    fn has_number(&self, n: NodeId, depth: u32) -> bool {
        match self.builder.node(n) {
            Node::Constant(_) => true,
            Node::Binary(Binary::Multiply, a, b) => {
                let is_number = |n| matches!(self.builder.node(n), Node::Constant(_));
                is_number(a)
                    || is_number(b)
                    || depth > 0 && a != b && (self.has_number(a, depth - 1) || self.has_number(b, depth - 1))
            }
            Node::Binary(Binary::Divide, a, _) => depth > 0 && self.has_number(a, depth - 1),
            _ => false,
        }
    }

    fn is_product(&self, n: NodeId) -> bool {
        matches!(self.builder.node(n), Node::Binary(Binary::Multiply | Binary::Divide, a, b) if a != b)
    }

    /// Whether it is zero but for NaN at jumps: a `gate(s, 0)`, a sum of such, or a choice among them. What that is
    /// multiplied with does not matter: next to the point it is multiplied with zero.
    pub(super) fn is_zero_off_jumps(&mut self, a: Term) -> bool {
        let Some(factor) = a.factor else { return false };
        for id in index(self.only_jumps.len())..self.builder.next() {
            let is_zero = |n: NodeId| self.only_jumps[n as usize];
            let is_so = match self.builder.node(id) {
                Node::Constant(number) => number.abs() <= 0.0,
                Node::Unary(Unary::Negate, v)
                | Node::Binary(Binary::Gate | Binary::When | Binary::Unless, _, v) => is_zero(v),
                Node::Binary(Binary::Add | Binary::Subtract, a, b) => is_zero(a) && is_zero(b),
                _ => false,
            };
            self.only_jumps.push(is_so);
        }
        self.only_jumps[factor as usize]
    }
}

#[expect(clippy::float_cmp, reason = "only the very number can be left out")]
fn is(scale: f64, number: f64) -> bool {
    scale == number
}
