//! The examples: each is a field that can be computed, and what is said of it is true.

use std::collections::BTreeSet;
use std::sync::Arc;

use gradfield::analysis::ExactGradient;
use gradfield::eval::scalar;
use gradfield::examples::{self, Example, Minimum};
use gradfield::expr::{self, Axis, Program};
use gradfield::field::{self, CancelToken, FieldSeed, GradientField, Grid, Progress, Tally};

fn program(example: &Example) -> Arc<Program> {
    Arc::new(expr::parse(&example.expression).unwrap_or_else(|e| panic!("{}: {e}", example.name)))
}

fn field_of(example: &Example) -> GradientField {
    let request = example.seed().request().unwrap_or_else(|e| panic!("{}: {e}", example.name));
    field::compute(&request, &CancelToken::new(), &Progress::new()).unwrap()
}

/// How far from a minimum of value f an exact f may be: constants such as e and 0.2 are themselves rounded, each by half a
/// unit in the last place, and so is the stated f. No example has more than 8 such numbers, none larger than 20 or |f|.
fn slack(minimum: &Minimum) -> f64 {
    4.0 * f64::EPSILON * (20.0 + minimum.f.abs())
}

#[test]
fn there_are_four_groups_of_examples_with_names_of_their_own() {
    let names: Vec<_> = examples::groups().iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["The article and the book", "Optimiser tests", "When h fails", "Machine learning"]);
    let counts: Vec<_> = examples::groups().iter().map(|group| group.examples.len()).collect();
    assert_eq!(counts, [3, 13, 7, 6]);
    let distinct: BTreeSet<_> = examples::all().map(|example| &example.name).collect();
    assert_eq!(distinct.len(), examples::all().count());
}

#[test]
fn a_lesson_is_two_sentences() {
    for example in examples::all() {
        let lesson = &example.lesson;
        assert!(lesson.ends_with('.'), "{lesson}");
        let starts =
            lesson.match_indices(". ").filter(|(end, _)| lesson[end + 2..].starts_with(char::is_uppercase));
        assert_eq!(starts.count(), 1, "{lesson}");
    }
}

/// Nothing in them needs a remark on how it was understood, or a parameter.
#[test]
fn every_expression_is_read_as_it_stands() {
    for example in examples::all() {
        let reading = example.seed().read().unwrap_or_else(|e| panic!("{}: {e}", example.name));
        assert!(reading.remarks.is_empty(), "{}: {:?}", example.name, reading.remarks);
    }
}

#[test]
fn a_thumbnail_has_some_ten_of_the_columns_and_rows() {
    for example in examples::all() {
        let (seed, thumbnail) = (example.seed(), example.thumbnail_seed());
        let [all, some] = [&seed, &thumbnail].map(|seed| Grid::new(&seed.grid).expect("a grid"));
        assert!((8..=12).contains(&some.columns().max(some.rows())), "{}", example.name);
        for axis in Axis::ALL {
            let is_node = |x: &f64| all.axis(axis).iter().any(|node| node.to_bits() == x.to_bits());
            assert!(some.axis(axis).iter().all(is_node), "{}: {:?}", example.name, some.axis(axis));
        }
        // Nothing else is different.
        assert_eq!(FieldSeed { grid: seed.grid, ..thumbnail }, seed);
    }
}

#[test]
fn as_many_arrows_are_dead_as_is_said() {
    let mut wrong = vec![];
    for example in examples::all() {
        let field = field_of(example);
        let Tally { live, zero, not_finite } = field.tally;
        assert_eq!(live + zero + not_finite, field.len());
        if (zero, not_finite) != (example.facts.zero, example.facts.not_finite) {
            wrong.push(format!("{}: {zero} zero, {not_finite} not finite of {}", example.name, field.len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn f_has_the_stated_values_at_its_minima_and_no_lower_one_on_the_grid() {
    for example in examples::all() {
        let program = program(example);
        let mut exact = ExactGradient::new(&program);
        let field = field_of(example);
        for minimum in &example.facts.minima {
            let ranges = [example.x0, example.x1.unwrap_or(example.x0)];
            for (at, [from, to]) in minimum.at.into_iter().zip(ranges) {
                assert!(from <= at && at < to, "{}: {minimum:?} is not in the range", example.name);
            }
            let f = exact.at(minimum.at).f;
            assert!((f - minimum.f).abs() <= slack(minimum), "{}: {minimum:?} but {f}", example.name);
            for i in 0..field.len() {
                let x = field.grid.point(i);
                let f = exact.at(x).f;
                assert!(f >= minimum.f - slack(minimum), "{}: {f} at {x:?}", example.name);
            }
        }
    }
}

/// One step of Newton's method from a point with gradient g, where f is convex.
fn newton_step(program: &Program, at: [f64; 2], g: [f64; 2]) -> [f64; 2] {
    let [a, b, c] = expr::hessian(program).map(|second| scalar::evaluate(&second, at));
    let determinant = a * c - b * b;
    assert!(a > 0.0 && determinant > 0.0, "no minimum at {at:?}: {a} {b} {c}");
    [(c * g[0] - b * g[1]) / determinant, (a * g[1] - b * g[0]) / determinant]
}

#[test]
fn the_gradient_is_zero_at_the_minima() {
    let mut seen = 0;
    for example in examples::all() {
        let program = program(example);
        let mut exact = ExactGradient::new(&program);
        for minimum in &example.facts.minima {
            let found = exact.at(minimum.at);
            if minimum.kink {
                assert!(found.g.iter().any(|g| g.is_nan()), "{}: {found:?}", example.name);
            } else if minimum.rounded {
                // The true minimum is within half a unit in the last place along each axis, to which the rounded
                // constants in f may add as much again, and more along a flat valley.
                let step = newton_step(&program, minimum.at, found.g);
                for (step, at) in step.into_iter().zip(minimum.at) {
                    assert!(step.abs() <= 2.0 * f64::EPSILON * at.abs().max(0.5), "{}: {step}", example.name);
                }
            } else {
                assert_eq!(found.is_zero, [true; 2], "{}: {found:?}", example.name);
                assert_eq!(found.g, [0.0; 2]);
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 26);
}
