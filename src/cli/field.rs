//! `gradfield field`: a field as a table, an array or an object.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use clap::Args;

use super::Failure;
use super::options::{FieldOptions, Function, SetOptions, named, refusal_of_field};
use super::output::Output;
use crate::analysis::{self, Census};
use crate::export::{self, Format, Table};
use crate::field::{self, CancelToken, FieldRequest, FieldSeed, GradientField, Progress, SeedError};

/// `--time` repeats the computation at least so often ...
const TIMED_RUNS: u32 = 3;
/// ... and for at least this long, so that a field of microseconds is timed with a warm cache and clock.
const TIMED_FOR: Duration = Duration::from_secs(1);

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{DETAILS}\n\n{EXAMPLES}"))]
pub(super) struct FieldCommand {
    #[command(flatten)]
    pub(super) function: Function,

    #[command(flatten)]
    output: Output,

    /// The format [default: by the extension of FILE, csv on the standard output]
    #[arg(long, value_name = "FORMAT", value_parser = named::<Format>(Format::ALL.map(Format::name)))]
    format: Option<Format>,

    /// Add the exact gradient, how far the numerical one is off, and why; as csv or json
    #[arg(long)]
    exact: bool,

    /// Print the seconds of the computation alone on stderr
    ///
    /// From the parsed function to the finished field, in memory used before: the best of at least 3 runs and 1 second of
    /// them.
    #[arg(long)]
    time: bool,

    #[command(flatten)]
    options: FieldOptions,

    #[command(flatten)]
    set: SetOptions,
}

const DETAILS: &str = "\
CSV has the header x0,x1,f,g0,g1,norm and a row a grid point, x0 running fastest; NPY is the same
table as a NumPy array of 64-bit floats, shape (points, 6); JSON has the request and arrays of the
same names. Values that are not finite are NaN, inf and -inf in CSV and NPY and null in JSON.

--exact adds e0,e1,relative_error,angle_error_deg,cause: the exact gradient e (the derivative by
the chain rule, to the last digit), |g - e| / |e|, the degrees between g and e, and why the arrow
is as it is: good, stationary, undefined, absorbed, half-absorbed, cancelled, rounding, truncation.
An error that means nothing, such as one relative to a zero gradient, is NaN, or null in JSON.

CSV and NPY are written while they are computed, in at most some 140 MB of memory: up to
68,719,476,736 points. JSON, --exact and --time keep the whole field in memory: up to 16,777,216.";

const EXAMPLES: &str = "\
Examples:
  gradfield field \"x0^2 + x1^2\"
  gradfield field \"-x0^2\" --x0 -2:2 --step 1/8 --closed -o field.csv
  gradfield field \"sin(5*x0) + x1^2\" --scheme forward --h 2^-26 --format json
  gradfield field \"x0^2 + x1^2\" --h 1e-16 --exact
  gradfield field \"exp(x0)*x1\" --precision f32 --power-of-two --taken-step
  gradfield field \"x0*x1\" --step 0.001 --time -o field.npy
  gradfield field saved.gradfield --h 1e-6 -o field.csv";

impl FieldCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        let format = match (self.format, self.output.file()) {
            (Some(format), _) => format,
            (None, None) => Format::default(),
            (None, Some(path)) => Format::of_file(path).map_err(|error| {
                Failure::usage(format!("{error} Give the file such a name, or say which with --format."))
            })?,
        };
        if self.exact && format == Format::Npy {
            return Err(Failure::usage(
                "An array of numbers cannot hold the causes that --exact adds. Write csv or json.".to_owned(),
            ));
        }
        let mut settings = self.options.settings(&self.function)?;
        self.set.apply(&mut settings)?;
        let seed = settings.seed();
        let content = Content::new(&seed, format, self.time, self.exact)
            .map_err(|error| refusal_of_field(&error, &seed.expression))?;
        self.output.write(|to| content.write(to))
    }
}

/// What is to be written.
enum Content {
    /// A field that is in memory, with what is known of its arrows.
    Whole(Box<GradientField>, Option<Box<Census>>, Format),
    /// One that is computed while it is written, for one row after the other is all that a table needs.
    Streamed(FieldRequest, Table),
}

impl Content {
    fn new(seed: &FieldSeed, format: Format, time: bool, exact: bool) -> Result<Self, SeedError> {
        Ok(match format.table() {
            Some(table) if !time && !exact => Self::Streamed(seed.streamed_request()?, table),
            _ => {
                let request = seed.request()?;
                let field = compute(None, &request);
                let field = if time { timed(field, &request) } else { field };
                let census = exact.then(|| {
                    analysis::precise_census(&field, &CancelToken::new(), &Progress::new())
                        .expect(NOT_CANCELLED)
                });
                Self::Whole(Box::new(field), census.map(Box::new), format)
            }
        })
    }

    fn write(&self, to: impl Write) -> io::Result<()> {
        match self {
            Self::Whole(field, Some(census), Format::Json) => {
                export::write_json_with_census(field, census, to)
            }
            Self::Whole(field, Some(census), _) => export::write_csv_with_census(field, census, to),
            Self::Whole(field, None, format) => format.write(field, to),
            Self::Streamed(request, table) => table.stream(request, to),
        }
    }
}

/// Why a computation comes to its end.
const NOT_CANCELLED: &str = "nobody else has the token";

/// Compute a field in the memory of one that is no longer needed.
fn compute(mut spare: Option<GradientField>, request: &FieldRequest) -> GradientField {
    field::compute_reusing(&mut spare, request, &CancelToken::new(), &Progress::new()).expect(NOT_CANCELLED)
}

/// Compute several times more and say how long the fastest took.
///
/// All in the same memory, as the window does while h is dragged: what the system takes to hand out fresh pages is no
/// part of the computation, and can take longer.
fn timed(mut field: GradientField, request: &FieldRequest) -> GradientField {
    let begin = Instant::now();
    let (mut best, mut runs) = (Duration::MAX, 0);
    while runs < TIMED_RUNS || begin.elapsed() < TIMED_FOR {
        let start = Instant::now();
        field = compute(Some(field), request);
        best = best.min(start.elapsed());
        runs += 1;
    }
    drop(writeln!(io::stderr(), "{:.9}", best.as_secs_f64()));
    field
}
