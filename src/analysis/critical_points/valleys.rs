//! Which degenerate points hang together.

use std::collections::BTreeMap;

use super::newton::{Polisher, Zero};
use super::search::{Buckets, Cell, Search};
use super::{CriticalSet, Extent};
use crate::field::{CancelToken, Cancelled};

/// Degenerate points this near to each other, in cells, are parts of one set without a look at what is between: a zero of
/// multiplicity 5 is known to the fifth root of rounding, 2^-10.6.
const BLURRED: f64 = 1.0 / 1024.0;
/// How far apart neighbours along a valley may be, in cells: each cell has found one at least, but for those where valleys
/// cross and Newton's method goes to the crossing.
const NEIGHBOURS: f64 = 3.0;
/// From the middle of two neighbours in a valley its floor is no farther than this part of their distance. Of two points
/// that stand alone each is at half of it.
const BETWEEN: f64 = 0.35;
/// A set that reaches less far along both axes, in cells, is a point that has been found several times.
const LEAST_EXTENT: f64 = 0.25;

/// Degenerate points that hang together.
pub(super) struct Group {
    /// The one to speak of: of a point found several times that with the least gradient, of a set the most central.
    pub(super) x: [f64; 2],
    /// Of a set a point in each of its cells, by rows.
    pub(super) extent: Extent,
}

/// Group degenerate points, and cells that are flat, each with a point in it.
pub(super) fn groups(
    search: &Search,
    zeros: &[Zero],
    flat: &[(Cell, Zero)],
    cancel: &CancelToken,
) -> Result<Vec<Group>, Cancelled> {
    let of_cells = flat.iter().map(|&(cell, zero)| Member { cell, zero, is_flat: true });
    let of_points = zeros.iter().map(|&zero| Member { cell: search.cell(zero.x), zero, is_flat: false });
    let members: Vec<Member> = of_cells.chain(of_points).collect();
    let mut sets = Sets((0..members.len()).collect());
    let mut known = Buckets::new(search);
    let mut polisher = Polisher::<f64>::new(search);
    for (i, member) in members.iter().enumerate() {
        cancel.check()?;
        let reach = if member.is_flat { 1 } else { 3 };
        for j in known.around(member.cell, reach) {
            if sets.root(i) != sets.root(j) && connect(search, &mut polisher, member, &members[j]) {
                sets.join(i, j);
            }
        }
        known.insert(member.cell, i);
    }
    let mut by_root = BTreeMap::<usize, Vec<Member>>::new();
    for (i, member) in members.iter().enumerate() {
        by_root.entry(sets.root(i)).or_default().push(*member);
    }
    by_root
        .into_values()
        .map(|members| {
            cancel.check()?;
            group(search, &mut polisher, &members, cancel)
        })
        .collect()
}

#[derive(Clone, Copy)]
struct Member {
    cell: Cell,
    zero: Zero,
    is_flat: bool,
}

/// Whether two members are parts of one critical set.
fn connect(search: &Search, polisher: &mut Polisher<'_, f64>, p: &Member, q: &Member) -> bool {
    // Flat cells that touch share a node at least.
    let is_adjacent = (0..2).all(|i| p.cell[i].abs_diff(q.cell[i]) <= 1);
    let distance = search.distance(p.zero.x, q.zero.x);
    if p.is_flat && q.is_flat && is_adjacent || distance <= BLURRED {
        return true;
    }
    // Along a critical set f does not change.
    if distance > NEIGHBOURS || !p.zero.has_same_height(&q.zero) {
        return false;
    }
    let middle = [0, 1].map(|i| f64::midpoint(p.zero.x[i], q.zero.x[i]));
    let floor = polisher.polish(middle);
    floor.is_some_and(|floor| {
        let is_between = search.distance(middle, floor.x) <= BETWEEN * distance;
        is_between && floor.is_degenerate && floor.has_same_height(&p.zero)
    })
}

/// Sets as a forest: each points to another of its set, the first to itself.
struct Sets(Vec<usize>);

impl Sets {
    fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn join(&mut self, i: usize, j: usize) {
        let (i, j) = (self.root(i), self.root(j));
        self.0[i.max(j)] = i.min(j);
    }
}

/// The places beside a zero along the eigenvectors of its Hessian.
fn beside(search: &Search, polisher: &mut Polisher<'_, f64>, zero: &Zero) -> [[f64; 2]; 4] {
    let [[a, b], [c, d]] = polisher.eigenvectors(zero.x);
    [[a, b], [-a, -b], [c, d], [-c, -d]]
        .map(|direction| [0, 1].map(|i| zero.x[i] + LEAST_EXTENT * search.steps[i] * direction[i]))
}

/// Whether there are more critical points beside one, along an eigenvector of its Hessian.
fn goes_on(search: &Search, polisher: &mut Polisher<'_, f64>, zero: &Zero) -> bool {
    beside(search, polisher, zero).into_iter().any(|beside| {
        let floor = polisher.polish(beside);
        floor.is_some_and(|floor| {
            let is_near = search.distance(beside, floor.x) <= BETWEEN * LEAST_EXTENT;
            is_near && floor.is_degenerate && floor.has_same_height(zero)
        })
    })
}

/// What a set of members is, of which none is flat, by what f does beside them.
fn line(
    search: &Search,
    polisher: &mut Polisher<'_, f64>,
    members: &[Member],
    cancel: &CancelToken,
) -> Result<CriticalSet, Cancelled> {
    let [mut rises, mut falls] = [false; 2];
    for Member { zero, .. } in members {
        cancel.check()?;
        for beside in beside(search, polisher, zero) {
            // Where f is not defined it does neither.
            let change = polisher.height(beside) - zero.f;
            rises |= change > 2.0 * zero.slack;
            falls |= change < -2.0 * zero.slack;
        }
    }
    Ok(match [rises, falls] {
        [true, false] => CriticalSet::Valley,
        [false, true] => CriticalSet::Ridge,
        _ => CriticalSet::Line,
    })
}

fn group(
    search: &Search,
    polisher: &mut Polisher<'_, f64>,
    members: &[Member],
    cancel: &CancelToken,
) -> Result<Group, Cancelled> {
    let extent = |i: usize| {
        let (low, high) = members.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), m| {
            (low.min(m.zero.x[i]), high.max(m.zero.x[i]))
        });
        (high - low) / search.steps[i]
    };
    let is_flat = members.iter().any(|member| member.is_flat);
    let is_valley = is_flat
        || extent(0).max(extent(1)) >= LEAST_EXTENT
        || members.first().is_some_and(|member| goes_on(search, polisher, &member.zero));
    let least = |key: &dyn Fn(&Member) -> f64| {
        let least = members.iter().min_by(|p, q| key(p).total_cmp(&key(q)));
        least.map_or([f64::NAN; 2], |member| member.zero.x)
    };
    if !is_valley {
        return Ok(Group { x: least(&|member| member.zero.size), extent: Extent::Point });
    }
    let count = members.len() as f64;
    let center = [0, 1].map(|i| members.iter().map(|member| member.zero.x[i] / count).sum());
    let x = least(&|member| search.distance(member.zero.x, center));
    let cells: BTreeMap<[usize; 2], [f64; 2]> =
        members.iter().rev().map(|member| ([member.cell[1], member.cell[0]], member.zero.x)).collect();
    let set = if is_flat { CriticalSet::Area } else { line(search, polisher, members, cancel)? };
    Ok(Group { x, extent: Extent::Connected(set, cells.into_values().collect()) })
}
