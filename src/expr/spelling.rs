//! The canonical text: one spelling for each tree of operations, with as few brackets as its meaning allows.
//!
//! What was typed is written from its tree, not from the folded program, whose shared nodes can stand for exponentially
//! long texts. Where there is only a program, `formula` makes parts of its nodes, and the text ends at a limit. `numpy`
//! writes the same tree for Python.

use super::operation::{Binary, Comparison};

/// The index of a part in its spelling.
pub(super) type PartId = usize;

/// The tree that was typed, kept flat so that no depth of nesting can exhaust the stack.
#[derive(Default)]
pub(super) struct Spelling<'n> {
    parts: Vec<Part<'n>>,
}

/// One operation or operand of the text.
pub(super) enum Part<'n> {
    /// A number that is not negative.
    Number(f64),
    /// A coordinate, constant or parameter.
    Name(&'n str),
    /// `-a`
    Negate(PartId),
    /// An operator between two operands.
    Infix(Binary, PartId, PartId),
    /// A function with its arguments in brackets.
    Call(&'static str, Vec<PartId>),
}

/// How tightly a part holds together, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// `a < b`
    Comparison,
    /// `a + b`, `a - b`
    Sum,
    /// `a*b`, `a/b`, `a%b`
    Product,
    /// `-a`
    Negation,
    /// `a^b`
    Power,
    /// Numbers, names, and what stands in brackets.
    Whole,
}

enum Piece {
    Part(PartId),
    Text(&'static str),
}

impl<'n> Spelling<'n> {
    /// Add a part whose operands are there already.
    pub(super) fn add(&mut self, part: Part<'n>) -> PartId {
        self.parts.push(part);
        self.parts.len() - 1
    }

    /// The parts in the order in which they were added.
    pub(super) fn parts(&self) -> &[Part<'n>] {
        &self.parts
    }

    /// The text of a part, if it has at most so many bytes.
    pub(super) fn text_within(&self, limit: usize, root: PartId) -> Option<String> {
        let mut text = String::new();
        let mut pending = vec![Piece::Part(root)];
        while let Some(piece) = pending.pop() {
            if text.len() > limit {
                return None;
            }
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Part(id) => match &self.parts[id] {
                    Part::Number(value) => text.push_str(&number(*value)),
                    Part::Name(name) => text.push_str(name),
                    part => {
                        let start = pending.len();
                        self.spread(part, &mut pending);
                        // In reading order so far; the last is taken first.
                        pending[start..].reverse();
                    }
                },
            }
        }
        (text.len() <= limit).then_some(text)
    }

    /// The pieces of an operation in reading order.
    fn spread(&self, part: &Part<'_>, pieces: &mut Vec<Piece>) {
        match part {
            Part::Number(_) | Part::Name(_) => {}
            Part::Negate(a) => {
                pieces.push(Piece::Text("-"));
                self.operand(*a, Level::Negation, pieces);
            }
            Part::Infix(op, a, b) => {
                let (operator, left, right) = match op {
                    Binary::Add => (" + ", Level::Sum, Level::Product),
                    Binary::Subtract => (" - ", Level::Sum, Level::Product),
                    Binary::Compare(comparison) => (spaced(*comparison), Level::Sum, Level::Sum),
                    // The one operator that groups from the right, and lets a minus follow: x0^-x1^2 is x0^(-(x1^2)).
                    Binary::Power => ("^", Level::Whole, Level::Negation),
                    op => (op.name(), Level::Product, Level::Negation),
                };
                self.operand(*a, left, pieces);
                pieces.push(Piece::Text(operator));
                self.operand(*b, right, pieces);
            }
            Part::Call(name, arguments) => {
                pieces.push(Piece::Text(name));
                for (i, argument) in arguments.iter().enumerate() {
                    pieces.push(Piece::Text(if i == 0 { "(" } else { ", " }));
                    pieces.push(Piece::Part(*argument));
                }
                pieces.push(Piece::Text(")"));
            }
        }
    }

    /// An operand, in brackets if it holds together less tightly than its place needs.
    fn operand(&self, id: PartId, needed: Level, pieces: &mut Vec<Piece>) {
        if self.level(id) >= needed {
            pieces.push(Piece::Part(id));
        } else {
            pieces.extend([Piece::Text("("), Piece::Part(id), Piece::Text(")")]);
        }
    }

    /// How tightly a part holds together.
    pub(super) fn level(&self, id: PartId) -> Level {
        match self.parts[id] {
            Part::Number(_) | Part::Name(_) | Part::Call(..) => Level::Whole,
            Part::Negate(_) => Level::Negation,
            Part::Infix(Binary::Add | Binary::Subtract, ..) => Level::Sum,
            Part::Infix(Binary::Power, ..) => Level::Power,
            Part::Infix(Binary::Compare(_), ..) => Level::Comparison,
            Part::Infix(..) => Level::Product,
        }
    }
}

/// A sign of comparison as it stands between two values.
pub(super) fn spaced(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => " < ",
        Comparison::LessEqual => " <= ",
        Comparison::Greater => " > ",
        Comparison::GreaterEqual => " >= ",
        Comparison::Equal => " == ",
        Comparison::NotEqual => " != ",
    }
}

/// The shortest text that reads back as the same number: with all its zeros where a person would write them
/// (0.001, 250000), with an exponent where that is shorter (1e-49, 1e8).
pub(super) fn number(value: f64) -> String {
    let positional = value.to_string();
    let scientific = format!("{value:e}");
    let everyday = value == 0.0 || (1e-3..1e6).contains(&value);
    if everyday || positional.len() <= scientific.len() { positional } else { scientific }
}
