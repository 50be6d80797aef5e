//! The causes of a bad arrow, each with its mark.

use eframe::egui::{Label, RichText, Sense, Ui, vec2};

use super::heading;
use crate::analysis::Cause;
use crate::colormap::{ColorScale, Colormap, Scale};
use crate::gui::plot::arrows::ArrowStyle;
use crate::gui::plot::arrows::marks::Mark;
use crate::gui::plot::legend::Marks;

/// The room for a mark, in points.
const MARK: f32 = 18.0;
/// A mark needs a style, and is drawn in colours of its own.
const COLORS: ColorScale = ColorScale { map: Colormap::Jet, scale: Scale::Linear, min: 0.0, max: 1.0 };

/// The page.
pub(super) fn causes_ui(ui: &mut Ui, marks: &Marks) {
    let style = ArrowStyle::new(COLORS, ui.visuals().dark_mode);
    ui.label(
        "Every arrow is compared with the exact gradient. One that is missing or wrong bears the mark of the first of these \
         causes that holds; the bar of the h lab counts them.",
    );
    ui.add_space(4.0);
    let mut painted = Vec::new();
    for cause in Cause::ALL {
        ui.horizontal_top(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(MARK, MARK), Sense::hover());
            painted.extend(Mark::of_cause(cause, &style).map(|mark| (rect.center(), mark)));
            ui.vertical(|ui| {
                let mark = if cause == Cause::Good { "  (no mark)" } else { "" };
                ui.label(RichText::new(format!("{}{mark}", cause.name())).strong());
                ui.add(Label::new(cause.explanation()).wrap());
                ui.add(Label::new(RichText::new(remedy(cause)).weak()).wrap());
            });
        });
    }
    marks.paint(ui, &painted, &style);
    heading(ui, "Two errors against each other");
    ui.label(
        "Truncation: f bends within the step, so the smaller h, the smaller this error. Rounding: in f64 a number has some 16 \
         digits, and the difference of two nearly equal values of f has few of them left, so the larger h, the smaller that \
         error. The best h lies about where the two meet. The h lab draws the curve.",
    );
}

/// What helps.
fn remedy(cause: Cause) -> &'static str {
    match cause {
        Cause::Undefined => "Look at a range where f is defined, or at one side of the place.",
        Cause::Stationary | Cause::Good => "There is nothing to mend.",
        Cause::Absorbed | Cause::HalfAbsorbed => {
            "Take an h above the distance of x to the next number there is: some 1e-16 of x in f64."
        }
        Cause::Cancelled | Cause::Rounding => {
            "Take a larger h, with a scheme of higher order; or a higher precision, where it is not f64; or complex-step, which \
             subtracts nothing."
        }
        Cause::Truncation => "Take a smaller h, or a scheme of higher order.",
    }
}
