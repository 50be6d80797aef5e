//! Is this the gradient of that?
//!
//! The claim and the derivative by the chain rule are both computed in double-double arithmetic, where rounding takes two
//! right formulas apart by some 1e-30, however they are written, and compared node by node with what rounding allows.

mod compare;
mod component;
mod mistake;
mod plain;

use std::sync::Arc;

use rayon::prelude::*;

use self::compare::{Comparer, Programs};
use self::mistake::{Findings, Suspicion};
use super::ExactGradient;
use crate::differentiate::Differentiator;
use crate::expr::Program;
use crate::field::{self, CancelToken, Cancelled, FieldRequest, GradientField, Progress};

/// A gradient that somebody has written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its components.
    pub g: [Arc<Program>; 2],
}

/// What there is to say about a claim.
#[derive(Clone, Debug)]
pub struct Check {
    /// The claimed gradient on the grid, as a field to be drawn: in `f64`, whatever the request's method.
    pub claimed: Arc<GradientField>,
    /// |claimed - exact| / |exact|, one entry a node: what is wrong with the formula, not what rounding in `f64` adds.
    ///
    /// 0 where it is right to within rounding, infinite where it is not finite or more than zero and the exact gradient
    /// is zero, NaN where the exact gradient is not defined or rounding leaves no digit to tell. Where one component of the
    /// exact gradient is not defined and the claim is wrong in the other, it is that one's, both lengths being those of what
    /// is defined.
    pub error: Vec<f64>,
    /// The node where the claim is farthest off, relative to |exact|; `None` where none is off.
    ///
    /// Where it is not finite, or the exact gradient is zero, counts only if it is off nowhere else.
    pub worst: Option<usize>,
    /// Whether it is the gradient.
    pub verdict: ClaimVerdict,
    /// What a plain numerical check with the request's method and h would have concluded, in one sentence.
    ///
    /// Plain is the comparison of `numpy.allclose` with its tolerances: each component may be off by 1e-8 and 1e-5 of the
    /// claimed one.
    pub numerical_check: String,
    /// The verdict in plain words.
    pub text: String,
}

/// The node where a claim is farthest off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorstPoint {
    /// The node.
    pub x: [f64; 2],
    /// The claimed gradient there, in `f64`.
    pub claimed: [f64; 2],
    /// The exact one.
    pub exact: [f64; 2],
    /// The numerical one, by the request's method.
    pub numerical: [f64; 2],
    /// |claimed - exact| / |exact|, infinite where the claim is not finite or the exact gradient is zero; of the components
    /// that the exact gradient has.
    pub relative_error: f64,
}

/// Whether a claim is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimVerdict {
    /// It agrees with the exact gradient, to within rounding, wherever that can be told, which is at more nodes than those
    /// where rounding hides it.
    Right,
    /// It does not.
    Wrong,
    /// There is no node at which it could be told, or rounding hides it at as many or more.
    Unknown,
}

/// Nodes that a thread takes at a time.
const NODES_AT_ONCE: usize = 64;

/// Check a claim on the grid of a request. `Err` only when cancelled, which is looked at between nodes.
///
/// It is right where `|claimed - exact| <= 4 u (E_claimed + E_exact) + 8 eps (N_claimed + N_exact)`, both computed in
/// double-double arithmetic with its unit roundoff u, and with their [error bounds](crate::expr::error_bound) E. N is what the
/// numbers written in the formulas [contribute](crate::expr::number_bound): 0.1, pi or 1/3 is stored with a relative error of
/// up to eps, that of `f64`, and folded with others by a few operations. It counts for no more than 64 eps of the larger of both
/// components: where numbers cancel it would excuse anything. So would E where a formula cancels all of its digits: where the
/// rounding of operations may come to more than a unit in the last place of the larger component, in `f64`, agreement must be
/// that close to count, and else nothing is told.
pub fn check(
    request: &FieldRequest,
    claim: &Claim,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<Check, Cancelled> {
    let numerical = field::compute(request, cancel, &Progress::new())?;
    progress.start(numerical.len());
    let programs = Programs::new(request.program(), claim);
    let comparer = Comparer::new(&programs);
    let suspicion = Suspicion::of(&mut comparer.clone(), &numerical.grid, cancel)?;
    let mut nodes = vec![Node::default(); numerical.len()];
    let findings = nodes
        .par_chunks_mut(NODES_AT_ONCE)
        .enumerate()
        .map_init(
            || comparer.clone(),
            |comparer, (chunk, nodes)| {
                let mut findings = Findings::NONE;
                for (k, node) in nodes.iter_mut().enumerate() {
                    cancel.check()?;
                    let index = chunk * NODES_AT_ONCE + k;
                    let x = numerical.grid.point(index);
                    let deviation = comparer.at(x);
                    findings.add(&suspicion, index, &deviation);
                    *node = Node {
                        claimed: comparer.claimed(x),
                        exact: deviation.exact(),
                        relative_error: deviation.relative_error(),
                    };
                }
                progress.advance(nodes.len());
                Ok(findings)
            },
        )
        .try_reduce(|| Findings::NONE, |a, b| Ok(a.join(b)))?;
    let verdict = findings.verdict();
    let worst = findings.worst();
    Ok(Check {
        verdict,
        worst,
        numerical_check: plain::conclusion(&numerical, &nodes, verdict, cancel)?,
        text: findings.text(&suspicion, &numerical.grid),
        error: nodes.iter().map(|node| node.relative_error).collect(),
        claimed: Arc::new(claimed_field(numerical, &nodes, cancel)?),
    })
}

/// What is known of a node.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// In `f64`.
    claimed: [f64; 2],
    exact: [f64; 2],
    /// See [`Check::error`].
    relative_error: f64,
}

impl Check {
    /// The numbers where the claim is farthest off.
    #[expect(clippy::missing_panics_doc, reason = "a request's method goes through its function")]
    pub fn worst_point(&self) -> Option<WorstPoint> {
        let index = self.worst?;
        let GradientField { request, grid, g0, g1, .. } = &*self.claimed;
        let x = grid.point(index);
        let mut differentiator = Differentiator::new(request.program(), request.method())
            .expect("a request's method goes through its function");
        Some(WorstPoint {
            x,
            claimed: [g0[index], g1[index]],
            exact: ExactGradient::new(request.program()).at(x).g,
            numerical: differentiator.at(x, request.h()).g,
            relative_error: self.error[index],
        })
    }
}

/// The claimed gradient in the place of the numerical one.
fn claimed_field(
    numerical: GradientField,
    nodes: &[Node],
    cancel: &CancelToken,
) -> Result<GradientField, Cancelled> {
    let component = |k: usize| {
        cancel.check()?;
        Ok(nodes.iter().map(|node| node.claimed[k]).collect())
    };
    let values = [numerical.f, component(0)?, component(1)?];
    GradientField::try_of_values(numerical.request, numerical.grid, values, cancel)
}
