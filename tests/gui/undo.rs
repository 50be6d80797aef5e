//! A step back for each thing the user has done.

use eframe::egui::{Event, Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use gradfield::examples;
use gradfield::gui::app::App;
use gradfield::gui::settings::{LabTab, ParameterSettings, Settings};
use gradfield::gui::undo::{History, Moment, Way};

use crate::window::{example, load, settle, shows, type_number, window_on};

/// A second and more, which ends a run of typing.
const STEPS_OF_A_PAUSE: usize = 6;

fn window() -> Harness<'static, App> {
    window_on(Settings::default())
}

fn wait(harness: &mut Harness<'_, App>) {
    for _ in 0..STEPS_OF_A_PAUSE {
        harness.step();
    }
    settle(harness);
}

fn undo(harness: &mut Harness<'_, App>) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(harness);
}

fn redo(harness: &mut Harness<'_, App>) {
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    settle(harness);
}

/// Drag the slider of the grid step from its middle to the right, in several moves.
fn drag_step(harness: &mut Harness<'_, App>) {
    let place = harness.get_by_role_and_label(Role::Slider, "step").rect().center();
    harness.hover_at(place);
    harness.step();
    harness.drag_at(place);
    harness.step();
    let mut values = vec![harness.state().settings().grid.step];
    for i in 1..=4_u8 {
        harness.hover_at(place + vec2(5.0 * f32::from(i), 0.0));
        harness.step();
        values.push(harness.state().settings().grid.step);
    }
    assert!(values.windows(2).all(|pair| pair[0] < pair[1]), "it moves with the pointer: {values:?}");
    harness.drop_at(place + vec2(20.0, 0.0));
    settle(harness);
}

#[test]
fn a_drag_is_one_step_back_and_forth() {
    let mut harness = window();
    let before = harness.state().settings().clone();
    assert!(!harness.state().has_step(Way::Undo));
    drag_step(&mut harness);
    let after = harness.state().settings().clone();
    assert_ne!(after.grid.step.to_bits(), before.grid.step.to_bits());
    undo(&mut harness);
    assert_eq!(harness.state().settings(), &before);
    assert!(!harness.state().has_step(Way::Undo));
    redo(&mut harness);
    assert_eq!(harness.state().settings(), &after);
    assert!(!harness.state().has_step(Way::Redo));
    undo(&mut harness);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Y);
    settle(&mut harness);
    assert_eq!(harness.state().settings(), &after);
}

#[test]
fn an_example_is_one_step() {
    let mut harness = window();
    let before = harness.state().settings().clone();
    // The first is what the window begins with.
    for example in examples::all().skip(1).take(3) {
        let shown = harness.state().settings().showing(example);
        harness.state_mut().load(shown);
        settle(&mut harness);
    }
    for _ in 0..3 {
        assert!(harness.state().has_step(Way::Undo));
        // The expression has the focus.
        undo(&mut harness);
    }
    assert_eq!(harness.state().settings(), &before);
    assert!(harness.state().is_up_to_date());
}

#[test]
fn what_is_typed_goes_back_in_the_field_and_then_with_all_else() {
    let mut harness = window();
    let bowl = harness.state().settings().clone();
    type_number(&mut harness, "step", "0.5");
    wait(&mut harness);
    harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").focus();
    harness.step();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.step();
    harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").type_text("a*x0");
    wait(&mut harness);
    assert_eq!(harness.state().settings().parameters, [ParameterSettings::new("a", 1.0)]);
    // The field's own.
    undo(&mut harness);
    wait(&mut harness);
    let settings = harness.state().settings();
    assert_eq!((settings.expression.as_str(), settings.grid.step), ("x0^2 + x1^2", 0.5));
    // It has no more.
    undo(&mut harness);
    assert_eq!(harness.state().settings().grid, bowl.grid);
    assert_eq!(harness.state().settings().expression, bowl.expression);
    redo(&mut harness);
    assert_eq!(harness.state().settings().grid.step.to_bits(), 0.5_f64.to_bits());
    redo(&mut harness);
    assert_eq!(harness.state().settings().expression, "a*x0");
}

#[test]
fn buttons_step_and_say_when_they_cannot() {
    let mut harness = window();
    let is_disabled = |harness: &Harness<'_, App>, name: &str| {
        harness.get_by_role_and_label(Role::Button, name).accesskit_node().is_disabled()
    };
    assert!(is_disabled(&harness, "Undo") && is_disabled(&harness, "Redo"));
    harness.get_by_label("10e-50  too small").click();
    settle(&mut harness);
    harness.get_by_role_and_label(Role::Button, "Undo").click();
    settle(&mut harness);
    assert_eq!(harness.state().settings(), &Settings::default());
    assert!(is_disabled(&harness, "Undo") && !is_disabled(&harness, "Redo"));
    harness.get_by_role_and_label(Role::Button, "Redo").click();
    settle(&mut harness);
    assert_eq!(harness.state().settings().difference.h.to_bits(), 10e-50_f64.to_bits());
}

