//! Complex numbers: derivatives by the complex step and complex values against mpmath, what is undefined, and what
//! breaks the step.

use std::collections::BTreeMap;

use gradfield::eval::{Complex, Number, breaks_complex_step, scalar};
use gradfield::expr::{self, Binary, Comparison, Node, Program, Unary};
use proptest::prelude::*;

use crate::support::csv::{Row, Table};
use crate::support::same;
use crate::support::tree::{BINARY, arb_full_expression, arb_magnitude};

/// The relative error of one rounding.
const UNIT: f64 = f64::EPSILON / 2.0;

const NAN: f64 = f64::NAN;
const INF: f64 = f64::INFINITY;

fn complex(re: f64, im: f64) -> Complex {
    Complex { re, im }
}

fn conjugate(z: Complex) -> Complex {
    complex(z.re, -z.im)
}

fn is_nan(z: Complex) -> bool {
    z.re.is_nan() && z.im.is_nan()
}

/// An operation by its name.
#[derive(Clone, Copy)]
enum Operation {
    Unary(Unary),
    Binary(Binary),
}

impl Operation {
    fn named(name: &str) -> Self {
        let unary = Unary::FUNCTIONS.into_iter().find(|op| op.name() == name).map(Self::Unary);
        let binary = || BINARY.into_iter().find(|op| op.name() == name).map(Self::Binary);
        unary.or_else(binary).unwrap_or_else(|| panic!("no function {name}"))
    }

    fn of<N: Number>(self, a: N, b: Option<N>) -> N {
        match self {
            Self::Unary(op) => N::unary(op, a),
            Self::Binary(op) => N::binary(op, a, b.expect("two operands")),
        }
    }
}

/// A cell that functions of one number leave empty.
fn optional(row: Row<'_>, column: &str) -> Option<f64> {
    (!row.text(column).is_empty()).then(|| row.get(column))
}

/// How often each function occurs in a table.
fn tally(table: &Table) -> BTreeMap<&str, usize> {
    let mut tally = BTreeMap::new();
    for row in table.rows() {
        *tally.entry(row.text("function")).or_default() += 1;
    }
    tally
}

/// The distance between neighbours from a normal number on.
fn ulp(a: f64) -> f64 {
    a.abs().next_up() - a.abs()
}

#[test]
fn the_tables_have_all_functions() {
    let continued =
        |name: &str| expr::parse(&format!("{name}(x0)")).is_ok_and(|f| breaks_complex_step(&f).is_none());
    let names = Unary::FUNCTIONS.map(Unary::name).into_iter().filter(|name| continued(name));
    let names: Vec<_> = names.chain(["*", "/", "^", "atan2", "hypot"]).collect();
    assert_eq!(names.len(), 27);
    for (file, least) in [("complex_derivatives.txt", 30), ("complex_values.txt", 28)] {
        let table = Table::reference(file);
        let tally = tally(&table);
        for name in &names {
            let count = tally.get(name).copied().unwrap_or_default();
            assert!(count >= least, "{file}: {name} {count} times");
        }
    }
}

/// The real part is the real function's value, bit for bit, and the quotient of the imaginary part and h the derivative
/// to within 1.5 ulp: a rounding of the imaginary part, which may be twice as much of an ulp of the quotient, and one
/// of the quotient.
#[test]
fn steps_of_1e_200_give_derivatives_within_two_ulp() {
    let table = Table::reference("complex_derivatives.txt");
    let mut at_1e_200 = 0;
    for row in table.rows() {
        let operation = Operation::named(row.text("function"));
        let (a, b, h): (f64, _, f64) = (row.get("a"), optional(row, "b"), row.get("h"));
        let along_a = row.text("along") == "a";
        let step = |along: bool| if along { h } else { 0.0 };
        let value = operation.of(complex(a, step(along_a)), b.map(|b| complex(b, step(!along_a))));

        let what = format!("{}({a:?}, {b:?}) along {}", row.text("function"), row.text("along"));
        let real = operation.of(a, b);
        assert!(same(real, row.get("value")), "{what} = {real:?} as a real function");
        assert!(same(value.re, real), "{what}: {:?} is not {real:?}", value.re);

        let (derivative, rest): (f64, f64) = (row.get("derivative"), row.get("rest"));
        let quotient = value.im / h;
        let error = ((quotient - derivative) - rest).abs() / ulp(derivative);
        assert!(error <= 1.5, "{what}: {quotient:?} is {error} ulp off {derivative:?}");
        at_1e_200 += u32::from(h == 1e-200);
    }
    assert!(at_1e_200 > 1150, "{at_1e_200}");
}

