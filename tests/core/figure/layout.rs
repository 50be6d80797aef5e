//! Where everything stands on a sheet.

use gradfield::export::figure::shapes::{Rect, Shape};
use gradfield::export::figure::{Scene, Sheet};

use super::{Figure, bowl, seed, texts, words};

fn frame(scene: &Scene) -> Rect {
    let mut frames = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Clipped(rect, _) => Some(*rect),
        _ => None,
    });
    frames.next().unwrap()
}

/// Where a number stands along an axis, if it does.
fn place_of(scene: &Scene, value: f64, axis: usize) -> Option<f64> {
    let frame = frame(scene);
    // Numbers of x0 stand below the canvas, those of x1 on its left.
    let is_its =
        |[x, y]: [f64; 2]| if axis == 0 { y > frame.max[1] && x <= frame.max[0] } else { x < frame.min[0] };
    let found = texts(&scene.shapes).into_iter().filter(|text| text.text.parse() == Ok(value));
    // The base line is 0.35 of the letters' size below the middle.
    let middle = |position: [f64; 2]| position[axis] - if axis == 1 { 0.35 * 13.0 } else { 0.0 };
    found.map(|text| text.position).find(|position| is_its(*position)).map(middle)
}

#[test]
fn a_unit_is_as_long_along_both_axes() {
    for (size, ranges) in [
        ([1200.0, 900.0], [[-2.0, 2.0], [-2.0, 2.0]]),
        ([400.0, 900.0], [[-2.0, 2.0], [-2.0, 2.0]]),
        ([1200.0, 400.0], [[-2.0, 2.0], [-1.0, 3.0]]),
        ([800.0, 600.0], [[-4.0, 4.0], [-1.0, 1.0]]),
        ([800.0, 600.0], [[-40.0, 40.0], [-1.0, 1.0]]),
    ] {
        let mut seed = seed("x0^2 + x1^2", [-2.0, 2.0], 0.5);
        for (axis, [min, max]) in seed.grid.axes.iter_mut().zip(ranges) {
            (axis.min, axis.max) = (min, max);
        }
        let scene = Figure::new(seed, |_| ()).on(&Sheet { size, ..Sheet::default() });
        let frame = frame(&scene);
        assert!(
            frame.min.iter().all(|side| *side > 0.0) && (0..2).all(|i| frame.max[i] < size[i]),
            "{frame:?}"
        );
        // How many points a unit is, from two numbers of each axis.
        let unit = |axis: usize| {
            let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0];
            let step = steps.into_iter().find(|step| place_of(&scene, *step, axis).is_some());
            let step = step.expect("a second number");
            let ends = [0.0, step].map(|value| place_of(&scene, value, axis).expect("0 is in sight"));
            ((ends[1] - ends[0]) / step).abs()
        };
        let [x0, x1] = [0, 1].map(unit);
        assert!((x0 - x1).abs() < 1e-6 * x0, "{size:?} {ranges:?}: {x0} and {x1}");
    }
}

#[test]
fn a_view_is_shown_as_it_is() {
    // 3 by 2 units, of which the canvas has 600 by 400 points.
    let view = [[-1.0, 2.0], [0.0, 2.0]];
    let sheet = Sheet::around([600.0, 400.0], view, false);
    let scene = bowl().on(&sheet);
    let frame = frame(&scene);
    let [width, height] = frame.size();
    assert!((width / height - 1.5).abs() < 1e-9, "{frame:?}");
    // About as large as the canvas: the numbers beside it may be wider or narrower.
    assert!((width - 600.0).abs() < 40.0, "{width}");
    // x0 = 0 is a third of the way along, x1 = 1 in the middle.
    assert!((place_of(&scene, 0.0, 0).unwrap() - (frame.min[0] + width / 3.0)).abs() < 1e-6);
    assert!((place_of(&scene, 1.0, 1).unwrap() - (frame.min[1] + height / 2.0)).abs() < 1e-6);
}

#[test]
fn what_is_written_lies_on_the_sheet() {
    for size in [[1200.0, 900.0], [480.0, 360.0], [300.0, 600.0]] {
        for range in [[-2.0, 2.0], [-2e-7, 2e-7], [-2e9, 2e9], [12_345.0, 12_345.5]] {
            let figure = Figure::new(seed("x0^2 + x1^2", range, (range[1] - range[0]) / 16.0), |settings| {
                settings.heat_map.show = true;
                settings.layers.contours.show = true;
            });
            let scene = figure.on(&Sheet { size, ..Sheet::default() });
            for text in texts(&scene.shapes) {
                let [x, y] = text.position;
                let is_on = (0.0..=size[0]).contains(&x) && (0.0..=size[1]).contains(&y);
                assert!(is_on, "{size:?} {range:?}: {} at {x}, {y}", text.text);
            }
            let frame = frame(&scene);
            assert!(frame.size().iter().all(|side| *side >= 40.0), "{size:?}: {frame:?}");
        }
    }
}

