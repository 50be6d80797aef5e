//! The operations a program is made of, and what each means for one `f64`.
//!
//! `+ - * /` and the square root are IEEE 754 operations. Every elementary function is *correctly rounded*
//! (CORE-MATH), so a value does not depend on the machine's libm and each operation is off by at most half an ulp.

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
    /// 1 from +0 up, -1 from -0 down, NaN for NaN (NumPy's sign is 0 at 0).
    Signum,
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
    /// a to the b, correctly rounded. For b = 2 that is `a * a`, one multiplication, as NumPy squares arrays.
    Power,
    /// The angle of the point (b, a), in (-pi, pi].
    Atan2,
    /// The larger; NaN if either is NaN, +0 above -0 (IEEE 754-2019 `maximum`).
    Maximum,
    /// The smaller; NaN if either is NaN, -0 below +0 (IEEE 754-2019 `minimum`).
    Minimum,
    /// b where a > 0, +0 where a < 0 whatever b is, NaN where a is 0 or NaN.
    ///
    /// Nobody types it: derivatives are made of it, where a function has a kink or a jump at a = 0.
    Gate,
}

impl Unary {
    /// Every operation of one operand that is written as a function.
    pub const FUNCTIONS: [Self; 20] = [
        Self::Abs,
        Self::Sqrt,
        Self::Exp,
        Self::Ln,
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
        Self::Signum,
    ];

    /// The name as typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Negate => "-",
            Self::Abs => "abs",
            Self::Sqrt => "sqrt",
            Self::Exp => "exp",
            Self::Ln => "ln",
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
            Self::Signum => "signum",
        }
    }

    /// The value for one number.
    #[inline]
    pub fn apply(self, a: f64) -> f64 {
        match self {
            Self::Negate => -a,
            Self::Abs => a.abs(),
            Self::Sqrt => a.sqrt(),
            Self::Exp => core_math::exp(a),
            Self::Ln => core_math::log(a),
            Self::Sin => core_math::sin(a),
            Self::Cos => core_math::cos(a),
            Self::Tan => core_math::tan(a),
            Self::Asin => core_math::asin(a),
            Self::Acos => core_math::acos(a),
            Self::Atan => core_math::atan(a),
            Self::Sinh => core_math::sinh(a),
            Self::Cosh => core_math::cosh(a),
            Self::Tanh => core_math::tanh(a),
            Self::Asinh => core_math::asinh(a),
            Self::Acosh => core_math::acosh(a),
            Self::Atanh => core_math::atanh(a),
            Self::Floor => a.floor(),
            Self::Ceil => a.ceil(),
            Self::Round => a.round(),
            Self::Signum => a.signum(),
        }
    }
}

impl Binary {
    /// The operator or function name as typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::Power => "^",
            Self::Atan2 => "atan2",
            Self::Maximum => "max",
            Self::Minimum => "min",
            Self::Gate => "gate",
        }
    }

    /// The value for two numbers.
    #[inline]
    pub fn apply(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Add => a + b,
            Self::Subtract => a - b,
            Self::Multiply => a * b,
            Self::Divide => a / b,
            Self::Remainder => a % b,
            Self::Power => core_math::pow(a, b),
            Self::Atan2 => core_math::atan2(a, b),
            Self::Maximum => maximum(a, b),
            Self::Minimum => -maximum(-a, -b),
            Self::Gate => gate(a, b),
        }
    }
}

/// IEEE 754-2019 `maximum`: NaN wins, +0 is above -0.
#[inline]
fn maximum(a: f64, b: f64) -> f64 {
    if a > b {
        a
    } else if b > a {
        b
    } else if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a.is_sign_positive() {
        // Equal: only the zeros differ, and +0 is the larger.
        a
    } else {
        b
    }
}

/// [`Binary::Gate`].
#[inline]
fn gate(a: f64, b: f64) -> f64 {
    if a > 0.0 {
        b
    } else if a < 0.0 {
        0.0
    } else {
        f64::NAN
    }
}
