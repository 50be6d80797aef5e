//! Error against h: the steps, the curves of a point and of a field, and what theory says.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use gradfield::analysis::{
    ExactGradient, FieldCurve, MOST_NODES, MOST_STEPS, PointCurve, PointStudy, Steps, StepsError, Theory,
    field_curve, point_curve,
};
use gradfield::differentiate::{
    Divisor, Method, MethodError, Precision, Rule, Scheme, extrapolated, quotient,
};
use gradfield::eval::{DoubleDouble, scalar};
use gradfield::expr::{self, Axis, Program};
use gradfield::field::{AxisSpec, CancelToken, Cancelled, FieldRequest, GridSpec, Progress};
use proptest::prelude::*;

const RIPPLE: &str = "sin(5*x0) + x1^2";
const ROSENBROCK: &str = "(1 - x0)^2 + 100*(x1 - x0^2)^2";

fn program(text: &str) -> Arc<Program> {
    Arc::new(expr::parse(text).unwrap())
}

fn curve(text: &str, x: [f64; 2], method: impl Into<Method>, steps: Steps) -> PointCurve {
    PointStudy::new(&program(text)).curve(x, method.into(), &steps).unwrap()
}

fn one(h: f64) -> Steps {
    Steps { from: h, to: h, count: 1 }
}

/// From 1e-16 to 1, ten a decade.
const USUAL: Steps = Steps { from: 1e-16, to: 1.0, count: 161 };

fn grid(min: f64, max: f64, step: f64) -> GridSpec {
    let axis = AxisSpec { min, max, step };
    GridSpec { axes: [axis, axis], closed: false }
}

fn of_field(text: &str, grid: GridSpec, method: impl Into<Method>, steps: Steps) -> FieldCurve {
    let request = FieldRequest::new(program(text), grid, method, 1e-4).unwrap();
    field_curve(&request, &steps, &CancelToken::new(), &Progress::new()).unwrap()
}

#[test]
fn powers_of_ten_are_what_is_typed() {
    let values = USUAL.values();
    assert_eq!(values.len(), 161);
    for exponent in 0..=16 {
        let typed: f64 = format!("1e-{exponent}").parse().unwrap();
        assert_eq!(values[160 - 10 * exponent], typed);
    }
    assert_eq!(Steps { from: 10.0, to: 1e-50, count: 52 }.values()[5], 1e-4);
    let twos = Steps { from: 1.0, to: 0.5_f64.powi(1074), count: 1075 }.values();
    assert!(twos.windows(2).all(|pair| pair[1] == pair[0] / 2.0));
}

#[test]
fn there_are_as_many_steps_as_make_sense() {
    assert_eq!(Steps { from: 2.0, to: 3.0, count: 2 }.values(), [2.0, 3.0]);
    assert_eq!(one(0.3).values(), [0.3]);
    assert_eq!(Steps { from: 0.3, to: 1.0, count: 0 }.values(), [0.0; 0]);
    for (steps, error) in [
        (Steps { from: 0.0, to: 1.0, count: 2 }, StepsError::NotPositive(0.0)),
        (Steps { from: 1.0, to: f64::INFINITY, count: 2 }, StepsError::NotPositive(f64::INFINITY)),
        (Steps { from: 1.0, to: 1e308, count: 2 }, StepsError::TooLarge(1e308)),
        (Steps { from: 1.0, to: 2.0, count: 1 }, StepsError::Count(1)),
        (Steps { from: 1.0, to: 2.0, count: 100_001 }, StepsError::Count(100_001)),
    ] {
        assert_eq!(steps.check(), Err(error));
    }
    assert_eq!(Steps { from: 5e-324, to: 1e307, count: 100_000 }.check(), Ok(()));
}

proptest! {
    #[test]
    fn steps_are_evenly_spaced_and_in_order(from in -300.0..300.0, to in -300.0..300.0, count in 3..200_usize) {
        let steps = Steps { from: 10_f64.powf(from), to: 10_f64.powf(to), count };
        let values = steps.values();
        prop_assert_eq!([values[0], values[count - 1]], [steps.from, steps.to]);
        let logarithms: Vec<f64> = values.iter().map(|value| value.log10()).collect();
        let even = (to - from) / (count - 1) as f64;
        for pair in logarithms.windows(2) {
            // A rounding of each logarithm, of at most 300, and of each value.
            prop_assert!((pair[1] - pair[0] - even).abs() <= 4.0 * 300.0 * f64::EPSILON);
        }
        prop_assert!(values.iter().all(|value| (*value - steps.from) * (*value - steps.to) <= 0.0));
    }
}

