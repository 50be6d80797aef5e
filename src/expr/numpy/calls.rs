//! The functions of an expression in NumPy.

use std::f64::consts::PI;

use super::writer::{Piece, Writer};
use super::{Arrays, Helper, NotInNumpy};
use crate::expr::operation::{Binary, Unary, is_true};

impl Writer {
    /// A call of one of our functions, with its value where that is the same everywhere.
    pub(super) fn call(
        &mut self,
        name: &'static str,
        arguments: Vec<Piece>,
        value: Option<f64>,
    ) -> Result<Piece, NotInNumpy> {
        match value.filter(|_| arguments.iter().all(Piece::is_number)) {
            Some(value) => Ok(self.number_call(name, arguments, value)),
            None => self.array_call(name, arguments),
        }
    }

    /// A function of numbers alone.
    fn number_call(&mut self, name: &'static str, arguments: Vec<Piece>, value: f64) -> Piece {
        let has_parameter =
            arguments.iter().any(|a| a.number_of().is_some_and(|number| number.has_parameter));
        if !has_parameter {
            // The logarithm of 2 reads better than its digits; the larger of two numbers does not.
            return match numpy_name(name) {
                Some(numpy) if is_smooth(name) && value.is_finite() => {
                    self.numpy(numpy, arguments).scalar(self.arrays).of_value(value, false)
                }
                _ => Piece::number(value),
            };
        }
        let of_float64 = self.arrays == Arrays::Float64;
        let known = self.helpers.clone();
        match self.array_call(name, arguments) {
            // Python's own float already.
            Ok(piece) if piece.is_number() => piece,
            // Those of the script's own round to its type, which ours do later.
            Ok(piece) if of_float64 || self.helpers == known => piece.float().of_value(value, true),
            _ => {
                self.helpers = known;
                Piece::number(value)
            }
        }
    }

    /// A function of arrays and perhaps numbers.
    fn array_call(&mut self, name: &'static str, mut arguments: Vec<Piece>) -> Result<Piece, NotInNumpy> {
        let is_complex = self.arrays == Arrays::Complex;
        let is_float64 = self.arrays == Arrays::Float64;
        let helper = match name {
            "erf" | "gelu" if is_complex => return Err(NotInNumpy("erf")),
            "cbrt" if is_complex => Some(Helper::Cbrt),
            "hypot" if is_complex => Some(Helper::Hypot),
            "atan2" if is_complex => Some(Helper::Arctan2),
            // NumPy's takes another number for pi*a near 0 in short formats.
            "sinc" if !is_float64 => Some(Helper::Sinc),
            "erf" => Some(Helper::Erf),
            "gelu" => Some(Helper::Gelu),
            "round" => Some(Helper::Round),
            "signum" => Some(Helper::Signum),
            "gate" => Some(Helper::Gate),
            _ => None,
        };
        if let Some(helper) = helper {
            return Ok(self.helper(helper, arguments));
        }
        Ok(match (name, arguments.as_mut_slice()) {
            ("max", _) => self.extremum(Binary::Maximum, arguments),
            ("min", _) => self.extremum(Binary::Minimum, arguments),
            ("relu", _) => {
                arguments.push(Piece::number(0.0));
                self.extremum(Binary::Maximum, arguments)
            }
            ("clip", [a, low, high]) if a.is_number() => {
                let [a, low, high] = [a, low, high].map(std::mem::take);
                let raised = self.extremum(Binary::Maximum, vec![a, low]);
                self.extremum(Binary::Minimum, vec![raised, high])
            }
            ("pow", [a, b]) => {
                let [a, b] = [a, b].map(std::mem::take);
                self.infix(Binary::Power, a, b)
            }
            ("sigmoid", [a]) => {
                let a = std::mem::take(a);
                self.sigmoid(a)
            }
            ("softplus", [a]) => {
                let a = std::mem::take(a);
                self.numpy("logaddexp", vec![Piece::number(0.0), a])
            }
            // NumPy's own have the factor in the array's type.
            ("deg2rad" | "rad2deg", [a]) if !is_float64 => {
                let a = std::mem::take(a);
                let [over, under] = [Piece::name("pi", Some(PI)), Piece::number(180.0)];
                let [over, under] = if name == "deg2rad" { [over, under] } else { [under, over] };
                let factor = self.infix(Binary::Divide, over, under);
                self.infix(Binary::Multiply, a, factor)
            }
            ("where", [condition, a, b]) => {
                let [condition, a, b] = [condition, a, b].map(std::mem::take);
                self.choose(condition, a, b)
            }
            _ => self.numpy(numpy_name(name).unwrap_or(name), arguments),
        })
    }

