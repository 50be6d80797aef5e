//! exp, ln, sin and cos: the vector forms against CORE-MATH and the standard library, and all 10 million arguments of
//! the test that they are correctly rounded.
//!
//! The machine's speed drifts, so the contenders take turns and medians are printed.
//! `cargo bench --bench elementary`; without `--bench` (`cargo test --benches`) everything runs once.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

#[path = "../tests/support/elementary.rs"]
mod elementary;

use std::hint::black_box;
use std::time::Instant;

use gradfield::eval::block::BLOCK;
use gradfield::expr::Unary;

use elementary::{Random, Vector, arguments, assert_correctly_rounded};

/// The functions that have a vector form.
const FUNCTIONS: [Unary; 4] = [Unary::Exp, Unary::Ln, Unary::Sin, Unary::Cos];

/// Blocks of a measurement: arguments and values stay within a 256 KiB cache.
const BLOCKS: usize = 16;

fn main() {
    let full = std::env::args().any(|argument| argument == "--bench");
    let (rounds, count) = if full { (401, 10_000_000) } else { (1, 1_000) };
    println!(
        "{:<6}{:>10}{:>12}{:>10}   ns a value, [-10, 10] (ln: (0, 10])",
        "", "vector", "core-math", "std"
    );
    for function in FUNCTIONS {
        let [vector, scalar, std] = measure(function, rounds);
        println!("{:<6}{vector:>10.2}{scalar:>12.2}{std:>10.2}", function.name());
    }
    for function in FUNCTIONS {
        assert_correctly_rounded(function, count);
        println!("{}: {count} arguments correctly rounded", function.name());
    }
}

/// Median ns a value of the vector form, the scalar one and the standard library's.
fn measure(function: Unary, rounds: usize) -> [f64; 3] {
    let std = match function {
        Unary::Exp => f64::exp,
        Unary::Ln => f64::ln,
        Unary::Sin => f64::sin,
        _ => f64::cos,
    };
    let mut random = Random(1);
    let blocks: [_; BLOCKS] = std::array::from_fn(|_| random.block(arguments(function)[0]));
    let mut vector = Vector::new(function);
    let mut out = [0.0; BLOCK];
    let mut times: [Vec<f64>; 3] = Default::default();
    for _ in 0..rounds {
        times[0].push(time(&blocks, |a| {
            black_box(vector.evaluate(a));
        }));
        times[1].push(time(&blocks, |a| map(&mut out, a, |a| function.apply(a))));
        times[2].push(time(&blocks, |a| map(&mut out, a, std)));
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    })
}

fn map(out: &mut [f64; BLOCK], a: &[f64; BLOCK], f: impl Fn(f64) -> f64) {
    for (out, &a) in out.iter_mut().zip(a) {
        *out = f(a);
    }
    black_box(out);
}

/// ns a value.
fn time(blocks: &[[f64; BLOCK]; BLOCKS], mut run: impl FnMut(&[f64; BLOCK])) -> f64 {
    let start = Instant::now();
    for block in black_box(blocks) {
        run(block);
    }
    start.elapsed().as_secs_f64() * 1e9 / (BLOCKS * BLOCK) as f64
}
