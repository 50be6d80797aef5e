//! Steps that lose nothing when they are rounded.

/// The power of two nearest to a number above 0, in the ratio of both, at most 2^1023; the number itself where it is not
/// above 0 or not finite.
///
/// Such an h has one bit, so that `x + h` is off by less, or not at all.
pub fn nearest_power_of_two(h: f64) -> f64 {
    const FRACTION_BITS: u32 = f64::MANTISSA_DIGITS - 1;
    if !(h > 0.0 && h.is_finite()) {
        return h;
    }
    if h < f64::MIN_POSITIVE {
        // Below the normal numbers the bits are the multiple of 2^-1074.
        let below = 1_u64 << h.to_bits().ilog2();
        return nearer(h, f64::from_bits(below), f64::from_bits(2 * below));
    }
    let exponent = h.to_bits() >> FRACTION_BITS;
    let below = f64::from_bits(exponent << FRACTION_BITS);
    // The next one above the last is infinite.
    if below.to_bits() >> FRACTION_BITS == 0x7fe { below } else { nearer(h, below, 2.0 * below) }
}

/// The one of two powers that is nearer to what lies between them, by its ratio to the lower.
fn nearer(h: f64, below: f64, above: f64) -> f64 {
    if h / below >= std::f64::consts::SQRT_2 { above } else { below }
}
