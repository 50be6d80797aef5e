//! PNG and PDF.

use std::io::{self, Write};

use gradfield::export::figure::shapes::{Contour, Shape};
use gradfield::export::figure::{FigureError, FigureFormat, Scene, Sheet, pdf, picture, png, svg, write_png};
use gradfield::field::CancelToken;
use gradfield::figure::Rgba;
use image::RgbaImage;
use resvg::{tiny_skia, usvg};

use super::{Figure, arrows, bowl, example, seed};

fn decoded(scene: &Scene, scale: f64) -> RgbaImage {
    image::load_from_memory(&png(scene, scale).unwrap()).unwrap().to_rgba8()
}

/// The pixel of a place.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the picture")]
fn pixel(side: f64) -> u32 {
    side as u32
}

/// The middle of an arrow's shaft.
fn in_shaft(contour: &Contour) -> [f64; 2] {
    let Contour::Closed(corners) = contour else { panic!("{contour:?}") };
    // Its four corners are the first two and the last two.
    let shaft = [corners[0], corners[1], corners[5], corners[6]];
    [0, 1].map(|axis| shaft.iter().map(|corner| corner[axis]).sum::<f64>() / 4.0)
}

#[test]
fn a_png_has_the_arrows_where_the_scene_has_them() {
    for dark_mode in [false, true] {
        for scale in [1.0, 2.0] {
            let scene = bowl().on(&Sheet { dark_mode, ..Sheet::default() });
            let image = decoded(&scene, scale);
            let expected = [1200.0, 900.0].map(|side| side * scale);
            assert_eq!([image.width(), image.height()].map(f64::from), expected);
            let mut seen = 0;
            for path in arrows(&scene) {
                for contour in &path.contours {
                    let [x, y] = in_shaft(contour).map(|side| pixel(side * scale));
                    let [r, g, b, _] = path.fill.unwrap().to_array();
                    assert_eq!(image.get_pixel(x, y).0, [r, g, b, 255], "at {x}, {y}");
                    seen += 1;
                }
            }
            assert_eq!(seen, 255);
            let corner = if dark_mode { 27 } else { 255 };
            assert_eq!(image.get_pixel(0, 0).0, [corner, corner, corner, 255]);
        }
    }
}

#[test]
fn letters_are_drawn_without_a_font_of_the_machine() {
    let scene = bowl().scene();
    let title = super::texts(&scene.shapes)[0].clone();
    let without = Scene {
        shapes: scene.shapes.iter().filter(|shape| !matches!(shape, Shape::Text(_))).cloned().collect(),
        ..scene.clone()
    };
    let [with, without] = [&scene, &without].map(|scene| decoded(scene, 1.0));
    let [x, y] = title.position.map(pixel);
    let inked = (x..x + 20)
        .flat_map(|x| (y - 12..y + 2).map(move |y| (x, y)))
        .filter(|&(x, y)| with.get_pixel(x, y) != without.get_pixel(x, y));
    assert!(inked.count() > 20, "the first letters of {}", title.text);
}

#[test]
fn a_pdf_is_a_page_without_fonts() {
    for figure in [bowl(), Figure::of(example("Himmelblau"))] {
        let bytes = pdf(&figure.scene()).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("/MediaBox [0 0 1200 900]"), "a point a point");
        assert!(!text.contains("/Font"), "letters are outlines");
        assert!(text.trim_end().ends_with("%%EOF"));
        // As many curves as letters take: an empty page has none of this.
        assert!(bytes.len() > 10_000, "{}", bytes.len());
    }
}

#[test]
fn formats_go_by_the_extension() {
    let table = [
        ("a.svg", Some(FigureFormat::Svg)),
        ("a.b.PNG", Some(FigureFormat::Png)),
        ("dir.svg/a.pdf", Some(FigureFormat::Pdf)),
        ("a", None),
        ("a.jpg", None),
        (".svg", None),
    ];
    for (name, expected) in table {
        assert_eq!(FigureFormat::of_file(name.as_ref()).ok(), expected, "{name}");
    }
    let message = |name: &str| FigureFormat::of_file(name.as_ref()).unwrap_err().to_string();
    assert_eq!(
        message("a.jpg"),
        "'jpg' is not a format a figure can be written in; there are svg, png and pdf."
    );
    assert_eq!(
        message("a"),
        "The file's name has no extension to tell its format; there are svg, png and pdf."
    );
}

#[test]
fn a_picture_of_no_size_or_too_many_pixels_is_refused() {
    let scene = bowl().scene();
    for scale in [0.0, 1e-9, 1e9, f64::NAN, f64::INFINITY, -1.0] {
        assert_eq!(png(&scene, scale), Err(FigureError::Size), "{scale}");
    }
}

