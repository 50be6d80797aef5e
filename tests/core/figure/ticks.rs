//! Round numbers: how far apart they are and how they are written.

use gradfield::figure::ticks::{Ticks, label};

#[test]
fn an_exponent_is_written_only_where_it_is_shorter() {
    for (value, step, text) in [
        (1.000_000_01, 2e-9, "1.000000010"),
        (1.0, 1e-8, "1.00000000"),
        (-1.000_000_5, 1e-7, "-1.0000005"),
        (0.25, 0.25, "0.2"),
        (1e-9, 1e-9, "1e-9"),
        (1.2e-7, 2e-8, "1.2e-7"),
        (0.001_000_1, 1e-7, "0.0010001"),
        (1e9, 1e9, "1e9"),
        (1e9 + 2.0, 2.0, "1000000002"),
        (1.2e20, 1e19, "1.2e20"),
        (3e300, 0.0, "3e300"),
        (100_000.002, 0.002, "100000.002"),
        (0.0, 1e-9, "0"),
    ] {
        assert_eq!(label(value, step), text);
    }
}

/// Labels whose letters are 8 points wide.
#[test]
fn labels_have_the_room_they_need() {
    let width = |text: &str| 8.0 * text.len() as f64;
    for (min, max) in
        [(-2.0, 2.0), (1.0, 1.000_000_01), (100_000.0, 100_000.01), (-1e-300, 1e-300), (0.0, 1.7e308)]
    {
        for points in [150.0, 400.0, 1000.0] {
            let per_point = (max - min) / points;
            let ticks = Ticks::along(min, max, per_point, 70.0, width);
            let apart = ticks.step / per_point;
            let widest = ticks.values.iter().map(|&value| width(&ticks.label(value))).fold(0.0, f64::max);
            assert!(apart >= 70.0 * (1.0 - 1e-6), "{min} {max} {points}: {apart}");
            assert!(
                ticks.values.len() < 2 || apart >= widest + 10.0,
                "{min} {max} {points}: {apart} for {widest}"
            );
            // The next step is at most 2.5 times as far, and 1.5 times may be skipped before that.
            assert!(points < 400.0 || ticks.values.len() >= 2, "{min} {max} {points}: {:?}", ticks.values);
        }
    }
    // Narrow labels change nothing.
    assert_eq!(Ticks::along(-2.0, 2.0, 0.01, 70.0, |_| 0.0), Ticks::with_step(-2.0, 2.0, 1.0));
}

#[test]
fn without_a_range_there_are_none() {
    for [min, max] in [[0.0, 0.0], [f64::NAN, 1.0], [0.0, f64::INFINITY]] {
        let ticks = Ticks::along(min, max, (max - min) / 100.0, 70.0, |_| 10.0);
        assert!(ticks.values.is_empty(), "{ticks:?}");
    }
}
