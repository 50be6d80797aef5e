//! A table as text.

use std::io::{self, Write};

use crate::analysis::Census;
use crate::expr::Axis;
use crate::field::GradientField;

/// Bytes gathered before they are handed on: several hundred rows, and little enough to stay in the cache.
const PIECE: usize = 1 << 16;
/// More than a row takes: six numbers of at most 24 characters, each with a comma or the end of the line. (What a census
/// adds makes the text grow once.)
const ROW: usize = 6 * 25;

/// The names of the columns.
pub(super) fn write_header(mut to: impl Write) -> io::Result<()> {
    to.write_all(b"x0,x1,f,g0,g1,norm\n")
}

/// Write the table of a field with what its census knows: the columns `e0 e1 relative_error angle_error_deg cause` beside
/// the usual ones.
pub fn write_csv_with_census(field: &GradientField, census: &Census, mut to: impl Write) -> io::Result<()> {
    to.write_all(b"x0,x1,f,g0,g1,norm,e0,e1,relative_error,angle_error_deg,cause\n")?;
    let columns = [&census.exact.g0[..], &census.exact.g1, &census.relative_error, &census.angle_error];
    write_rows_with(field, to, |i, text| {
        let mut digits = ryu::Buffer::new();
        for value in columns.map(|values| values[i]) {
            text.push(b',');
            text.extend_from_slice(digits.format(value).as_bytes());
        }
        text.push(b',');
        text.extend_from_slice(census.causes[i].name().as_bytes());
    })
}

/// One row a grid point, x0 running fastest.
pub(super) fn write_rows(field: &GradientField, to: impl Write) -> io::Result<()> {
    write_rows_with(field, to, |_, _| ())
}

/// One row a grid point, whose end is written by another.
fn write_rows_with(
    field: &GradientField,
    mut to: impl Write,
    finish: impl Fn(usize, &mut Vec<u8>),
) -> io::Result<()> {
    let mut text = Vec::with_capacity(PIECE + ROW);
    let mut digits = ryu::Buffer::new();
    let mut x1_digits = ryu::Buffer::new();
    let (x0_values, x1_values) = (field.grid.axis(Axis::X0), field.grid.axis(Axis::X1));
    let columns = [&field.f[..], &field.g0, &field.g1, &field.norm];
    for (row, &x1) in x1_values.iter().enumerate() {
        let x1 = x1_digits.format(x1);
        for (column, &x0) in x0_values.iter().enumerate() {
            let i = row * x0_values.len() + column;
            text.extend_from_slice(digits.format(x0).as_bytes());
            text.push(b',');
            text.extend_from_slice(x1.as_bytes());
            for value in columns.map(|values| values[i]) {
                text.push(b',');
                text.extend_from_slice(digits.format(value).as_bytes());
            }
            finish(i, &mut text);
            text.push(b'\n');
            if text.len() >= PIECE {
                to.write_all(&text)?;
                text.clear();
            }
        }
    }
    to.write_all(&text)
}
