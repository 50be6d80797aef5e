//! What else is drawn: each when it is asked for, and only then.

use gradfield::analysis::CriticalKind;
use gradfield::colormap::Scale;
use gradfield::export::figure::shapes::{Contour, Image, Shape};
use gradfield::export::figure::{Scene, Sheet, svg};
use gradfield::figure::Rgba;
use gradfield::figure::palette::{LineKind, critical_color, layer_color};
use gradfield::settings::{Length, Quantity, Settings};

use super::{Figure, arrows, bowl, canvas, contours, example, seed, words};

/// Whether anything on the canvas is filled or drawn in a colour.
fn has_color(scene: &Scene, color: Rgba) -> bool {
    canvas(scene).iter().any(|shape| match shape {
        Shape::Path(path) => {
            path.fill == Some(color) || path.stroke.is_some_and(|stroke| stroke.color == color)
        }
        _ => false,
    })
}

fn heat_map(scene: &Scene) -> Option<&Image> {
    canvas(scene).iter().find_map(|shape| match shape {
        Shape::Image(image) => Some(image),
        _ => None,
    })
}

type Change = fn(&mut Settings);

#[test]
fn each_layer_is_drawn_and_explained_when_it_is_asked_for() {
    let table: [(&str, Change, &[&str]); 8] = [
        ("contours", |s| s.layers.contours.show = true, &["contours"]),
        ("streamlines", |s| s.layers.streamlines.show = true, &["streamlines"]),
        ("critical points", |s| s.layers.critical_points = true, &["minimum", "maximum", "saddle"]),
        ("ghosts", |s| s.arrows.ghosts = true, &["exact"]),
        ("descents", |s| s.descent.show = true, &["SGD", "Momentum", "Adam", "exact twin"]),
        ("heat map", |s| s.heat_map.show = true, &["heat map", "arrows", "f"]),
        ("digits", |s| s.arrows.color_by = Quantity::Digits, &["correct digits"]),
        ("angle", |s| s.arrows.color_by = Quantity::AngleError, &["angle error (deg)"]),
    ];
    let example = example("Himmelblau");
    let plain = Figure::of(example).scene();
    for (name, change, expected) in table {
        let figure = Figure::new(example.seed(), |settings| {
            *settings = settings.showing(example);
            change(settings);
        });
        for dark_mode in [false, true] {
            let scene = figure.on(&Sheet { dark_mode, ..Sheet::default() });
            for word in expected {
                assert!(words(&scene).contains(word), "{name}: {word} in {:?}", words(&scene));
                assert!(!words(&plain).contains(word), "{name}: {word} without it");
            }
            // All of it is there in the file as well.
            resvg::usvg::Tree::from_str(&svg(&scene), &resvg::usvg::Options::default()).unwrap();
        }
    }
}

#[test]
fn lines_and_marks_have_their_colours() {
    let figure = Figure::new(example("Himmelblau").seed(), |settings| {
        settings.layers.contours.show = true;
        settings.layers.streamlines.show = true;
        settings.layers.critical_points = true;
    });
    for dark_mode in [false, true] {
        let scene = figure.on(&Sheet { dark_mode, ..Sheet::default() });
        let layers = figure.settings.layers;
        assert!(has_color(&scene, layer_color(LineKind::Contours, dark_mode).faded(layers.contours.opacity)));
        assert!(has_color(
            &scene,
            layer_color(LineKind::Streamlines, dark_mode).faded(layers.streamlines.opacity)
        ));
        for kind in [CriticalKind::Minimum, CriticalKind::Maximum, CriticalKind::Saddle] {
            assert!(has_color(&scene, critical_color(kind, dark_mode)), "{kind:?}");
        }
        assert!(!has_color(&scene, critical_color(CriticalKind::Degenerate, dark_mode)));
    }
}

#[test]
fn a_field_without_arrows_shows_its_marks_and_says_why() {
    let figure = Figure::of(example("Bowl, h too small"));
    let scene = figure.scene();
    assert_eq!((scene.drawn.arrows, scene.drawn.marks), (0, 256));
    let outlines = canvas(&scene).iter().filter_map(|shape| match shape {
        Shape::Path(path) => path.fill.map(|_| path.contours.len()),
        _ => None,
    });
    // Each mark is hollow: its outside and its hole.
    assert_eq!(outlines.sum::<usize>(), 2 * 256);
    let said = words(&scene).join(" ");
    assert!(said.contains("No arrow is left: h = 1e-49 is too small"), "{said}");
    assert!(said.contains("absorbed"), "{said}");
}

