//! What is wrong with a component of a claim.

use super::compare::{Agreement, Deviation};
use super::mistake::Suspicion;
use crate::eval::DoubleDouble;
use crate::expr::Axis;
use crate::number_text::{format_count, format_number, round_to_digits};

/// A mistake counts as recognised if it explains the claim to this part of it: 12 digits. It decides about words only.
pub(super) const EXPLAINED: f64 = 1e-12;

/// What is wrong with a component of a claim.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mistake {
    /// It can be compared nowhere.
    Unknown,
    /// It has no value anywhere.
    NoValue,
    /// Nothing, where it has a value.
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

/// What speaks for something that may be so everywhere, and against it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// The nodes at which it is so.
    held: usize,
    /// Whether it is not so at one.
    is_refuted: bool,
}

impl Evidence {
    fn weigh(&mut self, holds: bool) {
        self.held += usize::from(holds);
        self.is_refuted |= !holds;
    }

    fn join(self, other: Self) -> Self {
        Self { held: self.held + other.held, is_refuted: self.is_refuted || other.is_refuted }
    }

    /// Whether it was so wherever it was looked at, and it was.
    pub(super) fn is_convincing(self) -> bool {
        self.held > 0 && !self.is_refuted
    }
}

/// What was found of one component.
#[derive(Clone, Copy, Debug)]
pub(super) struct Component {
    /// At how many nodes it could be compared.
    told: usize,
    /// At how many of them it has a finite value that is wrong.
    wrong: usize,
    /// At how many of them it has none.
    not_finite: usize,
    /// Whether it is so many times the exact one, or so much more, wherever it has a value that can be compared.
    factor: Evidence,
    offset: Evidence,
    /// Whether it is the other component of the exact gradient.
    pub(super) swapped: Evidence,
    /// The least and the largest exact one, of the nodes where the claim has a value.
    range: [f64; 2],
}

impl Component {
    pub(super) const NOTHING: Self = Self {
        told: 0,
        wrong: 0,
        not_finite: 0,
        factor: Evidence { held: 0, is_refuted: false },
        offset: Evidence { held: 0, is_refuted: false },
        swapped: Evidence { held: 0, is_refuted: false },
        range: [f64::INFINITY, f64::NEG_INFINITY],
    };

    /// Take component k at a node into account.
    pub(super) fn add(&mut self, suspicion: &Suspicion, k: usize, deviation: &Deviation) {
        let crossed = deviation.agreement(k, 1 - k);
        if crossed.is_told() {
            self.swapped.weigh(crossed == Agreement::Right);
        }
        let agreement = deviation.agreement(k, k);
        self.told += usize::from(agreement.is_told());
        self.wrong += usize::from(agreement == Agreement::Wrong);
        self.not_finite += usize::from(agreement == Agreement::NotFinite);
        if !matches!(agreement, Agreement::Right | Agreement::Wrong) {
            return;
        }
        let (claimed, exact) = (deviation.claimed()[k], deviation.precise()[k]);
        let is_near = |expected: DoubleDouble| {
            let size = claimed.hi().abs().max(expected.hi().abs());
            (claimed - expected).hi().abs() <= EXPLAINED * size + deviation.allowed(k, k)
        };
        self.factor.weigh(suspicion.factor[k].is_some_and(|factor| is_near(factor * exact)));
        self.offset.weigh(suspicion.offset[k].is_some_and(|offset| is_near(exact + offset)));
        let [low, high] = self.range;
        self.range = [low.min(exact.hi()), high.max(exact.hi())];
    }

    pub(super) fn join(self, other: Self) -> Self {
        Self {
            told: self.told + other.told,
            wrong: self.wrong + other.wrong,
            not_finite: self.not_finite + other.not_finite,
            factor: self.factor.join(other.factor),
            offset: self.offset.join(other.offset),
            swapped: self.swapped.join(other.swapped),
            range: [self.range[0].min(other.range[0]), self.range[1].max(other.range[1])],
        }
    }

    /// At how many nodes it has a value that could be compared.
    fn values(&self) -> usize {
        self.told - self.not_finite
    }

    /// At how many nodes it is wrong or has no value.
    fn off(&self) -> usize {
        self.wrong + self.not_finite
    }

    /// What is wrong with component k.
    pub(super) fn mistake(&self, suspicion: &Suspicion, k: usize) -> Mistake {
        let [low, high] = self.range;
        let factor = suspicion.factor[k].filter(|_| self.factor.is_convincing()).map(DoubleDouble::hi);
        let offset = suspicion.offset[k].filter(|_| self.offset.is_convincing()).map(DoubleDouble::hi);
        match (factor, offset) {
            _ if self.told == 0 => Mistake::Unknown,
            _ if self.values() == 0 => Mistake::NoValue,
            _ if self.wrong == 0 => Mistake::None,
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

    /// Where it is what it is at all of the nodes at which it has a value, of so many.
    pub(super) fn place(&self, nodes: usize) -> String {
        let (values, told) = (format_count(self.values()), format_count(self.told));
        if self.not_finite > 0 {
            format!("wherever it has a value, which is at {values} of {told} points")
        } else if self.told == nodes {
            "everywhere".to_owned()
        } else if self.told == 1 {
            "at the 1 point where it can be compared".to_owned()
        } else {
            format!("at all {told} points where it can be compared")
        }
    }

    /// What is wrong with component k, of so many nodes.
    pub(super) fn text(&self, k: usize, mistake: Mistake, nodes: usize) -> String {
        let place = self.place(nodes);
        let what = match mistake {
            Mistake::Unknown => "can be compared nowhere".to_owned(),
            Mistake::NoValue => format!("has no value at any of {} points", format_count(self.told)),
            Mistake::None if self.not_finite > 0 => format!("is right {place}"),
            Mistake::None => "is right".to_owned(),
            Mistake::Sign => format!("has the wrong sign {place}"),
            Mistake::Zero => format!("is 0 {place}, as if f did not depend on {}", Axis::ALL[k].name()),
            Mistake::Factor(a) => format!("is {} times what it should be, {place}", factor(a)),
            Mistake::Offset(more) if more > 0.0 => format!("is too large by {} {place}", short(more)),
            Mistake::Offset(less) => format!("is too small by {} {place}", short(-less)),
            Mistake::Constant(claimed, exact) => {
                format!("is {} instead of {} {place}", short(claimed), short(exact))
            }
            Mistake::Other if self.off() == self.told => {
                format!("is wrong at all {} points", format_count(self.told))
            }
            Mistake::Other => {
                format!("is wrong at {} of {} points", format_count(self.off()), format_count(self.told))
            }
        };
        format!("g{k} {what}")
    }
}

/// A number in at most 6 digits.
fn short(value: f64) -> String {
    format_number(round_to_digits(value, 6))
}

/// A factor in at most 6 digits, or in as many as show by how much it differs from 1.
pub(super) fn factor(value: f64) -> String {
    let off = (value - 1.0).abs();
    if off >= 1e-3 {
        return short(value);
    }
    let shows = |text: &String| text.parse().is_ok_and(|shown: f64| (shown - value).abs() <= off / 20.0);
    (4..17).map(|decimals| format!("{value:.decimals$}")).find(shows).unwrap_or_else(|| value.to_string())
}
