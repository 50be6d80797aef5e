//! What the user edits.

use serde::{Deserialize, Serialize};

pub use super::plot::arrows::{Anchor, Direction, Length};
use crate::colormap::{Colormap, Scale};
use crate::differentiate::Scheme;
use crate::field::{AxisSpec, FieldSeed, GridSpec, USUAL_H};
pub use crate::heat_map::Quantity;

/// The h the article calls too small.
pub const H_TOO_SMALL: f64 = 10e-50;
/// The h the article calls good.
pub const H_GOOD: f64 = USUAL_H;

/// Everything the user can set, as they left it: it need not be a possible field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The text of f(x0, x1).
    pub expression: String,
    /// Where and how densely f is sampled.
    pub grid: GridSettings,
    /// How the derivative is approximated.
    pub difference: DifferenceSettings,
    /// How the arrows look.
    pub arrows: ArrowSettings,
    /// What lies behind them.
    pub heat_map: HeatMapSettings,
}

/// Where and how densely f is sampled.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GridSettings {
    /// The x0 range.
    pub x0: [f64; 2],
    /// The x1 range, while it is not linked.
    pub x1: [f64; 2],
    /// Whether the x1 range is the x0 range.
    pub linked: bool,
    /// The distance of two nodes, in both directions.
    pub step: f64,
    /// Whether the right ends belong to the grid.
    pub closed: bool,
    /// Whether a unit of x0 is drawn as long as a unit of x1.
    pub equal_aspect: bool,
}

/// How the derivative is approximated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DifferenceSettings {
    /// The formula.
    pub scheme: Scheme,
    /// The difference step.
    pub h: f64,
}

/// How the arrows look.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
}

/// What the heat map behind the arrows shows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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

impl From<FieldSeed> for Settings {
    fn from(seed: FieldSeed) -> Self {
        let FieldSeed { expression, grid: GridSpec { axes, closed }, method, h } = seed;
        let [x0, x1] = axes.map(|axis| [axis.min, axis.max]);
        // Ranges given alike are meant alike.
        let grid = GridSettings {
            x0,
            x1,
            linked: axes[0] == axes[1],
            step: axes[0].step,
            closed,
            equal_aspect: true,
        };
        Self {
            expression,
            grid,
            difference: DifferenceSettings { scheme: method.scheme, h },
            arrows: ArrowSettings::default(),
            heat_map: HeatMapSettings::default(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        FieldSeed::default().into()
    }
}

impl Default for GridSettings {
    fn default() -> Self {
        Settings::default().grid
    }
}

impl Default for DifferenceSettings {
    fn default() -> Self {
        Settings::default().difference
    }
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
        }
    }
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

impl GridSettings {
    /// The grid that these settings describe; it need not be a possible one.
    pub fn spec(&self) -> GridSpec {
        let axis = |[min, max]: [f64; 2]| AxisSpec { min, max, step: self.step };
        let x1 = if self.linked { self.x0 } else { self.x1 };
        GridSpec { axes: [axis(self.x0), axis(x1)], closed: self.closed }
    }
}
