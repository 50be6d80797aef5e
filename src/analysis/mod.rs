//! What a numerical gradient is worth, and why.

mod autopsy;
mod census;
mod check;
mod comparison;
mod diagnosis;
mod digits;
mod error_study;
mod exact;
mod field_curve;
mod joint;
mod judge;
mod split;
mod step_theory;
mod taylor;
mod verdict;

pub use autopsy::{Autopsy, AxisAutopsy, Sample, autopsy};
pub use census::{ALL_PRECISE, Cause, Census, census, precise_census};
pub use check::{Check, Claim, ClaimVerdict, WorstPoint, check};
pub use diagnosis::{Diagnosis, Remedy, diagnose};
pub use error_study::{MOST_STEPS, PointCurve, PointStudy, Steps, StepsError, SweepPoint, point_curve};
pub use exact::{Exact, ExactGradient};
pub use field_curve::{FieldCurve, MOST_NODES, field_curve};
pub use judge::{Judge, Judgement};
pub use split::Split;
pub use step_theory::{MOST_OPERATIONS, Theory};
pub use taylor::{TaylorTest, taylor_test};
