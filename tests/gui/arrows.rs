//! The arrows: their numbers here, their pixels in `picture`.

mod item;
mod marks;
mod panel;
#[cfg(feature = "snapshots")]
mod picture;

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::{Rect, pos2, vec2};
use egui_plot::{PlotBounds, PlotTransform};
use gradfield::colormap::{ColorScale, Colormap, Scale};
use gradfield::differentiate::Scheme;
use gradfield::expr;
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GradientField, GridSpec, Progress};
use gradfield::figure::Rgba;
use gradfield::gui::plot::arrows::build::{Built, build};
use gradfield::gui::plot::arrows::{
    Anchor, ArrowStyle, Direction, Instance, Kind, Length, Measure, View, view_of,
};
use proptest::prelude::*;

/// Central differences on a square grid.
pub(crate) fn square_field(expression: &str, [min, max]: [f64; 2], step: f64, h: f64) -> GradientField {
    let axis = AxisSpec { min, max, step };
    let program = Arc::new(expr::parse(expression).expect("a valid expression"));
    let grid = GridSpec { axes: [axis, axis], closed: false };
    let request = FieldRequest::new(program, grid, Scheme::Central, h).expect("a valid request");
    field::compute(&request, &CancelToken::new(), &Progress::new()).expect("nobody cancels")
}

/// The article's field: 16 x 16 nodes from -2 to 1.75.
pub(crate) fn bowl(h: f64) -> GradientField {
    square_field("x0^2 + x1^2", [-2.0, 2.0], 0.25, h)
}

/// The article's look.
pub(crate) fn style() -> ArrowStyle {
    ArrowStyle::new(colors(Colormap::Jet, Scale::Linear), false)
}

fn colors(map: Colormap, scale: Scale) -> ColorScale {
    ColorScale { map, scale, min: 0.5, max: 32.0_f64.sqrt() }
}

/// A plot of this size in points, somewhere on the screen.
fn transform(size: [f32; 2], min: [f64; 2], max: [f64; 2]) -> PlotTransform {
    let frame = Rect::from_min_size(pos2(70.0, 30.0), vec2(size[0], size[1]));
    PlotTransform::new(frame, PlotBounds::from_min_max(min, max), false)
}

fn view(size: [f32; 2], min: [f64; 2], max: [f64; 2]) -> View {
    view_of(&transform(size, min, max))
}

/// The default field's own view: 50 points a cell.
fn default_view() -> View {
    view([800.0, 800.0], [-2.0; 2], [2.0; 2])
}

fn built(field: &GradientField, view: &View, style: &ArrowStyle) -> Built {
    build(field.into(), Measure { norm: field.mean_norm(), length: None }, view, style)
}

fn of_kind(built: &Built, kind: Kind) -> Vec<Instance> {
    built.instances.iter().copied().filter(|instance| instance.kind == kind as u32).collect()
}

/// The node an arrow with its tail there belongs to, in the default view.
fn node(instance: &Instance) -> [f64; 2] {
    let [x, y] = instance.position.map(f64::from);
    [x / 200.0 - 2.0, 2.0 - y / 200.0]
}

fn assert_close(actual: f64, expected: f64, tolerance: f64) {
    assert!((actual - expected).abs() <= tolerance, "{actual} is not {expected}");
}

#[test]
fn default_field_has_the_measures_of_matplotlib() {
    let built = built(&bowl(1e-4), &default_view(), &style());
    let layout = built.layout.unwrap();
    assert_eq!(layout.stride, [1, 1]);
    assert_close(layout.length, 800.0 / (1.8 * 16.0), 1e-9);
    assert_close(layout.length / 50.0, 0.56, 0.005);
    assert_close(layout.shaft, 0.00375 * 800.0, 1e-9);
    assert_eq!((built.drawn.arrows, built.drawn.marks, built.drawn.hidden), (255, 1, 0));
    assert_eq!(built.instances.len(), 256);
}

