//! The vector forms of the elementary functions against their scalar ones, on arguments of every kind.

use std::f64::consts::{FRAC_PI_2, LN_2};

use gradfield::eval::block::{BLOCK, GridProgram, Scratch};
use gradfield::eval::scalar;
use gradfield::expr::{self, Axis, Program, Unary};

/// Random arguments are uniform in one of these ranges, or of one of these kinds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Arguments {
    Uniform(f64, f64),
    /// Any 64 bits: all exponents alike, NaN and infinity among them.
    Bits,
    /// Within two ulps of a multiple of the number, the integer being up to 2^40.
    NearMultiple(f64),
    /// Half an integer, up to the number in size.
    Halves(u32),
    /// An integer of up to as many bits, times a power of 2 near 1.
    Short(u32),
}

use Arguments::{Bits, Halves, NearMultiple, Short, Uniform};

/// What is tried for a function; the usual arguments first.
pub(crate) fn arguments(function: Unary) -> &'static [Arguments] {
    match function {
        Unary::Exp => &[
            Uniform(-10.0, 10.0),
            Uniform(-750.0, 750.0),
            Uniform(-746.0, -707.0),
            Uniform(707.0, 711.0),
            Uniform(-1e-3, 1e-3),
            Uniform(-1e-15, 1e-15),
            NearMultiple(LN_2 / 2.0),
            Bits,
        ],
        Unary::Ln => &[
            Uniform(0.0, 10.0),
            Uniform(0.999, 1.001),
            Uniform(1.0 - 1e-12, 1.0 + 1e-12),
            Uniform(0.7, 1.42),
            Uniform(0.0, f64::MAX),
            Uniform(0.0, 4.0 * f64::MIN_POSITIVE),
            NearMultiple(std::f64::consts::SQRT_2),
            Bits,
        ],
        _ => &[
            Uniform(-10.0, 10.0),
            Uniform(-1.0, 1.0),
            Uniform(-1e5, 1e5),
            Uniform(-1.1e9, 1.1e9),
            Uniform(-1e-6, 1e-6),
            Uniform(-1e-300, 1e-300),
            Uniform(1.57, 1.571),
            NearMultiple(FRAC_PI_2),
            Bits,
        ],
    }
}

/// Arguments whose values are next to the middle of two numbers.
///
/// exp(7.5e-10), cos(2.41) and sin(0.0105), 2^-58.6, 2^-59.8 and 2^-60.1 ulp from the middle, are known from V. Lefevre
/// and J.-M. Muller, *Worst cases for correct rounding of the elementary functions in double precision* (2001). Seven
/// more of exp, 2^-53 ulp to 2^-57, are from the tables of CORE-MATH's `exp.c`. The last 17 are the hardest of its
/// lists of worst cases for log (2^-62 ulp), sin (2^-58) and cos. The others, 2^-27 ulp or less, are the hardest of
/// 10^9 random arguments of each function.
const HARD: [f64; 44] = [
    7.541_752_774_995_959e-10,
    0.000_105_388_314_101_388_32,
    0.005_528_277_479_060_492,
    -0.228_491_735_301_901_73,
    4.613_042_960_553_475,
    -86.484_588_732_959_56,
    -2.017_371_815_379_125_4,
    0.500_693_328_950_878_5,
    -2.529_334_603_561_830_5e-7,
    0.193_186_657_522_080_2,
    523.841_134_521_437,
    0.010_545_215_857_541_628,
    -8.370_826_225_733_035,
    7.789_309_943_977_423e-5,
    826_880_483.970_609_2,
    508_777_185.040_480_2,
    -3.774_760_092_743_246_5e-5,
    -0.000_924_849_683_381_778_1,
    0.000_896_190_424_045_340_3,
    44_631_384.358_619_355,
    8.707_148_531_834_221,
    -6.457_060_528_469_166,
    0.999_124_350_750_070_1,
    2.568_633_982_552_476_4e299,
    0.999_935_916_579_929_8,
    8.177_369_112_813_803e299,
    8.007_831_837_364_474,
    4.492_700_575_938_173e220,
    1.733_112_241_129_305_5e233,
    3.849_257_202_283_994e102,
    4.085_451_451_341_444_6e163,
    2.407_174_348_270_676_7e151,
    1.685_617_604_169_719_2e19,
    1_150.577_561_358_992_2,
    0.277_724_733_799_371_57,
    9.062_431_965_715_99e307,
    0.924_898_516_520_941_9,
    1_349.221_416_443_692_3,
    56.219_965_782_779_816,
    2.413_457_825_681_234_7,
    1.420_080_331_117_567_8,
    0.068_089_682_349_997_46,
    296.260_753_173_221_25,
    3.754_044_042_651_346,
];

