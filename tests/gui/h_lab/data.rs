//! What the lab shows, made in plain `f64` from functions whose derivatives are known: it need not be right to the last digit to be drawn.

use std::sync::Arc;

use gradfield::analysis::{
    Autopsy, AxisAutopsy, Cause, Census, Check, ClaimVerdict, Exact, FieldCurve, Judgement, PointCurve,
    Sample, Split, SweepPoint, TaylorTest, Theory,
};
use gradfield::differentiate::{Method, Scheme};
use gradfield::eval::AlignedVec;
use gradfield::expr::{self, Axis};
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GradientField, GridSpec, Progress};

/// A function with what must be known of it.
#[derive(Clone, Copy)]
pub(crate) struct Function {
    pub(crate) text: &'static str,
    f: fn([f64; 2]) -> f64,
    /// The derivatives along each axis of order 1, 2, 3 and 5.
    derivatives: fn([f64; 2]) -> [[f64; 4]; 2],
    /// `Im f(x + i h) / h` along each axis.
    complex_step: fn([f64; 2], f64) -> [f64; 2],
}

/// Has no third derivative, and so no truncation error.
pub(crate) const BOWL: Function = Function {
    text: "x0^2 + x1^2",
    f: |x| x[0] * x[0] + x[1] * x[1],
    derivatives: |x| [[2.0 * x[0], 2.0, 0.0, 0.0], [2.0 * x[1], 2.0, 0.0, 0.0]],
    complex_step: |x, _| [2.0 * x[0], 2.0 * x[1]],
};

/// Has both branches with every scheme, and nothing but products, so that its last digits are the same everywhere.
pub(crate) const QUINTIC: Function = Function {
    text: "x0^5 + x1^2",
    f: |x| x[0] * x[0] * x[0] * x[0] * x[0] + x[1] * x[1],
    derivatives: |x| {
        let square = x[0] * x[0];
        let first = [5.0 * square * square, 20.0 * square * x[0], 60.0 * square, 120.0];
        [first, [2.0 * x[1], 2.0, 0.0, 0.0]]
    },
    complex_step: |x, h| {
        let (square, step) = (x[0] * x[0], h * h);
        [5.0 * square * square - 10.0 * square * step + step * step, 2.0 * x[1]]
    },
};

impl Function {
    fn exact(self, x: [f64; 2]) -> [f64; 2] {
        (self.derivatives)(x).map(|orders| orders[0])
    }

    fn shifted(self, x: [f64; 2], axis: usize, by: f64) -> f64 {
        let mut x = x;
        x[axis] += by;
        (self.f)(x)
    }

    /// The gradient by a scheme.
    fn gradient(self, scheme: Scheme, x: [f64; 2], h: f64) -> [f64; 2] {
        let f = |axis: usize, by: f64| self.shifted(x, axis, by);
        let central = |axis: usize, h: f64| (f(axis, h) - f(axis, -h)) / (2.0 * h);
        [0, 1].map(|axis| match scheme {
            Scheme::Forward => (f(axis, h) - (self.f)(x)) / h,
            Scheme::Backward => ((self.f)(x) - f(axis, -h)) / h,
            Scheme::Central => central(axis, h),
            Scheme::FivePoint => {
                (-f(axis, 2.0 * h) + 8.0 * f(axis, h) - 8.0 * f(axis, -h) + f(axis, -2.0 * h)) / (12.0 * h)
            }
            Scheme::Richardson => (4.0 * central(axis, h / 2.0) - central(axis, h)) / 3.0,
            Scheme::ComplexStep => (self.complex_step)(x, h)[axis],
            Scheme::Exact => self.exact(x)[axis],
        })
    }

    /// Its field on the grid of the article.
    pub(crate) fn field(self, method: Method, h: f64) -> GradientField {
        let program = Arc::new(expr::parse(self.text).expect("a function"));
        let axis = AxisSpec { min: -2.0, max: 2.0, step: 0.25 };
        let grid = GridSpec { axes: [axis, axis], closed: false };
        let request = FieldRequest::new(program, grid, method, h).expect("a field");
        field::compute(&request, &CancelToken::new(), &Progress::new()).expect("nobody cancels")
    }

    pub(crate) fn point_curve(self, scheme: Scheme, x: [f64; 2], steps: &[f64]) -> PointCurve {
        let exact = self.exact(x);
        let points: Vec<_> = steps
            .iter()
            .map(|&h| {
                let g = self.gradient(scheme, x, h);
                let absolute_error = distance(g, exact);
                SweepPoint { h, g, absolute_error, relative_error: absolute_error / exact[0].hypot(exact[1]) }
            })
            .collect();
        let best = least(points.iter().map(|point| point.absolute_error));
        PointCurve { method: scheme.into(), points, theory: self.theory(scheme, x), best }
    }

