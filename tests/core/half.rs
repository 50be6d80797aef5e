//! The 16-bit formats: every operation against a rounding by search among all numbers of the format, of `f64` values
//! whose error is known well enough to decide.

use gradfield::eval::{Number, Real, bf16, f16, scalar};
use gradfield::expr::{self, Binary, Unary};

use crate::support::elementary::Random;
use crate::support::same;
use crate::support::tree::BINARY;

/// A format, and what a search in it needs.
trait Format: Real + std::fmt::Debug {
    const NAME: &str;
    /// The bits of infinity; those of smaller positive numbers are below.
    const INFINITY: u16;
    /// The smallest number that is too large: the one that would have the bits of infinity.
    const BEYOND: f64;

    fn from_bits(bits: u16) -> Self;
    fn to_bits(self) -> u16;
}

impl Format for f16 {
    const NAME: &str = "f16";
    const INFINITY: u16 = 0x7c00;
    const BEYOND: f64 = 65_536.0;

    fn from_bits(bits: u16) -> Self {
        Self::from_bits(bits)
    }

    fn to_bits(self) -> u16 {
        self.to_bits()
    }
}

impl Format for bf16 {
    const NAME: &str = "bf16";
    const INFINITY: u16 = 0x7f80;
    const BEYOND: f64 = 2.0 * (1_u128 << 127) as f64;

    fn from_bits(bits: u16) -> Self {
        Self::from_bits(bits)
    }

    fn to_bits(self) -> u16 {
        self.to_bits()
    }
}

/// The numbers of a format from 0 up to infinity, by their bits.
struct Numbers(Vec<f64>);

impl Numbers {
    fn of<F: Format>() -> Self {
        let finite = (0..F::INFINITY).map(|bits| F::from_bits(bits).to_f64());
        Self(finite.chain([F::BEYOND]).collect())
    }

    /// Whether a number, by its bits, is the one nearest to `value + rest` (ties to even), which is not NaN; `rest` is so
    /// small that its sign alone matters.
    fn are_nearest(&self, bits: u16, value: f64, rest: f64) -> bool {
        let is_negative = bits >> 15 == 1;
        let place = usize::from(bits & !(1 << 15));
        if is_negative != value.is_sign_negative() || place >= self.0.len() {
            return false;
        }
        let (value, rest) = if is_negative { (-value, -rest) } else { (value, rest) };
        // Positive on the number's side of the middle, 0 if it may be either.
        let side = |other: usize, direction: f64| {
            let distance = value - f64::midpoint(self.0[other], self.0[place]);
            direction * if distance == 0.0 { rest } else { distance }
        };
        let is_mine = |side: f64| side > 0.0 || side == 0.0 && place % 2 == 0;
        let is_last = place == self.0.len() - 1;
        (place == 0 || is_mine(side(place - 1, 1.0))) && (is_last || is_mine(side(place + 1, -1.0)))
    }

    /// Whether a number is the one nearest to everything within an ulp of `value`, which is not NaN.
    fn are_nearest_around(&self, bits: u16, value: f64) -> bool {
        if value == 0.0 || value.is_infinite() {
            return self.are_nearest(bits, value, 0.0);
        }
        [value.next_down(), value.next_up()]
            .into_iter()
            .all(|end| self.are_nearest(bits, end.copysign(value), 0.0))
    }

    /// Whether a number or its opposite is one of the format.
    fn contain(&self, value: f64) -> bool {
        self.0.binary_search_by(|number| number.total_cmp(&value.abs())).is_ok()
    }
}

fn all<F: Format>() -> impl Iterator<Item = F> {
    (0..=u16::MAX).map(F::from_bits)
}

/// A number with the sign of what the square root lacks, 0 where it is exact.
fn rest_of_root(a: f64, root: f64) -> f64 {
    (-root).mul_add(root, a)
}

/// A function of one number is exact, a square root, or transcendental for all but a few arguments, where it is a number
/// of the format. In the last case the value is never the middle of two numbers, so an interval that is small enough
/// decides.
fn check_functions<F: Format>() {
    let numbers = Numbers::of::<F>();
    for op in [Unary::Negate].into_iter().chain(Unary::FUNCTIONS) {
        for a in all::<F>() {
            let value = F::unary(op, a);
            let double = op.apply(a.to_f64());
            let is_right = match op {
                _ if double.is_nan() => value.to_f64().is_nan(),
                Unary::Negate
                | Unary::Abs
                | Unary::Floor
                | Unary::Ceil
                | Unary::Round
                | Unary::RoundEven
                | Unary::Signum
                | Unary::Sign => {
                    assert!(double.is_infinite() || numbers.contain(double), "{}({a:?}) is exact", op.name());
                    numbers.are_nearest(value.to_bits(), double, 0.0)
                }
                Unary::Sqrt if double.is_finite() => {
                    numbers.are_nearest(value.to_bits(), double, rest_of_root(a.to_f64(), double))
                }
                // Exact values, which may be in the middle of two numbers.
                Unary::Exp2 if double.is_finite() && a.to_f64().fract() == 0.0 => {
                    numbers.are_nearest(value.to_bits(), double, 0.0)
                }
                _ => numbers.are_nearest_around(value.to_bits(), double),
            };
            assert!(is_right, "{} {}({a:?}) = {value:?}, but {double:?} in f64", F::NAME, op.name());
        }
    }
}

