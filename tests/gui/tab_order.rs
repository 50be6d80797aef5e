//! The way of the Tab key through the window: past every control, in the order in which one reads.

use std::collections::BTreeSet;

use eframe::egui::accesskit::{Action, Role};
use eframe::egui::{Event, Key, Modifiers, Rect};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use gradfield::gui::app::App;
use gradfield::gui::settings::{LabTab, Settings};

use super::window::{settle, window_of};

/// More controls than any window has: a walk that is longer goes round in a part of it.
const MOST: usize = 200;

/// So high that nothing of the panel is out of sight, whatever is shown in it.
const HIGH: f32 = 2400.0;

/// The width of the panel with the settings.
const PANEL: f32 = 300.0;

/// A control that has the focus.
#[derive(Clone, Debug)]
struct Stop {
    id: String,
    name: String,
    role: Role,
    rect: Rect,
}

fn stop(node: &Node<'_>) -> Stop {
    let inner = node.accesskit_node();
    let name = inner.label().unwrap_or_default();
    Stop { id: format!("{:?}", inner.id()), name, role: inner.role(), rect: node.rect() }
}

/// What has the focus, if it is a control.
fn focused(harness: &Harness<'_, App>) -> Option<Stop> {
    let node = harness.root().children_recursive().find(Node::is_focused)?;
    Some(stop(&node))
}

/// All that can have the focus.
fn focusable(harness: &Harness<'_, App>) -> Vec<Stop> {
    let nodes = harness.root().children_recursive();
    nodes
        .filter(|node| node.accesskit_node().data().supports_action(Action::Focus))
        .filter(|node| !node.accesskit_node().is_disabled())
        .map(|node| stop(&node))
        .collect()
}

/// A frame in which Tab is pressed.
fn tab(harness: &mut Harness<'_, App>, modifiers: Modifiers) {
    let key = Event::Key { key: Key::Tab, physical_key: None, pressed: true, repeat: false, modifiers };
    let [before, after] = [modifiers, Modifiers::NONE].map(Event::ModifiersChanged);
    harness.input_mut().events.extend([before, key, after]);
    harness.step();
}

/// All stops of a Tab key, until it comes round again.
fn walk(harness: &mut Harness<'_, App>, modifiers: Modifiers) -> Vec<Stop> {
    let mut stops: Vec<Stop> = Vec::new();
    for _ in 0..MOST {
        tab(harness, modifiers);
        if modifiers.shift {
            // Backwards, egui gives the focus in the frame after.
            harness.step();
        }
        let Some(stop) = focused(harness) else { continue };
        if stops.first().is_some_and(|first| first.id == stop.id) {
            return stops;
        }
        stops.push(stop);
    }
    let names: Vec<_> = stops.iter().map(|stop| &*stop.name).collect();
    panic!("Tab does not come round: {names:?}");
}

/// Where a control lies, in the order in which one reads.
fn part(stop: &Stop, canvas: Rect, size: [f32; 2]) -> usize {
    let center = stop.rect.center();
    if stop.role == Role::Canvas && stop.name == "gradient field" {
        return 2;
    }
    match () {
        () if center.y < canvas.top() => 0,
        () if center.x < PANEL && center.y < size[1] - 50.0 => 1,
        () if center.y < canvas.bottom() => 2,
        () if center.y < size[1] - 50.0 => 3,
        () => 4,
    }
}

/// Settings in which as much as possible can be set, with each tab of the lab.
fn scenes() -> Vec<(String, [f32; 2], Settings)> {
    let tabs =
        [LabTab::Curves, LabTab::Autopsy, LabTab::Check, LabTab::Taylor, LabTab::Descent, LabTab::Surface];
    let mut scenes = Vec::new();
    // In a wide window the curves stand beside the other tabs, in a narrow one they are a tab.
    let wide = tabs.map(|tab| (tab, [1400.0, HIGH]));
    let narrow = [LabTab::Curves, LabTab::Check].map(|tab| (tab, [900.0, HIGH]));
    for (tab, size) in wide.into_iter().chain(narrow) {
        let mut settings = Settings { expression: "a*x0^2 + b*x1^2".to_owned(), ..Settings::default() };
        settings.grid.linked = false;
        settings.heat_map.show = true;
        settings.layers.contours.show = true;
        settings.layers.streamlines.show = true;
        settings.layers.critical_points = true;
        settings.descent.show = true;
        settings.lab.tab = tab;
        scenes.push((format!("{tab:?} at {size:?}"), size, settings));
    }
    scenes.push(("as at first".to_owned(), [1280.0, HIGH], Settings::default()));
    let mut dead = Settings::default();
    dead.difference.h = 10e-50;
    dead.lab.open = false;
    scenes.push(("h too small, lab folded".to_owned(), [1280.0, HIGH], dead));
    scenes
}

