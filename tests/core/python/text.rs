//! The text of scripts.

use gradfield::differentiate::{Divisor, Method, Precision, Scheme};
use gradfield::export::python::{ScriptColors, ScriptLook, quoted};
use gradfield::expr::numpy::{Arrays, function};
use gradfield::expr::{FUNCTIONS, Parameters, parse, parse_with};
use gradfield::heat_map::Quantity;
use gradfield::settings::Anchor;
use gradfield::{colormap::Colormap, colormap::Scale};

use super::{request, text_of};

/// What f returns, in Python, for `float64` arrays.
fn python(text: &str, arrays: Arrays) -> String {
    function(&parse(text).unwrap_or_else(|error| panic!("{}", error.marked(text))), arrays).unwrap().value
}

/// A call of every function, and what it becomes.
pub(super) const CALLS: [(&str, &str); 53] = [
    ("sqrt(x0)", "np.sqrt(x0)"),
    ("exp(x0)", "np.exp(x0)"),
    ("ln(x0)", "np.log(x0)"),
    ("log2(x0)", "np.log2(x0)"),
    ("log10(x0)", "np.log10(x0)"),
    ("log1p(x0)", "np.log1p(x0)"),
    ("expm1(x0)", "np.expm1(x0)"),
    ("exp2(x0)", "np.exp2(x0)"),
    ("cbrt(x0)", "np.cbrt(x0)"),
    ("erf(x0)", "erf(x0)"),
    ("abs(x0)", "np.abs(x0)"),
    ("sin(x0)", "np.sin(x0)"),
    ("cos(x0)", "np.cos(x0)"),
    ("tan(x0)", "np.tan(x0)"),
    ("asin(x0)", "np.arcsin(x0)"),
    ("acos(x0)", "np.arccos(x0)"),
    ("atan(x0)", "np.arctan(x0)"),
    ("atan2(x1, x0)", "np.arctan2(x1, x0)"),
    ("hypot(x0, x1)", "np.hypot(x0, x1)"),
    ("deg2rad(x0)", "np.deg2rad(x0)"),
    ("rad2deg(x0)", "np.rad2deg(x0)"),
    ("sinh(x0)", "np.sinh(x0)"),
    ("cosh(x0)", "np.cosh(x0)"),
    ("tanh(x0)", "np.tanh(x0)"),
    ("asinh(x0)", "np.arcsinh(x0)"),
    ("acosh(x0)", "np.arccosh(x0)"),
    ("atanh(x0)", "np.arctanh(x0)"),
    ("floor(x0)", "np.floor(x0)"),
    ("ceil(x0)", "np.ceil(x0)"),
    ("round(x0)", "round_half_away(x0)"),
    ("rint(x0)", "np.rint(x0)"),
    ("sign(x0)", "np.sign(x0)"),
    ("signum(x0)", "signum(x0)"),
    ("max(x0, x1, 1)", "np.maximum(np.maximum(x0, x1), 1)"),
    ("min(x0, x1)", "np.minimum(x0, x1)"),
    ("clip(x0, -1, x1)", "np.clip(x0, -1, x1)"),
    ("pow(x0, x1 + 2)", "x0**(x1 + 2)"),
    ("square(x0 - x1)", "np.square(x0 - x1)"),
    ("fmod(x0, 0.75)", "np.fmod(x0, 0.75)"),
    ("mod(x0, x1)", "np.mod(x0, x1)"),
    ("relu(x0)", "np.maximum(x0, 0)"),
    ("sigmoid(x0)", "1/(1 + np.exp(-x0))"),
    ("softplus(x0)", "np.logaddexp(0, x0)"),
    ("gelu(x0)", "gelu(x0)"),
    ("where(x0 < x1, -x0, 1)", "np.where(x0 < x1, -x0, 1)"),
    ("heaviside(x0 - 1, 0.5)", "np.heaviside(x0 - 1, 0.5)"),
    ("sinc(x0)", "np.sinc(x0)"),
    ("less(x0, x1)", "(x0 < x1).astype(float)"),
    ("less_equal(x0, x1)", "(x0 <= x1).astype(float)"),
    ("greater(x0, x1)", "(x0 > x1).astype(float)"),
    ("greater_equal(x0, x1)", "(x0 >= x1).astype(float)"),
    ("equal(x0, x1)", "(x0 == x1).astype(float)"),
    ("not_equal(x0, x1)", "(x0 != x1).astype(float)"),
];

