//! What is drawn in the canvas, each an [`egui_plot::PlotItem`].
//!
//! The arrows are drawn by the graphics card: whoever makes the window calls [`install`] once, so that egui's renderer
//! knows how. Without it nothing fails, the arrows only stay invisible (as in a test without a renderer).

pub mod arrows;
pub mod canvas;
pub mod color_bar;
pub mod ticks;

pub use arrows::gpu::{install, install_with};
