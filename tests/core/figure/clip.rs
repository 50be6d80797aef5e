//! Lines cut to a frame, and that no figure has any far beyond its canvas.

use gradfield::export::figure::shapes::{Contour, Rect, Shape};
use gradfield::export::figure::{Scene, Sheet, svg};
use gradfield::figure::clip::{contains, pieces, segment};
use gradfield::figure::palette::{LineKind, layer_color};
use proptest::prelude::*;

use super::{Figure, canvas, seed};

const FRAME: [[f64; 2]; 2] = [[0.0, 0.0], [10.0, 8.0]];

#[test]
fn a_segment_is_cut_where_it_crosses_a_side() {
    let table = [
        // All of it, and nothing of it.
        ([1.0, 1.0], [9.0, 7.0], Some([[1.0, 1.0], [9.0, 7.0]])),
        ([-1.0, -1.0], [-1.0, 9.0], None),
        ([-5.0, 4.0], [4.0, -5.0], None),
        // Through one side, two, and two that meet.
        ([5.0, 4.0], [15.0, 4.0], Some([[5.0, 4.0], [10.0, 4.0]])),
        ([5.0, 4.0], [5.0, -4.0], Some([[5.0, 4.0], [5.0, 0.0]])),
        ([-10.0, 2.0], [20.0, 2.0], Some([[0.0, 2.0], [10.0, 2.0]])),
        ([-1.0, 1.0], [1.0, -1.0], None),
        ([-1.0, 2.0], [2.0, -1.0], Some([[0.0, 1.0], [1.0, 0.0]])),
        // Along a side.
        ([-5.0, 0.0], [5.0, 0.0], Some([[0.0, 0.0], [5.0, 0.0]])),
        // No place, no length.
        ([f64::NAN, 1.0], [2.0, 2.0], None),
        ([f64::INFINITY, 1.0], [2.0, 2.0], None),
        ([1.0, 1.0], [1.0, 1.0], None),
        // Farther than any file counts.
        ([-1e12, 4.0], [1e12, 4.0], Some([[0.0, 4.0], [10.0, 4.0]])),
    ];
    for (from, to, expected) in table {
        let found = segment(from, to, FRAME);
        assert_eq!(found, expected, "{from:?} to {to:?}");
        let back = expected.map(|[start, end]| [end, start]);
        assert_eq!(segment(to, from, FRAME), back, "{to:?} to {from:?}");
    }
}

#[test]
fn pieces_meet_where_the_line_was_not_cut() {
    // Out to the right and in again.
    let line = [[1.0, 1.0], [5.0, 1.0], [15.0, 1.0], [15.0, 5.0], [5.0, 5.0], [5.0, 6.0]];
    let open = vec![vec![[1.0, 1.0], [5.0, 1.0], [10.0, 1.0]], vec![[10.0, 5.0], [5.0, 5.0], [5.0, 6.0]]];
    assert_eq!(pieces(&line, false, FRAME), open);
    // Closed, the second piece goes on in the first.
    let closed = vec![vec![[10.0, 5.0], [5.0, 5.0], [5.0, 6.0], [1.0, 1.0], [5.0, 1.0], [10.0, 1.0]]];
    assert_eq!(pieces(&line, true, FRAME), closed);
    // A whole ring ends where it begins.
    let ring = [[1.0, 1.0], [5.0, 1.0], [5.0, 5.0]];
    assert_eq!(pieces(&ring, true, FRAME), [[ring[0], ring[1], ring[2], ring[0]]]);
    assert_eq!(pieces(&ring, false, FRAME), [ring]);
    // A hole has none of the line beside it.
    let holed = [[1.0, 1.0], [2.0, 1.0], [f64::NAN; 2], [3.0, 1.0], [4.0, 1.0]];
    assert_eq!(pieces(&holed, false, FRAME), [[holed[0], holed[1]], [holed[3], holed[4]]]);
    assert!(pieces(&[], true, FRAME).is_empty());
    assert!(pieces(&[[1.0, 1.0]], true, FRAME).is_empty());
}

proptest! {
    /// Whatever lies within is kept, and nothing else: by many places along the segment.
    #[test]
    fn a_segment_keeps_what_lies_within(
        from in [-30.0..30.0_f64, -30.0..30.0_f64],
        to in [-30.0..30.0_f64, -30.0..30.0_f64],
    ) {
        let kept = segment(from, to, FRAME);
        let along = |t: f64| [0, 1].map(|axis| from[axis] + t * (to[axis] - from[axis]));
        // How far along the ends are that were kept.
        let [dx, dy] = [0, 1].map(|axis| to[axis] - from[axis]);
        let share = |at: [f64; 2]| ((at[0] - from[0]) * dx + (at[1] - from[1]) * dy) / (dx * dx + dy * dy);
        let range = kept.map(|[start, end]| [share(start), share(end)]);
        for i in 0..=200 {
            let t = f64::from(i) / 200.0;
            // Not where rounding decides: 1e-9 of a segment is more than any of it.
            let is_kept = |by: f64| range.is_some_and(|[enters, leaves]| t >= enters - by && t <= leaves + by);
            if is_kept(1e-9) == is_kept(-1e-9) {
                prop_assert_eq!(contains(FRAME, along(t)), is_kept(0.0), "{} of {:?}", t, kept);
            }
        }
    }
}

