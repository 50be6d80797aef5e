//! Critical points: all that are known of well-known functions, with all their digits; what is none is not called one; and
//! what covers a line or an area is one entry.

mod close;
mod sets;

use std::sync::Arc;
use std::thread;

use gradfield::analysis::{
    CriticalKind, CriticalPoint, CriticalPoints, DEGENERATE, ExactGradient, Ground, critical_points,
};
use gradfield::examples;
use gradfield::expr;
use gradfield::field::{AxisSpec, CancelToken, FieldRequest, GridSpec, Progress};
use proptest::prelude::*;

use CriticalKind::{Degenerate, Maximum, Minimum, Saddle};

/// A grid of both axes from `min` to `max` with this step, without its right ends.
fn square(min: f64, max: f64, step: f64) -> GridSpec {
    let axis = AxisSpec { min, max, step };
    GridSpec { axes: [axis, axis], closed: false }
}

fn request(text: &str, grid: GridSpec) -> FieldRequest {
    let program = Arc::new(expr::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")));
    FieldRequest::new(program, grid, gradfield::differentiate::Scheme::Central, 1e-4).unwrap()
}

fn find(text: &str, grid: GridSpec) -> CriticalPoints {
    critical_points(&request(text, grid), &CancelToken::new(), &Progress::new()).unwrap()
}

const BOWL: &str = "x0^2 + x1^2";
const HIMMELBLAU: &str = "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2";
const CAMEL: &str = "(4 - 2.1*x0^2 + x0^4/3)*x0^2 + x0*x1 + (4*x1^2 - 4)*x1^2";
const STYBLINSKI: &str = "(x0^4 - 16*x0^2 + 5*x0 + x1^4 - 16*x1^2 + 5*x1)/2";
const RASTRIGIN: &str = "20 + x0^2 + x1^2 - 10*(cos(2*pi*x0) + cos(2*pi*x1))";
const ROSENBROCK: &str = "(1 - x0)^2 + 100*(x1 - x0^2)^2";
const ACKLEY: &str = "20 - 20*exp(-0.2*sqrt((x0^2 + x1^2)/2)) + e - exp((cos(2*pi*x0) + cos(2*pi*x1))/2)";

const GOLDSTEIN_PRICE: &str = "(1 + (x0 + x1 + 1)^2*(19 - 14*x0 + 3*x0^2 - 14*x1 + 6*x0*x1 + 3*x1^2))*\
                               (30 + (2*x0 - 3*x1)^2*(18 - 32*x0 + 12*x0^2 + 48*x1 - 36*x0*x1 + 27*x1^2))";
const TANH: &str = "((tanh(x0 + x1) - 0.5)^2 + (tanh(x1 - x0) + 0.5)^2)/2";

/// How many entries there are of each kind, in the order of [`CriticalKind::ALL`], and how many of the last are lines or
/// areas.
type Counts = ([usize; 4], usize);

fn counts(found: &CriticalPoints) -> Counts {
    let valleys = found.points.iter().filter(|point| point.set().is_some());
    (CriticalKind::ALL.map(|kind| found.count(kind)), valleys.count())
}

/// Functions with what there is on a grid; on it come a coarse and a fine one, and shifted ones.
const COUNTS: [(&str, f64, f64, f64, Counts); 31] = [
    (BOWL, -2.0, 2.0, 0.25, ([1, 0, 0, 0], 0)),
    ("-x0^2 - 3*x1^2 + x0*x1", -2.0, 2.0, 0.25, ([0, 1, 0, 0], 0)),
    ("x0*x1", -2.0, 2.0, 0.25, ([0, 0, 1, 0], 0)),
    ("x0^2 - x1^2", -2.0, 2.0, 0.25, ([0, 0, 1, 0], 0)),
    (ROSENBROCK, -2.0, 2.0, 0.125, ([1, 0, 0, 0], 0)),
    (HIMMELBLAU, -5.0, 5.0, 0.5, ([4, 1, 4, 0], 0)),
    (CAMEL, -2.0, 2.0, 0.125, ([6, 2, 7, 0], 0)),
    (STYBLINSKI, -5.0, 5.0, 0.5, ([4, 1, 4, 0], 0)),
    // Zeros of 2 x + 20 pi sin(2 pi x) within [-2, 2]: 5 minima of one coordinate and 4 maxima between them.
    (RASTRIGIN, -2.0, 2.0, 0.125, ([25, 16, 40, 0], 0)),
    // The monkey saddle, of three valleys, and fourth powers.
    ("x0^3 - 3*x0*x1^2", -2.0, 2.0, 0.25, ([0, 0, 0, 1], 0)),
    ("x0^4 + x1^4", -2.0, 2.0, 0.25, ([0, 0, 0, 1], 0)),
    ("(x0 - 0.3)^4 + (x1 + 0.1)^2", -2.0, 2.0, 0.25, ([0, 0, 0, 1], 0)),
    ("x0^3 + x1^2", -2.0, 2.0, 0.25, ([0, 0, 0, 1], 0)),
    // Triple and fivefold zeros that the rounding of 0.27 and the like all but removes.
    ("x0^3 - 0.9*x0^2 + 0.27*x0 + x1^2", -2.0, 2.0, 0.25, ([0, 0, 0, 1], 0)),
    ("x0^5 - 2*x0^4 + 1.6*x0^3 - 0.64*x0^2 + 0.128*x0 + x1^2", -2.0, 2.0, 0.25, ([0, 0, 0, 1], 0)),
    // Valleys, a cross of two of them, a ring, and ridges.
    ("x0^2", -2.0, 2.0, 0.25, ([0, 0, 0, 1], 1)),
    ("(x0 + x1)^2", -2.0, 2.0, 0.25, ([0, 0, 0, 1], 1)),
    ("x0^2*x1^2", -2.0, 2.0, 0.25, ([0, 0, 0, 1], 1)),
    ("(x0^2 + x1^2 - 1)^2", -2.0, 2.0, 0.25, ([0, 1, 0, 1], 1)),
    ("sin(3*x0)", -2.0, 2.0, 0.125, ([0, 0, 0, 4], 4)),
    // Ten rings, of which five leave the square and are four arcs each, the last ones in its corners, and the middle.
    ("cos(x0^2 + x1^2)", -4.0, 4.0, 0.125, ([0, 0, 0, 26], 25)),
    ("exp(-(x0 - x1)^2)", -2.0, 2.0, 0.25, ([0, 0, 0, 1], 1)),
    ("x0^2*x1", -2.0, 2.0, 0.25, ([0, 0, 0, 1], 1)),
    // Such as no component changes its sign at.
    ("x0^3", -2.0, 2.0, 0.25, ([0, 0, 0, 1], 1)),
    ("(x0 + x1)^3", -2.0, 2.0, 0.25, ([0, 0, 0, 1], 1)),
    ("(x0^2 + x1^2 - 1)^3", -2.0, 2.0, 0.25, ([1, 0, 0, 1], 1)),
    // The branches of x0 x1 = +-pi/2, +-3 pi/2, ... below 9.
    ("sin(x0*x1)", -3.0, 3.0, 0.125, ([0, 0, 1, 12], 12)),
    // The dead corner of two neurons, and the line on which one of them is right and the other dead.
    ("((max(x0 + x1, 0) - 1)^2 + (max(2*x0 + x1, 0) - 3)^2)/2", -2.9, 2.9, 0.25, ([1, 0, 0, 2], 2)),
    // A saturated neuron: far out in four directions the gradient is less than its rounding.
    (TANH, -25.0, 25.0, 1.0, ([1, 0, 0, 4], 4)),
    (GOLDSTEIN_PRICE, -2.0, 2.0, 0.125, ([4, 1, 4, 0], 0)),
    // Both the flat quarter and the bowl beside it.
    ("(max(x0 + 1, 0)*max(x1 + 1, 0) - 1)^2", -2.0, 2.0, 0.25, ([0, 0, 0, 2], 2)),
];

#[test]
fn all_points_of_a_kind_are_found_and_none_twice() {
    let mut wrong = vec![];
    for (text, min, max, step, expected) in COUNTS {
        for (part, shift) in [(1.0, 0.0), (0.5, 0.0), (1.0, 0.3), (0.5, 0.123), (0.25, 0.77)] {
            let shift = shift * step * part;
            let found = find(text, square(min - shift, max + shift, step * part));
            if counts(&found) != expected {
                wrong.push(format!("{text}, step {} shifted by {shift}: {:?}", step * part, counts(&found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Coordinates and kinds as mpmath has them with 40 digits.
type Known = (&'static str, f64, &'static [(CriticalKind, f64, f64)]);

const KNOWN: [Known; 4] = [
    (
        HIMMELBLAU,
        5.0,
        &[
            (Minimum, 3.0, 2.0),
            (Minimum, -2.805_118_086_952_745, 3.131_312_518_250_573),
            (Minimum, -3.779_310_253_377_747, -3.283_185_991_286_169_6),
            (Minimum, 3.584_428_340_330_491_7, -1.848_126_526_964_403_6),
            (Maximum, -0.270_844_590_667_347_6, -0.923_038_556_479_981_5),
            (Saddle, -3.073_025_750_764_389_7, -0.081_353_044_287_967_51),
            (Saddle, -0.127_961_346_730_680_08, -1.953_714_980_244_576_3),
            (Saddle, 0.086_677_504_555_396_36, 2.884_254_701_174_776),
            (Saddle, 3.385_154_183_607_021, 0.073_851_879_837_749_28),
        ],
    ),
    (
        CAMEL,
        2.0,
        &[
            (Minimum, 1.703_606_714_969_981, -0.796_083_568_672_625_1),
            (Minimum, -1.703_606_714_969_981, 0.796_083_568_672_625_1),
            (Minimum, 1.607_104_752_920_197_4, 0.568_651_454_884_131_4),
            (Minimum, -1.607_104_752_920_197_4, -0.568_651_454_884_131_4),
            (Minimum, 0.089_842_013_100_318_06, -0.712_656_403_020_739_6),
            (Minimum, -0.089_842_013_100_318_06, 0.712_656_403_020_739_6),
            (Maximum, 1.230_229_876_516_652_6, 0.162_334_584_458_994_96),
            (Maximum, -1.230_229_876_516_652_6, -0.162_334_584_458_994_96),
            (Saddle, 0.0, 0.0),
            (Saddle, 1.638_067_984_189_778_7, 0.228_674_069_044_394_08),
            (Saddle, -1.638_067_984_189_778_7, -0.228_674_069_044_394_08),
            (Saddle, 1.296_070_267_167_109_2, 0.605_084_388_038_658_5),
            (Saddle, -1.296_070_267_167_109_2, -0.605_084_388_038_658_5),
            (Saddle, 1.109_205_336_804_786_3, -0.768_268_092_509_539_9),
            (Saddle, -1.109_205_336_804_786_3, 0.768_268_092_509_539_9),
        ],
    ),
    (
        STYBLINSKI,
        5.0,
        &[
            (Minimum, -2.903_534_027_771_177, -2.903_534_027_771_177),
            (Minimum, -2.903_534_027_771_177, 2.746_802_770_990_837),
            (Minimum, 2.746_802_770_990_837, -2.903_534_027_771_177),
            (Minimum, 2.746_802_770_990_837, 2.746_802_770_990_837),
            (Maximum, 0.156_731_256_780_340_1, 0.156_731_256_780_340_1),
            (Saddle, -2.903_534_027_771_177, 0.156_731_256_780_340_1),
            (Saddle, 0.156_731_256_780_340_1, -2.903_534_027_771_177),
            (Saddle, 2.746_802_770_990_837, 0.156_731_256_780_340_1),
            (Saddle, 0.156_731_256_780_340_1, 2.746_802_770_990_837),
        ],
    ),
    (
        "sin(x0)*sin(x1)",
        2.0,
        &[
            (Saddle, 0.0, 0.0),
            (Maximum, std::f64::consts::FRAC_PI_2, std::f64::consts::FRAC_PI_2),
            (Maximum, -std::f64::consts::FRAC_PI_2, -std::f64::consts::FRAC_PI_2),
            (Minimum, std::f64::consts::FRAC_PI_2, -std::f64::consts::FRAC_PI_2),
            (Minimum, -std::f64::consts::FRAC_PI_2, std::f64::consts::FRAC_PI_2),
        ],
    ),
];

/// Within one unit in the last place: the coordinates are zeros in double-double arithmetic, rounded once.
fn is_next_to(x: [f64; 2], y: [f64; 2]) -> bool {
    (0..2).all(|i| (x[i] - y[i]).abs() <= f64::EPSILON * x[i].abs())
}

#[test]
fn coordinates_are_right_to_the_last_digit() {
    for (text, end, known) in KNOWN {
        let found = find(text, square(-end, end, end / 16.0));
        assert_eq!(found.points.len(), known.len(), "{text}");
        for &(kind, x0, x1) in known {
            let there = found.points.iter().find(|point| is_next_to(point.x, [x0, x1]));
            let there = there.unwrap_or_else(|| panic!("{text}: nothing at ({x0}, {x1}): {found:?}"));
            assert_eq!(there.kind, kind, "{text} at ({x0}, {x1})");
        }
    }
}

#[test]
fn entries_are_sorted_and_their_numbers_are_those_of_the_function() {
    for (text, end, _) in KNOWN {
        let request = request(text, square(-end, end, end / 16.0));
        let found = critical_points(&request, &CancelToken::new(), &Progress::new()).unwrap();
        assert!(found.points.is_sorted_by(|p, q| p.f <= q.f), "{text}");
        let mut exact = ExactGradient::new(request.program());
        for point in &found.points {
            let there = exact.at(point.x);
            assert_eq!(there.f, point.f, "{text} at {:?}", point.x);
            let residual = there.g[0].hypot(there.g[1]);
            // Where a component is zero to within rounding the exact gradient says 0.
            assert!(
                (residual - point.residual).abs() <= f64::EPSILON * residual + 1e-28,
                "{text}: {residual}, not {}",
                point.residual
            );
            check_eigenvectors(request.program(), point);
        }
    }
}

/// `H v = lambda v` for unit vectors, to within a few roundings of the larger entry.
fn check_eigenvectors(program: &expr::Program, point: &CriticalPoint) {
    let [a, b, c] = expr::hessian(program).map(|second| gradfield::eval::scalar::evaluate(&second, point.x));
    let slack = 64.0 * f64::EPSILON * (a.abs() + b.abs() + c.abs() + 1.0);
    assert!(point.eigenvalues[0] <= point.eigenvalues[1]);
    for (value, [v, w]) in point.eigenvalues.into_iter().zip(point.eigenvectors) {
        assert!((v.hypot(w) - 1.0).abs() <= 4.0 * f64::EPSILON);
        let off = [a * v + b * w - value * v, b * v + c * w - value * w];
        assert!(off.iter().all(|off| off.abs() <= slack), "{point:?}: {off:?}");
    }
}

/// The command line's `--closed --step 0.1`.
#[test]
fn rastrigin_on_a_closed_grid_has_25_minima() {
    let grid = GridSpec { closed: true, ..square(-2.0, 2.0, 0.1) };
    let found = find(RASTRIGIN, grid);
    assert_eq!(counts(&found), ([25, 16, 40, 0], 0));
    // The lowest is at 0, where f is 0 but for the rounding of 2 pi, which does not show there.
    assert_eq!((found.points[0].kind, found.points[0].x, found.points[0].f), (Minimum, [0.0, 0.0], 0.0));
    // Each is near a pair of integers: the slope of x^2 moves it by less than 2 * 2/(40 pi^2) < 0.011.
    for minimum in found.points.iter().filter(|point| point.kind == Minimum) {
        assert!(minimum.x.iter().all(|x| (x - x.round()).abs() < 0.011), "{:?}", minimum.x);
    }
}

#[test]
fn every_minimum_of_the_examples_is_found_but_for_the_kinks() {
    let mut seen = 0;
    for example in examples::all() {
        let found = find(&example.expression, example.grid());
        for minimum in &example.facts.minima {
            let there = found.points.iter().find(|point| is_next_to(point.x, minimum.at));
            if minimum.kink {
                let near = |point: &CriticalPoint| (0..2).all(|i| (point.x[i] - minimum.at[i]).abs() < 1e-3);
                assert!(!found.points.iter().any(near), "{}: {found:?}", example.name);
                continue;
            }
            let kind = there.map(|point| point.kind);
            assert_eq!(kind, Some(Minimum), "{} at {:?}: {found:?}", example.name, minimum.at);
            seen += 1;
        }
    }
    assert_eq!(seen, 24);
}

#[test]
fn a_flat_function_says_so() {
    for text in ["3", "0*x0", "floor(x0/100) + 0*x1", "x0 - x0"] {
        let found = find(text, square(0.5, 4.5, 0.25));
        assert_eq!((found.ground, found.points.len()), (Ground::Flat, 0), "{text}");
        assert!(found.sentence().contains("flat"), "{}", found.sentence());
    }
    // A slope, however small, is none.
    for text in ["1e-200*x0", "3 + 1e-12*x1"] {
        let found = find(text, square(0.5, 4.5, 0.25));
        assert_eq!((found.ground, found.points.len()), (Ground::Sloping, 0), "{text}");
    }
}

/// What is zero at all nodes need not be flat.
#[test]
fn a_wave_that_the_grid_does_not_see_is_not_flat() {
    let found = find("sin(pi*x0)^2 + sin(pi*x1)^2", square(-2.0, 2.0, 1.0));
    assert_eq!(found.ground, Ground::Sloping);
    // Minima at the nodes, maxima and saddles between them; the right ends belong to the range.
    assert_eq!(counts(&found), ([25, 16, 40, 0], 0));
}

/// Functions that have no point with a gradient of zero in [-2, 2], though some look like it on a grid.
const NONE: [&str; 14] = [
    "x0 + x1",
    "abs(x0)",
    "abs(x0) + x1^2",
    "sqrt(x0^2 + x1^2)",
    "max(x0, -x0) + abs(x1)",
    "abs(x0)^1.5 + abs(x1)",
    "1/x0 + x1",
    "1/(x0^2 + x1^2)",
    "1/(x0*x1)",
    "tan(2*x0) + x1",
    "exp(-20*x0) + exp(-20*x1)",
    "ln(x0) + x1^2",
    // One-sided: f ends where its slope does.
    "x0^1.5 + x1^2",
    "tanh(20*x0)",
];

#[test]
fn kinks_poles_and_edges_are_no_critical_points() {
    for text in NONE {
        for (step, shift) in [(0.25, 0.0), (0.1, 0.03), (1.0 / 64.0, 0.0)] {
            let found = find(text, square(-2.0 - shift, 2.0, step));
            if text.starts_with("tanh") || text.starts_with("exp") {
                // Far out the gradient of tanh is less than its rounding. That is an area, not a point.
                assert!(found.points.iter().all(|point| point.set().is_some()), "{text}, {step}: {found:?}");
                continue;
            }
            assert_eq!(found.points, [], "{text}, step {step}");
            assert_eq!(found.ground, Ground::Sloping, "{text}, step {step}");
        }
    }
}

#[test]
fn only_where_f_is_defined() {
    // x ln x has its minimum at 1/e, 1/e above its edge.
    let found = find("x0*ln(x0) + x1^2", square(-2.0, 2.0, 0.25));
    assert_eq!(counts(&found), ([1, 0, 0, 0], 0));
    let minimum = &found.points[0];
    assert!(is_next_to(minimum.x, [(-1.0_f64).exp(), 0.0]), "{:?}", minimum.x);
    for text in ["ln(x0 - 5)", "sqrt(-1 - x0^2 - x1^2)", "0/0 + x0", "1/0 + x0*x1"] {
        let found = find(text, square(-2.0, 2.0, 0.25));
        assert_eq!((found.ground, found.points.len()), (Ground::Undefined, 0), "{text}");
    }
}

/// The range is closed, even where its end is no node.
#[test]
fn the_ends_of_the_range_belong_to_it() {
    for (min, max, step, expected) in [
        (0.0, 1.0, 0.25, 1),
        (-1.0, 0.0, 0.25, 1),
        (-1.0, 0.0, 0.3, 1),
        (-1.0, -0.001, 0.3, 0),
        (0.001, 1.0, 0.3, 0),
    ] {
        let found = find(BOWL, square(min, max, step));
        assert_eq!(found.points.len(), expected, "[{min}, {max}] by {step}");
    }
}

#[test]
fn units_of_the_axes_do_not_matter() {
    // The camel with x0 in units of a millionth and x1 in units of a thousand.
    let text = CAMEL.replace("x0", "(1e6*x0)").replace("x1", "(x1/1000)");
    let axes = [
        AxisSpec { min: -2e-6, max: 2e-6, step: 0.125e-6 },
        AxisSpec { min: -1000.0, max: 1000.0, step: 125.0 },
    ];
    let found = find(&text, GridSpec { axes, closed: false });
    assert_eq!(counts(&found), ([6, 2, 7, 0], 0));
}

#[test]
fn a_narrow_bowl_is_a_minimum_until_its_width_is_lost_in_rounding() {
    for (ratio, kind) in [(1e-3, Minimum), (1e-7, Minimum), (0.5 * DEGENERATE, Degenerate)] {
        let found = find(&format!("x0^2 + {ratio}*(x1 - 0.3)^2"), square(-2.0, 2.0, 0.25));
        assert_eq!(found.points.len(), 1, "{ratio}");
        assert_eq!((found.points[0].kind, found.points[0].x), (kind, [0.0, 0.3]), "{ratio}");
        assert_eq!(found.points[0].set(), None);
    }
}

#[test]
fn large_and_small_values_and_far_places_are_no_matter() {
    for (text, x) in [
        ("1e200*((x0 - 0.5)^2 + x1^2)", [0.5, 0.0]),
        ("1e-200*((x0 - 0.5)^2 + x1^2)", [0.5, 0.0]),
        ("(x0 - 0.3)^2 + (x1 - 0.7)^2 + 1e12", [0.3, 0.7]),
    ] {
        let found = find(text, square(-2.0, 2.0, 0.25));
        assert_eq!(counts(&found), ([1, 0, 0, 0], 0), "{text}");
        assert_eq!(found.points[0].x, x, "{text}");
    }
    let found = find("(x0 - 1e6 - 0.25)^2 + (x1 - 1e6 - 0.75)^2", square(1e6, 1e6 + 1.0, 0.125));
    assert_eq!(found.points.len(), 1);
    assert_eq!(found.points[0].x, [1e6 + 0.25, 1e6 + 0.75]);
}

#[test]
fn ackley_has_its_dents_but_no_tip() {
    let found = find(ACKLEY, square(-1.5, 1.5, 0.0625));
    // By symmetry points other than the tip come in fours or eights.
    for kind in [Minimum, Maximum, Saddle] {
        assert!(found.count(kind) > 0 && found.count(kind).is_multiple_of(4), "{:?}", counts(&found));
    }
    assert_eq!(found.count(Degenerate), 0);
    // The index theorem on a large disc around the tip, a sink of index 1.
    assert_eq!(found.count(Minimum), 8, "{:?}", counts(&found));
}

/// Entries are the same on shifted grids, but for the last digit.
#[test]
fn a_shifted_grid_has_the_same_points() {
    for (text, end) in [(HIMMELBLAU, 5.0), (CAMEL, 2.0), (STYBLINSKI, 5.0), (RASTRIGIN, 2.2)] {
        let first = find(text, square(-end, end, end / 20.0));
        for shift in [0.01, 0.3, 0.77] {
            let shift = shift * end / 20.0;
            let second = find(text, square(-end - shift, end, end / 20.0));
            assert_eq!(first.points.len(), second.points.len(), "{text}");
            for point in &first.points {
                let is_there =
                    |other: &&CriticalPoint| is_next_to(other.x, point.x) && other.kind == point.kind;
                assert!(second.points.iter().any(|other| is_there(&other)), "{text}: {point:?}");
            }
        }
    }
}

#[test]
fn the_result_is_always_the_same() {
    for text in [HIMMELBLAU, RASTRIGIN, "(x0^2 + x1^2 - 1)^2", "max(x0, 0)*x1"] {
        let grid = square(-2.0, 2.0, 1.0 / 32.0);
        let first = find(text, grid);
        assert_eq!(first, find(text, grid), "{text}");
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert_eq!(first, alone.install(|| find(text, grid)), "{text}");
    }
}

#[test]
fn progress_is_told_to_the_last_node() {
    for text in [HIMMELBLAU, "0*x0", "sqrt(-1 - x0^2)", "x0 + x1", "x0^2"] {
        let progress = Progress::new();
        let request = request(text, square(-2.0, 2.0, 0.1));
        critical_points(&request, &CancelToken::new(), &progress).unwrap();
        // Twice 41 x 41 nodes, the right ends among them.
        assert_eq!(progress.get(), (2 * 41 * 41, 2 * 41 * 41), "{text}");
    }
}

/// Something in every cell, and in far more of them than are looked into.
#[test]
fn a_function_too_wild_for_its_grid_says_so() {
    let found = find("sin(1000*x0) + x1", square(-2.0, 2.0, 1.0 / 64.0));
    assert_eq!(found.skipped, 0, "its gradient is nowhere near 0");
    let found = find("sin(1000*x0)*x1", square(-2.0, 2.0, 1.0 / 64.0));
    assert!(found.skipped > 0, "{}", found.sentence());
    assert!(found.sentence().contains("not looked into"), "{}", found.sentence());
}

#[test]
fn a_cancelled_search_stops() {
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    cancel.cancel();
    let large = request(ACKLEY, square(-2.0, 2.0, 1.0 / 1024.0));
    assert!(critical_points(&large, &cancel, &progress).is_err());
    assert_eq!(progress.get().0, 0);
    // While it runs.
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    let running = thread::spawn({
        let (cancel, progress) = (cancel.clone(), progress.clone());
        move || critical_points(&large, &cancel, &progress).is_err()
    });
    while progress.get().0 == 0 {
        thread::yield_now();
    }
    cancel.cancel();
    assert!(running.join().unwrap(), "it went on to its end");
    let (done, all) = progress.get();
    assert!(done < all, "{done} of {all}");
}

#[test]
fn there_are_sentences_for_people() {
    for (text, expected) in [
        (BOWL, "1 minimum."),
        (HIMMELBLAU, "4 minima, 1 maximum and 4 saddles."),
        ("x0^2", "1 valley floor."),
        ("(x0^2 - 4)^2", "2 valley floors and 1 ridge."),
        ("x0^3", "1 critical line."),
        ("max(x0, 0)^2", "1 flat area."),
        ("x0 + x1", "No point with a gradient of 0 was found here; kinks are not looked at."),
        (
            "3",
            "f is flat here: the gradient is 0 at every point, or too small to tell from 0, so every point is critical.",
        ),
        ("0/0", "f has no gradient at any node here, so no critical point was found."),
    ] {
        assert_eq!(find(text, square(-5.0, 5.0, 0.5)).sentence(), expected, "{text}");
    }
    for (text, expected) in [
        (BOWL, "Minimum at (0, 0): f = 0, and it rises along every direction (curvatures 2 and 2)."),
        (
            "-x0^2 - x1^2 + 1",
            "Maximum at (0, 0): f = 1, and it falls along every direction (curvatures -2 and -2).",
        ),
        (
            "x0^2 - x1^2",
            "Saddle at (0, 0): f = 0, and it falls along (0, 1) and rises along (1, 0) (curvatures -2 and 2).",
        ),
        (
            "x0^2 + x1^4",
            "Degenerate point at (0, 0): f = 0, the gradient is 0 and so is a curvature (0 and 2), so that they do not tell a minimum \
             from a saddle.",
        ),
        (
            "x0^2",
            "A valley floor through 20 cells of the grid, one point of it at (0, 0): f = 0 and the gradient is 0 all along it, to within \
             rounding.",
        ),
        (
            // 10 columns of 20 rows, and the column of cells whose left edge the border is.
            "max(x0, 0)^2 + 1",
            "A flat area in 220 cells of the grid, one point of it at (-2.30902, 0.138196): f = 1, and the gradient is 0 all over it, \
             or too small to tell from 0.",
        ),
    ] {
        let found = find(text, square(-5.0, 5.0, 0.5));
        assert_eq!(found.points[0].sentence(), expected);
    }
}

/// `a (x0 - p)^2 + b (x0 - p)(x1 - q) + c (x1 - q)^2`, as text.
fn quadric(a: f64, b: f64, c: f64, p: f64, q: f64) -> String {
    format!("{a}*(x0 - {p})^2 + {b}*(x0 - {p})*(x1 - {q}) + {c}*(x1 - {q})^2")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_quadric_has_one_point(
        [a, b, c] in prop::array::uniform3(-3.0..3.0),
        [p, q] in prop::array::uniform2(-1.9..1.9),
        step in 0.05..0.9,
    ) {
        let determinant: f64 = 4.0 * a * c - b * b;
        prop_assume!(determinant.abs() > 1e-3);
        let found = find(&quadric(a, b, c, p, q), square(-2.0, 2.0, step));
        prop_assert_eq!(found.points.len(), 1);
        let kind = match determinant {
            ..0.0 => Saddle,
            _ if a > 0.0 => Minimum,
            _ => Maximum,
        };
        prop_assert_eq!(found.points[0].kind, kind);
        prop_assert_eq!(found.points[0].x, [p, q]);
    }

    /// The gradient of a sum of hills points inward all around the convex hull of their tops, so all critical points are
    /// within, and of those that are not degenerate (maxima + minima - saddles) is 1.
    #[test]
    fn hills_have_one_more_top_than_passes(
        hills in prop::collection::vec((0.5..2.0, -1.5..1.5, -1.5..1.5, 0.5..1.0), 1..6),
        shift in 0.0..0.1,
    ) {
        let hill = |&(height, p, q, width): &(f64, f64, f64, f64)| {
            format!("{height}*exp(-((x0 - {p})^2 + (x1 - {q})^2)/{width}^2)")
        };
        let text = hills.iter().map(hill).collect::<Vec<_>>().join(" + ");
        let found = find(&text, square(-2.0 - shift, 2.0, 0.1));
        prop_assume!(found.count(Degenerate) == 0);
        let other = find(&text, square(-2.05, 2.0 + shift, 0.13));
        prop_assert_eq!(counts(&other), counts(&found), "{}", text);
        let [minima, maxima, saddles] = [Minimum, Maximum, Saddle].map(|kind| found.count(kind));
        prop_assert_eq!(maxima + minima, saddles + 1, "{}", text);
        prop_assert!(maxima <= hills.len() && maxima >= 1);
    }
}
