//! Where lines start, and how far they go.

use std::collections::VecDeque;

use super::super::polyline::{Anchor, Polyline, Walked, between, distance};
use super::integrate::{Flow, LONGEST, Region, Sample, TOLERANCE, Way, next_size};
use super::neighbours::{Near, Neighbours, whole};
use super::{Heading, MOST_ACROSS, NoLines, Streamline, StreamlineEnd, StreamlineOrder, Streamlines};
use crate::expr::Axis;
use crate::field::{CancelToken, Cancelled, FieldRequest, Grid, Progress};

/// How near a line may come to another, in separations: the authors' choice.
const NEAREST: f64 = 0.5;
/// How near to another line a seed may be; a little less than the 1 at which it is placed.
const SEED_DISTANCE: f64 = 0.999;
/// How far beyond the edge of the grid a last step is to lead.
const OVERSHOOT: f64 = 2.0 * TOLERANCE;
/// Shorter lines are left out.
const SHORTEST: f64 = 1.0;
/// Vertices are as far apart at least: twenty show any bend that there is room for.
const VERTEX_DISTANCE: f64 = 0.05;
/// How far apart arrowheads are along a line.
const ARROW_DISTANCE: f64 = 6.0;
/// How long a line may be, in sums of the sides of the grid.
const LONGEST_LINE: f64 = 8.0;

/// Streamlines in the making.
pub(super) struct Placement<'a> {
    flow: Flow,
    region: Region,
    neighbours: Neighbours,
    lines: Vec<Streamline>,
    /// The vertices of lines beside which seeds have not been tried yet, in separations.
    waiting: VecDeque<Vec<[f64; 2]>>,
    /// How many seeds of the lattice had a zero gradient, and how many none.
    refused: [usize; 2],
    /// h, of a scheme that has one.
    h: Option<f64>,
    cancel: &'a CancelToken,
    progress: &'a Progress,
}

/// Half of a line: its vertices after the first, how long it is and why it ends.
struct Half {
    points: Vec<[f64; 2]>,
    length: f64,
    end: StreamlineEnd,
}

impl<'a> Placement<'a> {
    /// On a request's grid; `None` where it has no area.
    pub(super) fn new(
        request: &FieldRequest,
        order: &StreamlineOrder,
        cancel: &'a CancelToken,
        progress: &'a Progress,
    ) -> Option<Self> {
        let grid = Grid::new(request.grid()).ok()?;
        let ends = Axis::ALL.map(|axis| grid.axis(axis)).map(|axis| [axis[0], axis[axis.len() - 1]]);
        if ends.iter().any(|[first, last]| first >= last) {
            return None;
        }
        let separation = [0, 1].map(|i| {
            let side = ends[i][1] - ends[i][0];
            // The larger of NaN and a number is the number.
            order.separation[i].max(side / f64::from(MOST_ACROSS)).min(side / 2.0)
        });
        let region = Region { ends, separation };
        let uphill = if order.heading == Heading::Ascent { 1.0 } else { -1.0 };
        let neighbours = Neighbours::new(region.size());
        progress.start(neighbours.buckets());
        Some(Self {
            flow: Flow::new(request, region, uphill)?,
            region,
            neighbours,
            lines: Vec::new(),
            waiting: VecDeque::new(),
            refused: [0; 2],
            h: request.method().scheme.has_step().then(|| request.h()),
            cancel,
            progress,
        })
    }

    pub(super) fn run(mut self) -> Result<Streamlines, Cancelled> {
        let size = self.region.size();
        let counts = size.map(|size| whole(size.ceil()));
        for index in 0..counts[0] * counts[1] {
            let place = [index % counts[0], index / counts[0]];
            let seed = [0, 1].map(|i| (place[i] as f64 + 0.5) / counts[i] as f64 * size[i]);
            match self.grow(seed)? {
                Some(StreamlineEnd::Stationary) => self.refused[0] += 1,
                Some(_) => self.refused[1] += 1,
                None => {}
            }
            while let Some(points) = self.waiting.pop_front() {
                self.grow_beside(&points)?;
            }
        }
        let (done, all) = self.progress.get();
        self.progress.advance(all.saturating_sub(done));
        Ok(if self.lines.is_empty() {
            Streamlines::NoLines(match self.refused {
                // Without lines nothing else is in a seed's way but that its own was too short.
                [zero, undefined] if zero + undefined < counts[0] * counts[1] => NoLines::NoRoom,
                [0, _] => NoLines::Undefined,
                _ => NoLines::Zero(self.h),
            })
        } else {
            Streamlines::Lines(self.lines)
        })
    }

    /// Lines from seeds on both sides of one, about a separation apart along it.
    fn grow_beside(&mut self, points: &[[f64; 2]]) -> Result<(), Cancelled> {
        let mut since = 1.0;
        for pair in points.windows(2) {
            let [a, b] = [pair[0], pair[1]];
            let length = distance(a, b);
            since += length;
            if since < 1.0 || length == 0.0 {
                continue;
            }
            since = 0.0;
            let across = [(a[1] - b[1]) / length, (b[0] - a[0]) / length];
            for side in [1.0, -1.0] {
                self.grow([0, 1].map(|i| b[i] + side * across[i]))?;
            }
        }
        Ok(())
    }

