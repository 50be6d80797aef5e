//! The program as it is called from a shell.

mod files;
mod generate;
mod habits;
mod saved;

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};

use gradfield::cli::{self, Action};
use gradfield::differentiate::{Divisor, Method, Precision, Scheme};
use gradfield::export::save_settings;
use gradfield::expr::Parameters;
use gradfield::field::{AxisSpec, FieldSeed, GridSpec};
use gradfield::settings::Settings;

fn gradfield() -> Command {
    Command::new(env!("CARGO_BIN_EXE_gradfield"))
}

/// Exit code, stdout and stderr.
pub(crate) fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = gradfield().args(arguments).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn table(arguments: &[&str]) -> String {
    let (code, stdout, stderr) = run(&[&["field"], arguments].concat());
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{arguments:?}");
    stdout
}

/// The numbers below the header.
fn rows(table: &str) -> Vec<[f64; 6]> {
    let row =
        |line: &str| line.split(',').map(|n| n.parse().unwrap()).collect::<Vec<f64>>().try_into().unwrap();
    table.lines().skip(1).map(row).collect()
}

/// The arguments are refused: exit code 2, nothing on stdout, this on stderr.
pub(crate) fn refused(arguments: &[&str], message: &str) {
    let (code, stdout, stderr) = run(arguments);
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (Some(2), "", message), "{arguments:?}");
}

/// The arguments are refused by clap, whose message contains this.
fn refused_with(arguments: &[&str], part: &str) {
    let (code, stdout, stderr) = run(arguments);
    assert_eq!((code, stdout.as_str()), (Some(2), ""), "{arguments:?}");
    assert!(stderr.contains(part), "{arguments:?}: {stderr}");
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-11
}

#[test]
fn the_default_table_is_the_bowl() {
    let table = table(&["x0^2 + x1^2"]);
    assert!(table.starts_with("x0,x1,f,g0,g1,norm\n-2.0,-2.0,8.0,"), "{table}");
    let rows = rows(&table);
    assert_eq!(rows.len(), 256);
    for (i, [x0, x1, f, g0, g1, norm]) in rows.into_iter().enumerate() {
        assert_eq!([x0, x1], [-2.0 + (i % 16) as f64 * 0.25, -2.0 + (i / 16) as f64 * 0.25]);
        assert_eq!(f, x0 * x0 + x1 * x1);
        assert!(near(g0, 2.0 * x0) && near(g1, 2.0 * x1) && near(norm, g0.hypot(g1)), "row {i}");
    }
}

#[test]
fn expressions_and_ranges_may_begin_with_a_minus_sign() {
    assert_eq!(rows(&table(&["-x0^2", "--step", "1"]))[0][2], -4.0);
    assert_eq!(rows(&table(&["-x1", "--x0", "-3:-1", "--step", "1"])).len(), 4);
    assert_eq!(rows(&table(&["--x0", "-2:2", "--x1", "-1:0", "--step", "0.5", "-(x0*x1)"])).len(), 16);
    assert_eq!(rows(&table(&["--x0=-2:2", "--", "-x0"])).len(), 256);
    assert_eq!(rows(&table(&["--step", "1", "--", "--x0"]))[0][2], -2.0);
}

#[test]
fn field_options_mean_what_they_say() {
    let closed = rows(&table(&["x0", "--x0", "0:1", "--step", "1/4", "--closed"]));
    assert_eq!(closed.len(), 25);
    assert_eq!(closed[4][0], 1.0);
    let pi = rows(&table(&["x0", "--x0", "0:2*pi", "--x1", "0:1", "--step", "pi/4"]));
    assert_eq!(pi.len(), 8 * 2);
    let forward = rows(&table(&["x0^2", "--scheme", "forward", "--h", "0.5", "--step", "1"]));
    assert_eq!(forward[0][3], -3.5);
    let backward = rows(&table(&["x0^2", "--scheme", "backward", "--h", "2^-1", "--step", "1"]));
    assert_eq!(backward[0][3], -4.5);
}

#[test]
fn a_step_too_small_gives_zeros_not_an_error() {
    let rows = rows(&table(&["x0^2 + x1^2", "--h", "10e-50"]));
    assert_eq!(rows.len(), 256);
    assert!(rows.iter().all(|row| row[3..] == [0.0; 3]));
}

