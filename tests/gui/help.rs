//! The help sheet, used as a person would use it.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use gradfield::analysis::Cause;
use gradfield::expr::{self, CONSTANTS, FUNCTIONS};
use gradfield::gui::app::App;
use gradfield::gui::help::{Page, notation::NOTATION};
use gradfield::gui::settings::Settings;
use gradfield::gui::shortcuts;

use super::window::{settle, shows, window_of};

/// Sizes of the window, down to the smallest that it can have.
const SIZES: [[f32; 2]; 3] = [[640.0, 420.0], [900.0, 600.0], [1280.0, 860.0]];

fn help(size: [f32; 2]) -> Harness<'static, App> {
    let mut harness = window_of(size, Settings::default());
    harness.get_by_role_and_label(Role::Button, "Help").click();
    settle(&mut harness);
    assert!(harness.state().help().is_open());
    harness
}

fn turn_to(harness: &mut Harness<'_, App>, page: Page) {
    harness.get_by_role_and_label(Role::Button, page.title()).click();
    settle(harness);
    assert_eq!(harness.state().help().page(), page);
}

fn place(harness: &Harness<'_, App>, text: &str) -> Option<Rect> {
    harness.query_all_by_label_contains(text).find(has_place).map(|node| node.rect())
}

/// Whether it is drawn, rather than a part of how a text is read out.
fn has_place(node: &egui_kittest::Node<'_>) -> bool {
    node.accesskit_node().bounding_box().is_some()
}

#[test]
fn every_action_is_on_the_sheet_with_all_its_keys() {
    let harness = help([1280.0, 860.0]);
    for row in shortcuts::rows() {
        let what = place(&harness, row.sentence).unwrap_or_else(|| panic!("{}", row.sentence));
        for key in &row.keys {
            let key = shortcuts::written(key);
            let beside = harness.query_all_by_label_contains(&key).filter(has_place).any(|node| {
                node.rect().y_range().contains(what.center().y) && node.rect().right() <= what.left()
            });
            assert!(beside, "{key}: {}", row.sentence);
        }
    }
}

#[test]
fn every_function_is_on_the_sheet_with_an_example_that_can_be_typed() {
    let mut harness = help([1280.0, 860.0]);
    turn_to(&mut harness, Page::Functions);
    for function in &FUNCTIONS {
        let line = place(&harness, function.help).unwrap_or_else(|| panic!("{}", function.name));
        assert!(place(&harness, function.signature).is_some(), "{}", function.signature);
        let example = function.example();
        let beside = harness
            .query_all_by_label(&example)
            .filter(has_place)
            .any(|node| (node.rect().top() - line.top()).abs() < 4.0 && node.rect().right() <= line.left());
        assert!(beside, "{example}");
        assert!(expr::parse(&example).is_ok(), "{example}");
        for alias in function.aliases {
            assert!(shows(&harness, alias), "{alias}");
        }
    }
    for constant in &CONSTANTS {
        assert!(shows(&harness, constant.help), "{}", constant.name);
    }
}

#[test]
fn functions_are_found_by_name_by_meaning_and_by_their_other_names() {
    let mut harness = help([1280.0, 860.0]);
    turn_to(&mut harness, Page::Functions);
    for (typed, found, others) in [
        ("hypot", "Distance of the point", "Cube root"),
        ("CUBE", "Cube root", "Hyperbolic sine"),
        ("arcsin", "The angle whose sine is a", "Cube root"),
        ("nothing of the kind", "No function has", "Cube root"),
    ] {
        harness.get_by_role_and_label(Role::TextInput, "search").focus();
        settle(&mut harness);
        harness.event(Event::Text(typed.to_owned()));
        settle(&mut harness);
        assert!(shows(&harness, found), "{typed}: {found}");
        assert!(!shows(&harness, others), "{typed}: {others}");
        harness.get_by_role_and_label(Role::Button, "Clear").click();
        settle(&mut harness);
        assert!(shows(&harness, "Cube root"));
    }
}

