//! What the worker prepares for the canvas.

use std::sync::Arc;

use crate::analysis::Census;
use crate::colormap::ColorScale;
use crate::field::GradientField;
use crate::gui::plot::canvas::{Canvas, Sketch, Sketcher};
use crate::gui::plot::heat_map::{Textures, TileImage};
use crate::heat_map::{Tile, norm_limits};
use crate::settings::UNUSED_COLORS;
use crate::worker;

/// The window's side of the worker.
#[derive(Clone, Debug)]
pub(super) struct Studio {
    textures: Textures,
    canvas: Sketcher,
    /// Whether colours mean what they do now, whatever field comes.
    limits_are_locked: bool,
}

impl Studio {
    pub(super) fn new(textures: Textures, canvas: &Canvas) -> Self {
        Self { textures, canvas: canvas.sketcher(), limits_are_locked: false }
    }

    /// The same while the limits of colours are locked, or are not.
    pub(super) fn with_locked_limits(&self, limits_are_locked: bool) -> Self {
        Self { limits_are_locked, ..self.clone() }
    }
}

impl worker::Studio for Studio {
    type Image = TileImage;
    /// The arrows; `None` before the first frame.
    type Sketch = Option<Sketch>;

    fn image(&self, tile: &Tile) -> TileImage {
        self.textures.upload(tile)
    }

    fn sketch(&self, field: &Arc<GradientField>, census: Option<&Arc<Census>>) -> Option<Sketch> {
        self.canvas.sketch(field, census, |style| {
            let is_fixed = style.quantity.fixed_limits(style.colors.scale).is_some();
            match norm_limits(field) {
                _ if self.limits_are_locked || is_fixed => style.colors,
                Some([min, max]) => ColorScale { min, max, ..style.colors },
                None => UNUSED_COLORS,
            }
        })
    }
}
