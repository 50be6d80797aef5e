//! The camera, and what is drawn over what.

#![expect(clippy::float_cmp, reason = "exactness is what is tested")]

use std::collections::HashSet;

use eframe::egui::{Pos2, Rect, pos2, vec2};
use gradfield::gui::h_lab::surface::camera::{FLOOR, Point, TOP, View};
use gradfield::gui::h_lab::surface::mesh::mesh;
use gradfield::gui::h_lab::{Camera, Relief};

use super::{field_of, relief, relief_of};

/// In each of the eight directions around, from above and from below.
fn cameras() -> Vec<Camera> {
    let around = (0..8).map(|octant| -180.0 + 22.0 + 45.0 * f64::from(octant));
    around
        .flat_map(|yaw| {
            [-60.0, -15.0, 15.0, 60.0].map(|pitch| Camera { yaw, pitch, zoom: 1.0, ..Camera::default() })
        })
        .collect()
}

fn room() -> Rect {
    Rect::from_min_size(pos2(20.0, 10.0), vec2(400.0, 900.0))
}

/// Every cell comes once, and none after one that lies in front of it: that none of its points has one of the other's behind
/// itself on the way to the eye.
#[test]
fn cells_come_from_the_back_to_the_front() {
    const SHAPE: [usize; 2] = [5, 4];
    for camera in cameras() {
        let view = camera.view(room());
        let [dx, dy, _] = view.toward();
        let cells: Vec<_> = view.order().cells(SHAPE).collect();
        assert_eq!(cells.iter().collect::<HashSet<_>>().len(), SHAPE[0] * SHAPE[1]);
        assert_eq!(cells.len(), SHAPE[0] * SHAPE[1]);
        for (i, earlier) in cells.iter().enumerate() {
            for later in &cells[i + 1..] {
                assert!(!hides(*earlier, *later, [dx, dy]), "{camera:?}: {earlier:?} hides {later:?}");
            }
        }
    }
}

/// Whether from some point of the one cell the way to the eye leads over the other.
fn hides(front: [usize; 2], behind: [usize; 2], toward: [f32; 2]) -> bool {
    // From a point of the one to a point of the other along an axis it is anything within 1 of this.
    let [x, y] = [0, 1].map(|i| front[i] as f32 - behind[i] as f32);
    // The shares of the way at which it is within: an open interval for each axis, which must have a share above 0 in common.
    let within = |distance: f32, speed: f32| {
        let ends = [(distance - 1.0) / speed, (distance + 1.0) / speed];
        [ends[0].min(ends[1]), ends[0].max(ends[1])]
    };
    let [a, b] = [within(x, toward[0]), within(y, toward[1])];
    front != behind && a[0].max(b[0]).max(0.0) + 1e-5 < a[1].min(b[1])
}

/// Seen from anywhere, whatever of the surface is nearest to the eye is drawn last.
#[test]
fn the_nearest_triangle_covers_the_others() {
    // With hills, and a hole.
    let reliefs = [relief("sin(3*x0)*cos(2*x1)", 0.25), relief("sqrt(x0^2 + x1^2 - 0.5)*cos(3*x0)", 0.25)];
    let mut crowded = 0;
    for (relief, camera) in reliefs.iter().flat_map(|relief| cameras().into_iter().map(move |c| (relief, c)))
    {
        let view = camera.view(room());
        let triangles = triangles(relief, &view);
        for place in places() {
            let covering: Vec<f32> =
                triangles.iter().filter_map(|triangle| nearness_at(triangle, &view, place)).collect();
            let nearest = covering.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            crowded += usize::from(covering.len() > 1);
            // Places are some 1e-5 of a unit off, and a triangle seen from its side is up to some 20 times as deep.
            let last = covering.last().copied().unwrap_or(nearest);
            assert!(nearest - last < 1e-3 || covering.is_empty(), "{camera:?} at {place}: {covering:?}");
        }
    }
    assert!(crowded > 1000, "{crowded} places at which there is something to hide");
}

/// The corners in the box of the triangles of the surface, without its lines.
fn triangles(relief: &Relief, view: &View) -> Vec<[Point; 3]> {
    let points: Vec<Point> = relief.points().collect();
    let mesh = mesh(relief, view);
    let chunks = mesh.indices.chunks_exact(3).map(|corners| [0, 1, 2].map(|i| corners[i] as usize));
    let of_surface = chunks.filter(|corners| corners.iter().all(|corner| *corner < points.len()));
    of_surface
        .map(|corners| {
            corners.map(|corner| {
                assert!(points[corner][2].is_finite(), "a triangle in a hole");
                assert_eq!(mesh.vertices[corner].pos, view.place(points[corner]));
                points[corner]
            })
        })
        .collect()
}

