//! The measured errors as lines to be drawn, whether they are those of a point or of a field.

use egui_plot::PlotBounds;

use super::LabView;
use crate::analysis::{FieldCurve, PointCurve};
use crate::differentiate::Scheme;
use crate::gui::settings::{CurvesOf, LabSettings};

/// The exponents of h that are shown: from 1e-20, or from 1e-50, to 10.
const NEAR: f64 = -20.0;
const FAR: f64 = -50.0;
const LARGEST: f64 = 1.0;
/// The decades that are shown above all but the largest 3 % of the errors: what explodes at an h of 1 or 10 leaves the plot
/// at the top rather than pressing everything else together.
const OVERSHOOT: f64 = 3.0;
/// The decades below an error as large as the gradient itself that are shown: the last digits of a double lie 16 below, and
/// errors even smaller leave the plot at the bottom.
const DIGITS: f64 = 17.0;
/// The most decades of error that are shown.
const MOST_DECADES: f64 = 40.0;
/// Shown where there is no error to fit to.
const USUAL_DECADES: [f64; 2] = [-16.0, 1.0];

/// Errors of one scheme against h.
pub(super) struct Line {
    pub(super) scheme: Scheme,
    /// Whether it is the worst of many nodes rather than the one or the median.
    pub(super) is_worst: bool,
    /// h and the error there, in the order of the curve's steps.
    pub(super) points: Vec<[f64; 2]>,
}

impl Line {
    /// The point whose h is nearest in ratio.
    pub(super) fn near(&self, h: f64) -> Option<[f64; 2]> {
        let distance = |point: &&[f64; 2]| (point[0] / h).ln().abs();
        self.points.iter().min_by(|a, b| distance(a).total_cmp(&distance(b))).copied()
    }

    /// Exponents of h and error, piece by piece: an error that is 0 or not finite has none.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Vec<[f64; 2]>> {
        let has_logarithm = |point: &[f64; 2]| point[1] > 0.0 && point[1].is_finite();
        let pieces = self.points.split(move |point| !has_logarithm(point)).filter(|piece| !piece.is_empty());
        pieces.map(|piece| piece.iter().map(|point| point.map(f64::log10)).collect())
    }

    /// Exponents of h where a mark says that the error is exactly 0: where it becomes so, and then about every so many
    /// decades, for each scheme at other places so that none hides another.
    pub(super) fn zeros(&self, spacing: f64) -> impl Iterator<Item = f64> {
        let exponents = self.points.iter().map(|point| point[0].log10());
        let (first, last) = (exponents.clone().next(), exponents.clone().next_back());
        let decades = first.zip(last).map_or(0.0, |(first, last)| (last - first).abs());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number of points, at least 1"
        )]
        let stride = (spacing / decades * self.points.len() as f64).clamp(1.0, 1e3) as usize;
        let place = Scheme::ALL.iter().position(|scheme| *scheme == self.scheme).unwrap_or(0);
        let phase = place * stride / Scheme::ALL.len();
        let is_zero = |i: usize| self.points[i][1] == 0.0;
        let is_marked = move |i: &usize| is_zero(*i) && (i % stride == phase || *i == 0 || !is_zero(i - 1));
        exponents.enumerate().filter(move |(i, _)| is_marked(i)).map(|(_, exponent)| exponent)
    }
}

/// The probe's curve of the field's own scheme.
pub(super) fn current_curve<'a>(view: &LabView<'a>) -> Option<&'a PointCurve> {
    view.curves.iter().find(|curve| curve.method.scheme == view.method.scheme)
}

/// The field's curve of its own scheme.
pub(super) fn current_field_curve<'a>(view: &LabView<'a>) -> Option<&'a FieldCurve> {
    view.field_curves.iter().find(|curve| curve.method.scheme == view.method.scheme)
}

/// Whether a scheme's curve is shown: the chosen ones and that of the field.
pub(super) fn is_shown(scheme: Scheme, settings: &LabSettings, view: &LabView<'_>) -> bool {
    scheme == view.method.scheme || settings.schemes.contains(&scheme)
}

/// The step of the arrow under the probe and its absolute error; `None` while the field is that of another scheme.
pub(super) fn arrow_error(view: &LabView<'_>) -> Option<[f64; 2]> {
    let (field, autopsy) = view.field.zip(view.autopsy)?;
    let exact = autopsy.judgement.exact.g;
    let error = (autopsy.g[0] - exact[0]).hypot(autopsy.g[1] - exact[1]);
    (field.request.method() == view.method).then(|| [field.request.h(), error])
}

/// What is to be drawn, from the back to the front: the field's own scheme covers the others.
pub(super) fn lines(settings: &LabSettings, view: &LabView<'_>) -> Vec<Line> {
    let mut lines = match settings.curves_of {
        CurvesOf::Probe => view.curves.iter().map(of_point).collect(),
        CurvesOf::Field => view.field_curves.iter().flat_map(of_field).collect::<Vec<_>>(),
    };
    lines.retain(|line| is_shown(line.scheme, settings, view));
    lines.sort_by_key(|line| (line.scheme == view.method.scheme, !line.is_worst));
    lines
}

fn of_point(curve: &PointCurve) -> Line {
    let points = curve.points.iter().map(|point| [point.h, point.absolute_error]);
    Line { scheme: curve.method.scheme, is_worst: false, points: points.collect() }
}

fn of_field(curve: &FieldCurve) -> [Line; 2] {
    [(&curve.worst, true), (&curve.median, false)].map(|(errors, is_worst)| {
        let points = curve.steps.iter().zip(errors).map(|(h, error)| [*h, *error]);
        Line { scheme: curve.method.scheme, is_worst, points: points.collect() }
    })
}

/// The exponents that are shown: a fixed range of h, and whole decades around the errors.
pub(super) fn bounds(lines: &[Line], settings: &LabSettings, view: &LabView<'_>) -> PlotBounds {
    let left = if settings.far { FAR } else { NEAR };
    let shown = |point: &&[f64; 2]| (left..=LARGEST).contains(&point[0].log10());
    let errors = lines.iter().flat_map(|line| line.points.iter().filter(shown)).map(|point| point[1].log10());
    let mut errors: Vec<_> = errors.filter(|exponent| exponent.is_finite()).collect();
    errors.sort_by(f64::total_cmp);
    let [bottom, top] = match (errors.first(), errors.last()) {
        (Some(least), Some(largest)) => {
            let usual = errors[errors.len() * 97 / 100];
            let top = (largest + 0.3).min(usual + OVERSHOOT).ceil();
            let least = least.max(whole_error(settings, view) - DIGITS).max(top - MOST_DECADES);
            // A decade below for what has no logarithm.
            [least.floor() - 1.0, top]
        }
        _ => USUAL_DECADES,
    };
    PlotBounds::from_min_max([left, bottom], [LARGEST, top])
}

/// The exponent of the error of a gradient that came out as 0; minus infinity where that is right.
fn whole_error(settings: &LabSettings, view: &LabView<'_>) -> f64 {
    match (settings.curves_of, view.autopsy) {
        (CurvesOf::Field, _) => 0.0,
        (CurvesOf::Probe, Some(autopsy)) => {
            autopsy.judgement.exact.g[0].hypot(autopsy.judgement.exact.g[1]).log10()
        }
        (CurvesOf::Probe, None) => f64::NEG_INFINITY,
    }
}
