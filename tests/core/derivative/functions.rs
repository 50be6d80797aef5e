//! Gradients and Hessians of well-known functions against those that people derived by hand.
//!
//! `argmin_testfunctions` runs on numbers that carry their own error bound, and ours has its `error_bound`: the two values
//! may be apart by the sum of both, and by nothing else.

use argmin_testfunctions as by_hand;
use gradfield::expr::{gradient, hessian, parse};

use super::bounded::Bounded;
use super::{WithBound, differs};

type Point = [Bounded; 2];

/// A function as text, with the value, the gradient and the Hessian that somebody wrote, and where to look.
struct Case {
    text: &'static str,
    value: fn(&Point) -> Bounded,
    gradient: fn(&Point) -> [Bounded; 2],
    hessian: fn(&Point) -> [[Bounded; 2]; 2],
    ranges: [[f64; 2]; 2],
}

/// The three functions of a module that takes points of two coordinates.
macro_rules! case {
    ($text:expr, $value:ident, $gradient:ident, $hessian:ident, $ranges:expr) => {
        Case {
            text: $text,
            value: |x| by_hand::$value(x),
            gradient: |x| by_hand::$gradient(x),
            hessian: |x| by_hand::$hessian(x),
            ranges: $ranges,
        }
    };
}

const GOLDSTEIN_PRICE: &str = "(1 + (x0 + x1 + 1)^2*(19 - 14*x0 + 3*x0^2 - 14*x1 + 6*x0*x1 + 3*x1^2)) \
    *(30 + (2*x0 - 3*x1)^2*(18 - 32*x0 + 12*x0^2 + 48*x1 - 36*x0*x1 + 27*x1^2))";

const PICHENY: &str = "1/2.427*(ln((1 + ((4*x0-2) + (4*x1-2) + 1)^2*(19 - 14*(4*x0-2) + 3*(4*x0-2)^2 - 14*(4*x1-2) \
    + 6*(4*x0-2)*(4*x1-2) + 3*(4*x1-2)^2))*(30 + (2*(4*x0-2) - 3*(4*x1-2))^2*(18 - 32*(4*x0-2) + 12*(4*x0-2)^2 \
    + 48*(4*x1-2) - 36*(4*x0-2)*(4*x1-2) + 27*(4*x1-2)^2)))/ln(10) - 8.693)";

const fn square(half: f64) -> [[f64; 2]; 2] {
    [[-half, half]; 2]
}

