//! One sentence about the arrows that a field lacks.

use super::judge::{self, Absorption};
use super::remedy::better_h;
use super::{Cause, Census};
use crate::differentiate::{Method, Precision, Rule, Scheme};
use crate::expr::{Axis, Dependence};
use crate::field::{ArrowState, GradientField, Tally};
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

/// A change that makes arrows better, as has been tried at some of the nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Remedy {
    /// Another difference step: with it those that are bad are nearer to the exact gradient, and as many others as before are good.
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
    census: &'a Census,
    live: Counts,
    dead: Counts,
    /// Live arrows that rounding has taken no farther off than a few roundings of the result do.
    few_roundings: usize,
    /// Arrows of a stationary point that are no zero but 0/0.
    zero_by_zero: usize,
}

/// That many: one each of x, of f and of the quotient, and one to spare.
pub(super) const FEW_ROUNDINGS: f64 = 4.0;

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
    fn new(field: &'a GradientField, census: &'a Census) -> Self {
        let (mut live, mut dead) = (Counts::default(), Counts::default());
        let (mut few_roundings, mut zero_by_zero) = (0, 0);
        let few = FEW_ROUNDINGS * field.request.method().precision.unit_roundoff();
        for (index, &cause) in census.causes.iter().enumerate() {
            let state = field.state(index);
            let is_live = state == ArrowState::Live;
            (if is_live { &mut live } else { &mut dead }).0[cause as usize] += 1;
            let is_near = census.relative_error[index] <= few;
            few_roundings += usize::from(is_live && cause == Cause::Rounding && is_near);
            zero_by_zero += usize::from(cause == Cause::Stationary && state == ArrowState::NotFinite);
        }
        Self { field, census, live, dead, few_roundings, zero_by_zero }
    }

    fn diagnosis(&self) -> Diagnosis {
        let dead = self.dead_text();
        let wrong = self.wrong_text();
        let undefined = self.undefined_text();
        let lost = self.zero_by_zero_text();
        let serious = dead.is_some() || wrong.is_some() || undefined.is_some() || lost.is_some();
        let well = (!serious).then(|| self.well_text());
        let texts: Vec<String> = [dead, wrong, undefined, lost, well].into_iter().flatten().collect();
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
        let precision = self.field.request.method().precision;
        let has_ends = has_ends(self.field);
        Some(if truncated > absorbed + cancelled {
            let what =
                if has_ends { "f happens to be the same at both ends" } else { "Im f happens to be 0" };
            format!("{whole}: h = {h} is too large; {} {what}.", of_points(truncated))
        } else if has_ends {
            // Where an arrow is drawn nonetheless, it is what is left of rounding.
            let swallowed = absorbed + self.live.of(&[Cause::Absorbed]);
            let absorbed = (absorbed > 0).then(|| format!("{} x + h is x itself", of_points(swallowed)));
            let cancelled = (cancelled > 0)
                .then(|| format!("{} f comes out the same at both ends", of_points(cancelled)));
            let places: Vec<String> = [absorbed, cancelled].into_iter().flatten().collect();
            format!("{whole}: h = {h} is too small; {}.", places.join(", "))
        } else {
            format!("{whole}: {} the derivative comes out as 0 in {precision}.", of_points(cancelled))
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
        } else if 2 * self.few_roundings > too_small {
            let most = if self.few_roundings == wrong { "" } else { "for most of them " };
            format!("{most}a few roundings in {precision} come to as much.")
        } else {
            format!("h = {} is too small for the digits of {precision}.", short(h))
        };
        let are = if wrong == 1 { "arrow is" } else { "arrows are" };
        Some(format!("{} {are} off by more than 0.1 %: {why}", format_count(wrong)))
    }

    /// About points at which f or its gradient is not defined, by what is not.
    fn undefined_text(&self) -> Option<String> {
        let (mut value, mut reach, mut slope, mut kink) = (0, 0, 0, 0);
        let GradientField { f, .. } = self.field;
        let exact = [&self.census.exact.g0, &self.census.exact.g1];
        let undefined =
            self.census.causes.iter().enumerate().filter(|(_, cause)| **cause == Cause::Undefined);
        for (index, _) in undefined {
            let e = exact.map(|e| e[index]);
            *if !f[index].is_finite() {
                &mut value
            } else if e.iter().any(|e| e.is_nan()) {
                &mut kink
            } else if e.iter().any(|e| e.is_infinite()) {
                &mut slope
            } else {
                &mut reach
            } += 1;
        }
        let h = short(self.field.request.h());
        let parts = [
            (value, "f is not a finite number".to_owned()),
            (reach, format!("a step of h = {h} leads to where f is not a finite number")),
            (slope, "the slope of f is infinite or too large".to_owned()),
            (kink, "f has a kink or a jump, or the chain rule cannot tell its slope".to_owned()),
        ];
        let of = format!(" of {} points", format_count(self.field.len()));
        let there = parts.into_iter().filter(|(count, _)| *count > 0).enumerate();
        let texts: Vec<String> = there
            .map(|(i, (count, what))| {
                let (at, of) = if i == 0 { ("At", of.as_str()) } else { ("at", "") };
                format!("{at} {}{of} {what}", format_count(count))
            })
            .collect();
        (!texts.is_empty()).then(|| format!("{} (diamonds).", texts.join("; ")))
    }

    /// About points at which there is rightly no gradient, and none came out.
    fn zero_by_zero_text(&self) -> Option<String> {
        let at = at_points(self.zero_by_zero);
        let precision = self.field.request.method().precision;
        (self.zero_by_zero > 0).then(|| {
            format!("{at} the gradient is 0, but the step comes out as 0 in {precision}, and the difference is 0/0 (diamonds).")
        })
    }

    /// Where there is nothing to complain of.
    fn well_text(&self) -> String {
        let (ringed, drawn) = (self.dead.of(&[Cause::Stationary]), self.live.of(&[Cause::Stationary]));
        let good = self.live.of(&[Cause::Good]);
        if ringed + drawn == 0 {
            return format!(
                "Every one of the {} arrows is right to three digits or more.",
                format_count(good)
            );
        }
        let ringed = (ringed > 0)
            .then(|| format!("{} the gradient is 0, so there is rightly no arrow (ring)", at_points(ringed)));
        let drawn = (drawn > 0).then(|| {
            format!("{} the gradient is 0, and the arrow there is nothing but error", at_points(drawn))
        });
        let others = (good > 0)
            .then(|| format!("all {} others are right to three digits or more", format_count(good)));
        let parts: Vec<String> = [ringed, drawn, others].into_iter().flatten().collect();
        format!("{}.", parts.join("; "))
    }

    /// Another h, where that is better.
    fn remedy(&self) -> Option<Remedy> {
        let wrong = [&TOO_SMALL[..], &[Cause::Truncation]].concat();
        let is_wrong = self.dead.of(&wrong) + self.live.of(&wrong) > 0;
        is_wrong.then(|| better_h(self.field, Some(self.census)))?.map(Remedy::UseH)
    }
}

