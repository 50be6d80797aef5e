//! The functions that can be called: what each is, beside NumPy's.

use std::f64::consts::PI;

use gradfield::eval::DoubleDouble;
use gradfield::eval::scalar::evaluate;
use gradfield::expr::{FUNCTIONS, gradient, hessian, parse};

use crate::support::same;

fn value(text: &str, x: [f64; 2]) -> f64 {
    evaluate(&parse(text).unwrap_or_else(|error| panic!("{}", error.marked(text))), x)
}

#[test]
fn every_function_has_a_name_of_its_own_and_help() {
    let mut names: Vec<&str> =
        FUNCTIONS.iter().flat_map(|f| f.aliases.iter().copied().chain([f.name])).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    for function in &FUNCTIONS {
        assert!(function.signature.starts_with(&format!("{}(", function.name)), "{}", function.signature);
        assert!(function.help.ends_with('.') && function.help.len() < 110, "{}", function.help);
        assert!(!function.help.contains('\n'));
    }
}

#[test]
fn every_function_can_be_called_by_all_its_names() {
    for function in &FUNCTIONS {
        let arguments = function.signature.split(',').count().min(3);
        let operands = ["x0", "x1", "0.5"][..arguments].join(", ");
        let own = parse(&format!("{}({operands})", function.name)).unwrap();
        if !own.text().starts_with("x0 ") {
            assert_eq!(own.text(), format!("{}({operands})", function.name));
        }
        for alias in function.aliases {
            assert_eq!(parse(&format!("{alias}({operands})")).unwrap().text(), own.text());
            assert_eq!(parse(&format!("np.{alias}({operands})")).unwrap(), own);
        }
    }
}

/// The names that NumPy gives a meaning of its own are refused through it.
#[test]
fn numpy_names_mean_what_numpy_means() {
    for text in ["np.signum(x0)", "np.x0"] {
        assert!(parse(text).unwrap_err().message.contains("is not among the functions here"), "{text}");
    }
    for (text, ours) in [
        ("np.log(x0)", "ln(x0)"),
        ("np.round(x0)", "rint(x0)"),
        ("np.sign(x0)", "sign(x0)"),
        ("np.remainder(x0, x1)", "mod(x0, x1)"),
        ("np.maximum(x0, x1)", "max(x0, x1)"),
        ("np.fmod(x0, x1)", "fmod(x0, x1)"),
        ("math.erf(x0)", "erf(x0)"),
        ("scipy.special.erf(x0)", "erf(x0)"),
        ("torch.nn.functional.gelu(x0)", "gelu(x0)"),
    ] {
        assert_eq!(parse(text).unwrap().text(), ours);
    }
}

/// A composed function is the operations that its help names, each of them rounded: bit for bit.
#[test]
fn composed_functions_are_their_formulas() {
    let numbers =
        [-1e300, -7.5, -1.0, -0.25, -0.0, 0.0, 1e-300, 0.25, 1.0, 3.0, 800.0, f64::INFINITY, f64::NAN];
    for (call, formula) in [
        ("clip(x0, x1, 2)", "min(max(x0, x1), 2)"),
        ("pow(x0, x1)", "x0^x1"),
        ("square(x0 + x1)", "(x0 + x1)^2"),
        ("fmod(x0, x1)", "x0%x1"),
        ("relu(x0 - x1)", "max(x0 - x1, 0)"),
        ("sigmoid(x0)", "1/(1 + exp(-x0))"),
        ("softplus(x0)", "where(x0 < 1.234567891011, log1p(exp(x0)), x0 + log1p(exp(-x0)))"),
        ("heaviside(x0, x1)", "where(x0 == 0, x1, (sign(x0) + 1)*0.5)"),
        ("less(x0, x1)", "x0 < x1"),
        ("where(x0, x1, 2)", "where(x0 != 0, x1, 2)"),
        ("gelu(x0)", "x0/2*(1 + erf(x0/sqrt(2)))"),
        ("deg2rad(x0)", "x0*(pi/180)"),
        ("rad2deg(x0)", "x0*(180/pi)"),
    ] {
        for (x0, x1) in numbers.into_iter().flat_map(|x0| numbers.map(|x1| (x0, x1))) {
            assert!(same(value(call, [x0, x1]), value(formula, [x0, x1])), "{call} at {x0}, {x1}");
        }
    }
    assert_eq!(value("sigmoid(x0)", [0.0; 2]), 0.5);
    assert_eq!(value("sigmoid(x0)", [-800.0, 0.0]), 0.0);
    assert_eq!(value("clip(x0, -1, 1)", [-3.0, 0.0]), -1.0);
    assert_eq!(value("softplus(x0)", [-40.0, 0.0]), 4.248_354_255_291_589e-18);
    assert_eq!(value("deg2rad(x0)", [180.0, 0.0]), PI);
    assert_eq!(value("tau", [0.0; 2]), 2.0 * PI);
}

