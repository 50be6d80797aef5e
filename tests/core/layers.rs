//! The layers of the crate docs, held against every path that the sources write.

mod paths;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use paths::{Module, Named, Target};

/// Each layer and the layers it may name; itself is understood. Imports point only upward in this list.
const LAYERS: [(&str, &[&str]); 17] = [
    ("processor", &[]),
    ("excerpt", &[]),
    ("number_text", &["excerpt"]),
    ("expr", &["excerpt", "number_text"]),
    ("eval", &["number_text", "expr"]),
    ("differentiate", &["number_text", "expr", "eval"]),
    ("field", &["number_text", "expr", "eval", "differentiate"]),
    ("analysis", &["number_text", "expr", "eval", "differentiate", "field"]),
    ("colormap", &[]),
    ("heat_map", &["expr", "field", "analysis", "colormap"]),
    ("figure", &["number_text", "expr", "field", "analysis", "colormap", "heat_map"]),
    ("examples", &["differentiate", "field", "colormap"]),
    (
        "settings",
        &[
            "number_text",
            "expr",
            "differentiate",
            "field",
            "analysis",
            "colormap",
            "heat_map",
            "figure",
            "examples",
            "excerpt",
        ],
    ),
    (
        "export",
        &[
            "number_text",
            "expr",
            "eval",
            "differentiate",
            "field",
            "analysis",
            "colormap",
            "heat_map",
            "figure",
            "settings",
        ],
    ),
    (
        "cli",
        &[
            "excerpt",
            "number_text",
            "expr",
            "differentiate",
            "field",
            "analysis",
            "colormap",
            "heat_map",
            "figure",
            "examples",
            "settings",
            "export",
        ],
    ),
    ("worker", &["differentiate", "field", "analysis", "heat_map", "settings", "export"]),
    (
        "gui",
        &[
            "number_text",
            "expr",
            "eval",
            "differentiate",
            "field",
            "analysis",
            "colormap",
            "heat_map",
            "figure",
            "examples",
            "settings",
            "export",
            "cli",
            "worker",
        ],
    ),
];

/// Within the window: who must not name what.
const APART: [(&str, &[&str]); 4] = [
    ("gui::panels", &["worker", "gui::plot", "gui::app"]),
    ("gui::h_lab", &["worker", "gui::panels", "gui::plot", "gui::app"]),
    ("gui::gallery", &["worker", "gui::panels", "gui::app"]),
    ("gui::plot", &["worker", "settings", "gui::panels", "gui::app"]),
];

/// Only `gui::app` may name more than one of these.
const BROUGHT_TOGETHER: [&str; 3] = ["gui::panels", "gui::plot", "worker"];

