//! Whole figures in Python: that matplotlib draws them, and that errors and ways are ours.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path as File;
use std::process::Command;

use gradfield::analysis::census;
use gradfield::analysis::descent::{Knob, Optimizer, Stop, UpdateRule};
use gradfield::differentiate::{Method, Precision, Scheme};
use gradfield::examples;
use gradfield::export::figure::Sheet;
use gradfield::export::python::{Script, ScriptColors, ScriptHeatMap, ScriptLook, script};
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GridSpec, Progress};
use gradfield::heat_map::Quantity;
use gradfield::settings::{Length, Settings};

use super::bound::Bounds;
use super::figure::{script_of, with_everything};
use super::run::{has_module, python, values};
use super::{on_grid, request};
use crate::support::same;

/// All of matplotlib's part, drawn by it.
#[test]
fn the_gallery_with_everything_on_it_is_drawn() {
    let Some(python) = python().filter(|python| has_module(python, "matplotlib")) else { return };
    let directory = tempfile::tempdir().unwrap();
    let mut count = 0;
    let mut too_long: Vec<String> = vec![];
    for (i, example) in examples::all().enumerate() {
        let mut settings = with_everything(example.seed());
        // Every quantity by turns, on arrows and behind them.
        settings.arrows.color_by = Quantity::ALL[(i / 5) % 5];
        settings.heat_map.quantity = Quantity::ALL[i % 5];
        settings.arrows.length = [Length::Equal, Length::Magnitude][i % 2];
        let script = script_of(&settings, &Sheet { dark_mode: i % 2 == 1, ..Sheet::default() });
        let long = script.text.lines().filter(|line| line.len() > 100);
        too_long.extend(long.map(|line| format!("{}: {line}", example.name)));
        fs::write(directory.path().join(format!("{i:02}.py")), script.text).unwrap();
        count += 1;
    }
    assert!(too_long.is_empty(), "{}", too_long.join("\n"));
    let runner = File::new(env!("CARGO_MANIFEST_DIR")).join("tests/core/python/draw.py");
    let output = Command::new(python).arg(runner).arg(directory.path()).output().unwrap();
    let [said, complained] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(output.status.success(), "{complained}");
    assert_eq!(
        said.lines().filter(|line| line.ends_with(".py: drawn")).count(),
        count,
        "{said}\n{complained}"
    );
}

