//! The program in a real window: the real binary, keyboard, mouse, and the pixels on the screen.
//!
//! | file | what it knows |
//! |---|---|
//! | [`window`] | the running program, its keyboard and mouse, its processor time |
//! | [`screen`] | what is on the screen |
//! | [`expected`] | where on the screen what must be |
//!
//! One test, as one person would use the window: there is one screen, one keyboard and one mouse.

#![cfg(target_os = "linux")]

mod expected;
mod screen;
mod window;

use std::time::Duration;

use expected::{Expected, clicks_for_a_plain_canvas};
use gradfield::gui::settings::{H_GOOD, H_TOO_SMALL};
use screen::Screen;
use window::Window;

/// Some frames, however slowly they are drawn.
const FRAMES: Duration = Duration::from_secs(2);
/// For how long the idle program is watched.
const WATCHED: Duration = Duration::from_secs(5);
/// The most processor time it may take meanwhile: 1 %.
///
/// Without a repaint the kernel's clock shows none at all. Where Mesa draws in software, a single frame of a debug
/// build takes about twice this much, and a blinking caret nearly 20 %.
const IDLE: Duration = Duration::from_millis(50);

#[test]
fn typing_draws_arrows_a_bad_h_leaves_rings_and_an_idle_window_rests() {
    let mut window = Window::open();
    let start = Expected::of("x0^2 + x1^2", |[x0, x1]| [2.0 * x0, 2.0 * x1], H_GOOD);
    // A click on a window that has drawn nothing yet hits nothing.
    window.wait_until("the first field", |screen| start.colours_on(screen));
    for place in clicks_for_a_plain_canvas() {
        window.click(place);
    }
    window.point_nowhere();
    window.wait_until("the article's figure at start", |screen| start.arrows_on(screen));

    // Neither direction nor colour is symmetric: no mirror image passes for it. Without the 1, the tiny h would still
    // change f where x0 = 0.
    let (text, gradient) = ("x0*x1 + x0 + 1", |[x0, x1]: [f64; 2]| [x1 + 1.0, x0]);
    window.click(start.entry);
    // A field has the focus in the frame after the click: what is typed sooner goes elsewhere, as no person's does.
    std::thread::sleep(FRAMES);
    window.type_over(text);
    let typed = Expected::of(text, gradient, H_GOOD);
    window.wait_until("the field of what was typed", |screen| typed.arrows_on(screen));

    window.click(typed.button);
    window.wait_until("no arrow at h = 10e-50", |screen| typed.no_arrow_on(screen));
    // Otherwise the button's tooltip could cover the plot.
    window.point_nowhere();
    let dead = Expected::of(text, gradient, H_TOO_SMALL);
    window.wait_until("a ring at every node at h = 10e-50", |screen| {
        dead.no_arrow_on(screen).and_then(|()| dead.rings_on(screen))
    });

    // A caret would blink.
    window.press("Escape");
    window.wait_until_at_rest();
    let before = window.processor_time();
    std::thread::sleep(WATCHED);
    let taken = window.processor_time().saturating_sub(before);
    assert!(
        taken <= IDLE,
        "without any input the window took {taken:?} of processor time in {WATCHED:?}; the screen is in {}",
        Screen::take().save().display()
    );
}