#[test]
fn the_ripple_is_as_far_off_as_measured_elsewhere() {
    let mut study = PointStudy::new(&program(RIPPLE));
    for (h, worst, tolerance) in [(0.1, 0.206, 0.0005), (1e-4, 2.1e-7, 0.05e-7), (1e-6, 7.9e-10, 0.05e-10)] {
        let mut error = 0.0;
        for i in 0..256 {
            let x = [-2.0 + f64::from(i % 16) * 0.25, -2.0 + f64::from(i / 16) * 0.25];
            let exact = study.exact(x).g[0];
            let curve = study.curve(x, Scheme::Central.into(), &one(h)).unwrap();
            error = f64::max(error, (curve.points[0].g[0] - exact).abs());
        }
        assert!((error - worst).abs() <= tolerance, "{error} at h = {h}, not {worst}");
    }
}

#[test]
fn the_best_h_of_the_ripples_field_is_where_it_was_measured() {
    let steps = Steps { from: 1e-8, to: 1e-4, count: 41 };
    let FieldCurve { steps, median, best, .. } =
        of_field(RIPPLE, grid(-2.0, 2.0, 0.25), Scheme::Central, steps);
    let best = best.unwrap();
    assert!((1e-6..=5e-6).contains(&steps[best]), "{}", steps[best]);
    assert!(median[best] < 1e-10);
}

#[test]
fn the_best_h_of_exp_is_where_theory_and_practice_have_it() {
    let theory = curve("exp(x0)", [1.0, 0.0], Scheme::Central, one(1.0)).theory.unwrap();
    let best_h = theory.best_h.unwrap();
    assert!((best_h - 6.9e-6).abs() < 0.05e-6, "{best_h}");
    // Single errors jump about, as rounding does; so the best of a neighbourhood by its mean error.
    let steps = Steps { from: 1e-8, to: 1e-3, count: 5001 };
    let points = curve("exp(x0)", [1.0, 0.0], Scheme::Central, steps).points;
    let mean = |some: &[f64]| some.iter().sum::<f64>() / some.len() as f64;
    let errors: Vec<f64> = points.iter().map(|point| point.absolute_error).collect();
    let (at, _) = errors.windows(401).map(mean).enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
    let observed = points[at + 200].h;
    assert!((4e-6..8e-6).contains(&observed), "{observed}");
}

/// Theory for exp(x0) at 1, where f and all its derivatives are e, by hand.
#[test]
fn each_scheme_has_the_factors_of_its_formula() {
    let (e, eps) = (1.0_f64.exp(), f64::EPSILON / 2.0);
    for (scheme, order, truncation, rounding) in [
        (Scheme::Forward, 1, 1.0 / 2.0, 2.0),
        (Scheme::Backward, 1, 1.0 / 2.0, 2.0),
        (Scheme::Central, 2, 1.0 / 6.0, 1.0),
        (Scheme::FivePoint, 4, 1.0 / 30.0, 1.5),
        (Scheme::Richardson, 4, 1.0 / 480.0, 3.0),
        (Scheme::ComplexStep, 2, 1.0 / 6.0, 0.0),
    ] {
        let theory = curve("exp(x0)", [1.0, 0.0], scheme, one(1.0)).theory.unwrap();
        let near = |a: f64, b: f64| (a - b).abs() <= 8.0 * f64::EPSILON * b;
        assert!(near(theory.truncation, truncation * e), "{scheme}: {theory:?}");
        assert!(
            near(theory.rounding, rounding * eps * e) && near(theory.floor, eps * e),
            "{scheme}: {theory:?}"
        );
        assert_eq!(theory.order, order);
        let Some(best_h) = theory.best_h else {
            assert_eq!(scheme, Scheme::ComplexStep);
            continue;
        };
        // Neither a bit more nor a bit less is better.
        let sum = |h: f64| theory.truncation * h.powi(order.cast_signed()) + theory.rounding / h;
        assert!(sum(best_h) < sum(1.001 * best_h) && sum(best_h) < sum(best_h / 1.001), "{scheme}");
    }
    assert_eq!(curve("exp(x0)", [1.0, 0.0], Scheme::Exact, one(1.0)).theory, None);
}

