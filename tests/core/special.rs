//! The special values of C99, annex F (and IEEE 754-2019 for maximum and minimum), signs of zeros included: one table
//! for the scalar `f64`, the block, `f32` and double-doubles.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

use gradfield::eval::{DoubleDouble, Number};
use gradfield::expr::{Binary, Comparison, Unary};

use crate::support::elementary::Vector;
use crate::support::same;
use crate::support::tree::BINARY;

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

/// What each function gives for special arguments; NaN gives NaN for all.
fn unary(op: Unary) -> &'static [(f64, f64)] {
    match op {
        Unary::Negate => &[(0.0, -0.0), (-0.0, 0.0), (1.0, -1.0), (INF, -INF), (-INF, INF)],
        Unary::Abs => &[(0.0, 0.0), (-0.0, 0.0), (-1.0, 1.0), (INF, INF), (-INF, INF)],
        Unary::Sqrt => &[(0.0, 0.0), (-0.0, -0.0), (4.0, 2.0), (INF, INF), (-1e-30, NAN), (-INF, NAN)],
        Unary::Exp => &[(0.0, 1.0), (-0.0, 1.0), (INF, INF), (-INF, 0.0), (1e4, INF), (-1e4, 0.0)],
        Unary::Ln => &[(0.0, -INF), (-0.0, -INF), (1.0, 0.0), (INF, INF), (-1e-30, NAN), (-INF, NAN)],
        Unary::Expm1 => &[(0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -1.0), (1e4, INF), (-1e4, -1.0)],
        Unary::Exp2 => &[
            (0.0, 1.0),
            (-0.0, 1.0),
            (3.0, 8.0),
            (-2.0, 0.25),
            (INF, INF),
            (-INF, 0.0),
            (1e4, INF),
            (-1e4, 0.0),
        ],
        Unary::Log1p => &[(0.0, 0.0), (-0.0, -0.0), (-1.0, -INF), (INF, INF), (-1.5, NAN), (-INF, NAN)],
        Unary::Log2 => LOG2,
        Unary::Log10 => &[
            (0.0, -INF),
            (-0.0, -INF),
            (1.0, 0.0),
            (1000.0, 3.0),
            (1e10, 10.0),
            (INF, INF),
            (-1e-30, NAN),
            (-INF, NAN),
        ],
        Unary::Cbrt => &[(0.0, 0.0), (-0.0, -0.0), (27.0, 3.0), (-0.125, -0.5), (INF, INF), (-INF, -INF)],
        Unary::Erf => &[(0.0, 0.0), (-0.0, -0.0), (INF, 1.0), (-INF, -1.0), (1e4, 1.0), (-1e4, -1.0)],
        Unary::Sin | Unary::Tan => &[(0.0, 0.0), (-0.0, -0.0), (INF, NAN), (-INF, NAN)],
        Unary::Cos => &[(0.0, 1.0), (-0.0, 1.0), (INF, NAN), (-INF, NAN)],
        Unary::Asin => &[
            (0.0, 0.0),
            (-0.0, -0.0),
            (1.0, FRAC_PI_2),
            (-1.0, -FRAC_PI_2),
            (1.5, NAN),
            (-1.5, NAN),
            (INF, NAN),
            (-INF, NAN),
        ],
        Unary::Acos => &[
            (1.0, 0.0),
            (-1.0, PI),
            (0.0, FRAC_PI_2),
            (-0.0, FRAC_PI_2),
            (1.5, NAN),
            (-1.5, NAN),
            (INF, NAN),
            (-INF, NAN),
        ],
        Unary::Atan => &[(0.0, 0.0), (-0.0, -0.0), (INF, FRAC_PI_2), (-INF, -FRAC_PI_2)],
        Unary::Sinh | Unary::Asinh => &[(0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -INF)],
        Unary::Cosh => &[(0.0, 1.0), (-0.0, 1.0), (INF, INF), (-INF, INF)],
        Unary::Tanh => &[(0.0, 0.0), (-0.0, -0.0), (INF, 1.0), (-INF, -1.0)],
        Unary::Acosh => &[(1.0, 0.0), (0.5, NAN), (0.0, NAN), (-2.0, NAN), (INF, INF), (-INF, NAN)],
        Unary::Atanh => &[
            (0.0, 0.0),
            (-0.0, -0.0),
            (1.0, INF),
            (-1.0, -INF),
            (1.5, NAN),
            (-1.5, NAN),
            (INF, NAN),
            (-INF, NAN),
        ],
        Unary::Floor => {
            &[(0.0, 0.0), (-0.0, -0.0), (0.5, 0.0), (-0.5, -1.0), (2.5, 2.0), (INF, INF), (-INF, -INF)]
        }
        Unary::Ceil => {
            &[(0.0, 0.0), (-0.0, -0.0), (0.5, 1.0), (-0.5, -0.0), (2.5, 3.0), (INF, INF), (-INF, -INF)]
        }
        Unary::Round => &[
            (0.0, 0.0),
            (-0.0, -0.0),
            (0.25, 0.0),
            (-0.25, -0.0),
            (0.5, 1.0),
            (-0.5, -1.0),
            (2.5, 3.0),
            (-2.5, -3.0),
            (INF, INF),
            (-INF, -INF),
        ],
        Unary::RoundEven => ROUND_EVEN,
        // The only one that takes the sign from -0.
        Unary::Sign => &[(0.0, 0.0), (-0.0, 0.0), (3.0, 1.0), (-1e-30, -1.0), (INF, 1.0), (-INF, -1.0)],
        Unary::Signum => &[(0.0, 1.0), (-0.0, -1.0), (3.0, 1.0), (INF, 1.0), (-INF, -1.0)],
    }
}

