//! The colours of a figure's ground and of the letters and lines on it, in the light and the dark theme.

use super::Rgba;

/// A canvas of its own shade: jet and viridis begin in a blue that vanishes on black.
const DARK_CANVAS: u8 = 52;

/// What lies behind the arrows.
pub const fn canvas(dark_mode: bool) -> Rgba {
    Rgba::gray(if dark_mode { DARK_CANVAS } else { 255 })
}

/// What lies around the canvas.
pub const fn page(dark_mode: bool) -> Rgba {
    Rgba::gray(if dark_mode { 27 } else { 255 })
}

/// The lines at round numbers: faint, so that the arrows stay in front, and on a heat map as faint on any of its colours.
pub const fn grid(dark_mode: bool, on_heat_map: bool) -> Rgba {
    if on_heat_map { Rgba::gray(128).with_alpha(90) } else { Rgba::gray(if dark_mode { 80 } else { 205 }) }
}

/// The frame around the canvas and around a colour bar.
pub const fn frame(dark_mode: bool) -> Rgba {
    Rgba::gray(if dark_mode { 110 } else { 130 })
}

/// What is written.
pub const fn ink(dark_mode: bool) -> Rgba {
    Rgba::gray(if dark_mode { 225 } else { 30 })
}

/// What is written and matters less: more than 4.5 to 1 on the page.
pub const fn weak_ink(dark_mode: bool) -> Rgba {
    Rgba::gray(if dark_mode { 165 } else { 88 })
}

/// What is written on the canvas, such as the level of a contour line.
pub const fn strong_ink(dark_mode: bool) -> Rgba {
    if dark_mode { Rgba::WHITE } else { Rgba::BLACK }
}

/// What tells of something wrong.
pub const fn warning(dark_mode: bool) -> Rgba {
    if dark_mode { Rgba::rgb(255, 143, 0) } else { Rgba::rgb(166, 76, 0) }
}

/// What keeps lines and letters apart from what lies behind them.
pub const fn ground(dark_mode: bool) -> Rgba {
    Rgba::gray(if dark_mode { 20 } else { 255 })
}
