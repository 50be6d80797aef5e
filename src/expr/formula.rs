//! A program without a text of its own as a formula, written from its nodes.
//!
//! It has the program's value bit for bit where it can be read again, which is where it has no gate: operands are put in
//! reading order only where that commutes exactly, and products of three are bracketed as they are computed.

use std::f64::consts::PI;

use super::names;
use super::operation::{Binary, Unary};
use super::program::{Dependence, Node, NodeId, Program};
use super::spelling::{Level, Part, PartId, Spelling};

/// The formula of a program, if it has at most so many bytes.
pub(super) fn of(program: &Program, limit: usize) -> Option<String> {
    let mut formula = Formula { program, spelling: Spelling::default(), parts: Vec::new() };
    for (id, node) in (0..).zip(program.nodes()) {
        let part = formula.part(id, node);
        formula.parts.push(part);
    }
    formula.spelling.text_within(limit, formula.parts[program.root() as usize])
}

struct Formula<'a> {
    program: &'a Program,
    spelling: Spelling<'a>,
    /// Of each node so far.
    parts: Vec<PartId>,
}

impl Formula<'_> {
    fn part(&mut self, id: NodeId, node: &Node) -> PartId {
        if let Some(operands) = self.program.choice(id) {
            let operands = operands.map(|n| self.parts[n as usize]);
            return self.spelling.add(Part::Call("where", operands.to_vec()));
        }
        let part = match *node {
            Node::Constant(value) => return self.number(value),
            Node::Variable(axis) => Part::Name(axis.name()),
            Node::Unary(Unary::Negate, a) => Part::Negate(self.parts[a as usize]),
            // What a derivative has in place of pi, which it would round: the same number in `f64`.
            Node::Unary(Unary::Acos, a) if self.is_minus_one(a) => return self.number(PI),
            Node::Unary(op, a) => Part::Call(op.name(), vec![self.parts[a as usize]]),
            Node::Binary(Binary::Multiply, a, b) if a == b => {
                let two = self.spelling.add(Part::Number(2.0));
                Part::Infix(Binary::Power, self.parts[a as usize], two)
            }
            Node::Binary(op @ (Binary::When | Binary::Unless), c, value) => {
                let [c, value] = [c, value].map(|n| self.parts[n as usize]);
                let nothing = self.number(-0.0);
                let [a, b] = if op == Binary::When { [value, nothing] } else { [nothing, value] };
                Part::Call(op.name(), vec![c, a, b])
            }
            Node::Binary(op, a, b) if op.is_written_as_call() => {
                Part::Call(op.name(), vec![self.parts[a as usize], self.parts[b as usize]])
            }
            Node::Binary(op, a, b) => {
                let (a, b) = if self.reads_better_swapped(op, a, b) { (b, a) } else { (a, b) };
                Part::Infix(op, self.parts[a as usize], self.parts[b as usize])
            }
        };
        self.spelling.add(part)
    }

    fn is_minus_one(&self, n: NodeId) -> bool {
        matches!(self.program.nodes()[n as usize], Node::Constant(number) if number.to_bits() == (-1.0_f64).to_bits())
    }

    /// Whether a sum or a product is to begin with its second operand: a number goes before what it multiplies, and what
    /// would need brackets behind the sign goes before it.
    fn reads_better_swapped(&self, op: Binary, a: NodeId, b: NodeId) -> bool {
        let own = match op {
            Binary::Add => Level::Sum,
            Binary::Multiply => Level::Product,
            _ => return false,
        };
        let is_fixed = |id: NodeId| self.program.dependence(id) == Dependence::Nothing;
        if op == Binary::Multiply && is_fixed(a) != is_fixed(b) {
            return is_fixed(b);
        }
        let level = |id: NodeId| self.spelling.level(self.parts[id as usize]);
        level(a) != own && (level(b) == own || level(b) == Level::Negation && level(a) != Level::Negation)
    }

    /// A number as it would be typed: pi, e, half and twice and four times pi by name.
    fn number(&mut self, value: f64) -> PartId {
        if value.is_nan() || value.is_infinite() {
            let [over, under] = [if value.is_nan() { 0.0 } else { 1.0 }, 0.0].map(Part::Number);
            let (over, under) = (self.spelling.add(over), self.spelling.add(under));
            let quotient = self.spelling.add(Part::Infix(Binary::Divide, over, under));
            return if value < 0.0 { self.spelling.add(Part::Negate(quotient)) } else { quotient };
        }
        if value.is_sign_negative() {
            let magnitude = self.number(-value);
            return self.spelling.add(Part::Negate(magnitude));
        }
        let multiple = |op: Binary, factor: f64| {
            // Exact, as the factor is a power of 2.
            let name =
                names::of_constant(if op == Binary::Divide { value * factor } else { value / factor })?;
            Some((op, factor, name))
        };
        let named =
            [(Binary::Multiply, 2.0), (Binary::Multiply, 4.0), (Binary::Divide, 2.0), (Binary::Divide, 4.0)];
        if let Some(name) = names::of_constant(value) {
            self.spelling.add(Part::Name(name))
        } else if let Some((op, factor, name)) =
            named.into_iter().find_map(|(op, factor)| multiple(op, factor))
        {
            let [name, factor] = [Part::Name(name), Part::Number(factor)].map(|part| self.spelling.add(part));
            let (a, b) = if op == Binary::Multiply { (factor, name) } else { (name, factor) };
            self.spelling.add(Part::Infix(op, a, b))
        } else {
            self.spelling.add(Part::Number(value))
        }
    }
}
