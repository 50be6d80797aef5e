//! A field as a Python program: some forty lines with NumPy and matplotlib, in the style of the book and the article.
//!
//! Its arrays are those of the field. Grid, nodes and quotients are computed in the very order of ours, so they are the
//! same bit for bit where f is arithmetic; where it is not, NumPy's functions are off by some units in the last place, and
//! a quotient by as much over h.

mod difference;
mod layout;

use std::fmt::Write;

use crate::colormap::{Colormap, Scale};
use crate::differentiate::{Method, Precision, Rule};
use crate::expr::Axis;
use crate::expr::numpy::{self, Arrays, Helper, NotInNumpy, NumpyFunction};
use crate::field::{AxisSpec, FieldRequest, Grid, GridSpec};
use crate::settings::{Anchor, Direction, Length, Quantity, Settings};
pub use layout::quoted;
use layout::{indented, number};

/// How the figure looks. The default is the article's: arrows along -g, all equally long, in jet by |g|.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptLook {
    /// Whether arrows point along -g, where f falls fastest, rather than along g.
    pub descent: bool,
    /// Whether all arrows are equally long; otherwise one of mean |g| is as long as they would be.
    pub equal_length: bool,
    /// Factor on the length of all arrows.
    pub scale: f64,
    /// The part of an arrow that lies on its node.
    pub pivot: Pivot,
    /// What the colours say.
    pub colors: Colors,
    /// The colours.
    pub colormap: Colormap,
    /// Linear or logarithmic colours.
    pub color_scale: Scale,
    /// The values of the first and last colour; those of the arrows that are drawn where `None`.
    pub limits: Option<[f64; 2]>,
    /// The part of the plane that is shown; the ranges of the grid where `None`.
    pub view: Option<[[f64; 2]; 2]>,
    /// Whether a unit of x0 is as long as one of x1.
    pub equal_aspect: bool,
    /// Width and height in inches; matplotlib's own where `None`.
    pub size: Option<[f64; 2]>,
}

impl Default for ScriptLook {
    fn default() -> Self {
        Self {
            descent: true,
            equal_length: true,
            scale: 1.0,
            pivot: Pivot::default(),
            colors: Colors::default(),
            colormap: Colormap::default(),
            color_scale: Scale::default(),
            limits: None,
            view: None,
            equal_aspect: false,
            size: Some([8.0, 6.0]),
        }
    }
}

impl ScriptLook {
    /// How the window's arrows look, as far as a program of NumPy and matplotlib can say it: what is known of errors it cannot,
    /// so that colours by digits or angles are those of |g|.
    pub fn of(settings: &Settings) -> Self {
        let arrows = settings.arrows;
        Self {
            descent: arrows.direction == Direction::Descent,
            equal_length: arrows.length == Length::Equal,
            scale: f64::from(arrows.scale),
            pivot: match arrows.anchor {
                Anchor::Tail => Pivot::Tail,
                Anchor::Middle => Pivot::Middle,
                Anchor::Tip => Pivot::Tip,
            },
            colors: if arrows.color_by == Quantity::Direction { Colors::Direction } else { Colors::Norm },
            colormap: arrows.colormap,
            color_scale: arrows.color_scale,
            equal_aspect: settings.grid.equal_aspect,
            ..Self::default()
        }
    }

    /// Angles have no logarithm.
    fn has_logarithmic_colors(&self) -> bool {
        self.color_scale == Scale::Logarithmic && self.colors != Colors::Direction
    }
}

/// The part of an arrow that lies on its node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pivot {
    /// Its beginning.
    #[default]
    Tail,
    /// Its middle.
    Middle,
    /// Its end.
    Tip,
}

impl Pivot {
    /// matplotlib's name.
    fn name(self) -> &'static str {
        match self {
            Self::Tail => "tail",
            Self::Middle => "mid",
            Self::Tip => "tip",
        }
    }
}

/// What the colours of the arrows say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colors {
    /// |g|
    #[default]
    Norm,
    /// f at the node.
    Function,
    /// The angle of g in degrees, from -180 to 180.
    Direction,
}

