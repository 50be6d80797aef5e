//! Text to [`Program`]: what the user typed becomes a flat, folded list of operations.
//!
//! `notation` reads the raw text and finds everything that can be wrong with it, `parse` hands it to meval and turns
//! its reverse Polish output into a [`Program`] and, through `spelling`, into one canonical text.
//! [`derivative()`] and [`error_bound`] make programs of programs, whose text `formula` writes; [`numpy`] writes them for
//! Python.
//! `names` is the one table of names, and [`ExpressionError`] says what is wrong, where, and what to do.

mod composed;
mod derivative;
mod error;
mod exact;
mod formula;
mod functions;
mod names;
mod notation;
pub mod numpy;
pub mod operation;
mod parameters;
mod parse;
mod program;
mod rounding;
mod spelling;

pub use derivative::{derivative, gradient, hessian, repeated_derivative};
pub use error::{ExpressionError, Span};
pub use functions::{FUNCTIONS, Function};
pub use names::{CONSTANTS, Constant, is_known, is_likely_typo};
pub use notation::{
    MOST_BYTES, Remark, SyntaxKind, free_names, free_names_beside, one_line, plain_name, syntax,
    with_names_of,
};
pub use operation::{Axis, Binary, Comparison, Unary, is_true};
pub use parameters::Parameters;
pub use parse::{Reading, parse, parse_with, read, read_beside};
pub use program::{Dependence, Node, NodeId, NodeKey, Program, ProgramBuilder};
pub use rounding::{error_bound, number_bound};
