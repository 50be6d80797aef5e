//! From a seed to the zero of the gradient near it.
//!
//! Newton's method with three safeguards, all in units of cells, so that the two components and directions weigh the same:
//! - A step is no longer than a cell, and shortened until |g| falls (J. E. Dennis and R. B. Schnabel, *Numerical Methods for
//!   Unconstrained Optimization and Nonlinear Equations* (1983), section 6.3).
//! - Where one eigenvalue of the Hessian is much smaller than the other the step along the larger one's vector is tried
//!   first, by itself: in a valley it leads straight to the floor, where the whole step would go along it, to wherever the
//!   valley happens to bend.
//! - A step that leaves about a quarter or a third of |g|, as at a multiple zero all do, is tried at two, three, ... times
//!   its length: at an m-fold zero m times the step is the right one (E. Schroeder, 1870).

use super::search::Search;
use super::{DEGENERATE, SAME};
use crate::analysis::eigen::Eigen;
use crate::analysis::exact::{UNIT_ROUNDOFF, size_of_terms};
use crate::analysis::joint::Values;
use crate::eval::{DoubleDouble, Number, Real};
use crate::expr::Binary;

/// How many times the error that is to be expected at most a component may be, to be taken for zero: the bound is of first
/// order, and has rounding errors of its own.
pub(super) const SAFETY: f64 = 4.0;

/// How far from its seed a zero may be, in cells: farther ones have seeds of their own.
const FARTHEST: f64 = 3.0;
/// So many steps bring a double zero, whose distance each step halves, to within 2^-100 cells.
const MOST_STEPS: usize = 100;
/// A step is tried whole and in parts down to 2^-11: near a fold the Hessian is almost singular, and a step of a cell, the
/// longest that is tried, may be so many times too long.
const MOST_TRIES: u32 = 12;
/// Only a step of at most so many cells may be the last, so that what rounding might hide is no wider.
const LAST_STEP: f64 = 1.0 / (1 << 20) as f64;
/// What is left of |g| at a multiple zero, beside its change over a cell where the search began: at a double zero it is the
/// square of the distance.
const VANISHED: f64 = 1.0 / (1_u64 << 40) as f64;
/// The most that a rounding error may be, beside what the gradient is made of, for the gradient to be called zero.
const CREDIBLE: f64 = 1.0 / 1024.0;
/// A smaller eigenvalue below this part of the larger one may be that of a valley, also near where two of them cross.
const VALLEY: f64 = 0.5;
/// A step of which at least this part of |g| is left converges slowly.
const SLOW: f64 = 0.05;
/// A step of which at most this part is left is taken without looking for a better one: at an m-fold zero it is
/// (1 - 1/m)^(m - 1), 1/2 for m = 2 in the distance and 1/4 in g, towards 1/e for a large m.
const QUICK: f64 = 0.4;

/// f and its derivatives at a point; these are rounded to `f64`, which the next step does not feel.
#[derive(Clone, Copy)]
pub(super) struct Local<N> {
    pub(super) x: [N; 2],
    pub(super) f: f64,
    pub(super) g: [f64; 2],
    hessian: [f64; 3],
    /// The larger component of g in units of f per cell.
    pub(super) size: f64,
}

/// A zero of the gradient, in `f64`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Zero {
    pub(super) x: [f64; 2],
    /// The larger component of g there, in units of f per cell.
    pub(super) size: f64,
    pub(super) f: f64,
    /// How far f may be off.
    pub(super) slack: f64,
    /// Whether an eigenvalue of the Hessian vanishes beside the other, or is not finite.
    pub(super) is_degenerate: bool,
}

impl Zero {
    /// Whether f is the same at another one, as it is all along a connected set.
    pub(super) fn has_same_height(&self, other: &Self) -> bool {
        (self.f - other.f).abs() <= self.slack + other.slack
    }
}

/// Goes to zeros in the arithmetic of a kind of number.
pub(super) struct Polisher<'a, N> {
    search: &'a Search,
    values: Values<N>,
    bounds: Values<f64>,
    /// What an operation is off by at most.
    unit: f64,
}

impl<'a> Polisher<'a, f64> {
    pub(super) fn new(search: &'a Search) -> Self {
        Self::of_unit(search, f64::EPSILON / 2.0)
    }

    /// The zero near a place, within the range.
    pub(super) fn polish(&mut self, start: [f64; 2]) -> Option<Zero> {
        let zero = self.zero(start)?;
        // Within rounding of the range: double-double arithmetic will tell.
        let is_near = |i: usize| {
            let axis = &self.search.axes[i];
            let slack = SAME * self.search.steps[i];
            axis[0] - slack <= zero.x[i] && zero.x[i] <= axis[axis.len() - 1] + slack
        };
        (is_near(0) && is_near(1)).then(|| self.described(&zero))
    }

