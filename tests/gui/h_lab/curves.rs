//! Error against h: the plot as a slider, its legend as a chooser and a read-out, and what it says when it is empty.

use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, TouchPhase, lerp, pos2, vec2,
};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use gradfield::differentiate::{MethodError, Scheme};
use gradfield::gui::command::Command;
use gradfield::gui::settings::CurvesOf;

use super::data::{BOWL, QUINTIC, steps};
use super::{Bench, NARROW, WIDE, asked, click, hover, panel, panel_of, shows};

const PLOT: &str = "h on the error plot";

/// Where an h lies on the plot, whose range begins at a power of ten and ends at 10.
fn place(harness: &Harness<'_, Bench>, h: f64, smallest: f64) -> Pos2 {
    let rect = harness.get_by_label(PLOT).rect();
    let share = (h.log10() - smallest) / (1.0 - smallest);
    #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
    let x = lerp(f64::from(rect.left())..=f64::from(rect.right()), share) as f32;
    pos2(x, rect.top() + 0.4 * rect.height())
}

/// The error of a scheme as the legend shows it.
fn read_out(harness: &Harness<'_, Bench>, scheme: Scheme) -> String {
    harness.get_by_role_and_label(Role::CheckBox, scheme.name()).value().unwrap_or_default()
}

#[test]
fn dragging_the_line_sets_h_to_two_digits() {
    for size in [WIDE, NARROW] {
        let mut harness = panel_of(size, Bench::usual());
        harness.drag_at(place(&harness, 1e-4, -20.0));
        harness.step();
        assert_eq!(harness.state().commands, [], "h is there already");
        let way = [3.2e-5, 1e-7, 4.5e-12, 1e-16, 1.3e-20];
        for h in way {
            harness.hover_at(place(&harness, h, -20.0));
            harness.step();
        }
        // Beyond the ends it stops there, and in between it does not care how high the pointer is.
        let rect = harness.get_by_label(PLOT).rect();
        harness.hover_at(rect.left_bottom() - vec2(200.0, -50.0));
        harness.step();
        harness.hover_at(rect.right_top() + vec2(200.0, 0.0));
        harness.step();
        harness.drop_at(rect.right_top() + vec2(200.0, 0.0));
        harness.run();
        let expected = way.into_iter().chain([1e-20, 10.0]).map(Command::UseH).collect::<Vec<_>>();
        assert_eq!(harness.state().commands, expected, "{size:?}");
    }
}

#[test]
fn a_click_anywhere_in_the_plot_or_on_its_axis_sets_h() {
    let mut harness = panel(Bench::usual());
    let high = place(&harness, 1e-9, -20.0);
    let rect = harness.get_by_label(PLOT).rect();
    for (at, h) in [(high, 1e-9), (pos2(place(&harness, 1e-2, -20.0).x, rect.bottom() - 3.0), 1e-2)] {
        harness.drag_at(at);
        harness.step();
        harness.drop_at(at);
        harness.run();
        assert_eq!(harness.state().commands.last(), Some(&Command::UseH(h)));
    }
    assert_eq!(harness.state().commands.len(), 2);
}

#[test]
fn the_far_plot_reaches_1e_50() {
    let mut bench = Bench::usual();
    bench.settings.far = true;
    let mut harness = panel(bench);
    harness.drag_at(place(&harness, 1e-49, -50.0));
    harness.step();
    assert_eq!(harness.state().commands, [Command::UseH(1e-49)]);
    harness.drop_at(place(&harness, 1e-49, -50.0));
    harness.run();
    click(&mut harness, "to 1e-50");
    assert!(!harness.state().settings.far);
}

#[test]
fn the_wheel_moves_nothing() {
    let mut harness = panel(Bench::usual());
    let at = place(&harness, 1e-8, -20.0);
    harness.hover_at(at);
    for modifiers in [Modifiers::NONE, Modifiers::COMMAND] {
        harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(30.0, 90.0),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers,
        });
        harness.run();
    }
    harness.drag_at(at);
    harness.step();
    assert_eq!(harness.state().commands, [Command::UseH(1e-8)]);
}

