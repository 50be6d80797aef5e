//! Contour lines: where they run, where they stop, and which there are.

use std::sync::Arc;

use gradfield::analysis::{
    Contour, ContourOrder, Contours, LevelSpacing, MOST_LEVELS, NoLevels, Polyline, contours,
};
use gradfield::differentiate::{Method, Precision, Scheme};
use gradfield::eval::AlignedVec;
use gradfield::expr::{self, Axis};
use gradfield::field::{
    self, AxisSpec, CancelToken, Cancelled, FieldRequest, GradientField, Grid, GridSpec, Progress,
};
use proptest::prelude::*;

const BOWL: &str = "x0^2 + x1^2";
const ROSENBROCK: &str = "(1 - x0)^2 + 100*(x1 - x0^2)^2";
const RING: &str = "sqrt(x0^2 + x1^2 - 1)";

/// From -2 to 2 along both axes, so many cells each.
fn square(cells: u32) -> GridSpec {
    let axis = AxisSpec { min: -2.0, max: 2.0, step: 4.0 / f64::from(cells) };
    GridSpec { axes: [axis, axis], closed: true }
}

fn field_with(text: &str, grid: GridSpec, method: impl Into<Method>, h: f64) -> GradientField {
    let request = FieldRequest::new(Arc::new(expr::parse(text).unwrap()), grid, method, h).unwrap();
    field::compute(&request, &CancelToken::new(), &Progress::new()).unwrap()
}

fn field_of(text: &str, grid: GridSpec) -> GradientField {
    field_with(text, grid, Scheme::Central, 1e-4)
}

fn contours_of(field: &GradientField, spacing: LevelSpacing, count: usize) -> Contours {
    contours(field, &ContourOrder { spacing, count }, &CancelToken::new(), &Progress::new()).unwrap()
}

fn levels_of(field: &GradientField, spacing: LevelSpacing, count: usize) -> Vec<f64> {
    contours_of(field, spacing, count).levels().iter().map(|contour| contour.level).collect()
}

/// The cells that both ends of a piece belong to, by the corners' indices.
fn cells_of(grid: &Grid, piece: [[f64; 2]; 2]) -> Vec<[usize; 4]> {
    let spans = Axis::ALL.map(|axis| {
        let i = axis.index();
        let values = grid.axis(axis);
        let holds = |n: &usize| piece.iter().all(|p| (values[*n]..=values[n + 1]).contains(&p[i]));
        (0..values.len() - 1).filter(holds).collect::<Vec<_>>()
    });
    let columns = grid.columns();
    let corners = |row: &usize, column: &usize| {
        let i = row * columns + column;
        [i, i + 1, i + columns, i + columns + 1]
    };
    spans[1].iter().flat_map(|row| spans[0].iter().map(move |column| corners(row, column))).collect()
}

fn is_whole(field: &GradientField, corners: &[usize; 4]) -> bool {
    corners.iter().all(|i| field.f[*i].is_finite())
}

/// A vertex lies on an edge of the grid, where f interpolated linearly is the level.
fn assert_vertex(field: &GradientField, level: f64, x: [f64; 2], case: &str) {
    let grid = &field.grid;
    let on_edge = Axis::ALL.into_iter().any(|axis| {
        let (i, other) = (axis.index(), axis.other());
        // Along `axis` it may be anywhere, across it must be at a node.
        let Some(across) = grid.axis(other).iter().position(|v| *v == x[1 - i]) else { return false };
        let values = grid.axis(axis);
        let index = |n: usize| if i == 0 { across * grid.columns() + n } else { n * grid.columns() + across };
        // At a node that is one of two pieces, of which the other may be masked.
        let first = values.partition_point(|v| *v < x[i]).clamp(1, values.len() - 1);
        (first..values.len().min(first + 2)).any(|after| {
            let [a, b] = [field.f[index(after - 1)], field.f[index(after)]];
            let step = values[after] - values[after - 1];
            let at = a + (x[i] - values[after - 1]) / step * (b - a);
            // The share and the place are each rounded a few times: the first by units in the last place of 1, the
            // second of x.
            let share = (b - a).abs() * (1.0 + x[i].abs() / step);
            (at - level).abs() <= 8.0 * f64::EPSILON * (share + a.abs().max(b.abs()))
        })
    });
    assert!(on_edge, "{case}, level {level}: {x:?}");
}

