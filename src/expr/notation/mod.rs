//! The raw text: tokens with spans, what they stand for, checks, and the plain text that meval reads.
//!
//! ```text
//! raw text -> lexer: tokens with spans -> frame: definitions and lambdas taken off -> resolve: NumPy and textbook
//! notation as names and operators -> check: the first thing that is wrong -> plain text with a map back
//! ```
//! Everything that can be wrong with a text is found here, with the place and a suggestion: meval accepts
//! whatever passes.

mod check;
mod foreign;
mod frame;
mod hints;
mod letters;
mod lexer;
mod reduction;
mod resolve;
mod syntax;

pub(super) use self::letters::is_greek;
pub use self::letters::plain_name;
pub use self::lexer::one_line;
pub use self::syntax::{SyntaxKind, syntax};

use std::borrow::Cow;

use self::frame::{Arguments, Frame};
use self::lexer::{Kind, Token, Tokens};
use super::error::{ExpressionError, Span};
use super::names;
use super::parameters::Parameters;

/// The longest text that is read, in bytes. meval takes up to 160 bytes of memory for each of them.
pub const MOST_BYTES: usize = 4096;
/// The most numbers, names, operators and brackets that are read: a function of that size is a program, not a text.
const MOST_TOKENS: usize = 1000;

/// A text that passed all checks, in meval's own spelling.
pub(super) struct Notation {
    plain: String,
    /// Where each piece starts in the plain text, and what it stands for in the raw one.
    origins: Vec<(usize, Span)>,
    /// How many numbers, names and signs the plain text has.
    tokens: usize,
    remarks: Vec<Remark>,
}

/// Something to say about a text that was understood, but perhaps not as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// How it was understood, and what to write if it was meant otherwise.
    pub message: String,
    /// The part of the text that it is about.
    pub span: Span,
}

impl Notation {
    fn for_tokens(tokens: usize) -> Self {
        Self {
            plain: String::with_capacity(4 * tokens),
            origins: Vec::with_capacity(tokens),
            tokens: 0,
            remarks: Vec::new(),
        }
    }

    /// No two pieces need a space between: operands never stand side by side.
    fn push(&mut self, piece: &str, origin: Span) {
        // A name and its bracket may come together.
        self.tokens += 1 + usize::from(piece.len() > 1 && piece.ends_with('('));
        self.origins.push((self.plain.len(), origin));
        self.plain.push_str(piece);
    }

    /// The text for meval.
    pub(super) fn plain(&self) -> &str {
        &self.plain
    }

    /// What there is to say about the text.
    pub(super) fn into_remarks(self) -> Vec<Remark> {
        self.remarks
    }

    /// The part of the raw text that a byte of the plain text comes from.
    pub(super) fn origin(&self, at: usize) -> Span {
        let after = self.origins.partition_point(|(start, _)| *start <= at);
        self.origins[..after].last().map_or(0..0, |(_, span)| span.clone())
    }
}

/// Read a raw text, or say what is the first thing wrong with it. Where it does not name its arguments, they have the names that they
/// have in a definition it belongs to, if there is one.
pub(super) fn read(
    text: &str,
    definition: &str,
    parameters: &Parameters,
) -> Result<Notation, ExpressionError> {
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
        let past = past.span.start..tokens[count - 1].span.end;
        return Err(too_many_tokens("The text", count, past));
    }
    let frame = framed(Tokens { text, all: &tokens }, definition)?;
    let resolved = resolve::resolve(text, &frame)?;
    let mut notation = check::check(text, &resolved, parameters)?;
    // Bars and products without a sign have more of them when spelled out, and that has to be read again.
    if notation.tokens > MOST_TOKENS {
        return Err(too_many_tokens("Written out, the function", notation.tokens, 0..text.len()));
    }
    notation.remarks.extend(pythons_own(text, &tokens, &frame));
    Ok(notation)
}