#[test]
fn every_function_has_its_text() {
    for ((call, text), known) in CALLS.iter().zip(&FUNCTIONS) {
        assert!(call.starts_with(&format!("{}(", known.name)), "{call} is not a call of {}", known.name);
        assert_eq!(python(call, Arrays::Float64), *text, "{call}");
    }
}

#[test]
fn expressions_are_written_as_typed() {
    for (ours, text) in [
        ("(1 - x0)^2 + 100*(x1 - x0^2)^2", "(1 - x0)**2 + 100*(x1 - x0**2)**2"),
        ("2*pi*x0 + e^x1 - tau*x0", "2*np.pi*x0 + np.e**x1 - 2*np.pi*x0"),
        ("x0 - (x1 - 1) - (x0 + x1)", "x0 - (x1 - 1) - (x0 + x1)"),
        ("-x0^2 + (-x0)^2 + 2^-x0", "-x0**2 + (-x0)**2 + 2**-x0"),
        ("x0/(x1*x0)/-x1", "x0/(x1*x0)/-x1"),
        ("(x0^x1)^2 + x0^(x1^2)", "(x0**x1)**2 + x0**x1**2"),
        ("x0%x1*3", "np.fmod(x0, x1)*3"),
        ("sqrt(2)*x0 + exp(1)", "np.sqrt(2)*x0 + np.exp(1)"),
        // Truth values are factors and conditions, and numbers otherwise.
        ("(x0 > 0)*x1", "(x0 > 0)*x1"),
        ("(x0 > 0)*(x1 > 0)", "(x0 > 0).astype(float)*(x1 > 0).astype(float)"),
        ("(x0 > 0) + 1", "(x0 > 0).astype(float) + 1"),
        ("-(x0 > 0)", "-(x0 > 0).astype(float)"),
        ("where((x0 > 0)*x1, 1, 2)", "np.where((x0 > 0)*x1, 1, 2).astype(float)"),
        ("where(x0 > 0, x1 > 0, 2)", "np.where(x0 > 0, (x1 > 0).astype(float), 2)"),
        // What would end a program, or mean something else, is its value.
        ("x0 + 1/0", "x0 + np.inf"),
        ("x0 - ln(0)", "x0 - -np.inf"),
        ("x0 + 0/0", "x0 + np.nan"),
        ("x0 + (-8)^(1/3)", "x0 + np.nan"),
        ("x0 + 5%3", "x0 + 2"),
        ("x0*-0", "x0*-0.0"),
        ("x0*2^100", "x0*1.2676506002282294e30"),
        ("x0*2^-43", "x0*2**-43"),
        ("x0 + 9007199254740993", "x0 + 9007199254740992.0"),
        ("x0 + 3*10^15*4", "x0 + 1.2e16"),
        ("x0 + 0.1^2", "x0 + 0.010000000000000002"),
        ("x0 + max(1, 2)", "x0 + 2"),
        // A number is an array of it.
        ("3", "np.full_like(x0, 3)"),
        ("2*pi", "np.full_like(x0, 2*np.pi)"),
        ("1 < 2", "np.full_like(x0, 1)"),
        ("x0^0", "x0**0"),
    ] {
        assert_eq!(python(ours, Arrays::Float64), text, "{ours}");
    }
}

/// A scalar of NumPy's own would make an array of `float64` of one of another type.
#[test]
fn arrays_keep_their_type() {
    for (ours, dtype, bfloat16) in [
        ("sqrt(2)*x0", "float(np.sqrt(2))*x0", "float(np.sqrt(2))*x0"),
        ("x0 + (x1 > 0)", "x0 + (x1 > 0).astype(dtype)", "x0 + bfloat16(x1 > 0)"),
        ("where(x0 > 0, 1, 0)", "np.where(x0 > 0, 1, 0).astype(dtype)", "bfloat16(np.where(x0 > 0, 1, 0))"),
        ("where(x0 > 0, x1, 0)", "np.where(x0 > 0, x1, 0)", "bfloat16(np.where(x0 > 0, x1, 0))"),
        ("rad2deg(x0)", "x0*(180/np.pi)", "x0*(180/np.pi)"),
        ("400*x0 + 2*300*x1", "400.0*x0 + float(2*300)*x1", "400*x0 + 2*300*x1"),
        ("x0 - 100000", "x0 - dtype(100000)", "x0 - 100000"),
        ("sinc(x0)", "sinc(x0)", "sinc(x0)"),
        ("3", "np.full_like(x0, 3)", "bfloat16(np.full_like(x0, 3))"),
    ] {
        assert_eq!(python(ours, Arrays::Dtype), dtype, "{ours}");
        assert_eq!(python(ours, Arrays::Bfloat16), bfloat16, "{ours}");
    }
}

