//! The vector forms of exp, ln, sin, cos and the power: the bits of the scalar ones.
//!
//! `cargo bench --bench elementary` does the same with 10 million arguments each.

use gradfield::expr::Unary;

use crate::support::{elementary, power};

const COUNT: usize = 200_000;

#[test]
fn exp_is_correctly_rounded() {
    elementary::assert_correctly_rounded(Unary::Exp, COUNT);
}

#[test]
fn ln_is_correctly_rounded() {
    elementary::assert_correctly_rounded(Unary::Ln, COUNT);
}

#[test]
fn sin_is_correctly_rounded() {
    elementary::assert_correctly_rounded(Unary::Sin, COUNT);
}

#[test]
fn cos_is_correctly_rounded() {
    elementary::assert_correctly_rounded(Unary::Cos, COUNT);
}

#[test]
fn powers_are_correctly_rounded() {
    power::assert_correctly_rounded(COUNT);
}
