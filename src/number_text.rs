//! Numbers as people type them and as they are shown, the same on the command line and in the window.

use std::f64::consts::PI;
use std::fmt;

use crate::excerpt::shown;

/// The longest text that is read, in bytes: several times the digits that a number has.
const MOST_BYTES: usize = 100;

/// Read a number: `1e-4`, `10e-50`, `2^-43`, `-0.5`, `.5`, `1/3`, `pi`, `-2*pi`, blanks around or between.
///
/// `*` and `/` are done from left to right, `^` (also written `**`) before them and before a sign, as in an
/// expression: `-2^2` is -4. Each operation is rounded once, so `10^-4` is the number `1e-4`. The value is finite, and
/// 0 only where 0 is meant. A text of more than 100 bytes is refused unread.
pub fn parse_number(text: &str) -> Result<f64, NumberError> {
    if text.len() > MOST_BYTES {
        return Err(NumberError::TooLong(text.len()));
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    let Some((value, divides_by_zero)) = read(text) else {
        let with_points = text.replace(',', ".");
        let kind = match read(&with_points) {
            Some(_) => NumberError::DecimalComma,
            None => NumberError::NotANumber,
        };
        return Err(kind(shown(text)));
    };
    if divides_by_zero {
        Err(NumberError::DividesByZero(shown(text)))
    } else if value.number.is_nan() {
        Err(NumberError::Undefined(shown(text)))
    } else if value.number.is_infinite() {
        Err(NumberError::TooLarge(shown(text)))
    } else if value.number == 0.0 && !value.exactly_zero {
        Err(NumberError::TooSmall(shown(text)))
    } else {
        Ok(value.number)
    }
}

/// Write a count with a comma before every three digits: `16,777,216`.
pub fn format_count(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Write a number of bytes to two digits or the next whole number: `48 B`, `1.8 GiB`, `512 MiB`, `8.7e281 EiB`.
///
/// For messages: it is no more exact than that. `over 1e290 EiB` where the number of bytes is infinite.
pub fn format_bytes(bytes: f64) -> String {
    const UNITS: [&str; 7] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    if bytes.is_infinite() {
        return "over 1e290 EiB".to_owned();
    }
    let (mut amount, mut unit) = (bytes, 0);
    // From half a unit below 1024, which would be rounded up to it.
    while amount >= 1023.5 && unit + 1 < UNITS.len() {
        amount /= 1024.0;
        unit += 1;
    }
    let digits = match amount {
        ..9.95 => format!("{amount:.1}"),
        ..1023.5 => format!("{amount:.0}"),
        _ => format!("{amount:.1e}"),
    };
    format!("{} {}", digits.strip_suffix(".0").unwrap_or(&digits), UNITS[unit])
}

/// The number nearest to another with so many significant digits, of which there must be one at least.
pub fn round_to_digits(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits - 1).parse().unwrap_or(value)
}

/// The number with no digits beyond those of a grain: the multiple nearest to it of the power of ten that is at or below the
/// grain. Unchanged where the grain is not above 0 and finite.
pub fn round_to_grain(value: f64, grain: f64) -> f64 {
    let exponent = grain.log10().floor();
    if !exponent.is_finite() {
        return value;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "exponents of f64 lie within 400 of 0, and this one is below it"
    )]
    let rounded = if exponent < 0.0 {
        format!("{value:.*}", -exponent as usize).parse().unwrap_or(value)
    } else {
        let power = 10_f64.powf(exponent);
        (value / power).round() * power
    };
    // Not -0.
    rounded + 0.0
}

/// Write a number in the fewest characters that [`parse_number`] reads back as the same number: `0.25`, `-2`, `1e-4`,
/// `1e-49`.
///
/// From 0.001 to 10,000,000 always without an exponent. `NaN`, `inf` and `-inf` where it is not finite.
pub fn format_number(value: f64) -> String {
    let plain = value.to_string();
    if !value.is_finite() || value == 0.0 || (1e-3..1e7).contains(&value.abs()) {
        return plain;
    }
    let scientific = format!("{value:e}");
    if scientific.len() < plain.len() { scientific } else { plain }
}

