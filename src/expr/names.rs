//! The names an expression may use, and what to say about one it may not.

use std::f64::consts;

use super::functions::{self, FUNCTIONS, Function};
use super::notation::is_greek;
use super::operation::Axis;

/// What a known name stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Name {
    /// A coordinate.
    Variable(Axis),
    /// A number with a name of its own.
    Constant(f64),
    /// Something that is called with its arguments in brackets.
    Function(&'static Function),
}

/// A number with a name of its own.
#[derive(Debug)]
pub struct Constant {
    /// The name.
    pub name: &'static str,
    /// What it is, in a line.
    pub help: &'static str,
    value: f64,
}

/// Every number with a name of its own.
pub static CONSTANTS: [Constant; 3] = [
    Constant {
        name: "pi",
        help: "3.14159..., half the circumference of the unit circle.",
        value: consts::PI,
    },
    Constant { name: "e", help: "2.71828..., the base of the natural logarithm.", value: consts::E },
    Constant { name: "tau", help: "6.28318..., twice pi.", value: consts::TAU },
];

/// Longer names resemble none of ours.
const LONGEST_RESEMBLING: usize = 12;

/// Every known name: the values first, then the functions.
fn known() -> impl Iterator<Item = (&'static str, Name)> {
    let variables = Axis::ALL.into_iter().map(|axis| (axis.name(), Name::Variable(axis)));
    let constants = CONSTANTS.iter().map(|constant| (constant.name, Name::Constant(constant.value)));
    let functions = FUNCTIONS.iter().map(|function| (function.name, Name::Function(function)));
    variables.chain(constants).chain(functions)
}

/// Every known name, also those that functions have elsewhere.
fn known_and_aliases() -> impl Iterator<Item = &'static str> {
    let aliases = FUNCTIONS.iter().flat_map(|function| function.aliases).copied();
    known().map(|(known, _)| known).chain(aliases)
}

/// What a name stands for, with its own spelling.
pub(super) fn find(name: &str) -> Option<(&'static str, Name)> {
    let function = || functions::find(name).map(|function| (function.name, Name::Function(function)));
    known().find(|(known, _)| *known == name).or_else(function)
}

/// Whether this is a word of Python's that names nothing.
pub(super) fn is_word(name: &str) -> bool {
    const WORDS: [&str; 17] = [
        "and", "or", "not", "if", "else", "elif", "in", "is", "for", "while", "True", "False", "def", "from",
        "import", "lambda", "return",
    ];
    WORDS.contains(&name)
}

/// Whether a name is that of a coordinate, a number or a function.
pub fn is_known(name: &str) -> bool {
    find(name).is_some()
}

/// Our name for what NumPy calls so, where we have it.
pub(super) fn numpy(name: &str) -> Option<&'static str> {
    match name {
        // NumPy rounds halves to even, and has no signum.
        "round" => return Some("rint"),
        "signum" => return None,
        _ => {}
    }
    find(name).filter(|(_, meaning)| !matches!(meaning, Name::Variable(_))).map(|(name, _)| name)
}

/// The name of a number that has one; that of tau reads better as 2*pi.
pub(super) fn of_constant(value: f64) -> Option<&'static str> {
    CONSTANTS[..2].iter().find(|known| known.value.to_bits() == value.to_bits()).map(|known| known.name)
}

/// Whether a name that is not called looks like a slip of the finger, rather than like a parameter's.
///
/// Names of two letters or digits, such as lr and w1, are ones that people choose, and so are Greek letters: that they
/// resemble ln, x1 or, as phi does, pi, tells nothing. The first two letters of a function, as si, are not finished yet.
pub fn is_likely_typo(name: &str) -> bool {
    let is_begun = || known_and_aliases().any(|known| known.starts_with(name));
    let is_chosen = is_greek(name) || name.chars().count() <= 2 && !is_begun();
    other_case(name).is_some() && name.len() > 1
        || foreign_value(name).is_some()
        || run_together(name).is_some()
        || !is_chosen && nearest(name, false).is_some()
}

/// The known name that differs from this one in upper and lower case alone.
fn other_case(name: &str) -> Option<&'static str> {
    known_and_aliases().find(|known| *known != name && known.eq_ignore_ascii_case(name))
}