/// Other crates and parts of the standard library, and the only modules that may name each: the core knows no files,
/// no threads and no window.
const CRATES: &[(&str, &[&str])] = &[
    ("meval", &["expr::parse"]),
    (
        "core_math",
        &[
            "number_text",
            "expr::operation",
            "eval::number",
            "eval::complex",
            "eval::double_double",
            "eval::vector",
            "field::quotient",
        ],
    ),
    ("half", &["eval::half"]),
    ("rayon", &["field::sweep", "field::general", "analysis"]),
    ("memmap2", &["eval::aligned", "field::generated::code"]),
    ("std::thread", &["worker", "gui::store", "gui::file_dialog::disk"]),
    ("std::fs", &["export::file", "gui::file_dialog", "gui::store"]),
    ("tempfile", &["export::file"]),
    ("rustix", &["export::file"]),
    ("serde_json", &["export::json"]),
    ("toml", &["examples", "settings::file", "gui::store"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli::generate"]),
    ("clap_mangen", &["cli::generate"]),
    ("resvg", &["export::figure::raster"]),
    ("usvg", &["export::figure::raster"]),
    ("svg2pdf", &["export::figure::raster"]),
    ("png", &["export::figure::raster"]),
    ("allsorts", &["export::figure::fonts"]),
    ("epaint_default_fonts", &["export::figure::fonts"]),
    ("base64", &["export::figure::svg"]),
    ("egui", &["gui"]),
    ("eframe", &["gui"]),
    ("egui_plot", &["gui"]),
    ("wgpu", &["gui"]),
    ("rfd", &["gui::file_dialog"]),
    ("winit", &["gui"]),
];

/// A source file: its path from `src`, and its text.
type Source = (PathBuf, String);

fn segments(path: &str) -> Module {
    path.split("::").map(str::to_owned).collect()
}

/// The module that a file is; `lib.rs` is the root, and so is `main.rs` of a crate of its own.
fn module_of(path: &Path) -> Module {
    let mut module: Module = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let file = module.pop().expect("a source file has a name");
    match file.as_str() {
        "mod.rs" | "lib.rs" => {}
        _ => module.push(file.trim_end_matches(".rs").to_owned()),
    }
    module
}

/// Whether a path in the file names something in `module`.
fn names(named: &Named, module: &str) -> bool {
    let module = segments(module);
    match &named.target {
        Target::Internal(target) => {
            target.starts_with(&module) || named.is_glob && module.starts_with(target)
        }
        Target::External(_) => false,
    }
}

/// What in the sources contradicts the picture.
fn violations(sources: &[Source]) -> Vec<String> {
    let modules: BTreeSet<Module> = sources.iter().map(|(path, _)| module_of(path)).collect();
    let mut found = vec![];
    for (path, text) in sources {
        let file = syn::parse_file(text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let module = module_of(path);
        let named = paths::named(&file, &module, &modules);
        let mut report = |line: usize, what: String| found.push(format!("{}:{line}: {what}", path.display()));
        check_layer(&module, &named, &mut report);
        check_window(&module, &named, &mut report);
        check_crates(&module, &named, &mut report);
    }
    found.dedup();
    found
}

fn check_layer(module: &Module, named: &[Named], report: &mut impl FnMut(usize, String)) {
    // The library's root and the binary stand above all layers.
    let Some(layer) = module.first().filter(|name| *name != "main") else { return };
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| name == layer) else {
        return report(0, format!("{layer} is not in the picture of the layers"));
    };
    for path in named {
        let Target::Internal(target) = &path.target else { continue };
        match target.first() {
            None => report(path.line, "names the whole crate".into()),
            Some(other) if other == layer || allowed.contains(&other.as_str()) => {}
            Some(_) => report(path.line, format!("{layer} names {}", target.join("::"))),
        }
    }
}

fn check_window(module: &Module, named: &[Named], report: &mut impl FnMut(usize, String)) {
    for (part, others) in APART.iter().filter(|(part, _)| module.starts_with(&segments(part))) {
        for (path, other) in named.iter().flat_map(|path| others.iter().map(move |other| (path, other))) {
            if names(path, other) {
                report(path.line, format!("{part} names {other}"));
            }
        }
    }
    if module.first().is_some_and(|layer| layer == "gui") && !module.starts_with(&segments("gui::app")) {
        let known = BROUGHT_TOGETHER
            .into_iter()
            .filter(|part| module.starts_with(&segments(part)) || named.iter().any(|path| names(path, part)));
        let known: Vec<_> = known.collect();
        if known.len() > 1 {
            report(0, format!("only gui::app may bring together {}", known.join(" and ")));
        }
    }
}

fn check_crates(module: &Module, named: &[Named], report: &mut impl FnMut(usize, String)) {
    for path in named {
        let Target::External(target) = &path.target else { continue };
        for (name, owners) in CRATES.iter().filter(|(name, _)| target.starts_with(&segments(name))) {
            if !owners.iter().any(|owner| module.starts_with(&segments(owner))) {
                report(path.line, format!("only {} may name {name}", owners.join(" and ")));
            }
        }
    }
}

/// Every file below `src`.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = vec![];
    let mut directories = vec![root.clone()];
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(directory).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source file is text");
                found.push((path.strip_prefix(&root).expect("it is below src").to_owned(), text));
            }
        }
    }
    found.sort();
    found
}

/// The files that may do what the compiler cannot check.
const UNSAFE: [&str; 2] = ["field/generated/code.rs", "field/prefetch.rs"];

