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
