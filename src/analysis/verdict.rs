//! What to say about one arrow, in a sentence.

use super::Cause;
use super::autopsy::{Autopsy, AxisAutopsy, Sample};
use super::diagnosis::FEW_ROUNDINGS;
use crate::differentiate::{Divisor, InPrecision, Method, Precision, Rule, Stencil, step_taken};
use crate::eval::{Real, scalar};
use crate::expr::{Binary, Program, Unary};
use crate::field::FieldRequest;
use crate::number_text::format_number;

/// The sentence about an arrow whose parts are all there, given the best h in theory where the arrow's cause is one of h.
pub(super) fn verdict(autopsy: &Autopsy, request: &FieldRequest, best_h: Option<f64>) -> String {
    let Autopsy { judgement, .. } = autopsy;
    let scene = Scene {
        autopsy,
        axis: &autopsy.axes[judgement.axis.index()],
        request,
        method: request.method(),
        h: request.h(),
        best_h,
    };
    match judgement.cause {
        Cause::Undefined => scene.undefined(),
        Cause::Stationary => scene.stationary(),
        Cause::Good => good(judgement.relative_error.unwrap_or(f64::NAN)),
        Cause::Absorbed => scene.absorbed(),
        Cause::HalfAbsorbed => scene.half_absorbed(),
        Cause::Cancelled => scene.cancelled(),
        Cause::Rounding => scene.rounding(),
        Cause::Truncation => scene.truncation(),
    }
}

fn good(relative_error: f64) -> String {
    // Half a unit in the last place of f64, which the exact gradient itself may be off.
    if relative_error <= f64::EPSILON / 2.0 {
        return "Good: right to the last digit.".to_owned();
    }
    format!("Good: {} correct digits.", (-Unary::Log10.apply(relative_error)).floor())
}

/// An arrow, the axis that is to be spoken of, and where it comes from.
#[derive(Clone, Copy)]
struct Scene<'a> {
    autopsy: &'a Autopsy,
    axis: &'a AxisAutopsy,
    request: &'a FieldRequest,
    method: Method,
    h: f64,
    /// The best h in theory.
    best_h: Option<f64>,
}

