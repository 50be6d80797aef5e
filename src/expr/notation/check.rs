//! The grammar as a walk over the tokens: either a value or an operator is expected, and brackets are stacked.
//!
//! The walk stops at the first token that cannot stand where it stands. It accepts exactly the texts that meval
//! accepts and whose names and numbers of arguments are known.

use super::hints;
use super::lexer::{Kind, Token};
use crate::excerpt::shown;
use crate::expr::error::{ExpressionError, Span};
use crate::expr::names::{self, Function, Name};

/// A bracket that is still open.
struct Bracket {
    /// The token `(`.
    at: usize,
    /// Whose arguments it holds.
    function: Option<Function>,
    /// How many of them have begun.
    arguments: usize,
}

struct Walk<'t> {
    text: &'t str,
    tokens: &'t [Token<'t>],
    open: Vec<Bracket>,
    wants_value: bool,
}

type Step = Result<usize, ExpressionError>;

/// Find the first thing wrong with a text, given its tokens, of which there is at least one.
pub(super) fn check(text: &str, tokens: &[Token<'_>]) -> Result<(), ExpressionError> {
    if let Some(error) = hints::definition(text, tokens) {
        return Err(error);
    }
    let mut walk = Walk { text, tokens, open: Vec::new(), wants_value: true };
    let mut at = 0;
    while at < tokens.len() {
        at = if walk.wants_value { walk.value(at)? } else { walk.operator(at)? };
    }
    walk.end()
}

impl Walk<'_> {
    /// One step where a value must begin; the next token to look at.
    fn value(&mut self, at: usize) -> Step {
        match &self.tokens[at].kind {
            Kind::Number => self.wants_value = false,
            Kind::Name(name) => return self.name(at, name),
            Kind::Operator('+' | '-') => {}
            Kind::Open => self.open.push(Bracket { at, function: None, arguments: 1 }),
            Kind::Operator(_) | Kind::Comma | Kind::Close => return Err(self.missing_value(at)),
            Kind::FaultyNumber(_) | Kind::Stray => {
                return Err(hints::meaningless(self.text, self.tokens, at));
            }
        }
        Ok(at + 1)
    }

    fn name(&mut self, at: usize, name: &str) -> Step {
        let called = self.kind(at + 1) == Some(&Kind::Open);
        match names::find(name) {
            Some((_, Name::Function(function))) if called => {
                self.open.push(Bracket { at: at + 1, function: Some(function), arguments: 1 });
                Ok(at + 2)
            }
            Some((_, Name::Function(function))) => Err(self.no_brackets(at, function)),
            Some((name, _)) if called => {
                let message = format!("{name} is not a function.");
                Err(ExpressionError::new(message, self.span(at, at), format!("Write {name}*(...).")))
            }
            Some(_) => {
                self.wants_value = false;
                Ok(at + 1)
            }
            None => Err(hints::unknown_name(self.text, self.tokens, at, name, called)),
        }
    }

    /// One step behind a value.
    fn operator(&mut self, at: usize) -> Step {
        match &self.tokens[at].kind {
            Kind::Operator(_) => self.wants_value = true,
            Kind::Close => self.close(at)?,
            Kind::Comma => self.comma(at)?,
            Kind::Name(name) if names::find(name).is_none() => return self.name(at, name),
            Kind::Number | Kind::Name(_) | Kind::Open => return Err(self.side_by_side(at)),
            Kind::FaultyNumber(_) | Kind::Stray => {
                return Err(hints::meaningless(self.text, self.tokens, at));
            }
        }
        Ok(at + 1)
    }

    fn close(&mut self, at: usize) -> Result<(), ExpressionError> {
        let Some(bracket) = self.open.pop() else {
            return Err(self.closes_nothing(at));
        };
        match bracket.function {
            Some(function @ Function::Two(_)) if bracket.arguments < 2 => Err(ExpressionError::new(
                format!("{} takes two arguments.", function.name()),
                self.span(bracket.at - 1, at),
                format!("Write two, such as {}.", function.example()),
            )),
            _ => Ok(()),
        }
    }

    fn comma(&mut self, at: usize) -> Result<(), ExpressionError> {
        let bracket = self.open.last_mut();
        let function = bracket.as_ref().and_then(|bracket| bracket.function);
        if let (Some(bracket), Some(function)) = (bracket, function)
            && bracket.arguments < function.most_arguments()
        {
            bracket.arguments += 1;
            self.wants_value = true;
            return Ok(());
        }
        if let Some(decimal) = hints::decimal_comma(self.text, self.tokens, at) {
            return Err(decimal);
        }
        Err(match function {
            Some(function) => {
                let most = if function.most_arguments() == 1 { "one argument" } else { "two arguments" };
                let message = format!("{} takes {most}.", function.name());
                ExpressionError::new(message, self.span(at, at), "Remove the comma and what follows it.")
            }
            None => ExpressionError::new(
                "A comma only separates the arguments of a function.",
                self.span(at, at),
                "Write it in a call such as max(x0, x1), or remove it.",
            ),
        })
    }

    /// All tokens have been seen.
    fn end(&self) -> Result<(), ExpressionError> {
        if self.wants_value {
            return Err(self.missing_value(self.tokens.len()));
        }
        let Some(first) = self.open.first() else { return Ok(()) };
        let (message, missing) = match self.open.len() {
            1 => ("This bracket is never closed.".into(), ")".into()),
            count @ 2..=5 => (format!("{count} brackets are never closed."), ")".repeat(count)),
            count => (format!("{count} brackets are never closed."), format!("{count} closing brackets")),
        };
        Err(ExpressionError::new(
            message,
            self.span(first.at, first.at),
            format!("Add {missing} at the end."),
        ))
    }

    /// A value should begin at this token, or at the end, and does not.
    fn missing_value(&self, at: usize) -> ExpressionError {
        let before = at.checked_sub(1);
        let (place, span, suggestion) = match (before.and_then(|i| self.kind(i)), self.kind(at)) {
            (None, Some(Kind::Close)) => return self.closes_nothing(at),
            (Some(Kind::Open), Some(Kind::Close)) => return self.nothing_between(at),
            (Some(Kind::Operator(_)), Some(Kind::Operator(_))) => {
                let (left, right) = (self.raw(at - 1), self.raw(at));
                let power = left == "*" && right == "*";
                let suggestion = if power {
                    "Write a power with ^, such as x0^2."
                } else {
                    "Add a value, or remove one of them."
                };
                (format!("between {left} and {right}"), self.span(at - 1, at), suggestion.into())
            }
            (_, Some(Kind::Operator(_))) => {
                let operator = self.raw(at);
                (
                    format!("before {operator}"),
                    self.span(at, at),
                    format!("Add one, or remove the {operator}."),
                )
            }
            (Some(Kind::Operator(_)), _) => {
                let operator = self.raw(at - 1);
                let suggestion = format!("Add one, or remove the {operator}.");
                (format!("after {operator}"), self.span(at - 1, at - 1), suggestion)
            }
            (_, Some(Kind::Comma)) => {
                ("before this comma".into(), self.span(at, at), "Add one, or remove the comma.".into())
            }
            (Some(Kind::Comma), _) => {
                let comma = self.span(at - 1, at - 1);
                ("after this comma".into(), comma, "Add one, or remove the comma.".into())
            }
            _ => {
                let bracket = self.span(at.saturating_sub(1), at.saturating_sub(1));
                let suggestion = match self.open.last().and_then(|bracket| bracket.function) {
                    Some(function) => format!("Write {}.", function.example()),
                    None => "Add one and ), or remove the bracket.".into(),
                };
                ("after this bracket".into(), bracket, suggestion)
            }
        };
        ExpressionError::new(format!("A value is missing {place}."), span, suggestion)
    }

    fn closes_nothing(&self, at: usize) -> ExpressionError {
        let suggestion = "Remove it, or add ( before it.";
        ExpressionError::new("This bracket closes nothing.", self.span(at, at), suggestion)
    }

    /// `()` or `sin()`.
    fn nothing_between(&self, close: usize) -> ExpressionError {
        match self.open.last().and_then(|bracket| bracket.function) {
            Some(function) => ExpressionError::new(
                format!("{} has nothing in its brackets.", function.name()),
                self.span(close - 2, close),
                format!("Write {}.", function.example()),
            ),
            None => ExpressionError::new(
                "There is nothing in these brackets.",
                self.span(close - 1, close),
                "Write a value in them, or remove them.",
            ),
        }
    }

    /// A function's name with no bracket behind it.
    fn no_brackets(&self, at: usize, function: Function) -> ExpressionError {
        let name = function.name();
        let call = match (self.kind(at + 1), function) {
            (Some(Kind::Number | Kind::Name(_)), Function::One(_)) => {
                format!("{name}({})", shown(self.raw(at + 1)))
            }
            // sin^2(x0), as in books.
            (Some(Kind::Operator('^')), Function::One(_)) if self.kind(at + 2) == Some(&Kind::Number) => {
                format!("{name}(...)^{}", shown(self.raw(at + 2)))
            }
            _ => function.example(),
        };
        let arguments = if matches!(function, Function::One(_)) { "argument" } else { "arguments" };
        let message = format!("{name} needs its {arguments} in brackets.");
        ExpressionError::new(message, self.span(at, at), format!("Write {call}."))
    }

    /// A value directly behind a value.
    fn side_by_side(&self, at: usize) -> ExpressionError {
        let (left, right) = (self.raw(at - 1), self.raw(at));
        let message = format!("There is no operator between {} and {}.", shown(left), shown(right));
        let both_numbers = self.kind(at - 1) == Some(&Kind::Number) && self.kind(at) == Some(&Kind::Number);
        let suggestion = if both_numbers {
            let touching = self.span(at - 1, at - 1).end == self.span(at, at).start;
            let or = if touching { "" } else { ", or remove the space" };
            format!("Write one between them{or}.")
        } else {
            let left = if left == ")" { "(...)".into() } else { shown(left) };
            let right = match (right, self.kind(at + 1)) {
                ("(", _) => "(...)".into(),
                (name, Some(Kind::Open)) => format!("{}(...)", shown(name)),
                (value, _) => shown(value),
            };
            format!("Write {left}*{right}.")
        };
        ExpressionError::new(message, self.span(at - 1, at), suggestion)
    }

    fn kind(&self, at: usize) -> Option<&Kind<'_>> {
        self.tokens.get(at).map(|token| &token.kind)
    }

    fn raw(&self, at: usize) -> &str {
        &self.text[self.tokens[at].span.clone()]
    }

    /// From the start of one token to the end of another.
    fn span(&self, first: usize, last: usize) -> Span {
        self.tokens[first].span.start..self.tokens[last].span.end
    }
}
