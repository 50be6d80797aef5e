//! A few pictures of the panel, drawn and kept like those of the whole window.

use eframe::egui::{Theme, vec2};
use egui_kittest::SnapshotOptions;
use egui_kittest::kittest::Queryable as _;
use gradfield::differentiate::Scheme;
use gradfield::gui::settings::{CurvesOf, LabTab};

use super::data::{BOWL, QUINTIC, steps, wrong_check};
use super::{Bench, NARROW, WIDE, build, builder};

/// Pixels that may differ: another version of Mesa may smooth an edge in another way.
const FEW_PIXELS: usize = 100;

/// Draw the panel, with the pointer at a part of the plot's width where one is given.
fn picture(name: &str, size: [f32; 2], theme: Theme, bench: Bench, pointer: Option<f32>) {
    let mut harness = build(builder(size, theme).wgpu(), bench);
    if let Some(share) = pointer {
        let rect = harness.get_by_label("h on the error plot").rect();
        harness.hover_at(rect.left_top() + vec2(share * rect.width(), 0.3 * rect.height()));
        harness.run();
    }
    let options = SnapshotOptions::new().output_path("tests/gui/snapshots").max_failed_pixels(FEW_PIXELS);
    harness.snapshot_options(name, &options);
}

#[test]
fn a_point_and_its_arrow() {
    picture("h_lab_point", WIDE, Theme::Light, Bench::usual(), Some(0.35));
}

#[test]
fn a_field_and_a_claim() {
    let mut bench = Bench::new(QUINTIC, 1e-13, 100);
    bench.settings.tab = LabTab::Check;
    bench.settings.claim = ["5*x0^4".to_owned(), "2*x0".to_owned()];
    bench.settings.curves_of = CurvesOf::Field;
    bench.check = Some(wrong_check(bench.field(), 17));
    bench.field_curves =
        bench.settings.schemes.iter().map(|s| QUINTIC.field_curve(*s, &steps(-20))).collect();
    (bench.playing, bench.held) = (true, Some("x0^5 + x1^2 with central, h = 1e-4, f64".to_owned()));
    picture("h_lab_field", WIDE, Theme::Dark, bench, None);
}

#[test]
fn a_dying_arrow_in_a_small_window() {
    let mut bench = Bench::new(BOWL, 1e-16, 100);
    bench.settings.tab = LabTab::Autopsy;
    picture("h_lab_dying", NARROW, Theme::Dark, bench, None);
}

#[test]
fn every_scheme_in_a_small_window() {
    let mut bench = Bench::new(BOWL, 1e-49, 100);
    let x = bench.autopsy.as_ref().expect("an arrow").x;
    bench.settings.schemes = Scheme::ALL.to_vec();
    bench.settings.far = true;
    bench.curves = Scheme::ALL.iter().map(|scheme| BOWL.point_curve(*scheme, x, &steps(-50))).collect();
    picture("h_lab_far", NARROW, Theme::Light, bench, None);
}
