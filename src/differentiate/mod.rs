//! How a derivative is approximated, and the approximation at one point.
//!
//! A [`Scheme`] is data: where f is sampled and how the samples are weighted. A [`Method`] is a scheme with the precision
//! of its arithmetic and what it divides by. A [`Differentiator`] applies a method at single points; fields of many are
//! computed by [`crate::field`], to the same bits.

mod differentiator;
mod method;
mod power;
mod precision;
mod quotient;
mod scheme;

pub use differentiator::{Differentiator, Gradient};
pub use method::{Divisor, Method, MethodError};
pub use power::nearest_power_of_two;
pub use precision::{InPrecision, Precision};
pub use quotient::{Quotient, displaced, extrapolated, quotient, step_taken};
pub use scheme::{Rule, Scheme, Stencil};
