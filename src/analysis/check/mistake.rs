//! What is wrong with a claim, where it is a mistake that people make.

use super::ClaimVerdict;
use super::compare::{Agreement, Comparer, Deviation};
use super::component::{Component, EXPLAINED, Mistake, factor};
use crate::eval::DoubleDouble;
use crate::field::{CancelToken, Cancelled, Grid};
use crate::number_text::{format_count, format_number};

/// The nodes that a suspicion is drawn from.
const WITNESSES: usize = 64;

/// What the mistake could be, by some nodes: for each component the factor and the difference between it and the exact
/// one, if it may be the same everywhere.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Suspicion {
    pub(super) factor: [Option<DoubleDouble>; 2],
    pub(super) offset: [Option<DoubleDouble>; 2],
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
            for (k, agreement) in deviation.agreements().into_iter().enumerate() {
                let (claimed, exact) = (deviation.claimed()[k], deviation.precise()[k]);
                let size = exact.hi().abs();
                let has_value = matches!(agreement, Agreement::Right | Agreement::Wrong);
                if has_value && (size > largest[k] || suspicion.offset[k].is_none()) {
                    largest[k] = size;
                    suspicion.factor[k] = (size > 0.0).then(|| claimed / exact);
                    suspicion.offset[k] = Some(claimed - exact);
                }
            }
        }
        Ok(suspicion)
    }
}

/// What was found at some nodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Findings {
    /// Where it could be told: both components are known, or one is off.
    told: usize,
    /// Where it could not, as there is no exact gradient.
    undefined: usize,
    /// Where it could not, as rounding hides it.
    hidden: usize,
    /// Where it could be told although one component is not known.
    half: usize,
    /// Where a component of the claim has a finite value that is wrong.
    wrong: usize,
    /// Where one has none.
    not_finite: usize,
    components: [Component; 2],
    /// The first node without a finite value.
    first_not_finite: Option<usize>,
    /// The node that is worst, and how far off it is: relative to the exact gradient, or where that is zero as it is.
    worst: Option<(usize, f64)>,
    worst_at_zero: Option<(usize, f64)>,
}

impl Findings {
    /// Of no node.
    pub(super) const NONE: Self = Self {
        told: 0,
        undefined: 0,
        hidden: 0,
        half: 0,
        wrong: 0,
        not_finite: 0,
        components: [Component::NOTHING; 2],
        first_not_finite: None,
        worst: None,
        worst_at_zero: None,
    };

