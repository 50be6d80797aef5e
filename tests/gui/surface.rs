//! The surface: its numbers in `heights`, `sight` and `order`, the tab in `panel`.

mod heights;
mod order;
mod panel;
mod sight;

use std::sync::Arc;

use gradfield::colormap::{ColorScale, Colormap, Scale};
use gradfield::differentiate::Scheme;
use gradfield::expr;
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GradientField, GridSpec, Progress};
use gradfield::gui::h_lab::{Look, Relief};
use gradfield::gui::settings::{Anchor, Direction};
use gradfield::heat_map::{Quantity, Source};

/// A function on a closed grid.
fn field_of(text: &str, ends: [[f64; 2]; 2], step: f64) -> GradientField {
    let axes = ends.map(|[min, max]| AxisSpec { min, max, step });
    field_on(text, GridSpec { axes, closed: true })
}

fn field_on(text: &str, grid: GridSpec) -> GradientField {
    let program = Arc::new(expr::parse(text).expect("a valid expression"));
    let request = FieldRequest::new(program, grid, Scheme::Central, 1e-4).expect("a valid request");
    field::compute(&request, &CancelToken::new(), &Progress::new()).expect("nobody cancels")
}

/// On [-2, 2] x [-2, 2].
fn square(text: &str, step: f64) -> GradientField {
    field_of(text, [[-2.0, 2.0]; 2], step)
}

fn look() -> Look {
    let colors = ColorScale { map: Colormap::Jet, scale: Scale::Linear, min: 0.0, max: 4.0 };
    Look {
        surface: None,
        arrows: (Quantity::GradientNorm, colors),
        direction: Direction::Descent,
        anchor: Anchor::Tail,
    }
}

fn relief_of(field: &GradientField) -> Relief {
    Relief::new(Source::new(field, None), &look())
}

fn relief(text: &str, step: f64) -> Relief {
    relief_of(&square(text, step))
}
