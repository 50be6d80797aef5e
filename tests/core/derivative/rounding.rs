//! Whether the running error bound is one, and how far it is from the error.

use std::cell::RefCell;

use gradfield::eval::{DoubleDouble, Number, Real, scalar};
use gradfield::expr::{
    Axis, Binary, Node, Program, Unary, derivative, error_bound, gradient, hessian, is_true, parse,
};
use num::{BigRational, Signed, ToPrimitive, Zero};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::bounded::UNIT_ROUNDOFF;
use super::leaves_range;
use crate::support::tree::{arb_arithmetic, arb_full_expression};

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// How much of each bound its error took.
#[derive(Default)]
struct Shares(RefCell<Vec<f64>>);

impl Shares {
    fn add(&self, share: f64) {
        self.0.borrow_mut().push(share);
    }

    /// That there are enough, and that half of the errors that are not 0 take a part of their bound that is not absurdly
    /// small.
    fn assert_sharp(&self, least: usize, median: f64) {
        let mut shares = self.0.borrow_mut();
        assert!(shares.len() >= least, "only {} errors were compared", shares.len());
        shares.retain(|share| *share > 0.0);
        shares.sort_by(f64::total_cmp);
        let found = shares[shares.len() / 2];
        assert!(found >= median, "half of the errors are below {found} of their bound");
    }
}

fn rational(program: &Program, x: [f64; 2]) -> Option<BigRational> {
    let mut values: Vec<BigRational> = vec![];
    for node in program.nodes() {
        let value = match *node {
            Node::Constant(value) => BigRational::from_float(value)?,
            Node::Variable(axis) => BigRational::from_float(x[axis.index()])?,
            Node::Unary(Unary::Negate, a) => -&values[a as usize],
            Node::Unary(op, _) => panic!("{op:?} is no arithmetic"),
            Node::Binary(op, a, b) => {
                let (a, b) = (&values[a as usize], &values[b as usize]);
                match op {
                    Binary::Add => a + b,
                    Binary::Subtract => a - b,
                    Binary::Multiply => a * b,
                    Binary::Divide if b.is_zero() => return None,
                    Binary::Divide => a / b,
                    _ => panic!("{op:?} is no arithmetic"),
                }
            }
        };
        values.push(value);
    }
    values.pop()
}

fn arb_coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![3 => -10.0..10.0_f64, 1 => (-40_i8..40).prop_map(|n| f64::from(n) / 4.0)]
}

/// Against rational numbers. The bound is rigorous here; what it leaves out is its own rounding, far below this.
#[test]
fn no_error_of_arithmetic_exceeds_its_bound() {
    let shares = Shares::default();
    let strategy = (arb_arithmetic(), arb_coordinate(), arb_coordinate());
    let result = TestRunner::new(config(2000)).run(&strategy, |(tree, x0, x1)| {
        let program = parse(&tree.to_string()).expect("a tree is an expression");
        for program in [derivative(&program, Axis::X0), program] {
            let x = [x0, x1];
            let bound = scalar::evaluate(&error_bound(&program), x);
            let Some(exact) = rational(&program, x) else { continue };
            if leaves_range(&program, x) {
                continue;
            }
            // In the exact program the operations on numbers are rounded as all others are.
            let Some(computed) = BigRational::from_float(scalar::evaluate::<f64>(&program, x)) else {
                prop_assert!(!bound.is_finite(), "{} at {x:?} has a bound, {bound:e}", program.text());
                continue;
            };
            let error = (&computed - &exact).abs().to_f64().expect("a number");
            let allowed = UNIT_ROUNDOFF * bound * (1.0 + 1e-12);
            prop_assert!(
                error <= allowed,
                "{} at {x:?} is off by {error:e}, bound {allowed:e}",
                program.text()
            );
            if bound.is_finite() && bound > 0.0 {
                shares.add(error / allowed);
            }
        }
        Ok(())
    });
    result.unwrap_or_else(|e| panic!("{e}"));
    shares.assert_sharp(1000, 0.05);
}

/// Errors that are as large as the numbers themselves, so that products of two errors are all there is.
#[test]
fn bounds_hold_where_cancellation_left_no_digit() {
    let tiny = f64::EPSILON / 256.0;
    // Rounded upwards in 1 + x0, by nearly all that rounding can do.
    let half = (f64::EPSILON / 2.0).next_up();
    for (text, x) in [
        ("(1 + x0 - 1)*(1 + x1 - 1)", [tiny, tiny]),
        ("(1 + x0 - 1)^2", [tiny, 0.0]),
        ("(1 + x0 - 1)*(1 + x1 - 1)", [half, half]),
        ("1/(1 + x0 - 1)", [half, 0.0]),
        ("(1 + x1 - 1)/(1 + x0 - 1)", [half, tiny]),
        ("x0/(1 + x0 - 1)/(1 + x0 - 1)", [half, 0.0]),
    ] {
        let program = parse(text).unwrap();
        let exact = rational(&program, x).expect("a value");
        let computed =
            BigRational::from_float(scalar::evaluate::<f64>(&program, x)).expect("a finite number");
        let error = (computed - exact).abs().to_f64().expect("a number");
        let allowed = UNIT_ROUNDOFF * scalar::evaluate(&error_bound(&program), x) * (1.0 + 1e-12);
        assert!(error > 0.0 && error <= allowed, "{text} at {x:?} is off by {error:e}, bound {allowed:e}");
    }
    // A divisor that may be 0: nothing is known.
    let program = parse("1/(1 + x0 - 1)").unwrap();
    assert_eq!(scalar::evaluate(&error_bound(&program), [tiny, 0.0]), f64::INFINITY);
}