/// Type into the box of a number, and leave it by another key than Tab; all of it in less than a second.
fn type_quickly(harness: &mut Harness<'_, App>, label: &str, number: &str, leave: Key) {
    harness.get_by_role_and_label(Role::SpinButton, label).focus();
    harness.step();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(Event::Text(number.to_owned()));
    harness.step();
    harness.key_press(leave);
    harness.step();
}

/// Something done in less than a second after a text was typed.
type Quickly = fn(&mut Harness<'_, App>);

/// However soon it comes, what is done after something was typed is a step of its own.
#[test]
fn what_is_typed_ends_where_the_field_is_left() {
    let cases: [(&str, Quickly); 4] = [
        ("a button", |harness| harness.get_by_label("10e-50  too small").click()),
        ("a key", |harness| harness.key_press(Key::CloseBracket)),
        ("another box", |harness| type_quickly(harness, "h", "0.01", Key::Enter)),
        ("a check box", |harness| harness.get_by_label("same range for x1").click()),
    ];
    for (name, quickly) in cases {
        let mut harness = window();
        type_quickly(&mut harness, "step", "0.5", Key::Enter);
        let typed = harness.state().settings().clone();
        assert_eq!(typed.grid.step.to_bits(), 0.5_f64.to_bits());
        quickly(&mut harness);
        wait(&mut harness);
        assert_ne!(*harness.state().settings(), typed, "{name}");
        undo(&mut harness);
        assert_eq!(*harness.state().settings(), typed, "{name}");
        undo(&mut harness);
        assert_eq!(*harness.state().settings(), Settings::default(), "{name}");
        assert!(!harness.state().has_step(Way::Undo), "{name}");
    }
    // The same of the expression, which changes with each letter.
    let mut harness = window();
    harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").type_text(" + x0");
    harness.step();
    harness.key_press(Key::Escape);
    harness.step();
    let typed = harness.state().settings().clone();
    harness.key_press(Key::CloseBracket);
    wait(&mut harness);
    undo(&mut harness);
    assert_eq!(*harness.state().settings(), typed);
    assert_eq!(typed.expression, "x0^2 + x1^2 + x0");
}

#[test]
fn a_lesson_stays_until_it_is_got_and_belongs_to_its_example() {
    let mut harness = window();
    let lesson = |harness: &Harness<'_, App>| {
        examples::all().find(|example| shows(harness, &example.lesson)).map(|example| example.name.as_str())
    };
    let step = |harness: &mut Harness<'_, App>, name: &str| {
        harness.get_by_role_and_label(Role::Button, name).click();
        settle(harness);
    };
    load(&mut harness, example("Long valley"));
    // Whatever comes of trying, and is taken back, and brought back by the field.
    harness.get_by_label("10e-50  too small").click();
    settle(&mut harness);
    step(&mut harness, "Undo");
    assert_eq!(lesson(&harness), Some("Long valley"));
    harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").focus();
    settle(&mut harness);
    harness.key_press(Key::End);
    harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").type_text(" + x0");
    wait(&mut harness);
    harness.key_press(Key::ArrowUp);
    wait(&mut harness);
    assert_eq!(lesson(&harness), Some("Long valley"));
    harness.key_press(Key::Escape);
    wait(&mut harness);
    step(&mut harness, "Undo");
    assert_eq!(lesson(&harness), Some("Long valley"));
    // These two have the same text, and what is said of the one is not true of the other.
    load(&mut harness, example("Bowl"));
    load(&mut harness, example("Bowl, h too small"));
    for (name, expected) in [
        ("Undo", Some("Bowl")),
        ("Undo", Some("Long valley")),
        ("Redo", Some("Bowl")),
        ("Redo", Some("Bowl, h too small")),
    ] {
        step(&mut harness, name);
        assert_eq!(lesson(&harness), expected, "{name}");
    }
    // What was understood does not come back.
    step(&mut harness, "Got it");
    for (name, expected) in [("Undo", Some("Bowl")), ("Redo", None)] {
        step(&mut harness, name);
        assert_eq!(lesson(&harness), expected, "{name}");
    }
    // What is no example has none.
    harness.state_mut().load(text("x0*x1"));
    settle(&mut harness);
    assert_eq!(lesson(&harness), None);
}

/// Settings of some expression.
fn text(expression: &str) -> Settings {
    Settings { expression: expression.to_owned(), ..Settings::default() }
}

