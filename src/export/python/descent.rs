//! Optimisers in Python, step by step as [`crate::analysis::descent`] takes them, and their ways.

use std::fmt::Write;

use super::layout::{color, float, list, number};
use super::{INTO_TEXT, Writer};
use crate::analysis::descent::{Descent, UpdateRule};
use crate::expr::numpy::Arrays;
use crate::figure::palette::optimizer_color;

/// What a rule does, below its first lines.
fn body(rule: UpdateRule) -> &'static str {
    match rule {
        UpdateRule::Sgd => {
            "
    while True:
        yield x
        x = x - rate*g(x)
"
        }
        UpdateRule::Momentum => {
            "
    v = np.zeros(2)
    while True:
        yield x
        v = momentum*v - rate*g(x)
        x = x + v
"
        }
        UpdateRule::Nesterov => {
            "
    v = np.zeros(2)
    while True:
        yield x
        v = momentum*v - rate*g(x + momentum*v)
        x = x + v
"
        }
        UpdateRule::AdaGrad => {
            "
    s = np.zeros(2)
    while True:
        yield x
        d = g(x)
        s = s + d*d
        x = x - rate*d/(np.sqrt(s) + epsilon)
"
        }
        UpdateRule::RmsProp => {
            "
    s = np.zeros(2)
    while True:
        yield x
        d = g(x)
        s = decay*s + (1 - decay)*d*d
        x = x - rate*d/(np.sqrt(s) + epsilon)
"
        }
        UpdateRule::Adam => {
            "
    m, v = np.zeros(2), np.zeros(2)
    b1, b2 = 1, 1
    while True:
        yield x
        d = g(x)
        b1, b2 = b1*beta1, b2*beta2
        m = beta1*m + (1 - beta1)*d
        v = beta2*v + (1 - beta2)*d*d
        x = x - rate*(m/(1 - b1))/(np.sqrt(v/(1 - b2)) + epsilon)
"
        }
        UpdateRule::Backtracking => {
            "
    while True:
        yield x
        d, t = g(x), rate
        while not f(*np.split(x - t*d, 2)) <= f(*np.split(x, 2)) - decrease*np.sum(t*d*d):
            t = t/2
        x = x - t*d
"
        }
    }
}

