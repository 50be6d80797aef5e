//! Names in the function as sliders.

#![expect(clippy::float_cmp, reason = "small numbers, of which no digit may be lost")]

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::expr::Parameters;
use gradfield::field::FieldSeed;
use gradfield::gui::app::App;
use gradfield::gui::settings::{ParameterSettings, Settings};

use crate::expression::painted;
use crate::window::{settle, type_number, window_on};

fn window(expression: &str) -> Harness<'static, App> {
    window_on(Settings { expression: expression.to_owned(), ..Settings::default() })
}

fn set_text(harness: &mut Harness<'_, App>, text: &str) {
    text.clone_into(&mut harness.state_mut().settings_mut().expression);
    settle(harness);
}

/// f at the first point, (-2, -2).
fn corner(harness: &Harness<'_, App>) -> f64 {
    harness.state().field().expect("a field").f[0]
}

fn parameter<'h>(harness: &'h Harness<'_, App>, name: &str) -> &'h ParameterSettings {
    harness.state().settings().parameters.iter().find(|p| p.name == name).expect("a parameter")
}

#[test]
fn a_free_name_is_a_slider_that_changes_the_field() {
    let mut harness = window("a*x0^2 + b*x1^2");
    assert!(harness.query_by_label("Parameters").is_some());
    assert_eq!(corner(&harness), 8.0);
    harness.state_mut().settings_mut().parameters[1].value = -2.0;
    settle(&mut harness);
    assert_eq!(corner(&harness), -4.0);
    assert_eq!(harness.state().field().unwrap().request.program().text(), "a*x0^2 + b*x1^2");
    assert_eq!(harness.query_all_by_role_and_label(Role::Slider, "a").count(), 1);
    assert_eq!(harness.query_all_by_role_and_label(Role::Slider, "b").count(), 1);
}

#[test]
fn a_function_without_names_has_no_parameters() {
    let harness = window("x0^2 + e*x1 + pi");
    assert!(harness.query_by_label("Parameters").is_none());
}

#[test]
fn a_parameter_is_remembered_by_its_name() {
    let mut harness = window("a*x0");
    harness.state_mut().settings_mut().parameters[0].value = 3.0;
    settle(&mut harness);
    set_text(&mut harness, "x0");
    assert!(harness.query_by_label("Parameters").is_none());
    set_text(&mut harness, "x0 - a");
    assert_eq!(corner(&harness), -5.0);
}

#[test]
fn a_removed_parameter_has_no_value_until_it_is_made_again() {
    let mut harness = window("x0 + k");
    harness.get_by_role_and_label(Role::Button, "Remove k").click();
    settle(&mut harness);
    assert!(harness.query_by_label("Parameters").is_none());
    assert!(harness.query_all_by_label_contains("The name k is not known.").next().is_some());
    harness.get_by_label("Make it a parameter").click();
    settle(&mut harness);
    assert_eq!(corner(&harness), -1.0);
}

#[test]
fn a_likely_slip_is_no_parameter_before_it_is_wanted() {
    let mut harness = window("x0 + PI");
    assert!(harness.query_by_label("Parameters").is_none());
    assert!(harness.query_all_by_label_contains("write pi").next().is_some());
    harness.get_by_label("Make it a parameter").click();
    settle(&mut harness);
    assert_eq!(corner(&harness), -1.0);
    assert!(harness.query_by_role_and_label(Role::Slider, "PI").is_some());
    // A function can be none.
    set_text(&mut harness, "sni(x0)");
    assert!(harness.query_all_by_label_contains("Make ").next().is_none());
}

#[test]
fn the_beginning_of_a_function_on_its_way_is_no_parameter() {
    let mut harness = window("x0");
    let place = "f(x0, x1) =";
    harness.get_by_role_and_label(Role::TextInput, place).focus();
    harness.step();
    for letter in ["+", "s", "i", "n", "(", "x", "0", ")", "*", "k"] {
        harness.get_by_role_and_label(Role::TextInput, place).type_text(letter);
        harness.step();
        harness.step();
    }
    settle(&mut harness);
    let names: Vec<&str> = harness.state().settings().parameters.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["k"], "{}", harness.state().settings().expression);
}

