//! Elementary functions of many lanes, correctly rounded: the bits of the scalar functions, several times faster.
//!
//! Each function has a *fast path*, a plain formula without branches or tables that the compiler turns into vector
//! instructions. It finds the value as a sum `hi + lo` whose error is below a proven `error`. Where `lo - error` and
//! `lo + error` round to the same number, that number is the correctly rounded value (Ziv's rounding test). The lanes
//! where they differ (about one in 10,000; of powers, one in 5,000), and those whose argument the formula is not made
//! for, are left to the scalar function of CORE-MATH, which [`crate::expr::Unary::apply`] and
//! [`crate::expr::Binary::apply`] are.
//!
//! NaN gives NaN (but for `NaN^0` and `1^NaN`, which are 1); infinities, zeros and subnormal numbers give what C99,
//! annex F says.
//!
//! Inside a fast path a fused multiply-add is a tool: it gives the error of a product exactly. Where the machine has
//! none it would be a slow library call, so there every lane takes the scalar function; the values are the same.
//!
//! # Error bounds
//! u = 2^-53 bounds the relative error of one operation. Each module counts the roundings of the part that is computed
//! in plain `f64`; what is computed in double-double is off by some u^2, which the bounds have room for.
//! Polynomials interpolate at Chebyshev nodes, nearly minimax; the error of each, with its coefficients as rounded
//! here, is the largest of 4,001 samples (`ln`: 1,001) in 300 bit arithmetic. Compared with 220 bit arithmetic at
//! 40,000 arguments a function, `hi + lo` was never off by more than 0.55 of its bound; that of powers, whose logarithms
//! were between -708 and 708, by 0.32, and that of powers by multiplications by 0.01.

#![expect(
    clippy::inline_always,
    reason = "a fast path must be compiled for the instruction set of the loop it is in"
)]
#![expect(
    clippy::needless_bitwise_bool,
    reason = "lazy operators are branches, which keep a loop from being vectors"
)]

mod double_double;
mod exp;
mod ln;
mod pow;
mod sin_cos;

use multiversion::target::target_cfg_f;

/// The formulas of fast paths, for those who need more than the rounded value.
pub(super) mod unrounded {
    pub(in crate::eval) use super::double_double::DoubleDouble;
    pub(in crate::eval) use super::exp::unscaled as exp;
    pub(in crate::eval) use super::ln::ln;
    pub(in crate::eval) use super::sin_cos::sine;
}

/// Lanes of which one undecided lane costs a second look at all.
const CHUNK: usize = 32;

/// A function of two numbers in two forms; one of a single number ignores the second.
trait Function {
    /// The correctly rounded value.
    fn scalar(&self, a: f64, b: f64) -> f64;

    /// The same of a chunk without branches, NaN for the lanes that it leaves undecided. Returns whether there are none.
    fn fast(&self, out: &mut [f64; CHUNK], a: &[f64; CHUNK], b: &[f64; CHUNK]) -> bool;
}

/// A [`Function`] whose fast path is a formula for one lane.
trait Formula {
    /// The correctly rounded value.
    fn scalar(&self, a: f64, b: f64) -> f64;

    /// The same without branches, for most arguments.
    fn fast(&self, a: f64, b: f64) -> Rounded;

    /// Whether the value is NaN. It may be false for arguments that are rare; they are undecided.
    fn is_nan(&self, a: f64, b: f64) -> bool;
}

impl<F: Formula> Function for F {
    fn scalar(&self, a: f64, b: f64) -> f64 {
        Formula::scalar(self, a, b)
    }

    #[inline(always)]
    fn fast(&self, out: &mut [f64; CHUNK], a: &[f64; CHUNK], b: &[f64; CHUNK]) -> bool {
        let mut all_decided = true;
        for ((out, &a), &b) in out.iter_mut().zip(a).zip(b) {
            let Rounded { value, decided } = Formula::fast(self, a, b);
            let is_nan = self.is_nan(a, b);
            *out = if decided { value } else { f64::NAN };
            all_decided &= decided || is_nan;
        }
        all_decided
    }
}

