//! A program on numbers.
//!
//! [`scalar`] is the specification: one node, one number. [`block`] computes stretches of grid rows and equals it bit
//! for bit (NaN for NaN, whose payload means nothing).

pub(crate) mod aligned;
pub mod block;
pub(crate) mod kernel;
mod number;
pub mod scalar;
pub(crate) mod tape;
mod vector;

pub use aligned::AlignedVec;
pub use number::Number;
