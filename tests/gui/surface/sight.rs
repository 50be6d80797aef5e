//! Lines laid on the surface, and what of it lies behind a hill.

use gradfield::analysis::descent::{Descent, Optimizer, UpdateRule};
use gradfield::gui::h_lab::Camera;
use gradfield::gui::h_lab::surface::camera::{Point, TOP, View};
use gradfield::gui::h_lab::surface::relief::Relief;
use gradfield::gui::h_lab::surface::sight::{is_seen, laid, on_surface};

use super::{relief, relief_of, square};

fn view(yaw: f64, pitch: f64) -> View {
    let room = eframe::egui::Rect::from_min_size(eframe::egui::Pos2::ZERO, eframe::egui::vec2(400.0, 900.0));
    Camera { yaw, pitch, zoom: 1.0, ..Camera::default() }.view(room)
}

/// A way lies on the surface: as high as f, to what the triangles of so fine a grid are off.
#[test]
fn a_way_lies_on_the_surface() {
    let field = square("x0^2/4 + x1^2", 0.0625);
    let relief = relief_of(&field);
    let range = relief.range().expect("values");
    let path = Descent {
        program: std::sync::Arc::clone(field.request.program()),
        method: field.request.method(),
        h: 1e-4,
        start: [-1.9, 1.7],
        optimizer: Optimizer::new(UpdateRule::Momentum),
        steps: 40,
        tolerance: 1e-9,
        region: None,
    }
    .run()
    .expect("central differences go through");
    // Half the step squared times the second derivatives over 8 in each direction, in shares of the highest f, which is 5.
    let bound = (0.5 + 2.0) * 0.0625 * 0.0625 / 8.0 / 5.0 + 1e-6;
    let mut on_grid = 0;
    for pair in path.visits.windows(2) {
        let Some([_, _, height]) = on_surface(&relief, relief.place(pair[0].x)) else { continue };
        on_grid += 1;
        assert!(f64::from(height - range.height(pair[0].f)).abs() <= bound, "{:?}", pair[0]);
        let [from, to] = [pair[0].x, pair[1].x].map(|x| relief.place(x));
        for [x, y, height] in laid(&relief, from, to).flatten() {
            assert_eq!(relief.height_at([x, y]).map(f32::to_bits), Some(height.to_bits()));
        }
    }
    assert!(on_grid > 20, "{on_grid}");
}

#[test]
fn a_line_is_divided_by_cells_and_ends_where_it_is_to() {
    let relief = relief("x0^2 + x1^2", 0.25);
    // Sixteen cells from side to side.
    let across: Vec<_> = laid(&relief, [-1.0, 0.5], [1.0, 0.5]).collect();
    assert_eq!(across.len(), 16);
    assert_eq!(across.last().copied().flatten().map(|[x, y, _]| [x, y]), Some([1.0, 0.5]));
    assert_eq!(laid(&relief, [0.3, 0.3], [0.3, 0.3]).count(), 1);
    // Beyond the grid there is nothing, and much of it is as soon done.
    assert_eq!(laid(&relief, [1.1, 0.0], [1e30, 0.0]).flatten().count(), 0);
    assert!(laid(&relief, [-1e30, 0.0], [1e30, 0.0]).count() <= 64);
    assert_eq!(laid(&relief, [0.0, 0.0], [f32::NAN, 0.0]).flatten().count(), 0);
}

