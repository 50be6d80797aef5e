//! The h lab: error against h, one arrow taken apart, the census, and a gradient to be checked.
//!
//! Everything is shown as it comes in a [`LabView`]; what the user wants beyond the [`LabSettings`] is a [`Command`].

mod autopsy;
mod axes;
mod census;
mod check;
mod descent;
mod digits;
mod error_curve;
mod header;
mod legend;
mod lines;
mod notes;
mod slider;
pub mod surface;
mod taylor;
mod theory;

pub use descent::DescentView;
pub use surface::{Camera, Look, Relief};

use eframe::egui::{Key, Modifiers, Response, Stroke, Ui, UiBuilder};

use super::command::Command;
use super::settings::{LabSettings, LabTab};
use crate::analysis::{Autopsy, Census, Check, FieldCurve, PointCurve, TaylorTest, WorstPoint};
use crate::differentiate::{Method, MethodError, Scheme};
use crate::field::GradientField;
use crate::gui::tour::spot::{self, Spot};
use crate::number_text::round_to_digits;

/// What the lab shows.
pub struct LabView<'a> {
    /// The field on the canvas.
    pub field: Option<&'a GradientField>,
    /// How it is differentiated.
    pub method: Method,
    /// The step as set, which the vertical line shows ...
    pub h: f64,
    /// ... and as used, where that is another: the power of two nearest to it.
    pub step: f64,
    /// The arrow under the probe; `None` without a field.
    pub autopsy: Option<&'a Autopsy>,
    /// The probe's curves, one for each chosen scheme that there is one for; that of the field's own scheme is shown
    /// whether it is chosen or not.
    pub curves: &'a [PointCurve],
    /// The chosen schemes that have no curve, and why.
    pub refused: &'a [(Scheme, MethodError)],
    /// The field's curves as far as they are computed.
    pub field_curves: &'a [FieldCurve],
    /// Whether more of those are on their way.
    pub field_curves_pending: bool,
    /// What is known of all arrows.
    pub census: Option<&'a Census>,
    /// Whether that is on its way.
    pub census_pending: bool,
    /// The opacity of what the field's numbers are shown in, from 0 to 1: less where it is of earlier settings.
    pub opacity: f32,
    /// The Taylor test of the numerical gradient at the probe.
    pub taylor: Option<&'a TaylorTest>,
    /// The claim's check, if it is there.
    pub check: Option<&'a Check>,
    /// The numbers where the claim is farthest off, if it is somewhere.
    pub worst: Option<&'a WorstPoint>,
    /// The function as typed.
    pub function: &'a str,
    /// What is wrong with each component of the claim as typed.
    pub claim_errors: [Option<&'a str>; 2],
    /// Each component of the exact gradient as a formula, where it can be written as one.
    pub exact_text: [Option<&'a str>; 2],
    /// Whether h is being swept.
    pub playing: bool,
    /// What is held as a ghost, in words.
    pub held: Option<&'a str>,
    /// The optimisers on their way down, if they are shown.
    pub descent: Option<DescentView<'a>>,
    /// f over the plane, while that tab is shown.
    pub relief: Option<&'a Relief>,
}

impl LabView<'_> {
    /// The scheme that the field's numbers were made with; that of the settings need not have a field.
    fn scheme(&self) -> Scheme {
        self.field.map_or(self.method.scheme, |field| field.request.scheme())
    }
}

/// From this width on, in points, the curves and what is beside them are shown together.
const SIDE_BY_SIDE: f32 = 1000.0;
/// The curves' part of the width then.
const CURVES_SHARE: f32 = 0.53;
/// The gap in the middle, in points.
const GAP: f32 = 14.0;
/// From this width on, in points, the autopsy's title has room beside the tabs.
const TITLE_BESIDE_TABS: f32 = 820.0;
/// Significant digits of a dragged h: more would be the mouse's noise.
const DRAGGED_DIGITS: usize = 2;

/// What is shown beside the curves, in the order of the tabs.
const TABS: [(LabTab, &str, &str); 5] = [
    (
        LabTab::Autopsy,
        "Autopsy",
        "Takes the arrow under the probe apart: every number that led to it, digit by digit.",
    ),
    (
        LabTab::Check,
        "Check my gradient",
        "Type your own gradient and see whether it is that of f: what every writer of a backward pass needs.",
    ),
    (
        LabTab::Taylor,
        "Taylor",
        "A second opinion on the arrow under the probe that does not depend on the choice of h.",
    ),
    (LabTab::Descent, "Descent", "How f falls on the ways of the optimisers, and why each of them ends."),
    (LabTab::Surface, "Surface", "f over the plane in three dimensions, to be turned with the mouse."),
];

