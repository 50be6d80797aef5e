//! The field under everything that people type, paste and press.

use eframe::egui::{Color32, Event, ImeEvent, Key, Modifiers, PointerButton, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::expr::SyntaxKind;
use gradfield::gui::app::App;
use gradfield::gui::palette::{parameter_color, syntax_color};
use gradfield::gui::settings::Settings;

use super::{
    STEPS_OF_STANDING, command, is_focused, painted, press, replace, shows, text, type_text, wait, window,
};
use crate::window::{settle, window_of};

fn paste(harness: &mut Harness<'_, App>, text: &str) {
    harness.event(Event::Paste(text.to_owned()));
    harness.step();
}

/// The colours of a piece of the text in the field, and of the line under it.
fn colors(harness: &Harness<'_, App>, piece: &str) -> Vec<[Color32; 2]> {
    let whole = text(harness);
    let field = painted(harness).into_iter().find(|(text, ..)| *text == whole).expect("the field");
    field.1.into_iter().filter(|(part, ..)| part == piece).map(|(_, color, line)| [color, line]).collect()
}

#[test]
fn a_pasted_python_function_is_read_with_its_comments() {
    let pasted = "import numpy as np  # the library\r\n\r\n# a bowl\r\ndef f(x):\r\n    \
                  \"\"\"A bowl.\"\"\"\r\n    # its height\r\n    return np.sum(x**2)  # squares\r\n";
    let mut harness = window("x0");
    command(&mut harness, Key::A);
    paste(&mut harness, pasted);
    settle(&mut harness);
    assert!(harness.state().is_up_to_date(), "{}", text(&harness));
    assert!(shows(&harness, "= x0^2 + x1^2"));
    assert!(!text(&harness).contains(['\n', '\r', '#']), "{}", text(&harness));
    command(&mut harness, Key::Z);
    assert_eq!(text(&harness), "x0");
}

#[test]
fn a_text_of_several_lines_from_elsewhere_is_one_line_in_the_field() {
    let harness = window("def f(x):\n    return x[0]**2 # half a bowl\n");
    assert!(harness.state().is_up_to_date());
    let (_, _, lines) =
        painted(&harness).into_iter().find(|(text, ..)| text.starts_with("def f(x):")).expect("the field");
    assert_eq!(lines, 1);
}

#[test]
fn parameters_have_their_sliders_colour_however_they_are_spelled() {
    for typed in ["α", "w₁", "a", "λ"] {
        let mut harness = window("");
        type_text(&mut harness, &format!("3*{typed}*x0"));
        settle(&mut harness);
        wait(&mut harness, STEPS_OF_STANDING);
        let dark = harness.ctx.global_style().visuals.dark_mode;
        assert_eq!(colors(&harness, typed), [[parameter_color(0, dark); 2]], "{typed}");
    }
    let harness = window("x₀ + π + PI");
    let visuals = harness.ctx.global_style().visuals.clone();
    for (typed, kind) in [("x₀", SyntaxKind::Variable), ("π", SyntaxKind::Constant)] {
        assert_eq!(colors(&harness, typed), [[syntax_color(kind, &visuals), Color32::TRANSPARENT]]);
    }
    assert_eq!(colors(&harness, "PI"), [[syntax_color(SyntaxKind::Wrong, &visuals), visuals.error_fg_color]]);
}

#[test]
fn whatever_comes_stays_in_the_field_and_says_something() {
    for typed in [
        "x0\u{0}\u{7}\u{1b}\u{7f}",
        "x0\t+\u{b}x1\u{85}",
        "سلام + x0",
        "\u{300}x0",
        "\u{202e}x0 + x1\u{202c}",
        "x0\u{200b}\u{300}\u{301}",
        "👩‍👩‍👧‍👦*x0",
        "\u{feff}x0",
        "((((((((((((((((((((((((((((((((",
    ] {
        let mut harness = window("x1");
        command(&mut harness, Key::A);
        paste(&mut harness, typed);
        wait(&mut harness, STEPS_OF_STANDING);
        assert_eq!(harness.state().settings().expression, typed);
        // A caret at the end is not behind it, nor is it in the frame in which it goes there.
        harness.key_press(Key::End);
        harness.key_press_modifiers(Modifiers::CTRL, Key::ArrowLeft);
        harness.step();
        // Up to both ends and through the middle.
        for key in [Key::Home, Key::ArrowRight, Key::ArrowRight, Key::End, Key::ArrowLeft, Key::Backspace] {
            press(&mut harness, key);
        }
        wait(&mut harness, STEPS_OF_STANDING);
        press(&mut harness, Key::ArrowUp);
        command(&mut harness, Key::Z);
        wait(&mut harness, 1);
        command(&mut harness, Key::Z);
        wait(&mut harness, 1);
        assert!(is_focused(&harness));
    }
}

#[test]
fn the_longest_text_is_edited_like_any_other() {
    let mut harness = window("");
    let long = format!("x0{}", "+x1*1.0e0".repeat(160));
    assert!(long.len() < 4096);
    paste(&mut harness, &long);
    settle(&mut harness);
    assert!(harness.state().is_up_to_date());
    press(&mut harness, Key::Home);
    type_text(&mut harness, "2*si");
    harness.step();
    assert!(!shows(&harness, "sin(a)"), "within a name nothing is offered");
    command(&mut harness, Key::A);
    let longest = "x".repeat(4096);
    paste(&mut harness, &longest);
    wait(&mut harness, STEPS_OF_STANDING);
    assert_eq!(text(&harness), longest);
    // One more is too long, and still there to be cut.
    type_text(&mut harness, "y");
    wait(&mut harness, STEPS_OF_STANDING);
    assert!(shows(&harness, "the limit is 4096"));
    press(&mut harness, Key::Backspace);
    assert_eq!(text(&harness), longest);
}

#[test]
fn a_text_too_long_comes_in_by_no_way() {
    let long = "x0+".repeat(2000);
    let mut harness = window("x0");
    paste(&mut harness, &long);
    assert_eq!(text(&harness), "x0");
    assert!(shows(&harness, "6000 bytes and was not pasted"));
    // By the middle button, which needs no focus before.
    let mut harness = window("x0");
    press(&mut harness, Key::Enter);
    paste_by_middle_button(&mut harness, &long);
    assert_eq!(text(&harness), "x0");
    assert!(shows(&harness, "6000 bytes and was not pasted"));
    paste_by_middle_button(&mut harness, "+ x1 # of two\n + 3");
    assert_eq!(text(&harness), "x0+ x1 + 3");
}

fn paste_by_middle_button(harness: &mut Harness<'_, App>, text: &str) {
    let field = harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").rect();
    let pos = field.right_center() - eframe::egui::vec2(20.0, 0.0);
    harness.hover_at(pos);
    harness.step();
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Middle, Modifiers::NONE);
        harness.event(Event::PointerButton { pos, button, pressed, modifiers });
    }
    harness.event(Event::MiddleClickPaste { pos, text: text.to_owned() });
    harness.step();
    harness.step();
}

