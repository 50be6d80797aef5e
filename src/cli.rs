//! The command line: arguments to a field, and the field to a file or a stream.
//!
//! It leaves with 0 when all went well, also when the reader of a pipe went away early, as `head` does; with 2 for
//! arguments that cannot be used; with 1 for output that cannot be written. What went wrong is said on stderr.

use std::error::Error;
use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand};

use crate::differentiate::Scheme;
use crate::excerpt::shown;
use crate::export::{self, Format, Table};
use crate::field::{
    self, AxisSpec, CancelToken, FieldRequest, FieldSeed, GradientField, GridError, GridSpec, Progress,
    RequestError, SeedError,
};
use crate::number_text::parse_number;

/// The file name that means the standard output.
const STDOUT: &str = "-";

/// `--time` repeats the computation at least so often ...
const TIMED_RUNS: u32 = 3;
/// ... and for at least this long, so that a field of microseconds is timed with a warm cache and clock.
const TIMED_FOR: Duration = Duration::from_secs(1);

/// What the arguments ask of the program.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Open the window on this field, of which is known that it can be computed.
    Window(FieldSeed),
    /// Everything is done and said; leave with this exit code.
    Exit(u8),
}

/// Do what the arguments ask, the first being the program's name, as far as it needs no window.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Action {
    let arguments: Vec<_> = arguments.into_iter().collect();
    let options_end = arguments.iter().any(|argument| argument == "--");
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return tell_usage(error),
    };
    let done = arguments.check_expression(options_end).and_then(|()| match arguments.command {
        Some(Command::Field(command)) => command.run().map(|()| Action::Exit(0)),
        None => arguments.window(),
    });
    match done {
        Ok(action) => action,
        Err(Failure { code, message }) => {
            // Where stderr is closed there is nobody to tell.
            drop(writeln!(io::stderr(), "error: {message}"));
            Action::Exit(code)
        }
    }
}

/// Print what clap has to say: help and version to stdout, errors to stderr.
fn tell_usage(mut error: clap::Error) -> Action {
    if error.kind() == ErrorKind::UnknownArgument {
        if let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg)
            && !argument.starts_with("--")
        {
            let message = format!(
                "There is no option {argument}; --help lists them. If it belongs to the expression, put the whole \
                 expression in quotes, as in \"x0^2 + x1^2\"."
            );
            drop(writeln!(io::stderr(), "error: {message}"));
            return Action::Exit(2);
        }
        // That it could be passed as a value: there is no second value to pass.
        error.remove(ContextKind::Suggested);
    }
    drop(error.print());
    Action::Exit(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// A microscope for numerical gradients: the finite-difference gradient field of f(x0, x1)
#[derive(Parser)]
#[command(name = "gradfield", version, args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
struct Arguments {
    /// The function of x0 and x1, in quotes [default: "x0^2 + x1^2"]
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    expression: Option<String>,

    #[command(flatten)]
    excess: Excess,

    #[command(flatten)]
    options: FieldOptions,

    #[command(subcommand)]
    command: Option<Command>,
}

impl Arguments {
    /// An expression may begin with a minus sign, so a mistyped option arrives as one, unless `--` came before.
    fn check_expression(&self, options_end: bool) -> Result<(), Failure> {
        let expression = match &self.command {
            Some(Command::Field(command)) => Some(&command.expression),
            None => self.expression.as_ref(),
        };
        match expression.filter(|text| !options_end && text.starts_with("--")) {
            None => Ok(()),
            Some(text) => Err(Failure::usage(format!(
                "There is no option {}; --help lists them. An expression that begins so comes last, after a --.",
                shown(text)
            ))),
        }
    }

    /// The window's first field. One that cannot be computed is refused here, where the terminal can say why.
    fn window(self) -> Result<Action, Failure> {
        if self.expression.as_deref() == Some("field") {
            return Err(Failure::usage(
                "Options come after the subcommand: gradfield field EXPR [OPTIONS].".to_owned(),
            ));
        }
        if let Some(word) = self.expression.as_deref().filter(|word| is_nearly_field(word))
            && !self.excess.words.is_empty()
        {
            return Err(Failure::usage(format!(
                "There is no subcommand {word}. Did you mean gradfield field?"
            )));
        }
        self.excess.refuse()?;
        let expression = self.expression.unwrap_or_else(|| FieldSeed::default().expression);
        let seed = self.options.seed(expression);
        seed.request().map_err(|error| refusal(&error, &seed.expression))?;
        Ok(Action::Window(seed))
    }
}

/// Whether a word is `field` with a letter too many, too few or changed, or with its letters in another order.
fn is_nearly_field(word: &str) -> bool {
    const NAME: &str = "field";
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.to_lowercase().chars().collect();
        letters.sort_unstable();
        letters
    };
    let head = word.bytes().zip(NAME.bytes()).take_while(|(a, b)| a == b).count();
    let tail = word.bytes().rev().zip(NAME.bytes().rev()).take_while(|(a, b)| a == b).count();
    let one_slip = (NAME.len() - 1..=NAME.len() + 1).contains(&word.len()) && head + tail + 1 >= NAME.len();
    one_slip || sorted(word) == sorted(NAME)
}

