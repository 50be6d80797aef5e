//! Texels: their entries against the definition, their levels, their places.

mod quantity;

use std::sync::Arc;

use gradfield::analysis::{Cause, Census};
use gradfield::colormap::{ColorScale, Colormap, Scale};
use gradfield::differentiate::Scheme;
use gradfield::expr;
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GradientField, GridSpec, Progress};
use gradfield::heat_map::{
    HeatMapOrder, Image, Painter, Quantity, Source, Texel, Tile, Uncolored, norm_limits,
};
use proptest::prelude::*;

/// A field on so many columns and rows from (0, 0) on, a unit apart.
fn field(expression: &str, [columns, rows]: [usize; 2]) -> GradientField {
    let axes = [columns, rows].map(|count| AxisSpec { min: 0.0, max: count as f64, step: 1.0 });
    let program = Arc::new(expr::parse(expression).unwrap());
    let request =
        FieldRequest::new(program, GridSpec { axes, closed: false }, Scheme::Central, 1e-4).unwrap();
    field::compute(&request, &CancelToken::new(), &Progress::new()).unwrap()
}

/// A field whose f are these, in rows.
fn field_of<const COLUMNS: usize, const ROWS: usize>(f: [[f64; COLUMNS]; ROWS]) -> GradientField {
    let mut field = field("x0", [COLUMNS, ROWS]);
    field.f = f.concat()[..].into();
    field
}

fn order(quantity: Quantity, scale: Scale, limits: Option<[f64; 2]>) -> HeatMapOrder {
    HeatMapOrder { quantity, scale, limits }
}

/// All tiles of a field in the order in which they come.
fn tiles<'a>(source: impl Into<Source<'a>>, order: HeatMapOrder) -> Vec<Tile> {
    let source = source.into();
    // As if there were many values, so that whatever can be prepared is.
    Painter::new(order, source, usize::MAX).tiles(source, 0..source.field().grid.rows()).collect()
}

/// The texels of a field that is a single tile without repeated columns, row after row.
fn texels<'a>(source: impl Into<Source<'a>>, order: HeatMapOrder) -> Vec<Texel> {
    let source = source.into();
    let [tile] = &tiles(source, order)[..] else { panic!("one tile") };
    let grid = &source.field().grid;
    assert_eq!(tile.levels[0].size, [grid.columns(), grid.rows()]);
    tile.levels[0].texels.clone()
}

const NONE: Texel = [0, 0];

/// A texel of a node that has a colour.
fn entry(entry: u8) -> Texel {
    [entry, 255]
}

#[test]
fn each_node_has_its_entry_and_what_is_not_finite_has_none() {
    let field = field_of([[0.0, 1.0, 2.0], [f64::NAN, f64::INFINITY, f64::NEG_INFINITY], [4.0, 3.0, -1.0]]);
    let expected = [entry(0), entry(64), entry(128), NONE, NONE, NONE, entry(255), entry(192), entry(0)];
    assert_eq!(texels(&field, order(Quantity::Function, Scale::Linear, Some([0.0, 4.0]))), expected);
}

#[test]
fn negative_numbers_have_no_logarithm_and_no_colour() {
    let field = field_of([[1.0, 4.0, 16.0, 256.0], [0.0, -0.0, -1.0, f64::NAN]]);
    let order = order(Quantity::Function, Scale::Logarithmic, Some([1.0, 256.0]));
    let expected = [entry(0), entry(64), entry(128), entry(255), entry(0), entry(0), NONE, NONE];
    assert_eq!(texels(&field, order), expected);
    let [tile] = &tiles(&field, order)[..] else { panic!("one tile") };
    assert_eq!(tile.uncolored, Uncolored { not_finite: 1, negative: 1 });
}

#[test]
fn a_single_row_or_column_is_drawn() {
    for shape in [[1, 7], [7, 1], [1, 1]] {
        let field = field("x0 + x1", shape);
        let last = field.len() - 1;
        let texels = texels(&field, order(Quantity::Function, Scale::Linear, None));
        assert_eq!(texels.len(), field.len());
        assert_eq!(texels[last], entry(if last == 0 { 128 } else { 255 }), "{shape:?}");
    }
}

