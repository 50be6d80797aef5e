//! How the arrows look.

use super::{Anchor, Direction, Length, Quantity};
use crate::colormap::{Colormap, Scale};

/// How the arrows look.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a check box of its own")]
pub struct ArrowSettings {
    /// Along -g or +g.
    pub direction: Direction,
    /// All alike, or by |g|.
    pub length: Length,
    /// Which part of an arrow sits on its node.
    pub anchor: Anchor,
    /// Lengthens or shortens all arrows.
    pub scale: f32,
    /// The colours.
    pub colormap: Colormap,
    /// Linear or logarithmic colours.
    pub color_scale: Scale,
    /// Whether the colour limits stay as they are when the field changes.
    pub lock_limits: bool,
    /// Whether arrows are left out where they would overlap.
    pub thin: bool,
    /// What the colours mean.
    pub color_by: Quantity,
    /// Whether the exact gradient's arrows lie behind.
    pub ghosts: bool,
    /// Whether arrows that are wrong are marked by cause.
    pub mark_causes: bool,
}

impl Default for ArrowSettings {
    fn default() -> Self {
        Self {
            direction: Direction::default(),
            length: Length::default(),
            anchor: Anchor::default(),
            scale: 1.0,
            colormap: Colormap::default(),
            color_scale: Scale::default(),
            lock_limits: false,
            thin: true,
            color_by: Quantity::GradientNorm,
            ghosts: false,
            mark_causes: true,
        }
    }
}
