//! Whether the desktop has a file dialog of its own.
//!
//! On Linux it comes from the desktop's portal, or from zenity where there is none. Where neither is there, the library
//! that asks for it answers as if the user had cancelled; so we look first.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The dialog of a desktop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Its own.
    Usual,
    /// Zenity's, which is less.
    Zenity,
    /// It has none.
    None,
}

/// Where the session keeps what this asks for. In a value of its own, so that a test can say how it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desktop {
    /// The folders in which programs are looked for.
    pub path: Vec<PathBuf>,
    /// The folders of shared data: `XDG_DATA_HOME` and `XDG_DATA_DIRS`.
    pub data: Vec<PathBuf>,
    /// Whether there is a session bus to speak over.
    pub has_bus: bool,
}

impl Desktop {
    /// That of this process.
    pub fn of_process() -> Self {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let list = |value: Option<OsString>, usual: &str| {
            env::split_paths(&value.unwrap_or_else(|| usual.into())).collect::<Vec<_>>()
        };
        let home = set("XDG_DATA_HOME").map(PathBuf::from);
        let home = home.or_else(|| set("HOME").map(|home| Path::new(&home).join(".local/share")));
        let has_socket =
            || set("XDG_RUNTIME_DIR").is_some_and(|folder| Path::new(&folder).join("bus").exists());
        Self {
            path: list(set("PATH"), "/usr/bin:/bin"),
            data: home.into_iter().chain(list(set("XDG_DATA_DIRS"), "/usr/local/share:/usr/share")).collect(),
            has_bus: set("DBUS_SESSION_BUS_ADDRESS").is_some() || has_socket(),
        }
    }

    /// The file dialog that would open.
    pub fn dialog(&self) -> Dialog {
        match () {
            () if self.has_portal() => Dialog::Usual,
            () if self.path.iter().any(|folder| folder.join("zenity").is_file()) => Dialog::Zenity,
            () => Dialog::None,
        }
    }

    /// Whether the portal can be started, and something behind it that shows files.
    fn has_portal(&self) -> bool {
        let service = "dbus-1/services/org.freedesktop.portal.Desktop.service";
        self.has_bus
            && self.data.iter().any(|folder| folder.join(service).is_file())
            && self.data.iter().any(|folder| shows_files(&folder.join("xdg-desktop-portal/portals")))
    }
}

/// Whether one of the portal's backends, which are described by files in this folder, has a file chooser.
fn shows_files(folder: &Path) -> bool {
    let Ok(entries) = folder.read_dir() else { return false };
    let chooser = "org.freedesktop.impl.portal.FileChooser";
    entries.flatten().any(|entry| {
        let path = entry.path();
        path.extension().is_some_and(|extension| extension == "portal")
            && std::fs::read_to_string(path).is_ok_and(|text| text.contains(chooser))
    })
}
