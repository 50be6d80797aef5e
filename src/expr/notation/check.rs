//! The grammar as a walk over the tokens: either a value or an operator is expected, and brackets are stacked.
//!
//! The walk stops at the first token that cannot stand where it stands, and spells the others for meval, with the signs
//! that a book leaves out: the product in `2x0`, and the function that bars stand for. meval accepts whatever comes out.

use super::hints;
use super::lexer::{Kind, Token, Tokens};
use super::{Notation, Remark};
use crate::excerpt::shown;
use crate::expr::error::ExpressionError;
use crate::expr::functions::Function;
use crate::expr::names::{self, Name};
use crate::expr::parameters::Parameters;

/// A bracket that is still open.
struct Bracket {
    /// The token `(` or `|`.
    at: usize,
    /// Whether it is a bar.
    is_bar: bool,
    /// Whose arguments it holds.
    function: Option<&'static Function>,
    /// How many of them have begun.
    arguments: usize,
    /// The last `/` or `%` outside that is not done with, as in `1/2(`.
    division: Option<usize>,
}

struct Walk<'t> {
    tokens: Tokens<'t, 't>,
    parameters: &'t Parameters,
    open: Vec<Bracket>,
    wants_value: bool,
    /// The `/` or `%` whose right side this is, on this level of brackets.
    division: Option<usize>,
    notation: Notation,
}

type Step = Result<usize, ExpressionError>;

/// Spell the tokens, of which there is at least one, for meval, or find the first thing wrong with them.
pub(super) fn check<'t>(
    text: &'t str,
    tokens: &'t [Token<'t>],
    parameters: &'t Parameters,
) -> Result<Notation, ExpressionError> {
    let mut walk = Walk {
        tokens: Tokens { text, all: tokens },
        parameters,
        open: Vec::new(),
        wants_value: true,
        division: None,
        notation: Notation::for_tokens(tokens.len()),
    };
    let mut at = 0;
    while at < tokens.len() {
        at = if walk.wants_value { walk.value(at)? } else { walk.operator(at)? };
    }
    walk.end()?;
    Ok(walk.notation)
}

