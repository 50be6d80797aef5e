//! What lies behind the arrows.

use super::Quantity;
use crate::colormap::{Colormap, Scale};

/// What the heat map behind the arrows shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatMapSettings {
    /// Whether there is one.
    pub show: bool,
    /// What its colours mean.
    pub quantity: Quantity,
    /// The colours.
    pub colormap: Colormap,
    /// Linear or logarithmic colours.
    pub color_scale: Scale,
    /// From 0, invisible, to 1.
    pub opacity: f32,
}

impl Default for HeatMapSettings {
    fn default() -> Self {
        Self {
            show: false,
            quantity: Quantity::default(),
            // Not the arrows' own, which would vanish on it.
            colormap: Colormap::Viridis,
            color_scale: Scale::default(),
            opacity: 1.0,
        }
    }
}
