//! Critical points so close to each other that the grid does not tell them apart.

use super::{counts, find, is_next_to, square};

/// Folds, pitchforks and others that have just opened, so that their points are from 1e-4 to 1 cell apart.
const CLOSE: [(&str, [usize; 4]); 12] = [
    ("x0^3 - 1e-2*x0 + x1^2", [1, 0, 1, 0]),
    ("x0^3 - 1e-4*x0 + x1^2", [1, 0, 1, 0]),
    ("x0^3 - 1e-8*x0 + x1^2", [1, 0, 1, 0]),
    ("x0^4 - 1e-2*x0^2 + x1^2", [2, 0, 1, 0]),
    ("x0^4 - 1e-4*x0^2 + x1^2", [2, 0, 1, 0]),
    ("x0^4 - 1e-6*x0^2 + x1^2", [2, 0, 1, 0]),
    ("x0^4 - 1e-2*x0^2 + 1e-4*x0 + x1^2", [2, 0, 1, 0]),
    ("x0^4 - 1e-4*x0^2 + 1e-7*x0 + x1^2", [2, 0, 1, 0]),
    ("x0^4 - 1e-3*x0^2 + x1^4 - 1e-3*x1^2", [4, 1, 4, 0]),
    ("x0^3 - 3*x0*x1^2 - 1e-3*(x0^2 + x1^2)", [0, 1, 3, 0]),
    ("x0^3 - 3*x0*x1^2 - 1e-2*x0", [0, 0, 2, 0]),
    ("x0^3 - 3*x0*x1^2 - 1e-5*x0", [0, 0, 2, 0]),
];

#[test]
fn points_that_share_a_cell_are_told_apart() {
    let mut wrong = vec![];
    for (text, expected) in CLOSE {
        // As it is, and turned by an angle with the cosine 0.6.
        let turned = text.replace("x0", "(0.6*u + 0.8*v)").replace("x1", "(0.8*u - 0.6*v)");
        for text in [text.to_owned(), turned.replace('u', "x0").replace('v', "x1")] {
            for (step, shift) in [(0.25, 0.0), (0.25, 0.1), (0.1, 0.037), (0.03, 0.011)] {
                let found = find(&text, square(-1.0 - shift, 1.0, step));
                if counts(&found) != (expected, 0) {
                    wrong.push(format!("{text}, step {step} shifted by {shift}: {:?}", counts(&found)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A pitchfork's minima are at +-sqrt(eps/2), from a cell to 0.0005 cells away from the saddle between them.
#[test]
fn the_points_of_a_pitchfork_are_where_algebra_has_them() {
    for eps in ["0.125", "1e-2", "1e-3", "1e-4", "1e-5", "1e-6", "1e-7", "3e-8"] {
        let text = format!("x0^4 - {eps}*x0^2 + x1^2");
        for shift in [0.0, 0.1, 0.123] {
            let found = find(&text, square(-1.0 - shift, 1.0, 0.25));
            assert_eq!(counts(&found), ([2, 0, 1, 0], 0), "{text} shifted by {shift}");
            let apart = (eps.parse::<f64>().unwrap() / 2.0).sqrt();
            for x0 in [-apart, apart, 0.0] {
                let is_there = found.points.iter().any(|point| is_next_to(point.x, [x0, 0.0]));
                assert!(is_there, "{text}: nothing at {x0}: {found:?}");
            }
        }
    }
}

/// Its curvatures are eps times -2 and 4, beside 2: below [`DEGENERATE`] nothing tells a pitchfork from a fourth power.
#[test]
fn a_pitchfork_that_rounding_could_close_is_one_degenerate_point() {
    for eps in ["1e-9", "1e-12", "1e-18"] {
        for (step, shift) in [(0.25, 0.0), (0.25, 0.1), (0.1, 0.037), (0.03, 0.011)] {
            let text = format!("x0^4 - {eps}*x0^2 + x1^2");
            let found = find(&text, square(-1.0 - shift, 1.0, step));
            assert_eq!(counts(&found), ([0, 0, 0, 1], 0), "{text}, step {step}");
        }
    }
}

/// All cells are looked into, but not the surroundings of each of the many points.
#[test]
fn so_many_points_that_not_all_are_looked_around_are_found_and_counted() {
    // cos(40 x) = 0 at 50 places in [-2, 2], sin(40 x) = 0 at 51: a wave of 5 cells.
    let found = find("sin(40*x0)*sin(40*x1)", square(-2.0, 2.0, 1.0 / 32.0));
    assert_eq!(counts(&found), ([1250, 1250, 2601, 0], 0));
    assert!(0 < found.skipped && found.skipped < 5101, "{}", found.sentence());
    assert!(found.sentence().contains("There may be more"), "{}", found.sentence());
}
