//! Files of settings, `NAME.gradfield`.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::file::{FileError, read_small_file, write_whole_file};
use crate::settings::{MOST_BYTES, ReadError, Reading, Settings};

/// Why a file has no settings to open.
#[derive(Debug)]
pub struct OpenError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub reason: OpenReason,
}

/// Why a file has no settings to open.
#[derive(Debug)]
pub enum OpenReason {
    /// It cannot be read.
    Unreadable(io::Error),
    /// What is in it is no settings.
    NoSettings(ReadError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cannot open {}: ", self.path.display())?;
        match &self.reason {
            OpenReason::Unreadable(error) => write!(f, "{error}."),
            OpenReason::NoSettings(error) => write!(f, "{error}."),
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            OpenReason::Unreadable(error) => Some(error),
            OpenReason::NoSettings(error) => Some(error),
        }
    }
}

/// The settings in a file. One that is too large is not read any further.
pub fn open_settings(path: &Path) -> Result<Reading, OpenError> {
    let failed = |reason| OpenError { path: path.to_owned(), reason };
    match read_small_file(path, MOST_BYTES) {
        Ok(Some(bytes)) => Settings::from_toml(&bytes).map_err(|error| failed(OpenReason::NoSettings(error))),
        Ok(None) => Err(failed(OpenReason::NoSettings(ReadError::TooLong))),
        Err(error) => Err(failed(OpenReason::Unreadable(error))),
    }
}

/// Write settings to a file, which is whole or as it was.
pub fn save_settings(settings: &Settings, path: &Path) -> Result<(), FileError> {
    let text = settings.to_toml();
    write_whole_file(path, |to| to.write_all(text.as_bytes()))
}
