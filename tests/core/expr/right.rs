//! Texts that are functions: their canonical spelling, and their value at one point.

use std::f64::consts::{E, PI};

use gradfield::eval::scalar::evaluate;
use gradfield::expr::parse;

/// Text, canonical text, value at (3, 2).
const RIGHT: &[(&str, &str, f64)] = &[
    // Spacing
    ("x0^2+x1^2", "x0^2 + x1^2", 13.0),
    ("  x0\t-\n x1 ", "x0 - x1", 1.0),
    ("x0 * x1 / 4 % 5", "x0*x1/4%5", 1.5),
    ("\u{a0}x0\u{2003}+\u{3000}1\u{a0}", "x0 + 1", 4.0),
    ("sin (x0)", "sin(x0)", 0.141_120_008_059_867_2),
    ("max( x0,x1 )", "max(x0, x1)", 3.0),
    // Brackets, as few as the meaning allows
    ("(x0)", "x0", 3.0),
    ("((x0)+((x1)))", "x0 + x1", 5.0),
    ("(1-x0)^2+100*(x1-x0^2)^2", "(1 - x0)^2 + 100*(x1 - x0^2)^2", 4904.0),
    ("(x0+x1)+1", "x0 + x1 + 1", 6.0),
    ("x0+(x1+1)", "x0 + (x1 + 1)", 6.0),
    ("x0-(x1-1)", "x0 - (x1 - 1)", 2.0),
    ("(x0*x1)*2", "x0*x1*2", 12.0),
    ("x0*(x1*2)", "x0*(x1*2)", 12.0),
    ("x0/(x1/4)", "x0/(x1/4)", 6.0),
    ("(x0/x1)/4", "x0/x1/4", 0.375),
    ("x0 + (x1*2)", "x0 + x1*2", 7.0),
    ("(x0+1)*(x1)", "(x0 + 1)*x1", 8.0),
    ("max((x0 + 1), (x1))", "max(x0 + 1, x1)", 4.0),
    // Powers
    ("2^3^2", "2^3^2", 512.0),
    ("(2^3)^2", "(2^3)^2", 64.0),
    ("2^(3^2)", "2^3^2", 512.0),
    ("-2^2", "-2^2", -4.0),
    ("(-2)^2", "(-2)^2", 4.0),
    ("2^-1", "2^-1", 0.5),
    ("2^(-1)", "2^-1", 0.5),
    ("2^-x1^2", "2^-x1^2", 0.0625),
    ("2^(-x1)^2", "2^(-x1)^2", 16.0),
    ("(2^-x1)^2", "(2^-x1)^2", 0.0625),
    ("2^(x0*x1)", "2^(x0*x1)", 64.0),
    ("(x0*x1)^2", "(x0*x1)^2", 36.0),
    ("sin(0)^2 + x0^(1/2)^2", "sin(0)^2 + x0^(1/2)^2", 1.316_074_012_952_492_4),
    ("2^-x1*8", "2^-x1*8", 2.0),
    // Signs
    ("-x0", "-x0", -3.0),
    ("--x0", "--x0", 3.0),
    ("+x0", "x0", 3.0),
    ("x0 - +x1", "x0 - x1", 1.0),
    ("x0--x1", "x0 - -x1", 5.0),
    ("x0-(-x1)", "x0 - -x1", 5.0),
    ("2*-x0", "2*-x0", -6.0),
    ("2*(-x0)", "2*-x0", -6.0),
    ("(-x0)*x1", "-x0*x1", -6.0),
    ("-(x0*x1)", "-(x0*x1)", -6.0),
    ("-(x0+x1)", "-(x0 + x1)", -5.0),
    ("-(x0^2)", "-x0^2", -9.0),
    ("x0 + -x1*2", "x0 + -x1*2", -1.0),
    // Other spellings
    ("x0**2", "x0^2", 9.0),
    ("x₀ − x₁", "x0 - x1", 1.0),
    ("x0 – x1", "x0 - x1", 1.0),
    ("2·x0⋅x1×2∙1∗1", "2*x0*x1*2*1*1", 24.0),
    ("x0÷x1", "x0/x1", 1.5),
    ("π*x1", "pi*x1", 2.0 * PI),
    ("e^1", "e^1", E),
    // Numbers
    (".5", "0.5", 0.5),
    ("5.", "5", 5.0),
    ("-.5e1", "-5", -5.0),
    ("1E5", "100000", 100_000.0),
    ("1e6", "1e6", 1e6),
    ("100000000", "1e8", 1e8),
    ("1234567", "1234567", 1_234_567.0),
    ("0.001", "0.001", 0.001),
    ("0.0001", "1e-4", 1e-4),
    ("10e-50", "1e-49", 1e-49),
    ("1.5e+300", "1.5e300", 1.5e300),
    ("0.1000000000000000055511151231257827", "0.1", 0.1),
    ("5e-324", "5e-324", 5e-324),
    ("1.7976931348623157e308", "1.7976931348623157e308", f64::MAX),
    ("0.0", "0", 0.0),
    ("007", "7", 7.0),
    // Functions
    ("atan2(x1,x0)", "atan2(x1, x0)", 0.588_002_603_547_567_5),
    ("max(x0)", "max(x0)", 3.0),
    ("max(1, x0, x1, 7)", "max(1, x0, x1, 7)", 7.0),
    ("min(1,x0,-x1)", "min(1, x0, -x1)", -2.0),
    ("sqrt(x0^2 + x1^2 + 3)", "sqrt(x0^2 + x1^2 + 3)", 4.0),
    ("exp(0) + ln(1) + abs(-2)", "exp(0) + ln(1) + abs(-2)", 3.0),
    ("floor(2.5)+ceil(2.5)+round(2.5)+signum(-2)", "floor(2.5) + ceil(2.5) + round(2.5) + signum(-2)", 7.0),
    ("-7%x1", "-7%x1", -1.0),
];

