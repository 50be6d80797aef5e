//! Where the window comes back.

use eframe::egui::{Pos2, Rect, ViewportCommand, pos2};
use egui_kittest::Harness;
use gradfield::gui::app::App;
use gradfield::gui::place::brought_back;
use gradfield::gui::store::{Habits, Remembered};

fn rect(x: f32, y: f32, width: f32, height: f32) -> Rect {
    Rect::from_min_size(pos2(x, y), eframe::egui::vec2(width, height))
}

#[test]
fn a_window_is_brought_back_to_a_monitor_that_there_is() {
    let one = [rect(0.0, 0.0, 1920.0, 1080.0)];
    // The second is to the left of the first and higher.
    let two = [one[0], rect(-2560.0, -300.0, 2560.0, 1440.0)];
    let none: [Rect; 0] = [];
    // The window as it was left, the monitors, and where it goes.
    let cases: [(Rect, &[Rect], Option<Pos2>); 13] = [
        (rect(300.0, 150.0, 1000.0, 700.0), &one, None),
        // In part beside it, yet to be taken hold of.
        (rect(1800.0, 1050.0, 1000.0, 700.0), &one, None),
        (rect(-880.0, 0.0, 1000.0, 700.0), &one, None),
        // 1 px less.
        (rect(1801.0, 150.0, 1000.0, 700.0), &one, Some(pos2(920.0, 150.0))),
        (rect(300.0, 1057.0, 1000.0, 700.0), &one, Some(pos2(300.0, 380.0))),
        (rect(-881.0, 10.0, 1000.0, 700.0), &one, Some(pos2(0.0, 10.0))),
        // Its title is above the screen.
        (rect(300.0, -1.0, 1000.0, 700.0), &one, Some(pos2(300.0, 0.0))),
        // Where there was another monitor.
        (rect(-2000.0, 100.0, 1000.0, 700.0), &two, None),
        (rect(-2000.0, 100.0, 1000.0, 700.0), &one, Some(pos2(0.0, 100.0))),
        (rect(19_000.0, -19_000.0, 1000.0, 700.0), &two, Some(pos2(920.0, 0.0))),
        // The nearer of two.
        (rect(-4000.0, 0.0, 1000.0, 700.0), &two, Some(pos2(-2560.0, 0.0))),
        // Larger than any.
        (rect(3000.0, 3000.0, 4000.0, 4000.0), &one, Some(pos2(0.0, 0.0))),
        (rect(3000.0, 3000.0, 1000.0, 700.0), &none, None),
    ];
    for (window, monitors, expected) in cases {
        assert_eq!(brought_back(window, monitors), expected, "{window:?} on {monitors:?}");
    }
    // A monitor without extent, as some drivers tell of, is none; a window without extent is anywhere in sight.
    assert_eq!(brought_back(rect(9.0, 9.0, 10.0, 10.0), &[rect(0.0, 0.0, 0.0, 0.0)]), None);
    assert_eq!(brought_back(rect(9.0, 9.0, 0.0, 0.0), &one), None);
}

#[test]
fn a_window_that_was_maximized_is_again() {
    for maximized in [true, false] {
        let habits = Habits { maximized, ..Habits::default() };
        let remembered = Remembered { habits, ..Remembered::default() };
        // Frame by frame from the first: the window manager hears nothing before it.
        let builder = Harness::builder().with_size([1280.0, 860.0]).with_max_steps(0);
        let mut harness = builder
            .build_eframe(move |creation| App::restored(creation, None, remembered, None).expect("threads"));
        let mut asked_in = vec![];
        loop {
            let commands = harness.output().viewport_output.values().flat_map(|output| &output.commands);
            if commands.into_iter().any(|command| *command == ViewportCommand::Maximized(true)) {
                asked_in.push(harness.state().frames());
            }
            if harness.state().frames() >= 6 {
                break;
            }
            harness.step();
        }
        assert_eq!(asked_in.len(), usize::from(maximized), "{asked_in:?}");
    }
}
