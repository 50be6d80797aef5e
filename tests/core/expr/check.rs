//! What must hold for any text whatever: a program or an error, each as it should be, and meval's value of it.
//!
//! Five properties try 4000 texts each time, the same ones for the same seed. `GRADFIELD_FUZZ_CASES=200000` tries as many
//! of each, a million in all, and `GRADFIELD_FUZZ_SEED=7` others than usual.

use std::sync::Arc;

use gradfield::differentiate::Method;
use gradfield::expr::{ExpressionError, Parameters, Program, free_names, parse_with};
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GridSpec, Progress};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use crate::oracle::texts;

/// How many texts are tried, and which.
pub(super) fn config() -> ProptestConfig {
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse::<u32>().ok());
    ProptestConfig {
        cases: number("GRADFIELD_FUZZ_CASES").unwrap_or(4000),
        rng_seed: RngSeed::Fixed(number("GRADFIELD_FUZZ_SEED").unwrap_or(5).into()),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Pieces of text that are or look like parts of an expression.
pub(super) fn pieces() -> impl Strategy<Value = &'static str> {
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
pub(super) fn check(text: &str) -> Result<(), TestCaseError> {
    // Whatever is free has a value.
    let parameters: Parameters =
        free_names(text).into_iter().zip([1.5, -2.0, 0.25].into_iter().cycle()).collect();
    match parse_with(text, &parameters) {
        Ok(program) => {
            let again = parse_with(program.text(), &parameters);
            prop_assert_eq!(again.as_ref().map(Program::text), Ok(program.text()), "{}", text);
            prop_assert_eq!(again.as_ref(), Ok(&program), "{}", text);
            // The canonical text has nothing that meval lacks but names.
            texts::compare(program.text(), &program, &parameters).map_err(TestCaseError::fail)?;
            if texts::takes(text, &parameters) {
                texts::compare(text, &program, &parameters).map_err(TestCaseError::fail)?;
            }
            compute_field(program);
        }
        Err(error) => {
            prop_assert!(!texts::takes(text, &parameters) || is_ours_alone(&error), "{text:?} {error:?}");
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
                // The line ends before the spaces that a mark may stand under.
                let is_aligned = mark <= line + 1 || text.ends_with(char::is_whitespace);
                prop_assert!(line <= 104 && mark <= 104 && is_aligned, "{marked}");
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

/// Whether we refuse what meval takes on purpose: numbers that it reads as infinity or 0, and texts without end.
fn is_ours_alone(error: &ExpressionError) -> bool {
    ["is too large", "is too small", "the limit is"].iter().any(|reason| error.message.contains(reason))
}
