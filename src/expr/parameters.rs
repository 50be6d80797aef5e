//! Numbers that a function has names for, such as a in `a*x0^2`.

use std::collections::BTreeMap;

use super::names;

/// The values of a function's parameters, by name.
///
/// A parameter is a number as if it had been typed: the program has it as a constant, folded with its neighbours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    values: BTreeMap<String, f64>,
}

impl Parameters {
    /// Whether a name can be that of a parameter: ASCII letters, digits and `_`, not beginning with a digit, not one
    /// of those that read as a coordinate or its neighbour, such as x2, and no word of Python's such as `and`.
    pub fn takes(name: &str) -> bool {
        let is_index = |rest: &str| rest.bytes().all(|b| b.is_ascii_digit());
        let is_coordinate = matches!(name, "x" | "y") || name.strip_prefix(['x', 'X']).is_some_and(is_index);
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && !is_coordinate
            && !names::is_word(name)
    }

    /// No parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Give a parameter its value.
    pub fn set(&mut self, name: impl Into<String>, value: f64) {
        self.values.insert(name.into(), value);
    }

    /// The value of a parameter, if there is one of this name.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.values.get(name).copied()
    }

    /// The name as it is kept, and its value.
    pub(super) fn find(&self, name: &str) -> Option<(&str, f64)> {
        self.values.get_key_value(name).map(|(name, value)| (name.as_str(), *value))
    }

    /// Names and values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.values.iter().map(|(name, value)| (name.as_str(), *value))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

impl<N: Into<String>> FromIterator<(N, f64)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (N, f64)>>(pairs: I) -> Self {
        Self { values: pairs.into_iter().map(|(name, value)| (name.into(), value)).collect() }
    }
}
