//! What a numerical gradient is worth, and why; and where it leads: contour lines, streamlines, critical points, descents.

mod autopsy;
mod census;
mod check;
mod comparison;
mod contours;
mod critical_points;
pub mod descent;
mod diagnosis;
mod digits;
mod eigen;
mod error_study;
mod exact;
mod field_curve;
mod joint;
mod judge;
mod polyline;
mod remedy;
mod split;
mod step_theory;
mod streamlines;
mod taylor;
mod verdict;

pub use autopsy::{Autopsy, AxisAutopsy, Sample, autopsy};
pub use census::{ALL_PRECISE, Cause, Census, census, precise_census};
pub use check::{Check, Claim, ClaimVerdict, WorstPoint, check};
pub use contours::{
    Contour, ContourOrder, Contours, LevelSpacing, MOST_CROSSED, MOST_LEVELS, NoLevels, contours,
};
pub use critical_points::{
    CriticalKind, CriticalPoint, CriticalPoints, CriticalSet, DEGENERATE, Extent, Ground, MOST_SEEDS, SAME,
    critical_points,
};
pub use diagnosis::{Diagnosis, Remedy, diagnose};
pub use error_study::{MOST_STEPS, PointCurve, PointStudy, Steps, StepsError, SweepPoint, point_curve};
pub use exact::{Exact, ExactGradient};
pub use field_curve::{FieldCurve, MOST_NODES, field_curve};
pub(crate) use field_curve::{further_field_curve, nodes_of};
pub use judge::{Judge, Judgement};
pub use polyline::{Anchor, Polyline};
pub use split::Split;
pub use step_theory::{MOST_OPERATIONS, Theory};
pub use streamlines::{
    Heading, MOST_ACROSS, NoLines, Streamline, StreamlineEnd, StreamlineOrder, Streamlines, streamlines,
};
pub use taylor::{TaylorTest, taylor_test};
