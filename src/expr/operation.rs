//! The operations a program is made of.

mod value;

/// A coordinate of the plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Axis {
    /// The first argument, drawn to the right.
    X0,
    /// The second argument, drawn upwards.
    X1,
}

impl Axis {
    /// Both axes, in the order of the arguments.
    pub const ALL: [Self; 2] = [Self::X0, Self::X1];

    /// The one that this is not.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::X0 => Self::X1,
            Self::X1 => Self::X0,
        }
    }

    /// 0 or 1.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The name in expressions and on the canvas.
    pub fn name(self) -> &'static str {
        match self {
            Self::X0 => "x0",
            Self::X1 => "x1",
        }
    }
}

/// An operation of one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unary {
    /// `-a`
    Negate,
    /// `|a|`
    Abs,
    /// Square root; NaN below 0.
    Sqrt,
    /// e to the a.
    Exp,
    /// Natural logarithm; NaN below 0, -inf at 0.
    Ln,
    /// e to the a, less 1, with all its digits near 0.
    Expm1,
    /// 2 to the a.
    Exp2,
    /// Natural logarithm of 1 + a, with all its digits near 0; NaN below -1, -inf at -1.
    Log1p,
    /// Logarithm to base 2; NaN below 0, -inf at 0.
    Log2,
    /// Logarithm to base 10; NaN below 0, -inf at 0.
    Log10,
    /// Cube root, of numbers below 0 too.
    Cbrt,
    /// The error function, 2/sqrt(pi) times the integral of e^(-t^2) from 0 to a: from -1 to 1.
    Erf,
    /// Sine of radians.
    Sin,
    /// Cosine of radians.
    Cos,
    /// Tangent of radians.
    Tan,
    /// Inverse sine; NaN outside [-1, 1].
    Asin,
    /// Inverse cosine; NaN outside [-1, 1].
    Acos,
    /// Inverse tangent.
    Atan,
    /// Hyperbolic sine.
    Sinh,
    /// Hyperbolic cosine.
    Cosh,
    /// Hyperbolic tangent.
    Tanh,
    /// Inverse hyperbolic sine.
    Asinh,
    /// Inverse hyperbolic cosine; NaN below 1.
    Acosh,
    /// Inverse hyperbolic tangent; NaN outside [-1, 1].
    Atanh,
    /// The largest integer not above a.
    Floor,
    /// The smallest integer not below a.
    Ceil,
    /// The nearest integer, halves away from zero (NumPy rounds halves to even).
    Round,
    /// The nearest integer, halves to even (NumPy's `round` and `rint`).
    RoundEven,
    /// 1 from +0 up, -1 from -0 down, NaN for NaN (NumPy's sign is 0 at 0).
    Signum,
    /// 1 above 0, -1 below, +0 at either zero, NaN for NaN (NumPy's `sign`).
    Sign,
}

/// How two numbers are compared. Nothing holds for NaN but `!=`, as in IEEE 754.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `a < b`
    Less,
    /// `a <= b`
    LessEqual,
    /// `a > b`
    Greater,
    /// `a >= b`
    GreaterEqual,
    /// `a == b`
    Equal,
    /// `a != b`
    NotEqual,
}

impl Comparison {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Less, Self::LessEqual, Self::Greater, Self::GreaterEqual, Self::Equal, Self::NotEqual];

    /// The sign between the operands.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Equal => "==",
            Self::NotEqual => "!=",
        }
    }

    /// Whether it holds for two numbers.
    #[inline]
    pub fn holds<T: PartialOrd>(self, a: &T, b: &T) -> bool {
        match self {
            Self::Less => a < b,
            Self::LessEqual => a <= b,
            Self::Greater => a > b,
            Self::GreaterEqual => a >= b,
            Self::Equal => a == b,
            Self::NotEqual => a != b,
        }
    }
}