/// The lab's panel, in all the room there is; a single row while it is folded.
pub fn lab_ui(ui: &mut Ui, settings: &mut LabSettings, view: &LabView<'_>) -> Command {
    let header = header::header_ui(ui, &mut settings.open, view);
    if !settings.open {
        return header;
    }
    let room = ui.available_rect_before_wrap();
    spot::note(ui, Spot::Lab, ui.max_rect());
    let body = if room.width() >= SIDE_BY_SIDE {
        side_by_side(ui, settings, view)
    } else {
        one_at_a_time(ui, settings, view)
    };
    ui.expand_to_include_rect(room);
    header.or(body).or(arrow_keys(ui, view))
}

fn side_by_side(ui: &mut Ui, settings: &mut LabSettings, view: &LabView<'_>) -> Command {
    let room = ui.available_rect_before_wrap();
    let middle = room.left() + CURVES_SHARE * room.width();
    ui.painter().vline(middle, room.y_range(), ui.visuals().widgets.noninteractive.bg_stroke);
    let left = UiBuilder::new().max_rect(room.with_max_x(middle - GAP / 2.0));
    let right = UiBuilder::new().max_rect(room.with_min_x(middle + GAP / 2.0));
    let curves = ui.scope_builder(left, |ui| {
        ui.horizontal(|ui| {
            ui.strong("Error against h");
            error_curve::switches(ui, settings, view);
        });
        error_curve::curves_ui(ui, settings, view)
    });
    let beside = ui.scope_builder(right, |ui| {
        // The curves are there anyway.
        if settings.tab == LabTab::Curves {
            settings.tab = LabTab::Autopsy;
        }
        ui.horizontal(|ui| tabs(ui, &mut settings.tab));
        tab_ui(ui, settings, view, false)
    });
    curves.inner.or(beside.inner)
}

fn one_at_a_time(ui: &mut Ui, settings: &mut LabSettings, view: &LabView<'_>) -> Command {
    let all_tabs = |ui: &mut Ui, settings: &mut LabSettings| {
        let tooltip = "How far off the gradient is for every h, and where the best h lies.";
        ui.selectable_value(&mut settings.tab, LabTab::Curves, "Error against h").on_hover_text(tooltip);
        tabs(ui, &mut settings.tab);
    };
    // Every row counts where the panel is low: what belongs to the tab stands beside the tabs.
    let has_title = settings.tab == LabTab::Autopsy && ui.available_width() >= TITLE_BESIDE_TABS;
    let row = if has_title {
        ui.horizontal(|ui| {
            all_tabs(ui, settings);
            ui.separator();
            ui.multiply_opacity(view.opacity);
            autopsy::title(ui, view)
        })
    } else {
        ui.horizontal_wrapped(|ui| {
            all_tabs(ui, settings);
            if settings.tab == LabTab::Curves {
                ui.separator();
                error_curve::switches(ui, settings, view);
            }
            Command::None
        })
    };
    row.inner.or(tab_ui(ui, settings, view, has_title))
}

fn tabs(ui: &mut Ui, tab: &mut LabTab) {
    for (value, name, tooltip) in TABS {
        ui.selectable_value(tab, value, name).on_hover_text(tooltip);
    }
}

fn tab_ui(ui: &mut Ui, settings: &mut LabSettings, view: &LabView<'_>, has_title: bool) -> Command {
    // What shows the field and nothing else is dimmed with it.
    let is_of_field = matches!(settings.tab, LabTab::Autopsy | LabTab::Taylor | LabTab::Surface);
    if is_of_field {
        ui.multiply_opacity(view.opacity);
    }
    match settings.tab {
        LabTab::Curves => error_curve::curves_ui(ui, settings, view),
        LabTab::Autopsy => autopsy::autopsy_ui(ui, view, has_title),
        LabTab::Check => check::check_ui(ui, &mut settings.claim, view),
        LabTab::Taylor => taylor::taylor_ui(ui, view),
        LabTab::Descent => descent::descent_ui(ui, view),
        LabTab::Surface => {
            surface::surface_ui(ui, &mut settings.camera, view);
            Command::None
        }
    }
}

/// The arrow keys move the probe from node to node, unless a control has the focus and needs them itself, or something lies
/// over the window.
fn arrow_keys(ui: &Ui, view: &LabView<'_>) -> Command {
    let is_covered = !ui.memory(|memory| memory.allows_interaction(ui.layer_id()));
    if view.autopsy.is_none() || is_covered || ui.memory(|memory| memory.focused().is_some()) {
        return Command::None;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    autopsy::MOVES
        .into_iter()
        .find(|(key, ..)| pressed(*key))
        .map_or(Command::None, |(_, by, ..)| Command::MoveProbe(by))
}

/// A number to as many digits as dragging is worth.
fn rounded(value: f64) -> f64 {
    round_to_digits(value, DRAGGED_DIGITS)
}

/// The presses of a key since the last frame.
fn presses(ui: &Ui, key: Key) -> usize {
    ui.input(|input| input.num_presses(key))
}

/// A ring around the control that has the keyboard.
fn paint_focus(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let stroke = Stroke::new(1.0, ui.visuals().selection.stroke.color);
        ui.painter().rect_stroke(response.rect, 2.0, stroke, eframe::egui::StrokeKind::Inside);
    }
}
