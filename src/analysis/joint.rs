//! Several programs run as one: what they share is computed once, and on a grid what depends on one coordinate alone
//! is computed once for it.
//!
//! Each value has the bits of [`crate::eval::scalar`] on its program: the operations are the same, and so are their
//! operands.

use std::collections::HashMap;
use std::ops::Range;

use crate::eval::Number;
use crate::expr::{Axis, Dependence, Node, NodeId, NodeKey, Program};

/// The nodes of several programs, equal ones but once, those of each dependence together.
#[derive(Clone, Debug)]
pub(super) struct Joint {
    nodes: Vec<Node>,
    /// The nodes of the coordinate along the lanes, of the other one, and of both; before them come the numbers.
    parts: [Range<usize>; 3],
    /// What the mixed nodes and the caller read of the nodes along the lanes.
    frontier: Vec<NodeId>,
    /// The values of the programs.
    roots: Vec<NodeId>,
}

/// A node with other operands.
fn renumbered(node: Node, new: &[NodeId]) -> Node {
    match node {
        Node::Unary(op, a) => Node::Unary(op, new[a as usize]),
        Node::Binary(op, a, b) => Node::Binary(op, new[a as usize], new[b as usize]),
        leaf => leaf,
    }
}

impl Joint {
    /// Of some programs, for grids whose neighbours in memory follow one another along an axis.
    pub(super) fn new(programs: &[&Program], lanes: Axis) -> Self {
        let mut known: HashMap<NodeKey, NodeId> = HashMap::new();
        let mut nodes: Vec<(Node, Dependence)> = Vec::new();
        let mut roots = Vec::with_capacity(programs.len());
        for program in programs {
            let mut new: Vec<NodeId> = Vec::with_capacity(program.nodes().len());
            for (id, &node) in (0..).zip(program.nodes()) {
                let node = renumbered(node, &new);
                new.push(*known.entry(NodeKey::from(&node)).or_insert_with(|| {
                    nodes.push((node, program.dependence(id)));
                    index(nodes.len() - 1)
                }));
            }
            roots.push(new[program.root() as usize]);
        }
        Self::sorted(&nodes, &roots, lanes)
    }

    /// Operands stay before their users: a node depends on whatever its operands depend on.
    fn sorted(found: &[(Node, Dependence)], roots: &[NodeId], lanes: Axis) -> Self {
        let [along, across] = match lanes {
            Axis::X0 => [Dependence::X0, Dependence::X1],
            Axis::X1 => [Dependence::X1, Dependence::X0],
        };
        let mut new: Vec<NodeId> = vec![0; found.len()];
        let mut nodes = Vec::with_capacity(found.len());
        let [_, along, across, both] = [Dependence::Nothing, along, across, Dependence::Both].map(|part| {
            let start = nodes.len();
            for (old, &(node, _)) in found.iter().enumerate().filter(|(_, (_, own))| *own == part) {
                new[old] = index(nodes.len());
                nodes.push(renumbered(node, &new));
            }
            start..nodes.len()
        });
        let roots: Vec<NodeId> = roots.iter().map(|&root| new[root as usize]).collect();
        let mut read = vec![false; nodes.len()];
        for &root in &roots {
            read[root as usize] = true;
        }
        for node in &nodes[both.clone()] {
            if let Node::Unary(_, a) | Node::Binary(_, a, _) = *node {
                read[a as usize] = true;
            }
            if let Node::Binary(_, _, b) = *node {
                read[b as usize] = true;
            }
        }
        let frontier = along.clone().filter(|&id| read[id]).map(index).collect();
        Self { nodes, parts: [along, across, both], frontier, roots }
    }

    fn run<N: Number>(&self, part: Range<usize>, values: &mut [N], x: [N; 2]) {
        for (id, node) in part.clone().zip(&self.nodes[part]) {
            values[id] = match *node {
                Node::Constant(value) => N::constant(value),
                Node::Variable(axis) => x[axis.index()],
                Node::Unary(op, a) => N::unary(op, values[a as usize]),
                Node::Binary(op, a, b) => N::binary(op, values[a as usize], values[b as usize]),
            };
        }
    }
}

/// A position as a node id; the text limit keeps programs far below 2^32 nodes.
fn index(position: usize) -> NodeId {
    NodeId::try_from(position).expect("the text limit keeps a program below 2^32 nodes")
}

/// The values of a [`Joint`] at one point after another, in memory that one leaves to the next.
#[derive(Clone, Debug)]
pub(super) struct Values<N>(Vec<N>);

impl<N> Default for Values<N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<N: Number> Values<N> {
    /// At a point, the K programs' values.
    pub(super) fn at<const K: usize>(&mut self, joint: &Joint, x: [N; 2]) -> [N; K] {
        self.0.resize(joint.nodes.len(), N::constant(0.0));
        joint.run(0..joint.nodes.len(), &mut self.0, x);
        self.roots(joint)
    }

    fn roots<const K: usize>(&self, joint: &Joint) -> [N; K] {
        std::array::from_fn(|k| self.0[joint.roots[k] as usize])
    }
}

/// The values of a [`Joint`] at points of one tile of a grid, in any order, though best row by row. What depends on a
/// column alone is remembered when it is first asked for.
#[derive(Clone, Debug)]
pub(super) struct Walk<N> {
    values: Values<N>,
    /// The frontier's values, column after column.
    columns: Vec<N>,
    is_known: Vec<bool>,
    /// The row whose values are there.
    row: Option<usize>,
}

impl<N> Default for Walk<N> {
    fn default() -> Self {
        Self { values: Values::default(), columns: Vec::new(), is_known: Vec::new(), row: None }
    }
}

impl<N: Number> Walk<N> {
    /// Forget everything, for a tile of so many columns.
    pub(super) fn start(&mut self, columns: usize) {
        self.is_known.clear();
        self.is_known.resize(columns, false);
        self.row = None;
    }

    /// At a point in this column and row of the tile, the K programs' values.
    pub(super) fn at<const K: usize>(
        &mut self,
        joint: &Joint,
        [column, row]: [usize; 2],
        x: [N; 2],
    ) -> [N; K] {
        let [along, across, both] = joint.parts.clone();
        let (values, slots) = (&mut self.values.0, joint.frontier.len());
        if self.row != Some(row) {
            values.resize(joint.nodes.len(), N::constant(0.0));
            joint.run(0..along.start, values, x);
            joint.run(across, values, x);
            self.row = Some(row);
        }
        self.columns.resize(self.is_known.len() * slots, N::constant(0.0));
        let remembered = &mut self.columns[column * slots..][..slots];
        if self.is_known[column] {
            for (&id, &value) in joint.frontier.iter().zip(&*remembered) {
                values[id as usize] = value;
            }
        } else {
            joint.run(along, values, x);
            for (&id, remembered) in joint.frontier.iter().zip(remembered) {
                *remembered = values[id as usize];
            }
            self.is_known[column] = true;
        }
        joint.run(both, values, x);
        self.values.roots(joint)
    }
}
