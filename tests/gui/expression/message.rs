//! What is said under the field, and whether it can be read to its end.

use eframe::egui::{Event, Key, Rect, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::examples::{self, Example};
use gradfield::gui::app::App;
use gradfield::gui::settings::Settings;

use super::{STEPS_OF_STANDING, command, press, replace, seen, shows, type_text, wait, window};
use crate::window::{example, load, settle, type_number, window_of};

/// Sizes of the window, down to the smallest that it can have.
const SIZES: [[f32; 2]; 3] = [[640.0, 420.0], [900.0, 600.0], [1280.0, 860.0]];

/// Whether a text is painted to its end.
fn is_seen(harness: &Harness<'_, App>, part: &str) -> bool {
    seen(harness).iter().any(|text| text.contains(part))
}

fn lesson(harness: &Harness<'_, App>, example: &Example) -> Rect {
    harness.get_by_label_contains(&example.lesson).rect()
}

#[test]
fn every_lesson_can_be_read_to_its_end() {
    for size in SIZES {
        let mut harness = window_of(size, Settings::default());
        for example in examples::all() {
            load(&mut harness, example);
            assert!(is_seen(&harness, &example.lesson), "{size:?}: {}", example.name);
            let (lesson, close) = (lesson(&harness, example), harness.get_by_label("Got it").rect());
            assert!(harness.ctx.content_rect().contains_rect(lesson.union(close)), "{size:?}: {lesson:?}");
            assert!(!lesson.intersects(close), "{size:?}: {lesson:?} {close:?}");
        }
    }
}

/// "Make h larger until all arrows are back." "Replace both relu by softplus."
#[test]
fn a_lesson_stays_while_it_is_followed_and_goes_when_it_is_understood() {
    let mut harness = window("x0");
    let pole = example("Pole");
    load(&mut harness, pole);
    harness.get_by_label("1e-4  good").click();
    settle(&mut harness);
    type_number(&mut harness, "h", "1e-3");
    harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").focus();
    harness.step();
    for typed in ["+", "1"] {
        type_text(&mut harness, typed);
        wait(&mut harness, STEPS_OF_STANDING);
        assert!(shows(&harness, &pole.lesson), "{typed}");
    }
    harness.get_by_label("Got it").click();
    settle(&mut harness);
    assert!(!shows(&harness, &pole.lesson));
    assert!(harness.query_by_label("Got it").is_none());
}

/// Of what else is loaded or called up it says nothing.
#[test]
fn a_lesson_goes_with_its_function() {
    let (pole, kink) = (example("Pole"), example("Kink"));
    let mut harness = window("x0");
    wait(&mut harness, STEPS_OF_STANDING);
    load(&mut harness, pole);
    load(&mut harness, kink);
    assert!(shows(&harness, &kink.lesson) && !shows(&harness, &pole.lesson));
    harness.state_mut().load(Settings { expression: kink.expression.clone(), ..Settings::default() });
    settle(&mut harness);
    assert!(!shows(&harness, &kink.lesson));
    load(&mut harness, pole);
    harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").focus();
    harness.step();
    press(&mut harness, Key::ArrowUp);
    assert!(!shows(&harness, &pole.lesson));
    press(&mut harness, Key::ArrowDown);
    assert!(shows(&harness, &pole.lesson), "and there it is again");
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::Escape);
    assert!(!shows(&harness, &pole.lesson) && !shows(&harness, &kink.lesson));
    // Another example of the same function has its own lesson.
    load(&mut harness, example("Bowl"));
    load(&mut harness, example("Bowl, h too small"));
    assert!(shows(&harness, &example("Bowl, h too small").lesson));
}

/// What may have been meant otherwise is worth more than how the whole was understood.
#[test]
fn a_remark_is_read_behind_a_function_of_any_length() {
    for size in SIZES {
        for tail in ["", " + sin(x0)*x1"] {
            let text = format!("1/2x0{}", tail.repeat(25));
            let harness = window_of(size, Settings { expression: text, ..Settings::default() });
            let seen = seen(&harness);
            assert!(seen.iter().any(|text| text.ends_with("write /(2*x0).")), "{size:?}: {seen:?}");
            assert!(seen.iter().any(|text| text.starts_with("= 1/2*x0")), "{size:?}: {seen:?}");
        }
    }
}

/// While something is typed it would cover what is said of it.
#[test]
fn the_field_explains_itself_unless_it_is_typed_in() {
    let mut harness = window("x0");
    let hint = "Up and Down bring back earlier functions";
    let hover = |harness: &mut Harness<'_, App>| {
        harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").hover();
        wait(harness, 2 * STEPS_OF_STANDING);
    };
    hover(&mut harness);
    assert!(!shows(&harness, hint));
    press(&mut harness, Key::Escape);
    hover(&mut harness);
    assert!(shows(&harness, hint));
}

#[test]
fn every_error_can_be_read_to_its_end() {
    for size in SIZES {
        let mut harness = window_of(size, Settings { expression: "x0".into(), ..Settings::default() });
        for text in [
            "x0 < 0 ? 1 : 2",
            "if x0 < 0: x1",
            "x0 + nonsense(x1)",
            "PI + x0",
            "x[0](2)",
            "a_name_as_long_as_names_are_in_programs_of_engineers(x0)",
        ] {
            harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").focus();
            harness.step();
            replace(&mut harness, text);
            let Err(error) = gradfield::expr::parse(text) else { panic!("{text} is a function") };
            assert!(is_seen(&harness, &error.to_string()), "{size:?}: {error}");
        }
    }
}

/// What is below must not jump at each key.
#[test]
fn nothing_moves_while_a_function_is_typed() {
    let mut harness = window("x0*x1");
    let top = |harness: &Harness<'_, App>| harness.get_by_label("Grid").rect().top();
    let before = top(&harness);
    command(&mut harness, Key::A);
    for part in ["x", "0", "*", "s", "i", "n", "(", "x", "1", ")"] {
        harness.event(Event::Text(part.into()));
        for _ in 0..2 {
            harness.step();
            assert!((top(&harness) - before).abs() < 0.5, "{part}");
        }
    }
}