#[test]
fn a_picture_is_the_png_without_its_wrapping() {
    let scene = Figure::new(seed("x0*x1", [-1.0, 1.0], 0.5), |_| ()).scene();
    let picture = picture(&scene, 0.5).unwrap();
    assert_eq!(picture.size, [600, 450]);
    assert_eq!(picture.rgba, decoded(&scene, 0.5).into_raw());
    assert_eq!(scene.background, Rgba::WHITE);
}

/// More than one strip: 2^23 pixels are drawn at a time.
const STRIPS: [f64; 2] = [3000.0, 2900.0];

#[test]
fn strips_are_the_picture_that_is_drawn_at_once() {
    let figure = Figure::new(example("Himmelblau").seed(), |settings| {
        settings.heat_map.show = true;
        settings.layers.contours.show = true;
        settings.layers.critical_points = true;
        settings.arrows.ghosts = true;
    });
    let mut scene = figure.on(&Sheet { size: STRIPS, ..Sheet::default() });
    // Without letters, whose fonts are known to whoever draws it in strips alone.
    without_texts(&mut scene.shapes);
    let tree = usvg::Tree::from_str(&svg(&scene), &usvg::Options::default()).unwrap();
    let mut once = tiny_skia::Pixmap::new(3000, 2900).unwrap();
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut once.as_mut());
    let strips = picture(&scene, 1.0).unwrap();
    assert_eq!(strips.size, [3000, 2900]);
    // Layers of 8 bits are laid on one another in another order. (The edge of a slanted line that runs through hundreds of
    // rows is in another place as well, by the fixed point numbers that tiny-skia counts it with: there is none here.)
    let rows = once.data().chunks(4 * 3000).zip(strips.rgba.chunks(4 * 3000));
    for (row, (once, strips)) in rows.enumerate().filter(|(_, (once, strips))| once != strips) {
        let apart = once.iter().zip(strips).position(|(a, b)| a.abs_diff(*b) > 1);
        assert_eq!(apart, None, "a channel of row {row}");
    }
}

fn without_texts(shapes: &mut Vec<Shape>) {
    shapes.retain(|shape| !matches!(shape, Shape::Text(_)));
    for shape in shapes {
        if let Shape::Clipped(_, shapes) = shape {
            without_texts(shapes);
        }
    }
}

/// Cancels as soon as anything is written.
struct Impatient<'a>(&'a CancelToken, usize);

impl Write for Impatient<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.cancel();
        self.1 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_picture_is_cancelled_between_two_strips() {
    let figure = Figure::new(seed("x0*x1", [-1.0, 1.0], 0.5), |_| ());
    let scene = figure.on(&Sheet { size: STRIPS, ..Sheet::default() });
    let cancel = CancelToken::new();
    let mut to = Impatient(&cancel, 0);
    // The head of the file is written, and no strip drawn.
    assert!(write_png(&scene, 1.0, &cancel, &mut to).is_err());
    assert!(to.1 < 1000, "{} bytes", to.1);
    let mut whole = Vec::new();
    write_png(&scene, 1.0, &CancelToken::new(), &mut whole).unwrap();
    assert_eq!(image::load_from_memory(&whole).unwrap().width(), 3000);
}

/// Refuses whatever does not fit.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn who_refuses_a_picture_is_heard() {
    let scene = bowl().scene();
    let whole = png(&scene, 1.0).unwrap().len();
    for room in [0, 100, whole / 2, whole - 1] {
        let error = write_png(&scene, 1.0, &CancelToken::new(), &mut Full(room)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "room for {room} of {whole}: {error}");
    }
}

#[test]
fn a_png_says_what_it_is_and_how_large_on_paper() {
    for scale in [1.0, 2.0] {
        let scene = Figure::new(seed("\u{3c0}*x0 + x1", [-1.0, 1.0], 0.5), |_| ()).scene();
        let bytes = png(&scene, scale).unwrap();
        let reader = png::Decoder::new(bytes.as_slice()).read_info().unwrap();
        let info = reader.info();
        assert_eq!(info.color_type, png::ColorType::Rgb, "nothing shines through");
        // A point is a 72nd of an inch, as in the PDF.
        let dims = info.pixel_dims.unwrap();
        assert_eq!(dims.unit, png::Unit::Meter);
        assert_eq!(dims.xppu, dims.yppu);
        assert!((f64::from(dims.xppu) * 0.0254 - 72.0 * scale).abs() < 0.02, "{}", dims.xppu);
        let texts: Vec<_> =
            info.utf8_text.iter().map(|chunk| (&*chunk.keyword, chunk.get_text().unwrap())).collect();
        assert_eq!(texts[0], ("Title", scene.title.clone()));
        assert!(scene.title.contains("f(x0, x1) = \u{3c0}*x0 + x1"), "{}", scene.title);
        assert_eq!(texts[1], ("Software", "gradfield".to_owned()));
    }
}
