//! Tests of the window, without a display.

mod arrows;
mod heat_map;
#[cfg(feature = "snapshots")]
mod pictures;
mod window;
