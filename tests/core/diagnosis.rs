//! The sentence about missing arrows.

use std::sync::Arc;

use gradfield::analysis::{Remedy, census, diagnose};
use gradfield::differentiate::{Method, Precision, Scheme};
use gradfield::expr;
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GridSpec, Progress};

/// A function on an axis each, h, the sentence, whether something is wrong, and the h that would help.
struct Case(&'static str, [AxisSpec; 2], f64, &'static str, bool, Option<f64>);

const USUAL: AxisSpec = AxisSpec { min: -2.0, max: 2.0, step: 0.25 };
const FAR: AxisSpec = AxisSpec { min: 1e13, max: 1e13 + 4.0, step: 0.25 };

const TINY: AxisSpec = AxisSpec { min: 0.0, max: 1e-300, step: 1e-301 };

const CASES: [Case; 16] = [
    Case("x0 + x1", [USUAL; 2], 1e-4, "Every one of the 256 gradients can be drawn.", false, None),
    Case(
        "x0^2 + x1^2",
        [USUAL; 2],
        1e-4,
        "At 1 point both differences are exactly 0 (ring): f is the same at both ends.",
        false,
        None,
    ),
    Case(
        "x0^2 + x1^2",
        [USUAL; 2],
        10e-50,
        "No arrow is left: h = 1e-49 is too small. At 225 of 256 points x + h is x itself; at the other 31 f does not change.",
        true,
        Some(1e-4),
    ),
    Case(
        "x0^2 + x1^2",
        [USUAL; 2],
        1e-16,
        "Arrows are missing: h = 1e-16 is too small. At 49 of 256 points x + h is x itself; at 127 more f does not change. Those left may be off too.",
        true,
        Some(1e-4),
    ),
    Case(
        "x0^2 + x1^2 + 1e8",
        [USUAL; 2],
        1e-10,
        "No arrow is left: at all 256 points f is the same number at both ends of each difference. Either f is flat there, or h = 1e-10 is too small for the digits of f.",
        true,
        Some(1e-4),
    ),
    // The same with an h for which there is no usual remedy.
    Case(
        "x0^2 + x1^2 + 1e20",
        [USUAL; 2],
        1e-3,
        "No arrow is left: at all 256 points f is the same number at both ends of each difference. Either f is flat there, or h = 0.001 is too small for the digits of f.",
        true,
        None,
    ),
    Case(
        "7",
        [USUAL; 2],
        1e-4,
        "f is constant: its gradient is 0 at all 256 points, and rightly so.",
        false,
        None,
    ),
    Case(
        "1/x0",
        [USUAL; 2],
        1e-4,
        "At 16 of 256 points f or a difference is not finite (diamonds).",
        true,
        None,
    ),
    Case(
        "sqrt(-1 - x0^2)",
        [USUAL; 2],
        1e-4,
        "f is not a finite number at any of the 256 points; choose a range where it is defined.",
        true,
        None,
    ),
    Case(
        "floor(x0) + floor(x1)",
        [USUAL; 2],
        1e-4,
        "At 144 points both differences are exactly 0 (ring): f is the same at both ends.",
        false,
        None,
    ),
    // Both kinds of missing arrow: neither hides the other.
    Case(
        "x0^2*sqrt(x1)",
        [USUAL; 2],
        1e-4,
        "At 7 points both differences are exactly 0 (ring): f is the same at both ends. At 144 of 256 points f or a difference is not finite (diamonds).",
        true,
        None,
    ),
    // x1 swallows h, but f does not depend on it.
    Case(
        "x0^2",
        [USUAL, FAR],
        1e-4,
        "At 16 points both differences are exactly 0 (ring): f is the same at both ends.",
        false,
        None,
    ),
    Case(
        "x1/1e13",
        [USUAL, FAR],
        1e-4,
        "No arrow is left: h = 1e-4 is too small. At 256 of 256 points x + h is x itself.",
        true,
        Some(6e7),
    ),
    Case(
        "x0^2 + x1",
        [USUAL, FAR],
        1e-4,
        "No arrow is left: h = 1e-4 is too small. At 256 of 256 points x + h is x itself in one coordinate.",
        true,
        Some(6e7),
    ),
    Case(
        "x0^2 + x1^2",
        [TINY; 2],
        1e-4,
        "No arrow is left: h = 1e-4 is larger than the whole grid, so every difference reaches far beyond it.",
        true,
        Some(1e-303),
    ),
    // The one arrow left, at the origin, is right: x0 itself is what f is of there.
    Case(
        "x0^3/3 - x0 + x1^2",
        [USUAL; 2],
        10e-50,
        "Arrows are missing: h = 1e-49 is too small. At 225 of 256 points x + h is x itself; at 30 more f does not change. Those left may be off too.",
        true,
        Some(1e-4),
    ),
];

