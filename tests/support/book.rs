//! Gradients as textbooks write them, one point at a time.

use gradfield::differentiate::{Divisor, InPrecision, Scheme};
use gradfield::eval::{Complex, Number, Real, scalar};
use gradfield::expr::{self, Binary, Unary};
use gradfield::field::FieldRequest;

/// f and both derivatives at a point, every operation rounded to the request's precision.
pub(crate) fn by_the_book(request: &FieldRequest, point: [f64; 2]) -> [f64; 3] {
    request.method().precision.run(Book { request, point })
}

struct Book<'a> {
    request: &'a FieldRequest,
    point: [f64; 2],
}

/// A number with the usual operators.
#[derive(Clone, Copy, PartialEq)]
struct Op<N>(N);

impl<N: Number> std::ops::Add for Op<N> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(N::binary(Binary::Add, self.0, other.0))
    }
}

impl<N: Number> std::ops::Sub for Op<N> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(N::binary(Binary::Subtract, self.0, other.0))
    }
}

impl<N: Number> std::ops::Mul for Op<N> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self(N::binary(Binary::Multiply, self.0, other.0))
    }
}

impl<N: Number> std::ops::Div for Op<N> {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        Self(N::binary(Binary::Divide, self.0, other.0))
    }
}

impl InPrecision for Book<'_> {
    type Output = [f64; 3];

    fn run<N: Real + Send + 'static>(self) -> [f64; 3] {
        let Self { request, point } = self;
        let number = |value: f64| Op(N::constant(value));
        let f = |x: [Op<N>; 2]| Op(scalar::evaluate(request.program(), x.map(|x| x.0)));
        let x = point.map(number);
        let h = number(request.h());
        let along = |axis: usize, place: Op<N>| {
            let mut point = x;
            point[axis] = place;
            f(point)
        };
        let taken = request.method().divisor == Divisor::Taken;
        // In place of h, half the distance of the outer two of three nodes, or all of that of two.
        let step = |distance: Op<N>, share: f64, h: Op<N>| {
            if taken && distance != number(0.0) { number(share) * distance } else { h }
        };
        let derivative = |axis: usize| {
            let a = x[axis];
            let f = |place| along(axis, place);
            let central = |h: Op<N>| {
                let step = step((a + h) - (a - h), 0.5, h);
                (f(a + h) - f(a - h)) / (number(2.0) * step)
            };
            match request.scheme() {
                Scheme::Forward => (f(a + h) - f(a)) / step((a + h) - a, 1.0, h),
                Scheme::Backward => (f(a) - f(a - h)) / step(a - (a - h), 1.0, h),
                Scheme::Central => central(h),
                Scheme::FivePoint => {
                    let (two, eight) = (number(2.0), number(8.0));
                    let step = step((a + h) - (a - h), 0.5, h);
                    let outer = Op(N::unary(Unary::Negate, f(a + two * h).0));
                    let sum = outer + eight * f(a + h) - eight * f(a - h);
                    (sum + f(a - two * h)) / (number(12.0) * step)
                }
                Scheme::Richardson => (number(4.0) * central(number(0.5) * h) - central(h)) / number(3.0),
                Scheme::ComplexStep => {
                    let mut place = point.map(Complex::constant);
                    place[axis].im = request.h();
                    number(scalar::evaluate(request.program(), place).im / request.h())
                }
                Scheme::Exact => {
                    let derivative = expr::gradient(request.program())[axis].folded();
                    let is_defined = scalar::evaluate(request.program(), x.map(|x| x.0)).to_f64().is_finite();
                    if is_defined {
                        Op(scalar::evaluate(&derivative, x.map(|x| x.0)))
                    } else {
                        number(f64::NAN)
                    }
                }
            }
        };
        // The real part of the complex f is f to within rounding; which of the two is said where it matters.
        let value = match request.scheme() {
            Scheme::ComplexStep => scalar::evaluate(request.program(), point.map(Complex::constant)).re,
            _ => f(x).0.to_f64(),
        };
        [value, derivative(0).0.to_f64(), derivative(1).0.to_f64()]
    }
}