#[test]
fn an_input_method_composes_in_the_field() {
    let mut harness = window("x0");
    type_text(&mut harness, "*");
    for (event, expected) in [
        (ImeEvent::Preedit { text: "あ".into(), active_range_chars: None }, "x0*あ"),
        (ImeEvent::Preedit { text: "ある".into(), active_range_chars: None }, "x0*ある"),
        (ImeEvent::Commit("α".into()), "x0*α"),
    ] {
        harness.event(Event::Ime(event));
        harness.step();
        assert_eq!(text(&harness), expected);
    }
    wait(&mut harness, STEPS_OF_STANDING);
    settle(&mut harness);
    let names: Vec<_> = harness.state().settings().parameters.iter().map(|p| &*p.name).collect();
    assert_eq!(names, ["alpha"]);
}

#[test]
fn tab_leaves_the_field_both_ways_and_takes_nothing_along() {
    let mut harness = window("x0");
    harness.event(Event::Text("*x1".into()));
    press(&mut harness, Key::Tab);
    harness.step();
    assert_eq!(text(&harness), "x0*x1", "what was typed before it counts");
    assert!(!is_focused(&harness));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    harness.step();
    harness.step();
    assert!(is_focused(&harness));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    harness.step();
    harness.step();
    assert!(!is_focused(&harness));
}

