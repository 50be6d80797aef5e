//! What a figure is made of: shapes in points, right and down from its left upper corner.

use std::sync::Arc;

use crate::figure::Rgba;
use crate::figure::arrows::outline::Outline;

/// A figure, from the hindmost shape to the foremost.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Width and height in points.
    pub size: [f64; 2],
    /// What lies behind everything; opaque.
    pub background: Rgba,
    /// What it shows, for whoever does not see it.
    pub title: String,
    /// The shapes.
    pub shapes: Vec<Shape>,
    /// How many nodes of the field are drawn as what.
    pub drawn: crate::figure::arrows::Drawn,
}

/// Something that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Lines and areas of one look.
    Path(Path),
    /// A line of text.
    Text(Text),
    /// A picture.
    Image(Image),
    /// Areas with the same line around each, which lies behind all of its own colour.
    Haloed(Stroke, Vec<Path>),
    /// Others, as far as they lie within a rectangle.
    Clipped(Rect, Vec<Shape>),
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// The left upper corner.
    pub min: [f64; 2],
    /// The right lower one.
    pub max: [f64; 2],
}

/// Lines and areas of one look.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Where they run; holes are areas that run the other way round.
    pub contours: Vec<Contour>,
    /// The colour within, if any.
    pub fill: Option<Rgba>,
    /// The line along them, if any.
    pub stroke: Option<Stroke>,
    /// Whether all of it is upright, and sharper where whole pixels are filled.
    pub is_crisp: bool,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub enum Contour {
    /// From point to point.
    Open(Vec<[f64; 2]>),
    /// And back to the first.
    Closed(Vec<[f64; 2]>),
    /// Around a place at a distance; clockwise to the eye unless it is a hole.
    Circle {
        /// The place.
        center: [f64; 2],
        /// The distance.
        radius: f64,
        /// Whether it runs the other way round.
        is_hole: bool,
    },
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub color: Rgba,
    /// Its width in points.
    pub width: f64,
    /// Lengths of dashes and gaps, if it has some.
    pub dash: Option<[f64; 2]>,
}

/// Which font.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Font {
    /// Of sentences and numbers.
    Proportional,
    /// Of expressions.
    Monospace,
}

/// Which part of a text lies at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// It begins there.
    Start,
    /// Its middle.
    Middle,
    /// It ends there.
    End,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// What is written.
    pub text: String,
    /// The font.
    pub font: Font,
    /// The size of its letters in points.
    pub size: f64,
    /// Its colour.
    pub color: Rgba,
    /// A place on its base line.
    pub position: [f64; 2],
    /// Which part of it lies there.
    pub align: Align,
    /// By how much it is turned about that place, clockwise, in degrees.
    pub angle: f64,
    /// A line around its letters, if any.
    pub halo: Option<Stroke>,
}

/// A picture of colours, each an area of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Where.
    pub rect: Rect,
    /// Its columns and rows.
    pub size: [usize; 2],
    /// Its colours, from the left upper corner by rows.
    pub colors: Arc<[Rgba]>,
    /// From 0, invisible, to 1.
    pub opacity: f64,
}

impl Rect {
    /// From its left upper corner, width and height.
    pub fn from_size(min: [f64; 2], size: [f64; 2]) -> Self {
        Self { min, max: [min[0] + size[0], min[1] + size[1]] }
    }

    /// Width and height.
    pub fn size(&self) -> [f64; 2] {
        [0, 1].map(|axis| self.max[axis] - self.min[axis])
    }

    /// The left upper and the right lower corner.
    pub fn corners(&self) -> [[f64; 2]; 2] {
        [self.min, self.max]
    }

    /// Its edge.
    pub fn contour(&self) -> Contour {
        let ([left, top], [right, bottom]) = (self.min, self.max);
        Contour::Closed(vec![[left, top], [right, top], [right, bottom], [left, bottom]])
    }
}

impl Path {
    /// Areas of a colour.
    pub fn filled(contours: Vec<Contour>, color: Rgba) -> Self {
        Self { contours, fill: Some(color), stroke: None, is_crisp: false }
    }

    /// Lines.
    pub fn lines(contours: Vec<Contour>, stroke: Stroke) -> Self {
        Self { contours, fill: None, stroke: Some(stroke), is_crisp: false }
    }

    /// The same in whole pixels.
    #[must_use]
    pub fn crisp(self) -> Self {
        Self { is_crisp: true, ..self }
    }
}

impl Stroke {
    /// A line without gaps.
    pub fn new(color: Rgba, width: impl Into<f64>) -> Self {
        Self { color, width: width.into(), dash: None }
    }
}

impl Contour {
    /// An outline moved by an offset; as a hole it runs the other way round.
    pub fn of(outline: &Outline, offset: [f64; 2], is_hole: bool) -> Self {
        let moved = |[x, y]: [f64; 2]| [x + offset[0], y + offset[1]];
        match outline {
            Outline::Circle { center, radius } => {
                Self::Circle { center: moved(*center), radius: *radius, is_hole }
            }
            Outline::Polygon(corners) if is_hole => {
                Self::Closed(corners.iter().rev().copied().map(moved).collect())
            }
            Outline::Polygon(corners) => Self::Closed(corners.iter().copied().map(moved).collect()),
        }
    }
}
