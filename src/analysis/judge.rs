//! What is wrong with a gradient at a point.

use std::sync::{Arc, OnceLock};

use super::comparison::{Comparison, ratio};
use super::exact::{Derivatives, Precise};
use super::joint::{Joint, Values};
use super::split::{Component, Samples, Split};
use super::step_theory::StepTheory;
use super::{Cause, Exact, ExactGradient};
use crate::differentiate::{InPrecision, Method, Rule, displaced};
use crate::eval::{DoubleDouble, Real, scalar};
use crate::expr::{self, Axis, Program};

/// Up to this relative error a gradient is good.
pub(super) const GOOD: f64 = 1e-3;

/// Judges gradients of one function by one method.
#[derive(Debug)]
pub struct Judge {
    judging: Arc<Judging>,
    exact: ExactGradient,
    samples: Memory,
    /// What theory needs, once it is asked.
    theory: Option<StepTheory>,
}

/// What there is to say about a gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// The exact gradient.
    pub exact: Exact,
    /// |g - exact| / |exact|; `None` where the exact gradient is zero, as there is nothing to be relative to, and where
    /// either is not finite.
    pub relative_error: Option<f64>,
    /// The angle between g and the exact gradient in degrees, 0 to 180; `None` where either is zero or not finite and
    /// so has no direction.
    pub angle_error: Option<f64>,
    /// Why it is as it is.
    pub cause: Cause,
    /// The axis that the cause is of, where it is one of an axis: that whose component is farther off, x0 if none is; where there
    /// is no gradient, that of the larger exact component.
    pub axis: Axis,
}

impl Judge {
    /// For a function and a method that goes through it.
    pub fn new(program: &Arc<Program>, method: Method) -> Self {
        let judging = Arc::new(Judging::new(program, method, Axis::X0));
        let exact = ExactGradient::of(&judging.derivatives);
        Self { judging, exact, samples: Memory::default(), theory: None }
    }

    /// The exact gradient that it judges by.
    pub fn exact(&mut self) -> &mut ExactGradient {
        &mut self.exact
    }

    /// The best h in theory at a point with this exact gradient.
    pub(super) fn best_h(&mut self, x: [f64; 2], exact: &Exact) -> Option<f64> {
        let method = self.judging.method;
        let program = &self.judging.derivatives.program;
        let theory = self.theory.get_or_insert_with(|| StepTheory::for_scheme(program, method.scheme));
        theory.at(x, exact).theory(method)?.best_h
    }

    /// Judge a gradient that the method gave at a point with this step, and f there.
    pub fn judge(&mut self, x: [f64; 2], h: f64, f: f64, g: [f64; 2]) -> Judgement {
        let Self { judging, exact, samples, .. } = self;
        let precise = exact.precise(x);
        let nodes = x.map(|x| judging.nodes(x, h));
        let comparison = Comparison::new(g, &precise);
        let cause = judging.cause(f, g, &precise, &comparison, nodes, |axis| {
            let component = Component::new(judging.method.scheme, axis, x, h, g[axis.index()], &precise);
            judging.is_truncated(&component, &mut At { judging, x, memory: samples })
        });
        Judgement {
            exact: precise.rounded(),
            relative_error: comparison.relative_error,
            angle_error: comparison.angle_error,
            cause,
            axis: comparison.worse_axis(&precise),
        }
    }

    /// What each axis has, by itself: the cause there would be if its component were all of the gradient.
    ///
    /// An axis along which the slope is zero is stationary, unless what came out for it is more than a thousandth of the
    /// exact gradient.
    pub fn axis_causes(&mut self, x: [f64; 2], h: f64, f: f64, g: [f64; 2]) -> [Cause; 2] {
        let Self { judging, exact, samples, .. } = self;
        let precise = exact.precise(x);
        Axis::ALL.map(|axis| {
            let nodes = judging.nodes(x[axis.index()], h);
            judging.axis_cause(axis, f, g[axis.index()], &precise, nodes, || {
                let component = Component::new(judging.method.scheme, axis, x, h, g[axis.index()], &precise);
                judging.is_truncated(&component, &mut At { judging, x, memory: samples })
            })
        })
    }

    /// The error of each component in its two parts.
    pub fn split(&mut self, x: [f64; 2], h: f64, g: [f64; 2]) -> [Split; 2] {
        let Self { judging, exact, samples, .. } = self;
        let precise = exact.precise(x);
        Axis::ALL.map(|axis| {
            let component = Component::new(judging.method.scheme, axis, x, h, g[axis.index()], &precise);
            judging.split(&component, &mut At { judging, x, memory: samples })
        })
    }
}

