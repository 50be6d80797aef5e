//! Machine code made for one program: a row's f, difference quotients and norms in one loop, all in vector registers.
//!
//! Only for programs whose mixed part is arithmetic: with an elementary function in it, the function's own loop is most of
//! the time, and the [`Interpreter`] is as good. The instructions are those of the interpreter in the same order, so the
//! values are the same to the bit.

mod assembler;
mod code;
mod generator;

use code::{Code, Found};
use generator::Generator;

use super::interpreter::Interpreter;
use super::kernel::{Kernel, Layout, Tile};
use super::quotient::careful_summary;
use super::summary::Summary;
use super::{CancelToken, Cancelled, Engine, Vectors};
use crate::eval::AlignedVec;
use crate::eval::aligned::LINE;
use crate::eval::block::{GridProgram, Scratch};
use crate::eval::tape::{Instruction, Operation};
use crate::expr::{Binary, Program, Unary};

/// The kernel for a program of arithmetic on a machine with wide vectors.
pub(super) struct Generated {
    code: Code,
    constants: AlignedVec,
    vectors: Vectors,
    /// Of the mixed part at all displacements.
    operations: usize,
    /// For rows shorter than a vector.
    interpreter: Interpreter,
}

impl Generated {
    /// A kernel with such vectors, unless the program, the machine or the system has no place for one.
    ///
    /// The hoisted values of the interpreter's program are the kernel's too; the interpreter takes rows shorter than a
    /// vector.
    pub(super) fn new(
        vectors: Vectors,
        program: &Program,
        layout: &Layout,
        interpreter: Interpreter,
    ) -> Option<Self> {
        if !vectors.are_there() {
            return None;
        }
        let split = interpreter.program();
        let tape = split.plain_mixed(program)?;
        let coordinate = split.coordinate_slot(program);
        let generator = Generator::new(vectors, split.hoisted_nodes(), coordinate, &tape, layout)?;
        let (code, constants) = generator.finish()?;
        let operations = 5 * (1 + tape.instructions.iter().map(cost).sum::<usize>());
        Some(Self { code, constants: AlignedVec::from(&constants[..]), vectors, operations, interpreter })
    }
}

/// Lanes times operations of the mixed part between two looks at the token: a millisecond or two.
const WORK_AT_ONCE: usize = 1 << 22;
/// Rows that are looked at once more where a single lane of them is unusual.
const MOST_ROWS_AT_ONCE: usize = 16;
/// Numbers of a constant in the pool: as many as the widest vector has lanes.
const POOL_LANES: usize = 8;

/// About how many sums an instruction takes as long as, where each has to wait for the one before.
fn cost(instruction: &Instruction) -> usize {
    match instruction.operation {
        Operation::Binary(Binary::Divide, ..) | Operation::Unary(Unary::Sqrt, _) => 8,
        _ => 1,
    }
}

impl Kernel for Generated {
    fn engine(&self) -> Engine {
        Engine::Generated(self.vectors)
    }

    fn program(&self) -> &GridProgram {
        self.interpreter.program()
    }

    fn fill(
        &self,
        tile: Tile<'_>,
        scratch: &mut [Scratch; 5],
        cancel: &CancelToken,
    ) -> Result<Summary, Cancelled> {
        let columns = tile.columns.len();
        if columns < assembler::lanes(self.vectors) {
            return self.interpreter.fill(tile, scratch, cancel);
        }
        let Tile { columns: x0, rows: x1, mut out } = tile;
        let mut summary = Summary::default();
        let rows_at_once = (WORK_AT_ONCE / (columns * self.operations)).clamp(1, MOST_ROWS_AT_ONCE);
        // A long program takes even one row in pieces. Each but the last fills cache lines, and none is shorter than a vector.
        let columns_at_once = (WORK_AT_ONCE / self.operations).next_multiple_of(LINE);
        for (first, rows) in (0..).step_by(rows_at_once).zip(out.chunks_mut(rows_at_once)) {
            let mut start = 0;
            while start < columns {
                cancel.check()?;
                let mut end = columns.min(start + columns_at_once);
                if columns - end < LINE {
                    end = columns;
                }
                let mut piece: Vec<_> = rows.iter_mut().map(|row| row.lanes(start..end)).collect();
                let (x0, x1) = (&x0.values()[start..], &x1.values()[first..]);
                let found = self.code.run(x0, x1, &self.constants, &mut piece);
                let usual =
                    usual_summary(&found, assembler::lanes(self.vectors), piece.len() * (end - start));
                summary = summary.join(usual.unwrap_or_else(|| {
                    piece.iter_mut().map(careful_summary).fold(Summary::default(), Summary::join)
                }));
                start = end;
            }
        }
        Ok(summary)
    }
}

/// The summary of rows whose lanes are all usual.
fn usual_summary(found: &Found, lanes: usize, points: usize) -> Option<Summary> {
    let found = found.each_ref().map(|vector| &vector[..lanes]);
    let [f_low, f_high, norm_low, norm_high, poison] = found;
    if poison.iter().any(|number| number.is_nan()) {
        return None;
    }
    let low = |vector: &[f64]| vector.iter().copied().fold(f64::INFINITY, f64::min);
    let high = |vector: &[f64]| vector.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Summary::of_usual([low(f_low), high(f_high)], [low(norm_low), high(norm_high)], points)
}
