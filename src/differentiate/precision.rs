//! The precision of a difference quotient's arithmetic.

use std::fmt;
use std::str::FromStr;

use crate::eval::{Real, bf16, f16};
use crate::expr::Binary;

/// In which format everything is rounded: the nodes, h, every operation of f, the difference and the quotient.
///
/// Elementary functions are computed in a wider format and rounded once. An h that rounds to 0 is lost in every x + h.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize)]
pub enum Precision {
    /// IEEE binary64, 53 bits: about 16 digits.
    #[default]
    F64,
    /// IEEE binary32, 24 bits: about 7 digits.
    F32,
    /// IEEE binary16, 11 bits: about 3 digits, and at most 65,504.
    F16,
    /// bfloat16, 8 bits: about 2 digits, with the range of `f32`.
    Bf16,
}

/// Something to be done in a precision that is known only when the program runs.
pub trait InPrecision {
    /// What comes of it.
    type Output;
    /// Do it with these numbers.
    fn run<N: Real + Send + 'static>(self) -> Self::Output;
}

impl Precision {
    /// Every precision, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::F64, Self::F32, Self::F16, Self::Bf16];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::F64 => "f64",
            Self::F32 => "f32",
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
        }
    }

    /// What it is, for people.
    pub fn description(self) -> &'static str {
        match self {
            Self::F64 => "double precision: 53 bits, about 16 digits",
            Self::F32 => "single precision: 24 bits, about 7 digits; what graphics cards like",
            Self::F16 => "half precision: 11 bits, about 3 digits, and nothing above 65504",
            Self::Bf16 => "bfloat16: 8 bits, about 2 digits; machine learning's favourite",
        }
    }

    /// The bits of the significand, the hidden one included.
    pub fn bits(self) -> u32 {
        match self {
            Self::F64 => 53,
            Self::F32 => 24,
            Self::F16 => 11,
            Self::Bf16 => 8,
        }
    }

    /// The most that rounding changes a number by, relative to it: 2^-bits.
    pub fn unit_roundoff(self) -> f64 {
        1.0 / (1_u64 << self.bits()) as f64
    }

    /// The nearest number of this precision, ties to even.
    pub fn round(self, value: f64) -> f64 {
        struct Round(f64);

        impl InPrecision for Round {
            type Output = f64;

            fn run<N: Real + Send + 'static>(self) -> f64 {
                N::constant(self.0).to_f64()
            }
        }

        self.run(Round(value))
    }

    /// The distance from |value| to the next larger number of this precision; NaN where it is not finite.
    pub fn ulp(self, value: f64) -> f64 {
        if !value.is_finite() {
            return f64::NAN;
        }
        let smallest = match self {
            Self::F64 => -1074.0,
            Self::F32 => -149.0,
            Self::F16 => -24.0,
            Self::Bf16 => -133.0,
        };
        // That of a number below the normal ones, -1023, is less than any that matters.
        let exponent = f64::from((value.abs().to_bits() >> 52) as u16) - 1023.0;
        Binary::Power.apply(2.0, f64::max(exponent + 1.0 - f64::from(self.bits()), smallest))
    }

    /// Do something with this precision's numbers.
    pub fn run<T: InPrecision>(self, task: T) -> T::Output {
        match self {
            Self::F64 => task.run::<f64>(),
            Self::F32 => task.run::<f32>(),
            Self::F16 => task.run::<f16>(),
            Self::Bf16 => task.run::<bf16>(),
        }
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No precision has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPrecision(String);

impl fmt::Display for UnknownPrecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Precision::ALL.map(Precision::name).join(", ");
        write!(f, "'{}' is not a precision; there are {names}", self.0)
    }
}

impl std::error::Error for UnknownPrecision {}

impl FromStr for Precision {
    type Err = UnknownPrecision;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|p| p.name() == name).ok_or_else(|| UnknownPrecision(name.to_owned()))
    }
}
