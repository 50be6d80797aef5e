//! What a panel asks the app to do, beyond the settings it has changed itself.

use super::settings::Settings;
use crate::examples::Example;

/// A wish of a panel.
#[must_use]
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Command {
    /// Nothing beyond the changed settings.
    #[default]
    None,
    /// Show the whole grid.
    FitView,
    /// Cover this part of the plane, [from, to] along x0 and x1, with the grid.
    Cover([[f64; 2]; 2]),
    /// Stop the running computation.
    Cancel,
    /// Set h.
    UseH(f64),
    /// Look at this node of the field.
    Probe(usize),
    /// Let optimisers go down.
    ShowDescents,
    /// Begin all descents there.
    MoveStart([f64; 2]),
    /// Show the descents in another way.
    Descend(Walk),
    /// Look at this point: with the probe, and with the canvas where it is out of sight.
    LookAt([f64; 2]),
    /// Move the probe by so many columns and rows.
    MoveProbe([isize; 2]),
    /// Begin or stop to sweep h.
    Play,
    /// Freeze the present field as a ghost, or let it go.
    Hold,
    /// Take the h that is best for the whole field.
    UseBestH,
    /// Compute what was cancelled or has failed.
    Compute,
    /// Give a name a value and a slider.
    MakeParameter(String),
    /// Say what is wrong with what was typed.
    Complain(String),
    /// Show the gallery of examples.
    ShowExamples,
    /// Begin with an example's settings and say what it shows.
    Load(Box<Settings>, &'static Example),
}

/// How far along their ways the optimisers are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// Step by step, by themselves, from the start; or stop there.
    Play,
    /// One step more.
    Step,
    /// At the start.
    Reset,
    /// All steps.
    All,
}

impl Command {
    /// This wish, or the other where this is none.
    pub fn or(self, other: Self) -> Self {
        if self == Self::None { other } else { self }
    }
}
