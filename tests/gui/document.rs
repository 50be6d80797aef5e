//! The file that is worked on: the window's title, what Save does, and what becomes of what is not saved.

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, ViewportCommand};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::cli::{self, Action};
use gradfield::examples;
use gradfield::export::{open_settings, save_settings};
use gradfield::gui::app::App;
use gradfield::gui::app::document::title;
use gradfield::gui::settings::Settings;
use gradfield::gui::toasts::Tone;

use crate::files::{choose, name, window};
use crate::session;
use crate::window::{settle, shows};

fn bowl() -> Settings {
    Settings { expression: "x0^2 + 3*x1^2".to_owned(), ..Settings::default() }
}

/// A file of these settings in a folder.
fn file(folder: &Path, name: &str, settings: &Settings) -> PathBuf {
    let path = folder.join(name);
    save_settings(settings, &path).expect("it can be written");
    path
}

fn expression_in(path: &Path) -> String {
    open_settings(path).expect("it can be read").settings.expression
}

fn change(harness: &mut Harness<'_, App>, expression: &str) {
    expression.clone_into(&mut harness.state_mut().settings_mut().expression);
    settle(harness);
}

fn step(harness: &mut Harness<'_, App>, button: &str) {
    harness.get_by_role_and_label(Role::Button, button).click();
    settle(harness);
}

fn save_by_key(harness: &mut Harness<'_, App>) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::S);
    settle(harness);
}

#[test]
fn the_title_names_the_file_and_says_whether_all_is_saved() {
    for (file, is_unsaved, usual, on_macos) in [
        (None, false, "gradfield", "gradfield"),
        // Without a file there is nothing that it could differ from.
        (None, true, "gradfield", "gradfield"),
        (Some("/a/b/bowl.gradfield"), false, "bowl.gradfield - gradfield", "bowl.gradfield - gradfield"),
        (Some("bowl.gradfield"), true, "*bowl.gradfield - gradfield", "bowl.gradfield - Edited"),
        // Names are what people and others make them.
        (
            Some("/a/x\n\u{1b}y é.gradfield"),
            false,
            "x\u{fffd}\u{fffd}y é.gradfield - gradfield",
            "x\u{fffd}\u{fffd}y é.gradfield - gradfield",
        ),
        (Some("/"), false, "/ - gradfield", "/ - gradfield"),
    ] {
        let file = file.map(Path::new);
        assert_eq!([title(file, is_unsaved, false), title(file, is_unsaved, true)], [usual, on_macos]);
    }
}

#[test]
fn the_window_is_told_its_title_when_that_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path(), "bowl.gradfield", &bowl());
    let mut harness = window();
    let told = |harness: &mut Harness<'_, App>| {
        let mut told = vec![];
        for _ in 0..3 {
            harness.step();
            let output = harness.output().viewport_output.values();
            told.extend(output.flat_map(|output| output.commands.clone()).filter_map(
                |command| match command {
                    ViewportCommand::Title(title) => Some(title),
                    _ => None,
                },
            ));
        }
        told
    };
    assert_eq!(told(&mut harness), Vec::<String>::new(), "it begins with that of the program");
    harness.state_mut().open_file(&path).expect("it can be read");
    assert_eq!(told(&mut harness), [harness.state().title()]);
    harness.state_mut().settings_mut().grid.step = 0.5;
    assert_eq!(told(&mut harness), [title(Some(&path), true, cfg!(target_os = "macos"))]);
}

#[test]
fn save_writes_to_the_open_file_and_save_as_to_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path(), "bowl.gradfield", &bowl());
    let mut harness = window();
    // Without a file it asks for one.
    save_by_key(&mut harness);
    assert_eq!(harness.state().asked_for(), Some("Save"));
    harness.key_press(Key::Escape);
    settle(&mut harness);
    assert!(!harness.state().is_unsaved());

    harness.state_mut().open_file(&path).expect("it can be read");
    settle(&mut harness);
    assert!(!harness.state().is_unsaved());
    change(&mut harness, "x0*x1");
    assert!(harness.state().is_unsaved());
    step(&mut harness, "Undo");
    assert!(!harness.state().is_unsaved(), "it is as in the file again");
    // From where something is looked at is nothing to be saved.
    harness.state_mut().settings_mut().lab.camera.yaw = 77.0;
    settle(&mut harness);
    assert!(!harness.state().is_unsaved());

    change(&mut harness, "x0*x1");
    save_by_key(&mut harness);
    assert_eq!((harness.state().asked_for(), harness.state().is_unsaved()), (None, false));
    assert_eq!(expression_in(&path), "x0*x1");
    assert!(shows(&harness, "Saved"));

    change(&mut harness, "x0 - x1");
    choose(&mut harness, "Save as...");
    let other = folder.path().join("other.gradfield");
    name(&mut harness, &other.display().to_string());
    settle(&mut harness);
    assert_eq!((expression_in(&other).as_str(), expression_in(&path).as_str()), ("x0 - x1", "x0*x1"));
    assert_eq!((harness.state().file(), harness.state().is_unsaved()), (Some(other.as_path()), false));
    // A step back from there is still one in that file.
    step(&mut harness, "Undo");
    assert_eq!((harness.state().file(), harness.state().is_unsaved()), (Some(other.as_path()), true));
}

