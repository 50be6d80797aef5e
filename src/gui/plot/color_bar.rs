//! The strips beside the canvas that say which colour means which number.

use std::sync::Arc;

use eframe::egui::epaint::Mesh;
use eframe::egui::epaint::text::{LayoutJob, TextFormat};
use eframe::egui::{Align, Align2, Color32, FontId, Galley, Rect, Stroke, StrokeKind, Ui, lerp, pos2, vec2};

use crate::colormap::ColorScale;
pub use crate::figure::color_bar::{Bar, labels};

/// The width of the whole: strip, ticks and labels.
pub const WIDTH: f32 = 88.0;
const STRIP: f32 = 14.0;
const TICK: f32 = 4.0;
/// The height of a title of one line above the strip.
const TITLE: f32 = 22.0;
/// A longer title has smaller letters, and perhaps a second line.
const SHORT_TITLE: usize = 3;
/// The distance of two bars.
const GAP: f32 = 24.0;

/// Paint bars one below the other into a rectangle as high as the canvas: side by side they would take its width.
pub fn paint(ui: &Ui, rect: Rect, bars: &[Bar]) {
    let height = (rect.height() + GAP) / bars.len().max(1) as f32;
    for (place, bar) in bars.iter().enumerate() {
        let corner = pos2(rect.left(), rect.top() + place as f32 * height);
        paint_one(ui, Rect::from_min_size(corner, vec2(rect.width(), height - GAP)), bar);
    }
}

fn paint_one(ui: &Ui, rect: Rect, bar: &Bar) {
    let Bar { colors: scale, opacity, .. } = bar;
    let title = title(ui, bar, rect.width());
    let below_title = rect.top() + TITLE.max(title.size().y + 5.0);
    let strip = Rect::from_min_max(pos2(rect.left(), below_title), pos2(rect.left() + STRIP, rect.bottom()));
    let painter = ui.painter();
    painter.galley(rect.left_top(), title, Color32::PLACEHOLDER);
    painter.rect_filled(strip, 0.0, ui.visuals().extreme_bg_color);
    painter.add(gradient(strip, scale, *opacity));
    let stroke = ui.visuals().widgets.noninteractive.bg_stroke;
    painter.rect_stroke(strip, 0.0, stroke, StrokeKind::Outside);
    let ink = Stroke::new(1.0, ui.visuals().text_color());
    let font = FontId::proportional(12.0);
    for (value, text) in labels(scale, bar.quantity, strip.height()) {
        #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
        let position = scale.position(value) as f32;
        let y = lerp(strip.bottom()..=strip.top(), position);
        painter.hline(strip.right()..=strip.right() + TICK, y, ink);
        painter.text(pos2(strip.right() + TICK + 3.0, y), Align2::LEFT_CENTER, text, font.clone(), ink.color);
    }
}

/// The quantity's name and the role, in as many lines as they need.
fn title(ui: &Ui, bar: &Bar, width: f32) -> Arc<Galley> {
    let name = bar.quantity.name();
    let size = if name.len() <= SHORT_TITLE { 14.0 } else { 12.0 };
    let format = |size: f32, color: Color32| TextFormat {
        font_id: FontId::proportional(size),
        color,
        valign: Align::Max,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    job.append(name, 0.0, format(size, ui.visuals().text_color()));
    if let Some(role) = bar.role {
        job.append(&format!(" {role}"), 0.0, format(12.0, ui.visuals().weak_text_color()));
    }
    ui.painter().layout_job(job)
}

/// The 256 colours, the first at the bottom.
fn gradient(strip: Rect, scale: &ColorScale, opacity: f32) -> Mesh {
    let mut mesh = Mesh::default();
    for entry in 0..=255_u8 {
        let [low, high] =
            [0.0, 1.0].map(|d| lerp(strip.bottom()..=strip.top(), (f32::from(entry) + d) / 256.0));
        let [r, g, b] = scale.map.entry(entry);
        let color = Color32::from_rgb(r, g, b).gamma_multiply(opacity);
        mesh.add_colored_rect(Rect::from_x_y_ranges(strip.x_range(), high..=low), color);
    }
    mesh
}
