//! `gradfield check`: is this the gradient of that?

use std::io::{self, Write};
use std::sync::Arc;

use clap::Args;

use super::Failure;
use super::options::{FieldOptions, Function, marked, refusal, remark_on, remarked};
use super::output::write_to_stdout;
use crate::analysis::{self, Check, Claim, ClaimVerdict, WorstPoint};
use crate::differentiate::{Divisor, Method, Precision};
use crate::expr::{self, Parameters, Program};
use crate::field::{CancelToken, FieldRequest, Progress};
use crate::number_text::{format_count, format_number, round_to_digits};

/// The exit code of a check that does not find the gradient right.
const NOT_RIGHT: u8 = 3;

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{DETAILS}\n\n{EXAMPLES}"))]
pub(super) struct CheckCommand {
    #[command(flatten)]
    pub(super) function: Function,

    /// Your derivative along x0, in quotes
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    g0: String,

    /// Your derivative along x1, in quotes
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    g1: String,

    #[command(flatten)]
    options: FieldOptions,
}

const DETAILS: &str = "\
Compares your formulas with the exact gradient, the derivative by the chain rule, at every point
of the grid, both computed with some 32 digits: whatever h is, a right formula is found right
however it is written. A wrong one is found wrong if it is off by more than about 1e-14 of its
value; less may come of numbers such as 0.1 in it, which are rounded themselves. Where its terms
cancel so far that rounding leaves no digit of it, nothing is told. The report names the worst
point, and says what a plain numerical check with this scheme and h would have concluded: the
numerical gradient beside yours, compared as numpy.allclose does, with its tolerances.

Leaves with 0 when the formulas are right, with 3 when they are wrong or there is no point to tell
by, and with 2 when the arguments cannot be used.";

const EXAMPLES: &str = "\
Examples:
  gradfield check \"x0^2 + x1^2\" --g0 \"2*x0\" --g1 \"2*x1\"
  gradfield check \"sin(5*x0) + x1^2\" --g0 \"5*cos(5*x0)\" --g1 \"2*x1\" --h 1e-16
  gradfield check \"ln(x0*x1)\" --g0 \"1/x0\" --g1 \"1/x1\" --x0 0.1:1 --step 0.1";

impl CheckCommand {
    /// The exit code.
    pub(super) fn run(self) -> Result<u8, Failure> {
        let claims = [self.g0.as_str(), self.g1.as_str()];
        let mut settings = self.function.settings()?;
        self.options.apply(&mut settings, &claims)?;
        let seed = settings.seed();
        remark_on(&seed);
        let free = |claim| expr::free_names_beside(claim, &seed.expression);
        let parameters = settings.values(&claims.into_iter().flat_map(free).collect::<Vec<_>>());
        let request = seed.request().map_err(|error| refusal(&error, &seed.expression))?;
        let claim = Claim {
            g: [
                component("--g0", &self.g0, &seed.expression, &parameters)?,
                component("--g1", &self.g1, &seed.expression, &parameters)?,
            ],
        };
        let check = analysis::check(&request, &claim, &CancelToken::new(), &Progress::new())
            .expect("nobody else has the token");
        write_to_stdout(|to| write_report(&check, &request, to))?;
        Ok(if check.verdict == ClaimVerdict::Right { 0 } else { NOT_RIGHT })
    }
}

/// What was written for a component, with the names that the function's definition has for its arguments.
fn component(
    option: &str,
    text: &str,
    definition: &str,
    parameters: &Parameters,
) -> Result<Arc<Program>, Failure> {
    match expr::read_beside(text, definition, parameters) {
        Ok(reading) => Ok(Arc::new(remarked(reading))),
        Err(error) => Err(Failure::usage(format!("In {option}: {}", marked(&error, text)))),
    }
}

/// The verdict, the numbers at the worst point, and what a plain check would have said.
fn write_report(check: &Check, request: &FieldRequest, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "{}", check.text)?;
    if let Some(worst) = check.worst_point() {
        write_worst(&worst, check.error.len(), request, to)?;
    }
    writeln!(to, "{}", check.numerical_check)
}

/// The numbers at the worst point, in columns.
fn write_worst(
    worst: &WorstPoint,
    points: usize,
    request: &FieldRequest,
    to: &mut dyn Write,
) -> io::Result<()> {
    let [x0, x1] = worst.x.map(format_number);
    let error = if worst.relative_error.is_finite() {
        format!(", relative error {}", two_digits(worst.relative_error))
    } else {
        String::new()
    };
    let of = if points == 1 {
        "The point".to_owned()
    } else {
        format!("Worst of {} points", format_count(points))
    };
    writeln!(to, "\n{of}: x0 = {x0}, x1 = {x1}{error}")?;
    writeln!(to, "{:12}{:>24}{:>24}", "", "g0", "g1")?;
    let rows = [
        ("claimed", worst.claimed, String::new()),
        ("exact", worst.exact, String::new()),
        ("numerical", worst.numerical, format!("   {}", how(request))),
    ];
    for (name, g, remark) in rows {
        let [g0, g1] = g.map(format_number);
        writeln!(to, "{name:12}{g0:>24}{g1:>24}{remark}")?;
    }
    writeln!(to)
}

fn two_digits(value: f64) -> String {
    format_number(round_to_digits(value, 2))
}

/// How the numerical gradient was computed.
fn how(request: &FieldRequest) -> String {
    let Method { scheme, precision, divisor } = request.method();
    let h = format!("h = {}", format_number(request.h()));
    let parts = [
        (true, scheme.name()),
        (scheme.has_step(), h.as_str()),
        (divisor == Divisor::Taken, "by the step taken"),
        (precision != Precision::F64, precision.name()),
    ];
    parts.iter().filter(|(is_told, _)| *is_told).map(|(_, part)| *part).collect::<Vec<_>>().join(", ")
}