impl Scene<'_> {
    fn undefined(&self) -> String {
        let program = self.request.program();
        if !self.autopsy.f.is_finite() {
            return self.not_finite(program, self.autopsy.x, "here", "so there is no gradient");
        }
        for axis in &self.autopsy.axes {
            if axis.exact.is_infinite() {
                return format!(
                    "The slope along {} is infinite here or beyond the largest number, so there is no gradient to compare with.",
                    axis.axis.name()
                );
            }
            if axis.exact.is_nan() {
                return "The chain rule gives no derivative here (f has a kink or a jump in it, or more digits would be needed), so \
                        there is no gradient to compare with."
                    .to_owned();
            }
        }
        for axis in &self.autopsy.axes {
            let name = axis.axis.name();
            if let Some(sample) = axis.samples.iter().find(|sample| !sample.node.is_finite()) {
                let node = sample.name.replace('x', name);
                return format!("{node} is beyond the largest number{}.", self.in_precision());
            }
            if let Some(sample) = axis.samples.iter().find(|sample| !sample.f.is_finite()) {
                let node = sample.name.replace('x', name);
                let mut x = self.autopsy.x;
                x[axis.axis.index()] = sample.node;
                let place = format!("at {node} = {}", self.stored(sample.node));
                return self.not_finite(
                    program,
                    x,
                    &place,
                    "a point of the difference; a smaller h may help",
                );
            }
            if !axis.numerical.is_finite() {
                return format!(
                    "The quotient along {name} is beyond the largest number{}.",
                    self.in_precision()
                );
            }
        }
        "f or a difference is not a finite number here.".to_owned()
    }

    /// f has no finite value at a point.
    fn not_finite(&self, program: &Program, x: [f64; 2], place: &str, so: &str) -> String {
        let method = self.method;
        if method.precision != Precision::F64 && scalar::evaluate(program, x).is_finite() {
            return format!(
                "f is not a finite number {place} in {}, though it is one in f64.",
                method.precision
            );
        }
        format!("f is not a finite number {place}, {so}.")
    }

    fn stationary(&self) -> String {
        let off = Binary::Hypot.apply(self.autopsy.g[0], self.autopsy.g[1]);
        if !off.is_finite() {
            return format!(
                "The exact gradient is zero here, so there is rightly no arrow; {}, and the difference is 0/0.",
                self.lost_step()
            );
        }
        if off == 0.0 {
            return "The exact gradient is zero here: there is no direction, and rightly no arrow."
                .to_owned();
        }
        format!(
            "The exact gradient is zero here, so a relative error has no meaning; the numerical one has the length {}.",
            rough(off)
        )
    }

    fn absorbed(&self) -> String {
        let displaced: Vec<_> = self.axis.samples.iter().filter(|sample| sample.is_absorbed).collect();
        if self.axis.divisor == 0.0 {
            return format!(
                "{}: nothing is added to x, and the difference is divided by 0.",
                self.lost_step()
            );
        }
        let stored = self.stored(self.x());
        let nodes = match displaced[..] {
            [one] => format!("{} is stored as {stored}, which is x itself", one.name),
            [low, high] => format!("{} and {} are both stored as {stored}", high.name, low.name),
            [low, .., high] => {
                format!("all points from {} to {} are stored as {stored}", low.name, high.name)
            }
            [] => format!("x + h is stored as {stored}"),
        };
        // A sum of four terms may leave a rounding error where all values are the same.
        let result =
            if self.axis.numerator == 0.0 { "so the difference is 0" } else { "so only rounding is left" };
        format!("{}: {nodes}, {result}.", self.too_small())
    }

    fn half_absorbed(&self) -> String {
        let absorbed: Vec<_> = self.axis.samples.iter().filter(|sample| sample.is_absorbed).collect();
        if !self.axis.numerical.is_finite() {
            return format!("{}: nothing is added to x, and a difference is divided by 0.", self.lost_step());
        }
        let stored = self.stored(self.x());
        let nodes = match absorbed[..] {
            [one] => format!("{} is stored as {stored}, which is x itself", one.name),
            _ => format!("{} are stored as {stored}, which is x itself", names(&absorbed)),
        };
        format!("{}: {nodes}, so {}.", self.too_small(), self.slope_is_off())
    }

    fn cancelled(&self) -> String {
        let used: Vec<_> = self.axis.samples.iter().filter(|sample| sample.coefficient != 0.0).collect();
        let digits = digits(self.method.precision);
        #[expect(clippy::float_cmp, reason = "the very same number")]
        let are_equal = used.iter().all(|sample| sample.f == used[0].f);
        let equal = match used[..] {
            [low, high] if are_equal => {
                format!("is the same number, {}, at {} and at {}", self.stored(low.f), low.name, high.name)
            }
            [low, .., high] if are_equal => {
                format!("is the same number, {}, from {} to {}", self.stored(low.f), low.name, high.name)
            }
            _ => "comes out so that its weighted sum is 0".to_owned(),
        };
        format!(
            "h is too small for the {digits} digits of f: along {} f {equal}, so the difference is 0{}.",
            self.axis.axis.name(),
            self.larger_h()
        )
    }

    fn rounding(&self) -> String {
        let off = self.slope_is_off();
        let digits = digits(self.method.precision);
        let rule = self.method.scheme.rule();
        if matches!(rule, Rule::ComplexStep | Rule::Exact) {
            let precision = self.method.precision;
            return format!(
                "Nothing is subtracted, but the operations of f are rounded to {digits} digits each ({precision}), and {off}."
            );
        }
        if let Some(taken) = self.blamed_step() {
            let [taken, h] = apart(taken, self.h);
            return format!(
                "x + h is rounded: the step taken is {taken}, not {h}, so {off}; divide by the step taken, or take a power of two for h."
            );
        }
        let ulps = self.axis.numerator_ulps.abs();
        let unit = self.method.precision.unit_roundoff();
        // By how many units in the last place the numerator is off.
        let relative_error = ((self.axis.numerical - self.axis.exact) / self.axis.exact).abs();
        if relative_error <= FEW_ROUNDINGS * unit {
            let precision = self.method.precision;
            return format!(
                "{precision} has {digits} digits, and {off}, which is no more than a few roundings."
            );
        }
        if relative_error.is_finite() && relative_error * ulps > ILL_CONDITIONED {
            return format!(
                "The operations of f lose digits before the subtraction does, so {off}{}.",
                self.larger_h()
            );
        }
        // Where the numerator is at least half as large as f, hardly a bit of it cancels.
        if ulps * unit >= HALF_OF_F {
            return format!(
                "The subtraction loses nothing, but x and the operations of f are rounded to {digits} digits{}, and {off}.",
                self.in_precision()
            );
        }
        let left = Unary::Log10.apply(ulps).floor().max(0.0);
        let survivors = match left {
            0.0 => format!("Not one of the {digits} digits of f survives"),
            1.0 => format!("Only 1 of {digits} digits of f survives"),
            _ => format!("Only {left} of {digits} digits of f survive"),
        };
        format!("{survivors} the subtraction, so {off}{}.", self.larger_h())
    }

    fn truncation(&self) -> String {
        let best = self.best_h.filter(|best| *best < self.h);
        let best = best.map(|best| format!(" (best near {})", one_digit(best))).unwrap_or_default();
        format!("f bends within the step: {}; a smaller h would help{best}.", self.slope_is_off())
    }

    /// The step that was taken, if it is to blame: divided by it, the difference would be less than half as far off.
    fn blamed_step(&self) -> Option<f64> {
        let Rule::Difference(stencil) = self.method.scheme.rule() else { return None };
        let AxisAutopsy { numerator, numerical, exact, .. } = *self.axis;
        if self.method.divisor == Divisor::Taken {
            return None;
        }
        let taken = self.method.precision.run(Taken { stencil, x: self.x(), h: self.h });
        let better = numerator / (stencil.divisor * taken);
        ((better - exact).abs() < (numerical - exact).abs() / 2.0).then_some(taken)
    }

    /// That a step comes out as 0, as the start of a sentence.
    fn lost_step(&self) -> String {
        let h = format_number(self.h);
        let half = if self.method.precision.round(self.h) == 0.0 { "" } else { "half of " };
        format!("{half}h = {h} is 0{}", self.in_precision())
    }

    /// How far off the slope along the axis is, as the end of a sentence.
    fn slope_is_off(&self) -> String {
        let AxisAutopsy { axis, numerical, exact, .. } = *self.axis;
        let relative_error = ((numerical - exact) / exact).abs();
        let slope = format!("the slope along {}", axis.name());
        if relative_error < 1.0 {
            return format!("{slope} is off by {} %", rough(100.0 * relative_error));
        }
        format!("{slope} comes out as {} instead of {}", rough(numerical), rough(exact))
    }

    /// That h is too small for the coordinate, as the start of a sentence.
    fn too_small(&self) -> String {
        let (name, x) = (self.axis.axis.name(), self.autopsy.x[self.axis.axis.index()]);
        format!("h is too small for {name} = {}{}", format_number(x), self.in_precision())
    }

    /// What a larger h would do, as the end of a sentence, if anything.
    fn larger_h(&self) -> String {
        match self.best_h {
            None => "; a larger h would help".to_owned(),
            Some(best) if best > 2.0 * self.h => {
                format!("; a larger h would help (best near {})", one_digit(best))
            }
            Some(_) => String::new(),
        }
    }

    /// The coordinate, as stored in the method's precision.
    fn x(&self) -> f64 {
        let undisplaced = self.axis.samples.iter().find(|sample| sample.name == "x");
        undisplaced.map_or(self.autopsy.x[self.axis.axis.index()], |sample| sample.node)
    }

    /// In which precision, as a part of a sentence, where it is not the usual one.
    fn in_precision(&self) -> String {
        match self.method.precision {
            Precision::F64 => String::new(),
            precision => format!(" in {precision}"),
        }
    }

    /// A number of the method's precision in the digits that it has.
    fn stored(&self, value: f64) -> String {
        let digits = match self.method.precision {
            Precision::F64 => return format_number(value),
            // As many as tell every number from its neighbours.
            Precision::F32 => 9,
            Precision::F16 => 5,
            Precision::Bf16 => 4,
        };
        with_digits(value, digits)
    }
}

