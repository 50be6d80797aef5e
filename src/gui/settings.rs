//! What the user edits.

use serde::{Deserialize, Serialize};

pub use super::plot::arrows::{Anchor, Direction, Length};
use crate::colormap::{Colormap, Scale};
use crate::differentiate::{Divisor, Method, Precision, Scheme, nearest_power_of_two};
use crate::examples::Example;
use crate::expr::{Parameters, is_likely_typo};
use crate::field::{AxisSpec, FieldSeed, GridSpec, USUAL_H};
pub use crate::heat_map::Quantity;

/// The h the article calls too small.
pub const H_TOO_SMALL: f64 = 10e-50;
/// The h the article calls good.
pub const H_GOOD: f64 = USUAL_H;

/// Everything the user can set, as they left it: it need not be a possible field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
    /// What the h lab shows.
    pub lab: LabSettings,
}

/// A number that a function has a name for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
}

/// How the derivative is approximated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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

/// The h lab, as the user left it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
}

/// Whose error the curves show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CurvesOf {
    /// Of the node under the probe.
    #[default]
    Probe,
    /// Median and worst of the field.
    Field,
}

/// A view of the h lab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// How the arrows look.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
        Self {
            expression: example.expression.clone(),
            parameters: self.parameters.clone(),
            grid: GridSettings {
                x0: example.x0,
                x1: example.x1.unwrap_or(example.x0),
                linked: example.x1.is_none(),
                step: example.step,
                closed: example.grid().closed,
                ..self.grid
            },
            difference: DifferenceSettings { scheme, h: example.h, precision, divisor, power_of_two: false },
            arrows: ArrowSettings { color_scale: example.color_scale, ..self.arrows },
            heat_map: HeatMapSettings { color_scale: example.color_scale, ..self.heat_map },
            lab: self.lab.clone(),
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
    /// The grid that these settings describe; it need not be a possible one.
    pub fn spec(&self) -> GridSpec {
        let axis = |[min, max]: [f64; 2]| AxisSpec { min, max, step: self.step };
        let x1 = if self.linked { self.x0 } else { self.x1 };
        GridSpec { axes: [axis(self.x0), axis(x1)], closed: self.closed }
    }
}
