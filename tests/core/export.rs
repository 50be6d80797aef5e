//! Fields as text and as arrays, whole and in bands, and files that are whole or not there.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
#[cfg(target_os = "linux")]
use std::process::Command;
use std::sync::Arc;
#[cfg(target_os = "linux")]
use std::time::{Duration, Instant};

use gradfield::analysis::{Cause, Census, PointCurve, SweepPoint};
use gradfield::differentiate::Scheme;
use gradfield::export::{
    Format, Table, offered_stem, write_csv_with_census, write_json, write_json_with_census, write_sweep,
    write_whole_file, write_whole_file_if,
};
use gradfield::expr::{self, Axis};
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GradientField, GridSpec, Progress};
use proptest::prelude::*;

/// A field on x0 = 0, 1, 2 and x1 = -1, -0.5 whose values are given.
fn field_of(values: [[f64; 4]; 6]) -> GradientField {
    let axes = [AxisSpec { min: 0.0, max: 3.0, step: 1.0 }, AxisSpec { min: -1.0, max: 0.0, step: 0.5 }];
    let program = Arc::new(expr::parse("x0 + x1").unwrap());
    let request =
        FieldRequest::new(program, GridSpec { axes, closed: false }, Scheme::Forward, 1e-49).unwrap();
    let mut field = field::compute(&request, &CancelToken::new(), &Progress::new()).unwrap();
    let column = |k: usize| values.iter().map(|row| row[k]).collect();
    (field.f, field.g0, field.g1, field.norm) = (column(0), column(1), column(2), column(3));
    field
}

fn special() -> GradientField {
    field_of([
        [4.0, 0.1, -0.0, 1e-49],
        [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY],
        [f64::MAX, f64::MIN_POSITIVE, 5e-324, 1e16],
        [1.0 / 3.0, 0.0001, 0.00001, 123_456.789],
        [0.0; 4],
        [1.0, 2.0, 3.0, -f64::NAN],
    ])
}

/// The bytes of a table of a field in memory.
fn table(table: Table, field: &GradientField) -> Vec<u8> {
    let mut bytes = Vec::new();
    table.write(field, &mut bytes).unwrap();
    bytes
}

fn csv(field: &GradientField) -> String {
    String::from_utf8(table(Table::Csv, field)).unwrap()
}

