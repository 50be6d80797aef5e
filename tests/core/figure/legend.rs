//! How a legend's rows stand, and where.

use gradfield::export::figure::shapes::{Rect, Shape};
use gradfield::export::figure::{Scene, Sheet};
use gradfield::figure::arrows::View;
use gradfield::figure::clip::contains;
use gradfield::figure::legend::{Hidden, LARGEST_SHARE, MOST_ROWS, Plan, Row, Sample, Surroundings};
use gradfield::figure::palette::LineKind;
use gradfield::settings::Settings;

use super::{Figure, canvas, example, seed, texts, words};

/// Rows of lines, critical points, marks and ways, of which a legend may have some.
fn rows() -> Vec<Row> {
    let everything = everything(|_| ());
    let row = |sample: Sample, name: &'static str| Row { sample, name, count: None, explanation: "" };
    let path = |rule| row(Sample::Path(rule), "a way");
    let lines = [LineKind::Contours, LineKind::Streamlines].map(|kind| row(Sample::Line(kind), "lines"));
    let ways = everything.content.descents.iter().map(|twins| path(twins.rule));
    let twin = row(Sample::Twin, "exact twin");
    lines.into_iter().chain(ways).chain([twin]).collect()
}

/// A figure of everything there is.
fn everything(change: impl FnOnce(&mut Settings)) -> Figure {
    Figure::new(example("Himmelblau").seed(), |settings| {
        settings.layers.contours.show = true;
        settings.layers.streamlines.show = true;
        settings.layers.critical_points = true;
        settings.arrows.ghosts = true;
        settings.heat_map.show = true;
        settings.descent.show = true;
        change(settings);
    })
}

#[test]
fn rows_stand_in_columns_within_their_share_of_the_canvas() {
    let rows = rows();
    assert!(rows.len() >= 6, "{}", rows.len());
    let widths = vec![[70.0, 20.0]; rows.len()];
    let mut least = 0;
    for side in [60.0, 100.0, 150.0, 200.0, 250.0, 300.0, 400.0, 800.0] {
        let canvas = [side, 0.8 * side];
        let Some(plan) = Plan::all(&rows, &widths, 60.0, canvas).into_iter().next() else {
            assert!(least == 0 && side < 200.0, "{side}: a larger canvas has room for more");
            continue;
        };
        let shown: Vec<usize> = plan.cells.iter().filter_map(|cell| cell.row).collect();
        // In their order, each once: on the canvas or among the others.
        assert!(shown.is_sorted() && plan.folded.is_sorted());
        assert_eq!(shown.len() + plan.folded.len(), rows.len());
        assert!(shown.iter().all(|row| !plan.folded.contains(row)));
        assert_eq!(plan.cells.last().is_some_and(|cell| cell.row.is_none()), !plan.folded.is_empty());
        assert!(shown.len() >= least, "{side}");
        least = shown.len();
        // 8 points from each edge.
        let room = canvas.map(|side| side - 16.0);
        let share = plan.size[0] * plan.size[1] / (room[0] * room[1]);
        assert!(share <= f64::from(LARGEST_SHARE), "{side}: {share}");
        for (i, cell) in plan.cells.iter().enumerate() {
            assert!((0..2).all(|axis| cell.corner[axis] >= 6.0), "{cell:?}");
            assert!(cell.corner[0] + cell.width <= plan.size[0] - 5.9, "{cell:?} in {:?}", plan.size);
            assert!(cell.corner[1] + 17.0 <= plan.size[1] - 5.9, "{cell:?} in {:?}", plan.size);
            for other in &plan.cells[..i] {
                let apart = (cell.corner[0] - other.corner[0]).abs() >= cell.width
                    || (cell.corner[1] - other.corner[1]).abs() >= 17.0;
                assert!(apart, "{cell:?} and {other:?}");
            }
        }
        // Lines are folded before anything that has nothing but its colour.
        let is_line = |row: &usize| matches!(rows[*row].sample, Sample::Line(_));
        assert!(!shown.iter().any(is_line) || plan.folded.iter().all(is_line), "{side}: {:?}", plan.folded);
    }
    assert_eq!(least, rows.len(), "a large canvas has room for all");
    assert_eq!(Plan::all(&[], &[], 60.0, [800.0, 800.0]), []);
}