/// The bounds of the module: 8 roundings of the modulus, and of the imaginary part where that is the smaller one.
#[test]
fn larger_steps_give_the_complex_function() {
    for row in Table::reference("complex_values.txt").rows() {
        let operation = Operation::named(row.text("function"));
        let a = complex(row.get("a_re"), row.get("a_im"));
        let b = optional(row, "b_re").map(|re| complex(re, row.get("b_im")));
        let expected = complex(row.get("re"), row.get("im"));
        let what = format!("{}({a:?}, {b:?})", row.text("function"));

        let value = operation.of(a, b);
        let modulus = expected.re.hypot(expected.im);
        let [re_error, im_error] = [value.re - expected.re, value.im - expected.im];
        assert!(re_error.hypot(im_error) <= 8.0 * UNIT * modulus, "{what} = {value:?}, not {expected:?}");
        if expected.im.abs() <= expected.re.abs() {
            assert!(im_error.abs() <= 8.0 * UNIT * expected.im.abs(), "{what} = {value:?}, not {expected:?}");
        }
        let of_conjugate = operation.of(conjugate(a), b.map(conjugate));
        assert_eq!(conjugate(of_conjugate), value, "{what} and its conjugate");
    }
}

/// Where a real function is not defined, its complex continuation is not either, however far from the real axis.
#[test]
fn undefined_points_are_nan() {
    const UNARY: [(Unary, f64); 14] = [
        (Unary::Sqrt, -1.0),
        (Unary::Sqrt, -1e-300),
        (Unary::Ln, -1.0),
        (Unary::Ln, -1e-300),
        (Unary::Asin, 2.0),
        (Unary::Asin, -1.000_000_1),
        (Unary::Acos, 2.0),
        (Unary::Acos, -1.000_000_1),
        (Unary::Acosh, 0.5),
        (Unary::Acosh, -3.0),
        (Unary::Atanh, 2.0),
        (Unary::Atanh, -1.000_000_1),
        (Unary::Sin, f64::INFINITY),
        (Unary::Tan, f64::NEG_INFINITY),
    ];
    for im in [0.0, 1e-300, 1e-200, 1e-8, 0.1, 10.0, -0.5] {
        for (op, re) in UNARY {
            let value = Complex::unary(op, complex(re, im));
            assert!(is_nan(value), "{}({re} + {im}i) = {value:?}", op.name());
        }
        for op in [Unary::Negate].into_iter().chain(Unary::FUNCTIONS) {
            let value = Complex::unary(op, complex(NAN, im));
            assert!(value.re.is_nan(), "{}(NaN + {im}i) = {value:?}", op.name());
        }
        let third = complex(1.0 / 3.0, 0.0);
        assert!(is_nan(Complex::binary(Binary::Power, complex(-8.0, im), third)), "{im}");
    }
    for im in [1e-200, 0.1] {
        // A base below 0 has powers to integers, but no derivative along the exponent.
        assert!(is_nan(Complex::binary(Binary::Power, complex(-8.0, 0.0), complex(3.0, im))));
        // The angle jumps wherever one comes from.
        assert!(is_nan(Complex::binary(Binary::Atan2, complex(0.0, im), complex(0.0, 0.0))));
        assert!(is_nan(Complex::binary(Binary::Atan2, complex(0.0, im), complex(0.0, im))));
    }
}

