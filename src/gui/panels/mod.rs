//! The controls around the canvas: each a function from settings to changed settings and a
//! [`super::command::Command`].

pub mod arrows;
pub mod difference;
pub mod expression;
pub mod grid;
pub mod heat_map;
pub mod parameters;
pub mod status;
mod widgets;
