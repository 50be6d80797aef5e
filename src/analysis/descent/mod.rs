//! Gradient descent on a numerical gradient: what an optimiser makes of it, step by step, and why it stops.
//!
//! Beside it goes its twin, the same optimiser on the exact gradient in `f64`: where the two part, the gradient was to
//! blame.

mod optimizer;
mod stability;
mod stop;

use std::sync::Arc;

pub use self::optimizer::{Knob, Optimizer, UnknownRule, UpdateRule};
pub use self::stability::StableRates;
pub use self::stop::Stop;

use self::optimizer::Updates;
use crate::differentiate::{Differentiator, Gradient, Method, MethodError, Scheme};
use crate::eval::scalar::Registers;
use crate::expr::{Binary, Program};
use crate::field::{CancelToken, Cancelled};

/// The most steps of a path.
pub const MOST_STEPS: usize = 100_000;

/// A descent to make.
#[derive(Clone, Debug, PartialEq)]
pub struct Descent {
    /// The function.
    pub program: Arc<Program>,
    /// How its gradient is approximated. All coordinates are rounded to its precision after each step, as those of a
    /// model that is trained in it.
    pub method: Method,
    /// The difference step.
    pub h: f64,
    /// Where it begins.
    pub start: [f64; 2],
    /// The rule and its numbers.
    pub optimizer: Optimizer,
    /// After so many steps it ends, [`MOST_STEPS`] at most.
    pub steps: usize,
    /// It ends where |g| is not above this.
    pub tolerance: f64,
    /// It ends beyond these limits of x0 and x1, if there are some.
    pub region: Option<[[f64; 2]; 2]>,
}

/// A point of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit {
    /// Where.
    pub x: [f64; 2],
    /// f there, in `f64`.
    pub f: f64,
    /// The gradient there, as the method has it.
    pub g: [f64; 2],
}

/// The way of an optimiser.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The start, and the point after each step.
    pub visits: Vec<Visit>,
    /// Why it ends with the last of them.
    pub stop: Stop,
}

/// An optimiser's way down the numerical gradient, and the twin's.
#[derive(Clone, Debug, PartialEq)]
pub struct Twins {
    /// The rule of both.
    pub rule: UpdateRule,
    /// On the numerical gradient.
    pub numerical: Path,
    /// On the exact one.
    pub exact: Path,
    /// Where the one on the numerical gradient has gone up or away, and its rate is too large for how f bends at the start: the
    /// rates that are not.
    pub stable_rates: Option<StableRates>,
}

impl Descent {
    /// The twin: the same on the exact gradient in `f64`.
    #[must_use]
    pub fn exact(&self) -> Self {
        Self { method: Scheme::Exact.into(), ..self.clone() }
    }

    /// Make it, and its twin.
    ///
    /// The gradient of a method that does not go through the function is refused.
    #[expect(clippy::missing_panics_doc, reason = "nobody cancels")]
    pub fn twins(&self) -> Result<Twins, MethodError> {
        self.twins_unless(&CancelToken::new()).expect("nobody cancels")
    }

    /// [`Self::twins`], unless cancelled meanwhile, which is looked at before every step.
    pub fn twins_unless(&self, cancel: &CancelToken) -> Result<Result<Twins, MethodError>, Cancelled> {
        let numerical = match self.run_unless(cancel)? {
            Ok(path) => path,
            Err(error) => return Ok(Err(error)),
        };
        let stable_rates = self.stable_rates(&numerical);
        Ok(self.exact().run_unless(cancel)?.map(|exact| Twins {
            rule: self.optimizer.rule(),
            numerical,
            exact,
            stable_rates,
        }))
    }

    /// The rates that would be stable, where a path has gone up or away because its own is not.
    fn stable_rates(&self, path: &Path) -> Option<StableRates> {
        let [first, last] = [path.visits.first()?, path.visits.last()?];
        let has_failed = match path.stop {
            Stop::LeftRegion | Stop::Diverged => true,
            Stop::StepLimit => last.f > first.f,
            _ => false,
        };
        if !has_failed {
            return None;
        }
        let rates = StableRates::at(first.x, &self.program, &self.optimizer)?;
        (self.optimizer.get(Knob::Rate) >= rates.below).then_some(rates)
    }

    /// Make it. The same descent always goes the same way, to the bit.
    ///
    /// The gradient of a method that does not go through the function is refused.
    #[expect(clippy::missing_panics_doc, reason = "nobody cancels")]
    pub fn run(&self) -> Result<Path, MethodError> {
        self.run_unless(&CancelToken::new()).expect("nobody cancels")
    }

    fn run_unless(&self, cancel: &CancelToken) -> Result<Result<Path, MethodError>, Cancelled> {
        let differentiator = match Differentiator::new(&self.program, self.method) {
            Ok(differentiator) => differentiator,
            Err(error) => return Ok(Err(error)),
        };
        Walk { differentiator, registers: Registers::default(), descent: self }.run(cancel).map(Ok)
    }
}