#[test]
fn a_precision_has_its_own_rounding() {
    let theory = |precision| {
        let method = Method { precision, ..Scheme::Central.into() };
        curve("exp(x0 + x1)", [1.0, 0.0], method, one(1.0)).theory.unwrap()
    };
    let (wide, narrow) = (theory(Precision::F64), theory(Precision::F16));
    assert_eq!(narrow.rounding, wide.rounding * 2.0_f64.powi(53 - 11));
    assert_eq!(narrow.truncation, wide.truncation);
    // The same along both axes, so the 2-norm is sqrt(2) times as much.
    let e = 1.0_f64.exp();
    assert!((wide.truncation - 2.0_f64.sqrt() * e / 6.0).abs() < 1e-14);
    assert!((wide.rounding - 2.0_f64.sqrt() * e * f64::EPSILON / 2.0).abs() < 1e-30);
}

/// Where the next derivative in line is zero there is no truncation, so no best h.
#[test]
fn without_truncation_there_is_no_best_h() {
    let theory = curve("x0^2 + x1^2", [0.3, 0.7], Scheme::Central, USUAL).theory.unwrap();
    assert_eq!((theory.truncation, theory.best_h), (0.0, None));
    assert!(theory.rounding > 0.0);
    let theory = curve("x0^2 + x1^2", [0.3, 0.7], Scheme::Forward, USUAL).theory.unwrap();
    assert!((theory.truncation - 2.0_f64.sqrt()).abs() < 1e-15 && theory.best_h.is_some());
}

#[test]
fn derivatives_that_are_too_long_have_no_theory() {
    let text: Vec<String> =
        (1..=30).map(|k| format!("tanh(x0*sin({k}*x0) - x1)/(1 + exp(-{k}*x0*x1))")).collect();
    let mut study = PointStudy::new(&program(&text.join(" + ")));
    let mut theory = |scheme: Scheme| study.curve([0.3, 0.4], scheme.into(), &one(1e-3)).unwrap().theory;
    assert!(theory(Scheme::Forward).is_some());
    assert_eq!(theory(Scheme::FivePoint), None);
}

/// The difference of a scheme and the exact derivative along an axis, both in double-double arithmetic.
fn truncation(program: &Program, scheme: Scheme, x: [f64; 2], axis: Axis, h: f64) -> f64 {
    let point = x.map(DoubleDouble::from);
    let exact = scalar::evaluate(&expr::derivative(program, axis), point);
    let f = |node: DoubleDouble| {
        let mut place = point;
        place[axis.index()] = node;
        scalar::evaluate(program, place)
    };
    let (at, h) = (point[axis.index()], DoubleDouble::from(h));
    let value = match scheme.rule() {
        Rule::Difference(stencil) => quotient(&stencil, Divisor::Nominal, at, h, f).value,
        Rule::Richardson(stencil) => extrapolated(&stencil, Divisor::Nominal, at, h, f).0,
        Rule::ComplexStep | Rule::Exact => unreachable!("they are no differences"),
    };
    (value - exact).hi()
}

/// The slope of the logarithms of some errors over those of h, by least squares.
fn slope(points: &[(f64, f64)]) -> f64 {
    let points: Vec<_> = points.iter().map(|(h, error)| (h.ln(), error.abs().ln())).collect();
    let mean = |value: fn(&(f64, f64)) -> f64| points.iter().map(value).sum::<f64>() / points.len() as f64;
    let (h, error) = (mean(|p| p.0), mean(|p| p.1));
    let covariance: f64 = points.iter().map(|p| (p.0 - h) * (p.1 - error)).sum();
    covariance / points.iter().map(|p| (p.0 - h).powi(2)).sum::<f64>()
}

/// The functions whose slopes are looked at, and their points; no derivative up to the fifth is near 0 there, but for those
/// of polynomials.
const SMOOTH: [(&str, [f64; 2]); 5] = [
    (RIPPLE, [0.7, -0.4]),
    ("exp(x0)*cos(x1)", [0.5, 0.8]),
    (ROSENBROCK, [-1.2, 1.0]),
    ("tanh(x0 - 2*x1)", [0.3, -0.1]),
    ("1/(1 + x0^2 + x1^2)", [0.9, 0.3]),
];

/// Along an axis, the highest order of a derivative that is not zero; `None` where there is none.
fn degree(text: &str, axis: Axis) -> Option<u32> {
    match (text, axis) {
        (RIPPLE | ROSENBROCK, Axis::X1) => Some(2),
        (ROSENBROCK, Axis::X0) => Some(4),
        _ => None,
    }
}

