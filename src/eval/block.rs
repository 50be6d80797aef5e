//! Stretches of grid rows at a time.
//!
//! On a grid, what depends on x0 alone takes one value a column and what depends on x1 alone one value a row. A
//! [`GridProgram`] therefore has three parts: one that is run over the columns, one over the rows, and the *mixed* part
//! that is run at every point and finds the values of the other two ready.

use std::convert::Infallible;

use super::aligned::AlignedVec;
use super::kernel::{self, Operand};
use super::tape::{Instruction, Operation, Source, Tape};
use crate::expr::{Axis, Binary, Dependence, Node, NodeId, Program, Unary};

/// The most lanes of a block: enough for an operation's loop to be most of its time, and few enough for the registers of a
/// usual program at all displacements to stay within the caches.
pub const BLOCK: usize = 512;

/// Instructions of a tape between two questions whether to stop: a block of the slowest function takes some 30 us.
const PATIENCE: usize = 16;

/// A program split by what depends on the column, on the row, and on both.
#[derive(Clone, Debug)]
pub struct GridProgram {
    /// Along which the columns follow one another.
    axis: Axis,
    /// The nodes that are hoisted: of the columns, and of the rows.
    slots: [Vec<NodeId>; 2],
    /// Of the columns, and of the rows.
    parts: [Tape; 2],
    /// All but the root, if that is one of `+ - * /`.
    mixed: Tape,
    root: Option<Binary>,
}

/// The values of a column or row part along its axis, once for each of some displacements of its coordinates: all values
/// of one node and one displacement side by side.
#[derive(Clone, Debug)]
pub struct Hoisted {
    /// `stride` numbers for each node of each displacement, of which the first `length` are its values.
    values: AlignedVec,
    nodes: usize,
    stride: usize,
    length: usize,
}

impl Hoisted {
    fn zeros(nodes: usize, displacements: usize, length: usize, stride: usize) -> Self {
        Self { values: AlignedVec::zeros(nodes * displacements * stride), nodes, stride, length }
    }

    /// All numbers: from one node's to the next's, then from one displacement's to the next's.
    pub(crate) fn values(&self) -> &[f64] {
        &self.values
    }

    /// The number of coordinates.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is no coordinate.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    fn node(&self, displacement: usize, slot: usize) -> &[f64] {
        &self.values[(displacement * self.nodes + slot) * self.stride..][..self.length]
    }

    fn node_mut(&mut self, displacement: usize, slot: usize) -> &mut [f64] {
        &mut self.values[(displacement * self.nodes + slot) * self.stride..][..self.length]
    }
}

/// Where a block lies: some columns of a row, each at one of its displacements.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// From [`GridProgram::hoist`] for x0.
    pub(crate) columns: &'a Hoisted,
    /// The first column.
    pub(crate) start: usize,
    /// From [`GridProgram::hoist`] for x1.
    pub(crate) rows: &'a Hoisted,
    /// The row.
    pub(crate) row: usize,
    /// Which displacement of x0 and which of x1.
    pub(crate) displacements: [usize; 2],
}

/// The registers of one evaluation.
#[derive(Clone, Debug, Default)]
pub struct Scratch(Vec<Lanes>);

/// One register, on cache lines of its own: a vector that straddles two costs two accesses.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Lanes([f64; BLOCK]);

/// A program's last operation with its operands, for whoever wants to apply it in a loop of their own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Root<'a> {
    /// The value itself.
    Value(Operand<'a>),
    /// One of `+ - * /`.
    Binary(Binary, Operand<'a>, Operand<'a>),
}

impl GridProgram {
    /// Split a program, for rows of x0.
    pub fn new(program: &Program) -> Self {
        Self::along(program, Axis::X0, Hoist::All)
    }

