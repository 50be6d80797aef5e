//! What stands around a function where it comes from: `f(x, y) = ...`, `z = ...`, `lambda x: ...`, `return ...`, and a
//! whole `def` with one return.

use std::borrow::Cow;

use super::lexer::{Kind, Token, Tokens};
use crate::excerpt::shown;
use crate::expr::error::ExpressionError;
use crate::expr::names::{self, Name};

/// The names a definition gives its arguments.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Arguments<'t> {
    /// The text is no definition.
    #[default]
    Unnamed,
    /// One, which has x0 and x1 as its elements, or is x0 where the text never asks for elements.
    One(Cow<'t, str>),
    /// One for each coordinate.
    Two([Cow<'t, str>; 2]),
}

/// A definition taken apart.
pub(super) struct Frame<'t> {
    /// The tokens of the value alone.
    pub(super) body: Vec<Token<'t>>,
    pub(super) arguments: Arguments<'t>,
    /// Whether the frame is one of Python.
    pub(super) is_python: bool,
}

struct Unwrap<'a, 't> {
    tokens: Tokens<'a, 't>,
    at: usize,
    arguments: Arguments<'t>,
    is_python: bool,
}

/// Take off what stands around the value.
pub(super) fn unwrap<'t>(tokens: Tokens<'_, 't>) -> Result<Frame<'t>, ExpressionError> {
    let mut unwrap = Unwrap { tokens, at: 0, arguments: Arguments::Unnamed, is_python: false };
    unwrap.skip_imports();
    while unwrap.layer()? {}
    let Unwrap { tokens, at, arguments, is_python, .. } = unwrap;
    let Some(body) = tokens.all.get(at..).filter(|body| !body.is_empty()) else {
        let span = tokens.span(0, tokens.len());
        return Err(ExpressionError::new(
            "The function is missing here.",
            span,
            "Write its value behind, such as x0^2 + x1^2.",
        ));
    };
    Ok(Frame { body: body.to_vec(), arguments, is_python })
}

impl Unwrap<'_, '_> {
    /// Take off one layer, if there is one.
    fn layer(&mut self) -> Result<bool, ExpressionError> {
        match self.tokens.raw(self.at) {
            // An anonymous function of MATLAB's.
            "@" if self.tokens.kind(self.at + 1) == Some(&Kind::Open) => {
                self.at += 2;
                self.name_arguments(")")?;
                return Ok(true);
            }
            "return" => self.at += 1,
            "lambda" => {
                self.at += 1;
                self.name_arguments(":")?;
            }
            "def" => self.function()?,
            _ => return self.definition(),
        }
        self.is_python = true;
        Ok(true)
    }

    /// `import numpy as np` and the like, before a function.
    fn skip_imports(&mut self) {
        while matches!(self.tokens.raw(self.at), "import" | "from") {
            let is_next = |at: usize| self.tokens.raw(at) == "def" || self.begins_line(at);
            let Some(next) = (self.at + 1..self.tokens.len()).find(|&at| is_next(at)) else { return };
            self.at = next;
        }
    }

    fn begins_line(&self, at: usize) -> bool {
        let [before, after] = [&self.tokens.all[at - 1].span, &self.tokens.all[at].span];
        self.tokens.text[before.end..after.start].contains('\n')
    }

    /// `f(x0, x1) =` or `z =`; `x0 = 1` and `x = 1` are equations.
    fn definition(&mut self) -> Result<bool, ExpressionError> {
        let Some(Kind::Name(name)) = self.tokens.kind(self.at) else { return Ok(false) };
        if names::find(name).is_some() || **name == *"x" {
            return Ok(false);
        }
        if self.is_equals(self.at + 1) {
            if **name == *"h" && self.is_constant(self.at + 2) {
                return Err(ExpressionError::new(
                    "This sets h, and is no function.",
                    self.tokens.span(self.at, self.tokens.len()),
                    "h has a field of its own. Write a function of x0 and x1 here, such as x0^2 + x1^2.",
                ));
            }
            self.at += 2;
            return Ok(true);
        }
        let close = (self.at..self.tokens.len()).find(|&at| self.tokens.kind(at) == Some(&Kind::Close));
        let is_head = self.tokens.kind(self.at + 1) == Some(&Kind::Open)
            && close.is_some_and(|close| {
                self.is_equals(close + 1)
                    && self.tokens.all[self.at + 2..close]
                        .iter()
                        .all(|token| matches!(token.kind, Kind::Name(_) | Kind::Comma))
            });
        if is_head {
            self.at += 2;
            self.name_arguments(")")?;
            self.at += 1;
        }
        Ok(is_head)
    }

    /// `def f(x):` and its body, which is one return, or asks first whether x is one point.
    fn function(&mut self) -> Result<(), ExpressionError> {
        let head = self.at;
        if !matches!(self.tokens.kind(head + 1), Some(Kind::Name(_)))
            || self.tokens.kind(head + 2) != Some(&Kind::Open)
        {
            return Err(self.no_function(head));
        }
        self.at = head + 3;
        // Of a method the first argument is the object.
        if self.tokens.raw(self.at) == "self" && self.tokens.raw(self.at + 1) == "," {
            self.at += 2;
        }
        self.name_arguments(")")?;
        // A type may be given: -> float
        let Some(colon) = (self.at..self.tokens.len()).find(|&at| self.tokens.raw(at) == ":") else {
            return Err(self.no_function(head));
        };
        self.at = colon + 1;
        self.skip_documentation();
        self.skip_question_of_dimension();
        if self.tokens.raw(self.at) == "return" {
            return Ok(());
        }
        if self.at >= self.tokens.len() {
            return Err(ExpressionError::new(
                "The function returns nothing.",
                self.tokens.all[head].span.start..self.tokens.all[colon].span.end,
                "Add a line such as return x[0]**2 + x[1]**2.",
            ));
        }
        Err(ExpressionError::new(
            "Of a Python function only the return is understood.",
            self.tokens.all[self.at].span.clone(),
            "Put everything into one return, with no lines before it.",
        ))
    }

    /// A text in quotes.
    fn skip_documentation(&mut self) {
        let quote = self.tokens.raw(self.at);
        if !matches!(quote, "\"" | "'") {
            return;
        }
        let are_quotes = |at: usize, count| (at..at + count).all(|at| self.tokens.raw(at) == quote);
        let count = if are_quotes(self.at, 3) { 3 } else { 1 };
        let mut rest = self.at + count..self.tokens.len();
        if let Some(end) = rest.find(|&at| are_quotes(at, count)) {
            self.at = end + count;
        }
    }

    /// `if x.ndim == 1: return A else: return B`, of which A is for one point.
    fn skip_question_of_dimension(&mut self) {
        let expected = ["if", "", ".", "ndim", "==", "1", ":", "return"];
        let asks = (self.at..).zip(expected).all(|(at, raw)| raw.is_empty() || self.tokens.raw(at) == raw);
        let other = (self.at..self.tokens.len())
            .find(|&at| self.tokens.raw(at) == "else" && self.tokens.raw(at + 1) == ":");
        if asks && let Some(other) = other {
            self.at += expected.len() - 1;
            self.tokens.all = &self.tokens.all[..other];
        }
    }

    /// The names up to an end, which is passed.
    fn name_arguments(&mut self, end: &str) -> Result<(), ExpressionError> {
        let start = self.at;
        let mut found = Vec::new();
        while self.tokens.raw(self.at) != end {
            let Some(Kind::Name(name)) = self.tokens.kind(self.at) else {
                return Err(self.no_arguments(start));
            };
            found.push(name.clone());
            self.at += 1;
            if end == ")" && self.tokens.raw(self.at) == ":" {
                // Its type.
                while !matches!(self.tokens.raw(self.at), "," | ")" | "") {
                    self.at += 1;
                }
            }
            if self.tokens.raw(self.at) == "," {
                self.at += 1;
            } else if self.tokens.raw(self.at) != end {
                return Err(self.no_arguments(start));
            }
        }
        let span = self.tokens.all[start].span.start..self.tokens.all[self.at].span.start;
        self.at += 1;
        self.arguments = match <[_; 2]>::try_from(found) {
            Ok(two) if two[0] == two[1] => {
                let message = format!("Both arguments are called {}.", shown(&two[0]));
                return Err(ExpressionError::new(message, span, "Write x0, x1."));
            }
            Ok(two) => Arguments::Two(two),
            Err(mut found) => match (found.pop(), found.is_empty()) {
                (None, _) => Arguments::Unnamed,
                (Some(one), true) if matches!(names::find(&one), Some((_, Name::Variable(_)))) => {
                    Arguments::Unnamed
                }
                (Some(one), true) => Arguments::One(one),
                (Some(_), false) => {
                    let message = format!("A function of {} arguments cannot be drawn.", found.len() + 1);
                    return Err(ExpressionError::new(message, span, "Write one of two, x0 and x1."));
                }
            },
        };
        Ok(())
    }

    fn no_function(&self, head: usize) -> ExpressionError {
        let span = self.tokens.all[head].span.clone();
        ExpressionError::new("This is no whole Python function.", span, "Write def f(x): return x[0]**2.")
    }

    fn no_arguments(&self, start: usize) -> ExpressionError {
        let at = self.at.min(self.tokens.len() - 1);
        let start = start.min(at);
        let span = self.tokens.all[start].span.start..self.tokens.all[at].span.end;
        ExpressionError::new("The names of the arguments are missing here.", span, "Write lambda x: x[0]**2.")
    }

    /// Whether there are no names from a token on, but some number: the article's `h = 10e-50`.
    fn is_constant(&self, start: usize) -> bool {
        let rest = self.tokens.all.get(start..).unwrap_or_default();
        let is_name = |token: &Token<'_>| matches!(token.kind, Kind::Name(_));
        !rest.is_empty() && !rest.iter().any(is_name)
    }

    fn is_equals(&self, at: usize) -> bool {
        matches!(self.tokens.raw(at), "=" | ":=")
    }
}
