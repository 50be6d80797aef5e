//! What is beside the curves: one arrow taken apart, a claim checked, Taylor remainders.

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use gradfield::analysis::{Cause, ClaimVerdict};
use gradfield::gui::command::Command;
use gradfield::gui::settings::LabTab;

use super::data::{BOWL, QUINTIC, wrong_check};
use super::{Bench, NARROW, WIDE, asked, click, hover, panel, panel_of, shows};

fn on_tab(tab: LabTab, mut bench: Bench) -> Harness<'static, Bench> {
    bench.settings.tab = tab;
    panel(bench)
}

#[test]
fn the_autopsy_has_every_number_of_both_axes() {
    for size in [WIDE, NARROW] {
        let mut bench = Bench::usual();
        bench.settings.tab = LabTab::Autopsy;
        let harness = panel_of(size, bench);
        for words in ["Arrow at (-1, -0.5)", "node 100", "relative error 1.96e-8", "Right to 12 digits"] {
            assert!(shows(&harness, words), "{words}");
        }
        let hint = "Click an arrow, or move with the arrow keys.";
        assert_eq!(shows(&harness, hint), size == WIDE, "it is left out where there is no room");
        let autopsy = harness.state().autopsy.as_ref().expect("an arrow");
        // Each axis has x - h and x + h, and the numbers as stored.
        for name in ["x0", "x1", "x - h", "x + h", "numerator", "divisor", "numerical", "exact", "error"] {
            let found = harness.query_all_by_label(name).count();
            assert!(
                found >= if name.starts_with("x0") || name.starts_with("x1") { 1 } else { 2 },
                "{name}: {found}"
            );
        }
        for sample in autopsy.axes.iter().flat_map(|axis| &axis.samples) {
            assert!(shows(&harness, &sample.digits), "{}", sample.digits);
        }
        for digits in
            ["-1.0001000000000000", "-0.99990000000000001", "5.0000000999994576", "5.0000000000000000"]
        {
            assert!(shows(&harness, digits), "{digits}");
        }
        // 60 / 6 h^2 on x0; a parabola has no truncation.
        assert!(shows(&harness, "truncation 1.00e-7") && shows(&harness, "truncation 0"));
    }
}

#[test]
fn the_terms_are_explained_in_a_learners_words() {
    let mut harness = on_tab(LabTab::Autopsy, Bench::new(BOWL, 1e-16, 100));
    assert!(shows(&harness, "-2.22e-16 = -1 ulp"));
    for (label, words) in [
        ("-2.22e-16 = -1 ulp", "An ulp is the distance of two neighbouring numbers at f"),
        ("truncation 0", "even exact arithmetic would be off by this much"),
        ("rounding 0.890", "what the limited digits of x, h and f add"),
        ("node 100", "x0 running fastest"),
    ] {
        let node = harness.query_all_by_label(label).next().expect("it is there").rect().center();
        harness.hover_at(node);
        harness.run_steps(8);
        assert!(shows(&harness, words), "{label}");
    }
    // At x - h alone, x0 = -1 swallows 1e-16.
    let node = harness.query_all_by_label("-1.0000000000000000").next().expect("as stored").rect().center();
    harness.hover_at(node);
    harness.run_steps(8);
    assert!(shows(&harness, "Absorbed: h is less than half the distance to the next number"));
}

#[test]
fn the_probe_moves_by_buttons_and_by_arrow_keys() {
    let mut harness = on_tab(LabTab::Autopsy, Bench::usual());
    let moves = [
        ("\u{2190}", Key::ArrowLeft, [-1, 0]),
        ("\u{2192}", Key::ArrowRight, [1, 0]),
        ("\u{2191}", Key::ArrowUp, [0, 1]),
        ("\u{2193}", Key::ArrowDown, [0, -1]),
    ];
    for (button, key, by) in moves {
        harness.state_mut().commands.clear();
        harness.key_press(key);
        harness.run();
        assert_eq!(harness.state().commands, [Command::MoveProbe(by)], "{key:?}");
        assert_eq!(asked(&mut harness, button), [Command::MoveProbe(by)], "{button}");
    }
    hover(&mut harness, "\u{2191}");
    assert!(shows(&harness, "Look at the arrow one node up."));
}

#[test]
fn arrow_keys_belong_to_the_text_that_is_being_typed() {
    let mut harness = on_tab(LabTab::Check, Bench::usual());
    harness.get_by_role_and_label(Role::TextInput, "g0 =").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "g0 =").type_text("5*x0");
    harness.run();
    harness.key_press(Key::ArrowLeft);
    harness.run();
    assert_eq!(harness.state().settings.claim, ["5*x0", ""]);
    assert_eq!(harness.state().commands, []);
}

#[test]
fn what_has_no_relative_error_says_so() {
    // Node 136 is the bowl's bottom.
    let harness = on_tab(LabTab::Autopsy, Bench::new(BOWL, 1e-4, 136));
    assert!(shows(&harness, "no relative error: the exact gradient is 0"));
    assert!(shows(&harness, "rightly no arrow"));
    let mut bench = Bench::usual();
    let autopsy = bench.autopsy.as_mut().expect("an arrow");
    autopsy.judgement.cause = Cause::Undefined;
    autopsy.judgement.exact.g = [f64::NAN; 2];
    (autopsy.judgement.relative_error, autopsy.judgement.angle_error) = (None, None);
    for axis in &mut autopsy.axes {
        (axis.numerator, axis.numerator_ulps, axis.numerical, axis.exact) =
            (f64::NAN, f64::NAN, f64::NAN, f64::NAN);
        axis.split = None;
    }
    let harness = on_tab(LabTab::Autopsy, bench);
    assert!(shows(&harness, "no relative error: there is no exact gradient"));
    assert!(shows(&harness, "not defined") && !shows(&harness, "truncation 0"));
}

