//! Lines behind the arrows, and points and ways in front of them.

use super::Composer;
use crate::analysis::descent::{Path as Way, Stop, Twins};
use crate::analysis::{Anchor, CriticalKind, Extent, Polyline};
use crate::export::figure::shapes::{Align, Contour, Font, Path, Rect, Shape, Stroke, Text};
use crate::figure::lines::{self, CROSS_STROKES, HEAD, MARK_OUTLINES, distance, mark_corners, place_labels};
use crate::figure::palette::{LineKind, critical_color, layer_color, optimizer_color};
use crate::figure::{Rgba, clip, paths, theme};

/// The width of the line around a level's digits.
const LABEL_HALO: f64 = 3.0;
/// How opaque the dark line around marks is.
const DARK: Rgba = Rgba::BLACK.with_alpha(190);

impl Composer<'_> {
    /// Contour lines and streamlines.
    pub(super) fn lines(&self) -> Vec<Shape> {
        let layers = self.settings.layers;
        let mut shapes = Vec::new();
        if let Some(contours) = &self.content.contours {
            let lines = contours.levels().iter().flat_map(|level| &level.lines);
            let contours = lines.flat_map(|line| self.line(line)).collect();
            shapes.extend(self.drawn_lines(
                LineKind::Contours,
                contours,
                Vec::new(),
                layers.contours.opacity,
            ));
        }
        if let Some(streamlines) = &self.content.streamlines {
            let all = streamlines.lines();
            let contours = all.iter().flat_map(|line| self.line(&line.line)).collect();
            let heads =
                all.iter().flat_map(|line| &line.arrows).filter_map(|head| self.head(*head)).collect();
            shapes.extend(self.drawn_lines(
                LineKind::Streamlines,
                contours,
                heads,
                layers.streamlines.opacity,
            ));
        }
        shapes
    }

    fn drawn_lines(
        &self,
        kind: LineKind,
        lines: Vec<Contour>,
        heads: Vec<Contour>,
        opacity: f32,
    ) -> Vec<Shape> {
        let dark_mode = self.sheet.dark_mode;
        let color = layer_color(kind, dark_mode).faded(opacity);
        let halo = theme::ground(dark_mode).faded(lines::HALO_OPACITY * opacity);
        let around =
            self.heat_map.is_some().then(|| Path::lines(lines.clone(), Stroke::new(halo, lines::HALO)));
        let line = Path::lines(lines, Stroke::new(color, lines::WIDTH));
        around.into_iter().chain([line, Path::filled(heads, color)]).map(Shape::Path).collect()
    }

    /// What is seen of a line, with its places on the sheet.
    fn line(&self, line: &Polyline) -> Vec<Contour> {
        self.contours(line.points.iter().map(|point| self.place(*point)), line.closed)
    }

    fn contours(&self, places: impl IntoIterator<Item = [f64; 2]>, is_closed: bool) -> Vec<Contour> {
        let contour = |mut piece: Vec<[f64; 2]>| {
            if piece.len() > 2 && piece.first() == piece.last() {
                piece.pop();
                Contour::Closed(piece)
            } else {
                Contour::Open(piece)
            }
        };
        lines::drawn(places, is_closed, self.frame().corners()).into_iter().map(contour).collect()
    }

    /// Whether anything that reaches no farther than lines do is seen about a place.
    fn shows(&self, place: [f64; 2]) -> bool {
        clip::contains(clip::grown(self.frame().corners(), lines::BEYOND), place)
    }

    /// The place of an anchor and its direction, a unit vector, on the sheet.
    fn anchor(&self, anchor: Anchor) -> [[f64; 2]; 2] {
        let [factor_x, factor_y] = self.view.direction_factors();
        let along = [anchor.direction[0] * factor_x, anchor.direction[1] * factor_y];
        let length = along[0].hypot(along[1]);
        [self.place(anchor.position), along.map(|component| component / length)]
    }

    fn head(&self, anchor: Anchor) -> Option<Contour> {
        let [tip, along] = self.anchor(anchor);
        let [length, half] = HEAD.map(f64::from);
        let corner = |back: f64, side: f64| {
            [tip[0] - back * along[0] - side * along[1], tip[1] - back * along[1] + side * along[0]]
        };
        let is_seen = clip::contains(self.frame().corners(), tip);
        is_seen.then(|| Contour::Closed(vec![tip, corner(length, half), corner(length, -half)]))
    }

    /// Levels, critical points and ways.
    pub(super) fn in_front(&self) -> Vec<Shape> {
        let mut shapes = self.levels();
        shapes.extend(self.critical_points());
        shapes.extend(self.ways());
        shapes
    }

    /// The levels on their contour lines.
    #[expect(clippy::cast_possible_truncation, reason = "points on a sheet")]
    fn levels(&self) -> Vec<Shape> {
        let settings = self.settings.layers.contours;
        let Some(contours) = self.content.contours.as_ref().filter(|_| settings.labels) else {
            return Vec::new();
        };
        let dark_mode = self.sheet.dark_mode;
        let size = f64::from(lines::LABEL);
        let Rect { min, max } = self.frame();
        let placed = place_labels(
            contours,
            [min, max].map(|corner| corner.map(|side| side as f32)),
            |anchor| self.anchor(anchor).map(|pair| pair.map(|side| side as f32)),
            |text| [self.ruler.width(Font::Proportional, size, text) as f32, 1.15 * lines::LABEL],
        );
        let written = placed.into_iter().map(|label| {
            let [dx, dy] = label.along.map(f64::from);
            let [x, y] = label.center.map(f64::from);
            let down = 0.35 * size;
            Shape::Text(Text {
                text: label.text,
                font: Font::Proportional,
                size,
                color: theme::strong_ink(dark_mode).faded(settings.opacity),
                position: [x - down * dy, y + down * dx],
                align: Align::Middle,
                angle: dy.atan2(dx).to_degrees(),
                halo: Some(Stroke::new(theme::ground(dark_mode).faded(settings.opacity), LABEL_HALO)),
            })
        });
        written.collect()
    }

    fn critical_points(&self) -> Vec<Shape> {
        let Some(points) = &self.content.critical_points else { return Vec::new() };
        let dark_mode = self.sheet.dark_mode;
        let mut shapes = Vec::new();
        for point in &points.points {
            let color = critical_color(point.kind, dark_mode);
            if let Extent::Connected(_, cells) = &point.extent {
                let radius = f64::from(lines::VALLEY_RADIUS);
                let places = cells.iter().map(|&x| self.place(x)).filter(|place| self.shows(*place));
                let dots = places.map(|place| circle(place, radius)).collect();
                shapes.push(Shape::Path(Path::filled(dots, color)));
            }
            let place = self.place(point.x);
            if self.shows(place) {
                shapes.extend(critical_mark(place, point.kind, color));
            }
        }
        shapes
    }

    fn ways(&self) -> Vec<Shape> {
        let settings = &self.settings.descent;
        if !settings.show {
            return Vec::new();
        }
        let mut shapes = Vec::new();
        if settings.twins {
            for Twins { rule, exact, .. } in self.content.descents.iter() {
                shapes.extend(self.dashed(exact, optimizer_color(*rule, self.sheet.dark_mode)));
            }
        }
        for Twins { rule, numerical, .. } in self.content.descents.iter() {
            shapes.extend(self.way(numerical, optimizer_color(*rule, self.sheet.dark_mode)));
        }
        shapes.extend(self.start(settings.start));
        shapes
    }

    /// The points shown of a way, on the sheet. Those without a place end it.
    fn points(&self, way: &Way) -> Vec<[f64; 2]> {
        let visits = way.visits.iter().take(self.content.steps.saturating_add(1));
        let has_place = |place: &[f64; 2]| place.iter().all(|side| side.is_finite());
        visits.map(|visit| self.place(visit.x)).take_while(has_place).collect()
    }

    fn ground(&self) -> Rgba {
        theme::ground(self.sheet.dark_mode).faded(paths::HALO_OPACITY)
    }

    fn dashed(&self, way: &Way, color: Rgba) -> [Shape; 2] {
        let points = self.contours(self.points(way), false);
        let dash = Some(paths::DASH.map(f64::from));
        let stroke = |color, width: f32| Stroke { dash, ..Stroke::new(color, width) };
        [
            Shape::Path(Path::lines(points.clone(), stroke(self.ground(), paths::WIDTH + paths::TWIN_HALO))),
            Shape::Path(Path::lines(points, stroke(color, paths::WIDTH))),
        ]
    }

    fn way(&self, way: &Way, color: Rgba) -> Vec<Shape> {
        let points = self.points(way);
        let dot = f64::from(paths::DOT);
        let mut dots = Vec::new();
        let mut last: Option<[f64; 2]> = None;
        for &at in &points {
            if last.is_none_or(|last| distance(last, at) >= 2.0 * dot) {
                if self.shows(at) {
                    dots.push(circle(at, dot));
                }
                last = Some(at);
            }
        }
        let end = points.last().copied().filter(|end| points.len() == way.visits.len() && self.shows(*end));
        let line = self.contours(points, false);
        let stroke = Stroke::new(color, paths::WIDTH);
        let mut shapes = vec![
            Path::lines(line.clone(), Stroke::new(self.ground(), paths::HALO)),
            Path::lines(line, stroke),
            Path::filled(dots, color),
        ];
        // Where it has ended for a reason of its own.
        if let Some([x, y]) = end.filter(|_| way.stop != Stop::StepLimit) {
            let arm = 1.8 * dot;
            let ring = vec![circle([x, y], arm)];
            shapes.push(Path { fill: Some(self.ground()), ..Path::lines(ring, stroke) });
            if way.stop != Stop::Converged {
                let arms = [1.0, -1.0]
                    .map(|sign| Contour::Open(vec![[x - arm, y - sign * arm], [x + arm, y + sign * arm]]));
                shapes.push(Path::lines(arms.to_vec(), stroke));
            }
        }
        shapes.into_iter().map(Shape::Path).collect()
    }

    /// Where the ways begin.
    fn start(&self, start: [f64; 2]) -> Vec<Shape> {
        let at = self.place(start);
        if !self.shows(at) {
            return Vec::new();
        }
        let ring = || vec![circle(at, f64::from(paths::HANDLE))];
        let (inner, outer) =
            if self.sheet.dark_mode { (Rgba::WHITE, Rgba::BLACK) } else { (Rgba::BLACK, Rgba::WHITE) };
        let around = Path { fill: Some(outer.faded(0.5)), ..Path::lines(ring(), Stroke::new(outer, 4.0)) };
        let line = Path::lines(ring(), Stroke::new(inner, 2.0));
        let middle = Path::filled(vec![circle(at, 2.0)], inner);
        [around, line, middle].map(Shape::Path).to_vec()
    }
}