#[test]
fn the_heat_map_has_the_colours_of_its_nodes() {
    for (quantity, scale) in [
        (Quantity::Function, Scale::Linear),
        (Quantity::GradientNorm, Scale::Logarithmic),
        (Quantity::Direction, Scale::Linear),
        (Quantity::Digits, Scale::Linear),
    ] {
        let figure = Figure::new(seed("x0^2 + x1^2 + x0*x1", [-2.0, 2.0], 0.25), |settings| {
            settings.heat_map.show = true;
            settings.heat_map.quantity = quantity;
            settings.heat_map.color_scale = scale;
        });
        let scene = figure.scene();
        let Image { size: [columns, rows], colors, .. } = heat_map(&scene).unwrap();
        // A whole number of texels a node.
        assert_eq!((columns % 16, rows % 16), (0, 0));
        let source =
            gradfield::heat_map::Source::new(&figure.content.field, figure.content.census.as_deref());
        let order = figure.settings.heat_map.order(None).unwrap();
        let known = order.colors(source).unwrap();
        let map = figure.settings.heat_map.map(quantity);
        let values = quantity.values(source).unwrap();
        for node in 0..256 {
            let [column, row] = [node % 16, node / 16];
            let texel = [column * columns / 16, (15 - row) * rows / 16];
            let color = colors[texel[1] * columns + texel[0]];
            let value = values.at(node);
            let expected = if value.is_nan() || known.position(value).is_nan() { 0 } else { 255 };
            assert_eq!(color.to_array()[3], expected, "{quantity:?} at {node}");
            if expected > 0 {
                let [r, g, b] = map.color(known.position(value));
                let [red, green, blue, _] = color.to_array();
                // Directions are means of unit vectors, also of one: an entry of the map may be the next.
                let off = [(r, red), (g, green), (b, blue)].map(|(a, b)| a.abs_diff(b)).into_iter().max();
                let most = if quantity == Quantity::Direction { 8 } else { 0 };
                assert!(off <= Some(most), "{quantity:?} at {node}: {color:?}");
            }
        }
    }
}

#[test]
fn where_f_is_not_defined_there_is_no_colour_and_a_mark() {
    let figure =
        Figure::new(seed("sqrt(x0) + x1", [-2.0, 2.0], 0.5), |settings| settings.heat_map.show = true);
    let scene = figure.scene();
    let image = heat_map(&scene).unwrap();
    let clear = image.colors.iter().filter(|color| color.to_array()[3] == 0).count();
    // Four of eight columns are left of 0.
    assert_eq!(2 * clear, image.colors.len());
    assert_eq!(scene.drawn.marks, figure.content.field.tally.not_finite);
    assert!(words(&scene).contains(&"undefined"));
}

#[test]
fn many_nodes_become_means_and_arrows_are_thinned() {
    let figure =
        Figure::new(seed("x0^2 + x1^2", [-2.0, 2.0], 0.004), |settings| settings.heat_map.show = true);
    assert_eq!(figure.content.field.len(), 1_000_000);
    let scene = figure.on(&Sheet { size: [400.0, 300.0], ..Sheet::default() });
    let image = heat_map(&scene).unwrap();
    // The means of three nodes each way: the canvas is less than 167 points wide, of two texels each at least.
    assert_eq!(image.size, [334, 334]);
    let figure_colors = figure.settings.heat_map.order(None).unwrap().colors(&figure.content.field).unwrap();
    let place = |node: usize| figure_colors.position(figure.content.field.f[node]);
    let nodes = (0..3).flat_map(|row| (0..3).map(move |column| 1000 * row + column));
    let mean = nodes.map(place).sum::<f64>() / 9.0;
    let [r, g, b] = figure.settings.heat_map.map(Quantity::Function).color(mean);
    assert_eq!(image.colors[333 * 334], Rgba::rgb(r, g, b), "the left lower one");
    // At most one in 10 points each way.
    assert!((100..25 * 25).contains(&scene.drawn.arrows), "{:?}", scene.drawn);
    assert_eq!(scene.drawn.arrows + scene.drawn.marks + scene.drawn.hidden, 1_000_000);
    assert!(svg(&scene).len() < 1_000_000);
}

