//! Difference schemes as data.
//!
//! B. Fornberg, "Generation of finite difference formulas on arbitrarily spaced grids", Math. Comp. 51 (1988), for the
//! stencils; L. F. Richardson, "The approximate arithmetical solution by finite differences", Phil. Trans. A 210 (1911),
//! for the extrapolation; W. Squire and G. Trapp, "Using complex variables to estimate derivatives of real functions",
//! SIAM Rev. 40 (1998), for the complex step.

use std::fmt;
use std::str::FromStr;

/// A finite-difference formula for the first derivative along one axis:
/// `(c[0] f(x + n[0] h) + c[1] f(x + n[1] h) + ...) / (d h)`, summed from left to right, as the textbook formula is coded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stencil {
    /// Nodes n, in units of h; the sum is taken in this order.
    pub nodes: &'static [f64],
    /// Coefficients c, one a node: powers of two, up to their sign, by which a number is multiplied exactly.
    pub coefficients: &'static [f64],
    /// The factor d of h in the divisor.
    pub divisor: f64,
    /// The two nodes, in units of h, whose distance is the step that is actually taken.
    pub reach: [f64; 2],
}

impl Stencil {
    /// The rounding error of the quotient in units of `eps |f| / h`, where each sample of f is off by eps |f|.
    pub fn rounding(&self) -> f64 {
        self.coefficients.iter().map(|c| c.abs()).sum::<f64>() / self.divisor
    }
}

/// What a scheme does with f along one axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// A difference quotient D(h).
    Difference(Stencil),
    /// `(4 D(h/2) - D(h)) / 3`, which removes the h^2 term of a D of order 2.
    Richardson(Stencil),
    /// `Im f(x + i h) / h`
    ComplexStep,
    /// The derivative itself, by the chain rule.
    Exact,
}

/// How the derivative is approximated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize)]
pub enum Scheme {
    /// `(f(x + h) - f(x)) / h`
    Forward,
    /// `(f(x) - f(x - h)) / h`
    Backward,
    /// `(f(x + h) - f(x - h)) / (2 h)`
    #[default]
    Central,
    /// `(-f(x + 2h) + 8 f(x + h) - 8 f(x - h) + f(x - 2h)) / (12 h)`
    FivePoint,
    /// `(4 D(h/2) - D(h)) / 3` of the central D.
    Richardson,
    /// `Im f(x + i h) / h`
    ComplexStep,
    /// The derivative itself, by the chain rule.
    Exact,
}

const FORWARD: Stencil =
    Stencil { nodes: &[1.0, 0.0], coefficients: &[1.0, -1.0], divisor: 1.0, reach: [1.0, 0.0] };
const BACKWARD: Stencil =
    Stencil { nodes: &[0.0, -1.0], coefficients: &[1.0, -1.0], divisor: 1.0, reach: [0.0, -1.0] };
const CENTRAL: Stencil =
    Stencil { nodes: &[1.0, -1.0], coefficients: &[1.0, -1.0], divisor: 2.0, reach: [1.0, -1.0] };
const FIVE_POINT: Stencil = Stencil {
    nodes: &[2.0, 1.0, -1.0, -2.0],
    coefficients: &[-1.0, 8.0, -8.0, 1.0],
    divisor: 12.0,
    reach: [1.0, -1.0],
};

impl Scheme {
    /// Every scheme, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Forward,
        Self::Backward,
        Self::Central,
        Self::FivePoint,
        Self::Richardson,
        Self::ComplexStep,
        Self::Exact,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Backward => "backward",
            Self::Central => "central",
            Self::FivePoint => "five-point",
            Self::Richardson => "richardson",
            Self::ComplexStep => "complex-step",
            Self::Exact => "exact",
        }
    }

    /// The formula, for people.
    pub fn formula(self) -> &'static str {
        match self {
            Self::Forward => "(f(x + h) - f(x)) / h",
            Self::Backward => "(f(x) - f(x - h)) / h",
            Self::Central => "(f(x + h) - f(x - h)) / 2h",
            Self::FivePoint => "(-f(x+2h) + 8f(x+h) - 8f(x-h) + f(x-2h)) / 12h",
            Self::Richardson => "(4 D(h/2) - D(h)) / 3, D central",
            Self::ComplexStep => "Im f(x + ih) / h",
            Self::Exact => "the derivative, by the chain rule; no h",
        }
    }

    /// What it does.
    pub fn rule(self) -> Rule {
        match self {
            Self::Forward => Rule::Difference(FORWARD),
            Self::Backward => Rule::Difference(BACKWARD),
            Self::Central => Rule::Difference(CENTRAL),
            Self::FivePoint => Rule::Difference(FIVE_POINT),
            Self::Richardson => Rule::Richardson(CENTRAL),
            Self::ComplexStep => Rule::ComplexStep,
            Self::Exact => Rule::Exact,
        }
    }

    /// The truncation error is O(h^order); `None` where there is none.
    pub fn order(self) -> Option<u32> {
        match self {
            Self::Forward | Self::Backward => Some(1),
            Self::Central | Self::ComplexStep => Some(2),
            Self::FivePoint | Self::Richardson => Some(4),
            Self::Exact => None,
        }
    }

    /// Whether h means anything to it.
    pub fn has_step(self) -> bool {
        self != Self::Exact
    }

    /// Where on the real axis f is sampled besides the point itself, in units of h.
    pub fn displacements(self) -> &'static [f64] {
        match self {
            Self::Forward => &[1.0],
            Self::Backward => &[-1.0],
            Self::Central => &[1.0, -1.0],
            Self::FivePoint => &[2.0, 1.0, -1.0, -2.0],
            Self::Richardson => &[0.5, -0.5, 1.0, -1.0],
            Self::ComplexStep | Self::Exact => &[],
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No scheme has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownScheme(String);

impl fmt::Display for UnknownScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Scheme::ALL.map(Scheme::name).join(", ");
        write!(f, "'{}' is not a difference scheme; there are {names}", self.0)
    }
}

impl std::error::Error for UnknownScheme {}

impl FromStr for Scheme {
    type Err = UnknownScheme;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|s| s.name() == name).ok_or_else(|| UnknownScheme(name.to_owned()))
    }
}
