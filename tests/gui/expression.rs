//! The expression field, typed in as a person would: what it says and when, its history, and what it offers.

mod completion;
mod field;
mod message;

use std::time::Duration;

use eframe::egui::epaint::{Shape, TextShape};
use eframe::egui::{Color32, Event, Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::gui::app::App;
use gradfield::gui::settings::Settings;

use crate::window::{settle, window_on};

/// A quarter of a second each, as the harness has it.
const STEPS_OF_WAITING: usize = 2;
const STEPS_OF_STANDING: usize = 4;

fn window(expression: &str) -> Harness<'static, App> {
    window_on(Settings { expression: expression.to_owned(), ..Settings::default() })
}

/// What stands in the field.
fn text(harness: &Harness<'_, App>) -> String {
    harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").value().expect("a text")
}

/// A section of a painted text: the text, its colour, and that of the line under it.
pub(crate) type Section = (String, Color32, Color32);

/// Every text that is painted, with its sections and the number of its lines.
pub(crate) fn painted(harness: &Harness<'_, App>) -> Vec<(String, Vec<Section>, usize)> {
    let parts = |text: &TextShape| {
        let job = &text.galley.job;
        let part = |range: std::ops::Range<usize>| job.text[range].to_owned();
        job.sections
            .iter()
            .map(|section| {
                let text = part(section.byte_range.start.0..section.byte_range.end.0);
                (text, section.format.color, section.format.underline.color)
            })
            .collect()
    };
    text_shapes(harness)
        .into_iter()
        .map(|text| (text.galley.text().to_owned(), parts(text), text.galley.rows.len()))
        .collect()
}

/// Every text as it is seen: what is cut off ends in an ellipsis.
pub(crate) fn seen(harness: &Harness<'_, App>) -> Vec<String> {
    let glyphs = |text: &TextShape| {
        text.galley.rows.iter().flat_map(|row| &row.glyphs).map(|glyph| glyph.chr).collect()
    };
    text_shapes(harness).into_iter().map(glyphs).collect()
}

