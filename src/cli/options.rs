//! Options that several commands have, and how their values are read.

use std::error::Error;
use std::path::Path;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueHint};

use super::{Failure, note};
use crate::differentiate::{Divisor, Method, Precision, Scheme};
use crate::excerpt::shown;
use crate::export;
use crate::expr::{self, ExpressionError, Parameters, Program, Reading};
use crate::field::{FieldSeed, GridError, RequestError, SeedError};
use crate::number_text::parse_number;
use crate::settings::{Reading as SettingsReading, Settings, is_file_name};

/// The function that a command is about.
#[derive(Args)]
pub(super) struct Function {
    /// The function of x0 and x1, in quotes, or a file NAME.gradfield with all that was set
    ///
    /// Options beside a file come instead of what it has.
    #[arg(value_name = "EXPR", allow_hyphen_values = true, value_hint = ValueHint::FilePath)]
    pub(super) expression: String,

    #[command(flatten)]
    excess: Excess,
}

impl Function {
    /// What is set before any option changes it: all of a file, or the usual for an expression; unless there are more words
    /// beside it.
    pub(super) fn settings(&self) -> Result<Settings, Failure> {
        self.excess.refuse()?;
        if is_file_name(&self.expression) {
            return Ok(settings_of_file(Path::new(&self.expression))?.settings);
        }
        Ok(usual_settings(self.expression.clone()))
    }
}

/// The usual settings for an expression. Where descents begin is left open until the ranges are known.
pub(super) fn usual_settings(expression: String) -> Settings {
    let mut settings = Settings::from(FieldSeed { expression, ..FieldSeed::default() });
    settings.descent.start = [f64::NAN; 2];
    settings
}

/// What a shell makes of an expression that was not quoted.
#[derive(Args)]
pub(super) struct Excess {
    #[arg(hide = true)]
    pub(super) words: Vec<String>,
}

impl Excess {
    pub(super) fn refuse(&self) -> Result<(), Failure> {
        match self.words.first() {
            None => Ok(()),
            Some(word) => Err(Failure::usage(format!(
                "'{}' is one argument too many. Put the whole expression in quotes, as in \"x0^2 + x1^2\".",
                shown(word)
            ))),
        }
    }
}

/// Values for the names in an expression.
#[derive(Args)]
pub(super) struct ParameterOptions {
    /// The value of a name in the expression, such as a=1.5 for a*x0^2
    ///
    /// Once for each name.
    #[arg(long = "param", value_name = "NAME=VALUE", allow_hyphen_values = true, value_parser = parse_parameter)]
    values: Vec<(String, f64)>,
}

impl ParameterOptions {
    /// Give the parameters of a function their values, each of which it or one of the other texts must have a use for.
    pub(super) fn apply(&self, settings: &mut Settings, others: &[&str]) -> Result<(), Failure> {
        let texts = [settings.expression.as_str()].into_iter().chain(others.iter().copied());
        let free: Vec<String> =
            texts.flat_map(|text| expr::free_names_beside(text, &settings.expression)).collect();
        for (at, (name, value)) in self.values.iter().enumerate() {
            if self.values[..at].iter().any(|(other, _)| other == name) {
                return Err(Failure::usage(format!("--param gives {name} two values. Keep one of them.")));
            }
            if !free.contains(name) {
                let has = match free.as_slice() {
                    [] => "It has no parameters.".to_owned(),
                    names => format!("It has {}.", names.join(", ")),
                };
                return Err(Failure::usage(format!("The function has no parameter {name}. {has}")));
            }
            settings.set_parameter(name, *value);
        }
        Ok(())
    }
}

/// A function with the values of its parameters, and what there is to say about it said.
pub(super) fn program_of(function: &Function, parameters: &ParameterOptions) -> Result<Program, Failure> {
    let mut settings = function.settings()?;
    parameters.apply(&mut settings, &[])?;
    let FieldSeed { expression, parameters, .. } = settings.seed();
    let reading =
        expr::read(&expression, &parameters).map_err(|error| Failure::usage(marked(&error, &expression)))?;
    Ok(remarked(reading))
}