    fn theory(self, scheme: Scheme, x: [f64; 2]) -> Option<Theory> {
        let derivatives = (self.derivatives)(x);
        let order = scheme.order()?;
        let (which, factor) = match scheme {
            Scheme::Forward | Scheme::Backward => (1, 1.0 / 2.0),
            Scheme::Central | Scheme::ComplexStep => (2, 1.0 / 6.0),
            Scheme::FivePoint => (3, 1.0 / 30.0),
            _ => (3, 1.0 / 480.0),
        };
        let eps = f64::EPSILON / 2.0;
        let truncation = factor * derivatives[0][which].hypot(derivatives[1][which]);
        let rounding = if scheme == Scheme::ComplexStep { 0.0 } else { eps * (self.f)(x).abs() };
        let power = f64::from(order);
        let best_h = (truncation > 0.0 && rounding > 0.0)
            .then(|| (rounding / (power * truncation)).powf(1.0 / (power + 1.0)));
        let exact = self.exact(x);
        Some(Theory { truncation, order, rounding, floor: eps * exact[0].hypot(exact[1]), best_h })
    }

    pub(crate) fn field_curve(self, scheme: Scheme, steps: &[f64]) -> FieldCurve {
        let field = self.field(Scheme::Central.into(), 1e-4);
        let errors = |h: f64| {
            let mut errors: Vec<_> = (0..field.len())
                .map(|index| field.grid.point(index))
                .map(|x| (self.exact(x), self.gradient(scheme, x, h)))
                .filter(|(exact, _)| *exact != [0.0, 0.0])
                .map(|(exact, g)| distance(g, exact) / exact[0].hypot(exact[1]))
                .collect();
            errors.sort_by(f64::total_cmp);
            errors
        };
        let sorted: Vec<_> = steps.iter().map(|&h| errors(h)).collect();
        let median: Vec<_> = sorted.iter().map(|errors| errors[errors.len() / 2]).collect();
        let worst = sorted.iter().map(|errors| *errors.last().expect("a node")).collect();
        let best = least(median.iter().copied());
        FieldCurve { method: scheme.into(), steps: steps.to_vec(), median, worst, nodes: field.len(), best }
    }

    /// An arrow of its field by central differences, taken apart.
    pub(crate) fn autopsy(self, field: &GradientField, index: usize) -> Autopsy {
        let (x, h) = (field.grid.point(index), field.request.h());
        let (g, exact) = ([field.g0[index], field.g1[index]], self.exact(x));
        let axes = Axis::ALL.map(|axis| self.axis_autopsy(x, h, g, axis));
        let error = distance(g, exact);
        let size = exact[0].hypot(exact[1]);
        let is_zero = exact.map(|component| component == 0.0);
        let relative_error = (size > 0.0).then(|| error / size);
        let cause = cause(relative_error, &axes);
        let verdict = match cause {
            Cause::Good => {
                "Right to 12 digits: h is small enough for the bends of f and large enough for its digits."
            }
            Cause::Stationary => "The gradient is zero here: rightly no arrow.",
            Cause::Absorbed => {
                "Dead: h is so small that x + h is x itself, so f is the same at both ends and the difference is 0."
            }
            Cause::Truncation => {
                "Wrong in the second digit: h is so large that f bends within the step; a smaller h helps."
            }
            _ => {
                "Rounding eats this arrow: of the 17 digits of f only the last one or two differ between the two ends, and their noise is divided by a tiny 2h."
            }
        };
        let exact = Exact { f: field.f[index], g: exact, is_zero };
        let angle_error = relative_error.map(|error| error.min(1.0).asin().to_degrees());
        let judgement = Judgement { exact, relative_error, angle_error, cause, axis: Axis::X0 };
        Autopsy { index, x, g, f: field.f[index], judgement, axes, verdict: verdict.to_owned() }
    }

    fn axis_autopsy(self, x: [f64; 2], h: f64, g: [f64; 2], axis: Axis) -> AxisAutopsy {
        let i = axis.index();
        let sample = |name, coefficient, by: f64| {
            let (node, f) = (x[i] + by, self.shifted(x, i, by));
            let is_absorbed = by != 0.0 && node.to_bits() == x[i].to_bits();
            Sample { name, coefficient, node, is_absorbed, f, digits: aligned(f) }
        };
        let samples = vec![sample("x - h", -1.0, -h), sample("x", 0.0, 0.0), sample("x + h", 1.0, h)];
        let [low, high] = [&samples[0], &samples[2]];
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<Vec<_>>();
        let shared_digits =
            digits(&low.digits).iter().zip(&digits(&high.digits)).take_while(|(a, b)| a == b).count();
        let numerator = high.f - low.f;
        let largest = low.f.abs().max(high.f.abs());
        let ulp = largest.next_up() - largest;
        let exact = self.exact(x)[i];
        let curvature = (self.derivatives)(x)[i][2];
        let truncation = curvature * h * h / 6.0;
        let error = g[i] - exact;
        let cause = if low.is_absorbed && high.is_absorbed { Cause::Absorbed } else { Cause::Good };
        AxisAutopsy {
            axis,
            shared_digits,
            numerator,
            numerator_ulps: numerator / ulp,
            divisor: 2.0 * h,
            numerical: g[i],
            exact,
            split: Some(Split { truncation, rounding: error - truncation }),
            cause,
            samples,
        }
    }