#[test]
fn json_has_null_where_f_has_no_value() {
    let text = table(&["1/x0", "--x0", "0:2", "--x1", "0:1", "--step", "1", "--format", "json", "--h", "1"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["request"]["scheme"], "central");
    assert_eq!(json["request"]["x0"]["max"], 2.0);
    assert_eq!(json["x0"], serde_json::json!([0.0, 1.0]));
    assert_eq!(json["f"], serde_json::json!([null, 1.0]));
    assert_eq!(json["g0"], serde_json::json!([1.0, null]));
    assert_eq!(json["norm"].as_array().map(Vec::len), Some(2));
}

#[test]
fn what_cannot_be_computed_is_refused_with_a_reason() {
    refused(
        &["field", "x0", "--x0", "2:-2"],
        "error: The x0 range is empty: it must end above where it begins, not go from 2 to -2.\n",
    );
    refused(&["field", "x0", "--step", "0"], "error: The grid step must be above 0, not 0.\n");
    refused(&["field", "x0", "--h", "0"], "error: h must be a finite number above 0, not 0.\n");
    refused(&["field", "x0", "--h", "-1"], "error: h must be a finite number above 0, not -1.\n");
}

#[test]
fn what_is_too_large_is_refused_with_its_size() {
    let in_memory = "error: That field would take 1.8 GiB of memory for 60,000,516 points; the most is 512 MiB for \
                     16,777,216. Make the step larger. `gradfield field` writes larger ones as csv or npy, without \
                     --time and --exact.\n";
    let sixty_million = ["x0", "--x0", "0:7746", "--step", "1"];
    refused(&sixty_million, in_memory);
    for option in [
        &["--format", "json"][..],
        &["-o", "field.json"],
        &["--time"],
        &["--exact"],
        &["--time", "-o", "field.npy"],
    ] {
        refused(&[&["field"], &sixty_million[..], option].concat(), in_memory);
    }
    for format in ["csv", "npy"] {
        refused(
            &["field", "x0", "--step", "1e-9", "--format", format],
            "error: That table would take 666 EiB for 1.6e19 points; the most is 3 TiB for 68,719,476,736. Make the \
             step larger.\n",
        );
        refused(
            &["field", "x0", "--x0", "0:1", "--x1", "0:1e10", "--step", "1", "--format", format],
            "error: The x1 axis would take 75 GiB for 10,000,000,000 values; the most is 16 MiB for 2,097,152. Make \
             the step larger.\n",
        );
    }
    assert!(!Path::new("field.json").exists() && !Path::new("field.npy").exists());
}

#[test]
fn numbers_that_cannot_be_read_are_refused() {
    let hint = "is not a number; numbers look like 0.25, 1e-4, 2^-43, 1/3 or 2*pi.";
    refused_with(&["field", "x0", "--h", "nan"], &format!("'nan' {hint}"));
    refused_with(&["field", "x0", "--step", "inf"], &format!("'inf' {hint}"));
    refused_with(&["field", "x0", "--x0", "a:b"], &format!("'a' {hint}"));
    refused_with(&["field", "x0", "--x1", "1"], "A range is two numbers with a colon between, such as -2:2.");
    refused_with(
        &["field", "x0", "--h", "1e-400"],
        "'1e-400' is closer to 0 than the smallest number, 5e-324.",
    );
}

#[test]
fn an_expression_that_cannot_be_read_is_shown_with_carets() {
    for arguments in [&["field", "x0 + sni(x1)"][..], &["x0 + sni(x1)"]] {
        refused(
            arguments,
            "error: There is no function called sni.\n  x0 + sni(x1)\n       ^~~\nDid you mean sin?\n",
        );
    }
    // What would move the cursor or turn the text around is neither printed nor counted as more than a column.
    refused(
        &["field", "x0\n+\u{1b}[2J\u{202e}"],
        "error: There is an invisible character (U+001B).\n  x0 +\u{fffd}[2J\u{fffd}\n      ^\nRemove it.\n",
    );
    // Of 3,000 bytes a line is shown.
    let long = format!("{}q{}", "x0   +    ".repeat(150), "    +   x1".repeat(150));
    let line = format!("…{}q{}    +   x…", "x0   +    ".repeat(4), "    +   x1".repeat(5));
    let message = "The name q is not known.";
    let mark = " ".repeat(41) + "^";
    refused(
        &["field", &long],
        &format!(
            "error: {message}\n  {line}\n  {mark}\nGive it a value with --param q=1, or write x0 or x1.\n"
        ),
    );
}

#[test]
fn names_get_their_values_from_param() {
    let corner = rows(&table(&[
        "a*x0 + b_2",
        "--param",
        "a=-1.5",
        "--param",
        "b_2=1/4",
        "--x0",
        "0:2",
        "--step",
        "1",
    ]))[1];
    assert_eq!(corner[2], -1.25);
    assert!(near(corner[3], -1.5));
    let json = table(&["a*x0", "--param", "a=2", "--step", "2", "--format", "json"]);
    assert!(json.contains(r#""expression":"a*x0","parameters":{"a":2.0}"#), "{json}");
    let (_, sweep, _) =
        run(&["sweep", "a*x0", "--at", "1,0", "--param", "a=2", "--points", "2", "--h-from", "2^-4"]);
    assert_eq!(sweep.lines().nth(1), Some("central,0.0625,2.0,0.0,0.0,0.0"));
    let check = ["check", "a*x0^2", "--g0", "2*a*x0", "--g1", "0*b", "--param", "a=2", "--param", "b=1"];
    assert_eq!(run(&check).0, Some(0));
}

#[test]
fn a_text_that_may_have_been_meant_otherwise_is_remarked_on() {
    let (code, _, note) = run(&["field", "1/2x0", "--step", "2"]);
    assert_eq!(code, Some(0));
    assert_eq!(
        note,
        "note: / comes before the product with x0: this is .../2 times x0. If both belong below, write /(2*x0).\n"
    );
}

#[test]
fn bad_input_is_told_in_these_words() {
    let no_function = "There is no function yet.\nWrite one of x0 and x1, such as x0^2 + x1^2.";
    for (arguments, message) in [
        (&[""][..], no_function),
        (&["\u{a0}"], no_function),
        (&["1e400"], "The number 1e400 is too large.\n  1e400\n  ^~~~~\nThe largest is about 1.8e308."),
        (&["(x0 + 1"], "This bracket is never closed.\n  (x0 + 1\n  ^\nAdd ) at the end."),
        (&["x0 + 1)"], "This bracket closes nothing.\n  x0 + 1)\n        ^\nRemove it, or add ( before it."),
        (
            &["x0 + t"],
            "The name t is not known.\n  x0 + t\n       ^\nGive it a value with --param t=1, or write x0 or x1.",
        ),
        (&["a*x0", "--param", "b=1"], "The function has no parameter b. It has a."),
        (&["x0", "--param", "b=1"], "The function has no parameter b. It has no parameters."),
        (&["a*x0", "--param", "a=1", "--param", "a=2"], "--param gives a two values. Keep one of them."),
        (&["PI*x0"], "The name PI is not known.\n  PI*x0\n  ^~\nUpper and lower case differ: write pi."),
        (&["x0", "--h", "0"], "h must be a finite number above 0, not 0."),
        (&["x0", "--h", "-1"], "h must be a finite number above 0, not -1."),
        (&["x0", "--h", "1e308"], "h = 1e308 is too large: the divisor overflows."),
        (
            &["x0", "--x0", "2:-2"],
            "The x0 range is empty: it must end above where it begins, not go from 2 to -2.",
        ),
        (&["x0", "--step", "0"], "The grid step must be above 0, not 0."),
        (&["x0", "--step", "-1"], "The grid step must be above 0, not -1."),
        (
            &["x0", "--step", "5"],
            "The grid step 5 is larger than the x0 range, which is 4 wide; make it smaller.",
        ),
    ] {
        refused(&[&["field"], arguments].concat(), &format!("error: {message}\n"));
    }
    let long = "1".repeat(4097);
    let (code, stdout, stderr) = run(&["field", &long]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    let shown = format!("…{}", "1".repeat(41));
    let mark = format!("{}^", " ".repeat(41));
    assert_eq!(
        stderr,
        format!(
            "error: The text has 4097 bytes; the limit is 4096.\n  {shown}\n  {mark}\nWrite a shorter function.\n"
        )
    );
    for option in ["--h <H>", "--step <S>"] {
        let (name, _) = option.split_once(' ').unwrap();
        refused(
            &["field", "x0", name, "nan"],
            &format!(
                "error: invalid value 'nan' for '{option}': 'nan' is not a number; numbers look like 0.25, 1e-4, \
                 2^-43, 1/3 or 2*pi.\n\nFor more information, try '--help'.\n"
            ),
        );
    }
}

#[test]
fn huge_and_tiny_ranges_work() {
    for (range, step) in [("-1e300:1e300", "1e299"), ("-1e-300:1e-300", "1e-301")] {
        assert!(rows(&table(&["x0", "--x0", range, "--step", step])).len() >= 400);
    }
}

/// The window refuses to open, in this sentence, with these variables set.
#[cfg(all(feature = "gui", target_os = "linux"))]
fn no_window(variables: &[(&str, &str)], sentence: &str) {
    let mut program = gradfield();
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        program.env_remove(name);
    }
    program.envs(variables.iter().copied()).stdin(Stdio::null());
    let output = program.output().unwrap();
    assert_eq!((output.status.code(), output.stdout), (Some(1), vec![]));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), format!("error: {sentence}\n"));
    // Also where nobody is there to read it.
    let (_, deserted) = io::pipe().unwrap();
    assert_eq!(program.stderr(deserted).output().unwrap().status.code(), Some(1));
}

#[cfg(all(feature = "gui", target_os = "linux"))]
#[test]
fn without_a_display_the_table_is_pointed_to() {
    no_window(
        &[],
        "There is no display to open a window on; `gradfield field` prints the table of a field without one.",
    );
    no_window(
        &[("DISPLAY", ":7391")],
        "The display that DISPLAY or WAYLAND_DISPLAY names cannot be reached; `gradfield field` prints the table of a \
         field without one.",
    );
}

#[test]
fn mistakes_of_the_shell_are_named() {
    let unquoted =
        "error: '+' is one argument too many. Put the whole expression in quotes, as in \"x0^2 + x1^2\".\n";
    refused(&["x0^2", "+", "x1^2"], unquoted);
    refused(&["field", "x0^2", "+", "x1^2"], unquoted);
    for name in ["field", "sweep", "check"] {
        refused(
            &["--h", "1", name, "x0"],
            &format!("error: Options come after the subcommand: gradfield {name} EXPR [OPTIONS].\n"),
        );
    }
    for (word, name) in [("feild", "field"), ("sweeep", "sweep"), ("chek", "check")] {
        let message = format!("error: There is no subcommand {word}. Did you mean gradfield {name}?\n");
        refused(&[word, "x0^2"], &message);
    }
    let options_like = "An expression that begins so comes last, after a --.";
    for arguments in [&["--hlep"][..], &["field", "--hlep", "x0"]] {
        refused(arguments, &format!("error: There is no option --hlep; --help lists them. {options_like}\n"));
    }
    for arguments in [&["x0", "-x1"][..], &["field", "x0", "-x1"]] {
        refused(
            arguments,
            "error: There is no option -x; --help lists them. If it belongs to the expression, put the whole \
             expression in quotes, as in \"x0^2 + x1^2\".\n",
        );
    }
    refused(
        &["field", "x0", "--digits", "7"],
        "error: unexpected argument '--digits' found\n\n\
         Usage: gradfield field <EXPR>\n\n\
         For more information, try '--help'.\n",
    );
    refused_with(&["field", "x0", "--tmie"], "a similar argument exists: '--time'");
    refused_with(&["field", "x0", "--scheme", "centrl"], "a similar value exists: 'central'");
    refused_with(&["field"], "<EXPR>");
}

#[test]
fn a_file_has_what_stdout_would_have() {
    let folder = tempfile::tempdir().unwrap();
    for format in ["csv", "json", "npy"] {
        let path = folder.path().join("field").with_extension(format);
        let file = path.to_str().unwrap();
        assert_eq!(run(&["field", "x0*x1", "-o", file]), (Some(0), String::new(), String::new()));
        let printed = gradfield().args(["field", "x0*x1", "--format", format, "-o", "-"]).output().unwrap();
        assert_eq!((printed.status.code(), printed.stderr), (Some(0), vec![]));
        assert!(fs::read(&path).unwrap() == printed.stdout, "{format}");
    }
    // --format has the last word, and a bare name is in the current folder.
    let done =
        gradfield().args(["field", "x0", "-o", "a.txt", "--format", "csv"]).current_dir(&folder).status();
    assert!(done.unwrap().success());
    assert_eq!(fs::read_to_string(folder.path().join("a.txt")).unwrap(), table(&["x0"]));
}

#[test]
fn an_unknown_extension_is_refused() {
    refused(
        &["field", "x0", "-o", "field.xlsx"],
        "error: 'xlsx' is not a format a field can be written in; there are csv, json and npy. \
         Give the file such a name, or say which with --format.\n",
    );
    refused(
        &["field", "x0", "-o", "field"],
        "error: The file's name has no extension to tell its format; there are csv, json and npy. \
         Give the file such a name, or say which with --format.\n",
    );
    assert!(!Path::new("field.xlsx").exists());
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none/field.csv");
    let (code, stdout, stderr) = run(&["field", "x0", "-o", path.to_str().unwrap()]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert_eq!(stderr, format!("error: Cannot write {}: its folder does not exist.\n", path.display()));
}

/// A file larger than the limit cannot be written: the shell sets it to one block and has the signal ignored that
/// would end the program.
#[cfg(target_os = "linux")]
#[test]
fn an_existing_file_is_kept_when_the_write_fails() {
    for format in ["csv", "json", "npy"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("field").with_extension(format);
        fs::write(&path, "old").unwrap();
        let output = Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" field x0 -o \"$1\""])
            .arg(env!("CARGO_BIN_EXE_gradfield"))
            .arg(&path)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.starts_with(&format!("error: Cannot write {}: ", path.display())), "{stderr}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_stdout_is_an_error() {
    for format in ["csv", "json", "npy"] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = gradfield().args(["field", "x0", "--format", format]).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.starts_with("error: Cannot write to the standard output: "), "{stderr}");
    }
}

