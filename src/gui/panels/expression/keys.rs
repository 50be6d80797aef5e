//! The keys and pastes of the field that are not egui's: those of the list to choose from and of the history, and those
//! that leave the field.
//!
//! A frame may bring several at once. What was typed comes first: a key that does something else waits for the next
//! frame, with all that follows it, as only then is known what is offered for what was typed.

use eframe::egui::{Event, EventFilter, FocusDirection, Id, Key, Modifiers, Ui};

use super::field::{put_caret, range, remember_for_undo};
use super::{Entry, popup};
use crate::expr::{MOST_BYTES, one_line};
use crate::gui::formula::byte_of;

/// What keys have done to the text.
#[derive(Clone, Copy, Default)]
pub(super) struct Taken {
    /// Whether it has come out of the history.
    pub(super) recalled: bool,
    /// Whether a name in it was completed.
    pub(super) accepted: bool,
}

/// A key that does something else than to edit the text.
#[derive(Clone, Copy)]
enum Control {
    Up,
    Down,
    Tab,
    ShiftTab,
    Enter,
    Escape,
    /// A closing bracket, which may be there already.
    Close,
}

/// The keys that a field of one line has for itself.
pub(super) fn filter() -> EventFilter {
    EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() }
}

/// Take what is not egui's of this frame's events.
pub(super) fn take(ui: &Ui, id: Id, text: &mut String, entry: &mut Entry, has_focus: bool) -> Taken {
    let mut taken = Taken::default();
    prepare_pastes(ui, entry, has_focus);
    let waiting = std::mem::take(&mut entry.waiting);
    if !has_focus {
        ui.input_mut(|input| input.events.splice(0..0, waiting).for_each(drop));
        return taken;
    }
    if let Some(accepted) = entry.popup.clicked(text) {
        accept(ui, id, text, &accepted);
        taken.accepted = true;
    }
    entry.waiting = hold_back(ui, waiting);
    while let Some(control) = first_control(ui) {
        let is_open = entry.popup.is_open();
        match control {
            Control::Up | Control::Down if is_open => entry.popup.step(matches!(control, Control::Down)),
            Control::Up | Control::Down => taken.recalled |= recall(ui, id, text, entry, control),
            // Enter after a function is meant for the function, though its last name may become another.
            Control::Enter if !is_open || entry.parsed.is_ok() => break,
            Control::Tab | Control::Enter if is_open => {
                if let Some(accepted) = entry.popup.accept(text) {
                    accept(ui, id, text, &accepted);
                    taken.accepted = true;
                }
            }
            Control::Escape if is_open => entry.popup.dismiss(),
            Control::Tab | Control::Enter => ui.memory_mut(|memory| memory.move_focus(FocusDirection::Next)),
            Control::ShiftTab => ui.memory_mut(|memory| memory.move_focus(FocusDirection::Previous)),
            Control::Escape => ui.memory_mut(|memory| memory.surrender_focus(id)),
            Control::Close if steps_over_bracket(ui, id, text) => {}
            Control::Close => break,
        }
        take_first(ui);
    }
    taken
}

/// Whether an event is one of typing, as against pasting or undoing.
pub(super) fn is_typing(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Ime(_) | Event::Key { key: Key::Backspace, pressed: true, .. })
}

/// Whether an event is one of the keyboard, and its place among others matters. A letter comes twice: as a key, of which
/// nothing becomes, and as text.
fn is_from_keyboard(event: &Event) -> bool {
    match event {
        Event::Key { key, pressed: true, modifiers, .. } => {
            let is_command = modifiers.ctrl || modifiers.command || modifiers.alt;
            let is_edit = matches!(key, Key::Backspace | Key::Delete | Key::Home | Key::End);
            let is_move = matches!(key, Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown);
            is_command || is_edit || is_move || matches!(key, Key::Tab | Key::Enter | Key::Escape)
        }
        Event::Copy | Event::Cut | Event::Paste(_) | Event::Text(_) | Event::Ime(_) => true,
        _ => false,
    }
}

