//! Texts that are edited, a glyph for each character.
//!
//! egui's fields count the caret in glyphs. A lone accent, or letters that the fonts lack, become more glyphs than they
//! have characters, and egui would then put the caret where the text has ended.

use std::collections::HashSet;
use std::sync::Arc;

use eframe::egui::text::LayoutJob;
use eframe::egui::{Event, FontId, Galley, Id, ImeEvent, Memory, Ui};

/// Shown in the place of what cannot be shown as it is.
const SUBSTITUTE: char = char::REPLACEMENT_CHARACTER;

/// The field of the expression.
pub(super) fn expression_id() -> Id {
    Id::unique("expression")
}

/// The field for a component of the user's own gradient.
pub(super) fn claim_id(index: usize) -> Id {
    Id::unique(("claim", index))
}

/// A text of one font laid out, a glyph for each character. `layout` is given what stands for a character.
pub(super) fn galley(
    ui: &Ui,
    text: &str,
    font: &FontId,
    layout: impl Fn(&dyn Fn(char) -> char) -> LayoutJob,
) -> Arc<Galley> {
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(layout(&|c| c)));
    if galley.end().index.0 == text.chars().count() {
        return galley;
    }
    let strange = strange(ui, text, font);
    let shown = |c| if strange.contains(&c) { SUBSTITUTE } else { c };
    ui.fonts_mut(|fonts| fonts.layout_job(layout(&shown)))
}

/// The characters of a text that may have no glyph of their own.
fn strange(ui: &Ui, text: &str, font: &FontId) -> HashSet<char> {
    // An accent and a sign that is not seen are written with an escape.
    let stands_alone = |c: char| c == ' ' || c.is_ascii_graphic() || c.escape_debug().len() == 1;
    ui.fonts_mut(|fonts| text.chars().filter(|c| !stands_alone(*c) || !fonts.has_glyph(font, *c)).collect())
}

/// The boxes of numbers lay out their texts themselves: what has no glyph of its own does not come into them.
pub(super) fn guard_numbers(ui: &Ui) {
    let focused = ui.memory(Memory::focused);
    let is_guarded = |id: Id| id != expression_id() && (0..2).all(|index| id != claim_id(index));
    if !focused.is_some_and(is_guarded) {
        return;
    }
    let font = ui.style().drag_value_text_style.resolve(ui.style());
    let mut events = ui.input_mut(|input| std::mem::take(&mut input.events));
    for event in &mut events {
        let (Event::Text(text)
        | Event::Paste(text)
        | Event::MiddleClickPaste { text, .. }
        | Event::Ime(ImeEvent::Commit(text) | ImeEvent::Preedit { text, .. })) = event
        else {
            continue;
        };
        let strange = strange(ui, text, &font);
        if !strange.is_empty() {
            // As many as they were: an input method counts them.
            *text = text.chars().map(|c| if strange.contains(&c) { SUBSTITUTE } else { c }).collect();
        }
    }
    ui.input_mut(|input| input.events = events);
}
