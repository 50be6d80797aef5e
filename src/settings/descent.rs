//! The optimisers on their way down.

use crate::analysis::descent::{Knob, Optimizer, UpdateRule};
use crate::number_text::round_to_digits;

/// Optimisers on their way down, as the user left them.
#[derive(Clone, Debug, PartialEq)]
pub struct DescentSettings {
    /// Whether their paths are drawn.
    pub show: bool,
    /// Where they begin.
    pub start: [f64; 2],
    /// How many steps each makes.
    pub steps: usize,
    /// Whether the paths on the exact gradient are drawn as well.
    pub twins: bool,
    /// Every optimiser with its numbers, and whether it goes.
    pub optimizers: Vec<(Optimizer, bool)>,
}

impl DescentSettings {
    /// The most steps that a slider reaches.
    pub const MOST_STEPS: usize = 1000;

    /// The usual ones, which begin up on the left of these ranges of x0 and x1.
    pub(super) fn from_within(ranges: [[f64; 2]; 2]) -> Self {
        let mut settings = Self { start: [f64::NAN; 2], ..Self::default() };
        settings.start_within(ranges);
        settings
    }

    /// Give an optimiser another learning rate.
    pub fn set_rate(&mut self, rule: UpdateRule, rate: f64) {
        for (optimizer, _) in self.optimizers.iter_mut().filter(|(optimizer, _)| optimizer.rule() == rule) {
            *optimizer.knob(Knob::Rate) = rate;
        }
    }

    /// Begin within these ranges of x0 and x1: where it was, if it lies there, and else up on the left.
    pub fn start_within(&mut self, ranges: [[f64; 2]; 2]) {
        let is_within = (0..2).all(|i| (ranges[i][0]..=ranges[i][1]).contains(&self.start[i]));
        if !is_within {
            let at = |[from, to]: [f64; 2], share: f64| round_to_digits(from + share * (to - from), 3);
            self.start = [at(ranges[0], 0.15), at(ranges[1], 0.75)];
        }
    }
}

impl Default for DescentSettings {
    fn default() -> Self {
        let goes = |rule| matches!(rule, UpdateRule::Sgd | UpdateRule::Momentum | UpdateRule::Adam);
        Self {
            show: false,
            start: [-1.5, 1.0],
            steps: 30,
            twins: true,
            optimizers: UpdateRule::ALL.map(|rule| (Optimizer::new(rule), goes(rule))).to_vec(),
        }
    }
}
