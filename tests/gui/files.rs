//! Files: the dialog, what is written, and what is said of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, OutputCommand, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::{By, Queryable as _};
use gradfield::gui::app::App;
use gradfield::gui::file_dialog::probe::{Desktop, Dialog};
use gradfield::gui::settings::Settings;
use gradfield::gui::toasts::{Toasts, Tone};

use crate::window::{settle, window_on};

/// The longest an export of a test may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A window whose file dialog is ours.
pub(crate) fn window() -> Harness<'static, App> {
    let mut harness = window_on(Settings::default());
    harness.state_mut().use_own_file_dialog();
    harness
}

/// Choose an entry of the menu.
pub(crate) fn choose(harness: &mut Harness<'_, App>, entry: &str) {
    harness.get_by_role_and_label(Role::Button, "File").click();
    harness.run();
    // Its name ends in its key.
    harness.get(By::new().role(Role::Button).label_contains(entry)).click();
    harness.step();
    wait_for_disk(harness);
}

/// Step until the dialog has what it asked the disk for.
pub(crate) fn wait_for_disk(harness: &mut Harness<'_, App>) {
    let start = Instant::now();
    while harness.state().is_reading_folder() {
        assert!(start.elapsed() < PATIENCE, "the disk does not answer");
        std::thread::sleep(Duration::from_millis(1));
        harness.step();
    }
    harness.run_ok();
}

/// Type a name into the dialog and press Enter.
pub(crate) fn name(harness: &mut Harness<'_, App>, text: &str) {
    let field = harness.get_by_role_and_label(Role::TextInput, "Name");
    field.focus();
    harness.step();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.step();
    harness.get_by_role_and_label(Role::TextInput, "Name").type_text(text);
    harness.step();
    harness.key_press(Key::Enter);
    harness.step();
    wait_for_disk(harness);
}

/// Step until nothing is being written.
pub(crate) fn finish(harness: &mut Harness<'_, App>) {
    let start = Instant::now();
    harness.step();
    while harness.state().is_exporting() {
        assert!(start.elapsed() < PATIENCE, "nothing came of it");
        std::thread::sleep(Duration::from_millis(1));
        harness.step();
    }
    harness.step();
}

fn notes(harness: &Harness<'_, App>) -> Vec<(Tone, String)> {
    harness.state().toasts().shown().iter().map(|toast| (toast.tone, toast.text.clone())).collect()
}

fn path_text(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn files_are_written_as_their_names_say() {
    let folder = tempfile::tempdir().expect("a folder");
    for (entry, typed, written, start) in [
        ("Export data...", "a.csv", "a.csv", &b"x0,x1,f,g0,g1,norm\n"[..]),
        ("Export data...", "b.json", "b.json", b"{"),
        ("Export data...", "c.npy", "c.npy", b"\x93NUMPY"),
        // Without an extension it is the usual one.
        ("Export data...", "d", "d.csv", b"x0,x1,f,g0,g1,norm\n"),
        ("Export figure...", "e.svg", "e.svg", b"<svg"),
        ("Export figure...", "f.PNG", "f.PNG", b"\x89PNG"),
        ("Export figure...", "g.pdf", "g.pdf", b"%PDF"),
        ("Export figure...", "h", "h.svg", b"<svg"),
        ("Save as...", "i", "i.gradfield", b"#"),
    ] {
        let mut harness = window();
        choose(&mut harness, entry);
        name(&mut harness, &path_text(&folder.path().join(typed)));
        finish(&mut harness);
        let path = folder.path().join(written);
        let bytes = fs::read(&path).expect(written);
        assert!(bytes.starts_with(start), "{written}");
        let notes = notes(&harness);
        assert!(
            matches!(&notes[..], [(Tone::Done, text)] if text.contains(&path_text(&path))),
            "{written}: {notes:?}"
        );
    }
}

#[test]
fn what_cannot_be_written_is_said_and_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut cases = vec![(folder.path().join("a.txt"), "'txt' is not a format")];
    if Path::new("/dev/full").exists() {
        // A name with an extension that leads there.
        let link = folder.path().join("full.csv");
        #[cfg(unix)]
        std::os::unix::fs::symlink("/dev/full", &link).expect("a link");
        cases.push((link, "full.csv"));
    }
    for (path, said) in cases {
        let mut harness = window();
        let context = harness.ctx.clone();
        harness.state_mut().export_data(&context, path.clone());
        finish(&mut harness);
        harness.run();
        let notes = notes(&harness);
        assert!(matches!(&notes[..], [(Tone::Trouble, text)] if text.contains(said)), "{path:?}: {notes:?}");
        // It goes when it has been read.
        harness.get_by_label("Dismiss").click();
        harness.run();
        assert_eq!(harness.state().toasts().shown(), []);
    }
}

