//! The keys of the main actions: each does what it says, says it in the tooltip and on the sheet, and leaves what is typed
//! alone.

mod step_of_h;
mod typed;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Event, Key, KeyboardShortcut, Modifiers, OutputCommand, RawInput, Theme, ThemePreference, ViewportCommand,
};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::analysis::Cause;
use gradfield::differentiate::Scheme;
use gradfield::gui::app::App;
use gradfield::gui::settings::Settings;
use gradfield::gui::shortcuts::{self, Action, TABLE};

use super::window::{settle, shows, window_of};

const SIZE: [f32; 2] = [1280.0, 860.0];
/// The longest anything may take to be seen, on the slowest machine there is.
const PATIENCE: Duration = Duration::from_secs(30);
/// Frames until a tooltip is there: it waits for half a second of a resting pointer, and a frame of a test is a sixtieth.
const TOOLTIP_FRAMES: usize = 60;

/// A window in which nothing has the focus, some arrows are wrong, and optimisers have gone.
fn window() -> Harness<'static, App> {
    let mut settings = Settings::default();
    settings.difference.h = 1e-16;
    let mut harness = window_of(SIZE, settings);
    leave_field(&mut harness);
    harness
}

fn leave_field(harness: &mut Harness<'_, App>) {
    harness.key_press(Key::Escape);
    settle(harness);
    assert!(harness.ctx.memory(|memory| memory.focused().is_none()));
}

/// A single frame, which a key comes in.
fn press(harness: &mut Harness<'_, App>, shortcut: KeyboardShortcut) {
    give(harness, vec![key_event(shortcut, false)]);
}

fn key_event(shortcut: KeyboardShortcut, repeat: bool) -> Event {
    let KeyboardShortcut { modifiers, logical_key: key } = shortcut;
    Event::Key { key, physical_key: None, pressed: true, repeat, modifiers }
}

/// A single frame with all these events.
fn give(harness: &mut Harness<'_, App>, events: Vec<Event>) {
    let modifiers = events.iter().find_map(|event| match event {
        Event::Key { modifiers, .. } => Some(Event::ModifiersChanged(*modifiers)),
        _ => None,
    });
    let released = Event::ModifiersChanged(Modifiers::NONE);
    harness.input_mut().events.extend(modifiers.into_iter().chain(events).chain([released]));
    harness.step();
}

fn h(harness: &Harness<'_, App>) -> f64 {
    harness.state().settings().difference.h
}

fn probe(harness: &Harness<'_, App>) -> usize {
    harness.state().probe().expect("a field")
}

fn is_wrong(harness: &Harness<'_, App>, node: usize) -> bool {
    let census = harness.state().census().expect("it is there");
    !matches!(census.causes[node], Cause::Good | Cause::Stationary)
}

/// The number of the first wrong arrow after a node, or before it.
fn next_wrong(harness: &Harness<'_, App>, from: usize, back: bool) -> usize {
    let count = harness.state().field().expect("a field").len();
    let step = if back { count - 1 } else { 1 };
    let mut node = (from + step) % count;
    while !is_wrong(harness, node) {
        node = (node + step) % count;
    }
    node
}

/// What is put right before an action so that it has something to do.
fn prepare(harness: &mut Harness<'_, App>, action: Action) {
    let settings = harness.state_mut().settings_mut();
    match action {
        Action::BestH => settings.difference.h = 0.1,
        Action::Step | Action::Reset | Action::AllSteps | Action::Descend => {
            settings.difference.h = 1e-4;
            settings.descent.show = true;
        }
        Action::Fit => {
            let center = harness.state().canvas().transform().expect("shown").frame().center();
            harness.hover_at(center);
            harness.step();
            harness.drag_at(center);
            harness.step();
            harness.hover_at(center + eframe::egui::vec2(150.0, 60.0));
            harness.step();
            harness.drop_at(center + eframe::egui::vec2(150.0, 60.0));
        }
        Action::ZoomReset => harness.ctx.set_zoom_factor(1.5),
        Action::Undo | Action::Redo => settings.difference.h = 0.01,
        Action::Save | Action::SaveAs | Action::Open | Action::Export => {
            harness.state_mut().use_own_file_dialog();
        }
        _ => {}
    }
    settle(harness);
    if action == Action::Redo {
        press(harness, shortcuts::row(Action::Undo).keys[0]);
        settle(harness);
    }
    if action == Action::AllSteps {
        press(harness, shortcuts::row(Action::Reset).keys[0]);
    }
}

