//! The text of an SVG file: what it says, that it is XML, how long it is.

use gradfield::examples;
use gradfield::export::figure::shapes::{Align, Contour, Font, Shape, Text};
use gradfield::export::figure::{Scene, Sheet, svg};
use gradfield::figure::Rgba;
use gradfield::figure::arrows::Drawn;
use resvg::usvg::{self, roxmltree};

use super::{Figure, arrows, bowl, canvas, contours, example, seed};

fn parsed(text: &str) -> roxmltree::Document<'_> {
    roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
}

/// The arrows' paths: their colour and the absolute corners of each closed piece, read back from the text.
fn arrow_paths(text: &str) -> Vec<(String, Vec<Vec<[f64; 2]>>)> {
    let document = parsed(text);
    let canvas = document.descendants().find(|node| node.has_attribute("clip-path")).unwrap();
    let groups = canvas.children().filter(|node| node.attribute("paint-order") == Some("stroke"));
    let paths = groups.filter(|node| node.has_tag_name("g")).flat_map(|group| group.children());
    paths
        .filter(roxmltree::Node::is_element)
        .map(|path| (path.attribute("fill").unwrap().to_owned(), corners(path.attribute("d").unwrap(), 0.01)))
        .collect()
}

/// The corners of a path of closed pieces, all of whose commands are m and z, in units of so many points.
fn corners(data: &str, unit: f64) -> Vec<Vec<[f64; 2]>> {
    let mut at = [0.0, 0.0];
    data.split_terminator('z')
        .map(|piece| {
            let numbers = numbers(piece.strip_prefix('m').unwrap_or_else(|| panic!("{piece}")));
            let corners: Vec<[f64; 2]> = numbers
                .chunks(2)
                .map(|pair| {
                    at = [at[0] + pair[0], at[1] + pair[1]];
                    at.map(|side| unit * side)
                })
                .collect();
            at = corners[0].map(|side| side / unit);
            corners
        })
        .collect()
}

/// The numbers of a path, which need no space before a sign or a second point.
fn numbers(text: &str) -> Vec<f64> {
    let mut numbers: Vec<String> = Vec::new();
    for letter in text.chars() {
        match (letter, numbers.last_mut()) {
            (' ', _) => numbers.push(String::new()),
            ('-', _) | (_, None) => numbers.push(letter.to_string()),
            ('.', Some(last)) if last.contains('.') => numbers.push(letter.to_string()),
            (_, Some(last)) => last.push(letter),
        }
    }
    numbers.iter().filter(|number| !number.is_empty()).map(|number| number.parse().unwrap()).collect()
}

#[test]
fn every_example_is_a_figure_in_both_themes() {
    for example in examples::all() {
        let figure = Figure::of(example);
        for dark_mode in [false, true] {
            let scene = figure.on(&Sheet { dark_mode, ..Sheet::default() });
            let text = svg(&scene);
            parsed(&text);
            usvg::Tree::from_str(&text, &usvg::Options::default())
                .unwrap_or_else(|error| panic!("{}: {error}", example.name));
            let drawn: usize = arrow_paths(&text).iter().map(|(_, pieces)| pieces.len()).sum();
            assert_eq!(drawn, scene.drawn.arrows, "{}", example.name);
            assert_eq!(scene.drawn.hidden, 0, "{}: the figure is large enough for all", example.name);
        }
    }
}

#[test]
fn an_arrow_takes_less_than_75_bytes() {
    for figure in [bowl(), Figure::of(example("Rosenbrock"))] {
        let text = svg(&figure.scene());
        let document = parsed(&text);
        let groups = document.descendants().filter(|node| {
            node.has_tag_name("g")
                && node.attribute("paint-order").is_some()
                && node.ancestors().any(|n| n.has_attribute("clip-path"))
        });
        let bytes: usize = groups.map(|group| group.range().len()).sum();
        let arrows = figure.scene().drawn.arrows;
        assert!(bytes < 75 * arrows, "{bytes} bytes for {arrows} arrows: {}", bytes as f64 / arrows as f64);
    }
}

