//! What can be wrong with an expression, said to a person.

use std::fmt;
use std::ops::Range;

use crate::excerpt::printed;

/// Where in the text, in bytes; always on character boundaries.
pub type Span = Range<usize>;

/// Why a text is not a function of x0 and x1: what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionError {
    /// One sentence: what is wrong.
    pub message: String,
    /// The offending part of the text; where something is missing, its neighbour. Empty only if the text is.
    pub span: Span,
    /// What to do about it, where we know.
    pub suggestion: Option<String>,
}

/// Columns of text that [`ExpressionError::marked`] shows, and how many of them stand before the span at most.
const SHOWN_COLUMNS: usize = 100;
const SHOWN_BEFORE: usize = 40;

impl ExpressionError {
    /// What is wrong, where, and what to do.
    pub(super) fn new(message: impl Into<String>, span: Span, suggestion: impl Into<String>) -> Self {
        Self { message: message.into(), span, suggestion: Some(suggestion.into()) }
    }

    /// The error for a terminal: the message, the line of text, a mark under the span, and the suggestion.
    ///
    /// Of a long text only the surroundings of the span are shown, with an ellipsis where it is cut. Whatever a
    /// terminal would not print as one character is replaced, so that mark and text stay aligned. Where the text is
    /// blank there is nothing to mark.
    /// ```
    /// let text = "x0^2 + sni(x1)";
    /// let error = gradfield::expr::parse(text).expect_err("no such function");
    /// assert_eq!(error.marked(text), "\
    /// There is no function called sni.
    ///   x0^2 + sni(x1)
    ///          ^~~
    /// Did you mean sin?");
    /// ```
    pub fn marked(&self, text: &str) -> String {
        let suggestion = self.suggestion.iter().flat_map(|suggestion| ["\n", suggestion]).collect::<String>();
        if text.trim().is_empty() {
            return format!("{}{suggestion}", self.message);
        }
        let start = text.floor_char_boundary(self.span.start);
        let end = text.floor_char_boundary(self.span.end).max(start);
        let fits = text.chars().nth(SHOWN_COLUMNS).is_none();
        let before = if fits { SHOWN_COLUMNS } else { SHOWN_BEFORE };

        let from = text[..start].char_indices().rev().take(before).last().map_or(start, |(at, _)| at);
        let column = text[from..start].chars().count();
        let rest = &text[start..];
        let to = rest.char_indices().nth(SHOWN_COLUMNS - column).map_or(text.len(), |(at, _)| start + at);

        let mut line = String::new();
        line.push_str(if from > 0 { "…" } else { "" });
        line.extend(text[from..to].chars().map(printed));
        line.push_str(if to < text.len() { "…" } else { "" });

        let indent = " ".repeat(column + usize::from(from > 0));
        let tail = "~".repeat(text[start..end.min(to)].chars().count().saturating_sub(1));
        format!("{}\n  {}\n  {indent}^{tail}{suggestion}", self.message, line.trim_end())
    }
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(suggestion) = &self.suggestion {
            write!(f, " {suggestion}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ExpressionError {}
