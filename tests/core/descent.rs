//! Descents: against NumPy's iterates, and why each ends.

use std::sync::Arc;

use gradfield::analysis::descent::{
    Descent, Knob, MOST_STEPS, Optimizer, Path, StableRates, Stop, UpdateRule,
};
use gradfield::differentiate::{Method, Precision, Scheme};
use gradfield::expr;
use gradfield::field::{CancelToken, Cancelled};

use crate::cli;
use crate::support::csv::Table;

/// SGD of rate 0.1 down a function from a point, by central differences with h = 1e-4.
fn descent(text: &str, start: [f64; 2]) -> Descent {
    Descent {
        program: Arc::new(expr::parse(text).unwrap()),
        method: Method::default(),
        h: 1e-4,
        start,
        optimizer: Optimizer::new(UpdateRule::Sgd).with(Knob::Rate, 0.1),
        steps: 30,
        tolerance: 1e-9,
        region: None,
    }
}

fn run(descent: &Descent) -> Path {
    descent.run().unwrap()
}

/// Both do the same operations, but for powers of b1 and b2, which come by products here, and the order in which a few
/// factors are multiplied: some 10 roundings a step, which 30 steps of these functions do not amplify beyond 1e-12.
#[test]
fn the_first_iterates_are_numpys() {
    let table = Table::reference("descent.csv");
    let mut runs = 0;
    for rows in table.rows().collect::<Vec<_>>().chunks(30) {
        let text = |column| rows[0].text(column);
        let (function, start) = match text("function") {
            "valley" => ("x0^2/20 + x1^2", [-7.0, 2.0]),
            "rosenbrock" => ("(1 - x0)^2 + 100*(x1 - x0^2)^2", [-1.2, 1.0]),
            other => panic!("{other}"),
        };
        let rule: UpdateRule = text("optimizer").parse().unwrap();
        let optimizer = Optimizer::new(rule).with(Knob::Rate, rows[0].get("rate"));
        let path = run(&Descent { optimizer, ..descent(function, start) }.exact());
        assert_eq!((path.visits.len(), path.stop), (31, Stop::StepLimit), "{function} {rule}");
        for (visit, row) in path.visits[1..].iter().zip(rows) {
            for (found, column) in visit.x.into_iter().zip(["x0", "x1"]) {
                let expected = row.get::<f64>(column);
                let off = (found - expected).abs();
                assert!(off <= 1e-12 * expected.abs(), "{function} {rule}: {found}, not {expected}");
            }
        }
        runs += 1;
    }
    assert_eq!(runs, 2 * UpdateRule::ALL.len());
}

#[test]
fn a_path_has_the_values_of_its_points() {
    let path = run(&descent("x0^2/20 + x1^2", [-7.0, 2.0]));
    assert_eq!(path.visits[0].x, [-7.0, 2.0]);
    assert_eq!(path.visits[0].f, 49.0 / 20.0 + 4.0);
    for pair in path.visits.windows(2) {
        assert_eq!([0, 1].map(|i| pair[0].x[i] - 0.1 * pair[0].g[i]), pair[1].x);
    }
}

/// What a descent is of, and how it ends.
fn assert_ends<const N: usize>(cases: [(&str, Descent, Stop); N]) {
    for (what, descent, stop) in cases {
        let path = run(&descent);
        assert_eq!(path.stop, stop, "{what}: {:?}", path.visits.last());
        assert!(path.visits.len() <= descent.steps + 1, "{what}");
    }
}

