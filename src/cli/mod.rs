//! The command line: arguments to a field or a study of it, and that to a file or a stream.
//!
//! It leaves with 0 when all went well, also when the reader of a pipe went away early, as `head` does; with 2 for
//! arguments that cannot be used; with 1 for output that cannot be written or a window that cannot be opened; with 3 for a
//! `check` that does not find the gradient right. What went wrong is said on stderr.

mod check;
mod descend;
mod field;
mod figure;
mod generate;
mod look;
mod options;
mod output;
mod render;
mod script;
mod sweep;

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand, ValueHint};

use self::check::CheckCommand;
use self::descend::DescendCommand;
use self::field::FieldCommand;
use self::generate::GenerateCommand;
use self::options::{
    Excess, FieldOptions, SetOptions, refusal_of_field, remark_on, settings_of_file, usual_settings,
};
use self::output::written_to_stdout;
use self::render::RenderCommand;
use self::script::ScriptCommand;
use self::sweep::SweepCommand;
use crate::excerpt::shown;
use crate::field::FieldSeed;
use crate::settings::{Reading, Settings, is_file_name};

/// What the arguments ask of the program.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Open the window as it was left.
    Resume,
    /// Open the window on this.
    Window(Box<Opening>),
    /// Everything is done and said; leave with this exit code.
    Exit(u8),
}

/// What the window opens on.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// The settings. Unless they are those of a file, it is known that they have a field.
    pub settings: Settings,
    /// The file that they are from.
    pub file: Option<PathBuf>,
    /// Whether they are not all as that file has them.
    pub is_changed: bool,
    /// What in it was not taken as it stands there, each a sentence.
    pub notices: Vec<String>,
}

/// Do what the arguments ask, the first being the program's name, as far as it needs no window.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Action {
    let arguments: Vec<_> = arguments.into_iter().collect();
    let options_end = arguments.iter().any(|argument| argument == "--");
    let (arguments, anything_given) = match parse(arguments) {
        Ok(parsed) => parsed,
        Err(error) => return tell_usage(error).unwrap_or_else(Failure::tell),
    };
    let done = arguments.check_expression(options_end).and_then(|()| match arguments.command {
        Some(Command::Field(command)) => command.run().map(|()| Action::Exit(0)),
        Some(Command::Sweep(command)) => command.run().map(|()| Action::Exit(0)),
        Some(Command::Check(command)) => command.run().map(Action::Exit),
        Some(Command::Descend(command)) => command.run().map(|()| Action::Exit(0)),
        Some(Command::Generate(command)) => command.run(Arguments::command()).map(|()| Action::Exit(0)),
        Some(Command::Render(command)) => command.run().map(|()| Action::Exit(0)),
        Some(Command::Script(command)) => command.run().map(|()| Action::Exit(0)),
        None => arguments.window(anything_given),
    });
    done.unwrap_or_else(Failure::tell)
}

/// The settings that arguments without a subcommand ask for, whether or not they have a field; else what is wrong.
pub fn settings(arguments: impl IntoIterator<Item = OsString>) -> Result<Settings, String> {
    let (arguments, _) = parse(arguments).map_err(|error| error.to_string())?;
    arguments.asked_for().map_err(|failure| failure.message)
}

/// The arguments, and whether there are any.
fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<(Arguments, bool), clap::Error> {
    let matches = Arguments::command().try_get_matches_from(arguments)?;
    let anything_given = is_anything_given(&matches);
    Ok((Arguments::from_arg_matches(&matches)?, anything_given))
}

/// Print what clap has to say: help and version to stdout, errors to stderr.
fn tell_usage(mut error: clap::Error) -> Result<Action, Failure> {
    if error.kind() == ErrorKind::UnknownArgument {
        if let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg)
            && !argument.starts_with("--")
        {
            let usage = error.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
            if usage.contains("gradfield generate") {
                return Err(Failure::usage(excess_of_generate(argument)));
            }
            return Err(Failure::usage(format!(
                "There is no option {argument}; --help lists them. If it belongs to the expression, put the whole \
                 expression in quotes, as in \"x0^2 + x1^2\"."
            )));
        }
        // That it could be passed as a value: there is no second value to pass.
        error.remove(ContextKind::Suggested);
    }
    let printed = error.print();
    // Where stderr is closed there is nobody to tell.
    if !error.use_stderr() {
        written_to_stdout(printed)?;
    }
    Ok(Action::Exit(u8::try_from(error.exit_code()).unwrap_or(2)))
}

