//! `gradfield script`: the field as a Python program.

use clap::Args;

use super::Failure;
use super::options::{FieldOptions, Function, SetOptions, refusal_of_field};
use super::output::Output;
use crate::export::python::{ScriptLook, script};

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{DETAILS}\n\n{EXAMPLES}"))]
pub(super) struct ScriptCommand {
    #[command(flatten)]
    pub(super) function: Function,

    #[command(flatten)]
    output: Output,

    #[command(flatten)]
    options: FieldOptions,

    #[command(flatten)]
    set: SetOptions,
}

const DETAILS: &str = "\
The program needs NumPy and matplotlib. Its arrays are those of gradfield bit for bit where f is
made of + - * / and square roots; NumPy's other functions are off by some units in the last place,
and a difference quotient by as much over h. bf16, which NumPy has not, is a class of the program's
own.";

const EXAMPLES: &str = "\
Examples:
  gradfield script \"x0^2 + x1^2\"
  gradfield script \"a*x0^2 + x1^2\" --param a=0.05 -o field.py
  gradfield script \"sin(5*x0) + x1^2\" --h 1e-7 --precision f32 --taken-step
  gradfield script saved.gradfield -o saved.py";

impl ScriptCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        self.output.expect_python()?;
        let mut settings = self.options.settings(&self.function)?;
        self.set.apply(&mut settings)?;
        let seed = settings.seed();
        let request = seed.request().map_err(|error| refusal_of_field(&error, &seed.expression))?;
        let text =
            script(&request, &ScriptLook::default()).map_err(|error| Failure::usage(error.to_string()))?;
        self.output.write(|to| to.write_all(text.as_bytes()))
    }
}
