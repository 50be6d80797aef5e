//! The computation of a field against the formula written out.

use std::sync::Arc;

use gradfield::differentiate::{Divisor, Method, Precision, Scheme};
use gradfield::expr;
use gradfield::field::{
    self, ArrowState, AxisSpec, CancelToken, Cancelled, FieldRequest, GradientField, GridSpec, Progress,
    RequestError, Tally,
};
use proptest::prelude::*;

use crate::support::book::by_the_book;
use crate::support::same;
use crate::support::tree::arb_expression;

/// A square grid.
fn square(min: f64, max: f64, step: f64) -> GridSpec {
    let axis = AxisSpec { min, max, step };
    GridSpec { axes: [axis, axis], closed: false }
}

fn request(text: &str, grid: GridSpec, scheme: Scheme, h: f64) -> FieldRequest {
    FieldRequest::new(Arc::new(expr::parse(text).unwrap()), grid, scheme, h).unwrap()
}

fn compute(request: &FieldRequest) -> GradientField {
    field::compute(request, &CancelToken::new(), &Progress::new()).unwrap()
}

fn bowl(h: f64) -> GradientField {
    compute(&request("x0^2 + x1^2", square(-2.0, 2.0, 0.25), Scheme::Central, h))
}

fn assert_by_the_book(field: &GradientField) {
    for i in 0..field.len() {
        let point = field.grid.point(i);
        let [f, g0, g1] = by_the_book(&field.request, point);
        assert!(same(field.f[i], f), "f at {point:?}");
        assert!(same(field.g0[i], g0), "g0 at {point:?}: {:?}, not {g0:?}", field.g0[i]);
        assert!(same(field.g1[i], g1), "g1 at {point:?}: {:?}, not {g1:?}", field.g1[i]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_scheme_is_its_formula_bit_for_bit(
        tree in arb_expression(),
        scheme in prop::sample::select(&Scheme::ALL[..]),
        precision in prop::sample::select(&Precision::ALL[..]),
        divisor in prop::sample::select(&[Divisor::Nominal, Divisor::Taken][..]),
        exponent in -60..1_i32,
    ) {
        let program = Arc::new(expr::parse(&tree.to_string()).unwrap());
        let method = Method { scheme, precision, divisor };
        match FieldRequest::new(program, square(-2.0, 2.0, 0.375), method, 10_f64.powi(exponent)) {
            Ok(request) => assert_by_the_book(&compute(&request)),
            Err(RequestError::Method(_)) => prop_assert_eq!(scheme, Scheme::ComplexStep),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}

/// Tiles of columns and bands of rows meet without a seam, and the number of threads changes nothing.
#[test]
fn grids_of_every_shape_on_any_number_of_threads() {
    let shapes = [(1, 1), (1, 300), (70_000, 1), (66_000, 3), (17, 33), (513, 40)];
    for (columns, rows) in shapes {
        let axis = |n: usize| AxisSpec { min: -1.0, max: -1.0 + n as f64 * 0.25, step: 0.25 };
        let grid = GridSpec { axes: [axis(columns), axis(rows)], closed: false };
        let pools =
            [1, 3, 16].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap());
        for scheme in [Scheme::Central, Scheme::FivePoint, Scheme::Exact, Scheme::ComplexStep] {
            let request = request("sin(x0)*x1 + x0", grid, scheme, 1e-3);
            let field = compute(&request);
            assert_eq!([field.grid.columns(), field.grid.rows()], [columns, rows]);
            assert_by_the_book(&field);
            for pool in &pools {
                let other = pool.install(|| compute(&request));
                assert!(other.g0.iter().zip(&field.g0).all(|(a, b)| same(*a, *b)));
                assert_eq!(
                    (other.norm_range, other.f_range, other.tally),
                    (field.norm_range, field.f_range, field.tally)
                );
            }
        }
    }
}

/// The live arrows of the bowl die binade by binade (numbers from NumPy).
#[test]
fn arrows_of_the_bowl_die_with_h() {
    let alive = [(1.2e-16, 255), (1e-16, 80), (5e-17, 24), (2e-17, 8), (1.3e-17, 0), (10e-50, 0)];
    for (h, live) in alive {
        assert_eq!(bowl(h).tally, Tally { live, zero: 256 - live, not_finite: 0 }, "h = {h}");
    }
}

#[test]
fn extrema_are_those_of_the_live_arrows() {
    let field = bowl(1e-4);
    let [low, high] = field.norm_range.unwrap();
    // The origin's gradient is 0 and does not count, so the article's colours begin at 0.5.
    assert!((low - 0.5).abs() < 1e-11 && (high - 32_f64.sqrt()).abs() < 1e-11, "{low} {high}");
    assert_eq!(field.f_range, Some([0.0, 8.0]));
    assert_eq!(field.state(field.len() / 2 + 8), ArrowState::Zero);
    let pole = compute(&request("1/x0", square(-2.0, 2.0, 0.25), Scheme::Central, 1e-4));
    assert_eq!(pole.tally, Tally { live: 240, zero: 0, not_finite: 16 });
    assert!(pole.norm_range.unwrap()[1] < 17.0);
    let nowhere = compute(&request("sqrt(-1 - x0^2)", square(-2.0, 2.0, 0.25), Scheme::Central, 1e-4));
    assert_eq!((nowhere.norm_range, nowhere.f_range), (None, None));
    assert_eq!(nowhere.tally.not_finite, 256);
}

#[test]
fn norms_neither_overflow_nor_underflow() {
    let slopes: [(&str, f64); 4] = [
        ("3e200*x0 + 4e200*x1", 5e200),
        ("3e-200*x0 + 4e-200*x1", 5e-200),
        ("3e-320*x0 + 4e-320*x1", 5e-320),
        ("1e-170*x0", 1e-170),
    ];
    for (text, expected) in slopes {
        let field = compute(&request(text, square(0.0, 2.0, 1.0), Scheme::Forward, 1.0));
        assert_eq!(field.tally.live, 4, "{text}");
        // The components may be an ulp off, in the range of subnormals one unit.
        let bound = expected * 4.0 * f64::EPSILON + 1e-323;
        for &norm in &field.norm {
            assert!((norm - expected).abs() <= bound, "{text}: {norm:e}");
        }
    }
}

/// The gradient is finite, its norm is not: a live arrow all the same, of the largest length there is.
#[test]
fn norms_beyond_the_largest_number_count_as_it() {
    let field = compute(&request("1.5e308*x0 + 1.5e308*x1", square(0.0, 0.25, 0.0625), Scheme::Forward, 0.5));
    assert_eq!(field.tally, Tally { live: 16, zero: 0, not_finite: 0 });
    assert!(field.norm.iter().all(|norm| *norm == f64::INFINITY));
    assert_eq!(field.norm_range, Some([f64::MAX; 2]));
    assert_eq!(field.mean_norm(), f64::MAX);
}

/// Blocks whose length no vector divides, with every state in the last lanes.
#[test]
fn counts_and_extrema_do_not_depend_on_where_a_row_ends() {
    for columns in 1..40 {
        let axis = AxisSpec { min: 1.0 - f64::from(columns), max: 1.0, step: 1.0 };
        let rows = AxisSpec { min: -1.0, max: 2.0, step: 1.0 };
        let grid = GridSpec { axes: [axis, rows], closed: false };
        for text in ["1/x0", "x0^2 + x1^2", "sqrt(x0)*0", "1e300*x0^2"] {
            let field = compute(&request(text, grid, Scheme::Central, 1.0));
            let states: Vec<_> = (0..field.len()).map(|i| field.state(i)).collect();
            let count = |state| states.iter().filter(|s| **s == state).count();
            let tally = Tally {
                live: count(ArrowState::Live),
                zero: count(ArrowState::Zero),
                not_finite: count(ArrowState::NotFinite),
            };
            assert_eq!(field.tally, tally, "{text}, {columns} columns");
            let live = (0..field.len()).filter(|&i| states[i] == ArrowState::Live).map(|i| field.norm[i]);
            assert_eq!(field.norm_range, extrema(live), "{text}, {columns} columns");
            let finite = field.f.iter().copied().filter(|f| f.is_finite());
            assert_eq!(field.f_range, extrema(finite), "{text}, {columns} columns");
        }
    }
}

fn extrema(values: impl Iterator<Item = f64>) -> Option<[f64; 2]> {
    values.fold(None, |range: Option<[f64; 2]>, v| {
        Some(range.map_or([v, v], |[low, high]| [low.min(v), high.max(v)]))
    })
}

#[test]
fn memory_of_another_field_leaves_no_trace() {
    let bowl = request("x0^2 + x1^2", square(-2.0, 2.0, 0.25), Scheme::Central, 1e-4);
    let fresh = compute(&bowl);
    for spare in [
        compute(&request("0/0*x0", square(-2.0, 2.0, 0.25), Scheme::Central, 1e-4)),
        compute(&request("x0", square(-2.0, 2.0, 0.5), Scheme::Central, 1e-4)),
    ] {
        let reused =
            field::compute_reusing(&mut Some(spare), &bowl, &CancelToken::new(), &Progress::new()).unwrap();
        assert_eq!(
            (&reused.f, &reused.g0, &reused.g1, &reused.norm),
            (&fresh.f, &fresh.g0, &fresh.g1, &fresh.norm)
        );
        assert_eq!(
            (reused.norm_range, reused.f_range, reused.tally),
            (fresh.norm_range, fresh.f_range, fresh.tally)
        );
    }
}

#[test]
fn requests_with_zeros_of_different_sign_are_different() {
    let of = |min: f64| request("1/x0", square(min, 1.0, 0.5), Scheme::Central, 1e-4);
    assert_ne!(of(0.0), of(-0.0));
    assert_eq!(of(-0.0), of(-0.0));
}

#[test]
fn requests_that_have_no_field_say_why() {
    let program = Arc::new(expr::parse("x0").unwrap());
    let message = |grid: GridSpec, h: f64| {
        FieldRequest::new(Arc::clone(&program), grid, Scheme::Central, h).unwrap_err().to_string()
    };
    let good = square(-2.0, 2.0, 0.25);
    assert_eq!(message(good, 0.0), "h must be a finite number above 0, not 0.");
    assert_eq!(message(good, -1e-4), "h must be a finite number above 0, not -1e-4.");
    assert_eq!(message(good, f64::NAN), "h must be a finite number above 0, not NaN.");
    assert_eq!(message(good, 1e308), "h = 1e308 is too large: the divisor overflows.");
    for (precision, fits, overflows, message) in [
        (Precision::F16, 30_000.0, 40_000.0, "h = 40000 is too large: the divisor overflows in f16."),
        (Precision::F32, 1e38, 2e38, "h = 2e38 is too large: the divisor overflows in f32."),
        (Precision::Bf16, 1e38, 2e38, "h = 2e38 is too large: the divisor overflows in bf16."),
    ] {
        let method = Method { precision, ..Method::default() };
        let request = |h| FieldRequest::new(Arc::clone(&program), good, method, h);
        assert!(request(fits).is_ok(), "{precision}");
        assert_eq!(request(overflows).unwrap_err().to_string(), message);
    }
    assert!(matches!(
        FieldRequest::new(program, square(2.0, -2.0, 0.25), Scheme::Central, 1e-4),
        Err(RequestError::Grid(_))
    ));
}

#[test]
fn cancelling_stops_and_progress_counts_points() {
    let request = request("sin(x0*x1)", square(-2.0, 2.0, 0.01), Scheme::Central, 1e-4);
    let progress = Progress::new();
    let field = field::compute(&request, &CancelToken::new(), &progress).unwrap();
    assert_eq!(progress.get(), (field.len(), field.len()));
    let cancel = CancelToken::new();
    cancel.cancel();
    assert_eq!(field::compute(&request, &cancel, &Progress::new()).unwrap_err(), Cancelled);
}