#[test]
fn parameters_are_variables_that_can_be_changed() {
    let written = |text: &str, parameters: &[(&str, f64)]| {
        let parameters: Parameters = parameters.iter().copied().collect();
        function(&parse_with(text, &parameters).unwrap(), Arrays::Float64).unwrap()
    };
    for (ours, text) in [
        ("a*x0^2", "a*x0**2"),
        ("2*a*x0 + a/3", "2*a*x0 + a/3"),
        ("x0 + a^2", "x0 + np.square(a)"),
        ("x0 + a^0.5 + 2^a", "x0 + np.power(a, 0.5) + np.power(2, a)"),
        ("x0 + 1/(a - 2)", "x0 + np.divide(1, a - 2)"),
        ("x0 + a%2", "x0 + np.fmod(a, 2)"),
        ("x0*exp(-a)", "x0*float(np.exp(-a))"),
        ("x0*max(a, 1)", "x0*float(np.maximum(a, 1))"),
        ("where(a > 1, x0, x1)", "np.where(float(a > 1), x0, x1)"),
        ("x0 + erf(a)", "x0 + float(erf(a))"),
        ("x0 + sigmoid(a)", "x0 + 1/(1 + np.exp(-a))"),
        ("a", "np.full_like(x0, a)"),
    ] {
        assert_eq!(written(ours, &[("a", 2.0)]).value, text, "{ours}");
    }
    let names = [("np", 1.0), ("f", 2.0), ("t1", 3.0), ("None", 4.0), ("h_", 5.0), ("h", 6.0), ("erf", 7.0)];
    let function = written("np*x0 + f*x1 + t1 + None + h_ + h", &names);
    assert_eq!(function.value, "np_*x0 + f_*x1 + t1_ + None_ + h_ + h__");
    let expected = [("None_", 4.0), ("f_", 2.0), ("h__", 6.0), ("h_", 5.0), ("np_", 1.0), ("t1_", 3.0)];
    assert_eq!(function.parameters, expected.map(|(name, value)| (name.to_owned(), value)));
}

#[test]
fn deep_nesting_gets_lines_of_its_own() {
    let text = format!("{}x0{}", "sin(".repeat(60), ")".repeat(60));
    let function = function(&parse(&text).unwrap(), Arrays::Float64).unwrap();
    assert_eq!(function.statements.len(), 4);
    assert!(function.statements[1].starts_with("t2 = np.sin(np.sin("), "{}", function.statements[1]);
    assert!(function.statements.iter().all(|line| line.matches('(').count() <= 13));
}

#[test]
fn erf_takes_no_complex_numbers() {
    let request = request("gelu(x0)", &[], Scheme::ComplexStep.into(), 1e-20);
    assert_eq!(
        gradfield::export::python::script(&request, &ScriptLook::default()).unwrap_err().to_string(),
        "NumPy has no erf of complex numbers. Choose another scheme than the complex step."
    );
}

#[test]
fn the_default_script_is_the_articles() {
    let bowl = gradfield::field::FieldSeed::default().request().unwrap();
    assert_eq!(
        text_of(&bowl, &ScriptLook::default()),
        r#""""The field of a numerical gradient, as gradfield computes and draws it."""
import matplotlib.pyplot as plt
import numpy as np


def f(x0, x1):
    return x0**2 + x1**2


def numerical_gradient(f, x0, x1, h):
    """(f(x + h) - f(x - h)) / 2h along each axis."""
    g0 = (f(x0 + h, x1) - f(x0 - h, x1))/(2*h)
    g1 = (f(x0, x1 + h) - f(x0, x1 - h))/(2*h)
    return g0, g1


h = 1e-4
x0, x1 = np.meshgrid(np.arange(-2, 2, 0.25), np.arange(-2, 2, 0.25))
x0, x1 = x0.flatten(), x1.flatten()

with np.errstate(all="ignore"):  # where f is not finite there is no arrow
    g0, g1 = numerical_gradient(f, x0, x1, h)
    norm = np.hypot(g0, g1)
norm[(norm == 0) | np.isinf(norm)] = np.nan  # without a direction there is no arrow
drawn = np.isfinite(norm)
print(f"{drawn.sum()} of {drawn.size} arrows")

plt.figure(figsize=(8, 6))
if drawn.any():
    arrows = plt.quiver(
        x0, x1, -g0/norm, -g1/norm, norm,
        cmap="jet", angles="xy",
    )
    plt.colorbar(arrows, label="|g|")
plt.xlim(-2, 2)
plt.ylim(-2, 2)
plt.xlabel("x0")
plt.ylabel("x1")
plt.grid()
plt.title(
    "f(x0, x1) = x0^2 + x1^2\n"
    f"central differences, h = {h}"
)
plt.show()
"#
    );
}

