//! Taylor remainders.

use std::sync::Arc;

use gradfield::analysis::{ExactGradient, TaylorTest, taylor_test};
use gradfield::differentiate::{Differentiator, Scheme};
use gradfield::expr;

/// The test of a gradient that is off from the exact one by so much.
fn off_by(text: &str, x: [f64; 2], error: [f64; 2]) -> TaylorTest {
    let mut exact = ExactGradient::new(&Arc::new(expr::parse(text).unwrap()));
    let g = exact.at(x).g;
    taylor_test(&mut exact, x, [g[0] + error[0], g[1] + error[1]])
}

/// Functions with curvature at their points, along every direction that is tested.
const CURVED: [(&str, [f64; 2]); 6] = [
    ("sin(5*x0) + x1^2", [0.3, 0.4]),
    ("(1 - x0)^2 + 100*(x1 - x0^2)^2", [-1.2, 1.0]),
    ("exp(x0)*cos(x1)", [0.5, 0.8]),
    ("tanh(x0 - 2*x1)", [0.3, -0.1]),
    ("x0*x1", [0.3, 0.4]),
    ("x0^2 + x1^2 + 1e20", [0.3, 0.4]),
];

#[test]
fn the_slope_of_a_right_gradient_is_two() {
    for (text, x) in CURVED {
        let test = off_by(text, x, [0.0, 0.0]);
        let slope = test.slope.unwrap();
        assert!((slope - 2.0).abs() < 0.02, "{text}: {test:?}");
        assert_eq!(test.remainders.len(), test.steps.len());
        let [largest, smallest] = test.fitted.unwrap();
        assert!(
            largest >= 64.0 * smallest && test.steps.contains(&largest) && test.steps.contains(&smallest)
        );
    }
}

/// In whatever direction it is wrong, and by a thousandth already: twice the most that passes for right here.
#[test]
fn the_slope_of_a_wrong_gradient_is_one() {
    for (text, x) in CURVED.into_iter().filter(|(text, _)| !text.starts_with("(1 - x0)")) {
        for degrees in (0..360).step_by(15) {
            let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
            for size in [2e-3, 1.0, 1e3] {
                // Beside 1e20 rounding ends the line before a small error shows, even with 32 digits.
                if text.ends_with("1e20") && size < 1.0 {
                    continue;
                }
                let test = off_by(text, x, [size * cos, size * sin]);
                let slope = test.slope.unwrap();
                assert!((slope - 1.0).abs() < 0.02, "{text}, off by {size} at {degrees}: {test:?}");
            }
        }
    }
    // The valley is a thousand times as curved.
    let (text, x) = CURVED[1];
    assert!((off_by(text, x, [1.0, 0.0]).slope.unwrap() - 1.0).abs() < 0.02);
}

/// A millionth of |g| is what passes.
#[test]
fn what_is_off_by_little_passes_for_right() {
    for (error, order) in [(1e-9, 2.0), (1e-6, 2.0), (1e-5, 1.0), (1e-4, 1.0), (1e-3, 1.0)] {
        let slope = off_by("x0^2", [1.0, 0.0], [error, 0.0]).slope.unwrap();
        assert!((slope - order).abs() < 0.02, "off by {error}: {slope}");
    }
}

/// Functions that bend within all but the smallest steps.
#[test]
fn the_slope_is_that_of_the_smallest_steps() {
    let bent = [
        ("sin(1e6*x0) + x1^2", [0.3, 0.1]),
        ("sin(1e7*x0) + x1^2", [0.3, 0.1]),
        ("ln(x0) + x1^2", [1e-6, 0.1]),
        ("sqrt(x0) + x1^2", [1e-6, 0.1]),
        ("ln(x0) + x1^2", [1.78e-15, 0.1]),
    ];
    for (text, x) in bent {
        let slope = off_by(text, x, [0.0, 0.0]).slope.unwrap();
        assert!((slope - 2.0).abs() < 0.02, "{text}: {slope}");
    }
}

#[test]
fn the_steps_halve() {
    let test = off_by("x0^2", [1.0, 2.0], [0.0, 0.0]);
    assert_eq!((test.steps[0], test.steps[59], test.steps.len()), (0.5, 0.5_f64.powi(60), 60));
    assert!(test.steps.windows(2).all(|pair| pair[1] == pair[0] / 2.0));
    // h^2 v0^2, v being (0.8, -0.6): without rounding noise that f64 would show, while h^2 is more than 2^-60.
    assert_eq!(test.direction, [0.8, -0.6]);
    for (h, remainder) in test.steps.iter().zip(&test.remainders).take(25) {
        assert!((remainder / (h * h) - 0.64).abs() < 1e-15);
    }
}

#[test]
fn without_curvature_the_slope_is_higher_or_there_is_none() {
    let slope = |text, error| off_by(text, [0.0, 0.0], error).slope;
    assert!((slope("x0^3 + x1^3", [0.0, 0.0]).unwrap() - 3.0).abs() < 0.02);
    assert!((slope("x0^4 + x1^4", [0.0, 0.0]).unwrap() - 4.0).abs() < 0.02);
    // A straight line leaves nothing, and with rounding nothing but noise.
    assert_eq!(slope("x0 + x1", [0.0, 0.0]), None);
    assert_eq!(slope("0.1*x0 - x1/3", [0.0, 0.0]), None);
    assert_eq!(slope("0.1*x0 - x1/3", [1e-9, 0.0]), None);
    assert!((slope("0.1*x0 - x1/3", [0.0, 1e-5]).unwrap() - 1.0).abs() < 0.02);
}

#[test]
fn where_f_or_g_is_not_finite_there_is_no_slope() {
    let test = off_by("ln(x0)", [-1.0, 0.0], [0.0, 0.0]);
    assert_eq!((test.slope, test.fitted), (None, None));
    assert!(test.remainders.iter().all(|remainder| remainder.is_nan()));
    assert_eq!(off_by("x0^2", [1.0, 0.0], [f64::NAN, 0.0]).slope, None);
    // Steps that leave the domain are not fitted.
    let test = off_by("sqrt(x0)", [0.01, 0.4], [0.0, 0.0]);
    assert!((test.slope.unwrap() - 2.0).abs() < 0.02 && test.fitted.unwrap()[0] <= 0.0125, "{test:?}");
}

#[test]
fn numerical_gradients_are_told_from_dead_ones() {
    let program = Arc::new(expr::parse("sin(5*x0) + x1^2").unwrap());
    let mut exact = ExactGradient::new(&program);
    let mut differentiator = Differentiator::new(&program, Scheme::Central.into()).unwrap();
    let x = [0.3, 0.4];
    for (h, order) in [(1e-4, 2.0), (1e-6, 2.0), (1e-10, 2.0), (0.5, 1.0), (1e-17, 1.0)] {
        let slope = taylor_test(&mut exact, x, differentiator.at(x, h).g).slope.unwrap();
        assert!((slope - order).abs() < 0.02, "h = {h}: {slope}");
    }
}
