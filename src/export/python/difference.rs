//! Difference quotients in Python, term by term as [`crate::differentiate::quotient`] takes them.

use crate::differentiate::{Divisor, Method, Precision, Rule, Stencil};
use crate::expr::Axis;

/// The exact derivatives, which are none where f is none.
pub(super) const EXACT: &str = "
def gradient(x0, x1):
    \"\"\"The exact gradient, by the chain rule; there is none where f is not finite.\"\"\"
    defined = np.isfinite(f(x0, x1))
    return [np.where(defined, df(x0, x1), np.nan) for df in (df_dx0, df_dx1)]
";

const COMPLEX_STEP: &str = "
def numerical_gradient(f, x0, x1, h):
    \"\"\"Im f(x + ih) / h along each axis; there is none where f has no real value.\"\"\"
    defined = ~np.isnan(f(x0, x1))
    g0 = np.imag(f(x0 + 1j*h, x1))/h
    g1 = np.imag(f(x0, x1 + 1j*h))/h
    return np.where(defined, g0, np.nan), np.where(defined, g1, np.nan)
";

const EXTRAPOLATION: &str = "

def numerical_gradient(f, x0, x1, h):
    \"\"\"(4 D(h/2) - D(h)) / 3 of central differences D, whose errors of order h^2 cancel.\"\"\"
    fine, coarse = difference(f, x0, x1, h/2), difference(f, x0, x1, h)
    return [(4*a - b)/3 for a, b in zip(fine, coarse)]
";

/// `numerical_gradient(f, x0, x1, h)` and what it calls.
pub(super) fn definition(method: Method) -> String {
    match method.scheme.rule() {
        Rule::Difference(stencil) => {
            let formula = format!("{} along each axis.", method.scheme.formula());
            with_step(method, &stencil) + &gradient("numerical_gradient", &formula, &stencil, method.divisor)
        }
        Rule::Richardson(stencil) => {
            let formula = "(f(x + h) - f(x - h)) / 2h along each axis.";
            with_step(method, &stencil)
                + &gradient("difference", formula, &stencil, method.divisor)
                + EXTRAPOLATION
        }
        Rule::ComplexStep => COMPLEX_STEP.to_owned(),
        Rule::Exact => EXACT.to_owned(),
    }
}

/// A function of the quotients along both axes.
fn gradient(name: &str, formula: &str, stencil: &Stencil, divisor: Divisor) -> String {
    let [g0, g1] = Axis::ALL.map(|axis| quotient(stencil, divisor, axis));
    format!(
        "\ndef {name}(f, x0, x1, h):\n    \"\"\"{formula}\"\"\"\n    g0 = {g0}\n    g1 = {g1}\n    return g0, g1\n"
    )
}

fn quotient(stencil: &Stencil, divisor: Divisor, axis: Axis) -> String {
    let mut terms: Vec<String> = Vec::new();
    for (&node, &coefficient) in stencil.nodes.iter().zip(stencil.coefficients) {
        let place = Axis::ALL
            .map(|other| if other == axis { displaced(axis.name(), node) } else { other.name().to_owned() });
        let sign = match (coefficient < 0.0, terms.is_empty()) {
            (true, true) => "-",
            (true, false) => " - ",
            (false, true) => "",
            (false, false) => " + ",
        };
        terms.push(format!("{sign}{}f({})", factor(coefficient.abs()), place.join(", ")));
    }
    let numerator = terms.concat();
    let step = match divisor {
        Divisor::Nominal => "h".to_owned(),
        Divisor::Taken => format!("taken({}, h)", axis.name()),
    };
    let factor = factor(stencil.divisor);
    if factor.is_empty() {
        format!("({numerator})/{step}")
    } else {
        format!("({numerator})/({factor}{step})")
    }
}

/// `2*` of 2, and nothing of 1.
fn factor(value: f64) -> String {
    if (value - 1.0).abs() <= 0.0 { String::new() } else { format!("{value}*") }
}

/// `x0 - 2*h`
fn displaced(x: &str, node: f64) -> String {
    if node == 0.0 {
        return x.to_owned();
    }
    let sign = if node < 0.0 { '-' } else { '+' };
    format!("{x} {sign} {}h", factor(node.abs()))
}

/// The function of the step taken, where it is divided by.
fn with_step(method: Method, stencil: &Stencil) -> String {
    if method.divisor == Divisor::Nominal {
        return String::new();
    }
    let [high, low] = stencil.reach;
    let ends = [high, low].map(|end| {
        let place = displaced("x", end);
        if end == 0.0 { place } else { format!("({place})") }
    });
    let part = if (high - low - 1.0).abs() <= 0.0 { String::new() } else { format!("/{}", high - low) };
    let value = format!("np.where(distance == 0, h, distance{part})");
    let value = if method.precision == Precision::Bf16 { format!("bfloat16({value})") } else { value };
    format!(
        "\ndef taken(x, h):\n    \"\"\"The step as it comes out in floating-point numbers; h where that is 0.\"\"\"\n    \
         distance = {} - {}\n    return {value}\n\n",
        ends[0], ends[1]
    )
}
