//! Lines behind the arrows and points in front of them: contour lines, streamlines, critical points.

use std::ops::RangeInclusive;
use std::sync::Arc;

use eframe::egui::epaint::TextShape;
use eframe::egui::{Align2, Color32, FontId, Painter, Pos2, Shape, Stroke, Ui, Vec2, pos2, vec2};
use egui_plot::{PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotPoint, PlotTransform};

use super::screen::Screen;
use crate::analysis::{
    Anchor, Contours, CriticalKind, CriticalPoint, CriticalPoints, Extent, Polyline, Streamlines,
};
use crate::figure::legend;
use crate::figure::lines::{
    CROSS_STROKES, HALO, HALO_OPACITY, HEAD, LABEL, MARK_OUTLINES, RADIUS, VALLEY_RADIUS, WIDTH,
    mark_corners, place_labels,
};
pub use crate::figure::palette::LineKind;
use crate::figure::theme;
use crate::gui::palette::{critical_color, layer_color};

/// Where a label's outline is drawn around it, in points.
const OUTLINE: [Vec2; 8] = [
    vec2(-1.5, 0.0),
    vec2(1.5, 0.0),
    vec2(0.0, -1.5),
    vec2(0.0, 1.5),
    vec2(-1.1, -1.1),
    vec2(1.1, -1.1),
    vec2(-1.1, 1.1),
    vec2(1.1, 1.1),
];

/// What layers there are.
#[derive(Clone, Copy, Default)]
pub struct Layers<'a> {
    /// Contour lines, whether their levels are written on them, and their opacity.
    pub contours: Option<(&'a Arc<Contours>, bool, f32)>,
    /// Streamlines and their opacity.
    pub streamlines: Option<(&'a Arc<Streamlines>, f32)>,
    /// Critical points.
    pub critical_points: Option<&'a CriticalPoints>,
}

impl Layers<'_> {
    /// What the legend says of them.
    pub(super) fn explained(&self) -> legend::Layers<'_> {
        legend::Layers {
            contours: self.contours.map(|(contours, ..)| &**contours),
            streamlines: self.streamlines.map(|(lines, _)| &**lines),
            critical_points: self.critical_points,
        }
    }

    /// The layers of lines as items of a plot, the hindmost first.
    pub(super) fn items(&self, on_heat_map: bool) -> Vec<LinesItem> {
        let contours = self.contours.map(|(contours, _, opacity)| {
            let lines = Lines::Contours(Arc::clone(contours));
            LinesItem { base: PlotItemBase::new("contour lines".to_owned()), lines, opacity, on_heat_map }
        });
        let streamlines = self.streamlines.map(|(streamlines, opacity)| {
            let lines = Lines::Streamlines(Arc::clone(streamlines));
            LinesItem { base: PlotItemBase::new("streamlines".to_owned()), lines, opacity, on_heat_map }
        });
        contours.into_iter().chain(streamlines).collect()
    }
}

enum Lines {
    Contours(Arc<Contours>),
    Streamlines(Arc<Streamlines>),
}

/// A layer of lines in a frame.
pub(super) struct LinesItem {
    base: PlotItemBase,
    lines: Lines,
    opacity: f32,
    on_heat_map: bool,
}

impl LinesItem {
    fn kind(&self) -> LineKind {
        match self.lines {
            Lines::Contours(_) => LineKind::Contours,
            Lines::Streamlines(_) => LineKind::Streamlines,
        }
    }
}

impl PlotItem for LinesItem {
    fn shapes(&self, ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        let dark_mode = ui.visuals().dark_mode;
        let ground = Color32::from(theme::ground(dark_mode));
        let mut pen = Pen {
            transform,
            screen: Screen::new(transform),
            color: layer_color(self.kind(), dark_mode).gamma_multiply(self.opacity),
            halo: ground.gamma_multiply(HALO_OPACITY * self.opacity),
            has_halo: self.on_heat_map,
            shapes,
        };
        match &self.lines {
            Lines::Contours(contours) => {
                for contour in contours.levels() {
                    for line in &contour.lines {
                        pen.line(line);
                    }
                }
            }
            Lines::Streamlines(streamlines) => {
                for streamline in streamlines.lines() {
                    pen.line(&streamline.line);
                    for arrow in &streamline.arrows {
                        pen.head(*arrow);
                    }
                }
            }
        }
    }