fn parse_parameter(text: &str) -> Result<(String, f64), String> {
    let (name, value) = text.split_once('=').ok_or("Write a name and its value, such as a=1.5.")?;
    let name = name.trim();
    if expr::is_known(name) {
        return Err(format!("{} has a meaning already. Take another name.", shown(name)));
    }
    if !Parameters::takes(name) {
        return Err(
            "A name has letters, digits and _ and does not begin with a digit, as in a=1.5.".to_owned()
        );
    }
    let value = parse_number(value).map_err(|error| error.to_string())?;
    if !value.is_finite() {
        return Err(format!("{name} must be a finite number."));
    }
    Ok((name.to_owned(), value))
}

/// What was read, with what there is to say about it said.
pub(super) fn remarked(reading: Reading) -> Program {
    for remark in reading.remarks {
        note(remark.message);
    }
    reading.program
}

/// Where and how a gradient is computed. What is not given stays as it was set.
#[derive(Args)]
#[command(next_help_heading = "Field options")]
pub(super) struct FieldOptions {
    /// The range of x0 [default: -2:2]
    #[arg(long, value_name = "MIN:MAX", allow_hyphen_values = true, value_parser = parse_range)]
    x0: Option<Range>,

    /// The range of x1 [default: that of x0]
    #[arg(long, value_name = "MIN:MAX", allow_hyphen_values = true, value_parser = parse_range)]
    x1: Option<Range>,

    /// The distance of two grid points, along both axes [default: 0.25]
    ///
    /// The points are those of np.arange(MIN, MAX, S), so the right end of a range is left out.
    #[arg(long, value_name = "S", allow_hyphen_values = true, value_parser = parse_number)]
    step: Option<f64>,

    /// Let the right end of a range belong to the grid where the step divides the range
    #[arg(long)]
    closed: bool,

    /// The difference step [default: 1e-4]
    #[arg(long, value_name = "H", allow_hyphen_values = true, value_parser = parse_number)]
    h: Option<f64>,

    /// Take the power of two nearest to H in its place
    ///
    /// A power of two is a floating-point number itself, so h has no rounding error.
    #[arg(long)]
    power_of_two: bool,

    /// The difference scheme [default: central]
    #[arg(long, value_name = "NAME", value_parser = named::<Scheme>(Scheme::ALL.map(Scheme::name)))]
    scheme: Option<Scheme>,

    #[command(flatten)]
    arithmetic: Arithmetic,

    #[command(flatten)]
    parameters: ParameterOptions,
}

impl FieldOptions {
    /// Change what is set to what is given. Other texts than the expression may have a use for parameters as well.
    pub(super) fn apply(&self, settings: &mut Settings, others: &[&str]) -> Result<(), Failure> {
        self.parameters.apply(settings, others)?;
        let grid = &mut settings.grid;
        if let Some(Range { min, max }) = self.x0 {
            grid.x0 = [min, max];
        }
        if let Some(Range { min, max }) = self.x1 {
            // Ranges given alike are meant alike.
            grid.linked = [min, max].map(f64::to_bits) == grid.x0.map(f64::to_bits);
            grid.x1 = [min, max];
        } else if grid.linked {
            grid.x1 = grid.x0;
        }
        grid.step = self.step.unwrap_or(grid.step);
        grid.closed |= self.closed;
        let ranges = grid.spec().axes.map(|axis| [axis.min, axis.max]);
        let difference = &mut settings.difference;
        difference.h = self.h.unwrap_or(difference.h);
        difference.power_of_two |= self.power_of_two;
        difference.scheme = self.scheme.unwrap_or(difference.scheme);
        difference.precision = self.arithmetic.precision.unwrap_or(difference.precision);
        if self.arithmetic.taken_step {
            difference.divisor = Divisor::Taken;
        }
        let start = &mut settings.descent.start;
        if self.x0.is_some() || self.x1.is_some() || start.iter().any(|x| x.is_nan()) {
            settings.descent.start_within(ranges);
        }
        Ok(())
    }

