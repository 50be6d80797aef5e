//! What outlives the window.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::accesskit::Role;
use eframe::egui::{DroppedFile, Key, Modifiers, Pos2, ThemePreference, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::cli::Opening;
use gradfield::colormap::Colormap;
use gradfield::export::save_settings;
use gradfield::gui::app::App;
use gradfield::gui::app::drops::promise;
use gradfield::gui::settings::Settings;
use gradfield::gui::store::{Habits, Remembered, Store, Theme};
use gradfield::gui::toasts::Tone;
use gradfield::gui::undo::Way;

use crate::window::{settle, shows};

/// The longest another thread may take in a test.
const PATIENCE: Duration = Duration::from_secs(30);

/// The window that remembers in a folder.
pub(crate) fn window(folder: &Path, opening: Option<Opening>) -> Harness<'static, App> {
    let store = Store::in_folder(folder);
    let remembered = store.read();
    let store = Some(store);
    let mut harness = Harness::builder()
        .with_size([1280.0, 1000.0])
        .allow_missing_glyphs()
        .build_eframe(move |creation| App::restored(creation, store, remembered, opening).expect("threads"));
    settle(&mut harness);
    harness
}

pub(crate) fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    // It is not there yet.
    let path = folder.path().join("state/gradfield");
    (folder, path)
}

fn changed() -> Settings {
    let mut settings = Settings { expression: "sin(3*x0)*x1 - \"é".to_owned(), ..Settings::default() };
    settings.grid.step = 0.5;
    settings.arrows.colormap = Colormap::Viridis;
    settings.difference.h = -0.0;
    "x1".clone_into(&mut settings.lab.claim[0]);
    settings
}

#[test]
fn everything_is_as_it_was_left() {
    let (_kept, folder) = folder();
    let mut harness = window(&folder, None);
    assert_eq!(harness.state().settings(), &Settings::default());
    assert!(!folder.exists(), "nothing has changed, nothing is written");
    *harness.state_mut().settings_mut() = changed();
    harness.ctx.set_theme(ThemePreference::Light);
    settle(&mut harness);
    let left = harness.state().settings().clone();
    drop(harness);

    // The harness has a theme of its own for each window.
    assert_eq!(Store::in_folder(&folder).read().habits.theme, Theme::Light);
    let harness = window(&folder, None);
    assert_eq!(harness.state().settings(), &left);
    assert_eq!(format!("{:?}", harness.state().settings()), format!("{left:?}"));
    let mut files: Vec<_> =
        fs::read_dir(&folder).expect("it is there").map(|file| file.expect("a file").file_name()).collect();
    files.sort();
    assert_eq!(files, ["session.gradfield", "window.toml"]);
}

#[test]
fn folded_sections_and_the_height_of_the_lab_are_as_they_were_left() {
    let (_kept, folder) = folder();
    let mut harness = window(&folder, None);
    let is_open = |harness: &Harness<'_, App>| harness.query_by_label("Fit view").is_some();
    let edge = |harness: &Harness<'_, App>| harness.get_by_role(Role::Splitter).rect().center().y;
    assert!(is_open(&harness));
    harness.get_by_label("Grid").click();
    settle(&mut harness);
    harness.get_by_label("Arrows").click();
    settle(&mut harness);
    harness.get_by_label("Arrows").click();
    settle(&mut harness);
    let before = edge(&harness);
    harness.get_by_role(Role::Splitter).focus();
    settle(&mut harness);
    harness.key_press(Key::ArrowUp);
    settle(&mut harness);
    let after = edge(&harness);
    assert!(!is_open(&harness) && after < before - 10.0, "{before} {after}");
    drop(harness);
    assert_eq!(Store::in_folder(&folder).read().habits.folded, ["Grid"]);
    let harness = window(&folder, None);
    assert!(!is_open(&harness));
    // To the point that is kept.
    assert!((edge(&harness) - after).abs() <= 0.5, "{after} {}", edge(&harness));
}

