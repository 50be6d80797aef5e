//! Which way is whose, in the upper corner on the right.

use eframe::egui::accesskit::Role;
use eframe::egui::{Color32, CornerRadius, FontId, Id, Rect, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::figure::legend::{Row, path_rows};
use crate::gui::h_lab::DescentView;
use crate::gui::ways::paint_sample;

const FONT_SIZE: f32 = 11.5;
const ROW_HEIGHT: f32 = 16.0;
/// The width of a sample, from it to the name, from the names to the legend's edge, and from there to the room's, in points.
const SAMPLE: f32 = 16.0;
const GAP: f32 = 6.0;
const PADDING: f32 = 6.0;
const DISTANCE: f32 = 4.0;
/// A legend that would take more than this share of the room's width is left out: the next tab names the ways as well.
const LARGEST_SHARE: f32 = 0.4;

/// The rows of the ways that are shown, each with its tooltip.
pub(super) fn legend(ui: &Ui, room: Rect, descent: &DescentView<'_>) {
    let rows = path_rows(descent.twins, descent.exact);
    let ink = ui.visuals().widgets.inactive.text_color();
    let lay_out =
        |row: &Row| ui.painter().layout_no_wrap(row.name.to_owned(), FontId::proportional(FONT_SIZE), ink);
    let names: Vec<_> = rows.iter().map(lay_out).collect();
    let widest = names.iter().map(|name| name.size().x).fold(0.0, f32::max);
    let size = vec2(SAMPLE + GAP + widest, rows.len() as f32 * ROW_HEIGHT) + Vec2::splat(2.0 * PADDING);
    let is_small = size.x <= LARGEST_SHARE * room.width() && size.y <= room.height() - 2.0 * DISTANCE;
    if rows.is_empty() || !is_small {
        return;
    }
    let corner = room.right_top() + vec2(-DISTANCE - size.x, DISTANCE);
    let ground = ui.visuals().panel_fill.gamma_multiply(0.85);
    ui.painter().rect_filled(Rect::from_min_size(corner, size), CornerRadius::same(4), ground);
    let mut top = corner.y + PADDING;
    for (row, name) in rows.iter().zip(names) {
        let place = pos2(corner.x + PADDING, top);
        let rect = Rect::from_min_size(place, vec2(size.x - 2.0 * PADDING, ROW_HEIGHT));
        paint_sample(ui, rect.left_center() + vec2(SAMPLE / 2.0, 0.0), row.sample);
        let text = pos2(rect.left() + SAMPLE + GAP, rect.center().y - name.size().y / 2.0);
        ui.painter().galley(text, name, Color32::PLACEHOLDER);
        let response = ui.interact(rect, Id::unique(("surface legend", row.name)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, row.name));
        response.on_hover_text(row.explanation);
        top += ROW_HEIGHT;
    }
}
