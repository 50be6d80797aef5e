//! Round numbers for axes and colour bars.

/// Evenly spaced round numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// The numbers, ascending.
    pub values: Vec<f64>,
    /// Their distance: 1, 2 or 5 times a power of ten.
    pub step: f64,
}

/// The least distance of two labels side by side, in points.
const LABEL_GAP: f64 = 14.0;
/// The most ticks there can be, whatever is asked for.
const MOST: f64 = 100.0;

impl Ticks {
    /// At most about `count` round numbers from `min` to `max`; none where there is no such range.
    pub fn linear(min: f64, max: f64, count: f64) -> Self {
        Self::with_step(min, max, round_step((max / count - min / count).max((max - min) / MOST)))
    }

    /// Round numbers from `min` to `max` along an axis of which a point shows `per_point`: at least `spacing` points apart, and
    /// as much more as labels need that are as wide, in points, as `width` says.
    pub fn along(min: f64, max: f64, per_point: f64, spacing: f64, width: impl Fn(&str) -> f64) -> Self {
        let mut step = round_step(per_point * spacing);
        loop {
            let ticks = Self::with_step(min, max, step);
            let widest = ticks.values.iter().map(|&value| width(&ticks.label(value))).fold(0.0, f64::max);
            if ticks.values.len() < 2 || (widest + LABEL_GAP) * per_point <= step {
                return ticks;
            }
            step = round_step(1.5 * step);
        }
    }

    /// The multiples of a step from `min` to `max`.
    pub fn with_step(min: f64, max: f64, step: f64) -> Self {
        let (first, last) = ((min / step).ceil(), (max / step).floor());
        let sound = step.is_normal() && first.is_finite() && last.is_finite() && last - first <= MOST;
        // Beyond 2^53 neighbouring multiples are no longer distinct numbers.
        if !sound || first.abs().max(last.abs()) > 2_f64.powi(53) {
            return Self { values: Vec::new(), step };
        }
        let count = last - first;
        let values = (0..).map(f64::from).take_while(|&i| i <= count).map(|i| (first + i) * step);
        Self { values: values.collect(), step }
    }

    /// Powers of ten from `min` to `max`, every one or every so manieth; where fewer than two fall in, the linear ticks.
    pub fn logarithmic(min: f64, max: f64, count: f64) -> Self {
        let [low, high] = [min.log10(), max.log10()];
        let exponents = Self::with_step(low, high, round_step((high - low) / count).max(1.0));
        if exponents.values.len() < 2 {
            return Self::linear(min, max, count);
        }
        #[expect(clippy::cast_possible_truncation, reason = "exponents of f64 lie within 400 of 0")]
        let values = exponents.values.iter().map(|&exponent| 10_f64.powi(exponent as i32)).collect();
        Self { values, step: 0.0 }
    }

    /// A tick's label: as many decimals as tell it from its neighbours.
    pub fn label(&self, value: f64) -> String {
        label(value, self.step)
    }
}

/// The smallest of 1, 2, 5 times a power of ten that is at least `least`.
pub fn round_step(least: f64) -> f64 {
    if !(least.is_finite() && least > 0.0) {
        return f64::NAN;
    }
    let power = 10_f64.powf(least.log10().floor());
    // The slack is for the rounding of log10 and powf: 0.2 must not become 0.5.
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|m| m * power)
        .find(|s| *s >= least * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

/// The label of a multiple of `step` (0 for a number that stands alone). With an exponent only where that is shorter, and not
/// at usual magnitudes.
pub fn label(value: f64, step: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let magnitude = value.abs().log10().floor();
    let finest = if step > 0.0 { step.log10().floor() } else { magnitude };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "decimals of an f64, not negative"
    )]
    let decimals = |exponent: f64| exponent.max(0.0) as usize;
    let fixed = format!("{value:.*}", decimals(-finest));
    if (-4.0..6.0).contains(&magnitude.max(finest)) && finest >= -6.0 {
        return fixed;
    }
    let scientific = format!("{value:.*e}", decimals(magnitude - finest).min(16));
    if fixed.len() <= scientific.len() { fixed } else { scientific }
}
