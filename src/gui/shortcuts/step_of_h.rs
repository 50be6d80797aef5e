//! Where h goes by a key.

use crate::field::USUAL_H;
use crate::number_text::round_to_digits;

/// What the slider and the keys reach.
pub const SMALLEST_H: f64 = 1e-50;
/// What they reach at the other end.
pub const LARGEST_H: f64 = 10.0;
/// A tenth of a decade is written with so many significant digits: 1, 1.3, 1.6, 2 ...
const DIGITS: usize = 2;
/// A whole decade leaves an `f64` all its digits, but for those that the multiplication spoils.
const ALL_DIGITS: usize = 15;

/// h so many tenths of a decade away, no farther than the keys reach.
///
/// Less than a decade leads from one tenth to the next, so that ten steps are a decade, however h had been set; whole decades
/// leave the digits as they are. What is no step, such as 0 or NaN, becomes the usual one.
pub fn moved(h: f64, tenths: i32) -> f64 {
    if h.is_nan() || h <= 0.0 {
        return USUAL_H;
    }
    let h = h.clamp(SMALLEST_H, LARGEST_H);
    let next = if tenths % 10 == 0 {
        round_to_digits(10_f64.powi(tenths / 10) * h, ALL_DIGITS)
    } else {
        let place = 10.0 * h.log10();
        // On a tenth already, but for the rounding of its digits, 1.3 for 1.2589 at most: then the next one, else the nearest
        // in that direction.
        let near = place.round();
        let base = if (place - near).abs() < 0.15 {
            near
        } else if tenths > 0 {
            place.floor()
        } else {
            place.ceil()
        };
        round_to_digits(10_f64.powf((base + f64::from(tenths)) / 10.0), DIGITS)
    };
    next.clamp(SMALLEST_H, LARGEST_H)
}
