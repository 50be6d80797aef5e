//! What a panel asks the app to do, beyond the settings it has changed itself.

use std::path::PathBuf;

use super::settings::Settings;
use super::undo::Way;
use crate::analysis::descent::UpdateRule;
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
    /// Give an optimiser this learning rate.
    SetRate(UpdateRule, f64),
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
    /// Take a step back, or do it again.
    Step(Way),
    /// The lesson of an example has been understood.
    EndLesson,
    /// Open a file of settings.
    Open(PathBuf),
    /// Show the gallery of examples.
    ShowExamples,
    /// Do something with a file or the clipboard.
    File(FileWish),
    /// Type in the expression.
    FocusExpression,
    /// Make h so many tenths of a decade larger.
    MoveH {
        /// Negative ones make it smaller.
        tenths: i32,
    },
    /// Look at another arrow of the field, in the order of its nodes; after the last comes the first.
    NextArrow {
        /// Whether it is the one before.
        back: bool,
        /// Whether it must be one that is missing or wrong.
        wrong: bool,
    },
    /// Fold or unfold the h lab.
    FoldLab,
    /// Light instead of dark, or dark instead of light.
    ToggleTheme,
    /// Give the window the whole screen, or take it back.
    FullScreen,
    /// Show the help, or close it.
    ShowHelp,
    /// Begin the tour.
    ShowTour,
    /// What a button on the card of the tour asks for.
    Tour(Turn),
    /// Begin with an example's settings and say what it shows.
    Load(Box<Settings>, &'static Example),
}

/// What is to become of a file or the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileWish {
    /// Open a file of settings.
    Open,
    /// Save all that is set in the file that is open; in one that is asked for, where none is.
    Save,
    /// Save it in a file that is asked for.
    SaveAs,
    /// Save the figure on the canvas in a file.
    ExportFigure,
    /// Save the numbers of the field on the canvas in a file.
    ExportData,
    /// Copy the figure to the clipboard.
    CopyImage,
    /// Copy a Python program that makes this figure.
    CopyScript,
    /// Copy the command line that opens the window with all that is set.
    CopyLink,
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

/// A turn of the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// To the step before.
    Back,
    /// Do what the step asks for.
    Show,
    /// To the next step, or to the end.
    Next,
    /// Back to what was there before the tour.
    Leave,
}

impl Command {
    /// This wish, or the other where this is none.
    pub fn or(self, other: Self) -> Self {
        if self == Self::None { other } else { self }
    }
}
