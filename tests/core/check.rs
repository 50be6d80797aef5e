//! A gradient that somebody has written down, held against the exact one.

use std::sync::Arc;

use gradfield::analysis::{Check, Claim, ClaimVerdict, check};
use gradfield::differentiate::{Method, Precision, Scheme};
use gradfield::expr;
use gradfield::field::{AxisSpec, CancelToken, Cancelled, FieldRequest, GridSpec, Progress};

/// -2, -1.75 ... 1.75: 256 nodes, and 0 is one of the coordinates.
const USUAL: AxisSpec = AxisSpec { min: -2.0, max: 2.0, step: 0.25 };
/// Coordinates above 0 of all digits: 225 nodes.
const POSITIVE: AxisSpec = AxisSpec { min: 0.1, max: 3.0, step: 0.2 };

fn request(text: &str, axis: AxisSpec, method: impl Into<Method>, h: f64) -> FieldRequest {
    on(text, [axis; 2], method, h)
}

fn on(text: &str, axes: [AxisSpec; 2], method: impl Into<Method>, h: f64) -> FieldRequest {
    let grid = GridSpec { axes, closed: false };
    FieldRequest::new(Arc::new(expr::parse(text).unwrap()), grid, method, h).unwrap()
}

fn claim(g: [&str; 2]) -> Claim {
    Claim { g: g.map(|text| Arc::new(expr::parse(text).unwrap())) }
}

fn checked_by(text: &str, g: [&str; 2], axis: AxisSpec, method: impl Into<Method>, h: f64) -> Check {
    check(&request(text, axis, method, h), &claim(g), &CancelToken::new(), &Progress::new()).unwrap()
}

fn checked(text: &str, g: [&str; 2], axis: AxisSpec) -> Check {
    checked_by(text, g, axis, Scheme::Central, 1e-4)
}

/// What is said of some claims of f = x0^2 + x1^2.
#[test]
fn mistakes_are_told_in_these_words() {
    for (g, text) in [
        (["2*x0", "2*x1"], "Right: it is the gradient at all 225 points, to within rounding."),
        (["x0", "x1"], "Wrong: both components are 0.5 times what they should be, everywhere."),
        (["-2*x0", "-2*x1"], "Wrong: both components have the wrong sign everywhere."),
        (["-2*x0", "2*x1"], "Wrong: g0 has the wrong sign everywhere; g1 is right."),
        (["2*x1", "2*x0"], "Wrong: g0 and g1 are swapped."),
        (["2*x0", "0"], "Wrong: g0 is right; g1 is 0 everywhere, as if f did not depend on x1."),
        (
            ["3*x0", "-2*x1"],
            "Wrong: g0 is 1.5 times what it should be, everywhere; g1 has the wrong sign everywhere.",
        ),
        (
            ["2*x0 - 0.1", "2*x1 + 3"],
            "Wrong: g0 is too small by 0.1 everywhere; g1 is too large by 3 everywhere.",
        ),
        (
            ["2.0000001*x0", "2*x1"],
            "Wrong: g0 is 1.00000005 times what it should be, everywhere; g1 is right.",
        ),
        (["2*x0", "2*x1 + x0"], "Wrong: g0 is right; g1 is wrong at all 225 points."),
        (["2*x0", "max(2*x1, 1)"], "Wrong: g0 is right; g1 is wrong at 30 of 225 points."),
        (
            ["2*x0", "2*x1*(x0 - 0.1)/(x0 - 0.1)"],
            "Wrong: it is the gradient wherever it has a value, but at 15 of 225 points, such as x0 = 0.1, x1 = 0.1, it has none \
             and f has a gradient.",
        ),
    ] {
        assert_eq!(checked("x0^2 + x1^2", g, POSITIVE).text, text, "{g:?}");
    }
    // Whether one component has a value, and where, has nothing to do with what is said of the other.
    for (f, g, axes, text) in [
        (
            "x0^2 + abs(x1)",
            ["3*x0", "0"],
            [AxisSpec { min: 1.0, max: 2.0, step: 0.25 }, AxisSpec { min: 0.0, max: 0.25, step: 0.25 }],
            "Wrong: g0 is 1.5 times what it should be, everywhere; g1 can be compared nowhere.",
        ),
        (
            "x0^2 + x1^2",
            ["3*x0", "ln(-1 - x1^2)"],
            [USUAL; 2],
            "Wrong: g0 is 1.5 times what it should be, everywhere; g1 has no value at any of 256 points.",
        ),
        (
            "x0^2 + x1^2",
            ["x0^3", "ln(-1 - x1^2)"],
            [USUAL; 2],
            "Wrong: g0 is wrong at 240 of 256 points; g1 has no value at any of 256 points.",
        ),
        // 240 points have both derivatives, one more that along x0: at the origin 0 is right.
        (
            "x0^2 + abs(x1)",
            ["3*x0", "signum(x1)"],
            [USUAL; 2],
            "Wrong: g0 is 1.5 times what it should be, everywhere; g1 is right.",
        ),
        (
            "x0^2 + abs(x1)",
            ["2*x0", "-signum(x1)"],
            [USUAL; 2],
            "Wrong: g0 is right; g1 has the wrong sign at all 240 points where it can be compared.",
        ),
        (
            "x0^2 + x1^2",
            ["3*x0*(x0 - 1)/(x0 - 1)", "2*x1*(x1 - 1)/(x1 - 1)"],
            [USUAL; 2],
            "Wrong: g0 is 1.5 times what it should be, wherever it has a value, which is at 240 of 256 points; g1 is right wherever it \
             has a value, which is at 240 of 256 points.",
        ),
        (
            "x0^2 + x1^2",
            ["2*x1", "2*x0*(x0 - 1)/(x0 - 1)"],
            [USUAL; 2],
            "Wrong: g0 is wrong at 240 of 256 points; g1 is wrong at 241 of 256 points.",
        ),
        (
            "x0*x1 + abs(x1)",
            ["0/0", "x0 + signum(x1)"],
            [USUAL; 2],
            "Wrong: it has no value at any of the 256 points at which f has a derivative.",
        ),
    ] {
        let request = on(f, axes, Scheme::Central, 1e-4);
        let check = check(&request, &claim(g), &CancelToken::new(), &Progress::new()).unwrap();
        assert_eq!(check.text, text, "{f} {g:?}");
    }
    // Of a constant it is said what it should be.
    let text = checked("3*x0 - x1", ["4", "1"], USUAL).text;
    assert_eq!(text, "Wrong: g0 is 4 instead of 3 everywhere; g1 is 1 instead of -1 everywhere.");
}

