//! The numbers a program can be run on.

use crate::expr::{Binary, Unary};

/// A kind of number with the operations of a program.
pub trait Number: Copy {
    /// The number nearest to a constant of the program.
    fn constant(value: f64) -> Self;
    /// An operation of one operand.
    fn unary(op: Unary, a: Self) -> Self;
    /// An operation of two operands.
    fn binary(op: Binary, a: Self, b: Self) -> Self;
}

impl Number for f64 {
    #[inline]
    fn constant(value: f64) -> Self {
        value
    }

    #[inline]
    fn unary(op: Unary, a: Self) -> Self {
        op.apply(a)
    }

    #[inline]
    fn binary(op: Binary, a: Self, b: Self) -> Self {
        op.apply(a, b)
    }
}
