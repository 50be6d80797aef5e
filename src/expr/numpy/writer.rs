//! Pieces of Python text, and operators between them.

use std::collections::BTreeSet;

use super::numbers::{Number, number_infix};
use super::{Arrays, Helper};
use crate::expr::operation::{Binary, Comparison};
use crate::expr::spelling::{Level, spaced};

/// A value in Python.
#[derive(Clone)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) level: Level,
    pub(super) kind: Kind,
    /// How many brackets are in one another.
    pub(super) depth: usize,
    /// How many operations are.
    pub(super) height: usize,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// A number that is the same everywhere: no array.
    Number(Number),
    /// An array of truth values.
    Truth,
    /// An array of numbers.
    Array,
}

impl Default for Piece {
    /// A place in a list whose piece was taken, or is not needed.
    fn default() -> Self {
        Self { text: String::new(), level: Level::Whole, kind: Kind::Array, depth: 0, height: 0 }
    }
}

impl Piece {
    pub(super) fn number_of(&self) -> Option<Number> {
        match self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn is_number(&self) -> bool {
        self.number_of().is_some()
    }

    fn is_truth(&self) -> bool {
        matches!(self.kind, Kind::Truth)
    }

    /// `name(a, b)`
    pub(super) fn call(name: &str, arguments: &[Self]) -> Self {
        let texts: Vec<&str> = arguments.iter().map(|argument| argument.text.as_str()).collect();
        let depth = 1 + arguments.iter().map(|argument| argument.depth).max().unwrap_or(0);
        let height = 1 + arguments.iter().map(|argument| argument.height).max().unwrap_or(0);
        Self {
            text: format!("{name}({})", texts.join(", ")),
            level: Level::Whole,
            kind: Kind::Array,
            depth,
            height,
        }
    }

    /// The text, in brackets if it holds together less tightly than its place needs, and how deep these go.
    fn within(&self, needed: Level) -> (String, usize) {
        if self.level >= needed {
            (self.text.clone(), self.depth)
        } else {
            (format!("({})", self.text), self.depth + 1)
        }
    }

    /// `a operator b`
    pub(super) fn infix(op: Binary, a: &Self, b: &Self) -> Self {
        let (sign, level, left, right) = match op {
            Binary::Add => (" + ", Level::Sum, Level::Sum, Level::Product),
            Binary::Subtract => (" - ", Level::Sum, Level::Sum, Level::Product),
            Binary::Compare(comparison) => (spaced(comparison), Level::Comparison, Level::Sum, Level::Sum),
            // As with ours, a minus may follow: x0**-x1**2 is x0**(-(x1**2)).
            Binary::Power => ("**", Level::Power, Level::Whole, Level::Negation),
            op => (op.name(), Level::Product, Level::Product, Level::Negation),
        };
        let height = 1 + a.height.max(b.height);
        let ((a, of_a), (b, of_b)) = (a.within(left), b.within(right));
        Self { text: format!("{a}{sign}{b}"), level, kind: Kind::Array, depth: of_a.max(of_b), height }
    }

    /// `-a`
    pub(super) fn minus(&self) -> Self {
        let (text, depth) = self.within(Level::Negation);
        Self {
            text: format!("-{text}"),
            level: Level::Negation,
            kind: self.kind,
            depth,
            height: self.height + 1,
        }
    }
}

/// Writes operations one after the other.
pub(super) struct Writer {
    pub(super) arrays: Arrays,
    pub(super) statements: Vec<String>,
    pub(super) helpers: BTreeSet<Helper>,
}

impl Writer {
    pub(super) fn new(arrays: Arrays) -> Self {
        Self { arrays, statements: Vec::new(), helpers: BTreeSet::new() }
    }

    /// The same value under a name of its own.
    pub(super) fn named(&mut self, piece: &Piece) -> Piece {
        let name = format!("t{}", self.statements.len() + 1);
        self.statements.push(format!("{name} = {}", piece.text));
        Piece { text: name, level: Level::Whole, kind: piece.kind, depth: 0, height: 0 }
    }