#[test]
fn a_file_is_replaced_only_when_that_is_wanted() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("old.csv");
    fs::write(&path, "old").expect("a file");
    let mut harness = window();
    choose(&mut harness, "Export data...");
    name(&mut harness, &path_text(&path));
    harness.get_by_label_contains("old.csv is there already");
    assert_eq!(fs::read_to_string(&path).expect("the file"), "old");
    harness.get_by_role_and_label(Role::Button, "Cancel").click();
    harness.run();
    assert_eq!(fs::read_to_string(&path).expect("the file"), "old");

    choose(&mut harness, "Export data...");
    name(&mut harness, &path_text(&path));
    harness.get_by_role_and_label(Role::Button, "Replace").click();
    harness.step();
    wait_for_disk(&mut harness);
    finish(&mut harness);
    assert!(fs::read_to_string(&path).expect("the file").starts_with("x0,x1"));
}

#[test]
fn the_name_that_is_offered_is_the_files_or_the_functions() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("my bowl.gradfield");
    let offered = |harness: &mut Harness<'_, App>| {
        ["Save as...", "Export figure...", "Export data..."].map(|entry| {
            choose(harness, entry);
            let name = harness.get_by_role_and_label(Role::TextInput, "Name").value();
            harness.key_press(Key::Escape);
            harness.run();
            name.unwrap_or_default()
        })
    };
    let mut harness = window();
    assert_eq!(offered(&mut harness), ["x0-2-x1-2.gradfield", "x0-2-x1-2.svg", "x0-2-x1-2.csv"]);
    harness.state_mut().save_file(&path).expect("it can be written");
    assert_eq!(offered(&mut harness), ["my bowl.gradfield", "my bowl.svg", "my bowl.csv"]);
    // A name that is fine here need not be so elsewhere; its own the file has already.
    #[cfg(unix)]
    {
        let path = folder.path().join("a\"b.gradfield");
        harness.state_mut().save_file(&path).expect("it can be written");
        assert_eq!(offered(&mut harness), ["a\"b.gradfield", "a-b.svg", "a-b.csv"]);
    }
}

#[test]
fn the_dialog_walks_through_folders() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("inner")).expect("a folder");
    for file in ["here.csv", "other.txt", ".hidden.csv"] {
        fs::write(folder.path().join(file), "").expect("a file");
    }
    let mut harness = window();
    choose(&mut harness, "Export data...");
    // A folder's name leads into it.
    name(&mut harness, &path_text(folder.path()));
    harness.get_by_label("here.csv");
    assert!(harness.query_by_label("other.txt").is_none(), "of no kind that is asked for");
    assert!(harness.query_by_label(".hidden.csv").is_none());
    let click = |harness: &mut Harness<'_, App>, label: &str| {
        harness.get_by_label(label).click();
        harness.step();
        wait_for_disk(harness);
    };
    click(&mut harness, "hidden files");
    harness.get_by_label(".hidden.csv");
    // One click selects a folder, as everywhere; its button enters it.
    click(&mut harness, "inner/");
    harness.get_by_label("here.csv");
    click(&mut harness, "Open folder");
    harness.get_by_label("There is nothing of that kind here.");
    click(&mut harness, "Up");
    click(&mut harness, "here.csv");
    click(&mut harness, "Save");
    harness.get_by_label_contains("here.csv is there already");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("Folder").is_none(), "Esc closes it");
    // What is not there is said.
    choose(&mut harness, "Export data...");
    name(&mut harness, &path_text(&folder.path().join("none/a.csv")));
    harness.get_by_label_contains("There is no folder for");
}

#[test]
fn what_was_done_goes_and_what_went_wrong_stays() {
    let mut toasts = Toasts::default();
    let context = eframe::egui::Context::default();
    let frame = |toasts: &mut Toasts, time: f64| {
        let input = eframe::egui::RawInput { time: Some(time), ..Default::default() };
        let mut output = context.run_ui(input, |ui| assert!(!toasts.ui(ui.ctx(), None)));
        // Nobody draws them.
        output.textures_delta.clear();
        toasts.shown().iter().map(|toast| toast.text.clone()).collect::<Vec<_>>()
    };
    toasts.push(Tone::Done, "done");
    toasts.push(Tone::Trouble, "wrong");
    toasts.push(Tone::Trouble, "wrong");
    assert_eq!(frame(&mut toasts, 0.0), ["done", "wrong"]);
    assert_eq!(frame(&mut toasts, 5.0), ["done", "wrong"]);
    assert_eq!(frame(&mut toasts, 7.0), ["wrong"]);
    for number in 0..10 {
        toasts.push(Tone::Done, number.to_string());
    }
    // Of many, the oldest of what was done go first.
    assert_eq!(frame(&mut toasts, 8.0), ["wrong", "6", "7", "8", "9"]);
}

