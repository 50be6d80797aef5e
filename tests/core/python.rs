//! Fields as Python programs: their text, and what Python makes of it.

mod bound;
mod drawn;
mod figure;
mod names;
mod numbers;
mod run;
mod text;

use std::sync::Arc;

use gradfield::differentiate::Method;
use gradfield::export::python::{ScriptLook, script};
use gradfield::expr::{self, Parameters};
use gradfield::field::{AxisSpec, FieldRequest, GridSpec};

/// A field on a square grid of steps of 3/8, which meets the jumps of most functions at 1 and -1/2 and no others.
fn request(text: &str, parameters: &[(&str, f64)], method: Method, h: f64) -> FieldRequest {
    let axis = AxisSpec { min: -2.0, max: 2.0, step: 0.375 };
    on_grid(text, parameters, GridSpec { axes: [axis, axis], closed: false }, method, h)
}

fn on_grid(text: &str, parameters: &[(&str, f64)], grid: GridSpec, method: Method, h: f64) -> FieldRequest {
    let parameters: Parameters = parameters.iter().copied().collect();
    let program =
        expr::parse_with(text, &parameters).unwrap_or_else(|error| panic!("{}", error.marked(text)));
    FieldRequest::new(Arc::new(program), grid, method, h).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The script of a field that looks so, which has all of it.
fn text_of(request: &FieldRequest, look: &ScriptLook) -> String {
    let script = script(request, look).unwrap();
    assert_eq!(script.notes, Vec::<String>::new());
    script.text
}
