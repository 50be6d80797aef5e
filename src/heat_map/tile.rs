//! Rows of a field as texels.

use std::f32::consts::TAU;
use std::iter;
use std::ops::{Add, Range};
use std::sync::LazyLock;

use super::entries::{Entries, NO_COLOR};
use super::quantity::Values;

/// An entry of the colour map, and what share of the nodes it stands for has a colour: 0 for none, 255 for all.
///
/// The entry is that of the mean over the nodes that have one. Of directions the mean is that of their unit vectors, the
/// entry its direction and the share its length: where directions contradict each other, there is less of a colour.
pub type Texel = [u8; 2];

/// The most columns and rows of a tile: every graphics card takes a texture so large.
const LONGEST_SIDE: usize = 4096;
/// The most texels of a tile's finest level: handing one over must not hold up whoever draws.
const MOST_TEXELS: usize = 1 << 18;
/// The most levels above the finest, each half as wide and high as the one below.
const MOST_LEVELS: u32 = 6;

/// Some columns and rows of a field as texels.
#[derive(Clone, Debug)]
pub struct Tile {
    /// Which columns and which rows.
    pub range: [Range<usize>; 2],
    /// The finest level, then ever coarser ones, of which each texel is the mean of 2 x 2 of the level before.
    pub levels: Vec<Level>,
    /// The nodes that have no colour.
    pub uncolored: Uncolored,
}

/// Texels, x0 running fastest, rows upward.
///
/// A level is a power of 2 times as wide and high as the coarsest: the finest may have a few more columns and rows than
/// the tile, which repeat the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Columns and rows.
    pub size: [usize; 2],
    /// The texels, row after row.
    pub texels: Vec<Texel>,
}

/// How many nodes have no colour, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uncolored {
    /// NaN or infinite.
    pub not_finite: usize,
    /// Finite, but below 0 on a logarithmic scale.
    pub negative: usize,
}

impl Add for Uncolored {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { not_finite: self.not_finite + other.not_finite, negative: self.negative + other.negative }
    }
}

/// What the mean of several texels is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mean {
    /// The mean of their entries.
    OfEntries,
    /// The direction of the sum of unit vectors: the entries go round a circle.
    OfDirections,
}

/// Some rows of a field's values as tiles; `columns` are the values of a row.
pub(super) fn tiles<'a>(
    entries: &'a Entries,
    values: Values<'a>,
    columns: usize,
    rows: Range<usize>,
    mean: Mean,
) -> impl Iterator<Item = Tile> + 'a {
    let width = columns.clamp(1, LONGEST_SIDE);
    let height = (MOST_TEXELS / width).min(LONGEST_SIDE);
    let bands = rows.clone().step_by(height).map(move |first| first..rows.end.min(first + height));
    bands.flat_map(move |rows| {
        let parts = (0..columns).step_by(width).map(move |first| first..columns.min(first + width));
        parts.map(move |part| Tile::new(entries, values, columns, [part, rows.clone()], mean))
    })
}

impl Tile {
    fn new(
        entries: &Entries,
        values: Values<'_>,
        columns: usize,
        range: [Range<usize>; 2],
        mean: Mean,
    ) -> Self {
        let [width, height] = [range[0].len(), range[1].len()];
        // Coarser than that the repeated rows and columns would be more than a quarter of the tile.
        let count = (width.min(height) / 4).checked_ilog2().map_or(0, |levels| levels.min(MOST_LEVELS));
        let size = [width, height].map(|side| side.next_multiple_of(1 << count));
        let mut texels = vec![NO_COLOR; size[0] * size[1]];
        let mut uncolored = Uncolored::default();
        for (row, texels) in range[1].clone().zip(texels.chunks_exact_mut(size[0])) {
            let first = row * columns;
            let values = values.of(first + range[0].start..first + range[0].end);
            let (own, repeated) = texels.split_at_mut(width);
            entries.find(&values, own);
            repeated.fill(own.last().copied().unwrap_or(NO_COLOR));
            uncolored = uncolored + count_uncolored(&values, own);
        }
        if let Some(last) = height.checked_sub(1) {
            let last_row = last * size[0]..height * size[0];
            for row in height..size[1] {
                texels.copy_within(last_row.clone(), row * size[0]);
            }
        }
        let finest = Level { size, texels };
        let levels =
            iter::successors(Some(finest), |finer| Some(finer.halved(mean))).take(count as usize + 1);
        Self { levels: levels.collect(), range, uncolored }
    }
}

