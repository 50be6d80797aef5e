//! What is wrong with a claim, where it is a mistake that people make.

use super::ClaimVerdict;
use super::compare::{Agreement, Comparer, Deviation};
use crate::eval::DoubleDouble;
use crate::expr::Axis;
use crate::field::{CancelToken, Cancelled, Grid};
use crate::number_text::{format_count, format_number, round_to_digits};

/// The nodes that a suspicion is drawn from.
const WITNESSES: usize = 64;

/// A mistake counts as recognised if it explains the claim to this part of it: 12 digits. It decides about words only.
const EXPLAINED: f64 = 1e-12;

/// What the mistake could be, by some nodes: for each component the factor and the difference between it and the exact
/// one, if it may be the same everywhere.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Suspicion {
    factor: [Option<DoubleDouble>; 2],
    offset: [Option<DoubleDouble>; 2],
}

impl Suspicion {
    /// From nodes spread over a grid.
    pub(super) fn of(
        comparer: &mut Comparer<'_>,
        grid: &Grid,
        cancel: &CancelToken,
    ) -> Result<Self, Cancelled> {
        let mut suspicion = Self::default();
        let mut largest = [0.0; 2];
        let stride = grid.len().div_ceil(WITNESSES);
        for index in (0..grid.len()).step_by(stride) {
            cancel.check()?;
            let deviation = comparer.at(grid.point(index));
            let Some(exact) = deviation.defined() else { continue };
            for (k, claimed) in deviation.claimed().into_iter().enumerate() {
                let size = exact[k].hi().abs();
                if claimed.hi().is_finite() && (size > largest[k] || suspicion.offset[k].is_none()) {
                    largest[k] = size;
                    suspicion.factor[k] = (size > 0.0).then(|| claimed / exact[k]);
                    suspicion.offset[k] = Some(claimed - exact[k]);
                }
            }
        }
        Ok(suspicion)
    }
}

/// What was found at some nodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Findings {
    /// Where it could be told.
    told: usize,
    /// Where it could not.
    untold: usize,
    /// Where the claim has a finite value that is wrong.
    wrong: usize,
    /// Where it has none.
    not_finite: usize,
    /// Where each component is wrong or has no finite value.
    off: [usize; 2],
    /// The first node without a finite value.
    first_not_finite: Option<usize>,
    /// The node that is worst, and how far off it is: relative to the exact gradient, or where that is zero as it is.
    worst: Option<(usize, f64)>,
    worst_at_zero: Option<(usize, f64)>,
    /// Whether each suspicion holds.
    factor: [bool; 2],
    offset: [bool; 2],
    swapped: bool,
    /// The least and the largest exact component.
    range: [[f64; 2]; 2],
}

impl Findings {
    /// Nothing yet that speaks against a suspicion.
    pub(super) fn of(suspicion: &Suspicion) -> Self {
        Self {
            told: 0,
            untold: 0,
            wrong: 0,
            not_finite: 0,
            off: [0; 2],
            first_not_finite: None,
            worst: None,
            worst_at_zero: None,
            factor: suspicion.factor.map(|factor| factor.is_some()),
            offset: suspicion.offset.map(|offset| offset.is_some()),
            swapped: true,
            range: [[f64::INFINITY, f64::NEG_INFINITY]; 2],
        }
    }

    /// Take a node into account.
    pub(super) fn add(&mut self, suspicion: &Suspicion, index: usize, deviation: &Deviation) {
        let agreements = deviation.agreements();
        if agreements.contains(&Agreement::NotFinite) {
            self.not_finite += 1;
            self.first_not_finite.get_or_insert(index);
        } else if agreements.contains(&Agreement::Unknown) && !agreements.contains(&Agreement::Wrong) {
            self.untold += 1;
            return;
        }
        if agreements.contains(&Agreement::Wrong) {
            self.wrong += 1;
            let error = deviation.relative_error();
            let (worst, error) = if error.is_finite() {
                (&mut self.worst, error)
            } else {
                (
                    &mut self.worst_at_zero,
                    deviation.claimed().map(|g| g.hi().abs()).into_iter().fold(0.0, f64::max),
                )
            };
            *worst = worse(*worst, Some((index, error)));
        }
        self.told += 1;
        for (off, agreement) in self.off.iter_mut().zip(agreements) {
            *off += usize::from(matches!(agreement, Agreement::Wrong | Agreement::NotFinite));
        }
        if !agreements.contains(&Agreement::NotFinite) {
            self.weigh(suspicion, deviation);
        }
    }