/// Whatever rounding in `f64` makes of them.
#[test]
fn a_right_formula_is_right_however_it_is_written() {
    for (text, g) in [
        ("x0^2 + x1^2", ["x0 + x0", "(x1^2 + x1^2)/x1"]),
        ("x0^2 + x1^2", ["(2*x0 + 1e10) - 1e10", "((x1 + 1e15) - 1e15)*2"]),
        ("sin(x0)*cos(x1)", ["cos(x0)*cos(x1)", "-(1 - cos(x0)^2)^0.5*sin(x1)"]),
        ("sin(x0)*cos(x1)", ["(sin(x0 + x1) - sin(x1 - x0))/tan(x0)/2", "(cos(x0 + x1) - cos(x0 - x1))/2"]),
        ("ln(1 + exp(x0)) + x1^1.5", ["1/(1 + exp(-x0))", "1.5*sqrt(x1)"]),
        ("tanh(x0*x1)", ["x1/cosh(x0*x1)^2", "4*x0*exp(2*x0*x1)/(exp(2*x0*x1) + 1)^2"]),
        ("x0^x1", ["x1*x0^(x1 - 1)", "exp(x1*ln(x0))*ln(x0)"]),
        ("(exp(x0) - 1)/x0 + x1", ["(x0*exp(x0) - exp(x0) + 1)/x0^2", "1"]),
        // Numbers that are rounded when they are read or folded.
        ("0.3*x0^3 + pi*x1", ["0.9*x0^2", "3.141592653589793"]),
        ("sin(x0/3) + x1/7", ["0.3333333333333333*cos(x0/3)", "1/7"]),
        ("sin(2*pi*x0)/(2*pi)^2 + x1", ["cos(2*pi*x0)/2/pi", "1"]),
        ("exp(-x0^2/2)/sqrt(2*pi) + x1", ["-0.3989422804014327*x0*exp(-0.5*x0^2)", "1"]),
    ] {
        for (method, h) in [(Scheme::Central, 1e-4), (Scheme::Forward, 1e-20), (Scheme::FivePoint, 1.0)] {
            let check = checked_by(text, g, POSITIVE, method, h);
            assert_eq!(
                check.verdict,
                ClaimVerdict::Right,
                "{text} {g:?}: {} {:?}",
                check.text,
                check.worst_point()
            );
            assert!(check.error.iter().all(|error| *error == 0.0), "{text} {g:?}");
            assert_eq!((check.worst, check.worst_point()), (None, None));
        }
    }
}

