//! Python's and a book's ways to write coordinates, functions and powers, in terms of names and operators alone.
//!
//! Which name is the vector of both coordinates is decided first: the argument of a definition, or else the name that is
//! indexed, or else the x of a sum over elements. Then each token is taken in turn. `np.sum(E)` becomes
//! `(E with x0) + (E with x1)`, so a sum within a sum is written out again in each of them; a limit on the tokens keeps
//! that from growing.

mod elements;
mod points;

use std::borrow::Cow;
use std::ops::Range;

use super::foreign;
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

struct Resolve<'a, 't> {
    tokens: Tokens<'a, 't>,
    arguments: &'a Arguments<'t>,
    /// The name of the vector.
    vector: Option<Cow<'t, str>>,
    /// Whether the one argument of a definition stands in its value.
    is_argument_used: bool,
    /// How many tokens have been written, also those that were thrown away.
    written: usize,
}

/// The tokens of a definition's value with nothing left that meval does not have, but for what is no expression anyway.
pub(super) fn resolve<'t>(text: &'t str, frame: &Frame<'t>) -> Result<Vec<Token<'t>>, ExpressionError> {
    let mut resolve = Resolve {
        tokens: Tokens { text, all: &frame.body },
        arguments: &frame.arguments,
        vector: None,
        is_argument_used: false,
        written: 0,
    };
    resolve.vector = resolve.find_vector();
    resolve.is_argument_used = match &frame.arguments {
        Arguments::One(one) => (0..frame.body.len()).any(|at| resolve.name(at) == Some(one)),
        Arguments::Unnamed | Arguments::Two(_) => false,
    };
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
        let is_indexed = |at: usize| {
            let name = self.name(at)?;
            let is_vector = self.tokens.raw(at + 1) == "[" && names::find(name).is_none();
            (is_vector && named.as_ref().is_none_or(|named| named == name)).then_some(name)
        };
        // Of several names, x is the point.
        let indexed = all.clone().filter_map(is_indexed).find(|name| *name == "x");
        let indexed =
            indexed.or_else(|| all.clone().find_map(is_indexed)).map(|name| Cow::from(name.to_owned()));
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
        if let Some(error) = foreign::misreading(self.tokens, at) {
            return Err(error);
        }
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
            Kind::Stray if self.tokens.raw(at) == "." && self.is_elementwise(at) => {
                self.one_of_elements(at, out)
            }
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
        if let Some(error) = self.other_point(name, at).or_else(|| self.counted_from_one(name, at)) {
            return Err(error);
        }
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
            // f(w) = w0 + w1
            Arguments::One(one) if self.vector.is_none() && !self.is_argument_used => {
                points::component(one, name)
            }
            Arguments::One(one) if one != "x" => None,
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
        // x[:1] is a part of the vector, and no element.
        let is_slice = digit > at + 2 && self.tokens.raw(digit) != ",";
        digit += usize::from(digit > at + 2 && !is_slice);
        let close = digit + 1;
        match (self.tokens.raw(digit), self.tokens.raw(close)) {
            _ if is_slice => Err(self.no_index(at)),
            ("0", "]") => Ok((Axis::X0, close)),
            ("1", "]") => Ok((Axis::X1, close)),
            (index, "]") if index.bytes().all(|b| b.is_ascii_digit()) => {
                let message = format!("There is no {name}[{}]: a point has two coordinates.", shown(index));
                let suggestion = format!("Write {name}[0] or {name}[1], counted from 0.");
                Err(ExpressionError::new(message, self.tokens.span(at, close), suggestion))
            }
            _ => Err(self.no_index(at)),
        }
    }

    fn no_index(&self, at: usize) -> ExpressionError {
        let name = shown(self.tokens.raw(at));
        ExpressionError::new(
            "Only the index 0 or 1 is understood in these brackets.",
            self.tokens.span(at, at + 1),
            format!("Write {name}[0] or {name}[1]."),
        )
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
        // Python's own rounds the quotient, NumPy's takes the whole number below.
        let is_other = self.tokens.raw(at) == "math" && name == "remainder";
        if let Some(ours) = names::numpy(name)
            && !is_other
        {
            return Ok(ours.into());
        }
        let message = format!("{} is not among the functions here.", shown(self.text_of(at, last)));
        let suggestion = match name {
            _ if is_other => "Write a - b*rint(a/b), or np.remainder(a, b).".into(),
            "arange" | "linspace" | "meshgrid" | "mgrid" | "array" => {
                "The grid has fields of its own. Write a function of x0 and x1 here, such as x0^2 + x1^2."
                    .into()
            }
            _ => names::advice(name, self.tokens.kind(last + 1) == Some(&Kind::Open)),
        };
        Err(ExpressionError::new(message, self.tokens.span(at, last), suggestion))
    }

    /// The last name of `np.linalg.norm`.
    fn end_of_path(&self, mut at: usize) -> usize {
        while self.tokens.raw(at + 1) == "." && self.name(at + 2).is_some() {
            at += 2;
        }
        at
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
            Some(Kind::Bar) => {
                let Some(close) = self.closing_bar(at + 1, end) else { return Err(unclear_root(span)) };
                self.push(out, Token { kind: Kind::Open, span: span.clone() })?;
                let size = self.all(at + 1..close + 1, element)?;
                out.extend(size);
                self.push(out, Token { kind: Kind::Close, span })?;
                Ok(close + 1)
            }
            Some(Kind::Number(_) | Kind::Name(_)) if !is_call => {
                self.push(out, Token { kind: Kind::Open, span: span.clone() })?;
                let next = self.one(at + 1, end, element, out)?;
                self.push(out, Token { kind: Kind::Close, span: span.clone() })?;
                // √x0² and √2π have been a root over both where they come from, or over the first alone.
                let goes_on = match self.tokens.kind(next) {
                    Some(Kind::Raised | Kind::Operator('^')) => true,
                    Some(Kind::Name(_)) => foreign::touch(self.tokens, next - 1),
                    _ => false,
                };
                if goes_on { Err(unclear_root(span)) } else { Ok(next) }
            }
            _ => Err(unclear_root(span)),
        }
    }

    /// The bar that ends what a bar begins, outside brackets.
    fn closing_bar(&self, open: usize, end: usize) -> Option<usize> {
        let mut depth = 0_usize;
        (open + 1..end).find(|&at| {
            match self.tokens.kind(at) {
                Some(Kind::Open) => depth += 1,
                Some(Kind::Close) => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && at > open + 1 && self.tokens.kind(at) == Some(&Kind::Bar)
        })
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

fn unclear_root(span: Span) -> ExpressionError {
    let suggestion = "Write brackets behind it, such as √(x0 + 1).";
    ExpressionError::new("It is not clear how far this root reaches.", span, suggestion)
}
