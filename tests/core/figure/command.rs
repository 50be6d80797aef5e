//! `gradfield render`.

use std::fs;
use std::process::{Command, Stdio};

use crate::cli::{refused, run};

fn rendered(arguments: &[&str]) -> String {
    let (code, stdout, stderr) = run(&[&["render"], arguments].concat());
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{arguments:?}");
    stdout
}

#[test]
fn without_a_file_the_figure_is_svg_on_the_standard_output() {
    let text = rendered(&["x0^2 + x1^2"]);
    assert!(
        text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"900\""),
        "{text}"
    );
    assert_eq!(rendered(&["x0^2 + x1^2", "-o", "-", "--format", "svg"]), text, "the same every time");
}

#[test]
fn a_file_has_the_format_of_its_name_and_the_size_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for name in ["a.svg", "b.png", "c.PDF"] {
        let file = path(name);
        rendered(&["x0*x1", "--size", "640x480", "-o", file.to_str().unwrap()]);
        assert!(file.metadata().unwrap().len() > 1000, "{name}");
    }
    assert!(fs::read(path("a.svg")).unwrap().starts_with(b"<svg"));
    assert!(fs::read(path("c.PDF")).unwrap().starts_with(b"%PDF-"));
    let image = image::open(path("b.png")).unwrap();
    assert_eq!([image.width(), image.height()], [640, 480]);
    let file = path("b.png");
    rendered(&["x0*x1", "--size", "640x480", "--scale", "2", "-o", file.to_str().unwrap()]);
    let image = image::open(file).unwrap();
    assert_eq!([image.width(), image.height()], [1280, 960]);
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let known = "there are svg, png and pdf.";
    refused(
        &["render", "x0", "-o", "a.gif"],
        &format!("error: 'gif' is not a format a figure can be written in; {known}\n"),
    );
    refused(
        &["render", "x0", "-o", "figure"],
        &format!("error: The file's name has no extension to tell its format; {known}\n"),
    );
    refused(
        &["render", "x0", "--format", "png", "--scale", "1000"],
        "error: A picture can have from 1 to 16384 pixels along each side.\n",
    );
    refused(&["render", "x0", "--contours", "0"], "error: --contours must be a number from 1 to 100.\n");
    refused(
        &["render", "x0", "--descend", "sgd", "--rate", "-1"],
        "error: --rate must be a number above 0.\n",
    );
    let (code, stdout, stderr) = run(&["render", "x0", "--size", "12by9"]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(
        stderr.contains("Write width and height with an x between, such as 1200x900, 160x120mm or 6x4.5in."),
        "{stderr}"
    );
    let (code, _, stderr) = run(&["render", "x0 +"]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains('^'), "{stderr}");
}

#[test]
fn a_file_that_cannot_be_written_is_not_begun() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("missing").join("a.svg");
    let (code, _, stderr) = run(&["render", "x0", "-o", file.to_str().unwrap()]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("its folder does not exist") && stderr.contains("a.svg"), "{stderr}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn look_options_change_the_figure() {
    let plain = rendered(&["x0^2 + x1^2"]);
    let table: [&[&str]; 17] = [
        &["--direction", "ascent"],
        &["--length", "magnitude"],
        &["--anchor", "middle"],
        &["--arrow-scale", "0.5"],
        &["--colormap", "viridis"],
        &["--color-by", "digits"],
        &["--log-colors"],
        &["--heat-map", "f"],
        &["--contours"],
        &["--contours", "5", "--contour-levels", "log"],
        &["--streamlines", "10"],
        &["--critical-points"],
        &["--ghosts"],
        &["--no-marks"],
        &["--descend", "sgd,adam", "--from", "-1,1", "--rate", "0.1"],
        &["--theme", "dark"],
        &["--no-title"],
    ];
    let mut seen = vec![plain];
    for options in table {
        let text = rendered(&[&["x0^2 + x1^2"], options].concat());
        assert!(!seen.contains(&text), "{options:?}");
        resvg::usvg::roxmltree::Document::parse(&text).unwrap();
        seen.push(text);
    }
}

#[test]
fn a_layer_of_which_there_is_nothing_is_remarked() {
    let (code, _, stderr) = run(&["render", "1", "--contours", "--critical-points"]);
    assert_eq!(code, Some(0));
    assert!(stderr.contains("note: No contour lines: f is 1 wherever it is defined."), "{stderr}");
    assert!(stderr.contains("note: f is flat here: "), "{stderr}");
    let (_, _, stderr) = run(&["render", "x0", "--critical-points"]);
    assert_eq!(stderr, "note: No point with a gradient of 0 was found here; kinks are not looked at.\n");
}

/// Neither a display nor a home.
#[test]
fn it_needs_no_display() {
    let output = Command::new(env!("CARGO_BIN_EXE_gradfield"))
        .args(["render", "x0^2", "--format", "png", "--size", "200x200"])
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(output.stdout.starts_with(b"\x89PNG"));
}

/// Of paper: a point is a 72nd of an inch, and a unit that stands once counts for both sides.
#[test]
fn a_size_can_have_a_unit() {
    for (size, [width, height]) in [
        ("500x400", [500.0, 400.0]),
        ("500x400pt", [500.0, 400.0]),
        ("6x4.5in", [432.0, 324.0]),
        ("25.4cmx12.7cm", [720.0, 360.0]),
        ("254mm x 12.7cm", [720.0, 360.0]),
        ("10inx127mm", [720.0, 360.0]),
    ] {
        let (code, svg, _) = run(&["render", "x0*x1", "--size", size]);
        assert_eq!(code, Some(0), "{size}");
        let side = |name: &str| -> f64 {
            let (_, rest) = svg.split_once(&format!(" {name}=\"")).unwrap();
            rest.split_once('"').unwrap().0.parse().unwrap()
        };
        // Hundredths of a point are written.
        for (found, meant) in [(side("width"), width), (side("height"), height)] {
            assert!((found - meant).abs() <= 0.005, "{size}: {found}");
        }
    }
}

/// The words of .gradfield files, and the short ones.
#[test]
fn short_words_are_those_of_files() {
    let svg = |more: &[&str]| {
        let (code, svg, stderr) = run(&[&["render", "x0^2 + x1", "--size", "300x300"], more].concat());
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{more:?}");
        svg
    };
    assert_eq!(svg(&["--heat-map", "f"]), svg(&["--heat-map", "function"]));
    assert_eq!(
        svg(&["--contours", "--contour-levels", "log"]),
        svg(&["--contours", "--contour-levels", "logarithmic"])
    );
}
