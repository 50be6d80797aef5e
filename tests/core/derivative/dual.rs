//! Derivatives of random expressions against `num-dual`'s automatic differentiation, and where that does not know an
//! operation against differences.
//!
//! `num-dual` runs on numbers that carry their own error bound, and ours has its `error_bound`: the two values may be
//! apart by the sum of both, and by nothing else.

use std::cell::Cell;

use gradfield::eval::scalar;
use gradfield::expr::{Axis, Binary, Node, Program, Unary, error_bound, gradient, hessian, parse};
use num_dual::{Dual, DualNum, HyperDual};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::bounded::{Bounded, UNIT_ROUNDOFF};
use super::{WithBound, differs};
use crate::support::tree::arb_expression;

/// A dual number on numbers with a bound.
trait DualOnBounded: DualNum<Primitive = f64, InnerDual = Bounded> + Copy {
    fn real(self) -> Bounded;
}

impl DualOnBounded for Dual<Bounded> {
    fn real(self) -> Bounded {
        self.re
    }
}

impl DualOnBounded for HyperDual<Bounded> {
    fn real(self) -> Bounded {
        self.re
    }
}

/// A function of dual numbers; `None` where it has an operation that `num-dual` does not have, or may be at a kink.
fn on_duals<D: DualOnBounded>(program: &Program, x: [D; 2]) -> Option<D> {
    let mut values: Vec<D> = vec![];
    for node in program.nodes() {
        let value = match *node {
            Node::Constant(value) => D::from_re(Bounded::exact(value)),
            Node::Variable(axis) => x[axis.index()],
            Node::Unary(op, a) => unary(op, values[a as usize])?,
            Node::Binary(Binary::Power, a, b) => match program.nodes()[b as usize] {
                Node::Constant(n) => constant_power(values[a as usize], n),
                _ => values[a as usize].powd(values[b as usize]),
            },
            Node::Binary(op, a, b) => binary(op, values[a as usize], values[b as usize])?,
        };
        values.push(value);
    }
    values.last().copied()
}

/// Whether a value is surely above 0, or surely below; `None` where it may be either.
fn is_above_zero(value: Bounded) -> Option<bool> {
    (value.error < value.value.abs()).then_some(value.value > 0.0)
}

fn unary<D: DualOnBounded>(op: Unary, a: D) -> Option<D> {
    Some(match op {
        Unary::Negate => -a,
        Unary::Abs => {
            if is_above_zero(a.real())? {
                a
            } else {
                -a
            }
        }
        Unary::Sqrt => a.sqrt(),
        Unary::Exp => a.exp(),
        Unary::Ln => a.ln(),
        Unary::Sin => a.sin(),
        Unary::Cos => a.cos(),
        Unary::Tan => a.tan(),
        Unary::Asin => a.asin(),
        Unary::Acos => a.acos(),
        Unary::Atan => a.atan(),
        Unary::Sinh => a.sinh(),
        Unary::Cosh => a.cosh(),
        Unary::Tanh => a.tanh(),
        Unary::Asinh => a.asinh(),
        Unary::Acosh => a.acosh(),
        Unary::Atanh => a.atanh(),
        // Constant in pieces, or not in the trees that are drawn.
        _ => return None,
    })
}

fn binary<D: DualOnBounded>(op: Binary, a: D, b: D) -> Option<D> {
    Some(match op {
        Binary::Add => a + b,
        Binary::Subtract => a - b,
        Binary::Multiply => a * b,
        Binary::Divide => a / b,
        Binary::Power => a.powd(b),
        // On the cut ours has no derivative.
        Binary::Atan2 => {
            let is_off_cut = is_above_zero(a.real()).is_some() || is_above_zero(b.real())?;
            is_off_cut.then(|| a.atan2(b))?
        }
        Binary::Maximum | Binary::Minimum => {
            let a_is_larger = is_above_zero((a - b).real())?;
            if a_is_larger == (op == Binary::Maximum) { a } else { b }
        }
        Binary::Remainder
        | Binary::FloorMod
        | Binary::Hypot
        | Binary::Compare(_)
        | Binary::When
        | Binary::Unless
        | Binary::Gate => return None,
    })
}