fn at(now: f64) -> Moment {
    Moment { now, ..Moment::default() }
}

#[test]
fn a_gesture_is_not_finished_before_its_end() {
    let mut history = History::new(&text("a"));
    for (now, expression) in [(0.0, "b"), (5.0, "c"), (10.0, "d")] {
        assert_eq!(history.note(&text(expression), Moment { gesture: true, ..at(now) }), None);
    }
    history.note(&text("d"), at(10.0));
    assert_eq!(history.go(Way::Undo, &text("d")), Some(text("a")));
    assert_eq!(history.go(Way::Undo, &text("a")), None);
}

#[test]
fn typing_is_cut_at_pauses() {
    let typing = |now| Moment { typing: true, ..at(now) };
    let mut history = History::new(&text("a"));
    assert_eq!(history.note(&text("ab"), typing(0.0)), Some(1.0));
    assert_eq!(history.note(&text("abc"), typing(0.75)), Some(1.0));
    assert_eq!(history.note(&text("abc"), typing(1.5)), Some(0.25));
    assert_eq!(history.note(&text("abc"), typing(1.75)), None);
    history.note(&text("abcd"), typing(2.0));
    // What is not finished is one step as well.
    assert!(history.has(Way::Undo, &text("abcd")));
    assert_eq!(history.go(Way::Undo, &text("abcd")), Some(text("abc")));
    assert_eq!(history.go(Way::Undo, &text("abc")), Some(text("a")));
    assert_eq!(history.go(Way::Redo, &text("a")), Some(text("abc")));
    // Another change, and there is nothing to be done again.
    history.note(&text("x"), at(3.0));
    assert_eq!(history.go(Way::Redo, &text("x")), None);
    assert_eq!(history.go(Way::Undo, &text("x")), Some(text("abc")));
}

#[test]
fn a_fields_own_step_is_the_same_step() {
    let own = |way| Moment { by_field: Some(way), ..at(1.0) };
    let mut history = History::new(&text("a"));
    history.note(&text("b"), at(0.0));
    history.note(&text("a"), own(Way::Undo));
    assert!(!history.has(Way::Undo, &text("a")) && history.has(Way::Redo, &text("a")));
    history.note(&text("b"), own(Way::Redo));
    assert!(history.has(Way::Undo, &text("b")) && !history.has(Way::Redo, &text("b")));
    // Whoever types the old text again has done something.
    history.note(&text("a"), at(2.0));
    assert_eq!(history.go(Way::Undo, &text("a")), Some(text("b")));
}

#[test]
fn how_it_is_looked_at_is_no_step_and_stays() {
    let mut history = History::new(&text("a"));
    history.note(&text("b"), at(0.0));
    let mut looked = text("b");
    (looked.lab.tab, looked.lab.probe, looked.lab.open) = (LabTab::Surface, [0.5, 0.25], false);
    looked.lab.camera.yaw = 12.0;
    history.note(&looked, at(1.0));
    let back = history.go(Way::Undo, &looked).expect("a step");
    assert_eq!((back.expression.as_str(), &back.lab), ("a", &looked.lab));
    assert!(!history.has(Way::Undo, &back));
}

#[test]
fn steps_are_bounded_and_the_oldest_are_forgotten() {
    let mut history = History::new(&text("0"));
    for i in 1..=1000 {
        history.note(&text(&i.to_string()), at(0.0));
    }
    let mut settings = text("1000");
    let mut steps = 0;
    while let Some(back) = history.go(Way::Undo, &settings) {
        settings = back;
        steps += 1;
    }
    assert_eq!((steps, settings.expression.as_str()), (200, "800"));
}

/// Where Shift goes before the key of a plus sign, the key that is released is that of =, and egui holds + for pressed ever after.
#[test]
fn a_key_whose_release_is_not_heard_holds_no_step_back() {
    let mut harness = window();
    let key =
        |key, pressed, modifiers| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    harness.event(key(Key::Plus, true, Modifiers::SHIFT));
    harness.step();
    harness.event(key(Key::Equals, false, Modifiers::NONE));
    wait(&mut harness);
    assert!(harness.ctx.input(|input| input.keys_down.contains(&Key::Plus)), "this is what egui makes of it");
    for (label, off) in [("same range for x1", false), ("include the right ends", true)] {
        harness.get_by_label(label).click();
        wait(&mut harness);
        let grid = harness.state().settings().grid;
        assert_eq!(if off { grid.closed } else { grid.linked }, off, "{label}");
    }
    undo(&mut harness);
    let grid = harness.state().settings().grid;
    assert!(!grid.closed && !grid.linked, "one step");
    undo(&mut harness);
    assert!(harness.state().settings().grid.linked, "the other");
}
