//! What the marks and ghosts on the canvas mean, in one of its corners.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Galley, Id, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};
use egui_plot::PlotTransform;

use super::arrows::build::Built;
use super::arrows::marks::Mark;
use super::arrows::{ArrowStyle, gpu};
use super::layers;
use super::read_out::CORNERS;
use crate::expr::Axis;
use crate::field::GradientField;
use crate::figure::legend::{
    BACKGROUND_ALPHA, DISTANCE, GAP, LARGEST_SHARE, LETTERS, MARK_WIDTH, MOST_ROWS, PADDING, ROW_HEIGHT,
    SAMPLE_LAYOUT,
};
pub use crate::figure::legend::{Row, Sample, layer_rows, path_rows, rows};
use crate::gui::palette::critical_color;
use crate::gui::ways;
use crate::number_text::format_count;

/// What the legend keeps between frames.
#[derive(Default)]
pub(super) struct Legend {
    corner: Option<Align2>,
    buffers: gpu::SharedBuffers,
}

/// Marks beside words elsewhere than in the legend.
#[derive(Default)]
pub(in crate::gui) struct Marks {
    buffers: gpu::SharedBuffers,
}

impl Marks {
    /// The marks of causes around places, which may be out of sight.
    pub(in crate::gui) fn paint(&self, ui: &Ui, marks: &[(Pos2, Mark)], style: &ArrowStyle) {
        let sight = ui.clip_rect();
        let instances = marks
            .iter()
            .filter_map(|(place, mark)| Sample::Mark(*mark).instance((*place - sight.min).into()))
            .collect();
        let built = Built { instances, layout: Some(SAMPLE_LAYOUT), ..Built::default() };
        ui.painter().add(gpu::shape(Arc::new(built), style, sight, &self.buffers));
    }
}

/// A row's texts as they are laid out.
struct Texts {
    name: Arc<Galley>,
    count: Option<Arc<Galley>>,
}

impl Legend {
    /// Show the rows; where, if they were shown.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        rows: &[Row],
        style: &ArrowStyle,
        transform: &PlotTransform,
        field: &GradientField,
    ) -> Option<(Align2, Rect)> {
        let texts: Vec<Texts> = rows.iter().map(|row| Texts::new(ui, row)).collect();
        let columns = texts.chunks(MOST_ROWS).map(column_width).collect::<Vec<_>>();
        let frame = transform.frame().shrink(DISTANCE);
        let height = rows.len().min(MOST_ROWS) as f32 * ROW_HEIGHT;
        let width = columns.iter().sum::<f32>() + GAP * columns.len().saturating_sub(1) as f32;
        let size = vec2(width, height) + Vec2::splat(2.0 * PADDING);
        if rows.is_empty() || size.x * size.y > LARGEST_SHARE * frame.area() || size.x > frame.width() {
            return None;
        }
        let corner = self.corner(&frame, size, transform, field);
        let rect = corner.anchor_size(corner.pos_in_rect(&frame), size);
        background(ui, rect);
        let mut marks = Vec::new();
        let mut left = rect.left() + PADDING;
        for ((rows, texts), width) in rows.chunks(MOST_ROWS).zip(texts.chunks(MOST_ROWS)).zip(&columns) {
            for (place, (row, texts)) in rows.iter().zip(texts).enumerate() {
                let top = rect.top() + PADDING + place as f32 * ROW_HEIGHT;
                let row_rect = Rect::from_min_size(pos2(left, top), vec2(*width, ROW_HEIGHT));
                texts.paint(ui, row_rect);
                let center = row_rect.left_center() + vec2(MARK_WIDTH / 2.0, 0.0);
                match row.sample {
                    Sample::Line(kind) => {
                        layers::paint_sample(ui.painter(), center, kind, ui.visuals().dark_mode);
                    }
                    Sample::Point(kind) => {
                        let color = critical_color(kind, ui.visuals().dark_mode);
                        layers::paint_mark(ui.painter(), center, kind, color);
                    }
                    Sample::Path(_) | Sample::Twin => ways::paint_sample(ui, center, row.sample),
                    Sample::Mark(_) | Sample::Arrow(_) => {
                        marks.extend(row.sample.instance((center - rect.min).into()));
                    }
                }
                describe(row, ui, row_rect);
            }
            left += width + GAP;
        }
        let built = Built { instances: marks, layout: Some(SAMPLE_LAYOUT), ..Built::default() };
        ui.painter().add(gpu::shape(Arc::new(built), style, rect, &self.buffers));
        Some((corner, rect))
    }

    /// The corner where it hides the fewest nodes; the one it is in as long as another is not much better.
    fn corner(
        &mut self,
        frame: &Rect,
        size: Vec2,
        transform: &PlotTransform,
        field: &GradientField,
    ) -> Align2 {
        let hidden = |corner: Align2| {
            let rect = corner.anchor_size(corner.pos_in_rect(frame), size);
            nodes_behind(field, transform, rect)
        };
        let [first, ..] = CORNERS;
        let best = CORNERS.into_iter().min_by_key(|corner| hidden(*corner)).unwrap_or(first);
        let stays = self.corner.filter(|&last| hidden(last) <= 2 * hidden(best));
        *self.corner.insert(stays.unwrap_or(best))
    }
}