#[test]
fn arrows_begin_at_their_nodes_and_point_downhill() {
    let built = built(&bowl(1e-4), &default_view(), &style());
    let arrows = of_kind(&built, Kind::Arrow);
    assert_eq!(arrows.len(), 255);
    for arrow in arrows {
        let [x0, x1] = node(&arrow);
        assert_close(x0 * 4.0, (x0 * 4.0).round(), 1e-4);
        let norm = x0.hypot(x1);
        // The screen's y points down.
        assert_close(f64::from(arrow.direction[0]), -x0 / norm, 1e-5);
        assert_close(f64::from(arrow.direction[1]), x1 / norm, 1e-5);
        assert_close(f64::from(arrow.length), built.layout.unwrap().length, 1e-4);
    }
}

#[test]
fn ascent_points_the_other_way() {
    let field = bowl(1e-4);
    let down = built(&field, &default_view(), &style());
    let up = built(&field, &default_view(), &ArrowStyle { direction: Direction::Ascent, ..style() });
    for (down, up) in of_kind(&down, Kind::Arrow).iter().zip(of_kind(&up, Kind::Arrow)) {
        for axis in 0..2 {
            assert_close(f64::from(-down.direction[axis]), f64::from(up.direction[axis]), 0.0);
            assert_close(f64::from(down.position[axis]), f64::from(up.position[axis]), 0.0);
        }
    }
}

#[test]
fn anchor_moves_an_arrow_along_itself() {
    let field = bowl(1e-4);
    let tails = built(&field, &default_view(), &style());
    for (anchor, part) in [(Anchor::Middle, 0.5), (Anchor::Tip, 1.0)] {
        let moved = built(&field, &default_view(), &ArrowStyle { anchor, ..style() });
        for (tail, moved) in of_kind(&tails, Kind::Arrow).iter().zip(of_kind(&moved, Kind::Arrow)) {
            for axis in 0..2 {
                let node = moved.position[axis] + part * moved.length * moved.direction[axis];
                assert_close(f64::from(node), f64::from(tail.position[axis]), 1e-3);
            }
        }
    }
}

#[test]
fn colors_are_those_of_the_color_scale() {
    let field = bowl(1e-4);
    for map in Colormap::ALL {
        for scale in [Scale::Linear, Scale::Logarithmic] {
            let style = ArrowStyle { colors: colors(map, scale), ..style() };
            let built = built(&field, &default_view(), &style);
            for (index, instance) in built.instances.iter().enumerate() {
                if instance.kind == Kind::Arrow as u32 {
                    let [r, g, b] = style.colors.color(field.norm[index]);
                    assert_eq!(instance.color, [r, g, b, 255], "{map:?} {scale:?} {}", field.norm[index]);
                }
            }
        }
    }
}

#[test]
fn magnitude_is_length_and_its_mean_the_usual_length() {
    let field = bowl(1e-4);
    let built = built(&field, &default_view(), &ArrowStyle { length: Length::Magnitude, ..style() });
    let usual = built.layout.unwrap().length;
    let mean = field.norm.iter().sum::<f64>() / 255.0;
    let mut sum = 0.0;
    for (index, instance) in built.instances.iter().enumerate() {
        if field.norm[index] > 0.0 {
            assert_close(f64::from(instance.length), usual * field.norm[index] / mean, 1e-4);
            sum += f64::from(instance.length);
        }
    }
    assert_close(sum / 255.0, usual, 1e-3);
}

#[test]
fn arrows_shorter_than_their_shaft_are_dots_at_the_node() {
    let field = square_field("x0^4 + x1^4", [-2.0, 2.0], 0.25, 1e-4);
    let style = ArrowStyle { length: Length::Magnitude, anchor: Anchor::Tip, ..style() };
    let built = built(&field, &default_view(), &style);
    let dots = of_kind(&built, Kind::Dot);
    assert!(!dots.is_empty());
    for dot in dots {
        assert!(f64::from(dot.length) < built.layout.unwrap().shaft);
        let [x0, x1] = node(&dot);
        assert_close(x0 * 4.0, (x0 * 4.0).round(), 1e-4);
        assert_close(x1 * 4.0, (x1 * 4.0).round(), 1e-4);
    }
    assert_eq!(built.drawn.arrows, 255);
}

