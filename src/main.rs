//! The program: what the arguments ask for, on the command line or in the window.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use gradfield::cli::{self, Action, Opening};

fn main() -> ExitCode {
    if let Err(error) = gradfield::processor::check() {
        return fail(&error);
    }
    match cli::run(std::env::args_os()) {
        Action::Exit(code) => ExitCode::from(code),
        Action::Resume => window(None),
        Action::Window(opening) => window(Some(*opening)),
    }
}

fn window(opening: Option<Opening>) -> ExitCode {
    match open_window(opening) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

#[cfg(feature = "gui")]
fn open_window(opening: Option<Opening>) -> Result<(), gradfield::gui::WindowError> {
    gradfield::gui::run(opening)
}

#[cfg(not(feature = "gui"))]
fn open_window(_: Option<Opening>) -> Result<(), &'static str> {
    Err("This build has no window; 'gradfield field' writes a field as a table or a file.")
}

fn fail(error: &impl Display) -> ExitCode {
    // Where stderr is closed there is nobody to tell.
    drop(writeln!(io::stderr(), "error: {error}"));
    ExitCode::FAILURE
}
