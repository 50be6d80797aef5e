//! What the window's own thread does in a frame while h changes with every frame and the worker computes.
//!
//! A frame is what eframe has that thread do: logic, panels and canvas, tessellation, what the painting prepares and
//! hands to the graphics card; not the drawing itself, which is the card's. It must not grow with the field.

use std::time::{Duration, Instant};

use eframe::App as _;
use eframe::egui::{Context, RawInput, Rect, pos2};
use eframe::egui_wgpu::{RenderState, ScreenDescriptor};
use eframe::wgpu;
use gradfield::gui::app::App;
use gradfield::gui::settings::Settings;

use super::{SCREEN, Stage};

/// The pace of a screen, which the worker has between two frames.
const FRAME: Duration = Duration::from_micros(16_667);
/// Frames of one contender before it is another's turn, and how many of them are to warm up.
const TURN: [usize; 2] = [20, 4];
const TURNS: usize = 12;
/// Nodes along each axis.
const SIDES: [u32; 2] = [16, 1024];

/// Measure and print.
pub(crate) fn run(shared: &RenderState, quick: bool) {
    for heat_map in [false, true] {
        let mut windows = SIDES.map(|side| Window::new(shared, side, heat_map));
        for _ in 0..if quick { 1 } else { TURNS } {
            for window in &mut windows {
                window.turn(if quick { 2 } else { TURN[0] });
            }
        }
        let [small, large] = &windows;
        println!(
            "heat map {}, {} frames each; a large field came whole {} times",
            if heat_map { "on" } else { "off" },
            small.times.len(),
            large.whole
        );
        report("time", SIDES, [&small.times, &large.times]);
        if let ([Some(_), ..], [Some(_), ..]) = (&small.work[..], &large.work[..]) {
            let known = |work: &[Option<Duration>]| work.iter().copied().flatten().collect::<Vec<_>>();
            report("of it on the processor", SIDES, [&known(&small.work), &known(&large.work)]);
        }
    }
}

fn report(what: &str, sides: [u32; 2], times: [&[Duration]; 2]) {
    let quantile = |times: &[Duration], part: f64| {
        let mut times = times.to_vec();
        times.sort_unstable();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
        let index = (part * times.len() as f64) as usize;
        times.get(index).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    };
    for (name, part) in [("median", 0.5), ("95 %", 0.95)] {
        let [small, large] = times.map(|times| quantile(times, part));
        println!(
            "  {what}, {name}: {0} x {0} {small:.3} ms, {1} x {1} {large:.3} ms, ratio {2:.2}",
            sides[0],
            sides[1],
            large / small
        );
    }
}

/// A window without a screen.
struct Window {
    ctx: Context,
    app: App,
    frame: eframe::Frame,
    stage: Stage,
    count: i32,
    /// How many times a field of the settings' own grid came.
    whole: usize,
    times: Vec<Duration>,
    /// What of them the thread was not waiting or put aside; `None` where the system does not say.
    work: Vec<Option<Duration>>,
}

impl Window {
    fn new(shared: &RenderState, side: u32, heat_map: bool) -> Self {
        let ctx = Context::default();
        let stage = Stage::new(shared);
        let mut creation = eframe::CreationContext::_new_kittest(ctx.clone());
        creation.wgpu_render_state = Some(stage.state.clone());
        let mut settings = Settings::default();
        settings.grid.step = 4.0 / f64::from(side);
        settings.heat_map.show = heat_map;
        let app = App::new(&creation, settings).expect("a thread for the worker");
        let frame = eframe::Frame::_new_kittest();
        let (times, work) = (Vec::new(), Vec::new());
        Self { ctx, app, frame, stage, count: 0, whole: 0, times, work }
    }

    fn turn(&mut self, frames: usize) {
        for frame in 0..frames {
            let begin = Instant::now();
            let before = self.app.field().map(std::sync::Arc::as_ptr);
            self.count += 1;
            // Back and forth between 1e-6 and 1e-2.
            self.app.settings_mut().difference.h =
                10_f64.powf(-4.0 + 2.0 * (0.05 * f64::from(self.count)).sin());
            let (start, start_work) = (Instant::now(), work_so_far());
            self.step();
            let (end_work, time) = (work_so_far(), start.elapsed());
            if frame >= TURN[1] || frames <= TURN[1] {
                self.times.push(time);
                self.work.push(end_work.zip(start_work).map(|(end, start)| end.saturating_sub(start)));
            }
            let side = (4.0 / self.app.settings().grid.step).round();
            let after = self.app.field();
            let is_whole = after.is_some_and(|field| field.grid.columns() as f64 >= side);
            self.whole += usize::from(is_whole && before != after.map(std::sync::Arc::as_ptr));
            std::thread::sleep(FRAME.saturating_sub(begin.elapsed()));
        }
        // The other's turn begins with an idle processor.
        let start = Instant::now();
        while self.app.is_waiting() && start.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(1));
            self.step();
        }
    }

    /// A frame up to what is handed to the graphics card.
    fn step(&mut self) {
        let Self { ctx, app, frame, stage, .. } = self;
        let [width, height] = SCREEN;
        let screen = Rect::from_min_max(pos2(0.0, 0.0), pos2(width as f32, height as f32));
        let input = RawInput { screen_rect: Some(screen), ..RawInput::default() };
        let mut output = ctx.run_ui(input, |ui| {
            app.logic(ui.ctx(), frame);
            app.ui(ui, frame);
        });
        let primitives = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        let RenderState { device, queue, renderer, .. } = &stage.state;
        let mut renderer = renderer.write();
        output.textures_delta.set.drain().for_each(|(id, images)| {
            images.iter().for_each(|image| renderer.update_texture(device, queue, id, image));
        });
        output.textures_delta.clear();
        let screen = ScreenDescriptor { size_in_pixels: SCREEN, pixels_per_point: 1.0 };
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut buffers = renderer.update_buffers(device, queue, &mut encoder, &primitives, &screen);
        buffers.push(encoder.finish());
        queue.submit(buffers);
    }
}

/// The time that this thread has had a processor; Linux says.
fn work_so_far() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