#[test]
fn what_was_not_saved_comes_back_with_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = file(folder.path(), "first.gradfield", &bowl());
    let second = file(folder.path(), "second.gradfield", &Settings::default());
    let mut harness = window();
    let notices = |harness: &Harness<'_, App>| {
        let notes = harness.state().toasts().shown().iter();
        notes.filter(|note| note.tone == Tone::Notice).map(|note| note.text.clone()).collect::<Vec<_>>()
    };
    harness.state_mut().open_file(&first).expect("it can be read");
    settle(&mut harness);
    harness.state_mut().open_file(&second).expect("it can be read");
    settle(&mut harness);
    assert_eq!(notices(&harness), Vec::<String>::new(), "all was saved");
    harness.state_mut().open_file(&first).expect("it can be read");
    settle(&mut harness);
    change(&mut harness, "x0*x1");
    harness.state_mut().open_file(&second).expect("it can be read");
    settle(&mut harness);
    assert_eq!(notices(&harness), ["What was changed in first.gradfield is not saved. Undo brings it back."]);
    step(&mut harness, "Undo");
    assert_eq!(harness.state().settings().expression, "x0*x1");
    assert_eq!((harness.state().file(), harness.state().is_unsaved()), (Some(first.as_path()), true));
    step(&mut harness, "Redo");
    assert_eq!((harness.state().file(), harness.state().is_unsaved()), (Some(second.as_path()), false));
}

#[test]
fn an_example_is_in_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path(), "bowl.gradfield", &bowl());
    let mut harness = window();
    harness.state_mut().open_file(&path).expect("it can be read");
    settle(&mut harness);
    harness.key_press(Key::Escape);
    harness.key_press(Key::G);
    settle(&mut harness);
    let example = examples::all().nth(1).expect("several");
    harness.get_by_role_and_label(Role::Button, &example.name).click();
    settle(&mut harness);
    assert_eq!(harness.state().settings().expression, example.expression);
    assert_eq!(harness.state().file(), None);
    // So the file is not written over by it.
    save_by_key(&mut harness);
    assert_eq!(harness.state().asked_for(), Some("Save"));
    assert_eq!(expression_in(&path), bowl().expression);
}

#[test]
fn a_file_with_more_than_is_known_is_not_saved_to_without_asking() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("newer.gradfield");
    fs::write(&path, "expression = \"x0\"\nfuture = 1\n").expect("a file");
    let mut harness = window();
    harness.state_mut().open_file(&path).expect("it can be read");
    settle(&mut harness);
    save_by_key(&mut harness);
    assert_eq!(harness.state().asked_for(), Some("Save"));
    assert!(fs::read_to_string(&path).expect("the file").contains("future"));
}

#[test]
fn a_window_that_comes_back_knows_its_file() {
    for is_unsaved in [false, true] {
        let (kept, folder) = session::folder();
        let path = file(kept.path(), "bowl.gradfield", &bowl());
        let mut harness = session::window(&folder, None);
        harness.state_mut().open_file(&path).expect("it can be read");
        settle(&mut harness);
        if is_unsaved {
            change(&mut harness, "x0*x1");
        }
        let left = harness.state().settings().clone();
        drop(harness);
        let mut harness = session::window(&folder, None);
        assert_eq!(harness.state().settings(), &left, "nothing is lost");
        assert_eq!(
            (harness.state().file(), harness.state().is_unsaved()),
            (Some(path.as_path()), is_unsaved)
        );
        save_by_key(&mut harness);
        assert_eq!(expression_in(&path), left.expression);
        assert!(!harness.state().is_unsaved());
    }
}

#[test]
fn a_command_line_that_changes_what_the_file_has_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path(), "bowl.gradfield", &bowl());
    for (more, is_changed) in
        [(&[][..], false), (&["--set", "grid.step=0.25"], false), (&["--set", "grid.step=0.5"], true)]
    {
        let words = ["gradfield", path.to_str().expect("a text")].into_iter().chain(more.iter().copied());
        let Action::Window(opening) = cli::run(words.map(Into::into)) else { panic!("a window") };
        assert_eq!(opening.is_changed, is_changed, "{more:?}");
        let (_kept, folder) = session::folder();
        let harness = session::window(&folder, Some(*opening));
        assert_eq!(harness.state().is_unsaved(), is_changed, "{more:?}");
    }
}
