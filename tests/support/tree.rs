//! Random expressions: a tree that can be written as text, and strategies that draw one.

use std::fmt;

use gradfield::expr::{Axis, Binary, Comparison, Unary, is_true};
use proptest::prelude::*;

/// An expression as a tree; [`fmt::Display`] writes it in the program's notation, with every parenthesis.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    /// A number, positive or +0 as only those can be written.
    Number(f64),
    /// A coordinate.
    Variable(Axis),
    /// An operation of one operand.
    Unary(Unary, Box<Tree>),
    /// An operation of two operands.
    Binary(Binary, Box<Tree>, Box<Tree>),
    /// `where(c, a, b)`
    Choice(Box<[Tree; 3]>),
}

/// Addition, subtraction, multiplication and division.
pub(crate) const ARITHMETIC: [Binary; 4] = [Binary::Add, Binary::Subtract, Binary::Multiply, Binary::Divide];

/// Every operation of two operands that can be typed.
pub(crate) const BINARY: [Binary; 17] = [
    Binary::Add,
    Binary::Subtract,
    Binary::Multiply,
    Binary::Divide,
    Binary::Remainder,
    Binary::FloorMod,
    Binary::Power,
    Binary::Hypot,
    Binary::Atan2,
    Binary::Maximum,
    Binary::Minimum,
    Binary::Compare(Comparison::Less),
    Binary::Compare(Comparison::LessEqual),
    Binary::Compare(Comparison::Greater),
    Binary::Compare(Comparison::GreaterEqual),
    Binary::Compare(Comparison::Equal),
    Binary::Compare(Comparison::NotEqual),
];

/// Those that other libraries have too, as ours: the calculator meval and the dual numbers of `num-dual`.
pub(crate) const COMMON_BINARY: [Binary; 9] = [
    Binary::Add,
    Binary::Subtract,
    Binary::Multiply,
    Binary::Divide,
    Binary::Remainder,
    Binary::Power,
    Binary::Atan2,
    Binary::Maximum,
    Binary::Minimum,
];

/// The functions that meval has too.
pub(crate) const COMMON_FUNCTIONS: [Unary; 20] = [
    Unary::Abs,
    Unary::Sqrt,
    Unary::Exp,
    Unary::Ln,
    Unary::Sin,
    Unary::Cos,
    Unary::Tan,
    Unary::Asin,
    Unary::Acos,
    Unary::Atan,
    Unary::Sinh,
    Unary::Cosh,
    Unary::Tanh,
    Unary::Asinh,
    Unary::Acosh,
    Unary::Atanh,
    Unary::Floor,
    Unary::Ceil,
    Unary::Round,
    Unary::Signum,
];

impl Tree {
    /// The value by the meaning of each operation, bottom up.
    pub(crate) fn evaluate(&self, x: [f64; 2]) -> f64 {
        match self {
            Self::Number(value) => *value,
            Self::Variable(axis) => x[axis.index()],
            Self::Unary(op, a) => op.apply(a.evaluate(x)),
            Self::Binary(op, a, b) => op.apply(a.evaluate(x), b.evaluate(x)),
            Self::Choice(parts) => {
                let [condition, a, b] = parts.as_ref();
                if is_true(condition.evaluate(x)) { a.evaluate(x) } else { b.evaluate(x) }
            }
        }
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Debug of a float is its shortest text, with an exponent where that is shorter.
            Self::Number(value) => write!(f, "{value:?}"),
            Self::Variable(axis) => f.write_str(axis.name()),
            Self::Unary(Unary::Negate, a) => write!(f, "(-{a})"),
            Self::Unary(op, a) => write!(f, "{}({a})", op.name()),
            Self::Binary(
                op @ (Binary::FloorMod | Binary::Hypot | Binary::Atan2 | Binary::Maximum | Binary::Minimum),
                a,
                b,
            ) => {
                write!(f, "{}({a}, {b})", op.name())
            }
            Self::Binary(op, a, b) => write!(f, "({a} {} {b})", op.name()),
            Self::Choice(parts) => {
                let [condition, a, b] = parts.as_ref();
                write!(f, "where({condition}, {a}, {b})")
            }
        }
    }
}

