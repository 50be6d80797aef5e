//! The look of both themes.

use eframe::egui::{Color32, Style};

use crate::figure::theme;

/// Adjust one of egui's styles.
pub fn adjust(style: &mut Style) {
    if style.visuals.dark_mode {
        style.visuals.extreme_bg_color = theme::canvas(true).into();
    }
    // Readable (more than 4.5 to 1 on the panels), and still less than what matters more.
    let weak = if style.visuals.dark_mode { Color32::from_gray(150) } else { Color32::from_gray(96) };
    style.visuals.weak_text_color = Some(weak);
    // As readable as that: egui's own red is not on dark panels, nor are its red and its orange on light ones.
    (style.visuals.error_fg_color, style.visuals.warn_fg_color) = if style.visuals.dark_mode {
        (Color32::from_rgb(255, 116, 116), Color32::from_rgb(255, 143, 0))
    } else {
        (Color32::from_rgb(196, 0, 0), Color32::from_rgb(166, 76, 0))
    };
    style.spacing.slider_width = 120.0;
    style.spacing.item_spacing.y = 4.0;
}