fn control(event: &Event) -> Option<Control> {
    let (key, modifiers) = match event {
        Event::Key { key, pressed: true, modifiers, .. } => (*key, *modifiers),
        Event::Text(text) => return (text == ")").then_some(Control::Close),
        _ => return None,
    };
    match (key, modifiers) {
        (Key::ArrowUp, Modifiers::NONE) => Some(Control::Up),
        (Key::ArrowDown, Modifiers::NONE) => Some(Control::Down),
        (Key::Tab, Modifiers::NONE) => Some(Control::Tab),
        (Key::Tab, Modifiers::SHIFT) => Some(Control::ShiftTab),
        (Key::Enter, Modifiers::NONE) => Some(Control::Enter),
        (Key::Escape, Modifiers::NONE) => Some(Control::Escape),
        _ => None,
    }
}

/// Put what has waited before this frame's events, and take out what has to wait now: a control behind something typed,
/// and all behind it.
fn hold_back(ui: &Ui, waited: Vec<Event>) -> Vec<Event> {
    let mut waiting = Vec::new();
    ui.input_mut(|input| {
        let new = std::mem::take(&mut input.events);
        let mut edits = false;
        for event in waited.into_iter().chain(new) {
            let control = control(&event);
            let waits = !waiting.is_empty() || control.is_some() && edits;
            if waits && is_from_keyboard(&event) {
                waiting.push(event);
            } else {
                edits |= is_from_keyboard(&event) && matches!(control, None | Some(Control::Close));
                input.events.push(event);
            }
        }
    });
    if !waiting.is_empty() {
        ui.ctx().request_repaint();
    }
    waiting
}

/// The first event from the keyboard, if it is a control.
fn first_control(ui: &Ui) -> Option<Control> {
    ui.input(|input| input.events.iter().find(|event| is_from_keyboard(event)).and_then(control))
}

fn take_first(ui: &Ui) {
    ui.input_mut(|input| {
        if let Some(first) = input.events.iter().position(is_from_keyboard) {
            input.events.remove(first);
        }
    });
}

/// Put a chosen name in the place of its beginning, and the caret between its brackets.
fn accept(ui: &Ui, id: Id, text: &mut String, accepted: &popup::Accepted) {
    remember_for_undo(ui, id, text);
    let popup::Accepted { name, insert } = accepted;
    text.replace_range(byte_of(text, name.start)..byte_of(text, name.end), insert);
    let back = usize::from(insert.ends_with("()"));
    put_caret(ui, id, name.start + insert.chars().count() - back);
}

/// Up and Down go through the history. Whether the text is another now.
fn recall(ui: &Ui, id: Id, text: &mut String, entry: &mut Entry, control: Control) -> bool {
    let other = match control {
        Control::Up => entry.history.older((text, entry.lesson), entry.is_worth_keeping()),
        _ => entry.history.newer(),
    };
    let Some((other, lesson)) = other else { return false };
    remember_for_undo(ui, id, text);
    put_caret(ui, id, other.chars().count());
    *text = other;
    entry.lesson = lesson;
    true
}

/// A paste too long for a function is not let into the field, where it would push out what stands there. Of a paste of
/// several lines egui would make one with its comments in it, which would swallow what follows them.
fn prepare_pastes(ui: &Ui, entry: &mut Entry, has_focus: bool) {
    let field = entry.rect;
    let mut refused = None;
    ui.input_mut(|input| {
        input.events.retain_mut(|event| {
            let (text, is_for_field) = match event {
                Event::Paste(text) | Event::Text(text) => (text, has_focus),
                // What is selected elsewhere, where the middle button clicks.
                Event::MiddleClickPaste { pos, text } => (text, field.contains(*pos)),
                _ => return true,
            };
            if is_for_field && text.len() > MOST_BYTES {
                refused = Some(text.len());
                return false;
            }
            // A lone line break is a key.
            if is_for_field && text.len() > 2 && text.contains(['\n', '\r']) {
                *text = one_line(text);
            }
            true
        });
    });
    if let Some(bytes) = refused {
        entry.complain(format!(
            "That text has {bytes} bytes and was not pasted; a function has at most {MOST_BYTES}."
        ));
    }
}

/// Typing `)` before the `)` that closes the last bracket steps over it: completion has put it there. Whether it does.
fn steps_over_bracket(ui: &Ui, id: Id, text: &str) -> bool {
    let count = |bracket: char| text.matches(bracket).count();
    let range = range(ui, id, text);
    let at = range.primary.index.0;
    let steps = range.is_empty() && text.chars().nth(at) == Some(')') && count('(') == count(')');
    if steps {
        put_caret(ui, id, at + 1);
    }
    steps
}
