//! Numbers as people type and read them.

use std::f64::consts::PI;

use gradfield::number_text::{NumberError, format_bytes, format_number, parse_number, round_to_grain};
use proptest::prelude::*;

#[test]
fn numbers_as_typed() {
    let cases: &[(&str, f64)] = &[
        ("1e-4", 1e-4),
        ("1E-4", 1e-4),
        ("1e+4", 1e4),
        ("10e-50", 1e-49),
        ("2^-43", 2.0_f64.powi(-43)),
        ("2**-43", 2.0_f64.powi(-43)),
        ("10^-4", 1e-4),
        ("10^-50", 1e-50),
        ("-0.5", -0.5),
        ("+0.5", 0.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1/3", 1.0 / 3.0),
        ("1/2/2", 0.25),
        ("pi", PI),
        ("-pi", -PI),
        ("2*pi", 2.0 * PI),
        ("pi/2", PI / 2.0),
        ("\u{3c0}", PI),
        ("\u{2212}2", -2.0),
        ("  2 ^ - 3\t", 0.125),
        ("-2^2", -4.0),
        ("2^3^2", 512.0),
        ("0^0", 1.0),
        ("0", 0.0),
        ("0e5", 0.0),
        ("0*1e-300", 0.0),
        ("0^2", 0.0),
        ("5e-324", 5e-324),
    ];
    for &(text, value) in cases {
        assert_eq!(parse_number(text), Ok(value), "{text}");
    }
    assert!(parse_number("-0").unwrap().is_sign_negative());
}

#[test]
fn what_is_not_a_number() {
    for text in [
        "abc", "nan", "inf", "infinity", "1e", "1_000", "0x10", "1 2", "2pi", "--", "-", "1/", "/2", "2^",
        "(2)", ".", "1.2.3", "e", "1e4.5", "x0", "²",
    ] {
        assert_eq!(parse_number(text), Err(NumberError::NotANumber(text.into())), "{text}");
    }
}

#[test]
fn errors_say_what_is_wrong() {
    let cases = [
        ("", "A number is missing."),
        (" \t", "A number is missing."),
        ("abc", "'abc' is not a number; numbers look like 0.25, 1e-4, 2^-43, 1/3 or 2*pi."),
        (" 0,25 ", "'0,25' is not a number: write a point instead of the comma."),
        (
            "0,2500000000000000000000000",
            "'0,2500000000000000000000…' is not a number: write a point instead of the comma.",
        ),
        ("1\u{1b}[31m", "'1\u{fffd}[31m' is not a number; numbers look like 0.25, 1e-4, 2^-43, 1/3 or 2*pi."),
        ("0/0", "'0/0' divides by 0."),
        ("0^-1", "'0^-1' divides by 0."),
        ("1/-0^2*3", "'1/-0^2*3' divides by 0."),
        ("1/1e-400", "'1/1e-400' is beyond the largest number, 1.7976931348623157e308."),
        ("0*1e999", "'0*1e999' has no value."),
        ("(-1)^0.5", "'(-1)^0.5' is not a number; numbers look like 0.25, 1e-4, 2^-43, 1/3 or 2*pi."),
        ("1/0", "'1/0' divides by 0."),
        ("-1e999", "'-1e999' is beyond the largest number, 1.7976931348623157e308."),
        ("10^400", "'10^400' is beyond the largest number, 1.7976931348623157e308."),
        ("1e-400", "'1e-400' is closer to 0 than the smallest number, 5e-324."),
        ("2^-1080", "'2^-1080' is closer to 0 than the smallest number, 5e-324."),
        ("1/1e999", "'1/1e999' is closer to 0 than the smallest number, 5e-324."),
    ];
    for (text, message) in cases {
        assert_eq!(parse_number(text).unwrap_err().to_string(), message, "{text}");
    }
}

#[test]
fn a_long_text_is_refused_unread() {
    assert_eq!(parse_number(&format!("{}1", " ".repeat(99))), Ok(1.0));
    assert_eq!(parse_number(&vec!["1"; 50].join("^")), Ok(1.0));
    for (text, bytes) in [
        (format!("{}1", " ".repeat(100)), "101"),
        (vec!["2"; 60_000].join("^"), "119,999"),
        (vec!["-2"; 60_000].join("**"), "239,998"),
        ("9".repeat(10_000_000), "10,000,000"),
    ] {
        let error = parse_number(&text).unwrap_err();
        assert_eq!(error, NumberError::TooLong(text.len()));
        assert_eq!(error.to_string(), format!("A number has at most 100 bytes, not {bytes}."));
    }
}

#[test]
fn numbers_as_shown() {
    let cases: &[(f64, &str)] = &[
        (0.25, "0.25"),
        (-2.0, "-2"),
        (1e-4, "1e-4"),
        (1.25e-4, "1.25e-4"),
        (10e-50, "1e-49"),
        (0.001, "0.001"),
        (1.0 / 3.0, "0.3333333333333333"),
        (100.0, "100"),
        (1e6, "1000000"),
        (1e8, "1e8"),
        (12_345_678.5, "12345678.5"),
        (-0.0, "-0"),
        (0.0, "0"),
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
        (f64::MAX, "1.7976931348623157e308"),
        (5e-324, "5e-324"),
    ];
    for &(value, text) in cases {
        assert_eq!(format_number(value), text);
    }
}

proptest! {
    #[test]
    fn what_is_shown_reads_back(bits: u64) {
        let value = f64::from_bits(bits);
        prop_assume!(value.is_finite());
        let text = format_number(value);
        prop_assert_eq!(parse_number(&text).map(f64::to_bits), Ok(bits), "{}", text);
    }

    #[test]
    fn any_text_is_a_finite_number_or_an_error(text in "[-+*/^. 0-9epi\u{3c0},]{0,12}|\\PC{0,12}") {
        if let Ok(value) = parse_number(&text) {
            prop_assert!(value.is_finite());
        }
    }
}

#[test]
fn bytes_in_the_unit_that_fits() {
    for (bytes, text) in [
        (0.0, "0 B"),
        (1.0, "1 B"),
        (1023.0, "1023 B"),
        (1024.0, "1 KiB"),
        (1.94 * 1024.0, "1.9 KiB"),
        (9.96 * 1024.0, "10 KiB"),
        (1023.4 * 1024.0, "1023 KiB"),
        (1023.5 * 1024.0, "1 MiB"),
        (f64::from(1 << 29), "512 MiB"),
        (60e6 * 32.0, "1.8 GiB"),
        (3.0 * 2f64.powi(40), "3 TiB"),
        (1.5 * 2f64.powi(50), "1.5 PiB"),
        (444.0 * 2f64.powi(60), "444 EiB"),
        (2f64.powi(70), "1.0e3 EiB"),
        (1e300, "8.7e281 EiB"),
        (f64::MAX, "1.6e290 EiB"),
        (f64::INFINITY, "over 1e290 EiB"),
    ] {
        assert_eq!(format_bytes(bytes), text, "{bytes}");
    }
}

#[test]
fn a_grain_leaves_no_finer_digits() {
    let cases: [(f64, f64, f64); 12] = [
        (4.14159, 0.01, 4.14),
        (4.14159, 0.02, 4.14),
        (4.14159, 0.0099, 4.142),
        (-0.004, 0.01, 0.0),
        (1.400_056_78, 1.9e-7, 1.400_056_8),
        (1234.5, 10.0, 1230.0),
        (1234.5, 99.0, 1230.0),
        (-1250.0, 100.0, -1300.0),
        (1e300, 1e-300, 1e300),
        (0.5, 0.0, 0.5),
        (0.5, f64::NAN, 0.5),
        (0.5, f64::INFINITY, 0.5),
    ];
    for (value, grain, rounded) in cases {
        let result = round_to_grain(value, grain);
        assert_eq!(result.to_bits(), rounded.to_bits(), "{value} by {grain}: {result}");
    }
}
