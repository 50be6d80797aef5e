//! Difference quotients, norms and extrema of a block, in one pass over its lanes.
//!
//! The last operation of the function, the difference, the division, the norm and the extrema of a lane are one loop: f's
//! samples never go through memory.

use super::kernel::Arrays;
use super::summary::{Extremes, Summary, has_doubtful};
use crate::eval::block::Root;
use crate::eval::kernel::{Add, Combine, Divide, Lane, Left, Multiply, Operand, Subtract, SubtractFrom};
use crate::expr::Binary;

/// f at the points themselves, then at the two points whose difference is taken along x0, and at those along x1.
pub(super) type Samples<'a> = [Root<'a>; 5];

/// Fill in f, `(minuend - subtrahend) / divisor` along each axis, and the norm of both.
///
/// The last operation of all samples is the same, with operands of the same kinds.
pub(super) fn fill(out: &mut Arrays<'_>, samples: &Samples<'_>, divisor: f64) -> Summary {
    let extremes = dispatch(out, samples, divisor);
    extremes.summary(out.f.len()).unwrap_or_else(|| careful_summary(out))
}

/// The summary of lanes that are not all usual, after a look at the norms that may have lost digits.
#[cold]
pub(super) fn careful_summary(out: &mut Arrays<'_>) -> Summary {
    if has_doubtful(out.g0, out.g1, out.norm) {
        careful_norms(out.g0, out.g1, out.norm);
    }
    Summary::of(out.f, out.g0, out.g1, out.norm)
}

/// The loop for the last operation and the kinds of its operands.
fn dispatch(out: &mut Arrays<'_>, samples: &Samples<'_>, divisor: f64) -> Extremes {
    use Operand::{Lanes, Splat};
    // Each arm names the kinds that all five samples share.
    macro_rules! run {
        ($combine:ty, $pattern:pat => $a:expr, $b:expr) => {{
            let pairs = samples.map(|root| match root {
                $pattern => Some(($a, $b)),
                _ => None,
            });
            let [Some(s0), Some(s1), Some(s2), Some(s3), Some(s4)] = pairs else {
                unreachable!("the samples are of one program")
            };
            fill_lanes::<$combine, _, _>(out.f, out.g0, out.g1, out.norm, [s0, s1, s2, s3, s4], divisor)
        }};
    }
    match samples[0] {
        Root::Value(Lanes(_)) => run!(Left, Root::Value(Lanes(a)) => a, 0.0),
        Root::Value(Splat(_)) => run!(Left, Root::Value(Splat(a)) => a, 0.0),
        Root::Binary(op, a, b) => match (op, a, b) {
            (Binary::Add, Lanes(_), Lanes(_)) => {
                run!(Add, Root::Binary(_, Lanes(a), Lanes(b)) => a, b)
            }
            (Binary::Add, Lanes(_), Splat(_)) => {
                run!(Add, Root::Binary(_, Lanes(a), Splat(b)) => a, b)
            }
            (Binary::Add, Splat(_), Lanes(_)) => {
                run!(Add, Root::Binary(_, Splat(a), Lanes(b)) => b, a)
            }
            (Binary::Subtract, Lanes(_), Lanes(_)) => {
                run!(Subtract, Root::Binary(_, Lanes(a), Lanes(b)) => a, b)
            }
            // a - b is a + (-b) to the bit.
            (Binary::Subtract, Lanes(_), Splat(_)) => {
                run!(Add, Root::Binary(_, Lanes(a), Splat(b)) => a, -b)
            }
            (Binary::Subtract, Splat(_), Lanes(_)) => {
                run!(SubtractFrom, Root::Binary(_, Splat(a), Lanes(b)) => b, a)
            }
            (Binary::Multiply, Lanes(_), Lanes(_)) => {
                run!(Multiply, Root::Binary(_, Lanes(a), Lanes(b)) => a, b)
            }
            (Binary::Multiply, Lanes(_), Splat(_)) => {
                run!(Multiply, Root::Binary(_, Lanes(a), Splat(b)) => a, b)
            }
            (Binary::Multiply, Splat(_), Lanes(_)) => {
                run!(Multiply, Root::Binary(_, Splat(a), Lanes(b)) => b, a)
            }
            (Binary::Divide, Lanes(_), Lanes(_)) => {
                run!(Divide, Root::Binary(_, Lanes(a), Lanes(b)) => a, b)
            }
            (Binary::Divide, Lanes(_), Splat(_)) => {
                run!(Divide, Root::Binary(_, Lanes(a), Splat(b)) => a, b)
            }
            (Binary::Divide, Splat(_), Lanes(_)) => {
                run!(Divide, Root::Binary(_, Splat(a), Lanes(b)) => a, b)
            }
            (op, _, _) => unreachable!("{op:?} is not left as a last operation of two numbers"),
        },
    }
}

/// The arrays are arguments of their own, so that the compiler knows that none overlaps another.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2", "aarch64+neon"))]
fn fill_lanes<F: Combine, A: Lane, B: Lane>(
    f: &mut [f64],
    g0: &mut [f64],
    g1: &mut [f64],
    norm: &mut [f64],
    samples: [(A, B); 5],
    divisor: f64,
) -> Extremes {
    let lanes = f.len();
    let (g0, g1, norm) = (&mut g0[..lanes], &mut g1[..lanes], &mut norm[..lanes]);
    let [(a, b), (a0, b0), (a1, b1), (a2, b2), (a3, b3)] = samples;
    let (a, a0, a1, a2, a3) = (a.fit(lanes), a0.fit(lanes), a1.fit(lanes), a2.fit(lanes), a3.fit(lanes));
    let (b, b0, b1, b2, b3) = (b.fit(lanes), b0.fit(lanes), b1.fit(lanes), b2.fit(lanes), b3.fit(lanes));
    let mut extremes = Extremes::default();
    for i in 0..lanes {
        let value = F::combine(a.at(i), b.at(i));
        let d0 = F::combine(a0.at(i), b0.at(i)) - F::combine(a1.at(i), b1.at(i));
        let d1 = F::combine(a2.at(i), b2.at(i)) - F::combine(a3.at(i), b3.at(i));
        let (d0, d1) = (d0 / divisor, d1 / divisor);
        let length = (d0 * d0 + d1 * d1).sqrt();
        f[i] = value;
        g0[i] = d0;
        g1[i] = d1;
        norm[i] = length;
        extremes.add(value, length);
    }
    extremes
}

/// Sums of squares from here up have lost nothing to underflow: a square below the normal numbers is off by at most
/// 2^-1075, less than 2^-105 of such a sum.
const NO_UNDERFLOW: f64 = f64::from_bits(((1023 - 969) as u64) << 52);

/// Norms where a square or the sum of squares left the range of normal numbers.
fn careful_norms(g0: &[f64], g1: &[f64], norm: &mut [f64]) {
    for ((&g0, &g1), norm) in g0.iter().zip(g1).zip(norm) {
        let squares = g0 * g0 + g1 * g1;
        if !(NO_UNDERFLOW..=f64::MAX).contains(&squares) && !squares.is_nan() && (g0 != 0.0 || g1 != 0.0) {
            *norm = core_math::hypot(g0, g1);
        }
    }
}