    /// Split a program, for rows along this axis: what depends on it alone is the part of the columns.
    pub(crate) fn along(program: &Program, axis: Axis, hoist: Hoist) -> Self {
        let slots = frontiers(program, axis, hoist);
        let part = |wanted: &[NodeId]| {
            let input = |id: NodeId| match program.nodes()[id as usize] {
                // An axis' own tape sees the coordinates as its only column.
                Node::Variable(_) => Some(Source::Column(0)),
                Node::Constant(value) => Some(Source::Constant(value)),
                Node::Unary(..) | Node::Binary(..) => None,
            };
            Tape::compile(program, wanted, input, true)
        };
        let parts = slots.each_ref().map(|wanted| part(wanted));
        let (root, wanted) = match program.nodes()[program.root() as usize] {
            Node::Binary(op @ (Binary::Add | Binary::Subtract | Binary::Multiply | Binary::Divide), a, b)
                if program.dependence(program.root()) == Dependence::Both =>
            {
                (Some(op), vec![a, b])
            }
            _ => (None, vec![program.root()]),
        };
        let mixed = Tape::compile(program, &wanted, mixed_input(program, &slots), true);
        Self { axis, slots, parts, mixed, root }
    }

    /// The mixed part of the program that this was made of, operation by operation to its root; `None` where the root is
    /// not mixed.
    pub(crate) fn plain_mixed(&self, program: &Program) -> Option<Tape> {
        let is_mixed = program.dependence(program.root()) == Dependence::Both;
        let input = mixed_input(program, &self.slots);
        is_mixed.then(|| Tape::compile(program, &[program.root()], input, false))
    }

    /// Which of the hoisted nodes of the columns is the coordinate itself, if it is among them.
    pub(crate) fn coordinate_slot(&self, program: &Program) -> Option<usize> {
        let is_coordinate = |&id: &NodeId| matches!(program.nodes()[id as usize], Node::Variable(_));
        self.slots[0].iter().position(is_coordinate)
    }

    /// How many nodes are hoisted: of the columns, and of the rows.
    pub(crate) fn hoisted_nodes(&self) -> [usize; 2] {
        self.parts.each_ref().map(|part| part.results.len())
    }

    /// Run the part of one axis over its coordinates.
    pub fn hoist(&self, axis: Axis, coordinates: &[f64], scratch: &mut Scratch) -> Hoisted {
        let Ok(hoisted) = self.try_hoist(axis, &[coordinates], coordinates.len(), scratch, &always);
        hoisted
    }

    /// [`Self::hoist`] for several displacements of the coordinates, now and then asking whether to go on; an
    /// error is the answer not to.
    ///
    /// From one node's values to the next's it is `stride` numbers, as many as there are coordinates or more.
    pub(crate) fn try_hoist<E>(
        &self,
        axis: Axis,
        displaced: &[impl AsRef<[f64]>],
        stride: usize,
        scratch: &mut Scratch,
        go_on: &impl Fn() -> Result<(), E>,
    ) -> Result<Hoisted, E> {
        let tape = &self.parts[usize::from(axis != self.axis)];
        let length = displaced.first().map_or(0, |coordinates| coordinates.as_ref().len());
        let mut inputs = Hoisted::zeros(1, 1, length, length);
        let no_rows = Hoisted::zeros(0, 0, 0, 0);
        let mut hoisted = Hoisted::zeros(tape.results.len(), displaced.len(), length, stride);
        scratch.fit(tape.registers);
        for (displacement, coordinates) in displaced.iter().enumerate() {
            inputs.node_mut(0, 0).copy_from_slice(coordinates.as_ref());
            for start in (0..length).step_by(BLOCK) {
                let lanes = BLOCK.min(length - start);
                let place = Place { columns: &inputs, start, rows: &no_rows, row: 0, displacements: [0, 0] };
                run_patiently(&tape.instructions, &place, lanes, scratch, go_on)?;
                for (slot, &result) in tape.results.iter().enumerate() {
                    let out = &mut hoisted.node_mut(displacement, slot)[start..][..lanes];
                    kernel::copy(out, place.operand(result, lanes, |r| &scratch.0[r]));
                }
            }
        }
        Ok(hoisted)
    }

