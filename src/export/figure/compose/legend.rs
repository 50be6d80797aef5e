//! What marks, lines and ghosts mean, in the corner of the canvas where it hides least.

use super::Composer;
use super::arrows;
use super::layers::{circle, critical_mark};
use crate::analysis::Census;
use crate::export::figure::shapes::{Align, Contour, Font, Path, Rect, Shape, Stroke, Text};
use crate::expr::Axis;
use crate::figure::arrows::Marks;
use crate::figure::arrows::build::Built;
use crate::figure::legend::{self, BACKGROUND_ALPHA, MOST_ROWS, Row, SAMPLE_LAYOUT, Sample};
use crate::figure::palette::{LineKind, critical_color, layer_color, optimizer_color};
use crate::figure::{Rgba, paths, theme};
use crate::number_text::format_count;

const ROW_HEIGHT: f64 = legend::ROW_HEIGHT as f64;
const DISTANCE: f64 = legend::DISTANCE as f64;
const PADDING: f64 = legend::PADDING as f64;
const MARK_WIDTH: f64 = legend::MARK_WIDTH as f64;
const GAP: f64 = legend::GAP as f64;
const LETTERS: f64 = legend::LETTERS as f64;
const LARGEST_SHARE: f64 = legend::LARGEST_SHARE as f64;
/// Half the length of a piece of a line.
const PIECE: f64 = 7.0;

impl Composer<'_> {
    /// The legend, if there is anything to explain and room for it.
    pub(super) fn legend(&self) -> Vec<Shape> {
        let rows = self.rows();
        let widths: Vec<f64> = rows.chunks(MOST_ROWS).map(|rows| self.column_width(rows)).collect();
        let frame = self.frame().shrunk(DISTANCE);
        let height = rows.len().min(MOST_ROWS) as f64 * ROW_HEIGHT;
        let width = widths.iter().sum::<f64>() + GAP * widths.len().saturating_sub(1) as f64;
        let size = [width, height].map(|side| side + 2.0 * PADDING);
        let [most_width, most_height] = frame.size();
        if rows.is_empty()
            || size[0] * size[1] > LARGEST_SHARE * most_width * most_height
            || size[0] > most_width
            || size[1] > most_height
        {
            return Vec::new();
        }
        let rect = self.corner(frame, size);
        let dark_mode = self.sheet.dark_mode;
        let mut shapes = vec![Shape::Path(Path {
            fill: Some(theme::canvas(dark_mode).with_alpha(BACKGROUND_ALPHA)),
            ..Path::lines(vec![rect.contour()], Stroke::new(theme::frame(dark_mode).faded(0.6), 1.0)).crisp()
        })];
        let mut left = rect.min[0] + PADDING;
        for (rows, width) in rows.chunks(MOST_ROWS).zip(&widths) {
            for (row, place) in rows.iter().zip((0..).map(f64::from)) {
                let middle = rect.min[1] + PADDING + (place + 0.5) * ROW_HEIGHT;
                shapes.extend(self.sample(row.sample, [left + MARK_WIDTH / 2.0, middle]));
                shapes.extend(self.words(row, [left, left + width], middle + 0.35 * LETTERS));
            }
            left += width + GAP;
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

    fn column_width(&self, rows: &[Row]) -> f64 {
        let name = rows.iter().map(|row| self.width(row.name)).fold(0.0, f64::max);
        let count = |row: &Row| row.count.map_or(0.0, |count| GAP + self.width(&format_count(count)));
        MARK_WIDTH + GAP + name + rows.iter().map(count).fold(0.0, f64::max)
    }

    /// The corner where the fewest nodes are behind it.
    fn corner(&self, frame: Rect, size: [f64; 2]) -> Rect {
        let [left, top] = frame.min;
        let [right, bottom] = [0, 1].map(|axis| frame.max[axis] - size[axis]);
        let corners = [[right, top], [left, top], [right, bottom], [left, bottom]];
        let rects = corners.map(|corner| Rect::from_size(corner, size));
        rects.into_iter().min_by_key(|rect| self.nodes_behind(*rect)).unwrap_or(rects[0])
    }

    fn nodes_behind(&self, rect: Rect) -> usize {
        let frame = self.frame();
        let count = |axis: Axis| {
            let index = axis.index();
            let [from, to] = [rect.min, rect.max].map(|corner| corner[index] - frame.min[index]);
            let is_behind = |value: &&f64| (from..=to).contains(&self.view.offset(index, **value));
            self.content.field.grid.axis(axis).iter().filter(is_behind).count()
        };
        count(Axis::X0) * count(Axis::X1)
    }

    /// A row's name and its count.
    fn words(&self, row: &Row, [left, right]: [f64; 2], base: f64) -> Vec<Shape> {
        let text = |text: String, x: f64, align: Align| {
            Shape::Text(Text {
                text,
                font: Font::Proportional,
                size: LETTERS,
                color: theme::ink(self.sheet.dark_mode),
                position: [x, base],
                align,
                angle: 0.0,
                halo: None,
            })
        };
        let name = text(row.name.to_owned(), left + MARK_WIDTH + GAP, Align::Start);
        let count = row.count.map(|count| text(format_count(count), right, Align::End));
        std::iter::once(name).chain(count).collect()
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
