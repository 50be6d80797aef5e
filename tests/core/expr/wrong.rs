//! Texts that are no function: what is said, which part is marked, and what is suggested.

use gradfield::expr::{ExpressionError, parse};

/// Text, marked part, message, suggestion.
pub(super) const WRONG: &[(&str, &str, &str, &str)] = &[
    ("X0", "X0", "The name X0 is not known.", "Upper and lower case differ: write x0."),
    ("x0^2 + x2", "x2", "The name x2 is not known.", "The function takes x0 and x1 only."),
    ("x_1", "x_1", "The name x_1 is not known.", "The function takes x0 and x1: write x1."),
    ("t", "t", "The name t is not known.", "The function takes x0 and x1."),
    ("sni(x0)", "sni", "There is no function called sni.", "Did you mean sin?"),
    ("Sin(x0)", "Sin", "There is no function called Sin.", "Upper and lower case differ: write sin."),
    ("x0 + PI", "PI", "The name PI is not known.", "Upper and lower case differ: write pi."),
    ("exq(x0) + x1", "exq", "There is no function called exq.", "Did you mean exp?"),
    (
        "foo(x0)",
        "foo",
        "There is no function called foo.",
        "The functions are sin, cos, tan, exp, ln, sqrt, abs, max, min and some more.",
    ),
    ("f(,)", "f", "There is no function called f.", "Write f*(...) if f is a number."),
    ("x0(2)", "x0", "x0 is not a function.", "Write x0*(...)."),
    ("2*pi(x0)", "pi", "pi is not a function.", "Write pi*(...)."),
    ("sin(x0, x1)", ",", "sin takes one argument.", "Remove the comma and what follows it."),
    ("sin()", "sin()", "sin has nothing in its brackets.", "Write sin(x0)."),
    ("atan2(x0)", "atan2(x0)", "atan2 takes two arguments.", "Write two, such as atan2(x1, x0)."),
    ("atan2(x1, x0, 1)", ",", "atan2 takes two arguments.", "Remove the comma and what follows it."),
    ("max()", "max()", "max has nothing in its brackets.", "Write max(x0, x1)."),
    ("sqrt(0,5)", "0,5", "A decimal number is written with a point.", "Write 0.5."),
    ("(x0 + x1", "(", "This bracket is never closed.", "Add ) at the end."),
    ("sin(x0 + (x1", "(", "2 brackets are never closed.", "Add )) at the end."),
    ("((((((((x0", "(", "8 brackets are never closed.", "Add 8 closing brackets at the end."),
    ("x0 + x1)", ")", "This bracket closes nothing.", "Remove it, or add ( before it."),
    (")", ")", "This bracket closes nothing.", "Remove it, or add ( before it."),
    ("sin x0", "sin", "sin needs its argument in brackets.", "Write sin(x0)."),
    ("sin^2(x0)", "sin", "sin needs its argument in brackets.", "Write sin(...)^2."),
    ("sin²(x0)", "sin", "sin needs its argument in brackets.", "Write sin(...)^2."),
    ("ln²(x0)", "ln", "ln needs its argument in brackets.", "Write ln(...)^2."),
    ("sin⁻¹(x0)", "sin", "sin needs its argument in brackets.", "Write asin(...)."),
    ("tanh^-1(x0)", "tanh", "tanh needs its argument in brackets.", "Write atanh(...)."),
    ("ln⁻¹(x0)", "ln", "ln needs its argument in brackets.", "Write exp(...)."),
    ("floor⁻¹(x0)", "floor", "floor needs its argument in brackets.", "Write 1/floor(...)."),
    ("cos⁻²(x0)", "cos", "cos needs its argument in brackets.", "Write cos(...)^-2."),
    (
        "h = 10e-50",
        "h = 10e-50",
        "This sets h, and is no function.",
        "h has a field of its own. Write a function of x0 and x1 here, such as x0^2 + x1^2.",
    ),
    (
        "x0 = np.arange(-2, 2, 0.25)",
        "np.arange",
        "np.arange is not among the functions here.",
        "The grid has fields of its own. Write a function of x0 and x1 here, such as x0^2 + x1^2.",
    ),
    ("sin 2x0", "sin", "sin needs its argument in brackets.", "Write sin(2x0)."),
    ("1 - exp -x0^2 + x1", "exp", "exp needs its argument in brackets.", "Write exp(-x0^2)."),
    ("exp -x0^-2*x1", "exp", "exp needs its argument in brackets.", "Write exp(...)."),
    ("sin x0²", "sin", "sin needs its argument in brackets.", "Write sin(x0²)."),
    ("sin|x0| + 1", "sin", "sin needs its argument in brackets.", "Write sin(|x0|)."),
    ("|sin x0|", "sin", "sin needs its argument in brackets.", "Write sin(x0)."),
    ("max(sin x0, 1)", "sin", "sin needs its argument in brackets.", "Write sin(x0)."),
    ("sin 2*x0", "sin", "sin needs its argument in brackets.", "Write sin(...)."),
    ("sin cos(x0)", "sin", "sin needs its argument in brackets.", "Write sin(...)."),
    ("np.cos x0", "np.cos", "np.cos needs its argument in brackets.", "Write np.cos(x0)."),
    ("pow(x0, 2, 3)", ",", "pow takes two arguments.", "Remove the comma and what follows it."),
    ("hypot(3, 4, 5)", ",", "hypot takes two arguments.", "Remove the comma and what follows it."),
    ("np.round(x0, 1)", ",", "np.round takes one argument.", "Remove the comma and what follows it."),
    ("2|x0|3", "|3", "There is no operator between | and 3.", "Write |...|*3."),
    ("aπ", "a", "The name a is not known.", "The function takes x0 and x1."),
    ("log(x0, 2)", ",", "log takes one argument.", "Write log2(...) for the logarithm to base 2."),
    ("log(x0, 10)", ",", "log takes one argument.", "Write log10(...) for the logarithm to base 10."),
    (
        "math.log(x0, x1)",
        ",",
        "math.log takes one argument.",
        "Write ln(a)/ln(b) for the logarithm of a to base b.",
    ),
    (
        "PI()*x0",
        "PI",
        "There is no function called PI.",
        "Upper and lower case differ: write pi, without brackets.",
    ),
    ("pi()*x0", "pi", "pi is not a function.", "Write pi."),
    ("𝟐x0", "𝟐", "The sign 𝟐 is not understood.", "Write 2."),
    (
        "(x0 > 0) and (x1 > 0)",
        "and",
        "The word and is not understood.",
        "For and, write a product of comparisons, such as (x0 > 0)*(x1 > 0).",
    ),
    (
        "(x0 > 0) or (x1 > 0)",
        "or",
        "The word or is not understood.",
        "For or, write the larger of comparisons, such as max(x0 > 0, x1 > 0).",
    ),
    (
        "not (x0 > 0)",
        "not",
        "The word not is not understood.",
        "For not, turn the comparison round, such as x0 <= 0.",
    ),
    ("sin", "sin", "sin needs its argument in brackets.", "Write sin(x0)."),
    ("sin*2", "sin", "sin needs its argument in brackets.", "Write sin(x0)."),
    ("max", "max", "max needs its arguments in brackets.", "Write max(x0, x1)."),
    ("x0 x1", "x0 x1", "There is no operator between x0 and x1.", "Write x0*x1."),
    ("x0 2", "x0 2", "There is no operator between x0 and 2.", "Write x0*2."),
    ("x0(x1)", "x0", "x0 is not a function.", "Write x0*(...)."),
    (
        "1 000",
        "1 000",
        "There is no operator between 1 and 000.",
        "Write one between them, or remove the space.",
    ),
    (
        "x0 in x1",
        "in",
        "The word in is not understood.",
        "It is a word of Python's that has no meaning here.",
    ),
    ("x0^", "^", "A value is missing after ^.", "Add one, or remove the ^."),
    ("x0 +", "+", "A value is missing after +.", "Add one, or remove the +."),
    ("-", "-", "A value is missing after -.", "Add one, or remove the -."),
    ("* x0", "*", "A value is missing before *.", "Add one, or remove the *."),
    ("x0 + * x1", "+ *", "A value is missing between + and *.", "Add a value, or remove one of them."),
    ("x0 * * x1", "* *", "A value is missing between * and *.", "Write a power with ^, such as x0^2."),
    ("x0 * / x1", "* /", "A value is missing between * and /.", "Add a value, or remove one of them."),
    ("(x0 + ) * 2", "+", "A value is missing after +.", "Add one, or remove the +."),
    ("()", "()", "There is nothing in these brackets.", "Write a value in them, or remove them."),
    ("2*()", "()", "There is nothing in these brackets.", "Write a value in them, or remove them."),
    ("(", "(", "A value is missing after this bracket.", "Add one and ), or remove the bracket."),
    ("sin(", "(", "A value is missing after this bracket.", "Write sin(x0)."),
    ("max(x0,", ",", "A value is missing after this comma.", "Add one, or remove the comma."),
    ("max(x0,)", ",", "A value is missing after this comma.", "Add one, or remove the comma."),
    ("max(,x0)", ",", "A value is missing before this comma.", "Add one, or remove the comma."),
    (", x0", ",", "A value is missing before this comma.", "Add one, or remove the comma."),
    ("(, x0)", ",", "A value is missing before this comma.", "Add one, or remove the comma."),
    (
        "(x0, x1)",
        ",",
        "A comma only separates the arguments of a function.",
        "Write it in a call such as max(x0, x1), or remove it.",
    ),
    (
        "x0, x1",
        ",",
        "A comma only separates the arguments of a function.",
        "Write it in a call such as max(x0, x1), or remove it.",
    ),
    (
        "x0 = 1",
        "=",
        "An equals sign is not part of a function.",
        "Write only one side, such as x0^2 + x1^2, or == to compare.",
    ),
    // Comparisons and cases
    ("where(x0 = 1, 2, 3)", "=", "A single = compares nothing.", "Write == to compare two numbers."),
    ("x0 =< 1", "=<", "The sign =< is not understood.", "Write <=."),
    ("x0 => 1", "=>", "The sign => is not understood.", "Write >=."),
    ("x0 <> 1", "<>", "The sign <> is not understood.", "Write != for not equal."),
    ("x0 === 1", "===", "The sign === is not understood.", "Write == for equal."),
    ("x0 <", "<", "A value is missing after <.", "Add one, or remove the <."),
    ("< x0", "<", "A value is missing before <.", "Add one, or remove the <."),
    ("x0 < < 1", "< <", "A value is missing between < and <.", "Add a value, or remove one of them."),
    (
        "0 < x0 < 1",
        "< x0 <",
        "A comparison is one of two values.",
        "Write (0 < x0)*(x0 < 1) if both must hold.",
    ),
    (
        "where(0 <= x0 + x1 < 1, 2, 3)",
        "<= x0 + x1 <",
        "A comparison is one of two values.",
        "Write (0 <= x0 + x1)*(x0 + x1 < 1) if both must hold.",
    ),
    ("|x0 < 1|", "<", "Bars stand around a number, not around a comparison.", "Close the bar before it."),
    (
        "(x0 > 0) & (x1 > 0)",
        "&",
        "The sign & is not understood.",
        "For and, write a product of comparisons, such as (x0 > 0)*(x1 > 0).",
    ),
    (
        "x0 > 0 and x1 > 0",
        "and",
        "The word and is not understood.",
        "For and, write a product of comparisons, such as (x0 > 0)*(x1 > 0).",
    ),
    (
        "np.logical_or(x0 > 0, x1 > 0)",
        "np.logical_or",
        "np.logical_or is not among the functions here.",
        "Write the larger of comparisons, such as max(x0 > 0, x1 > 0).",
    ),
    (
        "x0 if x0 > 0 else 0",
        "if",
        "The word if is not understood.",
        "Tell cases apart with where(x0 < 0, -x0, x0), which reads: if, then, else.",
    ),
    (
        "x0 > 0 ? x0 : 0",
        "?",
        "The sign ? is not understood.",
        "Tell cases apart with where(x0 < 0, -x0, x0): a condition, the value, and the value otherwise.",
    ),
    (
        "where(x0 < 0)",
        "where(x0 < 0)",
        "where takes three arguments.",
        "Write three, such as where(x0 < 0, -x0, x0).",
    ),
    (
        "heaviside(x0)",
        "heaviside(x0)",
        "heaviside takes two arguments.",
        "Write two, such as heaviside(x0, 0.5).",
    ),
    // Bars
    ("|x0", "|", "This bar is never closed.", "Add | at its end, or write abs(...)."),
    ("(|x0)", "|", "This bar is never closed.", "Add | at its end, or write abs(...)."),
    ("|(x0|", "(", "This bracket is not closed before the bar.", "Add ) before the bar."),
    ("x0|x1|", "x0|", "There is no operator between x0 and |.", "Write x0*|...|."),
    ("|x0 + |", "|", "A value is missing after this bar.", "Add one and |, such as |x0|."),
    ("np.", "np.", "The name of a function is missing after np.", "Write np.sin(x0) or the like."),
    ("||", "|", "A value is missing after this bar.", "Add one and |, such as |x0|."),
    // Powers and roots as in books
    ("x0²^3", "²^", "Two powers follow each other.", "Put the first one in brackets, such as (x0²)^3."),
    ("x0⁻", "⁻", "These raised signs are no number.", "Write the power with ^, such as x0^2."),
    ("²", "²", "A value is missing before ².", "Add one, or remove the ²."),
    ("√", "√", "It is not clear how far this root reaches.", "Write brackets behind it, such as √(x0 + 1)."),
    (
        "√sin(x0)",
        "√",
        "It is not clear how far this root reaches.",
        "Write brackets behind it, such as √(x0 + 1).",
    ),
    // Python
    ("x[2]", "x[2]", "There is no x[2]: a point has two coordinates.", "Write x[0] or x[1], counted from 0."),
    ("x[i]", "x[", "Only the index 0 or 1 is understood in these brackets.", "Write x[0] or x[1]."),
    ("x[0", "x[", "Only the index 0 or 1 is understood in these brackets.", "Write x[0] or x[1]."),
    ("x[0] + x", "x", "x is a point here, not a number.", "Write x[0] or x[1], or np.sum(...) over both."),
    ("x[0] + y", "y", "The name y is not known.", "The function takes x0 and x1."),
    ("np.sum(x, 2)", ",", "np.sum takes one argument.", "Write np.sum(x**2), or a sum of two values with +."),
    ("sum(x, 2)", ",", "sum takes one argument.", "Write sum(x**2), or a sum of two values with +."),
    (
        "np.prod(x0, x1)",
        ",",
        "np.prod takes one argument.",
        "Write np.prod(x), or a product of two values with *.",
    ),
    (
        "numpy.mean(x0, x1)",
        ",",
        "numpy.mean takes one argument.",
        "Write numpy.mean(x), or half the sum of two values.",
    ),
    (
        "np.linalg.norm(x0, x1)",
        ",",
        "np.linalg.norm takes one argument.",
        "Write np.linalg.norm(x), or hypot(x0, x1).",
    ),
    ("np.max(x0, x1)", ",", "np.max takes one argument.", "Write np.max(x), or np.maximum(x0, x1)."),
    ("np.amin(x0, x1)", ",", "np.amin takes one argument.", "Write np.amin(x), or np.minimum(x0, x1)."),
    (
        "np.sum(x, axis=0, where=x)",
        "where",
        "The argument where of np.sum is not understood.",
        "Leave it out: only axis and keepdims may follow the elements.",
    ),
    ("np.sum()", "np.sum()", "np.sum has nothing in its brackets.", "Write np.sum(x**2)."),
    ("np.max()", "np.max()", "np.max has nothing in its brackets.", "Write np.max(x)."),
    ("np.sum(x**2", "(", "This bracket is never closed.", "Add ) at the end."),
    (
        "np.tensordot(x0, x1)",
        "np.tensordot",
        "np.tensordot is not among the functions here.",
        "The functions are sin, cos, tan, exp, ln, sqrt, abs, max, min and some more.",
    ),
    ("lg(x0)", "lg", "There is no function called lg.", "Write log10(...)."),
    ("erfc(x0)", "erfc", "There is no function called erfc.", "Write 1 - erf(...)."),
    ("clip(x0, 1)", "clip(x0, 1)", "clip takes three arguments.", "Write three, such as clip(x0, -1, 1)."),
    ("clip(x0, 1, 2, 3)", ",", "clip takes three arguments.", "Remove the comma and what follows it."),
    (
        "np.signum(x0)",
        "np.signum",
        "np.signum is not among the functions here.",
        "Write np.sign(...), or signum(...), which is 1 at 0.",
    ),
    ("np.sni(x0)", "np.sni", "np.sni is not among the functions here.", "Did you mean sin?"),
    ("lambda x", "x", "The names of the arguments are missing here.", "Write lambda x: x[0]**2."),
    ("lambda 2: x0", "2", "The names of the arguments are missing here.", "Write lambda x: x[0]**2."),
    (
        "lambda x:",
        "lambda x:",
        "The function is missing here.",
        "Write its value behind, such as x0^2 + x1^2.",
    ),
    (
        "lambda a, b, c: a",
        "a, b, c",
        "A function of 3 arguments cannot be drawn.",
        "Write one of two, x0 and x1.",
    ),
    ("lambda a, a: a", "a, a", "Both arguments are called a.", "Write x0, x1."),
    ("def f", "def", "This is no whole Python function.", "Write def f(x): return x[0]**2."),
    (
        "def f(x):",
        "def f(x):",
        "The function returns nothing.",
        "Add a line such as return x[0]**2 + x[1]**2.",
    ),
    (
        "def f(x):\n    r = x[0]\n    return r**2",
        "r",
        "Of a Python function only the return is understood.",
        "Put everything into one return, with no lines before it.",
    ),
    (
        "f(x0, x1) =",
        "f(x0, x1) =",
        "The function is missing here.",
        "Write its value behind, such as x0^2 + x1^2.",
    ),
    ("0,5", "0,5", "A decimal number is written with a point.", "Write 0.5."),
    ("x0 + 0,25*x1", "0,25", "A decimal number is written with a point.", "Write 0.25."),
    ("0,5,5", "0,5", "A decimal number is written with a point.", "Write 0.5."),
    ("2e", "2e", "The number 2e has no digits after its e.", "Write 2e3 or the like, or 2*e for a product."),
    ("1e+", "1e", "The number 1e has no digits after its e.", "Write 1e3 or the like, or 1*e for a product."),
    (
        "2e*x0",
        "2e",
        "The number 2e has no digits after its e.",
        "Write 2e3 or the like, or 2*e for a product.",
    ),
    ("1.2.3", "1.2.3", "The number 1.2.3 has more than one point.", "Keep one of them."),
    ("1_000", "1_000", "Digits are written without _ between them.", "Write 1000."),
    ("1e400*x0", "1e400", "The number 1e400 is too large.", "The largest is about 1.8e308."),
    (
        "x0 + 1e-400",
        "1e-400",
        "The number 1e-400 is too small to tell from 0.",
        "The smallest is about 4.9e-324; write 0 if you mean it.",
    ),
    ("1e5.5", "1e5.5", "There is no operator between 1e5 and .5.", "Write one between them."),
    (
        "x0//2",
        "//",
        "The operator // is not understood.",
        "Write floor(x0/x1) for the whole part of a quotient.",
    ),
    ("[x0]", "[", "Only round brackets are understood.", "Write ( instead."),
    ("x0.", ".", "A point only stands inside a number.", "Write decimals like 0.5."),
    ("x0 % % x1", "% %", "A value is missing between % and %.", "Add a value, or remove one of them."),
    ("x0!", "!", "The sign ! has no meaning here.", "Remove it."),
    (
        "45°",
        "°",
        "The degree sign is not understood.",
        "Angles are in radians: write 30*pi/180 for 30 degrees.",
    ),
    ("\\frac{x0}{2}", "\\", "LaTeX is not understood.", "Write it on one line, such as x0^2/2 or sqrt(x0)."),
    ("x0 × × x1", "× ×", "A value is missing between × and ×.", "Add a value, or remove one of them."),
    ("x0 + x1；", "；", "The wide character ； is not understood.", "Write ;."),
    ("θ*x0", "θ", "The name θ is not known.", "The function takes x0 and x1."),
    ("x0 ** ** x1", "** **", "A value is missing between ** and **.", "Add a value, or remove one of them."),
    (
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "The name aaaaaaaaaaaaaaaaaaaaaaaa… is not known.",
        "The function takes x0 and x1.",
    ),
    ("x0'", "'", "A prime is not understood.", "Write the function alone; its gradient is drawn."),
    ("x0 + 0x10", "0x10", "Hexadecimal numbers are not understood.", "Write 16."),
    ("0Xff", "0Xff", "Hexadecimal numbers are not understood.", "Write 255."),
    (
        "0xffffffffffffffffff",
        "0xffffffffffffffffff",
        "Hexadecimal numbers are not understood.",
        "Write the number with decimal digits.",
    ),
    ("0 x10", "x10", "The name x10 is not known.", "The function takes x0 and x1 only."),
    ("10x10", "x10", "The name x10 is not known.", "The function takes x0 and x1 only."),
    ("x0 mod 2", "mod", "mod needs its arguments in brackets.", "Write mod(x0, 2)."),
    (
        "max((x0, x1))",
        ",",
        "A comma only separates the arguments of a function.",
        "Write it in a call such as max(x0, x1), or remove it.",
    ),
    ("x0\u{200b} + 1", "\u{200b}", "There is an invisible character (U+200B).", "Remove it."),
    (
        "x0 2e",
        "2e",
        "The number 2e has no digits after its e.",
        "Write 2e3 or the like, or 2*e for a product.",
    ),
];