#[test]
fn the_tour_is_offered_once_and_changes_nothing_that_is_kept() {
    let (_kept, folder) = folder();
    let mut harness = window(&folder, None);
    assert!(shows(&harness, "New here?"));
    harness.get_by_role_and_label(Role::Button, "Take the tour").click();
    settle(&mut harness);
    // Step by step to its end, and once more.
    for _ in 0..12 {
        harness.key_press(Key::Enter);
        settle(&mut harness);
    }
    assert_eq!(harness.state().tour().step(), None);
    assert!(!harness.state().has_step(Way::Undo), "its steps are none of the user's");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F1);
    settle(&mut harness);
    // The window is closed in the middle of it.
    harness.state_mut().settings_mut().expression = "x1".to_owned();
    settle(&mut harness);
    assert!(!harness.state().has_step(Way::Undo), "its steps are none of the user's");
    drop(harness);
    let harness = window(&folder, None);
    assert!(!shows(&harness, "New here?"));
    assert_eq!(harness.state().settings(), &Settings::default());
}

#[test]
fn a_change_is_written_some_seconds_later() {
    let (_kept, folder) = folder();
    let mut harness = window(&folder, None);
    harness.state_mut().settings_mut().grid.step = 0.5;
    harness.step();
    assert!(!folder.exists());
    // 3 seconds of the harness.
    for _ in 0..12 {
        harness.step();
    }
    // By another thread, which has all the time that a test has.
    while Store::in_folder(&folder)
        .read()
        .settings
        .is_none_or(|settings| settings.grid.step.to_bits() != 0.5_f64.to_bits())
    {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn what_is_asked_for_is_opened_instead() {
    let (_kept, folder) = folder();
    let mut harness = window(&folder, None);
    *harness.state_mut().settings_mut() = changed();
    settle(&mut harness);
    drop(harness);
    let asked = Settings { expression: "x0*x1".to_owned(), ..Settings::default() };
    let notices = vec!["Line 7: There is no setting x.".to_owned()];
    let opening =
        Opening { settings: asked.clone(), file: Some("saved.gradfield".into()), is_changed: false, notices };
    let harness = window(&folder, Some(opening));
    assert_eq!(harness.state().settings(), &asked);
    assert!(shows(&harness, "Line 7: There is no setting x."));
    let file = harness.state().file().expect("that file");
    assert!(file.is_absolute() && file.ends_with("saved.gradfield"), "{}", file.display());
    let [recent] = harness.state().recent() else { panic!("one file") };
    assert!(Path::new(recent).is_absolute() && recent.ends_with("saved.gradfield"), "{recent}");
}

#[test]
fn what_is_damaged_is_kept_aside_and_said() {
    for (file, content) in [
        ("session.gradfield", &b"\x00\xff\x7fnoise"[..]),
        ("session.gradfield", b"[grid]\nx0 = "),
        ("session.gradfield", b"format = 99"),
        ("window.toml", b"zoom = \"large\""),
        ("window.toml", b"\xff"),
    ] {
        let (_kept, folder) = folder();
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(file), content).expect("a file");
        let harness = window(&folder, None);
        assert_eq!(harness.state().settings(), &Settings::default());
        assert!(shows(&harness, "could not be read"), "{file}");
        let aside = folder.join(format!("{file}.damaged"));
        assert_eq!(fs::read(&aside).expect("it is there"), content);
        drop(harness);
        assert!(Store::in_folder(&folder).read().notices.is_empty());
    }
    // The rest of what is not all known is taken.
    let (_kept, folder) = folder();
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("session.gradfield"), "expression = \"x0\"\nfuture = 1").expect("a file");
    let harness = window(&folder, None);
    assert_eq!(harness.state().settings().expression, "x0");
    assert!(shows(&harness, "Line 2: There is no setting future."));
    assert!(shows(&harness, "Some of what the window remembered is not known here"));
    assert!(folder.join("session.gradfield.damaged").exists());
}

/// Something is there, but no file.
#[test]
fn what_cannot_be_read_is_kept_aside_as_well() {
    for file in ["session.gradfield", "window.toml"] {
        let (_kept, folder) = folder();
        fs::create_dir_all(folder.join(file).join("inner")).expect("a folder");
        let harness = window(&folder, None);
        assert!(shows(&harness, "could not be read"), "{file}");
        assert!(folder.join(format!("{file}.damaged/inner")).exists());
        drop(harness);
        assert!(Store::in_folder(&folder).read().notices.is_empty());
    }
}

