//! Optimisers on their way down, as the window shows them.

#![expect(clippy::float_cmp, reason = "exactness is what is tested")]

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use egui_plot::PlotPoint;
use gradfield::analysis::descent::{Knob, Stop, UpdateRule};
use gradfield::examples;
use gradfield::gui::app::App;
use gradfield::gui::settings::{LabTab, Settings};

use crate::window::{settle, step_until, type_number, window_of, window_on};

fn descending() -> Settings {
    let mut settings = Settings::default();
    settings.descent.show = true;
    settings.lab.tab = LabTab::Descent;
    settings
}

fn window() -> Harness<'static, App> {
    window_on(descending())
}

/// Where a point of the plane is on the screen.
fn place(harness: &Harness<'_, App>, [x0, x1]: [f64; 2]) -> Pos2 {
    let transform = harness.state().canvas().transform().expect("a canvas");
    transform.position_from_point(&PlotPoint::new(x0, x1))
}

fn rules(harness: &Harness<'_, App>) -> Vec<UpdateRule> {
    harness.state().descents().iter().map(|twins| twins.rule).collect()
}

fn shows(harness: &Harness<'_, App>, part: &str) -> bool {
    harness.query_all_by_label_contains(part).next().is_some()
}

#[test]
fn nothing_goes_until_it_is_wanted() {
    let mut harness = window_on(Settings::default());
    assert!(harness.state().descents().is_empty());
    harness.get_by_label("Descent").click();
    settle(&mut harness);
    harness.get_by_label("Let them go").click();
    settle(&mut harness);
    assert_eq!(rules(&harness), [UpdateRule::Sgd, UpdateRule::Momentum, UpdateRule::Adam]);
    for twins in harness.state().descents() {
        assert_eq!(twins.numerical.visits.len(), 31, "{}", twins.rule);
    }
}

#[test]
fn a_lost_h_stands_still_and_says_why() {
    let mut settings = descending();
    settings.difference.h = 10e-50;
    let harness = window_on(settings);
    for twins in harness.state().descents() {
        assert_eq!((twins.numerical.visits.len(), twins.numerical.stop), (1, Stop::Vanished));
        assert_eq!(twins.exact.stop, Stop::StepLimit);
    }
    assert!(shows(
        &harness,
        "step 0: The numerical gradient is zero to within the tolerance although the exact one is not"
    ));
    assert!(shows(&harness, "its exact twin"));
}

/// Dragged with the mouse, the start takes all ways with it, and the plane stays where it is.
#[test]
fn the_start_is_dragged_on_the_canvas() {
    let mut harness = window();
    let start = harness.state().settings().descent.start;
    let (from, corner) = (place(&harness, start), place(&harness, [0.0, 0.0]));
    let to = from + vec2(40.0, -30.0);
    harness.hover_at(from);
    harness.step();
    harness.event(press(from, true));
    harness.step();
    for share in [0.25, 0.5, 0.75, 1.0] {
        harness.hover_at(from.lerp(to, share));
        harness.step();
    }
    harness.event(press(to, false));
    settle(&mut harness);
    let moved = harness.state().settings().descent.start;
    assert!(place(&harness, moved).distance(to) < 3.0, "{moved:?}");
    assert_eq!(place(&harness, [0.0, 0.0]), corner);
    for twins in harness.state().descents() {
        assert_eq!(twins.numerical.visits[0].x, moved);
    }
    // A drag elsewhere moves the plane.
    let away = place(&harness, [1.0, -1.0]);
    harness.hover_at(away);
    harness.step();
    harness.event(press(away, true));
    harness.step();
    harness.hover_at(away + vec2(30.0, 0.0));
    harness.step();
    harness.event(press(away + vec2(30.0, 0.0), false));
    settle(&mut harness);
    assert_ne!(place(&harness, [0.0, 0.0]), corner);
    assert_eq!(harness.state().settings().descent.start, moved);
}

fn press(pos: Pos2, pressed: bool) -> eframe::egui::Event {
    eframe::egui::Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    }
}

