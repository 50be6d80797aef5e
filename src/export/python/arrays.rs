//! Grid, gradient, and what else is known at the nodes.

use std::fmt::Write;

use super::layout::{float, number};
use super::{INTO_TEXT, Writer};
use crate::expr::Axis;
use crate::expr::numpy::Arrays;
use crate::field::{AxisSpec, Grid, GridSpec};
use crate::heat_map::Quantity;

/// -log10 of the relative error, as our own digits.
const DIGITS: &str = "    error = np.hypot(g0 - e0, g1 - e1)/np.hypot(e0, e1)
    error[np.isinf(error)] = np.nan  # nothing is relative to 0
    digits = np.clip(-np.log10(error), 0, 16)
";
/// From the cross product and the dot product.
const ANGLE: &str = "    angle = np.degrees(np.arctan2(np.abs(g0*e1 - g1*e0), g0*e0 + g1*e1))
    angle[(np.hypot(e0, e1) == 0) | (norm == 0) | np.isinf(norm)] = np.nan
";

impl Writer<'_> {
    /// The name of an array, or h, as an array of the type that f takes.
    pub(super) fn typed(&self, name: &str) -> String {
        match self.arrays {
            Arrays::Float64 | Arrays::Complex => name.to_owned(),
            Arrays::Dtype if name == "h" => "dtype(h)".to_owned(),
            Arrays::Dtype => format!("{name}.astype(dtype)"),
            Arrays::Bfloat16 => format!("bfloat16({name})"),
        }
    }

    /// The call of the gradient at some points, in the type of f.
    pub(super) fn gradient_call(&self, points: &str) -> String {
        if self.is_exact {
            format!("gradient({points})")
        } else {
            format!("numerical_gradient(f, {points}, {})", self.typed("h"))
        }
    }

    /// The grid, h, the gradient and what the figure shows of it.
    pub(super) fn compute(&self, text: &mut String) {
        self.grid(text);
        text.push_str("with np.errstate(all=\"ignore\"):  # where f is not finite there is no arrow\n");
        let points = ["x0", "x1"].map(|name| self.typed(name)).join(", ");
        writeln!(text, "    g0, g1 = {}", self.gradient_call(&points)).expect(INTO_TEXT);
        match self.arrays {
            Arrays::Float64 | Arrays::Complex => {}
            Arrays::Dtype => text.push_str("    g0, g1 = g0.astype(float), g1.astype(float)\n"),
            Arrays::Bfloat16 => text.push_str("    g0, g1 = np.asarray(g0), np.asarray(g1)\n"),
        }
        text.push_str("    norm = np.hypot(g0, g1)\n");
        if self.look.needs_f() {
            let values = match self.arrays {
                Arrays::Float64 | Arrays::Complex => format!("f({points})"),
                Arrays::Dtype => format!("f({points}).astype(float)"),
                Arrays::Bfloat16 => format!("np.asarray(f({points}))"),
            };
            writeln!(text, "    values = {values}").expect(INTO_TEXT);
        }
        self.compare(text);
        if self.look.heat_map.is_some_and(|map| map.colors.quantity == Quantity::GradientNorm) {
            text.push_str("slope = norm.copy()\n");
        }
        text.push_str(
            "norm[(norm == 0) | np.isinf(norm)] = np.nan  # without a direction there is no arrow\n",
        );
        text.push_str("drawn = np.isfinite(norm)\n");
        text.push_str("print(f\"{drawn.sum()} of {drawn.size} arrows\")\n\n");
    }

    fn grid(&self, text: &mut String) {
        let [of_x0, of_x1] = Axis::ALL.map(|axis| nodes(self.request.grid(), axis));
        if !self.is_exact {
            writeln!(text, "h = {}", float(self.request.h())).expect(INTO_TEXT);
        }
        if of_x0.len() + of_x1.len() <= 70 {
            writeln!(text, "x0, x1 = np.meshgrid({of_x0}, {of_x1})").expect(INTO_TEXT);
        } else {
            write!(text, "x0, x1 = np.meshgrid(\n    {of_x0},\n    {of_x1},\n)\n").expect(INTO_TEXT);
        }
        if !self.look.needs_rows() {
            text.push_str("x0, x1 = x0.flatten(), x1.flatten()\n");
        }
        text.push('\n');
    }

    /// The exact gradient, and how far the other is from it.
    fn compare(&self, text: &mut String) {
        let [digits, angle] =
            [Quantity::Digits, Quantity::AngleError].map(|quantity| self.look.shows(quantity));
        if !(digits || angle || self.look.ghosts) {
            return;
        }
        text.push_str("    e0, e1 = gradient(x0, x1)\n");
        if digits {
            text.push_str(DIGITS);
        }
        if angle {
            text.push_str(ANGLE);
        }
        if self.look.ghosts {
            text.push_str("    size = np.hypot(e0, e1)\n");
            text.push_str("    size[(size == 0) | np.isinf(size)] = np.nan\n");
        }
    }
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
