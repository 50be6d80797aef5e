//! Logarithmic axes: the plot's coordinates are exponents of ten, its ticks are powers of ten.

use std::ops::RangeInclusive;

use eframe::egui::{Color32, FontId, Id, RichText, Sense, Ui, vec2};
use egui_plot::{AxisHints, GridInput, GridMark, Plot};

/// The least distances of two ticks in points, along x and along y.
const SPACING: [f64; 2] = [46.0, 20.0];
/// The height of the x axis below the plot, in points.
pub(super) const X_AXIS_HEIGHT: f32 = 16.0;
/// Of the tick labels.
const FONT_SIZE: f32 = 10.5;
/// The distance of two lines, in points, that `egui_plot`'s base step stands for.
const BASE: f64 = 8.0;

/// A plot of exponents whose range is fixed: nothing in it pans or zooms. Where something else stands on the x axis, in the
/// ranges that are `covered`, a tick has no label.
pub(super) fn log_log_plot<'a>(
    ui: &Ui,
    id: Id,
    y_label: &str,
    covered: Vec<RangeInclusive<f64>>,
) -> Plot<'a> {
    let x_label = move |exponent: f64| {
        let is_covered = covered.iter().any(|range| range.contains(&exponent));
        if is_covered { String::new() } else { power_of_ten(exponent) }
    };
    Plot::new(id)
        .id(id)
        .sense(Sense::hover())
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .allow_axis_zoom_drag(false)
        .auto_bounds(false)
        .set_margin_fraction(vec2(0.0, 0.0))
        .show_x(false)
        .show_y(false)
        .label_formatter(|_| None)
        .x_grid_spacer(|input| decades(&input, SPACING[0]))
        .y_grid_spacer(|input| decades(&input, SPACING[1]))
        .custom_x_axes(vec![
            hints(AxisHints::new_x())
                .min_thickness(X_AXIS_HEIGHT)
                .formatter(move |mark, _| x_label(mark.value)),
        ])
        .custom_y_axes(vec![hints(AxisHints::new_y()).label(RichText::new(y_label).size(FONT_SIZE))])
        .grid_color(grid_color(ui))
        .grid_fade(0.0)
}

fn hints(hints: AxisHints<'_>) -> AxisHints<'_> {
    hints
        .tick_label_font(FontId::proportional(FONT_SIZE))
        .label_spacing(8.0..=9.0)
        .min_thickness(0.0)
        .formatter(|mark, _| power_of_ten(mark.value))
}

/// Fainter than anything that is measured.
fn grid_color(ui: &Ui) -> Color32 {
    Color32::from_gray(if ui.visuals().dark_mode { 72 } else { 226 })
}

/// Every decade, or every so manieth, so that two are at least `spacing` points apart.
fn decades(input: &GridInput, spacing: f64) -> Vec<GridMark> {
    let least = input.base_step_size / BASE * spacing;
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0].into_iter().find(|step| *step >= least).unwrap_or(100.0);
    let (min, max) = input.bounds;
    let first = (min / step).ceil();
    let marks = (0..).map(f64::from).map(|i| (first + i) * step).take_while(|value| *value <= max);
    marks.map(|value| GridMark { value, step_size: step }).collect()
}

/// A power of ten by its exponent, as it would be typed.
fn power_of_ten(exponent: f64) -> String {
    match exponent.round() {
        0.0 => "1".to_owned(),
        1.0 => "10".to_owned(),
        exponent => format!("1e{exponent}"),
    }
}
