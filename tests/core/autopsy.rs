//! One arrow, digit by digit: the samples, and the sentence about them.

use std::sync::Arc;

use gradfield::analysis::{Autopsy, AxisAutopsy, Cause, Judge, Sample, autopsy};
use gradfield::differentiate::{Divisor, Method, Precision, Scheme};
use gradfield::expr;
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GridSpec, Progress};

/// The autopsy of the arrow at a point, the first node of a small grid.
fn at(text: &str, x: [f64; 2], method: impl Into<Method>, h: f64) -> Autopsy {
    let axes = x.map(|min| {
        let step = min.abs().max(1.0);
        AxisSpec { min, max: min + step, step }
    });
    let program = Arc::new(expr::parse(text).unwrap());
    let request = FieldRequest::new(program, GridSpec { axes, closed: false }, method, h).unwrap();
    let field = field::compute(&request, &CancelToken::new(), &Progress::new()).unwrap();
    autopsy(&mut Judge::new(request.program(), request.method()), &field, 0)
}

fn in_precision(scheme: Scheme, precision: Precision) -> Method {
    Method { precision, ..scheme.into() }
}

/// What stands in the columns: name, weight and digits, those that are shared in brackets.
fn columns(axis: &AxisAutopsy) -> Vec<String> {
    let column = |sample: &Sample| {
        let (shared, rest) = sample.digits.split_at(sample.shared_prefix(axis.shared_digits));
        format!("{} {} [{shared}]{rest}", sample.name, sample.coefficient)
    };
    axis.samples.iter().map(column).collect()
}

const BOWL: &str = "x0^2 + x1^2";
const RIPPLE: &str = "sin(5*x0) + x1^2";
const FAR: &str = "x0^2 + x1^2 + 1e8";

#[test]
fn the_samples_stand_from_left_to_right() {
    let h = 1e-4;
    let nodes = |scheme| {
        let Autopsy { axes: [axis, _], .. } = at(BOWL, [1.0, 2.0], scheme, h);
        axis.samples.iter().map(|sample| (sample.name, sample.coefficient, sample.node)).collect::<Vec<_>>()
    };
    assert_eq!(nodes(Scheme::Forward), [("x", -1.0, 1.0), ("x + h", 1.0, 1.0 + h)]);
    assert_eq!(nodes(Scheme::Backward), [("x - h", -1.0, 1.0 - h), ("x", 1.0, 1.0)]);
    assert_eq!(nodes(Scheme::Central), [("x - h", -1.0, 1.0 - h), ("x", 0.0, 1.0), ("x + h", 1.0, 1.0 + h)]);
    assert_eq!(
        nodes(Scheme::FivePoint),
        [
            ("x - 2h", 1.0, 1.0 - 2.0 * h),
            ("x - h", -8.0, 1.0 - h),
            ("x", 0.0, 1.0),
            ("x + h", 8.0, 1.0 + h),
            ("x + 2h", -1.0, 1.0 + 2.0 * h)
        ]
    );
    assert_eq!(
        nodes(Scheme::Richardson),
        [
            ("x - h", -1.0, 1.0 - h),
            ("x - h/2", -1.0, 1.0 - h / 2.0),
            ("x", 0.0, 1.0),
            ("x + h/2", 1.0, 1.0 + h / 2.0),
            ("x + h", 1.0, 1.0 + h)
        ]
    );
    assert_eq!(nodes(Scheme::ComplexStep), [("x + ih", 1.0, 1.0)]);
    assert_eq!(nodes(Scheme::Exact), [("x", 0.0, 1.0)]);
}

#[test]
fn the_quotient_is_the_fields_in_every_method() {
    for scheme in [Scheme::Forward, Scheme::Backward, Scheme::Central, Scheme::FivePoint] {
        for precision in Precision::ALL {
            for divisor in [Divisor::Nominal, Divisor::Taken] {
                let Autopsy { axes, g, .. } =
                    at("exp(x0/2)*x1 - x1^3", [0.7, 0.3], Method { scheme, precision, divisor }, 0.01);
                for (axis, g) in axes.iter().zip(g) {
                    assert_eq!(axis.numerical, g);
                    // The quotient is rounded once to the precision, so it is off by at most half an ulp of it.
                    let off = (axis.numerator / axis.divisor - g).abs();
                    assert!(off <= precision.ulp(g), "{scheme} in {precision}: {axis:?}");
                    let sum: f64 = axis.samples.iter().map(|sample| sample.coefficient * sample.f).sum();
                    let largest = axis.samples.iter().map(|sample| sample.f.abs()).fold(0.0, f64::max);
                    assert!((sum - axis.numerator).abs() <= 8.0 * precision.ulp(largest), "{axis:?}");
                    let ulps = axis.numerator / precision.ulp(largest);
                    assert!((axis.numerator_ulps / ulps).log2().abs() <= 1.0, "{axis:?}");
                }
            }
        }
    }
}

