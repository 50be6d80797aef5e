//! What the user edits.
//!
//! | file | what it knows |
//! |---|---|
//! | this one | all settings together, and those of a field and of an example |
//! | `parameter`, `grid`, `difference`, `arrows`, `heat_map`, `layers`, `descent`, `lab`, `camera` | the settings of one part of the window |
//! | `keys`, `slot`, `names` | the key of every setting, what each takes, and the words for it |
//! | `file` | settings as TOML |
//! | `link`, `shell` | settings as a command line, for any shell |
//! | `orders`, `look` | what is to be computed for them, and how it is drawn |

mod arrows;
mod camera;
mod descent;
mod difference;
mod file;
mod grid;
mod heat_map;
mod keys;
mod lab;
mod layers;
mod link;
mod look;
mod names;
mod orders;
mod parameter;
mod shell;
mod slot;

use crate::differentiate::Method;
use crate::examples::Example;
use crate::expr::{Parameters, free_names, is_likely_typo};
use crate::field::{FieldSeed, GridSpec};
pub use crate::figure::arrows::{Anchor, Direction, Length};
pub use crate::heat_map::Quantity;
pub use arrows::ArrowSettings;
pub use camera::Camera;
pub use descent::DescentSettings;
pub use difference::{DifferenceSettings, H_GOOD, H_TOO_SMALL};
pub use file::{FORMAT, MOST_BYTES, ReadError, Reading};
pub use grid::GridSettings;
pub use heat_map::HeatMapSettings;
pub use lab::{CurvesOf, LabSettings, LabTab};
pub use layers::{ContourSettings, LayerSettings, StreamlineSettings};
pub use link::{EXTENSION, is_file_name};
pub use look::UNUSED_COLORS;
pub use names::Named;
pub use parameter::ParameterSettings;
pub use shell::Shell;

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
                self.parameters.push(ParameterSettings::usual(name));
            }
        }
    }

    /// Forget the parameters that are as they were made and in no use: the pieces of names that were being typed.
    pub fn forget_untouched(&mut self, used: &[String]) {
        self.parameters.retain(|parameter| {
            // What was taken for a slip has been made one on purpose.
            used.contains(&parameter.name) || !parameter.is_untouched() || is_likely_typo(&parameter.name)
        });
    }

    /// Make a name a parameter, as it was if it has been one.
    pub fn make_parameter(&mut self, name: &str) {
        match self.parameters.iter_mut().find(|parameter| parameter.name == name) {
            Some(parameter) => parameter.active = true,
            None => self.parameters.push(ParameterSettings::usual(name)),
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
