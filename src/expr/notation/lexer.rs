//! Characters to tokens with spans. Every text can be cut into tokens; what makes no sense becomes a token too.

use std::borrow::Cow;

use super::letters::{name_length, plain_name, starts_name};
use crate::expr::error::Span;
use crate::expr::operation::Comparison;

/// A piece of the text.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    /// Where it stands in the raw text.
    pub(super) span: Span,
}

/// The tokens of a text, to be looked at by their places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tokens<'a, 't> {
    pub(super) text: &'t str,
    pub(super) all: &'a [Token<'t>],
}

impl<'a, 't> Tokens<'a, 't> {
    pub(super) fn len(self) -> usize {
        self.all.len()
    }

    /// The kind of a token; nothing behind the end.
    pub(super) fn kind(self, at: usize) -> Option<&'a Kind<'t>> {
        self.all.get(at).map(|token| &token.kind)
    }

    /// A token as typed; an empty text behind the end.
    pub(super) fn raw(self, at: usize) -> &'t str {
        self.all.get(at).map_or("", |token| &self.text[token.span.clone()])
    }

    /// From the start of one token to the end of another, which is the last where there is no such.
    pub(super) fn span(self, first: usize, last: usize) -> Span {
        self.all[first].span.start..self.all[last.min(self.len() - 1)].span.end
    }
}

/// What a token is, as meval would spell it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind<'t> {
    /// A number as typed, or what stands for one.
    Number(Cow<'t, str>),
    FaultyNumber(NumberFault),
    /// A name; subscript digits and Greek letters have become letters and digits of a keyboard.
    Name(Cow<'t, str>),
    /// One of `+ - * / % ^`.
    Operator(char),
    Comparison(Comparison),
    Open,
    Close,
    Comma,
    /// `|`, on either side of an absolute value.
    Bar,
    /// `√`, or the sign of the cube root
    Root(&'static str),
    /// A run of raised digits and signs.
    Raised,
    /// Anything else: one character, or a few that belong together, such as `&&`.
    Stray,
}

/// What is wrong with a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum NumberFault {
    /// `1.2.3`
    TwoPoints,
    /// `2e`, where only digits make the e an exponent.
    NoExponent,
    /// `1_000`
    Underscore,
    /// `1e400`, which no `f64` reaches.
    TooLarge,
    /// `1e-400`, which would silently be 0.
    TooSmall,
}

/// Characters that people type, copy from a book or get from an editor, and the operator each stands for.
const OPERATORS: [(&str, char); 23] = [
    ("**", '^'),
    ("+", '+'),
    ("-", '-'),
    ("*", '*'),
    ("/", '/'),
    ("%", '%'),
    ("^", '^'),
    // Minus sign, and the hyphens and dashes that text editors put in its place.
    ("−", '-'),
    ("‐", '-'),
    ("‑", '-'),
    ("‒", '-'),
    ("–", '-'),
    ("﹣", '-'),
    // Times, middle dot, dot operator, bullet operator, asterisk operator.
    ("×", '*'),
    ("·", '*'),
    ("⋅", '*'),
    ("∙", '*'),
    ("∗", '*'),
    // Division sign, division slash, fraction slash.
    ("÷", '/'),
    ("∕", '/'),
    ("⁄", '/'),
    ("ˆ", '^'),
    ("＾", '^'),
];

/// Signs of comparison, the longer first.
const COMPARISONS: [(&str, Comparison); 9] = [
    ("<=", Comparison::LessEqual),
    (">=", Comparison::GreaterEqual),
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
    ("≤", Comparison::LessEqual),
    ("≥", Comparison::GreaterEqual),
    ("≠", Comparison::NotEqual),
];

/// Stray characters that belong together, though some begin with an operator: `//` is Python's, and not two divisions.
const STRAY_GROUPS: [&str; 11] = ["===", "!==", "<>", "=<", "=>", "<<", ">>", "//", "&&", "->", ":="];

/// The tokens of a text, white space and comments left out.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        if first == '#' {
            // A comment of Python's.
            at += run(&text[at..], |c| !matches!(c, '\n' | '\r'));
            continue;
        }
        let (kind, length) = token(&text[at..], first);
        tokens.push(Token { kind, span: at..at + length });
        at += length;
    }
    tokens
}

