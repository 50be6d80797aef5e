//! `gradfield script`: the field as a Python program.

use clap::Args;

use super::figure::{FigureOptions, parse_size_at, remark};
use super::output::Output;
use super::{Failure, note};
use crate::export::python::script_of_figure;

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{DETAILS}\n\n{EXAMPLES}"))]
pub(super) struct ScriptCommand {
    #[command(flatten)]
    output: Output,

    /// Width and height of the program's figure in pixels, of which matplotlib has 100 an inch, or with mm, cm or in behind
    #[arg(long, value_name = "WIDTHxHEIGHT", default_value = "800x600", value_parser = parse_size)]
    size: [f64; 2],

    #[command(flatten)]
    pub(super) figure: FigureOptions,
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
        let (content, settings) = self.figure.compute()?;
        let script = script_of_figure(&content, &settings, &self.figure.sheet(self.size))
            .map_err(|error| Failure::usage(error.to_string()))?;
        remark(&content);
        for remark in &script.notes {
            note(remark);
        }
        self.output.write(|to| to.write_all(script.text.as_bytes()))
    }
}
