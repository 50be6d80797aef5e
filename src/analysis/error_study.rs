//! Error against h at one point.

use std::fmt;
use std::sync::Arc;

use super::step_theory::{Local, StepTheory};
use super::{Exact, ExactGradient, Theory};
use crate::differentiate::{Differentiator, Method, MethodError};
use crate::expr::{Binary, Program, Unary};
use crate::number_text::{format_count, format_number};

/// The most steps that are studied at once.
pub const MOST_STEPS: usize = 100_000;
/// The largest h that is studied: the divisor of every scheme is finite there.
const LARGEST_H: f64 = f64::MAX / 16.0;

/// Values of h, evenly spaced in their logarithm, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steps {
    /// The first.
    pub from: f64,
    /// The last; smaller than the first where the steps are to fall.
    pub to: f64,
    /// How many.
    pub count: usize,
}

/// Why there can be no such steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StepsError {
    /// An end is 0, negative, NaN or infinite.
    NotPositive(f64),
    /// An end is so large that a divisor is infinite.
    TooLarge(f64),
    /// There are fewer steps than two ends need, or more than [`MOST_STEPS`].
    Count(usize),
}

impl fmt::Display for StepsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPositive(h) => {
                write!(f, "h must be a finite number above 0, not {}.", format_number(*h))
            }
            Self::TooLarge(h) => {
                write!(f, "h = {} is too large: the divisor overflows.", format_number(*h))
            }
            Self::Count(count) => write!(
                f,
                "There can be 2 to {} steps, not {}.",
                format_count(MOST_STEPS),
                format_count(*count)
            ),
        }
    }
}

impl std::error::Error for StepsError {}

impl Steps {
    /// Whether they can be studied.
    pub fn check(&self) -> Result<(), StepsError> {
        for h in [self.from, self.to] {
            if !(h > 0.0 && h.is_finite()) {
                return Err(StepsError::NotPositive(h));
            }
            if h > LARGEST_H {
                return Err(StepsError::TooLarge(h));
            }
        }
        if (2..=MOST_STEPS).contains(&self.count) { Ok(()) } else { Err(StepsError::Count(self.count)) }
    }

    /// The values, from the first to the last. Powers of ten among them are the very numbers that are typed as `1e-4`;
    /// between two powers of two, powers of two are.
    ///
    /// One step is the first; from ends that are not finite and above 0 comes NaN.
    pub fn values(&self) -> Vec<f64> {
        let Self { from, to, count } = *self;
        let ends = [from, to];
        let is_binary = ends.iter().all(|end| Base::TWO.whole_logarithm(*end).is_some());
        let base = if is_binary { Base::TWO } else { Base::TEN };
        let [first, last] = ends.map(|end| base.logarithm(end));
        let intervals = count.saturating_sub(1);
        let value = |i: usize| {
            if i == 0 {
                return from;
            }
            if i == intervals {
                return to;
            }
            let exponent = (first * (intervals - i) as f64 + last * i as f64) / intervals as f64;
            base.power(exponent).clamp(from.min(to), from.max(to))
        };
        (0..count).map(value).collect()
    }
}

/// A base of logarithms that are the same on every machine.
#[derive(Clone, Copy)]
struct Base {
    number: f64,
    natural_logarithm: f64,
}

impl Base {
    const TWO: Self = Self { number: 2.0, natural_logarithm: std::f64::consts::LN_2 };
    const TEN: Self = Self { number: 10.0, natural_logarithm: std::f64::consts::LN_10 };

    fn power(self, exponent: f64) -> f64 {
        Binary::Power.apply(self.number, exponent)
    }

    fn logarithm(self, value: f64) -> f64 {
        let near = Unary::Ln.apply(value) / self.natural_logarithm;
        self.whole_logarithm(value).unwrap_or(near)
    }

    /// The logarithm of the number nearest to a whole power.
    fn whole_logarithm(self, value: f64) -> Option<f64> {
        let whole = (Unary::Ln.apply(value) / self.natural_logarithm).round();
        #[expect(clippy::float_cmp, reason = "the question is whether it is the very number")]
        let is_power = self.power(whole) == value;
        is_power.then_some(whole)
    }
}

/// A gradient with one h and how far off it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SweepPoint {
    /// The step.
    pub h: f64,
    /// The gradient.
    pub g: [f64; 2],
    /// |g - exact|; not finite where g is not, NaN where the exact gradient is not finite.
    pub absolute_error: f64,
    /// |g - exact| / |exact|; NaN where the exact gradient is zero or not finite.
    pub relative_error: f64,
}

/// The error of one method at one point, against h.
#[derive(Clone, Debug, PartialEq)]
pub struct PointCurve {
    /// How it was differentiated.
    pub method: Method,
    /// One entry a step, in the order of the steps.
    pub points: Vec<SweepPoint>,
    /// What theory says; `None` where it has nothing to say (the exact scheme, f without enough derivatives here, or with
    /// derivatives too large to be written down).
    pub theory: Option<Theory>,
    /// The index of the step with the least absolute error, the largest step of several; `None` without any finite one.
    pub best: Option<usize>,
}

