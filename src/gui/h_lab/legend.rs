//! The legend, which is the chooser of the schemes and the read-out of their errors too.

use eframe::egui::accesskit::Role;
use eframe::egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::lines::{self, Line};
use super::{LabView, paint_focus, rounded};
use crate::differentiate::{MethodError, Scheme};
use crate::gui::palette::scheme_color;
use crate::gui::settings::{CurvesOf, LabSettings};
use crate::number_text::{format_count, format_number};

/// The width of the swatch and the name in points, and that of a number.
const NAMES: f32 = 112.0;
const NUMBER: f32 = 54.0;
const SWATCH: f32 = 18.0;
/// The height of a row in points, where there is room.
const ROW: [f32; 2] = [14.0, 20.0];

/// The width the legend takes.
pub(super) fn width(of: CurvesOf) -> f32 {
    NAMES + NUMBER * if of == CurvesOf::Field { 2.0 } else { 1.0 }
}

/// A row a scheme: a toggle in its colour, and its error at h, or at the h under the pointer.
pub(super) fn legend_ui(
    ui: &mut Ui,
    settings: &mut LabSettings,
    view: &LabView<'_>,
    lines: &[Line],
    looked_at: Option<f64>,
) {
    let room = ui.available_rect_before_wrap();
    let rows = Scheme::ALL.len() + 1;
    let height = (room.height() / rows as f32).clamp(ROW[0], ROW[1]);
    let row = |i: usize| {
        let top = room.top() + height * i as f32;
        Rect::from_min_size(pos2(room.left(), top), vec2(room.width(), height))
    };
    heading(ui, row(0), settings.curves_of, view, looked_at.unwrap_or(view.step));
    for (i, scheme) in Scheme::ALL.into_iter().enumerate() {
        let mut errors = errors_near(looked_at.unwrap_or(view.step), scheme, settings.curves_of, lines);
        // At the h in use there is the arrow itself.
        if scheme == view.method.scheme
            && let ([error], None, Some([h, own])) = (&mut errors[..], looked_at, lines::arrow_error(view))
            && h.to_bits() == view.step.to_bits()
        {
            *error = own;
        }
        scheme_row(ui, row(i + 1), scheme, settings, view, &errors);
    }
    ui.expand_to_include_rect(row(rows - 1));
}

fn small() -> FontId {
    FontId::proportional(10.5)
}

fn heading(ui: &Ui, row: Rect, of: CurvesOf, view: &LabView<'_>, h: f64) {
    let weak = ui.visuals().weak_text_color();
    let painter = ui.painter();
    let at = format!("error at h = {}", format_number(rounded(h)));
    match of {
        CurvesOf::Probe => _ = painter.text(row.right_center(), Align2::RIGHT_CENTER, &at, small(), weak),
        CurvesOf::Field => {
            painter.text(row.left_center(), Align2::LEFT_CENTER, &at, small(), weak);
            painter.text(row.right_center(), Align2::RIGHT_CENTER, "worst", small(), weak);
            let left = row.right_center() - vec2(NUMBER, 0.0);
            painter.text(left, Align2::RIGHT_CENTER, "median", small(), weak);
        }
    }
    let response = ui.interact(row, ui.scope_id().with("read-out"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &at));
    let mut tooltip = "What was measured at the h nearest to this one. Move the pointer over the plot to read the errors at another h."
        .to_owned();
    if let Some(curve) = lines::current_field_curve(view).filter(|_| of == CurvesOf::Field) {
        let nodes = format!(" The median and the worst are those of {} nodes.", format_count(curve.nodes));
        tooltip.push_str(&nodes);
    }
    response.on_hover_text(tooltip);
}

/// A scheme's error, or its median and its worst one, near an h.
fn errors_near(h: f64, scheme: Scheme, of: CurvesOf, lines: &[Line]) -> Vec<f64> {
    let find = |is_worst: bool| lines.iter().find(|line| line.scheme == scheme && line.is_worst == is_worst);
    let near =
        |is_worst: bool| find(is_worst).and_then(|line| line.near(h)).map_or(f64::NAN, |point| point[1]);
    if find(false).is_none() {
        return Vec::new();
    }
    match of {
        CurvesOf::Probe => vec![near(false)],
        CurvesOf::Field => vec![near(false), near(true)],
    }
}