/// Quantity, scale, f, the limits a person would expect.
type Limits = (Quantity, Scale, [[f64; 3]; 1], Option<[f64; 2]>);
const LIMITS: [Limits; 9] = [
    (Quantity::Function, Scale::Linear, [[3.0, -1.0, 2.0]], Some([-1.0, 3.0])),
    (Quantity::Function, Scale::Linear, [[7.0, 7.0, 7.0]], Some([7.0, 7.0])),
    // One ulp is rounding, not something to see.
    (Quantity::Function, Scale::Linear, [[1.0, 1.0, 1.0 + f64::EPSILON]], Some([1.0, 1.0])),
    (Quantity::Function, Scale::Linear, [[0.0, 0.0, 0.0]], Some([0.0, 0.0])),
    (Quantity::Function, Scale::Logarithmic, [[3.0, -1.0, 0.5]], Some([0.5, 3.0])),
    (Quantity::Function, Scale::Logarithmic, [[3.0, 0.0, 0.5]], Some([0.5, 3.0])),
    (Quantity::Function, Scale::Logarithmic, [[-3.0, -1.0, -0.5]], None),
    (Quantity::Function, Scale::Logarithmic, [[0.0, -1.0, -0.5]], None),
    (Quantity::GradientNorm, Scale::Logarithmic, [[0.0, 0.0, 0.0]], Some([1.0, 1.0])),
];

/// Rounding beside a zero of f does not take the scale from all other values.
#[test]
fn few_tiny_values_do_not_stretch_a_logarithmic_scale() {
    let low = |values: &[f64]| {
        let mut field = field("x0", [values.len(), 1]);
        field.f = values.into();
        field.f_range = Some([-1.0, 1e6]);
        order(Quantity::Function, Scale::Logarithmic, None).colors(&field).map(|colors| colors.min)
    };
    let usual: Vec<f64> = (0..1000).map(|i| 3.0 + f64::from(i)).collect();
    let with = |tiny: &[f64]| [tiny, &usual].concat();
    assert_eq!(low(&usual), Some(3.0));
    assert_eq!(
        low(&with(&[0.0, -1.0, f64::NAN, f64::INFINITY])),
        Some(3.0),
        "they are not above 0 and finite"
    );
    assert_eq!(low(&with(&[1e-29; 5])), Some(3.0), "1 in 200, far below the others");
    assert_eq!(low(&with(&[1e-29; 6])), Some(1e-29), "too many to be left out");
    assert_eq!(low(&with(&[5e-324, 1e-29, 1e-29])), Some(3.0));
    assert_eq!(low(&with(&[1e-3, 1e-5])), Some(1e-5), "not far enough");
    // A function that does fall by so many decades keeps them.
    let decades: Vec<f64> = (0..1000).map(|i| 10_f64.powi(-i / 10)).collect();
    assert!(low(&decades).unwrap() < 1e-98);
}

#[test]
fn limits_are_those_of_what_has_a_color() {
    for (quantity, scale, f, expected) in LIMITS {
        let range = |f: &[f64]| {
            Some([
                f.iter().copied().fold(f64::INFINITY, f64::min),
                f.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            ])
        };
        let mut field = field_of(f);
        field.f_range = range(&field.f);
        field.norm_range = Some([1.0, 1.0]);
        let colors = order(quantity, scale, None).colors(&field);
        assert_eq!(colors.map(|colors| [colors.min, colors.max]), expected, "{quantity:?} {scale:?} {f:?}");
    }
}

#[test]
fn a_gradient_of_zero_everywhere_is_one_color_and_its_number_is_0() {
    let flat = field("7", [16, 16]);
    assert_eq!(norm_limits(&flat), None);
    for scale in [Scale::Linear, Scale::Logarithmic] {
        let order = order(Quantity::GradientNorm, scale, None);
        let colors = order.colors(&flat).unwrap();
        assert_eq!([colors.min, colors.max], [0.0, 0.0]);
        assert_eq!(texels(&flat, order), [entry(128); 256]);
    }
}

#[test]
fn where_nothing_has_a_color_there_is_no_tile() {
    let nowhere = field("sqrt(-1 - x0)", [4, 4]);
    let census = census(&nowhere, &[f64::NAN; 16], &[f64::NAN; 16]);
    let source = Source::new(&nowhere, Some(&census));
    for quantity in Quantity::ALL {
        let order = order(quantity, Scale::Linear, None);
        assert_eq!(order.colors(source), None, "{quantity:?}");
        assert_eq!(tiles(source, order).len(), 0, "{quantity:?}");
        let map = Painter::new(order, source, 16).whole::<()>(&nowhere, vec![]);
        assert!(map.layers.is_empty() && !map.lacks_census, "{quantity:?}");
    }
}