/// The ends of domains belong to them; the derivative, infinite there, grows as the step shrinks.
#[test]
fn ends_of_domains_are_defined() {
    for (op, re, exponent) in [
        (Unary::Sqrt, 0.0, 0.5),
        (Unary::Asin, 1.0, 0.5),
        (Unary::Acos, -1.0, 0.5),
        (Unary::Acosh, 1.0, 0.5),
        // The imaginary part does not shrink at all: the logarithm of i h has the angle of i.
        (Unary::Ln, 0.0, 0.0),
        (Unary::Atanh, -1.0, 0.0),
    ] {
        let [small, large] = [1e-200, 1e-20].map(|h| Complex::unary(op, complex(re, h)).im);
        let expected = 1e180_f64.powf(exponent);
        assert!((large / small / expected - 1.0).abs() < 1e-14, "{}: {small:?} and {large:?}", op.name());
    }
}

/// Numbers off the step's way are real numbers, infinite ones included.
#[test]
fn the_real_axis_has_the_real_functions() {
    for op in Unary::FUNCTIONS {
        for re in [-2.5, -1.0, -0.0, 0.0, 0.5, 1.0, 1e300, f64::INFINITY, f64::NEG_INFINITY] {
            let value = Complex::unary(op, complex(re, 0.0));
            let expected = match op {
                Unary::Abs
                | Unary::Floor
                | Unary::Ceil
                | Unary::Round
                | Unary::RoundEven
                | Unary::Signum
                | Unary::Sign => NAN,
                _ => op.apply(re),
            };
            assert!(same(value.re, expected), "{}({re}) = {value:?}", op.name());
            assert!(value.im == 0.0 || is_nan(value), "{}({re}) = {value:?}", op.name());
        }
    }
    let [zero, one] = [0.0, 1.0].map(|re| complex(re, 0.0));
    assert_eq!(Complex::binary(Binary::Divide, one, zero), complex(f64::INFINITY, 0.0));
    assert_eq!(Complex::constant(0.1), complex(0.1, 0.0));
    // One infinite part does not spoil the other.
    let infinite = complex(2.0, f64::INFINITY);
    assert_eq!(Complex::binary(Binary::Multiply, complex(3.0, 0.0), infinite), complex(6.0, f64::INFINITY));
}

#[test]
fn nothing_overflows_on_the_way() {
    let check = |what: &str, value: Complex, [re, im]: [f64; 2]| {
        let error = (value.re / re - 1.0).abs().max((value.im / im - 1.0).abs());
        assert!(error < 1e-14, "{what}: {value:?}, not {re:?} + {im:?} i");
    };
    let large = complex(1.5e308, 1.5e308);
    check("quotient", Complex::binary(Binary::Divide, complex(1.5e308, 0.0), large), [0.5, -0.5]);
    let small = complex(1e-310, 1e-310);
    check("small quotient", Complex::binary(Binary::Divide, complex(0.0, 1e-310), small), [0.5, 0.5]);
    let root = [1.345_607_733_249_115e154, 5.573_689_727_459_013_4e153];
    check("root", Complex::unary(Unary::Sqrt, large), root);
    check("root as a power", Complex::binary(Binary::Power, large, complex(0.5, 0.0)), root);
    check(
        "logarithm",
        Complex::unary(Unary::Ln, large),
        [709.948_247_340_554_2, std::f64::consts::FRAC_PI_4],
    );
    // e^709.9 is infinite.
    let exp = [1.408_324_374_786_655_5e308, 1.450_065_077_114_188_2e308];
    check("exponential", Complex::unary(Unary::Exp, complex(709.9, 0.8)), exp);
    let sinh = [-1.418_008_511_361_711_2e308, 1.460_036_237_523_607_4e308];
    check("hyperbolic sine", Complex::unary(Unary::Sinh, complex(-710.6, 0.8)), sinh);
    // e^(37.2^2) is infinite, and of the other a square is not the other's by half its digits.
    let erf = [-3.171_842_963_559_166e305, 4.453_315_774_914_213e304];
    check("error function", Complex::unary(Unary::Erf, complex(26.0, 37.2)), erf);
    let erf = [1.000_000_000_207_874_6, -3.405_041_131_793_037e-10];
    check("error function far out", Complex::unary(Unary::Erf, complex(1e9, 1e9)), erf);
    check("cosine", Complex::unary(Unary::Cos, complex(0.8, 710.6)), sinh.map(|part| -part));
}

