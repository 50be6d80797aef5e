//! The census of whole fields: how many arrows have each cause, how far off they are, and that every way of computing
//! it says the same.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use gradfield::analysis::{ALL_PRECISE, Cause, Census, ExactGradient, Judge, census};
use gradfield::differentiate::{Divisor, Method, Precision, Scheme};
use gradfield::eval::AlignedVec;
use gradfield::expr;
use gradfield::field::{
    self, ArrowState, AxisSpec, CancelToken, FieldRequest, GradientField, Grid, GridSpec, Progress,
};

use crate::support::same;

/// `np.arange(-2, 2, step)` along both axes.
fn square(step: f64) -> GridSpec {
    let axis = AxisSpec { min: -2.0, max: 2.0, step };
    GridSpec { axes: [axis, axis], closed: false }
}

fn request(text: &str, grid: GridSpec, method: Method, h: f64) -> FieldRequest {
    FieldRequest::new(Arc::new(expr::parse(text).unwrap()), grid, method, h).unwrap()
}

fn field_of(text: &str, grid: GridSpec, method: Method, h: f64) -> GradientField {
    field::compute(&request(text, grid, method, h), &CancelToken::new(), &Progress::new()).unwrap()
}

fn census_of(field: &GradientField) -> Census {
    census(field, &CancelToken::new(), &Progress::new()).unwrap()
}

fn in_precision(precision: Precision) -> Method {
    Method { precision, ..Method::default() }
}

const BOWL: &str = "x0^2 + x1^2";
const USUAL: f64 = 0.25;