#[test]
fn richardsons_numerator_is_that_with_h() {
    let Autopsy { axes: [axis, _], .. } = at("x0^3", [1.0, 0.0], Scheme::Richardson, 0.5);
    assert_eq!((axis.numerator, axis.divisor, axis.numerical), (1.5_f64.powi(3) - 0.5_f64.powi(3), 1.0, 3.0));
}

#[test]
fn the_numerator_of_the_complex_step_is_the_imaginary_part() {
    let Autopsy { axes: [axis, _], .. } = at("x0^2", [3.0, 0.0], Scheme::ComplexStep, 1e-200);
    assert_eq!((axis.samples[0].f, axis.numerator, axis.divisor, axis.numerical), (9.0, 6e-200, 1e-200, 6.0));
    assert_eq!((axis.shared_digits, axis.cause), (0, Cause::Good));
}

#[test]
fn equal_digits_stand_one_above_the_other() {
    let axis = |text: &str, x0, scheme: Scheme, h| at(text, [x0, 0.0], scheme, h).axes[0].clone();
    let ripple = axis("sin(5*x0)", 1.0, Scheme::Central, 1e-14);
    assert_eq!(ripple.shared_digits, 13);
    assert_eq!(
        columns(&ripple),
        ["x - h -1 [-0.9589242746631]5255", "x 0 []-0.95892427466313845", "x + h 1 [-0.9589242746631]2435"]
    );
    // All four that are subtracted.
    let five = axis(FAR, 1.0, Scheme::FivePoint, 0.01);
    assert_eq!(
        columns(&five),
        [
            "x - 2h 1 [10000000]0.96040000",
            "x - h -8 [10000000]0.98010001",
            "x 0 []100000001.00000000",
            "x + h 8 [10000000]1.02010000",
            "x + 2h -1 [10000000]1.04040000"
        ]
    );
    // The largest sets the place of the point, so an ulp below a power of ten shares nothing.
    assert_eq!(
        columns(&axis("x0", 10.0, Scheme::Central, 1e-15)),
        ["x - h -1 [] 9.9999999999999982", "x 0 []10.000000000000000", "x + h 1 []10.000000000000002"]
    );
    // Signs have a column if there is a minus; without a plain place for the point there is an exponent for all.
    assert_eq!(
        columns(&axis("1e20*x0", 0.0, Scheme::Central, 1.5)),
        [
            "x - h -1 []-1.5000000000000000e20",
            "x 0 [] 0.0000000000000000e20",
            "x + h 1 [] 1.5000000000000000e20"
        ]
    );
    assert_eq!(
        columns(&axis("1e-30*exp(x0)", 0.0, Scheme::Forward, 2.5)),
        ["x -1 []0.10000000000000001e-29", "x + h 1 []1.2182493960703474e-29"]
    );
    // What has no digit in common with the largest has its own exponent.
    assert_eq!(
        columns(&axis("exp(x0)", 0.0, Scheme::Central, 40.0)),
        [
            "x - h -1 []4.2483542552915889e-18",
            "x 0 []1.0000000000000000e0",
            "x + h 1 []2.3538526683702000e17"
        ]
    );
    assert_eq!(
        columns(&axis("1/x0", 1.0, Scheme::Central, 1.0)),
        ["x - h -1 []inf", "x 0 []1.0000000000000000", "x + h 1 []0.50000000000000000"]
    );
    // All digits, the point and the zeros before them.
    assert_eq!(
        columns(&axis("0.001*cos(x0)", 0.0, Scheme::Central, 0.1)),
        [
            "x - h -1 [0.00099500416527802593]",
            "x 0 []0.0010000000000000000",
            "x + h 1 [0.00099500416527802593]"
        ]
    );
}

