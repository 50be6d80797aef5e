//! The names that a name may become, with their signatures and a line of help.

use std::ops::Range;

use crate::expr::{CONSTANTS, FUNCTIONS};
use crate::gui::formula::byte_of;

/// The most names that are offered at once.
const MOST: usize = 8;
/// Fewer letters may become too much.
const LEAST_LETTERS: usize = 2;

/// What the beginning of a name may become.
#[derive(Clone, PartialEq)]
pub(super) struct Offer {
    /// What takes its place.
    pub(super) insert: String,
    /// The name with its arguments, if it has any.
    pub(super) signature: String,
    pub(super) help: &'static str,
}

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

/// Whether a character ends a name.
fn is_boundary(c: char) -> bool {
    !c.is_alphanumeric() && c != '_'
}

/// Where in a text the name that ends at a place begins, both in bytes. A factor before it, as in 2sin(x0), is no part of
/// it.
fn start_of_name(text: &str, end: usize) -> usize {
    let before = &text[..end];
    let word =
        before.char_indices().rev().find(|(_, c)| is_boundary(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let name = before[word..].trim_start_matches(|c: char| c.is_ascii_digit());
    end - name.len()
}

/// The name that a caret, in characters, is in or beside; empty where it is at none.
pub(super) fn name_at(text: &str, caret: usize) -> &str {
    let caret = byte_of(text, caret);
    let end = text[caret..].find(is_boundary).map_or(text.len(), |length| caret + length);
    &text[start_of_name(text, end).min(caret)..end]
}

/// What the name before a caret may become, and where that name stands, in characters. Nothing where that is no name or
/// all of one.
pub(super) fn offers(text: &str, caret: usize) -> (Range<usize>, Vec<Offer>) {
    let end = byte_of(text, caret);
    let start = start_of_name(text, end);
    let (name, rest) = (&text[start..end], &text[end..]);
    let letters = name.chars().count();
    let range = caret - letters..caret;
    let is_inside = rest.starts_with(|c| !is_boundary(c));
    if letters < LEAST_LETTERS || is_inside {
        return (range, Vec::new());
    }
    let mut offered: Vec<_> = entries().filter(|entry| entry.name.starts_with(name)).collect();
    if offered.iter().all(|entry| entry.name == name) {
        return (range, Vec::new());
    }
    // The shortest first, so a name that is known already before what it may become.
    offered.sort_by_key(|entry| entry.name.len());
    offered.truncate(MOST);
    let offer = |entry: Entry| Offer {
        insert: format!("{}{}", entry.name, brackets(&entry, rest)),
        signature: entry.signature,
        help: entry.help,
    };
    (range, offered.into_iter().map(offer).collect())
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
