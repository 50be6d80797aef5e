//! How large derivative programs become.

use gradfield::expr::{Axis, Program, error_bound, gradient, hessian, parse, repeated_derivative};

/// As long as the notation allows, in each of the ways in which a derivative could grow faster than its function.
fn long() -> Vec<(&'static str, String)> {
    let repeated = |before: &str, inner: &str, after: &str| {
        format!("{}{inner}{}", before.repeat(300), after.repeat(300))
    };
    let joined =
        |operator: &str, part: fn(usize) -> String| (1..=120).map(part).collect::<Vec<_>>().join(operator);
    vec![
        ("product", vec!["x0*x1"; 240].join("*")),
        ("product of different factors", joined("*", |i| format!("(x0+{i}*x1)"))),
        ("sum", joined("+", |i| format!("sin({i}*x0)"))),
        ("quotient", joined("/", |i| format!("(x0+{i})"))),
        ("sines", repeated("sin(", "x0*x1", ")")),
        ("roots", format!("{}x0{}", "sqrt(1+".repeat(150), ")".repeat(150))),
        ("squares", format!("{}x0+x1{}", "(".repeat(100), "^2+1)^2".repeat(100))),
        ("powers", format!("{}x0{}", "(".repeat(150), "^0.3+1)".repeat(150))),
        ("larger ones", format!("{}x0{}", "max(x1,2*".repeat(120), ")".repeat(120))),
        ("remainders", format!("{}x0{}", "(x0+x1%".repeat(120), ")".repeat(120))),
        ("sizes", format!("{}x0{}", "abs(1-".repeat(150), ")".repeat(150))),
        ("logistic", format!("{}x0{}", "1/(1+exp(-".repeat(90), "))".repeat(90))),
    ]
}

fn size(program: &Program) -> usize {
    program.nodes().len()
}

/// However the function is built, its derivatives are a few times as long, and so is a bound on its error.
#[test]
fn derivatives_and_bounds_are_proportional_to_their_function() {
    for (name, text) in long() {
        let f = parse(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        for slope in gradient(&f) {
            assert!(size(&slope) <= 6 * size(&f), "{name}: {} nodes, derivative {}", size(&f), size(&slope));
        }
        let twice = repeated_derivative(&f, Axis::X0, 2);
        assert!(
            size(&twice) <= 10 * size(&f),
            "{name}: {} nodes, second derivative {}",
            size(&f),
            size(&twice)
        );
        let bound = error_bound(&f);
        assert!(size(&bound) <= 7 * size(&f), "{name}: {} nodes, bound {}", size(&f), size(&bound));
    }
}

/// The largest of the Hessian, and the derivatives along x0 up to the sixth. What they have now is the limit: a rule that
/// takes more is to be looked at.
#[test]
fn higher_derivatives_of_usual_functions_are_small() {
    for (text, most, orders) in [
        ("x0^2 + x1^2", 1, [5, 3, 1, 1, 1, 1, 1]),
        ("(1 - x0)^2 + 100*(x1 - x0^2)^2", 11, [11, 12, 11, 3, 1, 1, 1]),
        ("exp(-(x0^2 + x1^2)/2)*cos(3*x0)*cos(3*x1)", 31, [16, 22, 29, 37, 48, 62, 77]),
        (
            "-20*exp(-0.2*sqrt(0.5*(x0^2 + x1^2))) - exp(0.5*(cos(2*pi*x0) + cos(2*pi*x1))) + e + 20",
            46,
            [26, 30, 46, 75, 131, 233, 421],
        ),
        ("1/(1 + x0^2 + x1^2)", 18, [8, 11, 18, 37, 65, 106, 159]),
        ("sin(x0)*cos(x1)*exp(x0*x1)*tanh(x0 - x1)", 49, [11, 23, 38, 63, 97, 149, 223]),
        ("x0^x1", 9, [3, 6, 8, 10, 12, 14, 16]),
        ("atan2(x1, x0)*sqrt(x0^2 + x1^2)", 29, [8, 12, 23, 37, 55, 90, 148]),
    ] {
        let f = parse(text).unwrap();
        for second in hessian(&f) {
            assert!(size(&second) <= most, "{text}: {} has {} nodes", second.text(), size(&second));
        }
        for (order, most) in orders.into_iter().enumerate() {
            let found = size(&repeated_derivative(&f, Axis::X0, order));
            assert!(found <= most, "{text}: the derivative of order {order} has {found} nodes, not {most}");
        }
    }
}