/// A side has at most 4096 texels: 8 of each node as long as that is enough, then fewer.
#[test]
fn a_heat_map_has_no_more_texels_than_it_needs() {
    let table = [
        // The canvas of the largest sheet is 16000 points wide, which would be 32000 texels.
        (0.25, [16, 16], [128, 128]),
        (0.01, [400, 400], [3200, 3200]),
        (0.008, [500, 500], [4000, 4000]),
        (0.007, [572, 572], [4004, 4004]),
        (0.004, [1000, 1000], [4000, 4000]),
    ];
    for (step, nodes, texels) in table {
        let figure =
            Figure::new(seed("x0 + x1", [-2.0, 2.0], step), |settings| settings.heat_map.show = true);
        let grid = &figure.content.field.grid;
        assert_eq!([grid.columns(), grid.rows()], nodes);
        let scene = figure.on(&Sheet { size: [16_384.0; 2], ..Sheet::default() });
        let image = heat_map(&scene).unwrap();
        assert_eq!(image.size, texels);
        assert_eq!(image.colors.len(), texels[0] * texels[1]);
    }
    // More nodes than that along one axis share texels: here three, of which the last has one.
    let mut seed = seed("x0 + x1", [0.0, 10_000.0], 1.0);
    (seed.grid.axes[1].max, seed.grid.axes[1].step) = (1.0, 0.5);
    let figure = Figure::new(seed, |settings| settings.heat_map.show = true);
    let scene = figure.on(&Sheet { size: [16_384.0; 2], ..Sheet::default() });
    let image = heat_map(&scene).unwrap();
    assert_eq!(image.size[0], 3334);
    // The picture is wider by the two cells that are not there.
    let cells = image.rect.size()[0] / 3334.0;
    let Some(Shape::Clipped(frame, _)) =
        scene.shapes.iter().find(|shape| matches!(shape, Shape::Clipped(..)))
    else {
        panic!("a figure has a canvas")
    };
    // The sheet shows 4 % on each side of what reaches from half a step before 0 to the end of the range.
    assert!((cells * 10_000.5 / 3.0 * 1.08 / frame.size()[0] - 1.0).abs() < 1e-9, "{cells}");
}

/// So near that a cell is larger than any number of a file: the border of two stands where it is.
#[test]
fn a_border_of_two_cells_stands_where_it_is_at_any_zoom() {
    let figure = Figure::new(seed("x0 + 3*x1", [-2.0, 2.0], 0.25), |settings| settings.heat_map.show = true);
    // Between the nodes 0.25 and 0.5 of both axes, at 30 % of the view's width and 60 % of its height.
    for size in [1.0, 1e-3, 1e-6, 1e-9, 1e-12] {
        let view = [[0.375 - 0.3 * size, 0.375 + 0.7 * size], [0.375 - 0.6 * size, 0.375 + 0.4 * size]];
        let scene = figure.on(&Sheet { view: Some(view), ..Sheet::default() });
        let image = heat_map(&scene).unwrap();
        let Some(Shape::Clipped(frame, _)) =
            scene.shapes.iter().find(|shape| matches!(shape, Shape::Clipped(..)))
        else {
            panic!("a figure has a canvas")
        };
        // Within what a file has digits for.
        assert!(
            (0..2).all(|axis| image.rect.size()[axis] <= 3.0 * frame.size()[axis]),
            "{size}: {:?}",
            image.rect
        );
        let border = [frame.min[0] + 0.3 * frame.size()[0], frame.min[1] + 0.4 * frame.size()[1]];
        let color = |x: f64, y: f64| {
            let texel = [(x, 0), (y, 1)].map(|(place, axis)| {
                let share = (place - image.rect.min[axis]) / image.rect.size()[axis];
                assert!((0.0..1.0).contains(&share), "{size}: {share} of the picture");
                (0..image.size[axis]).rfind(|&i| i as f64 <= share * image.size[axis] as f64).unwrap()
            });
            image.colors[texel[1] * image.size[0] + texel[0]]
        };
        // A texel is half a point; the rounding of x + half a step is 1e-16 of a view of 1e-12, of 800 points.
        let off = 1.0;
        let around = [[-off, -off], [off, -off], [-off, off], [off, off]]
            .map(|[x, y]| color(border[0] + x, border[1] + y));
        for (i, a) in around.iter().enumerate() {
            assert!(around[..i].iter().all(|b| a != b), "{size}: {around:?}");
        }
        if size < 0.1 {
            let corners = [frame.min, frame.max].map(|[x, y]| {
                [
                    x.clamp(frame.min[0] + 1.0, frame.max[0] - 1.0),
                    y.clamp(frame.min[1] + 1.0, frame.max[1] - 1.0),
                ]
            });
            assert_eq!(
                [color(corners[0][0], corners[0][1]), color(corners[1][0], corners[1][1])],
                [around[0], around[3]]
            );
        }
    }
}

