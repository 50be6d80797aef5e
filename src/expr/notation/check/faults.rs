//! What is wrong where the walk over the tokens stops.

use super::{Walk, arguments};
use crate::excerpt::shown;
use crate::expr::error::ExpressionError;
use crate::expr::functions::Function;
use crate::expr::names::{self, Name};
use crate::expr::notation::hints;
use crate::expr::notation::lexer::Kind;

impl Walk<'_> {
    /// A value should begin at this token, or at the end, and does not.
    pub(super) fn missing_value(&self, at: usize) -> ExpressionError {
        let before = at.checked_sub(1);
        let (place, span, suggestion) = match (before.and_then(|i| self.tokens.kind(i)), self.tokens.kind(at))
        {
            (None, Some(Kind::Close)) => return self.closes_nothing(at),
            (Some(Kind::Open), Some(Kind::Close)) => return self.nothing_between(at),
            (
                Some(Kind::Operator(_) | Kind::Comparison(_)),
                Some(Kind::Operator(_) | Kind::Comparison(_)),
            ) => {
                let (left, right) = (self.tokens.raw(at - 1), self.tokens.raw(at));
                let power = left == "*" && right == "*";
                let suggestion = if power {
                    "Write a power with ^, such as x0^2."
                } else {
                    "Add a value, or remove one of them."
                };
                (format!("between {left} and {right}"), self.tokens.span(at - 1, at), suggestion.into())
            }
            (_, Some(Kind::Operator(_) | Kind::Comparison(_))) => {
                let operator = self.tokens.raw(at);
                (
                    format!("before {operator}"),
                    self.tokens.span(at, at),
                    format!("Add one, or remove the {operator}."),
                )
            }
            (Some(Kind::Operator(_) | Kind::Comparison(_)), _) => {
                let operator = self.tokens.raw(at - 1);
                let suggestion = format!("Add one, or remove the {operator}.");
                (format!("after {operator}"), self.tokens.span(at - 1, at - 1), suggestion)
            }
            (_, Some(Kind::Comma)) => {
                ("before this comma".into(), self.tokens.span(at, at), "Add one, or remove the comma.".into())
            }
            (Some(Kind::Bar), _) if at == self.tokens.len() => {
                let bar = self.tokens.span(at - 1, at - 1);
                ("after this bar".into(), bar, "Add one and |, such as |x0|.".into())
            }
            (Some(Kind::Comma), _) => {
                let comma = self.tokens.span(at - 1, at - 1);
                ("after this comma".into(), comma, "Add one, or remove the comma.".into())
            }
            _ => {
                let bracket = self.tokens.span(at.saturating_sub(1), at.saturating_sub(1));
                let suggestion = match self.open.last().and_then(|bracket| bracket.function) {
                    Some(function) => format!("Write {}.", function.example()),
                    None => "Add one and ), or remove the bracket.".into(),
                };
                ("after this bracket".into(), bracket, suggestion)
            }
        };
        ExpressionError::new(format!("A value is missing {place}."), span, suggestion)
    }

    pub(super) fn never_closed_bar(&self, at: usize) -> ExpressionError {
        let suggestion = "Add | at its end, or write abs(...).";
        ExpressionError::new("This bar is never closed.", self.tokens.span(at, at), suggestion)
    }

    /// `|(x0|`
    pub(super) fn bracket_across_bar(&self) -> ExpressionError {
        let at = self.open.last().map_or(0, |bracket| bracket.at);
        ExpressionError::new(
            "This bracket is not closed before the bar.",
            self.tokens.span(at, at),
            "Add ) before the bar.",
        )
    }

    pub(super) fn not_a_function(&self, at: usize) -> ExpressionError {
        let name = shown(self.tokens.raw(at));
        let message = format!("{name} is not a function.");
        let is_empty = self.tokens.kind(at + 2) == Some(&Kind::Close);
        let suggestion = if is_empty { format!("Write {name}.") } else { format!("Write {name}*(...).") };
        ExpressionError::new(message, self.tokens.span(at, at), suggestion)
    }

    pub(super) fn hexadecimal(&self, at: usize) -> Option<ExpressionError> {
        hints::hexadecimal(self.tokens.text, &self.tokens.all[at], self.tokens.all.get(at + 1)?)
    }

    pub(super) fn meaningless(&self, at: usize) -> ExpressionError {
        if self.tokens.raw(at) == "=" && !self.open.is_empty() {
            let message = "A single = compares nothing.";
            return ExpressionError::new(
                message,
                self.tokens.span(at, at),
                "Write == to compare two numbers.",
            );
        }
        hints::meaningless(self.tokens.text, self.tokens.all, at)
    }

    pub(super) fn closes_nothing(&self, at: usize) -> ExpressionError {
        let suggestion = "Remove it, or add ( before it.";
        ExpressionError::new("This bracket closes nothing.", self.tokens.span(at, at), suggestion)
    }

    /// `()` or `sin()`.
    pub(super) fn nothing_between(&self, close: usize) -> ExpressionError {
        match self.open.last().and_then(|bracket| bracket.function) {
            Some(function) => ExpressionError::new(
                format!("{} has nothing in its brackets.", shown(self.tokens.raw(close - 2))),
                self.tokens.span(close - 2, close),
                format!("Write {}.", function.example()),
            ),
            None => ExpressionError::new(
                "There is nothing in these brackets.",
                self.tokens.span(close - 1, close),
                "Write a value in them, or remove them.",
            ),
        }
    }

    /// A function's name with no bracket behind it.
    pub(super) fn no_brackets(&self, at: usize, function: &Function) -> ExpressionError {
        let (name, typed) = (function.name, shown(self.tokens.raw(at)));
        let call = match (self.tokens.kind(at + 1), function) {
            // sin^2(x0) and sin⁻¹(x0), as in books.
            (Some(Kind::Operator('^')), function) if function.most == 1 => match self.power(at + 2) {
                Some(power) if power == "-1" => inverse(name)
                    .map_or_else(|| format!("1/{typed}(...)"), |inverse| format!("{inverse}(...)")),
                Some(power) => format!("{typed}(...)^{power}"),
                None => function.example(),
            },
            (
                Some(Kind::Number(_) | Kind::Name(_) | Kind::Bar | Kind::Root(_) | Kind::Operator('-' | '+')),
                function,
            ) if function.most == 1 => {
                format!("{typed}({})", self.operand(at + 1).as_deref().unwrap_or("..."))
            }
            _ => function.example(),
        };
        let arguments = if function.most == 1 { "argument" } else { "arguments" };
        let message = format!("{typed} needs its {arguments} in brackets.");
        ExpressionError::new(message, self.tokens.span(at, at), format!("Write {call}."))
    }

    /// What a book's `sin 2x0` or `exp -x0^2` means by the operand that begins at a token, as it was typed: up to the next sum,
    /// comparison, bracket or comma. Nothing where a reader could doubt it, as before a `*`, or where it has functions of its own.
    fn operand(&self, at: usize) -> Option<String> {
        let sign = usize::from(matches!(self.tokens.kind(at), Some(Kind::Operator('-' | '+'))));
        let first = at + sign;
        let mut next = first;
        loop {
            match self.tokens.kind(next) {
                Some(Kind::Number(_) | Kind::Raised) => next += 1,
                Some(Kind::Name(name)) => match names::find(name) {
                    Some((_, Name::Function(_))) => return None,
                    _ => next += 1,
                },
                Some(Kind::Bar) if self.open.iter().any(|bracket| bracket.is_bar) => break,
                Some(Kind::Bar) => {
                    let closes = |at: &usize| self.tokens.kind(*at) == Some(&Kind::Bar);
                    next = (next + 1..self.tokens.len()).find(closes)? + 1;
                }
                Some(Kind::Operator('^')) if next > first => {
                    let is_signed = matches!(self.tokens.kind(next + 1), Some(Kind::Operator('-' | '+')));
                    next += 1 + usize::from(is_signed);
                }
                Some(Kind::Operator('*' | '/' | '%') | Kind::Open) => return None,
                _ => break,
            }
        }
        (next > first).then(|| shown(&self.tokens.text[self.tokens.span(at, next - 1)]))
    }

    /// A factor that begins at a token, in short.
    pub(super) fn factor(&self, at: usize) -> String {
        match (self.tokens.raw(at), self.tokens.kind(at + 1)) {
            ("(", _) => "(...)".into(),
            ("|", _) => "|...|".into(),
            (name, Some(Kind::Open)) => format!("{}(...)", shown(name)),
            (value, _) => shown(value),
        }
    }

    /// The whole power, with its sign, that begins at a token.
    fn power(&self, at: usize) -> Option<String> {
        match (self.tokens.kind(at)?, self.tokens.kind(at + 1)) {
            (Kind::Number(digits), _) => Some(shown(digits)),
            (Kind::Operator('-'), Some(Kind::Number(digits))) => Some(format!("-{}", shown(digits))),
            _ => None,
        }
    }

    /// A comma behind the last argument that a function takes.
    pub(super) fn too_many_arguments(&self, function: &Function, comma: usize) -> ExpressionError {
        let typed = self.open.last().map_or(function.name, |bracket| self.tokens.raw(bracket.at - 1));
        let message = format!("{} takes {}.", shown(typed), arguments(function.most));
        let base = self.tokens.raw(comma + 1);
        let suggestion = match (function.name, base) {
            // log(x0, 2), as in Python
            ("ln", "2" | "10") => format!("Write log{base}(...) for the logarithm to base {base}."),
            ("ln", _) => "Write ln(a)/ln(b) for the logarithm of a to base b.".into(),
            _ => "Remove the comma and what follows it.".into(),
        };
        ExpressionError::new(message, self.tokens.span(comma, comma), suggestion)
    }

    /// A value directly behind a value.
    pub(super) fn side_by_side(&self, at: usize) -> ExpressionError {
        let (left, right) = (self.tokens.raw(at - 1), self.tokens.raw(at));
        // x0 mod 2, as in Pascal.
        if let Some((_, Name::Function(function))) = names::find(right)
            && function.least > 1
            && !matches!(self.tokens.kind(at + 1), Some(Kind::Open))
        {
            return self.no_brackets(at, function);
        }
        let message = format!("There is no operator between {} and {}.", shown(left), shown(right));
        let is_number = |at| matches!(self.tokens.kind(at), Some(Kind::Number(_)));
        let both_numbers = is_number(at - 1) && is_number(at);
        let suggestion = if both_numbers {
            let touching = self.tokens.span(at - 1, at - 1).end == self.tokens.span(at, at).start;
            let or = if touching { "" } else { ", or remove the space" };
            format!("Write one between them{or}.")
        } else {
            let left = match left {
                ")" => "(...)".into(),
                "|" => "|...|".into(),
                value => shown(value),
            };
            format!("Write {left}*{}.", self.factor(at))
        };
        ExpressionError::new(message, self.tokens.span(at - 1, at), suggestion)
    }

    /// `0 < x0 < 1`
    pub(super) fn chain(&self, first: usize, second: usize) -> ExpressionError {
        let end = self.end_of_level(second);
        let text = |from: usize, to: usize| shown(self.tokens.text[self.tokens.span(from, to)].trim());
        let (left, right) = (text(self.level.start, second - 1), text(first + 1, end));
        let message = "A comparison is one of two values.";
        let span = self.tokens.span(first, second);
        ExpressionError::new(message, span, format!("Write ({left})*({right}) if both must hold."))
    }

    /// The last token before the bracket or comma that ends what a token is in.
    fn end_of_level(&self, from: usize) -> usize {
        let mut depth = 0_usize;
        for at in from + 1..self.tokens.len() {
            match self.tokens.kind(at) {
                Some(Kind::Open) => depth += 1,
                Some(Kind::Close | Kind::Comma) if depth == 0 => return at - 1,
                Some(Kind::Close) => depth -= 1,
                _ => {}
            }
        }
        self.tokens.len() - 1
    }
}

/// The function that books write as the power -1 of another.
fn inverse(name: &str) -> Option<&'static str> {
    match name {
        "exp" => return Some("ln"),
        "ln" => return Some("exp"),
        _ => {}
    }
    names::find(&format!("a{name}")).map(|(inverse, _)| inverse)
}
