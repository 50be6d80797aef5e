//! How far meval's value of an expression can be from ours: running error analysis, bottom up.
//!
//! N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed. (2002), section 3.3. At each node the claim
//! is |ours - meval's| <= error. An operation passes on what its operands are apart, by the exact spread of the
//! function over the operand's interval, and adds what the two libraries' roundings can differ by.

use gradfield::expr::{Binary, Unary};

use crate::support::tree::Tree;

/// Our value and how far meval's can be from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounded {
    pub(crate) value: f64,
    pub(crate) error: f64,
}

/// The bound at a point; `None` where a value is not finite or a discontinuity lies within an operand's error.
pub(crate) fn of(tree: &Tree, x: [f64; 2]) -> Option<Bounded> {
    let bounded = match tree {
        Tree::Number(value) => exact(*value),
        Tree::Variable(axis) => exact(x[axis.index()]),
        Tree::Unary(op, a) => unary(*op, of(a, x)?)?,
        Tree::Binary(op, a, b) => binary(*op, of(a, x)?, of(b, x)?)?,
        // Not in meval.
        Tree::Choice(_) => return None,
    };
    (bounded.value.is_finite() && bounded.error.is_finite()).then_some(bounded)
}

/// Whether every implementation has the same value: what is exact, or rounded as IEEE 754 has it.
pub(crate) fn is_exact_everywhere(op: Unary) -> bool {
    matches!(
        op,
        Unary::Negate
            | Unary::Abs
            | Unary::Sqrt
            | Unary::Floor
            | Unary::Ceil
            | Unary::Round
            | Unary::RoundEven
            | Unary::Signum
            | Unary::Sign
    )
}

/// How far the standard library's function of `a` can be from the correctly rounded `value`.
pub(crate) fn std_error(op: Unary, a: f64, value: f64) -> f64 {
    let two_ulps = 2.0 * ulp(value);
    match op {
        op if is_exact_everywhere(op) => 0.0,
        // It takes ln(a + sqrt(a - 1) sqrt(a + 1)), the logarithm of a rounded number near 1.
        Unary::Acosh => two_ulps + 2.0 * f64::EPSILON,
        // It takes ln_1p(2 a / (1 - a)) / 2, whose rounded argument is near -1; ln_1p there is that much steeper.
        Unary::Atanh if a < 0.0 => two_ulps + 2.0 * f64::EPSILON * (1.0 - a) / (1.0 + a),
        _ => two_ulps,
    }
}

/// From here on the standard library's asinh and acosh overflow, though their values are some 708.
pub(crate) const STD_OVERFLOW: f64 = 1e307;

fn exact(value: f64) -> Bounded {
    Bounded { value, error: 0.0 }
}

impl Bounded {
    /// Where meval's value lies, rounded outwards.
    fn interval(self) -> [f64; 2] {
        if self.error > 0.0 {
            [(self.value - self.error).next_down(), (self.value + self.error).next_up()]
        } else {
            [self.value, self.value]
        }
    }
}

/// The distance of the numbers around one of this size.
fn ulp(size: f64) -> f64 {
    size.abs().next_up() - size.abs()
}

/// `value`, moved by at most `spread` by its operands and by `library` through the standard library's rounding.
/// Two ulps more are for our own rounding and those made in finding the spread.
fn rounded(value: f64, spread: f64, library: f64) -> Bounded {
    Bounded { value, error: (spread + library + 2.0 * ulp(value.abs() + spread)).next_up() }
}

fn unary(op: Unary, a: Bounded) -> Option<Bounded> {
    let value = op.apply(a.value);
    let [low, high] = a.interval();
    let ends = || {
        let spread = (op.apply(low) - value).abs().max((op.apply(high) - value).abs());
        spread.is_finite().then_some(spread)
    };
    let spread = match op {
        Unary::Negate | Unary::Abs => return Some(Bounded { value, error: a.error }),
        Unary::Sqrt if a.error <= 0.0 => return Some(exact(value)),
        Unary::Floor | Unary::Ceil | Unary::Round | Unary::RoundEven | Unary::Signum | Unary::Sign => {
            // They ascend, so where the ends agree everything between does.
            return (op.apply(low).to_bits() == op.apply(high).to_bits()).then_some(exact(value));
        }
        Unary::Sin | Unary::Cos => a.error.min(2.0),
        Unary::Cosh if low < 0.0 && high > 0.0 => op.apply(low).max(op.apply(high)) - 1.0,
        // The tangent ascends between two poles, and the cosine changes sign at each.
        Unary::Tan if a.error > 1.0 || low.cos() * high.cos() <= 0.0 => return None,
        Unary::Asinh | Unary::Acosh if a.value.abs() + a.error >= STD_OVERFLOW => return None,
        _ => ends()?,
    };
    let library =
        [a.value, low, high].map(|a| std_error(op, a, value.abs() + spread)).into_iter().fold(0.0, f64::max);
    Some(rounded(value, spread, library))
}

