//! Which mark stands for what.
//!
//! Each cause has a shape and a colour of its own, so that either is enough. Where there is no arrow the mark is hollow;
//! where there is one that is wrong, the mark is small and filled, on the node at which the arrow is anchored.

use super::style::{ArrowStyle, Marks};
use crate::analysis::{Cause, Census};
use crate::field::ArrowState;
use crate::figure::Rgba;

/// What an instance is drawn as; the shader knows them by these numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Kind {
    /// An arrow.
    Arrow = 0,
    /// A hexagon one shaft width across: an arrow too short to have a shape.
    Dot = 1,
    /// A circle: the gradient is zero.
    Ring = 2,
    /// A square on its corner: something is not finite.
    Diamond = 3,
    /// All nodes of the stencil are x.
    Square = 4,
    /// A square whose left half is filled: some of them are.
    HalfSquare = 5,
    /// What f has at one end cancels what it has at the other.
    Cross = 6,
    /// A triangle on its tip: h is small, rounding is the larger part of the error.
    Down = 7,
    /// A triangle on its side: h is large, truncation is the larger part.
    Up = 8,
}

/// Added to the number of a [`Kind`]: the mark is not hollow.
pub const FILLED: u32 = 1 << 8;

/// The largest [`Mark::size`].
pub const LARGEST_MARK: f64 = 1.25;
/// The size of a mark on an arrow, relative to one without.
const ON_ARROW: f64 = 0.75;

/// A mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Its shape.
    pub shape: Kind,
    /// Whether the shape is filled rather than hollow; a cross is neither.
    pub is_filled: bool,
    /// Its colour.
    pub color: Rgba,
    /// Its outer diameter relative to that of a ring: as large as looks alike.
    pub size: f64,
}

impl Mark {
    fn hollow(shape: Kind, color: Rgba) -> Self {
        let size = match shape {
            Kind::Down | Kind::Up | Kind::HalfSquare => LARGEST_MARK,
            Kind::Cross => 1.15,
            _ => 1.0,
        };
        Self { shape, is_filled: false, color, size }
    }

    /// The number by which the shader knows it.
    pub fn kind(&self) -> u32 {
        self.shape as u32 + if self.is_filled { FILLED } else { 0 }
    }

    /// The mark of a node without an arrow, by what the gradient is there.
    pub fn of_state(state: ArrowState, style: &ArrowStyle) -> Option<Self> {
        match state {
            ArrowState::Live => None,
            ArrowState::Zero => Some(Self::hollow(Kind::Ring, style.zero_color)),
            ArrowState::NotFinite => Some(Self::hollow(Kind::Diamond, style.not_finite_color)),
        }
    }

    /// The mark of a cause where there is no arrow; `None` for good ones.
    pub fn of_cause(cause: Cause, style: &ArrowStyle) -> Option<Self> {
        let shape = match cause {
            Cause::Good => return None,
            Cause::Undefined => return Self::of_state(ArrowState::NotFinite, style),
            Cause::Stationary => return Self::of_state(ArrowState::Zero, style),
            Cause::Absorbed => Kind::Square,
            Cause::HalfAbsorbed => Kind::HalfSquare,
            Cause::Cancelled => Kind::Cross,
            Cause::Rounding => Kind::Down,
            Cause::Truncation => Kind::Up,
        };
        Some(Self::hollow(shape, style.cause_colors[cause as usize]))
    }

    /// The same on an arrow.
    #[must_use]
    pub fn on_arrow(self) -> Self {
        // Half of a square that is filled is a half-filled one.
        let is_filled = self.shape != Kind::HalfSquare;
        Self { is_filled, size: ON_ARROW * self.size, ..self }
    }
}

/// The mark of each node of a field.
pub(super) struct MarkTable<'a> {
    /// Empty where marks do not go by cause.
    causes: &'a [Cause],
    /// In the order of [`Cause::ALL`], without and with an arrow.
    of_causes: [[Option<Mark>; Cause::ALL.len()]; 2],
    /// Zero and not finite.
    of_states: [Option<Mark>; 2],
}

impl<'a> MarkTable<'a> {
    pub(super) fn new(census: Option<&'a Census>, style: &ArrowStyle) -> Self {
        let causes =
            census.filter(|_| style.marks == Marks::ByCause).map_or(&[][..], |census| &census.causes);
        let without = Cause::ALL.map(|cause| Mark::of_cause(cause, style));
        let states = [ArrowState::Zero, ArrowState::NotFinite];
        let is_marked = style.marks != Marks::None;
        Self {
            causes,
            of_causes: [without, without.map(|mark| mark.map(Mark::on_arrow))],
            of_states: states.map(|state| Mark::of_state(state, style).filter(|_| is_marked)),
        }
    }

    /// The mark at a node that has an arrow.
    pub(super) fn on_arrow(&self, index: usize) -> Option<&Mark> {
        let [_, with] = &self.of_causes;
        self.causes.get(index).and_then(|&cause| with[cause as usize].as_ref())
    }

    /// The mark at a node that has none; there always is one, if any is marked.
    pub(super) fn alone(&self, state: ArrowState, index: usize) -> Option<&Mark> {
        let [without, _] = &self.of_causes;
        let of_cause = self.causes.get(index).and_then(|&cause| without[cause as usize].as_ref());
        of_cause.or(self.of_states[usize::from(state == ArrowState::NotFinite)].as_ref())
    }
}
