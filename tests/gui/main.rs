//! Tests of the window, without a display.

mod arrows;
mod canvas;
mod h_lab;
mod heat_map;
mod lab;
mod palette;
#[cfg(feature = "snapshots")]
mod pictures;
mod window;