#[test]
fn the_title_says_function_and_method_or_is_left_out() {
    let figure = bowl();
    let scene = figure.scene();
    assert!(words(&scene).contains(&"f(x0, x1) = x0^2 + x1^2"));
    assert!(words(&scene).contains(&"central differences, h = 1e-4"), "{:?}", words(&scene));
    let bare = figure.on(&Sheet { title: false, ..Sheet::default() });
    assert!(!words(&bare).iter().any(|text| text.contains("x0^2") || text.contains("differences")));
    // There is more room then.
    assert!(frame(&bare).size()[1] > frame(&scene).size()[1] + 20.0);
}

#[test]
fn where_another_text_is_typed_the_title_is_the_fields_own() {
    let mut figure = bowl();
    figure.settings.expression = "x0^2 + ".to_owned();
    assert!(words(&figure.scene()).contains(&"f(x0, x1) = x0^2 + x1^2"));
}

#[test]
fn numbers_beside_colour_bars_stand_apart_on_small_sheets() {
    for size in [[200.0, 200.0], [2000.0, 200.0], [300.0, 260.0], [480.0, 360.0], [1200.0, 900.0]] {
        for (expression, heat_map) in
            [("x0^2 + x1^2", true), ("1000003 + 1e-5*sin(x0*x1)", true), ("x0*x1", false)]
        {
            let figure = Figure::new(seed(expression, [-2.0, 2.0], 0.25), |settings| {
                settings.heat_map.show = heat_map;
            });
            let scene = figure.on(&Sheet { size, ..Sheet::default() });
            let right = frame(&scene).max[0];
            let beside: Vec<_> =
                texts(&scene.shapes).into_iter().filter(|text| text.position[0] > right).collect();
            // A title and two numbers each, and two roles; a number is left where there is next to no room.
            let numbers = if size[1] < 250.0 { 1 } else { 2 };
            let least = if heat_map { 4 + 2 * numbers } else { 1 + numbers };
            assert!(beside.len() >= least, "{size:?}: {beside:?}");
            for (i, text) in beside.iter().enumerate() {
                assert!(text.position[1] <= size[1] - 4.0, "{size:?}: {text:?}");
                for other in &beside[..i] {
                    // A role stands beside the name.
                    let apart = (text.position[1] - other.position[1]).abs() > 11.0
                        || (text.position[1] - other.position[1]).abs() < 1e-9
                            && text.position[0] > other.position[0];
                    assert!(apart, "{size:?}: {text:?} and {other:?}");
                }
            }
        }
    }
}

/// The lowest arrows of a small grid point out of it.
#[test]
fn a_small_grid_has_room_for_its_arrows() {
    let scene = Figure::new(seed("x0^2 + x1^2", [1.0, 2.0], 0.1), |_| ()).scene();
    let [lowest, next] = [1.0, 1.2].map(|value| place_of(&scene, value, 1).expect("a number"));
    // An arrow is 1 / 1.8 of a step long.
    assert!(frame(&scene).max[1] - lowest >= (lowest - next) / 2.0 / 1.8, "{lowest} {next}");
}

#[test]
fn long_numbers_below_the_canvas_do_not_touch() {
    for range in [[1.0, 1.000_000_01], [100_000.0, 100_000.01]] {
        let scene = Figure::new(seed("x0^2 + x1^2", range, (range[1] - range[0]) / 10.0), |_| ()).scene();
        let frame = frame(&scene);
        let below = texts(&scene.shapes).into_iter().filter(|text| text.position[1] > frame.max[1]);
        let mut places: Vec<(f64, usize)> = below
            .filter(|text| text.text.parse::<f64>().is_ok())
            .filter(|text| text.position[0] <= frame.max[0])
            .map(|text| (text.position[0], text.text.len()))
            .collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(places.len() >= 2, "{places:?}");
        for pair in places.windows(2) {
            // Digits of 13 points are some 7 wide, the point is narrower.
            let width = 7.0 * pair[0].1 as f64;
            assert!(pair[1].0 - pair[0].0 > width, "{range:?}: {places:?}");
        }
    }
}
