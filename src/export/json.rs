//! The field as a JSON object.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::analysis::{Cause, Census};
use crate::differentiate::Divisor;
use crate::expr::Axis;
use crate::field::{AxisSpec, FieldRequest, GradientField};

/// Write an object of the request and the arrays `x0 x1 f g0 g1 norm`, one entry a grid point, x0 running fastest.
/// Entries that are not finite are null.
pub fn write_json(field: &GradientField, to: impl Write) -> io::Result<()> {
    write(field, None, to)
}

/// [`write_json`] with what a census knows: the arrays `e0 e1 relative_error angle_error_deg cause` beside the usual ones.
pub fn write_json_with_census(field: &GradientField, census: &Census, to: impl Write) -> io::Result<()> {
    write(field, Some(census), to)
}

fn write(field: &GradientField, census: Option<&Census>, mut to: impl Write) -> io::Result<()> {
    let GradientField { request, grid, f, g0, g1, norm, .. } = field;
    let (x0_values, x1_values) = (grid.axis(Axis::X0), grid.axis(Axis::X1));
    let document = Document {
        request: Request::new(request),
        x0: Column(|| x1_values.iter().flat_map(|_| x0_values)),
        x1: Column(|| x1_values.iter().flat_map(|x1| x0_values.iter().map(move |_| x1))),
        f,
        g0,
        g1,
        norm,
        judged: census.map(|census| Judged {
            e0: &census.exact.g0,
            e1: &census.exact.g1,
            relative_error: &census.relative_error,
            angle_error_deg: &census.angle_error,
            cause: Column(|| census.causes.iter().map(|cause| Cause::name(*cause))),
        }),
    };
    serde_json::to_writer(&mut to, &document)?;
    to.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'a, X0: Serialize, X1: Serialize, C: Serialize> {
    request: Request<'a>,
    x0: X0,
    x1: X1,
    f: &'a [f64],
    g0: &'a [f64],
    g1: &'a [f64],
    norm: &'a [f64],
    #[serde(flatten)]
    judged: Option<Judged<'a, C>>,
}

/// What a census knows.
#[derive(Serialize)]
struct Judged<'a, C: Serialize> {
    e0: &'a [f64],
    e1: &'a [f64],
    relative_error: &'a [f64],
    angle_error_deg: &'a [f64],
    cause: C,
}

/// What was computed, by the names of the command line.
#[derive(Serialize)]
struct Request<'a> {
    expression: &'a str,
    parameters: BTreeMap<&'a str, f64>,
    x0: Range,
    x1: Range,
    closed: bool,
    scheme: &'static str,
    h: f64,
    precision: &'static str,
    taken_step: bool,
}

#[derive(Serialize)]
struct Range {
    min: f64,
    max: f64,
    step: f64,
}

impl<'a> Request<'a> {
    fn new(request: &'a FieldRequest) -> Self {
        let range = |axis: Axis| {
            let AxisSpec { min, max, step } = request.grid().axes[axis.index()];
            Range { min, max, step }
        };
        Self {
            expression: request.program().text(),
            parameters: request.program().parameters().iter().collect(),
            x0: range(Axis::X0),
            x1: range(Axis::X1),
            closed: request.grid().closed,
            scheme: request.scheme().name(),
            h: request.h(),
            precision: request.method().precision.name(),
            taken_step: request.method().divisor == Divisor::Taken,
        }
    }
}

/// An array that is never in memory as a whole.
struct Column<F>(F);

impl<F, I> Serialize for Column<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}
