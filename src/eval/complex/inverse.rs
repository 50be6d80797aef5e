//! The inverses of circular and hyperbolic functions.

use std::f64::consts::{LN_2, PI};

use super::arithmetic::sum_of_products;
use super::double_double::{DoubleDouble, Scaled, exponent, scale};
use super::{Complex, FIRST_ORDER};

/// From here on x^2 + 1 and x^2 - 1 are x^2, to 2^-120.
const LARGE: f64 = (1_u64 << 60) as f64;

/// `x^2 + 1`.
fn square_plus_1(x: f64) -> DoubleDouble {
    DoubleDouble::product(x, x).plus(DoubleDouble::ONE)
}

/// `factor / (x^2 + 1)`.
fn over_square_plus_1(x: f64, factor: f64) -> f64 {
    if x.abs() > LARGE {
        let Scaled { value, power } = Scaled::new(x);
        scale(DoubleDouble::product(value, value).divides(factor), -2 * power)
    } else {
        square_plus_1(x).divides(factor)
    }
}

/// `(1 - x) (1 + x)`.
fn square_from_1(x: f64) -> DoubleDouble {
    DoubleDouble::two_sum(1.0, -x).times(DoubleDouble::two_sum(1.0, x))
}

/// The inverse sine, NaN outside of [-1, 1].
pub(super) fn asin(z: Complex) -> Complex {
    let room = 1.0 - z.re.abs();
    if room.is_nan() || room < 0.0 {
        return Complex::UNDEFINED;
    }
    if z.im.abs() <= FIRST_ORDER * room {
        return Complex { re: core_math::asin(z.re), im: square_from_1(z.re).sqrt().divides(z.im) };
    }
    let arc = Arc::new(z.re.abs(), z.im.abs());
    Complex { re: core_math::atan2(arc.sine, arc.cosine).copysign(z.re), im: arc.height.copysign(z.im) }
}

/// The inverse cosine, NaN outside of [-1, 1].
pub(super) fn acos(z: Complex) -> Complex {
    let room = 1.0 - z.re.abs();
    if room.is_nan() || room < 0.0 {
        return Complex::UNDEFINED;
    }
    if z.im.abs() <= FIRST_ORDER * room {
        return Complex { re: core_math::acos(z.re), im: -square_from_1(z.re).sqrt().divides(z.im) };
    }
    let arc = Arc::new(z.re.abs(), z.im.abs());
    Complex { re: core_math::atan2(arc.cosine, arc.sine.copysign(z.re)), im: -arc.height.copysign(z.im) }
}

/// The inverse hyperbolic sine: asinh(z) = -i asin(i z).
pub(super) fn asinh(z: Complex) -> Complex {
    if z.im.abs() <= FIRST_ORDER * z.re.abs().max(1.0) {
        let im =
            if z.re.abs() > LARGE { z.im / z.re.abs() } else { square_plus_1(z.re).sqrt().divides(z.im) };
        return Complex { re: core_math::asinh(z.re), im };
    }
    let arc = Arc::new(z.im.abs(), z.re.abs());
    Complex { re: arc.height.copysign(z.re), im: core_math::atan2(arc.sine, arc.cosine).copysign(z.im) }
}

/// The inverse hyperbolic cosine, NaN below 1.
pub(super) fn acosh(z: Complex) -> Complex {
    let room = z.re - 1.0;
    if room.is_nan() || room < 0.0 {
        return Complex::UNDEFINED;
    }
    if z.im.abs() <= FIRST_ORDER * room {
        let im = if z.re > LARGE { z.im / z.re } else { square_from_1(z.re).negated().sqrt().divides(z.im) };
        return Complex { re: core_math::acosh(z.re), im };
    }
    let arc = Arc::new(z.re, z.im.abs());
    Complex { re: arc.height, im: core_math::atan2(arc.cosine, arc.sine).copysign(z.im) }
}

/// asin(x + i y) for x and y from 0 up as an angle, given by multiples of its sine and cosine, and `i height`.
///
/// T. E. Hull, T. F. Fairgrieve and P. T. P. Tang, *Implementing the complex arcsine and arccosine functions using
/// exception handling*, ACM TOMS 23 (1997), with the angle from both its sine and its cosine.
struct Arc {
    sine: f64,
    cosine: f64,
    height: f64,
}

impl Arc {
    fn new(x: f64, y: f64) -> Self {
        if x.max(y) > LARGE {
            let eighth = core_math::hypot(0.25 * x, 0.25 * y);
            return Self { sine: x, cosine: y, height: core_math::log(eighth) + 3.0 * LN_2 };
        }
        // The distances from -1 and 1, half their sum a, and what each of them exceeds its real part by.
        let far = core_math::hypot(x + 1.0, y);
        let near = core_math::hypot(x - 1.0, y);
        let a = 0.5 * (far + near);
        let over_far = y * (y / (far + (x + 1.0)));
        let span = near + (x - 1.0).abs();
        let over_near = if y == 0.0 { 0.0 } else { y * (y / span) };
        let (over_1, over_x) = if x <= 1.0 {
            (0.5 * (over_far + over_near), 0.5 * (over_far + span))
        } else {
            (0.5 * (over_far + span), 0.5 * (over_far + over_near))
        };
        let sinh = (over_1 * (a + 1.0)).sqrt();
        let height = if a < 1.5 { core_math::log1p(over_1 + sinh) } else { core_math::log(a + sinh) };
        Self { sine: x, cosine: ((a + x) * over_x).sqrt(), height }
    }
}

