//! A scene as PNG and as PDF, by way of its SVG, with our two fonts alone, so that they look the same on every machine: PDF
//! from the whole of it, PNG in strips of rows from that of the canvas and of what lies behind and in front of it.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use png::{AdaptiveFilterType, BitDepth, ColorType, Compression, FilterType, PixelDimensions, Unit};
use resvg::tiny_skia::{self, Color, FillRule, Mask, PathBuilder, Pixmap, PixmapPaint, Transform};
use resvg::usvg::{self, fontdb};
use svg2pdf::{ConversionOptions, PageOptions};

use super::FigureError;
use super::shapes::{Font, Image, Rect, Scene, Shape};
use super::svg;
use crate::field::{CancelToken, Cancelled};

/// The most pixels of a picture along a side: what it takes to cover a wall.
pub(super) const MOST_PIXELS: f64 = 16_384.0;
/// How many pixels are drawn at a time, if a row has not more: 32 MB of them, and as much for what is cut to the
/// canvas. A usual picture is drawn at once.
const STRIP: u32 = 1 << 23;
/// Points in a metre of paper.
const POINTS_A_METRE: f64 = 72.0 / 0.0254;

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

/// A scene that is about to become pixels.
struct Drawing {
    background: Color,
    layers: Vec<Layer>,
    scale: f64,
    width: u32,
    height: u32,
}

/// Shapes that are drawn together, and the rectangle they are cut to, if there is one.
///
/// resvg cuts groups as well, on sheets of five times the size: too slow for a picture in strips.
struct Layer {
    tree: usvg::Tree,
    clip: Option<Rect>,
}

impl Layer {
    fn new(size: [f64; 2], shapes: &[Shape], clip: Option<Rect>) -> Result<Self, FigureError> {
        Ok(Self { tree: tree(&svg::svg_of(size, shapes))?, clip })
    }

    fn draw(&self, place: Transform, to: &mut Pixmap) -> Option<()> {
        let Some(clip) = self.clip else {
            resvg::render(&self.tree, place, &mut to.as_mut());
            return Some(());
        };
        let mut sheet = Pixmap::new(to.width(), to.height())?;
        resvg::render(&self.tree, place, &mut sheet.as_mut());
        #[expect(clippy::cast_possible_truncation, reason = "places on a sheet")]
        let [[left, top], [right, bottom]] = clip.corners().map(|corner| corner.map(|side| side as f32));
        let clip = PathBuilder::from_rect(tiny_skia::Rect::from_ltrb(left, top, right, bottom)?);
        let mut mask = Mask::new(to.width(), to.height())?;
        mask.fill_path(&clip, FillRule::Winding, true, place);
        sheet.apply_mask(&mask);
        to.draw_pixmap(0, 0, sheet.as_ref(), &PixmapPaint::default(), Transform::identity(), None);
        Some(())
    }
}

/// The width and height in pixels of a sheet of this size in points, at so many pixels a point.
pub fn pixels(size: [f64; 2], scale: f64) -> Result<[u32; 2], FigureError> {
    let sides = size.map(|points| (points * scale).round());
    if !sides.iter().all(|side| (1.0..=MOST_PIXELS).contains(side)) {
        return Err(FigureError::Size);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to MOST_PIXELS")]
    Ok(sides.map(|side| side as u32))
}

impl Drawing {
    fn new(scene: &Scene, scale: f64) -> Result<Self, FigureError> {
        let [width, height] = pixels(scene.size, scale)?;
        let together = scene.shapes.chunk_by(|a, b| ![a, b].iter().any(|shape| is_clipped(shape)));
        let layers = together.map(|shapes| match shapes {
            [Shape::Clipped(clip, shapes)] => Layer::new(scene.size, shapes, Some(*clip)),
            shapes => Layer::new(scene.size, shapes, None),
        });
        let [r, g, b, _] = scene.background.to_array();
        let background = Color::from_rgba8(r, g, b, 255);
        Ok(Self { background, layers: layers.collect::<Result<_, _>>()?, scale, width, height })
    }

    /// The strips of rows that are drawn one after the other, from the top down.
    fn strips(&self) -> impl Iterator<Item = Range<u32>> {
        let rows = (STRIP / self.width).max(1);
        (0..self.height.div_ceil(rows)).map(move |strip| strip * rows..((strip + 1) * rows).min(self.height))
    }

    /// The pixels of some rows: red, green, blue and 255 of each.
    fn strip(&self, rows: &Range<u32>) -> Result<Vec<u8>, FigureError> {
        let mut pixels = Pixmap::new(self.width, rows.end - rows.start).ok_or(FigureError::Size)?;
        pixels.fill(self.background);
        #[expect(clippy::cast_possible_truncation, reason = "some pixels a point, some rows")]
        let (scale, above) = (self.scale as f32, f64::from(rows.start) as f32);
        let place = Transform::from_scale(scale, scale).post_translate(0.0, -above);
        for layer in &self.layers {
            layer.draw(place, &mut pixels).ok_or(FigureError::Size)?;
        }
        // On an opaque background, colours that are multiplied by the opacity are themselves.
        Ok(pixels.take())
    }
}

fn is_clipped(shape: &Shape) -> bool {
    matches!(shape, Shape::Clipped(..))
}

/// Write the scene as a PNG file of so many pixels a point, a strip at a time, unless it is cancelled; what is written then
/// is no picture.
pub fn write_png(scene: &Scene, scale: f64, cancel: &CancelToken, to: &mut dyn Write) -> io::Result<()> {
    let drawing = Drawing::new(scene, scale).map_err(io::Error::other)?;
    let mut heard = Heard { to, refusal: None };
    let written = write_strips(&drawing, &scene.title, cancel, &mut heard);
    // The encoder keeps the words of a refusal, and not its kind.
    heard.refusal.map_or(written, Err)
}

/// Remembers how a write was refused.
struct Heard<'a> {
    to: &'a mut dyn Write,
    refusal: Option<io::Error>,
}

