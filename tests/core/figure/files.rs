//! PNG and PDF.

use gradfield::export::figure::shapes::{Contour, Shape};
use gradfield::export::figure::{FigureError, FigureFormat, Scene, Sheet, pdf, picture, png};
use gradfield::figure::Rgba;
use image::RgbaImage;

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
