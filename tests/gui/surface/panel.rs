//! The tab in the window.

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, TouchPhase, Vec2, vec2,
};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use gradfield::gui::app::App;
use gradfield::gui::settings::{Camera, LabTab, Quantity, Settings};

use crate::window::{settle, shows, window_on};

fn with(change: impl FnOnce(&mut Settings)) -> Settings {
    let mut settings = Settings::default();
    settings.lab.tab = LabTab::Surface;
    change(&mut settings);
    settings
}

/// What is held down while dragging.
type Held = (PointerButton, Modifiers);

fn camera(harness: &Harness<'_, App>) -> Camera {
    harness.state().settings().lab.camera
}

fn center(harness: &Harness<'_, App>) -> Pos2 {
    harness.get_by_role_and_label(Role::Canvas, "surface of f").rect().center()
}

fn value(harness: &Harness<'_, App>) -> String {
    harness.get_by_role_and_label(Role::Canvas, "surface of f").value().expect("a value")
}

fn button(harness: &mut Harness<'_, App>, (button, modifiers): Held, pos: Pos2, pressed: bool) {
    harness.event(Event::PointerButton { pos, button, pressed, modifiers });
    harness.step();
}

fn drag(harness: &mut Harness<'_, App>, by: Vec2) {
    drag_with(harness, (PointerButton::Primary, Modifiers::NONE), by);
}

fn drag_with(harness: &mut Harness<'_, App>, held: Held, by: Vec2) {
    harness.event(Event::ModifiersChanged(held.1));
    let from = center(harness);
    harness.hover_at(from);
    harness.step();
    button(harness, held, from, true);
    for share in [0.5, 1.0] {
        harness.hover_at(from + share * by);
        harness.step();
    }
    button(harness, held, from + by, false);
    harness.event(Event::ModifiersChanged(Modifiers::NONE));
    settle(harness);
}

/// The right button, or Shift and any, take what is under the pointer along, as far as some of the box stays in sight.
#[test]
fn dragging_otherwise_moves() {
    let ways = [
        (PointerButton::Secondary, Modifiers::NONE),
        (PointerButton::Middle, Modifiers::NONE),
        (PointerButton::Primary, Modifiers::SHIFT),
    ];
    for held in ways {
        let mut harness = window_on(with(|settings| settings.lab.camera.zoom = 2.0));
        let room = harness.get_by_role_and_label(Role::Canvas, "surface of f").rect();
        let before = camera(&harness).view(room).place([0.3, -0.2, 0.5]);
        drag_with(&mut harness, held, vec2(30.0, -12.0));
        let after = camera(&harness).view(room).place([0.3, -0.2, 0.5]);
        // To a hundredth of a point, as the camera is in f32 where it meets the screen.
        assert!((after - before - vec2(30.0, -12.0)).length() < 0.01, "{held:?}: {before:?} to {after:?}");
        assert_eq!(Camera { pan: [0.0; 2], ..camera(&harness) }, Camera { zoom: 2.0, ..Camera::default() });
        assert!(value(&harness).contains("moved by"), "{}", value(&harness));
        drag_with(&mut harness, held, vec2(-9000.0, 9000.0));
        let farthest = camera(&harness).pan.map(f64::to_bits);
        assert_eq!(farthest, [(-Camera::FARTHEST).to_bits(); 2], "{held:?}");
        harness.get_by_label("Reset view").click();
        settle(&mut harness);
        assert_eq!(camera(&harness), Camera::default());
        assert!(!value(&harness).contains("moved by"));
    }
}

/// Whose way is whose stands beside the surface, and is not said where nobody goes.
#[test]
fn the_ways_have_a_legend() {
    let mut harness = window_on(with(|settings| settings.descent.show = true));
    let names = ["SGD", "Momentum", "Adam", "exact twin"];
    let beside = |harness: &Harness<'_, App>, name: &str| {
        let room = harness.get_by_role_and_label(Role::Canvas, "surface of f").rect();
        harness
            .get_all_by_role_and_label(Role::Label, name)
            .filter(|row| room.contains_rect(row.rect()))
            .count()
    };
    assert_eq!(names.map(|name| beside(&harness, name)), [1; 4]);
    harness.state_mut().settings_mut().descent.twins = false;
    settle(&mut harness);
    assert_eq!(beside(&harness, "SGD"), 1);
    assert!(harness.query_by_role_and_label(Role::Label, "exact twin").is_none());
    harness.state_mut().settings_mut().descent.show = false;
    settle(&mut harness);
    assert!(harness.query_by_role_and_label(Role::Label, "SGD").is_none());
}