    /// The point itself, if the gradient is zero there to within rounding.
    pub(super) fn zero_at(&mut self, x: [f64; 2]) -> Option<Zero> {
        let here = self.at(x);
        (here.is_defined() && self.is_zero(&here)).then(|| self.described(&here))
    }

    /// Those of the Hessian at a point, in units of cells.
    pub(super) fn eigenvectors(&mut self, x: [f64; 2]) -> [[f64; 2]; 2] {
        let here = self.at(x);
        self.eigen(&here).vectors
    }

    /// The second derivative of f along a direction, in units of cells.
    pub(super) fn curvature(&mut self, x: [f64; 2], [v, w]: [f64; 2]) -> f64 {
        let [a, b, c] = scaled(self.at(x).hessian, self.search.steps);
        v * (a * v + b * w) + w * (b * v + c * w)
    }

    /// f, alone.
    pub(super) fn height(&mut self, x: [f64; 2]) -> f64 {
        self.at(x).f
    }

    fn described(&mut self, &Local { x, f, size, .. }: &Local<f64>) -> Zero {
        let here = self.at(x);
        let [larger, smaller] = self.eigen(&here).values.map(f64::abs);
        let [_, _, error]: [f64; 3] = self.bounds.at(&self.search.bounds, x);
        // Across a step that is the last f changes by less than the square of it times a curvature.
        let of_x = if larger.is_finite() { LAST_STEP * LAST_STEP * larger } else { 0.0 };
        let slack = SAFETY * self.unit * error + of_x;
        Zero { x, size, f, slack, is_degenerate: smaller.is_nan() || smaller <= DEGENERATE * larger }
    }
}

impl<'a> Polisher<'a, DoubleDouble> {
    pub(super) fn precise(search: &'a Search) -> Self {
        Self::of_unit(search, UNIT_ROUNDOFF)
    }
}

impl<N> Local<N> {
    /// Whether f and its gradient are finite.
    pub(super) fn is_defined(&self) -> bool {
        self.f.is_finite() && self.g.iter().all(|g| g.is_finite())
    }

    /// Whether both components are 0 as they are.
    fn is_exact(&self) -> bool {
        self.g.iter().all(|g| *g == 0.0)
    }
}

impl<'a, N: Real> Polisher<'a, N> {
    fn of_unit(search: &'a Search, unit: f64) -> Self {
        Self { search, values: Values::default(), bounds: Values::default(), unit }
    }

    /// f and all derivatives at a point.
    pub(super) fn all(&mut self, x: [N; 2]) -> [N; 6] {
        self.values.at(&self.search.function, x)
    }

    pub(super) fn at(&mut self, x: [N; 2]) -> Local<N> {
        let [f, g0, g1, h00, h01, h11] = self.all(x).map(N::to_f64);
        let [step0, step1] = self.search.steps;
        let size = longest([g0 * step0, g1 * step1]);
        Local { x, f, g: [g0, g1], hessian: [h00, h01, h11], size }
    }

    /// Of the Hessian in units of f and cells.
    fn eigen(&self, here: &Local<N>) -> Eigen {
        Eigen::new(scaled(here.hessian, self.search.steps))
    }

    /// Whether both components are zero to within rounding: that of their computation, and that of x.
    fn is_zero(&mut self, here: &Local<N>) -> bool {
        if here.is_exact() {
            return true;
        }
        let x = here.x.map(N::to_f64);
        let errors: [f64; 3] = self.bounds.at(&self.search.bounds, x);
        let [h00, h01, h11] = here.hessian.map(f64::abs);
        let steps = self.search.steps;
        [[h00, h01], [h01, h11]].into_iter().enumerate().all(|(i, row)| {
            if here.g[i] == 0.0 {
                return true;
            }
            let of_x = row[0] * x[0].abs() + row[1] * x[1].abs();
            let rounding = SAFETY * self.unit * (errors[i] + of_x);
            // A bound that is not small beside the gradient's change over a cell, or its terms, tells nothing.
            let change = row[0] * steps[0] + row[1] * steps[1];
            here.g[i].abs() <= rounding
                && rounding <= CREDIBLE * (change + size_of_terms(&self.search.gradient[i], x))
        })
    }