fn json(field: &GradientField) -> String {
    let mut text = Vec::new();
    write_json(field, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn csv_is_a_row_a_point() {
    assert_eq!(
        csv(&special()),
        "x0,x1,f,g0,g1,norm\n\
         0.0,-1.0,4.0,0.1,-0.0,1e-49\n\
         1.0,-1.0,NaN,inf,-inf,inf\n\
         2.0,-1.0,1.7976931348623157e308,2.2250738585072014e-308,5e-324,1e16\n\
         0.0,-0.5,0.3333333333333333,0.0001,0.00001,123456.789\n\
         1.0,-0.5,0.0,0.0,0.0,0.0\n\
         2.0,-0.5,1.0,2.0,3.0,NaN\n"
    );
}

#[test]
fn json_is_the_request_and_the_columns() {
    assert_eq!(
        // Whether an exponent has a plus sign is serde_json's choice.
        json(&special()).replace("e+", "e"),
        "{\"request\":{\"expression\":\"x0 + x1\",\"parameters\":{},\
         \"x0\":{\"min\":0.0,\"max\":3.0,\"step\":1.0},\"x1\":{\"min\":-1.0,\"max\":0.0,\"step\":0.5},\
         \"closed\":false,\"scheme\":\"forward\",\"h\":1e-49,\"precision\":\"f64\",\"taken_step\":false},\
         \"x0\":[0.0,1.0,2.0,0.0,1.0,2.0],\"x1\":[-1.0,-1.0,-1.0,-0.5,-0.5,-0.5],\
         \"f\":[4.0,null,1.7976931348623157e308,0.3333333333333333,0.0,1.0],\
         \"g0\":[0.1,null,2.2250738585072014e-308,0.0001,0.0,2.0],\
         \"g1\":[-0.0,null,5e-324,0.00001,0.0,3.0],\
         \"norm\":[1e-49,null,1e16,123456.789,0.0,null]}\n"
    );
}

/// What is known of the arrows of [`special`]; the numbers have nothing to do with them.
fn census() -> Census {
    let exact = field_of([[0.0, 1.0, -2.5, 0.0]; 6]);
    let causes = vec![
        Cause::Good,
        Cause::Undefined,
        Cause::HalfAbsorbed,
        Cause::Cancelled,
        Cause::Stationary,
        Cause::Truncation,
    ];
    let errors = [1e-12, f64::NAN, 0.5, 1.0, f64::NAN, f64::INFINITY];
    Census {
        exact: Arc::new(exact),
        relative_error: errors.into_iter().collect(),
        angle_error: errors.into_iter().map(|error| 90.0 * error).collect(),
        counts: [1; 8],
        causes,
    }
}

#[test]
fn a_census_adds_columns() {
    let mut text = Vec::new();
    write_csv_with_census(&special(), &census(), &mut text).unwrap();
    assert_eq!(
        String::from_utf8(text).unwrap(),
        "x0,x1,f,g0,g1,norm,e0,e1,relative_error,angle_error_deg,cause\n\
         0.0,-1.0,4.0,0.1,-0.0,1e-49,1.0,-2.5,1e-12,9e-11,good\n\
         1.0,-1.0,NaN,inf,-inf,inf,1.0,-2.5,NaN,NaN,undefined\n\
         2.0,-1.0,1.7976931348623157e308,2.2250738585072014e-308,5e-324,1e16,1.0,-2.5,0.5,45.0,half-absorbed\n\
         0.0,-0.5,0.3333333333333333,0.0001,0.00001,123456.789,1.0,-2.5,1.0,90.0,cancelled\n\
         1.0,-0.5,0.0,0.0,0.0,0.0,1.0,-2.5,NaN,NaN,stationary\n\
         2.0,-0.5,1.0,2.0,3.0,NaN,1.0,-2.5,inf,inf,truncation\n"
    );
    let mut text = Vec::new();
    write_json_with_census(&special(), &census(), &mut text).unwrap();
    let with_census = String::from_utf8(text).unwrap();
    let plain = json(&special());
    let columns = with_census.strip_prefix(plain.trim_end().trim_end_matches('}')).unwrap();
    assert_eq!(
        columns,
        ",\"e0\":[1.0,1.0,1.0,1.0,1.0,1.0],\"e1\":[-2.5,-2.5,-2.5,-2.5,-2.5,-2.5],\
         \"relative_error\":[1e-12,null,0.5,1.0,null,null],\"angle_error_deg\":[9e-11,null,45.0,90.0,null,null],\
         \"cause\":[\"good\",\"undefined\",\"half-absorbed\",\"cancelled\",\"stationary\",\"truncation\"]}\n"
    );
}

#[test]
fn a_sweep_is_a_row_a_step() {
    let point = |h, g, absolute_error, relative_error| SweepPoint { h, g, absolute_error, relative_error };
    let curve =
        |scheme: Scheme, points| PointCurve { method: scheme.into(), points, theory: None, best: None };
    let curves = [
        curve(
            Scheme::FivePoint,
            vec![point(1e-16, [0.0, -0.0], 1.5, f64::NAN), point(1.0, [1.0 / 3.0, 2e300], 0.0, 0.0)],
        ),
        curve(Scheme::Exact, vec![]),
        curve(Scheme::Forward, vec![point(5e-324, [f64::INFINITY, f64::NAN], f64::INFINITY, f64::INFINITY)]),
    ];
    let mut text = Vec::new();
    write_sweep(&curves, &mut text).unwrap();
    assert_eq!(
        String::from_utf8(text).unwrap(),
        "scheme,h,g0,g1,abs_error,rel_error\n\
         five-point,1e-16,0.0,-0.0,1.5,NaN\n\
         five-point,1.0,0.3333333333333333,2e300,0.0,0.0\n\
         forward,5e-324,inf,NaN,inf,inf\n"
    );
}

proptest! {
    #[test]
    fn every_number_reads_back(bits: [[u64; 4]; 6]) {
        let values = bits.map(|row| row.map(f64::from_bits));
        let text = csv(&field_of(values));
        for (line, row) in text.lines().skip(1).zip(values) {
            let read: Vec<f64> = line.split(',').skip(2).map(|n| n.parse().unwrap()).collect();
            for (read, written) in read.into_iter().zip(row) {
                prop_assert!(read.to_bits() == written.to_bits() || read.is_nan() && written.is_nan());
            }
        }
    }
}

/// A file of `NumPy` taken apart as its format says: the header, then the rows.
fn npy(bytes: &[u8]) -> (String, Vec<[f64; 6]>) {
    assert_eq!(bytes[..6], *b"\x93NUMPY");
    assert_eq!(bytes[6..8], [1, 0], "version 1.0");
    let length = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let (before, data) = bytes.split_at(10 + length);
    assert_eq!(before.len() % 64, 0, "the numbers are aligned");
    let number = |bytes: &[u8]| f64::from_le_bytes(bytes.try_into().unwrap());
    let rows = data.chunks(48).map(|row| row.chunks(8).map(number).collect::<Vec<_>>().try_into().unwrap());
    (String::from_utf8(before[10..].to_vec()).unwrap(), rows.collect())
}

#[test]
fn npy_is_a_header_and_a_row_a_point() {
    let field = special();
    let bytes = table(Table::Npy, &field);
    let (header, rows) = npy(&bytes);
    let dictionary = "{'descr': '<f8', 'fortran_order': False, 'shape': (6, 6), }";
    assert_eq!(header, format!("{dictionary}{}\n", " ".repeat(128 - 10 - dictionary.len() - 1)));
    assert_eq!(bytes.len(), 128 + 6 * 48);
    assert_eq!(rows.len(), field.len());
    for (i, row) in rows.into_iter().enumerate() {
        let [x0, x1] = field.grid.point(i);
        let expected = [x0, x1, field.f[i], field.g0[i], field.g1[i], field.norm[i]];
        assert_eq!(row.map(f64::to_bits), expected.map(f64::to_bits), "row {i}");
    }
}

/// The field of a function on so many values of x0 and x1.
fn request(text: &str, [columns, rows]: [u32; 2]) -> FieldRequest {
    let axis = |count: u32| AxisSpec { min: -0.5, max: f64::from(count) - 0.5, step: 1.0 };
    let grid = GridSpec { axes: [axis(columns), axis(rows)], closed: false };
    FieldRequest::new(Arc::new(expr::parse(text).unwrap()), grid, Scheme::Central, 1e-4).unwrap()
}

#[test]
fn a_table_in_bands_is_that_of_the_whole_field() {
    for counts @ [columns, rows] in [[1, 1], [1, 40], [40, 1], [7, 5], [16, 16], [300, 3], [3, 300]] {
        let request = request("ln(x0 - 1)/x1 + sin(x0*x1)", counts);
        let field = field::compute(&request, &CancelToken::new(), &Progress::new()).unwrap();
        let points = columns * rows;
        assert_eq!(field.len(), points as usize);
        for kind in [Table::Csv, Table::Npy] {
            let whole = table(kind, &field);
            let row_ends = [columns - 1, columns, columns + 1, 2 * columns - 1, 2 * columns, 2 * columns + 1];
            let ends = [0, 1, points - 1, points, points + 1, u32::MAX];
            for band in ends.into_iter().chain(row_ends) {
                let mut streamed = Vec::new();
                kind.stream_by(band as usize, &request, &mut streamed).unwrap();
                assert!(streamed == whole, "{kind:?}, {counts:?} by {band}");
            }
            let mut streamed = Vec::new();
            kind.stream(&request, &mut streamed).unwrap();
            assert!(streamed == whole, "{kind:?}, {counts:?}");
        }
    }
}

#[test]
fn a_wide_row_is_written_in_pieces() {
    // Longer than the pieces of both formats.
    let request = request("x0*x1", [5000, 2]);
    let field = field::compute(&request, &CancelToken::new(), &Progress::new()).unwrap();
    let (_, rows) = npy(&table(Table::Npy, &field));
    assert_eq!(rows.len(), 10_000);
    let text = csv(&field);
    let lines: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(lines.len(), 10_000);
    for (i, (row, line)) in rows.into_iter().zip(lines).enumerate() {
        let x0 = field.grid.axis(Axis::X0)[i % 5000];
        assert_eq!(row[..3], [x0, field.grid.point(i)[1], field.f[i]], "row {i}");
        let read: Vec<f64> = line.split(',').map(|number| number.parse().unwrap()).collect();
        assert_eq!(read, row, "row {i}");
    }
}

/// Takes so many bytes and then fails; knows how often it was asked after that.
struct Full {
    room: usize,
    asked_again: usize,
    failed: bool,
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.asked_again += usize::from(self.failed);
        if self.room == 0 {
            self.failed = true;
            return Err(io::ErrorKind::StorageFull.into());
        }
        let taken = bytes.len().min(self.room);
        self.room -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_table_ends_at_the_first_failed_write() {
    for kind in [Table::Csv, Table::Npy] {
        // In the header, at its end, in the first band and in a later one.
        for room in [0, 10, 19, 128, 1000, 20_000] {
            let mut to = Full { room, asked_again: 0, failed: false };
            let error = kind.stream_by(100, &request("x0*x1", [50, 20]), &mut to).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{kind:?}, room for {room}");
            assert_eq!((to.room, to.failed, to.asked_again), (0, true, 0), "{kind:?}, room for {room}");
        }
    }
}

/// Two days of computation and 3 TiB, were it not for the failure.
#[test]
fn a_failed_write_ends_the_computation_of_the_largest_table() {
    let axis = |count: f64| AxisSpec { min: 0.0, max: count, step: 1.0 };
    let program = Arc::new(expr::parse("x0*x1").unwrap());
    let grid = GridSpec { axes: [axis(32_768.0), axis(2_097_152.0)], closed: false };
    let request = FieldRequest::streamed(program, grid, Scheme::Central, 1e-4).unwrap();
    for kind in [Table::Csv, Table::Npy] {
        let mut to = Full { room: 2_000_000, asked_again: 0, failed: false };
        let error = kind.stream_by(1, &request, &mut to).unwrap_err();
        assert_eq!((error.kind(), to.asked_again), (io::ErrorKind::StorageFull, 0), "{kind:?}");
    }
}

#[test]
fn formats_by_extension() {
    assert_eq!(Format::of_file(Path::new("a/field.csv")), Ok(Format::Csv));
    assert_eq!(Format::of_file(Path::new("field.v2.JSON")), Ok(Format::Json));
    assert_eq!(Format::of_file(Path::new("field.npy")), Ok(Format::Npy));
    let message = |path: &str| Format::of_file(Path::new(path)).unwrap_err().to_string();
    assert_eq!(
        message("a.xlsx"),
        "'xlsx' is not a format a field can be written in; there are csv, json and npy."
    );
    assert_eq!(
        message("csv"),
        "The file's name has no extension to tell its format; there are csv, json and npy."
    );
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn half_then_fail(to: &mut dyn Write) -> io::Result<()> {
    to.write_all(&vec![b'x'; 1 << 20])?;
    Err(io::ErrorKind::StorageFull.into())
}

#[test]
fn a_failed_write_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("field.csv");
    let error = write_whole_file(&path, half_then_fail).unwrap_err();
    assert_eq!(error.to_string(), format!("Cannot write {}: no storage space.", path.display()));
    assert_eq!(names_in(folder.path()), [""; 0], "no part of it either");

    fs::write(&path, "old").unwrap();
    write_whole_file(&path, half_then_fail).unwrap_err();
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(names_in(folder.path()), ["field.csv"]);

    write_whole_file(&path, |to| to.write_all(b"new")).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(names_in(folder.path()), ["field.csv"]);
}

#[test]
fn a_file_that_is_no_longer_wanted_takes_no_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("field.csv");
    let unwanted = || Err(io::Error::other("it was cancelled"));
    for old in [None, Some("old")] {
        if let Some(old) = old {
            fs::write(&path, old).unwrap();
        }
        // All of it is written before it is known.
        let error = write_whole_file_if(&path, |to| to.write_all(b"new"), unwanted).unwrap_err();
        assert_eq!(error.to_string(), format!("Cannot write {}: it was cancelled.", path.display()));
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), old);
        assert_eq!(names_in(folder.path()).len(), usize::from(old.is_some()));
    }
}

