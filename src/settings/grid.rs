//! Where and how densely f is sampled.

use super::Settings;
use crate::field::{AxisSpec, GridSpec};
use crate::figure::ticks::round_step;
use crate::number_text::round_to_digits;

/// Where and how densely f is sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a check box of its own")]
pub struct GridSettings {
    /// The x0 range.
    pub x0: [f64; 2],
    /// The x1 range, while it is not linked.
    pub x1: [f64; 2],
    /// Whether the x1 range is the x0 range.
    pub linked: bool,
    /// The distance of two nodes, in both directions.
    pub step: f64,
    /// Whether the right ends belong to the grid.
    pub closed: bool,
    /// Whether a unit of x0 is drawn as long as a unit of x1.
    pub equal_aspect: bool,
    /// Whether the grid goes wherever the canvas looks.
    pub follow: bool,
    /// About how many columns it has then.
    pub columns: f64,
}

impl Default for GridSettings {
    fn default() -> Self {
        Settings::default().grid
    }
}

impl GridSettings {
    /// Let the grid go wherever the canvas looks, with about as many columns as now; or let it stay.
    pub fn set_follow(&mut self, follow: bool) {
        self.follow = follow;
        let columns = (self.x0[1] - self.x0[0]) / self.step;
        if columns.is_finite() && columns >= 1.0 {
            self.columns = columns;
        }
    }

    /// Cover a part of the plane, [from, to] along x0 and x1. The step is a round number and the nodes are multiples of it,
    /// so that they stay where they are while the plane moves.
    pub fn cover(&mut self, view: [[f64; 2]; 2]) {
        /// Beyond this, neighbouring multiples are no longer distinct numbers.
        const MOST: f64 = (1_u64 << 50) as f64;
        /// For each column, where a unit of x1 is shorter on the screen than one of x0: else there would be no end of rows.
        const MOST_ROWS: f64 = 4.0;
        /// Enough for any multiple up to there, and few enough to hide the rounding of a product by 0.1.
        const DIGITS: usize = 15;

        let [width, height] = view.map(|[from, to]| to - from);
        let step = round_step((width / self.columns).max(height / (MOST_ROWS * self.columns)));
        let ends = view.map(|[from, to]| [(from / step).floor(), (to / step).floor() + 1.0]);
        if !step.is_normal() || ends.as_flattened().iter().any(|end| end.is_nan() || end.abs() > MOST) {
            return;
        }
        let [x0, x1] = ends.map(|ends| ends.map(|end| round_to_digits(end * step, DIGITS)));
        (self.x0, self.x1, self.step, self.linked) = (x0, x1, step, false);
    }

    /// The grid that these settings describe; it need not be a possible one.
    pub fn spec(&self) -> GridSpec {
        let axis = |[min, max]: [f64; 2]| AxisSpec { min, max, step: self.step };
        let x1 = if self.linked { self.x0 } else { self.x1 };
        GridSpec { axes: [axis(self.x0), axis(x1)], closed: self.closed }
    }
}