#[test]
fn lengths_by_norm_are_drawn_down_to_dots() {
    let figure = Figure::new(seed("x0^2 + x1^2", [-2.0, 2.0], 0.25), |settings| {
        settings.arrows.length = Length::Magnitude;
    });
    let scene = figure.scene();
    assert_eq!(contours(&arrows(&scene)).len(), 255);
    let span = |contour: &&Contour| {
        let Contour::Closed(corners) = contour else { return 0.0 };
        let xs = corners.iter().flat_map(|a| corners.iter().map(|b| (a[0] - b[0]).hypot(a[1] - b[1])));
        xs.fold(0.0, f64::max)
    };
    let all = contours(&arrows(&scene));
    let (least, most) = all.iter().map(span).fold((f64::INFINITY, 0.0_f64), |(a, b), s| (a.min(s), b.max(s)));
    // From |g| = 0.5 to 5.66, and an arrow has half its length in the width of its head when it is small.
    assert!(most / least > 8.0, "{least} to {most}");
}

#[test]
fn a_single_row_or_column_is_drawn() {
    for [x0, x1] in [[[-2.0, 2.0], [0.0, 0.25]], [[0.0, 0.25], [-2.0, 2.0]], [[0.0, 0.25], [0.0, 0.25]]] {
        let mut seed = seed("x0^2 + x1^2 + x0", [-2.0, 2.0], 0.25);
        for (axis, [min, max]) in seed.grid.axes.iter_mut().zip([x0, x1]) {
            (axis.min, axis.max) = (min, max);
        }
        let figure = Figure::new(seed, |settings| {
            settings.heat_map.show = true;
            settings.layers.contours.show = true;
            settings.layers.streamlines.show = true;
        });
        let scene = figure.scene();
        assert_eq!(scene.drawn.arrows + scene.drawn.marks, figure.content.field.len());
        resvg::usvg::Tree::from_str(&svg(&scene), &resvg::usvg::Options::default()).unwrap();
    }
}

#[test]
fn a_field_of_one_direction_has_a_bar_of_one_number() {
    let scene = Figure::new(seed("3*x0", [-2.0, 2.0], 0.5), |_| ()).scene();
    assert!(words(&scene).contains(&"3"), "{:?}", words(&scene));
    assert_eq!(contours(&arrows(&bowl().scene())).len(), 255);
}

#[test]
fn levels_stand_apart_on_their_lines() {
    let figure = Figure::new(example("Himmelblau").seed(), |settings| settings.layers.contours.show = true);
    let scene = figure.scene();
    let levels = super::texts(canvas(&scene));
    let known: Vec<String> = figure
        .content
        .contours
        .as_ref()
        .unwrap()
        .levels()
        .iter()
        .map(gradfield::analysis::Contour::text)
        .collect();
    assert!(levels.len() > 5, "{levels:?}");
    for (i, level) in levels.iter().enumerate() {
        assert!(known.contains(&level.text), "{}", level.text);
        // To be read from left to right.
        assert!(level.angle.abs() <= 90.0, "{level:?}");
        for other in &levels[..i] {
            let [dx, dy] = [0, 1].map(|axis| level.position[axis] - other.position[axis]);
            assert!(dx.hypot(dy) > level.size, "{level:?} and {other:?}");
        }
    }
}
