//! The grid: two `np.arange` axes.

use std::fmt;

use crate::expr::Axis;
use crate::number_text::{format_count, format_number};

/// The most points a grid may have: 4096 x 4096, whose field (f, g0, g1, norm) takes 512 MiB.
pub const MAX_POINTS: usize = 1 << 24;

/// One axis: `np.arange(min, max, step)`.
///
/// Half open; the values are `min`, `min + step` and then `min + i * ((min + step) - min)`, as NumPy computes them.
/// So a step may drift where `min` is much larger than it, and rounding may admit `max`.
///
/// Two are equal when their numbers are so bit for bit: `1/x` at -0 is not what it is at 0.
#[derive(Clone, Copy, Debug)]
pub struct AxisSpec {
    /// The first value.
    pub min: f64,
    /// Where the axis ends; itself a value only if the grid is closed, or where rounding admits it.
    pub max: f64,
    /// The distance of two values.
    pub step: f64,
}

impl PartialEq for AxisSpec {
    fn eq(&self, other: &Self) -> bool {
        let bits = |axis: &Self| [axis.min, axis.max, axis.step].map(f64::to_bits);
        bits(self) == bits(other)
    }
}

/// What a grid is made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridSpec {
    /// x0 and x1.
    pub axes: [AxisSpec; 2],
    /// Whether the right end belongs to an axis where the step divides its range.
    pub closed: bool,
}

/// Why there is no such grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GridError {
    /// A range end or the step is NaN or infinite.
    NotFinite(Axis),
    /// The range is empty or turned around.
    Empty(Axis, f64, f64),
    /// The ends are so far apart that their distance is not a number.
    TooWide(Axis),
    /// The step is 0 or negative.
    StepNotPositive(f64),
    /// The step is larger than the range: there would be a single value.
    StepTooLarge(Axis, f64, f64),
    /// The step vanishes beside the range's ends: `min + step` is `min`.
    StepVanishes(Axis, f64),
    /// More points than [`MAX_POINTS`]; how many it would be.
    TooManyPoints(f64),
}

impl fmt::Display for GridError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::NotFinite(axis) => {
                write!(f, "The {} range and the step must be finite numbers.", axis.name())
            }
            Self::Empty(axis, min, max) => write!(
                f,
                "The {} range is empty: it must end above where it begins, not go from {} to {}.",
                axis.name(),
                format_number(min),
                format_number(max)
            ),
            Self::TooWide(axis) => {
                write!(f, "The {} range is wider than the largest number there is.", axis.name())
            }
            Self::StepNotPositive(step) => {
                write!(f, "The grid step must be above 0, not {}.", format_number(step))
            }
            Self::StepTooLarge(axis, step, width) => write!(
                f,
                "The grid step {} is larger than the {} range, which is {} wide; make it smaller.",
                format_number(step),
                axis.name(),
                format_number(width)
            ),
            Self::StepVanishes(axis, step) => write!(
                f,
                "The grid step {} is lost in rounding beside the {} range; make it larger.",
                format_number(step),
                axis.name()
            ),
            Self::TooManyPoints(points) => write!(
                f,
                "That grid has {} points; the most is {}. Make the step larger.",
                Count(points),
                Count(MAX_POINTS as f64)
            ),
        }
    }
}

impl std::error::Error for GridError {}

/// A count with thousands separators, or in scientific notation where it is beyond exact whole numbers.
struct Count(f64);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_infinite() {
            return f.write_str("over 1e308");
        }
        if self.0 >= 1e15 {
            return write!(f, "{:.1e}", self.0);
        }
        f.write_str(&format_count(whole(self.0)))
    }
}

impl AxisSpec {
    /// How many values the axis has, as a float: it may be more than memory could hold.
    fn count(&self, axis: Axis, closed: bool) -> Result<f64, GridError> {
        let Self { min, max, step } = *self;
        if !(min.is_finite() && max.is_finite() && step.is_finite()) {
            return Err(GridError::NotFinite(axis));
        }
        if min >= max {
            return Err(GridError::Empty(axis, min, max));
        }
        if step <= 0.0 {
            return Err(GridError::StepNotPositive(step));
        }
        let width = max - min;
        if !width.is_finite() {
            return Err(GridError::TooWide(axis));
        }
        let steps = width / step;
        // One rounding's slack, so that [1, 1.3] by 0.3 is a grid of its ends.
        if steps < 1.0 - self.slack() {
            return Err(GridError::StepTooLarge(axis, step, width));
        }
        if min + step <= min {
            return Err(GridError::StepVanishes(axis, step));
        }
        if !(closed && self.step_divides()) {
            return Ok(steps.ceil());
        }
        let count = steps.round() + 1.0;
        // Beside large ends the step that is taken drifts from the one asked for; it must not overtake the end.
        if self.value(count - 2.0) >= max {
            return Err(GridError::StepVanishes(axis, step));
        }
        Ok(count)
    }

