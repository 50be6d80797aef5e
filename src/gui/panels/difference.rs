//! How the derivative is approximated.

use eframe::egui::{ComboBox, Grid, Ui};

use super::widgets::NumberSlider;
use crate::differentiate::{Divisor, Precision, Scheme};
use crate::gui::command::Command;
use crate::gui::settings::{DifferenceSettings, H_GOOD, H_TOO_SMALL};
use crate::gui::shortcuts::{self, Action, LARGEST_H, SMALLEST_H};
use crate::gui::tour::spot::{self, Spot};
use crate::number_text::format_number;

/// The length of its rail in points.
const RAIL: f32 = 160.0;

/// The Difference section.
pub fn difference_ui(ui: &mut Ui, settings: &mut DifferenceSettings) -> Command {
    let step = settings.step();
    let DifferenceSettings { scheme, h, precision, divisor, power_of_two } = settings;
    Grid::new("difference settings").num_columns(2).show(ui, |ui| {
        let tooltip = "How the slope is taken from values of f near the point, at distances that h sets.";
        let label = ui.label("scheme").on_hover_text(tooltip);
        ComboBox::from_id_salt("scheme")
            .selected_text(scheme.name())
            .show_ui(ui, |ui| {
                for option in Scheme::ALL {
                    ui.selectable_value(scheme, option, option.name()).on_hover_text(option.formula());
                }
            })
            .response
            .labelled_by(label.id)
            .on_hover_text(tooltip);
        ui.end_row();
        let tooltip = "In which format every number is rounded: x, h, each operation of f, the difference.";
        let label = ui.label("precision").on_hover_text(tooltip);
        ComboBox::from_id_salt("precision")
            .selected_text(precision.name())
            .show_ui(ui, |ui| {
                for option in Precision::ALL {
                    ui.selectable_value(precision, option, option.name()).on_hover_text(option.description());
                }
            })
            .response
            .labelled_by(label.id)
            .on_hover_text(tooltip);
        ui.end_row();
    });
    ui.weak(scheme.formula());
    let slider = ui.add_enabled_ui(scheme.has_step(), |ui| h_slider(ui, h));
    let buttons = ui.horizontal(|ui| {
        for (text, value, tooltip) in [
            (
                "10e-50  too small",
                H_TOO_SMALL,
                "The article's bad example, which is 1e-49: far too small, every arrow dies.",
            ),
            ("1e-4  good", H_GOOD, "The article's good example."),
        ] {
            if ui.button(text).on_hover_text(tooltip).clicked() {
                *h = value;
            }
        }
    });
    spot::note(ui, Spot::H, slider.response.rect.union(buttons.response.rect));
    switches(ui, divisor, power_of_two);
    if *power_of_two && scheme.has_step() {
        ui.weak(format!("h used: {}", format_number(step)));
    }
    slider.inner
}

/// The logarithmic h slider, with marks where the article's two values lie.
fn h_slider(ui: &mut Ui, h: &mut f64) -> Command {
    let tooltip = format!(
        "The difference step: how far from the point f is sampled. Drag it and watch. You can type 1e-4, 10e-50 or 2^-43.{}{}",
        shortcuts::hint(Action::FinerH),
        shortcuts::hint(Action::CoarserH)
    );
    let slider =
        NumberSlider { label: "h", tooltip: &tooltip, range: SMALLEST_H..=LARGEST_H, logarithmic: true };
    let row = ui.horizontal(|ui| {
        let label = ui.label(slider.label).on_hover_text(slider.tooltip);
        ui.spacing_mut().slider_width = RAIL;
        let left = ui.cursor().left();
        (left, slider.ui(ui, h, label.id))
    });
    let (left, command) = row.inner;
    // The slider keeps its round handle inside the rail: half a handle is out of reach on either side.
    let handle = row.response.rect.height() / 2.5;
    let place = |value: f64| {
        let t = (value / SMALLEST_H).log10() / (LARGEST_H / SMALLEST_H).log10();
        #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
        let t = t as f32;
        eframe::egui::lerp(left + handle..=left + RAIL - handle, t)
    };
    let bottom = row.response.rect.bottom();
    for value in [H_TOO_SMALL, H_GOOD] {
        ui.painter().vline(
            place(value),
            bottom - 3.0..=bottom + 2.0,
            ui.visuals().widgets.noninteractive.fg_stroke,
        );
    }
    command
}

/// What helps against the rounding of h.
fn switches(ui: &mut Ui, divisor: &mut Divisor, power_of_two: &mut bool) {
    let mut taken = *divisor == Divisor::Taken;
    ui.checkbox(&mut taken, "divide by the step taken").on_hover_text(
        "Divides by (x + h) - x as the computer has it, instead of by h: then it does no harm that x + h is rounded.",
    );
    *divisor = if taken { Divisor::Taken } else { Divisor::Nominal };
    ui.checkbox(power_of_two, "take a power of two for h").on_hover_text(
        "Takes the power of two nearest to h: x + h is then exact for most x, and so is the division by h.",
    );
}
