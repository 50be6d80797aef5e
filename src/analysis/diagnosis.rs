//! One sentence about the arrows that a field lacks.

use crate::expr::{Axis, Dependence};
use crate::field::{ArrowState, GradientField, Tally, USUAL_H};
use crate::number_text::{format_count, format_number};

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

/// Say why arrows are missing; where none is, that there are all.
pub fn diagnose(field: &GradientField) -> Diagnosis {
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

/// What there is to say about the gradients that are exactly zero.
fn zero_gradients(field: &GradientField) -> Diagnosis {
    let program = field.request.program();
    if program.dependence(program.root()) == Dependence::Nothing {
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

/// An h that x + h does not lose, where the one in use is smaller: the usual one, or where |x| is so large that even this
/// were lost, the cube root of the rounding unit times |x|, to one digit.
fn larger_h(field: &GradientField) -> Option<Remedy> {
    let ends = field.request.grid().axes.map(|axis| axis.min.abs().max(axis.max.abs()));
    let scaled = f64::EPSILON.cbrt() * ends[0].max(ends[1]);
    let h = USUAL_H.max(one_digit(scaled));
    (field.request.h() < h).then_some(Remedy::UseH(h))
}

/// The number rounded to one digit.
fn one_digit(value: f64) -> f64 {
    format!("{value:.0e}").parse().unwrap_or(value)
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