/// From h = 2^-8 to 2^-14: the next term of the error is h^2 (for order 1: h) times as large, so the slope is off by less
/// than 0.01; double-double rounding, 1e-32/h, is 1e-9 of the smallest error.
#[test]
fn the_truncation_branch_has_the_slope_of_the_order() {
    let steps: Vec<f64> = (8..=14).map(|k| 0.5_f64.powi(k)).collect();
    let mut fitted = 0;
    for (text, x) in SMOOTH {
        let program = program(text);
        for scheme in
            [Scheme::Forward, Scheme::Backward, Scheme::Central, Scheme::FivePoint, Scheme::Richardson]
        {
            for axis in Axis::ALL {
                let order = scheme.order().unwrap();
                let errors: Vec<_> =
                    steps.iter().map(|&h| (h, truncation(&program, scheme, x, axis, h))).collect();
                if degree(text, axis).is_some_and(|degree| degree <= order) {
                    // No truncation at all: what is left is rounding.
                    assert!(
                        errors.iter().all(|(_, error)| error.abs() < 1e-24),
                        "{text}, {scheme}: {errors:?}"
                    );
                    continue;
                }
                let slope = slope(&errors);
                assert!((slope - f64::from(order)).abs() < 0.02, "{text} along {axis:?}, {scheme}: {slope}");
                fitted += 1;
            }
        }
    }
    assert_eq!(fitted, 42);
}

/// The complex step in `f64`, from h = 2^-6 to 2^-10, where the error, some 1e-6 and more, is far above rounding, some 1e-16.
#[test]
fn the_complex_step_has_slope_two() {
    for (text, x) in SMOOTH {
        let steps = Steps { from: 0.5_f64.powi(10), to: 0.5_f64.powi(6), count: 9 };
        let curve = curve(text, x, Scheme::ComplexStep, steps);
        let slope = slope(&curve.points.iter().map(|p| (p.h, p.absolute_error)).collect::<Vec<_>>());
        assert!((slope - 2.0).abs() < 0.02, "{text}: {slope}");
    }
}

/// With h = 2^-14 the next term is less than 1e-3 of the first, for order 1 too.
#[test]
fn the_truncation_factor_is_what_is_measured() {
    let h = 0.5_f64.powi(14);
    for (text, x) in SMOOTH {
        let function = program(text);
        let mut study = PointStudy::new(&function);
        for scheme in
            Scheme::ALL.into_iter().filter(|scheme| !matches!(scheme, Scheme::ComplexStep | Scheme::Exact))
        {
            let theory = study.curve(x, scheme.into(), &one(h)).unwrap().theory.unwrap();
            let measured = Axis::ALL.map(|axis| truncation(&function, scheme, x, axis, h));
            let measured = measured[0].hypot(measured[1]) / h.powi(theory.order.cast_signed());
            let close = (measured - theory.truncation).abs() <= 1e-3 * theory.truncation;
            // Without truncation rounding is left: 1e-32 times f, some hundreds, over h^5.
            assert!(
                close || measured < 1e-7 && theory.truncation == 0.0,
                "{text}, {scheme}: {measured}, {theory:?}"
            );
        }
    }
}

/// Where rounding dominates, its factor bounds most of the error and is not far above it.
#[test]
fn the_rounding_factor_is_of_the_size_that_is_measured() {
    for (text, x) in [(RIPPLE, [0.3, 0.4]), ("exp(x0)*cos(x1)", [0.5, 0.8])] {
        for scheme in
            [Scheme::Forward, Scheme::Backward, Scheme::Central, Scheme::FivePoint, Scheme::Richardson]
        {
            // Truncation is below a hundredth of rounding here, and x + h is taken as it came out.
            let steps = Steps { from: 1e-12, to: 1e-10, count: 501 };
            let method = Method { divisor: Divisor::Taken, ..scheme.into() };
            let PointCurve { points, theory, .. } = curve(text, x, method, steps);
            let Theory { rounding, .. } = theory.unwrap();
            let mean = points.iter().map(|p| p.absolute_error * p.h).sum::<f64>() / points.len() as f64;
            assert!((0.1..2.0).contains(&(mean / rounding)), "{text}, {scheme}: {mean} beside {rounding}");
        }
    }
}

#[test]
fn a_zero_gradient_has_no_relative_error() {
    let curve = curve("x0^2 + x1^2", [0.0, 0.0], Scheme::Forward, one(0.125));
    assert_eq!(curve.points[0].g, [0.125, 0.125]);
    assert_eq!(curve.points[0].absolute_error, 0.125_f64.hypot(0.125));
    assert!(curve.points[0].relative_error.is_nan());
    assert_eq!(curve.best, Some(0));
}

