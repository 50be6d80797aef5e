//! The error function.
//!
//! With the real and the imaginary part x and y, both from 0 up as the function is odd, it is
//! `erf(x) + 2 i / sqrt(pi) e^(-x^2)` times the integral of `e^(t^2) e^(-2 i x t)` for t from 0 to y. Where y is small
//! that is a Taylor series. Elsewhere e^(t^2) is taken for the sum of `h / sqrt(pi) e^(-n^2 h^2 + 2 n h t)` over all
//! integers n, which is off by `2 e^(-pi^2 / h^2)` of itself at most, and each term has an integral. Next to zeros of
//! either part something cancels, and so all is computed to some 100 bits.
//!
//! H. E. Salzer, *Formulas for calculating the error function of a complex variable*, Mathematical Tables and Other Aids
//! to Computation 5 (1951), has it with h = 1/2; here h = 11/32 makes the error 2^-119.

use super::double_double::{DoubleDouble, Scaled, exponent, power_of_2, scale};
use super::{Complex, FIRST_ORDER};
use crate::eval::vector::unrounded;
use crate::eval::{DoubleDouble as Wide, Number};
use crate::expr::Unary;

/// 2 / sqrt(pi).
const TWO_OVER_ROOT_PI: DoubleDouble =
    DoubleDouble { hi: std::f64::consts::FRAC_2_SQRT_PI, lo: 1.533_545_961_316_588e-17 };
/// h.
const STEP: f64 = 11.0 / 32.0;
/// 2 h / pi.
const TWO_STEPS_OVER_PI: DoubleDouble =
    DoubleDouble { hi: 0.218_838_046_751_356_1, lo: -1.005_964_326_223_434_6e-17 };
/// e^(-h^2) and e^(-2 h^2).
const DECAY: [DoubleDouble; 2] = [
    DoubleDouble { hi: 0.888_550_262_878_126_7, lo: -4.968_871_599_699_301_4e-17 },
    DoubleDouble { hi: 0.789_521_569_660_787_9, lo: 4.779_861_628_573_141e-18 },
];
/// The terms to each side of the largest one: the next are below 2^-110 of it.
const SIDE: usize = 25;

/// The error function.
pub(super) fn erf(z: Complex) -> Complex {
    /// Up to here the Taylor series is that of few terms.
    const NEAR: f64 = 0.125;
    /// From here on 1 / (2 z^2) is below 2^-80.
    const LARGE: f64 = (1_u64 << 40) as f64;

    let (x, y) = (z.re.abs(), z.im.abs());
    if x.is_nan() || y.is_nan() || y.is_infinite() {
        return Complex::UNDEFINED;
    }
    if x.is_infinite() {
        return Complex { re: z.re.signum(), im: 0.0 * z.im };
    }
    // In units of the distance over which the slope changes.
    let steps = y * (1.0 + 2.0 * x);
    let Complex { re, im } = if steps <= FIRST_ORDER {
        Complex { re: core_math::erf(x), im: slope(x, y) }
    } else if steps <= NEAR {
        taylor(x, y)
    } else if x.max(y) < LARGE {
        sum(x, y)
    } else {
        asymptotic(x, y)
    };
    Complex { re: if z.re.is_sign_negative() { -re } else { re }, im: if z.im < 0.0 { -im } else { im } }
}

/// `factor * 2 / sqrt(pi) e^(-x^2)` for a factor up to 1.
#[multiversion::multiversion(targets("x86_64+avx2+fma"))]
fn slope(x: f64, factor: f64) -> f64 {
    /// From here on the power is 0.
    const VANISHING: f64 = 60.0;

    let x = x.min(VANISHING);
    let (power, k) = unrounded::exp(DoubleDouble::product(x, x).negated());
    let factor = Scaled::new(factor);
    scale(power.times(TWO_OVER_ROOT_PI).times_number(factor.value).rounded(), k + factor.power)
}