#[test]
fn tab_goes_past_every_control_once_by_name_and_as_one_reads() {
    for (scene, size, settings) in scenes() {
        let mut harness = window_of(size, settings);
        let canvas = *harness.state().canvas().transform().expect("shown").frame();
        let stops = walk(&mut harness, Modifiers::NONE);
        let first = stops.iter().position(|stop| stop.role == Role::TextInput && stop.name == "f(x0, x1) =");
        let first = first.unwrap_or_else(|| panic!("{scene}: the expression is not reached"));
        let stops: Vec<_> = stops.iter().cycle().skip(first).take(stops.len()).cloned().collect();

        let ids: BTreeSet<_> = stops.iter().map(|stop| stop.id.clone()).collect();
        assert_eq!(ids.len(), stops.len(), "{scene}: some are met twice");
        for stop in &stops {
            assert!(!stop.name.trim().is_empty(), "{scene}: {:?} at {:?} has no name", stop.role, stop.rect);
        }
        let missed: Vec<_> = focusable(&harness).into_iter().filter(|stop| !ids.contains(&stop.id)).collect();
        assert!(missed.is_empty(), "{scene}: not reached: {missed:?}");

        let parts: Vec<_> = stops.iter().map(|stop| part(stop, canvas, size)).collect();
        let report = || stops.iter().zip(&parts).map(|(stop, part)| format!("{part} {}\n", stop.name));
        assert!(parts.is_sorted(), "{scene}:\n{}", report().collect::<String>());
        // From top to bottom in the panel, but for what stands side by side.
        let panel: Vec<_> =
            stops.iter().zip(&parts).filter(|(_, part)| **part == 1).map(|(stop, _)| stop).collect();
        for pair in panel.windows(2) {
            let goes_down = pair[1].rect.bottom() > pair[0].rect.top();
            assert!(goes_down, "{scene}: {} after {}", pair[1].name, pair[0].name);
        }
        assert!(parts.contains(&1) && parts.contains(&2) && parts.contains(&3), "{scene}");
    }
}

#[test]
fn shift_and_tab_go_the_same_way_back() {
    let mut harness = window_of([1280.0, 860.0], Settings::default());
    let from_expression = |mut stops: Vec<Stop>| {
        let first = stops.iter().position(|stop| stop.name == "f(x0, x1) =").expect("it is on the way");
        stops.rotate_left(first);
        stops.into_iter().map(|stop| (stop.name, stop.id)).collect::<Vec<_>>()
    };
    let forward = from_expression(walk(&mut harness, Modifiers::NONE));
    let mut back = walk(&mut harness, Modifiers::SHIFT);
    back.reverse();
    assert_eq!(from_expression(back), forward);
}

/// The panel is longer than the window: it scrolls to where the keyboard is.
#[test]
fn what_has_the_focus_is_in_sight() {
    let mut settings = Settings::default();
    settings.heat_map.show = true;
    settings.descent.show = true;
    let mut harness = window_of([900.0, 600.0], settings);
    let top = harness.get_by_label("Examples").rect().bottom();
    let mut seen = 0;
    for modifiers in [Modifiers::NONE, Modifiers::SHIFT] {
        let count = walk(&mut harness, modifiers).len();
        for _ in 0..count {
            tab(&mut harness, modifiers);
            settle(&mut harness);
            let Some(stop) = focused(&harness) else { continue };
            let rect = stop.rect;
            let is_in_panel = rect.center().x < PANEL && stop.role != Role::TextInput;
            if is_in_panel {
                seen += 1;
                assert!(rect.top() >= top && rect.bottom() <= 560.0, "{}: {rect:?}", stop.name);
                assert!(rect.height() > 8.0, "{}: {rect:?}", stop.name);
            }
        }
    }
    assert!(seen > 60, "{seen}");
}

/// Everything that can be clicked or dragged has a name, for whoever does not see it.
#[test]
fn every_control_has_a_name() {
    for (scene, size, settings) in scenes() {
        let harness = window_of(size, settings);
        for stop in focusable(&harness) {
            assert!(!stop.name.trim().is_empty(), "{scene}: {:?} at {:?}", stop.role, stop.rect);
        }
    }
}

#[test]
fn the_lab_gets_more_room_by_key_and_by_mouse() {
    let mut harness = window_of([1280.0, 860.0], Settings::default());
    let height = |harness: &Harness<'_, App>| {
        let edge = harness.get_by_role(Role::Splitter).rect().center().y;
        harness.ctx.content_rect().bottom() - edge
    };
    let before = height(&harness);
    harness.get_by_role(Role::Splitter).focus();
    settle(&mut harness);
    harness.key_press(Key::ArrowUp);
    settle(&mut harness);
    let after = height(&harness);
    assert!((after - before - 16.0).abs() < 1.0, "{before} to {after}");
    harness.get_by_role(Role::Splitter).increment_accesskit();
    settle(&mut harness);
    assert!((height(&harness) - before - 32.0).abs() < 1.0);
    let edge = harness.get_by_role(Role::Splitter).rect().center();
    harness.hover_at(edge);
    harness.step();
    harness.drag_at(edge);
    harness.step();
    harness.hover_at(edge + eframe::egui::vec2(0.0, 60.0));
    harness.step();
    harness.drop_at(edge + eframe::egui::vec2(0.0, 60.0));
    settle(&mut harness);
    assert!((height(&harness) - before + 28.0).abs() < 3.0, "{}", height(&harness) - before);
}
