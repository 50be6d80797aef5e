//! What a plain numerical check would have concluded.

use super::{ClaimVerdict, Node};
use crate::analysis::{Cause, Judge, Split};
use crate::differentiate::{Method, Precision, Rule};
use crate::field::{CancelToken, Cancelled, GradientField};
use crate::number_text::{format_count, format_number};

/// The tolerances of `numpy.allclose`:
/// <https://numpy.org/doc/stable/reference/generated/numpy.allclose.html>.
const ABSOLUTE: f64 = 1e-8;
const RELATIVE: f64 = 1e-5;

/// The nodes at which the cause of disagreement is looked for.
const WITNESSES: usize = 32;

/// Nodes between two looks at the token.
const NODES_AT_ONCE: usize = 1 << 12;

/// Whether each component of a gradient is near that of another, as `numpy.allclose` has it; of those that the exact one has.
fn is_close(g: [f64; 2], other: [f64; 2], exact: [f64; 2]) -> bool {
    let is_near = |k: usize| (g[k] - other[k]).abs() <= ABSOLUTE + RELATIVE * other[k].abs();
    [0, 1].into_iter().all(|k| !exact[k].is_finite() || is_near(k))
}

/// Which nodes disagree, of those where the claim could be told from the exact gradient; where that is nowhere, of all that
/// have an exact gradient.
#[derive(Default)]
struct Counts {
    compared: usize,
    /// The numerical gradient and the claim.
    claim: usize,
    /// The numerical gradient and the exact one.
    exact: Vec<usize>,
    /// The claim and the exact gradient.
    claim_and_exact: usize,
}

impl Counts {
    fn new(
        numerical: &GradientField,
        nodes: &[Node],
        verdict: ClaimVerdict,
        cancel: &CancelToken,
    ) -> Result<Self, Cancelled> {
        let mut counts = Self::default();
        for (index, node) in nodes.iter().enumerate() {
            if index % NODES_AT_ONCE == 0 {
                cancel.check()?;
            }
            let is_compared = match verdict {
                ClaimVerdict::Unknown => node.exact.iter().all(|exact| exact.is_finite()),
                _ => !node.relative_error.is_nan(),
            };
            if !is_compared {
                continue;
            }
            let g = [numerical.g0[index], numerical.g1[index]];
            counts.compared += 1;
            counts.claim += usize::from(!is_close(g, node.claimed, node.exact));
            counts.claim_and_exact += usize::from(!is_close(node.exact, node.claimed, node.exact));
            if !is_close(g, node.exact, node.exact) {
                counts.exact.push(index);
            }
        }
        Ok(counts)
    }
}

/// The conclusion in one sentence.
pub(super) fn conclusion(
    numerical: &GradientField,
    nodes: &[Node],
    verdict: ClaimVerdict,
    cancel: &CancelToken,
) -> Result<String, Cancelled> {
    let check = if numerical.request.scheme().has_step() {
        format!("A plain check with h = {}", format_number(numerical.request.h()))
    } else {
        "A plain check with the exact derivative".to_owned()
    };
    let Counts { compared, claim, exact, claim_and_exact } = Counts::new(numerical, nodes, verdict, cancel)?;
    let at = |count: usize| match (count, format_count(count), format_count(compared)) {
        (all, all_points, _) if all == compared => format!("at all {all_points} points"),
        (_, some, points) => format!("at {some} of {points} points"),
    };
    let reason = || reason(numerical, &exact, cancel);
    Ok(match verdict {
        ClaimVerdict::Unknown if compared == 0 => {
            format!("{check} would have had nothing to compare with either.")
        }
        ClaimVerdict::Unknown if claim == 0 => format!("{check} would have called it right."),
        ClaimVerdict::Unknown => format!("{check} would have called it wrong {}.", at(claim)),
        ClaimVerdict::Right if claim == 0 => format!("{check} would have said so too."),
        ClaimVerdict::Right if exact.is_empty() => format!(
            "{check} would have called this right formula wrong {}: in f64 the formula itself loses digits there.",
            at(claim)
        ),
        ClaimVerdict::Right => {
            format!("{check} would have called this right formula wrong {}{}.", at(claim), reason()?)
        }
        ClaimVerdict::Wrong if claim == 0 && claim_and_exact == 0 => format!(
            "{check} would have called this wrong formula right: it is off by no more than {ABSOLUTE:e} + {RELATIVE:e} of the value, \
             which such a check tolerates."
        ),
        ClaimVerdict::Wrong if claim == 0 => {
            format!("{check} would have called this wrong formula right, being as wrong itself{}.", reason()?)
        }
        ClaimVerdict::Wrong if exact.is_empty() => format!("{check} would have found it too, {}.", at(claim)),
        ClaimVerdict::Wrong => format!(
            "{check} would have called it wrong {}, but the right formula too, {}{}.",
            at(claim),
            at(exact.len()),
            reason()?
        ),
    })
}

/// Why the numerical gradient is off at some nodes, as the end of a sentence.
fn reason(numerical: &GradientField, off: &[usize], cancel: &CancelToken) -> Result<String, Cancelled> {
    let request = &numerical.request;
    let mut judge = Judge::new(request.program(), request.method());
    let (mut truncated, mut rounded, mut absorbed, mut not_finite) = (0, 0, 0, 0);
    for &index in off.iter().step_by(off.len().div_ceil(WITNESSES).max(1)) {
        cancel.check()?;
        let g = [numerical.g0[index], numerical.g1[index]];
        not_finite += usize::from(!(g[0].is_finite() && g[1].is_finite()));
        let judgement = judge.judge(numerical.grid.point(index), request.h(), numerical.f[index], g);
        absorbed += usize::from(matches!(judgement.cause, Cause::Absorbed | Cause::HalfAbsorbed));
        let splits = judge.split(numerical.grid.point(index), request.h(), g);
        let sum = |part: fn(&Split) -> f64| splits.iter().map(|split| part(split).abs()).sum::<f64>();
        let (truncation, rounding) = (sum(|split| split.truncation), sum(|split| split.rounding));
        truncated += usize::from(truncation >= rounding);
        rounded += usize::from(truncation < rounding);
    }
    let Method { scheme, precision, .. } = request.method();
    let is_difference = matches!(scheme.rule(), Rule::Difference(_) | Rule::Richardson(_));
    Ok(match (truncated, rounded) {
        _ if off.is_empty() => String::new(),
        _ if not_finite > truncated + rounded && is_difference => {
            ": the difference is not a finite number there".to_owned()
        }
        _ if not_finite > truncated + rounded => ": it is not a finite number there".to_owned(),
        _ if 2 * absorbed > truncated + rounded => ": h is too small, x + h is x itself".to_owned(),
        _ if truncated > rounded => ": h is too large, f bends within the step".to_owned(),
        _ if !is_difference => format!(": the operations of f lose digits in {precision}"),
        _ if precision == Precision::F64 => {
            ": h is too small, few digits of f survive the subtraction".to_owned()
        }
        _ => ": few digits of f survive the subtraction in this precision".to_owned(),
    })
}
