//! What the colours can mean, each against its formula.

use gradfield::analysis::{Cause, Census};
use gradfield::colormap::{Colormap, Scale};
use gradfield::heat_map::{Painter, Quantity, Source, Texel};

use super::{NONE, census, entry, field, order, texels, tiles};

/// Components of a gradient and its direction in degrees.
const DIRECTIONS: [([f64; 2], f64); 14] = [
    ([1.0, 0.0], 0.0),
    ([1.0, -0.0], 0.0),
    ([1.0, 1.0], 45.0),
    ([0.0, 2.0], 90.0),
    ([-3.0, 3.0], 135.0),
    ([-1.0, 0.0], 180.0),
    ([-1.0, -0.0], -180.0),
    ([-1.0, -1.0], -135.0),
    ([0.0, -1e-300], -90.0),
    ([1e300, -1e300], -45.0),
    ([5e-324, 5e-324], 45.0),
    ([0.0, 0.0], f64::NAN),
    ([f64::INFINITY, 1.0], f64::NAN),
    ([1.0, f64::NAN], f64::NAN),
];

#[test]
fn a_direction_is_an_angle_and_where_there_is_no_arrow_there_is_none() {
    let mut field = field("x0", [DIRECTIONS.len(), 1]);
    field.g0 = DIRECTIONS.map(|([g0, _], _)| g0)[..].into();
    field.g1 = DIRECTIONS.map(|([_, g1], _)| g1)[..].into();
    let order = order(Quantity::Direction, Scale::Linear, None);
    let found = texels(&field, order);
    let values = Quantity::Direction.values(&field).unwrap();
    for (index, (g, expected)) in DIRECTIONS.into_iter().enumerate() {
        let value = values.at(index);
        assert!((value - expected).abs() < 1e-13 || value.is_nan() && expected.is_nan(), "{g:?}: {value}");
        let texel = found[index];
        if expected.is_nan() {
            assert_eq!(texel, NONE, "{g:?}");
        } else {
            let turns = (expected + 180.0) / 360.0;
            assert_eq!(texel, entry(Colormap::index(turns)), "{g:?}");
        }
    }
    // Wherever it is asked for, by node or for a part of the nodes.
    assert_eq!(values.of(2..5)[..], [45.0, 90.0, 135.0]);
}

#[test]
fn digits_are_the_decimal_logarithm_of_the_relative_error() {
    let errors = [1.0, 0.1, 1e-3, 1e-8, 1e-16, 3e-300, 0.0, 10.0, f64::INFINITY, f64::NAN];
    let digits = [0.0, 1.0, 3.0, 8.0, 16.0, 16.0, 16.0, 0.0, 0.0, f64::NAN];
    let field = field("x0", [errors.len(), 1]);
    let census = census(&field, &errors, &errors);
    let source = Source::new(&field, Some(&census));
    let values = Quantity::Digits.values(source).unwrap();
    let found = texels(source, order(Quantity::Digits, Scale::Linear, None));
    for (index, expected) in digits.into_iter().enumerate() {
        let value = values.at(index);
        assert!((value - expected).abs() < 1e-14 || value.is_nan() && expected.is_nan(), "{value}");
        assert_eq!(value.to_bits(), values.of(index..index + 1)[0].to_bits());
        let texel = if expected.is_nan() { NONE } else { entry(Colormap::index(value / 16.0)) };
        assert_eq!(found[index], texel, "{expected}");
    }
}

#[test]
fn angle_errors_are_shown_from_0_to_180_or_from_the_smallest_that_means_something() {
    let angles = [0.0, 45.0, 90.0, 180.0, 1e-14, 1e-20, 180.0 / 2_f64.sqrt() / 1e8, f64::NAN];
    let field = field("x0", [angles.len(), 1]);
    let census = census(&field, &[0.0; 8], &angles);
    let source = Source::new(&field, Some(&census));
    let linear = texels(source, order(Quantity::AngleError, Scale::Linear, None));
    assert_eq!(linear, [entry(0), entry(64), entry(128), entry(255), entry(0), entry(0), entry(0), NONE]);
    let logarithmic = order(Quantity::AngleError, Scale::Logarithmic, None);
    let colors = logarithmic.colors(source).unwrap();
    assert_eq!([colors.min, colors.max], [1e-14, 180.0]);
    let texels = texels(source, logarithmic);
    assert_eq!(texels[..6], [entry(0), entry(246), entry(251), entry(255), entry(0), entry(0)]);
    assert_eq!(texels[6], entry(Colormap::index(colors.position(angles[6]))));
    assert_eq!(texels[7], NONE);
}