/// What an action changes: another text after than before.
fn state(harness: &Harness<'_, App>, action: Action) -> String {
    let app = harness.state();
    let commands = || harness.output().viewport_output.values().flat_map(|output| output.commands.clone());
    match action {
        Action::FocusExpression => {
            let field = harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =");
            format!("focused {}", field.is_focused())
        }
        Action::Examples => format!("open {}", app.gallery().is_open()),
        Action::FinerH | Action::CoarserH | Action::DecadeFiner | Action::DecadeCoarser | Action::BestH => {
            format!("{:e}", h(harness))
        }
        Action::Play => format!("playing {}", app.is_playing()),
        Action::Hold => format!("held {}", app.held().is_some()),
        Action::NextArrow | Action::PreviousArrow | Action::NextWrong | Action::PreviousWrong => {
            probe(harness).to_string()
        }
        Action::Lab => format!("open {}", app.settings().lab.open),
        Action::Fit => {
            let bounds = app.canvas().transform().expect("shown").bounds();
            format!("{:.3} {:.3}", bounds.min()[0] + bounds.max()[0], bounds.min()[1] + bounds.max()[1])
        }
        Action::Descend => format!("whole {}", app.descent_steps() == made(harness)),
        Action::Step | Action::Reset | Action::AllSteps => app.descent_steps().to_string(),
        Action::Theme => format!("{:?}", harness.ctx.theme()),
        Action::FullScreen => {
            let fills = |command: &ViewportCommand| matches!(command, ViewportCommand::Fullscreen(true));
            format!("full {}", commands().any(|command| fills(&command)))
        }
        Action::ZoomIn | Action::ZoomOut | Action::ZoomReset => {
            format!("{:.1}", harness.ctx.zoom_factor())
        }
        Action::Help => format!("open {}", app.help().is_open()),
        Action::Tour => format!("{:?}", app.tour().step()),
        Action::Undo | Action::Redo => format!("{:e}", h(harness)),
        Action::Save | Action::SaveAs | Action::Open | Action::Export => format!("{:?}", app.asked_for()),
        Action::CopyImage => {
            let is_image = |command: &OutputCommand| matches!(command, OutputCommand::CopyImage(_));
            format!("copied {}", harness.output().platform_output.commands.iter().any(is_image))
        }
        Action::CopyScript => {
            let script = app.script(harness.ctx.theme() == Theme::Dark).expect("NumPy has it");
            format!("copied {}", is_copied(harness, &script.text))
        }
        Action::CopyLink => format!("copied {}", is_copied(harness, &app.link())),
    }
}

fn is_copied(harness: &Harness<'_, App>, text: &str) -> bool {
    let is_it =
        |command: &OutputCommand| matches!(command, OutputCommand::CopyText(copied) if copied == text);
    harness.output().platform_output.commands.iter().any(is_it)
}

/// The most steps that an optimiser has made.
fn made(harness: &Harness<'_, App>) -> usize {
    let twins = harness.state().descents().iter();
    twins
        .flat_map(|twins| [twins.numerical.visits.len(), twins.exact.visits.len()])
        .max()
        .map_or(0, |n| n - 1)
}

