//! Sums over the elements of a vector, and the like, written out.

use std::ops::Range;

use super::super::reduction::Reduction;
use super::{Arguments, Axis, ExpressionError, Kind, MODULES, Resolve, Token, hints};
use crate::excerpt::shown;

impl<'t> Resolve<'_, 't> {
    /// A function of a vector's elements that begins here, and its opening bracket.
    pub(super) fn reduction(&self, at: usize) -> Option<(Reduction, usize)> {
        let is_module =
            self.name(at).is_some_and(|name| MODULES.contains(&name)) && self.tokens.raw(at + 1) == ".";
        let last = if is_module { self.end_of_path(at) } else { at };
        let is_method = at.checked_sub(1).is_some_and(|before| self.tokens.raw(before) == ".");
        if is_method || self.tokens.kind(last + 1) != Some(&Kind::Open) {
            return None;
        }
        let name = self.name(last)?;
        // Python's own take the vector alone.
        let takes_elements = is_module || self.is_whole_point(last + 2);
        let reduction = Reduction::of(name, is_module)
            .or_else(|| Reduction::of(name, takes_elements).filter(|of| matches!(of, Reduction::By(_))))?;
        Some((reduction, last + 1))
    }

    /// Whether the one argument of a call is the vector, as in Python's `max(x)`.
    fn is_whole_point(&self, at: usize) -> bool {
        let is_point = match self.arguments {
            Arguments::Two(_) => false,
            Arguments::One(one) => self.name(at) == Some(one),
            Arguments::Unnamed => self.name(at) == Some("x"),
        };
        is_point && self.tokens.kind(at + 1) == Some(&Kind::Close)
    }

    /// `np.sum(E)`, written out.
    pub(super) fn reduce(
        &mut self,
        reduction: Reduction,
        at: usize,
        open: usize,
        end: usize,
        element: Option<Axis>,
        out: &mut Vec<Token<'t>>,
    ) -> Result<usize, ExpressionError> {
        let span = self.tokens.span(at, open - 1);
        let Some(close) = self.partner(open, end) else {
            let bracket = self.tokens.span(open, open);
            return Err(ExpressionError::new("This bracket is never closed.", bracket, "Add ) at the end."));
        };
        let called = shown(self.text_of(at, open - 1));
        let value = open + 1..self.end_of_value(reduction, &called, open + 1, close)?;
        if value.is_empty() {
            return Err(ExpressionError::new(
                format!("{called} has nothing in its brackets."),
                self.tokens.span(at, close),
                format!("Write {}.", reduction.example(&called)),
            ));
        }
        let elements: &[Option<Axis>] =
            if self.has_bare_vector(value.clone()) { &[Some(Axis::X0), Some(Axis::X1)] } else { &[None] };
        let around = reduction.surroundings(elements.len() > 1);
        self.push_all(out, around.before, &span)?;
        for (i, chosen) in elements.iter().enumerate() {
            if i > 0 {
                self.push_all(out, vec![around.between.clone()], &span)?;
            }
            self.push_all(out, vec![Kind::Open], &span)?;
            let inner = self.all(value.clone(), chosen.or(element))?;
            out.extend(inner);
            self.push_all(out, vec![Kind::Close], &span)?;
            self.push_all(out, around.after_each.clone(), &span)?;
        }
        self.push_all(out, around.after, &span)?;
        self.push(out, Token { kind: Kind::Close, span: self.tokens.span(close, close) })?;
        Ok(close + 1)
    }

    /// Where the first argument of a call ends: `axis=1` and the like may follow.
    fn end_of_value(
        &self,
        reduction: Reduction,
        called: &str,
        start: usize,
        close: usize,
    ) -> Result<usize, ExpressionError> {
        let mut depth = 0_usize;
        let mut end = close;
        for at in start..close {
            match self.tokens.raw(at) {
                "(" | "[" => depth += 1,
                ")" | "]" => depth = depth.saturating_sub(1),
                "," if depth == 0 => {
                    if let Some(error) = hints::decimal_comma(self.tokens.text, self.tokens.all, at) {
                        return Err(error);
                    }
                    self.option(reduction, called, at)?;
                    end = end.min(at);
                }
                _ => {}
            }
        }
        Ok(end)
    }

    /// What follows the comma at a token has no effect on the one point there is, or means another reduction.
    fn option(&self, reduction: Reduction, called: &str, comma: usize) -> Result<(), ExpressionError> {
        const ORDERS: &str = "Write np.sum(np.abs(x)) for norm 1, np.max(np.abs(x)) for the largest element.";

        let is_named = self.name(comma + 1).is_some() && self.tokens.raw(comma + 2) == "=";
        if !is_named && reduction == Reduction::Norm && self.tokens.raw(comma + 1) == "2" {
            // The order that it has anyway.
            return Ok(());
        }
        if !is_named {
            let message = format!("{called} takes one argument.");
            let is_order = matches!(self.tokens.kind(comma + 1), Some(Kind::Number(_)));
            let suggestion = if reduction == Reduction::Norm && is_order {
                ORDERS.to_owned()
            } else {
                reduction.advice(called)
            };
            return Err(ExpressionError::new(message, self.tokens.span(comma, comma), suggestion));
        }
        let name = self.tokens.raw(comma + 1);
        let is_order = matches!(name, "ord" | "p");
        if matches!(name, "axis" | "dim" | "keepdims" | "keepdim" | "dtype")
            || is_order && self.tokens.raw(comma + 3) == "2"
        {
            return Ok(());
        }
        let message = format!("The argument {} of {called} is not understood.", shown(name));
        let suggestion = if reduction == Reduction::Norm && is_order {
            ORDERS
        } else {
            "Leave it out: only axis and keepdims may follow the elements."
        };
        Err(ExpressionError::new(message, self.tokens.span(comma + 1, comma + 1), suggestion))
    }

    /// Whether the vector stands for its elements in a range, outside sums of their own.
    pub(super) fn has_bare_vector(&self, range: Range<usize>) -> bool {
        let mut at = range.start;
        while at < range.end {
            if let Some((_, open)) = self.reduction(at) {
                at = self.partner(open, range.end).unwrap_or(open) + 1;
                continue;
            }
            if self.name(at).is_some()
                && self.name(at) == self.vector.as_deref()
                && self.tokens.raw(at + 1) != "["
            {
                return true;
            }
            at += 1;
        }
        false
    }
}
