//! The tour: each step done by oneself and by its button, and everything as it was afterwards.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Popup, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::analysis::Cause;
use gradfield::gui::app::App;
use gradfield::gui::settings::{LabTab, Quantity, Settings};
use gradfield::gui::tour::STEPS;

use super::window::{example, load, settle, shows, type_number, window_of};

const SIZES: [[f32; 2]; 3] = [[640.0, 420.0], [900.0, 600.0], [1280.0, 860.0]];

fn start(harness: &mut Harness<'_, App>) {
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F1);
    settle(harness);
    assert_eq!(harness.state().tour().step(), Some(0));
}

fn click(harness: &mut Harness<'_, App>, label: &str) {
    harness.get_by_role_and_label(Role::Button, label).click();
    settle(harness);
}

/// Settings unlike those of the tour and those at first.
fn own() -> Settings {
    let mut settings = Settings { expression: "a*x0^2 + cos(3*x1)".to_owned(), ..Settings::default() };
    settings.grid.x0 = [-1.0, 5.0];
    settings.grid.step = 0.5;
    settings.difference.h = 3e-7;
    settings.heat_map.show = true;
    settings.heat_map.quantity = Quantity::GradientNorm;
    settings.arrows.mark_causes = false;
    settings.lab.tab = LabTab::Taylor;
    settings.lab.probe = [2.0, 1.0];
    settings.adopt(&["a".to_owned()]);
    settings
}

/// What a learner does, step by step.
fn do_it(harness: &mut Harness<'_, App>, step: usize) {
    match step {
        0 | 2 => {
            let frame = *harness.state().canvas().transform().expect("shown").frame();
            let place = frame.center() + eframe::egui::vec2(-80.0, -60.0);
            harness.hover_at(place);
            harness.step();
            harness.drag_at(place);
            harness.step();
            harness.drop_at(place);
        }
        1 => harness.get_by_label("10e-50  too small").click(),
        3 => type_number(harness, "h", "0.6"),
        _ => harness.get_by_role_and_label(Role::Button, "Best h overall").click(),
    }
    settle(harness);
}

/// What there is to be seen when a step is done.
fn assert_seen(harness: &Harness<'_, App>, step: usize) {
    let app = harness.state();
    let census = app.census().expect("it is there");
    let wrong =
        census.causes.iter().filter(|cause| !matches!(cause, Cause::Good | Cause::Stationary)).count();
    match step {
        0 => assert_eq!((app.canvas().drawn().arrows, wrong), (255, 0)),
        1 | 2 => assert_eq!((app.canvas().drawn().arrows, wrong), (0, 255)),
        3 => assert!(wrong > 100 && census.count(Cause::Truncation) == wrong, "{wrong}"),
        _ => assert_eq!(wrong, 0),
    }
    if step == 2 {
        assert_eq!(app.settings().lab.tab, LabTab::Autopsy);
        assert!(shows(harness, "Arrow at ("));
    }
    assert!(shows(harness, STEPS[step].done));
}

#[test]
fn a_learner_goes_all_five_steps() {
    let mut harness = window_of([1280.0, 860.0], own());
    start(&mut harness);
    for (step, said) in STEPS.iter().enumerate() {
        assert_eq!(harness.state().tour().step(), Some(step));
        assert!(!harness.state().tour().is_done(), "{step}: done before anything is");
        assert!(shows(&harness, said.text) && shows(&harness, "to do") && !shows(&harness, said.done));
        do_it(&mut harness, step);
        assert!(harness.state().tour().is_done(), "{step}");
        assert_seen(&harness, step);
        click(&mut harness, if step + 1 < STEPS.len() { "Next" } else { "Finish" });
    }
    assert_eq!(harness.state().tour().step(), None);
    assert_eq!(*harness.state().settings(), own());
    assert!(harness.state().tour_seen());
}

#[test]
fn whoever_does_not_is_shown() {
    for size in SIZES {
        let mut harness = window_of(size, own());
        start(&mut harness);
        let before = harness.state().own_settings().clone();
        for step in 0..STEPS.len() {
            click(&mut harness, "Show me");
            assert!(harness.state().tour().is_done(), "{size:?}: {step}");
            if size[0] > 800.0 {
                assert_seen(&harness, step);
            }
            click(&mut harness, if step + 1 < STEPS.len() { "Next" } else { "Finish" });
        }
        assert_eq!(*harness.state().settings(), before, "{size:?}");
    }
}

/// The keyboard alone is enough: the card has the focus.
#[test]
fn enter_goes_all_the_way() {
    let mut harness = window_of([1280.0, 860.0], Settings::default());
    start(&mut harness);
    for _ in 0..STEPS.len() {
        for _ in 0..2 {
            harness.key_press(Key::Enter);
            settle(&mut harness);
        }
    }
    assert_eq!(harness.state().tour().step(), None);
    assert_eq!(*harness.state().settings(), Settings::default());
}