/// What is said of an argument that `generate`, which has no expression, does not take.
fn excess_of_generate(argument: &str) -> String {
    if argument.starts_with('-') {
        format!("There is no option {argument}; --help lists them.")
    } else {
        format!("'{argument}' is one argument too many. Where to write is said with -o {argument}.")
    }
}

/// A microscope for numerical gradients: the finite-difference gradient field of f(x0, x1)
#[derive(Parser)]
#[command(name = "gradfield", version, args_conflicts_with_subcommands = true)]
#[command(after_help = EXAMPLES, after_long_help = format!("{DETAILS}\n\n{EXAMPLES}"))]
struct Arguments {
    /// The function of x0 and x1, in quotes, or a file NAME.gradfield with all that was set [default: all as it was left]
    ///
    /// Options beside a file come instead of what it has.
    #[arg(value_name = "EXPR", allow_hyphen_values = true, value_hint = ValueHint::FilePath)]
    expression: Option<String>,

    #[command(flatten)]
    excess: Excess,

    #[command(flatten)]
    options: FieldOptions,

    #[command(flatten)]
    set: SetOptions,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Write a gradient field as a table, a NumPy array or JSON; needs no display
    Field(FieldCommand),
    /// Write how far the gradient at one point is off, for many h
    Sweep(SweepCommand),
    /// Check a gradient you have written down against the exact one
    Check(CheckCommand),
    /// Write the way of an optimiser down the numerical gradient, and down the exact one
    Descend(DescendCommand),
    /// Write a Python program that computes and draws the field with NumPy and matplotlib
    Script(ScriptCommand),
    /// Draw a gradient field as SVG, PNG or PDF; needs no display
    Render(Box<RenderCommand>),
    /// Write completions for a shell, or the man pages
    #[command(hide = true)]
    Generate(GenerateCommand),
}

impl Command {
    /// How they are called.
    const NAMES: [&str; 7] = ["field", "sweep", "check", "descend", "render", "script", "generate"];

    /// The function, of those that take one.
    fn expression(&self) -> &str {
        match self {
            Self::Field(command) => &command.function.expression,
            Self::Sweep(command) => &command.function.expression,
            Self::Check(command) => &command.function.expression,
            Self::Descend(command) => &command.function.expression,
            Self::Script(command) => &command.figure.function.expression,
            Self::Render(command) => &command.figure.function.expression,
            Self::Generate(_) => "",
        }
    }
}

impl Arguments {
    /// An expression may begin with a minus sign, so a mistyped option arrives as one, unless `--` came before.
    fn check_expression(&self, options_end: bool) -> Result<(), Failure> {
        let expression = self.command.as_ref().map(Command::expression).or(self.expression.as_deref());
        match expression.filter(|text| !options_end && text.starts_with("--")) {
            None => Ok(()),
            Some(text) => Err(Failure::usage(format!(
                "There is no option {}; --help lists them. An expression that begins so comes last, after a --.",
                shown(text)
            ))),
        }
    }

    /// What the window opens on. An expression whose field cannot be computed is refused here, where the terminal can say why.
    fn window(self, anything_given: bool) -> Result<Action, Failure> {
        self.refuse_misplaced()?;
        if !anything_given {
            return Ok(Action::Resume);
        }
        let opening = match &self.expression {
            Some(word) if is_file_name(word) => self.opening_of_file(word.into())?,
            _ => self.opening_of_expression()?,
        };
        Ok(Action::Window(Box::new(opening)))
    }

    /// Words that are no expression where they stand.
    fn refuse_misplaced(&self) -> Result<(), Failure> {
        let word = self.expression.as_deref();
        if let Some(name) = Command::NAMES.into_iter().find(|name| word == Some(name)) {
            return Err(Failure::usage(format!(
                "Options come after the subcommand: gradfield {name} EXPR [OPTIONS]."
            )));
        }
        if let Some(word) = word
            && let Some(name) = Command::NAMES.into_iter().find(|name| is_nearly(name, word))
            && !self.excess.words.is_empty()
        {
            return Err(Failure::usage(format!(
                "There is no subcommand {word}. Did you mean gradfield {name}?"
            )));
        }
        self.excess.refuse()
    }

