//! Tests of everything that needs no screen.

#![expect(clippy::float_cmp, reason = "exactness is what is tested")]

#[path = "../support/mod.rs"]
mod support;

mod eval;
mod expr;
mod number_text;
mod oracle;
mod vector;
