//! How much of the plane is seen beyond a grid that is shown whole.

use crate::field::AxisSpec;

/// In shares of the grid's extent.
const USUAL: f64 = 0.04;
/// In steps: a little more than the length of an arrow, which stands on the outermost node and may point outwards.
const ARROW: f64 = 0.6;

/// The margin on either side of an axis, in shares of its extent: room for an arrow at least.
pub fn share(axis: &AxisSpec) -> f64 {
    let arrow = ARROW * axis.step / (axis.max - axis.min);
    arrow.clamp(USUAL, ARROW)
}
