//! The flat program: hash-consed nodes in an order in which operands come first.

use std::collections::HashMap;

use super::operation::{Axis, Binary, Unary};

/// The index of a node in its program; operands have smaller indices than their users.
pub type NodeId = u32;

/// One operation with its operands.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// A number.
    Constant(f64),
    /// A coordinate.
    Variable(Axis),
    /// An operation of one operand.
    Unary(Unary, NodeId),
    /// An operation of two operands.
    Binary(Binary, NodeId, NodeId),
}

/// Which coordinates a value depends on. On a grid this decides how often it must be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dependence {
    /// The same everywhere.
    Nothing,
    /// On x0 alone: one value a column.
    X0,
    /// On x1 alone: one value a row.
    X1,
    /// On both: one value a grid point.
    Both,
}

impl Dependence {
    fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, d) | (d, Self::Nothing) => d,
            (a, b) if a == b => a,
            _ => Self::Both,
        }
    }
}

/// A function of x0 and x1 as a flat list of operations; the last node is its value.
///
/// Equal sub-expressions are one node, constants are folded (in the very arithmetic that would evaluate them, so
/// folding never changes a bit), and every node knows which coordinates it [depends](Dependence) on.
/// Two programs are equal when they do the same operations on the same numbers in the same order.
#[derive(Clone, Debug)]
pub struct Program {
    nodes: Vec<Node>,
    dependence: Vec<Dependence>,
    text: String,
}

impl Program {
    /// The nodes, operands first.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node whose value is the function's.
    pub fn root(&self) -> NodeId {
        index(self.nodes.len() - 1)
    }

    /// What a node depends on.
    pub fn dependence(&self, id: NodeId) -> Dependence {
        self.dependence[id as usize]
    }

    /// How the text was understood, in canonical spelling; parsing it again gives an equal program.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Program {
    fn eq(&self, other: &Self) -> bool {
        self.nodes.iter().map(Key::from).eq(other.nodes.iter().map(Key::from))
    }
}

impl Eq for Program {}

/// A node as something to compare and hash: numbers by their bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Constant(u64),
    Variable(Axis),
    Unary(Unary, NodeId),
    Binary(Binary, NodeId, NodeId),
}

impl From<&Node> for Key {
    fn from(node: &Node) -> Self {
        match *node {
            Node::Constant(c) => Self::Constant(c.to_bits()),
            Node::Variable(axis) => Self::Variable(axis),
            Node::Unary(op, a) => Self::Unary(op, a),
            Node::Binary(op, a, b) => Self::Binary(op, a, b),
        }
    }
}

/// Builds a [`Program`] bottom up.
#[derive(Default)]
pub struct ProgramBuilder {
    nodes: Vec<Node>,
    dependence: Vec<Dependence>,
    known: HashMap<Key, NodeId>,
}

impl ProgramBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        Self::default()
    }

    /// A number.
    pub fn constant(&mut self, value: f64) -> NodeId {
        self.insert(Node::Constant(value), Dependence::Nothing)
    }

    /// A coordinate.
    pub fn variable(&mut self, axis: Axis) -> NodeId {
        let dependence = match axis {
            Axis::X0 => Dependence::X0,
            Axis::X1 => Dependence::X1,
        };
        self.insert(Node::Variable(axis), dependence)
    }

    /// An operation of one operand, folded where the operand is a number.
    pub fn unary(&mut self, op: Unary, a: NodeId) -> NodeId {
        match (op, self.nodes[a as usize]) {
            (_, Node::Constant(value)) => self.constant(op.apply(value)),
            (Unary::Negate, Node::Unary(Unary::Negate, inner)) => inner,
            _ => self.insert(Node::Unary(op, a), self.dependence[a as usize]),
        }
    }

    /// An operation of two operands, folded where both are numbers.
    ///
    /// Only rewrites that keep every bit are made: `a^2` is `a * a`, `a^1`, `a * 1` and `a / 1` are `a`,
    /// `a^0` is 1 and `a^-1` is `1 / a` (each one correctly rounded operation, as the power is).
    /// `a + 0` stays, as it turns -0 into +0; `0 * a` stays, as it is NaN for an infinite a.
    pub fn binary(&mut self, op: Binary, a: NodeId, b: NodeId) -> NodeId {
        if let (Node::Constant(x), Node::Constant(y)) = (self.nodes[a as usize], self.nodes[b as usize]) {
            return self.constant(op.apply(x, y));
        }
        match (op, self.exact_constant(b)) {
            (Binary::Power, Some(2)) => return self.binary(Binary::Multiply, a, a),
            (Binary::Power | Binary::Multiply | Binary::Divide, Some(1)) => return a,
            (Binary::Power, Some(0)) => return self.constant(1.0),
            (Binary::Power, Some(-1)) => {
                let one = self.constant(1.0);
                return self.binary(Binary::Divide, one, a);
            }
            _ => {}
        }
        if op == Binary::Multiply && self.exact_constant(a) == Some(1) {
            return b;
        }
        // IEEE addition and multiplication commute bit for bit (but for a NaN's payload), so a*b and b*a are one node.
        let (a, b) = match op {
            Binary::Add | Binary::Multiply => (a.min(b), a.max(b)),
            _ => (a, b),
        };
        let dependence = self.dependence[a as usize].join(self.dependence[b as usize]);
        self.insert(Node::Binary(op, a, b), dependence)
    }

    /// The finished program: only what `root` needs, renumbered in the order they were made.
    pub fn finish(self, root: NodeId, text: String) -> Program {
        let mut needed = vec![false; self.nodes.len()];
        needed[root as usize] = true;
        for id in (0..=root as usize).rev() {
            if needed[id] {
                match self.nodes[id] {
                    Node::Constant(_) | Node::Variable(_) => {}
                    Node::Unary(_, a) => needed[a as usize] = true,
                    Node::Binary(_, a, b) => {
                        needed[a as usize] = true;
                        needed[b as usize] = true;
                    }
                }
            }
        }
        let mut renumbered = vec![0; self.nodes.len()];
        let mut nodes = Vec::new();
        let mut dependence = Vec::new();
        for id in (0..=root as usize).filter(|&id| needed[id]) {
            renumbered[id] = index(nodes.len());
            let new = |old: NodeId| renumbered[old as usize];
            nodes.push(match self.nodes[id] {
                Node::Unary(op, a) => Node::Unary(op, new(a)),
                Node::Binary(op, a, b) => Node::Binary(op, new(a), new(b)),
                leaf => leaf,
            });
            dependence.push(self.dependence[id]);
        }
        Program { nodes, dependence, text }
    }

    /// The constant at `id` where it is one of the small integers with a rewrite of their own.
    fn exact_constant(&self, id: NodeId) -> Option<i8> {
        let Node::Constant(value) = self.nodes[id as usize] else { return None };
        #[expect(clippy::float_cmp, reason = "only the very number has the rewrite")]
        let is_value = |n: &i8| f64::from(*n) == value;
        [-1, 0, 1, 2].into_iter().find(is_value)
    }

    fn insert(&mut self, node: Node, dependence: Dependence) -> NodeId {
        *self.known.entry(Key::from(&node)).or_insert_with(|| {
            self.nodes.push(node);
            self.dependence.push(dependence);
            index(self.nodes.len() - 1)
        })
    }
}

/// A position as a node id; the text limit keeps programs far below 2^32 nodes.
fn index(position: usize) -> NodeId {
    NodeId::try_from(position).expect("the text limit keeps a program below 2^32 nodes")
}
