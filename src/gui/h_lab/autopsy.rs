//! One arrow, digit by digit.

use eframe::egui::{
    Button, Color32, FontId, Grid, Key, Label, Rect, Response, RichText, ScrollArea, Sense, TextStyle, Ui,
    WidgetText, vec2,
};

use super::LabView;
use super::digits::{DigitColors, all_digits, digits_job, few_digits, width_of};
use crate::analysis::{Autopsy, AxisAutopsy, Cause, Judgement, Sample, Split};
use crate::gui::command::Command;
use crate::gui::palette::cause_color;
use crate::number_text::{format_count, format_number};

/// The ways to the next node: the key, by how many columns and rows, the button, and what it does.
pub(super) const MOVES: [(Key, [isize; 2], &str, &str); 4] = [
    (Key::ArrowLeft, [-1, 0], "←", "one node to the left"),
    (Key::ArrowRight, [1, 0], "→", "one node to the right"),
    (Key::ArrowUp, [0, 1], "↑", "one node up"),
    (Key::ArrowDown, [0, -1], "↓", "one node down"),
];
const HINT: &str = "Click an arrow, or move with the arrow keys.";

/// Of the tables; 17 digits are long.
const FONT_SIZE: f32 = 11.0;
/// The height of a table's row and the gap of two columns, in points.
const ROW: f32 = 13.0;
const COLUMN_GAP: f32 = 10.0;
/// The gap of two tables.
const TABLE_GAP: f32 = 14.0;
/// The characters of the widest line of a calculation.
const CALCULATION_CHARACTERS: usize = 36;
/// The bar of an error's two parts.
const BAR: [f32; 2] = [76.0, 8.0];
/// A part this much smaller than the other is no longer seen in the bar, which shows ratios on a logarithmic scale.
const SMALLEST_SHARE: f64 = 1e-4;

/// The tab, whose title stands in a row of its own or has been written already.
pub(super) fn autopsy_ui(ui: &mut Ui, view: &LabView<'_>, has_title: bool) -> Command {
    let Some(autopsy) = view.autopsy else {
        ui.label(if view.field.is_some() { HINT } else { "There is no field yet, and so no arrow." });
        return Command::None;
    };
    let command = if has_title { Command::None } else { ui.horizontal(|ui| title(ui, view)).inner };
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = ROW;
        verdict(ui, autopsy);
        tables(ui, view, autopsy);
        // The least important of all is left out rather than cut off.
        if ui.cursor().top() + ui.text_style_height(&TextStyle::Body) <= ui.clip_rect().bottom() {
            ui.weak(HINT);
        }
    });
    command
}

/// Which arrow it is, how far off it is, and the ways to the next one.
pub(super) fn title(ui: &mut Ui, view: &LabView<'_>) -> Command {
    let Some(autopsy) = view.autopsy else { return Command::None };
    ui.spacing_mut().item_spacing.x = 4.0;
    let [x0, x1] = autopsy.x.map(format_number);
    ui.strong(format!("Arrow at ({x0}, {x1})"));
    let node = format!("node {}", format_count(autopsy.index));
    ui.weak(node)
        .on_hover_text("Its number in the field and in exported tables, x0 running fastest, from 0.");
    let mut command = Command::None;
    for (_, by, text, what) in MOVES {
        let button = Button::new(RichText::new(text).monospace()).small();
        let tooltip = format!("Look at the arrow {what}. {HINT}");
        if ui.add(button).on_hover_text(tooltip).clicked() {
            command = Command::MoveProbe(by);
        }
    }
    let errors = RichText::new(errors(&autopsy.judgement)).weak();
    ui.add(Label::new(errors).truncate()).on_hover_text(
        "How far the gradient is off in all, relative to the size of the exact one, and by how much the arrow points in the wrong direction. Relative to 0, or to nothing, an error has no meaning.",
    );
    command
}

/// How far off the arrow is in all.
fn errors(judgement: &Judgement) -> String {
    let relative = match judgement.relative_error {
        Some(error) => format!("relative error {}", few_digits(error)),
        None if judgement.exact.is_zero == [true, true] => {
            "no relative error: the exact gradient is 0".to_owned()
        }
        None => "no relative error: there is no exact gradient".to_owned(),
    };
    match judgement.angle_error {
        Some(angle) => format!("{relative}, {}° off", few_digits(angle)),
        None => relative,
    }
}

fn verdict(ui: &mut Ui, autopsy: &Autopsy) {
    let cause = autopsy.judgement.cause;
    let text = RichText::new(&autopsy.verdict).strong();
    let is_bad = !matches!(cause, Cause::Good | Cause::Stationary);
    let text = if is_bad { text.color(ui.visuals().warn_fg_color) } else { text };
    ui.add(Label::new(text).wrap()).on_hover_text(format!("{}: {}", cause.name(), cause.explanation()));
}