#[test]
fn a_playing_parameter_goes_back_and_forth_between_its_ends() {
    let mut harness = window("a*x0");
    harness.get_by_role_and_label(Role::Button, "Play a").click();
    harness.step();
    harness.step();
    let mut values = Vec::new();
    // At 60 frames a second, 10 seconds: there and back in 8.
    for _ in 0..600 {
        harness.step();
        values.push(parameter(&harness, "a").value);
    }
    let (least, most) = values.iter().fold((f64::MAX, f64::MIN), |(l, m), v| (l.min(*v), m.max(*v)));
    assert_eq!((least, most), (-5.0, 5.0));
    let largest_step = values.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f64::max);
    assert!(largest_step <= 10.0 / 4.0 * 0.1 + 1e-9, "{largest_step}");
    harness.get_by_role_and_label(Role::Button, "Stop a").click();
    settle(&mut harness);
    let rest = parameter(&harness, "a").value;
    settle(&mut harness);
    assert_eq!(parameter(&harness, "a").value, rest);
    assert_eq!(corner(&harness), -2.0 * rest);
}

#[test]
fn play_goes_on_from_wherever_the_value_is() {
    for (value, ends) in [(12.0, [-5.0, 12.0]), (-30.0, [-30.0, 5.0])] {
        let mut harness = window("a*x0");
        harness.state_mut().settings_mut().parameters[0].value = value;
        settle(&mut harness);
        assert_eq!(parameter(&harness, "a").range, ends, "the slider reaches its value");
        harness.get_by_role_and_label(Role::Button, "Play a").click();
        harness.step();
        let mut last = value;
        for _ in 0..60 {
            harness.step();
            let next = parameter(&harness, "a").value;
            // A frame counts a tenth of a second at most, of the 4 from end to end.
            assert!((next - last).abs() <= (ends[1] - ends[0]) / 40.0 + 1e-9, "{last} to {next}");
            last = next;
        }
        assert_ne!(last, value);
    }
}

#[test]
fn a_typed_value_widens_the_range_once_it_is_whole() {
    let mut harness = window("a*x0");
    // On the way to it stands a 100.
    type_number(&mut harness, "a", "100/50");
    assert_eq!((parameter(&harness, "a").value, parameter(&harness, "a").range), (2.0, [-5.0, 5.0]));
    type_number(&mut harness, "a", "-8");
    assert_eq!((parameter(&harness, "a").value, parameter(&harness, "a").range), (-8.0, [-8.0, 5.0]));
    assert_eq!(corner(&harness), 16.0);
}

#[test]
fn a_narrower_range_takes_the_value_along() {
    let mut harness = window("a*x0");
    type_number(&mut harness, "a", "4");
    // Its first digit alone would be a range without the value.
    type_number(&mut harness, "highest a", "10");
    assert_eq!((parameter(&harness, "a").value, parameter(&harness, "a").range), (4.0, [-5.0, 10.0]));
    type_number(&mut harness, "highest a", "3");
    assert_eq!((parameter(&harness, "a").value, parameter(&harness, "a").range), (3.0, [-5.0, 3.0]));
    type_number(&mut harness, "lowest a", "7");
    assert_eq!((parameter(&harness, "a").value, parameter(&harness, "a").ends()), (3.0, [3.0, 7.0]));
}

#[test]
fn no_digit_is_lost_where_a_number_is_only_looked_at() {
    let mut harness = window("a*x0");
    let exact = 0.123_456_789_012_345;
    type_number(&mut harness, "a", "0.123456789012345");
    type_number(&mut harness, "highest a", "7.12345678");
    for label in ["a", "highest a"] {
        harness.get_by_role_and_label(Role::SpinButton, label).click();
        harness.step();
        harness.step();
        harness.key_press(Key::Enter);
        settle(&mut harness);
    }
    assert_eq!(parameter(&harness, "a").value, exact);
    assert_eq!(parameter(&harness, "a").range, [-5.0, 7.123_456_78]);
}

#[test]
fn a_number_that_is_none_is_explained() {
    let mut harness = window("a*x0");
    for label in ["a", "lowest a", "highest a"] {
        type_number(&mut harness, label, "0,5");
        assert!(harness.query_all_by_label_contains("write a point").next().is_some(), "{label}");
        assert_eq!((parameter(&harness, "a").value, parameter(&harness, "a").range), (1.0, [-5.0, 5.0]));
        type_number(&mut harness, label, "0.5");
        assert!(harness.query_all_by_label_contains("write a point").next().is_none(), "{label}");
        harness.state_mut().settings_mut().parameters[0] = ParameterSettings::new("a", 1.0);
        settle(&mut harness);
    }
}

