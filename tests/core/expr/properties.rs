//! What holds for every text, on its way from text to program to field.
//!
//! See [`super::check`] for what that is, and [`super::corpus`] for texts that grow out of real ones.

use gradfield::eval::scalar::evaluate;
use gradfield::expr::{Axis, Binary, FUNCTIONS, Unary, parse};
use proptest::prelude::*;
use proptest::sample::select;

use super::check::{check, config, pieces};
use crate::oracle::texts::meaning;
use crate::support::same;

/// A function as a tree, to be spelled and evaluated without the parser.
#[derive(Clone, Debug)]
enum Tree {
    Number(f64),
    Variable(Axis),
    Plus(Box<Tree>),
    Unary(Unary, Box<Tree>),
    Binary(Binary, Box<Tree>, Box<Tree>),
    /// A function by any of its names.
    Call(&'static str, Vec<Tree>),
}

impl Tree {
    fn value(&self, x: [f64; 2]) -> f64 {
        match self {
            Self::Number(value) => *value,
            Self::Variable(axis) => x[axis.index()],
            Self::Plus(a) => a.value(x),
            Self::Unary(op, a) => op.apply(a.value(x)),
            Self::Binary(op, a, b) => op.apply(a.value(x), b.value(x)),
            Self::Call(name, all) => {
                let arguments: Vec<f64> = all.iter().map(|a| a.value(x)).collect();
                let function = FUNCTIONS.iter().find(|function| function.answers_to(name));
                function.and_then(|function| meaning(function.name, &arguments)).expect("it has a meaning")
            }
        }
    }

    /// Every operand in brackets, so that no precedence is at work.
    fn bracketed(&self) -> String {
        match self {
            Self::Number(value) => format!("{value:?}"),
            Self::Variable(axis) => axis.name().to_owned(),
            Self::Plus(a) => format!("+({})", a.bracketed()),
            Self::Unary(op, a) => format!("{}({})", op.name(), a.bracketed()),
            Self::Binary(op, a, b) => format!("({}){}({})", a.bracketed(), op.name(), b.bracketed()),
            Self::Call(name, all) => {
                let all: Vec<_> = all.iter().map(Self::bracketed).collect();
                format!("{name}({})", all.join(","))
            }
        }
    }
}

/// Every function by all its names, and how many arguments it takes; `max` and `min` take one to three.
fn calls() -> Vec<(&'static str, usize)> {
    let mut calls = Vec::new();
    for function in &FUNCTIONS {
        let counts = (1..=3).filter(|&count| meaning(function.name, &[0.5; 3][..count]).is_some());
        for count in counts {
            let names = function.aliases.iter().chain([&function.name]);
            calls.extend(names.map(|&name| (name, count)));
        }
    }
    calls
}

fn trees() -> impl Strategy<Value = Tree> {
    let number = prop_oneof![
        3 => select(vec![0.0, 1.0, 2.0, 3.0, 0.5, 10.0, 1e-49, 1e8, 0.1]),
        1 => any::<f64>().prop_filter("finite", |v| v.is_finite()).prop_map(f64::abs),
    ];
    let leaf =
        prop_oneof![number.prop_map(Tree::Number), select(Axis::ALL.to_vec()).prop_map(Tree::Variable)];
    let binary =
        [Binary::Add, Binary::Subtract, Binary::Multiply, Binary::Divide, Binary::Remainder, Binary::Power];
    leaf.prop_recursive(8, 60, 3, move |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        prop_oneof![
            1 => boxed().prop_map(Tree::Plus),
            2 => boxed().prop_map(|a| Tree::Unary(Unary::Negate, a)),
            5 => (select(calls()), prop::collection::vec(inner.clone(), 3)).prop_map(|((name, most), mut all)| {
                all.truncate(most);
                Tree::Call(name, all)
            }),
            9 => (select(binary.to_vec()), boxed(), boxed()).prop_map(|(op, a, b)| Tree::Binary(op, a, b)),
        ]
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_tree_survives_its_spelling(tree in trees(), x0 in -3.0..3.0, x1 in -3.0..3.0) {
        let text = tree.bracketed();
        prop_assume!(text.len() <= 4096);
        let program = parse(&text).map_err(|error| TestCaseError::fail(error.marked(&text)))?;
        let (found, expected) = (evaluate(&program, [x0, x1]), tree.value([x0, x1]));
        prop_assert!(same(found, expected), "{} = {}, not {}", program.text(), found, expected);
        check(&text)?;
    }

    #[test]
    fn a_slip_in_a_good_text_is_found(tree in trees(), at in any::<prop::sample::Index>(), piece in pieces(), cut in 0..3_usize) {
        let text = parse(&tree.bracketed()).map_or_else(|_| tree.bracketed(), |program| program.text().to_owned());
        let at = text.floor_char_boundary(at.index(text.len() + 1));
        let end = (at + cut).min(text.len());
        check(&format!("{}{piece}{}", &text[..at], &text[end..]))?;
        check(&format!("{}{}", &text[..at], &text[end..]))?;
    }

    #[test]
    fn no_mixture_of_pieces_is_a_surprise(pieces in prop::collection::vec(pieces(), 0..30)) {
        check(&pieces.concat())?;
    }

    #[test]
    fn no_unicode_is_a_surprise(characters in prop::collection::vec(any::<char>(), 0..200)) {
        check(&characters.into_iter().collect::<String>())?;
    }
}

#[test]
fn every_short_text_is_understood_or_refused() {
    // All texts of up to 4 pieces, which covers every pair of neighbours in every state of the walk.
    let pieces = ["x0", "2", "+", "*", "^", "(", ")", ",", "sin(", "max(", ".", "e"];
    for length in 0..=4_u32 {
        for mut code in 0..pieces.len().pow(length) {
            let mut text = String::new();
            for _ in 0..length {
                text.push_str(pieces[code % pieces.len()]);
                code /= pieces.len();
            }
            check(&text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
            if let Err(error) = parse(&text)
                && !text.is_empty()
                && text.parse::<meval::Expr>().is_ok()
            {
                // meval takes any name with any number of arguments; nothing else may be refused.
                let known =
                    ["is not known", "no function called", "is not a function", "argument", "decimal"];
                assert!(known.iter().any(|reason| error.message.contains(reason)), "{text:?}: {error}");
            }
        }
    }
}

#[test]
fn every_function_is_drawn() {
    let drawn: Vec<&str> = calls().into_iter().map(|(name, _)| name).collect();
    for function in &FUNCTIONS {
        assert!(drawn.contains(&function.name), "{} has no meaning in these tests", function.name);
    }
}