/// matplotlib's arrows of the article: with a cell d, 16 of which are the axes' width, the shaft is 0.06 d wide and the arrow
/// d / 1.8 long; the outline in shaft widths is as in its `quiver.py`.
#[test]
fn the_arrows_of_the_bowl_are_matplotlibs() {
    let figure = bowl();
    let scene = figure.scene();
    let paths = arrow_paths(&svg(&scene));
    let pieces: Vec<&Vec<[f64; 2]>> = paths.iter().flat_map(|(_, pieces)| pieces).collect();
    // The node at 0, 0 has no arrow. All others have theirs begin there: between the last corner and the first.
    assert_eq!(pieces.len(), 255);
    let tail = |piece: &[[f64; 2]]| [0, 1].map(|axis| f64::midpoint(piece[0][axis], piece[6][axis]));
    let extreme = |axis: usize, pick: fn(f64, f64) -> f64| {
        pieces.iter().map(|piece| tail(piece)[axis]).reduce(pick).unwrap()
    };
    let (left, right) = (extreme(0, f64::min), extreme(0, f64::max));
    let (top, bottom) = (extreme(1, f64::min), extreme(1, f64::max));
    let cell = (right - left) / 15.0;
    // Equal aspect.
    assert!((cell - (bottom - top) / 15.0).abs() < 0.01, "{cell}");
    let (shaft, length) = (0.06 * cell, cell / 1.8);
    for piece in &pieces {
        let [x, y] = tail(piece);
        // The column and row of -2, -1.75, ...
        let node = [(x - left) / cell, (bottom - y) / cell].map(|place| -2.0 + 0.25 * place.round());
        let norm = node[0].hypot(node[1]);
        // Towards the middle; y is down.
        let [dx, dy] = [-node[0] / norm, node[1] / norm];
        let long = length / shaft;
        let expected = [
            (0.0, 0.5),
            (long - 4.5, 0.5),
            (long - 5.0, 1.5),
            (long, 0.0),
            (long - 5.0, -1.5),
            (long - 4.5, -0.5),
            (0.0, -0.5),
        ];
        let place = |value: f64, from: f64| from + (value + 2.0) / 0.25 * cell;
        let origin = [place(node[0], left), bottom - (node[1] + 2.0) / 0.25 * cell];
        for (corner, (along, aside)) in piece.iter().zip(expected) {
            let expected = [
                origin[0] + shaft * (along * dx - aside * dy),
                origin[1] + shaft * (along * dy + aside * dx),
            ];
            // A hundredth of a point, of the corner and of the ends that the cell is measured from.
            let off = (corner[0] - expected[0]).hypot(corner[1] - expected[1]);
            assert!(off < 0.02, "at {node:?}: {corner:?} rather than {expected:?}");
        }
    }
}

#[test]
fn the_colours_of_arrows_are_those_of_the_colour_map() {
    let figure = bowl();
    let colors = figure.settings.arrows.colors(Some(figure.content.field.norm_range.unwrap())).unwrap();
    let scene = figure.scene();
    let mut expected: Vec<String> = (0..figure.content.field.len())
        .map(|index| figure.content.field.norm[index])
        .filter(|norm| *norm > 1e-9)
        .map(|norm| {
            let [r, g, b] = colors.color(norm);
            format!("#{r:02x}{g:02x}{b:02x}")
        })
        .collect();
    let paths = arrow_paths(&svg(&scene));
    let mut found: Vec<String> =
        paths.iter().flat_map(|(color, pieces)| vec![color.clone(); pieces.len()]).collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    // One path a colour, so that a figure can be edited by colour.
    let distinct: std::collections::BTreeSet<_> = paths.iter().map(|(color, _)| color).collect();
    assert_eq!(distinct.len(), paths.len());
}

#[test]
fn what_is_written_is_text_whatever_it_says() {
    let hostile = [
        "x0 < 1 && x1 > 2",
        "</text></svg><script>alert(1)</script>",
        "\"quotes\" and 'others' ]]> <![CDATA[",
        "&lt; &amp;amp; &#0; &bogus;",
        "\u{3b1}\u{b7}x\u{2080}\u{b2} + \u{3c0}\u{221a}x\u{2081} \u{1f600} \u{4e2d}",
        "--> <!-- <?xml ?>",
    ];
    for text in hostile {
        let scene = written(text);
        let svg = svg(&scene);
        let document = parsed(&svg);
        let found: Vec<_> = document.descendants().filter(|node| node.has_tag_name("text")).collect();
        assert_eq!(found.len(), 1, "{svg}");
        assert_eq!(found[0].text(), Some(text));
        let title = document.descendants().find(|node| node.has_tag_name("title")).unwrap();
        assert_eq!(title.text(), Some(text));
        let elements: Vec<_> =
            document.descendants().filter(roxmltree::Node::is_element).map(|n| n.tag_name().name()).collect();
        assert!(
            elements.iter().all(|name| ["svg", "title", "style", "rect", "text"].contains(name)),
            "{elements:?}"
        );
    }
    // What XML cannot have at all is replaced.
    let svg = svg(&written("a\u{0}b\u{1b}c\u{ffff}d\ne"));
    let document = parsed(&svg);
    let found = document.descendants().find(|node| node.has_tag_name("text")).unwrap();
    assert_eq!(found.text(), Some("a\u{fffd}b\u{fffd}c\u{fffd}d e"));
}

