//! Completions for shells, and man pages.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::habits::subcommands;
use super::run;

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

/// What is printed.
fn printed(arguments: &[&str]) -> String {
    let (code, stdout, stderr) = run(arguments);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{arguments:?}");
    stdout
}

/// The long options in the help of a command, without their hyphens.
fn options(command: &[&str]) -> Vec<String> {
    let help = printed(&[command, &["--help"]].concat());
    let lines = help.lines().filter_map(|line| {
        line.trim_start().strip_prefix("--").or(line.split_once(", --").map(|(_, option)| option))
    });
    let names =
        lines.map(|line| line.split(|letter: char| letter != '-' && !letter.is_alphanumeric()).next());
    names.map(|name| name.unwrap().to_owned()).collect()
}

#[test]
fn completions_know_every_subcommand_option_and_name() {
    for shell in SHELLS {
        let script = printed(&["generate", "completions", shell]);
        for name in subcommands() {
            assert!(script.contains(&name), "{shell}: {name}");
            let options = options(&[&name]);
            assert!(options.len() > 5, "{name}: {options:?}");
            for option in options {
                // fish writes `-l taken-step`.
                let is_there =
                    script.contains(&format!("--{option}")) || script.contains(&format!("-l {option} "));
                assert!(is_there, "{shell}: {name} --{option}");
            }
        }
        // In PowerShell and elvish, clap_complete leaves the values of options out.
        if ["bash", "fish", "zsh"].contains(&shell) {
            for value in ["complex-step", "bf16", "backtracking", "npy"] {
                assert!(script.contains(value), "{shell}: {value}");
            }
        }
    }
    // A colon parts what zsh reads; MAX would be a command.
    assert!(printed(&["generate", "completions", "zsh"]).contains(r":MIN\:MAX:"));
    let (code, stdout, stderr) = run(&["generate", "completions", "bsah"]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.contains("a similar value exists: 'bash'"), "{stderr}");
}

/// What a shell, with our script, offers for the last of some words; `None` where there is no such shell.
fn offered(shell: &str, words: &[&str]) -> Option<Vec<String>> {
    let script = printed(&["generate", "completions", shell]);
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let [.., previous, last] = quoted.as_slice() else { panic!("{words:?}") };
    let (arguments, asked) = match shell {
        "fish" => (&["--no-config"][..], format!("complete -C \"{}\"\n", words.join(" "))),
        _ => (
            &["--norc", "-s"][..],
            format!(
                "compopt() {{ :; }}\nCOMP_WORDS=({})\nCOMP_CWORD={}\n_gradfield gradfield {last} {previous}\n\
                 printf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
                quoted.join(" "),
                words.len() - 1
            ),
        ),
    };
    let mut shell = Command::new(shell);
    shell.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut shell = shell.spawn().ok()?;
    shell.stdin.take().unwrap().write_all((script + &asked).as_bytes()).unwrap();
    let output = shell.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{words:?}");
    let offered = String::from_utf8(output.stdout).unwrap();
    // fish adds what it means.
    let offered =
        offered.lines().map(|line| line.split('\t').next().unwrap()).filter(|word| !word.is_empty());
    let mut offered: Vec<String> = offered.map(str::to_owned).collect();
    offered.sort();
    Some(offered)
}

/// Only where there are such shells.
#[test]
fn shells_complete_with_them() {
    for shell in ["bash", "fish"] {
        for (words, expected) in [
            (&["gradfield", "swe"][..], &["sweep"][..]),
            (&["gradfield", "--tak"], &["--taken-step"]),
            (&["gradfield", "field", "--tak"], &["--taken-step"]),
            (&["gradfield", "field", "--h", "1e-4", "--tak"], &["--taken-step"]),
            (&["gradfield", "field", "x0", "--scheme", "f"], &["five-point", "forward"]),
            (&["gradfield", "field", "x0", "--precision", "bf"], &["bf16"]),
            (&["gradfield", "descend", "x0", "--optimizer", "ad"], &["adagrad", "adam"]),
            // Files of the folder that the test runs in, where a file is asked for ...
            (&["gradfield", "field", "x0", "-o", "Cargo.t"], &["Cargo.toml"]),
            // ... but not for a number.
            (&["gradfield", "field", "x0", "--step", ""], &[]),
            // What there is not, and what is hidden.
            (&["gradfield", "field", "--versio"], &[]),
            (&["gradfield", "generat"], &[]),
        ] {
            let Some(offered) = offered(shell, words) else { continue };
            assert_eq!(offered, expected, "{shell}: {words:?}");
        }
    }
}