/// What one evaluation leaves to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    f: Values<DoubleDouble>,
    bound: Values<f64>,
}

/// f around a point.
pub(super) struct At<'a> {
    pub(super) judging: &'a Judging,
    pub(super) x: [f64; 2],
    pub(super) memory: &'a mut Memory,
}

impl Samples for At<'_> {
    fn at_node(&mut self, _axis: Axis, _n: usize, x: [DoubleDouble; 2]) -> DoubleDouble {
        self.at(x)
    }

    fn at(&mut self, x: [DoubleDouble; 2]) -> DoubleDouble {
        let [f] = self.memory.f.at(&self.judging.function, x);
        f
    }

    fn error_bound(&mut self) -> f64 {
        let [bound] = self.memory.bound.at(&self.judging.bound, self.x);
        bound
    }
}

/// Where the displaced nodes of a stencil lie along an axis, as stored in the precision of the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absorption {
    /// All differ from x, or there are none.
    None,
    /// Some are x itself.
    Some,
    /// All are.
    All,
    /// One is, or x itself is, beyond the largest number.
    Overflow,
}

/// The displaced nodes of a stencil along an axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nodes {
    pub(super) absorption: Absorption,
    /// Whether a displacement is 0 in the precision, so that a divisor may be.
    pub(super) is_step_zero: bool,
}

/// Makes the function that tells where displacements, in units of h, lead from x in a precision.
struct Locate;

type NodesOf = fn(&[f64], f64, f64) -> Nodes;

impl InPrecision for Locate {
    type Output = NodesOf;

    fn run<N: Real + Send + 'static>(self) -> NodesOf {
        |displacements, x, h| {
            let (x, h, zero) = (N::constant(x), N::constant(h), N::constant(0.0));
            let is_step_zero = displacements.iter().any(|&node| displaced(zero, node, h) == zero);
            let nodes = || displacements.iter().map(|&node| displaced(x, node, h));
            let absorbed = nodes().filter(|node| *node == x).count();
            let absorption = if !x.to_f64().is_finite() || nodes().any(|node| !node.to_f64().is_finite()) {
                Absorption::Overflow
            } else if absorbed == 0 {
                Absorption::None
            } else if absorbed == displacements.len() {
                Absorption::All
            } else {
                Absorption::Some
            };
            Nodes { absorption, is_step_zero }
        }
    }
}

/// Where the displaced nodes of a method's scheme lie along an axis, for a coordinate and an h.
pub(super) fn locator(method: Method) -> impl Fn(f64, f64) -> Nodes {
    let nodes = method.precision.run(Locate);
    move |x, h| nodes(method.scheme.displacements(), x, h)
}

/// What judging takes, for any number of threads.
#[derive(Debug)]
pub(super) struct Judging {
    pub(super) method: Method,
    pub(super) derivatives: Arc<Derivatives>,
    /// f.
    pub(super) function: Joint,
    /// The error bound of f.
    pub(super) bound: Joint,
    nodes: NodesOf,
    /// The third derivatives, once they are asked for.
    third: OnceLock<[Program; 2]>,
}

impl Judging {
    /// For points whose neighbours in memory follow one another along an axis.
    pub(super) fn new(program: &Arc<Program>, method: Method, lanes: Axis) -> Self {
        Self {
            method,
            derivatives: Arc::new(Derivatives::new(program, lanes)),
            function: Joint::new(&[program], lanes),
            bound: Joint::new(&[&expr::error_bound(program)], lanes),
            nodes: method.precision.run(Locate),
            third: OnceLock::new(),
        }
    }

    /// Where the nodes along an axis lie.
    pub(super) fn nodes(&self, x: f64, h: f64) -> Nodes {
        (self.nodes)(self.method.scheme.displacements(), x, h)
    }

    /// Why a gradient is as it is: the first cause that holds. f and g are as the method gave them.
    pub(super) fn cause(
        &self,
        f: f64,
        g: [f64; 2],
        exact: &Precise,
        comparison: &Comparison,
        nodes: [Nodes; 2],
        is_truncated: impl FnOnce(Axis) -> bool,
    ) -> Cause {
        if !is_defined(f, &g, &exact.g, &nodes) {
            return Cause::Undefined;
        }
        if exact.is_zero == [true; 2] {
            return Cause::Stationary;
        }
        if comparison.relative_error.is_some_and(|error| error <= GOOD) {
            return Cause::Good;
        }
        let axis = comparison.worse_axis(exact);
        let i = axis.index();
        self.blame(g[i], exact.is_zero[i], nodes[i], || is_truncated(axis))
    }

