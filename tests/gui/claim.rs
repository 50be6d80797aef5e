//! The fields for a gradient of one's own.

use eframe::egui::{Event, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use gradfield::expr::SyntaxKind;
use gradfield::gui::palette::syntax_color;
use gradfield::gui::settings::{LabTab, Settings};

use crate::expression::painted;
use crate::window::{settle, shows, window_on};

fn settings(expression: &str, claim: [&str; 2]) -> Settings {
    let mut settings = Settings { expression: expression.into(), ..Settings::default() };
    settings.lab.tab = LabTab::Check;
    settings.lab.claim = claim.map(str::to_owned);
    settings
}

/// Texts of which egui would make more glyphs than they have characters.
#[test]
fn the_caret_stays_within_whatever_is_typed() {
    for label in ["g0 =", "g1 ="] {
        for typed in ["\u{300}", "سلام", "x0\u{200b}\u{300}\u{301}", "👩‍👩‍👧‍👦*x0", "\u{202e}x0", "x0\u{0}\u{7}"]
        {
            let mut harness = window_on(settings("x0*x1", ["", ""]));
            harness.get_by_role_and_label(Role::TextInput, label).focus();
            harness.step();
            harness.event(Event::Text(typed.to_owned()));
            harness.step();
            harness.key_press(Key::End);
            harness.key_press_modifiers(Modifiers::CTRL, Key::ArrowLeft);
            harness.step();
            harness.key_press(Key::End);
            harness.event(Event::Text("+1".to_owned()));
            harness.step();
            let text = harness.get_by_role_and_label(Role::TextInput, label).value().expect("a text");
            assert!(text.ends_with("+1"), "{typed:?}: {text:?}");
        }
    }
}

#[test]
fn a_claim_has_the_colours_of_the_function() {
    let harness = window_on(settings("a*x0^2 + x1", ["2*a*x0", "sin(1)"]));
    let visuals = harness.ctx.global_style().visuals.clone();
    let colors = |whole: &str, piece: &str| -> Vec<_> {
        let (_, sections, _) =
            painted(&harness).into_iter().find(|(text, ..)| text == whole).expect("the field");
        sections.into_iter().filter(|(part, ..)| part == piece).map(|(_, color, _)| color).collect()
    };
    assert_eq!(colors("2*a*x0", "x0"), [syntax_color(SyntaxKind::Variable, &visuals)]);
    assert_eq!(colors("sin(1)", "sin"), [syntax_color(SyntaxKind::Function, &visuals)]);
}

#[test]
fn what_is_wrong_with_a_claim_says_what_to_do() {
    let harness = window_on(settings("x0*x1", ["sni(x1)", "0,5*x0"]));
    for words in ["There is no function called sni. Did you mean sin?", "Write 0.5."] {
        assert!(shows(&harness, words), "{words}");
    }
}

/// The boxes of numbers are egui's own.
#[test]
fn a_number_that_is_none_is_edited_like_any_other() {
    for typed in ["\u{300}", "سلام", "1\u{200b}\u{301}"] {
        let mut harness = window_on(settings("x0*x1", ["", ""]));
        let place = harness.get_by_role_and_label(Role::SpinButton, "step").rect().center();
        harness.hover_at(place);
        harness.step();
        harness.get_by_role_and_label(Role::SpinButton, "step").click();
        harness.step();
        harness.step();
        harness.event(Event::Text(typed.to_owned()));
        harness.step();
        harness.key_press(Key::End);
        harness.key_press_modifiers(Modifiers::CTRL, Key::ArrowLeft);
        harness.step();
        harness.key_press(Key::Escape);
        settle(&mut harness);
    }
}

/// As f is written in books: the claim has its names, and so has what is filled in.
#[test]
fn a_claim_shares_the_names_of_the_function() {
    let mut harness = window_on(settings("f(x1, x2) = x1^2 + 3*x2", ["2*x1", "3"]));
    assert!(shows(&harness, "Right: it is the gradient"));
    harness.get_by_label("Fill in the exact gradient").click();
    settle(&mut harness);
    let texts = ["g0 =", "g1 ="]
        .map(|label| harness.get_by_role_and_label(Role::TextInput, label).value().expect("a text"));
    assert_eq!(texts, ["2*x1", "3"]);
    assert!(shows(&harness, "Right: it is the gradient"));
}

/// Otherwise what is typed next would go to the keys of the window.
#[test]
fn no_field_moves_when_the_other_is_wrong() {
    let place = |claim: [&str; 2]| {
        let harness = window_on(settings("x0*x1", claim));
        ["g0 =", "g1 ="].map(|label| harness.get_by_role_and_label(Role::TextInput, label).rect())
    };
    assert_eq!(place(["sni(x1)", "x0"]), place(["x1", "x0"]));
}

/// As the command line does: what is claimed, what is right, and what a difference makes of it.
#[test]
fn the_worst_node_has_its_numbers() {
    let harness = window_on(settings("x0*x1", ["x1", "3*x0"]));
    for words in ["claimed", "-6", "exact", "numerical"] {
        assert!(shows(&harness, words), "{words}");
    }
}
