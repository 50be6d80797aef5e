//! Tests of the window, without a display.

mod arrows;
#[cfg(feature = "snapshots")]
mod pictures;
mod window;
