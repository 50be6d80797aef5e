//! One step along the gradient.
//!
//! All in units of the separation, from the lower left corner of the grid, so that a step, a tolerance and a distance
//! mean the same whatever the scale of the axes.

use super::StreamlineEnd;
use crate::differentiate::{Differentiator, Rule};
use crate::field::FieldRequest;

/// How far off a step may be by the estimate of the embedded pair, in separations, unless rounding alone makes more of
/// it; also the shortest step, which is never off by more.
pub(super) const TOLERANCE: f64 = 1e-3;
/// The longest step: a circle of one separation's radius is drawn to within a hundredth of it.
pub(super) const LONGEST: f64 = 0.25;
/// The least cosine of the angle by which a line may turn within a step, 45 degrees: beyond that the estimate falls
/// short.
const SHARPEST_TURN: f64 = std::f64::consts::FRAC_1_SQRT_2;
/// A direction is taken for a smooth function's, which turns because the line does, where rounding may turn it by no
/// more than this, in radians.
const SMOOTH: f64 = 0.05;
/// What the estimate makes of directions that are each off by a radian, independently: the root of the sum of the
/// squares of [`ERROR`], over a step of one separation.
const ERROR_OF_NOISE: f64 = 0.072;
/// How much |g| may change within a step while f goes the wrong way, if it is larger than ever on the line. At a pole
/// it changes more, however short the step; where an h that is too large makes g point uphill, it does not.
const POLE: f64 = 2.0;

/// The rectangle in which lines are drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Region {
    /// Where each axis begins and ends.
    pub(super) ends: [[f64; 2]; 2],
    /// The separation along each.
    pub(super) separation: [f64; 2],
}

impl Region {
    /// Its sides, in separations.
    pub(super) fn size(&self) -> [f64; 2] {
        [0, 1].map(|i| (self.ends[i][1] - self.ends[i][0]) / self.separation[i])
    }

    pub(super) fn contains(&self, point: [f64; 2]) -> bool {
        let size = self.size();
        (0..2).all(|i| (0.0..=size[i]).contains(&point[i]))
    }

    /// The place in the plane.
    pub(super) fn in_plane(&self, point: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|i| self.ends[i][0] + point[i] * self.separation[i])
    }

    /// How much of the way from a point in the region to one outside is inside.
    pub(super) fn share_inside(&self, from: [f64; 2], to: [f64; 2]) -> f64 {
        let size = self.size();
        let shares = [0, 1].map(|i| {
            let edge = if to[i] < 0.0 { 0.0 } else { size[i] };
            if (0.0..=size[i]).contains(&to[i]) { 1.0 } else { (edge - from[i]) / (to[i] - from[i]) }
        });
        shares[0].min(shares[1]).clamp(0.0, 1.0)
    }
}

/// The field at a point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    f: f64,
    /// |g|, along axes in units of the separation, but for a power of two.
    norm: f64,
    /// The largest |g| on the line so far.
    largest_norm: f64,
    /// Of length 1, the way that is walked.
    direction: [f64; 2],
    /// By how much rounding may turn the direction, in radians, 1 at most.
    noise: f64,
}

/// Directions of a gradient.
pub(super) struct Flow {
    differentiator: Differentiator,
    h: f64,
    region: Region,
    /// The separation along each axis, both over the same power of two: below 1, the larger at least half. So a
    /// gradient is none too large or too small for a direction because of the units of the plane.
    scale: [f64; 2],
    /// 1 where lines lead uphill, -1 where downhill.
    uphill: f64,
    /// A unit in the last place of 1, in the precision that f is computed in.
    epsilon: f64,
    /// What rounding makes of |g| where |f| is 1: a difference divides it by h.
    rounding: f64,
}

/// Which way along a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Forward,
    Backward,
}

impl Way {
    pub(super) fn sign(self) -> f64 {
        match self {
            Self::Forward => 1.0,
            Self::Backward => -1.0,
        }
    }
}

/// A step that was taken.
pub(super) struct Step {
    pub(super) to: [f64; 2],
    pub(super) sample: Sample,
    /// The estimate of how far off it is, over what it may be.
    pub(super) error: f64,
    /// Whether the line turns within it by more than the estimate is good for.
    pub(super) is_sharp: bool,
}

/// Weights of the slopes before a stage; that of the last stage is the step itself, whose slope is the next step's
/// first.
const STAGES: [&[f64]; 6] = [
    &[1.0 / 5.0],
    &[3.0 / 40.0, 9.0 / 40.0],
    &[44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0],
    &[19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0],
    &[9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0],
    &[35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0],
];
/// The difference of the formulas of order 5 and of order 4.
const ERROR: [f64; 7] =
    [71.0 / 57600.0, 0.0, -71.0 / 16695.0, 71.0 / 1920.0, -17253.0 / 339_200.0, 22.0 / 525.0, -1.0 / 40.0];