/// Zeros, limits, and where a fast path hands over to the scalar function.
const SPECIAL: [f64; 23] = [
    0.0,
    f64::from_bits(1),
    1e-310,
    f64::MIN_POSITIVE,
    f64::EPSILON,
    0.5,
    1.0 - f64::EPSILON / 2.0,
    1.0,
    1.0 + f64::EPSILON,
    FRAC_PI_2,
    3.0 * FRAC_PI_2,
    2.0,
    708.0,
    709.782_712_893_384,
    709.782_712_893_384_1,
    745.133_219_101_941_1,
    745.133_219_101_941_2,
    745.2,
    1_073_741_824.0,
    1e22,
    f64::MAX,
    f64::INFINITY,
    f64::NAN,
];

/// Assert that the vector form has the bits of the scalar one for special, hard and `count` random arguments.
pub(crate) fn assert_correctly_rounded(function: Unary, count: usize) {
    let mut vector = Vector::of(function);
    let fixed: Vec<f64> = SPECIAL.into_iter().chain(HARD).flat_map(|a| [a, -a]).collect();
    vector.assert_same(&fixed, 0.0);
    // Blocks of every length, of which the last lanes are another path.
    for length in 1..=fixed.len() {
        vector.assert_same(&fixed[..length], 0.0);
    }
    let kinds = arguments(function);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for kind in kinds {
        for _ in 0..(count / kinds.len()).div_ceil(BLOCK) {
            vector.assert_same(&random.block(*kind), 0.0);
        }
    }
}

/// A program in its vector form: x0 is the lanes and x1 one number for all of them.
pub(crate) struct Vector {
    program: Program,
    grid: GridProgram,
    scratch: Scratch,
    values: [f64; BLOCK],
}

impl Vector {
    /// x1 to the 1, which is x1, but found from x0 as well and so one number a lane.
    pub(crate) const X1_IN_LANES: &str = "x1^(x0^floor(0.5/(1 + abs(x1))))";

    pub(crate) fn new(text: &str) -> Self {
        let program = expr::parse(text).expect("a function of x0 and x1");
        Self { grid: GridProgram::new(&program), program, scratch: Scratch::default(), values: [0.0; BLOCK] }
    }

    /// The function of x0.
    pub(crate) fn of(function: Unary) -> Self {
        Self::new(&format!("{}(x0)", function.name()))
    }

    /// As typed.
    pub(crate) fn text(&self) -> &str {
        self.program.text()
    }

    /// The values of up to [`BLOCK`] x0.
    pub(crate) fn evaluate(&mut self, x0: &[f64], x1: f64) -> &[f64] {
        let columns = self.grid.hoist(Axis::X0, x0, &mut self.scratch);
        let rows = self.grid.hoist(Axis::X1, &[x1], &mut self.scratch);
        let out = &mut self.values[..x0.len()];
        self.grid.evaluate(&columns, 0, &rows, 0, &mut self.scratch, out);
        out
    }

    /// Assert that the values have the bits of the scalar ones.
    pub(crate) fn assert_same(&mut self, x0: &[f64], x1: f64) {
        self.evaluate(x0, x1);
        for (&x0, &vector) in x0.iter().zip(&self.values) {
            let scalar = scalar::evaluate(&self.program, [x0, x1]);
            let same = vector.to_bits() == scalar.to_bits() || vector.is_nan() && scalar.is_nan();
            assert!(same, "{} at ({x0:?}, {x1:?}): {vector:?}, not {scalar:?}", self.text());
        }
    }
}

/// `SplitMix64` (Steele, Lea and Flood, 2014): the same arguments on every machine.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// [`BLOCK`] arguments of a kind.
    pub(crate) fn block(&mut self, kind: Arguments) -> [f64; BLOCK] {
        std::array::from_fn(|_| self.argument(kind))
    }

    pub(crate) fn argument(&mut self, kind: Arguments) -> f64 {
        match kind {
            Uniform(min, max) => min + (max - min) * self.unit(),
            Bits => f64::from_bits(self.next()),
            Halves(most) => {
                let halves = self.next() % u64::from(4 * most + 1);
                (halves as f64 - f64::from(2 * most)) / 2.0
            }
            Short(bits) => {
                let integer = self.next() >> (64 - u64::from(bits));
                let power_of_2 = f64::from_bits((1023 - self.next() % 20) << 52);
                integer as f64 * power_of_2
            }
            NearMultiple(of) => {
                let integer = self.next() >> (24 + self.next() % 40);
                let product =
                    (integer as f64 * of).to_bits().saturating_add(self.next() % 5).saturating_sub(2);
                f64::from_bits(product)
            }
        }
    }

    /// In [0, 1), 53 bits.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
