//! A field in little: its arrows and marks, as the canvas draws them, on a pale picture of f.
//!
//! f is sampled more densely than the arrows are, so that what f does between two of them is seen as well.

use std::sync::Arc;

use eframe::egui::{
    Color32, ColorImage, Context, Rect, Shape, TextureHandle, TextureOptions, Ui, pos2, vec2,
};
use egui_plot::{PlotBounds, PlotItem as _, PlotTransform};

use super::arrows::build::Built;
use super::arrows::{Anchor, ArrowStyle, Arrows, Direction, Drawn};
use crate::analysis::{Census, census};
use crate::colormap::{ColorScale, Colormap, Scale};
use crate::differentiate::{Method, Scheme};
use crate::expr::Axis;
use crate::field::{self, AxisSpec, CancelToken, FieldSeed, GradientField, GridSpec, Progress, SeedError};
use crate::heat_map::{HeatMapOrder, Quantity, norm_limits};

/// The samples of f along the longer side.
const SAMPLES: f64 = 64.0;
/// The colours of f, and how much they hide of the canvas: arrows of any colour stand out on the rest.
const PICTURE_COLORS: Colormap = Colormap::Viridis;
const PICTURE_OPACITY: f32 = 0.38;
/// Arrows are few and small: longer ones than on the canvas.
const LENGTH: f32 = 1.3;

/// A field in little.
pub struct Thumbnail {
    field: Arc<GradientField>,
    census: Arc<Census>,
    scale: Scale,
    /// f; `None` where it has no value that has a colour.
    picture: Option<TextureHandle>,
    arrows: Arrows,
}

/// What of its look is the user's choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThumbnailStyle {
    /// Which way the arrows point.
    pub direction: Direction,
    /// Their colours.
    pub colormap: Colormap,
}

impl Thumbnail {
    /// Compute the field of a seed, all of whose nodes are drawn: some hundred at most. Colours of |g| and f are linear or
    /// logarithmic.
    pub fn new(context: &Context, seed: &FieldSeed, scale: Scale) -> Result<Self, SeedError> {
        let field = compute(seed)?;
        let Ok(census) = census(&field, &CancelToken::new(), &Progress::new()) else {
            unreachable!("nobody cancels")
        };
        let picture = picture(seed, extents(&field), scale)?;
        let upload = |image| context.load_texture("thumbnail", image, TextureOptions::LINEAR);
        Ok(Self {
            field: Arc::new(field),
            census: Arc::new(census),
            scale,
            picture: picture.map(upload),
            arrows: Arrows::default(),
        })
    }

    /// Its field.
    pub fn field(&self) -> &GradientField {
        &self.field
    }

    /// Whether f is drawn behind the arrows.
    pub fn has_picture(&self) -> bool {
        self.picture.is_some()
    }

    /// What was drawn when it was last seen.
    pub fn drawn(&self) -> Drawn {
        self.arrows.drawn()
    }

    /// The arrows and marks that were drawn then.
    pub fn built(&self) -> Option<Arc<Built>> {
        self.arrows.built()
    }

    /// Paint it into a rectangle, with equal aspect.
    pub fn paint(&self, ui: &Ui, rect: Rect, style: ThumbnailStyle) {
        let extents = extents(&self.field);
        let frame = fitted(extents, rect);
        if let Some(picture) = &self.picture {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            let tint = Color32::WHITE.gamma_multiply(PICTURE_OPACITY);
            ui.painter().image(picture.id(), frame, whole, tint);
        }
        let [[left, right], [bottom, top]] = extents;
        let bounds = PlotBounds::from_min_max([left, bottom], [right, top]);
        let transform = PlotTransform::new(frame, bounds, false);
        let item = self.arrows.item(&self.field, &self.arrow_style(style, ui.visuals().dark_mode));
        let mut shapes: Vec<Shape> = Vec::new();
        item.with_census(Some(&self.census)).shapes(ui, &transform, &mut shapes);
        ui.painter().extend(shapes);
    }

    fn arrow_style(&self, style: ThumbnailStyle, dark_mode: bool) -> ArrowStyle {
        let ThumbnailStyle { direction, colormap } = style;
        // Where no arrow lives, nothing has a colour.
        let [min, max] = norm_limits(&self.field).unwrap_or([0.0, 1.0]);
        let colors = ColorScale { map: colormap, scale: self.scale, min, max };
        ArrowStyle {
            direction,
            anchor: Anchor::Middle,
            scale: LENGTH,
            thin: false,
            ..ArrowStyle::new(colors, dark_mode)
        }
    }
}

fn compute(seed: &FieldSeed) -> Result<GradientField, SeedError> {
    let field = field::compute(&seed.request()?, &CancelToken::new(), &Progress::new());
    let Ok(field) = field else { unreachable!("nobody cancels") };
    Ok(field)
}

/// From and to along each axis: every node has a cell, a step wide, around itself.
fn extents(field: &GradientField) -> [[f64; 2]; 2] {
    let axes = field.request.grid().axes;
    std::array::from_fn(|axis| {
        let values = field.grid.axis(Axis::ALL[axis]);
        let half = 0.5 * axes[axis].step;
        let end = |value: Option<&f64>| value.copied().unwrap_or(axes[axis].min);
        [end(values.first()) - half, end(values.last()) + half]
    })
}

/// The largest rectangle of the plane's aspect in the middle of another.
#[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
fn fitted([[left, right], [bottom, top]]: [[f64; 2]; 2], rect: Rect) -> Rect {
    let (width, height) = (right - left, top - bottom);
    let longer = width.max(height);
    let share = vec2((width / longer) as f32, (height / longer) as f32);
    Rect::from_center_size(rect.center(), share * rect.size().min_elem())
}

/// f in its colours; `None` where no value has one.
fn picture(seed: &FieldSeed, extents: [[f64; 2]; 2], scale: Scale) -> Result<Option<ColorImage>, SeedError> {
    let widths = extents.map(|[from, to]| to - from);
    let step = widths[0].max(widths[1]) / SAMPLES;
    // Pixels in the middle of whose cells f is sampled.
    let axes = extents.map(|[from, to]| AxisSpec { min: from + 0.5 * step, max: to, step });
    // f is the same whatever the scheme, and forward differences take the fewest samples beside it.
    let method = Method { scheme: Scheme::Forward, ..seed.method };
    let samples = compute(&FieldSeed { grid: GridSpec { axes, closed: false }, method, ..seed.clone() })?;
    let order = HeatMapOrder { quantity: Quantity::Function, scale, limits: None };
    let Some(colors) = order.colors(&samples) else { return Ok(None) };
    let colors = ColorScale { map: PICTURE_COLORS, ..colors };
    let [columns, rows] = [samples.grid.columns(), samples.grid.rows()];
    let color = |&f: &f64| {
        let position = colors.position(f);
        let [r, g, b] = colors.map.color(position);
        if f.is_finite() && !position.is_nan() { Color32::from_rgb(r, g, b) } else { Color32::TRANSPARENT }
    };
    // The first row of an image is the uppermost.
    let pixels = samples.f.chunks(columns).rev().flatten().map(color).collect();
    Ok(Some(ColorImage::new([columns, rows], pixels)))
}
