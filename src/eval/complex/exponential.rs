//! Exponential function, logarithm and power.

use std::f64::consts::{LOG2_E, LOG10_E};

use super::arithmetic::sum_of_products;
use super::double_double::{DoubleDouble, Scaled, exponent, power_of_2, scale};
use super::{Complex, FIRST_ORDER};
use crate::eval::vector::unrounded;

/// 2^-54: beside a smaller imaginary part the modulus is the real part.
const NEGLIGIBLE: f64 = 0.5 * f64::EPSILON;

/// log2(e) less the nearest `f64`.
const LOG2_E_LO: f64 = 2.035_527_374_093_103_3e-17;

/// log10(e) less the nearest `f64`.
const LOG10_E_LO: f64 = 1.098_319_650_216_765e-17;

/// `e^x * factor` for a factor up to 1, infinite only if the product is.
pub(super) fn exp_times(x: f64, factor: f64) -> f64 {
    let exp = core_math::exp(x);
    if exp.is_finite() {
        return exp * factor;
    }
    let root = core_math::exp(0.5 * x);
    root * factor * root
}

/// e to the z.
pub(super) fn exp(z: Complex) -> Complex {
    let (s, c) = core_math::sincos(z.im);
    Complex { re: exp_times(z.re, c), im: exp_times(z.re, s) }
}

/// e to the z, less 1.
pub(super) fn expm1(z: Complex) -> Complex {
    let (s, c) = core_math::sincos(z.im);
    let im = exp_times(z.re, s);
    let less_one = core_math::expm1(z.re);
    if z.im.abs() <= NEGLIGIBLE {
        return Complex { re: less_one, im };
    }
    if less_one.is_infinite() {
        return Complex { re: exp_times(z.re, c), im };
    }
    // e^x cos y - 1, of terms that are small where both parts are.
    let half = core_math::sin(0.5 * z.im);
    Complex { re: sum_of_products(less_one, c, -2.0 * half, half), im }
}

/// The natural logarithm of 1 + z, NaN below -1.
#[multiversion::multiversion(targets("x86_64+avx2+fma"))]
pub(super) fn log1p(z: Complex) -> Complex {
    /// Beside larger numbers 1 is nothing.
    const LARGE: f64 = (1_u128 << 110) as f64;

    if z.re.is_nan() || z.re < -1.0 {
        return Complex::UNDEFINED;
    }
    if z.largest_part() > LARGE {
        return ln(z);
    }
    let sum = DoubleDouble::two_sum(1.0, z.re);
    let im =
        if z.im.abs() <= FIRST_ORDER * sum.hi { sum.divides(z.im) } else { core_math::atan2(z.im, sum.hi) };
    let re = if z.im.abs() <= NEGLIGIBLE * sum.hi {
        core_math::log1p(z.re)
    } else if z.re <= -0.5 {
        // The sum is exact.
        ln_of_modulus(Complex { re: sum.hi, im: z.im }).rounded()
    } else {
        // |1 + z|^2 - 1 = 2 x + x^2 + y^2
        let [square, other] = [z.re, z.im].map(|part| DoubleDouble::product(part, part));
        let excess = DoubleDouble::from(2.0 * z.re).plus(square.plus(other));
        0.5 * core_math::log1p(excess.rounded())
    };
    Complex { re, im }
}

/// The bases of logarithms that are functions of their own.
#[derive(Clone, Copy)]
pub(super) enum Base {
    Two,
    Ten,
}

impl Base {
    /// The logarithm of a number.
    fn log(self, x: f64) -> f64 {
        match self {
            Self::Two => core_math::log2(x),
            Self::Ten => core_math::log10(x),
        }
    }

    /// The logarithm of e.
    fn rate(self) -> DoubleDouble {
        let [hi, lo] = match self {
            Self::Two => [LOG2_E, LOG2_E_LO],
            Self::Ten => [LOG10_E, LOG10_E_LO],
        };
        DoubleDouble { hi, lo }
    }
}

/// The logarithm to a base, NaN below 0.
#[multiversion::multiversion(targets("x86_64+avx2+fma"))]
pub(super) fn log(base: Base, z: Complex) -> Complex {
    if z.re.is_nan() || z.re < 0.0 {
        return Complex::UNDEFINED;
    }
    let re = if z.im.abs() <= NEGLIGIBLE * z.re {
        base.log(z.re)
    } else {
        ln_of_modulus(z).times(base.rate()).rounded()
    };
    let im = if z.im.abs() <= FIRST_ORDER * z.re {
        let [x, y] = [z.re, z.im].map(Scaled::new);
        scale(base.rate().times_number(y.value).over_number(x.value), y.power - x.power)
    } else {
        argument(z).times(base.rate()).rounded()
    };
    Complex { re, im }
}

/// The natural logarithm, NaN below 0.
#[multiversion::multiversion(targets("x86_64+avx2+fma"))]
pub(super) fn ln(z: Complex) -> Complex {
    if z.re.is_nan() || z.re < 0.0 {
        return Complex::UNDEFINED;
    }
    Complex {
        re: if z.im.abs() <= NEGLIGIBLE * z.re { core_math::log(z.re) } else { ln_of_modulus(z).rounded() },
        im: if z.im.abs() <= FIRST_ORDER * z.re { z.im / z.re } else { core_math::atan2(z.im, z.re) },
    }
}

