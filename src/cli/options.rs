//! Options that several commands have, and how their values are read.

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::Failure;
use crate::differentiate::{Divisor, Method, Precision, Scheme, nearest_power_of_two};
use crate::excerpt::shown;
use crate::export;
use crate::expr::{self, ExpressionError, Parameters, Program, Reading};
use crate::field::{AxisSpec, FieldSeed, GridError, GridSpec, RequestError, SeedError};
use crate::number_text::parse_number;
use crate::settings::{Reading as SettingsReading, Settings};

/// The function that a command is about.
#[derive(Args)]
pub(super) struct Function {
    /// The function of x0 and x1, in quotes
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    pub(super) expression: String,

    #[command(flatten)]
    excess: Excess,
}

impl Function {
    /// The expression, unless there are more words beside it.
    pub(super) fn only(&self) -> Result<String, Failure> {
        self.excess.refuse()?;
        Ok(self.expression.clone())
    }
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
    /// The values, each of which one of the texts must have a use for.
    pub(super) fn parameters(&self, texts: &[&str]) -> Result<Parameters, Failure> {
        let mut parameters = Parameters::new();
        let free: Vec<String> = texts.iter().flat_map(|text| expr::free_names(text)).collect();
        for (name, value) in &self.values {
            if parameters.get(name).is_some() {
                return Err(Failure::usage(format!("--param gives {name} two values. Keep one of them.")));
            }
            if !free.contains(name) {
                let has = match free.as_slice() {
                    [] => "It has no parameters.".to_owned(),
                    names => format!("It has {}.", names.join(", ")),
                };
                return Err(Failure::usage(format!("The function has no parameter {name}. {has}")));
            }
            parameters.set(name, *value);
        }
        Ok(parameters)
    }
}

/// A function with the values of its parameters, and what there is to say about it said.
pub(super) fn program_of(expression: &str, parameters: &ParameterOptions) -> Result<Program, Failure> {
    let parameters = parameters.parameters(&[expression])?;
    let reading =
        expr::read(expression, &parameters).map_err(|error| Failure::usage(marked(&error, expression)))?;
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
        // Where stderr is closed there is nobody to tell.
        drop(writeln!(io::stderr(), "note: {}", remark.message));
    }
    reading.program
}

#[derive(Args)]
#[command(next_help_heading = "Field options")]
pub(super) struct FieldOptions {
    /// The range of x0
    #[arg(long, value_name = "MIN:MAX", default_value = "-2:2", allow_hyphen_values = true, value_parser = parse_range)]
    x0: Range,

    /// The range of x1 [default: that of x0]
    #[arg(long, value_name = "MIN:MAX", allow_hyphen_values = true, value_parser = parse_range)]
    x1: Option<Range>,

    /// The distance of two grid points, along both axes
    ///
    /// The points are those of np.arange(MIN, MAX, S), so the right end of a range is left out.
    #[arg(long, value_name = "S", default_value = "0.25", allow_hyphen_values = true, value_parser = parse_number)]
    step: f64,

    /// Let the right end of a range belong to the grid where the step divides the range
    #[arg(long)]
    closed: bool,

    /// The difference step
    #[arg(long, value_name = "H", default_value = "1e-4", allow_hyphen_values = true, value_parser = parse_number)]
    h: f64,

    /// Take the power of two nearest to H in its place
    ///
    /// It loses nothing when it is rounded.
    #[arg(long)]
    power_of_two: bool,

    /// The difference scheme
    #[arg(long, value_name = "NAME", default_value = Scheme::default().name(), value_parser = named::<Scheme>(Scheme::ALL.map(Scheme::name)))]
    scheme: Scheme,

    #[command(flatten)]
    arithmetic: Arithmetic,

    #[command(flatten)]
    parameters: ParameterOptions,
}

impl FieldOptions {
    /// The field of an expression, whose parameters other texts may have a use for as well.
    pub(super) fn seed(&self, expression: String, others: &[&str]) -> Result<FieldSeed, Failure> {
        let Self { x0, x1, step, closed, h, power_of_two, scheme, arithmetic, .. } = *self;
        let texts: Vec<&str> = [expression.as_str()].into_iter().chain(others.iter().copied()).collect();
        let parameters = self.parameters.parameters(&texts)?;
        let axis = |Range { min, max }| AxisSpec { min, max, step };
        let grid = GridSpec { axes: [axis(x0), axis(x1.unwrap_or(x0))], closed };
        let h = if power_of_two { nearest_power_of_two(h) } else { h };
        let seed = FieldSeed { expression, parameters, grid, method: arithmetic.method(scheme), h };
        if let Ok(reading) = seed.read() {
            remarked(reading);
        }
        Ok(seed)
    }

    /// The settings of the window on that field: parameters in the order in which they are given, and h as it is given.
    pub(super) fn settings(&self, expression: String) -> Result<Settings, Failure> {
        let mut settings = Settings::from(self.seed(expression, &[])?);
        let place = |name: &str| self.parameters.values.iter().position(|(given, _)| given == name);
        settings.parameters.sort_by_key(|parameter| place(&parameter.name));
        (settings.difference.h, settings.difference.power_of_two) = (self.h, self.power_of_two);
        Ok(settings)
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
        // Where stderr is closed there is nobody to tell.
        drop(writeln!(io::stderr(), "note: {}: {notice}", path.display()));
    }
    Ok(reading)
}

/// How numbers are computed, whatever the scheme.
#[derive(Args, Clone, Copy)]
pub(super) struct Arithmetic {
    /// The precision in which everything is rounded
    ///
    /// The points, h, every operation of f, and the quotient.
    #[arg(long, value_name = "P", default_value = Precision::default().name(), value_parser = named::<Precision>(Precision::ALL.map(Precision::name)))]
    precision: Precision,

    /// Divide by the step that is taken
    ///
    /// That is (x + h) - x for a forward difference, which need not be h as it was asked for.
    #[arg(long)]
    taken_step: bool,
}

impl Arithmetic {
    pub(super) fn method(self, scheme: Scheme) -> Method {
        let divisor = if self.taken_step { Divisor::Taken } else { Divisor::Nominal };
        Method { scheme, precision: self.precision, divisor }
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
    let name = expression.get(error.span.clone()).unwrap_or_default();
    let is_free = expr::free_names(expression).iter().any(|free| free == name);
    if is_free && !expr::is_likely_typo(name) {
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