/// All that is true of the lines of any field without poles.
fn assert_sound(field: &GradientField, drawn: &Contours, case: &str) {
    let [min, max] = field.f_range.unwrap();
    assert!(drawn.levels().windows(2).all(|two| two[0].level < two[1].level), "{case}: {drawn:?}");
    for Contour { level, lines, label } in drawn.levels() {
        assert!(min < *level && *level < max, "{case}: {level}");
        assert_eq!(label.is_some(), !lines.is_empty(), "{case}");
        for line in lines {
            assert_line(field, *level, line, case);
        }
    }
}

fn assert_line(field: &GradientField, level: f64, line: &Polyline, case: &str) {
    assert!(line.points.len() >= if line.closed { 3 } else { 2 }, "{case}: {line:?}");
    for x in &line.points {
        assert_vertex(field, level, *x, case);
    }
    for piece in line.segments() {
        assert_ne!(piece[0], piece[1], "{case}");
        let is_crossed = |corners: &[usize; 4]| {
            let is_above = corners.map(|i| field.f[i] >= level);
            is_whole(field, corners) && is_above.contains(&true) && is_above.contains(&false)
        };
        let cells = cells_of(&field.grid, piece);
        assert!(cells.iter().any(is_crossed), "{case}, level {level}: {piece:?}");
    }
    // What goes round two nodes at the level is a line from one to the other.
    let is_node = |x: &[f64; 2]| (0..field.len()).any(|i| field.f[i] == level && field.grid.point(i) == *x);
    let is_ridge = line.points.len() == 2 && line.points.iter().all(is_node);
    if !line.closed && !is_ridge {
        for end in [line.points[0], line.points[line.points.len() - 1]] {
            // An inner point of an edge has two cells, a node four.
            let cells = cells_of(&field.grid, [end; 2]);
            let is_inner = Axis::ALL.into_iter().all(|axis| {
                let values = field.grid.axis(axis);
                values[0] < end[axis.index()] && end[axis.index()] < values[values.len() - 1]
            });
            let is_masked = cells.iter().any(|corners| !is_whole(field, corners));
            assert!(!is_inner || is_masked, "{case}, level {level}: ends at {end:?}");
        }
    }
}

const FUNCTIONS: [&str; 9] = [
    BOWL,
    ROSENBROCK,
    RING,
    "x0*x1",
    "sin(3*x0)*cos(2*x1) + x0",
    "ln(x0) + abs(x1) + floor(x0)",
    "x0 + 1e8",
    "exp(5*x0) - 1e-3*exp(x1)",
    "asin(x0*x1)",
];

#[test]
fn lines_run_from_edge_to_edge_at_their_level_and_stop_only_at_the_border_or_a_mask() {
    for text in FUNCTIONS {
        for cells in [1, 2, 3, 10, 37] {
            let field = field_of(text, square(cells));
            for spacing in LevelSpacing::ALL.into_iter().filter(|_| field.f_range.is_some()) {
                let drawn = contours_of(&field, spacing, 12);
                assert_sound(&field, &drawn, &format!("{text}, {cells} cells, {}", spacing.name()));
            }
        }
    }
}

