//! Colours: matplotlib's maps entry by entry, and how a value finds its entry.

use gradfield::colormap::{ColorScale, Colormap, Scale};

use crate::support::csv::Table;

/// The 256 colours matplotlib has under this name.
fn matplotlibs(name: &str) -> Vec<[u8; 3]> {
    let table = Table::reference("colormaps.csv");
    let rows = table.rows().filter(|row| row.text("map") == name);
    let rows: Vec<_> =
        rows.map(|row| (row.get::<usize>("entry"), ["red", "green", "blue"].map(|c| row.get(c)))).collect();
    assert!(rows.iter().enumerate().all(|(i, (entry, _))| i == *entry), "{name}: the entries are in order");
    rows.into_iter().map(|(_, color)| color).collect()
}

#[test]
fn every_map_is_matplotlibs() {
    for map in Colormap::ALL {
        let theirs = matplotlibs(map.name());
        assert_eq!(theirs.len(), 256, "{} is a name of matplotlib's", map.name());
        for (entry, theirs) in (0..=255).zip(theirs) {
            assert_eq!(map.entry(entry), theirs, "{} {entry}", map.name());
        }
    }
}

#[test]
fn the_unit_interval_is_256_equal_parts() {
    for map in Colormap::ALL {
        for entry in 0..=255_u8 {
            let left = f64::from(entry) / 256.0;
            let right = (f64::from(entry) + 1.0) / 256.0;
            assert_eq!(map.color(left), map.entry(entry), "{} at {left}", map.name());
            assert_eq!(map.color(right.next_down()), map.entry(entry), "{} below {right}", map.name());
        }
        for (t, entry) in [(1.0, 255), (2.0, 255), (f64::INFINITY, 255), (-0.5, 0), (f64::NEG_INFINITY, 0)] {
            assert_eq!(map.color(t), map.entry(entry), "{} at {t}", map.name());
        }
        assert_eq!(map.color(f64::NAN), map.entry(0), "{} at NaN", map.name());
    }
}

fn scale(scale: Scale, min: f64, max: f64) -> ColorScale {
    ColorScale { map: Colormap::Jet, scale, min, max }
}

/// Scale, limits, value, position.
const POSITIONS: [(Scale, [f64; 2], f64, f64); 20] = [
    (Scale::Linear, [0.5, 5.5], 0.5, 0.0),
    (Scale::Linear, [0.5, 5.5], 3.0, 0.5),
    (Scale::Linear, [0.5, 5.5], 5.5, 1.0),
    (Scale::Linear, [0.5, 5.5], 10.5, 2.0),
    (Scale::Linear, [0.5, 5.5], -4.5, -1.0),
    (Scale::Linear, [0.5, 5.5], f64::INFINITY, f64::INFINITY),
    (Scale::Linear, [0.5, 5.5], f64::NAN, f64::NAN),
    (Scale::Linear, [-1.7e308, 1.7e308], 0.0, 0.5),
    (Scale::Linear, [-1.7e308, 1.7e308], 1.7e308, 1.0),
    (Scale::Linear, [4.0, 4.0], 4.0, 0.5),
    (Scale::Linear, [4.0, 4.0], 5.0, 0.5),
    (Scale::Linear, [4.0, 4.0], f64::NAN, f64::NAN),
    (Scale::Logarithmic, [1.0, 16.0], 1.0, 0.0),
    (Scale::Logarithmic, [1.0, 16.0], 4.0, 0.5),
    (Scale::Logarithmic, [1.0, 16.0], 16.0, 1.0),
    (Scale::Logarithmic, [1.0, 16.0], 256.0, 2.0),
    (Scale::Logarithmic, [1.0, 16.0], 0.0, f64::NEG_INFINITY),
    (Scale::Logarithmic, [1.0, 16.0], -1.0, f64::NAN),
    (Scale::Logarithmic, [1.0, 16.0], f64::NAN, f64::NAN),
    (Scale::Logarithmic, [3.0, 3.0], 3.0, 0.5),
];

#[test]
fn a_value_lies_where_the_scale_puts_it() {
    for (kind, [min, max], value, expected) in POSITIONS {
        let found = scale(kind, min, max).position(value);
        let equal = found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan();
        assert!(equal, "{value} in {kind:?} {min}..{max}: {found}, not {expected}");
    }
}

#[test]
fn the_logarithm_makes_equal_ratios_equal() {
    let scale = scale(Scale::Logarithmic, 1e-300, 1e300);
    for exponent in -300..=300 {
        let expected = f64::from(exponent + 300) / 600.0;
        let found = scale.position(10_f64.powi(exponent));
        assert!((found - expected).abs() < 1e-14, "1e{exponent}: {found}, not {expected}");
    }
}

#[test]
fn the_limits_have_the_first_and_the_last_colour() {
    for kind in [Scale::Linear, Scale::Logarithmic] {
        // The article's field at h = 1e-4.
        let scale = scale(kind, 0.5, 5.656_854_249_491_757);
        assert_eq!(scale.color(scale.min), [0, 0, 128]);
        assert_eq!(scale.color(scale.max), [128, 0, 0]);
        assert_eq!(scale.color(f64::NAN), [0, 0, 128]);
        assert_eq!(scale.color(f64::INFINITY), [128, 0, 0]);
    }
}

/// A colour in `OKLab`: lightness, then the axes from green to red and from blue to yellow.
fn oklab(color: [u8; 3]) -> [f64; 3] {
    let [r, g, b] = color.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
}

/// The directions' colours, and the entry so many further round.
fn round(by: u8) -> impl Iterator<Item = ([f64; 3], [f64; 3])> {
    let color = |entry: u8| oklab(Colormap::Direction.entry(entry));
    (0..=255_u8).map(move |entry| (color(entry), color(entry.wrapping_add(by))))
}

#[test]
fn directions_go_round_evenly_and_without_a_seam() {
    // Eight entries each, the seam included: their colours are rounded to bytes, which is 1/500 in `OKLab`.
    let steps: Vec<f64> = round(8).map(|(a, b)| distance(&a, &b)).collect();
    let mean = steps.iter().sum::<f64>() / 256.0;
    assert!((0.025..0.035).contains(&mean), "{mean}");
    assert!(steps.iter().all(|step| (step / mean - 1.0).abs() < 0.1), "{steps:?}");
    assert!(round(1).all(|(a, b)| distance(&a, &b) < 0.0065));
}

#[test]
fn opposite_directions_look_different_to_everybody() {
    for (a, b) in round(128) {
        assert!(distance(&a, &b) > 0.25, "{a:?} {b:?}");
        // Without the axis that those lack who cannot tell red from green.
        assert!(distance(&[a[0], a[2]], &[b[0], b[2]]) > 0.19, "{a:?} {b:?}");
    }
}

#[test]
fn directions_stand_out_from_both_canvases() {
    // White and the dark canvas' grey.
    let [white, dark] = [[255; 3], [52; 3]].map(|grey| oklab(grey)[0]);
    for (color, _) in round(0) {
        assert!(color[0] < white - 0.15 && color[0] > dark + 0.2, "{color:?}");
    }
}

#[test]
fn only_the_directions_go_round() {
    assert!(Colormap::Direction.is_cyclic());
    assert!(!Colormap::ALL.iter().any(|map| map.is_cyclic()), "who chooses a map wants a low and a high end");
    // The hue 0, where red is, belongs to direction 0, the middle of -180 to 180 degrees.
    let [_, a, b] = oklab(Colormap::Direction.color(0.5));
    assert!(a > 0.12 && b.abs() < 0.01, "{a} {b}");
}
