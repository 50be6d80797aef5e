//! The sentence about missing arrows.

use std::sync::Arc;

use gradfield::analysis::{Cause, Census, Remedy, census, diagnose};
use gradfield::differentiate::{Method, Precision, Scheme};
use gradfield::expr;
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GradientField, GridSpec, Progress};

/// A function on an axis each, h, the sentence, whether something is wrong, and the h that would help.
struct Case(&'static str, [AxisSpec; 2], f64, &'static str, bool, Option<f64>);

const USUAL: AxisSpec = AxisSpec { min: -2.0, max: 2.0, step: 0.25 };
const FAR: AxisSpec = AxisSpec { min: 1e13, max: 1e13 + 4.0, step: 0.25 };

const BOWL: &str = "x0^2 + x1^2";
const TINY: AxisSpec = AxisSpec { min: 0.0, max: 1e-300, step: 1e-301 };

const CASES: [Case; 17] = [
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
    // The squares of such numbers are 0, so that no h helps.
    Case(
        "x0^2 + x1^2",
        [TINY; 2],
        1e-4,
        "No arrow is left: h = 1e-4 is larger than the whole grid, so every difference reaches far beyond it.",
        true,
        None,
    ),
    Case(
        "cos(1e300*x0)",
        [TINY; 2],
        1e-4,
        "No arrow is left: h = 1e-4 is larger than the whole grid, so every difference reaches far beyond it.",
        true,
        Some(1e-305),
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

/// The same by other methods: a function, the method, h, the sentence, and whether something is wrong.
#[test]
fn what_is_absorbed_depends_on_the_precision() {
    let single = Method { precision: Precision::F32, ..CENTRAL };
    let of = |scheme| Method { scheme, ..CENTRAL };
    for (text, method, h, sentence, serious) in [
        (
            BOWL,
            single,
            1e-8,
            "Arrows are missing: h = 1e-8 is too small. At 169 of 256 points x + h is x itself; at 79 more f does not change. Those left \
             may be off too.",
            true,
        ),
        // In f64 that is no more than half a unit of any coordinate.
        (
            BOWL,
            Method { precision: Precision::F16, ..CENTRAL },
            1e-4,
            "Arrows are missing: h = 1e-4 is too small. At 169 of 256 points x + h is x itself; at 79 more f does not change. Those left \
             may be off too.",
            true,
        ),
        ("x0^3 + x1", of(Scheme::Exact), 1e-4, "Every one of the 256 gradients can be drawn.", false),
        (
            "exp(x0 - 20)",
            Method { precision: Precision::F16, ..of(Scheme::Exact) },
            1e-4,
            "No arrow is left: at all 256 points the derivative comes out as 0.",
            true,
        ),
        (
            BOWL,
            of(Scheme::ComplexStep),
            1e-4,
            "There is no arrow (ring) at 1 of 256 points: the derivative comes out as 0.",
            false,
        ),
    ] {
        let diagnosis = diagnose(&field_of(text, method, h), None);
        assert_eq!((diagnosis.text.as_str(), diagnosis.serious), (sentence, serious), "{text}, {method:?}");
    }
}

/// On the grid of 256 points.
fn field_of(text: &str, method: Method, h: f64) -> GradientField {
    let grid = GridSpec { axes: [USUAL; 2], closed: false };
    let request = FieldRequest::new(Arc::new(expr::parse(text).unwrap()), grid, method, h).unwrap();
    field::compute(&request, &CancelToken::new(), &Progress::new()).unwrap()
}

fn census_of(field: &GradientField) -> Census {
    census(field, &CancelToken::new(), &Progress::new()).unwrap()
}

/// The mean of the digits that are right, none of an arrow that is off by more than all of it.
fn digits(census: &Census, nodes: &[usize]) -> f64 {
    let error = |&node: &usize| Some(census.relative_error[node]).filter(|error| !error.is_nan());
    let error = |node: &usize| error(node).unwrap_or(1.0).clamp(f64::EPSILON, 1.0);
    nodes.iter().map(|node| -error(node).log10()).sum::<f64>() / nodes.len() as f64
}

/// Wherever another h is offered, the arrows that are bad come out better by it, and so do all on the average.
#[test]
fn a_remedy_helps() {
    let functions = [
        BOWL,
        "x0^2 + x1^2 + 1e14",
        "x0^2 + x1^2 + 1e8",
        "sin(5*x0) + x1^2",
        "sin(1e5*x0)",
        "exp(3*x0)*cos(x1)",
        "ln(x0 + 2.1) + x1",
        "1e-9*x0*x1 + 1",
        "1e30/(1 + x0^2 + x1^2)",
    ];
    let (mut offered, mut helped, mut failures) = (0, 0, vec![]);
    let all: Vec<usize> = (0..256).collect();
    for text in functions {
        for scheme in [Scheme::Forward, Scheme::Central, Scheme::Richardson, Scheme::ComplexStep] {
            for precision in [Precision::F64, Precision::F32, Precision::Bf16] {
                if scheme == Scheme::ComplexStep && precision != Precision::F64 {
                    continue;
                }
                for h in [1e-49, 1e-16, 1e-10, 1e-3, 0.5, 1e3] {
                    let method = Method { scheme, precision, ..CENTRAL };
                    let field = field_of(text, method, h);
                    let census = census_of(&field);
                    let bad: Vec<usize> =
                        (0..field.len()).filter(|&node| census.causes[node] >= Cause::Absorbed).collect();
                    for diagnosis in [diagnose(&field, None), diagnose(&field, Some(&census))] {
                        let Some(Remedy::UseH(better)) = diagnosis.remedy else { continue };
                        let place = format!("{text}, {scheme} in {precision}, h = {h:e} -> {better:e}");
                        let after = census_of(&field_of(text, method, better));
                        // Of the few that were good some may not be looked at: one node in 16 is.
                        let missed = field.len() / 16;
                        let is_better = digits(&after, &bad) > digits(&census, &bad)
                            && digits(&after, &all) >= digits(&census, &all)
                            && after.count(Cause::Good) + missed >= census.count(Cause::Good);
                        if !is_better {
                            failures.push(place);
                        }
                        offered += 1;
                    }
                    helped += usize::from(bad.is_empty() || diagnose(&field, Some(&census)).remedy.is_some());
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    // Of 9 functions, 10 methods and 6 steps.
    assert!(offered > 300 && helped > 400, "{offered} {helped}");
}

const CENTRAL: Method = Method {
    scheme: Scheme::Central,
    precision: Precision::F64,
    divisor: gradfield::differentiate::Divisor::Nominal,
};

/// The same once it is known what each arrow is worth.
struct Judged(&'static str, Method, f64, &'static str, bool, Option<f64>);

const JUDGED: [Judged; 22] = [
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
        "At 16 of 256 points f has a kink or a jump, or the chain rule cannot tell its slope (diamonds).",
        true,
        None,
    ),
    Judged(
        "sqrt(x0) + x1",
        CENTRAL,
        1e-4,
        "At 128 of 256 points f is not a finite number; at 16 the slope of f is infinite or too large (diamonds).",
        true,
        None,
    ),
    Judged(
        "ln(x0 + 2.1)",
        CENTRAL,
        0.11,
        "112 arrows are off by more than 0.1 %: h = 0.11 is too large, f bends within the step. At 16 of 256 points a step of h = 0.11 leads to \
         where f is not a finite number (diamonds).",
        true,
        Some(1e-4),
    ),
    Judged(
        "floor(x0) + 0*x1",
        CENTRAL,
        1e-4,
        "At 64 of 256 points f has a kink or a jump, or the chain rule cannot tell its slope (diamonds).",
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
        Some(1.0),
    ),
    Judged(
        "sin(5*x0) + x1^2",
        Method { precision: Precision::Bf16, scheme: Scheme::Exact, ..CENTRAL },
        1e-4,
        "176 arrows are off by more than 0.1 %: bf16 has too few digits for this formula.",
        true,
        None,
    ),
    Judged(
        BOWL,
        Method { scheme: Scheme::Forward, ..CENTRAL },
        1e-4,
        "At 1 point the gradient is 0, and the arrow there is nothing but error; all 255 others are right to three digits or more.",
        false,
        None,
    ),
    // Nothing is added to anything, and there are no ends.
    Judged(
        "exp(4*x0 - 11)",
        Method { precision: Precision::F16, scheme: Scheme::Exact, ..CENTRAL },
        1e-4,
        "Arrows are missing: at 32 of 256 points the derivative comes out as 0 in f16. 80 arrows are off by more than 0.1 %: f16 has too few digits for this formula.",
        true,
        None,
    ),
    Judged(
        "sin(1e9*x0)",
        Method { scheme: Scheme::ComplexStep, ..CENTRAL },
        1e-8,
        "256 arrows are off by more than 0.1 %: h = 1e-8 is too large, f bends within the step.",
        true,
        Some(1e-19),
    ),
    Judged(
        "3.01*x0",
        Method { precision: Precision::Bf16, ..CENTRAL },
        0.5,
        "256 arrows are off by more than 0.1 %: a few roundings in bf16 come to as much.",
        true,
        None,
    ),
    Judged(
        "x0*x1 - x0*x1",
        Method { precision: Precision::F16, ..CENTRAL },
        1e-49,
        "At 256 points the gradient is 0, but the step comes out as 0 in f16, and the difference is 0/0 (diamonds).",
        true,
        None,
    ),
    // Beside 1e14 the usual step is lost as well, and beside 1e20 all are.
    Judged(
        "x0^2 + x1^2 + 1e14",
        CENTRAL,
        1e-6,
        "No arrow is left: h = 1e-6 is too small; at 255 of 256 points f comes out the same at both ends.",
        true,
        Some(1.0),
    ),
    Judged(
        "x0^2 + x1^2 + 1e20",
        CENTRAL,
        1e-6,
        "No arrow is left: h = 1e-6 is too small; at 255 of 256 points f comes out the same at both ends.",
        true,
        None,
    ),
    Judged(
        "sin(1e5*x0)",
        CENTRAL,
        1e-3,
        "256 arrows are off by more than 0.1 %: h = 0.001 is too large, f bends within the step.",
        true,
        Some(1e-9),
    ),
];

#[test]
fn says_what_is_wrong_with_the_arrows() {
    let mut failures = vec![];
    for Judged(text, method, h, sentence, serious, remedy) in JUDGED {
        let grid = GridSpec { axes: [USUAL; 2], closed: false };
        let program = Arc::new(expr::parse(text).unwrap());
        let request = FieldRequest::new(program, grid, method, h).unwrap();
        let (cancel, progress) = (CancelToken::new(), Progress::new());
        let field = field::compute(&request, &cancel, &progress).unwrap();
        let diagnosis = diagnose(&field, Some(&census(&field, &cancel, &progress).unwrap()));
        let found = (diagnosis.text.as_str(), diagnosis.serious, diagnosis.remedy);
        if found != (sentence, serious, remedy.map(Remedy::UseH)) {
            failures.push(format!("{text} with h = {h}: {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
