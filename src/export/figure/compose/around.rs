//! What stands around the canvas: lines at round numbers, the numbers, names, title and colour bars.

use super::layout::{BAR_GAP, BAR_WIDTH, EDGE, EXPRESSION, LINE, METHOD, NAMES, NUMBERS, TitleLine};
use super::{Composer, Sheet};
use crate::analysis::diagnose;
use crate::differentiate::{Divisor, Method, Precision, Scheme};
use crate::export::figure::content::Content;
use crate::export::figure::fonts::Ruler;
use crate::export::figure::shapes::{Align, Contour, Font, Path, Rect, Shape, Stroke, Text};
use crate::expr::Axis;
use crate::field::FieldRequest;
use crate::figure::color_bar::{self, Bar};
use crate::figure::{Rgba, theme};
use crate::number_text::format_number;
use crate::settings::Settings;

/// What of the size of letters lies above their base line, of the half that is seen as the middle.
const MIDDLE: f64 = 0.35;
/// The length of the lines at numbers.
const TICK: f64 = 4.0;
/// The width of a colour bar's strip, the height of its title and the distance of two bars.
const STRIP: f64 = 14.0;
const BAR_TITLE: f64 = 22.0;
const BAR_LINE: f64 = 15.0;
const BETWEEN_BARS: f64 = 24.0;
/// On a low canvas, which is as high as fewer than this a bar, they are closer and go down to the edge of the sheet.
const LEAST_BAR: f64 = 64.0;
const BETWEEN_LOW_BARS: f64 = 10.0;
/// A longer name of a quantity has smaller letters.
const SHORT_NAME: usize = 3;
/// The most lines of a sentence about missing arrows.
const MOST_LINES: usize = 2;
/// The size of an expression's letters when there is little room.
const SMALL_EXPRESSION: f64 = 12.0;

/// A part of what is said of how a field was computed.
#[derive(Clone, Debug, PartialEq)]
pub enum Words {
    /// A text.
    Text(String),
    /// The value of h.
    H,
    /// The value of a parameter: which of the program's it is, and its name.
    Parameter(usize, String),
}

/// How a field was computed, in parts with commas between.
pub fn method_words(request: &FieldRequest) -> Vec<Words> {
    let Method { scheme, precision, divisor } = request.method();
    let mut words = vec![Words::Text(match scheme {
        Scheme::Exact => "exact gradient".to_owned(),
        Scheme::ComplexStep => "complex step".to_owned(),
        Scheme::Richardson => "Richardson extrapolation".to_owned(),
        scheme => format!("{scheme} differences"),
    })];
    if scheme != Scheme::Exact {
        words.push(Words::H);
    }
    if precision != Precision::default() {
        words.push(Words::Text(precision.to_string()));
    }
    if divisor != Divisor::default() {
        words.push(Words::Text("divided by the step taken".to_owned()));
    }
    let names = request.program().parameters().iter().map(|(name, _)| name.to_owned());
    words.extend((0..).zip(names).map(|(at, name)| Words::Parameter(at, name)));
    words
}

