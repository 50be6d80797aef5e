//! exp, ln, sin, cos and the power: the vector forms against CORE-MATH and the standard library, and all 10 million arguments of
//! the test that they are correctly rounded.
//!
//! The machine's speed drifts, so the contenders take turns and medians are printed.
//! `cargo bench --bench elementary`; without `--bench` (`cargo test --benches`) everything runs once.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

#[path = "../tests/support/elementary.rs"]
mod elementary;
#[path = "../tests/support/power.rs"]
mod power;

use std::hint::black_box;
use std::time::Instant;

use gradfield::eval::block::BLOCK;
use gradfield::expr::{Binary, Unary};

use elementary::Arguments::{self, Uniform};
use elementary::{Random, Vector, arguments, assert_correctly_rounded};

/// The functions that have a vector form.
const FUNCTIONS: [Unary; 4] = [Unary::Exp, Unary::Ln, Unary::Sin, Unary::Cos];

/// The power with x0 in lanes and the number x1, and as the two scalar forms of the same: its base and exponent.
struct Power {
    text: &'static str,
    x0: Arguments,
    x1: f64,
    operands: fn(f64, f64) -> [f64; 2],
}

const POSITIVE: Arguments = Uniform(0.0, 10.0);

const POWERS: [Power; 7] = [
    Power { text: "x0^(x0*x1)", x0: POSITIVE, x1: 0.7, operands: |a, b| [a, a * b] },
    Power { text: "x0^x1", x0: POSITIVE, x1: 0.3, operands: |a, b| [a, b] },
    Power { text: "x0^x1", x0: Uniform(-10.0, 10.0), x1: 3.0, operands: |a, b| [a, b] },
    Power { text: "x0^x1", x0: Uniform(-10.0, 10.0), x1: 7.0, operands: |a, b| [a, b] },
    Power { text: "x0^x1", x0: POSITIVE, x1: 2.5, operands: |a, b| [a, b] },
    Power { text: "x0^x1", x0: POSITIVE, x1: -1.5, operands: |a, b| [a, b] },
    Power { text: "x1^x0", x0: Uniform(-10.0, 10.0), x1: 2.0, operands: |a, b| [b, a] },
];

/// Blocks of a measurement: arguments and values stay within a 256 KiB cache.
const BLOCKS: usize = 16;

fn main() {
    let full = std::env::args().any(|argument| argument == "--bench");
    let (rounds, count) = if full { (401, 10_000_000) } else { (1, 1_000) };
    println!(
        "{:<22}{:>10}{:>12}{:>10}   ns a value, [-10, 10] (ln, roots and real exponents: (0, 10])",
        "", "vector", "core-math", "std"
    );
    for function in FUNCTIONS {
        let std = match function {
            Unary::Exp => f64::exp,
            Unary::Ln => f64::ln,
            Unary::Sin => f64::sin,
            _ => f64::cos,
        };
        let mut vector = Vector::of(function);
        let [vector, scalar, std] =
            measure(&mut vector, 0.0, arguments(function)[0], |a| function.apply(a), std, rounds);
        println!("{:<22}{vector:>10.2}{scalar:>12.2}{std:>10.2}", function.name());
    }
    for Power { text, x0, x1, operands } in POWERS {
        let scalar = |x0| {
            let [a, b] = operands(x0, x1);
            Binary::Power.apply(a, b)
        };
        let std = |x0| {
            let [a, b] = operands(x0, x1);
            f64::powf(a, b)
        };
        let [vector, scalar, std] = measure(&mut Vector::new(text), x1, x0, scalar, std, rounds);
        println!("{:<22}{vector:>10.2}{scalar:>12.2}{std:>10.2}", format!("{text}, x1 = {x1}"));
    }
    for function in FUNCTIONS {
        assert_correctly_rounded(function, count);
        println!("{}: {count} arguments correctly rounded", function.name());
    }
    power::assert_correctly_rounded(count);
    println!("power: {count} operands correctly rounded");
}

/// Median ns a value of the vector form, the scalar one and the standard library's.
fn measure(
    vector: &mut Vector,
    x1: f64,
    x0: Arguments,
    scalar: impl Fn(f64) -> f64,
    std: impl Fn(f64) -> f64,
    rounds: usize,
) -> [f64; 3] {
    let mut random = Random(1);
    let blocks: [_; BLOCKS] = std::array::from_fn(|_| random.block(x0));
    let mut out = [0.0; BLOCK];
    let mut times: [Vec<f64>; 3] = Default::default();
    for _ in 0..rounds {
        times[0].push(time(&blocks, |a| {
            black_box(vector.evaluate(a, x1));
        }));
        times[1].push(time(&blocks, |a| map(&mut out, a, &scalar)));
        times[2].push(time(&blocks, |a| map(&mut out, a, &std)));
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