#[test]
fn each_end_has_its_reason() {
    let bowl = || descent("x0^2 + x1^2", [1.0, 1.0]);
    let of = |rule, rate| Optimizer::new(rule).with(Knob::Rate, rate);
    let f16 = Method { precision: Precision::F16, ..Method::default() };
    let exact_f16 = Method { scheme: Scheme::Exact, ..f16 };
    assert_ends([
        ("few steps", Descent { steps: 3, ..bowl() }, Stop::StepLimit),
        ("no steps", Descent { steps: 0, ..bowl() }, Stop::StepLimit),
        ("many steps", Descent { steps: 300, ..bowl() }, Stop::Converged),
        ("at the minimum", descent("x0^2 + x1^2", [0.0, 0.0]), Stop::Converged),
        (
            "too large a rate",
            Descent { optimizer: of(UpdateRule::Sgd, 1.1), steps: 5000, ..bowl() }.exact(),
            Stop::Diverged,
        ),
        (
            "out of sight",
            Descent { optimizer: of(UpdateRule::Sgd, 1.1), region: Some([[-2.0, 2.0]; 2]), ..bowl() },
            Stop::LeftRegion,
        ),
        ("a lost h", Descent { h: 10e-50, ..bowl() }, Stop::Vanished),
        ("the exact twin", Descent { h: 10e-50, steps: 300, ..bowl() }.exact(), Stop::Converged),
        ("beyond the domain", descent("ln(x0) + x1^2", [0.05, 1.0]), Stop::Undefined),
        ("a start without a value", descent("sqrt(x0)", [-1.0, 0.0]), Stop::Undefined),
        ("a flat function", descent("3", [1.0, 1.0]), Stop::Converged),
        (
            "half precision",
            Descent { method: exact_f16, steps: 300, optimizer: of(UpdateRule::Sgd, 1e-4), ..bowl() },
            Stop::Stalled,
        ),
        ("half precision with a small h", Descent { method: f16, ..bowl() }, Stop::Vanished),
        ("a start at a pole", descent("1/x0", [0.0, 1.0]), Stop::Undefined),
        (
            "a start beyond half precision",
            Descent { method: exact_f16, ..descent("x0 + x1", [1e6, 0.0]) },
            Stop::Undefined,
        ),
        (
            "no gradient ahead",
            Descent { optimizer: of(UpdateRule::Nesterov, 0.1), ..descent("x0 + 0*sqrt(x0)", [0.15, 0.0]) },
            Stop::NoGradientAhead,
        ),
        (
            "squares beyond f64",
            Descent { optimizer: of(UpdateRule::AdaGrad, 1.0), ..descent("1e200*x0", [1.0, 0.0]) }.exact(),
            Stop::Overflow,
        ),
        (
            "the same for a rule with inertia",
            Descent { optimizer: of(UpdateRule::Adam, 1.0), ..descent("1e200*x0", [1.0, 0.0]) }.exact(),
            Stop::Overflow,
        ),
        // The square of this gradient is infinite, but not what a step of one promises.
        (
            "backtracking on the largest numbers",
            Descent {
                optimizer: of(UpdateRule::Backtracking, 1.0),
                tolerance: 1e190,
                ..descent("1e200*(x0^2 + x1^2)", [1.0, 1.0])
            }
            .exact(),
            Stop::Converged,
        ),
        (
            "backtracking from the largest rate",
            Descent {
                optimizer: of(UpdateRule::Backtracking, 1e300),
                tolerance: 1e280,
                ..descent("1e300*x0^2", [1.0, 0.0])
            }
            .exact(),
            Stop::Converged,
        ),
        (
            "uphill, as the difference sees it",
            Descent {
                optimizer: of(UpdateRule::Backtracking, 1.0),
                h: 1.0,
                method: Scheme::Forward.into(),
                steps: 1000,
                ..descent("abs(x0) + x1^2", [0.25, 0.0])
            },
            Stop::NoDecrease,
        ),
    ]);
}

