//! A few pictures of the whole window. They need a graphics adapter; tests/run.sh has Mesa's lavapipe draw them.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --features snapshots --test gui` draws them anew; look at each before it is kept.

use eframe::egui::Theme;
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, SnapshotOptions};
use gradfield::colormap::Scale;
use gradfield::gui::app::App;
use gradfield::gui::settings::{Camera, H_TOO_SMALL, LabTab, Quantity, Settings};

use super::window::{example, load, settle};

/// Pixels that may differ: another version of Mesa may smooth an edge in another way.
const FEW_PIXELS: usize = 100;

fn picture(name: &str, size: [f32; 2], theme: Theme, settings: Settings) {
    let mut harness =
        Harness::builder().with_size(size).with_theme(theme).wgpu().build_eframe(|creation| {
            App::new(creation, Settings::default()).expect("a thread for the worker")
        });
    settle(&mut harness);
    // In a second step, so that a text without a field has the last good one behind it.
    harness.state_mut().load(settings);
    settle(&mut harness);
    keep(name, &mut harness);
}

fn keep(name: &str, harness: &mut Harness<'_, App>) {
    // The time a field takes is never the same, and neither is the width of its text: the line is hidden to the end.
    let line = harness.get_by_label_contains("computed in").rect();
    let right = harness.ctx.content_rect().right();
    harness.mask(line.with_max_x(right));
    let options = SnapshotOptions::new().output_path("tests/gui/snapshots").max_failed_pixels(FEW_PIXELS);
    harness.snapshot_options(name, &options);
}

fn with(change: impl FnOnce(&mut Settings)) -> Settings {
    let mut settings = Settings::default();
    change(&mut settings);
    settings
}

#[test]
fn the_articles_figure_in_the_light_theme() {
    picture("bowl_light", [1280.0, 860.0], Theme::Light, Settings::default());
}

#[test]
fn the_articles_figure_in_the_dark_theme() {
    picture("bowl_dark", [1280.0, 860.0], Theme::Dark, Settings::default());
}

#[test]
fn a_heat_map_in_the_light_theme() {
    picture("heat_map_light", [1280.0, 860.0], Theme::Light, with(|s| s.heat_map.show = true));
}

#[test]
fn a_heat_map_of_the_gradient_in_a_small_window() {
    let settings = with(|s| {
        // Undefined left of 0, and steep beside it.
        s.expression = "sqrt(x0) + x1^4".to_owned();
        s.grid.step = 0.05;
        s.heat_map.show = true;
        s.heat_map.quantity = Quantity::GradientNorm;
        s.heat_map.color_scale = Scale::Logarithmic;
    });
    picture("heat_map_dark", [900.0, 600.0], Theme::Dark, settings);
}

#[test]
fn h_too_small_in_a_small_window() {
    picture("h_too_small", [900.0, 600.0], Theme::Dark, with(|s| s.difference.h = H_TOO_SMALL));
}

#[test]
fn a_wrong_text_in_a_small_window() {
    picture("wrong_text", [900.0, 600.0], Theme::Light, with(|s| s.expression = "sni(x0) + x1".to_owned()));
}

#[test]
fn a_lesson_in_a_small_window() {
    let mut harness =
        Harness::builder().with_size([900.0, 600.0]).with_theme(Theme::Dark).wgpu().build_eframe(
            |creation| App::new(creation, Settings::default()).expect("a thread for the worker"),
        );
    settle(&mut harness);
    load(&mut harness, example("Goldstein-Price"));
    keep("lesson_dark", &mut harness);
}

#[test]
fn the_gallery_in_the_light_theme() {
    let mut harness =
        Harness::builder().with_size([1280.0, 860.0]).with_theme(Theme::Light).wgpu().build_eframe(
            |creation| App::new(creation, Settings::default()).expect("a thread for the worker"),
        );
    settle(&mut harness);
    harness.get_by_label("Examples").click();
    settle(&mut harness);
    keep("gallery_light", &mut harness);
}

#[test]
fn the_surface_with_descents_in_the_light_theme() {
    let settings = with(|s| {
        s.expression = "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2".to_owned();
        (s.grid.x0, s.grid.step) = ([-5.0, 5.0], 0.125);
        (s.heat_map.show, s.heat_map.opacity) = (true, 0.5);
        s.descent.show = true;
        s.lab.tab = LabTab::Surface;
        s.lab.camera = Camera { yaw: -60.0, pitch: 40.0, zoom: 1.1, ..Camera::default() };
    });
    picture("surface_light", [1280.0, 960.0], Theme::Light, settings);
}
