//! The text field: how it looks, and what becomes of what is typed.

use eframe::egui::text::{CCursor, CCursorRange, CharIndex};
use eframe::egui::text_edit::{TextEditOutput, TextEditState};
use eframe::egui::{
    EventFilter, FontId, Galley, Id, Margin, Response, SurrenderFocusOn, TextBuffer, TextEdit, Ui,
};

use super::{Change, Entry, keys};
use crate::gui::formula::{Look, galley};
use crate::gui::glyphs::expression_id;
use crate::gui::shortcuts::{Action, with_hint};

const TOOLTIP: &str = "The function whose gradient is drawn, as a book, NumPy or Python has it. \
                       Names other than x0 and x1 become sliders; Up and Down bring back earlier functions.";

/// The text field. Whether it was left in this frame.
pub(super) fn field_ui(ui: &mut Ui, text: &mut String, entry: &mut Entry, width: f32, label: Id) -> bool {
    let id = expression_id();
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
            parameters,
            error,
            strict: error.is_some(),
            caret: before.caret,
        };
        galley(ui, buffer.as_str(), &look)
    };
    let edit = TextEdit::singleline(text)
        .id(id)
        .font(font.clone())
        .desired_width(width)
        .margin(Margin::symmetric(6, 5))
        .hint_text("a function of x0 and x1, such as x0^2 + x1^2")
        // Whether Tab and Escape leave the field is not known before what was typed with them.
        .event_filter(EventFilter { tab: true, escape: true, ..keys::filter() })
        .layouter(&mut layouter);
    let output = keeping_focus(ui, entry.popup.is_under_pointer(ui), |ui| edit.show(ui));

    let response = output.response.response.clone().labelled_by(label);
    after(ui, entry, &before, &output);
    offer(text, entry, &response, &output);
    focus(ui, entry, &response, &output.galley);
    let left = response.lost_focus();
    // While it is being typed in, a tooltip would cover what is said below.
    if !response.has_focus() {
        response.on_hover_text(with_hint(TOOLTIP, Action::FocusExpression));
    }
    left
}

/// The field as it was before egui took this frame's events.
struct Before {
    /// What the keys have done that are not egui's.
    keys: keys::Taken,
    /// Whether something is typed in this frame.
    typed: bool,
    /// The caret, in characters, while the field has the focus.
    caret: Option<usize>,
}

/// Take the events that are not egui's.
fn before(ui: &Ui, id: Id, text: &mut String, entry: &mut Entry) -> Before {
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    if std::mem::take(&mut entry.is_new) {
        put_caret(ui, id, text.chars().count());
        forget_steps(ui, id);
    }
    let keys = keys::take(ui, id, text, entry, has_focus);
    Before {
        keys,
        typed: ui.input(|input| input.events.iter().any(keys::is_typing)),
        caret: has_focus.then(|| range(ui, id, text).primary.index.0),
    }
}

/// Show the field so that a click elsewhere takes the focus from it, or does not.
fn keeping_focus<R>(ui: &mut Ui, keeps: bool, show: impl FnOnce(&mut Ui) -> R) -> R {
    if !keeps {
        return show(ui);
    }
    let usual = ui.options(|options| options.input_options.surrender_focus_on);
    ui.options_mut(|options| options.input_options.surrender_focus_on = SurrenderFocusOn::Never);
    let shown = show(ui);
    ui.options_mut(|options| options.input_options.surrender_focus_on = usual);
    shown
}

/// Note what egui has done: where the text comes from, and where the caret is.
fn after(ui: &Ui, entry: &mut Entry, before: &Before, output: &TextEditOutput) {
    let response = &output.response.response;
    let caret = output.cursor_range.map(|range| range.primary.index.0);
    entry.caret = caret;
    entry.rect = response.rect;
    let keys::Taken { recalled, accepted } = before.keys;
    entry.typed_at = if response.changed() {
        caret.filter(|_| before.typed)
    } else {
        entry.typed_at.filter(|last| Some(*last) == caret && !recalled && !accepted)
    };
    if response.changed() || accepted {
        entry.coming = Change::Typed;
    } else if recalled {
        entry.coming = Change::Recalled;
    }
    // The brackets were marked for where the caret was.
    if caret != before.caret || accepted {
        ui.ctx().request_repaint();
    }
}

