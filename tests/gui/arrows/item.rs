//! The plot item: what it keeps between frames, and that it needs no renderer.

use std::sync::Arc;

use eframe::egui::{Context, RawInput, Rect, pos2};
use egui_kittest::Harness;
use egui_plot::{Plot, PlotItem};
use gradfield::colormap::ColorScale;
use gradfield::field::GradientField;
use gradfield::figure::Rgba;
use gradfield::gui::plot::arrows::build::Built;
use gradfield::gui::plot::arrows::{ArrowStyle, Arrows, ArrowsItem, Drawn, Length, Marks, Subject};
use gradfield::heat_map::Quantity;

use super::{bowl, square_field, style};
use crate::canvas::census_of;

/// A field of which nothing else is known.
fn alone(field: &Arc<GradientField>) -> Subject<'_> {
    Subject { field, census: None, measured_by: None }
}

/// Run one frame with the arrows in a plot and return what they drew.
fn frame(
    ctx: &Context,
    arrows: &Arrows,
    field: &Arc<GradientField>,
    style: &ArrowStyle,
    size: f32,
) -> Arc<Built> {
    frame_of(ctx, arrows, arrows.item(field, style), size)
}

/// Run one frame with an item of the arrows in a plot and return what they drew.
fn frame_of(ctx: &Context, arrows: &Arrows, item: ArrowsItem, size: f32) -> Arc<Built> {
    let mut item = Some(item);
    let screen_rect = Some(Rect::from_min_max(pos2(0.0, 0.0), pos2(size, size)));
    let mut output = ctx.run_ui(RawInput { screen_rect, ..RawInput::default() }, |ui| {
        Plot::new("plot").show(ui, |plot| {
            if let Some(item) = item.take() {
                plot.add(item);
            }
        });
    });
    output.textures_delta.clear();
    arrows.built().expect("the frame drew them")
}

#[test]
fn instances_are_kept_while_nothing_changes() {
    let (ctx, arrows, field) = (Context::default(), Arrows::default(), Arc::new(bowl(1e-4)));
    frame(&ctx, &arrows, &field, &style(), 600.0);
    let first = frame(&ctx, &arrows, &field, &style(), 600.0);
    assert!(Arc::ptr_eq(&first, &frame(&ctx, &arrows, &field, &style(), 600.0)));

    let looks = ArrowStyle { opacity: 0.4, halo_color: Rgba::rgb(255, 0, 0), halo_width: 2.0, ..style() };
    assert!(Arc::ptr_eq(&first, &frame(&ctx, &arrows, &field, &looks, 600.0)));
}

#[test]
fn instances_are_built_anew_for_another_field_style_or_view() {
    let (ctx, arrows, field) = (Context::default(), Arrows::default(), Arc::new(bowl(1e-4)));
    frame(&ctx, &arrows, &field, &style(), 600.0);
    let first = frame(&ctx, &arrows, &field, &style(), 600.0);

    let longer = frame(&ctx, &arrows, &field, &ArrowStyle { scale: 1.5, ..style() }, 600.0);
    assert!(longer.instances[0].length > first.instances[0].length);

    let dead = frame(&ctx, &arrows, &Arc::new(bowl(10e-50)), &style(), 600.0);
    assert_eq!(dead.drawn.marks, 256);

    let larger = frame(&ctx, &arrows, &field, &style(), 900.0);
    assert!(larger.layout.unwrap().length > first.layout.unwrap().length);
}

#[test]
fn a_sketched_field_is_drawn_as_the_frame_would() {
    let (ctx, arrows, field) = (Context::default(), Arrows::default(), Arc::new(bowl(1e-4)));
    assert!(arrows.sketcher().sketch(alone(&field), |style| style.colors).is_none(), "nobody knows the view");
    frame(&ctx, &arrows, &field, &style(), 600.0);
    frame(&ctx, &arrows, &field, &style(), 600.0);
    let (next, next_colors) = (Arc::new(bowl(1.0)), ColorScale { max: 9.0, ..style().colors });
    let next_style = ArrowStyle { colors: next_colors, ..style() };
    let sketch = arrows.sketcher().sketch(alone(&next), |style| ColorScale { max: 9.0, ..style.colors });
    arrows.take(&sketch.unwrap());
    let sketched = arrows.built().unwrap();
    assert!(Arc::ptr_eq(&sketched, &frame(&ctx, &arrows, &next, &next_style, 600.0)));
    let fresh = Arrows::default();
    frame(&ctx, &fresh, &next, &next_style, 600.0);
    assert_eq!(frame(&ctx, &fresh, &next, &next_style, 600.0).instances, sketched.instances);

    // Whoever looks at it in another way meanwhile sees that.
    arrows.take(&arrows.sketcher().sketch(alone(&field), |_| next_colors).unwrap());
    let changed = ArrowStyle { scale: 1.5, ..next_style };
    let drawn = frame(&ctx, &arrows, &field, &changed, 600.0);
    assert!(drawn.instances[0].length > sketched.instances[0].length);
}