#[test]
fn the_bowls_lines_are_circles() {
    let cells = 40;
    let step = 4.0 / f64::from(cells);
    let field = field_of(BOWL, square(cells));
    let drawn = contours_of(&field, LevelSpacing::Linear, 12);
    assert_eq!(drawn.levels().len(), 15);
    for Contour { level, lines, .. } in drawn.levels() {
        // On an edge the chord of x^2 is above it by at most step^2 / 4; along a piece, of at most the diagonal of a
        // cell, it is once more so on both axes.
        let square = |x: [f64; 2]| x[0] * x[0] + x[1] * x[1];
        for piece in lines.iter().flat_map(Polyline::segments) {
            let middle = [0, 1].map(|i| f64::midpoint(piece[0][i], piece[1][i]));
            let vertex = square(piece[0]);
            assert!(
                vertex <= level + 1e-12 && vertex >= level - step * step / 4.0 - 1e-12,
                "{level}: {vertex}"
            );
            assert!(square(middle) >= level - 3.0 * step * step / 4.0 - 1e-12, "{level}: {middle:?}");
        }
        // The circles of radius up to 2 are whole, the others four arcs in the corners.
        assert_eq!(
            (lines.len(), lines[0].closed),
            if *level <= 4.0 { (1, true) } else { (4, false) },
            "{level}"
        );
        let length: f64 = lines.iter().map(Polyline::length).sum();
        if *level < 3.9 {
            let round = std::f64::consts::TAU * level.sqrt();
            assert!(length < round && length > 0.98 * round, "{level}: {length}, not {round}");
            // With the larger values on the left, that is outside, it goes round clockwise.
            let area: f64 = lines[0].segments().map(|[a, b]| a[0] * b[1] - a[1] * b[0]).sum();
            assert!(area < 0.0, "{level}");
        }
    }
}

/// Where the middle cell is a saddle its mean decides, and the lines at 0 stay on the side where f is 0.
#[test]
fn the_mean_decides_where_corners_alternate() {
    for (text, product) in [("x0*x1 + 0.05", -1.0), ("x0*x1 - 0.05", 1.0)] {
        // Nodes at -2, -2/3, 2/3 and 2: none on the axes.
        let field = field_of(text, square(3));
        let drawn = contours_of(&field, LevelSpacing::Linear, 12);
        let zero = drawn.levels().iter().find(|contour| contour.level == 0.0).unwrap();
        assert_eq!(zero.lines.len(), 2, "{text}");
        // The vertices are the same however they are joined; between them the other lines would cross both axes.
        for [a, b] in zero.lines.iter().flat_map(Polyline::segments) {
            let middle = [0, 1].map(|i| f64::midpoint(a[i], b[i]));
            for [x0, x1] in [a, middle, b] {
                assert!(x0 * x1 * product > 0.0, "{text}: {x0}, {x1}");
            }
        }
    }
    // On the axes themselves f is 0 at nodes: the lines at 0 are the axes, but that two corners at the origin are cut
    // off.
    let field = field_of("x0*x1", square(8));
    let drawn = contours_of(&field, LevelSpacing::Linear, 12);
    let zero = drawn.levels().iter().find(|contour| contour.level == 0.0).unwrap();
    assert!(zero.lines.iter().flat_map(|line| &line.points).all(|[x0, x1]| x0 * x1 == 0.0));
    let length: f64 = zero.lines.iter().map(Polyline::length).sum();
    assert!((length - (8.0 - 2.0 * 0.5 * (2.0 - 2_f64.sqrt()))).abs() < 1e-12, "{length}");
}

#[test]
fn nothing_is_drawn_where_f_is_undefined() {
    let field = field_of(RING, square(50));
    let drawn = contours_of(&field, LevelSpacing::Linear, 12);
    assert_sound(&field, &drawn, RING);
    for x in drawn.levels().iter().flat_map(|contour| &contour.lines).flat_map(|line| &line.points) {
        assert!(x[0].hypot(x[1]) >= 1.0, "{x:?}");
    }
    // The first lines are cut by the steps of the mask, those farther out are whole.
    assert!(drawn.levels()[0].lines.iter().all(|line| !line.closed));
    assert!(drawn.levels().iter().any(|contour| contour.lines.len() == 1 && contour.lines[0].closed));
}

