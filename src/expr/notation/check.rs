//! The grammar as a walk over the tokens: either a value or an operator is expected, and brackets are stacked.
//!
//! The walk stops at the first token that cannot stand where it stands, and spells the others for meval, with the signs
//! that a book leaves out: the product in `2x0`, and the functions that bars and comparisons stand for. meval accepts
//! whatever comes out.

mod faults;

use super::hints;
use super::letters::is_pi;
use super::lexer::{Kind, Token, Tokens};
use super::{Notation, Remark};
use crate::excerpt::shown;
use crate::expr::error::ExpressionError;
use crate::expr::functions::{self, Function};
use crate::expr::names::{self, Name};
use crate::expr::operation::Comparison;
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
    /// The level around it.
    outside: Level,
}

/// What is known about the text between two brackets or commas.
#[derive(Clone, Copy, Default)]
struct Level {
    /// The `/` or `%` whose right side this is, as in `1/2(`.
    division: Option<usize>,
    /// The sign of comparison that has been met.
    compared: Option<usize>,
    /// The token with which it begins.
    start: usize,
}

struct Walk<'t> {
    tokens: Tokens<'t, 't>,
    parameters: &'t Parameters,
    open: Vec<Bracket>,
    wants_value: bool,
    level: Level,
    /// Of each token, the comparison that the values from there on are the operands of.
    comparisons: Vec<Option<Comparison>>,
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
        level: Level::default(),
        comparisons: comparisons(tokens),
        notation: Notation::for_tokens(tokens.len()),
    };
    walk.begin_level(0);
    let mut at = 0;
    while at < tokens.len() {
        at = if walk.wants_value { walk.value(at)? } else { walk.operator(at)? };
    }
    walk.end()?;
    walk.end_level(tokens.len() - 1);
    Ok(walk.notation)
}

