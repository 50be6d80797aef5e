//! The gallery of examples, used as a person would use it.

use std::collections::BTreeSet;

use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Key, Rect, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use gradfield::colormap::Colormap;
use gradfield::examples::{self, Example};
use gradfield::field::{self, CancelToken, Progress, Tally};
use gradfield::gui::app::App;
use gradfield::gui::plot::arrows::{Direction, Drawn};
use gradfield::gui::settings::Settings;

use super::expression::seen;
use super::window::{example, load, settle, shows};

/// A screen on which all cards are seen at once.
const LARGE: [f32; 2] = [1600.0, 1440.0];
/// Sizes of the window, down to the smallest that it can have.
const SIZES: [[f32; 2]; 4] = [[640.0, 420.0], [900.0, 600.0], [1280.0, 860.0], [1920.0, 1080.0]];

fn window(size: [f32; 2]) -> Harness<'static, App> {
    let mut harness = Harness::builder()
        .with_size(size)
        .build_eframe(|creation| App::new(creation, Settings::default()).expect("a thread for the worker"));
    settle(&mut harness);
    harness
}

/// A window with the gallery open.
fn gallery(size: [f32; 2]) -> Harness<'static, App> {
    let mut harness = window(size);
    harness.get_by_label("Examples").click();
    settle(&mut harness);
    assert!(harness.state().gallery().is_open());
    harness
}

fn card(harness: &Harness<'_, App>, example: &Example) -> Rect {
    harness.get_by_role_and_label(Role::Button, &example.name).rect()
}

/// The example whose card has the focus.
fn focused(harness: &Harness<'_, App>) -> Option<&'static Example> {
    let has_focus = |example: &&Example| {
        harness.query_by_role_and_label(Role::Button, &example.name).is_some_and(|node| node.is_focused())
    };
    examples::all().find(has_focus)
}

fn press(harness: &mut Harness<'_, App>, key: Key) {
    harness.key_press(key);
    settle(harness);
}

#[test]
fn every_example_has_a_card_below_the_heading_of_its_group() {
    let harness = gallery(LARGE);
    let headings: Vec<_> =
        examples::groups().iter().map(|group| harness.get_by_label(&group.name).rect()).collect();
    let below = headings[1..].iter().map(Rect::top).chain([f32::INFINITY]);
    for ((group, heading), below) in examples::groups().iter().zip(&headings).zip(below) {
        for example in &group.examples {
            let card = card(&harness, example);
            assert!(heading.bottom() < card.top() && card.bottom() < below, "{}: {card:?}", example.name);
        }
    }
}

#[test]
fn no_card_covers_another() {
    for size in SIZES {
        let harness = gallery(size);
        let cards: Vec<_> = examples::all().map(|example| card(&harness, example)).collect();
        for (place, card) in cards.iter().enumerate() {
            assert!(cards[..place].iter().all(|other| !other.intersects(*card)), "{size:?}: {card:?}");
        }
    }
}

/// That of the one that is shown as well, which bears a mark.
#[test]
fn every_name_is_seen_whole() {
    let mut harness = gallery(LARGE);
    for current in examples::all() {
        harness.get_by_role_and_label(Role::Button, &current.name).click();
        settle(&mut harness);
        harness.get_by_label("Examples").click();
        settle(&mut harness);
        let seen = seen(&harness);
        assert!(seen.iter().any(|text| text == "shown"), "{}", current.name);
        for example in examples::all() {
            let count = seen.iter().filter(|text| **text == example.name).count();
            // That of the one that has the focus stands above its lesson too.
            let expected = 1 + usize::from(std::ptr::eq(example, current));
            assert_eq!(count, expected, "{} beside {}", example.name, current.name);
        }
    }
}

/// Computed here once more, from what the example says.
#[test]
fn every_thumbnail_shows_all_of_its_examples_field() {
    let harness = gallery(LARGE);
    let thumbnails = harness.state().gallery().thumbnails();
    assert_eq!(thumbnails.len(), examples::all().count());
    for (example, thumbnail) in examples::all().zip(thumbnails) {
        let request = example.thumbnail_seed().request().expect("a field");
        let field = field::compute(&request, &CancelToken::new(), &Progress::new()).expect("nobody cancels");
        let Tally { live, zero, not_finite } = field.tally;
        let drawn = thumbnail.drawn();
        let expected = Drawn { arrows: live, marks: zero + not_finite, hidden: 0 };
        assert_eq!(drawn, expected, "{}", example.name);
        assert!(drawn.arrows + drawn.marks >= 32, "{}", example.name);
        assert!(thumbnail.has_picture(), "{}", example.name);
    }
}

/// Each with the arrows and marks of its thumbnail, by what is known of the function.
const KNOWN: [(&str, usize, usize); 6] = [
    ("Bowl", 63, 1),
    ("Bowl, h too small", 0, 64),
    // 10 x 5, none at 0.
    ("Long valley", 50, 0),
    ("Bowl on a tower", 0, 64),
    // A column of 8.
    ("Pole", 56, 8),
    // Three columns of 8 right of 0.
    ("Edge of the domain", 24, 40),
];

#[test]
fn thumbnails_show_what_the_examples_are_about() {
    let harness = gallery(LARGE);
    let thumbnails = harness.state().gallery().thumbnails();
    for (name, arrows, marks) in KNOWN {
        let place = examples::all().position(|example| example.name == name).expect("it is there");
        assert_eq!(thumbnails[place].drawn(), Drawn { arrows, marks, hidden: 0 }, "{name}");
    }
}

#[test]
fn thumbnails_are_made_once() {
    let mut harness = gallery(LARGE);
    let made = |harness: &Harness<'_, App>| -> Vec<_> {
        let thumbnails = harness.state().gallery().thumbnails().iter();
        thumbnails.map(|thumbnail| std::ptr::from_ref(thumbnail.field())).collect()
    };
    let before = made(&harness);
    press(&mut harness, Key::Escape);
    assert_eq!(made(&harness), before);
    harness.get_by_label("Examples").click();
    settle(&mut harness);
    assert_eq!(made(&harness), before);
}

