//! Files of settings.

use std::fs;
use std::io::{Seek, SeekFrom, Write};

use gradfield::differentiate::Scheme;
use gradfield::examples;
use gradfield::export::{OpenReason, open_settings, save_settings};
use gradfield::settings::{MOST_BYTES, ParameterSettings, ReadError, Settings};
use proptest::prelude::*;

use super::{HOSTILE, bits, settings};

/// What is read of a text that is well-formed, and what is said of it.
fn read(text: &str) -> (Settings, Vec<String>) {
    let reading = Settings::from_toml(text.as_bytes()).unwrap();
    (reading.settings, reading.notices)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_written_is_read_bit_for_bit(settings in settings()) {
        let text = settings.to_toml();
        let (again, notices) = read(&text);
        prop_assert_eq!(notices, Vec::<String>::new());
        prop_assert_eq!(bits(&again), bits(&settings));
    }

    #[test]
    fn other_readers_of_toml_find_every_text_whole(settings in settings()) {
        let table: toml::Table = settings.to_toml().parse().unwrap();
        prop_assert_eq!(table["expression"].as_str(), Some(settings.expression.as_str()));
        prop_assert_eq!(table["lab"]["claim"]["g1"].as_str(), Some(settings.lab.claim[1].as_str()));
        let mut sections: Vec<_> = table.keys().map(String::as_str).collect();
        sections.retain(|name| *name != "parameters");
        prop_assert_eq!(
            sections,
            ["arrows", "descent", "difference", "expression", "format", "grid", "heat-map", "lab", "layers"]
        );
    }

    /// Neither noise nor a file with some bytes changed does harm.
    #[test]
    fn noise_gives_an_error_or_sound_settings(noise in proptest::collection::vec(any::<u8>(), 0..400), at in 0..2000_usize) {
        drop(Settings::from_toml(&noise));
        let mut bytes = Settings::default().to_toml().into_bytes();
        let at = at.min(bytes.len());
        bytes.splice(at..(at + 3).min(bytes.len()), noise.into_iter().take(3));
        if let Ok(reading) = Settings::from_toml(&bytes) {
            prop_assert!(Settings::from_toml(reading.settings.to_toml().as_bytes()).is_ok());
        }
    }
}

#[test]
fn examples_and_defaults_are_read_as_written() {
    for settings in
        examples::all().map(|example| Settings::default().showing(example)).chain([Settings::default()])
    {
        assert_eq!(read(&settings.to_toml()), (settings, vec![]));
    }
}

