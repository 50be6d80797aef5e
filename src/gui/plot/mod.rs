//! What is drawn in the canvas, each an [`egui_plot::PlotItem`].
//!
//! The arrows and the heat map are drawn by the graphics card: whoever makes the window calls [`install`] once, so that
//! egui's renderer knows how. Without it nothing fails, they only stay invisible (as in a test without a renderer).

pub mod arrows;
pub mod canvas;
pub mod color_bar;
pub mod ghosts;
pub mod heat_map;
mod layers;
pub mod legend;
mod paths;
mod pipeline;
mod probe;
mod read_out;
mod screen;
pub mod thumbnail;

pub use crate::figure::ticks;

use eframe::egui_wgpu::{RenderState, RendererOptions};

/// Tell egui's renderer how to draw arrows and heat maps; once, when the window is made.
///
/// For a renderer without multisampling and depth buffer, which is how eframe makes it unless told otherwise.
pub fn install(render_state: &RenderState) {
    install_with(render_state, RendererOptions::default());
}

/// [`install`] for a renderer that was made with other options.
pub fn install_with(render_state: &RenderState, options: RendererOptions) {
    arrows::gpu::install(render_state, options);
    heat_map::gpu::install(render_state, options);
}
