//! The window.

pub mod app;
pub mod command;
pub mod file_dialog;
mod formula;
pub mod gallery;
mod glyphs;
pub mod h_lab;
pub mod help;
mod layout;
pub mod palette;
pub mod panels;
pub mod place;
pub mod plot;
mod sheet;
pub mod shortcuts;
pub mod store;
pub mod theme;
pub mod toasts;
pub mod tour;
pub mod undo;
mod ways;

use std::fmt;

use eframe::egui::{IconData, ViewportBuilder};

use crate::cli::Opening;
pub use crate::settings;
use app::App;
use app::document::PROGRAM;
use store::{Habits, Remembered, Store};

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

/// Open the window, as it was left unless on something else, and stay until it is closed.
pub fn run(opening: Option<Opening>) -> Result<(), WindowError> {
    if !has_display() {
        return Err(WindowError::NoDisplay);
    }
    let store = Store::usual();
    let remembered = store.as_ref().map_or_else(Remembered::default, Store::read);
    let options = eframe::NativeOptions { viewport: viewport(&remembered.habits), ..Default::default() };
    let create = |creation: &eframe::CreationContext<'_>| {
        if remembered.habits.place.is_some() {
            place::bring_back(creation);
        }
        App::restored(creation, store, remembered, opening)
    };
    eframe::run_native(APP_ID, options, Box::new(|creation| Ok(Box::new(create(creation)?)))).map_err(
        |error| match error {
            eframe::Error::WinitEventLoop(_) => WindowError::DisplayUnreachable,
            other => WindowError::Graphics(other),
        },
    )
}

/// The window, as large as it was and where it was.
fn viewport(habits: &Habits) -> ViewportBuilder {
    let viewport = ViewportBuilder::default()
        .with_title(PROGRAM)
        .with_app_id(APP_ID)
        .with_icon(icon())
        .with_inner_size(habits.size.unwrap_or([1280.0, 860.0]))
        .with_min_inner_size([640.0, 420.0])
        .with_maximized(habits.maximized);
    match habits.place {
        Some(place) => viewport.with_position(place),
        None => viewport,
    }
}

/// Whether the environment names a display. Only X11 and Wayland need one named.
fn has_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(all(unix, not(target_os = "macos"))))
        || ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].into_iter().any(named)
}
