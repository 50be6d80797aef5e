//! What a shell's user may expect of any program: pages of help, colours, pipes, the standard output by its name.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Output, Stdio};

use super::{gradfield, run};

/// The subcommands that `--help` lists.
pub(super) fn subcommands() -> Vec<String> {
    let (code, help, stderr) = run(&["--help"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    let (_, list) = help.split_once("\nCommands:\n").unwrap();
    let (list, _) = list.split_once("\n\n").unwrap();
    let names = list.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(' '));
    // A line that goes on is indented further.
    names.map(|(name, _)| name.to_owned()).filter(|name| !name.is_empty() && name != "help").collect()
}

/// Every command that prints: a use of it, and its exit code.
const PRINTING: [(&[&str], i32); 12] = [
    (&["field", "x0"], 0),
    (&["field", "x0", "--format", "json"], 0),
    (&["field", "x0", "--exact"], 0),
    (&["sweep", "x0", "--at", "1,2"], 0),
    (&["check", "x0", "--g0", "1", "--g1", "0"], 0),
    (&["descend", "x0^2", "--from", "1,2", "--steps", "3"], 0),
    (&["script", "x0"], 0),
    (&["generate", "completions", "zsh"], 0),
    (&["generate", "man"], 0),
    (&["--help"], 0),
    (&["field", "-h"], 0),
    (&["--version"], 0),
];

/// The files are written anew by the same test with `TRYCMD=overwrite`; read them then, as they are the specification.
#[test]
fn commands_print_what_the_files_say() {
    let cases = trycmd::TestCases::new();
    cases.register_bin("gradfield", trycmd::schema::Bin::Path(env!("CARGO_BIN_EXE_gradfield").into()));
    // Whatever the shell of the tests has set.
    cases.env("COLUMNS", "100").env("NO_COLOR", "1");
    cases.insert_var("[VERSION]", env!("CARGO_PKG_VERSION")).unwrap();
    cases.case("tests/cli/*.trycmd").case("tests/cli/help/*.trycmd");
    cases.run();
}

#[test]
fn every_subcommand_is_in_the_tables_of_this_test() {
    let names = subcommands();
    assert!(names.len() >= 4, "{names:?}");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/help");
    for name in &names {
        let path = folder.join(name).with_extension("trycmd");
        let pages = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for page in ["-h", "--help"] {
            assert!(pages.contains(&format!("\n$ gradfield {name} {page}\n")), "{name} {page}");
        }
        // A picture goes into a file.
        let is_printing = PRINTING.iter().any(|(arguments, _)| arguments[0] == name);
        assert!(is_printing || name == "render", "{name} is not among the commands that print");
    }
}

#[test]
fn the_summary_is_shorter_than_the_help_and_has_the_same_options() {
    for name in [vec![]].into_iter().chain(subcommands().into_iter().map(|name| vec![name])) {
        let page = |flag: &str| {
            let arguments: Vec<&str> = name.iter().map(String::as_str).chain([flag]).collect();
            run(&arguments).1
        };
        let (summary, help) = (page("-h"), page("--help"));
        assert!(summary.lines().count() < help.lines().count(), "{name:?}");
        let (_, examples) = help.split_once("\nExamples:\n").unwrap();
        assert!(summary.ends_with(examples), "{name:?}: the summary ends with the same examples");
        let options = |page: &str| {
            let words = page.split_whitespace().map(|word| word.trim_end_matches(','));
            let mut options: Vec<String> =
                words.filter(|word| word.starts_with("--")).map(str::to_owned).collect();
            options.sort();
            options.dedup();
            options
        };
        for option in options(&summary).iter().filter(|option| *option != "--help'") {
            assert!(options(&help).contains(option), "{name:?}: {option}");
        }
    }
}

/// Run with these variables set, of those that speak of colours.
fn run_in(variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut program = gradfield();
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        program.env_remove(name);
    }
    program.envs(variables.iter().copied()).args(arguments).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn colours_are_for_terminals_and_can_be_forbidden() {
    let is_coloured = |variables: &[(&str, &str)], arguments: &[&str]| {
        let output = run_in(variables, arguments);
        output.stdout.contains(&0x1b) || output.stderr.contains(&0x1b)
    };
    // What clap says can be coloured; data and our own messages never are.
    for (arguments, can_be) in [
        (&["--help"][..], true),
        (&["field", "-h"], true),
        (&["field", "x0", "--tmie"], true),
        (&["field", "x0 + sni(x1)"], false),
        (&["field", "x0"], false),
        (&["check", "x0", "--g0", "2", "--g1", "0"], false),
        (&["descend", "x0", "--from", "1,2", "--steps", "1"], false),
        (&["generate", "man"], false),
        (&["generate", "completions", "bash"], false),
    ] {
        for (variables, is_allowed) in [
            (&[][..], false),
            (&[("CLICOLOR_FORCE", "1")], true),
            (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
            (&[("CLICOLOR", "1")], false),
        ] {
            assert_eq!(
                is_coloured(variables, arguments),
                can_be && is_allowed,
                "{arguments:?} with {variables:?}"
            );
        }
    }
}

/// On a terminal, which `script` is, and which Linux systems have.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colours_unless_they_are_forbidden() {
    use std::process::Command;

    for (variables, is_coloured) in
        [(&[][..], true), (&[("NO_COLOR", "1")], false), (&[("CLICOLOR", "0")], false)]
    {
        let mut script = Command::new("script");
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            script.env_remove(name);
        }
        script.env("TERM", "xterm").envs(variables.iter().copied());
        script.args(["-qec", concat!(env!("CARGO_BIN_EXE_gradfield"), " --help"), "/dev/null"]);
        let Ok(output) = script.stdin(Stdio::null()).output() else { return };
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert!(stdout.contains("Examples:"), "{stdout}");
        assert_eq!(stdout.contains('\u{1b}'), is_coloured, "{variables:?}");
    }
}

