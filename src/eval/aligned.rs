//! Numbers that begin on a cache line.

use std::fmt;
use std::ops::{Deref, DerefMut};

use memmap2::MmapMut;

/// Numbers in a cache line of 64 bytes, which is also the width of the widest vectors.
pub(crate) const LINE: usize = 64 / size_of::<f64>();

/// A fixed number of `f64`, the first at the beginning of a cache line: a vector that straddles two lines takes two
/// accesses. Otherwise a slice.
///
/// Large ones ask the system for large pages: a page of 4 KiB holds 512 numbers, and to make it, or to find it again
/// later, takes longer than a cheap function of so many.
pub struct AlignedVec {
    storage: Storage,
    /// In numbers, from the beginning of the storage.
    offset: usize,
    length: usize,
}

/// Memory with room for the offset, which depends on where it lies.
enum Storage {
    Heap(Vec<f64>),
    Pages(MmapMut),
}

/// The size of a large page.
const LARGE_PAGE: usize = 2 << 20;
/// Numbers from which on large pages are asked for.
const LARGE: usize = 2 * LARGE_PAGE / size_of::<f64>();

impl AlignedVec {
    /// So many zeros. Those of a large array take no memory until they are touched.
    pub fn zeros(length: usize) -> Self {
        let pages = (length >= LARGE).then(|| Self::pages(length)).flatten();
        pages.unwrap_or_else(|| {
            let storage = vec![0.0_f64; length + LINE - 1];
            Self { offset: offset(&storage, 64), storage: Storage::Heap(storage), length }
        })
    }

    /// So many zeros on pages of their own, large ones if the system has any; `None` where it gives none at all.
    fn pages(length: usize) -> Option<Self> {
        let pages = MmapMut::map_anon(length * size_of::<f64>() + LARGE_PAGE).ok()?;
        #[cfg(target_os = "linux")]
        // A wish: without large pages it is only slower.
        drop(pages.advise(memmap2::Advice::HugePage));
        let offset = offset(bytemuck::cast_slice(&pages), LARGE_PAGE);
        Some(Self { storage: Storage::Pages(pages), offset, length })
    }
}

/// From where on numbers are aligned to so many bytes, of which the storage has as many more than it needs.
fn offset(storage: &[f64], alignment: usize) -> usize {
    // "No offset would do" is an answer only a compile-time evaluation gets; beyond the room it must not go.
    storage.as_ptr().align_offset(alignment).min(alignment / size_of::<f64>() - 1)
}

impl Default for AlignedVec {
    fn default() -> Self {
        Self::zeros(0)
    }
}

impl Deref for AlignedVec {
    type Target = [f64];

    #[inline]
    fn deref(&self) -> &[f64] {
        let storage = match &self.storage {
            Storage::Heap(numbers) => numbers,
            Storage::Pages(pages) => bytemuck::cast_slice(pages),
        };
        &storage[self.offset..][..self.length]
    }
}

impl DerefMut for AlignedVec {
    #[inline]
    fn deref_mut(&mut self) -> &mut [f64] {
        let storage = match &mut self.storage {
            Storage::Heap(numbers) => numbers,
            Storage::Pages(pages) => bytemuck::cast_slice_mut(pages),
        };
        &mut storage[self.offset..][..self.length]
    }
}

impl Clone for AlignedVec {
    /// The copy lies elsewhere, so its offset is another.
    fn clone(&self) -> Self {
        Self::from(&**self)
    }
}

impl PartialEq for AlignedVec {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl FromIterator<f64> for AlignedVec {
    fn from_iter<I: IntoIterator<Item = f64>>(numbers: I) -> Self {
        Self::from(&*Vec::from_iter(numbers))
    }
}

impl<'a> IntoIterator for &'a AlignedVec {
    type Item = &'a f64;
    type IntoIter = std::slice::Iter<'a, f64>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<&[f64]> for AlignedVec {
    fn from(numbers: &[f64]) -> Self {
        let mut copy = Self::zeros(numbers.len());
        copy.copy_from_slice(numbers);
        copy
    }
}

impl fmt::Debug for AlignedVec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
