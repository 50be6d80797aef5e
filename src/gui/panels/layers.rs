//! Lines and points beside the arrows.

use eframe::egui::{Button, Grid, RichText, ScrollArea, Slider, Ui};

use super::widgets::choice;
use crate::analysis::{Contours, CriticalPoint, CriticalPoints, LevelSpacing, Streamlines};
use crate::gui::command::Command;
use crate::gui::palette::critical_color;
use crate::gui::settings::{ContourSettings, LayerSettings, StreamlineSettings};
use crate::number_text::{format_count, format_number, round_to_digits};

/// The height of the list of critical points, in points, and the most of them in it.
const LIST_HEIGHT: f32 = 150.0;
const MOST_LISTED: usize = 200;

/// What there is to say about the layers on the canvas.
#[derive(Clone, Copy, Default)]
pub struct Shown<'a> {
    /// The contour lines.
    pub contours: Option<&'a Contours>,
    /// The streamlines.
    pub streamlines: Option<&'a Streamlines>,
    /// The critical points.
    pub critical_points: Option<&'a CriticalPoints>,
}

/// The Layers section.
pub fn layers_ui(ui: &mut Ui, settings: &mut LayerSettings, shown: Shown<'_>) -> Command {
    contours_ui(ui, &mut settings.contours, shown.contours);
    streamlines_ui(ui, &mut settings.streamlines, shown.streamlines);
    let tooltip = "Where the exact gradient is zero: minima, maxima and saddles, found from the grid and told apart by how f \
                   bends there.";
    ui.checkbox(&mut settings.critical_points, "critical points").on_hover_text(tooltip);
    match shown.critical_points.filter(|_| settings.critical_points) {
        Some(points) => critical_points_ui(ui, points),
        None => Command::None,
    }
}

fn contours_ui(ui: &mut Ui, settings: &mut ContourSettings, shown: Option<&Contours>) {
    let ContourSettings { show, spacing, count, labels, opacity } = settings;
    ui.checkbox(show, "contour lines")
        .on_hover_text("Lines along which f has the same value. Arrows cross them at right angles.");
    if !*show {
        return;
    }
    Grid::new("contour settings").num_columns(2).show(ui, |ui| {
        choice(
            ui,
            "levels",
            "How the values of neighbouring lines differ.",
            spacing,
            &[
                (LevelSpacing::Linear, "linear", "Equal differences: lines lie close where f is steep."),
                (
                    LevelSpacing::Logarithmic,
                    "log",
                    "Equal ratios, such as 1, 2, 5, 10: shows the floor of a valley.",
                ),
                (LevelSpacing::Quantile, "quantile", "As many grid points between any two lines."),
            ],
        );
        slider_row(ui, "about", "About how many levels.", Slider::new(count, 2..=40));
        slider_row(
            ui,
            "line opacity",
            "How strong the lines are.",
            Slider::new(opacity, 0.1..=1.0).max_decimals(2),
        );
    });
    ui.checkbox(labels, "write levels on lines").on_hover_text("The value of f along a line, written on it.");
    if let Some(Contours::NoLevels(why)) = shown {
        ui.weak(why.to_string());
    }
}

fn streamlines_ui(ui: &mut Ui, settings: &mut StreamlineSettings, shown: Option<&Streamlines>) {
    let StreamlineSettings { show, across, opacity } = settings;
    ui.checkbox(show, "streamlines").on_hover_text(
        "Lines that follow the arrows, by the chosen scheme and h, evenly spaced: the way of a drop that rolls slowly.",
    );
    if !*show {
        return;
    }
    Grid::new("streamline settings").num_columns(2).show(ui, |ui| {
        slider_row(ui, "across", "How many lines fit side by side.", Slider::new(across, 6..=64));
        slider_row(
            ui,
            "stream opacity",
            "How strong they are.",
            Slider::new(opacity, 0.1..=1.0).max_decimals(2),
        );
    });
    if let Some(Streamlines::NoLines(why)) = shown {
        ui.weak(why.to_string());
    }
}

fn slider_row(ui: &mut Ui, label: &str, tooltip: &str, slider: Slider<'_>) {
    let label = ui.label(label).on_hover_text(tooltip);
    ui.add(slider).labelled_by(label.id).on_hover_text(tooltip);
    ui.end_row();
}

fn critical_points_ui(ui: &mut Ui, points: &CriticalPoints) -> Command {
    ui.weak(points.sentence());
    if points.points.is_empty() {
        return Command::None;
    }
    let list =
        ScrollArea::vertical().id_salt("critical points").max_height(LIST_HEIGHT).auto_shrink([false, true]);
    list.show(ui, |ui| {
        let command = points.points.iter().take(MOST_LISTED).fold(Command::None, |command, point| {
            let color = critical_color(point.kind, ui.visuals().dark_mode);
            let text = RichText::new(line(point)).color(color);
            let button = Button::new(text).frame_when_inactive(false).truncate();
            let is_clicked = ui.add(button).on_hover_text(point.sentence()).clicked();
            command.or(if is_clicked { Command::LookAt(point.x) } else { Command::None })
        });
        let more = points.points.len().saturating_sub(MOST_LISTED);
        if more > 0 {
            ui.weak(format!("... and {} more, on the canvas only", format_count(more)));
        }
        command
    })
    .inner
}

/// `minimum (3, 2): f = 0`
fn line(point: &CriticalPoint) -> String {
    let short = |value: f64| format_number(round_to_digits(value, 4));
    let [x0, x1] = point.x.map(short);
    format!("{} ({x0}, {x1}): f = {}", point.name(), short(point.f))
}
