//! The engines against the formula written out, and against one another, bit for bit.

use std::sync::Arc;

use gradfield::differentiate::Scheme;
use gradfield::expr;
use gradfield::field::{
    self, AxisSpec, CancelToken, Cancelled, Engine, FieldRequest, GradientField, GridSpec, Progress, Vectors,
};
use proptest::prelude::*;

use crate::support::book;
use crate::support::same;
use crate::support::tree::{arb_arithmetic, arb_expression};

/// Every engine that this machine has.
fn engines() -> Vec<Engine> {
    let generated = [Vectors::Avx2, Vectors::Avx512].into_iter().filter(|vectors| vectors.are_there());
    [Engine::Automatic, Engine::Interpreter].into_iter().chain(generated.map(Engine::Generated)).collect()
}

/// A grid of so many columns and rows around the origin.
fn grid(columns: u32, rows: u32, step: f64) -> GridSpec {
    let axis = |n: u32| {
        let min = -step * f64::from(n / 2);
        AxisSpec { min, max: min + step * (f64::from(n) - if n == 1 { 0.0 } else { 0.5 }), step }
    };
    GridSpec { axes: [axis(columns), axis(rows)], closed: false }
}

fn request(text: &str, grid: GridSpec, scheme: Scheme, h: f64) -> FieldRequest {
    FieldRequest::new(Arc::new(expr::parse(text).unwrap()), grid, scheme, h).unwrap()
}

fn compute(engine: Engine, request: &FieldRequest) -> GradientField {
    field::compute_with(engine, &mut None, request, &CancelToken::new(), &Progress::new()).unwrap()
}

/// f, the quotients and their norm as the textbook writes them, one point at a time.
fn by_the_book(request: &FieldRequest, point: [f64; 2]) -> [f64; 4] {
    let [f, g0, g1] = book::by_the_book(request, point);
    let squares = g0 * g0 + g1 * g1;
    // Where squares over- or underflow, the norm is rounded once: from 2^-969 on nothing is lost.
    let safe = 2_f64.powi(-969)..=f64::MAX;
    let norm =
        if safe.contains(&squares) || squares.is_nan() { squares.sqrt() } else { core_math::hypot(g0, g1) };
    [f, g0, g1, norm]
}

/// Every engine's field is by the book, and all that follows from it is the same for all.
fn assert_engines_agree(request: &FieldRequest) -> Result<(), TestCaseError> {
    let specification = compute(Engine::Interpreter, request);
    for engine in engines() {
        let field = compute(engine, request);
        for i in 0..field.len() {
            let point = field.grid.point(i);
            let ours = [field.f[i], field.g0[i], field.g1[i], field.norm[i]];
            let book = by_the_book(request, point);
            prop_assert!(
                ours.iter().zip(&book).all(|(a, b)| same(*a, *b)),
                "{engine:?} at {point:?} of {}: {ours:?}, not {book:?}",
                request.program().text()
            );
        }
        let facts = |field: &GradientField| {
            let bits = |range: Option<[f64; 2]>| range.map(|range| range.map(f64::to_bits));
            (bits(field.norm_range), bits(field.f_range), field.tally)
        };
        prop_assert_eq!(facts(&field), facts(&specification), "{:?}", engine);
    }
    Ok(())
}

/// The schemes of which there are several engines.
const TWO_SAMPLES: &[Scheme] = &[Scheme::Forward, Scheme::Backward, Scheme::Central];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// What generated code is for, in rows of every length up to some vectors.
    #[test]
    fn engines_agree_on_arithmetic(
        [a, b] in [arb_arithmetic(), arb_arithmetic()],
        form in 0..5,
        scheme in prop::sample::select(TWO_SAMPLES),
        (columns, rows) in (1_u32..40, 1_u32..6),
        (step, exponent) in (0.01..3.0_f64, -60..2_i32),
    ) {
        let text = match form {
            0 => format!("abs({a}) - sqrt({b})"),
            1 => format!("-abs(x0*x1 - ({a}))/sqrt(x0 + x1)"),
            2 => format!("({a} + x0*x1)^2 - {b}"),
            _ => a.to_string(),
        };
        let h = 10_f64.powi(exponent);
        assert_engines_agree(&request(&text, grid(columns, rows, step), scheme, h))?;
    }

    #[test]
    fn engines_agree_on_everything(tree in arb_expression(), columns in 1_u32..20) {
        assert_engines_agree(&request(&tree.to_string(), grid(columns, 4, 0.37), Scheme::Central, 1e-5))?;
    }
}

/// Infinite and NaN samples, zeros of both signs, norms that under- and overflow: in generated code too.
#[test]
fn engines_agree_where_numbers_end() {
    let texts = [
        "1/(x0*x1)",
        "x0*x1*1e300*x0",
        "(x0*x1)*1e-300",
        "x0*x1*0",
        "-(x0*x1*0)",
        "sqrt(x0*x1)",
        "x0*x1 + 1e300*1e300",
        "x0*x1/0 - x0*x1/0",
        "3e-200*x0 + 4e-200*x1 + 0*(x0*x1)",
        "1.5e308*x0*0.5 + 1.5e308*x1*0.5 + 0*(x0*x1)",
        "x0*x1 + 1e20",
    ];
    for text in texts {
        for h in [1.0, 1e-3, 10e-50] {
            assert_engines_agree(&request(text, grid(21, 7, 0.25), Scheme::Central, h)).unwrap();
        }
    }
}