impl Flow {
    pub(super) fn new(request: &FieldRequest, region: Region, uphill: f64) -> Option<Self> {
        let (method, h) = (request.method(), request.h());
        let differentiator = Differentiator::new(request.program(), method).ok()?;
        let epsilon = 2.0 * method.precision.unit_roundoff();
        let rounding = match method.scheme.rule() {
            Rule::Difference(_) | Rule::Richardson(_) => epsilon / h,
            Rule::ComplexStep | Rule::Exact => 0.0,
        };
        let [a, b] = region.separation;
        let power = power_below(a.max(b));
        let scale = [a, b].map(|side| side / power / 2.0);
        Some(Self { differentiator, h, region, scale, uphill, epsilon, rounding })
    }

    /// The field at a point, unless it has no direction there.
    pub(super) fn sample(&mut self, point: [f64; 2], way: Way) -> Result<Sample, StreamlineEnd> {
        let gradient = self.differentiator.at(self.region.in_plane(point), self.h);
        let g = [0, 1].map(|i| gradient.g[i] * self.scale[i]);
        let largest = g[0].abs().max(g[1].abs());
        if !(gradient.f.is_finite() && gradient.g.iter().all(|g| g.is_finite()) && largest.is_finite()) {
            return Err(StreamlineEnd::Undefined);
        }
        if largest == 0.0 {
            return Err(StreamlineEnd::Stationary);
        }
        // In units of the larger component, whose square cannot over- or underflow.
        let scaled = g.map(|g| g / largest);
        let length = (scaled[0] * scaled[0] + scaled[1] * scaled[1]).sqrt();
        let direction = scaled.map(|g| self.uphill * way.sign() * g / length);
        let norm = length * largest;
        let noise = self.rounding * gradient.f.abs() * self.scale[0].max(self.scale[1]) / norm;
        Ok(Sample { f: gradient.f, norm, largest_norm: norm, direction, noise: noise.min(1.0) })
    }

    /// A step from a point, unless what lies within it speaks against that; it may do less so against a shorter one.
    pub(super) fn step(
        &mut self,
        from: [f64; 2],
        start: &Sample,
        size: f64,
        way: Way,
    ) -> Result<Step, StreamlineEnd> {
        let mut slopes = [start.direction; 7];
        let (mut to, mut sample) = (from, *start);
        let (mut norms, mut sharpest_turn) = ([start.norm; 2], 1.0_f64);
        for (stage, weights) in STAGES.iter().enumerate() {
            to = [0, 1].map(|i| {
                let sum: f64 = weights.iter().zip(&slopes).map(|(weight, slope)| weight * slope[i]).sum();
                from[i] + size * sum
            });
            sample = self.sample(to, way)?;
            let turn: f64 = (0..2).map(|i| start.direction[i] * sample.direction[i]).sum();
            if turn < 0.0 {
                return Err(StreamlineEnd::Stationary);
            }
            sharpest_turn = sharpest_turn.min(turn);
            slopes[stage + 1] = sample.direction;
            norms = [norms[0].min(sample.norm), norms[1].max(sample.norm)];
        }
        let rise = (sample.f - start.f) * self.uphill * way.sign();
        let rounding = 4.0 * self.epsilon * start.f.abs().max(sample.f.abs());
        let [least, largest] = norms;
        if rise < -rounding && largest > POLE * least && largest >= start.largest_norm {
            return Err(StreamlineEnd::Pole);
        }
        sample.largest_norm = sample.norm.max(start.largest_norm);
        let off = [0, 1].map(|i| {
            let sum: f64 = ERROR.iter().zip(&slopes).map(|(weight, slope)| weight * slope[i]).sum();
            size * sum
        });
        // A shorter step does not help against noise, which is as large in it, part for part.
        let noise = start.noise.min(sample.noise);
        let allowed = TOLERANCE.max(size * ERROR_OF_NOISE * noise);
        let is_sharp = sharpest_turn < SHARPEST_TURN && noise <= SMOOTH;
        Ok(Step { to, sample, error: (off[0] * off[0] + off[1] * off[1]).sqrt() / allowed, is_sharp })
    }
}

/// The power of two at or below a number above 0; the smallest normal one for those below it.
fn power_below(number: f64) -> f64 {
    f64::from_bits(number.to_bits() & f64::INFINITY.to_bits()).max(f64::MIN_POSITIVE)
}

/// The size of the next step after one with an error, over what it may be.
pub(super) fn next_size(size: f64, error: f64) -> f64 {
    // The error grows with the fifth power of the step. The fourth root is on the safe side below the tolerance, and
    // is rounded alike on all machines.
    let factor = 0.9 * (1.0 / error.max(f64::MIN_POSITIVE)).sqrt().sqrt();
    (size * factor.clamp(0.2, 5.0)).clamp(TOLERANCE, LONGEST)
}