#[test]
fn keys_that_come_faster_than_frames_are_taken_in_their_order() {
    for (keys, expected) in [(Key::Tab, "x0+sqrt(x1)"), (Key::Enter, "x0+sqrt(x1)")] {
        let mut harness = window("");
        type_text(&mut harness, "x0");
        // All in one frame.
        harness.event(Event::Text("+s".into()));
        harness.event(Event::Text("q".into()));
        harness.key_press(keys);
        harness.event(Event::Text("x".into()));
        harness.event(Event::Text("1".into()));
        wait(&mut harness, 3);
        assert_eq!(text(&harness), expected, "{keys:?}");
        assert!(is_focused(&harness));
    }
    // An Enter after a whole function ends it, and what follows is not the field's.
    let mut harness = window("");
    harness.event(Event::Text("x0*x1".into()));
    harness.key_press(Key::Enter);
    wait(&mut harness, 3);
    assert_eq!(text(&harness), "x0*x1");
    assert!(!is_focused(&harness));
    settle(&mut harness);
    assert!(harness.state().is_up_to_date());
}

#[test]
fn a_bracket_stays_though_the_caret_goes_before_it_at_once() {
    let mut harness = window("x0");
    harness.event(Event::Text(")".into()));
    harness.key_press(Key::ArrowLeft);
    wait(&mut harness, 3);
    assert_eq!(text(&harness), "x0)");
    type_text(&mut harness, "*(x1");
    for part in ["*", "(", "2", ")", ")", ")"] {
        harness.event(Event::Text(part.into()));
    }
    wait(&mut harness, 5);
    assert_eq!(text(&harness), "x0*(x1*(2)))");
}

#[test]
fn a_selection_is_replaced_completed_and_brought_back() {
    let mut harness = window("x0 + x1");
    for _ in 0..2 {
        harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
        harness.step();
    }
    type_text(&mut harness, "ta");
    harness.step();
    press(&mut harness, Key::Tab);
    assert_eq!(text(&harness), "x0 + tan()");
    type_text(&mut harness, "x1");
    for (redo, expected) in [(false, "x0 + ta"), (true, "x0 + tan(x1)")] {
        let shift = if redo { Modifiers::SHIFT } else { Modifiers::NONE };
        harness.key_press_modifiers(Modifiers::COMMAND | shift, Key::Z);
        harness.step();
        assert!(text(&harness).starts_with(expected), "{expected}: {}", text(&harness));
    }
    settle(&mut harness);
    assert!(harness.state().is_up_to_date());
}

#[test]
fn the_history_outlives_examples_and_leaving_the_field() {
    let mut harness = window("x0");
    wait(&mut harness, STEPS_OF_STANDING);
    replace(&mut harness, "x0*x1");
    harness.state_mut().load(Settings { expression: "x1".into(), ..Settings::default() });
    wait(&mut harness, STEPS_OF_STANDING);
    press(&mut harness, Key::Escape);
    assert!(!is_focused(&harness));
    harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").focus();
    harness.step();
    for expected in ["x0*x1", "x0"] {
        press(&mut harness, Key::ArrowUp);
        assert_eq!(text(&harness), expected);
    }
}

#[test]
fn what_is_offered_hangs_at_its_word_below_the_message() {
    for size in [[1280.0, 860.0], [900.0, 600.0], [640.0, 420.0]] {
        for before in ["", "x0^2 + x1^2 + 3*", &"x0 + ".repeat(40)] {
            let mut harness = window_of(size, Settings { expression: "x0*x1".into(), ..Settings::default() });
            command(&mut harness, Key::A);
            paste(&mut harness, before);
            type_text(&mut harness, "mo");
            wait(&mut harness, 2);
            let row = harness.get_by_label_contains("What is left of a").rect();
            let message = harness.get_by_label_contains("still showing x0*x1").rect();
            let field = harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").rect();
            assert!(row.top() >= message.bottom(), "{size:?}: {row:?} covers {message:?}");
            assert!(
                row.left() >= 0.0 && row.right() <= size[0] && row.bottom() <= size[1],
                "{size:?}: {row:?}"
            );
            if before.is_empty() && size[0] > 700.0 {
                // The margins of the popup and of the row.
                assert!((row.left() - field.left()).abs() <= 16.0, "{row:?} {field:?}");
            } else if size[0] > 1000.0 && before.len() < 20 {
                // At 16 points a character of this font is 9 to 10 wide.
                let word = field.left() + 9.5 * 16.0;
                assert!((row.left() - word).abs() <= 20.0, "{row:?} {field:?}");
            }
        }
    }
}

