//! The window.

pub mod app;
pub mod command;
mod formula;
pub mod gallery;
mod glyphs;
pub mod h_lab;
pub mod palette;
pub mod panels;
pub mod plot;
pub mod theme;
mod ways;

use std::fmt;

use eframe::egui::{IconData, ViewportBuilder};

use crate::field::FieldSeed;
pub use crate::settings;
use app::App;
use settings::Settings;

/// Why there is no window.
#[derive(Debug)]
pub enum WindowError {
    /// No display to open it on.
    NoDisplay,
    /// The display that the environment names does not answer.
    DisplayUnreachable,
    /// The display is there, but no window could be opened on it.
    Graphics(eframe::Error),
}

impl fmt::Display for WindowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDisplay => f.write_str(
                "There is no display to open a window on; `gradfield field` prints the table of a field without one.",
            ),
            Self::DisplayUnreachable => f.write_str(
                "The display that DISPLAY or WAYLAND_DISPLAY names cannot be reached; `gradfield field` prints the table of a \
                 field without one.",
            ),
            Self::Graphics(error) => write!(
                f,
                "The window could not be opened ({error}); `gradfield field` prints the table of a field without one."
            ),
        }
    }
}

impl std::error::Error for WindowError {}

/// What a desktop knows the window by: the name of the menu entry and of the icon in `assets`.
const APP_ID: &str = "gradfield";

/// The icon of the window. Wayland takes that of the menu entry instead.
#[expect(clippy::missing_panics_doc, reason = "the picture is part of the program, and a test decodes it")]
pub fn icon() -> IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")).expect("the icon is a PNG")
}

/// Open the window on a field and stay until it is closed.
pub fn run(seed: FieldSeed) -> Result<(), WindowError> {
    if !has_display() {
        return Err(WindowError::NoDisplay);
    }
    let settings = Settings::from(seed);
    let options = eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title("gradfield")
            .with_app_id(APP_ID)
            .with_icon(icon())
            .with_inner_size([1280.0, 860.0])
            .with_min_inner_size([640.0, 420.0]),
        ..Default::default()
    };
    eframe::run_native("gradfield", options, Box::new(|creation| Ok(Box::new(App::new(creation, settings)?))))
        .map_err(|error| match error {
            eframe::Error::WinitEventLoop(_) => WindowError::DisplayUnreachable,
            other => WindowError::Graphics(other),
        })
}

/// Whether the environment names a display. Only X11 and Wayland need one named.
fn has_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(all(unix, not(target_os = "macos"))))
        || ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].into_iter().any(named)
}
