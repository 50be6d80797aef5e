//! Contour lines, streamlines and critical points on the canvas.

use eframe::egui::accesskit::Role;
use eframe::egui::emath::Rot2;
use eframe::egui::epaint::TextShape;
use eframe::egui::{Pos2, Rect, Shape};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use gradfield::analysis::{CriticalKind, Heading, LevelSpacing};
use gradfield::gui::app::App;
use gradfield::gui::settings::{Direction, GridSettings, Settings};

use crate::window::{settle, shows, step_until, window_of, window_on};

/// Every layer of a function on [-5, 5) in both directions.
fn all_of(text: &str) -> Settings {
    let mut settings = Settings {
        expression: text.to_owned(),
        grid: GridSettings { x0: [-5.0, 5.0], x1: [-5.0, 5.0], step: 0.25, ..GridSettings::default() },
        ..Settings::default()
    };
    settings.layers.contours.show = true;
    settings.layers.streamlines.show = true;
    settings.layers.critical_points = true;
    settings
}

const HIMMELBLAU: &str = "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2";

#[test]
fn nothing_is_made_until_it_is_wanted() {
    let harness = window_on(Settings::default());
    let app = harness.state();
    assert!(app.contours().is_none() && app.streamlines().is_none() && app.critical_points().is_none());
}

#[test]
fn each_layer_comes_and_stands_in_the_legend() {
    let mut harness = window_on(all_of(HIMMELBLAU));
    let app = harness.state();
    let points = app.critical_points().expect("critical points");
    assert_eq!(points.count(CriticalKind::Minimum), 4);
    assert_eq!(points.count(CriticalKind::Saddle), 4);
    assert_eq!(points.count(CriticalKind::Maximum), 1);
    assert!((8..=20).contains(&app.contours().expect("contours").levels().len()));
    assert!(app.streamlines().expect("streamlines").lines().len() > 20);
    for row in ["contours", "streamlines", "minimum: 4", "maximum: 1", "saddle: 4"] {
        assert!(harness.query_by_role_and_label(Role::Label, row).is_some(), "{row}");
    }
    // They go as they came.
    harness.state_mut().settings_mut().layers = Settings::default().layers;
    settle(&mut harness);
    let app = harness.state();
    assert!(app.contours().is_none() && app.streamlines().is_none() && app.critical_points().is_none());
    assert!(!shows(&harness, "minimum: 4"));
}

#[test]
fn a_point_of_the_list_is_looked_at() {
    let mut harness = Harness::builder()
        .with_size([1280.0, 1900.0])
        .build_eframe(|creation| App::new(creation, all_of(HIMMELBLAU)).expect("a thread for the worker"));
    settle(&mut harness);
    assert!(shows(&harness, "4 minima, 1 maximum and 4 saddles"));
    harness.get_by_label("minimum (3, 2): f = 0").click();
    settle(&mut harness);
    let probe = harness.state().settings().lab.probe;
    assert!((probe[0] - 3.0).abs() < 1e-12 && (probe[1] - 2.0).abs() < 1e-12, "{probe:?}");
}

/// What has been computed for one h is not computed for the next.
#[test]
fn another_h_changes_the_streamlines_alone() {
    let mut harness = window_on(all_of(HIMMELBLAU));
    let (points, contours) = {
        let app = harness.state();
        (app.critical_points().expect("points").clone(), app.contours().expect("contours").clone())
    };
    harness.state_mut().settings_mut().difference.h = 10e-50;
    settle(&mut harness);
    let app = harness.state();
    assert!(std::sync::Arc::ptr_eq(&points, app.critical_points().expect("points")));
    assert_eq!(contours.levels(), app.contours().expect("contours").levels());
    assert!(app.streamlines().expect("an answer").lines().is_empty());
}

#[test]
fn what_cannot_be_drawn_is_said() {
    for (text, said) in [
        ("3", vec!["No contour lines: f is 3 wherever it is defined.", "No streamlines:", "f is flat here"]),
        (
            "sqrt(-1 - x0^2)",
            vec![
                "No contour lines: f is not a finite number",
                "No streamlines:",
                "f has no gradient at any node here",
            ],
        ),
    ] {
        let harness = Harness::builder()
            .with_size([1280.0, 1900.0])
            .build_eframe(|creation| App::new(creation, all_of(text)).expect("a thread for the worker"));
        let mut harness = harness;
        settle(&mut harness);
        for said in said {
            assert!(shows(&harness, said), "{text}: {said}");
        }
    }
}

