//! What theory says of the error: two branches, their floor and the h where both are alike.

use eframe::egui::{Align2, Color32, Painter, Pos2, Shape, Ui, pos2, vec2};
use egui_plot::{Line, LineStyle, PlotBounds, PlotPoint, PlotTransform, PlotUi};

use super::notes::note;
use crate::analysis::Theory;
use crate::number_text::format_number;

/// How far from its upper end a branch is named, as a part of its length.
const NAMED_AT: f64 = 0.18;
/// The arm of the cross at the best h, in points.
const ARM: f32 = 4.0;
/// A branch shorter than this, in points, is not named.
const SHORTEST: f32 = 40.0;

/// A straight line in the exponents: error = 10^intercept h^slope.
struct Branch {
    intercept: f64,
    slope: f64,
}

impl Branch {
    /// `None` where the factor is 0 or not finite.
    fn new(factor: f64, slope: f64) -> Option<Self> {
        let intercept = factor.log10();
        intercept.is_finite().then_some(Self { intercept, slope })
    }

    fn at(&self, x: f64) -> [f64; 2] {
        [x, self.intercept + self.slope * x]
    }

    /// The part that is in view, from its lower to its upper end.
    fn visible(&self, bounds: &PlotBounds) -> Option<[[f64; 2]; 2]> {
        let crossing = |y: f64| (y - self.intercept) / self.slope;
        let [low, high] = [crossing(bounds.min()[1]), crossing(bounds.max()[1])];
        let (left, right) = (low.min(high).max(bounds.min()[0]), low.max(high).min(bounds.max()[0]));
        let ends = [self.at(left), self.at(right)];
        (left < right).then_some(if self.slope > 0.0 { ends } else { [ends[1], ends[0]] })
    }
}

fn branches(theory: &Theory) -> [(Option<Branch>, Align2, String); 2] {
    let truncation = Branch::new(theory.truncation, f64::from(theory.order));
    let rounding = Branch::new(theory.rounding, -1.0);
    let power = match theory.order {
        1 => "h",
        2 => "h²",
        _ => "h⁴",
    };
    // Inside the V that both make, where no curve of this scheme comes.
    [
        (truncation, Align2::RIGHT_BOTTOM, format!("truncation ~ {power}")),
        (rounding, Align2::LEFT_BOTTOM, "rounding ~ eps |f| / h".to_owned()),
    ]
}

/// The lines.
pub(super) fn draw(plot: &mut PlotUi<'_>, theory: &Theory, bounds: &PlotBounds, color: Color32) {
    for (branch, _, name) in branches(theory) {
        if let Some(ends) = branch.and_then(|branch| branch.visible(bounds)) {
            let line = Line::new(name, ends.to_vec()).color(color).width(1.0).allow_hover(false);
            plot.line(line.style(LineStyle::dashed_dense()));
        }
    }
    let floor = theory.floor.log10();
    if (bounds.min()[1]..=bounds.max()[1]).contains(&floor) {
        let ends = vec![[bounds.min()[0], floor], [bounds.max()[0], floor]];
        let line = Line::new("floor", ends).color(color).width(0.7).allow_hover(false);
        plot.line(line.style(LineStyle::dotted_dense()));
    }
}

/// Their names, out of the way of the line at h.
pub(super) fn name(ui: &Ui, painter: &Painter, theory: &Theory, transform: &PlotTransform, h: f64) {
    let place = |[x, y]: [f64; 2]| transform.position_from_point(&PlotPoint::new(x, y));
    let color = ui.visuals().weak_text_color();
    for (branch, anchor, text) in branches(theory) {
        let Some([low, high]) = branch.and_then(|branch| branch.visible(transform.bounds())) else {
            continue;
        };
        if place(low).distance(place(high)) < SHORTEST {
            continue;
        }
        let at = [0, 1].map(|i| high[i] + NAMED_AT * (low[i] - high[i]));
        let aside = if anchor == Align2::LEFT_BOTTOM { 5.0 } else { -5.0 };
        note(ui, painter, place(at) + vec2(aside, 0.0), anchor, text, color);
    }
    let bounds = transform.bounds();
    let floor = theory.floor.log10();
    if (bounds.min()[1]..=bounds.max()[1]).contains(&floor) {
        let at = place([bounds.min()[0], floor]) + vec2(4.0, -1.0);
        note(ui, painter, at, Align2::LEFT_BOTTOM, "floor: eps |g|", color);
    }
    if let Some(best_h) = theory.best_h {
        let (anchor, aside) = if best_h < h { (Align2::RIGHT_TOP, -4.0) } else { (Align2::LEFT_TOP, 4.0) };
        if let Some(top) = best(ui, painter, theory, best_h, &place) {
            let text = format!("theory: best h = {}", format_number(super::rounded(best_h)));
            note(ui, painter, top + vec2(aside, 2.0), anchor, text, color);
        }
    }
}

/// A cross where both branches together are least, under a line from the top, where the V of both is widest. Its top.
fn best(
    ui: &Ui,
    painter: &Painter,
    theory: &Theory,
    h: f64,
    place: &impl Fn([f64; 2]) -> Pos2,
) -> Option<Pos2> {
    let least = theory.truncation * h.powf(f64::from(theory.order)) + theory.rounding / h;
    let at = place([h.log10(), least.log10()]);
    let frame = painter.clip_rect();
    if !frame.contains(at) {
        return None;
    }
    let color = ui.visuals().weak_text_color();
    painter.hline(at.x - ARM..=at.x + ARM, at.y, (1.5, color));
    painter.vline(at.x, at.y - ARM..=at.y + ARM, (1.5, color));
    let top = pos2(at.x, frame.top());
    painter.extend(Shape::dotted_line(&[top, at], color, 4.0, 0.7));
    Some(top)
}