#[test]
fn scale_factor_changes_the_length_alone() {
    let field = bowl(1e-4);
    let once = built(&field, &default_view(), &style()).layout.unwrap();
    let twice = built(&field, &default_view(), &ArrowStyle { scale: 2.0, ..style() }).layout.unwrap();
    assert_close(twice.length, 2.0 * once.length, 1e-9);
    assert_close(twice.shaft, once.shaft, 0.0);
    for scale in [f32::NAN, f32::INFINITY, -1.0] {
        let built = built(&field, &default_view(), &ArrowStyle { scale, ..style() });
        assert!(built.instances.iter().all(|instance| instance.length.is_finite()));
    }
}

#[test]
fn direction_follows_the_axes_when_they_are_scaled_unequally() {
    // x1 is drawn at half the scale of x0, so a diagonal gradient looks flatter.
    let view = view([800.0, 400.0], [-2.0; 2], [2.0; 2]);
    let built = built(&square_field("x0 + x1", [-2.0, 2.0], 0.25, 1e-4), &view, &style());
    for arrow in of_kind(&built, Kind::Arrow) {
        let expected = 2.0_f64.hypot(1.0);
        assert_close(f64::from(arrow.direction[0]), -2.0 / expected, 1e-5);
        assert_close(f64::from(arrow.direction[1]), 1.0 / expected, 1e-5);
    }
}

#[test]
fn direction_follows_inverted_axes() {
    let frame = Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 800.0));
    let bounds = PlotBounds::from_min_max([-2.0; 2], [2.0; 2]);
    let inverted = PlotTransform::new_with_invert_axis(frame, bounds, false, true);
    let field = square_field("3*x0 + 4*x1", [-2.0, 2.0], 0.25, 1e-4);
    let built = built(&field, &view_of(&inverted), &style());
    assert_eq!(built.drawn.arrows, 256);
    let first = built.instances[0];
    assert_close(f64::from(first.direction[0]), 0.6, 1e-5);
    assert_close(f64::from(first.direction[1]), -0.8, 1e-5);
    // The node (-2, -2) is now right and at the top.
    assert_close(f64::from(first.position[0]), 800.0, 1e-3);
    assert_close(f64::from(first.position[1]), 0.0, 1e-3);
}

#[test]
fn a_dense_grid_is_thinned_to_about_ten_points() {
    let field = square_field("x0^2 + x1^2", [-2.0, 2.0], 4.0 / 316.0, 1e-4);
    assert_eq!(field.len(), 316 * 316);
    let built = built(&field, &view([800.0, 800.0], [-2.0; 2], [2.0; 2]), &style());
    let layout = built.layout.unwrap();
    assert_eq!(layout.stride, [4, 4]);
    assert_close(layout.distance[0], 800.0 / 79.0, 1e-9);
    let drawn = built.drawn;
    assert_eq!(drawn.arrows + drawn.marks, 79 * 79);
    assert_eq!(drawn.arrows + drawn.marks + drawn.hidden, field.len());
    assert!(layout.length < 0.6 * layout.distance[0]);
}

#[test]
fn without_thinning_every_arrow_is_drawn() {
    let field = square_field("x0^2 + x1^2", [-2.0, 2.0], 4.0 / 316.0, 1e-4);
    let built = built(&field, &default_view(), &ArrowStyle { thin: false, ..style() });
    assert_eq!(built.instances.len(), field.len());
    assert_eq!(built.drawn.hidden, 0);
    // 2.5 points apart, 1.4 long: too short to show a direction.
    assert_eq!(of_kind(&built, Kind::Dot).len(), field.len());
}

