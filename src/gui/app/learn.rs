//! Keys, help and tour: what they ask for, and what is kept for whoever comes back from the tour.

use std::sync::Arc;

use eframe::egui::{Context, Id, Memory, Popup, Theme, Ui, ViewportCommand};
use egui_plot::PlotMemory;

use super::App;
use super::lab_state::Held;
use crate::analysis::{Cause, Census};
use crate::colormap::{ColorScale, Scale};
use crate::examples::Example;
use crate::gui::command::{Command, Turn};
use crate::gui::help::Help;
use crate::gui::panels::expression::{self, focus_expression};
use crate::gui::plot::canvas::Canvas;
use crate::gui::settings::Settings;
use crate::gui::shortcuts::{self, Action, Place};
use crate::gui::toasts::Tone;
use crate::gui::tour::{STEPS, Tour};
use crate::gui::undo::Way;
use crate::heat_map::{HeatMapOrder, Quantity};

/// The help and the tour.
#[derive(Default)]
pub(super) struct Learning {
    help: Help,
    tour: Tour,
    /// What was there before the tour.
    own: Option<Box<Own>>,
    /// Where the canvas is to look in the next frame: in this one other ranges would have it show the whole grid.
    view: Option<PlotMemory>,
    /// How a heat map was coloured that comes back, until it is there.
    heat_map: Option<(HeatMapOrder, ColorScale)>,
    /// What is to have the focus in the next frame: in this one the card of the tour has it.
    focused: Option<Id>,
    /// Whether something that Escape leaves or closes was there at the end of the last frame: a text or a number that was being
    /// typed, a menu. Where Escape comes, it is gone at the end of the frame.
    takes_escape: bool,
}

/// What whoever takes the tour gets back.
struct Own {
    settings: Settings,
    /// Where the canvas looked.
    view: Option<PlotMemory>,
    held: Option<Held>,
    lesson: Option<&'static Example>,
    /// Between which |g| the colours were, where they were locked.
    limits: Option<[f64; 2]>,
    /// How the heat map was coloured.
    heat_map: Option<(HeatMapOrder, ColorScale)>,
    /// What had the focus.
    focused: Option<Id>,
}

impl Learning {
    /// Between which values a heat map of this quantity was coloured before the tour, until it is there again.
    pub(super) fn heat_map_limits(&self, quantity: Quantity, scale: Scale) -> Option<[f64; 2]> {
        let (order, colors) = self.heat_map?;
        ((order.quantity, order.scale) == (quantity, scale)).then_some([colors.min, colors.max])
    }

    /// What a heat map was coloured by before the tour no longer counts.
    pub(super) fn forget_heat_map(&mut self) {
        self.heat_map = None;
    }
}

impl App {
    /// Offer the tour, unless it was taken or declined once: see [`Self::tour_seen`].
    pub fn offer_tour(&mut self) {
        self.learning.tour.offer();
    }

    /// Whether the tour was taken or declined once, to be remembered for the next run.
    pub fn tour_seen(&self) -> bool {
        self.learning.tour.is_seen()
    }

    /// Say whether it was, in an earlier run.
    pub fn set_tour_seen(&mut self, seen: bool) {
        self.learning.tour.set_seen(seen);
    }

    /// The tour.
    pub fn tour(&self) -> &Tour {
        &self.learning.tour
    }

    /// The help.
    pub fn help(&self) -> &Help {
        &self.learning.help
    }

    /// What the user has set: during the tour what was set before it, which comes back at its end.
    pub fn own_settings(&self) -> &Settings {
        self.learning.own.as_ref().map_or(&self.settings, |own| &own.settings)
    }

    /// Whoever opens something else in the middle of the tour has left it.
    pub(super) fn forget_tour(&mut self) {
        let Some(own) = self.learning.own.take() else { return };
        self.learning.tour.end();
        self.settings = own.settings;
        self.lab.held = own.held;
        self.learning.focused = own.focused;
    }

    /// Whether the settings are the tour's.
    pub(super) fn is_on_tour(&self) -> bool {
        self.learning.own.is_some()
    }

    fn is_covered(&self) -> bool {
        self.gallery.is_open() || self.learning.help.is_open() || self.asked_for().is_some()
    }

    /// Begin a frame: what keys ask for in it.
    pub(super) fn pressed(&mut self, ui: &Ui) -> Vec<Command> {
        let context = ui.ctx();
        if let Some(view) = self.learning.view.take() {
            self.canvas.stay();
            view.store(context, Canvas::id());
        }
        let place = Place {
            types: context.text_edit_focused(),
            is_covered: self.is_covered(),
            own_steps: self.own_steps(ui),
        };
        let commands = shortcuts::take(context, place);
        let left_to_field = [(Way::Undo, Action::Undo), (Way::Redo, Action::Redo)]
            .into_iter()
            .zip(place.own_steps)
            .find(|((_, action), is_its_own)| *is_its_own && shortcuts::is_pressed(context, *action));
        self.session.by_field = left_to_field.filter(|_| expression::has_focus(ui)).map(|((way, _), _)| way);
        commands
    }

    /// The gallery, where it is open: whoever picks an example has their own settings show it, not those of the tour.
    pub(super) fn gallery_ui(&mut self, context: &Context) -> Command {
        let Self { gallery, learning, settings, .. } = self;
        gallery.ui(context, learning.own.as_ref().map_or(&*settings, |own| &own.settings))
    }

