//! Where a level is written.

use super::super::polyline::{Anchor, Polyline, Walked, distance};

/// The part of the plot's larger side that a label is taken to cover.
const SIZE: f64 = 1.0 / 12.0;
/// Where on a line a label may be.
const PLACES: u32 = 128;
/// How much straighter the end of a line must be than its middle to be preferred.
const TOWARD_THE_MIDDLE: f64 = 1e-3;

/// The straightest place of the longest line: where the chord over a label's width is longest.
pub(super) fn place(lines: &[Polyline], extent: f64) -> Option<Anchor> {
    let lengths = lines.iter().map(|line| (line, line.length()));
    // The first of several as long.
    let (longest, length) = lengths.reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let line = Walked::new(longest);
    // On the widest of planes it overflows, and so would its double below.
    let length = length.min(f64::MAX / 4.0);
    let width = (SIZE * extent).min(length / 4.0);
    let room = if longest.closed { length } else { length - width };
    let first = if longest.closed { 0.0 } else { width / 2.0 };
    let straightness = |along: f64| {
        let [a, b] = [line.point(along - width / 2.0), line.point(along + width / 2.0)];
        let from_middle = (2.0 * along / length - 1.0).abs();
        distance(a, b) / width - TOWARD_THE_MIDDLE * from_middle
    };
    let places = (0..=PLACES).map(|i| first + room * f64::from(i) / f64::from(PLACES));
    let scored = places.map(|along| (along, straightness(along)));
    let (along, _) = scored.reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let Anchor { position, direction } = line.anchor(along, width);
    let is_backward = direction[0] < 0.0 || direction[0] == 0.0 && direction[1] < 0.0;
    Some(Anchor { position, direction: if is_backward { direction.map(|d| -d) } else { direction } })
}
