//! Machine code that can be called. All that is unsafe about generated kernels is in this file.

#![expect(unsafe_code, reason = "bytes that were just written are called as a function")]

use std::io;

use memmap2::{Mmap, MmapMut};

use super::assembler::Assembler;
use crate::eval::aligned::LINE;

use crate::field::kernel::Arrays;

/// What a kernel is given and what it returns, at the offsets that its code has. The code counts `table` and `rows_left`.
#[repr(C)]
struct Context {
    columns: *const f64,
    rows: *const f64,
    constants: *const f64,
    /// The outputs of the next row.
    table: *const [*mut f64; 4],
    rows_left: usize,
    last: usize,
    found: Found,
}

/// Offsets of the fields of [`Context`] in bytes.
pub(super) const COLUMNS: u8 = 0;
pub(super) const ROWS: u8 = 8;
pub(super) const CONSTANTS: u8 = 16;
pub(super) const TABLE: u8 = 24;
pub(super) const ROWS_LEFT: u8 = 32;
pub(super) const LAST: u8 = 40;
pub(super) const FOUND: i32 = 48;

const _: () = {
    use std::mem::offset_of;
    assert!(offset_of!(Context, columns) == COLUMNS as usize);
    assert!(offset_of!(Context, rows) == ROWS as usize);
    assert!(offset_of!(Context, constants) == CONSTANTS as usize);
    assert!(offset_of!(Context, table) == TABLE as usize);
    assert!(offset_of!(Context, rows_left) == ROWS_LEFT as usize);
    assert!(offset_of!(Context, last) == LAST as usize);
    assert!(offset_of!(Context, found) == FOUND as usize);
};

/// Vectors that a kernel leaves behind: 8 numbers each, of which it writes as many as a vector has.
pub(super) type Found = [[f64; 8]; 5];

/// How far a kernel reads, in numbers: what its code was made to access must be there.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reach {
    /// Where the last array of columns begins, counted from the first's beginning; as many are read as are written.
    pub(super) columns: usize,
    /// Numbers from the row's on, for one row; the next reads one further.
    pub(super) rows: usize,
    /// Numbers in the pool.
    pub(super) constants: usize,
    /// The lanes of a vector.
    pub(super) lanes: usize,
    /// Whether outputs are streamed: written at multiples of a cache line.
    pub(super) streams: bool,
}

/// A kernel in memory that can be run and no longer written.
pub(super) struct Code {
    map: Mmap,
    reach: Reach,
}

impl Code {
    /// Make a kernel of its bytes.
    ///
    /// Fails where the system lets no program run what it wrote.
    ///
    /// The assembler's user answers for what they do: a function of the `sysv64` convention that takes a [`Context`] in
    /// `rdi`, leaves the registers alone that belong to its caller, is made of instructions that this machine has, and
    /// accesses nothing but, in each row, `lanes` numbers at each index up to `last` in all four outputs of the table and in
    /// the columns as far as `reach` says, the rows and constants as far as it says, and the context.
    pub(super) fn new(assembler: Assembler, reach: Reach) -> io::Result<Self> {
        let bytes = assembler.finish();
        let mut map = MmapMut::map_anon(bytes.len())?;
        map.copy_from_slice(&bytes);
        Ok(Self { map: map.make_exec()?, reach })
    }

    /// Run the kernel over some rows.
    ///
    /// # Panics
    /// If there is no row, there are fewer columns than lanes, the arrays differ in length, an array that is streamed to
    /// does not begin on a cache line, or the kernel reads more than there is.
    pub(super) fn run(
        &self,
        columns: &[f64],
        rows: &[f64],
        constants: &[f64],
        out: &mut [Arrays<'_>],
    ) -> Found {
        let Reach { lanes, streams, .. } = self.reach;
        let length = out.first().map_or(0, |row| row.f.len());
        assert!(length >= lanes && (!streams || length.is_multiple_of(LINE)));
        assert!(columns.len() >= self.reach.columns + length);
        assert!(rows.len() + 1 >= self.reach.rows + out.len() && constants.len() >= self.reach.constants);
        let address = |array: &mut [f64]| {
            assert!(array.len() == length);
            let address = array.as_mut_ptr();
            assert!(!streams || address.addr().is_multiple_of(LINE * size_of::<f64>()));
            address
        };
        let table: Vec<[*mut f64; 4]> = out
            .iter_mut()
            .map(|Arrays { f, g0, g1, norm }| [address(f), address(g0), address(g1), address(norm)])
            .collect();
        let mut context = Context {
            columns: columns.as_ptr(),
            rows: rows.as_ptr(),
            constants: constants.as_ptr(),
            table: table.as_ptr(),
            rows_left: table.len(),
            last: (length - lanes) * size_of::<f64>(),
            found: [[0.0; 8]; 5],
        };
        // SAFETY: the bytes are such a function (see `new`; only this folder can make one), and nobody can have changed them
        // since. What it accesses is there, as checked above, and the outputs are borrowed for writing.
        unsafe {
            let kernel: extern "sysv64" fn(*mut Context) = std::mem::transmute(self.map.as_ptr());
            kernel(&raw mut context);
        }
        context.found
    }
}
