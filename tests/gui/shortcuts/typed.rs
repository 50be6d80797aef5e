//! Keys leave alone what is typed, and what lies behind a sheet.

use eframe::egui::Event;
use eframe::egui::KeyboardShortcut;
use eframe::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::gui::app::App;
use gradfield::gui::settings::Settings;
use gradfield::gui::shortcuts::{self, Action, Scope, TABLE};

use super::{SIZE, give, key_event, press, state, window};
use crate::window::{settle, window_of};

/// The settings but for the expression, and all else that keys change.
fn quiet_state(harness: &Harness<'_, App>) -> String {
    let app = harness.state();
    let settings = Settings { expression: String::new(), parameters: Vec::new(), ..app.settings().clone() };
    let open = [app.gallery().is_open(), app.help().is_open(), app.is_playing(), app.held().is_some()];
    format!("{settings:?} {open:?} {:?} {:?}", harness.ctx.theme(), app.tour().step())
}

/// A letter as the system sends it: as a key and as text.
fn type_key(harness: &mut Harness<'_, App>, key: KeyboardShortcut) {
    let name = key.logical_key.symbol_or_name();
    let letter = if key.modifiers.shift { name.to_uppercase() } else { name.to_lowercase() };
    give(harness, vec![key_event(key, false), Event::Text(letter)]);
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
    let text = &harness.state().settings().expression;
    assert!(text.contains("gN") || text.contains('N') && text.contains('g'), "{text}");

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
    for cover in [Action::Examples, Action::Help] {
        let mut harness = window();
        press(&mut harness, shortcuts::row(cover).keys[0]);
        settle(&mut harness);
        let before = quiet_state(&harness);
        let behind = shortcuts::rows().filter(|row| row.scope == Scope::Window && row.action != cover);
        for key in behind.flat_map(|row| &row.keys) {
            press(&mut harness, *key);
            assert_eq!(quiet_state(&harness), before, "{}", shortcuts::written(key));
        }
    }
}
