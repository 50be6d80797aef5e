//! What marks, lines and ghosts mean, in the corner of the canvas where it hides least.

use super::Composer;
use super::arrows;
use super::layers::{circle, critical_mark};
use crate::analysis::Census;
use crate::export::figure::shapes::{Align, Contour, Font, Path, Rect, Shape, Stroke, Text};
use crate::figure::arrows::Marks;
use crate::figure::arrows::build::Built;
use crate::figure::legend::{self, BACKGROUND_ALPHA, Cell, Plan, Row, SAMPLE_LAYOUT, Sample, Surroundings};
use crate::figure::palette::{LineKind, critical_color, layer_color, optimizer_color};
use crate::figure::{Rgba, paths, theme};
use crate::number_text::format_count;

const ROW_HEIGHT: f64 = legend::ROW_HEIGHT as f64;
const MARK_WIDTH: f64 = legend::MARK_WIDTH as f64;
const GAP: f64 = legend::GAP as f64;
const LETTERS: f64 = legend::LETTERS as f64;
/// Half the length of a piece of a line.
const PIECE: f64 = 7.0;

impl Composer<'_> {
    /// The legend, if there is anything to explain and room for it.
    pub(super) fn legend(&self) -> Vec<Shape> {
        let rows = self.rows();
        let widths: Vec<[f64; 2]> = rows.iter().map(|row| self.widths(row)).collect();
        // As wide as the largest number of rows makes it.
        let more = self.width(&legend::more(rows.len()));
        let Some((plan, rect)) = self.place_of(Plan::all(&rows, &widths, more, self.frame().size())) else {
            return Vec::new();
        };
        let dark_mode = self.sheet.dark_mode;
        let mut shapes = vec![Shape::Path(Path {
            fill: Some(theme::canvas(dark_mode).with_alpha(BACKGROUND_ALPHA)),
            ..Path::lines(vec![rect.contour()], Stroke::new(theme::frame(dark_mode).faded(0.6), 1.0)).crisp()
        })];
        for Cell { row, corner, width } in plan.cells {
            let [left, top] = [0, 1].map(|axis| rect.min[axis] + corner[axis]);
            let middle = top + 0.5 * ROW_HEIGHT;
            let base = middle + 0.35 * LETTERS;
            if let Some(row) = row.map(|row| &rows[row]) {
                shapes.extend(self.sample(row.sample, [left + MARK_WIDTH / 2.0, middle]));
                shapes.extend(self.words(row, [left, left + width], base));
            } else {
                let words = legend::more(plan.folded.len());
                shapes.push(self.word(words, [left + MARK_WIDTH + GAP, base], Align::Start));
            }
        }
        shapes
    }

    /// What there is to explain.
    fn rows(&self) -> Vec<Row> {
        let content = self.content;
        let census: Option<&Census> =
            content.source().census().filter(|_| self.style.marks == Marks::ByCause);
        let ghosts: Vec<_> = content.ghosts.iter().map(|ghost| ghost.kind).collect();
        let layers = legend::Layers {
            contours: content.contours.as_deref(),
            streamlines: content.streamlines.as_deref(),
            critical_points: content.critical_points.as_deref(),
        };
        let mut rows = legend::rows(census, &ghosts, &self.style, self.sheet.dark_mode);
        rows.extend(legend::layer_rows(&layers));
        let descent = &self.settings.descent;
        if descent.show {
            rows.extend(legend::path_rows(&content.descents, descent.twins));
        }
        rows
    }

    fn width(&self, text: &str) -> f64 {
        self.ruler.width(Font::Proportional, LETTERS, text)
    }

    /// How wide a row's name and its count are.
    fn widths(&self, row: &Row) -> [f64; 2] {
        [self.width(row.name), row.count.map_or(0.0, |count| self.width(&format_count(count)))]
    }

    /// Where a legend hides least, and how its rows stand there.
    fn place_of(&self, mut plans: Vec<Plan>) -> Option<(Plan, Rect)> {
        let critical =
            self.content.critical_points.iter().flat_map(|points| points.points.iter().map(|p| p.x));
        let descent = Some(&self.settings.descent).filter(|descent| descent.show);
        let twins = self.content.descents.iter().filter(|_| descent.is_some());
        let shown = self.content.steps.saturating_add(1);
        let visits = twins.flat_map(|twins| twins.numerical.visits.iter().take(shown));
        let steps = visits.map(|visit| visit.x);
        let surroundings = Surroundings {
            canvas: self.frame().corners(),
            view: &self.view,
            grid: &self.content.field.grid,
            start: descent.map(|descent| descent.start),
            points: &critical.chain(steps).collect::<Vec<_>>(),
        };
        let (plan, corner) = surroundings.best(&plans)?;
        let plan = plans.swap_remove(plan);
        let [min, max] = surroundings.corners(plan.size)[corner];
        Some((plan, Rect { min, max }))
    }

    /// A row's name and its count.
    fn words(&self, row: &Row, [left, right]: [f64; 2], base: f64) -> Vec<Shape> {
        let name = self.word(row.name.to_owned(), [left + MARK_WIDTH + GAP, base], Align::Start);
        let count = row.count.map(|count| self.word(format_count(count), [right, base], Align::End));
        std::iter::once(name).chain(count).collect()
    }

    fn word(&self, text: String, position: [f64; 2], align: Align) -> Shape {
        Shape::Text(Text {
            text,
            font: Font::Proportional,
            size: LETTERS,
            color: theme::ink(self.sheet.dark_mode),
            position,
            align,
            angle: 0.0,
            halo: None,
        })
    }

    /// What a row explains, about a place.
    #[expect(clippy::cast_possible_truncation, reason = "a place on a sheet")]
    fn sample(&self, sample: Sample, center: [f64; 2]) -> Vec<Shape> {
        let dark_mode = self.sheet.dark_mode;
        let [x, y] = center;
        let piece = || vec![Contour::Open(vec![[x - PIECE, y], [x + PIECE, y]])];
        let line = |color: Rgba, width: f64| Path::lines(piece(), Stroke::new(color, width));
        let paths = match sample {
            Sample::Mark(_) | Sample::Arrow(_) => {
                let instances = sample.instance(center.map(|side| side as f32)).into_iter().collect();
                let built = Built { instances, layout: Some(SAMPLE_LAYOUT), ..Built::default() };
                return arrows::shapes(&built, &self.style, [0.0, 0.0]);
            }
            Sample::Point(kind) => return critical_mark(center, kind, critical_color(kind, dark_mode)),
            Sample::Line(kind) => {
                let color = layer_color(kind, dark_mode);
                let tip = x + 4.0;
                let head = Contour::Closed(vec![[tip, y], [tip - 6.0, y - 3.0], [tip - 6.0, y + 3.0]]);
                let head = (kind == LineKind::Streamlines).then(|| Path::filled(vec![head], color));
                [line(color, 1.6)].into_iter().chain(head).collect()
            }
            Sample::Path(rule) => {
                let color = optimizer_color(rule, dark_mode);
                vec![line(color, 2.0), Path::filled(vec![circle(center, f64::from(paths::DOT))], color)]
            }
            Sample::Twin => {
                let stroke = Stroke { dash: Some([4.0, 3.0]), ..Stroke::new(theme::ink(dark_mode), 1.6) };
                vec![Path::lines(piece(), stroke)]
            }
        };
        paths.into_iter().map(Shape::Path).collect()
    }
}