/// A scene of one text.
fn written(text: &str) -> Scene {
    let label = Text {
        text: text.to_owned(),
        font: Font::Monospace,
        size: 12.0,
        color: Rgba::BLACK,
        position: [10.0, 50.0],
        align: Align::Start,
        angle: 0.0,
        halo: None,
    };
    Scene {
        size: [400.0, 100.0],
        background: Rgba::WHITE,
        title: text.to_owned(),
        shapes: vec![Shape::Text(label)],
        drawn: Drawn::default(),
    }
}

#[test]
fn an_expression_stands_in_the_title_as_it_was_typed() {
    let table = [
        (seed("(x0<1)*x0^2 + x1^2", [-2.0, 2.0], 0.5), "f(x0, x1) = (x0<1)*x0^2 + x1^2"),
        (seed("\u{3c0}*x0^2+x1\u{b2}", [-2.0, 2.0], 0.5), "f(x0, x1) = \u{3c0}*x0^2+x1\u{b2}"),
        (seed("x0**2\n + x1**2", [-2.0, 2.0], 0.5), "f(x0, x1) = x0**2 + x1**2"),
    ];
    for (seed, expected) in table {
        let scene = Figure::new(seed, |_| ()).scene();
        let svg = svg(&scene);
        let document = parsed(&svg);
        let texts: Vec<_> = document
            .descendants()
            .filter_map(|node| node.text().filter(|_| node.has_tag_name("text")))
            .collect();
        assert!(texts.contains(&expected), "{texts:?}");
    }
}

#[test]
fn a_long_expression_is_cut_within_the_sheet() {
    let long = (0..60).map(|i| format!("x0^{i}/{}", i + 1)).collect::<Vec<_>>().join(" + ");
    let scene = Figure::new(seed(&long, [-1.0, 1.0], 0.5), |_| ()).scene();
    let title = super::texts(&scene.shapes).into_iter().find(|text| text.text.starts_with("f(x0")).unwrap();
    assert!(title.text.ends_with('\u{2026}'), "{}", title.text);
    // Hack's letters are 0.602 of their size wide, all of them.
    let width = 0.602 * title.size * title.text.chars().count() as f64;
    assert!(title.position[0] + width <= scene.size[0], "{width}");
    assert!(width > 0.8 * scene.size[0], "as much as there is room for: {width}");
}

/// The letters that are written are in the file, and with them nothing like the whole font.
#[test]
fn the_letters_that_are_needed_come_with_the_file() {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let text = svg(&bowl().scene());
    let document = parsed(&text);
    let style = document.descendants().find(|node| node.has_tag_name("style")).unwrap().text().unwrap();
    let faces: Vec<&str> = style.split("@font-face").skip(1).collect();
    assert_eq!(faces.len(), 2);
    for (face, family) in faces.iter().zip(["Ubuntu", "Hack"]) {
        assert!(face.contains(&format!("font-family:{family};")), "{face}");
        let data = face.split("base64,").nth(1).unwrap().split(')').next().unwrap();
        let file = STANDARD.decode(data).unwrap();
        assert!(file.len() < 20_000, "{family}: {} bytes", file.len());
        let mut fonts = usvg::fontdb::Database::new();
        fonts.load_font_data(file);
        assert_eq!(fonts.len(), 1, "{family} is a font");
    }
}

#[test]
fn numbers_do_not_run_away() {
    // A view in which the grid is far out of sight, and one so small that a cell is beyond all bounds.
    for view in [[[1e6, 1e6 + 1.0], [0.0, 1.0]], [[0.1, 0.1 + 1e-12], [0.1, 0.1 + 1e-12]]] {
        let mut figure = bowl();
        figure.settings.heat_map.show = true;
        let text = svg(&figure.on(&Sheet { view: Some(view), ..Sheet::default() }));
        parsed(&text);
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
}

#[test]
fn corners_of_arrows_are_closed_lines() {
    let scene = bowl().scene();
    let paths = arrows(&scene);
    assert!(
        contours(&paths)
            .iter()
            .all(|contour| matches!(contour, Contour::Closed(corners) if corners.len() == 7))
    );
    assert!(!canvas(&scene).is_empty());
}