/// How many nodes lie within a rectangle on the screen.
fn nodes_behind(field: &GradientField, transform: &PlotTransform, rect: Rect) -> usize {
    let [a, b] = [rect.min, rect.max].map(|place| transform.value_from_position(place));
    let count = |axis: Axis, a: f64, b: f64| {
        let values = field.grid.axis(axis);
        let below = |bound: f64| values.partition_point(|&value| value < bound);
        below(a.max(b)) - below(a.min(b))
    };
    count(Axis::X0, a.x, b.x) * count(Axis::X1, a.y, b.y)
}

fn background(ui: &Ui, rect: Rect) {
    let [r, g, b, _] = ui.visuals().extreme_bg_color.to_array();
    let fill = Color32::from_rgba_unmultiplied(r, g, b, BACKGROUND_ALPHA);
    let stroke = Stroke::new(1.0, ui.visuals().window_stroke.color.gamma_multiply(0.6));
    ui.painter().rect(rect, CornerRadius::same(4), fill, stroke, StrokeKind::Inside);
}

fn column_width(rows: &[Texts]) -> f32 {
    let widest = |width: fn(&Texts) -> f32| rows.iter().map(width).fold(0.0, f32::max);
    let count = widest(|texts| texts.count.as_ref().map_or(0.0, |count| GAP + count.size().x));
    MARK_WIDTH + GAP + widest(|texts| texts.name.size().x) + count
}

impl Texts {
    fn new(ui: &Ui, row: &Row) -> Self {
        // Stronger than other text: something may shine through behind it.
        let ink = ui.visuals().widgets.inactive.text_color();
        let lay_out = |text: String| ui.painter().layout_no_wrap(text, FontId::proportional(LETTERS), ink);
        Self {
            name: lay_out(row.name.to_owned()),
            count: row.count.map(|count| lay_out(format_count(count))),
        }
    }

    fn paint(&self, ui: &Ui, rect: Rect) {
        let paint = |text: &Arc<Galley>, left: f32| {
            let top = rect.center().y - text.size().y / 2.0;
            ui.painter().galley(pos2(left, top), Arc::clone(text), Color32::PLACEHOLDER);
        };
        paint(&self.name, rect.left() + MARK_WIDTH + GAP);
        if let Some(count) = &self.count {
            paint(count, rect.right() - count.size().x);
        }
    }
}

/// A row's tooltip, and itself for whoever does not see it.
fn describe(row: &Row, ui: &Ui, rect: Rect) {
    let response = ui.interact(rect, Id::unique(("legend", row.name)), Sense::hover());
    response.widget_info(|| {
        let count = row.count.map_or_else(String::new, |count| format!(": {}", format_count(count)));
        WidgetInfo::labeled(Role::Label, true, format!("{}{count}", row.name))
    });
    response.on_hover_text(row.explanation);
}

/// Whether a place lies on the legend.
pub(super) fn covers(shown: Option<(Align2, Rect)>, place: Option<Pos2>) -> bool {
    shown.zip(place).is_some_and(|((_, rect), place)| rect.contains(place))
}