/// Of many errors the newest are seen, those behind them are counted, and none keeps a success from being told.
#[test]
fn errors_wait_until_they_are_read() {
    let mut harness = Harness::new_ui_state(
        |ui, toasts: &mut Toasts| assert!(!toasts.ui(ui.ctx(), None)),
        Toasts::default(),
    );
    let seen = |harness: &Harness<'_, Toasts>| -> Vec<String> {
        let texts = ["0", "1", "2", "3", "4", "5", "6", "saved", "copied"].into_iter();
        texts.filter(|text| harness.query_by_label(text).is_some()).map(str::to_owned).collect()
    };
    for number in 0..7 {
        harness.state_mut().push(Tone::Trouble, number.to_string());
    }
    harness.state_mut().push(Tone::Done, "copied");
    harness.state_mut().push(Tone::Done, "saved");
    harness.run_steps(2);
    assert_eq!(seen(&harness), ["3", "4", "5", "6", "saved"]);
    harness.get_by_label("and 3 more");
    assert!(harness.state().height() > 100.0);
    // The topmost is the oldest of those that are seen.
    let topmost =
        harness.query_all_by_label("Dismiss").min_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    topmost.expect("some").click();
    harness.run_steps(3);
    assert_eq!(seen(&harness), ["2", "4", "5", "6", "saved"]);
    harness.get_by_label("and 2 more");
    harness.get_by_label("Dismiss all").click();
    harness.run_steps(3);
    assert_eq!(seen(&harness), ["saved"]);
}

#[test]
fn a_desktop_without_portal_and_zenity_has_no_dialog() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    let data: Vec<PathBuf> = vec![folder.path().join("data")];
    let path: Vec<PathBuf> = vec![folder.path().join("bin")];
    let desktop = |has_bus| Desktop { path: path.clone(), data: data.clone(), has_bus };
    assert_eq!(desktop(true).dialog(), Dialog::None);
    write("data/dbus-1/services/org.freedesktop.portal.Desktop.service", "");
    assert_eq!(desktop(true).dialog(), Dialog::None, "nothing behind it");
    write("data/xdg-desktop-portal/portals/a.portal", "Interfaces=org.freedesktop.impl.portal.Screenshot;");
    assert_eq!(desktop(true).dialog(), Dialog::None, "nothing that shows files");
    write("data/xdg-desktop-portal/portals/b.portal", "Interfaces=org.freedesktop.impl.portal.FileChooser;");
    assert_eq!(desktop(true).dialog(), Dialog::Usual);
    assert_eq!(desktop(false).dialog(), Dialog::None, "no bus to speak over");
    write("bin/zenity", "");
    assert_eq!(desktop(false).dialog(), Dialog::Zenity);
    assert_eq!(desktop(true).dialog(), Dialog::Usual, "which is the better one");
}

#[test]
fn a_long_export_can_be_cancelled_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut settings = Settings::default();
    // A million points: a minute's worth of nobody's patience in a debug build, some 60 MB.
    settings.grid.step = 0.004;
    let mut harness = window_on(settings);
    let context = harness.ctx.clone();
    let path = folder.path().join("large.csv");
    harness.state_mut().export_data(&context, path.clone());
    let start = Instant::now();
    // It is announced once it takes a while.
    while harness.query_by_label_contains("Writing large.csv").is_none() {
        assert!(start.elapsed() < PATIENCE && harness.state().is_exporting(), "{:?}", notes(&harness));
        std::thread::sleep(Duration::from_millis(5));
        harness.step();
    }
    // One at a time.
    harness.state_mut().export_data(&context, folder.path().join("second.csv"));
    harness.step();
    assert!(notes(&harness)[0].1.contains("large.csv is still being made"), "{:?}", notes(&harness));
    harness.get_by_role_and_label(Role::Button, "Cancel").click();
    harness.step();
    // Another is not begun before it is known what has become of this one.
    harness.step();
    finish(&mut harness);
    let last = notes(&harness).pop();
    assert_eq!(last, Some((Tone::Done, "Cancelled: large.csv.".to_owned())));
    drop(harness);
    assert_eq!(
        fs::read_dir(folder.path()).expect("the folder").count(),
        0,
        "neither the file nor a part of it"
    );
}

