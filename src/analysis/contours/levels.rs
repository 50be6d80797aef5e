//! Which levels.

use super::LevelSpacing;
use crate::analysis::field_curve::strides;
use crate::expr::Unary;
use crate::field::{CancelToken, Cancelled, GradientField};
use crate::number_text::round_to_digits;

/// The most nodes that percentiles are taken of: enough for two digits of the place in the order.
const MOST_SAMPLED: usize = 1 << 16;
/// How much of an extreme value is lost to the node beside it, at least, if it is at a pole: that of 1/sqrt(x0), which
/// is among the mildest, loses 1 - 2^-1/2.
const LOST_BESIDE_A_POLE: f64 = 0.25;
/// The share of nodes with the smallest |f| below the first level of a logarithmic scale: where f has no other zeros,
/// those around a minimum.
const BELOW_THE_FIRST: f64 = 0.005;

/// What levels are chosen by.
pub(super) struct Statistics {
    /// Finite values of f, ascending, one at least.
    sorted: Vec<f64>,
    /// The least and the largest of all.
    range: [f64; 2],
    /// Whether each of these is at a pole.
    is_pole: [bool; 2],
}

/// From where to where levels are spread.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    low: f64,
    high: f64,
    has_pole: bool,
}

impl Limits {
    /// By how much f jumps at least, from one node to the next, where it may be a pole; `None` where it has none.
    pub(super) fn pole_jump(&self) -> Option<f64> {
        self.has_pole.then_some(self.high / 2.0 - self.low / 2.0)
    }
}

impl Statistics {
    /// Of a field with this range.
    pub(super) fn new(
        field: &GradientField,
        range: [f64; 2],
        cancel: &CancelToken,
    ) -> Result<Self, Cancelled> {
        let mut sorted = sample(field);
        sorted.sort_unstable_by(f64::total_cmp);
        if sorted.is_empty() {
            sorted.extend(range);
        }
        let median = quantile(&sorted, 0.5);
        let [low, high] = range;
        let is_pole = [is_pole(field, low, median, cancel)?, is_pole(field, high, median, cancel)?];
        Ok(Self { sorted, range, is_pole })
    }

    /// The least and the largest f.
    pub(super) fn range(&self) -> [f64; 2] {
        self.range
    }

    pub(super) fn limits(&self) -> Limits {
        let [is_low_pole, is_high_pole] = self.is_pole;
        let ([min, max], [low, high]) = (self.range, fences(&self.sorted, self.range));
        Limits {
            low: if is_low_pole { low } else { min },
            high: if is_high_pole { high } else { max },
            has_pole: is_low_pole || is_high_pole,
        }
    }
}

/// Whether f takes an extreme value at a pole, or what the grid shows of one: it falls off at once, and by the
/// smaller factors the farther from there, as powers of the distance do. From the top of a peak, however narrow, it
/// falls off by larger ones.
fn is_pole(field: &GradientField, extreme: f64, usual: f64, cancel: &CancelToken) -> Result<bool, Cancelled> {
    let Some(index) = index_of(field, extreme, cancel)? else { return Ok(false) };
    let [columns, rows] = [field.grid.columns(), field.grid.rows()];
    // Halved, as differences may overflow.
    let above = |f: f64, other: f64| (f / 2.0 - other / 2.0).abs();
    let least = LOST_BESIDE_A_POLE * above(extreme, usual);
    let falls_off = |near: f64, far: f64| {
        above(near, extreme) > least
            && above(extreme, usual) / above(near, usual) >= above(near, usual) / above(far, usual)
    };
    let mut axes = [(index % columns, columns, 1), (index / columns, rows, columns)].into_iter();
    Ok(axes.any(|(place, count, stride)| {
        let before = place >= 2 && falls_off(field.f[index - stride], field.f[index - 2 * stride]);
        before || place + 2 < count && falls_off(field.f[index + stride], field.f[index + 2 * stride])
    }))
}

/// The first node with a value.
fn index_of(field: &GradientField, value: f64, cancel: &CancelToken) -> Result<Option<usize>, Cancelled> {
    let columns = field.grid.columns();
    for (row, values) in field.f.chunks_exact(columns).enumerate() {
        cancel.check()?;
        if let Some(column) = values.iter().position(|f| f.total_cmp(&value).is_eq()) {
            return Ok(Some(row * columns + column));
        }
    }
    Ok(None)
}