    /// Whether the suspicions hold here.
    fn weigh(&mut self, suspicion: &Suspicion, deviation: &Deviation) {
        let Some(exact) = deviation.defined() else { return };
        let claimed = deviation.claimed();
        let is_near = |k: usize, expected: DoubleDouble| {
            let size = claimed[k].hi().abs().max(expected.hi().abs());
            (claimed[k] - expected).hi().abs() <= EXPLAINED * size + deviation.allowed(k, k)
        };
        for (k, &exact) in exact.iter().enumerate() {
            self.factor[k] &= suspicion.factor[k].is_some_and(|factor| is_near(k, factor * exact));
            self.offset[k] &= suspicion.offset[k].is_some_and(|offset| is_near(k, exact + offset));
            let [low, high] = self.range[k];
            self.range[k] = [low.min(exact.hi()), high.max(exact.hi())];
        }
        self.swapped &=
            [(0, 1), (1, 0)].into_iter().all(|(a, b)| deviation.agreement(a, b) == Agreement::Right);
    }

    /// What was found at other nodes too; those of `self` come first.
    pub(super) fn join(self, other: Self) -> Self {
        let both = |a: [bool; 2], b: [bool; 2]| [a[0] && b[0], a[1] && b[1]];
        let range =
            |k: usize| [self.range[k][0].min(other.range[k][0]), self.range[k][1].max(other.range[k][1])];
        Self {
            told: self.told + other.told,
            untold: self.untold + other.untold,
            wrong: self.wrong + other.wrong,
            not_finite: self.not_finite + other.not_finite,
            off: [self.off[0] + other.off[0], self.off[1] + other.off[1]],
            first_not_finite: [self.first_not_finite, other.first_not_finite].into_iter().flatten().min(),
            worst: worse(self.worst, other.worst),
            worst_at_zero: worse(self.worst_at_zero, other.worst_at_zero),
            factor: both(self.factor, other.factor),
            offset: both(self.offset, other.offset),
            swapped: self.swapped && other.swapped,
            range: [range(0), range(1)],
        }
    }

    pub(super) fn verdict(&self) -> ClaimVerdict {
        if self.wrong + self.not_finite > 0 {
            ClaimVerdict::Wrong
        } else if self.told > 0 {
            ClaimVerdict::Right
        } else {
            ClaimVerdict::Unknown
        }
    }

    pub(super) fn worst(&self) -> Option<usize> {
        let worst = self.worst.or(self.worst_at_zero).map(|(index, _)| index);
        worst.or(self.first_not_finite)
    }

    /// The verdict in plain words.
    pub(super) fn text(&self, suspicion: &Suspicion, grid: &Grid) -> String {
        let points = format_count(self.told);
        match self.verdict() {
            ClaimVerdict::Right if self.told + self.untold == 1 => {
                "Right: it is the gradient at this point, to within rounding.".to_owned()
            }
            ClaimVerdict::Right if self.untold == 0 => {
                format!("Right: it is the gradient at all {points} points, to within rounding.")
            }
            ClaimVerdict::Right => format!(
                "Right: it is the gradient at all {points} points that have one, to within rounding. At {} more there is \
                 nothing to compare with.",
                format_count(self.untold)
            ),
            ClaimVerdict::Unknown => format!(
                "Unknown: at none of the {} points is there an exact gradient to compare with.",
                format_count(self.untold)
            ),
            ClaimVerdict::Wrong if self.wrong == 0 && self.not_finite == self.told => {
                format!("Wrong: it has no value at any of the {points} points at which f has a gradient.")
            }
            ClaimVerdict::Wrong if self.wrong == 0 => {
                let [x0, x1] = grid.point(self.first_not_finite.unwrap_or(0)).map(format_number);
                format!(
                    "Wrong: it is the gradient wherever it has a value, but at {} of {points} points, such as x0 = {x0}, \
                     x1 = {x1}, it has none and f has a gradient.",
                    format_count(self.not_finite)
                )
            }
            ClaimVerdict::Wrong => format!("Wrong: {}.", self.mistake(suspicion)),
        }
    }

