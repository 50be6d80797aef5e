//! Another h, with which a field comes out better.
//!
//! No rule tells for every function, place and precision: theory knows a function's size and how it bends at a point, and not what
//! its operations lose. So it is tried: at some nodes, the bad ones above all, with one h after the other.

use super::comparison::Comparison;
use super::exact::Precise;
use super::judge::GOOD;
use super::{Cause, Census, ExactGradient};
use crate::differentiate::Differentiator;
use crate::expr::Unary;
use crate::field::{ArrowState, GradientField, USUAL_H};
use crate::number_text::round_to_digits;

/// The nodes at which it is tried: so many of the bad ones, and so many of all.
const WITNESSES: usize = 16;
/// How far below the sides of the grid h is looked for, in powers of ten: the digits of f64, and some more for functions that bend
/// much faster than that.
const DECADES: i32 = 20;
/// An h is better by so many digits at the bad nodes, on the average: half the error.
const BETTER: f64 = 0.3;
/// A step that suits the grid may have so many digits less than the best one.
const NEARLY: f64 = 0.5;

/// Another h with which the bad arrows come out better, and all on the average, and as many as before are good, at the nodes where
/// it is tried; if there is one among those that are tried.
///
/// They are one that [suits the grid](suitable_h) and the powers of ten from the grid's larger side down.
pub(super) fn better_h(field: &GradientField, census: Option<&Census>) -> Option<f64> {
    if !field.request.scheme().has_step() {
        return None;
    }
    let mut trial = Trial::new(field, census)?;
    let now = trial.score(field.request.h());
    let usual = suitable_h(field);
    let suitable = trial.score(usual);
    if suitable.is_better(now) && suitable.are_all_good {
        return Some(usual);
    }
    let widest = field.request.grid().axes.map(|axis| axis.max - axis.min).into_iter().fold(0.0, f64::max);
    let candidates = (0..DECADES).map(|n| power_of_ten_below(widest, n)).filter(|h| *h > 0.0);
    let scores = candidates.map(|h| (h, trial.score(h)));
    let best = scores.filter(|(_, score)| score.is_better(now)).max_by(|a, b| a.1.bad.total_cmp(&b.1.bad));
    match best {
        Some((h, best)) if !suitable.is_better(now) || suitable.bad < best.bad - NEARLY => Some(h),
        _ => suitable.is_better(now).then_some(usual),
    }
}

/// An h that x + h does not lose: the usual one, or where the precision is so low or |x| so large that even this were lost,
/// the cube root of the rounding unit times |x|, to one digit.
fn suitable_h(field: &GradientField) -> f64 {
    let ends = field.request.grid().axes.map(|axis| axis.min.abs().max(axis.max.abs()));
    let epsilon = 2.0 * field.request.method().precision.unit_roundoff();
    let scaled = epsilon.cbrt() * ends[0].max(ends[1]);
    USUAL_H.max(round_to_digits(scaled, 1))
}

/// The largest power of ten that is not above a number, or the n-th below that.
fn power_of_ten_below(number: f64, n: i32) -> f64 {
    let exponent = Unary::Log10.apply(number).floor();
    format!("1e{}", exponent - f64::from(n)).parse().unwrap_or(0.0)
}

/// The nodes at which steps are tried.
struct Trial {
    differentiator: Differentiator,
    bad: Vec<Witness>,
    all: Vec<Witness>,
}

/// A node that has an exact gradient, which is not zero.
struct Witness {
    x: [f64; 2],
    exact: Precise,
}

impl Witness {
    /// Some of the nodes that are so; for each of them up to four are looked at.
    fn some_of(field: &GradientField, exact: &mut ExactGradient, is_so: impl Fn(usize) -> bool) -> Vec<Self> {
        let witnesses = some_nodes(field.len(), 4 * WITNESSES, is_so).into_iter().map(|index| {
            let x = field.grid.point(index);
            Self { x, exact: exact.precise(x) }
        });
        witnesses.filter(|it| it.exact.is_finite() && it.exact.is_zero != [true; 2]).take(WITNESSES).collect()
    }
}

/// At most so many of the nodes that are so, spread over them, in an order in which the first few are as well.
fn some_nodes(nodes: usize, most: usize, is_so: impl Fn(usize) -> bool) -> Vec<usize> {
    let those = || (0..nodes).filter(|&node| is_so(node));
    let count = those().count();
    let step = golden_step(count);
    let places: Vec<usize> = (0..count.min(most)).map(|n| n * step % count).collect();
    let mut ascending: Vec<usize> = (0..places.len()).collect();
    ascending.sort_by_key(|&n| places[n]);
    let mut ascending = ascending.into_iter().peekable();
    let mut chosen = vec![0; places.len()];
    for (place, node) in those().enumerate() {
        if let Some(n) = ascending.next_if(|&n| places[n] == place) {
            chosen[n] = node;
        }
    }
    chosen
}

/// A step by which one comes to each of so many places in turn, and to the first few far apart: about the golden section of them, so
/// that no column of a grid is met again and again.
fn golden_step(count: usize) -> usize {
    let divides_both = |step: &usize| {
        let (mut a, mut b) = (count, *step);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a > 1
    };
    // 0.618 to three digits; one is coprime to everything.
    (1..=(count / 1000 * 618 + count % 1000 * 618 / 1000).max(1))
        .rev()
        .find(|step| !divides_both(step))
        .unwrap_or(1)
}

/// How well an h does.
#[derive(Clone, Copy, Debug)]
struct Score {
    /// The mean number of right digits at the bad nodes.
    bad: f64,
    /// The same at nodes of all kinds.
    all: f64,
    /// How many of these are good.
    good: usize,
    are_all_good: bool,
}

impl Score {
    fn is_better(self, than: Self) -> bool {
        self.bad >= than.bad + BETTER && self.all >= than.all && self.good >= than.good
    }
}

impl Trial {
    fn new(field: &GradientField, census: Option<&Census>) -> Option<Self> {
        let program = field.request.program();
        let is_bad = |index: usize| match census {
            Some(census) => census.causes[index] >= Cause::Absorbed,
            None => field.state(index) != ArrowState::Live,
        };
        let mut exact = ExactGradient::new(program);
        let bad = Witness::some_of(field, &mut exact, is_bad);
        let all = Witness::some_of(field, &mut exact, |_| true);
        let differentiator = Differentiator::new(program, field.request.method()).ok()?;
        (!bad.is_empty()).then_some(Self { differentiator, bad, all })
    }

    fn score(&mut self, h: f64) -> Score {
        let Self { differentiator, bad, all } = self;
        let mut errors = |witnesses: &[Witness]| -> Vec<f64> {
            let error = |Witness { x, exact }: &Witness| {
                let g = differentiator.at(*x, h).g;
                Comparison::new(g, exact).relative_error.unwrap_or(1.0)
            };
            witnesses.iter().map(error).collect()
        };
        let [bad, all] = [errors(bad), errors(all)];
        let is_good = |error: &f64| *error <= GOOD;
        let good = all.iter().filter(|error| is_good(error)).count();
        let are_all_good = good == all.len() && bad.iter().all(is_good);
        Score { bad: digits(&bad), all: digits(&all), good, are_all_good }
    }
}

/// The mean number of right digits; an error above 1 leaves none, and one of 0 those of `f64`.
fn digits(errors: &[f64]) -> f64 {
    let digits = |error: &f64| -Unary::Log10.apply(error.clamp(f64::EPSILON, 1.0));
    errors.iter().map(digits).sum::<f64>() / errors.len().max(1) as f64
}
