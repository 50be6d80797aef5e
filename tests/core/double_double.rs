//! Double-doubles: every operation against `mpmath`, against `f64` where one rounding is all that differs, and against
//! what is exactly true of them.

use gradfield::eval::{DoubleDouble, Number, Real, scalar};
use gradfield::expr::{self, Binary, Comparison, Unary};
use proptest::prelude::*;

use crate::support::csv::reference_directory;
use crate::support::elementary::{Arguments, Random};
use crate::support::same;
use crate::support::tree::{BINARY, arb_magnitude};

/// The relative error in which bounds are given, the square of half an ulp of 1.
const U_SQUARED: f64 = f64::EPSILON * f64::EPSILON / 4.0;

const INF: f64 = f64::INFINITY;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Operation {
    Unary(Unary),
    Binary(Binary),
}

impl Operation {
    /// All but those that are a comparison or a sign.
    fn computed() -> impl Iterator<Item = Self> {
        let unary =
            Unary::FUNCTIONS.into_iter().filter(|op| ![Unary::Abs, Unary::Signum, Unary::Sign].contains(op));
        let is_exact = |op: &Binary| matches!(op, Binary::Maximum | Binary::Minimum | Binary::Compare(_));
        let binary = BINARY.into_iter().filter(move |op| !is_exact(op));
        unary.map(Self::Unary).chain(binary.map(Self::Binary))
    }

    fn all() -> impl Iterator<Item = Self> {
        let unary = Unary::FUNCTIONS.into_iter().chain([Unary::Negate]).map(Self::Unary);
        unary.chain(BINARY.into_iter().chain([Binary::Gate, Binary::When, Binary::Unless]).map(Self::Binary))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Unary(op) => op.name(),
            Self::Binary(op) => op.name(),
        }
    }

    /// The value; a function of one number takes the first.
    fn apply<N: Number>(self, [a, b]: [N; 2]) -> N {
        match self {
            Self::Unary(op) => N::unary(op, a),
            Self::Binary(op) => N::binary(op, a, b),
        }
    }

    /// The largest relative error in units of u^2: those that are proved, and where the value is rounded from a wider
    /// format, 1/2 and what that format may lack.
    fn bound(self, [_, b]: [DoubleDouble; 2]) -> f64 {
        match self {
            Self::Unary(Unary::Floor | Unary::Ceil | Unary::Round | Unary::RoundEven) => 0.0,
            Self::Unary(Unary::Sqrt) => 25.0 / 8.0,
            Self::Binary(Binary::Add | Binary::Subtract | Binary::FloorMod) => 3.0 + 13.0 * f64::EPSILON,
            Self::Binary(Binary::Multiply) => 5.0,
            Self::Binary(Binary::Power) if b == 2.0.into() => 5.0,
            Self::Binary(Binary::Divide) => 15.0,
            _ => 0.5 + 0.0625,
        }
    }
}

/// The number as a pair, which it must be: `hi` the sum rounded, and nothing below what is not finite.
fn parts(value: DoubleDouble) -> (f64, f64) {
    let (hi, lo) = (value.hi(), value.lo());
    let is_pair = if hi.is_finite() { hi + lo == hi } else { lo == 0.0 };
    assert!(is_pair, "{value:?} is not normalised");
    assert!(same(value.to_f64(), hi));
    (hi, lo)
}