impl Walk<'_> {
    /// One step where a value must begin; the next token to look at.
    fn value(&mut self, at: usize) -> Step {
        match &self.tokens.all[at].kind {
            Kind::Number(digits) => {
                if let Some(error) = self.hexadecimal(at) {
                    return Err(error);
                }
                self.spell(digits, at);
                self.wants_value = false;
            }
            Kind::Name(name) => return self.name(at, name),
            Kind::Operator(sign @ ('+' | '-')) => self.spell(sign.encode_utf8(&mut [0; 4]), at),
            Kind::Open => {
                self.spell("(", at);
                self.open(at, false, None);
            }
            Kind::Bar => {
                self.spell("abs(", at);
                self.open(at, true, None);
            }
            Kind::Operator(_) | Kind::Comma | Kind::Close => return Err(self.missing_value(at)),
            Kind::FaultyNumber(_) | Kind::Root(_) | Kind::Raised | Kind::Stray => {
                return Err(self.meaningless(at));
            }
        }
        Ok(at + 1)
    }

    fn name(&mut self, at: usize, name: &str) -> Step {
        let called = self.tokens.kind(at + 1) == Some(&Kind::Open);
        match names::find(name) {
            Some((_, Name::Function(function))) if called => {
                self.spell(name, at);
                self.spell("(", at + 1);
                self.open(at + 1, false, Some(function));
                Ok(at + 2)
            }
            Some((_, Name::Function(function))) => Err(self.no_brackets(at, function)),
            Some(_) if called && !self.is_pi(at) => Err(self.not_a_function(at)),
            None if called || self.parameters.get(name).is_none() => {
                Err(hints::unknown_name(self.tokens.text, self.tokens.all, at, name, called))
            }
            _ => {
                self.spell(name, at);
                self.wants_value = false;
                Ok(at + 1)
            }
        }
    }

    /// One step behind a value.
    fn operator(&mut self, at: usize) -> Step {
        match &self.tokens.all[at].kind {
            Kind::Operator(operator) => {
                match operator {
                    '/' | '%' => self.division = Some(at),
                    '^' => {}
                    _ => self.division = None,
                }
                self.spell(operator.encode_utf8(&mut [0; 4]), at);
                self.wants_value = true;
            }
            Kind::Close => self.close(at)?,
            Kind::Bar if self.open.last().is_some_and(|bracket| bracket.is_bar) => self.close_bar(at),
            Kind::Comma => self.comma(at)?,
            Kind::Name(name) if names::find(name).is_none() && self.parameters.get(name).is_none() => {
                return self.name(at, name);
            }
            Kind::Bar if self.open.iter().any(|bracket| bracket.is_bar) && !self.is_product(at) => {
                return Err(self.bracket_across_bar());
            }
            Kind::Name(_) | Kind::Open | Kind::Bar if self.is_product(at) => {
                self.left_out_product(at);
                return Ok(at);
            }
            Kind::Number(_) | Kind::Name(_) | Kind::Open | Kind::Bar => return Err(self.side_by_side(at)),
            Kind::FaultyNumber(_) | Kind::Root(_) | Kind::Raised | Kind::Stray => {
                return Err(self.meaningless(at));
            }
        }
        Ok(at + 1)
    }

    /// Whether a product sign may be left out before a token, as in `2x0`, `2(x0)`, `(x0)(x1)`, `2|x0|` and `πx0`.
    fn is_product(&self, at: usize) -> bool {
        // Of bars only one that has closed stands before an operator.
        let is_factor = |before| {
            matches!(self.tokens.kind(before), Some(Kind::Number(_) | Kind::Close | Kind::Bar))
                || self.is_pi(before)
        };
        at.checked_sub(1).is_some_and(is_factor)
    }

    /// Whether a token is the Greek letter, which is no word.
    fn is_pi(&self, at: usize) -> bool {
        matches!(self.tokens.raw(at), "π" | "𝜋")
    }

    /// Put in the product sign that was left out.
    fn left_out_product(&mut self, at: usize) {
        if let Some(division) = self.division.take() {
            self.remark_on_division(division, at);
        }
        self.spell("*", at);
        self.wants_value = true;
    }

    /// `1/2x0`
    fn remark_on_division(&mut self, division: usize, at: usize) {
        let operator = self.tokens.raw(division);
        let span = self.tokens.span(division, at);
        let (below, factor) =
            (self.tokens.text[self.tokens.span(division + 1, at - 1)].trim(), self.tokens.raw(at));
        let (below, factor) = (shown(below), if factor == "(" { "(...)".to_owned() } else { shown(factor) });
        let message = format!(
            "{operator} comes before the product with {factor}: this is ...{operator}{below} times {factor}. \
             If both belong below, write {operator}({below}*{factor})."
        );
        self.notation.remarks.push(Remark { message, span });
    }

    fn open(&mut self, at: usize, is_bar: bool, function: Option<&'static Function>) {
        let division = self.division.take();
        self.open.push(Bracket { at, is_bar, function, arguments: 1, division });
        self.wants_value = true;
    }

    fn close_bar(&mut self, at: usize) {
        self.spell(")", at);
        self.division = self.open.pop().and_then(|bracket| bracket.division);
    }

    /// Write a piece of the text for meval, which a token stands for.
    fn spell(&mut self, piece: &str, at: usize) {
        let span = self.tokens.all[at].span.clone();
        self.notation.push(piece, span);
    }

    fn close(&mut self, at: usize) -> Result<(), ExpressionError> {
        let Some(bracket) = self.open.pop() else {
            return Err(self.closes_nothing(at));
        };
        if bracket.is_bar {
            return Err(self.never_closed_bar(bracket.at));
        }
        self.spell(")", at);
        self.division = bracket.division;
        match bracket.function {
            Some(function) if bracket.arguments < function.least => Err(ExpressionError::new(
                format!("{} takes {}.", function.name, arguments(function.least)),
                self.tokens.span(bracket.at - 1, at),
                format!("Write {}, such as {}.", number_word(function.least), function.example()),
            )),
            _ => Ok(()),
        }
    }

    fn comma(&mut self, at: usize) -> Result<(), ExpressionError> {
        let bracket = self.open.last_mut();
        let function = bracket.as_ref().and_then(|bracket| bracket.function);
        if let (Some(bracket), Some(function)) = (bracket, function)
            && bracket.arguments < function.most
        {
            bracket.arguments += 1;
            self.spell(",", at);
            self.division = None;
            self.wants_value = true;
            return Ok(());
        }
        if let Some(decimal) = hints::decimal_comma(self.tokens.text, self.tokens.all, at) {
            return Err(decimal);
        }
        Err(match function {
            Some(function) => {
                let message = format!("{} takes {}.", function.name, arguments(function.most));
                ExpressionError::new(
                    message,
                    self.tokens.span(at, at),
                    "Remove the comma and what follows it.",
                )
            }
            None => ExpressionError::new(
                "A comma only separates the arguments of a function.",
                self.tokens.span(at, at),
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
        if let Some(bar) = self.open.iter().find(|bracket| bracket.is_bar) {
            return Err(self.never_closed_bar(bar.at));
        }
        let (message, missing) = match self.open.len() {
            1 => ("This bracket is never closed.".into(), ")".into()),
            count @ 2..=5 => (format!("{count} brackets are never closed."), ")".repeat(count)),
            count => (format!("{count} brackets are never closed."), format!("{count} closing brackets")),
        };
        Err(ExpressionError::new(
            message,
            self.tokens.span(first.at, first.at),
            format!("Add {missing} at the end."),
        ))
    }

    /// A value should begin at this token, or at the end, and does not.
    fn missing_value(&self, at: usize) -> ExpressionError {
        let before = at.checked_sub(1);
        let (place, span, suggestion) = match (before.and_then(|i| self.tokens.kind(i)), self.tokens.kind(at))
        {
            (None, Some(Kind::Close)) => return self.closes_nothing(at),
            (Some(Kind::Open), Some(Kind::Close)) => return self.nothing_between(at),
            (Some(Kind::Operator(_)), Some(Kind::Operator(_))) => {
                let (left, right) = (self.tokens.raw(at - 1), self.tokens.raw(at));
                let power = left == "*" && right == "*";
                let suggestion = if power {
                    "Write a power with ^, such as x0^2."
                } else {
                    "Add a value, or remove one of them."
                };
                (format!("between {left} and {right}"), self.tokens.span(at - 1, at), suggestion.into())
            }
            (_, Some(Kind::Operator(_))) => {
                let operator = self.tokens.raw(at);
                (
                    format!("before {operator}"),
                    self.tokens.span(at, at),
                    format!("Add one, or remove the {operator}."),
                )
            }
            (Some(Kind::Operator(_)), _) => {
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

    fn never_closed_bar(&self, at: usize) -> ExpressionError {
        let suggestion = "Add | at its end, or write abs(...).";
        ExpressionError::new("This bar is never closed.", self.tokens.span(at, at), suggestion)
    }

    /// `|(x0|`
    fn bracket_across_bar(&self) -> ExpressionError {
        let at = self.open.last().map_or(0, |bracket| bracket.at);
        ExpressionError::new(
            "This bracket is not closed before the bar.",
            self.tokens.span(at, at),
            "Add ) before the bar.",
        )
    }

    fn not_a_function(&self, at: usize) -> ExpressionError {
        let name = shown(self.tokens.raw(at));
        let message = format!("{name} is not a function.");
        ExpressionError::new(message, self.tokens.span(at, at), format!("Write {name}*(...)."))
    }

    fn hexadecimal(&self, at: usize) -> Option<ExpressionError> {
        hints::hexadecimal(self.tokens.text, &self.tokens.all[at], self.tokens.all.get(at + 1)?)
    }

    fn meaningless(&self, at: usize) -> ExpressionError {
        hints::meaningless(self.tokens.text, self.tokens.all, at)
    }

    fn closes_nothing(&self, at: usize) -> ExpressionError {
        let suggestion = "Remove it, or add ( before it.";
        ExpressionError::new("This bracket closes nothing.", self.tokens.span(at, at), suggestion)
    }

    /// `()` or `sin()`.
    fn nothing_between(&self, close: usize) -> ExpressionError {
        match self.open.last().and_then(|bracket| bracket.function) {
            Some(function) => ExpressionError::new(
                format!("{} has nothing in its brackets.", function.name),
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
    fn no_brackets(&self, at: usize, function: &Function) -> ExpressionError {
        let name = function.name;
        let call = match (self.tokens.kind(at + 1), function) {
            (Some(Kind::Number(_) | Kind::Name(_)), function) if function.most == 1 => {
                format!("{name}({})", shown(self.tokens.raw(at + 1)))
            }
            // sin^2(x0), as in books.
            (Some(Kind::Operator('^')), function)
                if function.most == 1 && matches!(self.tokens.kind(at + 2), Some(Kind::Number(_))) =>
            {
                format!("{name}(...)^{}", shown(self.tokens.raw(at + 2)))
            }
            _ => function.example(),
        };
        let arguments = if function.most == 1 { "argument" } else { "arguments" };
        let message = format!("{name} needs its {arguments} in brackets.");
        ExpressionError::new(message, self.tokens.span(at, at), format!("Write {call}."))
    }

    /// A value directly behind a value.
    fn side_by_side(&self, at: usize) -> ExpressionError {
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
            let left = if left == ")" { "(...)".into() } else { shown(left) };
            let right = match (right, self.tokens.kind(at + 1)) {
                ("(", _) => "(...)".into(),
                ("|", _) => "|...|".into(),
                (name, Some(Kind::Open)) => format!("{}(...)", shown(name)),
                (value, _) => shown(value),
            };
            format!("Write {left}*{right}.")
        };
        ExpressionError::new(message, self.tokens.span(at - 1, at), suggestion)
    }
}

/// `two arguments`
fn arguments(count: usize) -> String {
    format!("{} argument{}", number_word(count), if count == 1 { "" } else { "s" })
}

fn number_word(count: usize) -> &'static str {
    ["no", "one", "two", "three"].get(count).copied().unwrap_or("several")
}
