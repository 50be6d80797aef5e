//! What the field is, what it cost, and what is wrong with it.

use std::time::Duration;

use eframe::egui::{Align, Layout, ProgressBar, RichText, Ui};

use crate::analysis::{Cause, Census, Diagnosis, Remedy};
use crate::colormap::Scale;
use crate::field::GradientField;
use crate::gui::command::Command;
use crate::heat_map::HeatMapOrder;
use crate::number_text::{format_count, format_number};

/// Progress is shown from this age of a computation on; shorter ones would only flicker.
const PATIENCE: Duration = Duration::from_millis(200);

/// What the status bar shows.
pub struct Status<'a> {
    /// The field on the canvas.
    pub field: Option<&'a GradientField>,
    /// What there is to say about its missing arrows.
    pub diagnosis: Option<&'a Diagnosis>,
    /// What is wrong with its arrows, where that is known.
    pub census: Option<&'a Census>,
    /// The time its computation took.
    pub elapsed: Duration,
    /// Arrows left out because they would overlap.
    pub hidden: usize,
    /// What the heat map shows, if there is one.
    pub heat_map: Option<HeatMapOrder>,
    /// The running computation: points done, points in all, its age.
    pub running: Option<(usize, usize, Duration)>,
    /// Whether the field on the canvas is not that of the settings.
    pub stale: bool,
    /// The points of the field that the one on the canvas is a coarse preview of.
    pub preview_of: Option<usize>,
    /// Whether the settings' field was cancelled or has failed.
    pub stopped: bool,
}

/// The status bar: a sentence about the arrows, then numbers.
pub fn status_ui(ui: &mut Ui, status: &Status<'_>) -> Command {
    let sentence = ui.horizontal(|ui| sentence_ui(ui, status)).inner;
    let numbers = ui.horizontal(|ui| {
        // Progress and Cancel stand at the right end, where they stay while the numbers change their width.
        let right_to_left = Layout::right_to_left(Align::Center);
        ui.with_layout(right_to_left, |ui| {
            let command = progress_ui(ui, status);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if let Some(field) = status.field {
                    numbers_ui(ui, field, status);
                }
            });
            command
        })
        .inner
    });
    sentence.or(numbers.inner)
}

/// What there is to say about missing arrows, and what would help.
fn sentence_ui(ui: &mut Ui, status: &Status<'_>) -> Command {
    // A preview's points are not the field's, and a stale field's sentence is about other settings.
    let diagnosis = status.diagnosis.filter(|_| status.preview_of.is_none() && !status.stale);
    let Some(diagnosis) = diagnosis else {
        ui.label("");
        return Command::None;
    };
    let mut command = Command::None;
    if let Some(Remedy::UseH(h)) = diagnosis.remedy {
        let button = ui.button(format!("Use h = {}", format_number(h)));
        if button.on_hover_text("Set h to a value with which the gradients come out better.").clicked() {
            command = Command::UseH(h);
        }
    }
    let text = RichText::new(&diagnosis.text);
    let text = if diagnosis.serious { text.color(ui.visuals().warn_fg_color).strong() } else { text };
    ui.add(eframe::egui::Label::new(text).truncate()).on_hover_text(&diagnosis.text);
    command
}

fn progress_ui(ui: &mut Ui, status: &Status<'_>) -> Command {
    if status.stopped {
        let compute = ui.button("Compute").on_hover_text("Compute the field of these settings after all.");
        return if compute.clicked() { Command::Compute } else { Command::None };
    }
    let Some((done, total, age)) = status.running else { return Command::None };
    if age < PATIENCE {
        return Command::None;
    }
    let cancel = ui.button("Cancel").on_hover_text("Stop this computation; the field shown stays.");
    let share = done as f32 / total.max(1) as f32;
    let text = format!("{} of {} points", format_count(done), format_count(total));
    ui.add(ProgressBar::new(share).desired_width(220.0).text(text));
    if cancel.clicked() { Command::Cancel } else { Command::None }
}

fn numbers_ui(ui: &mut Ui, field: &GradientField, status: &Status<'_>) {
    let tally = field.tally;
    let points = match status.preview_of {
        Some(whole) => {
            format!("coarse preview: {} of {} points", format_count(field.len()), format_count(whole))
        }
        None => format!("{} points", format_count(field.len())),
    };
    let mut parts = vec![points, format!("{} arrows", format_count(tally.live))];
    if let Some(census) = status.census {
        let counts = Cause::ALL.into_iter().map(|cause| (census.count(cause), cause.name()));
        let counts = counts.filter(|(count, _)| *count > 0);
        parts.push(
            counts
                .map(|(count, name)| format!("{} {name}", format_count(count)))
                .collect::<Vec<_>>()
                .join(", "),
        );
    } else {
        parts.push(format!("{} zero", format_count(tally.zero)));
        parts.push(format!("{} not finite", format_count(tally.not_finite)));
    }
    if status.hidden > 0 {
        parts.push(format!("{} left out for room", format_count(status.hidden)));
    }
    if let Some(HeatMapOrder { quantity, scale, .. }) = status.heat_map {
        let scale = if scale == Scale::Logarithmic { " (log)" } else { "" };
        parts.push(format!("heat map of {}{scale}", quantity.name()));
    }
    parts.push(format!("computed in {}", duration(status.elapsed)));
    if status.stale {
        parts.push("not up to date".to_owned());
    }
    ui.add(eframe::egui::Label::new(parts.join("  \u{00b7}  ")).truncate())
        .on_hover_text("Points of the grid; arrows that can be drawn; how many there are of each cause; the time the field took.");
}

/// A time in the unit that suits it.
fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 1e-3 {
        format!("{:.0} µs", seconds * 1e6)
    } else if seconds < 1.0 {
        format!("{:.1} ms", seconds * 1e3)
    } else {
        format!("{seconds:.1} s")
    }
}