#[test]
fn columns_are_as_high_as_usual_or_higher_and_fewer() {
    let one = rows()[0].clone();
    for (count, columns, high) in [(1, 1, 1), (7, 1, 7), (8, 2, 4), (13, 2, 7), (14, 2, 7), (15, 3, 5)] {
        let plans = Plan::all(&vec![one.clone(); count], &vec![[70.0, 0.0]; count], 60.0, [1600.0, 1200.0]);
        assert!(plans.iter().all(|plan| (plan.cells.len(), plan.folded.len()) == (count, 0)));
        let in_first = |plan: &Plan| plan.cells.iter().filter(|cell| cell.corner[0] < 10.0).count();
        assert_eq!((plans[0].columns, in_first(&plans[0])), (columns, high), "{count}");
        assert!(high <= MOST_ROWS);
        let fewer: Vec<usize> = plans.iter().map(|plan| plan.columns).collect();
        assert_eq!(fewer, (1..=columns).rev().collect::<Vec<_>>());
        assert!(plans.iter().all(|plan| in_first(plan) == count.div_ceil(plan.columns)));
    }
}

/// Beside a grid that leaves a margin free, rows stand in one high column rather than on arrows.
#[test]
fn a_high_legend_goes_where_no_arrow_is() {
    let figure = everything(|settings| settings.descent.show = false);
    // A margin of a sixth of the width on each side.
    let sheet = Sheet { view: Some([[-9.0, 9.0], [-5.5, 5.5]]), ..Sheet::default() };
    let scene = figure.on(&sheet);
    let Rect { min, max } = legend(&scene).unwrap();
    assert!(max[1] - min[1] > 7.0 * 17.0, "{min:?} {max:?}");
    // The grid goes from -5 to 5.
    let Some(Shape::Clipped(frame, _)) =
        scene.shapes.iter().find(|shape| matches!(shape, Shape::Clipped(..)))
    else {
        panic!("a figure has a canvas")
    };
    let of_grid = frame.min[0] + frame.size()[0] * 14.0 / 18.0;
    assert!(min[0] >= of_grid, "{min:?}, and the grid ends at {of_grid}");
}

#[test]
fn a_legend_hides_first_nodes_then_points_and_the_start_last() {
    let figure = Figure::new(seed("x0 + x1", [-2.0, 2.0], 0.25), |_| ());
    // 100 points a unit, from 50, 20 on. Its nodes are those from -2 to 1.75.
    let view = View::new([400.0, 400.0], [-2.0, -2.0], [2.0, 2.0], [false, true]);
    let canvas = [[50.0, 20.0], [450.0, 420.0]];
    let size = [100.0, 80.0];
    let plans = [Plan { size, cells: Vec::new(), columns: 1, folded: Vec::new() }];
    let best = |start: Option<[f64; 2]>, points: &[[f64; 2]]| {
        let surroundings =
            Surroundings { canvas, view: &view, grid: &figure.content.field.grid, start, points };
        (
            surroundings.best(&plans).unwrap().1,
            surroundings.corners(size).map(|corner| surroundings.hidden(corner)),
        )
    };
    let (corner, hidden) = best(None, &[]);
    // From x0 = 0.92 to 1.92 there are 1, 1.25, 1.5 and 1.75, from x1 = 1.12 to 1.92 1.25, 1.5 and 1.75; on the left
    // -1.75 to -1, below -1.75, -1.5 and -1.25.
    assert_eq!(hidden, [Hidden { start: false, points: 0, nodes: 12 }; 4]);
    assert_eq!(corner, 0, "the right upper one");
    assert_eq!(best(None, &[[1.5, 1.5]]).0, 1, "the left upper one");
    assert_eq!(best(None, &[[1.5, 1.5], [-1.5, 1.5]]).0, 2, "the right lower one");
    assert_eq!(best(Some([-1.5, 1.5]), &[[1.5, 1.5], [1.5, -1.5], [1.4, -1.4], [-1.5, -1.5]]).0, 0);
    // The handle of the start is wider than its middle.
    assert!(best(Some([0.88, 1.5]), &[]).1[0].start && !best(Some([0.8, 1.5]), &[]).1[0].start);
    // Fewer points are better than fewer nodes, and the start is worse than all of them.
    let hidden = |start, points, nodes| Hidden { start, points, nodes };
    let ascending = [hidden(false, 0, 9), hidden(false, 1, 0), hidden(false, 2, 0), hidden(true, 0, 0)];
    assert!(ascending.is_sorted());
    // Where it is it stays, unless something is to be gained.
    assert!(hidden(false, 1, 5).is_much_less_than(hidden(true, 1, 5)));
    assert!(hidden(false, 0, 5).is_much_less_than(hidden(false, 1, 5)));
    assert!(!hidden(false, 2, 5).is_much_less_than(hidden(false, 4, 10)));
    assert!(!hidden(true, 2, 5).is_much_less_than(hidden(false, 2, 5)));
}