/// None before they are wanted.
#[test]
fn no_thumbnail_is_made_for_a_gallery_that_is_not_opened() {
    let harness = window(LARGE);
    assert!(harness.state().gallery().thumbnails().is_empty());
}

#[test]
fn thumbnails_look_as_the_arrows_will() {
    let mut harness = gallery(LARGE);
    let arrows = |harness: &Harness<'_, App>| {
        let [bowl, ..] = harness.state().gallery().thumbnails() else { panic!("none is there") };
        let built = bowl.built().expect("it is drawn");
        let first = built.instances.first().expect("an arrow");
        (first.direction.map(|component| component > 0.0), first.color)
    };
    let (direction, color) = arrows(&harness);
    // The first node is the lower left one; on the screen y points down.
    assert_eq!(direction, [true, false]);
    let settings = &mut harness.state_mut().settings_mut().arrows;
    (settings.direction, settings.colormap) = (Direction::Ascent, Colormap::Greys);
    settle(&mut harness);
    let (turned, grey) = arrows(&harness);
    assert_eq!(turned, [false, true]);
    assert_ne!(grey, color);
}

#[test]
fn a_click_on_a_card_shows_the_example_and_what_to_try() {
    let mut harness = gallery([1280.0, 860.0]);
    let rastrigin = example("Rastrigin");
    harness.get_by_role_and_label(Role::Button, "Rastrigin").click();
    settle(&mut harness);
    assert!(!harness.state().gallery().is_open());
    assert_eq!(harness.state().settings(), &Settings::default().showing(rastrigin));
    assert!(harness.state().is_up_to_date());
    assert!(shows(&harness, &rastrigin.lesson));
}

#[test]
fn the_example_that_is_shown_is_marked_until_something_changes() {
    let mut harness = window([1280.0, 860.0]);
    let marked = |harness: &mut Harness<'_, App>| -> Vec<&str> {
        harness.get_by_label("Examples").click();
        settle(harness);
        let is_marked = |example: &&Example| {
            let node = harness.get_by_role_and_label(Role::Button, &example.name);
            node.accesskit_node().toggled() == Some(Toggled::True)
        };
        let found = examples::all().filter(is_marked).map(|example| example.name.as_str()).collect();
        press(harness, Key::Escape);
        found
    };
    assert_eq!(marked(&mut harness), ["Bowl"]);
    // The last card is marked, begins with the focus and is in view.
    let last = example("Softmax overflow");
    load(&mut harness, last);
    assert_eq!(marked(&mut harness), [&last.name]);
    // Not what the example says, but how it looks.
    harness.state_mut().settings_mut().arrows.colormap = Colormap::Viridis;
    settle(&mut harness);
    assert_eq!(marked(&mut harness), [&last.name]);
    // Nor does it say where descents begin, in sight or out of it.
    harness.state_mut().settings_mut().descent.start = [100.0, -1.0];
    settle(&mut harness);
    assert_eq!(marked(&mut harness), [&last.name]);
    harness.get_by_label("10e-50  too small").click();
    settle(&mut harness);
    assert!(marked(&mut harness).is_empty());
}

#[test]
fn it_begins_at_the_example_that_is_shown() {
    let mut harness = window([900.0, 600.0]);
    let last = example("Softmax overflow");
    load(&mut harness, last);
    for opened in 0..2 {
        harness.get_by_label("Examples").click();
        settle(&mut harness);
        assert_eq!(focused(&harness).map(|example| &example.name), Some(&last.name), "{opened}");
        assert!(shows(&harness, &last.lesson));
        assert!(harness.ctx.content_rect().contains_rect(card(&harness, last)));
        press(&mut harness, Key::Escape);
    }
}