/// The lines of one script that another has not.
fn new_lines(text: &str, usual: &str) -> Vec<String> {
    text.lines().filter(|line| !usual.lines().any(|other| other == *line)).map(str::to_owned).collect()
}

#[test]
fn the_look_is_options_of_quiver() {
    let request = request("x0^2 + x1^2", &[], Scheme::Central.into(), 1e-4);
    let usual = text_of(&request, &ScriptLook::default());
    let lines = |look: ScriptLook| new_lines(&text_of(&request, &look), &usual);
    let usual_look = ScriptLook::default;
    let colored = |colors: ScriptColors| ScriptLook { colors, ..usual_look() };
    let usual_colors = ScriptColors::default;
    assert_eq!(
        lines(ScriptLook { descent: false, equal_length: false, ..usual_look() }),
        ["        x0, x1, g0/norm[drawn].mean(), g1/norm[drawn].mean(), norm,"]
    );
    let viridis = ScriptColors { map: Colormap::Viridis, ..usual_colors() };
    assert_eq!(
        lines(ScriptLook { anchor: Anchor::Middle, scale: 1.5, ..colored(viridis) }),
        ["        cmap=\"viridis\", angles=\"xy\", pivot=\"mid\", scale=1.8*max(10, drawn.size**0.5)/1.5,"]
    );
    // An arrow of no length is a dot; matplotlib takes no infinite scale.
    for scale in [0.0, 1e-4, 1e-3] {
        assert_eq!(
            lines(ScriptLook { scale, ..usual_look() }),
            ["        cmap=\"jet\", angles=\"xy\", scale=1.8*max(10, drawn.size**0.5)/0.001,"]
        );
    }
    let logarithmic = ScriptColors { scale: Scale::Logarithmic, ..usual_colors() };
    assert_eq!(
        lines(colored(logarithmic)),
        ["from matplotlib.colors import LogNorm", "        cmap=\"jet\", norm=LogNorm(), angles=\"xy\","]
    );
    let limits = Some([0.5, 4.0]);
    assert_eq!(
        lines(colored(ScriptColors { limits, ..logarithmic }))[1],
        "        cmap=\"jet\", norm=LogNorm(0.5, 4), angles=\"xy\","
    );
    // What is one value to within rounding has the middle of the colours.
    for (limits, scale, written) in [
        ([0.5, 4.0], Scale::Linear, "clim=(0.5, 4)"),
        ([2.0, 2.0], Scale::Linear, "clim=(1, 3)"),
        ([-2.0, -2.0], Scale::Linear, "clim=(-3, -1)"),
        ([0.0, 0.0], Scale::Linear, "clim=(-1, 1)"),
        ([2.0, 2.0], Scale::Logarithmic, "norm=LogNorm(1, 4)"),
    ] {
        let colors = ScriptColors { limits: Some(limits), scale, ..usual_colors() };
        assert_eq!(
            lines(colored(colors)).last().unwrap(),
            &format!("        cmap=\"jet\", {written}, angles=\"xy\",")
        );
    }
    assert_eq!(
        lines(colored(ScriptColors { quantity: Quantity::Function, ..usual_colors() })),
        [
            "    values = f(x0, x1)",
            "        x0, x1, -g0/norm, -g1/norm, values,",
            "    plt.colorbar(arrows, label=\"f\")",
        ]
    );
    assert_eq!(
        lines(ScriptLook {
            equal_aspect: true,
            view: Some([[-1.0, 1.0], [0.0, 0.5]]),
            size: Some([6.0, 4.5]),
            ..usual_look()
        }),
        [
            "plt.figure(figsize=(6, 4.5))",
            "plt.xlim(-1, 1)",
            "plt.ylim(0, 0.5)",
            "plt.gca().set_aspect(\"equal\")"
        ]
    );
    // Directions have a map and limits of their own.
    let lines = lines(colored(ScriptColors { quantity: Quantity::Direction, limits, ..logarithmic }));
    assert_eq!(lines[0], "from matplotlib.colors import LinearSegmentedColormap");
    assert_eq!(
        lines[6..8],
        [
            "circle = np.frombuffer(circle, np.uint8).reshape(-1, 3)/255",
            "colors = LinearSegmentedColormap.from_list(\"direction\", circle)"
        ]
    );
    assert_eq!(lines[9], "        cmap=colors, clim=(-180, 180), angles=\"xy\",");
}

