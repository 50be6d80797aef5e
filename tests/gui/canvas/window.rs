//! The canvas in the window: the settings reach it, and so does what the worker finds out.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui_kittest::Harness;
use gradfield::colormap::Scale;
use gradfield::gui::app::App;
use gradfield::gui::plot::arrows::Kind;
use gradfield::gui::plot::canvas::GhostKind;
use gradfield::gui::settings::{Quantity, Settings};

use crate::window::{settle, window_on};

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
