//! The actions, and the headings they stand below.

/// What can be asked for by a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Type in the expression.
    FocusExpression,
    /// The gallery.
    Examples,
    /// Make h a tenth of a decade smaller.
    FinerH,
    /// Make h a tenth of a decade larger.
    CoarserH,
    /// Make h ten times smaller.
    DecadeFiner,
    /// Make h ten times larger.
    DecadeCoarser,
    /// Take the h that is best for the whole field.
    BestH,
    /// Sweep h, or stop.
    Play,
    /// Freeze the arrows as a ghost, or let them go.
    Hold,
    /// The next arrow.
    NextArrow,
    /// The arrow before.
    PreviousArrow,
    /// The next wrong arrow.
    NextWrong,
    /// The wrong arrow before.
    PreviousWrong,
    /// Fold or unfold the h lab.
    Lab,
    /// Show the whole grid.
    Fit,
    /// Let the optimisers go, or stop them.
    Descend,
    /// One step of them.
    Step,
    /// The optimisers back at their start.
    Reset,
    /// All steps of them.
    AllSteps,
    /// Light or dark.
    Theme,
    /// The whole screen for the window, or not.
    FullScreen,
    /// Everything larger.
    ZoomIn,
    /// Everything smaller.
    ZoomOut,
    /// Everything in its usual size.
    ZoomReset,
    /// The sheet with keys, functions and notation.
    Help,
    /// The tour.
    Tour,
    /// One step back.
    Undo,
    /// One step forward again.
    Redo,
    /// Save what is set in the open file.
    Save,
    /// Save what is set in another file.
    SaveAs,
    /// Open such a file.
    Open,
    /// Save the figure.
    Export,
    /// The figure to the clipboard.
    CopyImage,
    /// A Python script that makes this figure, to the clipboard.
    CopyScript,
    /// The command line that opens the window with all that is set, to the clipboard.
    CopyLink,
}

/// The headings of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// What is looked at.
    Function,
    /// The difference step.
    Step,
    /// Arrows and the canvas.
    Canvas,
    /// The ways of the optimisers.
    Optimisers,
    /// The window itself.
    Window,
    /// Files, the clipboard, and steps back.
    Files,
}

impl Group {
    /// All, in the order of the sheet.
    pub const ALL: [Self; 6] =
        [Self::Function, Self::Step, Self::Canvas, Self::Optimisers, Self::Window, Self::Files];

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Function => "The function",
            Self::Step => "The step h",
            Self::Canvas => "Arrows and the canvas",
            Self::Optimisers => "Optimisers",
            Self::Window => "The window",
            Self::Files => "Files and clipboard",
        }
    }
}