#[test]
fn back_leads_to_the_step_before_as_it_began() {
    let mut harness = window_of([1280.0, 860.0], Settings::default());
    start(&mut harness);
    for _ in 0..3 {
        click(&mut harness, "Show me");
        click(&mut harness, "Next");
    }
    for step in [2, 1, 0] {
        click(&mut harness, "Back");
        assert_eq!(harness.state().tour().step(), Some(step));
        assert!(!harness.state().tour().is_done(), "{step}");
        assert_eq!(*harness.state().settings(), (STEPS[step].settings)(), "{step}");
    }
}

/// Settings, where the canvas looked, what is held and the lesson are as they were, wherever one leaves.
#[test]
fn leaving_loses_nothing() {
    for (name, steps) in [("Leave", 0), ("Leave", 3), ("Esc", 1)] {
        let mut harness = window_of([1280.0, 860.0], Settings::default());
        load(&mut harness, example("Himmelblau"));
        harness.key_press(Key::Escape);
        settle(&mut harness);
        harness.key_press(Key::H);
        settle(&mut harness);
        let center = harness.state().canvas().transform().expect("shown").frame().center();
        harness.hover_at(center);
        harness.step();
        harness.drag_at(center);
        harness.step();
        harness.hover_at(center + eframe::egui::vec2(130.0, 40.0));
        harness.step();
        harness.drop_at(center + eframe::egui::vec2(130.0, 40.0));
        settle(&mut harness);
        let look = |harness: &Harness<'_, App>| {
            let bounds = *harness.state().canvas().transform().expect("shown").bounds();
            let numbers = [bounds.min(), bounds.max()].concat();
            numbers.iter().map(|number| format!("{number:.6}")).collect::<Vec<_>>()
        };
        let (settings, view) = (harness.state().settings().clone(), look(&harness));
        assert!(harness.state().held().is_some());
        start(&mut harness);
        assert!(harness.state().held().is_none() && !shows(&harness, "Himmelblau:"));
        for _ in 0..steps {
            click(&mut harness, "Show me");
            click(&mut harness, "Next");
        }
        assert_eq!(*harness.state().own_settings(), settings);
        if name == "Esc" {
            harness.key_press(Key::Escape);
            settle(&mut harness);
        } else {
            click(&mut harness, name);
        }
        assert_eq!(harness.state().tour().step(), None, "{name}");
        assert_eq!(*harness.state().settings(), settings, "{name}");
        assert_eq!(look(&harness), view, "{name}");
        assert!(harness.state().held().is_some() && shows(&harness, "Himmelblau:"), "{name}");
    }
}

#[test]
fn it_is_offered_once() {
    let mut harness = window_of([900.0, 600.0], Settings::default());
    assert!(!harness.state().tour().is_offered() && !harness.state().tour_seen());
    harness.state_mut().offer_tour();
    settle(&mut harness);
    assert!(shows(&harness, "New here?"));
    let before = harness.state().settings().clone();
    click(&mut harness, "Not now");
    assert!(harness.state().tour_seen() && !shows(&harness, "New here?"));
    assert_eq!(*harness.state().settings(), before);
    harness.state_mut().offer_tour();
    settle(&mut harness);
    assert!(!harness.state().tour().is_offered());

    let mut harness = window_of([900.0, 600.0], Settings::default());
    harness.state_mut().offer_tour();
    settle(&mut harness);
    click(&mut harness, "Take the tour");
    assert_eq!(harness.state().tour().step(), Some(0));

    let mut harness = window_of([900.0, 600.0], Settings::default());
    harness.state_mut().set_tour_seen(true);
    harness.state_mut().offer_tour();
    settle(&mut harness);
    assert!(!harness.state().tour().is_offered());
}

/// Whoever picks an example in the middle of it has it with their own looks, as without the tour.
#[test]
fn an_example_picked_on_the_way_comes_with_ones_own_looks() {
    let mut harness = window_of([1280.0, 860.0], own());
    let before = harness.state().settings().clone();
    start(&mut harness);
    load(&mut harness, example("Himmelblau"));
    assert_eq!(harness.state().tour().step(), None);
    let mut expected = before.showing(example("Himmelblau"));
    // A slider that nobody has touched goes with its name.
    expected.forget_untouched(&[]);
    assert_eq!(*harness.state().settings(), expected);
    assert!(expected.heat_map.show && !expected.arrows.mark_causes);
    assert!(shows(&harness, "Himmelblau:"));
}