#[test]
fn where_there_is_no_gradient_there_is_no_error() {
    // Outside the domain, at a kink, and at a pole.
    for (text, x) in [("sqrt(x0)", [-1.0, 0.0]), ("abs(x0) + x1", [0.0, 1.0]), ("1/x0", [0.0, 0.0])] {
        let curve = curve(text, x, Scheme::Central, USUAL);
        assert!(
            curve.points.iter().all(|p| p.absolute_error.is_nan() && p.relative_error.is_nan()),
            "{text}"
        );
        assert_eq!((curve.best, curve.theory), (None, None), "{text}");
    }
    // The step leaves the domain, the point does not.
    let curve = curve("sqrt(x0)", [0.25, 0.0], Scheme::Central, Steps { from: 0.1, to: 1.0, count: 2 });
    assert!(curve.points[0].absolute_error.is_finite() && !curve.points[1].absolute_error.is_finite());
    assert_eq!(curve.best, Some(0));
    assert!(curve.theory.is_some());
}

#[test]
fn of_equally_good_steps_the_largest_is_best() {
    // A line is differentiated without error by every power of two that x + h does not swallow.
    let steps = Steps { from: 0.5, to: 0.5_f64.powi(8), count: 8 };
    assert_eq!(curve("2*x0", [1.0, 0.0], Scheme::Central, steps).best, Some(0));
    let steps = Steps { from: steps.to, to: steps.from, count: 8 };
    assert_eq!(curve("2*x0", [1.0, 0.0], Scheme::Central, steps).best, Some(7));
}

#[test]
fn the_exact_scheme_does_not_know_h() {
    let curve = curve(RIPPLE, [0.1, 0.4], Scheme::Exact, USUAL);
    assert_eq!(curve.points.len(), 161);
    assert!(curve.points.iter().all(|p| p.relative_error <= f64::EPSILON && p.g == curve.points[0].g));
    assert_eq!(curve.best, Some(160));
}

#[test]
fn a_method_that_does_not_go_through_is_refused() {
    let mut study = PointStudy::new(&program("abs(x0) + x1"));
    let refused = study.curve([1.0, 1.0], Scheme::ComplexStep.into(), &USUAL);
    assert_eq!(refused, Err(MethodError::NotAnalytic("abs")));
}

#[test]
fn a_study_says_what_single_curves_say() {
    for text in [RIPPLE, ROSENBROCK, "sqrt(x0)/x1"] {
        let program = program(text);
        let (mut study, mut exact) = (PointStudy::new(&program), ExactGradient::new(&program));
        for x in [[0.3, 0.4], [-1.0, 2.0], [0.3, 0.4]] {
            for scheme in Scheme::ALL {
                for precision in [Precision::F64, Precision::F32] {
                    let method = Method { precision, ..scheme.into() };
                    let steps = Steps { count: 17, ..USUAL };
                    let single = point_curve(&mut exact, x, method, &steps);
                    // As text, in which NaN equals NaN.
                    assert_eq!(format!("{:?}", study.curve(x, method, &steps)), format!("{single:?}"));
                }
            }
        }
    }
}

#[test]
fn the_curve_of_a_field_is_that_of_its_nodes() {
    let steps = Steps { count: 17, ..USUAL };
    for (text, counted) in [(RIPPLE, 256), ("x0^2 + x1^2", 255), ("ln(x0) + x1", 7 * 16)] {
        let FieldCurve { median, worst, nodes, best, .. } =
            of_field(text, grid(-2.0, 2.0, 0.25), Scheme::Central, steps);
        assert_eq!(nodes, counted, "{text}");
        let mut study = PointStudy::new(&program(text));
        let mut columns = vec![vec![]; 17];
        for i in 0..256 {
            let x = [-2.0 + f64::from(i % 16) * 0.25, -2.0 + f64::from(i / 16) * 0.25];
            let exact = study.exact(x);
            if exact.is_zero == [true; 2] || exact.g.iter().any(|g| !g.is_finite()) {
                continue;
            }
            for (column, point) in
                columns.iter_mut().zip(study.curve(x, Scheme::Central.into(), &steps).unwrap().points)
            {
                let error = point.relative_error;
                column.push(if error.is_finite() { error } else { f64::INFINITY });
            }
        }
        for (k, column) in columns.iter_mut().enumerate() {
            column.sort_by(f64::total_cmp);
            let middle = f64::midpoint(column[(counted - 1) / 2], column[counted / 2]);
            assert_eq!((median[k], worst[k]), (middle, column[counted - 1]), "{text}, step {k}");
        }
        let least = median.iter().copied().fold(f64::INFINITY, f64::min);
        assert_eq!(best.map(|best| median[best]), Some(least), "{text}");
    }
}