/// The zero 1.45 + 1.88 i of the error function, by its two nearest numbers, with mpmath's value: erf(1.45), 0.96, and all
/// else cancel.
#[test]
fn the_error_function_is_right_next_to_its_zeros() {
    let value = Complex::unary(Unary::Erf, complex(1.450_616_163_243_675_6, 1.880_943_000_153_315_4));
    let expected = complex(-6.243_149_775_816_65e-17, 7.231_611_614_140_767e-17);
    let [re_error, im_error] = [value.re - expected.re, value.im - expected.im];
    let modulus = expected.re.hypot(expected.im);
    assert!(re_error.hypot(im_error) <= 8.0 * UNIT * modulus, "{value:?}, not {expected:?}");
}

/// What is too large to tell its angle is not defined, and beside 1 it does not matter.
#[test]
fn the_error_function_far_out() {
    let erf = |re, im| Complex::unary(Unary::Erf, complex(re, im));
    for (re, im, expected) in [
        (INF, 0.5, complex(1.0, 0.0)),
        (-INF, 0.5, complex(-1.0, 0.0)),
        (1e200, 1e199, complex(1.0, 0.0)),
        (-1e200, 3.0, complex(-1.0, 0.0)),
        (40.0, 2.0, complex(1.0, 0.0)),
        // The imaginary axis is its own image.
        (0.0, 30.0, complex(0.0, INF)),
        (0.0, -1e200, complex(0.0, -INF)),
        (-0.0, 1e-300, complex(-0.0, 1e-300 * std::f64::consts::FRAC_2_SQRT_PI)),
    ] {
        let value = erf(re, im);
        assert!(same(value.re, expected.re) && value.im == expected.im, "erf({re:e} + {im:e}i) = {value:?}");
    }
    let huge = erf(1.0, 30.0);
    assert!(huge.re.is_infinite() && huge.im.is_infinite(), "{huge:?}");
    for (re, im) in [(0.5, INF), (INF, INF), (1e200, 1e200), (1e100, 1e250)] {
        assert!(is_nan(erf(re, im)), "erf({re:e} + {im:e}i) = {:?}", erf(re, im));
    }
}

/// The first function that breaks the step, if it depends on a variable.
#[test]
fn what_breaks_the_step_is_named() {
    for (text, expected) in [
        ("x0^2 + sin(x1)/x0", None),
        ("abs(x0) + x1", Some("abs")),
        ("exp(floor(x0*x1))", Some("floor")),
        ("ceil(x1)", Some("ceil")),
        ("round(x1) + x0", Some("round")),
        ("signum(x0)*x1", Some("signum")),
        ("x0 % 2", Some("%")),
        ("max(x0, 0)", Some("max")),
        ("where(x0 < 0, x0, 2)", Some("a comparison (as in where, sinc and softplus)")),
        ("where(x0, x0^2, 2)", Some("where")),
        ("where(2 < 3, x0^2, abs(x0))", None),
        ("min(x0, x1)", Some("min")),
        // The first in the order of evaluation.
        ("max(abs(x0), 1)", Some("abs")),
        // Constants are what they are.
        ("abs(-3)*x0 + max(1, 2)*x1 + 7 % 4", None),
        ("floor(2.5)", None),
        ("atan2(x1, x0)^x0", None),
    ] {
        assert_eq!(breaks_complex_step(&expr::parse(text).unwrap()), expected, "{text}");
    }
}

#[test]
fn what_breaks_the_step_is_nan() {
    let z = complex(0.5, 1e-200);
    for op in
        [Unary::Abs, Unary::Floor, Unary::Ceil, Unary::Round, Unary::RoundEven, Unary::Signum, Unary::Sign]
    {
        assert!(is_nan(Complex::unary(op, z)), "{}", op.name());
    }
    for op in [
        Binary::Remainder,
        Binary::FloorMod,
        Binary::Maximum,
        Binary::Minimum,
        Binary::Compare(Comparison::Less),
        Binary::When,
        Binary::Unless,
        Binary::Gate,
    ] {
        assert!(is_nan(Complex::binary(op, z, complex(2.0, 0.0))), "{}", op.name());
    }
}

