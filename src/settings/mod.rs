//! What the user edits.

mod camera;
mod file;
mod keys;
mod link;
mod look;
mod names;
mod orders;
mod slot;

use crate::analysis::LevelSpacing;
use crate::analysis::descent::{Knob, Optimizer, UpdateRule};
use crate::colormap::{Colormap, Scale};
use crate::differentiate::{Divisor, Method, Precision, Scheme, nearest_power_of_two};
use crate::examples::Example;
use crate::expr::{Parameters, free_names, is_likely_typo};
use crate::field::{AxisSpec, FieldSeed, GridSpec, USUAL_H};
pub use crate::figure::arrows::{Anchor, Direction, Length};
use crate::figure::ticks::round_step;
pub use crate::heat_map::Quantity;
use crate::number_text::round_to_digits;
pub use camera::Camera;
pub use file::{FORMAT, MOST_BYTES, ReadError, Reading};
pub use link::{EXTENSION, is_file_name};
pub use look::UNUSED_COLORS;
pub use names::Named;

/// The h the article calls too small.
pub const H_TOO_SMALL: f64 = 10e-50;
/// The h the article calls good.
pub const H_GOOD: f64 = USUAL_H;

/// Everything the user can set, as they left it: it need not be a possible field.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The text of f(x0, x1).
    pub expression: String,
    /// The numbers that have names in it, and those of earlier texts.
    pub parameters: Vec<ParameterSettings>,
    /// Where and how densely f is sampled.
    pub grid: GridSettings,
    /// How the derivative is approximated.
    pub difference: DifferenceSettings,
    /// How the arrows look.
    pub arrows: ArrowSettings,
    /// What lies behind them.
    pub heat_map: HeatMapSettings,
    /// Lines and points beside the arrows.
    pub layers: LayerSettings,
    /// The optimisers on their way down.
    pub descent: DescentSettings,
    /// What the h lab shows.
    pub lab: LabSettings,
}

/// A number that a function has a name for.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterSettings {
    /// The name.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// The ends of its slider, in either order.
    pub range: [f64; 2],
    /// How long it takes from one end to the other while it plays, in seconds.
    pub seconds: f64,
    /// Whether the name has that value, rather than none.
    pub active: bool,
}

impl ParameterSettings {
    /// The value at first.
    pub const USUAL_VALUE: f64 = 1.0;

    /// A parameter with some value, and a slider around it.
    pub fn new(name: impl Into<String>, value: f64) -> Self {
        let reach = if value.abs() <= 5.0 { 5.0 } else { 2.0 * value.abs() };
        Self { name: name.into(), value, range: [-reach, reach], seconds: 4.0, active: true }
    }

    /// The ends of its slider, the lower one first.
    pub fn ends(&self) -> [f64; 2] {
        let [a, b] = self.range;
        [a.min(b), a.max(b)]
    }

    /// The value that it goes back to: the usual one, or the nearest to it that the slider reaches.
    pub fn usual_value(&self) -> f64 {
        let [low, high] = self.ends();
        Self::USUAL_VALUE.clamp(low, high)
    }

    /// Widen the range where the value lies outside.
    pub fn widen(&mut self) {
        let Self { value, range: [a, b], .. } = self;
        let (low, high) = if *a <= *b { (a, b) } else { (b, a) };
        *low = low.min(*value);
        *high = high.max(*value);
    }

    /// Take the value along where the range has left it.
    pub fn confine(&mut self) {
        let [low, high] = self.ends();
        self.value = self.value.clamp(low, high);
    }
}

impl Default for ParameterSettings {
    fn default() -> Self {
        Self::new(String::new(), Self::USUAL_VALUE)
    }
}

/// Where and how densely f is sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a check box of its own")]
pub struct GridSettings {
    /// The x0 range.
    pub x0: [f64; 2],
    /// The x1 range, while it is not linked.
    pub x1: [f64; 2],
    /// Whether the x1 range is the x0 range.
    pub linked: bool,
    /// The distance of two nodes, in both directions.
    pub step: f64,
    /// Whether the right ends belong to the grid.
    pub closed: bool,
    /// Whether a unit of x0 is drawn as long as a unit of x1.
    pub equal_aspect: bool,
    /// Whether the grid goes wherever the canvas looks.
    pub follow: bool,
    /// About how many columns it has then.
    pub columns: f64,
}

