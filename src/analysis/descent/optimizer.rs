//! Update rules: from a gradient to the next point.
//!
//! | rule | update | source |
//! |---|---|---|
//! | SGD | `x - r g` | A. L. Cauchy, *Comptes rendus* 25 (1847); H. Robbins and S. Monro (1951) |
//! | Momentum | `v = m v - r g`, `x + v` | B. T. Polyak, *Some methods of speeding up the convergence* (1964) |
//! | Nesterov | `v = m v - r g(x + m v)`, `x + v` | I. Sutskever et al., *On the importance of initialization and momentum* (2013), eq. 3 and 4 |
//! | `AdaGrad` | `s = s + g^2`, `x - r g/(sqrt(s) + e)` | J. Duchi et al., JMLR 12 (2011) |
//! | `RMSProp` | `s = d s + (1 - d) g^2`, `x - r g/(sqrt(s) + e)` | T. Tieleman and G. Hinton, lecture 6.5 (2012) |
//! | Adam | `m = b1 m + (1 - b1) g`, `v = b2 v + (1 - b2) g^2`, both over `1 - b^t`, `x - r m/(sqrt(v) + e)` | D. P. Kingma and J. Ba (2015), algorithm 1 |
//! | Backtracking | `x - t g`, t halved from r until `f(x - t g) <= f(x) - c t g^2`, and is below f(x) | L. Armijo (1966); J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd ed. (2006), algorithm 3.1 |
//!
//! All of it is done in `f64`, operation by operation as written, squares and roots per component.

use std::fmt;
use std::str::FromStr;

/// A rule that makes the next point of a gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UpdateRule {
    /// Against the gradient, which is called stochastic where it is estimated from samples.
    Sgd,
    /// With inertia.
    Momentum,
    /// With inertia, and the gradient of where it leads.
    Nesterov,
    /// With a rate for each coordinate, which falls with the squares of all gradients so far.
    AdaGrad,
    /// With a rate for each coordinate, by the squares of recent gradients.
    RmsProp,
    /// With inertia and with a rate for each coordinate.
    Adam,
    /// Against the gradient, no farther than f falls.
    Backtracking,
}

/// A number of an update rule that can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Knob {
    /// The learning rate r, above 0; backtracking's first step.
    Rate,
    /// The share m of the last step that goes on, from 0 to below 1.
    Momentum,
    /// The share d of the old squares that stays, from 0 to below 1.
    Decay,
    /// The share b1 of the old mean that stays, from 0 to below 1.
    Beta1,
    /// The share b2 of the old squares that stays, from 0 to below 1.
    Beta2,
    /// What keeps a root from being 0, above 0.
    Epsilon,
    /// The share c of the fall that the slope promises which is enough, from 0 to below 1.
    Decrease,
}

/// An update rule with its numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Optimizer {
    rule: UpdateRule,
    knobs: [f64; Knob::ALL.len()],
}

impl UpdateRule {
    /// Every rule, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Sgd,
        Self::Momentum,
        Self::Nesterov,
        Self::AdaGrad,
        Self::RmsProp,
        Self::Adam,
        Self::Backtracking,
    ];

    /// The name on the command line and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sgd => "sgd",
            Self::Momentum => "momentum",
            Self::Nesterov => "nesterov",
            Self::AdaGrad => "adagrad",
            Self::RmsProp => "rmsprop",
            Self::Adam => "adam",
            Self::Backtracking => "backtracking",
        }
    }

    /// The name as people write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Sgd => "SGD",
            Self::Momentum => "Momentum",
            Self::Nesterov => "Nesterov",
            Self::AdaGrad => "AdaGrad",
            Self::RmsProp => "RMSProp",
            Self::Adam => "Adam",
            Self::Backtracking => "Backtracking",
        }
    }

    /// What it does, in a line.
    pub fn description(self) -> &'static str {
        match self {
            Self::Sgd => "Steps against the gradient, rate times as long.",
            Self::Momentum => "A ball with inertia: the gradient changes its velocity.",
            Self::Nesterov => "Momentum that looks ahead: the gradient of where the ball is going.",
            Self::AdaGrad => "A rate for each coordinate, smaller the more it has been steep.",
            Self::RmsProp => "AdaGrad that forgets: a rate by the recent steepness.",
            Self::Adam => "Momentum and RMSProp together, corrected for their start.",
            Self::Backtracking => "Halves its step until f falls as far as the slope promises.",
        }
    }

    /// The numbers it has.
    pub fn knobs(self) -> &'static [Knob] {
        match self {
            Self::Sgd => &[Knob::Rate],
            Self::Momentum | Self::Nesterov => &[Knob::Rate, Knob::Momentum],
            Self::AdaGrad => &[Knob::Rate, Knob::Epsilon],
            Self::RmsProp => &[Knob::Rate, Knob::Decay, Knob::Epsilon],
            Self::Adam => &[Knob::Rate, Knob::Beta1, Knob::Beta2, Knob::Epsilon],
            Self::Backtracking => &[Knob::Rate, Knob::Decrease],
        }
    }

    /// A usual learning rate: the book's on x0^2/20 + x1^2, where it has one.
    fn usual_rate(self) -> f64 {
        match self {
            Self::Sgd => 0.95,
            Self::Momentum | Self::Nesterov => 0.1,
            Self::AdaGrad => 1.5,
            Self::RmsProp | Self::Adam => 0.3,
            Self::Backtracking => 1.0,
        }
    }
}