/// However little, as long as it is more than a written number is rounded, and however much its own rounding hides it.
#[test]
fn a_wrong_formula_is_wrong_however_little() {
    for (text, g) in [
        ("x0^2 + x1^2", ["2.0000001*x0", "2*x1"]),
        ("x0^2 + x1^2", ["2*x0", "2.00000000000001*x1"]),
        ("x0^2 + x1^2", ["(2*x0 + 1e10) - 1e10 + 1e-12*x0", "2*x1"]),
        ("x0^2 + x1^2", ["2*x0", "2*x1 + 1e-25"]),
        ("pi*x0 + x1", ["3.1415926535897", "1"]),
        ("exp(x0) + x1", ["1 + x0 + x0^2/2 + x0^3/6 + x0^4/24", "1"]),
        ("cos(x0) + x1", ["-x0*cos(x0/2)", "1"]),
    ] {
        for (method, h) in [(Scheme::Central, 1e-4), (Scheme::Forward, 1e-20), (Scheme::FivePoint, 1.0)] {
            let check = checked_by(text, g, POSITIVE, method, h);
            assert_eq!(check.verdict, ClaimVerdict::Wrong, "{text} {g:?}");
        }
    }
}

#[test]
fn only_where_there_is_a_gradient_is_it_compared() {
    let check = checked("ln(x0) + x1", ["1/x0", "1"], USUAL);
    assert_eq!(check.verdict, ClaimVerdict::Right);
    let text = "Right: it is the gradient at all 112 points that have one, to within rounding. At 144 more there is nothing to \
                compare with.";
    assert_eq!(check.text, text);
    assert_eq!(check.error.iter().filter(|error| error.is_nan()).count(), 144);
    // 1/x0 has values where ln(x0) has none, and what is claimed there does not matter.
    let check = checked("ln(x0) + x1", ["max(1/x0, 0)", "1"], USUAL);
    assert_eq!(check.verdict, ClaimVerdict::Right);

    let check = checked("sqrt(-1 - x0^2)", ["1", "2"], USUAL);
    assert_eq!(check.verdict, ClaimVerdict::Unknown);
    assert_eq!(check.text, "Unknown: at none of the 256 points is there an exact gradient to compare with.");
    assert_eq!(
        check.numerical_check,
        "A plain check with h = 1e-4 would have had nothing to compare with either."
    );

    // At the kink, x0 = 0, there is no gradient.
    let check = checked("abs(x0) + x1", ["signum(x0)", "1"], USUAL);
    assert_eq!(check.verdict, ClaimVerdict::Right);
    assert_eq!(check.error.iter().filter(|error| error.is_nan()).count(), 16);
}

#[test]
fn the_worst_point_is_the_farthest_off() {
    let check = checked("x0^2 + x1^2", ["2*x0 + x1^2", "2*x1"], USUAL);
    // Farthest off relative to |exact|, which is smallest at the origin, where the claim is right; beside it, x1 = -2 is.
    let farthest = |index: usize| {
        let [x0, x1] = [USUAL.min + (index % 16) as f64 * 0.25, USUAL.min + (index / 16) as f64 * 0.25];
        x1 * x1 / (2.0 * x0).hypot(2.0 * x1)
    };
    let largest = (0..256).filter(|&i| i != 136).map(farthest).fold(0.0, f64::max);
    let worst = check.worst_point().unwrap();
    assert!((worst.relative_error - largest).abs() < 1e-15);
    assert_eq!((worst.x, check.worst), ([0.0, -2.0], Some(8)));
    assert_eq!((worst.claimed, worst.exact), ([4.0, -4.0], [0.0, -4.0]));
    assert!((worst.numerical[1] + 4.0).abs() < 1e-9);
    assert_eq!(check.error[8], 1.0);
    assert_eq!(check.error[136], 0.0);
}

#[test]
fn where_the_exact_gradient_is_zero_nothing_is_relative_to_it() {
    // Off by a constant: infinitely at the origin, which is not the worst point for that.
    let check = checked("x0^2 + x1^2", ["2*x0 + 0.5", "2*x1"], USUAL);
    assert_eq!(check.error[136], f64::INFINITY);
    assert_eq!(check.worst_point().unwrap().relative_error, 1.0);
    // Unless it is wrong nowhere else.
    let check = checked("7", ["0", "1"], USUAL);
    assert_eq!((check.worst, check.worst_point().unwrap().relative_error), (Some(0), f64::INFINITY));
    assert_eq!(check.text, "Wrong: g0 is right; g1 is 1 instead of 0 everywhere.");
}