/// An expression on the grid of 256 points, precision and h; how many arrows are alive, and of all how many have each
/// cause, in the order of [`Cause::ALL`].
type Count = (&'static str, Precision, f64, usize, [usize; 8]);

const COUNTS: [Count; 12] = [
    (BOWL, Precision::F64, 1e-4, 255, [0, 1, 255, 0, 0, 0, 0, 0]),
    (BOWL, Precision::F64, 1.2e-16, 255, [0, 1, 0, 0, 3, 32, 220, 0]),
    (BOWL, Precision::F64, 1e-16, 80, [0, 1, 0, 175, 24, 16, 40, 0]),
    (BOWL, Precision::F64, 5e-17, 24, [0, 1, 0, 231, 8, 8, 8, 0]),
    (BOWL, Precision::F64, 2e-17, 8, [0, 1, 0, 247, 8, 0, 0, 0]),
    (BOWL, Precision::F64, 1.3e-17, 0, [0, 1, 0, 255, 0, 0, 0, 0]),
    (BOWL, Precision::F64, 10e-50, 0, [0, 1, 0, 255, 0, 0, 0, 0]),
    ("x0^2 + x1^2 + 1e8", Precision::F64, 1e-10, 0, [0, 1, 0, 0, 0, 255, 0, 0]),
    // Those alive are the nodes at 1/4 and -1/4 on the axes, below which numbers lie closer than above.
    (BOWL, Precision::F16, 1e-4, 8, [0, 1, 0, 247, 8, 0, 0, 0]),
    (BOWL, Precision::F32, 1e-8, 8, [0, 1, 0, 247, 8, 0, 0, 0]),
    // The kink at x0 = 0; the 9 columns up to 0, and of the other 7 the 4 rows where the floor jumps.
    ("abs(x0) + x1^2", Precision::F64, 1e-4, 255, [16, 0, 240, 0, 0, 0, 0, 0]),
    ("ln(x0) + floor(x1)", Precision::F64, 1e-4, 112, [9 * 16 + 7 * 4, 0, 84, 0, 0, 0, 0, 0]),
];

#[test]
fn arrows_die_of_what_the_table_says() {
    for (text, precision, h, alive, counts) in COUNTS {
        let field = field_of(text, square(USUAL), in_precision(precision), h);
        let census = census_of(&field);
        let case = format!("{text}, {precision}, h = {h:e}");
        assert_eq!(field.tally.live, alive, "{case}");
        assert_eq!(census.counts, counts, "{case}");
        let dead = (0..field.len()).filter(|&i| field.state(i) == ArrowState::Zero);
        for i in dead.filter(|_| census.count(Cause::Undefined) == 0) {
            let is_named = match census.causes[i] {
                Cause::Absorbed | Cause::HalfAbsorbed | Cause::Cancelled => true,
                Cause::Stationary => field.grid.point(i) == [0.0, 0.0],
                _ => false,
            };
            assert!(is_named, "{case} at {:?}: {:?}", field.grid.point(i), census.causes[i]);
        }
        for cause in Cause::ALL {
            let count = census.causes.iter().filter(|c| **c == cause).count();
            assert_eq!(census.count(cause), count, "{case}: {}", cause.name());
        }
    }
}

/// h, and the median and the largest angle error over the arrows of the bowl that are alive, in degrees.
const ANGLES: [(f64, f64, f64); 3] = [(1e-14, 0.125, 0.934), (1e-15, 1.79, 5.40), (1.2e-16, 14.0, 31.0)];

#[test]
fn the_bowls_arrows_turn_as_h_falls() {
    for (h, median, largest) in ANGLES {
        let census = census_of(&field_of(BOWL, square(USUAL), Method::default(), h));
        let mut angles: Vec<f64> = census.angle_error.iter().copied().filter(|a| !a.is_nan()).collect();
        angles.sort_by(f64::total_cmp);
        assert_eq!(angles.len(), 255);
        // To three digits, as they are given.
        for (angle, expected) in [(angles[127], median), (angles[254], largest)] {
            assert!((angle - expected).abs() < 0.005 * expected, "h = {h:e}: {angle}, not {expected}");
        }
    }
}

/// An expression, precision and h, and the largest error of the x0-components on the grid of 256 points.
const ERRORS: [(&str, Precision, f64, f64); 8] = [
    (BOWL, Precision::F32, 1e-4, 2.7e-3),
    (BOWL, Precision::F64, 1e-13, 4.2e-3),
    (BOWL, Precision::F64, 1.0 / (1_u64 << 43) as f64, 0.0),
    ("sin(5*x0) + x1^2", Precision::F64, 1e-1, 0.206),
    ("sin(5*x0) + x1^2", Precision::F64, 1e-4, 2.1e-7),
    ("sin(5*x0) + x1^2", Precision::F64, 1e-6, 7.9e-10),
    ("x0^2 + x1^2 + 1e8", Precision::F64, 1.0, 0.0),
    ("x0^2 + x1^2 + 1e8", Precision::F64, 1e-4, 4.2e-5),
];

#[test]
fn components_are_off_by_what_has_been_measured() {
    for (text, precision, h, expected) in ERRORS {
        let field = field_of(text, square(USUAL), in_precision(precision), h);
        let census = census_of(&field);
        let errors = field.g0.iter().zip(&*census.exact.g0).map(|(g, e)| (g - e).abs());
        let largest = errors.fold(0.0, f64::max);
        // To two digits, as they are given.
        assert!((largest - expected).abs() <= 0.03 * expected, "{text}, {precision}, h = {h:e}: {largest:e}");
    }
}

#[test]
fn a_small_h_kills_nearly_all_components_in_single_precision() {
    let field = field_of(BOWL, square(USUAL), in_precision(Precision::F32), 1e-8);
    let dead = field.g0.iter().filter(|g| **g == 0.0).count();
    assert_eq!((100.0 * dead as f64 / field.len() as f64).round(), 98.0, "{dead} of {}", field.len());
}

fn nan_or(value: Option<f64>) -> f64 {
    value.unwrap_or(f64::NAN)
}

/// Methods and functions of every kind, with an h that makes for many causes.
fn mixed_cases() -> Vec<(&'static str, Method, f64)> {
    let scheme = |scheme| Method { scheme, ..Method::default() };
    let taken = Method { divisor: Divisor::Taken, ..Method::default() };
    let rosenbrock = "(1 - x0)^2 + 100*(x1 - x0^2)^2";
    let mut cases = vec![
        (BOWL, taken, 3e-16),
        ("ln(x0) + abs(x1) + floor(x0)", Method::default(), 0.1),
        ("exp(x0)*cos(x1)", in_precision(Precision::F32), 1e-4),
        ("x0^x1", in_precision(Precision::F16), 1e-2),
        ("sin(x0*x1)", in_precision(Precision::Bf16), 1e-8),
        ("sqrt(x0^2 + x1^2)", scheme(Scheme::Forward), 1e-12),
        ("x0 % 1 + x1", scheme(Scheme::Backward), 1e-3),
        ("exp(x0)*cos(x1)", scheme(Scheme::ComplexStep), 0.3),
        (rosenbrock, scheme(Scheme::ComplexStep), 1e-30),
        (rosenbrock, scheme(Scheme::Exact), 1.0),
        ("tanh(x0 - 2*x1)", scheme(Scheme::FivePoint), 0.25),
        ("1/(1 + x0^2 + x1^2)", scheme(Scheme::Richardson), 1e-13),
        ("x0", Method::default(), 1e-16),
        ("7", Method::default(), 1e-16),
        ("0/0", Method::default(), 1e-16),
        // There is a column whose x0 is above 1 by less than half a unit of bfloat16: in that f is ln(1e-6) there, in f64 NaN.
        (
            "ln(x0 - 1.0039 + 1e-6) + x1",
            Method { precision: Precision::Bf16, ..scheme(Scheme::Forward) },
            1e-3,
        ),
        // Beyond half precision at 0, and finite on both sides.
        ("7e4*exp(-400*x0^2) + x1", in_precision(Precision::F16), 0.25),
    ];
    cases.extend([1e-3, 1e-9, 1e-14, 1e-16, 1e-49, 1e200].map(|h| (rosenbrock, Method::default(), h)));
    cases
}

/// A grid that begins and ends within blocks and tiles, and is not symmetric.
const UNEVEN: GridSpec = GridSpec {
    axes: [AxisSpec { min: -1.5, max: 2.0, step: 0.125 }, AxisSpec { min: -1.0, max: 3.5, step: 0.125 }],
    closed: true,
};

#[test]
fn it_says_of_each_node_what_a_judge_says() {
    for (text, method, h) in mixed_cases() {
        let field = field_of(text, UNEVEN, method, h);
        let Census { exact, relative_error, angle_error, causes, counts } = census_of(&field);
        assert_eq!(counts.iter().sum::<usize>(), field.len());
        assert_eq!(exact.request.scheme(), Scheme::Exact);
        let mut judge = Judge::new(field.request.program(), method);
        for i in 0..field.len() {
            let x = field.grid.point(i);
            let case = format!("{text}, {method:?}, h = {h:e} at {x:?}");
            let judgement = judge.judge(x, h, field.f[i], [field.g0[i], field.g1[i]]);
            assert_eq!(causes[i], judgement.cause, "{case}");
            assert!(same(relative_error[i], nan_or(judgement.relative_error)), "{case}");
            assert!(same(angle_error[i], nan_or(judgement.angle_error)), "{case}");
            assert!(same(exact.f[i], judgement.exact.f), "{case}");
            assert!(same(exact.g0[i], judgement.exact.g[0]), "{case}");
            assert!(same(exact.g1[i], judgement.exact.g[1]), "{case}");
        }
    }
}

/// In a large field `f64` decides what it can; a judge knows better and must not say otherwise. Every node would take
/// too long, every hundred and first sees every column.
#[test]
fn in_a_large_field_it_says_nearly_what_a_judge_says() {
    let mut quick = 0;
    for (text, method, h) in mixed_cases() {
        let field = field_of(text, square(4.0 / 257.0), method, h);
        assert!(field.len() > ALL_PRECISE);
        let Census { exact, relative_error, angle_error, causes, .. } = census_of(&field);
        let mut judge = Judge::new(field.request.program(), method);
        for i in (0..field.len()).step_by(101) {
            let x = field.grid.point(i);
            let judgement = judge.judge(x, h, field.f[i], [field.g0[i], field.g1[i]]);
            let case = format!("{text}, {method:?}, h = {h:e} at {x:?}: {judgement:?}");
            assert_eq!(causes[i], judgement.cause, "{case}");
            for (ours, precise) in
                [(relative_error[i], judgement.relative_error), (angle_error[i], judgement.angle_error)]
            {
                let precise = nan_or(precise);
                let near = same(ours, precise) || (ours - precise).abs() <= 0.1 * precise;
                assert!(near, "{case}: {ours}");
            }
            let length = judgement.exact.g[0].hypot(judgement.exact.g[1]);
            let error = (field.g0[i] - judgement.exact.g[0]).hypot(field.g1[i] - judgement.exact.g[1]);
            for (ours, precise) in [(exact.g0[i], judgement.exact.g[0]), (exact.g1[i], judgement.exact.g[1])]
            {
                quick += usize::from(ours != precise);
                let off = (ours - precise).abs();
                let allowed = if error.is_finite() { 0.05 * error + f64::EPSILON * length } else { f64::MAX };
                let near = off <= allowed.min(1e-9 * length);
                assert!(same(ours, precise) || near, "{case}: {ours:?}");
            }
        }
    }
    assert!(quick > 100, "the test is of numbers that f64 has decided: {quick}");
}

#[test]
fn it_does_not_depend_on_the_number_of_threads() {
    let field = field_of("exp(x0)*cos(x1)", square(4.0 / 300.0), Method::default(), 1e-13);
    let [one, four] = [1, 4].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| census_of(&field))
    });
    assert_eq!(one.causes, four.causes);
    assert_eq!(one.counts, four.counts);
    for (a, b) in [
        (&one.relative_error, &four.relative_error),
        (&one.angle_error, &four.angle_error),
        (&one.exact.g0, &four.exact.g0),
        (&one.exact.g1, &four.exact.g1),
        (&one.exact.f, &four.exact.f),
    ] {
        assert!(a.iter().zip(b.iter()).all(|(a, b)| same(*a, *b)));
    }
}

