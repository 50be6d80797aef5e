//! Texts that are functions: their canonical spelling, and their value at one point.

use std::f64::consts::{E, FRAC_1_SQRT_2, PI};

use gradfield::eval::scalar::evaluate;
use gradfield::expr::{one_line, parse, plain_name};

/// Text, canonical text, value at (3, 2).
pub(super) const RIGHT: &[(&str, &str, f64)] = &[
    // Spacing
    ("x0^2+x1^2", "x0^2 + x1^2", 13.0),
    ("  x0\t-\n x1 ", "x0 - x1", 1.0),
    ("x0 * x1 / 4 % 5", "x0*x1/4%5", 1.5),
    ("\u{a0}x0\u{2003}+\u{3000}1\u{a0}", "x0 + 1", 4.0),
    ("sin (x0)", "sin(x0)", 0.141_120_008_059_867_2),
    ("max( x0,x1 )", "max(x0, x1)", 3.0),
    // Letters and digits of mathematical alphabets
    ("𝑥² + 𝐱𝟏", "x0^2 + x1", 11.0),
    ("𝑥₀·𝑥𝟎", "x0*x0", 9.0),
    ("2𝜋x0", "2*pi*x0", 6.0 * PI),
    ("x0π", "x0*pi", 3.0 * PI),
    ("2x0𝜋x1", "2*x0*pi*x1", 12.0 * PI),
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
    ("∛x0 + ∛(x1 + 6)", "cbrt(x0) + cbrt(x1 + 6)", 3.442_249_570_307_408),
    ("2x0² + √|x1|", "2*x0^2 + sqrt(abs(x1))", 19.414_213_562_373_096),
    ("√|x1 - (x0 + 1)|/2", "sqrt(abs(x1 - (x0 + 1)))/2", FRAC_1_SQRT_2),
    ("2e^x1", "2*e^x1", 14.778_112_197_861_299),
    // Comparisons bind loosest; there is one between two brackets or commas
    ("x0<x1", "x0 < x1", 0.0),
    ("x0 >= x1 + 1", "x0 >= x1 + 1", 1.0),
    ("x0 ≤ 3", "x0 <= 3", 1.0),
    ("x1 ≥ 3", "x1 >= 3", 0.0),
    ("x0 ≠ x1", "x0 != x1", 1.0),
    ("x0==3", "x0 == 3", 1.0),
    ("2*(x0 > x1)", "2*(x0 > x1)", 2.0),
    ("-(x0 > x1)^2", "-(x0 > x1)^2", -1.0),
    ("(x0 > 0)*(x1 > 5)", "(x0 > 0)*(x1 > 5)", 0.0),
    ("(x0 > 0) == (x1 > 5)", "(x0 > 0) == (x1 > 5)", 0.0),
    ("(x0 < x1) + 1 < 2", "(x0 < x1) + 1 < 2", 1.0),
    ("|x0 - 5| > |x1|", "abs(x0 - 5) > abs(x1)", 0.0),
    ("max(x0 < 1, x1 < 3)", "max(x0 < 1, x1 < 3)", 1.0),
    ("np.where(x[0] < 0, -x[0], x[0]**2)", "where(x0 < 0, -x0, x0^2)", 9.0),
    ("where(x0, 1, 2)", "where(x0, 1, 2)", 1.0),
    ("where(where(x0 > 1, x1, 0) < 2, 1, 2)", "where(where(x0 > 1, x1, 0) < 2, 1, 2)", 2.0),
    ("np.less(x0, x1) + np.not_equal(x0, x1)", "(x0 < x1) + (x0 != x1)", 1.0),
    ("greater_equal(x0, 3)", "x0 >= 3", 1.0),
    ("heaviside(x0 - 3, 0.5)", "heaviside(x0 - 3, 0.5)", 0.5),
    ("x0*(x1>0)+(-x0)*(x1<=0)", "x0*(x1 > 0) + -x0*(x1 <= 0)", 3.0),
    ("f(x) = 3(x<1)", "3*(x0 < 1)", 0.0),
    ("np.sum(x > 2)", "(x0 > 2) + (x1 > 2)", 1.0),
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
    // Products whose sign is left out
    ("2x0", "2*x0", 6.0),
    ("2 x0", "2*x0", 6.0),
    ("2x₀²x1", "2*x0^2*x1", 36.0),
    ("(x0)(x1)", "x0*x1", 6.0),
    ("2(x0 + 1)(x1 - 1)", "2*(x0 + 1)*(x1 - 1)", 8.0),
    ("2sin(x0)", "2*sin(x0)", 2.0 * 0.141_120_008_059_867_2),
    ("3e2x0", "300*x0", 900.0),
    ("2exp(0)", "2*exp(0)", 2.0),
    ("2π", "2*pi", 2.0 * PI),
    ("2πx0", "2*pi*x0", 6.0 * PI),
    ("π(x0 - 2)", "pi*(x0 - 2)", PI),
    ("100(x1-x0^2)^2", "100*(x1 - x0^2)^2", 4900.0),
    ("2^3x0", "2^3*x0", 24.0),
    ("1/2x0", "1/2*x0", 1.5),
    ("-2x0", "-2*x0", -6.0),
    // Bars
    ("|x0 - 5|", "abs(x0 - 5)", 2.0),
    ("2|x0|", "2*abs(x0)", 6.0),
    ("|-x0||x1|", "abs(-x0)*abs(x1)", 6.0),
    ("||x0| - |x1||", "abs(abs(x0) - abs(x1))", 1.0),
    ("|x0|²", "abs(x0)^2", 9.0),
    ("(|x0|)|x1|", "abs(x0)*abs(x1)", 6.0),
    // Raised digits and roots
    ("x₀² + x₁²", "x0^2 + x1^2", 13.0),
    ("x0⁻¹", "x0^-1", 1.0 / 3.0),
    ("2¹⁰", "2^10", 1024.0),
    ("(x0 + 1)²", "(x0 + 1)^2", 16.0),
    ("√(x0 + 1)", "sqrt(x0 + 1)", 2.0),
    ("√4 + 2√x0 - √(x0)²", "sqrt(4) + 2*sqrt(x0) - sqrt(x0)^2", 2.464_101_615_137_754_6),
    ("√x[0]", "sqrt(x0)", 1.732_050_807_568_877_2),
    // Other names
    ("x^2 + y^2", "x0^2 + x1^2", 13.0),
    ("x*y", "x0*x1", 6.0),
    ("x[0]**2 + x[1]", "x0^2 + x1", 11.0),
    ("w[0]*w[1]", "x0*x1", 6.0),
    ("x[:, 0] + x[..., 1]", "x0 + x1", 5.0),
    ("np.sin(x[0]) + np.pi", "sin(x0) + pi", 0.141_120_008_059_867_2 + PI),
    ("math.exp(0)*numpy.log(1)", "exp(0)*ln(1)", 0.0),
    ("np.maximum(x0, np.abs(x1))", "max(x0, abs(x1))", 3.0),
    ("np.arctan2(x1, x0)", "atan2(x1, x0)", 0.588_002_603_547_567_5),
    // Sums over elements
    ("np.sum(x**2)", "x0^2 + x1^2", 13.0),
    ("np.sum(x**2, axis=0)", "x0^2 + x1^2", 13.0),
    ("sum(x)", "x0 + x1", 5.0),
    ("np.sum(np.abs(x) + 1)/2", "(abs(x0) + 1 + (abs(x1) + 1))/2", 3.5),
    ("np.sum(x**2 - 10*np.cos(0*x) + 10)", "x0^2 - 10*cos(0*x0) + 10 + (x1^2 - 10*cos(0*x1) + 10)", 13.0),
    ("np.sum(x*np.sum(x))", "x0*(x0 + x1) + x1*(x0 + x1)", 25.0),
    ("np.sum(3)", "3", 3.0),
    ("np.prod(x)", "x0*x1", 6.0),
    ("np.mean(x)", "(x0 + x1)/2", 2.5),
    ("np.max(x) - np.min(x)", "max(x0, x1) - min(x0, x1)", 1.0),
    ("np.linalg.norm(x)", "sqrt(x0^2 + x1^2)", 3.605_551_275_463_989),
    // Definitions
    ("f(x0, x1) = x0 - x1", "x0 - x1", 1.0),
    ("f(x, y) = x - y", "x0 - x1", 1.0),
    ("f(x1, x2) = x1 - x2", "x0 - x1", 1.0),
    ("f(t) = t²", "x0^2", 9.0),
    ("z = x0 + x1", "x0 + x1", 5.0),
    ("return x0**2", "x0^2", 9.0),
    ("lambda x: x[0] - x[1]", "x0 - x1", 1.0),
    ("lambda u, v: u - v", "x0 - x1", 1.0),
    ("f = lambda x: np.sum(x**2)", "x0^2 + x1^2", 13.0),
    ("lambda w: w", "x0", 3.0),
    ("def f(x):\n    return x[0]**2 + x[1]**2  # a bowl\n", "x0^2 + x1^2", 13.0),
    ("def f(x: np.ndarray) -> float:\n    \"\"\"A bowl.\"\"\"\n    return np.sum(x**2)", "x0^2 + x1^2", 13.0),
    (
        "import numpy as np\n\ndef function_2(x):\n    if x.ndim == 1:\n        return np.sum(x**2)\n    else:\n        return np.sum(x**2, axis=1)\n",
        "x0^2 + x1^2",
        13.0,
    ),
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
fn a_text_on_one_line_means_the_same() {
    let mut several = 0;
    for &(text, canonical, _) in RIGHT {
        let line = one_line(text);
        assert!(!line.contains(['\n', '\r']), "{line:?}");
        assert_eq!(parse(&line).expect("a function").text(), canonical, "{text:?} as {line:?}");
        several += usize::from(text.trim_end().contains('\n'));
    }
    assert!(several >= 3, "there are texts of several lines: {several}");
    // Comments end where a line does, of whatever system.
    for text in ["x0 # one\n + x1", "x0 # one\r\n\r\n + x1 # two\r\n", "# of a Mac\rx0\r+ x1"] {
        assert_eq!(one_line(text).split_whitespace().collect::<String>(), "x0+x1", "{text:?}");
        assert_eq!(parse(text).expect("a function").text(), "x0 + x1", "{text:?}");
    }
}

#[test]
fn a_name_is_known_by_the_letters_of_a_keyboard() {
    for (typed, known) in [
        ("α", "alpha"),
        ("w₁", "w1"),
        ("λ", "lam"),
        ("k", "k"),
        ("Δx", "Δx"),
        ("", ""),
        ("θ₀", "theta0"),
        ("θ_1", "theta_1"),
        ("𝜃𝟎", "theta0"),
        ("𝑥₀", "x0"),
        ("µ", "mu"),
        ("ϕ2", "phi2"),
    ] {
        assert_eq!(plain_name(typed), known);
    }
}

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

#[test]
fn what_may_have_been_meant_otherwise_is_remarked() {
    let none = gradfield::expr::Parameters::new();
    for (text, marked, message) in [
        (
            "1/2x0",
            "/2x0",
            "/ comes before the product with x0: this is .../2 times x0. If both belong below, write /(2*x0).",
        ),
        (
            "x1%2(x0 + 1)",
            "%2(",
            "% comes before the product with (...): this is ...%2 times (...). If both belong below, write %(2*(...)).",
        ),
        (
            "1/sin(x0)x1",
            "/sin(x0)x1",
            "/ comes before the product with x1: this is .../sin(x0) times x1. If both belong below, write \
             /(sin(x0)*x1).",
        ),
        (
            "1/2sin(x0)",
            "/2sin",
            "/ comes before the product with sin(...): this is .../2 times sin(...). If both belong below, write \
             /(2*sin(...)).",
        ),
        (
            "1/2|x0|",
            "/2|",
            "/ comes before the product with |...|: this is .../2 times |...|. If both belong below, write /(2*|...|).",
        ),
        (
            "2^2sin(x0)",
            "2^2sin",
            "^ comes before the product with sin(...): this is 2^2 times sin(...). If both belong to the power, write \
             2^(2*sin(...)).",
        ),
        (
            "e^2x0 + 1",
            "e^2x0",
            "^ comes before the product with x0: this is e^2 times x0. If both belong to the power, write e^(2*x0).",
        ),
        (
            "10**-2(x0)",
            "10**-2(",
            "^ comes before the product with (...): this is 10^-2 times (...). If both belong to the power, write \
             10^(-2*(...)).",
        ),
        (
            "lambda x: x[0] % 2",
            "%",
            "% takes the sign of its left side here, as fmod does; in Python it takes that of the right one.",
        ),
    ] {
        let remarks = gradfield::expr::read(text, &none).unwrap().remarks;
        assert_eq!(remarks.len(), 1, "{text}");
        assert_eq!((&text[remarks[0].span.clone()], &*remarks[0].message), (marked, message));
    }
    for text in [
        "1/2*x0",
        "1/(2x0)",
        "2x0/3",
        "(1/2)x0",
        "x0/2 + 3x1",
        "max(x0/2, 3x1)",
        "x0%2",
        "x0^2x1",
        "e²x0",
        "3x0^2(x1)",
    ] {
        assert_eq!(gradfield::expr::read(text, &none).unwrap().remarks, [], "{text}");
    }
}

#[test]
fn free_names_are_those_of_no_function_and_no_argument() {
    for (text, expected) in [
        ("a*x0^2 + b*x1 + a", vec!["a", "b"]),
        ("lambda u, v: u*a + v", vec!["a"]),
        ("np.sum(w*x**2)", vec!["w"]),
        ("θ*x0 + λ(x1)", vec!["theta"]),
        ("sni(x0) + x2", vec![]),
        ("k*(x0 +", vec!["k"]),
        ("", vec![]),
        ("x0 < a and not b", vec!["a", "b"]),
    ] {
        assert_eq!(gradfield::expr::free_names(text), expected, "{text}");
    }
}
