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
use crate::eval::block::{GridProgram, Hoist, Scratch};
use crate::expr::Program;

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
    /// The program of the interpreter, which takes rows shorter than a vector, is split with [`Hoist::Costly`].
    pub(super) fn new(
        vectors: Vectors,
        program: &Program,
        layout: &Layout,
        interpreter: Interpreter,
    ) -> Option<Self> {
        if !vectors.are_there() {
            return None;
        }
        let tape = GridProgram::plain_mixed(program, layout.lanes, Hoist::Costly)?;
        let coordinate = GridProgram::coordinate_slot(program, layout.lanes, Hoist::Costly);
        let hoisted = interpreter.program().hoisted_nodes();
        let (code, constants) = Generator::new(vectors, hoisted, coordinate, &tape, layout)?.finish()?;
        let operations = 5 * (1 + tape.instructions.len());
        Some(Self { code, constants: AlignedVec::from(&constants[..]), vectors, operations, interpreter })
    }
}

/// Lanes times operations of the mixed part between two looks at the token: a millisecond at most.
const WORK_AT_ONCE: usize = 1 << 22;
/// Numbers of a constant in the pool: as many as the widest vector has lanes.
const LINE: usize = 8;

impl Kernel for Generated {
    fn engine(&self) -> Engine {
        Engine::Generated(self.vectors)
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
        let at_once = (WORK_AT_ONCE / (columns * self.operations)).max(1);
        for (first, rows) in (0..).step_by(at_once).zip(out.chunks_mut(at_once)) {
            cancel.check()?;
            let found = self.code.run(x0.values(), &x1.values()[first..], &self.constants, rows);
            let usual = usual_summary(&found, assembler::lanes(self.vectors), rows.len() * columns);
            summary = summary.join(usual.unwrap_or_else(|| {
                rows.iter_mut().map(careful_summary).fold(Summary::default(), Summary::join)
            }));
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