#[test]
fn what_is_absorbed_is_marked() {
    let Autopsy { axes: [x0, x1], judgement, .. } = at(BOWL, [1.0, 0.0], Scheme::FivePoint, 1e-16);
    let absorbed =
        |axis: &AxisAutopsy| axis.samples.iter().map(|sample| sample.is_absorbed).collect::<Vec<_>>();
    assert_eq!(absorbed(&x0), [false, false, false, true, false]);
    assert_eq!(absorbed(&x1), [false; 5]);
    assert_eq!(
        [judgement.cause, x0.cause, x1.cause],
        [Cause::HalfAbsorbed, Cause::HalfAbsorbed, Cause::Stationary]
    );
}

#[test]
fn each_axis_has_a_cause_of_its_own() {
    let causes = |text: &str, x, scheme: Scheme, h| at(text, x, scheme, h).axes.map(|axis| axis.cause);
    assert_eq!(causes("sin(5*x0) + x1", [1.0, 1.0], Scheme::Central, 0.1), [Cause::Truncation, Cause::Good]);
    assert_eq!(causes("1e-20*x0 + x1", [1.0, 0.0], Scheme::Central, 1e-17), [Cause::Absorbed, Cause::Good]);
    assert_eq!(
        causes("x0 + 1e8 + x1*1e8", [1.0, 0.0], Scheme::Central, 1e-10),
        [Cause::Cancelled, Cause::Good]
    );
    // Along x1 the slope is 0, and a forward difference is off by h: little beside a slope of 1, much beside one of 1e-3.
    assert_eq!(causes("x0 + x1^2", [1.0, 0.0], Scheme::Forward, 1e-4)[1], Cause::Stationary);
    assert_eq!(causes("0.001*x0 + x1^2", [1.0, 0.0], Scheme::Forward, 1e-4)[1], Cause::Truncation);
    assert_eq!(causes("abs(x0) + x1", [0.0, 0.0], Scheme::Central, 0.1), [Cause::Undefined, Cause::Good]);
}

#[test]
fn the_split_adds_up_to_the_error() {
    for (h, truncated) in [(0.1, true), (1e-13, false)] {
        let Autopsy { axes, .. } = at(RIPPLE, [1.0, 0.5], Scheme::Central, h);
        let split = axes[0].split.unwrap();
        let error = axes[0].numerical - axes[0].exact;
        // The exact component was rounded once.
        assert!((split.truncation + split.rounding - error).abs() <= f64::EPSILON * axes[0].exact.abs());
        assert_eq!(split.truncation.abs() > split.rounding.abs(), truncated);
    }
    assert_eq!(at("abs(x0)", [0.0, 0.0], Scheme::Central, 0.1).axes[0].split, None);
}

/// A function, a point, a method, h, and the sentence.
type Case = (&'static str, [f64; 2], Method, f64, &'static str);

/// Every case's sentence.
fn says(cases: &[Case]) {
    for &(text, x, method, h, sentence) in cases {
        let verdict = at(text, x, method, h).verdict;
        assert_eq!(
            verdict, sentence,
            "{text} at {x:?}, {} in {}, h = {h:e}",
            method.scheme, method.precision
        );
    }
}

/// A step that is hardly off is told in as many digits as show it: one in 10^n has n + 1.
#[test]
fn a_step_and_the_one_taken_are_told_apart() {
    for h in [1.01e-14, 3.01e-14, 7.77e-15, 1.234e-14, 5.5e-14] {
        for x in [0.3, 0.77, 1.3, 3.7] {
            let verdict = at("x0", [x, 0.0], Scheme::Central, h).verdict;
            assert!(!names_a_number_twice(&verdict), "{verdict}");
        }
    }
}

#[test]
fn what_is_right_is_praised() {
    says(&[
        (BOWL, [1.0, 2.0], Scheme::Central.into(), 1e-4, "Good: 12 correct digits."),
        (RIPPLE, [1.0, 0.5], Scheme::Central.into(), 1e-13, "Good: 3 correct digits."),
        (
            "exp(x0)",
            [1.0, 0.0],
            in_precision(Scheme::Central, Precision::F32),
            1e-4,
            "Good: 3 correct digits.",
        ),
        ("exp(x0)", [0.3, 0.0], Scheme::Exact.into(), 1e-4, "Good: right to the last digit."),
        ("x0", [1.0, 0.0], Scheme::Forward.into(), 0.5, "Good: right to the last digit."),
        (
            BOWL,
            [0.0, 0.0],
            Scheme::Central.into(),
            0.1,
            "The exact gradient is zero here: there is no direction, and rightly no arrow.",
        ),
        (
            BOWL,
            [0.0, 0.0],
            Scheme::Forward.into(),
            0.1,
            "The exact gradient is zero here, so a relative error has no meaning; the numerical one has the length 0.14.",
        ),
        (
            BOWL,
            [0.0, 0.0],
            in_precision(Scheme::Central, Precision::F16),
            1e-49,
            "The exact gradient is zero here, so there is rightly no arrow; h = 1e-49 is 0 in f16, and the difference is 0/0.",
        ),
    ]);
}