/// From 1e-300 to 1e-9 the step changes nothing: there is no wall of rounding, and the truncation error is below it.
#[test]
fn the_derivative_does_not_depend_on_a_small_step() {
    for text in [
        "sin(5*x0) + x1^2",
        "exp(x0)*cos(x1)",
        "(1 - x0)^2 + 100*(x1 - x0^2)^2",
        "tanh(x0 - 2*x1)",
        "1/(1 + x0^2 + x1^2)",
        "x0^x1 + ln(x0)*atan2(x1, x0)",
        "asinh(x0)/acosh(x1 + 2) + sqrt(x0)*tan(x1)",
        "gelu(x0) - erf(x0*x1)",
    ] {
        let program = expr::parse(text).unwrap();
        let derivative = |h: f64| scalar::evaluate(&program, [complex(0.7, h), complex(0.3, 0.0)]).im / h;
        let expected = derivative(1e-200);
        for tenths in -3000..=-90 {
            let h = 10_f64.powf(f64::from(tenths) / 10.0);
            let error = (derivative(h) / expected - 1.0).abs();
            // A few roundings of terms that are up to ten times the sum of them.
            assert!(error < 20.0 * f64::EPSILON, "{text} at {h:e}: {:?}, not {expected:?}", derivative(h));
        }
    }
}

/// Whether the derivative of an operation is infinite or not defined for operands with these real parts.
fn is_singular(operation: Operation, a: f64, b: Option<f64>) -> bool {
    match operation {
        Operation::Unary(Unary::Sqrt | Unary::Ln) => a == 0.0,
        Operation::Unary(Unary::Asin | Unary::Acos | Unary::Atanh) => a.abs() == 1.0,
        Operation::Unary(Unary::Acosh) => a == 1.0,
        // To such a power even a tiny step is a large one.
        Operation::Binary(Binary::Power) => a == 0.0 || b.is_some_and(|b| b.abs() > 1e100),
        Operation::Binary(Binary::Divide) => b == Some(0.0),
        Operation::Binary(Binary::Atan2) => a == 0.0 && b == Some(0.0),
        _ => false,
    }
}

/// The first node whose real part is not the real value, before the first with a derivative so large (or infinite) that
/// the step is not tiny, or none at all.
fn other_real_part(program: &Program, x: [Complex; 2]) -> Option<String> {
    let mut values: Vec<(Complex, f64)> = vec![];
    for node in program.nodes() {
        let (operation, a, b) = match *node {
            Node::Constant(value) => {
                values.push((Complex::constant(value), value));
                continue;
            }
            Node::Variable(axis) => {
                values.push((x[axis.index()], x[axis.index()].re));
                continue;
            }
            Node::Unary(op, a) => (Operation::Unary(op), values[a as usize], None),
            Node::Binary(op, a, b) => (Operation::Binary(op), values[a as usize], Some(values[b as usize])),
        };
        let value = operation.of(a.0, b.map(|b| b.0));
        let real = operation.of(a.1, b.map(|b| b.1));
        let size = if real == 0.0 { 1.0 } else { real.abs().min(1.0) };
        if is_singular(operation, a.1, b.map(|b| b.1)) || value.im.is_nan() || value.im.abs() > 1e-60 * size {
            return None;
        }
        if !same(value.re, real) {
            return Some(format!("{node:?} of {a:?} and {b:?} is {value:?}, not {real:?}"));
        }
        values.push((value, real));
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5000, ..ProptestConfig::default() })]

    /// A tiny step leaves every value of the real program, whatever the program is.
    #[test]
    fn the_real_part_is_the_real_value(tree in arb_full_expression(), x0 in arb_magnitude(-3..3), x1 in arb_magnitude(-3..3)) {
        let program = expr::parse(&tree.to_string()).unwrap();
        for [h0, h1] in [[1e-200, 0.0], [0.0, 1e-200]] {
            let difference = other_real_part(&program, [complex(x0, h0), complex(x1, h1)]);
            prop_assert_eq!(difference, None, "{} at {:?}, {:?}", tree, x0, x1);
        }
    }
}