#[test]
fn a_claim_is_typed_and_its_errors_stand_below() {
    let mut bench = Bench::usual();
    bench.claim_errors = [None, Some("The text ends where a number should follow.".to_owned())];
    bench.settings.claim = [String::new(), "2*".to_owned()];
    let mut harness = on_tab(LabTab::Check, bench);
    let error = harness.get_by_label("g1: The text ends where a number should follow.").rect();
    let field = harness.get_by_role_and_label(Role::TextInput, "g1 =").rect();
    assert!(error.top() >= field.bottom() && error.top() < field.bottom() + 20.0);
    click(&mut harness, "Fill in the exact gradient");
    assert_eq!(harness.state().settings.claim, ["5*x0^4", "2*x1"]);
    harness.state_mut().exact_text = [None, Some("2*x1")];
    harness.run();
    let button = harness.get_by_label("Fill in the exact gradient");
    assert!(button.accesskit_node().is_disabled(), "it cannot be written down");
}

#[test]
fn a_check_has_a_verdict_and_a_way_to_the_worst_node() {
    let mut bench = Bench::usual();
    bench.settings.claim = ["5*x0^4".to_owned(), "2*x0".to_owned()];
    bench.check = Some(wrong_check(bench.field(), 17));
    let mut harness = on_tab(LabTab::Check, bench);
    for words in [
        "Wrong: g1 is off",
        "Farthest off at (-1.75, -1.75), relative error 0.500.",
        "A plain numerical check",
    ] {
        assert!(shows(&harness, words), "{words}");
    }
    assert_eq!(asked(&mut harness, "Look there"), [Command::Probe(17)]);
    let check = harness.state_mut().check.as_mut().expect("a check");
    (check.verdict, check.worst, check.text) = (ClaimVerdict::Right, None, "Right.".to_owned());
    harness.run();
    assert!(shows(&harness, "Right.") && !shows(&harness, "Look there"));
    // A check belongs to what it was made for.
    harness.state_mut().settings.claim[1].clear();
    harness.run();
    assert!(!shows(&harness, "Right."));
}

#[test]
fn a_check_on_its_way_is_announced() {
    let mut bench = Bench::usual();
    bench.settings.claim = ["5*x0^4".to_owned(), "2*x1".to_owned()];
    assert!(shows(&on_tab(LabTab::Check, bench), "checking"));
}

#[test]
fn the_slope_of_the_remainders_is_put_into_words() {
    for (slope, words) in [
        (Some(2.0), "slope 2.00: the gradient is right"),
        (Some(2.96), "slope 2.96: the gradient is right"),
        (Some(1.001), "slope 1.00: the gradient is right to three digits or more, off by "),
        (Some(1.5), "slope 1.50: right in its first digits only"),
        (None, "no slope: nothing is left but what rounding makes"),
    ] {
        let mut bench = Bench::usual();
        let taylor = bench.taylor.as_mut().expect("a test");
        taylor.slope = slope;
        if slope.is_none() {
            taylor.fitted = None;
            taylor.remainders.fill(0.0);
        }
        let harness = on_tab(LabTab::Taylor, bench);
        assert!(shows(&harness, words), "{words}");
        assert_eq!(shows(&harness, "fitted from t = "), slope.is_some());
        assert_eq!(shows(&harness, "Every remainder is exactly 0"), slope.is_none());
    }
}

/// A slope of 1 tells an error of g, however small; whether that is good is what it is everywhere.
#[test]
fn a_slope_of_one_is_judged_by_what_it_is_off() {
    for (cause, exact, words) in [
        (Cause::Good, [5.0, 2.0], "slope 1.00: the gradient is right to three digits or more, off by"),
        (Cause::Truncation, [5.0, 2.0], "slope 1.00: the gradient is wrong, off by"),
        (Cause::Undefined, [f64::NAN, 2.0], "slope 1.00: f has no gradient here that could be right"),
    ] {
        let mut bench = Bench::usual();
        bench.taylor.as_mut().expect("a test").slope = Some(1.0);
        let judgement = &mut bench.autopsy.as_mut().expect("an arrow").judgement;
        (judgement.cause, judgement.exact.g) = (cause, exact);
        let harness = on_tab(LabTab::Taylor, bench);
        assert!(shows(&harness, words), "{words}");
    }
}

#[test]
fn without_a_field_every_tab_says_so() {
    for (tab, words) in [
        (LabTab::Autopsy, "There is no field yet, and so no arrow."),
        (LabTab::Check, "There is no field yet to check it on."),
        (LabTab::Taylor, "There is no field yet, and so no gradient to test."),
    ] {
        assert!(shows(&on_tab(tab, Bench::empty()), words), "{words}");
    }
    let without_arrow = Bench { autopsy: None, ..Bench::new(QUINTIC, 1e-4, 100) };
    assert!(shows(&on_tab(LabTab::Autopsy, without_arrow), "Click an arrow"));
}
