//! Functions in pieces: what is taken on each, and NaN where they meet.

use super::Rules;
use crate::expr::derivative::term::Term;
use crate::expr::operation::{Binary, Comparison, Unary};
use crate::expr::program::{Node, NodeId};

impl Rules {
    /// `a' - q b'` with the whole quotient q = (a - v)/b, whose rounding is undone; NaN where q changes, that is where v
    /// is 0, but not where q is 0 on both sides.
    pub(super) fn remainder(&mut self, v: NodeId, [a, b]: [NodeId; 2], [da, db]: [Option<Term>; 2]) -> Term {
        let slope = self.less_quotient(v, [a, b], [da, db]);
        let [size, size_a, size_b] = [v, a, b].map(|n| self.one(Unary::Abs, n));
        let room = self.two(Binary::Subtract, size_b, size_a);
        let distance = self.two(Binary::Maximum, size, room);
        self.gate(distance, slope)
    }

    /// `a' - q b'` with the whole quotient q; NaN where q changes, that is where v is 0.
    pub(super) fn floor_mod(
        &mut self,
        v: NodeId,
        operands: [NodeId; 2],
        derivatives: [Option<Term>; 2],
    ) -> Term {
        let slope = self.less_quotient(v, operands, derivatives);
        let size = self.one(Unary::Abs, v);
        self.gate(size, slope)
    }

    /// `a' - q b'` for q = (a - v)/b, which is an integer but for its rounding.
    fn less_quotient(&mut self, v: NodeId, [a, b]: [NodeId; 2], [da, db]: [Option<Term>; 2]) -> Option<Term> {
        let of_b = db.and_then(|_| {
            let whole = self.two(Binary::Subtract, a, v);
            let quotient = self.two(Binary::Divide, whole, b);
            let quotient = self.one(Unary::Round, quotient);
            self.terms.times(db, quotient)
        });
        self.terms.difference(da, of_b)
    }

    /// That of the larger of p and q, which are the operands whose derivatives are da and db, or the other way round.
    pub(super) fn taken(&mut self, [p, q]: [NodeId; 2], [da, db]: [Option<Term>; 2]) -> Option<Term> {
        let of_a = da.map(|_| {
            let ahead = self.two(Binary::Subtract, p, q);
            self.gate(ahead, da)
        });
        let of_b = db.map(|_| {
            let ahead = self.two(Binary::Subtract, q, p);
            self.gate(ahead, db)
        });
        self.terms.sum(of_a, of_b)
    }

    /// Whether operands with these derivatives, if any, are constant but for jumps.
    pub(super) fn is_constant_in_pieces<const N: usize>(&mut self, derivatives: [Option<Term>; N]) -> bool {
        derivatives.into_iter().flatten().all(|term| self.terms.is_zero_off_jumps(term))
    }

    /// That of a function of a and b which are constant in pieces: it is, too, and jumps where they do.
    pub(super) fn jumps(
        &mut self,
        op: Binary,
        [a, b]: [NodeId; 2],
        [da, db]: [Option<Term>; 2],
    ) -> Option<Term> {
        // Comparisons joined by max, which means or, and by min, which means and: one alone may decide.
        let decided_by = match op {
            Binary::Maximum => Some(Binary::Unless),
            Binary::Minimum => Some(Binary::When),
            _ => None,
        };
        let is_decided = [a, b].into_iter().all(|n| self.is_comparison(n));
        match (decided_by.filter(|_| is_decided), da, db) {
            (Some(seen), Some(jump), None) => self.seen_where(seen, b, jump),
            (Some(seen), None, Some(jump)) => self.seen_where(seen, a, jump),
            _ => self.terms.sum(da, db),
        }
    }

    /// Whether a node is 0 or 1, as one of the comparisons or several joined to one.
    fn is_comparison(&self, n: NodeId) -> bool {
        match self.terms.builder.node(n) {
            Node::Binary(Binary::Compare(_), ..) => true,
            Node::Binary(Binary::Maximum | Binary::Minimum | Binary::Multiply, a, b) => {
                self.is_comparison(a) && self.is_comparison(b)
            }
            _ => false,
        }
    }

