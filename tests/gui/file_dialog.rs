//! Our own file dialog, by keyboard and on all kinds of folders.

use std::fs;
use std::path::Path;
use std::time::Instant;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use gradfield::export::save_settings;
use gradfield::gui::app::App;
use gradfield::gui::settings::Settings;

use crate::files::{choose, name, wait_for_disk, window};
use crate::window::{settle, shows};

fn press(harness: &mut Harness<'_, App>, key: Key) {
    harness.key_press(key);
    harness.step();
    wait_for_disk(harness);
}

/// The dialog that opens a file, in a folder.
fn open_in(folder: &Path) -> Harness<'static, App> {
    let mut harness = window();
    choose(&mut harness, "Open...");
    name(&mut harness, folder.to_str().expect("a text"));
    harness
}

fn list_has_focus(harness: &Harness<'_, App>) -> bool {
    harness.get_by_role(Role::ListBox).is_focused()
}

/// What is selected in the list.
fn selected(harness: &Harness<'_, App>) -> Option<String> {
    harness.get_by_role(Role::ListBox).accesskit_node().data().value().map(str::to_owned)
}

fn saved(folder: &Path, name: &str, expression: &str) {
    let settings = Settings { expression: expression.to_owned(), ..Settings::default() };
    save_settings(&settings, &folder.join(name)).expect("it can be written");
}

#[test]
fn it_works_by_keyboard_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    fs::create_dir_all(path.join("Inner/deep")).expect("a folder");
    fs::create_dir(path.join("other")).expect("a folder");
    saved(path, "a.gradfield", "x0");
    saved(&path.join("Inner"), "b.gradfield", "x1");
    saved(&path.join("Inner"), "c.gradfield", "x0*x1");
    let mut harness = open_in(path);
    // From the name the arrow leads into the list, and on in it.
    press(&mut harness, Key::ArrowDown);
    assert!(list_has_focus(&harness));
    let mut way = vec![selected(&harness).expect("one")];
    for key in [Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::ArrowUp, Key::Home, Key::End] {
        press(&mut harness, key);
        way.push(selected(&harness).expect("one"));
    }
    assert_eq!(way, ["Inner", "other", "a.gradfield", "a.gradfield", "other", "Inner", "a.gradfield"]);
    // A letter leads to what begins with it.
    harness.event(eframe::egui::Event::Text("i".to_owned()));
    harness.step();
    assert_eq!(selected(&harness).as_deref(), Some("Inner"));
    press(&mut harness, Key::Enter);
    assert!(harness.query_by_label("b.gradfield").is_some() && harness.query_by_label("deep/").is_some());
    assert!(list_has_focus(&harness), "one goes on where one was");
    press(&mut harness, Key::Backspace);
    assert!(harness.query_by_label("a.gradfield").is_some());
    press(&mut harness, Key::Home);
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::End);
    assert_eq!(selected(&harness).as_deref(), Some("c.gradfield"));
    press(&mut harness, Key::Enter);
    settle(&mut harness);
    assert_eq!(harness.state().asked_for(), None);
    assert_eq!(harness.state().settings().expression, "x0*x1");
    // Esc leaves, also from the list.
    choose(&mut harness, "Open...");
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Escape);
    assert_eq!(harness.state().asked_for(), None);
}

/// However many entries there are, Tab goes round in a few stops.
#[test]
fn the_list_is_one_stop_of_the_tab_key() {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..50 {
        fs::write(folder.path().join(format!("{number}.gradfield")), "").expect("a file");
    }
    let mut harness = open_in(folder.path());
    let mut stops = vec![];
    for _ in 0..9 {
        harness.key_press(Key::Tab);
        harness.step();
        harness.step();
        let focused =
            harness.root().children_recursive().find(egui_kittest::Node::is_focused).expect("a control");
        let node = focused.accesskit_node();
        stops.push(node.label().unwrap_or_else(|| panic!("{:?} has no name", node.role())));
    }
    let folder = folder.path().file_name().expect("a name").to_string_lossy().into_owned();
    let round =
        ["hidden files", "Open", "Cancel", "Folder", "Up", "Home", &format!("Content of {folder}"), "Name"];
    // Without a name there is nothing to open yet.
    let round: Vec<_> = round.into_iter().filter(|stop| *stop != "Open").collect();
    assert_eq!(stops[..7], round[..]);
}

