//! Is this the gradient of that? The user's own formula against the exact one.

use eframe::egui::{Button, Grid, Label, RichText, ScrollArea, TextBuffer, TextEdit, TextStyle, Ui};

use super::LabView;
use super::digits::few_digits;
use crate::analysis::{Check, ClaimVerdict, WorstPoint};
use crate::expr::{Axis, with_names_of};
use crate::gui::command::Command;
use crate::gui::formula::{Look, galley};
use crate::gui::glyphs::claim_id;
use crate::number_text::format_number;

/// What the fields suggest: the gradient of the usual bowl.
const HINTS: [&str; 2] = ["2*x0", "2*x1"];
/// The widest a field grows, in points: formulas are rarely longer.
const WIDEST: f32 = 420.0;

/// The tab.
pub(super) fn check_ui(ui: &mut Ui, claim: &mut [String; 2], view: &LabView<'_>) -> Command {
    ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.add(
                Label::new(
                    RichText::new(
                        "Type the gradient you believe in; it is compared with the exact one at every node.",
                    )
                    .weak(),
                )
                .wrap(),
            );
            for axis in Axis::ALL {
                claim_ui(ui, &mut claim[axis.index()], axis, view.function);
            }
            // Below both, so that no field moves away from under the hand while the other is typed in.
            for (index, error) in view.claim_errors.iter().enumerate() {
                if let Some(error) = error {
                    let text = RichText::new(format!("g{index}: {error}"));
                    ui.add(Label::new(text.color(ui.visuals().error_fg_color)).wrap());
                }
            }
            fill_in(ui, claim, view);
            verdict_ui(ui, claim, view)
        })
        .inner
}

/// A component of the claim of a function.
fn claim_ui(ui: &mut Ui, text: &mut String, axis: Axis, function: &str) {
    let index = axis.index();
    ui.horizontal(|ui| {
        let label = ui.monospace(format!("g{index} ="));
        let width = (ui.available_width() - 8.0).min(WIDEST);
        let font = TextStyle::Monospace.resolve(ui.style());
        let mut layouter = |ui: &Ui, buffer: &dyn TextBuffer, _wrap: f32| {
            let look = Look {
                visuals: ui.visuals(),
                font: &font,
                error: None,
                parameters: &[],
                strict: false,
                caret: None,
            };
            galley(ui, buffer.as_str(), &look)
        };
        let edit = TextEdit::singleline(text)
            .id(claim_id(index))
            .font(font.clone())
            .hint_text(with_names_of(function, HINTS[index]))
            .desired_width(width)
            .layouter(&mut layouter);
        ui.add(edit).labelled_by(label.id).on_hover_text(format!(
            "The derivative of f along {}, as you have it: any formula in the notation of f, with the names of its arguments.",
            axis.name()
        ));
    });
}

/// Write the derivative into the fields.
fn fill_in(ui: &mut Ui, claim: &mut [String; 2], view: &LabView<'_>) {
    let formulas = match view.exact_text {
        [Some(g0), Some(g1)] => Some([g0, g1]),
        _ => None,
    };
    let tooltip = "Writes the exact gradient, found by the chain rule, into both fields. Change a sign and see what happens.";
    let button = Button::new("Fill in the exact gradient");
    let button = ui.add_enabled(formulas.is_some(), button).on_hover_text(tooltip).on_disabled_hover_text(
        "Of a function with cases, as by abs, max or where, it cannot be written as one formula.",
    );
    if let Some(formulas) = formulas.filter(|_| button.clicked()) {
        *claim = formulas.map(|formula| with_names_of(view.function, formula));
    }
}

/// What has come of the check.
fn verdict_ui(ui: &mut Ui, claim: &[String; 2], view: &LabView<'_>) -> Command {
    if view.field.is_none() {
        ui.label("There is no field yet to check it on.");
        return Command::None;
    }
    if claim.iter().any(|text| text.trim().is_empty()) || view.claim_errors.iter().any(Option::is_some) {
        return Command::None;
    }
    let Some(check) = view.check else {
        ui.weak("checking ...");
        return Command::None;
    };
    let color = match check.verdict {
        ClaimVerdict::Right => right_color(ui),
        ClaimVerdict::Wrong => ui.visuals().error_fg_color,
        ClaimVerdict::Unknown => ui.visuals().warn_fg_color,
    };
    ui.add(Label::new(RichText::new(&check.text).strong().color(color)).wrap());
    let command = worst_ui(ui, check, view.worst);
    let plain = RichText::new(&check.numerical_check).weak();
    ui.add(Label::new(plain).wrap()).on_hover_text(
        "What comparing your formula with difference quotients of this scheme and h, and nothing else, would have told you.",
    );
    command
}

/// Of what is right: the green of either theme that can be read on its panels.
fn right_color(ui: &Ui) -> eframe::egui::Color32 {
    crate::gui::palette::cause_color(crate::analysis::Cause::Good, ui.visuals())
}

/// Where the claim is farthest off, with a way to go there.
fn worst_ui(ui: &mut Ui, check: &Check, numbers: Option<&WorstPoint>) -> Command {
    let Some(worst) = check.worst else { return Command::None };
    let mut command = Command::None;
    ui.horizontal_wrapped(|ui| {
        let [x0, x1] = check.claimed.grid.point(worst).map(format_number);
        let error = check.error.get(worst).filter(|error| error.is_finite());
        let error =
            error.map_or_else(String::new, |error| format!(", relative error {}", few_digits(*error)));
        ui.label(format!("Farthest off at ({x0}, {x1}){error}."));
        if ui.button("Look there").on_hover_text("Puts the probe on this node.").clicked() {
            command = Command::Probe(worst);
        }
    });
    if let Some(WorstPoint { claimed, exact, numerical, .. }) = numbers {
        Grid::new("worst of the claim").num_columns(3).show(ui, |ui| {
            for (name, [g0, g1]) in [("claimed", claimed), ("exact", exact), ("numerical", numerical)] {
                ui.weak(name);
                for g in [g0, g1] {
                    ui.monospace(format_number(*g));
                }
                ui.end_row();
            }
        });
    }
    command
}
