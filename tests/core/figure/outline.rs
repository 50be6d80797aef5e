//! The outlines of arrows and marks, against the distances by which the window's shader draws them (`arrows.wgsl`).

use gradfield::figure::arrows::marks::FILLED;
use gradfield::figure::arrows::outline::{Body, Outline, body, halo};
use gradfield::figure::arrows::{Instance, Kind, Layout};

const LAYOUT: Layout = Layout {
    stride: [1, 1],
    distance: [50.0, 50.0],
    length: 27.0,
    shaft: 3.0,
    mark: 10.0,
    stroke: 1.6,
    max_halo: 2.0,
};

fn instance(kind: u32, length: f32) -> Instance {
    Instance { position: [30.0, 20.0], direction: [0.6, 0.8], length, color: [0, 0, 0, 255], kind }
}

/// How often an outline goes round a point.
fn turns(outline: &Outline, [x, y]: [f64; 2]) -> i32 {
    match outline {
        Outline::Circle { center, radius } => i32::from((x - center[0]).hypot(y - center[1]) < *radius),
        Outline::Polygon(corners) => {
            let next = corners.iter().cycle().skip(1);
            let crossings = corners.iter().zip(next).map(|(a, b)| {
                let side = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
                match (a[1] <= y, b[1] <= y) {
                    (true, false) if side > 0.0 => 1,
                    (false, true) if side < 0.0 => -1,
                    _ => 0,
                }
            });
            crossings.sum()
        }
    }
}

fn covers(body: &Body, point: [f64; 2]) -> bool {
    let is_in = |outline: &Outline| turns(outline, point) != 0;
    body.outer.iter().any(is_in) && !body.hole.as_ref().is_some_and(is_in)
}

fn segment([x, y]: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let along = [b[0] - a[0], b[1] - a[1]];
    let t = ((x - a[0]) * along[0] + (y - a[1]) * along[1]) / (along[0].powi(2) + along[1].powi(2));
    let t = t.clamp(0.0, 1.0);
    (x - a[0] - t * along[0]).hypot(y - a[1] - t * along[1])
}

/// The shader's `mark_distance`.
fn mark_distance([x, y]: [f64; 2], radius: f64, shape: Kind) -> f64 {
    match shape {
        Kind::Ring => x.hypot(y) - radius,
        Kind::Diamond => (x.abs() + y.abs() - radius) * 0.5_f64.sqrt(),
        Kind::Square | Kind::HalfSquare => x.abs().max(y.abs()) - 0.85 * radius,
        Kind::Cross => {
            let half_width = 0.65 * LAYOUT.stroke;
            let corner = 0.85 * radius - half_width;
            segment([x.abs(), y.abs()], [0.0, 0.0], [corner, corner]) - half_width
        }
        _ => {
            let y = if shape == Kind::Down { y } else { -y };
            (-y).max(0.75_f64.sqrt() * x.abs() + 0.5 * y) - 0.5 * radius
        }
    }
}

/// Where the shader draws a mark: below 0 is inside.
fn shaded(local: [f64; 2], radius: f64, shape: Kind, is_filled: bool) -> f64 {
    let outline = mark_distance(local, radius, shape);
    let hole = match shape {
        Kind::HalfSquare => (-(outline + 0.6 * LAYOUT.stroke)).min(local[0]),
        Kind::Cross => -1e9,
        _ if is_filled => -1e9,
        _ => -(outline + LAYOUT.stroke),
    };
    outline.max(hole)
}

/// Places all over a square around the position, 0.1 points apart.
fn places() -> impl Iterator<Item = [f64; 2]> {
    (-80..=80).flat_map(|i| (-80..=80).map(move |j| [f64::from(i) * 0.1 + 0.013, f64::from(j) * 0.1 + 0.017]))
}

#[test]
fn marks_cover_what_the_shader_covers() {
    let shapes =
        [Kind::Ring, Kind::Diamond, Kind::Square, Kind::HalfSquare, Kind::Cross, Kind::Down, Kind::Up];
    for (shape, is_filled) in shapes.into_iter().flat_map(|shape| [(shape, false), (shape, true)]) {
        let kind = shape as u32 + if is_filled { FILLED } else { 0 };
        let body = body(&instance(kind, 10.0), &LAYOUT);
        // The round ends of a cross' strokes are five corners each, which lie on the round: nowhere farther off than
        // 1 - cos(45 degrees / 2) of half a stroke, 0.077.
        let slack = if shape == Kind::Cross { 0.65 * LAYOUT.stroke * 0.08 } else { 1e-6 };
        let mut inside = 0;
        for [x, y] in places() {
            let distance = shaded([x, y], 5.0, shape, is_filled);
            if distance.abs() > slack {
                let is_covered = covers(&body, [30.0 + x, 20.0 + y]);
                assert_eq!(is_covered, distance < 0.0, "{shape:?}, filled: {is_filled}, at {x}, {y}");
                inside += usize::from(is_covered);
            }
        }
        assert!(inside > 500, "{shape:?}: {inside}");
    }
}

#[test]
fn an_arrow_is_matplotlibs_and_shrinks_as_a_whole() {
    // Length, and what it is to be measured by: a shorter one has a thinner shaft.
    for (length, shaft) in [(27.0, 3.0), (15.0, 3.0), (10.0, 2.0), (4.0, 0.8)] {
        let body = body(&instance(Kind::Arrow as u32, length), &LAYOUT);
        let [Outline::Polygon(corners)] = &body.outer[..] else { panic!("{body:?}") };
        let long = f64::from(length) / shaft;
        let half = [(0.0, 0.5), (long - 4.5, 0.5), (long - 5.0, 1.5), (long, 0.0)];
        let mirrored = half[..3].iter().rev().map(|(along, aside)| (*along, -aside));
        for (corner, (along, aside)) in corners.iter().zip(half.into_iter().chain(mirrored)) {
            let expected =
                [30.0 + shaft * (0.6 * along - 0.8 * aside), 20.0 + shaft * (0.8 * along + 0.6 * aside)];
            // The direction has the digits of an `f32`.
            assert!((corner[0] - expected[0]).hypot(corner[1] - expected[1]) < 1e-5, "{length}: {corner:?}");
        }
        assert_eq!(corners.len(), 7);
        let halo = halo(&instance(Kind::Arrow as u32, length), &LAYOUT, 1.0);
        assert!((halo - shaft / 3.0).abs() < 1e-6, "{length}: {halo}");
    }
}

#[test]
fn a_mark_smaller_than_its_line_has_no_hole() {
    for shape in [Kind::Ring, Kind::Diamond, Kind::Square, Kind::Down, Kind::Up] {
        assert!(body(&instance(shape as u32, 2.0), &LAYOUT).hole.is_none(), "{shape:?}");
        assert!(body(&instance(shape as u32, 10.0), &LAYOUT).hole.is_some(), "{shape:?}");
    }
}

#[test]
fn a_dot_is_a_hexagon_one_shaft_across() {
    let body = body(&instance(Kind::Dot as u32, 1.0), &LAYOUT);
    let [Outline::Polygon(corners)] = &body.outer[..] else { panic!("{body:?}") };
    assert_eq!(corners.len(), 6);
    assert!(corners.iter().all(|[x, y]| ((x - 30.0).hypot(y - 20.0) - 1.5).abs() < 1e-12));
}
