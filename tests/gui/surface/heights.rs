//! A field to heights, colours and arrows.

#![expect(clippy::float_cmp, reason = "exactness is what is tested")]

use eframe::egui::Color32;
use gradfield::colormap::{ColorScale, Colormap, Scale};
use gradfield::field::{ArrowState, AxisSpec, GridSpec};
use gradfield::gui::h_lab::surface::Range;
use gradfield::gui::h_lab::surface::camera::{FLOOR, TOP};
use gradfield::gui::h_lab::surface::relief::{MOST_ARROWS, MOST_CELLS, picks};
use gradfield::gui::h_lab::{Look, Relief};
use gradfield::gui::settings::{Anchor, Direction};
use gradfield::heat_map::{Quantity, Source};

use super::{field_of, field_on, look, relief, relief_of, square};

/// A hundred values: 0, 1 and so on, but for the last few.
fn ramp_then(last: &[f64]) -> Vec<f64> {
    let rest = (0..100 - last.len()).map(|i| i as f64);
    rest.chain(last.iter().copied()).collect()
}

/// What it is, values, the ends of what is drawn, and whether each end is cut.
type Case = (&'static str, Vec<f64>, [f64; 2], [bool; 2]);

/// By nearest rank the 98th percentile of a hundred values is the 98th of them in order, and the 2nd the 3rd.
#[test]
fn an_end_is_cut_at_the_percentile_where_the_rest_would_be_flat() {
    let downwards = ramp_then(&[1e9, 1e30]).into_iter().map(|value| -value).collect();
    let plane = [vec![1.0; 99], vec![5.0]].concat();
    let not_finite = [ramp_then(&[1e9, 1e30]), vec![f64::NAN, f64::INFINITY, -f64::INFINITY]].concat();
    let cases: [Case; 11] = [
        ("a ramp", ramp_then(&[98.0, 99.0]), [0.0, 99.0], [false, false]),
        ("a pole", ramp_then(&[1e9, 1e30]), [0.0, 97.0], [false, true]),
        ("a pole downwards", downwards, [-97.0, -0.0], [true, false]),
        ("poles both ways", ramp_then(&[-1e9, 1e9]), [1.0, 96.0], [true, true]),
        // From the one percentile to the other it is 97 - 2, and beyond it is as much.
        ("half of the height", ramp_then(&[97.5, 97.0 + 95.0]), [0.0, 192.0], [false, false]),
        ("more than half of it", ramp_then(&[97.5, 97.0 + 96.0]), [0.0, 97.0], [false, true]),
        ("three in a hundred are part of the rest", ramp_then(&[1e9; 3]), [0.0, 1e9], [false, false]),
        ("a spike on a plane, of which nothing would be left", plane, [1.0, 5.0], [false, false]),
        ("what is not finite does not count", not_finite, [0.0, 97.0], [false, true]),
        ("few values", vec![0.0, 1.0, 2.0, 1e9], [0.0, 1e9], [false, false]),
        ("all there is", vec![-f64::MAX, 0.0, f64::MAX], [-f64::MAX, f64::MAX], [false, false]),
    ];
    for (name, values, limits, cut) in cases {
        let range = Range::of(&values).expect(name);
        assert_eq!(range.limits.map(f64::to_bits), limits.map(f64::to_bits), "{name}: {range:?}");
        assert_eq!(range.is_cut(), cut, "{name}");
        let [[low, high], [min, max]] = [limits, range.extremes];
        // What is cut off lies on the plane at the cut.
        let heights = [min, low, high, max].map(|value| range.height(value).to_bits());
        assert_eq!(heights, [0.0, 0.0, TOP, TOP].map(f32::to_bits), "{name}");
    }
    assert_eq!(Range::of(&[f64::NAN, f64::INFINITY]), None);
    assert_eq!(Range::of(&[]), None);
}

#[test]
fn indices_are_picked_from_end_to_end() {
    for (count, most) in
        [(2, 129), (129, 129), (130, 129), (257, 129), (1000, 129), (4096, 129), (3, 2), (37, 20)]
    {
        let picked = picks(count, most);
        assert_eq!(picked.len(), count.min(most), "{count}");
        assert_eq!((picked.first(), picked.last()), (Some(&0), Some(&(count - 1))), "{count}");
        let gaps: Vec<_> = picked.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let even = (count - 1) / (picked.len() - 1);
        assert!(gaps.iter().all(|gap| (even..=even + 1).contains(gap)), "{count} of {most}: {gaps:?}");
    }
    assert_eq!((picks(1, 5), picks(0, 5)), (vec![0], vec![]));
}

/// Every height is that of a node, none a mean: of what swings between two nodes there is no half.
#[test]
fn a_large_field_is_picked_from_and_never_averaged() {
    let field = field_of("sin(1e3*x0)*cos(7e2*x1)", [[-2.0, 2.0], [0.0, 1.0]], 1.0 / 128.0);
    assert_eq!([field.grid.columns(), field.grid.rows()], [513, 129]);
    let relief = relief_of(&field);
    assert_eq!(relief.cells(), [MOST_CELLS, 128]);
    let range = relief.range().expect("values");
    let heights: Vec<f32> = relief.points().map(|[_, _, height]| height).collect();
    for row in 0..=128 {
        for column in 0..=128 {
            let expected = range.height(field.f[row * 513 + 4 * column]);
            assert_eq!(
                heights[relief.node([column, row])].to_bits(),
                expected.to_bits(),
                "({column}, {row})"
            );
        }
    }
}

#[test]
fn nodes_lie_from_end_to_end_of_the_box() {
    let relief = relief_of(&field_of("x0 + 10*x1", [[-3.0, 1.0], [5.0, 6.0]], 0.5));
    assert_eq!((relief.cells(), relief.ends()), ([8, 2], [[-3.0, 1.0], [5.0, 6.0]]));
    let points: Vec<_> = relief.points().collect();
    // Halves and quarters, which are exact.
    assert_eq!(points[0], [-1.0, -1.0, 0.0]);
    assert_eq!(points[13], [0.0, 0.0, 0.5 * TOP]);
    assert_eq!(points[26], [1.0, 1.0, TOP]);
    assert_eq!(relief.place([-2.0, 5.25]), [-0.5, -0.5]);
}

/// The height is what f is, at nodes and on the two triangles between four of them, and nothing beside the grid.
#[test]
fn the_height_between_nodes_is_that_of_the_triangles() {
    let relief = relief("x0*x1", 0.5);
    for point in relief.points() {
        let [x, y, height] = point;
        assert_eq!(relief.height_at([x, y]).map(f32::to_bits), Some(height.to_bits()), "{point:?}");
    }
    // The cell from (1, 1) to (1.5, 1.5), of f from -4 to 4: the diagonal goes up from its first corner.
    let height = |f: f32| f / 8.0 + 0.5;
    let cases = [
        ([1.25, 1.25], f32::midpoint(1.0, 2.25)),
        ([1.5, 1.25], f32::midpoint(1.5, 2.25)),
        ([1.25, 1.5], f32::midpoint(1.5, 2.25)),
        ([1.375, 1.125], 1.0 + 0.75 * 0.5 + 0.25 * 0.75),
        ([1.125, 1.375], 1.0 + 0.75 * 0.5 + 0.25 * 0.75),
    ];
    for (x, f) in cases {
        assert_eq!(relief.height_at(relief.place(x)), Some(height(f)), "{x:?}");
    }
    for beside in [[-1.001, 0.0], [0.0, 1.001], [f32::NAN, 0.0], [f32::INFINITY, 0.0]] {
        assert_eq!(relief.height_at(beside), None, "{beside:?}");
    }
}

/// Also where picked nodes are not evenly spread: there a place may be a cell away from where it would be.
#[test]
fn heights_are_within_the_bounds_near_them() {
    for (text, step) in [("sin(3*x0)*cos(5*x1)", 4.0 / 140.0), ("x0*x1", 2.0), ("ln(x0 + x1)", 0.25)] {
        let relief = relief(text, step);
        let places = || (0..=400_u16).map(|i| f32::from(i) / 200.0 - 1.0);
        let mut inside = 0;
        for place in places().flat_map(|y| places().map(move |x| [x, y])) {
            let [least, largest] = relief.bounds_near(place);
            let Some(height) = relief.height_at(place) else { continue };
            // Interpolation rounds.
            let slack = 4.0 * f32::EPSILON;
            assert!((least - slack..=largest + slack).contains(&height), "{text} at {place:?}");
            inside += 1;
        }
        assert!(inside > 60_000, "{text}: {inside}");
    }
    // They are near: a quarter of the way up a slope the top is far.
    let slope = relief("x0 + 0*x1", 0.25);
    assert!(slope.bounds_near([-0.5, 0.0])[1] < 0.5 * TOP);
}

#[test]
fn a_cell_with_a_corner_without_f_is_left_out() {
    for text in ["ln(x0 + x1)", "1/x0 + x1", "sqrt(x0^2 + x1^2 - 2)"] {
        let field = square(text, 0.25);
        let relief = relief_of(&field);
        let mut left_out = 0;
        for row in 0..16 {
            for column in 0..16 {
                let corners = [0, 1, 17, 18].map(|by| field.f[row * 17 + column + by]);
                let is_whole = corners.iter().all(|f| f.is_finite());
                assert_eq!(relief.is_whole([column, row]), is_whole, "{text} at ({column}, {row})");
                let center = [column, row].map(|i| (i as f32 + 0.5) / 8.0 - 1.0);
                assert_eq!(relief.height_at(center).is_some(), is_whole, "{text} at {center:?}");
                left_out += usize::from(!is_whole);
            }
        }
        assert!(left_out > 16 && left_out < 240, "{text}: {left_out}");
        assert!(relief.normals().iter().flatten().all(|part| part.is_finite()), "{text}");
        assert_eq!(relief.is_empty_because(), None);
    }
}

#[test]
fn a_surface_that_is_not_there_says_why() {
    let narrow = field_of("x0 + x1", [[0.0, 4.0], [0.0, 1.0]], 1.0);
    let cases = [
        (square("ln(-1 - x0^2)", 0.5), Some("undefined or infinite at every node")),
        (square("1/(0*x0)", 0.5), Some("undefined or infinite at every node")),
        // Every other node is undefined, in a chequered pattern.
        (square("sqrt(cos(2*pi*(x0 + x1)))", 0.5), Some("No cell of this grid")),
        (narrow, None),
        (field_of("x0 + x1", [[0.0, 1.0]; 2], 1.0), None),
        (square("3", 0.5), None),
        (square("1e300*x0", 0.5), None),
        (square("1e-300*x0", 0.5), None),
    ];
    for (field, reason) in cases {
        let relief = relief_of(&field);
        let text = field.request.program().text();
        match (reason, relief.is_empty_because()) {
            (Some(part), Some(found)) => assert!(found.contains(part), "{text}: {found}"),
            (expected, found) => assert_eq!(expected, found, "{text}"),
        }
    }
}

#[test]
fn a_single_column_is_no_surface() {
    let axes = [1.0, 3.0].map(|max| AxisSpec { min: 0.0, max, step: 1.0 });
    let field = field_on("x0 + x1", GridSpec { axes, closed: false });
    assert_eq!(field.grid.columns(), 1);
    let relief = relief_of(&field);
    assert_eq!(relief.cells(), [0, 2]);
    assert!(relief.is_empty_because().is_some_and(|reason| reason.contains("two columns")));
    assert_eq!(relief.height_at([0.0, 0.0]), None);
}

#[test]
fn a_flat_function_is_a_plane_in_the_middle() {
    // The second differs by no more than the rounding of its sums.
    for text in ["3", "0.1*x0 + 7e15 - 0.1*x0", "0*x0"] {
        let relief = relief(text, 0.5);
        assert!(
            relief.range().is_some_and(|range| range.is_flat() && range.is_cut() == [false; 2]),
            "{text}"
        );
        assert!(relief.points().all(|[_, _, height]| height == 0.5 * TOP), "{text}");
        assert!(relief.normals().iter().all(|normal| *normal == [0.0, 0.0, 1.0]), "{text}");
    }
    assert!(!relief("1e-300*x0", 0.5).range().expect("values").is_flat());
}

#[test]
fn normals_stand_on_the_surface() {
    // In the box f = x0 rises by TOP over 2.
    let relief = relief("x0 + 0*x1", 0.5);
    let length = 1.25_f32.sqrt();
    for normal in relief.normals() {
        for (part, expected) in normal.iter().zip([-0.5 / length, 0.0, 1.0 / length]) {
            // Some roundings of numbers below 1.
            assert!((part - expected).abs() <= 4.0 * f32::EPSILON, "{normal:?}");
        }
    }
}

#[test]
fn colors_are_those_of_f_or_of_the_heat_map() {
    let field = square("x0 + 0*x1", 1.0);
    let rgb = |map: Colormap, t: f64| {
        let [r, g, b] = map.color(t);
        Color32::from_rgb(r, g, b)
    };
    let by_f = [0.0, 0.25, 0.5, 0.75, 1.0].map(|t| rgb(Colormap::Viridis, t));
    assert_eq!(relief_of(&field).colors()[..5], by_f);
    // As a heat map of |g| from 0 to 3 has it, where every |g| is 1.
    let colors = ColorScale { map: Colormap::Plasma, scale: Scale::Linear, min: 0.0, max: 3.0 };
    let of = |quantity| {
        Relief::new(Source::new(&field, None), &Look { surface: Some((quantity, colors)), ..look() })
    };
    assert!(
        of(Quantity::GradientNorm).colors().iter().all(|color| *color == rgb(Colormap::Plasma, 1.0 / 3.0))
    );
    // Digits are not known before the census is.
    assert_eq!(of(Quantity::Digits).colors()[..5], by_f);
    // What is below 0 has no logarithm, and no colour.
    let colors = ColorScale { scale: Scale::Logarithmic, min: 1.0, ..colors };
    let relief = Relief::new(
        Source::new(&field, None),
        &Look { surface: Some((Quantity::Function, colors)), ..look() },
    );
    assert_eq!(
        [relief.colors()[0], relief.colors()[3]],
        [Color32::from_gray(128), rgb(Colormap::Plasma, 0.0)]
    );
}

#[test]
fn arrows_lie_on_the_floor_and_point_down_the_slope() {
    let field = square("x0^2 + x1^2", 0.01);
    for (direction, sign) in [(Direction::Descent, -1.0), (Direction::Ascent, 1.0)] {
        let relief = Relief::new(Source::new(&field, None), &Look { direction, ..look() });
        let arrows = relief.arrows();
        assert_eq!(arrows.len(), MOST_ARROWS * MOST_ARROWS);
        for arrow in arrows {
            let ([x, y], [dx, dy]) = (arrow.tail, [0, 1].map(|i| arrow.tip[i] - arrow.tail[i]));
            let length = dx.hypot(dy);
            // Central differences of a square are right to some 10 digits.
            assert!((sign * (x * dx + y * dy) / (x.hypot(y) * length) - 1.0).abs() < 1e-5, "{arrow:?}");
            // Three quarters of the distance of two.
            assert!((length - 0.75 * 2.0 / 19.0).abs() < 1e-6, "{arrow:?}");
            assert_eq!(arrow.at(0.5, 0.0)[2].to_bits(), FLOOR.to_bits());
        }
    }
    let with = |anchor| Relief::new(Source::new(&field, None), &Look { anchor, ..look() }).arrows()[7];
    let [tail, middle, tip] = [Anchor::Tail, Anchor::Middle, Anchor::Tip].map(with);
    assert_eq!(tail.tail, tip.tip);
    let center = [0, 1].map(|i| f32::midpoint(middle.tail[i], middle.tip[i]));
    assert!((0..2).all(|i| (center[i] - tail.tail[i]).abs() < 1e-6), "{center:?}");
    // As on the canvas, where a unit of x1 is longer than one of x0 an arrow is steeper.
    let wide = relief_of(&field_of("x0 + x1", [[0.0, 8.0], [0.0, 4.0]], 1.0)).arrows()[0];
    let [dx, dy] = [0, 1].map(|i| wide.tip[i] - wide.tail[i]);
    assert!((dy / dx - 2.0).abs() < 1e-4, "{dx} {dy}");
}

/// There is an arrow wherever the canvas has one, if it is picked.
#[test]
fn nodes_without_a_gradient_have_no_arrow() {
    let field = square("sqrt(x0) + 0*x1", 0.25);
    let live = (0..field.len()).filter(|&node| field.state(node) == ArrowState::Live).count();
    assert_eq!(relief_of(&field).arrows().len(), live);
    assert!(live > 100 && live < field.len());
    assert!(relief("3", 0.25).arrows().is_empty());
}
