//! What the window makes of a field on the worker's thread.

use std::fmt::Debug;
use std::sync::Arc;

use crate::analysis::Census;
use crate::field::GradientField;
use crate::heat_map::Tile;

/// Prepares what is drawn, so that the window's own thread need not. The worker does not know what that is.
///
/// Its functions are called on the worker's thread.
pub trait Studio: Clone + Debug + Send + 'static {
    /// A heat map's tile where it will be drawn from, such as a texture of the graphics card. Cheap to clone and drop.
    type Image: Clone + Debug + Send + Sync + 'static;
    /// What else there is to prepare of a field.
    type Sketch: Clone + Debug + Send + Sync + 'static;

    /// Take over a tile.
    fn image(&self, tile: &Tile) -> Self::Image;

    /// Prepare a field that will be shown, whole or as a coarse one before it, with what is wrong with each arrow as far
    /// as that is known.
    fn sketch(&self, field: &Arc<GradientField>, census: Option<&Arc<Census>>) -> Self::Sketch;
}

/// Nothing is drawn.
impl Studio for () {
    type Image = ();
    type Sketch = ();

    fn image(&self, _tile: &Tile) {}

    fn sketch(&self, _field: &Arc<GradientField>, _census: Option<&Arc<Census>>) {}
}
