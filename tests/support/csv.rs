//! The comma-separated reference files in `tests/reference`.

use std::collections::HashMap;
use std::path::PathBuf;
use std::str::FromStr;

/// A table with named columns.
pub(crate) struct Table {
    columns: HashMap<String, usize>,
    rows: Vec<Vec<String>>,
}

/// One row of a [`Table`].
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    table: &'a Table,
    cells: &'a [String],
}

/// The directory of the reference files.
pub(crate) fn reference_directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

impl Table {
    /// The reference file of this name.
    pub(crate) fn reference(name: &str) -> Self {
        let path = reference_directory().join(name);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        Self::parse(&text)
    }

    /// A table from text: a line of names, then lines of as many cells; none is quoted.
    pub(crate) fn parse(text: &str) -> Self {
        let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        let header = lines.next().expect("a table has a line of names");
        let width = header.len();
        let columns = header.into_iter().enumerate().map(|(i, name)| (name, i)).collect();
        let rows: Vec<_> = lines.collect();
        for (i, row) in rows.iter().enumerate() {
            assert_eq!(row.len(), width, "cells in row {i}: {row:?}");
        }
        Self { columns, rows }
    }

    /// All rows, from the top.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }
}

impl<'a> Row<'a> {
    /// The cell in a column, as text.
    pub(crate) fn text(self, column: &str) -> &'a str {
        &self.cells[*self.table.columns.get(column).unwrap_or_else(|| panic!("no column {column}"))]
    }

    /// The cell in a column, as a number.
    pub(crate) fn get<T: FromStr>(self, column: &str) -> T {
        let text = self.text(column);
        text.parse().unwrap_or_else(|_| panic!("{text:?} in column {column} is not a number"))
    }
}
