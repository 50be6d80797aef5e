//! Where a command writes what it has to say.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use super::Failure;
use crate::export;

/// The file name that means the standard output.
pub(super) const STDOUT: &str = "-";

/// Extensions of files that are no text of a table, whatever writes them.
const NO_TABLES: [&str; 5] = ["json", "npy", "svg", "png", "pdf"];

#[derive(Args)]
pub(super) struct Output {
    /// Where to write; - is the standard output. A file is whole or not there
    #[arg(short, long, value_name = "FILE", default_value = STDOUT, value_hint = ValueHint::FilePath)]
    output: PathBuf,
}

impl Output {
    /// The file; `None` for the standard output.
    pub(super) fn file(&self) -> Option<&Path> {
        (self.output != Path::new(STDOUT)).then_some(&self.output)
    }

    /// Refuse a file that is named for something other than the text of a table; `what` is it that is written.
    pub(super) fn expect_csv(&self, what: &str) -> Result<(), Failure> {
        let extension = self.file().and_then(Path::extension);
        if extension
            .is_some_and(|extension| NO_TABLES.iter().any(|name| extension.eq_ignore_ascii_case(name)))
        {
            return Err(Failure::usage(format!("{what} is written as csv. Give the file another name.")));
        }
        Ok(())
    }

    /// Refuse a file that is named for something other than a Python program.
    pub(super) fn expect_python(&self) -> Result<(), Failure> {
        let extension = self.file().and_then(Path::extension);
        if extension.is_some_and(|extension| extension != "py") {
            return Err(Failure::usage(
                "A script is a Python program. Give the file a name that ends in .py.".to_owned(),
            ));
        }
        Ok(())
    }

    /// Write it all.
    pub(super) fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        match self.file() {
            Some(path) => match export::write_whole_file(path, write) {
                // The file is a pipe, as /dev/stdout can be.
                Err(error) if has_reader_left(&error.reason) => Ok(()),
                written => written.map_err(|error| Failure::output(error.to_string())),
            },
            None => write_to_stdout(write),
        }
    }
}

/// Write to the standard output; a reader that has seen enough and gone away is no failure.
pub(super) fn write_to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut to = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    written_to_stdout(write(&mut to).and_then(|()| to.flush()))
}

/// What is to be said of an attempt to write to the standard output.
pub(super) fn written_to_stdout(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if has_reader_left(&error) => Ok(()),
        Err(error) => Err(Failure::output(format!("Cannot write to the standard output: {error}."))),
        Ok(()) => Ok(()),
    }
}

fn has_reader_left(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}
