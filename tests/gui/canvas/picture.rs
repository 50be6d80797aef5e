//! The canvas' pixels, and a few pictures of it.

use std::sync::Arc;

use eframe::egui::{CentralPanel, Theme};
use eframe::egui_wgpu::RendererOptions;
use egui_kittest::wgpu::{WgpuTestRenderer, create_render_state, default_wgpu_setup};
use egui_kittest::{Harness, SnapshotOptions};
use gradfield::colormap::Scale;
use gradfield::gui::plot::canvas::{Canvas, GhostKind};
use gradfield::gui::plot::heat_map::Textures;
use gradfield::gui::{plot, theme};
use gradfield::heat_map::{HeatMapOrder, Image, Painter, Quantity, Source};
use image::RgbaImage;

use super::{Stage, census_of};
use crate::arrows::{bowl, square_field};

/// Pixels that may differ: another version of Mesa may smooth an edge in another way.
const FEW_PIXELS: usize = 100;

const SIZE: [f32; 2] = [720.0, 600.0];

/// A canvas in a window of its own, with a heat map of something if that is asked for.
fn window(theme: Theme, mut stage: Stage, heat_map: Option<Quantity>) -> Harness<'static> {
    let render_state = create_render_state(default_wgpu_setup(), RendererOptions::PREDICTABLE);
    plot::install(&render_state);
    if let Some(quantity) = heat_map {
        let textures = Textures::new(&render_state);
        let source = Source::new(&stage.field, stage.census.as_deref());
        let order = HeatMapOrder { quantity, scale: Scale::Linear, limits: None };
        let painter = Painter::new(order, source, stage.field.len());
        let images = painter.tiles(source, 0..stage.field.grid.rows()).map(|tile| Image {
            image: textures.upload(&tile),
            range: tile.range,
            uncolored: tile.uncolored,
        });
        stage.heat_map = Some(Arc::new(painter.whole(&stage.field, images.collect())));
    }
    let mut canvas = Canvas::default();
    let mut harness = Harness::builder()
        .with_size(SIZE)
        .with_theme(theme)
        .renderer(WgpuTestRenderer::from_render_state(render_state))
        .build_ui(move |ui| {
            ui.ctx().all_styles_mut(theme::adjust);
            CentralPanel::default().show(ui, |ui| {
                let _nobody_asks = stage.ui(ui, &mut canvas);
            });
        });
    harness.run();
    harness
}

fn snapshot(name: &str, mut window: Harness<'_>) {
    let options = SnapshotOptions::new().output_path("tests/gui/snapshots").max_failed_pixels(FEW_PIXELS);
    window.snapshot_options(name, &options);
}

fn render(theme: Theme, stage: Stage, heat_map: Option<Quantity>) -> RgbaImage {
    window(theme, stage, heat_map).render().expect("the adapter renders")
}

/// The article's field and what is known of it.
fn bowl_at(h: f64) -> Stage {
    let field = bowl(h);
    let census = census_of(&field, |x| x.map(|x| 2.0 * x));
    Stage::new(field, Some(census))
}

/// A field whose relative error is h^2 / x^2 along each axis.
fn quartic(step: f64, h: f64) -> Stage {
    let field = square_field("x0^4 + x1^4", [-2.0, 2.0], step, h);
    let census = census_of(&field, |x| x.map(|x| 4.0 * x * x * x));
    Stage::new(field, Some(census))
}

#[test]
fn few_digits_left() {
    let stage = Stage { probe: Some(100), ..bowl_at(1.2e-16).with_exact_ghosts() };
    snapshot("canvas_few_digits", window(Theme::Light, stage, None));
}

#[test]
fn all_absorbed() {
    let stage = Stage { probe: Some(100), ..bowl_at(10e-50).with_exact_ghosts() };
    snapshot("canvas_absorbed", window(Theme::Dark, stage, None));
}

#[test]
fn a_map_of_correct_digits() {
    let stage = Stage { quantity: Quantity::Direction, probe: Some(7400), ..quartic(0.025, 1e-3) };
    snapshot("canvas_digits", window(Theme::Dark, stage, Some(Quantity::Digits)));
}

/// The part of a picture where no legend is.
fn left(image: &RgbaImage) -> impl Iterator<Item = [u8; 3]> + '_ {
    let width = image.width() / 2;
    image.enumerate_pixels().filter(move |(x, ..)| *x < width).map(|(.., pixel)| {
        let [r, g, b, _] = pixel.0;
        [r, g, b]
    })
}

fn is_near(a: [u8; 3], b: [u8; 3], tolerance: u8) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= tolerance)
}

const THEMES: [(Theme, bool); 2] = [(Theme::Light, false), (Theme::Dark, true)];

#[test]
fn ghosts_are_hidden_by_arrows_that_agree_and_seen_beside_those_that_do_not() {
    for (theme, dark_mode) in THEMES {
        let plain = render(theme, bowl_at(1e-4), None);
        let ghosts = render(theme, bowl_at(1e-4).with_exact_ghosts(), None);
        // Only the smooth edge of an arrow shows a trace of what is below it.
        let worst = left(&plain).zip(left(&ghosts)).find(|(a, b)| !is_near(*a, *b, 24));
        assert_eq!(worst, None, "{theme:?}");
        let [r, g, b, _] = GhostKind::Exact.color(dark_mode).to_array();
        let count = |stage: Stage, map: Option<Quantity>| {
            let image = render(theme, stage, map);
            left(&image).filter(|pixel| is_near(*pixel, [r, g, b], 3)).count()
        };
        for map in [None, Some(Quantity::Function)] {
            let before = count(bowl_at(1.2e-16), map);
            let after = count(bowl_at(1.2e-16).with_exact_ghosts(), map);
            assert!(after > before + 400, "{theme:?} {map:?}: {before}, then {after}");
        }
    }
}

#[test]
fn the_probe_stands_out_wherever_it_is() {
    for (theme, _) in THEMES {
        for map in [None, Some(Quantity::Function)] {
            // Low and high colours of the map, and a mark.
            for index in [0, 100, 136] {
                let plain = render(theme, bowl_at(1e-14), map);
                let probed = render(theme, Stage { probe: Some(index), ..bowl_at(1e-14) }, map);
                let changed = |grey: u8| {
                    let pairs = plain.pixels().zip(probed.pixels());
                    pairs.filter(|(a, b)| a != b && is_near([b.0[0], b.0[1], b.0[2]], [grey; 3], 40)).count()
                };
                let (white, black) = (changed(255), changed(0).max(changed(52)));
                assert!(white.max(black) > 60, "{theme:?} {map:?} {index}: {white} white, {black} black");
            }
        }
    }
}
