//! Functions that are constant in pieces, alone and as conditions: NaN where they jump, and nowhere else.

use gradfield::eval::scalar::evaluate;
use gradfield::expr::{error_bound, gradient, hessian, parse};

use crate::support::same;

const NAN: f64 = f64::NAN;

/// A function, some points, and its gradient there.
type Row = (&'static str, &'static [([f64; 2], [f64; 2])]);

const PIECES: &[Row] = &[
    // A jump that is multiplied with 0 is none.
    (
        "(x0 > 0)*(x1 > 0)",
        &[
            ([0.0, 1.0], [NAN, 0.0]),
            ([1.0, 0.0], [0.0, NAN]),
            ([0.0, -1.0], [0.0, 0.0]),
            ([-1.0, 0.0], [0.0, 0.0]),
            ([0.0, 0.0], [0.0, 0.0]),
        ],
    ),
    (
        "where((abs(x0) < 1)*(abs(x1) < 2), x0*x1, 5)",
        &[
            ([0.5, 1.5], [1.5, 0.5]),
            ([1.0, 1.5], [NAN, 0.0]),
            ([1.0, 3.0], [0.0, 0.0]),
            ([3.0, 2.0], [0.0, 0.0]),
        ],
    ),
    // A comparison with NaN holds nowhere, and so changes nowhere; that of two infinities cannot be told.
    ("where(sqrt(x0) > x1, 1, x1)", &[([-1.5, 0.3], [0.0, 1.0]), ([4.0, 2.0], [NAN, NAN])]),
    ("where(ln(x0) > 0, x0, x1)", &[([-1.5, 0.3], [0.0, 1.0]), ([1.0, 0.3], [NAN, 1.0])]),
    ("where(exp(x0) < exp(x1), 1, x1)", &[([799.0, 900.0], [NAN, NAN])]),
    // Where both sides have the same value and slope they meet smoothly, as those of Huber's loss and of a square that begins.
    (
        "where(abs(x0) < 1, 0.5*x0^2, abs(x0) - 0.5) + x1^2",
        &[
            ([1.0, 0.0], [1.0, 0.0]),
            ([-1.0, 1.0], [-1.0, 2.0]),
            ([0.5, 0.0], [0.5, 0.0]),
            ([3.0, 0.0], [1.0, 0.0]),
            ([0.0, 0.0], [0.0, 0.0]),
        ],
    ),
    ("where(x0 < x1, 0, (x0 - x1)^2)", &[([2.0, 2.0], [0.0, 0.0]), ([3.0, 2.0], [2.0, -2.0])]),
    ("where(x0 > 0, x0, 2*x0)", &[([0.0, 1.0], [NAN, 0.0])]),
    ("where(x0 > 0, x0, x0 + 1)", &[([0.0, 1.0], [NAN, 0.0]), ([1.0, 1.0], [1.0, 0.0])]),
    ("where(x0 > 0, x0^2, x0)", &[([0.0, 1.0], [NAN, 0.0]), ([1.0, 1.0], [2.0, 0.0])]),
    ("floor(x0)*x1", &[([1.0, 0.0], [0.0, 1.0]), ([1.0, 2.0], [NAN, 1.0])]),
    // Both change at once.
    ("(x0 > 0)*(2*x0 > 0)", &[([0.0, 1.0], [NAN, 0.0]), ([1.0, 1.0], [0.0, 0.0])]),
    // Or, where neither holds and where both do
    (
        "where(max(x0 > 0, x1 > 0), 2*x0, 3*x1)",
        &[
            ([-1.0, -1.0], [0.0, 3.0]),
            ([1.0, 1.0], [2.0, 0.0]),
            ([-1.0, 1.0], [2.0, 0.0]),
            ([0.0, 1.0], [2.0, 0.0]),
            ([0.0, -1.0], [NAN, 3.0]),
        ],
    ),
    // And by min, not, exclusive or, and conditions on conditions
    ("where(min(x0 > 0, x1 > 0), x0, 7)", &[([0.0, -1.0], [0.0, 0.0]), ([0.0, 1.0], [NAN, 0.0])]),
    ("where((x0 > 0) == 0, x0, 3*x0)", &[([1.0, 0.0], [3.0, 0.0]), ([-1.0, 0.0], [1.0, 0.0])]),
    ("where((x0 > 0) != (x1 > 0), x0, x1)", &[([1.0, 2.0], [0.0, 1.0]), ([1.0, -2.0], [1.0, 0.0])]),
    ("abs((x0 > 0) - (x1 > 0))*x0", &[([1.0, 2.0], [0.0, 0.0]), ([1.0, -2.0], [1.0, 0.0])]),
    (
        "where(where(x0 > 1, x1 > 1, x1 > 2), x0, 5*x0)",
        &[
            ([0.0, 0.0], [5.0, 0.0]),
            ([2.0, 0.0], [5.0, 0.0]),
            ([2.0, 1.5], [1.0, 0.0]),
            ([0.0, 1.0], [5.0, 0.0]),
        ],
    ),
    (
        "where((x0>1)+(x0>2)+(x0>3)+(x0>4)+(x0>5)+(x0>6)+(x0>7)+(x0>8)+(x0>9), x0, 4*x0)",
        &[([0.0, 0.0], [4.0, 0.0]), ([8.5, 0.0], [1.0, 0.0]), ([5.0, 0.0], [NAN, 0.0])],
    ),
    // A function of what is constant in pieces is so too.
    (
        "(floor(x0) + floor(x1))%2",
        &[([0.5, 0.5], [0.0, 0.0]), ([1.5, 0.5], [0.0, 0.0]), ([1.0, 0.5], [NAN, 0.0])],
    ),
    ("mod(floor(x0), 2)", &[([0.5, 0.5], [0.0, 0.0]), ([1.5, 0.5], [0.0, 0.0])]),
    ("relu(floor(x0))", &[([0.5, 0.0], [0.0, 0.0]), ([1.5, 0.0], [0.0, 0.0])]),
    ("max(floor(x0), floor(x1))", &[([1.5, 1.5], [0.0, 0.0])]),
    ("sign(x0 > 0) + round(x0 > 0)", &[([-1.0, 0.0], [0.0, 0.0]), ([0.0, 0.0], [NAN, 0.0])]),
    // The point moves along the cut.
    ("atan2(floor(x0), x1)", &[([0.5, -1.0], [0.0, 0.0]), ([1.5, -1.0], [0.0, -1.0 / 2.0])]),
    // What is not taken has no say.
    ("where(x0 > 0, sqrt(x0), x1/x0*0)", &[([4.0, 1.0], [0.25, 0.0])]),
    ("where(x0 == 0, 1, sin(x0)/x0)*x1", &[([1e300, 0.0], [0.0, -8.178_819_121_159_085e-301])]),
];

