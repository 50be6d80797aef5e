//! Functions worth looking at.

use super::settings::{ArrowSettings, DifferenceSettings, GridSettings, HeatMapSettings, Settings};
use crate::colormap::Scale;

/// A function with a grid and an h that show what it is here for.
pub struct Example {
    /// A short name.
    pub name: &'static str,
    /// What to see, in a learner's words.
    pub lesson: &'static str,
    expression: &'static str,
    x0: [f64; 2],
    x1: Option<[f64; 2]>,
    step: f64,
    h: f64,
    color_scale: Scale,
}

/// The examples in the order in which they are offered.
pub const EXAMPLES: [Example; 12] = [
    Example::new(
        "Bowl",
        "The article's figure: all arrows point to the minimum at the origin.",
        "x0^2 + x1^2",
        2.0,
        0.25,
        1e-4,
    ),
    Example::new(
        "Bowl, h too small",
        "The article's bad h: x + h is x, every difference is 0, and no arrow is left.",
        "x0^2 + x1^2",
        2.0,
        0.25,
        10e-50,
    ),
    Example::new(
        "Half-dead bowl",
        "h near the spacing of floating-point numbers: arrows far from 0 are gone, near ones point askew.",
        "x0^2 + x1^2",
        2.0,
        0.25,
        1e-16,
    ),
    Example::new(
        "Ripple, h too large",
        "h is half a wavelength: across the wave the slope all but vanishes, and the arrows point up and down.",
        "sin(5*x0) + x1^2",
        2.0,
        0.25,
        0.6,
    ),
    Example::new(
        "Bowl on a tower",
        "A large constant eats the digits of the difference: the same h that serves the bowl is too small here.",
        "x0^2 + x1^2 + 1e8",
        2.0,
        0.25,
        1e-10,
    ),
    Example {
        name: "Long valley",
        lesson: "Steep across, flat along: the gradient hardly points to the minimum.",
        expression: "x0^2/20 + x1^2",
        x0: [-10.0, 10.0],
        x1: Some([-5.0, 5.0]),
        step: 0.5,
        h: 1e-4,
        color_scale: Scale::Linear,
    },
    Example::new(
        "Saddle",
        "At the origin the gradient is 0, and it is no minimum.",
        "x0^2 - x1^2",
        2.0,
        0.25,
        1e-4,
    ),
    Example {
        name: "Rosenbrock",
        lesson: "A curved valley with the minimum at (1, 1), in logarithmic colours.",
        expression: "(1 - x0)^2 + 100*(x1 - x0^2)^2",
        x0: [-2.0, 2.0],
        x1: Some([-1.0, 3.0]),
        step: 0.125,
        h: 1e-5,
        color_scale: Scale::Logarithmic,
    },
    Example::new(
        "Himmelblau",
        "Four minima of the same depth.",
        "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2",
        5.0,
        0.5,
        1e-4,
    ),
    Example::new(
        "Rastrigin",
        "A bowl full of dents: a minimum near every pair of integers.",
        "20 + x0^2 + x1^2 - 10*(cos(2*pi*x0) + cos(2*pi*x1))",
        2.0,
        0.125,
        1e-4,
    ),
    Example::new(
        "Waves",
        "Hills and hollows side by side.",
        "sin(x0)*cos(x1) + 0.1*exp(-(x0^2 + x1^2)/2)",
        5.0,
        0.5,
        1e-4,
    ),
    Example::new(
        "Pole",
        "f is infinite on the line x0 = 0: no gradient there.",
        "1/x0 + x1",
        2.0,
        0.25,
        1e-4,
    ),
];

impl Example {
    const fn new(
        name: &'static str,
        lesson: &'static str,
        expression: &'static str,
        reach: f64,
        step: f64,
        h: f64,
    ) -> Self {
        Self { name, lesson, expression, x0: [-reach, reach], x1: None, step, h, color_scale: Scale::Linear }
    }

    /// The settings that show it, with the looks as they are.
    pub fn settings(&self, current: &Settings) -> Settings {
        let Self { expression, x0, x1, step, h, color_scale, .. } = *self;
        Settings {
            expression: expression.to_owned(),
            grid: GridSettings { x0, x1: x1.unwrap_or(x0), linked: x1.is_none(), step, ..current.grid },
            difference: DifferenceSettings { h, ..current.difference },
            arrows: ArrowSettings { color_scale, ..current.arrows },
            heat_map: HeatMapSettings { color_scale, ..current.heat_map },
            lab: current.lab.clone(),
        }
    }
}
