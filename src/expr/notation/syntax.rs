//! What each piece of a text is to someone who reads it, whether or not the whole is a function.

use super::lexer::{self, Kind, Token};
use super::resolve::MODULES;
use super::{MOST_BYTES, MOST_TOKENS};
use crate::expr::error::Span;
use crate::expr::names::{self, Name};

/// What a piece of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxKind {
    /// A number, also a raised one.
    Number,
    /// A coordinate.
    Variable,
    /// A number with a name of its own, such as pi.
    Constant,
    /// A function, or the name of one that is called and unknown.
    Function,
    /// A name that stands for nothing by itself: perhaps a parameter.
    Name,
    /// A sign between or before operands, a bar, or a word or sign of Python's around the function.
    Operator,
    /// A round or square bracket.
    Bracket {
        /// Where the bracket that belongs to this one begins, in bytes.
        partner: Option<usize>,
    },
    /// A comma.
    Comma,
    /// What no function has.
    Wrong,
}

/// Words of Python's around a function.
const WORDS: [&str; 6] = ["return", "lambda", "def", "import", "from", "as"];
/// Signs of Python's and of a book's that are no operators of the lexer.
const SIGNS: [&str; 4] = [".", "=", ":", "->"];

/// The pieces of a text in its order; white space and comments are none.
///
/// Of a text that is too long to be read there are none.
pub fn syntax(text: &str) -> Vec<(Span, SyntaxKind)> {
    if text.len() > MOST_BYTES {
        return Vec::new();
    }
    let tokens = lexer::tokens(text);
    if tokens.len() > MOST_TOKENS {
        return Vec::new();
    }
    let kinds = (0..tokens.len()).map(|at| kind(text, &tokens, at));
    let mut pieces: Vec<_> = tokens.iter().map(|token| token.span.clone()).zip(kinds).collect();
    pair(text, &mut pieces);
    pieces
}

/// The kind of a token, brackets without partners yet.
fn kind(text: &str, tokens: &[Token<'_>], at: usize) -> SyntaxKind {
    let raw = |token: &Token<'_>| &text[token.span.clone()];
    let token = &tokens[at];
    match &token.kind {
        Kind::Number(_) | Kind::Raised => SyntaxKind::Number,
        Kind::Operator(_) | Kind::Comparison(_) | Kind::Bar => SyntaxKind::Operator,
        Kind::Root(_) => SyntaxKind::Function,
        Kind::Open | Kind::Close => SyntaxKind::Bracket { partner: None },
        Kind::Comma => SyntaxKind::Comma,
        Kind::Stray if matches!(raw(token), "[" | "]") => SyntaxKind::Bracket { partner: None },
        Kind::Stray if SIGNS.contains(&raw(token)) => SyntaxKind::Operator,
        Kind::Name(name) => {
            let next = tokens.get(at + 1);
            let is_module = MODULES.contains(&&**name) && next.is_some_and(|next| raw(next) == ".");
            if is_module || WORDS.contains(&&**name) {
                return SyntaxKind::Operator;
            }
            named(name, next.is_some_and(|next| next.kind == Kind::Open))
        }
        Kind::Stray | Kind::FaultyNumber(_) => SyntaxKind::Wrong,
    }
}

fn named(name: &str, called: bool) -> SyntaxKind {
    match names::find(name) {
        Some((_, Name::Variable(_))) => SyntaxKind::Variable,
        Some((_, Name::Constant(_))) => SyntaxKind::Constant,
        Some((_, Name::Function(_))) => SyntaxKind::Function,
        None if called => SyntaxKind::Function,
        // Both are coordinates by another name, or the vector of both.
        None if matches!(name, "x" | "y") => SyntaxKind::Variable,
        None => SyntaxKind::Name,
    }
}

/// Give each bracket its partner. A bracket that closes one of another shape has none, and leaves that one open.
fn pair(text: &str, pieces: &mut [(Span, SyntaxKind)]) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..pieces.len() {
        let opening = match &text[pieces[at].0.clone()] {
            "(" | "[" => {
                open.push(at);
                continue;
            }
            ")" => "(",
            "]" => "[",
            _ => continue,
        };
        if let Some(last) = open.pop_if(|last| &text[pieces[*last].0.clone()] == opening) {
            pieces[at].1 = SyntaxKind::Bracket { partner: Some(pieces[last].0.start) };
            pieces[last].1 = SyntaxKind::Bracket { partner: Some(pieces[at].0.start) };
        }
    }
}
