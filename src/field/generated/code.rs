//! Machine code that can be called. All that is unsafe about generated kernels is in this file.

#![expect(unsafe_code, reason = "bytes that were just written are called as a function")]

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use memmap2::{Mmap, MmapMut};

use super::assembler::{Assembler, Base, lanes};
use crate::eval::aligned::LINE;
use crate::field::Vectors;
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

/// The code that was made last: while h or a range is dragged the next is the same, as all numbers are in the pool.
static MADE_LAST: Mutex<Option<Arc<Mmap>>> = Mutex::new(None);

/// Pages that hold these bytes, can be run and no longer written. To make them takes longer than to write the code.
fn executable(bytes: &[u8]) -> io::Result<Arc<Mmap>> {
    let mut last = MADE_LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pages) = last.as_ref().filter(|pages| pages[..] == *bytes) {
        return Ok(Arc::clone(pages));
    }
    let mut pages = MmapMut::map_anon(bytes.len())?;
    pages.copy_from_slice(bytes);
    let pages = Arc::new(pages.make_exec()?);
    *last = Some(Arc::clone(&pages));
    Ok(pages)
}

/// A kernel in memory that can be run and no longer written.
pub(super) struct Code {
    pages: Arc<Mmap>,
    /// How far it reads, in numbers: of the columns beyond those of the last vector, of the rows beyond the last, and of the
    /// constants.
    reach: [usize; 3],
    lanes: usize,
    /// Whether outputs are streamed: written at multiples of a cache line.
    streams: bool,
}

impl Code {
    /// Make a kernel of what has been assembled.
    ///
    /// Fails where the system lets no program run what it wrote.
    ///
    /// The generator answers for what that is: a function of the `sysv64` convention that takes a [`Context`] in `rdi`,
    /// leaves the registers alone that belong to its caller, is made of instructions that this machine has, and accesses
    /// nothing but the context, the outputs of each row in the table at each index, and what the assembler has recorded.
    pub(super) fn new(assembler: Assembler, vectors: Vectors, streams: bool) -> io::Result<Self> {
        assert!(vectors.are_there(), "instructions that this machine has");
        let reach = [Base::Rsi, Base::Rdx, Base::Rcx].map(|base| assembler.reach(base) / size_of::<f64>());
        let pages = executable(&assembler.finish())?;
        Ok(Self { pages, reach, lanes: lanes(vectors), streams })
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
        let Self { lanes, streams, reach: [of_columns, of_rows, of_constants], .. } = *self;
        let length = out.first().map_or(0, |row| row.f.len());
        assert!(length >= lanes && (!streams || length.is_multiple_of(LINE)));
        // The last vector of columns begins so many lanes before the length, and the last row one before their number.
        assert!(columns.len() + lanes >= of_columns + length);
        assert!(rows.len() + 1 >= of_rows + out.len() && constants.len() >= of_constants);
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
            let kernel: extern "sysv64" fn(*mut Context) = std::mem::transmute(self.pages.as_ptr());
            kernel(&raw mut context);
        }
        context.found
    }
}