#[test]
fn twenty_damaged_files_are_kept() {
    let (_kept, folder) = folder();
    fs::create_dir_all(&folder).expect("a folder");
    for number in 1..=21 {
        fs::write(folder.join("window.toml"), format!("zoom = \"{number}\"")).expect("a file");
        assert_eq!(Store::in_folder(&folder).read().notices.len(), 1);
    }
    let name = |number| match number {
        1 => "window.toml.damaged".to_owned(),
        _ => format!("window.toml.damaged-{number}"),
    };
    for number in 1..=20 {
        let text = fs::read_to_string(folder.join(name(number))).expect("it is there");
        // The last one has made room.
        let expected = if number == 20 { 21 } else { number };
        assert_eq!(text, format!("zoom = \"{expected}\""));
    }
    assert!(!folder.join(name(21)).exists());
}

/// Where the canvas looks, how high the lab is, and which sections are folded.
#[test]
fn it_is_looked_at_as_it_was() {
    let (_kept, folder) = folder();
    let mut harness = window(&folder, None);
    let look = |harness: &Harness<'_, App>| {
        let bounds = *harness.state().canvas().transform().expect("shown").bounds();
        let edge = harness.get_by_role(Role::Splitter).rect().center().y;
        let numbers = [bounds.min(), bounds.max()].concat();
        // More digits than anyone sees.
        let view: Vec<_> = numbers.iter().map(|number| format!("{number:.3}")).collect();
        (view, edge.round(), ["x0 from", "colour map", "scheme"].map(|label| shows(harness, label)))
    };
    let first = look(&harness);
    let center = harness.state().canvas().transform().expect("shown").frame().center();
    let drag = |harness: &mut Harness<'_, App>, from: Pos2, by: Vec2| {
        harness.hover_at(from);
        harness.step();
        harness.drag_at(from);
        harness.step();
        harness.hover_at(from + by);
        harness.step();
        harness.drop_at(from + by);
        settle(harness);
    };
    let edge = harness.get_by_role(Role::Splitter).rect().center();
    drag(&mut harness, edge, vec2(0.0, -50.0));
    drag(&mut harness, center, vec2(90.0, 30.0));
    harness.get_by_label("Grid").click();
    settle(&mut harness);
    let left = look(&harness);
    assert!(left.0 != first.0 && left.1 < first.1 - 40.0 && left.2 == [false, true, true], "{left:?}");
    drop(harness);
    let mut harness = window(&folder, None);
    assert_eq!(look(&harness), left);
    // The tour looks elsewhere, and comes back.
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F1);
    settle(&mut harness);
    assert_ne!(look(&harness).0, left.0);
    drop(harness);
    let mut harness = window(&folder, None);
    assert_eq!(look(&harness), left);
    harness.get_by_label("Grid").click();
    settle(&mut harness);
    harness.get_by_label("Fit view").click();
    settle(&mut harness);
    drop(harness);
    assert_eq!(Store::in_folder(&folder).read().habits.view, None);
    // Whatever else is opened is shown whole.
    let mut harness = window(&folder, None);
    drag(&mut harness, center, vec2(90.0, 30.0));
    drop(harness);
    assert!(Store::in_folder(&folder).read().habits.view.is_some());
    let opening = Opening { settings: Settings::default(), file: None, is_changed: false, notices: vec![] };
    let harness = window(&folder, Some(opening));
    let (view, _, folded) = look(&harness);
    assert_eq!(folded, [true; 3]);
    let middle = harness.state().canvas().transform().expect("shown").bounds().center();
    assert!(middle.x.abs() < 1e-6 && middle.y.abs() < 1e-6, "{view:?}");
}

/// What was forgotten with a damaged file is the tour as well: neither hides the other.
#[test]
fn the_tour_is_offered_above_the_notes() {
    let (_kept, folder) = folder();
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("window.toml"), "zoom = \"large\"").expect("a file");
    let mut harness = window(&folder, None);
    let note = harness.get_by_label_contains("could not be read").rect();
    let note = note.union(harness.get_by_label("Dismiss").rect());
    for label in ["New here?", "Take the tour", "Not now"] {
        let rect = harness.get_by_label(label).rect();
        assert!(rect.bottom() < note.top(), "{label}: {rect:?} on {note:?}");
    }
    harness.get_by_label("Not now").click();
    settle(&mut harness);
    assert!(!shows(&harness, "New here?"));
}