/// The mark of a kind of critical point about a place.
pub(super) fn critical_mark([x, y]: [f64; 2], kind: CriticalKind, color: Rgba) -> Vec<Shape> {
    let radius = f64::from(lines::RADIUS);
    let corners: Vec<[f64; 2]> = mark_corners(kind)
        .iter()
        .map(|[dx, dy]| [x + radius * f64::from(*dx), y + radius * f64::from(*dy)])
        .collect();
    if kind == CriticalKind::Saddle {
        let arms: Vec<Contour> = corners.chunks(2).map(|arm| Contour::Open(arm.to_vec())).collect();
        let strokes = CROSS_STROKES.into_iter().zip([DARK, Rgba::WHITE, color]);
        return strokes
            .map(|(width, color)| Shape::Path(Path::lines(arms.clone(), Stroke::new(color, width))))
            .collect();
    }
    let area = vec![Contour::Closed(corners)];
    let outlines = MARK_OUTLINES.map(|(width, is_dark)| {
        let color = if is_dark { DARK } else { Rgba::WHITE };
        Path::lines(area.clone(), Stroke::new(color, width))
    });
    outlines.into_iter().chain([Path::filled(area, color)]).map(Shape::Path).collect()
}

pub(super) fn circle(center: [f64; 2], radius: f64) -> Contour {
    Contour::Circle { center, radius, is_hole: false }
}