/// What is there after an action.
fn expected(harness: &Harness<'_, App>, action: Action, before: usize) -> String {
    match action {
        Action::FocusExpression => "focused true".to_owned(),
        Action::Examples | Action::Help => "open true".to_owned(),
        Action::FinerH => format!("{:e}", 7.9e-17),
        Action::CoarserH => format!("{:e}", 1.3e-16),
        Action::DecadeFiner => format!("{:e}", 1e-17),
        Action::DecadeCoarser => format!("{:e}", 1e-15),
        Action::BestH => {
            let curves = harness.state().field_curves();
            let best = curves
                .iter()
                .filter(|curve| curve.method.scheme == Scheme::Central)
                .find_map(|curve| Some(curve.steps[curve.best?]));
            format!("{:e}", best.unwrap_or(f64::NAN))
        }
        Action::Play => "playing true".to_owned(),
        Action::Hold => "held true".to_owned(),
        Action::NextArrow => (before + 1).to_string(),
        Action::PreviousArrow => (before - 1).to_string(),
        Action::NextWrong => next_wrong(harness, before, false).to_string(),
        Action::PreviousWrong => next_wrong(harness, before, true).to_string(),
        Action::Lab => "open false".to_owned(),
        // The grid, whose right ends are left out, is as wide on one side of the middle as on the other.
        Action::Fit => "0.000 0.000".to_owned(),
        Action::Descend => "whole false".to_owned(),
        Action::Step => "1".to_owned(),
        Action::Reset => "0".to_owned(),
        Action::AllSteps => made(harness).to_string(),
        Action::Theme => format!("{:?}", Theme::Light),
        Action::FullScreen => "full true".to_owned(),
        Action::ZoomIn => "1.1".to_owned(),
        Action::ZoomOut => "0.9".to_owned(),
        Action::ZoomReset => "1.0".to_owned(),
        Action::Tour => "Some(0)".to_owned(),
        Action::Undo => format!("{:e}", 1e-16),
        Action::Redo => format!("{:e}", 0.01),
        Action::Save | Action::SaveAs => "Some(\"Save\")".to_owned(),
        Action::Open => "Some(\"Open\")".to_owned(),
        Action::Export => "Some(\"Export figure\")".to_owned(),
        Action::CopyImage | Action::CopyScript | Action::CopyLink => "copied true".to_owned(),
    }
}

#[test]
fn every_key_does_what_it_says() {
    for row in shortcuts::rows() {
        for key in &row.keys {
            let mut harness = window();
            harness.ctx.set_theme(Theme::Dark);
            prepare(&mut harness, row.action);
            let (before, node) = (state(&harness, row.action), probe(&harness));
            press(&mut harness, *key);
            let start = Instant::now();
            loop {
                let (after, expected) = (state(&harness, row.action), expected(&harness, row.action, node));
                if after == expected {
                    assert_ne!(after, before, "{}: nothing to be seen", row.word);
                    break;
                }
                let name = shortcuts::written(key);
                assert!(start.elapsed() < PATIENCE, "{name}, {}: {after} instead of {expected}", row.word);
                std::thread::sleep(Duration::from_millis(1));
                harness.step();
            }
        }
    }
}

#[test]
fn no_two_actions_share_a_key_and_every_action_has_a_row() {
    let mut seen = Vec::new();
    for row in TABLE.iter() {
        assert!(!row.keys.is_empty(), "{}", row.word);
        assert_eq!(shortcuts::row(row.action).word, row.word, "{:?} has two rows", row.action);
        for key in &row.keys {
            assert!(!seen.contains(key), "{}: {}", row.word, shortcuts::written(key));
            seen.push(*key);
        }
    }
    // The last of the list, so that none is forgotten where it grows.
    assert_eq!(TABLE.len(), Action::CopyLink as usize + 1);
    let words: BTreeSet<_> = TABLE.iter().map(|row| row.word).collect();
    assert_eq!(words.len(), TABLE.len());
}

