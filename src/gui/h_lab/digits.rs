//! Numbers digit by digit.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Color32, FontId, Ui};

use crate::number_text::format_number;

/// Significant digits that tell any two doubles apart.
const DIGITS: i32 = 17;
/// The decimal exponents that are written out; others take the scientific form.
const PLAIN: std::ops::Range<i32> = -4..16;

/// A number in 17 significant digits.
pub(super) fn all_digits(value: f64) -> String {
    let scientific = format!("{value:.*e}", DIGITS as usize - 1);
    // After rounding to 17 digits: 0.99...9 may have become 1.
    let exponent = scientific.split_once('e').and_then(|(_, exponent)| exponent.parse::<i32>().ok());
    match exponent {
        Some(exponent) if value == 0.0 || PLAIN.contains(&exponent) => {
            let decimals = usize::try_from(DIGITS - 1 - exponent).unwrap_or(0);
            if value == 0.0 { "0".to_owned() } else { format!("{value:.decimals$}") }
        }
        _ => scientific,
    }
}

/// A number to three significant digits, for the end of a calculation.
pub(super) fn few_digits(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        0.1..1.0 => format!("{value:.3}"),
        1.0..10.0 => format!("{value:.2}"),
        10.0..100.0 => format!("{value:.1}"),
        100.0..1000.0 => format!("{value:.0}"),
        _ if value.is_finite() => format!("{value:.2e}"),
        _ => format_number(value),
    }
}

/// How the digits of a value of f are shown.
#[derive(Clone, Copy)]
pub(super) struct DigitColors {
    /// Of the leading ones that both ends share, which the subtraction removes.
    pub(super) shared: Color32,
    /// Of those that survive.
    pub(super) surviving: Color32,
}

/// A value of f whose first bytes are the digits that go in the subtraction.
pub(super) fn digits_job(text: &str, shared: usize, colors: DigitColors, font: &FontId) -> LayoutJob {
    let (first, rest) = text.split_at(shared);
    let mut job = LayoutJob::default();
    job.append(first, 0.0, TextFormat::simple(font.clone(), colors.shared));
    job.append(rest, 0.0, TextFormat::simple(font.clone(), colors.surviving));
    job
}

/// The width of so many monospaced characters.
pub(super) fn width_of(ui: &Ui, font: &FontId, characters: usize) -> f32 {
    ui.fonts_mut(|fonts| fonts.glyph_width(font, '0')) * characters as f32
}
