//! Text to [`Program`]: what the user typed becomes a flat, folded list of operations.
//!
//! `notation` reads the raw text and finds everything that can be wrong with it, `parse` hands it to meval and turns
//! its reverse Polish output into a [`Program`] and, through `spelling`, into one canonical text.
//! `names` is the one table of names, and [`ExpressionError`] says what is wrong, where, and what to do.

mod error;
mod names;
mod notation;
pub mod operation;
mod parse;
mod program;
mod spelling;

pub use error::{ExpressionError, Span};
pub use notation::MOST_BYTES;
pub use operation::{Axis, Binary, Unary};
pub use parse::parse;
pub use program::{Dependence, Node, NodeId, Program, ProgramBuilder};
