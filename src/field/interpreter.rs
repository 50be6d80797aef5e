//! Operation by operation over blocks of a row.

use super::kernel::{Arrays, Kernel, Tile};
use super::prefetch::prefetch;
use super::quotient;
use super::summary::Summary;
use super::{CancelToken, Cancelled, Engine};
use crate::eval::block::{BLOCK, GridProgram, Hoisted, Place, Scratch};

/// The kernel for any program on any machine.
pub(super) struct Interpreter {
    program: GridProgram,
    /// Which displacements of an axis are subtracted from each other.
    samples: [usize; 2],
    divisor: f64,
    /// Whether the field is larger than the caches.
    prefetch: bool,
}

impl Interpreter {
    /// A kernel that subtracts these displacements' samples; `prefetch` for a field larger than the caches.
    pub(super) fn new(program: GridProgram, samples: [usize; 2], divisor: f64, prefetch: bool) -> Self {
        Self { program, samples, divisor, prefetch }
    }

    /// One block: all samples up to the function's last operation, then all that is left in one pass.
    fn block(
        &self,
        [columns, rows]: [&Hoisted; 2],
        row: usize,
        start: usize,
        out: &mut Arrays<'_>,
        scratch: &mut [Scratch; 5],
        cancel: &CancelToken,
    ) -> Result<Summary, Cancelled> {
        let lanes = out.f.len();
        let [d0, d1] = self.samples;
        let displacements = [[0, 0], [d0, 0], [d1, 0], [0, d0], [0, d1]];
        let places = displacements.map(|displacements| Place { columns, start, rows, row, displacements });
        let outputs = [Some(&*out.f), Some(&*out.g0), Some(&*out.g1), Some(&*out.norm), None];
        for (((place, scratch), output), sample) in places.iter().zip(&mut *scratch).zip(outputs).zip(0..) {
            if let Some(output) = output.filter(|_| self.prefetch) {
                prefetch(output);
            }
            // A displacement by nothing has the sample of the point itself.
            if sample == 0 || place.displacements != [0, 0] {
                self.program.prepare(place, lanes, scratch, &|| cancel.check())?;
            }
        }
        let root = |sample: usize| {
            let sample = if displacements[sample] == [0, 0] { 0 } else { sample };
            self.program.root(&places[sample], lanes, &scratch[sample])
        };
        Ok(quotient::fill(out, &[root(0), root(1), root(2), root(3), root(4)], self.divisor))
    }
}

impl Kernel for Interpreter {
    fn engine(&self) -> Engine {
        Engine::Interpreter
    }

    fn program(&self) -> &GridProgram {
        &self.program
    }

    fn fill(
        &self,
        tile: Tile<'_>,
        scratch: &mut [Scratch; 5],
        cancel: &CancelToken,
    ) -> Result<Summary, Cancelled> {
        let Tile { columns, rows, out } = tile;
        let mut summary = Summary::default();
        for (row, mut out) in out.into_iter().enumerate() {
            for start in (0..columns.len()).step_by(BLOCK) {
                cancel.check()?;
                let mut block = out.lanes(start..columns.len().min(start + BLOCK));
                let block = self.block([columns, rows], row, start, &mut block, scratch, cancel)?;
                summary = summary.join(block);
            }
        }
        Ok(summary)
    }
}
