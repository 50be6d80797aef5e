//! What the window's own thread does in a frame while h changes with every frame and the worker computes.
//!
//! A frame is what eframe has that thread do: logic, panels and canvas, tessellation, what the painting prepares and
//! hands to the graphics card; not the drawing itself, which is the card's. It must not grow with the field.

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui_wgpu::RenderState;
use gradfield::expr;
use gradfield::field::FieldRequest;
use gradfield::gui::settings::Settings;
use gradfield::worker::{FieldJob, SpareField, WindowJob, Worker};

use super::headless::Headless;

/// The pace of a screen, which the worker has between two frames.
const FRAME: Duration = Duration::from_micros(16_667);
/// Frames of one contender before it is another's turn, and how many of them are to warm up.
const TURN: [usize; 2] = [20, 4];
const TURNS: usize = 12;
/// Nodes along each axis of a small and a large field.
const SIDES: [u32; 2] = [16, 1024];

/// Measure and print.
///
/// Between the small field and the large one stands the small field beside a worker that computes the large one for
/// nobody: what the large field costs beyond that is the window's doing, the rest is the processor's, which has other
/// things to do.
pub(crate) fn run(shared: &RenderState, quick: bool) {
    let [small, large] = SIDES;
    for heat_map in [false, true] {
        let mut windows = [(small, None), (small, Some(large)), (large, None)]
            .map(|(side, beside)| Window::new(shared, side, beside, heat_map));
        for _ in 0..if quick { 1 } else { TURNS } {
            for window in &mut windows {
                window.turn(if quick { 2 } else { TURN[0] });
            }
        }
        println!(
            "heat map {}, {} frames each; the large field came whole {} times",
            if heat_map { "on" } else { "off" },
            windows[0].times.len(),
            windows[2].whole
        );
        report("time", windows.each_ref().map(|window| &window.times[..]));
        let work = windows.each_ref().map(|window| window.work.iter().copied().flatten().collect::<Vec<_>>());
        report("of it on the processor", work.each_ref().map(Vec::as_slice));
    }
}

fn report(what: &str, times: [&[Duration]; 3]) {
    let quantile = |times: &[Duration], part: f64| {
        let mut times = times.to_vec();
        times.sort_unstable();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
        let index = (part * times.len() as f64) as usize;
        times.get(index).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    };
    for (name, part) in [("median", 0.5), ("95 %", 0.95)] {
        let [small, beside, large] = times.map(|times| quantile(times, part));
        println!(
            "  {what}, {name}, in ms: {0} x {0} {small:.3}, beside a busy worker {beside:.3}, {1} x {1} {large:.3}; {2:.2} times the first, {3:.2} times the second",
            SIDES[0],
            SIDES[1],
            large / small,
            large / beside
        );
    }
}

/// The article's bowl on so many nodes along each axis.
fn settings(side: u32) -> Settings {
    let mut settings = Settings::default();
    settings.grid.step = 4.0 / f64::from(side);
    settings
}

/// A window and what it is measured beside.
struct Window {
    headless: Headless,
    /// A worker that has nothing to do with the window, and its field.
    beside: Option<(Worker<WindowJob>, Settings)>,
    count: i32,
    /// How many times a field of the settings' own grid came.
    whole: usize,
    times: Vec<Duration>,
    /// What of them the thread was not waiting or put aside; `None` where the system does not say.
    work: Vec<Option<Duration>>,
}

impl Window {
    fn new(shared: &RenderState, side: u32, beside: Option<u32>, heat_map: bool) -> Self {
        let mut own = settings(side);
        own.heat_map.show = heat_map;
        let beside = beside.map(|side| {
            let worker = Worker::spawn(|| {}).expect("a thread for the worker");
            (worker, settings(side))
        });
        let headless = Headless::new(shared, own);
        let (times, work) = (Vec::new(), Vec::new());
        Self { headless, beside, count: 0, whole: 0, times, work }
    }

    fn turn(&mut self, frames: usize) {
        for frame in 0..frames {
            let begin = Instant::now();
            let before = self.headless.app.field().map(Arc::as_ptr);
            self.count += 1;
            // Back and forth between 1e-6 and 1e-2.
            let h = 10_f64.powf(-4.0 + 2.0 * (0.05 * f64::from(self.count)).sin());
            self.headless.app.settings_mut().difference.h = h;
            if let Some((worker, Settings { expression, grid, difference, .. })) = &self.beside {
                let program = Arc::new(expr::parse(expression).expect("the bowl"));
                let request = FieldRequest::new(program, grid.spec(), difference.scheme, h);
                // As its window would, what has come is taken first.
                drop(worker.poll());
                worker.submit(WindowJob::Field(FieldJob {
                    request: request.expect("the bowl"),
                    spare: SpareField::default(),
                    census: false,
                    heat_map: None,
                    fill_after: Duration::ZERO,
                    studio: (),
                }));
            }
            let (start, start_work) = (Instant::now(), work_so_far());
            self.headless.step(vec![]);
            let (end_work, time) = (work_so_far(), start.elapsed());
            if frame >= TURN[1] || frames <= TURN[1] {
                self.times.push(time);
                self.work.push(end_work.zip(start_work).map(|(end, start)| end.saturating_sub(start)));
            }
            let side = (4.0 / self.headless.app.settings().grid.step).round();
            let after = self.headless.app.field();
            let is_whole = after.is_some_and(|field| field.grid.columns() as f64 >= side);
            self.whole += usize::from(is_whole && before != after.map(Arc::as_ptr));
            std::thread::sleep(FRAME.saturating_sub(begin.elapsed()));
        }
        // The other's turn begins with an idle processor.
        let start = Instant::now();
        while self.headless.app.is_waiting() && start.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(1));
            self.headless.step(vec![]);
        }
    }
}

/// The time that this thread has had a processor; Linux says.
fn work_so_far() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
