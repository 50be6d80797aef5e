//! Functions against mpmath, to a stated number of units in the last place, and their special values against NumPy.
//!
//! `tests/reference/make_functions.py` makes the data.

use gradfield::eval::scalar::evaluate;
use gradfield::eval::{DoubleDouble, Real};
use gradfield::expr::{Program, error_bound, gradient, hessian, parse};

use crate::support::csv::{Row, Table};
use crate::support::same;

/// Name in the data, text, and how many units in the last place its value is off at most.
///
/// What is one correctly rounded operation, or none that rounds, is off by 0. Each other operation adds half a unit at
/// most, up to one where it is just above a power of two.
const FUNCTIONS: &[(&str, &str, u64)] = &[
    // The factor has three roundings itself: of pi, of the quotient, and of the product.
    ("deg2rad", "deg2rad(x0)", 2),
    ("rad2deg", "rad2deg(x0)", 2),
    ("square", "square(x0)", 0),
    ("pow", "pow(x0, x1)", 0),
    ("fmod", "fmod(x0, x1)", 0),
    ("mod", "mod(x0, x1)", 0),
    ("clip_high", "clip(x0, -1, x1)", 0),
    ("relu", "relu(x0 - x1)", 0),
    ("sigmoid", "sigmoid(x0)", 2),
    ("sigmoid_far", "sigmoid(x0)", 2),
    ("softplus", "softplus(x0)", 2),
    ("softplus_far", "softplus(x0)", 2),
    ("log2", "log2(x0)", 0),
    ("log10", "log10(x0)", 0),
    ("log1p", "log1p(x0)", 0),
    ("log1p_near", "log1p(x0)", 0),
    ("expm1", "expm1(x0)", 0),
    ("exp2", "exp2(x0)", 0),
    ("cbrt", "cbrt(x0)", 0),
    ("hypot", "hypot(x0, x1)", 0),
    ("hypot_far", "hypot(x0, x1)", 0),
];

/// At how many points the data has each function, and how many derivatives.
const POINTS: usize = 25;
const DERIVATIVES: usize = 1500;

/// How many numbers lie from a to b, both zeros being the same.
fn ulps_between(a: f64, b: f64) -> u64 {
    let place = |v: f64| {
        let magnitude = (v.to_bits() & !(1 << 63)).cast_signed();
        if v.is_sign_negative() { -magnitude } else { magnitude }
    };
    place(a).abs_diff(place(b))
}

/// A function and its first and second derivatives, by their axes.
fn derivatives(text: &str) -> [(&'static str, Program); 6] {
    let program = parse(text).unwrap();
    let ([g0, g1], [h00, h01, h11]) = (gradient(&program), hessian(&program));
    [("f", program), ("0", g0), ("1", g1), ("00", h00), ("01", h01), ("11", h11)]
}

fn rows_of<'t>(table: &'t Table, name: &str) -> impl Iterator<Item = Row<'t>> {
    table.rows().filter(move |row| row.text("function") == name)
}

#[test]
fn values_are_near_mpmaths() {
    let table = Table::reference("functions.csv");
    for &(name, text, allowed) in FUNCTIONS {
        let program = parse(text).unwrap();
        let mut count = 0;
        for row in rows_of(&table, name).filter(|row| row.text("what") == "f") {
            let (x, expected) = ([row.get("x0"), row.get("x1")], row.get("value"));
            let ours = evaluate(&program, x);
            let apart = ulps_between(ours, expected);
            assert!(apart <= allowed, "{text} at {x:?} is {ours:?}, not {expected:?}: {apart} ulps");
            count += 1;
        }
        assert_eq!(count, POINTS, "{name}");
    }
}

/// In double-doubles a derivative is right but for the last rounding; in `f64` it is within the bound on its own error.
#[test]
fn derivatives_are_near_mpmaths() {
    let table = Table::reference("functions.csv");
    let mut count = 0;
    for &(name, text, _) in FUNCTIONS {
        for (what, program) in &derivatives(text)[1..] {
            let (folded, bound) = (program.folded(), error_bound(program));
            for row in rows_of(&table, name).filter(|row| row.text("what") == *what) {
                let (x, expected): ([f64; 2], f64) = ([row.get("x0"), row.get("x1")], row.get("value"));
                let exact = evaluate(program, x.map(DoubleDouble::from)).to_f64();
                let place = format!("the derivative {what} of {text} at {x:?}");
                let apart = ulps_between(exact, expected);
                assert!(apart <= 1, "{place} is {exact:?}, not {expected:?}: {apart} ulps");

                let error = (evaluate(&folded, x) - expected).abs();
                // The expected number is rounded too.
                let half_ulp = (expected.abs().next_up() - expected.abs()) / 2.0;
                let allowed = f64::EPSILON / 2.0 * evaluate(&bound, x) * (1.0 + 1e-3) + half_ulp;
                assert!(error <= allowed, "{place} is off by {error:e}, bound {allowed:e}");
                count += 1;
            }
        }
    }
    assert_eq!(count, DERIVATIVES);
}

/// NumPy's special values, signs of zeros included.
#[test]
fn special_arguments_give_what_numpy_gives() {
    let table = Table::reference("function_specials.csv");
    let mut wrong = Vec::new();
    for row in table.rows() {
        let text = match row.text("function") {
            "clip_low" => "clip(x0, x1, 2)".to_owned(),
            "clip_high" => "clip(x0, -1, x1)".to_owned(),
            name @ ("pow" | "fmod" | "mod" | "hypot" | "atan2" | "max" | "min") => format!("{name}(x0, x1)"),
            name => format!("{name}(x0)"),
        };
        let x: [f64; 2] = [row.get("x0"), row.get("x1")];
        let (ours, expected): (f64, f64) = (evaluate(&parse(&text).unwrap(), x), row.get("value"));
        let is_agreed = match row.text("function") {
            // NumPy may take either of two zeros; IEEE 754-2019 has -0 below +0.
            "max" | "min" | "clip_low" | "clip_high" => {
                same(ours, expected) || ours == 0.0 && expected == 0.0
            }
            // NumPy's power is not correctly rounded.
            "pow" => same(ours, expected) || ulps_between(ours, expected) == 1,
            _ => same(ours, expected),
        };
        if !is_agreed {
            wrong.push(format!("{text} at {x:?} is {ours:?}, and {expected:?} in NumPy"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
