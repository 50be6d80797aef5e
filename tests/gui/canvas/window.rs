//! The canvas in the window: the settings reach it, and so does what the worker finds out.

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, Rect, Shape, TouchPhase, vec2};
use egui_kittest::Harness;
use egui_plot::{PlotPoint, PlotTransform};
use gradfield::colormap::Scale;
use gradfield::gui::app::App;
use gradfield::gui::plot::arrows::{Drawn, Kind};
use gradfield::gui::plot::canvas::GhostKind;
use gradfield::gui::settings::{Quantity, Settings};

use crate::window::{settle, shows, window_of, window_on};

/// More points than are shown together with their census.
const LARGE: f64 = 4.0 / 100.0;

fn window_with(change: impl FnOnce(&mut Settings)) -> Harness<'static, App> {
    let mut settings = Settings::default();
    change(&mut settings);
    window_on(settings)
}

fn change(harness: &mut Harness<'_, App>, change: impl FnOnce(&mut Settings)) {
    change(harness.state_mut().settings_mut());
    settle(harness);
}

/// How many instances there are of a kind, filled or not.
fn count(harness: &Harness<'_, App>, kind: Kind) -> usize {
    let built = harness.state().canvas().built().expect("drawn");
    built.instances.iter().filter(|instance| instance.kind & 0xFF == kind as u32).count()
}

fn colors(harness: &Harness<'_, App>) -> BTreeSet<[u8; 4]> {
    let built = harness.state().canvas().built().expect("drawn");
    let arrows = built.instances.iter().filter(|instance| instance.kind == Kind::Arrow as u32);
    arrows.map(|arrow| arrow.color).collect()
}

/// The numbers of alive arrows are those of NumPy.
#[test]
fn arrows_die_and_say_of_what() {
    for (h, alive) in [(1.2e-16, 255), (1e-16, 80), (5e-17, 24), (2e-17, 8), (1.3e-17, 0)] {
        let harness = window_with(|settings| settings.difference.h = h);
        let marks = [Kind::Square, Kind::HalfSquare, Kind::Cross, Kind::Down, Kind::Ring];
        let marked: usize = marks.into_iter().map(|kind| count(&harness, kind)).sum();
        assert_eq!((count(&harness, Kind::Arrow), marked), (alive, 256), "{h}");
        assert_eq!(count(&harness, Kind::Ring), 1, "{h}");
    }
}

#[test]
fn marks_by_cause_can_be_switched_off() {
    let mut harness = window_with(|settings| settings.difference.h = 10e-50);
    assert_eq!([count(&harness, Kind::Square), count(&harness, Kind::Ring)], [255, 1]);
    change(&mut harness, |settings| settings.arrows.mark_causes = false);
    assert_eq!([count(&harness, Kind::Square), count(&harness, Kind::Ring)], [0, 256]);
}

#[test]
fn exact_ghosts_are_there_when_they_are_asked_for() {
    let mut harness = window_with(|settings| settings.difference.h = 10e-50);
    let ghosts = |harness: &Harness<'_, App>| harness.state().canvas().built_ghosts(GhostKind::Exact);
    assert!(ghosts(&harness).is_none());
    change(&mut harness, |settings| settings.arrows.ghosts = true);
    let built = ghosts(&harness).expect("asked for");
    assert_eq!(built.instances.len(), 255, "all but that of the stationary point");
    change(&mut harness, |settings| settings.difference.h = 1e-16);
    assert_eq!(
        ghosts(&harness).expect("of the new field").instances,
        built.instances,
        "h does not move them"
    );
    change(&mut harness, |settings| settings.arrows.ghosts = false);
    assert!(ghosts(&harness).is_none());
}

#[test]
fn arrows_are_colored_by_what_is_chosen() {
    let mut harness = window_with(|settings| settings.difference.h = 1e-13);
    let mut seen = BTreeSet::new();
    for (quantity, least) in [
        (Quantity::GradientNorm, 20),
        (Quantity::Direction, 100),
        (Quantity::Digits, 10),
        (Quantity::AngleError, 1),
    ] {
        change(&mut harness, |settings| settings.arrows.color_by = quantity);
        let colors = colors(&harness);
        assert!(colors.len() >= least, "{quantity:?}: {} colours", colors.len());
        assert!(seen.insert(colors), "{quantity:?} has colours of its own");
    }
    // From 0 to 180 degrees all are the first of the map: right. On a logarithmic scale they are told apart.
    assert_eq!(colors(&harness).len(), 1);
    change(&mut harness, |settings| settings.arrows.color_scale = Scale::Logarithmic);
    assert!(colors(&harness).len() > 10);
}

#[test]
fn what_a_large_field_is_worth_is_shown_as_soon_as_it_is_known() {
    let mut harness = window_with(|settings| {
        settings.grid.step = LARGE;
        settings.arrows.color_by = Quantity::Digits;
        settings.heat_map.show = true;
        settings.heat_map.quantity = Quantity::AngleError;
        settings.difference.h = 1e-12;
    });
    assert!(colors(&harness).len() > 5);
    let map = harness.state().heat_map().expect("a heat map");
    assert_eq!(map.order.quantity, Quantity::AngleError);
    assert!(map.colors.is_some() && !map.lacks_census);
    // A new field has no census at first, and an old one's must not be taken for its own.
    change(&mut harness, |settings| {
        settings.difference.h = 1e-7;
        settings.heat_map.quantity = Quantity::Digits;
    });
    let map = harness.state().heat_map().expect("a heat map");
    assert_eq!(map.order.quantity, Quantity::Digits);
    assert!(map.colors.is_some() && !map.lacks_census);
    // On a map of what their own colours would say arrows are plain.
    assert_eq!(colors(&harness).len(), 1);
}