#[test]
fn they_are_played_step_by_step() {
    let mut harness = window();
    assert_eq!(harness.state().descent_steps(), 30);
    assert!(shows(&harness, "step 30 of 30"));
    for (button, shown) in [("Reset", 0), ("Step", 1), ("Step", 2), ("All steps", 30), ("Reset", 0)] {
        harness.get_by_role_and_label(Role::Button, button).click();
        settle(&mut harness);
        assert_eq!(harness.state().descent_steps(), shown, "{button}");
    }
    harness.get_by_role_and_label(Role::Button, "Play").click();
    harness.step();
    let mut last = 0;
    for _ in 0..3 {
        harness.step();
        harness.step();
        harness.step();
        assert!(harness.state().descent_steps() > last);
        last = harness.state().descent_steps();
    }
    harness.get_by_role_and_label(Role::Button, "Stop").click();
    harness.step();
    harness.step();
    let stopped = harness.state().descent_steps();
    harness.step();
    assert_eq!(harness.state().descent_steps(), stopped);
    assert!((1..30).contains(&stopped));
}

#[test]
fn the_panel_sets_who_goes_and_how_fast() {
    let mut harness = Harness::builder()
        .with_size([1280.0, 1900.0])
        .build_eframe(|creation| App::new(creation, Settings::default()).expect("a thread for the worker"));
    settle(&mut harness);
    harness.get_by_label("show descents").click();
    settle(&mut harness);
    for name in ["Momentum", "Nesterov"] {
        harness.get_by_role_and_label(Role::CheckBox, name).click();
        // What is below moves.
        settle(&mut harness);
    }
    assert_eq!(rules(&harness), [UpdateRule::Sgd, UpdateRule::Nesterov, UpdateRule::Adam]);
    // A rate each, in the row of its optimiser and by its name; SGD has no other number.
    for name in ["SGD", "Nesterov", "Adam"] {
        let rate = harness.get_by_role_and_label(Role::SpinButton, name).rect();
        let switch = harness.get_by_role_and_label(Role::CheckBox, name).rect();
        assert!((rate.center().y - switch.center().y).abs() < 2.0 && rate.left() > switch.right(), "{name}");
    }
    type_number(&mut harness, "Adam", "0.2");
    let rate =
        harness.state().settings().descent.optimizers.iter().find(|(o, _)| o.rule() == UpdateRule::Adam);
    assert_eq!(rate.map(|(optimizer, _)| optimizer.get(Knob::Rate)), Some(0.2));
    type_number(&mut harness, "Adam", "-1");
    assert!(shows(&harness, "The rate must be"));
    assert_eq!(harness.get_all_by_label_contains("more of").count(), 2);
    // The others unfold.
    assert!(harness.query_by_role_and_label(Role::SpinButton, "beta 2").is_none());
    for is_there in [true, false] {
        harness.get_by_role_and_label(Role::Button, "more of Adam").click();
        settle(&mut harness);
        assert_eq!(harness.query_by_role_and_label(Role::SpinButton, "beta 2").is_some(), is_there);
    }
}

/// In the smallest window there is, all that the section has fits between the bars above and below, in its width.
#[test]
fn the_section_fits_a_small_window() {
    let mut settings = descending();
    settings.descent.optimizers.iter_mut().for_each(|(_, goes)| *goes = true);
    let harness = window_of([900.0, 600.0], settings);
    let rect = |label| harness.get_by_role_and_label(Role::CheckBox, label).rect();
    let height = rect("Backtracking").bottom() - rect("show descents").top();
    // 600 points less the expression and the status bar, with 60 for the two.
    assert!(height < 500.0, "{height}");
    // A scroll bar and the edge stand beside what fits into 300 points.
    for more in harness.get_all_by_label_contains("more of") {
        assert!(more.rect().right() < 292.0, "{:?}", more.rect());
    }
}

/// The book's comparison: its example brings a start within its range.
#[test]
fn an_example_keeps_the_start_in_sight() {
    let mut settings = Settings::default();
    settings.descent.start = [100.0, 100.0];
    for example in examples::all() {
        let [x0, x1] = [example.x0, example.x1.unwrap_or(example.x0)];
        let start = settings.showing(example).descent.start;
        assert!((x0[0]..x0[1]).contains(&start[0]) && (x1[0]..x1[1]).contains(&start[1]), "{}", example.name);
    }
}

/// The last point is beyond it, so that one sees where the way leads.
#[test]
fn rates_that_diverge_are_cut_at_the_region() {
    let mut settings = descending();
    for (optimizer, goes) in &mut settings.descent.optimizers {
        *optimizer.knob(Knob::Rate) = 3.0;
        *goes = optimizer.rule() == UpdateRule::Sgd;
    }
    let harness = window_on(settings);
    let [twins] = harness.state().descents() else { panic!("one optimiser") };
    assert_eq!(twins.numerical.stop, Stop::LeftRegion);
    assert!(shows(&harness, "It has left the region that is shown."));
}