#[test]
fn schemes_are_their_formulas() {
    let along_x0 = |scheme, divisor| {
        let method = Method { scheme, divisor, ..Method::default() };
        let text = text_of(&request("x0^2 + x1", &[], method, 0.5), &ScriptLook::default());
        text.lines().find(|line| line.starts_with("    g0 = ")).unwrap().trim_start().to_owned()
    };
    for (scheme, nominal, taken) in [
        (Scheme::Forward, "(f(x0 + h, x1) - f(x0, x1))/h", "(f(x0 + h, x1) - f(x0, x1))/taken(x0, h)"),
        (Scheme::Backward, "(f(x0, x1) - f(x0 - h, x1))/h", "(f(x0, x1) - f(x0 - h, x1))/taken(x0, h)"),
        (
            Scheme::Central,
            "(f(x0 + h, x1) - f(x0 - h, x1))/(2*h)",
            "(f(x0 + h, x1) - f(x0 - h, x1))/(2*taken(x0, h))",
        ),
        (
            Scheme::FivePoint,
            "(-f(x0 + 2*h, x1) + 8*f(x0 + h, x1) - 8*f(x0 - h, x1) + f(x0 - 2*h, x1))/(12*h)",
            "(-f(x0 + 2*h, x1) + 8*f(x0 + h, x1) - 8*f(x0 - h, x1) + f(x0 - 2*h, x1))/(12*taken(x0, h))",
        ),
        (
            Scheme::Richardson,
            "(f(x0 + h, x1) - f(x0 - h, x1))/(2*h)",
            "(f(x0 + h, x1) - f(x0 - h, x1))/(2*taken(x0, h))",
        ),
    ] {
        assert_eq!(along_x0(scheme, Divisor::Nominal), format!("g0 = {nominal}"));
        assert_eq!(along_x0(scheme, Divisor::Taken), format!("g0 = {taken}"));
    }
}

#[test]
fn scripts_are_short_and_their_lines_too() {
    let assert_short = |name: &str, text: &str, lines: std::ops::RangeInclusive<usize>| {
        assert!(lines.contains(&text.lines().count()), "{name}: {} lines", text.lines().count());
        for line in text.lines() {
            assert!(line.len() <= 100 && line.trim_end() == line, "{name}: {line}");
        }
    };
    for example in gradfield::examples::all() {
        let text = text_of(&example.seed().request().unwrap(), &ScriptLook::default());
        assert_short(&example.name, &text, 41..=51);
    }
    // As long as they get.
    let method = Method { scheme: Scheme::Exact, precision: Precision::Bf16, ..Method::default() };
    let text = text_of(&request("gelu(x0)*round(x1)", &[], method, 1.0), &ScriptLook::default());
    assert_short("gelu", &text, 83..=98);
}

/// Nothing of a text ends its string, or a comment.
#[test]
fn strings_keep_what_is_in_them() {
    for (text, string) in [
        ("x0^2", r#""x0^2""#),
        ("\"\"\"", r#""\"\"\"""#),
        ("a\\", r#""a\\""#),
        ("a\nimport os\r\t\0", r#""a\u000aimport os\u000d\u0009\u0000""#),
        ("$x_0$", r#""\\$x_0\\$""#),
        ("ж\u{2028}\u{1f600}", r#""\u0436\u2028\U0001f600""#),
    ] {
        assert_eq!(quoted(text), string);
    }
    for hostile in ["x0^2 # \"\"\"\n", "x0^2 # \\\n", "x0^2 #\"); import os; (\""] {
        let request = request(hostile, &[], Scheme::Central.into(), 1e-4);
        let plain = super::request("x0^2", &[], Scheme::Central.into(), 1e-4);
        let look = ScriptLook::default();
        assert_eq!(text_of(&request, &look), text_of(&plain, &look), "{hostile:?}");
    }
}
