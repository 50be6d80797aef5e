//! The heat map behind the arrows as one plot item.
//!
//! ```text
//! worker: Tile -> Textures -> TileImage, a texture of the graphics card     window: HeatMap<TileImage> + View -> quads -> pixels
//! ```
//! A node fills a cell a step wide around itself, of one colour: nothing is made up between nodes. Where several share
//! a pixel, it has the colour of their mean (see [`crate::heat_map`]), taken over exactly the cells that the pixel
//! covers: picking one of them would show patterns that f does not have.
//!
//! | file | what it knows |
//! |---|---|
//! | [`quads`] | where on the screen which nodes are; all numbers a test can check |
//! | [`gpu`] | tiles to textures, textures to pixels, with `heat_map.wgsl` |

pub mod gpu;
pub mod quads;

use std::ops::RangeInclusive;
use std::sync::Arc;

use eframe::egui::{Color32, Shape, Ui};
use egui_plot::{PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotTransform};

pub use gpu::{Textures, TileImage};

use super::arrows::view_of;
use crate::colormap::Colormap;
use crate::heat_map::HeatMap;

/// How a heat map looks; changing it costs nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatMapStyle {
    /// The colours of the entries; one that goes round says that they are directions.
    pub map: Colormap,
    /// From 0, invisible, to 1.
    pub opacity: f32,
}

/// What the heat map of one plot keeps between frames: the graphics card's copy of its quads.
#[derive(Default)]
pub struct HeatMapLayer {
    buffers: gpu::SharedBuffers,
}

impl HeatMapLayer {
    /// The heat map as an item to add to the plot in this frame.
    pub fn item(&self, map: &Arc<HeatMap<TileImage>>, style: HeatMapStyle) -> HeatMapItem {
        HeatMapItem {
            base: PlotItemBase::new("heat map".to_owned()),
            map: Arc::clone(map),
            style,
            buffers: gpu::SharedBuffers::clone(&self.buffers),
        }
    }
}

/// The heat map of one frame.
pub struct HeatMapItem {
    base: PlotItemBase,
    map: Arc<HeatMap<TileImage>>,
    style: HeatMapStyle,
    buffers: gpu::SharedBuffers,
}

impl PlotItem for HeatMapItem {
    fn shapes(&self, _ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        let quads = quads::quads(&self.map, &view_of(transform));
        if !quads.is_empty() {
            // The lines of the grid are there already; they belong in front.
            shapes.insert(0, gpu::shape(quads, self.style, *transform.frame(), &self.buffers));
        }
    }

    fn initialize(&mut self, _x_range: RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        let [r, g, b] = self.style.map.entry(255);
        Color32::from_rgb(r, g, b)
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::None
    }

    fn bounds(&self) -> PlotBounds {
        let mut bounds = PlotBounds::NOTHING;
        for layer in &self.map.layers {
            let [[left, right], [bottom, top]] = layer.extent;
            bounds.merge(&PlotBounds::from_min_max([left, bottom], [right, top]));
        }
        bounds
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }
}
