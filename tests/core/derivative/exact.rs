//! The derivative is exact: nothing is rounded while it is made. And in `f64` its folded form has the same bits.

use gradfield::eval::scalar;
use gradfield::expr::{
    Axis, Binary, Comparison, Dependence, Node, Program, ProgramBuilder, Unary, derivative, gradient,
    hessian, parse,
};
use num::{BigRational, One, Zero};
use proptest::prelude::*;

use crate::eval::assert_block_is_scalar;
use crate::support::same;
use crate::support::tree::{arb_arithmetic, arb_expression, arb_magnitude};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn rational(value: f64) -> BigRational {
    BigRational::from_float(value).expect("a finite number")
}

/// a to the n, if it exists.
fn rational_power(a: &BigRational, n: f64) -> Option<BigRational> {
    #[expect(clippy::cast_possible_truncation, reason = "a small integer")]
    let n = (n.fract() == 0.0 && n.abs() <= 8.0).then_some(n as i32)?;
    (n >= 0 || !a.is_zero()).then(|| a.pow(n))
}

/// The exact value and derivative of a program of arithmetic and whole powers; `None` where there is none.
fn exact_with_slope(program: &Program, x: [f64; 2], along: Axis) -> Option<(BigRational, BigRational)> {
    let mut values: Vec<(BigRational, BigRational)> = vec![];
    for node in program.nodes() {
        let value = match *node {
            Node::Constant(value) => (rational(value), BigRational::zero()),
            Node::Variable(axis) => {
                let slope = if axis == along { BigRational::one() } else { BigRational::zero() };
                (rational(x[axis.index()]), slope)
            }
            Node::Unary(Unary::Negate, a) => {
                let (a, da) = values[a as usize].clone();
                (-a, -da)
            }
            Node::Unary(op, _) => panic!("{op:?} is no arithmetic"),
            Node::Binary(op, a, b) => {
                let ((a, da), (b, db)) = (&values[a as usize], &values[b as usize]);
                match op {
                    Binary::Add => (a + b, da + db),
                    Binary::Subtract => (a - b, da - db),
                    Binary::Multiply => (a * b, da * b + a * db),
                    Binary::Divide if b.is_zero() => return None,
                    Binary::Divide => (a / b, (da * b - a * db) / (b * b)),
                    Binary::Power => {
                        let n = scalar::evaluate::<f64>(&constant_part(program, node)?, x);
                        let lower = rational_power(a, n - 1.0)?;
                        (rational_power(a, n)?, rational(n) * lower * da)
                    }
                    _ => panic!("{op:?} is no arithmetic"),
                }
            }
        };
        values.push(value);
    }
    values.pop()
}

/// The exponent of a power as a program.
fn constant_part(program: &Program, power: &Node) -> Option<Program> {
    let Node::Binary(Binary::Power, _, exponent) = *power else { return None };
    (program.dependence(exponent) == Dependence::Nothing)
        .then(|| ProgramBuilder::continuing(program).finish(exponent, String::new()))
}

/// Arithmetic with powers in it.
fn arb_rational() -> impl Strategy<Value = String> {
    (arb_arithmetic(), arb_arithmetic(), -3_i32..=5, prop::sample::select(vec!["+", "-", "*", "/"]))
        .prop_map(|(a, b, n, op)| format!("({a})^{n} {op} {b}"))
}

fn arb_short() -> impl Strategy<Value = f64> {
    (-64_i16..64).prop_map(|n| f64::from(n) / 16.0)
}

proptest! {
    #![proptest_config(config(150))]

    /// In rational numbers, so that one rounded constant would show.
    #[test]
    fn derivatives_of_rational_functions_are_exact(text in arb_rational(), x0 in arb_short(), x1 in arb_short()) {
        let program = parse(&text).expect("arithmetic");
        let is_finite = |program: &Program| {
            program.nodes().iter().all(|node| !matches!(node, Node::Constant(value) if !value.is_finite()))
        };
        prop_assume!(is_finite(&program));
        for first in Axis::ALL {
            let slope = derivative(&program, first);
            let Some((_, expected)) = exact_with_slope(&program, [x0, x1], first) else { continue };
            let found = exact_with_slope(&slope, [x0, x1], Axis::X0).map(|(value, _)| value);
            prop_assert_eq!(found, Some(expected), "{} of {}", slope.text(), text);
            // And of the derivative, which has operations on numbers in it.
            for second in Axis::ALL {
                let Some((_, expected)) = exact_with_slope(&slope, [x0, x1], second) else { continue };
                let twice = derivative(&slope, second);
                let found = exact_with_slope(&twice, [x0, x1], Axis::X0).map(|(value, _)| value);
                prop_assert_eq!(found, Some(expected), "{} of {}", twice.text(), slope.text());
            }
        }
    }
}

fn arb_number() -> impl Strategy<Value = f64> {
    let short = (-4096_i32..4096, -40_i32..40).prop_map(|(n, e)| f64::from(n) * f64::from(e).exp2());
    let long = (arb_magnitude(-300..300), any::<bool>()).prop_map(|(m, minus)| if minus { -m } else { m });
    prop_oneof![4 => short, 1 => long, 1 => (-9_i8..9).prop_map(f64::from)]
}