/// Both axes: side by side, or each in a row of its own with its calculation beside its values, or all below each other.
fn tables(ui: &mut Ui, view: &LabView<'_>, autopsy: &Autopsy) {
    let font = FontId::monospace(FONT_SIZE);
    let values = autopsy.axes.iter().map(|axis| values_width(ui, axis, &font)).fold(0.0, f32::max);
    let calculation = width_of(ui, &font, CALCULATION_CHARACTERS);
    let width = ui.available_width();
    let is_beside = width >= values + calculation + TABLE_GAP;
    if width >= 2.0 * values.max(calculation) + TABLE_GAP {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = TABLE_GAP;
            for axis in &autopsy.axes {
                ui.vertical(|ui| {
                    values_table(ui, view, axis);
                    calculation_table(ui, axis);
                });
            }
        });
    } else {
        for axis in &autopsy.axes {
            if is_beside {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = TABLE_GAP;
                    ui.vertical(|ui| {
                        // So that both calculations begin at the same place.
                        ui.set_min_width(values);
                        values_table(ui, view, axis);
                    });
                    calculation_table(ui, axis);
                });
            } else {
                values_table(ui, view, axis);
                calculation_table(ui, axis);
            }
        }
    }
}

fn values_width(ui: &Ui, axis: &AxisAutopsy, font: &FontId) -> f32 {
    let longest = |text: fn(&Sample) -> usize| axis.samples.iter().map(text).max().unwrap_or(0);
    let characters = longest(|sample| sample.name.len())
        + longest(|sample| all_digits(sample.node).len())
        + longest(|sample| sample.digits.len());
    width_of(ui, font, characters) + 2.0 * COLUMN_GAP
}

fn mono(text: impl Into<String>) -> RichText {
    RichText::new(text).font(FontId::monospace(FONT_SIZE))
}

fn cell(ui: &mut Ui, text: impl Into<WidgetText>) -> Response {
    ui.add(Label::new(text).extend())
}

fn table(ui: &mut Ui, name: (&str, &str), columns: usize, add: impl FnOnce(&mut Ui)) {
    Grid::new(name)
        .num_columns(columns)
        .min_row_height(ROW)
        .min_col_width(0.0)
        .spacing(vec2(COLUMN_GAP, 0.0))
        .show(ui, add);
}

/// The nodes and f there.
fn values_table(ui: &mut Ui, view: &LabView<'_>, axis: &AxisAutopsy) {
    let colors = DigitColors {
        shared: ui.visuals().weak_text_color().gamma_multiply(0.75),
        surviving: ui.visuals().strong_text_color(),
    };
    let weak = ui.visuals().weak_text_color();
    table(ui, (axis.axis.name(), "values"), 3, |ui| {
        cell(ui, mono(axis.axis.name()).strong());
        cell(ui, mono("node as stored").color(weak)).on_hover_text(
            "The coordinate as the computer has it: x + h is rounded to the nearest number there is.",
        );
        cell(ui, mono("f").color(weak)).on_hover_text(
            "f there in 17 digits. The grey ones are the same at both ends and go in the subtraction; only the highlighted ones are left of them, and the last of those are rounding.",
        );
        ui.end_row();
        for sample in &axis.samples {
            sample_row(ui, view, axis, sample, colors);
            ui.end_row();
        }
    });
}

fn sample_row(ui: &mut Ui, view: &LabView<'_>, axis: &AxisAutopsy, sample: &Sample, colors: DigitColors) {
    let is_used = sample.coefficient != 0.0;
    let weak = ui.visuals().weak_text_color();
    let warn = ui.visuals().warn_fg_color;
    let name = cell(ui, mono(sample.name).color(if is_used { ui.visuals().text_color() } else { weak }));
    name.on_hover_text(if is_used {
        format!("Its f counts {} times in the numerator.", format_number(sample.coefficient))
    } else {
        format!("{} does not use f here; it is shown to compare with.", view.scheme())
    });
    let node = mono(all_digits(sample.node));
    if sample.is_absorbed {
        cell(ui, node.color(warn)).on_hover_text(
            "Absorbed: h is less than half the distance to the next number, so that adding it gives x again.",
        );
    } else {
        cell(ui, node.color(if is_used { ui.visuals().text_color() } else { weak }));
    }
    if is_used {
        let font = FontId::monospace(FONT_SIZE);
        let shared = sample.shared_prefix(axis.shared_digits);
        cell(ui, digits_job(&sample.digits, shared, colors, &font));
    } else {
        cell(ui, mono(&sample.digits).color(weak));
    }
}

