//! What stands beside a colour bar.

use super::ticks::Ticks;
use crate::colormap::{ColorScale, Scale};
use crate::heat_map::Quantity;
use crate::number_text::{format_number, round_to_digits};

/// The most characters that fit beside the strip.
const MOST_CHARACTERS: usize = 9;
/// The significant digits that a longer label is cut to, unless it takes more to tell it from the others.
const DIGITS: usize = 5;
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

/// The numbers beside the strip and how they are written: on a low one no more than have room, the ends before the others. A last one
/// that begins with `+` is how far it is above the first.
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
        return vec![(min, format_number(rounded(min, DIGITS)))];
    }
    let count = f64::from((height / LABEL_SPACING).clamp(1.0, 12.0));
    let ticks = match scale.scale {
        Scale::Linear if quantity.is_angle() => Ticks::with_step(min, max, angle_step((max - min) / count)),
        Scale::Linear => Ticks::linear(min, max, count),
        Scale::Logarithmic => Ticks::logarithmic(min, max, count),
    };
    let labels: Vec<_> = ticks.values.iter().map(|&value| (value, ticks.label(value))).collect();
    let fits = labels.iter().all(|(_, label)| label.len() <= MOST_CHARACTERS);
    // One number alone tells nothing of the other colours.
    if labels.len() > 1 && fits { labels } else { ends([min, max], height) }
}

/// The ends, and the middle where there is room: they say more than a dozen labels of which only the last digits differ,
/// beyond the edge.
fn ends([min, max]: [f64; 2], height: f32) -> Vec<(f64, String)> {
    let middle = (height >= 2.0 * LABEL_SPACING).then(|| f64::midpoint(min, max));
    let values: Vec<f64> = [Some(min), middle, Some(max)].into_iter().flatten().collect();
    for digits in DIGITS..=MOST_CHARACTERS {
        let shown: Vec<f64> = values.iter().map(|&value| rounded(value, digits)).collect();
        let are_apart = shown.windows(2).all(|pair| pair[0] < pair[1]);
        let labels: Vec<_> = values.iter().copied().zip(shown.into_iter().map(format_number)).collect();
        let fits = digits == DIGITS || labels.iter().all(|(_, label)| label.len() <= MOST_CHARACTERS);
        if are_apart && fits {
            return labels;
        }
    }
    let above = format!("+ {}", format_number(round_to_digits(max - min, 2)));
    vec![(min, format_number(rounded(min, DIGITS))), (max, above)]
}

/// The smallest round part of a turn, in degrees, that is at least so large.
fn angle_step(least: f64) -> f64 {
    [15.0, 30.0, 45.0, 90.0].into_iter().find(|step| *step >= least).unwrap_or(180.0)
}

/// The number itself where that fits beside the strip, else with so many significant digits.
fn rounded(value: f64, digits: usize) -> f64 {
    if format_number(value).len() <= MOST_CHARACTERS { value } else { round_to_digits(value, digits) }
}
