//! The exact gradient against mpmath, and what it says where there is none or none that differs from zero.

use std::sync::Arc;

use gradfield::analysis::{Exact, ExactGradient};
use gradfield::eval::scalar;
use gradfield::expr;

use crate::support::csv::Table;

/// As `make_exact.py` has them, in this order.
const FUNCTIONS: [&str; 11] = [
    "x0^2+x1^2",
    "(1-x0)^2+100*(x1-x0^2)^2",
    "(x0^2+x1-11)^2+(x0+x1^2-7)^2",
    "20+x0^2-10*cos(2*pi*x0)+x1^2-10*cos(2*pi*x1)",
    "-20*exp(-0.2*sqrt(0.5*(x0^2+x1^2)))-exp(0.5*(cos(2*pi*x0)+cos(2*pi*x1)))+e+20",
    "sin(5*x0)+x1^2",
    "exp(x0)*cos(x1)",
    "tanh(x0-2*x1)",
    "1/(1+x0^2+x1^2)",
    "x0^x1+ln(x0)*sqrt(x1)-atan2(x1,x0)^0.3",
    "gelu(3*x0)+erf(x0*x1)",
];
const POINTS: usize = 200;
const ROSENBROCK: usize = 1;

fn exact_gradient(text: &str) -> ExactGradient {
    ExactGradient::new(&Arc::new(expr::parse(text).unwrap()))
}

/// How many numbers lie from a to b, both zeros being the same.
fn ulps_between(a: f64, b: f64) -> u64 {
    let place = |v: f64| {
        let magnitude = (v.to_bits() & !(1 << 63)).cast_signed();
        if v.is_sign_negative() { -magnitude } else { magnitude }
    };
    place(a).abs_diff(place(b))
}

#[test]
fn each_component_is_within_1_ulp_of_mpmaths_and_plain_f64_is_not() {
    let table = Table::reference("exact.csv");
    let mut points = [0; 11];
    let mut farthest_plain = [0; 11];
    for (index, text) in FUNCTIONS.into_iter().enumerate() {
        let mut exact = exact_gradient(text);
        let plain = expr::gradient(exact.program()).map(|derivative| derivative.folded());
        for row in table.rows().filter(|row| row.get::<usize>("function") == index) {
            let x: [f64; 2] = [row.get("x0"), row.get("x1")];
            let expected: [f64; 2] = [row.get("e0"), row.get("e1")];
            let Exact { g, .. } = exact.at(x);
            for i in 0..2 {
                let ulps = ulps_between(g[i], expected[i]);
                assert!(ulps <= 1, "{text} at {x:?}: e{i} is {:?}, not {:?}: {ulps} ulps", g[i], expected[i]);
                let plain = scalar::evaluate(&plain[i], x);
                farthest_plain[index] = farthest_plain[index].max(ulps_between(plain, expected[i]));
            }
            points[index] += 1;
        }
    }
    assert_eq!(points, [POINTS; 11]);
    // Rosenbrock's 400 x0 (x1 - x0^2) all but cancels in its valley: there plain numbers have lost 3 digits or more.
    assert!(farthest_plain[ROSENBROCK] > 400, "{farthest_plain:?}");
    let beyond_the_bound = farthest_plain.iter().filter(|ulps| **ulps > 1).count();
    assert_eq!(beyond_the_bound, 10, "all but the bowl's, where nothing is rounded: {farthest_plain:?}");
}

#[test]
fn f_is_rounded_once() {
    // 1e16 + 2 exactly; in f64 each 1 is lost.
    assert_eq!(exact_gradient("1e16*x0 + x1 + 1").at([1.0, 1.0]).f, 1e16 + 2.0);
}

/// Expressions, points, and which components are zero.
const ZEROS: [(&str, [f64; 2], [bool; 2]); 14] = [
    ("x0^2 + x1^2", [0.0, 0.0], [true, true]),
    ("x0^2 + x1^2", [1e-300, 0.0], [false, true]),
    ("x0^3", [0.0, 1.0], [true, true]),
    ("x0", [1.0, 1.0], [false, true]),
    // Zero, though what cancels is rounded: e^ln(x0) / x0 - 1.
    ("exp(ln(x0)) - x0", [1.7, 0.0], [true, true]),
    ("exp(ln(x0)) - x0 + x1", [0.3, 0.0], [true, false]),
    ("sin(x0)^2 + cos(x0)^2", [0.7, 0.0], [true, true]),
    ("(x0^2 - x1^2)/(x0 - x1) - x0 - x1", [0.3, 0.7], [true, true]),
    ("sqrt(x0)*sqrt(x0) - x0", [0.7, 0.0], [true, true]),
    // Not zero, though 1e16 times smaller than elsewhere: pi / 2 is no f64.
    ("sin(x0) + x1", [std::f64::consts::FRAC_PI_2, 0.0], [false, false]),
    // Nor where it is small beside what cancels: 2 (x0 - 1) from 2 x0 - 2, at the next number after 1.
    ("x0^2 - 2*x0", [1.0 + f64::EPSILON, 0.0], [false, true]),
    // Flat, and flat as far as there are numbers.
    ("floor(x0) + round(x1)", [0.3, 0.2], [true, true]),
    ("exp(-x0^2)", [40.0, 0.0], [true, true]),
    // Nothing is known of it where the bound on its error is infinite, but it is not zero.
    ("sqrt(x0 - 0.1*x0*10 + 1e-20) + x1", [1.0, 0.0], [false, false]),
];

#[test]
fn what_is_zero_is_told_from_what_is_small() {
    for (text, x, is_zero) in ZEROS {
        let exact = exact_gradient(text).at(x);
        assert_eq!(exact.is_zero, is_zero, "{text} at {x:?}: {exact:?}");
        assert_eq!(exact.g.map(|g| g == 0.0), is_zero, "{text} at {x:?}: {exact:?}");
    }
    assert_eq!(
        exact_gradient("sin(x0)").at([std::f64::consts::FRAC_PI_2, 0.0]).g[0],
        6.123_233_995_736_766e-17
    );
}

#[test]
fn there_is_no_gradient_where_f_has_none() {
    for (text, x) in [
        ("abs(x0) + x1", [0.0, 1.0]),
        ("max(x0, x1)", [1.0, 1.0]),
        ("floor(x0)", [1.0, 0.0]),
        // 1/x0 goes on where the logarithm does not.
        ("ln(x0)", [-1.0, 0.0]),
        ("ln(x0)", [0.0, 0.0]),
        ("exp(x0)", [710.0, 0.0]),
        ("1/x0", [0.0, 0.0]),
    ] {
        let exact = exact_gradient(text).at(x);
        assert!(exact.g[0].is_nan(), "{text} at {x:?}: {exact:?}");
        assert!(!exact.is_zero[0], "{text} at {x:?}: {exact:?}");
    }
    assert_eq!(exact_gradient("sqrt(x0)").at([0.0, 0.0]).g[0], f64::INFINITY);
}
