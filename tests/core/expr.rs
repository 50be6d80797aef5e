//! Text to program: what is understood, how it is spelled, what it is worth, and what is said when it is wrong.

mod check;
mod corpus;
mod foreign;
mod functions;

mod program;
mod properties;
mod reference;
mod right;
mod syntax;
mod wrong;