/// How the derivative is approximated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DifferenceSettings {
    /// The formula.
    pub scheme: Scheme,
    /// The difference step.
    pub h: f64,
    /// The format of all numbers in it.
    pub precision: Precision,
    /// What differences are divided by.
    pub divisor: Divisor,
    /// Whether the power of two nearest to h is taken in its place.
    pub power_of_two: bool,
}

impl DifferenceSettings {
    /// How derivatives are approximated.
    pub fn method(&self) -> Method {
        Method { scheme: self.scheme, precision: self.precision, divisor: self.divisor }
    }

    /// The h that is used.
    pub fn step(&self) -> f64 {
        if self.power_of_two { nearest_power_of_two(self.h) } else { self.h }
    }
}

/// Lines and points beside the arrows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LayerSettings {
    /// Contour lines of f.
    pub contours: ContourSettings,
    /// Streamlines.
    pub streamlines: StreamlineSettings,
    /// Whether critical points are marked.
    pub critical_points: bool,
}

/// Contour lines of f.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContourSettings {
    /// Whether there are some.
    pub show: bool,
    /// How the levels follow one another.
    pub spacing: LevelSpacing,
    /// About how many levels.
    pub count: usize,
    /// Whether the levels are written on them.
    pub labels: bool,
    /// From 0, invisible, to 1.
    pub opacity: f32,
}

impl Default for ContourSettings {
    fn default() -> Self {
        Self { show: false, spacing: LevelSpacing::default(), count: 12, labels: true, opacity: 0.8 }
    }
}

/// Streamlines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StreamlineSettings {
    /// Whether there are some.
    pub show: bool,
    /// How many fit side by side along the longer side of the grid.
    pub across: usize,
    /// From 0, invisible, to 1.
    pub opacity: f32,
}

impl Default for StreamlineSettings {
    fn default() -> Self {
        Self { show: false, across: 24, opacity: 0.7 }
    }
}

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
    fn from_within(ranges: [[f64; 2]; 2]) -> Self {
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

/// The h lab, as the user left it.
#[derive(Clone, Debug, PartialEq)]
pub struct LabSettings {
    /// Whether it is unfolded.
    pub open: bool,
    /// The point whose nearest node is looked at.
    pub probe: [f64; 2],
    /// The schemes whose curves are drawn.
    pub schemes: Vec<Scheme>,
    /// Whether the curves are those of the probe or of the whole field.
    pub curves_of: CurvesOf,
    /// Whether h goes down to 1e-50 rather than 1e-20.
    pub far: bool,
    /// What is shown beside the curves.
    pub tab: LabTab,
    /// The gradient to be checked, as typed.
    pub claim: [String; 2],
    /// From where the surface is looked at.
    pub camera: Camera,
}

/// Whose error the curves show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CurvesOf {
    /// Of the node under the probe.
    #[default]
    Probe,
    /// Median and worst of the field.
    Field,
}

/// A view of the h lab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabTab {
    /// The curves themselves, where there is no room for anything beside them; where there is, the autopsy.
    #[default]
    Curves,
    /// The arrow under the probe, taken apart.
    Autopsy,
    /// A gradient that the user has written down.
    Check,
    /// Taylor remainders at the probe.
    Taylor,
    /// f along the ways of the optimisers.
    Descent,
    /// f over the plane, in three dimensions.
    Surface,
}

/// How the arrows look.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a check box of its own")]
pub struct ArrowSettings {
    /// Along -g or +g.
    pub direction: Direction,
    /// All alike, or by |g|.
    pub length: Length,
    /// Which part of an arrow sits on its node.
    pub anchor: Anchor,
    /// Lengthens or shortens all arrows.
    pub scale: f32,
    /// The colours.
    pub colormap: Colormap,
    /// Linear or logarithmic colours.
    pub color_scale: Scale,
    /// Whether the colour limits stay as they are when the field changes.
    pub lock_limits: bool,
    /// Whether arrows are left out where they would overlap.
    pub thin: bool,
    /// What the colours mean.
    pub color_by: Quantity,
    /// Whether the exact gradient's arrows lie behind.
    pub ghosts: bool,
    /// Whether arrows that are wrong are marked by cause.
    pub mark_causes: bool,
}