/// A number as people write them, and now and then one as nobody does.
fn arb_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (0_u8..=10).prop_map(f64::from),
        3 => (0_u16..=9999).prop_map(|n| f64::from(n) / 100.0),
        1 => arb_magnitude(-300..300),
    ]
}

/// A positive number, its exponent of ten drawn evenly from a range.
pub(crate) fn arb_magnitude(exponents: std::ops::Range<i32>) -> impl Strategy<Value = f64> {
    (1.0..10.0_f64, exponents).prop_map(|(mantissa, exponent)| mantissa * 10_f64.powi(exponent))
}

fn arb_leaf() -> impl Strategy<Value = Tree> {
    prop_oneof![
        2 => Just(Tree::Variable(Axis::X0)),
        2 => Just(Tree::Variable(Axis::X1)),
        2 => arb_number().prop_map(Tree::Number),
    ]
}

fn unary(op: Unary, a: Tree) -> Tree {
    Tree::Unary(op, Box::new(a))
}

fn binary(op: Binary, a: Tree, b: Tree) -> Tree {
    Tree::Binary(op, Box::new(a), Box::new(b))
}

/// Expressions of `+ - * /` and the negative sign alone.
pub(crate) fn arb_arithmetic() -> impl Strategy<Value = Tree> {
    arb_leaf().prop_recursive(6, 48, 2, |inner| {
        let pair = (prop::sample::select(&ARITHMETIC), inner.clone(), inner.clone());
        prop_oneof![
            6 => pair.prop_map(|(op, a, b)| binary(op, a, b)),
            1 => inner.prop_map(|a| unary(Unary::Negate, a)),
        ]
    })
}

/// Expressions with the operations that other libraries have too.
pub(crate) fn arb_expression() -> impl Strategy<Value = Tree> {
    arb_expression_of(&COMMON_BINARY, &COMMON_FUNCTIONS)
}

/// Expressions with every operation there is.
pub(crate) fn arb_full_expression() -> impl Strategy<Value = Tree> {
    let part = || arb_expression_of(&BINARY, &Unary::FUNCTIONS);
    let condition = (prop::sample::select(&BINARY[11..]), part(), part());
    let condition = condition.prop_map(|(op, a, b)| binary(op, a, b));
    let choice = (condition, part(), part(), prop::sample::select(&ARITHMETIC), part());
    prop_oneof![
        4 => part(),
        1 => choice.prop_map(|(c, a, b, op, other)| binary(op, Tree::Choice(Box::new([c, a, b])), other)),
    ]
}

fn arb_expression_of(
    binary_ops: &'static [Binary],
    functions: &'static [Unary],
) -> impl Strategy<Value = Tree> {
    arb_leaf().prop_recursive(5, 32, 2, move |inner| {
        let arithmetic = (prop::sample::select(&ARITHMETIC), inner.clone(), inner.clone());
        let any_binary = (prop::sample::select(binary_ops), inner.clone(), inner.clone());
        let function = (prop::sample::select(functions), inner.clone());
        let power = (inner.clone(), -3_i8..=4);
        prop_oneof![
            4 => arithmetic.prop_map(|(op, a, b)| binary(op, a, b)),
            2 => any_binary.prop_map(|(op, a, b)| binary(op, a, b)),
            4 => function.prop_map(|(op, a)| unary(op, a)),
            1 => power.prop_map(|(a, n)| binary(Binary::Power, a, integer(n))),
            1 => inner.prop_map(|a| unary(Unary::Negate, a)),
        ]
    })
}

fn integer(n: i8) -> Tree {
    let magnitude = Tree::Number(f64::from(n.unsigned_abs()));
    if n < 0 { unary(Unary::Negate, magnitude) } else { magnitude }
}
