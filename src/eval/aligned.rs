//! Numbers that begin on a cache line.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// Numbers in a cache line of 64 bytes, which is also the width of the widest vectors.
pub(crate) const LINE: usize = 64 / size_of::<f64>();

/// A fixed number of `f64`, the first at the beginning of a cache line: a vector that straddles two lines takes two
/// accesses. Otherwise a slice.
pub struct AlignedVec {
    /// With room for the offset, which depends on where the allocator put them.
    storage: Vec<f64>,
    offset: usize,
    length: usize,
}

impl AlignedVec {
    /// So many zeros. Those of a large array take no memory until they are touched.
    pub fn zeros(length: usize) -> Self {
        let storage = vec![0.0_f64; length + LINE - 1];
        // "No offset would do" is an answer only a compile-time evaluation gets; beyond the room it must not go.
        let offset = storage.as_ptr().align_offset(LINE * size_of::<f64>()).min(LINE - 1);
        Self { storage, offset, length }
    }
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
        &self.storage[self.offset..][..self.length]
    }
}

impl DerefMut for AlignedVec {
    #[inline]
    fn deref_mut(&mut self) -> &mut [f64] {
        &mut self.storage[self.offset..][..self.length]
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
