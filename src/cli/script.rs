//! `gradfield script`: the field as a Python program.

use std::io::{self, Write};

use clap::Args;

use super::Failure;
use super::look::LookOptions;
use super::options::{FieldOptions, Function, SetOptions, refusal_of_field};
use super::output::Output;
use super::render::{parse_size_at, remark};
use crate::export::figure::{Content, Sheet};
use crate::export::python::script_of_figure;
use crate::field::{CancelToken, Progress};

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{DETAILS}\n\n{EXAMPLES}"))]
pub(super) struct ScriptCommand {
    #[command(flatten)]
    pub(super) function: Function,

    #[command(flatten)]
    output: Output,

    /// Width and height of the program's figure in pixels, of which matplotlib has 100 an inch, or with mm, cm or in behind
    #[arg(long, value_name = "WIDTHxHEIGHT", default_value = "800x600", value_parser = parse_size)]
    size: [f64; 2],

    /// The colours of the ground and of what is written on it
    #[arg(long, value_name = "THEME", default_value = "light", value_parser = ["light", "dark"])]
    theme: String,

    /// Leave out the title
    #[arg(long)]
    no_title: bool,

    /// Fill the figure, whatever the ranges of x0 and x1 are, so that a unit of one may be longer than one of the other
    #[arg(long)]
    free_aspect: bool,

    #[command(flatten)]
    look: LookOptions,

    #[command(flatten)]
    options: FieldOptions,

    #[command(flatten)]
    set: SetOptions,
}

const DETAILS: &str = "\
The program needs NumPy and matplotlib. Its arrays are those of gradfield bit for bit where f is
made of + - * / and square roots; NumPy's other functions are off by some units in the last place,
and a difference quotient by as much over h. bf16, which NumPy has not, is a class of the program's
own.

Its figure is that of gradfield render with the same options, but for the marks of arrows that are
missing or wrong. matplotlib chooses by a rule of its own where streamlines begin, and draws contour
lines across poles. Colours by digits and by angles are computed from the exact gradient in f64,
which tells no more than some 15 digits.";

const EXAMPLES: &str = "\
Examples:
  gradfield script \"x0^2 + x1^2\"
  gradfield script \"a*x0^2 + x1^2\" --param a=0.05 -o field.py
  gradfield script \"sin(5*x0) + x1^2\" --h 1e-7 --precision f32 --taken-step
  gradfield script \"x0^2/20 + x1^2\" --x0 -10:10 --x1 -5:5 --contours --descend sgd,adam --from -7,2
  gradfield script saved.gradfield -o saved.py";

/// matplotlib's pixels.
fn parse_size(text: &str) -> Result<[f64; 2], String> {
    parse_size_at(text, 100.0)
}

impl ScriptCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        self.output.expect_python()?;
        let mut settings = self.options.settings(&self.function)?;
        settings.grid.equal_aspect &= !self.free_aspect;
        self.look.apply(&mut settings)?;
        self.set.apply(&mut settings)?;
        let seed = settings.seed();
        let request = seed.request().map_err(|error| refusal_of_field(&error, &seed.expression))?;
        let Ok(content) = Content::compute(&request, &settings, &CancelToken::new(), &Progress::new()) else {
            unreachable!("nobody cancels")
        };
        let sheet =
            Sheet { size: self.size, dark_mode: self.theme == "dark", view: None, title: !self.no_title };
        let script = script_of_figure(&content, &settings, &sheet)
            .map_err(|error| Failure::usage(error.to_string()))?;
        remark(&content);
        for note in &script.notes {
            // Where stderr is closed there is nobody to tell.
            drop(writeln!(io::stderr(), "note: {note}"));
        }
        self.output.write(|to| to.write_all(script.text.as_bytes()))
    }
}
