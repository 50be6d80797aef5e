//! A scene as SVG: text stays text, with the letters that it needs embedded; paths count from point to point, to the
//! hundredth of a point.
//!
//! Of the many arrows each is a closed piece of the path of its colour, in a group whose unit is a hundredth of a point: that
//! saves the decimal points, every sixth byte.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::fonts;
use super::raster;
use super::shapes::{Align, Contour, Font, Image, Path, Rect, Scene, Shape, Stroke, Text};
use crate::figure::Rgba;

/// The scene as the text of an SVG file.
pub fn svg(scene: &Scene) -> String {
    Writer::default().document(scene, true)
}

/// The same for whoever has the fonts.
pub(super) fn svg_without_fonts(scene: &Scene) -> String {
    Writer::default().document(scene, false)
}

/// Shapes on a sheet of this size, for whoever has the fonts.
pub(super) fn svg_of(size: [f64; 2], shapes: &[Shape]) -> String {
    let mut writer = Writer::default();
    writer.open(size);
    writer.shapes(shapes);
    writer.close()
}

#[derive(Default)]
struct Writer {
    text: String,
    clips: usize,
}

/// Append to the text.
macro_rules! put {
    ($writer:expr, $($part:tt)*) => {
        $writer.text.push_str(&format!($($part)*))
    };
}

impl Writer {
    fn document(mut self, scene: &Scene, fonts: bool) -> String {
        self.open(scene.size);
        put!(self, "<title>{}</title>\n", escaped(&scene.title));
        if fonts {
            self.fonts(scene);
        }
        let [width, height] = scene.size.map(hundredths).map(decimal);
        put!(self, "<rect width=\"{width}\" height=\"{height}\"{}/>\n", paint("fill", scene.background));
        self.shapes(&scene.shapes);
        self.close()
    }

    fn open(&mut self, size: [f64; 2]) {
        let [width, height] = size.map(hundredths).map(decimal);
        put!(
            self,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\"{}>\n",
            // Most texts have it.
            face(Font::Proportional)
        );
    }

    fn close(mut self) -> String {
        self.text.push_str("</svg>\n");
        self.text
    }

    /// What letters there are, of each font.
    fn fonts(&mut self, scene: &Scene) {
        let mut letters = Font::ALL.map(|_| BTreeSet::new());
        collect_letters(&scene.shapes, &mut letters);
        let faces: String = Font::ALL
            .into_iter()
            .zip(&letters)
            .filter_map(|(font, letters)| {
                let file = fonts::subset(font, letters)?;
                let (family, weight) = (font.family(), font.weight());
                let data = BASE64.encode(file);
                Some(format!(
                    "@font-face{{font-family:{family};font-weight:{weight};src:url(data:font/ttf;base64,{data})}}\n"
                ))
            })
            .collect();
        if !faces.is_empty() {
            put!(self, "<style>\n{faces}</style>\n");
        }
    }

    fn shapes(&mut self, shapes: &[Shape]) {
        for shape in shapes {
            match shape {
                Shape::Path(path) => self.path(path),
                Shape::Text(text) => self.letters(text),
                Shape::Image(image) => self.image(image),
                Shape::Haloed(halo, paths) => self.haloed(halo, paths),
                Shape::Clipped(rect, shapes) => self.clipped(rect, shapes),
            }
        }
    }

    fn clipped(&mut self, rect: &Rect, shapes: &[Shape]) {
        self.clips += 1;
        let id = self.clips;
        put!(
            self,
            "<clipPath id=\"c{id}\"><path d=\"{}\"/></clipPath>\n",
            data(&[rect.contour()], Unit::Point)
        );
        put!(self, "<g clip-path=\"url(#c{id})\">\n");
        self.shapes(shapes);
        self.text.push_str("</g>\n");
    }