/// Offer what the name before the caret may become, while it is being typed.
fn offer(text: &str, entry: &mut Entry, response: &Response, output: &TextEditOutput) {
    let Some(caret) = entry.typed_at.filter(|_| response.has_focus()) else {
        entry.popup.close();
        return;
    };
    entry.popup.offer(text, caret);
    let start = output.galley.pos_from_cursor(CCursor::new(CharIndex(entry.popup.start())));
    // A name longer than the field begins to the left of it.
    entry.popup.hang_at((output.galley_pos.x + start.min.x).max(output.text_clip_rect.left()));
}

/// Take the focus at the start, with the caret at the end: what stands there is an example to go on from. Whoever comes by
/// keyboard has everything selected, as in any form; whoever clicks has put the caret where it is wanted.
fn focus(ui: &Ui, entry: &mut Entry, response: &Response, galley: &Galley) {
    let by_pointer = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
    if response.gained_focus() && !by_pointer {
        set_range(ui, response.id, CCursorRange::select_all(galley));
        ui.ctx().request_repaint();
    }
    if std::mem::take(&mut entry.focus) {
        response.request_focus();
    }
}

/// Make a step of undo lead back to the text as it is, which is about to be replaced.
pub(super) fn remember_for_undo(ui: &Ui, id: Id, text: &str) {
    let state = (range(ui, id, text), text.to_owned());
    let mut edit = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let mut undoer = edit.undoer();
    undoer.add_undo(&state);
    edit.set_undoer(undoer);
    edit.store(ui.ctx(), id);
}

/// What the field was before does not belong to the text that it has now.
fn forget_steps(ui: &Ui, id: Id) {
    if let Some(mut edit) = TextEditState::load(ui.ctx(), id) {
        edit.clear_undoer();
        edit.store(ui.ctx(), id);
    }
}

/// Whether the expression is being typed in.
pub fn has_focus(ui: &Ui) -> bool {
    ui.memory(|memory| memory.has_focus(expression_id()))
}

/// Whether the expression is being typed in and has a step back, or one that can be done again, to another text.
pub fn has_own_step(ui: &Ui, text: &str, redo: bool) -> bool {
    let id = expression_id();
    let Some(edit) = TextEditState::load(ui.ctx(), id).filter(|_| has_focus(ui)) else { return false };
    let mut undoer = edit.undoer();
    let mut state = (range(ui, id, text), text.to_owned());
    // Moves of the caret are steps of the field as well.
    loop {
        let next = if redo { undoer.redo(&state) } else { undoer.undo(&state) }.cloned();
        match next {
            Some(next) if next.1 != text => return true,
            Some(next) if next != state => state = next,
            _ => return false,
        }
    }
}

/// What is selected; where nothing is, the caret. Within the text, though that may be shorter than it was.
pub(super) fn range(ui: &Ui, id: Id, text: &str) -> CCursorRange {
    let state = TextEditState::load(ui.ctx(), id);
    let mut range = state.and_then(|state| state.cursor.char_range()).unwrap_or_default();
    let end = CharIndex(text.chars().count());
    for cursor in [&mut range.primary, &mut range.secondary] {
        cursor.index = cursor.index.min(end);
    }
    range
}

fn set_range(ui: &Ui, id: Id, range: CCursorRange) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(range));
    state.store(ui.ctx(), id);
}

pub(super) fn put_caret(ui: &Ui, id: Id, at: usize) {
    set_range(ui, id, CCursorRange::one(CCursor::new(CharIndex(at))));
}