#[test]
fn the_keyboard_and_a_screen_reader_move_h_too() {
    let mut harness = panel(Bench::usual());
    harness.get_by_label(PLOT).focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.run();
    harness.key_press(Key::ArrowLeft);
    harness.run();
    // A tenth of a decade up, and from there down again.
    assert_eq!(harness.state().commands, [Command::UseH(1.3e-4), Command::UseH(1e-4)]);
    harness.get_by_label(PLOT).increment_accesskit();
    harness.run();
    harness.get_by_label(PLOT).set_value_accesskit(1e-7);
    harness.run();
    assert_eq!(harness.state().commands[2..], [Command::UseH(1.3e-4), Command::UseH(1e-7)]);
}

/// Beyond the left end, an arrow key moves h by its step and not to the end, and never the wrong way.
#[test]
fn the_keyboard_moves_an_h_beyond_the_plot() {
    let mut harness = panel(Bench { h: 1e-49, ..Bench::usual() });
    harness.get_by_label(PLOT).focus();
    harness.run();
    harness.key_press(Key::ArrowLeft);
    harness.run();
    assert_eq!(harness.state().commands, []);
    harness.key_press(Key::ArrowRight);
    harness.run();
    assert_eq!(harness.state().commands, [Command::UseH(1.3e-49)]);
}

/// An h that cannot be used must not take the panel with it.
#[test]
fn any_h_can_be_shown() {
    for h in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300, 1e300] {
        let mut harness = panel(Bench { h, ..Bench::usual() });
        harness.drag_at(place(&harness, 1e-8, -20.0));
        harness.step();
        assert_eq!(harness.state().commands, [Command::UseH(1e-8)], "{h}");
    }
}

#[test]
fn the_legend_chooses_the_schemes() {
    let mut harness = panel(Bench::usual());
    let toggled = |harness: &Harness<'_, Bench>, name: &str| {
        let node = harness.get_by_role_and_label(Role::CheckBox, name);
        node.accesskit_node().toggled() == Some(Toggled::True)
    };
    let chosen = Scheme::ALL.map(|scheme| toggled(&harness, scheme.name()));
    assert_eq!(chosen, [true, false, true, true, false, true, false]);
    click(&mut harness, "richardson");
    click(&mut harness, "forward");
    // The field's own curve stays.
    click(&mut harness, "central");
    let expected = [Scheme::Central, Scheme::FivePoint, Scheme::ComplexStep, Scheme::Richardson];
    assert_eq!(harness.state().settings.schemes, expected);
    assert!(toggled(&harness, "richardson") && !toggled(&harness, "forward") && toggled(&harness, "central"));
    assert_eq!(harness.state().commands, []);
}

#[test]
fn the_legend_reads_the_errors_at_h_and_under_the_pointer() {
    let mut harness = panel(Bench::usual());
    assert!(shows(&harness, "error at h = 1e-4"));
    // h^2 f''' / 6 = 1e-8 60 / 6, for the complex step too; h f'' / 2 = 1e-4 |(-20, 2)| / 2.
    assert_eq!(read_out(&harness, Scheme::Central), "1.0e-7");
    assert_eq!(read_out(&harness, Scheme::ComplexStep), "1.0e-7");
    assert_eq!(read_out(&harness, Scheme::Forward), "1.0e-3");
    assert_eq!(read_out(&harness, Scheme::Backward), "", "it is not chosen");
    harness.hover_at(place(&harness, 1.1e-10, -20.0));
    harness.run();
    assert!(shows(&harness, "error at h = 1e-10"));
    assert_eq!(read_out(&harness, Scheme::ComplexStep), "0");
    hover(&mut harness, "complex-step");
    assert!(shows(&harness, "error at h = 1e-4"), "the pointer has left");
    assert!(shows(&harness, "Im f(x + ih) / h"));
}

#[test]
fn an_error_of_0_is_explained() {
    let mut harness = panel(Bench::new(BOWL, 0.125, 100));
    assert_eq!(read_out(&harness, Scheme::Central), "0");
    hover(&mut harness, "central");
    assert!(shows(&harness, "exactly 0, which has no place on a logarithmic axis: a hollow mark"));
}