/// The curves of one function, at one point after the other, by one method after the other.
///
/// What they share is made once: the derivatives of f for the function, their values for a point.
pub struct PointStudy {
    exact: ExactGradient,
    theory: StepTheory,
    /// The point that was studied last, and what holds there for every method.
    place: Option<(Place, [f64; 2])>,
    differentiators: Vec<(Method, Differentiator)>,
}

/// What holds at a point for every method.
#[derive(Clone, Copy)]
struct Place {
    exact: Exact,
    local: Local,
}

impl PointStudy {
    /// Of a function. Takes its derivatives up to the fifth, as far as they stay small.
    pub fn new(program: &Arc<Program>) -> Self {
        Self {
            exact: ExactGradient::new(program),
            theory: StepTheory::new(program),
            place: None,
            differentiators: vec![],
        }
    }

    /// Its function.
    pub fn program(&self) -> &Arc<Program> {
        self.exact.program()
    }

    /// The exact gradient at a point.
    pub fn exact(&mut self, x: [f64; 2]) -> Exact {
        self.place(x).exact
    }

    /// What it takes the exact gradient from.
    pub fn exact_gradient(&mut self) -> &mut ExactGradient {
        &mut self.exact
    }

    /// The curve of a method at a point.
    pub fn curve(&mut self, x: [f64; 2], method: Method, steps: &Steps) -> Result<PointCurve, MethodError> {
        let Place { exact, local } = self.place(x);
        let theory = local.theory(method);
        let differentiator = self.differentiator(method)?;
        Ok(curve(differentiator, x, &exact, method, steps, theory))
    }

    fn place(&mut self, x: [f64; 2]) -> Place {
        #[expect(clippy::float_cmp, reason = "the very point")]
        if let Some((place, at)) = self.place
            && at == x
        {
            return place;
        }
        let exact = self.exact.at(x);
        let place = Place { exact, local: self.theory.at(x, &exact) };
        self.place = Some((place, x));
        place
    }

    fn differentiator(&mut self, method: Method) -> Result<&mut Differentiator, MethodError> {
        let known = self.differentiators.iter().position(|(of, _)| *of == method);
        let at = if let Some(at) = known {
            at
        } else {
            let new = Differentiator::new(self.exact.program(), method)?;
            self.differentiators.push((method, new));
            self.differentiators.len() - 1
        };
        Ok(&mut self.differentiators[at].1)
    }
}

/// The curve of a point, for once; a [`PointStudy`] makes many.
pub fn point_curve(
    exact: &mut ExactGradient,
    x: [f64; 2],
    method: Method,
    steps: &Steps,
) -> Result<PointCurve, MethodError> {
    let mut differentiator = Differentiator::new(exact.program(), method)?;
    let mut theory = StepTheory::for_scheme(exact.program(), method.scheme);
    let exact = exact.at(x);
    let theory = theory.at(x, &exact).theory(method);
    Ok(curve(&mut differentiator, x, &exact, method, steps, theory))
}

fn curve(
    differentiator: &mut Differentiator,
    x: [f64; 2],
    exact: &Exact,
    method: Method,
    steps: &Steps,
    theory: Option<Theory>,
) -> PointCurve {
    let mut at = |h| SweepPoint::new(h, differentiator.at(x, h).g, exact);
    let steps = steps.values();
    let points: Vec<_> = match steps.first() {
        Some(&first) if !method.scheme.has_step() => {
            let of_any = at(first);
            steps.into_iter().map(|h| SweepPoint { h, ..of_any }).collect()
        }
        _ => steps.into_iter().map(at).collect(),
    };
    let best = best(points.iter().map(|point| (point.h, point.absolute_error)));
    PointCurve { method, points, theory, best }
}

impl SweepPoint {
    fn new(h: f64, g: [f64; 2], exact: &Exact) -> Self {
        let [absolute_error, size] = errors(g, exact);
        Self { h, g, absolute_error, relative_error: absolute_error / size }
    }
}

/// |g - exact|, and |exact| to be divided by: NaN where it is zero.
pub(super) fn errors(g: [f64; 2], exact: &Exact) -> [f64; 2] {
    let length = |[v, w]: [f64; 2]| Binary::Hypot.apply(v, w);
    let error = length([0, 1].map(|axis| g[axis] - exact.g[axis]));
    let is_finite = exact.g.iter().all(|component| component.is_finite());
    let size = if is_finite && exact.is_zero != [true; 2] { length(exact.g) } else { f64::NAN };
    [if is_finite { error } else { f64::NAN }, if size > 0.0 { size } else { f64::NAN }]
}

/// Where the error is least, given h and the error; of several such places that with the largest h.
pub(super) fn best(curve: impl Iterator<Item = (f64, f64)>) -> Option<usize> {
    let finite = curve.enumerate().filter(|(_, (_, error))| error.is_finite());
    let best = finite.min_by(|(_, (h, error)), (_, (other_h, other))| {
        error.total_cmp(other).then_with(|| other_h.total_cmp(h))
    });
    best.map(|(index, _)| index)
}