fn text_shapes<'h>(harness: &'h Harness<'_, App>) -> Vec<&'h TextShape> {
    fn texts<'a>(shape: &'a Shape, found: &mut Vec<&'a TextShape>) {
        match shape {
            Shape::Text(text) => found.push(text),
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    harness.output().shapes.iter().for_each(|clipped| texts(&clipped.shape, &mut found));
    found
}

fn shows(harness: &Harness<'_, App>, part: &str) -> bool {
    harness.query_all_by_label_contains(part).next().is_some()
}

/// Type in one frame.
fn type_text(harness: &mut Harness<'_, App>, text: &str) {
    harness.event(Event::Text(text.to_owned()));
    harness.step();
}

/// Press a key, and let what follows from it be drawn.
fn press(harness: &mut Harness<'_, App>, key: Key) {
    harness.key_press(key);
    harness.step();
}

fn command(harness: &mut Harness<'_, App>, key: Key) {
    harness.key_press_modifiers(Modifiers::COMMAND, key);
    harness.step();
}

fn wait(harness: &mut Harness<'_, App>, steps: usize) {
    for _ in 0..steps {
        harness.step();
    }
}

/// Type another function in the place of what stands there, and let it stand.
fn replace(harness: &mut Harness<'_, App>, text: &str) {
    command(harness, Key::A);
    type_text(harness, text);
    wait(harness, STEPS_OF_STANDING);
}

fn is_focused(harness: &Harness<'_, App>) -> bool {
    harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").is_focused()
}

/// What is wrong with a text.
fn complaint(text: &str) -> String {
    gradfield::expr::parse(text).expect_err("no function").message
}

#[test]
fn an_error_waits_until_nothing_has_been_typed_for_half_a_second() {
    let mut harness = window("x0^2 + x1");
    type_text(&mut harness, "^");
    let complaint = complaint("x0^2 + x1^");
    for _ in 0..STEPS_OF_WAITING {
        assert!(!shows(&harness, &complaint));
        assert!(shows(&harness, "still showing x0^2 + x1"), "the field is that of the last function");
        assert!(!shows(&harness, "= x0^2 + x1"), "which is not what the text says");
        assert!(!shows(&harness, "not up to date"), "the field stays as it is");
        assert!(!harness.state().is_up_to_date());
        harness.step();
    }
    assert!(shows(&harness, &complaint));
    assert!(shows(&harness, "not up to date"));
    // Going on takes it back at once.
    type_text(&mut harness, "-");
    assert!(!shows(&harness, &complaint));
    harness.step();
    type_text(&mut harness, "(");
    harness.step();
    assert!(!shows(&harness, "not up to date"), "each key begins the wait again");
    type_text(&mut harness, "2)");
    settle(&mut harness);
    assert!(harness.state().is_up_to_date());
}

#[test]
fn whoever_leaves_the_field_or_loads_a_text_learns_of_an_error_at_once() {
    let mut harness = window("x0 + x1");
    type_text(&mut harness, "+");
    press(&mut harness, Key::Enter);
    assert!(!is_focused(&harness));
    assert!(shows(&harness, &complaint("x0 + x1+")));

    harness.state_mut().load(Settings { expression: "sni(x0)".into(), ..Settings::default() });
    harness.step();
    assert!(shows(&harness, &complaint("sni(x0)")));
    let harness = window("x0*(");
    assert!(shows(&harness, &complaint("x0*(")));
}

#[test]
fn the_wait_ends_by_itself_and_then_nothing_moves() {
    let mut harness = window("x0 + x1");
    // A blinking caret would ask for frames of its own.
    harness.ctx.all_styles_mut(|style| style.visuals.text_cursor.blink = false);
    settle(&mut harness);
    std::thread::sleep(Duration::from_millis(300));
    settle(&mut harness);
    type_text(&mut harness, "+");
    harness.step();
    let delay = |harness: &Harness<'_, App>| {
        harness.output().viewport_output.values().map(|output| output.repaint_delay).min().expect("a window")
    };
    assert!(delay(&harness) <= Duration::from_millis(250), "{:?}", delay(&harness));
    wait(&mut harness, STEPS_OF_WAITING);
    assert!(shows(&harness, &complaint("x0 + x1+")));
    settle(&mut harness);
    assert_eq!(delay(&harness), Duration::MAX);
    assert!(is_focused(&harness));
}

#[test]
fn up_and_down_go_through_what_was_typed_before() {
    let mut harness = window("x0");
    wait(&mut harness, STEPS_OF_STANDING);
    replace(&mut harness, "x1");
    replace(&mut harness, "x0*x1");
    // Neither what is wrong nor what stood for a moment is kept.
    replace(&mut harness, "x0*");
    command(&mut harness, Key::A);
    type_text(&mut harness, "x0*3");
    type_text(&mut harness, "5");
    let steps = [
        (Key::ArrowUp, "x0*x1"),
        (Key::ArrowUp, "x1"),
        (Key::ArrowUp, "x0"),
        (Key::ArrowUp, "x0"),
        (Key::ArrowDown, "x1"),
        (Key::ArrowDown, "x0*x1"),
        (Key::ArrowDown, "x0*35"),
        (Key::ArrowDown, "x0*35"),
    ];
    for (key, expected) in steps {
        press(&mut harness, key);
        assert_eq!(text(&harness), expected, "{key:?}");
        assert!(is_focused(&harness));
    }
    settle(&mut harness);
    assert_eq!(harness.state().field().expect("a field").request.program().text(), "x0*35");
    // The caret is at the end of what was called up.
    press(&mut harness, Key::ArrowUp);
    type_text(&mut harness, "+1");
    assert_eq!(text(&harness), "x0*x1+1");
}

#[test]
fn what_was_typed_in_the_same_frame_comes_before_the_history() {
    let mut harness = window("x0");
    wait(&mut harness, STEPS_OF_STANDING);
    replace(&mut harness, "x1");
    command(&mut harness, Key::A);
    harness.event(Event::Text("x0*".into()));
    harness.key_press(Key::ArrowUp);
    harness.step();
    harness.step();
    harness.step();
    assert_eq!(text(&harness), "x1");
    press(&mut harness, Key::ArrowDown);
    assert_eq!(text(&harness), "x0*");
}