    /// The settings of an expression and its options.
    fn asked_for(&self) -> Result<Settings, Failure> {
        let expression = self.expression.clone().unwrap_or_else(|| FieldSeed::default().expression);
        let mut settings = usual_settings(expression);
        self.apply(&mut settings)?;
        Ok(settings)
    }

    /// Change what is set to what is given.
    fn apply(&self, settings: &mut Settings) -> Result<(), Failure> {
        self.options.apply(settings, &[])?;
        self.set.apply(settings)
    }

    fn opening_of_expression(&self) -> Result<Opening, Failure> {
        let settings = self.asked_for()?;
        let seed = settings.seed();
        remark_on(&seed);
        seed.request().map_err(|error| refusal_of_field(&error, &seed.expression))?;
        Ok(Opening { settings, file: None, is_changed: false, notices: vec![] })
    }

    fn opening_of_file(&self, path: PathBuf) -> Result<Opening, Failure> {
        let Reading { settings: saved, notices } = settings_of_file(&path)?;
        let mut settings = saved.clone();
        self.apply(&mut settings)?;
        let is_changed = settings != saved;
        Ok(Opening { settings, file: Some(path), is_changed, notices })
    }
}

/// Whether there is anything but the program's name.
fn is_anything_given(matches: &ArgMatches) -> bool {
    matches.ids().any(|id| matches.value_source(id.as_str()) == Some(ValueSource::CommandLine))
}

/// Whether a word is a name with a letter too many, too few or changed, or with its letters in another order.
fn is_nearly(name: &str, word: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.to_lowercase().chars().collect();
        letters.sort_unstable();
        letters
    };
    let head = word.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    let tail = word.bytes().rev().zip(name.bytes().rev()).take_while(|(a, b)| a == b).count();
    let one_slip = (name.len() - 1..=name.len() + 1).contains(&word.len()) && head + tail + 1 >= name.len();
    one_slip || sorted(word) == sorted(name)
}

const DETAILS: &str = "\
Without a subcommand, opens the window. Numbers may be written as 1e-4, 10e-50, 2^-43, 1/3 or 2*pi.

`gradfield generate completions bash` writes completions for a shell, and `gradfield generate man`
the man pages. The colours of this help obey NO_COLOR, CLICOLOR and CLICOLOR_FORCE.

Exit codes:
  0   all went well, also where the reader of a pipe went away early
  1   the output could not be written, or the window could not be opened
  2   the arguments or the expression cannot be used
  3   `gradfield check` does not find the gradient right";

const EXAMPLES: &str = "\
Examples:
  gradfield                                            the window, as it was left
  gradfield \"sin(5*x0) + x1^2\" --x0 -1:1 --step 0.05   the window, on that field
  gradfield saved.gradfield                            the window, as it was saved
  gradfield field \"x0^2 + x1^2\"                        the field as a table
  gradfield field \"-x0^2\" --h 10e-50 -o field.json     the field in a file
  gradfield field \"a*x0^2 + x1^2\" --param a=0.05       with a value for a name
  gradfield sweep \"exp(x0)\" --at 1,0                   the error at a point against h
  gradfield check \"x0*x1\" --g0 x1 --g1 x0              whether that is the gradient
  gradfield descend \"x0^2 + x1^2\" --from 1,1           the way of an optimiser
  gradfield render \"x0^2 + x1^2\" -o field.svg          the field as a figure
  gradfield render saved.gradfield -o field.pdf        the figure of what was saved
  gradfield script \"x0^2 + x1^2\" -o field.py           the field as a Python program";

/// Say on stderr what is worth a word beside the output.
fn note(message: impl fmt::Display) {
    // Where stderr is closed there is nobody to tell.
    drop(writeln!(io::stderr(), "note: {message}"));
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

    /// Say it, and leave.
    fn tell(self) -> Action {
        // Where stderr is closed there is nobody to tell.
        drop(writeln!(io::stderr(), "error: {}", self.message));
        Action::Exit(self.code)
    }
}