    /// Newton's method from a place, in this arithmetic.
    pub(super) fn zero(&mut self, start: [N; 2]) -> Option<Local<N>> {
        let mut here = self.at(start);
        if !here.is_defined() {
            return None;
        }
        let first = start.map(N::to_f64);
        let scale = here.size.max(self.eigen(&here).values[0].abs());
        let mut last_step = f64::INFINITY;
        for _ in 0..MOST_STEPS {
            let steps = Steps::new(&self.eigen(&here), scaled_gradient(here.g, self.search.steps));
            last_step = longest(steps.whole());
            let is_last = here.is_exact() || last_step <= LAST_STEP;
            if is_last && self.is_zero(&here) {
                return Some(here);
            }
            let Some(next) = self.step(&here, &steps) else { break };
            if self.search.distance(first, next.x.map(N::to_f64)) > FARTHEST {
                return None;
            }
            here = next;
        }
        let is_end = last_step <= SAME && here.size <= VANISHED * scale;
        (is_end || last_step.is_nan() && self.is_zero(&here)).then_some(here)
    }

    /// The place after one step, if |g| can be made to fall.
    fn step(&mut self, here: &Local<N>, steps: &Steps) -> Option<Local<N>> {
        if steps.is_valley
            && let Some(next) = self.moved(here, steps.strong, QUICK)
        {
            return Some(self.extended(here, steps.strong, next));
        }
        let whole = steps.whole();
        let excess = longest(whole).max(1.0);
        let whole = whole.map(|s| s / excess);
        for k in 0..MOST_TRIES {
            let part = 1.0 / f64::from(1 << k);
            if let Some(next) = self.moved(here, whole.map(|s| s * part), 1.0 - 0.1 * part) {
                let is_plain = k == 0 && excess <= 1.0;
                return Some(if is_plain { self.extended(here, whole, next) } else { next });
            }
        }
        (0..4).find_map(|k| {
            let part = 1.0 / f64::from(1 << k);
            self.moved(here, steps.strong.map(|s| s * part), 1.0 - 0.1 * part)
        })
    }

    /// The place at a step from another, in cells, if at most a part of |g| is left there.
    fn moved(&mut self, here: &Local<N>, step: [f64; 2], part: f64) -> Option<Local<N>> {
        let to = |i: usize| N::binary(Binary::Add, here.x[i], N::constant(step[i] * self.search.steps[i]));
        let next = self.at([to(0), to(1)]);
        (next.is_defined() && next.size <= part * here.size).then_some(next)
    }

    /// The place at several times a step, as long as that is better than at one time less.
    fn extended(&mut self, here: &Local<N>, step: [f64; 2], next: Local<N>) -> Local<N> {
        let mut best = next;
        if best.size <= SLOW * here.size {
            return best;
        }
        for times in 2..=8 {
            let longer = step.map(|s| s * f64::from(times));
            if longest(longer) > 1.0 {
                break;
            }
            let Some(next) = self.moved(here, longer, 1.0) else { break };
            if next.size > 0.9 * best.size {
                break;
            }
            best = next;
        }
        best
    }
}

/// Newton's step in its two parts, in cells.
struct Steps {
    /// Along the eigenvector of the larger eigenvalue.
    strong: [f64; 2],
    /// Along the other, if that is more than rounding.
    weak: [f64; 2],
    /// Whether the first is to be tried by itself.
    is_valley: bool,
}

impl Steps {
    fn new(eigen: &Eigen, g: [f64; 2]) -> Self {
        let parts = eigen.vectors.map(|[v0, v1]| g[0] * v0 + g[1] * v1);
        let along = |k: usize| eigen.vectors[k].map(|v| -(parts[k] / eigen.values[k]) * v);
        let [larger, smaller] = eigen.values.map(f64::abs);
        let is_flat = smaller <= f64::EPSILON * larger;
        Self {
            strong: along(0),
            weak: if is_flat { [0.0; 2] } else { along(1) },
            is_valley: smaller <= VALLEY * larger && parts[0].abs() >= 0.3 * parts[1].abs(),
        }
    }

    fn whole(&self) -> [f64; 2] {
        [0, 1].map(|i| self.strong[i] + self.weak[i])
    }
}

fn longest([a, b]: [f64; 2]) -> f64 {
    // NaN where either is.
    if a.is_nan() || b.is_nan() { f64::NAN } else { a.abs().max(b.abs()) }
}

fn scaled_gradient(g: [f64; 2], steps: [f64; 2]) -> [f64; 2] {
    [g[0] * steps[0], g[1] * steps[1]]
}

/// A Hessian in units of f and cells.
pub(super) fn scaled<N: Number>([h00, h01, h11]: [N; 3], [step0, step1]: [f64; 2]) -> [N; 3] {
    // One after the other, as the product of two small steps might underflow.
    let times = |value: N, step: f64| N::binary(Binary::Multiply, value, N::constant(step));
    [times(times(h00, step0), step0), times(times(h01, step0), step1), times(times(h11, step1), step1)]
}
