//! What a dragged start costs: six optimisers of 200 steps, each with its twin on the exact gradient.
//!
//! `cargo bench --bench descent`. Times are medians over starts that differ; the parts are of a frame of 60 Hz. Beside them
//! stands one path of SGD with the function written by hand and central differences, against the same path of ours.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

mod common;

use std::hint::black_box;
use std::sync::Arc;

use common::{median, of_frame};
use gradfield::analysis::descent::{Descent, Knob, Optimizer, UpdateRule};
use gradfield::differentiate::Method;
use gradfield::expr::{self, Program};

/// Name, text, the same by hand.
type Row = (&'static str, &'static str, fn(f64, f64) -> f64);

const FUNCTIONS: [Row; 3] = [
    ("valley", "x0^2/20 + x1^2", |x, y| x * x / 20.0 + y * y),
    ("Rosenbrock", "(1 - x0)^2 + 100*(x1 - x0^2)^2", |x, y| {
        (1.0 - x) * (1.0 - x) + 100.0 * (y - x * x) * (y - x * x)
    }),
    (
        "Ackley",
        "20 + e - 20*exp(-0.2*sqrt((x0^2 + x1^2)/2)) - exp((cos(2*pi*x0) + cos(2*pi*x1))/2)",
        |x, y| {
            use std::f64::consts::{E, TAU};
            20.0 + E
                - 20.0 * (-0.2 * (0.5 * (x * x + y * y)).sqrt()).exp()
                - (0.5 * ((TAU * x).cos() + (TAU * y).cos())).exp()
        },
    ),
];

const STEPS: usize = 200;
const H: f64 = 1e-4;
const RATE: f64 = 1e-4;
const ROUNDS: usize = 101;

fn main() {
    let rounds = if std::env::args().any(|argument| argument == "--bench") { ROUNDS } else { 1 };
    println!("{:<12}{:>26}{:>16}{:>16}{:>8}", "", "6 optimisers and twins", "SGD", "by hand", "ratio");
    for (name, text, by_hand) in FUNCTIONS {
        let program = Arc::new(expr::parse(text).expect("a function"));
        let six: Vec<_> = UpdateRule::ALL[..6].iter().map(|&rule| descent(&program, rule)).collect();
        let all = median(rounds, |round| {
            for descent in &six {
                let start = start(round);
                drop(black_box(Descent { start, ..descent.clone() }.twins()));
            }
        });
        let sgd = descent(&program, UpdateRule::Sgd);
        let ours =
            median(rounds, |round| drop(black_box(Descent { start: start(round), ..sgd.clone() }.run())));
        let theirs = median(rounds, |round| drop(black_box(path_by_hand(by_hand, start(round)))));
        println!(
            "{name:<12}{:>26}{:>13.1} us{:>13.1} us{:>8.1}",
            of_frame(all),
            ours.as_secs_f64() * 1e6,
            theirs.as_secs_f64() * 1e6,
            ours.as_secs_f64() / theirs.as_secs_f64()
        );
    }
}

/// With a rate at which all of them make all their steps.
fn descent(program: &Arc<Program>, rule: UpdateRule) -> Descent {
    Descent {
        program: Arc::clone(program),
        method: Method::default(),
        h: H,
        start: [0.0; 2],
        optimizer: Optimizer::new(rule).with(Knob::Rate, RATE),
        steps: STEPS,
        tolerance: 0.0,
        region: None,
    }
}

/// A start for each round.
fn start(round: usize) -> [f64; 2] {
    [-1.3 + 0.001 * round as f64, 0.7 + 0.002 * round as f64]
}

fn path_by_hand(f: fn(f64, f64) -> f64, [mut x, mut y]: [f64; 2]) -> Vec<[f64; 5]> {
    let mut path = Vec::with_capacity(STEPS + 1);
    for _ in 0..=STEPS {
        let g0 = (f(x + H, y) - f(x - H, y)) / (2.0 * H);
        let g1 = (f(x, y + H) - f(x, y - H)) / (2.0 * H);
        path.push([x, y, f(x, y), g0, g1]);
        (x, y) = (x - RATE * g0, y - RATE * g1);
    }
    path
}
