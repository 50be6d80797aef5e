//! Stretches of grid rows at a time.
//!
//! On a grid, what depends on x0 alone takes one value a column and what depends on x1 alone one value a row. A
//! [`GridProgram`] therefore has three parts: one that is run over the columns, one over the rows, and the *mixed* part
//! that is run at every point and finds the values of the other two ready.

use super::kernel::{self, Operand};
use super::tape::{Instruction, Operation, Source, Tape};
use crate::expr::{Axis, Dependence, Node, NodeId, Program};

/// The most lanes of a block. With the few registers of a usual program a block stays within half of a 32 KiB L1 cache.
pub const BLOCK: usize = 512;

/// A program split by what depends on the column, on the row, and on both.
#[derive(Clone, Debug)]
pub struct GridProgram {
    parts: [Tape; 2],
    mixed: Tape,
}

/// The values of a column or row part along its axis, all of one node's values side by side.
#[derive(Clone, Debug)]
pub struct Hoisted {
    values: Vec<f64>,
    length: usize,
}

impl Hoisted {
    /// The number of coordinates.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is no coordinate.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

/// The registers of one thread.
#[derive(Clone, Debug, Default)]
pub struct Scratch(Vec<Vec<f64>>);

impl GridProgram {
    /// Split a program.
    pub fn new(program: &Program) -> Self {
        let slots = [Dependence::X0, Dependence::X1].map(|d| frontier(program, d));
        let slot = |axis: Axis, id: NodeId| slots[axis.index()].iter().position(|&s| s == id);
        let constant = |id: NodeId| match program.nodes()[id as usize] {
            Node::Constant(value) => Some(Source::Constant(value)),
            _ => None,
        };
        let parts = Axis::ALL.map(|axis| {
            Tape::compile(program, &slots[axis.index()], |id| match program.nodes()[id as usize] {
                // An axis' own tape sees the coordinates as its only column.
                Node::Variable(_) => Some(Source::Column(0)),
                _ => constant(id),
            })
        });
        let mixed = Tape::compile(program, &[program.root()], |id| {
            slot(Axis::X0, id)
                .map(Source::Column)
                .or_else(|| slot(Axis::X1, id).map(Source::Row))
                .or_else(|| constant(id))
        });
        Self { parts, mixed }
    }

    /// Run the part of one axis over its coordinates.
    pub fn hoist(&self, axis: Axis, coordinates: &[f64], scratch: &mut Scratch) -> Hoisted {
        let tape = &self.parts[axis.index()];
        let length = coordinates.len();
        let mut values = vec![0.0; tape.results.len() * length];
        for start in (0..length).step_by(BLOCK) {
            let lanes = BLOCK.min(length - start);
            let inputs = Inputs { columns: coordinates, length, start, rows: &[], row_count: 0, row: 0 };
            scratch.fit(tape.registers);
            run(tape, &inputs, lanes, scratch);
            for (slot, &result) in tape.results.iter().enumerate() {
                let out = &mut values[slot * length + start..][..lanes];
                kernel::copy(out, inputs.operand(result, lanes, &scratch.0));
            }
        }
        Hoisted { values, length }
    }

    /// The program's values in row `row` and in the columns from `start` on, as many as `out` has room for.
    ///
    /// `columns` and `rows` come from [`Self::hoist`] for x0 and x1; they decide the coordinates.
    ///
    /// # Panics
    /// If `out` is longer than [`BLOCK`] or reaches beyond the hoisted columns, or `row` beyond the rows.
    #[inline]
    pub fn evaluate(
        &self,
        columns: &Hoisted,
        start: usize,
        rows: &Hoisted,
        row: usize,
        scratch: &mut Scratch,
        out: &mut [f64],
    ) {
        let lanes = out.len();
        assert!(lanes <= BLOCK, "a block has at most {BLOCK} lanes");
        let inputs = Inputs {
            columns: &columns.values,
            length: columns.length,
            start,
            rows: &rows.values,
            row_count: rows.length,
            row,
        };
        scratch.fit(self.mixed.registers);
        evaluate_mixed(&self.mixed, &inputs, scratch, out);
    }
}

/// The nodes of one dependence that something of another dependence reads, or that are the function itself.
fn frontier(program: &Program, dependence: Dependence) -> Vec<NodeId> {
    let mut wanted = vec![false; program.nodes().len()];
    wanted[program.root() as usize] = true;
    for (id, node) in (0..).zip(program.nodes()) {
        if program.dependence(id) == dependence {
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
    (0..=program.root()).filter(|&id| wanted[id as usize] && program.dependence(id) == dependence).collect()
}

/// What a tape's sources refer to in one block.
struct Inputs<'a> {
    columns: &'a [f64],
    length: usize,
    start: usize,
    rows: &'a [f64],
    row_count: usize,
    row: usize,
}

impl Inputs<'_> {
    #[inline]
    fn operand<'s>(&'s self, source: Source, lanes: usize, registers: &'s [Vec<f64>]) -> Operand<'s> {
        match source {
            Source::Register(register) => Operand::Lanes(&registers[register][..lanes]),
            Source::Column(slot) => Operand::Lanes(&self.columns[slot * self.length + self.start..][..lanes]),
            Source::Row(slot) => Operand::Splat(self.rows[slot * self.row_count + self.row]),
            Source::Constant(value) => Operand::Splat(value),
        }
    }
}

impl Scratch {
    fn fit(&mut self, registers: usize) {
        while self.0.len() < registers {
            self.0.push(vec![0.0; BLOCK]);
        }
    }
}

/// Run the mixed tape; its last instruction writes straight to `out`.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2", "aarch64+neon"))]
fn evaluate_mixed(tape: &Tape, inputs: &Inputs<'_>, scratch: &mut Scratch, out: &mut [f64]) {
    let lanes = out.len();
    match tape.instructions.split_last() {
        Some((last, before)) => {
            run_inline(before, inputs, lanes, scratch);
            step(&last.operation, inputs, lanes, &scratch.0, out);
        }
        None => kernel::copy(out, inputs.operand(tape.results[0], lanes, &scratch.0)),
    }
}

/// Run an axis' tape.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2", "aarch64+neon"))]
fn run(tape: &Tape, inputs: &Inputs<'_>, lanes: usize, scratch: &mut Scratch) {
    run_inline(&tape.instructions, inputs, lanes, scratch);
}

#[expect(clippy::inline_always, reason = "compiled for the instruction set of its caller")]
#[inline(always)]
fn run_inline(instructions: &[Instruction], inputs: &Inputs<'_>, lanes: usize, scratch: &mut Scratch) {
    for instruction in instructions {
        // The register is taken out while it is written; the tape never reads what it writes.
        let mut out = std::mem::take(&mut scratch.0[instruction.out]);
        step(&instruction.operation, inputs, lanes, &scratch.0, &mut out[..lanes]);
        scratch.0[instruction.out] = out;
    }
}

#[expect(clippy::inline_always, reason = "compiled for the instruction set of its caller")]
#[inline(always)]
fn step(operation: &Operation, inputs: &Inputs<'_>, lanes: usize, registers: &[Vec<f64>], out: &mut [f64]) {
    match *operation {
        Operation::Unary(op, a) => kernel::unary(op, out, inputs.operand(a, lanes, registers)),
        Operation::Binary(op, a, b) => {
            kernel::binary(op, out, inputs.operand(a, lanes, registers), inputs.operand(b, lanes, registers));
        }
    }
}