/// What each operation gives for special operands.
fn binary(op: Binary) -> &'static [(f64, f64, f64)] {
    match op {
        Binary::Add => &[
            (0.0, 0.0, 0.0),
            (0.0, -0.0, 0.0),
            (-0.0, 0.0, 0.0),
            (-0.0, -0.0, -0.0),
            (1.0, -1.0, 0.0),
            (INF, 1.0, INF),
            (INF, INF, INF),
            (INF, -INF, NAN),
            (NAN, 1.0, NAN),
            (1.0, NAN, NAN),
        ],
        Binary::Subtract => &[
            (0.0, 0.0, 0.0),
            (0.0, -0.0, 0.0),
            (-0.0, 0.0, -0.0),
            (-0.0, -0.0, 0.0),
            (1.0, 1.0, 0.0),
            (1.0, INF, -INF),
            (INF, -INF, INF),
            (INF, INF, NAN),
            (NAN, 1.0, NAN),
            (1.0, NAN, NAN),
        ],
        Binary::Multiply => &[
            (0.0, -0.0, -0.0),
            (-0.0, -0.0, 0.0),
            (-0.0, 3.0, -0.0),
            (INF, -3.0, -INF),
            (-INF, -INF, INF),
            (INF, 0.0, NAN),
            (0.0, -INF, NAN),
            (NAN, 1.0, NAN),
            (1.0, NAN, NAN),
        ],
        Binary::Divide => &[
            (1.0, 0.0, INF),
            (1.0, -0.0, -INF),
            (-1.0, 0.0, -INF),
            (0.0, -3.0, -0.0),
            (3.0, -INF, -0.0),
            (INF, -3.0, -INF),
            (INF, 0.0, INF),
            (0.0, 0.0, NAN),
            (INF, -INF, NAN),
            (NAN, 1.0, NAN),
            (1.0, NAN, NAN),
        ],
        Binary::Remainder => &[
            (0.0, 3.0, 0.0),
            (-0.0, 3.0, -0.0),
            (5.5, -2.0, 1.5),
            (-5.5, 2.0, -1.5),
            (-4.0, 2.0, -0.0),
            (3.0, INF, 3.0),
            (-3.0, -INF, -3.0),
            (3.0, 0.0, NAN),
            (3.0, -0.0, NAN),
            (INF, 3.0, NAN),
            (-INF, INF, NAN),
            (NAN, 1.0, NAN),
            (1.0, NAN, NAN),
        ],
        Binary::FloorMod => FLOOR_MOD,
        Binary::Hypot => HYPOT,
        Binary::Power => POWER,
        Binary::Atan2 => ATAN2,
        Binary::Maximum => &[
            (0.0, -0.0, 0.0),
            (-0.0, 0.0, 0.0),
            (-0.0, -0.0, -0.0),
            (-INF, 1.0, 1.0),
            (INF, 1.0, INF),
            (NAN, 1.0, NAN),
            (INF, NAN, NAN),
        ],
        Binary::Minimum => &[
            (0.0, -0.0, -0.0),
            (-0.0, 0.0, -0.0),
            (0.0, 0.0, 0.0),
            (-INF, 1.0, -INF),
            (INF, 1.0, 1.0),
            (NAN, 1.0, NAN),
            (-INF, NAN, NAN),
        ],
        Binary::Compare(comparison) => compared(comparison),
        Binary::When | Binary::Unless | Binary::Gate => parts_of(op),
    }
}