#[test]
fn each_axis_is_thinned_by_its_own_distance() {
    let axes = [
        AxisSpec { min: 0.0, max: 1.0, step: 1.0 / 512.0 },
        AxisSpec { min: 0.0, max: 1.0, step: 1.0 / 8.0 },
    ];
    let program = Arc::new(expr::parse("x0 + x1").unwrap());
    let request =
        FieldRequest::new(program, GridSpec { axes, closed: false }, Scheme::Central, 1e-4).unwrap();
    let field = field::compute(&request, &CancelToken::new(), &Progress::new()).unwrap();
    let built = built(&field, &view([800.0, 800.0], [0.0; 2], [1.0; 2]), &style());
    let layout = built.layout.unwrap();
    assert_eq!(layout.stride, [7, 1]);
    // Not the 18.3 of the cell's area, which would reach into the next column.
    assert_close(layout.length, 0.9 * layout.distance[0], 1e-9);
}

#[test]
fn panning_keeps_the_same_nodes() {
    let field = square_field("x0 + x1", [-2.0, 2.0], 1.0 / 64.0, 1e-4);
    let kept = |left: f64| -> BTreeSet<i64> {
        let view = view([800.0, 800.0], [left, -2.0], [left + 2.0, 0.0]);
        let built = built(&field, &view, &style());
        assert_eq!(built.layout.unwrap().stride, [2, 2]);
        #[expect(clippy::cast_possible_truncation, reason = "a column's number")]
        let column = |instance: &Instance| {
            ((f64::from(instance.position[0]) / 400.0 + left + 2.0) * 64.0).round() as i64
        };
        built.instances.iter().map(column).collect()
    };
    for step in 0..20 {
        let columns = kept(-2.0 + 0.007 * f64::from(step));
        assert!(columns.iter().all(|column| column % 2 == 0), "{columns:?}");
    }
}

#[test]
fn what_lies_beside_the_plot_is_left_out() {
    let view = view([800.0, 800.0], [-0.4, -0.4], [0.4, 0.4]);
    let built = built(&bowl(1e-4), &view, &style());
    assert_eq!((built.drawn.arrows, built.drawn.marks, built.drawn.hidden), (8, 1, 0));
    // The nodes at 0.5 lie outside, but those straight above and beside reach in.
    assert!(built.instances.len() > 9 && built.instances.len() <= 25, "{}", built.instances.len());
    assert!(built.layout.unwrap().shaft <= 6.0);
}

#[test]
fn a_gradient_of_zero_is_a_ring() {
    let built = built(&bowl(10e-50), &default_view(), &style());
    let rings = of_kind(&built, Kind::Ring);
    assert_eq!(rings.len(), 256);
    assert_eq!((built.drawn.arrows, built.drawn.marks), (0, 256));
    assert!(rings.iter().all(|ring| ring.color == style().zero_color.to_array() && ring.length >= 5.0));
}

#[test]
fn a_gradient_that_is_not_finite_is_a_diamond() {
    let field = square_field("sqrt(x0) + x1", [-2.0, 2.0], 0.25, 1e-4);
    let built = built(&field, &default_view(), &style());
    // x0 <= 0 in 9 of 16 columns.
    let diamonds = of_kind(&built, Kind::Diamond);
    assert_eq!((diamonds.len(), built.drawn.marks, built.drawn.arrows), (9 * 16, 9 * 16, 7 * 16));
    assert!(diamonds.iter().all(|mark| mark.color == style().not_finite_color.to_array()));
}

#[test]
fn marks_are_thinned_with_the_arrows_and_do_not_vanish() {
    let field = square_field("x0^2 + x1^2", [-2.0, 2.0], 4.0 / 316.0, 10e-50);
    let built = built(&field, &default_view(), &style());
    assert_eq!(of_kind(&built, Kind::Ring).len(), 79 * 79);
}

