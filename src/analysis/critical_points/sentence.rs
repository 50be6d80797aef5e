//! Critical points in words.

use super::{CriticalKind, CriticalPoint, CriticalPoints, CriticalSet, Ground};
use crate::number_text::{format_count, format_number, round_to_digits};

impl CriticalPoint {
    /// What it is, for a learner.
    pub fn sentence(&self) -> String {
        let at = format!("at ({}, {})", short(self.x[0], 6), short(self.x[1], 6));
        let f = short(self.f, 6);
        let [low, high] = self.eigenvalues.map(|value| short(value, 3));
        let [along_low, along_high] =
            self.eigenvectors.map(|[v, w]| format!("({}, {})", short(v, 2), short(w, 2)));
        if let Some(set) = self.set() {
            return self.of_set(set, &at, &f);
        }
        match self.kind {
            CriticalKind::Minimum => {
                format!(
                    "Minimum {at}: f = {f}, and it rises along every direction (curvatures {low} and {high})."
                )
            }
            CriticalKind::Maximum => {
                format!(
                    "Maximum {at}: f = {f}, and it falls along every direction (curvatures {low} and {high})."
                )
            }
            CriticalKind::Saddle => format!(
                "Saddle {at}: f = {f}, and it falls along {along_low} and rises along {along_high} (curvatures {low} and {high})."
            ),
            CriticalKind::Degenerate if self.eigenvalues.iter().all(|value| value.is_finite()) => format!(
                "Degenerate point {at}: f = {f}, the gradient is 0 and so is a curvature ({low} and {high}), so that they do not tell a minimum \
                 from a saddle."
            ),
            CriticalKind::Degenerate => {
                format!("Degenerate point {at}: f = {f}, the gradient is 0, but f has no finite curvature.")
            }
        }
    }

    /// Of a connected set.
    fn of_set(&self, set: CriticalSet, at: &str, f: &str) -> String {
        let (name, cells) = (set.name(), self.cells());
        let cells = if cells == 1 { "1 cell".to_owned() } else { format!("{} cells", format_count(cells)) };
        if set == CriticalSet::Area {
            return format!(
                "A {name} in {cells} of the grid, one point of it {at}: f = {f}, and the gradient is 0 all over it, or too small to tell \
                 from 0."
            );
        }
        format!(
            "A {name} through {cells} of the grid, one point of it {at}: f = {f} and the gradient is 0 all along it, to within rounding."
        )
    }
}

impl CriticalPoints {
    /// How many there are of each kind, for a learner.
    pub fn sentence(&self) -> String {
        let text = match self.ground {
            Ground::Flat => {
                return "f is flat here: the gradient is 0 at every point, or too small to tell from 0, so every point is critical."
                    .to_owned();
            }
            Ground::Undefined => {
                return "f has no gradient at any node here, so no critical point was found.".to_owned();
            }
            Ground::Sloping if self.points.is_empty() => {
                "No point with a gradient of 0 was found here; kinks are not looked at.".to_owned()
            }
            Ground::Sloping => self.counts(),
        };
        if self.skipped == 0 {
            return text;
        }
        let skipped = format_count(self.skipped);
        format!("{text} There may be more: {skipped} places were not looked into. Make the range smaller.")
    }

    fn counts(&self) -> String {
        let alone = |kind: CriticalKind| {
            self.points.iter().filter(|point| point.kind == kind && point.set().is_none()).count()
        };
        let sets = |set: CriticalSet| self.points.iter().filter(|point| point.set() == Some(set)).count();
        let parts = [
            (alone(CriticalKind::Minimum), "minimum", "minima"),
            (alone(CriticalKind::Maximum), "maximum", "maxima"),
            (alone(CriticalKind::Saddle), "saddle", "saddles"),
            (alone(CriticalKind::Degenerate), "degenerate point", "degenerate points"),
            (sets(CriticalSet::Valley), "valley floor", "valley floors"),
            (sets(CriticalSet::Ridge), "ridge", "ridges"),
            (sets(CriticalSet::Line), "critical line", "critical lines"),
            (sets(CriticalSet::Area), "flat area", "flat areas"),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| {
                format!("{} {}", format_count(count), if count == 1 { one } else { many })
            })
            .collect();
        match parts.split_last() {
            Some((last, [])) => format!("{last}."),
            Some((last, rest)) => format!("{} and {last}.", rest.join(", ")),
            None => String::new(),
        }
    }
}

/// A number to so many digits.
fn short(value: f64, digits: usize) -> String {
    format_number(round_to_digits(value, digits))
}
