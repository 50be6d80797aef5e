//! How a function may be written.

use eframe::egui::{Label, RichText, Ui};

use super::{code, heading};

/// A way to write something.
pub struct Written {
    /// As it may be typed or pasted.
    pub text: &'static str,
    /// The same as the program itself writes it.
    pub means: &'static str,
    /// What there is to know.
    pub help: &'static str,
}

const fn written(text: &'static str, means: &'static str, help: &'static str) -> Written {
    Written { text, means, help }
}

/// Headings with what stands below them.
pub static NOTATION: [(&str, &[Written]); 4] = [
    (
        "Arithmetic",
        &[
            written("x0^2 + x1^2", "x0^2 + x1^2", "x0 and x1 are the coordinates."),
            written("-x0^2", "-(x0^2)", "Powers bind more tightly than signs ..."),
            written("2^x0^2", "2^(x0^2)", "... and from the right."),
            written("x0**3", "x0^3", "Python's power."),
            written(
                "5 % x0",
                "5 % x0",
                "What is left after dividing, with the sign of the number on the left, as in C; in Python it has the sign of the \
                 one on the right: mod(5, x0).",
            ),
            written("1e-4*x0 + .5", "0.0001*x0 + 0.5", "Numbers, with or without an exponent."),
            written(
                "2x0 + 3(x1 + 1)",
                "2*x0 + 3*(x1 + 1)",
                "A number before a name or a bracket multiplies it.",
            ),
        ],
    ),
    (
        "As in a book",
        &[
            written("x₀² + x₁²", "x0^2 + x1^2", "Raised and lowered digits."),
            written("√|x0| · π", "sqrt(abs(x0))*pi", "Roots, absolute values, dots and Greek letters."),
            written(
                "f(x, y) = x^2 + y^2",
                "x0^2 + x1^2",
                "x and y are x0 and x1; what stands before the = is left away.",
            ),
        ],
    ),
    (
        "As in Python and NumPy",
        &[
            written(
                "np.sin(x[0])*np.exp(x[1])",
                "sin(x0)*exp(x1)",
                "Names of NumPy and math, and the components of a vector.",
            ),
            written("lambda x: np.sum(x**2)", "x0^2 + x1^2", "A whole function, and sums over the vector."),
        ],
    ),
    (
        "Cases and names",
        &[
            written(
                "where(x0 < 0, -x0, x0)",
                "where(x0 < 0, -x0, x0)",
                "One value where a condition holds, else another.",
            ),
            written("(x0 > 0)*x1", "(x0 > 0)*x1", "A comparison is 1 where it holds, else 0."),
        ],
    ),
];

/// The page.
pub(super) fn notation_ui(ui: &mut Ui) {
    ui.label("What is typed is read as a book, NumPy or Python would have it. The line under the expression shows how.");
    for (title, rows) in &NOTATION {
        heading(ui, title);
        for row in *rows {
            ui.horizontal_wrapped(|ui| {
                code(ui, row.text);
                if row.text != row.means {
                    ui.weak("is");
                    code(ui, row.means);
                }
            });
            ui.indent(row.text, |ui| ui.add(Label::new(RichText::new(row.help).weak()).wrap()));
        }
    }
    ui.label("Any other name, such as a in a*x0^2, becomes a parameter with a slider.");
    heading(ui, "Numbers in fields");
    ui.label("Ranges, steps and h may be typed as 1e-4, 10e-50, 2^-43, 1/3 or 2*pi.");
}
