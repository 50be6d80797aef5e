//! The program: what the arguments ask for, on the command line or in the window.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use gradfield::cli::{self, Action};
use gradfield::field::FieldSeed;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Action::Exit(code) => ExitCode::from(code),
        Action::Window(seed) => match open_window(seed) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error),
        },
    }
}

#[cfg(feature = "gui")]
fn open_window(seed: FieldSeed) -> Result<(), gradfield::gui::WindowError> {
    gradfield::gui::run(seed)
}

#[cfg(not(feature = "gui"))]
fn open_window(_: FieldSeed) -> Result<(), &'static str> {
    Err("This build has no window; 'gradfield field' writes a field as a table or a file.")
}

fn fail(error: &impl Display) -> ExitCode {
    // Where stderr is closed there is nobody to tell.
    drop(writeln!(io::stderr(), "error: {error}"));
    ExitCode::FAILURE
}