/// The same in one line.
fn method(request: &FieldRequest) -> String {
    let value = |name: &str| request.program().parameters().get(name).unwrap_or(f64::NAN);
    let words = method_words(request).into_iter().map(|words| match words {
        Words::Text(text) => text,
        Words::H => format!("h = {}", format_number(request.h())),
        Words::Parameter(_, name) => format!("{name} = {}", format_number(value(&name))),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// The function as it was typed, or as it was understood where another is being typed.
pub(super) fn function(content: &Content, settings: &Settings) -> String {
    let program = content.field.request.program();
    let is_typed = crate::expr::read(&settings.expression, program.parameters())
        .is_ok_and(|reading| reading.program.text() == program.text());
    let text = if is_typed { settings.expression.as_str() } else { program.text() };
    format!("f(x0, x1) = {}", text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What stands below the expression: how it was computed and, if something is wrong with the arrows, what.
pub(super) fn title_lines(content: &Content, sheet: &Sheet, ruler: &Ruler) -> Vec<TitleLine> {
    let width = sheet.size[0] - 2.0 * EDGE - 70.0;
    let request = &content.field.request;
    let known =
        TitleLine { text: ruler.cut(Font::Proportional, METHOD, &method(request), width), is_warning: false };
    let diagnosis = diagnose(&content.field, content.census.as_deref());
    let is_told = diagnosis.serious || content.field.tally.live == 0;
    let sentence = if is_told { diagnosis.text.as_str() } else { "" };
    let wrapped = ruler.wrap(Font::Proportional, NUMBERS, sentence, width, MOST_LINES);
    let warnings = wrapped.into_iter().map(|text| TitleLine { text, is_warning: true });
    std::iter::once(known).chain(warnings).collect()
}

impl Composer<'_> {
    /// The figure in words.
    pub(super) fn description(&self) -> String {
        format!("Gradient field of {}: {}", self.function, method(&self.content.field.request))
    }

    fn text(&self, text: impl Into<String>, size: f64, position: [f64; 2]) -> Text {
        Text {
            text: text.into(),
            font: Font::Proportional,
            size,
            color: theme::ink(self.sheet.dark_mode),
            position,
            align: Align::Start,
            angle: 0.0,
            halo: None,
        }
    }

    /// Function, method, and what is wrong.
    pub(super) fn title(&self) -> Vec<Shape> {
        if !self.sheet.title {
            return Vec::new();
        }
        let dark_mode = self.sheet.dark_mode;
        let left = self.title_left();
        let width = self.sheet.size[0] - EDGE - left;
        let sizes = [EXPRESSION, SMALL_EXPRESSION];
        let fits = |size: &f64| self.ruler.width(Font::Monospace, *size, &self.function) <= width;
        let size = sizes.into_iter().find(fits).unwrap_or(SMALL_EXPRESSION);
        let cut = self.ruler.cut(Font::Monospace, size, &self.function, width);
        let top = self.frame().min[1] - 12.0 - LINE * self.layout.title.len() as f64;
        let first = Text { font: Font::Monospace, ..self.text(cut, size, [left, top]) };
        let others = self.layout.title.iter().zip(1..).map(|(line, row)| {
            let place = [left, top + LINE * f64::from(row)];
            let (size, color) = if line.is_warning {
                (NUMBERS, theme::warning(dark_mode))
            } else {
                (METHOD, theme::weak_ink(dark_mode))
            };
            Text { color, ..self.text(line.text.clone(), size, place) }
        });
        std::iter::once(first).chain(others).map(Shape::Text).collect()
    }

    /// Above the left edge of the canvas, unless there is too little room from there on for the widest line.
    fn title_left(&self) -> f64 {
        let lines = self.layout.title.iter().map(|line| {
            let size = if line.is_warning { NUMBERS } else { METHOD };
            self.ruler.width(Font::Proportional, size, &line.text)
        });
        let widest = lines.fold(self.ruler.width(Font::Monospace, EXPRESSION, &self.function), f64::max);
        let last = self.sheet.size[0] - EDGE - widest;
        self.frame().min[0].min(last).max(EDGE + 8.0)
    }

    /// The lines at round numbers.
    pub(super) fn grid(&self) -> Shape {
        let frame = self.frame();
        let mut lines = Vec::new();
        for (axis, ticks) in self.layout.ticks.iter().enumerate() {
            for &value in &ticks.values {
                let at = frame.min[axis] + self.view.offset(axis, value);
                lines.push(Contour::Open(if axis == 0 {
                    vec![[at, frame.min[1]], [at, frame.max[1]]]
                } else {
                    vec![[frame.min[0], at], [frame.max[0], at]]
                }));
            }
        }
        let color = theme::grid(self.sheet.dark_mode, self.heat_map.is_some());
        Shape::Path(Path::lines(lines, Stroke::new(color, 1.0)).crisp())
    }

    /// Numbers and names along the edges.
    pub(super) fn scales(&self) -> Vec<Shape> {
        let frame = self.frame();
        let [bottom, left] = [frame.max[1], frame.min[0]];
        let mut shapes = Vec::new();
        let mut marks = Vec::new();
        let mut widest: f64 = 0.0;
        for (axis, ticks) in self.layout.ticks.iter().enumerate() {
            for &value in &ticks.values {
                let at = frame.min[axis] + self.view.offset(axis, value);
                let label = ticks.label(value);
                let width = self.ruler.width(Font::Proportional, NUMBERS, &label);
                let text = if axis == 0 {
                    marks.push(Contour::Open(vec![[at, bottom], [at, bottom + TICK]]));
                    let place = [at, bottom + TICK + 2.0 + NUMBERS];
                    Text { align: Align::Middle, ..self.text(label, NUMBERS, place) }
                } else {
                    widest = widest.max(width);
                    marks.push(Contour::Open(vec![[left - TICK, at], [left, at]]));
                    let place = [left - TICK - 4.0, at + MIDDLE * NUMBERS];
                    Text { align: Align::End, ..self.text(label, NUMBERS, place) }
                };
                shapes.push(Shape::Text(text));
            }
        }
        let middle = [0, 1].map(|axis| f64::midpoint(frame.min[axis], frame.max[axis]));
        let below = [middle[0], bottom + TICK + NUMBERS + 6.0 + NAMES];
        let beside = [left - TICK - 4.0 - widest - 8.0, middle[1]];
        let name = |axis: Axis, place| Text { align: Align::Middle, ..self.text(axis.name(), NAMES, place) };
        shapes.push(Shape::Text(name(Axis::X0, below)));
        shapes.push(Shape::Text(Text { angle: -90.0, ..name(Axis::X1, beside) }));
        let stroke = Stroke::new(theme::frame(self.sheet.dark_mode), 1.0);
        shapes.push(Shape::Path(Path::lines(marks, stroke).crisp()));
        shapes
    }

    /// The colour bars, one below the other.
    pub(super) fn color_bars(&self) -> Vec<Shape> {
        let frame = self.frame();
        let count = self.bars.len().max(1) as f64;
        let is_low = frame.size()[1] < count * (LEAST_BAR + BETWEEN_BARS) - BETWEEN_BARS;
        let (bottom, between) =
            if is_low { (self.sheet.size[1] - EDGE, BETWEEN_LOW_BARS) } else { (frame.max[1], BETWEEN_BARS) };
        let height = (bottom - frame.min[1] + between) / count;
        let corner = |place: f64| [frame.max[0] + BAR_GAP, frame.min[1] + place * height];
        let rect = |place: f64| Rect::from_size(corner(place), [BAR_WIDTH, height - between]);
        let places = (0..).map(f64::from);
        self.bars.iter().zip(places).flat_map(|(bar, place)| self.color_bar(bar, rect(place))).collect()
    }

    fn color_bar(&self, bar: &Bar, rect: Rect) -> Vec<Shape> {
        let dark_mode = self.sheet.dark_mode;
        let mut shapes = self.bar_title(bar, rect.min);
        let lines = shapes.len().max(1) as f64;
        let top = rect.min[1] + BAR_TITLE.max(BAR_LINE * lines + 7.0);
        let strip = Rect { min: [rect.min[0], top], max: [rect.min[0] + STRIP, rect.max[1].max(top + 1.0)] };
        shapes.extend(self.strip(bar, strip));
        let edge = Stroke::new(theme::frame(dark_mode), 1.0);
        let mut marks = vec![strip.contour()];
        let right = strip.max[0];
        #[expect(clippy::cast_possible_truncation, reason = "a height on a sheet")]
        let labels = color_bar::labels(&bar.colors, bar.quantity, strip.size()[1] as f32);
        for (value, label) in labels {
            let y = strip.max[1] - bar.colors.position(value) * strip.size()[1];
            marks.push(Contour::Open(vec![[right, y], [right + TICK, y]]));
            let size = NUMBERS - 0.5;
            shapes.push(Shape::Text(self.text(label, size, [right + TICK + 3.0, y + MIDDLE * size])));
        }
        shapes.push(Shape::Path(Path::lines(marks, edge).crisp()));
        shapes
    }

    /// The quantity's name and the role.
    fn bar_title(&self, bar: &Bar, [x, y]: [f64; 2]) -> Vec<Shape> {
        let name = bar.quantity.name();
        let size = if name.len() <= SHORT_NAME { NAMES } else { NUMBERS };
        let room = self.sheet.size[0] - x - 4.0;
        let ink = theme::ink(self.sheet.dark_mode);
        let weak = theme::weak_ink(self.sheet.dark_mode);
        let role = bar.role.unwrap_or_default();
        let name_width = self.ruler.width(Font::Proportional, size, name);
        let both = name_width + 5.0 + self.ruler.width(Font::Proportional, NUMBERS, role);
        let line = |text: &str, size: f64, color: Rgba, place: [f64; 2]| {
            Shape::Text(Text { color, ..self.text(text, size, place) })
        };
        let first = y + size;
        let mut shapes = Vec::new();
        if !role.is_empty() && both <= room {
            shapes.push(line(name, size, ink, [x, first]));
            shapes.push(line(role, NUMBERS, weak, [x + name_width + 5.0, first]));
            return shapes;
        }
        for (row, text) in (0..).map(f64::from).zip(self.ruler.wrap(Font::Proportional, size, name, room, 2))
        {
            shapes.push(line(&text, size, ink, [x, first + BAR_LINE * row]));
        }
        if !role.is_empty() {
            shapes.push(line(role, NUMBERS, weak, [x, first + BAR_LINE * shapes.len() as f64]));
        }
        shapes
    }

    /// The colours from the first at the bottom to the last, each over the rest of those below it, so that there is no
    /// seam.
    fn strip(&self, bar: &Bar, strip: Rect) -> Vec<Shape> {
        let ground = theme::canvas(self.sheet.dark_mode);
        let color = |entry: u8| {
            let [r, g, b] = bar.colors.map.entry(entry);
            Rgba::rgb(r, g, b).over(ground, bar.opacity)
        };
        let height = strip.size()[1] / 256.0;
        let mut last = None;
        let mut shapes = Vec::new();
        for entry in 0..=255_u8 {
            if last == Some(color(entry)) {
                continue;
            }
            last = Some(color(entry));
            let bottom = strip.max[1] - height * f64::from(entry);
            let rest = Rect { min: strip.min, max: [strip.max[0], bottom] };
            shapes.push(Shape::Path(Path::filled(vec![rest.contour()], color(entry))));
        }
        shapes
    }
}