/// What a gradient that is wrong or not there makes of it, and a function without a lower bound.
#[test]
fn each_end_that_is_no_minimum_has_its_reason() {
    let of = |rule, rate| Optimizer::new(rule).with(Knob::Rate, rate);
    let f16 = Method { precision: Precision::F16, ..Method::default() };
    let exact_f16 = Method { scheme: Scheme::Exact, ..f16 };
    assert_ends([
        // 9e4 is more than half precision has, and no more than f is.
        (
            "f beyond half precision",
            Descent { method: f16, h: 1.0, ..descent("x0^2 + x1^2", [300.0, 0.0]) },
            Stop::NoGradient,
        ),
        // All rates come here; the larger the sooner.
        (
            "no lower bound",
            Descent {
                optimizer: of(UpdateRule::Sgd, 1.0),
                steps: 5000,
                ..descent("-x0^2 - x1^2", [1.0, 1.0])
            }
            .exact(),
            Stop::Unbounded,
        ),
        (
            "into a pole",
            Descent { optimizer: of(UpdateRule::Sgd, 1.0), ..descent("ln(x0)", [1.0, 0.0]) }.exact(),
            Stop::Unbounded,
        ),
        // Both are about the tolerance: -9.4e-4 and -1.04e-3.
        (
            "a small difference at the tolerance",
            Descent { method: Scheme::Forward.into(), tolerance: 1e-3, ..descent("x0^2", [-0.00052, 0.0]) },
            Stop::Converged,
        ),
        ("the tip of a roof", descent("-abs(x0)", [0.0, 0.0]), Stop::Kink),
        // As the mean of squares forgets the first gradient, 1.3e5, the step grows to 0.3 in the end, from 0.03 at 1, where half a unit is
        // 0.002.
        (
            "steps that pick up again",
            Descent {
                method: Method { scheme: Scheme::Exact, precision: Precision::Bf16, ..Method::default() },
                optimizer: of(UpdateRule::RmsProp, 0.3),
                steps: 2000,
                ..descent("x0^8", [4.0, 0.0])
            },
            Stop::StepLimit,
        ),
        (
            "steps that never do",
            Descent {
                method: exact_f16,
                optimizer: of(UpdateRule::RmsProp, 1e-4),
                ..descent("x0^2 + x1^2", [1.0, 1.0])
            },
            Stop::Stalled,
        ),
        // With this h the gradient is 2.4e7 times too long.
        (
            "a gradient that promises too much",
            Descent {
                optimizer: of(UpdateRule::Backtracking, 1.0),
                h: 20.0,
                method: Scheme::Forward.into(),
                ..descent("exp(x0)", [1.0, 0.0])
            },
            Stop::NoDecrease,
        ),
        // And here the steps that keep a hundred-thousandth of the promise are too small for f to change.
        (
            "a promise below the digits of f",
            Descent {
                optimizer: of(UpdateRule::Backtracking, 1.0),
                h: 20.0,
                method: Scheme::Forward.into(),
                ..descent("exp(x0)", [0.0, 0.0])
            },
            Stop::NoDecrease,
        ),
        (
            "half a step beside a square beyond f64",
            Descent { optimizer: of(UpdateRule::AdaGrad, 1.5), ..descent("1e200*x0 + x1^2", [1.0, 1.0]) },
            Stop::Overflow,
        ),
    ]);
}

/// On a parabola a hundredth below the bound the roots of the recurrence are within the unit circle by 0.005 at least, so that 4000 steps
/// leave less than 1e-8; a hundredth above it they are as far beyond, and 4000 steps make 1e8 of it.
#[test]
fn steps_grow_from_the_stable_rates_on() {
    for (text, curvature) in
        [("x0^2 + x1^2", 2.0), ("57*x0^2 - x1", 114.0), ("x0*x1", 1.0), ("1e-3*(x0 + x1)^2", 4e-3)]
    {
        for rule in [UpdateRule::Sgd, UpdateRule::Momentum, UpdateRule::Nesterov] {
            let optimizer = Optimizer::new(rule);
            let program = expr::parse(text).unwrap();
            let rates = StableRates::at([1.0, 1.0], &program, &optimizer).unwrap();
            // The eigenvalue is right to some units in the last place.
            assert!((rates.curvature / curvature - 1.0).abs() < 1e-15, "{text} {rule}: {rates:?}");
            for (share, grows) in [(0.99, false), (1.01, true)] {
                let optimizer = optimizer.with(Knob::Rate, share * rates.below);
                let descent = Descent { optimizer, steps: 4000, tolerance: 0.0, ..descent(text, [1.0, 1.0]) };
                let path = run(&descent.exact());
                // Along the direction in which it bends most, which is that of the gradient at the start.
                let steps = path.visits.windows(2).map(|pair| {
                    let [d0, d1] = [0, 1].map(|i| pair[1].x[i] - pair[0].x[i]);
                    if text.contains("- x1") { d0.abs() } else { (d0 + d1).abs() }
                });
                let steps: Vec<f64> = steps.collect();
                let (first, last) = (steps[0], steps[steps.len() - 1]);
                assert_eq!(last > first, grows, "{text} {rule} {share}: {first:e}, {last:e}");
                assert!(
                    if grows { last > 1e6 * first } else { last < 1e-6 * first },
                    "{text} {rule} {share}"
                );
            }
            let suggested = rates.suggested();
            assert!(suggested < rates.below && suggested > 0.9 / curvature, "{text} {rule}: {suggested}");
        }
    }
}

