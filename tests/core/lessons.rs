//! What the lessons of the examples say is what one sees: each is tried here as a reader would try it.

use std::collections::BTreeSet;

use gradfield::analysis::{Cause, Census, census};
use gradfield::differentiate::{Precision, Scheme};
use gradfield::examples;
use gradfield::field::{self, CancelToken, FieldSeed, GradientField, Progress};

/// Each example and whether its lesson is true.
const LESSONS: [(&str, fn()); 29] = [
    ("Bowl", bowl),
    ("Bowl, h too small", bowl_h_too_small),
    ("Long valley", long_valley),
    ("Rosenbrock", rosenbrock),
    ("Himmelblau", himmelblau),
    ("Rastrigin", rastrigin),
    ("Ackley", ackley),
    ("Beale", beale),
    ("Booth", booth),
    ("Matyas", matyas),
    ("McCormick", mccormick),
    ("Six-hump camel", six_hump_camel),
    ("Styblinski-Tang", styblinski_tang),
    ("Goldstein-Price", goldstein_price),
    ("Saddle", saddle),
    ("Waves", waves),
    ("Half-dead bowl", half_dead_bowl),
    ("Ripple, h too large", ripple),
    ("Bowl on a tower", bowl_on_a_tower),
    ("Bowl in single precision", bowl_in_single_precision),
    ("Kink", kink),
    ("Pole", pole),
    ("Edge of the domain", edge_of_the_domain),
    ("Least squares", least_squares),
    ("Logistic regression", logistic_regression),
    ("tanh neuron", tanh_neuron),
    ("ReLU neuron", relu_neuron),
    ("Softmax cross-entropy", softmax_cross_entropy),
    ("Softmax overflow", softmax_overflow),
];

#[test]
fn every_lesson_is_true() {
    let names: BTreeSet<_> = LESSONS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, examples::all().map(|example| &*example.name).collect());
    for (_, is_true) in LESSONS {
        is_true();
    }
}

/// What is shown of an example when something has been changed.
struct Shown {
    field: GradientField,
    census: Census,
}

fn shown(name: &str, change: impl FnOnce(&mut FieldSeed)) -> Shown {
    let mut seed = examples::all().find(|example| example.name == name).expect("it is there").seed();
    change(&mut seed);
    let field = field::compute(&seed.request().expect("a field"), &CancelToken::new(), &Progress::new());
    let field = field.expect("nobody cancels");
    let census = census(&field, &CancelToken::new(), &Progress::new()).expect("nobody cancels");
    Shown { field, census }
}

fn as_it_is(name: &str) -> Shown {
    shown(name, |_| {})
}

fn with_h(name: &str, h: f64) -> Shown {
    shown(name, |seed| seed.h = h)
}

fn with_step(name: &str, step: f64) -> Shown {
    shown(name, |seed| seed.grid.axes.iter_mut().for_each(|axis| axis.step = step))
}

/// Another piece of text in the place of one.
fn edit(seed: &mut FieldSeed, from: &str, to: &str) {
    assert!(seed.expression.contains(from), "{from} is in {}", seed.expression);
    seed.expression = seed.expression.replace(from, to);
}

impl Shown {
    fn count(&self, cause: Cause) -> usize {
        self.census.count(cause)
    }

    fn live(&self) -> usize {
        self.field.tally.live
    }

    /// Every node with its gradient.
    fn arrows(&self) -> impl Iterator<Item = ([f64; 2], [f64; 2])> {
        let field = &self.field;
        (0..field.len()).map(|i| (field.grid.point(i), [field.g0[i], field.g1[i]]))
    }

    /// |g|, f and the cause at a node.
    fn at(&self, x: [f64; 2]) -> (f64, f64, Cause) {
        let is_it = |i: &usize| self.field.grid.point(*i).map(f64::to_bits) == x.map(f64::to_bits);
        let i = (0..self.field.len()).find(is_it).expect("a node");
        (self.field.norm[i], self.field.f[i], self.census.causes[i])
    }

    /// The largest angle in degrees between an arrow along -g and the way to a place.
    fn off_course(&self, home: [f64; 2]) -> f64 {
        let angle = |(x, g): ([f64; 2], [f64; 2])| {
            let way = [home[0] - x[0], home[1] - x[1]];
            (way[0] * g[1] - way[1] * g[0]).atan2(-way[0] * g[0] - way[1] * g[1]).abs().to_degrees()
        };
        let angles = self.arrows().filter(|(x, g)| *x != home && *g != [0.0; 2]).map(angle);
        angles.fold(0.0, f64::max)
    }

