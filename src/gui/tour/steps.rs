//! The steps, as data: what each says, sets and points at, and when it is done.

use super::Now;
use super::spot::Spot;
use crate::gui::command::Command;
use crate::gui::settings::{CurvesOf, H_GOOD, H_TOO_SMALL, LabSettings, LabTab, Settings};

const BOWL: &str = "x0^2 + x1^2";
const RIPPLE: &str = "sin(5*x0) + x1^2";
/// Half a wave of the ripple, about.
const H_TOO_LARGE: f64 = 0.6;
/// From here on the two nodes, 2h apart, are half a wave of the ripple apart, and its arrows are seen to be wrong.
const LARGE: f64 = std::f64::consts::PI / 10.0;

/// A step of the tour.
pub struct Step {
    /// A heading.
    pub title: &'static str,
    /// What there is to see.
    pub text: &'static str,
    /// What to do.
    pub task: &'static str,
    /// What has come of it.
    pub done: &'static str,
    /// What it points at.
    pub spot: Spot,
    /// What is set when it begins.
    pub settings: fn() -> Settings,
    /// Whether it is done.
    pub is_done: fn(&Now<'_>) -> bool,
    /// What does it for whoever does not.
    pub show: Command,
}

/// The steps.
pub static STEPS: [Step; 5] = [
    Step {
        title: "All arrows lead downhill",
        text: "x0^2 + x1^2 is a bowl, seen from above. Each arrow is the gradient at its tail, turned around so that it points \
               downhill: all lead to the minimum in the middle. The colour tells how steep it is.",
        task: "Click an arrow other than the one with the ring. The panel below takes it apart.",
        done: "The ring is around the arrow that you look at. N goes to the next, Shift+N back; after a click on the canvas the \
               arrow keys move it too.",
        spot: Spot::Canvas,
        settings: bowl,
        is_done: |now| now.settings.lab.probe.map(f64::to_bits) != now.before.lab.probe.map(f64::to_bits),
        show: Command::LookAt([-1.5, 1.0]),
    },
    Step {
        title: "The smaller h, the better?",
        text: "The slope is taken from two values of f, a small step h to either side of the point. In a book h goes to 0, and \
               the slope becomes exact.",
        task: "Drag h far to the left, or press \"10e-50  too small\".",
        done: "No arrow is left: every slope has come out as 0. The marks say where arrows are missing.",
        spot: Spot::H,
        settings: bowl,
        is_done: |now| now.live == Some(0),
        show: Command::UseH(H_TOO_SMALL),
    },
    Step {
        title: "Why did they die?",
        text: "A number has some 16 digits here. h = 1e-49 is far below the last digit of x, so x + h is x itself: look at the \
               nodes, which are all the same. f is the same at both ends, and their difference is 0.",
        task: "Look at another arrow: click its mark, or press N.",
        done: "It is the same at every mark, along each axis where the slope is not 0. The computer does not complain; it just \
               answers 0.",
        spot: Spot::Lab,
        settings: || Settings { difference: with_h(H_TOO_SMALL), ..bowl() },
        is_done: |now| now.settings.lab.probe.map(f64::to_bits) != now.before.lab.probe.map(f64::to_bits),
        show: Command::NextArrow { back: false, wrong: false },
    },
    Step {
        title: "Then take a large h?",
        text: "sin(5*x0) + x1^2 goes up and down along x0. Behind each arrow lies the exact gradient in grey; with h = 1e-4 it \
               is covered.",
        task: "Drag h to the right, to 0.6, and watch the grey arrows come out.",
        done: "The two values of f are now half a wave or more apart, and the line through them knows nothing of what f does \
               between. Too large an h errs as well.",
        spot: Spot::H,
        settings: || ripple(H_GOOD),
        is_done: |now| now.settings.difference.h >= LARGE,
        show: Command::UseH(H_TOO_LARGE),
    },
    Step {
        title: "The best h lies between",
        text: "Too small an h is eaten by rounding, too large an h steps over what f does. The curve in the lab shows the error \
               for every h: it has a lowest point, which can be measured.",
        task: "Press \"Best h overall\".",
        done: "Every arrow covers its exact one again. With Finish your own settings come back as they were; then try your own function.",
        spot: Spot::BestH,
        settings: || {
            let mut settings = ripple(H_TOO_LARGE);
            settings.lab.curves_of = CurvesOf::Field;
            settings
        },
        is_done: |now| now.wrong == Some(0) && now.settings.difference.h < LARGE,
        show: Command::UseBestH,
    },
];

fn with_h(h: f64) -> crate::gui::settings::DifferenceSettings {
    crate::gui::settings::DifferenceSettings { h, ..Default::default() }
}

/// The usual settings with the bowl, and the panel that takes an arrow apart.
fn bowl() -> Settings {
    let lab = LabSettings { open: true, tab: LabTab::Autopsy, far: true, ..LabSettings::default() };
    Settings { expression: BOWL.to_owned(), difference: with_h(H_GOOD), lab, ..Settings::default() }
}

fn ripple(h: f64) -> Settings {
    let mut settings = Settings { expression: RIPPLE.to_owned(), difference: with_h(h), ..bowl() };
    settings.arrows.ghosts = true;
    settings.lab.far = false;
    settings.lab.tab = LabTab::Curves;
    settings
}