#[test]
fn a_tab_beside_the_others_shows_it() {
    let mut harness = window_on(Settings::default());
    assert!(harness.query_by_label("surface of f").is_none());
    harness.get_by_label("Surface").click();
    settle(&mut harness);
    assert_eq!(harness.state().settings().lab.tab, LabTab::Surface);
    assert_eq!(
        value(&harness),
        "f from 0 to 8, seen from 30 degrees around and 30 degrees above, 1.0 times as large."
    );
    // In all the room that the panel has.
    let rect = harness.get_by_role_and_label(Role::Canvas, "surface of f").rect();
    assert!(rect.width() > 900.0 && rect.height() > 190.0, "{rect:?}");
}

/// What is in front follows the pointer: the eye goes the other way.
#[test]
fn dragging_turns() {
    let mut harness = window_on(with(|_| {}));
    let transform = harness.state().canvas().transform().expect("a canvas").frame().to_owned();
    drag(&mut harness, vec2(40.0, 10.0));
    assert_eq!(camera(&harness), Camera { yaw: 10.0, pitch: 35.0, zoom: 1.0, ..Camera::default() });
    drag(&mut harness, vec2(0.0, 150.0));
    assert_eq!(camera(&harness).pitch.to_bits(), 90_f64.to_bits());
    assert!(value(&harness).contains("10 degrees around and 90 degrees above"));
    assert_eq!(harness.state().canvas().transform().expect("a canvas").frame().to_owned(), transform);
}

#[test]
fn the_wheel_zooms_and_a_double_click_goes_back() {
    let mut harness = window_on(with(|settings| settings.lab.camera.yaw = 77.0));
    let place = center(&harness);
    harness.hover_at(place);
    harness.step();
    let wheel = |up: f32| Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, up),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    };
    harness.event(wheel(100.0));
    settle(&mut harness);
    // e^(1/4); the travel comes in pieces, whose rounding is that of `f32`.
    assert!((camera(&harness).zoom - 0.25_f64.exp()).abs() < 1e-4, "{:?}", camera(&harness));
    harness.event(wheel(-1e4));
    settle(&mut harness);
    assert_eq!(camera(&harness).zoom.to_bits(), Camera::ZOOMS[0].to_bits());
    // In one frame: a quarter of a second passes between two.
    for pressed in [true, false, true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        harness.input_mut().events.push(Event::PointerButton { pos: place, button, pressed, modifiers });
    }
    settle(&mut harness);
    assert_eq!(camera(&harness), Camera::default());
    // Elsewhere the wheel is the canvas'.
    let canvas = harness.state().canvas().transform().expect("a canvas").frame().center();
    harness.hover_at(canvas);
    harness.step();
    harness.event(wheel(100.0));
    settle(&mut harness);
    assert_eq!(camera(&harness), Camera::default());
}

#[test]
fn keys_do_all_that_the_mouse_does_and_leave_the_probe_alone() {
    let mut harness = window_on(with(|_| {}));
    let probe = harness.state().probe();
    harness.get_by_role_and_label(Role::Canvas, "surface of f").focus();
    harness.step();
    let usual = Camera::default();
    let cases = [
        (Key::ArrowRight, Modifiers::NONE, Camera { yaw: 35.0, pitch: 30.0, zoom: 1.0, ..Camera::default() }),
        (Key::ArrowUp, Modifiers::NONE, Camera { yaw: 35.0, pitch: 35.0, zoom: 1.0, ..Camera::default() }),
        (Key::ArrowLeft, Modifiers::NONE, Camera { yaw: 30.0, pitch: 35.0, zoom: 1.0, ..Camera::default() }),
        (Key::ArrowDown, Modifiers::NONE, Camera { yaw: 30.0, pitch: 30.0, zoom: 1.0, ..Camera::default() }),
        (Key::Plus, Modifiers::SHIFT, Camera { yaw: 30.0, pitch: 30.0, zoom: 1.15, ..Camera::default() }),
        (Key::ArrowLeft, Modifiers::SHIFT, Camera { zoom: 1.15, pan: [-0.1, 0.0], ..usual }),
        (Key::ArrowDown, Modifiers::SHIFT, Camera { zoom: 1.15, pan: [-0.1, -0.1], ..usual }),
        (Key::ArrowRight, Modifiers::SHIFT, Camera { zoom: 1.15, pan: [0.0, -0.1], ..usual }),
        (Key::ArrowUp, Modifiers::SHIFT, Camera { zoom: 1.15, ..usual }),
        // With other modifiers they are somebody else's.
        (Key::ArrowLeft, Modifiers::ALT, Camera { yaw: 30.0, pitch: 30.0, zoom: 1.15, ..Camera::default() }),
        (Key::Home, Modifiers::NONE, Camera::default()),
        (
            Key::Minus,
            Modifiers::NONE,
            Camera { yaw: 30.0, pitch: 30.0, zoom: 1.0 / 1.15, ..Camera::default() },
        ),
    ];
    for (key, modifiers, expected) in cases {
        harness.key_press_modifiers(modifiers, key);
        harness.step();
        assert_eq!(camera(&harness), expected, "{key:?}");
        assert!(harness.get_by_role_and_label(Role::Canvas, "surface of f").is_focused(), "{key:?}");
    }
    settle(&mut harness);
    assert_eq!(harness.state().probe(), probe);
    harness.get_by_label("Reset view").click();
    settle(&mut harness);
    assert_eq!(camera(&harness), Camera::default());
    assert!(harness.query_by_label("Reset view").is_none(), "there is nothing to reset");
}