/// What the heat map behind the arrows shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatMapSettings {
    /// Whether there is one.
    pub show: bool,
    /// What its colours mean.
    pub quantity: Quantity,
    /// The colours.
    pub colormap: Colormap,
    /// Linear or logarithmic colours.
    pub color_scale: Scale,
    /// From 0, invisible, to 1.
    pub opacity: f32,
}

impl From<FieldSeed> for Settings {
    fn from(seed: FieldSeed) -> Self {
        let FieldSeed { expression, parameters, grid: GridSpec { axes, closed }, method, h } = seed;
        let [x0, x1] = axes.map(|axis| [axis.min, axis.max]);
        // Ranges given alike are meant alike.
        let grid = GridSettings {
            x0,
            x1,
            linked: axes[0] == axes[1],
            step: axes[0].step,
            closed,
            equal_aspect: true,
            follow: false,
            columns: 16.0,
        };
        Self {
            expression,
            parameters: parameters.iter().map(|(name, value)| ParameterSettings::new(name, value)).collect(),
            grid,
            difference: DifferenceSettings {
                scheme: method.scheme,
                h,
                precision: method.precision,
                divisor: method.divisor,
                power_of_two: false,
            },
            arrows: ArrowSettings::default(),
            heat_map: HeatMapSettings::default(),
            layers: LayerSettings::default(),
            descent: DescentSettings::from_within([x0, x1]),
            lab: LabSettings::default(),
        }
    }
}

impl Settings {
    /// The settings that show an example, with the looks as they are. Scheme, precision and divisor become the example's,
    /// for what it says of h is true of these alone; so does h itself, not the power of two beside it.
    #[must_use]
    pub fn showing(&self, example: &Example) -> Self {
        let Method { scheme, precision, divisor } = example.method();
        let mut descent = self.descent.clone();
        match example.start {
            Some(start) => descent.start = start,
            None => descent.start_within([example.x0, example.x1.unwrap_or(example.x0)]),
        }
        Self {
            descent,
            expression: example.expression.clone(),
            parameters: self.parameters.clone(),
            grid: GridSettings {
                x0: example.x0,
                x1: example.x1.unwrap_or(example.x0),
                linked: example.x1.is_none(),
                step: example.step,
                closed: example.grid().closed,
                follow: false,
                ..self.grid
            },
            difference: DifferenceSettings { scheme, h: example.h, precision, divisor, power_of_two: false },
            arrows: ArrowSettings { color_scale: example.color_scale, ..self.arrows },
            heat_map: HeatMapSettings { color_scale: example.color_scale, ..self.heat_map },
            layers: self.layers,
            lab: self.lab.clone(),
        }
    }

    /// Whether an example is what is shown: to begin with it would change nothing, except where descents begin, which is
    /// the user's own to drag.
    pub fn shows(&self, example: &Example) -> bool {
        let mut shown = self.showing(example);
        shown.descent.start = self.descent.start;
        shown == *self
    }

    /// The field that these settings ask for, with values for those names that the function has.
    pub fn seed(&self) -> FieldSeed {
        FieldSeed {
            expression: self.expression.clone(),
            parameters: self.values(&free_names(&self.expression)),
            grid: self.grid.spec(),
            method: self.difference.method(),
            h: self.difference.step(),
        }
    }

    /// Give every free name of the function a slider, unless it looks like a slip of the finger.
    pub fn adopt(&mut self, free: &[String]) {
        for name in free {
            if self.parameters.iter().all(|parameter| parameter.name != *name) && !is_likely_typo(name) {
                self.parameters.push(ParameterSettings::new(name, ParameterSettings::USUAL_VALUE));
            }
        }
    }

    /// Forget the parameters that are as they were made and in no use: the pieces of names that were being typed.
    pub fn forget_untouched(&mut self, used: &[String]) {
        self.parameters.retain(|parameter| {
            let new = ParameterSettings::new(parameter.name.as_str(), ParameterSettings::USUAL_VALUE);
            // What was taken for a slip has been made one on purpose.
            used.contains(&parameter.name) || *parameter != new || is_likely_typo(&parameter.name)
        });
    }

    /// Make a name a parameter, as it was if it has been one.
    pub fn make_parameter(&mut self, name: &str) {
        match self.parameters.iter_mut().find(|parameter| parameter.name == name) {
            Some(parameter) => parameter.active = true,
            None => self.parameters.push(ParameterSettings::new(name, ParameterSettings::USUAL_VALUE)),
        }
    }

