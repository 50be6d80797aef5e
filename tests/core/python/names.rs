//! Names of parameters beside those that a program has itself.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path as File;
use std::process::Command;

use gradfield::analysis::CriticalKind;
use gradfield::analysis::descent::{Optimizer, UpdateRule};
use gradfield::colormap::Scale;
use gradfield::differentiate::{Divisor, Method, Precision, Scheme};
use gradfield::export::python::{
    ScriptColors, ScriptContours, ScriptHeatMap, ScriptLook, ScriptStreamlines, script,
};
use gradfield::expr::numpy::{Arrays, function};
use gradfield::expr::{self, Parameters};
use gradfield::field::FieldRequest;
use gradfield::heat_map::Quantity;
use gradfield::settings::DescentSettings;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::request;
use super::run::{python, run_looking, usual_h};

/// Looks that have every line of a program between them.
fn looks(request: &FieldRequest) -> Vec<ScriptLook> {
    let all = DescentSettings {
        show: true,
        optimizers: UpdateRule::ALL.map(|rule| (Optimizer::new(rule), true)).to_vec(),
        steps: 2,
        ..DescentSettings::default()
    };
    let look = |quantity: Quantity, behind: Quantity| ScriptLook {
        equal_length: false,
        scale: 1.5,
        stride: [2, 3],
        colors: ScriptColors { quantity, scale: Scale::Logarithmic, ..ScriptColors::default() },
        ghosts: true,
        heat_map: Some(ScriptHeatMap {
            colors: ScriptColors { quantity: behind, ..ScriptColors::default() },
            opacity: 0.5,
            zero: Some(0.5),
        }),
        contours: Some(ScriptContours { levels: vec![0.5, 1.0], labels: true, opacity: 0.5 }),
        streamlines: Some(ScriptStreamlines { across: 20, opacity: 0.5 }),
        critical_points: vec![(CriticalKind::Minimum, [0.0, 0.0])],
        descents: all.descents(request),
        twins: true,
        dark_mode: true,
        ..ScriptLook::default()
    };
    vec![
        ScriptLook::default(),
        look(Quantity::Digits, Quantity::Direction),
        look(Quantity::AngleError, Quantity::GradientNorm),
    ]
}

/// What `print` prints of names, from Python.
fn printed(python: &str, arguments: &[&str]) -> BTreeSet<String> {
    let output = Command::new(python).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().split_whitespace().map(str::to_owned).collect()
}

/// The name that a parameter has in Python; `None` where no parameter can have such a name.
fn python_name(name: &str) -> Option<String> {
    let text = format!("x0 + {name}");
    let program = expr::parse_with(&text, &Parameters::from_iter([(name, 1.0)])).ok()?;
    let parameters = function(&program, Arrays::Float64).unwrap().parameters;
    parameters.first().map(|(name, _)| name.clone())
}

/// Every name that a program binds or takes from Python, but for those of a function alone, is no parameter's.
#[test]
fn no_parameter_has_a_name_of_the_program() {
    let Some(python) = python() else { return };
    let directory = tempfile::tempdir().unwrap();
    let mut count = 0;
    for text in [
        "x0^2 + x1",
        "gelu(x0)*round(x1) + signum(x0) + abs(x1)",
        "atan2(x0, x1) + cbrt(x0)*hypot(x0, x1) + sinc(x1)",
    ] {
        for precision in [Precision::F64, Precision::F32, Precision::Bf16] {
            for scheme in [Scheme::Central, Scheme::Richardson, Scheme::ComplexStep, Scheme::Exact] {
                let method = Method { scheme, precision, divisor: Divisor::Taken };
                let is_possible = expr::parse(text).is_ok_and(|program| method.check(&program).is_ok());
                if !is_possible {
                    continue;
                }
                let request = request(text, &[], method, 0.1);
                for look in looks(&request) {
                    let Ok(script) = script(&request, &look) else { continue };
                    fs::write(directory.path().join(format!("{count}.py")), script.text).unwrap();
                    count += 1;
                }
            }
        }
    }
    assert!(count > 60, "{count}");
    let reader = File::new(env!("CARGO_MANIFEST_DIR")).join("tests/core/python/names.py");
    let names = printed(&python, &[reader.to_str().unwrap(), directory.path().to_str().unwrap()]);
    for name in
        ["np", "levels", "print", "getattr", "path", "adam", "few", "circle", "taken", "rounded", "t1"]
    {
        assert!(names.contains(name), "{name} is not found in {names:?}");
    }
    assert_eq!(python_name("steepness").as_deref(), Some("steepness"));
    assert_eq!(python_name("levels").as_deref(), Some("levels_"));
    let free: Vec<&String> =
        names.iter().filter(|name| python_name(name).is_some_and(|python| python == **name)).collect();
    assert!(free.is_empty(), "a parameter may have the name of {free:?}");
}

/// Names that mean something in Python, in the program or to a reader, and some that do not.
fn arb_name(python: Vec<String>) -> impl Strategy<Value = String> {
    let own = [
        "h",
        "g",
        "x",
        "x_0",
        "levels",
        "path",
        "rate",
        "t",
        "t1",
        "t12",
        "parameter",
        "parameter_",
        "np_",
        "f__",
        "_",
        "__",
        "__name__",
    ];
    let own: Vec<String> = own.map(str::to_owned).to_vec();
    prop_oneof![proptest::sample::select(python), proptest::sample::select(own), "[a-z_][a-z0-9_]{0,6}",]
}

/// Whatever the names of its parameters, a program runs, and has our arrays.
#[test]
fn programs_run_whatever_their_parameters_are_called() {
    let Some(python) = python() else { return };
    let words = printed(
        &python,
        &["-c", "import builtins, keyword; print(*dir(builtins), *keyword.kwlist, *keyword.softkwlist)"],
    );
    let takes = |name: &String| {
        Parameters::takes(name)
            && expr::parse_with(name, &Parameters::from_iter([(name.as_str(), 1.0)])).is_ok()
    };
    let mut runner = TestRunner::deterministic();
    let strategy = proptest::collection::btree_set(arb_name(words.into_iter().collect()), 1..7);
    let (mut requests, mut all) = (vec![], vec![]);
    let mut used = BTreeSet::new();
    while requests.len() < 120 {
        let names: Vec<String> =
            strategy.new_tree(&mut runner).unwrap().current().into_iter().filter(takes).collect();
        if names.is_empty() {
            continue;
        }
        let values: Vec<(&str, f64)> = names.iter().map(String::as_str).zip((1..).map(f64::from)).collect();
        let terms: Vec<String> = names.iter().map(|name| format!("{name}*x0")).collect();
        let text = format!("x1^2 + {}", terms.join(" + "));
        let precision = Precision::ALL[requests.len() % 4];
        let method = Method { precision, ..Method::default() };
        let request = request(&text, &values, method, usual_h(precision));
        let looks = looks(&request);
        all.push(looks[requests.len() % looks.len()].clone());
        requests.push(request);
        used.extend(names);
    }
    assert!(used.len() > 150, "{used:?}");
    run_looking(&python, &requests, &all).assert("names", 120);
}
