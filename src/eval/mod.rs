//! A program on numbers.
//!
//! [`scalar`] is the specification: one node, one number. [`block`] computes stretches of grid rows and equals it bit
//! for bit (NaN for NaN, whose payload means nothing).

pub mod block;
mod kernel;
mod number;
pub mod scalar;
mod tape;
mod vector;

pub use number::Number;