/// A range without what is farther out than most: from the 10th to the 90th percentile, and as much again beyond
/// each. The whole range where these are one number.
fn fences(sorted: &[f64], [min, max]: [f64; 2]) -> [f64; 2] {
    let [low, high] = [0.1, 0.9].map(|share| quantile(sorted, share));
    let width = high - low;
    if width > 0.0 { [min.max(low - width), max.min(high + width)] } else { [min, max] }
}

/// The value with this share of the others below it.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length")]
    let index = (share * (sorted.len() - 1) as f64).round() as usize;
    sorted[index.min(sorted.len() - 1)]
}

/// Finite values of f, at nodes spread over the grid.
fn sample(field: &GradientField) -> Vec<f64> {
    let counts = [field.grid.columns(), field.grid.rows()];
    let strides = strides(counts, MOST_SAMPLED);
    let rows = field.f.chunks_exact(counts[0]).step_by(strides[1]);
    let values = rows.flat_map(|row| row.iter().step_by(strides[0]));
    values.copied().filter(|f| f.is_finite()).collect()
}

/// About `count` levels, ascending, all strictly between the least and the largest f.
pub(super) fn levels(
    statistics: &Statistics,
    limits: &Limits,
    spacing: LevelSpacing,
    count: usize,
) -> Vec<f64> {
    let levels = match spacing {
        LevelSpacing::Linear => Vec::new(),
        LevelSpacing::Logarithmic => logarithmic(statistics, count),
        LevelSpacing::Quantile => by_quantile(statistics, count),
    };
    // Half of what was asked for, or ten.
    if 2 * levels.len() >= count.min(20) { levels } else { linear(limits, count) }
}

/// A number with few digits: `mantissa * 10^exponent`, rounded once.
fn decimal(mantissa: f64, exponent: i32) -> f64 {
    // Adding 0 makes +0 of -0.
    format!("{mantissa}e{exponent}").parse::<f64>().unwrap_or(f64::NAN) + 0.0
}

/// The exponent of the power of ten at or below a number above 0, to within rounding; of 0, that of the smallest.
#[expect(clippy::cast_possible_truncation, reason = "exponents of f64 lie within 400 of 0")]
fn exponent(number: f64) -> i32 {
    Unary::Log10.apply(number.max(f64::from_bits(1))).floor() as i32
}

/// Of several sets of levels that whose number is nearest to `count` as a ratio, the first of two as near.
fn nearest(sets: impl Iterator<Item = Vec<f64>>, count: usize) -> Vec<f64> {
    let ratio = |levels: &Vec<f64>| {
        let [a, b] = [levels.len(), count].map(|count| count as f64);
        a.max(b) / a.min(b)
    };
    let ratios = sets.filter(|levels| !levels.is_empty()).map(|levels| (ratio(&levels), levels));
    let best = ratios.reduce(|a, b| if b.0 < a.0 { b } else { a });
    best.map_or_else(Vec::new, |(_, levels)| levels)
}

fn linear(limits: &Limits, count: usize) -> Vec<f64> {
    let Limits { low, high, .. } = *limits;
    // Divided one by one, as the difference may overflow.
    let rough = exponent(high / count as f64 - low / count as f64);
    let steps = (rough - 1..=rough + 1).rev().flat_map(|e| [5.0, 2.0, 1.0].map(|m| (m, e)));
    let levels = nearest(steps.map(|step| multiples(step, [low, high], 4 * count)), count);
    if levels.is_empty() { uneven(low, high, count) } else { levels }
}

/// The multiples of a step strictly between two numbers; none where there are too many, or they are not exact.
fn multiples((mantissa, exponent): (f64, i32), [low, high]: [f64; 2], most: usize) -> Vec<f64> {
    let step = decimal(mantissa, exponent);
    let [first, last] = [(low / step).floor(), (high / step).ceil()];
    let is_exact = first.abs().max(last.abs()) * mantissa < 2_f64.powi(53);
    if !(step > 0.0 && is_exact && last - first <= most as f64) {
        return Vec::new();
    }
    let count = last - first;
    let numbers = (0_u32..).map(f64::from).take_while(|i| *i <= count);
    let values = numbers.map(|i| decimal((first + i) * mantissa, exponent));
    let mut values: Vec<f64> = values.filter(|value| low < *value && *value < high).collect();
    values.dedup();
    values
}

