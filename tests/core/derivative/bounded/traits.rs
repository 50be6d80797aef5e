//! What a number has to implement before `num-dual` and `argmin_testfunctions` take it.

use std::cmp::Ordering;
use std::fmt;
use std::iter::{Product, Sum};
use std::num::FpCategory;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Rem, RemAssign, Sub, SubAssign};

use gradfield::expr::{Binary, Unary};
use num::traits::{Inv, ParseFloatError};
use num::{Float, FromPrimitive, Num, NumCast, One, Signed, ToPrimitive, Zero};
use num_dual::{DualNum, DualStruct, Mappable};

use super::Bounded;

/// The operators in all the forms that the traits ask for. A factor in `f64` may have been rounded on its way.
macro_rules! operators {
    ($($operator:ident $method:ident $assign:ident $assign_method:ident;)*) => {
        $(
            impl $operator<&Self> for Bounded {
                type Output = Self;
                fn $method(self, other: &Self) -> Self {
                    $operator::$method(self, *other)
                }
            }
            impl $operator<f64> for Bounded {
                type Output = Self;
                fn $method(self, other: f64) -> Self {
                    $operator::$method(self, Self::written(other))
                }
            }
            impl $assign for Bounded {
                fn $assign_method(&mut self, other: Self) {
                    *self = $operator::$method(*self, other);
                }
            }
            impl $assign<f64> for Bounded {
                fn $assign_method(&mut self, other: f64) {
                    *self = $operator::$method(*self, other);
                }
            }
        )*
    };
}

operators! {
    Add add AddAssign add_assign;
    Sub sub SubAssign sub_assign;
    Mul mul MulAssign mul_assign;
    Div div DivAssign div_assign;
    Rem rem RemAssign rem_assign;
}

impl From<f64> for Bounded {
    fn from(value: f64) -> Self {
        Self::written(value)
    }
}

impl From<Bounded> for f64 {
    fn from(number: Bounded) -> Self {
        number.value
    }
}

impl PartialEq for Bounded {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialEq<f64> for Bounded {
    fn eq(&self, other: &f64) -> bool {
        self.value == *other
    }
}

impl PartialOrd for Bounded {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl PartialOrd<f64> for Bounded {
    fn partial_cmp(&self, other: &f64) -> Option<Ordering> {
        self.value.partial_cmp(other)
    }
}

impl Zero for Bounded {
    fn zero() -> Self {
        Self::exact(0.0)
    }
    fn is_zero(&self) -> bool {
        self.value == 0.0
    }
}

impl One for Bounded {
    fn one() -> Self {
        Self::exact(1.0)
    }
}

impl Num for Bounded {
    type FromStrRadixErr = ParseFloatError;
    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        f64::from_str_radix(text, radix).map(Self::written)
    }
}

impl Signed for Bounded {
    fn abs(&self) -> Self {
        Self { value: self.value.abs(), ..*self }
    }
    fn abs_sub(&self, other: &Self) -> Self {
        if self > other { *self - *other } else { Self::zero() }
    }
    fn signum(&self) -> Self {
        let sign = self.value.signum();
        if self.error < self.value.abs() { Self::exact(sign) } else { Self::unknown(sign) }
    }
    fn is_positive(&self) -> bool {
        self.value > 0.0
    }
    fn is_negative(&self) -> bool {
        self.value < 0.0
    }
}

impl Inv for Bounded {
    type Output = Self;
    fn inv(self) -> Self {
        Self::one() / self
    }
}

impl Sum for Bounded {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::zero(), Add::add)
    }
}

impl Product for Bounded {
    fn product<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::one(), Mul::mul)
    }
}

impl FromPrimitive for Bounded {
    fn from_i64(n: i64) -> Option<Self> {
        f64::from_i64(n).map(Self::written)
    }
    fn from_u64(n: u64) -> Option<Self> {
        f64::from_u64(n).map(Self::written)
    }
    fn from_f64(value: f64) -> Option<Self> {
        Some(Self::written(value))
    }
}

impl ToPrimitive for Bounded {
    fn to_i64(&self) -> Option<i64> {
        self.value.to_i64()
    }
    fn to_u64(&self) -> Option<u64> {
        self.value.to_u64()
    }
    fn to_f64(&self) -> Option<f64> {
        Some(self.value)
    }
}

impl NumCast for Bounded {
    fn from<T: ToPrimitive>(n: T) -> Option<Self> {
        n.to_f64().map(Self::written)
    }
}

impl fmt::Display for Bounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} +- {:e}", self.value, self.error)
    }
}

impl DualStruct for Bounded {
    type Real = f64;
    type Inner = Self;
    fn re(&self) -> f64 {
        self.value
    }
    fn from_inner(inner: &Self) -> Self {
        *inner
    }
}

impl Mappable<Self> for Bounded {
    type Output<O> = O;
    fn map_dual<M: Fn(Self) -> O, O>(self, f: M) -> O {
        f(self)
    }
}