    /// The inner nodes at which f is lower than at all eight around them.
    fn dents(&self) -> Vec<[f64; 2]> {
        let (field, columns) = (&self.field, self.field.grid.columns());
        let is_dent = |i: &usize| {
            let around = [1, columns - 1, columns, columns + 1].into_iter().flat_map(|d| [i - d, i + d]);
            around.map(|other| field.f[other]).all(|other| field.f[*i] < other)
        };
        let is_inner = |i: &usize| {
            let (row, column) = (i / columns, i % columns);
            (1..columns - 1).contains(&column) && (1..field.grid.rows() - 1).contains(&row)
        };
        let inner = (0..field.len()).filter(is_inner).filter(is_dent);
        inner.map(|i| field.grid.point(i)).collect()
    }

    fn norms(&self) -> [f64; 2] {
        self.field.norm_range.expect("live arrows")
    }
}

/// The distance from 0 in whole nodes, as a bowl has its binades.
fn reach([x0, x1]: [f64; 2]) -> f64 {
    x0.abs().max(x1.abs())
}

fn bowl() {
    // Degrees; f and h have some 16 and 11 digits.
    assert!(as_it_is("Bowl").off_course([0.0; 2]) < 1e-8);
    let good = [1e-5, 1e-8, 1e-12, 1e-13].map(|h| with_h("Bowl", h).count(Cause::Good));
    assert_eq!(good[..3], [255; 3]);
    assert!((1..255).contains(&good[3]), "the first go wrong");
}

fn bowl_h_too_small() {
    let shown = as_it_is("Bowl, h too small");
    assert_eq!((shown.live(), shown.count(Cause::Absorbed)), (0, 255));
    assert_eq!([1e-20, 1e-17, 1e-15].map(|h| with_h("Bowl, h too small", h).live()), [0, 0, 255]);
}

fn long_valley() {
    assert!(as_it_is("Long valley").off_course([0.0; 2]) > 60.0);
    assert!(shown("Long valley", |seed| edit(seed, "20", "1")).off_course([0.0; 2]) < 1e-8);
}

fn rosenbrock() {
    let shown = as_it_is("Rosenbrock");
    let ([start, ..], [valley, ..]) = ([shown.at([-1.0, 2.0]).0], [shown.at([-1.0, 1.0]).0]);
    assert!((100.0..200.0).contains(&(start / valley)));
}

fn himmelblau() {
    assert_eq!(with_step("Himmelblau", 1.0 / 32.0).dents().len(), 4);
}

fn rastrigin() {
    let dents = with_step("Rastrigin", 1.0 / 32.0).dents();
    assert_eq!(dents.len(), 9);
    assert!(dents.iter().flatten().all(|x| (x - x.round()).abs() <= 1.0 / 32.0));
    assert!(with_h("Rastrigin", 1.0).off_course([0.0; 2]) < 1e-8);
}

fn ackley() {
    assert!(with_step("Ackley", 1.0 / 16.0).dents().len() > 40);
    // A step of 1 is not small beside the funnel: its sides are not quite round.
    assert!(with_h("Ackley", 1.0).off_course([0.0; 2]) < 5.0);
}

fn beale() {
    let shown = as_it_is("Beale");
    let [_, largest] = shown.norms();
    assert!(shown.at([0.0; 2]).0 < 1e-4 * largest);
    // On a linear scale what is above the first fifth of the colours lies in the corners.
    for (x, g) in shown.arrows().filter(|(_, [g0, g1])| g0.hypot(*g1) > 0.2 * largest) {
        assert!(x[0].abs() > 1.8 && x[1].abs() > 3.0, "{x:?}: {g:?}");
    }
}

fn booth() {
    let shown = with_h("Booth", 1.0);
    assert_eq!(shown.count(Cause::Good) + shown.count(Cause::Stationary), shown.field.len());
    let errors = shown.census.relative_error.iter().filter(|error| !error.is_nan());
    assert!(errors.fold(0.0, |worst: f64, error| worst.max(*error)) < 1e-15);
}

fn matyas() {
    let shown = as_it_is("Matyas");
    let ratio = shown.at([-5.0, 5.0]).0 / shown.at([5.0, 5.0]).0;
    assert!((ratio - 25.0).abs() < 1e-6);
}

fn mccormick() {
    let lowest = |shown: &Shown| shown.field.f_range.expect("values")[0];
    let here = lowest(&as_it_is("McCormick"));
    let wider = shown("McCormick", |seed| {
        for axis in &mut seed.grid.axes {
            (axis.min, axis.max) = (-10.0, 10.0);
        }
    });
    assert!(lowest(&wider) < here - 5.0);
}

fn six_hump_camel() {
    assert_eq!(with_step("Six-hump camel", 1.0 / 64.0).dents().len(), 6);
    let shown = shown("Six-hump camel", |seed| seed.grid.closed = true);
    let turned = shown.field.f.iter().rev();
    assert!(shown.field.f.iter().zip(turned).all(|(f, turned)| f.to_bits() == turned.to_bits()));
}