/// -0 is +0, and nothing holds for NaN but `!=`.
fn compared(comparison: Comparison) -> &'static [(f64, f64, f64)] {
    match comparison {
        Comparison::Less => {
            &[(1.0, 2.0, 1.0), (2.0, 1.0, 0.0), (0.0, -0.0, 0.0), (-INF, INF, 1.0), (NAN, 1.0, 0.0)]
        }
        Comparison::LessEqual => {
            &[(1.0, 2.0, 1.0), (2.0, 1.0, 0.0), (0.0, -0.0, 1.0), (INF, INF, 1.0), (1.0, NAN, 0.0)]
        }
        Comparison::Greater => {
            &[(1.0, 2.0, 0.0), (2.0, 1.0, 1.0), (0.0, -0.0, 0.0), (INF, -INF, 1.0), (NAN, 1.0, 0.0)]
        }
        Comparison::GreaterEqual => {
            &[(1.0, 2.0, 0.0), (2.0, 1.0, 1.0), (-0.0, 0.0, 1.0), (INF, INF, 1.0), (NAN, NAN, 0.0)]
        }
        Comparison::Equal => {
            &[(1.0, 2.0, 0.0), (2.0, 2.0, 1.0), (-0.0, 0.0, 1.0), (INF, INF, 1.0), (NAN, NAN, 0.0)]
        }
        Comparison::NotEqual => {
            &[(1.0, 2.0, 1.0), (2.0, 2.0, 0.0), (-0.0, 0.0, 0.0), (INF, -INF, 1.0), (NAN, NAN, 1.0)]
        }
    }
}

/// Of operations that nobody types.
fn parts_of(op: Binary) -> &'static [(f64, f64, f64)] {
    match op {
        Binary::When => {
            &[(1.0, 5.0, 5.0), (-5e-324, NAN, NAN), (NAN, -0.0, -0.0), (0.0, 5.0, -0.0), (-0.0, NAN, -0.0)]
        }
        Binary::Unless => {
            &[(1.0, 5.0, -0.0), (-5e-324, NAN, -0.0), (NAN, 3.0, -0.0), (0.0, 0.0, 0.0), (-0.0, NAN, NAN)]
        }
        Binary::Gate => &[
            (3.0, 5.0, 5.0),
            (INF, -0.0, -0.0),
            (5e-324, NAN, NAN),
            (-3.0, INF, 0.0),
            (-5e-324, NAN, 0.0),
            (0.0, 5.0, NAN),
            (-0.0, 5.0, NAN),
            (NAN, 5.0, NAN),
        ],
        _ => &[],
    }
}

/// F.10.1.4.
const ATAN2: &[(f64, f64, f64)] = &[
    (0.0, 0.0, 0.0),
    (-0.0, 0.0, -0.0),
    (0.0, -0.0, PI),
    (-0.0, -0.0, -PI),
    (0.0, 3.0, 0.0),
    (-0.0, 3.0, -0.0),
    (0.0, -3.0, PI),
    (-0.0, -3.0, -PI),
    (3.0, 0.0, FRAC_PI_2),
    (3.0, -0.0, FRAC_PI_2),
    (-3.0, 0.0, -FRAC_PI_2),
    (-3.0, -0.0, -FRAC_PI_2),
    (3.0, INF, 0.0),
    (-3.0, INF, -0.0),
    (3.0, -INF, PI),
    (-3.0, -INF, -PI),
    (INF, 3.0, FRAC_PI_2),
    (-INF, -3.0, -FRAC_PI_2),
    (INF, INF, FRAC_PI_4),
    (-INF, INF, -FRAC_PI_4),
    (INF, -INF, 3.0 * FRAC_PI_4),
    (-INF, -INF, -3.0 * FRAC_PI_4),
    (NAN, 1.0, NAN),
    (1.0, NAN, NAN),
];