/// A ridge along x1 = 0, seen from the front: it hides the slope behind it and nothing before.
#[test]
fn a_hill_hides_what_is_behind_it() {
    let relief = relief("exp(-8*x1^2) + 0*x0", 0.0625);
    let seen = |view: &View, y: f32| is_seen(&relief, view, on_surface(&relief, [0.1, y]).expect("a place"));
    let front = view(0.0, 15.0);
    for y in [-0.95, -0.6, -0.3, -0.05] {
        assert!(seen(&front, y), "{y} lies before the ridge");
    }
    for y in [0.3, 0.6, 0.95] {
        assert!(!seen(&front, y), "{y} lies behind it");
    }
    // The other way round from behind.
    let behind = view(180.0, 15.0);
    assert!([-0.95, -0.6, -0.3].into_iter().all(|y| !seen(&behind, y)));
    assert!([0.3, 0.6, 0.95].into_iter().all(|y| seen(&behind, y)));
    // From above, and along the ridge, all is seen.
    for open in [view(0.0, 90.0), view(30.0, 80.0), view(90.0, 15.0)] {
        assert!((-9..=9).all(|tenth: i8| seen(&open, f32::from(tenth) / 10.0)), "{open:?}");
    }
    // From below a hill is a hollow: what hides is the plane around it.
    let below = view(0.0, -15.0);
    assert!(!seen(&below, 0.0) && seen(&below, -0.95), "the hollow");
}

/// Nothing hides in a hole.
#[test]
fn a_hole_can_be_looked_through() {
    let whole = relief("max(2 - 8*abs(x1), 0) + 0*x0", 0.0625);
    let holed = relief("max(2 - 8*abs(x1), 0) + 0*ln(abs(x1) - 0.3) + 0*x0", 0.0625);
    let front = view(0.0, 15.0);
    let seen = |relief| is_seen(relief, &front, on_surface(relief, [0.1, 0.7]).expect("a place"));
    assert_eq!([seen(&whole), seen(&holed)], [false, true]);
}

/// Whether some height on the line of sight is above it, cell by cell.
fn is_seen_cell_by_cell(relief: &Relief, view: &View, [x, y, z]: Point) -> bool {
    let [dx, dy, dz] = view.toward();
    let step = 2.0 / relief.cells()[0] as f32 / dx.hypot(dy);
    let side = if view.is_from_above() { 1.0 } else { -1.0 };
    let at = |i: u16| [dx, dy, dz].map(|d| (0.5 + f32::from(i)) * step * d);
    let points = (0..400).map(at).map(|[dx, dy, dz]| [x + dx, y + dy, z + dz]);
    let mut inside =
        points.take_while(|[x, y, z]| x.abs() <= 1.0 && y.abs() <= 1.0 && (0.0..=TOP).contains(z));
    !inside.any(|[x, y, z]| relief.height_at([x, y]).is_some_and(|height| side * (height - z) > 0.004))
}

/// Whole parts of the surface that are too low to hide anything are passed at once: it must not matter.
#[test]
fn what_is_seen_is_seen_cell_by_cell() {
    let texts = [
        "sin(3*x0)*cos(4*x1)",
        "x0^2 + x1^2",
        "exp(-8*x1^2) + 0*x0",
        "sin(5*x0) + ln(x1 + 1)",
        "floor(2*x0)",
    ];
    // Cells that are no whole number of blocks, and most of the cells that there can be.
    let fields = texts.into_iter().flat_map(|text| [0.25, 0.037].map(|step| (text, step)));
    let (mut seen, mut hidden, mut others) = (0, 0, 0);
    for (text, step) in fields {
        let relief = relief(text, step);
        for (yaw, pitch) in [(0.0, 15.0), (30.0, 30.0), (-123.0, 8.0), (200.0, -20.0), (90.0, 45.0)] {
            let view = view(yaw, pitch);
            for place in (0..400_u16).map(|i| [f32::from(i % 20), f32::from(i / 20)].map(|k| k / 9.7 - 0.98))
            {
                let Some(point) = on_surface(&relief, place) else { continue };
                let expected = is_seen_cell_by_cell(&relief, &view, point);
                *if expected { &mut seen } else { &mut hidden } += 1;
                others += usize::from(is_seen(&relief, &view, point) != expected);
            }
        }
    }
    assert!(seen > 2000 && hidden > 2000, "{seen} {hidden}");
    // Sums and products round otherwise, so a step may fall on the other side of an edge or of the least rise.
    assert!(others * 1000 <= seen + hidden, "{others} of {}", seen + hidden);
}