/// Escape is for the menu that is open.
#[test]
fn escape_closes_a_menu_and_leaves_the_tour_alone() {
    let mut harness = window_of([1280.0, 860.0], Settings::default());
    let close_menu = |harness: &mut Harness<'_, App>, role: Role, label: &str| {
        harness.get_by_role_and_label(role, label).click();
        settle(harness);
        assert!(Popup::is_any_open(&harness.ctx), "{label}");
        harness.key_press(Key::Escape);
        settle(harness);
        assert!(!Popup::is_any_open(&harness.ctx), "{label}");
    };
    harness.state_mut().offer_tour();
    settle(&mut harness);
    close_menu(&mut harness, Role::ComboBox, "scheme");
    assert!(harness.state().tour().is_offered() && !harness.state().tour_seen());
    start(&mut harness);
    close_menu(&mut harness, Role::Button, "File");
    assert_eq!(harness.state().tour().step(), Some(0));
    harness.key_press(Key::Escape);
    settle(&mut harness);
    assert_eq!(harness.state().tour().step(), None);
}

/// Locked colours and the focus are as they were.
#[test]
fn what_is_not_a_setting_comes_back_as_well() {
    let mut settings = Settings::default();
    settings.arrows.lock_limits = true;
    settings.heat_map.show = true;
    let mut harness = window_of([1280.0, 860.0], settings);
    harness.state_mut().settings_mut().expression = "100*x0^2 + x1^2".to_owned();
    settle(&mut harness);
    let limits = |harness: &Harness<'_, App>| {
        let colors = harness.state().heat_map().and_then(|map| map.colors).expect("a heat map");
        let limits = harness.state().limits().expect("locked");
        [limits, [colors.min, colors.max]].map(|limits| limits.map(f64::to_bits))
    };
    let before = limits(&harness);
    for leave in ["Leave", "Esc"] {
        harness.get_by_role_and_label(Role::SpinButton, "step").focus();
        settle(&mut harness);
        start(&mut harness);
        if leave == "Esc" {
            harness.key_press(Key::Escape);
            settle(&mut harness);
        } else {
            click(&mut harness, leave);
        }
        assert_eq!(harness.state().tour().step(), None);
        assert_eq!(limits(&harness), before, "{leave}");
        assert!(harness.get_by_role_and_label(Role::SpinButton, "step").is_focused(), "{leave}");
    }
    // From the help it is what had the focus before that.
    harness.key_press(Key::F1);
    settle(&mut harness);
    click(&mut harness, "Take the tour");
    click(&mut harness, "Leave");
    assert!(harness.get_by_role_and_label(Role::SpinButton, "step").is_focused());
    // And who opens something else goes on from there too.
    start(&mut harness);
    load(&mut harness, example("Himmelblau"));
    assert!(harness.get_by_role_and_label(Role::SpinButton, "step").is_focused());
}

/// Where a label is drawn, at the first of such places.
fn first(harness: &Harness<'_, App>, label: &str) -> Rect {
    harness.query_all_by_label_contains(label).next().unwrap_or_else(|| panic!("{label}")).rect()
}

/// The card lies in the window and does not cover what it tells to press.
#[test]
fn the_card_leaves_free_what_it_talks_about() {
    for size in &SIZES[1..] {
        let mut harness = window_of(*size, Settings::default());
        let window = Rect::from_min_size(eframe::egui::Pos2::ZERO, (*size).into());
        start(&mut harness);
        for (step, said) in STEPS.iter().enumerate() {
            let card = |harness: &Harness<'_, App>| {
                let labels = [said.title, said.text, said.task, "Leave"];
                labels.map(|label| harness.get_by_label(label).rect()).into_iter().reduce(Rect::union)
            };
            for is_done in [false, true] {
                let card = card(&harness).expect("it is shown");
                assert!(window.contains_rect(card), "{size:?}, step {step}, {is_done}: {card:?}");
                let middle = |part: Rect| Rect::from_center_size(part.center(), part.size() / 4.0);
                let needed = match step {
                    0 => [middle(*harness.state().canvas().transform().expect("shown").frame()); 2],
                    // What the step says to look at.
                    2 => ["x - h", "x + h"].map(|node| first(&harness, node)),
                    1 | 3 => {
                        ["10e-50  too small", "1e-4  good"].map(|label| harness.get_by_label(label).rect())
                    }
                    4 => [harness.get_by_label("Best h overall").rect(); 2],
                    _ => unreachable!("five steps"),
                };
                for needed in needed {
                    assert!(
                        !card.intersects(needed),
                        "{size:?}, step {step}, {is_done}: {card:?} on {needed:?}"
                    );
                    assert!(window.contains_rect(needed), "{size:?}, step {step}");
                }
                if !is_done {
                    click(&mut harness, "Show me");
                }
            }
            click(&mut harness, if step + 1 < STEPS.len() { "Next" } else { "Finish" });
        }
    }
}