#[test]
fn what_is_not_defined_is_told_from_where_it_is_not() {
    says(&[
        (
            "sqrt(x0)",
            [-1.0, 0.0],
            Scheme::Central.into(),
            0.1,
            "f is not a finite number here, so there is no gradient.",
        ),
        (
            "sqrt(x0)",
            [0.0, 0.0],
            Scheme::Forward.into(),
            0.1,
            "The slope along x0 is infinite here or beyond the largest number, so there is no gradient to compare with.",
        ),
        (
            // 5.8e310
            "exp(709*x0)",
            [1.0, 0.0],
            Scheme::Central.into(),
            1e-4,
            "The slope along x0 is infinite here or beyond the largest number, so there is no gradient to compare with.",
        ),
        (
            "x0 + abs(x1)",
            [0.0, 0.0],
            Scheme::Central.into(),
            0.1,
            "The chain rule gives no derivative here (f has a kink or a jump in it, or more digits would be needed), so there is no gradient to compare with.",
        ),
        (
            "x1 + floor(x0)",
            [0.0, 0.0],
            Scheme::Central.into(),
            0.1,
            "The chain rule gives no derivative here (f has a kink or a jump in it, or more digits would be needed), so there is no gradient to compare with.",
        ),
        (
            "sqrt(x1)",
            [0.0, 0.25],
            Scheme::Central.into(),
            0.5,
            "f is not a finite number at x1 - h = -0.25, a point of the difference; a smaller h may help.",
        ),
        (
            "exp(x0)",
            [12.0, 0.0],
            in_precision(Scheme::Forward, Precision::F16),
            0.1,
            "f is not a finite number here in f16, though it is one in f64.",
        ),
        (
            "exp(x0)",
            [10.0, 0.0],
            in_precision(Scheme::Forward, Precision::F16),
            2.0,
            "f is not a finite number at x0 + h = 12 in f16, though it is one in f64.",
        ),
        (
            "exp(-x0)",
            [60000.0, 0.0],
            in_precision(Scheme::Forward, Precision::F16),
            60000.0,
            "x0 + h is beyond the largest number in f16.",
        ),
        ("1e300*x0", [0.0, 0.0], Scheme::Central.into(), 1e-200, "Good: right to the last digit."),
        (
            "1e8*signum(x0 - 0.5)*x0",
            [0.0, 0.0],
            Scheme::Central.into(),
            1e-4,
            "Good: right to the last digit.",
        ),
    ]);
}

