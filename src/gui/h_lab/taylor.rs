//! Taylor remainders: their slope tells a right gradient from a wrong one without a chosen h.

use eframe::egui::{Align2, Label, RichText, ScrollArea, Ui, UiBuilder};
use egui_plot::{Line, LineStyle, PlotBounds, PlotPoint, Points};

use super::notes::{empty_note, note};
use super::{LabView, axes};
use crate::analysis::{Cause, TaylorTest};
use crate::expr::Binary;
use crate::gui::command::Command;
use crate::gui::palette::scheme_color;
use crate::number_text::{format_number, round_to_digits};

/// A slope at least this is that of a right gradient, at most that of a wrong one: half-way to 1.5, to be sure.
const RIGHT: f64 = 1.75;
const WRONG: f64 = 1.25;
/// The plot's part of the width, and its widest, in points.
const PLOT_SHARE: f32 = 0.56;
const WIDEST: f32 = 420.0;
/// The most decades that are shown of the remainders.
const MOST_DECADES: f64 = 40.0;

/// The tab.
pub(super) fn taylor_ui(ui: &mut Ui, view: &LabView<'_>) -> Command {
    let Some(test) = view.taylor else {
        ui.label(if view.field.is_some() {
            "No arrow is under the probe: click one."
        } else {
            "There is no field yet, and so no gradient to test."
        });
        return Command::None;
    };
    let room = ui.available_rect_before_wrap();
    let width = (PLOT_SHARE * room.width()).min(WIDEST);
    let plot = UiBuilder::new().max_rect(room.with_max_x(room.left() + width));
    ui.scope_builder(plot, |ui| plot_ui(ui, view, test));
    let words = UiBuilder::new().max_rect(room.with_min_x(room.left() + width + 12.0));
    ui.scope_builder(words, |ui| ScrollArea::vertical().show(ui, |ui| words_ui(ui, view, test)));
    Command::None
}

/// Exponents of the steps and of those remainders that have one.
fn points(test: &TaylorTest) -> Vec<[f64; 2]> {
    let pairs = test.steps.iter().zip(&test.remainders).map(|(h, remainder)| [h.log10(), remainder.log10()]);
    pairs.filter(|point| point.iter().all(|exponent| exponent.is_finite())).collect()
}

fn plot_ui(ui: &mut Ui, view: &LabView<'_>, test: &TaylorTest) {
    let points = points(test);
    let range = |i: usize| {
        let values = || points.iter().map(|point| point[i]);
        [values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max)]
    };
    let [x, y] = [range(0), range(1)];
    let bounds = if points.is_empty() {
        PlotBounds::from_min_max([-8.0, -16.0], [0.0, 0.0])
    } else {
        let bottom = y[0].floor().max(y[1] - MOST_DECADES);
        PlotBounds::from_min_max([x[0] - 0.2, bottom - 0.5], [x[1] + 0.2, y[1].ceil() + 0.5])
    };
    let visuals = ui.visuals().clone();
    let color = scheme_color(view.scheme(), &visuals);
    let is_fitted = view.taylor.is_some_and(|test| test.slope.is_some());
    let start = points.first().filter(|_| is_fitted);
    let guides = start.map_or([None, None], |&start| [2.0, 1.0].map(|slope| guide(start, slope, &bounds)));
    let size = ui.available_size();
    let plot = axes::log_log_plot(ui, ui.make_persistent_id("Taylor remainders"), "remainder", vec![])
        .width(size.x)
        .height(size.y);
    let transform = plot
        .show(ui, |plot| {
            plot.set_plot_bounds(bounds);
            for ends in guides.iter().flatten() {
                let line = Line::new("guide", ends.to_vec()).color(visuals.weak_text_color()).width(1.0);
                plot.line(line.style(LineStyle::dashed_dense()).allow_hover(false));
            }
            plot.points(
                Points::new("remainders", points.clone()).color(color).radius(2.2).allow_hover(false),
            );
        })
        .transform;
    let painter = ui.painter().with_clip_rect(*transform.frame());
    for (ends, text) in guides.iter().zip(["slope 2: right", "slope 1: an error of g"]) {
        let Some([_, end]) = ends else { continue };
        let place = transform.position_from_point(&PlotPoint::new(end[0], end[1]));
        note(ui, &painter, place, Align2::LEFT_CENTER, text, visuals.weak_text_color());
    }
    if points.is_empty() {
        empty_note(ui, *transform.frame(), "Every remainder is exactly 0 or not a finite number.");
    }
}

