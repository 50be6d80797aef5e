//! The ways of the optimisers, in front of the arrows, and the point where they begin.

use eframe::egui::{Color32, CursorIcon, Painter, Pos2, Response, Shape, Stroke, Ui, Vec2, vec2};
use egui_plot::{PlotPoint, PlotTransform};

use super::screen::{Screen, pos};
use crate::analysis::descent::{Path, Stop, Twins};
use crate::figure::lines::distance;
use crate::figure::paths::{DASH, DOT, HALO, HALO_OPACITY, HANDLE, TWIN_HALO, WIDTH};
use crate::figure::theme;
use crate::gui::palette::optimizer_color;
use crate::number_text::round_to_grain;

/// How near to the start counts as on it, in points.
const REACH: f32 = 14.0;

/// What is drawn.
#[derive(Clone, Copy)]
pub struct Paths<'a> {
    /// The ways.
    pub twins: &'a [Twins],
    /// Whether those on the exact gradient are drawn.
    pub exact: bool,
    /// Where they begin.
    pub start: [f64; 2],
    /// How many steps of them are shown.
    pub steps: usize,
    /// The opacity of what belongs to earlier settings, or 1.
    pub opacity: f32,
}

impl Paths<'_> {
    /// The points shown of all ways.
    pub(super) fn points(&self) -> impl Iterator<Item = [f64; 2]> {
        let count = self.steps.saturating_add(1);
        let visits = self.twins.iter().flat_map(move |twins| twins.numerical.visits.iter().take(count));
        visits.map(|visit| visit.x)
    }
}

/// Draw the ways and the start.
pub(super) fn paint(ui: &Ui, transform: &PlotTransform, paths: &Paths<'_>) {
    let painter = ui.painter().with_clip_rect(*transform.frame());
    let dark_mode = ui.visuals().dark_mode;
    let screen = Screen::new(transform);
    let brush = Brush { painter: &painter, screen, dark_mode, steps: paths.steps, opacity: paths.opacity };
    if paths.exact {
        for Twins { rule, exact, .. } in paths.twins {
            brush.dashed(exact, optimizer_color(*rule, dark_mode));
        }
    }
    for Twins { rule, numerical, .. } in paths.twins {
        brush.line(numerical, optimizer_color(*rule, dark_mode));
    }
    brush.start(paths.start);
}

struct Brush<'a> {
    painter: &'a Painter,
    screen: Screen,
    dark_mode: bool,
    steps: usize,
    opacity: f32,
}

impl Brush<'_> {
    /// The points shown of a path, on the screen. Those without a place end it.
    fn points(&self, path: &Path) -> Vec<[f64; 2]> {
        let visits = path.visits.iter().take(self.steps.saturating_add(1));
        let has_place = |place: &[f64; 2]| place.iter().all(|side| side.is_finite());
        visits.map(|visit| self.screen.place(visit.x)).take_while(has_place).collect()
    }

    fn halo(&self) -> Color32 {
        Color32::from(theme::ground(self.dark_mode)).gamma_multiply(HALO_OPACITY * self.opacity)
    }

    fn line(&self, path: &Path, color: Color32) {
        let points = self.points(path);
        let color = color.gamma_multiply(self.opacity);
        let pieces = self.screen.line(points.iter().copied(), false);
        for (width, color) in [(HALO, self.halo()), (WIDTH, color)] {
            let lines = pieces.iter().map(|piece| Shape::line(piece.clone(), Stroke::new(width, color)));
            self.painter.extend(lines);
        }
        let mut last: Option<[f64; 2]> = None;
        for &at in &points {
            if last.is_none_or(|last| distance(last, at) >= 2.0 * f64::from(DOT)) {
                if self.screen.shows(at) {
                    self.painter.circle_filled(pos(at), DOT, color);
                }
                last = Some(at);
            }
        }
        // Where it has ended for a reason of its own.
        if let Some(&end) = points.last()
            && points.len() == path.visits.len()
            && path.stop != Stop::StepLimit
            && self.screen.shows(end)
        {
            let end = pos(end);
            self.painter.circle(end, 1.8 * DOT, self.halo(), Stroke::new(WIDTH, color));
            if !matches!(path.stop, Stop::Converged) {
                let arm = 1.8 * DOT;
                for arm in [vec2(arm, arm), vec2(arm, -arm)] {
                    self.painter.line_segment([end - arm, end + arm], Stroke::new(WIDTH, color));
                }
            }
        }
    }

    fn dashed(&self, path: &Path, color: Color32) {
        let pieces = self.screen.line(self.points(path), false);
        let [dash, gap] = DASH;
        for (width, color) in [(WIDTH + TWIN_HALO, self.halo()), (WIDTH, color.gamma_multiply(self.opacity))]
        {
            let stroke = Stroke::new(width, color);
            self.painter.extend(pieces.iter().flat_map(|piece| Shape::dashed_line(piece, stroke, dash, gap)));
        }
    }

    fn start(&self, start: [f64; 2]) {
        let place = self.screen.place(start);
        if !self.screen.shows(place) {
            return;
        }
        let at = pos(place);
        let (inner, outer) =
            if self.dark_mode { (Color32::WHITE, Color32::BLACK) } else { (Color32::BLACK, Color32::WHITE) };
        self.painter.circle(at, HANDLE, outer.gamma_multiply(0.5), Stroke::new(4.0, outer));
        self.painter.circle_stroke(at, HANDLE, Stroke::new(2.0, inner));
        self.painter.circle_filled(at, 2.0, inner);
    }
}

/// The hand on the start.
#[derive(Debug, Default)]
pub(super) struct Hand {
    held: bool,
}

impl Hand {
    /// Whether it holds the start, so that a drag does not move the plane.
    pub(super) fn holds(&mut self, ui: &Ui, transform: Option<&PlotTransform>, start: [f64; 2]) -> bool {
        let Some(transform) = transform else { return false };
        let place = transform.position_from_point(&PlotPoint::new(start[0], start[1]));
        let (pressed, down, at) = ui.input(|input| {
            let pointer = &input.pointer;
            // In the frame of its release it is still where it was let go.
            let down = pointer.primary_down() || pointer.primary_released();
            (pointer.primary_pressed(), down, pointer.interact_pos())
        });
        let is_on = |at: Pos2| {
            at.distance(place) <= REACH
                && transform.frame().contains(at)
                && ui.ctx().layer_id_at(at).is_none_or(|layer| layer == ui.layer_id())
        };
        if pressed {
            self.held = at.is_some_and(is_on);
        }
        self.held &= down || pressed;
        if self.held || ui.input(|input| input.pointer.hover_pos()).is_some_and(is_on) {
            ui.ctx().set_cursor_icon(if self.held { CursorIcon::Grabbing } else { CursorIcon::Grab });
        }
        self.held
    }

    /// Where the start is dragged to, or put by a click with Shift.
    pub(super) fn moves(&self, ui: &Ui, response: &Response, transform: &PlotTransform) -> Option<[f64; 2]> {
        let is_put = response.clicked() && ui.input(|input| input.modifiers.shift_only());
        let is_dragged = self.held && ui.input(|input| input.pointer.delta() != Vec2::ZERO);
        let at = ui.input(|input| input.pointer.interact_pos()).filter(|_| is_put || is_dragged)?;
        let frame = transform.frame();
        let point = transform.value_from_position(at.clamp(frame.min, frame.max));
        // Digits finer than a point of the screen would be the mouse's noise.
        let [across, down] = transform.dvalue_dpos().map(f64::abs);
        Some([round_to_grain(point.x, across), round_to_grain(point.y, down)])
    }
}
