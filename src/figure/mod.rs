//! What a figure of a field is made of, wherever it is drawn: in the window or in a file.
//!
//! | module | what it knows |
//! |---|---|
//! | [`arrows`] | a field to arrows and marks, in points |
//! | [`ghosts`] | other fields behind them |
//! | [`clip`] | lines as far as they are seen |
//! | [`lines`] | contour lines, streamlines, critical points: how they look, where a level is written |
//! | [`paths`] | the ways of optimisers: how they look |
//! | [`legend`] | what all of these mean |
//! | [`color_bar`] | the numbers beside a colour bar |
//! | [`palette`], [`theme`] | the colours of what is drawn, and of what it is drawn on |
//! | [`margin`] | what is seen of the plane beyond the grid |
//! | [`ticks`] | round numbers for axes and colour bars |

pub mod arrows;
pub mod clip;
mod color;
pub mod color_bar;
pub mod ghosts;
pub mod legend;
pub mod lines;
pub mod margin;
pub mod palette;
pub mod paths;
pub mod theme;
pub mod ticks;

pub use color::Rgba;
