//! Marching squares, from cell to cell along each line.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::polyline::{Polyline, between};
use crate::expr::Axis;
use crate::field::{CancelToken, Cancelled, GradientField, Progress};

/// An edge of a cell, counterclockwise.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    South,
    East,
    North,
    West,
}

use Edge::{East, North, South, West};

impl Edge {
    /// What it is to the cell on its other side.
    fn opposite(self) -> Self {
        match self {
            South => North,
            East => West,
            North => South,
            West => East,
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// From which edge to which a line crosses a cell, with what is above the level on its left.
type Segments = &'static [(Edge, Edge)];

/// By which corners are above: 1 the south-west one, 2 the south-east, 4 the north-east, 8 the north-west. Those of
/// opposite corners are here for the case that what is below is joined.
const SEGMENTS: [Segments; 16] = [
    &[],
    &[(South, West)],
    &[(East, South)],
    &[(East, West)],
    &[(North, East)],
    &[(South, West), (North, East)],
    &[(North, South)],
    &[(North, West)],
    &[(West, North)],
    &[(South, North)],
    &[(East, South), (West, North)],
    &[(East, North)],
    &[(West, East)],
    &[(South, East)],
    &[(West, South)],
    &[],
];

/// The south-west and the north-east corner are above, and joined.
const JOINED_5: Segments = &[(South, East), (North, West)];
/// The south-east and the north-west corner are above, and joined.
const JOINED_10: Segments = &[(West, South), (East, North)];

/// After how many cells of a line it is asked whether it is still wanted, and whether there are too many.
const CELLS_AT_ONCE: usize = 4096;

/// Why there are not all lines of a level.
pub(super) enum NotAll {
    Cancelled,
    /// With those of the other levels they cross more cells than is allowed.
    TooMany,
}

impl From<Cancelled> for NotAll {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Cells that the lines of all levels may still cross together. Whether they suffice does not depend on the order in
/// which the levels take them.
pub(super) struct Allowance(AtomicUsize);

impl Allowance {
    pub(super) fn new(cells: usize) -> Self {
        Self(AtomicUsize::new(cells))
    }

    fn take(&self, cells: usize) -> Result<(), NotAll> {
        let taken = self.0.try_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(cells));
        if taken.is_ok() { Ok(()) } else { Err(NotAll::TooMany) }
    }
}

/// The cells of a grid, each known by the index of its south-west node. The nodes of the last column and row have
/// none; the walk takes them for masked cells, and so stops at the grid's edge.
pub(super) struct Cells<'a> {
    f: &'a [f64],
    axes: [&'a [f64]; 2],
    /// Whether lines may cross the cell.
    is_open: Vec<bool>,
}

impl<'a> Cells<'a> {
    /// The cells of a field, those masked across which f jumps by more than a number with a change of sign, if there
    /// is one.
    pub(super) fn new(
        field: &'a GradientField,
        pole_jump: Option<f64>,
        cancel: &CancelToken,
    ) -> Result<Self, Cancelled> {
        let axes = Axis::ALL.map(|axis| field.grid.axis(axis));
        let mut cells = Self { f: &field.f, axes, is_open: vec![false; field.len()] };
        let columns = cells.columns();
        for row in 0..cells.rows() {
            cancel.check()?;
            let corners = &field.f[row * columns..][..2 * columns];
            for (column, is_open) in cells.is_open[row * columns..][..columns - 1].iter_mut().enumerate() {
                let of_cell = [column, column + 1, column + columns, column + columns + 1];
                *is_open = of_cell.iter().all(|corner| corners[*corner].is_finite());
            }
        }
        if let Some(jump) = pole_jump {
            cells.mask_poles(jump, cancel)?;
        }
        Ok(cells)
    }

    /// The larger side of the grid.
    pub(super) fn extent(&self) -> f64 {
        let [width, height] = self.axes.map(|axis| axis[axis.len() - 1] - axis[0]);
        width.max(height)
    }

    /// Rows of cells.
    pub(super) fn rows(&self) -> usize {
        self.axes[1].len() - 1
    }

    /// The nodes of a row.
    fn columns(&self) -> usize {
        self.axes[0].len()
    }

    fn mask_poles(&mut self, jump: f64, cancel: &CancelToken) -> Result<(), Cancelled> {
        let columns = self.columns();
        // From a node to the next along an axis, and to the cell on the other side of the edge between them.
        for (axis, stride, across) in [(0, 1, columns), (1, columns, 1)] {
            let nodes = self.axes[axis].len();
            for row in 0..=self.rows() {
                cancel.check()?;
                for column in 0..columns {
                    let (index, place) = (row * columns + column, [column, row][axis]);
                    if place >= 2 && place + 3 < nodes && is_pole(self.f, index, stride, jump) {
                        self.is_open[index] = false;
                        if let Some(other) = index.checked_sub(across) {
                            // At the left end it is the last node of the row before, which has no cell anyway.
                            self.is_open[other] = false;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The lines of a level, in the order of their first cells.
    pub(super) fn lines(
        &self,
        level: f64,
        allowance: &Allowance,
        cancel: &CancelToken,
        progress: &Progress,
    ) -> Result<Vec<Polyline>, NotAll> {
        let columns = self.columns();
        let mut walk =
            Walk { cells: self, level, allowance, cancel, walked: vec![0; self.f.len()], steps: 0 };
        let mut lines = Vec::new();
        for row in 0..self.rows() {
            cancel.check()?;
            let first = row * columns;
            let [south, north] = [first, first + columns].map(|first| &self.f[first..][..columns]);
            let mut is_above = [south[0], north[0]].map(|f| f >= level);
            for column in 0..columns - 1 {
                let next = [south[column + 1], north[column + 1]].map(|f| f >= level);
                // Most cells are all above or all below. Beside NaN some look crossed, and are masked.
                let is_crossed = is_above != next || is_above[0] != is_above[1];
                is_above = next;
                if is_crossed && self.is_open[first + column] {
                    walk.add_lines_through(first + column, &mut lines)?;
                }
            }
            progress.advance(1);
        }
        allowance.take(walk.steps % CELLS_AT_ONCE)?;
        Ok(lines)
    }

    /// How lines of a level cross an open cell.
    fn segments(&self, cell: usize, level: f64) -> Segments {
        let north = cell + self.columns();
        let corners = [cell, cell + 1, north + 1, north].map(|corner| self.f[corner]);
        let case = corners.iter().rev().fold(0, |case, f| case << 1 | usize::from(*f >= level));
        match case {
            5 | 10 if mean(corners) >= level => {
                if case == 5 {
                    JOINED_5
                } else {
                    JOINED_10
                }
            }
            _ => SEGMENTS[case],
        }
    }

    /// Where a line of a level crosses an edge.
    fn crossing(&self, cell: usize, edge: Edge, level: f64) -> [f64; 2] {
        let north = cell + self.columns();
        // Always from the node with the lower index, so that both cells see the same point.
        let [a, b] = match edge {
            South => [cell, cell + 1],
            East => [cell + 1, north + 1],
            North => [north, north + 1],
            West => [cell, north],
        };
        let [low, high] = [self.f[a], self.f[b]];
        let share = if (high - low).is_finite() {
            (level - low) / (high - low)
        } else {
            (level / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0)
        };
        between(self.node(a), self.node(b), share)
    }

    fn node(&self, index: usize) -> [f64; 2] {
        [self.axes[0][index % self.columns()], self.axes[1][index / self.columns()]]
    }

    /// The open cell on the other side of an edge.
    fn neighbour(&self, cell: usize, edge: Edge) -> Option<usize> {
        let neighbour = match edge {
            South => cell.checked_sub(self.columns())?,
            East => cell + 1,
            North => cell + self.columns(),
            West => cell.checked_sub(1)?,
        };
        self.is_open[neighbour].then_some(neighbour)
    }
}

/// Divided one by one, as the sum may overflow.
fn mean(corners: [f64; 4]) -> f64 {
    corners.iter().map(|f| f / 4.0).sum()
}

/// Whether f has a pole between a node and the next: it runs off faster and faster before, jumps against that, and
/// comes back slower and slower behind.
fn is_pole(f: &[f64], index: usize, stride: usize, jump: f64) -> bool {
    let step = |i: usize| f[index + (i + 1) * stride - 2 * stride] - f[index + i * stride - 2 * stride];
    let over = step(2);
    if over.is_nan() || over.abs() <= jump {
        return false;
    }
    let [a, b, c, d] = [step(0), step(1), step(3), step(4)].map(|step| -step * over.signum());
    0.0 < a && a < b && c > d && d > 0.0
}

/// A walk along the lines of a level.
struct Walk<'a> {
    cells: &'a Cells<'a>,
    level: f64,
    allowance: &'a Allowance,
    cancel: &'a CancelToken,
    /// The segments behind us, by the edges they come from, one bit each.
    walked: Vec<u8>,
    /// How many cells it has crossed.
    steps: usize,
}

impl Walk<'_> {
    /// Walk along the lines through a cell, unless that was done.
    fn add_lines_through(&mut self, cell: usize, lines: &mut Vec<Polyline>) -> Result<(), NotAll> {
        for &(from, _) in self.cells.segments(cell, self.level) {
            if self.walked[cell] & from.bit() == 0 {
                lines.extend(self.line(cell, from)?);
            }
        }
        Ok(())
    }

    /// The whole line that enters a cell by an edge; `None` where it is but a point, round a single node at the level.
    fn line(&mut self, cell: usize, from: Edge) -> Result<Option<Polyline>, NotAll> {
        let mut points = vec![self.cells.crossing(cell, from, self.level)];
        let closed = self.forward(cell, from, &mut points)?;
        if !closed {
            let mut before = Vec::new();
            self.backward(cell, from, &mut before)?;
            before.reverse();
            before.append(&mut points);
            points = before;
        }
        // A node at which f is the level is where the line crosses several edges.
        points.dedup();
        if closed && points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        let is_line = points.len() > 1;
        let closed = closed && points.len() > 2;
        Ok(is_line.then_some(Polyline { points, closed }))
    }

    /// Walk on to the line's end; whether that is where we came from.
    fn forward(&mut self, start: usize, enter: Edge, points: &mut Vec<[f64; 2]>) -> Result<bool, NotAll> {
        let (mut cell, mut from) = (start, enter);
        loop {
            self.step()?;
            self.walked[cell] |= from.bit();
            let segments = self.cells.segments(cell, self.level);
            let Some((_, to)) = segments.iter().copied().find(|segment| segment.0 == from) else {
                return Ok(false);
            };
            points.push(self.cells.crossing(cell, to, self.level));
            let Some(next) = self.cells.neighbour(cell, to) else { return Ok(false) };
            (cell, from) = (next, to.opposite());
            if (cell, from) == (start, enter) {
                return Ok(true);
            }
        }
    }

    /// Walk back from where the line enters a cell to its beginning.
    fn backward(&mut self, start: usize, enter: Edge, points: &mut Vec<[f64; 2]>) -> Result<(), NotAll> {
        let (mut cell, mut edge) = (start, enter);
        while let Some(before) = self.cells.neighbour(cell, edge) {
            self.step()?;
            let to = edge.opposite();
            let segments = self.cells.segments(before, self.level);
            let Some((from, _)) = segments.iter().copied().find(|segment| segment.1 == to) else { break };
            self.walked[before] |= from.bit();
            points.push(self.cells.crossing(before, from, self.level));
            (cell, edge) = (before, from);
        }
        Ok(())
    }

    fn step(&mut self) -> Result<(), NotAll> {
        self.steps += 1;
        if self.steps.is_multiple_of(CELLS_AT_ONCE) {
            self.cancel.check()?;
            self.allowance.take(CELLS_AT_ONCE)?;
        }
        Ok(())
    }
}
