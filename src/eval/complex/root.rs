//! The cube root and the length of a vector.

use super::arithmetic::sum_of_products;
use super::double_double::{DoubleDouble, Scaled, exponent, scale};
use super::{Complex, FIRST_ORDER};

/// The cube root; that of a number below 0 is the opposite of that of its opposite.
pub(super) fn cbrt(z: Complex) -> Complex {
    if z.re.is_nan() || z.re.is_infinite() {
        return Complex { re: z.re, im: if z.re.is_nan() { f64::NAN } else { 0.0 * z.im } };
    }
    if z.re.is_sign_negative() {
        return -cbrt(-z);
    }
    let third = exponent(z.largest_part()) / 3;
    if z.im.abs() <= FIRST_ORDER * z.re {
        return Complex { re: core_math::cbrt(z.re), im: slope_of_cbrt(z) };
    }
    let [re, im] = [z.re, z.im].map(|part| scale(part, -3 * third));
    let size = core_math::cbrt(core_math::hypot(re, im));
    let (s, c) = core_math::sincos(core_math::atan2(im, re) / 3.0);
    Complex { re: scale(size * c, third), im: scale(size * s, third) }
}

/// y / (3 cbrt(x)^2) for x + i y with a positive x.
fn slope_of_cbrt(z: Complex) -> f64 {
    let third = exponent(z.re).div_euclid(3);
    let x = scale(z.re, -3 * third);
    let y = Scaled::new(z.im);
    let hi = core_math::cbrt(x);
    let square = DoubleDouble::product(hi, hi);
    let cube = square.times_number(hi);
    // What the rounded root lacks.
    let lo = DoubleDouble::from(x).plus(cube.negated()).rounded() / (3.0 * square.hi);
    let square = DoubleDouble { hi, lo }.square();
    scale(square.times_number(3.0).divides(y.value), y.power - 2 * third)
}

/// The square root of `a^2 + b^2`, in the half plane to the right; NaN where both real parts are 0.
pub(super) fn hypot(a: Complex, b: Complex) -> Complex {
    let re = core_math::hypot(a.re, b.re);
    if re.is_nan() || re == 0.0 {
        return Complex::UNDEFINED;
    }
    if a.im.abs().max(b.im.abs()) <= FIRST_ORDER * re {
        return Complex { re, im: slope_of_length(a, b) };
    }
    let power = exponent(a.largest_part().max(b.largest_part()));
    let scaled = |z: Complex| Complex { re: scale(z.re, -power), im: scale(z.im, -power) };
    let (a, b) = (scaled(a), scaled(b));
    let square = |x: f64| DoubleDouble::product(x, x);
    let above = square(a.re).plus(square(b.re));
    let below = square(a.im).plus(square(b.im));
    let re = above.plus(below.negated()).rounded();
    let im = 2.0 * sum_of_products(a.re, a.im, b.re, b.im);
    // W. Kahan, *Branch cuts for complex elementary functions* (1987).
    let root = (0.5 * (core_math::hypot(re, im) + re.abs())).sqrt();
    let other = im.abs() / (2.0 * root);
    let (re, im) = if re < 0.0 { (other, root.copysign(im)) } else { (root, other.copysign(im)) };
    Complex { re: scale(re, power), im: scale(im, power) }
}

/// (x a.im + y b.im) / sqrt(x^2 + y^2) for the real parts x and y of a and b.
fn slope_of_length(a: Complex, b: Complex) -> f64 {
    let power = exponent(a.re.abs().max(b.re.abs()));
    let [x, y] = [a.re, b.re].map(|part| scale(part, -power));
    let product = |a: f64, b: f64| {
        let [a, b] = [a, b].map(Scaled::new);
        Scaled { value: DoubleDouble::product(a.value, b.value), power: a.power + b.power }
    };
    let along = product(x, a.im).plus(product(y, b.im));
    let length = DoubleDouble::product(x, x).plus(DoubleDouble::product(y, y)).sqrt();
    scale(along.value.over(length), along.power)
}