/// Places in the middle of the screen, where the box is.
fn places() -> impl Iterator<Item = Pos2> {
    let shares = || (0..24_u8).map(|i| (f32::from(i) + 0.37) / 24.0);
    let place = |x: f32, y: f32| room().min + vec2(x, 0.25 + 0.5 * y) * room().size();
    shares().flat_map(move |x| shares().map(move |y| place(x, y)))
}

/// How near a triangle is at a place on the screen, if it is there.
fn nearness_at(corners: &[Point; 3], view: &View, place: Pos2) -> Option<f32> {
    let [a, b, c] = corners.map(|corner| view.place(corner));
    let cross = |u: eframe::egui::Vec2, v: eframe::egui::Vec2| u.x * v.y - u.y * v.x;
    let area = cross(b - a, c - a);
    let shares = [cross(b - place, c - place), cross(c - place, a - place), cross(a - place, b - place)];
    // Not on its very edge, where rounding decides.
    let is_inside = area.abs() > 1e-3 && shares.iter().all(|share| share / area > 1e-3);
    is_inside.then(|| (0..3).map(|i| shares[i] / area * view.nearness(corners[i])).sum())
}

#[test]
fn all_cells_are_drawn_but_for_the_holes() {
    for (text, step) in [("x0*x1", 0.25), ("ln(x0 + x1)", 0.25), ("x0 + x1", 4.0), ("x0 + x1", 1.0 / 32.0)] {
        let relief = relief(text, step);
        let [columns, rows] = relief.cells();
        let whole = (0..columns * rows).filter(|i| relief.is_whole([i % columns, i / columns])).count();
        for camera in cameras() {
            assert_eq!(triangles(&relief, &camera.view(room())).len(), 2 * whole, "{text}");
        }
    }
}

/// Each edge is drawn once, with the later of its two cells, whichever that is.
#[test]
fn every_edge_is_drawn_once() {
    for (text, usual) in [("x0 + x1", 2 * 9 * 8), ("ln(x0 + x1 + 0.1)", 0)] {
        let relief = relief(text, 0.5);
        let whole = (0..64).map(|i| [i % 8, i / 8]).filter(|cell| relief.is_whole(*cell));
        let edges: HashSet<_> = whole
            .flat_map(|[column, row]| {
                [(0, column, row), (0, column, row + 1), (1, column, row), (1, column + 1, row)]
            })
            .collect();
        assert!(edges.len() == usual || usual == 0 && edges.len() > 50, "{text}: {}", edges.len());
        for camera in cameras() {
            let mesh = mesh(&relief, &camera.view(room()));
            // Six vertices a line.
            let lines = (mesh.vertices.len() - relief.points().count()) / 6;
            assert_eq!(lines, edges.len(), "{text}, {camera:?}");
        }
    }
}

/// A rotation changes neither lengths nor angles: what is lost on the screen lies along the line of sight.
#[test]
fn turning_keeps_distances() {
    let corners = [[-1.0, -1.0, FLOOR], [1.0, -1.0, TOP], [0.3, 0.8, 0.5], [1.0, 1.0, 0.0]];
    let views: Vec<View> = cameras().into_iter().map(|camera| camera.view(room())).collect();
    // In this room its width is what counts, and the box's diagonal fits into it.
    let unit = (400.0 - 2.0 * 52.0) / 8_f32.sqrt();
    for view in &views {
        for [a, b] in corners.iter().flat_map(|a| corners.iter().map(move |b| [*a, *b])) {
            let on_screen = (view.place(a) - view.place(b)).length_sq() / (unit * unit);
            let along = view.nearness(a) - view.nearness(b);
            let squared: f32 = (0..3).map(|i| (a[i] - b[i]).powi(2)).sum();
            // Places are rounded to 2^-15 of a point or so, of which a unit has a hundred.
            assert!((on_screen + along * along - squared).abs() < 1e-4, "{view:?}: {a:?} {b:?}");
        }
    }
    for camera in cameras() {
        let around = Camera { yaw: camera.yaw + 360.0, ..camera };
        let (a, b) = (camera.view(room()), around.view(room()));
        assert!(
            corners.iter().all(|corner| a.place(*corner).distance(b.place(*corner)) < 1e-3),
            "{camera:?}"
        );
    }
}

