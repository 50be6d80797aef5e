//! Streamlines: how far apart they are, where they lead and where they end.

use std::sync::Arc;

use gradfield::analysis::{
    Heading, MOST_ACROSS, NoLines, Streamline, StreamlineEnd, StreamlineOrder, Streamlines, streamlines,
};
use gradfield::differentiate::{Differentiator, Method, Precision, Scheme};
use gradfield::expr;
use gradfield::field::{AxisSpec, CancelToken, Cancelled, FieldRequest, GridSpec, Progress};
use proptest::prelude::*;

const BOWL: &str = "x0^2 + x1^2";
const ROSENBROCK: &str = "(1 - x0)^2 + 100*(x1 - x0^2)^2";
const RING: &str = "sqrt(x0^2 + x1^2 - 1)";

/// From -2 to 2 along both axes; how fine the grid is does not matter.
const SQUARE: GridSpec = {
    let axis = AxisSpec { min: -2.0, max: 2.0, step: 0.25 };
    GridSpec { axes: [axis, axis], closed: true }
};

fn request(text: &str, method: impl Into<Method>, h: f64) -> FieldRequest {
    FieldRequest::new(Arc::new(expr::parse(text).unwrap()), SQUARE, method, h).unwrap()
}

fn usual(text: &str) -> FieldRequest {
    request(text, Scheme::Central, 1e-4)
}

/// So many separations across the square.
fn across(count: f64) -> StreamlineOrder {
    StreamlineOrder { separation: [4.0 / count; 2], heading: Heading::Descent }
}

fn drawn(request: &FieldRequest, order: &StreamlineOrder) -> Streamlines {
    streamlines(request, order, &CancelToken::new(), &Progress::new()).unwrap()
}

/// In units of the separation.
fn distance(a: [f64; 2], b: [f64; 2], separation: [f64; 2]) -> f64 {
    ((a[0] - b[0]) / separation[0]).hypot((a[1] - b[1]) / separation[1])
}

/// The least distance of vertices of two lines.
fn least_distance(lines: &[Streamline], separation: [f64; 2]) -> f64 {
    let mut least = f64::INFINITY;
    for (i, one) in lines.iter().enumerate() {
        for other in &lines[..i] {
            for a in &one.line.points {
                for b in &other.line.points {
                    least = least.min(distance(*a, *b, separation));
                }
            }
        }
    }
    least
}

/// Half a separation is what lines end at; the rest is the rounding of the way from separations to the plane.
const NEAREST: f64 = 0.5 - 1e-9;

const FUNCTIONS: [&str; 9] = [
    BOWL,
    ROSENBROCK,
    RING,
    "x0*x1",
    "sin(3*x0)*cos(2*x1) + x0",
    "ln(x0) + abs(x1)",
    "x0^2/20 + x1^2",
    "1/x0 + x1",
    "abs(x0) + x1^2",
];

#[test]
fn lines_keep_their_distance_and_stay_where_f_and_g_are_finite() {
    for text in FUNCTIONS {
        let request = usual(text);
        let order = across(12.0);
        let drawn = drawn(&request, &order);
        assert!(drawn.lines().len() >= 6, "{text}: {} lines", drawn.lines().len());
        let least = least_distance(drawn.lines(), order.separation);
        assert!(least >= NEAREST, "{text}: {least}");
        let mut differentiator = Differentiator::new(request.program(), request.method()).unwrap();
        for Streamline { line, arrows, .. } in drawn.lines() {
            assert!(!line.closed && line.points.len() > 1 && !arrows.is_empty());
            for x in &line.points {
                assert!(x.iter().all(|x| x.abs() <= 2.0), "{text}: {x:?}");
                let gradient = differentiator.at(*x, request.h());
                // On the edge of the grid itself nothing was computed: a line is cut off there.
                let is_inner = x.iter().all(|x| x.abs() < 2.0);
                let is_finite = gradient.f.is_finite() && gradient.g.iter().all(|g| g.is_finite());
                assert!(is_finite || !is_inner, "{text}: {gradient:?} at {x:?}");
            }
        }
    }
}

