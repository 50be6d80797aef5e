//! `gradfield sweep`: the error at one point against h.

use std::error::Error;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use clap::Args;

use super::options::{Arithmetic, Function, ParameterOptions, named, program_of};
use super::output::Output;
use super::{Failure, note};
use crate::analysis::{PointCurve, PointStudy, Steps};
use crate::differentiate::{MethodError, Scheme};
use crate::export;
use crate::number_text::parse_number;

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{DETAILS}\n\n{EXAMPLES}"))]
pub(super) struct SweepCommand {
    #[command(flatten)]
    pub(super) function: Function,

    /// The point
    #[arg(long, value_name = "X0,X1", allow_hyphen_values = true, value_parser = parse_point)]
    at: [f64; 2],

    /// The first h
    #[arg(long, value_name = "H", default_value = "1e-16", allow_hyphen_values = true, value_parser = parse_number)]
    h_from: f64,

    /// The last h
    #[arg(long, value_name = "H", default_value = "1", allow_hyphen_values = true, value_parser = parse_number)]
    h_to: f64,

    /// How many h, evenly spaced in their logarithm, both ends included: at most 100,000
    #[arg(long, value_name = "N", default_value_t = 161)]
    points: usize,

    /// The difference scheme, or all that go through the function
    #[arg(long, value_name = "NAME", default_value = Scheme::default().name(), value_parser = named::<Schemes>(Scheme::ALL.map(Scheme::name).into_iter().chain([ALL])))]
    scheme: Schemes,

    #[command(flatten)]
    arithmetic: Arithmetic,

    #[command(flatten)]
    parameters: ParameterOptions,

    #[command(flatten)]
    output: Output,
}

const DETAILS: &str = "\
CSV has the header scheme,h,g0,g1,abs_error,rel_error and a row a step, scheme after scheme. The
errors are |g - e| and that over |e|, e being the exact gradient: the derivative by the chain rule,
to the last digit. Values that are not finite are NaN, inf and -inf; rel_error is NaN where e is
zero, and both are where e is not defined.";

const EXAMPLES: &str = "\
Examples:
  gradfield sweep \"exp(x0)\" --at 1,0
  gradfield sweep \"sin(5*x0) + x1^2\" --at -1,0.5 --scheme all -o sweep.csv
  gradfield sweep \"exp(x0)\" --at 1,0 --h-from 2^-26 --points 27 --precision f32 --taken-step";

/// The word for all schemes.
const ALL: &str = "all";

/// One scheme or all.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Schemes {
    One(Scheme),
    All,
}

impl FromStr for Schemes {
    type Err = <Scheme as FromStr>::Err;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        if name == ALL { Ok(Self::All) } else { name.parse().map(Self::One) }
    }
}

pub(super) fn parse_point(text: &str) -> Result<[f64; 2], PointError> {
    let (x0, x1) = text.split_once(',').ok_or(PointError::NotTwo)?;
    let number = |text: &str| parse_number(text).map_err(|error| PointError::Number(error.to_string()));
    Ok([number(x0)?, number(x1)?])
}

/// Why a text is not a point.
#[derive(Clone, Debug)]
pub(super) enum PointError {
    NotTwo,
    Number(String),
}

impl fmt::Display for PointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotTwo => f.write_str("A point is two numbers with a comma between, such as 1,-0.5."),
            Self::Number(error) => f.write_str(error),
        }
    }
}

impl Error for PointError {}

impl SweepCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        self.output.expect_csv("A sweep")?;
        let steps = Steps { from: self.h_from, to: self.h_to, count: self.points };
        steps.check().map_err(|error| Failure::usage(error.to_string()))?;
        let curves = self.curves(&steps)?;
        self.output.write(|to| export::write_sweep(&curves, to))
    }

    fn curves(&self, steps: &Steps) -> Result<Vec<PointCurve>, Failure> {
        let program = program_of(&self.function, &self.parameters)?;
        let mut study = PointStudy::new(&Arc::new(program));
        let mut curve = |scheme| study.curve(self.at, self.arithmetic.method(scheme), steps);
        match self.scheme {
            Schemes::One(scheme) => match curve(scheme) {
                Ok(curve) => Ok(vec![curve]),
                Err(error) => Err(Failure::usage(error.to_string())),
            },
            Schemes::All => {
                let curves = Scheme::ALL
                    .into_iter()
                    .filter_map(|scheme| curve(scheme).map_err(|error| tell_omission(scheme, error)).ok());
                Ok(curves.collect())
            }
        }
    }
}

/// Say which of all schemes is not among the curves, and why.
fn tell_omission(scheme: Scheme, error: MethodError) {
    note(format_args!("{scheme} is left out. {error}"));
}
