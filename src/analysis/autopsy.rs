//! One arrow, digit by digit.

use super::digits::{aligned, prefix, shared};
use super::verdict::verdict;
use super::{Cause, Judge, Judgement, Split};
use crate::differentiate::{InPrecision, Method, Quotient, Rule, Stencil, extrapolated, quotient};
use crate::eval::scalar::{self, Registers};
use crate::eval::{Complex, Number, Real};
use crate::expr::{Axis, Program};
use crate::field::GradientField;

/// Everything that led to one arrow.
#[derive(Clone, Debug, PartialEq)]
pub struct Autopsy {
    /// The node's index in its field.
    pub index: usize,
    /// The node.
    pub x: [f64; 2],
    /// The numerical gradient.
    pub g: [f64; 2],
    /// f there.
    pub f: f64,
    /// What it is worth.
    pub judgement: Judgement,
    /// Along x0 and along x1.
    pub axes: [AxisAutopsy; 2],
    /// One sentence in plain words.
    pub verdict: String,
}

/// How the quotient along one axis came about.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisAutopsy {
    /// The axis.
    pub axis: Axis,
    /// The nodes and f at them, from the left to the right, x itself among them; for the complex step the one node `x + ih`.
    pub samples: Vec<Sample>,
    /// How many leading digits the values of f that are subtracted share, in their 17-digit texts; 0 without a subtraction.
    pub shared_digits: usize,
    /// The numerator of the quotient (of Richardson's: that with h; of the complex step: the imaginary part of f); NaN for
    /// the exact derivative, which is no quotient.
    pub numerator: f64,
    /// The numerator in units in the last place of the largest |f| among the samples, in the method's precision.
    pub numerator_ulps: f64,
    /// What the numerator was divided by.
    pub divisor: f64,
    /// The derivative as it came out.
    pub numerical: f64,
    /// The exact one.
    pub exact: f64,
    /// numerical - exact, in two parts; `None` where either is not finite.
    pub split: Option<Split>,
    /// What this axis has, by itself.
    pub cause: Cause,
}

/// A node of the stencil.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// As in a formula: `x - h`, `x`, `x + 2h`.
    pub name: &'static str,
    /// Its weight in the numerator of its own quotient (Richardson's scheme has two); 0 for x where the scheme does not
    /// use it.
    pub coefficient: f64,
    /// The coordinate as stored.
    pub node: f64,
    /// Whether it is x itself although it was displaced.
    pub is_absorbed: bool,
    /// f there; for the complex step its real part.
    pub f: f64,
    /// f in 17 significant digits, aligned with those of the other samples.
    pub digits: String,
}

impl Sample {
    /// How many bytes of `digits` stand before the first digit that differs, where so many significant ones are shared: sign
    /// and point included, and zeros before them. 0 for an x that the scheme does not use.
    pub fn shared_prefix(&self, shared_digits: usize) -> usize {
        if self.coefficient == 0.0 { 0 } else { prefix(&self.digits, shared_digits) }
    }
}

/// Take an arrow apart.
pub fn autopsy(judge: &mut Judge, field: &GradientField, index: usize) -> Autopsy {
    let (x, f) = (field.grid.point(index), field.f[index]);
    let (g, h) = ([field.g0[index], field.g1[index]], field.request.h());
    let program = field.request.program();
    let method = field.request.method();
    let judgement = judge.judge(x, h, f, g);
    let causes = judge.axis_causes(x, h, f, g);
    let is_finite = |axis: usize| g[axis].is_finite() && judgement.exact.g[axis].is_finite();
    let split = judge.split(x, h, g);
    let axes = Axis::ALL.map(|axis| {
        let k = axis.index();
        let Workings { samples, quotient } = method.precision.run(Work { program, method, x, h, axis });
        AxisAutopsy {
            axis,
            shared_digits: shared_digits(&samples, method),
            numerator: quotient.numerator,
            numerator_ulps: quotient.numerator / ulp_of_largest(&samples, method),
            divisor: quotient.divisor,
            numerical: g[k],
            exact: judgement.exact.g[k],
            split: is_finite(k).then_some(split[k]),
            cause: causes[k],
            samples,
        }
    });
    let axes = axes.map(AxisAutopsy::with_digits);
    let mut autopsy = Autopsy { index, x, g, f, judgement, axes, verdict: String::new() };
    // Its derivatives are taken only where it has a say.
    let is_of_h = matches!(judgement.cause, Cause::Cancelled | Cause::Rounding | Cause::Truncation);
    let best_h = is_of_h.then(|| judge.best_h(x, &judgement.exact)).flatten();
    autopsy.verdict = verdict(&autopsy, &field.request, best_h);
    autopsy
}

impl AxisAutopsy {
    /// Write the digits of the samples.
    fn with_digits(mut self) -> Self {
        let values: Vec<f64> = self.samples.iter().map(|sample| sample.f).collect();
        for (sample, digits) in self.samples.iter_mut().zip(aligned(&values)) {
            sample.digits = digits;
        }
        self
    }
}

