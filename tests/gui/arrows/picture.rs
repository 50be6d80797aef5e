//! The arrows' pixels.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use eframe::egui::mutex::RwLock;
use eframe::egui::{Color32, Pos2, Rect, Theme, UiBuilder, pos2};
use eframe::egui_wgpu::{RenderState, Renderer, RendererOptions};
use eframe::wgpu;
use egui_kittest::Harness;
use egui_kittest::wgpu::{WgpuTestRenderer, create_render_state, default_wgpu_setup};
use egui_plot::{Plot, PlotBounds, PlotTransform};
use gradfield::analysis::{Cause, Census};
use gradfield::field::GradientField;
use gradfield::figure::Rgba;
use gradfield::gui::plot;
use gradfield::gui::plot::arrows::build::Built;
use gradfield::gui::plot::arrows::{ArrowStyle, Arrows, Instance, Kind};
use image::RgbaImage;

use super::{bowl, style};
use crate::canvas::census_of;

fn render_state(srgb_target: bool) -> RenderState {
    let mut state = create_render_state(default_wgpu_setup(), RendererOptions::PREDICTABLE);
    if srgb_target {
        state.target_format = state.target_format.add_srgb_suffix();
        let renderer = Renderer::new(&state.device, state.target_format, RendererOptions::PREDICTABLE);
        state.renderer = Arc::new(RwLock::new(renderer));
    }
    state
}

/// A rendered plot and what it was made from.
struct Picture {
    image: RgbaImage,
    transform: PlotTransform,
    built: Arc<Built>,
    pixels_per_point: f32,
}

/// What a picture is of.
struct Scene {
    field: GradientField,
    census: Option<Census>,
    style: ArrowStyle,
    bounds: [f64; 2],
    background: Color32,
    pixels_per_point: f32,
    /// Whether the target turns linear colours into sRGB by itself.
    srgb_target: bool,
    /// Where the plot begins on the screen.
    corner: Pos2,
}

impl Scene {
    /// The article's figure on a plain canvas.
    fn new(field: GradientField, style: ArrowStyle) -> Self {
        Self {
            field,
            census: None,
            style,
            bounds: [-2.0, 2.0],
            background: Color32::WHITE,
            pixels_per_point: 1.0,
            srgb_target: false,
            corner: Pos2::ZERO,
        }
    }

    fn render(self) -> Picture {
        let Self {
            field,
            census,
            style,
            bounds: [min, max],
            background,
            pixels_per_point,
            srgb_target,
            corner,
        } = self;
        let census = census.map(Arc::new);
        let render_state = render_state(srgb_target);
        plot::install(&render_state);
        let arrows = Arrows::default();
        let field = Arc::new(field);
        let transform = Rc::new(Cell::new(None));
        let seen = Rc::clone(&transform);
        let mut harness = Harness::builder()
            .with_size([860.0, 840.0])
            .with_pixels_per_point(pixels_per_point)
            .with_theme(Theme::Light)
            .renderer(WgpuTestRenderer::from_render_state(render_state))
            .build_ui(|ui| {
                ui.painter().rect_filled(ui.max_rect(), 0.0, background);
                let place = Rect::from_min_size(corner, ui.max_rect().size());
                ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
                    let plot = Plot::new("plot").show_background(false).show_grid(false).data_aspect(1.0);
                    let response = plot.show(ui, |plot| {
                        plot.set_plot_bounds(PlotBounds::from_min_max([min; 2], [max; 2]));
                        plot.add(arrows.item(&field, &style).with_census(census.as_ref()));
                    });
                    seen.set(Some(response.transform));
                });
            });
        harness.run();
        let image = harness.render().expect("the adapter renders");
        let built = arrows.built().expect("the plot was drawn");
        let transform = transform.get().expect("the plot was shown");
        Picture { image, transform, built, pixels_per_point }
    }
}

impl Picture {
    /// The colour at a place given in points from the plot's corner; `None` beside the picture.
    fn at(&self, [x, y]: [f32; 2]) -> Option<[u8; 3]> {
        let corner = self.transform.frame().min;
        if corner.x + x < 0.0 || corner.y + y < 0.0 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the picture")]
        let pixel = |offset: f32| (offset * self.pixels_per_point).floor() as u32;
        let [r, g, b, _] = self.image.get_pixel_checked(pixel(corner.x + x), pixel(corner.y + y))?.0;
        Some([r, g, b])
    }

