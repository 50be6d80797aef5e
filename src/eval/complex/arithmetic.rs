//! Products, quotients and square roots.

use super::double_double::{DoubleDouble, Scaled, exponent, power_of_2, scale};
use super::{Complex, FIRST_ORDER};

/// `a * b + c * d` within 1.5 ulp, with cancellation too.
///
/// C.-P. Jeannerod, N. Louvet and J.-M. Muller, *Further analysis of Kahan's algorithm for the accurate computation of
/// 2 x 2 determinants*, Mathematics of Computation 82 (2013).
pub(super) fn sum_of_products(a: f64, b: f64, c: f64, d: f64) -> f64 {
    let product = c * d;
    let error = c.mul_add(d, -product);
    let sum = a.mul_add(b, product);
    // The error of an infinite product is not a number.
    if sum.is_finite() { sum + error } else { sum }
}

/// `a * b`. The real part is that of plain products, so that a step too small to count leaves the real product.
pub(super) fn multiply(a: Complex, b: Complex) -> Complex {
    // A real factor does not turn the other's infinite part into NaN in both.
    if a.is_real() {
        Complex { re: a.re * b.re, im: a.re * b.im }
    } else if b.is_real() {
        Complex { re: a.re * b.re, im: a.im * b.re }
    } else {
        let re = plus_unless_0(a.re * b.re, -a.im * b.im);
        Complex { re, im: sum_of_products(a.re, b.im, a.im, b.re) }
    }
}

/// `a + b`, but a zero of either sign leaves that of a.
fn plus_unless_0(a: f64, b: f64) -> f64 {
    if b == 0.0 { a } else { a + b }
}

/// `a / b`.
pub(super) fn divide(a: Complex, b: Complex) -> Complex {
    if b.is_real() {
        Complex { re: a.re / b.re, im: a.im / b.re }
    } else if b.im.abs() <= FIRST_ORDER * b.re.abs() {
        divide_by_nearly_real(a, b)
    } else {
        divide_scaled(a, b)
    }
}

/// With q = `a.re / b.re`, `a / b` is q + i (a.im - q b.im) / b.re to the first order of b.im.
fn divide_by_nearly_real(a: Complex, b: Complex) -> Complex {
    let re = plus_unless_0(a.re / b.re, a.im / b.re * (b.im / b.re));
    let [a_re, a_im, b_re, b_im] = [a.re, a.im, b.re, b.im].map(Scaled::new);
    let quotient = a_re.value / b_re.value;
    // What the rounded quotient lacks.
    let rest = (-quotient).mul_add(b_re.value, a_re.value) / b_re.value;
    let lost = DoubleDouble { hi: quotient, lo: rest }.times_number(-b_im.value);
    let lost = Scaled { value: lost, power: a_re.power - b_re.power + b_im.power };
    let kept = Scaled { value: DoubleDouble::from(a_im.value), power: a_im.power };
    let sum = kept.plus(lost);
    Complex { re, im: scale(sum.value.over_number(b_re.value), sum.power - b_re.power) }
}

/// By the plain formula, both operands scaled by powers of 2.
fn divide_scaled(a: Complex, b: Complex) -> Complex {
    let [a_power, b_power] = [a, b].map(|number| exponent(number.largest_part()));
    let scaled =
        |number: Complex, power: i32| Complex { re: scale(number.re, -power), im: scale(number.im, -power) };
    let [a, b] = [scaled(a, a_power), scaled(b, b_power)];
    let divisor = b.re * b.re + b.im * b.im;
    let unscaled = |numerator: f64| scale(numerator / divisor, a_power - b_power);
    Complex {
        re: unscaled(sum_of_products(a.re, b.re, a.im, b.im)),
        im: unscaled(sum_of_products(a.im, b.re, -a.re, b.im)),
    }
}

/// The square root, NaN below 0.
pub(super) fn sqrt(z: Complex) -> Complex {
    if z.re.is_nan() || z.re < 0.0 {
        return Complex::UNDEFINED;
    }
    if z.im.abs() <= FIRST_ORDER * z.re {
        return Complex { re: z.re.sqrt(), im: double_root(z.re).divides(z.im) };
    }
    // Powers of 4 keep the modulus finite and normal.
    let power = match z.largest_part() {
        part if part > power_of_2(1000) => 100,
        part if part < power_of_2(-800) => -200,
        _ => 0,
    };
    let [re, im] = [z.re, z.im].map(|part| part * power_of_2(-power));
    // W. Kahan, *Branch cuts for complex elementary functions* (1987).
    let root = (0.5 * (core_math::hypot(re, im) + re)).sqrt();
    Complex { re: root * power_of_2(power / 2), im: im / (2.0 * root) * power_of_2(power / 2) }
}

/// Twice the square root of a positive number.
fn double_root(x: f64) -> DoubleDouble {
    if x > power_of_2(-900) {
        DoubleDouble::from(x).sqrt().scaled(2.0)
    } else {
        DoubleDouble::from(x * power_of_2(200)).sqrt().scaled(power_of_2(-99))
    }
}
