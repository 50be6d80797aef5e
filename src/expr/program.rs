//! The flat program: hash-consed nodes in an order in which operands come first.

use std::collections::HashMap;

use super::operation::{Axis, Binary, Unary, is_true};
use super::parameters::Parameters;

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
/// Equal sub-expressions are one node, and every node knows which coordinates it [depends](Dependence) on. Operations
/// on numbers alone are folded. In what the user typed that is done in `f64`, which would evaluate them, so folding
/// never changes a bit. In a derivative it is done only where nothing is rounded, so that the program stays the exact
/// derivative in any arithmetic; see [`Self::folded`].
/// Two programs are equal when they do the same operations on the same numbers in the same order.
#[derive(Clone, Debug)]
pub struct Program {
    nodes: Vec<Node>,
    dependence: Vec<Dependence>,
    text: String,
    parameters: Parameters,
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

    /// The same function with every operation on numbers alone folded in `f64`, as in what the user types.
    ///
    /// In `f64` it has the bits of this program. The block engine and the generated code take no other, as they have no
    /// form of an operation that is the same in all lanes; in wider arithmetic the rounded numbers would tell.
    #[must_use]
    pub fn folded(&self) -> Self {
        let mut builder = ProgramBuilder::new();
        let mut folded: Vec<NodeId> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let id = match *node {
                Node::Constant(value) => builder.constant(value),
                Node::Variable(axis) => builder.variable(axis),
                Node::Unary(op, a) => builder.unary(op, folded[a as usize]),
                Node::Binary(op, a, b) => builder.binary(op, folded[a as usize], folded[b as usize]),
            };
            folded.push(id);
        }
        builder
            .finish(folded[self.root() as usize], self.text.clone())
            .with_parameters(self.parameters.clone())
    }

    /// How the text was understood, in canonical spelling; parsing it again, with its
    /// [parameters](Self::parameters), gives an equal program.
    ///
    /// That of a [derivative](super::derivative()) is a formula with its value, or says what it is the derivative of.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The values of the names in the text that are neither coordinates nor constants.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The operands of `where(c, a, b)`, if a node is one.
    pub(super) fn choice(&self, id: NodeId) -> Option<[NodeId; 3]> {
        choice(&self.nodes, id)
    }

    /// The same program with what its text needs to be read again.
    pub(super) fn with_parameters(self, parameters: Parameters) -> Self {
        Self { parameters, ..self }
    }

    /// The same program under another text.
    pub(super) fn with_text(self, text: String) -> Self {
        Self { text, ..self }
    }
}

impl PartialEq for Program {
    fn eq(&self, other: &Self) -> bool {
        self.nodes.iter().map(NodeKey::from).eq(other.nodes.iter().map(NodeKey::from))
    }
}

impl Eq for Program {}

/// A node as something to compare and hash: numbers by their bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeKey {
    /// The bits of a number.
    Constant(u64),
    /// A coordinate.
    Variable(Axis),
    /// An operation of one operand.
    Unary(Unary, NodeId),
    /// An operation of two operands.
    Binary(Binary, NodeId, NodeId),
}

impl From<&Node> for NodeKey {
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
    known: HashMap<NodeKey, NodeId>,
    /// Whether an operation on numbers is folded only where `f64` does not round it.
    exact: bool,
}

impl ProgramBuilder {
    /// An empty builder that folds in `f64`.
    pub fn new() -> Self {
        Self::default()
    }

    /// A builder that has the nodes of a program already, under their ids, and folds only what is exact.
    pub fn continuing(program: &Program) -> Self {
        let known = (0..).zip(&program.nodes).map(|(id, node)| (NodeKey::from(node), id)).collect();
        let Program { nodes, dependence, .. } = program.clone();
        Self { nodes, dependence, known, exact: true }
    }

    /// The operands of `where(c, a, b)`, if a node is one.
    pub(super) fn choice(&self, id: NodeId) -> Option<[NodeId; 3]> {
        choice(&self.nodes, id)
    }

    /// A node that is there.
    pub(super) fn node(&self, id: NodeId) -> Node {
        self.nodes[id as usize]
    }

    /// The id of the next new node.
    pub(super) fn next(&self) -> NodeId {
        index(self.nodes.len())
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
        match (op, self.node(a)) {
            (_, Node::Constant(value)) => {
                let folded = if self.exact { op.apply_exactly(value) } else { Some(op.apply(value)) };
                if let Some(folded) = folded {
                    return self.constant(folded);
                }
            }
            (Unary::Negate, Node::Unary(Unary::Negate, inner)) => return inner,
            _ => {}
        }
        self.insert(Node::Unary(op, a), self.dependence[a as usize])
    }