/// The operation on two numbers, if an exact builder folds it.
fn folded_exactly(op: Binary, a: f64, b: f64) -> Option<f64> {
    let mut builder = ProgramBuilder::continuing(&parse("x0").expect("a function"));
    let (a, b) = (builder.constant(a), builder.constant(b));
    let root = builder.binary(op, a, b);
    match *builder.finish(root, String::new()).nodes() {
        [Node::Constant(value)] => Some(value),
        _ => None,
    }
}

proptest! {
    #![proptest_config(config(6000))]

    /// In both directions, in the range where nothing underflows: what is folded is exact, and what is exact is folded.
    #[test]
    fn what_is_exact_is_folded_and_nothing_else(a in arb_number(), b in arb_number()) {
        let (exact_a, exact_b) = (rational(a), rational(b));
        for op in [Binary::Add, Binary::Subtract, Binary::Multiply, Binary::Divide] {
            let exact = match op {
                Binary::Add => &exact_a + &exact_b,
                Binary::Subtract => &exact_a - &exact_b,
                Binary::Multiply => &exact_a * &exact_b,
                _ if b == 0.0 => continue,
                _ => &exact_a / &exact_b,
            };
            let value = op.apply(a, b);
            let is_exact = value.is_finite() && rational(value) == exact;
            let is_tiny = [a, b, value].iter().any(|v| *v != 0.0 && v.abs() < 1e-250);
            let folded = folded_exactly(op, a, b);
            if is_exact {
                prop_assert!(folded.is_some() || is_tiny, "{a:?} {} {b:?} is {value:?}", op.name());
            } else {
                prop_assert_eq!(folded, None, "{:?} {} {:?} is not {:?}", a, op.name(), b, value);
            }
        }
    }
}

#[test]
fn functions_are_folded_only_where_their_value_is_a_number() {
    let folded = |text: &str| {
        // The number comes by itself: parsing "sin(1)" would fold.
        let (name, number) = text.trim_end_matches(')').split_once('(').expect("a function of a number");
        let op = Unary::FUNCTIONS.into_iter().find(|op| op.name() == name).expect("a known name");
        let mut builder = ProgramBuilder::continuing(&parse("x0").expect("a function"));
        let a = builder.constant(number.parse().expect("a number"));
        let root = builder.unary(op, a);
        match *builder.finish(root, String::new()).nodes() {
            [Node::Constant(value)] => Some(value),
            _ => None,
        }
    };
    for (text, value) in [
        ("exp(0)", 1.0),
        ("ln(1)", 0.0),
        ("ln(0)", f64::NEG_INFINITY),
        ("ln(-1)", f64::NAN),
        ("sin(0)", 0.0),
        ("cos(0)", 1.0),
        ("acos(1)", 0.0),
        ("acosh(1)", 0.0),
        ("atanh(1)", f64::INFINITY),
        ("tanh(inf)", 1.0),
        ("sqrt(2.25)", 1.5),
        ("sqrt(-2)", f64::NAN),
        ("floor(2.7)", 2.0),
        ("round(-2.5)", -3.0),
        ("abs(-0.1)", 0.1),
        ("signum(-7)", -1.0),
        ("sign(-0)", 0.0),
        ("rint(2.5)", 2.0),
        ("exp2(-3)", 0.125),
        ("log2(8)", 3.0),
        ("log2(0)", f64::NEG_INFINITY),
        ("log1p(-1)", f64::NEG_INFINITY),
        ("expm1(0)", 0.0),
        ("cbrt(-1)", -1.0),
        ("erf(0)", 0.0),
        ("erf(-inf)", -1.0),
        ("log10(1)", 0.0),
    ] {
        assert!(folded(text).is_some_and(|found| same(found, value)), "{text}: {:?}", folded(text));
    }
    for text in [
        "exp(1)",
        "ln(2)",
        "sin(1)",
        "cos(3)",
        "acos(0)",
        "asin(1)",
        "atan(inf)",
        "sqrt(2)",
        "exp(1000)",
        "exp2(0.5)",
        "exp2(1024)",
        "exp2(-1080)",
        "log2(3)",
        "log2(1e300)",
        "log1p(1)",
        "expm1(1)",
        "log10(2)",
        "cbrt(2)",
        "erf(1)",
        "erf(7)",
    ] {
        assert_eq!(folded(text), None, "{text}");
    }
    for (op, a, b, value) in [
        (Binary::Power, 3.0, 5.0, Some(243.0)),
        (Binary::Power, 2.0, -3.0, Some(0.125)),
        (Binary::Power, 0.0, 0.3, Some(0.0)),
        (Binary::Power, 0.3, 0.0, Some(1.0)),
        (Binary::Power, 0.1, 3.0, None),
        (Binary::Power, 3.0, -1.0, None),
        (Binary::Power, 2.0, 0.5, None),
        (Binary::Power, 10.0, 30.0, None),
        (Binary::Atan2, 0.0, 2.0, Some(0.0)),
        (Binary::Atan2, 1.0, 1.0, None),
        (Binary::Atan2, 1.0, f64::INFINITY, Some(0.0)),
        (Binary::Atan2, f64::INFINITY, 1.0, None),
        (Binary::Multiply, 1e200, 1e200, None),
        (Binary::Add, f64::INFINITY, 1.0, Some(f64::INFINITY)),
        (Binary::Divide, 1.0, 0.0, Some(f64::INFINITY)),
        (Binary::Remainder, 0.3, 0.1, Some(0.3 % 0.1)),
        (Binary::FloorMod, 0.3, 0.1, Some(0.3 % 0.1)),
        (Binary::FloorMod, -3.0, 2.0, Some(1.0)),
        (Binary::FloorMod, -1e-30, 1.0, None),
        (Binary::Hypot, 0.0, -0.1, Some(0.1)),
        (Binary::Hypot, 1.0, 1.0, None),
        (Binary::Gate, 0.1, 0.2, Some(0.2)),
        (Binary::Maximum, 0.1, 0.2, Some(0.2)),
        (Binary::Compare(Comparison::Less), 0.1, 0.2, Some(1.0)),
        (Binary::When, 0.0, 0.2, Some(-0.0)),
        (Binary::Unless, 0.0, 0.2, Some(0.2)),
    ] {
        assert_eq!(folded_exactly(op, a, b), value, "{a} {} {b}", op.name());
    }
}