fn styblinski_tang() {
    let fine = |change: fn(&mut FieldSeed)| {
        let shown = shown("Styblinski-Tang", |seed| {
            seed.grid.axes.iter_mut().for_each(|axis| axis.step = 1.0 / 32.0);
            change(seed);
        });
        let mut depths: Vec<_> = shown.dents().into_iter().map(|x| (shown.at(x).1, x)).collect();
        depths.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        depths
    };
    let depths = fine(|_| {});
    assert_eq!(depths.len(), 4);
    assert!(depths[0].0 + 10.0 < depths[1].0 && depths[0].1.iter().all(|x| (x + 2.9).abs() < 0.05));
    let alike = fine(|seed| {
        edit(seed, " + 5*x0", "");
        edit(seed, " + 5*x1", "");
    });
    assert_eq!(alike.len(), 4);
    assert!(alike[3].0 - alike[0].0 < 1e-9);
}

fn goldstein_price() {
    let [low, high] = as_it_is("Goldstein-Price").field.f_range.expect("values");
    assert!((low - 3.0).abs() < 1e-9 && (high / 8e5 - 1.0).abs() < 0.01);
    // The three others are at tenths.
    let others = [[-0.6, -0.4], [1.2, 0.8], [1.8, 0.2]];
    for (at, depth) in others.into_iter().zip([30.0, 840.0, 84.0]) {
        let near = shown("Goldstein-Price", |seed| {
            for (axis, x) in seed.grid.axes.iter_mut().zip(at) {
                (axis.min, axis.max, axis.step) = (x - 0.01, x + 0.02, 0.01);
            }
        });
        let dents = near.dents();
        assert!(dents.len() == 1 && (near.at(dents[0]).1 - depth).abs() < 1e-6, "{at:?}: {dents:?}");
    }
}

fn saddle() {
    let shown = shown("Saddle", |seed| seed.grid.closed = true);
    for (x, g) in shown.arrows() {
        // A quarter of a turn brings this node and its arrow along -g there, where +g is the same.
        let (there, turned) = ([-x[1], x[0]], [g[1], -g[0]]);
        let (_, other) = shown.arrows().find(|(x, _)| *x == there).expect("a node");
        assert!((turned[0] - other[0]).abs() + (turned[1] - other[1]).abs() < 1e-9, "{x:?}");
    }
}

#[expect(clippy::approx_constant, reason = "as the lesson has it")]
fn waves() {
    let [_, before] = as_it_is("Waves").norms();
    let [_, after] = with_h("Waves", 3.14).norms();
    assert!(after < before / 50.0);
}

fn half_dead_bowl() {
    let shown = as_it_is("Half-dead bowl");
    for (x, g) in shown.arrows() {
        assert_eq!(g != [0.0; 2], (0.25..=1.0).contains(&reach(x)), "{x:?}");
    }
    assert_eq!(shown.count(Cause::Good), 0);
    let larger = [1e-15, 1e-14, 1e-13, 1e-12].map(|h| with_h("Half-dead bowl", h));
    assert!(larger.iter().all(|shown| shown.live() == 255));
    let good = larger.each_ref().map(|shown| shown.count(Cause::Good));
    assert!(good.is_sorted() && good[3] == 255, "{good:?}");
    // From the middle outward: within these distances all marks are gone.
    for (shown, within) in larger.iter().zip([0.5, 0.5, 1.0, 2.0]) {
        for (i, cause) in shown.census.causes.iter().enumerate() {
            let x = shown.field.grid.point(i);
            assert!(reach(x) > within || matches!(cause, Cause::Good | Cause::Stationary), "{x:?}");
        }
    }
}

fn ripple() {
    let slope = |shown: &Shown| shown.arrows().map(|(_, [g0, _])| g0.abs()).fold(0.0, f64::max);
    let shown = as_it_is("Ripple, h too large");
    assert!(slope(&shown) < 0.05 * 5.0);
    // All but a row of 16.
    assert_eq!(shown.arrows().filter(|(_, [g0, g1])| g1.abs() > g0.abs()).count(), 240);
    assert!(slope(&with_h("Ripple, h too large", 0.1)) > 0.9 * 5.0);
}

fn bowl_on_a_tower() {
    assert_eq!(as_it_is("Bowl on a tower").count(Cause::Cancelled), 255);
    assert_eq!(shown("Bowl on a tower", |seed| edit(seed, " + 1e8", "")).count(Cause::Good), 255);
}

fn bowl_in_single_precision() {
    for (x, g) in as_it_is("Bowl in single precision").arrows() {
        assert_eq!(g != [0.0; 2], (0.5..=2.0).contains(&reach(x)), "{x:?}");
    }
    let double = shown("Bowl in single precision", |seed| seed.method.precision = Precision::F64);
    assert_eq!(double.count(Cause::Good), 255);
}