/// What zsh, with our script in place, offers for the last word of a line, in a folder; `None` where there is no zsh. It
/// completes only where somebody types: in a terminal, which it can make for itself.
fn offered_by_zsh(folder: &Path, line: &str) -> Option<String> {
    let functions = tempfile::tempdir().unwrap();
    let path = functions.path().join("_gradfield");
    printed(&["generate", "completions", "zsh", "-o", path.to_str().unwrap()]);
    let script = format!(
        "zmodload zsh/zpty\n\
         zpty z zsh -f -i\n\
         zpty -w z 'PS1=; cd {}; fpath=({} $fpath); autoload -Uz compinit; compinit -u -D; setopt NO_ALWAYS_LAST_PROMPT; \
         LISTMAX=10000; zstyle \":completion:*\" list-prompt \"\"; print READ\"Y\"'\n\
         zpty -r z text '*READY*'\n\
         zpty -n -w z $'{line}\\t\\t'\n\
         sleep 1\n\
         zpty -n -w z $'\\x15print EN\"D\"\\n'\n\
         zpty -r z text '*END*'\n\
         print -r -- $text\n",
        folder.display(),
        functions.path().display()
    );
    let output = Command::new("zsh").args(["-f", "-c", &script]).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Only where there are such shells.
#[test]
fn the_first_word_may_be_a_file_of_settings() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("ripples")).unwrap();
    for name in ["ripple.gradfield", "ripple two.gradfield", "ripple.txt"] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    let start = folder.path().join("rip");
    for (shell, folder_name) in [("bash", "ripples"), ("fish", "ripples/")] {
        let words = ["gradfield", start.to_str().unwrap()];
        let Some(offered) = offered(shell, &words) else { continue };
        let expected = ["ripple two.gradfield", "ripple.gradfield", folder_name];
        let mut names: Vec<_> = offered
            .iter()
            .map(|path| path.strip_prefix(folder.path().to_str().unwrap()).unwrap()[1..].replace('\\', ""))
            .collect();
        names.sort();
        assert_eq!(names, expected, "{shell}");
    }
    if let Some(offered) = offered_by_zsh(folder.path(), "gradfield rip") {
        assert!(offered.contains("ripple.gradfield") && offered.contains("ripples"), "{offered}");
        assert!(!offered.contains("ripple.txt"), "{offered}");
    }
    if let Some(offered) = offered_by_zsh(folder.path(), "gradfield swe") {
        assert!(offered.contains("sweep"), "{offered}");
    }
}

/// Only where there are such shells.
#[test]
fn shells_can_read_them() {
    for (shell, arguments) in [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("completions");
        assert_eq!(printed(&["generate", "completions", shell, "-o", path.to_str().unwrap()]), "");
        assert_eq!(fs::read_to_string(&path).unwrap(), printed(&["generate", "completions", shell]));
        let Ok(output) = Command::new(shell).arg(arguments).arg(&path).output() else { continue };
        assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// The pages of a folder, by name.
fn man_pages() -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(printed(&["generate", "man", "-o", folder.path().to_str().unwrap()]), "");
    let page = |entry: fs::DirEntry| {
        (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())
    };
    let mut pages: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| page(entry.unwrap())).collect();
    pages.sort();
    pages
}

#[test]
fn there_is_a_man_page_for_each_command() {
    let pages = man_pages();
    let mut names = vec!["gradfield.1".to_owned()];
    names.extend(subcommands().iter().map(|name| format!("gradfield-{name}.1")));
    names.sort();
    assert_eq!(pages.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), names);
    let all = printed(&["generate", "man"]);
    for (name, text) in &pages {
        assert!(all.contains(text), "{name} is not among those on the standard output");
        let command = name.trim_end_matches(".1").strip_prefix("gradfield-");
        let sections: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES"] {
            assert_eq!(sections.iter().filter(|name| **name == section).count(), 1, "{name}: {sections:?}");
        }
        assert_eq!(sections.contains(&"\"EXIT CODES\""), command.is_none(), "{name}: {sections:?}");
        for option in options(command.as_slice()).iter().map(|option| option.replace('-', "\\-")) {
            assert!(text.contains(&format!("\\fB\\-\\-{option}\\fR")), "{name}: {option}");
        }
        // Characters that roff would set as accents.
        assert!(!text.contains(['^', '~', '`']), "{name}");
    }
    assert_eq!(all.len(), pages.iter().map(|(_, text)| text.len()).sum::<usize>());
}

/// Only where there is groff: what it sets has each example as it can be typed.
#[test]
fn examples_can_be_copied_from_a_man_page() {
    for (name, text) in man_pages() {
        let mut groff = Command::new("groff");
        groff
            .args(["-man", "-Tutf8", "-ww", "-P-c"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let Ok(mut groff) = groff.spawn() else { return };
        groff.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = groff.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{name}");
        // Without the letters that are struck twice to be bold, or underlined.
        let set: String = String::from_utf8(output.stdout).unwrap();
        let command = name.trim_end_matches(".1").strip_prefix("gradfield-");
        let help = printed(&[command.as_slice(), &["--help"]].concat());
        let (_, examples) = help.split_once("\nExamples:\n").unwrap();
        for example in examples.lines() {
            assert!(set.contains(example.trim()), "{name}: {example} is missing in\n{set}");
        }
    }
}
