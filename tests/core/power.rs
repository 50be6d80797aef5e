//! Steps that are powers of two, and units in the last place.

use gradfield::differentiate::{Precision, nearest_power_of_two};
use half::{bf16, f16};
use proptest::prelude::*;

/// Whether a number above 0 is a power of two: of a normal number, no bit of the fraction is set, below them one bit is.
fn is_power_of_two(number: f64) -> bool {
    let bits = number.to_bits();
    if number.is_normal() { bits.trailing_zeros() >= 52 } else { bits.is_power_of_two() }
}

#[test]
fn powers_of_two_are_their_own() {
    for exponent in -1074..1024 {
        // By two steps, as 2^-1074 alone would be 1 over infinity.
        let power = 2.0_f64.powi(exponent / 2) * 2.0_f64.powi(exponent - exponent / 2);
        assert_eq!(nearest_power_of_two(power), power, "2^{exponent}");
    }
}

#[test]
fn the_ratio_decides() {
    for (h, power) in [
        (1e-4, 2.0_f64.powi(-13)),
        (1e-13, 2.0_f64.powi(-43)),
        (3.0, 4.0),
        (1.41, 1.0),
        (1.42, 2.0),
        // The numbers around the square root of 2.
        (std::f64::consts::SQRT_2.next_down(), 1.0),
        (std::f64::consts::SQRT_2, 2.0),
        (f64::MAX, 2.0_f64.powi(1023)),
        // Of the smallest number.
        (3.0 * 5e-324, 4.0 * 5e-324),
        (5.0 * 5e-324, 4.0 * 5e-324),
        (f64::MIN_POSITIVE.next_down(), f64::MIN_POSITIVE),
    ] {
        assert_eq!(nearest_power_of_two(h), power, "{h:e}");
    }
}

#[test]
fn what_is_no_step_stays() {
    for h in [0.0, -0.0, -3.0, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(nearest_power_of_two(h).to_bits(), h.to_bits());
    }
    assert!(nearest_power_of_two(f64::NAN).is_nan());
}

proptest! {
    #[test]
    fn no_other_power_is_nearer(h in prop::num::f64::POSITIVE | prop::num::f64::SUBNORMAL) {
        let h = h.abs();
        let power = nearest_power_of_two(h);
        prop_assert!(is_power_of_two(power), "{h:e} -> {power:e}");
        // A rounding of the quotient.
        let ratio = (h / power).max(power / h);
        prop_assert!(ratio <= std::f64::consts::SQRT_2.next_up() || h > 2.0_f64.powi(1023));
    }

    #[test]
    fn an_ulp_is_the_distance_to_the_next_number(bits: u64) {
        let value = f64::from_bits(bits);
        let size = value.abs();
        let expected = if value.is_finite() { size.next_up() - size } else { f64::NAN };
        // The next number after the largest is infinite.
        let expected = if expected.is_infinite() { 2.0_f64.powi(971) } else { expected };
        let ulp = Precision::F64.ulp(value);
        prop_assert!(ulp == expected || ulp.is_nan() && expected.is_nan(), "{value:e}: {ulp:e}");
    }
}

#[test]
fn every_precision_has_its_units() {
    // Every number of 16 bits above 0, but for the largest, after which infinity comes.
    for bits in 0..0x7bff_u16 {
        let (number, next) = (f16::from_bits(bits).to_f64(), f16::from_bits(bits + 1).to_f64());
        assert_eq!(Precision::F16.ulp(-number), next - number);
    }
    for bits in 0..0x7f7f_u16 {
        let (number, next) = (bf16::from_bits(bits).to_f64(), bf16::from_bits(bits + 1).to_f64());
        assert_eq!(Precision::Bf16.ulp(number), next - number);
    }
    for number in [0.0_f32, 1e-45, 1.0, 0.1, 3e38, f32::MIN_POSITIVE] {
        assert_eq!(Precision::F32.ulp(number.into()), f64::from(number.next_up()) - f64::from(number));
    }
}