/// Why a text is not a number that can be used. The texts in it are cut to what a message can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// There is nothing.
    Empty,
    /// It has so many bytes that it is not read.
    TooLong(usize),
    /// It is something else.
    NotANumber(String),
    /// It is a number once its commas are points.
    DecimalComma(String),
    /// There is a division by 0 in it.
    DividesByZero(String),
    /// It has no value, such as 1e999/1e999.
    Undefined(String),
    /// It is beyond the largest number there is.
    TooLarge(String),
    /// It is not 0, but closer to 0 than any other number there is.
    TooSmall(String),
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("A number is missing."),
            Self::TooLong(bytes) => {
                write!(f, "A number has at most {MOST_BYTES} bytes, not {}.", format_count(*bytes))
            }
            Self::DecimalComma(text) => {
                write!(f, "'{text}' is not a number: write a point instead of the comma.")
            }
            Self::NotANumber(text) => {
                write!(f, "'{text}' is not a number; numbers look like 0.25, 1e-4, 2^-43, 1/3 or 2*pi.")
            }
            Self::DividesByZero(text) => write!(f, "'{text}' divides by 0."),
            Self::Undefined(text) => write!(f, "'{text}' has no value."),
            Self::TooLarge(text) => write!(f, "'{text}' is beyond the largest number, {:e}.", f64::MAX),
            Self::TooSmall(text) => write!(f, "'{text}' is closer to 0 than the smallest number, 5e-324."),
        }
    }
}

impl std::error::Error for NumberError {}

/// A value on its way, which remembers whether it is 0 by rounding only.
#[derive(Clone, Copy)]
struct Value {
    number: f64,
    exactly_zero: bool,
}

impl Value {
    /// An operation's result, which is exactly 0 only where the operands say so.
    fn new(number: f64, exactly_zero: bool) -> Self {
        Self { number, exactly_zero }
    }

    fn signed(self, negative: bool) -> Self {
        Self { number: if negative { -self.number } else { self.number }, ..self }
    }
}

/// The value of a whole text, and whether there is a division by 0 in it; `None` where it is no number.
fn read(text: &str) -> Option<(Value, bool)> {
    let mut reader = Reader { rest: text, divides_by_zero: false };
    let value = reader.product()?;
    reader.rest.is_empty().then_some((value, reader.divides_by_zero))
}

/// The text still to be read, without blanks before it.
struct Reader<'a> {
    rest: &'a str,
    divides_by_zero: bool,
}

impl Reader<'_> {
    /// `factor`, `factor * factor`, `factor / factor` ...
    fn product(&mut self) -> Option<Value> {
        let mut left = self.factor()?;
        loop {
            if self.eat("*") {
                let right = self.factor()?;
                left = Value::new(left.number * right.number, left.exactly_zero || right.exactly_zero);
            } else if self.eat("/") {
                let right = self.factor()?;
                self.divides_by_zero |= right.exactly_zero;
                left = Value::new(left.number / right.number, left.exactly_zero);
            } else {
                return Some(left);
            }
        }
    }

    /// `base`, `base ^ exponent`, `base ^ exponent ^ exponent` ..., each with an optional sign before it.
    fn factor(&mut self) -> Option<Value> {
        // The tower is read upwards and computed downwards: not by recursion, whose depth the text would decide.
        let mut tower = vec![];
        loop {
            tower.push((self.sign(), self.atom()?));
            if !(self.eat("**") || self.eat("^")) {
                break;
            }
        }
        let (negative, top) = tower.pop()?;
        let mut value = top.signed(negative);
        for (negative, base) in tower.into_iter().rev() {
            self.divides_by_zero |= base.exactly_zero && value.number < 0.0;
            let exactly_zero = base.exactly_zero && value.number > 0.0;
            value = Value::new(core_math::pow(base.number, value.number), exactly_zero).signed(negative);
        }
        Some(value)
    }

    /// Whether a minus sign comes next.
    fn sign(&mut self) -> bool {
        // U+2212, the minus sign of typeset text, comes with what is pasted.
        let negative = self.eat("-") || self.eat("\u{2212}");
        if !negative {
            self.eat("+");
        }
        negative
    }

    /// Decimal digits with an optional point and exponent, or pi.
    fn atom(&mut self) -> Option<Value> {
        if self.eat("pi") || self.eat("\u{3c0}") {
            return Some(Value::new(PI, false));
        }
        let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let text = self.rest;
        let mut length = digits(text);
        if text[length..].starts_with('.') {
            length += 1 + digits(&text[length + 1..]);
        }
        let exactly_zero = !text[..length].contains(|c: char| ('1'..='9').contains(&c));
        if let Some(exponent) = text[length..].strip_prefix(['e', 'E']) {
            let sign = usize::from(exponent.starts_with(['+', '-']));
            let width = digits(&exponent[sign..]);
            if width > 0 {
                length += 1 + sign + width;
            }
        }
        // The standard library refuses a lone point and rounds correctly; beyond the largest number it gives inf.
        let number = text[..length].parse().ok()?;
        self.rest = text[length..].trim_start();
        Some(Value::new(number, exactly_zero))
    }

    /// Step over a word and the blanks behind it, if it comes next.
    fn eat(&mut self, word: &str) -> bool {
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }
}
