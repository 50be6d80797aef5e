//! Part of a program as instructions on a few registers, each holding one block of numbers.

use crate::expr::{Binary, Node, NodeId, Program, Unary};

/// Where an operand comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    /// A register written by an earlier instruction.
    Register(usize),
    /// One number a column, prepared before.
    Column(usize),
    /// One number a row, prepared before.
    Row(usize),
    /// The same number everywhere.
    Constant(f64),
}

/// What an instruction does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operation {
    Unary(Unary, Source),
    Binary(Binary, Source, Source),
}

/// One operation whose values go to the register `out`, which is never one of its operands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instruction {
    pub(super) operation: Operation,
    pub(super) out: usize,
}

/// Instructions in order, and where the wanted values are at the end.
#[derive(Clone, Debug)]
pub(super) struct Tape {
    pub(super) instructions: Vec<Instruction>,
    pub(super) results: Vec<Source>,
    pub(super) registers: usize,
}

impl Tape {
    /// Instructions for the `wanted` nodes, given where the values of `input` nodes come from.
    ///
    /// Every leaf that is needed must be an input. A register is free again after the last use of its node.
    pub(super) fn compile(
        program: &Program,
        wanted: &[NodeId],
        input: impl Fn(NodeId) -> Option<Source>,
    ) -> Self {
        let uses = count_uses(program, wanted, &input);
        let mut allocation =
            Allocation { sources: vec![None; uses.len()], uses, free: Vec::new(), registers: 0 };
        let mut instructions = Vec::new();
        for (id, node) in (0..).zip(program.nodes()) {
            if allocation.uses[id as usize] == 0 {
                continue;
            }
            if let Some(source) = input(id) {
                allocation.sources[id as usize] = Some(source);
                continue;
            }
            let operation = match *node {
                Node::Unary(op, a) => Operation::Unary(op, allocation.source(a)),
                Node::Binary(op, a, b) => Operation::Binary(op, allocation.source(a), allocation.source(b)),
                Node::Constant(_) | Node::Variable(_) => unreachable!("every leaf of a tape is an input"),
            };
            // Taken before the operands are released, so that no instruction reads what it writes.
            let out = allocation.take();
            allocation.sources[id as usize] = Some(Source::Register(out));
            match *node {
                Node::Unary(_, a) => allocation.release(a),
                Node::Binary(_, a, b) => {
                    allocation.release(a);
                    allocation.release(b);
                }
                Node::Constant(_) | Node::Variable(_) => {}
            }
            instructions.push(Instruction { operation, out });
        }
        let results = wanted.iter().map(|&id| allocation.source(id)).collect();
        Self { instructions, results, registers: allocation.registers }
    }
}

/// How often each node is read; a wanted node once more than that, so that its register is never free.
fn count_uses(program: &Program, wanted: &[NodeId], input: &impl Fn(NodeId) -> Option<Source>) -> Vec<u32> {
    let mut uses = vec![0; program.nodes().len()];
    for &id in wanted {
        uses[id as usize] += 1;
    }
    for id in (0..=program.root()).rev() {
        if uses[id as usize] == 0 || input(id).is_some() {
            continue;
        }
        match program.nodes()[id as usize] {
            Node::Unary(_, a) => uses[a as usize] += 1,
            Node::Binary(_, a, b) => {
                uses[a as usize] += 1;
                uses[b as usize] += 1;
            }
            Node::Constant(_) | Node::Variable(_) => {}
        }
    }
    uses
}

/// Which register holds which node while instructions are written.
struct Allocation {
    sources: Vec<Option<Source>>,
    uses: Vec<u32>,
    free: Vec<usize>,
    registers: usize,
}

impl Allocation {
    fn source(&self, id: NodeId) -> Source {
        self.sources[id as usize].expect("operands come before their users")
    }

    fn take(&mut self) -> usize {
        self.free.pop().unwrap_or_else(|| {
            self.registers += 1;
            self.registers - 1
        })
    }

    /// One use of a node is over.
    fn release(&mut self, id: NodeId) {
        self.uses[id as usize] -= 1;
        if self.uses[id as usize] == 0
            && let Some(Source::Register(register)) = self.sources[id as usize]
        {
            self.free.push(register);
        }
    }
}