    /// Give a name a value, and its slider a range that has it.
    pub fn set_parameter(&mut self, name: &str, value: f64) {
        match self.parameters.iter_mut().find(|parameter| parameter.name == name) {
            Some(parameter) => {
                (parameter.value, parameter.active) = (value, true);
                parameter.widen();
            }
            None => self.parameters.push(ParameterSettings::new(name, value)),
        }
    }

    /// Whether a name has a value.
    pub fn is_parameter(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter.active && parameter.name == name)
    }

    /// The values of those names that have one.
    pub fn values(&self, names: &[String]) -> Parameters {
        let used =
            self.parameters.iter().filter(|parameter| parameter.active && names.contains(&parameter.name));
        used.map(|parameter| (parameter.name.as_str(), parameter.value)).collect()
    }
}

impl Default for Settings {
    fn default() -> Self {
        FieldSeed::default().into()
    }
}

impl Default for GridSettings {
    fn default() -> Self {
        Settings::default().grid
    }
}

impl Default for DifferenceSettings {
    fn default() -> Self {
        Settings::default().difference
    }
}

impl Default for ArrowSettings {
    fn default() -> Self {
        Self {
            direction: Direction::default(),
            length: Length::default(),
            anchor: Anchor::default(),
            scale: 1.0,
            colormap: Colormap::default(),
            color_scale: Scale::default(),
            lock_limits: false,
            thin: true,
            color_by: Quantity::GradientNorm,
            ghosts: false,
            mark_causes: true,
        }
    }
}

impl Default for LabSettings {
    fn default() -> Self {
        Self {
            open: true,
            probe: [1.0, 1.0],
            schemes: vec![Scheme::Forward, Scheme::Central, Scheme::FivePoint, Scheme::ComplexStep],
            curves_of: CurvesOf::default(),
            far: false,
            tab: LabTab::default(),
            claim: [String::new(), String::new()],
            camera: Camera::default(),
        }
    }
}

impl Default for HeatMapSettings {
    fn default() -> Self {
        Self {
            show: false,
            quantity: Quantity::default(),
            // Not the arrows' own, which would vanish on it.
            colormap: Colormap::Viridis,
            color_scale: Scale::default(),
            opacity: 1.0,
        }
    }
}

impl GridSettings {
    /// Let the grid go wherever the canvas looks, with about as many columns as now; or let it stay.
    pub fn set_follow(&mut self, follow: bool) {
        self.follow = follow;
        let columns = (self.x0[1] - self.x0[0]) / self.step;
        if columns.is_finite() && columns >= 1.0 {
            self.columns = columns;
        }
    }

    /// Cover a part of the plane, [from, to] along x0 and x1. The step is a round number and the nodes are multiples of it,
    /// so that they stay where they are while the plane moves.
    pub fn cover(&mut self, view: [[f64; 2]; 2]) {
        /// Beyond this, neighbouring multiples are no longer distinct numbers.
        const MOST: f64 = (1_u64 << 50) as f64;
        /// For each column, where a unit of x1 is shorter on the screen than one of x0: else there would be no end of rows.
        const MOST_ROWS: f64 = 4.0;
        /// Enough for any multiple up to there, and few enough to hide the rounding of a product by 0.1.
        const DIGITS: usize = 15;

        let [width, height] = view.map(|[from, to]| to - from);
        let step = round_step((width / self.columns).max(height / (MOST_ROWS * self.columns)));
        let ends = view.map(|[from, to]| [(from / step).floor(), (to / step).floor() + 1.0]);
        if !step.is_normal() || ends.as_flattened().iter().any(|end| end.is_nan() || end.abs() > MOST) {
            return;
        }
        let [x0, x1] = ends.map(|ends| ends.map(|end| round_to_digits(end * step, DIGITS)));
        (self.x0, self.x1, self.step, self.linked) = (x0, x1, step, false);
    }

    /// The grid that these settings describe; it need not be a possible one.
    pub fn spec(&self) -> GridSpec {
        let axis = |[min, max]: [f64; 2]| AxisSpec { min, max, step: self.step };
        let x1 = if self.linked { self.x0 } else { self.x1 };
        GridSpec { axes: [axis(self.x0), axis(x1)], closed: self.closed }
    }
}
