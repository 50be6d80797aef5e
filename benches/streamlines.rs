//! Streamlines of a field of 256 x 256 nodes, a 32nd of its side apart, which take one core. Beside them the
//! integration alone along the same lines by the classical Runge-Kutta method with fixed steps of a 16th of a
//! separation: neither placed nor kept apart, by gradients of the same scheme.
//!
//! `cargo bench --bench streamlines`. Six frames of 60 Hz are 100 ms.

use std::sync::Arc;

use divan::{Bencher, black_box};
use gradfield::analysis::{StreamlineOrder, streamlines};
use gradfield::differentiate::{Differentiator, Scheme};
use gradfield::expr;
use gradfield::field::{AxisSpec, CancelToken, FieldRequest, GridSpec, Progress};

const EXPRESSIONS: [&str; 6] = [
    "x0^2 + x1^2",
    "(1 - x0)^2 + 100*(x1 - x0^2)^2",
    "sin(3*x0)*cos(2*x1) + x0",
    "20 + e - 20*exp(-0.2*sqrt((x0^2 + x1^2)/2)) - exp((cos(2*pi*x0) + cos(2*pi*x1))/2)",
    "20 + x0^2 - 10*cos(2*pi*x0) + x1^2 - 10*cos(2*pi*x1)",
    "abs(x0) + x1^2",
];

fn main() {
    divan::main();
}

fn request(text: &str, h: f64) -> FieldRequest {
    let axis = AxisSpec { min: -2.0, max: 2.0, step: 4.0 / 256.0 };
    let grid = GridSpec { axes: [axis, axis], closed: false };
    let program = Arc::new(expr::parse(text).expect("a function of x0 and x1"));
    FieldRequest::new(program, grid, Scheme::Central, h).expect("a field")
}

fn ours(bencher: Bencher<'_, '_>, request: &FieldRequest) {
    let order = StreamlineOrder::usual(request.grid());
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    bencher.bench(|| streamlines(black_box(request), &order, &cancel, &progress));
}

#[divan::bench(args = EXPRESSIONS)]
fn dormand_prince_placed(bencher: Bencher<'_, '_>, text: &str) {
    ours(bencher, &request(text, 1e-4));
}

/// With an h so small that directions are mostly rounding error.
#[divan::bench(args = EXPRESSIONS)]
fn noise_placed(bencher: Bencher<'_, '_>, text: &str) {
    ours(bencher, &request(text, 1e-15));
}

#[divan::bench(args = EXPRESSIONS)]
fn fixed_runge_kutta_along_the_same(bencher: Bencher<'_, '_>, text: &str) {
    let request = request(text, 1e-4);
    let order = StreamlineOrder::usual(request.grid());
    let drawn = streamlines(&request, &order, &CancelToken::new(), &Progress::new()).expect("nobody cancels");
    let walks: Vec<([f64; 2], f64)> =
        drawn.lines().iter().map(|line| (line.line.points[0], line.line.length())).collect();
    let step = order.separation[0] / 16.0;
    let mut differentiator =
        Differentiator::new(request.program(), request.method()).expect("it goes through");
    let mut direction = |x: [f64; 2]| {
        let g = differentiator.at(x, request.h()).g;
        let norm = g[0].hypot(g[1]);
        g.map(|g| -g / norm)
    };
    bencher.bench_local(|| {
        for (start, length) in &walks {
            let mut x = *start;
            let mut along = 0.0;
            while along < *length {
                let ahead = |k: [f64; 2], size: f64| [x[0] + size * k[0], x[1] + size * k[1]];
                let a = direction(x);
                let b = direction(ahead(a, step / 2.0));
                let c = direction(ahead(b, step / 2.0));
                let d = direction(ahead(c, step));
                x = [0, 1].map(|i| x[i] + step / 6.0 * (a[i] + 2.0 * b[i] + 2.0 * c[i] + d[i]));
                along += step;
            }
            black_box(x);
        }
    });
}
