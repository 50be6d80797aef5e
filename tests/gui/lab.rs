//! The h lab in the window: what it shows follows the settings, and what is done in it changes them.

use eframe::egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use gradfield::analysis::{Cause, ClaimVerdict};
use gradfield::differentiate::{Divisor, Precision, Scheme};
use gradfield::gui::app::App;
use gradfield::gui::settings::{CurvesOf, LabTab, Settings};
use gradfield::worker::{JobError, JobKind};

use crate::window::{settle, window_of, window_on};

fn window_with(change: impl FnOnce(&mut Settings)) -> Harness<'static, App> {
    let mut settings = Settings::default();
    change(&mut settings);
    window_on(settings)
}

fn count(harness: &Harness<'_, App>, cause: Cause) -> usize {
    harness.state().census().expect("a census").count(cause)
}

/// The very same numbers, but for the sign of 0.
fn same(a: [f64; 2], b: [f64; 2]) -> bool {
    a.iter().zip(&b).all(|(a, b)| (a + 0.0).to_bits() == (b + 0.0).to_bits())
}

fn h(harness: &Harness<'_, App>) -> f64 {
    harness.state().settings().difference.h
}

/// The numbers are those of NumPy.
#[test]
fn the_census_follows_h() {
    let mut harness = window_with(|_| {});
    assert_eq!([count(&harness, Cause::Good), count(&harness, Cause::Stationary)], [255, 1]);
    harness.state_mut().settings_mut().difference.h = 10e-50;
    settle(&mut harness);
    assert_eq!([count(&harness, Cause::Absorbed), count(&harness, Cause::Stationary)], [255, 1]);
    assert!(harness.query_all_by_label_contains("255 absorbed").next().is_some());
}

#[test]
fn the_probe_moves_by_node_and_stays_on_the_grid() {
    let mut harness = window_with(|settings| settings.lab.probe = [0.1, 0.1]);
    let at = |harness: &Harness<'_, App>| {
        let app = harness.state();
        app.field().expect("a field").grid.point(app.probe().expect("a probe"))
    };
    assert!(same(at(&harness), [0.0, 0.0]), "{:?}", at(&harness));
    let place = {
        let transform = harness.state().canvas().transform().expect("a frame was drawn");
        transform.position_from_point(&egui_plot::PlotPoint::new(1.02, -0.51))
    };
    harness.hover_at(place);
    harness.step();
    for pressed in [true, false] {
        harness.event(Event::PointerButton {
            pos: place,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::default(),
        });
        harness.step();
    }
    settle(&mut harness);
    assert!(same(at(&harness), [1.0, -0.5]), "{:?}", at(&harness));
    for key in [Key::ArrowRight, Key::ArrowUp, Key::ArrowUp, Key::ArrowLeft, Key::ArrowDown, Key::ArrowLeft] {
        harness.key_press(key);
        harness.step();
    }
    settle(&mut harness);
    assert!(same(at(&harness), [0.75, -0.25]), "{:?}", at(&harness));
    for _ in 0..20 {
        harness.key_press(Key::ArrowRight);
        harness.step();
    }
    settle(&mut harness);
    assert!(same(at(&harness), [1.75, -0.25]), "{:?}", at(&harness));
}

#[test]
fn h_dies_and_comes_back_while_it_is_played() {
    let mut harness = window_with(|settings| settings.difference.h = 1e-1);
    harness.get_by_label("Watch it die").click();
    harness.step();
    let mut seen = vec![];
    // At most a tenth of a second a frame, at 1.25 decades a second: 19 decades down and up again.
    for _ in 0..700 {
        harness.step();
        seen.push(h(&harness).log10());
        if seen.len() > 10 && h(&harness) >= 0.099 {
            break;
        }
    }
    let least = seen.iter().copied().fold(0.0, f64::min);
    assert!((least + 20.0).abs() < 0.2, "down to 1e{least}");
    assert!((seen.last().copied().unwrap_or(0.0) + 1.0).abs() < 0.2, "and back to {:?}", seen.last());
    harness.get_by_label("Stop").click();
    harness.step();
    harness.step();
    assert!(!harness.state().is_playing());
    settle(&mut harness);
}

#[test]
fn a_field_is_held_and_let_go() {
    let mut harness = window_with(|_| {});
    harness.get_by_label("Hold").click();
    settle(&mut harness);
    harness.state_mut().settings_mut().difference.h = 1e-15;
    settle(&mut harness);
    let held = harness.state().held().expect("a held field").request.h();
    assert_eq!(held.to_bits(), 1e-4_f64.to_bits());
    harness.get_by_label("Release").click();
    settle(&mut harness);
    assert!(harness.state().held().is_none());
}

