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
//! | [`figure::arrows`](crate::figure::arrows) | a field to instances |
//! | [`gpu`] | instances to pixels, with `arrows.wgsl` |

pub mod gpu;

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{Arc, Weak};

use eframe::egui::mutex::Mutex;
use eframe::egui::{Color32, Shape, Ui, Vec2};
use egui_plot::{PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotTransform};

pub use crate::figure::arrows::{
    Anchor, ArrowStyle, Direction, Drawn, Instance, Kind, Layout, Length, Marks, Measure, View, build, marks,
};

use crate::analysis::Census;
use crate::colormap::ColorScale;
use crate::expr::Axis;
use crate::field::GradientField;
use crate::heat_map::Source;
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
            census: None,
            measured_by: None,
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
    pub fn take(&self, sketch: &Sketch) {
        let Sketch { made_from, built } = sketch.clone();
        *self.cache.lock() = Cache { made_from: Some(made_from), built: Some(built) };
    }

    /// Keep nothing of the last frame: they are not drawn any more, and nobody need build them in advance.
    pub fn forget(&self) {
        *self.cache.lock() = Cache::default();
        *self.buffers.lock() = None;
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

/// The view that a plot has.
pub fn view_of(transform: &PlotTransform) -> View {
    let Vec2 { x: width, y: height } = transform.frame().size();
    let against_screen = transform.dpos_dvalue().map(|slope| slope < 0.0);
    let (min, max) = (transform.bounds().min(), transform.bounds().max());
    View::new([f64::from(width), f64::from(height)], min, max, against_screen)
}

/// Builds the instances of a field that is not yet shown, on any thread, for the view and style of the last frame.
#[derive(Clone)]
pub struct Sketcher {
    cache: Arc<Mutex<Cache>>,
}

/// Instances and what they were built from.
#[derive(Clone, Debug)]
pub struct Sketch {
    made_from: MadeFrom,
    built: Arc<Built>,
}

impl Sketcher {
    /// A field with the colours that it will have, given the style of the last frame; `None` before there was one.
    pub fn sketch(
        &self,
        subject: Subject<'_>,
        colors: impl FnOnce(&ArrowStyle) -> ColorScale,
    ) -> Option<Sketch> {
        let (style, view) = {
            let cache = self.cache.lock();
            let last = cache.made_from.as_ref()?;
            (last.style, last.view)
        };
        let style = ArrowStyle { colors: colors(&style), ..style };
        let made_from = MadeFrom::new(subject, view, &style);
        Some(Sketch { made_from, built: Arc::new(subject.built(&view, &style)) })
    }
}

impl fmt::Debug for Sketcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sketcher").finish_non_exhaustive()
    }
}

/// Whose arrows are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The field.
    pub field: &'a Arc<GradientField>,
    /// Its census, if it is known.
    pub census: Option<&'a Arc<Census>>,
    /// The field whose arrows lengths by |g| are compared with; itself where `None`.
    pub measured_by: Option<&'a Arc<GradientField>>,
}

impl Subject<'_> {
    fn built(&self, view: &View, style: &ArrowStyle) -> Built {
        let source = Source::new(self.field, self.census.map(|census| &**census));
        let measure = Measure::of(self.field, self.measured_by.map(|field| &**field), view, style);
        build::build(source, measure, view, style)
    }
}

/// All that instances depend on. Weak, so that a hidden layer does not keep a field of half a gigabyte alive.
#[derive(Clone, Debug)]
struct MadeFrom {
    field: Weak<GradientField>,
    census: Weak<Census>,
    measured_by: Weak<GradientField>,
    view: View,
    /// Without what the instances do not depend on.
    style: ArrowStyle,
}

impl MadeFrom {
    fn new(subject: Subject<'_>, view: View, style: &ArrowStyle) -> Self {
        let Subject { field, census, measured_by } = subject;
        let census = census.filter(|_| style.quantity.needs_census() || style.marks == Marks::ByCause);
        let measured_by = measured_by.filter(|_| style.length == Length::Magnitude);
        Self {
            field: Arc::downgrade(field),
            census: census.map_or_else(Weak::new, Arc::downgrade),
            measured_by: measured_by.map_or_else(Weak::new, Arc::downgrade),
            view,
            style: style.of_instances(),
        }
    }
}

impl PartialEq for MadeFrom {
    fn eq(&self, other: &Self) -> bool {
        let Self { field, census, measured_by, view, style } = other;
        // A weak reference keeps its address from being used anew.
        self.field.ptr_eq(field)
            && self.census.ptr_eq(census)
            && self.measured_by.ptr_eq(measured_by)
            && (self.view, self.style) == (*view, *style)
    }
}

/// The instances of the last frame and what they were built from.
#[derive(Default)]
struct Cache {
    made_from: Option<MadeFrom>,
    built: Option<Arc<Built>>,
}

impl Cache {
    /// The instances, built anew only if something changed that they depend on.
    fn update(&mut self, subject: Subject<'_>, view: View, style: &ArrowStyle) -> Arc<Built> {
        let made_from = Some(MadeFrom::new(subject, view, style));
        match &self.built {
            Some(built) if self.made_from == made_from => Arc::clone(built),
            _ => {
                let built = Arc::new(subject.built(&view, style));
                *self = Self { made_from, built: Some(Arc::clone(&built)) };
                built
            }
        }
    }
}

/// The arrows of one frame.
pub struct ArrowsItem {
    base: PlotItemBase,
    field: Arc<GradientField>,
    census: Option<Arc<Census>>,
    measured_by: Option<Arc<GradientField>>,
    style: ArrowStyle,
    cache: Arc<Mutex<Cache>>,
    buffers: gpu::SharedBuffers,
}

impl ArrowsItem {
    /// With what is known of the field's errors.
    #[must_use]
    pub fn with_census(self, census: Option<&Arc<Census>>) -> Self {
        Self { census: census.map(Arc::clone), ..self }
    }

    /// With lengths by |g| that compare with another field's arrows, which alone say what the whole plot is.
    #[must_use]
    pub fn measured_by(self, field: &Arc<GradientField>) -> Self {
        Self { measured_by: Some(Arc::clone(field)), ..self }
    }
}

impl PlotItem for ArrowsItem {
    fn shapes(&self, _ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        let subject = Subject {
            field: &self.field,
            census: self.census.as_ref(),
            measured_by: self.measured_by.as_ref(),
        };
        let built = self.cache.lock().update(subject, view_of(transform), &self.style);
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
        if self.measured_by.is_some() {
            return PlotBounds::NOTHING;
        }
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