/// The background of a legend: the last area with a line around it.
fn legend(scene: &Scene) -> Option<Rect> {
    let area = scene.shapes.iter().rev().find_map(|shape| match shape {
        Shape::Path(path) if path.fill.is_some() && path.stroke.is_some() => path.contours.first(),
        _ => None,
    });
    area.map(|contour| match contour {
        gradfield::export::figure::shapes::Contour::Closed(corners) => {
            Rect { min: corners[0], max: corners[2] }
        }
        _ => panic!("{contour:?}"),
    })
}

#[test]
fn a_figure_s_legend_leaves_the_start_in_sight() {
    for start in [[-4.8, 4.8], [4.8, 4.8], [-4.8, -4.8], [4.8, -4.8]] {
        let figure = everything(|settings| {
            (settings.grid.x0, settings.grid.x1) = ([-5.0, 5.0], [-5.0, 5.0]);
            settings.descent.start = start;
        });
        for size in [[1200.0, 900.0], [500.0, 400.0]] {
            let scene = figure.on(&Sheet { size, ..Sheet::default() });
            let legend = legend(&scene).expect("there is room for one");
            // The middle of the start is the last disc of the canvas.
            let place = canvas(&scene).iter().rev().find_map(|shape| match shape {
                Shape::Path(path) => match path.contours.first() {
                    Some(gradfield::export::figure::shapes::Contour::Circle { center, .. }) => Some(*center),
                    _ => None,
                },
                _ => None,
            });
            assert!(
                !contains(legend.corners(), place.expect("a start")),
                "{start:?}: {legend:?} on {place:?}"
            );
        }
    }
}

#[test]
fn a_small_figure_says_how_many_rows_have_no_room() {
    let figure = everything(|_| ());
    let large = figure.scene();
    assert!(!words(&large).iter().any(|word| word.ends_with("more")));
    let small = figure.on(&Sheet { size: [420.0, 320.0], ..Sheet::default() });
    let more = texts(&small.shapes).into_iter().find(|text| text.text.ends_with("more")).expect("a last row");
    let count: usize = more.text.split(' ').nth(1).unwrap().parse().unwrap();
    let legend = legend(&small).unwrap();
    let within = |scene: &Scene, rect: Rect| {
        let texts = texts(&scene.shapes);
        // Numbers at the right of a column are counts.
        texts
            .iter()
            .filter(|text| contains(rect.corners(), text.position) && text.text.parse::<usize>().is_err())
            .count()
    };
    let all = within(&large, self::legend(&large).unwrap());
    assert_eq!(within(&small, legend) - 1 + count, all, "those that are shown and those that are not");
}