    /// Take a node into account.
    pub(super) fn add(&mut self, suspicion: &Suspicion, index: usize, deviation: &Deviation) {
        for (k, component) in self.components.iter_mut().enumerate() {
            component.add(suspicion, k, deviation);
        }
        let agreements = deviation.agreements();
        let is_known = agreements.iter().all(|agreement| agreement.is_told());
        if !is_known && !agreements.iter().any(|agreement| agreement.is_off()) {
            let is_undefined = agreements.contains(&Agreement::NoDerivative);
            *(if is_undefined { &mut self.undefined } else { &mut self.hidden }) += 1;
            return;
        }
        self.told += 1;
        self.half += usize::from(!is_known);
        if agreements.contains(&Agreement::NotFinite) {
            self.not_finite += 1;
            self.first_not_finite.get_or_insert(index);
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
    }

    /// What was found at other nodes too; those of `self` come first.
    pub(super) fn join(self, other: Self) -> Self {
        Self {
            told: self.told + other.told,
            undefined: self.undefined + other.undefined,
            hidden: self.hidden + other.hidden,
            half: self.half + other.half,
            wrong: self.wrong + other.wrong,
            not_finite: self.not_finite + other.not_finite,
            components: [0, 1].map(|k| self.components[k].join(other.components[k])),
            first_not_finite: [self.first_not_finite, other.first_not_finite].into_iter().flatten().min(),
            worst: worse(self.worst, other.worst),
            worst_at_zero: worse(self.worst_at_zero, other.worst_at_zero),
        }
    }

    /// Where rounding hides more than can be told, what can be is no more than a coincidence.
    pub(super) fn verdict(&self) -> ClaimVerdict {
        if self.wrong + self.not_finite > 0 {
            ClaimVerdict::Wrong
        } else if self.told > self.hidden {
            ClaimVerdict::Right
        } else {
            ClaimVerdict::Unknown
        }
    }

    pub(super) fn worst(&self) -> Option<usize> {
        let worst = self.worst.or(self.worst_at_zero).map(|(index, _)| index);
        worst.or(self.first_not_finite)
    }

    /// All nodes.
    fn nodes(&self) -> usize {
        self.told + self.undefined + self.hidden
    }

    /// The verdict in plain words.
    pub(super) fn text(&self, suspicion: &Suspicion, grid: &Grid) -> String {
        match self.verdict() {
            ClaimVerdict::Right => self.right_text(),
            ClaimVerdict::Unknown => self.unknown_text(),
            ClaimVerdict::Wrong if self.wrong == 0 => self.no_value_text(grid),
            ClaimVerdict::Wrong => format!("Wrong: {}.", self.mistake(suspicion)),
        }
    }

    fn right_text(&self) -> String {
        let points = format_count(self.told);
        if self.nodes() == 1 {
            return "Right: it is the gradient at this point, to within rounding.".to_owned();
        }
        if self.nodes() == self.told {
            return format!("Right: it is the gradient at all {points} points, to within rounding.");
        }
        let right = if self.hidden == 0 {
            format!("Right: it is the gradient at all {points} points that have one, to within rounding.")
        } else {
            format!(
                "Right: it is the gradient at all {points} points at which that can be told, to within rounding."
            )
        };
        let undefined = (self.undefined > 0)
            .then(|| format!(" At {} more there is nothing to compare with.", format_count(self.undefined)));
        let hidden =
            (self.hidden > 0).then(|| format!(" At {} more rounding hides it.", format_count(self.hidden)));
        [Some(right), undefined, hidden].into_iter().flatten().collect()
    }

    fn unknown_text(&self) -> String {
        let [told, undefined, hidden, nodes] =
            [self.told, self.undefined, self.hidden, self.nodes()].map(format_count);
        if self.hidden == 0 {
            return format!(
                "Unknown: at none of the {nodes} points is there an exact gradient to compare with."
            );
        }
        let told =
            (self.told > 0).then(|| format!(" At {told} more it is right, which says little beside that."));
        let undefined =
            (self.undefined > 0).then(|| format!(" At {undefined} more there is nothing to compare with."));
        format!(
            "Unknown: at {hidden} of {nodes} points rounding hides whether it is the gradient.{}{}",
            told.unwrap_or_default(),
            undefined.unwrap_or_default()
        )
    }

    /// Where nothing is wrong but that there is no value.
    fn no_value_text(&self, grid: &Grid) -> String {
        let (points, not_finite) = (format_count(self.told), format_count(self.not_finite));
        let have = if self.half == 0 { "f has a gradient" } else { "f has a derivative" };
        if self.not_finite == self.told {
            let which = if self.hidden == 0 { have } else { "it can be compared" };
            return format!("Wrong: it has no value at any of the {points} points at which {which}.");
        }
        let [x0, x1] = grid.point(self.first_not_finite.unwrap_or(0)).map(format_number);
        format!(
            "Wrong: it is the gradient wherever it has a value, but at {not_finite} of {points} points, such as x0 = {x0}, x1 = {x1}, it has \
             none and {have}."
        )
    }

    /// What is wrong, as the rest of a sentence.
    fn mistake(&self, suspicion: &Suspicion) -> String {
        let nodes = self.nodes();
        let [first, second] = [0, 1].map(|k| self.components[k].mistake(suspicion, k));
        let places = self.components.each_ref().map(|component| component.place(nodes));
        let [place, _] = &places;
        match (first, second) {
            _ if self.components.iter().all(|component| component.swapped.is_convincing()) => {
                "g0 and g1 are swapped".to_owned()
            }
            (Mistake::Sign, Mistake::Sign) if places[0] == places[1] => {
                format!("both components have the wrong sign {place}")
            }
            (Mistake::Factor(a), Mistake::Factor(b))
                if (a - b).abs() <= EXPLAINED * a.abs() && places[0] == places[1] =>
            {
                format!("both components are {} times what they should be, {place}", factor(a))
            }
            (first, second) => {
                let [first, second] =
                    [(0, first), (1, second)].map(|(k, mistake)| self.components[k].text(k, mistake, nodes));
                format!("{first}; {second}")
            }
        }
    }
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
