//! `eval::block` against `eval::scalar`, bit for bit.

use gradfield::eval::block::{BLOCK, GridProgram, Scratch};
use gradfield::eval::scalar;
use gradfield::expr::{self, Axis, Program};
use proptest::prelude::*;

use crate::support::same;
use crate::support::tree::arb_expression;

/// Assert that every value on a grid is the specification's.
pub(crate) fn assert_block_is_scalar(program: &Program, x0: &[f64], x1: &[f64]) -> Result<(), String> {
    let grid = GridProgram::new(program);
    let mut scratch = Scratch::default();
    let columns = grid.hoist(Axis::X0, x0, &mut scratch);
    let rows = grid.hoist(Axis::X1, x1, &mut scratch);
    let mut out = [f64::NAN; BLOCK];
    for (row, &b) in x1.iter().enumerate() {
        for start in (0..x0.len()).step_by(BLOCK) {
            let lanes = BLOCK.min(x0.len() - start);
            grid.evaluate(&columns, start, &rows, row, &mut scratch, &mut out[..lanes]);
            for (&a, &block) in x0[start..].iter().zip(&out[..lanes]) {
                let scalar = scalar::evaluate(program, [a, b]);
                if !same(block, scalar) {
                    return Err(format!("{} at ({a:?}, {b:?}): {block:?}, not {scalar:?}", program.text()));
                }
            }
        }
    }
    Ok(())
}

/// Coordinates of every kind: zeros of both signs, halves, huge, tiny, subnormal, infinite and NaN.
const COORDINATES: [f64; 18] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -2.5,
    1.5,
    3.0,
    0.1,
    -1e-4,
    1e10,
    -1e200,
    1e-200,
    5e-324,
    f64::MAX,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn block_is_scalar_bit_for_bit(tree in arb_expression(), x0 in prop::collection::vec(-10.0..10.0_f64, 1..40)) {
        let program = expr::parse(&tree.to_string()).unwrap();
        assert_block_is_scalar(&program, &COORDINATES, &COORDINATES).map_err(TestCaseError::fail)?;
        assert_block_is_scalar(&program, &x0, &COORDINATES[..6]).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn rows_longer_than_a_block_and_lengths_that_no_vector_divides() {
    let program = expr::parse("sin(x0)*cos(x1) + 0.1*exp(-(x0^2 + x1^2)/2) - x0/x1").unwrap();
    for length in [1, 2, 3, 7, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 5] {
        let x0: Vec<f64> = (0..length).map(|i| -3.0 + i as f64 * 0.01).collect();
        assert_block_is_scalar(&program, &x0, &[-1.25, 0.0, 2.0]).unwrap();
    }
}

/// Operands for which a contraction to a fused multiply-add, another order of the operations, or a reciprocal in place
/// of a quotient gives another number.
#[test]
fn operations_are_neither_contracted_nor_reordered() {
    let [above, below] = [1.0 + f64::EPSILON, 1.0 - f64::EPSILON];
    // The text, its operands, the value, and what it would be otherwise.
    let cases: [(&str, [f64; 2], f64, f64); 9] = [
        // The exact product is 1 - eps^2; rounded first it is 1, so the difference is 0 and not -eps^2.
        ("x0*x1 - 1", [above, below], 0.0, above.mul_add(below, -1.0)),
        ("1 - x0*x1", [above, below], 0.0, (-above).mul_add(below, 1.0)),
        ("x0*x1 + (-x1)*x0", [above, below], 0.0, above.mul_add(below, -(above * below))),
        ("x0^2 - (1 + 2*(x0 - 1))", [above, 0.0], 0.0, above.mul_add(above, -(1.0 + 2.0 * (above - 1.0)))),
        // From left to right each is lost beside 1e16; added together first, they would count.
        ("1e16 + x1 + x1 - 1e16", [above, below], 0.0, (1e16 + (below + below)) - 1e16),
        ("x0 + x1 - x0", [1.0, 1e-17], 0.0, 1e-17),
        ("x0*x1*1e-200", [1e200, 1e200], f64::INFINITY, 1e200 * (1e200 * 1e-200)),
        // The quotient is rounded once, a product with the reciprocal twice.
        ("x0/3", [5.0, 0.0], 1.666_666_666_666_666_7, 5.0 * (1.0 / 3.0)),
        ("x0/x1", [5.0, 3.0], 1.666_666_666_666_666_7, 5.0 * (1.0 / 3.0)),
    ];
    for (text, x, expected, otherwise) in cases {
        let program = expr::parse(text).unwrap();
        assert_eq!(scalar::evaluate(&program, x), expected, "{text}");
        assert_ne!(otherwise, expected, "{text} can tell");
        // Whole vectors and lanes that are left over.
        assert_block_is_scalar(&program, &[x[0]; 75], &[x[1]]).unwrap();
        assert_block_is_scalar(&program, &x, &x).unwrap();
    }
}

#[test]
fn functions_of_one_coordinate_or_none_fill_the_grid() {
    for text in ["x0", "x1", "7", "sin(x0)", "-x1", "x1^2 + 1", "0/0"] {
        let program = expr::parse(text).unwrap();
        assert_block_is_scalar(&program, &COORDINATES, &COORDINATES).unwrap();
    }
}

/// More live values than a handful of registers, and a chain as long as the text limit allows.
#[test]
fn long_programs_need_many_registers_and_get_them() {
    let wide = (1..=40).map(|i| format!("(x0 + x1*{i})")).collect::<Vec<_>>();
    let nested =
        wide.iter().rev().skip(1).fold(wide[0].clone(), |inner, next| format!("{next}*({inner} + 1)"));
    let chain = vec!["x0*x1"; 240].join("+");
    let deep = format!("{}x0*x1{}", "sin(".repeat(300), ")".repeat(300));
    for text in [wide.join("*"), nested, chain, deep] {
        let program = expr::parse(&text).unwrap();
        assert_block_is_scalar(&program, &COORDINATES, &[0.75]).unwrap();
    }
}