#[test]
fn what_no_window_can_have_is_not_taken() {
    let (_kept, folder) = folder();
    fs::create_dir_all(&folder).expect("a folder");
    let text = "zoom = inf\nsize = [nan, 1e30]\nplace = [-1e9, 0.0]\nlab_height = nan\nview = [[1, 1], [0, inf]]\nrecent = [\"a\"]\nunknown = 1";
    fs::write(folder.join("window.toml"), text).expect("a file");
    let remembered = Store::in_folder(&folder).read();
    assert_eq!(remembered.habits, Habits { recent: vec!["a".to_owned()], ..Habits::default() });
    let mut habits = Habits::default();
    for i in 0..20 {
        habits.remember(Path::new(&format!("/{}", i % 15)));
    }
    let expected: Vec<_> = [4, 3, 2, 1, 0, 14, 13, 12, 11, 10].map(|i| format!("/{i}")).into();
    assert_eq!(habits.recent, expected);
}

/// The note that all is forgotten, if it is shown.
fn forgetful(harness: &Harness<'_, App>) -> Vec<String> {
    let notes = harness.state().toasts().shown().iter();
    notes.filter(|note| note.tone == Tone::Notice).map(|note| note.text.clone()).collect()
}

#[test]
fn without_a_place_to_remember_in_all_else_goes_on_and_it_is_said() {
    let opening = Opening {
        settings: Settings { expression: "x0*x1".to_owned(), ..Settings::default() },
        file: Some("/somewhere/saved.gradfield".into()),
        is_changed: false,
        notices: vec!["Line 7: There is no setting x.".to_owned()],
    };
    let mut harness =
        Harness::builder().with_size([1280.0, 1000.0]).allow_missing_glyphs().build_eframe(move |creation| {
            App::restored(creation, None, Remembered::default(), Some(opening)).expect("threads")
        });
    settle(&mut harness);
    assert_eq!(harness.state().settings().expression, "x0*x1");
    assert_eq!(harness.state().file(), Some(Path::new("/somewhere/saved.gradfield")));
    assert!(shows(&harness, "Line 7: There is no setting x."));
    let said = forgetful(&harness);
    assert!(matches!(&said[..], [text] if text.contains("forgotten when the window is closed")), "{said:?}");
}

