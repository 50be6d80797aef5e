//! What people paste from other languages and from books: understood as it is meant there, or refused with a word that
//! helps. Nothing is read as something else.

use gradfield::expr::{Parameters, free_names_beside, is_likely_typo, parse, read_beside, with_names_of};

/// Text, canonical text.
pub(super) const UNDERSTOOD: &[(&str, &str)] = &[
    ("f(x1, x2) = x1 + x2", "x0 + x1"),
    ("f(x) = x0^2 + x1^2", "x0^2 + x1^2"),
    ("h = x0^2 + x1^2", "x0^2 + x1^2"),
    ("f(w) = w0^2 + w1^2", "x0^2 + x1^2"),
    ("f(x) = x^2 + y^2", "x0^2 + x1^2"),
    ("f(θ₀, θ₁) = θ₀² + θ₁²", "x0^2 + x1^2"),
    ("L(w, b) = (w*2 + b - 3)^2", "(x0*2 + x1 - 3)^2"),
    ("z = f(x, y) = x² + y²", "x0^2 + x1^2"),
    ("def f(self, x):\n    return x[0]**2 + x[1]**2", "x0^2 + x1^2"),
    ("import numpy as np\nnp.sum(x**2)", "x0^2 + x1^2"),
    ("import numpy as np\nfrom math import pi\nf = lambda x: x[0]*pi", "x0*pi"),
    ("x[:, 1] + x[..., 0]", "x1 + x0"),
    ("np.linalg.norm(x, ord=2)", "sqrt(x0^2 + x1^2)"),
    ("np.linalg.norm(x, 2)", "sqrt(x0^2 + x1^2)"),
    ("np.sum(x, axis=0, keepdims=True)", "x0 + x1"),
    ("max(x) - min(x)", "max(x0, x1) - min(x0, x1)"),
    ("lambda p: max(p)", "max(x0, x1)"),
    ("torch.nn.functional.softplus(x0)", "softplus(x0)"),
    ("math.pow(x0, 2) + math.fabs(x1)", "pow(x0, 2) + abs(x1)"),
    ("x.^2 + y.^2", "x0^2 + x1^2"),
    ("x.*y./2", "x0*x1/2"),
    ("(x + 1).^-1", "(x0 + 1)^-1"),
    ("2.^x", "2^x0"),
    ("f = @(x, y) x.^2 + y.^2", "x0^2 + x1^2"),
    ("@(p) p[0].^2", "x0^2"),
    ("log₂(x0)", "log2(x0)"),
    ("def f(x0, x1):\n    \"\"\"What it has to return.\"\"\"\n    return x0**2", "x0^2"),
    ("def f(x0, x1):\n    'One line.'\n    return x0**2", "x0^2"),
    ("log₁₀(x0)", "log10(x0)"),
    ("1/√(2π)", "1/sqrt(2*pi)"),
    ("x0 +\nx1", "x0 + x1"),
    ("x^2 + y^2\n", "x0^2 + x1^2"),
    ("2.e3*x0", "2000*x0"),
    ("def f(x0, x1):\n    return x0**2 \n        + x1**2", "x0^2 + x1^2"),
];

