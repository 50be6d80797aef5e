//! Error against h, both as powers of ten. The plot is the h slider too: its vertical line follows the pointer.

use eframe::egui::{Align, Align2, Color32, Painter, Stroke, Ui, UiBuilder, vec2};
use egui_plot::{
    Line as PlotLine, LineStyle, MarkerShape, PlotBounds, PlotPoint, PlotTransform, PlotUi, Points,
};

use super::lines::{self, Line};
use super::notes::{empty_note, note};
use super::slider::{EDGE, Shown, covered, slider};
use super::{LabView, axes, legend, rounded, theory};
use crate::analysis::{Cause, Theory};
use crate::gui::command::Command;
use crate::gui::palette::scheme_color;
use crate::gui::settings::{CurvesOf, LabSettings};
use crate::number_text::format_number;

/// From this height on the whole name of the vertical axis fits.
const TALL: f32 = 175.0;
/// The room for the words at the best h, in points: beside its ring, and below.
const BEST_WIDTH: f32 = 130.0;
const BEST_HEIGHT: f32 = 24.0;
/// The radius of the ring, in points.
const BEST_RADIUS: f32 = 5.0;
/// The least distance of two hollow marks of a scheme, in points.
const HOLLOW_SPACING: f32 = 28.0;

/// Whose errors, and how far down h goes.
pub(super) fn switches(ui: &mut Ui, settings: &mut LabSettings, view: &LabView<'_>) {
    let point = view.autopsy.map_or_else(String::new, |autopsy| {
        format!(" ({}, {})", format_number(autopsy.x[0]), format_number(autopsy.x[1]))
    });
    ui.selectable_value(&mut settings.curves_of, CurvesOf::Probe, "this point")
        .on_hover_text(format!("The absolute error of the gradient at the point under the probe{point}."));
    ui.selectable_value(&mut settings.curves_of, CurvesOf::Field, "whole field").on_hover_text(
        "The relative error over the nodes of the field: the median (solid) and the worst (dashed).",
    );
    ui.checkbox(&mut settings.far, "to 1e-50").on_hover_text(
        "Let h go down to 1e-50, where the article's bad example 10e-50 lies, instead of 1e-20.",
    );
    if settings.curves_of == CurvesOf::Field && view.field_curves_pending {
        ui.weak("computing ...")
            .on_hover_text("The field's curves are on their way; each is shown as soon as it is there.");
    }
}

/// The plot with its legend in all the room there is.
pub(super) fn curves_ui(ui: &mut Ui, settings: &mut LabSettings, view: &LabView<'_>) -> Command {
    let room = ui.available_rect_before_wrap();
    let split = room.right() - legend::width(settings.curves_of);
    let lines = lines::lines(settings, view);
    let plot = UiBuilder::new().max_rect(room.with_max_x(split - 8.0));
    let plot = ui.scope_builder(plot, |ui| plot_ui(ui, settings, view, &lines)).inner;
    let legend = UiBuilder::new().max_rect(room.with_min_x(split));
    ui.scope_builder(legend, |ui| legend::legend_ui(ui, settings, view, &lines, plot.looked_at));
    plot.command
}

fn plot_ui(ui: &mut Ui, settings: &LabSettings, view: &LabView<'_>, lines: &[Line]) -> Shown {
    let size = ui.available_size();
    let bounds = lines::bounds(lines, settings, view);
    let theory = theory_of(settings, view);
    let id = ui.make_persistent_id("error against h");
    let covered = covered(ui, id, view.h);
    let plot = axes::log_log_plot(ui, id, y_label(settings, size.y), covered);
    let plot = plot.width(size.x).height(size.y);
    let visuals = ui.visuals().clone();
    let transform = plot
        .show(ui, |plot| {
            plot.set_plot_bounds(bounds);
            if let Some(theory) = theory {
                theory::draw(plot, theory, &bounds, visuals.weak_text_color());
            }
            for line in lines {
                let is_current = line.scheme == view.method.scheme;
                draw(plot, line, scheme_color(line.scheme, &visuals), is_current, &bounds);
            }
        })
        .transform;
    let painter = ui.painter().with_clip_rect(*transform.frame());
    if let Some(reason) = why_empty(settings, view, lines) {
        empty_note(ui, *transform.frame(), &reason);
    }
    if let Some(theory) = theory {
        theory::name(ui, &painter, theory, &transform, view.h);
    }
    mark_best(ui, &painter, settings, view, &transform);
    slider(ui, settings, view, lines, &transform)
}

fn y_label(settings: &LabSettings, height: f32) -> &'static str {
    match settings.curves_of {
        CurvesOf::Probe if height > TALL => "absolute error |g - exact|",
        CurvesOf::Probe => "|g - exact|",
        CurvesOf::Field if height > TALL => "relative error: median, worst dashed",
        CurvesOf::Field => "relative error",
    }
}

fn theory_of<'a>(settings: &LabSettings, view: &LabView<'a>) -> Option<&'a Theory> {
    let curve = lines::current_curve(view).filter(|_| settings.curves_of == CurvesOf::Probe);
    curve.and_then(|curve| curve.theory.as_ref())
}

