//! How long a computation still runs after it is cancelled, on large grids of every shape.
//!
//! `cargo bench --bench cancel`. Cancelled at different moments, in memory that is kept from round to round, as the window
//! does it. What has not been touched yet the system gives page by page, which nothing can cancel: a virtual machine whose
//! host has to find the page first takes milliseconds for each. The worst is often the first round's, whose axis of
//! two million values is still being made.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use gradfield::differentiate::Scheme;
use gradfield::expr;
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GridSpec, Progress};

/// Columns and rows.
const SHAPES: [[f64; 2]; 4] = [[4000.0, 4000.0], [2e6, 1.0], [1.0, 2e6], [2e6, 7.0]];
const ROUNDS: u32 = 15;

fn main() {
    let full = std::env::args().any(|a| a == "--bench");
    let functions = [
        ("bowl", "x0^2 + x1^2".to_owned()),
        ("120 factors", (1..=120).map(|i| format!("(x0*x1 + {i})")).collect::<Vec<_>>().join("*")),
        ("320 roots", format!("{}x0*x1{}", "sqrt(".repeat(320), ")".repeat(320))),
        ("320 tangents", format!("{}x0*x1{}", "tan(".repeat(320), ")".repeat(320))),
        ("320 tangents of x0", format!("{}x0{} + x1", "tan(".repeat(320), ")".repeat(320))),
        ("160 powers", format!("{}x0*x1{}", "(2 + ".repeat(160), ")^0.3".repeat(160))),
    ];
    println!("Milliseconds from cancelling to the end, median / worst of {ROUNDS}");
    for (name, text) in functions {
        print!("{name:<20}");
        let program = Arc::new(expr::parse(&text).expect("a function"));
        for shape in SHAPES {
            let [x0, x1] = shape.map(|n| if full { n } else { n.min(32.0) });
            let axis = |n: f64| AxisSpec { min: 0.0, max: n, step: 1.0 };
            let grid = GridSpec { axes: [axis(x0), axis(x1)], closed: false };
            let request =
                FieldRequest::new(Arc::clone(&program), grid, Scheme::Central, 0.5).expect("a field");
            print!("{:>30}", format!("{x0} x {x1}: {}", latencies(&request, full)));
        }
        println!();
    }
}

/// Median and worst latency, of the rounds that were cancelled before their end.
fn latencies(request: &FieldRequest, full: bool) -> String {
    let mut spare = None;
    let mut latencies: Vec<Duration> = Vec::new();
    for round in 0..if full { ROUNDS } else { 1 } {
        let cancel = CancelToken::new();
        let canceller = {
            let cancel = cancel.clone();
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(1) + Duration::from_micros(400) * round);
                let now = Instant::now();
                cancel.cancel();
                now
            })
        };
        let result = field::compute_reusing(&mut spare, request, &cancel, &Progress::new());
        let end = Instant::now();
        let cancelled = canceller.join().expect("it only sleeps and cancels");
        match result {
            Ok(field) => spare = Some(field),
            Err(_) => latencies.push(end.saturating_duration_since(cancelled)),
        }
    }
    latencies.sort();
    let milliseconds = |time: &Duration| format!("{:.2}", time.as_secs_f64() * 1e3);
    match latencies.last() {
        Some(worst) => format!("{} / {}", milliseconds(&latencies[latencies.len() / 2]), milliseconds(worst)),
        None => "done before".to_owned(),
    }
}