/// From the numerator to the error.
fn calculation_table(ui: &mut Ui, axis: &AxisAutopsy) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        table(ui, (axis.axis.name(), "calculation"), 2, |ui| {
            numerator_row(ui, axis);
            line(ui, "divisor", &format_number(axis.divisor), "What the numerator is divided by.");
            line(ui, "numerical", &all_digits(axis.numerical), "The slope as it came out.");
            line(
                ui,
                "exact",
                &all_digits(axis.exact),
                "The derivative by the chain rule, computed in twice as many digits and rounded once.",
            );
            error_row(ui, axis);
        });
        parts(ui, axis.split);
    });
}

fn line(ui: &mut Ui, name: &str, value: &str, tooltip: &str) {
    let weak = ui.visuals().weak_text_color();
    cell(ui, mono(name).color(weak)).on_hover_text(tooltip);
    cell(ui, mono(value)).on_hover_text(tooltip);
    ui.end_row();
}

fn numerator_row(ui: &mut Ui, axis: &AxisAutopsy) {
    let ulps = axis.numerator_ulps;
    let count = if ulps.abs() < 1e6 { format_number(ulps) } else { few_digits(ulps) };
    let unit = if format_number(ulps.abs()) == "1" { "ulp" } else { "ulps" };
    let text = if ulps.is_finite() {
        format!("{} = {count} {unit}", few_digits(axis.numerator))
    } else {
        few_digits(axis.numerator)
    };
    let tooltip = format!(
        "What is left of the values of f after the subtraction: {}. An ulp is the distance of two neighbouring numbers at f: with only a few of them left, \
         the slope has hardly any right digit.",
        all_digits(axis.numerator)
    );
    line(ui, "numerator", &text, &tooltip);
}

fn error_row(ui: &mut Ui, axis: &AxisAutopsy) {
    let weak = ui.visuals().weak_text_color();
    let tooltip = "numerical - exact. The bar compares its two parts on a logarithmic scale.";
    cell(ui, mono("error").color(weak)).on_hover_text(tooltip);
    ui.horizontal(|ui| {
        let error = axis.numerical - axis.exact;
        let text = if error.is_finite() { few_digits(error) } else { "not defined".to_owned() };
        cell(ui, mono(text)).on_hover_text(tooltip);
        if let Some(split) = axis.split {
            bar(ui, split);
        }
    });
    ui.end_row();
}

/// Two colours, whose lengths compare the sizes of truncation and rounding.
fn bar(ui: &mut Ui, split: Split) {
    let (rect, response) = ui.allocate_exact_size(BAR.into(), Sense::hover());
    let Some(share) = truncation_share(split) else { return };
    let middle = rect.left() + share * rect.width();
    let parts = [(rect.left()..=middle, Cause::Truncation), (middle..=rect.right(), Cause::Rounding)];
    for (range, cause) in parts {
        let part = Rect::from_x_y_ranges(range, rect.y_range());
        ui.painter().rect_filled(part, 0.0, cause_color(cause, ui.visuals()));
    }
    response.on_hover_text("The larger part of the error is the longer one; one 10,000 times smaller than the other is not seen.");
}

/// The part of the bar that is truncation; `None` without any error.
fn truncation_share(split: Split) -> Option<f32> {
    let [truncation, rounding] = [split.truncation.abs(), split.rounding.abs()];
    let largest = truncation.max(rounding);
    let weight = |part: f64| (part / largest / SMALLEST_SHARE).log10().max(0.0);
    let (truncation, rounding) = (weight(truncation), weight(rounding));
    #[expect(clippy::cast_possible_truncation, reason = "a share, for the screen")]
    let share = (truncation / (truncation + rounding)) as f32;
    share.is_finite().then_some(share)
}

/// The two parts with their sizes.
fn parts(ui: &mut Ui, split: Option<Split>) {
    let Some(Split { truncation, rounding }) = split else { return };
    let parts = [
        (
            Cause::Truncation,
            "truncation",
            truncation,
            "Truncation: f bends within the step, so that even exact arithmetic would be off by this much. A smaller h helps.",
        ),
        (
            Cause::Rounding,
            "rounding",
            rounding,
            "Rounding: what the limited digits of x, h and f add. A larger h helps.",
        ),
    ];
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (cause, name, size, tooltip) in parts {
            let color: Color32 = cause_color(cause, ui.visuals());
            let (rect, _) = ui.allocate_exact_size(vec2(8.0, ROW), Sense::hover());
            ui.painter().rect_filled(Rect::from_center_size(rect.center(), vec2(8.0, 8.0)), 1.0, color);
            let text = RichText::new(format!("{name} {}", few_digits(size))).size(FONT_SIZE);
            cell(ui, text).on_hover_text(tooltip);
            ui.add_space(6.0);
        }
    });
}