    /// The largest or smallest, from left to right.
    fn extremum(&self, op: Binary, arguments: Vec<Piece>) -> Piece {
        let name = if op == Binary::Maximum { "maximum" } else { "minimum" };
        let mut arguments = arguments.into_iter();
        let first = arguments.next().unwrap_or_default();
        arguments.fold(first, |so_far, next| match (so_far.number_of(), next.number_of()) {
            (Some(a), Some(b)) => {
                let value = op.apply(a.value, b.value);
                if a.has_parameter || b.has_parameter {
                    self.numpy(name, vec![so_far, next]).float().of_value(value, true)
                } else {
                    Piece::number(value)
                }
            }
            _ => self.numpy(name, vec![so_far, next]),
        })
    }

    /// `1/(1 + np.exp(-a))`
    fn sigmoid(&mut self, a: Piece) -> Piece {
        let a = self.as_numbers(a);
        let minus = self.negate(a);
        let power = match minus.number_of() {
            Some(number) => {
                let value = Unary::Exp.apply(number.value);
                self.numpy("exp", vec![minus]).scalar(self.arrays).of_value(value, number.has_parameter)
            }
            None => self.numpy("exp", vec![minus]),
        };
        let below = self.infix(Binary::Add, Piece::number(1.0), power);
        self.infix(Binary::Divide, Piece::number(1.0), below)
    }

    /// `np.where(condition, a, b)`, whose condition may be truth values.
    fn choose(&self, condition: Piece, a: Piece, b: Piece) -> Piece {
        let decided = condition.number_of();
        if let Some(number) = decided.filter(|number| !number.has_parameter) {
            return if is_true(number.value) { a } else { b };
        }
        let are_numbers = a.is_number() && b.is_number();
        let (a, b) = if decided.is_some() && are_numbers {
            (a, b)
        } else {
            let [a, b] = self.operands([a, b]);
            (a, b)
        };
        let choice = Piece::call("np.where", &[condition, a, b]);
        if decided.is_some() {
            choice
        } else if are_numbers {
            self.as_arrays(&choice)
        } else {
            self.of_own_class(choice)
        }
    }
}

/// Whether a function is off by a rounding at least, and a float whatever it takes.
fn is_smooth(name: &str) -> bool {
    let is_stepped = |op: &Unary| {
        matches!(
            op,
            Unary::Abs
                | Unary::Erf
                | Unary::Floor
                | Unary::Ceil
                | Unary::Round
                | Unary::RoundEven
                | Unary::Signum
                | Unary::Sign
        )
    };
    Unary::FUNCTIONS.iter().any(|op| op.name() == name && !is_stepped(op))
}

/// NumPy's name of a function that it has under another one, or that is the same for numbers.
fn numpy_name(name: &'static str) -> Option<&'static str> {
    Some(match name {
        "ln" => "log",
        "asin" => "arcsin",
        "acos" => "arccos",
        "atan" => "arctan",
        "atan2" => "arctan2",
        "asinh" => "arcsinh",
        "acosh" => "arccosh",
        "atanh" => "arctanh",
        "erf" | "round" | "signum" | "gate" => return None,
        name => name,
    })
}