impl fmt::Display for UpdateRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No update rule has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule(String);

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = UpdateRule::ALL.map(UpdateRule::name).join(", ");
        write!(f, "'{}' is not an optimiser; there are {names}", self.0)
    }
}

impl std::error::Error for UnknownRule {}

impl FromStr for UpdateRule {
    type Err = UnknownRule;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|rule| rule.name() == name).ok_or_else(|| UnknownRule(name.to_owned()))
    }
}

impl Knob {
    /// Every number there is.
    pub const ALL: [Self; 7] =
        [Self::Rate, Self::Momentum, Self::Decay, Self::Beta1, Self::Beta2, Self::Epsilon, Self::Decrease];

    /// The name, as an option of the command line has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rate => "rate",
            Self::Momentum => "momentum",
            Self::Decay => "decay",
            Self::Beta1 => "beta1",
            Self::Beta2 => "beta2",
            Self::Epsilon => "epsilon",
            Self::Decrease => "decrease",
        }
    }

    /// Whether a number can be its value.
    pub fn takes(self, value: f64) -> bool {
        match self {
            Self::Rate | Self::Epsilon => value > 0.0 && value.is_finite(),
            _ => (0.0..1.0).contains(&value),
        }
    }

    /// The values it takes, for people.
    pub fn range(self) -> &'static str {
        match self {
            Self::Rate | Self::Epsilon => "a number above 0",
            _ => "a number from 0 to below 1",
        }
    }
}

impl Optimizer {
    /// A rule with its usual numbers: momentum 0.9, decay 0.99, b1 0.9, b2 0.999, c 1e-4, e 1e-8 (1e-7 for `AdaGrad` and
    /// `RMSProp`, as in the book).
    pub fn new(rule: UpdateRule) -> Self {
        let epsilon = if rule == UpdateRule::Adam { 1e-8 } else { 1e-7 };
        Self { rule, knobs: [rule.usual_rate(), 0.9, 0.99, 0.9, 0.999, epsilon, 1e-4] }
    }

    /// The rule.
    pub fn rule(&self) -> UpdateRule {
        self.rule
    }

    /// One of its numbers.
    pub fn get(&self, knob: Knob) -> f64 {
        self.knobs[knob as usize]
    }

    /// One of its numbers, to be set.
    pub fn knob(&mut self, knob: Knob) -> &mut f64 {
        &mut self.knobs[knob as usize]
    }

    /// Those of its numbers that the rule has, to be set.
    pub fn knobs_mut(&mut self) -> impl Iterator<Item = (Knob, &mut f64)> {
        let rule = self.rule;
        Knob::ALL.into_iter().zip(&mut self.knobs).filter(move |(knob, _)| rule.knobs().contains(knob))
    }

    /// The same with another number.
    #[must_use]
    pub fn with(mut self, knob: Knob, value: f64) -> Self {
        *self.knob(knob) = value;
        self
    }
}

/// An optimiser under way.
#[derive(Clone, Debug)]
pub(super) struct Updates {
    optimizer: Optimizer,
    /// The velocity, or the mean of the gradients.
    first: [f64; 2],
    /// The sum or mean of their squares.
    second: [f64; 2],
    /// b1 and b2 to the number of steps.
    powers: [f64; 2],
}

impl Updates {
    pub(super) fn new(optimizer: Optimizer) -> Self {
        Self { optimizer, first: [0.0; 2], second: [0.0; 2], powers: [1.0; 2] }
    }