/// What a fast path found.
struct Rounded {
    /// Correctly rounded, if `decided`.
    value: f64,
    decided: bool,
}

/// `out[i] = exp(a[i])`; both of the same length.
pub(super) fn exp(out: &mut [f64], a: &[f64]) {
    lanes(&exp::Exp, out, a, a);
}

/// `out[i] = ln(a[i])`; both of the same length.
pub(super) fn ln(out: &mut [f64], a: &[f64]) {
    lanes(&ln::Ln, out, a, a);
}

/// `out[i] = sin(a[i])`; both of the same length.
pub(super) fn sin(out: &mut [f64], a: &[f64]) {
    lanes(&sin_cos::Sin, out, a, a);
}

/// `out[i] = cos(a[i])`; both of the same length.
pub(super) fn cos(out: &mut [f64], a: &[f64]) {
    lanes(&sin_cos::Cos, out, a, a);
}

/// `out[i]` = `a[i]` to the `b[i]`; all of the same length.
pub(super) fn pow(out: &mut [f64], a: &[f64], b: &[f64]) {
    lanes(&pow::Pow, out, a, b);
}

/// `out[i]` = `a[i]` to the `exponent`; both of the same length.
pub(super) fn pow_to(exponent: f64, out: &mut [f64], a: &[f64]) {
    match pow::Chain::new(exponent) {
        Some(chain) => lanes(&chain, out, a, a),
        None => lanes(&pow::PowTo(exponent), out, a, a),
    }
}

/// `out[i]` = `base` to the `a[i]`; both of the same length.
pub(super) fn pow_of(base: f64, out: &mut [f64], a: &[f64]) {
    lanes(&pow::PowOf(base), out, a, a);
}

/// `out[i]` = the function of `a[i]` and `b[i]`.
// A target without fused multiply-add would have no use for the fast path: all but the default one have it.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512dq+avx512vl+fma",
    "x86_64+avx2+fma",
    "aarch64+neon"
))]
fn lanes<F: Function>(function: &F, out: &mut [f64], a: &[f64], b: &[f64]) {
    debug_assert!(out.len() == a.len() && out.len() == b.len(), "one value a lane");
    if target_cfg_f!(any(target_feature = "fma", target_arch = "aarch64")) {
        chunks(function, out, a, b);
    } else {
        for ((out, &a), &b) in out.iter_mut().zip(a).zip(b) {
            *out = function.scalar(a, b);
        }
    }
}

#[inline(always)]
fn chunks<F: Function>(function: &F, out: &mut [f64], a: &[f64], b: &[f64]) {
    let (a, a_rest) = a.as_chunks::<CHUNK>();
    let (b, b_rest) = b.as_chunks::<CHUNK>();
    let (out, out_rest) = out.as_chunks_mut::<CHUNK>();
    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
        chunk(function, out, a, b);
    }
    if !out_rest.is_empty() {
        // 1 is an argument that every fast path decides.
        let [mut a_padded, mut b_padded] = [[1.0; CHUNK]; 2];
        a_padded[..a_rest.len()].copy_from_slice(a_rest);
        b_padded[..b_rest.len()].copy_from_slice(b_rest);
        let mut values = [0.0; CHUNK];
        chunk(function, &mut values, &a_padded, &b_padded);
        out_rest.copy_from_slice(&values[..a_rest.len()]);
    }
}

#[inline(always)]
fn chunk<F: Function>(function: &F, out: &mut [f64; CHUNK], a: &[f64; CHUNK], b: &[f64; CHUNK]) {
    if !function.fast(out, a, b) {
        decide(function, out, a, b);
    }
}

/// Give the undecided lanes, which hold NaN, their values.
#[cold]
#[inline(never)]
fn decide<F: Function>(function: &F, out: &mut [f64; CHUNK], a: &[f64; CHUNK], b: &[f64; CHUNK]) {
    for ((out, &a), &b) in out.iter_mut().zip(a).zip(b) {
        if out.is_nan() {
            *out = function.scalar(a, b);
        }
    }
}
