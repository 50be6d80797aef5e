//! Why a gradient is wrong, at single points, and the two parts of its error.

use std::sync::Arc;

use gradfield::analysis::{Cause, Judge, Judgement, Split};
use gradfield::differentiate::{Differentiator, Divisor, Gradient, Method, Precision, Scheme};
use gradfield::expr;

use Cause::{Absorbed, Cancelled, Good, HalfAbsorbed, Rounding, Stationary, Truncation, Undefined};

const CENTRAL: Method =
    Method { scheme: Scheme::Central, precision: Precision::F64, divisor: Divisor::Nominal };

fn in_precision(precision: Precision) -> Method {
    Method { precision, ..CENTRAL }
}

fn of(scheme: Scheme) -> Method {
    Method { scheme, ..CENTRAL }
}

/// What a method gives at a point, and what there is to say about it.
fn judged(text: &str, method: Method, x: [f64; 2], h: f64) -> (Gradient, Judgement) {
    let program = Arc::new(expr::parse(text).unwrap());
    let gradient = Differentiator::new(&program, method).unwrap().at(x, h);
    let judgement = Judge::new(&program, method).judge(x, h, gradient.f, gradient.g);
    (gradient, judgement)
}

/// An expression, a method, a point, h, and the cause.
type Case = (&'static str, Method, [f64; 2], f64, Cause);

fn cases() -> Vec<Case> {
    let [f32, f16, bf16] = [Precision::F32, Precision::F16, Precision::Bf16].map(in_precision);
    vec![
        ("x0^2 + x1^2", CENTRAL, [1.0, 1.5], 1e-4, Good),
        ("x0^2 + x1^2", CENTRAL, [0.0, 0.0], 1e-4, Stationary),
        ("x0^3", CENTRAL, [0.0, 0.0], 1e-4, Stationary),
        ("x0^3", CENTRAL, [0.0, 0.0], 0.5, Stationary),
        // The difference is 0 and so is the derivative, by as much as rounding can tell.
        ("exp(ln(x0)) - x0", CENTRAL, [1.7, 0.0], 1e-4, Stationary),
        // No number at the point; at a node; no derivative at a kink, at a jump, where a slope is infinite.
        ("ln(x0)", CENTRAL, [-1.0, 0.0], 1e-4, Undefined),
        ("ln(x0)", CENTRAL, [5e-5, 0.0], 1e-4, Undefined),
        ("ln(x0)", of(Scheme::Forward), [5e-5, 0.0], 1e-9, Good),
        ("abs(x0)", CENTRAL, [0.0, 0.0], 1e-4, Undefined),
        ("floor(x0)", CENTRAL, [1.0, 0.0], 1e-4, Undefined),
        ("sqrt(x0)", of(Scheme::Forward), [0.0, 0.0], 1e-4, Undefined),
        // f is finite on both sides of a pole.
        ("1/x0", CENTRAL, [0.0, 0.0], 1e-4, Undefined),
        ("floor(x0)", CENTRAL, [1.3, 0.0], 1e-4, Stationary),
        // The difference sees a jump, the derivative does not.
        ("floor(x0) + x0", CENTRAL, [1.00001, 0.0], 1e-4, Truncation),
        ("x0^2 + x1^2", CENTRAL, [1.0, 1.5], 10e-50, Absorbed),
        // 1 - 1e-16 is the number before 1, and 1 + 1e-16 is 1.
        ("x0^2 + x1", CENTRAL, [1.0, 1e-9], 1e-16, HalfAbsorbed),
        ("x0^2 + x1^2", of(Scheme::Forward), [1.0, 0.0], 1e-16, Absorbed),
        ("x0^2 + x1^2", of(Scheme::Backward), [1.0, 0.0], 1e-16, Rounding),
        // 2h is not lost, h is.
        ("x0^2", of(Scheme::FivePoint), [1.25, 0.0], 7e-17, HalfAbsorbed),
        ("x0^2", of(Scheme::Richardson), [1.25, 0.0], 1.5e-16, HalfAbsorbed),
        ("x0^2 + x1^2 + 1e8", CENTRAL, [1.0, 1.5], 1e-10, Cancelled),
        ("x0^2 + x1^2", CENTRAL, [1.75, 1.75], 1.2e-16, Rounding),
        // Lost in the coordinate that is not the worse one: x1 is right.
        ("1e-9*x0*x1 + x1", CENTRAL, [1.0, 1e-25], 1e-30, Good),
        ("sin(5*x0) + x1^2", CENTRAL, [0.3, 1.0], 0.5, Truncation),
        ("sin(5*x0) + x1^2", CENTRAL, [0.3, 1.0], 1e-15, Rounding),
        // 0 at both ends, as h is too long, not too short.
        ("1/(1 + x0^2)", CENTRAL, [1.0, 0.0], 1e200, Truncation),
        ("sin(x0)", CENTRAL, [1.0, 0.0], std::f64::consts::PI, Truncation),
        // The last place where there is a difference, and the place where rounded samples reach it alone.
        ("sqrt(x0)", CENTRAL, [1e-4, 0.0], 1e-4, Truncation),
        ("sqrt(x0)", CENTRAL, [0.3, 0.0], 0.3 + 2e-17, Truncation),
        ("x0^2 + x1^2", f32, [1.0, 1.5], 1e-8, Absorbed),
        ("x0^2 + x1^2", f32, [1.0, 1.5], 1e-4, Good),
        ("x0^2 + x1^2", f32, [1.0, 1.75], 1e-6, Rounding),
        ("x0^2 + x1^2", f16, [1.0, 1.5], 1e-4, Absorbed),
        ("x0^2 + x1^2", f16, [1.0, 1.5], 1e-2, Rounding),
        ("x0^2 + x1^2", bf16, [1.0, 1.5], 1e-4, Absorbed),
        ("sin(5*x0)", bf16, [1.0, 1.5], 0.5, Truncation),
        // h itself is 0 in 16 bits, and the quotient 0/0.
        ("x0^2 + x1^2", f16, [1.0, 1.5], 1e-8, Absorbed),
        ("x0^2 + x1^2", f16, [0.0, 0.0], 1e-8, Stationary),
        ("ln(x0)", f16, [-1.0, 0.0], 1e-8, Undefined),
        // 70,000 is no f16, nor is 1 + 70,000; nor is 300^2.
        ("1/x0", f16, [7e4, 0.0], 1.0, Undefined),
        ("1/x0", f16, [1.0, 0.0], 7e4, Undefined),
        ("x0^2", f16, [300.0, 0.0], 1.0, Undefined),
        ("exp(x0)", of(Scheme::ComplexStep), [1.0, 0.0], 1e-200, Good),
        ("exp(x0)", of(Scheme::ComplexStep), [1.0, 0.0], 0.5, Truncation),
        ("x0 + x0^5", of(Scheme::ComplexStep), [0.0, 0.0], 0.25, Truncation),
        // However small h is beside x, it bends within it.
        ("sin(1e9*x0)", of(Scheme::ComplexStep), [1.0, 0.0], 1e-8, Truncation),
        // So small that the imaginary part has lost its digits below the smallest number.
        ("1e-10*x0", of(Scheme::ComplexStep), [1.0, 0.0], 1e-320, Rounding),
        ("x0^2 + x1^2", of(Scheme::Exact), [1.0, 1.5], 1.0, Good),
        ("abs(x0)", of(Scheme::Exact), [0.0, 1.5], 1.0, Undefined),
        // 3*0.3^2 - 0.27 is all rounding.
        ("x0^3 - 0.27*x0", of(Scheme::Exact), [0.3, 0.0], 1.0, Rounding),
    ]
}

#[test]
fn each_cause_has_its_cases() {
    let mut failures = vec![];
    for (text, method, x, h, cause) in cases() {
        let (gradient, judgement) = judged(text, method, x, h);
        if judgement.cause != cause {
            failures.push(format!(
                "{text} at {x:?}, {method:?}, h = {h:e}: {}, not {}; {gradient:?} {judgement:?}",
                judgement.cause.name(),
                cause.name()
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    for cause in Cause::ALL {
        assert!(cases().iter().any(|case| case.4 == cause), "{}", cause.name());
    }
}

/// An expression, a point, h, and the cause of each axis.
const AXES: [(&str, [f64; 2], f64, [Cause; 2]); 9] = [
    ("x0^2 + x1^2", [1.0, 0.0], 1e-4, [Good, Stationary]),
    ("x0^2 + x1^2", [0.0, 0.0], 1e-4, [Stationary, Stationary]),
    ("x0^2 + x1^2 + 1", [1.0, 1e-20], 1e-30, [Absorbed, Cancelled]),
    ("x0^2 + x1^2 + 1e8", [1.0, 1e-11], 1e-10, [Cancelled, Cancelled]),
    ("x0^2 + sin(5*x1)", [1.0, 1.0], 0.5, [Good, Truncation]),
    // The arrow as a whole is good, for the other component is small.
    ("x0 + 1e-5*sin(5*x1)", [1.0, 1.0], 0.5, [Good, Truncation]),
    ("abs(x0) + x1", [0.0, 1.0], 1e-4, [Undefined, Good]),
    ("ln(x0) + x1", [-1.0, 1.0], 1e-4, [Undefined, Undefined]),
    // The slope along x1 is 0, and what came out is 1/10 of that along x0: x1^3 with h = 1/sqrt(10).
    ("x0 + x1^3", [1.0, 0.0], 0.316, [Good, Truncation]),
];

#[test]
fn each_axis_has_a_cause_of_its_own() {
    for (text, x, h, causes) in AXES {
        let program = Arc::new(expr::parse(text).unwrap());
        let Gradient { f, g } = Differentiator::new(&program, CENTRAL).unwrap().at(x, h);
        let found = Judge::new(&program, CENTRAL).axis_causes(x, h, f, g);
        assert_eq!(found, causes, "{text} at {x:?}, h = {h:e}: {g:?}");
    }
    // Where the axes have different causes the arrow has that of the worse one.
    assert_eq!(judged("x0 + 1e-5*sin(5*x1)", CENTRAL, [1.0, 1.0], 0.5).1.cause, Good);
    assert_eq!(judged("x0^2 + sin(5*x1)", CENTRAL, [1.0, 1.0], 0.5).1.cause, Truncation);
    // A step of 0 is lost in both.
    let mut judge = Judge::new(&Arc::new(expr::parse("x0 + x1").unwrap()), in_precision(Precision::F16));
    assert_eq!(judge.axis_causes([1.0, 0.0], 1e-8, 1.0, [f64::NAN; 2]), [Absorbed, Absorbed]);
}

#[test]
fn errors_are_told_where_there_is_something_to_be_relative_to() {
    let of = |text: &str, g: [f64; 2], x: [f64; 2]| {
        let judgement = Judge::new(&Arc::new(expr::parse(text).unwrap()), CENTRAL).judge(x, 1e-4, 0.0, g);
        (judgement.relative_error, judgement.angle_error)
    };
    assert_eq!(of("3*x0 + 4*x1", [3.0, 4.0], [1.0, 1.0]), (Some(0.0), Some(0.0)));
    assert_eq!(of("3*x0 + 4*x1", [6.0, 8.0], [1.0, 1.0]), (Some(1.0), Some(0.0)));
    assert_eq!(of("3*x0 + 4*x1", [-4.0, 3.0], [1.0, 1.0]), (Some(2.0_f64.sqrt()), Some(90.0)));
    assert_eq!(of("3*x0 + 4*x1", [-3.0, -4.0], [1.0, 1.0]), (Some(2.0), Some(180.0)));
    // A gradient without a direction is off by all of the exact one.
    assert_eq!(of("3*x0 + 4*x1", [0.0, 0.0], [1.0, 1.0]), (Some(1.0), None));
    assert_eq!(of("3*x0 + 4*x1", [f64::NAN, 4.0], [1.0, 1.0]), (None, None));
    assert_eq!(of("x0^2 + x1^2", [1e-9, 0.0], [0.0, 0.0]), (None, None));
    assert_eq!(of("abs(x0)", [1.0, 0.0], [0.0, 0.0]), (None, None));
    // The same for numbers whose squares over- and underflow.
    for size in [1e300, 1e-300, 1e-320] {
        let text = format!("{size:e}*x0 + {size:e}*x1");
        let (relative, angle) = of(&text, [size, -size], [1.0, 1.0]);
        assert!((relative.unwrap() - 2.0_f64.sqrt()).abs() < 1e-15, "{size}: {relative:?}");
        assert!((angle.unwrap() - 90.0).abs() < 1e-13, "{size}: {angle:?}");
    }
    // A billionth of a degree, where the cosine is 1 in f64.
    let (_, angle) = of("x0", [1.0, 1e-9_f64.to_radians()], [1.0, 1.0]);
    assert!((angle.unwrap() - 1e-9).abs() < 1e-24, "{angle:?}");
}

/// The truncation error of exp(x0) at 0, where every derivative is 1, by its Taylor series.
fn truncation_of_exp(scheme: Scheme, h: f64) -> f64 {
    // h^n / (n + 1)!, the term of the quotient (f(x + h) - f(x)) / h that has h^n.
    let term = |n: i32, h: f64| (1..=n + 1).fold(1.0 / h, |product, k| product * h / f64::from(k));
    let sum = |weight: &dyn Fn(i32) -> f64| (1..30).map(weight).sum::<f64>();
    let even = |n: i32| if n % 2 == 0 { 1.0 } else { 0.0 };
    match scheme {
        Scheme::Forward => sum(&|n| term(n, h)),
        Scheme::Backward => sum(&|n| term(n, -h)),
        Scheme::Central => sum(&|n| even(n) * term(n, h)),
        Scheme::FivePoint => sum(&|n| even(n) * (4.0 * term(n, h) - term(n, 2.0 * h)) / 3.0),
        Scheme::Richardson => sum(&|n| even(n) * (4.0 * term(n, h / 2.0) - term(n, h)) / 3.0),
        Scheme::ComplexStep => sum(&|n| even(n) * term(n, h) * if n % 4 == 2 { -1.0 } else { 1.0 }),
        Scheme::Exact => 0.0,
    }
}

/// A function, a method and a point.
struct Subject {
    differentiator: Differentiator,
    judge: Judge,
    x: [f64; 2],
}

impl Subject {
    fn new(text: &str, method: Method, x: [f64; 2]) -> Self {
        let program = Arc::new(expr::parse(text).unwrap());
        let differentiator = Differentiator::new(&program, method).unwrap();
        Self { differentiator, judge: Judge::new(&program, method), x }
    }

    /// The split of what the method gives with a step, and that.
    fn split(&mut self, h: f64) -> ([Split; 2], [f64; 2]) {
        let Gradient { g, .. } = self.differentiator.at(self.x, h);
        (self.judge.split(self.x, h, g), g)
    }
}

/// Three digits is what the split says of itself; where it scales, the next term of the series at the larger step is
/// less than that. The formula above loses digits of its own below h = 1e-2 where terms cancel, hence in f64 the
/// comparison is with the leading term there.
#[test]
fn the_truncation_error_is_that_of_theory_however_small_h_is() {
    let leading = |scheme: Scheme, h: f64| match scheme {
        Scheme::Forward => h / 2.0,
        Scheme::Backward => -h / 2.0,
        Scheme::Central => h * h / 6.0,
        Scheme::FivePoint => -h.powi(4) / 30.0,
        Scheme::Richardson => -h.powi(4) / 480.0,
        Scheme::ComplexStep => -h * h / 6.0,
        Scheme::Exact => 0.0,
    };
    for scheme in Scheme::ALL {
        let mut subject = Subject::new("exp(x0)", of(scheme), [0.0, 0.0]);
        for exponent in (-600..=0).map(|n| f64::from(n) / 2.0) {
            let h = 10.0_f64.powf(exponent);
            let ([split, _], g) = subject.split(h);
            let expected = if h > 1e-2 { truncation_of_exp(scheme, h) } else { leading(scheme, h) };
            // 1e-2^1 / 3 for the first-order schemes, whose next term is that much smaller.
            let tolerance = if h > 1e-2 { 1e-3 } else { 1e-3 + h };
            // Below rounding's own size the complex step's is what theory says; above, all of the error.
            let near = (split.truncation - expected).abs() <= tolerance * expected.abs() + f64::MIN_POSITIVE;
            // Below 1e-8 that is 1e-17, which rounding exceeds, so there it is what theory says in all digits.
            let is_within_rounding = scheme == Scheme::ComplexStep
                && h > 1e-8
                && (split.truncation - expected).abs() <= 64.0 * f64::EPSILON;
            assert!(near || is_within_rounding, "{scheme}, h = {h:e}: {split:?}, theory {expected:e}");
            let error = g[0] - 1.0;
            // Each part is rounded once.
            let rounding = f64::EPSILON * (split.truncation.abs() + split.rounding.abs());
            assert!(
                (split.truncation + split.rounding - error).abs() <= rounding,
                "{scheme}, h = {h:e}: {split:?} of {error:e}"
            );
        }
    }
}

/// Where f' itself is small, large, or far from 0; and where the function bends within 1e-6.
#[test]
fn the_truncation_error_of_a_sine_is_that_of_theory() {
    for (frequency, x) in [(5.0, 0.3), (1e6, 0.3), (1e-6, 7.0), (5.0, 1e-8), (5.0, 1234.5), (1e9, 0.0)] {
        let text = format!("sin({frequency:e}*x0)");
        let mut subject = Subject::new(&text, CENTRAL, [x, 0.0]);
        for exponent in -60..0 {
            let h = 10.0_f64.powi(exponent);
            let ([split, _], _) = subject.split(h);
            let wave = frequency * h;
            // sin(w h) / (w h) - 1, by its series where that loses digits.
            let factor = if wave < 1e-3 { -wave * wave / 6.0 } else { wave.sin() / wave - 1.0 };
            let expected = frequency * (frequency * x).cos() * factor;
            // The cosine's argument is rounded in the formula above.
            let rounding = frequency * (frequency * x) * f64::EPSILON * factor;
            let tolerance = 2e-3 * expected.abs() + rounding.abs() + f64::MIN_POSITIVE;
            assert!(
                (split.truncation - expected).abs() <= tolerance,
                "{text} at {x}, h = {h:e}: {split:?}, theory {expected:e}"
            );
        }
    }
}

/// The complex step makes `w cos(w x) sinh(w h)/(w h)` of it.
#[test]
fn the_truncation_error_of_the_complex_step_is_that_of_theory() {
    for (frequency, x) in [(5.0, 0.3), (1e6, 0.3), (1e-6, 7.0), (5.0, 1e-8), (1e9, 1.0), (1e9, 0.0)] {
        let text = format!("sin({frequency:e}*x0)");
        let mut subject = Subject::new(&text, of(Scheme::ComplexStep), [x, 0.0]);
        for exponent in -60..0 {
            let h = 10.0_f64.powi(exponent);
            let ([split, _], g) = subject.split(h);
            if !g[0].is_finite() {
                continue;
            }
            let wave = frequency * h;
            // sinh(w h)/(w h) - 1, by its series where that loses digits.
            let growth = if wave < 1e-3 { wave * wave / 6.0 } else { wave.sinh() / wave - 1.0 };
            let slope = frequency * (frequency * x).cos();
            let expected = slope * growth;
            // Where all of the error is taken for truncation, rounding is in it: that of the argument w x, and of some operations.
            let rounding = 64.0 * f64::EPSILON * frequency * (1.0 + frequency * x) * (1.0 + growth);
            let near = (split.truncation - expected).abs() <= 1e-3 * expected.abs() + f64::MIN_POSITIVE;
            let is_within_rounding =
                (split.truncation - expected).abs() <= rounding && expected.abs() > rounding / 1e3;
            assert!(near || is_within_rounding, "{text} at {x}, h = {h:e}: {split:?}, theory {expected:e}");
        }
    }
}

#[test]
fn what_has_no_truncation_error_has_none() {
    let mut subject = Subject::new("x0^2 + 3*x1", CENTRAL, [1.1, 0.7]);
    for h in [0.5, 1e-3, 1e-10, 1e-20, 1e-300] {
        let ([a, b], _) = subject.split(h);
        // A quadratic's is 0 but for the noise of double-double arithmetic, 1e-31 / h.
        assert!(a.truncation.abs() <= 1e-30 / h, "h = {h:e}: {a:?}");
        assert!(b.truncation.abs() <= 1e-30 / h, "h = {h:e}: {b:?}");
    }
    let mut subject = Subject::new("x0^2*0.1", of(Scheme::Exact), [0.7, 0.0]);
    let ([split, _], g) = subject.split(1.0);
    assert_eq!((split.truncation, g[0]), (0.0, subject.judge.exact().at([0.7, 0.0]).g[0]));
    assert!(
        split.rounding != 0.0 && split.rounding.abs() < f64::EPSILON / 8.0,
        "half an ulp of 0.14 at most: {split:?}"
    );
}

#[test]
fn rounding_has_what_16_bits_do_to_x() {
    // 0.3 is 0.30005 in 16 bits; a straight line has no truncation error.
    let ([split, _], g) = Subject::new("3*x0", in_precision(Precision::F16), [0.3, 0.0]).split(0.1);
    assert!(split.truncation.abs() < 1e-30, "{split:?}");
    assert_eq!(split.rounding, g[0] - 3.0);
    assert!(split.rounding != 0.0);
}

#[test]
fn there_is_no_split_of_what_is_not_finite() {
    let ([split, other], _) = Subject::new("abs(x0) + x1", CENTRAL, [0.0, 0.0]).split(1e-4);
    assert!(split.truncation.is_nan() && split.rounding.is_nan());
    assert!(other.truncation.abs() < 1e-25);
}
