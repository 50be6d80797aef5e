//! What makes a shell complete options, names, subcommands and files.

use clap::{Arg, Command, ValueHint};
use clap_complete::Shell;

use crate::settings::EXTENSION;

/// The script for a shell. Made in memory, as `clap_complete` panics where it cannot write.
pub(super) fn script(program: &Command, shell: Shell) -> String {
    let mut script = vec![];
    clap_complete::generate(shell, &mut outline(program), program.get_name(), &mut script);
    let script = String::from_utf8_lossy(&script);
    let script = match shell {
        // fish would take the h of --h for -h, which is taken, and complete nothing at all.
        Shell::Fish => script.replacen(" h= ", " ", 1),
        _ => script.into_owned(),
    };
    with_files(script, shell)
}

/// The script with files of settings for the first word, where a subcommand can stand too: `clap_complete` knows no such
/// place.
fn with_files(script: String, shell: Shell) -> String {
    match shell {
        Shell::Bash => {
            let before = "                COMPREPLY=( $(compgen -W \"${opts}\" -- \"${cur}\") )\n";
            let place = format!("        gradfield)\n{}", of_case(&script));
            let files = place.replacen(before, &format!("{before}                _gradfield_files\n"), 1);
            let function = format!(
                "_gradfield_files() {{\n    \
                 [[ ${{COMP_CWORD}} -eq 1 && ${{cur}} != -* ]] || return\n    \
                 local file\n    \
                 while IFS= read -r file; do\n        \
                 COMPREPLY+=(\"${{file}}\")\n        \
                 compopt -o filenames\n    \
                 done < <(compgen -f -X '!*.{EXTENSION}' -- \"${{cur}}\"; compgen -d -- \"${{cur}}\")\n}}\n\n"
            );
            function + &script.replacen(&place, &files, 1)
        }
        Shell::Zsh => {
            let function = format!(
                "_gradfield_first() {{\n    \
                 _alternative 'commands:command:_gradfield_commands' 'files:settings:_files -g \"*.{EXTENSION}\"'\n}}\n\n"
            );
            let script = script.replacen("\":: :_gradfield_commands\"", "\":: :_gradfield_first\"", 1);
            script.replacen("_gradfield() {\n", &format!("{function}_gradfield() {{\n"), 1)
        }
        Shell::Fish => {
            let found = format!(
                r#"(string match -r ".*(?:[.]{EXTENSION}|/)(?=\t|\$)" -- (__fish_complete_path (commandline -ct)))"#
            );
            let condition = "-n __fish_gradfield_needs_command";
            script + &format!("complete -c gradfield {condition} -f -a '{found}' -d 'Settings'\n")
        }
        _ => script,
    }
}

/// What follows in the case of the program itself.
fn of_case(script: &str) -> &str {
    let (_, rest) = script.split_once("        gradfield)\n").unwrap_or_default();
    rest.split_once("return 0").map_or("", |(case, _)| case)
}

/// A command with what can be completed of it, which is not all that `clap_complete` would take.
///
/// What is hidden is left out, and so is an expression where a subcommand can stand: in zsh it would take its place. The files
/// that can stand there as well are added by [`with_files`].
fn outline(command: &Command) -> Command {
    let arguments = command.get_arguments().filter(|argument| !argument.is_hide_set());
    let arguments = arguments.filter(|argument| !(argument.is_positional() && command.has_subcommands()));
    let commands = command.get_subcommands().filter(|command| !command.is_hide_set());
    let outline = Command::new(command.get_name().to_owned())
        .about(command.get_about().cloned().unwrap_or_default())
        .args(arguments.cloned().map(described))
        .subcommands(commands.map(outline));
    match command.get_version() {
        Some(version) => outline.version(version.to_owned()),
        None => outline,
    }
}

/// Keep a shell from offering file names for a number, which it does unless told otherwise; and zsh from taking a colon
/// in `MIN:MAX` for one of its own.
fn described(argument: Arg) -> Arg {
    if !argument.get_action().takes_values() {
        return argument;
    }
    let names = argument.get_value_names().unwrap_or_default().iter();
    let names: Vec<String> = names.map(|name| name.replace(':', "\\:")).collect();
    let argument = argument.value_names(names);
    match argument.get_value_hint() {
        ValueHint::Unknown => argument.value_hint(ValueHint::Other),
        _ => argument,
    }
}