fn constant_power<D: DualOnBounded>(a: D, n: f64) -> D {
    #[expect(clippy::cast_possible_truncation, reason = "a small integer")]
    if n.fract() == 0.0 && n.abs() <= 20.0 { a.powi(n as i32) } else { a.powf(n) }
}

fn config() -> Config {
    Config { cases: 1500, failure_persistence: None, ..Config::default() }
}

fn arb_coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![3 => -4.0..4.0_f64, 1 => (-20_i8..20).prop_map(|n| f64::from(n) / 4.0)]
}

/// How many claims were compared, and how many of them with a bound that leaves at least nine digits.
#[derive(Default)]
struct Count {
    compared: Cell<u32>,
    sharp: Cell<u32>,
}

impl Count {
    /// One of our derivatives against the one of `num-dual`.
    fn compare(
        &self,
        text: &str,
        derivative: &Program,
        x: [f64; 2],
        theirs: Bounded,
    ) -> Result<(), TestCaseError> {
        let ours = WithBound::new(derivative).at(x);
        if !theirs.is_known() || ours.error.is_infinite() {
            return Ok(());
        }
        self.compared.set(self.compared.get() + 1);
        if ours.error + theirs.error <= 1e-9 * ours.value.abs().max(1e-3) {
            self.sharp.set(self.sharp.get() + 1);
        }
        prop_assert!(
            !differs(ours, theirs),
            "{text} at {x:?}: {} is {ours}, num-dual has {theirs}",
            derivative.text()
        );
        Ok(())
    }

    fn assert_enough(&self, least: u32) {
        let (compared, sharp) = (self.compared.get(), self.sharp.get());
        assert!(compared >= least, "only {compared} derivatives were compared");
        assert!(
            sharp * 10 >= compared * 8,
            "only {sharp} of {compared} derivatives had a bound worth having"
        );
    }
}

#[test]
fn first_derivatives_are_those_of_num_dual() {
    let count = Count::default();
    let strategy = (arb_expression(), arb_coordinate(), arb_coordinate());
    let result = TestRunner::new(config()).run(&strategy, |(tree, x0, x1)| {
        let text = tree.to_string();
        let program = parse(&text).expect("a tree is an expression");
        for (axis, derivative) in Axis::ALL.into_iter().zip(gradient(&program)) {
            let mut duals = [x0, x1].map(|x| Dual::from_re(Bounded::exact(x)));
            duals[axis.index()] = duals[axis.index()].derivative();
            let Some(value) = on_duals(&program, duals) else { continue };
            count.compare(&text, &derivative, [x0, x1], value.eps)?;
        }
        Ok(())
    });
    result.unwrap_or_else(|e| panic!("{e}"));
    count.assert_enough(1000);
}

#[test]
fn second_derivatives_are_those_of_num_dual() {
    let count = Count::default();
    let strategy = (arb_expression(), arb_coordinate(), arb_coordinate());
    let result = TestRunner::new(config()).run(&strategy, |(tree, x0, x1)| {
        let text = tree.to_string();
        let program = parse(&text).expect("a tree is an expression");
        let along = [[Axis::X0, Axis::X0], [Axis::X0, Axis::X1], [Axis::X1, Axis::X1]];
        for ([first, second], derivative) in along.into_iter().zip(hessian(&program)) {
            let mut duals = [x0, x1].map(|x| HyperDual::from_re(Bounded::exact(x)));
            duals[first.index()] = duals[first.index()].derivative1();
            duals[second.index()] = duals[second.index()].derivative2();
            let Some(value) = on_duals(&program, duals) else { continue };
            count.compare(&text, &derivative, [x0, x1], value.eps1eps2)?;
        }
        Ok(())
    });
    result.unwrap_or_else(|e| panic!("{e}"));
    count.assert_enough(1500);
}

/// The step of the differences: their truncation and their rounding are about the same where f changes over lengths
/// of 1.
const STEP: f64 = 1e-5;