/// Two million points: 64 MiB as a field, 96 MiB as an array.
#[cfg(target_os = "linux")]
#[test]
fn a_table_takes_no_more_memory_the_larger_it_is() {
    for (format, length) in [("csv", 127_531_027), ("npy", 128 + 48 * (1 << 21))] {
        let mut child = gradfield()
            .args(["field", "x0", "--x0", "0:2048", "--x1", "0:1024", "--step", "1", "--format", format])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // All but what the pipe and the program's buffers hold, so that it waits with its last rows.
        let mut stdout = child.stdout.take().unwrap();
        let mut most = (&mut stdout).take(length - (1 << 20));
        assert_eq!(io::copy(&mut most, &mut io::sink()).unwrap(), length - (1 << 20), "{format}");
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        let peak_kib: u64 = peak.trim().strip_suffix(" kB").unwrap().parse().unwrap();
        assert!(peak_kib < 48 << 10, "{format}: {peak_kib} KiB");
        drop(stdout);
        assert!(child.wait().unwrap().success());
    }
}

/// Only where there is a Python with `NumPy`; the format is tested byte for byte without it.
#[test]
fn numpy_reads_the_array() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("field.npy");
    assert_eq!(run(&["field", "1/x0 + x1", "-o", path.to_str().unwrap()]).0, Some(0));
    let script =
        "import sys; import numpy as np; a = np.load(sys.argv[1]); print(a.shape, a.dtype.str, *a[8])";
    let Ok(python) = Command::new("python3").args(["-c", script]).arg(&path).output() else { return };
    let stderr = String::from_utf8(python.stderr).unwrap();
    if stderr.contains("No module named 'numpy'") {
        return;
    }
    assert_eq!(stderr, "");
    let stdout = String::from_utf8(python.stdout).unwrap();
    assert!(stdout.starts_with("(256, 6) <f8 0.0 -2.0 inf inf "), "{stdout}");
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = gradfield()
        .args(["field", "x0", "--step", "0.02"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The table is several times larger than a pipe holds, so the program is still writing.
    let mut header = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut header).unwrap();
    assert_eq!(header, "x0,x1,f,g0,g1,norm\n");
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), vec![]));
}

