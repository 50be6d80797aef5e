//! From zeros of the gradient to critical points.

use rayon::prelude::*;

use super::newton::{Polisher, SAFETY, Zero, scaled};
use super::search::{Cell, Search};
use super::valleys::{self, Group};
use super::{CriticalKind, CriticalPoint, DEGENERATE, Extent, SAME};
use crate::analysis::eigen::Eigen;
use crate::analysis::joint::Values;
use crate::eval::DoubleDouble;
use crate::expr::Binary;
use crate::field::{CancelToken, Cancelled};

/// A zero in double-double arithmetic farther from the one in `f64` is another one, in cells.
const SAME_ZERO: f64 = 1.0 / 1024.0;
/// A coordinate within this part of a cell from 0 is 0 if the gradient is no larger there: of Newton's method only 0 itself
/// has no nearest `f64`.
const NEAR_ZERO: f64 = 1.0 / (1 << 20) as f64;
/// A coordinate this near to 0 is 0 whatever the gradient.
const ZERO: f64 = 1.0 / (1_u64 << 60) as f64;
/// Where f must be defined around a point, in cells: on no line through it on which a formula might have its edge.
const AROUND: [[f64; 2]; 4] = [[0.81, 0.59], [-0.59, 0.81], [-0.81, -0.59], [0.59, -0.81]];
const AROUND_SCALE: f64 = 1.0 / (1 << 20) as f64;

/// The critical points that some distinct zeros and flat cells are, in no order.
pub(super) fn points(
    search: &Search,
    zeros: &[Zero],
    flat: &[(Cell, Zero)],
    cancel: &CancelToken,
) -> Result<Vec<CriticalPoint>, Cancelled> {
    let of_zeros: Vec<Option<CriticalPoint>> = zeros
        .par_iter()
        .map_init(
            || Classifier::new(search),
            |classifier, zero| {
                cancel.check()?;
                Ok(if zero.is_degenerate { None } else { classifier.point(zero.x) })
            },
        )
        .collect::<Result<_, _>>()?;
    let is_degenerate = |point: &CriticalPoint| point.kind == CriticalKind::Degenerate;
    let degenerate: Vec<Zero> = zeros
        .iter()
        .zip(&of_zeros)
        .filter(|(zero, point)| zero.is_degenerate || point.as_ref().is_some_and(is_degenerate))
        .map(|(zero, _)| *zero)
        .collect();
    let alone = of_zeros.into_iter().flatten().filter(|point| !is_degenerate(point)).collect();
    // Two zeros may have become one with all their digits.
    let mut points = search.distinct(alone, |point: &CriticalPoint| point.x, |point| point.residual);
    let mut classifier = Classifier::new(search);
    for Group { x, extent } in valleys::groups(search, &degenerate, flat, cancel)? {
        cancel.check()?;
        let point = match extent {
            Extent::Point => classifier.point(x),
            Extent::Connected(..) => classifier.connected(x, extent),
        };
        points.extend(point);
    }
    Ok(points)
}

/// Finds out what zeros are.
struct Classifier<'a> {
    search: &'a Search,
    polisher: Polisher<'a, f64>,
    precise: Polisher<'a, DoubleDouble>,
    bounds: Values<f64>,
}

impl<'a> Classifier<'a> {
    fn new(search: &'a Search) -> Self {
        Self {
            search,
            polisher: Polisher::<f64>::new(search),
            precise: Polisher::precise(search),
            bounds: Values::default(),
        }
    }

    /// One of a connected set.
    fn connected(&mut self, x: [f64; 2], extent: Extent) -> Option<CriticalPoint> {
        let point = self.point(x).or_else(|| self.described(x))?;
        Some(CriticalPoint { kind: CriticalKind::Degenerate, extent, ..point })
    }

    /// The critical point near a zero, with all its digits; `None` where there is none after all.
    fn point(&mut self, x: [f64; 2]) -> Option<CriticalPoint> {
        let zero = self.precise.zero(x.map(DoubleDouble::from));
        let zero = zero.map(|zero| zero.x.map(DoubleDouble::hi));
        let x = zero.filter(|&zero| self.search.distance(x, zero) <= SAME_ZERO).unwrap_or(x);
        let x = self.without_noise(x)?;
        self.described(x).filter(|point| self.search.contains(point.x) && self.is_inside(point.x))
    }

    /// A point with 0 in the place of coordinates that are not told from it; `None` if there is no gradient at 0, as at a kink.
    fn without_noise(&mut self, x: [f64; 2]) -> Option<[f64; 2]> {
        let distance = [0, 1].map(|i| x[i].abs() / self.search.steps[i]);
        if !distance.iter().any(|distance| *distance <= NEAR_ZERO) {
            return Some(x);
        }
        let rounded = [0, 1].map(|i| if distance[i] <= NEAR_ZERO { 0.0 } else { x[i] });
        let [there, here] = [rounded, x].map(|x| self.precise.at(x.map(DoubleDouble::from)));
        let is_very_near = (0..2).all(|i| distance[i] > NEAR_ZERO || distance[i] <= ZERO);
        if there.is_defined() && (is_very_near || there.size <= here.size) {
            return Some(rounded);
        }
        let is_kink = !there.is_defined() && distance.iter().any(|distance| *distance <= SAME);
        (!is_kink).then_some(x)
    }

    /// Whether f is defined all around a point.
    fn is_inside(&mut self, x: [f64; 2]) -> bool {
        AROUND.into_iter().all(|direction| {
            let to = |i: usize| {
                let step = (AROUND_SCALE * self.search.steps[i]).max(4.0 * f64::EPSILON * x[i].abs());
                x[i] + step * direction[i]
            };
            self.polisher.at([to(0), to(1)]).f.is_finite()
        })
    }

    /// What there is at a point, if there is a gradient.
    fn described(&mut self, x: [f64; 2]) -> Option<CriticalPoint> {
        let here = self.precise.all(x.map(DoubleDouble::from));
        let [f, g0, g1, ..] = here.map(DoubleDouble::hi);
        if ![f, g0, g1].iter().all(|value| value.is_finite()) {
            return None;
        }
        let [_, _, _, hessian @ ..] = here;
        let eigen = Eigen::precise(hessian).ascending();
        let kind = self.kind(x, scaled(hessian, self.search.steps));
        Some(CriticalPoint {
            // No zero has a sign.
            x: x.map(|x| x + 0.0),
            f: f + 0.0,
            residual: Binary::Hypot.apply(g0, g1),
            kind,
            eigenvalues: eigen.values.map(|value| value + 0.0),
            eigenvectors: eigen.vectors.map(|vector| vector.map(|v| v + 0.0)),
            extent: Extent::Point,
        })
    }

    /// What a Hessian in units of f and cells says. The signs of its eigenvalues do not depend on the units (Sylvester).
    fn kind(&mut self, x: [f64; 2], hessian: [DoubleDouble; 3]) -> CriticalKind {
        let [larger, smaller] = Eigen::precise(hessian).values;
        let errors: [f64; 3] = self.bounds.at(&self.search.bounds, x);
        let [e0, e1] = [0, 1].map(|i| errors[i] * self.search.steps[i]);
        let rounding = SAFETY * (f64::EPSILON / 2.0) * e0.max(e1);
        let least = (DEGENERATE * larger.abs()).max(rounding);
        if !(larger.is_finite() && smaller.abs() > least) {
            CriticalKind::Degenerate
        } else if larger > 0.0 && smaller > 0.0 {
            CriticalKind::Minimum
        } else if larger < 0.0 && smaller < 0.0 {
            CriticalKind::Maximum
        } else {
            CriticalKind::Saddle
        }
    }
}
