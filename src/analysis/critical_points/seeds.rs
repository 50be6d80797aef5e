//! The cells in which the gradient may vanish.

use rayon::prelude::*;

use super::MOST_SEEDS;
use super::newton::{Polisher, SAFETY, Zero};
use super::search::{Cell, Search};
use crate::eval::block::{BLOCK, GridProgram, Hoisted, Place, Scratch};
use crate::expr::Axis;
use crate::field::{CancelToken, Cancelled, Progress};

/// Rows of cells of a band: so many that the row that it shares with the next one costs little.
const BAND: usize = 32;

/// A component may vanish near a cell if the least at the corners is at most so many times its change from corner to
/// corner: if it changed on as it does across the cell, it would be zero within a cell's breadth. This sees zeros that
/// components touch without a change of sign, and those between the nodes of a coarse grid.
const REACH: f64 = 1.0;

/// Where a cell that seems to be flat is looked into: nowhere that a period would hit again, as it may all its corners.
const PROBE: [f64; 2] = [0.381_966, 0.276_393];

/// Where to look for critical points.
#[derive(Default)]
pub(super) struct Seeds {
    /// Cells over whose corners both components change sign, or are zero.
    crossed: Vec<Cell>,
    /// Others within whose [`REACH`] they vanish.
    near: Vec<Cell>,
    /// Cells that are flat at their corners and not within: the grid does not see what f does there.
    unseen: Vec<Cell>,
    /// Nodes at which it does.
    nodes: Vec<[usize; 2]>,
    /// Cells at whose corners it does.
    level: Vec<Cell>,
    /// Cells in which it is zero all over, with a point in it that is no node.
    pub(super) flat: Vec<(Cell, Zero)>,
    /// How many cells have no corner with a gradient.
    pub(super) undefined: usize,
}

impl Seeds {
    /// Of all cells, by rows.
    pub(super) fn find(
        search: &Search,
        cancel: &CancelToken,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let hoist = |axis: Axis, values: &[f64], scratch: &mut Scratch| -> Result<Vec<Hoisted>, Cancelled> {
            let part = |program: &GridProgram| {
                program.try_hoist(axis, &[values], values.len(), scratch, &|| cancel.check())
            };
            search.rows.iter().map(part).collect()
        };
        let columns = hoist(Axis::X0, &search.axes[0], &mut Scratch::default())?;
        let rows = search.axes[1].len() - 1;
        let bands: Vec<Self> = (0..rows.div_ceil(BAND))
            .into_par_iter()
            .map_init(
                || Sampler { search, scratch: Scratch::default(), lanes: Default::default() },
                |sampler, band| {
                    let cells = band * BAND..rows.min((band + 1) * BAND);
                    let values = &search.axes[1][cells.start..=cells.end];
                    let hoisted = hoist(Axis::X1, values, &mut sampler.scratch)?;
                    let mut seeds = Self::default();
                    let mut below = sampler.row([&columns, &hoisted], 0, cancel)?;
                    for row in cells.clone() {
                        let above = sampler.row([&columns, &hoisted], row + 1 - cells.start, cancel)?;
                        seeds.look(row, [&below, &above]);
                        below = above;
                        progress.advance(search.axes[0].len());
                    }
                    seeds.look_into_flat(search, cancel)?;
                    Ok(seeds)
                },
            )
            .collect::<Result<_, _>>()?;
        Ok(bands.into_iter().fold(Self::default(), Self::joined))
    }

    fn joined(mut self, mut next: Self) -> Self {
        self.crossed.append(&mut next.crossed);
        self.near.append(&mut next.near);
        self.unseen.append(&mut next.unseen);
        self.nodes.append(&mut next.nodes);
        self.flat.append(&mut next.flat);
        self.undefined += next.undefined;
        self
    }

    /// A row of cells between two rows of nodes.
    fn look(&mut self, row: usize, [below, above]: [&[Node]; 2]) {
        for (column, (lower, upper)) in below.windows(2).zip(above.windows(2)).enumerate() {
            let cell = [column, row];
            match Look::at([lower[0], lower[1], upper[0], upper[1]]) {
                Look::Undefined => self.undefined += 1,
                Look::Nothing => {}
                Look::Near => self.near.push(cell),
                Look::Crossed => self.crossed.push(cell),
                Look::Flat => {
                    self.level.push(cell);
                    // Its nodes are seeds only where it turns out not to be flat.
                    continue;
                }
            }
            let corners = [(lower[0], [column, row]), (lower[1], [column + 1, row])];
            let corners =
                corners.into_iter().chain([(upper[0], [column, row + 1]), (upper[1], [column + 1, row + 1])]);
            self.nodes.extend(corners.filter(|(node, _)| node.is_zero()).map(|(_, place)| place));
        }
    }

    /// Keep only those flat cells that are so within as well.
    fn look_into_flat(&mut self, search: &Search, cancel: &CancelToken) -> Result<(), Cancelled> {
        let mut polisher = Polisher::<f64>::new(search);
        for cell in std::mem::take(&mut self.level) {
            cancel.check()?;
            if let Some(zero) = polisher.zero_at(search.within(cell, PROBE)) {
                self.flat.push((cell, zero));
                continue;
            }
            let [column, row] = cell;
            self.unseen.push(cell);
            self.nodes.extend([[column, row], [column + 1, row], [column, row + 1], [column + 1, row + 1]]);
        }
        Ok(())
    }