/// Three ways out, none of which changes anything.
#[test]
fn it_closes_by_escape_by_its_button_and_by_a_click_beside_it() {
    let ways: [fn(&mut Harness<'_, App>); 3] = [
        |harness| harness.key_press(Key::Escape),
        |harness| harness.get_by_label("Close").click(),
        |harness| {
            harness.drag_at(pos2(4.0, 300.0));
            harness.drop_at(pos2(4.0, 300.0));
        },
    ];
    for (place, way) in ways.into_iter().enumerate() {
        let mut harness = gallery([1280.0, 860.0]);
        way(&mut harness);
        settle(&mut harness);
        assert!(!harness.state().gallery().is_open(), "{place}");
        assert_eq!(harness.state().settings(), &Settings::default(), "{place}");
        assert!(harness.query_by_role_and_label(Role::Button, "Rastrigin").is_none());
    }
}

/// From the button in the top bar and back to it, without a mouse.
#[test]
fn it_can_be_used_by_keyboard_alone() {
    for key in [Key::Enter, Key::Space] {
        let mut harness = window([900.0, 600.0]);
        harness.get_by_label("Examples").focus();
        harness.step();
        press(&mut harness, key);
        assert_eq!(focused(&harness), Some(example("Bowl")));
        press(&mut harness, Key::Escape);
        assert!(!harness.state().gallery().is_open());
        assert!(harness.get_by_label("Examples").is_focused());
        press(&mut harness, key);
        press(&mut harness, Key::Tab);
        press(&mut harness, Key::Tab);
        assert!(shows(&harness, &example("Long valley").lesson), "what has the focus is explained");
        press(&mut harness, key);
        assert!(!harness.state().gallery().is_open());
        assert_eq!(harness.state().settings().expression, example("Long valley").expression);
        assert!(harness.get_by_label("Examples").is_focused());
    }
}

#[test]
fn tab_walks_over_all_cards_and_brings_each_into_view() {
    for size in SIZES {
        let mut harness = gallery(size);
        for example in examples::all() {
            assert_eq!(focused(&harness), Some(example), "{size:?}");
            let card = card(&harness, example);
            let between = harness.get_by_label("Close").rect().bottom()
                ..=harness.get_by_label(&example.lesson).rect().top();
            let is_seen = between.contains(&card.top()) && between.contains(&card.bottom());
            assert!(is_seen && card.left() >= 0.0 && card.right() <= size[0], "{size:?}: {card:?}");
            press(&mut harness, Key::Tab);
        }
        // Nothing behind it is reached.
        assert!(harness.get_by_label("Close").is_focused(), "{size:?}");
    }
}

#[test]
fn it_fits_into_every_window() {
    for size in SIZES {
        let mut harness = gallery(size);
        let screen = Rect::from_min_size(pos2(0.0, 0.0), vec2(size[0], size[1]));
        let longest = examples::all().max_by_key(|example| example.lesson.len()).expect("some");
        for example in [example("Bowl"), longest, example("Softmax overflow")] {
            harness.get_by_role_and_label(Role::Button, &example.name).scroll_to_me();
            settle(&mut harness);
            harness.get_by_role_and_label(Role::Button, &example.name).hover();
            settle(&mut harness);
            let lesson = harness.get_by_label(&example.lesson).rect();
            let close = harness.get_by_label("Close").rect();
            for rect in [lesson, close, card(&harness, example)] {
                assert!(screen.contains_rect(rect), "{size:?}, {}: {rect:?}", example.name);
            }
            assert!(card(&harness, example).bottom() <= lesson.top(), "{size:?}, {}", example.name);
        }
    }
}

/// The cards must not move while the pointer goes over them.
#[test]
fn nothing_moves_while_other_examples_are_explained() {
    for size in SIZES {
        let mut harness = gallery(size);
        let first = examples::all().next().expect("some");
        let mut places = BTreeSet::new();
        for example in examples::groups()[0].examples.iter().take(2) {
            harness.get_by_role_and_label(Role::Button, &example.name).hover();
            settle(&mut harness);
            let (card, close) = (card(&harness, first), harness.get_by_label("Close").rect());
            places.insert(format!("{card:?} {close:?}"));
        }
        assert_eq!(places.len(), 1, "{size:?}: {places:?}");
    }
}

#[test]
fn whoever_does_not_see_the_cards_hears_their_names_and_lessons() {
    let harness = gallery([1280.0, 860.0]);
    assert!(harness.query_by_label("Gallery of examples").is_some());
    for example in examples::all() {
        let node = harness.get_by_role_and_label(Role::Button, &example.name);
        assert_eq!(node.accesskit_node().description().as_deref(), Some(&*example.lesson));
    }
}
