//! `gradfield descend`: where optimisers go on a numerical gradient, and on the exact one.

use std::error::Error;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use clap::Args;

use super::options::{Arithmetic, Function, ParameterOptions, named, program_of};
use super::output::Output;
use super::sweep::parse_point;
use super::{Failure, note};
use crate::analysis::descent::{Descent, Knob, MOST_STEPS, Optimizer, Twins, UnknownRule, UpdateRule};
use crate::differentiate::{MethodError, Scheme};
use crate::export;
use crate::number_text::{format_number, parse_number};

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{DETAILS}\n\n{EXAMPLES}"))]
pub(super) struct DescendCommand {
    #[command(flatten)]
    pub(super) function: Function,

    /// Where it begins
    #[arg(long, value_name = "X0,X1", allow_hyphen_values = true, value_parser = parse_point)]
    from: [f64; 2],

    /// The optimiser, or all of them
    #[arg(long, value_name = "NAME", default_value = UpdateRule::Sgd.name(), value_parser = named::<Rules>(UpdateRule::ALL.map(UpdateRule::name).into_iter().chain([ALL])))]
    optimizer: Rules,

    /// How many steps: at most 100,000
    #[arg(long, value_name = "N", default_value_t = 30)]
    steps: usize,

    /// It ends where |g| is not above this
    #[arg(long, value_name = "T", default_value = "1e-9", allow_hyphen_values = true, value_parser = parse_number)]
    tolerance: f64,

    #[command(flatten)]
    knobs: Knobs,

    /// The difference step
    #[arg(long, value_name = "H", default_value = "1e-4", allow_hyphen_values = true, value_parser = parse_number)]
    h: f64,

    /// The difference scheme
    #[arg(long, value_name = "NAME", default_value = Scheme::default().name(), value_parser = named::<Scheme>(Scheme::ALL.map(Scheme::name)))]
    scheme: Scheme,

    #[command(flatten)]
    arithmetic: Arithmetic,

    #[command(flatten)]
    parameters: ParameterOptions,

    #[command(flatten)]
    output: Output,
}

/// The numbers of update rules; each goes to the rules that have it.
#[derive(Args)]
#[command(next_help_heading = "Numbers of the optimisers")]
struct Knobs {
    /// The learning rate [default: one for each optimiser]
    ///
    /// Backtracking begins each step with it [default: sgd 0.95, momentum and nesterov 0.1, adagrad 1.5, rmsprop and adam
    /// 0.3, backtracking 1]
    #[arg(long, value_name = "R", allow_hyphen_values = true, value_parser = parse_number)]
    rate: Option<f64>,

    /// The share of the last step that goes on, in momentum and nesterov [default: 0.9]
    #[arg(long, value_name = "M", allow_hyphen_values = true, value_parser = parse_number)]
    momentum: Option<f64>,

    /// The share of the old squares that stays, in rmsprop [default: 0.99]
    #[arg(long, value_name = "D", allow_hyphen_values = true, value_parser = parse_number)]
    decay: Option<f64>,

    /// The share of the old mean that stays, in adam [default: 0.9]
    #[arg(long, value_name = "B", allow_hyphen_values = true, value_parser = parse_number)]
    beta1: Option<f64>,

    /// The share of the old squares that stays, in adam [default: 0.999]
    #[arg(long, value_name = "B", allow_hyphen_values = true, value_parser = parse_number)]
    beta2: Option<f64>,

    /// What keeps a root from being 0 [default: adagrad and rmsprop 1e-7, adam 1e-8]
    #[arg(long, value_name = "E", allow_hyphen_values = true, value_parser = parse_number)]
    epsilon: Option<f64>,

    /// The share of the promised fall that backtracking is content with [default: 1e-4]
    #[arg(long, value_name = "C", allow_hyphen_values = true, value_parser = parse_number)]
    decrease: Option<f64>,
}

const DETAILS: &str = "\
CSV has the header step,x0,x1,f,g0,g1,optimizer,gradient and a row a point, from step 0, the start.
Each optimiser goes twice: down the numerical gradient, and down the exact one; the last column says
which. Why each way ends is said on stderr.";

const EXAMPLES: &str = "\
Examples:
  gradfield descend \"x0^2/20 + x1^2\" --from -7,2 --optimizer all
  gradfield descend \"x0^2 + x1^2\" --from 1,1 --rate 0.1 --h 10e-50
  gradfield descend \"(1-x0)^2 + 100*(x1-x0^2)^2\" --from -1,1 --optimizer adam --steps 500";