/// What stands around a value.
fn framed<'t>(tokens: Tokens<'_, 't>, definition: &'t str) -> Result<Frame<'t>, ExpressionError> {
    let mut frame = frame::unwrap(tokens)?;
    if frame.arguments == Arguments::Unnamed && definition.len() <= MOST_BYTES {
        let around = lexer::tokens(definition);
        let around = Tokens { text: definition, all: &around };
        if around.len() > 0
            && let Ok(outer) = frame::unwrap(around)
        {
            frame.arguments = outer.arguments;
        }
    }
    Ok(frame)
}

/// A text of x0 and x1 with the names that a definition has for its arguments, so that [`read_beside`](crate::expr::read_beside) understands it beside that.
pub fn with_names_of(definition: &str, text: &str) -> String {
    if definition.len() > MOST_BYTES {
        return text.to_owned();
    }
    let around = lexer::tokens(definition);
    let around = Tokens { text: definition, all: &around };
    let arguments = if around.len() > 0 { frame::unwrap(around).ok() } else { None };
    let names = match arguments.map(|frame| frame.arguments) {
        Some(Arguments::Two(names)) => names.map(Cow::into_owned),
        Some(Arguments::One(name)) => [0, 1].map(|index| format!("{name}[{index}]")),
        Some(Arguments::Unnamed) | None => return text.to_owned(),
    };
    let mut renamed = String::with_capacity(text.len());
    let mut end = 0;
    for token in lexer::tokens(text) {
        let span = token.span;
        renamed.push_str(&text[end..span.start]);
        renamed.push_str(match &text[span.clone()] {
            "x0" => &names[0],
            "x1" => &names[1],
            other => other,
        });
        end = span.end;
    }
    renamed + &text[end..]
}

fn too_many_tokens(what: &str, count: usize, past: Span) -> ExpressionError {
    let message = format!("{what} has {count} numbers, names and signs; the limit is {MOST_TOKENS}.");
    ExpressionError::new(message, past, "Write a shorter function.")
}

/// A `%` or a `round` in what is plainly Python, where they mean something else.
fn pythons_own(text: &str, tokens: &[Token<'_>], frame: &Frame<'_>) -> Vec<Remark> {
    let raw = |token: &Token<'_>| &text[token.span.clone()];
    let is_python = frame.is_python
        || tokens
            .iter()
            .any(|token| matches!(raw(token), "**" | "[") || resolve::MODULES.contains(&raw(token)));
    if !is_python {
        return Vec::new();
    }
    let remainder = frame.body.iter().find(|token| token.kind == Kind::Operator('%')).map(|token| Remark {
        message:
            "% takes the sign of its left side here, as fmod does; in Python it takes that of the right one."
                .into(),
        span: token.span.clone(),
    });
    let is_plain = |at: usize| at == 0 || raw(&frame.body[at - 1]) != ".";
    let round = (0..frame.body.len()).find(|&at| raw(&frame.body[at]) == "round" && is_plain(at)).map(|at| Remark {
        message: "round takes halves away from 0 here; in Python it takes them to even numbers, as np.round does."
            .into(),
        span: frame.body[at].span.clone(),
    });
    remainder.into_iter().chain(round).collect()
}

/// The names in a text that are neither known nor called, each once, in the order of the text: what may be parameters.
///
/// Of a text that cannot be taken apart there are none.
pub fn free_names(text: &str) -> Vec<String> {
    free_names_beside(text, "")
}

/// The same for a text that belongs to a definition, whose names for its arguments it shares.
pub fn free_names_beside(text: &str, definition: &str) -> Vec<String> {
    let resolved = || {
        let tokens = lexer::tokens(text);
        if tokens.is_empty() || tokens.len() > MOST_TOKENS {
            return None;
        }
        resolve::resolve(text, &framed(Tokens { text, all: &tokens }, definition).ok()?).ok()
    };
    let tokens = if text.len() > MOST_BYTES { None } else { resolved() }.unwrap_or_default();
    let mut free: Vec<String> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let Kind::Name(name) = &token.kind else { continue };
        let called = tokens.get(i + 1).is_some_and(|next| next.kind == Kind::Open);
        let is_new = !free.iter().any(|known| known.as_str() == &**name);
        if !called && is_new && Parameters::takes(name) && names::find(name).is_none() {
            free.push(name.to_string());
        }
    }
    free
}