fn binary(op: Binary, a: Bounded, b: Bounded) -> Option<Bounded> {
    let value = op.apply(a.value, b.value);
    let is_exact = a.error <= 0.0 && b.error <= 0.0;
    let spread = match op {
        Binary::Add | Binary::Subtract | Binary::Multiply | Binary::Divide if is_exact => {
            return Some(exact(value));
        }
        Binary::Add | Binary::Subtract => a.error + b.error,
        Binary::Multiply => a.value.abs() * b.error + b.value.abs() * a.error + a.error * b.error,
        Binary::Divide if b.value.abs() <= b.error => return None,
        Binary::Divide => (a.error + value.abs() * b.error) / (b.value.abs() - b.error).next_down(),
        Binary::Maximum | Binary::Minimum => return Some(extremum(value, a, b)),
        // Not in meval.
        Binary::Gate
        | Binary::FloorMod
        | Binary::Hypot
        | Binary::Compare(_)
        | Binary::When
        | Binary::Unless => return None,
        Binary::Remainder if is_exact => return Some(exact(value)),
        Binary::Remainder => remainder_spread(a, b)?,
        Binary::Atan2 | Binary::Power if is_exact => 0.0,
        Binary::Atan2 => angle_spread(a, b)?,
        Binary::Power => power_spread(value, a, b)?,
    };
    // The arithmetic is IEEE's in both; atan2 and powf are within two ulps.
    Some(rounded(value, spread, 2.0 * ulp(value.abs() + spread)))
}

/// Neither larger nor smaller moves by more than its arguments; of two zeros meval may take either.
fn extremum(value: f64, a: Bounded, b: Bounded) -> Bounded {
    let smallest = f64::from_bits(1);
    let unsure = if value == 0.0 { smallest } else { 0.0 };
    Bounded { value, error: a.error.max(b.error).max(unsure) }
}

/// `a - q b` moves with a and b as long as the whole quotient q stays what it is.
fn remainder_spread(a: Bounded, b: Bounded) -> Option<f64> {
    let [low, high] = [
        ((a.value.abs() - a.error) / (b.value.abs() + b.error)).next_down().next_down(),
        ((a.value.abs() + a.error) / (b.value.abs() - b.error)).next_up().next_up(),
    ];
    let quotient = high.floor();
    (low >= 0.0 && b.value.abs() > b.error && low.floor() == quotient).then_some(a.error + quotient * b.error)
}

/// The angle moves by at most the distance over the radius, away from the origin and from the cut along x < 0.
fn angle_spread(y: Bounded, x: Bounded) -> Option<f64> {
    let moved = y.error + x.error;
    let radius = y.value.abs().max(x.value.abs()) - moved;
    let meets_cut = x.value <= x.error && y.value.abs() <= y.error;
    // The chord's angle is at most pi / 2 times the chord.
    (radius > moved && !meets_cut).then(|| std::f64::consts::FRAC_PI_2 * moved / radius)
}

/// A power ascends or descends along each argument as long as the base keeps its sign, so a corner moves it most.
fn power_spread(value: f64, a: Bounded, b: Bounded) -> Option<f64> {
    let [low, high] = a.interval();
    let is_integer = b.error <= 0.0 && b.value.fract() == 0.0;
    if !(low > 0.0 || high < 0.0 && is_integer) {
        return None;
    }
    let corners = [low, high].into_iter().flat_map(|x| b.interval().map(|y| Binary::Power.apply(x, y)));
    let spread = corners.map(|corner| (corner - value).abs()).fold(0.0, f64::max);
    spread.is_finite().then_some(spread)
}
