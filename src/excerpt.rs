//! Pieces of what people typed, as they stand in a message: one line, one column a character, never long.

/// Longer pieces are cut.
const SHOWN_CHARACTERS: usize = 24;

/// A piece of the text in a message, on one line.
pub(crate) fn shown(piece: &str) -> String {
    let mut shown: String = piece.chars().take(SHOWN_CHARACTERS).map(printed).collect();
    if piece.chars().nth(SHOWN_CHARACTERS).is_some() {
        shown.push('…');
    }
    shown
}

/// A character as one column of one line.
pub(crate) fn printed(c: char) -> char {
    if c.is_whitespace() {
        ' '
    } else if is_visible(c) {
        c
    } else {
        char::REPLACEMENT_CHARACTER
    }
}

/// Whether a character is seen, on its own, where it stands (a control character, a direction mark or an accent to
/// be put on the letter before it is not).
pub(crate) fn is_visible(c: char) -> bool {
    matches!(c, '\'' | '"' | '\\') || (!c.is_whitespace() && c.escape_debug().len() == 1)
}
