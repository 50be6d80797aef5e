//! Python's and a book's ways to write coordinates, functions and powers, in terms of names and operators alone.
//!
//! Which name is the vector of both coordinates is decided first: the argument of a definition, or else the name that is
//! indexed, or else the x of a sum over elements. Then each token is taken in turn. `np.sum(E)` becomes
//! `(E with x0) + (E with x1)`, so a sum within a sum is written out again in each of them; a limit on the tokens keeps
//! that from growing.

use std::borrow::Cow;
use std::ops::Range;

use super::frame::{Arguments, Frame};
use super::hints;
use super::lexer::{Kind, Token, Tokens, lowered};
use super::too_many_tokens;
use crate::excerpt::shown;
use crate::expr::error::{ExpressionError, Span};
use crate::expr::names;
use crate::expr::operation::Axis;

/// Modules that functions are called through in Python.
pub(super) const MODULES: [&str; 8] = ["np", "numpy", "math", "jnp", "torch", "cmath", "tf", "scipy"];

/// What is done with the elements of a vector.
#[derive(Clone, Copy, PartialEq)]
enum Reduction {
    Sum,
    Product,
    Mean,
    Norm,
    /// By a function of two, such as `max`.
    By(&'static str),
}

/// What stands around and between the elements when a reduction is written out, but for its last bracket.
struct Surroundings {
    before: Vec<Kind<'static>>,
    between: Kind<'static>,
    after_each: Vec<Kind<'static>>,
    after: Vec<Kind<'static>>,
}

impl Reduction {
    /// For both elements, or for one number, of which most reductions make nothing else.
    fn surroundings(self, of_both: bool) -> Surroundings {
        let number = || Kind::Number("2".into());
        let mut surroundings = Surroundings {
            before: vec![Kind::Open],
            between: Kind::Operator('+'),
            after_each: Vec::new(),
            after: Vec::new(),
        };
        match self {
            Self::Product => surroundings.between = Kind::Operator('*'),
            Self::Mean if of_both => {
                surroundings.before.push(Kind::Open);
                surroundings.after = vec![Kind::Close, Kind::Operator('/'), number()];
            }
            Self::Sum | Self::Mean => {}
            Self::Norm => {
                surroundings.before.insert(0, Kind::Name("sqrt".into()));
                surroundings.after_each = vec![Kind::Operator('^'), number()];
            }
            Self::By(function) => {
                surroundings.between = Kind::Comma;
                if of_both {
                    surroundings.before.insert(0, Kind::Name(function.into()));
                }
            }
        }
        surroundings
    }
}

struct Resolve<'a, 't> {
    tokens: Tokens<'a, 't>,
    arguments: &'a Arguments<'t>,
    /// The name of the vector.
    vector: Option<Cow<'t, str>>,
    /// How many tokens have been written, also those that were thrown away.
    written: usize,
}

/// The tokens of a definition's value with nothing left that meval does not have, but for what is no expression anyway.
pub(super) fn resolve<'t>(text: &'t str, frame: &Frame<'t>) -> Result<Vec<Token<'t>>, ExpressionError> {
    let mut resolve = Resolve {
        tokens: Tokens { text, all: &frame.body },
        arguments: &frame.arguments,
        vector: None,
        written: 0,
    };
    resolve.vector = resolve.find_vector();
    resolve.all(0..frame.body.len(), None)
}

impl<'t> Resolve<'_, 't> {
    /// The name that has elements, if there is one.
    fn find_vector(&self) -> Option<Cow<'t, str>> {
        let named = match self.arguments {
            Arguments::Two(_) => return None,
            Arguments::One(name) => Some(name.clone()),
            Arguments::Unnamed => None,
        };
        let all = 0..self.tokens.len();
        let indexed = all.clone().find_map(|at| {
            let name = self.name(at)?;
            let is_vector = self.tokens.raw(at + 1) == "[" && names::find(name).is_none();
            (is_vector && named.as_ref().is_none_or(|named| named == name))
                .then(|| Cow::from(name.to_owned()))
        });
        let reduced = || {
            let has_reduction = all.clone().any(|at| self.reduction(at).is_some());
            has_reduction.then(|| named.clone().unwrap_or("x".into()))
        };
        indexed.or_else(reduced)
    }

    /// The tokens of a range; `element` is the one that the vector stands for within a sum over elements.
    fn all(&mut self, range: Range<usize>, element: Option<Axis>) -> Result<Vec<Token<'t>>, ExpressionError> {
        let mut out = Vec::with_capacity(range.len());
        let mut at = range.start;
        while at < range.end {
            at = self.one(at, range.end, element, &mut out)?;
        }
        Ok(out)
    }

    /// Take what begins with a token; where the next begins.
    fn one(
        &mut self,
        at: usize,
        end: usize,
        element: Option<Axis>,
        out: &mut Vec<Token<'t>>,
    ) -> Result<usize, ExpressionError> {
        if let Some((reduction, open)) = self.reduction(at) {
            return self.reduce(reduction, at, open, end, element, out);
        }
        match &self.tokens.all[at].kind {
            Kind::Name(name) => {
                let name = name.clone();
                self.named(&name, at, element, out)
            }
            Kind::Raised => self.raised(at, out),
            Kind::Root(name) => self.root(name, at, end, element, out),
            _ => {
                self.push(out, self.tokens.all[at].clone())?;
                Ok(at + 1)
            }
        }
    }

    /// A name, with the module it is from, or with an index.
    fn named(
        &mut self,
        name: &str,
        at: usize,
        element: Option<Axis>,
        out: &mut Vec<Token<'t>>,
    ) -> Result<usize, ExpressionError> {
        if MODULES.contains(&name) && self.tokens.raw(at + 1) == "." {
            let last = self.end_of_path(at);
            let ours = self.in_module(at, last)?;
            self.push(out, Token { kind: Kind::Name(ours), span: self.tokens.span(at, last) })?;
            return Ok(last + 1);
        }
        let is_vector = self.vector.as_deref() == Some(name);
        if self.tokens.raw(at + 1) == "[" && (is_vector || names::find(name).is_none()) {
            let (axis, close) = self.index(at)?;
            self.push(
                out,
                Token { kind: Kind::Name(axis.name().into()), span: self.tokens.span(at, close) },
            )?;
            return Ok(close + 1);
        }
        let axis = if is_vector {
            let Some(axis) = element else { return Err(self.bare_vector(at)) };
            Some(axis)
        } else {
            self.coordinate(name, at)
        };
        let kind = match axis {
            Some(axis) => Kind::Name(axis.name().into()),
            None => self.tokens.all[at].kind.clone(),
        };
        self.push(out, Token { kind, span: self.tokens.span(at, at) })?;
        Ok(at + 1)
    }

    /// The coordinate that a name stands for, other than its own.
    fn coordinate(&self, name: &str, at: usize) -> Option<Axis> {
        let is_called = self.tokens.kind(at + 1) == Some(&Kind::Open);
        match self.arguments {
            Arguments::Two([first, _]) if first == name => Some(Axis::X0),
            Arguments::Two([_, second]) if second == name => Some(Axis::X1),
            Arguments::Two(_) => None,
            Arguments::One(one) if one == name && !is_called => Some(Axis::X0),
            // Where another name is the vector, x and y are not its elements.
            _ if is_called || self.vector.is_some() => None,
            _ if name == "x" => Some(Axis::X0),
            _ if name == "y" => Some(Axis::X1),
            _ => None,
        }
    }

    /// `x[0]`, `x[:, 0]` or `x[..., 0]`: the coordinate, and the closing bracket.
    fn index(&self, at: usize) -> Result<(Axis, usize), ExpressionError> {
        let name = shown(self.tokens.raw(at));
        let mut digit = at + 2;
        while matches!(self.tokens.raw(digit), ":" | "." | "...") {
            digit += 1;
        }
        digit += usize::from(digit > at + 2 && self.tokens.raw(digit) == ",");
        let close = digit + 1;
        match (self.tokens.raw(digit), self.tokens.raw(close)) {
            ("0", "]") => Ok((Axis::X0, close)),
            ("1", "]") => Ok((Axis::X1, close)),
            (index, "]") if index.bytes().all(|b| b.is_ascii_digit()) => {
                let message = format!("There is no {name}[{}]: a point has two coordinates.", shown(index));
                let suggestion = format!("Write {name}[0] or {name}[1], counted from 0.");
                Err(ExpressionError::new(message, self.tokens.span(at, close), suggestion))
            }
            _ => Err(ExpressionError::new(
                "Only the index 0 or 1 is understood in these brackets.",
                self.tokens.span(at, at + 1),
                format!("Write {name}[0] or {name}[1]."),
            )),
        }
    }

    fn bare_vector(&self, at: usize) -> ExpressionError {
        let name = shown(self.tokens.raw(at));
        ExpressionError::new(
            format!("{name} is a point here, not a number."),
            self.tokens.span(at, at),
            format!("Write {name}[0] or {name}[1], or np.sum(...) over both."),
        )
    }

    /// Our name for a function or number of a module.
    fn in_module(&self, at: usize, last: usize) -> Result<Cow<'t, str>, ExpressionError> {
        if last == at {
            let module = self.tokens.raw(at);
            let message = format!("The name of a function is missing after {module}.");
            let suggestion = format!("Write {module}.sin(x0) or the like.");
            return Err(ExpressionError::new(message, self.tokens.span(at, at + 1), suggestion));
        }
        let name = self.name(last).unwrap_or_default();
        if let Some(ours) = names::numpy(name) {
            return Ok(ours.into());
        }
        let message = format!("{} is not among the functions here.", shown(self.text_of(at, last)));
        let suggestion = names::advice(name, self.tokens.kind(last + 1) == Some(&Kind::Open));
        Err(ExpressionError::new(message, self.tokens.span(at, last), suggestion))
    }

    /// The last name of `np.linalg.norm`.
    fn end_of_path(&self, mut at: usize) -> usize {
        while self.tokens.raw(at + 1) == "." && self.name(at + 2).is_some() {
            at += 2;
        }
        at
    }

    /// A function of a vector's elements that begins here, and its opening bracket.
    fn reduction(&self, at: usize) -> Option<(Reduction, usize)> {
        let is_module =
            self.name(at).is_some_and(|name| MODULES.contains(&name)) && self.tokens.raw(at + 1) == ".";
        let last = if is_module { self.end_of_path(at) } else { at };
        let is_method = at.checked_sub(1).is_some_and(|before| self.tokens.raw(before) == ".");
        if is_method || self.tokens.kind(last + 1) != Some(&Kind::Open) {
            return None;
        }
        let reduction = match self.name(last)? {
            "sum" => Reduction::Sum,
            "prod" if is_module => Reduction::Product,
            "mean" if is_module => Reduction::Mean,
            "norm" if is_module => Reduction::Norm,
            "max" | "amax" if is_module => Reduction::By("max"),
            "min" | "amin" if is_module => Reduction::By("min"),
            _ => return None,
        };
        Some((reduction, last + 1))
    }

    /// `np.sum(E)`, written out.
    fn reduce(
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
        let value = open + 1..self.end_of_value(open + 1, close)?;
        if value.is_empty() {
            return Err(ExpressionError::new(
                "There is nothing to sum up here.",
                self.tokens.span(at, close),
                "Write the elements, such as np.sum(x**2).",
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
    fn end_of_value(&self, start: usize, close: usize) -> Result<usize, ExpressionError> {
        let mut depth = 0_usize;
        for at in start..close {
            match self.tokens.raw(at) {
                "(" | "[" => depth += 1,
                ")" | "]" => depth = depth.saturating_sub(1),
                "," if depth == 0 => {
                    if let Some(error) = hints::decimal_comma(self.tokens.text, self.tokens.all, at) {
                        return Err(error);
                    }
                    if self.name(at + 1).is_some() && self.tokens.raw(at + 2) == "=" {
                        return Ok(at);
                    }
                    return Err(ExpressionError::new(
                        "A sum over elements takes one argument.",
                        self.tokens.span(at, at),
                        "Write np.sum(x**2), or a sum of two values with +.",
                    ));
                }
                _ => {}
            }
        }
        Ok(close)
    }

    /// Whether the vector stands for its elements in a range, outside sums of their own.
    fn has_bare_vector(&self, range: Range<usize>) -> bool {
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

    /// The bracket that closes one.
    fn partner(&self, open: usize, end: usize) -> Option<usize> {
        let mut depth = 0_usize;
        (open..end).find(|&at| {
            match self.tokens.all[at].kind {
                Kind::Open => depth += 1,
                Kind::Close => depth -= 1,
                _ => {}
            }
            depth == 0
        })
    }

    /// `x0²`
    fn raised(&mut self, at: usize, out: &mut Vec<Token<'t>>) -> Result<usize, ExpressionError> {
        let span = self.tokens.span(at, at);
        let power: String = self.tokens.raw(at).chars().filter_map(lowered).collect();
        let digits = power.trim_start_matches(['+', '-']);
        if power.len() > digits.len() + 1 || digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit())
        {
            return Err(ExpressionError::new(
                "These raised signs are no number.",
                span,
                "Write the power with ^, such as x0^2.",
            ));
        }
        if self.tokens.kind(at + 1) == Some(&Kind::Operator('^')) {
            return Err(ExpressionError::new(
                "Two powers follow each other.",
                self.tokens.span(at, at + 1),
                "Put the first one in brackets, such as (x0²)^3.",
            ));
        }
        self.push(out, Token { kind: Kind::Operator('^'), span: span.clone() })?;
        if power.starts_with('-') {
            self.push(out, Token { kind: Kind::Operator('-'), span: span.clone() })?;
        }
        self.push(out, Token { kind: Kind::Number(digits.to_owned().into()), span })?;
        Ok(at + 1)
    }

    /// `√(x0 + 1)` or `√x0`, whose root is over the one name or number behind it.
    fn root(
        &mut self,
        function: &'static str,
        at: usize,
        end: usize,
        element: Option<Axis>,
        out: &mut Vec<Token<'t>>,
    ) -> Result<usize, ExpressionError> {
        let span = self.tokens.span(at, at);
        let next = self.tokens.all.get(at + 1..end).and_then(<[_]>::first).map(|token| &token.kind);
        self.push(out, Token { kind: Kind::Name(function.into()), span: span.clone() })?;
        let is_call = matches!(next, Some(Kind::Name(_))) && self.tokens.kind(at + 2) == Some(&Kind::Open);
        match next {
            Some(Kind::Open) => Ok(at + 1),
            Some(Kind::Number(_) | Kind::Name(_)) if !is_call => {
                self.push(out, Token { kind: Kind::Open, span: span.clone() })?;
                let next = self.one(at + 1, end, element, out)?;
                self.push(out, Token { kind: Kind::Close, span })?;
                Ok(next)
            }
            _ => Err(ExpressionError::new(
                "It is not clear how far this root reaches.",
                span,
                "Write brackets behind it, such as √(x0 + 1).",
            )),
        }
    }

    fn push(&mut self, out: &mut Vec<Token<'t>>, token: Token<'t>) -> Result<(), ExpressionError> {
        self.written += 1;
        if self.written > super::MOST_TOKENS {
            let from = self.tokens.span(0, self.tokens.len());
            return Err(too_many_tokens("Written out, the function", self.written, from));
        }
        out.push(token);
        Ok(())
    }

    /// Tokens that one span stands for.
    fn push_all(
        &mut self,
        out: &mut Vec<Token<'t>>,
        kinds: Vec<Kind<'static>>,
        span: &Span,
    ) -> Result<(), ExpressionError> {
        kinds.into_iter().try_for_each(|kind| self.push(out, Token { kind, span: span.clone() }))
    }

    fn name(&self, at: usize) -> Option<&str> {
        match self.tokens.kind(at)? {
            Kind::Name(name) => Some(name),
            _ => None,
        }
    }

    fn text_of(&self, first: usize, last: usize) -> &'t str {
        &self.tokens.text[self.tokens.span(first, last)]
    }
}
