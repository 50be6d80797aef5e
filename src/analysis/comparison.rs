//! How far a gradient is from the exact one.

use super::exact::Precise;
use crate::eval::DoubleDouble;
use crate::expr::{Axis, Binary};

/// A gradient beside the exact one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comparison {
    /// g - exact, each component.
    pub(super) errors: [DoubleDouble; 2],
    pub(super) relative_error: Option<f64>,
    pub(super) angle_error: Option<f64>,
}

impl Comparison {
    pub(super) fn new(g: [f64; 2], exact: &Precise) -> Self {
        let errors = [0, 1].map(|i| DoubleDouble::from(g[i]) - exact.g[i]);
        let is_finite = g.iter().all(|g| g.is_finite()) && exact.is_finite();
        let is_comparable = is_finite && exact.is_zero != [true; 2];
        let has_direction = g.iter().any(|g| *g != 0.0);
        let [d, e] = [errors, exact.g].map(|vector| vector.map(DoubleDouble::hi));
        Self {
            errors,
            relative_error: is_comparable.then(|| ratio(d, e)),
            angle_error: (is_comparable && has_direction).then(|| angle(g, e, d)),
        }
    }

    /// The axis whose component is farther off, x0 if none is; where there is no gradient at all, that of the larger
    /// exact component.
    pub(super) fn worse_axis(&self, exact: &Precise) -> Axis {
        let is_finite = self.errors.iter().all(|error| error.hi().is_finite());
        let [a, b] = if is_finite { self.errors } else { exact.g }.map(magnitude);
        if a < b { Axis::X1 } else { Axis::X0 }
    }
}

fn magnitude(value: DoubleDouble) -> DoubleDouble {
    if value.hi() < 0.0 { -value } else { value }
}

/// The ratio of the lengths of two vectors, to within a few units in the last place, whatever their sizes.
pub(super) fn ratio(a: [f64; 2], b: [f64; 2]) -> f64 {
    let [(a, unit_of_a), (b, unit_of_b)] = [a, b].map(|[v, w]| {
        let unit = near_inverse(v.abs().max(w.abs()));
        let (v, w) = (v * unit, w * unit);
        ((v * v + w * w).sqrt(), unit)
    });
    (a / b) * (unit_of_b / unit_of_a)
}

/// The angle between a gradient and the exact one, neither of them 0, in degrees.
fn angle(g: [f64; 2], exact: [f64; 2], errors: [f64; 2]) -> f64 {
    let size = |[a, b]: [f64; 2]| a.abs().max(b.abs());
    // The sine comes from the difference of the two where that is the smaller: it keeps the digits that the products of
    // nearly equal vectors would lose.
    let other = if size(errors) < size(g) { errors } else { g };
    // Lengths of about 1, so that no product over- or underflows.
    let unit = near_inverse(size(g));
    let [[g0, g1], [d0, d1]] = [g, other].map(|vector| vector.map(|part| part * unit));
    let unit = near_inverse(size(exact));
    let [e0, e1] = exact.map(|e| e * unit);
    degrees((d0 * e1 - d1 * e0).abs(), g0 * e0 + g1 * e1)
}

/// The angle whose sine and cosine have this ratio, in degrees.
pub(super) fn degrees(sine: f64, cosine: f64) -> f64 {
    // Where the next term of the series, a third of the cube, is below rounding.
    let is_small = sine <= cosine * 1e-9;
    let angle = if is_small { sine / cosine } else { Binary::Atan2.apply(sine, cosine) };
    angle.to_degrees()
}

/// A power of two by which a finite number is about 1; the nearest there is for the smallest and the largest ones.
fn near_inverse(number: f64) -> f64 {
    let exponent = (number.to_bits() >> 52).clamp(1, 2045);
    f64::from_bits((2046 - exponent) << 52)
}