    /// An operation of two operands, folded where both are numbers.
    ///
    /// Only rewrites that keep every bit are made: `a^2` is `a * a`, `a^1`, `a * 1`, `a / 1` and `a - 0` are `a`,
    /// `a^0` is 1 and `a^-1` is `1 / a` (each one correctly rounded operation, as the power is), the larger and the
    /// smaller of a and a are a, `a + (-0)` is a, and signs join: `a + (-b)` is `a - b`, `(-a) * (-b)` is `a * b`.
    /// A choice that a number decides is its value.
    /// `a + 0` stays, as it turns -0 into +0; `0 * a` stays, as it is NaN for an infinite a.
    pub fn binary(&mut self, op: Binary, a: NodeId, b: NodeId) -> NodeId {
        if let (Node::Constant(x), Node::Constant(y)) = (self.node(a), self.node(b)) {
            let folded = if self.exact { op.apply_exactly(x, y) } else { Some(op.apply(x, y)) };
            if let Some(folded) = folded {
                return self.constant(folded);
            }
        }
        if let Some(simpler) = self.simpler(op, a, b) {
            return simpler;
        }
        let (op, a, b) = self.joined_signs(op, a, b);
        // IEEE addition and multiplication commute bit for bit (but for a NaN's payload), so a*b and b*a are one node.
        let (a, b) = match op {
            Binary::Add | Binary::Multiply => (a.min(b), a.max(b)),
            _ => (a, b),
        };
        let dependence = self.dependence[a as usize].join(self.dependence[b as usize]);
        self.insert(Node::Binary(op, a, b), dependence)
    }

    /// What an operation with one of the small integers, or on one operand twice, is the same as.
    fn simpler(&mut self, op: Binary, a: NodeId, b: NodeId) -> Option<NodeId> {
        match (op, self.exact_constant(b)) {
            (Binary::Power, Some(2)) => Some(self.binary(Binary::Multiply, a, a)),
            (Binary::Power | Binary::Multiply | Binary::Divide, Some(1)) => Some(a),
            (Binary::Power, Some(0)) => Some(self.constant(1.0)),
            (Binary::Power, Some(-1)) => {
                let one = self.constant(1.0);
                Some(self.binary(Binary::Divide, one, a))
            }
            // a - (-0) is a + 0.
            (Binary::Subtract, Some(0)) if !self.is_negative_zero(b) => Some(a),
            (Binary::Multiply, _) if self.exact_constant(a) == Some(1) => Some(b),
            (Binary::Maximum | Binary::Minimum, _) if a == b => Some(a),
            (Binary::Add, _) if self.is_negative_zero(b) => Some(a),
            (Binary::Add, _) if self.is_negative_zero(a) => Some(b),
            (Binary::When | Binary::Unless, _) => self.decided(op, a, b),
            _ => None,
        }
    }

    /// A choice whose condition is a number.
    fn decided(&mut self, op: Binary, condition: NodeId, value: NodeId) -> Option<NodeId> {
        let Node::Constant(condition) = self.node(condition) else { return None };
        let is_taken = is_true(condition) == (op == Binary::When);
        Some(if is_taken { value } else { self.constant(-0.0) })
    }

    /// The same operation on operands without the signs that it can take up.
    fn joined_signs(&self, op: Binary, a: NodeId, b: NodeId) -> (Binary, NodeId, NodeId) {
        let negated = |id: NodeId| match self.node(id) {
            Node::Unary(Unary::Negate, inner) => Some(inner),
            _ => None,
        };
        match (op, negated(a), negated(b)) {
            (Binary::Multiply | Binary::Divide, Some(a), Some(b)) => (op, a, b),
            (Binary::Add, _, Some(b)) => (Binary::Subtract, a, b),
            (Binary::Add, Some(a), None) => (Binary::Subtract, b, a),
            (Binary::Subtract, _, Some(b)) => (Binary::Add, a, b),
            _ => (op, a, b),
        }
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
        Program { nodes, dependence, text, parameters: Parameters::new() }
    }

    /// The constant at `id` where it is one of the small integers with a rewrite of their own.
    fn exact_constant(&self, id: NodeId) -> Option<i8> {
        let Node::Constant(value) = self.nodes[id as usize] else { return None };
        #[expect(clippy::float_cmp, reason = "only the very number has the rewrite")]
        let is_value = |n: &i8| f64::from(*n) == value;
        [-1, 0, 1, 2].into_iter().find(is_value)
    }

    fn is_negative_zero(&self, id: NodeId) -> bool {
        matches!(self.node(id), Node::Constant(value) if value.to_bits() == (-0.0_f64).to_bits())
    }

    fn insert(&mut self, node: Node, dependence: Dependence) -> NodeId {
        *self.known.entry(NodeKey::from(&node)).or_insert_with(|| {
            self.nodes.push(node);
            self.dependence.push(dependence);
            index(self.nodes.len() - 1)
        })
    }
}

/// c, a and b of a sum that is `where(c, a, b)`.
fn choice(nodes: &[Node], sum: NodeId) -> Option<[NodeId; 3]> {
    let node = |id: NodeId| nodes[id as usize];
    let Node::Binary(Binary::Add, p, q) = node(sum) else { return None };
    match (node(p), node(q)) {
        (Node::Binary(Binary::When, c, a), Node::Binary(Binary::Unless, d, b))
        | (Node::Binary(Binary::Unless, d, b), Node::Binary(Binary::When, c, a))
            if c == d =>
        {
            Some([c, a, b])
        }
        _ => None,
    }
}

/// A position as a node id; the text limit keeps programs far below 2^32 nodes.
pub(super) fn index(position: usize) -> NodeId {
    NodeId::try_from(position).expect("the text limit keeps a program below 2^32 nodes")
}