/// F.10.4.4, in its order.
const POWER: &[(f64, f64, f64)] = &[
    (0.0, -3.0, INF),
    (-0.0, -3.0, -INF),
    (0.0, -2.0, INF),
    (-0.0, -2.0, INF),
    (-0.0, -1.5, INF),
    (-0.0, -0.3, INF),
    (0.0, -INF, INF),
    (-0.0, -INF, INF),
    (0.0, 3.0, 0.0),
    (-0.0, 3.0, -0.0),
    (-0.0, 4.0, 0.0),
    (-0.0, 0.5, 0.0),
    (-0.0, 0.3, 0.0),
    (-0.0, INF, 0.0),
    (-1.0, INF, 1.0),
    (-1.0, -INF, 1.0),
    (1.0, NAN, 1.0),
    (1.0, INF, 1.0),
    (NAN, 0.0, 1.0),
    (NAN, -0.0, 1.0),
    (INF, 0.0, 1.0),
    (0.0, -0.0, 1.0),
    (-2.0, 0.5, NAN),
    (-2.0, -1.5, NAN),
    (-2.0, 0.3, NAN),
    (0.5, -INF, INF),
    (-0.5, -INF, INF),
    (2.0, -INF, 0.0),
    (-2.0, -INF, 0.0),
    (0.5, INF, 0.0),
    (-0.5, INF, 0.0),
    (2.0, INF, INF),
    (-2.0, INF, INF),
    (-INF, -3.0, -0.0),
    (-INF, -4.0, 0.0),
    (-INF, -0.5, 0.0),
    (-INF, -0.3, 0.0),
    (-INF, 3.0, -INF),
    (-INF, 4.0, INF),
    (-INF, 0.5, INF),
    (-INF, 1.5, INF),
    (-INF, 0.3, INF),
    (-INF, INF, INF),
    (-INF, -INF, 0.0),
    (INF, -3.0, 0.0),
    (INF, -0.5, 0.0),
    (INF, 0.3, INF),
    (INF, 3.0, INF),
    // Not special, but where signs, overflow and underflow are decided.
    (-8.0, 3.0, -512.0),
    (-8.0, -3.0, -1.0 / 512.0),
    (-8.0, 4.0, 4096.0),
    (4.0, -1.5, 0.125),
    (-2.0, 1025.0, -INF),
    (-2.0, 1026.0, INF),
    (-2.0, -1075.0, -0.0),
    (-2.0, -1076.0, 0.0),
    (-1e30, 999.0, -INF),
    (1e-30, 1000.5, 0.0),
    (2.0, 1e300, INF),
    (-2.0, 1e300, INF),
    (0.5, 1e300, 0.0),
    (NAN, 3.0, NAN),
    (NAN, 0.5, NAN),
    (NAN, 0.3, NAN),
    (NAN, NAN, NAN),
    (2.0, NAN, NAN),
    (-2.0, NAN, NAN),
];

/// NumPy's, signs of zeros included.
const FLOOR_MOD: &[(f64, f64, f64)] = &[
    (0.0, 3.0, 0.0),
    (-0.0, 3.0, 0.0),
    (0.0, -3.0, -0.0),
    (5.5, 2.0, 1.5),
    (5.5, -2.0, -0.5),
    (-5.5, 2.0, 0.5),
    (-5.5, -2.0, -1.5),
    (-4.0, 2.0, 0.0),
    (4.0, -2.0, -0.0),
    (3.0, INF, 3.0),
    (-3.0, INF, INF),
    (3.0, -INF, -INF),
    (-3.0, -INF, -3.0),
    (0.0, -INF, -0.0),
    (3.0, 0.0, NAN),
    (3.0, -0.0, NAN),
    (INF, 3.0, NAN),
    (-INF, INF, NAN),
    (NAN, 1.0, NAN),
    (1.0, NAN, NAN),
];

/// F.10.4.3.
const HYPOT: &[(f64, f64, f64)] = &[
    (0.0, 0.0, 0.0),
    (-0.0, -0.0, 0.0),
    (-3.0, 4.0, 5.0),
    (0.0, -2.5, 2.5),
    (-2.5, -0.0, 2.5),
    (-INF, 1.0, INF),
    (INF, NAN, INF),
    (NAN, -INF, INF),
    (NAN, 1.0, NAN),
    (0.0, NAN, NAN),
];

const ROUND_EVEN: &[(f64, f64)] = &[
    (0.0, 0.0),
    (-0.0, -0.0),
    (0.25, 0.0),
    (-0.25, -0.0),
    (0.5, 0.0),
    (-0.5, -0.0),
    (1.5, 2.0),
    (2.5, 2.0),
    (-2.5, -2.0),
    (-3.5, -4.0),
    (INF, INF),
    (-INF, -INF),
];