    /// The colour at a place along (in lengths) and across (in points) each arrow that has one.
    fn along_arrows(&self, along: f32, across: f32) -> Vec<([u8; 4], [u8; 3])> {
        let is_arrow = |kind: u32| kind == Kind::Arrow as u32;
        let arrows = self.built.instances.iter().filter(|instance| is_arrow(instance.kind));
        arrows
            .filter_map(|arrow| {
                let [dx, dy] = arrow.direction;
                let [x, y] = arrow.position;
                let along = along * arrow.length;
                let pixel = self.at([x + along * dx - across * dy, y + along * dy + across * dx])?;
                Some((arrow.color, pixel))
            })
            .collect()
    }
}

fn assert_near(actual: [u8; 3], expected: [u8; 3], tolerance: u8) {
    let near = actual.iter().zip(expected).all(|(a, e)| a.abs_diff(e) <= tolerance);
    assert!(near, "{actual:?} is not {expected:?}");
}

/// Of a part of `over` on top of the rest of `under`.
fn mix(over: [u8; 3], under: [u8; 3], part: f32) -> [u8; 3] {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
    let channel = |i: usize| (part * f32::from(over[i]) + (1.0 - part) * f32::from(under[i])).round() as u8;
    std::array::from_fn(channel)
}

#[test]
fn shafts_have_exactly_the_colors_of_the_map() {
    for background in [Color32::WHITE, Color32::from_gray(20)] {
        let picture = Scene { background, ..Scene::new(bowl(1e-4), style()) }.render();
        let colors = picture.along_arrows(0.3, 0.0);
        assert_eq!(colors.len(), 255);
        for ([r, g, b, _], pixel) in colors {
            assert_near(pixel, [r, g, b], 2);
        }
    }
}

#[test]
fn a_target_that_encodes_by_itself_shows_the_same_colors() {
    let picture = Scene { srgb_target: true, ..Scene::new(bowl(1e-4), style()) }.render();
    for ([r, g, b, _], pixel) in picture.along_arrows(0.3, 0.0) {
        assert_near(pixel, [r, g, b], 2);
    }
}

#[test]
fn a_plot_partly_off_the_screen_is_neither_moved_nor_stretched() {
    let corner = pos2(-230.3, -110.7);
    let picture = Scene { corner, ..Scene::new(bowl(1e-4), style()) }.render();
    let colors = picture.along_arrows(0.3, 0.0);
    assert!((100..220).contains(&colors.len()), "{}", colors.len());
    for ([r, g, b, _], pixel) in colors {
        assert_near(pixel, [r, g, b], 2);
    }
}

#[test]
fn a_pipeline_can_be_made_for_multisampling_and_a_depth_buffer() {
    let depth_stencil_format = Some(wgpu::TextureFormat::Depth32Float);
    let options = RendererOptions { msaa_samples: 4, depth_stencil_format, ..RendererOptions::PREDICTABLE };
    // wgpu panics on a pipeline that it does not accept.
    plot::install_with(&create_render_state(default_wgpu_setup(), options), options);
}

#[test]
fn shafts_keep_their_colors_on_a_dense_screen() {
    let picture = Scene { pixels_per_point: 1.75, ..Scene::new(bowl(1e-4), style()) }.render();
    for ([r, g, b, _], pixel) in picture.along_arrows(0.3, 0.0) {
        assert_near(pixel, [r, g, b], 2);
    }
}

#[test]
fn heads_are_three_shafts_wide() {
    // 2 points aside is outside the shaft (1.5) and its halo, but inside the head just before its barbs.
    let halo_width = 0.0;
    let picture =
        Scene { pixels_per_point: 2.0, ..Scene::new(bowl(1e-4), ArrowStyle { halo_width, ..style() }) };
    let picture = picture.render();
    let length = picture.built.instances[0].length;
    let (mut in_head, mut beside_shaft) = (0, 0);
    for ([r, g, b, _], pixel) in picture.along_arrows(1.0 - 12.0 / length, 2.2) {
        in_head += usize::from(pixel == [r, g, b]);
    }
    for (_, pixel) in picture.along_arrows(0.2, 2.5) {
        beside_shaft += usize::from(pixel == [255; 3]);
    }
    // Neighbours may lie there near the centre.
    assert!(in_head > 240 && beside_shaft > 240, "{in_head} {beside_shaft}");
}

