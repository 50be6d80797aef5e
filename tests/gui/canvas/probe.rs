//! The node that is looked at: what clicks and keys ask for, and what is said of a node.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use gradfield::analysis::Cause;
use gradfield::gui::command::Command;
use gradfield::gui::plot::arrows::{Anchor, ArrowStyle};

use super::{Stage, Window};
use crate::arrows::bowl;

/// The number of the bowl's node nearest to a point.
fn bowl_node(x0: f64, x1: f64) -> usize {
    let place = |x: f64| ((x + 2.0) * 4.0).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
    let index = (16.0 * place(x1) + place(x0)) as usize;
    index
}

#[test]
fn a_click_probes_the_nearest_node() {
    let mut window = Window::bowl(1e-4);
    // Off to the side to which no arrow points there.
    for (x0, x1) in [(-2.0, -2.0), (0.0, 0.0), (1.75, 1.75), (-0.5, 1.25)] {
        window.click(window.place(x0 + 0.02 * x0, x1 + 0.02 * x1));
        assert_eq!(window.commands(), [Command::Probe(bowl_node(x0, x1))], "{x0} {x1}");
        window.wait();
    }
    // Far outside the grid there is nothing to be meant.
    window.click(window.frame().left_top() + vec2(4.0, 4.0));
    assert_eq!(window.commands(), []);
}

#[test]
fn the_pointer_reads_out_a_node_and_why_its_arrow_is_wrong() {
    let mut window = Window::bowl(10e-50);
    window.harness.hover_at(window.place(0.5, -0.75));
    window.harness.run();
    for text in ["x0", "0.5", "x1", "-0.75", "f", "0.8125", "|g|", "digits", "0.0"] {
        assert!(window.harness.query_all_by_label(text).next().is_some(), "{text}");
    }
    let why = format!("absorbed: {}", Cause::Absorbed.explanation());
    window.harness.get_by_label(&why);
    window.harness.hover_at(window.place(0.0, 0.0));
    window.harness.run();
    assert!(
        window.harness.query_by_label(&why).is_none() && window.harness.query_by_label("digits").is_none()
    );
}

#[test]
fn a_click_on_an_arrow_probes_its_node_even_beside_the_next() {
    let mut window = Window::bowl(1e-4);
    // An arrow is 0.56 of a step long: its tip is nearer to the next node.
    window.click(window.place(-1.5 + 0.13, 0.0));
    assert_eq!(window.commands(), [Command::Probe(bowl_node(-1.5, 0.0))]);
    window.wait();
    window.harness.state_mut().stage.restyle = |style| ArrowStyle { anchor: Anchor::Tip, ..style };
    window.wait();
    window.click(window.place(-1.5 - 0.13, 0.0));
    assert_eq!(window.commands(), [Command::Probe(bowl_node(-1.5, 0.0))]);
}

#[test]
fn a_drag_pans_and_probes_nothing() {
    let mut window = Window::bowl(1e-4);
    let before = window.place(0.0, 0.0);
    window.press(before);
    window.harness.hover_at(before + vec2(60.0, 30.0));
    window.harness.step();
    window.release(before + vec2(60.0, 30.0));
    window.harness.run();
    assert_eq!(window.commands(), []);
    assert!((window.place(0.0, 0.0) - before - vec2(60.0, 30.0)).length() < 1.0);
}

#[test]
fn a_double_click_fits_the_view_and_leaves_the_probe_where_it_was() {
    let mut window = Window::bowl(1e-4);
    let home = window.place(0.0, 0.0);
    window.click(window.place(1.0, 1.0));
    window.wait();
    window.press(home);
    window.harness.hover_at(home + vec2(60.0, 30.0));
    window.harness.step();
    window.release(home + vec2(60.0, 30.0));
    window.wait();
    let there = window.place(-1.0, -0.5);
    window.click(there);
    assert_eq!(window.harness.state().stage.probe, Some(bowl_node(-1.0, -0.5)));
    window.click(there);
    window.harness.run();
    assert_eq!(window.harness.state().stage.probe, Some(bowl_node(1.0, 1.0)));
    assert!((window.place(0.0, 0.0) - home).length() < 1.0);
}