#[test]
fn an_h_that_is_lost_is_named() {
    says(&[
        (
            "x0^2",
            [1.0, 2.0],
            Scheme::Central.into(),
            1e-17,
            "h is too small for x0 = 1: x + h and x - h are both stored as 1, so the difference is 0.",
        ),
        (
            BOWL,
            [1.0, 2.0],
            Scheme::Forward.into(),
            1e-17,
            "h is too small for x1 = 2: x + h is stored as 2, which is x itself, so the difference is 0.",
        ),
        (
            "x0^2",
            [1.0, 2.0],
            Scheme::Backward.into(),
            1e-17,
            "h is too small for x0 = 1: x - h is stored as 1, which is x itself, so the difference is 0.",
        ),
        (
            "x0^2",
            [1.0, 2.0],
            Scheme::FivePoint.into(),
            1e-17,
            "h is too small for x0 = 1: all points from x - 2h to x + 2h are stored as 1, so the difference is 0.",
        ),
        (
            // 7 f is rounded on the way.
            "exp(-x0)",
            [-1.0, 2.0],
            Scheme::FivePoint.into(),
            1e-17,
            "h is too small for x0 = -1: all points from x - 2h to x + 2h are stored as -1, so only rounding is left.",
        ),
        (
            "exp(x0)",
            [1.0, 2.0],
            Scheme::FivePoint.into(),
            1e-17,
            "Not one of the 16 digits of f survives the subtraction, so the slope along x1 comes out as 3.7 instead of 0; a \
             larger h would help (best near 0.001).",
        ),
        (
            "x0^2",
            [1.0, 2.0],
            Scheme::Richardson.into(),
            1e-17,
            "h is too small for x0 = 1: all points from x - h to x + h are stored as 1, so the difference is 0.",
        ),
        (
            "exp(x0)",
            [0.1, 0.0],
            in_precision(Scheme::Central, Precision::F32),
            1e-9,
            "h is too small for x0 = 0.1 in f32: x + h and x - h are both stored as 0.100000001, so the difference is 0.",
        ),
        (
            "exp(x0)",
            [0.1, 0.0],
            in_precision(Scheme::Central, Precision::F16),
            1e-10,
            "h = 1e-10 is 0 in f16: nothing is added to x, and the difference is divided by 0.",
        ),
        (
            // The least number of f16 is 6e-8, and half of that is nearer to 0.
            "x0",
            [0.0, 0.0],
            in_precision(Scheme::Richardson, Precision::F16),
            4e-8,
            "half of h = 4e-8 is 0 in f16: nothing is added to x, and a difference is divided by 0.",
        ),
        (
            "x0^2",
            [1.0, 0.0],
            Scheme::Central.into(),
            1e-16,
            "h is too small for x0 = 1: x + h is stored as 1, which is x itself, so the slope along x0 is off by 44 %.",
        ),
        (
            "x0^2",
            [1.0, 0.0],
            Scheme::Richardson.into(),
            1e-16,
            "h is too small for x0 = 1: x - h/2, x + h/2 and x + h are stored as 1, which is x itself, so the slope along x0 \
             comes out as -0.37 instead of 2.",
        ),
    ]);
}

#[test]
fn digits_that_are_lost_are_counted() {
    says(&[
        (
            FAR,
            [1.0, 1.0],
            Scheme::Central.into(),
            1e-10,
            "h is too small for the 16 digits of f: along x0 f is the same number, 100000002, at x - h and at x + h, so the \
             difference is 0; a larger h would help.",
        ),
        (
            FAR,
            [1.0, 1.0],
            Scheme::Forward.into(),
            1e-10,
            "h is too small for the 16 digits of f: along x0 f is the same number, 100000002, at x and at x + h, so the \
             difference is 0; a larger h would help (best near 1e-4).",
        ),
        (
            FAR,
            [1.0, 1.0],
            Scheme::FivePoint.into(),
            1e-10,
            "h is too small for the 16 digits of f: along x0 f is the same number, 100000002, from x - 2h to x + 2h, so the \
             difference is 0; a larger h would help.",
        ),
        (
            RIPPLE,
            [1.0, 0.5],
            Scheme::Central.into(),
            1e-14,
            "Only 2 of 16 digits of f survive the subtraction, so the slope along x0 is off by 0.59 %; a larger h would help \
             (best near 2e-6).",
        ),
        (
            FAR,
            [1.0, 1.0],
            Scheme::Central.into(),
            1e-7,
            "Only 1 of 16 digits of f survives the subtraction, so the slope along x0 is off by 3.1 %; a larger h would help.",
        ),
        (
            "x0^2 - 3*x1",
            [1.0, 0.5],
            Scheme::Central.into(),
            1e-16,
            "Not one of the 16 digits of f survives the subtraction, so the slope along x1 is off by 48 %; a larger h would \
             help.",
        ),
        (
            "x0^2",
            [1.0, 0.0],
            Scheme::Central.into(),
            1e-15,
            "x + h is rounded: the step taken is 1.1e-15, not 1e-15, so the slope along x0 is off by 5.5 %; divide by the step \
             taken, or take a power of two for h.",
        ),
        (
            "x0",
            [1.3, 0.0],
            Scheme::Central.into(),
            3.01e-14,
            "x + h is rounded: the step taken is 3.02e-14, not 3.01e-14, so the slope along x0 is off by 0.33 %; divide by the step \
             taken, or take a power of two for h.",
        ),
        (
            "3.01*x0",
            [0.0, 0.0],
            in_precision(Scheme::Central, Precision::Bf16),
            0.5,
            "bf16 has 2 digits, and the slope along x0 is off by 0.19 %, which is no more than a few roundings.",
        ),
        (
            // 1.01 is 1.0078 there.
            "x0*1.01*1.01*1.01*1.01*1.01*1.01*1.01*1.01*1.01*1.01",
            [0.0, 0.0],
            in_precision(Scheme::Central, Precision::Bf16),
            1.0,
            "The subtraction loses nothing, but x and the operations of f are rounded to 2 digits in bf16, and the slope along x0 is \
             off by 2.4 %.",
        ),
        (
            "x0 + 1e10 - 1e10",
            [1.1, 0.0],
            Scheme::Central.into(),
            1e-5,
            "The operations of f lose digits before the subtraction does, so the slope along x0 is off by 4.6 %; a larger h \
             would help.",
        ),
        (
            "exp(x0)",
            [0.3, 0.0],
            in_precision(Scheme::Exact, Precision::Bf16),
            0.1,
            "Nothing is subtracted, but the operations of f are rounded to 2 digits each (bf16), and the slope along x0 is off \
             by 0.13 %.",
        ),
    ]);
}