    /// What is wrong, as the rest of a sentence.
    fn mistake(&self, suspicion: &Suspicion) -> String {
        let [first, second] = [0, 1].map(|k| self.component(suspicion, k));
        match (first, second) {
            _ if self.swapped => "g0 and g1 are swapped".to_owned(),
            (Mistake::Sign, Mistake::Sign) => {
                format!("both components have the wrong sign {}", self.everywhere())
            }
            (Mistake::Factor(a), Mistake::Factor(b)) if (a - b).abs() <= EXPLAINED * a.abs() => {
                format!("both components are {} times what they should be, {}", factor(a), self.everywhere())
            }
            (first, second) => {
                format!("{}; {}", self.component_text(0, first), self.component_text(1, second))
            }
        }
    }

    /// What is wrong with a component.
    fn component(&self, suspicion: &Suspicion, k: usize) -> Mistake {
        let [low, high] = self.range[k];
        let factor = suspicion.factor[k].filter(|_| self.factor[k]).map(DoubleDouble::hi);
        let offset = suspicion.offset[k].filter(|_| self.offset[k]).map(DoubleDouble::hi);
        match (factor, offset) {
            _ if self.off[k] == 0 => Mistake::None,
            // Of what is the same everywhere, factor and difference say nothing.
            (_, Some(offset)) if low >= high && short(low + offset) == short(low) => Mistake::Offset(offset),
            (_, Some(offset)) if low >= high => Mistake::Constant(low + offset, low),
            (Some(0.0), _) => Mistake::Zero,
            (Some(factor), _) if (factor + 1.0).abs() <= EXPLAINED => Mistake::Sign,
            (Some(factor), _) => Mistake::Factor(factor),
            (None, Some(offset)) => Mistake::Offset(offset),
            (None, None) => Mistake::Other,
        }
    }

    /// Where a mistake is that is the same at all nodes.
    fn everywhere(&self) -> String {
        if self.untold == 0 {
            "everywhere".to_owned()
        } else {
            format!("at all {} points that have a gradient", format_count(self.told))
        }
    }

    fn component_text(&self, k: usize, mistake: Mistake) -> String {
        let everywhere = self.everywhere();
        let what = match mistake {
            Mistake::None => "is right".to_owned(),
            Mistake::Sign => format!("has the wrong sign {everywhere}"),
            Mistake::Zero => format!("is 0 {everywhere}, as if f did not depend on {}", Axis::ALL[k].name()),
            Mistake::Factor(a) => format!("is {} times what it should be, {everywhere}", factor(a)),
            Mistake::Offset(more) if more > 0.0 => format!("is too large by {} {everywhere}", short(more)),
            Mistake::Offset(less) => format!("is too small by {} {everywhere}", short(-less)),
            Mistake::Constant(claimed, exact) => {
                format!("is {} instead of {} {everywhere}", short(claimed), short(exact))
            }
            Mistake::Other if self.off[k] == self.told => {
                format!("is wrong at all {} points", format_count(self.told))
            }
            Mistake::Other => {
                format!("is wrong at {} of {} points", format_count(self.off[k]), format_count(self.told))
            }
        };
        format!("g{k} {what}")
    }
}

/// What is wrong with a component of a claim.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mistake {
    None,
    Sign,
    /// It is 0.
    Zero,
    /// It is so many times the exact one.
    Factor(f64),
    /// It is so much more than the exact one.
    Offset(f64),
    /// It is one number instead of another.
    Constant(f64, f64),
    Other,
}

/// The worse of two nodes, the first of equally bad ones.
fn worse(a: Option<(usize, f64)>, b: Option<(usize, f64)>) -> Option<(usize, f64)> {
    match (a, b) {
        (Some((first, error)), Some((second, other))) => {
            let second_is_worse = other > error || other >= error && second < first;
            if second_is_worse { b } else { a }
        }
        _ => a.or(b),
    }
}

/// A number in at most 6 digits.
fn short(value: f64) -> String {
    format_number(round_to_digits(value, 6))
}

/// A factor in at most 6 digits, or in as many as show by how much it differs from 1.
fn factor(value: f64) -> String {
    let off = (value - 1.0).abs();
    if off >= 1e-3 {
        return short(value);
    }
    let shows = |text: &String| text.parse().is_ok_and(|shown: f64| (shown - value).abs() <= off / 20.0);
    (4..17).map(|decimals| format!("{value:.decimals$}")).find(shows).unwrap_or_else(|| value.to_string())
}