/// A line of this slope from a point down to where it leaves the plot.
fn guide(start: [f64; 2], slope: f64, bounds: &PlotBounds) -> Option<[[f64; 2]; 2]> {
    let x = bounds.min()[0].max(start[0] - (start[1] - bounds.min()[1]) / slope);
    (x < start[0]).then(|| [start, [x, start[1] - slope * (start[0] - x)]])
}

fn words_ui(ui: &mut Ui, view: &LabView<'_>, test: &TaylorTest) {
    let has_gradient =
        view.autopsy.is_none_or(|autopsy| autopsy.judgement.exact.g.iter().all(|g| g.is_finite()));
    let off = view.autopsy.and_then(|autopsy| relative_error(test, autopsy.g));
    // As everywhere, three digits are good.
    let is_good = view.autopsy.is_some_and(|autopsy| autopsy.judgement.cause == Cause::Good);
    let (text, color) = match test.slope {
        Some(slope) if slope < RIGHT && !has_gradient => {
            let text = format!("slope {slope:.2}: f has no gradient here that could be right");
            (text, Some(ui.visuals().warn_fg_color))
        }
        Some(slope) if slope >= RIGHT => (format!("slope {slope:.2}: the gradient is right"), None),
        Some(slope) if slope <= WRONG => {
            let off = off.map_or_else(String::new, |off| {
                format!(", off by {} of its length along v", format_number(round_to_digits(off, 2)))
            });
            if is_good {
                (format!("slope {slope:.2}: the gradient is right to three digits or more{off}"), None)
            } else {
                (format!("slope {slope:.2}: the gradient is wrong{off}"), Some(ui.visuals().error_fg_color))
            }
        }
        Some(slope) => {
            (format!("slope {slope:.2}: right in its first digits only"), Some(ui.visuals().warn_fg_color))
        }
        None => ("no slope: nothing is left but what rounding makes".to_owned(), None),
    };
    let text = RichText::new(text).strong();
    let text = if let Some(color) = color { text.color(color) } else { text };
    ui.add(Label::new(text).wrap());
    if let Some([largest, smallest]) = test.fitted {
        let range = format!(
            "fitted from t = {} down to {}",
            format_number(super::rounded(largest)),
            format_number(super::rounded(smallest))
        );
        ui.add(Label::new(RichText::new(range).weak()).wrap());
    }
    if test.slope.is_none() {
        ui.add(Label::new("Where f is a plane and g its slope to a millionth or better, what remains is the rounding of g, and no line is fitted to it; where f is not finite, nothing can be said.").wrap());
    }
    let scheme = view.scheme();
    let text = format!(
        "What a plane with the slope g = ({}, {}) of {scheme} leaves of f at a distance t: |f(x + t v) - f(x) - t g·v|. If g is the gradient, it shrinks like t²: \
         ten times closer is a hundred times less; as far as it is not, like t. The test needs no h of its own.",
        gradient(view, 0),
        gradient(view, 1)
    );
    ui.add(Label::new(RichText::new(text).weak()).wrap());
}

/// What the remainders at the smallest step that is fitted leave for the error of g along v, as a part of |g|: on a slope of 1 they are
/// that error times the step.
fn relative_error(test: &TaylorTest, g: [f64; 2]) -> Option<f64> {
    let [_, smallest] = test.fitted?;
    let at = test.steps.iter().position(|step| step.to_bits() == smallest.to_bits())?;
    let length = Binary::Hypot.apply(g[0], g[1]);
    Some(test.remainders[at] / smallest / length).filter(|error| error.is_finite())
}

fn gradient(view: &LabView<'_>, axis: usize) -> String {
    view.autopsy.map_or_else(|| "?".to_owned(), |autopsy| super::digits::few_digits(autopsy.g[axis]))
}