#[test]
fn the_claimed_field_is_the_claim_in_f64() {
    let check = checked_by(
        "x0*x1",
        ["x1", "x0 + 1e20 - 1e20"],
        USUAL,
        Method { precision: Precision::F16, ..Scheme::Central.into() },
        0.01,
    );
    assert_eq!(check.claimed.g0[..3], [-2.0; 3]);
    assert!(check.claimed.g1.iter().all(|g| *g == 0.0));
    assert_eq!(check.verdict, ClaimVerdict::Right);
}

#[test]
fn what_a_plain_check_would_have_said() {
    let says = |text: &str, g: [&str; 2], method: Method, h: f64| {
        checked_by(text, g, POSITIVE, method, h).numerical_check
    };
    let bowl = |g: [&str; 2], scheme: Scheme, h: f64| says("x0^2 + x1^2", g, scheme.into(), h);
    let right = ["2*x0", "2*x1"];
    assert_eq!(bowl(right, Scheme::Central, 1e-4), "A plain check with h = 1e-4 would have said so too.");
    assert_eq!(
        bowl(right, Scheme::Exact, 1e-4),
        "A plain check with the exact derivative would have said so too."
    );
    assert_eq!(
        bowl(right, Scheme::Central, 1e-16),
        "A plain check with h = 1e-16 would have called this right formula wrong at all 225 points: h is too small, x + h is \
         x itself."
    );
    assert_eq!(
        bowl(right, Scheme::Forward, 0.1),
        "A plain check with h = 0.1 would have called this right formula wrong at all 225 points: h is too large, f bends within \
         the step."
    );
    assert_eq!(
        bowl(["x0", "2*x1"], Scheme::Central, 1e-4),
        "A plain check with h = 1e-4 would have found it too, at all 225 points."
    );
    assert_eq!(
        bowl(["2.0000001*x0", "2*x1"], Scheme::Central, 1e-4),
        "A plain check with h = 1e-4 would have called this wrong formula right: it is off by no more than 1e-8 + 1e-5 of the \
         value, which such a check tolerates."
    );
    // Half as much again, of next to nothing.
    assert_eq!(
        says("1e-10*x0^2", ["3e-10*x0", "0"], Scheme::Central.into(), 1e-4),
        "A plain check with h = 1e-4 would have called this wrong formula right: it is off by no more than 1e-8 + 1e-5 of the \
         value, which such a check tolerates."
    );
    // Where f has a kink along x1 everywhere, along x0 it can be compared all the same.
    let kink = [AxisSpec { min: 1.0, max: 2.0, step: 0.25 }, AxisSpec { min: 0.0, max: 0.25, step: 0.25 }];
    let kink = on("x0^2 + abs(x1)", kink, Scheme::Central, 1e-4);
    let kink = check(&kink, &claim(["3*x0", "0"]), &CancelToken::new(), &Progress::new()).unwrap();
    assert_eq!(kink.numerical_check, "A plain check with h = 1e-4 would have found it too, at all 4 points.");
    // 3*1 - 2*1 beside 2*1, and so on.
    assert_eq!(kink.error, [0.5; 4]);
    assert_eq!(kink.worst_point().map(|worst| worst.relative_error), Some(0.5));
    // There is no h, and nothing is subtracted.
    for scheme in [Scheme::Exact, Scheme::ComplexStep] {
        let sentence =
            says("sin(x0 + 1e20)", ["cos(x0)*cos(1e20) - sin(x0)*sin(1e20)", "0"], scheme.into(), 1e-4);
        assert!(sentence.ends_with(": the operations of f lose digits in f64."), "{sentence}");
    }
    // The derivative of a difference: right for this h.
    assert_eq!(
        says("x0^3 + x1", ["3*x0^2 + 0.01", "1"], Scheme::Central.into(), 0.1),
        "A plain check with h = 0.1 would have called this wrong formula right, being as wrong itself: h is too large, f bends \
         within the step."
    );
    assert_eq!(
        bowl(["x0", "2*x1"], Scheme::Central, 1e-16),
        "A plain check with h = 1e-16 would have called it wrong at all 225 points, but the right formula too, at all 225 points: \
         h is too small, x + h is x itself."
    );
    assert_eq!(
        bowl(["2*x0 + 1e20 - 1e20", "2*x1"], Scheme::Central, 1e-4),
        "A plain check with h = 1e-4 would have called this right formula wrong at all 225 points: in f64 the formula itself loses \
         digits there."
    );
    assert_eq!(
        says("sqrt(x0) + x1", ["0.5/sqrt(x0)", "1"], Scheme::Central.into(), 3.0),
        "A plain check with h = 3 would have called this right formula wrong at all 225 points: the difference is not a finite \
         number there."
    );
    let single = Method { precision: Precision::F32, ..Scheme::Central.into() };
    let sentence = says("x0^2 + x1^2", right, single, 1e-4);
    assert!(sentence.ends_with(": few digits of f survive the subtraction in this precision."), "{sentence}");
}