/// ln |z| for z other than 0, off by 2^-74 of it and by 2^-104.
#[inline(always)]
fn ln_of_modulus(z: Complex) -> DoubleDouble {
    // Squares neither overflow nor lose their errors. Scaling costs relative accuracy near |z| = 1 only.
    let power = match exponent(z.largest_part()) {
        moderate if moderate.abs() < 400 => 0,
        power => power,
    };
    let [re, im] = [z.re, z.im].map(|part| scale(part, -power));
    let square = DoubleDouble::product(re, re).plus(DoubleDouble::product(im, im));
    let ln = unrounded::ln(square.hi);
    let ln = DoubleDouble { hi: ln.hi, lo: ln.lo + square.lo / square.hi };
    ln.scaled(0.5).plus(DoubleDouble::LN_2.times_number(power.into()))
}

/// ln x for a positive number.
#[inline(always)]
fn ln_of_number(x: f64) -> DoubleDouble {
    if x >= f64::MIN_POSITIVE {
        unrounded::ln(x)
    } else {
        let power = 60;
        unrounded::ln(x * power_of_2(power)).plus(DoubleDouble::LN_2.times_number((-power).into()))
    }
}

/// a to the b.
///
/// A base below 0 has powers to integers alone, so it must have an exponent that does not depend on the step.
#[multiversion::multiversion(targets("x86_64+avx2+fma"))]
pub(super) fn power(a: Complex, b: Complex) -> Complex {
    let value = core_math::pow(a.re, b.re);
    if value.is_nan() || !a.re.is_finite() || !b.re.is_finite() {
        return Complex { re: value, im: f64::NAN };
    }
    if a.re < 0.0 {
        if !b.is_real() {
            return Complex::UNDEFINED;
        }
        let power = positive_power(-a, b, value.abs());
        return if value.is_sign_negative() { -power } else { power };
    }
    if a.re == 0.0 && a.is_real() {
        // 0^b, which is 0 for every b above 0.
        return Complex { re: value, im: if b.re > 0.0 { 0.0 } else { f64::NAN } };
    }
    positive_power(a, b, value)
}

/// a to the b for `a.re >= 0` and a other than 0, `value` being the power of the real parts.
///
/// Beside the roundings, 2^-66 of the angle b arg(a) and 2^-73 of b ln(a) are lost.
#[inline(always)]
fn positive_power(a: Complex, b: Complex, value: f64) -> Complex {
    if a.re > 0.0 {
        let ln = ln_of_number(a.re);
        let size = (b.im * ln.hi).abs() + (b.re.abs() + 1.0) * (a.im / a.re).abs();
        if size <= FIRST_ORDER {
            return Complex { re: value, im: slope_of_power(a, b, ln) };
        }
    }
    let ln = ln_of_modulus(a);
    let argument = argument(a);
    // e^(b ln a), the exponent in double-double: an absolute error of it is a relative one of the value.
    let exponent = ln.times_number(b.re).plus(argument.times_number(-b.im));
    let angle = argument.times_number(b.re).plus(ln.times_number(b.im));
    let (s, c) = core_math::sincos(angle.hi);
    let c_lo = 1.0 - 0.5 * angle.lo * angle.lo;
    let [re, im] = [c * c_lo - s * angle.lo, s * c_lo + c * angle.lo];
    let lost = 1.0 + exponent.lo;
    Complex { re: exp_times(exponent.hi, re * lost), im: exp_times(exponent.hi, im * lost) }
}

/// a^b (b.im ln a + b a.im / a) with the real parts of a and b, `ln` being ln a.
#[inline(always)]
fn slope_of_power(a: Complex, b: Complex, ln: DoubleDouble) -> f64 {
    /// Beyond, every product with a power of e is infinite or 0.
    const SATURATED: f64 = 4000.0;

    let [a_re, a_im, b_im] = [a.re, a.im, b.im].map(Scaled::new);
    let of_base = DoubleDouble::product(b.re, a_im.value);
    let of_base = Scaled { value: of_base.over_number_exactly(a_re.value), power: a_im.power - a_re.power };
    let of_exponent = Scaled { value: ln.times_number(b_im.value), power: b_im.power };
    let slope = of_base.plus(of_exponent);
    let exponent = ln.times_number(b.re);
    let exponent = if exponent.hi.abs() > SATURATED {
        DoubleDouble::from(SATURATED.copysign(exponent.hi))
    } else {
        exponent
    };
    let (power, k) = unrounded::exp(exponent);
    scale(power.times(slope.value).rounded(), k + slope.power)
}

/// The angle of z, for `z.re >= 0`.
#[inline(always)]
fn argument(z: Complex) -> DoubleDouble {
    let hi = core_math::atan2(z.im, z.re);
    // The sine of what is lacking is (im cos(hi) - re sin(hi)) / |z|.
    let power = exponent(z.largest_part());
    let [re, im] = [z.re, z.im].map(|part| scale(part, -power));
    let sine = unrounded::sine(DoubleDouble::from(hi));
    let cosine = unrounded::sine(DoubleDouble::HALF_PI.plus(DoubleDouble::from(-hi.abs())));
    let height = cosine.times_number(im).plus(sine.times_number(-re)).rounded();
    DoubleDouble { hi, lo: height / core_math::hypot(re, im) }
}