/// The switches of the panel reach what is computed.
#[test]
fn the_settings_reach_the_lines() {
    let mut settings = all_of("x0^2 + x1^2");
    settings.layers.contours.spacing = LevelSpacing::Logarithmic;
    settings.layers.contours.count = 6;
    let mut harness = window_on(settings);
    let few = harness.state().contours().expect("contours").levels().len();
    let sparse = harness.state().streamlines().expect("lines").lines().len();
    let layers = &mut harness.state_mut().settings_mut().layers;
    layers.contours.count = 30;
    layers.streamlines.across = 48;
    settle(&mut harness);
    assert!(harness.state().contours().expect("contours").levels().len() > few);
    assert!(harness.state().streamlines().expect("lines").lines().len() > sparse);
    // Streamlines go where the arrows go.
    let ends = |harness: &Harness<'_, App>| {
        let lines = harness.state().streamlines().expect("lines").lines();
        let rises = |line: &[[f64; 2]]| {
            let [a, b] = [line[0], line[line.len() - 1]].map(|[x, y]| x * x + y * y);
            b > a
        };
        lines.iter().filter(|line| rises(&line.line.points)).count() as f64 / lines.len() as f64
    };
    assert!(ends(&harness) < 0.05, "{:?}", Heading::Descent);
    harness.state_mut().settings_mut().arrows.direction = Direction::Ascent;
    settle(&mut harness);
    assert!(ends(&harness) > 0.95, "{:?}", Heading::Ascent);
}

/// The labels of the contour lines as they are on the screen.
fn labels(harness: &Harness<'_, App>) -> Vec<Rect> {
    let contours = harness.state().contours().expect("contours");
    let levels: Vec<String> = contours.levels().iter().map(gradfield::analysis::Contour::text).collect();
    let frame = *harness.state().canvas().transform().expect("a canvas").frame();
    let shapes = harness.output().shapes.iter().map(|clipped| &clipped.shape);
    let texts = shapes.filter_map(|shape| if let Shape::Text(text) = shape { Some(text) } else { None });
    // Their outlines have a colour of their own, numbers at the axes are not within the plot.
    texts
        .filter(|text| {
            text.override_text_color.is_none() && levels.iter().any(|level| *level == text.galley.text())
        })
        .map(|text| Rect::from_center_size(center(text), text.galley.size()))
        .filter(|rect| frame.contains_rect(*rect))
        .collect()
}

fn center(text: &TextShape) -> Pos2 {
    text.pos + Rot2::from_angle(text.angle) * (text.galley.size() / 2.0)
}

/// What the legend has no room for is a last row that says it when it is pointed at.
#[test]
fn a_small_window_has_a_legend_of_everything() {
    let mut settings = all_of(HIMMELBLAU);
    settings.arrows.ghosts = true;
    settings.descent.show = true;
    let mut harness = window_of([900.0, 600.0], settings);
    let frame = *harness.state().canvas().transform().expect("a canvas").frame();
    let labels = |harness: &Harness<'_, App>| {
        let labels = harness.query_all_by_role(Role::Label).filter(|node| frame.contains_rect(node.rect()));
        labels.filter_map(|node| node.accesskit_node().value()).collect::<Vec<_>>()
    };
    let found = labels(&harness);
    // Each way has nothing but its colour to be told by.
    for row in ["SGD", "Momentum", "Adam", "exact twin"] {
        assert!(found.iter().any(|label| label == row), "{row} in {found:?}");
    }
    let last = found.iter().find(|label| label.starts_with("and ")).cloned().expect("not all have room");
    for row in ["contours", "streamlines"] {
        let is_shown = found.iter().any(|label| label == row);
        assert!(is_shown || last.contains(row), "{row} in {found:?}");
    }
    let place = harness.get_by_label(&last).rect();
    assert!(frame.contains_rect(place), "{place:?}");
    harness.hover_at(place.center());
    settle(&mut harness);
    assert!(shows(&harness, "arrows cross it at right angles"), "{:?}", labels(&harness));
}

