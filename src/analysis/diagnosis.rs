//! One sentence about the arrows that a field lacks.

use super::{Cause, Census};
use crate::differentiate::{Method, Scheme};
use crate::expr::{Axis, Dependence};
use crate::field::{ArrowState, GradientField, Tally, USUAL_H};
use crate::number_text::{format_count, format_number, round_to_digits};

/// What to say about a field's missing arrows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagnosis {
    /// One or two sentences for a learner.
    pub text: String,
    /// Whether something is wrong rather than merely worth a word.
    pub serious: bool,
    /// What would help.
    pub remedy: Option<Remedy>,
}

/// A change that would bring arrows back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Remedy {
    /// Another difference step.
    UseH(f64),
}

/// Say why arrows are missing, and with a census which of the others are wrong; where all is well, say that.
pub fn diagnose(field: &GradientField, census: Option<&Census>) -> Diagnosis {
    match census {
        Some(census) if field.f_range.is_some() && !is_constant(field) => {
            Findings::new(field, census).diagnosis()
        }
        _ => missing(field),
    }
}

/// A field's arrows by cause, those that can be drawn apart from the others.
struct Findings<'a> {
    field: &'a GradientField,
    live: Counts,
    dead: Counts,
}

#[derive(Default)]
struct Counts([usize; Cause::ALL.len()]);

impl Counts {
    fn of(&self, causes: &[Cause]) -> usize {
        causes.iter().map(|&cause| self.0[cause as usize]).sum()
    }
}

/// What an h that is too small does.
const TOO_SMALL: [Cause; 4] = [Cause::Absorbed, Cause::HalfAbsorbed, Cause::Cancelled, Cause::Rounding];

impl<'a> Findings<'a> {
    fn new(field: &'a GradientField, census: &Census) -> Self {
        let (mut live, mut dead) = (Counts::default(), Counts::default());
        for (index, &cause) in census.causes.iter().enumerate() {
            let counts = if field.state(index) == ArrowState::Live { &mut live } else { &mut dead };
            counts.0[cause as usize] += 1;
        }
        Self { field, live, dead }
    }

    fn diagnosis(&self) -> Diagnosis {
        let dead = self.dead_text();
        let wrong = self.wrong_text();
        let undefined = self.dead.of(&[Cause::Undefined]) + self.live.of(&[Cause::Undefined]);
        let points = format_count(self.field.len());
        let undefined = (undefined > 0).then(|| {
            let count = format_count(undefined);
            format!("At {count} of {points} points f or its gradient is not finite, or there is a kink (diamonds).")
        });
        let serious = dead.is_some() || wrong.is_some() || undefined.is_some();
        let well = (!serious).then(|| self.well_text());
        let texts: Vec<String> = [dead, wrong, undefined, well].into_iter().flatten().collect();
        Diagnosis { text: texts.join(" "), serious, remedy: self.remedy() }
    }

    /// About the arrows that are missing and should not be.
    fn dead_text(&self) -> Option<String> {
        let h = short(self.field.request.h());
        let whole = if self.field.tally.live == 0 { "No arrow is left" } else { "Arrows are missing" };
        let of_points =
            |count: usize| format!("at {} of {} points", format_count(count), format_count(self.field.len()));
        let absorbed = self.dead.of(&[Cause::Absorbed, Cause::HalfAbsorbed]);
        let cancelled = self.dead.of(&[Cause::Cancelled, Cause::Rounding]);
        let truncated = self.dead.of(&[Cause::Truncation]);
        if absorbed + cancelled + truncated == 0 {
            return None;
        }
        Some(if truncated > absorbed + cancelled {
            format!(
                "{whole}: h = {h} is too large; {} f happens to be the same at both ends.",
                of_points(truncated)
            )
        } else {
            let absorbed = (absorbed > 0).then(|| format!("{} x + h is x itself", of_points(absorbed)));
            let cancelled = (cancelled > 0)
                .then(|| format!("{} f comes out the same at both ends", of_points(cancelled)));
            let places: Vec<String> = [absorbed, cancelled].into_iter().flatten().collect();
            format!("{whole}: h = {h} is too small; {}.", places.join(", "))
        })
    }

