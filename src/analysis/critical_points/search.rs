//! What all parts of a search share: the function with its derivatives, and the cells.

use super::SAME;
use crate::analysis::joint::Joint;
use crate::eval::block::GridProgram;
use crate::expr::{self, Axis, Program};
use crate::field::{FieldRequest, Grid};

/// A cell: the column and row of its lower left node.
pub(super) type Cell = [usize; 2];

/// A function with its derivatives, and the cells of a grid.
pub(super) struct Search {
    /// The nodes along each axis, and the right end where that is none.
    pub(super) axes: [Vec<f64>; 2],
    /// The sides of a cell.
    pub(super) steps: [f64; 2],
    /// The exact gradient, of which no number is rounded.
    pub(super) gradient: [Program; 2],
    /// f, its two derivatives and the three of second order.
    pub(super) function: Joint,
    /// The error bounds of the derivatives and of f.
    pub(super) bounds: Joint,
    /// f, its derivatives and their error bounds, for whole rows.
    pub(super) rows: [GridProgram; 5],
}

impl Search {
    pub(super) fn new(request: &FieldRequest) -> Self {
        let grid = Grid::new(request.grid()).expect("a request's grid was checked when it was made");
        let axes = Axis::ALL.map(|axis| {
            let mut values = grid.axis(axis).to_vec();
            let end = request.grid().axes[axis.index()].max;
            if values.last().is_some_and(|last| *last < end) {
                values.push(end);
            }
            values
        });
        let program = request.program();
        let gradient = expr::gradient(program);
        let [h00, h01, h11] = expr::hessian(program);
        let errors = gradient.each_ref().map(expr::error_bound);
        let ([g0, g1], [e0, e1]) = (&gradient, &errors);
        let function = Joint::new(&[program, g0, g1, &h00, &h01, &h11], Axis::X0);
        let bounds = Joint::new(&[e0, e1, &expr::error_bound(program)], Axis::X0);
        let rows = [program, &g0.folded(), &g1.folded(), e0, e1].map(GridProgram::new);
        let steps = request.grid().axes.map(|axis| axis.step);
        Self { axes, steps, gradient, function, bounds, rows }
    }

    /// The number of nodes.
    pub(super) fn nodes(&self) -> usize {
        self.axes[0].len() * self.axes[1].len()
    }

    /// The number of cells.
    pub(super) fn cells(&self) -> usize {
        self.axes.each_ref().map(|axis| axis.len() - 1).iter().product()
    }

    /// A node, by its column and row.
    pub(super) fn node(&self, [column, row]: [usize; 2]) -> [f64; 2] {
        [self.axes[0][column], self.axes[1][row]]
    }

    /// The point of a cell at these parts of its sides.
    pub(super) fn within(&self, [column, row]: Cell, parts: [f64; 2]) -> [f64; 2] {
        let at = |axis: &[f64], i: usize, part: f64| axis[i] + part * (axis[i + 1] - axis[i]);
        [at(&self.axes[0], column, parts[0]), at(&self.axes[1], row, parts[1])]
    }

    /// The cell that a point of the range is in.
    pub(super) fn cell(&self, x: [f64; 2]) -> Cell {
        [0, 1].map(|i| {
            let axis = &self.axes[i];
            axis.partition_point(|&node| node <= x[i]).clamp(1, axis.len() - 1) - 1
        })
    }

    /// Whether a point is within the closed range.
    pub(super) fn contains(&self, x: [f64; 2]) -> bool {
        x.iter().zip(&self.axes).all(|(x, axis)| axis[0] <= *x && *x <= axis[axis.len() - 1])
    }

    /// The farther distance of two points along the axes, in cells.
    pub(super) fn distance(&self, x: [f64; 2], y: [f64; 2]) -> f64 {
        let [a, b] = [0, 1].map(|i| (x[i] - y[i]).abs() / self.steps[i]);
        a.max(b)
    }

    /// Whether two points are one, to within [`SAME`] cells and rounding.
    pub(super) fn is_same(&self, x: [f64; 2], y: [f64; 2]) -> bool {
        (0..2).all(|i| (x[i] - y[i]).abs() <= self.reach(x, i))
    }

    /// How far a point may be from another along an axis and be the same.
    fn reach(&self, x: [f64; 2], axis: usize) -> f64 {
        SAME * self.steps[axis] + 8.0 * f64::EPSILON * x[axis].abs()
    }

    /// Of items at places that are the same that with the least badness, in the order of x0 and x1.
    pub(super) fn distinct<T>(
        &self,
        mut items: Vec<T>,
        place: impl Fn(&T) -> [f64; 2],
        badness: impl Fn(&T) -> f64,
    ) -> Vec<T> {
        let order = |p: &T, q: &T| {
            let [x, y] = [place(p), place(q)];
            x[0].total_cmp(&y[0]).then(x[1].total_cmp(&y[1]))
        };
        items.sort_by(|p, q| badness(p).total_cmp(&badness(q)).then_with(|| order(p, q)));
        let mut known = Buckets::new(self);
        let mut places: Vec<[f64; 2]> = Vec::new();
        items.retain(|item| {
            let x = place(item);
            let cell = self.cell(x);
            let is_known = known.around(cell, 1).any(|i| self.is_same(places[i], x));
            if !is_known {
                known.insert(cell, places.len());
                places.push(x);
            }
            !is_known
        });
        items.sort_by(order);
        items
    }
}

/// What is in each cell, by numbers that are inserted in rising order from 0.
pub(super) struct Buckets {
    counts: [usize; 2],
    /// The last of each cell, and for each number the one before it in its cell; 0 stands for none, n + 1 for n.
    last: Vec<u32>,
    before: Vec<u32>,
}

impl Buckets {
    pub(super) fn new(search: &Search) -> Self {
        let counts = search.axes.each_ref().map(|axis| axis.len() - 1);
        Self { counts, last: vec![0; counts[0] * counts[1]], before: Vec::new() }
    }

    /// Put the next number into a cell.
    pub(super) fn insert(&mut self, [column, row]: Cell, number: usize) {
        let last = &mut self.last[row * self.counts[0] + column];
        self.before.push(*last);
        *last = u32::try_from(number + 1).expect("a grid has fewer than 2^32 cells, and few seeds besides");
    }

    /// What is in a cell and in those around it, up to so many columns and rows away.
    pub(super) fn around(&self, [column, row]: Cell, reach: usize) -> impl Iterator<Item = usize> {
        let near =
            move |i: usize, axis: usize| i.saturating_sub(reach)..(i + reach + 1).min(self.counts[axis]);
        near(row, 1)
            .flat_map(move |row| near(column, 0).map(move |column| row * self.counts[0] + column))
            .flat_map(move |cell| {
                let link = |next: u32| (next > 0).then_some(next as usize);
                std::iter::successors(link(self.last[cell]), move |&n| link(self.before[n - 1]))
                    .map(|n| n - 1)
            })
    }
}
