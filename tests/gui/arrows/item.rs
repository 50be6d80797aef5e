//! The plot item: what it keeps between frames, and that it needs no renderer.

use std::sync::Arc;

use eframe::egui::{Color32, Context, RawInput, Rect, pos2};
use egui_kittest::Harness;
use egui_plot::{Plot, PlotItem};
use gradfield::colormap::ColorScale;
use gradfield::field::GradientField;
use gradfield::gui::plot::arrows::build::Built;
use gradfield::gui::plot::arrows::{ArrowStyle, Arrows, Drawn};

use super::{bowl, style};

/// Run one frame with the arrows in a plot and return what they drew.
fn frame(
    ctx: &Context,
    arrows: &Arrows,
    field: &Arc<GradientField>,
    style: &ArrowStyle,
    size: f32,
) -> Arc<Built> {
    let screen_rect = Some(Rect::from_min_max(pos2(0.0, 0.0), pos2(size, size)));
    let mut output = ctx.run_ui(RawInput { screen_rect, ..RawInput::default() }, |ui| {
        Plot::new("plot").show(ui, |plot| plot.add(arrows.item(field, style)));
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

    let looks = ArrowStyle { opacity: 0.4, halo_color: Color32::RED, halo_width: 2.0, ..style() };
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
    assert!(arrows.sketcher().sketch(&field, |colors| colors).is_none(), "nobody knows the view");
    frame(&ctx, &arrows, &field, &style(), 600.0);
    frame(&ctx, &arrows, &field, &style(), 600.0);
    let (next, next_colors) = (Arc::new(bowl(1.0)), ColorScale { max: 9.0, ..style().colors });
    let next_style = ArrowStyle { colors: next_colors, ..style() };
    let sketch = arrows.sketcher().sketch(&next, |colors| ColorScale { max: 9.0, ..colors }).unwrap();
    arrows.take(&next, &sketch);
    let sketched = arrows.built().unwrap();
    assert!(Arc::ptr_eq(&sketched, &frame(&ctx, &arrows, &next, &next_style, 600.0)));
    let fresh = Arrows::default();
    frame(&ctx, &fresh, &next, &next_style, 600.0);
    assert_eq!(frame(&ctx, &fresh, &next, &next_style, 600.0).instances, sketched.instances);

    // Whoever looks at it in another way meanwhile sees that.
    arrows.take(&field, &arrows.sketcher().sketch(&field, |_| next_colors).unwrap());
    let changed = ArrowStyle { scale: 1.5, ..next_style };
    let drawn = frame(&ctx, &arrows, &field, &changed, 600.0);
    assert!(drawn.instances[0].length > sketched.instances[0].length);
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