/// Scales and limits that have no meaning for a quantity are not taken.
#[test]
fn some_quantities_have_limits_of_their_own_whatever_is_asked_for() {
    let field = field("x0 + x1^2", [4, 4]);
    let census = census(&field, &[0.5; 16], &[1.0; 16]);
    let source = Source::new(&field, Some(&census));
    for scale in [Scale::Linear, Scale::Logarithmic] {
        for (quantity, limits) in [(Quantity::Direction, [-180.0, 180.0]), (Quantity::Digits, [0.0, 16.0])] {
            let colors = order(quantity, scale, Some([1.0, 2.0])).colors(source).unwrap();
            assert_eq!((colors.scale, [colors.min, colors.max]), (Scale::Linear, limits), "{quantity:?}");
        }
        let colors = order(Quantity::AngleError, scale, Some([1.0, 2.0])).colors(source).unwrap();
        assert_eq!((colors.scale, colors.max), (scale, 180.0));
    }
    assert_eq!(Quantity::Direction.colormap(Colormap::Jet), Colormap::Direction);
    assert_eq!(Quantity::Digits.colormap(Colormap::Jet), Colormap::Viridis);
}

#[test]
fn what_needs_a_census_waits_for_it() {
    let field = field("x0 + x1^2", [4, 4]);
    let census = census(&field, &[1e-3; 16], &[1.0; 16]);
    // That of another grid is none.
    let other = Census { causes: vec![Cause::Good; 9], ..census.clone() };
    for quantity in Quantity::ALL {
        let order = order(quantity, Scale::Linear, None);
        for source in [Source::from(&field), Source::new(&field, Some(&other))] {
            let painter = Painter::new(order, source, 16);
            let map = painter.whole::<()>(&field, vec![]);
            assert_eq!(map.lacks_census, quantity.needs_census(), "{quantity:?}");
            assert_eq!(painter.colors().is_none(), quantity.needs_census(), "{quantity:?}");
            assert_eq!(order.is_met_by(&map), !quantity.needs_census(), "{quantity:?}");
            assert_eq!(painter.tiles(source, 0..4).next().is_none(), quantity.needs_census(), "{quantity:?}");
        }
        let source = Source::new(&field, Some(&census));
        let map = Painter::new(order, source, 16).whole::<()>(&field, vec![]);
        assert!(order.is_met_by(&map) && !map.lacks_census, "{quantity:?}");
        assert_eq!(tiles(source, order).len(), 1, "{quantity:?}");
    }
}

/// The coarser level of a field of 8 x 8 directions, of which the first four texels are these angles in degrees.
fn mean_of_directions(angles: [f64; 4]) -> Texel {
    let mut field = field("x0", [8, 8]);
    field.g0.fill(1.0);
    field.g1.fill(0.0);
    for (index, angle) in [0, 1, 8, 9].into_iter().zip(angles) {
        (field.g1[index], field.g0[index]) = angle.to_radians().sin_cos();
    }
    let [tile] = &tiles(&field, order(Quantity::Direction, Scale::Linear, None))[..] else {
        panic!("one tile")
    };
    tile.levels[1].texels[0]
}

/// On either side of the seam they are neighbours: the mean of 179 and -179 degrees is 180, not 0.
#[test]
fn the_mean_of_directions_goes_round() {
    let degrees = |[entry, _]: Texel| (f64::from(entry) + 0.5) / 256.0 * 360.0 - 180.0;
    let apart = |a: f64, b: f64| ((a - b).rem_euclid(360.0)).min((b - a).rem_euclid(360.0));
    for (angles, mean, length) in [
        ([179.0, -179.0, 179.0, -179.0], 180.0, 1.0),
        ([170.0, -170.0, -170.0, 170.0], 180.0, 10_f64.to_radians().cos()),
        ([30.0, 30.0, 30.0, 30.0], 30.0, 1.0),
        ([0.0, 90.0, 0.0, 90.0], 45.0, 0.5_f64.sqrt()),
        ([-90.0, -90.0, 180.0, 180.0], -135.0, 0.5_f64.sqrt()),
        ([0.0, 0.0, 0.0, 180.0], 0.0, 0.5),
        ([120.0, f64::NAN, 120.0, f64::NAN], 120.0, 0.5),
    ] {
        let found = mean_of_directions(angles);
        // An entry is 1.4 degrees wide, and so far off are those that went in.
        assert!(apart(degrees(found), mean) < 1.5, "{angles:?}: {found:?}");
        let share = f64::from(found[1]) / 255.0;
        assert!((share - length).abs() < 0.02, "{angles:?}: {found:?}");
    }
    // Directions that cancel have no mean.
    let [_, share] = mean_of_directions([45.0, -135.0, 45.0, -135.0]);
    assert_eq!(share, 0);
}