    /// The program's values in row `row` and in the columns from `start` on, as many as `out` has room for.
    ///
    /// `columns` and `rows` come from [`Self::hoist`] for x0 and x1; they decide the coordinates.
    ///
    /// # Panics
    /// If `out` is longer than [`BLOCK`] or reaches beyond the hoisted columns, or `row` beyond the rows.
    pub fn evaluate(
        &self,
        columns: &Hoisted,
        start: usize,
        rows: &Hoisted,
        row: usize,
        scratch: &mut Scratch,
        out: &mut [f64],
    ) {
        let place = Place { columns, start, rows, row, displacements: [0, 0] };
        let Ok(()) = self.evaluate_at(&place, scratch, out, &always);
    }

    /// [`Self::evaluate`] at displaced coordinates, now and then asking whether to go on.
    pub(crate) fn evaluate_at<E>(
        &self,
        place: &Place<'_>,
        scratch: &mut Scratch,
        out: &mut [f64],
        go_on: &impl Fn() -> Result<(), E>,
    ) -> Result<(), E> {
        let lanes = out.len();
        self.prepare(place, lanes, scratch, go_on)?;
        match self.root(place, lanes, scratch) {
            Root::Value(value) => kernel::copy(out, value),
            Root::Binary(op, a, b) => kernel::binary(op, out, a, b),
        }
        Ok(())
    }

    /// Everything up to the operands of the last operation.
    #[inline]
    pub(crate) fn prepare<E>(
        &self,
        place: &Place<'_>,
        lanes: usize,
        scratch: &mut Scratch,
        go_on: &impl Fn() -> Result<(), E>,
    ) -> Result<(), E> {
        assert!(lanes <= BLOCK, "a block has at most {BLOCK} lanes");
        scratch.fit(self.mixed.registers);
        run_patiently(&self.mixed.instructions, place, lanes, scratch, go_on)
    }

    /// The last operation at a place that has been [prepared](Self::prepare) in this scratch.
    #[inline]
    pub(crate) fn root<'a>(&'a self, place: &'a Place<'_>, lanes: usize, scratch: &'a Scratch) -> Root<'a> {
        let operand = |index: usize| place.operand(self.mixed.results[index], lanes, |r| &scratch.0[r]);
        match self.root {
            None => Root::Value(operand(0)),
            Some(op) => Root::Binary(op, operand(0), operand(1)),
        }
    }
}

/// What is computed once a column, and not at every point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hoist {
    /// Whatever depends on the column alone.
    All,
    /// Only what takes longer than to read it back: a few sums and products are computed anew, where they do not have to
    /// go through memory.
    Costly,
}

/// The most operations of a value that is not [`Hoist::Costly`].
const CHEAP: u32 = 4;

/// What the parts of the columns along an axis, and of the rows, have to prepare.
fn frontiers(program: &Program, axis: Axis, hoist: Hoist) -> [Vec<NodeId>; 2] {
    let [along, across] = match axis {
        Axis::X0 => [Dependence::X0, Dependence::X1],
        Axis::X1 => [Dependence::X1, Dependence::X0],
    };
    let mut dependences: Vec<Dependence> = (0..=program.root()).map(|id| program.dependence(id)).collect();
    if hoist == Hoist::Costly {
        let costs = costs(program);
        for ((dependence, node), cost) in dependences.iter_mut().zip(program.nodes()).zip(costs) {
            let is_leaf = matches!(node, Node::Constant(_) | Node::Variable(_));
            if *dependence == along && !is_leaf && cost <= CHEAP {
                *dependence = Dependence::Both;
            }
        }
    }
    [along, across].map(|dependence| frontier(program, &dependences, dependence))
}

/// For each node how many sums, products and changes of sign it takes; more than [`CHEAP`] with any other operation.
fn costs(program: &Program) -> Vec<u32> {
    let mut costs: Vec<u32> = Vec::with_capacity(program.nodes().len());
    for node in program.nodes() {
        let cost = match *node {
            Node::Constant(_) | Node::Variable(_) => 0,
            Node::Unary(Unary::Negate | Unary::Abs, a) => costs[a as usize] + 1,
            Node::Binary(Binary::Add | Binary::Subtract | Binary::Multiply, a, b) => {
                costs[a as usize] + if a == b { 0 } else { costs[b as usize] } + 1
            }
            _ => CHEAP + 1,
        };
        costs.push(cost.min(CHEAP + 1));
    }
    costs
}