#[test]
fn what_would_round_stays_an_operation_until_it_is_folded() {
    let numbers = |program: &Program| {
        (0..=program.root())
            .filter(|&id| program.dependence(id) == Dependence::Nothing)
            .filter(|&id| !matches!(program.nodes()[id as usize], Node::Constant(_)))
            .count()
    };
    for (text, expected) in [
        ("x0^3", 0),
        ("x0^0.5", 0),
        // 0.3 - 1
        ("x0^0.3", 1),
        // ln(2)
        ("2^x0", 1),
        // pi and its square root
        ("erf(x0)", 2),
        // 1/3
        ("x0/3", 1),
        ("0.1*(3*x0)", 1),
        ("0.5*(3*x0)", 0),
    ] {
        let slope = derivative(&parse(text).unwrap(), Axis::X0);
        assert_eq!(numbers(&slope), expected, "{text}: {}", slope.text());
        assert_eq!(numbers(&slope.folded()), 0, "{text}: {}", slope.text());
    }
}

fn arb_coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![4 => -10.0..10.0_f64, 2 => (-40_i8..40).prop_map(|n| f64::from(n) / 4.0), 1 => prop::num::f64::ANY]
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn folded_programs_have_the_same_bits_and_no_number_left_to_compute(
        tree in arb_expression(), x0 in arb_coordinate(), x1 in arb_coordinate(),
    ) {
        let program = parse(&tree.to_string()).expect("a tree is an expression");
        for slope in gradient(&program).into_iter().chain(hessian(&program)) {
            let folded = slope.folded();
            let (exact, found) = (scalar::evaluate(&slope, [x0, x1]), scalar::evaluate(&folded, [x0, x1]));
            prop_assert!(same(exact, found), "{}: {exact:?}, folded {found:?}", slope.text());
            prop_assert_eq!(folded.text(), slope.text());
            for (id, node) in (0..).zip(folded.nodes()) {
                let is_number = folded.dependence(id) == Dependence::Nothing;
                prop_assert_eq!(is_number, matches!(node, Node::Constant(_)), "{:?}", folded.nodes());
            }
            prop_assert!(folded.folded() == folded);
        }
    }

    #[test]
    fn blocks_evaluate_derivatives(tree in arb_expression(), x0 in prop::collection::vec(arb_coordinate(), 1..20)) {
        let program = parse(&tree.to_string()).expect("a tree is an expression");
        for slope in gradient(&program).into_iter().chain(hessian(&program)) {
            assert_block_is_scalar(&slope.folded(), &x0, &[0.0, 1.5, -2.0]).map_err(TestCaseError::fail)?;
        }
    }

    /// Where the formula has no gate, it is a function that anybody can type.
    #[test]
    fn the_text_can_be_read_again_with_the_same_bits(
        tree in arb_expression(), x0 in arb_coordinate(), x1 in arb_coordinate(),
    ) {
        let program = parse(&tree.to_string()).expect("a tree is an expression");
        for slope in gradient(&program).into_iter().chain(hessian(&program)) {
            let text = slope.text();
            if text.contains("gate") || text.starts_with("d/d") {
                continue;
            }
            prop_assert!(text.len() <= 1000);
            let again = parse(text).map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
            let (here, there) = (scalar::evaluate(&slope, [x0, x1]), scalar::evaluate(&again, [x0, x1]));
            prop_assert!(same(here, there), "{text} at ({x0:?}, {x1:?}): {here:?}, read again {there:?}");
        }
    }
}
