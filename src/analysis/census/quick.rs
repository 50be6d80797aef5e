//! What `f64` alone can say of a gradient, knowing how far off its derivatives are.

use super::super::comparison::{Comparison, degrees};
use super::super::judge::{Absorption, GOOD, Nodes};
use super::Cause;

/// How many times an error must exceed its uncertainty: a relative error is then good to a tenth of itself.
const CLEAR: f64 = 20.0;
/// The most uncertainty of the exact gradient, relative to it.
const NINE_DIGITS: f64 = 1e-9;
/// Vectors whose lengths are between these have squares and products that neither over- nor underflow.
const USUAL: std::ops::Range<f64> = 1e-140..1e140;
/// A few roundings.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

/// What there is to say about a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    /// NaN where there is none.
    pub(super) relative_error: f64,
    /// In degrees; NaN where there is none.
    pub(super) angle_error: f64,
    pub(super) cause: Cause,
}

impl Verdict {
    /// Without any error to tell.
    fn bare(cause: Cause) -> Self {
        Self { relative_error: f64::NAN, angle_error: f64::NAN, cause }
    }

    pub(super) fn new(comparison: &Comparison, cause: Cause) -> Self {
        let Comparison { relative_error, angle_error, .. } = *comparison;
        let or_nan = |value: Option<f64>| value.unwrap_or(f64::NAN);
        Self { relative_error: or_nan(relative_error), angle_error: or_nan(angle_error), cause }
    }
}

/// A node as `f64` sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// f and the gradient, as the method gave them.
    pub(super) f: f64,
    pub(super) g: [f64; 2],
    /// The derivatives by their programs.
    pub(super) exact: [f64; 2],
    /// How far these may be off, in units of the unit roundoff.
    pub(super) errors: [f64; 2],
    pub(super) nodes: [Nodes; 2],
}

impl Node {
    /// The verdict, where there can be no other; `None` wherever the derivatives' uncertainty matters.
    ///
    /// The cause is certain then; the errors are right to a tenth of themselves.
    pub(super) fn verdict(&self) -> Option<Verdict> {
        let Self { f, g: [g0, g1], exact: [e0, e1], errors, nodes } = *self;
        // Twice the bound, as it is of first order.
        let [off0, off1] = errors.map(|error| error * f64::EPSILON);
        let off = off0 + off1;
        let length = (e0 * e0 + e1 * e1).sqrt();
        let is_zero = e0 == 0.0 && e1 == 0.0 && off == 0.0;
        if !(is_zero || USUAL.contains(&length) && off <= NINE_DIGITS * length) {
            return None;
        }
        let is_step_zero = nodes.iter().any(|nodes| nodes.is_step_zero);
        let is_beyond = nodes.iter().any(|nodes| nodes.absorption == Absorption::Overflow);
        let has_quotients = g0.is_finite() && g1.is_finite();
        if !f.is_finite() || is_beyond || !has_quotients && !is_step_zero {
            // Quotients of finite values around one that is not are off by something.
            return (!has_quotients).then_some(Verdict::bare(Cause::Undefined));
        }
        if is_zero {
            return Some(Verdict::bare(Cause::Stationary));
        }
        if !has_quotients {
            let is_clear = (e0.abs() - e1.abs()).abs() > off;
            let cause = self.lost_at(usize::from(e0.abs() < e1.abs()));
            return cause.filter(|_| is_clear).map(Verdict::bare);
        }
        let (d0, d1) = (g0 - e0, g1 - e1);
        let error = (d0 * d0 + d1 * d1).sqrt();
        let is_exact = d0 == 0.0 && d1 == 0.0 && off == 0.0;
        if !(is_exact || USUAL.contains(&error) && error >= CLEAR * off) {
            return None;
        }
        let relative_error = error / length;
        let least = (error - off) / (length + off) * (1.0 - ROUNDING);
        let most = (error + off) / (length - off) * (1.0 + ROUNDING);
        let angle_error = if is_exact { 0.0 } else { self.angle([d0, d1], [off0, off1])? };
        let cause = if most <= GOOD {
            Cause::Good
        } else if least > GOOD {
            let axis = usize::from(d0.abs() < d1.abs());
            let is_clear = (d0.abs() - d1.abs()).abs() > off + ROUNDING * error;
            self.lost_at(axis).filter(|_| is_clear)?
        } else {
            return None;
        };
        Some(Verdict { relative_error, angle_error, cause })
    }

    /// Whether the nodes of an axis are to blame.
    fn lost_at(&self, axis: usize) -> Option<Cause> {
        let is_zero = self.exact[axis].abs() <= self.errors[axis] * f64::EPSILON;
        match self.nodes[axis].absorption {
            Absorption::All if !is_zero => Some(Cause::Absorbed),
            Absorption::Some if !is_zero => Some(Cause::HalfAbsorbed),
            _ => None,
        }
    }

    /// The angle error in degrees, if it is certain to a tenth.
    fn angle(&self, [d0, d1]: [f64; 2], [off0, off1]: [f64; 2]) -> Option<f64> {
        let Self { g: [g0, g1], exact: [e0, e1], .. } = *self;
        if g0 == 0.0 && g1 == 0.0 {
            return Some(f64::NAN);
        }
        if !USUAL.contains(&(g0.abs() + g1.abs())) {
            return None;
        }
        // g is its difference from the exact gradient and that, which makes no angle with itself.
        let (a, b) = (d0 * e1, d1 * e0);
        let sine = (a - b).abs();
        let off = g0.abs() * off1 + g1.abs() * off0 + ROUNDING * (a.abs() + b.abs());
        let is_certain = sine >= CLEAR * off || sine == 0.0 && off == 0.0;
        is_certain.then(|| degrees(sine, g0 * e0 + g1 * e1))
    }
}
