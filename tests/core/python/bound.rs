//! How far NumPy's arrays may be from ours.
//!
//! Where a program is made of operations that IEEE 754 defines, not at all. Elsewhere ours are correctly rounded, and
//! NumPy's functions are taken to be off by at most 4 units in the last place, the most that it states for any of its
//! own; that is 8 times the rounding that the running error bound E of `expr::error_bound` counts for each operation. So
//! f is off by u E here and by 8 u E there, and where a number in the formula comes from such a function, by 8 u N with
//! the N of `expr::number_bound`. A difference quotient is off by as much at each of its samples, over d h, and by the
//! few roundings of its own, of numbers that are no longer the same.

use crate::oracle::bound::is_exact_everywhere;
use gradfield::differentiate::{Divisor, Precision, Rule, Stencil};
use gradfield::eval::scalar::evaluate;
use gradfield::expr::numpy::{Arrays, function};
use gradfield::expr::{self, Axis, Binary, Dependence, Node, Program, error_bound, number_bound};
use gradfield::field::FieldRequest;

/// NumPy's error of a function in units of the rounding that E counts, and ours.
const NUMPY: f64 = 8.0;
const OURS: f64 = 1.0;

/// Bounds on the differences of f, g0 and g1 at every point; 0 for the same bits.
pub(super) struct Bounds {
    request: FieldRequest,
    /// Of f, and of its derivatives where these are what is computed.
    functions: Vec<Bounded>,
}

struct Bounded {
    is_arithmetic: bool,
    operations: Program,
    numbers: Program,
}

impl Bounded {
    fn new(program: &Program) -> Self {
        Self {
            is_arithmetic: is_arithmetic(program),
            operations: error_bound(program),
            numbers: number_bound(program),
        }
    }

    /// In units of u.
    fn at(&self, x: [f64; 2]) -> f64 {
        if self.is_arithmetic { 0.0 } else { self.of_operations(x) }
    }

    /// The same where the operations are not these, but as many.
    fn of_operations(&self, x: [f64; 2]) -> f64 {
        (NUMPY + OURS) * evaluate(&self.operations, x) + NUMPY * evaluate(&self.numbers, x)
    }
}

/// NumPy's functions in which IEEE 754 leaves no choice; `np.e` and the like come before no bracket.
const DEFINED: [&str; 21] = [
    "abs",
    "ceil",
    "clip",
    "deg2rad",
    "divide",
    "floor",
    "fmod",
    "full_like",
    "heaviside",
    "maximum",
    "minimum",
    "mod",
    "rad2deg",
    "rint",
    "sign",
    "sqrt",
    "square",
    "trunc",
    "where",
    "copysign",
    "isnan",
];

/// Whether IEEE 754 leaves no choice in any operation, also of those on numbers alone, which are in the program no more.
fn is_arithmetic(program: &Program) -> bool {
    let function = function(program, Arrays::Float64).unwrap();
    let text = function.statements.join("\n") + &function.value;
    let mut called = text
        .split("np.")
        .skip(1)
        .filter_map(|rest| rest.split_once(|c: char| !c.is_alphanumeric() && c != '_'));
    called.all(|(name, _)| DEFINED.contains(&name) || matches!(name, "pi" | "e" | "inf" | "nan"))
        && has_defined_nodes(program)
}

fn has_defined_nodes(program: &Program) -> bool {
    program.nodes().iter().zip(0..).all(|(node, id)| match node {
        Node::Constant(_) | Node::Variable(_) => true,
        Node::Unary(op, _) => is_exact_everywhere(*op),
        Node::Binary(op, ..) => {
            program.dependence(id) == Dependence::Nothing
                || !matches!(op, Binary::Power | Binary::Atan2 | Binary::Hypot)
        }
    })
}

impl Bounds {
    pub(super) fn new(request: &FieldRequest) -> Self {
        let program = request.program();
        let mut functions = vec![Bounded::new(program)];
        if matches!(request.scheme().rule(), Rule::Exact | Rule::ComplexStep) {
            functions.extend(expr::gradient(program).map(|derivative| Bounded::new(&derivative.folded())));
        }
        Self { request: request.clone(), functions }
    }

    /// Whether every array is to have the same bits.
    pub(super) fn is_exact(&self) -> bool {
        self.functions.iter().all(|function| function.is_arithmetic)
            && self.request.scheme().rule() != Rule::ComplexStep
    }

    /// The bounds at a point where the gradient is this one.
    pub(super) fn at(&self, x: [f64; 2], g: [f64; 2]) -> [f64; 3] {
        let precision = self.request.method().precision;
        let u = precision.unit_roundoff();
        let x = x.map(|x| precision.round(x));
        let of_f = u * self.functions[0].at(x);
        let of_g = |axis: Axis| match self.request.scheme().rule() {
            _ if self.is_exact() => 0.0,
            Rule::Difference(stencil) => {
                let bound = self.quotient(&stencil, precision, x, axis, 1.0);
                // The sum, the divisor and the quotient are rounded here and there.
                bound + 8.0 * u * g[axis.index()].abs()
            }
            Rule::Richardson(stencil) => {
                let [fine, coarse] = [0.5, 1.0].map(|part| self.quotient(&stencil, precision, x, axis, part));
                // D(h/2) and D(h) are some 8/3 times g together.
                (4.0 * fine + coarse) / 3.0 + 16.0 * u * g[axis.index()].abs()
            }
            // A complex operation does to imaginary parts what the chain rule does, in as many operations more.
            Rule::ComplexStep => 4.0 * u * self.functions[1 + axis.index()].of_operations(x),
            Rule::Exact => u * self.functions[1 + axis.index()].at(x),
        };
        let [g0, g1] = Axis::ALL.map(of_g);
        [of_f, g0, g1]
    }

    /// What the errors of the samples make of a quotient with a part of h.
    fn quotient(&self, stencil: &Stencil, precision: Precision, x: [f64; 2], axis: Axis, part: f64) -> f64 {
        assert_eq!(
            self.request.method().divisor,
            Divisor::Nominal,
            "the step that is taken is not known here"
        );
        let round = |value| precision.round(value);
        let h = round(part * round(self.request.h()));
        let errors = stencil.nodes.iter().zip(stencil.coefficients).map(|(node, coefficient)| {
            let mut place = x;
            place[axis.index()] = round(place[axis.index()] + round(node * h));
            coefficient.abs() * self.functions[0].at(place)
        });
        precision.unit_roundoff() * errors.sum::<f64>() / (stencil.divisor * h)
    }
}