#[test]
fn a_rate_that_is_too_large_is_told_with_one_that_is_not() {
    let himmelblau = "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2";
    let region = Some([[-15.0, 15.0]; 2]);
    let of = |rule| Descent { optimizer: Optimizer::new(rule), region, ..descent(himmelblau, [-3.5, 2.5]) };
    for rule in [UpdateRule::Sgd, UpdateRule::Momentum, UpdateRule::Nesterov] {
        let twins = of(rule).twins().unwrap();
        assert_eq!(twins.numerical.stop, Stop::LeftRegion, "{rule}");
        let rates = twins.stable_rates.unwrap();
        // The second derivatives there are 12*3.5^2 + 4*2.5 - 42, 4*(2.5 - 3.5) and 12*2.5^2 - 4*3.5 - 26.
        let [a, b, c]: [f64; 3] = [115.0, -4.0, 35.0];
        let curvature = f64::midpoint(a, c) + ((a - c) / 2.0).hypot(b);
        assert!((rates.curvature / curvature - 1.0).abs() < 1e-14, "{rule}: {rates:?}");
        let optimizer = Optimizer::new(rule).with(Knob::Rate, rates.suggested());
        let better = Descent { optimizer, steps: 100, ..of(rule) }.twins().unwrap();
        let [first, .., last] = better.numerical.visits.as_slice() else { panic!("{rule}") };
        assert!(last.f < 1e-3 * first.f, "{rule}: {last:?}");
        assert_eq!(better.stable_rates, None, "{rule}");
    }
    // Nothing is said where it goes down all the same, where it did not fail by its rate, and of rules that adapt.
    for (what, descent) in [
        ("it goes down", Descent { steps: 3, ..descent("x0^2 + x1^2", [1.0, 1.0]) }),
        ("a rule that adapts", Descent { region: Some([[-3.6, -3.4], [2.4, 2.6]]), ..of(UpdateRule::Adam) }),
        (
            "a slope that leads away",
            Descent { region: Some([[0.0, 2.0]; 2]), ..descent("x0 + x1^2", [0.05, 1.0]) },
        ),
        ("a ridge", Descent { region: Some([[-2.0, 2.0]; 2]), ..descent("-x0^2 - x1^2", [1.0, 1.0]) }),
        (
            "no second derivatives",
            Descent { region: Some([[-2.0, 2.0]; 2]), ..descent("sqrt(x0)", [0.0, 1.0]) },
        ),
    ] {
        assert_eq!(descent.twins().unwrap().stable_rates, None, "{what}");
    }
}

/// Of backtracking each point is lower than the last.
#[test]
fn backtracking_always_falls() {
    for (text, start, scheme, h) in [
        ("exp(x0)", [0.0, 0.0], Scheme::Forward, 20.0),
        ("(1 - x0)^2 + 100*(x1 - x0^2)^2", [-1.2, 1.0], Scheme::Central, 1e-4),
        ("x0^2 + x1^2 + 1e8", [1.0, 1.0], Scheme::Exact, 1e-4),
        ("abs(x0) + abs(x1)", [0.3, 0.7], Scheme::Forward, 0.1),
    ] {
        let cases = [0.0, 1e-4, 0.9].into_iter().flat_map(|c| Precision::ALL.map(|p| (c, p)));
        for (decrease, precision) in cases {
            let optimizer = Optimizer::new(UpdateRule::Backtracking).with(Knob::Decrease, decrease);
            let path = run(&Descent {
                optimizer,
                method: Method { precision, ..scheme.into() },
                h,
                steps: 200,
                ..descent(text, start)
            });
            assert!(
                path.visits.windows(2).all(|pair| pair[1].f < pair[0].f),
                "{text} {decrease} {precision}: {path:?}"
            );
        }
    }
}

/// The coordinates of a model in half precision are numbers of half precision.
#[test]
fn coordinates_are_rounded_as_the_method_is() {
    for precision in Precision::ALL {
        let method = Method { scheme: Scheme::Exact, precision, ..Method::default() };
        let start = [0.3, 0.7];
        for rule in UpdateRule::ALL {
            let optimizer = Optimizer::new(rule);
            let path = run(&Descent { method, optimizer, ..descent("x0^2/20 + x1^2", start) });
            for x in path.visits.iter().flat_map(|visit| visit.x) {
                assert_eq!(x, precision.round(x), "{precision} {rule}");
            }
        }
    }
}