/// The word for all optimisers.
const ALL: &str = "all";

/// One rule or all.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rules {
    One(UpdateRule),
    All,
}

impl FromStr for Rules {
    type Err = UnknownRule;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        if name == ALL { Ok(Self::All) } else { name.parse().map(Self::One) }
    }
}

/// Why a descent cannot be made.
#[derive(Debug)]
enum Refusal {
    Knob(Knob),
    NoSuchKnob(Knob, UpdateRule),
    Steps,
    Tolerance,
    H,
    Start,
    Method(MethodError),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Knob(knob) => write!(f, "--{} must be {}.", knob.name(), knob.range()),
            Self::NoSuchKnob(knob, rule) => {
                write!(f, "{rule} has no {}. Remove --{}.", knob.name(), knob.name())
            }
            Self::Steps => write!(f, "There can be at most {MOST_STEPS} steps."),
            Self::Tolerance => f.write_str("The tolerance must be 0 or above."),
            Self::H => f.write_str("h must be a finite number above 0."),
            Self::Start => f.write_str("The start must be two finite numbers."),
            Self::Method(error) => error.fmt(f),
        }
    }
}

impl Error for Refusal {}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::usage(refusal.to_string())
    }
}

impl DescendCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        self.output.expect_csv("A descent")?;
        let descents = self.descents()?;
        self.output.write(|to| export::write_descents(&descents, to))
    }

    fn descents(&self) -> Result<Vec<Twins>, Failure> {
        self.check()?;
        let program = Arc::new(program_of(&self.function, &self.parameters)?);
        let mut descents = Vec::new();
        for optimizer in self.optimizers()? {
            let descent = Descent {
                program: Arc::clone(&program),
                method: self.arithmetic.method(self.scheme),
                h: self.h,
                start: self.from,
                optimizer,
                steps: self.steps,
                tolerance: self.tolerance,
                region: None,
            };
            let twins = descent.twins().map_err(Refusal::Method)?;
            tell_ends(&twins);
            descents.push(twins);
        }
        Ok(descents)
    }

    fn check(&self) -> Result<(), Refusal> {
        if self.steps > MOST_STEPS {
            return Err(Refusal::Steps);
        }
        if self.tolerance.is_nan() || self.tolerance < 0.0 {
            return Err(Refusal::Tolerance);
        }
        if !(self.h > 0.0 && self.h.is_finite()) {
            return Err(Refusal::H);
        }
        if self.from.iter().any(|x| !x.is_finite()) {
            return Err(Refusal::Start);
        }
        Ok(())
    }

    /// The optimisers, with the numbers that were given to them.
    fn optimizers(&self) -> Result<Vec<Optimizer>, Refusal> {
        let rules = match self.optimizer {
            Rules::One(rule) => vec![rule],
            Rules::All => UpdateRule::ALL.to_vec(),
        };
        let mut optimizers: Vec<_> = rules.iter().copied().map(Optimizer::new).collect();
        for knob in Knob::ALL {
            let Some(value) = self.knobs.value(knob) else { continue };
            if !knob.takes(value) {
                return Err(Refusal::Knob(knob));
            }
            let having = optimizers.iter_mut().filter(|optimizer| optimizer.rule().knobs().contains(&knob));
            if having.map(|optimizer| *optimizer.knob(knob) = value).count() == 0 {
                return Err(Refusal::NoSuchKnob(knob, rules[0]));
            }
        }
        Ok(optimizers)
    }
}

/// Say why both ways end, and which rates would be better than one that is too large.
fn tell_ends(twins: &Twins) {
    let rule = twins.rule;
    for (gradient, path) in [("numerical", &twins.numerical), ("exact", &twins.exact)] {
        let last = path.visits.len() - 1;
        note(format_args!("{rule}, {gradient} gradient, step {last}: {}", path.stop));
    }
    if let Some(rates) = &twins.stable_rates {
        let rate = format_number(rates.suggested());
        note(format_args!("{rule}: {rates} Try --rate {rate}."));
    }
}

impl Knobs {
    fn value(&self, knob: Knob) -> Option<f64> {
        match knob {
            Knob::Rate => self.rate,
            Knob::Momentum => self.momentum,
            Knob::Decay => self.decay,
            Knob::Beta1 => self.beta1,
            Knob::Beta2 => self.beta2,
            Knob::Epsilon => self.epsilon,
            Knob::Decrease => self.decrease,
        }
    }
}
