//! The names an expression may use, and what to say about one it may not.

use std::f64::consts;

use super::operation::{Axis, Binary, Unary};

/// What a known name stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Name {
    /// A coordinate.
    Variable(Axis),
    /// A number with a name of its own.
    Constant(f64),
    /// Something that is called with its arguments in brackets.
    Function(Function),
}

/// A function, by the number of its arguments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Function {
    /// Exactly one argument.
    One(Unary),
    /// Exactly two.
    Two(Binary),
    /// One or more, taken together from left to right.
    Several(Binary),
}

const CONSTANTS: [(&str, f64); 2] = [("pi", consts::PI), ("e", consts::E)];
const FUNCTIONS_OF_SEVERAL: [Function; 3] =
    [Function::Two(Binary::Atan2), Function::Several(Binary::Maximum), Function::Several(Binary::Minimum)];

/// Longer names resemble none of ours.
const LONGEST_RESEMBLING: usize = 12;

impl Function {
    /// The name as typed.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::One(op) => op.name(),
            Self::Two(op) | Self::Several(op) => op.name(),
        }
    }

    /// The most arguments it takes.
    pub(super) fn most_arguments(self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Two(_) => 2,
            Self::Several(_) => usize::MAX,
        }
    }

    /// A call to show as an example.
    pub(super) fn example(self) -> String {
        match self {
            Self::One(op) => format!("{}(x0)", op.name()),
            Self::Two(Binary::Atan2) => "atan2(x1, x0)".into(),
            Self::Two(op) | Self::Several(op) => format!("{}(x0, x1)", op.name()),
        }
    }
}

/// Every known name: the values first, then the functions.
fn known() -> impl Iterator<Item = (&'static str, Name)> {
    let variables = Axis::ALL.into_iter().map(|axis| (axis.name(), Name::Variable(axis)));
    let constants = CONSTANTS.into_iter().map(|(name, value)| (name, Name::Constant(value)));
    let of_one = Unary::FUNCTIONS.into_iter().map(Function::One);
    let functions = of_one.chain(FUNCTIONS_OF_SEVERAL).map(|f| (f.name(), Name::Function(f)));
    variables.chain(constants).chain(functions)
}

/// What a name stands for, with its own spelling.
pub(super) fn find(name: &str) -> Option<(&'static str, Name)> {
    known().find(|(known, _)| *known == name)
}

/// The name of a number that has one.
pub(super) fn of_constant(value: f64) -> Option<&'static str> {
    CONSTANTS.into_iter().find(|(_, known)| known.to_bits() == value.to_bits()).map(|(name, _)| name)
}

/// What to do about a name nobody knows; `called` when a bracket follows it.
pub(super) fn advice(name: &str, called: bool) -> String {
    if let Some((same, _)) = known().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        return format!("Upper and lower case differ: write {same}.");
    }
    if let Some(advice) = if called { foreign_function(name) } else { foreign_value(name) } {
        return advice;
    }
    if let Some(near) = nearest(name, called) {
        return format!("Did you mean {near}?");
    }
    if called {
        "The functions are sin, cos, tan, exp, ln, sqrt, abs, max, min and some more.".into()
    } else {
        "The function takes x0 and x1.".into()
    }
}

/// Values under the names they have elsewhere.
fn foreign_value(name: &str) -> Option<String> {
    let ours = match name {
        "x" | "x_0" | "xo" | "xO" | "x00" => "x0",
        "y" | "x_1" | "xl" | "xI" | "x01" => "x1",
        "mod" => return Some("Write a remainder with %, such as x0%2.".into()),
        _ => {
            // x2 is no slip of the finger: it is a third argument.
            let index = name.strip_prefix(['x', 'X'])?;
            let is_index = !index.is_empty() && index.bytes().all(|b| b.is_ascii_digit());
            return is_index.then(|| "The function takes x0 and x1 only.".into());
        }
    };
    Some(format!("The function takes x0 and x1: write {ours}."))
}

/// Functions under the names they have elsewhere.
fn foreign_function(name: &str) -> Option<String> {
    let advice = match name {
        "log" => "Write ln(...) for the natural logarithm, ln(...)/ln(10) for the decimal one.",
        "log10" | "lg" => "Write ln(...)/ln(10).",
        "log2" | "ld" => "Write ln(...)/ln(2).",
        "log1p" => "Write ln(1 + ...).",
        "expm1" => "Write exp(...) - 1.",
        "pow" | "power" => "Write a power with ^, such as x0^2.",
        "sqr" | "square" => "Write (...)^2.",
        "hypot" => "Write sqrt(x0^2 + x1^2).",
        "mod" | "fmod" => "Write a remainder with %, such as x0%2.",
        "sign" | "sgn" => "Write signum(...), which is 1 at 0.",
        "fabs" | "absolute" => "Write abs(...).",
        "maximum" | "fmax" | "amax" => "Write max(...).",
        "minimum" | "fmin" | "amin" => "Write min(...).",
        "tg" => "Write tan(...).",
        "sec" => "Write 1/cos(...).",
        "csc" => "Write 1/sin(...).",
        "cot" => "Write 1/tan(...).",
        _ => {
            // arcsin, arsinh and arctan2 are asin, asinh and atan2.
            let rest = name.strip_prefix("arc").or_else(|| name.strip_prefix("ar"))?;
            return find(&format!("a{rest}")).map(|(ours, _)| format!("Write {ours}(...)."));
        }
    };
    Some(advice.into())
}

/// The known name that a mistyped one resembles most, if it resembles any.
fn nearest(name: &str, called: bool) -> Option<&'static str> {
    let letters: Vec<char> = name.chars().take(LONGEST_RESEMBLING + 1).collect();
    let slips = match letters.len() {
        2..=4 => 1,
        5..=LONGEST_RESEMBLING => 2,
        _ => return None,
    };
    known()
        .filter(|(_, meaning)| !called || matches!(meaning, Name::Function(_)))
        .map(|(known, _)| (distance(&letters, &known.chars().collect::<Vec<_>>()), known))
        .filter(|(distance, _)| *distance <= slips)
        .min_by_key(|(distance, known)| (*distance, !known.starts_with(letters[0])))
        .map(|(_, known)| known)
}

/// Slips of the finger between two names: a letter added, left out, changed, or swapped with its neighbour
/// (the optimal string alignment distance).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let least = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if swapped { least.min(table[i - 2][j - 2] + 1) } else { least }
            };
        }
    }
    table[a.len()][b.len()]
}
