//! The functions an expression may call: names, what each is made of, and a line of help.

use std::f64::consts::PI;

use super::composed::{choose, gelu, heaviside, sinc, softplus};
use super::operation::{Binary, Comparison, Unary};
use super::program::{NodeId, ProgramBuilder};

/// A function that can be called.
#[derive(Debug)]
pub struct Function {
    /// The name in canonical texts.
    pub name: &'static str,
    /// Other names for it, as NumPy has them.
    pub aliases: &'static [&'static str],
    /// How it is called, such as `clip(a, low, high)`.
    pub signature: &'static str,
    /// What it is, in a line.
    pub help: &'static str,
    /// The fewest arguments it takes ...
    pub(super) least: usize,
    /// ... and the most.
    pub(super) most: usize,
    meaning: Meaning,
}

/// What a call becomes.
#[derive(Clone, Copy, Debug)]
enum Meaning {
    One(Unary),
    /// Two arguments, or several from left to right.
    Two(Binary),
    /// Operations one after another, each rounded.
    Composed(fn(&mut ProgramBuilder, &[NodeId]) -> NodeId),
}

const fn one(op: Unary, name: &'static str, signature: &'static str, help: &'static str) -> Function {
    Function { name, aliases: &[], signature, help, least: 1, most: 1, meaning: Meaning::One(op) }
}

const fn composed(
    name: &'static str,
    arguments: usize,
    signature: &'static str,
    help: &'static str,
    build: fn(&mut ProgramBuilder, &[NodeId]) -> NodeId,
) -> Function {
    let meaning = Meaning::Composed(build);
    Function { name, aliases: &[], signature, help, least: arguments, most: arguments, meaning }
}

impl Function {
    const fn or(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// Whether it is called so.
    pub fn answers_to(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }

    /// A call to show as an example.
    pub fn example(&self) -> String {
        let name = self.name;
        match name {
            "atan2" => "atan2(x1, x0)".into(),
            "clip" => "clip(x0, -1, 1)".into(),
            "where" => "where(x0 < 0, -x0, x0)".into(),
            "heaviside" => "heaviside(x0, 0.5)".into(),
            "pow" => "pow(x0, 3)".into(),
            "fmod" | "mod" => format!("{name}(x0, 2)"),
            _ if self.most == 1 => format!("{name}(x0)"),
            _ => format!("{name}(x0, x1)"),
        }
    }

    /// The operation, where canonical texts have a sign for it between its operands.
    pub(super) fn sign(&self) -> Option<Binary> {
        match self.meaning {
            Meaning::Two(op @ Binary::Compare(_)) => Some(op),
            _ => None,
        }
    }

    /// Its value for as many arguments as it takes; nothing for another number of them.
    pub(super) fn build(&self, program: &mut ProgramBuilder, arguments: &[NodeId]) -> Option<NodeId> {
        if !(self.least..=self.most).contains(&arguments.len()) {
            return None;
        }
        let (&first, rest) = arguments.split_first()?;
        Some(match self.meaning {
            Meaning::One(op) => program.unary(op, first),
            Meaning::Two(op) => rest.iter().fold(first, |so_far, next| program.binary(op, so_far, *next)),
            Meaning::Composed(build) => build(program, arguments),
        })
    }
}

/// What NumPy calls a comparison.
pub(super) fn of_comparison(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "less",
        Comparison::LessEqual => "less_equal",
        Comparison::Greater => "greater",
        Comparison::GreaterEqual => "greater_equal",
        Comparison::Equal => "equal",
        Comparison::NotEqual => "not_equal",
    }
}

const fn compared(
    comparison: Comparison,
    name: &'static str,
    signature: &'static str,
    help: &'static str,
) -> Function {
    let meaning = Meaning::Two(Binary::Compare(comparison));
    Function { name, aliases: &[], signature, help, least: 2, most: 2, meaning }
}

/// The function of a name.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.answers_to(name))
}

