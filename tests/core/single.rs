//! `f32`: each operation against the correctly rounded `f64` value of the same operands.
//!
//! That is off by half an ulp of `f64` at most. So where it is not the very middle of two neighbours of `f32`, it is on
//! the exact value's side of it, and the correctly rounded `f32` is the one nearest to it. At the middle it may be
//! either neighbour, unless the `f64` operation is exact there.

use gradfield::eval::{Number, scalar};
use gradfield::expr::{self, Binary, Unary};

use crate::oracle::bound::is_exact_everywhere;
use crate::support::elementary::Random;
use crate::support::tree::BINARY;

const COUNT: usize = 20_000;

#[derive(Clone, Copy, PartialEq)]
enum Rounding {
    /// To the number nearest to the `f64` value, ties to even.
    Nearest,
    /// The same, or the other neighbour where the `f64` value is the middle of both.
    NearestOrTied,
}

use Rounding::{Nearest, NearestOrTied};

#[expect(clippy::cast_possible_truncation, reason = "rounded")]
fn single(a: f64) -> f32 {
    a as f32
}

/// The other neighbour of a number that is the middle of two.
fn other_neighbour(middle: f64) -> Option<f32> {
    let nearest = single(middle);
    let other = if f64::from(nearest) < middle { nearest.next_up() } else { nearest.next_down() };
    (f64::midpoint(f64::from(nearest), f64::from(other)) == middle).then_some(other)
}

fn assert_rounded(what: &str, value: f32, double: f64, rounding: Rounding) {
    let nearest = single(double);
    let same = value.to_bits() == nearest.to_bits() || value.is_nan() && nearest.is_nan();
    let tied = rounding == NearestOrTied && other_neighbour(double) == Some(value);
    assert!(same || tied, "{what} = {value:?}, but {double:?} in f64");
}

/// Ordinary numbers, all exponents (subnormals, infinity and NaN among them), and numbers of few bits.
fn arguments(random: &mut Random) -> f32 {
    match random.next() % 4 {
        0 => single(20.0 * random.unit() - 10.0),
        1 => single(2.0 * random.unit() - 1.0),
        2 => single((random.next() % 513) as f64 / 16.0 - 16.0),
        _ => f32::from_bits(u32::try_from(random.next() >> 32).expect("32 bits")),
    }
}

#[test]
fn functions_of_one_number_are_correctly_rounded() {
    let mut random = Random(1);
    for op in [Unary::Negate].into_iter().chain(Unary::FUNCTIONS) {
        let rounding = match op {
            // Exact in f64, or, for the square root, never a middle.
            op if is_exact_everywhere(op) => Nearest,
            _ => NearestOrTied,
        };
        for _ in 0..COUNT {
            let a = arguments(&mut random);
            let what = format!("{}({a:?})", op.name());
            assert_rounded(&what, f32::unary(op, a), op.apply(f64::from(a)), rounding);
        }
    }
}

#[test]
fn operations_of_two_numbers_are_correctly_rounded() {
    let mut random = Random(2);
    for op in BINARY {
        let rounding = match op {
            // S. A. Figueroa, *When is double rounding innocuous?* (1995): with more than twice the bits, as here.
            Binary::Power | Binary::Hypot | Binary::Atan2 => NearestOrTied,
            _ => Nearest,
        };
        for _ in 0..COUNT {
            let [a, b] = [arguments(&mut random), arguments(&mut random)];
            // A signaling NaN may or may not become quiet on its way to f64, which powers of 0 and of 1 would tell.
            if op == Binary::Power && (a.is_nan() || b.is_nan()) {
                continue;
            }
            let what = format!("{}({a:?}, {b:?})", op.name());
            let double = op.apply(f64::from(a), f64::from(b));
            assert_rounded(&what, f32::binary(op, a, b), double, rounding);
        }
    }
}

/// The cubes of odd numbers above 2^8 have 25 bits at first, which are the middle of two neighbours, exactly.
#[test]
fn powers_in_the_middle_of_two_numbers_go_to_the_even_one() {
    let mut ties = 0;
    for a in (1_u16..1024).step_by(2).map(f32::from) {
        for (base, exponent) in [(a, 3.0), (a, 2.0), (a, 4.0), (a * a, 1.5)] {
            let double = Binary::Power.apply(f64::from(base), f64::from(exponent));
            let what = format!("{base}^{exponent}");
            assert_rounded(&what, f32::binary(Binary::Power, base, exponent), double, Nearest);
            ties += u32::from(other_neighbour(double).is_some());
        }
    }
    assert!(ties > 20, "{ties} ties");
}

#[test]
fn programs_run_in_single_precision() {
    let program = expr::parse("x0 + 1e-5*x1 - x0^2/3").unwrap();
    let [x0, x1] = [0.7_f32, 3.1];
    let expected = x0 + 1e-5_f32 * x1 - x0 * x0 / 3.0;
    assert_eq!(scalar::evaluate(&program, [x0, x1]), expected);
    let double = scalar::evaluate(&program, [f64::from(x0), f64::from(x1)]);
    assert_ne!(f64::from(expected), double, "single precision has other values");
    // Constants are rounded once, to the nearest; beyond the largest they are infinite.
    assert_eq!(f32::constant(0.1), 0.1_f32);
    assert_eq!(f32::constant(1e39), f32::INFINITY);
    assert_eq!(f32::constant(16_777_217.0), 16_777_216.0, "a tie goes to the even number");
}
