//! What other languages mean by signs that would pass here, and mean something else: better refused than misread.

use super::lexer::{Kind, Tokens};
use crate::excerpt::shown;
use crate::expr::error::ExpressionError;
use crate::expr::names::{self, Name};

/// Why what begins with a token is not what it would be read as, if so.
pub(super) fn misreading(tokens: Tokens<'_, '_>, at: usize) -> Option<ExpressionError> {
    line_break(tokens, at)
        .or_else(|| number_of_c(tokens, at))
        .or_else(|| square_call(tokens, at))
        .or_else(|| method(tokens, at))
        .or_else(|| double_bars(tokens, at))
}

/// Whether two tokens stand side by side with nothing between.
pub(super) fn touch(tokens: Tokens<'_, '_>, at: usize) -> bool {
    tokens.all.get(at + 1).is_some_and(|next| next.span.start == tokens.all[at].span.end)
}

/// A product whose sign is left out would join two lines, which are two statements elsewhere.
fn line_break(tokens: Tokens<'_, '_>, at: usize) -> Option<ExpressionError> {
    let before = at.checked_sub(1)?;
    let ends = match tokens.kind(before)? {
        Kind::Number(_) | Kind::Raised | Kind::Close => true,
        Kind::Stray => tokens.raw(before) == "]",
        _ => false,
    };
    let begins = matches!(tokens.kind(at), Some(Kind::Name(_) | Kind::Open | Kind::Root(_)));
    let between = tokens.all[before].span.end..tokens.all[at].span.start;
    let breaks = ends && begins && tokens.text[between].contains('\n');
    breaks.then(|| {
        let message = format!("Nothing joins the line of {} to the one before.", shown(tokens.raw(at)));
        let suggestion = "Put a sign between the lines, or write one function alone.";
        ExpressionError::new(message, tokens.span(before, at), suggestion)
    })
}

/// `1.5f`, `1.0d0`, `1j`, `0b101` and `1e5_000`, which would be products with a name.
fn number_of_c(tokens: Tokens<'_, '_>, at: usize) -> Option<ExpressionError> {
    let (Some(Kind::Number(_)), Some(Kind::Name(name))) = (tokens.kind(at), tokens.kind(at + 1)) else {
        return None;
    };
    if !touch(tokens, at) {
        return None;
    }
    let (number, name) = (tokens.raw(at), &**name);
    let span = tokens.span(at, at + 1);
    let all = || shown(&tokens.text[tokens.span(at, at + 1)]);
    if matches!(name, "i" | "j") {
        let suggestion = format!("Write {number}*{name} if {name} is a number.");
        return Some(ExpressionError::new("Complex numbers are not understood.", span, suggestion));
    }
    let is_digits = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    if number.contains('.') && matches!(name, "f" | "F") {
        let message = format!("The {name} of {} is C's, and a name here.", all());
        return Some(ExpressionError::new(message, span, format!("Write {number}, or {number}*{name}.")));
    }
    if name.strip_prefix(['d', 'D']).is_some_and(is_digits) && !number.contains(['e', 'E']) {
        let exponent = &name[1..];
        let message = format!("The exponent of {} is Fortran's.", all());
        return Some(ExpressionError::new(message, span, format!("Write {number}e{exponent}.")));
    }
    let radix = match name.as_bytes() {
        [b'b' | b'B', ..] => 2,
        [b'o' | b'O', ..] => 8,
        _ => 10,
    };
    if number == "0" && radix < 10 && is_digits(&name[1..]) {
        let value = u64::from_str_radix(&name[1..], radix).ok();
        let suggestion =
            value.map_or("Write it with decimal digits.".into(), |value| format!("Write {value}."));
        return Some(ExpressionError::new("Only decimal numbers are understood.", span, suggestion));
    }
    name.strip_prefix('_').is_some_and(is_digits).then(|| {
        let suggestion = format!("Write {}.", shown(&tokens.text[span.clone()].replace('_', "")));
        ExpressionError::new("Digits are written without _ between them.", span, suggestion)
    })
}

/// `Sin[x]`, as in Mathematica.
fn square_call(tokens: Tokens<'_, '_>, at: usize) -> Option<ExpressionError> {
    let Some(Kind::Name(name)) = tokens.kind(at) else { return None };
    if tokens.raw(at + 1) != "[" {
        return None;
    }
    let (ours, Name::Function(_)) = names::find(&name.to_ascii_lowercase())? else { return None };
    let message = format!("The arguments of {} stand in round brackets.", shown(name));
    Some(ExpressionError::new(message, tokens.span(at, at + 1), format!("Write {ours}(...).")))
}

/// `x.sum()`, `(x**2).sum()` and `Math.sin(x)`.
fn method(tokens: Tokens<'_, '_>, at: usize) -> Option<ExpressionError> {
    if tokens.raw(at) != "." || at == 0 {
        return None;
    }
    let Some(Kind::Name(name)) = tokens.kind(at + 1) else { return None };
    let suggestion = match &**name {
        "sum" | "prod" | "mean" | "max" | "min" => format!("Write np.{name}(...)."),
        "norm" => "Write np.linalg.norm(...).".into(),
        "dot" => "Write np.sum(x*x), or the sum of the products.".into(),
        _ => match names::find(name) {
            Some((ours, Name::Function(_))) => format!("Write {ours}(...)."),
            _ if *name == "PI" => "Write pi.".into(),
            _ => "Write functions by their names alone, such as sin(x0).".into(),
        },
    };
    let message = format!("{} is not understood behind a point.", shown(name));
    Some(ExpressionError::new(message, tokens.span(at, at + 1), suggestion))
}

/// `||x||`, which is the length of a point in books, and would be that of its first coordinate.
fn double_bars(tokens: Tokens<'_, '_>, at: usize) -> Option<ExpressionError> {
    let is_pair = |at| tokens.kind(at) == Some(&Kind::Bar) && tokens.kind(at + 1) == Some(&Kind::Bar);
    let is_length = is_pair(at)
        && is_pair(at + 3)
        && touch(tokens, at)
        && touch(tokens, at + 3)
        && matches!(tokens.kind(at + 2), Some(Kind::Name(name)) if names::find(name).is_none());
    is_length.then(|| {
        let name = shown(tokens.raw(at + 2));
        let suggestion = format!("Write np.linalg.norm({name}) for the length of a point, or |{name}|.");
        ExpressionError::new("Double bars are not understood.", tokens.span(at, at + 4), suggestion)
    })
}
