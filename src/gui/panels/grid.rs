//! Where and how densely f is sampled.

use eframe::egui::{Grid, Ui};

use super::widgets::NumberSlider;
use crate::field::GridSpec;
use crate::gui::command::Command;
use crate::gui::settings::GridSettings;
use crate::gui::shortcuts::{Action, with_hint};
use crate::number_text::format_count;

/// What the range sliders reach; typed numbers may lie beyond.
const REACH: f64 = 10.0;

/// The Grid section.
pub fn grid_ui(ui: &mut Ui, settings: &mut GridSettings) -> Command {
    let GridSettings { x0, x1, linked, step, closed, equal_aspect, .. } = settings;
    let typed = Grid::new("grid settings").num_columns(2).show(ui, |ui| {
        let x0_range = range_rows(ui, ["x0 from", "x0 to"], x0);
        let x1_range = if *linked { Command::None } else { range_rows(ui, ["x1 from", "x1 to"], x1) };
        let step = NumberSlider {
            label: "step",
            tooltip: "Distance of two grid points. A smaller step gives more arrows.",
            range: 0.005..=2.0,
            logarithmic: true,
        }
        .row(ui, step);
        x0_range.or(x1_range).or(step)
    });
    let link = ui
        .checkbox(linked, "same range for x1")
        .on_hover_text("While this is on, x1 has the range of x0. Turn it off to give x1 its own.");
    if link.changed() && !*linked {
        // Begin with what was shown.
        *x1 = *x0;
    }
    ui.checkbox(closed, "include the right ends").on_hover_text(
        "NumPy's arange leaves the right end out. With this on, the end is a grid point wherever the step divides the range.",
    );
    ui.checkbox(equal_aspect, "equal scale on both axes").on_hover_text(
        "A unit of x0 is as long as a unit of x1. Without it the arrows' angles are stretched with the axes.",
    );
    let mut follow = settings.follow;
    let tooltip = "The grid goes wherever you drag or zoom the plane, with about as many arrows as now: the plane has no end. \
                   A typed range ends it.";
    if ui.checkbox(&mut follow, "follow the view").on_hover_text(tooltip).changed() {
        settings.set_follow(follow);
    }
    ui.weak(size_text(&settings.spec()));
    if ui
        .button("Fit view")
        .on_hover_text(with_hint(
            "Show the whole grid. A double click on the canvas does it too.",
            Action::Fit,
        ))
        .clicked()
    {
        Command::FitView
    } else {
        typed.inner
    }
}

fn range_rows(ui: &mut Ui, labels: [&'static str; 2], range: &mut [f64; 2]) -> Command {
    let tooltips =
        ["Where the grid begins.", "Where the grid ends; the end itself is left out unless you include it."];
    let mut command = Command::None;
    for ((label, tooltip), end) in labels.into_iter().zip(tooltips).zip(range) {
        let row = NumberSlider { label, tooltip, range: -REACH..=REACH, logarithmic: false }.row(ui, end);
        command = command.or(row);
    }
    command
}

/// How large the grid is, as far as there is one.
fn size_text(spec: &GridSpec) -> String {
    match spec.counts() {
        Ok([n0, n1]) => format!("{n0} x {n1} = {} points", format_count(n0 * n1)),
        Err(_) => "no grid".to_owned(),
    }
}
