//! What the layers and the descents cost the window's own thread in a frame, and how soon the paths follow a dragged start.

use std::time::{Duration, Instant};

use eframe::egui::{Event, Modifiers, PointerButton, Pos2, vec2};
use eframe::egui_wgpu::RenderState;
use egui_plot::PlotPoint;
use gradfield::analysis::descent::{Knob, UpdateRule};
use gradfield::gui::settings::Settings;

use super::headless::Headless;

/// Nodes along each axis.
const SIDE: u32 = 256;
const STEPS: usize = 200;
/// Small enough for all optimisers to make all their steps.
const RATE: f64 = 1e-3;
const FRAME: Duration = Duration::from_micros(16_667);
const PATIENCE: Duration = Duration::from_mins(1);

/// What is shown beside the field.
type Change = fn(&mut Settings);

/// Measure and print.
pub(crate) fn run(shared: &RenderState, quick: bool) {
    let rounds = if quick { 1 } else { 101 };
    println!("\nThe window's thread with layers on {SIDE} x {SIDE}, medians of {rounds}");
    let kinds: [(&str, Change); 5] = [
        ("no layer", |_| {}),
        ("contour lines", |settings| settings.layers.contours.show = true),
        ("streamlines", |settings| settings.layers.streamlines.show = true),
        ("6 optimisers, 200 steps, twins", |settings| settings.descent.show = true),
        ("all, and critical points", |settings| {
            settings.layers.contours.show = true;
            settings.layers.streamlines.show = true;
            settings.layers.critical_points = true;
            settings.descent.show = true;
        }),
    ];
    let mut windows = kinds.map(|(_, change)| {
        let mut settings = himmelblau();
        change(&mut settings);
        let mut window = Headless::new(shared, settings);
        settle(&mut window);
        window
    });
    let mut times = kinds.map(|_| Vec::new());
    for _ in 0..rounds {
        for (window, times) in windows.iter_mut().zip(&mut times) {
            // A window's frame follows one of its own.
            window.step(vec![]);
            let start = Instant::now();
            window.step(vec![]);
            times.push(start.elapsed());
        }
    }
    let medians = times.map(median);
    for ((name, _), time) in kinds.iter().zip(medians) {
        println!(
            "  {name}: {:.2} ms, {:.2} times that without",
            time.as_secs_f64() * 1e3,
            time.as_secs_f64() / medians[0].as_secs_f64()
        );
    }
    let [.., all] = &mut windows;
    drag(all, rounds);
}

/// Himmelblau's function with what is not shown set as it will be.
fn himmelblau() -> Settings {
    let mut settings =
        Settings { expression: "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2".into(), ..Settings::default() };
    settings.grid.x0 = [-5.0, 5.0];
    settings.grid.step = 10.0 / f64::from(SIDE);
    settings.descent.start = [-1.3, 0.7];
    settings.descent.steps = STEPS;
    for (optimizer, goes) in &mut settings.descent.optimizers {
        *optimizer.knob(Knob::Rate) = RATE;
        *goes = optimizer.rule() != UpdateRule::Backtracking;
    }
    settings
}

/// From the frame that sees the pointer move to the end of the frame that has the new paths.
fn drag(window: &mut Headless, rounds: usize) {
    let transform = *window.app.canvas().transform().expect("a canvas");
    let [x0, x1] = window.app.settings().descent.start;
    let from = transform.position_from_point(&PlotPoint::new(x0, x1));
    window.step(vec![Event::PointerMoved(from)]);
    window.step(vec![press(from, true)]);
    let (mut times, mut frames) = (Vec::new(), 0);
    for round in 1..=rounds {
        let to = from + vec2(round as f32 * 0.5, -(round as f32) * 0.3);
        let start = Instant::now();
        window.step(vec![Event::PointerMoved(to)]);
        frames += 1;
        while !is_there(window) {
            assert!(start.elapsed() < PATIENCE, "the paths do not follow the start");
            window.step(vec![]);
            frames += 1;
        }
        times.push(start.elapsed());
    }
    window.step(vec![press(from, false)]);
    let time = median(times);
    println!(
        "  from a move of the start to the frame with all new paths: {:.2} ms, {:.2} of a frame of 60 a second, in {:.1} frames",
        time.as_secs_f64() * 1e3,
        time.as_secs_f64() / FRAME.as_secs_f64(),
        f64::from(frames) / rounds as f64
    );
}

/// Whether the paths begin where the start is, all of them with all their steps.
fn is_there(window: &Headless) -> bool {
    let start = window.app.settings().descent.start.map(f64::to_bits);
    let descents = window.app.descents();
    descents.len() == 6
        && descents
            .iter()
            .flat_map(|twins| [&twins.numerical, &twins.exact])
            .all(|path| path.visits.len() == STEPS + 1 && path.visits[0].x.map(f64::to_bits) == start)
}

fn press(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

/// Until nothing is computed any more, and a few frames for what moves.
fn settle(window: &mut Headless) {
    let start = Instant::now();
    window.step(vec![]);
    while window.app.is_waiting() {
        assert!(start.elapsed() < PATIENCE, "the field does not come");
        std::thread::sleep(Duration::from_millis(1));
        window.step(vec![]);
    }
    (0..20).for_each(|_| window.step(vec![]));
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
