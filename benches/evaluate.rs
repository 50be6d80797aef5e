//! One function value: meval's `bind2`, the specification `eval::scalar`, and `eval::block` a lane.
//!
//! `cargo bench --bench evaluate`

use divan::{Bencher, black_box, counter::ItemsCount};
use gradfield::eval::block::{BLOCK, GridProgram, Scratch};
use gradfield::eval::scalar;
use gradfield::expr::{self, Axis, Program};

const EXPRESSIONS: [&str; 6] = [
    "x0^2 + x1^2",
    "(1 - x0)^2 + 100*(x1 - x0^2)^2",
    "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2",
    "sin(x0)*cos(x1) + 0.1*exp(-(x0^2 + x1^2)/2)",
    "20 + x0^2 + x1^2 - 10*(cos(2*pi*x0) + cos(2*pi*x1))",
    "20 + e - 20*exp(-0.2*sqrt((x0^2 + x1^2)/2)) - exp((cos(2*pi*x0) + cos(2*pi*x1))/2)",
];

/// Functions of several pieces: Huber's loss, a box, and a corner.
const IN_PIECES: [&str; 3] = [
    "where(abs(x0 - x1) < 1, (x0 - x1)^2/2, abs(x0 - x1) - 0.5)",
    "where((abs(x0 + x1) < 1)*(abs(x0 - x1) < 2), x0, x1)",
    "max(x0 - x1, 0)",
];

fn main() {
    divan::main();
}

fn program(text: &str) -> Program {
    expr::parse(text).expect("a function of x0 and x1")
}

#[divan::bench(args = EXPRESSIONS)]
fn parse(bencher: Bencher<'_, '_>, text: &str) {
    bencher.bench(|| expr::parse(black_box(text)));
}

#[divan::bench(args = EXPRESSIONS)]
fn meval_bind2(bencher: Bencher<'_, '_>, text: &str) {
    let expression: meval::Expr = text.parse().expect("meval reads it");
    let f = expression.bind2("x0", "x1").expect("all names are known");
    bencher.bench_local(|| f(black_box(0.3), black_box(-1.1)));
}

#[divan::bench(args = EXPRESSIONS)]
fn eval_scalar(bencher: Bencher<'_, '_>, text: &str) {
    let program = program(text);
    bencher.bench(|| scalar::evaluate(&program, black_box([0.3, -1.1])));
}

/// The first of [`IN_PIECES`] as a loop that somebody would write for it.
#[divan::bench]
fn hubers_loss_by_hand(bencher: Bencher<'_, '_>) {
    let coordinates: Vec<f64> = (0..BLOCK).map(|i| -2.0 + i as f64 / 128.0).collect();
    let mut out = [0.0; BLOCK];
    bencher.counter(ItemsCount::new(BLOCK)).bench_local(|| {
        let x1 = black_box(-1.1);
        for (out, x0) in black_box(&mut out).iter_mut().zip(&coordinates) {
            let size = (x0 - x1).abs();
            *out = if size < 1.0 { size * size / 2.0 } else { size - 0.5 };
        }
    });
}

/// The mixed part over one block; what depends on x0 or x1 alone is ready, as it is on a grid.
#[divan::bench(args = EXPRESSIONS.into_iter().chain(IN_PIECES))]
fn eval_block(bencher: Bencher<'_, '_>, text: &str) {
    let grid = GridProgram::new(&program(text));
    let mut scratch = Scratch::default();
    let coordinates: Vec<f64> = (0..BLOCK).map(|i| -2.0 + i as f64 / 128.0).collect();
    let columns = grid.hoist(Axis::X0, &coordinates, &mut scratch);
    let rows = grid.hoist(Axis::X1, &[-1.1], &mut scratch);
    let mut out = [0.0; BLOCK];
    bencher.counter(ItemsCount::new(BLOCK)).bench_local(|| {
        grid.evaluate(&columns, 0, &rows, 0, &mut scratch, black_box(&mut out));
    });
}
