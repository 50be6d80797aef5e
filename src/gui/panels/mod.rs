//! The controls around the canvas: each a function from settings to changed settings and a
//! [`super::command::Command`].

pub mod arrows;
pub mod descent;
pub mod difference;
pub mod expression;
pub mod grid;
pub mod heat_map;
pub mod layers;
pub mod parameters;
pub mod status;
mod widgets;