    /// Whether a sum or mean of squares is infinite, and with it what the step is divided by.
    pub(super) fn have_overflowed(&self) -> bool {
        self.second.iter().any(|square| square.is_infinite())
    }

    /// Where the gradient is taken: ahead of x for Nesterov, at x for the others.
    pub(super) fn probe(&self, x: [f64; 2]) -> Option<[f64; 2]> {
        let momentum = self.optimizer.get(Knob::Momentum);
        (self.optimizer.rule == UpdateRule::Nesterov).then(|| [0, 1].map(|i| x[i] + momentum * self.first[i]))
    }

    /// Where the longest step leads that a rule can come to while it stays at x, if its steps may grow there: as `RMSProp` forgets
    /// the squares of earlier gradients, to those of the one at x.
    pub(super) fn largest_next(&self, x: [f64; 2], g: [f64; 2]) -> Option<[f64; 2]> {
        let [rate, epsilon] = [Knob::Rate, Knob::Epsilon].map(|knob| self.optimizer.get(knob));
        (self.optimizer.rule == UpdateRule::RmsProp)
            .then(|| [0, 1].map(|i| x[i] - rate * g[i] / (g[i].abs() + epsilon)))
    }

    /// The next point, for the gradient of where it is taken; nothing where backtracking finds no lower one.
    pub(super) fn next(
        &mut self,
        x: [f64; 2],
        g: [f64; 2],
        value: impl FnMut([f64; 2]) -> f64,
    ) -> Option<[f64; 2]> {
        let get = |knob| self.optimizer.get(knob);
        let (rate, epsilon) = (get(Knob::Rate), get(Knob::Epsilon));
        let scaled = |x: f64, g: f64, square: f64| x - rate * g / (square.sqrt() + epsilon);
        Some(match self.optimizer.rule {
            UpdateRule::Sgd => [0, 1].map(|i| x[i] - rate * g[i]),
            UpdateRule::Momentum | UpdateRule::Nesterov => {
                let momentum = get(Knob::Momentum);
                self.first = [0, 1].map(|i| momentum * self.first[i] - rate * g[i]);
                [0, 1].map(|i| x[i] + self.first[i])
            }
            UpdateRule::AdaGrad => {
                self.second = [0, 1].map(|i| self.second[i] + g[i] * g[i]);
                [0, 1].map(|i| scaled(x[i], g[i], self.second[i]))
            }
            UpdateRule::RmsProp => {
                let decay = get(Knob::Decay);
                self.second = [0, 1].map(|i| decay * self.second[i] + (1.0 - decay) * g[i] * g[i]);
                [0, 1].map(|i| scaled(x[i], g[i], self.second[i]))
            }
            UpdateRule::Adam => {
                let [b1, b2] = [Knob::Beta1, Knob::Beta2].map(get);
                self.powers = [self.powers[0] * b1, self.powers[1] * b2];
                self.first = [0, 1].map(|i| b1 * self.first[i] + (1.0 - b1) * g[i]);
                self.second = [0, 1].map(|i| b2 * self.second[i] + (1.0 - b2) * g[i] * g[i]);
                [0, 1].map(|i| {
                    let (mean, square) =
                        (self.first[i] / (1.0 - self.powers[0]), self.second[i] / (1.0 - self.powers[1]));
                    scaled(x[i], mean, square)
                })
            }
            UpdateRule::Backtracking => return backtrack(x, g, rate, get(Knob::Decrease), value),
        })
    }
}

/// The first of `x - t g`, t = rate, rate/2, rate/4 ..., at which f has fallen, and by `decrease t g^2`; none where t g is
/// lost beside x before, which it is when t becomes 0 after some 2000 halvings at the latest.
fn backtrack(
    x: [f64; 2],
    g: [f64; 2],
    rate: f64,
    decrease: f64,
    mut value: impl FnMut([f64; 2]) -> f64,
) -> Option<[f64; 2]> {
    let f = value(x);
    let mut t = rate;
    loop {
        let step = g.map(|g| t * g);
        let next = [0, 1].map(|i| x[i] - step[i]);
        #[expect(clippy::float_cmp, reason = "a step that is lost in rounding leads nowhere")]
        if next == x {
            return None;
        }
        // The square of g alone may overflow where this does not.
        let promised = step[0] * g[0] + step[1] * g[1];
        // What is promised may be lost beside f.
        let lower = value(next);
        if lower < f && lower <= f - decrease * promised {
            return Some(next);
        }
        t *= 0.5;
    }
}
