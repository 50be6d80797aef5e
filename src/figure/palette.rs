//! The colours of causes, layers, critical points and optimisers: one each, the same wherever it is drawn.
//!
//! The hues are near those of M. Okabe and K. Ito, "Color Universal Design" (2008), and were moved until any two can be told apart
//! with normal, protanope, deuteranope and tritanope vision (simulated after G. M. Machado, M. M. Oliveira, L. A. F.
//! Fernandes, IEEE TVCG 15 (2009)), on the canvas of either theme.

use super::color::Rgba;
use crate::analysis::descent::UpdateRule;
use crate::analysis::{Cause, CriticalKind};

/// A layer of lines, in their colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Contour lines of f.
    Contours,
    /// Streamlines.
    Streamlines,
}

/// The colour of a cause in a theme. What is good recedes; an h that is too small is warm, one that is too large blue.
pub fn cause_color(cause: Cause, dark_mode: bool) -> Rgba {
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
    Rgba::hex(if dark_mode { dark } else { light })
}

/// The colour of a layer's lines in a theme: quiet, as they are behind the arrows.
pub fn layer_color(kind: LineKind, dark_mode: bool) -> Rgba {
    let (light, dark) = match kind {
        LineKind::Contours => (0x55_55_55, 0xB8_B8_B8),
        LineKind::Streamlines => (0x2B_6F_92, 0x7A_B6_D8),
    };
    Rgba::hex(if dark_mode { dark } else { light })
}

/// The colour of a kind of critical point in a theme.
pub fn critical_color(kind: CriticalKind, dark_mode: bool) -> Rgba {
    let (light, dark) = match kind {
        CriticalKind::Minimum => (0x00_62_B8, 0x5C_B8_FF),
        CriticalKind::Maximum => (0xB0_2A_14, 0xFF_8E_78),
        CriticalKind::Saddle => (0x7A_5A_00, 0xF0_D0_50),
        CriticalKind::Degenerate => (0x6A_3D_9A, 0xC8_A8_FF),
    };
    Rgba::hex(if dark_mode { dark } else { light })
}

/// The colour of an optimiser's path in a theme.
pub fn optimizer_color(rule: UpdateRule, dark_mode: bool) -> Rgba {
    let (light, dark) = match rule {
        UpdateRule::Sgd => (0xC2_3B_00, 0xFF_8A_4C),
        UpdateRule::Momentum => (0x00_66_CC, 0x5A_B4_FF),
        UpdateRule::Nesterov => (0x00_7A_7A, 0x3C_D8_D0),
        UpdateRule::AdaGrad => (0x2F_7D_1E, 0x86_DC_5C),
        UpdateRule::RmsProp => (0x8A_5A_00, 0xF2_C8_3C),
        UpdateRule::Adam => (0xB0_1E_7A, 0xFF_7E_C4),
        UpdateRule::Backtracking => (0x5B_3D_C2, 0xB8_A4_FF),
    };
    Rgba::hex(if dark_mode { dark } else { light })
}