/// sin(5 x0) + x1^2 is best, says NumPy, between 1e-6 and 5e-6; at a single point the noise decides which step near that
/// is best.
#[test]
fn the_best_h_is_taken() {
    let mut harness = window_with(|settings| {
        settings.expression = "sin(5*x0) + x1^2".into();
        settings.difference.h = 0.1;
    });
    harness.get_by_label("Best h here").click();
    settle(&mut harness);
    assert!((1e-8..1e-4).contains(&h(&harness)), "{}", h(&harness));
    harness.state_mut().settings_mut().difference.h = 0.1;
    settle(&mut harness);
    harness.get_by_label("Best h overall").click();
    settle(&mut harness);
    assert!((1e-7..1e-4).contains(&h(&harness)), "{}", h(&harness));
    assert_eq!(count(&harness, Cause::Good), 256);
}

/// The curves are ordered anew where those that are there lack the scheme.
#[test]
fn the_best_h_is_taken_of_a_scheme_that_is_chosen_later() {
    let mut harness = window_with(|settings| settings.difference.h = 0.1);
    harness.get_by_label("Best h overall").click();
    settle(&mut harness);
    for scheme in [Scheme::Backward, Scheme::Richardson] {
        let difference = &mut harness.state_mut().settings_mut().difference;
        (difference.scheme, difference.h) = (scheme, 0.1);
        settle(&mut harness);
        harness.get_by_label("Best h overall").click();
        settle(&mut harness);
        let curves = harness.state().field_curves().iter();
        let best = curves
            .filter(|curve| curve.method.scheme == scheme)
            .find_map(|curve| Some(curve.steps[curve.best?]))
            .unwrap_or_else(|| panic!("{scheme} has no curve"));
        assert_eq!(h(&harness).to_bits(), best.to_bits(), "{scheme}");
    }
}

#[test]
fn the_exact_gradient_has_no_h_to_be_moved() {
    let exact = |settings: &mut Settings| settings.difference.scheme = Scheme::Exact;
    let mut harness = window_with(exact);
    harness.key_press(Key::Escape);
    settle(&mut harness);
    for key in [Key::B, Key::P, Key::OpenBracket] {
        harness.key_press(key);
        settle(&mut harness);
        assert!(!harness.state().is_playing(), "{key:?}");
        assert_eq!(h(&harness).to_bits(), 1e-4_f64.to_bits(), "{key:?}");
    }
    for label in ["Watch it die", "Best h here", "Best h overall"] {
        assert!(harness.get_by_label(label).accesskit_node().is_disabled(), "{label}");
    }
    // What is under way stops.
    let mut harness = window_with(|_| {});
    harness.get_by_label("Watch it die").click();
    harness.step();
    harness.step();
    assert!(harness.state().is_playing());
    exact(harness.state_mut().settings_mut());
    settle(&mut harness);
    assert!(!harness.state().is_playing());
}

#[test]
fn curves_of_the_field_come_from_the_worker() {
    let mut harness = window_with(|settings| settings.lab.curves_of = CurvesOf::Field);
    settle(&mut harness);
    assert!(harness.state().field_curves().len() >= 4);
    harness.state_mut().settings_mut().lab.schemes = vec![Scheme::Backward];
    settle(&mut harness);
    let schemes: Vec<_> = harness.state().field_curves().iter().map(|curve| curve.method.scheme).collect();
    assert_eq!(schemes, [Scheme::Backward, Scheme::Central]);
}

#[test]
fn precisions_and_switches_reach_the_field() {
    let mut harness = window_with(|settings| {
        settings.difference.precision = Precision::F16;
        settings.difference.divisor = Divisor::Taken;
    });
    let method = harness.state().field().expect("a field").request.method();
    assert_eq!((method.precision, method.divisor), (Precision::F16, Divisor::Taken));
    assert!(count(&harness, Cause::Absorbed) > 0, "1e-4 is below the epsilon of f16");
    let difference = &mut harness.state_mut().settings_mut().difference;
    (difference.precision, difference.divisor) = (Precision::F64, Divisor::Nominal);
    (difference.h, difference.power_of_two) = (1e-13, true);
    settle(&mut harness);
    let field = harness.state().field().expect("a field");
    assert_eq!(field.request.h().to_bits(), 2_f64.powi(-43).to_bits());
    // The bowl has no truncation error, and with a power of two no other either.
    for index in 0..field.len() {
        let [x0, x1] = field.grid.point(index);
        assert!(same([field.g0[index], field.g1[index]], [2.0 * x0, 2.0 * x1]), "at ({x0}, {x1})");
    }
}

#[test]
fn a_scheme_that_cannot_be_is_refused_in_words() {
    let mut harness = window_with(|settings| settings.expression = "abs(x0) + x1^2".into());
    harness.state_mut().settings_mut().difference.scheme = Scheme::ComplexStep;
    settle(&mut harness);
    let refused = "The complex step cannot go through abs";
    assert!(harness.query_all_by_label_contains(refused).next().is_some());
    assert_eq!(harness.state().field().expect("the last field").request.scheme(), Scheme::Central);
    // What is shown of that field is said of its own scheme.
    harness.state_mut().settings_mut().lab.tab = LabTab::Taylor;
    settle(&mut harness);
    assert!(harness.query_all_by_label_contains(") of central leaves of f").next().is_some());
    assert!(harness.query_all_by_label_contains("of complex-step leaves").next().is_none());
}