#[test]
fn a_number_is_shown_with_the_digits_that_fit() {
    let mut harness = window("a*x0");
    for (typed, number, end) in [
        ("20*pi", "62.8319", "62.8319"),
        ("1/3", "0.33333", "5"),
        ("-1e-7/3", "-3.3e-8", "5"),
        ("-1e300/3", "-3e299", "-3e299"),
        ("1234567891", "1.235e9", "1.235e9"),
    ] {
        harness.state_mut().settings_mut().parameters[0] = ParameterSettings::new("a", 1.0);
        type_number(&mut harness, "a", typed);
        let shown: Vec<String> = painted(&harness).into_iter().map(|(text, ..)| text).collect();
        for text in [number, end] {
            assert!(shown.iter().any(|shown| shown == text), "{typed}: {text} is not in {shown:?}");
        }
    }
}

#[test]
fn what_is_no_longer_in_the_function_plays_no_longer() {
    let mut harness = window("a*x0");
    harness.get_by_role_and_label(Role::Button, "Play a").click();
    harness.step();
    harness.step();
    // It would not come to rest otherwise.
    set_text(&mut harness, "x0");
    set_text(&mut harness, "a*x0");
    assert!(harness.query_by_role_and_label(Role::Button, "Play a").is_some());
}

#[test]
fn a_range_may_be_as_wide_as_numbers_are_or_have_no_width() {
    for (range, value) in [([-1.7e308, 1.7e308], 1.7e308), ([2.0, 2.0], 2.0), ([5e-324, -5e-324], 0.0)] {
        let mut harness = window("a + x0");
        let parameters = &mut harness.state_mut().settings_mut().parameters;
        parameters[0] = ParameterSettings { range, value, ..parameters[0].clone() };
        settle(&mut harness);
        harness.get_by_role_and_label(Role::Button, "Play a").click();
        let [low, high] = parameter(&harness, "a").ends();
        let mut last = value;
        for _ in 0..60 {
            harness.step();
            let next = parameter(&harness, "a").value;
            assert!((low..=high).contains(&next), "{next}");
            // Halves, as the whole way may be beyond the largest number.
            assert!(
                (next / 2.0 - last / 2.0).abs() <= (high / 40.0 - low / 40.0) / 1.9 + 5e-324,
                "{last} to {next}"
            );
            last = next;
        }
    }
}

#[test]
fn the_pieces_of_a_name_on_its_way_are_no_parameters() {
    let mut harness = window("");
    // Slowly, so that each piece stands for a while.
    for letter in "temp*x0".chars() {
        type_and_wait(&mut harness, &letter.to_string(), 4);
    }
    let names = |harness: &Harness<'_, App>| -> Vec<String> {
        harness.state().settings().parameters.iter().map(|p| p.name.clone()).collect()
    };
    assert_eq!(names(&harness), ["temp"]);
    // What was changed is remembered.
    type_number(&mut harness, "temp", "3");
    set_text(&mut harness, "x0");
    set_text(&mut harness, "x0*temp");
    assert_eq!(corner(&harness), -6.0);
    // Quickly, none of them is one even for a moment.
    let mut harness = window("");
    for letter in "np.sum(x**2)".chars() {
        type_and_wait(&mut harness, &letter.to_string(), 1);
        assert!(names(&harness).is_empty(), "{letter}");
    }
    settle(&mut harness);
    assert_eq!(corner(&harness), 8.0);
}

/// Type in one frame, and let some more pass.
fn type_and_wait(harness: &mut Harness<'_, App>, text: &str, frames: usize) {
    harness.event(Event::Text(text.to_owned()));
    for _ in 0..frames {
        harness.step();
    }
}

