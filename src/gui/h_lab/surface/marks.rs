//! What lies on the surface and on the floor below it: the ways of the optimisers, the probe and the arrows.

use eframe::egui::{Color32, Painter, Pos2, Shape, Stroke, Ui};

use super::camera::{FLOOR, Point, View};
use super::relief::{FloorArrow, Relief};
use super::sight::{is_seen, laid, on_surface};
use crate::analysis::descent::{Path, Twins};
use crate::gui::h_lab::DescentView;
use crate::gui::palette::optimizer_color;

/// The widths of a way and of the line of the ground's colour around it, and the radius of the mark of a step, in points.
const WIDTH: f32 = 2.0;
const HALO: f32 = 4.0;
const DOT: f32 = 2.4;
/// The dashes of a twin, in points.
const DASH: [f32; 2] = [5.0, 4.0];
/// The opacity of what lies behind a hill.
const HIDDEN: f32 = 0.45;
/// The head of an arrow: where it begins and half its width, in the arrow's length.
const HEAD: [f32; 2] = [0.62, 0.2];
/// The ring around the probe's node, in points.
const RING: f32 = 6.0;

/// The arrows of the field.
pub(super) fn arrows(painter: &Painter, relief: &Relief, view: &View) {
    let place = |arrow: &FloorArrow, [along, left]: [f32; 2]| view.place(arrow.at(along, left));
    let [neck, side] = HEAD;
    for arrow in relief.arrows() {
        let stroke = Stroke::new(1.2, arrow.color);
        painter.line_segment([[0.0, 0.0], [1.0, 0.0]].map(|at| place(arrow, at)), stroke);
        let head = [[neck, side], [1.0, 0.0], [neck, -side]].map(|at| place(arrow, at));
        painter.add(Shape::line(head.to_vec(), stroke));
    }
}

/// The ways of the optimisers, as far as they are shown.
pub(super) fn paths(ui: &Ui, painter: &Painter, relief: &Relief, view: &View, descent: &DescentView<'_>) {
    let dark_mode = ui.visuals().dark_mode;
    let brush = Brush { painter, relief, view, steps: descent.steps, halo: halo(dark_mode) };
    for Twins { rule, exact, .. } in descent.twins.iter().filter(|_| descent.exact) {
        brush.path(exact, optimizer_color(*rule, dark_mode), true);
    }
    for Twins { rule, numerical, .. } in descent.twins {
        brush.path(numerical, optimizer_color(*rule, dark_mode), false);
    }
}

fn halo(dark_mode: bool) -> Color32 {
    Color32::from_gray(if dark_mode { 20 } else { 255 }).gamma_multiply(0.8)
}

/// The node that is looked at, with a line down to the floor.
pub(super) fn probe(ui: &Ui, painter: &Painter, relief: &Relief, view: &View, x: [f64; 2]) {
    let [x, y] = relief.place(x);
    let foot = view.place([x, y, FLOOR]);
    let rings = [(4.0, Color32::from_black_alpha(200)), (1.8, Color32::WHITE)];
    let Some(point) = on_surface(relief, [x, y]) else {
        // Without f there is only a place on the floor.
        for (width, color) in rings {
            painter.circle_stroke(foot, RING, Stroke::new(width, color));
        }
        return;
    };
    let place = view.place(point);
    let line = Stroke::new(1.0, ui.visuals().strong_text_color().gamma_multiply(0.6));
    painter.extend(Shape::dashed_line(&[place, foot], line, 3.0, 3.0));
    let opacity = if is_seen(relief, view, point) { 1.0 } else { HIDDEN };
    for (width, color) in rings {
        painter.circle_stroke(place, RING, Stroke::new(width, color.gamma_multiply(opacity)));
    }
}

/// A line on the screen that is seen as a whole, or hidden as a whole.
struct Run {
    is_seen: bool,
    points: Vec<Pos2>,
}

struct Brush<'a> {
    painter: &'a Painter,
    relief: &'a Relief,
    view: &'a View,
    steps: usize,
    halo: Color32,
}

impl Brush<'_> {
    fn path(&self, path: &Path, color: Color32, dashed: bool) {
        let shown = &path.visits[..path.visits.len().min(self.steps.saturating_add(1))];
        let stops: Vec<_> = shown.iter().map(|visit| self.relief.place(visit.x)).collect();
        let runs = self.runs(&stops);
        for Run { points, .. } in runs.iter().filter(|run| !run.is_seen) {
            let stroke = Stroke::new(1.0, color.gamma_multiply(HIDDEN));
            self.painter.add(Shape::line(points.clone(), stroke));
        }
        for Run { points, .. } in runs.iter().filter(|run| run.is_seen) {
            for (width, color) in [(HALO, self.halo), (WIDTH, color)] {
                self.stroke(points, Stroke::new(width, color), dashed);
            }
        }
        if !dashed {
            self.dots(&stops, color);
        }
    }

    fn stroke(&self, points: &[Pos2], stroke: Stroke, dashed: bool) {
        if dashed {
            self.painter.extend(Shape::dashed_line(points, stroke, DASH[0], DASH[1]));
        } else {
            self.painter.add(Shape::line(points.to_vec(), stroke));
        }
    }

    /// The way from stop to stop, cut wherever it goes behind a hill or comes out, or where there is no surface.
    fn runs(&self, stops: &[[f32; 2]]) -> Vec<Run> {
        let first = stops.first().map(|stop| on_surface(self.relief, *stop));
        let rest = stops.windows(2).flat_map(|pair| laid(self.relief, pair[0], pair[1]));
        let mut runs: Vec<Run> = vec![];
        let mut last: Option<(bool, Pos2)> = None;
        for point in first.into_iter().chain(rest) {
            let Some(point) = point else {
                last = None;
                continue;
            };
            let (seen, place) = (is_seen(self.relief, self.view, point), self.view.place(point));
            match (last, runs.last_mut()) {
                (Some((was_seen, _)), Some(run)) if was_seen == seen => run.points.push(place),
                // The piece between the two belongs to both.
                (Some((_, before)), _) => runs.push(Run { is_seen: seen, points: vec![before, place] }),
                _ => runs.push(Run { is_seen: seen, points: vec![place] }),
            }
            last = Some((seen, place));
        }
        runs
    }

    /// The marks of the steps, but where one would touch the last; the first is larger.
    fn dots(&self, stops: &[[f32; 2]], color: Color32) {
        let mut last: Option<Pos2> = None;
        for (step, &stop) in stops.iter().enumerate() {
            let Some(point) = on_surface(self.relief, stop).filter(|point| self.is_seen(*point)) else {
                continue;
            };
            let place = self.view.place(point);
            if step == 0 {
                self.painter.circle(place, 1.8 * DOT, color, Stroke::new(1.5, self.halo));
            } else if last.is_none_or(|last| last.distance(place) >= 2.0 * DOT) {
                self.painter.circle_filled(place, DOT, color);
            } else {
                continue;
            }
            last = Some(place);
        }
    }

    fn is_seen(&self, point: Point) -> bool {
        is_seen(self.relief, self.view, point)
    }
}