#[test]
fn operations_are_within_their_bounds_of_mpmath() {
    let text = std::fs::read_to_string(reference_directory().join("double_double.txt")).unwrap();
    let lines: Vec<Vec<_>> = text.lines().map(|line| line.split(' ').collect()).collect();
    for operation in Operation::computed() {
        let cases: Vec<_> = lines.iter().filter(|line| line[0] == operation.name()).collect();
        assert!(cases.len() >= 50, "{} cases of {}", cases.len(), operation.name());
        for case in cases {
            let numbers: Vec<f64> = case[1..].iter().map(|number| number.parse().unwrap()).collect();
            let (operands, exact) = numbers.split_at(numbers.len() - 3);
            let operand = |i: usize| operands.get(i..i + 2).map(|pair| DoubleDouble::sum(pair[0], pair[1]));
            let operands = [operand(0).unwrap(), operand(2).unwrap_or(0.0.into())];
            let (hi, lo) = parts(operation.apply(operands));
            // The first two differences are exact.
            let error = ((hi - exact[0]) + (lo - exact[1]) - exact[2]).abs();
            let bound = operation.bound(operands) * U_SQUARED * exact[0].abs();
            let unit = U_SQUARED * exact[0].abs();
            assert!(error <= bound, "{case:?}: {hi:?} {lo:?} is off by {} u^2", error / unit);
        }
    }
}

/// Operands of ordinary size, halves and integers, and numbers of any exponent, infinite and NaN ones among them.
fn operand(random: &mut Random) -> f64 {
    match random.next() % 4 {
        0 => random.argument(Arguments::Uniform(-10.0, 10.0)),
        1 => random.argument(Arguments::Uniform(-1.0, 1.0)),
        2 => random.argument(Arguments::Halves(40)),
        _ => random.argument(Arguments::Bits),
    }
}

/// Values of `f64` are correctly rounded, and so are these, if the exact one is not within 2^-50 ulp of the middle of two
/// numbers, where chance does not put one. Overflow, underflow, domains and signs are decided as in `f64` too.
#[test]
fn values_for_one_part_round_to_those_of_f64() {
    let mut random = Random(3);
    for operation in Operation::all() {
        for _ in 0..20_000 {
            let operands = [operand(&mut random), operand(&mut random)];
            // A signaling NaN may or may not become quiet on its way, which powers of 0 and of 1 would tell.
            if operation == Operation::Binary(Binary::Power) && operands.iter().any(|x| x.is_nan()) {
                continue;
            }
            let (hi, _) = parts(operation.apply(operands.map(DoubleDouble::from)));
            let expected = operation.apply(operands);
            assert!(same(hi, expected), "{}{operands:?}: {hi:?}, not {expected:?}", operation.name());
        }
    }
}

/// The second part moves a value by a few ulps of `f64` for any operand, never to NaN.
#[test]
fn a_second_part_neither_makes_nor_hides_nan() {
    let mut random = Random(4);
    for operation in Operation::all() {
        for _ in 0..20_000 {
            let pair = |random: &mut Random| {
                let hi = random.argument(Arguments::Bits).abs();
                (hi, DoubleDouble::sum(hi, hi * f64::EPSILON * (random.unit() / 2.0 - 0.25)))
            };
            let [(a, a_pair), (b, b_pair)] = [pair(&mut random), pair(&mut random)];
            let (hi, _) = parts(operation.apply([a_pair, b_pair]));
            let expected = operation.apply([a, b]);
            assert_eq!(
                hi.is_nan(),
                expected.is_nan(),
                "{} of {a_pair:?}, {b_pair:?}: {hi:?}",
                operation.name()
            );
        }
    }
}