#[test]
fn a_gradient_that_is_not_finite_is_infinitely_wrong() {
    // With h = 1 half of the nodes reach beyond 0, with h = 0.01 none.
    let steps = Steps { from: 0.01, to: 1.0, count: 2 };
    let curve = of_field("ln(x0) + x1", grid(0.25, 2.25, 0.25), Scheme::Backward, steps);
    assert_eq!(curve.worst[1], f64::INFINITY);
    assert!(curve.worst[0].is_finite());
    assert_eq!(curve.best, Some(0));
}

#[test]
fn without_nodes_that_count_there_is_no_curve() {
    let curve = of_field("7", grid(-2.0, 2.0, 0.25), Scheme::Central, Steps { count: 3, ..USUAL });
    assert_eq!((curve.nodes, curve.best), (0, None));
    assert!(curve.median.iter().chain(&curve.worst).all(|error| error.is_nan()));
}

#[test]
fn of_large_grids_some_nodes_are_taken() {
    let few = Steps { from: 1e-4, to: 1e-3, count: 2 };
    let long = |columns: f64, rows: f64| GridSpec {
        axes: [columns, rows].map(|count| AxisSpec { min: 0.5, max: 0.5 + count, step: 1.0 }),
        closed: false,
    };
    for (columns, rows) in [(1000.0, 1000.0), (3.0, 100_000.0), (100_000.0, 1.0), (64.0, 65.0)] {
        let nodes = of_field("exp(-x0) + x1", long(columns, rows), Scheme::Central, few).nodes;
        assert!((MOST_NODES / 2..=MOST_NODES).contains(&nodes), "{columns} x {rows}: {nodes}");
    }
    assert_eq!(of_field("x0*x1", long(64.0, 64.0), Scheme::Central, few).nodes, MOST_NODES);
}

#[test]
fn progress_is_nodes() {
    let progress = Progress::new();
    let request = FieldRequest::new(program(RIPPLE), grid(-2.0, 2.0, 0.25), Scheme::Central, 1e-4).unwrap();
    let few = Steps { count: 3, ..USUAL };
    assert!(field_curve(&request, &few, &CancelToken::new(), &progress).is_ok());
    assert_eq!(progress.get(), (256, 256));
}

/// Of many nodes those that were being studied may still be finished, one a thread, and no other.
#[test]
fn a_cancelled_field_curve_begins_no_other_node() {
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    let job = heavy_curve(grid(-2.0, 2.0, 0.0625), 1000, &cancel, &progress);
    while progress.get().0 == 0 {
        thread::sleep(Duration::from_millis(1));
    }
    cancel.cancel();
    let (done, total) = progress.get();
    assert_eq!(job.join().unwrap(), Err(Cancelled));
    let threads = rayon::current_num_threads();
    let after = progress.get().0;
    assert!(after <= done + threads && after < total, "{done}, then {after} of {total} on {threads} threads");
}

/// The study of this one node would take many seconds.
#[test]
fn a_cancelled_field_curve_does_not_finish_its_node() {
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    let job = heavy_curve(grid(0.5, 1.0, 0.5), MOST_STEPS, &cancel, &progress);
    while progress.get().1 == 0 {
        thread::sleep(Duration::from_millis(1));
    }
    thread::sleep(Duration::from_millis(20));
    cancel.cancel();
    assert_eq!(job.join().unwrap(), Err(Cancelled));
    assert_eq!(progress.get(), (0, 1));
}

/// The curve of a function that takes some microseconds a value, on a thread of its own.
fn heavy_curve(
    grid: GridSpec,
    count: usize,
    cancel: &CancelToken,
    progress: &Progress,
) -> thread::JoinHandle<Result<FieldCurve, Cancelled>> {
    let heavy = vec!["sin(x0*x1)*exp(cos(x0))"; 50].join(" + x1*");
    let request = FieldRequest::new(program(&heavy), grid, Scheme::FivePoint, 1e-4).unwrap();
    let (cancel, progress) = (cancel.clone(), progress.clone());
    thread::spawn(move || field_curve(&request, &Steps { count, ..USUAL }, &cancel, &progress))
}