#[test]
fn what_is_offered_can_be_clicked() {
    let mut harness = window("");
    type_text(&mut harness, "x0*sq");
    wait(&mut harness, 2);
    let place = harness.get_by_label_contains("a times a").rect().center();
    harness.hover_at(place);
    harness.step();
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        harness.event(Event::PointerButton { pos: place, button, pressed, modifiers });
        harness.step();
    }
    harness.step();
    assert_eq!(text(&harness), "x0*square()");
    assert!(is_focused(&harness));
    type_text(&mut harness, "x1");
    assert_eq!(text(&harness), "x0*square(x1)");
}

/// What people type, paste and press, whatever comes of it.
fn chaos(choice: usize) -> Event {
    const TEXTS: [&str; 24] = [
        "x0",
        "s",
        "i",
        "n",
        "(",
        ")",
        "co",
        "sq",
        "a",
        "*",
        "+",
        "^",
        "2",
        ",",
        " ",
        "π",
        "α",
        "é",
        "ش",
        "\u{300}",
        "👩‍👧",
        "np.",
        "[0]",
        "|",
    ];
    const KEYS: [(Key, Modifiers); 18] = [
        (Key::Tab, Modifiers::NONE),
        (Key::Tab, Modifiers::SHIFT),
        (Key::Enter, Modifiers::NONE),
        (Key::Escape, Modifiers::NONE),
        (Key::ArrowUp, Modifiers::NONE),
        (Key::ArrowDown, Modifiers::NONE),
        (Key::ArrowLeft, Modifiers::NONE),
        (Key::ArrowRight, Modifiers::NONE),
        (Key::ArrowLeft, Modifiers::SHIFT),
        (Key::ArrowLeft, Modifiers::CTRL),
        (Key::Home, Modifiers::NONE),
        (Key::End, Modifiers::SHIFT),
        (Key::Backspace, Modifiers::NONE),
        (Key::Delete, Modifiers::NONE),
        (Key::A, Modifiers::COMMAND),
        (Key::Z, Modifiers::COMMAND),
        (Key::Y, Modifiers::COMMAND),
        (Key::K, Modifiers::CTRL),
    ];
    const PASTES: [&str; 4] =
        ["", "def f(x): # two\n  return np.sum(x**2)\n", "\0\u{7}\t\r\n", "x0 + sin(x1)"];
    let (kind, rest) = (choice % 8, choice / 8);
    match kind {
        0..4 => Event::Text(TEXTS[rest % TEXTS.len()].to_owned()),
        4 => Event::Paste(PASTES[rest % PASTES.len()].to_owned()),
        5 if rest.is_multiple_of(3) => Event::Cut,
        5 if rest.is_multiple_of(2) => Event::Ime(ImeEvent::Commit("に".into())),
        _ => {
            let (key, modifiers) = KEYS[rest % KEYS.len()];
            Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
        }
    }
}

#[test]
fn nothing_that_is_typed_breaks_the_field() {
    for seed in 0..3_u64 {
        let mut harness = window("x0");
        // Knuth's linear congruential generator; its upper bits are the better ones.
        let mut state = seed;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 40).expect("24 bits")
        };
        for _ in 0..150 {
            for _ in 0..=random() % 4 {
                harness.event(chaos(random()));
            }
            harness.step();
            if !is_focused(&harness) {
                harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").focus();
                harness.step();
            }
        }
        press(&mut harness, Key::Escape);
        harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").focus();
        harness.step();
        replace(&mut harness, "x0*x1");
        assert_eq!(text(&harness), "x0*x1");
        settle(&mut harness);
        assert!(harness.state().is_up_to_date());
    }
}
