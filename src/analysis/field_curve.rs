//! Error against h over a field.

use std::sync::Arc;

use rayon::prelude::*;

use super::error_study::{best, errors};
use super::{ExactGradient, Steps};
use crate::differentiate::{Differentiator, Method};
use crate::expr::Program;
use crate::field::{CancelToken, Cancelled, FieldRequest, Grid, Progress};

/// The most nodes whose errors are studied: enough for a median to two digits, few enough for all steps in a second.
pub const MOST_NODES: usize = 4096;

/// The error of some nodes of a field, against h.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldCurve {
    /// How it was differentiated.
    pub method: Method,
    /// The steps.
    pub steps: Vec<f64>,
    /// The median relative error at each step, over the nodes that have one; NaN without any. Of an even number of nodes it
    /// is the mean of the two in the middle. A gradient that is not finite is infinitely wrong.
    pub median: Vec<f64>,
    /// The largest relative error.
    pub worst: Vec<f64>,
    /// Of how many nodes, spread over the grid. Those whose exact gradient is zero or not defined do not count.
    pub nodes: usize,
    /// The step with the least median error, the largest of several; `None` without a finite one.
    pub best: Option<usize>,
}

/// The curve of a field: that of its request's method at its grid's nodes, or of at most [`MOST_NODES`] spread over them.
pub fn field_curve(
    request: &FieldRequest,
    steps: &Steps,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<FieldCurve, Cancelled> {
    progress.start(nodes_of(request));
    further_field_curve(request, steps, cancel, progress)
}

/// How many nodes a curve is of.
pub(crate) fn nodes_of(request: &FieldRequest) -> usize {
    spread_nodes(request).len()
}

/// [`field_curve`] as a part of something whose progress has been started for all of its nodes.
pub(crate) fn further_field_curve(
    request: &FieldRequest,
    steps: &Steps,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<FieldCurve, Cancelled> {
    let nodes = spread_nodes(request);
    let method = request.method();
    let steps = steps.values();
    let errors: Vec<Option<Vec<f64>>> = nodes
        .into_par_iter()
        .map_init(
            || Tools::new(request.program(), method),
            |tools, x| {
                let errors = tools.errors(x, &steps, cancel)?;
                progress.advance(1);
                Ok(errors)
            },
        )
        .collect::<Result<_, _>>()?;
    let errors: Vec<Vec<f64>> = errors.into_iter().flatten().collect();
    let statistics: Vec<[f64; 2]> = (0..steps.len())
        .into_par_iter()
        .map_init(Vec::new, |column, step| {
            cancel.check()?;
            column.clear();
            column.extend(errors.iter().map(|of_node| of_node[step]));
            Ok(median_and_worst(column))
        })
        .collect::<Result<_, _>>()?;
    let (median, worst): (Vec<_>, Vec<_>) =
        statistics.into_iter().map(|[median, worst]| (median, worst)).unzip();
    let best = best(steps.iter().copied().zip(median.iter().copied()));
    Ok(FieldCurve { method, steps, median, worst, nodes: errors.len(), best })
}

/// What a thread needs.
struct Tools {
    exact: ExactGradient,
    differentiator: Differentiator,
    has_step: bool,
}

impl Tools {
    fn new(program: &Arc<Program>, method: Method) -> Self {
        Self {
            exact: ExactGradient::new(program),
            differentiator: Differentiator::new(program, method)
                .expect("a request's method goes through its function"),
            has_step: method.scheme.has_step(),
        }
    }

    /// The relative error at a node, one entry a step; `None` where there is nothing to be relative to.
    fn errors(
        &mut self,
        x: [f64; 2],
        steps: &[f64],
        cancel: &CancelToken,
    ) -> Result<Option<Vec<f64>>, Cancelled> {
        cancel.check()?;
        let exact = self.exact.at(x);
        if errors(exact.g, &exact)[1].is_nan() {
            return Ok(None);
        }
        let mut error = |h| {
            cancel.check()?;
            let [absolute, size] = errors(self.differentiator.at(x, h).g, &exact);
            let relative = absolute / size;
            Ok(if relative.is_nan() { f64::INFINITY } else { relative })
        };
        match steps.first() {
            Some(&first) if !self.has_step => Ok(Some(vec![error(first)?; steps.len()])),
            _ => steps.iter().copied().map(error).collect::<Result<_, _>>().map(Some),
        }
    }
}

/// The nodes of a request's grid, or at most [`MOST_NODES`] of them: every so manieth column and row, in the middle.
fn spread_nodes(request: &FieldRequest) -> Vec<[f64; 2]> {
    let grid = Grid::new(request.grid()).expect("a request's grid was checked when it was made");
    let counts = [grid.columns(), grid.rows()];
    let [columns, rows] = strides(counts, MOST_NODES);
    let chosen = |count: usize, stride: usize| ((count - 1) % stride / 2..count).step_by(stride);
    let place = |row: usize| chosen(counts[0], columns).map(move |column| row * counts[0] + column);
    chosen(counts[1], rows).flat_map(place).map(|index| grid.point(index)).collect()
}

/// The distances, along both axes, of nodes that are at most so many, the axis with more of them thinned out first.
pub(super) fn strides(counts: [usize; 2], most: usize) -> [usize; 2] {
    let mut strides = [1, 1];
    loop {
        let [columns, rows] = [0, 1].map(|axis| counts[axis].div_ceil(strides[axis]));
        if columns * rows <= most {
            return strides;
        }
        strides[usize::from(rows > columns)] += 1;
    }
}

/// Of relative errors, none of them NaN; NaN where there is none.
fn median_and_worst(errors: &mut [f64]) -> [f64; 2] {
    let count = errors.len();
    if count == 0 {
        return [f64::NAN; 2];
    }
    let (below, middle, above) = errors.select_nth_unstable_by(count / 2, f64::total_cmp);
    let middle = *middle;
    let largest = |some: &[f64]| some.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let median = if count % 2 == 1 { middle } else { f64::midpoint(largest(below), middle) };
    [median, largest(above).max(middle)]
}