/// Text, marked part, message, suggestion.
pub(super) const REFUSED: &[(&str, &str, &str, &str)] = &[
    ("x0**2 \\\n + x1", "\\", "A backslash is not needed to go on in the next line.", "Remove it."),
    (
        "w[0]*x[0] + w[1]*x[1]",
        "w",
        "The point is x here, so w has no elements.",
        "If it is a number, write w0 for w[0].",
    ),
    (
        "a[0]*x0 + a[1]*x1",
        "x0",
        "The point is a here, so x0 is none of its elements.",
        "Write a[0]; or, if a is not the point, a0 for a[0].",
    ),
    (
        "w1[0]*x[0]",
        "w1",
        "The point is x here, so w1 has no elements.",
        "If it is a number, write w1_0 for w1[0].",
    ),
    ("f(u, v) = u*x0", "x0", "x0 is no argument of this function.", "Its arguments are u and v."),
    ("f(x1, x2) = x0 + x1", "x0", "x0 is no argument of this function.", "Its arguments are x1 and x2."),
    ("f(t) = t^2 + x", "x", "The name x is not known.", "The function takes x0 and x1."),
    ("f(t) = t^2 + x1", "x1", "x1 is no argument of this function.", "Its argument is t."),
    ("f(x, y) = x[0]", "x", "x has no elements here.", "The coordinates are called x and y."),
    ("x[:1]", "x[", "Only the index 0 or 1 is understood in these brackets.", "Write x[0] or x[1]."),
    (
        "np.sum(x[:1]**2)",
        "x[",
        "Only the index 0 or 1 is understood in these brackets.",
        "Write x[0] or x[1].",
    ),
    ("x[::1]", "x[", "Only the index 0 or 1 is understood in these brackets.", "Write x[0] or x[1]."),
    (
        "np.linalg.norm(x, ord=1)",
        "ord",
        "The argument ord of np.linalg.norm is not understood.",
        "Write np.sum(np.abs(x)) for norm 1, np.max(np.abs(x)) for the largest element.",
    ),
    (
        "np.linalg.norm(x, 1)",
        ",",
        "np.linalg.norm takes one argument.",
        "Write np.sum(np.abs(x)) for norm 1, np.max(np.abs(x)) for the largest element.",
    ),
    (
        "np.sum(x, axis=0, initial=5)",
        "initial",
        "The argument initial of np.sum is not understood.",
        "Leave it out: only axis and keepdims may follow the elements.",
    ),
    ("np.min(x0, x1)", ",", "np.min takes one argument.", "Write np.min(x), or np.minimum(x0, x1)."),
    (
        "√x0²",
        "√",
        "It is not clear how far this root reaches.",
        "Write brackets behind it, such as √(x0 + 1).",
    ),
    (
        "√x0^2",
        "√",
        "It is not clear how far this root reaches.",
        "Write brackets behind it, such as √(x0 + 1).",
    ),
    (
        "√2π",
        "√",
        "It is not clear how far this root reaches.",
        "Write brackets behind it, such as √(x0 + 1).",
    ),
    (
        "math.remainder(x0, x1)",
        "math.remainder",
        "math.remainder is not among the functions here.",
        "Write a - b*rint(a/b), or np.remainder(a, b).",
    ),
    (
        "x.^2.^3",
        ".^2.^",
        "Of two powers MATLAB takes the left one first, and the right one is taken first here.",
        "Put brackets around one of them.",
    ),
    (
        "x.^y.^2",
        ".^y.^",
        "Of two powers MATLAB takes the left one first, and the right one is taken first here.",
        "Put brackets around one of them.",
    ),
    (
        "@(x) x(1)^2 + x(2)^2",
        "x(1)",
        "x(1) would be a call here.",
        "Write x[0] for the first coordinate, x[1] for the second.",
    ),
    (
        "f(t) = t(2)",
        "t(2)",
        "t(2) would be a call here.",
        "Write t[0] for the first coordinate, t[1] for the second.",
    ),
    ("x^2 + y^2;", ";", "A semicolon separates nothing here.", "Remove it."),
    (
        "x = y^2",
        "=",
        "An equals sign is not part of a function.",
        "Write only one side, such as x0^2 + x1^2, or == to compare.",
    ),
    (
        "x0^2\nx1^2",
        "2\nx1",
        "Nothing joins the line of x1 to the one before.",
        "Put a sign between the lines, or write one function alone.",
    ),
    (
        "a = 2\na*x0^2",
        "2\na",
        "Nothing joins the line of a to the one before.",
        "Put a sign between the lines, or write one function alone.",
    ),
    (
        "def f(x, y):\n    return x**2\n\nprint(f(1, 2))",
        "2\n\nprint",
        "Nothing joins the line of print to the one before.",
        "Put a sign between the lines, or write one function alone.",
    ),
    (
        "x[0]\nx[1]",
        "]\nx",
        "Nothing joins the line of x to the one before.",
        "Put a sign between the lines, or write one function alone.",
    ),
    ("Sin[x]", "Sin[", "The arguments of Sin stand in round brackets.", "Write sin(...)."),
    ("Sin[0] + x0", "Sin[", "The arguments of Sin stand in round brackets.", "Write sin(...)."),
    ("ArcTan[x, y]", "ArcTan[", "The arguments of ArcTan stand in round brackets.", "Write atan(...)."),
    ("Math.PI*x0", ".PI", "PI is not understood behind a point.", "Write pi."),
    ("Math.sin(x0)", ".sin", "sin is not understood behind a point.", "Write sin(...)."),
    ("(x**2).sum()", ".sum", "sum is not understood behind a point.", "Write np.sum(...)."),
    (
        "x.dot(x)",
        ".dot",
        "dot is not understood behind a point.",
        "Write np.sum(x*x), or the sum of the products.",
    ),
    (
        "x.T @ x",
        ".T",
        "T is not understood behind a point.",
        "Write functions by their names alone, such as sin(x0).",
    ),
    (
        "np.linalg.norm(x).item()",
        ".item",
        "item is not understood behind a point.",
        "Write functions by their names alone, such as sin(x0).",
    ),
    ("2.0f*x0", "2.0f", "The f of 2.0f is C's, and a name here.", "Write 2.0, or 2.0*f."),
    ("1.5d3*x0", "1.5d3", "The exponent of 1.5d3 is Fortran's.", "Write 1.5e3."),
    ("0b101*x0", "0b101", "Only decimal numbers are understood.", "Write 5."),
    ("0o17", "0o17", "Only decimal numbers are understood.", "Write 15."),
    (
        "0b11111111111111111111111111111111111111111111111111111111111111111",
        "0b11111111111111111111111111111111111111111111111111111111111111111",
        "Only decimal numbers are understood.",
        "Write it with decimal digits.",
    ),
    ("exp(2j*x0)", "2j", "Complex numbers are not understood.", "Write 2*j if j is a number."),
    ("X**2 + Y**2", "X", "The name X is not known.", "Upper and lower case differ: write x."),
    (
        "sum(x_i^2)",
        "x_i",
        "The name x_i is not known.",
        "Write np.sum(x**2) for a sum over the elements, or the sum itself.",
    ),
    (
        "Σ x_i²",
        "Σ",
        "The name Σ is not known.",
        "Write np.sum(x**2) for a sum over the elements, or the sum itself.",
    ),
    ("1e5_0", "1e5_0", "Digits are written without _ between them.", "Write 1e50."),
    (
        "||x||^2",
        "||x||",
        "Double bars are not understood.",
        "Write np.linalg.norm(x) for the length of a point, or |x|.",
    ),
    ("‖x‖²", "‖", "Double bars are not understood.", "Write np.linalg.norm(x) for the length of a point."),
    ("x_{0}^2", "x_", "LaTeX is not understood.", "Write x0 and x1 without brackets."),
    ("x_0", "x_0", "The name x_0 is not known.", "The function takes x0 and x1: write x0."),
    (
        "1,000*x0",
        "1,000",
        "A decimal number is written with a point.",
        "Write 1000, or 1.000 for a number near 1.",
    ),
    ("12,5*x0", "12,5", "A decimal number is written with a point.", "Write 12.5."),
    ("x0—x1", "—", "This dash is no minus sign.", "Write -."),
    ("x0 • x1", "•", "This sign is not understood.", "Write * for a product."),
    ("½x0²", "½", "A fraction in one sign is not understood.", "Write it with /, such as (1/2)."),
    ("∣x0∣", "∣", "This bar is not understood.", "Write |, such as |x0|."),
    ("x0*∞", "∞", "There is no sign for infinity.", "Write 1/0."),
    ("∑x²", "∑", "The elements are summed by a function.", "Write np.sum(x**2), or the sum itself."),
    ("∇f", "∇", "This sign is not understood.", "Write the function alone; its gradient is drawn."),
    ("x0 ± 1", "±", "Only one sign can stand here.", "Write + or -."),
    ("x ↦ x²", "↦", "An arrow has no meaning here.", "Write f(x, y) = before the value, or the value alone."),
    ("eˣ", "eˣ", "The name eˣ is not known.", "Write a raised letter as a power, such as e^x0."),
    ("х0^2", "х0", "The name х0 is not known.", "Its letters are not those of a keyboard: write x0."),
    ("ｘ0", "ｘ0", "The name ｘ0 is not known.", "Its letters are not those of a keyboard: write x0."),
    ("sinx0", "sinx0", "The name sinx0 is not known.", "Write sin(x0)."),
    ("cos2x", "cos2x", "The name cos2x is not known.", "Write cos(2*x)."),
    ("lnx", "lnx", "The name lnx is not known.", "Write ln(x)."),
    ("xy", "xy", "The name xy is not known.", "Write x*y."),
    ("x0x1", "x0x1", "The name x0x1 is not known.", "Write x0*x1."),
    ("2xy", "xy", "The name xy is not known.", "Write x*y."),
    ("ax0", "ax0", "The name ax0 is not known.", "Write a*x0."),
    ("M_PI*x0", "M_PI", "The name M_PI is not known.", "Write pi."),
    ("inf", "inf", "The name inf is not known.", "Write 1/0."),
    ("x0 - nan", "nan", "The name nan is not known.", "Write 0/0."),
    ("k(x0 + 1)", "k", "There is no function called k.", "Write k*(...) if k is a number."),
    ("x(x0 + 1)", "x", "There is no function called x.", "Write x*(...) for a product."),
    (
        "LOG(x0)",
        "LOG",
        "There is no function called LOG.",
        "Write log10(...), or ln(...) for the natural logarithm.",
    ),
    ("LN(x0)", "LN", "There is no function called LN.", "Upper and lower case differ: write ln."),
    (
        "POWER(x0, 2)",
        "POWER",
        "There is no function called POWER.",
        "Upper and lower case differ: write power.",
    ),
    (
        "ATAN2(x0, x1)",
        "ATAN2",
        "There is no function called ATAN2.",
        "Write atan2(y, x); Excel takes the x first.",
    ),
    (
        "x0 for x1",
        "for",
        "The word for is not understood.",
        "It is a word of Python's that has no meaning here.",
    ),
    ("sum(xi**2 for xi in x)", "xi", "The name xi is not known.", "Did you mean x0?"),
    ("trunc(x0)", "trunc", "There is no function called trunc.", "Write sign(a)*floor(abs(a))."),
    ("clamp(x0, 0, 1)", "clamp", "There is no function called clamp.", "Write clip(a, low, high)."),
    (
        "norm(x)",
        "norm",
        "There is no function called norm.",
        "Write np.linalg.norm(x), or sqrt(x0^2 + x1^2).",
    ),
    (
        "np.dot(x, x)",
        "np.dot",
        "np.dot is not among the functions here.",
        "Write np.sum(x*x), or the sum of the products.",
    ),
    ("np.add(x0, x1)", "np.add", "np.add is not among the functions here.", "Write a + b."),
    ("rem(x0, 2)", "rem", "There is no function called rem.", "Write fmod(a, b)."),
];

