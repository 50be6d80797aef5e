//! A field as a table (CSV, NPY), which needs no more memory the larger it is, or as JSON; a study of it as CSV; a program
//! in [`python`] that makes it.
//!
//! Numbers that are not finite are `NaN`, `inf` and `-inf` in CSV and null in JSON; in NPY each number has its bits.
//! All others are written in the fewest digits that read back as the same number and always as a float: in CSV as ryu
//! formats them (`4.0`, `0.00001`, `1e-6`, `1e16`, `-0.0`), in JSON as `serde_json` does, which writes `1e+16`.

mod csv;
mod descent;
pub mod figure;
mod file;
mod json;
mod name;
mod npy;
pub mod python;
mod settings;
mod sweep;
mod table;

use std::fmt;
use std::io;
use std::path::Path;
use std::str::FromStr;

pub use csv::write_csv_with_census;
pub use descent::write_descents;
pub use file::{FileError, read_small_file, write_whole_file, write_whole_file_if};
pub use json::{write_json, write_json_with_census};
pub use name::offered_stem;
pub use settings::{OpenError, OpenReason, open_settings, save_settings};
pub use sweep::write_sweep;
pub use table::{BAND_POINTS, Table};

use crate::field::GradientField;

/// How a field is written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// A table in text.
    #[default]
    Csv,
    /// An object: the request, and an array a column of the table.
    Json,
    /// A table as a `NumPy` array of shape (points, 6).
    Npy,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Json, Self::Npy];

    /// The name, which is also the extension of such files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Npy => "npy",
        }
    }

    /// The format of a file by its extension, in capital or small letters.
    pub fn of_file(path: &Path) -> Result<Self, UnknownFormat> {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        extension.to_ascii_lowercase().parse()
    }

    /// The format as a table, which can be written while it is computed.
    ///
    /// JSON is none: its arrays come one after the other, so that each would need a computation of its own, and whoever
    /// reads it has the whole of it in memory anyway.
    pub fn table(self) -> Option<Table> {
        match self {
            Self::Csv => Some(Table::Csv),
            Self::Npy => Some(Table::Npy),
            Self::Json => None,
        }
    }

    /// Write a field. The caller buffers: JSON comes in many small pieces.
    pub fn write(self, field: &GradientField, to: impl io::Write) -> io::Result<()> {
        match self.table() {
            Some(table) => table.write(field, to),
            None => write_json(field, to),
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
        let [others @ .., last] = Format::ALL.map(Format::name);
        let names = format!("{} and {last}", others.join(", "));
        match self.0.as_str() {
            "" => write!(f, "The file's name has no extension to tell its format; there are {names}."),
            name => write!(f, "'{name}' is not a format a field can be written in; there are {names}."),
        }
    }
}

impl std::error::Error for UnknownFormat {}