/// Between vertices too, where rounding is far less than what f falls by.
#[test]
fn f_falls_along_lines_of_descent_and_rises_along_those_of_ascent() {
    for text in FUNCTIONS {
        for heading in [Heading::Descent, Heading::Ascent] {
            let request = usual(text);
            let order = StreamlineOrder { heading, ..across(12.0) };
            let mut differentiator = Differentiator::new(request.program(), request.method()).unwrap();
            for Streamline { line, .. } in drawn(&request, &order).lines() {
                for [a, b] in line.segments() {
                    let [from, to] = [a, b].map(|x| differentiator.at(x, request.h()).f);
                    let change = if heading == Heading::Descent { to - from } else { from - to };
                    // In a valley or at a kink a step of the least size may lead over the bottom and up by what the
                    // gradient there makes of a thousandth of a separation.
                    let steepest = [a, b].map(|x| {
                        let g = differentiator.at(x, request.h()).g;
                        g[0].hypot(g[1])
                    });
                    let slack = 1e-3 * order.separation[0] * steepest[0].max(steepest[1]);
                    assert!(change <= slack, "{text}, {heading:?}: {from} to {to}, {a:?} to {b:?}");
                }
            }
        }
    }
}

/// Each is part of a ray, as the field is the same seen from all sides.
#[test]
fn the_bowls_lines_are_rays_to_its_bottom() {
    let order = across(16.0);
    let drawn = drawn(&usual(BOWL), &order);
    for Streamline { line, ends, .. } in drawn.lines() {
        let [first, last] = [line.points[0], line.points[line.points.len() - 1]];
        for x in &line.points {
            // The direction is that of a central difference, exact to within 1e-10 here; a step adds as much again.
            let across = (x[0] * first[1] - x[1] * first[0]) / first[0].hypot(first[1]);
            assert!(across.abs() < 1e-8, "{first:?} to {x:?}");
        }
        assert!(first[0].hypot(first[1]) > last[0].hypot(last[1]));
        assert_eq!(ends[0], StreamlineEnd::Edge, "upward there is nothing else to end at");
        match ends[1] {
            // The step that would turn round is a thousandth of a separation.
            StreamlineEnd::Stationary => {
                assert!(distance(last, [0.0; 2], order.separation) < 2e-3, "{last:?}");
            }
            StreamlineEnd::Neighbour => {}
            other => panic!("{other:?} at {last:?}"),
        }
    }
    assert!(drawn.lines().iter().any(|line| line.ends[1] == StreamlineEnd::Stationary));
    let mut at_edge = drawn.lines().iter().map(|line| line.line.points[0]);
    assert!(at_edge.all(|x| (x[0].abs().max(x[1].abs()) - 2.0).abs() < 1e-12));
}

/// x0^2 - x1^2 is the same all along a line of x0 x1.
#[test]
fn lines_keep_what_the_field_keeps() {
    let order = across(16.0);
    for Streamline { line, .. } in drawn(&usual("x0*x1"), &order).lines() {
        let kept = |x: [f64; 2]| x[0] * x[0] - x[1] * x[1];
        let first = kept(line.points[0]);
        for x in &line.points {
            // Steps are mostly as short as they are for the eye's sake, so that a whole line is no farther off than a
            // step may be, a thousandth of a separation; across the line the quantity changes by 2 |x|.
            let bound = 1e-3 * order.separation[0] * 2.0 * x[0].hypot(x[1]).max(order.separation[0]);
            let off = (kept(*x) - first).abs();
            assert!(off <= bound, "{:?} to {x:?}: {off} of {bound}", line.points[0]);
        }
    }
}

