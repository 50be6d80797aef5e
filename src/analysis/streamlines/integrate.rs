//! One step along the gradient.
//!
//! All in units of the separation, from the lower left corner of the grid, so that a step, a tolerance and a distance
//! mean the same whatever the scale of the axes.

use super::StreamlineEnd;
use crate::differentiate::Differentiator;

/// How far off a step may be by the estimate of the embedded pair, in separations; also the shortest step, which is
/// never off by more.
pub(super) const TOLERANCE: f64 = 1e-3;
/// The longest step: a circle of one separation's radius is drawn to within a hundredth of it.
pub(super) const LONGEST: f64 = 0.25;
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
    /// |g|, along axes in units of the separation.
    norm: f64,
    /// The largest |g| on the line so far.
    largest_norm: f64,
    /// Of length 1, the way that is walked.
    direction: [f64; 2],
}

/// Directions of a gradient.
pub(super) struct Flow {
    differentiator: Differentiator,
    h: f64,
    region: Region,
    /// 1 where lines lead uphill, -1 where downhill.
    uphill: f64,
    /// A unit in the last place of 1, in the precision that f is computed in.
    epsilon: f64,
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
    /// The estimate of how far off it is.
    pub(super) error: f64,
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
    pub(super) fn new(
        differentiator: Differentiator,
        h: f64,
        region: Region,
        uphill: f64,
        epsilon: f64,
    ) -> Self {
        Self { differentiator, h, region, uphill, epsilon }
    }

    /// The field at a point, unless it has no direction there.
    pub(super) fn sample(&mut self, point: [f64; 2], way: Way) -> Result<Sample, StreamlineEnd> {
        let gradient = self.differentiator.at(self.region.in_plane(point), self.h);
        let g = [0, 1].map(|i| gradient.g[i] * self.region.separation[i]);
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
        Ok(Sample { f: gradient.f, norm, largest_norm: norm, direction })
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
        let mut norms = [start.norm; 2];
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
        Ok(Step { to, sample, error: (off[0] * off[0] + off[1] * off[1]).sqrt() })
    }
}

/// The size of the next step after one with an error.
pub(super) fn next_size(size: f64, error: f64) -> f64 {
    // The error grows with the fifth power of the step. The fourth root is on the safe side below the tolerance, and
    // is rounded alike on all machines.
    let factor = 0.9 * (TOLERANCE / error.max(f64::MIN_POSITIVE)).sqrt().sqrt();
    (size * factor.clamp(0.2, 5.0)).clamp(TOLERANCE, LONGEST)
}
