//! The grid: two `np.arange` axes.

use std::fmt;
use std::ops::Range;

use crate::expr::Axis;
use crate::number_text::{format_bytes, format_count, format_number};

/// The most points of a field that is in memory as a whole: 4096 x 4096, whose f, g0, g1 and norm take 512 MiB.
pub const MAX_POINTS: usize = 1 << 24;

/// The most points of a field that is computed a few rows at a time: 2^36, a table of 3 TiB. No limit of memory: it
/// stands between a slip of the step and a disk that fills for days.
pub const MAX_STREAMED_POINTS: usize = if usize::BITS > 36 { 1_usize.wrapping_shl(36) } else { usize::MAX };

/// The most values of an axis. A row is the least that is computed at a time, and one of so many points takes 64 MiB.
pub const MAX_AXIS: usize = 1 << 21;

/// What a point of a field in memory takes: f, g0, g1 and norm.
const FIELD_BYTES: f64 = 4.0 * 8.0;
/// What a point of a table of numbers takes: x0, x1, f, g0, g1 and norm.
const TABLE_BYTES: f64 = 6.0 * 8.0;
/// What a value of an axis takes.
const VALUE_BYTES: f64 = 8.0;

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
    /// More points than [`MAX_STREAMED_POINTS`]; how many it would be.
    TooManyStreamed(f64),
    /// More values than [`MAX_AXIS`]; how many it would be.
    AxisTooLong(Axis, f64),
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
                "That field would take {} of memory for {} points; the most is {} for {}. Make the step larger.",
                format_bytes(points * FIELD_BYTES),
                Count(points),
                format_bytes(MAX_POINTS as f64 * FIELD_BYTES),
                format_count(MAX_POINTS)
            ),
            Self::TooManyStreamed(points) => write!(
                f,
                "That table would take {} for {} points; the most is {} for {}. Make the step larger.",
                format_bytes(points * TABLE_BYTES),
                Count(points),
                format_bytes(MAX_STREAMED_POINTS as f64 * TABLE_BYTES),
                format_count(MAX_STREAMED_POINTS)
            ),
            Self::AxisTooLong(axis, values) => write!(
                f,
                "The {} axis would take {} for {} values; the most is {} for {}. Make the step larger.",
                axis.name(),
                format_bytes(values * VALUE_BYTES),
                Count(values),
                format_bytes(MAX_AXIS as f64 * VALUE_BYTES),
                format_count(MAX_AXIS)
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

    /// Some of the `count` values that [`Self::count`] says there are.
    fn values(&self, some: Range<usize>, count: usize, closed: bool) -> Vec<f64> {
        let has_last = some.contains(&(count - 1));
        let mut values: Vec<f64> = some.map(|i| self.value(i as f64)).collect();
        if closed
            && has_last
            && self.step_divides()
            && let Some(last) = values.last_mut()
        {
            *last = self.max;
        }
        values
    }
}

impl GridSpec {
    /// How many values each axis has if the field is to be in memory as a whole, or why there is no such grid; nothing
    /// is allocated.
    pub fn counts(&self) -> Result<[usize; 2], GridError> {
        self.counts_within(MAX_POINTS, GridError::TooManyPoints)
    }

    /// How many values each axis has if a few rows of the field are in memory at a time, or why there is no such grid;
    /// nothing is allocated.
    pub fn streamed_counts(&self) -> Result<[usize; 2], GridError> {
        self.counts_within(MAX_STREAMED_POINTS, GridError::TooManyStreamed)
    }

    fn counts_within(
        &self,
        most: usize,
        too_many: impl FnOnce(f64) -> GridError,
    ) -> Result<[usize; 2], GridError> {
        let count = |axis: Axis| self.axes[axis.index()].count(axis, self.closed);
        let counts = [count(Axis::X0)?, count(Axis::X1)?];
        // As floats, of which no product overflows unseen.
        let points = counts[0] * counts[1];
        if points > most as f64 {
            return Err(too_many(points));
        }
        match Axis::ALL.into_iter().find(|axis| counts[axis.index()] > MAX_AXIS as f64) {
            Some(axis) => Err(GridError::AxisTooLong(axis, counts[axis.index()])),
            None => Ok(counts.map(whole)),
        }
    }
}

/// A float that is a whole number within [`MAX_STREAMED_POINTS`], or one to be shown, as an integer.
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
    /// The values of both axes; what [`GridSpec::streamed_counts`] refuses is refused before anything is allocated.
    pub fn new(spec: &GridSpec) -> Result<Self, GridError> {
        let [_, rows] = spec.streamed_counts()?;
        Self::of_rows(spec, 0..rows)
    }

    /// The grid of some of the rows, without the values of x1 on the others; refused as [`Self::new`] does.
    ///
    /// # Panics
    /// Where `rows` is empty or beyond the grid.
    pub fn of_rows(spec: &GridSpec, rows: Range<usize>) -> Result<Self, GridError> {
        let [columns, all_rows] = spec.streamed_counts()?;
        assert!(!rows.is_empty() && rows.end <= all_rows, "rows {rows:?} of {all_rows}");
        let [x0, x1] = &spec.axes;
        Ok(Self {
            axes: [x0.values(0..columns, columns, spec.closed), x1.values(rows, all_rows, spec.closed)],
        })
    }

    /// The values along one axis, ascending.
    pub fn axis(&self, axis: Axis) -> &[f64] {
        &self.axes[axis.index()]
    }

    /// Along which coordinate neighbours in memory follow one another: x0, but for a grid of a single column, which is one
    /// row of x1.
    pub(crate) fn lanes(&self) -> Axis {
        if self.columns() == 1 { Axis::X1 } else { Axis::X0 }
    }

    /// Which of the values along an axis is nearest to a number, the lower of two as near.
    pub fn nearest(&self, axis: Axis, value: f64) -> usize {
        let values = self.axis(axis);
        let after = values.partition_point(|&v| v < value);
        let distance = |&i: &usize| (values[i] - value).abs();
        let candidates = after.saturating_sub(1)..values.len().min(after + 1);
        candidates.min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    }

    /// The number of values of x0: the length of a row.
    pub fn columns(&self) -> usize {
        self.axes[0].len()
    }

    /// The number of values of x1.
    pub fn rows(&self) -> usize {
        self.axes[1].len()
    }

    /// The number of points; at most [`MAX_STREAMED_POINTS`].
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