    /// What is set for a function, with what there is to say about the expression said.
    pub(super) fn settings(&self, function: &Function) -> Result<Settings, Failure> {
        let mut settings = function.settings()?;
        self.apply(&mut settings, &[])?;
        remark_on(&settings.seed());
        Ok(settings)
    }
}

/// Say what there is to say about the expression of a field.
pub(super) fn remark_on(seed: &FieldSeed) {
    if let Ok(reading) = seed.read() {
        remarked(reading);
    }
}

/// Settings of the window that have no option of their own.
#[derive(Args)]
pub(super) struct SetOptions {
    /// Set whatever a .gradfield file can set, such as arrows.colormap=viridis; once for each key
    #[arg(long = "set", value_name = "KEY=VALUE", allow_hyphen_values = true)]
    set: Vec<String>,
}

impl SetOptions {
    /// Set them, in their order.
    pub(super) fn apply(&self, settings: &mut Settings) -> Result<(), Failure> {
        for text in &self.set {
            let Some((key, value)) = text.split_once('=') else {
                return Err(Failure::usage(
                    "--set takes a key and its value, such as arrows.colormap=viridis.".to_owned(),
                ));
            };
            settings.set(key, value).map_err(|reason| Failure::usage(format!("--set: {reason}")))?;
        }
        Ok(())
    }
}

/// The settings in a file, with what there is to say about them said.
pub(super) fn settings_of_file(path: &Path) -> Result<SettingsReading, Failure> {
    let reading = export::open_settings(path).map_err(|error| Failure::usage(error.to_string()))?;
    for notice in &reading.notices {
        note(format_args!("{}: {notice}", path.display()));
    }
    Ok(reading)
}

/// How numbers are computed, whatever the scheme.
#[derive(Args, Clone, Copy)]
pub(super) struct Arithmetic {
    /// The precision in which everything is rounded [default: f64]
    ///
    /// The points, h, every operation of f, and the quotient.
    #[arg(long, value_name = "P", value_parser = named::<Precision>(Precision::ALL.map(Precision::name)))]
    precision: Option<Precision>,

    /// Divide by the step that is taken
    ///
    /// That is (x + h) - x for a forward difference, which need not be h as it was asked for.
    #[arg(long)]
    taken_step: bool,
}

impl Arithmetic {
    pub(super) fn method(self, scheme: Scheme) -> Method {
        let divisor = if self.taken_step { Divisor::Taken } else { Divisor::Nominal };
        Method { scheme, precision: self.precision.unwrap_or_default(), divisor }
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
pub(super) fn named<T>(names: impl Into<PossibleValuesParser>) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err: Error + Send + Sync> + Clone + Send + Sync + 'static,
{
    names.into().try_map(|name| name.parse())
}

/// An error of an expression, with the option that gives a free name its value.
pub(super) fn marked(error: &ExpressionError, expression: &str) -> String {
    let name = expr::plain_name(expression.get(error.span.clone()).unwrap_or_default());
    let is_free = expr::free_names(expression).iter().any(|free| *free == name);
    if is_free && !expr::is_likely_typo(&name) {
        let suggestion = format!("Give it a value with --param {name}=1, or write x0 or x1.");
        return ExpressionError { suggestion: Some(suggestion), ..error.clone() }.marked(expression);
    }
    error.marked(expression)
}

/// Why there can be no such field.
pub(super) fn refusal(error: &SeedError, expression: &str) -> Failure {
    Failure::usage(match error {
        SeedError::Expression(error) => marked(error, expression),
        SeedError::Request(error) => error.to_string(),
    })
}

/// The same, and for a field that is only too large for memory, what can be done.
pub(super) fn refusal_of_field(error: &SeedError, expression: &str) -> Failure {
    let mut failure = refusal(error, expression);
    if matches!(error, SeedError::Request(RequestError::Grid(GridError::TooManyPoints(_)))) {
        failure.message += " `gradfield field` writes larger ones as csv or npy, without --time and --exact.";
    }
    failure
}