#[test]
fn a_refused_scheme_says_why() {
    let mut bench = Bench::usual();
    let error = MethodError::NotAnalytic("abs");
    bench.curves.retain(|curve| curve.method.scheme != Scheme::ComplexStep);
    bench.refused = vec![(Scheme::ComplexStep, error)];
    let mut harness = panel(bench);
    assert_eq!(read_out(&harness, Scheme::ComplexStep), "refused");
    hover(&mut harness, "complex-step");
    assert!(shows(&harness, &error.to_string()));
    // It can still be given up.
    click(&mut harness, "complex-step");
    assert!(!harness.state().settings.schemes.contains(&Scheme::ComplexStep));
}

#[test]
fn the_fields_curves_have_a_median_and_a_worst() {
    let mut bench = Bench { pending: true, ..Bench::usual() };
    let curve = QUINTIC.field_curve(Scheme::Central, &steps(-20));
    let at = curve.steps.iter().position(|h| (h / 1e-4 - 1.0).abs() < 1e-9).expect("a step");
    let numbers = format!("{:.1e}, {:.1e}", curve.median[at], curve.worst[at]);
    bench.field_curves = vec![curve];
    let mut harness = panel(bench);
    assert!(!shows(&harness, "computing"));
    click(&mut harness, "whole field");
    assert_eq!(harness.state().settings.curves_of, CurvesOf::Field);
    assert!(shows(&harness, "computing"));
    assert_eq!(read_out(&harness, Scheme::Central), numbers);
    assert_eq!(read_out(&harness, Scheme::Forward), "", "it has not come yet");
    hover(&mut harness, "error at h = 1e-4");
    assert!(shows(&harness, "those of 256 nodes"));
    click(&mut harness, "this point");
    assert_eq!(harness.state().settings.curves_of, CurvesOf::Probe);
}

#[test]
fn an_empty_plot_says_why() {
    let undefined = || {
        let mut bench = Bench::usual();
        bench.autopsy.as_mut().expect("an arrow").judgement.cause = gradfield::analysis::Cause::Undefined;
        for point in bench.curves.iter_mut().flat_map(|curve| &mut curve.points) {
            point.absolute_error = f64::NAN;
        }
        bench
    };
    let of_field = |pending: bool, error: f64| {
        let mut bench = Bench { pending, ..Bench::usual() };
        bench.settings.curves_of = CurvesOf::Field;
        if !pending {
            let mut curve = QUINTIC.field_curve(Scheme::Central, &steps(-20));
            curve.median.fill(error);
            curve.worst.fill(error);
            bench.field_curves = vec![curve];
        }
        bench
    };
    let refused = MethodError::ComplexPrecision(gradfield::differentiate::Precision::F32);
    let complex = Bench {
        method: Scheme::ComplexStep.into(),
        curves: vec![],
        refused: vec![(Scheme::ComplexStep, refused)],
        ..Bench::usual()
    };
    let cases = [
        (Bench::empty(), "There is no field yet, and so no error.".to_owned()),
        (Bench { autopsy: None, curves: vec![], ..Bench::usual() }, "No arrow is under the probe".to_owned()),
        (undefined(), "here f, or its exact gradient, is not a finite number".to_owned()),
        (complex, refused.to_string()),
        (of_field(true, 0.0), "Trying every h on the whole field".to_owned()),
        (of_field(false, f64::NAN), "Relative error has no meaning here".to_owned()),
    ];
    for (bench, words) in cases {
        let harness = panel(bench);
        assert!(shows(&harness, &words), "{words}");
    }
    assert!(!shows(&panel(Bench::usual()), "no error"));
}

/// The exact scheme knows no h: nothing is best, but the line can be moved for the others.
#[test]
fn the_exact_scheme_has_a_flat_curve_and_no_best_h_of_the_field() {
    let mut bench = Bench { method: Scheme::Exact.into(), ..Bench::usual() };
    let x = bench.autopsy.as_ref().expect("an arrow").x;
    bench.curves.push(QUINTIC.point_curve(Scheme::Exact, x, &steps(-20)));
    let mut harness = panel(bench);
    assert_eq!(read_out(&harness, Scheme::Exact), "0");
    assert_eq!(asked(&mut harness, "Best h overall"), []);
    harness.drag_at(place(&harness, 1e-8, -20.0));
    harness.step();
    assert_eq!(harness.state().commands, [Command::UseH(1e-8)]);
}