fn frame(scene: &Scene) -> Rect {
    let found = scene.shapes.iter().find_map(|shape| match shape {
        Shape::Clipped(rect, _) => Some(*rect),
        _ => None,
    });
    found.expect("a figure has a canvas")
}

/// The corners of everything but arrows that is drawn on the canvas.
fn corners(shapes: &[Shape]) -> Vec<[f64; 2]> {
    let contours = shapes.iter().filter_map(|shape| match shape {
        Shape::Path(path) => Some(path.contours.iter()),
        _ => None,
    });
    let corners = contours.flatten().flat_map(|contour| match contour {
        Contour::Open(corners) | Contour::Closed(corners) => corners.clone(),
        Contour::Circle { center, .. } => vec![*center],
    });
    corners.collect()
}

/// Lines, ways and marks of a field in a view.
fn all_of(expression: &str, view: [[f64; 2]; 2]) -> (Figure, Scene) {
    let figure = Figure::new(seed(expression, [-2.0, 2.0], 0.25), |settings| {
        settings.layers.contours.show = true;
        settings.layers.streamlines.show = true;
        settings.layers.critical_points = true;
        settings.descent.show = true;
        settings.heat_map.show = true;
        settings.arrows.ghosts = true;
    });
    let scene = figure.on(&Sheet { view: Some(view), ..Sheet::default() });
    (figure, scene)
}

#[test]
fn nothing_is_drawn_far_beyond_the_canvas() {
    for size in [1.0, 1e-4, 1e-8, 1e-12] {
        for [x0, x1] in [[0.0, 0.0], [0.5, 1.0], [-1.0, 1.5]] {
            let view = [[x0 - 0.3 * size, x0 + 0.7 * size], [x1 - size, x1 + size]];
            let (_, scene) = all_of("x0^2 + 3*x1^2 + sin(2*x0*x1)", view);
            let frame = frame(&scene);
            // 16 points for lines, and the tips of arrowheads and corners of marks about them.
            let around = [frame.min.map(|side| side - 26.0), frame.max.map(|side| side + 26.0)];
            for corner in corners(canvas(&scene)) {
                assert!(contains(around, corner), "{size} at {x0}, {x1}: {corner:?} beyond {frame:?}");
            }
            for shape in canvas(&scene) {
                if let Shape::Image(image) = shape {
                    // A cell more than is seen, on each side.
                    let most = 3.0 * frame.size()[0].max(frame.size()[1]);
                    assert!(image.rect.size().iter().all(|side| *side <= most), "{:?}", image.rect);
                }
            }
            assert!(svg(&scene).len() < 400_000);
        }
    }
}

/// A contour line of a plane is straight and of a known slope, however near one looks.
#[test]
fn a_line_keeps_its_slope_at_any_zoom() {
    // Along it x1 grows by 2 where x0 grows by 1.
    let expression = "x1 - 2*x0";
    let whole = all_of(expression, [[-2.0, 2.0], [-2.0, 2.0]]).0;
    let contours = whole.content.contours.as_ref().expect("contours");
    let line = contours.levels().iter().flat_map(|level| &level.lines).max_by_key(|line| line.points.len());
    let points = &line.expect("a line").points;
    let [a, b] = [points[points.len() / 2], points[points.len() / 2 + 1]];
    let middle = [0, 1].map(|axis| f64::midpoint(a[axis], b[axis]));
    for size in [1e-2, 1e-6, 1e-10] {
        let view = middle.map(|x| [x - size, x + size]);
        let (figure, scene) = all_of(expression, view);
        let color = layer_color(LineKind::Contours, false).faded(figure.settings.layers.contours.opacity);
        let paths = canvas(&scene).iter().filter_map(|shape| match shape {
            Shape::Path(path) if path.stroke.is_some_and(|stroke| stroke.color == color) => Some(path),
            _ => None,
        });
        let lines: Vec<&Contour> = paths.flat_map(|path| &path.contours).collect();
        let frame = frame(&scene);
        let center = [0, 1].map(|axis| f64::midpoint(frame.min[axis], frame.max[axis]));
        // One of them goes through the middle of the view.
        let through = lines.iter().filter_map(|line| match line {
            Contour::Open(corners) => Some([corners[0], corners[corners.len() - 1]]),
            _ => None,
        });
        let off = |[[ax, ay], [bx, by]]: [[f64; 2]; 2]| {
            let [dx, dy] = [bx - ax, by - ay];
            ((center[0] - ax) * dy - (center[1] - ay) * dx).abs() / dx.hypot(dy)
        };
        let nearest = through.min_by(|a, b| off(*a).total_cmp(&off(*b))).expect("a line is seen");
        // The rounding of places near 1 is 1e-16, of a view of 2e-10 with 800 points: less than 0.001.
        assert!(off(nearest) < 0.01, "{size}: {nearest:?} past {center:?}");
        let [[ax, ay], [bx, by]] = nearest;
        // Within what a file has digits for.
        assert!(nearest.as_flattened().iter().all(|side| side.abs() < 1e5), "{size}: {nearest:?}");
        // The slope by a thousandth, over 800 points and more.
        assert!(((ay - by) / (bx - ax) - 2.0).abs() < 1e-3, "{size}: {nearest:?}");
        // From edge to edge.
        assert!((by - ay).abs() >= frame.size()[1], "{size}: {nearest:?} in {frame:?}");
    }
}