#[test]
fn functions_of_every_number_are_correctly_rounded() {
    check_functions::<f16>();
    check_functions::<bf16>();
}

/// A number with the sign of what the value lacks as `f64`, where that is known.
fn rest(op: Binary, a: f64, b: f64, value: f64) -> Option<f64> {
    match op {
        _ if !value.is_finite() => Some(0.0),
        Binary::Add | Binary::Subtract => {
            let b = if op == Binary::Add { b } else { -b };
            let from_b = value - a;
            Some((a - (value - from_b)) + (b - from_b))
        }
        Binary::Multiply => Some(a.mul_add(b, -value)),
        Binary::Divide if b.is_infinite() => Some(0.0),
        Binary::Divide => Some((-value).mul_add(b, a) * b.signum()),
        // Where squares of so few bits seem to be equal they are, if the value is in the middle of two numbers.
        Binary::Hypot => (a * a + b * b == value * value).then_some(0.0),
        // The sum in a remainder is exact, or nowhere near the middle of two numbers.
        Binary::Remainder
        | Binary::FloorMod
        | Binary::Maximum
        | Binary::Minimum
        | Binary::Compare(_)
        | Binary::When
        | Binary::Unless
        | Binary::Gate => Some(0.0),
        // The angle of so small a quotient is the quotient, but for less than half an ulp that it is below it.
        Binary::Atan2 => (b > 0.0 && value.abs() < 1e-9 && value * b == a).then_some(-value),
        Binary::Power => is_exact_power(a, b, value).then_some(0.0),
    }
}

fn check_pair<F: Format>(numbers: &Numbers, op: Binary, a: F, b: F) {
    let value = F::binary(op, a, b);
    let [x, y] = [a, b].map(F::to_f64);
    let double = op.apply(x, y);
    let is_elementary = matches!(op, Binary::Power | Binary::Hypot | Binary::Atan2);
    let is_right = if double.is_nan() {
        value.to_f64().is_nan()
    } else {
        is_elementary && numbers.are_nearest_around(value.to_bits(), double)
            || rest(op, x, y, double).is_some_and(|rest| numbers.are_nearest(value.to_bits(), double, rest))
    };
    assert!(is_right, "{} {}({a:?}, {b:?}) = {value:?}, but {double:?} in f64", F::NAME, op.name());
}

/// Whether a power is a product of up to 2,000 factors x, or square roots of it and so on, that is exact.
fn is_exact_power(x: f64, y: f64, value: f64) -> bool {
    let (mut root, mut factors) = (x.abs(), y.abs());
    while factors.fract() != 0.0 {
        let next = root.sqrt();
        if rest_of_root(root, next) != 0.0 {
            return false;
        }
        (root, factors) = (next, 2.0 * factors);
    }
    if factors > 2000.0 {
        return false;
    }
    let mut product = 1.0_f64;
    let mut is_exact = true;
    while factors > 0.0 {
        let next = product * root;
        is_exact &= product.mul_add(root, -next) == 0.0;
        product = next;
        factors -= 1.0;
    }
    if y < 0.0 {
        let inverse = 1.0 / product;
        is_exact &= inverse.mul_add(product, -1.0) == 0.0;
        product = inverse;
    }
    is_exact && product == value.abs()
}

/// Numbers of all bits, and of ordinary size and few bits, whose results are often in the middle of two.
fn operand<F: Format>(random: &mut Random) -> F {
    match random.next() % 4 {
        0 => F::constant(40.0 * random.unit() - 20.0),
        1 => F::constant((random.next() % 513) as f64 / 16.0 - 16.0),
        _ => F::from_bits(u16::try_from(random.next() >> 48).unwrap()),
    }
}

