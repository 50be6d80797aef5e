//! What holds for every text, on its way from text to program to field.
//!
//! 20,000 texts each time; `GRADFIELD_FUZZ_CASES=1000000` tries as many of each kind.

use std::sync::Arc;

use gradfield::differentiate::Method;
use gradfield::eval::scalar::evaluate;
use gradfield::expr::{Axis, Binary, Parameters, Program, Unary, free_names, parse, parse_with};
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GridSpec, Progress};
use proptest::prelude::*;
use proptest::sample::select;

/// A function as a tree, to be spelled and evaluated without the parser.
#[derive(Clone, Debug)]
enum Tree {
    Number(f64),
    Variable(Axis),
    Plus(Box<Tree>),
    Unary(Unary, Box<Tree>),
    Binary(Binary, Box<Tree>, Box<Tree>),
    Several(Binary, Vec<Tree>),
}

impl Tree {
    fn value(&self, x: [f64; 2]) -> f64 {
        match self {
            Self::Number(value) => *value,
            Self::Variable(axis) => x[axis.index()],
            Self::Plus(a) => a.value(x),
            Self::Unary(op, a) => op.apply(a.value(x)),
            Self::Binary(op, a, b) => op.apply(a.value(x), b.value(x)),
            Self::Several(op, all) => {
                all.iter().map(|a| a.value(x)).reduce(|a, b| op.apply(a, b)).expect("at least one")
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
            Self::Binary(op @ Binary::Atan2, a, b) => {
                format!("{}({}, {})", op.name(), a.bracketed(), b.bracketed())
            }
            Self::Binary(op, a, b) => format!("({}){}({})", a.bracketed(), op.name(), b.bracketed()),
            Self::Several(op, all) => {
                let all: Vec<_> = all.iter().map(Self::bracketed).collect();
                format!("{}({})", op.name(), all.join(","))
            }
        }
    }
}

fn trees() -> impl Strategy<Value = Tree> {
    let number = prop_oneof![
        3 => select(vec![0.0, 1.0, 2.0, 3.0, 0.5, 10.0, 1e-49, 1e8, 0.1]),
        1 => any::<f64>().prop_filter("finite", |v| v.is_finite()).prop_map(f64::abs),
    ];
    let leaf =
        prop_oneof![number.prop_map(Tree::Number), select(Axis::ALL.to_vec()).prop_map(Tree::Variable)];
    let unary: Vec<Unary> = [Unary::Negate; 12].into_iter().chain(Unary::FUNCTIONS).collect();
    let binary = [
        Binary::Add,
        Binary::Subtract,
        Binary::Multiply,
        Binary::Divide,
        Binary::Remainder,
        Binary::Power,
        Binary::Atan2,
    ];
    leaf.prop_recursive(8, 60, 3, move |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        prop_oneof![
            1 => boxed().prop_map(Tree::Plus),
            6 => (select(unary.clone()), boxed()).prop_map(|(op, a)| Tree::Unary(op, a)),
            9 => (select(binary.to_vec()), boxed(), boxed()).prop_map(|(op, a, b)| Tree::Binary(op, a, b)),
            1 => (select(vec![Binary::Maximum, Binary::Minimum]), prop::collection::vec(inner.clone(), 1..4))
                .prop_map(|(op, all)| Tree::Several(op, all)),
        ]
    })
}

/// Pieces of text that are or look like parts of an expression.
fn pieces() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        4 => select(vec!["x0", "x1", "2", ".5", "1e-4", "pi", "e", "(x0)"]),
        4 => select(vec!["+", "-", "*", "/", "%", "^", "**", "−", "·", " "]),
        3 => select(vec!["(", ")", ",", "sin(", "max(", "atan2(", "sin"]),
        2 => select(vec![
            "x[0]", "x[1]", "x", "y", "np.sum(x**2)", "np.sum(", "np.log(", "np.", "sum(x)", "|", "|", "√", "√x0", "²",
            "x₀²", "⁻¹", "2x0", "πx1", "[0]", "lambda x:", "lambda u, v:", "def f(x):", "return ", "f(x, y) =", "z =",
            "# ", "axis=1", ":", "->", "if x.ndim == 1:", "else:", "np.linalg.norm(x)", "np.max(", "a", "a",
        ]),
        1 => select(vec![
            "x", "np", ".", "e", "1e", "1e400", "0,5", "=", "==", "|", "x₀", "π", "²", "[", "]", "\u{a0}", "\t", "\n",
            "\u{200b}", "\u{301}", "é", "𝑥", "_", "1_0", "5.", "//", "!", "\\", "\"", "\u{0}", "\u{1b}",
        ]),
    ]
}

/// What must hold for any text whatever.
fn check(text: &str) -> Result<(), TestCaseError> {
    // Whatever is free has a value.
    let parameters: Parameters =
        free_names(text).into_iter().zip([1.5, -2.0, 0.25].into_iter().cycle()).collect();
    match parse_with(text, &parameters) {
        Ok(program) => {
            let again = parse_with(program.text(), &parameters);
            prop_assert_eq!(again.as_ref().map(Program::text), Ok(program.text()), "{}", text);
            prop_assert_eq!(again.as_ref(), Ok(&program), "{}", text);
            compute_field(program);
        }
        Err(error) => {
            prop_assert!(text.get(error.span.clone()).is_some(), "{text:?} {error:?}");
            prop_assert!(!error.to_string().contains("defect"), "{text:?} {error:?}");
            prop_assert!(!error.to_string().contains(char::is_control), "{error:?}");
            prop_assert!(error.message.chars().count() <= 100, "{error}");
            let marked = error.marked(text);
            let lines: Vec<&str> = marked.lines().collect();
            let of_text = if text.trim().is_empty() { 0 } else { 2 };
            let expected = 1 + of_text + usize::from(error.suggestion.is_some());
            prop_assert_eq!(lines.len(), expected, "{}", marked);
            if of_text > 0 {
                let (line, mark) = (lines[1].chars().count(), lines[2].chars().count());
                prop_assert!(line <= 104 && mark <= line + 1, "{marked}");
                prop_assert!(lines[2].trim_start().trim_end_matches('~') == "^", "{marked}");
            }
        }
    }
    Ok(())
}

/// A small field of a function, whatever its values.
fn compute_field(program: Program) {
    let axis = AxisSpec { min: -1.0, max: 1.0, step: 0.5 };
    let grid = GridSpec { axes: [axis, axis], closed: true };
    let request =
        FieldRequest::new(Arc::new(program), grid, Method::default(), 1e-4).expect("a field can be");
    let field = field::compute(&request, &CancelToken::new(), &Progress::new()).expect("nobody cancels");
    assert_eq!(field.len(), 25);
}

/// How many texts of a kind are tried.
fn cases() -> u32 {
    std::env::var("GRADFIELD_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(5000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_tree_survives_its_spelling(tree in trees(), x0 in -3.0..3.0, x1 in -3.0..3.0) {
        let text = tree.bracketed();
        prop_assume!(text.len() <= 4096);
        let program = parse(&text).map_err(|error| TestCaseError::fail(error.marked(&text)))?;
        let (found, expected) = (evaluate(&program, [x0, x1]), tree.value([x0, x1]));
        prop_assert!(
            found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan(),
            "{} = {}, not {}", program.text(), found, expected
        );
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
