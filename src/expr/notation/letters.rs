//! Letters and digits that a keyboard does not have, and those of a keyboard that they stand for.

use std::borrow::Cow;

use super::lexer::run;

/// Greek letters, by the name they have on a keyboard.
const GREEK: [(char, &str); 24] = [
    ('π', "pi"),
    ('τ', "tau"),
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "epsilon"),
    ('ϵ', "epsilon"),
    ('ζ', "zeta"),
    ('η', "eta"),
    ('θ', "theta"),
    ('ϑ', "theta"),
    ('κ', "kappa"),
    // Not lambda, which begins a function in Python.
    ('λ', "lam"),
    ('μ', "mu"),
    // The sign of a millionth.
    ('µ', "mu"),
    ('ν', "nu"),
    ('ξ', "xi"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('φ', "phi"),
    ('ϕ', "phi"),
    ('ψ', "psi"),
    ('ω', "omega"),
];

/// Whether a name can begin with a character.
pub(super) fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// Whether a character is pi, which is a sign of its own and no part of a name: `2πx0` is a product.
pub(super) fn is_pi(c: char) -> bool {
    matches!(c, 'π' | '𝜋')
}

/// The bytes of the name at the start of a text.
pub(super) fn name_length(rest: &str) -> usize {
    match rest.chars().next() {
        Some(first) if is_pi(first) => first.len_utf8(),
        _ => run(rest, |c| !is_pi(c) && (starts_name(c) || digit(c).is_some())),
    }
}

/// A name with the letters and digits of a keyboard, by which it is known: alpha for α, theta0 for θ₀, x0 for 𝑥₀.
pub fn plain_name(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        return name.into();
    }
    let plain: String =
        name.chars().map(|c| digit(c).unwrap_or_else(|| mathematical(c).unwrap_or(c))).collect();
    let letters = without_index(&plain);
    match GREEK.into_iter().find(|(letter, _)| letters.chars().eq([*letter])) {
        Some((_, spelled)) => format!("{spelled}{}", &plain[letters.len()..]).into(),
        None => plain.into(),
    }
}

/// Whether a name is that of a Greek letter, on its own or with an index.
pub(in crate::expr) fn is_greek(name: &str) -> bool {
    GREEK.iter().any(|(_, spelled)| *spelled == without_index(name))
}

/// `theta` of `theta0` or `theta_0`
fn without_index(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_')
}

/// The digit that a character is, be it on the line, below it, or one of the mathematical alphabets.
fn digit(c: char) -> Option<char> {
    /// From here on they come in rows of ten.
    const MATHEMATICAL: u32 = 0x1D7CE;
    let value = match c {
        '0'..='9' => return Some(c),
        '₀'..='₉' => u32::from(c) - u32::from('₀'),
        '\u{1D7CE}'..='\u{1D7FF}' => (u32::from(c) - MATHEMATICAL) % 10,
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// The ordinary letter that one of the mathematical alphabets (bold, italic, ...) stands for, such as x for 𝑥.
fn mathematical(c: char) -> Option<char> {
    /// Latin alphabets of 52 letters, from here on.
    const LATIN: u32 = 0x1D400;
    /// Greek ones of 25 large letters, nabla, 25 small letters and seven variants.
    const GREEK: u32 = 0x1D6A8;
    const LARGE_GREEK: u32 = 26;
    let code = u32::from(c);
    let (first, offset) = match c {
        '\u{1D400}'..='\u{1D6A3}' => match (code - LATIN) % 52 {
            large @ 0..26 => ('A', large),
            small => ('a', small - 26),
        },
        '\u{1D6A8}'..='\u{1D7CB}' => {
            ('α', ((code - GREEK) % 58).checked_sub(LARGE_GREEK).filter(|small| *small < 25)?)
        }
        _ => return None,
    };
    char::from_u32(u32::from(first) + offset)
}