    /// Whether a whole number of steps spans the range, to within the rounding of its three numbers.
    fn step_divides(&self) -> bool {
        let steps = (self.max - self.min) / self.step;
        (steps - steps.round()).abs() <= self.slack()
    }

    /// How far the computed `(max - min) / step` can be from the quotient of the decimals the user meant.
    ///
    /// Each end is off by at most u of itself as stored (u = 2^-53), their difference by u of itself again, the step
    /// and the quotient by u of the quotient each: u (|min| + |max|) / step + 3 u (max - min) / step. Twice that
    /// covers the second-order terms. A quarter of a step is the most: beyond it every step would divide every range.
    fn slack(&self) -> f64 {
        let u = f64::EPSILON / 2.0;
        let Self { min, max, step } = *self;
        // Divided one by one, as the sums may overflow.
        let quotients = min.abs() / step + max.abs() / step + 3.0 * ((max - min) / step);
        (2.0 * u * quotients).min(0.25)
    }

    /// Value number i (a whole number), by NumPy's rule.
    fn value(&self, i: f64) -> f64 {
        let Self { min, step, .. } = *self;
        if i < 1.0 {
            // Not min + 0 * delta, which would make +0 of -0.
            min
        } else if i < 2.0 {
            // Not min + 1 * delta, which differs where step > |min| and delta was rounded.
            min + step
        } else {
            min + i * ((min + step) - min)
        }
    }

    /// All values.
    fn values(&self, axis: Axis, closed: bool) -> Result<Vec<f64>, GridError> {
        let count = self.count(axis, closed)?;
        let mut values: Vec<f64> = (0..whole(count)).map(|i| self.value(i as f64)).collect();
        if closed
            && self.step_divides()
            && let Some(last) = values.last_mut()
        {
            *last = self.max;
        }
        Ok(values)
    }
}

impl GridSpec {
    /// How many values each axis has, or why there is no such grid; nothing is allocated.
    pub fn counts(&self) -> Result<[usize; 2], GridError> {
        let count = |axis: Axis| self.axes[axis.index()].count(axis, self.closed);
        let [n0, n1] = [count(Axis::X0)?, count(Axis::X1)?];
        if n0 * n1 > MAX_POINTS as f64 {
            return Err(GridError::TooManyPoints(n0 * n1));
        }
        Ok([whole(n0), whole(n1)])
    }
}

/// A float that is a whole number within [`MAX_POINTS`] as an index.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole and checked by the callers"
)]
fn whole(count: f64) -> usize {
    count as usize
}

/// The grid: every pair of a value of x0 and a value of x1, x0 running fastest.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    axes: [Vec<f64>; 2],
}

impl Grid {
    /// The grid's values, refused above [`MAX_POINTS`] before anything is allocated.
    pub fn new(spec: &GridSpec) -> Result<Self, GridError> {
        spec.counts()?;
        let values = |axis: Axis| spec.axes[axis.index()].values(axis, spec.closed);
        Ok(Self { axes: [values(Axis::X0)?, values(Axis::X1)?] })
    }

    /// The grid of some of its rows.
    pub(super) fn rows_only(self, rows: std::ops::Range<usize>) -> Self {
        let [x0, x1] = self.axes;
        Self { axes: [x0, x1[rows].to_vec()] }
    }

    /// The values along one axis, ascending.
    pub fn axis(&self, axis: Axis) -> &[f64] {
        &self.axes[axis.index()]
    }

    /// The number of values of x0: the length of a row.
    pub fn columns(&self) -> usize {
        self.axes[0].len()
    }

    /// The number of values of x1.
    pub fn rows(&self) -> usize {
        self.axes[1].len()
    }

    /// The number of points.
    pub fn len(&self) -> usize {
        self.columns() * self.rows()
    }

    /// Whether there is no point; a grid that could be built has at least one.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The point at an index below [`Self::len`].
    pub fn point(&self, index: usize) -> [f64; 2] {
        [self.axes[0][index % self.columns()], self.axes[1][index / self.columns()]]
    }
}
