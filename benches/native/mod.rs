//! Six functions as a good engineer would write their gradient field by hand: one point after the other, std's math,
//! compiled for the same instruction sets and dispatched at run time, rows shared among the threads of the pool.

use std::f64::consts::{E, TAU};

use rayon::prelude::*;

/// f, g0, g1 and the norm.
pub(crate) type Output = [Vec<f64>; 4];

/// A function in the program's notation and by hand.
pub(crate) struct Function {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    /// Fills the field of x0, x1 and h, in memory of the right size.
    pub(crate) kernel: fn(&[f64], &[f64], f64, &mut Output),
}

/// The row of one x1: x0, x1, h, then f, g0, g1 and the norm.
type Row = fn(&[f64], f64, f64, [&mut [f64]; 4]);

/// Have the field's rows filled.
fn fill(x0: &[f64], x1: &[f64], h: f64, row: Row, [f, g0, g1, norm]: &mut Output) {
    let width = x0.len();
    f.par_chunks_mut(width)
        .zip(g0.par_chunks_mut(width))
        .zip(g1.par_chunks_mut(width).zip(norm.par_chunks_mut(width)))
        .zip(x1)
        .with_min_len(16)
        .for_each(|(((f, g0), (g1, norm)), &x1)| row(x0, x1, h, [f, g0, g1, norm]));
}

macro_rules! functions {
    ($($row:ident $name:literal $text:literal |$a:ident, $b:ident| $body:expr;)+) => {
        $(
            #[multiversion::multiversion(targets(
                "x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2", "aarch64+neon"
            ))]
            fn $row(x0: &[f64], x1: f64, h: f64, out: [&mut [f64]; 4]) {
                let function = |$a: f64, $b: f64| -> f64 { $body };
                let [f, g0, g1, norm] = out;
                let columns = x0.iter().zip(f).zip(g0).zip(g1).zip(norm);
                for ((((&x0, f), g0), g1), norm) in columns {
                    *f = function(x0, x1);
                    let d0 = (function(x0 + h, x1) - function(x0 - h, x1)) / (2.0 * h);
                    let d1 = (function(x0, x1 + h) - function(x0, x1 - h)) / (2.0 * h);
                    *g0 = d0;
                    *g1 = d1;
                    *norm = (d0 * d0 + d1 * d1).sqrt();
                }
            }
        )+

        /// All functions.
        pub(crate) const FUNCTIONS: [Function; 6] = [
            $(Function { name: $name, text: $text, kernel: |x0, x1, h, output| fill(x0, x1, h, $row, output) }),+
        ];
    };
}

functions! {
    bowl "bowl" "x0^2 + x1^2" |a, b| a * a + b * b;
    rosenbrock "Rosenbrock" "(1 - x0)^2 + 100*(x1 - x0^2)^2" |a, b| {
        let (u, v) = (1.0 - a, b - a * a);
        u * u + 100.0 * (v * v)
    };
    himmelblau "Himmelblau" "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2" |a, b| {
        let (u, v) = (a * a + b - 11.0, a + b * b - 7.0);
        u * u + v * v
    };
    waves "sin*cos+exp" "sin(x0)*cos(x1) + 0.1*exp(-(x0^2 + x1^2)/2)" |a, b| {
        a.sin() * b.cos() + 0.1 * (-(a * a + b * b) / 2.0).exp()
    };
    rastrigin "Rastrigin" "20 + x0^2 + x1^2 - 10*(cos(2*pi*x0) + cos(2*pi*x1))" |a, b| {
        20.0 + a * a + b * b - 10.0 * ((TAU * a).cos() + (TAU * b).cos())
    };
    ackley "Ackley" "20 + e - 20*exp(-0.2*sqrt((x0^2 + x1^2)/2)) - exp((cos(2*pi*x0) + cos(2*pi*x1))/2)" |a, b| {
        20.0 + E - 20.0 * (-0.2 * ((a * a + b * b) / 2.0).sqrt()).exp()
            - (((TAU * a).cos() + (TAU * b).cos()) / 2.0).exp()
    };
}
