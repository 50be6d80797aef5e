//! What fills tiles with f and both derivatives.

use super::kernel::Arrays;
use super::{CancelToken, Cancelled};
use crate::expr::Axis;

/// A tile of the plane: the coordinates along its lanes and from one row of lanes to the next.
pub(super) struct Plane<'a> {
    /// Which coordinate changes from lane to lane.
    pub(super) lanes: Axis,
    pub(super) along: &'a [f64],
    pub(super) across: &'a [f64],
}

/// Fills tiles with f and both derivatives.
pub(super) trait Filler: Sync {
    /// What a thread keeps from one tile to the next.
    type Memory: Default;

    /// The rows of a tile of a grid of so many columns: enough work to be worth a thread's while, few enough for all threads to have
    /// some.
    fn tile_rows(columns: usize) -> usize;

    /// f, g0 and g1 of all rows of a tile. `Err` only when cancelled.
    fn fill(
        &self,
        plane: &Plane<'_>,
        rows: &mut [Arrays<'_>],
        memory: &mut Self::Memory,
        cancel: &CancelToken,
    ) -> Result<(), Cancelled>;
}
