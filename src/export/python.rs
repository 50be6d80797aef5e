//! A field as a Python program: some forty lines with NumPy and matplotlib, in the style of the book and the article, and a
//! few more for each thing that lies on it.
//!
//! Its arrays are those of the field. Grid, nodes and quotients are computed in the very order of ours, so they are the
//! same bit for bit where f is arithmetic; where it is not, NumPy's functions are off by some units in the last place, and
//! a quotient by as much over h.
//!
//! | file | what it writes |
//! |---|---|
//! | `look` | nothing: how the figure looks, and what of that a program cannot have |
//! | `difference` | the gradient as a function |
//! | `descent` | optimisers as functions, and their ways |
//! | `arrays` | grid, gradient, and what else is known at the nodes |
//! | `figure` | the figure from its size to its title, and the arrows on it |
//! | `layers` | heat map, contour lines, streamlines and critical points |
//! | `layout` | lines, numbers and strings of Python |

mod arrays;
mod descent;
mod difference;
mod figure;
mod layers;
mod layout;
mod look;

use std::fmt::Write;

use crate::colormap::Colormap;
use crate::differentiate::{Method, Precision, Rule};
use crate::export::figure::{Content, Sheet};
use crate::expr::numpy::{self, Arrays, Helper, NotInNumpy, NumpyFunction};
use crate::field::FieldRequest;
use crate::settings::Settings;
pub use layout::quoted;
use layout::{float, indented};
pub use look::{MOST_POINTS, ScriptColors, ScriptContours, ScriptHeatMap, ScriptLook, ScriptStreamlines};

/// A Python program.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// It.
    pub text: String,
    /// What was to be seen and is not, a sentence each.
    pub notes: Vec<String>,
}

/// Writing into a text never fails.
const INTO_TEXT: &str = "a text takes all";

/// The script of a figure.
///
/// Refused is only what NumPy has not: `erf` of complex numbers, which the complex step takes.
pub fn script_of_figure(content: &Content, settings: &Settings, sheet: &Sheet) -> Result<Script, NotInNumpy> {
    script(&content.field.request, &ScriptLook::of(content, settings, sheet))
}

/// The script of a field whose figure looks so.
///
/// Refused is only what NumPy has not: `erf` of complex numbers, which the complex step takes.
pub fn script(request: &FieldRequest, look: &ScriptLook) -> Result<Script, NotInNumpy> {
    let arrays = arrays_of(request.method());
    let is_exact = request.scheme().rule() == Rule::Exact;
    let f = numpy::function(request.program(), arrays)?;
    let derivatives = match (is_exact, look.needs_exact()) {
        (true, _) => Some(numpy::gradient(request.program(), arrays)?),
        (false, true) => Some(numpy::gradient(request.program(), Arrays::Float64)?),
        (false, false) => None,
    };
    let (look, notes) = look.restricted(request, derivatives.as_ref());
    let derivatives = derivatives.filter(|_| is_exact || look.needs_exact());
    let writer = Writer { request, look: &look, arrays, is_exact, f: &f, derivatives: derivatives.as_ref() };
    Ok(Script { text: writer.text(), notes })
}

/// What all parts of a program are written from.
struct Writer<'a> {
    request: &'a FieldRequest,
    look: &'a ScriptLook,
    /// What the arrays of f are.
    arrays: Arrays,
    /// Whether the gradient is the exact one.
    is_exact: bool,
    f: &'a NumpyFunction,
    derivatives: Option<&'a [NumpyFunction; 2]>,
}

/// What the arrays of a method are.
fn arrays_of(method: Method) -> Arrays {
    match (method.scheme.rule(), method.precision) {
        (Rule::ComplexStep, _) => Arrays::Complex,
        (_, Precision::F64) => Arrays::Float64,
        (_, Precision::F32 | Precision::F16) => Arrays::Dtype,
        (_, Precision::Bf16) => Arrays::Bfloat16,
    }
}

