//! The lab's first row: what is always in sight, also while the lab is folded.

use eframe::egui::{Atom, Button, Label, Pos2, Rect, RichText, Shape, Stroke, Ui, vec2};

use super::{LabView, census, lines};
use crate::gui::command::Command;
use crate::gui::shortcuts::{Action, with_hint};
use crate::gui::tour::spot::{self, Spot};
use crate::number_text::format_number;

/// The width of the play button in points, whatever it says.
const PLAY_WIDTH: f32 = 104.0;
/// The most room for what is held, in points, and the least that must be left for the census.
const HELD_WIDTH: f32 = 150.0;
const CENSUS_WIDTH: f32 = 300.0;
/// What is said of h where there is none.
const NO_STEP: &str = "The exact gradient has no h: choose another scheme.";

/// Fold, play, hold, best h and the census.
pub(super) fn header_ui(ui: &mut Ui, open: &mut bool, view: &LabView<'_>) -> Command {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        fold(ui, open);
        let command =
            play(ui, view).or(hold(ui, view.held)).or(best_here(ui, view)).or(best_of_field(ui, view));
        census::census_ui(ui, view);
        command
    })
    .inner
}

fn fold(ui: &mut Ui, open: &mut bool) {
    let is_open = *open;
    let triangle = icon(move |rect| {
        if is_open {
            vec![rect.left_top(), rect.right_top(), rect.center_bottom()]
        } else {
            vec![rect.left_top(), rect.right_center(), rect.left_bottom()]
        }
    });
    let tooltip = if is_open {
        "Fold the h lab: only this row stays."
    } else {
        "Unfold the h lab: error against h, and one arrow taken apart."
    };
    let button = Button::new((triangle, RichText::new("h lab").strong())).frame_when_inactive(false);
    if ui.add(button).on_hover_text(with_hint(tooltip, Action::Lab)).clicked() {
        *open = !*open;
    }
}

/// A small filled polygon; the fonts have no such signs.
fn icon<'a>(corners: impl Fn(Rect) -> Vec<Pos2> + 'a) -> Atom<'a> {
    Atom::paint(vec2(10.0, 10.0), move |ui, arguments| {
        let corners = corners(arguments.rect.shrink(1.0));
        ui.painter().add(Shape::convex_polygon(corners, ui.visuals().text_color(), Stroke::NONE));
    })
}

fn play(ui: &mut Ui, view: &LabView<'_>) -> Command {
    let playing = view.playing;
    let has_step = view.method.scheme.has_step();
    let (text, tooltip) = if playing {
        ("Stop", "Leave h where it is now.")
    } else if has_step {
        (
            "Watch it die",
            "Sweeps h slowly down to 1e-20 and up to 1e-1, from where it is: the arrows get better, then rounding eats them one \
             by one.",
        )
    } else {
        ("Watch it die", NO_STEP)
    };
    let sign = icon(move |rect| {
        if playing {
            vec![rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()]
        } else {
            vec![rect.left_top(), rect.right_center(), rect.left_bottom()]
        }
    });
    let button = Button::new((sign, text)).selected(playing).min_size(vec2(PLAY_WIDTH, 0.0));
    let tooltip = with_hint(tooltip, Action::Play);
    let response = ui.add_enabled(has_step || playing, button);
    let response = response.on_hover_text(&tooltip).on_disabled_hover_text(&tooltip);
    if response.clicked() { Command::Play } else { Command::None }
}

fn hold(ui: &mut Ui, held: Option<&str>) -> Command {
    let tooltip = match held {
        Some(held) => format!("Held as a ghost: {held}. Click to let it go."),
        None => "Freezes the arrows of now as a ghost behind those to come: compare them with another h, scheme or precision."
            .to_owned(),
    };
    let text = if held.is_some() { "Release" } else { "Hold" };
    let button = Button::new(text).selected(held.is_some()).min_size(vec2(54.0, 0.0));
    let response = ui.add(button).on_hover_text(with_hint(&tooltip, Action::Hold));
    let command = if response.clicked() { Command::Hold } else { Command::None };
    if let Some(held) = held {
        let width = (ui.available_width() - CENSUS_WIDTH).min(HELD_WIDTH);
        if width > 60.0 {
            let text = Label::new(RichText::new(held).small().weak()).truncate();
            ui.allocate_ui(vec2(width, ui.spacing().interact_size.y), |ui| {
                ui.set_max_width(width);
                ui.add(text);
            });
        }
    }
    command
}

/// The best measured h of the current scheme at the probe.
fn best_here(ui: &mut Ui, view: &LabView<'_>) -> Command {
    let scheme = view.method.scheme;
    let has_step = scheme.has_step();
    let best =
        lines::current_curve(view).and_then(|curve| curve.points.get(curve.best?)).filter(|_| has_step);
    let tooltip = match best {
        _ if !has_step => NO_STEP.to_owned(),
        Some(point) => format!(
            "Sets h = {}: of all that were tried with {scheme} at this point, it has the least error, {:.1e}.",
            format_number(point.h),
            point.absolute_error
        ),
        None => format!("There is no best h for {scheme} at this point: no error could be measured."),
    };
    let response = ui.add_enabled(best.is_some(), Button::new("Best h here"));
    let response = response.on_hover_text(&tooltip).on_disabled_hover_text(&tooltip);
    match best {
        Some(point) if response.clicked() => Command::UseH(point.h),
        _ => Command::None,
    }
}

/// The h of the least median error of the whole field; it may have to be found first.
fn best_of_field(ui: &mut Ui, view: &LabView<'_>) -> Command {
    let scheme = view.method.scheme;
    let curve = lines::current_field_curve(view);
    let best = curve.and_then(|curve| curve.steps.get(curve.best?)).copied();
    let tooltip = match (best, curve) {
        _ if !scheme.has_step() => NO_STEP.to_owned(),
        (Some(h), _) => format!(
            "Sets h = {}, for which the median error of {scheme} over the whole field is least.",
            format_number(h)
        ),
        (None, Some(_)) => "There is no best h for this field: no node has a relative error.".to_owned(),
        (None, None) => format!(
            "Tries every h on the whole field and takes the one for which {scheme}'s median error is least."
        ),
    };
    let tooltip = with_hint(&tooltip, Action::BestH);
    let possible = view.field.is_some() && scheme.has_step() && (best.is_some() || curve.is_none());
    let response = ui.add_enabled(possible, Button::new("Best h overall"));
    spot::note(ui, Spot::BestH, response.rect);
    let response = response.on_hover_text(&tooltip).on_disabled_hover_text(&tooltip);
    match best {
        _ if !response.clicked() => Command::None,
        Some(h) => Command::UseH(h),
        None => Command::UseBestH,
    }
}
