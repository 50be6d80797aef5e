//! The text field and its keys.

use eframe::egui::text::{CCursor, CCursorRange, CharIndex};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{
    CompletionOutput, CompletionPopup, Event, FontId, Id, Key, Margin, RectAlign, TextBuffer, TextEdit, Ui,
};

use super::highlight::{Look, layout};
use super::{Change, Entry, completion};
use crate::expr::MOST_BYTES;

/// The text field. Whether it was left in this frame.
pub(super) fn field_ui(ui: &mut Ui, text: &mut String, entry: &mut Entry, width: f32, label: Id) -> bool {
    let id = Id::unique("expression");
    let before = before(ui, id, text, entry);

    let font = FontId::monospace(16.0);
    let read = &entry.text;
    let parameters = entry.parameters();
    // The marked span belongs to the text as last read, which may be one keystroke old.
    let error = entry.parsed.as_ref().err().filter(|_| !entry.is_quiet()).map(|error| &error.span);
    let mut layouter = |ui: &Ui, buffer: &dyn TextBuffer, _wrap: f32| {
        let error = error.filter(|_| buffer.as_str() == read);
        let look = Look {
            visuals: ui.visuals(),
            font: &font,
            parameters: &parameters,
            error,
            strict: error.is_some(),
            caret: before.caret,
        };
        let job = layout(buffer.as_str(), &look);
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let edit = TextEdit::singleline(text)
        .font(font.clone())
        .desired_width(width)
        .margin(Margin::symmetric(6, 5))
        .hint_text("a function of x0 and x1, such as x0^2 + x1^2")
        .layouter(&mut layouter);
    // Enter after a function is meant for the function, though its last name may become another.
    let accept: &[Key] = if entry.parsed.is_ok() { &[Key::Tab] } else { &[Key::Tab, Key::Enter] };
    let popup = CompletionPopup::new(id)
        .word_boundary(completion::is_boundary)
        .align(RectAlign::BOTTOM_START)
        .accept_keys(accept);
    let output = popup.show(ui, edit, |query| {
        let just_typed = before.typed && query.text != read;
        if just_typed || entry.popup.caret == Some(query.word_range.end.0) {
            completion::suggestions(query)
        } else {
            Vec::new()
        }
    });

    let response = output.text_edit.response.response.clone().labelled_by(label);
    after(ui, text, entry, &before, &output);
    focus(ui, entry, &response, &output.text_edit.galley);
    response.lost_focus()
}

/// The field as it was before egui took this frame's events.
struct Before {
    /// Whether the text has just come out of the history.
    recalled: bool,
    /// Whether something is typed in this frame, and whether `)` is.
    typed: bool,
    closes: bool,
    /// The caret, in characters, while the field has the focus.
    caret: Option<usize>,
    /// What undo may have to lead back to.
    state: (CCursorRange, String),
}

/// Take the events that are not egui's.
fn before(ui: &Ui, id: Id, text: &mut String, entry: &mut Entry) -> Before {
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    if std::mem::take(&mut entry.is_new) {
        put_caret(ui, id, text.chars().count());
    }
    let mut recalled = false;
    let due = std::mem::take(&mut entry.arrows);
    if has_focus {
        refuse_long_pastes(ui, entry);
        step_over_bracket(ui, id, text);
        if !entry.popup.is_open {
            let due = arrows(ui, entry, due);
            recalled = recall(ui, id, text, entry, &due);
        }
    }
    let state = (range(ui, id), text.clone());
    Before {
        recalled,
        typed: !recalled && ui.input(|input| input.events.iter().any(is_typing)),
        closes: ui.input(|input| input.events.iter().any(is_closing)),
        caret: has_focus.then_some(state.0.primary.index.0),
        state,
    }
}

/// Make of what egui has done what belongs to it: brackets, undo, and where the text comes from.
fn after(ui: &Ui, text: &mut String, entry: &mut Entry, before: &Before, output: &CompletionOutput) {
    let response = &output.text_edit.response.response;
    let caret = output.text_edit.cursor_range.map(|range| range.primary.index.0);
    if before.closes
        && let Some(at) = caret
    {
        drop_doubled_bracket(ui, text, at);
    }
    if let Some(accepted) = &output.accepted {
        remember_for_undo(ui, response.id, &before.state);
        if accepted.insert.ends_with("()") {
            let end = range(ui, response.id).primary.index.0;
            put_caret(ui, response.id, end - 1);
        }
    }
    if before.recalled {
        entry.coming = Change::Recalled;
    } else if response.changed() || output.accepted.is_some() {
        entry.coming = Change::Typed;
    }
    entry.popup.is_open = output.is_open;
    entry.popup.caret = if output.accepted.is_some() || before.recalled {
        None
    } else if response.changed() {
        caret.filter(|_| before.typed)
    } else {
        entry.popup.caret.filter(|last| Some(*last) == caret)
    };
    // The brackets were marked for where the caret was.
    if caret != before.caret || output.accepted.is_some() {
        ui.ctx().request_repaint();
    }
}

/// Take the focus at the start, with the caret at the end: what stands there is an example to go on from. Whoever comes by
/// keyboard has everything selected, as in any form; whoever clicks has put the caret where it is wanted.
fn focus(ui: &Ui, entry: &mut Entry, response: &eframe::egui::Response, galley: &eframe::egui::Galley) {
    let by_pointer = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
    if response.gained_focus() && !by_pointer {
        set_range(ui, response.id, CCursorRange::select_all(galley));
        ui.ctx().request_repaint();
    }
    if std::mem::take(&mut entry.focus) {
        response.request_focus();
    }
}

/// Whether an event is one of typing, as against pasting or undoing.
fn is_typing(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Ime(_) | Event::Key { key: Key::Backspace, pressed: true, .. })
}

