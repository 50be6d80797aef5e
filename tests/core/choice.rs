//! `where` has the very bits of the value taken, in every arithmetic, whatever is not taken.

use gradfield::eval::scalar::evaluate;
use gradfield::eval::{Complex, DoubleDouble, Number, bf16, f16};
use gradfield::expr::{Program, parse};

/// Values with signs, digits, and what is no ordinary number.
const VALUES: [&str; 10] =
    ["x0", "-x0", "x0/3", "exp(x0)", "0*x0", "-0*x0", "1/(0*x0)", "-1/(0*x0)", "0/(0*x0)", "x0*1e-5"];

/// Conditions by whether they hold for x1 = 1: NaN does.
const CONDITIONS: [(&str, bool); 8] = [
    ("x1 > 0", true),
    ("x1 < 0", false),
    ("(x1 > 0)*(x1 < 1)", false),
    ("max(x1 > 0, x1 < 1)", true),
    ("x1", true),
    ("-0*x1", false),
    ("0/(0*x1)", true),
    ("where(x1 == 1, x1 != 1, 1)", false),
];

/// Whether `where(c, a, b)` is a or b for all of these; `is_same` compares the values of two programs.
fn check(arithmetic: &str, conditions: &[(&str, bool)], is_same: impl Fn(&Program, &Program) -> bool) {
    for &(condition, holds) in conditions {
        for a in VALUES {
            for b in VALUES {
                let text = format!("where({condition}, {a}, {b})");
                let [found, expected] = [&*text, if holds { a } else { b }].map(|text| parse(text).unwrap());
                assert!(is_same(&found, &expected), "{arithmetic}: {text}");
            }
        }
    }
}

/// At a point that every format has.
fn value<N: Number>(program: &Program) -> N {
    evaluate(program, [2.5, 1.0].map(N::constant))
}

#[test]
fn where_has_the_bits_of_the_value_taken() {
    /// NaN is as good as any other.
    macro_rules! same_bits {
        ($format:ty) => {
            |a, b| {
                let [a, b] = [a, b].map(value::<$format>);
                a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
            }
        };
    }
    check("f64", &CONDITIONS, same_bits!(f64));
    check("f32", &CONDITIONS, same_bits!(f32));
    check("f16", &CONDITIONS, same_bits!(f16));
    check("bf16", &CONDITIONS, same_bits!(bf16));
    check("double-double", &CONDITIONS, |a, b| {
        let [a, b] = [a, b].map(value::<DoubleDouble>);
        // The lower part has no sign of its own where it is 0.
        a == b && a.hi().to_bits() == b.hi().to_bits() || a.hi().is_nan() && b.hi().is_nan()
    });
}

/// A comparison has no continuation; a real number as the condition chooses.
#[test]
fn where_has_the_bits_of_the_complex_value_taken() {
    check("complex", &[("x1", true), ("-0*x1", false)], |a, b| {
        let at = [Complex { re: 2.5, im: 1e-20 }, Complex { re: 1.0, im: 0.0 }];
        let [a, b] = [a, b].map(|program| evaluate(program, at));
        let is_same = |a: f64, b: f64| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan();
        // What does not depend on the step has an imaginary part of 0, whose sign says nothing.
        is_same(a.re, b.re) && is_same(a.im + 0.0, b.im + 0.0)
    });
}