/// Only without its own field the one on the canvas is not up to date.
#[test]
fn what_fails_beside_the_field_leaves_it_as_it_is() {
    let mut harness = window_with(|_| {});
    for (kind, words) in [
        (JobKind::Contours, "The contour lines are not shown. The computation stopped by itself"),
        (JobKind::Check, "The check of your gradient is not shown."),
    ] {
        harness.state_mut().take_failure(kind, &JobError::GaveUp);
        settle(&mut harness);
        assert!(harness.query_all_by_label_contains(words).next().is_some(), "{words}");
        assert!(harness.state().is_up_to_date(), "{kind:?}");
        assert!(harness.query_by_label("Compute").is_none(), "{kind:?}");
    }
    harness.state_mut().take_failure(JobKind::Field, &JobError::GaveUp);
    settle(&mut harness);
    assert!(!harness.state().is_up_to_date());
    harness.get_by_label("Compute");
}

#[test]
fn a_claim_is_checked_whatever_h_is() {
    let mut harness = window_with(|settings| {
        settings.lab.tab = LabTab::Check;
        settings.lab.claim = ["2*x0".into(), "x1 + x1".into()];
        settings.difference.h = 10e-50;
    });
    settle(&mut harness);
    assert_eq!(harness.state().check().expect("a check").verdict, ClaimVerdict::Right);
    assert!(harness.state().claimed().is_some());
    harness.state_mut().settings_mut().lab.claim[1] = "x1".into();
    settle(&mut harness);
    let check = harness.state().check().expect("a check");
    assert_eq!(check.verdict, ClaimVerdict::Wrong);
    assert!(check.worst.is_some());
    harness.state_mut().settings_mut().lab.claim[1] = "2*q".into();
    settle(&mut harness);
    assert!(harness.state().claimed().is_none(), "no claim, no arrows of it");
}

/// Nothing that is looked at may bring the window down.
#[test]
fn strange_places_are_looked_at_in_every_way() {
    let texts = [
        "abs(x0)",
        "ln(x0)",
        "1/x0",
        "floor(x0) + x1",
        "x0^0.5",
        "0*x0",
        "3",
        "max(x0, x1)",
        "x0^x1",
        "1e300*x0",
    ];
    let tabs =
        [LabTab::Curves, LabTab::Autopsy, LabTab::Check, LabTab::Taylor, LabTab::Descent, LabTab::Surface];
    // So narrow that the curves are a tab.
    let mut harness = window_of([1200.0, 1000.0], Settings::default());
    for text in texts {
        for scheme in Scheme::ALL {
            for h in [10e-50, 1e-4, 10.0] {
                let mut settings = Settings { expression: text.into(), ..Settings::default() };
                settings.lab.probe = [0.0, 0.0];
                settings.lab.claim = ["x0".into(), text.into()];
                settings.descent.show = true;
                settings.descent.start = [0.0, 0.0];
                settings.difference.scheme = scheme;
                settings.difference.h = h;
                harness.state_mut().load(settings);
                settle(&mut harness);
                for tab in tabs {
                    harness.state_mut().settings_mut().lab.tab = tab;
                    // Drawn, and drawn once more with what was ordered for it.
                    harness.step();
                    harness.step();
                    assert_eq!(harness.state().settings().lab.tab, tab);
                }
            }
        }
    }
}

/// What was computed for one function or precision is not taken for another's, folded or not.
#[test]
fn the_best_h_is_that_of_what_is_shown() {
    let mut harness = window_with(|_| {});
    harness.get_by_label("Best h overall").click();
    settle(&mut harness);
    harness.state_mut().settings_mut().difference.h = 1e-4;
    harness.state_mut().settings_mut().difference.precision = Precision::F16;
    settle(&mut harness);
    assert!(harness.state().field_curves().is_empty(), "those were of f64");
    harness.get_by_label("Best h overall").click();
    settle(&mut harness);
    assert!(h(&harness) > 1e-3, "{}", h(&harness));
    let mut settings = Settings { expression: "sin(50*x0) + x1".into(), ..Settings::default() };
    settings.lab.open = false;
    harness.state_mut().load(settings);
    settle(&mut harness);
    harness.get_by_label("Best h here").click();
    settle(&mut harness);
    assert!((1e-9..1e-5).contains(&h(&harness)), "{}", h(&harness));
}

#[test]
fn whoever_sets_h_ends_the_play() {
    let mut harness = window_with(|_| {});
    harness.get_by_label("Watch it die").click();
    harness.step();
    harness.step();
    assert!(harness.state().is_playing());
    harness.get_by_label("1e-4  good").click();
    settle(&mut harness);
    assert!(!harness.state().is_playing());
    assert_eq!(h(&harness).to_bits(), 1e-4_f64.to_bits());
}