fn count_uncolored(values: &[f64], texels: &[Texel]) -> Uncolored {
    // In vectors: jumps would cost as much as the colours.
    let uncolored: usize = texels.iter().map(|texel| usize::from(texel[1] == 0)).sum();
    if uncolored == 0 {
        return Uncolored::default();
    }
    let not_finite = values.iter().filter(|value| !value.is_finite()).count();
    Uncolored { not_finite, negative: uncolored - not_finite }
}

impl Level {
    /// Half as wide and high, of a level whose size is even.
    fn halved(&self, mean: Mean) -> Self {
        let mean = match mean {
            Mean::OfEntries => mean_of_entries,
            Mean::OfDirections => mean_of_directions,
        };
        let size = self.size.map(|side| side / 2);
        let rows = self.texels.chunks_exact(2 * self.size[0].max(1));
        let texels = rows.flat_map(|pair| {
            let (lower, upper) = pair.split_at(self.size[0]);
            let pairs = lower.chunks_exact(2).zip(upper.chunks_exact(2));
            pairs.map(|(lower, upper)| mean([lower[0], lower[1], upper[0], upper[1]]))
        });
        Self { size, texels: texels.collect() }
    }
}

/// The mean of four texels, rounded to the nearest.
fn mean_of_entries(texels: [Texel; 4]) -> Texel {
    let cover: u32 = texels.iter().map(|texel| u32::from(texel[1])).sum();
    let plain: u32 = texels.iter().map(|texel| u32::from(texel[0])).sum();
    #[expect(clippy::cast_possible_truncation, reason = "means of bytes")]
    match cover {
        0 => NO_COLOR,
        // The usual case, without a division.
        1020 => [((plain + 2) / 4) as u8, 255],
        _ => {
            let weighted: u32 = texels.iter().map(|texel| u32::from(texel[0]) * u32::from(texel[1])).sum();
            // One node in a thousand that has a colour is still to be seen.
            [((weighted + cover / 2) / cover) as u8, (cover.div_ceil(4)) as u8]
        }
    }
}

/// The unit vectors of the entries, which are as many parts of a circle.
static CIRCLE: LazyLock<[[f32; 2]; 256]> = LazyLock::new(|| {
    std::array::from_fn(|entry| {
        let (sin, cos) = ((entry as f32 + 0.5) / 256.0 * TAU).sin_cos();
        [cos, sin]
    })
});

/// The mean vector of four texels, its direction cut off to an entry and its length rounded up as a share is.
fn mean_of_directions(texels: [Texel; 4]) -> Texel {
    let [first, ..] = texels;
    if texels == [first; 4] {
        return first;
    }
    let [mut x, mut y] = [0.0, 0.0];
    for [entry, length] in texels {
        let [cos, sin] = CIRCLE[usize::from(entry)];
        x += f32::from(length) * cos;
        y += f32::from(length) * sin;
    }
    // Of a length that is but the rounding of these sums there is no direction.
    let length = (x.hypot(y) / 4.0 - 1e-3).ceil().clamp(0.0, 255.0);
    if length == 0.0 {
        return NO_COLOR;
    }
    let turns = y.atan2(x) / TAU;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
    let texel = [((turns - turns.floor()) * 256.0).min(255.0) as u8, length as u8];
    texel
}
