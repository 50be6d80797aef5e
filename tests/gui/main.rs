//! Tests of the window, without a display.

mod arrows;
mod canvas;
mod claim;
mod expression;
mod gallery;
mod h_lab;
mod heat_map;
mod lab;
mod palette;
mod parameters;
#[cfg(feature = "snapshots")]
mod pictures;
mod window;