/// The script of a field.
///
/// Refused is only what NumPy has not: `erf` of complex numbers, which the complex step takes.
pub fn script(request: &FieldRequest, look: &ScriptLook) -> Result<String, NotInNumpy> {
    let method = request.method();
    let arrays = arrays(method);
    let f = numpy::function(request.program(), arrays)?;
    let derivatives = match method.scheme.rule() {
        Rule::Exact => Some(numpy::gradient(request.program(), arrays)?),
        _ => None,
    };
    let functions: Vec<&NumpyFunction> = [&f].into_iter().chain(derivatives.iter().flatten()).collect();
    let mut text = head(&functions, method, look);
    for (name, value) in &f.parameters {
        writeln!(text, "{name} = {}", float(*value)).expect(INTO_TEXT);
    }
    if !f.parameters.is_empty() {
        text.push('\n');
    }
    definitions(&mut text, &functions, method, arrays);
    define(&mut text, "f", &f);
    match &derivatives {
        Some([g0, g1]) => {
            define(&mut text, "df_dx0", g0);
            define(&mut text, "df_dx1", g1);
            text.push_str(difference::EXACT);
        }
        None => text.push_str(&difference::definition(method)),
    }
    text.push_str("\n\n");
    compute(&mut text, request, look, arrays);
    draw(&mut text, request, look);
    Ok(text)
}

/// Writing into a text never fails.
const INTO_TEXT: &str = "a text takes all";

/// What the arrays of a method are.
fn arrays(method: Method) -> Arrays {
    match (method.scheme.rule(), method.precision) {
        (Rule::ComplexStep, _) => Arrays::Complex,
        (_, Precision::F64) => Arrays::Float64,
        (_, Precision::F32 | Precision::F16) => Arrays::Dtype,
        (_, Precision::Bf16) => Arrays::Bfloat16,
    }
}

/// What is said and imported first.
fn head(functions: &[&NumpyFunction], method: Method, look: &ScriptLook) -> String {
    let mut text =
        "\"\"\"The field of a numerical gradient, as gradfield computes and draws it.\"\"\"\n".to_owned();
    if helpers(functions).any(Helper::needs_math) {
        text.push_str("import math\n\n");
    }
    text.push_str("import matplotlib.pyplot as plt\nimport numpy as np\n");
    let own_map = (look.colormap == Colormap::Direction).then_some("LinearSegmentedColormap");
    let logarithmic = look.has_logarithmic_colors().then_some("LogNorm");
    let colors: Vec<&str> = own_map.into_iter().chain(logarithmic).collect();
    if !colors.is_empty() {
        writeln!(text, "from matplotlib.colors import {}", colors.join(", ")).expect(INTO_TEXT);
    }
    text.push('\n');
    let dtype = match method.precision {
        Precision::F32 => "float32",
        Precision::F16 => "float16",
        Precision::F64 | Precision::Bf16 => return text,
    };
    write!(text, "dtype = np.{dtype}  # to which every number and every operation is rounded\n\n")
        .expect(INTO_TEXT);
    text
}

fn helpers(functions: &[&NumpyFunction]) -> impl Iterator<Item = Helper> {
    let needed = |helper: &Helper| functions.iter().any(|function| function.helpers.contains(helper));
    Helper::ALL.into_iter().filter(needed).collect::<Vec<_>>().into_iter()
}