#[test]
fn what_is_unsafe_is_in_two_files() {
    let is_unsafe =
        |text: &str| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "unsafe");
    let code = |text: String| {
        let lines: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        lines.join("\n")
    };
    let found: Vec<_> = sources().into_iter().filter(|(_, text)| is_unsafe(&code(text.clone()))).collect();
    let found: Vec<_> = found.iter().map(|(path, _)| path.to_string_lossy()).collect();
    assert_eq!(found, UNSAFE);
}

#[test]
fn the_sources_keep_to_the_picture() {
    let found = violations(&sources());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_paths_of_the_sources_are_seen() {
    let sources = sources();
    let modules: BTreeSet<Module> = sources.iter().map(|(path, _)| module_of(path)).collect();
    let all: Vec<(PathBuf, Named)> = sources
        .iter()
        .flat_map(|(path, text)| {
            let file = syn::parse_file(text).expect("the sources parse");
            paths::named(&file, &module_of(path), &modules).into_iter().map(|named| (path.clone(), named))
        })
        .collect();
    let in_file = |file: &str, wanted: &Target| {
        all.iter().any(|(path, named)| path == Path::new(file) && named.target == *wanted)
    };
    assert!(in_file("field/sweep.rs", &Target::Internal(segments("expr::Axis::X1"))));
    assert!(in_file("field/mod.rs", &Target::Internal(segments("field::request::FieldRequest"))));
    assert!(all.iter().any(|(path, named)| path == Path::new("expr/parse.rs")
        && matches!(&named.target, Target::External(path) if path[0] == "meval")));
}

/// Sources that break the picture, and what is said of each.
const BAD: [(&str, &str, &str); 40] = [
    ("expr/a.rs", "use crate::eval::scalar;", "a.rs:1: expr names eval::scalar"),
    ("field/a.rs", "\nfn f() { crate::worker::spawn(); }", "a.rs:2: field names worker::spawn"),
    ("field/a.rs", "fn f(w: &crate::worker::Worker) {}", "field names worker::Worker"),
    ("field/a.rs", "use super::super::worker;", "field names worker"),
    ("field/a.rs", "use crate::{expr, cli::{Arguments as A}};", "field names cli::Arguments"),
    ("field/a.rs", "mod inner { use super::super::super::export; }", "field names export"),
    ("field/a.rs", "fn f() -> String { format!(\"{}\", crate::export::csv()) }", "field names export::csv"),
    ("field/a.rs", "fn f() { vec![(1, [gradfield::gui::run()])]; }", "field names gui::run"),
    ("field/a.rs", "#[serde(with = crate::cli::text)] struct A;", "field names cli::text"),
    ("field/a.rs", "impl<T: crate::worker::Job> Trait for T {}", "field names worker::Job"),
    ("field/a.rs", "use crate::*;", "names the whole crate"),
    ("field/a.rs", "use crate as all; fn f() { all::cli::run() }", "field names cli::run"),
    ("colormap.rs", "use crate::number_text::shortest;", "colormap names number_text::shortest"),
    ("worker/mod.rs", "use crate::expr::Program;", "worker names expr::Program"),
    ("worker/studio.rs", "fn f(queue: &wgpu::Queue) {}", "only gui may name wgpu"),
    ("heat_map/tile.rs", "use crate::worker::Studio;", "heat_map names worker::Studio"),
    ("cli.rs", "use crate::worker::Worker;", "cli names worker::Worker"),
    ("news.rs", "", "news is not in the picture"),
    ("gui/panels/a.rs", "use crate::worker::Worker;", "gui::panels names worker"),
    ("gui/panels/a.rs", "use super::super::plot::Arrows;", "gui::panels names gui::plot"),
    ("gui/plot/a.rs", "use crate::settings; fn f(s: &settings::Settings) {}", "gui::plot names settings"),
    ("gui/plot/mod.rs", "use super::*;", "gui::plot names gui::panels"),
    ("gui/gallery/a.rs", "use super::super::panels::grid_ui;", "gui::gallery names gui::panels"),
    ("gui/mod.rs", "use self::panels::grid_ui; fn f() { plot::show(); }", "only gui::app may bring together"),
    ("gui/theme.rs", "use super::panels; use crate::worker;", "gui::panels and worker"),
    ("expr/notation.rs", "fn f(t: &str) { t.parse::<meval::Expr>(); }", "only expr::parse may name meval"),
    ("export/a.rs", "use egui::Color32;", "only gui may name egui"),
    (
        "field/a.rs",
        "use std::{fmt, thread::{self, JoinHandle}};",
        "only worker and gui::store and gui::file_dialog::disk may name std::thread",
    ),
    (
        "field/a.rs",
        "use std as s; fn f() { s::thread::yield_now(); }",
        "only worker and gui::store and gui::file_dialog::disk may name std::thread",
    ),
    (
        "export/csv.rs",
        "fn f() { std::fs::read(\"a\"); }",
        "only export::file and gui::file_dialog and gui::store may name std::fs",
    ),
    ("cli.rs", "use tempfile::NamedTempFile;", "only export::file may name tempfile"),
    ("field/grid.rs", "use rayon::prelude::*;", "may name rayon"),
    ("export/mod.rs", "#[derive(clap::ValueEnum)] enum Format {}", "only cli may name clap"),
    ("export/csv.rs", "fn f() { serde_json::to_writer(); }", "only export::json may name serde_json"),
    ("cli/render.rs", "use resvg::usvg;", "only export::figure::raster may name resvg"),
    ("figure/a.rs", "fn f() { allsorts::subset::subset(); }", "only export::figure::fonts may name allsorts"),
    ("settings/a.rs", "use crate::export::figure::Sheet;", "settings names export"),
    ("colormap.rs", "fn f() { core_math::exp(1.0); }", "may name core_math"),
    ("eval/kernel.rs", "fn f() { core_math::pow(1.0, 2.0); }", "may name core_math"),
    ("main.rs", "fn main() -> eframe::Result { gradfield::gui::run() }", "only gui may name eframe"),
];

/// Sources that keep to it.
const GOOD: [(&str, &str); 9] = [
    ("lib.rs", "pub mod expr; pub use worker::Worker;"),
    ("main.rs", "fn main() { gradfield::cli::run(); gradfield::gui::run() }"),
    ("expr/parse.rs", "use meval::tokenizer::Token; use super::error::ExpressionError;"),
    ("field/a.rs", "use crate::{differentiate::Scheme, expr::{self, Axis}}; fn f() { expr::parse(); }"),
    ("field/a.rs", "/// See [`crate::worker`].\npub(crate) fn f(worker: usize) -> usize { worker + 1 }"),
    ("gui/app.rs", "use super::{panels, plot}; use crate::settings::Settings; use crate::worker::Worker;"),
    ("gui/panels/a.rs", "use crate::{gui::command::Command, settings::Settings}; use eframe::egui;"),
    ("gui/plot/a.rs", "use crate::colormap::ColorScale; use egui_plot::PlotItem;"),
    ("gui/mod.rs", "mod app; mod panels; mod plot; fn f() { let plot = 1; app::run(plot); }"),
];

/// One source among the modules it may speak of.
fn violations_of(path: &str, text: &str) -> Vec<String> {
    let others =
        ["lib.rs", "gui/mod.rs", "gui/app.rs", "gui/panels/mod.rs", "gui/plot/mod.rs", "worker/mod.rs"];
    let others = others.into_iter().filter(|other| *other != path).map(|other| (other.into(), String::new()));
    violations(&others.chain([(path.into(), text.to_owned())]).collect::<Vec<_>>())
}

#[test]
fn bad_sources_are_found() {
    for (path, text, expected) in BAD {
        let found = violations_of(path, text);
        assert!(found.iter().any(|v| v.contains(expected)), "{path}: {text}\n{found:#?}\nlacks {expected}");
    }
}

#[test]
fn good_sources_pass() {
    for (path, text) in GOOD {
        assert_eq!(violations_of(path, text), [""; 0], "{path}: {text}");
    }
}

#[test]
fn the_picture_points_upward() {
    for (place, (layer, allowed)) in LAYERS.iter().enumerate() {
        for other in *allowed {
            let of_other = LAYERS.iter().position(|(name, _)| name == other);
            assert!(of_other.is_some_and(|of_other| of_other < place), "{layer} may name {other}");
        }
    }
}
