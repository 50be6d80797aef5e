//! Keys leave alone what is typed, and what lies behind a sheet; what was said of what was typed goes with them.

use std::time::{Duration, Instant};

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, KeyboardShortcut, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::gui::app::App;
use gradfield::gui::settings::Settings;
use gradfield::gui::shortcuts::{self, Action, Scope, TABLE};
use gradfield::gui::tour::STEPS;
use gradfield::gui::undo::Way;

use super::{PATIENCE, SIZE, give, key_event, leave_field, press, state, window};
use crate::window::{settle, shows, type_number, window_of};

/// The settings but for the expression, and all else that keys change.
fn quiet_state(harness: &Harness<'_, App>) -> String {
    let app = harness.state();
    let settings = Settings { expression: String::new(), parameters: Vec::new(), ..app.settings().clone() };
    let open = [app.gallery().is_open(), app.help().is_open(), app.is_playing(), app.held().is_some()];
    let asked = app.asked_for();
    // Less than anyone sees: to draw the same again may move it by a rounding.
    let bounds = app.canvas().transform().expect("shown").bounds();
    let view = format!("{:.6?} {:.6?}", bounds.min(), bounds.max());
    let copied = harness.output().platform_output.commands.len();
    let (theme, step) = (harness.ctx.theme(), app.tour().step());
    format!("{settings:?} {open:?} {asked:?} {view} {copied} {theme:?} {step:?}")
}

/// What a key writes.
fn typed_by(key: KeyboardShortcut) -> String {
    let name = key.logical_key.symbol_or_name();
    if key.modifiers.shift { name.to_uppercase() } else { name.to_lowercase() }
}

/// A letter as the system sends it: as a key and as text.
fn type_key(harness: &mut Harness<'_, App>, key: KeyboardShortcut) {
    give(harness, vec![key_event(key, false), Event::Text(typed_by(key))]);
}

#[test]
fn what_is_typed_is_typed() {
    let mut harness = window_of(SIZE, Settings::default());
    let before = quiet_state(&harness);
    let plain = || TABLE.iter().flat_map(|row| &row.keys).filter(|key| shortcuts::is_plain(key));
    assert!(plain().count() > 15);
    for key in plain() {
        type_key(&mut harness, *key);
        assert_eq!(quiet_state(&harness), before, "{}", shortcuts::written(key));
    }
    // Signs that the harness has no text for are written as their names.
    let typed: String = plain().copied().map(typed_by).collect();
    let text = &harness.state().settings().expression;
    assert_eq!(*text, format!("{}{typed}", Settings::default().expression));

    // The same in the box of a number.
    let mut harness = window_of(SIZE, Settings::default());
    let before = quiet_state(&harness);
    harness.get_by_role_and_label(Role::SpinButton, "step").focus();
    harness.step();
    harness.step();
    for key in plain() {
        type_key(&mut harness, *key);
        assert_eq!(quiet_state(&harness), before, "{}", shortcuts::written(key));
    }
}

#[test]
fn keys_with_ctrl_and_function_keys_act_while_something_is_typed() {
    for action in [Action::FocusExpression, Action::Help, Action::FullScreen, Action::ZoomIn] {
        let mut harness = window_of(SIZE, Settings::default());
        let label = if action == Action::FocusExpression { "step" } else { "f(x0, x1) =" };
        let role = if action == Action::FocusExpression { Role::SpinButton } else { Role::TextInput };
        harness.get_by_role_and_label(role, label).focus();
        harness.step();
        harness.step();
        let before = state(&harness, action);
        press(&mut harness, shortcuts::row(action).keys[0]);
        if action != Action::FullScreen {
            harness.step();
        }
        assert_ne!(state(&harness, action), before, "{action:?}");
    }
}

