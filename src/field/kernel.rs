//! What fills the rows of a field.

use std::ops::Range;

use super::summary::Summary;
use super::{CancelToken, Cancelled, Engine};
use crate::eval::block::{GridProgram, Hoisted, Scratch};

/// Some lanes of the arrays of a field, all of one length.
pub(super) struct Arrays<'a> {
    pub(super) f: &'a mut [f64],
    pub(super) g0: &'a mut [f64],
    pub(super) g1: &'a mut [f64],
    pub(super) norm: &'a mut [f64],
}

impl Arrays<'_> {
    /// Some of the lanes.
    pub(super) fn lanes(&mut self, lanes: Range<usize>) -> Arrays<'_> {
        Arrays {
            f: &mut self.f[lanes.clone()],
            g0: &mut self.g0[lanes.clone()],
            g1: &mut self.g1[lanes.clone()],
            norm: &mut self.norm[lanes],
        }
    }
}

/// A tile: the hoisted values of its columns and of its rows at every displacement, and the arrays of each row.
pub(super) struct Tile<'a> {
    pub(super) columns: &'a Hoisted,
    pub(super) rows: &'a Hoisted,
    pub(super) out: Vec<Arrays<'a>>,
}

/// Fills tiles: f, the difference quotient along each axis, the norm. Every kernel gives the same bits.
pub(super) trait Kernel: Send + Sync {
    /// Which of the engines it is.
    fn engine(&self) -> Engine;

    /// The program whose hoisted values it reads.
    fn program(&self) -> &GridProgram;

    /// All rows of a tile. `Err` only when cancelled.
    fn fill(
        &self,
        tile: Tile<'_>,
        scratch: &mut [Scratch; 5],
        cancel: &CancelToken,
    ) -> Result<Summary, Cancelled>;
}

/// What a kernel is made for besides its program.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// By how much coordinates are displaced.
    pub(super) displacements: Vec<f64>,
    /// Numbers from one node's values to the next's: of the columns, and of the rows.
    pub(super) strides: [usize; 2],
    /// Which displacements of an axis are subtracted from each other.
    pub(super) samples: [usize; 2],
    /// What the difference is divided by.
    pub(super) divisor: f64,
    /// Whether rows begin and end on cache lines, and the field is larger than the caches.
    pub(super) streams: bool,
}