/// The functions that both traits have: one takes numbers by reference, the other by value.
macro_rules! functions {
    ($function:ident) => {
        $function!(sqrt | a | a.function(Unary::Sqrt));
        $function!(exp | a | a.function(Unary::Exp));
        $function!(ln | a | a.function(Unary::Ln));
        $function!(sin | a | a.wave(Unary::Sin));
        $function!(cos | a | a.wave(Unary::Cos));
        $function!(asin | a | a.function(Unary::Asin));
        $function!(acos | a | a.function(Unary::Acos));
        $function!(atan | a | a.function(Unary::Atan));
        $function!(sinh | a | a.function(Unary::Sinh));
        $function!(cosh | a | a.hyperbolic_cosine());
        $function!(tanh | a | a.function(Unary::Tanh));
        $function!(asinh | a | a.function(Unary::Asinh));
        $function!(acosh | a | a.function(Unary::Acosh));
        $function!(atanh | a | a.function(Unary::Atanh));
        $function!(recip | a | Bounded::one() / a);
        // No formula for a derivative needs more of it than its value.
        $function!(tan | a | Bounded::unknown(Unary::Tan.apply(a.value)));
    };
}

macro_rules! by_reference {
    ($name:ident |$a:ident| $value:expr) => {
        fn $name(&self) -> Self {
            let $a = *self;
            $value
        }
    };
}

macro_rules! by_value {
    ($name:ident |$a:ident| $value:expr) => {
        fn $name(self) -> Self {
            let $a = self;
            $value
        }
    };
}

/// Functions that no formula here uses.
macro_rules! unused {
    ($($name:ident($($argument:ident: $of:ty),*) -> $value:ty;)*) => {
        $(
            fn $name($($argument: $of),*) -> $value {
                unreachable!("no formula uses {} of {:?}", stringify!($name), ($($argument),*))
            }
        )*
    };
}

impl DualNum for Bounded {
    type Primitive = f64;
    const NDERIV: usize = 0;
    type InnerDual = Self;

    fn from_re(re: Self) -> Self {
        re
    }
    fn scale(self, factor: &Self) -> Self {
        self * *factor
    }
    fn powi(&self, n: i32) -> Self {
        self.integer_power(n)
    }
    fn powf(&self, n: f64) -> Self {
        self.power(n)
    }
    fn sin_cos(&self) -> (Self, Self) {
        (self.wave(Unary::Sin), self.wave(Unary::Cos))
    }
    // Its derivatives are those of the arc tangent.
    fn atan2(&self, other: Self) -> Self {
        Self::unknown(Binary::Atan2.apply(self.value, other.value))
    }

    functions!(by_reference);
    unused! {
        cbrt(self: &Self) -> Self;
        exp2(self: &Self) -> Self;
        exp_m1(self: &Self) -> Self;
        log(self: &Self, base: f64) -> Self;
        log2(self: &Self) -> Self;
        log10(self: &Self) -> Self;
        ln_1p(self: &Self) -> Self;
        sph_j0(self: &Self) -> Self;
        sph_j1(self: &Self) -> Self;
        sph_j2(self: &Self) -> Self;
    }
}

impl Float for Bounded {
    fn nan() -> Self {
        Self::exact(f64::NAN)
    }
    fn epsilon() -> Self {
        Self::exact(f64::EPSILON)
    }
    fn is_nan(self) -> bool {
        self.value.is_nan()
    }
    fn abs(self) -> Self {
        Signed::abs(&self)
    }
    fn signum(self) -> Self {
        Signed::signum(&self)
    }
    fn is_sign_positive(self) -> bool {
        self.value.is_sign_positive()
    }
    fn is_sign_negative(self) -> bool {
        self.value.is_sign_negative()
    }
    fn powi(self, n: i32) -> Self {
        self.integer_power(n)
    }
    fn powf(self, n: Self) -> Self {
        self.power(n.value)
    }
    fn log10(self) -> Self {
        Float::ln(self) / Self::written(std::f64::consts::LN_10)
    }

    functions!(by_value);
    unused! {
        infinity() -> Self;
        neg_infinity() -> Self;
        neg_zero() -> Self;
        min_value() -> Self;
        min_positive_value() -> Self;
        max_value() -> Self;
        is_infinite(self: Self) -> bool;
        is_finite(self: Self) -> bool;
        is_normal(self: Self) -> bool;
        classify(self: Self) -> FpCategory;
        floor(self: Self) -> Self;
        ceil(self: Self) -> Self;
        round(self: Self) -> Self;
        trunc(self: Self) -> Self;
        fract(self: Self) -> Self;
        mul_add(self: Self, a: Self, b: Self) -> Self;
        exp2(self: Self) -> Self;
        log(self: Self, base: Self) -> Self;
        log2(self: Self) -> Self;
        max(self: Self, other: Self) -> Self;
        min(self: Self, other: Self) -> Self;
        abs_sub(self: Self, other: Self) -> Self;
        cbrt(self: Self) -> Self;
        hypot(self: Self, other: Self) -> Self;
        atan2(self: Self, other: Self) -> Self;
        sin_cos(self: Self) -> (Self, Self);
        exp_m1(self: Self) -> Self;
        ln_1p(self: Self) -> Self;
        integer_decode(self: Self) -> (u64, i16, i8);
    }
}