/// The inverse tangent.
pub(super) fn atan(z: Complex) -> Complex {
    if z.re.is_nan() {
        return Complex::UNDEFINED;
    }
    if z.im.abs() <= FIRST_ORDER * z.re.abs().max(1.0) {
        return Complex { re: core_math::atan(z.re), im: over_square_plus_1(z.re, z.im) };
    }
    angle(z, Complex { re: 1.0, im: 0.0 })
}

/// The inverse hyperbolic tangent, NaN outside of [-1, 1]: atanh(z) = -i atan(i z).
pub(super) fn atanh(z: Complex) -> Complex {
    let room = 1.0 - z.re.abs();
    if room.is_nan() || room < 0.0 {
        return Complex::UNDEFINED;
    }
    if z.im.abs() <= FIRST_ORDER * room {
        return Complex { re: core_math::atanh(z.re), im: square_from_1(z.re).divides(z.im) };
    }
    let Complex { re, im } = angle(z.times_i(), Complex { re: 1.0, im: 0.0 });
    Complex { re: im, im: -re }
}

/// The angle of the point (x, y), NaN where both real parts are 0.
///
/// It is the continuation of the real angle from the sector that the real parts are in: atan(y / x) in the right one,
/// that and pi or -pi in the left one, pi/2 - atan(x / y) in the upper one, -pi/2 - atan(x / y) in the lower one.
pub(super) fn atan2(y: Complex, x: Complex) -> Complex {
    /// 2^-54: smaller steps do not show in the real part.
    const NEGLIGIBLE: f64 = 0.5 * f64::EPSILON;

    let re = core_math::atan2(y.re, x.re);
    let size = y.re.abs().max(x.re.abs());
    if re.is_nan() || size == 0.0 {
        return Complex::UNDEFINED;
    }
    if y.im.abs().max(x.im.abs()) <= NEGLIGIBLE * size {
        return Complex { re, im: slope_of_angle(y, x, exponent(size)) };
    }
    let angle = angle(y, x);
    let is_inverse_tangent = if x.re.abs() >= y.re.abs() {
        x.re > 0.0
    } else {
        // pi/2 - atan(x / y) is above 0, and -pi/2 - atan(x / y) below.
        angle.re.is_sign_negative() == y.re.is_sign_negative()
    };
    let turn = if is_inverse_tangent { 0.0 } else { PI.copysign(y.re) };
    Complex { re: turn + angle.re, im: angle.im }
}

/// (x y.im - y x.im) / (x^2 + y^2) with the real parts of x and y, the larger of which is 2^power to 2^(power + 1).
fn slope_of_angle(y: Complex, x: Complex, power: i32) -> f64 {
    let product = |a: f64, b: f64| {
        let [a, b] = [a, b].map(Scaled::new);
        Scaled { value: DoubleDouble::product(a.value, b.value), power: a.power + b.power }
    };
    let cross = product(x.re, y.im).plus(product(-y.re, x.im));
    let [y_re, x_re] = [y.re, x.re].map(|part| scale(part, -power));
    let square = DoubleDouble::product(x_re, x_re).plus(DoubleDouble::product(y_re, y_re));
    scale(cross.value.over(square), cross.power - 2 * power)
}

/// atan(y / x), whose real part is between -pi/2 and pi/2.
///
/// With u = x + i y and v = x - i y, which are no conjugates, it is (arg u - arg v) / 2 + i ln(|v| / |u|) / 2.
fn angle(y: Complex, x: Complex) -> Complex {
    let power = exponent(y.largest_part().max(x.largest_part()));
    let scaled = |z: Complex| Complex { re: scale(z.re, -power), im: scale(z.im, -power) };
    let (y, x) = (scaled(y), scaled(x));
    // Real and imaginary part of u times the conjugate of v.
    let square = |a: f64| DoubleDouble::product(a, a);
    let squares_of_x = square(x.re).plus(square(x.im));
    let squares_of_y = square(y.re).plus(square(y.im));
    let re = squares_of_x.plus(squares_of_y.negated()).rounded();
    let im = match 2.0 * sum_of_products(y.re, x.re, y.im, x.im) {
        // On the branch cut, but for a sign that the sum has lost.
        0.0 => 0.0 * y.re.signum() * x.re.signum(),
        im => im,
    };
    // |v|^2 - |u|^2 is 4 times this; the smaller of both is the divisor.
    let cross = sum_of_products(x.re, y.im, -y.re, x.im);
    let side = 1.0_f64.copysign(cross);
    let small = core_math::hypot(x.re - side * y.im, y.re + side * x.im);
    let large = core_math::hypot(x.re + side * y.im, y.re - side * x.im);
    let twice = if large > 2.0 * small {
        core_math::log(large / small)
    } else {
        0.5 * core_math::log1p(4.0 * (cross.abs() / small / small))
    };
    Complex { re: 0.5 * core_math::atan2(im, re), im: 0.5 * side * twice }
}