#[test]
fn overflow_is_infinite() {
    let largest = DoubleDouble::sum(f64::MAX, f64::MAX * f64::EPSILON / 8.0);
    assert!(largest.lo() > 0.0);
    let [one, two, half] = [1.0, 2.0, 0.5].map(DoubleDouble::from);
    for (what, value, expected) in [
        ("sum", largest + largest, INF),
        ("difference", -largest - largest, -INF),
        ("product", largest * two, INF),
        ("product with less than 1", largest * half, f64::MAX / 2.0),
        ("product with 1", largest * one, f64::MAX),
        ("quotient", -largest / half, -INF),
        ("quotient of itself", largest / largest, 1.0),
        ("quotient by more than 1", largest / two, f64::MAX / 2.0),
        ("square", DoubleDouble::binary(Binary::Power, largest, two), INF),
        ("infinity less itself", DoubleDouble::from(INF) - INF.into(), f64::NAN),
        ("infinity less a number", DoubleDouble::from(INF) - largest, INF),
        ("sum of numbers", DoubleDouble::sum(f64::MAX, f64::MAX), INF),
        ("sum with infinity", DoubleDouble::sum(-INF, 1.0), -INF),
    ] {
        let (hi, _) = parts(value);
        assert!(same(hi, expected), "{what}: {value:?}, not {expected:?}");
    }
    assert_eq!(largest * one, largest);
    assert_eq!(largest / one, largest);
    assert_eq!(largest * half + largest * half, largest);
    let root = DoubleDouble::unary(Unary::Sqrt, largest);
    assert!(relative_difference(root * root, largest) <= (2.0 * 25.0 / 8.0 + 5.1) * U_SQUARED);
}

#[test]
fn powers_of_two_are_exact_in_the_whole_range() {
    let power = |exponent: i32| DoubleDouble::from(2.0_f64.powi(exponent));
    // Its `lo` is a normal number wherever `hi` is above 2^-900.
    let odd = DoubleDouble::sum(1.0 + f64::EPSILON, f64::EPSILON.powi(2) * 1.25);
    for exponent in -900..1023 {
        let scaled = odd * power(exponent);
        assert_eq!(
            (scaled.hi(), scaled.lo()),
            (odd.hi() * power(exponent).hi(), odd.lo() * power(exponent).hi())
        );
        assert_eq!(scaled / power(exponent), odd, "2^{exponent}");
        assert_eq!(scaled / odd, power(exponent), "2^{exponent}");
        let square = power(exponent / 2) * power(exponent / 2);
        assert_eq!(DoubleDouble::unary(Unary::Sqrt, square), power(exponent / 2), "2^{exponent}");
    }
}

