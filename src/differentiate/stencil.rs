//! Finite-difference stencils.
//!
//! B. Fornberg, "Generation of finite difference formulas on arbitrarily spaced grids", Math. Comp. 51 (1988).

use std::fmt;
use std::str::FromStr;

/// A finite-difference formula for the first derivative along one axis:
/// `(c[0] f(x + n[0] h) + c[1] f(x + n[1] h) + ...) / (d h)`, summed from left to right and divided by the *nominal*
/// `d h`, as the textbook formula is coded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stencil {
    /// Nodes n, in units of h; the sum is taken in this order.
    pub nodes: &'static [f64],
    /// Coefficients c, one a node.
    pub coefficients: &'static [f64],
    /// The factor d of h in the divisor.
    pub divisor: f64,
    /// The truncation error is O(h^order).
    pub order: u32,
}

/// How the derivative is approximated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Scheme {
    /// `(f(x + h) - f(x)) / h`
    Forward,
    /// `(f(x) - f(x - h)) / h`
    Backward,
    /// `(f(x + h) - f(x - h)) / (2 h)`
    #[default]
    Central,
}

impl Scheme {
    /// Every scheme, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Forward, Self::Backward, Self::Central];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Backward => "backward",
            Self::Central => "central",
        }
    }

    /// The formula, for people.
    pub fn formula(self) -> &'static str {
        match self {
            Self::Forward => "(f(x + h) - f(x)) / h",
            Self::Backward => "(f(x) - f(x - h)) / h",
            Self::Central => "(f(x + h) - f(x - h)) / 2h",
        }
    }

    /// Nodes and coefficients.
    pub fn stencil(self) -> Stencil {
        match self {
            Self::Forward => {
                Stencil { nodes: &[1.0, 0.0], coefficients: &[1.0, -1.0], divisor: 1.0, order: 1 }
            }
            Self::Backward => {
                Stencil { nodes: &[0.0, -1.0], coefficients: &[1.0, -1.0], divisor: 1.0, order: 1 }
            }
            Self::Central => {
                Stencil { nodes: &[1.0, -1.0], coefficients: &[1.0, -1.0], divisor: 2.0, order: 2 }
            }
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
