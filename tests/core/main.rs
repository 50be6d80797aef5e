//! Tests of everything that needs no screen.

#![expect(clippy::unwrap_used, reason = "clippy allows it in test functions, but not in what they share")]
#![expect(clippy::float_cmp, reason = "exactness is what is tested")]

#[path = "../support/mod.rs"]
mod support;

mod autopsy;
mod census;
mod check;
mod choice;
mod cli;
mod colormap;
mod complex;
mod compute;
mod contours;
mod critical_points;
mod derivative;
mod descent;
mod desktop;
mod diagnosis;
mod differentiate;
mod double_double;
mod engine;
mod error_study;
mod eval;
mod exact;
mod examples;
mod export;
mod expr;
mod figure;
mod grid;
mod half;
mod heat_map;
mod judge;
mod layers;
mod lessons;
mod number_text;
mod oracle;
mod power;
mod processor;
mod python;
mod reference;
mod settings;
mod single;
mod special;
mod streamlines;
mod taylor;
mod vector;
mod worker;