/// What the frames since the last look put on the clipboard.
fn copied(harness: &Harness<'_, App>) -> Vec<OutputCommand> {
    harness.output().platform_output.commands.clone()
}

/// Choose an entry, and see one of the next frames do something.
fn choose_and_see(harness: &mut Harness<'_, App>, entry: &str, is_it: impl Fn(&OutputCommand) -> bool) {
    harness.get_by_role_and_label(Role::Button, "File").click();
    harness.run();
    harness.get(By::new().role(Role::Button).label_contains(entry)).click();
    let is_done = (0..4).any(|_| {
        harness.step();
        copied(harness).iter().any(&is_it)
    });
    assert!(is_done, "{entry}");
    harness.run();
}

#[test]
fn what_the_clipboard_gets_is_what_is_shown() {
    let mut harness = window();
    let link = harness.state().link();
    choose_and_see(&mut harness, "Copy link", |command| *command == OutputCommand::CopyText(link.clone()));
    let script =
        harness.state().script(harness.ctx.theme() == Theme::Dark).expect("the bowl is in NumPy").text;
    assert!(script.contains("x0**2 + x1**2") && script.contains("quiver"), "{script}");
    choose_and_see(&mut harness, "Copy as Python", |command| {
        *command == OutputCommand::CopyText(script.clone())
    });
    let context = harness.ctx.clone();
    harness.state_mut().copy_image(&context);
    let start = Instant::now();
    let image = loop {
        assert!(start.elapsed() < PATIENCE, "no image");
        std::thread::sleep(Duration::from_millis(1));
        harness.step();
        let image = copied(&harness).into_iter().find_map(|command| match command {
            OutputCommand::CopyImage(image) => Some(image),
            _ => None,
        });
        if let Some(image) = image {
            break image;
        }
    };
    // As the canvas, with what is around it.
    let canvas = harness.state().canvas().transform().expect("a canvas").frame().size();
    assert!(image.size[0] as f32 > canvas.x && image.size[1] as f32 > canvas.y, "{:?}", image.size);
    let colors: BTreeSet<_> = image.pixels.iter().map(eframe::egui::Color32::to_array).collect();
    assert!(colors.len() > 100, "arrows in all the colours of jet");
}

#[test]
fn what_was_saved_can_be_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ripple.gradfield");
    let mut harness = window();
    harness.state_mut().settings_mut().expression = "sin(5*x0) + x1^2".to_owned();
    settle(&mut harness);
    choose(&mut harness, "Save as...");
    name(&mut harness, &path_text(&path));
    assert!(path.is_file());
    harness.state_mut().settings_mut().expression = "x0".to_owned();
    settle(&mut harness);
    choose(&mut harness, "Open...");
    name(&mut harness, &path_text(&path));
    settle(&mut harness);
    assert_eq!(harness.state().settings().expression, "sin(5*x0) + x1^2");
    // And again from the list of recent ones.
    harness.state_mut().settings_mut().expression = "x0".to_owned();
    settle(&mut harness);
    harness.get_by_role_and_label(Role::Button, "File").click();
    harness.run();
    harness.get_by_label_contains("Open recent").click();
    harness.run();
    harness.get_by_label("ripple.gradfield").click();
    settle(&mut harness);
    assert_eq!(harness.state().settings().expression, "sin(5*x0) + x1^2");
    // A file that is none is told of, and changes nothing.
    fs::write(&path, b"\x00\x01\xff").expect("a file");
    choose(&mut harness, "Open...");
    name(&mut harness, &path_text(&path));
    assert!(matches!(&notes(&harness)[..], [.., (Tone::Trouble, text)] if text.contains("ripple.gradfield")));
    assert_eq!(harness.state().settings().expression, "sin(5*x0) + x1^2");
}

/// By its extension a figure is the program that draws it.
#[test]
fn a_figure_can_be_a_python_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = window_on(Settings::default());
    let context = harness.ctx.clone();
    let path = folder.path().join("figure.PY");
    harness.state_mut().export_figure(&context, path.clone());
    finish(&mut harness);
    let script = harness.state().script(context.theme() == Theme::Dark).expect("a program");
    assert_eq!(std::fs::read_to_string(path).expect("a file"), script.text);
    assert!(script.text.contains("import matplotlib"), "{}", script.text);
}
