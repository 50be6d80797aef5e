//! What a panel asks the app to do, beyond the settings it has changed itself.

use super::settings::Settings;

/// A wish of a panel.
#[must_use]
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Command {
    /// Nothing beyond the changed settings.
    #[default]
    None,
    /// Show the whole grid.
    FitView,
    /// Stop the running computation.
    Cancel,
    /// Set h.
    UseH(f64),
    /// Compute what was cancelled or has failed.
    Compute,
    /// Say what is wrong with what was typed.
    Complain(String),
    /// Begin with an example's settings and say what it shows.
    Load(Box<Settings>, &'static str),
}

impl Command {
    /// This wish, or the other where this is none.
    pub fn or(self, other: Self) -> Self {
        if self == Self::None { other } else { self }
    }
}
