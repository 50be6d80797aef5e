//! What the marks and ghosts on the canvas mean, in one of its corners.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Galley, Id, Pos2, Rect, RichText, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};
use egui_plot::PlotTransform;

use super::arrows::build::Built;
use super::arrows::marks::Mark;
use super::arrows::{ArrowStyle, Instance, gpu};
use super::layers;
use super::read_out::CORNERS;
use super::screen::{Screen, pos};
use crate::field::GradientField;
use crate::figure::legend::{
    self, BACKGROUND_ALPHA, Cell, GAP, LETTERS, MARK_WIDTH, Plan, ROW_HEIGHT, SAMPLE_LAYOUT, Surroundings,
};
pub use crate::figure::legend::{Row, Sample, layer_rows, path_rows, rows};
use crate::gui::palette::critical_color;
use crate::gui::ways;
use crate::number_text::format_count;

/// What the legend keeps between frames.
#[derive(Default)]
pub(super) struct Legend {
    /// In how many columns its rows stood, and in which of the [`CORNERS`].
    last: Option<(usize, usize)>,
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
    /// Show the rows, with these points of the plane around them; where, if they were shown.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        rows: &[Row],
        style: &ArrowStyle,
        transform: &PlotTransform,
        around: &Around<'_>,
    ) -> Option<(Align2, Rect)> {
        let texts: Vec<Texts> = rows.iter().map(|row| Texts::new(ui, row)).collect();
        let widths: Vec<[f64; 2]> = texts.iter().map(Texts::widths).collect();
        // As wide as the largest number of rows makes it.
        let more = f64::from(words(ui, legend::more(rows.len())).size().x);
        let canvas = transform.frame().size();
        let plans = Plan::all(rows, &widths, more, [canvas.x, canvas.y].map(f64::from));
        let (plan, corner, rect) = self.place_of(plans, transform, around)?;
        background(ui, rect);
        let mut marks = Vec::new();
        for Cell { row, corner, width } in &plan.cells {
            let size = [*width, f64::from(ROW_HEIGHT)];
            let place = Rect::from_min_size(rect.min + pos(*corner).to_vec2(), pos(size).to_vec2());
            match row {
                Some(row) => {
                    texts[*row].paint(ui, place);
                    sample(ui, rows[*row].sample, place, rect.min, &mut marks);
                    describe(&rows[*row], ui, place);
                }
                None => fold(ui, rows, &plan.folded, place),
            }
        }
        let built = Built { instances: marks, layout: Some(SAMPLE_LAYOUT), ..Built::default() };
        ui.painter().add(gpu::shape(Arc::new(built), style, rect, &self.buffers));
        Some((corner, rect))
    }

    /// Where it hides least, and how its rows stand there; as they do as long as another place is not much better.
    fn place_of(
        &mut self,
        mut plans: Vec<Plan>,
        transform: &PlotTransform,
        around: &Around<'_>,
    ) -> Option<(Plan, Align2, Rect)> {
        let screen = Screen::new(transform);
        let surroundings = Surroundings {
            canvas: screen.canvas(),
            view: screen.view(),
            grid: &around.field.grid,
            start: around.start,
            points: &around.points,
        };
        let hidden = |(plan, corner): (usize, usize)| {
            let plan: &Plan = &plans[plan];
            surroundings.hidden(surroundings.corners(plan.size)[corner])
        };
        let best = surroundings.best(&plans)?;
        let last = self.last.and_then(|(columns, corner)| {
            plans.iter().position(|plan| plan.columns == columns).map(|plan| (plan, corner))
        });
        let (plan, corner) =
            last.filter(|&last| !hidden(best).is_much_less_than(hidden(last))).unwrap_or(best);
        let plan = plans.swap_remove(plan);
        self.last = Some((plan.columns, corner));
        let [min, max] = surroundings.corners(plan.size)[corner].map(pos);
        Some((plan, CORNERS[corner], Rect::from_min_max(min, max)))
    }
}

/// What it should not hide.
pub(super) struct Around<'a> {
    pub(super) field: &'a GradientField,
    /// Where optimisers start, if they are shown.
    pub(super) start: Option<[f64; 2]>,
    /// Critical points, the steps of optimisers, the node that is looked at.
    pub(super) points: Vec<[f64; 2]>,
}

/// What a row explains; arrows and marks are drawn together later, from a corner on.
fn sample(ui: &Ui, sample: Sample, row: Rect, origin: Pos2, marks: &mut Vec<Instance>) {
    let center = row.left_center() + vec2(MARK_WIDTH / 2.0, 0.0);
    let dark_mode = ui.visuals().dark_mode;
    match sample {
        Sample::Line(kind) => layers::paint_sample(ui.painter(), center, kind, dark_mode),
        Sample::Point(kind) => {
            layers::paint_mark(ui.painter(), center, kind, critical_color(kind, dark_mode));
        }
        Sample::Path(_) | Sample::Twin => ways::paint_sample(ui, center, sample),
        Sample::Mark(_) | Sample::Arrow(_) => marks.extend(sample.instance((center - origin).into())),
    }
}

/// The place of rows that have no room: pointed at it says which these are.
fn fold(ui: &Ui, rows: &[Row], folded: &[usize], rect: Rect) {
    let text = words(ui, legend::more(folded.len()));
    let place = pos2(rect.left() + MARK_WIDTH + GAP, rect.center().y - text.size().y / 2.0);
    ui.painter().galley(place, text, Color32::PLACEHOLDER);
    let names = folded.iter().map(|&row| label(&rows[row])).collect::<Vec<_>>().join(", ");
    let response = ui.interact(rect, Id::unique("folded rows of the legend"), Sense::hover());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Label, true, format!("{}: {names}", legend::more(folded.len())))
    });
    response.on_hover_ui(|ui| {
        for &row in folded {
            ui.label(RichText::new(label(&rows[row])).strong());
            ui.label(rows[row].explanation);
        }
    });
}

fn background(ui: &Ui, rect: Rect) {
    let [r, g, b, _] = ui.visuals().extreme_bg_color.to_array();
    let fill = Color32::from_rgba_unmultiplied(r, g, b, BACKGROUND_ALPHA);
    let stroke = Stroke::new(1.0, ui.visuals().window_stroke.color.gamma_multiply(0.6));
    ui.painter().rect(rect, CornerRadius::same(4), fill, stroke, StrokeKind::Inside);
}

/// A text as it stands in the legend.
fn words(ui: &Ui, text: String) -> Arc<Galley> {
    // Stronger than other text: something may shine through behind it.
    let ink = ui.visuals().widgets.inactive.text_color();
    ui.painter().layout_no_wrap(text, FontId::proportional(LETTERS), ink)
}

impl Texts {
    fn new(ui: &Ui, row: &Row) -> Self {
        let count = row.count.map(|count| words(ui, format_count(count)));
        Self { name: words(ui, row.name.to_owned()), count }
    }

    /// Of the name and of the count.
    fn widths(&self) -> [f64; 2] {
        let width = |text: &Arc<Galley>| f64::from(text.size().x);
        [width(&self.name), self.count.as_ref().map_or(0.0, width)]
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
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label(row)));
    response.on_hover_text(row.explanation);
}

/// A row in words.
fn label(row: &Row) -> String {
    let count = row.count.map_or_else(String::new, |count| format!(": {}", format_count(count)));
    format!("{}{count}", row.name)
}

/// Whether a place lies on the legend.
pub(super) fn covers(shown: Option<(Align2, Rect)>, place: Option<Pos2>) -> bool {
    shown.zip(place).is_some_and(|((_, rect), place)| rect.contains(place))
}