#[test]
fn sliders_stay_while_the_text_cannot_be_taken_apart() {
    let mut harness = window("a*x0");
    type_and_wait(&mut harness, " + np.sum(", 1);
    assert!(harness.query_by_role_and_label(Role::Slider, "a").is_some());
    type_and_wait(&mut harness, "x", 4);
    assert!(harness.query_by_role_and_label(Role::Slider, "a").is_some());
    type_and_wait(&mut harness, ")", 1);
    settle(&mut harness);
    assert_eq!(corner(&harness), -6.0);
    // Unless one is taken away.
    set_text(&mut harness, "a*x0 + np.sum(x");
    harness.get_by_role_and_label(Role::Button, "Remove a").click();
    settle(&mut harness);
    assert!(harness.query_by_role_and_label(Role::Slider, "a").is_none());
    harness.state_mut().settings_mut().make_parameter("a");
    set_text(&mut harness, "a*x0");
    assert!(harness.query_by_role_and_label(Role::Slider, "a").is_some());
    // A text without names is no such.
    set_text(&mut harness, "x0 +");
    assert!(harness.query_by_role_and_label(Role::Slider, "a").is_none());
}

#[test]
fn many_parameters_and_long_names_have_their_sliders() {
    let names: Vec<String> = (0..20).map(|i| format!("w{i}")).collect();
    let mut harness = window(&names.join(" + "));
    for name in &names {
        assert!(harness.query_by_role_and_label(Role::Slider, name).is_some(), "{name}");
    }
    assert_eq!(corner(&harness), 20.0);
    let long = "n".repeat(60);
    set_text(&mut harness, &format!("{long}*x0"));
    let slider = harness.get_by_role_and_label(Role::Slider, &long).rect();
    let name = harness.get_by_role_and_label(Role::Label, &long).rect();
    assert!(name.right() <= slider.left(), "the rail keeps its place");
}

#[test]
fn a_double_click_brings_the_value_back() {
    // To 1, or as near to it as the slider reaches.
    for (range, expected) in [([-5.0, 5.0], 1.0), ([3.0, 9.0], 3.0), ([-9.0, -2.0], -2.0), ([0.5, -9.0], 0.5)]
    {
        let mut harness = window("a*x0");
        let parameters = &mut harness.state_mut().settings_mut().parameters;
        let value = 0.3 * range[0] + 0.7 * range[1];
        parameters[0] = ParameterSettings { range, value, ..parameters[0].clone() };
        settle(&mut harness);
        // Its tooltip, which comes after a while, says where to.
        let place = harness.get_by_role_and_label(Role::Slider, "a").rect().center();
        harness.hover_at(place);
        for _ in 0..6 {
            harness.step();
        }
        let nearest = if expected == 1.0 { "" } else { ", the nearest to 1" };
        let words = format!("a double click brings back {expected}{nearest}.");
        assert!(harness.query_all_by_label_contains(&words).next().is_some(), "{words}");
        double_click(&mut harness);
        assert_eq!(parameter(&harness, "a").value, expected, "{range:?}");
    }
}

fn double_click(harness: &mut Harness<'_, App>) {
    // Left of the middle, where a click alone would set another value.
    let rect = harness.get_by_role_and_label(Role::Slider, "a").rect();
    let place = eframe::egui::pos2(rect.left() + 30.0, rect.center().y);
    harness.hover_at(place);
    harness.step();
    // In one frame: a quarter of a second passes between two.
    for pressed in [true, false, true, false] {
        let modifiers = Modifiers::NONE;
        let button = PointerButton::Primary;
        harness.input_mut().events.push(Event::PointerButton { pos: place, button, pressed, modifiers });
    }
    settle(harness);
}

#[test]
fn values_come_from_the_command_line() {
    let parameters = Parameters::from_iter([("a", -40.0)]);
    let seed = FieldSeed { expression: "a*x0".into(), parameters, ..FieldSeed::default() };
    let harness = window_on(seed.into());
    assert_eq!(corner(&harness), 80.0);
    assert_eq!(parameter(&harness, "a").range, [-80.0, 80.0]);
}

#[test]
fn the_claims_of_the_lab_have_the_parameters_too() {
    let mut settings = Settings { expression: "a*x0^2".into(), ..Settings::default() };
    settings.lab.claim = ["2*a*x0".into(), "0".into()];
    settings.lab.tab = gradfield::gui::settings::LabTab::Check;
    let mut harness = window_on(settings);
    harness.state_mut().settings_mut().parameters[0].value = 7.0;
    settle(&mut harness);
    assert!(harness.query_all_by_label_contains("right").next().is_some());
    assert!(harness.query_all_by_label_contains("is not known").next().is_none());
}