const EXAMPLES: &str = "\
Without a subcommand, opens the window. Numbers may be written as 1e-4, 10e-50, 2^-43, 1/3 or 2*pi.

Examples:
  gradfield                                            the window, on the bowl x0^2 + x1^2
  gradfield \"sin(5*x0) + x1^2\" --x0 -1:1 --step 0.05   the window, on that field
  gradfield field \"x0^2 + x1^2\"                        the field as a table
  gradfield field \"-x0^2\" --h 10e-50 -o field.json     the field in a file";

#[derive(Subcommand)]
enum Command {
    /// Write a gradient field as a table, a NumPy array or JSON; needs no display
    Field(FieldCommand),
}

#[derive(Args)]
#[command(after_help = FIELD_EXAMPLES)]
struct FieldCommand {
    /// The function of x0 and x1, in quotes
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    expression: String,

    #[command(flatten)]
    excess: Excess,

    /// Where to write; - is the standard output. A file is whole or not there
    #[arg(short, long, value_name = "FILE", default_value = STDOUT)]
    output: PathBuf,

    /// The format [default: by the extension of FILE, csv on the standard output]
    #[arg(long, value_name = "FORMAT", value_parser = named::<Format>(Format::ALL.map(Format::name)))]
    format: Option<Format>,

    /// Print the seconds of the computation alone on stderr: from the parsed function to the finished field, in memory
    /// used before, the best of at least 3 runs and 1 second of them
    #[arg(long)]
    time: bool,

    #[command(flatten)]
    options: FieldOptions,
}

const FIELD_EXAMPLES: &str = "\
CSV has the header x0,x1,f,g0,g1,norm and a row a grid point, x0 running fastest; NPY is the same
table as a NumPy array of 64-bit floats, shape (points, 6); JSON has the request and arrays of the
same names. Values that are not finite are NaN, inf and -inf in CSV and NPY and null in JSON.

CSV and NPY are written while they are computed, in at most some 120 MB of memory: up to
68,719,476,736 points. JSON and --time keep the whole field in memory: up to 16,777,216 points.

Examples:
  gradfield field \"x0^2 + x1^2\"
  gradfield field \"-x0^2\" --x0 -2:2 --step 1/8 --closed -o field.csv
  gradfield field \"sin(5*x0) + x1^2\" --scheme forward --h 2^-26 --format json
  gradfield field \"x0*x1\" --step 0.001 --time -o field.npy";

/// What a shell makes of an expression that was not quoted.
#[derive(Args)]
struct Excess {
    #[arg(hide = true)]
    words: Vec<String>,
}

impl Excess {
    fn refuse(&self) -> Result<(), Failure> {
        match self.words.first() {
            None => Ok(()),
            Some(word) => Err(Failure::usage(format!(
                "'{}' is one argument too many. Put the whole expression in quotes, as in \"x0^2 + x1^2\".",
                shown(word)
            ))),
        }
    }
}

#[derive(Args)]
#[command(next_help_heading = "Field options")]
struct FieldOptions {
    /// The range of x0
    #[arg(long, value_name = "MIN:MAX", default_value = "-2:2", allow_hyphen_values = true, value_parser = parse_range)]
    x0: Range,

    /// The range of x1 [default: that of x0]
    #[arg(long, value_name = "MIN:MAX", allow_hyphen_values = true, value_parser = parse_range)]
    x1: Option<Range>,

    /// The distance of two grid points, along both axes; the points are those of np.arange(MIN, MAX, S)
    #[arg(long, value_name = "S", default_value = "0.25", allow_hyphen_values = true, value_parser = parse_number)]
    step: f64,

    /// Let the right end of a range belong to the grid where the step divides the range
    #[arg(long)]
    closed: bool,

