//! Names in the function as sliders.

#![expect(clippy::float_cmp, reason = "small numbers, of which no digit may be lost")]

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Modifiers, PointerButton};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::expr::Parameters;
use gradfield::field::FieldSeed;
use gradfield::gui::app::App;
use gradfield::gui::settings::{ParameterSettings, Settings};

use crate::window::{settle, window_on};

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
fn a_double_click_brings_the_value_back() {
    let mut harness = window("a*x0");
    harness.state_mut().settings_mut().parameters[0].value = 4.0;
    settle(&mut harness);
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
    settle(&mut harness);
    assert_eq!(parameter(&harness, "a").value, 1.0);
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