#[test]
fn a_single_column_and_some_rows_of_a_field_have_theirs() {
    let column = AxisSpec { min: 0.75, max: 1.0, step: 0.25 };
    let rows = AxisSpec { min: -1.0, max: 1.0, step: 0.001 };
    let grid = GridSpec { axes: [column, rows], closed: false };
    let field = field_of("exp(x0)*x1^3", grid, Method::default(), 1e-13);
    assert_eq!((field.grid.columns(), field.grid.rows()), (1, 2000));
    let whole = census_of(&field);
    let mut exact = ExactGradient::new(field.request.program());
    for i in 0..field.len() {
        let expected = exact.at(field.grid.point(i));
        assert!(same(whole.exact.g0[i], expected.g[0]) && same(whole.exact.g1[i], expected.g[1]), "{i}");
    }
    let request = field.request.clone();
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    let part = field::compute_rows(&mut None, &request, 500..700, &cancel, &progress).unwrap();
    let part = census_of(&part);
    assert_eq!(part.causes, whole.causes[500..700]);
    assert_eq!(&part.exact.g1[..], &whole.exact.g1[500..700]);
}

#[test]
fn progress_is_told_to_the_last_node() {
    let field = field_of(BOWL, square(USUAL / 8.0), Method::default(), 1e-4);
    let progress = Progress::new();
    census(&field, &CancelToken::new(), &progress).unwrap();
    assert_eq!(progress.get(), (field.len(), field.len()));
}

#[test]
fn cancelling_ends_it_within_milliseconds() {
    // Some seconds of work: nothing but double-double arithmetic tells of what kind these errors are.
    let request = request("(x0^2 + 1)^(x1/3)", square(4.0 / 1024.0), Method::default(), 1e-4);
    let grid = Grid::new(request.grid()).unwrap();
    let [f, g0, g1] = [(); 3].map(|()| AlignedVec::zeros(grid.len()));
    let field = GradientField::of_values(request, grid, f, g0, g1);
    let cancel = CancelToken::new();
    let progress = Progress::new();
    thread::scope(|scope| {
        let job = scope.spawn(|| census(&field, &cancel, &progress).err());
        while progress.get().0 == 0 {
            thread::sleep(Duration::from_millis(1));
        }
        cancel.cancel();
        assert!(job.join().unwrap().is_some());
    });
    let (done, all) = progress.get();
    assert!(done < all / 2, "{done} of {all}");
}
