//! What meval's own `Expr::bind2` makes of a text, with our functions under its names: bit for bit our program's value.
//!
//! meval calls the standard library's functions, which are off by some units in the last place; through its context it
//! calls ours, so that its reading of the text, the order of its operations and its arithmetic are what is compared. The
//! one function it takes from nowhere else is `^`, as `powf`: where that is not correctly rounded at a point, nothing is
//! compared there.

use std::f64::consts::{E, PI, TAU};

use gradfield::eval::scalar;
use gradfield::expr::{Binary, FUNCTIONS, Parameters, Program, Unary, is_true};
use meval::tokenizer::{Operation, Token};
use meval::{ContextProvider, FuncEvalError};

use crate::support::same;

/// Where values are compared: an ordinary point, one with a zero and a negative number, and one with neither exact.
pub(crate) const POINTS: [[f64; 2]; 3] = [[1.5, 2.0], [-0.75, 0.0], [0.1, -3.3]];

/// The value of a function by its canonical name, from the operations that its help names; nothing for one that is not
/// here or takes another number of arguments.
pub(crate) fn meaning(name: &str, arguments: &[f64]) -> Option<f64> {
    if let (Some(op), [a]) = (Unary::FUNCTIONS.into_iter().find(|op| op.name() == name), arguments) {
        return Some(op.apply(*a));
    }
    let fold = |op: Binary| arguments.iter().copied().reduce(|a, b| op.apply(a, b));
    Some(match (name, arguments) {
        ("atan2", [a, b]) => Binary::Atan2.apply(*a, *b),
        ("hypot", [a, b]) => Binary::Hypot.apply(*a, *b),
        ("mod", [a, b]) => Binary::FloorMod.apply(*a, *b),
        ("fmod", [a, b]) => Binary::Remainder.apply(*a, *b),
        ("pow", [a, b]) => Binary::Power.apply(*a, *b),
        ("max", _) => return fold(Binary::Maximum),
        ("min", _) => return fold(Binary::Minimum),
        ("clip", [a, low, high]) => Binary::Minimum.apply(Binary::Maximum.apply(*a, *low), *high),
        ("square", [a]) => a * a,
        ("deg2rad", [a]) => a * (PI / 180.0),
        ("rad2deg", [a]) => a * (180.0 / PI),
        ("relu", [a]) => Binary::Maximum.apply(*a, 0.0),
        ("sigmoid", [a]) => 1.0 / (1.0 + Unary::Exp.apply(-a)),
        ("softplus", [a]) => {
            let smooth = |a: f64| Unary::Log1p.apply(Unary::Exp.apply(a));
            if *a < 1.234_567_891_011 { smooth(*a) } else { a + smooth(-a) }
        }
        ("gelu", [a]) => a / 2.0 * (1.0 + Unary::Erf.apply(a / 2.0_f64.sqrt())),
        ("where", [c, a, b]) => {
            if is_true(*c) {
                *a
            } else {
                *b
            }
        }
        ("heaviside", [a, h]) if *a == 0.0 => *h,
        ("heaviside", [a, _]) => (Unary::Sign.apply(*a) + 1.0) * 0.5,
        ("sinc", [a]) => sinc(*a),
        ("less", [a, b]) => f64::from(a < b),
        ("less_equal", [a, b]) => f64::from(a <= b),
        ("greater", [a, b]) => f64::from(a > b),
        ("greater_equal", [a, b]) => f64::from(a >= b),
        ("equal", [a, b]) => f64::from(a == b),
        ("not_equal", [a, b]) => f64::from(a != b),
        _ => return None,
    })
}

/// `sin(y)/y`, and near 0 its series, 1 - y^2/(2*3)*(1 - y^2/(4*5)*(1 - ...)).
fn sinc(a: f64) -> f64 {
    let y = a * PI;
    if y * y < 0.787_402_165_31 * 0.787_402_165_31 {
        (1..=13).rev().map(f64::from).fold(1.0, |rest, k| 1.0 - y * y * rest / (2.0 * k * (2.0 * k + 1.0)))
    } else {
        Unary::Sin.apply(y) / y
    }
}

/// What meval looks names up in.
struct Names<'p>(&'p Parameters);

impl ContextProvider for Names<'_> {
    fn get_var(&self, name: &str) -> Option<f64> {
        match name {
            "pi" => Some(PI),
            "e" => Some(E),
            "tau" => Some(TAU),
            _ => self.0.get(name),
        }
    }

    fn eval_func(&self, name: &str, arguments: &[f64]) -> Result<f64, FuncEvalError> {
        let function = FUNCTIONS.iter().find(|function| function.answers_to(name));
        let value = function.and_then(|function| meaning(function.name, arguments));
        value.ok_or(FuncEvalError::UnknownFunction)
    }
}

/// Whether meval reads a text and knows its names.
///
/// It panics on one of white space alone, and calls without arguments are none of its functions'.
pub(crate) fn takes(text: &str, parameters: &Parameters) -> bool {
    if text.trim().is_empty() {
        return false;
    }
    let Ok(expression) = text.parse::<meval::Expr>() else { return false };
    expression.bind2_with_context(Names(parameters), "x0", "x1").is_ok()
}

/// At how many points our program of a text and meval's closure were compared; what differs is said.
pub(crate) fn compare(text: &str, program: &Program, parameters: &Parameters) -> Result<usize, String> {
    let Ok(expression) = text.parse::<meval::Expr>() else { return Ok(0) };
    let tokens: Vec<Token> = expression.iter().cloned().collect();
    let Ok(theirs) = expression.bind2_with_context(Names(parameters), "x0", "x1") else { return Ok(0) };
    let mut compared = 0;
    for x in POINTS {
        if has_rounded_powers(&tokens, x, parameters) != Some(true) {
            continue;
        }
        let (ours, theirs) = (scalar::evaluate(program, x), theirs(x[0], x[1]));
        if !same(ours, theirs) {
            return Err(format!("{text:?} at {x:?} is {ours:?}, and {theirs:?} in meval"));
        }
        compared += 1;
    }
    Ok(compared)
}

/// Whether every power on the way is the same by `powf` as by ours; nothing for what has another number of operands.
fn has_rounded_powers(tokens: &[Token], x: [f64; 2], parameters: &Parameters) -> Option<bool> {
    let mut stack = Vec::new();
    for token in tokens {
        let value = match token {
            Token::Number(value) => *value,
            Token::Var(name) if name == "x0" => x[0],
            Token::Var(name) if name == "x1" => x[1],
            Token::Var(name) => Names(parameters).get_var(name)?,
            Token::Unary(operation) => {
                let a: f64 = stack.pop()?;
                if *operation == Operation::Minus { -a } else { a }
            }
            Token::Binary(operation) => {
                let (b, a): (f64, f64) = (stack.pop()?, stack.pop()?);
                match operation {
                    Operation::Plus => a + b,
                    Operation::Minus => a - b,
                    Operation::Times => a * b,
                    Operation::Div => a / b,
                    Operation::Rem => a % b,
                    Operation::Pow => {
                        let ours = Binary::Power.apply(a, b);
                        if !same(ours, a.powf(b)) {
                            return Some(false);
                        }
                        ours
                    }
                }
            }
            Token::Func(name, Some(count)) => {
                let arguments = stack.split_off(stack.len().checked_sub(*count)?);
                Names(parameters).eval_func(name, &arguments).ok()?
            }
            _ => return None,
        };
        stack.push(value);
    }
    Some(true)
}
