//! Formats that are a header and rows, so that a field larger than memory can be written in them.

use std::io::{self, Write};

use super::{csv, npy};
use crate::field::{self, CancelToken, FieldRequest, GradientField, Progress};

/// Points that are computed at a time: they take 16 MiB, and share out among a dozen cores.
pub const BAND_POINTS: usize = 1 << 19;

/// A format that is a table: the columns `x0 x1 f g0 g1 norm`, one row a grid point, x0 running fastest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// Text: the names of the columns, then a line a row.
    Csv,
    /// A `NumPy` array of shape (points, 6).
    Npy,
}

impl Table {
    /// Write a field that is in memory.
    pub fn write(self, field: &GradientField, mut to: impl Write) -> io::Result<()> {
        self.write_header(field.len(), &mut to)?;
        self.write_rows(field, &mut to)
    }

    /// Compute a field and write it, [`BAND_POINTS`] at a time: the memory needed does not grow with the rows.
    ///
    /// The first error of `to` ends the computation too.
    pub fn stream(self, request: &FieldRequest, to: impl Write) -> io::Result<()> {
        self.stream_by(BAND_POINTS, request, to)
    }

    /// [`Self::stream`] with as many rows at a time as have no more than this many points, or else one row.
    #[expect(clippy::missing_panics_doc, reason = "a request's grid was checked when it was made")]
    pub fn stream_by(self, points: usize, request: &FieldRequest, mut to: impl Write) -> io::Result<()> {
        let [columns, rows] =
            request.grid().streamed_counts().expect("a request's grid was checked when it was made");
        self.write_header(columns * rows, &mut to)?;
        let mut spare = None;
        let at_a_time = (points / columns).max(1);
        for first in (0..rows).step_by(at_a_time) {
            let band = first..rows.min(first + at_a_time);
            let field = field::compute_rows(&mut spare, request, band, &CancelToken::new(), &Progress::new())
                .expect("nobody else has the token");
            self.write_rows(&field, &mut to)?;
            spare = Some(field);
        }
        Ok(())
    }

    fn write_header(self, points: usize, to: impl Write) -> io::Result<()> {
        match self {
            Self::Csv => csv::write_header(to),
            Self::Npy => npy::write_header(points, to),
        }
    }

    fn write_rows(self, field: &GradientField, to: impl Write) -> io::Result<()> {
        match self {
            Self::Csv => csv::write_rows(field, to),
            Self::Npy => npy::write_rows(field, to),
        }
    }
}