fn kink() {
    let wrong = |shown: &Shown| {
        let nodes = shown.census.causes.iter().enumerate().filter(|(_, cause)| **cause != Cause::Good);
        nodes.map(|(i, _)| (4.0 * shown.field.grid.point(i)[0]).to_string()).collect::<BTreeSet<_>>()
    };
    assert_eq!(wrong(&as_it_is("Kink")), BTreeSet::from(["-1", "0", "1"].map(str::to_owned)));
    assert_eq!(wrong(&with_h("Kink", 0.2)), BTreeSet::from(["0".to_owned()]));
}

fn pole() {
    for (x, [g0, g1]) in as_it_is("Pole").arrows().filter(|(x, _)| x[0] == 0.0) {
        assert!((g0 / 1e8 - 1.0).abs() < 1e-9 && g1.is_nan(), "{x:?}: {g0}, {g1}");
    }
}

fn edge_of_the_domain() {
    for (x, g) in as_it_is("Edge of the domain").arrows() {
        assert_eq!(g[0].is_finite(), x[0] > 0.0, "{x:?}");
    }
    for (h, slope) in [(1e-4, 100.0), (1e-6, 1000.0)] {
        let shown = shown("Edge of the domain", |seed| {
            seed.method.scheme = Scheme::Forward;
            seed.h = h;
        });
        for (x, [g0, _]) in shown.arrows().filter(|(x, _)| x[0] == 0.0) {
            assert!((g0 / slope - 1.0).abs() < 1e-9, "{x:?}: {g0}");
        }
    }
}

fn least_squares() {
    assert_eq!(as_it_is("Least squares").dents(), [[1.5, 1.0]]);
    assert_eq!(shown("Least squares", |seed| edit(seed, "(x1 - 2)", "(x1 - 5)")).dents(), [[1.5, 2.0]]);
}

fn logistic_regression() {
    let shown_now = as_it_is("Logistic regression");
    assert_eq!(shown_now.dents().len(), 1);
    assert!(shown_now.norms()[1] < 1.0);
    let apart = shown("Logistic regression", |seed| {
        edit(seed, "softplus(x0 - x1)", "softplus(-x0 - x1)");
        edit(seed, "softplus(x0 + x1)", "softplus(-x0 + x1)");
    });
    assert!(apart.dents().is_empty());
    // Along x0 it falls for ever.
    assert!(apart.arrows().filter(|(x, _)| x[1] == 0.0).all(|(_, [g0, _])| g0 < 0.0));
}

fn tanh_neuron() {
    let [least, largest] = as_it_is("tanh neuron").norms();
    assert!(largest / least > 1e3);
}

fn relu_neuron() {
    for (x, g) in as_it_is("ReLU neuron").arrows() {
        // At its edge a central difference sees the other side.
        if x[0] + x[1] < 0.0 && 2.0 * x[0] + x[1] < 0.0 {
            assert_eq!(g, [0.0; 2], "{x:?}");
        }
    }
    let alive = shown("ReLU neuron", |seed| edit(seed, "relu", "softplus"));
    assert_eq!(alive.count(Cause::Good), alive.field.len());
}

fn softmax_cross_entropy() {
    let before = as_it_is("Softmax cross-entropy");
    // Relative to |g|, which is 1e-4 and more: f has an error of 1e-15 or so, and h is 1e-4.
    let is_near = |a: f64, b: f64, norm: f64| (a - b).abs() < 1e-6 * norm;
    assert!(before.arrows().all(|(_, [g0, g1])| is_near(g0, -g1, g0.hypot(g1))));
    let after = shown("Softmax cross-entropy", |seed| {
        edit(seed, "x0", "(x0 + 30)");
        edit(seed, "x1", "(x1 + 30)");
    });
    for ((_, [a0, a1]), (_, [b0, b1])) in before.arrows().zip(after.arrows()) {
        let norm = a0.hypot(a1);
        assert!(is_near(a0, b0, norm) && is_near(a1, b1, norm));
    }
}

fn softmax_overflow() {
    for ([x0, x1], [g0, g1]) in as_it_is("Softmax overflow").arrows() {
        let is_beyond = x0.max(x1) > 709.0 || x0.max(x1) < -745.0;
        assert_eq!(g0.is_finite() && g1.is_finite(), !is_beyond, "{x0}, {x1}");
    }
    let better = shown("Softmax overflow", |seed| {
        edit(seed, "ln(exp(x0) + exp(x1)) - x0", "ln(1 + exp(x1 - x0))");
    });
    for ([x0, x1], [g0, g1]) in better.arrows() {
        assert_eq!(g0.is_finite() && g1.is_finite(), x1 - x0 < 709.0, "{x0}, {x1}");
    }
}
