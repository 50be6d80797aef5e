//! Marks by cause, and the colours of what a census knows.

use std::collections::BTreeSet;

use gradfield::analysis::{Cause, Census};
use gradfield::colormap::{ColorScale, Colormap, Scale};
use gradfield::field::GradientField;
use gradfield::figure::Rgba;
use gradfield::gui::plot::arrows::build::{Built, build};
use gradfield::gui::plot::arrows::marks::{FILLED, Mark};
use gradfield::gui::plot::arrows::{ArrowStyle, Instance, Kind, Marks, Measure};
use gradfield::heat_map::{Quantity, Source};

use super::{assert_close, bowl, default_view, node, square_field, style};
use crate::canvas::census_of;

/// The bowl's exact gradient.
fn exact(x: [f64; 2]) -> [f64; 2] {
    x.map(|x| 2.0 * x)
}

fn built(field: &GradientField, census: Option<&Census>, style: &ArrowStyle) -> Built {
    let measure = Measure { norm: field.mean_norm(), length: None };
    build(Source::new(field, census), measure, &default_view(), style)
}

fn of_kind(built: &Built, kind: u32) -> Vec<Instance> {
    built.instances.iter().copied().filter(|instance| instance.kind == kind).collect()
}

/// A field whose arrow at node i is dead or alive and has the cause number i, all beyond that good.
fn with_causes(alive: bool) -> (GradientField, Census) {
    let mut field = bowl(1e-4);
    if !alive {
        field.g0.fill(0.0);
        field.g1.fill(0.0);
        field.norm.fill(0.0);
        field.norm_range = None;
    }
    let mut census = census_of(&field, exact);
    census.causes.fill(Cause::Good);
    census.causes[..Cause::ALL.len()].copy_from_slice(&Cause::ALL);
    (field, census)
}

#[test]
fn every_cause_has_a_shape_and_a_color_of_its_own() {
    for dark_mode in [false, true] {
        let style = ArrowStyle::new(style().colors, dark_mode);
        let marks: Vec<Mark> =
            Cause::ALL.into_iter().filter_map(|cause| Mark::of_cause(cause, &style)).collect();
        assert_eq!(marks.len(), Cause::ALL.len() - 1, "good ones have none");
        assert_eq!(marks.iter().map(|mark| mark.shape as u32).collect::<BTreeSet<_>>().len(), marks.len());
        for (i, mark) in marks.iter().enumerate() {
            assert!(!mark.is_filled && mark.color.is_opaque(), "{mark:?}");
            for other in &marks[..i] {
                let [a, b] = [mark, other].map(|mark| mark.color.to_array().map(f32::from));
                let distance = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt();
                assert!(distance > 60.0, "{mark:?} {other:?}");
            }
        }
    }
}

#[test]
fn a_dead_arrow_is_a_hollow_mark_of_its_cause() {
    let (field, census) = with_causes(false);
    let built = built(&field, Some(&census), &style());
    assert_eq!((built.drawn.arrows, built.drawn.marks, built.instances.len()), (0, 256, 256));
    for (cause, instance) in Cause::ALL.into_iter().zip(&built.instances) {
        // Good and dead cannot be; if it were, it would be shown as dead all the same.
        let mark = Mark::of_cause(cause, &style()).or_else(|| Mark::of_cause(Cause::Stationary, &style()));
        let mark = mark.unwrap();
        assert_eq!((instance.kind, instance.color), (mark.shape as u32, mark.color.to_array()), "{cause:?}");
        let size = mark.size * built.layout.unwrap().mark;
        assert_close(f64::from(instance.length), size, 1e-5);
    }
}

#[test]
fn a_wrong_arrow_has_a_small_filled_mark_on_its_node_and_a_good_one_none() {
    let (field, census) = with_causes(true);
    let built = built(&field, Some(&census), &style());
    // The bowl's own node without a direction is dead, and here of a good cause.
    assert_eq!((built.drawn.arrows, built.drawn.marks), (255, 1));
    assert_eq!(built.instances.len(), 256 + Cause::ALL.len() - 1);
    let mut instances = built.instances.iter();
    for cause in Cause::ALL {
        let arrow = instances.next().unwrap();
        assert_eq!(arrow.kind, Kind::Arrow as u32, "{cause:?}: the arrow stays, behind its mark");
        let Some(hollow) = Mark::of_cause(cause, &style()) else { continue };
        let mark = instances.next().unwrap();
        let filled = if hollow.shape == Kind::HalfSquare { 0 } else { FILLED };
        assert_eq!((mark.kind, mark.color), (hollow.shape as u32 + filled, hollow.color.to_array()));
        let [mark_at, arrow_at] = [mark, arrow].map(|instance| instance.position.map(f32::to_bits));
        assert_eq!(mark_at, arrow_at, "{cause:?}: the tail is on the node");
        assert!(f64::from(mark.length) < 0.8 * hollow.size * built.layout.unwrap().mark, "{cause:?}");
    }
    assert!(
        instances.all(|instance| instance.kind == Kind::Arrow as u32 || instance.kind == Kind::Ring as u32)
    );
}

