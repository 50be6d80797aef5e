//! A tour of five steps for whoever is new: from a bowl, over an h that is too small and one that is too large, to the best.
//!
//! | file | what it knows |
//! |---|---|
//! | this one | where the tour is, and when a step is done |
//! | `steps` | the steps, as data |
//! | `card` | the card beside what it talks about |
//! | `spot` | where that is in the window |

mod card;
pub mod spot;
mod steps;

use eframe::egui::{Context, Id, Key, Modifiers};

use super::command::{Command, Turn};
use super::settings::Settings;
pub use steps::{STEPS, Step};

/// What a step can tell by whether it is done.
pub struct Now<'a> {
    /// What is set.
    pub settings: &'a Settings,
    /// What was set when the step began.
    pub before: &'a Settings,
    /// Of the field of these settings, once it is there: how many arrows it has ...
    pub live: Option<usize>,
    /// ... and how many of its arrows are missing or wrong, once that is known.
    pub wrong: Option<usize>,
}

/// Where the tour is.
#[derive(Default)]
pub struct Tour {
    state: State,
    /// Whether it was taken or declined once.
    seen: bool,
}

#[derive(Default)]
enum State {
    #[default]
    Away,
    /// It is offered.
    Offered,
    At(Place),
}

/// A step that is being taken.
struct Place {
    step: usize,
    /// What was set when it began.
    before: Box<Settings>,
    is_done: bool,
    /// Whether the card has not taken the focus yet.
    is_new: bool,
}

impl Tour {
    /// Whether it was taken or declined once, so that it need not be offered again.
    pub fn is_seen(&self) -> bool {
        self.seen
    }

    /// Say whether it was, in an earlier run.
    pub fn set_seen(&mut self, seen: bool) {
        self.seen = seen;
    }

    /// The number of the step that is being taken, from 0.
    pub fn step(&self) -> Option<usize> {
        match &self.state {
            State::At(place) => Some(place.step),
            State::Away | State::Offered => None,
        }
    }

    /// Whether that step is done.
    pub fn is_done(&self) -> bool {
        matches!(&self.state, State::At(Place { is_done: true, .. }))
    }

    /// Whether it is offered.
    pub fn is_offered(&self) -> bool {
        matches!(self.state, State::Offered)
    }

    /// Offer it, unless it was taken or declined once or is being taken.
    pub fn offer(&mut self) {
        if !self.seen && matches!(self.state, State::Away) {
            self.state = State::Offered;
        }
    }

    /// Begin a step with its settings.
    pub fn go_to(&mut self, step: usize, settings: &Settings) {
        let is_new = self.step().is_none();
        self.seen = true;
        self.state = State::At(Place { step, before: Box::new(settings.clone()), is_done: false, is_new });
    }

    /// No longer take it.
    pub fn end(&mut self) {
        self.seen = true;
        self.state = State::Away;
    }

    /// Tick the step if it is done, by what is set and what is known of the field: how many arrows it has, and how many of
    /// them are missing or wrong.
    pub fn look(&mut self, settings: &Settings, live: Option<usize>, wrong: Option<usize>) {
        if let State::At(place) = &mut self.state {
            let now = Now { settings, before: &place.before, live, wrong };
            place.is_done |= (STEPS[place.step].is_done)(&now);
        }
    }

    /// The card, and what its buttons ask for. While something else lies over the window there is none. Escape leaves the
    /// tour where it is not `taken` by what had the keyboard. The tour is offered above notes that reach so far from the bottom
    /// of the window, in points.
    pub fn ui(&mut self, context: &Context, is_covered: bool, taken: bool, notes: f32) -> Command {
        let target = match &self.state {
            State::At(place) if !is_covered => Some(STEPS[place.step].spot),
            State::At(_) | State::Away | State::Offered => None,
        };
        spot::point_at(context, target);
        if is_covered {
            return Command::None;
        }
        let turn = match &mut self.state {
            State::Away => None,
            State::Offered => card::offer_ui(context, notes),
            State::At(place) => card::step_ui(
                context,
                &card::Card {
                    step: &STEPS[place.step],
                    number: place.step + 1,
                    is_done: place.is_done,
                    is_new: std::mem::take(&mut place.is_new),
                    spot: spot::seen(context),
                },
            ),
        };
        let may_escape = !matches!(self.state, State::Away) && !taken;
        let escapes = || context.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        let turn = turn.or_else(|| (may_escape && escapes()).then_some(Turn::Leave));
        turn.map_or(Command::None, Command::Tour)
    }
}

/// The card on the screen.
fn card_id() -> Id {
    Id::unique("card of the tour")
}