/// A program has the exact gradient in `f64`, which is off by its own roundings. Where that is by 1e-10 of it at most, an error
/// of 1e-7 is known to 1e-3 of it, its logarithm to 4.4e-4, and an angle to 6e-9 degrees beside that.
#[test]
fn errors_are_ours() {
    const KNOWN_DIGITS: f64 = 7.0;
    let Some(python) = python() else { return };
    let mut requests: Vec<FieldRequest> = vec![];
    for example in examples::all() {
        requests.push(example.seed().request().unwrap());
    }
    for h in [1e-1, 1e-3, 1e-12, 1e-50] {
        for precision in [Precision::F64, Precision::F32, Precision::F16, Precision::Bf16] {
            let method = Method { precision, ..Method::default() };
            requests.push(request("x0*x0*x0/3 - x0*x1^2 + x1", &[], method, h));
        }
    }
    let jobs = requests.iter().map(|request| {
        let mut look = ScriptLook::default();
        look.colors.quantity = Quantity::Digits;
        look.heat_map = Some(ScriptHeatMap {
            colors: ScriptColors { quantity: Quantity::AngleError, ..look.colors },
            opacity: 1.0,
            zero: None,
        });
        (script(request, &look).unwrap().text, "np.array([digits, angle])".to_owned())
    });
    let mut seen = 0;
    for (request, found) in requests.iter().zip(values(&python, jobs)) {
        let name = request.program().text();
        let field = field::compute(request, &CancelToken::new(), &Progress::new()).unwrap();
        let exact = field::compute(&request.exact(), &CancelToken::new(), &Progress::new()).unwrap();
        let census = census(&field, &CancelToken::new(), &Progress::new()).unwrap();
        let found = found.unwrap_or_else(|error| panic!("{name}: {error}"));
        let (digits, angles) = found.split_at(field.len());
        for i in 0..field.len() {
            let [ours, error] = [-census.relative_error[i].log10(), census.angle_error[i]];
            let at = || format!("{name} (h = {}) at {:?}", request.h(), field.grid.point(i));
            let [e, f64] = [&*census.exact, &exact].map(|field| [field.g0[i], field.g1[i]]);
            let is_known = (e[0] - f64[0]).hypot(e[1] - f64[1]) <= 1e-10 * e[0].hypot(e[1]);
            if is_known && ours.is_finite() && ours < KNOWN_DIGITS {
                assert!(
                    (ours.clamp(0.0, 16.0) - digits[i]).abs() <= 4.4e-4,
                    "{}: {ours}, {}",
                    at(),
                    digits[i]
                );
                // What is known of the direction is known of both components.
                assert_eq!(error.is_nan(), angles[i].is_nan(), "{}: {error}, {}", at(), angles[i]);
                let rounding = 6e-9;
                assert!(
                    error.is_nan() || (error - angles[i]).abs() <= 1e-3 * error + rounding,
                    "{}: {error}, {}",
                    at(),
                    angles[i]
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 3000, "{seen}");
}

/// Ways of every rule in every precision, on functions in which IEEE 754 leaves no choice.
#[test]
fn ways_have_our_bits() {
    let Some(python) = python() else { return };
    let grid = GridSpec { axes: [AxisSpec { min: -4.0, max: 4.0, step: 1.0 }; 2], closed: false };
    let mut jobs = vec![];
    for text in ["x0^2/20 + x1^2", "(1 - x0)^2 + 100*(x1 - x0^2)^2", "abs(x0)*x1 + sqrt(x0^2 + 1)/(3 + x1^2)"]
    {
        let with = |scheme: Scheme| Method { scheme, ..Method::default() };
        let precisions = Precision::ALL.map(|precision| Method { precision, ..Method::default() });
        for method in precisions.into_iter().chain([Scheme::Forward, Scheme::Exact].map(with)) {
            for rate in [0.001, 0.1, 1.5] {
                let h = if method.precision == Precision::F64 { 1e-4 } else { 0.25 };
                let request = on_grid(text, &[], grid, method, h);
                assert!(Bounds::new(&request).is_exact(), "{text}");
                let mut settings = Settings::default();
                settings.descent.show = true;
                settings.descent.start = [-1.7, 1.3];
                settings.descent.steps = if method.precision == Precision::Bf16 { 8 } else { 40 };
                settings.descent.optimizers =
                    UpdateRule::ALL.map(|rule| (Optimizer::new(rule).with(Knob::Rate, rate), true)).to_vec();
                jobs.push((settings.descent.descents(&request), request));
            }
        }
    }
    let has_twins = |script: &Script, request: &FieldRequest| {
        script.notes.is_empty() && request.scheme() != Scheme::Exact
    };
    let mut has_exact = vec![];
    let texts = jobs.iter().map(|(descents, request)| {
        let look = ScriptLook { descents: descents.clone(), twins: true, ..ScriptLook::default() };
        let rules = UpdateRule::ALL.map(UpdateRule::name).join(", ");
        let script = script(request, &look).unwrap();
        let kinds = match (has_twins(&script, request), request.method().precision) {
            (true, Precision::F64) => "((g,), (exact,))",
            (true, _) => "((g, rounded), (exact, np.asarray))",
            (false, Precision::F64) => "((g,), (g,))",
            (false, _) => "((g, rounded), (g, rounded))",
        };
        let value = format!(
            "np.concatenate([np.r_[way.size, way.T.ravel()] for rule in ({rules}) for way in (path(rule, *kind) for kind in {kinds})])"
        );
        has_exact.push(has_twins(&script, request));
        (script.text, value)
    });
    let found = values(&python, texts);
    let (mut points, mut ends) = (0, BTreeSet::new());
    for (((descents, request), found), has_exact) in jobs.iter().zip(found).zip(has_exact) {
        let method = request.method();
        let name = format!("{} ({}, {})", request.program().text(), method.scheme, method.precision);
        let found = found.unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut rest = found.as_slice();
        for descent in descents {
            let twins = descent.twins().unwrap();
            let second = if has_exact { &twins.exact } else { &twins.numerical };
            for (way, kind) in [(&twins.numerical, "own"), (second, "exact")] {
                let name = format!(
                    "{name}, {} {}, {kind}, {:?}",
                    twins.rule,
                    descent.optimizer.get(Knob::Rate),
                    way.stop
                );
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
                let size = rest[0] as usize;
                let python: Vec<[f64; 2]> = rest[1..=size].as_chunks::<2>().0.to_vec();
                rest = &rest[1 + size..];
                assert!(python.len() >= way.visits.len(), "{name}: {} of {}", python.len(), way.visits.len());
                for (k, (visit, x)) in way.visits.iter().zip(&python).enumerate() {
                    assert!(
                        same(visit.x[0], x[0]) && same(visit.x[1], x[1]),
                        "{name}: step {k} is {:?}, Python's {x:?}",
                        visit.x
                    );
                }
                points += way.visits.len();
                ends.insert(format!("{:?}", way.stop));
                // Python goes on where ours has stopped only on the spot, or beyond all numbers.
                let last = way.visits.last().unwrap().x;
                for x in &python[way.visits.len()..] {
                    let is_over = x.iter().any(|x| !x.is_finite()) || way.stop == Stop::Undefined;
                    assert!(is_over || *x == last, "{name}: {last:?}, then {x:?}");
                }
            }
        }
        assert_eq!(rest, [0.0_f64; 0]);
    }
    assert!(points > 10_000, "{points}");
    for end in [Stop::StepLimit, Stop::LeftRegion, Stop::Stalled, Stop::Vanished] {
        assert!(ends.contains(&format!("{end:?}")), "{ends:?}");
    }
}
