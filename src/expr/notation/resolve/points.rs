//! Coordinates under other names, and those of another point than the one of the text.

use super::{Arguments, Axis, ExpressionError, Kind, Resolve, Token, foreign, names, shown};

impl<'t> Resolve<'_, 't> {
    /// A coordinate that belongs to another point than the one of this text: x0 in `f(u, v) = u*x0`, w in `w[0]*x[0]`.
    pub(super) fn other_point(&self, name: &str, at: usize) -> Option<ExpressionError> {
        let (typed, span) = (shown(self.tokens.raw(at)), self.tokens.span(at, at));
        if self.tokens.raw(at + 1) == "[" && names::find(name).is_none() {
            let vector = self.vector.as_deref();
            if vector == Some(name) {
                return None;
            }
            let (message, suggestion) = match (vector, self.arguments) {
                (Some(vector), _) => {
                    let separator = if name.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
                    (
                        format!("The point is {} here, so {typed} has no elements.", shown(vector)),
                        format!("If it is a number, write {typed}{separator}0 for {typed}[0]."),
                    )
                }
                (None, Arguments::Two([first, second])) => (
                    format!("{typed} has no elements here."),
                    format!("The coordinates are called {} and {}.", shown(first), shown(second)),
                ),
                (None, _) => return None,
            };
            return Some(ExpressionError::new(message, span, suggestion));
        }
        let is_coordinate = Axis::ALL.iter().any(|axis| axis.name() == name);
        let mut message = format!("{typed} is no argument of this function.");
        let suggestion = match (self.arguments, self.vector.as_deref()) {
            _ if !is_coordinate => return None,
            (Arguments::Two(names), _) if names.iter().any(|argument| argument == name) => return None,
            (Arguments::Two([first, second]), _) => {
                format!("Its arguments are {} and {}.", shown(first), shown(second))
            }
            (_, Some(vector)) if vector != "x" => {
                let (vector, index) = (shown(vector), &name[1..]);
                message = format!("The point is {vector} here, so {typed} is none of its elements.");
                format!(
                    "Write {vector}[{index}]; or, if {vector} is not the point, {vector}0 for {vector}[0]."
                )
            }
            (Arguments::One(one), None) if self.is_argument_used => {
                format!("Its argument is {}.", shown(one))
            }
            _ => return None,
        };
        Some(ExpressionError::new(message, span, suggestion))
    }

    /// `x(1)` for the first element, as in MATLAB.
    pub(super) fn counted_from_one(&self, name: &str, at: usize) -> Option<ExpressionError> {
        let is_point =
            matches!(name, "x" | "X") || matches!(self.arguments, Arguments::One(one) if one == name);
        let is_index = self.tokens.kind(at + 1) == Some(&Kind::Open)
            && matches!(self.tokens.raw(at + 2), "1" | "2")
            && self.tokens.kind(at + 3) == Some(&Kind::Close);
        (is_point && is_index).then(|| {
            let name = shown(self.tokens.raw(at));
            let message = format!("{name}({}) would be a call here.", self.tokens.raw(at + 2));
            let suggestion = format!("Write {name}[0] for the first coordinate, {name}[1] for the second.");
            ExpressionError::new(message, self.tokens.span(at, at + 3), suggestion)
        })
    }

    /// `.*`, `./` or `.^` behind a value, as in MATLAB.
    pub(super) fn is_elementwise(&self, at: usize) -> bool {
        let behind_value = at.checked_sub(1).is_some_and(|before| {
            matches!(
                self.tokens.kind(before),
                Some(Kind::Name(_) | Kind::Close | Kind::Bar | Kind::Number(_))
            ) || self.tokens.raw(before) == "]"
        });
        behind_value
            && foreign::touch(self.tokens, at)
            && matches!(self.tokens.kind(at + 1), Some(Kind::Operator('*' | '/' | '^')))
    }

    pub(super) fn one_of_elements(
        &mut self,
        at: usize,
        out: &mut Vec<Token<'t>>,
    ) -> Result<usize, ExpressionError> {
        let kind = self.tokens.all[at + 1].kind.clone();
        let is_power = |at| self.tokens.kind(at) == Some(&Kind::Operator('^'));
        let again = if self.tokens.raw(at + 3) == "." { at + 4 } else { at + 3 };
        if is_power(at + 1) && is_power(again) {
            return Err(ExpressionError::new(
                "Of two powers MATLAB takes the left one first, and the right one is taken first here.",
                self.tokens.span(at, again),
                "Put brackets around one of them.",
            ));
        }
        self.push(out, Token { kind, span: self.tokens.span(at, at + 1) })?;
        Ok(at + 2)
    }
}

/// The coordinate that `w0` or `w1` is of a point w.
pub(super) fn component(point: &str, name: &str) -> Option<Axis> {
    Axis::ALL.into_iter().find(|axis| name.strip_prefix(point) == Some(&axis.name()[1..]))
}