#[test]
fn the_text_is_for_people() {
    let text = Settings::default().to_toml();
    for line in [
        "format = 1",
        "expression = \"x0^2 + x1^2\"",
        "[grid]",
        "x0 = [-2, 2]",
        "step = 0.25",
        "h = 1e-4",
        "scheme = \"central\"  # forward, backward, central, five-point, richardson, complex-step, exact",
        "[layers.contours]",
        "opacity = 0.8",
        "[descent.adam]",
        "beta1 = 0.9",
        "schemes = [\"forward\", \"central\", \"five-point\", \"complex-step\"]",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    // A screenful or two.
    assert!(text.lines().count() < 140, "{text}");
    assert!(text.lines().all(|line| line.len() <= 120), "{text}");
}

#[test]
fn hostile_texts_stay_within_their_quotes() {
    for text in HOSTILE {
        let mut settings = Settings { expression: text.to_owned(), ..Settings::default() };
        settings.lab.claim = [text.to_owned(), text.to_owned()];
        assert_eq!(read(&settings.to_toml()), (settings, vec![]), "{text:?}");
    }
    // A name that no parameter has cannot become a key of its own.
    let parameter = ParameterSettings::new("a]\n[grid]\nstep = 7 #", 2.0);
    let hostile = Settings { parameters: vec![parameter], ..Settings::default() };
    let (settings, notices) = read(&hostile.to_toml());
    assert_eq!(settings, Settings::default());
    assert!(notices[0].contains("cannot be the name of a parameter"), "{notices:?}");
}

#[test]
fn every_key_may_be_left_out() {
    assert_eq!(read(""), (Settings::default(), vec![]));
    assert_eq!(read("\u{feff}format = 1\r\n"), (Settings::default(), vec![]));
    let whole = Settings::default().to_toml();
    for line in whole.lines().filter(|line| line.contains(" = ")) {
        let without: Vec<_> = whole.lines().filter(|other| *other != line).collect();
        assert_eq!(read(&without.join("\n")).1, Vec::<String>::new(), "{line}");
    }
}

#[test]
fn what_a_file_leaves_open_follows_from_the_rest() {
    // Who gives x1 a range means it, and descents begin within the grid.
    let (settings, notices) = read("[grid]\nx0 = [0, 10]\nx1 = [20, 30]");
    assert_eq!((settings.grid.linked, notices), (false, vec![]));
    assert_eq!(settings.descent.start, [1.5, 27.5]);
    let (settings, _) = read("[grid]\nx1 = [20, 30]\nlinked = true");
    assert!(settings.grid.linked);
    // Numbers as they are typed in the window, words in capitals, keys with an underscore.
    let (settings, notices) = read(
        "[difference]\nh = \"2^-26\"\nscheme = \"Five-Point\"\npower_of_two = true\n[heat_map]\nshow = true",
    );
    assert_eq!(notices, Vec::<String>::new());
    assert_eq!((settings.difference.h, settings.difference.scheme), (2_f64.powi(-26), Scheme::FivePoint));
    assert!(settings.difference.power_of_two && settings.heat_map.show);
}

#[test]
fn whatever_is_wrong_is_said_and_the_rest_is_taken() {
    for (line, said) in [
        (
            "colormap = \"jett\"",
            "Line 3: arrows.colormap must be one of jet, viridis, turbo, plasma, inferno, cividis, Greys, not 'jett'.",
        ),
        ("colourmap = \"jet\"", "Line 3: There is no setting arrows.colourmap; arrows.colormap is like it."),
        ("thin = 1", "Line 3: arrows.thin must be true or false, not 1."),
        ("scale = 1e9", "Line 3: arrows.scale cannot be 1e9; 100 is taken."),
        ("scale = nan", "Line 3: arrows.scale must be a number from 0.01 to 100, not nan."),
        ("direction = [1, 2]", "Line 3: arrows.direction must be one of descent, ascent, not a list."),
        ("direction = 1979-05-27", "Line 3: arrows.direction must be one of descent, ascent, not that."),
        ("direction.x = 1", "Line 3: There is no setting arrows.direction.x; arrows.direction is like it."),
        ("qwertyuiop = 1", "Line 3: There is no setting arrows.qwertyuiop."),
        (
            "[grid]\nx0 = [1, inf]",
            "Line 4: grid.x0 must be a range of two finite numbers, such as [-2, 2], not a list.",
        ),
        (
            "[grid]\nx0 = [1, 2, 3]",
            "Line 4: grid.x0 must be a range of two finite numbers, such as [-2, 2], not a list.",
        ),
        ("[grid]\nstep = -nan", "Line 4: grid.step must be a finite number, not -nan."),
        ("[grid]\nstep = 1e999", "Line 4: grid.step must be a finite number, not 1e999."),
        ("[grid]\ncolumns = 0", "Line 4: grid.columns cannot be 0; 1 is taken."),
        ("[layers]\ncontours = 3", "Line 4: layers.contours is a section, not a setting."),
        (
            "[layers.contours]\ncount = 999999999999999999999999999999",
            "Line 4: layers.contours.count cannot be 999999999999999999999999…; 40 is taken.",
        ),
        (
            "[layers.contours]\ncount = 2.5",
            "Line 4: layers.contours.count must be a whole number from 2 to 40, not 2.5.",
        ),
        ("[layers.streamlines]\nacross = -1", "Line 4: layers.streamlines.across cannot be -1; 6 is taken."),
        ("[descent]\nsteps = 10000000", "Line 4: descent.steps cannot be 10000000; 100000 is taken."),
        (
            "[descent.adam]\nbeta1 = 1",
            "Line 4: descent.adam.beta1 must be a number from 0 to below 1, not 1.",
        ),
        ("[descent.sgd]\nmomentum = 0.5", "Line 4: There is no setting descent.sgd.momentum."),
        (
            "[lab]\nschemes = [\"central\", \"x\"]",
            "Line 4: lab.schemes must be a list of forward, backward, central, five-point, richardson, complex-step, exact, not a list.",
        ),
        ("[lab.camera]\nzoom = 0", "Line 4: lab.camera.zoom cannot be 0; 0.5 is taken."),
        ("[parameters.x2]\nvalue = 1", "Line 4: 'x2' cannot be the name of a parameter."),
        ("[parameters.sin]\nvalue = 1", "Line 4: sin has a meaning already and is no parameter."),
    ] {
        let text = format!("expression = \"x0\"\n[arrows]\n{line}\n[difference]\nh = 0.5\n");
        let (settings, notices) = read(&text);
        assert_eq!(notices, [said], "{text}");
        assert_eq!((settings.expression.as_str(), settings.difference.h), ("x0", 0.5), "{text}");
    }
    let (settings, notices) = read("format = \"one\"\nexpression = 3");
    assert_eq!(
        notices,
        ["Line 1: format must be the number 1.", "Line 2: expression must be a text in quotes, not 3."]
    );
    assert_eq!(settings, Settings::default());
}

#[test]
fn many_faults_are_counted() {
    let text: String = (0..1000).map(|i| format!("key{i} = 1\n")).collect::<Vec<_>>().concat();
    let (_, notices) = read(&text);
    assert_eq!((notices.len(), notices[10].as_str()), (11, "And 990 more like these."));
}

#[test]
fn what_is_no_file_of_settings_is_refused() {
    let not_toml = |text: &str| match Settings::from_toml(text.as_bytes()) {
        Err(ReadError::NotToml { line, .. }) => line,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(not_toml("expression = \"x0"), 1);
    assert_eq!(not_toml("[grid]\nx0 = [1, 2]\nstep ="), 3);
    assert_eq!(not_toml("[grid]\nstep = 1\nstep = 2"), 3);
    assert_eq!(Settings::from_toml(b"\x89PNG\r\n\x1a\n"), Err(ReadError::NotText));
    assert_eq!(Settings::from_toml(b"format = 1\n\0"), Err(ReadError::NotText));
    assert_eq!(Settings::from_toml(&vec![b'#'; MOST_BYTES + 1]), Err(ReadError::TooLong));
    assert!(Settings::from_toml(&vec![b'#'; MOST_BYTES]).is_ok());
    let newer = Settings::from_toml(b"format = 2\nexpression = \"x0\"").unwrap_err();
    assert_eq!(newer.to_string(), "it is of format 2, and this gradfield knows 1; take a newer one");
}

/// As large as is read at all, and made to take long. That none takes longer than a test may is what is tested.
#[test]
fn no_text_within_the_limit_takes_long_or_exhausts_the_stack() {
    let repeated = |piece: &str| piece.repeat(MOST_BYTES / piece.len());
    let numbered = |piece: fn(usize) -> String| (0..MOST_BYTES / 40).map(piece).collect::<String>();
    for text in [
        format!("a = {}", &repeated("[")[4..]),
        format!("a = {}", &repeated("{a=")[4..]),
        format!("{}b=1", &repeated("a.")[4..]),
        repeated("[[a]]\n"),
        repeated("\"\"\""),
        format!("expression = \"{}\"", &repeated("sin(")[20..]),
        numbered(|i| format!("[parameters.p{i}]\nvalue=1\n")),
        numbered(|i| format!("key{i} = 1\n")),
        numbered(|i| format!("grid.a{i}.b = 1\n")),
    ] {
        if let Ok(reading) = Settings::from_toml(text.as_bytes()) {
            assert!(reading.notices.len() <= 11);
            assert!(reading.settings.parameters.len() <= 256);
        }
    }
}

#[test]
fn files_are_whole_and_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("saved.gradfield");
    let settings = Settings { expression: "exp(x0) * \"'\u{1f600}".to_owned(), ..Settings::default() };
    save_settings(&settings, &path).unwrap();
    assert_eq!(open_settings(&path).unwrap().settings, settings);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);

    // 1 GB, none of which is on the disk: its length is looked at first.
    let mut large = fs::File::create(&path).unwrap();
    large.seek(SeekFrom::Start(1_000_000_000)).unwrap();
    large.write_all(b"#").unwrap();
    let error = open_settings(&path).unwrap_err();
    assert!(matches!(error.reason, OpenReason::NoSettings(ReadError::TooLong)), "{error}");
    assert!(
        error.to_string().ends_with("saved.gradfield: it is larger than 1 MiB, as no settings are."),
        "{error}"
    );

    let missing = open_settings(&folder.path().join("none.gradfield")).unwrap_err();
    assert!(missing.to_string().contains("none.gradfield: No such file"), "{missing}");
    let error = open_settings(folder.path()).unwrap_err();
    assert!(error.to_string().ends_with(": it is a folder."), "{error}");
    #[cfg(unix)]
    {
        // It has no end.
        let error = open_settings("/dev/zero".as_ref()).unwrap_err();
        assert_eq!(error.to_string(), "Cannot open /dev/zero: it is no regular file.");
    }
}
