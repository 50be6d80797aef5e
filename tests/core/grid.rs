//! Grids: NumPy's `arange` bit for bit, closed axes, and why a grid is refused.

use std::time::{Duration, Instant};

use gradfield::expr::Axis;
use gradfield::field::{AxisSpec, Grid, GridError, GridSpec, MAX_AXIS, MAX_POINTS, MAX_STREAMED_POINTS};

use crate::support::csv::Table;

const UNIT: AxisSpec = AxisSpec { min: 0.0, max: 1.0, step: 1.0 };

fn axis(min: f64, max: f64, step: f64) -> AxisSpec {
    AxisSpec { min, max, step }
}

/// The values of x0 on a grid whose x1 is 0 alone.
fn values(x0: AxisSpec, closed: bool) -> Result<Vec<f64>, GridError> {
    // Closing an axis of step 1 from 0 to 1 gives two values, which does not matter here.
    Grid::new(&GridSpec { axes: [x0, UNIT], closed }).map(|grid| grid.axis(Axis::X0).to_vec())
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|v| v.to_bits()).collect()
}

/// 64-bit FNV-1a over the bits of each value, low byte first.
fn hash(values: &[f64]) -> u64 {
    let bytes = values.iter().flat_map(|v| v.to_bits().to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |state, byte| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn axes_equal_numpys_arange_bit_for_bit() {
    let table = Table::reference("arange.csv");
    assert_eq!(table.rows().len(), 200);
    for row in table.rows() {
        let spec = axis(row.get("start"), row.get("stop"), row.get("step"));
        let grid = Grid::new(&GridSpec { axes: [UNIT, spec], closed: false });
        let on_x1 = grid.unwrap_or_else(|e| panic!("{spec:?}: {e}")).axis(Axis::X1).to_vec();
        let on_x0 = values(spec, false).unwrap();
        assert_eq!(bits(&on_x0), bits(&on_x1), "{spec:?}");

        assert_eq!(on_x0.len(), row.get::<usize>("length"), "{spec:?}");
        let middle = on_x0[on_x0.len() / 2];
        let some = [on_x0[0], on_x0[1.min(on_x0.len() - 1)], middle, on_x0[on_x0.len() - 1]];
        let expected = ["first", "second", "middle", "last"].map(|column| row.get::<f64>(column));
        assert_eq!(some.map(f64::to_bits), expected.map(f64::to_bits), "{spec:?}: {some:?} not {expected:?}");
        assert_eq!(hash(&on_x0), row.get::<u64>("hash"), "{spec:?}");
    }
}

#[test]
fn element_i_is_not_start_plus_i_steps() {
    let values = values(axis(-2.0, 2.0, 0.1), false).unwrap();
    assert_eq!(values[20].to_bits(), 1.776_356_839_400_250_5e-15_f64.to_bits());
    assert_eq!((-2.0 + 20.0 * 0.1_f64).to_bits(), 0.0_f64.to_bits());
}

#[test]
fn x0_runs_fastest() {
    let axes = [axis(0.0, 3.0, 1.0), axis(10.0, 30.0, 10.0)];
    let grid = Grid::new(&GridSpec { axes, closed: false }).unwrap();
    assert_eq!((grid.columns(), grid.rows(), grid.len(), grid.is_empty()), (3, 2, 6, false));
    let points: Vec<_> = (0..grid.len()).map(|i| grid.point(i)).collect();
    let expected = [[0.0, 10.0], [1.0, 10.0], [2.0, 10.0], [0.0, 20.0], [1.0, 20.0], [2.0, 20.0]];
    assert_eq!(points, expected);
    assert_eq!(GridSpec { axes, closed: false }.counts(), Ok([3, 2]));
}

#[test]
fn one_row_one_column_and_one_point_are_grids() {
    for (axes, counts) in [
        ([axis(-2.0, 2.0, 0.25), UNIT], [16, 1]),
        ([UNIT, axis(-2.0, 2.0, 0.25)], [1, 16]),
        ([UNIT, axis(7.0, 9.0, 2.0)], [1, 1]),
    ] {
        let grid = Grid::new(&GridSpec { axes, closed: false }).unwrap();
        assert_eq!([grid.columns(), grid.rows()], counts);
        assert_eq!(grid.point(0), [axes[0].min, axes[1].min]);
    }
}

/// (min, max, step), the number of values closed.
const CLOSED: [(f64, f64, f64, usize); 12] = [
    (-2.0, 2.0, 0.25, 17),
    (-2.0, 2.0, 0.1, 41),
    (0.0, 1.0, 0.1, 11),
    (0.0, 0.3, 0.1, 4),
    // The open axis has 4 values already, the last of them beyond 1.3.
    (1.0, 1.3, 0.1, 4),
    (1.0, 1.3, 0.3, 2),
    (0.1, 0.4, 0.3, 2),
    (-7.0, 0.7, 0.07, 111),
    (1e6, 1e6 + 1.0, 1e-3, 1001),
    (0.0, 1e-300, 1e-302, 101),
    (-1e300, 1e300, 1e298, 201),
    (-8e307, 8e307, 1e307, 17),
];

#[test]
fn a_closed_axis_ends_at_exactly_max() {
    for (min, max, step, count) in CLOSED {
        let open = values(axis(min, max, step), false).unwrap();
        let closed = values(axis(min, max, step), true).unwrap();
        let name = format!("{min}:{max} by {step}");
        assert_eq!(closed.len(), count, "{name}");
        assert_eq!(closed.last().map(|v| v.to_bits()), Some(max.to_bits()), "{name}");
        assert_eq!(
            bits(&closed[..count - 1]),
            bits(&open[..count - 1]),
            "{name}: all but the end is arange's"
        );
        assert!(closed.is_sorted_by(|a, b| a < b), "{name} ascends");
        assert!(open.len() == count - 1 || open[count - 1] >= max, "{name}: the open axis has no other end");
    }
}

#[test]
fn a_step_that_does_not_divide_the_range_adds_no_end() {
    for (min, max, step) in [
        (0.0, 1.0, 0.3),
        (-2.0, 2.0, 0.7),
        (0.0, 1.0, 0.333_333),
        (1e6, 1e6 + 1.0, 0.3),
        // Here the ends are so coarse that every step would divide, were the allowance for rounding not bounded.
        (2f64.powi(53), 2f64.powi(53) + 8.0, 6.0),
        (1.6e308, 1.7e308, 3e306),
    ] {
        let spec = axis(min, max, step);
        assert_eq!(bits(&values(spec, true).unwrap()), bits(&values(spec, false).unwrap()), "{spec:?}");
    }
}

/// A grid that cannot be, and what is said of it.
fn refusals() -> Vec<(GridSpec, GridError, &'static str)> {
    let x0 = |min, max, step| GridSpec { axes: [axis(min, max, step), UNIT], closed: false };
    let x1 = |min, max, step| GridSpec { axes: [UNIT, axis(min, max, step)], closed: false };
    vec![
        (
            x0(f64::NAN, 1.0, 0.1),
            GridError::NotFinite(Axis::X0),
            "The x0 range and the step must be finite numbers.",
        ),
        (
            x1(0.0, f64::INFINITY, 0.1),
            GridError::NotFinite(Axis::X1),
            "The x1 range and the step must be finite numbers.",
        ),
        (
            x1(0.0, 1.0, f64::INFINITY),
            GridError::NotFinite(Axis::X1),
            "The x1 range and the step must be finite numbers.",
        ),
        (
            x0(2.0, -2.0, 0.25),
            GridError::Empty(Axis::X0, 2.0, -2.0),
            "The x0 range is empty: it must end above where it begins, not go from 2 to -2.",
        ),
        (
            x1(0.5, 0.5, 0.25),
            GridError::Empty(Axis::X1, 0.5, 0.5),
            "The x1 range is empty: it must end above where it begins, not go from 0.5 to 0.5.",
        ),
        (
            x1(-1e308, 1e308, 1e307),
            GridError::TooWide(Axis::X1),
            "The x1 range is wider than the largest number there is.",
        ),
        (x0(-2.0, 2.0, 0.0), GridError::StepNotPositive(0.0), "The grid step must be above 0, not 0."),
        (x0(-2.0, 2.0, -0.1), GridError::StepNotPositive(-0.1), "The grid step must be above 0, not -0.1."),
        (
            x1(-2.0, 2.0, 4.5),
            GridError::StepTooLarge(Axis::X1, 4.5, 4.0),
            "The grid step 4.5 is larger than the x1 range, which is 4 wide; make it smaller.",
        ),
        (
            x0(1.6e308, 1.7e308, 1.7e308),
            GridError::StepTooLarge(Axis::X0, 1.7e308, 1.7e308 - 1.6e308),
            "The grid step 1.7e308 is larger than the x0 range, which is 9.999999999999996e306 wide; make it smaller.",
        ),
        (
            x0(1e9, 1e9 + 1.0, 1e-9),
            GridError::StepVanishes(Axis::X0, 1e-9),
            "The grid step 1e-9 is lost in rounding beside the x0 range; make it larger.",
        ),
    ]
}

#[test]
fn every_refusal_says_why() {
    for (spec, error, message) in refusals() {
        assert_eq!(spec.counts(), Err(error), "{spec:?}");
        assert_eq!(spec.streamed_counts(), Err(error), "{spec:?}");
        assert_eq!(Grid::new(&spec), Err(error), "{spec:?}");
        assert_eq!(Grid::of_rows(&spec, 0..1), Err(error), "{spec:?}");
        assert_eq!(error.to_string(), message);
    }
}

/// So many values of x0 and of x1.
fn grid_of(columns: f64, rows: f64) -> GridSpec {
    GridSpec { axes: [axis(0.0, columns, 1.0), axis(0.0, rows, 1.0)], closed: false }
}

/// A grid, and what is said if it cannot be in memory as a whole, and if not a few rows at a time.
fn sizes() -> Vec<(GridSpec, Option<&'static str>, Option<&'static str>)> {
    let both = |a: AxisSpec, closed| GridSpec { axes: [a, a], closed };
    vec![
        (grid_of(4096.0, 4096.0), None, None),
        (grid_of(2_097_152.0, 8.0), None, None),
        (grid_of(8.0, 2_097_152.0), None, None),
        (
            grid_of(2_097_152.0, 32_768.0),
            Some(
                "That field would take 2 TiB of memory for 68,719,476,736 points; the most is 512 MiB for 16,777,216. \
                 Make the step larger.",
            ),
            None,
        ),
        (
            both(axis(0.0, 4096.0, 1.0), true),
            Some(
                "That field would take 512 MiB of memory for 16,785,409 points; the most is 512 MiB for 16,777,216. \
                 Make the step larger.",
            ),
            None,
        ),
        (
            both(axis(0.0, 7746.0, 1.0), false),
            Some(
                "That field would take 1.8 GiB of memory for 60,000,516 points; the most is 512 MiB for 16,777,216. \
                 Make the step larger.",
            ),
            None,
        ),
        (
            both(axis(0.0, 262_144.0, 1.0), true),
            Some(
                "That field would take 2 TiB of memory for 68,720,001,025 points; the most is 512 MiB for 16,777,216. \
                 Make the step larger.",
            ),
            Some(
                "That table would take 3 TiB for 68,720,001,025 points; the most is 3 TiB for 68,719,476,736. Make the \
                 step larger.",
            ),
        ),
        (
            both(axis(-2.0, 2.0, 1e-9), false),
            Some(
                "That field would take 444 EiB of memory for 1.6e19 points; the most is 512 MiB for 16,777,216. Make \
                 the step larger.",
            ),
            Some(
                "That table would take 666 EiB for 1.6e19 points; the most is 3 TiB for 68,719,476,736. Make the step \
                 larger.",
            ),
        ),
        (
            GridSpec { axes: [axis(0.0, 1e300, 1e-300), UNIT], closed: false },
            Some(
                "That field would take over 1e290 EiB of memory for over 1e308 points; the most is 512 MiB for \
                 16,777,216. Make the step larger.",
            ),
            Some(
                "That table would take over 1e290 EiB for over 1e308 points; the most is 3 TiB for 68,719,476,736. \
                 Make the step larger.",
            ),
        ),
        (
            grid_of(2_097_153.0, 1.0),
            Some(
                "The x0 axis would take 16 MiB for 2,097,153 values; the most is 16 MiB for 2,097,152. Make the step \
                 larger.",
            ),
            Some(
                "The x0 axis would take 16 MiB for 2,097,153 values; the most is 16 MiB for 2,097,152. Make the step \
                 larger.",
            ),
        ),
        (
            grid_of(1.0, 1e10),
            Some(
                "That field would take 298 GiB of memory for 10,000,000,000 points; the most is 512 MiB for \
                 16,777,216. Make the step larger.",
            ),
            Some(
                "The x1 axis would take 75 GiB for 10,000,000,000 values; the most is 16 MiB for 2,097,152. Make the \
                 step larger.",
            ),
        ),
    ]
}

#[test]
fn what_is_too_large_is_refused_with_its_size() {
    for (spec, whole, streamed) in sizes() {
        let said = |counts: Result<[usize; 2], GridError>| counts.err().map(|error| error.to_string());
        assert_eq!(said(spec.counts()), whole.map(str::to_owned), "{spec:?}");
        assert_eq!(said(spec.streamed_counts()), streamed.map(str::to_owned), "{spec:?}");
        assert_eq!(Grid::new(&spec).is_ok(), streamed.is_none(), "{spec:?}");
    }
    assert_eq!([MAX_POINTS, MAX_STREAMED_POINTS], [4096 * 4096, 2_097_152 * 32_768]);
    assert_eq!(MAX_AXIS, 2_097_152);
}

#[test]
fn some_rows_are_those_of_the_grid() {
    let [wide, tall] = [axis(-1.0, 1.0, 0.125), axis(0.0, 0.3, 0.1)];
    for axes in [[wide, tall], [tall, wide], [UNIT, wide]] {
        for closed in [false, true] {
            let spec = GridSpec { axes, closed };
            let whole = Grid::new(&spec).unwrap();
            for first in 0..whole.rows() {
                for end in first + 1..=whole.rows() {
                    let some = Grid::of_rows(&spec, first..end).unwrap();
                    assert_eq!(bits(some.axis(Axis::X0)), bits(whole.axis(Axis::X0)), "{spec:?}");
                    assert_eq!(
                        bits(some.axis(Axis::X1)),
                        bits(&whole.axis(Axis::X1)[first..end]),
                        "{spec:?}"
                    );
                }
            }
        }
    }
}

#[test]
#[should_panic(expected = "rows 2..4 of 3")]
fn rows_beyond_the_grid_are_a_mistake() {
    drop(Grid::of_rows(&grid_of(2.0, 3.0), 2..4));
}

#[test]
fn a_closed_axis_whose_steps_overtake_its_end_is_refused() {
    // Beside 1e9, 1e-4 becomes 1.000166e-4, and the last of NumPy's 10,000 values lies beyond the end.
    let spec = axis(1e9, 1e9 + 1.0, 1e-4);
    let open = values(spec, false).unwrap();
    assert!(open[9_999] > spec.max);
    assert_eq!(values(spec, true), Err(GridError::StepVanishes(Axis::X0, 1e-4)));
}

#[test]
fn a_refusal_costs_nothing() {
    // 4e9 values an axis would take 32 GB; being refused, they take no time.
    let fine = axis(-2.0, 2.0, 1e-9);
    let start = Instant::now();
    for _ in 0..1000 {
        assert!(Grid::new(&GridSpec { axes: [fine, fine], closed: false }).is_err());
        assert!(Grid::new(&GridSpec { axes: [fine, UNIT], closed: true }).is_err());
    }
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}
