//! The rule of the quotient, where the usual one would overflow or lose digits as well.

use super::Rules;
use crate::expr::derivative::term::Term;
use crate::expr::operation::{Binary, Unary};
use crate::expr::program::{Node, NodeId};

impl Rules {
    /// `c (c a' - a c')/b^3` for `a/b`, b being the length of (a, c): the quotient's own rule would subtract (a/b)^2 from 1,
    /// of which little is left where a is the longer one.
    fn cosine(&mut self, b: NodeId, [a, c]: [NodeId; 2]) -> Option<Term> {
        let [da, dc] = [a, c].map(|n| self.derivative(n));
        let (of_a, of_c) = (self.terms.times(da, c), self.terms.times(dc, a));
        let turn = self.terms.difference(of_a, of_c);
        let turn = self.terms.over(turn, b);
        let other = self.two(Binary::Divide, c, b);
        let turn = self.terms.times(turn, other);
        self.terms.over(turn, b)
    }

    /// `(a' - v b')/b`, in which no square can overflow; `a'/b k/b` for b = a + k with a k that is the same along the axis, as in
    /// `x0/(1 + x0)`, where of 1 - v little is left; `-a b'/b/b` for a number a; `a'/b - v (b'/b)` where `b'/b` is known
    /// without either, as both of them may overflow where the quotient is 0.
    pub(super) fn quotient(
        &mut self,
        v: NodeId,
        [a, b]: [NodeId; 2],
        [da, db]: [Option<Term>; 2],
    ) -> Option<Term> {
        if let Node::Binary(Binary::Hypot, p, q) = self.terms.builder.node(b)
            && (a == p || a == q)
        {
            return self.cosine(b, [a, if a == p { q } else { p }]);
        }
        if let Some((k, is_negative)) = self.beside(a, b) {
            let of_a = self.terms.over(da, b);
            let of_a = self.terms.times(of_a, k);
            let derivative = self.terms.over(of_a, b);
            return if is_negative { derivative.map(Term::negated) } else { derivative };
        }
        if let Some(growth) = self.growth(b) {
            let (of_a, of_b) = (self.terms.over(da, b), self.terms.times(Some(growth), v));
            return self.terms.difference(of_a, of_b);
        }
        let above = if let Node::Constant(_) = self.terms.builder.node(a) {
            let above = self.terms.times(db, a);
            self.terms.over(above, b).map(Term::negated)
        } else {
            let of_b = self.terms.times(db, v);
            self.terms.difference(da, of_b)
        };
        self.terms.over(above, b)
    }

    /// The k of b = a + k, k + a or k - a, which is the same along the axis; or that of a - k, and that it counts negatively.
    fn beside(&self, a: NodeId, b: NodeId) -> Option<(NodeId, bool)> {
        let (k, is_negative) = match self.terms.builder.node(b) {
            Node::Binary(Binary::Add, p, q) if p == a => (q, false),
            Node::Binary(Binary::Add | Binary::Subtract, p, q) if q == a => (p, false),
            Node::Binary(Binary::Subtract, p, q) if p == a => (q, true),
            _ => return None,
        };
        (self.derivative(k).is_none() && self.derivative(a).is_some()).then_some((k, is_negative))
    }

    /// `b'/b` for a b that grows as a power of e does, if it has a formula that never overflows: that of `k + m e^u`, in
    /// which k and m are positive numbers, is `u'/(1 + k/m e^-u)`.
    fn growth(&mut self, b: NodeId) -> Option<Term> {
        match self.terms.builder.node(b) {
            Node::Unary(Unary::Exp, u) => self.derivative(u),
            Node::Unary(Unary::Exp2, u) => {
                let rate = self.logarithm_of(2.0);
                self.terms.times(self.derivative(u), rate)
            }
            Node::Unary(Unary::Cosh, u) => self.times_function(self.derivative(u), Unary::Tanh, u),
            Node::Binary(Binary::Multiply, p, q) if p == q => {
                let growth = self.growth(p);
                self.terms.scaled(growth, 2.0)
            }
            Node::Binary(Binary::Add, p, q) => {
                let (k, power) = self.number_first(p, q)?;
                let (m, power) = match self.terms.builder.node(power) {
                    Node::Binary(Binary::Multiply, p, q) => self.number_first(p, q)?,
                    _ => (self.constant(1.0), power),
                };
                let Node::Unary(Unary::Exp, u) = self.terms.builder.node(power) else { return None };
                let minus_u = self.one(Unary::Negate, u);
                let (one, ratio) = (self.constant(1.0), self.two(Binary::Divide, k, m));
                let falling = self.one(Unary::Exp, minus_u);
                let falling = self.two(Binary::Multiply, ratio, falling);
                let below = self.two(Binary::Add, one, falling);
                self.terms.over(self.derivative(u), below)
            }
            _ => None,
        }
    }

    /// Two operands, if one is a positive number, with that one first.
    fn number_first(&self, p: NodeId, q: NodeId) -> Option<(NodeId, NodeId)> {
        [(p, q), (q, p)].into_iter().find(|&(n, _)| self.is_positive_number(n))
    }

    /// Whether a node is a positive number, or a quotient of two that would be rounded.
    fn is_positive_number(&self, n: NodeId) -> bool {
        match self.terms.builder.node(n) {
            Node::Constant(number) => number > 0.0,
            Node::Binary(Binary::Divide, p, q) => self.is_positive_number(p) && self.is_positive_number(q),
            _ => false,
        }
    }
}