/// The gap between the parts may be of any size.
#[test]
fn far_second_parts_count() {
    const TINY: f64 = 1.0 / (1_u128 << 70) as f64;

    let unary = |op, hi, lo| DoubleDouble::unary(op, DoubleDouble::sum(hi, lo));
    let binary = |op, a: (f64, f64), b: (f64, f64)| {
        DoubleDouble::binary(op, DoubleDouble::sum(a.0, a.1), DoubleDouble::sum(b.0, b.1))
    };
    let next_to_two_to_53 = (9_007_199_254_740_992.0, 1.0);
    for (what, value, expected) in [
        ("ln", unary(Unary::Ln, 1.0, 1e-100), 1e-100),
        ("acosh", unary(Unary::Acosh, 1.0, 1e-100), 2e-100_f64.sqrt()),
        ("acosh below 1", unary(Unary::Acosh, 1.0, -1e-100), f64::NAN),
        ("acos", unary(Unary::Acos, 1.0, -1e-100), 2e-100_f64.sqrt()),
        ("asin beyond 1", unary(Unary::Asin, -1.0, -1e-100), f64::NAN),
        ("acos beyond 1", unary(Unary::Acos, 1.0, 1e-100), f64::NAN),
        ("atanh", unary(Unary::Atanh, -1.0, 1e-100), -2e100_f64.ln() / 2.0),
        ("atanh beyond 1", unary(Unary::Atanh, 1.0, 1e-100), f64::NAN),
        ("floor", unary(Unary::Floor, 3.0, -1e-100), 2.0),
        ("ceil", unary(Unary::Ceil, -3.0, 1e-100), -2.0),
        ("ceil to -0", unary(Unary::Ceil, -1.0, 1e-100), -0.0),
        ("round below a half", unary(Unary::Round, 2.5, -1e-100), 2.0),
        ("round above a half", unary(Unary::Round, -2.5, -1e-100), -3.0),
        ("round a half", unary(Unary::Round, 2.5, 0.0), 3.0),
        ("round a half to even", unary(Unary::RoundEven, 2.5, 0.0), 2.0),
        ("round to even above a half", unary(Unary::RoundEven, 2.5, 1e-100), 3.0),
        ("round to even below a half", unary(Unary::RoundEven, -1.5, 1e-100), -1.0),
        ("log1p", unary(Unary::Log1p, -1.0, 1e-100), 1e-100_f64.ln()),
        ("log1p below -1", unary(Unary::Log1p, -1.0, -1e-100), f64::NAN),
        ("log2", unary(Unary::Log2, 1.0, 1e-100), 1e-100 * std::f64::consts::LOG2_E),
        ("expm1", unary(Unary::Expm1, 1e-100, 1e-120), 1e-100),
        ("erf", unary(Unary::Erf, 1e-300, 1e-320), 1e-300 * std::f64::consts::FRAC_2_SQRT_PI),
        // The distance of the value from 1, erfc(20).
        ("erf far out", unary(Unary::Erf, -20.0, 0.0) + 1.0.into(), 5.395_865_611_607_901e-176),
        ("erf far out, with lo", unary(Unary::Erf, -20.0, 1e-15) + 1.0.into(), 5.395_865_611_608_117e-176),
        ("mod of a gap", binary(Binary::FloorMod, (-1e-100, 0.0), (1.0, 0.0)) - 1.0.into(), -1e-100),
        ("mod of a multiple", binary(Binary::FloorMod, (-6.0, -6.0 * TINY), (2.0, 2.0 * TINY)), 0.0),
        ("mod by infinity", binary(Binary::FloorMod, (-1.0, -1e-20), (INF, 0.0)), INF),
        ("%", binary(Binary::Remainder, (1.0, 1e-100), (1.0, 0.0)), 1e-100),
        ("% of a gap", binary(Binary::Remainder, (1e300, 0.0), (1.0, 1e-300)), 0.999_999_999_999_999_9),
        ("power", binary(Binary::Power, (1.0, 2.0_f64.powi(-300)), (2.0_f64.powi(300), 0.0)), 1.0_f64.exp()),
        ("power to infinity", binary(Binary::Power, (1.0, -1e-100), (INF, 0.0)), 0.0),
        ("power to no integer", binary(Binary::Power, (-2.0, 0.0), (3.0, 1e-100)), f64::NAN),
        ("power to an odd number", binary(Binary::Power, (-2.0, 0.0), next_to_two_to_53), -INF),
        ("odd power of -0", binary(Binary::Power, (-0.0, -0.0), next_to_two_to_53), -0.0),
        ("less", binary(Binary::Compare(Comparison::Less), (1.0, -1e-20), (1.0, 0.0)), 1.0),
        ("when", binary(Binary::When, (5e-324, 0.0), (1.0, 1e-20)) - 1.0.into(), 1e-20),
        ("unless", binary(Binary::Unless, (0.0, 0.0), (1.0, 1e-20)) - 1.0.into(), 1e-20),
        ("gate", binary(Binary::Gate, (1e-300, 0.0), (1.0, 1e-100)), 1.0),
        ("maximum", binary(Binary::Maximum, (1.0, 0.0), (1.0, 1e-100)) - 1.0.into(), 1e-100),
        ("minimum", binary(Binary::Minimum, (1.0, 0.0), (1.0, -1e-100)) - 1.0.into(), -1e-100),
    ] {
        let (hi, _) = parts(value);
        assert!(same(hi, expected), "{what}: {value:?}, not {expected:?}");
    }
}

