//! Where the canvas is on its sheet, and what of the plane it shows.

use super::Sheet;
use crate::export::figure::content::Content;
use crate::export::figure::fonts::Ruler;
use crate::export::figure::shapes::{Font, Rect};
use crate::expr::Axis;
use crate::figure::color_bar::Bar;
use crate::figure::margin;
use crate::figure::ticks::Ticks;
use crate::settings::Settings;

/// The least distance of two numbers beside the canvas.
const TICK_SPACING: f64 = 70.0;
/// A canvas with equal aspect is not narrower than this share of the room, however long and thin the grid is.
const NARROWEST: f64 = 1.0 / 3.0;
/// From the sheet's edge to what stands on it.
pub(super) const EDGE: f64 = 16.0;
/// From the canvas to its colour bar, and the width of that with its numbers.
pub(super) const BAR_GAP: f64 = 16.0;
pub(super) const BAR_WIDTH: f64 = 80.0;
/// What a sheet has beside and above a canvas with usual numbers.
pub(super) const AROUND: [f64; 2] = [2.0 * EDGE + 60.0 + BAR_GAP + BAR_WIDTH, 2.0 * EDGE + 90.0];
/// The sizes of letters.
pub(super) const NUMBERS: f64 = 13.0;
pub(super) const NAMES: f64 = 15.0;
pub(super) const EXPRESSION: f64 = 17.0;
pub(super) const METHOD: f64 = 14.0;
pub(super) const LINE: f64 = 19.0;

/// Where everything is.
pub(super) struct Layout {
    /// The canvas.
    pub(super) frame: Rect,
    /// What it shows of the plane, from and to along x0 and x1.
    pub(super) bounds: [[f64; 2]; 2],
    /// The numbers along x0 and x1.
    pub(super) ticks: [Ticks; 2],
    /// The lines of the title below the first.
    pub(super) title: Vec<TitleLine>,
}

/// A line below the expression.
pub(super) struct TitleLine {
    pub(super) text: String,
    pub(super) is_warning: bool,
}

impl Layout {
    pub(super) fn new(
        content: &Content,
        settings: &Settings,
        sheet: &Sheet,
        bars: &[Bar],
        ruler: &Ruler,
        has_heat_map: bool,
    ) -> Self {
        let title = if sheet.title { super::around::title_lines(content, sheet, ruler) } else { Vec::new() };
        let head = if sheet.title { EXPRESSION + LINE * title.len() as f64 + 12.0 } else { 0.0 };
        let bounds = sheet.view.unwrap_or_else(|| whole(content, has_heat_map));
        let beside = if bars.is_empty() { 12.0 } else { BAR_GAP + BAR_WIDTH };
        let below = 4.0 + NUMBERS + 8.0 + NAMES;
        let room = |left: f64| {
            let min = [EDGE + left, EDGE + head];
            let max = [sheet.size[0] - EDGE - beside, sheet.size[1] - EDGE - below];
            Rect { min, max: [max[0].max(min[0] + 1.0), max[1].max(min[1] + 1.0)] }
        };
        let place = |left: f64| fitted(room(left), bounds, settings.grid.equal_aspect);
        // How wide the numbers are depends on how high the canvas is, and hardly on how wide.
        let (frame, seen) = place(60.0);
        let widest = widest(&ticks(frame, seen, ruler)[1], ruler);
        let (frame, bounds) = place(widest + 12.0 + NAMES + 6.0);
        Self { frame, bounds, ticks: ticks(frame, bounds, ruler), title }
    }
}

fn widest(ticks: &Ticks, ruler: &Ruler) -> f64 {
    let widths =
        ticks.values.iter().map(|&value| ruler.width(Font::Proportional, NUMBERS, &ticks.label(value)));
    widths.fold(0.0, f64::max)
}

/// Round numbers along both axes.
fn ticks(frame: Rect, bounds: [[f64; 2]; 2], ruler: &Ruler) -> [Ticks; 2] {
    [0, 1].map(|axis| {
        let [from, to] = bounds[axis];
        // Halved, as the distance of the ends may overflow.
        let per_point = (to / 2.0 - from / 2.0) / frame.size()[axis] * 2.0;
        // Those beside the canvas lie one above the other.
        let width =
            |label: &str| if axis == 0 { ruler.width(Font::Proportional, NUMBERS, label) } else { NUMBERS };
        Ticks::along(from, to, per_point, TICK_SPACING, width)
    })
}

/// All of the grid, with the cells around its nodes where these are seen, and a little around.
fn whole(content: &Content, has_cells: bool) -> [[f64; 2]; 2] {
    let field = &content.field;
    Axis::ALL.map(|axis| {
        let spec = field.request.grid().axes[axis.index()];
        let half = if has_cells { spec.step / 2.0 } else { 0.0 };
        let values = field.grid.axis(axis);
        let first = values.first().map_or(spec.min, |first| (first - half).min(spec.min));
        let last = values.last().map_or(spec.max, |last| (last + half).max(spec.max));
        let margin = margin::share(&spec) * (last - first);
        let bounds = [first - margin, last + margin];
        if bounds.iter().all(|bound| bound.is_finite()) { bounds } else { [first, last] }
    })
}

/// The canvas in a room, and what it shows: exactly the bounds, or, with equal aspect where they are too long and thin for
/// that, as much around them as it takes.
fn fitted(room: Rect, bounds: [[f64; 2]; 2], equal_aspect: bool) -> (Rect, [[f64; 2]; 2]) {
    let half = bounds.map(|[from, to]| to / 2.0 - from / 2.0);
    let [width, height] = room.size();
    let aspect = half[0] / half[1];
    let can_be_equal = aspect.is_normal() && half.iter().all(|half| half.is_normal());
    if !(equal_aspect && can_be_equal) {
        return (room, bounds);
    }
    let kept = aspect.clamp(NARROWEST * width / height, width / height / NARROWEST);
    let size = if kept > width / height { [width, width / kept] } else { [height * kept, height] };
    let min = [0, 1].map(|axis| f64::midpoint(room.min[axis], room.max[axis]) - size[axis] / 2.0);
    // Half of the plane that a point shows, on the axis that shows more.
    let scale = (half[0] / size[0]).max(half[1] / size[1]);
    let seen = [0, 1].map(|axis| {
        let [from, to] = bounds[axis];
        let (middle, half) = (from / 2.0 + to / 2.0, scale * size[axis]);
        [middle - half, middle + half]
    });
    // The aspect of the bounds is kept but for rounding; so are they.
    let is_kept = kept.to_bits() == aspect.to_bits();
    let is_finite = seen.as_flattened().iter().all(|bound| bound.is_finite());
    (Rect::from_size(min, size), if is_kept || !is_finite { bounds } else { seen })
}