#[test]
fn from_above_the_plane_is_that_of_the_canvas() {
    let view = Camera { yaw: 0.0, pitch: 90.0, zoom: 1.0, ..Camera::default() }.view(room());
    let center = view.place([0.0, 0.0, 0.0]);
    let [right, up] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]].map(|point| view.place(point) - center);
    assert!(right.x > 50.0 && right.y.abs() < 1e-3, "{right}");
    assert!(up.y < -50.0 && up.x.abs() < 1e-3, "{up}");
    // And from the front f grows upwards.
    let view = Camera { yaw: 0.0, pitch: 0.0, zoom: 1.0, ..Camera::default() }.view(room());
    let up = view.place([0.0, 0.0, 1.0]) - view.place([0.0, 0.0, 0.0]);
    assert!(up.y < -50.0 && up.x.abs() < 1e-3, "{up}");
    assert!(view.nearness([0.0, -1.0, 0.0]) > view.nearness([0.0, 1.0, 0.0]));
}

#[test]
fn the_box_fits_into_every_room_however_it_is_turned() {
    for size in [vec2(400.0, 900.0), vec2(960.0, 210.0), vec2(500.0, 180.0), vec2(1500.0, 700.0)] {
        let room = Rect::from_min_size(pos2(5.0, 7.0), size);
        let yaws = (-180..180).step_by(15);
        for (yaw, pitch) in yaws.flat_map(|yaw| (-90..=90).step_by(15).map(move |pitch| (yaw, pitch))) {
            let view =
                Camera { yaw: f64::from(yaw), pitch: f64::from(pitch), zoom: 1.0, ..Camera::default() }
                    .view(room);
            for [x, y, z] in [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]
                .into_iter()
                .flat_map(|[x, y]| [FLOOR, TOP].map(|z| [x, y, z]))
            {
                let place = view.place([x, y, z]);
                // With the margins for the numbers, but for rounding.
                assert!(room.shrink2(vec2(51.9, 21.9)).contains(place), "{size}, {yaw}, {pitch}: {place}");
            }
        }
    }
    // One that is smaller than its margins is no reason to turn everything around.
    let view = Camera::default().view(Rect::from_min_size(pos2(0.0, 0.0), vec2(10.0, 10.0)));
    assert!(view.place([0.0, 0.0, 1.0]).y < view.place([0.0, 0.0, 0.0]).y);
}

#[test]
fn a_camera_that_cannot_be_becomes_the_nearest_that_can() {
    let usual = Camera::default();
    let cases = [
        (Camera { yaw: 190.0, ..usual }, Camera { yaw: -170.0, ..usual }),
        (Camera { yaw: -540.0 - 30.0, ..usual }, Camera { yaw: 150.0, ..usual }),
        (Camera { yaw: 180.0, ..usual }, Camera { yaw: 180.0, ..usual }),
        (Camera { pitch: 100.0, ..usual }, Camera { pitch: 90.0, ..usual }),
        (Camera { pitch: -1e300, ..usual }, Camera { pitch: -90.0, ..usual }),
        (Camera { zoom: 0.0, ..usual }, Camera { zoom: Camera::ZOOMS[0], ..usual }),
        (Camera { zoom: 1e9, ..usual }, Camera { zoom: Camera::ZOOMS[1], ..usual }),
        (
            Camera { yaw: f64::NAN, pitch: f64::INFINITY, zoom: f64::NAN, pan: [f64::NAN, f64::INFINITY] },
            usual,
        ),
        (
            Camera { pan: [9.0, -9.0], ..usual },
            Camera { pan: [Camera::FARTHEST, -Camera::FARTHEST], ..usual },
        ),
        (
            Camera { yaw: 12.3, pitch: -45.6, zoom: 1.7, pan: [0.25, -0.5] },
            Camera { yaw: 12.3, pitch: -45.6, zoom: 1.7, pan: [0.25, -0.5] },
        ),
    ];
    for (camera, expected) in cases {
        assert_eq!(camera.sound(), expected, "{camera:?}");
    }
}

/// A field so wide that its ends are as far apart as numbers are is drawn like any other.
#[test]
fn the_largest_numbers_have_a_place() {
    let relief = relief_of(&field_of("x0 + x1", [[-8e307, 8e307]; 2], 4e307));
    assert_eq!(relief.cells(), [4, 4]);
    let view = Camera::default().view(room());
    assert!(mesh(&relief, &view).vertices.iter().all(|vertex| vertex.pos.is_finite()));
    assert_eq!(relief.place([4e307, -4e307]), [0.5, -0.5]);
}