/// A text on one line that means the same: without its comments, which end where a line does.
pub fn one_line(text: &str) -> String {
    let lines = text.split(['\n', '\r']).map(|line| line.split_once('#').map_or(line, |(code, _)| code));
    lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The token at the start of a text, and its length.
fn token(rest: &str, first: char) -> (Kind<'_>, usize) {
    if starts_number(rest) {
        return number(rest);
    }
    if starts_name(first) {
        let name = &rest[..name_length(rest)];
        return (Kind::Name(plain_name(name)), name.len());
    }
    if let Some(group) = STRAY_GROUPS.iter().find(|group| rest.starts_with(**group)) {
        return (Kind::Stray, group.len());
    }
    if let Some((typed, operator)) = OPERATORS.iter().find(|(typed, _)| rest.starts_with(typed)) {
        return (Kind::Operator(*operator), typed.len());
    }
    if let Some((typed, comparison)) = COMPARISONS.iter().find(|(typed, _)| rest.starts_with(typed)) {
        return (Kind::Comparison(*comparison), typed.len());
    }
    match first {
        '|' => (Kind::Bar, 1),
        '√' => (Kind::Root("sqrt"), first.len_utf8()),
        '∛' => (Kind::Root("cbrt"), first.len_utf8()),
        _ if is_raised(first) => (Kind::Raised, run(rest, is_raised)),
        '(' => (Kind::Open, 1),
        ')' => (Kind::Close, 1),
        ',' => (Kind::Comma, 1),
        _ => (Kind::Stray, first.len_utf8()),
    }
}

fn starts_number(rest: &str) -> bool {
    rest.strip_prefix('.').unwrap_or(rest).starts_with(|c: char| c.is_ascii_digit())
}

/// A number at the start of a text: digits with a point, and an exponent only where digits follow its e at once.
fn number(rest: &str) -> (Kind<'_>, usize) {
    let mut length = run(rest, |c| c.is_ascii_digit() || c == '.');
    let points = rest[..length].bytes().filter(|b| *b == b'.').count();
    if points > 1 {
        return (Kind::FaultyNumber(NumberFault::TwoPoints), length);
    }
    let after = &rest[length..];
    if let Some(digits) = after.strip_prefix('_')
        && digits.starts_with(|c: char| c.is_ascii_digit())
    {
        length += run(after, |c| c.is_ascii_digit() || c == '_' || c == '.');
        return (Kind::FaultyNumber(NumberFault::Underscore), length);
    }
    if let Some(exponent) = after.strip_prefix(['e', 'E']) {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let digits = run(unsigned, |c| c.is_ascii_digit());
        if digits > 0 {
            length += after.len() - unsigned.len() + digits;
        } else if name_length(after) == 1 && !is_power(exponent) {
            return (Kind::FaultyNumber(NumberFault::NoExponent), length + 1);
        }
    }
    (in_range(&rest[..length]), length)
}

/// Whether a power sign comes first: `2e^x0` is a product with e.
fn is_power(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.starts_with('^') || rest.starts_with("**")
}

/// Whether a number is one that an `f64` can hold.
fn in_range(digits: &str) -> Kind<'_> {
    let mantissa = digits.split(['e', 'E']).next().unwrap_or(digits);
    match digits.parse::<f64>() {
        Ok(value) if value.is_infinite() => Kind::FaultyNumber(NumberFault::TooLarge),
        Ok(0.0) if mantissa.contains(|c| matches!(c, '1'..='9')) => Kind::FaultyNumber(NumberFault::TooSmall),
        _ if digits.starts_with('.') => Kind::Number(format!("0{digits}").into()),
        _ => Kind::Number(digits.into()),
    }
}

/// Whether a character is a raised digit or sign.
fn is_raised(c: char) -> bool {
    matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '⁺' | '⁻')
}

/// The bytes at the start of a text whose characters all belong.
pub(super) fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// A raised digit or sign on the line.
pub(super) fn lowered(c: char) -> Option<char> {
    match c {
        '⁻' => Some('-'),
        '⁺' => Some('+'),
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        '⁰' | '⁴'..='⁹' => char::from_digit(u32::from(c) - u32::from('⁰'), 10),
        _ => None,
    }
}
