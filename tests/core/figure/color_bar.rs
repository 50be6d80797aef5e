//! The numbers beside a colour bar.

use gradfield::colormap::{ColorScale, Colormap, Scale};
use gradfield::figure::color_bar::labels;
use gradfield::heat_map::Quantity;

fn texts(scale: Scale, [min, max]: [f64; 2], height: f32) -> Vec<(f64, String)> {
    labels(&ColorScale { map: Colormap::Viridis, scale, min, max }, Quantity::GradientNorm, height)
}

/// The last digits that differ are shown, or how far the end is above the beginning.
#[test]
fn the_ends_can_be_told_apart() {
    let steep = 8_f64.sqrt();
    for (limits, expected) in [
        ([12_345_678.1, 12_345_679.9], vec!["12345678", "12345679", "12345680"]),
        ([steep, steep + 1.4e-8], vec!["2.8284", "+ 1.4e-8"]),
        ([-steep, -steep + 3e-13], vec!["-2.8284", "+ 3e-13"]),
        ([0.0, 16.0], vec!["0", "2", "4", "6", "8", "10", "12", "14", "16"]),
    ] {
        let shown: Vec<String> =
            texts(Scale::Linear, limits, 400.0).into_iter().map(|(_, text)| text).collect();
        assert_eq!(shown, expected, "{limits:?}");
    }
}

/// On every strip that has room for two numbers, the first and the last colour mean something.
#[test]
fn there_are_two_numbers_at_least_and_no_two_alike() {
    for scale in [Scale::Linear, Scale::Logarithmic] {
        for limits in
            [[0.0, 16.0], [1.0, 1.000_000_001], [3e-7, 12.2], [1e-100, 1e100], [0.7, 1.3], [100.0, 180.0]]
        {
            if scale == Scale::Logarithmic && limits[0] <= 0.0 {
                continue;
            }
            for height in [24.0, 36.0, 50.0, 71.0, 100.0, 400.0] {
                let labels = texts(scale, limits, height);
                assert!(labels.len() >= 2, "{scale:?} {limits:?} {height}: {labels:?}");
                for (i, (value, text)) in labels.iter().enumerate() {
                    // A multiple of the step is rounded.
                    let within = limits[0] * (1.0 - 1e-12)..=limits[1] * (1.0 + 1e-12);
                    assert!(within.contains(value), "{limits:?}: {value}");
                    assert!(
                        !labels[..i].iter().any(|(_, other)| other == text),
                        "{scale:?} {limits:?}: {labels:?}"
                    );
                }
            }
        }
    }
    assert_eq!(texts(Scale::Linear, [0.0, 16.0], 36.0), [(0.0, "0".to_owned()), (16.0, "16".to_owned())]);
    // A single colour has a single number.
    assert_eq!(texts(Scale::Linear, [2.0, 2.0], 400.0), [(2.0, "2".to_owned())]);
}