/// In narrow valleys and beside saddles too, where a line bends within a small part of a separation: from each vertex
/// the classical Runge-Kutta method, by fifty steps, comes by the next, or from
/// that by the first: beside a maximum or a minimum only one of the two ways is stable.
#[test]
fn every_piece_follows_the_field() {
    for text in ["sin(3*x0)*cos(2*x1) + x0", "x0^2/20 + 3*x1^2", "x0*x1"] {
        let (request, order) = (usual(text), across(8.0));
        let separation = order.separation[0];
        let mut differentiator = Differentiator::new(request.program(), request.method()).unwrap();
        let mut direction = |x: [f64; 2]| {
            let g = differentiator.at(x, request.h()).g;
            g.map(|component| -component / g[0].hypot(g[1]))
        };
        let mut advance = |x: [f64; 2], size: f64| {
            let ahead = |k: [f64; 2], size: f64| [x[0] + size * k[0], x[1] + size * k[1]];
            let a = direction(x);
            let b = direction(ahead(a, size / 2.0));
            let c = direction(ahead(b, size / 2.0));
            let d = direction(ahead(c, size));
            [0, 1].map(|i| x[i] + size / 6.0 * (a[i] + 2.0 * b[i] + 2.0 * c[i] + d[i]))
        };
        for Streamline { line, .. } in drawn(&request, &order).lines() {
            for [from, to] in line.segments() {
                let length = distance(from, to, [1.0; 2]);
                let count = 50.0;
                let mut off = |start: [f64; 2], end: [f64; 2], size: f64| {
                    // A little farther than the chord is long, as a line that bends is.
                    let walk = std::iter::successors(Some(start), |x| Some(advance(*x, size)));
                    let walk: Vec<[f64; 2]> = walk.take(whole(1.2 * count) + 3).collect();
                    walk.windows(2).map(|two| from_piece(end, two)).fold(f64::INFINITY, f64::min) / separation
                };
                let size = length / count;
                let off = off(from, to, size).min(off(to, from, -size));
                // What is held to a thousandth is an estimate, of one step; a piece may have several.
                assert!(off <= 3e-3, "{text}: {from:?} to {to:?}, {off} separations off");
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some steps")]
fn whole(number: f64) -> usize {
    number as usize
}

/// How far a point is from a piece of a line.
fn from_piece(point: [f64; 2], ends: &[[f64; 2]]) -> f64 {
    let [along, to] = [ends[1], point].map(|x| [x[0] - ends[0][0], x[1] - ends[0][1]]);
    let square = along[0] * along[0] + along[1] * along[1];
    let share = ((to[0] * along[0] + to[1] * along[1]) / square).clamp(0.0, 1.0);
    (to[0] - share * along[0]).hypot(to[1] - share * along[1])
}

/// No seed of the lattice is left that is a separation away from all lines, but for those whose line would be too
/// short.
#[test]
fn the_plane_is_filled() {
    for text in ["x0*x1", "sin(3*x0)*cos(2*x1) + x0", "x0 + x1", "ln(x0) + x1"] {
        let order = across(16.0);
        let drawn = drawn(&usual(text), &order);
        let places = (0..16 * 16).map(|i| [i % 16, i / 16].map(|n| (f64::from(n) + 0.5) / 4.0 - 2.0));
        let places = places.filter(|x| !text.starts_with("ln") || x[0] > 0.3);
        let (mut all, mut bare) = (0, 0);
        for place in places {
            let mut points = drawn.lines().iter().flat_map(|line| &line.line.points);
            all += 1;
            bare += usize::from(!points.any(|x| distance(*x, place, order.separation) < 1.0));
        }
        assert!(50 * bare <= all, "{text}: {bare} of {all}");
    }
}

#[test]
fn undefined_regions_and_poles_are_not_entered() {
    let order = across(16.0);
    for (text, is_defined) in [
        (RING, (|x: [f64; 2]| x[0].hypot(x[1]) >= 1.0 - 1e-3) as fn([f64; 2]) -> bool),
        ("ln(x0) + x1", |x| x[0] > 0.0),
        ("ln(x0*x1)", |x| x[0] * x[1] > 0.0),
    ] {
        let drawn = drawn(&usual(text), &order);
        assert!(drawn.lines().iter().any(|line| line.ends.contains(&StreamlineEnd::Undefined)), "{text}");
        for [a, b] in drawn.lines().iter().flat_map(|line| line.line.segments()) {
            let middle = [0, 1].map(|i| f64::midpoint(a[i], b[i]));
            assert!([a, middle, b].into_iter().all(is_defined), "{text}: {a:?} to {b:?}");
        }
    }
    // A separation that puts no seed on the pole, where f is infinite; h that does not reach over it.
    for h in [1e-4, 1e-8] {
        let drawn = drawn(&request("1/x0", Scheme::Central, h), &across(17.0));
        let ends = |end| drawn.lines().iter().filter(|line| line.ends.contains(&end)).count();
        // Nearer to the pole than h the difference reaches over it, and has the other sign.
        let reaches_over = h > 1e-3 * 4.0 / 17.0 / 10.0;
        let end = if reaches_over { StreamlineEnd::Stationary } else { StreamlineEnd::Pole };
        assert!(ends(end) >= 17, "h = {h}: {}", ends(end));
        for [a, b] in drawn.lines().iter().flat_map(|line| line.line.segments()) {
            assert!(a[0] * b[0] > 0.0, "h = {h}: {a:?} to {b:?}");
        }
    }
}

#[test]
fn where_there_are_no_lines_it_says_why() {
    let one = AxisSpec { min: 0.0, max: 1.0, step: 1.0 };
    let row = GridSpec { axes: [SQUARE.axes[0], one], closed: false };
    let program = Arc::new(expr::parse(BOWL).unwrap());
    let row = FieldRequest::new(program, row, Scheme::Central, 1e-4).unwrap();
    for (request, why) in [
        (request(BOWL, Scheme::Central, 10e-50), NoLines::Zero(Some(10e-50))),
        (request("7", Scheme::Exact, 1e-4), NoLines::Zero(None)),
        (usual("7 + ln(x0)*0"), NoLines::Zero(Some(1e-4))),
        (usual("ln(-1 - x0^2)"), NoLines::Undefined),
        // Both 0 and not finite.
        (usual("floor(x0) + 0*sqrt(x1)"), NoLines::Zero(Some(1e-4))),
        (row, NoLines::NoRoom),
        // A hill of the radius 0.22 on a plain, with arrows on it, where lines are 0.25 apart at least.
        (usual("max(0, 0.05 - (x0 - 0.0625)^2 - (x1 - 0.0625)^2)"), NoLines::NoRoom),
    ] {
        let found = drawn(&request, &across(16.0));
        assert_eq!(found, Streamlines::NoLines(why));
        assert_eq!(found.lines(), []);
    }
    for (why, text) in [
        (
            NoLines::Zero(Some(10e-50)),
            "No streamlines: with h = 1e-49 the gradient comes out as 0 wherever it is finite and one could start, so there is no \
             direction to follow.",
        ),
        (
            NoLines::Zero(None),
            "No streamlines: the gradient comes out as 0 wherever it is finite and one could start, so there is no direction to follow.",
        ),
        (NoLines::Undefined, "No streamlines: f or its gradient is not finite wherever one could start."),
        (
            NoLines::NoRoom,
            "No streamlines: they would be shorter than their distance; draw them closer together or choose a wider range.",
        ),
    ] {
        assert_eq!(why.to_string(), text);
    }
}

/// The product of gradient and separation underflows where neither does.
#[test]
fn the_units_of_the_plane_and_of_f_do_not_matter() {
    let of = |text: &str, size: f64| {
        let axis = AxisSpec { min: -2.0 * size, max: 2.0 * size, step: size / 4.0 };
        let grid = GridSpec { axes: [axis, axis], closed: true };
        let program = Arc::new(expr::parse(text).unwrap());
        let request = FieldRequest::new(program, grid, Scheme::Exact, 1e-4).unwrap();
        let drawn = drawn(&request, &StreamlineOrder { separation: [size / 4.0; 2], ..across(1.0) });
        drawn.lines().len()
    };
    let expected = of("x0 + 2*x1", 1.0);
    assert!(expected >= 8, "{expected}");
    assert_eq!(of("1e-200*(x0 + 2*x1)", 2_f64.powi(-500)), expected);
    assert_eq!(of("x0 + 2*x1", 2_f64.powi(-1000)), expected);
    assert_eq!(of("1e-300*(x0 + 2*x1)", 2_f64.powi(1000)), expected);
}

/// Half of the grid swallows h: there are lines where it does not.
#[test]
fn lines_end_where_h_is_absorbed() {
    let drawn = drawn(&request("x0 + 2*x1", Scheme::Central, 1e-16), &across(16.0));
    assert!(!drawn.lines().is_empty());
    // Beyond 1 the ulp is 2.2e-16, of which 1e-16 is less than half.
    let points = drawn.lines().iter().flat_map(|line| &line.line.points);
    let farthest = points.map(|x| x[0].abs().min(x[1].abs())).fold(0.0, f64::max);
    assert!((0.9..1.01).contains(&farthest), "{farthest}");
}

/// They are the numerical gradient's, not f's: with this h the difference of sin(5 x0) has the wrong sign everywhere.
#[test]
fn a_wrong_gradient_leads_the_wrong_way() {
    let request = request("sin(5*x0) + 1e-9*x1", Scheme::Central, 0.9);
    let mut rises = 0;
    for Streamline { line, ends, .. } in drawn(&request, &across(16.0)).lines() {
        let [first, last] = [line.points[0], line.points[line.points.len() - 1]];
        rises += usize::from((5.0 * last[0]).sin() > (5.0 * first[0]).sin());
        assert!(!ends.contains(&StreamlineEnd::Pole), "{first:?} to {last:?}");
    }
    assert!(rises > 5, "{rises}");
}

#[test]
fn arrowheads_are_on_the_line_and_point_along_it() {
    let order = across(32.0);
    for Streamline { line, arrows, .. } in drawn(&usual("x0*x1"), &order).lines() {
        // One to six separations, and one at least.
        let count = (line.length() / order.separation[0] / 6.0).round().max(1.0);
        assert_eq!(arrows.len() as f64, count);
        for arrow in arrows {
            assert!((arrow.direction[0].hypot(arrow.direction[1]) - 1.0).abs() < 1e-12);
            let near = line.points.iter().any(|x| distance(*x, arrow.position, order.separation) <= 0.25);
            assert!(near, "{arrow:?}");
            // Along -g, but for the bend within the quarter of a separation of which it is the chord: less than 15
            // degrees at a radius of half.
            let [d0, d1] = arrow.direction;
            let [x0, x1] = arrow.position;
            let cos = -(d0 * x1 + d1 * x0) / x0.hypot(x1);
            assert!(cos > 0.96, "{arrow:?}: {cos}");
        }
    }
}

#[test]
fn distances_are_as_different_along_the_axes_as_is_asked() {
    let axis = |max: f64| AxisSpec { min: 0.0, max, step: max / 10.0 };
    let grid = GridSpec { axes: [axis(1.0), axis(1000.0)], closed: true };
    let program = Arc::new(expr::parse("sin(6*x0) + cos(x1/200)").unwrap());
    let request = FieldRequest::new(program, grid, Scheme::Exact, 1e-4).unwrap();
    let order = StreamlineOrder { separation: [1.0 / 12.0, 1000.0 / 12.0], heading: Heading::Descent };
    let drawn = drawn(&request, &order);
    assert!(drawn.lines().len() >= 8, "{}", drawn.lines().len());
    assert!(least_distance(drawn.lines(), order.separation) >= NEAREST);
}

#[test]
fn impossible_separations_are_brought_to_the_nearest_that_are_possible() {
    let request = usual("x0 + x1/3");
    let lines = |separation: [f64; 2]| drawn(&request, &StreamlineOrder { separation, ..across(1.0) });
    assert_eq!(lines([f64::INFINITY; 2]), lines([2.0; 2]));
    assert_eq!(lines([100.0; 2]), lines([2.0; 2]));
    // So many that two are enough to tell.
    let finest = 4.0 / f64::from(MOST_ACROSS);
    let straight = usual("x0");
    let lines = |finest: f64| drawn(&straight, &StreamlineOrder { separation: [2.0, finest], ..across(1.0) });
    let expected = lines(finest);
    for separation in [0.0, -1.0, f64::NAN, 1e-300] {
        assert_eq!(lines(separation), expected, "{separation}");
    }
}

#[test]
fn every_scheme_and_precision_has_lines_and_noise_ends() {
    let half = |precision| Method { precision, ..Method::default() };
    for (method, h) in [
        (Scheme::Forward.into(), 1e-6),
        (Scheme::FivePoint.into(), 1e-3),
        (Scheme::Richardson.into(), 1e-3),
        (Scheme::ComplexStep.into(), 1e-30),
        (Scheme::Exact.into(), 1e-4),
        (half(Precision::F32), 1e-2),
        (half(Precision::F16), 0.1),
        (Method::default(), 1e-15),
        (Method::default(), 1.2e-16),
    ] {
        let order = across(10.0);
        let drawn = drawn(&request(BOWL, method, h), &order);
        assert!(drawn.lines().len() >= 6, "{method:?}, h = {h}: {}", drawn.lines().len());
        assert!(least_distance(drawn.lines(), order.separation) >= NEAREST, "{method:?}, h = {h}");
    }
}

#[test]
fn the_same_order_always_has_the_same_lines() {
    let [one, other] = [(); 2].map(|()| drawn(&usual(ROSENBROCK), &across(10.0)));
    assert_eq!(one, other);
}

#[test]
fn progress_is_told_and_cancelling_ends_it() {
    let order = StreamlineOrder::usual(&SQUARE);
    assert_eq!(order.separation, [0.125; 2]);
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    streamlines(&usual("x0"), &order, &cancel, &progress).unwrap();
    let (done, all) = progress.get();
    assert!(done == all && all > 0, "{done} of {all}");
    cancel.cancel();
    assert_eq!(streamlines(&usual("x0"), &order, &cancel, &progress), Err(Cancelled));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn lines_of_any_wave_keep_their_distance(
        a in -3.0..3.0_f64, b in -3.0..3.0_f64, c in -2.0..2.0_f64, count in 4.0..16.0_f64,
    ) {
        let text = format!("sin({a}*x0 + {b}*x1) + {c}*x0*x1 + 0.1*x1^2");
        let order = across(count);
        let drawn = drawn(&usual(&text), &order);
        assert!(!drawn.lines().is_empty(), "{text}");
        let least = least_distance(drawn.lines(), order.separation);
        assert!(least >= NEAREST, "{text}: {least}");
    }
}