#[test]
fn without_a_census_or_where_causes_are_not_asked_for_marks_go_by_state() {
    let field = square_field("sqrt(x0) + x1", [-2.0, 2.0], 0.25, 1e-4);
    let census = census_of(&field, |[x0, _]| [0.5 / x0.sqrt(), 2.0]);
    let by_state = ArrowStyle { marks: Marks::ByState, ..style() };
    let expected = built(&field, None, &by_state).instances;
    assert_eq!(built(&field, None, &style()).instances, expected);
    assert_eq!(built(&field, Some(&census), &by_state).instances, expected);
    assert_ne!(built(&field, Some(&census), &style()).instances, expected);
    let unmarked = built(&field, Some(&census), &ArrowStyle { marks: Marks::None, ..style() });
    assert_eq!(unmarked.instances.len(), 7 * 16);
    assert!(unmarked.instances.iter().all(|instance| instance.kind == Kind::Arrow as u32));
}

#[test]
fn all_of_the_bowl_is_absorbed_at_the_articles_h() {
    let field = bowl(10e-50);
    let census = census_of(&field, exact);
    let built = built(&field, Some(&census), &style());
    assert_eq!(of_kind(&built, Kind::Square as u32).len(), 255);
    let [ring] = of_kind(&built, Kind::Ring as u32)[..] else { panic!("one stationary point") };
    assert!(node(&ring).iter().all(|x| x.abs() < 1e-6), "{ring:?}");
}

#[test]
fn marks_are_thinned_with_the_arrows_and_leave_most_of_them_to_be_seen() {
    let field = square_field("x0^2 + x1^2", [-2.0, 2.0], 4.0 / 316.0, 1e-14);
    let mut census = census_of(&field, exact);
    census.causes.fill(Cause::Rounding);
    let built = built(&field, Some(&census), &style());
    let marks = of_kind(&built, Kind::Down as u32 + FILLED);
    assert_eq!((marks.len(), built.drawn.arrows, built.drawn.marks), (79 * 79, 79 * 79, 0));
    assert!(marks.iter().all(|mark| f64::from(mark.length) < 0.9 * built.layout.unwrap().length));
}

/// A census of another grid may be there for as long as it takes to make a new one.
#[test]
fn a_census_of_another_field_is_none() {
    let field = bowl(1e-4);
    let other = census_of(&square_field("x0 + x1", [-2.0, 2.0], 0.5, 1e-4), |_| [1.0, 1.0]);
    for quantity in Quantity::ALL {
        let style = ArrowStyle { quantity, ..style() };
        assert_eq!(
            built(&field, Some(&other), &style).instances,
            built(&field, None, &style).instances,
            "{quantity:?}"
        );
    }
}

/// The colours of a quantity's values by their definition.
fn assert_colored(field: &GradientField, census: &Census, quantity: Quantity, value: impl Fn(usize) -> f64) {
    let scale = Scale::Linear;
    let [min, max] = quantity.fixed_limits(scale).expect("of all that a census knows");
    let colors = ColorScale { map: quantity.colormap(Colormap::Viridis), scale, min, max };
    let style = ArrowStyle { quantity, colors, marks: Marks::ByState, ..style() };
    let built = built(field, Some(census), &style);
    let mut seen = BTreeSet::new();
    for (index, instance) in built.instances.iter().enumerate() {
        if instance.kind == Kind::Arrow as u32 {
            let value = value(index);
            let [r, g, b] = if value.is_nan() {
                let [r, g, b, _] = style.zero_color.to_array();
                [r, g, b]
            } else {
                colors.color(value)
            };
            assert_eq!(instance.color, [r, g, b, 255], "{quantity:?} {index} {value}");
            seen.insert(instance.color);
        }
    }
    assert!(seen.len() > 10, "{quantity:?}: {} colours", seen.len());
}

#[test]
fn arrows_have_the_colors_of_the_quantity() {
    let field = bowl(1.2e-16);
    let mut census = census_of(&field, exact);
    // Where there is no exact direction an arrow has no error, and no colour of one.
    census.relative_error[17] = f64::NAN;
    census.angle_error[17] = f64::NAN;
    assert_colored(&field, &census, Quantity::Direction, |i| {
        field.g1[i].atan2(field.g0[i]) * (180.0 / std::f64::consts::PI)
    });
    let digits = |i: usize| (-census.relative_error[i].ln() / 10_f64.ln()).clamp(0.0, 16.0);
    let errors: Vec<f64> = (0..field.len()).map(digits).collect();
    assert!(errors.iter().any(|digits| *digits > 1.0), "some have a digit left");
    assert_colored(&field, &census, Quantity::Digits, digits);
    assert_colored(&field, &census, Quantity::AngleError, |i| census.angle_error[i]);
}

#[test]
fn before_the_census_is_there_arrows_are_plain() {
    for quantity in Quantity::ALL {
        let style = ArrowStyle { quantity, ..style() };
        let built = built(&bowl(1e-4), None, &style);
        let arrows = of_kind(&built, Kind::Arrow as u32);
        let colors: BTreeSet<_> = arrows.iter().map(|arrow| arrow.color).collect();
        let zero = style.zero_color.to_array();
        assert_eq!(colors.len() == 1, quantity.needs_census(), "{quantity:?}");
        assert_eq!(colors.contains(&zero), quantity.needs_census(), "{quantity:?}");
    }
}

#[test]
fn plain_arrows_are_plain_whatever_is_known() {
    let field = bowl(1e-14);
    let census = census_of(&field, exact);
    let style = ArrowStyle {
        quantity: Quantity::Digits,
        plain: Some(Rgba::rgb(255, 0, 0)),
        marks: Marks::None,
        ..style()
    };
    let built = built(&field, Some(&census), &style);
    assert!(built.instances.iter().all(|arrow| arrow.color == [255, 0, 0, 255]));
}