#[test]
fn right_texts_have_one_canonical_spelling_and_their_value() {
    for &(text, canonical, value) in RIGHT {
        let program = parse(text).unwrap_or_else(|error| panic!("{}", error.marked(text)));
        assert_eq!(program.text(), canonical, "{text}");
        let found = evaluate(&program, [3.0, 2.0]);
        assert!((found - value).abs() <= 2.0 * f64::EPSILON * value.abs(), "{text} is {found}, not {value}");
    }
}

#[test]
fn canonical_texts_are_fixed_points() {
    for &(text, canonical, _) in RIGHT {
        let again = parse(canonical).unwrap();
        assert_eq!(again.text(), canonical);
        assert_eq!(again, parse(text).unwrap(), "{text}");
    }
}

#[test]
fn every_function_of_one_argument_is_known() {
    for function in gradfield::expr::Unary::FUNCTIONS {
        let text = format!("{}(x0)", function.name());
        let program = parse(&text).unwrap();
        assert_eq!(program.text(), text);
        let (found, expected) = (evaluate(&program, [0.75_f64, 0.0]), function.apply(0.75));
        assert_eq!(found.to_bits() << 1, expected.to_bits() << 1, "{text}");
    }
}

#[test]
fn deep_nesting_is_as_good_as_any() {
    let nested = |open: &str, inner: &str, close: &str, depth| {
        format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
    };
    for (text, canonical) in [
        (nested("(", "x0", ")", 499), Some("x0".to_owned())),
        (nested("-", "x0", "", 999), None),
        (nested("+", "x0", "", 999), Some("x0".to_owned())),
        (nested("2^", "x0", "", 499), None),
        (nested("2^-", "x0", "", 333), None),
        (nested("x1 - (", "x0 - x1", ")", 249), None),
        (nested("sin(", "x0", ")", 333), None),
        (nested("max(", "x0", ", 1)", 199), None),
        (nested("", "x0", "^2", 499), None),
    ] {
        let program = parse(&text).unwrap();
        assert_eq!(program.text(), canonical.unwrap_or(text));
        assert_eq!(parse(program.text()).unwrap(), program);
    }
}
