//! The census of a field, where nearly all arrows are good and where nearly all have lost digits, so that the error of
//! each has to be split.
//!
//! `cargo bench --bench census`

use std::fmt;
use std::sync::Arc;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use gradfield::analysis::census;
use gradfield::differentiate::Scheme;
use gradfield::expr;
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GridSpec, Progress};

const EXPRESSIONS: [&str; 5] = [
    "x0^2 + x1^2",
    "(1 - x0)^2 + 100*(x1 - x0^2)^2",
    "sin(5*x0) + x1^2",
    "sin(x0*x1)",
    "20 + e - 20*exp(-0.2*sqrt((x0^2 + x1^2)/2)) - exp((cos(2*pi*x0) + cos(2*pi*x1))/2)",
];
const STEPS: [f64; 2] = [1e-4, 1e-14];

fn main() {
    divan::main();
}

struct Case {
    text: &'static str,
    h: f64,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "h = {:e}: {}", self.h, self.text)
    }
}

fn cases() -> impl Iterator<Item = Case> {
    EXPRESSIONS.into_iter().flat_map(|text| STEPS.map(|h| Case { text, h }))
}

#[divan::bench(args = cases(), consts = [16, 256, 1024])]
fn square<const N: u32>(bencher: Bencher<'_, '_>, case: &Case) {
    let axis = AxisSpec { min: -2.0, max: 2.0, step: 4.0 / f64::from(N) };
    let grid = GridSpec { axes: [axis, axis], closed: false };
    let program = Arc::new(expr::parse(case.text).expect("a function of x0 and x1"));
    let request = FieldRequest::new(program, grid, Scheme::Central, case.h).expect("a field");
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    let field = field::compute(&request, &cancel, &progress).expect("nobody cancels");
    bencher
        .counter(ItemsCount::new(field.len()))
        .bench(|| census(black_box(&field), &cancel, &progress).expect("nobody cancels"));
}
