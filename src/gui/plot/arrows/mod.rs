//! The arrows of a gradient field as one plot item.
//!
//! ```text
//! GradientField + ArrowStyle + View -> build -> instances, one small record an arrow -> graphics card
//!                               kept while none of the three changes ^     for a new field a Sketcher has them built elsewhere
//! ```
//! egui copies every mesh it is given in every frame, which for 100,000 outlined arrows is the whole cost of a frame.
//! Here a frame without a change copies nothing: the records lie in a buffer of the graphics card, which draws one
//! rectangle an arrow and finds shape, smooth edge and halo from the distance to the arrow's outline.
//!
//! | file | what it knows |
//! |---|---|
//! | [`style`] | what the user chooses |
//! | [`layout`] | plot coordinates to points on the screen; how dense, how long, how wide |
//! | [`build`] | a field to instances; all numbers a test can check |
//! | [`gpu`] | instances to pixels, with `arrows.wgsl` |

pub mod build;
pub mod gpu;
pub mod layout;
pub mod style;

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{Arc, Weak};

use eframe::egui::mutex::Mutex;
use eframe::egui::{Color32, Shape, Ui};
use egui_plot::{PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotTransform};

pub use build::{Drawn, Instance, Kind};
pub use layout::{Layout, View};
pub use style::{Anchor, ArrowStyle, Direction, Length};

use crate::colormap::ColorScale;
use crate::expr::Axis;
use crate::field::GradientField;
use build::Built;

/// What the arrows of one plot keep between frames: their instances and the graphics card's copy.
///
/// One a plot: two plots drawn from the same in one frame would overwrite each other.
#[derive(Default)]
pub struct Arrows {
    cache: Arc<Mutex<Cache>>,
    buffers: gpu::SharedBuffers,
}

impl Arrows {
    /// The arrows as an item to add to the plot in this frame.
    pub fn item(&self, field: &Arc<GradientField>, style: &ArrowStyle) -> ArrowsItem {
        ArrowsItem {
            base: PlotItemBase::new("gradient".to_owned()),
            field: Arc::clone(field),
            style: *style,
            cache: Arc::clone(&self.cache),
            buffers: gpu::SharedBuffers::clone(&self.buffers),
        }
    }

    /// Who builds a new field's instances away from the window's thread.
    pub fn sketcher(&self) -> Sketcher {
        Sketcher { cache: Arc::clone(&self.cache) }
    }

    /// Draw a field as it was sketched, as long as it is still looked at in that way; else the frame builds it anew.
    pub fn take(&self, field: &Arc<GradientField>, sketch: &Sketch) {
        let Sketch { style, view, built } = sketch;
        let (field, built) = (Arc::downgrade(field), Arc::clone(built));
        *self.cache.lock() = Cache { field, style: Some(*style), view: Some(*view), built: Some(built) };
    }

    /// How many arrows and marks the last frame drew and how many it left out for lack of room.
    pub fn drawn(&self) -> Drawn {
        self.cache.lock().built.as_ref().map_or_else(Drawn::default, |built| built.drawn)
    }

    /// What the last frame drew.
    pub fn built(&self) -> Option<Arc<Built>> {
        self.cache.lock().built.clone()
    }
}

/// Builds the instances of a field that is not yet shown, on any thread, for the view and style of the last frame.
#[derive(Clone)]
pub struct Sketcher {
    cache: Arc<Mutex<Cache>>,
}

/// Instances and what they were built for.
#[derive(Clone, Debug)]
pub struct Sketch {
    style: ArrowStyle,
    view: View,
    built: Arc<Built>,
}

impl Sketcher {
    /// A field with the colours that it will have, given those of the last frame; `None` before there was one.
    pub fn sketch(
        &self,
        field: &GradientField,
        colors: impl FnOnce(ColorScale) -> ColorScale,
    ) -> Option<Sketch> {
        let (style, view) = {
            let cache = self.cache.lock();
            (cache.style?, cache.view?)
        };
        let style = ArrowStyle { colors: colors(style.colors), ..style };
        Some(Sketch { style, view, built: Arc::new(built(field, &view, &style)) })
    }
}

impl fmt::Debug for Sketcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sketcher").finish_non_exhaustive()
    }
}

fn built(field: &GradientField, view: &View, style: &ArrowStyle) -> Built {
    let mean_norm = match style.length {
        Length::Equal => 1.0,
        Length::Magnitude => field.mean_norm(),
    };
    build::build(field, mean_norm, view, style)
}

/// The instances of the last frame and what they were built from.
#[derive(Default)]
struct Cache {
    /// Weak, so that a hidden layer does not keep a field of half a gigabyte alive.
    field: Weak<GradientField>,
    /// Without what the instances do not depend on.
    style: Option<ArrowStyle>,
    view: Option<View>,
    built: Option<Arc<Built>>,
}

impl Cache {
    /// The instances, built anew only if field, view or style changed.
    fn update(&mut self, field: &Arc<GradientField>, view: View, style: &ArrowStyle) -> Arc<Built> {
        let same_field = std::ptr::eq(self.field.as_ptr(), Arc::as_ptr(field));
        if !same_field {
            self.field = Arc::downgrade(field);
        }
        let style = style.of_instances();
        match &self.built {
            Some(built) if same_field && self.view == Some(view) && self.style == Some(style) => {
                Arc::clone(built)
            }
            _ => {
                (self.view, self.style) = (Some(view), Some(style));
                let built = Arc::new(built(field, &view, &style));
                self.built = Some(Arc::clone(&built));
                built
            }
        }
    }
}

/// The arrows of one frame.
pub struct ArrowsItem {
    base: PlotItemBase,
    field: Arc<GradientField>,
    style: ArrowStyle,
    cache: Arc<Mutex<Cache>>,
    buffers: gpu::SharedBuffers,
}

impl PlotItem for ArrowsItem {
    fn shapes(&self, _ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        let built = self.cache.lock().update(&self.field, View::new(transform), &self.style);
        if !built.instances.is_empty() {
            shapes.push(gpu::shape(built, &self.style, *transform.frame(), &self.buffers));
        }
    }

    fn initialize(&mut self, _x_range: RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        let [r, g, b] = self.style.colors.color(self.style.colors.max);
        Color32::from_rgb(r, g, b)
    }

    /// None: the nearest node follows from the grid, without a search through all arrows.
    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::None
    }

    fn bounds(&self) -> PlotBounds {
        let ends = |axis: Axis| {
            let values = self.field.grid.axis(axis);
            Some([*values.first()?, *values.last()?])
        };
        match (ends(Axis::X0), ends(Axis::X1)) {
            (Some([left, right]), Some([bottom, top])) => {
                PlotBounds::from_min_max([left, bottom], [right, top])
            }
            _ => PlotBounds::NOTHING,
        }
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }
}