/// What the mixed part finds ready: the hoisted nodes and the constants.
fn mixed_input(program: &Program, slots: &[Vec<NodeId>; 2]) -> impl Fn(NodeId) -> Option<Source> {
    let slot = |part: usize, id: NodeId| slots[part].iter().position(|&slot| slot == id);
    move |id| match program.nodes()[id as usize] {
        Node::Constant(value) => Some(Source::Constant(value)),
        _ => slot(0, id).map(Source::Column).or_else(|| slot(1, id).map(Source::Row)),
    }
}

/// The nodes of one dependence that something of another dependence reads, or that are the function itself.
fn frontier(program: &Program, dependences: &[Dependence], dependence: Dependence) -> Vec<NodeId> {
    let mut wanted = vec![false; program.nodes().len()];
    wanted[program.root() as usize] = true;
    for (node, &own) in program.nodes().iter().zip(dependences) {
        if own == dependence {
            continue;
        }
        match *node {
            Node::Unary(_, a) => wanted[a as usize] = true,
            Node::Binary(_, a, b) => {
                wanted[a as usize] = true;
                wanted[b as usize] = true;
            }
            Node::Constant(_) | Node::Variable(_) => {}
        }
    }
    (0..=program.root()).filter(|&id| wanted[id as usize] && dependences[id as usize] == dependence).collect()
}

impl Place<'_> {
    /// What a source refers to.
    #[expect(clippy::inline_always, reason = "a few instructions, for each operand of each block")]
    #[inline(always)]
    fn operand<'s>(
        &'s self,
        source: Source,
        lanes: usize,
        register: impl FnOnce(usize) -> &'s Lanes,
    ) -> Operand<'s> {
        match source {
            Source::Register(index) => Operand::Lanes(&register(index).0[..lanes]),
            Source::Column(slot) => {
                Operand::Lanes(&self.columns.node(self.displacements[0], slot)[self.start..][..lanes])
            }
            Source::Row(slot) => Operand::Splat(self.rows.node(self.displacements[1], slot)[self.row]),
            Source::Constant(value) => Operand::Splat(value),
        }
    }
}

impl Scratch {
    #[inline]
    fn fit(&mut self, registers: usize) {
        if self.0.len() < registers {
            self.0.resize(registers, Lanes([0.0; BLOCK]));
        }
    }
}

/// For evaluations that nobody stops.
#[expect(clippy::unnecessary_wraps, reason = "an answer to whether to go on")]
fn always() -> Result<(), Infallible> {
    Ok(())
}

/// Run instructions, now and then asking whether to go on.
#[inline]
fn run_patiently<E>(
    instructions: &[Instruction],
    place: &Place<'_>,
    lanes: usize,
    scratch: &mut Scratch,
    go_on: &impl Fn() -> Result<(), E>,
) -> Result<(), E> {
    for some in instructions.chunks(PATIENCE) {
        go_on()?;
        run(some, place, lanes, &mut scratch.0);
    }
    Ok(())
}

#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2", "aarch64+neon"))]
fn run(instructions: &[Instruction], place: &Place<'_>, lanes: usize, registers: &mut [Lanes]) {
    for instruction in instructions {
        let (before, rest) = registers.split_at_mut(instruction.out);
        let Some((out, after)) = rest.split_first_mut() else { unreachable!("the registers fit the tape") };
        let (before, after) = (&*before, &*after);
        // A tape never reads what it writes.
        let register = |index: usize| {
            if index < before.len() { &before[index] } else { &after[index - before.len() - 1] }
        };
        let out = &mut out.0[..lanes];
        match instruction.operation {
            Operation::Unary(op, a) => kernel::unary(op, out, place.operand(a, lanes, register)),
            Operation::Binary(op, a, b) => {
                kernel::binary(op, out, place.operand(a, lanes, register), place.operand(b, lanes, register));
            }
            Operation::Chain(chain) => {
                kernel::chain(out, &chain.map(|source| place.operand(source, lanes, register)));
            }
        }
    }
}
