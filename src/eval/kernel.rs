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

use super::tape::{Chain, Step};
use super::vector;
use crate::expr::{Binary, Comparison, Unary};

/// An operand of a block operation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operand<'a> {
    /// One number a lane.
    Lanes(&'a [f64]),
    /// The same number in all lanes.
    Splat(f64),
}

/// An operand whose kind the compiler knows.
pub(crate) trait Lane: Copy {
    /// As many lanes as are asked for, so that no access needs a check.
    fn fit(self, lanes: usize) -> Self;
    /// The number in one lane.
    fn at(self, lane: usize) -> f64;
}

impl Lane for &[f64] {
    #[inline(always)]
    fn fit(self, lanes: usize) -> Self {
        &self[..lanes]
    }

    #[inline(always)]
    fn at(self, lane: usize) -> f64 {
        self[lane]
    }
}

impl Lane for f64 {
    #[inline(always)]
    fn fit(self, _lanes: usize) -> Self {
        self
    }

    #[inline(always)]
    fn at(self, _lane: usize) -> f64 {
        self
    }
}

/// An operation of two numbers that the compiler knows.
pub(crate) trait Combine {
    /// The value for two numbers.
    fn combine(a: f64, b: f64) -> f64;
}

/// `a + b`
pub(crate) struct Add;
/// `a - b`
pub(crate) struct Subtract;
/// `b - a`
pub(crate) struct SubtractFrom;
/// `a * b`
pub(crate) struct Multiply;
/// `a / b`
pub(crate) struct Divide;
/// `a`
pub(crate) struct Left;

/// Each combines as [`Binary::apply`] does.
macro_rules! combine {
    ($($name:ident |$a:ident, $b:ident| $value:expr;)+) => {
        $(
            impl Combine for $name {
                #[inline(always)]
                fn combine($a: f64, $b: f64) -> f64 {
                    $value
                }
            }
        )+
    };
}

combine! {
    Add |a, b| Binary::Add.apply(a, b);
    Subtract |a, b| Binary::Subtract.apply(a, b);
    SubtractFrom |a, b| Binary::Subtract.apply(b, a);
    Multiply |a, b| Binary::Multiply.apply(a, b);
    Divide |a, b| Binary::Divide.apply(a, b);
    Left |a, _b| a;
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
        Binary::Compare(comparison) => compare(comparison, out, a, b),
        Binary::When => zip(out, a, b, |a, b| Binary::When.apply(a, b)),
        Binary::Unless => zip(out, a, b, |a, b| Binary::Unless.apply(a, b)),
        Binary::Maximum => zip(out, a, b, |a, b| Binary::Maximum.apply(a, b)),
        Binary::Minimum => zip(out, a, b, |a, b| Binary::Minimum.apply(a, b)),
        Binary::Gate => zip(out, a, b, |a, b| Binary::Gate.apply(a, b)),
        Binary::Remainder | Binary::FloorMod | Binary::Atan2 | Binary::Hypot => {
            zip(out, a, b, |a, b| op.apply(a, b));
        }
    }
}

/// Each comparison has a loop of its own, in which it is a mask.
#[inline(always)]
fn compare(comparison: Comparison, out: &mut [f64], a: Operand<'_>, b: Operand<'_>) {
    macro_rules! loops {
        ($($name:ident)+) => {
            match comparison {
                $(Comparison::$name => zip(out, a, b, |a, b| Binary::Compare(Comparison::$name).apply(a, b)),)+
            }
        };
    }
    loops!(Less LessEqual Greater GreaterEqual Equal NotEqual);
}

/// `out[i] = step(first(a[i], b[i]), c[i])`, squared if `squared`, for `first` one of `+ - *`.
///
/// As many roundings as in loops of their own, but what is between them stays in a vector register.
#[inline(always)]
pub(super) fn chain(out: &mut [f64], chain: &Chain<Operand<'_>>) {
    use Operand::{Lanes, Splat};
    let Chain { first, operands: [a, b], .. } = *chain;
    match (first, a, b) {
        (Binary::Add, Lanes(a), Lanes(b)) => chain_step::<Add, _, _>(out, a, b, chain),
        (Binary::Add, Lanes(a), Splat(b)) | (Binary::Add, Splat(b), Lanes(a)) => {
            chain_step::<Add, _, _>(out, a, b, chain);
        }
        (Binary::Subtract, Lanes(a), Lanes(b)) => chain_step::<Subtract, _, _>(out, a, b, chain),
        // a - b is a + (-b) to the bit.
        (Binary::Subtract, Lanes(a), Splat(b)) => chain_step::<Add, _, _>(out, a, -b, chain),
        (Binary::Subtract, Splat(a), Lanes(b)) => chain_step::<SubtractFrom, _, _>(out, b, a, chain),
        (Binary::Multiply, Lanes(a), Lanes(b)) => chain_step::<Multiply, _, _>(out, a, b, chain),
        (Binary::Multiply, Lanes(a), Splat(b)) | (Binary::Multiply, Splat(b), Lanes(a)) => {
            chain_step::<Multiply, _, _>(out, a, b, chain);
        }
        (first, a, b) => unreachable!("no chain begins with {first:?} of {a:?} and {b:?}"),
    }
}

#[inline(always)]
fn chain_step<F: Combine, A: Lane, B: Lane>(out: &mut [f64], a: A, b: B, chain: &Chain<Operand<'_>>) {
    use Operand::{Lanes, Splat};
    let squared = chain.squared;
    match chain.step {
        None => chain_loop::<F, Left, _, _, _>(out, a, b, 0.0, squared),
        Some((Step::Add, Lanes(c))) => chain_loop::<F, Add, _, _, _>(out, a, b, c, squared),
        Some((Step::Add, Splat(c))) => chain_loop::<F, Add, _, _, _>(out, a, b, c, squared),
        Some((Step::Subtract, Lanes(c))) => chain_loop::<F, Subtract, _, _, _>(out, a, b, c, squared),
        Some((Step::Subtract, Splat(c))) => chain_loop::<F, Add, _, _, _>(out, a, b, -c, squared),
        Some((Step::SubtractFrom, Lanes(c))) => chain_loop::<F, SubtractFrom, _, _, _>(out, a, b, c, squared),
        Some((Step::SubtractFrom, Splat(c))) => chain_loop::<F, SubtractFrom, _, _, _>(out, a, b, c, squared),
        Some((Step::Multiply, Lanes(c))) => chain_loop::<F, Multiply, _, _, _>(out, a, b, c, squared),
        Some((Step::Multiply, Splat(c))) => chain_loop::<F, Multiply, _, _, _>(out, a, b, c, squared),
        Some((Step::Divide, Lanes(c))) => chain_loop::<F, Divide, _, _, _>(out, a, b, c, squared),
        Some((Step::Divide, Splat(c))) => chain_loop::<F, Divide, _, _, _>(out, a, b, c, squared),
    }
}

#[inline(always)]
fn chain_loop<F: Combine, S: Combine, A: Lane, B: Lane, C: Lane>(
    out: &mut [f64],
    a: A,
    b: B,
    c: C,
    squared: bool,
) {
    let lanes = out.len();
    let (a, b, c) = (a.fit(lanes), b.fit(lanes), c.fit(lanes));
    if squared {
        for (i, out) in out.iter_mut().enumerate() {
            let t = S::combine(F::combine(a.at(i), b.at(i)), c.at(i));
            *out = Multiply::combine(t, t);
        }
    } else {
        for (i, out) in out.iter_mut().enumerate() {
            *out = S::combine(F::combine(a.at(i), b.at(i)), c.at(i));
        }
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