/// The Taylor series about x. Its terms are Hermite polynomials, which have a recurrence (Abramowitz and Stegun, 7.1.19
/// and 22.7.13).
fn taylor(x: f64, y: f64) -> Complex {
    /// For `y (1 + 2 x)` up to 1/8 the next term is below 2^-60.
    const TERMS: u8 = 16;

    let first = slope(x, y);
    // (-y)^n H_n(x) / n!
    let (mut before, mut term) = (0.0, 1.0);
    let [mut re, mut im] = [0.0; 2];
    // The powers of i are 1, i, -1, -i.
    let mut sign = -1.0;
    for n in 1..TERMS {
        let count = f64::from(n);
        (before, term) = (term, -2.0 * y * (x * term + y * before) / count);
        let part = sign * term / (count + 1.0);
        if n % 2 == 1 {
            re += part;
        } else {
            im += part;
            sign = -sign;
        }
    }
    Complex { re: core_math::erf(x) + first * re, im: first + first * im }
}

/// The sum over n.
///
/// With `D = n^2 h^2 + x^2` and a = 2 x y, a term is `h / pi e^(-x^2 - n^2 h^2) / D` times
/// `(e^(2 n h y) (cos a - i sin a) - 1) (i n h - x)`.
#[multiversion::multiversion(targets("x86_64+avx2+fma"))]
fn sum(x: f64, y: f64) -> Complex {
    let Weighted { along, across, middle } = weighted(x, y);
    let angle = DoubleDouble::product(2.0 * x, y);
    let [sine, cosine] = [Unary::Sin, Unary::Cos].map(|op| exactly(op, angle));
    // That of n = 0, sin(a) / (2 x), for x = 0 too.
    let of_middle = if angle.hi < power_of_2(-60) {
        middle.times_number(y)
    } else {
        middle.times(sine).over_number_exactly(2.0 * x)
    };
    let im = of_middle.plus(along.times(sine)).plus(across.times(cosine));
    let mut re = across.times(sine).plus(along.times(cosine).negated());
    if middle.hi > 0.0 {
        re = re.plus(middle.times(less(x, y)));
    }
    let (power, k) = exp_of_difference(x, y);
    let factor = power.times(TWO_STEPS_OVER_PI);
    Complex { re: erf_plus(x, factor.times(re), k), im: scale(factor.times(im).rounded(), k) }
}

/// Sums over n other than 0 of weights `w = e^(-(n h - y)^2)`.
struct Weighted {
    /// Of `w x / (2 D)`.
    along: DoubleDouble,
    /// Of `w n h / (2 D)`.
    across: DoubleDouble,
    /// The weight of n = 0, 0 if it is negligible.
    middle: DoubleDouble,
}

#[inline(always)]
fn weighted(x: f64, y: f64) -> Weighted {
    let square = DoubleDouble::product(x, x);
    let largest = (y / STEP).round();
    // Exact, as is `largest * STEP`.
    let rest = y - largest * STEP;
    let mut middle = DoubleDouble::ZERO;
    let [mut along, mut across] = [DoubleDouble::ZERO; 2];
    let mut add = |n: f64, weight: DoubleDouble| {
        if n == 0.0 {
            middle = weight;
            return;
        }
        let place = n * STEP;
        let part = weight.over_exactly(DoubleDouble::product(place, place).plus(square));
        along = along.plus(part);
        across = across.plus(part.times_number(place));
    };
    let peak = exactly(Unary::Exp, DoubleDouble::product(rest, rest).negated());
    add(largest, peak);
    for side in [1.0, -1.0] {
        let slant = exactly(Unary::Exp, DoubleDouble::product(2.0 * STEP * side, rest));
        let (mut n, mut weight, mut ratio) = (largest, peak, slant.times(DECAY[0]));
        for _ in 0..SIDE {
            n += side;
            weight = weight.times(ratio);
            ratio = ratio.times(DECAY[1]);
            add(n, weight);
        }
    }
    Weighted { along: along.times_number(0.5 * x), across: across.scaled(0.5), middle }
}