const CASES: [Case; 21] = [
    case!("x0^2 + x1^2", sphere, sphere_derivative_const, sphere_hessian_const, square(2.0)),
    case!(
        "(1 - x0)^2 + 100*(x1 - x0^2)^2",
        rosenbrock,
        rosenbrock_derivative_const,
        rosenbrock_hessian_const,
        square(2.0)
    ),
    case!(
        "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2",
        himmelblau,
        himmelblau_derivative,
        himmelblau_hessian,
        square(5.0)
    ),
    case!(
        "(1.5 - x0 + x0*x1)^2 + (2.25 - x0 + x0*x1^2)^2 + (2.625 - x0 + x0*x1^3)^2",
        beale,
        beale_derivative,
        beale_hessian,
        square(4.5)
    ),
    case!("(x0 + 2*x1 - 7)^2 + (2*x0 + x1 - 5)^2", booth, booth_derivative, booth_hessian, square(10.0)),
    case!("0.26*(x0^2 + x1^2) - 0.48*x0*x1", matyas, matyas_derivative, matyas_hessian, square(10.0)),
    case!(
        "sin(x0 + x1) + (x0 - x1)^2 - 1.5*x0 + 2.5*x1 + 1",
        mccormick,
        mccormick_derivative,
        mccormick_hessian,
        [[-1.5, 4.0], [-3.0, 4.0]]
    ),
    case!(GOLDSTEIN_PRICE, goldsteinprice, goldsteinprice_derivative, goldsteinprice_hessian, square(2.0)),
    case!(PICHENY, picheny, picheny_derivative, picheny_hessian, [[0.0, 1.0]; 2]),
    case!(
        "-20*exp(-0.2*sqrt(0.5*(x0^2 + x1^2))) - exp(0.5*(cos(2*pi*x0) + cos(2*pi*x1))) + 20 + exp(1)",
        ackley,
        ackley_derivative_const,
        ackley_hessian_const,
        square(32.0)
    ),
    case!(
        "20 + x0^2 - 10*cos(2*pi*x0) + x1^2 - 10*cos(2*pi*x1)",
        rastrigin,
        rastrigin_derivative_const,
        rastrigin_hessian_const,
        square(5.12)
    ),
    case!(
        "0.5*(x0^4 - 16*x0^2 + 5*x0 + x1^4 - 16*x1^2 + 5*x1)",
        styblinski_tang,
        styblinski_tang_derivative_const,
        styblinski_tang_hessian_const,
        square(5.0)
    ),
    case!(
        "sin(pi*(1 + (x0-1)/4))^2 + ((1 + (x1-1)/4) - 1)^2*(1 + sin(2*pi*(1 + (x1-1)/4))^2)",
        levy,
        levy_derivative_const,
        levy_hessian_const,
        square(10.0)
    ),
    case!(
        "sin(3*pi*x0)^2 + (x0-1)^2*(1 + sin(3*pi*x1)^2) + (x1-1)^2*(1 + sin(2*pi*x1)^2)",
        levy_n13,
        levy_n13_derivative,
        levy_n13_hessian,
        square(10.0)
    ),
    case!(
        "-cos(x0)*cos(x1)*exp(-(x0-pi)^2 - (x1-pi)^2)",
        easom,
        easom_derivative,
        easom_hessian,
        [[1.0, 5.0]; 2]
    ),
    case!(
        "2*x0^2 - 1.05*x0^4 + x0^6/6 + x0*x1 + x1^2",
        threehumpcamel,
        threehumpcamel_derivative,
        threehumpcamel_hessian,
        square(5.0)
    ),
    case!(
        "0.5 + (sin(x0^2 - x1^2)^2 - 0.5)/(1 + 0.001*(x0^2 + x1^2))^2",
        schaffer_n2,
        schaffer_n2_derivative,
        schaffer_n2_hessian,
        square(10.0)
    ),
    case!(
        "0.5 + (cos(sin(abs(x0^2 - x1^2)))^2 - 0.5)/(1 + 0.001*(x0^2 + x1^2))^2",
        schaffer_n4,
        schaffer_n4_derivative,
        schaffer_n4_hessian,
        square(10.0)
    ),
    case!(
        "100*sqrt(abs(x1 - 0.01*x0^2)) + 0.01*abs(x0 + 10)",
        bukin_n6,
        bukin_n6_derivative,
        bukin_n6_hessian,
        [[-15.0, -5.0], [-3.0, 3.0]]
    ),
    case!(
        "-(x1 + 47)*sin(sqrt(abs(x1 + x0/2 + 47))) - x0*sin(sqrt(abs(x0 - (x1 + 47))))",
        eggholder,
        eggholder_derivative,
        eggholder_hessian,
        square(512.0)
    ),
    case!(
        "-abs(sin(x0)*cos(x1)*exp(abs(1 - sqrt(x0^2 + x1^2)/pi)))",
        holder_table,
        holder_table_derivative,
        holder_table_hessian,
        square(10.0)
    ),
];

/// Points spread evenly over ranges: the sequence of M. Roberts, "The unreasonable effectiveness of quasirandom
/// sequences" (2018), whose generator is the plastic number.
fn points(ranges: [[f64; 2]; 2], count: u32) -> impl Iterator<Item = [f64; 2]> {
    let steps = [0.754_877_666_246_692_7, 0.569_840_290_998_053_3];
    (1..=count).map(move |n| {
        [0, 1].map(|i| {
            let [low, high] = ranges[i];
            low + (high - low) * (steps[i] * f64::from(n)).fract()
        })
    })
}

/// Where their values and ours may be apart by this much, relative to 1 or the value, the comparison would say little.
/// The Hessian of Picheny's function near its ravines is the worst.
const SHARP: f64 = 1e-8;

#[test]
fn gradients_and_hessians_are_what_people_derived() {
    for Case { text, value, gradient: their_gradient, hessian: their_hessian, ranges } in CASES {
        let program = parse(text).unwrap();
        let (gradient, hessian) = (gradient(&program), hessian(&program));
        let f = WithBound::new(&program);
        let gradient = gradient.each_ref().map(WithBound::new);
        let [ours_00, ours_01, ours_11] = &hessian.each_ref().map(WithBound::new);
        for x in points(ranges, 500) {
            let point = x.map(Bounded::exact);
            let (g, [[h00, h01], [h10, h11]]) = (their_gradient(&point), their_hessian(&point));
            let pairs = [
                (&f, value(&point)),
                (&gradient[0], g[0]),
                (&gradient[1], g[1]),
                (ours_00, h00),
                (ours_01, h01),
                (ours_01, h10),
                (ours_11, h11),
            ];
            for (ours, theirs) in pairs {
                let (name, ours) = (ours.program.text(), ours.at(x));
                assert!(!differs(ours, theirs), "{text} at {x:?}: {name} is {ours}, theirs {theirs}");
                let slack = (ours.error + theirs.error) / ours.value.abs().max(1.0);
                assert!(slack <= SHARP, "{text} at {x:?}: {name} is {ours}, theirs {theirs}");
            }
        }
    }
}
