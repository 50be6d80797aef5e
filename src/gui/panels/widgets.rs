//! Controls that several panels use.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use eframe::egui::epaint::Mesh;
use eframe::egui::{
    Color32, ComboBox, DragValue, Id, Rect, Response, Sense, Slider, SliderClamping, Ui, lerp, vec2,
};

use crate::colormap::Colormap;
use crate::gui::command::Command;
use crate::number_text::{format_number, parse_number, round_to_digits};

/// Significant digits that dragging leaves on a logarithmic scale: more would be the mouse's noise.
const DRAGGED_DIGITS: usize = 2;

/// The box of a typed number.
#[derive(Clone, Copy)]
pub(super) struct NumberBox {
    /// In points.
    pub(super) width: f32,
    /// The most that are shown of a number; its tooltip has all.
    pub(super) characters: usize,
}

impl NumberBox {
    /// That of a row with nothing else in it.
    pub(super) const USUAL: Self = Self { width: 84.0, characters: 10 };
    /// That of a row with more in it.
    pub(super) const SHORT: Self = Self { width: 54.0, characters: 6 };
}

/// A slider with its typed number.
pub(super) struct NumberSlider<'a> {
    pub(super) label: &'a str,
    pub(super) tooltip: &'a str,
    /// What the slider reaches; a typed number may lie beyond.
    pub(super) range: RangeInclusive<f64>,
    pub(super) logarithmic: bool,
}

impl NumberSlider<'_> {
    /// A row of a two-column grid: the label, then the slider with its number.
    pub(super) fn row(&self, ui: &mut Ui, value: &mut f64) -> Command {
        let label = ui.label(self.label).on_hover_text(self.tooltip);
        let command = ui.horizontal(|ui| self.ui(ui, value, label.id)).inner;
        ui.end_row();
        command
    }

    /// The slider and its number, named by a label.
    pub(super) fn ui(&self, ui: &mut Ui, value: &mut f64, label: Id) -> Command {
        self.ui_with(ui, value, label, NumberBox::USUAL)
    }

    /// The same with another box.
    pub(super) fn ui_with(&self, ui: &mut Ui, value: &mut f64, label: Id, shape: NumberBox) -> Command {
        let dragged = self.rail(ui, value, label).changed();
        let (_, complaint) = self.number(ui, value, label, shape);
        if dragged && self.logarithmic {
            *value = rounded(*value);
        }
        complaint
    }

    /// The slider alone.
    pub(super) fn rail(&self, ui: &mut Ui, value: &mut f64, label: Id) -> Response {
        let mut slider =
            Slider::new(value, self.range.clone()).show_value(false).clamping(SliderClamping::Never);
        if self.logarithmic {
            slider = slider.logarithmic(true).smallest_positive(*self.range.start());
        }
        ui.add(slider).labelled_by(label).on_hover_text(self.tooltip)
    }

    /// The number in a box, to be typed or dragged; what is wrong with a text that is none.
    pub(super) fn number(
        &self,
        ui: &mut Ui,
        value: &mut f64,
        label: Id,
        NumberBox { width, characters }: NumberBox,
    ) -> (Response, Command) {
        let complaint = Complaint::default();
        let speed = if self.logarithmic {
            0.02 * value.abs()
        } else {
            0.01 * self.range.end() - 0.01 * self.range.start()
        };
        let number = typed_number(value, characters, &complaint).speed(speed);
        let size = [width, ui.spacing().interact_size.y];
        let response = ui.add_sized(size, number).labelled_by(label);
        let dragged = response.dragged() && response.changed();
        let text = format!("{} = {}. {}", self.label, format_number(*value), self.tooltip);
        let response = response.on_hover_text(text);
        // On a linear scale egui itself keeps to numbers as round as the speed allows.
        if dragged && self.logarithmic {
            *value = rounded(*value);
        }
        (response, complaint.into())
    }
}

/// What is wrong with a text that is no number.
#[derive(Default)]
pub(super) struct Complaint(RefCell<Option<String>>);

impl From<Complaint> for Command {
    fn from(Complaint(complaint): Complaint) -> Self {
        complaint.into_inner().map_or(Self::None, Self::Complain)
    }
}

