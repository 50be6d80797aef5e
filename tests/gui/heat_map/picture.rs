//! The heat map's pixels.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use eframe::egui::Theme;
use eframe::egui::mutex::RwLock;
use eframe::egui_wgpu::{Renderer, RendererOptions};
use egui_kittest::Harness;
use egui_kittest::wgpu::{WgpuTestRenderer, create_render_state, default_wgpu_setup};
use egui_plot::{Plot, PlotBounds, PlotPoint, PlotTransform};
use gradfield::colormap::{Colormap, Scale};
use gradfield::field::GradientField;
use gradfield::gui::plot::{
    self,
    heat_map::{HeatMapLayer, HeatMapStyle, Textures},
};
use gradfield::heat_map::{HeatMapOrder, Image, Painter, Quantity};
use image::RgbaImage;

use crate::arrows::square_field;

/// A plot of 800 x 800 points or so on white, from a little below 0 to `reach`.
fn render(
    field: &GradientField,
    scale: Scale,
    reach: f64,
    opacity: f32,
    srgb_target: bool,
) -> (RgbaImage, PlotTransform) {
    let order = HeatMapOrder { quantity: Quantity::Function, scale, limits: Some([1.0, 257.0]) };
    render_order(field, order, reach, opacity, srgb_target)
}

/// The same of anything that can be shown.
fn render_order(
    field: &GradientField,
    order: HeatMapOrder,
    reach: f64,
    opacity: f32,
    srgb_target: bool,
) -> (RgbaImage, PlotTransform) {
    let mut state = create_render_state(default_wgpu_setup(), RendererOptions::PREDICTABLE);
    if srgb_target {
        state.target_format = state.target_format.add_srgb_suffix();
        let renderer = Renderer::new(&state.device, state.target_format, RendererOptions::PREDICTABLE);
        state.renderer = Arc::new(RwLock::new(renderer));
    }
    plot::install(&state);
    let textures = Textures::new(&state);
    let style = HeatMapStyle { map: order.quantity.colormap(Colormap::Jet), opacity };
    let painter = Painter::new(order, field, field.len());
    let images = painter.tiles(field, 0..field.grid.rows()).map(|tile| Image {
        image: textures.upload(&tile),
        range: tile.range,
        uncolored: tile.uncolored,
    });
    let map = Arc::new(painter.whole(field, images.collect()));
    let (layer, transform) = (HeatMapLayer::default(), Rc::new(Cell::new(None)));
    let seen = Rc::clone(&transform);
    let mut harness = Harness::builder()
        .with_size([860.0, 840.0])
        .with_theme(Theme::Light)
        .renderer(WgpuTestRenderer::from_render_state(state))
        .build_ui(|ui| {
            let response = Plot::new("plot").show_grid(false).show(ui, |plot| {
                plot.set_plot_bounds(PlotBounds::from_min_max([-1.5; 2], [reach; 2]));
                plot.add(layer.item(&map, style));
            });
            seen.set(Some(response.transform));
        });
    harness.run();
    (harness.render().expect("the adapter renders"), transform.get().expect("the plot was shown"))
}

fn pixel(image: &RgbaImage, transform: &PlotTransform, x: f64, y: f64) -> [u8; 3] {
    let place = transform.position_from_point(&PlotPoint::new(x, y));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the picture")]
    let [r, g, b, _] = image.get_pixel(place.x as u32, place.y as u32).0;
    [r, g, b]
}

fn assert_near(actual: [u8; 3], expected: [u8; 3], at: &str) {
    let near = actual.iter().zip(expected).all(|(a, e)| a.abs_diff(e) <= 2);
    assert!(near, "{actual:?} is not {expected:?} {at}");
}

/// f is 1 + 16 * column + row: one entry each.
fn ramp() -> GradientField {
    square_field("1 + 16*x0 + x1", [0.0, 16.0], 1.0, 1e-4)
}

#[test]
fn every_cell_has_the_color_of_its_node_to_its_very_edge() {
    for srgb_target in [false, true] {
        let (image, transform) = render(&ramp(), Scale::Linear, 16.0, 1.0, srgb_target);
        for column in 0..16_u8 {
            for row in 0..16_u8 {
                let expected = Colormap::Jet.entry(16 * column + row);
                for [dx, dy] in [[0.0, 0.0], [-0.47, -0.47], [0.47, 0.47], [-0.47, 0.47]] {
                    let found = pixel(&image, &transform, f64::from(column) + dx, f64::from(row) + dy);
                    assert_near(found, expected, &format!("at {column} {dx}, {row} {dy}"));
                }
            }
        }
    }
}

