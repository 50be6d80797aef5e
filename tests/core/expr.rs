//! Text to program: what is understood, how it is spelled, what it is worth, and what is said when it is wrong.

mod program;
mod properties;
mod right;
mod wrong;
