//! Elementary functions of many lanes, correctly rounded: the bits of the scalar functions, several times faster.
//!
//! Each function has a *fast path*, a plain formula without branches or tables that the compiler turns into vector
//! instructions. It finds the value as a sum `hi + lo` whose error is below a proven `error`. Where `lo - error` and
//! `lo + error` round to the same number, that number is the correctly rounded value (Ziv's rounding test). The lanes
//! where they differ (about one in 10,000), and those whose argument the formula is not made for, are left to the
//! scalar function of CORE-MATH, which [`crate::expr::Unary::apply`] is.
//!
//! NaN gives NaN; infinities, zeros and subnormal numbers give what C99, annex F says.
//!
//! Inside a fast path a fused multiply-add is a tool: it gives the error of a product exactly. Where the machine has
//! none it would be a slow library call, so there every lane takes the scalar function; the values are the same.
//!
//! # Error bounds
//! u = 2^-53 bounds the relative error of one operation. Each module counts the roundings of the part that is computed
//! in plain `f64`; what is computed in double-double is off by some u^2, which the bounds have room for.
//! Polynomials interpolate at Chebyshev nodes, nearly minimax; the error of each, with its coefficients as rounded
//! here, is the largest of 4,001 samples (`ln`: 1,001) in 300 bit arithmetic. Compared with 220 bit arithmetic at
//! 40,000 arguments a function, `hi + lo` was never off by more than 0.55 of its bound.

#![expect(
    clippy::inline_always,
    reason = "a fast path must be compiled for the instruction set of the loop it is in"
)]

mod double_double;
mod exp;
mod ln;
mod sin_cos;

use multiversion::target::target_cfg_f;

/// Lanes of which one undecided lane costs a second look at all.
const CHUNK: usize = 32;

/// A function of one number in two forms.
trait Function {
    /// The correctly rounded value.
    fn scalar(a: f64) -> f64;

    /// The same without branches, for most arguments.
    fn fast(a: f64) -> Rounded;
}

/// What a fast path found.
struct Rounded {
    /// Correctly rounded, if `decided`.
    value: f64,
    decided: bool,
}

/// `out[i] = exp(a[i])`; both of the same length.
pub(super) fn exp(out: &mut [f64], a: &[f64]) {
    lanes::<exp::Exp>(out, a);
}

/// `out[i] = ln(a[i])`; both of the same length.
pub(super) fn ln(out: &mut [f64], a: &[f64]) {
    lanes::<ln::Ln>(out, a);
}

/// `out[i] = sin(a[i])`; both of the same length.
pub(super) fn sin(out: &mut [f64], a: &[f64]) {
    lanes::<sin_cos::Sin>(out, a);
}

/// `out[i] = cos(a[i])`; both of the same length.
pub(super) fn cos(out: &mut [f64], a: &[f64]) {
    lanes::<sin_cos::Cos>(out, a);
}

/// `out[i]` = the function of `a[i]`.
// A target without fused multiply-add would have no use for the fast path: all but the default one have it.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512dq+avx512vl+fma",
    "x86_64+avx2+fma",
    "aarch64+neon"
))]
fn lanes<F: Function>(out: &mut [f64], a: &[f64]) {
    debug_assert_eq!(out.len(), a.len(), "one value a lane");
    if target_cfg_f!(any(target_feature = "fma", target_arch = "aarch64")) {
        chunks::<F>(out, a);
    } else {
        for (out, &a) in out.iter_mut().zip(a) {
            *out = F::scalar(a);
        }
    }
}

#[inline(always)]
fn chunks<F: Function>(out: &mut [f64], a: &[f64]) {
    let (a, a_rest) = a.as_chunks::<CHUNK>();
    let (out, out_rest) = out.as_chunks_mut::<CHUNK>();
    for (out, a) in out.iter_mut().zip(a) {
        chunk::<F>(out, a);
    }
    if !a_rest.is_empty() {
        // 1 is an argument that every fast path decides.
        let mut padded = [1.0; CHUNK];
        padded[..a_rest.len()].copy_from_slice(a_rest);
        let mut values = [0.0; CHUNK];
        chunk::<F>(&mut values, &padded);
        out_rest.copy_from_slice(&values[..a_rest.len()]);
    }
}

#[inline(always)]
fn chunk<F: Function>(out: &mut [f64; CHUNK], a: &[f64; CHUNK]) {
    let mut all_decided = true;
    for (out, &a) in out.iter_mut().zip(a) {
        let Rounded { value, decided } = F::fast(a);
        *out = if decided { value } else { f64::NAN };
        all_decided &= decided || a.is_nan();
    }
    if !all_decided {
        decide::<F>(out, a);
    }
}

/// Give the undecided lanes, which hold NaN, their values.
#[cold]
#[inline(never)]
fn decide<F: Function>(out: &mut [f64; CHUNK], a: &[f64; CHUNK]) {
    for (out, &a) in out.iter_mut().zip(a) {
        if out.is_nan() {
            *out = F::scalar(a);
        }
    }
}