    /// The help and the card of the tour, where they are shown.
    pub(super) fn help_and_tour(&mut self, context: &Context) -> Command {
        let is_current = self.is_up_to_date() && !self.shown_is_preview;
        let live = self.field().filter(|_| is_current).map(|field| field.tally.live);
        let wrong = self.census().filter(|_| is_current).map(|census| wrong(census));
        let is_covered = self.is_covered();
        let below = self.files.toasts.height();
        let Self { learning, settings, .. } = self;
        learning.tour.look(settings, live, wrong);
        let asked = learning.help.ui(context);
        // After all others that give the focus back.
        if let Some(id) = learning.focused.take() {
            context.memory_mut(|memory| memory.request_focus(id));
            context.request_repaint();
        }
        let takes_escape = context.text_edit_focused() || Popup::is_any_open(context);
        let took_escape = std::mem::replace(&mut learning.takes_escape, takes_escape);
        asked.or(learning.tour.ui(context, is_covered, took_escape, below))
    }

    pub(super) fn obey_learner(&mut self, command: &Command, context: &Context) {
        match *command {
            Command::FocusExpression => focus_expression(context, &self.settings.expression),
            Command::MoveH { tenths } if self.settings.difference.scheme.has_step() => {
                self.lab.play = None;
                let h = &mut self.settings.difference.h;
                *h = shortcuts::moved(*h, tenths);
            }
            Command::NextArrow { back, wrong } => self.look_at_next(back, wrong),
            Command::FoldLab => self.settings.lab.open = !self.settings.lab.open,
            Command::ToggleTheme => context.set_theme(match context.theme() {
                Theme::Dark => Theme::Light,
                Theme::Light => Theme::Dark,
            }),
            Command::FullScreen => {
                let is_full = context.input(|input| input.viewport().fullscreen).unwrap_or(false);
                context.send_viewport_cmd(ViewportCommand::Fullscreen(!is_full));
            }
            Command::ShowHelp => self.learning.help.toggle(context),
            // A question for a file comes first.
            Command::ShowTour if self.asked_for().is_none() => self.go_to(0, context),
            Command::Tour(turn) => self.turn(turn, context),
            _ => {}
        }
        // What has changed is drawn in the next frame.
        context.request_repaint();
    }

    /// Look at the next arrow, or at the one before.
    fn look_at_next(&mut self, back: bool, wrong: bool) {
        let Some((field, from)) = self.field().zip(self.probe()) else { return };
        let (field, count) = (Arc::clone(field), field.len());
        let index = |steps: usize| {
            let steps = steps % count;
            if back { (from + count - steps) % count } else { (from + steps) % count }
        };
        let next = if wrong {
            let Some(census) = self.census() else { return };
            // Where a census has no causes, there are none to be wrong.
            let is_wrong = |i: &usize| census.causes.get(*i).is_some_and(|cause| is_bad(*cause));
            (1..=count).map(index).find(is_wrong)
        } else {
            Some(index(1))
        };
        if let Some(next) = next {
            let point = field.grid.point(next);
            self.settings.lab.probe = point;
            self.canvas.look_at(point);
        } else {
            self.files.toasts.push(Tone::Done, "No arrow of this field is missing or wrong.");
        }
    }

    fn turn(&mut self, turn: Turn, context: &Context) {
        let step = self.learning.tour.step();
        match (turn, step) {
            (Turn::Next, None) => self.go_to(0, context),
            (Turn::Next, Some(step)) if step + 1 < STEPS.len() => self.go_to(step + 1, context),
            (Turn::Back, Some(step)) => self.go_to(step.saturating_sub(1), context),
            (Turn::Show, Some(step)) => self.obey(STEPS[step].show.clone(), context),
            (Turn::Next | Turn::Leave, _) => self.leave_tour(),
            (Turn::Back | Turn::Show, None) => {}
        }
    }

    /// Begin a step of the tour.
    fn go_to(&mut self, step: usize, context: &Context) {
        let from_help = self.learning.help.hand_over(context);
        let from_gallery = self.gallery.hand_over(context);
        if self.learning.own.is_none() {
            self.learning.own = Some(Box::new(Own {
                settings: self.settings.clone(),
                view: PlotMemory::load(context, Canvas::id()),
                held: self.lab.held.take(),
                lesson: self.entry.lesson(),
                limits: self.limits,
                heat_map: self.heat_map().and_then(|map| Some((map.order, map.colors?))),
                focused: from_gallery.or(from_help).or_else(|| context.memory(Memory::focused)),
            }));
        }
        let settings = (STEPS[step].settings)();
        self.learning.tour.go_to(step, &settings);
        self.load(settings);
    }

    /// Back to what was there before the tour.
    fn leave_tour(&mut self) {
        self.learning.tour.end();
        // Coming back is none of the user's steps either.
        let Some(settings) = self.learning.own.as_ref().map(|own| own.settings.clone()) else { return };
        self.load(settings);
        let Some(own) = self.learning.own.take() else { return };
        let Own { view, held, lesson, limits, heat_map, focused, settings: _ } = *own;
        self.lab.held = held;
        self.limits = limits;
        self.learning.heat_map = heat_map;
        self.entry.follow(lesson);
        self.learning.view = view;
        self.learning.focused = focused;
    }
}

fn is_bad(cause: Cause) -> bool {
    !matches!(cause, Cause::Good | Cause::Stationary)
}

/// How many arrows are missing or wrong.
fn wrong(census: &Census) -> usize {
    Cause::ALL.into_iter().filter(|cause| is_bad(*cause)).map(|cause| census.count(cause)).sum()
}
