//! What the h lab costs the window's thread when the probe moves: the curves of all schemes, an autopsy, a Taylor test.
//!
//! `cargo bench --bench study`. Times are medians, each at a point that has not been looked at before; the parts are of a frame
//! of 60 Hz.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

mod common;

use std::hint::black_box;
use std::sync::Arc;

use common::{median, of_frame};
use gradfield::analysis::{self, ExactGradient, Judge, PointStudy, Steps};
use gradfield::differentiate::Scheme;
use gradfield::expr::{self, Program};
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GradientField, GridSpec, Progress};

const FUNCTIONS: [(&str, &str); 4] = [
    ("bowl", "x0^2 + x1^2"),
    ("ripple", "sin(5*x0) + x1^2"),
    ("Rosenbrock", "(1 - x0)^2 + 100*(x1 - x0^2)^2"),
    ("Ackley", "20 + e - 20*exp(-0.2*sqrt((x0^2 + x1^2)/2)) - exp((cos(2*pi*x0) + cos(2*pi*x1))/2)"),
];

const STEPS: Steps = Steps { from: 1e-16, to: 1.0, count: 161 };
const ROUNDS: usize = 201;

fn main() {
    let rounds = if std::env::args().any(|argument| argument == "--bench") { ROUNDS } else { 1 };
    println!(
        "{:<12}{:>24}{:>24}{:>24}{:>24}",
        "", "derivatives, once", "curves of 7 schemes", "autopsy", "Taylor test"
    );
    // As many names, numbers and signs as a function may have.
    let long = (1..=30)
        .map(|k| format!("tanh(x0*sin({k}*x0) - x1)/(1 + exp(-{k}*x0*x1))"))
        .collect::<Vec<_>>()
        .join(" + ");
    for (name, text) in FUNCTIONS.into_iter().chain([("30 terms", long.as_str())]) {
        let program = Arc::new(expr::parse(text).expect("a function"));
        let mut study = PointStudy::new(&program);
        let mut exact = ExactGradient::new(&program);
        let field = field_of(&program);
        let mut judge = Judge::new(&program, field.request.method());
        let once = median(rounds, |_| drop(black_box(PointStudy::new(&program))));
        let curves = median(rounds, |round| {
            for scheme in Scheme::ALL {
                black_box(study.curve(point(round), scheme.into(), &STEPS).expect("all go through"));
            }
        });
        let autopsy = median(rounds, |round| {
            drop(black_box(analysis::autopsy(&mut judge, &field, round % field.len())));
        });
        let taylor = median(rounds, |round| {
            drop(black_box(analysis::taylor_test(&mut exact, point(round), [1.0, 2.0])));
        });
        println!(
            "{name:<12}{:>24}{:>24}{:>24}{:>24}",
            of_frame(once),
            of_frame(curves),
            of_frame(autopsy),
            of_frame(taylor)
        );
    }
}

/// A point for each round.
fn point(round: usize) -> [f64; 2] {
    [0.3 + 0.001 * round as f64, -0.7 + 0.002 * round as f64]
}

/// With an h that is too small, so that every autopsy has something to explain.
fn field_of(program: &Arc<Program>) -> GradientField {
    let axis = AxisSpec { min: -2.0, max: 2.0, step: 0.25 };
    let grid = GridSpec { axes: [axis, axis], closed: false };
    let request = FieldRequest::new(Arc::clone(program), grid, Scheme::Central, 1e-14).expect("a field");
    field::compute(&request, &CancelToken::new(), &Progress::new()).expect("nobody else has the token")
}
