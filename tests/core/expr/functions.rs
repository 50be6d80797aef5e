//! The functions that can be called: what each is, beside NumPy's.

use std::f64::consts::PI;

use gradfield::eval::scalar::evaluate;
use gradfield::expr::{FUNCTIONS, parse};

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
        assert_eq!(own.text(), format!("{}({operands})", function.name));
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
        ("softplus(x0)", "log1p(exp(min(x0, 700))) + max(x0 - 700, 0)"),
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

/// Undefined operands are never masked.
#[test]
fn the_largest_of_something_undefined_is_undefined() {
    for text in ["max(0/0, x0)", "max(x0, sqrt(-1))", "min(0/0)", "clip(ln(-1), 0, 1)", "relu(0/0)"] {
        assert!(value(text, [1.0, 2.0]).is_nan(), "{text}");
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
        ("fmod(x0, 2)", 3.0, 1.0),
        ("softplus(x0)", 0.0, 0.5),
        ("softplus(x0)", -800.0, 0.0),
        ("softplus(x0)", 800.0, 1.0),
        ("rad2deg(x0)", 2.0, 180.0 / PI),
    ] {
        let slope = evaluate(&derivative(&parse(text).unwrap(), Axis::X0), [at, 0.0]);
        assert!(same(slope, expected), "{text} at {at}: {slope}");
    }
}
