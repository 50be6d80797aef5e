//! The names that a name may become, with their signatures and a line of help.

use eframe::egui::{Atom, CompletionQuery, RichText, Suggestion};

use crate::expr::{CONSTANTS, FUNCTIONS};

/// The most names that are offered at once.
const MOST: usize = 8;
/// Fewer letters may become too much.
const LEAST_LETTERS: usize = 2;

/// Something to offer.
struct Entry {
    name: &'static str,
    /// The name with its arguments, if it has any.
    signature: String,
    help: &'static str,
}

impl Entry {
    fn is_function(&self) -> bool {
        self.signature.len() > self.name.len()
    }
}

/// Everything there is to offer, functions under each of their names.
fn entries() -> impl Iterator<Item = Entry> {
    let functions = FUNCTIONS.iter().flat_map(|function| {
        let arguments = function.signature.trim_start_matches(function.name);
        std::iter::once(&function.name).chain(function.aliases).map(move |name| Entry {
            name,
            signature: format!("{name}{arguments}"),
            help: function.help,
        })
    });
    let constants = CONSTANTS.iter();
    functions.chain(constants.map(|c| Entry { name: c.name, signature: c.name.to_owned(), help: c.help }))
}

/// Whether the popup is open, and for whom.
#[derive(Default)]
pub(super) struct Popup {
    /// Whether it was open in the last frame: then the arrow keys are its own.
    pub(super) is_open: bool,
    /// Where the caret, in characters, has been since something was last typed.
    pub(super) caret: Option<usize>,
}

/// Whether a character ends a name.
pub(super) fn is_boundary(c: char) -> bool {
    !c.is_alphanumeric() && c != '_'
}

/// What the name before the caret may become, nothing if that is no name or all of one.
pub(super) fn suggestions(query: &CompletionQuery<'_>) -> Vec<Suggestion> {
    // As in 2sin(x0).
    let name = query.word.trim_start_matches(|c: char| c.is_ascii_digit());
    let factor = &query.word[..query.word.len() - name.len()];
    let rest: String = query.text.chars().skip(query.word_range.end.0).collect();
    let is_inside = rest.starts_with(|c| !is_boundary(c));
    if name.len() < LEAST_LETTERS || is_inside {
        return Vec::new();
    }
    let mut offered: Vec<_> = entries().filter(|entry| entry.name.starts_with(name)).collect();
    if offered.iter().all(|entry| entry.name == name) {
        return Vec::new();
    }
    // The shortest first, so a name that is known already before what it may become.
    offered.sort_by_key(|entry| entry.name.len());
    offered.truncate(MOST);
    // Side by side in columns: the popup is as wide as the field, and its far end too far to read across.
    let column = offered.iter().map(|entry| entry.signature.len()).max().unwrap_or(0) + 2;
    offered
        .into_iter()
        .map(|entry| {
            let insert = format!("{factor}{}{}", entry.name, brackets(&entry, &rest));
            let signature = RichText::new(format!("{:column$}", entry.signature)).monospace();
            Suggestion::new(insert).content((signature, RichText::new(entry.help).weak(), Atom::grow()))
        })
        .collect()
}

/// The brackets that a name gets: none where one stands already, and both where no argument can follow.
fn brackets(entry: &Entry, rest: &str) -> &'static str {
    let rest = rest.trim_start();
    if !entry.is_function() || rest.starts_with('(') {
        ""
    } else if rest.is_empty() || rest.starts_with([')', ',']) {
        "()"
    } else {
        "("
    }
}
