//! What theory says about the error of a difference against h.
//!
//! Along one axis, by Taylor's theorem, with f^(k) the k-th derivative along it (the error is what the quotient has more
//! than f'):
//!
//! | scheme | truncation | rounding |
//! |---|---|---|
//! | forward, backward | `+-h f''/2` | `2 eps abs(f)/h` |
//! | central | `h^2 f'''/6` | `eps abs(f)/h` |
//! | five-point | `-h^4 f^(5)/30` | `3/2 eps abs(f)/h` |
//! | Richardson | `-h^4 f^(5)/480` | `3 eps abs(f)/h` |
//! | complex step | `-h^2 f'''/6` | none |
//!
//! Each sample of f is off by at most eps |f|, eps being the unit roundoff, so a quotient by `sum |c| eps |f| / (d h)` with
//! the coefficients c and the divisor d of its stencil: W. H. Press et al., *Numerical Recipes*, 3rd ed. (2007), section
//! 5.7; A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed. (2008), section 1.1. Richardson's: the central
//! quotient is `D(h) = f' + h^2 f'''/6 + h^4 f^(5)/120 + ...`, so in `(4 D(h/2) - D(h))/3` the terms of h^2 cancel and
//! those of h^4 leave `(4/16 - 1)/3 / 120 = -1/480`; for rounding it has `(4 * 2 + 1)/3` times the error of D(h).
//!
//! That is the textbook's model: it takes f as rounded once, and does not see what the operations inside f lose, nor that x +
//! h is rounded too.

use std::sync::Arc;

use super::Exact;
use crate::differentiate::{Method, Rule, Scheme};
use crate::eval::scalar::Registers;
use crate::expr::{self, Axis, Binary, Dependence, Program};

/// The orders of the derivatives that truncation errors are made of.
const ORDERS: [usize; 3] = [2, 3, 5];

/// Derivatives of more operations than this are not taken: their formulas grow with each order, for a long function
/// beyond what can be evaluated while h is dragged. All functions of up to some 100 operations have theirs.
pub const MOST_OPERATIONS: usize = 4096;

/// The two branches of the error: `truncation * h^order` and `rounding / h`, both absolute and of the whole gradient: the
/// 2-norm over the axes that f depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theory {
    /// The factor of h^order; 0 where that derivative of f is zero.
    pub truncation: f64,
    /// Of the scheme.
    pub order: u32,
    /// The factor of 1/h, eps |f| times a factor of the scheme; 0 for the complex step, which subtracts nothing.
    pub rounding: f64,
    /// The error that rounding the result alone costs: eps |exact|.
    pub floor: f64,
    /// Where the sum of both branches is least; `None` where one of them is missing.
    pub best_h: Option<f64>,
}

/// The derivatives of a function that its truncation errors are made of.
#[derive(Debug)]
pub(super) struct StepTheory {
    /// One entry for each of [`ORDERS`]; none where it is not needed or too large.
    derivatives: [[Option<Program>; 3]; 2],
    /// On how many axes the function depends.
    axes: u32,
    registers: Registers<f64>,
}

/// What decides the error of every scheme at a point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Local {
    f: f64,
    /// |exact|
    slope: f64,
    axes: u32,
    /// The 2-norm over both axes of the derivatives of each of [`ORDERS`].
    bends: [Option<f64>; 3],
}

impl StepTheory {
    /// For all schemes.
    pub(super) fn new(program: &Arc<Program>) -> Self {
        Self::up_to(ORDERS[2], program)
    }

    /// For one scheme.
    pub(super) fn for_scheme(program: &Arc<Program>, scheme: Scheme) -> Self {
        Self::up_to(scheme.order().map_or(0, |order| order as usize + 1), program)
    }

    fn up_to(most: usize, program: &Arc<Program>) -> Self {
        let axes = match program.dependence(program.root()) {
            Dependence::Nothing => 0,
            Dependence::X0 | Dependence::X1 => 1,
            Dependence::Both => 2,
        };
        let derivatives = Axis::ALL.map(|axis| derivatives(program, axis, most));
        Self { derivatives, axes, registers: Registers::default() }
    }

    /// At a point where f and its gradient are known.
    pub(super) fn at(&mut self, x: [f64; 2], exact: &Exact) -> Local {
        let Self { derivatives, axes, registers } = self;
        let mut bend = |order: usize| {
            let along = [0, 1].map(|axis| {
                let derivative = derivatives[axis][order].as_ref()?;
                Some(registers.evaluate(derivative, x)).filter(|value| value.is_finite())
            });
            Some(Binary::Hypot.apply(along[0]?, along[1]?))
        };
        let bends = [bend(0), bend(1), bend(2)];
        Local { f: exact.f, slope: Binary::Hypot.apply(exact.g[0], exact.g[1]), axes: *axes, bends }
    }
}

/// The derivatives along an axis of each of [`ORDERS`], up to the highest order that is wanted and as long as they are
/// small, to be evaluated in `f64`.
fn derivatives(program: &Program, axis: Axis, most: usize) -> [Option<Program>; 3] {
    let mut found = [const { None }; 3];
    let mut derivative = program.clone();
    for order in 1..=most {
        derivative = expr::derivative(&derivative, axis);
        if derivative.nodes().len() > MOST_OPERATIONS {
            break;
        }
        if let Some(place) = ORDERS.iter().position(|wanted| *wanted == order) {
            found[place] = Some(derivative.folded());
        }
    }
    found
}

impl Local {
    /// What theory says about a method here.
    pub(super) fn theory(&self, method: Method) -> Option<Theory> {
        let order = method.scheme.order()?;
        let [truncation, rounding] = factors(method.scheme);
        let bend = self.bends[ORDERS.iter().position(|known| *known == order as usize + 1)?]?;
        let eps = method.precision.unit_roundoff();
        let truncation = truncation * bend;
        let rounding = rounding * eps * self.f.abs() * f64::from(self.axes).sqrt();
        let floor = eps * self.slope;
        if ![truncation, rounding, floor].iter().all(|part| part.is_finite()) {
            return None;
        }
        let best_h = (truncation > 0.0 && rounding > 0.0).then(|| {
            // Where p C h^(p - 1) = R/h^2.
            let p = f64::from(order);
            Binary::Power.apply(rounding / (p * truncation), 1.0 / (p + 1.0))
        });
        Some(Theory { truncation, order, rounding, floor, best_h })
    }
}

/// What the derivative in a scheme's truncation error and eps |f|/h in its rounding error are multiplied with.
fn factors(scheme: Scheme) -> [f64; 2] {
    let truncation = match scheme {
        Scheme::Forward | Scheme::Backward => 1.0 / 2.0,
        Scheme::Central | Scheme::ComplexStep => 1.0 / 6.0,
        Scheme::FivePoint => 1.0 / 30.0,
        Scheme::Richardson => 1.0 / 480.0,
        Scheme::Exact => 0.0,
    };
    let rounding = match scheme.rule() {
        Rule::Difference(stencil) => stencil.rounding(),
        Rule::Richardson(stencil) => (4.0 * 2.0 + 1.0) / 3.0 * stencil.rounding(),
        Rule::ComplexStep | Rule::Exact => 0.0,
    };
    [truncation, rounding]
}
