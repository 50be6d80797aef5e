//! What the h lab shows.

use super::Camera;
use crate::differentiate::Scheme;

/// The h lab, as the user left it.
#[derive(Clone, Debug, PartialEq)]
pub struct LabSettings {
    /// Whether it is unfolded.
    pub open: bool,
    /// The point whose nearest node is looked at.
    pub probe: [f64; 2],
    /// The schemes whose curves are drawn.
    pub schemes: Vec<Scheme>,
    /// Whether the curves are those of the probe or of the whole field.
    pub curves_of: CurvesOf,
    /// Whether h goes down to 1e-50 rather than 1e-20.
    pub far: bool,
    /// What is shown beside the curves.
    pub tab: LabTab,
    /// The gradient to be checked, as typed.
    pub claim: [String; 2],
    /// From where the surface is looked at.
    pub camera: Camera,
}

/// Whose error the curves show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CurvesOf {
    /// Of the node under the probe.
    #[default]
    Probe,
    /// Median and worst of the field.
    Field,
}

/// A view of the h lab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabTab {
    /// The curves themselves, where there is no room for anything beside them; where there is, the autopsy.
    #[default]
    Curves,
    /// The arrow under the probe, taken apart.
    Autopsy,
    /// A gradient that the user has written down.
    Check,
    /// Taylor remainders at the probe.
    Taylor,
    /// f along the ways of the optimisers.
    Descent,
    /// f over the plane, in three dimensions.
    Surface,
}

impl Default for LabSettings {
    fn default() -> Self {
        Self {
            open: true,
            probe: [1.0, 1.0],
            schemes: vec![Scheme::Forward, Scheme::Central, Scheme::FivePoint, Scheme::ComplexStep],
            curves_of: CurvesOf::default(),
            far: false,
            tab: LabTab::default(),
            claim: [String::new(), String::new()],
            camera: Camera::default(),
        }
    }
}
