//! The colours of schemes, of causes and of the pieces of a function: one each, the same wherever it is shown.
//!
//! The hues are near those of M. Okabe and K. Ito, "Color Universal Design" (2008), and were moved until any two can be told apart
//! with normal, protanope, deuteranope and tritanope vision (simulated after G. M. Machado, M. M. Oliveira, L. A. F.
//! Fernandes, IEEE TVCG 15 (2009)), on the canvas of either theme.

use eframe::egui::{Color32, Visuals};

use super::plot::canvas::LineKind;
use crate::analysis::descent::UpdateRule;
use crate::analysis::{Cause, CriticalKind};
use crate::differentiate::Scheme;
use crate::expr::SyntaxKind;

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
    cause_color_on(cause, visuals.dark_mode)
}

/// The same for whoever knows only whether the theme is dark.
pub fn cause_color_on(cause: Cause, dark_mode: bool) -> Color32 {
    let (light, dark) = match cause {
        Cause::Undefined => (0x5F_2A_9D, 0x7E_57_D6),
        Cause::Stationary => (0xA1_A1_A1, 0x9C_9C_9C),
        Cause::Good => (0x2E_8C_66, 0x8F_E0_C0),
        Cause::Absorbed => (0x7E_14_0C, 0xCB_1F_22),
        Cause::HalfAbsorbed => (0xC9_5A_20, 0xF4_A4_61),
        Cause::Cancelled => (0xDD_BB_66, 0xF7_E3_6A),
        Cause::Rounding => (0x8A_30_70, 0xB0_48_8E),
        Cause::Truncation => (0x4D_AE_E0, 0x00_A2_DC),
    };
    rgb(if dark_mode { dark } else { light })
}

/// The colour of a layer's lines in a theme: quiet, as they are behind the arrows.
pub fn layer_color(kind: LineKind, dark_mode: bool) -> Color32 {
    let (light, dark) = match kind {
        LineKind::Contours => (0x55_55_55, 0xB8_B8_B8),
        LineKind::Streamlines => (0x2B_6F_92, 0x7A_B6_D8),
    };
    rgb(if dark_mode { dark } else { light })
}

/// The colour of a kind of critical point in a theme.
pub fn critical_color(kind: CriticalKind, dark_mode: bool) -> Color32 {
    let (light, dark) = match kind {
        CriticalKind::Minimum => (0x00_62_B8, 0x5C_B8_FF),
        CriticalKind::Maximum => (0xB0_2A_14, 0xFF_8E_78),
        CriticalKind::Saddle => (0x7A_5A_00, 0xF0_D0_50),
        CriticalKind::Degenerate => (0x6A_3D_9A, 0xC8_A8_FF),
    };
    rgb(if dark_mode { dark } else { light })
}

/// The colour of an optimiser's path in a theme.
pub fn optimizer_color(rule: UpdateRule, dark_mode: bool) -> Color32 {
    let (light, dark) = match rule {
        UpdateRule::Sgd => (0xC2_3B_00, 0xFF_8A_4C),
        UpdateRule::Momentum => (0x00_66_CC, 0x5A_B4_FF),
        UpdateRule::Nesterov => (0x00_7A_7A, 0x3C_D8_D0),
        UpdateRule::AdaGrad => (0x2F_7D_1E, 0x86_DC_5C),
        UpdateRule::RmsProp => (0x8A_5A_00, 0xF2_C8_3C),
        UpdateRule::Adam => (0xB0_1E_7A, 0xFF_7E_C4),
        UpdateRule::Backtracking => (0x5B_3D_C2, 0xB8_A4_FF),
    };
    rgb(if dark_mode { dark } else { light })
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
