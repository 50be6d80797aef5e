//! Taylor remainders: a test of a gradient that needs no chosen h.
//!
//! `f(x + h v) = f(x) + h grad f . v + O(h^2)`, so with the right g the remainder `|f(x + h v) - f(x) - h g.v|` falls with h^2,
//! and with a wrong one with h, as `h |(grad f - g).v|` is left. It is what dolfin-adjoint calls the Taylor test: P. E. Farrell,
//! D. A. Ham, S. W. Funke, M. E. Rognes, *Automated derivation of the adjoint of high-level transient finite element
//! programs*, SIAM J. Sci. Comput. 35 (2013), section 6.

use super::ExactGradient;
use super::exact::UNIT_ROUNDOFF;
use crate::eval::scalar::Registers;
use crate::eval::{DoubleDouble, scalar};
use crate::expr::{self, Binary, Program, Unary};

/// `|f(x + h v) - f(x) - h g.v|` against h.
#[derive(Clone, Debug, PartialEq)]
pub struct TaylorTest {
    /// The unit vector v: (0.6, 0.8) or (0.8, -0.6), whichever leaves the larger remainder at the smallest step at which both
    /// are more than rounding error. An error of g has at least 1/sqrt(2) of its length along one of them.
    pub direction: [f64; 2],
    /// The steps, falling: 1/2, 1/4, ... 2^-60.
    pub steps: Vec<f64>,
    /// The remainders, computed in double-double arithmetic; not finite where f is not.
    pub remainders: Vec<f64>,
    /// The slope of their logarithms over the steps in the range that was fitted: 2 when g is right, 1 when it is wrong.
    ///
    /// More than 2, mostly 3, when g is right and f happens to have no curvature along v. `None` where there is nothing to
    /// fit: f or g is not finite here, or g is right and f is straight along v, so that no remainder is left that is more
    /// than a millionth of h |g|.
    pub slope: Option<f64>,
    /// The steps the slope was fitted over: the largest and the smallest of the last stretch, that with the smallest steps, on
    /// which the remainders are a straight line.
    ///
    /// An error of g along v shows as a bend from slope 2 to slope 1; one of less than a millionth of |g| passes for right.
    pub fitted: Option<[f64; 2]>,
}

/// The smallest step is 2^-60: f may bend within all but the smallest.
const STEPS: i32 = 60;

/// The directions: no multiple of a diagonal or of an axis, where many functions are special.
const DIRECTIONS: [[f64; 2]; 2] = [[0.6, 0.8], [0.8, -0.6]];

/// How far slopes from step to step may be apart on a straight line.
const STRAIGHT: f64 = 0.1;
/// The fewest steps that make a line.
const FEWEST: usize = 4;

/// A remainder that is less than this many times its rounding error is not fitted: its logarithm is off by 0.01.
const CLEAR: f64 = 128.0;
/// Nor is one that is less than this part of h |g|: a gradient with six right digits is not wrong because f is straight.
const SIX_DIGITS: f64 = 1e-6;

/// Test a gradient g of a function at a point.
pub fn taylor_test(exact: &mut ExactGradient, x: [f64; 2], g: [f64; 2]) -> TaylorTest {
    let program = exact.program();
    let bound = expr::error_bound(program);
    let tests = DIRECTIONS.map(|direction| Remainders::new(program, &bound, x, g, direction));
    let [first, second] = &tests;
    let chosen = if second.is_larger_than(first) { second } else { first };
    let fit = chosen.fit();
    TaylorTest {
        direction: chosen.direction,
        steps: chosen.steps.clone(),
        remainders: chosen.values.clone(),
        slope: fit.map(|(slope, _)| slope),
        fitted: fit.map(|(_, range)| range),
    }
}

/// The remainders along a direction.
struct Remainders {
    direction: [f64; 2],
    steps: Vec<f64>,
    values: Vec<f64>,
    /// Whether each is to be fitted.
    is_clear: Vec<bool>,
    /// Whether each is finite and more than rounding error.
    stands_out: Vec<bool>,
}

impl Remainders {
    fn new(program: &Program, bound: &Program, x: [f64; 2], g: [f64; 2], direction: [f64; 2]) -> Self {
        let mut registers = Registers::<DoubleDouble>::default();
        let point = x.map(DoubleDouble::from);
        let here = registers.evaluate(program, point);
        let slope =
            DoubleDouble::from(g[0]) * direction[0].into() + DoubleDouble::from(g[1]) * direction[1].into();
        let error_here = scalar::evaluate(bound, x);
        let steps: Vec<f64> = (1..=STEPS).map(|k| 0.5_f64.powi(k)).collect();
        let mut stand_out = vec![];
        let remainder = |&h: &f64| {
            // Each product is exact, as h is a power of two, and so is each sum of two numbers of f64.
            let node = [0, 1].map(|k| point[k] + DoubleDouble::from(h * direction[k]));
            let there = registers.evaluate(program, node);
            let value = (there - here - DoubleDouble::from(h) * slope).hi().abs();
            let error =
                error_here + scalar::evaluate(bound, node.map(DoubleDouble::hi)) + (h * slope.hi()).abs();
            let stands_out = value > CLEAR * UNIT_ROUNDOFF * error && value.is_finite();
            stand_out.push(stands_out);
            (value, stands_out && value > SIX_DIGITS * h * Binary::Hypot.apply(g[0], g[1]))
        };
        let (values, is_clear) = steps.iter().map(remainder).unzip();
        Self { direction, steps, values, is_clear, stands_out: stand_out }
    }

    /// At the smallest step at which both can be told from rounding error.
    fn is_larger_than(&self, other: &Self) -> bool {
        let both = |&k: &usize| self.stands_out[k] && other.stands_out[k];
        match (0..self.steps.len()).rev().find(both) {
            Some(k) => self.values[k] > other.values[k],
            None => self.stands_out.contains(&true) && !other.stands_out.contains(&true),
        }
    }

    /// The slope of the straight stretch with the smallest steps, and its ends.
    fn fit(&self) -> Option<(f64, [f64; 2])> {
        let height: Vec<f64> = self.values.iter().map(|value| logarithm(*value)).collect();
        let falls: Vec<Option<f64>> = (1..height.len())
            .map(|k| (self.is_clear[k - 1] && self.is_clear[k]).then(|| height[k - 1] - height[k]))
            .collect();
        let mut last = 0..0;
        for start in 0..falls.len() {
            let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
            let straight = falls[start..].iter().take_while(|fall| {
                let Some(fall) = **fall else { return false };
                (low, high) = (low.min(fall), high.max(fall));
                high - low <= STRAIGHT
            });
            let end = start + straight.count();
            if end - start >= FEWEST - 1 && end > last.end {
                last = start..end;
            }
        }
        // One step more than there are falls.
        let stretch = last.start..last.end + 1;
        (stretch.len() >= FEWEST).then(|| {
            (slope(&height[stretch.clone()]), [self.steps[stretch.start], self.steps[stretch.end - 1]])
        })
    }
}

/// By how much heights at steps that halve fall from one to the next, by least squares.
fn slope(heights: &[f64]) -> f64 {
    let middle = (heights.len() - 1) as f64 / 2.0;
    let (mut moment, mut inertia) = (0.0, 0.0);
    for (k, height) in heights.iter().enumerate() {
        let arm = middle - k as f64;
        moment += arm * height;
        inertia += arm * arm;
    }
    moment / inertia
}

fn logarithm(value: f64) -> f64 {
    Unary::Ln.apply(value) / std::f64::consts::LN_2
}
