//! Memory that is about to be written, brought into the cache while there is something else to do.

use crate::eval::aligned::LINE;

/// Have the memory of some numbers brought into the cache. Changes nothing but the time of a later access.
///
/// The processor foresees accesses that follow one another, but a block's are followed by those of its next operation,
/// hundreds of nanoseconds of work in the cache. The first lines of the next block then come from memory one by one.
#[inline]
pub(super) fn prefetch(numbers: &[f64]) {
    for line in numbers.chunks(LINE) {
        prefetch_line(line);
    }
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[expect(unsafe_code, reason = "the instruction has no safe form")]
fn prefetch_line(line: &[f64]) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
    // SAFETY: SSE, which every x86-64 processor has. A prefetch reads and writes nothing that a program can see and
    // never faults, whatever the address; this one is that of a slice.
    unsafe { _mm_prefetch::<_MM_HINT_T0>(line.as_ptr().cast()) }
}

/// Elsewhere it is left to the processor.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn prefetch_line(_line: &[f64]) {}