    fn haloed(&mut self, halo: &Stroke, paths: &[Path]) {
        let halo = Stroke { width: 100.0 * halo.width, ..*halo };
        // `paint-order` has the line behind the area; the paths inherit all of it.
        put!(self, "<g transform=\"scale(.01)\" paint-order=\"stroke\"{}>\n", stroke(&halo));
        for path in paths {
            let fill = path.fill.map_or_else(String::new, |color| paint("fill", color));
            put!(self, "<path{fill} d=\"{}\"/>\n", data(&path.contours, Unit::Hundredth));
        }
        self.text.push_str("</g>\n");
    }

    fn path(&mut self, path: &Path) {
        if path.contours.is_empty() {
            return;
        }
        let fill = match path.fill {
            Some(color) => paint("fill", color),
            None => " fill=\"none\"".to_owned(),
        };
        let stroke = path.stroke.as_ref().map_or_else(String::new, stroke);
        let crisp = if path.is_crisp { " shape-rendering=\"crispEdges\"" } else { "" };
        put!(self, "<path{fill}{stroke}{crisp} d=\"{}\"/>\n", data(&path.contours, Unit::Point));
    }

    fn letters(&mut self, text: &Text) {
        let Text { font, size, color, position, align, angle, halo, .. } = text;
        let [x, y] = position.map(hundredths).map(decimal);
        let place = if hundredths(*angle) == 0 {
            format!(" x=\"{x}\" y=\"{y}\"")
        } else {
            format!(" transform=\"translate({x} {y}) rotate({})\"", decimal(hundredths(*angle)))
        };
        let align = match align {
            Align::Start => "",
            Align::Middle => " text-anchor=\"middle\"",
            Align::End => " text-anchor=\"end\"",
        };
        let halo =
            halo.as_ref().map_or_else(String::new, |halo| format!(" paint-order=\"stroke\"{}", stroke(halo)));
        let face = if *font == Font::Proportional { String::new() } else { face(*font) };
        put!(
            self,
            "<text{place}{align}{face} font-size=\"{}\"{}{halo}>{}</text>\n",
            decimal(hundredths(*size)),
            paint("fill", *color),
            escaped(&text.text)
        );
    }

    fn image(&mut self, image: &Image) {
        // Cells have edges: SVG 1.1 and CSS have each their word for it, and browsers know the latter alone.
        let Some(png) = raster::png_of(image) else { return };
        let [x, y] = image.rect.min.map(hundredths).map(decimal);
        let [width, height] = image.rect.size().map(hundredths).map(decimal);
        put!(
            self,
            "<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\"{} href=\"data:image/png;base64,{}\"/>\n",
            if image.opacity < 1.0 {
                format!(" opacity=\"{}\"", share(image.opacity))
            } else {
                String::new()
            },
            BASE64.encode(png)
        );
    }
}

fn collect_letters(shapes: &[Shape], letters: &mut [BTreeSet<char>; 2]) {
    for shape in shapes {
        match shape {
            Shape::Text(text) => letters[text.font as usize].extend(text.text.chars()),
            Shape::Clipped(_, shapes) => collect_letters(shapes, letters),
            Shape::Path(_) | Shape::Image(_) | Shape::Haloed(..) => {}
        }
    }
}

/// A font as attributes.
fn face(font: Font) -> String {
    format!(" font-family=\"{}\" font-weight=\"{}\"", font.families(), font.weight())
}

/// A colour as an attribute, and its opacity as another where it is not opaque.
fn paint(name: &str, color: Rgba) -> String {
    let [r, g, b, alpha] = color.to_array();
    let color = format!(" {name}=\"#{r:02x}{g:02x}{b:02x}\"");
    if alpha == 255 {
        color
    } else {
        format!("{color} {name}-opacity=\"{}\"", share(f64::from(alpha) / 255.0))
    }
}

fn stroke(stroke: &Stroke) -> String {
    let color = paint("stroke", stroke.color);
    let dash = stroke.dash.map_or_else(String::new, |[dash, gap]| {
        format!(" stroke-dasharray=\"{} {}\"", decimal(hundredths(dash)), decimal(hundredths(gap)))
    });
    let width = decimal(hundredths(stroke.width));
    format!("{color} stroke-width=\"{width}\" stroke-linejoin=\"round\"{dash}")
}

