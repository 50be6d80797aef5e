//! Tests of the window, without a display.

mod arrows;
mod canvas;
mod claim;
mod descent;
mod expression;
mod follow;
mod gallery;
mod h_lab;
mod heat_map;
mod lab;
mod layers;
mod palette;
mod parameters;
#[cfg(feature = "snapshots")]
mod pictures;
mod surface;
mod window;