#[test]
fn says_why_arrows_are_missing() {
    for Case(text, axes, h, sentence, serious, remedy) in CASES {
        let grid = GridSpec { axes, closed: false };
        let program = Arc::new(expr::parse(text).unwrap());
        let request = FieldRequest::new(program, grid, Scheme::Central, h).unwrap();
        let field = field::compute(&request, &CancelToken::new(), &Progress::new()).unwrap();
        let diagnosis = diagnose(&field, None);
        assert_eq!((diagnosis.text.as_str(), diagnosis.serious), (sentence, serious), "{text} with h = {h}");
        let remedy = remedy.map(Remedy::UseH);
        assert_eq!(diagnosis.remedy, remedy, "{text} with h = {h}");
    }
}

const CENTRAL: Method = Method {
    scheme: Scheme::Central,
    precision: Precision::F64,
    divisor: gradfield::differentiate::Divisor::Nominal,
};

/// The same once it is known what each arrow is worth.
struct Judged(&'static str, Method, f64, &'static str, bool, Option<f64>);

const JUDGED: [Judged; 12] = [
    Judged(
        "x0^2 + x1^2",
        CENTRAL,
        1e-4,
        "At 1 point the gradient is 0, so there is rightly no arrow (ring); all 255 others are right to three digits or more.",
        false,
        None,
    ),
    Judged(
        "sin(5*x0) + x1^2",
        CENTRAL,
        1e-4,
        "Every one of the 256 arrows is right to three digits or more.",
        false,
        None,
    ),
    Judged(
        "x0^2 + x1^2",
        CENTRAL,
        10e-50,
        "No arrow is left: h = 1e-49 is too small; at 255 of 256 points x + h is x itself.",
        true,
        Some(1e-4),
    ),
    Judged(
        "x0^2 + x1^2 + 1e8",
        CENTRAL,
        1e-10,
        "No arrow is left: h = 1e-10 is too small; at 255 of 256 points f comes out the same at both ends.",
        true,
        Some(1e-4),
    ),
    Judged(
        "sin(5*x0) + x1^2",
        CENTRAL,
        0.5,
        "256 arrows are off by more than 0.1 %: h = 0.5 is too large, f bends within the step.",
        true,
        Some(1e-4),
    ),
    Judged(
        "abs(x0) + x1^2",
        CENTRAL,
        1e-4,
        "At 16 of 256 points f or its gradient is not finite, or there is a kink (diamonds).",
        true,
        None,
    ),
    Judged(
        "floor(x0) + 0*x1",
        CENTRAL,
        1e-4,
        "At 64 of 256 points f or its gradient is not finite, or there is a kink (diamonds).",
        true,
        None,
    ),
    Judged(
        "3",
        CENTRAL,
        1e-4,
        "f is constant: its gradient is 0 at all 256 points, and rightly so.",
        false,
        None,
    ),
    Judged(
        "x0*x1 - x0*x1",
        CENTRAL,
        1e-4,
        "At 256 points the gradient is 0, so there is rightly no arrow (ring).",
        false,
        None,
    ),
    Judged(
        "ln(-1 - x0^2)",
        CENTRAL,
        1e-4,
        "f is not a finite number at any of the 256 points; choose a range where it is defined.",
        true,
        None,
    ),
    Judged(
        "x0^2 + x1^2",
        Method { precision: Precision::F16, ..CENTRAL },
        1e-4,
        "Arrows are missing: h = 1e-4 is too small; at 247 of 256 points x + h is x itself. 8 arrows are off by more than 0.1 %: h = 1e-4 is too small for the digits of f16.",
        true,
        Some(0.2),
    ),
    Judged(
        "sin(5*x0) + x1^2",
        Method { precision: Precision::Bf16, scheme: Scheme::Exact, ..CENTRAL },
        1e-4,
        "176 arrows are off by more than 0.1 %: bf16 has too few digits for this formula.",
        true,
        None,
    ),
];

#[test]
fn says_what_is_wrong_with_the_arrows() {
    for Judged(text, method, h, sentence, serious, remedy) in JUDGED {
        let grid = GridSpec { axes: [USUAL; 2], closed: false };
        let program = Arc::new(expr::parse(text).unwrap());
        let request = FieldRequest::new(program, grid, method, h).unwrap();
        let (cancel, progress) = (CancelToken::new(), Progress::new());
        let field = field::compute(&request, &cancel, &progress).unwrap();
        let diagnosis = diagnose(&field, Some(&census(&field, &cancel, &progress).unwrap()));
        assert_eq!((diagnosis.text.as_str(), diagnosis.serious), (sentence, serious), "{text} with h = {h}");
        assert_eq!(diagnosis.remedy, remedy.map(Remedy::UseH), "{text} with h = {h}");
    }
}
