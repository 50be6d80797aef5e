//! Eigenvalues of a symmetric matrix of two rows.

use crate::eval::DoubleDouble;

/// Eigenvalues with their unit vectors, that of the larger magnitude first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Eigen {
    pub(super) values: [f64; 2],
    pub(super) vectors: [[f64; 2]; 2],
}

impl Eigen {
    /// Of `[[a, b], [b, c]]`, by one Jacobi rotation (G. H. Golub and C. F. Van Loan, *Matrix Computations*, 4th ed. (2013),
    /// section 8.5.2): right to a few units in the last place of the larger. NaN where an entry is.
    pub(super) fn new([a, b, c]: [f64; 3]) -> Self {
        let [cosine, sine, tangent] = if b == 0.0 { [1.0, 0.0, 0.0] } else { rotation(a, b, c) };
        let of_a = (a - tangent * b, [cosine, -sine]);
        let of_c = (c + tangent * b, [sine, cosine]);
        let (larger, smaller) = if of_a.0.abs() >= of_c.0.abs() { (of_a, of_c) } else { (of_c, of_a) };
        Self { values: [larger.0, smaller.0], vectors: [larger.1, smaller.1] }
    }

    /// The same of a matrix whose entries have more digits than `f64`: the smaller value comes from the determinant, which then
    /// has more digits than it has beside the larger one.
    pub(super) fn precise(matrix: [DoubleDouble; 3]) -> Self {
        let rounded = matrix.map(DoubleDouble::hi);
        let largest = rounded.into_iter().fold(0.0, |largest: f64, entry| largest.max(entry.abs()));
        let eigen = Self::new(rounded);
        if !(largest.is_normal() && eigen.values[0].is_finite()) {
            return eigen;
        }
        // By a power of two, so that no product over- or underflows.
        let unit = power_of_two_of(largest);
        let [a, b, c] = matrix.map(|entry| entry / DoubleDouble::from(unit));
        let determinant = (a * c - b * b).hi();
        let [larger, _] = eigen.values;
        Self { values: [larger, determinant / (larger / unit) * unit], ..eigen }
    }

    /// The smaller value first, not by magnitude.
    pub(super) fn ascending(self) -> Self {
        let Self { values: [v, w], vectors: [p, q] } = self;
        if w < v { Self { values: [w, v], vectors: [q, p] } } else { self }
    }
}

/// Cosine, sine and tangent of the smaller angle that makes the matrix diagonal.
fn rotation(a: f64, b: f64, c: f64) -> [f64; 3] {
    // Halved before they are subtracted, so that nothing overflows.
    let cotangent = (c / 2.0 - a / 2.0) / b;
    let tangent = 1.0_f64.copysign(cotangent) / (cotangent.abs() + root(cotangent));
    let cosine = 1.0 / root(tangent);
    [cosine, tangent * cosine, tangent]
}

/// sqrt(1 + a^2); where that is infinite the rotation is none.
fn root(a: f64) -> f64 {
    (1.0 + a * a).sqrt()
}

/// The power of two next to a normal number, towards 0.
fn power_of_two_of(number: f64) -> f64 {
    const EXPONENT: u64 = 0x7ff << (f64::MANTISSA_DIGITS - 1);
    f64::from_bits(number.to_bits() & EXPONENT)
}
