//! A field as CSV or JSON, written as a stream: the memory needed does not grow with the field.
//!
//! Numbers that are not finite are `NaN`, `inf` and `-inf` in CSV and null in JSON. All others are written in the
//! fewest digits that read back as the same number and always as a float: in CSV as ryu formats them (`4.0`,
//! `0.00001`, `1e-6`, `1e16`, `-0.0`), in JSON as `serde_json` does, which writes `1e+16`.

mod csv;
mod file;
mod json;

use std::fmt;
use std::io;
use std::path::Path;
use std::str::FromStr;

pub use csv::write_csv;
pub use file::{FileError, write_whole_file};
pub use json::write_json;

use crate::field::GradientField;

/// How a field is written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// A table: one row a grid point.
    #[default]
    Csv,
    /// An object: the request, and an array a column of the table.
    Json,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Json];

    /// The name, which is also the extension of such files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The format of a file by its extension, in capital or small letters.
    pub fn of_file(path: &Path) -> Result<Self, UnknownFormat> {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        extension.to_ascii_lowercase().parse()
    }

    /// Write a field. The caller buffers: many small pieces are written.
    pub fn write(self, field: &GradientField, to: impl io::Write) -> io::Result<()> {
        match self {
            Self::Csv => write_csv(field, to),
            Self::Json => write_json(field, to),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|f| f.name() == name).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// No format has this name; empty for a file without an extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFormat(String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Format::ALL.map(Format::name).join(" and ");
        match self.0.as_str() {
            "" => write!(f, "The file's name has no extension to tell its format; there are {names}."),
            name => write!(f, "'{name}' is not a format a field can be written in; there are {names}."),
        }
    }
}

impl std::error::Error for UnknownFormat {}