#[test]
fn what_is_constant_in_pieces_has_no_derivative_at_its_jumps_alone() {
    let mut wrong = Vec::new();
    for (text, points) in PIECES {
        let slopes = gradient(&parse(text).unwrap());
        for (x, expected) in *points {
            let found = slopes.each_ref().map(|slope| evaluate(&slope.folded(), *x));
            // Which of two zeros does not matter.
            let is_same = |i: usize| same(found[i] + 0.0, expected[i]);
            if !(is_same(0) && is_same(1)) {
                wrong.push(format!("{text} at {x:?}: {found:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A bound is as far as the value taken can be off, whatever is not taken.
#[test]
fn the_error_of_what_is_not_taken_does_not_count() {
    for (text, x, same_as) in [
        ("where(x0 > 0, x0*x1, x1/(x0 - x0))", [3.0, 0.7], "x0*x1"),
        ("where(x0 > 0, x1/(x0 - x0), x0*x1)", [-3.0, 0.7], "x0*x1"),
        ("where((x0 > 0)*(x1 > 0), exp(x0), ln(-x0))", [3.0, 0.7], "exp(x0)"),
        ("where(x1 > 0, where(x0 > 0, x0*x1, exp(1e9*x0)), 1e300*1e300*x0)", [3.0, 0.7], "x0*x1"),
    ] {
        let [bound, expected] = [text, same_as].map(|text| evaluate(&error_bound(&parse(text).unwrap()), x));
        assert!(expected > 0.0 && same(bound, expected), "{text}: {bound}, not {expected}");
    }
}

/// Where a quotient is 0 because its divisor is beyond the largest number, so are its derivatives.
#[test]
fn quotients_by_powers_of_e_have_derivatives_wherever_they_have_values() {
    for text in [
        "sigmoid(x0)",
        "1/(1 + exp(-x0))",
        "2/(3 + 5*exp(-x0))",
        "1/exp(x0)",
        "x0/exp(x0)",
        "1/exp2(x0)",
        "1/cosh(x0)",
        "x0/cosh(x0)^2",
        "tanh(x0)",
    ] {
        let program = parse(text).unwrap();
        let ([slope, _], [curvature, ..]) = (gradient(&program), hessian(&program));
        for x0 in [-1e4, -1500.0, -800.0, -720.0, -400.0, 400.0, 720.0, 800.0, 1500.0, 1e4] {
            let value: f64 = evaluate(&program, [x0, 0.0]);
            // exp(-x0) and its like are infinite on one side.
            if !value.is_finite() || value.abs() > 2e4 {
                continue;
            }
            for derivative in [&slope, &curvature] {
                let found: f64 = evaluate(&derivative.folded(), [x0, 0.0]);
                // 2^-400, the largest that occurs, times 400 at most.
                assert!(found.abs() < 1e-117, "{} of {text} at {x0}: {found}", derivative.text());
            }
        }
    }
}

/// Where two branches happen to have the same value or the same slope, and the condition does not change, nothing jumps.
#[test]
fn branches_that_cross_have_second_derivatives() {
    for (text, x0, expected) in [
        ("where(x0 > 0, x0^2, x0)", 1.0, 2.0),
        ("where(x0 > 0, x0^2, x0)", 0.5, 2.0),
        ("where(x0 > 0, x0^2, x0)", -1.0, 0.0),
        ("where(abs(x0) < 1, 0.5*x0^2, abs(x0) - 0.5)", 0.5, 1.0),
        ("where(abs(x0) < 1, 0.5*x0^2, abs(x0) - 0.5)", 2.0, 0.0),
        // There it is 1 on one side and 0 on the other.
        ("where(abs(x0) < 1, 0.5*x0^2, abs(x0) - 0.5)", 1.0, NAN),
    ] {
        let [h00, ..] = hessian(&parse(text).unwrap());
        let found = evaluate(&h00, [x0, 0.0]);
        assert!(same(found, expected), "{text} at {x0}: {found}, not {expected}");
    }
}
