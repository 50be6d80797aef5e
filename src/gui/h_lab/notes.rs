//! Words on a plot, legible over its lines.

use eframe::egui::{
    Align2, Color32, FontId, Label, Painter, Pos2, Rect, RichText, Ui, UiBuilder, Vec2, vec2,
};

/// Of the words on a plot.
pub(super) const NOTE_SIZE: f32 = 10.5;

/// Write a few words at a place; what is behind them shines through a little. Where they are.
pub(super) fn note(
    ui: &Ui,
    painter: &Painter,
    place: Pos2,
    anchor: Align2,
    text: impl Into<String>,
    color: Color32,
) -> Rect {
    let galley = painter.layout_no_wrap(text.into(), FontId::proportional(NOTE_SIZE), color);
    let inside = painter.clip_rect().shrink(2.0);
    let rect = anchor.anchor_size(place, galley.size());
    // Words that would leave the plot are moved back into it.
    let shift = (inside.min - rect.min).max(Vec2::ZERO) + (inside.max - rect.max).min(Vec2::ZERO);
    let rect = rect.translate(shift);
    painter.rect_filled(rect.expand(1.0), 2.0, ui.visuals().extreme_bg_color.gamma_multiply(0.8));
    painter.galley(rect.min, galley, color);
    rect
}

/// Say in the middle of an empty plot why it is empty.
pub(super) fn empty_note(ui: &mut Ui, frame: Rect, text: &str) {
    let width = (frame.width() - 40.0).max(60.0);
    let area = Rect::from_center_size(frame.center(), vec2(width, frame.height()));
    let fill = ui.visuals().extreme_bg_color.gamma_multiply(0.9);
    ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
        ui.centered_and_justified(|ui| ui.add(Label::new(RichText::new(text).background_color(fill)).wrap()));
    });
}