#[test]
fn a_check_can_be_cancelled() {
    let cancel = CancelToken::new();
    cancel.cancel();
    let request = request("x0*x1", USUAL, Scheme::Central, 1e-4);
    let cancelled = check(&request, &claim(["x1", "x0"]), &cancel, &Progress::new());
    assert_eq!(cancelled.unwrap_err(), Cancelled);
}

#[test]
fn progress_is_nodes() {
    let progress = Progress::new();
    let request = request("x0*x1", USUAL, Scheme::Central, 1e-4);
    assert!(check(&request, &claim(["x1", "x0"]), &CancelToken::new(), &progress).is_ok());
    assert_eq!(progress.get(), (256, 256));
}

/// What rounding of numbers excuses is little beside the value, and what is wrong in one component is told whatever the other is.
#[test]
fn no_number_excuses_everything() {
    let check = |text: &str, g: [&str; 2]| checked_by(text, g, POSITIVE, Method::from(Scheme::Central), 1e-4);
    let cancelled = check("x0^2", ["2*x0 + 50 + 0.1*1e18 - 1e17", "0"]);
    assert_eq!(cancelled.verdict, ClaimVerdict::Wrong, "{}", cancelled.text);
    let half = check("x0*x1", ["0/0", "5"]);
    assert_eq!(half.text, "Wrong: g0 has no value at any of 225 points; g1 is wrong at all 225 points.");
    let nowhere = check("x0*x1", ["x1", "ln(-x0)"]);
    assert_eq!(nowhere.text, "Wrong: it has no value at any of the 225 points at which f has a gradient.");
    let kink = check("abs(x0 - x0) + x1", ["77", "88"]);
    assert_eq!(kink.verdict, ClaimVerdict::Wrong, "{}", kink.text);
    let little = check("2*x0", ["2 + 1e-13", "0"]);
    assert!(little.text.contains("too large by 9.99"), "{}", little.text);
}

/// Nor what it makes of the operations of a formula, of which no digit is left.
#[test]
fn no_cancellation_excuses_everything() {
    let far = AxisSpec { min: 80.0, max: 90.0, step: 1.0 };
    // cosh^2 - sinh^2 = 1, and cosh(80)^2 is 1e69, of which 106 bits are 1e37.
    let check = checked("x0", ["3*(cosh(x0)^2 - sinh(x0)^2)", "0"], far);
    assert_eq!(check.text, "Unknown: at 100 of 100 points rounding hides whether it is the gradient.");
    assert_eq!(check.verdict, ClaimVerdict::Unknown);
    assert!(check.error.iter().all(|error| error.is_nan()));
    assert_eq!(
        check.numerical_check,
        "A plain check with h = 1e-4 would have called it wrong at all 100 points."
    );
    // So is the right one, in this form.
    assert_eq!(checked("x0", ["cosh(x0)^2 - sinh(x0)^2", "0"], far).verdict, ClaimVerdict::Unknown);
    // Where x0 is 0 so is 3 x0.
    let check = checked("x0^2 + x1^2", ["3*x0 + ((1e40 + x0) - (1e40 + x0))", "2*x1"], USUAL);
    assert_eq!(
        check.text,
        "Unknown: at 240 of 256 points rounding hides whether it is the gradient. At 16 more it is right, which says little \
         beside that."
    );
    // A few points where all cancels are no reason for doubt: at x0 = 0 this is rounding of 1e25.
    let check =
        checked("x0^2 + x1^2", ["2*x0 + (1e25*x0^2 + 0.3 - 0.3 - 1e25*x0^2)*exp(-1e9*x0^2)", "2*x1"], USUAL);
    assert_eq!(check.verdict, ClaimVerdict::Right, "{}", check.text);
    // Both are zero as far as can be told, by the same rule.
    let check = checked("exp(ln(x0)) - x0", ["exp(ln(x0))/x0 - 1", "0"], POSITIVE);
    assert_eq!(check.verdict, ClaimVerdict::Right, "{}", check.text);
}
