//! One operation on one block: plain loops that the compiler turns into vector instructions.
//!
//! Each loop applies the very [`Unary::apply`] or [`Binary::apply`] of the specification to each lane, or a [`vector`]
//! function of the same bits, so block and scalar agree bit for bit. Nothing here contracts a product and a sum of the
//! user's into one rounding, or reorders them.
//!
//! The loops are `for` loops: an iterator's `for_each` may become a function of its own, which would be compiled for the
//! oldest instruction set.

#![expect(
    clippy::inline_always,
    reason = "the loops must be compiled for the instruction set of their caller"
)]

use super::vector;
use crate::expr::{Binary, Unary};

/// An operand of a block operation.
#[derive(Clone, Copy)]
pub(super) enum Operand<'a> {
    /// One number a lane.
    Lanes(&'a [f64]),
    /// The same number in all lanes.
    Splat(f64),
}

/// `out[i] = op(a[i])`.
#[inline(always)]
pub(super) fn unary(op: Unary, out: &mut [f64], a: Operand<'_>) {
    match op {
        // The cheap ones each get a loop of their own, in which `apply` is a single instruction.
        Unary::Negate => map(out, a, |a| Unary::Negate.apply(a)),
        Unary::Abs => map(out, a, |a| Unary::Abs.apply(a)),
        Unary::Sqrt => map(out, a, |a| Unary::Sqrt.apply(a)),
        Unary::Floor => map(out, a, |a| Unary::Floor.apply(a)),
        Unary::Ceil => map(out, a, |a| Unary::Ceil.apply(a)),
        Unary::Exp => elementary(op, vector::exp, out, a),
        Unary::Ln => elementary(op, vector::ln, out, a),
        Unary::Sin => elementary(op, vector::sin, out, a),
        Unary::Cos => elementary(op, vector::cos, out, a),
        _ => map(out, a, |a| op.apply(a)),
    }
}

/// A function with a vector form of its own, whose loop is chosen for the machine already.
#[inline(always)]
fn elementary(op: Unary, vector: fn(&mut [f64], &[f64]), out: &mut [f64], a: Operand<'_>) {
    match a {
        Operand::Lanes(a) => vector(out, a),
        Operand::Splat(a) => out.fill(op.apply(a)),
    }
}

/// `out[i] = op(a[i], b[i])`.
#[inline(always)]
pub(super) fn binary(op: Binary, out: &mut [f64], a: Operand<'_>, b: Operand<'_>) {
    match op {
        Binary::Add => zip(out, a, b, |a, b| Binary::Add.apply(a, b)),
        Binary::Subtract => zip(out, a, b, |a, b| Binary::Subtract.apply(a, b)),
        Binary::Multiply => zip(out, a, b, |a, b| Binary::Multiply.apply(a, b)),
        Binary::Divide => zip(out, a, b, |a, b| Binary::Divide.apply(a, b)),
        Binary::Power => power(out, a, b),
        _ => zip(out, a, b, |a, b| op.apply(a, b)),
    }
}

/// `out[i] = a[i]` to the `b[i]`.
#[inline(always)]
fn power(out: &mut [f64], a: Operand<'_>, b: Operand<'_>) {
    match (a, b) {
        (Operand::Lanes(a), Operand::Lanes(b)) => vector::pow(out, a, b),
        (Operand::Lanes(a), Operand::Splat(b)) => vector::pow_to(b, out, a),
        (Operand::Splat(a), Operand::Lanes(b)) => vector::pow_of(a, out, b),
        (Operand::Splat(a), Operand::Splat(b)) => out.fill(Binary::Power.apply(a, b)),
    }
}

/// `out[i] = a[i]`.
#[inline(always)]
pub(super) fn copy(out: &mut [f64], a: Operand<'_>) {
    match a {
        Operand::Lanes(a) => out.copy_from_slice(a),
        Operand::Splat(a) => out.fill(a),
    }
}

#[inline(always)]
fn map(out: &mut [f64], a: Operand<'_>, f: impl Fn(f64) -> f64) {
    match a {
        Operand::Lanes(a) => {
            for (out, &a) in out.iter_mut().zip(a) {
                *out = f(a);
            }
        }
        Operand::Splat(a) => out.fill(f(a)),
    }
}

#[inline(always)]
fn zip(out: &mut [f64], a: Operand<'_>, b: Operand<'_>, f: impl Fn(f64, f64) -> f64) {
    match (a, b) {
        (Operand::Lanes(a), Operand::Lanes(b)) => {
            for ((out, &a), &b) in out.iter_mut().zip(a).zip(b) {
                *out = f(a, b);
            }
        }
        (Operand::Lanes(a), Operand::Splat(b)) => {
            for (out, &a) in out.iter_mut().zip(a) {
                *out = f(a, b);
            }
        }
        (Operand::Splat(a), Operand::Lanes(b)) => {
            for (out, &b) in out.iter_mut().zip(b) {
                *out = f(a, b);
            }
        }
        (Operand::Splat(a), Operand::Splat(b)) => out.fill(f(a, b)),
    }
}
