//! Sine, cosine, tangent and their hyperbolic sisters.

use super::double_double::{DoubleDouble, power_of_2, scale};
use super::exponential::exp_times;
use super::{Complex, FIRST_ORDER, reduction};
use crate::eval::vector::unrounded;

/// The sine.
pub(super) fn sin(z: Complex) -> Complex {
    let (s, c) = core_math::sincos(z.re);
    let [im, re] = hyperbolic(z.im, c, s);
    Complex { re, im }
}

/// The cosine.
pub(super) fn cos(z: Complex) -> Complex {
    let (s, c) = core_math::sincos(z.re);
    let [im, re] = hyperbolic(z.im, -s, c);
    Complex { re, im }
}

/// The hyperbolic sine.
pub(super) fn sinh(z: Complex) -> Complex {
    let (s, c) = core_math::sincos(z.im);
    let [re, im] = hyperbolic(z.re, c, s);
    Complex { re, im }
}

/// The hyperbolic cosine.
pub(super) fn cosh(z: Complex) -> Complex {
    let (s, c) = core_math::sincos(z.im);
    let [im, re] = hyperbolic(z.re, s, c);
    Complex { re, im }
}

/// `[sinh x * s, cosh x * c]` for s and c up to 1, infinite only if the products are.
fn hyperbolic(x: f64, s: f64, c: f64) -> [f64; 2] {
    let cosh = core_math::cosh(x);
    if cosh.is_finite() {
        [core_math::sinh(x) * s, cosh * c]
    } else {
        [exp_times(x.abs(), 0.5 * s * x.signum()), exp_times(x.abs(), 0.5 * c)]
    }
}

/// The tangent.
pub(super) fn tan(z: Complex) -> Complex {
    if !z.re.is_finite() {
        return Complex::UNDEFINED;
    }
    let cosine = reduction::cosine(z.re);
    if z.im.abs() <= FIRST_ORDER * cosine.hi.abs() {
        Complex { re: core_math::tan(z.re), im: cosine.square().divides(z.im) }
    } else {
        let Complex { re, im } = tanh_of_parts(z.im, z.re);
        Complex { re: im, im: re }
    }
}

/// The hyperbolic tangent.
pub(super) fn tanh(z: Complex) -> Complex {
    if z.im.abs() <= FIRST_ORDER {
        Complex { re: core_math::tanh(z.re), im: over_square_of_cosh(z.re, z.im) }
    } else {
        tanh_of_parts(z.re, z.im)
    }
}

/// tanh(x + i y) = (sinh x cosh x + i sin y cos y) / (sinh^2 x + cos^2 y).
fn tanh_of_parts(x: f64, y: f64) -> Complex {
    /// From here on e^-2x is below 2^-63.
    const LARGE: f64 = 22.0;

    let (s, c) = core_math::sincos(y);
    if x.abs() > LARGE {
        let im = 4.0 * s * c * core_math::exp(-2.0 * x.abs());
        return Complex { re: 1.0_f64.copysign(x), im };
    }
    let sinh = core_math::sinh(x);
    let divisor = sinh * sinh + c * c;
    Complex { re: sinh * core_math::cosh(x) / divisor, im: s * c / divisor }
}

/// `factor / cosh^2 x = factor * 4 u / (1 + u)^2` with `u = e^(-2 |x|)`.
#[multiversion::multiversion(targets("x86_64+avx2+fma"))]
fn over_square_of_cosh(x: f64, factor: f64) -> f64 {
    /// From here on u is 0 even times the largest number.
    const VANISHING: f64 = 800.0;

    let (power, k) = unrounded::exp(DoubleDouble { hi: -2.0 * x.abs().min(VANISHING), lo: 0.0 });
    let u = if k < -200 { DoubleDouble::ZERO } else { power.scaled(power_of_2(k)) };
    let root = DoubleDouble::sum(1.0, u.hi);
    let root = DoubleDouble { hi: root.hi, lo: root.lo + u.lo };
    scale(power.scaled(4.0).times_number(factor).over(root.square()), k)
}