/// Two steps to each side of a point along an axis.
fn stencil(x: [f64; 2], axis: Axis) -> [[f64; 2]; 5] {
    [-2.0, -1.0, 0.0, 1.0, 2.0].map(|steps| {
        let mut x = x;
        x[axis.index()] += steps * STEP;
        x
    })
}

/// Where the derivative must lie by differences: that of the step, give or take how much the one-sided ones differ and how
/// much twice the step changes it, which is more than the truncation, and the rounding of f. With a kink or a jump on
/// one side the slope of the other side is in it.
fn by_differences(program: &Program, x: [f64; 2], axis: Axis) -> Bounded {
    let bound = error_bound(program);
    let [low2, low, middle, high, high2] = stencil(x, axis).map(|x| {
        let error = UNIT_ROUNDOFF * scalar::evaluate(&bound, x);
        (x[axis.index()], Bounded { value: scalar::evaluate(program, x), error })
    });
    let slope = |(x, f): (f64, Bounded), (y, g): (f64, Bounded)| Bounded {
        value: (g.value - f.value) / (y - x),
        error: 2.0 * (f.error + g.error) / (y - x),
    };
    let [left, right, center, wide] =
        [slope(low, middle), slope(middle, high), slope(low, high), slope(low2, high2)];
    let truncation = (right.value - left.value).abs() + (wide.value - center.value).abs();
    Bounded { value: center.value, error: truncation + left.error + right.error + wide.error }
}

/// What a function jumps with, at whole or half numbers of it: the operand of floor, ceil and round, the quotient of a
/// remainder. Empty if it is continuous.
fn phases(program: &Program, x: [f64; 2]) -> Vec<f64> {
    let mut values: Vec<f64> = vec![];
    let mut phases = vec![];
    for node in program.nodes() {
        let value = match *node {
            Node::Constant(value) => value,
            Node::Variable(axis) => x[axis.index()],
            Node::Unary(op, a) => {
                let a = values[a as usize];
                match op {
                    Unary::Floor | Unary::Ceil | Unary::Round => phases.push(a),
                    Unary::Signum => phases.push(0.0),
                    _ => {}
                }
                op.apply(a)
            }
            Node::Binary(op, a, b) => {
                let (a, b) = (values[a as usize], values[b as usize]);
                if op == Binary::Remainder {
                    phases.push(a / b);
                }
                op.apply(a, b)
            }
        };
        values.push(value);
    }
    phases
}

#[test]
fn what_num_dual_does_not_know_is_what_differences_say() {
    let compared = Cell::new(0_u32);
    let strategy = (arb_expression(), arb_coordinate(), arb_coordinate());
    let runner = Config { cases: 8000, ..config() };
    let result = TestRunner::new(runner).run(&strategy, |(tree, x0, x1)| {
        let text = tree.to_string();
        let (program, x) = (parse(&text).expect("a tree is an expression"), [x0, x1]);
        let here = phases(&program, x);
        for (axis, derivative) in Axis::ALL.into_iter().zip(gradient(&program)) {
            // A derivative of 0 by structure would say nothing.
            if here.is_empty() || derivative.nodes().len() == 1 {
                continue;
            }
            let (ours, theirs) = (WithBound::new(&derivative).at(x), by_differences(&program, x, axis));
            // Differences see no more than one jump.
            let is_resolved = stencil(x, axis).into_iter().all(|there| {
                phases(&program, there).into_iter().zip(&here).all(|(there, here)| (there - here).abs() < 0.2)
            });
            // Nor what else changes within a step, such as a sine of 1e8 x, nor that there is no derivative at a point.
            let is_slow = (ours.value * STEP).abs() <= 0.01 * (scalar::evaluate(&program, x).abs() + 1.0);
            if is_resolved && is_slow && theirs.error <= 1e-3 * ours.value.abs().max(1.0) {
                compared.set(compared.get() + 1);
                prop_assert!(
                    !differs(ours, theirs),
                    "{text} at {x:?}: {} is {ours}, by differences {theirs}",
                    derivative.text()
                );
            }
        }
        Ok(())
    });
    result.unwrap_or_else(|e| panic!("{e}"));
    assert!(compared.get() >= 500, "only {} derivatives were compared", compared.get());
}