fn error(text: &str) -> ExpressionError {
    match parse(text) {
        Ok(program) => panic!("{text:?} was understood as {}", program.text()),
        Err(error) => error,
    }
}

#[test]
fn wrong_texts_are_marked_and_explained() {
    let mut wrong = Vec::new();
    for &(text, marked, message, suggestion) in WRONG {
        let error = error(text);
        let found = (&text[error.span.clone()], &*error.message, error.suggestion.as_deref());
        if found != (marked, message, Some(suggestion)) {
            wrong.push(format!("{text:?} says {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_first_of_two_errors_is_reported() {
    for (text, start) in [
        ("sin x0 + sni(x0)", 0),
        ("sni(q)", 0),
        ("sin(q) + )", 4),
        ("x0 ** ** q", 3),
        ("x0 + 1) + q", 6),
        ("(x0 + q", 6),
        ("x0 & q", 3),
        ("π*sin x0", 3),
        ("x₀ − q", "x₀ − ".len()),
    ] {
        assert_eq!(error(text).span.start, start, "{text}");
    }
}

#[test]
fn an_empty_text_asks_for_a_function() {
    for text in ["", " ", "\t\r\n", "\u{a0}", "\u{3000}\u{2003} \u{2028}\u{85}"] {
        let error = error(text);
        assert_eq!(error.message, "There is no function yet.");
        assert_eq!(error.span, 0..0);
        assert_eq!(error.suggestion.as_deref(), Some("Write one of x0 and x1, such as x0^2 + x1^2."));
    }
}

#[test]
fn a_long_text_is_refused_unread() {
    let longest = format!("{}x0", " ".repeat(4094));
    assert_eq!(parse(&longest).unwrap().text(), "x0");
    for text in [" ".repeat(10_000_000), "x0+".repeat(3_000_000), "(".repeat(4097), "−".repeat(2000)] {
        let error = error(&text);
        assert_eq!(error.message, format!("The text has {} bytes; the limit is 4096.", text.len()));
        assert!((4094..=4096).contains(&error.span.start) && error.span.end == text.len());
        assert!(error.marked(&text).len() < 700);
    }
}

#[test]
fn a_text_of_too_many_tokens_is_refused() {
    let sum = |operands: usize| vec!["1"; operands].join("+");
    assert_eq!(parse(&sum(500)).unwrap().nodes().len(), 1);
    let text = sum(501);
    let error = error(&text);
    assert_eq!(error.message, "The text has 1001 numbers, names and signs; the limit is 1000.");
    assert_eq!(error.span, 1000..1001);
}

#[test]
fn a_function_too_long_in_canonical_spelling_is_refused() {
    // 4.0e3 bytes as typed, but 9999e99 is spelled 9.999e102, and sums get their spaces.
    let text = vec!["9999e99"; 500].join("+");
    let error = error(&text);
    assert_eq!(error.message, "Spelled out, the function has 5997 bytes; the limit is 4096.");
    assert_eq!(error.span, 0..text.len());
}

#[test]
fn the_message_and_the_suggestion_make_one_line() {
    assert_eq!(error("sni(x0)").to_string(), "There is no function called sni. Did you mean sin?");
}

#[test]
fn an_error_is_marked_under_its_line() {
    for (text, marked) in [
        ("x0 + sni(x1)", "x0 + sni(x1)\n       ^~~"),
        ("q", "q\n  ^"),
        ("q  ", "q\n  ^"),
        // One column a character, whatever its bytes; one line, whatever its spaces.
        ("π·x₀ − q", "π·x₀ − q\n         ^"),
        ("x0\n\t+\r\nq", "x0  +  q\n         ^"),
        ("x0 + \u{1b}[31m", "x0 + \u{fffd}[31m\n       ^"),
        ("x0 +\u{202e} 1", "x0 +\u{fffd} 1\n      ^"),
        ("x0\n=\n1", "x0 = 1\n     ^"),
        ("(x0)2", "(x0)2\n     ^~"),
    ] {
        let error = error(text);
        let suggestion = error.suggestion.as_deref().unwrap();
        assert_eq!(error.marked(text), format!("{}\n  {marked}\n{suggestion}", error.message));
    }
}

#[test]
fn of_a_long_text_the_surroundings_of_the_error_are_shown() {
    let lines = |text: &str| {
        let marked = error(text).marked(text);
        let mut lines = marked.lines().skip(1).map(|line| line.strip_prefix("  ").unwrap().to_owned());
        (lines.next().unwrap(), lines.next().unwrap())
    };
    let ones = "1 + ".repeat(100);

    let (line, mark) = lines(&format!("{ones}sni(1) + {ones}1"));
    assert_eq!(line, format!("…{}sni(1) + {}1 +…", "1 + ".repeat(10), "1 + ".repeat(12)));
    assert_eq!(mark, format!("{}^~~", " ".repeat(41)));

    let (line, mark) = lines(&format!("q + {ones}1"));
    assert_eq!(line, format!("q + {}…", "1 + ".repeat(24)));
    assert_eq!(mark, "^");

    let (line, mark) = lines(&format!("{ones}q"));
    assert_eq!(line, format!("…{}q", "1 + ".repeat(10)));
    assert_eq!(mark, format!("{}^", " ".repeat(41)));

    // A span wider than the window.
    let (line, mark) = lines(&"a".repeat(300));
    assert_eq!(line, format!("{}…", "a".repeat(100)));
    assert_eq!(mark, format!("^{}", "~".repeat(99)));
}

#[test]
fn an_error_can_be_marked_in_any_text() {
    // The text may have changed since: what does not fit is cut.
    let error = ExpressionError { message: "No.".into(), span: 3..90, suggestion: None };
    assert_eq!(error.marked("π²"), "No.\n  π²\n   ^");
    assert_eq!(error.marked(""), "No.");
}

#[test]
fn nothing_is_marked_in_a_blank_text() {
    for text in ["", " ", "\u{a0}\n\t"] {
        assert_eq!(
            error(text).marked(text),
            "There is no function yet.\nWrite one of x0 and x1, such as x0^2 + x1^2."
        );
    }
}
