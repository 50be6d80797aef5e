//! `gradfield generate`: what a package of the program brings along, made from the arguments that it knows.

mod completions;

use std::io;
use std::iter;
use std::path::{Path, PathBuf};

use clap::{Args, Command, Subcommand, ValueHint};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::Failure;
use super::output::{Output, STDOUT, write_to_stdout};
use crate::export;

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = EXAMPLES)]
pub(super) struct GenerateCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Write what makes a shell complete options, names and subcommands
    Completions {
        /// The shell
        shell: Shell,

        #[command(flatten)]
        output: Output,
    },
    /// Write the man pages, of the program and of each subcommand
    Man {
        /// The folder to write them to, which must exist; - is the standard output, one page after the other
        #[arg(short, long, value_name = "DIR", default_value = STDOUT, value_hint = ValueHint::DirPath)]
        output: PathBuf,
    },
}

const EXAMPLES: &str = "\
Examples:
  gradfield generate completions bash -o ~/.local/share/bash-completion/completions/gradfield
  gradfield generate completions zsh -o ~/.zfunc/_gradfield
  gradfield generate completions fish -o ~/.config/fish/completions/gradfield.fish
  gradfield generate man -o ~/.local/share/man/man1
  gradfield generate man | man -l -";

impl GenerateCommand {
    /// Write what is asked for about a program.
    pub(super) fn run(self, program: Command) -> Result<(), Failure> {
        match self.what {
            What::Completions { shell, output } => {
                let script = completions::script(&program, shell);
                output.write(|to| to.write_all(script.as_bytes()))
            }
            What::Man { output } if output == Path::new(STDOUT) => write_to_stdout(|to| {
                pages(program)?.iter().try_for_each(|page| to.write_all(page.text.as_bytes()))
            }),
            What::Man { output } => {
                for page in pages(program).map_err(|error| Failure::output(error.to_string()))? {
                    export::write_whole_file(&output.join(page.file), |to| {
                        to.write_all(page.text.as_bytes())
                    })
                    .map_err(|error| Failure::output(error.to_string()))?;
                }
                Ok(())
            }
        }
    }
}

/// A man page.
struct Page {
    file: String,
    text: String,
}

/// The page of the program, and those of its subcommands.
fn pages(program: Command) -> io::Result<Vec<Page>> {
    let mut program = program.disable_help_subcommand(true);
    program.build();
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
    iter::once(&program).chain(commands).map(|command| page(command, &program)).collect()
}

/// An empty argument as roff has it. Without one the version would stand where the date is expected; and with a date of
/// its making a page would differ from build to build.
const NO_DATE: &str = "\"\"";

/// The page of a command. `clap_mangen` alone would put all that is said below the options into one paragraph.
fn page(command: &Command, program: &Command) -> io::Result<Page> {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").to_owned();
    let man = Man::new(command.clone().override_usage(usage));
    let title = command.get_display_name().unwrap_or(command.get_name()).to_uppercase();
    let man = man
        .title(title)
        .date(NO_DATE)
        .source(concat!("gradfield ", env!("CARGO_PKG_VERSION")))
        .manual("User Commands");
    let details = command.get_after_long_help().or(command.get_after_help());
    let details = Details::of(&details.map(ToString::to_string).unwrap_or_default());
    let mut page = vec![];
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    details.prose.to_writer(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.get_subcommands().any(|command| !command.is_hide_set()) {
        man.render_subcommands_section(&mut page)?;
    }
    details.blocks.to_writer(&mut page)?;
    if command.get_name() != program.get_name() {
        let mut see_also = Roff::new();
        see_also.control("SH", ["SEE ALSO"]).text([bold(program.get_name()), roman("(1)")]);
        see_also.to_writer(&mut page)?;
    }
    Ok(Page { file: man.get_filename(), text: as_typed(&String::from_utf8_lossy(&page)) })
}

/// What is said below the options, as sections of a man page.
struct Details {
    /// The paragraphs, which go on with the description.
    prose: Roff,
    /// What stands below headings such as `Examples:`, line by line.
    blocks: Roff,
}

impl Details {
    fn of(text: &str) -> Self {
        let (mut prose, mut blocks) = (Roff::new(), Roff::new());
        for paragraph in text.split("\n\n") {
            match paragraph.split_once(":\n  ") {
                Some((heading, block)) if !heading.contains('\n') => {
                    blocks.control("SH", [heading.to_uppercase().as_str()]).control("nf", []);
                    for line in block.lines() {
                        blocks.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
                    }
                    blocks.control("fi", []);
                }
                _ => {
                    prose.control("PP", []).text([roman(paragraph)]);
                }
            }
        }
        Self { prose, blocks }
    }
}

/// A page on which each character is what it is on a keyboard: roff would set `^`, `~` and a back quote as accents,
/// and an example copied from there would not work. Each section came with definitions of its own; once is enough.
fn as_typed(page: &str) -> String {
    let definitions = Roff::new().render();
    let typed =
        page.replace(&definitions, "").replace('^', "\\(ha").replace('~', "\\(ti").replace('`', "\\(ga");
    definitions + &typed
}
