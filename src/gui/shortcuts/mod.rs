//! The keys of the main actions: one table, from which come what a key does, what a tooltip says of it, and the sheet.
//!
//! | file | what it knows |
//! |---|---|
//! | this one | which events are keys of an action, and how keys are written |
//! | `action` | the actions and their headings |
//! | `table` | every action with its keys |
//! | `step_of_h` | where h goes by a key |

mod action;
mod step_of_h;
mod table;

use eframe::egui::{Context, Event, Key, KeyboardShortcut, ModifierNames, Modifiers};

use super::command::Command;
use super::undo::Way;
pub use action::{Action, Group};
pub use step_of_h::{LARGEST_H, SMALLEST_H, moved};
pub use table::TABLE;

/// An action with its keys.
pub struct Row {
    /// What it is called in the program.
    pub action: Action,
    /// Below which heading it stands.
    pub group: Group,
    /// Its keys; the first is the one that is shown.
    pub keys: Vec<KeyboardShortcut>,
    /// What it does, in a word or two ...
    pub word: &'static str,
    /// ... and in a sentence.
    pub sentence: &'static str,
    /// Where it may be asked for.
    pub scope: Scope,
    /// Whether a key that is held down asks again and again.
    pub repeats: bool,
    /// What the app is asked; nothing where egui itself does it.
    pub command: Command,
}

/// Where an action may be asked for. A key without Ctrl that is a letter or a sign never does anything while a text or a
/// number is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere, even where a sheet or the gallery lies over the window.
    Everywhere,
    /// In the window, also while something is typed.
    Window,
    /// In the window, unless the text that is being typed goes that way itself.
    Steps(Way),
}

/// The actions that there are.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    TABLE.iter()
}

/// The row of an action.
///
/// # Panics
/// Never: a test holds that every action has a row.
pub fn row(action: Action) -> &'static Row {
    TABLE.iter().find(|row| row.action == action).expect("every action has a row")
}

/// Where keys go in a frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// Whether a text or a number is being typed.
    pub types: bool,
    /// Whether a sheet or the gallery lies over the window.
    pub is_covered: bool,
    /// Whether that text takes a step back itself, and whether it does one again.
    pub own_steps: [bool; 2],
}

/// What is asked for by keys since the last frame, in order; such events are taken out of the input.
pub fn take(context: &Context, place: Place) -> Vec<Command> {
    let mut commands = Vec::new();
    context.input_mut(|input| {
        let mut was_plain = false;
        input.events.retain(|event| {
            // A letter comes twice, as a key and as text. Whatever the key opens must not be given the letter.
            if let Event::Text(_) = event {
                return !std::mem::take(&mut was_plain);
            }
            let Some((row, shortcut, is_repeat)) = row_of(event, place) else { return true };
            // What egui does itself it must find.
            if row.command == Command::None {
                return true;
            }
            was_plain = is_plain(shortcut);
            if row.repeats || !is_repeat {
                commands.push(row.command.clone());
            }
            false
        });
    });
    commands
}

/// Whether a key of an action has come since the last frame, for whoever it was left to.
pub fn is_pressed(context: &Context, action: Action) -> bool {
    let keys = &row(action).keys;
    context.input(|input| {
        input.events.iter().any(|event| {
            matches!(event, Event::Key { key, pressed: true, modifiers, .. }
                if keys.iter().any(|of| of.logical_key == *key && modifiers.matches_exact(of.modifiers)))
        })
    })
}

fn row_of(event: &Event, place: Place) -> Option<(&'static Row, &'static KeyboardShortcut, bool)> {
    let Event::Key { key, pressed: true, repeat, modifiers, .. } = event else { return None };
    rows().filter(|row| is_for(row.scope, place)).find_map(|row| {
        let is_it = |shortcut: &&KeyboardShortcut| {
            shortcut.logical_key == *key && modifiers.matches_exact(shortcut.modifiers)
        };
        let shortcut = row.keys.iter().filter(|key| !place.types || !is_plain(key)).find(is_it)?;
        Some((row, shortcut, *repeat))
    })
}

fn is_for(scope: Scope, place: Place) -> bool {
    match scope {
        Scope::Everywhere => true,
        Scope::Window => !place.is_covered,
        Scope::Steps(way) => {
            let [undoes, redoes] = place.own_steps;
            let is_its_own = match way {
                Way::Undo => undoes,
                Way::Redo => redoes,
            };
            !place.is_covered && !is_its_own
        }
    }
}

/// Whether it is a letter or a sign that one could be typing.
pub fn is_plain(shortcut: &KeyboardShortcut) -> bool {
    let key = shortcut.logical_key;
    let is_character = key.name().chars().count() == 1 || table::is_sign(key);
    matches!(shortcut.modifiers, Modifiers::NONE | Modifiers::SHIFT) && is_character
}

/// A shortcut as it is written: `Ctrl+L`.
pub fn written(shortcut: &KeyboardShortcut) -> String {
    let key = shortcut.logical_key;
    // Whether a sign needs Shift is the keyboard's own affair; to [ and ] it adds something.
    let is_bracket = matches!(key, Key::OpenBracket | Key::CloseBracket);
    let shift = shortcut.modifiers.shift && (is_bracket || !table::is_sign(key));
    let modifiers = Modifiers { shift, ..shortcut.modifiers };
    let modifiers = ModifierNames::NAMES.format(&modifiers, cfg!(target_os = "macos"));
    let key = match key {
        // As it is on the keyboard.
        Key::Minus => "-",
        key if table::is_sign(key) => key.symbol_or_name(),
        key => key.name(),
    };
    if modifiers.is_empty() { key.to_owned() } else { format!("{modifiers}+{key}") }
}

/// What a tooltip ends with: `  (Ctrl+L)`.
pub fn hint(action: Action) -> String {
    row(action).keys.first().map_or_else(String::new, |key| format!("  ({})", written(key)))
}

/// A tooltip with the key of its action.
pub fn with_hint(tooltip: &str, action: Action) -> String {
    format!("{tooltip}{}", hint(action))
}