fn scheme_row(
    ui: &Ui,
    row: Rect,
    scheme: Scheme,
    settings: &mut LabSettings,
    view: &LabView<'_>,
    errors: &[f64],
) {
    let is_current = scheme == view.method.scheme;
    let refused = view.refused.iter().find(|(refused, _)| *refused == scheme).map(|(_, error)| error);
    let response = ui.interact(row, ui.scope_id().with(("scheme", scheme.name())), Sense::click());
    if response.clicked() && !is_current {
        toggle(&mut settings.schemes, scheme);
    }
    let is_shown = lines::is_shown(scheme, settings, view);
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(read_out(errors, refused.is_some())),
        ..WidgetInfo::selected(Role::CheckBox, true, is_shown, scheme.name())
    });
    if response.hovered() {
        ui.painter().rect_filled(row, 2.0, ui.visuals().widgets.hovered.weak_bg_fill);
    }
    paint_focus(ui, &response);
    let look = Look { is_current, is_shown, is_refused: refused.is_some() };
    paint_row(ui, row, scheme, &look, errors);
    response.on_hover_text(tooltip(scheme, is_current, is_shown, refused, errors));
}

fn toggle(schemes: &mut Vec<Scheme>, scheme: Scheme) {
    if let Some(place) = schemes.iter().position(|chosen| *chosen == scheme) {
        schemes.remove(place);
    } else {
        schemes.push(scheme);
    }
}

/// What a scheme's row depends on besides its numbers.
struct Look {
    is_current: bool,
    is_shown: bool,
    is_refused: bool,
}

fn paint_row(ui: &Ui, row: Rect, scheme: Scheme, look: &Look, errors: &[f64]) {
    let &Look { is_current, is_shown, is_refused } = look;
    let visuals = ui.visuals();
    let painter = ui.painter();
    let color = scheme_color(scheme, visuals);
    let faint = visuals.weak_text_color().gamma_multiply(0.8);
    swatch(
        painter,
        row.left_center(),
        if is_refused { faint } else { color },
        is_current,
        is_shown && !is_refused,
    );
    let text = match (is_refused || !is_shown, is_current) {
        (true, _) => faint,
        (false, true) => visuals.strong_text_color(),
        (false, false) => visuals.text_color(),
    };
    let font = FontId::proportional(if is_current { 12.5 } else { 12.0 });
    let place = row.left_center() + vec2(SWATCH + 6.0, 0.0);
    let name = painter.text(place, Align2::LEFT_CENTER, scheme.name(), font, text);
    if is_current {
        painter.hline(name.x_range(), name.bottom() - 1.0, Stroke::new(1.0, color));
    }
    if is_refused {
        painter.text(row.right_center(), Align2::RIGHT_CENTER, "refused", small(), faint);
        return;
    }
    for (i, error) in errors.iter().rev().enumerate() {
        let place = row.right_center() - vec2(NUMBER * i as f32, 0.0);
        painter.text(place, Align2::RIGHT_CENTER, error_text(*error), FontId::monospace(11.0), text);
    }
}

/// A piece of the line; an empty box where the scheme is not chosen.
fn swatch(painter: &Painter, left: Pos2, color: Color32, is_current: bool, is_shown: bool) {
    let center = left + vec2(SWATCH / 2.0, 0.0);
    if is_shown {
        let (width, radius) = if is_current { (3.0, 4.0) } else { (1.6, 2.6) };
        painter.hline(left.x..=left.x + SWATCH, left.y, Stroke::new(width, color));
        painter.circle_filled(center, radius, color);
    } else {
        painter.circle_stroke(center, 3.0, Stroke::new(1.2, color));
    }
}

/// The numbers of a row as one text.
fn read_out(errors: &[f64], is_refused: bool) -> String {
    if is_refused {
        return "refused".to_owned();
    }
    errors.iter().map(|error| error_text(*error)).collect::<Vec<_>>().join(", ")
}

/// An error to two digits.
fn error_text(error: f64) -> String {
    if error == 0.0 {
        "0".to_owned()
    } else if error.is_finite() {
        format!("{error:.1e}")
    } else {
        "–".to_owned()
    }
}

fn tooltip(
    scheme: Scheme,
    is_current: bool,
    is_shown: bool,
    refused: Option<&MethodError>,
    errors: &[f64],
) -> String {
    if let Some(error) = refused {
        return error.to_string();
    }
    let mut text = format!("{}: {}.", scheme.name(), scheme.formula());
    if errors.contains(&0.0) {
        text.push_str(" Its error here is exactly 0, which has no place on a logarithmic axis: a hollow mark at the bottom edge.");
    }
    text.push_str(match (is_current, is_shown) {
        (true, _) => " The arrows are drawn with it, so its curve is always shown, with what theory says.",
        (false, true) => " Click to hide its curve.",
        (false, false) => " Click to show its curve.",
    });
    text
}
