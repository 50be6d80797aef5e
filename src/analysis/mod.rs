//! What a numerical gradient is worth, and why.

mod census;
mod comparison;
mod diagnosis;
mod exact;
mod joint;
mod judge;
mod split;

pub use census::{ALL_PRECISE, Cause, Census, census, precise_census};
pub use diagnosis::{Diagnosis, Remedy, diagnose};
pub use exact::{Exact, ExactGradient};
pub use judge::{Judge, Judgement};
pub use split::Split;
