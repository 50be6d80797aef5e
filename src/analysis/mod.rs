//! Why an arrow is missing.

mod diagnosis;

pub use diagnosis::{Diagnosis, Remedy, diagnose};
