//! What several test binaries and modules share.

pub(crate) mod book;
pub(crate) mod csv;
pub(crate) mod elementary;
pub(crate) mod power;
pub(crate) mod tree;

/// The same number, or NaN on both sides: a NaN's sign and payload mean nothing and differ with the order of operands.
pub(crate) fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}