/// What f calls that NumPy has not.
fn definitions(text: &mut String, functions: &[&NumpyFunction], method: Method, arrays: Arrays) {
    if method.precision == Precision::Bf16 {
        write!(text, "\n{BFLOAT16}\n").expect(INTO_TEXT);
    }
    for helper in helpers(functions) {
        write!(text, "\n{}\n", helper.definition(arrays)).expect(INTO_TEXT);
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

/// The grid, h and the gradient.
fn compute(text: &mut String, request: &FieldRequest, look: &ScriptLook, arrays: Arrays) {
    let is_exact = request.method().scheme.rule() == Rule::Exact;
    let [of_x0, of_x1] = Axis::ALL.map(|axis| nodes(request.grid(), axis));
    let longest = of_x0.len() + of_x1.len();
    if !is_exact {
        writeln!(text, "h = {}", float(request.h())).expect(INTO_TEXT);
    }
    if longest <= 70 {
        writeln!(text, "x0, x1 = np.meshgrid({of_x0}, {of_x1})").expect(INTO_TEXT);
    } else {
        write!(text, "x0, x1 = np.meshgrid(\n    {of_x0},\n    {of_x1},\n)\n").expect(INTO_TEXT);
    }
    text.push_str("x0, x1 = x0.flatten(), x1.flatten()\n\n");
    text.push_str("with np.errstate(all=\"ignore\"):  # where f is not finite there is no arrow\n");
    let typed = |name: &str| match arrays {
        Arrays::Float64 | Arrays::Complex => name.to_owned(),
        Arrays::Dtype if name == "h" => "dtype(h)".to_owned(),
        Arrays::Dtype => format!("{name}.astype(dtype)"),
        Arrays::Bfloat16 => format!("bfloat16({name})"),
    };
    let [x0, x1, h] = ["x0", "x1", "h"].map(typed);
    let call = if is_exact {
        format!("gradient({x0}, {x1})")
    } else {
        format!("numerical_gradient(f, {x0}, {x1}, {h})")
    };
    writeln!(text, "    g0, g1 = {call}").expect(INTO_TEXT);
    match arrays {
        Arrays::Float64 | Arrays::Complex => {}
        Arrays::Dtype => text.push_str("    g0, g1 = g0.astype(float), g1.astype(float)\n"),
        Arrays::Bfloat16 => text.push_str("    g0, g1 = np.asarray(g0), np.asarray(g1)\n"),
    }
    text.push_str("    norm = np.hypot(g0, g1)\n");
    if look.colors == Colors::Function {
        let values = match arrays {
            Arrays::Float64 | Arrays::Complex => "f(x0, x1)".to_owned(),
            Arrays::Dtype => format!("f({x0}, {x1}).astype(float)"),
            Arrays::Bfloat16 => format!("np.asarray(f({x0}, {x1}))"),
        };
        writeln!(text, "    values = {values}").expect(INTO_TEXT);
    }
    text.push_str("norm[(norm == 0) | np.isinf(norm)] = np.nan  # without a direction there is no arrow\n");
    text.push_str("drawn = np.isfinite(norm)\n");
    text.push_str("print(f\"{drawn.sum()} of {drawn.size} arrows\")\n\n");
}

/// The values of an axis.
fn nodes(grid: &GridSpec, axis: Axis) -> String {
    let AxisSpec { min, max, step } = grid.axes[axis.index()];
    // Of three integers np.arange makes an array of integers.
    let is_whole = [min, max, step].iter().all(|number| number.fract() == 0.0);
    let first = if is_whole { float(min) } else { number(min) };
    let range = format!("np.arange({first}, {}, {})", number(max), number(step));
    let last = Grid::new(grid).ok().filter(|_| grid.closed).and_then(|grid| {
        let values = grid.axis(axis);
        values.last().filter(|last| last.to_bits() == max.to_bits()).map(|_| values.len() - 1)
    });
    match last {
        Some(last) => format!("np.append({range}[:{last}], {})", number(max)),
        None => range,
    }
}

/// The figure.
fn draw(text: &mut String, request: &FieldRequest, look: &ScriptLook) {
    match look.size {
        Some([width, height]) => {
            writeln!(text, "plt.figure(figsize=({}, {}))", number(width), number(height))
        }
        None => writeln!(text, "plt.figure()"),
    }
    .expect(INTO_TEXT);
    if look.colormap == Colormap::Direction {
        text.push_str(&direction_map());
    }
    arrows(text, look);
    let ranges = look.view.unwrap_or(request.grid().axes.map(|AxisSpec { min, max, .. }| [min, max]));
    for (function, [low, high]) in ["xlim", "ylim"].into_iter().zip(ranges) {
        writeln!(text, "plt.{function}({}, {})", number(low), number(high)).expect(INTO_TEXT);
    }
    if look.equal_aspect {
        text.push_str("plt.gca().set_aspect(\"equal\")\n");
    }
    text.push_str("plt.xlabel(\"x0\")\nplt.ylabel(\"x1\")\nplt.grid()\n");
    writeln!(text, "plt.title({})", title(request)).expect(INTO_TEXT);
    text.push_str("plt.show()\n");
}

/// The arrows and their colours, of which matplotlib makes none where there is no arrow.
fn arrows(text: &mut String, look: &ScriptLook) {
    let sign = if look.descent { "-" } else { "" };
    let unit = if look.equal_length { "norm" } else { "norm[drawn].mean()" };
    let is_logarithmic = look.has_logarithmic_colors();
    let (values, label) = match look.colors {
        Colors::Norm => ("norm", "|g|"),
        Colors::Function => ("values", "f"),
        Colors::Direction => ("np.degrees(np.arctan2(g1, g0))", "direction of g in degrees"),
    };
    let map =
        if look.colormap == Colormap::Direction { "colors".to_owned() } else { quoted(look.colormap.name()) };
    let mut options = format!("cmap={map}");
    let ends = look.limits.map(|[low, high]| format!("{}, {}", number(low), number(high)));
    if is_logarithmic {
        write!(options, ", norm=LogNorm({})", ends.as_deref().unwrap_or_default()).expect(INTO_TEXT);
    }
    options.push_str(", angles=\"xy\"");
    if look.pivot != Pivot::Tail {
        write!(options, ", pivot=\"{}\"", look.pivot.name()).expect(INTO_TEXT);
    }
    if (look.scale - 1.0).abs() > 0.0 {
        write!(options, ", scale=1.8*max(10, drawn.size**0.5)/{}", number(look.scale.max(1e-3)))
            .expect(INTO_TEXT);
    }
    // A logarithm has only what is above 0.
    let has_some = if is_logarithmic && look.colors == Colors::Function {
        "(drawn & (values > 0)).any()"
    } else {
        "drawn.any()"
    };
    write!(
        text,
        "if {has_some}:\n    arrows = plt.quiver(\n        x0, x1, {sign}g0/{unit}, {sign}g1/{unit}, {values},\n        \
         {options},\n    )\n"
    )
    .expect(INTO_TEXT);
    match ends {
        Some(ends) if !is_logarithmic => writeln!(text, "    plt.clim({ends})").expect(INTO_TEXT),
        None if look.colors == Colors::Direction => text.push_str("    plt.clim(-180, 180)\n"),
        _ => {}
    }
    writeln!(text, "    plt.colorbar(arrows, label=\"{label}\")").expect(INTO_TEXT);
}

/// What stands above the figure, in Python.
fn title(request: &FieldRequest) -> String {
    /// A longer title does not fit.
    const MOST: usize = 60;
    let text = request.program().text();
    let shown: String = match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    };
    if request.method().scheme.rule() == Rule::Exact {
        return quoted(&format!("{shown}, exact"));
    }
    format!("{} + str(h)", quoted(&format!("{shown}, h = ")))
}

/// Our map of directions, which matplotlib has not, from every sixteenth of its colours.
fn direction_map() -> String {
    let entries = (0..=15).map(|i| 16 * i).chain([255]);
    let colors: Vec<String> = entries
        .map(|entry| {
            let [r, g, b] = Colormap::Direction.entry(entry);
            quoted(&format!("#{r:02x}{g:02x}{b:02x}"))
        })
        .collect();
    let lines: Vec<String> = colors.chunks(8).map(|line| format!("    {},\n", line.join(", "))).collect();
    format!("colors = LinearSegmentedColormap.from_list(\"direction\", [\n{}])\n", lines.concat())
}

/// A number as a float in Python, whatever its value.
fn float(value: f64) -> String {
    let text = number(value);
    if text.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit()) { text + ".0" } else { text }
}
