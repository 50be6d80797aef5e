//! Lines and points beside the arrows.

use crate::analysis::LevelSpacing;

/// Lines and points beside the arrows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LayerSettings {
    /// Contour lines of f.
    pub contours: ContourSettings,
    /// Streamlines.
    pub streamlines: StreamlineSettings,
    /// Whether critical points are marked.
    pub critical_points: bool,
}

/// Contour lines of f.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContourSettings {
    /// Whether there are some.
    pub show: bool,
    /// How the levels follow one another.
    pub spacing: LevelSpacing,
    /// About how many levels.
    pub count: usize,
    /// Whether the levels are written on them.
    pub labels: bool,
    /// From 0, invisible, to 1.
    pub opacity: f32,
}

impl Default for ContourSettings {
    fn default() -> Self {
        Self { show: false, spacing: LevelSpacing::default(), count: 12, labels: true, opacity: 0.8 }
    }
}

/// Streamlines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StreamlineSettings {
    /// Whether there are some.
    pub show: bool,
    /// How many fit side by side along the longer side of the grid.
    pub across: usize,
    /// From 0, invisible, to 1.
    pub opacity: f32,
}

impl Default for StreamlineSettings {
    fn default() -> Self {
        Self { show: false, across: 24, opacity: 0.7 }
    }
}
