//! A table as a `NumPy` array.
//!
//! The format is that of [`numpy.lib.format`](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html),
//! version 1.0: a magic number, the version, the length of the header and the header, a Python dictionary in ASCII
//! that is padded so that the numbers begin at a multiple of 64 bytes.
//!
//! The array is a plain one of shape (points, 6), not one of records with named fields. It can be sliced, reshaped to
//! (rows, columns, 6) and computed with as it is, readers in other languages, few of which know records, can read it,
//! and `x0, x1, f, g0, g1, norm = np.load(file).T` gives the names back.

use std::io::{self, Write};

use crate::expr::Axis;
use crate::field::GradientField;

/// The magic number and the version.
const MAGIC: [u8; 8] = *b"\x93NUMPY\x01\x00";
/// The bytes of a number.
const NUMBER: usize = 8;
/// The bytes of a row.
const ROW: usize = 6 * NUMBER;
/// Rows gathered before they are handed on: 48 KiB.
const PIECE_ROWS: usize = 1 << 10;
/// The numbers begin at a multiple of this, so that they can be mapped into memory.
const ALIGNMENT: usize = 64;

/// What comes before the rows, for so many of them.
pub(super) fn write_header(points: usize, mut to: impl Write) -> io::Result<()> {
    let shape = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({points}, 6), }}");
    let before = MAGIC.len() + size_of::<u16>();
    let padded = (before + shape.len() + 1).next_multiple_of(ALIGNMENT) - before;
    let length = u16::try_from(padded).map_err(io::Error::other)?;
    to.write_all(&MAGIC)?;
    to.write_all(&length.to_le_bytes())?;
    writeln!(to, "{shape:<width$}", width = padded - 1)
}

/// One row a grid point, x0 running fastest: six 64-bit floats, low byte first, every NaN with its bits.
pub(super) fn write_rows(field: &GradientField, mut to: impl Write) -> io::Result<()> {
    let (x0_values, x1_values) = (field.grid.axis(Axis::X0), field.grid.axis(Axis::X1));
    let mut piece = vec![0; PIECE_ROWS * ROW];
    for (row, &x1) in x1_values.iter().enumerate() {
        for (k, x0_values) in x0_values.chunks(PIECE_ROWS).enumerate() {
            let start = row * field.grid.columns() + k * PIECE_ROWS;
            let place = start..start + x0_values.len();
            let columns = [&field.f, &field.g0, &field.g1, &field.norm].map(|column| &column[place.clone()]);
            let bytes = &mut piece[..x0_values.len() * ROW];
            for (i, (bytes, &x0)) in bytes.chunks_exact_mut(ROW).zip(x0_values).enumerate() {
                let numbers = [x0, x1, columns[0][i], columns[1][i], columns[2][i], columns[3][i]];
                for (bytes, number) in bytes.chunks_exact_mut(NUMBER).zip(numbers) {
                    bytes.copy_from_slice(&number.to_le_bytes());
                }
            }
            to.write_all(bytes)?;
        }
    }
    Ok(())
}