/// What is exactly a number of up to 100 bits comes out as that number.
#[test]
fn exact_powers_are_exact() {
    for (base, exponent, expected) in [
        (3.0, 30.0, from_integer(3_i128.pow(30))),
        (3.0, 60.0, from_integer(3_i128.pow(60))),
        (2.0, -1.0, 0.5.into()),
        (2.0, -1074.0, f64::from_bits(1).into()),
        (0.25, 537.0, f64::from_bits(1).into()),
        (0.25, 537.5, 0.0.into()),
        (9.0, 0.5, 3.0.into()),
        (4.0, -1.5, 0.125.into()),
        (16.0, 0.75, 8.0.into()),
        (-5.0, 3.0, (-125.0).into()),
        (1.0 / 1024.0, 100.5, DoubleDouble::sum(2.0_f64.powi(-1005), 0.0)),
    ] {
        let value = DoubleDouble::binary(Binary::Power, base.into(), exponent.into());
        assert_eq!(value, expected, "{base}^{exponent}");
    }
}

/// Logarithms of powers, powers of 2 and lengths too.
#[test]
fn exact_values_of_functions_are_exact() {
    for power in -300..=308 {
        let a: f64 = format!("1e{power}").parse().unwrap();
        let value = DoubleDouble::unary(Unary::Log10, a.into());
        assert!((value - f64::from(power).into()).hi().abs() < 1e-13, "{value:?}");
        // Larger powers of 10 are no numbers of `f64`.
        assert!(
            !(0..=22).contains(&power) || value == f64::from(power).into(),
            "log10(1e{power}) = {value:?}"
        );
    }
    for power in -1074..=1023 {
        let power = f64::from(power);
        let a = Unary::Exp2.apply(power);
        assert_eq!(DoubleDouble::unary(Unary::Exp2, power.into()), a.into());
        assert_eq!(DoubleDouble::unary(Unary::Log2, a.into()), power.into());
    }
    for n in -500..500_i64 {
        let [n, cube] = [n, n * n * n].map(|n| DoubleDouble::from(n as f64));
        assert_eq!(DoubleDouble::unary(Unary::Cbrt, cube), n);
        let [a, b] = [3.0, 4.0].map(|leg| n * DoubleDouble::from(leg * 0.25));
        let length = DoubleDouble::binary(Binary::Hypot, a, b);
        assert_eq!(length, DoubleDouble::unary(Unary::Abs, n) * 1.25.into());
    }
}

/// An integer of at most 106 bits.
fn from_integer(value: i128) -> DoubleDouble {
    let hi = value as f64;
    #[expect(clippy::cast_possible_truncation, reason = "an integer below 2^127")]
    let rest = value - hi as i128;
    DoubleDouble::sum(hi, rest as f64)
}

fn arb_number() -> impl Strategy<Value = DoubleDouble> {
    (arb_magnitude(-100..100), any::<bool>(), -1.0..1.0_f64).prop_map(|(hi, is_negative, below)| {
        let number = DoubleDouble::sum(hi, hi * below * f64::EPSILON / 2.0);
        if is_negative { -number } else { number }
    })
}