    fn initialize(&mut self, _x_range: RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        layer_color(self.kind(), true)
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::None
    }

    fn bounds(&self) -> PlotBounds {
        // They lie within the grid, which has its bounds included.
        PlotBounds::NOTHING
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }
}

struct Pen<'a> {
    transform: &'a PlotTransform,
    screen: Screen,
    color: Color32,
    halo: Color32,
    has_halo: bool,
    shapes: &'a mut Vec<Shape>,
}

impl Pen<'_> {
    fn line(&mut self, line: &Polyline) {
        let places = line.points.iter().map(|point| self.screen.place(*point));
        for piece in self.screen.line(places, line.closed) {
            if self.has_halo {
                self.shapes.push(Shape::line(piece.clone(), Stroke::new(HALO, self.halo)));
            }
            self.shapes.push(Shape::line(piece, Stroke::new(WIDTH, self.color)));
        }
    }

    fn head(&mut self, anchor: Anchor) {
        let (tip, along) = on_screen(self.transform, anchor);
        if !self.transform.frame().contains(tip) {
            return;
        }
        let [length, half] = HEAD;
        let (back, side) = (tip - length * along, half * along.rot90());
        let corners = vec![tip, back + side, back - side];
        self.shapes.push(Shape::convex_polygon(corners, self.color, Stroke::NONE));
    }
}

/// Write the levels on their contour lines, in front of the arrows; one that would cover or touch another is left out.
pub(super) fn paint_labels(ui: &Ui, transform: &PlotTransform, contours: &Contours, opacity: f32) {
    let dark_mode = ui.visuals().dark_mode;
    let ink = ui.visuals().strong_text_color().gamma_multiply(opacity);
    let ground = Color32::from(theme::ground(dark_mode)).gamma_multiply(opacity);
    let frame = *transform.frame();
    let painter = ui.painter().with_clip_rect(frame);
    let lay_out = |text: &str| painter.layout_no_wrap(text.to_owned(), FontId::proportional(LABEL), ink);
    let on_screen = |anchor| {
        let (place, along) = on_screen(transform, anchor);
        [place.into(), along.into()]
    };
    let bounds = [frame.min.into(), frame.max.into()];
    for label in place_labels(contours, bounds, on_screen, |text| lay_out(text).size().into()) {
        let (center, along) = (Pos2::from(label.center), Vec2::from(label.along));
        let galley = lay_out(&label.text);
        let half = galley.size() / 2.0;
        let start = center - half.x * along - half.y * along.rot90();
        for offset in OUTLINE {
            let text = TextShape::new(start + offset, Arc::clone(&galley), ground).with_angle(along.angle());
            painter.add(text.with_override_text_color(ground));
        }
        painter.add(TextShape::new(start, galley, ink).with_angle(along.angle()));
    }
}

/// The place of an anchor and its direction, a unit vector, on the screen.
fn on_screen(transform: &PlotTransform, anchor: Anchor) -> (Pos2, Vec2) {
    let [[x, y], [dx, dy]] = [anchor.position, anchor.direction];
    // Far enough for the difference to have digits, near enough to be on the screen.
    let bounds = transform.bounds();
    let reach = 1e-3 * bounds.width().min(bounds.height());
    let place = |x, y| transform.position_from_point(&PlotPoint::new(x, y));
    (place(x, y), (place(x + reach * dx, y + reach * dy) - place(x, y)).normalized())
}