    /// Why a component is as it is, beside nothing but the length of the exact gradient where its own is zero.
    fn axis_cause(
        &self,
        axis: Axis,
        f: f64,
        g: f64,
        exact: &Precise,
        nodes: Nodes,
        is_truncated: impl FnOnce() -> bool,
    ) -> Cause {
        let i = axis.index();
        if !is_defined(f, &[g], &exact.g[i..=i], &[nodes]) {
            return Cause::Undefined;
        }
        let error = [(DoubleDouble::from(g) - exact.g[i]).hi(), 0.0];
        if exact.is_zero[i] {
            if exact.is_zero == [true; 2] || ratio(error, exact.g.map(DoubleDouble::hi)) <= GOOD {
                return Cause::Stationary;
            }
        } else if ratio(error, [exact.g[i].hi(), 0.0]) <= GOOD {
            return Cause::Good;
        }
        self.blame(g, exact.is_zero[i], nodes, is_truncated)
    }

    /// Why a component is wrong.
    fn blame(&self, g: f64, is_zero: bool, nodes: Nodes, is_truncated: impl FnOnce() -> bool) -> Cause {
        match nodes.absorption {
            Absorption::All if !is_zero => return Cause::Absorbed,
            Absorption::Some if !is_zero => return Cause::HalfAbsorbed,
            _ => {}
        }
        // Far out a bounded function may be the same at both ends of a long step as well, and that is truncation.
        if is_truncated() {
            Cause::Truncation
        } else if g == 0.0 && !self.method.scheme.displacements().is_empty() {
            Cause::Cancelled
        } else {
            Cause::Rounding
        }
    }

    /// The two parts of an error.
    pub(super) fn split(&self, component: &Component, samples: &mut impl Samples) -> Split {
        if !component.error.hi().is_finite() {
            return Split { truncation: f64::NAN, rounding: f64::NAN };
        }
        component.parts(match self.method.scheme.rule() {
            Rule::Difference(_) | Rule::Richardson(_) => component.truncation(samples),
            Rule::ComplexStep => self.complex_truncation(component),
            Rule::Exact => 0.0.into(),
        })
    }

    /// Whether truncation is the larger part, or as large.
    pub(super) fn is_truncated(&self, component: &Component, samples: &mut impl Samples) -> bool {
        match self.method.scheme.rule() {
            Rule::Difference(_) | Rule::Richardson(_) => component.is_truncated(samples),
            Rule::Exact | Rule::ComplexStep => {
                let Split { truncation, rounding } = self.split(component, samples);
                truncation.abs() >= rounding.abs()
            }
        }
    }

    /// The truncation error of the complex step; see [`Split`].
    fn complex_truncation(&self, component: &Component) -> DoubleDouble {
        let &Component { axis, x, h, exact, error, .. } = component;
        let i = axis.index();
        let size = |value: DoubleDouble| value.hi().abs();
        // An imaginary part is computed by the product and chain rules, as the derivative is.
        let bound = scalar::evaluate(&self.derivatives.errors[i], x);
        let rounding = COMPLEX_SAFETY * f64::EPSILON / 2.0 * (bound + size(exact + error));
        // What exceeds rounding is truncation, unless the imaginary part is so small that it has lost its digits below the
        // smallest number; for that the step must be tiny.
        let is_tiny = h <= TINY_STEP * x[i].abs() || h <= TINIEST_STEP;
        if !is_tiny && size(error) > rounding {
            return error;
        }
        let third = self.third.get_or_init(|| {
            Axis::ALL.map(|axis| expr::repeated_derivative(&self.derivatives.program, axis, 3))
        });
        let leading = -h * h / 6.0 * scalar::evaluate(&third[i], x);
        if leading.abs() <= rounding { leading.into() } else { error }
    }
}

/// Whether there is something to judge, and something to judge it by.
fn is_defined(f: f64, g: &[f64], exact: &[DoubleDouble], nodes: &[Nodes]) -> bool {
    // A finite weighted sum is one of finite samples, as infinities and NaN stay in it. Only a step that is 0 in the
    // precision makes NaN of finite ones.
    let has_quotients = nodes.iter().any(|nodes| nodes.is_step_zero) || g.iter().all(|g| g.is_finite());
    let is_beyond = nodes.iter().any(|nodes| nodes.absorption == Absorption::Overflow);
    f.is_finite() && has_quotients && !is_beyond && exact.iter().all(|exact| exact.hi().is_finite())
}

/// The rounding error of a complex operation is at most some units in the last place of its larger part.
const COMPLEX_SAFETY: f64 = 64.0;
/// A step so small beside the coordinate that most functions do not bend within it.
const TINY_STEP: f64 = 1e-8;
/// The same beside a coordinate of 0.
const TINIEST_STEP: f64 = 1e-150;
