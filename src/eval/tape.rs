//! Part of a program as instructions on a few registers, each holding one block of numbers.

use crate::expr::{Binary, Node, NodeId, Program, Unary};

/// Where an operand comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source {
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
pub(crate) enum Operation {
    Unary(Unary, Source),
    Binary(Binary, Source, Source),
    /// Up to three operations in a row.
    Chain(Chain<Source>),
}

/// Two or three operations as one instruction, each but the last read by the next alone: one of `+ - *`, a step on its
/// value, and the square of what that gives. The first is always there, and one of the others.
///
/// Longer chains would need a loop for each combination of more operations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chain<T> {
    /// One of `+ - *`.
    pub(crate) first: Binary,
    pub(crate) operands: [T; 2],
    /// The second operation with its other operand.
    pub(crate) step: Option<(Step, T)>,
    /// Whether the value is multiplied with itself at the end.
    pub(crate) squared: bool,
}

impl<T: Copy> Chain<T> {
    /// The same chain of other operands.
    #[expect(clippy::inline_always, reason = "a few instructions, for each block")]
    #[inline(always)]
    pub(crate) fn map<U>(&self, f: impl Fn(T) -> U) -> Chain<U> {
        let Self { first, operands: [a, b], step, squared } = *self;
        Chain { first, operands: [f(a), f(b)], step: step.map(|(step, c)| (step, f(c))), squared }
    }

    /// All that it reads.
    pub(crate) fn all_operands(&self) -> impl Iterator<Item = T> {
        self.operands.into_iter().chain(self.step.map(|(_, c)| c))
    }
}

/// The second operation of a chain, on the value `t` of the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// `t + c`
    Add,
    /// `t - c`
    Subtract,
    /// `c - t`
    SubtractFrom,
    /// `t * c`
    Multiply,
    /// `t / c`
    Divide,
}

/// One operation whose values go to the register `out`, which is never one of its operands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instruction {
    pub(crate) operation: Operation,
    pub(crate) out: usize,
}

/// Instructions in order, and where the wanted values are at the end.
#[derive(Clone, Debug)]
pub(crate) struct Tape {
    pub(crate) instructions: Vec<Instruction>,
    pub(crate) results: Vec<Source>,
    pub(crate) registers: usize,
}

impl Tape {
    /// Instructions for the `wanted` nodes, given where the values of `input` nodes come from.
    ///
    /// Every leaf that is needed must be an input. A register is free again after the last use of its node. Where they may be
    /// `chained`, operations are joined to chains.
    pub(crate) fn compile(
        program: &Program,
        wanted: &[NodeId],
        input: impl Fn(NodeId) -> Option<Source>,
        chained: bool,
    ) -> Self {
        let uses = count_uses(program, wanted, &input);
        let chains =
            if chained { Chains::find(program, &uses, &input) } else { Chains::none(program.nodes().len()) };
        let mut allocation =
            Allocation { sources: vec![None; uses.len()], uses, free: Vec::new(), registers: 0 };
        let mut instructions = Vec::new();
        for (id, node) in (0..).zip(program.nodes()) {
            if allocation.uses[id as usize] == 0 || chains.absorbed[id as usize] {
                continue;
            }
            if let Some(source) = input(id) {
                allocation.sources[id as usize] = Some(source);
                continue;
            }
            let (operation, operands) = match (&chains.of[id as usize], *node) {
                (Some(chain), _) => {
                    (Operation::Chain(chain.map(|id| allocation.source(id))), chain.all_operands().collect())
                }
                (None, Node::Unary(op, a)) => (Operation::Unary(op, allocation.source(a)), vec![a]),
                (None, Node::Binary(op, a, b)) => {
                    (Operation::Binary(op, allocation.source(a), allocation.source(b)), vec![a, b])
                }
                (None, Node::Constant(_) | Node::Variable(_)) => {
                    unreachable!("every leaf of a tape is an input")
                }
            };
            // Taken before the operands are released, so that no instruction reads what it writes.
            let out = allocation.take();
            allocation.sources[id as usize] = Some(Source::Register(out));
            for operand in operands {
                allocation.release(operand);
            }
            instructions.push(Instruction { operation, out });
        }
        let results = wanted.iter().map(|&id| allocation.source(id)).collect();
        Self { instructions, results, registers: allocation.registers }
    }
}

/// Which nodes are computed as chains.
struct Chains {
    /// By the chain's last operation.
    of: Vec<Option<Chain<NodeId>>>,
    /// Whether a node is in a chain, but not the last.
    absorbed: Vec<bool>,
}

impl Chains {
    /// Every operation for itself.
    fn none(nodes: usize) -> Self {
        Self { of: vec![None; nodes], absorbed: vec![false; nodes] }
    }

    /// Let operations join what they read, from the leaves upwards.
    fn find(program: &Program, uses: &[u32], input: &impl Fn(NodeId) -> Option<Source>) -> Self {
        let nodes = program.nodes();
        let mut found = Self::none(nodes.len());
        for (id, node) in (0..).zip(nodes) {
            let Node::Binary(op, a, b) = *node else { continue };
            if uses[id as usize] == 0 || input(id).is_some() {
                continue;
            }
            // What reads a node twice must be all that reads it: its square.
            let reads = if a == b { 2 } else { 1 };
            let joins = |t: NodeId| {
                (uses[t as usize] == reads && input(t).is_none()).then(|| found.begun(program, t)).flatten()
            };
            let joined = if a == b {
                let chain = joins(a).filter(|chain| op == Binary::Multiply && !chain.squared);
                chain.map(|chain| (a, Chain { squared: true, ..chain }))
            } else {
                [(a, b, true), (b, a, false)].into_iter().find_map(|(t, c, is_left)| {
                    let step = step(op, is_left)?;
                    let chain = joins(t).filter(|chain| chain.step.is_none() && !chain.squared)?;
                    Some((t, Chain { step: Some((step, c)), ..chain }))
                })
            };
            if let Some((t, chain)) = joined {
                found.absorbed[t as usize] = true;
                found.of[id as usize] = Some(chain);
            }
        }
        found
    }

    /// The chain that ends with a node, be it that operation alone.
    fn begun(&self, program: &Program, id: NodeId) -> Option<Chain<NodeId>> {
        self.of[id as usize].or(match program.nodes()[id as usize] {
            Node::Binary(first @ (Binary::Add | Binary::Subtract | Binary::Multiply), a, b) => {
                Some(Chain { first, operands: [a, b], step: None, squared: false })
            }
            _ => None,
        })
    }
}

/// The step that an operation is on its left or right operand, if there is one.
fn step(op: Binary, is_left: bool) -> Option<Step> {
    match (op, is_left) {
        (Binary::Add, _) => Some(Step::Add),
        (Binary::Multiply, _) => Some(Step::Multiply),
        (Binary::Subtract, true) => Some(Step::Subtract),
        (Binary::Subtract, false) => Some(Step::SubtractFrom),
        (Binary::Divide, true) => Some(Step::Divide),
        _ => None,
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
