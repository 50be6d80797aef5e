//! Scripts run by Python, and their arrays beside ours.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use gradfield::colormap::{Colormap, Scale};
use gradfield::differentiate::{Divisor, Method, Precision, Scheme};
use gradfield::examples;
use gradfield::export::python::{ScriptColors, ScriptLook, script};
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GridSpec, Progress};
use gradfield::heat_map::Quantity;
use gradfield::settings::Anchor;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::bound::Bounds;
use super::text::CALLS;
use super::{on_grid, request};
use crate::support::same;
use crate::support::tree::{Tree, arb_arithmetic, arb_full_expression};

/// The Python that `GRADFIELD_PYTHON` names, or `python3`, if it has NumPy.
///
/// Where there is none the test says so and is done, unless `GRADFIELD_PYTHON_REQUIRED` is set.
pub(super) fn python() -> Option<String> {
    let python = env::var("GRADFIELD_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    has_module(&python, "numpy").then_some(python)
}

/// Whether a Python has a module. Where it has not, likewise; `GRADFIELD_PYTHON_REQUIRED` may name modules, with blanks
/// between, and any other value means NumPy.
#[expect(clippy::print_stderr, reason = "a test that tests nothing is to say so")]
pub(super) fn has_module(python: &str, module: &str) -> bool {
    let import = format!("import {module}");
    let has = Command::new(python).args(["-c", &import]).output().is_ok_and(|output| output.status.success());
    if !has {
        let required = env::var("GRADFIELD_PYTHON_REQUIRED").ok();
        let is_required =
            |required: &str| module == "numpy" || required.split(' ').any(|name| name == module);
        assert!(!required.is_some_and(|required| is_required(&required)), "{python} has no {module}");
        eprintln!("Not tested: {python} has no {module}. GRADFIELD_PYTHON may name one that has.");
    }
    has
}

/// f at the nodes, in Python.
fn f_of(precision: Precision) -> &'static str {
    match precision {
        Precision::F64 => "f(x0, x1)",
        Precision::F32 | Precision::F16 => "f(x0.astype(dtype), x1.astype(dtype))",
        Precision::Bf16 => "f(bfloat16(x0), bfloat16(x1))",
    }
}

/// What was found of some scripts.
#[derive(Default)]
pub(super) struct Findings {
    /// What Python says of scripts that it cannot run.
    failed: Vec<String>,
    /// Values that are too far from ours.
    wrong: Vec<String>,
    /// Values that have our bits, and all.
    same: usize,
    all: usize,
    /// The largest difference in terms of its bound.
    worst: f64,
    /// Scripts all of whose arrays are to have our bits.
    pub(super) exact: usize,
}

/// Run the scripts of some fields in one Python, and hold their arrays against ours.
pub(super) fn run(python: &str, requests: &[FieldRequest]) -> Findings {
    run_looking(python, requests, &[ScriptLook::default()])
}

/// The same for scripts that look so by turns.
pub(super) fn run_looking(python: &str, requests: &[FieldRequest], looks: &[ScriptLook]) -> Findings {
    let directory = tempfile::tempdir().unwrap();
    let file = |i: usize, extension: &str| directory.path().join(format!("{i:04}.{extension}"));
    for (i, request) in requests.iter().enumerate() {
        let text = script(request, &looks[i % looks.len()]).unwrap().text;
        fs::write(file(i, "py"), text).unwrap();
        fs::write(file(i, "f"), f_of(request.method().precision)).unwrap();
    }
    let mut findings = Findings { failed: run_all(python, directory.path()), ..Findings::default() };
    for (i, request) in requests.iter().enumerate() {
        match fs::read(file(i, "bin")) {
            Ok(bytes) => findings.compare(request, &bytes),
            Err(error) => findings.failed.push(format!("{i:04}.py, {}: {error}", name(request))),
        }
    }
    findings
}

/// The values of expressions in scripts, each in its own, or what went wrong.
pub(super) fn values(
    python: &str,
    scripts: impl Iterator<Item = (String, String)>,
) -> Vec<Result<Vec<f64>, String>> {
    let directory = tempfile::tempdir().unwrap();
    let file = |i: usize, extension: &str| directory.path().join(format!("{i:04}.{extension}"));
    let mut count = 0;
    for (i, (text, value)) in scripts.enumerate() {
        fs::write(file(i, "py"), text).unwrap();
        fs::write(file(i, "value"), value).unwrap();
        count = i + 1;
    }
    let said = run_all(python, directory.path());
    let read = |i: usize| {
        let bytes = fs::read(file(i, "bin")).map_err(|error| format!("{error}; {said:?}"))?;
        let (numbers, []) = bytes.as_chunks::<8>() else { panic!("whole numbers") };
        Ok(numbers.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect())
    };
    (0..count).map(read).collect()
}