#[test]
fn a_place_that_cannot_be_written_to_is_said_once() {
    // A file where there should be a folder; a folder that takes no files, not even from root.
    let mut places = vec!["a file"];
    if cfg!(target_os = "linux") {
        places.push("no files");
    }
    for place in places {
        let kept = tempfile::tempdir().expect("a folder");
        let folder = kept.path().join("gradfield");
        if place == "no files" {
            #[cfg(unix)]
            std::os::unix::fs::symlink("/proc", &folder).expect("a link");
        } else {
            fs::write(&folder, "").expect("a file");
        }
        let mut harness = window(&folder, None);
        for step in [0.5, 0.125] {
            harness.state_mut().settings_mut().grid.step = step;
            let start = Instant::now();
            // 3 seconds of the harness, and as long as the other thread needs.
            for frame in 0.. {
                harness.step();
                let is_said = !forgetful(&harness).is_empty() || step < 0.5;
                if is_said && frame > 12 {
                    break;
                }
                assert!(start.elapsed() < PATIENCE, "{place}: not said");
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        let said = forgetful(&harness);
        let [text] = &said[..] else { panic!("{place}: {said:?}") };
        assert!(text.starts_with(&format!("Cannot write {}", folder.display())), "{text}");
        assert!(text.contains("forgotten when the window is closed"), "{text}");
        // The newest note is the lowest.
        let dismiss = harness.query_all_by_role_and_label(Role::Button, "Dismiss");
        let lowest = dismiss.max_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
        lowest.expect("a note").click();
        settle(&mut harness);
        assert_eq!(forgetful(&harness), Vec::<String>::new());
    }
}

#[test]
fn of_two_windows_the_last_changed_is_remembered_and_no_recent_file_is_lost() {
    let (kept, folder) = folder();
    let save = |name: &str| {
        let path = kept.path().join(name);
        save_settings(&changed(), &path).expect("it can be written");
        path
    };
    let [a, b] = ["a.gradfield", "b.gradfield"].map(save);
    let mut first = window(&folder, None);
    let mut second = window(&folder, None);
    second.state_mut().open_file(&b).expect("it can be read");
    settle(&mut second);
    drop(second);
    first.state_mut().open_file(&a).expect("it can be read");
    first.state_mut().settings_mut().expression = "x1".to_owned();
    settle(&mut first);
    drop(first);
    let remembered = Store::in_folder(&folder).read();
    let texts = |paths: &[&PathBuf]| paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>();
    assert_eq!(remembered.settings.expect("some").expression, "x1");
    assert_eq!(remembered.habits.recent, texts(&[&a, &b]));

    // One that has opened nothing since keeps the order of the other.
    let mut first = window(&folder, None);
    let mut second = window(&folder, None);
    second.state_mut().open_file(&b).expect("it can be read");
    settle(&mut second);
    drop(second);
    first.state_mut().settings_mut().grid.step = 0.125;
    settle(&mut first);
    drop(first);
    let habits = Store::in_folder(&folder).read().habits;
    assert_eq!(habits.recent, texts(&[&b, &a]));
    // What belongs to the settings goes with them.
    assert_eq!((habits.file.as_deref(), habits.unsaved), (a.to_str(), true));
}

#[test]
fn over_the_window_it_is_said_what_becomes_of_a_file() {
    let path = |text: &str| Some(PathBuf::from(text));
    for (files, expected) in [
        (vec![], None),
        (vec![path("/a/x.png"), path("/a/bö\n.GradField")], Some("Let go to open bö\u{fffd}.GradField.")),
        (vec![path("/a/x.png")], Some("Only files whose names end in .gradfield are opened.")),
        // Some desktops tell no name before it is let go.
        (vec![None], Some("Let go to open it, if it is a file of .gradfield.")),
    ] {
        assert_eq!(promise(&files).as_deref(), expected, "{files:?}");
    }
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn files_are_saved_opened_and_dropped_onto_the_window() {
    let (kept, folder) = folder();
    let file = kept.path().join("saved.gradfield");
    let mut harness = window(&folder, None);
    let settings = Settings { expression: "x0*x1".to_owned(), ..Settings::default() };
    *harness.state_mut().settings_mut() = settings.clone();
    settle(&mut harness);
    harness.state_mut().save_file(&file).expect("it can be written");
    assert_eq!(harness.state().link(), "gradfield 'x0*x1'");
    harness.state_mut().load(Settings::default());
    settle(&mut harness);
    harness.state_mut().open_file(&file).expect("it can be read");
    settle(&mut harness);
    assert_eq!(harness.state().settings(), &settings);
    assert!(harness.state_mut().save_file(kept.path()).is_err());

    let other = kept.path().join("other.gradfield");
    save_settings(&Settings { expression: "x1".to_owned(), ..settings }, &other).expect("it can be written");
    let drop_onto = |harness: &mut Harness<'_, App>, paths: &[&Path]| {
        let files = paths.iter().map(|path| Arc::new(Dropped(path.to_path_buf())) as _);
        harness.input_mut().dropped_files.extend(files);
        settle(harness);
    };
    drop_onto(&mut harness, &[Path::new("picture.png"), &other]);
    assert_eq!(harness.state().settings().expression, "x1");
    assert_eq!(harness.state().recent(), [&other, &file].map(|path| path.to_str().expect("a text")));
    drop_onto(&mut harness, &[Path::new("/missing.gradfield")]);
    assert!(shows(&harness, "Cannot open /missing.gradfield"));
    drop_onto(&mut harness, &[Path::new("/picture.png")]);
    assert!(shows(&harness, "/picture.png is not opened: its name does not end in .gradfield."));
    assert_eq!(harness.state().settings().expression, "x1");
}
