//! Tests of the window, without a display.

mod arrows;
mod canvas;
mod claim;
mod descent;
mod document;
mod expression;
mod figure;
mod file_dialog;
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
mod place;
mod session;
mod shortcuts;
mod surface;
mod tab_order;
mod tour;
mod undo;
mod window;