fn relative_difference(a: DoubleDouble, b: DoubleDouble) -> f64 {
    ((a - b) / b).to_f64().abs()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sums_and_products_commute(a in arb_number(), b in arb_number()) {
        prop_assert_eq!(a + b, b + a);
        prop_assert_eq!(a * b, b * a);
        prop_assert_eq!(a - b, -(b - a));
    }

    #[test]
    fn a_number_less_itself_is_zero(a in arb_number()) {
        prop_assert!(same((a - a).to_f64(), 0.0));
        prop_assert!(same((a + -a).to_f64(), 0.0));
        prop_assert_eq!(a / a, 1.0.into());
    }

    #[test]
    fn operations_undo_each_other(a in arb_number(), b in arb_number()) {
        // 5 u^2 of the product and 15 u^2 of the quotient, and what their product and the difference add.
        let bound = 20.1 * U_SQUARED;
        prop_assert!(relative_difference(a * b / b, a) <= bound);
        prop_assert!(relative_difference(a / b * b, a) <= bound);
        // 25/8 u^2 twice, and 5 u^2 of the product.
        let root = DoubleDouble::unary(Unary::Sqrt, a * a);
        let magnitude = DoubleDouble::unary(Unary::Abs, a);
        prop_assert!(relative_difference(root, magnitude) <= (5.0 / 2.0 + 25.0 / 8.0 + 0.1) * U_SQUARED);
        prop_assert!(relative_difference(root * root, a * a) <= (2.0 * 25.0 / 8.0 + 5.1) * U_SQUARED);
    }

    #[test]
    fn order_is_that_of_the_difference(a in arb_number(), b in arb_number()) {
        prop_assert_eq!(a < b, (a - b).hi() < 0.0);
        prop_assert_eq!(a > b, (a - b).hi() > 0.0);
        prop_assert_eq!(a.partial_cmp(&f64::NAN.into()), None);
    }

    #[test]
    fn functions_keep_their_symmetry(a in arb_number()) {
        for op in Unary::FUNCTIONS {
            let [of_a, of_minus_a] = [a, -a].map(|x| DoubleDouble::unary(op, x));
            match op {
                Unary::Sin | Unary::Tan | Unary::Asin | Unary::Atan | Unary::Sinh | Unary::Tanh | Unary::Asinh
                | Unary::Atanh | Unary::Cbrt | Unary::Erf | Unary::Round | Unary::RoundEven | Unary::Signum => {
                    prop_assert!(of_a == -of_minus_a || of_a.hi().is_nan() && of_minus_a.hi().is_nan());
                }
                Unary::Cos | Unary::Cosh | Unary::Abs => prop_assert_eq!(of_a, of_minus_a),
                Unary::Floor => prop_assert_eq!(of_a, -DoubleDouble::unary(Unary::Ceil, -a)),
                _ => {}
            }
        }
    }

    /// All values are integers that a pair can hold.
    #[test]
    fn integers_are_exact(a in -1_i128 << 104..1 << 104, b in -1_i128 << 104..1 << 104, shift in 0..104_u32) {
        // Of any size, so that quotients are too.
        let b = b >> shift;
        let [x, y] = [a, b].map(from_integer);
        prop_assert_eq!(x + y, from_integer(a + b));
        prop_assert_eq!(x - y, from_integer(a - b));
        let (small_a, small_b) = (a >> 53, b >> 53);
        prop_assert_eq!(from_integer(small_a) * from_integer(small_b), from_integer(small_a * small_b));
        if b != 0 {
            prop_assert_eq!(DoubleDouble::binary(Binary::Remainder, x, y), from_integer(a % b));
            let rest = (a % b + b) % b;
            prop_assert_eq!(DoubleDouble::binary(Binary::FloorMod, x, y), from_integer(rest));
        }
        // 12 bits behind the point.
        let fraction = DoubleDouble::from(1.0 / 4096.0);
        let round = |op| DoubleDouble::unary(op, x * fraction);
        prop_assert_eq!(round(Unary::Floor), from_integer(a >> 12));
        prop_assert_eq!(round(Unary::Ceil), from_integer((a + 4095) >> 12));
        let nearest = (a.abs() + 2048) >> 12;
        prop_assert_eq!(round(Unary::Round), from_integer(nearest * a.signum()));
    }
}

#[test]
fn programs_run_in_double_double() {
    let evaluate = |text: &str, x: [f64; 2]| {
        let program = expr::parse(text).unwrap();
        (scalar::evaluate(&program, x.map(DoubleDouble::from)).to_f64(), scalar::evaluate(&program, x))
    };
    assert_eq!(evaluate("(x0 + x1) - x0", [1.0, 1e-25]), (1e-25, 0.0));
    // A difference quotient without rounding noise: h is lost in f64.
    let (quotient, lost) = evaluate("(exp(x0 + x1) - exp(x0 - x1))/(2*x1)", [0.0, 1e-17]);
    assert_eq!(lost, 0.0);
    assert!((quotient - 1.0).abs() < 1e-14, "{quotient}");
}