#[test]
fn a_name_is_offered_with_its_stem_selected() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = window();
    choose(&mut harness, "Export data...");
    name(&mut harness, folder.path().to_str().expect("a text"));
    press(&mut harness, Key::Escape);
    choose(&mut harness, "Export data...");
    let field = harness.get_by_role_and_label(Role::TextInput, "Name");
    assert!(field.is_focused());
    field.type_text("mine");
    harness.step();
    assert_eq!(harness.get_by_role_and_label(Role::TextInput, "Name").value().as_deref(), Some("mine.csv"));
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_can_be_picked() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join(OsStr::from_bytes(b"f\xff\n"));
    fs::create_dir(&inner).expect("a folder");
    for (name, expression) in
        [(&b"a\xff.gradfield"[..], "x0"), (b"a\xfe.gradfield", "x1"), (b" two\nlines .gradfield", "x0*x1")]
    {
        let settings = Settings { expression: expression.to_owned(), ..Settings::default() };
        save_settings(&settings, &inner.join(OsStr::from_bytes(name))).expect("it can be written");
    }
    // In the order in which they are shown: the space is before the letter, 0xfe before 0xff.
    for (downs, expression) in [(1, "x0*x1"), (2, "x1"), (3, "x0")] {
        let mut harness = open_in(folder.path());
        press(&mut harness, Key::ArrowDown);
        assert_eq!(selected(&harness).as_deref(), Some("f\u{fffd}\u{fffd}"));
        press(&mut harness, Key::Enter);
        for _ in 0..downs {
            press(&mut harness, Key::ArrowDown);
        }
        press(&mut harness, Key::Enter);
        settle(&mut harness);
        assert_eq!(harness.state().settings().expression, expression);
    }
    // The folder's name, as it is shown, leads there and nowhere else.
    let mut harness = open_in(folder.path());
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    harness.get_by_role_and_label(Role::TextInput, "Folder").focus();
    harness.step();
    press(&mut harness, Key::Enter);
    assert_eq!(harness.query_all_by_label("a\u{fffd}.gradfield").count(), 2);
}

#[test]
fn folders_that_are_gone_or_closed_are_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).expect("a folder");
    let mut harness = open_in(&inner);
    fs::remove_dir(&inner).expect("it is empty");
    let go = |harness: &mut Harness<'_, App>, label: &str| {
        harness.get_by_label(label).click();
        harness.step();
        wait_for_disk(harness);
    };
    go(&mut harness, "hidden files");
    assert!(shows(&harness, "inner cannot be read"));
    go(&mut harness, "Up");
    assert!(shows(&harness, "There is nothing of that kind here."));
    name(&mut harness, "inner/none.gradfield");
    assert!(shows(&harness, "There is no file"));
    #[cfg(unix)]
    {
        // Links that lead in a circle are neither folder nor file.
        let [a, b] = ["a.gradfield", "b.gradfield"].map(|name| folder.path().join(name));
        std::os::unix::fs::symlink(&a, &b).expect("a link");
        std::os::unix::fs::symlink(&b, &a).expect("a link");
        name(&mut harness, "a.gradfield");
        assert!(shows(&harness, "a.gradfield cannot be used"));
        // A folder that has itself in it can be gone into, as far as one likes.
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).expect("a link");
        name(&mut harness, "again/again/again");
        assert!(shows(&harness, "again/"));
        assert!(harness.state().asked_for().is_some());
    }
}

#[test]
fn a_folder_of_a_hundred_thousand_files_holds_nothing_up() {
    const COUNT: usize = 100_000;
    let folder = tempfile::tempdir().expect("a folder");
    let first = folder.path().join("00000.gradfield");
    saved(folder.path(), "00000.gradfield", "x0*x1");
    for number in 1..COUNT {
        // Links to one file: quicker made than files.
        fs::hard_link(&first, folder.path().join(format!("{number:05}.gradfield")))
            .or_else(|_| fs::write(folder.path().join(format!("{number:05}.gradfield")), ""))
            .expect("a file");
    }
    let mut harness = window();
    choose(&mut harness, "Open...");
    let field = harness.get_by_role_and_label(Role::TextInput, "Name");
    field.type_text(folder.path().to_str().expect("a text"));
    harness.step();
    harness.key_press(Key::Enter);
    // Frame after frame is drawn while it is read.
    let start = Instant::now();
    let mut frames = 0;
    harness.step();
    while harness.state().is_reading_folder() {
        assert!(start.elapsed() < std::time::Duration::from_mins(2), "it is never read");
        std::thread::sleep(std::time::Duration::from_millis(1));
        harness.step();
        frames += 1;
    }
    assert!(frames > 3, "{frames}");
    harness.run();
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::End);
    assert_eq!(selected(&harness).as_deref(), Some("99999.gradfield"));
    assert!(harness.query_by_label("99999.gradfield").is_some(), "it is in sight");
    press(&mut harness, Key::Enter);
    settle(&mut harness);
    assert_eq!(harness.state().asked_for(), None);
}

#[test]
fn what_was_typed_meanwhile_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    saved(folder.path(), "a.gradfield", "x0");
    saved(folder.path(), "b.gradfield", "x1");
    let mut harness = open_in(folder.path());
    let field = |harness: &mut Harness<'_, App>, text: &str| {
        harness.get_by_role_and_label(Role::TextInput, "Name").focus();
        harness.step();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.step();
        harness.get_by_role_and_label(Role::TextInput, "Name").type_text(text);
        harness.step();
    };
    field(&mut harness, "none.gradfield");
    // The answer to this one is dropped: another name stands there before it can be looked at.
    harness.key_press(Key::Enter);
    field(&mut harness, "b.gradfield");
    press(&mut harness, Key::Enter);
    settle(&mut harness);
    assert_eq!(harness.state().settings().expression, "x1");
}
