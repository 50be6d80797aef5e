//! f along the ways of the optimisers, and why each has ended.

use eframe::egui::{Button, Color32, Grid, Label, RichText, ScrollArea, Ui, UiBuilder};
use egui_plot::{AxisHints, GridInput, GridMark, Line, LineStyle, PlotBounds, Points};

use super::notes::empty_note;
use super::{LabView, axes};
use crate::analysis::descent::{Path, StableRates, Stop, Twins, UpdateRule};
use crate::gui::command::{Command, Walk};
use crate::gui::palette::optimizer_color;
use crate::gui::shortcuts::{Action, with_hint};
use crate::number_text::{format_number, round_to_digits};

/// The plot's part of the width, and its widest, in points.
const PLOT_SHARE: f32 = 0.52;
const WIDEST: f32 = 560.0;
/// From this width on, in points, the words are a table.
const TABLE: f32 = 400.0;
/// The most decades that are shown.
const MOST_DECADES: f64 = 36.0;

/// What the tab shows.
pub struct DescentView<'a> {
    /// The ways.
    pub twins: &'a [Twins],
    /// Whether those on the exact gradient are drawn.
    pub exact: bool,
    /// How many steps of them are shown.
    pub steps: usize,
    /// The most that any has made.
    pub made: usize,
    /// Whether they are being played.
    pub playing: bool,
    /// Whether they have not come yet.
    pub pending: bool,
}

/// The tab.
pub(super) fn descent_ui(ui: &mut Ui, view: &LabView<'_>) -> Command {
    let Some(descent) = &view.descent else {
        ui.label(
            "Optimisers go down the numerical gradient from a start, each beside its twin on the exact one.",
        );
        let tooltip = "They can be chosen and set under Optimisers on the left.";
        let is_wanted = ui.button("Let them go").on_hover_text(tooltip).clicked();
        return if is_wanted { Command::ShowDescents } else { Command::None };
    };
    if view.field.is_none() {
        ui.label("There is no field yet, and so no way down.");
        return Command::None;
    }
    let walk = ui.horizontal(|ui| buttons(ui, descent)).inner;
    let room = ui.available_rect_before_wrap();
    let width = (PLOT_SHARE * room.width()).min(WIDEST);
    let plot = UiBuilder::new().max_rect(room.with_max_x(room.left() + width));
    ui.scope_builder(plot, |ui| plot_ui(ui, descent));
    let words = UiBuilder::new().max_rect(room.with_min_x(room.left() + width + 12.0));
    let words =
        ui.scope_builder(words, |ui| ScrollArea::vertical().show(ui, |ui| words_ui(ui, descent)).inner);
    walk.or(words.inner)
}

fn buttons(ui: &mut Ui, descent: &DescentView<'_>) -> Command {
    let play = if descent.playing { "Stop" } else { "Play" };
    let mut command = Command::None;
    for (text, tooltip, walk, action) in [
        (play, "Lets all optimisers go, a few steps a second.", Walk::Play, Action::Descend),
        ("Step", "One step more of each.", Walk::Step, Action::Step),
        ("Reset", "Back to the start.", Walk::Reset, Action::Reset),
        ("All steps", "The whole way at once.", Walk::All, Action::AllSteps),
    ] {
        let button = Button::new(text).selected(walk == Walk::Play && descent.playing);
        if ui.add(button).on_hover_text(with_hint(tooltip, action)).clicked() {
            command = Command::Descend(walk);
        }
    }
    ui.weak(format!("step {} of {}", descent.steps.min(descent.made), descent.made));
    command
}

/// How f is drawn: its logarithm, or that of how far it is above the lowest value met where f is not above 0.
fn zero_of(descent: &DescentView<'_>) -> f64 {
    let values = descent.twins.iter().flat_map(|twins| [&twins.numerical, &twins.exact]);
    let lowest = values
        .flat_map(|path| &path.visits)
        .map(|visit| visit.f)
        .filter(|f| f.is_finite())
        .fold(f64::INFINITY, f64::min);
    if lowest > 0.0 || lowest.is_infinite() { 0.0 } else { lowest }
}

/// Steps and exponents of f, as far as there are some.
fn points(path: &Path, steps: usize, zero: f64) -> Vec<[f64; 2]> {
    let visits = path.visits.iter().take(steps.saturating_add(1)).enumerate();
    visits
        .map(|(step, visit)| [step as f64, (visit.f - zero).log10()])
        .filter(|point| point[1].is_finite())
        .collect()
}

