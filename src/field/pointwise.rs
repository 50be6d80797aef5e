//! Point by point, in any precision.

use std::sync::Arc;

use super::filler::{Filler, Plane};
use super::kernel::Arrays;
use super::{CancelToken, Cancelled, FieldRequest};
use crate::differentiate::{Differentiator, Method};
use crate::expr::{Axis, Program};

/// Points between two looks at the token ...
const POINTS_AT_ONCE: usize = 64;
/// ... as long as they have together no more than so many operations.
const OPERATIONS_AT_ONCE: usize = 4096;

/// About the points of a tile: in other precisions a point takes up to thousands of times as long as in the sweep.
const TILE_POINTS: usize = 1 << 9;

/// Applies a [`Differentiator`] at every point.
pub(super) struct Pointwise {
    program: Arc<Program>,
    method: Method,
    h: f64,
}

impl Pointwise {
    pub(super) fn new(request: &FieldRequest) -> Self {
        Self { program: Arc::clone(request.program()), method: request.method(), h: request.h() }
    }
}

impl Filler for Pointwise {
    type Memory = Option<Differentiator>;

    fn tile_rows(columns: usize) -> usize {
        (TILE_POINTS / columns).max(1)
    }

    fn fill(
        &self,
        plane: &Plane<'_>,
        rows: &mut [Arrays<'_>],
        memory: &mut Self::Memory,
        cancel: &CancelToken,
    ) -> Result<(), Cancelled> {
        let differentiator = memory.get_or_insert_with(|| {
            Differentiator::new(&self.program, self.method)
                .expect("a request's method goes through its function")
        });
        let operations = self.program.nodes().len();
        let points_at_once = (OPERATIONS_AT_ONCE / operations.max(1)).clamp(1, POINTS_AT_ONCE);
        for (out, &across) in rows.iter_mut().zip(plane.across) {
            for (lane, &along) in plane.along.iter().enumerate() {
                if lane.is_multiple_of(points_at_once) {
                    cancel.check()?;
                }
                let x = match plane.lanes {
                    Axis::X0 => [along, across],
                    Axis::X1 => [across, along],
                };
                let gradient = differentiator.at(x, self.h);
                out.f[lane] = gradient.f;
                [out.g0[lane], out.g1[lane]] = gradient.g;
            }
        }
        Ok(())
    }
}
