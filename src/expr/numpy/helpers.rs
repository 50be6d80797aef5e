//! Functions that NumPy has not, or not with our meaning, for the script to define.

use super::Arrays;

/// A function of the script's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Helper {
    /// The error function, number by number.
    Erf,
    /// `a/2*(1 + erf(a/sqrt(2)))`
    Gelu,
    /// To the nearest whole number, halves away from 0.
    Round,
    /// 1 from +0 up, -1 from -0 down.
    Signum,
    /// `sin(pi*a)/(pi*a)`, and 1 at 0.
    Sinc,
    /// What a derivative has at a kink: `b` where a > 0, 0 where a < 0, else NaN.
    Gate,
    /// The cube root of complex numbers, below 0 that of real ones.
    Cbrt,
    /// The square root of `a^2 + b^2` for complex numbers.
    Hypot,
    /// The angle of a point whose coordinates are complex.
    Arctan2,
}

impl Helper {
    /// All of them; one that needs another comes behind it.
    pub const ALL: [Self; 9] = [
        Self::Erf,
        Self::Gelu,
        Self::Round,
        Self::Signum,
        Self::Sinc,
        Self::Gate,
        Self::Cbrt,
        Self::Hypot,
        Self::Arctan2,
    ];

    /// The name in the script.
    pub fn name(self) -> &'static str {
        match self {
            Self::Erf => "erf",
            Self::Gelu => "gelu",
            Self::Round => "round_half_away",
            Self::Signum => "signum",
            Self::Sinc => "sinc",
            Self::Gate => "gate",
            Self::Cbrt => "cbrt",
            Self::Hypot => "hypot",
            Self::Arctan2 => "arctan2",
        }
    }

    /// What else it calls of the script's own.
    pub(super) fn needs(self) -> Option<Self> {
        (self == Self::Gelu).then_some(Self::Erf)
    }

    /// Whether it calls Python's `math`.
    pub fn needs_math(self) -> bool {
        matches!(self, Self::Erf | Self::Gelu)
    }

    /// Its definition, some lines of Python with an end of line behind each.
    pub fn definition(self, arrays: Arrays) -> String {
        let name = self.name();
        let value = match self {
            Self::Erf => {
                // Of the type of its numbers, as that may be `float64` beside `dtype`.
                if arrays == Arrays::Dtype {
                    return "def erf(a):\n    a = np.asarray(a)\n    return np.vectorize(math.erf, otypes=[a.dtype])(a)\n"
                        .to_owned();
                }
                let call = "np.vectorize(math.erf, otypes=[float])(np.asarray(a))";
                return format!("def erf(a):\n    return {}\n", own_class(call, arrays));
            }
            Self::Gelu => "a/2*(1 + erf(a/math.sqrt(2)))".to_owned(),
            Self::Round => {
                let value =
                    own_class("np.where(np.abs(a - whole) >= 0.5, whole + np.sign(a), whole)", arrays);
                return format!(
                    "def {name}(a):\n    \"\"\"Halves away from 0; np.round takes them to even numbers.\"\"\"\n    \
                     whole = np.trunc(a)\n    return {value}\n"
                );
            }
            Self::Signum => own_class("np.where(np.isnan(a), a, np.copysign(1, a))", arrays),
            Self::Sinc => {
                let value = own_class("np.where(y == 0, 1, np.sin(y)/np.where(y == 0, 1, y))", arrays);
                return format!("def {name}(a):\n    y = np.pi*a\n    return {value}\n");
            }
            Self::Gate => {
                let value =
                    own_class("np.where(a > 0, b, np.where(a < 0, np.zeros_like(a), np.nan))", arrays);
                return format!(
                    "def {name}(a, b):\n    \"\"\"b where a > 0, 0 where a < 0; at a = 0 there is no derivative.\"\"\"\n    \
                     return {value}\n"
                );
            }
            Self::Cbrt => return CBRT.to_owned(),
            Self::Hypot => return HYPOT.to_owned(),
            Self::Arctan2 => return ARCTAN2.to_owned(),
        };
        format!("def {name}(a):\n    return {value}\n")
    }
}

/// What NumPy makes a plain array of.
fn own_class(value: &str, arrays: Arrays) -> String {
    if arrays == Arrays::Bfloat16 { format!("bfloat16({value})") } else { value.to_owned() }
}

const CBRT: &str = "\
def cbrt(a):
    \"\"\"np.cbrt takes no complex numbers.\"\"\"
    sign = np.where(np.real(a) < 0, -1, 1)
    return sign*(sign*a)**(1/3)
";

const HYPOT: &str = "\
def hypot(a, b):
    \"\"\"np.hypot takes no complex numbers. At the corner there is no derivative.\"\"\"
    corner = (np.real(a) == 0) & (np.real(b) == 0) & ((np.imag(a) != 0) | (np.imag(b) != 0))
    return np.where(corner, np.nan, np.sqrt(a*a + b*b))
";

const ARCTAN2: &str = "\
def arctan2(a, b):
    \"\"\"np.arctan2 takes no complex numbers: the inverse tangent of the smaller quotient, and quarter turns.\"\"\"
    is_steep = np.abs(np.real(a)) > np.abs(np.real(b))
    angle = np.where(is_steep, -np.arctan(b/np.where(is_steep, a, 1)), np.arctan(a/np.where(is_steep, 1, b)))
    return angle + np.pi/2*np.rint((np.arctan2(np.real(a), np.real(b)) - np.real(angle))/(np.pi/2))
";
