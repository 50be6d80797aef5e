//! Critical points that cover a line or an area.

use gradfield::analysis::{CriticalKind, CriticalPoint, CriticalSet, ExactGradient, Extent};

use super::{counts, find, request, square};

/// Valleys with how many cells of an 8 x 8 grid they cover, with the value along them. On a node a line runs through cells
/// on both sides of it, and counts for those whose left or lower edge it is.
const VALLEYS: [(&str, f64, usize, f64); 5] = [
    ("x0^2", 0.0, 8, 0.0),
    ("x0^2 + 3", 0.1, 8, 3.0),
    ("(x1 - 0.1)^2", 0.0, 8, 0.0),
    ("-(x0 - 0.3)^4", 0.0, 8, 0.0),
    // Two lines that cross in a cell.
    ("x0^2*x1^2", 0.1, 15, 0.0),
];

#[test]
fn a_valley_is_one_entry_that_says_how_many_cells_it_covers() {
    for (text, shift, cells, f) in VALLEYS {
        let found = find(text, square(-2.0 - shift, 2.0 - shift, 0.5));
        assert_eq!(counts(&found), ([0, 0, 0, 1], 1), "{text}");
        let valley = &found.points[0];
        assert_eq!((valley.cells(), valley.f), (cells, f), "{text}");
        let Extent::Connected(_, on_it) = &valley.extent else { panic!("{text}: {valley:?}") };
        assert!(on_it.is_sorted_by(|p, q| p[1] <= q[1] || p[0] <= q[0]), "{text}");
        let mut exact = ExactGradient::new(request(text, square(-2.0, 2.0, 0.5)).program());
        for &x in on_it {
            // A fourth power's third root of rounding, cubed again.
            assert!(exact.at(x).g.iter().all(|g| g.abs() <= 4.0 * f64::EPSILON), "{text} at {x:?}");
        }
    }
}

#[test]
fn a_large_valley_is_one_entry_as_well() {
    for text in ["(x0 + 2*x1)^2", "(x0^2 + x1^2 - 1)^2", "(x1 - sin(3*x0))^2", "x0^2*x1^2"] {
        let found = find(text, square(-2.0, 2.0, 1.0 / 32.0));
        let (_, valleys) = counts(&found);
        assert_eq!((valleys, found.count(CriticalKind::Degenerate)), (1, 1), "{text}");
        let valley = found.points.iter().find(|point| point.set().is_some()).unwrap();
        // It is at least as long as the range is wide, but for its ends and the ring, which is 2 pi long.
        assert!(valley.cells() >= 126, "{text}: {}", valley.cells());
    }
}

/// Functions with the connected sets in [-2, 2] by rising f, and points by `None`.
const SETS: [(&str, &[Option<CriticalSet>]); 17] = [
    ("x0^2", &[Some(CriticalSet::Valley)]),
    ("(x0 - x1)^4", &[Some(CriticalSet::Valley)]),
    ("(x0^2 + x1^2 - 1)^2", &[Some(CriticalSet::Valley), None]),
    ("-(x0 - 0.3)^4", &[Some(CriticalSet::Ridge)]),
    ("3 - (x0 + 2*x1)^2", &[Some(CriticalSet::Ridge)]),
    ("sin(2*x0)", &[Some(CriticalSet::Valley), Some(CriticalSet::Ridge)]),
    // Terraces, and a floor that turns into a ridge on its way.
    ("x0^3", &[Some(CriticalSet::Line)]),
    ("(x0 - x1)^3", &[Some(CriticalSet::Line)]),
    ("x0^2*x1", &[Some(CriticalSet::Line)]),
    // Neurons that are off, and saturated ones, whose true slope is not 0.
    ("max(x0, 0)^2", &[Some(CriticalSet::Area)]),
    ("max(x0 - 0.1, 0)^2*(1 + x1^2)", &[Some(CriticalSet::Area)]),
    ("tanh(1000*x0)", &[Some(CriticalSet::Area), Some(CriticalSet::Area)]),
    ("exp(-400*x0^2)", &[Some(CriticalSet::Area), Some(CriticalSet::Area), Some(CriticalSet::Ridge)]),
    // Its slope of 80 exp(-80) at the ends is small, and known to its last digit.
    ("tanh(20*x0)", &[]),
    // Constant where it is defined.
    ("0*ln(x0 + x1)", &[Some(CriticalSet::Area)]),
    ("max(x0, 0)^2 + 0*ln(x1)", &[Some(CriticalSet::Area)]),
    ("x0^2 + 0*ln(x1)", &[Some(CriticalSet::Valley)]),
];

#[test]
fn lines_and_areas_are_told_apart() {
    for (text, sets) in SETS {
        for (step, shift) in [(0.25, 0.0), (0.1, 0.03), (1.0 / 32.0, 0.0)] {
            let found = find(text, square(-2.0 - shift, 2.0, step));
            let there: Vec<_> = found.points.iter().map(CriticalPoint::set).collect();
            assert_eq!(there, sets, "{text}, step {step}");
            for (point, set) in found.points.iter().zip(&there) {
                let sentence = point.sentence();
                let is_said = set.is_none_or(|set| sentence.contains(set.name()));
                assert!(
                    is_said && sentence.contains("too small to tell") == (*set == Some(CriticalSet::Area)),
                    "{sentence}"
                );
            }
        }
    }
}
