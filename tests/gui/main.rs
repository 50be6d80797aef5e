//! Tests of the window, without a display.

mod arrows;
mod canvas;
mod claim;
mod descent;
mod expression;
mod figure;
mod files;
mod follow;
mod gallery;
mod h_lab;
mod heat_map;
mod help;
mod lab;
mod layers;
mod palette;
mod parameters;
#[cfg(feature = "snapshots")]
mod pictures;
mod session;
mod shortcuts;
mod surface;
mod tab_order;
mod tour;
mod undo;
mod window;