/// A field's census with these errors.
fn census(field: &GradientField, relative_error: &[f64], angle_error: &[f64]) -> Census {
    Census {
        exact: Arc::new(field.clone()),
        relative_error: relative_error.into(),
        angle_error: angle_error.into(),
        causes: vec![Cause::Good; field.len()],
        counts: [0; 8],
    }
}

#[test]
fn coarser_levels_are_means_over_what_has_a_color() {
    let mut f = [[0.0; 8]; 8];
    f[0][..2].copy_from_slice(&[0.0, 255.0]);
    f[1][..2].copy_from_slice(&[255.0, 255.0]);
    f[0][2..4].copy_from_slice(&[f64::NAN, 40.0]);
    f[1][2..4].copy_from_slice(&[80.0, f64::NAN]);
    f[2][..2].copy_from_slice(&[f64::NAN; 2]);
    f[3][..2].copy_from_slice(&[f64::NAN; 2]);
    let [tile] = &tiles(&field_of(f), order(Quantity::Function, Scale::Linear, Some([0.0, 256.0])))[..]
    else {
        panic!("one tile")
    };
    let [fine, coarse] = &tile.levels[..] else { panic!("{} levels", tile.levels.len()) };
    assert_eq!((fine.size, coarse.size), ([8, 8], [4, 4]));
    assert_eq!(coarse.texels[..2], [[191, 255], [60, 128]]);
    assert_eq!(coarse.texels[4], NONE);
    assert_eq!(coarse.texels[5], entry(0));
}

#[test]
fn tiles_cover_every_node_once_whatever_the_grids_shape() {
    for shape in [[1, 1], [5, 3], [600, 500], [1, 9000], [9000, 1], [8193, 40], [40, 8193]] {
        let field = field("x0 + x1", shape);
        let mut seen = vec![0_u8; field.len()];
        for tile in tiles(&field, order(Quantity::Function, Scale::Linear, None)) {
            let [columns, rows] = tile.range.clone();
            let [width, height] = tile.levels[0].size;
            assert!(width.max(height) <= 4096, "{shape:?}: {width} x {height}");
            assert!(width < 2 * columns.len() && height < 2 * rows.len(), "{shape:?}: {width} x {height}");
            for pair in tile.levels.windows(2) {
                assert_eq!(pair[0].size, pair[1].size.map(|side| 2 * side), "{shape:?}");
            }
            for (level, i) in tile.levels.iter().zip(0..) {
                assert_eq!(level.size, [width >> i, height >> i]);
                assert_eq!(level.texels.len(), level.size[0] * level.size[1]);
            }
            for row in rows {
                seen[row * shape[0]..][columns.clone()].iter_mut().for_each(|count| *count += 1);
            }
        }
        assert!(seen.iter().all(|&count| count == 1), "{shape:?}");
    }
}

#[test]
fn added_columns_and_rows_repeat_the_last() {
    let field = field("x0 + 20*x1", [18, 19]);
    let [tile] = &tiles(&field, order(Quantity::Function, Scale::Linear, None))[..] else {
        panic!("one tile")
    };
    let level = &tile.levels[0];
    assert_eq!(level.size, [20, 20]);
    let at = |column: usize, row: usize| level.texels[row * 20 + column];
    for i in 0..19 {
        assert_eq!([at(18, i), at(19, i)], [at(17, i); 2]);
        assert_eq!(at(i, 19), at(i, 18));
    }
}

/// An image as a sink without a screen has it: who it is.
fn images(field: &GradientField, painter: &Painter, rows: std::ops::Range<usize>) -> Vec<Image<u8>> {
    let tiles = painter.tiles(field, rows);
    tiles.map(|tile| Image { range: tile.range, image: 1, uncolored: tile.uncolored }).collect()
}

#[test]
fn a_layer_reaches_half_a_step_beyond_its_nodes() {
    let field = field("x0 + x1", [4, 2]);
    let painter = Painter::new(order(Quantity::Function, Scale::Linear, None), &field, 8);
    let map = painter.whole(&field, images(&field, &painter, 0..2));
    let [layer] = &map.layers[..] else { panic!("one layer") };
    assert_eq!(layer.extent, [[-0.5, 3.5], [-0.5, 1.5]]);
    assert_eq!(
        layer.nodes.map(|nodes| (nodes.first, nodes.last, nodes.count)),
        [(0.0, 3.0, 4), (0.0, 1.0, 2)]
    );
}

