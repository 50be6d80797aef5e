//! What the field offers for the beginning of a name.

use eframe::egui::{Event, Key};

use super::{STEPS_OF_STANDING, command, complaint, is_focused, press, shows, text, type_text, wait, window};
use crate::window::settle;

#[test]
fn a_name_is_completed_with_brackets_and_the_caret_between_them() {
    let mut harness = window("");
    type_text(&mut harness, "s");
    harness.step();
    assert!(!shows(&harness, "sqrt(a)"), "one letter may become too much");
    type_text(&mut harness, "q");
    harness.step();
    assert!(shows(&harness, "sqrt(a)"));
    assert!(shows(&harness, "Square root"));
    press(&mut harness, Key::Tab);
    assert_eq!(text(&harness), "sqrt()");
    assert!(is_focused(&harness));
    harness.step();
    assert!(!shows(&harness, "sqrt(a)"));
    // One within the other, by the other key.
    type_text(&mut harness, "2co");
    harness.step();
    press(&mut harness, Key::Enter);
    assert_eq!(text(&harness), "sqrt(2cos())");
    assert!(is_focused(&harness));
    type_text(&mut harness, "x0");
    // The brackets are there already.
    type_text(&mut harness, ")");
    type_text(&mut harness, ")");
    assert_eq!(text(&harness), "sqrt(2cos(x0))");
    type_text(&mut harness, "+x1");
    settle(&mut harness);
    assert!(harness.state().is_up_to_date());
    assert_eq!(text(&harness), "sqrt(2cos(x0))+x1");
}

#[test]
fn the_bracket_of_a_completion_can_be_typed_over_however_fast() {
    let mut harness = window("");
    type_text(&mut harness, "x0*sq");
    harness.step();
    press(&mut harness, Key::Tab);
    for part in ["x", "1", ")", "+", "3"] {
        harness.event(Event::Text(part.into()));
    }
    settle(&mut harness);
    assert_eq!(text(&harness), "x0*sqrt(x1)+3");
    assert!(harness.state().is_up_to_date());
}

#[test]
fn a_bracket_that_is_lacking_can_be_typed_before_another() {
    let mut harness = window("(x0");
    type_text(&mut harness, ")");
    assert_eq!(text(&harness), "(x0)");
    press(&mut harness, Key::ArrowLeft);
    type_text(&mut harness, "*(x1");
    type_text(&mut harness, ")");
    assert_eq!(text(&harness), "(x0*(x1))");
}

#[test]
fn completion_spares_what_follows() {
    for (before, after, expected) in [
        ("si", "(x0)", "sin(x0)"),
        ("si", "x0", "six0"),
        ("si", "*x0", "sin(*x0"),
        ("ta", "*x0", "tan(*x0"),
        ("ta", "", "tan()"),
        ("x0*ta", ", x1)", "x0*tan(), x1)"),
        ("tau", "", "tau"),
        // Under NumPy's names too, with a factor before it, and from a module.
        ("2arcs", "", "2arcsin()"),
        ("np.maxi", "", "np.maximum()"),
    ] {
        let mut harness = window(after);
        press(&mut harness, Key::Home);
        type_text(&mut harness, before);
        harness.step();
        press(&mut harness, Key::Tab);
        assert_eq!(text(&harness), expected, "{before}|{after}");
    }
}

#[test]
fn up_and_down_choose_while_the_popup_is_open() {
    let mut harness = window("x0");
    wait(&mut harness, STEPS_OF_STANDING);
    command(&mut harness, Key::A);
    // What is a name already comes first, then what it may become.
    for (keys, expected) in [
        (&[][..], "sin()"),
        (&[Key::ArrowDown], "sinh()"),
        (&[Key::ArrowDown, Key::ArrowUp], "sin()"),
        (&[Key::ArrowUp], "sinc()"),
    ] {
        command(&mut harness, Key::A);
        type_text(&mut harness, "sin");
        harness.step();
        for key in keys {
            press(&mut harness, *key);
            assert_eq!(text(&harness), "sin");
        }
        press(&mut harness, Key::Tab);
        assert_eq!(text(&harness), expected, "{keys:?}");
    }
    // And then they are the history's again.
    press(&mut harness, Key::ArrowUp);
    assert_eq!(text(&harness), "x0");
}

#[test]
fn escape_closes_the_popup_until_the_next_key() {
    let mut harness = window("");
    type_text(&mut harness, "sig");
    harness.step();
    assert!(shows(&harness, "signum(a)"));
    wait(&mut harness, STEPS_OF_STANDING);
    assert!(!shows(&harness, &complaint("sig")), "a name that can still become one is not unknown yet");
    press(&mut harness, Key::Escape);
    assert!(!shows(&harness, "signum(a)"));
    assert!(is_focused(&harness));
    wait(&mut harness, STEPS_OF_STANDING);
    assert!(!shows(&harness, "signum(a)"));
    assert!(shows(&harness, &complaint("sig")));
    type_text(&mut harness, "n");
    harness.step();
    assert!(shows(&harness, "signum(a)"));
    // A second time it leaves the field.
    press(&mut harness, Key::Escape);
    press(&mut harness, Key::Escape);
    assert!(!is_focused(&harness));
}

#[test]
fn nothing_is_offered_for_what_was_not_just_typed() {
    let mut harness = window("si");
    wait(&mut harness, STEPS_OF_STANDING);
    assert!(!shows(&harness, "sin(a)"));
    // Nor where the caret has gone to, nor for what was pasted.
    type_text(&mut harness, "n+co");
    harness.step();
    assert!(shows(&harness, "cos(a)"));
    press(&mut harness, Key::Home);
    press(&mut harness, Key::End);
    harness.step();
    assert!(!shows(&harness, "cos(a)"));
    command(&mut harness, Key::A);
    harness.event(Event::Paste("x0*ta".into()));
    harness.step();
    harness.step();
    assert!(!shows(&harness, "tan(a)"));
    // Nor for what names nothing, or all of it.
    for typed in ["zz", "sinh", "x0"] {
        command(&mut harness, Key::A);
        type_text(&mut harness, typed);
        harness.step();
        assert!(!shows(&harness, "sinh(a)") && !shows(&harness, "sin(a)"), "{typed}");
    }
}
