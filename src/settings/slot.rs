//! A single setting: what is written of it, and what it takes.

use std::borrow::Cow;

use super::names::Named;
use crate::analysis::descent::Knob;
use crate::differentiate::Scheme;
use crate::excerpt::shown;
use crate::number_text::{format_number, parse_number};

/// Whole numbers beyond this are written as fractions: TOML's whole numbers have 64 bits.
const LARGEST_WHOLE: f64 = (1_u64 << 53) as f64;

/// A setting, to be read or set.
pub(super) enum Slot<'a> {
    /// A text.
    Text(&'a mut String),
    /// On or off.
    Flag(&'a mut bool),
    /// A finite number.
    Number(&'a mut f64, Domain),
    /// A finite number of fewer digits, within these ends.
    Single(&'a mut f32, [f32; 2]),
    /// A whole number within these ends.
    Count(&'a mut usize, [usize; 2]),
    /// A range: two finite numbers, in either order.
    Range(&'a mut [f64; 2]),
    /// A point: two finite numbers.
    Point(&'a mut [f64; 2]),
    /// One of a few.
    Choice(&'a mut dyn Choice),
    /// Some of all schemes.
    Schemes(&'a mut Vec<Scheme>),
}

/// What a number may be.
#[derive(Clone, Copy)]
pub(super) enum Domain {
    /// Any finite one.
    Any,
    /// One within these ends; any other becomes the nearer end.
    Within(f64, f64),
    /// What an optimiser takes.
    Of(Knob),
}

/// [`Named`], whatever it is.
pub(super) trait Choice {
    fn word(&self) -> &'static str;
    fn words(&self) -> Vec<&'static str>;
    /// Choose what a word stands for, if it stands for something.
    fn choose(&mut self, word: &str) -> bool;
}

impl<T: Named> Choice for T {
    fn word(&self) -> &'static str {
        Named::word(*self)
    }

    fn words(&self) -> Vec<&'static str> {
        T::CHOICES.iter().map(|choice| Named::word(*choice)).collect()
    }

    fn choose(&mut self, word: &str) -> bool {
        let chosen = T::from_word(word);
        chosen.is_some_and(|chosen| {
            *self = chosen;
            true
        })
    }
}

/// What is given to a setting.
pub(super) enum Given<'a> {
    /// A text: in quotes in a file, or on the command line, where everything is one.
    Text(Cow<'a, str>),
    /// A number as it is written.
    Number(Cow<'a, str>),
    /// `true` or `false`.
    Flag(bool),
    /// `[ , ]`
    List(Vec<Given<'a>>),
    /// Something that no setting takes, such as a date.
    Other,
}

/// What came of it.
#[derive(Debug, PartialEq)]
pub(super) enum Taken {
    /// It is as given.
    AsGiven,
    /// It is the nearest to it that there is; what that is.
    Nearest(String),
    /// It stays as it was; what it should be.
    Not(String),
}

impl Slot<'_> {
    /// Take what is given, or what is nearest to it.
    pub(super) fn take(self, given: &Given<'_>) -> Taken {
        match self {
            Self::Text(text) => match given {
                Given::Text(new) => set(text, new.clone().into_owned()),
                _ => Taken::Not("a text in quotes".to_owned()),
            },
            Self::Flag(flag) => match given.flag() {
                Some(new) => set(flag, new),
                None => Taken::Not("true or false".to_owned()),
            },
            Self::Number(number, domain) => take_number(number, domain, given),
            Self::Single(number, [least, most]) => match given.single() {
                Some(new) => {
                    *number = new.clamp(least, most);
                    let nearest = Taken::Nearest(number.to_string());
                    if number.to_bits() == new.to_bits() { Taken::AsGiven } else { nearest }
                }
                None => Taken::Not(format!("a number from {least} to {most}")),
            },
            Self::Count(count, [least, most]) => {
                // A whole number far beyond any count is beyond the limits as well.
                match given.number().filter(|new| new.fract() == 0.0) {
                    Some(new) => {
                        let near = new.clamp(least as f64, most as f64);
                        #[expect(
                            clippy::cast_possible_truncation,
                            clippy::cast_sign_loss,
                            reason = "whole, and within limits that are counts"
                        )]
                        let near_count = near as usize;
                        *count = near_count;
                        if near.total_cmp(&(new + 0.0)).is_eq() {
                            Taken::AsGiven
                        } else {
                            Taken::Nearest(near_count.to_string())
                        }
                    }
                    None => Taken::Not(format!("a whole number from {least} to {most}")),
                }
            }
            Self::Range(pair) => match given.pair() {
                Some(new) => set(pair, new),
                None => Taken::Not("a range of two finite numbers, such as [-2, 2]".to_owned()),
            },
            Self::Point(pair) => match given.pair() {
                Some(new) => set(pair, new),
                None => Taken::Not("a point of two finite numbers, such as [1, -0.5]".to_owned()),
            },
            Self::Choice(choice) => {
                let is_chosen = given.text().is_some_and(|word| choice.choose(word.trim()));
                if is_chosen { Taken::AsGiven } else { Taken::Not(one_of(&choice.words())) }
            }
            Self::Schemes(schemes) => match given.schemes() {
                Some(new) => set(schemes, new),
                None => Taken::Not(format!("a list of {}", Scheme::ALL.map(Scheme::name).join(", "))),
            },
        }
    }

    /// The value as TOML has it.
    pub(super) fn toml(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Number(number, _) => toml_number(**number),
            Self::Single(number, _) => number.to_string(),
            Self::Range([a, b]) | Self::Point([a, b]) => {
                format!("[{}, {}]", toml_number(*a), toml_number(*b))
            }
            Self::Choice(choice) => quoted(choice.word()),
            Self::Schemes(schemes) => {
                let words: Vec<_> = schemes.iter().map(|scheme| quoted(scheme.name())).collect();
                format!("[{}]", words.join(", "))
            }
            Self::Flag(_) | Self::Count(..) => self.plain(),
        }
    }

    /// The value as the command line has it.
    pub(super) fn plain(&self) -> String {
        match self {
            Self::Text(text) => (**text).clone(),
            Self::Flag(flag) => flag.to_string(),
            Self::Number(number, _) => format_number(**number),
            Self::Single(number, _) => number.to_string(),
            Self::Count(count, _) => count.to_string(),
            Self::Range([a, b]) => format!("{}:{}", format_number(*a), format_number(*b)),
            Self::Point([a, b]) => format!("{},{}", format_number(*a), format_number(*b)),
            Self::Choice(choice) => choice.word().to_owned(),
            Self::Schemes(schemes) => {
                schemes.iter().map(|scheme| scheme.name()).collect::<Vec<_>>().join(",")
            }
        }
    }

    /// Whether it can be given to a setting: a number that is not finite cannot.
    pub(super) fn can_be_given(&self) -> bool {
        match self {
            Self::Number(number, _) => number.is_finite(),
            Self::Single(number, _) => number.is_finite(),
            Self::Range(pair) | Self::Point(pair) => pair.iter().all(|number| number.is_finite()),
            _ => true,
        }
    }

    /// The words it can be, where it is one of a few.
    pub(super) fn words(&self) -> Option<Vec<&'static str>> {
        match self {
            Self::Choice(choice) => Some(choice.words()),
            _ => None,
        }
    }
}

fn set<T>(setting: &mut T, new: T) -> Taken {
    *setting = new;
    Taken::AsGiven
}

fn take_number(number: &mut f64, domain: Domain, given: &Given<'_>) -> Taken {
    match (domain, given.number()) {
        (Domain::Any, Some(new)) => set(number, new),
        (Domain::Within(least, most), Some(new)) => {
            *number = new.clamp(least, most);
            let nearest = Taken::Nearest(format_number(*number));
            if number.to_bits() == new.to_bits() { Taken::AsGiven } else { nearest }
        }
        (Domain::Of(knob), Some(new)) if knob.takes(new) => set(number, new),
        (Domain::Any, None) => Taken::Not("a finite number".to_owned()),
        (Domain::Within(least, most), None) => {
            Taken::Not(format!("a number from {} to {}", format_number(least), format_number(most)))
        }
        (Domain::Of(knob), _) => Taken::Not(knob.range().to_owned()),
    }
}

fn one_of(words: &[&str]) -> String {
    format!("one of {}", words.join(", "))
}

impl Given<'_> {
    /// How a message shows it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) => format!("'{}'", shown(text)),
            Self::Number(text) => shown(text),
            Self::Flag(flag) => flag.to_string(),
            Self::List(_) => "a list".to_owned(),
            Self::Other => "that".to_owned(),
        }
    }

    fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    fn flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// A finite number; a text is read as where numbers are typed.
    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(text) | Self::Text(text) => parse_number(text).ok(),
            _ => None,
        }
    }

    /// The same with fewer digits: rounded once from a plain number.
    fn single(&self) -> Option<f32> {
        let (Self::Number(text) | Self::Text(text)) = self else { return None };
        #[expect(clippy::cast_possible_truncation, reason = "rounded, as meant")]
        let rounded = || parse_number(text).ok().map(|number| number as f32);
        text.trim().parse().ok().or_else(rounded).filter(|number: &f32| number.is_finite())
    }

    /// `[a, b]`, and as text `a:b` or `a,b`.
    fn pair(&self) -> Option<[f64; 2]> {
        match self {
            Self::List(list) => match list.as_slice() {
                [a, b] => Some([a.number()?, b.number()?]),
                _ => None,
            },
            Self::Text(text) => {
                let text = text.trim();
                let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
                let (a, b) = inner.split_once([':', ','])?;
                Some([parse_number(a).ok()?, parse_number(b).ok()?])
            }
            _ => None,
        }
    }

    /// Schemes, each at most once.
    fn schemes(&self) -> Option<Vec<Scheme>> {
        let schemes: Option<Vec<_>> = match self {
            Self::List(list) => list.iter().map(|given| Scheme::from_word(given.text()?)).collect(),
            Self::Text(text) if text.trim().is_empty() => Some(vec![]),
            Self::Text(text) => text.split(',').map(|word| Scheme::from_word(word.trim())).collect(),
            _ => None,
        };
        let mut kept = vec![];
        for scheme in schemes? {
            if !kept.contains(&scheme) {
                kept.push(scheme);
            }
        }
        Some(kept)
    }
}

/// A number as TOML has it, in the fewest digits that read as the same number. `nan` and `inf` where it is not finite.
fn toml_number(number: f64) -> String {
    let text = format_number(number).to_ascii_lowercase();
    let is_whole = !text.contains(['.', 'e', 'n']);
    // A whole number has no -0.
    if is_whole && (number.abs() > LARGEST_WHOLE || number.to_bits() == (-0.0_f64).to_bits()) {
        text + ".0"
    } else {
        text
    }
}

/// A text in TOML's quotes, on one line, which it cannot leave.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // Also the line ends and direction marks of Unicode, behind which an editor could show another text.
            c if c.is_control() || is_unseen(c) => {
                quoted.extend(["\\U", &format!("{:08X}", u32::from(c))]);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Marks that change the line or the direction of what is around them.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