    /// A jump that is seen where a condition, the same along the axis, holds or does not.
    pub(super) fn seen_where(
        &mut self,
        when_or_unless: Binary,
        condition: NodeId,
        jump: Term,
    ) -> Option<Term> {
        let jump = self.terms.node(jump);
        let seen = self.two(when_or_unless, condition, jump);
        let is_never = matches!(self.terms.builder.node(seen), Node::Constant(_));
        (!is_never).then_some(Term::of(seen))
    }

    /// `a' b` for a b that is the same along the axis: where it is 0, the jumps of a are not seen.
    pub(super) fn times_constant(&mut self, da: Option<Term>, b: NodeId) -> Option<Term> {
        if self.is_constant_in_pieces([da]) {
            return da.and_then(|jump| self.seen_where(Binary::When, b, jump));
        }
        self.terms.times(da, b)
    }

    /// 0, and NaN where a comparison of a and b changes.
    pub(super) fn switch(&mut self, [a, b]: [NodeId; 2]) -> Option<Term> {
        // A number compared with itself never changes.
        (a != b).then(|| {
            // 1 also where one of them is NaN: a comparison with NaN holds nowhere, and so changes nowhere.
            let differ = self.two(Binary::Compare(Comparison::NotEqual), a, b);
            self.gate(differ, None)
        })
    }

    /// That of the value taken of `where(c, a, b)`, of which a or b may be none, which is 0. NaN where the condition changes, unless
    /// both have there the same value and the same derivative: then it is that of the whole.
    pub(super) fn choice(&mut self, c: NodeId, nodes: [Option<NodeId>; 2]) -> Option<Term> {
        let values = nodes.map(|n| n.and_then(|n| self.derivative(n)));
        let taken = values.iter().any(Option::is_some).then(|| {
            let [a, b] = values.map(|term| match term {
                Some(term) => self.terms.node(term),
                None => self.constant(0.0),
            });
            let (a, b) = (self.two(Binary::When, c, a), self.two(Binary::Unless, c, b));
            Term::of(self.two(Binary::Add, a, b))
        });
        let jump = self.derivative(c).map(|of_c| {
            if self.terms.is_zero_off_jumps(of_c) {
                return of_c;
            }
            // A number as a condition changes at its zeros, and not where it is NaN.
            let zero = self.constant(0.0);
            let differs = self.two(Binary::Compare(Comparison::NotEqual), c, zero);
            self.gate(differs, None)
        });
        let jump = jump.and_then(|jump| {
            let agree = self.agree(nodes, values);
            self.seen_where(Binary::Unless, agree, jump)
        });
        self.terms.sum(taken, jump)
    }

    /// 1 where two values and their derivatives are the same, otherwise 0.
    fn agree(&mut self, nodes: [Option<NodeId>; 2], derivatives: [Option<Term>; 2]) -> NodeId {
        let values = nodes.map(|n| n.unwrap_or_else(|| self.constant(0.0)));
        let slopes = derivatives.map(|term| match term {
            Some(term) => self.terms.node(term),
            None => self.constant(0.0),
        });
        let [same_value, same_slope] = [values, slopes].map(|[a, b]| {
            if a == b { self.constant(1.0) } else { self.two(Binary::Compare(Comparison::Equal), a, b) }
        });
        self.two(Binary::Multiply, same_value, same_slope)
    }

    /// Positive, and 0 where a function that is constant in pieces jumps.
    pub(super) fn distance_to_jump(&mut self, op: Unary, v: NodeId, a: NodeId) -> NodeId {
        match op {
            Unary::Floor => self.two(Binary::Subtract, a, v),
            Unary::Ceil => self.two(Binary::Subtract, v, a),
            Unary::Round | Unary::RoundEven => {
                let (half, off) = (self.constant(0.5), self.two(Binary::Subtract, a, v));
                let off = self.one(Unary::Abs, off);
                self.two(Binary::Subtract, half, off)
            }
            _ => self.one(Unary::Abs, a),
        }
    }

    /// A derivative where `s > 0`, 0 where `s < 0`, NaN where s is 0.
    pub(super) fn gate(&mut self, s: NodeId, derivative: Option<Term>) -> Term {
        let v = match derivative {
            Some(derivative) => self.terms.node(derivative),
            None => self.constant(0.0),
        };
        Term::of(self.two(Binary::Gate, s, v))
    }
}
