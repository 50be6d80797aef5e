//! Where a legend stands and how: in the corner of the canvas where it hides least, in columns of a few rows, and without
//! the last of them where these would hide too much.

use super::{DISTANCE, GAP, LARGEST_SHARE, MARK_WIDTH, MOST_ROWS, PADDING, ROW_HEIGHT, Row};
use crate::expr::Axis;
use crate::field::Grid;
use crate::figure::arrows::View;
use crate::figure::clip::{self, Frame};
use crate::figure::paths::HANDLE;

/// How the rows of a legend stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Width and height of the legend, in points.
    pub size: [f64; 2],
    /// The rows that are shown, in their order.
    pub cells: Vec<Cell>,
    /// In how many columns they stand.
    pub columns: usize,
    /// The rows for which there is no room, in their order, if any: one cell more stands for them, the last.
    pub folded: Vec<usize>,
}

/// The place of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Which row; `None` of the one for all that are folded.
    pub row: Option<usize>,
    /// Its left upper corner, from that of the legend.
    pub corner: [f64; 2],
    /// Its width.
    pub width: f64,
}

impl Plan {
    /// How rows can stand within a canvas of this width and height, with as few folded as can be: first in columns as
    /// high as they usually are, then in fewer that are higher; none without rows or room. `widths` are those of a row's
    /// name and its count, `more` is that of the words for rows that are folded.
    pub fn all(rows: &[Row], widths: &[[f64; 2]], more: f64, canvas: [f64; 2]) -> Vec<Self> {
        let room = canvas.map(|side| side - 2.0 * f64::from(DISTANCE));
        // What is folded first comes first.
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&row| (rows[row].sample.need(), std::cmp::Reverse(row)));
        let plans = (0..rows.len()).map(|count| {
            let (folded, kept) = order.split_at(count);
            let [mut folded, mut kept] = [folded, kept].map(<[usize]>::to_vec);
            folded.sort_unstable();
            kept.sort_unstable();
            let shown = kept.into_iter().map(|row| (Some(row), widths[row]));
            let cells: Vec<_> = shown.chain((count > 0).then_some((None, [more, 0.0]))).collect();
            let plan = |columns| {
                let (size, cells) = in_columns(&cells, columns);
                fits(size, room).then(|| Self { size, cells, columns, folded: folded.clone() })
            };
            let fewest = cells.len().div_ceil(MOST_ROWS);
            let mut plans: Vec<Self> = (1..=fewest).rev().filter_map(plan).collect();
            if plans.is_empty() {
                plans.extend((fewest + 1..=cells.len()).find_map(plan));
            }
            plans
        });
        plans.into_iter().find(|plans| !plans.is_empty()).unwrap_or_default()
    }
}

/// Whether a legend has its share of the room.
fn fits(size: [f64; 2], room: [f64; 2]) -> bool {
    let share = size[0] * size[1] / (room[0] * room[1]);
    size[0] <= room[0] && size[1] <= room[1] && share <= f64::from(LARGEST_SHARE)
}

/// Rows with the widths of their parts in so many columns of about the same height: the legend's size, and their places.
fn in_columns(rows: &[(Option<usize>, [f64; 2])], columns: usize) -> ([f64; 2], Vec<Cell>) {
    let [padding, gap, height] = [PADDING, GAP, ROW_HEIGHT].map(f64::from);
    let high = rows.len().div_ceil(columns);
    let mut cells = Vec::with_capacity(rows.len());
    let mut left = padding;
    for column in rows.chunks(high) {
        let widest = |part: usize| column.iter().map(|(_, widths)| widths[part]).fold(0.0, f64::max);
        let count = if widest(1) > 0.0 { gap + widest(1) } else { 0.0 };
        let width = f64::from(MARK_WIDTH) + gap + widest(0) + count;
        let tops = (0..).map(|place| padding + f64::from(place) * height);
        cells.extend(column.iter().zip(tops).map(|(&(row, _), top)| Cell {
            row,
            corner: [left, top],
            width,
        }));
        left += width + gap;
    }
    ([left - gap + padding, high as f64 * height + 2.0 * padding], cells)
}

/// What a legend would hide, from what matters most on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hidden {
    /// Whether the start of optimisers.
    pub start: bool,
    /// How many critical points and steps of optimisers.
    pub points: usize,
    /// How many nodes of the grid.
    pub nodes: usize,
}

impl Hidden {
    /// Whether it is so much less than where a legend is that this should move.
    pub fn is_much_less_than(self, other: Self) -> bool {
        (other.start && !self.start) || other.points > 2 * self.points || other.nodes > 2 * self.nodes
    }
}

/// What a legend may hide.
pub struct Surroundings<'a> {
    /// The canvas, on the screen or the sheet.
    pub canvas: Frame,
    /// What it shows of the plane.
    pub view: &'a View,
    /// The grid of the arrows.
    pub grid: &'a Grid,
    /// Where optimisers start, if they are shown.
    pub start: Option<[f64; 2]>,
    /// Critical points and the steps of optimisers.
    pub points: &'a [[f64; 2]],
}

impl Surroundings<'_> {
    /// A legend of this size in each corner of the canvas: the upper ones first, of both the right one.
    pub fn corners(&self, size: [f64; 2]) -> [Frame; 4] {
        let [min, max] = clip::grown(self.canvas, -f64::from(DISTANCE));
        let [right, bottom] = [0, 1].map(|axis| max[axis] - size[axis]);
        let corners = [[right, min[1]], min, [right, bottom], [min[0], bottom]];
        corners.map(|corner| [corner, [corner[0] + size[0], corner[1] + size[1]]])
    }

    /// Which of some plans in which corner hides least; the first of those that hide as little.
    pub fn best(&self, plans: &[Plan]) -> Option<(usize, usize)> {
        let hidden = plans.iter().map(|plan| self.corners(plan.size).map(|legend| self.hidden(legend)));
        let each =
            hidden.enumerate().flat_map(|(plan, hidden)| (0..).zip(hidden).map(move |(c, h)| (h, plan, c)));
        each.min().map(|(_, plan, corner)| (plan, corner))
    }

    /// What a legend hides there.
    pub fn hidden(&self, legend: Frame) -> Hidden {
        let handle = clip::grown(legend, f64::from(HANDLE));
        let is_behind = |point: &&[f64; 2]| clip::contains(legend, self.place(**point));
        Hidden {
            start: self.start.is_some_and(|start| clip::contains(handle, self.place(start))),
            points: self.points.iter().filter(is_behind).count(),
            nodes: Axis::ALL.map(|axis| self.values_behind(axis, legend)).iter().product(),
        }
    }

    fn place(&self, point: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|axis| self.canvas[0][axis] + self.view.offset(axis, point[axis]))
    }

    /// How many of the grid's values along an axis lie behind a legend, or beside it.
    fn values_behind(&self, axis: Axis, legend: Frame) -> usize {
        let (values, axis) = (self.grid.axis(axis), axis.index());
        let place = |value: &f64| self.canvas[0][axis] + self.view.offset(axis, *value);
        let is_rising = values.first().map(place) <= values.last().map(place);
        let before = |side: f64| {
            values.partition_point(|value| if is_rising { place(value) < side } else { place(value) > side })
        };
        before(legend[0][axis]).abs_diff(before(legend[1][axis]))
    }
}
