//! What the marks, lines and ghosts of a figure mean.

mod place;

pub use place::{Cell, Hidden, Plan, Surroundings};

use super::Rgba;
use super::arrows::marks::Mark;
use super::arrows::{ArrowStyle, Instance, Kind, Layout};
use super::ghosts::GhostKind;
use super::palette::LineKind;
use crate::analysis::descent::{Twins, UpdateRule};
use crate::analysis::{Cause, Census, Contours, CriticalKind, CriticalPoints, Streamlines};

/// More rows stand in columns side by side, each of about as many.
pub const MOST_ROWS: usize = 7;
/// The height of a row, in points.
pub const ROW_HEIGHT: f32 = 17.0;
/// From the canvas' edge to the legend, in points ...
pub const DISTANCE: f32 = 8.0;
/// ... and from the legend's to its rows.
pub const PADDING: f32 = 6.0;
/// The width of a row's mark, in points ...
pub const MARK_WIDTH: f32 = 16.0;
/// ... and between its parts.
pub const GAP: f32 = 6.0;
/// The size of its letters.
pub const LETTERS: f32 = 12.5;
/// A legend does not take more than this share of the canvas: what it leaves out is said elsewhere too.
pub const LARGEST_SHARE: f32 = 0.25;
/// How much of what lies behind shows through.
pub const BACKGROUND_ALPHA: u8 = 215;

/// A row of the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What is drawn.
    pub sample: Sample,
    /// The word for it.
    pub name: &'static str,
    /// How many there are, where they are counted.
    pub count: Option<usize>,
    /// What it means, in a sentence.
    pub explanation: &'static str,
}

/// What a row explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sample {
    /// A mark.
    Mark(Mark),
    /// An arrow of a colour.
    Arrow(Rgba),
    /// A line of a layer.
    Line(LineKind),
    /// A critical point.
    Point(CriticalKind),
    /// The way of an optimiser.
    Path(UpdateRule),
    /// The way of one on the exact gradient.
    Twin,
}

/// The rows for what is there to be explained: marks in the order of [`Cause::ALL`], then ghosts.
pub fn rows(census: Option<&Census>, ghosts: &[GhostKind], style: &ArrowStyle, dark_mode: bool) -> Vec<Row> {
    let of_cause = |cause: Cause, census: &Census| {
        let (mark, count) = (Mark::of_cause(cause, style)?, census.count(cause));
        // As it is most often met.
        let has_arrow = matches!(cause, Cause::HalfAbsorbed | Cause::Rounding | Cause::Truncation);
        let sample = Sample::Mark(if has_arrow { mark.on_arrow() } else { mark });
        let row = Row { sample, name: cause.name(), count: Some(count), explanation: cause.explanation() };
        (count > 0).then_some(row)
    };
    let marks =
        census.into_iter().flat_map(|census| Cause::ALL.into_iter().filter_map(move |c| of_cause(c, census)));
    let ghosts = GhostKind::ALL.into_iter().filter(|kind| ghosts.contains(kind)).map(|kind| Row {
        sample: Sample::Arrow(kind.color(dark_mode)),
        name: kind.name(),
        count: None,
        explanation: kind.explanation(),
    });
    marks.chain(ghosts).collect()
}

/// The layers beside the arrows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Layers<'a> {
    /// Contour lines.
    pub contours: Option<&'a Contours>,
    /// Streamlines.
    pub streamlines: Option<&'a Streamlines>,
    /// Critical points.
    pub critical_points: Option<&'a CriticalPoints>,
}

/// The rows for the layers beside the arrows.
pub fn layer_rows(layers: &Layers<'_>) -> Vec<Row> {
    let line = |kind, name, explanation| Row { sample: Sample::Line(kind), name, count: None, explanation };
    let contours = layers.contours.filter(|contours| !contours.levels().is_empty()).map(|_| {
        line(LineKind::Contours, "contours", "Along a line f has one value; arrows cross it at right angles.")
    });
    let streamlines = layers.streamlines.filter(|lines| !lines.lines().is_empty()).map(|_| {
        line(LineKind::Streamlines, "streamlines", "They follow the arrows, by the chosen scheme and h.")
    });
    let points = CriticalKind::ALL.into_iter().filter_map(|kind| {
        let count = layers.critical_points?.count(kind);
        let explanation = match kind {
            CriticalKind::Minimum => "The gradient is zero, and f rises from here along every direction.",
            CriticalKind::Maximum => "The gradient is zero, and f falls along every direction.",
            CriticalKind::Saddle => {
                "The gradient is zero, and f rises along one direction and falls along another."
            }
            CriticalKind::Degenerate => "The gradient is zero, and f is too flat here to tell what it is.",
        };
        let name = if kind == CriticalKind::Degenerate { "degenerate" } else { kind.name() };
        (count > 0).then_some(Row { sample: Sample::Point(kind), name, count: Some(count), explanation })
    });
    contours.into_iter().chain(streamlines).chain(points).collect()
}

/// The rows for the ways of optimisers.
pub fn path_rows(twins: &[Twins], exact: bool) -> Vec<Row> {
    let row = |sample, name, explanation| Row { sample, name, count: None, explanation };
    let ways = twins.iter().map(|twins| {
        let rule = twins.rule;
        row(Sample::Path(rule), rule.title(), rule.description())
    });
    let explanation = "The same optimiser on the exact gradient. Where it parts from the other, the numerical gradient is to blame.";
    let twin = (exact && !twins.is_empty()).then(|| row(Sample::Twin, "exact twin", explanation));
    ways.chain(twin).collect()
}

/// What arrows and marks of the legend are measured by: as of arrows some 30 points apart.
pub const SAMPLE_LAYOUT: Layout = Layout {
    stride: [1, 1],
    distance: [30.0, 30.0],
    length: 15.0,
    shaft: 2.2,
    mark: 9.0,
    stroke: 1.6,
    max_halo: 1.0,
};

/// What stands for rows that have no room.
pub fn more(count: usize) -> String {
    format!("and {count} more")
}

impl Sample {
    /// How much it needs an explanation: lines and triangles are known from other figures, marks have shapes of their own,
    /// and the ways of optimisers differ in nothing but their colours.
    fn need(self) -> usize {
        match self {
            Self::Line(_) => 0,
            Self::Point(_) => 1,
            Self::Arrow(_) => 2,
            Self::Mark(_) => 3,
            Self::Path(_) | Self::Twin => 4,
        }
    }

    /// It about a place, if it is an arrow or a mark.
    #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
    pub fn instance(self, [x, y]: [f32; 2]) -> Option<Instance> {
        let (length, position, color, kind) = match self {
            Self::Mark(mark) => {
                let length = (mark.size * SAMPLE_LAYOUT.mark) as f32;
                (length, [x, y], mark.color, mark.kind())
            }
            Self::Arrow(color) => {
                let length = SAMPLE_LAYOUT.length as f32;
                (length, [x - length / 2.0, y], color, Kind::Arrow as u32)
            }
            Self::Line(_) | Self::Point(_) | Self::Path(_) | Self::Twin => return None,
        };
        Some(Instance { position, direction: [1.0, 0.0], length, color: color.to_array(), kind })
    }
}