fn check_pairs<F: Format>() {
    let numbers = Numbers::of::<F>();
    let mut random = Random(3);
    for op in BINARY {
        for _ in 0..40_000 {
            let [a, b] = [operand::<F>(&mut random), operand(&mut random)];
            check_pair(&numbers, op, a, b);
        }
    }
    // Quotients and angles with operands so small that the results are subnormal: many are in the middle of two.
    for op in [Binary::Divide, Binary::Atan2, Binary::Multiply] {
        for a in (0..300).map(F::from_bits) {
            for b in (1..200).map(|b| F::constant(f64::from(b) / 16.0)) {
                check_pair(&numbers, op, a, b);
                check_pair(&numbers, op, F::unary(Unary::Negate, a), b);
            }
        }
    }
    // Squares, cubes and square roots of all.
    for exponent in [2.0, 3.0, 0.5, -1.5] {
        for a in all::<F>() {
            check_pair(&numbers, Binary::Power, a, F::constant(exponent));
        }
    }
}

#[test]
fn operations_of_two_numbers_are_correctly_rounded() {
    check_pairs::<f16>();
    check_pairs::<bf16>();
}

/// Every number, every middle of two, and the neighbours of both in `f64`; from there on rounding is monotonic.
fn check_constants<F: Format>() {
    let numbers = Numbers::of::<F>();
    for pair in numbers.0.windows(2) {
        let middle = f64::midpoint(pair[0], pair[1]);
        for value in
            [pair[0], pair[0].next_up(), middle.next_down(), middle, middle.next_up(), pair[1].next_down()]
        {
            for value in [value, -value] {
                let constant = F::constant(value);
                assert!(numbers.are_nearest(constant.to_bits(), value, 0.0), "{value:?} -> {constant:?}");
            }
        }
    }
    for value in [F::BEYOND, 1e39, 1e300, f64::MAX, f64::INFINITY] {
        assert_eq!(F::constant(value).to_f64(), f64::INFINITY, "{value:?}");
        assert_eq!(F::constant(-value).to_f64(), f64::NEG_INFINITY, "{value:?}");
    }
    assert!(F::constant(f64::NAN).to_f64().is_nan());
    for number in all::<F>() {
        let value = F::constant(number.to_f64());
        assert!(same(value.to_f64(), number.to_f64()), "{number:?}");
    }
}

#[test]
fn constants_are_rounded_once() {
    check_constants::<f16>();
    check_constants::<bf16>();
    // By way of f32, or by its highest bits alone, it would be the even one of both neighbours.
    assert_eq!(f16::constant(1.0 + 2.0_f64.powi(-11) + 2.0_f64.powi(-40)).to_f64(), 1.0 + 2.0_f64.powi(-10));
    assert_eq!(bf16::constant(1.0 + 2.0_f64.powi(-8) + 2.0_f64.powi(-40)).to_f64(), 1.0 + 2.0_f64.powi(-7));
}

/// Special values are those of `f64`, signs of zeros included.
#[test]
fn special_values_are_those_of_f64() {
    const SPECIAL: [f64; 12] =
        [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 2.0, -3.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1024.0];

    fn check<F: Format>() {
        let is_special = |a: f64| a.is_nan() || a == 0.0 || a.is_infinite();
        let check = |what: &str, value: F, expected: f64| {
            if is_special(expected) {
                assert!(same(value.to_f64(), expected), "{} {what} = {value:?}, not {expected:?}", F::NAME);
            }
        };
        for a in SPECIAL {
            for op in [Unary::Negate].into_iter().chain(Unary::FUNCTIONS) {
                check(&format!("{}({a})", op.name()), F::unary(op, F::constant(a)), op.apply(a));
            }
            for b in SPECIAL {
                for op in BINARY {
                    let value = F::binary(op, F::constant(a), F::constant(b));
                    check(&format!("{}({a}, {b})", op.name()), value, op.apply(a, b));
                }
            }
        }
    }
    check::<f16>();
    check::<bf16>();
}

#[test]
fn programs_run_in_half_precision() {
    let program = expr::parse("x0 + 1e-4").unwrap();
    let run = |x0: f64| scalar::evaluate(&program, [f16::constant(x0); 2]).to_f64();
    // 1e-4 is below half the distance of numbers from 1 on, but not below that of those from 1/8 on.
    assert_eq!(run(1.0), 1.0);
    assert_eq!(run(0.125), 0.125 + 2.0_f64.powi(-13));
    // The square of 300 is beyond the largest number, and each step is rounded.
    let program = expr::parse("x0^2 - x1^2").unwrap();
    let square = |x: f64| scalar::evaluate(&program, [f16::constant(x), f16::constant(0.0)]).to_f64();
    assert_eq!(square(300.0), f64::INFINITY);
    assert_eq!(square(45.5), 2070.0, "2070.25");
    let square = scalar::evaluate(&program, [bf16::constant(300.0), bf16::constant(0.0)]).to_f64();
    assert_eq!(square, 90_112.0, "300 and its square to 8 digits");
}
