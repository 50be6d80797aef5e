//! How many arrows there are of each cause, as a bar with its words.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Color32, FontId, Galley, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use super::LabView;
use crate::analysis::{Cause, Census};
use crate::gui::palette::cause_color;
use crate::number_text::format_count;

/// The height of the bar in points, and that of its words.
const BAR: f32 = 7.0;
const WORDS: f32 = 14.0;
/// The longest bar, in points: longer ones say no more.
const LONGEST: f32 = 680.0;
/// A single arrow among millions is still seen.
const THINNEST: f32 = 2.0;
/// A word's patch of colour, the gap after it and the gap between two words.
const PATCH: f32 = 8.0;
const PATCH_GAP: f32 = 3.0;
const WORD_GAP: f32 = 10.0;

/// The bar with one word a cause below it, in the rest of the row.
pub(super) fn census_ui(ui: &mut Ui, view: &LabView<'_>) {
    let size = vec2(ui.available_width().min(LONGEST), BAR + WORDS);
    let Some(census) = view.census.filter(|census| !census.causes.is_empty()) else {
        if view.field.is_some() && view.census_pending {
            ui.weak("counting the causes ...")
                .on_hover_text("What is wrong with each arrow is being found out.");
        }
        return;
    };
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let present: Vec<_> = Cause::ALL.into_iter().filter(|&cause| census.count(cause) > 0).collect();
    bar(ui, rect.with_max_y(rect.top() + BAR), census, &present);
    words(ui, rect.with_min_y(rect.top() + BAR), census, &present);
}

fn bar(ui: &Ui, rect: Rect, census: &Census, present: &[Cause]) {
    let total = census.causes.len() as f32;
    let spare = rect.width() - THINNEST * present.len() as f32;
    let mut left = rect.left();
    for &cause in present {
        let right = left + THINNEST + spare * census.count(cause) as f32 / total;
        let part = Rect::from_x_y_ranges(left..=right, rect.y_range());
        ui.painter().rect_filled(part, 0.0, cause_color(cause, ui.visuals()));
        let id = ui.scope_id().with(("part of the census", cause as usize));
        ui.interact(part, id, Sense::hover()).on_hover_text(sentence(census, cause));
        left = right;
    }
}

fn words(ui: &Ui, rect: Rect, census: &Census, present: &[Cause]) {
    let texts = fitting(ui, rect.width(), census, present);
    let mut left = rect.left();
    for (&cause, galley) in present.iter().zip(texts) {
        let patch =
            Rect::from_center_size(pos2(left + PATCH / 2.0, rect.center().y + 0.5), vec2(PATCH, PATCH));
        ui.painter().rect_filled(patch, 1.0, cause_color(cause, ui.visuals()));
        let place = pos2(left + PATCH + PATCH_GAP, rect.center().y - galley.size().y / 2.0);
        let right = place.x + galley.size().x;
        ui.painter().galley(place, galley, ui.visuals().text_color());
        let area = Rect::from_x_y_ranges(left..=right, rect.y_range());
        let response = ui.interact(area, ui.scope_id().with(("cause", cause as usize)), Sense::hover());
        let text = text(census, cause, true);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
        response.on_hover_text(sentence(census, cause));
        left = right + WORD_GAP;
    }
}

/// The words of the causes; the rarest causes are left with their count alone where not all fit.
fn fitting(ui: &Ui, width: f32, census: &Census, present: &[Cause]) -> Vec<Arc<Galley>> {
    let layout = |cause: Cause, named: bool| {
        let text = text(census, cause, named);
        ui.painter().layout_no_wrap(text, FontId::proportional(11.0), Color32::PLACEHOLDER)
    };
    let mut texts: Vec<_> = present.iter().map(|&cause| layout(cause, true)).collect();
    let mut rarest: Vec<_> = (0..present.len()).collect();
    rarest.sort_by_key(|&i| census.count(present[i]));
    for i in rarest {
        let fixed = PATCH + PATCH_GAP + WORD_GAP;
        if texts.iter().map(|galley| galley.size().x + fixed).sum::<f32>() <= width + WORD_GAP {
            break;
        }
        texts[i] = layout(present[i], false);
    }
    texts
}

fn text(census: &Census, cause: Cause, named: bool) -> String {
    let count = format_count(census.count(cause));
    if named { format!("{} {count}", cause.name()) } else { count }
}

fn sentence(census: &Census, cause: Cause) -> String {
    let (count, total) = (census.count(cause), census.causes.len());
    let share = 100.0 * count as f64 / total as f64;
    format!(
        "{} of {} arrows are {} ({share:.1} %). {}",
        format_count(count),
        format_count(total),
        cause.name(),
        cause.explanation()
    )
}
