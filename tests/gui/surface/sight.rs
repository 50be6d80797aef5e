//! Lines laid on the surface, and what of it lies behind a hill.

use gradfield::analysis::descent::{Descent, Optimizer, UpdateRule};
use gradfield::gui::h_lab::Camera;
use gradfield::gui::h_lab::surface::camera::View;
use gradfield::gui::h_lab::surface::sight::{is_seen, laid, on_surface};

use super::{relief, relief_of, square};

fn view(yaw: f64, pitch: f64) -> View {
    let room = eframe::egui::Rect::from_min_size(eframe::egui::Pos2::ZERO, eframe::egui::vec2(400.0, 900.0));
    Camera { yaw, pitch, zoom: 1.0 }.view(room)
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