#[test]
fn other_notation_means_what_it_means_there() {
    for (text, canonical) in UNDERSTOOD {
        let program = parse(text).unwrap_or_else(|error| panic!("{}", error.marked(text)));
        assert_eq!(program.text(), *canonical, "{text}");
    }
}

#[test]
fn what_would_be_misread_is_refused() {
    let mut wrong = Vec::new();
    for &(text, marked, message, suggestion) in REFUSED {
        match parse(text) {
            Ok(program) => wrong.push(format!("{text:?} was understood as {}", program.text())),
            Err(error) => {
                let found = (&text[error.span.clone()], &*error.message, error.suggestion.as_deref());
                if found != (marked, message, Some(suggestion)) {
                    wrong.push(format!("{text:?} says {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names that were run together, and those that mean something elsewhere, are no parameters; short ones are.
#[test]
fn names_run_together_are_no_parameters() {
    for name in [
        "sinx0", "cos2x", "lnx", "xy", "x0x1", "ax0", "M_PI", "x_i", "Y", "inf", "nan", "if", "for", "co",
        "lo", "ex",
    ] {
        assert!(is_likely_typo(name), "{name}");
    }
    // (def) alone would be read, and its canonical text not.
    for word in ["def", "return", "lambda", "import", "from", "if"] {
        assert_eq!(gradfield::expr::free_names(&format!("({word})")), [""; 0], "{word}");
    }
    for name in
        ["a", "w1", "cx", "cy", "k", "theta", "scale", "lr", "mu", "phi", "psi", "sigma", "phi0", "theta_0"]
    {
        assert!(!is_likely_typo(name), "{name}");
    }
}

/// The remarks on what is Python's own, whatever module tells that it is Python.
#[test]
fn what_python_means_otherwise_is_remarked() {
    let remarks = |text| gradfield::expr::read(text, &gradfield::expr::Parameters::new()).unwrap().remarks;
    for (text, marked, begins) in [
        ("round(x[0])", "round", "round takes halves away from 0"),
        ("math.sin(x0) % 2", "%", "% takes the sign of its left side"),
        ("torch.exp(x0) + round(x1)", "round", "round takes"),
    ] {
        let remarks = remarks(text);
        assert_eq!(remarks.len(), 1, "{text}");
        assert_eq!(&text[remarks[0].span.clone()], marked);
        assert!(remarks[0].message.starts_with(begins), "{}", remarks[0].message);
    }
    for text in ["round(x0)", "np.round(x[0])", "x0%2"] {
        assert_eq!(remarks(text), [], "{text}");
    }
}

/// A derivative is written with the names that the function's definition has for its arguments.
#[test]
fn what_belongs_to_a_definition_shares_its_names() {
    let none = Parameters::new();
    for (definition, text, read_as, free) in [
        ("f(w, b) = w^2 + b", "2*w", Ok("2*x0"), &[][..]),
        ("f(x1, x2) = x1^2 + 3*x2", "2*x1 + x2", Ok("2*x0 + x1"), &[]),
        ("lambda u: u[0]**2 + u[1]", "2*u[0]", Ok("2*x0"), &[]),
        ("lambda t: t**2", "2*t", Ok("2*x0"), &[]),
        ("f(w, b) = c*w", "c + b", Err("The name c is not known."), &["c"]),
        ("f(w, b) = w", "x0", Err("x0 is no argument of this function."), &[]),
        // A text with names of its own keeps them.
        ("f(w, b) = w", "g(u, v) = v", Ok("x1"), &[]),
        // So does one beside a text that names none, or that is no function.
        ("x0^2 + x1", "2*x0", Ok("2*x0"), &[]),
        ("x[0]**2", "2*x[0]", Ok("2*x0"), &[]),
        ("f(w, b, c) = w", "x0", Ok("x0"), &[]),
        ("", "x0", Ok("x0"), &[]),
    ] {
        let found = read_beside(text, definition, &none);
        let found =
            found.as_ref().map(|reading| reading.program.text()).map_err(|error| error.message.as_str());
        assert_eq!(found, read_as, "{definition}: {text}");
        assert_eq!(free_names_beside(text, definition), free, "{definition}: {text}");
    }
    for (definition, renamed) in [
        ("f(w, b) = w^2 + b", "2*w + b*max(b, 10)"),
        ("f(x1, x0) = x1", "2*x1 + x0*max(x0, 10)"),
        ("lambda u: u[0]", "2*u[0] + u[1]*max(u[1], 10)"),
        ("x0", "2*x0 + x1*max(x1, 10)"),
        ("def f(", "2*x0 + x1*max(x1, 10)"),
    ] {
        let text = "2*x0 + x1*max(x1, 10)";
        assert_eq!(with_names_of(definition, text), renamed);
        if renamed != text || !definition.contains("def") {
            assert_eq!(read_beside(renamed, definition, &none).unwrap().program, parse(text).unwrap());
        }
    }
}
