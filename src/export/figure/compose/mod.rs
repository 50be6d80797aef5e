//! Content and settings to shapes: where everything stands on a sheet.
//!
//! | file | what it knows |
//! |---|---|
//! | `layout` | where the canvas, its scales and its title are |
//! | `around` | what stands around the canvas: title, numbers, names, colour bars |
//! | `heat_map` | what lies behind everything |
//! | `arrows` | arrows, marks and ghosts |
//! | `layers` | contour lines, streamlines, critical points, the ways of optimisers |
//! | `legend` | what all of these mean |

mod around;
mod arrows;
mod heat_map;
mod layers;
mod layout;
mod legend;

pub use around::{Words, method_words};

use super::content::Content;
use super::fonts::Ruler;
use super::shapes::{Path, Rect, Scene, Shape, Stroke};
use crate::colormap::ColorScale;
use crate::figure::arrows::{ArrowStyle, Drawn, Length, Measure, View, build};
use crate::figure::color_bar::Bar;
use crate::figure::ghosts::{Backdrop, GhostKind, ghost_style};
use crate::figure::theme;
use crate::heat_map::Quantity;
use crate::settings::Settings;
use layout::Layout;

/// What a figure is drawn on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// Width and height in points, 1/96 inch each on a screen and 1/72 inch in print.
    pub size: [f64; 2],
    /// Whether it is dark.
    pub dark_mode: bool,
    /// What of the plane is seen, from and to along x0 and x1; all of the grid where `None`.
    pub view: Option<[[f64; 2]; 2]>,
    /// Whether function and method stand above the canvas.
    pub title: bool,
}

impl Sheet {
    /// The size that a figure has unless another is asked for.
    pub const USUAL_SIZE: [f64; 2] = [1200.0, 900.0];
    /// The least and the largest width and height.
    pub const SIDES: [f64; 2] = [200.0, 16_384.0];

    /// One on which the canvas is about as large as here, and shows the same part of the plane, from and to along x0 and x1.
    pub fn around(canvas: [f64; 2], view: [[f64; 2]; 2], dark_mode: bool) -> Self {
        let beside = layout::AROUND;
        let [least, most] = Self::SIDES;
        let size = [0, 1].map(|axis| (canvas[axis] + beside[axis]).round().clamp(least, most));
        Self { size, dark_mode, view: Some(view), title: true }
    }
}

impl Default for Sheet {
    fn default() -> Self {
        Self { size: Self::USUAL_SIZE, dark_mode: false, view: None, title: true }
    }
}

/// Draw what was computed as the settings have it.
pub fn compose(content: &Content, settings: &Settings, sheet: &Sheet) -> Scene {
    Composer::new(content, settings, sheet).scene()
}

/// What all parts of a figure have in common.
struct Composer<'a> {
    content: &'a Content,
    settings: &'a Settings,
    sheet: &'a Sheet,
    ruler: Ruler,
    style: ArrowStyle,
    /// What the heat map shows and its colours, if there is one.
    heat_map: Option<(Quantity, ColorScale)>,
    /// What is said of the function.
    function: String,
    bars: Vec<Bar>,
    layout: Layout,
    view: View,
}

impl<'a> Composer<'a> {
    fn new(content: &'a Content, settings: &'a Settings, sheet: &'a Sheet) -> Self {
        let dark_mode = sheet.dark_mode;
        let colors = settings.arrows.colors(content.norm_limits());
        let order = settings.heat_map.order(content.heat_map_limits);
        let heat_map = order.and_then(|order| Some((order.quantity, order.colors(content.source())?)));
        let bars = settings.bars(colors, heat_map, content.census.is_some());
        let ruler = Ruler::new();
        let layout = Layout::new(content, settings, sheet, &bars, &ruler, heat_map.is_some());
        let [[left, right], [bottom, top]] = layout.bounds;
        let view = View::new(layout.frame.size(), [left, bottom], [right, top], [false, true]);
        let style = settings.arrows.style(colors, heat_map.map(|(quantity, _)| quantity), dark_mode);
        let function = around::function(content, settings);
        Self { content, settings, sheet, ruler, style, heat_map, function, bars, layout, view }
    }

    fn scene(self) -> Scene {
        let dark_mode = self.sheet.dark_mode;
        let frame = self.layout.frame;
        let (arrows, drawn) = self.arrows();
        let mut canvas = Vec::new();
        canvas.extend(self.heat_map());
        canvas.push(self.grid());
        canvas.extend(self.lines());
        canvas.extend(self.ghosts());
        canvas.extend(arrows);
        canvas.extend(self.in_front());
        let edge = Stroke::new(theme::frame(dark_mode), 1.0);
        let mut shapes = vec![
            Shape::Path(Path::filled(vec![frame.contour()], theme::canvas(dark_mode)).crisp()),
            Shape::Clipped(frame, canvas),
            Shape::Path(Path::lines(vec![frame.contour()], edge).crisp()),
        ];
        shapes.extend(self.scales());
        shapes.extend(self.color_bars());
        shapes.extend(self.title());
        shapes.extend(self.legend());
        Scene {
            size: self.sheet.size,
            background: theme::page(dark_mode),
            title: self.description(),
            shapes,
            drawn,
        }
    }

    /// The arrows and marks of the field.
    fn arrows(&self) -> (Vec<Shape>, Drawn) {
        let measure = Measure::of(&self.content.field, None, &self.view, &self.style);
        let built = build::build(self.content.source(), measure, &self.view, &self.style);
        (arrows::shapes(&built, &self.style, self.layout.frame.min), built.drawn)
    }

    /// Those of the fields behind it, the hindmost first.
    fn ghosts(&self) -> Vec<Shape> {
        let backdrop = Backdrop { dark_mode: self.sheet.dark_mode, heat_map: self.heat_map.is_some() };
        let ghosts = &self.content.ghosts;
        let behind =
            GhostKind::ALL.into_iter().filter_map(|kind| ghosts.iter().find(|ghost| ghost.kind == kind));
        behind
            .flat_map(|ghost| {
                let style = ghost_style(ghost.kind, &self.style, backdrop);
                let other = (style.length == Length::Magnitude).then_some(&*self.content.field);
                let measure = Measure::of(&ghost.field, other, &self.view, &style);
                let built = build::build((&ghost.field).into(), measure, &self.view, &style);
                arrows::shapes(&built, &style, self.layout.frame.min)
            })
            .collect()
    }

    /// A place of the plane on the sheet.
    fn place(&self, point: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|axis| self.layout.frame.min[axis] + self.view.offset(axis, point[axis]))
    }

    fn frame(&self) -> Rect {
        self.layout.frame
    }
}
