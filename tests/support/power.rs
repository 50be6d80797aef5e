//! The vector form of the power against the scalar one, on operands of every kind.

use super::elementary::Arguments::{Bits, Halves, NearMultiple, Short, Uniform};
use super::elementary::{Arguments, Random, Vector};

/// Random bases and exponents; the usual ones first.
const KINDS: [(Arguments, Arguments); 16] = [
    (Uniform(0.0, 10.0), Uniform(-10.0, 10.0)),
    (Uniform(-10.0, 10.0), Halves(10)),
    (Uniform(-10.0, 10.0), Uniform(-10.0, 10.0)),
    (Uniform(0.0, 3.0), Halves(64)),
    // The largest and smallest powers, and exponents beyond the longest chain.
    (Uniform(-2.0, 2.0), Halves(2000)),
    (Uniform(2.71, 2.73), Uniform(707.0, 711.0)),
    (Uniform(2.71, 2.73), Uniform(-746.0, -707.0)),
    (Uniform(1.0 - 1e-6, 1.0 + 1e-6), Uniform(-1e9, 1e9)),
    (Uniform(1.0 - 1e-12, 1.0 + 1e-12), Uniform(-1e15, 1e15)),
    (Uniform(0.0, 4.0 * f64::MIN_POSITIVE), Uniform(-1.0, 1.0)),
    (NearMultiple(std::f64::consts::SQRT_2), Uniform(-10.0, 10.0)),
    (Bits, Bits),
    (Bits, Uniform(-2.0, 2.0)),
    (Bits, Halves(6)),
    // Powers that are exact, and such that are the middle of two numbers.
    (Short(18), Halves(5)),
    (Short(8), Halves(8)),
];

/// Powers next to the middle of two numbers, or to a number.
///
/// The first four, up to 2^-153 ulp, are CORE-MATH's worst cases of pow. The others are the hardest of 3 10^8 random
/// ones for any exponent, and for integers and halves.
const HARD: [(f64, f64); 16] = [
    (f64::from_bits(0x3fef_ffff_ffff_fffc), f64::from_bits(0x3fdf_ffff_ffff_ffff)),
    (f64::from_bits(0x3fef_ffff_ffff_fffc), f64::from_bits(0xbfdf_ffff_ffff_fffd)),
    (f64::from_bits(0x3fef_ffff_ffff_fff0), f64::from_bits(0xbfcf_ffff_ffff_fff6)),
    (f64::from_bits(0x3fef_ffff_ffff_fff8), f64::from_bits(0xbfcf_ffff_ffff_fffb)),
    (15.864_913_585_957_742, 2.687_414_228_922_852_6),
    (1.182_270_023_955_316, -3.117_522_452_268_866),
    (1.413_013_595_647_088_8, -3.454_196_123_121_544_6),
    (12.569_685_499_849_61, -4.100_383_418_963_577_5),
    (0.637_203_902_165_834_7, 9.299_659_395_850_558),
    (10.474_530_266_610_492, -2.789_446_842_338_241_7),
    (8.015_307_148_531_527, -3.0),
    (8.064_116_399_468_372, 2.5),
    (9.925_374_603_661_961, -3.0),
    (0.537_744_692_929_764_9, 2.5),
    (13.397_173_874_345_622, -0.5),
    (21.814_393_378_468_516, 16.0),
];

/// Every one as a base with every one as an exponent.
const SPECIAL: [f64; 40] = [
    0.0,
    f64::from_bits(1),
    1e-310,
    f64::MIN_POSITIVE,
    1e-271,
    1e-200,
    1e-100,
    f64::EPSILON / 4.0,
    0.25,
    0.3,
    0.5,
    1.0 - f64::EPSILON / 2.0,
    1.0,
    1.0 + f64::EPSILON,
    1.5,
    2.0,
    2.5,
    3.0,
    4.0,
    7.0,
    10.0,
    22.5,
    33.0,
    64.0,
    89.5,
    511.5,
    512.0,
    512.5,
    709.782_712_893_384,
    745.133_219_101_941_2,
    1023.0,
    1024.0,
    1025.0,
    1074.0,
    1075.0,
    1e15 + 0.5,
    9_007_199_254_740_991.0,
    1e300,
    f64::MAX,
    f64::INFINITY,
];

/// The power in each form that it has.
struct Forms {
    /// Bases in lanes.
    lanes_row: Vector,
    /// Exponents in lanes.
    row_lanes: Vector,
    /// Both in lanes, the exponents being all the same.
    lanes_lanes: Vector,
    /// Both in lanes, the exponents being some part of x1.
    lanes_parts: Vector,
}

impl Forms {
    fn new() -> Self {
        Self {
            lanes_row: Vector::new("x0^x1"),
            row_lanes: Vector::new("x1^x0"),
            lanes_lanes: Vector::new(&format!("x0^({})", Vector::X1_IN_LANES)),
            lanes_parts: Vector::new("x0^(x1*(4096*x0 % 1))"),
        }
    }

    fn assert_bases(&mut self, bases: &[f64], exponent: f64) {
        self.lanes_row.assert_same(bases, exponent);
        self.lanes_lanes.assert_same(bases, exponent);
        self.lanes_parts.assert_same(bases, exponent);
    }

    fn assert_exponents(&mut self, base: f64, exponents: &[f64]) {
        self.row_lanes.assert_same(exponents, base);
    }
}

/// Assert that the vector forms have the bits of the scalar one for special, hard and `count` random operands.
pub(crate) fn assert_correctly_rounded(count: usize) {
    let mut forms = Forms::new();
    let special: Vec<f64> = SPECIAL.into_iter().chain([f64::NAN]).flat_map(|a| [a, -a]).collect();
    for &number in &special {
        forms.assert_bases(&special, number);
        forms.assert_exponents(number, &special);
    }
    // Odd numbers of up to 18 bits, whose cubes have up to 54.
    let odd: Vec<f64> = (0..500).map(|i| f64::from((1 << 18) - 1 - 2 * i)).collect();
    let squares: Vec<f64> = odd.iter().map(|a| a * a).collect();
    forms.assert_bases(&odd, 3.0);
    forms.assert_bases(&squares, 1.5);
    for (base, exponent) in HARD {
        forms.assert_bases(&[base; 35], exponent);
        forms.assert_exponents(base, &[exponent; 35]);
    }
    // In four forms.
    let rows = (count / 4 / KINDS.len()).div_ceil(LANES);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for (base, exponent) in KINDS {
        for _ in 0..rows {
            let bases: [f64; LANES] = std::array::from_fn(|_| random.argument(base));
            let exponents: [f64; LANES] = std::array::from_fn(|_| random.argument(exponent));
            forms.assert_bases(&bases, exponents[0]);
            forms.assert_exponents(bases[0], &exponents);
        }
    }
}

/// Few, so that there are many rows.
const LANES: usize = 64;
