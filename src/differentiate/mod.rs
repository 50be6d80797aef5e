//! Difference schemes as data: where f is sampled and how the samples are weighted.

mod stencil;

pub use stencil::{Scheme, Stencil};