/// The first comparison between two brackets or commas, at the token behind the first of these: what meval reads as a
/// function of two values begins there.
fn comparisons(tokens: &[Token<'_>]) -> Vec<Option<Comparison>> {
    let mut found = vec![None; tokens.len() + 1];
    let mut starts = vec![0];
    for (at, token) in tokens.iter().enumerate() {
        let start = starts.last().copied().unwrap_or_default();
        match token.kind {
            Kind::Open => starts.push(at + 1),
            Kind::Close if starts.len() > 1 => {
                starts.pop();
            }
            Kind::Comma => {
                starts.pop();
                starts.push(at + 1);
            }
            Kind::Comparison(comparison) if found[start].is_none() => found[start] = Some(comparison),
            _ => {}
        }
    }
    found
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
            Kind::Operator(_) | Kind::Comparison(_) | Kind::Comma | Kind::Close => {
                return Err(self.missing_value(at));
            }
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
                    '/' | '%' => self.level.division = Some(at),
                    '^' => {}
                    _ => self.level.division = None,
                }
                self.spell(operator.encode_utf8(&mut [0; 4]), at);
                self.wants_value = true;
            }
            Kind::Comparison(_) => self.comparison(at)?,
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

    /// Whether a product sign may be left out before a token, as in `2x0`, `2(x0)`, `(x0)(x1)`, `2|x0|`, `πx0` and `x0π`.
    fn is_product(&self, at: usize) -> bool {
        // Of bars only one that has closed stands before an operator.
        let is_factor = |before| {
            matches!(self.tokens.kind(before), Some(Kind::Number(_) | Kind::Close | Kind::Bar))
                || self.is_pi(before)
        };
        self.is_pi(at) || at.checked_sub(1).is_some_and(is_factor)
    }

    /// Whether a token is the Greek letter, which is no word.
    fn is_pi(&self, at: usize) -> bool {
        self.tokens.raw(at).starts_with(is_pi)
    }

    /// Put in the product sign that was left out.
    fn left_out_product(&mut self, at: usize) {
        if let Some(division) = self.level.division.take() {
            self.remark_on_division(division, at);
        } else if let Some(power) = self.power_of_number(at) {
            self.remark_on_power(power, at);
        }
        self.spell("*", at);
        self.wants_value = true;
    }

    /// `1/2x0`
    fn remark_on_division(&mut self, division: usize, at: usize) {
        let operator = self.tokens.raw(division);
        let span = self.tokens.span(division, at);
        let below = shown(self.tokens.text[self.tokens.span(division + 1, at - 1)].trim());
        let factor = self.factor(at);
        let message = format!(
            "{operator} comes before the product with {factor}: this is ...{operator}{below} times {factor}. \
             If both belong below, write {operator}({below}*{factor})."
        );
        self.notation.remarks.push(Remark { message, span });
    }

    /// The `^` of `e^2x0` or `2^-3x0`, of which the last token is at hand: that of a raised number is unmistakable, and so
    /// is `x0^2x1`.
    fn power_of_number(&self, at: usize) -> Option<usize> {
        let exponent = at.checked_sub(1)?;
        let is_number = |at: usize| matches!(self.tokens.kind(at), Some(Kind::Number(_)));
        let before = exponent.checked_sub(1)?;
        let sign = usize::from(matches!(self.tokens.kind(before), Some(Kind::Operator('-' | '+'))));
        let power = before.checked_sub(sign)?;
        let base = power.checked_sub(1)?;
        let is_power = matches!(self.tokens.raw(power), "^" | "**") && is_number(exponent);
        (is_power && (is_number(base) || self.tokens.raw(base) == "e")).then_some(power)
    }

    /// `e^2x0`
    fn remark_on_power(&mut self, power: usize, at: usize) {
        let base = self.tokens.raw(power - 1);
        let exponent = &self.tokens.text[self.tokens.span(power + 1, at - 1)];
        let [base, exponent] = [base, exponent.trim()].map(shown);
        let factor = self.factor(at);
        let message = format!(
            "^ comes before the product with {factor}: this is {base}^{exponent} times {factor}. If both belong to the \
             power, write {base}^({exponent}*{factor})."
        );
        self.notation.remarks.push(Remark { message, span: self.tokens.span(power - 1, at) });
    }

    fn open(&mut self, at: usize, is_bar: bool, function: Option<&'static Function>) {
        self.open.push(Bracket { at, is_bar, function, arguments: 1, outside: self.level });
        self.wants_value = true;
        if is_bar {
            self.level = Level { start: at + 1, ..Level::default() };
        } else {
            self.begin_level(at + 1);
        }
    }

    fn close_bar(&mut self, at: usize) {
        self.spell(")", at);
        self.level = self.open.pop().map_or(self.level, |bracket| bracket.outside);
    }

    /// Values follow that may be compared.
    fn begin_level(&mut self, start: usize) {
        self.level = Level { start, ..Level::default() };
        if let Some(comparison) = self.comparisons[start] {
            self.spell(functions::of_comparison(comparison), start);
            self.spell("(", start);
        }
    }

    fn end_level(&mut self, at: usize) {
        if self.level.compared.is_some() {
            self.spell(")", at);
        }
    }

    /// A sign of comparison behind a value.
    fn comparison(&mut self, at: usize) -> Result<(), ExpressionError> {
        if self.open.last().is_some_and(|bracket| bracket.is_bar) {
            let message = "Bars stand around a number, not around a comparison.";
            return Err(ExpressionError::new(message, self.tokens.span(at, at), "Close the bar before it."));
        }
        if let Some(first) = self.level.compared {
            return Err(self.chain(first, at));
        }
        self.level = Level { division: None, compared: Some(at), ..self.level };
        self.spell(",", at);
        self.wants_value = true;
        Ok(())
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
        self.end_level(at);
        self.spell(")", at);
        self.level = bracket.outside;
        match bracket.function {
            Some(function) if bracket.arguments < function.least => Err(ExpressionError::new(
                format!("{} takes {}.", shown(self.tokens.raw(bracket.at - 1)), arguments(function.least)),
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
            self.end_level(at);
            self.spell(",", at);
            self.begin_level(at + 1);
            self.wants_value = true;
            return Ok(());
        }
        // Where there may be several arguments, another comma is more likely one too many than a decimal one.
        let takes_several = function.is_some_and(|function| function.most > 1);
        if !takes_several && let Some(decimal) = hints::decimal_comma(self.tokens.text, self.tokens.all, at) {
            return Err(decimal);
        }
        Err(match function {
            Some(function) => self.too_many_arguments(function, at),
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
}

/// `two arguments`
fn arguments(count: usize) -> String {
    format!("{} argument{}", number_word(count), if count == 1 { "" } else { "s" })
}

fn number_word(count: usize) -> &'static str {
    ["no", "one", "two", "three"].get(count).copied().unwrap_or("several")
}