/// From here on the numerator is off by more units in the last place than the samples' own rounding explains: the weights
/// of the stencils add up to 18, each with half a unit, and some operations more in f.
const ILL_CONDITIONED: f64 = 64.0;

/// The product of the unit roundoff and a number in units of the last place of another, from which on it is at least half of that,
/// which has less than 1/u of them.
const HALF_OF_F: f64 = 0.5;

/// The decimal digits of a precision.
fn digits(precision: Precision) -> f64 {
    (f64::from(precision.bits()) * std::f64::consts::LOG10_2).round()
}

/// `x - h and x + h`, `x - 2h, x - h and x + h`
fn names(samples: &[&Sample]) -> String {
    let names: Vec<_> = samples.iter().map(|sample| sample.name).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// A number to two digits.
fn rough(value: f64) -> String {
    with_digits(value, 2)
}

/// Two numbers in as many digits as tell them apart, two at least.
fn apart(a: f64, b: f64) -> [String; 2] {
    // 17 digits tell any two.
    let texts = (2..=17).map(|digits| [a, b].map(|value| with_digits(value, digits)));
    texts.into_iter().find(|[a, b]| a != b).unwrap_or_else(|| [a, b].map(format_number))
}

fn one_digit(value: f64) -> String {
    with_digits(value, 1)
}

fn with_digits(value: f64, digits: usize) -> String {
    let rounded = format!("{value:.*e}", digits - 1);
    rounded.parse().map_or(rounded, format_number)
}

/// Computes the step that is taken in a precision.
struct Taken {
    stencil: Stencil,
    x: f64,
    h: f64,
}

impl InPrecision for Taken {
    type Output = f64;

    fn run<N: Real + Send + 'static>(self) -> f64 {
        step_taken(&self.stencil, N::constant(self.x), N::constant(self.h)).to_f64()
    }
}