/// Draw the critical points.
pub(super) fn paint_points(ui: &Ui, transform: &PlotTransform, points: &CriticalPoints) {
    let painter = ui.painter().with_clip_rect(*transform.frame());
    for point in &points.points {
        let place = |x: [f64; 2]| transform.position_from_point(&PlotPoint::new(x[0], x[1]));
        let color = critical_color(point.kind, ui.visuals().dark_mode);
        if let Extent::Connected(_, cells) = &point.extent {
            for &x in cells {
                painter.circle_filled(place(x), VALLEY_RADIUS, color);
            }
        }
        paint_mark(&painter, place(point.x), point.kind, color);
    }
}

/// The mark of a kind: down for a minimum, up for a maximum, a cross for a saddle, a square for what cannot be told.
pub(super) fn paint_mark(painter: &Painter, center: Pos2, kind: CriticalKind, color: Color32) {
    let corners: Vec<Pos2> = mark_corners(kind).iter().map(|at| center + RADIUS * Vec2::from(*at)).collect();
    let dark = Color32::from_black_alpha(190);
    if kind == CriticalKind::Saddle {
        for (width, color) in CROSS_STROKES.into_iter().zip([dark, Color32::WHITE, color]) {
            for arm in corners.chunks_exact(2) {
                painter.line_segment([arm[0], arm[1]], Stroke::new(width, color));
            }
        }
        return;
    }
    for (width, is_dark) in MARK_OUTLINES {
        let color = if is_dark { dark } else { Color32::WHITE };
        painter.add(Shape::closed_line(corners.clone(), Stroke::new(width, color)));
    }
    painter.add(Shape::convex_polygon(corners, color, Stroke::NONE));
}

/// The critical point whose mark is under a place on the screen, if there is one.
pub(super) fn point_under<'a>(
    transform: &PlotTransform,
    points: &'a CriticalPoints,
    place: Pos2,
) -> Option<&'a CriticalPoint> {
    let distance = |point: &CriticalPoint| {
        let [x0, x1] = point.x;
        transform.position_from_point(&PlotPoint::new(x0, x1)).distance(place)
    };
    let nearest = points.points.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    (distance(nearest) <= RADIUS + 1.0).then_some(nearest)
}

/// A short piece of a layer's line for the legend.
pub(super) fn paint_sample(painter: &Painter, center: Pos2, kind: LineKind, dark_mode: bool) {
    let stroke = Stroke::new(1.6, layer_color(kind, dark_mode));
    painter.line_segment([center - vec2(7.0, 0.0), center + vec2(7.0, 0.0)], stroke);
    if kind == LineKind::Streamlines {
        let tip = pos2(center.x + 4.0, center.y);
        let corners = vec![tip, tip + vec2(-6.0, -3.0), tip + vec2(-6.0, 3.0)];
        painter.add(Shape::convex_polygon(corners, stroke.color, Stroke::NONE));
    }
}

/// What a mark says when it is pointed at.
pub(super) fn describe(ui: &Ui, transform: &PlotTransform, points: &CriticalPoints, pointer: Pos2) -> bool {
    let Some(point) = point_under(transform, points, pointer) else { return false };
    let frame = transform.frame();
    let text = point.sentence();
    let galley = ui.painter().layout(
        text,
        FontId::proportional(12.5),
        ui.visuals().widgets.inactive.text_color(),
        (0.5 * frame.width()).max(160.0),
    );
    let size = galley.size() + vec2(12.0, 8.0);
    let above = pointer.y - frame.top() > size.y + 24.0;
    let (align, offset) = if above { (Align2::CENTER_BOTTOM, -14.0) } else { (Align2::CENTER_TOP, 18.0) };
    let rect = align.anchor_size(pointer + vec2(0.0, offset), size);
    let shift = vec2((frame.left() - rect.left()).max(0.0) + (frame.right() - rect.right()).min(0.0), 0.0);
    let rect = rect.translate(shift);
    let visuals = ui.visuals();
    ui.painter().rect(
        rect,
        4.0,
        visuals.window_fill.gamma_multiply(0.95),
        visuals.window_stroke,
        eframe::egui::StrokeKind::Inside,
    );
    ui.painter().galley(rect.min + vec2(6.0, 4.0), galley, Color32::PLACEHOLDER);
    true
}
