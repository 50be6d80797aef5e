//! The inverse trigonometric functions: angles of points.

use super::DoubleDouble;
use super::extended::Extended;
use super::trigonometric::sin_cos;
use crate::expr::Binary;

impl DoubleDouble {
    pub(super) fn asin(self) -> Self {
        if self.hi == 0.0 {
            return self;
        }
        let Some(cosine) = self.cosine_of_asin() else { return f64::NAN.into() };
        let magnitude = angle(self.abs().into(), cosine);
        if self.hi < 0.0 { -magnitude } else { magnitude }
    }

    pub(super) fn acos(self) -> Self {
        self.cosine_of_asin().map_or(f64::NAN.into(), |sine| angle(sine, self.into()))
    }

    /// `sqrt(1 - x^2) = sqrt((1 - x) (1 + x))`, nothing cancelling; none outside of [-1, 1].
    fn cosine_of_asin(self) -> Option<Extended> {
        let product = || Extended::minus_one(self) * Extended::minus_one(-self);
        (self.abs() <= 1.0.into()).then(|| product().sqrt())
    }

    pub(super) fn atan(self) -> Self {
        self.atan2(1.0.into())
    }

    /// The angle of the point (x, self).
    pub(super) fn atan2(self, x: Self) -> Self {
        let y = self.abs();
        if y.hi.is_nan() || x.hi.is_nan() {
            return f64::NAN.into();
        }
        let unit = |sign: f64| Extended::ONE.with_sign_of(sign);
        let magnitude = match (y.hi.is_infinite(), x.hi.is_infinite()) {
            (true, true) => angle(Extended::ONE, unit(x.hi)),
            (true, false) => angle(Extended::ONE, Extended::ZERO),
            (false, true) => angle(Extended::ZERO, unit(x.hi)),
            // The sign of x matters even if it is 0.
            (false, false) if y.hi == 0.0 => angle(Extended::ZERO, unit(x.hi)),
            (false, false) => angle(y.into(), x.into()),
        };
        if self.hi.is_sign_negative() { -magnitude } else { magnitude }
    }
}

/// The angle of the point (x, y), from 0 to pi; y must not be negative, and not both 0. Relative error 2^-107.
///
/// One step of Newton's method from the angle in `f64`, whose error is so small that its cube is nothing.
fn angle(y: Extended, x: Extended) -> DoubleDouble {
    // The angle is that of the point brought near 1; a coordinate that is 0 then is less than 2^-1022 of the other.
    let power = -y.exponent.max(x.exponent);
    let (y, x) = (y.scaled(power), x.scaled(power));
    let near = Binary::Atan2.apply(y.approximate(), x.approximate());
    let [sin, cos] = sin_cos(near.into());
    // The tangent of what is left.
    let rest = (y * cos - x * sin) / (x * cos + y * sin);
    (Extended::from(near) + rest).into()
}
