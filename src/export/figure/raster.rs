//! A scene as PNG and as PDF, by way of its SVG: both are drawn from the same tree, with our two fonts alone, so that they
//! look the same on every machine.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{self, fontdb};
use svg2pdf::{ConversionOptions, PageOptions};

use super::FigureError;
use super::shapes::{Font, Image, Scene};
use super::svg;

/// The most pixels of a picture along a side: what it takes to cover a wall. A square of so many takes some 3.5 GB to
/// draw.
pub const MOST_PIXELS: f64 = 16_384.0;

/// Our fonts, and none of the machine's.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for font in Font::ALL {
        fonts.load_font_data(font.file().to_vec());
    }
    let [proportional, monospace] = Font::ALL.map(Font::family);
    fonts.set_sans_serif_family(proportional);
    fonts.set_serif_family(proportional);
    fonts.set_monospace_family(monospace);
    Arc::new(fonts)
});

/// Colours of pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width and height.
    pub size: [usize; 2],
    /// Red, green, blue and opacity, not multiplied by it, from the left upper corner by rows.
    pub rgba: Vec<u8>,
}

fn tree(text: &str) -> Result<usvg::Tree, FigureError> {
    let options = usvg::Options { fontdb: Arc::clone(&FONTS), ..usvg::Options::default() };
    usvg::Tree::from_str(text, &options).map_err(|error| FigureError::Drawing(error.to_string()))
}

fn pixels(scene: &Scene, scale: f64) -> Result<Pixmap, FigureError> {
    let tree = tree(&svg::svg_without_fonts(scene))?;
    let side = |points: f64| Some((points * scale).round()).filter(|side| (1.0..=MOST_PIXELS).contains(side));
    let [width, height] = scene.size.map(side);
    let (Some(width), Some(height)) = (width, height) else { return Err(FigureError::Size) };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to MOST_PIXELS")]
    let mut pixels = Pixmap::new(width as u32, height as u32).ok_or(FigureError::Size)?;
    #[expect(clippy::cast_possible_truncation, reason = "some pixels a point")]
    let scale = scale as f32;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Ok(pixels)
}

/// The scene as a PNG file of so many pixels a point.
pub fn png(scene: &Scene, scale: f64) -> Result<Vec<u8>, FigureError> {
    pixels(scene, scale)?.encode_png().map_err(|error| FigureError::Drawing(error.to_string()))
}

/// The scene as pixels, so many a point.
pub fn picture(scene: &Scene, scale: f64) -> Result<Picture, FigureError> {
    let pixels = pixels(scene, scale)?;
    let size = [pixels.width() as usize, pixels.height() as usize];
    let colors = pixels.pixels().iter().map(PremultipliedColorU8::demultiply);
    let rgba = colors.flat_map(|color| [color.red(), color.green(), color.blue(), color.alpha()]).collect();
    Ok(Picture { size, rgba })
}

/// The scene as a PDF file of one page, a point a point, its text as outlines.
pub fn pdf(scene: &Scene) -> Result<Vec<u8>, FigureError> {
    // Written and read again, its text becomes outlines: nothing is left that a font could change.
    let outlined = tree(&svg::svg_without_fonts(scene))?.to_string(&usvg::WriteOptions::default());
    let options = ConversionOptions { embed_text: false, ..ConversionOptions::default() };
    svg2pdf::to_pdf(&tree(&outlined)?, options, PageOptions::default())
        .map_err(|error| FigureError::Drawing(error.to_string()))
}

/// A picture as a PNG file; `None` where it has no pixel.
pub(super) fn png_of(image: &Image) -> Option<Vec<u8>> {
    let [columns, rows] = image.size.map(|side| u32::try_from(side).ok());
    let mut pixels = Pixmap::new(columns?, rows?)?;
    for (pixel, color) in pixels.pixels_mut().iter_mut().zip(image.colors.iter()) {
        let [r, g, b, alpha] = color.to_array();
        let multiplied = [r, g, b].map(|channel| {
            let product = u16::from(channel) * u16::from(alpha);
            u8::try_from((product + 127) / 255).unwrap_or(u8::MAX)
        });
        let [r, g, b] = multiplied;
        *pixel = PremultipliedColorU8::from_rgba(r, g, b, alpha)?;
    }
    pixels.encode_png().ok()
}