/// Evenly spaced levels where two limits differ in their last digits only, so that there are no round ones.
fn uneven(low: f64, high: f64, count: usize) -> Vec<f64> {
    let shares = (1..=count).map(|i| i as f64 / (count + 1) as f64);
    let mut values: Vec<f64> = shares.map(|share| low * (1.0 - share) + high * share).collect();
    values.retain(|value| low < *value && *value < high);
    values.dedup();
    values
}

/// Mantissas of the levels in a decade, in tenths, and every how manieth decade has them; ever more levels.
const DECADES: [(&[u16], i32); 11] = [
    (&[10], 100),
    (&[10], 50),
    (&[10], 20),
    (&[10], 10),
    (&[10], 5),
    (&[10], 2),
    (&[10], 1),
    (&[10, 30], 1),
    (&[10, 20, 50], 1),
    (&[10, 15, 20, 30, 50, 70], 1),
    (&[10, 12, 15, 20, 25, 30, 40, 50, 60, 80], 1),
];

fn logarithmic(statistics: &Statistics, count: usize) -> Vec<f64> {
    let Statistics { sorted, range: [min, max], is_pole } = statistics;
    let mut sizes: Vec<f64> = sorted.iter().map(|f| f.abs()).filter(|size| *size > 0.0).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    if sizes.is_empty() {
        return Vec::new();
    }
    let [low, high] = sizes_of_levels(&sizes, min.abs().max(max.abs()), is_pole.contains(&true));
    let sets = DECADES.iter().map(|(mantissas, every)| {
        let [first, last] = [exponent(low), exponent(high)].map(|e| e.div_euclid(*every));
        let exponents = (first..=last + 1).map(|e| e * every);
        let sizes = exponents.flat_map(|e| mantissas.iter().map(move |m| decimal(f64::from(*m), e - 1)));
        let sizes: Vec<f64> = sizes.filter(|size| low <= *size && *size <= high).collect();
        let negative = sizes.iter().rev().map(|size| -size);
        let all = negative.chain([0.0]).chain(sizes.iter().copied());
        let mut levels: Vec<f64> = all.filter(|level| min < level && level < max).collect();
        // Among the smallest numbers several are rounded to the same one.
        levels.dedup();
        levels
    });
    nearest(sets, count)
}

/// The smallest and the largest |f| of logarithmic levels. As in [`fences`], but of the logarithms: the smallest is
/// not far below most, where rounding makes 1e-16 of 0, and the largest not far above them if there is a pole.
fn sizes_of_levels(sizes: &[f64], largest: f64, has_pole: bool) -> [f64; 2] {
    let [least, low, high] = [BELOW_THE_FIRST, 0.1, 0.9].map(|share| quantile(sizes, share));
    if low < high {
        let factor = high / low;
        [least.max(low / factor), if has_pole { largest.min(high * factor) } else { largest }]
    } else {
        [least, largest]
    }
}

/// Levels with as many nodes between any two, each with as few digits as leave it near its place.
fn by_quantile(statistics: &Statistics, count: usize) -> Vec<f64> {
    let Statistics { sorted, range: [min, max], .. } = statistics;
    let shares = (0..=count + 1).map(|i| i as f64 / (count + 1) as f64);
    let mut values: Vec<f64> = shares.map(|share| quantile(sorted, share)).collect();
    values.dedup();
    let shortened = values.windows(3).map(|three| {
        let [before, value, after] = [three[0], three[1], three[2]];
        let slack = (value - before).min(after - value) / 10.0;
        let mut rounded = std::iter::once(0.0).chain((1..=17).map(|digits| round_to_digits(value, digits)));
        rounded.find(|rounded| (rounded - value).abs() <= slack).unwrap_or(value)
    });
    shortened.filter(|level| min < level && level < max).collect()
}
