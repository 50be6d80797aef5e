//! Where h goes by a key.

use gradfield::differentiate::Scheme;
use gradfield::field::USUAL_H;
use gradfield::gui::settings::Settings;
use gradfield::gui::shortcuts::{self, Action};

use super::{SIZE, h, leave_field, press};
use crate::window::{settle, window_of};

/// h, tenths of a decade, and where that leads.
const STEPS_OF_H: [(f64, i32, f64); 16] = [
    (1e-4, -1, 7.9e-5),
    (7.9e-5, -1, 6.3e-5),
    (1e-4, 1, 1.3e-4),
    (1.3e-4, 1, 1.6e-4),
    (1.3e-4, -1, 1e-4),
    // From between two tenths to the next in that direction.
    (3.3e-4, 1, 4e-4),
    (3.4e-4, -1, 3.2e-4),
    (10e-50, -10, 1e-50),
    (1.5e-4, -10, 1.5e-5),
    (1.5e-4, 10, 1.5e-3),
    (1e-50, -1, 1e-50),
    (10.0, 1, 10.0),
    (1e-60, 1, 1.3e-50),
    (f64::NAN, 1, USUAL_H),
    (0.0, -1, USUAL_H),
    (-1.0, 10, USUAL_H),
];

#[test]
fn h_goes_by_tenths_of_a_decade() {
    for (h, tenths, expected) in STEPS_OF_H {
        let next = shortcuts::moved(h, tenths);
        assert_eq!(next.to_bits(), expected.to_bits(), "{h:e} by {tenths}: {next:e}");
    }
    // Ten tenths are a decade, over all that the keys reach.
    for exponent in -49..=0 {
        let h = format!("1e{exponent}").parse::<f64>().expect("a number");
        let down = (0..10).fold(h, |h, _| shortcuts::moved(h, -1));
        assert_eq!(down.to_bits(), shortcuts::moved(h, -10).to_bits(), "{h:e}: {down:e}");
        let up = (0..10).fold(down, |h, _| shortcuts::moved(h, 1));
        assert_eq!(up.to_bits(), h.to_bits(), "{down:e}: {up:e}");
    }
}

#[test]
fn a_scheme_without_a_step_is_not_given_one() {
    let mut settings = Settings::default();
    settings.difference.scheme = Scheme::Exact;
    let mut harness = window_of(SIZE, settings);
    leave_field(&mut harness);
    press(&mut harness, shortcuts::row(Action::FinerH).keys[0]);
    settle(&mut harness);
    assert_eq!(h(&harness).to_bits(), USUAL_H.to_bits());
}