    /// About the arrows that are there and wrong.
    fn wrong_text(&self) -> Option<String> {
        let (too_small, too_large) = (self.live.of(&TOO_SMALL), self.live.of(&[Cause::Truncation]));
        let wrong = too_small + too_large;
        let Method { scheme, precision, .. } = self.field.request.method();
        let h = self.field.request.h();
        let why = if wrong == 0 {
            return None;
        } else if scheme == Scheme::Exact || scheme == Scheme::ComplexStep && too_small >= too_large {
            format!("{precision} has too few digits for this formula.")
        } else if too_large > too_small {
            format!("h = {} is too large, f bends within the step.", short(h))
        } else {
            format!("h = {} is too small for the digits of {precision}.", short(h))
        };
        let are = if wrong == 1 { "arrow is" } else { "arrows are" };
        Some(format!("{} {are} off by more than 0.1 %: {why}", format_count(wrong)))
    }

    /// Where there is nothing to complain of.
    fn well_text(&self) -> String {
        let stationary = self.dead.of(&[Cause::Stationary]) + self.live.of(&[Cause::Stationary]);
        let good = self.live.of(&[Cause::Good]);
        let at = if stationary == 1 {
            "1 point".to_owned()
        } else {
            format!("{} points", format_count(stationary))
        };
        match (good, stationary) {
            (_, 0) => {
                format!("Every one of the {} arrows is right to three digits or more.", format_count(good))
            }
            (0, _) => format!("At {at} the gradient is 0, so there is rightly no arrow (ring)."),
            _ => format!(
                "At {at} the gradient is 0, so there is rightly no arrow (ring); all {} others are right to three digits or more.",
                format_count(good)
            ),
        }
    }

    /// Another h, where h is to blame.
    fn remedy(&self) -> Option<Remedy> {
        let too_small = self.dead.of(&TOO_SMALL) + self.live.of(&TOO_SMALL);
        let too_large = self.dead.of(&[Cause::Truncation]) + self.live.of(&[Cause::Truncation]);
        let (scheme, h) = (self.field.request.scheme(), self.field.request.h());
        if too_small + too_large == 0 || !scheme.has_step() {
            None
        } else if too_large > too_small {
            let suitable = suitable_h(self.field);
            (h > suitable).then_some(Remedy::UseH(suitable))
        } else if scheme == Scheme::ComplexStep {
            None
        } else {
            larger_h(self.field)
        }
    }
}

/// Say why arrows are missing; where none is, that there are all.
fn missing(field: &GradientField) -> Diagnosis {
    let Tally { live, zero, not_finite } = field.tally;
    let points = format_count(field.len());
    if field.f_range.is_none() {
        let text = format!(
            "f is not a finite number at any of the {points} points; choose a range where it is defined."
        );
        return Diagnosis { text, serious: true, remedy: None };
    }
    if live == field.len() {
        return Diagnosis {
            text: format!("Every one of the {points} gradients can be drawn."),
            serious: false,
            remedy: None,
        };
    }
    let mut diagnosis = if zero > 0 { zero_gradients(field) } else { Diagnosis::default() };
    if not_finite > 0 {
        if zero > 0 {
            diagnosis.text.push(' ');
        }
        let count = format_count(not_finite);
        diagnosis.text = format!(
            "{}At {count} of {points} points f or a difference is not finite (diamonds).",
            diagnosis.text
        );
        diagnosis.serious = true;
    }
    diagnosis
}

/// Whether f depends on nothing.
fn is_constant(field: &GradientField) -> bool {
    let program = field.request.program();
    program.dependence(program.root()) == Dependence::Nothing
}