    /// The line through a seed, if there is room for it; why not, if it is for lack of a direction.
    fn grow(&mut self, seed: [f64; 2]) -> Result<Option<StreamlineEnd>, Cancelled> {
        self.cancel.check()?;
        if !self.region.contains(seed) || self.neighbours.near(seed, SEED_DISTANCE, None).is_some() {
            return Ok(None);
        }
        let sample = match self.flow.sample(seed, Way::Forward) {
            Ok(sample) => sample,
            Err(reason) => return Ok(Some(reason)),
        };
        let known = self.neighbours.len();
        self.neighbours.add(seed, self.lines.len(), 0.0);
        let forward = self.half(seed, sample, Way::Forward)?;
        let backward = match self.flow.sample(seed, Way::Backward) {
            Ok(sample) => self.half(seed, sample, Way::Backward)?,
            Err(end) => Half { points: Vec::new(), length: 0.0, end },
        };
        // Put in again by a line that is kept, so that progress knows which buckets are new.
        self.neighbours.truncate(known);
        if forward.length + backward.length >= SHORTEST {
            self.keep(seed, &forward, &backward);
        }
        Ok(None)
    }

    /// Walk from a seed one way until something ends the line.
    fn half(&mut self, seed: [f64; 2], sample: Sample, way: Way) -> Result<Half, Cancelled> {
        let line = self.lines.len();
        let sides = self.region.size();
        let longest = LONGEST_LINE * (sides[0] + sides[1]);
        let (mut here, mut sample, mut size, mut length) = (seed, sample, LONGEST, 0.0);
        // Where the last vertex is along the line; a line that has turned back is compared with all of them.
        let mut last = 0.0;
        let mut may_grow = true;
        let mut points = Vec::new();
        let end = loop {
            self.cancel.check()?;
            let step = match self.flow.step(here, &sample, size, way) {
                Ok(step) if step.error > 1.0 && size > TOLERANCE => {
                    (size, may_grow) = (next_size(size, step.error), false);
                    continue;
                }
                Ok(step) if step.is_sharp && size > TOLERANCE => {
                    (size, may_grow) = ((size / 2.0).max(TOLERANCE), false);
                    continue;
                }
                Err(_) if size > TOLERANCE => {
                    (size, may_grow) = ((size / 4.0).max(TOLERANCE), false);
                    continue;
                }
                Err(reason) => break reason,
                Ok(step) => step,
            };
            let is_outside = !self.region.contains(step.to);
            let share = if is_outside { self.region.share_inside(here, step.to) } else { 1.0 };
            if size * (1.0 - share) > 2.0 * OVERSHOOT {
                // Cut off there it would end beside the line, by as much as that bends.
                (size, may_grow) = ((size * share + OVERSHOOT).max(TOLERANCE), false);
                continue;
            }
            let to = if is_outside { between(here, step.to, share) } else { step.to };
            let along = length + size * share;
            match self.neighbours.near(to, NEAREST, Some((line, way.sign() * along))) {
                Some(Near::Other) => break StreamlineEnd::Neighbour,
                Some(Near::Own) => break StreamlineEnd::Loop,
                None => {}
            }
            (here, sample, length) = (to, step.sample, along);
            if is_outside {
                break StreamlineEnd::Edge;
            }
            if length > longest {
                break StreamlineEnd::Length;
            }
            if length - last >= VERTEX_DISTANCE {
                self.neighbours.add(here, line, way.sign() * length);
                points.push(here);
                last = length;
            }
            let next = next_size(size, step.error);
            size = if may_grow { next } else { next.min(size) };
            may_grow = true;
        };
        if length > last {
            self.neighbours.add(here, line, way.sign() * length);
            points.push(here);
        }
        Ok(Half { points, length, end })
    }

    fn keep(&mut self, seed: [f64; 2], forward: &Half, backward: &Half) {
        let before = backward.points.iter().rev();
        let points: Vec<[f64; 2]> = before.chain([&seed]).chain(&forward.points).copied().collect();
        let mut in_plane: Vec<[f64; 2]> = points.iter().map(|point| self.region.in_plane(*point)).collect();
        // Far from the origin the plane may have fewer points than there are vertices.
        in_plane.dedup();
        if in_plane.len() < 2 {
            return;
        }
        let fresh = points.iter().filter(|point| self.neighbours.add(**point, self.lines.len(), 0.0)).count();
        self.progress.advance(fresh);
        let in_separations = Polyline { points, closed: false };
        self.lines.push(Streamline {
            line: Polyline { points: in_plane, closed: false },
            ends: [backward.end, forward.end],
            arrows: self.arrows(&in_separations),
        });
        self.waiting.push_back(in_separations.points);
    }

    /// Arrowheads of a line in separations.
    fn arrows(&self, line: &Polyline) -> Vec<Anchor> {
        let line = Walked::new(line);
        let length = line.length();
        let count = whole((length / ARROW_DISTANCE).round()).max(1);
        let places = (0..count).map(|i| (i as f64 + 0.5) / count as f64 * length);
        let anchors = places.map(|along| line.anchor(along, LONGEST));
        anchors
            .map(|Anchor { position, direction }| {
                let stretched = [0, 1].map(|i| direction[i] * self.region.separation[i]);
                let length = stretched[0].hypot(stretched[1]);
                Anchor { position: self.region.in_plane(position), direction: stretched.map(|d| d / length) }
            })
            .collect()
    }
}