impl Heard<'_> {
    fn heard<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let kind = error.kind();
            if kind != io::ErrorKind::Interrupted {
                self.refusal = Some(error);
            }
            kind.into()
        })
    }
}

impl Write for Heard<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes);
        self.heard(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.to.flush();
        self.heard(flushed)
    }
}

fn write_strips(drawing: &Drawing, title: &str, cancel: &CancelToken, to: &mut Heard<'_>) -> io::Result<()> {
    let mut encoder = encoder(to, drawing.width, drawing.height, ColorType::Rgb);
    // As large on paper as the PDF.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    let a_metre = (drawing.scale * POINTS_A_METRE).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: a_metre, yppu: a_metre, unit: Unit::Meter }));
    for (keyword, text) in [("Title", title), ("Software", env!("CARGO_PKG_NAME"))] {
        encoder.add_itxt_chunk(keyword.to_owned(), text.replace('\0', " "))?;
    }
    let mut writer = encoder.write_header()?;
    let mut rows_writer = writer.stream_writer()?;
    for rows in drawing.strips() {
        cancel.check().map_err(|Cancelled| io::Error::other("It was cancelled."))?;
        let rgba = drawing.strip(&rows).map_err(io::Error::other)?;
        let rgb: Vec<u8> = rgba.chunks_exact(4).flat_map(|color| &color[..3]).copied().collect();
        rows_writer.write_all(&rgb)?;
    }
    rows_writer.finish()?;
    Ok(writer.finish()?)
}

/// A PNG file of this size. What is drawn has many rows and pixels that are like those before.
fn encoder<W: Write>(to: W, width: u32, height: u32, color: ColorType) -> png::Encoder<'static, W> {
    let mut encoder = png::Encoder::new(to, width, height);
    encoder.set_color(color);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Default);
    encoder.set_filter(FilterType::Paeth);
    encoder.set_adaptive_filter(AdaptiveFilterType::Adaptive);
    encoder
}

/// The scene as a PNG file of so many pixels a point.
pub fn png(scene: &Scene, scale: f64) -> Result<Vec<u8>, FigureError> {
    let mut bytes = Vec::new();
    match write_png(scene, scale, &CancelToken::new(), &mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => Err(FigureError::of(error)),
    }
}

/// The scene as pixels, so many a point.
pub fn picture(scene: &Scene, scale: f64) -> Result<Picture, FigureError> {
    let drawing = Drawing::new(scene, scale)?;
    let size = [drawing.width, drawing.height].map(|side| side as usize);
    let mut rgba = Vec::with_capacity(4 * size[0] * size[1]);
    for rows in drawing.strips() {
        rgba.extend(drawing.strip(&rows)?);
    }
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
    let mut bytes = Vec::new();
    let mut writer = encoder(&mut bytes, columns?, rows?, ColorType::Rgba).write_header().ok()?;
    writer.write_image_data(bytemuck::cast_slice(&image.colors)).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
