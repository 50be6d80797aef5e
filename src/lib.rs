//! A microscope for numerical gradients: type f(x0, x1), see its finite-difference gradient field, drag h.
//!
//! # The way of the data
//! ```text
//! text -> expr -> Program -> FieldRequest -> worker -> field::compute -> Arc<GradientField> -> window, CSV, JSON
//! ```
//! Imports point only upward in this list:
//!
//! | module | what it knows |
//! |---|---|
//! | `excerpt` | pieces of what was typed, as a message shows them |
//! | [`number_text`] | numbers as people type and read them |
//! | [`expr`] | text to [`expr::Program`]: notation, errors with spans, a flat folded program |
//! | [`eval`] | a program on numbers: [`eval::scalar`] is the specification, [`eval::block`] the fast twin, equal bit for bit |

pub mod eval;
mod excerpt;
pub mod expr;
pub mod number_text;