#[test]
fn colors_that_are_fixed_leave_locked_limits_alone() {
    let mut harness = window_with(|settings| settings.arrows.lock_limits = true);
    let locked = harness.state().limits().expect("of |g|");
    change(&mut harness, |settings| {
        settings.arrows.color_by = Quantity::Direction;
        settings.expression = "100*x0 + x1^2".into();
    });
    assert!(colors(&harness).len() > 1);
    change(&mut harness, |settings| settings.arrows.color_by = Quantity::GradientNorm);
    let limits = harness.state().limits().expect("still those of |g|");
    assert_eq!(limits.map(f64::to_bits), locked.map(f64::to_bits));
}

#[test]
fn the_probe_is_that_of_the_settings() {
    let mut harness = window_with(|settings| settings.lab.probe = [0.3, -0.3]);
    assert_eq!(harness.state().probe(), Some(7 * 16 + 9));
    let before = harness.state().canvas().built().expect("drawn");
    change(&mut harness, |settings| settings.lab.probe = [1.0, 1.0]);
    let after = harness.state().canvas().built().expect("drawn");
    assert!(Arc::ptr_eq(&before, &after), "looking elsewhere builds no arrows");
}

/// Turn the wheel, in points, at a point of the plane.
fn zoom(harness: &mut Harness<'_, App>, [x0, x1]: [f64; 2], travel: f32) {
    let place = transform(harness).position_from_point(&PlotPoint::new(x0, x1));
    harness.hover_at(place);
    harness.step();
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, travel),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    settle(harness);
}

fn transform<'h>(harness: &'h Harness<'_, App>) -> &'h PlotTransform {
    harness.state().canvas().transform().expect("a frame was drawn")
}

/// Between the nodes one is within the grid.
#[test]
fn between_the_nodes_the_grid_is_not_out_of_view() {
    for heat_map in [false, true] {
        let mut harness = window_with(|settings| settings.heat_map.show = heat_map);
        // A zoom by e^6 from a view of some 4 units, in a cell of 0.25.
        zoom(&mut harness, [0.13, 0.12], 1800.0);
        assert_eq!(harness.state().canvas().drawn(), Drawn::default(), "it still has a node");
        assert!(!shows(&harness, "The grid is out of view."));
        let said = "No grid point is in view, only the plane between them";
        assert_eq!(shows(&harness, said), !heat_map, "a heat map is not empty");
    }
}

/// The numbers below the canvas, and where they are.
fn numbers_below(harness: &Harness<'_, App>) -> Vec<(f64, Rect)> {
    let frame = *transform(harness).frame();
    let shapes = harness.output().shapes.iter().map(|clipped| &clipped.shape);
    let texts = shapes.filter_map(|shape| if let Shape::Text(text) = shape { Some(text) } else { None });
    let below = |rect: &Rect| {
        (frame.bottom()..frame.bottom() + 12.0).contains(&rect.top())
            && frame.x_range().contains(rect.center().x)
    };
    let placed = texts.map(|text| (text.galley.text(), Rect::from_min_size(text.pos, text.galley.size())));
    placed
        .filter(|(_, rect)| below(rect))
        .filter_map(|(text, rect)| Some((text.parse().ok()?, rect)))
        .collect()
}

/// Wide numbers are fewer, but there are some.
#[test]
fn the_x0_axis_has_numbers_however_long_they_are() {
    for size in [[1280.0, 860.0], [900.0, 600.0]] {
        for (range, step) in [
            ([1.0, 1.000_000_01], 1e-9),
            ([100_000.0, 100_000.01], 1e-3),
            ([-2.0, 2.0], 0.25),
            ([1e9, 1e9 + 10.0], 1.0),
        ] {
            let mut settings = Settings::default();
            (settings.grid.x0, settings.grid.step) = (range, step);
            let harness = window_of(size, settings);
            let mut numbers = numbers_below(&harness);
            numbers.sort_by(|(a, _), (b, _)| a.total_cmp(b));
            assert!(numbers.len() >= 2, "{size:?} {range:?}: {numbers:?}");
            for pair in numbers.windows(2) {
                let gap = pair[1].1.left() - pair[0].1.right();
                assert!(gap >= 10.0 && pair[0].0 < pair[1].0, "{size:?} {range:?}: {numbers:?}");
            }
        }
    }
}

/// The arrow on the lowest node, which points down, is in the frame.
#[test]
fn a_small_grid_is_shown_with_all_of_its_arrows() {
    let harness = window_with(|settings| (settings.grid.x0, settings.grid.step) = ([1.0, 2.0], 0.1));
    let transform = transform(&harness);
    let lowest = transform.position_from_point(&PlotPoint::new(1.0, 1.0));
    let step = lowest.y - transform.position_from_point(&PlotPoint::new(1.0, 1.1)).y;
    let frame = transform.frame();
    // An arrow is 1 / 1.8 of a step long.
    let room = (frame.bottom() - lowest.y).min(lowest.x - frame.left());
    assert!(room >= step / 1.8, "{room} for steps of {step}");
}