/// What to do about a name nobody knows; `called` when a bracket follows it.
pub(super) fn advice(name: &str, called: bool) -> String {
    match (name, called) {
        // Excel's, of which one has another base and one another order.
        ("LOG", true) => return "Write log10(...), or ln(...) for the natural logarithm.".into(),
        ("ATAN2", true) => return "Write atan2(y, x); Excel takes the x first.".into(),
        _ => {}
    }
    if let Some(same) = other_case(name) {
        // A spreadsheet's PI()
        let is_called_number = called && matches!(find(same), Some((_, Name::Constant(_))));
        let how = if is_called_number { ", without brackets" } else { "" };
        return format!("Upper and lower case differ: write {same}{how}.");
    }
    if let Some(advice) = other_letters(name) {
        return advice;
    }
    if let Some(advice) = if called { foreign_function(name) } else { foreign_value(name) } {
        return advice;
    }
    if let Some(advice) = run_together(name).filter(|_| !called) {
        return advice;
    }
    if let Some(near) = nearest(name, called) {
        return format!("Did you mean {near}?");
    }
    if called && name.chars().count() == 1 {
        format!("Write {name}*(...) if {name} is a number.")
    } else if called {
        "The functions are sin, cos, tan, exp, ln, sqrt, abs, max, min and some more.".into()
    } else {
        "The function takes x0 and x1.".into()
    }
}

/// Values under the names they have elsewhere.
fn foreign_value(name: &str) -> Option<String> {
    let ours = match name {
        "and" => {
            return Some("For and, write a product of comparisons, such as (x0 > 0)*(x1 > 0).".into());
        }
        "or" => {
            return Some("For or, write the larger of comparisons, such as max(x0 > 0, x1 > 0).".into());
        }
        "not" => return Some("For not, turn the comparison round, such as x0 <= 0.".into()),
        "if" | "else" => {
            return Some("Tell cases apart with where(x0 < 0, -x0, x0), which reads: if, then, else.".into());
        }
        "True" => return Some("Write 1.".into()),
        "False" => return Some("Write 0.".into()),
        "x_0" | "xo" | "xO" | "x00" => "x0",
        "x_1" | "xl" | "xI" | "x01" => "x1",
        // What meshgrid gives is called so.
        "X" | "Y" => {
            return Some(format!("Upper and lower case differ: write {}.", name.to_ascii_lowercase()));
        }
        "x_i" | "x_j" | "x_k" | "x_n" | "Σ" => {
            return Some("Write np.sum(x**2) for a sum over the elements, or the sum itself.".into());
        }
        "M_PI" => return Some("Write pi.".into()),
        "M_E" => return Some("Write e.".into()),
        "inf" | "Inf" | "INFINITY" | "infinity" | "Infinity" => return Some("Write 1/0.".into()),
        "nan" | "NaN" | "NAN" => return Some("Write 0/0.".into()),
        "for" | "in" | "is" | "while" | "import" | "from" => {
            return Some("It is a word of Python's that has no meaning here.".into());
        }
        _ => {
            // x2 is no slip of the finger: it is a third argument.
            let index = name.strip_prefix(['x', 'X'])?;
            let is_index = !index.is_empty() && index.bytes().all(|b| b.is_ascii_digit());
            return is_index.then(|| "The function takes x0 and x1 only.".into());
        }
    };
    Some(format!("The function takes x0 and x1: write {ours}."))
}

/// Names that were written without a sign or a bracket between: `x0x1`, `xy`, `ax0`, `sinx0`.
fn run_together(name: &str) -> Option<String> {
    const COORDINATES: [&str; 4] = ["x0", "x1", "x", "y"];
    let factors = |text: &str| {
        let mut rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = &text[..text.len() - rest.len()];
        let mut factors: Vec<&str> = [number].into_iter().filter(|number| !number.is_empty()).collect();
        while let Some(first) = COORDINATES.iter().find(|first| rest.starts_with(**first)) {
            factors.push(*first);
            rest = &rest[first.len()..];
        }
        (rest.is_empty() && factors.last() != Some(&number)).then(|| factors.join("*"))
    };
    if let Some(product) = factors(name).filter(|product| product.contains('*')) {
        return Some(format!("Write {product}."));
    }
    let mut called = FUNCTIONS.iter().filter(|function| function.most == 1).filter_map(|function| {
        let argument = factors(name.strip_prefix(function.name)?)?;
        Some(format!("Write {}({argument}).", function.name))
    });
    if let Some(call) = called.next_back() {
        return Some(call);
    }
    let mut letters = name.chars();
    let first = letters.next().filter(char::is_ascii_alphabetic)?;
    let numbered = letters.as_str().contains(['0', '1']);
    factors(letters.as_str()).filter(|_| numbered).map(|product| format!("Write {first}*{product}."))
}