#[test]
fn names_are_offered_that_every_system_takes() {
    let long = "x".repeat(500);
    for (file, expression, expected) in [
        (None, "x0^2 + x1^2", "x0-2-x1-2"),
        (None, "sin(5*x0) + x1^2", "sin-5-x0-x1-2"),
        (None, "-x0", "x0"),
        (None, "", "field"),
        (None, " + \u{e9}/..", "field"),
        (None, "con", "field-con"),
        (None, "(NUL)", "field-NUL"),
        (None, "com1", "field-com1"),
        (None, "com10", "com10"),
        (None, "../../etc/passwd", "etc-passwd"),
        (None, "C:\\x?<>|\"\n\0", "C-x"),
        // Cut between words, and within one only where there is no other.
        (None, "a23456789 b23456789 c23456789 d23456789 e", "a23456789-b23456789-c23456789-d23456789"),
        (None, "a23456789 b23456789 c23456789 d23456789e f", "a23456789-b23456789-c23456789-d23456789e"),
        (None, "a23456789 b23456789 c23456789 d23456789ef", "a23456789-b23456789-c23456789"),
        (None, long.as_str(), &long[..40]),
        (Some("/a/my bowl.gradfield"), "x0", "my bowl"),
        (Some("/a/\u{e9}t\u{e9}.v2.gradfield"), "x0", "\u{e9}t\u{e9}.v2"),
        (Some("Aux.gradfield"), "x0", "field-Aux"),
        (Some("aux.old.gradfield"), "x0", "field-aux.old"),
        (Some("lpt\u{b2}.gradfield"), "x0", "field-lpt\u{b2}"),
        (Some("a:b*c?\n.gradfield"), "x0", "a-b-c--"),
        (Some(". .gradfield"), "x0", "x0"),
        (Some("/"), "x0", "x0"),
    ] {
        assert_eq!(offered_stem(file.map(Path::new), expression), expected, "{file:?} {expression:?}");
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_is_no_path_and_not_long(expression in any::<String>(), file in any::<Option<String>>()) {
        let stem = offered_stem(file.as_deref().map(Path::new), &expression);
        // 120 bytes and what keeps a device from being meant.
        prop_assert!(!stem.is_empty() && stem.len() <= 126, "{stem:?}");
        prop_assert!(!stem.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']), "{stem:?}");
        prop_assert!(!stem.chars().any(char::is_control), "{stem:?}");
        prop_assert!(!stem.starts_with(['.', ' ', '~']) || file.is_some(), "{stem:?}");
        prop_assert!(!stem.ends_with(['.', ' ']), "{stem:?}");
        prop_assert_eq!(Path::new(&stem).components().count(), 1);
    }
}

/// Whatever ends the program: on Linux the file has no name before it is complete.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_is_killed_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.csv");
    // A million points, some 60 MB: it is in the midst of it for a while.
    let mut child = Command::new(env!("CARGO_BIN_EXE_gradfield"))
        .args(["field", "x0^2 + x1^2", "--step", "0.004", "-o"])
        .arg(&path)
        .spawn()
        .unwrap();
    let start = Instant::now();
    let open_files = format!("/proc/{}/fd", child.id());
    // Until it has the file open and something is in it.
    let is_writing = || {
        let files = fs::read_dir(&open_files).into_iter().flatten().flatten();
        files.map(|file| file.path()).any(|file| {
            let leads_there = fs::read_link(&file).is_ok_and(|to| to.starts_with(folder.path()));
            leads_there && fs::metadata(&file).is_ok_and(|file| file.len() > 0)
        })
    };
    while !is_writing() {
        assert!(start.elapsed() < Duration::from_mins(1), "it does not begin to write");
        assert_eq!(child.try_wait().unwrap(), None, "it was too quick to be seen");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(names_in(folder.path()), [""; 0]);
}

#[test]
fn folders_and_read_only_files_are_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let message = |path: &Path| write_whole_file(path, |to| to.write_all(b"new")).unwrap_err().to_string();
    assert_eq!(message(folder.path()), format!("Cannot write {}: is a directory.", folder.path().display()));
    let path = folder.path().join("none/field.csv");
    assert_eq!(message(&path), format!("Cannot write {}: its folder does not exist.", path.display()));

    let path = folder.path().join("field.csv");
    fs::write(&path, "old").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    assert_eq!(message(&path), format!("Cannot write {}: it is read-only.", path.display()));
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn permissions_are_those_of_a_new_file_or_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plain) = (folder.path().join("field.csv"), folder.path().join("plain"));
        write_whole_file(&path, |to| to.write_all(b"1")).unwrap();
        fs::write(&plain, "").unwrap();
        assert_eq!(mode(&path), mode(&plain));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write_whole_file(&path, |to| to.write_all(b"2")).unwrap();
        assert_eq!(mode(&path), 0o640);
    }

    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target.csv"), folder.path().join("link.csv"));
        fs::write(&target, "old").unwrap();
        symlink("target.csv", &link).unwrap();
        write_whole_file(&link, |to| to.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
    }

    #[test]
    fn a_link_to_nothing_stays_a_link_and_its_target_is_created() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("sub/new.csv"), folder.path().join("link.csv"));
        fs::create_dir(folder.path().join("sub")).unwrap();
        symlink("sub/other.csv", &link).unwrap();
        symlink("new.csv", folder.path().join("sub/other.csv")).unwrap();
        write_whole_file(&link, |to| to.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");

        let circle = folder.path().join("circle.csv");
        symlink("circle.csv", &circle).unwrap();
        let error = write_whole_file(&circle, |to| to.write_all(b"new")).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("Cannot write {}: its links lead in a circle.", circle.display())
        );
    }

    #[test]
    fn a_device_is_written_to() {
        write_whole_file(Path::new("/dev/null"), |to| to.write_all(b"gone")).unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