/// A paste too long for a function is not let into the field, where it would push out what stands there.
fn refuse_long_pastes(ui: &Ui, entry: &mut Entry) {
    let mut refused = None;
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Paste(text) | Event::Text(text) if text.len() > MOST_BYTES => {
                refused = Some(text.len());
                false
            }
            _ => true,
        });
    });
    if let Some(bytes) = refused {
        entry.notice = Some(format!(
            "That text has {bytes} bytes and was not pasted; a function has at most {MOST_BYTES}."
        ));
    }
}

fn is_closing(event: &Event) -> bool {
    matches!(event, Event::Text(text) if text == ")")
}

/// How many brackets more are closed than opened.
fn excess(text: &str) -> isize {
    let count = |bracket: char| text.matches(bracket).count().cast_signed();
    count(')') - count('(')
}

/// Typing `)` before the `)` that closes the last bracket steps over it: completion has put it there.
fn step_over_bracket(ui: &Ui, id: Id, text: &str) {
    let range = range(ui, id);
    let at = range.primary.index.0;
    if !range.is_empty() || text.chars().nth(at) != Some(')') || excess(text) != 0 {
        return;
    }
    let steps = ui.input_mut(|input| {
        let steps = input.events.iter().filter(|event| is_typing(event)).count() == 1
            && input.events.iter().any(is_closing);
        if steps {
            input.events.retain(|event| !is_closing(event));
        }
        steps
    });
    if steps {
        put_caret(ui, id, at + 1);
    }
}

/// The same where more was typed in the same frame, so that the `)` is there twice already.
fn drop_doubled_bracket(ui: &Ui, text: &mut String, caret: usize) {
    let next = text.char_indices().nth(caret);
    if let Some((at, ')')) = next
        && excess(text) == 1
    {
        text.remove(at);
        ui.ctx().request_repaint();
    }
}

/// The presses of Up and Down that are due: in a frame with other keys they wait for the next, as the text does not have
/// those yet.
fn arrows(ui: &Ui, entry: &mut Entry, mut due: Vec<Key>) -> Vec<Key> {
    let mut pressed = Vec::new();
    let has_others = ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Key { key: key @ (Key::ArrowUp | Key::ArrowDown), pressed: true, modifiers, .. }
                if modifiers.is_none() =>
            {
                pressed.push(*key);
                false
            }
            _ => true,
        });
        let changes = |event: &Event| {
            matches!(event, Event::Cut | Event::Paste(_) | Event::Key { pressed: true, .. })
                || is_typing(event)
        };
        input.events.iter().any(changes)
    });
    if !has_others {
        due.append(&mut pressed);
    } else if !pressed.is_empty() {
        entry.arrows = pressed;
        ui.ctx().request_repaint();
    }
    due
}

/// Up and Down go through the history. Whether the text is another now.
fn recall(ui: &Ui, id: Id, text: &mut String, entry: &mut Entry, arrows: &[Key]) -> bool {
    let mut recalled = false;
    for key in arrows {
        let other = if *key == Key::ArrowUp {
            entry.history.older(text, entry.is_worth_keeping())
        } else {
            entry.history.newer()
        };
        if let Some(other) = other {
            remember_for_undo(ui, id, &(range(ui, id), text.clone()));
            put_caret(ui, id, other.chars().count());
            *text = other;
            recalled = true;
        }
    }
    recalled
}

/// Make a step of undo lead back to a text that is about to be replaced, or has just been.
fn remember_for_undo(ui: &Ui, id: Id, state: &(CCursorRange, String)) {
    let mut edit = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let mut undoer = edit.undoer();
    undoer.add_undo(state);
    edit.set_undoer(undoer);
    edit.store(ui.ctx(), id);
}

/// What is selected; where nothing is, the caret.
fn range(ui: &Ui, id: Id) -> CCursorRange {
    TextEditState::load(ui.ctx(), id).and_then(|state| state.cursor.char_range()).unwrap_or_default()
}

fn set_range(ui: &Ui, id: Id, range: CCursorRange) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(range));
    state.store(ui.ctx(), id);
}

fn put_caret(ui: &Ui, id: Id, at: usize) {
    set_range(ui, id, CCursorRange::one(CCursor::new(CharIndex(at))));
}