/// What there is to say about the gradients that are exactly zero.
fn zero_gradients(field: &GradientField) -> Diagnosis {
    if is_constant(field) {
        let text = format!(
            "f is constant: its gradient is 0 at all {} points, and rightly so.",
            format_count(field.len())
        );
        return Diagnosis { text, serious: false, remedy: None };
    }
    let zero = field.tally.zero;
    let Absorption { whole, half } = Absorption::count(field);
    if whole + half > 0 {
        return absorbed(field, if whole > 0 { (whole, "") } else { (half, " in one coordinate") });
    }
    let widths = field.request.grid().axes.map(|axis| axis.max - axis.min);
    let width = widths[0].max(widths[1]);
    if field.tally.live == 0 && field.request.h() > width {
        let text = format!(
            "No arrow is left: h = {} is larger than the whole grid, so every difference reaches far beyond it.",
            format_number(field.request.h())
        );
        let remedy = Some(Remedy::UseH(one_digit(width / 1000.0)));
        return Diagnosis { text, serious: true, remedy };
    }
    if field.tally.live == 0 && zero > 1 {
        let text = format!(
            "No arrow is left: at all {} points f is the same number at both ends of each difference. Either f is flat there, or h = {} is too \
             small for the digits of f.",
            format_count(zero),
            format_number(field.request.h())
        );
        return Diagnosis { text, serious: true, remedy: larger_h(field) };
    }
    let at = if zero == 1 { "At 1 point".to_owned() } else { format!("At {} points", format_count(zero)) };
    let text = format!("{at} both differences are exactly 0 (ring): f is the same at both ends.");
    Diagnosis { text, serious: false, remedy: None }
}

/// h is lost in x + h at some points.
fn absorbed(field: &GradientField, (absorbed, place): (usize, &str)) -> Diagnosis {
    let zero = field.tally.zero;
    let whole = if field.tally.live == 0 { "No arrow is left" } else { "Arrows are missing" };
    let left = if field.tally.live == 0 { "" } else { " Those left may be off too." };
    let others = match zero - absorbed {
        0 => String::new(),
        others if zero == field.len() => format!("; at the other {} f does not change", format_count(others)),
        others => format!("; at {} more f does not change", format_count(others)),
    };
    let text = format!(
        "{whole}: h = {} is too small. At {} of {} points x + h is x itself{place}{others}.{left}",
        format_number(field.request.h()),
        format_count(absorbed),
        format_count(field.len())
    );
    Diagnosis { text, serious: true, remedy: larger_h(field) }
}

/// [`suitable_h`] where the one in use is smaller.
fn larger_h(field: &GradientField) -> Option<Remedy> {
    let h = suitable_h(field);
    (field.request.h() < h).then_some(Remedy::UseH(h))
}

/// An h that x + h does not lose: the usual one, or where the precision is so low or |x| so large that even this were lost,
/// the cube root of the rounding unit times |x|, to one digit.
fn suitable_h(field: &GradientField) -> f64 {
    let ends = field.request.grid().axes.map(|axis| axis.min.abs().max(axis.max.abs()));
    let epsilon = 2.0 * field.request.method().precision.unit_roundoff();
    let scaled = epsilon.cbrt() * ends[0].max(ends[1]);
    USUAL_H.max(one_digit(scaled))
}

/// A step in three digits at most.
fn short(h: f64) -> String {
    format_number(round_to_digits(h, 3))
}

/// The number rounded to one digit.
fn one_digit(value: f64) -> f64 {
    round_to_digits(value, 1)
}

/// How many of the zero gradients have coordinates that swallow h: every displaced node of the stencil is x itself.
/// Only coordinates that f depends on count; along the others its differences are rightly 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Absorption {
    /// In every coordinate that f depends on.
    whole: usize,
    /// In one of two.
    half: usize,
}

impl Absorption {
    fn count(field: &GradientField) -> Self {
        let program = field.request.program();
        let depends = match program.dependence(program.root()) {
            Dependence::Nothing => return Self::default(),
            Dependence::X0 => [true, false],
            Dependence::X1 => [false, true],
            Dependence::Both => [true, true],
        };
        let nodes = field.request.scheme().displacements();
        #[expect(clippy::float_cmp, reason = "the question is whether the sum is the very same number")]
        let absorbed = Axis::ALL.map(|axis| {
            let swallows =
                |x: &f64| !nodes.is_empty() && nodes.iter().all(|node| x + node * field.request.h() == *x);
            field.grid.axis(axis).iter().map(swallows).collect::<Vec<_>>()
        });
        let mut count = Self::default();
        let columns = field.grid.columns();
        for index in (0..field.len()).filter(|&index| field.state(index) == ArrowState::Zero) {
            let here = [absorbed[0][index % columns], absorbed[1][index / columns]];
            let swallowed = (0..2).filter(|&axis| depends[axis] && here[axis]).count();
            if swallowed == depends.iter().filter(|d| **d).count() {
                count.whole += 1;
            } else if swallowed > 0 {
                count.half += 1;
            }
        }
        count
    }
}