#[test]
fn ctrl_l_selects_the_expression_to_be_typed_over() {
    let mut harness = window();
    press(&mut harness, shortcuts::row(Action::FocusExpression).keys[0]);
    settle(&mut harness);
    harness.event(Event::Text("x0*x1".to_owned()));
    settle(&mut harness);
    assert_eq!(harness.state().settings().expression, "x0*x1");
}

/// Each control that does the same as a key, and what it says when it is pointed at.
const CONTROLS: [(Role, &str, &[Action]); 10] = [
    (Role::Button, "Fit view", &[Action::Fit]),
    (Role::TextInput, "f(x0, x1) =", &[Action::FocusExpression]),
    (Role::Button, "Examples", &[Action::Examples]),
    (Role::Button, "Theme", &[Action::Theme]),
    (Role::Button, "Help", &[Action::Help]),
    (Role::Slider, "h", &[Action::FinerH, Action::CoarserH]),
    (Role::Button, "h lab", &[Action::Lab]),
    (Role::Button, "Watch it die", &[Action::Play]),
    (Role::Button, "Hold", &[Action::Hold]),
    (Role::Button, "Best h overall", &[Action::BestH]),
];

#[test]
fn tooltips_name_the_keys() {
    for (role, label, actions) in CONTROLS {
        let mut harness = window();
        let place = harness.get_by_role_and_label(role, label).rect().center();
        harness.hover_at(place);
        for _ in 0..TOOLTIP_FRAMES {
            harness.step();
        }
        for action in actions {
            let hint = shortcuts::hint(*action);
            assert!(hint.starts_with("  (") && shows(&harness, &hint), "{label}: {hint:?}");
        }
    }
}

#[test]
fn where_no_arrow_is_wrong_there_is_none_to_go_to() {
    let mut harness = window_of(SIZE, Settings::default());
    leave_field(&mut harness);
    let before = probe(&harness);
    press(&mut harness, shortcuts::row(Action::NextWrong).keys[0]);
    settle(&mut harness);
    assert_eq!(probe(&harness), before);
    assert!(shows(&harness, "No arrow of this field is missing or wrong."));
    assert!(shows(&harness, "= x0^2 + x1^2"), "it hides nothing");
}

/// A key that is held down sweeps h, but does not make the theme flicker.
#[test]
fn a_key_held_down_repeats_only_what_goes_on() {
    let mut harness = window();
    harness.ctx.set_theme(Theme::Dark);
    let hold = |harness: &mut Harness<'_, App>, key: Key| {
        let shortcut = KeyboardShortcut::new(Modifiers::NONE, key);
        give(harness, [false, true, true].map(|repeat| key_event(shortcut, repeat)).to_vec());
    };
    hold(&mut harness, Key::CloseBracket);
    assert_eq!(h(&harness).to_bits(), 2e-16_f64.to_bits());
    hold(&mut harness, Key::T);
    harness.step();
    assert_eq!(harness.ctx.theme(), Theme::Light);
}

/// As the desktop has it, until someone chooses otherwise; and so again from the menu.
#[test]
fn the_theme_is_that_of_the_desktop() {
    let mut harness = window();
    // As the program starts; the harness has chosen one.
    harness.ctx.set_theme(ThemePreference::System);
    let follow = |harness: &mut Harness<'_, App>, theme| {
        *harness.input_mut() = RawInput { system_theme: Some(theme), ..harness.input().clone() };
        settle(harness);
        harness.ctx.theme()
    };
    for theme in [Theme::Light, Theme::Dark] {
        assert_eq!(follow(&mut harness, theme), theme);
    }
    press(&mut harness, shortcuts::row(Action::Theme).keys[0]);
    settle(&mut harness);
    assert_eq!(follow(&mut harness, Theme::Dark), Theme::Light, "it was chosen");
    harness.get_by_role_and_label(Role::Button, "Theme").click();
    settle(&mut harness);
    harness.get_by_label("as the desktop").click();
    settle(&mut harness);
    for theme in [Theme::Dark, Theme::Light] {
        assert_eq!(follow(&mut harness, theme), theme);
    }
}
