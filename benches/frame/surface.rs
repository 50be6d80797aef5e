//! What a frame of the surface costs the window's thread: it is turned in every frame.

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{CentralPanel, Context, RawInput, Rect, Shape, pos2};
use gradfield::colormap::{ColorScale, Colormap, Scale};
use gradfield::field::GradientField;
use gradfield::gui::h_lab::surface::mesh::mesh;
use gradfield::gui::h_lab::surface::sight::{is_seen, laid};
use gradfield::gui::h_lab::{Camera, Look, Relief};
use gradfield::gui::settings::{Anchor, Direction};
use gradfield::heat_map::{Quantity, Source};

use super::SCREEN;

/// The pace of a screen.
const FRAME: f64 = 1.0 / 60.0;

/// Measure and print.
pub(crate) fn run(field: &Arc<GradientField>, rounds: u16) {
    let colors = ColorScale { map: Colormap::Jet, scale: Scale::Linear, min: 0.0, max: 5.7 };
    let arrows = (Quantity::GradientNorm, colors);
    let look = Look { surface: None, arrows, direction: Direction::Descent, anchor: Anchor::Tail };
    let build = || Relief::new(Source::new(field, None), &look);
    let relief = build();
    let [columns, rows] = relief.cells();
    println!("\nThe surface of {columns} x {rows} cells, medians; share of a frame of 60 a second");
    report("of a new field", (0..rounds).map(|_| time(|| drop(std::hint::black_box(build())))));
    let [width, height] = SCREEN.map(|side| side as f32);
    let room = Rect::from_min_max(pos2(0.0, 0.0), pos2(width, height));
    let camera = |turn: u16| Camera { yaw: f64::from(turn) * 7.0, ..Camera::default() };
    let triangles = |turn: u16| mesh(&relief, &camera(turn).sound().view(room));
    report("triangles", (0..rounds).map(|turn| time(|| drop(std::hint::black_box(triangles(turn))))));
    // Six optimisers and their twins, two hundred steps each of two cells.
    let stop = |path: u16, step: u16| {
        let (sin, cos) = (f32::from(step) * 0.06 + f32::from(path)).sin_cos();
        [cos, sin].map(|part| part * (1.0 - f32::from(path) * 0.05) * 0.9)
    };
    let sights = |turn: u16| {
        let view = camera(turn).sound().view(room);
        let steps = (0..12).flat_map(|path| (0..200).map(move |step| (path, step)));
        let points =
            steps.flat_map(|(path, step)| laid(&relief, stop(path, step), stop(path, step + 1)).flatten());
        points.filter(|point| is_seen(&relief, &view, *point)).count()
    };
    report(
        "what is seen of twelve paths",
        (0..rounds).map(|turn| time(|| _ = std::hint::black_box(sights(turn)))),
    );
    let context = Context::default();
    report(
        "and their way to the graphics card",
        (0..rounds).map(|turn| {
            time(|| {
                let input = RawInput { screen_rect: Some(room), ..RawInput::default() };
                let mut output = context.run_ui(input, |ui| {
                    CentralPanel::default().show(ui, |ui| ui.painter().add(Shape::mesh(triangles(turn))));
                });
                let shapes = std::mem::take(&mut output.shapes);
                drop(std::hint::black_box(context.tessellate(shapes, output.pixels_per_point)));
                output.textures_delta.clear();
            })
        }),
    );
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn report(what: &str, times: impl Iterator<Item = Duration>) {
    let mut times: Vec<_> = times.collect();
    times.sort_unstable();
    let median = times.get(times.len() / 2).map_or(f64::NAN, Duration::as_secs_f64);
    println!("  {what}: {:.2} ms, {:.1} %", median * 1e3, 100.0 * median / FRAME);
}