#[test]
fn time_is_alone_on_stderr() {
    let (code, stdout, stderr) = run(&["field", "x0", "--time"]);
    assert_eq!(code, Some(0));
    assert_eq!(stdout, table(&["x0"]), "computed as a whole it is no other table");
    let seconds: f64 = stderr.trim_end().parse().unwrap();
    assert!(seconds > 0.0 && seconds < 1.0, "{stderr}");
}

#[test]
fn help_lists_every_option() {
    let arithmetic =
        ["--precision", "--taken-step", "--scheme", "--help", "f16", "complex-step", "Examples:"];
    let of_fields = ["--x0", "--x1", "--step", "--closed", "--h", "--power-of-two"];
    for (command, words) in [
        (&[][..], &["--version", "field", "sweep", "check", "[EXPR]"][..]),
        (&["field"], &["-o", "--format", "--exact", "--time", "<EXPR>", "csv", "json", "npy"]),
        (&["sweep"], &["-o", "--at", "--h-from", "--h-to", "--points", "<EXPR>", "all", "abs_error"]),
        (&["check"], &["--g0", "--g1", "<EXPR>", "numpy.allclose"]),
        (&["script"], &["NumPy and matplotlib", "bf16", "-o field.py"]),
    ] {
        let (code, help, stderr) = run(&[command, &["--help"]].concat());
        assert_eq!((code, stderr.as_str()), (Some(0), ""));
        let of_fields = if command == ["sweep"] { &[][..] } else { &of_fields };
        let names = Scheme::ALL.map(Scheme::name).into_iter().chain(Precision::ALL.map(Precision::name));
        for word in arithmetic.iter().chain(of_fields).chain(words).copied().chain(names) {
            assert!(help.contains(word), "{word} is missing in\n{help}");
        }
    }
}