/// Where an intermediate value or slope is infinite, but the function is not.
#[test]
fn bounds_are_numbers_where_the_function_is() {
    for (text, x, expected) in [
        ("x0", [7.0, 0.0], 0.0),
        ("-abs(max(x0, 2))", [7.0, 0.0], 0.0),
        ("4*x0/8", [7.0, 0.0], 0.0),
        ("x0 + x1", [3.0, 4.0], 7.0),
        ("sqrt(x0)", [0.0, 0.0], 0.0),
        ("sqrt(x0*x1)", [0.0, 1.0], 0.0),
        ("sqrt(x0*x1)", [4.0, 9.0], 6.0 + 3.0),
        ("exp(-1/x0^2)", [0.0, 0.0], 0.0),
        ("x1/(1/x0)", [0.0, 1.0], 0.0),
        ("asin(x0*x1)", [0.0, 1.0], 0.0),
        ("atan2(x0*x1, x0*x1)", [0.0, 1.0], 0.0),
        ("atan(1/x0)", [0.0, 1.0], std::f64::consts::FRAC_PI_2),
        ("tanh(1/x0)", [0.0, 1.0], 1.0),
        ("erf(1/x0)", [0.0, 1.0], 1.0),
        ("erf(x0*x1)", [0.0, 1.0], 0.0),
        ("(x0*x1)^1.5", [0.0, 1.0], 0.0),
        ("(x0*x1)^(x0*x1)", [0.0, 1.0], 1.0),
        ("(x0*x1)^0.5", [0.0, 1.0], 0.0),
        ("ln(exp(x0))", [0.0, 1.0], 1.0),
        // The slope is infinite, and the operand has an error.
        ("asin(x0/x1)", [3.0, 3.0], f64::INFINITY),
        // What it is multiplied with is 0, exactly.
        ("(x0 - x1)*asin(x0/x1)", [3.0, 3.0], 0.0),
        ("0*asin(x0/x1)", [3.0, 3.0], 0.0),
    ] {
        let bound = scalar::evaluate(&error_bound(&parse(text).unwrap()), x);
        assert_eq!(bound, expected, "{text} at {x:?}");
    }
}

/// The values of all nodes.
fn values<N: Number>(program: &Program, x: [N; 2]) -> Vec<N> {
    let mut values: Vec<N> = vec![];
    for node in program.nodes() {
        values.push(match *node {
            Node::Constant(value) => N::constant(value),
            Node::Variable(axis) => x[axis.index()],
            Node::Unary(op, a) => N::unary(op, values[a as usize]),
            Node::Binary(op, a, b) => N::binary(op, values[a as usize], values[b as usize]),
        });
    }
    values
}

/// How far an operand is from where the function's slope is another, at least in order of magnitude.
fn scale_of_slope(op: Unary, a: f64) -> f64 {
    match op {
        Unary::Sqrt | Unary::Ln | Unary::Log2 | Unary::Log10 | Unary::Cbrt => a.abs(),
        Unary::Log1p => (a + 1.0).abs(),
        Unary::Asin | Unary::Acos | Unary::Acosh | Unary::Atanh => (a.abs() - 1.0).abs(),
        Unary::Tan => a.cos().abs(),
        // The logarithm of the slope has the slope -2 a.
        Unary::Erf => 1.0 / a.abs().max(1.0),
        _ => 1.0,
    }
}

/// All nodes in two arithmetics, and how far the values are apart.
struct Both {
    exact: Vec<f64>,
    rounded: Vec<f64>,
    apart: Vec<f64>,
}