/// mpmath's values of x/2 (1 + erf(x/sqrt(2))). Far below 0 the sum cancels, as it does in torch.
#[test]
fn gelu_is_what_torch_computes_without_an_approximation() {
    for (x, expected) in [
        (-9.0, -1.015_729_565_358_456_6e-18),
        (-5.0, -1.433_257_859_395_969_5e-6),
        (-3.0, -0.004_049_694_094_890_283_5),
        (-1.0, -0.158_655_253_931_457_05),
        (-0.5, -0.154_268_769_362_993_44),
        (0.0, 0.0),
        (0.5, 0.345_731_230_637_006_56),
        (1.0, 0.841_344_746_068_542_9),
        (3.0, 2.995_950_305_905_11),
        (10.0, 10.0),
    ] {
        let found = value("gelu(x0)", [x, 0.0]);
        // 1 + erf(...) is off by some roundings of numbers up to 2, whatever is left of it.
        let error: f64 = found - expected;
        assert!(error.abs() <= 4.0 * f64::EPSILON * f64::abs(x / 2.0), "gelu({x}) = {found}, not {expected}");
    }
}

/// Undefined operands are never masked.
#[test]
fn the_largest_of_something_undefined_is_undefined() {
    for text in ["max(0/0, x0)", "max(x0, sqrt(-1))", "min(0/0)", "clip(ln(-1), 0, 1)", "relu(0/0)"] {
        assert!(value(text, [1.0, 2.0]).is_nan(), "{text}");
    }
}

#[expect(clippy::unreadable_literal, clippy::approx_constant, reason = "as mpmath prints them")]
/// Against mpmath with 300 bits, with pi as the `f64`: a, the value in two parts, both derivatives.
const SINC: [(f64, [f64; 2], f64, f64); 10] = [
    (0.0, [1.0, 0.0], 0.0, -3.289868133696453),
    (1e-9, [1.0, -1.6449340668482266e-18], -3.2898681336964527e-9, -3.289868133696453),
    (0.1, [0.983631643083466, 1.048588693341812e-17], -0.3257512678831239, -3.1930298359648535),
    (-0.2, [0.935489283788639, -1.6634015287661053e-17], 0.632361447068458, -2.9092946817677032),
    (0.25, [0.9003163161571061, 2.132486718631493e-17], -0.7728381398822342, -2.703060757258859),
    (0.3, [0.8583936913341398, 9.944006990346145e-18], -0.9020281301388887, -2.4584852862661744),
    (0.5, [0.6366197723675814, -1.454082070368295e-17], -1.2732395447351625, -1.1902271282389358),
    (1.0, [3.8981718325193755e-17, 1.0421540688525463e-33], -1.0, 1.9999999999999998),
    (2.75, [0.08184693783246422, 1.7298916581226225e-18], -0.28689226146145874, -0.5991479804204605),
    (-40.5, [0.007859503362562734, -6.935084460140019e-19], 0.00019406181142117958, -0.07756060567819631),
];

/// In `f64` the argument of the sine is rounded, which costs up to half an ulp of it times the slope. In double-double a
/// few of its 2^-102 a product or quotient are left; the derivatives, whose quotients by a cancel up to 3/y^2 and 15/y^4 times, are those of it.
#[test]
fn sinc_is_right_where_its_quotient_is_not() {
    let program = parse("sinc(x0)").unwrap();
    let [first, _] = gradient(&program);
    let [second, ..] = hessian(&program);
    let near = |found: f64, expected: f64, ulps: f64, scale: f64| {
        (found - expected).abs() <= ulps * f64::EPSILON * expected.abs().max(scale)
    };
    for (a, [hi, lo], slope, curvature) in SINC {
        let found = evaluate(&program, [a, 0.0]);
        assert!(near(found, hi, 2.0, a.abs().recip().min(1.0)), "sinc({a}) = {found}");
        let exact = |program| evaluate::<DoubleDouble>(program, [a.into(), 0.0.into()]);
        let wide = exact(&program);
        assert!(
            near(wide.hi(), hi, 0.5, 0.0) && (wide.lo() - lo).abs() <= hi.abs() * 2.0_f64.powi(-101),
            "sinc({a}) = {wide:?}"
        );
        for (program, expected) in [(&first, slope), (&second, curvature)] {
            let wide = exact(program).hi();
            assert!(near(wide, expected, 1.0, 0.0), "{a}: {wide}, not {expected}");
            let found = evaluate(&program.folded(), [a, 0.0]);
            assert!(near(found, expected, 40.0, 0.1), "{a}: {found}, not {expected}");
        }
    }
    for (a, expected) in [(f64::NAN, f64::NAN), (f64::INFINITY, f64::NAN), (-0.0, 1.0), (1e-300, 1.0)] {
        assert!(same(evaluate(&program, [a, 0.0]), expected), "sinc({a})");
    }
}

