//! Many values to entries of a colour map.

use super::tile::Texel;
use crate::colormap::{ColorScale, Colormap, Scale};

/// A value without a colour.
pub(super) const NO_COLOR: Texel = [0, 0];

/// The second byte of a value that has a colour.
const WHOLE: u8 = 255;

/// Turns values into entries, each that which [`Colormap::index`] has for the value's [`ColorScale::position`].
///
/// A value has a colour if it is finite and, on a logarithmic scale, not below 0. 0 has the first there, as have all
/// values below the limits.
pub(super) enum Entries {
    /// The distance of the limits is a number: what [`ColorScale::position`] does, in vectors.
    Linear { min: f64, width: f64 },
    /// The entry follows from the bits of the number.
    Logarithmic(Box<Thresholds>),
    /// Whatever is left: limits that coincide, that are too far apart, or few values on a logarithmic scale.
    OneByOne(ColorScale),
}

impl Entries {
    /// For so many values.
    #[expect(clippy::float_cmp, reason = "limits that coincide were made so")]
    pub(super) fn new(colors: &ColorScale, values: usize) -> Self {
        let ColorScale { scale, min, max, .. } = *colors;
        match scale {
            Scale::Linear if min != max && (max - min).is_finite() => Self::Linear { min, width: max - min },
            Scale::Logarithmic if 0.0 < min && min < max && max.is_finite() && values >= FEW => {
                Self::Logarithmic(Box::new(Thresholds::new(colors)))
            }
            _ => Self::OneByOne(*colors),
        }
    }

    /// The texels of values, as many of each.
    pub(super) fn find(&self, values: &[f64], texels: &mut [Texel]) {
        match self {
            Self::Linear { min, width } => linear(values, *min, *width, texels),
            Self::Logarithmic(thresholds) => thresholds.find(values, texels),
            Self::OneByOne(colors) => {
                for (value, texel) in values.iter().zip(texels) {
                    *texel = one(colors, *value);
                }
            }
        }
    }
}

/// The definition.
fn one(colors: &ColorScale, value: f64) -> Texel {
    let has_color = value.is_finite() && (colors.scale == Scale::Linear || value >= 0.0);
    if has_color { [Colormap::index(colors.position(value)), WHOLE] } else { NO_COLOR }
}

/// 2^52: added to a whole number from 0 to 255, the sum's lowest byte is that number.
const WHOLE_NUMBERS: f64 = (1_u64 << 52) as f64;

#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2", "aarch64+neon"))]
fn linear(values: &[f64], min: f64, width: f64, texels: &mut [Texel]) {
    for (value, texel) in values.iter().zip(texels) {
        let entry = ((value - min) / width * 256.0).clamp(0.0, 255.0).floor() + WHOLE_NUMBERS;
        // All bits of a value that has a colour, none of another: a mask, where a choice would be a jump.
        let mask = u64::from(value.abs() < f64::INFINITY).wrapping_neg();
        #[expect(clippy::cast_possible_truncation, reason = "the lowest byte is what is wanted")]
        let [entry, cover] = [(entry.to_bits() & mask) as u8, mask as u8];
        *texel = [entry, cover];
    }
}

/// Below so many values a logarithm each costs less than the thresholds do.
const FEW: usize = 1 << 13;

/// Cells of the table: at least two to an entry, wherever the limits lie.
const CELLS: usize = 1024;

/// From which number on which entry is meant, found without a logarithm.
///
/// The bits of a positive number, taken as an integer, are nearly its logarithm: lines between the powers of 2. The
/// range from the first limit to the last is cut into cells alike in bits. A cell knows the entry at its beginning and
/// the one number within it at which the next entry begins.
pub(super) struct Thresholds {
    /// The bits of the limits.
    low: u64,
    high: u64,
    /// Bits within a cell.
    shift: u32,
    /// Whether more than one entry begins in a cell somewhere: where the limits are few bits apart, or below the normal
    /// numbers. The cells are of no use then.
    is_crowded: bool,
    cells: [Cell; CELLS],
    /// Entry k + 1 begins at number k; ascending.
    starts: [u64; 255],
}

#[derive(Clone, Copy, Default)]
struct Cell {
    /// The bits of the number from which on the entry is the next; those of NaN where none begins.
    next_from: u64,
    /// The entry at the cell's beginning.
    entry: u8,
}

impl Thresholds {
    /// Of limits that are normal or subnormal numbers above 0, the first below the last.
    fn new(colors: &ColorScale) -> Self {
        let ColorScale { min, max, .. } = *colors;
        let (low, high) = (min.to_bits(), max.to_bits());
        let entry = |bits: u64| Colormap::index(colors.position(f64::from_bits(bits)));
        let mut from = low;
        let starts = std::array::from_fn(|k| {
            // Not beyond the last limit, which has the last entry.
            let (mut below, mut at) = (from, high);
            if usize::from(entry(below)) > k {
                return below;
            }
            while at - below > 1 {
                let middle = below + (at - below) / 2;
                if usize::from(entry(middle)) > k { at = middle } else { below = middle }
            }
            from = at;
            at
        });
        let mut shift = 0;
        while (high - low) >> shift >= CELLS as u64 {
            shift += 1;
        }
        let mut is_crowded = false;
        let mut cells = [Cell::default(); CELLS];
        for (place, cell) in (0_u64..).zip(&mut cells) {
            let begin = low + (place << shift);
            let inside = |start: &u64| (begin + 1..begin + (1 << shift)).contains(start);
            let within = starts.iter().filter(|start| inside(start));
            *cell = Cell {
                next_from: within.clone().next().copied().unwrap_or(u64::MAX),
                entry: entry_at(&starts, begin),
            };
            is_crowded |= within.count() > 1;
        }
        Self { low, high, shift, is_crowded, cells, starts }
    }

    fn find(&self, values: &[f64], texels: &mut [Texel]) {
        if self.is_crowded {
            for (value, texel) in values.iter().zip(texels) {
                *texel = texel_of(*value, entry_at(&self.starts, self.within(*value)));
            }
            return;
        }
        for (value, texel) in values.iter().zip(texels) {
            let bits = self.within(*value);
            #[expect(clippy::cast_possible_truncation, reason = "below the number of cells")]
            let cell = &self.cells[((bits - self.low) >> self.shift) as usize % CELLS];
            *texel = texel_of(*value, cell.entry.wrapping_add(u8::from(bits >= cell.next_from)));
        }
    }

    /// The bits of a number or of the limit it is beyond; any within the limits for NaN.
    fn within(&self, value: f64) -> u64 {
        // As integers with a sign those of negative numbers are below all others.
        let bits = value.to_bits().cast_signed();
        bits.max(self.low.cast_signed()).min(self.high.cast_signed()).cast_unsigned()
    }
}

/// With this entry, if the value has a color on a logarithmic scale: without a jump.
fn texel_of(value: f64, entry: u8) -> Texel {
    let mask = u8::from((0.0..f64::INFINITY).contains(&value)).wrapping_neg();
    [entry & mask, mask]
}

/// How many entries have begun at a number.
#[expect(clippy::cast_possible_truncation, reason = "at most 255")]
fn entry_at(starts: &[u64; 255], bits: u64) -> u8 {
    starts.partition_point(|&start| start <= bits) as u8
}