/// Where a bound of first order says nothing: the two arithmetics take different branches, the slope of a function
/// changes within an operand's error, or a value on the way is not a number, as in `(0/0)^0`, which is 1.
fn is_beyond(program: &Program, Both { exact, rounded, apart }: &Both) -> bool {
    let is_nan = |values: &[f64]| values[..values.len() - 1].iter().any(|value| value.is_nan());
    is_nan(exact)
        || is_nan(rounded)
        || (0..).zip(program.nodes()).any(|(id, node): (usize, _)| match *node {
            Node::Constant(_)
            | Node::Variable(_)
            | Node::Unary(
                Unary::Floor | Unary::Ceil | Unary::Round | Unary::RoundEven | Unary::Signum | Unary::Sign,
                _,
            ) => apart[id] > 0.0,
            Node::Unary(Unary::Abs | Unary::Negate, _) => false,
            Node::Unary(op, a) => apart[a as usize] > 1e-3 * scale_of_slope(op, exact[a as usize]),
            Node::Binary(op, a, b) => {
                let (a, b) = (a as usize, b as usize);
                match op {
                    // From one whole quotient to the next it jumps by the divisor.
                    Binary::Remainder | Binary::FloorMod => apart[id] > 0.5 * exact[b].abs(),
                    Binary::Power => {
                        // The power of a negative number goes with a whole exponent.
                        let is_off = exact[a] < 0.0 && apart[b] > 0.0;
                        is_off
                            || apart[a] > 1e-3 * exact[a].abs()
                            || apart[b] * exact[a].abs().ln().abs() > 1e-3
                    }
                    Binary::Atan2 | Binary::Hypot => apart[a].max(apart[b]) > 1e-3 * exact[a].hypot(exact[b]),
                    Binary::Gate => exact[a].partial_cmp(&0.0) != rounded[a].partial_cmp(&0.0),
                    Binary::Compare(_) => apart[id] > 0.0,
                    Binary::When | Binary::Unless => is_true(exact[a]) != is_true(rounded[a]),
                    Binary::Divide => apart[b] > 1e-3 * exact[b].abs(),
                    _ => false,
                }
            }
        })
}

/// Every operation in single precision against double precision, whose own error is too small to matter.
#[test]
fn no_error_in_single_precision_exceeds_its_bound() {
    let shares = Shares::default();
    let strategy = (arb_full_expression(), -64_i16..64, -2048_i16..2048);
    let result = TestRunner::new(config(4000)).run(&strategy, |(tree, x0, x1)| {
        let program = parse(&tree.to_string()).expect("a tree is an expression");
        let x = [f64::from(x0) / 16.0, f64::from(x1) / 300.0].map(|x| f64::from(f32::constant(x)));
        let (exact, rounded) = (values(&program, x), values(&program, x.map(f32::constant)));
        let rounded: Vec<f64> = rounded.into_iter().map(f64::from).collect();
        let apart =
            exact.iter().zip(&rounded).map(|(exact, rounded): (&f64, _)| (exact - rounded).abs()).collect();
        let both = Both { exact, rounded, apart };
        let is_in_range = |(exact, rounded): (&f64, &f64)| {
            *exact == 0.0 && *rounded == 0.0 || (1e-30..1e30).contains(&exact.abs())
        };
        if !both.exact.iter().zip(&both.rounded).all(is_in_range) || is_beyond(&program, &both) {
            return Ok(());
        }
        let error = both.apart[program.root() as usize];
        let bound = scalar::evaluate(&error_bound(&program), x);
        let allowed = f64::from(f32::EPSILON) / 2.0 * bound * (1.0 + 1e-3);
        prop_assert!(error <= allowed, "{} at {x:?} is off by {error:e}, bound {allowed:e}", program.text());
        if bound.is_finite() && bound > 0.0 {
            shares.add(error / allowed);
        }
        Ok(())
    });
    result.unwrap_or_else(|e| panic!("{e}"));
    shares.assert_sharp(900, 0.05);
}

/// Derivatives in double precision against double-double numbers, in which they are as good as exact: the numbers that
/// are folded on the way to `f64` count as well.
#[test]
fn no_error_of_a_derivative_exceeds_its_bound() {
    let shares = Shares::default();
    let strategy = (arb_full_expression(), arb_coordinate(), arb_coordinate());
    let result = TestRunner::new(config(1500)).run(&strategy, |(tree, x0, x1)| {
        let (program, x) = (parse(&tree.to_string()).expect("a tree is an expression"), [x0, x1]);
        for slope in gradient(&program).into_iter().chain(hessian(&program)) {
            let (exact, rounded) = (values(&slope, x.map(DoubleDouble::from)), values(&slope, x));
            let apart =
                exact.iter().zip(&rounded).map(|(&exact, &rounded)| (exact - rounded.into()).to_f64().abs());
            let apart = apart.collect();
            let both = Both { exact: exact.into_iter().map(DoubleDouble::to_f64).collect(), rounded, apart };
            if leaves_range(&slope, x) || is_beyond(&slope, &both) {
                continue;
            }
            let root = slope.root() as usize;
            let error = both.apart[root];
            let bound = scalar::evaluate(&error_bound(&slope), x);
            let allowed = UNIT_ROUNDOFF * bound * (1.0 + 1e-3);
            // At a kink neither has a value; where a divisor may be 0 there is no bound.
            let is_kink = both.exact[root].is_nan() && both.rounded[root].is_nan();
            let is_bounded = error <= allowed || error.is_nan() && (is_kink || !bound.is_finite());
            prop_assert!(is_bounded, "{} at {x:?} is off by {error:e}, bound {allowed:e}", slope.text());
            if bound.is_finite() && bound > 0.0 {
                shares.add(error / allowed);
            }
        }
        Ok(())
    });
    result.unwrap_or_else(|e| panic!("{e}"));
    shares.assert_sharp(1000, 0.02);
}