/// Every function, in the order in which help lists them.
pub static FUNCTIONS: [Function; 53] = [
    one(Unary::Sqrt, "sqrt", "sqrt(a)", "Square root; not defined below 0."),
    one(Unary::Exp, "exp", "exp(a)", "e to the a."),
    one(Unary::Ln, "ln", "ln(a)", "Natural logarithm, which NumPy calls log; not defined below 0.")
        .or(&["log"]),
    one(Unary::Log2, "log2", "log2(a)", "Logarithm to base 2; not defined below 0."),
    one(Unary::Log10, "log10", "log10(a)", "Logarithm to base 10; not defined below 0."),
    one(Unary::Log1p, "log1p", "log1p(a)", "ln(1 + a), with all its digits for a near 0."),
    one(Unary::Expm1, "expm1", "expm1(a)", "exp(a) - 1, with all its digits for a near 0."),
    one(Unary::Exp2, "exp2", "exp2(a)", "2 to the a."),
    one(Unary::Cbrt, "cbrt", "cbrt(a)", "Cube root, of numbers below 0 too."),
    one(
        Unary::Erf,
        "erf",
        "erf(a)",
        "Error function: the share of a normal distribution within sqrt(2)*a deviations, less than 0 for a below 0.",
    ),
    one(Unary::Abs, "abs", "abs(a)", "Distance from 0, |a|.").or(&["absolute", "fabs"]),
    one(Unary::Sin, "sin", "sin(a)", "Sine; angles are in radians."),
    one(Unary::Cos, "cos", "cos(a)", "Cosine; angles are in radians."),
    one(Unary::Tan, "tan", "tan(a)", "Tangent; angles are in radians."),
    one(Unary::Asin, "asin", "asin(a)", "The angle whose sine is a, for a from -1 to 1.").or(&["arcsin"]),
    one(Unary::Acos, "acos", "acos(a)", "The angle whose cosine is a, for a from -1 to 1.").or(&["arccos"]),
    one(Unary::Atan, "atan", "atan(a)", "The angle whose tangent is a, between -pi/2 and pi/2.")
        .or(&["arctan"]),
    Function {
        name: "atan2",
        aliases: &["arctan2"],
        signature: "atan2(y, x)",
        help: "The angle of the point (x, y), from -pi to pi.",
        least: 2,
        most: 2,
        meaning: Meaning::Two(Binary::Atan2),
    },
    Function {
        name: "hypot",
        aliases: &[],
        signature: "hypot(a, b)",
        help: "Distance of the point (a, b) from the origin, sqrt(a^2 + b^2).",
        least: 2,
        most: 2,
        meaning: Meaning::Two(Binary::Hypot),
    },
    composed("deg2rad", 1, "deg2rad(a)", "Degrees to radians, a*(pi/180).", |program, arguments| {
        let factor = program.constant(PI / 180.0);
        program.binary(Binary::Multiply, arguments[0], factor)
    })
    .or(&["radians"]),
    composed("rad2deg", 1, "rad2deg(a)", "Radians to degrees, a*(180/pi).", |program, arguments| {
        let factor = program.constant(180.0 / PI);
        program.binary(Binary::Multiply, arguments[0], factor)
    })
    .or(&["degrees"]),
    one(Unary::Sinh, "sinh", "sinh(a)", "Hyperbolic sine."),
    one(Unary::Cosh, "cosh", "cosh(a)", "Hyperbolic cosine."),
    one(Unary::Tanh, "tanh", "tanh(a)", "Hyperbolic tangent, from -1 to 1."),
    one(Unary::Asinh, "asinh", "asinh(a)", "Inverse hyperbolic sine.").or(&["arcsinh"]),
    one(Unary::Acosh, "acosh", "acosh(a)", "Inverse hyperbolic cosine; not defined below 1.")
        .or(&["arccosh"]),
    one(Unary::Atanh, "atanh", "atanh(a)", "Inverse hyperbolic tangent, for a from -1 to 1.")
        .or(&["arctanh"]),
    one(Unary::Floor, "floor", "floor(a)", "The largest whole number not above a."),
    one(Unary::Ceil, "ceil", "ceil(a)", "The smallest whole number not below a."),
    one(
        Unary::Round,
        "round",
        "round(a)",
        "The nearest whole number, halves away from 0; NumPy's round takes halves to even ones.",
    ),
    one(
        Unary::RoundEven,
        "rint",
        "rint(a)",
        "The nearest whole number, halves to the even one, as NumPy's round and rint.",
    )
    .or(&["around"]),
    one(Unary::Sign, "sign", "sign(a)", "1 above 0, -1 below, 0 at 0, as NumPy's sign."),
    one(Unary::Signum, "signum", "signum(a)", "1 from +0 up, -1 below; NumPy's sign is 0 at 0."),
    several(
        Binary::Maximum,
        "max",
        &["maximum"],
        "max(a, b, ...)",
        "The largest; not defined if one of them is not.",
    ),
    several(
        Binary::Minimum,
        "min",
        &["minimum"],
        "min(a, b, ...)",
        "The smallest; not defined if one of them is not.",
    ),
    composed("clip", 3, "clip(a, low, high)", "a kept between low and high.", |program, arguments| {
        let raised = program.binary(Binary::Maximum, arguments[0], arguments[1]);
        program.binary(Binary::Minimum, raised, arguments[2])
    }),
    composed("pow", 2, "pow(a, b)", "a to the b, as a^b.", |program, arguments| {
        program.binary(Binary::Power, arguments[0], arguments[1])
    })
    .or(&["power"]),
    composed("square", 1, "square(a)", "a times a.", |program, arguments| {
        program.binary(Binary::Multiply, arguments[0], arguments[0])
    }),
    composed(
        "fmod",
        2,
        "fmod(a, b)",
        "What is left of a after dividing by b, with the sign of a, as a%b.",
        |program, arguments| program.binary(Binary::Remainder, arguments[0], arguments[1]),
    ),
    Function {
        name: "mod",
        aliases: &["remainder"],
        signature: "mod(a, b)",
        help: "What is left of a after dividing by b, with the sign of b, as % in Python; a%b here has that of a.",
        least: 2,
        most: 2,
        meaning: Meaning::Two(Binary::FloorMod),
    },
    composed(
        "relu",
        1,
        "relu(a)",
        "a above 0, else 0: the usual activation of a neuron.",
        |program, arguments| {
            let zero = program.constant(0.0);
            program.binary(Binary::Maximum, arguments[0], zero)
        },
    ),
    composed("sigmoid", 1, "sigmoid(a)", "1/(1 + exp(-a)), from 0 to 1.", |program, arguments| {
        let minus = program.unary(Unary::Negate, arguments[0]);
        let power = program.unary(Unary::Exp, minus);
        let one = program.constant(1.0);
        let below = program.binary(Binary::Add, one, power);
        program.binary(Binary::Divide, one, below)
    })
    .or(&["expit"]),
    composed("softplus", 1, "softplus(a)", "ln(1 + exp(a)), a smooth relu.", |program, arguments| {
        softplus(program, arguments[0])
    }),
    composed(
        "gelu",
        1,
        "gelu(a)",
        "a times the share of a normal distribution below a, a/2*(1 + erf(a/sqrt(2))).",
        |program, arguments| gelu(program, arguments[0]),
    ),
    composed(
        "where",
        3,
        "where(c, a, b)",
        "a where the condition c holds, such as x0 < 0, else b.",
        |program, arguments| choose(program, arguments[0], arguments[1], arguments[2]),
    ),
    composed(
        "heaviside",
        2,
        "heaviside(a, h)",
        "The unit step: 0 below 0, 1 above, h at 0.",
        |program, arguments| heaviside(program, arguments[0], arguments[1]),
    ),
    composed("sinc", 1, "sinc(a)", "sin(pi*a)/(pi*a), and 1 at 0, as NumPy's sinc.", |program, arguments| {
        sinc(program, arguments[0])
    }),
    compared(Comparison::Less, "less", "less(a, b)", "1 where a < b, else 0; a < b in short."),
    compared(
        Comparison::LessEqual,
        "less_equal",
        "less_equal(a, b)",
        "1 where a <= b, else 0; a <= b in short.",
    ),
    compared(Comparison::Greater, "greater", "greater(a, b)", "1 where a > b, else 0; a > b in short."),
    compared(
        Comparison::GreaterEqual,
        "greater_equal",
        "greater_equal(a, b)",
        "1 where a >= b, else 0; a >= b in short.",
    ),
    compared(Comparison::Equal, "equal", "equal(a, b)", "1 where a is b, else 0; a == b in short."),
    compared(
        Comparison::NotEqual,
        "not_equal",
        "not_equal(a, b)",
        "1 where a is not b, else 0; a != b in short.",
    ),
];

const fn several(
    op: Binary,
    name: &'static str,
    aliases: &'static [&'static str],
    signature: &'static str,
    help: &'static str,
) -> Function {
    Function { name, aliases, signature, help, least: 1, most: usize::MAX, meaning: Meaning::Two(op) }
}