/// Run all scripts of a directory, and what Python says of those that it cannot.
fn run_all(python: &str, directory: &Path) -> Vec<String> {
    let runner = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/core/python/run.py");
    let output = Command::new(python).arg(runner).arg(directory).output().unwrap();
    let [said, complained] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(output.status.success(), "{complained}");
    said.lines().map(str::to_owned).collect()
}

fn name(request: &FieldRequest) -> String {
    let Method { scheme, precision, divisor } = request.method();
    format!("{} ({scheme}, {precision}, {divisor:?}, h = {})", request.program().text(), request.h())
}

impl Findings {
    fn compare(&mut self, request: &FieldRequest, bytes: &[u8]) {
        let field = field::compute(request, &CancelToken::new(), &Progress::new()).unwrap();
        let (numbers, []) = bytes.as_chunks::<8>() else { panic!("whole numbers") };
        let numpy: Vec<f64> = numbers.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
        if numpy.len() != 3 * field.len() {
            return self.failed.push(format!("{}: {} values", name(request), numpy.len()));
        }
        let bounds = Bounds::new(request);
        self.exact += usize::from(bounds.is_exact());
        let mut seen = 0;
        for i in 0..field.len() {
            let ours = [field.f[i], field.g0[i], field.g1[i]];
            let allowed = bounds.at(field.grid.point(i), [field.g0[i], field.g1[i]]);
            for (k, quantity) in ["f", "g0", "g1"].into_iter().enumerate() {
                let (ours, numpy, allowed) = (ours[k], numpy[k * field.len() + i], allowed[k]);
                let is_near = self.count(ours, numpy, allowed);
                if !is_near && seen < 2 {
                    seen += 1;
                    self.wrong.push(format!(
                        "{}: {quantity} at {:?} is {ours:?}, Python has {numpy:?} +- {allowed:e}",
                        name(request),
                        field.grid.point(i)
                    ));
                }
            }
        }
    }

    /// Whether a number of Python's is near enough to ours.
    fn count(&mut self, ours: f64, numpy: f64, allowed: f64) -> bool {
        self.all += 1;
        // Which zero is the larger NumPy leaves open.
        if same(ours, numpy) || ours == 0.0 && numpy == 0.0 {
            self.same += 1;
            return true;
        }
        let difference = (ours - numpy).abs();
        if difference > 0.0 && allowed > 0.0 && allowed.is_finite() {
            self.worst = self.worst.max(difference / allowed);
        }
        // At a kink the bound is infinite or NaN, and says nothing.
        difference <= allowed || allowed.is_infinite() || allowed.is_nan()
    }

    #[track_caller]
    #[expect(clippy::print_stdout, reason = "how near NumPy is can be read where a test is made to show it")]
    pub(super) fn assert(&self, what: &str, exact: usize) {
        assert!(self.failed.is_empty(), "{} failed\n{}", self.failed.len(), self.failed.join("\n"));
        assert!(self.wrong.is_empty(), "{} wrong\n{}", self.wrong.len(), self.wrong.join("\n"));
        println!(
            "{what}: {} of {} values are the same, the others within {:.3} of their bounds",
            self.same, self.all, self.worst
        );
        assert_eq!(self.exact, exact, "scripts that are to have our bits");
        assert!(self.worst <= 1.0);
    }
}

#[test]
fn the_gallery_has_our_arrays() {
    let Some(python) = python() else { return };
    let requests: Vec<FieldRequest> =
        examples::all().map(|example| example.seed().request().unwrap()).collect();
    run(&python, &requests).assert("gallery", 17);
}

/// An h that shows something in a precision.
pub(super) fn usual_h(precision: Precision) -> f64 {
    match precision {
        Precision::F64 => 1e-4,
        Precision::F32 => 1e-2,
        Precision::F16 => 0.1,
        Precision::Bf16 => 0.3,
    }
}

#[test]
fn every_scheme_precision_and_divisor_has_our_bits() {
    let Some(python) = python() else { return };
    let mut requests = vec![];
    for text in ["(1 - x0)^2 + 100*(x1 - x0^2)^2", "x0/3 - abs(x1)*sqrt(x0 + 3) + 0.1*max(x0, x1)"] {
        for precision in Precision::ALL {
            for scheme in Scheme::ALL.into_iter().filter(|scheme| *scheme != Scheme::ComplexStep) {
                for divisor in [Divisor::Nominal, Divisor::Taken] {
                    for h in [usual_h(precision), 1e-50, 2.0_f64.powi(-7)] {
                        requests.push(request(text, &[], Method { scheme, precision, divisor }, h));
                    }
                }
            }
        }
    }
    let count = requests.len();
    assert_eq!(count, 2 * 4 * 6 * 2 * 3);
    run(&python, &requests).assert("schemes", count);
}

/// What decides a value before any rounding: such functions jump or have kinks, and are exact on either side.
#[test]
fn every_function_is_ours_in_every_precision() {
    let Some(python) = python() else { return };
    let mut requests = vec![];
    for (call, _) in CALLS {
        for precision in Precision::ALL {
            for scheme in [Scheme::Central, Scheme::Exact] {
                let method = Method { scheme, precision, ..Method::default() };
                requests.push(request(call, &[], method, usual_h(precision)));
            }
        }
    }
    run(&python, &requests).assert("functions", 200);
}