#[test]
fn arrow_keys_move_the_probe_while_the_canvas_has_the_focus() {
    let mut window = Window::bowl(1e-4);
    window.key(Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(window.commands(), []);
    window.click(window.place(0.5, 0.5));
    window.harness.step();
    assert!(window.has_focus());
    window.commands();
    for (modifiers, key, expected) in [
        (Modifiers::NONE, Key::ArrowLeft, [-1, 0]),
        (Modifiers::NONE, Key::ArrowRight, [1, 0]),
        (Modifiers::NONE, Key::ArrowUp, [0, 1]),
        (Modifiers::NONE, Key::ArrowDown, [0, -1]),
        (Modifiers::SHIFT, Key::ArrowLeft, [-10, 0]),
        (Modifiers::SHIFT, Key::ArrowUp, [0, 10]),
    ] {
        window.key(modifiers, key);
        assert_eq!(window.commands(), [Command::MoveProbe(expected)], "{modifiers:?} {key:?}");
        assert!(window.has_focus(), "{modifiers:?} {key:?}");
    }
    for (modifiers, key) in [
        (Modifiers::ALT, Key::ArrowLeft),
        (Modifiers::COMMAND, Key::ArrowUp),
        (Modifiers::NONE, Key::A),
        (Modifiers::NONE, Key::Enter),
        (Modifiers::NONE, Key::Space),
    ] {
        window.key(modifiers, key);
        assert_eq!(window.commands(), [], "{modifiers:?} {key:?}");
    }
    window.key(Modifiers::NONE, Key::Escape);
    assert!(!window.has_focus());
    window.key(Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(window.commands(), []);
}

#[test]
fn keys_that_come_in_one_frame_add_up() {
    let mut window = Window::bowl(1e-4);
    window.click(window.place(0.5, 0.5));
    window.harness.step();
    window.commands();
    let press = |key: Key, modifiers: Modifiers| Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: true,
        modifiers,
    };
    let events = &mut window.harness.input_mut().events;
    events.extend([
        press(Key::ArrowRight, Modifiers::NONE),
        press(Key::ArrowRight, Modifiers::SHIFT),
        press(Key::ArrowUp, Modifiers::NONE),
        press(Key::ArrowDown, Modifiers::NONE),
    ]);
    window.harness.step();
    assert_eq!(window.commands(), [Command::MoveProbe([11, 0])]);
}

#[test]
fn tab_reaches_the_canvas_and_leaves_it() {
    let mut window = Window::bowl(1e-4);
    window.key(Modifiers::NONE, Key::Tab);
    assert!(window.harness.get_by_label("elsewhere").is_focused());
    window.key(Modifiers::NONE, Key::Tab);
    assert!(window.has_focus());
    window.key(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(window.commands(), [Command::MoveProbe([0, 1])]);
    window.key(Modifiers::NONE, Key::Tab);
    assert!(!window.has_focus());
}

#[test]
fn the_canvas_says_what_it_is_and_where_the_probe_is() {
    let mut window = Window::bowl(1e-4);
    window.click(window.place(0.5, -0.75));
    window.harness.step();
    let canvas = window.harness.get_by_label("gradient field");
    assert_eq!(canvas.accesskit_node().role(), Role::Canvas);
    assert_eq!(canvas.value().as_deref(), Some("probe at x0 = 0.5, x1 = -0.75"));
}

/// A field may shrink below the probe before its owner looks for another.
#[test]
fn a_probe_beyond_the_field_is_none() {
    let field = bowl(1e-4);
    let window = Window::new(Stage { probe: Some(field.len()), ..Stage::new(field, None) });
    assert_eq!(window.harness.get_by_label("gradient field").value(), None);
}