/// A name in letters that only look like those of a keyboard, or with a raised one.
fn other_letters(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    if name.contains(['ˣ', 'ʸ', 'ⁿ', 'ᵃ', 'ᵇ', 'ᵏ', 'ᵗ', 'ˢ', 'ⁱ']) {
        return Some("Write a raised letter as a power, such as e^x0.".into());
    }
    let plain: String = name.chars().map(plain_letter).collect();
    (plain.is_ascii() && (find(&plain).is_some() || matches!(&*plain, "x" | "y")))
        .then(|| format!("Its letters are not those of a keyboard: write {plain}."))
}

/// The letter of a keyboard that another one looks like.
fn plain_letter(c: char) -> char {
    match c {
        'х' | 'Х' | 'χ' => 'x',
        'у' | 'У' => 'y',
        'е' | 'ℯ' | 'ⅇ' => 'e',
        'о' | 'ο' => 'o',
        'а' => 'a',
        'с' => 'c',
        'р' => 'p',
        'ａ'..='ｚ' => char::from_u32(u32::from('a') + u32::from(c) - u32::from('ａ')).unwrap_or(c),
        _ => c,
    }
}

/// Functions under the names they have elsewhere.
fn foreign_function(name: &str) -> Option<String> {
    let advice = match name {
        "lg" => "Write log10(...).",
        "ld" | "lb" => "Write log2(...).",
        "sqr" => "Write (...)^2.",
        "signum" => "Write np.sign(...), or signum(...), which is 1 at 0.",
        "logical_and" => "Write a product of comparisons, such as (x0 > 0)*(x1 > 0).",
        "logical_or" => "Write the larger of comparisons, such as max(x0 > 0, x1 > 0).",
        "logical_not" => "Turn the comparison round, such as x0 <= 0.",
        "if" | "IF" | "If" | "iif" | "ifelse" | "piecewise" | "select" => {
            "Write where(x0 < 0, -x0, x0), which reads: if, then, else."
        }
        "sgn" => "Write sign(...).",
        "x" | "y" => return Some(format!("Write {name}*(...) for a product.")),
        "trunc" | "fix" | "int" => "Write sign(a)*floor(abs(a)).",
        "ceiling" => "Write ceil(...).",
        "rem" => "Write fmod(a, b).",
        "clamp" => "Write clip(a, low, high).",
        "norm" => "Write np.linalg.norm(x), or sqrt(x0^2 + x1^2).",
        "dot" | "inner" | "vdot" | "matmul" => "Write np.sum(x*x), or the sum of the products.",
        "mean" | "prod" => return Some(format!("Write np.{name}(...).")),
        "add" => "Write a + b.",
        "subtract" => "Write a - b.",
        "multiply" => "Write a*b.",
        "divide" | "true_divide" => "Write a/b.",
        "negative" => "Write -a.",
        "reciprocal" => "Write 1/a.",
        "sh" => "Write sinh(...).",
        "ch" => "Write cosh(...).",
        "th" | "tgh" => "Write tanh(...).",
        "arctg" => "Write atan(...).",
        "sech" => "Write 1/cosh(...).",
        "csch" => "Write 1/sinh(...).",
        "coth" => "Write 1/tanh(...).",
        "fmax" | "amax" => "Write max(...).",
        "fmin" | "amin" => "Write min(...).",
        "tg" => "Write tan(...).",
        "erfc" => "Write 1 - erf(...).",
        "sec" => "Write 1/cos(...).",
        "csc" => "Write 1/sin(...).",
        "cot" | "cotan" | "ctg" => "Write 1/tan(...).",
        _ => {
            // arcsin, arsinh and arctan2 are asin, asinh and atan2.
            let rest = name.strip_prefix("arc").or_else(|| name.strip_prefix("ar"))?;
            return find(&format!("a{rest}")).map(|(ours, _)| format!("Write {ours}(...)."));
        }
    };
    Some(advice.into())
}

/// The known name that a mistyped one resembles most, if it resembles any.
fn nearest(name: &str, called: bool) -> Option<&'static str> {
    let letters: Vec<char> = name.chars().take(LONGEST_RESEMBLING + 1).collect();
    let slips = match letters.len() {
        2..=4 => 1,
        5..=LONGEST_RESEMBLING => 2,
        _ => return None,
    };
    known()
        .filter(|(_, meaning)| !called || matches!(meaning, Name::Function(_)))
        .map(|(known, _)| (distance(&letters, &known.chars().collect::<Vec<_>>()), known))
        .filter(|(distance, _)| *distance <= slips)
        .min_by_key(|(distance, known)| (*distance, !known.starts_with(letters[0])))
        .map(|(_, known)| known)
}

/// Slips of the finger between two names: a letter added, left out, changed, or swapped with its neighbour
/// (the optimal string alignment distance).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let least = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if swapped { least.min(table[i - 2][j - 2] + 1) } else { least }
            };
        }
    }
    table[a.len()][b.len()]
}