#[test]
fn a_census_that_comes_later_is_drawn_and_kept() {
    let (ctx, arrows, field) = (Context::default(), Arrows::default(), Arc::new(bowl(1e-14)));
    let census = Arc::new(census_of(&field, |x| x.map(|x| 2.0 * x)));
    let drawn = |census: Option<&Arc<_>>, style: &ArrowStyle| {
        frame_of(&ctx, &arrows, arrows.item(&field, style).with_census(census), 600.0)
    };
    drawn(None, &style());
    let before = drawn(None, &style());
    let marked = drawn(Some(&census), &style());
    assert!(marked.instances.len() > before.instances.len());
    assert!(Arc::ptr_eq(&marked, &drawn(Some(&census), &style())));

    // Who does not look at it is not built anew for it.
    let by_state = ArrowStyle { marks: Marks::ByState, ..style() };
    let blind = drawn(None, &by_state);
    assert!(Arc::ptr_eq(&blind, &drawn(Some(&census), &by_state)));
    let digits = ArrowStyle { quantity: Quantity::Digits, ..by_state };
    assert!(!Arc::ptr_eq(&drawn(None, &digits), &drawn(Some(&census), &digits)));
}

#[test]
fn a_sketch_with_a_census_is_drawn_as_the_frame_would() {
    let (ctx, arrows, field) = (Context::default(), Arrows::default(), Arc::new(bowl(1e-14)));
    let census = Arc::new(census_of(&field, |x| x.map(|x| 2.0 * x)));
    frame(&ctx, &arrows, &field, &style(), 600.0);
    frame(&ctx, &arrows, &field, &style(), 600.0);
    let subject = Subject { census: Some(&census), ..alone(&field) };
    arrows.take(&arrows.sketcher().sketch(subject, |style| style.colors).unwrap());
    let sketched = arrows.built().unwrap();
    let item = arrows.item(&field, &style()).with_census(Some(&census));
    assert!(Arc::ptr_eq(&sketched, &frame_of(&ctx, &arrows, item, 600.0)));
}

#[test]
fn lengths_are_measured_by_another_fields() {
    let (ctx, arrows) = (Context::default(), Arrows::default());
    let [field, twice] =
        ["x0 + x1", "2*x0 + 2*x1"].map(|text| Arc::new(square_field(text, [-2.0, 2.0], 0.25, 1e-4)));
    let drawn = |length: Length, by: &Arc<GradientField>| {
        let style = ArrowStyle { length, marks: Marks::None, ..style() };
        frame_of(&ctx, &arrows, arrows.item(&twice, &style).measured_by(by), 600.0)
    };
    drawn(Length::Magnitude, &field);
    let measured = drawn(Length::Magnitude, &field);
    let usual = measured.layout.unwrap().length;
    assert!(measured.instances.iter().all(|arrow| (f64::from(arrow.length) - 2.0 * usual).abs() < 1e-4));
    assert!(Arc::ptr_eq(&measured, &drawn(Length::Magnitude, &field)));
    let own = drawn(Length::Magnitude, &twice);
    assert!(own.instances.iter().all(|arrow| (f64::from(arrow.length) - usual).abs() < 1e-4));

    // On a grid half as dense arrows of usual length are longer; a length by |g| is not.
    let coarse = Arc::new(square_field("x0 + x1", [-2.0, 2.0], 0.5, 1e-4));
    let by_coarse = drawn(Length::Magnitude, &coarse);
    assert!(by_coarse.instances.iter().all(|arrow| f64::from(arrow.length) > 3.0 * usual));

    // Nothing to compare with: its own.
    let dead = Arc::new(bowl(10e-50));
    assert_eq!(drawn(Length::Magnitude, &dead).instances, own.instances);

    // Equal lengths are compared with nothing, and not built anew.
    let equal = drawn(Length::Equal, &field);
    assert!(Arc::ptr_eq(&equal, &drawn(Length::Equal, &twice)));
}

#[test]
fn what_is_forgotten_is_neither_kept_nor_sketched() {
    let (ctx, arrows, field) = (Context::default(), Arrows::default(), Arc::new(bowl(1e-4)));
    frame(&ctx, &arrows, &field, &style(), 600.0);
    assert!(arrows.sketcher().sketch(alone(&field), |style| style.colors).is_some());
    arrows.forget();
    assert!(arrows.built().is_none());
    assert!(arrows.sketcher().sketch(alone(&field), |style| style.colors).is_none());
}

#[test]
fn a_field_is_not_kept_alive() {
    let (ctx, arrows, field) = (Context::default(), Arrows::default(), Arc::new(bowl(1e-4)));
    frame(&ctx, &arrows, &field, &style(), 600.0);
    let weak = Arc::downgrade(&field);
    drop(field);
    assert!(weak.upgrade().is_none());
}

#[test]
fn the_item_spans_the_grid() {
    let item = Arrows::default().item(&Arc::new(bowl(1e-4)), &style());
    assert_eq!((item.bounds().min(), item.bounds().max()), ([-2.0, -2.0], [1.75, 1.75]));
    // What is only compared with it may lie elsewhere.
    let item = item.measured_by(&Arc::new(bowl(1e-4)));
    assert!(!item.bounds().is_valid());
}

#[test]
fn without_a_renderer_arrows_are_counted_and_nothing_fails() {
    let (arrows, field) = (Arrows::default(), Arc::new(bowl(1e-4)));
    assert_eq!(arrows.drawn(), Drawn::default());
    let mut harness = Harness::new_ui(|ui| {
        Plot::new("plot").show(ui, |plot| plot.add(arrows.item(&field, &style())));
    });
    harness.run();
    drop(harness);
    assert_eq!(arrows.drawn().arrows, 255);
}