/// Rows of several tiles, tiles of several rows, bands of them; and fields larger than the caches, whose rows are streamed
/// past them where they fill cache lines.
#[test]
fn engines_agree_on_grids_of_every_shape() {
    let shapes =
        [(1, 1), (1, 300), (300, 1), (5000, 3), (3, 5000), (17, 33), (2056, 17), (2056, 512), (2049, 513)];
    for (columns, rows) in shapes {
        let request =
            request("(1 - x0)^2 + 100*(x1 - x0^2)^2", grid(columns, rows, 0.001), Scheme::Central, 1e-5);
        let specification = compute(Engine::Interpreter, &request);
        assert_eq!(
            [specification.grid.columns(), specification.grid.rows()],
            [columns, rows].map(|n| n as usize)
        );
        // The whole by comparison, points all over it by the book.
        for engine in engines() {
            let field = compute(engine, &request);
            assert!(field.f == specification.f && field.norm == specification.norm, "{engine:?}");
            assert!(field.g0 == specification.g0 && field.g1 == specification.g1, "{engine:?}");
            assert_eq!(field.norm_range, specification.norm_range, "{engine:?}");
            assert_eq!((field.f_range, field.tally), (specification.f_range, specification.tally));
            for i in (0..field.len()).step_by(997) {
                let book = by_the_book(&request, field.grid.point(i));
                assert_eq!([field.f[i], field.g0[i], field.g1[i], field.norm[i]], book, "{engine:?} at {i}");
            }
        }
    }
}

/// The field says what computed it: code where there can be some, the interpreter elsewhere.
#[test]
fn code_is_generated_for_arithmetic_that_fits() {
    let Some(widest) = Vectors::widest() else { return };
    // Every sum is wanted once more at the end, so each of the 40 is live until then.
    let sums = || (1..=40).map(|i| format!("(x0 + x1*{i})"));
    let wide =
        format!("{} + {}", sums().collect::<Vec<_>>().join("*"), sums().rev().collect::<Vec<_>>().join("/"));
    let cases = [
        ("x0^2 + x1^2", Engine::Generated(widest)),
        ("(1 - x0)^2 + 100*(x1 - x0^2)^2", Engine::Generated(widest)),
        ("sin(x0)*exp(x1) - abs(x0 - x1)", Engine::Generated(widest)),
        // An elementary function of both coordinates, a function of one alone, too many values at once.
        ("sin(x0*x1)", Engine::Interpreter),
        ("x0^2", Engine::Interpreter),
        ("7", Engine::Interpreter),
        (&wide, Engine::Interpreter),
    ];
    for (text, expected) in cases {
        let request = request(text, grid(24, 3, 0.25), Scheme::Central, 1e-4);
        assert_eq!(compute(Engine::Generated(widest), &request).engine, expected, "{text}");
        assert_eq!(compute(Engine::Interpreter, &request).engine, Engine::Interpreter);
        assert_eq!(compute(Engine::Automatic, &request).engine, Engine::Interpreter, "it is small");
    }
    let narrow = request("x0*x1", grid(7, 40, 0.25), Scheme::Central, 1e-4);
    assert_eq!(compute(Engine::Generated(widest), &narrow).engine, Engine::Interpreter, "no vector fits");
    let large = request("x0^2 + x1^2", grid(512, 256, 0.01), Scheme::Central, 1e-4);
    assert_eq!(compute(Engine::Automatic, &large).engine, Engine::Generated(widest));
}

/// Bands and rows computed by themselves are the whole field's.
#[test]
fn bands_make_up_the_field() {
    for (columns, rows) in [(700, 800), (1, 5), (300_000, 3)] {
        let request = request("x0*x1 + sin(x0)", grid(columns, rows, 0.001), Scheme::Forward, 1e-5);
        let whole = compute(Engine::Automatic, &request);
        let progress = Progress::new();
        let mut next = 0;
        let banded =
            field::compute_in_bands(&mut None, &request, &CancelToken::new(), &progress, |field, band| {
                assert_eq!(band.start, next, "bands follow one another");
                next = band.end;
                let points = band.end * field.grid.columns();
                assert_eq!(progress.get(), (points, field.len()));
                assert_eq!(field.tally.live + field.tally.zero + field.tally.not_finite, points);
                assert_eq!(field.g0[..points], whole.g0[..points]);
            });
        let banded = banded.unwrap();
        assert_eq!(next, whole.grid.rows());
        assert!(banded.f == whole.f && banded.g1 == whole.g1 && banded.norm == whole.norm);
        assert_eq!((banded.norm_range, banded.tally), (whole.norm_range, whole.tally));
        let some = 1..whole.grid.rows() - 1;
        let part =
            field::compute_rows(&mut None, &request, some.clone(), &CancelToken::new(), &Progress::new());
        let part = part.unwrap();
        let points = some.start * whole.grid.columns()..some.end * whole.grid.columns();
        assert_eq!(part.len(), points.len());
        assert!(part.f[..] == whole.f[points.clone()] && part.g1[..] == whole.g1[points]);
        assert!(part.is_empty() || part.grid.point(0) == whole.grid.point(whole.grid.columns()));
    }
}

#[test]
fn every_engine_can_be_cancelled() {
    let cancel = CancelToken::new();
    cancel.cancel();
    for engine in engines() {
        let request = request("x0*x1", grid(64, 64, 0.1), Scheme::Central, 1e-4);
        let mut spare = None;
        let cancelled = field::compute_with(engine, &mut spare, &request, &cancel, &Progress::new());
        assert_eq!(cancelled.unwrap_err(), Cancelled, "{engine:?}");
        assert_eq!(spare.map(|memory| memory.len()), Some(64 * 64), "the memory is left");
    }
}
