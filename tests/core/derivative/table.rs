//! Each function's derivative as a formula, and its value where it is ordinary and where it is not.

use std::f64::consts::{FRAC_2_SQRT_PI, LN_2, LN_10};

use gradfield::eval::scalar;
use gradfield::expr::{Axis, Program, derivative, gradient, hessian, parse, repeated_derivative};

use crate::support::same;

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

/// A function of x0 (x1 is 3), its derivative along x0 as a formula, and that at some x0.
type Row = (&'static str, &'static str, &'static [(f64, f64)]);

const FUNCTIONS: [Row; 70] = [
    ("x0^2 + x1^2", "2*x0", &[(3.0, 6.0), (0.0, 0.0), (-INF, -INF)]),
    ("7", "0", &[(1.0, 0.0), (NAN, 0.0)]),
    ("x1", "0", &[(1.0, 0.0)]),
    ("-x0", "-1", &[(5.0, -1.0)]),
    ("x0*x1", "x1", &[(5.0, 3.0)]),
    ("x0/x1", "1/x1", &[(5.0, 1.0 / 3.0)]),
    ("1/x0", "-1/x0/x0", &[(2.0, -0.25), (0.0, -INF), (1e-200, -INF), (1e200, -0.0)]),
    ("x1/x0", "-(x1/x0)/x0", &[(2.0, -0.75), (0.0, -INF)]),
    ("0*x0", "0", &[(5.0, 0.0)]),
    ("x0 - x0", "0", &[(5.0, 0.0)]),
    ("(x0 - x1)*(x0 + x1)", "2*x0", &[(5.0, 10.0)]),
    ("sqrt(x0)", "0.5/sqrt(x0)", &[(4.0, 0.25), (0.0, INF), (-1.0, NAN)]),
    // The slope jumps from -1 to 1.
    ("sqrt(x0^2)", "x0/sqrt(x0^2)", &[(3.0, 1.0), (-3.0, -1.0), (0.0, NAN)]),
    ("exp(x0)", "exp(x0)", &[(0.0, 1.0), (-INF, 0.0)]),
    // Below 0 the function has no value, but the formula has one.
    ("ln(x0)", "1/x0", &[(4.0, 0.25), (0.0, INF), (-4.0, -0.25)]),
    ("log1p(x0)", "1/(x0 + 1)", &[(0.0, 1.0), (1e-20, 1.0), (-1.0, INF), (3.0, 0.25)]),
    ("expm1(x0)", "exp(x0)", &[(0.0, 1.0), (1e-20, 1.0), (-INF, 0.0)]),
    ("exp2(x0)", "ln(2)*exp2(x0)", &[(0.0, LN_2), (3.0, 8.0 * LN_2)]),
    ("log2(x0)", "1/x0/ln(2)", &[(1.0, 1.0 / LN_2), (0.0, INF)]),
    ("log10(x0)", "1/x0/ln(10)", &[(1.0, 1.0 / LN_10), (0.0, INF)]),
    ("cbrt(x0)", "1/(3*cbrt(x0)^2)", &[(8.0, 1.0 / 12.0), (-8.0, 1.0 / 12.0), (0.0, INF), (-0.0, INF)]),
    (
        "erf(x0)",
        "2*exp(-x0^2)/sqrt(pi)",
        &[(0.0, FRAC_2_SQRT_PI), (-0.0, FRAC_2_SQRT_PI), (INF, 0.0), (-INF, 0.0), (1e200, 0.0)],
    ),
    ("hypot(x0, x1)", "x0/hypot(x0, x1)", &[(4.0, 0.8), (-4.0, -0.8), (0.0, 0.0), (1e300, 1.0), (INF, NAN)]),
    ("hypot(x0, 0)", "x0/hypot(x0, 0)", &[(4.0, 1.0), (0.0, NAN)]),
    ("rint(x0)", "gate(0.5 - abs(x0 - rint(x0)), 0)", &[(2.0, 0.0), (2.5, NAN), (-0.5, NAN), (0.49, 0.0)]),
    ("sign(x0)", "gate(abs(x0), 0)", &[(2.0, 0.0), (-2.0, 0.0), (0.0, NAN)]),
    (
        "mod(x0, 2)",
        "gate(abs(mod(x0, 2)), 1)",
        &[(0.0, NAN), (1.0, 1.0), (2.0, NAN), (-1.0, 1.0), (-2.0, NAN)],
    ),
    (
        "mod(7, x0)",
        "gate(abs(mod(7, x0)), -round((7 - mod(7, x0))/x0))",
        &[(2.0, -3.0), (-2.0, 4.0), (7.0, NAN), (3.5, NAN), (8.0, -0.0), (-8.0, 1.0), (0.0, NAN)],
    ),
    ("sin(x0)", "cos(x0)", &[(0.0, 1.0)]),
    ("cos(x0)", "-sin(x0)", &[(0.0, -0.0)]),
    ("tan(x0)", "1/cos(x0)^2", &[(0.0, 1.0)]),
    ("asin(x0)", "1/sqrt((1 - x0)*(x0 + 1))", &[(0.0, 1.0), (1.0, INF), (-1.0, INF), (2.0, NAN)]),
    ("acos(x0)", "-1/sqrt((1 - x0)*(x0 + 1))", &[(0.0, -1.0), (1.0, -INF), (-1.0, -INF), (2.0, NAN)]),
    ("atan(x0)", "1/(1 + x0^2)", &[(1.0, 0.5), (INF, 0.0)]),
    ("sinh(x0)", "cosh(x0)", &[(0.0, 1.0)]),
    ("cosh(x0)", "sinh(x0)", &[(0.0, 0.0)]),
    ("tanh(x0)", "1/cosh(x0)^2", &[(0.0, 1.0), (1000.0, 0.0)]),
    ("asinh(x0)", "1/sqrt(1 + x0^2)", &[(0.0, 1.0)]),
    ("acosh(x0)", "1/sqrt((x0 - 1)*(x0 + 1))", &[(1.25, 4.0 / 3.0), (1.0, INF), (0.5, NAN)]),
    ("atanh(x0)", "1/((1 - x0)*(x0 + 1))", &[(0.5, 4.0 / 3.0), (1.0, INF)]),
    (
        "abs(x0)",
        "gate(x0, 1) - gate(-x0, 1)",
        &[(3.0, 1.0), (-3.0, -1.0), (0.0, NAN), (-0.0, NAN), (NAN, NAN)],
    ),
    // 0 would be right.
    ("sqrt(x0)^4", "2/sqrt(x0)*sqrt(x0)^3", &[(4.0, 8.0), (0.0, NAN)]),
    ("abs(x0)*x0", "abs(x0) + x0*(gate(x0, 1) - gate(-x0, 1))", &[(3.0, 6.0), (-3.0, 6.0), (0.0, NAN)]),
    (
        "floor(x0)",
        "gate(x0 - floor(x0), 0)",
        &[(2.5, 0.0), (-2.5, 0.0), (2.0, NAN), (0.0, NAN), (1e300, NAN)],
    ),
    ("ceil(x0)", "gate(ceil(x0) - x0, 0)", &[(2.5, 0.0), (-2.5, 0.0), (2.0, NAN)]),
    ("round(x0)", "gate(0.5 - abs(x0 - round(x0)), 0)", &[(2.0, 0.0), (2.5, NAN), (-0.5, NAN), (0.49, 0.0)]),
    // What is locally constant is no factor of the derivative.
    (
        "floor(x0)*exp(x0)",
        "floor(x0)*exp(x0) + gate(x0 - floor(x0), 0)",
        &[(0.5, 0.0), (0.0, NAN), (-INF, NAN)],
    ),
    ("1/floor(x0)", "gate(x0 - floor(x0), 0)", &[(0.5, 0.0), (1.5, 0.0), (1.0, NAN)]),
    ("-ceil(x0)^3", "gate(ceil(x0) - x0, 0)", &[(1.5, 0.0), (1.0, NAN)]),
    // Each rule sees one operation only: 0 would be right.
    ("floor(x0^2)", "gate(x0^2 - floor(x0^2), 0)", &[(0.5, 0.0), (0.0, NAN)]),
    ("signum(x0)", "gate(abs(x0), 0)", &[(2.0, 0.0), (-2.0, 0.0), (0.0, NAN)]),
    (
        "x0%2",
        "gate(max(abs(x0%2), 2 - abs(x0)), 1)",
        &[(0.0, 1.0), (1.0, 1.0), (2.0, NAN), (3.0, 1.0), (-1.0, 1.0), (-2.0, NAN), (-4.0, NAN)],
    ),
    (
        "7%x0",
        "gate(max(abs(7%x0), abs(x0) - 7), -round((7 - 7%x0)/x0))",
        &[(2.0, -3.0), (-2.0, 3.0), (7.0, NAN), (3.5, NAN), (8.0, -0.0), (0.0, NAN)],
    ),
    ("atan2(x0, x1)", "gate(max(abs(x0), x1), x1/(x0^2 + x1^2))", &[(0.0, 1.0 / 3.0), (3.0, 3.0 / 18.0)]),
    ("atan2(x1, x0)", "-x1/(x1^2 + x0^2)", &[(0.0, -1.0 / 3.0), (-3.0, -3.0 / 18.0)]),
    ("max(x0, x1)", "gate(x0 - x1, 1)", &[(4.0, 1.0), (2.0, 0.0), (3.0, NAN)]),
    ("min(x0, x1)", "gate(x1 - x0, 1)", &[(4.0, 0.0), (2.0, 1.0), (3.0, NAN)]),
    ("max(0, x0)", "gate(x0, 1)", &[(4.0, 1.0), (-2.0, 0.0), (0.0, NAN)]),
    ("max(x0, x0)", "1", &[(4.0, 1.0)]),
    ("x0 < x1", "gate(x0 != x1, 0)", &[(2.0, 0.0), (3.0, NAN), (4.0, 0.0), (NAN, 0.0)]),
    ("x1 < 5", "0", &[(2.0, 0.0)]),
    (
        "where(x0 < 1, x0^2, 3*x0)",
        "where(x0 < 1, 2*x0, 3) + where((x0^2 == 3*x0)*(2*x0 == 3), -0, gate(x0 != 1, 0))",
        &[(-2.0, -4.0), (2.0, 3.0), (1.0, NAN)],
    ),
    ("where(x1 > 2, x0^2, 3)", "where(x1 > 2, 2*x0, 0)", &[(2.0, 4.0)]),
    ("x0*(x0 > 1)", "(x0 > 1) + gate(x0 != 1, 0)", &[(2.0, 1.0), (0.5, 0.0), (1.0, NAN)]),
    (
        "2*where(x0, x0^2, 5)",
        "2*(where(x0, 2*x0, 0) + where((2*x0 == 0)*(x0^2 == 5), -0, gate(x0 != 0, 0)))",
        &[(2.0, 8.0), (0.0, NAN)],
    ),
    ("x0^3", "3*x0^2", &[(2.0, 12.0), (0.0, 0.0), (-1.0, 3.0)]),
    ("x0^1.5", "1.5*x0^0.5", &[(4.0, 3.0), (0.0, 0.0), (-1.0, NAN)]),
    ("x0^0.3", "0.3*x0^(0.3 - 1)", &[(1.0, 0.3), (0.0, INF), (-1.0, NAN)]),
    // At 0 and 3 this is 0 to the 3, at 0 and 0 it would be a matter of convention.
    ("x1^x0", "x1^x0*ln(x1)", &[(0.0, 1.098_612_288_668_109_8)]),
    ("x0^x1", "x1*x0^(x1 - 1)", &[(2.0, 12.0), (0.0, 0.0)]),
];

#[test]
fn each_function_has_the_derivative_of_the_table() {
    for (text, formula, values) in FUNCTIONS {
        let slope = derivative(&parse(text).unwrap(), Axis::X0);
        assert_eq!(slope.text(), formula, "{text}");
        for &(x0, expected) in values {
            let found = scalar::evaluate(&slope.folded(), [x0, 3.0]);
            assert!(same(found, expected), "{formula} at {x0}: {found}, not {expected}");
        }
    }
}

#[test]
fn angles_have_a_cut() {
    let [along, across] = gradient(&parse("atan2(x1, x0)").unwrap());
    for (x, slopes) in [
        ([2.0, 0.0], [-0.0, 0.5]),
        ([0.0, 2.0], [-0.5, 0.0]),
        // f jumps from -pi to pi across the cut, and is pi all along it.
        ([-2.0, 0.0], [-0.0, NAN]),
        ([0.0, 0.0], [NAN, NAN]),
    ] {
        let found = [&along, &across].map(|slope| scalar::evaluate(slope, x));
        assert!(same(found[0], slopes[0]) && same(found[1], slopes[1]), "{found:?} at {x:?}, not {slopes:?}");
    }
}

const GELU_SLOPE: &str = "x0/2*(2/1.4142135623730951*exp(-(x0/1.4142135623730951)^2)/sqrt(pi)) \
    + 0.5*(1 + erf(x0/1.4142135623730951))";

/// Both gradients, as a person would write them.
#[test]
fn gradients_read_well() {
    for (text, expected) in [
        ("x0^2 + x1^2", ["2*x0", "2*x1"]),
        ("(1 - x0)^2 + 100*(x1 - x0^2)^2", ["-2*(1 - x0) - 400*x0*(x1 - x0^2)", "200*(x1 - x0^2)"]),
        ("sin(5*x0) + x1^2", ["5*cos(5*x0)", "2*x1"]),
        ("sqrt(x0^2 + x1^2)", ["x0/sqrt(x0^2 + x1^2)", "x1/sqrt(x0^2 + x1^2)"]),
        ("exp(-(x0^2 + x1^2)/2)", ["-x0*exp(-(x0^2 + x1^2)/2)", "-x1*exp(-(x0^2 + x1^2)/2)"]),
        (
            "1/(1 + x0^2 + x1^2)",
            ["-2*x0/(1 + x0^2 + x1^2)/(1 + x0^2 + x1^2)", "-2*x1/(1 + x0^2 + x1^2)/(1 + x0^2 + x1^2)"],
        ),
        ("gelu(x0)", [GELU_SLOPE, "0"]),
        ("tanh(x0 - 2*x1)", ["1/cosh(x0 - 2*x1)^2", "-2/cosh(x0 - 2*x1)^2"]),
        (
            "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2",
            ["4*x0*(x0^2 + x1 - 11) + 2*(x0 + x1^2 - 7)", "2*(x0^2 + x1 - 11) + 4*x1*(x0 + x1^2 - 7)"],
        ),
        (
            "20 + x0^2 - 10*cos(2*pi*x0) + x1^2 - 10*cos(2*pi*x1)",
            ["2*x0 + 62.83185307179586*sin(2*pi*x0)", "2*x1 + 62.83185307179586*sin(2*pi*x1)"],
        ),
        ("2^x0*e^x1", ["ln(2)*2^x0*e^x1", "ln(e)*e^x1*2^x0"]),
        ("-cos(x0) - cos(2*x1)", ["sin(x0)", "2*sin(2*x1)"]),
        ("x0 + 1/0*x1", ["1", "1/0"]),
        ("x0 + x1*(0/0)", ["1", "0/0"]),
    ] {
        let found = gradient(&parse(text).unwrap());
        assert_eq!(found.each_ref().map(Program::text), expected, "{text}");
    }
}

#[test]
fn higher_derivatives_read_well() {
    let valley = parse("(1 - x0)^2 + 100*(x1 - x0^2)^2").unwrap();
    assert_eq!(
        hessian(&valley).each_ref().map(Program::text),
        ["2 - (400*(x1 - x0^2) - 800*x0^2)", "-400*x0", "200"]
    );
    let [along_x0, across, _] = hessian(&parse("erf(x0*x1)").unwrap());
    assert_eq!(along_x0.text(), "-4*(x0*x1)*x1*exp(-(x0*x1)^2)*x1/sqrt(pi)");
    assert_eq!(across.text(), "(2*exp(-(x0*x1)^2) - 4*(x0*x1)*x0*exp(-(x0*x1)^2)*x1)/sqrt(pi)");
    for (text, expected) in [
        ("x0^4", ["x0^4", "4*x0^3", "12*x0^2", "24*x0", "24", "0"]),
        (
            "exp(2*x0)",
            ["exp(2*x0)", "2*exp(2*x0)", "4*exp(2*x0)", "8*exp(2*x0)", "16*exp(2*x0)", "32*exp(2*x0)"],
        ),
        ("sin(x0)", ["sin(x0)", "cos(x0)", "-sin(x0)", "-cos(x0)", "sin(x0)", "cos(x0)"]),
        (
            "1/x0",
            [
                "1/x0",
                "-1/x0/x0",
                "2/x0/x0/x0",
                "-6/x0/x0/x0/x0",
                "24/x0/x0/x0/x0/x0",
                "-120/x0/x0/x0/x0/x0/x0",
            ],
        ),
        ("ln(x0)", ["ln(x0)", "1/x0", "-1/x0/x0", "2/x0/x0/x0", "-6/x0/x0/x0/x0", "24/x0/x0/x0/x0/x0"]),
        ("x0^-2", ["x0^-2", "-2*x0^-3", "6*x0^-4", "-24*x0^-5", "120*x0^-6", "-720*x0^-7"]),
    ] {
        let f = parse(text).unwrap();
        for (order, expected) in expected.into_iter().enumerate() {
            assert_eq!(repeated_derivative(&f, Axis::X0, order).text(), expected, "{text}");
        }
    }
}

/// Near 0 the two factors of `(1 - x0)*(x0 + 1)` would cancel in the product rule.
#[test]
fn second_derivatives_of_inverse_functions_are_right_near_zero() {
    for (text, factor) in
        [("asin(x0)", 1.0), ("acos(x0)", -1.0), ("atanh(x0)", 2.0), ("asinh(x0)", -1.0), ("atan(x0)", -2.0)]
    {
        let [second, ..] = hessian(&parse(text).unwrap());
        let x = 1e-20;
        let found = scalar::evaluate(&second, [x, 0.0]);
        assert!(same(found, factor * x), "{}: {found}", second.text());
    }
}

#[test]
fn formulas_that_are_too_long_give_way_to_what_they_are_of() {
    // The product rule of a shared product doubles the text each time.
    let text = format!("{}x0{}", "sin(".repeat(60), ")".repeat(60));
    let f = parse(&text).unwrap();
    let slope = derivative(&f, Axis::X0);
    assert_eq!(slope.text(), format!("d/dx0 ({text})"));
    assert_eq!(derivative(&slope, Axis::X1).text(), "0");
    assert_eq!(derivative(&slope, Axis::X0).text(), format!("d/dx0 (d/dx0 ({text}))"));
}
