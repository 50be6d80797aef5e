//! Figures as files: what the canvas shows, without a window.
//!
//! ```text
//! FieldRequest + Settings -> Content -> Scene -> SVG -> PNG, PDF
//!                            computed   shapes   text   drawn from that very text
//! ```
//! | file | what it knows |
//! |---|---|
//! | [`content`] | what is to be computed for a figure |
//! | [`compose`](mod@compose) | content and settings to shapes in points: where everything stands |
//! | [`shapes`] | what a figure is made of |
//! | `fonts` | how wide letters are, and the part of a font that a figure needs |
//! | `svg` | shapes to SVG |
//! | `raster` | SVG to PNG and PDF |

pub mod compose;
pub mod content;
mod fonts;
mod raster;
pub mod shapes;
mod svg;

use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

pub use compose::{Sheet, Words, compose, method_words};
pub use content::Content;
use raster::MOST_PIXELS;
pub use raster::{Picture, pdf, picture, pixels, png, write_png};
pub use shapes::Scene;
pub use svg::svg;

use crate::field::CancelToken;

/// How a figure is written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FigureFormat {
    /// Shapes and text, for the web and for drawing programs.
    #[default]
    Svg,
    /// Pixels.
    Png,
    /// A page, for print and for LaTeX.
    Pdf,
}

impl FigureFormat {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Svg, Self::Png, Self::Pdf];

    /// The name, which is also the extension of such files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// The format of a file by its extension, in capital or small letters.
    pub fn of_file(path: &Path) -> Result<Self, UnknownFigureFormat> {
        path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase().parse()
    }

    /// Write a figure in this format; pixels are so many a point, where there are pixels, and are written in pieces, between which it
    /// can be cancelled.
    pub fn write(
        self,
        scene: &Scene,
        scale: f64,
        cancel: &CancelToken,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        match self {
            Self::Svg => to.write_all(svg(scene).as_bytes()),
            Self::Png => write_png(scene, scale, cancel, to),
            Self::Pdf => to.write_all(&pdf(scene).map_err(io::Error::other)?),
        }
    }
}

impl fmt::Display for FigureFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for FigureFormat {
    type Err = UnknownFigureFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFigureFormat> {
        Self::ALL.into_iter().find(|f| f.name() == name).ok_or_else(|| UnknownFigureFormat(name.to_owned()))
    }
}

/// No format of figures has this name; empty for a file without an extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFigureFormat(String);

impl fmt::Display for UnknownFigureFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [others @ .., last] = FigureFormat::ALL.map(FigureFormat::name);
        let names = format!("{} and {last}", others.join(", "));
        match self.0.as_str() {
            "" => write!(f, "The file's name has no extension to tell its format; there are {names}."),
            name => write!(f, "'{name}' is not a format a figure can be written in; there are {names}."),
        }
    }
}

impl std::error::Error for UnknownFigureFormat {}

/// Why a figure cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FigureError {
    /// It would have no pixel along a side, or too many.
    Size,
    /// Its shapes cannot be drawn, which is a defect.
    Drawing(String),
}

impl FigureError {
    /// What an error of writing to memory was before it became one.
    fn of(error: io::Error) -> Self {
        let message = error.to_string();
        error.downcast().unwrap_or(Self::Drawing(message))
    }
}

impl fmt::Display for FigureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size => write!(f, "A picture can have from 1 to {MOST_PIXELS} pixels along each side."),
            Self::Drawing(message) => {
                write!(f, "The figure cannot be drawn, which is a defect of this program: {message}")
            }
        }
    }
}

impl std::error::Error for FigureError {}