/// `At 1 point`, `At 7 points`
fn at_points(count: usize) -> String {
    let points = if count == 1 { "point" } else { "points" };
    format!("At {} {points}", format_count(count))
}

/// Say why arrows are missing; where none is, that there are all.
fn missing(field: &GradientField) -> Diagnosis {
    let Tally { live, zero, not_finite } = field.tally;
    let points = format_count(field.len());
    if field.f_range.is_none() {
        let precision = field.request.method().precision;
        let (place, or) = match precision {
            Precision::F64 => (String::new(), ""),
            _ => (format!(" in {precision}"), ", or a wider precision"),
        };
        let text = format!(
            "f is not a finite number{place} at any of the {points} points; choose a range where it is defined{or}."
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

/// Whether what is drawn are differences.
fn has_ends(field: &GradientField) -> bool {
    matches!(field.request.scheme().rule(), Rule::Difference(_) | Rule::Richardson(_))
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
    let zeros = if zero == field.len() {
        format!("at all {} points", format_count(zero))
    } else {
        format!("at {} of {} points", format_count(zero), format_count(field.len()))
    };
    let is_lost = field.tally.live == 0 && zero > 1;
    if !has_ends(field) {
        // Nothing says whether it should.
        let text = if is_lost {
            format!("No arrow is left: {zeros} the derivative comes out as 0.")
        } else {
            format!("There is no arrow (ring) {zeros}: the derivative comes out as 0.")
        };
        return Diagnosis { text, serious: is_lost, remedy: None };
    }
    let Swallowed { whole, half } = Swallowed::count(field);
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
        return Diagnosis { text, serious: true, remedy: remedy(field) };
    }
    if is_lost {
        let text = format!(
            "No arrow is left: {zeros} f is the same number at both ends of each difference. Either f is flat there, or h = {} is too \
             small for the digits of f.",
            format_number(field.request.h())
        );
        return Diagnosis { text, serious: true, remedy: remedy(field) };
    }
    let at = at_points(zero);
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
    Diagnosis { text, serious: true, remedy: remedy(field) }
}

/// Another h, where that is better.
fn remedy(field: &GradientField) -> Option<Remedy> {
    better_h(field, None).map(Remedy::UseH)
}

/// A step in three digits at most.
fn short(h: f64) -> String {
    format_number(round_to_digits(h, 3))
}

/// How many of the zero gradients have coordinates that swallow h: every displaced node of the stencil is x itself, in
/// the precision of the method.
/// Only coordinates that f depends on count; along the others its differences are rightly 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Swallowed {
    /// In every coordinate that f depends on.
    whole: usize,
    /// In one of two.
    half: usize,
}

impl Swallowed {
    fn count(field: &GradientField) -> Self {
        let program = field.request.program();
        let depends = match program.dependence(program.root()) {
            Dependence::Nothing => return Self::default(),
            Dependence::X0 => [true, false],
            Dependence::X1 => [false, true],
            Dependence::Both => [true, true],
        };
        let nodes = judge::locator(field.request.method());
        let absorbed = Axis::ALL.map(|axis| {
            let swallows = |&x: &f64| nodes(x, field.request.h()).absorption == Absorption::All;
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