    pub(crate) fn census(self, field: &GradientField) -> Census {
        let mut causes = Vec::new();
        let mut relative_error = AlignedVec::zeros(field.len());
        for index in 0..field.len() {
            let judgement = self.autopsy(field, index).judgement;
            relative_error[index] = judgement.relative_error.unwrap_or(f64::NAN);
            causes.push(judgement.cause);
        }
        census_of(field, causes, relative_error)
    }

    pub(crate) fn taylor(self, x: [f64; 2], g: [f64; 2]) -> TaylorTest {
        let direction = [0.6, 0.8];
        let steps: Vec<f64> = (0..20).map(|i| 10_f64.powf(-f64::from(i) / 4.0)).collect();
        let exact = self.exact(x);
        let along = |g: [f64; 2]| g[0] * direction[0] + g[1] * direction[1];
        let second = (self.derivatives)(x).map(|orders| orders[1]);
        let curvature = second[0] * direction[0].powi(2) + second[1] * direction[1].powi(2);
        let remainder = |h: &f64| (h * (along(exact) - along(g)) + h * h * curvature / 2.0).abs();
        let remainders: Vec<_> = steps.iter().map(remainder).collect();
        let ends = [remainders[10], remainders[19]].map(f64::log10);
        let slope = (ends[0] - ends[1]) / (steps[10].log10() - steps[19].log10());
        TaylorTest { direction, fitted: Some([steps[10], steps[19]]), steps, remainders, slope: Some(slope) }
    }
}

/// A census with these causes.
pub(crate) fn census_of(field: &GradientField, causes: Vec<Cause>, relative_error: AlignedVec) -> Census {
    let counts = Cause::ALL.map(|cause| causes.iter().filter(|other| **other == cause).count());
    let angle_error = AlignedVec::zeros(field.len());
    Census { exact: Arc::new(field.clone()), relative_error, angle_error, causes, counts }
}

/// A check of a claim that is wrong at a node.
pub(crate) fn wrong_check(field: &GradientField, worst: usize) -> Check {
    let mut error = vec![0.0; field.len()];
    error[worst] = 0.5;
    Check {
        claimed: Arc::new(field.clone()),
        error,
        worst: Some(worst),
        verdict: ClaimVerdict::Wrong,
        numerical_check: "A plain numerical check with central differences and h = 1e-4 would have found it: off by 0.5 where 1e-8 is allowed."
            .to_owned(),
        text: "Wrong: g1 is off by more than rounding explains at 240 of 256 nodes.".to_owned(),
    }
}

/// As many steps a decade as the window has, from the smallest to 10.
pub(crate) fn steps(smallest: i32) -> Vec<f64> {
    (8 * smallest..=8).map(|eighth| 10_f64.powf(f64::from(eighth) / 8.0)).collect()
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// The index of the least finite value, the last of several.
fn least(values: impl Iterator<Item = f64>) -> Option<usize> {
    let finite = values.enumerate().filter(|(_, value)| value.is_finite());
    finite.min_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(index, _)| index)
}

/// 17 digits without an exponent, those before the point included.
fn aligned(f: f64) -> String {
    let whole = f.abs().trunc().to_string().len();
    format!("{f:.*}", 17 - whole)
}

fn cause(relative_error: Option<f64>, axes: &[AxisAutopsy; 2]) -> Cause {
    let Some(error) = relative_error else { return Cause::Stationary };
    if error <= 1e-3 {
        return Cause::Good;
    }
    let worse = axes.iter().max_by(|a, b| {
        let error = |axis: &AxisAutopsy| (axis.numerical - axis.exact).abs();
        error(a).total_cmp(&error(b))
    });
    let worse = worse.expect("two axes");
    let absorbed = worse.samples.iter().filter(|sample| sample.is_absorbed).count();
    match absorbed {
        2 => Cause::Absorbed,
        1 => Cause::HalfAbsorbed,
        _ if worse.numerator == 0.0 => Cause::Cancelled,
        _ if worse.split.is_some_and(|split| split.truncation.abs() > split.rounding.abs()) => {
            Cause::Truncation
        }
        _ => Cause::Rounding,
    }
}
