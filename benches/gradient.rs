//! A whole gradient field against what a good engineer would write by hand, and against meval's `bind2`.
//!
//! `cargo bench --bench gradient` prints ratios of medians, of the engine that is chosen by itself and of the interpreter
//! alone, which is the engine of machines and functions that code is not generated for. All sides are measured in turn within one run, since
//! machines drift. Both fill f, g0, g1 and the norm in memory they have used before, as a window does while a slider is
//! dragged: fresh pages cost more than a cheap function, and would hide the difference.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

#[expect(clippy::manual_midpoint, reason = "the kernels do the operations of the text")]
mod native;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use gradfield::differentiate::Scheme;
use gradfield::expr;
use gradfield::field::{
    self, AxisSpec, CancelToken, Engine, FieldRequest, GradientField, GridSpec, Progress,
};
use native::{FUNCTIONS, Function, Output};

const H: f64 = 1e-4;
/// How far the native kernels may be from ours, relative to |f|: they round elsewhere, and divide that by 2 h.
const AGREEMENT: f64 = 1e-9;

fn main() {
    // `cargo test --benches` runs this too: everything once, on the smallest grid.
    let full = std::env::args().any(|a| a == "--bench");
    text_to_field(if full { 201 } else { 1 });
    let (sizes, threads): (&[u32], &[usize]) = if full { (&[16, 256, 1024], &[1, 0]) } else { (&[16], &[1]) };
    for &threads in threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let count = pool.current_num_threads();
        println!(
            "\nTime relative to the hand-written kernel, {count} thread(s): automatic / interpreter (the kernel's ns a point)"
        );
        print!("{:<14}", "");
        for n in sizes {
            print!("{:>24}", format!("{n} x {n}"));
        }
        println!("{:>18}", "bind2, 256 x 256");
        for function in &FUNCTIONS {
            print!("{:<14}", function.name);
            for &n in sizes {
                let rounds = if full { (20_000_000 / (n * n)).clamp(15, 301) } else { 1 };
                let [automatic, interpreter, native] = pool.install(|| compare(function, n, rounds));
                let per_point = native * 1e9 / f64::from(n * n);
                let ratios = format!("{:.2} / {:.2}", automatic / native, interpreter / native);
                print!("{:>24}", format!("{ratios} ({per_point:.2})"));
            }
            println!("{:>18}", format!("{:.0}", pool.install(|| bind2_ratio(function, full))));
        }
    }
}

/// n x n points.
fn grid(n: u32) -> GridSpec {
    let step = 4.0 / f64::from(n);
    let axis = AxisSpec { min: -2.0, max: 2.0, step };
    GridSpec { axes: [axis, axis], closed: false }
}

fn request(text: &str, n: u32) -> FieldRequest {
    let program = Arc::new(expr::parse(text).expect("a function"));
    FieldRequest::new(program, grid(n), Scheme::Central, H).expect("a field")
}

fn compute(engine: Engine, mut spare: Option<GradientField>, text: &str, n: u32) -> GradientField {
    field::compute_with(engine, &mut spare, &request(text, n), &CancelToken::new(), &Progress::new())
        .expect("not cancelled")
}

/// Median seconds of ours with both engines, and of the native kernel, in turn.
fn compare(function: &Function, n: u32, rounds: u32) -> [f64; 3] {
    let axis: Vec<f64> = (0..n).map(|i| -2.0 + f64::from(i) * 4.0 / f64::from(n)).collect();
    let array = || vec![0.0; axis.len() * axis.len()];
    let mut native = [array(), array(), array(), array()];
    (function.kernel)(&axis, &axis, H, &mut native);
    let engines = [Engine::Automatic, Engine::Interpreter];
    let mut fields = engines.map(|engine| Some(compute(engine, None, function.text, n)));
    for field in fields.iter().flatten() {
        check(field, &native, function.name);
    }
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..rounds {
        for ((engine, field), times) in engines.into_iter().zip(&mut fields).zip(&mut times) {
            let start = Instant::now();
            *field = Some(black_box(compute(engine, field.take(), function.text, n)));
            times.push(start.elapsed().as_secs_f64());
        }
        times[2].push(seconds(|| (function.kernel)(&axis, &axis, black_box(H), black_box(&mut native))));
    }
    times.map(|mut times| median(&mut times))
}

/// The native kernel computes the same field.
fn check(field: &GradientField, native: &Output, name: &str) {
    let [f, g0, g1, norm] = native;
    for i in 0..field.len() {
        let scale = 1.0 + field.f[i].abs();
        let near = |a: f64, b: f64, bound: f64| (a - b).abs() <= bound * scale;
        assert!(near(field.f[i], f[i], AGREEMENT), "{name}: f");
        // An ulp in f is some 1e-16 / 2e-4 in the quotient.
        let slopes = [(field.g0[i], g0[i]), (field.g1[i], g1[i]), (field.norm[i], norm[i])];
        assert!(slopes.into_iter().all(|(a, b)| near(a, b, AGREEMENT)), "{name}: the gradient");
    }
}

/// meval's closures against ours, 256 x 256 points, one thread.
fn bind2_ratio(function: &Function, full: bool) -> f64 {
    let n = if full { 256 } else { 16 };
    let f = bind2(function.text);
    let axis: Vec<f64> = (0..n).map(|i| -2.0 + f64::from(i) * 4.0 / f64::from(n)).collect();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..if full { 7 } else { 1 } {
        ours.push(seconds(|| drop(black_box(compute(Engine::Automatic, None, function.text, n)))));
        theirs.push(seconds(|| evaluate_differences(&f, &axis)));
    }
    median(&mut theirs) / median(&mut ours)
}

/// From text to finished field on 16 x 16 points, against the evaluations of closures bound beforehand.
fn text_to_field(rounds: usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    println!("16 x 16 points from text to finished field, 1 thread; medians of {rounds} interleaved runs");
    println!("{:<14}{:>22}{:>26}{:>9}", "", "text to field (us)", "bind2's evaluations (us)", "ratio");
    let axis: Vec<f64> = (0..16).map(|i| -2.0 + f64::from(i) * 0.25).collect();
    for function in &FUNCTIONS {
        let f = bind2(function.text);
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            ours.push(pool.install(|| {
                seconds(|| drop(black_box(compute(Engine::Automatic, None, black_box(function.text), 16))))
            }));
            theirs.push(seconds(|| evaluate_differences(&f, &axis)));
        }
        let (ours, theirs) = (median(&mut ours), median(&mut theirs));
        println!("{:<14}{:>22.1}{:>26.1}{:>9.2}", function.name, ours * 1e6, theirs * 1e6, ours / theirs);
    }
}

fn bind2(text: &str) -> impl Fn(f64, f64) -> f64 {
    let expression: meval::Expr = text.parse().expect("meval reads it");
    expression.bind2("x0", "x1").expect("all names are known")
}

/// The four evaluations a point that central differences take.
fn evaluate_differences(f: &impl Fn(f64, f64) -> f64, axis: &[f64]) {
    for &x1 in axis {
        for &x0 in axis {
            black_box((f(x0 + H, x1) - f(x0 - H, x1)) / (2.0 * H));
            black_box((f(x0, x1 + H) - f(x0, x1 - H)) / (2.0 * H));
        }
    }
}

fn seconds(run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64()
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