#[test]
fn a_grid_too_small_to_see_still_shows_its_first_node() {
    let built = built(&bowl(1e-4), &view([800.0, 800.0], [-1e9; 2], [1e9; 2]), &style());
    assert_eq!(built.instances.len(), 1);
    assert_eq!(built.drawn.hidden, 255);
}

/// The bowl's field with its gradient replaced.
fn with_gradient(g0: f64, g1: f64) -> GradientField {
    let mut field = bowl(1e-4);
    let norm = g0.hypot(g1);
    field.g0.fill(g0);
    field.g1.fill(g1);
    field.norm.fill(norm);
    field.norm_range = (norm.is_finite() && norm > 0.0).then_some([norm, norm]);
    field
}

#[test]
fn directions_survive_overflow_and_underflow_of_the_norm() {
    for g in [f64::MAX, 1e308, 1e200, 1e-200, 1e-308, 5e-324] {
        for length in [Length::Equal, Length::Magnitude] {
            let built = built(&with_gradient(g, -g), &default_view(), &ArrowStyle { length, ..style() });
            assert_eq!(built.drawn.arrows, 256);
            for arrow in of_kind(&built, Kind::Arrow) {
                assert_close(f64::from(arrow.direction[0]), -0.5_f64.sqrt(), 1e-6);
                assert_close(f64::from(arrow.direction[1]), -0.5_f64.sqrt(), 1e-6);
                assert!(arrow.length.is_finite());
            }
        }
    }
}

#[test]
fn grids_at_the_ends_of_the_number_range_are_drawn() {
    for size in [1e300, 1e-300] {
        let field = square_field("x0 + x1", [-2.0 * size, 2.0 * size], 0.25 * size, 0.1 * size);
        let view = view([800.0, 800.0], [-2.0 * size; 2], [2.0 * size; 2]);
        let built = built(&field, &view, &style());
        assert_eq!(built.instances.len(), 256, "{size}");
        assert_close(built.layout.unwrap().distance[0], 50.0, 1e-6);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever the numbers, an instance is finite, near the plot and has a direction of length 1.
    #[test]
    fn instances_are_always_drawable(
        gradient in [any::<f64>(), any::<f64>()],
        center in [any::<f64>(), any::<f64>()],
        exponent in [-320.0..308.0, -320.0..308.0_f64],
        near in any::<bool>(),
        magnitude in any::<bool>(),
        anchor in prop::sample::select(vec![Anchor::Tail, Anchor::Middle, Anchor::Tip]),
    ) {
        let field = with_gradient(gradient[0], gradient[1]);
        let half = exponent.map(|exponent| 10.0_f64.powf(exponent));
        let center = if near { [0.0; 2] } else { center };
        let min: [f64; 2] = std::array::from_fn(|axis| center[axis] - half[axis]);
        let max: [f64; 2] = std::array::from_fn(|axis| center[axis] + half[axis]);
        // What egui_plot itself refuses.
        prop_assume!((0..2).all(|axis| min[axis] < max[axis] && (max[axis] - min[axis]).is_finite()));
        let length = if magnitude { Length::Magnitude } else { Length::Equal };
        let style = ArrowStyle { length, anchor, ..style() };
        let built = built(&field, &view([800.0, 500.0], min, max), &style);
        for instance in built.instances {
            let [x, y] = instance.direction.map(f64::from);
            prop_assert!((x.hypot(y) - 1.0).abs() < 1e-5, "{instance:?}");
            prop_assert!(instance.position.iter().all(|p| p.abs() < 3000.0), "{instance:?}");
            prop_assert!((0.0..1000.0).contains(&instance.length), "{instance:?}");
        }
    }
}

#[test]
fn marks_have_opaque_colors_in_both_themes() {
    for dark_mode in [false, true] {
        let style = ArrowStyle::new(colors(Colormap::Jet, Scale::Linear), dark_mode);
        assert!(style.zero_color.is_opaque() && style.not_finite_color.is_opaque());
        assert_ne!(style.halo_color, Rgba::TRANSPARENT);
    }
}
