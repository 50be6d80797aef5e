//! The command line that opens the window on some settings.

mod windows;

use std::process::Command;

use gradfield::cli::{self, Action};
use gradfield::examples;
use gradfield::export::save_settings;
use gradfield::settings::{ParameterSettings, Quantity, Settings, Shell};
use proptest::prelude::*;

use super::{HOSTILE, bits, settings};

/// What the window would open on, whether or not it has a field.
fn opened(arguments: &[String]) -> Settings {
    let words = std::iter::once("gradfield".to_owned()).chain(arguments.iter().cloned());
    match cli::settings(words.map(Into::into)) {
        Ok(settings) => settings,
        Err(message) => panic!("{arguments:?}: {message}"),
    }
}

/// What a shell makes of a command line.
fn shell(line: &str) -> Vec<String> {
    let script = format!("gradfield() {{ for word; do printf '%s\\0' \"$word\"; done; }}\n{line}");
    let output = Command::new("sh").arg("-c").arg(script).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{line}: {output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\0').map(str::to_owned).collect()
}

/// What a terminal would obey is not pasted into it.
fn without_controls(words: &[String]) -> Vec<String> {
    words.iter().map(|word| word.replace(char::is_control, "")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_link_opens_these_very_settings(settings in settings()) {
        prop_assert_eq!(bits(&opened(&settings.arguments())), bits(&settings));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn a_shell_finds_the_same_words(settings in settings()) {
        prop_assert_eq!(shell(&settings.command_line(Shell::Posix)), without_controls(&settings.arguments()));
    }
}

#[test]
fn hostile_texts_stay_within_their_quotes() {
    for text in HOSTILE {
        let settings = Settings { expression: text.to_owned(), ..Settings::default() };
        let words = shell(&settings.command_line(Shell::Posix));
        assert_eq!(words, without_controls(&settings.arguments()), "{text:?}");
        let expression = text.replace(char::is_control, "");
        assert_eq!(opened(&words), Settings { expression, ..settings }, "{text:?}");
    }
}

#[test]
fn the_defaults_and_the_examples_open_the_window() {
    for settings in
        examples::all().map(|example| Settings::default().showing(example)).chain([Settings::default()])
    {
        let arguments = settings.arguments();
        let words = ["gradfield".to_owned()].into_iter().chain(arguments.clone());
        match cli::run(words.map(Into::into)) {
            Action::Window(opening) => assert_eq!(opening.settings, settings, "{arguments:?}"),
            other => panic!("{arguments:?}: {other:?}"),
        }
    }
}

#[test]
fn a_link_is_as_short_as_it_can_be() {
    let mut settings = Settings::default();
    assert_eq!(settings.command_line(Shell::Posix), "gradfield 'x0^2 + x1^2'");
    "-a*x0".clone_into(&mut settings.expression);
    settings.parameters = vec![ParameterSettings::new("a", 0.5), ParameterSettings::new("b", 2.0)];
    settings.grid.x0 = [-1.0, 1.0];
    settings.descent.start_within([[-1.0, 1.0]; 2]);
    settings.grid.closed = true;
    settings.difference.h = 1e-8;
    settings.difference.power_of_two = true;
    settings.heat_map.quantity = Quantity::Digits;
    // x1 keeps a range of its own for when it is no longer linked.
    assert_eq!(
        settings.command_line(Shell::Posix),
        "gradfield --x0 -1:1 --h 1e-8 --param a=0.5 --closed --power-of-two --set parameters.b.value=2 \
         --set grid.x1=-2:2 --set heat-map.quantity=digits -- '-a*x0'"
    );
    assert_eq!(opened(&settings.arguments()), settings);
}

#[test]
fn what_cannot_be_given_stays_as_usual() {
    let mut settings = Settings::default();
    settings.grid.x0 = [f64::NAN, 2.0];
    settings.grid.step = f64::INFINITY;
    settings.lab.probe = [f64::NAN, 0.0];
    assert_eq!(opened(&settings.arguments()), Settings::default());
}

#[test]
fn wrong_settings_are_refused_in_words() {
    for (arguments, message) in [
        (
            &["--set", "arrows.colormap"][..],
            "--set takes a key and its value, such as arrows.colormap=viridis.",
        ),
        (
            &["--set", "arrows.colourmap=jet"],
            "--set: There is no setting arrows.colourmap; arrows.colormap is like it.",
        ),
        (&["--set", "colormap=jet"], "--set: There is no setting colormap; arrows.colormap is like it."),
        (&["--set", "grid=jet"], "--set: grid is a section, not a setting."),
        (&["--set", "arrows.thin=yes"], "--set: arrows.thin must be true or false, not 'yes'."),
        (
            &["--set", "layers.contours.count=1000"],
            "--set: layers.contours.count cannot be '1000'; the nearest is 40.",
        ),
        (
            &["--set", "grid.x0=1"],
            "--set: grid.x0 must be a range of two finite numbers, such as [-2, 2], not '1'.",
        ),
        (&["--set", "parameters.x2.value=1"], "--set: 'x2' cannot be the name of a parameter."),
        (
            &["--set", "parameters.a.valeu=1"],
            "--set: There is no setting parameters.a.valeu; parameters.a.value is like it.",
        ),
    ] {
        let words = std::iter::once("gradfield").chain(arguments.iter().copied());
        assert_eq!(cli::settings(words.map(Into::into)).unwrap_err(), message);
    }
}

#[test]
fn a_file_opens_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Ripple.GradField");
    let word = path.to_str().unwrap();
    let settings = Settings { expression: "sin(9*x0)".to_owned(), ..Settings::default() };
    save_settings(&settings, &path).unwrap();
    let run = |more: &[&str]| cli::run(["gradfield", word].iter().chain(more).map(Into::into));
    match run(&["--set", "grid.step=1/8"]) {
        Action::Window(opening) => {
            assert_eq!(opening.file.as_deref(), Some(path.as_path()));
            assert_eq!(opening.settings.expression, settings.expression);
            assert_eq!((opening.settings.grid.step, opening.notices), (0.125, vec![]));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(run(&["--h", "1", "--param", "a=1"]), Action::Exit(2));
    match run(&["--h", "0.5"]) {
        Action::Window(opening) => {
            let settings = &opening.settings;
            assert_eq!((settings.difference.h, settings.expression.as_str()), (0.5, "sin(9*x0)"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(run(&["more"]), Action::Exit(2));
    std::fs::write(&path, "[grid]\nspet = 1").unwrap();
    match run(&[]) {
        Action::Window(opening) => {
            assert_eq!(opening.notices, ["Line 2: There is no setting grid.spet; grid.step is like it."]);
        }
        other => panic!("{other:?}"),
    }
    std::fs::write(&path, "grid").unwrap();
    assert_eq!(run(&[]), Action::Exit(2));
    std::fs::remove_file(&path).unwrap();
    assert_eq!(run(&[]), Action::Exit(2));
}