/// Make several descents, each with its twin. One whose method does not go through its function is left out.
pub fn twins_of_all(descents: &[Descent], cancel: &CancelToken) -> Result<Vec<Twins>, Cancelled> {
    let mut made = Vec::with_capacity(descents.len());
    for descent in descents {
        made.extend(descent.twins_unless(cancel)?);
    }
    Ok(made)
}

struct Walk<'d> {
    differentiator: Differentiator,
    registers: Registers<f64>,
    descent: &'d Descent,
}

impl Walk<'_> {
    fn run(&mut self, cancel: &CancelToken) -> Result<Path, Cancelled> {
        let Descent { start, optimizer, steps, .. } = *self.descent;
        let steps = steps.min(MOST_STEPS);
        let mut updates = Updates::new(optimizer);
        let mut visits = Vec::with_capacity(steps + 1);
        let mut here = self.visit(start.map(|x| self.descent.method.precision.round(x)));
        let stop = loop {
            cancel.check()?;
            visits.push(here);
            if let Some(stop) = self.stop(&here, visits.len() == 1) {
                break stop;
            }
            if visits.len() > steps {
                break Stop::StepLimit;
            }
            let g = match updates.probe(here.x) {
                Some(ahead) => self.gradient(ahead).g,
                None => here.g,
            };
            if g.iter().any(|g| !g.is_finite()) {
                break Stop::NoGradientAhead;
            }
            // As low as where the step leads once it is rounded.
            let precision = self.descent.method.precision;
            let value =
                |x: [f64; 2]| self.registers.evaluate(&self.descent.program, x.map(|x| precision.round(x)));
            let Some(next) = updates.next(here.x, g, value) else {
                break Stop::NoDecrease;
            };
            if updates.have_overflowed() {
                break Stop::Overflow;
            }
            let next = next.map(|x| self.descent.method.precision.round(x));
            if self.is_lost(here.x, next, g)
                && updates.largest_next(here.x, g).is_none_or(|x| self.is_lost(here.x, x, g))
            {
                break Stop::Stalled;
            }
            here = self.visit(next);
        };
        Ok(Path { visits, stop })
    }

    fn gradient(&mut self, x: [f64; 2]) -> Gradient {
        self.differentiator.at(x, self.descent.h)
    }

    fn visit(&mut self, x: [f64; 2]) -> Visit {
        // f in `f64`, so that paths of different precisions can be compared.
        let f = self.registers.evaluate(&self.descent.program, x);
        Visit { x, f, g: self.gradient(x).g }
    }

    /// Why it cannot or need not go on, if so.
    fn stop(&self, here: &Visit, is_start: bool) -> Option<Stop> {
        let Descent { tolerance, region, .. } = *self.descent;
        let is_infinite = here.f.is_infinite() || here.x.iter().any(|x| !x.is_finite());
        if is_start && is_infinite {
            // No rate leads to a start at a pole, nor to one beyond the largest number of the precision.
            return Some(Stop::Undefined);
        }
        if here.f == f64::NEG_INFINITY {
            return Some(Stop::Unbounded);
        }
        if is_infinite {
            return Some(Stop::Diverged);
        }
        let is_within = |[[from0, to0], [from1, to1]]: [[f64; 2]; 2]| {
            (from0..=to0).contains(&here.x[0]) && (from1..=to1).contains(&here.x[1])
        };
        if region.is_some_and(|region| !is_within(region)) {
            return Some(Stop::LeftRegion);
        }
        if here.f.is_nan() {
            return Some(Stop::Undefined);
        }
        if here.g.iter().any(|g| !g.is_finite()) {
            return Some(Stop::NoGradient);
        }
        let length = |[g0, g1]: [f64; 2]| Binary::Hypot.apply(g0, g1);
        if length(here.g) > tolerance {
            return None;
        }
        let exact = match Differentiator::new(&self.descent.program, Scheme::Exact.into()) {
            Ok(mut exact) => exact.at(here.x, self.descent.h).g,
            Err(_) => unreachable!("the exact derivative goes through every function"),
        };
        let off = length([0, 1].map(|i| here.g[i] - exact[i]));
        Some(if exact.iter().any(|g| !g.is_finite()) {
            Stop::Kink
        } else if length(exact) > tolerance && off > length(exact) / 2.0 {
            Stop::Vanished
        } else {
            Stop::Converged
        })
    }

    /// Whether a step that should have been made changes nothing: the velocity of a rule with inertia may pick up again.
    #[expect(clippy::float_cmp, reason = "a step that is lost leaves the very numbers")]
    fn is_lost(&self, x: [f64; 2], next: [f64; 2], g: [f64; 2]) -> bool {
        let has_inertia = matches!(
            self.descent.optimizer.rule(),
            UpdateRule::Momentum | UpdateRule::Nesterov | UpdateRule::Adam
        );
        !has_inertia && x == next.map(|x| self.descent.method.precision.round(x)) && g != [0.0; 2]
    }
}