#[test]
fn a_step_that_is_too_long_is_told() {
    says(&[
        (
            RIPPLE,
            [1.0, 0.5],
            Scheme::Central.into(),
            0.1,
            "f bends within the step: the slope along x0 is off by 4.1 %; a smaller h would help (best near 2e-6).",
        ),
        (
            RIPPLE,
            [1.0, 0.5],
            Scheme::FivePoint.into(),
            1.0,
            "f bends within the step: the slope along x0 comes out as -0.34 instead of 1.4; a smaller h would help (best near \
             3e-4).",
        ),
        (
            "x0 + x1^2",
            [1.0, 0.0],
            Scheme::Forward.into(),
            0.1,
            "f bends within the step: the slope along x1 comes out as 0.1 instead of 0; a smaller h would help (best near \
             2e-8).",
        ),
        (
            RIPPLE,
            [1.0, 0.5],
            Scheme::ComplexStep.into(),
            0.1,
            "f bends within the step: the slope along x0 is off by 4.2 %; a smaller h would help.",
        ),
        (
            "sin(x0)",
            [1.0, 0.0],
            Scheme::Central.into(),
            std::f64::consts::PI,
            "f bends within the step: the slope along x0 comes out as 3.5e-17 instead of 0.54; a smaller h would help (best \
             near 8e-6).",
        ),
    ]);
}

/// Whether a number stands on both sides of `, not` or `instead of`.
fn names_a_number_twice(sentence: &str) -> bool {
    [", not ", " instead of "].iter().filter_map(|between| sentence.split_once(between)).any(
        |(before, after)| {
            let last = before.rsplit(' ').next();
            let first = after.split([' ', ',', ';']).next().map(|first| first.trim_end_matches('.'));
            last == first
        },
    )
}

/// Whatever the function, the place, the method and h: a sentence, and numbers that go with the arrow.
#[test]
fn every_arrow_has_a_sentence() {
    let functions = [
        "x0^2 + x1^2",
        "7",
        "1/(x0*x1)",
        "ln(x0) - sqrt(x1)",
        "abs(x0 - x1) + floor(x0)",
        "exp(40*x0)*x1 + 1e8",
        "atan2(x1, x0) + x0 % x1",
    ];
    let places = [[0.0, 0.0], [1.0, -0.5], [-3e4, 1e-3], [1e300, 0.1]];
    for text in functions {
        let analytic = !text.contains("abs") && !text.contains("atan2");
        for x in places {
            for scheme in Scheme::ALL {
                for precision in Precision::ALL {
                    let complex = scheme == Scheme::ComplexStep;
                    if complex && (precision != Precision::F64 || !analytic) {
                        continue;
                    }
                    for divisor in [Divisor::Nominal, Divisor::Taken] {
                        for h in [1e-300, 1e-17, 1e-5, 1.0, 4e3] {
                            let autopsy = at(text, x, Method { scheme, precision, divisor }, h);
                            let place =
                                format!("{text} at {x:?}, {scheme} in {precision}, h = {h:e}: {autopsy:?}");
                            assert!(
                                autopsy.verdict.ends_with('.') && !autopsy.verdict.contains("..."),
                                "{place}"
                            );
                            assert!(!autopsy.verdict.contains("NaN"), "{place}");
                            assert!(!names_a_number_twice(&autopsy.verdict), "{place}");
                            let causes = autopsy.axes.each_ref().map(|axis| axis.cause);
                            match autopsy.judgement.cause {
                                Cause::Good | Cause::Stationary => {}
                                cause => assert!(causes.contains(&cause), "{place}"),
                            }
                        }
                    }
                }
            }
        }
    }
}
