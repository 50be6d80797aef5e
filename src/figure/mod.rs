//! What a figure of a field is made of, wherever it is drawn: in the window or in a file.
//!
//! | module | what it knows |
//! |---|---|
//! | [`arrows`] | a field to arrows and marks, in points |
//! | [`palette`] | the colours of what is drawn |
//! | [`ticks`] | round numbers for axes and colour bars |

pub mod arrows;
mod color;
pub mod palette;
pub mod ticks;

pub use color::Rgba;