impl Writer<'_> {
    fn text(&self) -> String {
        let mut text = self.head();
        for (name, value) in &self.f.parameters {
            writeln!(text, "{name} = {}", float(*value)).expect(INTO_TEXT);
        }
        if !self.f.parameters.is_empty() {
            text.push('\n');
        }
        self.definitions(&mut text);
        define(&mut text, "f", self.f);
        if !self.is_exact {
            text.push_str(&difference::definition(self.request.method()));
        }
        if let Some([g0, g1]) = self.derivatives {
            text.push_str(if self.is_exact { "" } else { "\n" });
            define(&mut text, "df_dx0", g0);
            define(&mut text, "df_dx1", g1);
            text.push_str(difference::EXACT);
        }
        self.optimizers(&mut text);
        text.push_str("\n\n");
        self.compute(&mut text);
        self.draw(&mut text);
        text
    }

    /// What is said and imported first.
    fn head(&self) -> String {
        let mut text =
            "\"\"\"The field of a numerical gradient, as gradfield computes and draws it.\"\"\"\n".to_owned();
        if self.helpers().any(Helper::needs_math) {
            text.push_str("import math\n\n");
        }
        text.push_str("import matplotlib.pyplot as plt\nimport numpy as np\n");
        let shown: Vec<ScriptColors> = self.shown_colors().collect();
        let own_map = shown.iter().any(|colors| colors.map() == Colormap::Direction);
        let logarithmic = shown.iter().any(|colors| colors.is_logarithmic());
        let colors = [own_map.then_some("LinearSegmentedColormap"), logarithmic.then_some("LogNorm")];
        let colors: Vec<&str> = colors.into_iter().flatten().collect();
        if !colors.is_empty() {
            writeln!(text, "from matplotlib.colors import {}", colors.join(", ")).expect(INTO_TEXT);
        }
        text.push('\n');
        let dtype = match self.request.method().precision {
            Precision::F32 => "float32",
            Precision::F16 => "float16",
            Precision::F64 | Precision::Bf16 => return text,
        };
        write!(text, "dtype = np.{dtype}  # to which every number and every operation is rounded\n\n")
            .expect(INTO_TEXT);
        text
    }

    /// The colours that are drawn: those of the heat map and of arrows that have some.
    fn shown_colors(&self) -> impl Iterator<Item = ScriptColors> {
        let of_arrows = (!self.look.has_plain_arrows()).then_some(self.look.colors);
        self.look.heat_map.map(|map| map.colors).into_iter().chain(of_arrows)
    }

    fn helpers(&self) -> impl Iterator<Item = Helper> {
        let functions = || [self.f].into_iter().chain(self.derivatives.into_iter().flatten());
        Helper::ALL
            .into_iter()
            .filter(move |helper| functions().any(|function| function.helpers.contains(helper)))
    }

    /// What f calls that NumPy has not.
    fn definitions(&self, text: &mut String) {
        if self.arrays == Arrays::Bfloat16 {
            write!(text, "\n{BFLOAT16}\n").expect(INTO_TEXT);
        }
        for helper in self.helpers() {
            write!(text, "\n{}\n", helper.definition(self.arrays)).expect(INTO_TEXT);
        }
    }
}

const BFLOAT16: &str = "\
class bfloat16(np.ndarray):
    \"\"\"float64 arrays whose every operation is rounded to the 8 bits of bfloat16.\"\"\"

    def __new__(cls, a):
        a = np.asarray(a, float)
        unit = np.ldexp(1.0, np.maximum(np.frexp(a)[1], -125) - 8)
        rounded = np.rint(a/unit)*unit
        return np.where(np.abs(rounded) < 2.0**128, rounded, rounded*np.inf).view(cls)

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        result = getattr(ufunc, method)(*(np.asarray(bfloat16(a)) for a in inputs), **options)
        return result if result.dtype == bool else bfloat16(result)
";

/// A function of x0 and x1.
fn define(text: &mut String, name: &str, function: &NumpyFunction) {
    write!(text, "\ndef {name}(x0, x1):\n").expect(INTO_TEXT);
    for statement in &function.statements {
        let (name, value) = statement.split_once(" = ").unwrap_or(("", statement));
        text.push_str(&indented(&format!("{name} = "), value));
    }
    text.push_str(&indented("return ", &function.value));
    text.push('\n');
}
