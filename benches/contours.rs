//! Contour lines of a field of 256 x 256 nodes at some 12 levels, on one core, beside those of the crate `contour` at
//! the same levels. It closes its lines along the grid's edges and labels none, and masks nothing; these fields have
//! nothing to mask.
//!
//! `cargo bench --bench contours`. Six frames of 60 Hz are 100 ms.

use std::sync::Arc;

use contour::ContourBuilder;
use divan::{Bencher, black_box};
use gradfield::analysis::{ContourOrder, LevelSpacing, contours};
use gradfield::differentiate::Scheme;
use gradfield::expr;
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GradientField, GridSpec, Progress};

const EXPRESSIONS: [&str; 6] = [
    "x0^2 + x1^2",
    "(1 - x0)^2 + 100*(x1 - x0^2)^2",
    "sin(3*x0)*cos(2*x1) + x0",
    "20 + e - 20*exp(-0.2*sqrt((x0^2 + x1^2)/2)) - exp((cos(2*pi*x0) + cos(2*pi*x1))/2)",
    "sin(40*x0*x1)",
    "sin(1e8*x0*x1)",
];
const NODES: u32 = 256;

fn main() {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("no other pool");
    divan::main();
}

fn field_of(text: &str) -> GradientField {
    let axis = AxisSpec { min: -2.0, max: 2.0, step: 4.0 / f64::from(NODES) };
    let grid = GridSpec { axes: [axis, axis], closed: false };
    let program = Arc::new(expr::parse(text).expect("a function of x0 and x1"));
    let request = FieldRequest::new(program, grid, Scheme::Central, 1e-4).expect("a field");
    field::compute(&request, &CancelToken::new(), &Progress::new()).expect("nobody cancels")
}

fn ours(bencher: Bencher<'_, '_>, text: &str, spacing: LevelSpacing) {
    let field = field_of(text);
    let order = ContourOrder { spacing, ..ContourOrder::default() };
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    bencher.bench(|| contours(black_box(&field), &order, &cancel, &progress));
}

#[divan::bench(args = EXPRESSIONS)]
fn linear(bencher: Bencher<'_, '_>, text: &str) {
    ours(bencher, text, LevelSpacing::Linear);
}

#[divan::bench(args = EXPRESSIONS)]
fn logarithmic(bencher: Bencher<'_, '_>, text: &str) {
    ours(bencher, text, LevelSpacing::Logarithmic);
}

#[divan::bench(args = EXPRESSIONS)]
fn quantile(bencher: Bencher<'_, '_>, text: &str) {
    ours(bencher, text, LevelSpacing::Quantile);
}

#[divan::bench(args = EXPRESSIONS)]
fn crate_contour_linear(bencher: Bencher<'_, '_>, text: &str) {
    let field = field_of(text);
    let order = ContourOrder::default();
    let drawn = contours(&field, &order, &CancelToken::new(), &Progress::new()).expect("nobody cancels");
    let levels: Vec<f64> = drawn.levels().iter().map(|contour| contour.level).collect();
    let step = 4.0 / f64::from(NODES);
    let builder = ContourBuilder::new(field.grid.columns(), field.grid.rows(), true)
        .x_origin(-2.0)
        .y_origin(-2.0)
        .x_step(step)
        .y_step(step);
    bencher.bench(|| builder.lines(black_box(&field.f), &levels).expect("as many values as nodes"));
}