impl Writer<'_> {
    /// The optimisers and what they go by, if there are any.
    pub(super) fn optimizers(&self, text: &mut String) {
        let Some(first) = self.look.descents.first() else { return };
        write!(text, "\n\n{}", self.point_gradient()).expect(INTO_TEXT);
        if self.look.twins {
            text.push_str(EXACT);
        }
        match self.arrays {
            Arrays::Float64 | Arrays::Complex => {}
            Arrays::Dtype => writeln!(text, "{ROUNDED}x.astype(dtype).astype(float)").expect(INTO_TEXT),
            Arrays::Bfloat16 => writeln!(text, "{ROUNDED}np.asarray(bfloat16(x))").expect(INTO_TEXT),
        }
        for descent in self.ways() {
            let rule = descent.optimizer.rule();
            let numbers: Vec<String> = rule
                .knobs()
                .iter()
                .map(|knob| format!("{}={}", knob.name(), number(descent.optimizer.get(*knob))))
                .collect();
            let body = if self.is_rounded() { rounded(body(rule)) } else { body(rule).to_owned() };
            let rounded = if self.is_rounded() { "rounded, " } else { "" };
            write!(
                text,
                "\n\ndef {}(g, {rounded}x, {}):\n    \"\"\"{}\"\"\"{body}",
                rule.name(),
                numbers.join(", "),
                rule.description()
            )
            .expect(INTO_TEXT);
        }
        text.push_str(&path(first, self.is_rounded()));
    }

    /// The ways, one a rule.
    fn ways(&self) -> Vec<&Descent> {
        let mut ways: Vec<&Descent> = Vec::new();
        for descent in &self.look.descents {
            if ways.iter().all(|way| way.optimizer.rule() != descent.optimizer.rule()) {
                ways.push(descent);
            }
        }
        ways
    }

    /// Whether the coordinates are rounded to a precision after each step.
    fn is_rounded(&self) -> bool {
        matches!(self.arrays, Arrays::Dtype | Arrays::Bfloat16)
    }

    fn point_gradient(&self) -> String {
        let split = format!("np.split({}, 2)", self.typed("x"));
        let (split, points) = if self.is_rounded() {
            (format!("    x0, x1 = {split}\n"), "x0, x1".to_owned())
        } else {
            (String::new(), format!("*{split}"))
        };
        let value = format!("np.concatenate({})", self.gradient_call(&points));
        let value = match self.arrays {
            Arrays::Float64 | Arrays::Complex => value,
            Arrays::Dtype => format!("{value}.astype(float)"),
            Arrays::Bfloat16 => format!("np.asarray({value})"),
        };
        format!("def g(x):\n    \"\"\"The gradient at a point.\"\"\"\n{split}    return {value}\n")
    }

    /// Their ways in the figure.
    pub(super) fn draw_ways(&self, text: &mut String) {
        let Some(Descent { start, steps, .. }) = self.look.descents.first() else { return };
        let start = start.map(float).join(", ");
        let start = format!("np.array([{start}])");
        let rows: Vec<String> = self
            .ways()
            .into_iter()
            .map(|descent| {
                let rule = descent.optimizer.rule();
                let color = color(optimizer_color(rule, self.look.dark_mode));
                format!("(\"{}\", {}, {color})", rule.title(), rule.name())
            })
            .collect();
        writeln!(text, "start, steps = {start}, {steps}").expect(INTO_TEXT);
        text.push_str(&list("for name, rule, color in ", &rows, ":", 0));
        let [exact, own] =
            if self.is_rounded() { ["exact, np.asarray", "g, rounded"] } else { ["exact", "g"] };
        if self.look.twins {
            writeln!(text, "    plt.plot(*path(rule, {exact}), \"--\", color=color, zorder=5)")
                .expect(INTO_TEXT);
        }
        writeln!(text, "    plt.plot(*path(rule, {own}), \".-\", color=color, zorder=6, label=name)")
            .expect(INTO_TEXT);
        if self.look.twins {
            text.push_str("plt.plot([], [], \"--\", color=\"gray\", label=\"exact twin\")\n");
        }
        let ink = if self.look.dark_mode { "w" } else { "k" };
        writeln!(text, "plt.plot(*start, \"o\", color=\"{ink}\", markerfacecolor=\"none\", zorder=7)")
            .expect(INTO_TEXT);
    }
}

const EXACT: &str = "

def exact(x):
    \"\"\"The exact gradient at a point.\"\"\"
    return np.concatenate(gradient(*np.split(x, 2)))
";

const ROUNDED: &str = "

def rounded(x):
    \"\"\"As the numbers of a model that is trained in this precision.\"\"\"
    return ";

/// The function that follows a rule for as long as ours does.
fn path(descent: &Descent, is_rounded: bool) -> String {
    let within = descent.region.map(|[in_x0, in_x1]| {
        [("x[0]", in_x0), ("x[1]", in_x1)]
            .map(|(name, [from, to])| format!("{} <= {name} <= {}", number(from), number(to)))
    });
    let [parameters, arguments] =
        if is_rounded { ["g, rounded", "g, rounded, rounded(start)"] } else { ["g", "g, start"] };
    let mut text = format!(
        "

@np.errstate(all=\"ignore\")
def path(rule, {parameters}):
    \"\"\"At most so many steps, while there is a slope and the point is near the figure.\"\"\"
    way = []
    for _, x in zip(range(steps + 1), rule({arguments})):
        way.append(x)
"
    );
    match &within {
        Some([x0, x1]) if x0.len() + x1.len() <= 70 => {
            writeln!(text, "        is_near = {x0} and {x1}").expect(INTO_TEXT);
        }
        Some([x0, x1]) => {
            write!(text, "        is_near = (\n            {x0}\n            and {x1}\n        )\n")
                .expect(INTO_TEXT);
        }
        None => {}
    }
    writeln!(
        text,
        "        if not {} < np.hypot(*g(x)) < np.inf{}:\n            break\n    return np.transpose(way)",
        number(descent.tolerance),
        if within.is_some() { " or not is_near" } else { "" }
    )
    .expect(INTO_TEXT);
    text
}

/// The same where each next point is rounded.
fn rounded(body: &str) -> String {
    const NEXT: &str = "        x = ";
    let lines = body.lines().map(|line| match line.strip_prefix(NEXT) {
        Some(next) => format!("{NEXT}rounded({next})\n"),
        None => format!("{line}\n"),
    });
    lines.collect()
}