/// It says to whoever does not see it how it can be used.
#[test]
fn it_is_described() {
    let harness = window_on(with(|_| {}));
    let node = harness.get_by_role_and_label(Role::Canvas, "surface of f");
    let description = node.accesskit_node().description().expect("a description");
    for way in ["Drag", "arrow keys", "Shift", "right button", "wheel", "+ and -", "double click", "Home"] {
        assert!(description.contains(way), "{way}: {description}");
    }
}

#[test]
fn what_is_cut_off_is_told() {
    // 129 x 129 nodes: 2 % of them are the nearest 332 to the pole.
    let harness = window_on(with(|settings| {
        settings.expression = "1/(x0^2 + x1^2 + 1e-9)".into();
        (settings.grid.step, settings.grid.closed) = (1.0 / 32.0, true);
    }));
    assert!(shows(&harness, "the 98th percentile; the highest f is 1e9"));
    assert!(value(&harness).contains("Cut at"));
    let harness = window_on(with(|settings| settings.expression = "-1/(x0^2 + x1^2 + 1e-9)".into()));
    assert!(shows(&harness, "the 2nd percentile; the lowest f is -1e9"));
    assert!(!shows(&window_on(with(|_| {})), "percentile"));
}

#[test]
fn where_there_is_nothing_to_see_it_says_why() {
    for (text, words) in [
        ("ln(-1 - x0^2) + x1", "f is undefined or infinite at every node of this grid"),
        ("3", "f is the same everywhere."),
        ("sqrt(cos(4*pi*(x0 + x1)))", "No cell of this grid has a finite f at all its corners"),
    ] {
        let harness = window_on(with(|settings| settings.expression = text.into()));
        assert!(shows(&harness, words), "{text}");
    }
}

/// Another function keeps the camera, and it is that of the settings: it is kept wherever these are.
#[test]
fn the_camera_stays() {
    let mut harness = window_on(with(|settings| {
        settings.lab.camera = Camera { yaw: 1.0, pitch: 2.0, zoom: 3.0, ..Camera::default() }
    }));
    harness.state_mut().settings_mut().grid.step = 0.5;
    settle(&mut harness);
    assert_eq!(camera(&harness), Camera { yaw: 1.0, pitch: 2.0, zoom: 3.0, ..Camera::default() });
    let example = gradfield::examples::all().next().expect("an example");
    let settings = harness.state().settings().showing(example);
    assert_eq!(settings.lab.camera, camera(&harness));
    // What no camera can be, as from a file, becomes one that can.
    harness.state_mut().settings_mut().lab.camera =
        Camera { yaw: f64::NAN, pitch: 1e9, zoom: -1.0, ..Camera::default() };
    settle(&mut harness);
    assert_eq!(
        camera(&harness),
        Camera { yaw: 30.0, pitch: 90.0, zoom: Camera::ZOOMS[0], ..Camera::default() }
    );
}

/// Nothing that is looked at may bring the window down, from wherever.
#[test]
fn strange_surfaces_are_looked_at_from_all_sides() {
    let texts = [
        "1/x0",
        "ln(x0)",
        "x0^0.5",
        "0*x0",
        "1e300*x0*x1",
        "1e-320*x0",
        "floor(x0) + x1",
        "1/(0*x0)",
        "x0^x1",
    ];
    let mut harness = window_on(with(|settings| settings.descent.show = true));
    for (text, quantity) in texts.into_iter().zip(Quantity::ALL.into_iter().cycle()) {
        for (yaw, pitch) in [(0.0, 0.0), (0.0, 90.0), (90.0, -90.0), (-180.0, -20.0), (45.0, 10.0)] {
            for step in [0.25, 2.0] {
                harness.state_mut().load(with(|settings| {
                    settings.expression = text.into();
                    settings.grid.step = step;
                    settings.descent.show = true;
                    settings.heat_map.show = true;
                    settings.heat_map.quantity = quantity;
                    settings.lab.camera = Camera { yaw, pitch, zoom: 8.0, ..Camera::default() };
                }));
                settle(&mut harness);
            }
        }
    }
}