#[test]
fn a_halo_surrounds_every_arrow() {
    let halo_color = Rgba::rgb(0, 255, 0);
    let halo_width = 4.0;
    let picture = Scene::new(bowl(1e-4), ArrowStyle { halo_color, halo_width, ..style() }).render();
    // The shaft ends 1.5 points aside, the halo 5.5.
    let halos = picture.along_arrows(0.3, 3.5);
    let seen = halos.iter().filter(|(_, pixel)| *pixel == [0, 255, 0]).count();
    assert!(seen > 240, "{seen}");
}

#[test]
fn opacity_dims_arrows_towards_the_background() {
    let picture = Scene::new(bowl(1e-4), ArrowStyle { opacity: 0.25, ..style() }).render();
    let mut alone = 0;
    for ([r, g, b, _], pixel) in picture.along_arrows(0.3, 0.0) {
        let expected = mix([r, g, b], [255; 3], 0.25);
        alone += usize::from(pixel.iter().zip(expected).all(|(a, e)| a.abs_diff(e) <= 2));
    }
    // Where arrows cross near the centre one shines through the other.
    assert!(alone > 240, "{alone}");
}

#[test]
fn marks_are_hollow() {
    let picture = Scene::new(bowl(10e-50), style()).render();
    let layout = picture.built.layout.unwrap();
    for mark in &picture.built.instances {
        let [x, y] = mark.position;
        if x < 1.0 || y > 799.0 {
            // Half of it is beyond the plot's edge.
            continue;
        }
        let [r, g, b, _] = mark.color;
        #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
        let line = (layout.mark / 2.0 - layout.stroke / 2.0) as f32;
        assert_ne!(picture.at([x, y]), Some([r, g, b]));
        // On the line within half a pixel: the mark's colour with a part of the halo or hole.
        let [red, ..] = picture.at([x + line, y]).expect("within the picture");
        assert!(red.abs_diff(r) < 60, "{red} {r}");
    }
}

/// A picture of one mark of each cause but good ones, as far apart as the nodes are, and how much of each pixel around it
/// has ink.
fn masks() -> Vec<(Cause, Vec<f32>)> {
    let field = bowl(10e-50);
    let mut census = census_of(&field, |x| x.map(|x| 2.0 * x));
    census.causes.fill(Cause::Good);
    // A row within the plot.
    let first = 4 * 16 + 2;
    census.causes[first..first + Cause::ALL.len()].copy_from_slice(&Cause::ALL);
    let style = ArrowStyle { halo_width: 0.0, ..style() };
    let scene = Scene { census: Some(census), pixels_per_point: 2.0, ..Scene::new(field, style) };
    let picture = scene.render();
    let around = |instance: &Instance| {
        let [r, g, b, _] = instance.color;
        let darkest = [r, g, b].into_iter().zip(0..3).min().map_or(0, |(_, channel)| channel);
        let paper = f32::from(255 - [r, g, b][darkest]);
        let [x, y] = instance.position;
        let places = (-16_i8..16)
            .flat_map(|dy| (-16_i8..16).map(move |dx| [dx, dy].map(|d| f32::from(d) / 2.0 + 0.25)));
        places
            .map(|[dx, dy]| {
                let pixel = picture.at([x + dx, y + dy]).expect("within the picture");
                f32::from(255 - pixel[darkest]) / paper
            })
            .collect()
    };
    let marks = picture.built.instances[first..].iter().zip(Cause::ALL);
    marks.filter(|(_, cause)| *cause != Cause::Good).map(|(mark, cause)| (cause, around(mark))).collect()
}

/// By their shapes alone, without a colour.
#[test]
fn causes_are_told_apart_by_the_shapes_of_their_marks() {
    let masks = masks();
    assert_eq!(masks.len(), 7);
    for (place, (cause, mask)) in masks.iter().enumerate() {
        let ink = mask.iter().sum::<f32>();
        // A mark is some 10 points wide, 400 pixels with its corners.
        assert!((60.0..300.0).contains(&ink), "{cause:?} {ink}");
        for (other, ink) in &masks[..place] {
            let both = mask.iter().zip(ink);
            let common = both.clone().map(|(a, b)| a.min(*b)).sum::<f32>();
            let either = both.map(|(a, b)| a.max(*b)).sum::<f32>();
            assert!(common / either < 0.75, "{cause:?} and {other:?}: {}", common / either);
        }
    }
}
