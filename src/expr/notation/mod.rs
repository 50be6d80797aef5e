//! The raw text: tokens with spans, checks, and the plain text that meval reads.
//!
//! ```text
//! raw text -> lexer: tokens with spans -> check: the first thing that is wrong -> plain text with a map back
//! ```
//! Everything that can be wrong with a text is found here, with the place and a suggestion: meval accepts
//! whatever passes.

mod check;
mod hints;
mod lexer;

use self::lexer::{Kind, Token};
use super::error::{ExpressionError, Span};

/// The longest text that is read, in bytes. meval takes up to 160 bytes of memory for each of them.
pub const MOST_BYTES: usize = 4096;
/// The most numbers, names, operators and brackets that are read: a function of that size is a program, not a text.
const MOST_TOKENS: usize = 1000;

/// A text that passed all checks, in meval's own spelling.
pub(super) struct Notation {
    plain: String,
    /// Where each token starts in the plain text, and where it stands in the raw one.
    origins: Vec<(usize, Span)>,
}

impl Notation {
    /// The text for meval.
    pub(super) fn plain(&self) -> &str {
        &self.plain
    }

    /// The part of the raw text that a byte of the plain text comes from.
    pub(super) fn origin(&self, at: usize) -> Span {
        let after = self.origins.partition_point(|(start, _)| *start <= at);
        self.origins[..after].last().map_or(0..0, |(_, span)| span.clone())
    }
}

/// Read a raw text, or say what is the first thing wrong with it.
pub(super) fn read(text: &str) -> Result<Notation, ExpressionError> {
    if text.len() > MOST_BYTES {
        let past = text.floor_char_boundary(MOST_BYTES)..text.len();
        let message = format!("The text has {} bytes; the limit is {MOST_BYTES}.", text.len());
        return Err(ExpressionError::new(message, past, "Write a shorter function."));
    }
    let tokens = lexer::tokens(text);
    if tokens.is_empty() {
        // meval panics on such a text.
        return Err(ExpressionError::new(
            "There is no function yet.",
            0..0,
            "Write one of x0 and x1, such as x0^2 + x1^2.",
        ));
    }
    if let Some(past) = tokens.get(MOST_TOKENS) {
        let count = tokens.len();
        let message = format!("The text has {count} numbers, names and signs; the limit is {MOST_TOKENS}.");
        let past = past.span.start..tokens[count - 1].span.end;
        return Err(ExpressionError::new(message, past, "Write a shorter function."));
    }
    check::check(text, &tokens)?;
    Ok(plain(text, &tokens))
}

/// Checked tokens as meval spells them. No two of them need a space between: operands never stand side by side.
fn plain(text: &str, tokens: &[Token<'_>]) -> Notation {
    let mut plain = String::with_capacity(text.len() + 1);
    let mut origins = Vec::with_capacity(tokens.len());
    for token in tokens {
        origins.push((plain.len(), token.span.clone()));
        match &token.kind {
            Kind::Name(name) => plain.push_str(name),
            Kind::Operator(operator) => plain.push(*operator),
            Kind::Number if text[token.span.clone()].starts_with('.') => {
                plain.push('0');
                plain.push_str(&text[token.span.clone()]);
            }
            _ => plain.push_str(&text[token.span.clone()]),
        }
    }
    Notation { plain, origins }
}