/// Whether the grid has a node at the pole, one 1.8e-15 beside it, or none.
#[test]
fn a_pole_neither_takes_all_levels_nor_has_lines_along_it() {
    let tenths = AxisSpec { min: -2.0, max: 2.0, step: 0.1 };
    let grids = [square(16), GridSpec { axes: [tenths, tenths], closed: false }, square(51), square(100)];
    for (text, most) in [("1/x0", 25.0), ("1/(x0 + 1e-3*x1)", 25.0), ("1/x0 + x1", 25.0), ("1/x0^2", 500.0)] {
        for grid in grids {
            let field = field_of(text, grid);
            let case = format!("{text}, step {}, f in {:?}", grid.axes[0].step, field.f_range);
            for spacing in LevelSpacing::ALL {
                let drawn = contours_of(&field, spacing, 12);
                let levels: Vec<f64> = drawn.levels().iter().map(|contour| contour.level).collect();
                let useful = levels.iter().filter(|level| (0.3..most).contains(&level.abs())).count();
                assert!(useful >= 6, "{case}, {}: {levels:?}", spacing.name());
                for Contour { level, lines, .. } in drawn.levels() {
                    for [x0, x1] in lines.iter().flat_map(|line| &line.points) {
                        // Beside the pole f has the sign of x0, so the level has, unless x1 tips the balance.
                        let tipped = if text.ends_with("+ x1") { *x1 } else { 0.0 };
                        let reach = grid.axes[0].step / 8.0;
                        let place = if text.starts_with("1/(") { x0 + 1e-3 * x1 } else { *x0 };
                        // An even pole has no wrong side.
                        let is_odd = !text.ends_with("^2");
                        let wrong = is_odd && place.abs() < reach && (level - tipped) * place <= 0.0;
                        assert!(!wrong, "{case}, level {level}: {x0}, {x1}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_peak_keeps_its_levels() {
    // A narrow one: nearly all of f is nearly 0, and on the coarse grid all but one node.
    let levels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
    for cells in [16, 100] {
        let field = field_of("exp(-20*(x0^2 + x1^2))", square(cells));
        assert_eq!(levels_of(&field, LevelSpacing::Linear, 10), levels);
        let field = field_of("1 - exp(-20*(x0^2 + x1^2))", square(cells));
        assert_eq!(levels_of(&field, LevelSpacing::Linear, 10), levels);
    }
    let plateau = field_of("heaviside(0.1 - x0^2 - x1^2, 1)", square(100));
    assert_eq!(levels_of(&plateau, LevelSpacing::Quantile, 10), levels, "most of it is one number");
}

/// A function on [-2, 2] x [-2, 2], how levels follow one another, how many are asked for, and which there are.
type Levels = (&'static str, LevelSpacing, usize, &'static [f64]);

const LEVELS: [Levels; 12] = [
    ("x0", LevelSpacing::Linear, 7, &[-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5]),
    ("x0", LevelSpacing::Linear, 1, &[0.0]),
    ("x0/10", LevelSpacing::Linear, 7, &[-0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15]),
    ("x0 + 1e8", LevelSpacing::Linear, 3, &[99_999_999.0, 1e8, 100_000_001.0]),
    (BOWL, LevelSpacing::Linear, 7, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]),
    ("1e300*x0", LevelSpacing::Linear, 3, &[-1e300, 0.0, 1e300]),
    ("1e-300*x0", LevelSpacing::Linear, 3, &[-1e-300, 0.0, 1e-300]),
    (ROSENBROCK, LevelSpacing::Logarithmic, 4, &[1.0, 10.0, 100.0, 1000.0]),
    ("10^x0", LevelSpacing::Logarithmic, 3, &[0.1, 1.0, 10.0]),
    ("sinh(4*x0)", LevelSpacing::Logarithmic, 7, &[-100.0, -1.0, -0.01, 0.0, 0.01, 1.0, 100.0]),
    ("x0 + 1e8", LevelSpacing::Logarithmic, 3, &[99_999_999.0, 1e8, 100_000_001.0]),
    ("x0", LevelSpacing::Quantile, 3, &[-1.0, 0.0, 1.0]),
];

#[test]
fn levels_are_the_round_numbers_of_the_table() {
    for (text, spacing, count, expected) in LEVELS {
        let field = field_of(text, square(100));
        let levels = levels_of(&field, spacing, count);
        assert_eq!(levels, expected, "{text}, {} of {}", count, spacing.name());
    }
}

#[test]
fn there_are_about_as_many_levels_as_are_asked_for() {
    for text in [BOWL, ROSENBROCK, "x0*x1", "sin(3*x0)*cos(2*x1) + x0", "exp(5*x0)"] {
        let field = field_of(text, square(64));
        for spacing in LevelSpacing::ALL {
            for count in [1, 2, 3, 5, 8, 12, 20, 40, MOST_LEVELS] {
                let levels = levels_of(&field, spacing, count);
                // A decade's levels are from one to ten, so more than ten times the decades there cannot be; linear
                // steps are at most 2.5 times one another.
                let least = if spacing == LevelSpacing::Logarithmic {
                    count.min(30).div_ceil(3)
                } else {
                    count.div_ceil(2)
                };
                let case = format!("{text}, {count} {}: {levels:?}", spacing.name());
                assert!((least..=2 * count + 1).contains(&levels.len()), "{case}");
                assert!(levels.windows(2).all(|two| two[0] < two[1]), "{case}");
            }
        }
        assert_eq!(levels_of(&field, LevelSpacing::Linear, 0), levels_of(&field, LevelSpacing::Linear, 1));
        let most = levels_of(&field, LevelSpacing::Linear, MOST_LEVELS);
        assert_eq!(levels_of(&field, LevelSpacing::Linear, usize::MAX), most);
    }
}

#[test]
fn between_quantile_levels_lie_as_many_nodes() {
    for text in [BOWL, ROSENBROCK, "exp(5*x0) + x1"] {
        let field = field_of(text, square(64));
        let levels = levels_of(&field, LevelSpacing::Quantile, 9);
        assert_eq!(levels.len(), 9, "{text}");
        let below = |level: f64| field.f.iter().filter(|f| **f < level).count() as f64 / field.len() as f64;
        for (i, level) in levels.iter().enumerate() {
            // Rounding moves a level by a tenth of the distance to the next, that is of a tenth of the nodes where
            // they are evenly spread between; twice that where they are not.
            let place = (i + 1) as f64 / 10.0;
            assert!((below(*level) - place).abs() <= 0.02, "{text}: {level} is at {}", below(*level));
            assert!(level.to_string().len() <= 8, "{text}: {level} has many digits");
        }
    }
}

#[test]
fn a_level_is_written_in_few_characters() {
    let drawn = contours_of(&field_of("x0/10", square(10)), LevelSpacing::Linear, 7);
    let texts: Vec<String> = drawn.levels().iter().map(Contour::text).collect();
    assert_eq!(texts, ["-0.15", "-0.1", "-0.05", "0", "0.05", "0.1", "0.15"]);
}

#[test]
fn labels_are_on_the_line_where_it_is_straight_and_not_upside_down() {
    let on_line = |label: [f64; 2], lines: &[Polyline]| {
        lines.iter().flat_map(Polyline::segments).any(|[a, b]| {
            let [to, along] = [label, b].map(|p| [p[0] - a[0], p[1] - a[1]]);
            let length = along[0].hypot(along[1]);
            let across = (to[0] * along[1] - to[1] * along[0]) / length;
            let share = (to[0] * along[0] + to[1] * along[1]) / (length * length);
            across.abs() < 1e-12 && (-1e-9..=1.0 + 1e-9).contains(&share)
        })
    };
    for text in FUNCTIONS {
        let drawn = contours_of(&field_of(text, square(30)), LevelSpacing::Linear, 12);
        for Contour { level, lines, label } in drawn.levels() {
            let Some(label) = label else { continue };
            assert!(on_line(label.position, lines), "{text}, {level}: {label:?}");
            let [d0, d1] = label.direction;
            assert!((d0.hypot(d1) - 1.0).abs() < 1e-12 && d0 >= 0.0, "{text}, {level}: {label:?}");
            assert!(label.angle().abs() <= std::f64::consts::FRAC_PI_2 + 1e-12);
        }
    }
    let straight = contours_of(&field_of("x1 - x0/2", square(30)), LevelSpacing::Linear, 5);
    let middle = straight.levels().iter().find(|contour| contour.level == 0.0).unwrap().label.unwrap();
    assert!((middle.angle() - 0.5_f64.atan()).abs() < 1e-9, "{middle:?}");
    assert!(middle.position[0].abs() < 0.05, "the middle of a straight line: {middle:?}");
    // A wave is straightest where it crosses its axis, at multiples of pi/2.
    let wave = contours_of(&field_of("x1 - 0.3*sin(2*x0)", square(100)), LevelSpacing::Linear, 5);
    let label = wave.levels().iter().find(|contour| contour.level == 0.0).unwrap().label.unwrap();
    let from_crossing = (label.position[0] / std::f64::consts::FRAC_PI_2).rem_euclid(1.0);
    assert!(from_crossing.min(1.0 - from_crossing) < 0.05, "{label:?}");
}

/// A function and a grid without levels, and why.
#[test]
fn where_there_are_no_levels_it_says_why() {
    let short = AxisSpec { min: 0.0, max: 1.0, step: 1.0 };
    let long = AxisSpec { min: -2.0, max: 2.0, step: 0.1 };
    let row = GridSpec { axes: [long, short], closed: false };
    let column = GridSpec { axes: [short, long], closed: false };
    let flat = |low| NoLevels::Flat { range: [low, low], precision: Precision::F64 };
    for (text, grid, why) in [
        ("7", square(10), flat(7.0)),
        ("0*x0", square(10), flat(0.0)),
        // All in the last place or two.
        ("x0 + 1e16", square(10), flat(1e16 - 2.0)),
        ("1 + 1e-16*x0", square(10), flat(1.0 - 2e-16)),
        ("ln(-1 - x0^2)", square(10), NoLevels::Undefined),
        ("1/(0*x0)", square(10), NoLevels::Undefined),
        ("x0", row, NoLevels::NoCells),
        ("x1", column, NoLevels::NoCells),
    ] {
        for spacing in LevelSpacing::ALL {
            let drawn = contours_of(&field_of(text, grid), spacing, 12);
            let Contours::NoLevels(found) = drawn else { panic!("{text}: {drawn:?}") };
            match (found, why) {
                (NoLevels::Flat { range: [a, high], .. }, NoLevels::Flat { range: [b, _], .. }) => {
                    assert!([a, high].iter().all(|f| (f - b).abs() <= 4.0 * f64::EPSILON * b.abs()));
                }
                _ => assert_eq!(found, why, "{text}"),
            }
            assert!(found.to_string().starts_with("No contour lines: "));
        }
    }
    assert_eq!(flat(7.0).to_string(), "No contour lines: f is 7 wherever it is defined.");
    // What is flat depends on the precision in which f was computed.
    let half = Method { precision: Precision::F16, ..Method::default() };
    let noise = field_with("1 + 1e-4*x0", square(10), half, 0.1);
    assert!(matches!(
        contours_of(&noise, LevelSpacing::Linear, 12),
        Contours::NoLevels(NoLevels::Flat { .. })
    ));
    // Where it has several values it is not said that it has one.
    let axes = [AxisSpec { min: 10.0, max: 10.05, step: 0.01 }, AxisSpec { min: 0.0, max: 0.05, step: 0.01 }];
    let half = Method { precision: Precision::Bf16, ..Method::default() };
    let near = field_with("x0^2 + x1^2", GridSpec { axes, closed: false }, half, 0.1);
    let Contours::NoLevels(why) = contours_of(&near, LevelSpacing::Linear, 12) else { panic!() };
    assert_eq!(
        why.to_string(),
        "No contour lines: f is between 100 and 101.5, which is one number to within the rounding of bf16."
    );
}

#[test]
fn two_by_two_nodes_have_lines() {
    let field = field_of("x0", square(1));
    let drawn = contours_of(&field, LevelSpacing::Linear, 3);
    for Contour { level, lines, .. } in drawn.levels() {
        assert_eq!(lines, &[Polyline { points: vec![[*level, 2.0], [*level, -2.0]], closed: false }][..]);
    }
    // With a corner missing there is nothing.
    let field = field_of("x0 + x1 + 0*sqrt(3.5 - x0 - x1)", square(1));
    assert_eq!(field.tally.live, 3);
    let drawn = contours_of(&field, LevelSpacing::Linear, 3);
    assert!(!drawn.levels().is_empty());
    assert!(drawn.levels().iter().all(|contour| contour.lines.is_empty() && contour.label.is_none()));
}

#[test]
fn the_largest_numbers_do_not_overflow() {
    let field = field_of("1e308*x0 + 1e292*x1", square(10));
    for spacing in LevelSpacing::ALL {
        let drawn = contours_of(&field, spacing, 12);
        let points: Vec<[f64; 2]> = drawn
            .levels()
            .iter()
            .flat_map(|contour| &contour.lines)
            .flat_map(|line| line.points.clone())
            .collect();
        assert!(!points.is_empty(), "{}", spacing.name());
        assert!(points.iter().flatten().all(|x| x.abs() <= 2.0), "{points:?}");
    }
}

/// Among the smallest numbers a twelfth of the range is 0.
#[test]
fn the_smallest_numbers_have_levels() {
    let field = field_of("1e-323*x0", square(10));
    for spacing in LevelSpacing::ALL {
        let levels = levels_of(&field, spacing, 12);
        // From -2e-323 to 2e-323 there are seven numbers between the ends.
        assert!((1..=7).contains(&levels.len()), "{}: {levels:?}", spacing.name());
        assert!(levels.windows(2).all(|two| two[0] < two[1]), "{levels:?}");
    }
}

/// On a plane so wide that a line across it is longer than the largest number.
#[test]
fn labels_are_on_the_widest_plane() {
    let axis = AxisSpec { min: -8e307, max: 8e307, step: 1e307 };
    let field = field_of("x0/1e308 + x1/1e308", GridSpec { axes: [axis, axis], closed: true });
    for Contour { level, label, .. } in contours_of(&field, LevelSpacing::Linear, 5).levels() {
        let label = label.unwrap();
        assert!(label.position.iter().all(|x| x.abs() <= 8e307), "{level}: {label:?}");
        // All lines lead from the upper left to the lower right.
        assert!((label.angle() + std::f64::consts::FRAC_PI_4).abs() < 1e-9, "{level}: {label:?}");
    }
}

/// Each of 400 x 400 cells has two pieces of every level, of which there are a hundred.
#[test]
fn lines_that_would_fill_memory_are_refused() {
    let count = 400;
    let values: Vec<f64> = (0..count * count).map(|i| ((i + i / count) % 2) as f64).collect();
    let field = field_of_values(count, &values);
    let refused = contours_of(&field, LevelSpacing::Linear, MOST_LEVELS);
    assert_eq!(refused, Contours::NoLevels(NoLevels::TooMany));
    assert_eq!(
        NoLevels::TooMany.to_string(),
        "No contour lines: f goes up and down so often that they would cross more than 8,388,608 cells of the grid; \
         ask for fewer levels or make the step larger."
    );
    assert!(!contours_of(&field, LevelSpacing::Linear, 12).levels().is_empty());
}

#[test]
fn they_depend_on_f_alone() {
    let usual = contours_of(&field_of(ROSENBROCK, square(32)), LevelSpacing::Logarithmic, 12);
    let dead = field_with(ROSENBROCK, square(32), Scheme::Central, 10e-50);
    assert_eq!(contours_of(&dead, LevelSpacing::Logarithmic, 12), usual);
}

#[test]
fn they_do_not_depend_on_the_number_of_threads() {
    let field = field_of("sin(3*x0)*cos(2*x1) + x0", square(100));
    let [one, four] = [1, 4].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| contours_of(&field, LevelSpacing::Linear, 12))
    });
    assert_eq!(one, four);
}

#[test]
fn progress_is_told_and_cancelling_ends_it() {
    let field = field_of(BOWL, square(64));
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    contours(&field, &ContourOrder::default(), &cancel, &progress).unwrap();
    let (done, all) = progress.get();
    assert!(done == all && all > 0, "{done} of {all}");
    cancel.cancel();
    assert_eq!(contours(&field, &ContourOrder::default(), &cancel, &progress), Err(Cancelled));
}

/// A field of any values on a grid of so many columns.
fn field_of_values(columns: usize, values: &[f64]) -> GradientField {
    let axis = |count: usize| AxisSpec { min: 0.0, max: count as f64, step: 1.0 };
    let axes = [axis(columns), axis(values.len() / columns)];
    let program = Arc::new(expr::parse("x0").unwrap());
    let request = FieldRequest::new(program, GridSpec { axes, closed: false }, Scheme::Central, 0.1).unwrap();
    let grid = Grid::new(request.grid()).unwrap();
    let [mut f, g0, g1] = [(); 3].map(|()| AlignedVec::zeros(values.len()));
    f.copy_from_slice(values);
    GradientField::of_values(request, grid, f, g0, g1)
}

/// Up to 5 x 5 values: too few for a pole, which takes six in a row.
fn some_values(value: impl Strategy<Value = f64> + Clone) -> impl Strategy<Value = (usize, Vec<f64>)> {
    (2..=5_usize, 2..=5_usize).prop_flat_map(move |(columns, rows)| {
        (Just(columns), prop::collection::vec(value.clone(), columns * rows))
    })
}

/// How many edges a level passes that belong to a cell without a missing corner.
fn crossed_edges(field: &GradientField, level: f64) -> usize {
    let [columns, rows] = [field.grid.columns(), field.grid.rows()];
    let is_open = |column: usize, row: usize| {
        let i = row * columns + column;
        column + 1 < columns && row + 1 < rows && is_whole(field, &[i, i + 1, i + columns, i + columns + 1])
    };
    let is_crossed = |a: usize, b: usize| (field.f[a] >= level) != (field.f[b] >= level);
    let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
    places
        .map(|(column, row)| {
            let i = row * columns + column;
            let along = is_open(column, row) || row > 0 && is_open(column, row - 1);
            let across = is_open(column, row) || column > 0 && is_open(column - 1, row);
            usize::from(along && is_crossed(i, i + 1)) + usize::from(across && is_crossed(i, i + columns))
        })
        .sum()
}

proptest! {
    #[test]
    fn lines_of_any_values_are_sound((columns, values) in some_values(prop_oneof![
        8 => (-2..=2_i8).prop_map(f64::from),
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
    ])) {
        let field = field_of_values(columns, &values);
        for spacing in LevelSpacing::ALL.into_iter().filter(|_| field.f_range.is_some()) {
            assert_sound(&field, &contours_of(&field, spacing, 5), &format!("{values:?} by {columns}"));
        }
    }

    #[test]
    fn no_crossing_is_left_out((columns, values) in some_values(prop_oneof![
        8 => -1.0..1.0_f64,
        1 => Just(f64::NAN),
    ])) {
        let field = field_of_values(columns, &values);
        let drawn = contours_of(&field, LevelSpacing::Linear, 5);
        for Contour { level, lines, .. } in drawn.levels() {
            let vertices: usize = lines.iter().map(|line| line.points.len()).sum();
            assert_eq!(vertices, crossed_edges(&field, *level), "{values:?} by {columns}, level {level}");
        }
    }
}