#[test]
fn the_complex_step_goes_through_numpys_functions() {
    let Some(python) = python() else { return };
    let mut requests = vec![];
    for (call, _) in CALLS.iter().filter(|(call, _)| !call.starts_with("erf") && !call.starts_with("gelu")) {
        let program = gradfield::expr::parse(call).unwrap();
        if Method::from(Scheme::ComplexStep).check(&program).is_ok() {
            requests.push(request(call, &[], Scheme::ComplexStep.into(), 1e-50));
        }
    }
    assert_eq!(requests.len(), 28);
    run(&python, &requests).assert("complex step", 0);
}

#[test]
fn grids_are_ours() {
    let Some(python) = python() else { return };
    let mut requests = vec![];
    for (min, max, step) in [
        (-2.0, 2.0, 1.0),
        (-2.0, 2.0, 0.1),
        (1.0, 1.3, 0.1),
        (-0.0, 1.0, 0.25),
        (0.0, 1.0, 0.3),
        (-1e3, 1e3, 250.0),
        (1e15, 1e15 + 8.0, 1.0),
        (-1e16, -1e16 + 24.0, 4.0),
        (0.5, 2.9, 0.3),
        (1e-300, 1e-299, 1e-300),
    ] {
        for closed in [false, true] {
            let axes = [AxisSpec { min, max, step }, AxisSpec { min: 0.0, max: 10.0 * step, step }];
            requests.push(on_grid("x0 + 0*x1", &[], GridSpec { axes, closed }, Method::default(), 1e-4));
        }
    }
    let count = requests.len();
    run(&python, &requests).assert("grids", count);
}

/// How a figure looks changes none of its arrays.
#[test]
fn every_look_is_a_program() {
    let Some(python) = python() else { return };
    let mut looks = vec![];
    for quantity in Quantity::ALL {
        for scale in [Scale::Linear, Scale::Logarithmic] {
            for map in Colormap::ALL.into_iter().chain([Colormap::Direction]) {
                for limits in [None, Some([0.5, 2.0])] {
                    let usual = ScriptLook::default();
                    let is_other = looks.len() % 2 == 1;
                    looks.push(ScriptLook {
                        descent: is_other,
                        equal_length: !is_other,
                        scale: if is_other { 1.0 } else { 1.5 },
                        anchor: [Anchor::Tail, Anchor::Middle, Anchor::Tip][looks.len() % 3],
                        equal_aspect: is_other,
                        colors: ScriptColors { quantity, map, scale, limits },
                        ..usual
                    });
                }
            }
        }
    }
    let mut requests = vec![];
    for text in ["x0^2 - x1^2", "x0/0", "1"] {
        for (_, precision) in looks.iter().zip(Precision::ALL.into_iter().cycle()) {
            let method = Method { precision, ..Method::default() };
            requests.push(request(text, &[], method, usual_h(precision)));
        }
    }
    let count = requests.len();
    run_looking(&python, &requests, &looks).assert("looks", count);
}

/// Some hundred random expressions, the same in every run.
fn drawn(strategy: &impl Strategy<Value = Tree>, count: usize) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current().to_string()).collect()
}

#[test]
fn random_arithmetic_has_our_bits() {
    let Some(python) = python() else { return };
    let mut requests = vec![];
    for text in drawn(&arb_arithmetic(), 150) {
        for precision in Precision::ALL {
            for scheme in [Scheme::Central, Scheme::Exact] {
                let method = Method { scheme, precision, ..Method::default() };
                requests.push(request(&text, &[], method, usual_h(precision)));
            }
        }
    }
    let count = requests.len();
    run(&python, &requests).assert("random arithmetic", count);
}

/// Where rounding decides a jump no bound holds, so that of functions only those without a choice are held against ours.
#[test]
fn random_expressions_run_and_those_without_a_choice_have_our_bits() {
    let Some(python) = python() else { return };
    let mut requests = vec![];
    for text in drawn(&arb_full_expression(), 400) {
        for precision in [Precision::F64, Precision::F32, Precision::Bf16] {
            for scheme in [Scheme::Central, Scheme::Exact] {
                let method = Method { scheme, precision, ..Method::default() };
                requests.push(request(&text, &[], method, usual_h(precision)));
            }
        }
    }
    let (exact, others): (Vec<_>, Vec<_>) =
        requests.into_iter().partition(|request| Bounds::new(request).is_exact());
    assert!(exact.len() > 400 && others.len() > 400, "{} and {}", exact.len(), others.len());
    run(&python, &exact).assert("random", exact.len());
    let findings = run(&python, &others);
    assert!(findings.failed.is_empty(), "{}", findings.failed.join("\n"));
}
