//! Other fields behind the arrows, to be compared with them.
//!
//! A ghost's arrows are what its field's arrows would be: on the same grid each begins at the node of its arrow and lies
//! under it where both agree. Lengths by |g| are measured by the arrows', so that one that is twice as long is twice as
//! steep.

use std::sync::Arc;

use super::Rgba;
use super::arrows::{ArrowStyle, Marks};
use crate::field::GradientField;
use crate::heat_map::Quantity;

/// Whose ghost it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GhostKind {
    /// The exact gradient's.
    Exact,
    /// That of a field that the user holds.
    Held,
    /// That of the gradient which the user claims.
    Claimed,
}

impl GhostKind {
    /// All, the hindmost first.
    pub const ALL: [Self; 3] = [Self::Held, Self::Claimed, Self::Exact];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Held => "held",
            Self::Claimed => "claimed",
        }
    }

    /// What it shows, for a learner.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Exact => {
                "The exact gradient's arrows. Where one shows, the numerical arrow in front of it is wrong."
            }
            Self::Held => "The arrows of the field you hold.",
            Self::Claimed => "The arrows of the gradient you typed.",
        }
    }

    /// The colour of its arrows.
    pub fn color(self, dark_mode: bool) -> Rgba {
        match (self, dark_mode) {
            (Self::Exact, true) => Rgba::gray(140),
            (Self::Exact, false) => Rgba::gray(145),
            (Self::Held, true) => Rgba::rgb(40, 150, 150),
            (Self::Held, false) => Rgba::rgb(95, 185, 185),
            (Self::Claimed, true) => Rgba::rgb(185, 85, 150),
            (Self::Claimed, false) => Rgba::rgb(225, 140, 195),
        }
    }
}

/// A field behind the arrows.
#[derive(Clone, Debug)]
pub struct Ghost {
    /// The field.
    pub field: Arc<GradientField>,
    /// Whose it is.
    pub kind: GhostKind,
}

/// What ghosts are drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backdrop {
    /// Whether the canvas is dark.
    pub dark_mode: bool,
    /// Whether a heat map lies on it.
    pub heat_map: bool,
}

/// The look of a ghost behind arrows of a style.
pub fn ghost_style(kind: GhostKind, arrows: &ArrowStyle, backdrop: Backdrop) -> ArrowStyle {
    ArrowStyle {
        // The same as the arrows in all but colour, and nothing where there is none.
        quantity: Quantity::GradientNorm,
        plain: Some(kind.color(backdrop.dark_mode)),
        marks: Marks::None,
        // A line of its own only where it must stand out from any colour; fainter than that of an arrow, which is to hide
        // it where both agree.
        halo_color: arrows.halo_color.faded(0.6),
        halo_width: if backdrop.heat_map { arrows.halo_width } else { 0.0 },
        ..*arrows
    }
}