#[test]
fn opacity_lets_the_canvas_show_through() {
    let (image, transform) = render(&ramp(), Scale::Linear, 16.0, 0.25, false);
    let white = pixel(&image, &transform, -1.0, -1.0);
    let over = Colormap::Jet.entry(16 * 3 + 5);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
    let expected = [0, 1, 2].map(|i| (0.25 * f32::from(over[i]) + 0.75 * f32::from(white[i])).round() as u8);
    assert_near(pixel(&image, &transform, 3.0, 5.0), expected, "a quarter");
}

/// Many nodes to a pixel: their mean, not whichever one happens to be nearest.
#[test]
fn crowded_nodes_have_the_color_of_their_mean() {
    // Columns of 1 and 257 in turn.
    let field = square_field("129 - 128*cos(pi*x0) + 0*x1", [0.0, 1024.0], 1.0, 1e-4);
    let (image, transform) = render(&field, Scale::Linear, 1024.0 * 3.0, 1.0, false);
    let mean = Colormap::Jet.entry(128);
    for place in 10..1000 {
        let [r, g, b] = pixel(&image, &transform, f64::from(place), 500.0);
        // The pixel may cover half a node more of the one than of the other: a sixth of its width.
        assert!(r.abs_diff(mean[0]) < 120 && g > 150 && b.abs_diff(mean[2]) < 120, "{:?}", [r, g, b]);
    }
    // Four nodes to a pixel and a whole number of them: exactly.
    let (image, transform) = render(&field, Scale::Linear, 1024.0 * 40.0, 1.0, false);
    assert_near(pixel(&image, &transform, 500.0, 500.0), mean, "far away");
}

#[test]
fn what_has_no_color_is_striped() {
    let field = square_field("x0 - 8 + 0*x1", [0.0, 16.0], 1.0, 1e-4);
    let (image, transform) = render(&field, Scale::Logarithmic, 16.0, 1.0, false);
    let white = pixel(&image, &transform, -1.0, -1.0);
    let mut seen = std::collections::BTreeSet::new();
    for i in 0..200 {
        let [r, g, b] = pixel(&image, &transform, 1.0 + 0.02 * f64::from(i), 3.0);
        assert!(r == g && g == b, "grey, as no entry of the map is");
        seen.insert(r);
    }
    assert_eq!(seen.last(), Some(&white[0]));
    assert!(seen.first().is_some_and(|&darkest| darkest < 210), "{seen:?}");
    assert_near(pixel(&image, &transform, 9.0, 3.0), Colormap::Jet.entry(0), "at 1");
}

/// The gradients of unit length whose directions in degrees follow from the column.
fn directions(count: usize, angle: impl Fn(usize) -> f64) -> GradientField {
    let mut field = square_field("x0 + x1", [0.0, count as f64], 1.0, 1e-4);
    for index in 0..field.len() {
        (field.g1[index], field.g0[index]) = angle(index % count).to_radians().sin_cos();
    }
    field
}

fn render_directions(field: &GradientField, reach: f64) -> (RgbaImage, PlotTransform) {
    let order = HeatMapOrder { quantity: Quantity::Direction, scale: Scale::Linear, limits: None };
    render_order(field, order, reach, 1.0, false)
}

#[test]
fn directions_have_the_colors_that_go_round() {
    let angle = |column: usize| -174.0 + 22.5 * column as f64;
    let (image, transform) = render_directions(&directions(16, angle), 16.0);
    for column in 0..16_u8 {
        let expected = Colormap::Direction.color((angle(column.into()) + 180.0) / 360.0);
        assert_near(pixel(&image, &transform, column.into(), 5.0), expected, &format!("at {column}"));
    }
}

/// Columns of 178 and -178 degrees in turn are, from afar, 180: not the 0 that their numbers have as a mean.
#[test]
fn crowded_directions_have_the_color_of_their_mean_across_the_seam() {
    let field = directions(1024, |column| if column % 2 == 0 { 178.0 } else { -178.0 });
    for (reach, at) in [(1024.0 * 1.7, 500.0), (1024.0 * 3.0, 501.0), (1024.0 * 40.0, 500.0)] {
        let (image, transform) = render_directions(&field, reach);
        let [r, g, b] = pixel(&image, &transform, at, 500.0);
        let expected = Colormap::Direction.entry(0);
        let near = [r, g, b].iter().zip(expected).all(|(a, e)| a.abs_diff(e) <= 12);
        assert!(near, "{:?}, not {expected:?} at {reach}", [r, g, b]);
    }
}

/// Directions that contradict each other have none: the stripes of what has no colour.
#[test]
fn crowded_directions_that_cancel_are_striped() {
    let field = directions(1024, |column| if column % 2 == 0 { 0.0 } else { 180.0 });
    let (image, transform) = render_directions(&field, 1024.0 * 40.0);
    for place in (0..1000).step_by(50).map(f64::from) {
        let [r, g, b] = pixel(&image, &transform, place, 500.0);
        assert!(r.abs_diff(g) < 6 && g.abs_diff(b) < 6, "{:?} at {place}", [r, g, b]);
    }
}