/// Where lines crowd, some go without.
#[test]
fn labels_are_apart() {
    let mut settings = all_of(HIMMELBLAU);
    settings.layers.contours.count = 40;
    let harness = window_of([900.0, 600.0], settings);
    let labels = labels(&harness);
    let levels = harness.state().contours().expect("contours").levels().len();
    assert!(labels.len() > 3 && labels.len() < levels, "{} of {levels}", labels.len());
    for (i, label) in labels.iter().enumerate() {
        for other in &labels[..i] {
            // A label is 11 points high, however it is turned, and nearly 6 points are between two.
            let distance = label.center().distance(other.center());
            assert!(distance >= 16.0, "{label:?} and {other:?}: {distance}");
        }
    }
}

/// A field that takes long, whose coarse preview has other lines than the bowl.
fn slow() -> Settings {
    let mut settings = all_of("atan2(x0*x1, tanh(x0 + x1))");
    settings.grid.step = 0.0025;
    settings.layers.critical_points = false;
    settings
}

#[test]
fn no_lines_of_another_function_lie_on_a_preview() {
    let mut bowl = slow();
    "x0^2 + x1^2".clone_into(&mut bowl.expression);
    bowl.grid.step = 0.25;
    let mut harness = window_on(bowl);
    assert!(harness.state().contours().is_some());
    let bowls = harness.state().streamlines().expect("streamlines").clone();
    let has_none = |harness: &Harness<'_, App>| {
        harness.state().contours().is_none()
            && harness.state().streamlines().is_none()
            && harness.query_by_role_and_label(Role::Label, "contours").is_none()
            && harness.query_by_role_and_label(Role::Label, "streamlines").is_none()
    };
    harness.state_mut().load(slow());
    step_until(&mut harness, "the preview", |harness| shows(harness, "coarse preview"));
    assert!(has_none(&harness), "in the very first frame");
    step_until(&mut harness, "the button", |harness| harness.query_by_label("Cancel").is_some());
    harness.get_by_label("Cancel").click();
    settle(&mut harness);
    assert!(shows(&harness, "coarse preview"), "it was too fast to be cancelled");
    // The contours of a preview are never made; its streamlines are those of the function itself.
    assert!(harness.state().contours().is_none());
    let old = |lines: &std::sync::Arc<_>| std::sync::Arc::ptr_eq(lines, &bowls);
    assert!(!harness.state().streamlines().is_some_and(old), "nor do they come back");
    // What was forgotten is made anew for the function that had it.
    let mut bowl = slow();
    "x0^2 + x1^2".clone_into(&mut bowl.expression);
    bowl.grid.step = 0.25;
    harness.state_mut().load(bowl);
    settle(&mut harness);
    assert!(harness.state().contours().is_some() && harness.state().streamlines().is_some());
}

/// Lines take a moment longer than their field: until then those of the field before stay, lest they flicker.
#[test]
fn lines_do_not_flicker_while_a_parameter_moves() {
    let mut settings = all_of("a*x0^2 + x1^2");
    settings.layers.critical_points = false;
    let mut harness = window_on(settings);
    for a in [2.0, 3.0, 4.0] {
        let before = harness.state().field().expect("a field").clone();
        harness.state_mut().settings_mut().parameters[0].value = a;
        step_until(&mut harness, "the field", |harness| {
            harness.state().field().is_some_and(|field| !std::sync::Arc::ptr_eq(field, &before))
        });
        let app = harness.state();
        assert!(app.contours().is_some() && app.streamlines().is_some(), "{a}");
        settle(&mut harness);
    }
}

/// All of them are on the canvas, but a list of thousands helps nobody.
#[test]
fn the_list_says_how_many_points_it_leaves_out() {
    let mut settings = all_of("sin(4*x0)*sin(4*x1)");
    settings.grid.step = 0.1;
    (settings.layers.contours.show, settings.layers.streamlines.show) = (false, false);
    let harness = window_on(settings);
    let count = harness.state().critical_points().expect("points").points.len();
    // 12 or 13 zeros of either sine and as many extrema of both: some 300 points.
    assert!(count > 250, "{count}");
    assert!(shows(&harness, &format!("... and {} more", count - 200)));
}