    /// Where to begin, with another place for when the first leads nowhere; and how many such beginnings are left out.
    pub(super) fn starts(&self, search: &Search) -> (Vec<Vec<[f64; 2]>>, usize) {
        let mut nodes = self.nodes.clone();
        nodes.sort_unstable_by_key(|&[column, row]| [row, column]);
        nodes.dedup();
        let of_nodes = nodes.into_iter().map(|node| vec![search.node(node)]);
        let of_crossed = self.crossed.iter().map(|&cell| {
            [[0.5, 0.5], [0.25, 0.25], [0.75, 0.75], [0.25, 0.75], [0.75, 0.25]]
                .map(|parts| search.within(cell, parts))
                .to_vec()
        });
        let of_unseen = self.unseen.iter().flat_map(|&cell| {
            [[0.5, 0.5], [0.5, 0.0], [0.0, 0.5], [0.5, 1.0], [1.0, 0.5]]
                .map(|parts| vec![search.within(cell, parts)])
        });
        let of_near = self.near.iter().map(|&cell| vec![search.within(cell, [0.5, 0.5])]);
        let mut starts: Vec<_> = of_nodes.chain(of_crossed).chain(of_unseen).chain(of_near).collect();
        let skipped = starts.len().saturating_sub(MOST_SEEDS);
        starts.truncate(MOST_SEEDS);
        (starts, skipped)
    }
}

/// The gradient at a node, in units of f per cell; a component that is zero to within rounding is 0.
#[derive(Clone, Copy)]
struct Node {
    g: [f64; 2],
}

impl Node {
    fn is_defined(&self) -> bool {
        self.g[0].is_finite() && self.g[1].is_finite()
    }

    fn is_zero(&self) -> bool {
        self.g[0] == 0.0 && self.g[1] == 0.0
    }
}

/// What the corners of a cell say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Undefined,
    Nothing,
    Near,
    Crossed,
    Flat,
}

impl Look {
    /// Corners without a gradient say nothing.
    fn at(corners: [Node; 4]) -> Self {
        let is_defined = corners.map(|node| node.is_defined());
        if is_defined == [true; 4] {
            return Self::of(&corners);
        }
        let defined: Vec<Node> = corners.into_iter().filter(Node::is_defined).collect();
        if defined.is_empty() { Self::Undefined } else { Self::of(&defined) }
    }

    /// Of the corners with a gradient, of which there is one at least.
    fn of(corners: &[Node]) -> Self {
        let [mut low, mut high] = [corners[0].g; 2];
        let (mut least, mut zeros) = ([f64::INFINITY; 2], 0);
        for node in corners {
            zeros += usize::from(node.is_zero());
            for (i, &g) in node.g.iter().enumerate() {
                low[i] = smaller(low[i], g);
                high[i] = larger(high[i], g);
                least[i] = smaller(least[i], g.abs());
            }
        }
        let crosses = |i: usize| low[i] <= 0.0 && 0.0 <= high[i];
        let is_near = |i: usize| crosses(i) || least[i] <= REACH * (high[i] - low[i]);
        if zeros == 4 {
            Self::Flat
        } else if !(is_near(0) && is_near(1)) {
            Self::Nothing
        } else if crosses(0) && crosses(1) {
            Self::Crossed
        } else {
            Self::Near
        }
    }
}

/// Of numbers none of which is NaN, which takes one instruction.
fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// Samples the gradient row by row.
struct Sampler<'a> {
    search: &'a Search,
    scratch: Scratch,
    /// Of each of the programs.
    lanes: [Vec<f64>; 5],
}

impl Sampler<'_> {
    /// A row of nodes, of those that are hoisted.
    fn row(
        &mut self,
        [columns, rows]: [&[Hoisted]; 2],
        row: usize,
        cancel: &CancelToken,
    ) -> Result<Vec<Node>, Cancelled> {
        let width = self.search.axes[0].len();
        for (k, (program, lanes)) in self.search.rows.iter().zip(&mut self.lanes).enumerate() {
            lanes.resize(width, 0.0);
            for start in (0..width).step_by(BLOCK) {
                let out = &mut lanes[start..width.min(start + BLOCK)];
                let place = Place { columns: &columns[k], start, rows: &rows[k], row, displacements: [0, 0] };
                program.evaluate_at(&place, &mut self.scratch, out, &|| cancel.check())?;
            }
        }
        let [f, g0, g1, e0, e1] = &self.lanes;
        let [step0, step1] = self.search.steps;
        let component = |g: f64, error: f64, step: f64| {
            let rounding = SAFETY * (f64::EPSILON / 2.0) * error;
            if g.abs() <= rounding && rounding.is_finite() { 0.0 } else { g * step }
        };
        let node = |i: usize| {
            if !f[i].is_finite() {
                return Node { g: [f64::NAN; 2] };
            }
            Node { g: [component(g0[i], e0[i], step0), component(g1[i], e1[i], step1)] }
        };
        Ok((0..width).map(node).collect())
    }
}
