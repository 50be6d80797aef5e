//! Critical points that share a cell with others.
//!
//! Where a curvature changes within a cell by as much as it is, as near a fold or a pitchfork that has just opened, more
//! points may be nearer than the grid can tell: from its seeds Newton's method may have come to some of them only. Around each
//! such point it begins anew, along the directions that bend, from a cell's breadth in halves down to where the curvature is
//! that of the point itself. What is found is looked around in turn.
//!
//! Between a point and its neighbour along a line the curvature has a zero (Rolle), so that it changes by all of itself over
//! less than their distance. If it goes on as steadily, no neighbour within a cell is overlooked; that it does is not proved.

use rayon::prelude::*;

use super::MOST_SEEDS;
use super::newton::{Polisher, Zero};
use super::search::{Buckets, Search};
use crate::field::{CancelToken, Cancelled};

/// A curvature that changes by less than this part of itself within a cell belongs to a point that has its surroundings for
/// itself: a wave of 6 cells changes by half of it.
const BENT: f64 = 0.5;
/// Points closer than 2^-26 cells are one.
const MOST_HALVES: i32 = 26;

/// Zeros with those around them that have no seed of their own; and around how many of them was not looked, as there were
/// too many places to begin at.
pub(super) fn completed(
    search: &Search,
    mut zeros: Vec<Zero>,
    cancel: &CancelToken,
) -> Result<(Vec<Zero>, usize), Cancelled> {
    let mut known = Buckets::new(search);
    for (i, zero) in zeros.iter().enumerate() {
        known.insert(search.cell(zero.x), i);
    }
    let (mut looked_at, mut left, mut skipped) = (0, MOST_SEEDS, 0);
    while looked_at < zeros.len() {
        let starts = starts(search, &zeros[looked_at..], cancel)?;
        looked_at = zeros.len();
        // All places of a zero or none of them.
        let mut begun: Vec<[f64; 2]> = Vec::new();
        for starts in starts.into_iter().filter(|starts| !starts.is_empty()) {
            if starts.len() <= left {
                left -= starts.len();
                begun.extend(starts);
            } else {
                skipped += 1;
            }
        }
        for zero in polished(search, &begun, cancel)? {
            let cell = search.cell(zero.x);
            if !known.around(cell, 1).any(|i| search.is_same(zeros[i].x, zero.x)) {
                known.insert(cell, zeros.len());
                zeros.push(zero);
            }
        }
    }
    Ok((search.distinct(zeros, |zero| zero.x, |zero| zero.size), skipped))
}

/// The zeros that places lead to, in their order.
fn polished(search: &Search, starts: &[[f64; 2]], cancel: &CancelToken) -> Result<Vec<Zero>, Cancelled> {
    let zeros: Vec<Option<Zero>> = starts
        .par_iter()
        .map_init(
            || Polisher::<f64>::new(search),
            |polisher, &start| {
                cancel.check()?;
                Ok(polisher.polish(start))
            },
        )
        .collect::<Result<_, _>>()?;
    Ok(zeros.into_iter().flatten().collect())
}

/// Where to begin around each zero; nowhere around a degenerate one: along a valley each has the next beside it.
fn starts(search: &Search, zeros: &[Zero], cancel: &CancelToken) -> Result<Vec<Vec<[f64; 2]>>, Cancelled> {
    zeros
        .par_iter()
        .map_init(
            || Polisher::<f64>::new(search),
            |polisher, zero| {
                cancel.check()?;
                Ok(if zero.is_degenerate { Vec::new() } else { around(search, polisher, zero.x) })
            },
        )
        .collect()
}

/// Where to begin around a zero; nowhere if no curvature bends.
fn around(search: &Search, polisher: &mut Polisher<'_, f64>, x: [f64; 2]) -> Vec<[f64; 2]> {
    let axes = polisher.eigenvectors(x);
    let bends = axes.map(|direction| bend(search, polisher, x, direction));
    let directions = match bends.map(|bend| bend >= BENT) {
        [false, false] => return Vec::new(),
        [true, false] => vec![axes[0]],
        [false, true] => vec![axes[1]],
        [true, true] => {
            let [[a, b], [c, d]] = axes;
            let half = std::f64::consts::FRAC_1_SQRT_2;
            vec![axes[0], axes[1], [half * (a + c), half * (b + d)], [half * (a - c), half * (b - d)]]
        }
    };
    // The curvature is that of the point itself within this part of a cell.
    let own = 1.0 / bends[0].max(bends[1]);
    let lengths = (0..=MOST_HALVES).map(|k| 0.5_f64.powi(k)).take_while(|length| *length >= own / 4.0);
    let ways =
        lengths.flat_map(|length| directions.iter().flat_map(move |&way| [(length, way), (-length, way)]));
    ways.map(|(length, way)| at(search, x, way, length)).collect()
}

/// By how many times itself a curvature along an axis changes within a cell, on the side where it changes more.
fn bend(search: &Search, polisher: &mut Polisher<'_, f64>, x: [f64; 2], direction: [f64; 2]) -> f64 {
    let own = polisher.curvature(x, direction);
    let there = [1.0, -1.0].map(|length| polisher.curvature(at(search, x, direction, length), direction));
    let changes = there.map(|there| ((there - own) / own).abs());
    // One that is not finite, as beyond an edge, tells nothing.
    changes.into_iter().filter(|change| change.is_finite()).fold(0.0, f64::max)
}

/// So many cells away from a point.
fn at(search: &Search, x: [f64; 2], direction: [f64; 2], length: f64) -> [f64; 2] {
    [0, 1].map(|i| x[i] + length * direction[i] * search.steps[i])
}