const LOG2: &[(f64, f64)] = &[
    (0.0, -INF),
    (-0.0, -INF),
    (1.0, 0.0),
    (8.0, 3.0),
    (0.25, -2.0),
    (INF, INF),
    (-1e-30, NAN),
    (-INF, NAN),
];

const NEGATE: [Unary; 1] = [Unary::Negate];

/// Parts of operations, which nobody types.
#[test]
fn parts_of_choices_and_derivatives() {
    for op in [Binary::When, Binary::Unless, Binary::Gate] {
        for &(a, b, expected) in binary(op) {
            let what = format!("{op:?}({a:?}, {b:?})");
            assert!(same(op.apply(a, b), expected), "{what}: {:?}, not {expected:?}", op.apply(a, b));
            if a.abs() > 1e-30 || a == 0.0 {
                assert_single(&what, f32::binary(op, single(a), single(b)), expected);
            }
            assert_double_double(&what, DoubleDouble::binary(op, a.into(), b.into()), expected);
        }
    }
}

/// An operation as typed.
fn text(op: Binary, a: &str, b: &str) -> String {
    match op {
        Binary::FloorMod | Binary::Hypot | Binary::Atan2 | Binary::Maximum | Binary::Minimum => {
            format!("{}({a}, {b})", op.name())
        }
        _ => format!("({a}) {} ({b})", op.name()),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the table holds for f32 as it does for f64")]
fn single(a: f64) -> f32 {
    a as f32
}

/// Assert a value in single precision.
fn assert_single(what: &str, value: f32, expected: f64) {
    let expected = single(expected);
    let is_same = value.to_bits() == expected.to_bits() || value.is_nan() && expected.is_nan();
    assert!(is_same, "{what} in f32: {value:?}, not {expected:?}");
}

/// Assert a value of double-doubles: `hi` is that of `f64`, and `lo` nothing, but where the number is an angle.
fn assert_double_double(what: &str, value: DoubleDouble, expected: f64) {
    let is_angle = [FRAC_PI_4, FRAC_PI_2, 3.0 * FRAC_PI_4, PI].contains(&expected.abs());
    let is_same = same(value.hi(), expected) && (value.lo() != 0.0) == is_angle;
    assert!(is_same, "{what} in double-double: {value:?}, not {expected:?}");
}

/// Assert the value in lanes that are whole vectors and lanes that are left over.
fn assert_block(program: &mut Vector, lane: f64, row: f64, expected: f64) {
    for &value in program.evaluate(&[lane; 75], row) {
        assert!(
            same(value, expected),
            "{} in lanes at ({lane:?}, {row:?}): {value:?}, not {expected:?}",
            program.text()
        );
    }
}

#[test]
fn functions_of_one_number() {
    for op in NEGATE.into_iter().chain(Unary::FUNCTIONS) {
        let mut block = Vector::new(&format!("{}(x0)", op.name()));
        for &(a, expected) in unary(op).iter().chain(&[(NAN, NAN)]) {
            let what = format!("{}({a:?})", op.name());
            assert!(same(op.apply(a), expected), "{what}: {:?}, not {expected:?}", op.apply(a));
            assert_single(&what, f32::unary(op, single(a)), expected);
            assert_double_double(&what, DoubleDouble::unary(op, a.into()), expected);
            assert_block(&mut block, a, 0.0, expected);
        }
    }
}

#[test]
fn operations_of_two_numbers() {
    for op in BINARY {
        // Lanes and a row's number, a row's number and lanes, lanes and lanes.
        let mut lanes_row = Vector::new(&text(op, "x0", "x1"));
        let mut row_lanes = Vector::new(&text(op, "x1", "x0"));
        let mut lanes_lanes = Vector::new(&text(op, "x0", Vector::X1_IN_LANES));
        for &(a, b, expected) in binary(op) {
            let what = format!("{}({a:?}, {b:?})", op.name());
            assert!(same(op.apply(a, b), expected), "{what}: {:?}, not {expected:?}", op.apply(a, b));
            assert_single(&what, f32::binary(op, single(a), single(b)), expected);
            assert_double_double(&what, DoubleDouble::binary(op, a.into(), b.into()), expected);
            assert_block(&mut lanes_row, a, b, expected);
            assert_block(&mut row_lanes, b, a, expected);
            assert_block(&mut lanes_lanes, a, b, expected);
        }
    }
}