/// An operation of two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Binary {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `a * b`
    Multiply,
    /// `a / b`
    Divide,
    /// Remainder of the truncated quotient, with the sign of a (C's `fmod`; Python's `%` differs).
    Remainder,
    /// Remainder of the quotient rounded down, with the sign of b (Python's `%` and NumPy's `mod`): [`Self::Remainder`],
    /// and b added, with a rounding, where that has the other sign. A remainder of 0 has the sign of b.
    FloorMod,
    /// a to the b, correctly rounded. For b = 2 that is `a * a`, one multiplication, as NumPy squares arrays.
    Power,
    /// The angle of the point (b, a), in (-pi, pi].
    Atan2,
    /// The length of (a, b): the square root of `a^2 + b^2`, rounded once; infinite if either is, even beside NaN.
    Hypot,
    /// The larger; NaN if either is NaN, +0 above -0 (IEEE 754-2019 `maximum`).
    Maximum,
    /// The smaller; NaN if either is NaN, -0 below +0 (IEEE 754-2019 `minimum`).
    Minimum,
    /// 1 where the comparison holds, 0 where not.
    Compare(Comparison),
    /// b where a is true, that is not 0 (NaN is true, as in NumPy), and -0 where a is 0.
    ///
    /// Nobody types it alone: `where(c, a, b)` is `When(c, a) + Unless(c, b)`. The sum has the very bits of a or b, as
    /// -0 is what adding does not change.
    When,
    /// b where a is 0, and -0 where a is true.
    Unless,
    /// b where a > 0, +0 where a < 0 whatever b is, NaN where a is 0 or NaN.
    ///
    /// Nobody types it: derivatives are made of it, where a function has a kink or a jump at a = 0.
    Gate,
}

impl Unary {
    /// Every operation of one operand that is written as a function.
    pub const FUNCTIONS: [Self; 29] = [
        Self::Abs,
        Self::Sqrt,
        Self::Exp,
        Self::Ln,
        Self::Expm1,
        Self::Exp2,
        Self::Log1p,
        Self::Log2,
        Self::Log10,
        Self::Cbrt,
        Self::Erf,
        Self::Sin,
        Self::Cos,
        Self::Tan,
        Self::Asin,
        Self::Acos,
        Self::Atan,
        Self::Sinh,
        Self::Cosh,
        Self::Tanh,
        Self::Asinh,
        Self::Acosh,
        Self::Atanh,
        Self::Floor,
        Self::Ceil,
        Self::Round,
        Self::RoundEven,
        Self::Signum,
        Self::Sign,
    ];

    /// The name as typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Negate => "-",
            Self::Abs => "abs",
            Self::Sqrt => "sqrt",
            Self::Exp => "exp",
            Self::Ln => "ln",
            Self::Expm1 => "expm1",
            Self::Exp2 => "exp2",
            Self::Log1p => "log1p",
            Self::Log2 => "log2",
            Self::Log10 => "log10",
            Self::Cbrt => "cbrt",
            Self::Erf => "erf",
            Self::Sin => "sin",
            Self::Cos => "cos",
            Self::Tan => "tan",
            Self::Asin => "asin",
            Self::Acos => "acos",
            Self::Atan => "atan",
            Self::Sinh => "sinh",
            Self::Cosh => "cosh",
            Self::Tanh => "tanh",
            Self::Asinh => "asinh",
            Self::Acosh => "acosh",
            Self::Atanh => "atanh",
            Self::Floor => "floor",
            Self::Ceil => "ceil",
            Self::Round => "round",
            Self::RoundEven => "rint",
            Self::Signum => "signum",
            Self::Sign => "sign",
        }
    }
}

impl Binary {
    /// Whether it is written as a function of two numbers rather than between them. Not [`Self::When`] and [`Self::Unless`], which
    /// are halves of a function of three.
    pub(crate) fn is_written_as_call(self) -> bool {
        matches!(
            self,
            Self::FloorMod | Self::Hypot | Self::Atan2 | Self::Maximum | Self::Minimum | Self::Gate
        )
    }

    /// The operator or function name as typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::FloorMod => "mod",
            Self::Power => "^",
            Self::Atan2 => "atan2",
            Self::Hypot => "hypot",
            Self::Maximum => "max",
            Self::Minimum => "min",
            Self::Compare(comparison) => comparison.sign(),
            Self::When | Self::Unless => "where",
            Self::Gate => "gate",
        }
    }
}

/// Whether a condition is met: by every number but the zeros, also by NaN.
#[inline]
pub fn is_true(condition: f64) -> bool {
    condition != 0.0
}