/// From 0 to 1, with three decimals.
fn share(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A length in hundredths of a point. Nothing is composed beyond the edge of a sheet but for what is hidden there, which may
/// end where a number would lose its digits.
fn hundredths(value: f64) -> i64 {
    const MOST: f64 = 1e8;
    #[expect(clippy::cast_possible_truncation, reason = "within +-1e8; NaN becomes 0")]
    let rounded = (100.0 * value).clamp(-MOST, MOST).round() as i64;
    rounded
}

/// Hundredths as a decimal number in as few characters as can be.
fn decimal(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    match (whole, rest) {
        (whole, 0) => format!("{sign}{whole}"),
        (0, rest) => format!("{sign}{}", fraction(rest)),
        (whole, rest) => format!("{sign}{whole}{}", fraction(rest)),
    }
}

fn fraction(rest: u64) -> String {
    if rest.is_multiple_of(10) { format!(".{}", rest / 10) } else { format!(".{rest:02}") }
}

/// What 1 means in a path's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Point,
    Hundredth,
}

/// The pen of a path's data, which knows where it is to the hundredth, so that rounding does not add up.
struct Pen {
    unit: Unit,
    data: String,
    at: [i64; 2],
    /// Whether the last number has a point, after which another that begins with one needs no space.
    has_point: bool,
    after_number: bool,
}

impl Pen {
    fn command(&mut self, letter: char) {
        self.data.push(letter);
        self.after_number = false;
    }

    /// A length in hundredths of a point.
    fn number(&mut self, hundredths: i64) {
        let text = match self.unit {
            Unit::Point => decimal(hundredths),
            Unit::Hundredth => hundredths.to_string(),
        };
        self.put(&text);
    }

    fn put(&mut self, text: &str) {
        let joins = text.starts_with('-') || text.starts_with('.') && self.has_point;
        if self.after_number && !joins {
            self.data.push(' ');
        }
        self.has_point = text.contains('.');
        self.after_number = true;
        self.data.push_str(text);
    }

    fn go(&mut self, to: [i64; 2]) {
        self.number(to[0] - self.at[0]);
        self.number(to[1] - self.at[1]);
        self.at = to;
    }

    fn line(&mut self, points: &[[f64; 2]], is_closed: bool) {
        let mut points = points.iter().map(|point| point.map(hundredths));
        let Some(first) = points.next() else { return };
        self.command('m');
        self.go(first);
        for point in points {
            if point != self.at {
                self.go(point);
            }
        }
        if is_closed {
            self.command('z');
            self.at = first;
        }
    }

    fn circle(&mut self, [x, y]: [f64; 2], radius: f64, is_hole: bool) {
        let radius = hundredths(radius);
        let [x, y] = [x, y].map(hundredths);
        self.command('m');
        self.go([x + radius, y]);
        for diameter in [-2 * radius, 2 * radius] {
            self.command('a');
            self.number(radius);
            self.number(radius);
            for flag in ["0", "1", if is_hole { "0" } else { "1" }] {
                self.put(flag);
            }
            self.number(diameter);
            self.number(0);
        }
        self.command('z');
        self.at = [x + radius, y];
    }
}

/// The data of a path.
fn data(contours: &[Contour], unit: Unit) -> String {
    let mut pen = Pen { unit, data: String::new(), at: [0, 0], has_point: false, after_number: false };
    for contour in contours {
        match contour {
            Contour::Open(points) => pen.line(points, false),
            Contour::Closed(points) => pen.line(points, true),
            Contour::Circle { center, radius, is_hole } => pen.circle(*center, *radius, *is_hole),
        }
    }
    pen.data
}

/// Text as XML has it: whatever is a sign of XML is written as what it stands for, and what XML cannot have at all becomes
/// the replacement character.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}
