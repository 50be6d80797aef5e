//! The colours of schemes, of what figures show and of the pieces of a function: one each, the same wherever it is shown.
//!
//! The hues are near those of M. Okabe and K. Ito, "Color Universal Design" (2008), and were moved until any two can be told apart
//! with normal, protanope, deuteranope and tritanope vision (simulated after G. M. Machado, M. M. Oliveira, L. A. F.
//! Fernandes, IEEE TVCG 15 (2009)), on the canvas of either theme.

use eframe::egui::{Color32, Visuals};

use crate::analysis::descent::UpdateRule;
use crate::analysis::{Cause, CriticalKind};
use crate::differentiate::Scheme;
use crate::expr::SyntaxKind;
use crate::figure::Rgba;
use crate::figure::palette::{self, LineKind};

/// The colour of a scheme's lines on the canvas of a theme.
pub fn scheme_color(scheme: Scheme, visuals: &Visuals) -> Color32 {
    let (light, dark) = match scheme {
        Scheme::Forward => (0xCC_68_00, 0xF0_C0_20),
        Scheme::Backward => (0x66_36_00, 0xE8_60_3C),
        Scheme::Central => (0x00_75_F0, 0x1E_88_D8),
        Scheme::FivePoint => (0x00_80_46, 0x3C_E8_A0),
        Scheme::Richardson => (0xBE_74_AA, 0xC9_70_9C),
        Scheme::ComplexStep => (0x06_47_93, 0xA0_CC_F4),
        Scheme::Exact => (0x3C_3C_3C, 0xF0_F0_F0),
    };
    rgb(if visuals.dark_mode { dark } else { light })
}

/// The colour of a cause in a theme. What is good recedes; an h that is too small is warm, one that is too large blue.
pub fn cause_color(cause: Cause, visuals: &Visuals) -> Color32 {
    palette::cause_color(cause, visuals.dark_mode).into()
}

/// The colour of a layer's lines in a theme: quiet, as they are behind the arrows.
pub fn layer_color(kind: LineKind, dark_mode: bool) -> Color32 {
    palette::layer_color(kind, dark_mode).into()
}

/// The colour of a kind of critical point in a theme.
pub fn critical_color(kind: CriticalKind, dark_mode: bool) -> Color32 {
    palette::critical_color(kind, dark_mode).into()
}

/// The colour of an optimiser's path in a theme.
pub fn optimizer_color(rule: UpdateRule, dark_mode: bool) -> Color32 {
    palette::optimizer_color(rule, dark_mode).into()
}

/// The colour of the parameter that comes at a place among those of a function, over and over.
pub fn parameter_color(place: usize, dark_mode: bool) -> Color32 {
    const LIGHT: [u32; 6] = [0xA8_3A_00, 0x00_6B_3C, 0x6A_3D_9A, 0x00_5F_99, 0x7A_50_00, 0xB0_00_60];
    const DARK: [u32; 6] = [0xFF_9F_5A, 0x5F_D9_9A, 0xC3_A0_F0, 0x6C_C3_FF, 0xE8_D0_60, 0xFF_8A_C0];
    let colors = if dark_mode { DARK } else { LIGHT };
    rgb(colors[place % colors.len()])
}

/// The colour of a piece of a function's text in its field.
pub fn syntax_color(kind: SyntaxKind, visuals: &Visuals) -> Color32 {
    let (light, dark) = match kind {
        SyntaxKind::Number => (0x1A_66_2E, 0x9C_DC_A0),
        SyntaxKind::Variable => (0x00_4F_9E, 0x8C_C8_FF),
        SyntaxKind::Constant => (0x0F_66_66, 0x7F_DC_DC),
        SyntaxKind::Function => (0x7A_2E_8F, 0xD8_B0_F4),
        SyntaxKind::Name => (0x9A_46_00, 0xF4_B8_70),
        SyntaxKind::Operator | SyntaxKind::Bracket { .. } | SyntaxKind::Comma => (0x3C_3C_3C, 0xDC_DC_DC),
        SyntaxKind::Wrong => (0xB8_00_10, 0xFF_A0_A0),
    };
    rgb(if visuals.dark_mode { dark } else { light })
}

/// What is behind the bracket beside the caret and its partner.
pub fn bracket_background(visuals: &Visuals) -> Color32 {
    Color32::from_gray(if visuals.dark_mode { 88 } else { 208 })
}

fn rgb(code: u32) -> Color32 {
    let [_, r, g, b] = code.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

/// What is behind the part of a text that is wrong.
pub fn error_wash(visuals: &Visuals) -> Color32 {
    let red = visuals.error_fg_color;
    Color32::from_rgba_unmultiplied(red.r(), red.g(), red.b(), 40)
}

impl From<Rgba> for Color32 {
    fn from(color: Rgba) -> Self {
        let [r, g, b, alpha] = color.to_array();
        Self::from_rgba_unmultiplied(r, g, b, alpha)
    }
}
