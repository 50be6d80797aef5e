//! What people write that is right somewhere else, and how it is written here.

use super::letters::plain_name;
use super::lexer::{Kind, NumberFault, Token};
use crate::excerpt::{is_visible, shown};
use crate::expr::error::ExpressionError;
use crate::expr::names;

/// A name nobody knows.
pub(super) fn unknown_name(
    text: &str,
    tokens: &[Token<'_>],
    at: usize,
    name: &str,
    called: bool,
) -> ExpressionError {
    let raw = |token: &Token<'_>| &text[token.span.clone()];
    let span = tokens[at].span.clone();
    if let Some(error) = at.checked_sub(1).and_then(|before| hexadecimal(text, &tokens[before], &tokens[at]))
    {
        return error;
    }
    let typed = shown(raw(&tokens[at]));
    // x_{0}
    if name.ends_with('_') && tokens.get(at + 1).is_some_and(|next| raw(next) == "{") {
        return ExpressionError::new("LaTeX is not understood.", span, "Write x0 and x1 without brackets.");
    }
    // (x0 > 0) and (x1 > 0) calls nothing; if(x0 > 0, 1, 2) does.
    let is_word = names::is_word(name) && !(called && name == "if");
    let message = if is_word {
        format!("The word {typed} is not understood.")
    } else if called {
        format!("There is no function called {typed}.")
    } else {
        format!("The name {typed} is not known.")
    };
    ExpressionError::new(message, span, names::advice(name, called && !is_word))
}

/// `0x10`: a zero and a name that touches it.
pub(super) fn hexadecimal(text: &str, zero: &Token<'_>, name: &Token<'_>) -> Option<ExpressionError> {
    let digits = text[name.span.clone()].strip_prefix(['x', 'X'])?;
    let is_hexadecimal = text[zero.span.clone()] == *"0"
        && zero.span.end == name.span.start
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_hexadecimal.then(|| {
        let suggestion = match u64::from_str_radix(digits, 16) {
            Ok(value) => format!("Write {value}."),
            Err(_) => "Write the number with decimal digits.".into(),
        };
        let span = zero.span.start..name.span.end;
        ExpressionError::new("Hexadecimal numbers are not understood.", span, suggestion)
    })
}

/// `0,5`: the comma is a decimal one where digits touch it on both sides.
pub(super) fn decimal_comma(text: &str, tokens: &[Token<'_>], comma: usize) -> Option<ExpressionError> {
    let (left, right) = (tokens.get(comma.checked_sub(1)?)?, tokens.get(comma + 1)?);
    let comma = &tokens[comma];
    let touching = left.span.end == comma.span.start && comma.span.end == right.span.start;
    let (whole, part) = (&text[left.span.clone()], &text[right.span.clone()]);
    let is_decimal = touching
        && whole.bytes().all(|b| b.is_ascii_digit())
        && matches!(right.kind, Kind::Number(_))
        && !part.contains('.');
    is_decimal.then(|| {
        let decimal = format!("{}.{}", shown(whole), shown(part));
        let is_thousand = part.len() == 3 && whole.len() <= 3 && !whole.starts_with('0');
        let suggestion = if is_thousand && part.bytes().all(|b| b.is_ascii_digit()) {
            format!("Write {whole}{part}, or {decimal} for a number near {whole}.")
        } else {
            format!("Write {decimal}.")
        };
        let span = left.span.start..right.span.end;
        ExpressionError::new("A decimal number is written with a point.", span, suggestion)
    })
}

/// A token that can stand nowhere.
pub(super) fn meaningless(text: &str, tokens: &[Token<'_>], at: usize) -> ExpressionError {
    let token = &tokens[at];
    let typed = &text[token.span.clone()];
    if let Kind::FaultyNumber(fault) = token.kind {
        let (message, suggestion) = number(typed, fault);
        return ExpressionError::new(message, token.span.clone(), suggestion);
    }
    let (mut message, mut suggestion) = stray(typed);
    if typed == ";" && at + 1 == tokens.len() {
        suggestion = "Remove it.".into();
    }
    if typed == "\\" && text[token.span.end..].trim_start_matches([' ', '\r']).starts_with('\n') {
        message = "A backslash is not needed to go on in the next line.".into();
        suggestion = "Remove it.".into();
    }
    ExpressionError { message, span: token.span.clone(), suggestion: Some(suggestion) }
}

fn number(typed: &str, fault: NumberFault) -> (String, String) {
    let number = shown(typed);
    match fault {
        NumberFault::TwoPoints => {
            (format!("The number {number} has more than one point."), "Keep one of them.".into())
        }
        NumberFault::NoExponent => {
            let mantissa = typed.trim_end_matches(['e', 'E']);
            (
                format!("The number {number} has no digits after its e."),
                format!("Write {}e3 or the like, or {}*e for a product.", shown(mantissa), shown(mantissa)),
            )
        }
        NumberFault::Underscore => (
            "Digits are written without _ between them.".into(),
            format!("Write {}.", shown(&typed.replace('_', ""))),
        ),
        NumberFault::TooLarge => {
            (format!("The number {number} is too large."), "The largest is about 1.8e308.".into())
        }
        NumberFault::TooSmall => (
            format!("The number {number} is too small to tell from 0."),
            "The smallest is about 4.9e-324; write 0 if you mean it.".into(),
        ),
    }
}

/// What is wrong with characters that have no meaning, and what to write instead.
fn stray(typed: &str) -> (String, String) {
    let own = |message: &str, suggestion: &str| (message.to_owned(), suggestion.to_owned());
    match typed {
        "=" | ":=" => own(
            "An equals sign is not part of a function.",
            "Write only one side, such as x0^2 + x1^2, or == to compare.",
        ),
        "<>" | "!==" => (format!("The sign {typed} is not understood."), "Write != for not equal.".into()),
        "===" => own("The sign === is not understood.", "Write == for equal."),
        "=<" | "=>" => {
            let right = if typed == "=<" { "<=" } else { ">=" };
            (format!("The sign {typed} is not understood."), format!("Write {right}."))
        }
        "&" | "&&" | "∧" => (
            format!("The sign {typed} is not understood."),
            "For and, write a product of comparisons, such as (x0 > 0)*(x1 > 0).".into(),
        ),
        "∨" => own(
            "The sign ∨ is not understood.",
            "For or, write the larger of comparisons, such as max(x0 > 0, x1 > 0).",
        ),
        "?" | ":" => (
            format!("The sign {typed} is not understood."),
            "Tell cases apart with where(x0 < 0, -x0, x0): a condition, the value, and the value otherwise."
                .into(),
        ),
        "//" => {
            own("The operator // is not understood.", "Write floor(x0/x1) for the whole part of a quotient.")
        }
        "[" | "{" => own("Only round brackets are understood.", "Write ( instead."),
        "]" | "}" => own("Only round brackets are understood.", "Write ) instead."),
        "." => own("A point only stands inside a number.", "Write decimals like 0.5."),
        "°" => own(
            "The degree sign is not understood.",
            "Angles are in radians: write 30*pi/180 for 30 degrees.",
        ),
        "@" => own("The operator @ is not understood.", "Write a product with *."),
        "\\" | "$" => own("LaTeX is not understood.", "Write it on one line, such as x0^2/2 or sqrt(x0)."),
        "->" | "→" | "↦" => {
            own("An arrow has no meaning here.", "Write f(x, y) = before the value, or the value alone.")
        }
        "—" | "‒" | "―" | "➖" => own("This dash is no minus sign.", "Write -."),
        "•" | "✕" | "✖" | "⨯" | "⁎" | "✱" => {
            own("This sign is not understood.", "Write * for a product.")
        }
        "∣" | "ǀ" | "│" => own("This bar is not understood.", "Write |, such as |x0|."),
        "‖" | "∥" => {
            own("Double bars are not understood.", "Write np.linalg.norm(x) for the length of a point.")
        }
        "∞" => own("There is no sign for infinity.", "Write 1/0."),
        "±" => own("Only one sign can stand here.", "Write + or -."),
        "∑" | "Σ" | "∏" => {
            own("The elements are summed by a function.", "Write np.sum(x**2), or the sum itself.")
        }
        "∂" | "∇" | "∫" => {
            own("This sign is not understood.", "Write the function alone; its gradient is drawn.")
        }
        "½" | "⅓" | "¼" | "⅔" | "¾" | "⅕" | "⅖" | "⅗" | "⅘" | "⅙" | "⅚" | "⅛" | "⅜" | "⅝" | "⅞" => {
            own("A fraction in one sign is not understood.", "Write it with /, such as (1/2).")
        }
        "'" | "′" | "’" => {
            own("A prime is not understood.", "Write the function alone; its gradient is drawn.")
        }
        ";" => own("A semicolon separates nothing here.", "Write a comma between arguments."),
        _ => character(typed),
    }
}

fn character(typed: &str) -> (String, String) {
    let Some(first) = typed.chars().next() else { return Default::default() };
    if let Some(ordinary) = ordinary_width(first) {
        return (format!("The wide character {typed} is not understood."), format!("Write {ordinary}."));
    }
    let plain = plain_name(typed);
    if plain.bytes().all(|b| b.is_ascii_digit()) {
        return (format!("The sign {typed} is not understood."), format!("Write {plain}."));
    }
    if is_visible(first) {
        (format!("The sign {typed} has no meaning here."), "Remove it.".into())
    } else {
        (format!("There is an invisible character (U+{:04X}).", u32::from(first)), "Remove it.".into())
    }
}

/// The keyboard's character for one of the full-width forms of East Asian text.
fn ordinary_width(c: char) -> Option<char> {
    let offset = u32::from(c).checked_sub(0xFF01)?;
    char::from_u32(u32::from('!') + offset).filter(char::is_ascii_graphic)
}