#[test]
fn what_is_said_of_the_notation_is_true() {
    for row in NOTATION.iter().flat_map(|(_, rows)| *rows) {
        let read = |text: &str| {
            let program = expr::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            program.text().to_owned()
        };
        assert_eq!(read(row.text), read(row.means), "{}", row.text);
    }
    let mut harness = help([1280.0, 860.0]);
    turn_to(&mut harness, Page::Notation);
    for row in NOTATION.iter().flat_map(|(_, rows)| *rows) {
        assert!(shows(&harness, row.text) && shows(&harness, row.help), "{}", row.text);
    }
}

#[test]
fn every_cause_is_explained() {
    let mut harness = help([1280.0, 860.0]);
    turn_to(&mut harness, Page::Causes);
    for cause in Cause::ALL {
        assert!(shows(&harness, cause.explanation()), "{}", cause.name());
    }
}

#[test]
fn the_version_is_that_of_the_program() {
    let mut harness = help([900.0, 600.0]);
    turn_to(&mut harness, Page::About);
    assert!(shows(&harness, &format!("gradfield {}", env!("CARGO_PKG_VERSION"))));
}

/// A way to close the sheet.
type Close = fn(&mut Harness<'_, App>);

/// By Escape, by its button, by F1 and by a click beside it; what had the focus before has it again.
#[test]
fn it_closes_as_it_was_opened() {
    let ways: [(&str, Close); 4] = [
        ("Esc", |harness| harness.key_press(Key::Escape)),
        ("F1", |harness| harness.key_press(Key::F1)),
        ("Close", |harness| harness.get_by_role_and_label(Role::Button, "Close").click()),
        ("beside", |harness| {
            harness.drag_at(eframe::egui::pos2(4.0, 300.0));
            harness.step();
            harness.drop_at(eframe::egui::pos2(4.0, 300.0));
        }),
    ];
    for (name, close) in ways {
        let mut harness = window_of([900.0, 600.0], Settings::default());
        let before = harness.state().settings().clone();
        harness.key_press(Key::F1);
        settle(&mut harness);
        assert!(harness.state().help().is_open(), "{name}");
        close(&mut harness);
        settle(&mut harness);
        assert!(!harness.state().help().is_open(), "{name}");
        assert_eq!(*harness.state().settings(), before, "{name}");
        let field = harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =");
        assert!(field.is_focused(), "{name}");
    }
}

#[test]
fn it_fits_into_every_window_and_says_everything_there() {
    for size in SIZES {
        let mut harness = help(size);
        let window = Rect::from_min_size(eframe::egui::Pos2::ZERO, size.into());
        for page in Page::ALL {
            turn_to(&mut harness, page);
            for label in ["Close", "Take the tour", page.title()] {
                let rect = harness.get_by_role_and_label(Role::Button, label).rect();
                assert!(window.contains_rect(rect), "{size:?} {page:?}: {label} at {rect:?}");
            }
            // Nothing is wider than the sheet: what is too long is wrapped.
            let sheet = harness.get_by_role_and_label(Role::Button, "Close").rect().right() + 1.0;
            for node in harness.get_by_role_and_label(Role::Dialog, "Help").children_recursive() {
                if node.accesskit_node().role() == Role::Label && has_place(&node) {
                    let rect = node.rect();
                    assert!(rect.right() <= sheet, "{size:?} {page:?}: {rect:?}");
                }
            }
        }
    }
}

#[test]
fn keys_scroll_a_long_page() {
    let mut harness = help([900.0, 600.0]);
    turn_to(&mut harness, Page::Functions);
    let top = |harness: &Harness<'_, App>| place(harness, FUNCTIONS[0].help).expect("it is there").top();
    let first = top(&harness);
    harness.key_press(Key::ArrowDown);
    settle(&mut harness);
    let second = top(&harness);
    assert!(second < first - 10.0);
    harness.key_press(Key::PageDown);
    settle(&mut harness);
    assert!(top(&harness) < second - 200.0);
    harness.key_press(Key::Home);
    settle(&mut harness);
    assert!((top(&harness) - first).abs() < 1.0);
}

#[test]
fn the_tour_begins_from_the_sheet() {
    let mut harness = help([900.0, 600.0]);
    harness.get_by_role_and_label(Role::Button, "Take the tour").click();
    settle(&mut harness);
    assert!(!harness.state().help().is_open());
    assert_eq!(harness.state().tour().step(), Some(0));
}
