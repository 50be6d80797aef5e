//! A figure of what the canvas shows.

use std::sync::Arc;

use egui_kittest::Harness;
use gradfield::analysis::LevelSpacing;
use gradfield::export::figure::shapes::{Contour, Rect, Shape};
use gradfield::export::figure::{Scene, compose};
use gradfield::gui::app::App;
use gradfield::gui::plot::arrows::{Instance, Kind};
use gradfield::gui::settings::{Quantity, Settings};

use crate::window::window_on;

fn scene_of(app: &App, dark_mode: bool) -> Scene {
    let (content, settings, sheet) = app.figure_of_canvas(dark_mode).expect("there is a field");
    compose(&content, &settings, &sheet)
}

fn canvas(scene: &Scene) -> (Rect, &[Shape]) {
    let found = scene.shapes.iter().find_map(|shape| match shape {
        Shape::Clipped(rect, shapes) => Some((*rect, shapes.as_slice())),
        _ => None,
    });
    found.expect("a figure has a canvas")
}

/// The colour of every arrow and the middle of its tail, in shares of the canvas' width and height.
fn arrows(scene: &Scene) -> Vec<([u8; 3], [f64; 2])> {
    let (frame, shapes) = canvas(scene);
    let haloed = shapes.iter().filter_map(|shape| match shape {
        Shape::Haloed(_, paths) => Some(paths),
        _ => None,
    });
    let share = |corners: &[[f64; 2]]| {
        [0, 1].map(|axis| {
            (f64::midpoint(corners[0][axis], corners[6][axis]) - frame.min[axis]) / frame.size()[axis]
        })
    };
    let arrow = |color: [u8; 4], contour: &Contour| match contour {
        Contour::Closed(corners) => ([color[0], color[1], color[2]], share(corners)),
        _ => panic!("{contour:?}"),
    };
    haloed
        .flatten()
        .flat_map(|path| {
            path.contours
                .iter()
                .map(move |contour| arrow(path.fill.expect("an arrow is filled").to_array(), contour))
        })
        .collect()
}

/// The same as the window draws them.
fn drawn(app: &App) -> Vec<([u8; 3], [f64; 2])> {
    let frame = app.canvas().transform().expect("a frame was drawn").frame().size();
    let share = |arrow: &Instance| {
        let [x, y] = arrow.position;
        [f64::from(x / frame.x), f64::from(y / frame.y)]
    };
    let built = app.canvas().built().expect("a frame was drawn");
    let arrows = built.instances.iter().filter(|instance| instance.kind == Kind::Arrow as u32);
    arrows.map(|arrow| ([arrow.color[0], arrow.color[1], arrow.color[2]], share(arrow))).collect()
}

fn same(harness: &Harness<'_, App>) {
    let app = harness.state();
    let scene = scene_of(app, true);
    assert_eq!(scene.drawn, app.canvas().drawn());
    let (mut of_file, mut of_window) = (arrows(&scene), drawn(app));
    // By places in 125ths of the canvas, of which neighbours are more than one apart, and rounding is much less.
    let place = |arrow: &([u8; 3], [f64; 2]), axis: usize| (125.0 * arrow.1[axis]).round();
    let order = |a: &([u8; 3], [f64; 2]), b: &([u8; 3], [f64; 2])| {
        place(a, 0).total_cmp(&place(b, 0)).then(place(a, 1).total_cmp(&place(b, 1)))
    };
    of_file.sort_by(order);
    of_window.sort_by(order);
    assert_eq!(of_file.len(), of_window.len());
    for (file, window) in of_file.iter().zip(&of_window) {
        assert_eq!(file.0, window.0, "the colour at {:?}", window.1);
        for axis in 0..2 {
            // Of the canvas' `f32`.
            assert!((file.1[axis] - window.1[axis]).abs() < 1e-4, "{:?} and {:?}", file.1, window.1);
        }
    }
}

#[test]
fn a_figure_has_the_arrows_of_the_canvas_where_they_are() {
    same(&window_on(Settings::default()));
    let mut settings = Settings { expression: "sin(3*x0) * x1".to_owned(), ..Settings::default() };
    settings.grid.x1 = [-1.0, 1.0];
    settings.grid.linked = false;
    settings.arrows.color_by = Quantity::Digits;
    settings.heat_map.show = true;
    settings.difference.h = 1e-9;
    same(&window_on(settings.clone()));
    settings.grid.equal_aspect = false;
    settings.arrows.lock_limits = true;
    same(&window_on(settings));
}

#[test]
fn a_figure_has_the_layers_of_the_canvas() {
    let mut settings = Settings { expression: "x0^3 - 3*x0 + x1^2".to_owned(), ..Settings::default() };
    settings.layers.contours.show = true;
    settings.layers.contours.spacing = LevelSpacing::Quantile;
    settings.layers.streamlines.show = true;
    settings.layers.critical_points = true;
    settings.descent.show = true;
    settings.arrows.ghosts = true;
    let harness = window_on(settings);
    let app = harness.state();
    let (content, ..) = app.figure_of_canvas(false).unwrap();
    assert!(Arc::ptr_eq(content.contours.as_ref().unwrap(), app.contours().unwrap()));
    assert!(Arc::ptr_eq(content.streamlines.as_ref().unwrap(), app.streamlines().unwrap()));
    assert!(Arc::ptr_eq(content.critical_points.as_ref().unwrap(), app.critical_points().unwrap()));
    assert_eq!(content.descents.as_slice(), app.descents());
    assert_eq!(content.ghosts.len(), 1);
}
