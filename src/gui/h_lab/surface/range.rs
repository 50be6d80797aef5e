//! Which values of f the height shows.

use super::camera::TOP;
use crate::colormap::{ColorScale, Colormap, Scale};

/// The share of the values that the height always shows: all but the 2 % at either end.
const SHARE: f64 = 0.98;

/// The values of f from the foot of the surface to its top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The values at height 0 and at the top; one and the same where all are equal to within rounding.
    pub limits: [f64; 2],
    /// The smallest and the largest value that there is.
    pub extremes: [f64; 2],
}

impl Range {
    /// Of some values, the finite of which count; `None` if none is.
    ///
    /// An end is cut at the 2nd or the 98th percentile if what lies beyond would take more of the height than all between
    /// these two: beside a pole the rest would be flat. Where that is not so, as at the corners of a bowl, all is shown.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut finite: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        let last = finite.len().checked_sub(1)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index, at least 0")]
        let high = ((SHARE * finite.len() as f64).ceil() as usize).saturating_sub(1).min(last);
        let mut nth = |index: usize| *finite.select_nth_unstable_by(index, f64::total_cmp).1;
        let [min, low, high, max] = [nth(0), nth(last - high), nth(high), nth(last)];
        let between = half(low, high);
        let is_far = |beyond: f64| between > 0.0 && beyond > between;
        let bottom = if is_far(half(min, low)) { low } else { min };
        let top = if is_far(half(high, max)) { high } else { max };
        // Each value of f is off by some ulps.
        let noise = 2.0 * f64::EPSILON * bottom.abs().max(top.abs());
        let is_flat = half(bottom, top) <= noise;
        let limits = if is_flat { [f64::midpoint(bottom, top); 2] } else { [bottom, top] };
        Some(Self { limits, extremes: [min, max] })
    }

    /// Whether f is the same everywhere, to within rounding.
    pub fn is_flat(&self) -> bool {
        self.limits[0].to_bits() == self.limits[1].to_bits()
    }

    /// Whether it is cut below and above.
    pub fn is_cut(&self) -> [bool; 2] {
        let [[bottom, top], [min, max]] = [self.limits, self.extremes];
        [!self.is_flat() && min < bottom, !self.is_flat() && max > top]
    }

    /// The height of a value, that of the nearest limit where it is beyond, and half the height where all are equal; NaN if it
    /// is not finite.
    #[expect(clippy::cast_possible_truncation, reason = "a picture needs no more digits")]
    pub fn height(&self, value: f64) -> f32 {
        if !value.is_finite() {
            return f32::NAN;
        }
        let [min, max] = self.limits;
        let scale = ColorScale { map: Colormap::default(), scale: Scale::Linear, min, max };
        scale.position(value).clamp(0.0, 1.0) as f32 * TOP
    }
}

/// Half the distance of two numbers; the whole may overflow.
fn half(from: f64, to: f64) -> f64 {
    to / 2.0 - from / 2.0
}
