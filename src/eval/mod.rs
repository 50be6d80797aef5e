//! A program on numbers.
//!
//! [`scalar`] is the specification: one node, one number. [`block`] computes stretches of grid rows and equals it bit
//! for bit (NaN for NaN, whose payload means nothing).

pub(crate) mod aligned;
pub mod block;
mod complex;
mod double_double;
mod half;
pub(crate) mod kernel;
mod number;
pub mod scalar;
pub(crate) mod tape;
mod two_over_pi;
mod vector;

pub use self::half::{bf16, f16};
pub use aligned::AlignedVec;
pub use complex::{Complex, breaks_complex_step};
pub use double_double::DoubleDouble;
pub use number::{Number, Real};