/// A number to be dragged, or typed in every notation that people use, when it changes once it is whole; so many characters
/// of it are shown.
pub(super) fn typed_number<'a>(
    value: &'a mut f64,
    characters: usize,
    complaint: &'a Complaint,
) -> DragValue<'a> {
    let (exact, shown) = (*value, short(*value, characters));
    let parse = move |text: &str| {
        // A text that was opened and left as it was means the number itself, of which it shows the beginning.
        if text == shown {
            return Some(exact);
        }
        parse_number(text).map_err(|error| *complaint.0.borrow_mut() = Some(error.to_string())).ok()
    };
    DragValue::new(value)
        .update_while_editing(false)
        .custom_formatter(move |value, _| short(value, characters))
        .custom_parser(parse)
}

/// The number with as many digits as fit into its box; its tooltip has them all.
fn short(value: f64, characters: usize) -> String {
    let rounded = |digits| format_number(round_to_digits(value, digits));
    let texts = (1..=characters).rev().map(rounded);
    let exact = std::iter::once(format_number(value));
    // One digit is always shown, whatever its exponent.
    exact.chain(texts).find(|text| text.len() <= characters).unwrap_or_else(|| rounded(1))
}

/// The number with few significant digits.
fn rounded(value: f64) -> f64 {
    round_to_digits(value, DRAGGED_DIGITS)
}

/// A value, its name and its explanation.
type ChoiceOf<'a, T> = (T, &'a str, &'a str);

/// Pick one of a few values, each with its explanation.
pub(super) fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    label: &str,
    tooltip: &str,
    value: &mut T,
    options: &[ChoiceOf<'_, T>],
) {
    ui.label(label).on_hover_text(tooltip);
    options_ui(ui, value, options);
    ui.end_row();
}

/// The same where they fill more than one row.
pub(super) fn choice_in_rows<T: Copy + PartialEq>(
    ui: &mut Ui,
    label: &str,
    tooltip: &str,
    value: &mut T,
    rows: &[&[ChoiceOf<'_, T>]],
) {
    // Beside the first row.
    ui.vertical(|ui| ui.horizontal(|ui| ui.label(label).on_hover_text(tooltip)));
    ui.vertical(|ui| {
        for row in rows {
            options_ui(ui, value, row);
        }
    });
    ui.end_row();
}

fn options_ui<T: Copy + PartialEq>(ui: &mut Ui, value: &mut T, options: &[ChoiceOf<'_, T>]) {
    ui.horizontal(|ui| {
        for &(option, name, explanation) in options {
            ui.selectable_value(value, option, name).on_hover_text(explanation);
        }
    });
}

/// Pick a colour map.
pub(super) fn colormap_row(ui: &mut Ui, label: &str, tooltip: &str, colormap: &mut Colormap) {
    let label = ui.label(label).on_hover_text(tooltip);
    ui.horizontal(|ui| {
        ComboBox::from_id_salt(label.id)
            .selected_text(colormap.name())
            .width(76.0)
            .show_ui(ui, |ui| {
                for option in Colormap::ALL {
                    ui.horizontal(|ui| {
                        let strip = preview(ui, option);
                        let name = ui.selectable_value(colormap, option, option.name());
                        // The strip belongs to its name.
                        if strip.clicked() {
                            *colormap = option;
                            ui.close();
                        }
                        name.on_hover_text(tooltip);
                    });
                }
            })
            .response
            .labelled_by(label.id)
            .on_hover_text(tooltip);
        preview(ui, *colormap);
    });
    ui.end_row();
}

/// A strip of the map's colours, low to high.
fn preview(ui: &mut Ui, map: Colormap) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(64.0, 12.0), Sense::CLICK);
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let mut mesh = Mesh::default();
    let entries = 64_u8;
    for i in 0..entries {
        let [left, right] = [i, i + 1].map(|k| lerp(rect.x_range(), f32::from(k) / f32::from(entries)));
        let [r, g, b] = map.entry(i * 4 + 2);
        mesh.add_colored_rect(
            Rect::from_x_y_ranges(left..=right, rect.y_range()),
            Color32::from_rgb(r, g, b),
        );
    }
    ui.painter().add(mesh);
    response
}