#[test]
fn above_the_first_rows_shows_the_coarse_field() {
    let (whole, coarse) = (field("x0 + x1", [8, 8]), field("x0 + x1", [3, 3]));
    let painter = Painter::new(order(Quantity::Function, Scale::Linear, None), &coarse, 64);
    let mut below = painter.whole(&coarse, images(&coarse, &painter, 0..3));
    below.fill(&whole.request);
    assert_eq!(below.layers[0].extent, [[-0.5, 7.5]; 2]);
    let map = painter.partial(&whole, images(&whole, &painter, 0..2), &below);
    let extents: Vec<_> = map.layers.iter().map(|layer| layer.extent).collect();
    assert_eq!(extents, [[[-0.5, 7.5], [-0.5, 1.5]], [[-0.5, 7.5], [1.5, 7.5]]]);
    // In the coarse field's colours.
    assert_eq!(map.colors.map(|colors| colors.max), Some(4.0));
}

/// The definition: what a value's texel is by the functions that colour everything else.
fn defined(colors: &ColorScale, value: f64) -> Texel {
    let has_color = value.is_finite() && !(colors.scale == Scale::Logarithmic && value < 0.0);
    if has_color { entry(Colormap::index(colors.position(value))) } else { NONE }
}

fn assert_as_defined(scale: Scale, limits: [f64; 2], values: &[f64]) {
    let mut field = field("x0", [values.len(), 1]);
    field.f = values[..].into();
    let order = order(Quantity::Function, scale, Some(limits));
    let colors = order.colors(&field).unwrap();
    let texels = tiles(&field, order).into_iter().flat_map(|tile| tile.levels[0].texels.clone());
    assert_eq!(texels.clone().count(), values.len());
    for (value, texel) in values.iter().zip(texels) {
        assert_eq!(
            texel,
            defined(&colors, *value),
            "{value:e} ({:#x}) in {scale:?} {limits:?}",
            value.to_bits()
        );
    }
}

/// Limits where something could go wrong: few bits apart, subnormal, at the ends, far apart.
const ODD_LIMITS: [[f64; 2]; 12] = [
    [1.0, 2.0],
    [0.5, 5.656_854_249_491_757],
    [1.0, 1.000_000_000_000_001],
    [1.0, 1.000_000_1],
    [5e-324, 1e-322],
    [5e-324, 1.0],
    [5e-324, f64::MAX],
    [1e-310, 1e-300],
    [2.225e-308, 3.0e-308],
    [1e-300, 1e300],
    [1e308, f64::MAX],
    [3.0, 3.0],
];

#[test]
fn entries_are_as_defined_around_every_place_where_they_change() {
    for [min, max] in ODD_LIMITS {
        let steps = 0..=512_u32;
        let (low, high) = (min.ln(), max.ln());
        let logarithmic: Vec<f64> =
            steps.clone().map(|i| (low + (high - low) * f64::from(i) / 512.0).exp()).collect();
        let linear: Vec<f64> = steps.map(|i| min + (max - min) * (f64::from(i) / 512.0)).collect();
        let near = |value: f64| {
            let bits = value.to_bits();
            (bits.saturating_sub(20)..bits + 20).map(f64::from_bits)
        };
        let values: Vec<f64> = logarithmic.into_iter().chain(linear).flat_map(near).collect();
        for scale in [Scale::Linear, Scale::Logarithmic] {
            assert_as_defined(scale, [min, max], &values);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever the values and limits, the fast way and the definition agree.
    #[test]
    fn entries_are_as_defined(
        a in prop::num::f64::POSITIVE | prop::num::f64::SUBNORMAL,
        b in prop::num::f64::POSITIVE | prop::num::f64::SUBNORMAL,
        values in prop::collection::vec(prop::num::f64::ANY, 1..64),
        inner in prop::collection::vec(0.0..=1.0_f64, 1..64),
        is_log in any::<bool>(),
    ) {
        prop_assume!(a.is_finite() && b.is_finite() && a.abs() > 0.0 && b.abs() > 0.0);
        let (min, max) = (a.abs().min(b.abs()), a.abs().max(b.abs()));
        let between = inner.iter().flat_map(|t| [min + (max - min) * t, min * (max / min).powf(*t)]);
        let all: Vec<f64> = values.iter().copied().chain(between).chain([min, max, 0.0, -0.0]).collect();
        assert_as_defined(if is_log { Scale::Logarithmic } else { Scale::Linear }, [min, max], &all);
    }

    #[test]
    fn linear_entries_are_as_defined_for_limits_of_either_sign(
        a in prop::num::f64::NORMAL,
        b in prop::num::f64::NORMAL,
        values in prop::collection::vec(prop::num::f64::ANY, 1..64),
    ) {
        assert_as_defined(Scale::Linear, [a.min(b), a.max(b)], &values);
    }
}