/// What is real without the powers of e^y in the sum over n: `sin(x y)^2 / x` and the sum of `e^(-n^2 h^2) x / D` over
/// n from 1 on.
#[inline(always)]
fn less(x: f64, y: f64) -> DoubleDouble {
    if x == 0.0 {
        return DoubleDouble::ZERO;
    }
    let sine = exactly(Unary::Sin, DoubleDouble::product(x, y));
    let square = DoubleDouble::product(x, x);
    let (mut weight, mut ratio) = (DoubleDouble::ONE, DECAY[0]);
    let mut sum = DoubleDouble::ZERO;
    let mut place = 0.0;
    for _ in 0..SIDE {
        place += STEP;
        weight = weight.times(ratio);
        ratio = ratio.times(DECAY[1]);
        sum = sum.plus(weight.over_exactly(DoubleDouble::product(place, place).plus(square)));
    }
    sine.times(sine.over_number_exactly(x)).plus(sum.times_number(x))
}

/// e^(y^2 - x^2) as a number and the power of 2 that it is multiplied with.
#[inline(always)]
fn exp_of_difference(x: f64, y: f64) -> (DoubleDouble, i32) {
    /// Up to here the power is no factor that overflows.
    const MODERATE: f64 = 600.0;
    /// Beyond, every product with a power of e is infinite or 0.
    const SATURATED: f64 = 4000.0;

    let difference = DoubleDouble::two_sum(y, -x);
    let exponent = if difference.hi == 0.0 {
        // The sum may be infinite.
        DoubleDouble::ZERO
    } else {
        difference.times(DoubleDouble::two_sum(y, x))
    };
    match exponent.hi.abs() {
        size if size < MODERATE => (exactly(Unary::Exp, exponent), 0),
        size if size < SATURATED => unrounded::exp(exponent),
        _ => unrounded::exp(SATURATED.copysign(exponent.hi).into()),
    }
}

/// `erf(x) + value * 2^k`. Near a zero of the function, of which there are many next to x = y, the two cancel.
#[inline(always)]
fn erf_plus(x: f64, value: DoubleDouble, k: i32) -> f64 {
    if k == 0 {
        exactly(Unary::Erf, x.into()).plus(value).rounded()
    } else {
        core_math::erf(x) + scale(value.rounded(), k)
    }
}

/// `erf(x) - e^(-z^2) / (sqrt(pi) z)`, for large z: where erf(x) is not 1 it is nothing beside the rest.
#[multiversion::multiversion(targets("x86_64+avx2+fma"))]
fn asymptotic(x: f64, y: f64) -> Complex {
    let (power, k) = exp_of_difference(x, y);
    let angle = DoubleDouble::product(2.0 * x, y);
    if !angle.hi.is_finite() {
        // Only where the power is 0 does it not matter.
        return if x > y { Complex { re: 1.0, im: 0.0 } } else { Complex::UNDEFINED };
    }
    let [sine, cosine] = [Unary::Sin, Unary::Cos].map(|op| exactly(op, angle));
    let exponent = exponent(x.max(y));
    let [x_near_1, y_near_1] = [x, y].map(|part| scale(part, -exponent));
    let square = |part: f64| DoubleDouble::product(part, part);
    let below = square(x_near_1).plus(square(y_near_1));
    let factor = power.times(TWO_OVER_ROOT_PI).scaled(0.5).over_exactly(below);
    let re = sine.times_number(y_near_1).plus(cosine.times_number(-x_near_1));
    let im = sine.times_number(x_near_1).plus(cosine.times_number(y_near_1));
    let [re, im] = [re, im].map(|part| factor.times(part));
    let re = if k == 0 && exponent < 900 {
        erf_plus(x, re.scaled(power_of_2(-exponent)), 0)
    } else {
        erf_plus(x, re, k - exponent)
    };
    Complex { re, im: scale(im.rounded(), k - exponent) }
}

/// A function of the numbers whose functions have an error of 2^-106.
fn exactly(op: Unary, a: DoubleDouble) -> DoubleDouble {
    let value = Wide::unary(op, Wide::sum(a.hi, a.lo));
    DoubleDouble { hi: value.hi(), lo: value.lo() }
}
