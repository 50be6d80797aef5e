//! The field against NumPy: every file of `tests/reference/cases.csv`.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use gradfield::differentiate::Scheme;
use gradfield::expr;
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GradientField, GridSpec, Progress};

use crate::support::csv::{Row, Table, reference_directory};

/// Files beside the fields.
const OTHER_FILES: [&str; 7] = [
    "cases.csv",
    "arange.csv",
    "colormaps.csv",
    "exact.csv",
    "functions.csv",
    "function_specials.csv",
    "descent.csv",
];

fn field_of(case: Row<'_>) -> GradientField {
    let axis = |name: &str| AxisSpec {
        min: case.get(&format!("{name}_min")),
        max: case.get(&format!("{name}_max")),
        step: case.get(&format!("{name}_step")),
    };
    let program = expr::parse(case.text("expression")).expect("the case's expression is one");
    let grid = GridSpec { axes: [axis("x0"), axis("x1")], closed: false };
    let request = FieldRequest::new(Arc::new(program), grid, Scheme::Central, case.get("h"))
        .expect("the case's grid and h can be used");
    field::compute(&request, &CancelToken::new(), &Progress::new()).expect("nobody cancels")
}

/// NumPy and ours agree in every bit where only + - * / and squares occur: IEEE 754 leaves no choice there.
/// A sine is each library's own, and its last bit decides that of f.
fn is_arithmetic(expression: &str) -> bool {
    !expression.contains(|c: char| c.is_ascii_alphabetic() && c != 'x' && c != 'e')
}

fn assert_bits(case: &str, quantity: &str, ours: &[f64], numpy: &[f64]) {
    for (i, (a, b)) in ours.iter().zip(numpy).enumerate() {
        assert_eq!(a.to_bits(), b.to_bits(), "{case}: {quantity}[{i}] is {a:?}, NumPy has {b:?}");
    }
}

fn assert_near(case: &str, quantity: &str, ours: &[f64], numpy: &[f64], tolerance: f64) {
    for (i, (a, b)) in ours.iter().zip(numpy).enumerate() {
        assert!(
            (a - b).abs() <= tolerance,
            "{case}: {quantity}[{i}] is {a:?}, NumPy has {b:?} +- {tolerance:e}"
        );
    }
}

fn assert_case(case: Row<'_>) {
    let name = case.text("file");
    let table = Table::reference(name);
    let column = |name: &str| table.rows().map(|row| row.get::<f64>(name)).collect::<Vec<_>>();
    let field = field_of(case);
    assert_eq!(field.len(), table.rows().len(), "{name}");

    let points: Vec<[f64; 2]> = (0..field.len()).map(|i| field.grid.point(i)).collect();
    assert_bits(name, "x0", &points.iter().map(|p| p[0]).collect::<Vec<_>>(), &column("x0"));
    assert_bits(name, "x1", &points.iter().map(|p| p[1]).collect::<Vec<_>>(), &column("x1"));

    let numpy_f = column("f");
    if is_arithmetic(case.text("expression")) {
        assert_bits(name, "f", &field.f, &numpy_f);
        assert_bits(name, "g0", &field.g0, &column("g0"));
        assert_bits(name, "g1", &field.g1, &column("g1"));
        assert_bits(name, "norm", &field.norm, &column("norm"));
    } else {
        let largest = numpy_f.iter().fold(0.0, |m: f64, f| m.max(f.abs()));
        // Two values of f, each off by an ulp here and an ulp there, over 2 h; sqrt(2) of it in the norm.
        let tolerance = 4.0 * f64::EPSILON * largest / case.get::<f64>("h");
        assert_near(name, "f", &field.f, &numpy_f, 2.0 * f64::EPSILON * largest);
        assert_near(name, "g0", &field.g0, &column("g0"), tolerance);
        assert_near(name, "g1", &field.g1, &column("g1"), tolerance);
        assert_near(name, "norm", &field.norm, &column("norm"), 1.5 * tolerance);
    }
}

#[test]
fn fields_equal_numpys() {
    let cases = Table::reference("cases.csv");
    assert_eq!(cases.rows().len(), 9);
    for case in cases.rows() {
        assert_case(case);
    }
}

#[test]
fn the_list_of_cases_is_the_list_of_files() {
    let cases = Table::reference("cases.csv");
    let listed: BTreeSet<String> = cases.rows().map(|row| row.text("file").to_owned()).collect();
    let there: BTreeSet<String> = std::fs::read_dir(reference_directory())
        .expect("the reference directory can be read")
        .map(|entry| {
            entry.expect("its entries can be read").file_name().into_string().expect("their names are text")
        })
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "csv"))
        .filter(|name| !OTHER_FILES.contains(&name.as_str()))
        .collect();
    assert_eq!(listed, there);
}

#[test]
fn the_cases_are_of_both_kinds() {
    let cases = Table::reference("cases.csv");
    let exact: Vec<_> = cases.rows().filter(|row| is_arithmetic(row.text("expression"))).collect();
    assert_eq!(exact.len(), 7);
    assert!(exact.iter().all(|row| !row.text("file").starts_with("ripple")));
}

#[test]
fn the_articles_h_leaves_no_arrow_and_the_good_h_all_but_one() {
    let cases = Table::reference("cases.csv");
    let tally = |file: &str| {
        let case = cases.rows().find(|row| row.text("file") == file).expect("the case is listed");
        field_of(case).tally
    };
    assert_eq!((tally("bowl_h10e-50.csv").live, tally("bowl_h10e-50.csv").zero), (0, 256));
    assert_eq!((tally("bowl_h1e-4.csv").live, tally("bowl_h1e-4.csv").zero), (255, 1));
    assert_eq!(tally("bowl_h1e-16.csv").live, 80);
}