#[test]
fn keys_of_the_window_do_nothing_behind_a_sheet() {
    for cover in [Action::Examples, Action::Help, Action::Export] {
        let mut harness = window();
        harness.state_mut().use_own_file_dialog();
        // A plane that is not fitted, something to be taken back, and something to be done again.
        for follow in [true, false] {
            harness.state_mut().settings_mut().grid.follow = follow;
            settle(&mut harness);
        }
        harness.state_mut().settings_mut().difference.h = 1e-15;
        settle(&mut harness);
        press(&mut harness, shortcuts::row(Action::Undo).keys[0]);
        settle(&mut harness);
        press(&mut harness, shortcuts::row(cover).keys[0]);
        settle(&mut harness);
        let before = quiet_state(&harness);
        let is_behind = |row: &&shortcuts::Row| row.scope != Scope::Everywhere && row.action != cover;
        let behind = || shortcuts::rows().filter(is_behind);
        for way in [Way::Undo, Way::Redo] {
            assert!(harness.state().has_step(way), "{cover:?}: {way:?}");
        }
        assert!(behind().any(|row| row.action == Action::Undo));
        for row in behind() {
            for key in &row.keys {
                press(&mut harness, *key);
                assert_eq!(quiet_state(&harness), before, "{cover:?}: {}", shortcuts::written(key));
            }
        }
    }
}

/// A question for a file, or whatever lies over the window, comes first; the gallery gives way to the tour.
#[test]
fn the_tour_does_not_begin_behind_something() {
    let tour = shortcuts::row(Action::Tour).keys[0];
    let mut harness = window();
    harness.state_mut().use_own_file_dialog();
    press(&mut harness, shortcuts::row(Action::Export).keys[0]);
    settle(&mut harness);
    let before = quiet_state(&harness);
    press(&mut harness, tour);
    settle(&mut harness);
    assert_eq!(quiet_state(&harness), before);

    for (cover, key) in [(Action::Examples, Key::G), (Action::Help, Key::F1)] {
        let mut harness = window();
        harness.key_press(key);
        settle(&mut harness);
        press(&mut harness, tour);
        settle(&mut harness);
        assert_eq!(harness.state().tour().step(), Some(0), "{cover:?}");
        assert!(!harness.state().gallery().is_open() && !harness.state().help().is_open(), "{cover:?}");
        assert!(shows(&harness, STEPS[0].title), "{cover:?}");
    }
}

/// What was wrong with a number is true of the settings that it was typed into.
#[test]
fn what_is_complained_of_goes_when_a_key_changes_something() {
    for action in [Action::CoarserH, Action::BestH, Action::Play] {
        let mut harness = window_of(SIZE, Settings::default());
        type_number(&mut harness, "step", "nan");
        assert!(shows(&harness, "is not a number"));
        press(&mut harness, shortcuts::row(action).keys[0]);
        let start = Instant::now();
        while shows(&harness, "is not a number") {
            assert!(start.elapsed() < PATIENCE, "{action:?}");
            std::thread::sleep(Duration::from_millis(1));
            harness.step();
        }
        assert!(shows(&harness, "= x0^2 + x1^2"), "{action:?}");
    }
    // While something plays there is time to read it.
    let mut harness = window_of(SIZE, Settings::default());
    leave_field(&mut harness);
    harness.key_press(Key::P);
    harness.step();
    harness.get_by_role_and_label(Role::SpinButton, "step").focus();
    harness.step();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(Event::Text("nan".to_owned()));
    harness.step();
    harness.key_press(Key::Enter);
    for _ in 0..4 {
        harness.step();
    }
    assert!(harness.state().is_playing() && shows(&harness, "is not a number"));
    harness.key_press(Key::P);
    settle(&mut harness);
    // To look around changes nothing.
    let mut harness = window_of(SIZE, Settings::default());
    type_number(&mut harness, "step", "nan");
    press(&mut harness, shortcuts::row(Action::NextArrow).keys[0]);
    settle(&mut harness);
    assert!(shows(&harness, "is not a number"));
}
