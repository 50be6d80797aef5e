//! Numbers that are the same everywhere, and operations on them alone.
//!
//! Python's own numbers are exact integers and `float64`; where an array has another type, they are rounded to it once, as
//! ours are. So an operation on them is written as it was typed, if it has our value and ends no program; otherwise its
//! value is. One with a parameter is written as typed whatever it takes, so that it can be changed in the script.

use super::Arrays;
use super::writer::{Kind, Piece};
use crate::expr::operation::Binary;
use crate::expr::spelling::{self, Level};

/// Up to here every whole number is a `float64`.
const LARGEST_WHOLE: f64 = (1_u64 << 53) as f64;

/// What is known of a number.
#[derive(Clone, Copy)]
pub(super) struct Number {
    pub(super) value: f64,
    /// Whether it is an integer in Python, rather than a float.
    is_whole: bool,
    pub(super) has_parameter: bool,
}

impl Number {
    /// `-a`
    pub(super) fn negate(self, a: &Piece) -> Piece {
        let value = -self.value;
        // The integer -0 is 0.
        if self.is_whole && value == 0.0 {
            return Piece::number(value);
        }
        Piece { kind: Kind::Number(Self { value, ..self }), ..a.minus() }
    }
}

impl Number {
    /// The number where it meets an array of `dtype`. Before version 2 NumPy made a wider array of one with an integer of
    /// more than 8 bits, or with a number that is near the largest of its type or beyond.
    pub(super) fn beside_array(self, mut piece: Piece) -> Piece {
        /// Below this they are of `float16` for sure: its largest is 65504.
        const SAFE: f64 = 65000.0;
        const LARGEST_BYTE: f64 = 127.0;
        let size = self.value.abs();
        if size.is_finite() && size >= SAFE {
            return Piece::call("dtype", &[piece]).of_value(self.value, self.has_parameter);
        }
        if !self.is_whole || size <= LARGEST_BYTE {
            return piece;
        }
        if piece.text.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit()) {
            piece.text.push_str(".0");
            return piece;
        }
        piece.float().of_value(self.value, self.has_parameter)
    }
}

impl Piece {
    /// A number as it is written in Python.
    pub(super) fn number(value: f64) -> Self {
        if value.is_sign_negative() && !value.is_nan() {
            let magnitude = Self::number(-value);
            if value == 0.0 {
                return Self::of_number("-0.0".to_owned(), Level::Negation, value, false);
            }
            let is_whole = magnitude.number_of().is_some_and(|number| number.is_whole);
            return Self::of_number(format!("-{}", magnitude.text), Level::Negation, value, is_whole);
        }
        if !value.is_finite() {
            let name = if value.is_nan() { "np.nan" } else { "np.inf" };
            return Self::of_number(name.to_owned(), Level::Whole, value, false);
        }
        let mut text = spelling::number(value);
        let has_digits_alone = text.bytes().all(|b| b.is_ascii_digit());
        if has_digits_alone && value >= LARGEST_WHOLE {
            text.push_str(".0");
        }
        Self::of_number(text, Level::Whole, value, has_digits_alone && value < LARGEST_WHOLE)
    }

    /// A parameter by its name in Python.
    pub(super) fn parameter(name: &str, value: f64) -> Self {
        let number = Number { value, is_whole: false, has_parameter: true };
        Self { text: name.to_owned(), kind: Kind::Number(number), ..Self::default() }
    }

    /// A coordinate, or a number with a name of its own and this value.
    pub(super) fn name(name: &str, value: Option<f64>) -> Self {
        let Some(value) = value else {
            return Self { text: name.to_owned(), ..Self::default() };
        };
        match name {
            "pi" | "e" => Self::of_number(format!("np.{name}"), Level::Whole, value, false),
            "tau" => Self::of_number("2*np.pi".to_owned(), Level::Product, value, false),
            _ => Self::number(value),
        }
    }

    fn of_number(text: String, level: Level, value: f64, is_whole: bool) -> Self {
        let number = Number { value, is_whole, has_parameter: false };
        Self { text, level, kind: Kind::Number(number), depth: 0, height: 0 }
    }

    /// The same text as a number that is no array.
    pub(super) fn of_value(self, value: f64, has_parameter: bool) -> Self {
        Self { kind: Kind::Number(Number { value, is_whole: false, has_parameter }), ..self }
    }

    /// A scalar of NumPy's as Python's own float, which makes no wider array of one.
    pub(super) fn scalar(self, arrays: Arrays) -> Self {
        match arrays {
            Arrays::Float64 | Arrays::Complex => self,
            Arrays::Dtype | Arrays::Bfloat16 => self.float(),
        }
    }

    /// `float(a)`
    pub(super) fn float(self) -> Self {
        Self::call("float", &[self])
    }
}

/// An operation on two numbers.
pub(super) fn number_infix(
    arrays: Arrays,
    op: Binary,
    (a, x): (&Piece, Number),
    (b, y): (&Piece, Number),
) -> Piece {
    let value = op.apply(x.value, y.value);
    let has_parameter = x.has_parameter || y.has_parameter;
    let is_whole = x.is_whole && y.is_whole;
    // An integer of Python's has no bounds, and no -0.
    let is_same = value.is_finite()
        && !(value == 0.0 && value.is_sign_negative())
        && (!is_whole || value.abs() < LARGEST_WHOLE);
    let is_plain = is_same || has_parameter;
    let is_power_of_two = (x.is_whole && y.is_whole && x.value - 2.0 == 0.0) && is_same;
    let typed = |is_whole| {
        let number = Number { value, is_whole, has_parameter };
        Piece { kind: Kind::Number(number), ..Piece::infix(op, a, b) }
    };
    let called = |name: &str| Piece::call(name, &[a.clone(), b.clone()]).scalar(arrays);
    match op {
        Binary::Add | Binary::Subtract | Binary::Multiply if is_plain => typed(is_whole),
        Binary::Divide if y.value != 0.0 && is_plain => typed(false),
        Binary::Power if is_whole && y.value >= 0.0 && is_same => typed(true),
        Binary::Power if is_power_of_two => typed(false),
        // Otherwise a number that is divided by 0, or the root of one below, would end the script.
        Binary::Divide if has_parameter => called("np.divide").of_value(value, true),
        Binary::Power if has_parameter && y.value - 2.0 == 0.0 && !y.has_parameter => {
            Piece::call("np.square", std::slice::from_ref(a)).scalar(arrays).of_value(value, true)
        }
        Binary::Power if has_parameter => called("np.power").of_value(value, true),
        Binary::Remainder if has_parameter => called("np.fmod").of_value(value, true),
        Binary::Compare(_) if has_parameter => Piece::infix(op, a, b).float().of_value(value, true),
        _ => Piece::number(value),
    }
}
