//! A grid that goes where the canvas looks.

#![expect(clippy::float_cmp, reason = "exactness is what is tested")]

use eframe::egui::{Key, Modifiers, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::examples;
use gradfield::gui::app::App;
use gradfield::gui::settings::{GridSettings, Settings};

use crate::window::{settle, window_on};

fn grid(harness: &Harness<'_, App>) -> GridSettings {
    harness.state().settings().grid
}

fn drag(harness: &mut Harness<'_, App>, by: Vec2) {
    let from = harness.state().canvas().transform().expect("a canvas").frame().center() + vec2(60.0, 60.0);
    let press = |pos: Pos2, pressed| eframe::egui::Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    harness.hover_at(from);
    harness.step();
    harness.event(press(from, true));
    harness.step();
    harness.hover_at(from + by);
    harness.step();
    harness.event(press(from + by, false));
    settle(harness);
}

/// Whether every point of the canvas has a node no farther than a step.
fn covers(harness: &Harness<'_, App>) -> bool {
    let bounds = *harness.state().canvas().transform().expect("a canvas").bounds();
    let GridSettings { step, .. } = grid(harness);
    let axes = harness.state().field().expect("a field").request.grid().axes;
    (0..2).all(|i| {
        axes[i].min <= bounds.min()[i]
            && axes[i].min + step > bounds.min()[i] - 1e-9
            && axes[i].max > bounds.max()[i]
            && axes[i].max <= bounds.max()[i] + step + 1e-9
    })
}

#[test]
fn the_grid_goes_where_the_plane_is_dragged() {
    let mut harness = window_on(Settings::default());
    let before = grid(&harness);
    harness.get_by_label("follow the view").click();
    settle(&mut harness);
    assert!(covers(&harness));
    let first = grid(&harness);
    assert_ne!((first.x0, first.x1), (before.x0, before.x1));
    for by in [vec2(-300.0, 0.0), vec2(0.0, 220.0), vec2(500.0, -100.0)] {
        drag(&mut harness, by);
        assert!(covers(&harness), "{by:?}");
        let grid = grid(&harness);
        assert_eq!(grid.step, first.step);
        // Nodes are multiples of the step, so those that stay in sight stay where they are.
        for end in [grid.x0, grid.x1].as_flattened() {
            let multiple = end / grid.step;
            assert!((multiple - multiple.round()).abs() < 1e-9, "{end}");
        }
    }
    // It stays where it is when it is no longer to follow.
    harness.get_by_label("follow the view").click();
    settle(&mut harness);
    let last = grid(&harness);
    drag(&mut harness, vec2(-100.0, 0.0));
    assert_eq!(grid(&harness), last);
}

#[test]
fn zooming_changes_the_step_and_not_the_number_of_arrows() {
    for [low, high] in [[-2.0, 2.0], [-2e-3, 2e-3], [-3e8, 1e8], [0.1, 0.1001]] {
        let mut grid = GridSettings::default();
        grid.set_follow(true);
        grid.cover([[low, high], [low, high]]);
        let columns = (grid.x0[1] - grid.x0[0]) / grid.step;
        // Round steps are 2 or 2.5 apart, and an end is cut or rounded up.
        assert!((0.35 * 16.0..=18.0).contains(&columns), "{low} to {high}: {columns}");
        assert!(grid.x0[0] <= low && grid.x0[1] > high, "{:?}", grid.x0);
    }
}

/// Without equal scales a unit of x1 may be as short as it likes: the rows do not grow beyond what can be computed.
#[test]
fn a_tall_view_has_not_too_many_rows() {
    for height in [1.0, 10.0, 1e6, 1e12] {
        let mut grid = GridSettings::default();
        grid.set_follow(true);
        grid.cover([[0.0, 1.0], [0.0, height]]);
        let rows = (grid.x1[1] - grid.x1[0]) / grid.step;
        // Four times 16, steps that are 2 or 2.5 apart, and an end that is rounded up.
        assert!(rows <= 4.0 * 16.0 * 2.5 + 2.0, "{height}: {rows}");
        assert!(grid.x0[0] <= 0.0 && grid.x0[1] > 1.0 && grid.x1[1] > height, "{grid:?}");
    }
}

/// Where neighbouring multiples are no numbers of their own, and where nothing is seen, it stays.
#[test]
fn it_does_not_follow_where_no_grid_can_be() {
    for view in
        [[[1e16, 1e16 + 2.0], [0.0, 1.0]], [[0.0, 0.0]; 2], [[f64::NAN, 1.0]; 2], [[0.0, f64::INFINITY]; 2]]
    {
        let mut grid = GridSettings::default();
        grid.cover(view);
        assert_eq!(grid, GridSettings::default(), "{view:?}");
    }
}

#[test]
fn an_example_or_a_typed_range_ends_it() {
    let mut settings = Settings::default();
    settings.grid.set_follow(true);
    let example = examples::all().next().expect("an example");
    assert!(!settings.showing(example).grid.follow);
    let mut harness = window_on(settings);
    assert!(grid(&harness).follow);
    crate::window::type_number(&mut harness, "x0 to", "3");
    assert!(!grid(&harness).follow, "{:?}", grid(&harness));
    assert_eq!(grid(&harness).x0[1], 3.0);
}

/// Also while there is no field yet: the canvas has looked nowhere before.
#[test]
fn it_begins_where_the_grid_was() {
    let mut settings = Settings::default();
    (settings.grid.x0, settings.grid.step) = ([100.0, 104.0], 0.25);
    settings.grid.set_follow(true);
    let grid = grid(&window_on(settings));
    for [from, to] in [grid.x0, grid.x1] {
        assert!((90.0..=100.0).contains(&from) && (104.0..=114.0).contains(&to), "{grid:?}");
    }
}

#[test]
fn a_step_back_leaves_the_canvas_where_it_looks() {
    let mut settings = Settings::default();
    settings.grid.set_follow(true);
    let mut harness = window_on(settings);
    harness.state_mut().settings_mut().arrows.scale = 0.5;
    settle(&mut harness);
    drag(&mut harness, vec2(-300.0, 0.0));
    let there = grid(&harness).x0;
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(&mut harness);
    assert_eq!(harness.state().settings().arrows.scale.to_bits(), 1.0_f32.to_bits());
    assert_eq!(grid(&harness).x0, there);
}
