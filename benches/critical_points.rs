//! Critical points of 256 x 256 fields, beside a peer: Newton's method by hand from every cell over which both components of
//! the gradient change sign, with derivatives written out by hand, and nothing of what makes a point trustworthy.
//!
//! `cargo bench --bench critical_points`. Times are medians on one core; the parts are of a frame of 60 Hz.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

mod common;

use std::f64::consts::TAU;
use std::hint::black_box;
use std::sync::Arc;

use common::{median, of_frame};
use gradfield::analysis::critical_points;
use gradfield::differentiate::Scheme;
use gradfield::expr;
use gradfield::field::{AxisSpec, CancelToken, FieldRequest, GridSpec, Progress};

const NODES: u32 = 256;
const ROUNDS: usize = 21;

/// A gradient and the second derivatives, twice along x0, along both, and twice along x1.
type Derivatives = fn([f64; 2]) -> ([f64; 2], [f64; 3]);

struct Case {
    name: &'static str,
    text: &'static str,
    end: f64,
    by_hand: Option<Derivatives>,
}

const CASES: [Case; 8] = [
    Case {
        name: "Himmelblau",
        text: "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2",
        end: 5.0,
        by_hand: Some(himmelblau),
    },
    Case {
        name: "Rastrigin",
        text: "20 + x0^2 + x1^2 - 10*(cos(2*pi*x0) + cos(2*pi*x1))",
        end: 2.0,
        by_hand: Some(rastrigin),
    },
    Case {
        name: "Ackley",
        text: "20 - 20*exp(-0.2*sqrt((x0^2 + x1^2)/2)) + e - exp((cos(2*pi*x0) + cos(2*pi*x1))/2)",
        end: 4.0,
        by_hand: Some(ackley),
    },
    Case { name: "Rosenbrock", text: "(1 - x0)^2 + 100*(x1 - x0^2)^2", end: 2.0, by_hand: None },
    Case { name: "valley", text: "(x0 + 2*x1)^2", end: 2.0, by_hand: None },
    Case { name: "ring", text: "(x0^2 + x1^2 - 1)^2", end: 2.0, by_hand: None },
    Case { name: "half flat", text: "max(x0, 0)^2*(1 + x1^2)", end: 2.0, by_hand: None },
    Case { name: "flat", text: "3", end: 2.0, by_hand: None },
];

fn main() {
    let rounds = if std::env::args().any(|argument| argument == "--bench") { ROUNDS } else { 1 };
    // One core, whatever there is.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    alone.install(|| {
        println!("{:<12}{:>24}{:>8}{:>24}{:>8}", "", "critical points", "points", "by hand", "points");
        for Case { name, text, end, by_hand } in CASES {
            let axis = AxisSpec { min: -end, max: end, step: 2.0 * end / f64::from(NODES) };
            let grid = GridSpec { axes: [axis, axis], closed: false };
            let program = Arc::new(expr::parse(text).expect("a function of x0 and x1"));
            let request = FieldRequest::new(program, grid, Scheme::Central, 1e-4).expect("a field");
            let (cancel, progress) = (CancelToken::new(), Progress::new());
            let find = || critical_points(black_box(&request), &cancel, &progress).expect("nobody cancels");
            let (time, count) = (median(rounds, |_| drop(black_box(find()))), find().points.len());
            print!("{name:<12}{:>24}{count:>8}", of_frame(time));
            if let Some(derivatives) = by_hand {
                let newton = || plain_newton(derivatives, end, axis.step);
                let (time, count) = (median(rounds, |_| drop(black_box(newton()))), newton().len());
                print!("{:>24}{count:>8}", of_frame(time));
            }
            println!();
        }
    });
}

/// Where plain Newton goes from each cell over which both components change sign.
fn plain_newton(derivatives: Derivatives, end: f64, step: f64) -> Vec<[f64; 2]> {
    let at = |i: u32| -end + f64::from(i) * step;
    let row = |j: u32| -> Vec<[f64; 2]> { (0..NODES).map(|i| derivatives([at(i), at(j)]).0).collect() };
    let mut found: Vec<[f64; 2]> = Vec::new();
    let mut below = row(0);
    for j in 1..NODES {
        let above = row(j);
        for (i, (lower, upper)) in (0..).zip(below.windows(2).zip(above.windows(2))) {
            let corners = [lower[0], lower[1], upper[0], upper[1]];
            let changes =
                |k: usize| corners.iter().any(|g| g[k] <= 0.0) && corners.iter().any(|g| g[k] >= 0.0);
            if !(changes(0) && changes(1)) {
                continue;
            }
            let mut x = [at(i) + step / 2.0, at(j - 1) + step / 2.0];
            for _ in 0..20 {
                let ([g0, g1], [a, b, c]) = derivatives(x);
                let determinant = a * c - b * b;
                x = [x[0] - (c * g0 - b * g1) / determinant, x[1] - (a * g1 - b * g0) / determinant];
            }
            let is_new = |y: &[f64; 2]| (0..2).any(|k| (x[k] - y[k]).abs() > 1e-9);
            if derivatives(x).0.iter().all(|g| g.abs() < 1e-9) && found.iter().all(is_new) {
                found.push(x);
            }
        }
        below = above;
    }
    found
}

fn himmelblau([x, y]: [f64; 2]) -> ([f64; 2], [f64; 3]) {
    let (p, q) = (x * x + y - 11.0, x + y * y - 7.0);
    (
        [4.0 * x * p + 2.0 * q, 2.0 * p + 4.0 * y * q],
        [12.0 * x * x + 4.0 * y - 42.0, 4.0 * (x + y), 12.0 * y * y + 4.0 * x - 26.0],
    )
}

fn rastrigin(x: [f64; 2]) -> ([f64; 2], [f64; 3]) {
    let slope = x.map(|x| 2.0 * x + 10.0 * TAU * (TAU * x).sin());
    let [a, c] = x.map(|x| 2.0 + 10.0 * TAU * TAU * (TAU * x).cos());
    (slope, [a, 0.0, c])
}

fn ackley([x, y]: [f64; 2]) -> ([f64; 2], [f64; 3]) {
    let r = (0.5 * (x * x + y * y)).sqrt();
    let cone = 20.0 * (-0.2 * r).exp();
    // Of r along x and y, and of the cone's height along r.
    let (rx, ry) = (x / (2.0 * r), y / (2.0 * r));
    let (slope, curve) = (0.2 * cone, -0.04 * cone);
    let [(sx, cx), (sy, cy)] = [x, y].map(|x| (TAU * x).sin_cos());
    let wave = (0.5 * (cx + cy)).exp();
    let (wx, wy) = (TAU / 2.0 * sx, TAU / 2.0 * sy);
    let (rxx, rxy, ryy) = ((0.5 - rx * rx) / r, -rx * ry / r, (0.5 - ry * ry) / r);
    (
        [slope * rx + wave * wx, slope * ry + wave * wy],
        [
            curve * rx * rx + slope * rxx + wave * (TAU * TAU / 2.0 * cx - wx * wx),
            curve * rx * ry + slope * rxy - wave * wx * wy,
            curve * ry * ry + slope * ryy + wave * (TAU * TAU / 2.0 * cy - wy * wy),
        ],
    )
}