#[test]
fn cases_are_told_apart_as_numpy_does() {
    const NAN: f64 = f64::NAN;
    for (text, x, expected) in [
        ("where(x0 < 0, 1, 2)", [-1.0, 0.0], 1.0),
        ("where(x0 < 0, 1, 2)", [-0.0, 0.0], 2.0),
        ("where(x0 < 0, 1, 2)", [NAN, 0.0], 2.0),
        ("where(x0 != 0, 1, 2)", [NAN, 0.0], 1.0),
        // NaN is no zero.
        ("where(x0, 1, 2)", [NAN, 0.0], 1.0),
        ("where(x0, x1, 2)", [1.0, NAN], NAN),
        ("where(x0, x1, 2)", [0.0, NAN], 2.0),
        ("where(x0, x1, -x1)", [1.0, -0.0], -0.0),
        ("where(x0, x1, -x1)", [0.0, -0.0], 0.0),
        ("where(x0 > 0, ln(x0), 0)", [-1.0, 0.0], 0.0),
        ("heaviside(x0, x1)", [-2.0, 0.5], 0.0),
        ("heaviside(x0, x1)", [-0.0, 0.5], 0.5),
        ("heaviside(x0, x1)", [f64::INFINITY, 0.5], 1.0),
        ("heaviside(x0, x1)", [NAN, 0.5], NAN),
        ("heaviside(x0, x1)", [0.0, NAN], NAN),
        ("heaviside(x0, x1)", [1.0, NAN], 1.0),
    ] {
        assert!(same(value(text, x), expected), "{text} at {x:?}: {}", value(text, x));
    }
}

/// A number as a condition, such as a parameter, costs nothing.
#[test]
fn a_choice_that_a_number_decides_is_its_value() {
    use gradfield::expr::{Parameters, parse_with};
    for (a, expected) in [(1.0, "x0^2"), (-1.0, "sin(x1)")] {
        let program = parse_with("where(a > 0, x0^2, sin(x1))", &Parameters::from_iter([("a", a)])).unwrap();
        assert_eq!(program, parse(expected).unwrap());
    }
}

#[test]
fn derivatives_of_composed_functions() {
    use gradfield::expr::{Axis, derivative};
    for (text, at, expected) in [
        ("square(x0)", 3.0, 6.0),
        ("pow(x0, 3)", 2.0, 12.0),
        ("clip(x0, -1, 1)", 0.5, 1.0),
        ("clip(x0, -1, 1)", 2.0, 0.0),
        ("clip(x0, -1, 1)", 1.0, f64::NAN),
        ("relu(x0)", 2.0, 1.0),
        ("relu(x0)", -2.0, 0.0),
        ("relu(x0)", 0.0, f64::NAN),
        ("sigmoid(x0)", 0.0, 0.25),
        ("gelu(x0)", 0.0, 0.5),
        ("gelu(x0)", 40.0, 1.0),
        ("erf(x0)", 1e200, 0.0),
        ("fmod(x0, 2)", 3.0, 1.0),
        ("softplus(x0)", 0.0, 0.5),
        ("softplus(x0)", -800.0, 0.0),
        ("softplus(x0)", 800.0, 1.0),
        ("softplus(x0)", 700.0, 1.0),
        ("x0 < 1", 0.0, 0.0),
        ("x0 < 1", 1.0, f64::NAN),
        ("x0 != 1", 1.0, f64::NAN),
        ("x0 != x0", 1.0, 0.0),
        ("where(x0 < 0, x0^2, 3*x0)", -2.0, -4.0),
        ("where(x0 < 0, x0^2, 3*x0)", 2.0, 3.0),
        ("where(x0 < 0, x0^2, 3*x0)", 0.0, f64::NAN),
        ("where(x1 < 0, x0^2, 3*x0)", 2.0, 3.0),
        ("where(x0 > 0, ln(x0), 5)", -1.0, 0.0),
        ("where(x0, x0^2, 3)", 2.0, 4.0),
        ("where(x0, x0^2, 3)", 0.0, f64::NAN),
        ("where((x0 > 0)*(x0 < 2), x0^2, 3)", 1.0, 2.0),
        ("where((x0 > 0)*(x0 < 2), x0^2, 3)", 3.0, 0.0),
        ("where((x0 > 0)*(x0 < 2), x0^2, 3)", 2.0, f64::NAN),
        ("where(1 - (x0 > 0), x0^2, 3*x0)", 2.0, 3.0),
        ("heaviside(x0, 1)", 2.0, 0.0),
        ("heaviside(x0, 1)", 0.0, f64::NAN),
        ("sinc(x0)", 0.0, 0.0),
        ("rad2deg(x0)", 2.0, 180.0 / PI),
    ] {
        let slope = evaluate(&derivative(&parse(text).unwrap(), Axis::X0), [at, 0.0]);
        assert!(same(slope, expected), "{text} at {at}: {slope}");
    }
}
