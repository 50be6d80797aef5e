//! One example as a card: thumbnail, name, expression.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Color32, CornerRadius, CursorIcon, FontId, Galley, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui,
    Vec2, WidgetInfo, vec2,
};

use crate::examples::Example;
use crate::gui::plot::thumbnail::{Thumbnail, ThumbnailStyle};

/// The side of a thumbnail in points: arrows in it are some 12 points apart.
const THUMBNAIL: f32 = 136.0;
/// From the card's edge to what is in it.
const PADDING: f32 = 8.0;
/// From the thumbnail to the name, from there to the expression.
const TEXT_GAP: f32 = 5.0;
const NAME_HEIGHT: f32 = 17.0;
const EXPRESSION_HEIGHT: f32 = 14.0;
/// The size of a card.
pub(super) const CARD: Vec2 =
    vec2(THUMBNAIL + 2.0 * PADDING, THUMBNAIL + 2.0 * PADDING + TEXT_GAP + NAME_HEIGHT + EXPRESSION_HEIGHT);

/// An example to be picked.
pub(super) struct Card<'a> {
    pub(super) example: &'static Example,
    /// `None` as long as it is not made.
    pub(super) thumbnail: Option<&'a Thumbnail>,
    /// Whether it is what the window shows.
    pub(super) is_current: bool,
}

impl Card<'_> {
    pub(super) fn ui(&self, ui: &mut Ui, style: ThumbnailStyle) -> Response {
        let (rect, response) = ui.allocate_exact_size(CARD, Sense::click());
        self.describe(&response);
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response, style);
        }
        response.on_hover_cursor(CursorIcon::PointingHand)
    }

    /// For whoever does not see it.
    fn describe(&self, response: &Response) {
        let Self { example, is_current, .. } = self;
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, *is_current, &example.name));
        response.ctx.accesskit_node_builder(response.id, |node| {
            node.set_description(example.lesson.as_str());
        });
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response, style: ThumbnailStyle) {
        let visuals = ui.visuals();
        let lit = &visuals.widgets.hovered;
        let is_lit = response.hovered() || response.has_focus();
        let (ground, ink) = if is_lit {
            (lit.weak_bg_fill, lit.text_color())
        } else {
            (visuals.faint_bg_color, visuals.text_color())
        };
        let accent = visuals.selection.stroke.color;
        let edge = match (response.has_focus(), self.is_current) {
            (true, _) => Stroke::new(2.0, visuals.strong_text_color()),
            (false, true) => Stroke::new(2.0, accent),
            (false, false) => Stroke::new(1.0, visuals.widgets.noninteractive.bg_stroke.color),
        };
        ui.painter().rect(rect, CornerRadius::same(6), ground, edge, StrokeKind::Inside);
        let thumbnail = Rect::from_min_size(rect.min + Vec2::splat(PADDING), Vec2::splat(THUMBNAIL));
        ui.painter().rect_filled(thumbnail, CornerRadius::same(3), visuals.extreme_bg_color);
        if let Some(painted) = self.thumbnail {
            painted.paint(ui, thumbnail, style);
        }
        if self.is_current {
            paint_tag(ui, thumbnail.right_top());
        }
        self.paint_text(ui, thumbnail.left_bottom() + vec2(0.0, TEXT_GAP), ink);
    }

    /// The name and the expression, each in a line.
    fn paint_text(&self, ui: &Ui, place: Pos2, ink: Color32) {
        let name = FontId::proportional(13.0);
        let name = elided(ui, &self.example.name, name, ui.visuals().strong_text_color(), THUMBNAIL);
        ui.painter().galley(place, name, Color32::PLACEHOLDER);
        let expression = elided(ui, &self.example.expression, FontId::monospace(11.0), ink, THUMBNAIL);
        ui.painter().galley(place + vec2(0.0, NAME_HEIGHT), expression, Color32::PLACEHOLDER);
    }
}

/// The word that this is what the window shows, with its right upper corner at a place: beside the name, it would cut that
/// off.
fn paint_tag(ui: &Ui, place: Pos2) {
    let selection = &ui.visuals().selection;
    let ink = selection.stroke.color;
    let text = ui.painter().layout_no_wrap("shown".to_owned(), FontId::proportional(11.0), ink);
    let size = text.size() + vec2(8.0, 2.0);
    let rect = Rect::from_min_size(place - vec2(size.x, 0.0), size);
    ui.painter().rect_filled(rect, CornerRadius::same(3), selection.bg_fill);
    ui.painter().galley(rect.min + vec2(4.0, 1.0), text, Color32::PLACEHOLDER);
}

/// One line of so many points at most.
fn elided(ui: &Ui, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = TextWrapping::truncate_at_width(width);
    ui.painter().layout_job(job)
}