/// The other end of a pipe whose reader has gone away.
fn deserted() -> io::PipeWriter {
    let (_, writer) = io::pipe().unwrap();
    writer
}

#[test]
fn whatever_is_printed_its_reader_may_leave() {
    for (arguments, code) in PRINTING {
        let output = gradfield().args(arguments).stdout(deserted()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let notes = stderr.lines().all(|line| line.starts_with("note: "));
        assert!(output.status.code() == Some(code) && notes, "{arguments:?}: {stderr}");
    }
    // A verdict is one also where nobody reads the report.
    let wrong =
        gradfield().args(["check", "x0", "--g0", "2", "--g1", "0"]).stdout(deserted()).output().unwrap();
    assert_eq!((wrong.status.code(), wrong.stderr), (Some(3), vec![]));
    // Nobody to hear a note, or why it fails.
    for (arguments, code) in [
        (&["descend", "x0^2", "--from", "1,2"][..], 0),
        (&["field", "1/2x0"], 0),
        (&["field", "x0", "--time"], 0),
        (&["field", "x0 +"], 2),
        (&["field", "x0", "--tmie"], 2),
        (&["field", "x0", "-o", "/none/field.csv"], 1),
    ] {
        let output = gradfield().args(arguments).stderr(deserted()).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_whatever_is_printed() {
    for (arguments, _) in PRINTING {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = gradfield().args(arguments).stdout(full).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let last = stderr.lines().last().unwrap_or_default();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {stderr}");
        assert!(last.starts_with("error: Cannot write to the standard output: "), "{arguments:?}: {stderr}");
    }
}

#[test]
fn a_hyphen_is_the_standard_output() {
    for (arguments, code) in PRINTING {
        let help = run(&[arguments, &["--help"]].concat()).1;
        if !help.contains("--output") || arguments.contains(&"-h") {
            continue;
        }
        let printed = run(arguments);
        assert_eq!(printed.0, Some(code));
        assert!(!printed.1.is_empty(), "{arguments:?}");
        for hyphen in [&["-o", "-"][..], &["-o-"], &["--output=-"]] {
            assert_eq!(run(&[arguments, hyphen].concat()), printed, "{arguments:?} {hyphen:?}");
        }
    }
    assert!(!Path::new("-").exists());
}