/// Himmelblau's function is far steeper than the one the usual rates are for.
#[test]
fn a_rate_that_is_too_large_has_a_button_that_takes_a_better_one() {
    let mut settings = descending();
    "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2".clone_into(&mut settings.expression);
    (settings.grid.x0, settings.grid.step) = ([-5.0, 5.0], 0.5);
    settings.descent.start = [-3.5, 2.5];
    for (optimizer, goes) in &mut settings.descent.optimizers {
        *goes = optimizer.rule() == UpdateRule::Momentum;
    }
    let mut harness = window_on(settings);
    assert_eq!(harness.state().descents()[0].numerical.stop, Stop::LeftRegion);
    let told = "A rate of 0.033 or more makes steps grow.";
    assert!(shows(&harness, told));
    harness.get_by_label("Rate 0.0087").click();
    settle(&mut harness);
    let rate = harness.state().settings().descent.optimizers[1].0.get(Knob::Rate);
    assert_eq!(rate, 0.0087);
    assert_eq!(harness.state().descents()[0].numerical.stop, Stop::StepLimit);
    assert!(!shows(&harness, told));
}

/// Asked for by key while a field is computed, they wait for their ways and are then played from the start.
#[test]
fn a_play_waits_for_its_ways() {
    let mut harness = window_on(Settings::default());
    let mut slow = Settings { expression: "atan2(x0*x1, tanh(x0 + x1))".to_owned(), ..Settings::default() };
    slow.grid.step = 0.001;
    slow.lab.tab = LabTab::Descent;
    harness.state_mut().load(slow);
    step_until(&mut harness, "the button", |harness| harness.query_by_label("Cancel").is_some());
    harness.key_press(Key::Escape);
    harness.step();
    harness.key_press(Key::D);
    for _ in 0..4 {
        harness.step();
    }
    assert!(harness.state().settings().descent.show);
    assert!(harness.state().descents().is_empty(), "the field was too fast for this test");
    assert!(shows(&harness, "The optimisers are on their way"));
    assert!(!shows(&harness, "f has no value on the way"));
    harness.get_by_label("Cancel").click();
    step_until(&mut harness, "the ways", |harness| !harness.state().descents().is_empty());
    // At most 0.8 steps a frame.
    assert!(harness.state().descent_steps() <= 1, "{}", harness.state().descent_steps());
    harness.step();
    harness.step();
    assert!((1..4).contains(&harness.state().descent_steps()), "{}", harness.state().descent_steps());
    settle(&mut harness);
    assert_eq!(harness.state().descent_steps(), 30);
}

#[test]
fn without_an_optimiser_the_tab_says_so() {
    let mut settings = descending();
    settings.descent.optimizers.iter_mut().for_each(|(_, goes)| *goes = false);
    assert!(shows(&window_on(settings), "No optimiser is chosen"));
}

/// However close one looks, the start goes where the pointer is.
#[test]
fn the_start_is_put_to_a_point_of_the_screen() {
    let mut settings = descending();
    (settings.grid.x0, settings.grid.step) = ([1.4, 1.4001], 1e-5);
    settings.descent.start = [1.400_05, 1.400_05];
    let mut harness = window_on(settings);
    let from = place(&harness, [1.400_05, 1.400_05]);
    let to = from + vec2(31.0, -17.0);
    harness.hover_at(from);
    harness.step();
    harness.event(press(from, true));
    harness.step();
    harness.hover_at(to);
    harness.step();
    harness.event(press(to, false));
    settle(&mut harness);
    let start = harness.state().settings().descent.start;
    // Rounded by no more than half a point along either axis.
    assert!(place(&harness, start).distance(to) < 1.0, "{start:?}");
    assert!(start.iter().all(|x| x.to_string().len() <= "1.40005678".len()), "{start:?}");
}

/// Why it ends is the point of the tab.
#[test]
fn the_reason_for_an_end_is_read_without_scrolling_aside() {
    let mut settings = descending();
    for (optimizer, goes) in &mut settings.descent.optimizers {
        *optimizer.knob(Knob::Rate) = 3.0;
        *goes = optimizer.rule() == UpdateRule::Sgd;
    }
    for size in [[900.0, 600.0], [1280.0, 860.0]] {
        let harness = window_of(size, settings.clone());
        let mut reasons =
            harness.query_all_by_label_contains("It has left the region that is shown.").peekable();
        assert!(reasons.peek().is_some());
        for reason in reasons {
            assert!(reason.rect().right() <= size[0], "{size:?}: {:?}", reason.rect());
        }
    }
}
