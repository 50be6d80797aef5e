//! The specification: each node in turn, one number at a time, in the order of the program.

use super::Number;
use crate::expr::{Node, Program};

/// The program's value at one point.
pub fn evaluate<N: Number>(program: &Program, x: [N; 2]) -> N {
    Registers::default().evaluate(program, x)
}

/// The nodes' values, in memory that one evaluation leaves to the next.
#[derive(Clone, Debug)]
pub struct Registers<N>(Vec<N>);

impl<N> Default for Registers<N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<N: Number> Registers<N> {
    /// The program's value at one point.
    #[inline]
    pub fn evaluate(&mut self, program: &Program, x: [N; 2]) -> N {
        let values = &mut self.0;
        values.clear();
        for node in program.nodes() {
            let value = match *node {
                Node::Constant(value) => N::constant(value),
                Node::Variable(axis) => x[axis.index()],
                Node::Unary(op, a) => N::unary(op, values[a as usize]),
                Node::Binary(op, a, b) => N::binary(op, values[a as usize], values[b as usize]),
            };
            values.push(value);
        }
        values[program.root() as usize]
    }
}