/// The optimisers that the book compares reach the neighbourhood of the minimum in its 30 steps.
#[test]
fn the_books_figure() {
    let ends = [
        (UpdateRule::Sgd, 0.5),
        (UpdateRule::Momentum, 1.0),
        (UpdateRule::AdaGrad, 0.5),
        (UpdateRule::Adam, 0.5),
    ];
    for (rule, within) in ends {
        let optimizer = Optimizer::new(rule);
        let path = run(&Descent { optimizer, ..descent("x0^2/20 + x1^2", [-7.0, 2.0]) });
        let [x0, x1] = path.visits[30].x;
        assert!(x0.hypot(x1) < within, "{rule} ends at {x0}, {x1}");
    }
}

#[test]
fn a_method_that_does_not_go_through_is_refused() {
    let descent = Descent { method: Scheme::ComplexStep.into(), ..descent("abs(x0)", [1.0, 1.0]) };
    assert!(descent.run().is_err());
}

/// The longest that is allowed goes to its end unless cancelled.
#[test]
fn cancelling_ends_a_descent() {
    let cancel = CancelToken::new();
    let long = Descent { steps: MOST_STEPS, ..descent("x0 + x1", [0.0, 0.0]) };
    assert!(matches!(long.twins_unless(&cancel), Ok(Ok(twins)) if twins.exact.stop == Stop::StepLimit));
    cancel.cancel();
    assert_eq!(long.twins_unless(&cancel), Err(Cancelled));
}

/// The table of `gradfield descend`, and what is said beside it.
#[test]
fn the_command_writes_both_ways() {
    let (code, table, notes) = cli::run(&[
        "descend",
        "x0^2 + x1^2",
        "--from",
        "1,-1",
        "--rate",
        "0.25",
        "--steps",
        "2",
        "--h",
        "10e-50",
    ]);
    assert_eq!(code, Some(0));
    assert_eq!(
        table,
        "step,x0,x1,f,g0,g1,optimizer,gradient\n\
         0,1.0,-1.0,2.0,0.0,0.0,sgd,numerical\n\
         0,1.0,-1.0,2.0,2.0,-2.0,sgd,exact\n\
         1,0.5,-0.5,0.5,1.0,-1.0,sgd,exact\n\
         2,0.25,-0.25,0.125,0.5,-0.5,sgd,exact\n"
    );
    assert_eq!(
        notes,
        "note: sgd, numerical gradient, step 0: The numerical gradient is zero to within the tolerance although the \
         exact one is not: h or the precision is to blame.\n\
         note: sgd, exact gradient, step 2: All steps are made.\n"
    );
}

#[test]
fn all_optimisers_at_once_with_the_numbers_that_each_has() {
    let (code, table, _) = cli::run(&[
        "descend",
        "a*x0^2 + x1^2",
        "--param",
        "a=0.05",
        "--from",
        "-7,2",
        "--optimizer",
        "all",
        "--momentum",
        "0.5",
    ]);
    assert_eq!(code, Some(0));
    for rule in UpdateRule::ALL {
        for gradient in ["numerical", "exact"] {
            assert!(table.contains(&format!(",{rule},{gradient}\n")), "{rule} {gradient}");
        }
    }
}

#[test]
fn the_command_tells_of_a_rate_that_is_too_large() {
    let (code, _, notes) = cli::run(&["descend", "100*x0^2", "--from", "1,0", "--steps", "5"]);
    assert_eq!(code, Some(0));
    let last = "note: sgd: A rate of 0.01 or more makes steps grow. Try --rate 0.005.\n";
    assert!(notes.ends_with(last), "{notes}");
}

#[test]
fn what_cannot_be_made_is_refused() {
    let base = ["descend", "abs(x0)", "--from", "1,1"];
    for (more, message) in [
        (["--rate", "0"], "error: --rate must be a number above 0.\n"),
        (["--momentum", "0.5"], "error: sgd has no momentum. Remove --momentum.\n"),
        (["--steps", "100001"], "error: There can be at most 100000 steps.\n"),
        (["--tolerance", "-1"], "error: The tolerance must be 0 or above.\n"),
        (["--h", "0"], "error: h must be a finite number above 0.\n"),
        (
            ["--scheme", "complex-step"],
            "error: The complex step cannot go through abs: it is not an analytic function. Choose another scheme.\n",
        ),
        (["-o", "a.npy"], "error: A descent is written as csv. Give the file another name.\n"),
    ] {
        cli::refused(&[&base[..], &more[..]].concat(), message);
    }
}
