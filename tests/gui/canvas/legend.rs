//! What the marks mean, where it is said and where not.

use eframe::egui::Rect;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::analysis::Cause;
use gradfield::gui::plot::arrows::{ArrowStyle, Marks};
use gradfield::gui::plot::canvas::Canvas;

use super::{Stage, State, Window, census_of};
use crate::arrows::{bowl, square_field};

#[test]
fn the_legend_counts_the_causes_that_occur() {
    let window = Window::bowl(1e-16);
    // 80 of 256 arrows live, see the numbers of the article's field.
    let count = |name: &str| {
        let census = window.harness.state().stage.census.as_ref().expect("a census");
        let cause = Cause::ALL.into_iter().find(|cause| cause.name() == name).expect("a cause");
        census.count(cause)
    };
    for name in ["stationary", "absorbed", "half-absorbed", "cancelled", "rounding"] {
        assert!(count(name) > 0, "{name}");
        window.harness.get_by_label(&format!("{name}: {}", count(name)));
    }
    for name in ["good", "truncation", "undefined", "exact"] {
        assert!(window.harness.query_all_by_label_contains(name).next().is_none(), "{name}");
    }
}

#[test]
fn there_is_no_legend_where_nothing_is_to_be_explained() {
    let none = |stage: Stage| {
        let window = Window::new(stage);
        assert!(window.harness.query_all_by_label_contains("stationary").next().is_none());
    };
    none(Stage::new(bowl(1e-4), None));
    let census = || Some(census_of(&bowl(1e-4), |x| x.map(|x| 2.0 * x)));
    none(Stage {
        restyle: |style| ArrowStyle { marks: Marks::ByState, ..style },
        ..Stage::new(bowl(1e-4), census())
    });
    let window = Window::new(Stage::new(bowl(1e-4), census()));
    window.harness.get_by_label("stationary: 1");
}

#[test]
fn a_click_on_the_legend_probes_nothing() {
    let mut window = Window::bowl(1e-16);
    let row = window.harness.get_by_label_contains("rounding").rect();
    assert!(window.frame().contains_rect(row));
    // It says what it means, and nothing of the node behind it.
    window.harness.hover_at(row.center());
    window.wait();
    assert!(window.harness.query_by_label(Cause::Rounding.explanation()).is_some());
    assert!(window.harness.query_by_label("x0").is_none());
    window.click(row.center());
    assert_eq!(window.commands(), []);
}

#[test]
fn the_legend_keeps_out_of_the_way() {
    let window = Window::bowl(1e-16);
    let rows: Vec<Rect> = Cause::ALL
        .into_iter()
        .filter_map(|cause| {
            let count = window.harness.state().stage.census.as_ref()?.count(cause);
            let label = format!("{}: {count}", cause.name());
            let row = window.harness.query_by_label(&label)?;
            Some(row.rect())
        })
        .collect();
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().all(|row| window.frame().contains_rect(*row)));
    assert!(rows.windows(2).all(|pair| pair[0].bottom() <= pair[1].top() + 0.01));
    let field = square_field("x0^2 + 0*x1", [-2.0, 2.0], 0.25, 1e-16);
    let census = census_of(&field, |[x0, _]| [2.0 * x0, 0.0]);
    let mut stage = Stage::new(field, Some(census));
    stage.equal_aspect = false;
    let state = State { stage, canvas: Canvas::default(), commands: Vec::new() };
    let mut small = Harness::builder().with_size([240.0, 160.0]).build_ui_state(
        |ui, state: &mut State| {
            let State { stage, canvas, commands } = state;
            commands.push(stage.ui(ui, canvas));
        },
        state,
    );
    small.run();
    assert!(small.query_all_by_label_contains("absorbed").next().is_none(), "it would hide the plot");
}