    pub(super) fn negate(&self, a: Piece) -> Piece {
        match a.kind {
            Kind::Number(number) => number.negate(&a),
            _ => self.as_numbers(a).minus(),
        }
    }

    pub(super) fn infix(&mut self, op: Binary, a: Piece, b: Piece) -> Piece {
        if let (Some(x), Some(y)) = (a.number_of(), b.number_of()) {
            return number_infix(self.arrays, op, (&a, x), (&b, y));
        }
        match op {
            Binary::Remainder => self.numpy("fmod", vec![a, b]),
            Binary::Compare(comparison) => self.compare(comparison, a, b),
            // As a factor of numbers true is 1.
            Binary::Multiply if a.is_truth() && b.is_array() || a.is_array() && b.is_truth() => {
                Piece::infix(op, &a, &b)
            }
            op => {
                let [a, b] = self.operands([a, b]);
                Piece::infix(op, &a, &b)
            }
        }
    }

    fn compare(&self, comparison: Comparison, a: Piece, b: Piece) -> Piece {
        let [a, b] = self.operands([a, b]);
        Piece { kind: Kind::Truth, ..Piece::infix(Binary::Compare(comparison), &a, &b) }
    }

    /// A function of NumPy's.
    pub(super) fn numpy(&self, name: &str, arguments: Vec<Piece>) -> Piece {
        let has_array = !arguments.iter().all(Piece::is_number);
        let arguments: Vec<Piece> = arguments.into_iter().map(|a| self.operand(a, has_array)).collect();
        Piece::call(&format!("np.{name}"), &arguments)
    }

    /// A function of the script's own.
    pub(super) fn helper(&mut self, helper: Helper, arguments: Vec<Piece>) -> Piece {
        self.helpers.extend([helper].into_iter().chain(helper.needs()));
        let has_array = !arguments.iter().all(Piece::is_number);
        let arguments: Vec<Piece> = arguments.into_iter().map(|a| self.operand(a, has_array)).collect();
        Piece::call(helper.name(), &arguments)
    }

    /// What stands beside an array, as numbers that leave its type as it is.
    pub(super) fn operands(&self, pieces: [Piece; 2]) -> [Piece; 2] {
        pieces.map(|piece| self.operand(piece, true))
    }

    fn operand(&self, piece: Piece, has_array: bool) -> Piece {
        match piece.number_of() {
            Some(number) if has_array && self.arrays == Arrays::Dtype => number.beside_array(piece),
            _ => self.as_numbers(piece),
        }
    }

    /// Truth values as 1 and 0.
    pub(super) fn as_numbers(&self, piece: Piece) -> Piece {
        if piece.is_truth() { self.as_arrays(&piece) } else { piece }
    }

    /// An array of the type of all others.
    pub(super) fn as_arrays(&self, piece: &Piece) -> Piece {
        let name = match self.arrays {
            Arrays::Bfloat16 => return Piece::call("bfloat16", std::slice::from_ref(piece)),
            Arrays::Dtype => "dtype",
            Arrays::Float64 | Arrays::Complex => "float",
        };
        let (text, depth) = piece.within(Level::Whole);
        Piece {
            text: format!("{text}.astype({name})"),
            level: Level::Whole,
            kind: Kind::Array,
            depth: depth.max(1),
            height: piece.height + 1,
        }
    }

    /// What NumPy makes plain arrays of, as an array of the script's own class if there is one.
    pub(super) fn of_own_class(&self, piece: Piece) -> Piece {
        if self.arrays == Arrays::Bfloat16 { self.as_arrays(&piece) } else { piece }
    }

    /// A number at every point.
    pub(super) fn everywhere(&self, number: &Piece) -> String {
        let filled = Piece::call(
            "np.full_like",
            &[Piece { text: "x0".to_owned(), ..Piece::default() }, number.clone()],
        );
        self.of_own_class(filled).text
    }
}

impl Piece {
    fn is_array(&self) -> bool {
        matches!(self.kind, Kind::Array)
    }
}
