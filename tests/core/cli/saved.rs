//! Commands on a file of settings: the same as on the expression with the options that say the same, and options change it.

use std::fs;
use std::path::Path;

use gradfield::export::save_settings;
use gradfield::settings::Settings;

use super::{refused, run};

/// A field, its looks and a parameter, none of them as usual.
const OPTIONS: &[&str] = &[
    "a*x0^2 + sin(x1)",
    "--param",
    "a=0.5",
    "--x0",
    "-1:1",
    "--x1",
    "0:3",
    "--step",
    "0.5",
    "--closed",
    "--h",
    "1e-3",
    "--scheme",
    "forward",
    "--precision",
    "f32",
    "--taken-step",
];
const LOOKS: &[&str] =
    &["--heat-map", "f", "--contours", "5", "--colormap", "viridis", "--descend", "adam", "--log-colors"];

/// The settings that words open the window on, in a file.
fn saved(words: &[&str], looks: impl FnOnce(&mut Settings), folder: &Path) -> String {
    let words = std::iter::once(&"gradfield").chain(words);
    let mut settings = gradfield::cli::settings(words.map(Into::into)).unwrap();
    looks(&mut settings);
    let path = folder.join("saved.gradfield");
    save_settings(&settings, &path).unwrap();
    path.to_str().unwrap().to_owned()
}

fn printed(words: &[&[&str]]) -> String {
    let (code, stdout, stderr) = run(&words.concat());
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{words:?}");
    stdout
}

#[test]
fn a_file_says_what_its_options_would() {
    let folder = tempfile::tempdir().unwrap();
    let file = saved(OPTIONS, |_| {}, folder.path());
    // What is given beside the file, and the words of its options that it comes instead of.
    let more: [(&[&str], &[[&str; 2]]); 6] = [
        (&[], &[]),
        (&["--h", "1e-5"], &[["1e-3", "1e-5"]]),
        (
            &["--x0", "2:4", "--scheme", "exact", "--precision", "f64"],
            &[["-1:1", "2:4"], ["forward", "exact"], ["f32", "f64"]],
        ),
        (&["--param", "a=2"], &[["a=0.5", "a=2"]]),
        (&["--power-of-two"], &[["1e-3", "2^-10"]]),
        (
            &["--set", "grid.step=0.25", "--set", "difference.scheme=central"],
            &[["0.5", "0.25"], ["forward", "central"]],
        ),
    ];
    for (more, instead) in more {
        let meant = OPTIONS.iter().map(|word| {
            let other = instead.iter().find(|[old, _]| old == word);
            other.map_or(*word, |[_, new]| *new)
        });
        let meant: Vec<&str> = meant.collect();
        for command in ["field", "script"] {
            assert_eq!(
                printed(&[&[command, &file], more]),
                printed(&[&[command], &meant]),
                "{command} {more:?}"
            );
        }
    }
}

#[test]
fn a_figure_of_a_file_is_that_of_its_options() {
    let folder = tempfile::tempdir().unwrap();
    let looks = |settings: &mut Settings| {
        settings.heat_map.show = true;
        settings.set("heat-map.color-scale", "logarithmic").unwrap();
        settings.set("layers.contours.show", "true").unwrap();
        settings.set("layers.contours.count", "5").unwrap();
        settings.set("arrows.colormap", "viridis").unwrap();
        settings.set("arrows.color-scale", "logarithmic").unwrap();
    };
    let file = saved(OPTIONS, looks, folder.path());
    let svg = |words: &[&str]| printed(&[&["render", "--size", "300x300"], words]);
    let without_descent: Vec<&str> =
        LOOKS.iter().copied().filter(|word| !["--descend", "adam"].contains(word)).collect();
    let meant = svg(&[OPTIONS, &without_descent].concat());
    assert_eq!(svg(&[&file]), meant);
    assert_ne!(svg(&[&file, "--colormap", "plasma"]), meant);
    // What the file has not is added to it.
    assert_eq!(svg(&[&file, "--descend", "adam"]), svg(&[OPTIONS, LOOKS].concat()));
    // Whether a unit is as long along both axes is one of its settings.
    let free = svg(&[&file, "--free-aspect"]);
    assert_ne!(free, meant);
    assert_eq!(svg(&[&file, "--set", "grid.equal-aspect=false"]), free);
}

#[test]
fn other_commands_take_its_function_and_parameters() {
    let folder = tempfile::tempdir().unwrap();
    let file = saved(OPTIONS, |_| {}, folder.path());
    let text = OPTIONS[0];
    let of_text = [text, "--param", "a=0.5"];
    let sweep: &[&str] = &["sweep", "--at", "1,2", "--points", "5"];
    assert_eq!(printed(&[sweep, &[&file]]), printed(&[sweep, &of_text]));
    let descend = |words: &[&str]| run(&[&["descend", "--from", "1,1", "--steps", "3"], words].concat());
    assert_eq!(descend(&[&file]), descend(&of_text));
    assert_eq!(descend(&[&file, "--param", "a=3"]), descend(&[text, "--param", "a=3"]));
    let check: &[&str] = &["check", "--g0", "2*a*x0", "--g1", "cos(x1)"];
    assert_eq!(printed(&[check, &[&file]]), printed(&[check, OPTIONS]));
}

#[test]
fn a_file_that_cannot_be_used_is_refused_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("saved.gradfield");
    let file = path.to_str().unwrap();
    for command in ["field", "render", "script"] {
        let (code, stdout, stderr) = run(&[command, file]);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{stderr}");
        assert!(stderr.contains(file), "{stderr}");
    }
    // What is wrong in it is said, and the rest is taken.
    fs::write(&path, "expression = \"x0\"\n[grid]\nspet = 1\nstep = 1\n").unwrap();
    let (code, stdout, stderr) = run(&["field", file]);
    assert_eq!((code, stdout.lines().count()), (Some(0), 17));
    assert_eq!(
        stderr,
        format!("note: {file}: Line 3: There is no setting grid.spet; grid.step is like it.\n")
    );
    fs::write(&path, "expression = \"b*x0\"\n[parameters.b]\nactive = false\nvalue = 2\n").unwrap();
    refused(
        &["field", file],
        "error: The name b is not known.\n  b*x0\n  ^\nGive it a value with --param b=1, or write x0 or x1.\n",
    );
    assert_eq!(run(&["field", file, "--param", "b=2"]).0, Some(0));
}