/// The arguments of the lines that begin with the program's name, without what is said about them.
fn examples(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().filter_map(|line| line.trim_start().strip_prefix("gradfield"));
    let lines = lines.filter(|line| line.is_empty() || line.starts_with(' '));
    // In the help three spaces stand before what is said, in the README a #.
    let command = |line: &str| line.split(" #").next().unwrap().split("   ").next().unwrap().to_owned();
    lines.map(|line| words(&command(line))).collect()
}

/// A command as the shell takes it apart; only double quotes are known.
fn words(command: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![];
    for (i, part) in command.split('"').enumerate() {
        if i % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn the_examples_of_the_help_and_the_readme_work() {
    let readme = include_str!("../../README.md").split("## Without a display").nth(1).unwrap();
    let (readme, _) = readme.split_once("\n## ").unwrap();
    let help = |command: &[&str]| run(&[command, &["--help"]].concat()).1;
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("saved.gradfield");
    save_settings(&Settings::default(), &saved).unwrap();
    let saved = saved.to_str().unwrap();
    for (text, windows, others) in [
        (readme, 1, 13),
        (&help(&[]), 3, 9),
        (&help(&["field"]), 0, 7),
        (&help(&["sweep"]), 0, 3),
        (&help(&["check"]), 0, 3),
        (&help(&["descend"]), 0, 3),
        (&help(&["render"]), 0, 8),
        (&help(&["script"]), 0, 5),
    ] {
        let text = text.split_once("Examples:").map_or(text, |(_, examples)| examples);
        let is_command = |words: &Vec<String>| {
            words.first().is_some_and(|word| {
                ["field", "sweep", "check", "descend", "render", "script"].contains(&word.as_str())
            })
        };
        let (other, window): (Vec<_>, Vec<_>) = examples(text).into_iter().partition(is_command);
        assert_eq!((window.len(), other.len()), (windows, others), "{text}");
        for words in window {
            let words: Vec<&str> = words
                .iter()
                .map(|word| if word.ends_with(".gradfield") { saved } else { word.as_str() })
                .collect();
            let is_window = matches!(action(&words), Action::Window(_));
            assert!(is_window || words.is_empty() && action(&words) == Action::Resume, "{words:?}");
        }
        // A field of millions of points would take a debug build long; that it is understood is enough.
        let coarse = |word: &String| word.replace("0.0005", "0.5").replace("0.001", "0.5");
        for words in other.iter().map(|words| words.iter().map(coarse)) {
            let words: Vec<String> = words.collect();
            let done = gradfield().args(&words).current_dir(&folder).output().unwrap();
            assert_eq!(done.status.code(), Some(0), "{words:?}");
            match words.iter().position(|word| word == "-o") {
                Some(at) => assert!(folder.path().join(&words[at + 1]).is_file(), "{words:?}"),
                None => assert!(!done.stdout.is_empty(), "{words:?}"),
            }
        }
    }
}

/// What the README shows of a check is what is printed.
#[test]
fn the_report_in_the_readme_is_true() {
    let readme = include_str!("../../README.md");
    let (_, shown) = readme.split_once("$ gradfield ").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    let (command, report) = shown.split_once('\n').unwrap();
    let words = words(command);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    assert_eq!(run(&words), (Some(3), report.to_owned(), String::new()));
}

#[test]
fn version_is_the_packages() {
    assert_eq!(
        run(&["--version"]),
        (Some(0), format!("gradfield {}\n", env!("CARGO_PKG_VERSION")), String::new())
    );
}

fn action(arguments: &[&str]) -> Action {
    cli::run(std::iter::once("gradfield").chain(arguments.iter().copied()).map(Into::into))
}

/// The settings that the window opens on.
fn opened(arguments: &[&str]) -> Settings {
    match action(arguments) {
        Action::Window(opening) => opening.settings,
        other => panic!("{arguments:?}: {other:?}"),
    }
}

#[test]
fn without_a_subcommand_the_window_is_seeded() {
    assert_eq!(action(&[]), Action::Resume);
    let grid = GridSpec {
        axes: [AxisSpec { min: -1.0, max: 1.0, step: 0.1 }, AxisSpec { min: 0.0, max: 3.0, step: 0.1 }],
        closed: true,
    };
    let seed = FieldSeed {
        expression: "-x0^2".into(),
        parameters: Parameters::new(),
        grid,
        method: Scheme::Backward.into(),
        h: 1e-49,
    };
    let arguments = [
        "-x0^2", "--x0", "-1:1", "--x1", "0:3", "--step", ".1", "--closed", "--h", "10e-50", "--scheme",
        "backward",
    ];
    assert_eq!(opened(&arguments), Settings::from(seed.clone()));
    let method = Method { scheme: Scheme::Richardson, precision: Precision::F16, divisor: Divisor::Taken };
    let more =
        ["--scheme", "richardson", "--precision", "f16", "--taken-step", "--power-of-two", "--h", "0.1"];
    let arguments = [&arguments[..8], &more].concat();
    let mut settings = Settings::from(FieldSeed { method, h: 0.1, ..seed });
    // 0.125 in its place.
    settings.difference.power_of_two = true;
    assert_eq!(opened(&arguments), settings);
}

#[test]
fn every_scheme_and_precision_can_be_asked_for() {
    for scheme in Scheme::ALL {
        for precision in Precision::ALL {
            let arguments = [
                "exp(x0)",
                "--step",
                "1",
                "--h",
                "0.25",
                "--scheme",
                scheme.name(),
                "--precision",
                precision.name(),
            ];
            if scheme == Scheme::ComplexStep && precision != Precision::F64 {
                let message = format!(
                    "error: The complex step is computed in f64 only, not in {precision}. Choose f64 or another scheme.\n"
                );
                refused(&[&["field"], &arguments[..]].concat(), &message);
                continue;
            }
            let row = rows(&table(&arguments))[2];
            // Truncation at 0 is at most h/2, rounding at most some roundings of 2^-8 over h.
            assert!((row[3] - 1.0).abs() < 0.15 && row[4] == 0.0, "{scheme} in {precision}: {row:?}");
        }
    }
}

#[test]
fn the_step_can_be_the_one_that_is_taken_or_a_power_of_two() {
    let g0 = |more: &[&str]| {
        rows(&table(&[&["x0", "--x0", "1:2", "--step", "1", "--h", "1e-13"], more].concat()))[0][3]
    };
    assert!((g0(&[]) - 1.0).abs() > 1e-4);
    assert_eq!(g0(&["--taken-step"]), 1.0);
    assert_eq!(g0(&["--power-of-two"]), 1.0);
    let json = table(&["x0", "--h", "1e-13", "--power-of-two", "--taken-step", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    // 2^-43, to within a unit in the last place, which this reader of JSON may be off.
    assert!((json["request"]["h"].as_f64().unwrap() * 2.0_f64.powi(43) - 1.0).abs() <= f64::EPSILON);
    assert_eq!(json["request"]["taken_step"], true);
    // A power too large is refused as the h that it is.
    refused(
        &["field", "x0", "--h", "1e308", "--power-of-two"],
        "error: h = 8.98846567431158e307 is too large: the divisor overflows.\n",
    );
}

/// The columns that `--exact` adds, as text.
fn judged(arguments: &[&str]) -> Vec<Vec<String>> {
    let table = table(&[arguments, &["--exact"]].concat());
    let (header, rows) = table.split_once('\n').unwrap();
    assert_eq!(header, "x0,x1,f,g0,g1,norm,e0,e1,relative_error,angle_error_deg,cause");
    rows.lines().map(|row| row.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn exact_adds_the_gradient_the_errors_and_the_cause() {
    let rows = judged(&["x0^2 + x1^2", "--h", "1e-16"]);
    assert_eq!(rows.len(), 256);
    let mut alive = 0;
    for row in &rows {
        let [x0, x1, _, g0, g1, _, e0, e1, relative, angle] = <[f64; 10]>::try_from(
            row[..10].iter().map(|number| number.parse().unwrap()).collect::<Vec<f64>>(),
        )
        .unwrap();
        assert_eq!([e0, e1], [2.0 * x0, 2.0 * x1]);
        let is_alive = [g0, g1] != [0.0; 2];
        alive += usize::from(is_alive);
        match row[10].as_str() {
            "stationary" => assert!([x0, x1] == [0.0; 2] && relative.is_nan() && angle.is_nan()),
            "absorbed" | "half-absorbed" | "cancelled" => {
                assert!((relative - (g0 - e0).hypot(g1 - e1) / e0.hypot(e1)).abs() < 1e-15);
                assert_eq!(angle.is_nan(), !is_alive);
            }
            cause => assert!(cause == "good" || cause == "rounding", "{cause}"),
        }
    }
    assert_eq!(alive, 80);
    // As json, the same with null.
    let text = table(&["x0^2 + x1^2", "--h", "1e-16", "--exact", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (k, name) in ["e0", "e1", "relative_error", "angle_error_deg", "cause"].into_iter().enumerate() {
        let column = json[name].as_array().unwrap();
        assert_eq!(column.len(), 256);
        for (entry, row) in column.iter().zip(&rows) {
            match (entry, &row[6 + k]) {
                (serde_json::Value::Null, text) => assert_eq!(text, "NaN"),
                (serde_json::Value::String(cause), text) => assert_eq!(cause, text),
                // This reader of JSON may be off by a unit in the last place.
                (entry, text) => {
                    let (read, number) = (entry.as_f64().unwrap(), text.parse::<f64>().unwrap());
                    assert!((read - number).abs() <= f64::EPSILON * number.abs(), "{entry} beside {text}");
                }
            }
        }
    }
    // In a file, and with the time.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("judged.csv");
    let (code, stdout, stderr) = run(&["field", "x0", "--exact", "--time", "-o", path.to_str().unwrap()]);
    assert_eq!((code, stdout.as_str()), (Some(0), ""));
    assert!(stderr.trim_end().parse::<f64>().is_ok());
    assert_eq!(fs::read_to_string(&path).unwrap(), table(&["x0", "--exact"]));
}

#[test]
fn an_array_has_no_room_for_causes() {
    let message = "error: An array of numbers cannot hold the causes that --exact adds. Write csv or json.\n";
    refused(&["field", "x0", "--exact", "--format", "npy"], message);
    refused(&["field", "x0", "--exact", "-o", "field.npy"], message);
    assert!(!Path::new("field.npy").exists());
}

/// The rows of a sweep: the scheme and the numbers.
fn sweep(arguments: &[&str]) -> Vec<(String, [f64; 5])> {
    let (code, stdout, stderr) = run(&[&["sweep"], arguments].concat());
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{arguments:?}");
    let rows = stdout.strip_prefix("scheme,h,g0,g1,abs_error,rel_error\n").unwrap();
    let row = |line: &str| {
        let (scheme, numbers) = line.split_once(',').unwrap();
        let numbers: Vec<f64> = numbers.split(',').map(|number| number.parse().unwrap()).collect();
        (scheme.to_owned(), numbers.try_into().unwrap())
    };
    rows.lines().map(row).collect()
}

#[test]
fn a_sweep_is_a_row_a_step() {
    let rows = sweep(&["exp(x0) + x1", "--at", "1,-0.5"]);
    assert_eq!(rows.len(), 161);
    assert_eq!((rows[0].1[0], rows[160].1[0], rows[120].1[0]), (1e-16, 1.0, 1e-4));
    let e = 1.0_f64.exp();
    for (scheme, [h, g0, g1, absolute, relative]) in &rows {
        assert_eq!(scheme, "central");
        assert!((absolute - (g0 - e).hypot(g1 - 1.0)).abs() <= 1e-15, "h = {h}");
        assert!((relative - absolute / e.hypot(1.0)).abs() <= 1e-16, "h = {h}");
    }
    assert!(rows.iter().any(|(_, row)| row[4] < 1e-10) && rows[0].1[4] > 0.9);
    let falling = sweep(&[
        "x0", "--at", "-1, 2", "--h-from", "1", "--h-to", "2^-10", "--points", "11", "--scheme", "forward",
    ]);
    for (k, (scheme, row)) in falling.iter().enumerate() {
        let h = 0.5_f64.powi(i32::try_from(k).unwrap());
        assert_eq!((scheme.as_str(), row), ("forward", &[h, 1.0, 0.0, 0.0, 0.0]));
    }
    // Without a gradient there is no error, with a zero one none that is relative.
    assert!(
        sweep(&["ln(x0)", "--at", "-1,0", "--points", "2"])
            .iter()
            .all(|(_, row)| row[3].is_nan() && row[4].is_nan())
    );
    assert!(
        sweep(&["x0^2", "--at", "0,0", "--points", "2"])
            .iter()
            .all(|(_, row)| row[3] == 0.0 && row[4].is_nan())
    );
}

#[test]
fn a_sweep_takes_all_schemes_or_those_that_go() {
    let few = ["--at", "1,2", "--points", "3", "--scheme", "all"];
    let names =
        |rows: Vec<(String, [f64; 5])>| rows.into_iter().map(|(scheme, _)| scheme).collect::<Vec<_>>();
    let all: Vec<_> = Scheme::ALL.iter().flat_map(|scheme| [scheme.name(); 3]).collect();
    assert_eq!(names(sweep(&[&["x0*x1"], &few[..]].concat())), all);
    let (code, stdout, stderr) = run(&[&["sweep", "abs(x0)"], &few[..]].concat());
    assert_eq!((code, stdout.lines().count()), (Some(0), 1 + 3 * 6));
    assert_eq!(
        stderr,
        "note: complex-step is left out. The complex step cannot go through abs: it is not an analytic function. Choose another \
         scheme.\n"
    );
}

#[test]
fn a_sweep_has_a_precision() {
    let few = ["x0*x1", "--at", "1,2", "--points", "2", "--scheme", "all", "--precision", "f16"];
    let (code, stdout, stderr) = run(&[&["sweep"], &few[..]].concat());
    assert_eq!((code, stdout.lines().count()), (Some(0), 1 + 2 * 6));
    assert!(
        stderr.starts_with("note: complex-step is left out. The complex step is computed in f64 only"),
        "{stderr}"
    );
    // 1e-16 is 0 there, and 0/0 is no number.
    assert!(stdout.contains("\ncentral,1e-16,NaN,NaN,NaN,NaN\n"), "{stdout}");
}

#[test]
fn a_sweep_is_written_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sweep.csv");
    let arguments = ["sweep", "x0*x1", "--at", "1,2", "--precision", "f32", "--taken-step"];
    let printed = run(&arguments).1;
    assert_eq!(
        run(&[&arguments[..], &["-o", path.to_str().unwrap()]].concat()),
        (Some(0), String::new(), String::new())
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), printed);
    refused(
        &["sweep", "x0", "--at", "1,2", "-o", "sweep.json"],
        "error: A sweep is written as csv. Give the file another name.\n",
    );
}

#[test]
fn a_sweep_that_cannot_be_is_refused() {
    let at = ["sweep", "x0", "--at", "1,2"];
    for (options, message) in [
        (&["--h-from", "0"][..], "h must be a finite number above 0, not 0."),
        (&["--h-to", "-1"], "h must be a finite number above 0, not -1."),
        (&["--h-to", "1e308"], "h = 1e308 is too large: the divisor overflows."),
        (&["--points", "1"], "There can be 2 to 100,000 steps, not 1."),
        (&["--points", "100001"], "There can be 2 to 100,000 steps, not 100,001."),
    ] {
        refused(&[&at, options].concat(), &format!("error: {message}\n"));
    }
    refused(
        &["sweep", "abs(x0)", "--at", "1,2", "--scheme", "complex-step"],
        "error: The complex step cannot go through abs: it is not an analytic function. Choose another scheme.\n",
    );
    refused(
        &["sweep", "sni(x0)", "--at", "1,2"],
        "error: There is no function called sni.\n  sni(x0)\n  ^~~\nDid you mean sin?\n",
    );
    refused_with(&["sweep", "x0"], "--at <X0,X1>");
    refused_with(
        &["sweep", "x0", "--at", "1"],
        "A point is two numbers with a comma between, such as 1,-0.5.",
    );
    refused_with(&["sweep", "x0", "--at", "1,x"], "'x' is not a number");
    refused_with(&["sweep", "x0", "--at", "1,2", "--points", "many"], "--points <N>");
    refused(
        &["sweep", "x0", "+", "--at", "1,2"],
        "error: '+' is one argument too many. Put the whole expression in quotes, as in \"x0^2 + x1^2\".\n",
    );
}

#[test]
fn the_complex_step_names_what_it_cannot_go_through() {
    let message = "error: The complex step cannot go through abs: it is not an analytic function. Choose another scheme.\n";
    for command in [&["field"][..], &["check", "--g0", "1", "--g1", "1"], &[]] {
        refused(&[command, &["x1 + abs(x0)", "--scheme", "complex-step"]].concat(), message);
    }
}

#[test]
fn a_check_leaves_with_its_verdict() {
    for h in ["1e-4", "1e-16", "10e-50", "1"] {
        let check =
            |g0: &str, g1: &str| run(&["check", "sin(5*x0) + x1^2", "--g0", g0, "--g1", g1, "--h", h]);
        let (code, stdout, stderr) = check("5*cos(5*x0)", "x1 + x1");
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{h}");
        assert!(
            stdout.starts_with(
                "Right: it is the gradient at all 256 points, to within rounding.\nA plain check with h = "
            ),
            "{stdout}"
        );
        let (code, stdout, stderr) = check("cos(5*x0)", "-2*x1");
        assert_eq!((code, stderr.as_str()), (Some(3), ""), "{h}");
        assert!(
            stdout.starts_with(
                "Wrong: g0 is 0.2 times what it should be, everywhere; g1 has the wrong sign everywhere.\n\nWorst of 256 points: \
                 x0 = "
            ),
            "{stdout}"
        );
    }
    let (code, stdout, _) = run(&["check", "sqrt(-1 - x0^2)", "--g0", "1", "--g1", "0"]);
    assert_eq!(code, Some(3));
    assert!(stdout.starts_with("Unknown: at none of the 256 points "), "{stdout}");
}

/// Its names for the arguments are those of the function's definition.
#[test]
fn a_claim_shares_the_names_of_the_function() {
    let check = |f: &str, g0: &str, g1: &str| run(&["check", f, "--g0", g0, "--g1", g1]);
    for [f, g0, g1] in [
        ["f(x1,x2)=x1^2+3*x2", "2*x1", "3"],
        ["loss(w,b)=log(1+exp(-w*b))", "-b/(1+exp(w*b))", "-w/(1+exp(w*b))"],
        ["lambda x: x[0]**2 + x[1]", "2*x[0]", "1"],
    ] {
        let (code, stdout, stderr) = check(f, g0, g1);
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{f}: {stdout}");
    }
    refused(
        &["check", "loss(w,b)=w*b", "--g0", "b", "--g1", "w", "--param", "w=1"],
        "error: The function has no parameter w. It has no parameters.\n",
    );
}

#[test]
fn a_check_says_how_it_computed() {
    let (_, stdout, _) = run(&[
        "check",
        "x0",
        "--g0",
        "2",
        "--g1",
        "0",
        "--step",
        "1",
        "--h",
        "0.3",
        "--power-of-two",
        "--precision",
        "f32",
        "--taken-step",
        "--scheme",
        "five-point",
    ]);
    assert!(stdout.contains("\nnumerical                          1                       0   five-point, h = 0.25, by the step taken, f32\n"), "{stdout}");
    let (_, stdout, _) = run(&["check", "x0", "--g0", "2", "--g1", "0", "--step", "1", "--scheme", "exact"]);
    assert!(
        stdout.contains("\nnumerical                          1                       0   exact\n"),
        "{stdout}"
    );
}

#[test]
fn a_claim_that_cannot_be_read_is_shown_with_a_caret() {
    refused(
        &["check", "x0*x1", "--g0", "x1", "--g1", "x0 + sni(x1)"],
        "error: In --g1: There is no function called sni.\n  x0 + sni(x1)\n       ^~~\nDid you mean sin?\n",
    );
    refused(
        &["check", "x0*x1", "--g0", "(x1", "--g1", "x0"],
        "error: In --g0: This bracket is never closed.\n  (x1\n  ^\nAdd ) at the end.\n",
    );
    refused(&["check", "x0 +", "--g0", "(x1", "--g1", "x0"], &run(&["field", "x0 +"]).2);
    refused_with(&["check", "x0*x1", "--g0", "x1"], "--g1 <EXPR>");
    refused(
        &["check", "x0*x1", "--g0", "x1", "--g1", "x0", "--step", "1e-4"],
        "error: That field would take 48 GiB of memory for 1,600,000,000 points; the most is 512 MiB for 16,777,216. Make the \
         step larger.\n",
    );
}

/// What a script says and computes is tested with the scripts; here is how one is asked for.
#[test]
fn a_script_is_written_for_a_field() {
    let (code, bowl, stderr) = run(&["script", "x0^2 + x1^2"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert!(bowl.contains("\n    return x0**2 + x1**2\n") && bowl.ends_with("\nplt.show()\n"), "{bowl}");
    let options = ["--param", "a=0.05", "--x1", "0:1", "--closed", "--h", "2^-3", "--scheme", "forward"];
    let (code, text, _) = run(&[&["script", "a*x0^2"], &options[..]].concat());
    assert_eq!(code, Some(0));
    for line in [
        "a = 0.05",
        "h = 0.125",
        "    np.append(np.arange(0, 1, 0.25)[:4], 1),",
        "    g0 = (f(x0 + h, x1) - f(x0, x1))/h",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bowl.py");
    assert_eq!(
        run(&["script", "x0^2 + x1^2", "-o", path.to_str().unwrap()]),
        (Some(0), String::new(), String::new())
    );
    assert_eq!(fs::read_to_string(path).unwrap(), bowl);
    refused(
        &["script", "x0", "-o", "field.csv"],
        "error: A script is a Python program. Give the file a name that ends in .py.\n",
    );
    refused(
        &["script", "erf(x0)", "--scheme", "complex-step"],
        "error: NumPy has no erf of complex numbers. Choose another scheme than the complex step.\n",
    );
    refused(&["script", "x0 +"], &run(&["field", "x0 +"]).2);
}
