//! Our evaluator against meval's own, which the program uses for parsing only.
//!
//! meval calls the functions of Rust's standard library, ours are correctly rounded; so what is compared is bits for
//! arithmetic, units in the last place for one function, and a bound carried along the tree for an expression. Two
//! functions are allowed more than 2 units, as the standard library's are off by more: acosh, and atanh below 0.

pub(crate) mod bound;
pub(crate) mod texts;

use std::cell::Cell;

use gradfield::eval::scalar;
use gradfield::expr::{self, Binary};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::same;
use crate::support::tree::{COMMON_FUNCTIONS, arb_arithmetic, arb_expression, arb_magnitude};
use bound::Bounded;

fn config(cases: u32) -> Config {
    // A failure prints its smallest example; no file beside the sources is wanted.
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// What meval makes of a text at a point.
fn meval_at(text: &str, x: [f64; 2]) -> f64 {
    let expression: meval::Expr = text.parse().unwrap_or_else(|e| panic!("meval on {text}: {e}"));
    let f = expression.bind2("x0", "x1").unwrap_or_else(|e| panic!("meval on {text}: {e}"));
    f(x[0], x[1])
}

/// What the program makes of a text at a point.
fn ours_at(text: &str, x: [f64; 2]) -> f64 {
    let program = expr::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    scalar::evaluate(&program, x)
}

/// How many numbers lie from a to b, infinity being the one after the largest and both zeros the same.
fn ulps_between(a: f64, b: f64) -> u64 {
    let place = |v: f64| {
        let magnitude = (v.to_bits() & !(1 << 63)).cast_signed();
        if v.is_sign_negative() { -magnitude } else { magnitude }
    };
    if a.is_nan() && b.is_nan() { 0 } else { place(a).abs_diff(place(b)) }
}

/// A coordinate: ordinary, of any magnitude, or any bits at all (NaN and infinity too).
fn arb_coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -10.0..10.0_f64,
        2 => (-40_i8..40).prop_map(|n| f64::from(n) / 4.0),
        1 => (arb_magnitude(-300..300), any::<bool>()).prop_map(|(m, minus)| if minus { -m } else { m }),
        1 => prop::num::f64::ANY,
    ]
}

proptest! {
    #![proptest_config(config(3000))]

    #[test]
    fn arithmetic_equals_meval_bit_for_bit(
        tree in arb_arithmetic(), x0 in arb_coordinate(), x1 in arb_coordinate(),
    ) {
        let text = tree.to_string();
        let (ours, theirs) = (ours_at(&text, [x0, x1]), meval_at(&text, [x0, x1]));
        prop_assert!(same(ours, theirs), "{text} at ({x0:?}, {x1:?}): {ours:?}, meval has {theirs:?}");
    }

    /// Hash-consing, folding and rewriting keep every bit.
    #[test]
    fn a_program_equals_its_tree_bit_for_bit(
        tree in arb_expression(), x0 in arb_coordinate(), x1 in arb_coordinate(),
    ) {
        let text = tree.to_string();
        let (ours, expected) = (ours_at(&text, [x0, x1]), tree.evaluate([x0, x1]));
        prop_assert!(same(ours, expected), "{text} at ({x0:?}, {x1:?}): {ours:?} not {expected:?}");
    }
}

/// An argument to one function: any magnitude (below [`bound::STD_OVERFLOW`]), more often where functions have
/// their edges.
fn arb_argument() -> impl Strategy<Value = f64> {
    let positive = prop_oneof![
        arb_magnitude(-308..307),
        arb_magnitude(-20..4),
        0.0..1.0_f64,
        (1e-17..1e-1_f64).prop_map(|d| 1.0 - d),
        0.0..800.0_f64,
        (0_u8..200).prop_map(|n| f64::from(n) / 2.0),
    ];
    (positive, any::<bool>()).prop_map(|(a, minus)| if minus { -a } else { a })
}

#[test]
fn each_function_of_one_argument_is_near_mevals() {
    for op in COMMON_FUNCTIONS {
        let f = format!("{}(x0)", op.name()).parse::<meval::Expr>().unwrap().bind("x0").unwrap();
        let mut runner = TestRunner::new(config(4000));
        let result = runner.run(&arb_argument(), |a| {
            let (ours, theirs) = (op.apply(a), f(a));
            let allowed = bound::std_error(op, a, ours);
            let near = same(ours, theirs) || (ours - theirs).abs() <= allowed;
            // One of the two may have overflowed.
            let near = near || allowed > 0.0 && ulps_between(ours, theirs) <= 2;
            prop_assert!(near, "{}({a:?}) = {ours:?}, meval has {theirs:?} +- {allowed:e}", op.name());
            Ok(())
        });
        result.unwrap_or_else(|e| panic!("{e}"));
    }
}

#[test]
fn each_function_of_two_arguments_is_near_mevals() {
    for (op, text, limit) in [
        (Binary::Atan2, "atan2(x0, x1)", 2),
        (Binary::Power, "x0 ^ x1", 2),
        (Binary::Remainder, "x0 % x1", 0),
        (Binary::Maximum, "max(x0, x1)", 0),
        (Binary::Minimum, "min(x0, x1)", 0),
    ] {
        let f = text.parse::<meval::Expr>().unwrap().bind2("x0", "x1").unwrap();
        let mut runner = TestRunner::new(config(4000));
        let result = runner.run(&(arb_argument(), arb_argument()), |(a, b)| {
            let (ours, theirs) = (op.apply(a, b), f(a, b));
            let apart = ulps_between(ours, theirs);
            prop_assert!(
                apart <= limit,
                "{text} of ({a:?}, {b:?}) = {ours:?}, meval has {theirs:?}: {apart} ulps"
            );
            Ok(())
        });
        result.unwrap_or_else(|e| panic!("{e}"));
    }
}

#[test]
fn expressions_stay_within_the_error_bound_of_meval() {
    let (drawn, told) = (Cell::new(0_u32), Cell::new(0_u32));
    let strategy = (arb_expression(), -10.0..10.0_f64, -10.0..10.0_f64);
    let mut runner = TestRunner::new(config(5000));
    let result = runner.run(&strategy, |(tree, x0, x1)| {
        drawn.set(drawn.get() + 1);
        let Some(Bounded { value, error }) = bound::of(&tree, [x0, x1]) else { return Ok(()) };
        if error <= 1e-9 * value.abs().max(1e-3) {
            told.set(told.get() + 1);
        }
        let text = tree.to_string();
        let (ours, theirs) = (ours_at(&text, [x0, x1]), meval_at(&text, [x0, x1]));
        prop_assert!(same(ours, value), "{text} at ({x0:?}, {x1:?}): {ours:?} not {value:?}");
        let apart = (ours - theirs).abs();
        prop_assert!(
            apart <= error,
            "{text} at ({x0:?}, {x1:?}): {ours:?}, meval has {theirs:?} +- {error:e}"
        );
        Ok(())
    });
    result.unwrap_or_else(|e| panic!("{e}"));
    let share = f64::from(told.get()) / f64::from(drawn.get());
    assert!(share >= 0.6, "only {share} of the expressions had a value with a bound worth having");
}

#[test]
fn squares_are_products() {
    for i in 1..10_000 {
        let x = f64::from(i) / 997.0;
        let ours = ours_at("x0^2", [x, 0.0]);
        assert!(same(ours, x * x), "{x}^2");
        assert!(ulps_between(ours, meval_at("x0^2", [x, 0.0])) <= 1, "{x}^2");
    }
}
