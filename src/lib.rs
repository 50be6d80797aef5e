//! A microscope for numerical gradients: type f(x0, x1), see its finite-difference gradient field, drag h.
//!
//! # The way of the data
//! ```text
//! text -> expr -> Program -> FieldRequest -> worker -> field::compute -> Arc<GradientField> -> window, CSV, JSON, NPY, figures, Python
//! ```
//! Imports point only upward in this list:
//!
//! | module | what it knows |
//! |---|---|
//! | [`processor`] | whether this machine has the instructions that the program was compiled to |
//! | `excerpt` | pieces of what was typed, as a message shows them |
//! | [`number_text`] | numbers as people type and read them |
//! | [`expr`] | text to [`expr::Program`]: notation, errors with spans, a flat folded program; its derivatives and error bounds, programs too |
//! | [`eval`] | a program on numbers: [`eval::scalar`] is the specification, [`eval::block`] the fast twin, equal bit for bit; in `f64`, `f32`, 16 bits, double-double and complex |
//! | [`differentiate`] | difference schemes as data, and a gradient at a point by any of them |
//! | [`field`] | grid, request, the engines that compute, cancellation, the finished [`field::GradientField`] |
//! | [`analysis`] | what a gradient is worth and why: the exact one, error against h, causes, a claim checked; and where it leads: contour lines, streamlines, critical points, descents |
//! | [`colormap`] | a number to a colour |
//! | [`heat_map`] | a field to texels, one a node |
//! | [`figure`] | what a figure is made of, wherever it is drawn: arrows and marks, lines, legend, colours, round numbers |
//! | [`examples`] | functions worth looking at, and what is true of them |
//! | [`settings`] | all that a user can set, and the looks and orders that follow from it; as a file, and as a command line |
//! | [`export`] | a field as CSV, JSON or NPY or as a Python program, a sweep of h as CSV, a figure as SVG, PNG or PDF |
//! | [`cli`] | arguments to a field, a figure, a sweep or a check, and its output |
//! | [`worker`] | jobs on a thread of their own, the latest request wins |
//! | `gui` | the window (feature `gui`) |
//!
//! # Example
//! The gradient field of the bowl on the grid of `np.arange(-2, 2, 0.25)`:
//! ```
//! use std::sync::Arc;
//! use gradfield::{differentiate::Scheme, expr, field::{self, AxisSpec, FieldRequest, GridSpec}};
//!
//! let program = Arc::new(expr::parse("x0^2 + x1^2")?);
//! let axis = AxisSpec { min: -2.0, max: 2.0, step: 0.25 };
//! let request = FieldRequest::new(program, GridSpec { axes: [axis, axis], closed: false }, Scheme::Central, 1e-4)?;
//! let field = field::compute(&request, &field::CancelToken::new(), &field::Progress::new()).expect("not cancelled");
//! assert_eq!(field.len(), 256);
//! assert!((field.g0[0] + 4.0).abs() < 1e-11);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod analysis;
pub mod cli;
pub mod colormap;
pub mod differentiate;
pub mod eval;
pub mod examples;
mod excerpt;
pub mod export;
pub mod expr;
pub mod field;
pub mod figure;
#[cfg(feature = "gui")]
pub mod gui;
pub mod heat_map;
pub mod number_text;
pub mod processor;
pub mod settings;
pub mod worker;