#[test]
fn a_text_that_stood_is_kept_though_the_history_was_called_up_from_it() {
    let mut harness = window("x0");
    wait(&mut harness, STEPS_OF_STANDING);
    replace(&mut harness, "x1");
    press(&mut harness, Key::ArrowUp);
    assert_eq!(text(&harness), "x0");
    replace(&mut harness, "x0*x1");
    for expected in ["x1", "x0"] {
        press(&mut harness, Key::ArrowUp);
        assert_eq!(text(&harness), expected);
    }
}

#[test]
fn what_is_confirmed_is_kept_once() {
    let mut harness = window("x0");
    for _ in 0..2 {
        press(&mut harness, Key::Enter);
        harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").focus();
        harness.step();
    }
    command(&mut harness, Key::A);
    type_text(&mut harness, "x1");
    press(&mut harness, Key::Enter);
    harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").focus();
    harness.step();
    // The newest is what stands there already.
    for expected in ["x0", "x0"] {
        press(&mut harness, Key::ArrowUp);
        assert_eq!(text(&harness), expected);
    }
    press(&mut harness, Key::ArrowDown);
    assert_eq!(text(&harness), "x1");
}

#[test]
fn the_history_keeps_a_hundred() {
    let mut harness = window("x0");
    for i in 0..=101 {
        command(&mut harness, Key::A);
        type_text(&mut harness, &format!("x0+{i}"));
        press(&mut harness, Key::Enter);
        harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").focus();
        harness.step();
    }
    for _ in 0..120 {
        press(&mut harness, Key::ArrowUp);
    }
    assert_eq!(text(&harness), "x0+2");
}

#[test]
fn the_keyboard_selects_all_and_the_pointer_does_not() {
    // At the start the caret is behind the text.
    let mut harness = window("x0");
    type_text(&mut harness, "*x1");
    assert_eq!(text(&harness), "x0*x1");
    // Away and back.
    press(&mut harness, Key::Tab);
    assert!(!is_focused(&harness));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    harness.step();
    assert!(is_focused(&harness));
    harness.step();
    type_text(&mut harness, "x1");
    assert_eq!(text(&harness), "x1");

    press(&mut harness, Key::Enter);
    let place = harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").rect().center();
    harness.hover_at(place);
    harness.step();
    harness.drag_at(place);
    harness.step();
    harness.drop_at(place);
    harness.step();
    assert!(is_focused(&harness));
    type_text(&mut harness, "+2");
    assert_eq!(text(&harness), "x1+2");
}

#[test]
fn the_caret_is_behind_what_is_loaded() {
    let mut harness = window("x0");
    harness.state_mut().load(Settings { expression: "x0*x1*3".into(), ..Settings::default() });
    harness.step();
    type_text(&mut harness, "5");
    assert_eq!(text(&harness), "x0*x1*35");
}

#[test]
fn undo_leads_back_from_a_step_in_the_history_and_from_a_completion() {
    let mut harness = window("x0");
    wait(&mut harness, STEPS_OF_STANDING);
    command(&mut harness, Key::A);
    type_text(&mut harness, "x1+");
    press(&mut harness, Key::ArrowUp);
    assert_eq!(text(&harness), "x0");
    command(&mut harness, Key::Z);
    assert_eq!(text(&harness), "x1+");
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    harness.step();
    assert_eq!(text(&harness), "x0");

    command(&mut harness, Key::A);
    type_text(&mut harness, "x1+sq");
    harness.step();
    press(&mut harness, Key::Tab);
    assert_eq!(text(&harness), "x1+sqrt()");
    command(&mut harness, Key::Z);
    assert_eq!(text(&harness), "x1+sq");
    assert!(!shows(&harness, "sqrt(a)"), "what undo brings was not typed");
}

#[test]
fn undo_takes_back_typing() {
    let mut harness = window("x0");
    wait(&mut harness, STEPS_OF_STANDING);
    type_text(&mut harness, "*x1");
    wait(&mut harness, 2 * STEPS_OF_STANDING);
    command(&mut harness, Key::Z);
    assert_eq!(text(&harness), "x0");
}