    /// The difference step
    #[arg(long, value_name = "H", default_value = "1e-4", allow_hyphen_values = true, value_parser = parse_number)]
    h: f64,

    /// The difference scheme
    #[arg(long, value_name = "NAME", default_value = Scheme::Central.name(), value_parser = named::<Scheme>(Scheme::ALL.map(Scheme::name)))]
    scheme: Scheme,
}

impl FieldOptions {
    fn seed(&self, expression: String) -> FieldSeed {
        let Self { x0, x1, step, closed, h, scheme } = *self;
        let axis = |Range { min, max }| AxisSpec { min, max, step };
        let grid = GridSpec { axes: [axis(x0), axis(x1.unwrap_or(x0))], closed };
        FieldSeed { expression, grid, method: scheme.into(), h }
    }
}

#[derive(Clone, Copy)]
struct Range {
    min: f64,
    max: f64,
}

fn parse_range(text: &str) -> Result<Range, String> {
    let (min, max) =
        text.split_once(':').ok_or("A range is two numbers with a colon between, such as -2:2.")?;
    let number = |text: &str| parse_number(text).map_err(|error| error.to_string());
    Ok(Range { min: number(min)?, max: number(max)? })
}

/// One of several names, which `--help` lists, as what it names.
fn named<T>(names: impl Into<PossibleValuesParser>) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err: Error + Send + Sync> + Clone + Send + Sync + 'static,
{
    names.into().try_map(|name| name.parse())
}

impl FieldCommand {
    fn run(self) -> Result<(), Failure> {
        self.excess.refuse()?;
        let to_stdout = self.output == Path::new(STDOUT);
        let format = match self.format {
            Some(format) => format,
            None if to_stdout => Format::default(),
            None => Format::of_file(&self.output).map_err(|error| Failure::usage(error.to_string()))?,
        };
        let seed = self.options.seed(self.expression);
        let content =
            Content::new(&seed, format, self.time).map_err(|error| refusal(&error, &seed.expression))?;
        if to_stdout { content.write_to_stdout() } else { content.write_to_file(&self.output) }
    }
}

/// What is to be written.
enum Content {
    /// A field that is in memory.
    Whole(Box<GradientField>, Format),
    /// One that is computed while it is written, for one row after the other is all that a table needs.
    Streamed(FieldRequest, Table),
}

impl Content {
    fn new(seed: &FieldSeed, format: Format, time: bool) -> Result<Self, SeedError> {
        Ok(match format.table() {
            Some(table) if !time => Self::Streamed(seed.streamed_request()?, table),
            _ => {
                let request = seed.request()?;
                let field = compute(None, &request);
                Self::Whole(Box::new(if time { timed(field, &request) } else { field }), format)
            }
        })
    }

    fn write(&self, to: impl Write) -> io::Result<()> {
        match self {
            Self::Whole(field, format) => format.write(field, to),
            Self::Streamed(request, table) => table.stream(request, to),
        }
    }

    fn write_to_file(&self, path: &Path) -> Result<(), Failure> {
        export::write_whole_file(path, |to| self.write(to))
            .map_err(|error| Failure::output(error.to_string()))
    }

    fn write_to_stdout(&self) -> Result<(), Failure> {
        let mut to = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        match self.write(&mut to).and_then(|()| to.flush()) {
            // The reader has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Failure::output(format!("Cannot write to the standard output: {error}."))),
            Ok(()) => Ok(()),
        }
    }
}

/// Why there can be no such field, and for one that is only too large for memory, what can be done.
fn refusal(error: &SeedError, expression: &str) -> Failure {
    Failure::usage(match error {
        SeedError::Expression(error) => error.marked(expression),
        SeedError::Request(error @ RequestError::Grid(GridError::TooManyPoints(_))) => {
            format!("{error} `gradfield field` writes larger ones as csv or npy, without --time.")
        }
        SeedError::Request(error) => error.to_string(),
    })
}

/// Compute a field in the memory of one that is no longer needed.
fn compute(mut spare: Option<GradientField>, request: &FieldRequest) -> GradientField {
    field::compute_reusing(&mut spare, request, &CancelToken::new(), &Progress::new())
        .expect("nobody else has the token")
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

/// What is said on stderr, and the exit code.
struct Failure {
    code: u8,
    message: String,
}

impl Failure {
    /// The arguments cannot be used.
    fn usage(message: String) -> Self {
        Self { code: 2, message }
    }

    /// The output cannot be written.
    fn output(message: String) -> Self {
        Self { code: 1, message }
    }
}