fn plot_ui(ui: &mut Ui, descent: &DescentView<'_>) {
    let zero = zero_of(descent);
    let dark_mode = ui.visuals().dark_mode;
    let all = |path: &Path| points(path, usize::MAX, zero);
    let exponents: Vec<f64> = descent
        .twins
        .iter()
        .flat_map(|twins| all(&twins.numerical).into_iter().chain(all(&twins.exact)))
        .map(|point| point[1])
        .collect();
    let top = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max).min(300.0);
    let bottom = exponents.iter().copied().fold(f64::INFINITY, f64::min).max(top - MOST_DECADES);
    let bounds = if exponents.is_empty() {
        PlotBounds::from_min_max([0.0, -1.0], [1.0, 1.0])
    } else {
        PlotBounds::from_min_max([0.0, bottom.floor() - 0.2], [descent.made.max(1) as f64, top.ceil() + 0.2])
    };
    let label = if zero < 0.0 || exponents.is_empty() { "f above its lowest" } else { "f" };
    let size = ui.available_size();
    let plot = axes::log_log_plot(ui, ui.make_persistent_id("descent of f"), label, vec![])
        .x_grid_spacer(whole_steps)
        .custom_x_axes(vec![
            AxisHints::new_x()
                .min_thickness(axes::X_AXIS_HEIGHT)
                .formatter(|mark, _| format_number(mark.value.round())),
        ])
        .width(size.x)
        .height(size.y);
    let transform = plot
        .show(ui, |plot| {
            plot.set_plot_bounds(bounds);
            for Twins { rule, numerical, exact, .. } in descent.twins {
                let color = optimizer_color(*rule, dark_mode);
                if descent.exact {
                    let line = Line::new("exact", points(exact, descent.steps, zero));
                    plot.line(
                        line.color(color).width(1.2).style(LineStyle::dashed_loose()).allow_hover(false),
                    );
                }
                let numerical = points(numerical, descent.steps, zero);
                if let [only] = numerical.as_slice() {
                    plot.points(
                        Points::new("start", vec![*only]).color(color).radius(3.0).allow_hover(false),
                    );
                }
                plot.line(Line::new("numerical", numerical).color(color).width(2.0).allow_hover(false));
            }
        })
        .transform;
    if exponents.is_empty() {
        let why = match (descent.twins.is_empty(), descent.pending) {
            (true, true) => "The optimisers are on their way ...",
            (true, false) => "No optimiser is chosen: switch one on under Optimisers on the left.",
            _ => "f has no value on the way that could be shown on this scale.",
        };
        empty_note(ui, *transform.frame(), why);
    }
}

/// Lines at whole steps, a round number apart.
#[expect(clippy::needless_pass_by_value, reason = "the signature egui_plot asks for")]
fn whole_steps(input: GridInput) -> Vec<GridMark> {
    let (min, max) = input.bounds;
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0];
    let step = steps.into_iter().find(|step| (max - min) / step <= 8.0).unwrap_or(20_000.0);
    let first = (min / step).ceil().max(0.0);
    let marks = (0..).map(f64::from).map(|i| (first + i) * step).take_while(|value| *value <= max);
    marks.map(|value| GridMark { value, step_size: step }).collect()
}

fn words_ui(ui: &mut Ui, descent: &DescentView<'_>) -> Command {
    if ui.available_width() < TABLE {
        return rows(ui, descent, |ui, add| ui.horizontal_wrapped(|ui| add(ui)).inner);
    }
    let table = Grid::new("ends of the descents").num_columns(3).striped(true);
    table
        .show(ui, |ui| {
            rows(ui, descent, |ui, add| {
                let command = add(ui);
                ui.end_row();
                command
            })
        })
        .inner
}

/// What there is to say of each way, each in a row that is made by `row`.
fn rows(
    ui: &mut Ui,
    descent: &DescentView<'_>,
    row: impl Fn(&mut Ui, &dyn Fn(&mut Ui) -> Command) -> Command,
) -> Command {
    let mut command = Command::None;
    for Twins { rule, numerical, exact, stable_rates } in descent.twins {
        let color = optimizer_color(*rule, ui.visuals().dark_mode);
        command = command.or(row(ui, &|ui| end_ui(ui, rule.title(), color, numerical, descent.steps, false)));
        if let Some(rates) = stable_rates.filter(|_| has_ended(numerical, descent.steps)) {
            command = command.or(row(ui, &|ui| rates_ui(ui, *rule, rates)));
        }
        // The twin speaks up where it fared otherwise.
        if descent.exact && (exact.stop, exact.visits.len()) != (numerical.stop, numerical.visits.len()) {
            let twin = row(ui, &|ui| end_ui(ui, "its exact twin", color, exact, descent.steps, true));
            command = command.or(twin);
        }
    }
    command
}

/// Whether all steps of a path are shown.
fn has_ended(path: &Path, steps: usize) -> bool {
    steps.saturating_add(1) >= path.visits.len()
}

/// What would be better than a rate that is too large, with a button that takes it.
fn rates_ui(ui: &mut Ui, rule: UpdateRule, rates: StableRates) -> Command {
    // Below the name, where there is a column of them.
    if !ui.layout().main_wrap() {
        ui.label("");
    }
    let rate = rates.suggested();
    let button = Button::new(format!("Rate {}", format_number(rate)));
    let curvature = format_number(round_to_digits(rates.curvature, 3));
    let why = format!(
        "Where f bends as sharply as at the start (its curvature there is {curvature}), steps shrink only for smaller rates. \
         1 over the curvature is a good one to begin with."
    );
    let is_wanted = ui.add(button).on_hover_text(why.as_str()).clicked();
    ui.add(Label::new(rates.to_string()).wrap()).on_hover_text(why);
    if is_wanted { Command::SetRate(rule, rate) } else { Command::None }
}

/// Where a way is, and why it ends there if it does.
fn end_ui(ui: &mut Ui, name: &str, color: Color32, path: &Path, steps: usize, is_twin: bool) -> Command {
    let name = RichText::new(name).color(color);
    ui.label(if is_twin { name.italics() } else { name.strong() });
    let last = steps.min(path.visits.len() - 1);
    let visit = path.visits[last];
    let f = format_number(round_to_digits(visit.f, 4));
    ui.monospace(format!("f = {f}")).on_hover_text(format!(
        "step {last}: x0 = {}, x1 = {}, f = {}, g = ({}, {})",
        format_number(visit.x[0]),
        format_number(visit.x[1]),
        format_number(visit.f),
        format_number(visit.g[0]),
        format_number(visit.g[1])
    ));
    let has_ended = has_ended(path, steps);
    let text = if has_ended { format!("step {last}: {}", path.stop) } else { format!("step {last}") };
    let text = RichText::new(text);
    let text = match path.stop {
        Stop::StepLimit | Stop::Converged => text,
        _ if has_ended => text.color(ui.visuals().warn_fg_color),
        _ => text,
    };
    ui.add(Label::new(text).wrap());
    Command::None
}
