//! What stands beside a colour bar.

use super::ticks::Ticks;
use crate::colormap::{ColorScale, Scale};
use crate::heat_map::Quantity;
use crate::number_text::{format_number, round_to_digits};

/// A label of more characters than fit is cut to this many significant digits.
const MOST_CHARACTERS: usize = 9;
/// The least distance of two labels where they can be chosen.
const LABEL_SPACING: f32 = 36.0;
/// How high a label is: nearer to each other two are no longer read.
const LABEL_HEIGHT: f64 = 12.0;

/// What a bar shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// The colours and their numbers.
    pub colors: ColorScale,
    /// What the numbers are.
    pub quantity: Quantity,
    /// Whose colours they are, where more than one thing has some, or what else there is to say.
    pub role: Option<&'static str>,
    /// How much the canvas shows through what has these colours, from 0 to 1.
    pub opacity: f32,
}

/// The numbers beside the strip and how they are written: on a low one no more than have room, the ends before the others.
pub fn labels(scale: &ColorScale, quantity: Quantity, height: f32) -> Vec<(f64, String)> {
    let all = all_labels(scale, quantity, height);
    let place = |value: f64| scale.position(value) * f64::from(height);
    let mut kept: Vec<(f64, String)> = Vec::new();
    let ends = all.first().into_iter().chain(all.last());
    for (value, label) in ends.chain(&all) {
        if kept.iter().all(|(other, _)| (place(*other) - place(*value)).abs() >= LABEL_HEIGHT) {
            kept.push((*value, label.clone()));
        }
    }
    kept.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    kept
}

fn all_labels(scale: &ColorScale, quantity: Quantity, height: f32) -> Vec<(f64, String)> {
    let ColorScale { min, max, .. } = *scale;
    if min >= max {
        return vec![(min, short(min))];
    }
    let count = f64::from((height / LABEL_SPACING).clamp(1.0, 12.0));
    let ticks = match scale.scale {
        Scale::Linear if quantity.is_angle() => Ticks::with_step(min, max, angle_step((max - min) / count)),
        Scale::Linear => Ticks::linear(min, max, count),
        Scale::Logarithmic => Ticks::logarithmic(min, max, count),
    };
    let labels: Vec<_> = ticks.values.iter().map(|&value| (value, ticks.label(value))).collect();
    if labels.len() < 2 || labels.iter().any(|(_, label)| label.len() > MOST_CHARACTERS) {
        // Ends and middle say more than a single number, or than a dozen of which only the last digits differ, beyond the
        // edge.
        return [min, f64::midpoint(min, max), max].map(|value| (value, short(value))).to_vec();
    }
    labels
}

/// The smallest round part of a turn, in degrees, that is at least so large.
fn angle_step(least: f64) -> f64 {
    [15.0, 30.0, 45.0, 90.0].into_iter().find(|step| *step >= least).unwrap_or(180.0)
}

/// The number in as few characters as fit beside the strip.
fn short(value: f64) -> String {
    let text = format_number(value);
    if text.len() <= MOST_CHARACTERS { text } else { format_number(rounded(value)) }
}

/// The number with five significant digits.
fn rounded(value: f64) -> f64 {
    round_to_digits(value, 5)
}