/// A line with its points, and hollow marks at the bottom edge for errors of exactly 0.
fn draw(plot: &mut PlotUi<'_>, line: &Line, color: Color32, is_current: bool, bounds: &PlotBounds) {
    let (width, radius) = match (is_current, line.is_worst) {
        (true, false) => (2.0, 2.0),
        (true, true) => (1.2, 0.0),
        (false, false) => (1.2, 1.3),
        (false, true) => (0.8, 0.0),
    };
    let style = if line.is_worst { LineStyle::dashed_dense() } else { LineStyle::Solid };
    let name = line.scheme.name();
    for piece in line.pieces() {
        if !line.is_worst {
            let points = Points::new(name, piece.clone()).color(color).radius(radius).allow_hover(false);
            plot.points(points);
        }
        let line = PlotLine::new(name, piece).color(color.gamma_multiply(0.75)).width(width);
        plot.line(line.style(style).allow_hover(false));
    }
    if line.is_worst {
        return;
    }
    let point = plot.transform().dvalue_dpos().map(f64::abs);
    let y = bounds.min()[1] + f64::from(EDGE) * point[1];
    // The plot's scale is that of the last frame, so the spacing is a round one that a slightly other scale has too.
    let least = f64::from(HOLLOW_SPACING) * point[0];
    let spacing = [0.5, 1.0, 2.0, 5.0].into_iter().find(|&decades| decades >= least).unwrap_or(10.0);
    let zeros = line.zeros(spacing).map(|x| [x, y]).collect::<Vec<_>>();
    let hollow = Points::new(name, zeros).shape(MarkerShape::Circle).filled(false).radius(2.6);
    plot.points(hollow.color(color).allow_hover(false));
}

/// Why there is no line, if there is none.
fn why_empty(settings: &LabSettings, view: &LabView<'_>, lines: &[Line]) -> Option<String> {
    if lines.iter().any(|line| line.points.iter().any(|point| point[1].is_finite())) {
        return None;
    }
    let refusal = || {
        let (_, error) = view.refused.iter().find(|(scheme, _)| *scheme == view.method.scheme)?;
        Some(error.to_string())
    };
    let reason = match (view.field, settings.curves_of) {
        (None, _) => "There is no field yet, and so no error.".to_owned(),
        (_, CurvesOf::Probe) => match view.autopsy {
            None => "No arrow is under the probe: click one.".to_owned(),
            Some(autopsy) if autopsy.judgement.cause == Cause::Undefined => {
                "Nothing to compare with: here f, or its exact gradient, is not a finite number.".to_owned()
            }
            Some(_) => refusal().unwrap_or_else(|| "No error could be measured at this point.".to_owned()),
        },
        (_, CurvesOf::Field) if view.field_curves_pending => {
            "Trying every h on the whole field ...".to_owned()
        }
        (_, CurvesOf::Field) if !view.field_curves.is_empty() => {
            "Relative error has no meaning here: the exact gradient is zero or undefined at every node."
                .to_owned()
        }
        (_, CurvesOf::Field) => {
            refusal().unwrap_or_else(|| "The field's curves are not there yet.".to_owned())
        }
    };
    Some(reason)
}

/// A ring around the least error that was measured with the field's own scheme.
fn mark_best(
    ui: &Ui,
    painter: &Painter,
    settings: &LabSettings,
    view: &LabView<'_>,
    transform: &PlotTransform,
) {
    let best = match settings.curves_of {
        CurvesOf::Probe => lines::current_curve(view).and_then(|curve| {
            let point = curve.points.get(curve.best?)?;
            Some([point.h, point.absolute_error])
        }),
        CurvesOf::Field => lines::current_field_curve(view).and_then(|curve| {
            let best = curve.best?;
            Some([*curve.steps.get(best)?, *curve.median.get(best)?])
        }),
    };
    let Some([h, error]) = best.filter(|_| view.method.scheme.has_step()) else { return };
    let color = ui.visuals().strong_text_color();
    let mut at = transform.position_from_point(&PlotPoint::new(h.log10(), error.log10()));
    if error == 0.0 {
        at.y = transform.frame().bottom() - EDGE;
    }
    // It is whole at the edges of the plot too.
    let around = ui.painter().with_clip_rect(transform.frame().expand(BEST_RADIUS + 1.0));
    around.circle_stroke(at, BEST_RADIUS, Stroke::new(1.5, color));
    let text = format!("measured: best h = {}", format_number(rounded(h)));
    let is_at_the_end = at.x > transform.frame().right() - BEST_WIDTH;
    let is_low = at.y > transform.frame().bottom() - BEST_HEIGHT;
    // Beside the ring on the side of the line away from h, and above it where there is no room below.
    let (aside, side) = if h < view.h || is_at_the_end { (-3.0, Align::Max) } else { (3.0, Align::Min) };
    let (below, vertical) = if is_low { (-7.0, Align::Max) } else { (5.0, Align::Min) };
    note(ui, painter, at + vec2(aside, below), Align2([side, vertical]), text, color);
}