/// How many leading digits the values that are subtracted have in common.
fn shared_digits(samples: &[Sample], method: Method) -> usize {
    match method.scheme.rule() {
        Rule::Difference(_) | Rule::Richardson(_) => shared(used(samples).map(|sample| sample.f)),
        Rule::ComplexStep | Rule::Exact => 0,
    }
}

/// A unit in the last place of the largest |f|.
fn ulp_of_largest(samples: &[Sample], method: Method) -> f64 {
    let largest = used(samples).map(|sample| sample.f.abs()).fold(0.0, f64::max);
    method.precision.ulp(largest)
}

/// The samples that the scheme uses.
fn used(samples: &[Sample]) -> impl Iterator<Item = &Sample> {
    samples.iter().filter(|sample| sample.coefficient != 0.0)
}

/// What is computed along an axis, in the method's precision.
struct Workings {
    samples: Vec<Sample>,
    quotient: Quotient<f64>,
}

/// Compute along an axis.
#[derive(Clone, Copy)]
struct Work<'a> {
    program: &'a Program,
    method: Method,
    x: [f64; 2],
    h: f64,
    axis: Axis,
}

impl InPrecision for Work<'_> {
    type Output = Workings;

    fn run<N: Real + Send + 'static>(self) -> Workings {
        let Self { program, method, x, h, axis } = self;
        let (point, h) = (x.map(N::constant), N::constant(h));
        let x = point[axis.index()];
        let mut registers = Registers::default();
        let mut f = |node: N| {
            let mut place = point;
            place[axis.index()] = node;
            registers.evaluate(program, place)
        };
        // In the order in which a scheme takes them.
        let mut taken = vec![];
        let mut along = |node: N| {
            let value = f(node);
            taken.push((node, value));
            value
        };
        let (quotient, stencil) = match method.scheme.rule() {
            Rule::Difference(stencil) => {
                (quotient(&stencil, method.divisor, x, h, &mut along), Nodes::of(&stencil, 1.0))
            }
            Rule::Richardson(stencil) => {
                let (_, [_, coarse]) = extrapolated(&stencil, method.divisor, x, h, &mut along);
                (coarse, Nodes::of(&stencil, 0.5).followed_by(Nodes::of(&stencil, 1.0)))
            }
            Rule::ComplexStep => return self.complex(),
            Rule::Exact => (Quotient { numerator: nan(), divisor: nan(), value: nan() }, Nodes::default()),
        };
        let displaced = stencil.0.iter().zip(taken);
        let mut samples: Vec<_> = displaced
            .map(|(&(displacement, coefficient), (node, value))| (displacement, coefficient, node, value))
            .collect();
        if !samples.iter().any(|(displacement, ..)| *displacement == 0.0) {
            samples.push((0.0, 0.0, x, f(x)));
        }
        samples.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
        let sample = |(displacement, coefficient, node, value): (f64, f64, N, N)| Sample {
            name: name(displacement),
            coefficient,
            node: node.to_f64(),
            is_absorbed: displacement != 0.0 && node == x,
            f: value.to_f64(),
            digits: String::new(),
        };
        let Quotient { numerator, divisor, value } = quotient;
        let quotient =
            Quotient { numerator: numerator.to_f64(), divisor: divisor.to_f64(), value: value.to_f64() };
        Workings { samples: samples.into_iter().map(sample).collect(), quotient }
    }
}

impl Work<'_> {
    /// For the complex step, which is there in `f64` alone.
    fn complex(self) -> Workings {
        let mut place = self.x.map(Complex::constant);
        place[self.axis.index()].im = self.h;
        let f = scalar::evaluate(self.program, place);
        let sample = Sample {
            name: "x + ih",
            coefficient: 1.0,
            node: self.x[self.axis.index()],
            is_absorbed: false,
            f: f.re,
            digits: String::new(),
        };
        let quotient = Quotient { numerator: f.im, divisor: self.h, value: f.im / self.h };
        Workings { samples: vec![sample], quotient }
    }
}

/// Displacements in units of h and their coefficients, in the order of a scheme.
#[derive(Default)]
struct Nodes(Vec<(f64, f64)>);

impl Nodes {
    fn of(stencil: &Stencil, factor: f64) -> Self {
        let nodes = stencil.nodes.iter().map(|node| factor * node);
        Self(nodes.zip(stencil.coefficients.iter().copied()).collect())
    }

    fn followed_by(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

fn nan<N: Number>() -> N {
    N::constant(f64::NAN)
}

/// A node as in a formula.
#[expect(clippy::float_cmp, reason = "the very numbers of the stencils")]
fn name(displacement: f64) -> &'static str {
    const NAMES: [(f64, &str); 7] = [
        (-2.0, "x - 2h"),
        (-1.0, "x - h"),
        (-0.5, "x - h/2"),
        (0.0, "x"),
        (0.5, "x + h/2"),
        (1.0, "x + h"),
        (2.0, "x + 2h"),
    ];
    NAMES.iter().find(|(of, _)| *of == displacement).map_or("x + ...", |(_, name)| name)
}
